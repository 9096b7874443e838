//! What conversations say of a number some words before it, in its own message or in the one before: that somebody is
//! reached there, or whose number it is. Such words stand before anything, so that only numbers count that some country
//! dials.

use super::other::OTHER;
use crate::redact::detect::turn::{is_header, waits, writer};
use crate::redact::detect::vocabulary::{Vocabulary, is_among, last_word};
use std::sync::LazyLock;

/// How far before a number its message is read, and how long the message before that may be, in bytes.
const MESSAGE: usize = 160;
/// How many words may stand before a number where the message before says what it is.
const MOST_WORDS: usize = 3;

/// Phrases of reaching somebody, of being reached, and of writing from another number.
const PHRASES: &[&str] = &[
    // English
    "get me",
    "get us",
    "get hold of",
    "get in touch",
    "catch me",
    "catch us",
    "catch him",
    "catch her",
    "catch them",
    "try me",
    "try us",
    "try him",
    "try her",
    "find me on",
    "bell me",
    "buzz me",
    "page me",
    "hit me up",
    "a call",
    "a bell",
    "a buzz",
    "a shout",
    "call me",
    "call us",
    "call him",
    "call her",
    "call them",
    "call back",
    "ring me",
    "ring us",
    "ring him",
    "ring her",
    "ring them",
    "ring back",
    "phone me",
    "phone us",
    "phone him",
    "phone her",
    "text me",
    "text us",
    "text him",
    "text her",
    "whatsapp",
    "reach",
    "reach me",
    "reach him",
    "reach her",
    "reach them",
    "reachable",
    "new sim",
    "new phone",
    "new mobile",
    "new cell",
    "on call",
    "out of hours",
    "in an emergency",
    "emergencies",
    "emergency contact",
    "next of kin",
    // German
    "erreichst",
    "erreicht",
    "erreichen",
    "erreichbar",
    "ruf mich",
    "ruft mich",
    "ruf an",
    "ruf ihn",
    "ruf sie",
    "rufen sie",
    "anrufen",
    "anruf",
    "klingel",
    "klingelt",
    "durchklingeln",
    "meld dich",
    "melde dich",
    "meldet euch",
    "melden sie sich",
    "schreib mir",
    "im notfall",
    "notf\u{e4}lle",
    "neues handy",
    "neue sim",
    "falls was ist",
    "falls etwas ist",
    "wenn was ist",
    "notier dir",
    "notiere",
    "schreib dir auf",
    "speicher dir",
    // French
    "joindre",
    "joignable",
    "appelle",
    "appelez",
    "appeler",
    "rappelle",
    "rappelez",
    "rappeler",
    "t\u{e9}l\u{e9}phone",
    "coup de fil",
    "en cas d'urgence",
    "nouvelle sim",
    "nouveau portable",
    "en cas de besoin",
    "au cas o\u{f9}",
    "note le",
    "enregistre",
    // Spanish
    "ll\u{e1}mame",
    "llamame",
    "me llamas",
    "ll\u{e1}manos",
    "llamadme",
    "llamar",
    "he llamado",
    "llamado al",
    "llamando al",
    "llam\u{e9} al",
    "localizarme",
    "escribo desde",
    "llamo desde",
    "escr\u{ed}beme",
    "escribidme",
    "un toque",
    "en caso de emergencia",
    "nuevo m\u{f3}vil",
    "nueva sim",
    "si pasa algo",
    "por si acaso",
    "apunta",
    "ap\u{fa}ntate",
    "anota",
    "an\u{f3}tate",
    "guarda este",
    // Italian
    "chiamami",
    "avvisata",
    "avvisato",
    "verifica telefonica",
    "chiamatemi",
    "chiamare",
    "mi trovi",
    "mi trovate",
    "rispondo al",
    "scrivo dal",
    "chiamo dal",
    "uno squillo",
    "contattami",
    "in caso di emergenza",
    "nuova sim",
    "se succede qualcosa",
    "per qualsiasi cosa",
    "segna",
    "segnati",
    "salva questo",
    // Portuguese
    "liga me",
    "ligue me",
    "me liga",
    "me ligue",
    "ligar",
    "apanhas me",
    "o zap",
    "meu zap",
    "no zap",
    "zap dele",
    "zap dela",
    "falar comigo",
    "atendo no",
    "escrevo do",
    "um toque",
    "em caso de emerg\u{ea}ncia",
    "novo telem\u{f3}vel",
    "novo celular",
    "se acontecer alguma coisa",
    "qualquer coisa",
    "anota a\u{ed}",
    "guarda este",
    // Dutch
    "bel me",
    "bel mij",
    "bel ons",
    "bellen",
    "bereiken",
    "bereikbaar",
    "app me",
    "app mij",
    "sms me",
    "belletje",
    "bij nood",
    "nieuwe sim",
    "nieuw mobiel",
    "als er iets is",
    "noteer",
    "sla dit op",
    // Polish
    "zadzwo\u{144}",
    "zadzwon",
    "dzwo\u{144}",
    "dzwon",
    "dzwoni\u{107}",
    "zadzwoni\u{107}",
    "z\u{142}apiesz mnie",
    "pisz na",
    "napisz na",
    "pisz\u{119} z",
    "odezwij si\u{119}",
    "w razie czego",
    "nowa karta sim",
    "jakby co\u{15b}",
    "gdyby co\u{15b}",
    "zapisz",
    // Swedish, Danish and Norwegian
    "ring mig",
    "ring meg",
    "ring p\u{e5}",
    "ringa",
    "ringe",
    "en signal",
    "n\u{e5}r mig",
    "n\u{e5} mig",
    "fange mig",
    "fang mig",
    "f\u{e5} fat i mig",
    "f\u{e5} tak i meg",
    "f\u{e5} tag i mig",
    "f\u{e5} tag p\u{e5} mig",
    "treffe meg",
    "tr\u{e6}ffes p\u{e5}",
    "n\u{e5}r meg",
    "n\u{e5}s p\u{e5}",
    "h\u{f6}r av dig",
    "nytt sim",
    "om det \u{e4}r n\u{e5}got",
    "hvis der er noget",
    "skriv upp",
    "skriv ned",
];

/// Verbs of calling, what stands before them where somebody is asked to call, and what behind them at the beginning of
/// what is said.
const VERBS: &str = "text ring call phone dial message msg whatsapp";
const ASKS: &str = "please pls plz just or and then can could to always";
const WHEN: &str = "me us him her them back when if once before after on at first asap please pls";

/// Words for a number, of people and of nothing else where a word of whose it is stands beside them.
const NUMBERS: &str =
    "number numbers num nr nummer nummern num\u{e9}ro numero n\u{fa}mero numer numeru nummeret numret digits";
/// Whose it is, before the word for a number.
const OWNERS: &str = "my your ur his her their our whose best right direct mein meine meiner dein deine deiner seine seiner ihre \
    ihrer unsere eure mon ton son notre votre leur mi tu su nuestro mio tuo suo nostro meu teu seu nosso mijn jouw zijn haar ons \
    m\u{f3}j moj tw\u{f3}j twoj jego jej nasz mitt ditt hans hennes sitt min din mit dit";
/// Which one it is; of one that is new nothing else is said.
const NEW: &str = "new old other neu neue neuen neues neuer alte andere nouveau nouvel nouvelle autre nuevo nueva otro nuovo nuova altro novo \
    nova outro nieuw nieuwe ander nowy nowa inny ny nye nya nytt gamla vaste home work private personal priv\u{e9} fixe fijo fisso fixo";
/// Which one is asked for, which says less.
const WHICH: &str = "the a what which whats that this die der eine welche le un quel el il o um het een ten det en";
/// What stands between the word for a number and whose it is.
const JOINTS: &str =
    "of for from to de du des d da do di del della van von vom f\u{fc}r pour para per voor do dla till til av";
/// What stands before people.
const ARTICLES: &str = "the my your our her his their la le el l il lo o a os as der die dem den meiner meinem mein meine deiner \
    deinem ma mon ta ton sa mi tu su mia mio tua tuo minha meu tua teu mijn je jouw de het mojej mojego min din mitt";
/// Who has a number.
const PEOPLE: &str = "mother father parents mum mums mom moms mam mummy dad dads daddy gran grans granny nan nans nana grandma grandpa grandad wife husband \
    partner brother sister son daughter boss manager landlord landlady neighbour neighbor driver plumber doctor nurse carer \
    courier oma omas opa opas mama mamas papa papas mutter vater frau mann bruder schwester tochter sohn chef chefin nachbar \
    nachbarin vermieter vermieterin m\u{e8}re p\u{e8}re maman mari femme fr\u{e8}re s\u{153}ur soeur fille fils voisin voisine m\u{e9}decin \
    madre padre mam\u{e1} pap\u{e1} abuela abuelo marido mujer hermano hermana hija hijo vecino vecina jefe jefa m\u{e9}dico mamma \
    pap\u{e0} nonna nonno marito moglie fratello sorella figlia figlio vicino vicina m\u{e3}e pai av\u{f3} av\u{f4} mulher \
    irm\u{e3}o irm\u{e3} filha filho vizinho vizinha chefe moeder vader man vrouw broer zus dochter zoon buurman buurvrouw baas \
    huisarts mamy taty babci dziadka m\u{119}\u{17c}a \u{17c}ony brata siostry syna c\u{f3}rki s\u{105}siada szefa pappa mormor farmor \
    morfar farfar fru bror syster dotter granne gp surgery school nursery kita schule \u{e9}cole praxis hausarzt clinic";
/// Words for somebody.
const PRONOUNS: &str = "she he i we they you ich er sie wir je il elle nous yo ella \u{e9}l io lui lei eu \
    ele ela ik hij zij ze wij jag han hon vi";
/// What somebody does at a number, and what stands before that.
const IS: &str = "is are am m s re im hes shes theyre was ist bin sind est suis est\u{e1} estoy \u{e9} \u{e8} sono ben zit jestem jest \u{e4}r";
const AT: &str = "on at under unter auf op p\u{e5} au sur al en no pod via";

/// Whether the message that leads to a number says that somebody is reached there, or the one before it where few words do.
pub(super) fn is_given(text: &[u8], at: usize) -> bool {
    let (line, said) = message(text, at);
    let begins = matches!(text.get(at), Some(b'0' | b'('));
    // A name and a colon may be that of who writes, or whose number it is.
    let lead = if said.trim_ascii().is_empty() { &text[line..at] } else { said };
    if says(lead) || is_at_number(lead, begins) || is_of_new(lead) || is_of_somebody(lead, begins) {
        return true;
    }
    words(said).count() <= MOST_WORDS
        && last_word(said, OTHER).is_none()
        && message_before(text, line).is_some_and(says)
}

/// Where the line begins that leads to a place, and what is said in it up to there.
fn message(text: &[u8], at: usize) -> (usize, &[u8]) {
    let from = at.saturating_sub(MESSAGE);
    let line = text[from..at].iter().rposition(|b| *b == b'\n').map_or(from, |end| from + end + 1);
    let lead = &text[line..at];
    (line, &lead[writer(lead).min(lead.len())..])
}

/// What is said in the line before one, empty ones, those that say who writes, and one that asks for patience aside.
fn message_before(text: &[u8], line: usize) -> Option<&[u8]> {
    let near = text.get(line.saturating_sub(2 * MESSAGE)..line)?;
    let mut lines = near.rsplit(|b| *b == b'\n').map(<[u8]>::trim_ascii);
    let said = lines.find(|line| !line.is_empty() && !is_header(line) && !waits(line))?;
    let said = &said[writer(said).min(said.len())..];
    Some(&said[said.len().saturating_sub(MESSAGE)..])
}

/// Whether the last that is said speaks of reaching somebody, or of whose number it is, and not of another number.
fn says(said: &[u8]) -> bool {
    static ALL: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[PHRASES, OTHER]));
    match last_word(said, &*ALL) {
        Some(word) if OTHER.contains(&word) => false,
        Some(_) => true,
        None => asks_to_call(said) || is_whose(said),
    }
}

/// Whether somebody is asked to call: `Text when outside.`, `or ring before you leave`.
fn asks_to_call(said: &[u8]) -> bool {
    said.split(|b| b".!?;:,(\n".contains(b)).any(|part| {
        let words: Vec<&[u8]> = words(part).collect();
        (0..words.len()).any(|at| {
            let behind = words.get(at + 1).is_none_or(|word| is_among(word, WHEN));
            let asked = at.checked_sub(1).is_none_or(|before| is_among(words[before], ASKS));
            is_among(words[at], VERBS) && asked && behind && words.len() > 1
        })
    })
}

/// Whether the word for a number stands beside whose it is: `Dan's number`, `hast du Opas Nummer`, `el n\u{fa}mero de Ana`.
fn is_whose(said: &[u8]) -> bool {
    let words: Vec<&[u8]> = words(said).collect();
    (0..words.len()).filter(|at| is_among(words[*at], NUMBERS)).any(|at| {
        let before = at.checked_sub(1).map(|before| words[before]).unwrap_or_default();
        let name = before.first().is_some_and(u8::is_ascii_uppercase) && before.len() > 2 && before.ends_with(b"s");
        let own = |word: &[u8]| is_among(word, OWNERS) || is_among(word, PEOPLE);
        let which = is_among(before, NEW);
        let owned = name || before == b"s" || which || own(before);
        let mut behind = words[at + 1..].iter();
        match behind.next() {
            Some(joint) if is_among(joint, JOINTS) => {
                let whom = behind.find(|word| !is_among(word, ARTICLES));
                whom.is_some_and(|whom| whom[0].is_ascii_uppercase() || is_among(whom, PEOPLE))
            }
            _ => owned || is_among(before, WHICH) && is_question(said),
        }
    })
}

/// Whether what is said ends as a question.
fn is_question(said: &[u8]) -> bool {
    said.trim_ascii_end().ends_with(b"?")
}

/// Whether nothing but a preposition stands between somebody who is somewhere and the number: `she's on …`, `Mum is at …`. The
/// German one says so by itself before a number that begins as one does.
fn is_at_number(said: &[u8], begins: bool) -> bool {
    const JOINED: &str = "im hes shes theyre";
    let words: Vec<&[u8]> = words(said).collect();
    let ends = said.ends_with(b" ");
    let is_who = |who: &[u8]| is_among(who, PEOPLE) || is_among(who, PRONOUNS) || who[0].is_ascii_uppercase();
    ends && match words.as_slice() {
        [.., b"unter"] if begins => true,
        [.., is, at] if is_among(is, JOINED) => is_among(at, AT),
        [.., who, is, at] => is_among(at, AT) && is_among(is, IS) && is_who(who),
        _ => false,
    }
}

/// Whether nothing but a verb stands between the new one that somebody has and the number: `o meu novo \u{e9} …`.
fn is_of_new(said: &[u8]) -> bool {
    let words: Vec<&[u8]> = words(said).collect();
    let words = match words.as_slice() {
        [lead @ .., is] if is_among(is, IS) => lead,
        all => all,
    };
    matches!(words, [.., whose, new] if is_among(whose, OWNERS) && is_among(new, NEW))
}

/// Whether who has it stands right before a number that begins as one does, a sign between them: `carer: 0…`.
fn is_of_somebody(said: &[u8], begins: bool) -> bool {
    let lead = said.trim_ascii_end();
    let lead = lead.strip_suffix(b":").or(lead.strip_suffix(b",")).or(lead.strip_suffix(b"-")).unwrap_or(lead);
    begins
        && words(lead.trim_ascii_end())
            .last()
            .is_some_and(|who| is_among(who, PEOPLE) && lead.trim_ascii_end().ends_with(who))
}

/// The words of what is said.
fn words(said: &[u8]) -> impl Iterator<Item = &[u8]> {
    said.split(|b| !b.is_ascii_alphabetic() && *b < 0x80).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::phone::find;

    #[test]
    fn numbers_are_found_behind_words_of_reaching_somebody_in_the_same_message() {
        for (text, number) in [
            ("You'll catch me until six most days, on 01632 960 417", "01632 960 417"),
            ("Please ring once the parcel has been put down behind the shed: 01632 960 417", "01632 960 417"),
            ("Text when you have arrived. 01632 960 417", "01632 960 417"),
            ("he's on (03) 9013 4417 from Monday", "(03) 9013 4417"),
            ("Mum is at 01632 960 417 this week", "01632 960 417"),
            ("escribo desde el nuevo, 612 44 17 03", "612 44 17 03"),
            ("En caso de emergencia y si no contesto en casa: 912 44 17 03", "912 44 17 03"),
            ("mi trovi anche la sera e nel fine settimana al 02 4417 0322", "02 4417 0322"),
            ("Het nieuwe nummer van Sanne is sinds vorige week 020 441 7032", "020 441 7032"),
            ("Er sitzt heute unter 05151 40 77 21", "05151 40 77 21"),
            ("Falls was ist: 05151 40 77 21", "05151 40 77 21"),
            ("o meu novo \u{e9} 912 441 703", "912 441 703"),
            ("mam nowy numer, 512 441 703", "512 441 703"),
            ("hier mijn vaste nummer 010 441 7032", "010 441 7032"),
            ("il numero della nonna: 02 4417 0322", "02 4417 0322"),
            ("his carer: 01632 960 417", "01632 960 417"),
            ("the patient's daughter 01632 960 417 wants to know", "01632 960 417"),
            ("ring mig p\u{e5} 22 44 17 03", "22 44 17 03"),
            ("Text me here 4 1 5 . 6 4 1 . 7 0 3 2", "4 1 5 . 6 4 1 . 7 0 3 2"),
        ] {
            finds(find, &[(text, number)]);
        }
    }

    #[test]
    fn numbers_are_found_in_answer_to_a_message() {
        for (text, number) in [
            ("[10:03] Kai: hast du Omas Nummer?\n[10:04] Lea: 05151 40 77 21", "05151 40 77 21"),
            ("[10:03] Kai: what's Dan's number?\n[10:04] Lea: one sec\n[10:04] Lea: 01632 960 417", "01632 960 417"),
            ("Tienes el n\u{fa}mero de Ana?\n912 44 17 03", "912 44 17 03"),
            ("c'est quoi le num\u{e9}ro du voisin\n01 44 17 03 22", "01 44 17 03 22"),
            ("If he comes early ring me, I can be there.\n01632 960 417 btw", "01632 960 417"),
            ("masz numer do Kasi?\n22 441 70 32", "22 441 70 32"),
        ] {
            finds(find, &[(text, number)]);
        }
    }

    #[test]
    fn other_figures_behind_words_of_reaching_stay() {
        finds_nothing(
            find,
            &[
                "You can get me the order 01632 960 417",
                "call me about invoice 01632 960 417",
                "what's the batch number?\n01632 960 417",
                "c'est quoi le num\u{e9}ro de dossier ?\n01 44 17 03 22",
                "the pump is on 01632 960 417",
                "the new 912 441 703 and the old 912 441 702",
                "school 912 441 703",
                "sent unter Vorbehalt 05151 40 77 21",
                "The text was cut. 4 0 8 . 2 9 6 . 7 7 1 3",
                "Ring gear, spare. 01632 960 417",
                "Please reach 99 417 032 rows",
                "the number of rows we have seen is 912 441 703",
                "we catch errors early: 912 44 17 03",
                "You can get me at 17:30 in room 912 on the 4th",
            ],
        );
    }
}
