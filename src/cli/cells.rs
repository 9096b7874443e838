//! Rows as a table for eyes, as CSV for spreadsheets, or as lines of JSON for programs.

use crate::error::{Error, Result, printable};
use crate::run::{Cell, for_eyes, for_programs};
use clap::ValueEnum;
use std::io::{self, Write};
use std::ops::ControlFlow;

/// Rows of a table for eyes at most; the other forms have no end.
const MOST_ROWS: usize = 1000;
/// Characters of a cell of such a table at most.
const WIDEST: usize = 80;

/// How rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns side by side, long cells cut, a thousand rows at most
    Table,
    /// Comma-separated values; a cell that a spreadsheet would take for a formula begins with an apostrophe
    Csv,
    /// One JSON object per line, numbers as numbers
    Json,
}

/// Prints rows one by one.
pub struct Cells<W: Write> {
    format: Format,
    columns: Vec<String>,
    out: W,
    /// The rows of a table, which is as wide as its widest cells.
    held: Vec<Vec<String>>,
    /// Rows that the table has no place for.
    more: usize,
}

impl<W: Write> Cells<W> {
    /// Begins with the names of the columns.
    pub fn new(format: Format, columns: &[String], out: W) -> Result<Self> {
        let mut cells = Self { format, columns: columns.to_vec(), out, held: Vec::new(), more: 0 };
        if format == Format::Csv {
            let names: Vec<String> = columns.iter().map(|name| csv(Some(name))).collect();
            // A reader that went away is told from the first row.
            let _ = cells.line(&names.join(","))?;
        }
        Ok(cells)
    }

    /// Prints a row; breaks when its reader went away.
    pub fn row(&mut self, row: &[Cell]) -> Result<ControlFlow<()>> {
        match self.format {
            Format::Table if self.held.len() < MOST_ROWS => self.held.push(row.iter().map(cut).collect()),
            Format::Table => self.more += 1,
            Format::Csv => {
                let cells: Vec<String> = row.iter().map(|cell| csv(text(cell).as_deref())).collect();
                return self.line(&cells.join(","));
            }
            Format::Json => {
                let named =
                    self.columns.iter().zip(row).map(|(name, cell)| format!("{}:{}", quoted(name), for_programs(cell)));
                let object = format!("{{{}}}", named.collect::<Vec<_>>().join(","));
                return self.line(&object);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Ends; gives how many rows a table had no place for.
    pub fn end(mut self) -> Result<usize> {
        if self.format == Format::Table {
            let text = aligned(&self.columns, &self.held);
            let _ = self.line(text.trim_end_matches('\n'))?;
        }
        match self.out.flush() {
            Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => Err(unprinted(cause)),
            _ => Ok(self.more),
        }
    }

    fn line(&mut self, line: &str) -> Result<ControlFlow<()>> {
        match writeln!(self.out, "{line}") {
            Ok(()) => Ok(ControlFlow::Continue(())),
            Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
            Err(cause) => Err(unprinted(cause)),
        }
    }
}

fn unprinted(cause: io::Error) -> Error {
    Error::failed("printing failed").because(cause).hint("free space where the output goes")
}

/// A table with its columns side by side.
pub fn aligned(columns: &[String], rows: &[Vec<String>]) -> String {
    let width = |at: usize| {
        rows.iter().map(|row| row[at].chars().count()).chain([columns[at].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let line = |cells: &[String]| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        format!("{}\n", padded.collect::<Vec<_>>().join("  ").trim_end())
    };
    let mut text = line(columns);
    text.push_str(&line(&widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>()));
    rows.iter().for_each(|row| text.push_str(&line(row)));
    text
}

/// What a cell says; nothing where it is null. A text is itself, anything else stands as in JSON.
fn text(cell: &Cell) -> Option<String> {
    let json = for_eyes(cell);
    match &*json {
        "null" => None,
        json if json.starts_with('"') => Some(serde_json::from_str(json).unwrap_or_else(|_| json.to_owned())),
        json => Some(json.to_owned()),
    }
}

fn cut(cell: &Cell) -> String {
    let Some(text) = text(cell) else { return "null".to_owned() };
    let shown: String = printable(&text.chars().take(WIDEST).collect::<String>());
    if text.chars().nth(WIDEST).is_some() { format!("{shown}…") } else { shown }
}

fn quoted(name: &str) -> String {
    serde_json::Value::from(name).to_string()
}

/// A cell of CSV. What a spreadsheet would take for a formula begins with an apostrophe, a number does not.
fn csv(text: Option<&str>) -> String {
    let Some(text) = text else { return String::new() };
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(text);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.is_empty() || text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

/// Digits with a sign, a point and an exponent, and nothing else that a parser of floats takes.
fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E')) && text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::value::to_raw_value;

    fn printed(format: Format, rows: &[serde_json::Value]) -> String {
        let mut out = Vec::new();
        let mut cells = Cells::new(format, &["a".to_owned(), "=b".to_owned()], &mut out).unwrap();
        for row in rows {
            let row: Vec<Cell> = row.as_array().unwrap().iter().map(|cell| to_raw_value(cell).unwrap()).collect();
            assert!(cells.row(&row).unwrap().is_continue());
        }
        cells.end().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_formula_in_csv_is_defused_and_a_number_is_not() {
        let row = |one: &str| serde_json::json!([one, -5]);
        let rows = ["=1+1", "+49 30 1", "-cmd", "@sum", "\tx", "\rx", "-1.5e3", "plain", "a,\"b\"\n", ""].map(row);
        let expected = "a,'=b\n'=1+1,-5\n'+49 30 1,-5\n'-cmd,-5\n'@sum,-5\n'\tx,-5\n\"'\rx\",-5\n-1.5e3,-5\nplain,-5\n\
                        \"a,\"\"b\"\"\n\",-5\n\"\",-5\n";
        assert_eq!(printed(Format::Csv, &rows), expected);
    }

    #[test]
    fn json_keeps_the_types_and_the_order_of_the_columns() {
        let rows = [serde_json::json!([1, "x"]), serde_json::json!([null, [1, 2]])];
        assert_eq!(printed(Format::Json, &rows), "{\"a\":1,\"=b\":\"x\"}\n{\"a\":null,\"=b\":[1,2]}\n");
    }

    #[test]
    fn a_table_cuts_long_cells_and_obeys_no_escape() {
        let rows = [serde_json::json!(["\u{1b}[31m", "y".repeat(200)])];
        let shown = printed(Format::Table, &rows);
        assert!(shown.contains("\\u{1b}[31m") && shown.contains('…') && !shown.contains(&"y".repeat(81)), "{shown}");
    }
}
