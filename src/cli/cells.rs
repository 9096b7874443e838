//! Rows as a table for eyes, as CSV for spreadsheets, or as JSON for programs.

use super::form::{Format, SCHEMA};
use super::wrap::wrapped;
use catchment_base::error::{Error, Result, printable};
use catchment_run::{Cell, for_eyes, for_programs, time_for_eyes};
use serde_json::Value;
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::os::fd::AsFd;
use terminal_size::{Width, terminal_size_of};

/// Rows of a table for eyes at most; the other forms have no end.
const MOST_ROWS: usize = 1000;
/// Characters of a cell of such a table at most.
const WIDEST: usize = 80;
/// Characters of a column that is cut to the width of the terminal at least.
const NARROWEST: usize = 6;

/// Characters of a column of which something can be read: where not all columns have so many, each value has a line.
const READABLE: usize = 8;

/// Prints rows one by one.
pub struct Cells<W: Write> {
    format: Format,
    columns: Vec<String>,
    out: W,
    /// The rows of a table, which is as wide as its widest cells.
    held: Vec<Vec<String>>,
    /// Rows that the table has no place for.
    more: usize,
    /// Rows that were given.
    rows: usize,
    /// What a JSON document begins with. It waits for the first row, so that a question that fails at once prints nothing.
    head: Option<String>,
    /// Columns that a table is cut to.
    width: Option<usize>,
}

impl<W: Write> Cells<W> {
    /// Begins with the names of the columns; `command` is the name that a JSON document carries.
    pub fn new(format: Format, command: &str, columns: &[String], out: W) -> Result<Self> {
        let (held, width) = (Vec::new(), terminal_width());
        let mut cells = Self { format, columns: columns.to_vec(), out, held, more: 0, rows: 0, head: None, width };
        let names = |name: fn(&String) -> String| columns.iter().map(name).collect::<Vec<_>>();
        let head = match format {
            Format::Csv => names(|name| csv(Some(name))).join(","),
            Format::Json => {
                cells.head = Some(format!(
                    "{{\"schema\":{SCHEMA},\"command\":{},\"result\":{{\"columns\":[{}],\"rows\":[",
                    quoted(command),
                    names(|name| quoted(name)).join(",")
                ));
                return Ok(cells);
            }
            Format::Markdown => {
                let line = names(|name| in_markdown(name)).join(" | ");
                format!("| {line} |\n|{}", " --- |".repeat(columns.len()))
            }
            Format::Table | Format::Vertical | Format::Jsonl => return Ok(cells),
        };
        // A reader that went away is told from the first row.
        let _ = cells.line(&head)?;
        Ok(cells)
    }

    /// The same where no terminal shows it: a table is as wide as its widest cells.
    pub fn in_full_width(mut self) -> Self {
        self.width = None;
        self
    }

    /// Prints a row; breaks when its reader went away.
    pub fn row(&mut self, row: &[Cell]) -> Result<ControlFlow<()>> {
        self.rows += 1;
        let texts = |shown: fn(&Cell) -> String| row.iter().map(shown).collect::<Vec<_>>();
        match self.format {
            Format::Table if self.held.len() < MOST_ROWS => self.held.push(texts(cut)),
            Format::Table => self.more += 1,
            Format::Csv => return self.line(&texts(|cell| csv(text(cell).as_deref())).join(",")),
            Format::Markdown => {
                return self.line(&format!("| {} |", texts(|cell| in_markdown(&seen(cell))).join(" | ")));
            }
            Format::Vertical => {
                return self.line(&upright(&self.columns, &texts(whole), self.rows, self.width));
            }
            Format::Json | Format::Jsonl => {
                let named =
                    self.columns.iter().zip(row).map(|(name, cell)| format!("{}:{}", quoted(name), for_programs(cell)));
                let object = format!("{{{}}}", named.collect::<Vec<_>>().join(","));
                let comma = if self.format == Format::Json && self.rows > 1 { "," } else { "" };
                return self.line(&format!("{comma}{object}"));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Ends; gives how many rows a table had no place for.
    pub fn end(mut self) -> Result<usize> {
        match self.format {
            Format::Table if self.width.is_some_and(|width| is_too_wide(&self.columns, &self.held, width)) => {
                let rows = std::mem::take(&mut self.held);
                for (at, row) in rows.iter().enumerate() {
                    let _ = self.line(&upright(&self.columns, row, at + 1, self.width))?;
                }
            }
            Format::Table => {
                let text = within(&self.columns, &self.held, self.width);
                let rows = if self.held.is_empty() { "\n(0 rows)" } else { "" };
                let _ = self.line(&format!("{}{rows}", text.trim_end_matches('\n')))?;
            }
            Format::Vertical if self.rows == 0 => drop(self.line("(0 rows)")?),
            Format::Json => self.close(0, &Value::Null)?,
            _ => {}
        }
        self.flush()?;
        Ok(self.more)
    }

    /// Closes a JSON document whose rows broke off with an error; gives whether there was one to close.
    pub fn fail(mut self, code: u8, error: &Value) -> Result<bool> {
        if self.format != Format::Json || self.rows == 0 {
            return Ok(false);
        }
        self.close(code, error)?;
        self.flush()?;
        Ok(true)
    }

    fn close(&mut self, code: u8, error: &Value) -> Result<()> {
        self.line(&format!("]}},\"exit_code\":{code},\"error\":{error}}}")).map(drop)
    }

    fn flush(&mut self) -> Result<()> {
        match self.out.flush() {
            Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => Err(unprinted(cause)),
            _ => Ok(()),
        }
    }

    fn line(&mut self, line: &str) -> Result<ControlFlow<()>> {
        let head = self.head.take().map(|head| head + "\n").unwrap_or_default();
        match writeln!(self.out, "{head}{line}") {
            Ok(()) => Ok(ControlFlow::Continue(())),
            Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
            Err(cause) => Err(unprinted(cause)),
        }
    }
}

fn unprinted(cause: io::Error) -> Error {
    Error::failed("printing failed").because(cause).hint("free space where the output goes")
}

/// Columns of the terminal that stdout is; nothing where it is none.
pub fn terminal_width() -> Option<usize> {
    width_of(io::stdout())
}

/// Columns of the terminal that a stream of the process is; nothing where it is none.
pub fn width_of(stream: impl IsTerminal + AsFd) -> Option<usize> {
    let width = stream.is_terminal().then(|| terminal_size_of(stream)).flatten();
    width.map(|(Width(width), _)| usize::from(width))
}

/// A row with a line for each value, or several of them where a terminal is too narrow for one.
fn upright(columns: &[String], row: &[String], number: usize, terminal: Option<usize>) -> String {
    let width = columns.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let room = terminal.map_or(usize::MAX, |terminal| terminal.saturating_sub(width + 2).max(READABLE));
    let lines = columns.iter().zip(row).map(|(name, value)| {
        let lines: Vec<String> = value.split("\\u{a}").flat_map(|line| wrapped(line, room)).collect();
        format!("{:<width$}  {}", printable(name), lines.join(&format!("\n{:width$}  ", "")))
    });
    format!("-- row {number} --\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// Whether a table would have to cut its columns to where nothing can be read.
fn is_too_wide(columns: &[String], rows: &[Vec<String>], width: usize) -> bool {
    let least: usize = widths(columns, rows).into_iter().map(|width| width.min(READABLE)).sum();
    !rows.is_empty() && least + 2 * columns.len().saturating_sub(1) > width
}

/// A table whose widest columns are cut until it fits into the width.
fn within(columns: &[String], rows: &[Vec<String>], width: Option<usize>) -> String {
    let Some(width) = width else { return aligned(columns, rows) };
    let mut widths = widths(columns, rows);
    let all = |widths: &[usize]| widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
    while all(&widths) > width {
        let Some(widest) = widths.iter_mut().max().filter(|widest| **widest > NARROWEST) else { break };
        *widest -= 1;
    }
    let cut = |cell: &String, width: usize| match cell.chars().count() > width {
        true => format!("{}…", cell.chars().take(width - 1).collect::<String>()),
        false => cell.clone(),
    };
    let line = |cells: &[String]| cells.iter().zip(&widths).map(|(cell, width)| cut(cell, *width)).collect::<Vec<_>>();
    aligned(&line(columns), &rows.iter().map(|row| line(row)).collect::<Vec<_>>())
}

fn widths(columns: &[String], rows: &[Vec<String>]) -> Vec<usize> {
    let width = |at: usize| {
        rows.iter().map(|row| row[at].chars().count()).chain([columns[at].chars().count()]).max().unwrap_or(0)
    };
    (0..columns.len()).map(width).collect()
}

/// A table with its columns side by side.
pub fn aligned(columns: &[String], rows: &[Vec<String>]) -> String {
    let widths = widths(columns, rows);
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

/// What a cell says to people.
fn seen(cell: &Cell) -> String {
    text(cell).map_or_else(|| "null".to_owned(), |text| time_for_eyes(&text).into_owned())
}

fn cut(cell: &Cell) -> String {
    let text = seen(cell);
    // A row is one line.
    let shown: String = printable(&text.chars().take(WIDEST).collect::<String>()).replace("\\u{a}", "⏎");
    if text.chars().nth(WIDEST).is_some() { format!("{shown}…") } else { shown }
}

/// A cell in full, harmless to a terminal.
fn whole(cell: &Cell) -> String {
    printable(&seen(cell))
}

/// A text that stays in its cell.
fn in_markdown(text: &str) -> String {
    let line = |line: &str| printable(line).replace('\\', "\\\\").replace('|', "\\|");
    text.lines().map(line).collect::<Vec<_>>().join("<br>")
}

fn quoted(name: &str) -> String {
    Value::from(name).to_string()
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

    fn printed(format: Format, rows: &[Value]) -> String {
        let mut out = Vec::new();
        let mut cells = Cells::new(format, "query", &["a".to_owned(), "=b".to_owned()], &mut out).unwrap();
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
        let lines = ["{\"a\":1,\"=b\":\"x\"}", "{\"a\":null,\"=b\":[1,2]}"];
        assert_eq!(printed(Format::Jsonl, &rows), format!("{}\n{}\n", lines[0], lines[1]));
        let document: Value = serde_json::from_str(&printed(Format::Json, &rows)).unwrap();
        assert_eq!(document["result"]["rows"], serde_json::json!([{"a": 1, "=b": "x"}, {"a": null, "=b": [1, 2]}]));
        assert_eq!((&document["schema"], &document["command"]), (&serde_json::json!(1), &serde_json::json!("query")));
        let none: Value = serde_json::from_str(&printed(Format::Json, &[])).unwrap();
        assert_eq!(none["result"]["rows"], serde_json::json!([]));
    }

    #[test]
    fn a_json_document_that_breaks_off_is_closed_with_the_error_and_one_without_rows_is_not_begun() {
        let failed = |rows: usize, format| {
            let mut out = Vec::new();
            let mut cells = Cells::new(format, "query", &["a".to_owned()], &mut out).unwrap();
            for _ in 0..rows {
                assert!(cells.row(&[to_raw_value(&1).unwrap()]).unwrap().is_continue());
            }
            let is_closed = cells.fail(1, &serde_json::json!({"message": "no"})).unwrap();
            (is_closed, String::from_utf8(out).unwrap())
        };
        let (is_closed, text) = failed(2, Format::Json);
        let document: Value = serde_json::from_str(&text).unwrap();
        assert!(is_closed && document["exit_code"] == 1 && document["error"]["message"] == "no", "{text}");
        assert_eq!(document["result"]["rows"].as_array().map(Vec::len), Some(2));
        assert_eq!(failed(0, Format::Json), (false, String::new()));
        assert_eq!(failed(1, Format::Jsonl), (false, "{\"a\":1}\n".to_owned()));
    }

    #[test]
    fn a_table_cuts_long_cells_and_obeys_no_escape() {
        let rows = [serde_json::json!(["\u{1b}[31m", "y".repeat(200)])];
        let shown = printed(Format::Table, &rows);
        assert!(shown.contains("\\u{1b}[31m") && shown.contains('…') && !shown.contains(&"y".repeat(81)), "{shown}");
    }

    #[test]
    fn a_table_fits_into_the_terminal_and_cuts_the_widest_columns_first() {
        let columns = ["id", "title", "body"].map(str::to_owned);
        let rows = vec![vec!["1".to_owned(), "t".repeat(20), "b".repeat(80)]];
        for width in [24, 40, 80, 120] {
            let shown = within(&columns, &rows, Some(width));
            let widest = shown.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= width, "{width}: {shown}");
            assert!(width < 60 || shown.contains(&"t".repeat(20)), "{shown}");
        }
        assert!(within(&columns, &rows, None).contains(&"b".repeat(80)));
    }

    #[test]
    fn a_row_with_a_line_for_each_value_is_broken_between_words_on_a_terminal() {
        let (columns, row) = (["a", "bb"].map(str::to_owned), ["1", "one two\\u{a}three four"].map(str::to_owned));
        let expected = "-- row 1 --\na   1\nbb  one two\n    three\n    four";
        assert_eq!(upright(&columns, &row, 1, Some(12)), expected);
        assert_eq!(upright(&columns, &row, 1, None), "-- row 1 --\na   1\nbb  one two\n    three four");
    }

    #[test]
    fn markdown_and_vertical_rows_keep_every_value_in_its_place() {
        let rows = [serde_json::json!(["a|b", "x\ny"])];
        assert_eq!(printed(Format::Markdown, &rows), "| a | =b |\n| --- | --- |\n| a\\|b | x<br>y |\n");
        assert_eq!(printed(Format::Vertical, &rows), "-- row 1 --\na   a|b\n=b  x\n    y\n");
        assert_eq!(printed(Format::Vertical, &[]), "(0 rows)\n");
    }
}
