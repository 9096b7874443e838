//! The words of births: those beside which a date is one of birth, and what of them raises the signal.

use crate::redact::detect::cue;

/// Words beside which a date is one of birth.
pub(super) const BIRTH_WORDS: &[&str] = &[
    "dob",
    "d.o.b",
    "date of birth",
    "birth date",
    "birthdate",
    "birth day",
    "birth time",
    "birthday",
    "bday",
    "b day",
    "bdate",
    "birth dt",
    "d o b",
    "dob dt",
    "patient dob",
    "member dob",
    "date naiss",
    "dt nascimento",
    "date de naissance",
    "fecha de nacimiento",
    "fecha nacimiento",
    "data de nascimento",
    "data nascimento",
    "data di nascita",
    "data nascita",
    "geboren am",
    "geb am",
    "geb datum",
    "nacido el",
    "born",
    "born on",
    "birth",
    "geb",
    "geboren",
    "geburtsdatum",
    "geburtstag",
    "naissance",
    "n\u{e9} le",
    "n\u{e9}e le",
    "nacimiento",
    "nascimento",
    "nacido",
    "nacida",
    "nascido",
    "nascida",
    "nascita",
    "nato il",
    "nata il",
    "nato a",
    "nata a",
    "nato/a",
    "n\u{e9} \u{e0}",
    "n\u{e9}e \u{e0}",
    "geboortedatum",
    "data urodzenia",
    "urodzony",
    "urodzona",
    "f\u{f6}delsedatum",
    "f\u{f8}dselsdato",
    "d/o/b",
    "data ur",
    "ur.",
    "data nasc",
    "dt nasc",
    "nasc.",
    "fecha de nac",
    "fecha nac",
    "fec. nac",
    "f. nac",
    "f. nacimiento",
    "nac.",
    "n\u{e9}(e) le",
    "ddn",
    "geboortedag",
    "f\u{f6}delsedag",
    "do\u{11f}umlu",
    "do\u{11f}um g\u{fc}n\u{fc}",
    "\u{8a95}\u{751f}\u{65e5}",
    "f\u{f6}dd",
    "f\u{f8}dt",
    "syntynyt",
    "syntym\u{e4}aika",
    "narozen",
    "narozena",
    "datum narozen\u{ed}",
    "datum narodenia",
    "do\u{11f}um tarihi",
    "dogum tarihi",
    "sz\u{fc}letett",
    "sz\u{fc}let\u{e9}si d\u{e1}tum",
    "n\u{103}scut",
    "n\u{103}scut\u{103}",
    "data na\u{219}terii",
    "data nasterii",
    "ro\u{111}en",
    "ro\u{111}ena",
    "datum ro\u{111}enja",
    // Cyrillic and Greek words with the letters that look like Latin ones.
    "po\u{436}\u{434}e\u{43d}\u{438}\u{44f}",
    "po\u{434}\u{438}\u{43b}c\u{44f}",
    "po\u{434}\u{438}\u{43b}ac\u{44c}",
    "\u{43d}apo\u{434}\u{436}e\u{43d}\u{43d}\u{44f}",
    "\u{3b3}\u{3ad}vv\u{3b7}\u{3c3}\u{3b7}\u{3c2}",
    "\u{751f}\u{5e74}\u{6708}\u{65e5}",
    "\u{51fa}\u{751f}\u{65e5}\u{671f}",
    "\u{51fa}\u{751f}",
    "\u{c0dd}\u{b144}\u{c6d4}\u{c77c}",
    "\u{62a}\u{627}\u{631}\u{64a}\u{62e} \u{627}\u{644}\u{645}\u{64a}\u{644}\u{627}\u{62f}",
    "\u{5ea}\u{5d0}\u{5e8}\u{5d9}\u{5da} \u{5dc}\u{5d9}\u{5d3}\u{5d4}",
];

/// Words that stand before an age, and those of them that mean other things where no sign stands behind them.
pub(super) const AGES: &[&str] =
    &["age", "aged", "age of", "age is", "at age", "alter", "edad", "idade", "leeftijd", "wiek"];
pub(super) const FOREIGN_AGES: [&str; 5] = ["alter", "edad", "idade", "leeftijd", "wiek"];

/// Those of them behind which the place stands first: the article of the day tells it from that of another event.
pub(super) const PLACED: &[&str] = &["nato a", "nata a", "nato/a", "n\u{e9} \u{e0}", "n\u{e9}e \u{e0}"];

/// The words of births. Short ones count within words as well, for names in programs have no blanks.
pub(in crate::redact) const BIRTHS: &[&str] = &[
    "birth",
    "born",
    "dob",
    "d o b",
    "bday",
    " b day ",
    "bdate",
    "geb",
    "naiss",
    "nacim",
    "nacid",
    "nasci",
    "n\u{e9} le",
    "n\u{e9}e le",
    "urodz",
    "delsedatum",
    "dselsdato",
    "nato il",
    "nata il",
    "nato a ",
    "nata a ",
    "n\u{e9} \u{e0}",
    "n\u{e9}e \u{e0}",
    "f\u{f6}dd",
    "f\u{f8}dt",
    " ur ",
    " nasc ",
    " nac ",
    "n\u{e9} e  le",
    " ddn ",
    "boortedag",
    "delsedag",
    "\u{8a95}\u{751f}",
    "syntyn",
    "syntym",
    "narozen",
    "narodenia",
    "do\u{11f}um",
    "dogum",
    "sz\u{fc}let",
    "n\u{103}scut",
    "na\u{219}ter",
    "nasterii",
    "ro\u{111}en",
    "po\u{436}\u{434}e\u{43d}",
    "po\u{434}\u{438}\u{43b}",
    "apo\u{434}\u{436}e\u{43d}",
    "\u{3b3}\u{3ad}vv\u{3b7}",
    "\u{751f}\u{5e74}",
    "\u{51fa}\u{751f}",
    "\u{c0dd}\u{b144}",
    "\u{627}\u{644}\u{645}\u{64a}\u{644}\u{627}\u{62f}",
    "\u{5dc}\u{5d9}\u{5d3}\u{5d4}",
];

/// The word of birth that stands in brackets behind a date, or that the date is said to be: `03/14/1961 (DOB)`,
/// `03/14/1961 is my birthday`.
pub(super) fn told_behind(behind: &[u8]) -> Option<&'static str> {
    in_brackets(behind).or_else(|| cue::told_behind(behind, BIRTH_WORDS))
}

/// The short word that ends a text behind the name of somebody or in a bracket: `Jane Example (b. `, `Jane Example, b. `.
pub(super) fn abbreviated(before: &[u8]) -> Option<&'static str> {
    before.strip_suffix(b"b. ").filter(|lead| is_of_person(lead)).map(|_| "b.")
}

/// Whether a text ends in a bracket that opens, or in a comma behind a word with a capital or inside of a bracket.
pub(in crate::redact) fn is_of_person(lead: &[u8]) -> bool {
    let Some(name) = lead.strip_suffix(b", ") else { return lead.ends_with(b"(") };
    let word = name.iter().rev().take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80 || **b == b'-').count();
    let near = &name[name.len().saturating_sub(NEAR)..];
    let open = near.iter().rposition(|b| *b == b'(').is_some_and(|open| !near[open..].contains(&b')'));
    open || name.get(name.len() - word).is_some_and(u8::is_ascii_uppercase)
}

/// How far before such a word a bracket may open, in bytes.
const NEAR: usize = 64;

fn in_brackets(behind: &[u8]) -> Option<&'static str> {
    let behind = behind.strip_prefix(b" ").unwrap_or(behind).strip_prefix(b"(")?;
    let len = behind.iter().take(24).position(|b| *b == b')')?;
    BIRTH_WORDS.iter().copied().find(|word| word.as_bytes().eq_ignore_ascii_case(&behind[..len]))
}

#[cfg(test)]
mod tests {
    use super::super::find_births;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::gate::Signals;

    #[test]
    fn the_short_word_for_a_birth_stands_behind_a_name() {
        for (text, date) in [
            ("Jane Example (b. 14 May 1981)", "14 May 1981"),
            ("Jane Example, b. 14/05/1981", "14/05/1981"),
            ("Jane (staff no. 20583, b. 14 May 1981) is away", "14 May 1981"),
        ] {
            finds(find_births, &[(text, date)]);
            assert!(Signals::of(text.as_bytes()).any_of(Signals::BIRTH), "{text}");
        }
        finds_nothing(find_births, &["a. today, b. 14 May 2025", "b. 14/05/1981", "see b. 14 May 1981"]);
    }
}
