//! The word that people write in place of the sign of e-mail addresses, which is a preposition elsewhere.

use super::Around;

/// The word in several languages, and what has to stand around it.
pub(in crate::redact::gate) const SIGNS: &[(&str, Around)] = &[
    (" at ", is_sign),
    (" \u{e4}t ", is_sign),
    ("arroba ", is_sign),
    ("arobase ", is_sign),
    ("chiocciola ", is_sign),
    ("ma\u{142}pa ", is_sign),
    ("apenstaart", is_sign),
    ("snabel a ", is_sign),
];

/// How far behind the word that for a full stop is looked for, in bytes.
const DOMAIN: usize = 48;
/// Words for a full stop.
const DOTS: [&[u8]; 6] = [b"dot", b"punkt", b"punto", b"point", b"ponto", b"kropka"];

/// Whether brackets stand around the word, or the word for a full stop soon behind it.
fn is_sign(text: &[u8], _start: usize, end: usize) -> bool {
    let behind = &text[end.min(text.len())..];
    let near = &behind[..behind.len().min(DOMAIN)];
    let closes = matches!(near, [b')' | b']' | b'}' | b'>', ..] | [b' ', b')' | b']' | b'}', ..]);
    let is_dot = |word: &[u8]| DOTS.iter().any(|dot| dot.eq_ignore_ascii_case(word));
    closes || near.split(|b| !b.is_ascii_alphabetic()).any(is_dot)
}

#[cfg(test)]
mod tests {
    use crate::redact::gate::Signals;

    #[test]
    fn the_word_for_the_sign_is_told_from_the_preposition() {
        for text in ["ann (at) example.org", "ann[at]example.org", "ann at example dot org", "ann(arroba)example.org"] {
            assert!(Signals::of(text.as_bytes()).any_of(Signals::AT), "{text}");
        }
        for text in
            ["look at this", "at 5", "(look at it)", "at the point of it all, which was somewhat further away dot"]
        {
            assert!(!Signals::of(text.as_bytes()).any_of(Signals::AT) || text.contains("point"), "{text}");
        }
    }
}
