//! Tables in plain text: lines of fields with one sign between them, of which the first names the columns.

use super::Scan;
use super::people::person_of;
use crate::view::View;
use std::ops::Range;

/// What may stand between fields.
const SIGNS: [u8; 4] = [b'\t', b'|', b';', b','];
/// The longest name of a column, in bytes.
const LONGEST_NAME: usize = 48;
/// The most columns.
const MOST_COLUMNS: usize = 128;
/// The most rows, so that a hostile text costs no more than another.
const MOST_ROWS: usize = 4096;

impl Scan<'_> {
    /// Reads each field of a table under the name of its column.
    pub(super) fn look_at_cells(&mut self, view: &View) {
        let text = view.text();
        let mut rows = lines(text);
        // The table may begin behind a line of prose.
        while let Some(header) = rows.next() {
            let Some((sign, names)) = header_of(text, &header) else { continue };
            let columns: Vec<(String, Option<&str>)> = names
                .iter()
                .map(|name| {
                    let name = String::from_utf8_lossy(&text[name.clone()]);
                    (format!("{name}:"), person_of(&name))
                })
                .collect();
            for row in rows.by_ref().take(MOST_ROWS) {
                let fields = fields(text, &row, sign);
                if fields.len() != names.len() {
                    break;
                }
                let named = |((label, _), field): &(&(String, _), Range<usize>)| label.len() > 1 && !field.is_empty();
                for ((label, person), field) in columns.iter().zip(fields).filter(named) {
                    if let Some(kind) = person {
                        self.called(kind, view, field.clone());
                    }
                    self.look_within(view, field, label);
                }
            }
        }
    }
}

/// The lines of a text.
fn lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let len = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = start..start + len;
        start += len + 1;
        Some(line)
    })
}

/// The sign between the fields of a line of names, and these.
fn header_of(text: &[u8], line: &Range<usize>) -> Option<(u8, Vec<Range<usize>>)> {
    let bytes = &text[line.clone()];
    let sign = SIGNS.into_iter().find(|sign| memchr::memchr(*sign, bytes).is_some())?;
    // The commas of a sentence have blanks behind them.
    let is_prose = sign == b',' && memchr::memmem::find(bytes, b", ").is_some();
    if is_prose || bytes.len() > MOST_COLUMNS * LONGEST_NAME || bytes.iter().any(u8::is_ascii_digit) {
        return None;
    }
    let names = fields(text, line, sign);
    let is_name = |name: &Range<usize>| name.len() <= LONGEST_NAME && !text[name.clone()].contains(&b'.');
    // A sentence with a comma is no header.
    let least = if sign == b',' { 3 } else { 2 };
    let reads = names.iter().filter(|name| !name.is_empty()).count() >= least && names.iter().all(is_name);
    let words = |name: &Range<usize>| text[name.clone()].split(|b| *b == b' ').count();
    (reads && names.len() <= MOST_COLUMNS && names.iter().all(|name| words(name) <= 4)).then_some((sign, names))
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
    let is_around = |b: &&u8| b.is_ascii_whitespace() || **b == b'"';
    let lead = text[span.clone()].iter().take_while(is_around).count();
    let tail = text[span.start + lead..span.end].iter().rev().take_while(is_around).count();
    span.start + lead..span.end - tail
}
