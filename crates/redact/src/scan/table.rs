//! Tables of markup: which headers a cell has.
//!
//! The first row names the columns if it consists of header cells, or if all its cells are short and hold no digits. The first
//! cell of a row names the others. What spans several columns names each of them; inner tables are their own.

/// The most columns that are told apart.
const MOST_COLUMNS: usize = 256;
/// The most rows that a cell takes.
const MOST_ROWS: usize = 4096;
/// The longest name of a column, in bytes, and the most digits of one.
const LONGEST_NAME: usize = 64;
const MOST_DIGITS: usize = 2;
/// The deepest nesting of tables.
const DEEPEST: usize = 8;

/// The tables that are open.
#[derive(Debug, Default)]
pub(crate) struct Tables(Vec<Table>);

#[derive(Debug, Default)]
struct Table {
    /// What names the columns, once they are known, each as labels.
    names: Option<Vec<Vec<String>>>,
    /// The cells of this row so far: what they say, how many columns they take, and whether they are headers.
    row: Vec<Cell>,
    /// The column of the cell that is open.
    column: usize,
    /// How many more rows the cells above take in each column.
    spans: Vec<usize>,
    /// The same of the cells of this row.
    below: Vec<usize>,
    in_cell: bool,
}

#[derive(Debug, Default)]
struct Cell {
    said: String,
    columns: usize,
    is_header: bool,
    /// How many blocks were read in it.
    blocks: usize,
}

impl Tables {
    /// A tag; `size` tells how many columns and how many rows a cell takes.
    pub(crate) fn tag(&mut self, name: &[u8], closes: bool, size: impl FnOnce() -> (usize, usize)) {
        match (name, closes) {
            (b"table", false) if self.0.len() < DEEPEST => self.0.push(Table::default()),
            (b"table", true) => drop(self.0.pop()),
            (b"tr", false) => self.0.last_mut().into_iter().for_each(Table::begin_row),
            (b"tr", true) => self.0.last_mut().into_iter().for_each(Table::end_row),
            (b"td" | b"th", false) => {
                let (columns, rows) = size();
                let size = (columns.clamp(1, MOST_COLUMNS), rows.clamp(1, MOST_ROWS));
                self.0.last_mut().into_iter().for_each(|table| table.begin_cell(size, name == b"th"));
            }
            (b"td" | b"th", true) => self.0.last_mut().into_iter().for_each(|table| table.in_cell = false),
            _ => {}
        }
    }

    /// Whether a cell is open in which nothing was read yet.
    pub(crate) fn begins_cell(&self) -> bool {
        let table = self.0.last().filter(|table| table.in_cell);
        table.is_some_and(|table| table.row.last().is_none_or(|cell| cell.blocks == 0))
    }

    /// What a block in the open cell says; nothing where something was found in it.
    pub(crate) fn said(&mut self, text: &str) {
        let Some(table) = self.0.last_mut().filter(|table| table.in_cell) else { return };
        let Some(cell) = table.row.last_mut() else { return };
        cell.blocks += 1;
        if cell.said.len() + text.len() <= 4 * LONGEST_NAME {
            cell.said.push_str(text);
            cell.said.push('\n');
        }
    }

    /// Whether the open cell is a header.
    pub(crate) fn in_header(&self) -> bool {
        let table = self.0.last().filter(|table| table.in_cell);
        table.and_then(|table| table.row.last()).is_some_and(|cell| cell.is_header)
    }

    /// What names the open cell: the header of its column, and the first cell of its row.
    pub(crate) fn labels(&self) -> Vec<String> {
        let Some(table) = self.0.last().filter(|table| table.in_cell) else { return Vec::new() };
        let names = table.names.as_ref().and_then(|names| names.get(table.column)).into_iter().flatten().cloned();
        // The names of columns name each other as little.
        let is_header = table.row.last().is_some_and(|cell| cell.is_header);
        let first = table.row.first().filter(|_| table.row.len() > 1 && !is_header).map(|cell| cell.said.trim());
        let first = first.filter(|said| !said.is_empty() && said.len() <= LONGEST_NAME);
        first.map(label_of).into_iter().chain(names).collect()
    }
}

impl Table {
    fn begin_row(&mut self) {
        self.take_spans();
        self.row.clear();
        self.column = 0;
        self.in_cell = false;
    }

    /// What the cells above leave of this row.
    fn take_spans(&mut self) {
        if self.spans.is_empty() && self.below.is_empty() {
            return;
        }
        let left = self.spans.iter().map(|rows| rows.saturating_sub(1));
        let all = self.spans.len().max(self.below.len());
        let mut spans: Vec<usize> = left.chain(std::iter::repeat(0)).take(all).collect();
        spans.iter_mut().zip(self.below.drain(..)).for_each(|(rows, own)| *rows = (*rows).max(own));
        self.spans = spans;
    }

    fn begin_cell(&mut self, (columns, rows): (usize, usize), is_header: bool) {
        let next = self.row.iter().map(|cell| cell.columns).sum();
        // Cells of rows above stand in the way, as parts of the cell before.
        let taken = self.spans.iter().skip(next).take_while(|rows| **rows > 0).count();
        if let Some(before) = self.row.last_mut() {
            before.columns += taken;
        } else if taken > 0 {
            self.row.push(Cell { columns: taken, ..Cell::default() });
        }
        self.column = next + taken;
        if self.column < MOST_COLUMNS {
            self.row.push(Cell { columns, is_header, ..Cell::default() });
            if rows > 1 {
                self.below.resize(self.below.len().max(self.column + columns), 0);
                self.below[self.column..self.column + columns].fill(rows - 1);
            }
            self.in_cell = true;
        }
    }

    fn end_row(&mut self) {
        self.in_cell = false;
        // A title above the names, and an empty row, name nothing.
        let is_title = self.names.is_none() && (self.row.len() < 2 || self.row.iter().all(|cell| cell.said.is_empty()));
        if is_title && self.row.iter().any(|cell| cell.columns > 1 || cell.said.is_empty()) {
            return;
        }
        let headers = self.row.iter().filter(|cell| cell.is_header).count();
        let is_short = |cell: &Cell| cell.said.trim().len() <= LONGEST_NAME && has_few_digits(cell.said.trim());
        let reads_like_names =
            || self.row.iter().all(is_short) && self.row.iter().any(|cell| !cell.said.trim().is_empty());
        let is_first = self.names.is_none();
        // A header beside data leads its row.
        let names = self.row.len() > 1 && headers == self.row.len()
            || is_first && headers <= 1 && reads_like_names() && self.row.len() > 1
            || is_first && headers == self.row.len() && headers > 0;
        if names {
            let spread =
                |cell: &Cell| std::iter::repeat_n(labels_of(cell.said.trim()), cell.columns).collect::<Vec<_>>();
            self.names = Some(self.row.iter().flat_map(spread).take(MOST_COLUMNS).collect());
        } else if is_first {
            self.names = Some(Vec::new());
        }
    }
}

/// Whether no number stands in what may be the name of a column, but for one that tells it from others: `CVV2`, `Line 1`.
fn has_few_digits(said: &str) -> bool {
    let digits = said.bytes().filter(u8::is_ascii_digit).count();
    digits == 0 || digits <= MOST_DIGITS && said.starts_with(char::is_alphabetic)
}

/// What the name of a column says, as labels: all of it, and what stands before a remark.
fn labels_of(name: &str) -> Vec<String> {
    let remark = remark_in(name.as_bytes()).and_then(|remark| name.get(..remark)).filter(|name| !name.is_empty());
    let whole = Some(name).filter(|name| !name.is_empty() && name.len() <= LONGEST_NAME);
    whole.into_iter().chain(remark).map(label_of).collect()
}

/// What a cell says, as a label on one line.
fn label_of(said: &str) -> String {
    if said.contains('\n') { [&said.replace('\n', " "), ":"].concat() } else { [said, ":"].concat() }
}

/// Where a remark begins behind a name: on the next line, or behind a sign (`CVV / notes`).
fn remark_in(name: &[u8]) -> Option<usize> {
    let is_remark =
        |three: &[u8]| matches!(three, [b'\n', ..] | [b',' | b';', b' ', _] | [b' ', b'/' | b'&' | b'-', b' ']);
    name.windows(3).position(is_remark)
}
