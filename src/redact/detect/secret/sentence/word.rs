//! Passwords that are one plain word, where a sentence says so: `The password is llama.`, `the password for the till was llama`,
//! `I put llama as password`, `changed it to llama`.
//!
//! What is said about passwords stands in the same places (`the password is wrong`): words for qualities and for what was done
//! are left, told by lists and by how they end in each language.

use super::super::value::program::names_secret;
use super::loose::{DONE, Spoken};
use super::plain::{QUALITIES, QUALITIES_GERMAN, ends_as, is_about};
use super::{Word, speaks};
use crate::redact::detect::vocabulary::is_among;
use std::ops::Range;

/// The shortest and the longest word, in bytes.
const SHORTEST: usize = 4;
const LONGEST: usize = 24;
/// How many words may say whose password it is, and how many may stand between one and what is done with it.
const MOST: usize = 5;
/// Words that say what a password is, and those that may stand behind them.
const IS: &str = "is was be's ist war lautet est \u{e9}tait es era fue \u{e8} \u{e9} foi jest \u{e4}r var er";
const STILL: &str = "still now just simply always only currently again immer noch jetzt einfach nur wieder toujours encore \
    maintenant simplement juste ahora siempre todav\u{ed}a sigue sempre ancora adesso agora ainda nu nog altijd gewoon teraz \
    nadal zawsze fortfarande bara";
/// Words before what a password is for.
const FOR: &str = "for of on to at in f\u{fc}r vom von zum zur der des im am pour du de des del della dello delle dei do da dos \
    das para van voor op dla na till p\u{e5} av";
/// Words by which a sentence tells of something that a password belongs to.
const OF: &str = "of des du del della do van";
/// What somebody does with a word that becomes one, before and behind the word for a password.
const PUTTING: &str = "put use used set enter entered type typed try tried choose chose has had have uses mis met mettre \
    utilise pone puse usa uso metti messo p\u{f4}s p\u{f5}e gebruik gebruikt vul nutze verwende nimm tippe gib ustaw wpisz \
    anv\u{e4}nd skriv";
const PUT: &str = "entered typed eingegeben getippt saisi tap\u{e9} introduje tecle\u{f3} inserito digitato digitei \
    ingevoerd wpisa\u{142}em skrev";
/// Words that say as what it is put, and those between them and the word for a password.
const AS: &str = "as als comme como come som jako";
const WHOSE: &str = "the a my our your his her their its wifi wi-fi admin new old default the das mein unser neues le mon notre la \
    mi nuestra il mio o minha het mijn ons";
/// Words for a change, and what leads to what it becomes.
const CHANGED: &str = "changed change set reset changing switched updated ge\u{e4}ndert gesetzt chang\u{e9} cambiado cambiada \
    cambiata cambiato alterada alterado gewijzigd veranderd zmienione zmieni\u{142} \u{e4}ndrat";
const BEEN: &str = "was has been is now got have had wurde ist auf a \u{e9}t\u{e9} ha sido stata foi is zosta\u{142}o";
const TO: &str = "to in auf en a \u{e0} para naar na till";
/// Words before what it was.
const FROM: &str = "from von de da van z fr\u{e5}n";
/// Words behind what somebody types, before the one for a password.
const WHEN: &str = "when if once whenever wenn sobald quand si lorsque cuando se quando als wanneer gdy n\u{e4}r";
/// Words by which a login name or the name of a network stands before, and what may join the password to it.
const WITH: &str = "with mit avec con com met z med and und et y e en i och";
const LOGINS: &str = "as als user username login account network ssid netz r\u{e9}seau red rete rede netwerk sie\u{107} n\u{e4}tverk \
    benutzer konto utilisateur compte usuario cuenta utente gebruiker \
    u\u{17c}ytkownik usu\u{e1}rio anv\u{e4}ndare";
/// Words that end a part of a sentence behind a value.
const BEHIND: &str = "and or but now for by since because so until as und oder aber et ou mais y o pero e ma en of maar i ale \
    och men jetzt f\u{fc}r pour para per voor dla";
/// Words before the word for a password by which nothing is told of what it is.
const UNLESS: &str = "if whether when once unless until ensure check verify sure that while assuming where why how what which \
    wenn ob falls dass si quand que cuando cu\u{e1}ndo se quando als wanneer je\u{15b}li czy om n\u{e4}r no any each every";

/// Words by which something is asked or pointed at, before `is the password`.
const ASKING: &str = "what which where when here there this that these quel quelle quels quelles voici voil\u{e0} cela cual cu\u{e1}l \
    este esta esto aqu\u{ed} donde qual quale quali questo questa ecco dove isto aqui onde welches welche dies dieses hier wie \
    wer welk welke hoe waar deze jakie kt\u{f3}re vilket vilken h\u{e4}r detta";
/// What is said of a password in each language: by which words it is known, how words for qualities and for what was done end,
/// and those that do not.
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("ist war lautet als auf ge\u{e4}ndert gesetzt nutze verwende nimm tippe gib", QUALITIES_GERMAN, GERMAN),
    ("est \u{e9}tait comme chang\u{e9} mis met mettre utilise tap\u{e9} saisi", FRENCH_ENDS, FRENCH),
    (
        "es era fue \u{e8} \u{e9} foi como come cambiado cambiada cambiata cambiato alterada alterado pone puse usa uso metti",
        ROMANCE_ENDS,
        ROMANCE,
    ),
    ("jest jako zmienione ustaw wpisz", "e y \u{107} wa nica", "puste"),
    ("\u{e4}r var er som \u{e4}ndrat anv\u{e4}nd skriv", "t d", "fel samma slut tom lika"),
];
const GERMAN: &str = "falsch leer lang kurz neu alt schwach stark gut schlecht gleich pflicht standard sache bestandteil \
    voraussetzung teil klar simpel komplex dasselbe jedem beiden allen geheimnis standardwert";
const FRENCH_ENDS: &str =
    "\u{e9} \u{e9}e \u{e9}s \u{e9}es eux euse if ive ble que aire ent ant al ale oire u ue is ise it ite i ie";
const FRENCH: &str =
    "faux fausse bon bonne mauvais vide long court faible fort forte nouveau vieux secret juste valide invalide";
const ROMANCE_ENDS: &str = "ado ada ido ida ato ata ito ita uto uta oso osa ivo iva ble bile vel nte al ale ario aria orio oria \
    eto eta esto esta cil ada mente";
const ROMANCE: &str = "correcta correcto incorrecta incorrecto larga corta nueva nuevo vieja fuerte segura \u{fa}nica misma mismo \
    distinta buena mala corretta errata sbagliata lunga breve nuova vecchia sicura debole forte unica stessa diversa vuota \
    buona errada certa nova velha fraca mesma longa curta vazia boa secreta segreta";
/// Of Dutch, which says `is` as well.
const DUTCH: &str = "onjuist verkeerd fout goed nieuw leeg lang kort zwak sterk geheim verplicht verlopen vergeten gewijzigd \
    bekend nodig hetzelfde gelijk ongeldig geldig juist";

/// The words that a line says its passwords are.
pub(super) fn words_in(text: &[u8], line: &Spoken, words: &[Word]) -> Vec<Range<usize>> {
    let told = |name: &Range<usize>| {
        let first = words.iter().position(|word| word.span.end > name.start)?;
        let last = words[first..].iter().position(|word| word.span.end >= name.end)? + first;
        Clause { text, words, first, last, end: name.end }.told()
    };
    line.names.iter().filter_map(told).flatten().collect()
}

/// A word for a password among those of its line.
struct Clause<'a> {
    text: &'a [u8],
    words: &'a [Word],
    /// Its first and its last word, and where it ends.
    first: usize,
    last: usize,
    end: usize,
}

impl Clause<'_> {
    /// The words that are said to be the password.
    fn told(&self) -> Option<Vec<Range<usize>>> {
        let behind = self.said().or_else(|| self.changed()).or_else(|| self.put()).or_else(|| self.beside_login());
        let ending = behind.into_iter().filter(|at| self.ends(*at));
        let others = self.changed_from().into_iter().chain(self.quoted_beside()).chain(self.before());
        let all = ending.chain(others).filter(|at| self.is_word(*at));
        Some(all.map(|at| self.words[at].span.clone()).collect())
    }

    /// The word at a place; nothing where there is none.
    fn word(&self, at: usize) -> &[u8] {
        self.words.get(at).map_or(&[][..], |word| &self.text[word.span.clone()])
    }

    /// The first place from there on, past such words.
    fn past(&self, mut at: usize, known: &str) -> usize {
        while is_among(self.word(at), known) && !self.words[at].ends {
            at += 1;
        }
        at
    }

    /// Whether no sentence or part of one ends among the words.
    fn is_joined(&self, words: Range<usize>) -> bool {
        self.words.get(words).is_some_and(|words| !words.iter().any(|word| word.ends))
    }

    /// What stands behind `the password is`, perhaps with whose it is between.
    fn said(&self) -> Option<usize> {
        let next = self.last + 1;
        let far =
            || is_among(self.word(next), FOR).then(|| (next..next + MOST).find(|at| is_among(self.word(*at), IS)))?;
        let is = if is_among(self.word(next), IS) { next } else { far()? };
        let doubts = (1..=MOST).filter_map(|back| self.first.checked_sub(back));
        let doubts = doubts.take_while(|at| !self.words[*at].ends).any(|at| is_among(self.word(at), UNLESS));
        let doubts =
            doubts || (1..=3).filter_map(|back| self.first.checked_sub(back)).any(|at| is_among(self.word(at), OF));
        (self.is_joined(self.last..is + 1) && !doubts).then(|| self.past(is + 1, STILL))
    }

    /// What stands behind `the password was changed to`, `changed the password to`.
    fn changed(&self) -> Option<usize> {
        let next = self.last + 1;
        let verb = self.past(next, BEEN);
        let to = if is_among(self.word(verb), CHANGED) { verb + 1 } else { next };
        let leads =
            is_among(self.word(to), TO) && (to > next || self.is_changed()) && self.is_joined(self.last..to + 1);
        leads.then_some(to + 1)
    }

    /// What it was: `changed the password from llama to …`.
    fn changed_from(&self) -> Option<usize> {
        let next = self.last + 1;
        (is_among(self.word(next), FROM) && is_among(self.word(next + 2), TO) && self.is_changed()).then_some(next + 1)
    }

    /// Whether the words before say that it is changed.
    fn is_changed(&self) -> bool {
        // The name of a variable is set to something else.
        let is_word = !self.word(self.first).contains(&b'_');
        is_word && (1..=3).filter_map(|back| self.first.checked_sub(back)).any(|at| is_among(self.word(at), CHANGED))
    }

    /// What stands in quotes right behind it.
    fn quoted_beside(&self) -> Option<usize> {
        let next = self.last + 1;
        let word = self.words.get(next)?;
        let gap = self.text.get(self.end..word.span.start)?;
        let is_done = self.first.checked_sub(1).is_some_and(|at| is_among(self.word(at), DONE));
        (gap.len() == 2 && gap[0] == b' ' && self.is_quoted(next) && !is_done).then_some(next)
    }

    /// What stands behind `asked for the password, entered`.
    fn put(&self) -> Option<usize> {
        let verb = (self.last + 1..self.last + MOST).find(|at| is_among(self.word(*at), PUT))?;
        (!self.words[verb].ends).then_some(verb + 1)
    }

    /// What stands right behind the word for a password where a login name stands before: `user scan, password llama`, `as scan
    /// with password llama`.
    fn beside_login(&self) -> Option<usize> {
        let before = self.first.checked_sub(1)?;
        let name = if is_among(self.word(before), WITH) { before.checked_sub(1)? } else { before };
        let joined = name < before || self.words[before].ends;
        let login = name.checked_sub(1).is_some_and(|at| is_among(self.word(at), LOGINS));
        let beside = self.words.get(self.last + 1)?.span.start == self.end + 1;
        (login && joined && beside).then_some(self.last + 1)
    }

    /// What stands before `is the password` at the beginning of a sentence, and before `as password` behind what is done with it.
    fn before(&self) -> Option<usize> {
        let mut at = self.first.checked_sub(1)?;
        while is_among(self.word(at), WHOSE) {
            at = at.checked_sub(1)?;
        }
        let value = at.checked_sub(1)?;
        let begins = value == 0 || self.words[value - 1].ends;
        let said = begins && is_among(self.word(at), IS);
        let put = !begins && is_among(self.word(at), AS) && is_among(self.word(value - 1), PUTTING);
        let is_it = (said || put) && self.is_joined(value..self.first) && speaks(self.text, self.end);
        is_it.then_some(value).or_else(|| self.typed())
    }

    /// What somebody types when it is asked for: `type llama when it asks for the password`.
    fn typed(&self) -> Option<usize> {
        let places = (2..=2 * MOST).filter_map(|back| self.first.checked_sub(back));
        let mut typed =
            places.filter(|at| *at > 0 && is_among(self.word(at + 1), WHEN) && is_among(self.word(at - 1), PUTTING));
        typed.next().filter(|at| self.is_joined(*at..self.first))
    }

    /// Whether a part of a sentence ends behind a word.
    fn ends(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let line = self.words.len() == at + 1;
        line || word.ends || self.text[word.span.end..].starts_with(b"!") || is_among(self.word(at + 1), BEHIND)
    }

    /// Whether it is one word of letters that says nothing about a password. In quotes it may be one for a quality.
    fn is_word(&self, at: usize) -> bool {
        let given = self.word(at);
        let Ok(given) = str::from_utf8(given) else { return false };
        let lower = given.to_lowercase();
        let says =
            || is_about(lower.as_bytes()) || names_secret(lower.as_bytes()) || is_among(lower.as_bytes(), ASKING);
        (SHORTEST..=LONGEST).contains(&given.len())
            && given.chars().all(char::is_alphabetic)
            && !says()
            && (self.is_quoted(at) || !self.is_quality(at, lower.as_bytes()))
    }

    /// Whether quotes hold it.
    fn is_quoted(&self, at: usize) -> bool {
        let span = &self.words[at].span;
        let open = span.start.checked_sub(1).map(|from| self.text[from]);
        open.is_some_and(|open| matches!(open, b'"' | b'\'' | b'`') && self.text.get(span.end) == Some(&open))
    }

    /// Whether it is a word for a quality, or for what was done, in the language of what stands beside it.
    fn is_quality(&self, at: usize, lower: &[u8]) -> bool {
        let near = || self.words[at.saturating_sub(MOST)..self.words.len().min(at + MOST)].iter();
        let speaks = |known: &str| near().any(|word| is_among(&self.text[word.span.clone()], known));
        let mut spoken = LANGUAGES.iter().filter(|(known, ..)| speaks(known));
        spoken.any(|(_, ends, words)| ends_as(lower, ends) || is_among(lower, words))
            || ends_as(lower, QUALITIES)
            || is_among(lower, DUTCH)
    }
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn one_plain_word_is_found_where_a_sentence_says_that_it_is_the_password() {
        for text in [
            "The password is #.",
            "The password is still # as far as I know",
            "the password for the till was #, all lower case",
            "pw is #",
            "password \"#\" did not work",
            "# is the password for the archive",
            "I put # as password",
            "qui a mis # comme mot de passe",
            "le mot de passe est #",
            "das Passwort f\u{fc}r die Kasse ist #",
            "la contrase\u{f1}a es #",
            "la password del tablet \u{e8} #",
            "het wachtwoord van de scanner is #",
            "l\u{f6}senordet \u{e4}r #",
            "a senha \u{e9} #",
            "Enter # as the password",
            "type # when it asks for the password",
            "it asked for the password, entered #, all fine",
            "password changed to #",
            "The password has been changed to # by Tom",
            "user scan, password #",
            "log in as scan with password #",
        ] {
            for value in ["hippogriff", "tapioca", "Pelikan"] {
                finds(DETECTOR.find, &[(text.replace('#', value).as_str(), value)]);
            }
        }
        finds(DETECTOR.find, &[("changed the password from tapioca to something else", "tapioca")]);
    }

    #[test]
    fn what_is_said_about_a_password_is_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "The password is wrong.",
                "the password was expired, reset and sent",
                "the password is often, by convention, the address of the user",
                "if the password is tapioca or nothing, it fails",
                "Which is the password for the archive?",
                "Quel est le mot de passe du serveur ?",
                "le mot de passe est obligatoire",
                "das Passwort ist falsch, la contrase\u{f1}a es incorrecta",
                "la password \u{e8} scaduta, a senha \u{e9} fraca",
                "het wachtwoord is verlopen",
                "has\u{142}o jest poprawne",
                "l\u{f6}senordet \u{e4}r ogiltigt",
                "use LDAP as password backend",
                "the number of passwords to skip",
                "pass the password to Borg, please",
                "Set BORG_PASSPHRASE to gibberish",
                "returns a (login, account, password) tuple",
                "user not found, password mismatch",
                "those identified by \"squash\" commands",
                "password changed to something else",
                "#define LN_userPassword \"userPassword\"",
            ],
        );
    }
}
