//! Words that two parties agreed on, by which they know each other: `code word for the bank: …`, `mot convenu avec … : …`.
//!
//! Behind what such a word is called, and a sign or a word that joins, the one word that ends a part of the sentence.

use super::super::value::{is_description, stand_in};
use super::super::{Detector, Hits, Reading, Rule, held, once_each, told};
use crate::redact::detect::shape::ends_part;
use crate::redact::detect::vocabulary::is_among;
use crate::redact::gate::Signals;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file. Its words raise the signal.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&WORD], needs: Signals::QUESTION, find };

static WORD: Rule = told("secret.word", "behind what a word is called that two parties agreed on");

/// What such a word is called.
const CALLED: &str = r"(?: (?: code | safe ) [\x20-]? word | (?: secret | memorable | security | pick-?\x20?up | duress | challenge | agreed ) \x20 word
    | (?: code | losungs | sicherheits | geheim ) wort | mot \x20 (?: de \x20 code | convenu | secret | de \x20 s\xc3\xa9curit\xc3\xa9 )
    | palabra \x20 (?: secreta | de \x20 seguridad | en \x20 clave | acordada ) | parola \x20 (?: segreta | in \x20 codice | convenuta | di \x20 sicurezza )
    | palavra \x20 (?: secreta | de \x20 seguran\xc3\xa7a | combinada ) | codewoord | geheim \x20 woord | kodord (?: et )? | hemliga? \x20 ord (?: et )?
    | s\xc5\x82owo \x20 (?: kodowe | bezpiecze\xc5\x84stwa ) | tajne \x20 s\xc5\x82owo )";
/// What may be said of it before it follows, and what joins it.
const JOINT: &str = r"(?: \x20 [^\s.:;=?!(),]{1,20} ){0,7}? (?: \x20? (?: [:=] | -> | \xe2\x86\x92 ) \x20? | \x20 \( | \x20 [\x22\x27] | \x20 (?: - | \xe2\x80\x93 ) \x20
    | ,? \x20 (?: it's | it \x20 is | is | was | ist | lautet | est | c'est | es | \xc3\xa8 | \xc3\xa9 | jest | to | \xc3\xa4r ) \x20 (?: (?: now | still | jetzt | nu ) \x20 )? )";
/// Who is told the word, or asked for it.
const TOLD: &str = r"(?: tell | give | say \x20 to | ask ) \x20 (?: him | her | them | me | us ) (?: \x20 for )? \x20 the \x20 word (?: [.:,] | \x20 - ) \x20 ((?-i: [A-Z] ) [a-z]{3,19}) \b";
/// One word, perhaps in quotes.
const GIVEN: &str =
    r#"["'*_]{0,2} ( (?: [a-z] | [\xc3-\xc5][\x80-\xbf] ) (?: [a-z0-9-] | [\xc3-\xc5][\x80-\xbf] ){2,23} )"#;

/// What is said of such words, and what else begins or ends a sentence there.
const OTHERS: &str = "valid invalid wrong right correct required needed necessary optional unknown known missing empty secret different same changed \
    longer shorter used sent received transmitted decoded encoded found lost mandatory private shared agreed there here gone below above \
    thanks please okay then otherwise because that this what which nothing something everything english german binary random unique \
    falsch richtig notwendig erforderlich bekannt unbekannt geheim leer anders hier dort requis obligatoire inconnu vide secreto \
    correcto incorrecto necesaria obligatoria distinta segreta giusta sbagliata necessaria obrigat\u{f3}ria errada certa juist fout nodig \
    verplicht onbekend geheim r\u{e4}tt fel kr\u{e4}vs hemligt b\u{142}\u{119}dne wymagane tajne";
/// What may follow it in its sentence.
const GOES_ON: &str = "from now today since until if when and or for ab bis heute und wenn \u{e0} pour et si desde para y da per e fino \
    vanaf voor en als fr\u{e5}n f\u{f6}r och om od dla i";

/// Names the words of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    static FORMS: LazyLock<Option<[Regex; 2]>> = LazyLock::new(|| {
        let form = |text: &str| Regex::new(&format!("(?ix-u) (?: ^ | [^a-z0-9] ) {text}")).ok();
        Some([form(&format!("{CALLED} {JOINT} {GIVEN}"))?, form(TOLD)?])
    });
    let text = reading.text();
    if reading.view().is_tight() {
        return;
    }
    let given = FORMS.iter().flatten().flat_map(|form| held(form, text));
    once_each(given.filter(|given| is_word(text, given))).into_iter().for_each(|given| hits.hit(&WORD, given));
}

/// Whether somebody may have agreed on this word, which ends a part of its sentence.
fn is_word(text: &[u8], given: &Range<usize>) -> bool {
    let value = &text[given.clone()];
    let rest = text[given.end..].strip_prefix(b" ").unwrap_or_default();
    let next = &rest[..rest.iter().take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80).count()];
    let ends = ends_part(text, given.end) || !next.is_empty() && is_among(next, GOES_ON);
    let said = value.ends_with(b"ing") || value.len() > 4 && value.ends_with(b"ed");
    ends && !said && !is_among(value, OTHERS) && !is_description(value) && stand_in(value).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn words_that_were_agreed_on_are_found() {
        finds(
            find,
            &[
                ("they will ask for the code word, it's otter", "otter"),
                ("The code word for the alarm company is otter.", "otter"),
                ("passed security with his memorable word \"otter\", wants a bill", "otter"),
                ("codewoord voor de meldkamer is otter", "otter"),
                ("Codewort mit der Leitstelle: Fischotter", "Fischotter"),
                ("verified by phone with the secret word (Fischotter), all fine", "Fischotter"),
                ("mot convenu avec le gardien : loutre", "loutre"),
                ("la palabra secreta es nutria", "nutria"),
                ("parola segreta con la banca: lontra", "lontra"),
                ("a palavra de seguran\u{e7}a \u{e9} lontra", "lontra"),
                ("kodordet \u{e4}r utter", "utter"),
                ("the kids' pick-up word at school is otter from now on", "otter"),
                ("only if you tell him the word. Otter.", "Otter"),
            ],
        );
    }

    #[test]
    fn what_is_said_of_such_words_is_left() {
        finds_nothing(
            find,
            &[
                "The code word is transmitted over the channel",
                "the code word is invalid.",
                "code word: 0110",
                "each code word is longer",
                "the secret word is required",
                "code word length: twelve bits",
                "Tell them the word. Thanks",
                "la palabra clave es nutria",
                "mot cl\u{e9} : loutre",
                "The code word is the shortest one",
                "code word: [SECRET]",
            ],
        );
    }
}
