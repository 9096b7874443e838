//! What a connection's section says, checked, with the lines where it is said.

use super::refusal::Refusal;
use super::secret_ref::SecretRef;
use super::settings::span_of;
use catchment_base::error::Error;
use chrono::TimeDelta;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The values of a connection's section by their paths, defaults filled in.
///
/// A path is the names below the section with points between them, and the places in lists: `username`,
/// `streams.customer.paginate.kind`, `refused.0.status`.
#[derive(Clone, Debug)]
pub struct Own {
    file: String,
    values: Value,
    secrets: BTreeMap<String, SecretRef>,
    /// Lines by path; the section's own by the empty one.
    lines: Arc<BTreeMap<String, usize>>,
}

impl Own {
    /// The values of a section, with what its references to secrets mean and the lines of its paths.
    pub(super) fn new(
        file: String,
        values: Value,
        secrets: BTreeMap<String, SecretRef>,
        lines: BTreeMap<String, usize>,
    ) -> Self {
        Self { file, values, secrets, lines: Arc::new(lines) }
    }

    /// Whether the file says so itself: else the value is the default.
    pub fn is_written(&self, path: &str) -> bool {
        self.lines.contains_key(path)
    }

    /// A text; nothing where none is set.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.value(path).as_str()
    }

    /// The texts of a list, or the one that stands in its place; none where nothing is set.
    pub fn texts(&self, path: &str) -> Vec<String> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        match self.value(path) {
            Value::Array(items) => items.iter().filter_map(text).collect(),
            value => text(value).into_iter().collect(),
        }
    }

    /// A whole number; nothing where none is set.
    pub fn number(&self, path: &str) -> Option<u32> {
        self.value(path).as_u64().and_then(|number| u32::try_from(number).ok())
    }

    /// Whether it is set to true.
    pub fn switch(&self, path: &str) -> bool {
        self.value(path).as_bool().unwrap_or(false)
    }

    /// A length of time; nothing where none is set.
    pub fn span(&self, path: &str) -> Option<TimeDelta> {
        self.text(path).and_then(span_of)
    }

    /// Where a secret is found; nothing where no reference is set.
    pub fn secret(&self, path: &str) -> Option<&SecretRef> {
        self.secrets.get(path)
    }

    /// Whatever is set: sections as objects by names, references to secrets as they are written, null for nothing.
    pub fn value(&self, path: &str) -> &Value {
        at(&self.values, path).unwrap_or(&Value::Null)
    }

    /// The values of the whole section.
    pub fn values(&self) -> &Value {
        &self.values
    }

    /// The error for a value that breaks a rule, with its line or that of the nearest one above it. `what` names the
    /// setting and quotes no secret, `hint` says what to do.
    pub fn refuse(&self, path: &str, what: impl Into<String>, hint: impl Into<String>) -> Error {
        let mut known = path;
        while !known.is_empty() && !self.lines.contains_key(known) {
            known = known.rsplit_once('.').map_or("", |(above, _)| above);
        }
        Refusal::new(what, hint).at(&self.file, self.lines.get(known).copied().unwrap_or(1))
    }

    /// The same values with another one for a setting of the section itself.
    pub fn with(&self, name: &str, value: Value) -> Self {
        let mut changed = self.clone();
        if let Value::Object(values) = &mut changed.values {
            values.insert(name.to_owned(), value);
        }
        changed
    }
}

/// The value of a path below another one.
pub(super) fn at<'v>(values: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(values, |value, name| match value {
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        value => value.get(name),
    })
}
