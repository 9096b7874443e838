//! The word that people write in place of the sign of e-mail addresses, which is a preposition elsewhere.

use super::Around;

/// The word in several languages, and what has to stand around it.
pub(in crate::redact::gate) const SIGNS: &[(&str, Around)] = &[
    (" at ", is_sign),
    (" \u{e4}t ", is_sign),
    ("arroba ", is_sign_abroad),
    ("arobase ", is_sign_abroad),
    ("chiocciola ", is_sign_abroad),
    ("ma\u{142}pa ", is_sign_abroad),
    ("apenstaart", is_sign_abroad),
    ("snabel a ", is_sign_abroad),
];

/// Words for a full stop. In English others stand behind the word as well: `at any point`.
const DOTS: [&[u8]; 2] = [b"dot", b"punkt"];
const DOTS_ABROAD: [&[u8]; 4] = [b"punto", b"point", b"ponto", b"kropka"];

/// Whether brackets stand around the word, or a label and the word for a full stop behind it.
fn is_sign(text: &[u8], _start: usize, end: usize) -> bool {
    has_dot(text, end, &DOTS)
}

/// The same of words of other languages; those mean nothing else where a domain stands behind them.
fn is_sign_abroad(text: &[u8], _start: usize, end: usize) -> bool {
    let domain = || {
        let rest = text.get(end + 1..).unwrap_or_default();
        let label = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        label > 0 && matches!(rest[label..], [b'.', b'a'..=b'z' | b'A'..=b'Z', ..])
    };
    has_dot(text, end, &DOTS) || has_dot(text, end, &DOTS_ABROAD) || domain()
}

/// Whether brackets stand around the word that ends here, or a label and one of these words behind it.
fn has_dot(text: &[u8], end: usize, dots: &[&[u8]]) -> bool {
    let behind = text.get(end..).unwrap_or_default();
    let closes = |signs: &[u8]| matches!(signs, [b')' | b']' | b'}' | b'>', ..]);
    if closes(behind) || behind.first() == Some(&b' ') && closes(&behind[1..]) {
        return true;
    }
    let label = behind.iter().skip(1).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.')).count();
    let Some([sign, rest @ ..]) = behind.get(1 + label..) else { return false };
    let word = rest.strip_prefix(b"(").or(rest.strip_prefix(b"[")).unwrap_or(rest);
    let is_dot = |dot: &&[u8]| word.get(..dot.len()).is_some_and(|next| next.eq_ignore_ascii_case(dot));
    matches!(sign, b' ' | b'(' | b'[') && dots.iter().any(is_dot)
}

#[cfg(test)]
mod tests {
    use crate::redact::gate::Signals;

    #[test]
    fn the_word_for_the_sign_is_told_from_the_preposition() {
        for text in [
            "ann (at) example.org",
            "ann[at]example.org",
            "ann at example dot org",
            "ann(arroba)example.org",
            "ann chiocciola example.it",
        ] {
            assert!(Signals::of(text.as_bytes()).intersects(Signals::SPELLED), "{text}");
        }
        for text in ["look at this", "at 5", "(look at it)", "at any point in time", "at the shop we saw a dot"] {
            assert!(!Signals::of(text.as_bytes()).intersects(Signals::SPELLED), "{text}");
        }
    }
}
