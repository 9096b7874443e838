//! The paragraphs of plain text.

use memchr::memmem::Finder;
use std::sync::LazyLock;

/// How armour begins (RFC 7468).
const ARMOUR: &[u8] = b"-----BEGIN ";
static BEGINS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(ARMOUR));

/// Whether armour may begin in the text.
pub(super) fn is_armoured(text: &[u8]) -> bool {
    BEGINS.find(text).is_some()
}

/// Where the paragraph that begins at `from` ends: behind the next blank lines, unless they stand within armour
/// (`-----BEGIN … -----END`, RFC 7468), or at the end of the text.
pub(super) fn end(text: &[u8], from: usize, armoured: bool) -> usize {
    let (mut done, mut open) = (from, false);
    for next in memchr::memchr_iter(b'\n', &text[from..]).map(|line| from + line + 1) {
        // Most lines have something in them behind their blanks.
        let lead = if next > done { indent(&text[next..]) } else { continue };
        if !text.get(next + lead).is_some_and(u8::is_ascii_whitespace) {
            continue;
        }
        let blanks = lead + text[next + lead..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        // Blanks at the beginning of a line belong to it.
        let Some(last) = memchr::memrchr(b'\n', &text[next..next + blanks]) else { continue };
        open = armoured && is_open(&text[done..next], open);
        done = next + blanks;
        if !open {
            return next + last + 1;
        }
    }
    text.len()
}

/// How many blanks a line begins with.
pub(in crate::redact) fn indent(line: &[u8]) -> usize {
    const BLANKS: u64 = u64::from_le_bytes([b' '; 8]);
    let mut blanks = 0;
    for eight in line.as_chunks::<8>().0 {
        let others = u64::from_le_bytes(*eight) ^ BLANKS;
        if others != 0 {
            return blanks + others.trailing_zeros() as usize / 8;
        }
        blanks += 8;
    }
    blanks + line[blanks..].iter().position(|b| *b != b' ').unwrap_or(line.len() - blanks)
}

/// Whether armour is open behind these lines.
fn is_open(lines: &[u8], before: bool) -> bool {
    let last = |mark: &[u8]| memchr::memmem::rfind(lines, mark);
    match (last(ARMOUR), last(b"-----END ")) {
        (None, None) => before,
        (begin, end) => begin > end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> Vec<&str> {
        let mut rest = text;
        let mut found = Vec::new();
        while !rest.is_empty() {
            let (paragraph, behind) = rest.split_at(end(rest.as_bytes(), 0, true));
            found.push(paragraph);
            rest = behind;
        }
        found
    }

    #[test]
    fn blank_lines_separate_paragraphs() {
        assert_eq!(paragraphs("a\nb\n\nc\n \t\r\n\n  d\n"), ["a\nb\n\n", "c\n \t\r\n\n", "  d\n"]);
        assert_eq!(paragraphs("\n\na\r\n\r\nb"), ["\n\n", "a\r\n\r\n", "b"]);
        assert_eq!(paragraphs("a\n  b\n"), ["a\n  b\n"]);
        assert_eq!(paragraphs("a\n          b\n         \n c"), ["a\n          b\n         \n", " c"]);
    }

    #[test]
    fn armour_is_one_paragraph_whatever_is_in_it() {
        let key = "-----BEGIN X-----\nA: b\n\nc\n\n\nd\n-----END X-----\n\n";
        assert_eq!(paragraphs(&format!("{key}e\n\nf")), [key, "e\n\n", "f"]);
        assert_eq!(paragraphs("-----BEGIN X-----\n\na\n\nb").len(), 1);
        let hostile = "-----BEGIN X\n\n".repeat(100_000) + &"\n".repeat(1_000_000);
        assert_eq!(paragraphs(&hostile).len(), 1);
    }
}
