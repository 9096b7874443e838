//! In which forms things are printed.

use clap::ValueEnum;

/// The version of the form of JSON documents.
pub const SCHEMA: u32 = 1;

/// How a report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Human-readable text
    Text,
    /// One JSON document with schema, command, exit_code, error and result
    Json,
}

/// How remarks, progress and errors are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Human-readable text
    Text,
    /// One JSON object per line, with time, level, connection and message
    Json,
}

/// How rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned columns, cut to the width of the terminal, at most 1,000 rows
    Table,
    /// One line per value, long texts in full
    Vertical,
    /// Markdown table
    Markdown,
    /// Comma-separated values; a cell that a spreadsheet would read as a formula gets a leading apostrophe
    Csv,
    /// One JSON document with schema, command, exit_code, error and result (columns and rows)
    Json,
    /// One JSON object per line, numbers as numbers
    Jsonl,
}
