//! In which forms things are printed.

use clap::ValueEnum;
use clap::builder::PossibleValue;

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

/// How the answer to a question is given: as rows are printed, or as a file for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFormat {
    /// As rows are printed.
    Rows(Format),
    /// As a Parquet file.
    Parquet,
}

impl ValueEnum for AnswerFormat {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [AnswerFormat; 7] = [
            AnswerFormat::Rows(Format::Table),
            AnswerFormat::Rows(Format::Vertical),
            AnswerFormat::Rows(Format::Markdown),
            AnswerFormat::Rows(Format::Csv),
            AnswerFormat::Rows(Format::Json),
            AnswerFormat::Rows(Format::Jsonl),
            AnswerFormat::Parquet,
        ];
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::Rows(format) => format.to_possible_value(),
            Self::Parquet => Some(PossibleValue::new("parquet").help("A Parquet file with the types of the columns")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_given_in_every_form_that_rows_have() {
        let rows: Vec<AnswerFormat> = Format::value_variants().iter().copied().map(AnswerFormat::Rows).collect();
        let (last, others) = AnswerFormat::value_variants().split_last().unwrap();
        assert_eq!((others, *last), (&rows[..], AnswerFormat::Parquet));
    }
}
