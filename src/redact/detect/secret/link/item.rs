//! Values that stand below their names as items of a list do, or as the next line of a text that is quoted.

use super::Link;
use std::ops::Range;

/// The length of the sign of an item, of a quoted line, or of what explains the term above it.
pub(in super::super) fn sign(text: &[u8], at: usize) -> usize {
    match text.get(at..).unwrap_or_default() {
        [b'-' | b'*' | b'>' | b':', b' ', ..] => 2,
        [b'>', b'\n', b'>', b' ', ..] => 4,
        _ => 0,
    }
}

/// What ties a value to its name when this stands between them: an item below the name has to show itself, and those
/// below a name of many are read together.
pub(super) fn link(text: &[u8], between: Range<usize>, link: Link) -> Option<Link> {
    match () {
        _ if !is_below(text, between.clone()) => Some(link),
        _ if names_several(&text[..between.start]) => None,
        _ => Some(Link::Told),
    }
}

/// Whether nothing but the sign of an item stands here, in the line below a name.
fn is_below(text: &[u8], between: Range<usize>) -> bool {
    let ends = |b: &u8| matches!(b, b'\n' | b'\r');
    let (before, between) = (&text[..between.start], text.get(between).unwrap_or_default());
    let begins = before.last().is_some_and(ends) || between.iter().any(ends);
    let sign = between.trim_ascii();
    begins && !sign.is_empty() && sign.iter().all(|b| ends(b) || matches!(b, b'-' | b'*' | b'>' | b':'))
}

/// Whether the name that ends here, perhaps with its sign, is that of several.
fn names_several(before: &[u8]) -> bool {
    let name = before.trim_ascii_end();
    name.strip_suffix(b":").unwrap_or(name).ends_with(b"s")
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn an_item_below_a_name_is_its_value_if_it_shows_itself() {
        for text in [
            "Password:\n- Sunny-77q",
            "Password:\r\n- Sunny-77q",
            "- Password\n  - Sunny-77q",
            "> Password:\n> Sunny-77q",
            "> Password:\n>\n> Sunny-77q",
            "Password\n: Sunny-77q",
        ] {
            finds(DETECTOR.find, &[(text, "Sunny-77q")]);
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "Password:\n- required",
                "token:\n  - read_repository\n  - write_repository",
                "> Password:\n> see the vault",
            ],
        );
    }
}
