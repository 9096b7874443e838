//! The words for ages over 89, as people say them: `ninety-two`, `zweiundneunzig`, `noventa y dos`.

use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What the gate looks for of them.
pub(in crate::redact) const NUMERALS: &[&str] = &[
    " ninety ",
    "neunzig",
    "quatre vingt ",
    " nonante ",
    " noventa ",
    " novant",
    "negentig",
    "nittio",
    "halvfems",
    "ziewi\u{119}\u{107}dziesi\u{105}t ",
    " hundred and ",
];

/// The words themselves.
const FORM: &str = r"(?ix)\b(?:
    ninety(?:[\x20-](?:one|two|three|four|five|six|seven|eight|nine))?
    | (?:a|one)\x20hundred\x20and\x20(?:one|two|three|four|five|six|seven|eight|nine|ten)
    | (?:(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und)?neunzig
    | quatre-vingt-(?:dix(?:-(?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize)
    | nonante(?:(?:-|\x20et\x20)(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf))?
    | noventa(?:\x20[ye]\x20(?:una?|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve
        |um|uma|dois|duas|três|quatro|sete|oito|nove))?
    | novant(?:a(?:due|tre|tré|quattro|cinque|sei|sette|nove)?|uno?|otto)
    | (?:(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)[eë]n)?negentig
    | nittio(?:en|ett|två|tre|fyra|fem|sex|sju|åtta|nio)?
    | (?:(?:en|to|tre|fire|fem|seks|syv|otte|ni)og)?halvfems
    | dziewięćdziesiąt(?:\x20(?:jeden|dwa|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć))?
)\b";

/// Where such words stand in a text.
pub(super) fn spans(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(FORM).ok());
    WORDS.iter().flat_map(|words| words.find_iter(text)).map(|found| found.range())
}

#[cfg(test)]
mod tests {
    use super::super::ages::find_spoken;
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::gate::Signals;

    #[test]
    fn ages_in_words_are_found() {
        for (text, age) in [
            ("I am ninety-four, dear", "ninety-four"),
            ("she is Ninety.", "Ninety"),
            ("my dad, aged ninety one, fell", "ninety one"),
            ("a ninety-three-year-old woman", "ninety-three"),
            ("she turned one hundred and three last week", "one hundred and three"),
            ("Sie ist vierundneunzig Jahre alt", "vierundneunzig"),
            ("Ich bin einundneunzig.", "einundneunzig"),
            ("j'ai quatre-vingt-quatorze ans", "quatre-vingt-quatorze"),
            ("tiene noventa y cuatro a\u{f1}os", "noventa y cuatro"),
            ("ha novantaquattro anni.", "novantaquattro"),
            ("tem noventa e tr\u{ea}s anos de idade", "noventa e tr\u{ea}s"),
            ("Ze is vierennegentig jaar oud", "vierennegentig"),
            ("jag \u{e4}r nittiofyra.", "nittiofyra"),
            ("mam dziewi\u{119}\u{107}dziesi\u{105}t cztery lata.", "dziewi\u{119}\u{107}dziesi\u{105}t cztery"),
        ] {
            finds(find_spoken, &[(text, age)]);
            assert!(Signals::of(text.as_bytes()).intersects(Signals::NUMERAL), "{text}");
        }
    }

    #[test]
    fn other_numbers_in_words_stay() {
        finds_nothing(
            find_spoken,
            &[
                "ninety percent of them",
                "I am ninety percent sure",
                "within ninety days",
                "a ninety-year-old oak",
                "neunzig Tage",
                "noventa y cuatro filas",
                "I am nineteen.",
                "the nineties",
                "he is eighty-nine.",
            ],
        );
        assert_eq!(spans(b"nineties and xninety").count(), 0);
    }
}
