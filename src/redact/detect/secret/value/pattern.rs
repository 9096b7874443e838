//! What a value must look like, where that stands in its place or before it: a regular expression, the schema of a field, a
//! range of lengths, the tag of a type.

use super::super::link::Value;

/// How groups of regular expressions begin that hold no text of their own.
const GROUPS: &[&[u8]] = &[b"(?=", b"(?!", b"(?:", b"(?<", b"(?P<", b"(?i)"];
/// How their sets begin.
const SETS: &[&[u8]] = &[b"A-Z", b"a-z", b"0-9", b"A-F", b"a-f", b"1-9", b"\\w", b"\\d", b"\\s", b"\\S"];
/// Classes of characters, behind which a count stands.
const CLASSES: &[u8] = b"dwsDWS";
/// How the words begin for what passwords are made of, in the languages of most rules for them.
const UNITS: &[&str] = &[
    "char", "alphanum", "zeichen", "caract", "carac", "caratter", "digit", "ziffern", "stellen", "chiffres", "cifre",
    "symbol", "letter", "byte", "bit", "word", "teken", "znak", "tecken", "tegn", "merkki",
];
/// The length of a range of characters.
const RANGE: usize = 3;
/// The longest range that needs no word for characters behind it.
const SHORT_RANGE: usize = 6;
/// The shortest name of a member of a schema.
const SHORTEST_MEMBER: usize = 3;

/// Whether this is a rule for a value: a regular expression, or what begins a mapping in which the rules stand
/// (`password: {type: string, minLength: 12}`).
pub(super) fn is_rule(value: &[u8]) -> bool {
    is_regular(value) || is_alphabet(value) || begins_mapping(value) || is_repetition(value)
}

/// Whether it says how often something of a grammar is there (RFC 5234, section 3.6): `1*tchar`.
fn is_repetition(value: &[u8]) -> bool {
    let digits = value.iter().take_while(|b| b.is_ascii_digit()).count();
    let element = value[digits..].strip_prefix(b"*").unwrap_or_default();
    element.len() > 1 && element.iter().all(|b| b.is_ascii_lowercase() || *b == b'-')
}

/// Whether it holds what only regular expressions have: a group without text, a set of a range, a class or any character with
/// a count behind it.
fn is_regular(value: &[u8]) -> bool {
    let from = |at: usize| &value[at..];
    let begins = |at: usize, all: &[&[u8]]| all.iter().any(|known| from(at).starts_with(known));
    (0..value.len()).any(|at| match from(at) {
        [b'(', ..] => begins(at, GROUPS),
        [b'[', b'^', ..] => begins(at + 2, SETS),
        [b'[', ..] => begins(at + 1, SETS),
        [b'\\', class, b'{' | b'+' | b'*', ..] => CLASSES.contains(class),
        [b'.', b'{', b'0'..=b'9', ..] => true,
        _ => false,
    })
}

/// Whether it is nothing but ranges of characters: `a-zA-Z0-9`.
fn is_alphabet(value: &[u8]) -> bool {
    let is_range = |range: &[u8]| matches!(range, b"a-z" | b"A-Z" | b"0-9" | b"a-f" | b"A-F");
    value.len() > RANGE && value.chunks(RANGE).all(is_range)
}

/// Whether a brace opens before the name of a member, with which the value ends or behind which its sign stands.
fn begins_mapping(value: &[u8]) -> bool {
    let Some(inner) = value.strip_prefix(b"{") else { return false };
    let name = inner.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    name >= SHORTEST_MEMBER && matches!(inner[name..], [] | [b':', ..])
}

/// Whether it is a tag of YAML, behind which the value stands: `!vault`, `!Ref`.
pub(in super::super) fn is_tag(value: &[u8]) -> bool {
    matches!(value, [b'!', name @ ..] if name.len() > 2 && name.iter().all(|b| b.is_ascii_alphabetic() || *b == b':'))
}

/// Whether it is a range of lengths: two small numbers of which the second is larger, with full stops or a dash between them:
/// `8..64`, `12-64`, or before a word for characters `8-1024`.
pub(in super::super) fn is_range(text: &[u8], value: &Value) -> bool {
    let given = std::str::from_utf8(&text[value.span.clone()]).unwrap_or_default();
    let numbers = |(one, other): (&str, &str)| Some((one.parse::<u8>().ok()?, other.parse::<u16>().ok()?));
    let rises =
        |parts: Option<(&str, &str)>| parts.and_then(numbers).is_some_and(|(least, most)| u16::from(least) < most);
    let behind = text[value.span.end..].trim_ascii_start();
    let counted = || {
        let lower = behind[..behind.len().min(16)].to_ascii_lowercase();
        UNITS.iter().any(|unit| lower.starts_with(unit.as_bytes()))
    };
    let dashed = given.split_once('-').or_else(|| given.split_once('\u{2013}'));
    // Nobody has so short a password of figures alone.
    let is_short = given.chars().count() <= SHORT_RANGE;
    rises(given.split_once("..")) || rises(dashed) && (is_short || counted())
}

/// Whether two figures or more stand behind a word that stands in for a password, as in default passwords that are in use: `changeme-24`.
pub(super) fn is_live_default(value: &[u8]) -> bool {
    const LEADS: [&[u8]; 3] = [b"changeme", b"changeit", b"change-me"];
    let rest = LEADS.iter().find_map(|lead| {
        let (head, rest) = value.split_at_checked(lead.len())?;
        head.eq_ignore_ascii_case(lead).then_some(rest)
    });
    let rest = rest.map(|rest| rest.strip_prefix(b"-").or_else(|| rest.strip_prefix(b"_")).unwrap_or(rest));
    rest.is_some_and(|rest| rest.len() > 1 && rest.iter().all(u8::is_ascii_digit))
}

/// Whether it is a number with the letters of its register or its country before it, as plants, meters and articles have them:
/// words for a key in other languages are those for a code as well.
pub(in super::super) fn is_numbering(text: &[u8]) -> bool {
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    (1..=3).contains(&letters) && text[letters..].iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn rules_are_told_from_values() {
        for value in [
            "^(?=.*[A-Z])(?=.*\\d).{12",
            "[A-Z]{4}",
            "[^a-z0-9]+",
            "^.{8",
            "\\d{4}",
            "^\\w+$",
            "(?:ab|cd)9",
            "{type",
            "{type:String",
            "a-zA-Z0-9",
        ] {
            assert!(is_rule(value.as_bytes()), "{value}");
        }
        for value in [
            "k9[Qz]77t",
            "Ab(?x)9",
            "{ab:9xk",
            "{Otter88",
            "x{type:y",
            "Tr0ub4dor.{x",
            "d+w7K",
            "[a-k]x9",
            "a-z",
            "a-zA-Z0-8",
            "a-zotter",
        ] {
            assert!(!is_rule(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn tags_are_told_from_values() {
        assert!(is_tag(b"!vault") && is_tag(b"!Ref") && !is_tag(b"!Sunny7") && !is_tag(b"!"));
    }

    #[test]
    fn rules_behind_the_name_of_a_password_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "password: ^(?=.*[A-Z])(?=.*\\d).{12,}$",
                "Password: 12-64",
                "password: 8\u{2013}128",
                "Password: min 12, max 64",
                "Password: [A-Z]{4}",
                "token: [A-Za-z0-9]{43}",
                "pattern for password: [A-Z]{4}",
                "password: {type: string, minLength: 12}",
                "username: {type: string}\npassword: {type: string, minLength: 12}",
                "password: 12-128 characters",
                "Passwort: 12-128 Zeichen",
                "Mot de passe : 12-128 caract\u{e8}res",
                "password: 8..64",
            ],
        );
        finds(
            DETECTOR.find,
            &[
                ("password: k9[Qz]77t", "k9[Qz]77t"),
                ("Passwort: {Otter88", "{Otter88"),
                ("password: 128-12 characters", "128-12"),
                ("password: 4711-0815", "4711-0815"),
                ("password: otter..64", "otter..64"),
            ],
        );
    }

    #[test]
    fn default_passwords_with_figures_are_in_use() {
        for value in ["changeme24", "changeme-2024", "Changeit_77", "change-me24"] {
            assert!(is_live_default(value.as_bytes()), "{value}");
        }
        for value in ["changeme", "changeit", "change-me", "changeme1", "changeme-now", "changeme-2a", "change"] {
            assert!(!is_live_default(value.as_bytes()), "{value}");
        }
    }
}
