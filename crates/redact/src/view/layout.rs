//! The third thing between source and reader, after markup and encoding: layout. White space that is written as an
//! escape (`\n`), colours of a terminal, and blanks that a reader sees as one or not at all.
//!
//! Text that was logged, or stands in code, has its line breaks as `\n`: the letter belongs to no word behind it. In
//! markup a row of white space is one blank, and in all text those around a line break are one.

use super::View;
use crate::mask::{BLANK, BREAK, Block, DIGIT, ESCAPE, SEPARATOR, WIDTH};
use std::ops::Range;

/// The longest parameters of a colour (ECMA-48, control sequence) that are read.
const LONGEST_COLOUR: usize = 16;

/// The longest name in the address of a share, in bytes.
const LONGEST_NAME: usize = 64;

/// Whether this is a line break, or a half of one. Without branches, so that blocks become vectors.
const fn is_line_end(byte: u8) -> bool {
    (byte == b'\n') | (byte == b'\r')
}

/// How white space reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blanks {
    /// As it stands, but for what stands around a line break.
    Kept,
    /// A row of it is one.
    Collapsed,
}

/// Whether something in a text may be an escape that [`laid_out`] resolves.
pub(crate) fn may_escape(text: &[u8]) -> bool {
    memchr::memchr2(b'\\', 0x1b, text).is_some()
}

/// The view as a reader sees it laid out; none where that is how it stands.
pub(crate) fn laid_out(view: &View, blanks: Blanks) -> Option<View> {
    let text = view.text();
    let mut out = View::new(view.is_tight());
    let (mut done, mut from) = (0, 0);
    while let Some(at) = next_sign(text, from) {
        let (end, read) = if is_blank(text[at]) { row(text, at, blanks) } else { escape(text, at) };
        if let Some(read) = read {
            out.append(view, done..at);
            push(&mut out, view, at..end, read);
            done = end;
        }
        from = end;
    }
    if done == 0 {
        return None;
    }
    out.append(view, done..text.len());
    Some(out)
}

/// Whether a row of white space, or a tab, stands beside a digit, so that [`laid_out`] may read it otherwise.
pub(crate) fn has_row_beside_digit(text: &[u8]) -> bool {
    // What stands at the end of a window is seen with both its neighbours in the next one.
    (0..text.len()).step_by(WIDTH - 2).any(|at| rows_beside_digits(&text[at..]) != 0)
}

/// The ends of rows of white space, and the tabs, that stand beside digits.
fn rows_beside_digits(window: &[u8]) -> u64 {
    let block = Block::of(window);
    let digits = block.bits(DIGIT);
    if digits == 0 {
        return 0;
    }
    let blanks = block.bits(BLANK) | block.bits(BREAK);
    let rows = blanks & (blanks >> 1 | blanks << 1) | block.bits(BLANK) & block.bits(SEPARATOR);
    rows & (digits >> 1 | digits << 1)
}

/// Where two characters are read, the first byte stands for the first of them.
fn push(out: &mut View, view: &View, Range { start, end }: Range<usize>, read: &[u8]) {
    let (first, rest) = read.split_at(read.len().min(1));
    if rest.is_empty() {
        return out.decoded(first, &view.sources(&(start..end)));
    }
    out.decoded(first, &view.sources(&(start..start + 1)));
    out.decoded(rest, &view.sources(&(start + 1..end)));
}

/// The next backslash, escape character, or row of white space or tab beside a digit.
fn next_sign(text: &[u8], from: usize) -> Option<usize> {
    for at in (from..text.len()).step_by(WIDTH - 2) {
        let window = &text[at..];
        let found = Block::of(window).bits(ESCAPE) | rows_beside_digits(window);
        if found != 0 {
            let place = at + found.trailing_zeros() as usize;
            // The digit may stand behind the row.
            let row = if is_blank(text[place]) { &text[from..place] } else { &[] };
            return Some(place - row.iter().rev().take_while(|b| is_blank(**b)).count());
        }
    }
    None
}

/// The end of a stretch, and what is read for it where that is not what stands there.
type Read = (usize, Option<&'static [u8]>);

/// A row of white space beside a digit: words are told apart by any. A line break in it stays one, with a blank where
/// there are some, for groups of a number are told apart by it.
fn row(text: &[u8], start: usize, blanks: Blanks) -> Read {
    let len = text[start..].iter().take_while(|b| is_blank(**b)).count();
    let (end, row) = (start + len, &text[start..start + len]);
    let breaks = row.iter().any(|b| is_line_end(*b));
    match blanks {
        _ if breaks && row != b"\n " && row.iter().any(|b| !is_line_end(*b)) => (end, Some(b"\n ")),
        Blanks::Collapsed if !breaks => (end, Some(b" ")),
        _ => (end, None),
    }
}

/// What begins with a backslash, however many of them, or with the escape character itself.
fn escape(text: &[u8], start: usize) -> Read {
    let slashes = text[start..].iter().take_while(|b| **b == b'\\').count();
    let behind = start + slashes.max(1);
    if let Some(end) = share(text, start, slashes) {
        return (end, None);
    }
    if let Some(end) = colour(text, start, slashes) {
        return (end, Some(b""));
    }
    match text.get(behind) {
        Some(b'n' | b'r') if slashes > 0 => (behind + 1, Some(b"\n")),
        Some(b't' | b'f' | b'v') if slashes > 0 => (behind + 1, Some(b" ")),
        _ => (behind, None),
    }
}

/// The end of the address of a share: two backslashes before the name of a server, one before that of the share. What is
/// escaped twice has as many before each.
fn share(text: &[u8], start: usize, slashes: usize) -> Option<usize> {
    let begins = text[..start].last().is_none_or(|b| matches!(b, b' ' | b'\t' | b'\n' | b'"' | b'\'' | b'(' | b'`'));
    let name = |at: usize| {
        let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'$');
        text.get(at..).unwrap_or_default().iter().take(LONGEST_NAME).take_while(part).count()
    };
    let server = start + 2 + name(start + 2);
    let shares = begins && slashes == 2 && server > start + 3 && text.get(server) == Some(&b'\\');
    let (mut end, mut parts) = (server, 0);
    while shares && text.get(end) == Some(&b'\\') && name(end + 1) > 0 {
        end += 1 + name(end + 1);
        parts += 1;
    }
    (parts > 0).then_some(end)
}

/// The end of a colour: the escape character as it is or as `\e`, `\033`, `\x1b`, `\u001b`, `[`, parameters and `m`.
fn colour(text: &[u8], start: usize, slashes: usize) -> Option<usize> {
    let behind = &text[start + slashes..];
    let names: &[&[u8]] =
        if slashes == 0 { &[b"\x1b["] } else { &[b"e[", b"033[", b"x1b[", b"x1B[", b"u001b[", b"u001B["] };
    let name = names.iter().find(|name| behind.starts_with(name))?.len();
    let parameters =
        behind[name..].iter().take(LONGEST_COLOUR).take_while(|b| b.is_ascii_digit() || **b == b';').count();
    (behind.get(name + parameters) == Some(&b'm')).then_some(start + slashes + name + parameters + 1)
}

/// Without branches, so that blocks become vectors.
fn is_blank(b: u8) -> bool {
    (b == b' ') | (b == b'\t') | is_line_end(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, blanks: Blanks) -> String {
        let mut view = View::new(false);
        view.copy(text.as_bytes(), 0);
        laid_out(&view, blanks).map_or_else(|| "as it stands".to_owned(), |view| view.said())
    }

    #[test]
    fn escapes_of_white_space_part_words() {
        for (text, shown) in [
            (r"SSN:\n224-45-6789\tx\r\ny", "SSN:\n224-45-6789 x\n\ny"),
            (r"a\\n1\\\\tb", "a\n1 b"),
            (r"to \\nas\\tmp", "to \nas mp"),
        ] {
            assert_eq!(read(text, Blanks::Kept), shown);
        }
        let shares = [r"\\nas01\temp", r"net use \\fs\release\new x", r#""\\tank\share$""#];
        for text in shares.into_iter().chain([r"\d+ \s*", r"\u0041", r"C:\", "\\", "a b"]) {
            assert_eq!(read(text, Blanks::Kept), "as it stands", "{text}");
        }
    }

    #[test]
    fn colours_are_not_seen() {
        for text in ["\x1b[32m4111\x1b[0m", r"\033[32m4111\033[0m", r"\x1b[1;32m4111\e[m", r"\\u001b[32m4111\u001b[m"] {
            assert_eq!(read(text, Blanks::Kept), "4111", "{text}");
        }
        for text in ["\x1b[32", "\x1b]0;x", r"\033[4111111111111111111m", r"\x1b32m"] {
            assert_eq!(read(text, Blanks::Kept), "as it stands", "{text}");
        }
    }

    #[test]
    fn a_row_of_white_space_is_one_blank_in_markup_and_around_a_line_break_everywhere() {
        assert_eq!(read("4539  7209 \t\n      6654", Blanks::Collapsed), "4539 7209\n 6654");
        assert_eq!(read("4539  7209 \t\n      6654", Blanks::Kept), "4539  7209\n 6654");
        assert_eq!(read("(617)\t555", Blanks::Collapsed), "(617) 555");
        for text in ["1 2\n3", "1\n\n2\r\n3", "1\n 2"] {
            assert_eq!(read(text, Blanks::Collapsed), "as it stands", "{text}");
        }
        assert_eq!(read("a1  b\tc", Blanks::Kept), "as it stands");
        assert_eq!(read("a  b\n   c", Blanks::Collapsed), "as it stands");
    }

    #[test]
    fn a_row_is_seen_wherever_it_stands() {
        for before in 0..140 {
            for (row, shown) in [("1  2", "1 2"), ("a  2", "a 2"), ("1\ta", "1 a"), ("1 \n\n  a", "1\n a")] {
                let text = |row: &str| format!("{}{row}", "x".repeat(before));
                assert_eq!(read(&text(row), Blanks::Collapsed), text(shown), "{before}");
                assert!(has_row_beside_digit(text(row).as_bytes()), "{before}");
            }
        }
    }
}
