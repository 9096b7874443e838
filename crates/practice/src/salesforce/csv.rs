//! How the bulk API writes rows: lines of quoted values.

use super::faults::BulkFaults;
use super::row::Row;
use super::schema::{Field, Kind};
use serde_json::Value;

const DELIMITERS: [(&str, char); 6] =
    [("COMMA", ','), ("TAB", '\t'), ("SEMICOLON", ';'), ("PIPE", '|'), ("CARET", '^'), ("BACKQUOTE", '`')];
const ENDINGS: [(&str, &str); 2] = [("LF", "\n"), ("CRLF", "\r\n")];

/// What stands between values and behind lines, by the names that a job has for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) delimiter: (&'static str, char),
    pub(super) ending: (&'static str, &'static str),
}

impl Form {
    /// The form of these names; nothing where one of them is not known.
    pub(super) fn named(delimiter: &str, ending: &str) -> Option<Self> {
        let delimiter = DELIMITERS.into_iter().find(|(name, _)| *name == delimiter)?;
        let ending = ENDINGS.into_iter().find(|(name, _)| *name == ending)?;
        Some(Self { delimiter, ending })
    }

    fn line(self, values: impl Iterator<Item = String>) -> String {
        let quoted: Vec<String> = values.map(|value| format!("\"{}\"", value.replace('"', "\"\""))).collect();
        quoted.join(&self.delimiter.1.to_string()) + self.ending.1
    }

    /// The line of names.
    pub(super) fn head(self, fields: &[Field]) -> String {
        self.line(fields.iter().map(|field| field.name.to_string()))
    }

    /// The line of a row.
    pub(super) fn row(self, faults: &BulkFaults, fields: &[Field], row: &Row) -> String {
        self.line(fields.iter().map(|field| value(faults, field, row.get(&field.name))))
    }
}

/// A value; nothing and an empty text are the same.
fn value(faults: &BulkFaults, field: &Field, value: &Value) -> String {
    match (field.kind, value) {
        (_, Value::Null) => String::new(),
        (Kind::Datetime, Value::String(text)) => text.replace("+0000", "Z"),
        (Kind::Textarea, Value::String(text)) if faults.has_nul => format!("{text}\0"),
        (Kind::Int, number) if faults.writes_floats => format!("{number}.0"),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::salesforce::id::Id;
    use serde_json::json;

    #[test]
    fn values_are_quoted_and_times_end_with_a_letter() {
        let kinds = [Kind::Datetime, Kind::Textarea, Kind::Int, Kind::Boolean, Kind::Double, Kind::Text];
        let fields: Vec<Field> =
            ["A", "B", "C", "D", "E", "F"].into_iter().zip(kinds).map(|(n, k)| Field::of(n, k)).collect();
        let row = Row::new(Id::of("001", 0, 0)).with([
            ("A", json!("2026-03-01T00:00:07.000+0000")),
            ("B", json!("a \"b\",\nc")),
            ("C", json!(7)),
            ("D", json!(true)),
            ("E", json!(1.5)),
        ]);
        let form = Form::named("COMMA", "LF").unwrap();
        assert_eq!(form.head(&fields[..2]), "\"A\",\"B\"\n");
        let line = "\"2026-03-01T00:00:07.000Z\",\"a \"\"b\"\",\nc\",\"7\",\"true\",\"1.5\",\"\"\n";
        assert_eq!(form.row(&BulkFaults::default(), &fields, &row), line);
        let faults = BulkFaults { has_nul: true, writes_floats: true, ..BulkFaults::default() };
        assert_eq!(form.row(&faults, &fields[1..3], &row), "\"a \"\"b\"\",\nc\0\",\"7.0\"\n");
        assert_eq!(Form::named("TAB", "CRLF").unwrap().head(&fields[..2]), "\"A\"\t\"B\"\r\n");
        assert!(Form::named("SPACE", "LF").is_none() && Form::named("COMMA", "CR").is_none());
    }
}
