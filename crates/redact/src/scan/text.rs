//! The walk over plain text, paragraph by paragraph.

use super::{Scan, Scanned};
use crate::book::Rulebook;
use crate::column::Given;
use crate::json::member::LONGEST_LABEL;
use crate::redactor::Redactor;
use crate::token;
use crate::view::View;
use crate::view::coding::Coding;
use crate::view::decode::decode;

/// How armour begins (RFC 7468): blank lines do not part it.
const ARMOUR: &[u8] = b"-----BEGIN ";

/// What is found in plain text, paragraph by paragraph. A text of one paragraph that is no part of another one is a whole field;
/// that of a column which holds people is what one of them is called, if the policy hides it.
pub(crate) fn text(input: &str, (redactor, rulebook): (&Redactor, &'static Rulebook), given: Given<'_>) -> Scanned {
    let mut scan = Scan::new(input, redactor, rulebook);
    if let Given::Column(column) = given
        && let Some(rule) = column.person(input)
    {
        let is_read = scan.person(&(0..input.len()), rule, "", Coding::Plain);
        scan.end_unit(0..input.len(), Vec::new());
        if is_read {
            return scan.scanned;
        }
    }
    let mut labels = given.labels();
    let bytes = input.as_bytes();
    let armoured = memchr::memmem::find(bytes, ARMOUR).is_some();
    let trimmed = bytes.trim_ascii();
    scan.field = !given.is_part() && paragraph_end(trimmed, 0, armoured) == trimmed.len();
    let mut view = View::new(false);
    let mut start = 0;
    while start < input.len() {
        let range = start..paragraph_end(bytes, start, armoured);
        start = range.end;
        view.clear();
        decode(input, range.clone(), false, &mut view);
        if view.is_blank() {
            continue;
        }
        let known = scan.findings.len();
        scan.read(&view, &labels);
        let finds = scan.findings[known..].iter().any(|finding| finding.replacement.is_some());
        scan.end_unit(range, std::mem::take(&mut labels));
        labels.extend(named_by(&view, finds));
    }
    scan.scanned
}

/// What a paragraph says of the next one: a short one that ends with a colon. One in which something was found says nothing.
fn named_by(view: &View, finds: bool) -> Option<String> {
    let said = view.text().trim_ascii();
    let names = !finds && said.len() <= LONGEST_LABEL && said.ends_with(b":") && !token::is_any_written(said);
    names.then(|| view.said())
}

/// Where the paragraph that begins at `from` ends: behind the next blank lines, unless they stand within armour, or at the end
/// of the text.
fn paragraph_end(text: &[u8], from: usize, armoured: bool) -> usize {
    let (mut done, mut open) = (from, false);
    for next in memchr::memchr_iter(b'\n', &text[from..]).map(|line| from + line + 1) {
        if next <= done {
            continue;
        }
        let blanks = text[next..].iter().take_while(|b| b.is_ascii_whitespace()).count();
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
            let (paragraph, behind) = rest.split_at(paragraph_end(rest.as_bytes(), 0, true));
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
    }

    #[test]
    fn armour_is_one_paragraph_whatever_is_in_it() {
        let key = "-----BEGIN X-----\nA: b\n\nc\n\n\nd\n-----END X-----\n\n";
        assert_eq!(paragraphs(&format!("{key}e\n\nf")), [key, "e\n\n", "f"]);
        let hostile = "-----BEGIN X\n\n".repeat(100_000) + &"\n".repeat(1_000_000);
        assert_eq!(paragraphs(&hostile).len(), 1);
    }
}
