//! Statements that insert rows: what a column is called labels the values in its place.
//!
//! `insert into t (a, b) values (1, 'x'), (2, 'y')`, in any case, with the names in quotes or not, and in the dumps of
//! PostgreSQL `COPY t (a, b) FROM stdin;` with rows between tabs below it.

use super::columns::{Column, Named, between, columns, trimmed};
use std::cell::LazyCell;
use std::ops::Range;

/// How far before its values a list of columns may begin, in bytes.
const COLUMNS: usize = 2048;
/// The most rows of a statement that are read.
const MOST_ROWS: usize = 1024;
/// How deep the brackets of a value may be nested.
const DEEPEST: usize = 8;
/// The longest name of a table that is dumped, with the word before it, in bytes.
const LONGEST_TABLE: usize = 96;
/// What says that the rows follow.
const FROM_INPUT: &[u8] = b" FROM stdin;";
/// The longest value, in bytes.
const LONGEST: usize = 256;

/// The values of the statements in a text, each with the name of its column.
pub(super) fn named(text: &[u8], beside: bool) -> Vec<Named> {
    let mut found = Vec::new();
    let mut done = 0;
    // The rows of dumps have them.
    let tabs = LazyCell::new(|| memchr::memchr(b'\t', text).is_some());
    for open in memchr::memchr_iter(b'(', text) {
        if open < done {
            continue;
        }
        if let Some(rows) = if *tabs { copied(text, open, beside) } else { None } {
            found.extend(rows);
            continue;
        }
        let Some(names) = columns_before(text, open, beside) else { continue };
        let mut at = open;
        for _ in 0..MOST_ROWS {
            let Some((values, end)) = parts(text, at) else { break };
            let is_value = |(_, value): &Named| (1..=LONGEST).contains(&value.len());
            if values.len() == names.len() {
                found.extend(names.iter().cloned().zip(values).filter(is_value));
            }
            done = end;
            let gap = text[end..].iter().take_while(|b| **b == b',' || b.is_ascii_whitespace()).count();
            at = end + gap;
        }
    }
    found
}

/// The values below `COPY t (…) FROM stdin;`, where the list of its columns opens here.
fn copied(text: &[u8], open: usize, beside: bool) -> Option<Vec<Named>> {
    let before = &text[open.saturating_sub(LONGEST_TABLE)..open];
    let line = memchr::memrchr(b'\n', before).map_or(before, |line| &before[line + 1..]);
    if !line.starts_with(b"COPY ") {
        return None;
    }
    let (names, end) = parts(text, open).filter(|(_, end)| text[*end..].starts_with(FROM_INPUT))?;
    let names = columns(text, &names, beside);
    let mut from = end + FROM_INPUT.len();
    let mut found = Vec::new();
    for _ in 0..MOST_ROWS {
        from += text[from..].iter().take(2).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let len = memchr::memchr2(b'\r', b'\n', &text[from..]).unwrap_or(text.len() - from);
        let cells: Vec<Range<usize>> = between(text, from..from + len, b'\t').collect();
        if cells.len() != names.len() {
            break;
        }
        found.extend(names.iter().cloned().zip(cells).filter(|(_, cell)| (1..=LONGEST).contains(&cell.len())));
        from += len;
    }
    Some(found)
}

/// The names of the columns in the list before `VALUES (`.
fn columns_before(text: &[u8], open: usize, beside: bool) -> Option<Vec<Column>> {
    let before = text[..open].trim_ascii_end();
    let lead = before.len().checked_sub(b"values".len()).filter(|at| before[*at..].eq_ignore_ascii_case(b"values"))?;
    let list = text[..lead].trim_ascii_end().strip_suffix(b")")?;
    let from = list.len().saturating_sub(COLUMNS);
    let start = memchr::memrchr(b'(', &list[from..])? + from;
    let (names, end) = parts(text, start)?;
    (end == list.len() + 1).then(|| columns(text, &names, beside))
}

/// What stands between the commas in the brackets that open here, without blanks and quotes, and where they are closed.
fn parts(text: &[u8], open: usize) -> Option<(Vec<Range<usize>>, usize)> {
    if text.get(open) != Some(&b'(') {
        return None;
    }
    let (mut parts, mut start, mut depth) = (Vec::new(), open + 1, 0);
    let mut quote = None;
    for (at, byte) in text.iter().copied().enumerate().skip(open + 1) {
        match (byte, quote) {
            (b, Some(opened)) => quote = Some(opened).filter(|opened| *opened != b),
            (b'\'' | b'"' | b'`', None) => quote = Some(byte),
            (b'(', None) if depth == DEEPEST => return None,
            (b'(', None) => depth += 1,
            (b')', None) if depth > 0 => depth -= 1,
            (b',', None) if depth == 0 => {
                parts.push(bare(text, start..at));
                start = at + 1;
            }
            (b')', None) => {
                parts.push(bare(text, start..at));
                return Some((parts, at + 1));
            }
            (b';', None) => return None,
            _ => {}
        }
    }
    None
}

/// A part without the blanks and quotes around it.
fn bare(text: &[u8], part: Range<usize>) -> Range<usize> {
    trimmed(text, part, |b| b.is_ascii_whitespace() || matches!(b, b'\'' | b'"' | b'`' | b'[' | b']'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::promptly::promptly;

    fn pairs(text: &str) -> Vec<(&str, &str)> {
        named(text.as_bytes(), true).into_iter().map(|(column, value)| (&text[column.name], &text[value])).collect()
    }

    #[test]
    fn values_are_told_by_the_names_of_their_columns() {
        for text in [
            "INSERT INTO t (id, ssn) VALUES (7, 'x, (y)')",
            "insert into s.t(`id`, \"ssn\")\nvalues\n  ( 7 , \"x, (y)\" );",
            "INSERT INTO [t] ([id],[ssn]) VALUES (7,'x, (y)')",
        ] {
            assert_eq!(pairs(text), [("id", "7"), ("ssn", "x, (y)")], "{text}");
        }
        let rows = "insert into t (a, b) values (1, f(2, 3)),\n(4, ''), (5)";
        assert_eq!(pairs(rows), [("a", "1"), ("b", "f(2, 3)"), ("a", "4")]);
    }

    #[test]
    fn rows_of_dumps_are_told_by_the_names_of_their_columns() {
        let dump = "COPY public.t (id, ssn) FROM stdin;\n7\tx y\n8\t\\N\n\\.\n\n9\tz";
        assert_eq!(pairs(dump), [("id", "7"), ("ssn", "x y"), ("id", "8"), ("ssn", "\\N")]);
        assert_eq!(pairs("COPY t (id, ssn) TO stdout;\n7\tx"), []);
    }

    #[test]
    fn other_brackets_are_left() {
        for text in ["values (1)", "f(a) values", "(a) values (1; 2)", "insert into t values (1)", "(a) values (1", ""]
        {
            assert_eq!(pairs(text), [], "{text}");
        }
    }

    #[test]
    fn a_million_brackets_take_no_time() {
        promptly(|| {
            for text in [
                "(a) values (".repeat(1 << 17),
                "(a) values (1),".repeat(1 << 17),
                "(".repeat(1 << 20),
                "COPY t (a) FROM stdin;\n1\t\n".repeat(1 << 16),
            ] {
                named(text.as_bytes(), true);
            }
        });
    }
}
