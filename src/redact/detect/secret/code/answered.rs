//! Answers to the questions by which somebody is known, in the words of a sentence: `security question (first pet): …`, `favourite
//! teacher? I always put …`, `my hint is … and the answer's …`.

use super::question::is_answer;
use crate::redact::detect::secret::{held, once_each};
use crate::redact::detect::shape::ends_part;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What such a question is called.
const QUESTION: &str = r"(?: (?: security | secret | challenge | recovery ) \x20 question s? | (?: security | password | my | the ) \x20 hint
    | (?: sicherheits | geheim | kontroll ) frage | question \x20 (?: secr@te | de \x20 s@curit@ ) | pregunta \x20 (?: secreta | de \x20 seguridad )
    | domanda \x20 (?: segreta | di \x20 sicurezza ) | pergunta \x20 (?: secreta | de \x20 seguran@a ) | (?: beveiligings | veiligheids | geheime \x20? ) vraag
    | pytanie \x20 (?: pomocnicze | bezpiecze@stwa ) | (?: s@kerhets | kontroll ) fr@gan? )";
/// What is asked.
const ASKED: &str = r"(?: maiden \x20 name | (?: first | favou?rite | childhood ) \x20 (?: pet | school | car | teacher | job | boss | food | colou?r | film | movie | book
        | band | team | song | subject | place | friend | nickname | street | dog | cat ) | you \x20 (?: were \x20 )? born | you \x20 grew \x20 up | best \x20 friend
    | m@dchenname | erstes? n? \x20 (?: haustier s? | auto | hund ) | lieblings (?: essen | lehrer | farbe | film | tier | buch | ort )
    | nom \x20 de \x20 jeune \x20 fille | premier \x20 (?: animal | chien | chat ) | ville \x20 de \x20 naissance | apellido \x20 de \x20 soltera
    | primer a? \x20 (?: perro | mascota | coche | colegio ) | cognome \x20 (?: da \x20 nubile | della \x20 (?: nonna | madre ) ) | primo \x20 (?: animale | cane | gatto )
    | nome \x20 de \x20 solteira | primeiro \x20 (?: c@o | animal | cachorro ) | meisjesnaam | eerste \x20 huisdier | nazwisko \x20 panie@skie
    | imi@ \x20 pierwszego | flicknamn | f@rsta \x20 husdjur )";
/// What somebody did who answered.
const DONE: &str = r"(?: i | he | she | we | they ) \x20 (?: (?: always | just | lied \x20 and | only | simply ) \x20 ){0,2}
    (?: put | puts | typed | typ(?: e | ed ) | answered | answer s? | said | say s? | entered | wrote | use | used | gave ) \x20";
/// What leads to an answer by its own name.
const ANSWER: &str = r"(?: answer (?: \x20 (?: is | was ) | 's )? | antwort (?: \x20 (?: ist | war ) )? | r@ponse (?: \x20 est )? | respuesta (?: \x20 es )? | risposta (?: \x20 @ )?
    | resposta (?: \x20 @ )? | antwoord (?: \x20 is )? | odpowied@ (?: \x20 to )? | svar (?: et )? (?: \x20 @r )? ) (?: \x20? [:=] )? \x20";
/// A few words up to the end of a part of a sentence, and such that have capitals.
const GIVEN: &str = r#"["']? ([^\s"',;:.<>()\[\]{}|=?!][^",;:.<>()\[\]{}|=\n?!]{1,40}?) (?: ["'] | [.,;!)] (?: \s | $ ) | \r | \n | $ )"#;
const NAMED: &str =
    r#"["']? ( (?-i: [A-Z] ) [^\s,;:.!?"()]{1,24} (?: \x20 (?-i: [A-Z] ) [^\s,;:.!?"()]{1,24} ){0,3} )"#;

/// Where such answers stand.
pub(super) fn answers(text: &[u8]) -> Vec<Range<usize>> {
    static FORMS: LazyLock<Option<[Regex; 4]>> = LazyLock::new(|| {
        let form = |text: String| {
            let text = text.replace('@', r"(?:[a-z]|[\xc3-\xc5][\x80-\xbf])");
            Regex::new(&format!("(?ix-u) (?: ^ | [^a-z0-9] ) {text}")).ok()
        };
        Some([
            form(format!(
                "{QUESTION} \\b [^\\n]{{0,80}}? [\\x20,.;:?!)-] (?: the \\x20 | die \\x20 | la \\x20 | my \\x20 )? {ANSWER} {GIVEN}"
            ))?,
            form(format!(
                "{QUESTION} (?: ,? \\x20 | \\x20? [(-] ) [^:=?\\n]{{3,48}}? \\)? \\x20? (?: [:=] | -> ) \\x20? {GIVEN}"
            ))?,
            form(format!("(?: {QUESTION} | {ASKED} ) \\b [^\\n]{{0,48}}? [\\x20:?-] {DONE} {NAMED}"))?,
            form(format!("maiden \\x20 name \\x20 [^:=?,.\\n]{{2,24}}? [:=] \\x20? {NAMED}"))?,
        ])
    });
    let found = FORMS.iter().flatten().flat_map(|form| held(form, text));
    once_each(found.filter(|given| may_answer(text, given)))
}

/// Whether this may be an answer, which is not what is asked.
fn may_answer(text: &[u8], given: &Range<usize>) -> bool {
    static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(&format!("(?ix-u) (?: {ASKED} | {QUESTION} )").replace('@', r"(?:[a-z]|[\xc3-\xc5][\x80-\xbf])"))
            .ok()
    });
    let value = &text[given.clone()];
    let named = value.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80);
    let short = value.split(u8::is_ascii_whitespace).count() < 3 && ends_part(text, given.end);
    let asks = || ASKS.as_ref().is_some_and(|form| form.is_match(value));
    (named || short) && is_answer(text, given) && !asks()
}

#[cfg(test)]
mod tests {
    use super::super::question::DETECTOR;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn answers_in_sentences_are_found() {
        finds(
            DETECTOR.find,
            &[
                ("Sicherheitsfrage Lieblingslehrer, Antwort Kowalczyk", "Kowalczyk"),
                ("pregunta secreta, nombre del primer gato: Nutria", "Nutria"),
                ("domanda di sicurezza (cognome della nonna): Lontra", "Lontra"),
                ("My hint is \"where we met\" and the answer's Leipzig main station, you know", "Leipzig main station"),
                ("favourite teacher? I always put Mr Otter there", "Mr Otter"),
                ("mother's maiden name on file = Kowalczyk", "Kowalczyk"),
                ("city you were born in - I lied and typed Ravenscar, works", "Ravenscar"),
                ("name of first school: he answered St Otters and got in", "St Otters"),
                ("Security question: first pet. Answer: Captain Otter", "Captain Otter"),
            ],
        );
    }

    #[test]
    fn what_is_said_of_questions_is_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "The security question is asked first, and the answer is stored as a hash.",
                "Security questions (see below): required",
                "Sicherheitsfrage vergessen? Die Antwort kennt nur der Kunde, wir nicht, und das ist gut so.",
                "favourite colour? I always say it depends",
                "the hint was good",
                "Security question: first pet",
            ],
        );
    }
}
