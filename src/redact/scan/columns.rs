//! Tables in plain text: a line of names, and lines of as many cells, between commas, semicolons, tabs, bars or rows of
//! blanks. What a column is called labels what stands in it.

use super::super::detect::{Place, Reading, is_in_random_row, names_card, told_beside};
use super::super::gate::Signals;
use super::super::gate::lexicon::is_line_end;
use super::super::gate::words;
use super::super::mask;
use super::super::view::{Ranges, View};
use super::insert;
use super::table::tied;
use super::{DEPTH, Scan};
use std::borrow::Cow;
use std::ops::Range;

/// The longest name of a column, in bytes.
const LONGEST_NAME: usize = 40;
/// The most words of one.
const MOST_WORDS: usize = 4;
/// The longest cell that is a value.
const LONGEST_CELL: usize = 256;
/// How much of a line is looked at at once.
const BEGINNING: usize = 32;
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

/// A column: where its name stands, and what labels it where another column tells more of it.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: Range<usize>,
    told: Option<&'static str>,
}

/// A cell below or behind the name of its column.
pub(super) type Named = (Column, Range<usize>);

/// Where a table ends, and its cells.
type Table = (usize, Vec<Named>);

/// The lines of boxes that part the cells of a row.
const BARS: [&str; 3] = ["\u{2502}", "\u{2503}", "\u{2551}"];

/// What is tried, the surest first.
const PARTINGS: [Parting; 5] =
    [Parting::Sign(b'|'), Parting::Sign(b'\t'), Parting::Sign(b';'), Parting::Sign(b','), Parting::Blanks];

impl Scan<'_> {
    /// Reads the cells of a table in plain text, and the values of a statement, with what their columns are called.
    pub(super) fn look_at_columns(&mut self, view: &View, signals: Signals) {
        // The name of another column that tells more of one than its own is a telling word, whatever it tells of.
        let beside = signals.intersects(Signals::TELLING);
        let ruled = with_bars(view.text());
        let cells = named(&ruled, beside).into_iter().chain(insert::named(view.text(), beside));
        let reading = Reading::new(view, Place::default());
        for (Column { name, told }, cell) in cells {
            // A cell by itself shows nothing of the cells above and below it.
            if is_in_random_row(&reading, &cell) && !names_card(&view.text()[name.clone()]) {
                continue;
            }
            let name = String::from_utf8_lossy(told.map_or(&view.text()[name], str::as_bytes));
            let told = words::met(name.as_bytes());
            // What shows itself was found already.
            if !told.intersects(Signals::SAID) && !view.text()[cell.clone()].iter().any(u8::is_ascii_digit) {
                continue;
            }
            let label = tied(&name);
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

/// A text in which bars and dashes stand where a table is drawn with the lines of boxes, and all else where it was.
fn with_bars(text: &[u8]) -> Cow<'_, [u8]> {
    let is_drawn = || BARS.iter().any(|bar| memchr::memmem::find(text, bar.as_bytes()).is_some());
    // Most texts have no sign of the block of lines and arrows.
    if memchr::memchr(b'\xe2', text).is_none() || !is_drawn() {
        return Cow::Borrowed(text);
    }
    let mut drawn = text.to_vec();
    for at in memchr::memchr_iter(b'\xe2', text) {
        // The lines of boxes, U+2500 to U+257F.
        let Some(line) = text.get(at..at + 3).filter(|line| matches!(line[1], 0x94 | 0x95)) else { continue };
        let is_bar = BARS.iter().any(|bar| line == bar.as_bytes());
        drawn[at..at + 3].copy_from_slice(if is_bar { b"|  " } else { b"---" });
    }
    Cow::Owned(drawn)
}

/// The cells below the names of columns. What stands around a table ends it.
fn named(text: &[u8], beside: bool) -> Vec<Named> {
    let (mut cells, mut from) = (Vec::new(), 0);
    while let Some(first) = next_names(text, from) {
        let below = lines(text, first.end);
        let Some(second) = below.clone().next() else { break };
        let table = |parting: Parting| {
            // Most lines are none of a table, and a look at two of them tells.
            if ![&first, &second].into_iter().all(|line| parting.parts(&text[line.clone()])) {
                return None;
            }
            table(text, &names(text, &first, parting)?, below.clone(), (parting, beside))
        };
        let ruled = || ruled(text, &first, beside);
        let (end, found) = ruled().or_else(|| PARTINGS.into_iter().find_map(table)).unwrap_or((first.end, Vec::new()));
        cells.extend(found);
        from = end;
    }
    cells
}

/// What a byte may be in a line of names, whatever parts them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Word,
    Blank,
    Parting,
    End,
    Other,
}

static ROLES: [Role; 256] = {
    let mut roles = [Role::Other; 256];
    let mut byte = 0;
    while byte < roles.len() {
        roles[byte] = match byte as u8 {
            b' ' => Role::Blank,
            b'|' | b'\t' | b';' | b',' => Role::Parting,
            b if matches!(b, b'"' | b'\'' | b'`') || is_of_name(b) => Role::Word,
            b if is_line_end(b) => Role::End,
            _ => Role::Other,
        };
        byte += 1;
    }
    roles
};

/// The next line from the beginning or the end of one on that may be one of names, with any signs between them. Most
/// lines begin with more words than a name has.
fn next_names(text: &[u8], mut from: usize) -> Option<Range<usize>> {
    while from < text.len() {
        from += text[from..].iter().take_while(|b| **b == b' ' || is_line_end(**b)).count();
        let (len, may_be_names) =
            if begins_with_words(&text[from..]) { (0, false) } else { names_begin(&text[from..]) };
        let line = from..from + len;
        if may_be_names && !text[line.clone()].iter().all(is_rule) {
            return Some(line);
        }
        from = line.end + memchr::memchr2(b'\n', b'\r', &text[line.end..])? + 1;
    }
    None
}

/// Whether the first bytes of a line show more words than a name has. Without branches, so that they become vectors.
fn begins_with_words(line: &[u8]) -> bool {
    let (Some(first), Some((_, behind))) = (line.first_chunk::<BEGINNING>(), line.split_first()) else { return false };
    let Some(next) = behind.first_chunk::<BEGINNING>() else { return false };
    let blank = |b: u8| u8::from(b == b' ');
    let parts = |b: u8| u8::from((b == b'|') | (b == b'\t') | (b == b';') | (b == b',') | is_line_end(b));
    let blanks = first.iter().fold(0, |sum, b| sum + blank(*b));
    let parted =
        first.iter().zip(next).fold(parts(first[0]), |any, (b, next)| any | parts(*next) | blank(*b) & blank(*next));
    parted == 0 && usize::from(blanks) >= MOST_WORDS
}

/// How far a line may be one of names, and whether all of it may.
fn names_begin(text: &[u8]) -> (usize, bool) {
    // A line begins as if behind a gap, which parts nothing where no word stands before it.
    let (mut words, mut blanks, mut is_parted) = (0, 2, false);
    let mut at = 0;
    let is_framed = text.first() == Some(&b'|');
    while at < text.len() {
        match ROLES[usize::from(text[at])] {
            Role::Other if is_framed && is_aside(text[at]) => {}
            Role::Word => {
                is_parted |= blanks > 1 && words > 0;
                words = if blanks > 1 { 1 } else { words + 1 };
                if words > MOST_WORDS {
                    return (at, false);
                }
                blanks = 0;
                at += text[at + 1..].iter().take_while(|b| ROLES[usize::from(**b)] == Role::Word).count();
            }
            Role::Blank => blanks += 1,
            Role::Parting => (blanks, is_parted) = (2, true),
            Role::End => return (at, is_parted),
            Role::Other => return (at, false),
        }
        at += 1;
    }
    (at, is_parted)
}

/// The names of columns if the line may be one of names with these signs between them.
fn names(text: &[u8], line: &Range<usize>, parting: Parting) -> Option<Vec<Range<usize>>> {
    let mut names = cells(text, line, parting);
    // Two bars between names are one.
    names.retain(|name| !text[..name.end].ends_with(b"|") || !text[name.end..].starts_with(b"|"));
    let is_framed = parting == Parting::Sign(b'|') && text[line.start] == b'|';
    let is_named = |name: &[u8]| is_name(name) || is_framed && is_name_with_remark(name);
    let fits = (2..=MOST_COLUMNS).contains(&names.len()) && names.iter().all(|name| is_named(&text[name.clone()]));
    fits.then_some(names)
}

/// The rows right below the names that have as many cells: where they end, and what stands in them.
fn table(
    text: &[u8],
    names: &[Range<usize>],
    lines: impl Iterator<Item = Range<usize>>,
    (parting, beside): (Parting, bool),
) -> Option<Table> {
    let is_value = |(_, cell): &(usize, Range<usize>)| (1..=LONGEST_CELL).contains(&cell.len());
    let mut found = Vec::new();
    let mut end = None;
    for line in lines {
        let mut cells = cells(text, &line, parting);
        // A bar too many parts nothing.
        if cells.len() != names.len() && parting == Parting::Sign(b'|') {
            cells.retain(|cell| !cell.is_empty());
        }
        let Some(cells) = placed(cells, names, parting) else { break };
        found.extend(cells.into_iter().filter(is_value));
        end = Some(line.end);
    }
    let (end, columns) = (end?, columns(text, names, beside));
    Some((end, found.into_iter().map(|(column, cell)| (columns[column].clone(), cell)).collect()))
}

/// The cells of a row, each with the number of its column; none where there are not as many. Between blanks a cell that is
/// empty leaves no trace: the others stand right below their names then.
fn placed(cells: Vec<Range<usize>>, names: &[Range<usize>], parting: Parting) -> Option<Vec<(usize, Range<usize>)>> {
    if cells.len() == names.len() {
        return Some(cells.into_iter().enumerate().collect());
    }
    let (first, base) = (cells.first()?.start, names.first()?.start);
    let below = |cell: &Range<usize>| names.iter().position(|name| name.start - base == cell.start - first);
    let fits = parting == Parting::Blanks && cells.len() > 1;
    fits.then(|| cells.into_iter().map(|cell| Some((below(&cell)?, cell))).collect()).flatten()
}

/// The same of a table whose columns a line of dashes rules off, as wide as they are: cells may be empty, and names may
/// have one blank between them.
fn ruled(text: &[u8], first: &Range<usize>, beside: bool) -> Option<Table> {
    let start = first.end + text[first.end..].iter().take(2).take_while(|b| is_line_end(**b)).count();
    if !text[start..].starts_with(b"--") {
        return None;
    }
    let line = |from: usize| from..from + memchr::memchr2(b'\n', b'\r', &text[from..]).unwrap_or(text.len() - from);
    let rule = line(start);
    let dashes = text[rule.clone()].trim_ascii_end();
    if !dashes.iter().all(|b| matches!(b, b'-' | b' ')) {
        return None;
    }
    let begins = |at: &usize| dashes[*at] == b'-' && (*at == 0 || dashes[at - 1] == b' ');
    let starts: Vec<usize> = (0..dashes.len()).filter(begins).collect();
    let cut = |line: Range<usize>| -> Option<Vec<Range<usize>>> {
        let place = |at: usize| line.end.min(line.start + at);
        let parted = starts.iter().skip(1).all(|at| place(*at) == line.end || text[place(*at) - 1] == b' ');
        let ends = starts.iter().skip(1).copied().chain([usize::MAX >> 1]);
        let cell = |(from, to): (&usize, usize)| trimmed(text, place(*from)..place(to), |b| b == b' ');
        parted.then(|| starts.iter().zip(ends).map(cell).collect())
    };
    let names = cut(line(first.start - lead_of(text, first.start)))?;
    if !(2..=MOST_COLUMNS).contains(&names.len()) || !names.iter().all(|name| is_name(&text[name.clone()])) {
        return None;
    }
    let columns = columns(text, &names, beside);
    let (mut found, mut end) = (Vec::new(), rule.end);
    for row in lines(text, rule.end) {
        // An empty line ends the table.
        let Some(cells) = cut(row.clone()).filter(|_| row.start <= end + 2) else { break };
        let is_value = |(_, cell): &Named| (1..=LONGEST_CELL).contains(&cell.len());
        found.extend(columns.iter().cloned().zip(cells).filter(is_value));
        end = row.end;
    }
    Some((end, found))
}

/// The parts of a stretch between signs, each where it stands in the text.
pub(in crate::redact) fn between(text: &[u8], span: Range<usize>, sign: u8) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = span.start;
    text[span].split(move |b| *b == sign).map(move |part| {
        let start = at;
        at += part.len() + 1;
        start..start + part.len()
    })
}

/// How many blanks stand before a place on its line.
fn lead_of(text: &[u8], at: usize) -> usize {
    text[..at].iter().rev().take_while(|b| **b == b' ').count()
}

/// The columns of a table by their names, and by what others tell of them where that is asked for.
pub(super) fn columns(text: &[u8], names: &[Range<usize>], beside: bool) -> Vec<Column> {
    let said = names.iter().map(|name| str::from_utf8(&text[name.clone()]).unwrap_or_default());
    let told = |name: &str| if beside { told_beside(name, said.clone()) } else { None };
    names.iter().zip(said.clone()).map(|(name, said)| Column { name: name.clone(), told: told(said) }).collect()
}

/// Lines behind a place with something in them, but for those that rule off a header.
fn lines(text: &[u8], from: usize) -> impl Iterator<Item = Range<usize>> + Clone {
    let mut start = from;
    let ends = memchr::memchr2_iter(b'\n', b'\r', &text[from..]).map(move |end| from + end).chain([text.len()]);
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
    // Bars stand around a line as well, and two of them around the names. Between two of them a cell may be empty.
    if sign == b'|' {
        let (doubled, ends) = (text[line.clone()].starts_with(b"||"), [line.start, line.end]);
        parts.retain(|part| !part.is_empty() || !doubled && !ends.contains(&part.start));
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
        [b'"', .., b'"'] | [b'\'', .., b'\''] | [b'`', .., b'`'] => part.start + 1..part.end - 1,
        _ => part,
    }
}

/// Whether this may stand in a word of a name.
const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'*' | b'#')
}

/// Whether a text may be the name of a column: a few words.
pub(in crate::redact) fn is_name(text: &[u8]) -> bool {
    let blanks = || text.iter().filter(|b| **b == b' ').count();
    (1..=LONGEST_NAME).contains(&text.len())
        && text.iter().all(|b| *b == b' ' || is_of_name(*b))
        && blanks() < MOST_WORDS
        && text.iter().any(|b| !b.is_ascii_digit() && *b != b'.')
}

/// Whether this may stand in the name of a column between bars as well: around a remark, or behind the name.
const fn is_aside(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'\'' | b':' | b'&' | b'+')
}

/// Whether a text may be the name of a column with a remark: `API key (prod)`, `Code d'accès`.
fn is_name_with_remark(text: &[u8]) -> bool {
    let plain: Vec<u8> = text.iter().copied().filter(|b| !is_aside(*b)).collect();
    text.len() <= LONGEST_NAME && is_name(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::promptly::promptly;
    use crate::redact::{Policy, Redactor, Tally};
    use proptest::prelude::*;

    fn said(text: &str) -> Vec<(&str, &str)> {
        let named = named(text.as_bytes(), true).into_iter().map(|(column, cell)| (&text[column.name], &text[cell]));
        named.filter(|(name, _)| matches!(*name, "password" | "secret")).collect()
    }

    #[test]
    fn a_column_is_told_by_the_names_beside_it() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        for (table, value, kind) in [
            ("User,Security question,Answer\nann,First pet,#\nbob,First school,#", "Lindenhof", "[SECRET]"),
            ("| Site | Alarm code |\n| North | # |\n| South | # |", "4711", "[SECRET]"),
            ("Name;Account;Sort code\nAnn;#;x\nBob;#;x", "48213377", "[ACCOUNT_NUMBER]"),
        ] {
            let text = table.replace('#', value);
            assert_eq!(redactor.text(&text, &mut Tally::new()), table.replace('#', kind), "{table}");
        }
        for text in ["User,Question,Answer\nann,First pet,Lindenhof\nbob,x,Minka", "Name;Account;Tier\nAnn;48213377;x"]
        {
            assert_eq!(redactor.text(text, &mut Tally::new()), text);
        }
    }

    #[test]
    fn the_lines_of_boxes_part_cells_as_bars_do() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let table = |value: &str| {
            format!(
                "\u{250c}\u{2500}\u{2500}\u{252c}\u{2500}\u{2500}\u{2510}\n\u{2502} Who \u{2502} MRN \u{2502}\n\
                 \u{251c}\u{2500}\u{2500}\u{253c}\u{2500}\u{2500}\u{2524}\n\u{2502} Ann \u{2502} {value} \u{2502}\n\
                 \u{2514}\u{2500}\u{2500}\u{2534}\u{2500}\u{2500}\u{2518}\n"
            )
        };
        let output = redactor.text(&table("00482913"), &mut Tally::new()).into_owned();
        assert_eq!(output, table("[MEDICAL_RECORD_NUMBER]"));
        let other = table("00482913").replace("MRN", "Run");
        assert_eq!(redactor.text(&other, &mut Tally::new()), other);
        assert_eq!(
            with_bars("a \u{2192} b \u{2503} c \u{2550}".as_bytes()).as_ref(),
            "a \u{2192} b |   c ---".as_bytes()
        );
        let tree = "\u{251c}\u{2500} password\n\u{2502}  \u{2514}\u{2500} Reset2.rs\n";
        assert_eq!(redactor.text(tree, &mut Tally::new()), tree);
    }

    #[test]
    fn names_between_bars_may_have_remarks() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let table = |name: &str, value: &str| format!("||Who||{name}||Note||\n|Ann|{value}|x|\n|Bob|{value}|y|");
        for (name, value) in
            [("API key (prod)", "aB3xQ9zR7tYw1kLm"), ("Code d'acc\u{e8}s", "435279"), ("Password:", "sunny77")]
        {
            assert_eq!(redactor.text(&table(name, value), &mut Tally::new()), table(name, "[SECRET]"), "{name}");
        }
        for text in [table("Passed (of all)", "435279"), table("Number of tests, passed", "435279")] {
            assert_eq!(redactor.text(&text, &mut Tally::new()), text);
        }
    }

    #[test]
    fn a_cell_is_told_by_the_name_of_its_column() {
        for text in [
            "user,password,host\nann,swordfish,db\nbob,hunter,web",
            "user;password;host\nann;\"swordfish\";db\nbob; hunter ;web",
            "user\tpassword\thost\r\nann\tswordfish\tdb\r\nbob\thunter\tweb\r\n",
            "| `user` | `password` | host |\n|---|:---:|---|\n| ann | `swordfish` | db |\n| bob | hunter | web |",
            "| user | password | host |\n|---|:---:|---|\n| ann | swordfish | db |\n| bob | hunter | web |",
            "||user||password||host||\n|ann|swordfish|db|\n|bob|hunter|web|",
            "||user||password||host||\n|ann|swordfish||\n|bob|hunter|web|",
            "user || password || host\nann || swordfish || db\nbob || hunter || web",
            "user   password   host\n----   --------   ----\nann    swordfish  db\nbob    hunter     web",
        ] {
            assert_eq!(said(text), [("password", "swordfish"), ("password", "hunter")], "{text}");
        }
        for text in [
            "Users:\nuser;password\nann;swordfish\nbob;hunter",
            " user | password\n------+---\n ann | swordfish\n bob | hunter\n(2 rows)",
            "user,password\nann,swordfish\nbob,hunter\neve,x,y",
            "    It is:\n\n    user   password\n\n    ann    swordfish\n    bob    hunter",
            "name user password   last\n---- ---- --------   ----\nx    ann  swordfish  12/1/2026 9:12 AM\n          hunter",
            "user   password   host\nann    swordfish  db\nbob    hunter",
            "user      password  note\n--------- --------- ----\nann ann   swordfish\nbob       hunter    x",
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

    fn may_be_names(line: &str) -> bool {
        next_names(line.as_bytes(), 0).is_some()
    }

    #[test]
    fn what_may_be_names_is_told_from_prose() {
        for line in
            ["user,host", "a b c d;e", "|a b c d|", "a b  c d e f  g", "\"a\"\t'b'", "  x   y.z", "\u{e9},\u{e9}"]
        {
            assert!(may_be_names(line), "{line}");
        }
        for line in ["", "   ", "user", "  user  ", "a b c d e,f", "a,b (c)", "a  b:", "x, and so on for long", "--|--"]
        {
            assert!(!may_be_names(line), "{line}");
        }
        assert_eq!(next_names(b"x y\r\n\nand so on for long, a\na,b\nc", 0), Some(28..31));
    }

    proptest! {
        #[test]
        fn a_line_of_names_is_never_overlooked(line in "[ab \t|;,\"'é(-]{0,40}|([ab]{1,4}[ ,;|]{1,3}){2,12}| {0,9}([ab]{1,9} ){1,9}, b") {
            let text = line.as_bytes();
            for parting in PARTINGS.into_iter().filter(|_| !text.iter().all(is_rule)) {
                let is_one = parting.parts(text) && names(text, &(0..text.len()), parting).is_some();
                prop_assert!(!is_one || may_be_names(&line), "{:?} {}", parting, line);
            }
        }
    }

    #[test]
    fn a_million_signs_take_no_time() {
        promptly(|| {
            let blank = format!("a,b\nx,{}y{}", " ".repeat(1 << 19), "\"".repeat(1 << 19));
            for text in ["password,".repeat(1 << 18), "password,x\n".repeat(1 << 17), blank] {
                named(text.as_bytes(), true);
            }
        });
    }
}
