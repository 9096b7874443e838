//! What sentences say of a PIN: who gave it, what it is, and what it was changed to, in several languages.

use super::card_data::pin;
use super::cue::Cue;
use super::shape::ends_part;
use super::vocabulary::is_one_of;
use std::ops::Range;

/// How long the words may be that say who gave it, in bytes.
const CLAUSE: usize = 40;
/// The fewest figures of a PIN.
const FEWEST: usize = 4;

/// Words right behind the name that say what it is, beyond those that stand between any name and its value.
const IS: &[&str] = &[
    "'s ",
    "\u{2019}s ",
    " \u{e4}r ",
    " \u{e4}r nu ",
    " er ",
    " er n\u{e5} ",
    " er nu ",
    " es ",
    " es ahora ",
    " ahora es ",
    " \u{e8} ",
    " \u{e8} ora ",
    " ora \u{e8} ",
    " \u{e9} ",
    " \u{e9} agora ",
    " agora \u{e9} ",
    " jest ",
    " to ",
    " teraz to ",
];
/// What it was changed to.
const BECAME: &[&str] = &[
    "ge\u{e4}ndert auf ",
    "geaendert auf ",
    "zur\u{fc}ckgesetzt auf ",
    "gesetzt auf ",
    "ge\u{e4}ndert in ",
    "ge\u{e4}ndert zu ",
    "chang\u{e9} en ",
    "chang\u{e9} pour ",
    "modifi\u{e9} en ",
    "remplac\u{e9} par ",
    "cambiado a ",
    "cambiado por ",
    "cambiato in ",
    "modificato in ",
    "alterado para ",
    "mudado para ",
    "gewijzigd in ",
    "gewijzigd naar ",
    "veranderd in ",
    "\u{e4}ndrad till ",
    "\u{e4}ndrat till ",
    "\u{e4}ndrades till ",
    "endret til ",
    "\u{e6}ndret til ",
    "zmieniony na ",
    "zmieniono na ",
];
/// Verbs of the languages in which they stand before it.
const WAS: &[&str] = &[
    "wurde ",
    "ist ",
    "jetzt ",
    "neu ",
    "a \u{e9}t\u{e9} ",
    "ha sido ",
    "se ha ",
    "fue ",
    "\u{e8} stato ",
    "foi ",
    "is ",
    "werd ",
    "har ",
    "blev ",
    "zosta\u{142} ",
];
/// What German says behind the figures.
const ENDS: &[&[u8]] = &[b" ge\xc3\xa4ndert", b" geaendert", b" gesetzt", b" zur\xc3\xbcckgesetzt", b" umgestellt"];

/// The PIN behind words that say who gave it: `the pin you sent us is 7392`.
pub(super) fn behind_clause(text: &[u8], cue: &Cue) -> Option<Range<usize>> {
    const WHO: [&str; 9] = ["you", "we", "i", "he", "she", "they", "that", "which", "someone"];
    const JOINTS: [&[u8]; 3] = [b" is ", b" was ", b": "];
    let rest = &text[cue.gap.end..text.len().min(cue.gap.end + CLAUSE)];
    let word = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let words = rest.iter().take_while(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b':' | b'\'')).count();
    let joint = JOINTS.iter().find(|joint| rest[..words].ends_with(joint))?;
    let from = cue.gap.end + words;
    let is_clause = words > word + joint.len() && is_one_of(&rest[..word], &WHO);
    pin(text, from).map(|end| from..end).filter(|span| is_clause && ends_part(text, span.end))
}

/// The PIN behind words that say what it is or was changed to: `il pin \u{e8} 6120`, `die PIN wurde auf 72915 ge\u{e4}ndert`. Without
/// such a change more than four figures may be anything, and so may they behind small letters and `to`.
pub(super) fn said(text: &[u8], cue: &Cue) -> Option<Range<usize>> {
    if cue.gap.start == 0 {
        return None;
    }
    let rest = &text[cue.gap.start..];
    let capital = text[..cue.gap.start].ends_with(b"PIN") || is_one_word(text, cue);
    let (joint, became) = match became(rest) {
        Some(joint) => (joint, true),
        None => {
            let joint = IS.iter().filter(|joint| rest.starts_with(joint.as_bytes())).max_by_key(|joint| joint.len())?;
            if !capital && joint.ends_with("to ") {
                return None;
            }
            (joint.len(), false)
        }
    };
    let from = cue.gap.start + joint;
    let given = from..pin(text, from)?;
    let verb = ENDS.iter().any(|verb| text[given.end..].starts_with(verb));
    // In German the verb may stand behind the figures, and then a preposition before them says little.
    let is_open = rest[..joint].ends_with(b" auf ") && !verb && !rest[..joint].ends_with(b"t auf ");
    let fits = if became { !is_open && (verb || ends_part(text, given.end)) } else { ends_part(text, given.end) };
    (fits && (became || given.len() == FEWEST || capital)).then_some(given)
}

/// The length of the words by which it was changed, perhaps with a verb before them.
fn became(rest: &[u8]) -> Option<usize> {
    let said = rest.strip_prefix(b" ")?;
    let verb = WAS.iter().find(|verb| said.starts_with(verb.as_bytes())).map_or(0, |verb| verb.len());
    let turned = BECAME.iter().find(|words| said[verb..].starts_with(words.as_bytes())).map(|words| words.len());
    let onto = || said[verb..].starts_with(b"auf ").then_some(b"auf ".len());
    Some(1 + verb + turned.or_else(onto)?)
}

/// Whether the word and that for a code are in one piece, as Germanic languages have them: `pincode`, `pinkoden`.
pub(super) fn is_one_word(text: &[u8], cue: &Cue) -> bool {
    const WORDS: [&[u8]; 4] = [b"pincode", b"pinkod", b"pinkode", b"pinkoden"];
    let before = &text[..cue.gap.start];
    let ends =
        |word: &[u8]| before.len() >= word.len() && before[before.len() - word.len()..].eq_ignore_ascii_case(word);
    WORDS.iter().any(|word| ends(word))
}

/// Whether the word that stands next before is one of a sentence, or begins one or a text: in an address a comma, a dash or the
/// name of a place stands there. A dash without a blank makes a compound, which begins a line or follows a word there.
pub(super) fn is_in_sentence(before: &[u8]) -> bool {
    let lead = before.trim_ascii_end();
    let word = lead.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    match lead.get(lead.len() - word) {
        _ if lead.is_empty() => true,
        Some(first) => {
            first.is_ascii_lowercase()
                || is_one_of(&lead[lead.len() - word..], &["The", "My", "Your", "Her", "His", "Our"])
        }
        None => lead.ends_with(b".") && lead.len() < before.len() || is_compound(before),
    }
}

/// Whether the first part of a compound ends here, with no comma before it in its line, as addresses have one.
fn is_compound(before: &[u8]) -> bool {
    const LINE: usize = 120;
    let Some(lead) = before.strip_suffix(b"-") else { return false };
    let near = &lead[lead.len().saturating_sub(LINE)..];
    let line = near.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    let letters = line.iter().rev().take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80).count();
    letters > 2 && !line.contains(&b',')
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::card_data::DETECTORS;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::gate::Signals;

    #[test]
    fn pins_are_found_where_sentences_say_what_they_are() {
        for (text, pin) in [
            ("Safe-PIN ge\u{e4}ndert auf 48213.", "48213"),
            ("Die PIN wurde auf 48213 ge\u{e4}ndert.", "48213"),
            ("Die PIN ist auf 482139 gesetzt", "482139"),
            ("Le code PIN a \u{e9}t\u{e9} chang\u{e9} en 4821", "4821"),
            ("el pin fue cambiado a 48213", "48213"),
            ("de pincode is gewijzigd in 4821", "4821"),
            ("Pinkoden \u{e4}r 4821", "4821"),
            ("pinkoden 4821", "4821"),
            ("Pinkode 4821", "4821"),
            ("PIN-kod 4821", "4821"),
            ("il pin \u{e8} 4821", "4821"),
            ("el pin es 4821", "4821"),
            ("o pin \u{e9} 4821, obrigado", "4821"),
            ("PIN to 4821", "4821"),
            ("the pin's 4821", "4821"),
            ("Bildschirm-PIN 482139", "482139"),
            ("neue Sperr-PIN 482139, danke", "482139"),
        ] {
            let detector = &DETECTORS[0];
            finds(detector.find, &[(text, pin)]);
            assert!(Signals::of(text.as_bytes()).intersects(Signals::WORD), "{text}");
        }
    }

    #[test]
    fn other_figures_behind_the_same_words_are_left() {
        finds_nothing(
            DETECTORS[0].find,
            &[
                "connect the pin to 4821",
                "the pin's 4821 volts",
                "el pin es 48213",
                "pinkoda 4821",
                "Kontakt auf Pin 14 gesetzt, auf 48213 umgestellt",
                "PIN auf 48213 warten",
                "12 Hill Road, Ernakulam-PIN 682001",
                "Ernakulam - PIN 682001",
            ],
        );
    }
}
