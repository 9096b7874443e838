//! Values that go on over blanks and signs that end others.

use super::{LONGEST, Name, count, is_assigned};
use std::ops::Range;

/// The longest word in angle brackets that may be a part of a value, and a byte more.
const LONGEST_BRACKETED: usize = 13;

/// The value that is whole by what its name says: a passphrase in a setting, a password in braces.
pub(super) fn whole(text: &[u8], name: &Name, from: usize) -> Option<Range<usize>> {
    let tied = is_assigned(text, name) && from == name.span.end + 1;
    // In a file of settings blanks may stand around the sign.
    let gap = text.get(name.span.end..from).unwrap_or_default();
    let set = || gap.contains(&b'=') && gap.iter().all(|b| matches!(b, b' ' | b'\t' | b'='));
    let len = if tied { phrase(text, name, from) } else { None };
    let len = len.or_else(|| if tied || set() { braced(text, name, from) } else { None });
    len.map(|len| from..from + len)
}

/// The length of the rest of a line that a setting gives to the name of a passphrase: `passphrase=seven otters crossed`.
fn phrase(text: &[u8], name: &Name, from: usize) -> Option<usize> {
    let small = |b: u8| b.is_ascii_lowercase() || b == b' ';
    let len = if name.word == "passphrase" { count(text, from, LONGEST, small) } else { 0 };
    let ends = text.get(from + len).is_none_or(|b| matches!(b, b'\n' | b'\r'));
    (ends && len > 0).then(|| text[from..from + len].trim_ascii_end().len())
}

/// The length of a password in the braces of a connection string (ODBC), in which any sign may stand: `Pwd={a;b}9;`.
fn braced(text: &[u8], name: &Name, from: usize) -> Option<usize> {
    let is_named = ["pwd", "password"].contains(&name.word) && text.get(from) == Some(&b'{');
    let held = |b: u8| b.is_ascii_graphic() && !b"{}\"'".contains(&b);
    let inner = if is_named { count(text, from + 1, LONGEST, held) } else { 0 };
    let end = from + 1 + inner;
    let odd = text.get(from + 1..end)?.iter().any(|b| b";!@#%&*+<>,".contains(b));
    let more = count(text, end + 1, LONGEST, |b| b.is_ascii_alphanumeric());
    (odd && text.get(end) == Some(&b'}')).then_some(inner + 2 + more)
}

/// Whether the sign at a place is one of two around a word of large and small letters, as no tag is written, that has
/// something right behind it: `Rest0re<Me>Now`.
pub(super) fn is_in_brackets(text: &[u8], at: usize) -> bool {
    let near = at.saturating_sub(LONGEST_BRACKETED);
    let Some(open) = memchr::memrchr(b'<', &text[near..=at]).map(|open| near + open) else { return false };
    let inner = &text[open + 1..][..count(text, open + 1, LONGEST_BRACKETED, |b| b.is_ascii_alphanumeric())];
    let mixed = inner.iter().any(u8::is_ascii_lowercase) && inner.iter().any(u8::is_ascii_uppercase);
    let behind = &text[open + 1 + inner.len()..];
    let closes = at == open || at == open + 1 + inner.len();
    mixed && closes && matches!(behind, [b'>', b, ..] if b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::super::super::assign::DETECTOR;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn values_go_on_over_signs_that_end_others() {
        finds(
            DETECTOR.find,
            &[
                ("PGPASSWORD=Rest0re<Me>Now pg_restore", "Rest0re<Me>Now"),
                ("Database=dwh;Pwd={etl;Nightly}9;", "{etl;Nightly}9"),
                ("Driver = x\nPWD = {etl;ica}", "{etl;ica}"),
                ("sftp.passphrase=seven otters crossed the frozen canal\nb", "seven otters crossed the frozen canal"),
            ],
        );
        for (text, value) in [("password=Sunny-77q<b>bold", "Sunny-77q"), ("password=Sunny-77q<Me> x", "Sunny-77q")] {
            finds(DETECTOR.find, &[(text, value)]);
        }
        finds_nothing(
            DETECTOR.find,
            &["f(Pwd={pwd})", "passphrase=enter your own words here", "passphrase=the words for the key"],
        );
    }
}
