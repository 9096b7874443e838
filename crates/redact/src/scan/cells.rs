//! Tables in plain text: lines of fields with a tab, a bar, a semicolon or a comma between them, of which the first names the
//! columns. Such are CSV (RFC 4180), tables of Markdown, of wikis (`||name||`, `|_. name |`), and what clients of databases print.

use super::Scan;
use crate::json::member;
use crate::view::View;
use std::ops::Range;

/// What may stand between fields.
const SIGNS: [u8; 4] = [b'\t', b'|', b';', b','];
/// How a wiki parts the names of columns, and how another one marks each.
const WIKI: &[u8] = b"||";
const MARK: &[u8] = b"_.";
/// The longest name of a column, in bytes.
const LONGEST_NAME: usize = 48;
/// The most words of one.
const MOST_WORDS: usize = 6;
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

/// A table whose names were read.
struct Table {
    sign: u8,
    columns: Vec<Option<Named>>,
    /// Whether quotes hold line breaks. Where one is never closed, none does.
    spans_lines: bool,
}

impl Table {
    fn says_something(&self) -> bool {
        self.columns.iter().any(Option::is_some)
    }
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
            let Some(mut table) = self.table_of(text, &line) else { continue };
            for _ in 0..MOST_ROWS {
                let Some((end, fields)) = row(text, at, &mut table) else { break };
                if !self.is_row(text, (at, end), &fields, &table) {
                    break;
                }
                at = end + 1;
                for (column, field) in table.columns.iter().zip(fields).filter(|(_, field)| !field.is_empty()) {
                    let Some(column) = column else { continue };
                    if let Some(kind) = column.person {
                        self.called(kind, view, field.clone());
                    }
                    self.look_within(view, field, &column.label);
                }
            }
        }
    }

    /// The table whose columns a line names.
    fn table_of(&self, text: &[u8], line: &Range<usize>) -> Option<Table> {
        let (sign, names) = header_of(text, line)?;
        let columns = names.into_iter().map(|name| self.named(&text[name])).collect();
        Some(Table { sign, columns, spans_lines: true })
    }

    /// Whether a line is a row of a table: it has as many fields, or it may be short or long where it reads as no sentence; and it
    /// names no columns itself.
    fn is_row(&self, text: &[u8], (start, end): (usize, usize), fields: &[Range<usize>], table: &Table) -> bool {
        if fields.is_empty() || fields.len() == table.columns.len() {
            return true;
        }
        let is_other = || self.table_of(text, &(start..end)).is_some_and(|other| other.says_something());
        let is_prose = table.sign == b',' && memchr::memmem::find(&text[start..end], b", ").is_some();
        !is_prose && table.says_something() && !is_other()
    }

    /// A column whose name says something of its fields.
    fn named(&self, name: &[u8]) -> Option<Named> {
        let name = String::from_utf8_lossy(name);
        let (label, person) = (format!("{name}:"), member::kind_like(&name));
        (person.is_some() || self.names(&label)).then_some(Named { label, person })
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
    let is_wiki = bytes.trim_ascii_start().starts_with(WIKI);
    let sign = if is_wiki { b'|' } else { SIGNS.into_iter().find(|sign| memchr::memchr(*sign, bytes).is_some())? };
    if bytes.len() > MOST_COLUMNS * LONGEST_NAME {
        return None;
    }
    // The commas of a sentence have blanks behind them, and more than one word between them.
    let is_prose = sign == b',' && has_blank_behind_comma(bytes);
    let most_words = if is_prose { 1 } else { MOST_WORDS };
    let first = &bytes[..memchr::memchr(sign, bytes).unwrap_or(bytes.len())];
    if !is_name(first.trim_ascii(), most_words) {
        return None;
    }
    let names = if is_wiki { wiki_names(text, line) } else { fields(text, line.start, line.end, sign).1 };
    let names: Vec<Range<usize>> = names.into_iter().map(|name| without_mark(text, name)).collect();
    // One column is a table only with a rule below its name.
    let is_ruled = || is_rule(text[self::line(text, (line.end + 1).min(text.len()))].trim_ascii());
    let columns = names.iter().filter(|name| !name.is_empty()).count();
    let reads = (columns >= 2 || columns == 1 && is_ruled())
        && names.len() <= MOST_COLUMNS
        && names.iter().all(|name| is_name(&text[name.clone()], most_words));
    reads.then_some((sign, names))
}

/// Whether a comma that is in no quotes has a blank behind it.
fn has_blank_behind_comma(line: &[u8]) -> bool {
    let mut is_quoted = false;
    line.windows(2).any(|two| {
        is_quoted ^= two[0] == b'"';
        !is_quoted && two == b", "
    })
}

/// Whether a line is a rule below names.
fn is_rule(line: &[u8]) -> bool {
    line.iter().all(|b| matches!(b, b'-' | b'=' | b'+' | b'|' | b':' | b' ' | b'\t')) && line.len() > 2
}

/// Whether this may be the name of a column: a few words, and no number.
fn is_name(name: &[u8], most_words: usize) -> bool {
    let digits = name.iter().filter(|b| b.is_ascii_digit()).count();
    let words = name.split(|b| *b == b' ').count();
    let is_number = digits > 0 && !name.iter().any(|b| b.is_ascii_alphabetic() || *b >= 0x80 || *b == b'%');
    let is_sentence = words > 1 && name.contains(&b'.');
    // The arguments of a function.
    let is_call = name.contains(&b'(') != name.contains(&b')');
    name.len() <= LONGEST_NAME && words <= most_words && digits <= MOST_DIGITS && !is_number && !is_sentence && !is_call
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
fn row(text: &[u8], start: usize, table: &mut Table) -> Option<(usize, Vec<Range<usize>>)> {
    let first = line(text, start.min(text.len()));
    let bytes = text[first.clone()].trim_ascii();
    if bytes.is_empty() {
        return None;
    }
    if is_rule(bytes) {
        return Some((first.end, Vec::new()));
    }
    memchr::memchr(table.sign, bytes)?;
    if table.spans_lines && memchr::memchr(b'"', bytes).is_some() {
        let most = text.len().min(start + LONGEST_ROW);
        let (end, cells) = fields(text, start, most, table.sign);
        let is_closed = end == text.len() || text[end] == b'\n';
        if is_closed {
            return Some((end, cells));
        }
        table.spans_lines = false;
    }
    Some((first.end, fields(text, first.start, first.end, table.sign).1))
}

/// The fields from a place on, without the blanks and quotes around them, and where they end: at a line break that is in no
/// quotes, or where the text may be read to. A quote that begins a field holds what stands up to the next one.
fn fields(text: &[u8], start: usize, most: usize, sign: u8) -> (usize, Vec<Range<usize>>) {
    let mut fields = Vec::new();
    let (mut from, mut at, mut quoted, mut begins) = (start, start, false, true);
    while at < most && (quoted || text[at] != b'\n') {
        let b = text[at];
        if b == b'"' && (quoted || begins) {
            quoted = !quoted;
        } else if b == sign && !quoted {
            fields.push(trimmed(text, from..at));
            from = at + 1;
        }
        begins = !quoted && (b == sign || begins && b == b' ');
        at += 1;
    }
    fields.push(trimmed(text, from..at));
    // A quote that is not closed holds nothing.
    (if quoted { start } else { at }, fields)
}

fn trimmed(text: &[u8], span: Range<usize>) -> Range<usize> {
    let is_around = |b: &&u8| b.is_ascii_whitespace() || matches!(**b, b'"' | b'*');
    let lead = text[span.clone()].iter().take_while(is_around).count();
    let tail = text[span.start + lead..span.end].iter().rev().take_while(is_around).count();
    span.start + lead..span.end - tail
}
