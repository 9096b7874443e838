//! Tables in plain text: lines of fields with one sign between them, of which the first names the columns. Such are CSV (RFC
//! 4180) with any sign, tables of Markdown, of wikis (`||name||`, `|_. name |`), and what clients of databases print.

use super::Scan;
use super::people::person_of;
use crate::view::View;
use std::ops::Range;

/// What may stand between fields.
const SIGNS: [u8; 4] = [b'\t', b'|', b';', b','];
/// How a wiki parts the names of columns, and how another one marks each.
const WIKI: &[u8] = b"||";
const MARK: &[u8] = b"_.";
/// The longest name of a column, in bytes.
const LONGEST_NAME: usize = 48;
/// The most digits of one.
const MOST_DIGITS: usize = 6;
/// The most columns.
const MOST_COLUMNS: usize = 128;
/// The most rows, so that a hostile text costs no more than another.
const MOST_ROWS: usize = 4096;
/// The longest row that goes on behind a line break in quotes, in bytes.
const LONGEST_ROW: usize = 8192;

/// What is known of a column: its name as a label, and what it holds of people.
struct Named {
    label: String,
    person: Option<&'static str>,
}

impl Scan<'_> {
    /// Reads each field of a table under the name of its column.
    pub(super) fn look_at_cells(&mut self, view: &View) {
        let text = view.text();
        let mut at = 0;
        // The table may begin behind a line of prose.
        while at < text.len() {
            let line = line(text, at);
            at = line.end + 1;
            let Some((sign, names)) = header_of(text, &line) else { continue };
            let columns: Vec<Option<Named>> = names.into_iter().map(|name| self.named(&text[name])).collect();
            let says_nothing = columns.iter().all(Option::is_none);
            for _ in 0..MOST_ROWS {
                let Some((end, fields)) = row(text, at, sign) else { break };
                // The names may stand further down.
                if says_nothing && !fields.is_empty() && fields.len() != columns.len() {
                    break;
                }
                at = end + 1;
                for (column, field) in columns.iter().zip(fields).filter(|(_, field)| !field.is_empty()) {
                    let Some(column) = column else { continue };
                    if let Some(kind) = column.person {
                        self.called(kind, view, field.clone());
                    }
                    self.look_within(view, field, &column.label);
                }
            }
        }
    }

    /// A column whose name says something of its fields.
    fn named(&self, name: &[u8]) -> Option<Named> {
        let name = String::from_utf8_lossy(name);
        let (label, person) = (format!("{name}:"), person_of(&name));
        (person.is_some() || self.rulebook.book.knows(&label)).then_some(Named { label, person })
    }
}

/// The line that begins at a place.
fn line(text: &[u8], start: usize) -> Range<usize> {
    let rest = &text[start..];
    start..start + memchr::memchr(b'\n', rest).unwrap_or(rest.len())
}

/// The sign between the fields of a line of names, and these.
fn header_of(text: &[u8], line: &Range<usize>) -> Option<(u8, Vec<Range<usize>>)> {
    let bytes = &text[line.clone()];
    let sign = SIGNS.into_iter().find(|sign| memchr::memchr(*sign, bytes).is_some())?;
    // The commas of a sentence have blanks behind them.
    let is_prose = sign == b',' && memchr::memmem::find(bytes, b", ").is_some();
    if is_prose || bytes.len() > MOST_COLUMNS * LONGEST_NAME {
        return None;
    }
    let names =
        if bytes.trim_ascii_start().starts_with(WIKI) { wiki_names(text, line) } else { fields(text, line, sign) };
    let names: Vec<Range<usize>> = names.into_iter().map(|name| without_mark(text, name)).collect();
    let reads = names.iter().filter(|name| !name.is_empty()).count() >= 2
        && names.len() <= MOST_COLUMNS
        && names.iter().all(|name| is_name(&text[name.clone()], sign));
    reads.then_some((sign, names))
}

/// Whether this may be the name of a column: a few words, and no number. Commas part sentences as well.
fn is_name(name: &[u8], sign: u8) -> bool {
    let most_words = if sign == b',' { 3 } else { 4 };
    let digits = name.iter().filter(|b| b.is_ascii_digit()).count();
    let words = name.split(|b| *b == b' ').count();
    let is_number = digits > 0 && !name.iter().any(|b| b.is_ascii_alphabetic() || *b >= 0x80 || *b == b'%');
    let is_sentence = words > 1 && name.contains(&b'.');
    name.len() <= LONGEST_NAME && words <= most_words && digits <= MOST_DIGITS && !is_number && !is_sentence
}

/// The names of columns in a wiki, of which the first and the last are empty, as the fields of its rows are.
fn wiki_names(text: &[u8], line: &Range<usize>) -> Vec<Range<usize>> {
    let signs = memchr::memmem::find_iter(&text[line.clone()], WIKI).map(|at| line.start + at);
    let mut names = Vec::new();
    let mut start = line.start;
    for sign in signs {
        names.push(trimmed(text, start..sign));
        start = sign + WIKI.len();
    }
    names.push(trimmed(text, start..line.end));
    names
}

/// A name without what marks it as one of a column.
fn without_mark(text: &[u8], name: Range<usize>) -> Range<usize> {
    let mark = if text[name.clone()].starts_with(MARK) { MARK.len() } else { 0 };
    trimmed(text, name.start + mark..name.end)
}

/// The row that begins at a place and where it ends; nothing where the table does. A rule below the names is a row of nothing.
fn row(text: &[u8], start: usize, sign: u8) -> Option<(usize, Vec<Range<usize>>)> {
    if start >= text.len() {
        return None;
    }
    let first = line(text, start);
    let is_rule = |b: &u8| matches!(b, b'-' | b'=' | b'+' | b'|' | b':' | b' ' | b'\t' | b'\r');
    if !first.is_empty() && text[first.clone()].iter().all(is_rule) {
        return Some((first.end, Vec::new()));
    }
    memchr::memchr(sign, &text[first.clone()])?;
    // A quote that begins a field may hold line breaks.
    let mut end = first.end;
    while end < text.len() && end - start < LONGEST_ROW && is_open(text, &(start..end), sign) {
        end = line(text, end + 1).end;
    }
    let end = if end > first.end && is_open(text, &(start..end), sign) { first.end } else { end };
    Some((end, fields(text, &(start..end), sign)))
}

/// Whether a quote that begins a field is open at the end of a row.
fn is_open(text: &[u8], row: &Range<usize>, sign: u8) -> bool {
    if memchr::memchr(b'"', &text[row.clone()]).is_none() {
        return false;
    }
    let (mut quoted, mut begins) = (false, true);
    for b in &text[row.clone()] {
        match b {
            b'"' if quoted || begins => quoted = !quoted,
            _ => {}
        }
        begins = *b == sign || begins && *b == b' ';
    }
    quoted
}

/// The fields of a line, without the blanks and quotes around them.
fn fields(text: &[u8], line: &Range<usize>, sign: u8) -> Vec<Range<usize>> {
    let mut fields = Vec::new();
    let (mut start, mut quoted) = (line.start, false);
    for at in line.clone() {
        match text[at] {
            b'"' => quoted = !quoted,
            b if b == sign && !quoted => {
                fields.push(trimmed(text, start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    fields.push(trimmed(text, start..line.end));
    fields
}

fn trimmed(text: &[u8], span: Range<usize>) -> Range<usize> {
    let is_around = |b: &&u8| b.is_ascii_whitespace() || matches!(**b, b'"' | b'*');
    let lead = text[span.clone()].iter().take_while(is_around).count();
    let tail = text[span.start + lead..span.end].iter().rev().take_while(is_around).count();
    span.start + lead..span.end - tail
}
