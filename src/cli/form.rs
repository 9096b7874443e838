//! In which forms things are printed.

use clap::ValueEnum;

/// The version of the form of JSON documents.
pub const SCHEMA: u32 = 1;

/// How a report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Lines for people
    Text,
    /// One JSON document with schema, command, exit_code, error and result
    Json,
}

/// How remarks, progress and errors are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people
    Text,
    /// One JSON object per line, with time, level, connection and message
    Json,
}

/// How rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns side by side, cut to the width of the terminal, a thousand rows at most
    Table,
    /// A line for each value, long texts in full
    Vertical,
    /// A table in Markdown
    Markdown,
    /// Comma-separated values; a cell that a spreadsheet would take for a formula begins with an apostrophe
    Csv,
    /// One JSON document with schema, command, exit_code, error and result (columns and rows)
    Json,
    /// One JSON object per line, numbers as numbers
    Jsonl,
}
