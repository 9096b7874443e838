//! Readers: what no shape can say. A reader knows no word of a language and no country; rules name it.

mod block;
mod date;
mod email;
mod money;
mod net;
mod phone;
mod region;

pub use region::is_region;

/// How many bytes at the beginning of a text are so; no more than `most` are looked at.
pub(super) fn leading(text: &[u8], most: usize, is: impl Fn(&u8) -> bool) -> usize {
    let text = &text[..most.min(text.len())];
    text.iter().position(|b| !is(b)).unwrap_or(text.len())
}

/// How many bytes at the end of a text are so; no more than `most` are looked at.
pub(super) fn trailing(text: &[u8], most: usize, is: impl Fn(&u8) -> bool) -> usize {
    let text = &text[text.len() - most.min(text.len())..];
    text.iter().rposition(|b| !is(b)).map_or(text.len(), |last| text.len() - last - 1)
}

/// Whether a byte is of a letter, of any script.
pub(super) fn is_letter(b: &u8) -> bool {
    b.is_ascii_alphabetic() || *b >= 0x80
}

/// Whether a byte is of a letter or a digit.
pub(super) fn is_word(b: &u8) -> bool {
    b.is_ascii_alphanumeric() || *b >= 0x80
}
