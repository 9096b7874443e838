//! What the words of a sentence about a password do in it, in ten languages: they join it to what it is, say what it is for, tell
//! of a change. A word has all the roles that it may have in any of the languages.

use crate::redact::detect::vocabulary::Lookup;
use bitflags::bitflags;
use std::sync::LazyLock;

bitflags! {
    /// Roles of a word.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(in super::super) struct Role: u32 {
        /// Says what a password is.
        const IS = 1;
        /// May stand behind it.
        const STILL = 1 << 1;
        /// Leads to what a password is for, where it is typed, or who does it.
        const FOR = 1 << 2;
        /// The same, but it leads to what a password was changed to or from as well.
        const TO = 1 << 3;
        /// Tells of a change.
        const CHANGE = 1 << 4;
        /// Stands before the word for what was done.
        const BEEN = 1 << 5;
        /// Something that has a name, or whoever logs in.
        const THING = 1 << 6;
        /// What stands before a login name or the name of a network.
        const LOGIN = 1 << 7;
        /// Makes the name of a thing of what follows it.
        const ARTICLE = 1 << 8;
        /// Says whose password it is, or which.
        const WHOSE = 1 << 9;
        /// What somebody does with what becomes one, before and behind it.
        const PUT = 1 << 10;
        /// What somebody did who was asked for one.
        const TYPED = 1 << 11;
        /// Says as what something is put.
        const AS = 1 << 12;
        /// Begins a clause that says what something is.
        const WHICH = 1 << 13;
        /// Begins another part of a sentence.
        const AND = 1 << 14;
        /// Says that something is not, or not to be done.
        const NOT = 1 << 15;
        /// Stands before an example.
        const SUCH = 1 << 16;
        /// Says what is done with the password of somebody.
        const DONE = 1 << 17;
        /// Says that nothing is told of a password.
        const STAYS = 1 << 18;
        /// Says when somebody types something.
        const WHEN = 1 << 19;
        /// Makes a sentence of what may be.
        const UNLESS = 1 << 20;
        /// Asks for something or points at it.
        const ASKS = 1 << 21;
        /// Joins a password to the name before it.
        const WITH = 1 << 22;
        /// Joins what belongs to something to it.
        const OF = 1 << 23;
        /// Says that something is opened or locked.
        const OPENS = 1 << 24;
        /// Whoever knows a password, or has it.
        const WHO = 1 << 25;
    }
}

impl Role {
    /// The roles of a word, in small or large letters.
    pub(in super::super) fn of(word: &[u8]) -> Self {
        if word.len() <= LONGEST { ROLES.of(word) } else { Self::default() }
    }

    /// Whether one of these is among them.
    pub(in super::super) fn is(self, others: Self) -> bool {
        self.intersects(others)
    }
}

/// The longest word that has a role, in bytes.
const LONGEST: usize = 13;

static ROLES: LazyLock<Lookup<Role>> = LazyLock::new(|| Lookup::new(WORDS));

/// The words.
const WORDS: &[(Role, &str)] = &[
    (
        Role::IS,
        "is was it's been ist war lautet est \u{e9}tait c'est es era fue sigue \u{e8} \u{e9} foi jest by\u{142}o \u{e4}r er",
    ),
    (
        Role::STILL,
        "still now just simply always only currently again namely noch immer jetzt einfach nur wieder bleibt toujours encore \
        maintenant simplement ahora siempre todav\u{ed}a sempre ancora adesso agora ainda nu nog altijd gewoon teraz nadal \
        zawsze fortfarande bara",
    ),
    (
        Role::FOR,
        "for of on at in into onto by via per within under behind near like called named contain contains include includes \
        except without f\u{fc}r vom im am an bei beim aus zum zur unter \u{fc}ber wie pour sur dans du des au aux chez par comme \
        del sobre por della dello delle dei sul su nel come van voor op bij aan dla do dos od na no em pelo p\u{e5} f\u{f6}r av \
        fr\u{e5}n",
    ),
    (Role::TO, "to from von auf zu \u{e0} a en de di da naar para till w z i"),
    (
        Role::CHANGE,
        "change changed changing set reset back updated switched went moved rotated ge\u{e4}ndert gesetzt setzen \u{e4}ndern chang\u{e9} \
        changer mis cambiado cambiada cambiar cambi\u{f3} cambiata cambiato cambiare gewijzigd veranderd zmieni\u{142}em \
        zmieni\u{142} zmienione alterada alterado mudei mudou \u{e4}ndrat bytt",
    ),
    (Role::BEEN, "was has been is now got have had wurde ist auf a \u{e9}t\u{e9} ha sido stata foi zosta\u{142}o"),
    (
        Role::THING,
        "user users username login logon account acct id uid host hostname server machine vm box node pc laptop printer router \
        switch model version release build room floor building ticket case issue order invoice ref reference ssid network wifi \
        wi-fi wlan tenant project repo repository branch folder path file group team site domain portal app tool database db \
        schema table cluster device serial asset tag name part nr number license licence edition benutzer benutzername konto \
        rechner drucker raum netz netzwerk gruppe utilisateur identifiant compte serveur r\u{e9}seau salle usuario cuenta \
        servidor red sala utente rete gebruiker netwerk u\u{17c}ytkownik sie\u{107} utilizador rede anv\u{e4}ndare ordner dossier carpeta cartella regel r\u{e8}gle tile \
        n\u{e4}tverk",
    ),
    (
        Role::LOGIN,
        "as als user username login account network ssid netz r\u{e9}seau red rete rede netwerk sie\u{107} n\u{e4}tverk \
        benutzer konto utilisateur compte usuario cuenta utente gebruiker u\u{17c}ytkownik usu\u{e1}rio anv\u{e4}ndare",
    ),
    (
        Role::ARTICLE,
        "the this our your their a an each every der die das den dem unser unsere ein eine le la les un une el los il lo uno \
        una het een o os",
    ),
    (
        Role::WHOSE,
        "the a my our your his her their its wifi wi-fi admin new old default das mein unser neues le mon notre la mi nuestra \
        il mio o minha het mijn ons",
    ),
    (
        Role::PUT,
        "put puts use uses used using set enter enters entered type types typed try tried choose chose has had have reads wrote \
        written verwende verwenden verwendet nutze nimm nehmen tippe gib geschrieben mis met mettre utilise utiliser utilisez \
        \u{e9}crit pone puse puesto escrito usa uso usar usare usate usi utilizar metti messo scritto p\u{f4}s p\u{f5}e gebruik gebruikt \
        gebruiken vul geschreven u\u{17c}ywaj u\u{17c}ywa\u{107} ustaw wpisz napisa\u{142} anv\u{e4}nd anv\u{e4}nda skriv \
        skrivit",
    ),
    (
        Role::TYPED,
        "entered typed eingegeben getippt saisi tap\u{e9} introduje tecle\u{f3} inserito digitato digitei ingevoerd \
        wpisa\u{142}em skrev",
    ),
    (Role::AS, "as als comme como come jako som"),
    (Role::WHICH, "which that welches das qui que che wat kt\u{f3}re kt\u{f3}ry som"),
    (
        Role::AND,
        "and or but now for by since because so until as und oder aber jetzt et ou mais y o pero e ma i en maar lub ale och \
        eller men",
    ),
    (
        Role::NOT,
        "never not don't dont nobody niemals nie nicht kein keine jamais pas nunca nada no nooit niet mai vietato non n\u{e3}o nigdy \
        aldrig inte forbidden verboten interdit prohibido verboden zakazane f\u{f6}rbjudet",
    ),
    (Role::SUCH, "e.g eg z.b bijv p.ex p.ej t.ex like"),
    (Role::DONE, "reset resetting resets forgot forgotten changed expired"),
    (
        Role::STAYS,
        "unchanged same optional required field fields box input not unver\u{e4}ndert inchang\u{e9} igual invariata \
        ongewijzigd",
    ),
    (Role::WHEN, "when if once whenever wenn sobald quand si lorsque cuando se quando als wanneer gdy n\u{e4}r"),
    (
        Role::UNLESS,
        "if whether when once unless until ensure check verify sure that while assuming where why how what which wenn ob falls \
        dass si quand que cuando cu\u{e1}ndo se quando als wanneer je\u{15b}li czy om n\u{e4}r no any each every",
    ),
    (
        Role::ASKS,
        "what which where when here there this that these quel quelle quels quelles voici voil\u{e0} cela cual cu\u{e1}l este \
        esta esto aqu\u{ed} donde qual quale quali questo questa ecco dove isto aqui onde welches welche dies dieses hier wie \
        wer welk welke hoe waar deze jakie kt\u{f3}re vilket vilken h\u{e4}r detta",
    ),
    (Role::WITH, "with mit avec con com met z med and und et y e en i och"),
    (
        Role::WHO,
        "you he she they i we du er sie wir ihr tu il elle nous vous on yo \u{e9}l ella io lui lei eu ele ela ik jij hij zij wij ja on ona jag han hon",
    ),
    (Role::OF, "of des du del della do van"),
    (
        Role::OPENS,
        "open opens opened opening unlock unlocks unlocked lock locked log logs logged sign signs signed protected secured \
        decrypt decrypts unzip \u{f6}ffnen \u{f6}ffnet entsperren entsperrt ouvre ouvrir d\u{e9}bloque d\u{e9}verrouille abre abrir \
        desbloquea desbloqueia apre aprire sblocca opent openen ontgrendelt otwiera \u{f6}ppnas \u{f6}ppnar l\u{e5}st",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_roles_in_any_case() {
        assert!(Role::of(b"Is").is(Role::IS) && Role::of(b"changed").is(Role::CHANGE) && Role::of(b"to").is(Role::TO));
        assert!(Role::of("GE\u{c4}NDERT".as_bytes()).is(Role::CHANGE) && Role::of("\u{e8}".as_bytes()).is(Role::IS));
        assert_eq!(Role::of(b"otter"), Role::default());
        assert_eq!(Role::of(b"\xff"), Role::default());
    }

    #[test]
    fn no_word_is_longer_than_what_is_looked_up() {
        let words = WORDS.iter().flat_map(|(_, words)| words.split_ascii_whitespace());
        assert_eq!(words.map(str::len).max(), Some(LONGEST));
    }
}
