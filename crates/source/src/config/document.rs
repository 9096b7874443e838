//! The file as a text: its tables, and the lines that messages name.
//!
//! Messages of the TOML parser are used without the excerpt it offers: a line of this file may hold a secret.

use super::dialect::Dialect;
use super::refusal::{Refusal, shortened};
use super::settings::Shape;
use catchment_base::error::{Error, Result, printable};
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What to do about most mistakes in TOML.
const QUOTES: &str = "put strings in quotation marks, and each key only once in its section";
/// What to do about a bracket without its end, which may show only in a later line.
const BRACKETS: &str =
    "close each `[` with `]` and each `{` with `}`, in this line or above, and put commas between the values of a list";

/// The file as a text with line numbers, and the sources that it may speak of.
pub(super) struct Document<'a> {
    /// Its name, as messages show it.
    pub(super) file: String,
    /// The sources that are known.
    pub(super) dialects: &'static [&'static Dialect],
    text: &'a str,
    /// Where its lines end, in bytes.
    ends: Vec<usize>,
}

impl<'a> Document<'a> {
    /// The text that was read from a file.
    pub(super) fn new(file: &Path, text: &'a str, dialects: &'static [&'static Dialect]) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        Self { file: printable(&file.display().to_string()), dialects, text, ends }
    }

    /// The keys and values of the file, not yet compared with the table of settings.
    pub(super) fn parse(&self) -> Result<DeTable<'a>> {
        let table = DeTable::parse(self.text).map_err(|cause| {
            let at = cause.span().map_or(0, |span| span.start);
            let is_of_brackets =
                ["unclosed", "in array", "array elements"].iter().any(|part| cause.message().contains(part));
            let hint = if is_of_brackets { BRACKETS } else { QUOTES };
            self.refuse(at, Refusal::new(format!("invalid TOML: {}", printable(cause.message())), hint))
        })?;
        Ok(table.into_inner())
    }

    /// What stands in the file under these names, whatever it is; none where nothing does.
    pub(super) fn value(&self, path: &[&str]) -> Option<toml::Value> {
        let file = toml::Value::Table(toml::from_str(self.text).ok()?);
        path.iter().try_fold(&file, |value, name| value.get(name)).cloned()
    }

    /// The line, from 1, that a byte of the text stands in.
    pub(super) fn line(&self, at: usize) -> usize {
        1 + self.ends.partition_point(|end| *end < at)
    }

    /// The error for a refusal at a byte of the text.
    pub(super) fn refuse(&self, at: usize, refusal: Refusal) -> Error {
        refusal.at(&self.file, self.line(at))
    }

    /// The value as it stands in the file, if a message may show it.
    pub(super) fn shown(&self, shape: Shape, value: &Spanned<DeValue<'_>>) -> String {
        let kind = value.get_ref();
        match (shape, kind) {
            // What stands in the place of a section may be a secret that belongs into it.
            (
                Shape::Reference | Shape::Record(_) | Shape::Records(_) | Shape::WordsOrRecords(..) | Shape::Named(_),
                _,
            )
            | (_, DeValue::Array(_) | DeValue::Table(_)) => article(kind).to_string(),
            _ => shortened(self.text.get(value.span()).unwrap_or(article(kind))),
        }
    }

    /// The table of a section.
    pub(super) fn section<'t, 'i>(
        &self,
        at: usize,
        value: &'t Spanned<DeValue<'i>>,
        name: &str,
        hint: &str,
    ) -> Result<&'t DeTable<'i>> {
        let not_a_section = || self.refuse(at, Refusal::new(format!("`{}` must be a section", shortened(name)), hint));
        value.get_ref().as_table().ok_or_else(not_a_section)
    }
}

/// What kind of value it is, with its article.
pub(super) fn article(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(items) if items.is_empty() => "an empty list",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

/// A key with its value, both with their places.
pub(super) type Entry<'t, 'i> = (&'t Spanned<std::borrow::Cow<'i, str>>, &'t Spanned<DeValue<'i>>);

/// The entries of a section in the order of the file, so that the first mistake is reported first.
pub(super) fn in_order<'t, 'i>(table: &'t DeTable<'i>) -> Vec<Entry<'t, 'i>> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// The entry of this name with the place of its key.
pub(super) fn entry<'t, 'i>(table: &'t DeTable<'i>, name: &str) -> Option<(usize, &'t Spanned<DeValue<'i>>)> {
    table.iter().find(|(key, _)| key.get_ref() == name).map(|(key, value)| (key.span().start, value))
}
