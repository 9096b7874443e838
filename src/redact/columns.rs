//! Tables in plain text: a line of names, and lines of as many cells, between commas, semicolons, tabs, bars or rows of
//! blanks. What a column is called labels what stands in it.

use super::detect::Place;
use super::gate::Signals;
use super::insert;
use super::lexicon::is_line_end;
use super::mask;
use super::scan::{DEPTH, Scan};
use super::table::tied;
use super::view::{Ranges, View};
use super::words;
use std::ops::Range;

/// The longest name of a column, in bytes.
const LONGEST_NAME: usize = 40;
/// The most words of one.
const MOST_WORDS: usize = 4;
/// The longest cell that is a value.
const LONGEST_CELL: usize = 256;
/// Columns that are told apart.
const MOST_COLUMNS: usize = 64;

/// What parts the cells of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parting {
    /// This sign, unless it stands in quotes; one at the beginning or the end of a line frames it.
    Sign(u8),
    /// Two blanks or more.
    Blanks,
}

impl Parting {
    /// Whether the first cell of the line may be a name: sentences are told by their first words.
    fn begins_with_name(self, line: &[u8]) -> bool {
        let line = line.trim_ascii_start();
        let first = line[..self.next(line).unwrap_or(line.len())].trim_ascii_end();
        first.is_empty() || matches!(first, [b'"' | b'\'', ..]) || is_name(first)
    }

    /// Whether the line has more than one cell.
    fn parts(self, line: &[u8]) -> bool {
        self.next(line).is_some()
    }

    /// The first place where a line is parted. Blanks at the beginning of a line part nothing.
    fn next(self, text: &[u8]) -> Option<usize> {
        match self {
            Self::Sign(sign) => memchr::memchr(sign, text),
            Self::Blanks => gap(text),
        }
    }

    /// Whether two lines stand right below each other that are a table. Most text has none, and this is told without a
    /// look at each of its lines.
    fn makes_table(self, text: &[u8]) -> bool {
        let next = |from: usize| self.next(&text[from..]).map(|at| from + at);
        let mut parted = next(0);
        while let Some((at, end)) = parted.and_then(|at| Some((at, line_end(text, at)?))) {
            parted = next(end);
            let Some(below) = parted else { break };
            let start = line_start(text, below);
            let near = text[end..start].iter().all(is_rule);
            if near && self.names(text, line_start(text, at)..end, start..line_end(text, below).unwrap_or(text.len())) {
                return true;
            }
        }
        false
    }

    /// Whether the first line names the columns of the second one, or is ruled off by it.
    fn names(self, text: &[u8], first: Range<usize>, second: Range<usize>) -> bool {
        let fits = |names: Vec<Range<usize>>| {
            text[second.clone()].iter().all(is_rule) || cells(text, &second, self).len() == names.len()
        };
        names(text, &first, self).is_some_and(fits)
    }
}

/// The first place with two blanks or more behind something else in its line.
fn gap(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        let window = &text[at..];
        let blanks = mask::mask(window, |b| b == b' ');
        let pairs = blanks & blanks >> 1 & !(blanks << 1);
        if pairs > 1 {
            let begins = pairs & !(mask::mask(window, is_line_end) << 1) & !1;
            if begins != 0 {
                return Some(at + begins.trailing_zeros() as usize);
            }
        }
        // A pair may begin with the last byte, and needs the one before.
        at += mask::WIDTH - 2;
    }
    None
}

/// The end of the line that a place is in, unless it is the last one.
fn line_end(text: &[u8], at: usize) -> Option<usize> {
    memchr::memchr2(b'\n', b'\r', &text[at..]).map(|line| at + line)
}

/// The beginning of the line that a place is in.
fn line_start(text: &[u8], at: usize) -> usize {
    memchr::memrchr2(b'\n', b'\r', &text[..at]).map_or(0, |line| line + 1)
}

/// How many rows a table has, and its cells, each with the place of its name.
type Table = (usize, Vec<(Range<usize>, Range<usize>)>);

/// What is tried, the surest first.
const PARTINGS: [Parting; 5] =
    [Parting::Sign(b'|'), Parting::Sign(b'\t'), Parting::Sign(b';'), Parting::Sign(b','), Parting::Blanks];

impl Scan<'_> {
    /// Reads the cells of a table in plain text, and the values of a statement, with what their columns are called.
    pub(super) fn look_at_columns(&mut self, view: &View) {
        for (name, cell) in named(view.text()).into_iter().chain(insert::named(view.text())) {
            let told = words::met(&view.text()[name.clone()]);
            // What shows itself was found already.
            if !told.any_of(Signals::SAID) && !view.text()[cell.clone()].iter().any(u8::is_ascii_digit) {
                continue;
            }
            let label = tied(&String::from_utf8_lossy(&view.text()[name]));
            let mut part = View::new(view.is_tight());
            part.append(view, cell);
            let signals = (self.signals(&part) | told).worth(part.text());
            let place = Place { label: &label, field: false, region: self.redactor.policy().region() };
            if self.redactor.seeks(signals) {
                self.look(&part, signals, place, &Ranges::new(), DEPTH);
            }
        }
    }
}

/// The cells below the names of columns, each with the place of its name. What stands around a table ends it.
fn named(text: &[u8]) -> Vec<(Range<usize>, Range<usize>)> {
    let known = PARTINGS.map(|parting| parting.makes_table(text));
    if !known.contains(&true) {
        return Vec::new();
    }
    let partings = || PARTINGS.into_iter().zip(known).filter(|(_, known)| *known).map(|(parting, _)| parting);
    let lines: Vec<Range<usize>> = lines(text).collect();
    let mut cells = Vec::new();
    let mut at = 0;
    while at + 1 < lines.len() {
        let table = |parting: Parting| {
            // Most lines are none of a table, and a look at two of them tells.
            if !lines[at..at + 2].iter().all(|line| parting.parts(&text[line.clone()])) {
                return None;
            }
            let names = names(text, &lines[at], parting)?;
            table(text, &names, &lines[at + 1..], parting)
        };
        let (rows, found) = partings().find_map(table).unwrap_or_default();
        cells.extend(found);
        at += 1 + rows;
    }
    cells
}

/// The names of columns if the line may be one of names with these signs between them.
fn names(text: &[u8], line: &Range<usize>, parting: Parting) -> Option<Vec<Range<usize>>> {
    if !parting.begins_with_name(&text[line.clone()]) {
        return None;
    }
    let names = cells(text, line, parting);
    let fits = (2..=MOST_COLUMNS).contains(&names.len()) && names.iter().all(|name| is_name(&text[name.clone()]));
    fits.then_some(names)
}

/// The rows right below the names that have as many cells: how many there are, and what stands in them.
fn table(text: &[u8], names: &[Range<usize>], lines: &[Range<usize>], parting: Parting) -> Option<Table> {
    let is_value = |(_, cell): &(Range<usize>, Range<usize>)| (1..=LONGEST_CELL).contains(&cell.len());
    let mut named = Vec::new();
    let mut rows = 0;
    for line in lines {
        let cells = cells(text, line, parting);
        if cells.len() != names.len() {
            break;
        }
        named.extend(names.iter().cloned().zip(cells).filter(is_value));
        rows += 1;
    }
    (rows > 0).then_some((rows, named))
}

/// Lines with something in them, but for those that rule off a header.
fn lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let ends = memchr::memchr2_iter(b'\n', b'\r', text).chain([text.len()]);
    let spans = ends.map(move |end| std::mem::replace(&mut start, end + 1)..end);
    spans.filter(move |span| !text[span.clone()].iter().all(is_rule))
}

/// Whether this rules off a header, or ends a line.
fn is_rule(byte: &u8) -> bool {
    matches!(byte, b'-' | b'=' | b'+' | b'|' | b':' | b' ' | b'\t') || is_line_end(*byte)
}

/// The cells of a line, without the blanks and quotes around them.
fn cells(text: &[u8], line: &Range<usize>, parting: Parting) -> Vec<Range<usize>> {
    let parts = match parting {
        Parting::Sign(sign) => between_signs(text, trimmed(text, line.clone(), |b| b == b' '), sign),
        Parting::Blanks => between_blanks(text, trimmed(text, line.clone(), |b| b == b' ')),
    };
    parts.into_iter().map(|part| unquoted(text, trimmed(text, part, |b| matches!(b, b' ' | b'\t')))).collect()
}

fn between_signs(text: &[u8], line: Range<usize>, sign: u8) -> Vec<Range<usize>> {
    let (mut parts, mut start) = (Vec::new(), line.start);
    let (mut begins, mut quoted) = (true, false);
    for at in line.clone() {
        match text[at] {
            b'"' if quoted || begins => (begins, quoted) = (false, !quoted),
            b if b == sign && !quoted => {
                parts.push(start..at);
                (start, begins) = (at + 1, true);
            }
            b => begins = begins && b == b' ',
        }
    }
    parts.push(start..line.end);
    // Bars stand around a line as well, and two of them around the names.
    if sign == b'|' {
        parts.retain(|part| !part.is_empty());
    }
    parts
}

fn between_blanks(text: &[u8], line: Range<usize>) -> Vec<Range<usize>> {
    let (mut parts, mut start, mut at) = (Vec::new(), line.start, line.start);
    while at < line.end {
        let blanks = text[at..line.end].iter().take_while(|b| **b == b' ').count();
        if blanks > 1 {
            parts.push(start..at);
            start = at + blanks;
        }
        at += blanks.max(1);
    }
    parts.push(start..line.end);
    parts
}

/// A part of a text without what is blank at both ends of it.
pub(super) fn trimmed(text: &[u8], part: Range<usize>, is_blank: impl Fn(u8) -> bool) -> Range<usize> {
    let before = text[part.clone()].iter().take_while(|b| is_blank(**b)).count();
    let behind = text[part.start + before..part.end].iter().rev().take_while(|b| is_blank(**b)).count();
    part.start + before..part.end - behind
}

fn unquoted(text: &[u8], part: Range<usize>) -> Range<usize> {
    match &text[part.clone()] {
        [b'"', .., b'"'] | [b'\'', .., b'\''] => part.start + 1..part.end - 1,
        _ => part,
    }
}

/// Whether a text may be the name of a column: a few words.
pub(super) fn is_name(text: &[u8]) -> bool {
    let fits =
        |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || matches!(b, b' ' | b'_' | b'-' | b'.' | b'/' | b'*' | b'#');
    let blanks = || text.iter().filter(|b| **b == b' ').count();
    (1..=LONGEST_NAME).contains(&text.len())
        && text.iter().all(fits)
        && blanks() < MOST_WORDS
        && text.iter().any(|b| !b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::{Policy, Redactor, Tally};
    use super::*;

    fn said(text: &str) -> Vec<(&str, &str)> {
        let named = named(text.as_bytes()).into_iter().map(|(name, cell)| (&text[name], &text[cell]));
        named.filter(|(name, _)| matches!(*name, "password" | "secret")).collect()
    }

    #[test]
    fn a_cell_is_told_by_the_name_of_its_column() {
        for text in [
            "user,password,host\nann,swordfish,db\nbob,hunter,web",
            "user;password;host\nann;\"swordfish\";db\nbob; hunter ;web",
            "user\tpassword\thost\r\nann\tswordfish\tdb\r\nbob\thunter\tweb\r\n",
            "| user | password | host |\n|---|:---:|---|\n| ann | swordfish | db |\n| bob | hunter | web |",
            "||user||password||host||\n|ann|swordfish|db|\n|bob|hunter|web|",
            "user   password   host\n----   --------   ----\nann    swordfish  db\nbob    hunter     web",
        ] {
            assert_eq!(said(text), [("password", "swordfish"), ("password", "hunter")], "{text}");
        }
        for text in [
            "Users:\nuser;password\nann;swordfish\nbob;hunter",
            " user | password\n------+---\n ann | swordfish\n bob | hunter\n(2 rows)",
            "user,password\nann,swordfish\nbob,hunter\neve,x,y",
            "    It is:\n\n    user   password\n\n    ann    swordfish\n    bob    hunter",
        ] {
            assert_eq!(said(text), [("password", "swordfish"), ("password", "hunter")], "{text}");
        }
        assert_eq!(said("\"id\",\"a note\",\"secret\"\n1,\"a,b\",\"c,d\""), [("secret", "c,d")]);
    }

    #[test]
    fn values_of_statements_are_redacted_by_the_names_of_their_columns() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        for (text, redacted) in [
            ("INSERT INTO u (name, password) VALUES ('bob', 'Sunny-7');", "VALUES ('bob', '[SECRET]');"),
            (
                "insert into u (`id`, `user_password`, `on`)\nvalues (1, 'falcon', true);",
                "values (1, '[SECRET]', true);",
            ),
            (
                "INSERT INTO u (n, pwd) VALUES ('a', 'Sunny-7'), ('b', 'x y (z)')",
                "VALUES ('a', '[SECRET]'), ('b', 'x y (z)')",
            ),
            (
                "INSERT INTO u (id, ssn, mrn) VALUES (1, '223456789', 'A1234567')",
                "VALUES (1, '[US_SSN]', '[MEDICAL_RECORD_NUMBER]')",
            ),
        ] {
            let output = redactor.text(text, &mut Tally::new()).into_owned();
            assert!(output.ends_with(redacted), "{output}");
        }
        for text in [
            "INSERT INTO u (id, name) VALUES (1234567, 'Sunny-7');",
            "INSERT INTO u (name, password) VALUES (?, ?)",
            "INSERT INTO u (name, password) VALUES (:n, ':pw1')",
            "INSERT INTO u (password_hash) VALUES ('Sunny-7')",
        ] {
            assert_eq!(redactor.text(text, &mut Tally::new()), text);
        }
    }

    #[test]
    fn prose_is_no_table() {
        for text in [
            "user,host\nann,db",
            "user,password",
            "Enter the user, the password, and the host,\nthen wait, read, go, on",
            "user, password\nann, swordfish, and more",
            "user,password\nann",
            "ann,swordfish\nuser,password",
            "Give your password to nobody; call the desk at once;\nsee; you",
            "",
        ] {
            assert_eq!(said(text), [], "{text}");
        }
    }

    #[test]
    fn a_million_signs_take_no_time() {
        let blank = format!("a,b\nx,{}y{}", " ".repeat(1 << 19), "\"".repeat(1 << 19));
        for text in ["password,".repeat(1 << 18), "password,x\n".repeat(1 << 17), blank] {
            named(text.as_bytes());
        }
    }
}
