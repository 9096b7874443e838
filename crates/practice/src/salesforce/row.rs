//! A row of an object: the values of its fields, as answers write them.

use super::id::Id;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A row. A field that is not there and one without a value are the same.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) id: Id,
    values: BTreeMap<Cow<'static, str>, Value>,
}

/// A value of a field; no text is empty.
pub(super) fn value(text: impl Into<String>) -> Value {
    let text = text.into();
    if text.is_empty() { Value::Null } else { Value::String(text) }
}

impl Row {
    /// A row with nothing but its number.
    pub(super) fn new(id: Id) -> Self {
        let mut row = Self { id, values: BTreeMap::new() };
        row.set("Id", Value::String(id.to_string()));
        row
    }

    /// This row with further values.
    pub(super) fn with<const N: usize>(mut self, values: [(&'static str, Value); N]) -> Self {
        for (name, value) in values {
            self.set(name, value);
        }
        self
    }

    /// The value of a field.
    pub(super) fn get(&self, field: &str) -> &Value {
        self.values.get(field).unwrap_or(&Value::Null)
    }

    /// The value of a field as a text; empty where it is none.
    pub(super) fn text(&self, field: &str) -> &str {
        self.get(field).as_str().unwrap_or_default()
    }

    /// Whether a field is true.
    pub(super) fn is(&self, field: &str) -> bool {
        self.get(field) == &Value::Bool(true)
    }

    /// Gives a field a value.
    pub(super) fn set(&mut self, field: impl Into<Cow<'static, str>>, value: Value) {
        match value {
            Value::Null => drop(self.values.remove(&*field.into())),
            value => drop(self.values.insert(field.into(), value)),
        }
    }

    /// Takes away all fields but these.
    pub(super) fn keep(&mut self, is_kept: impl Fn(&str) -> bool) {
        self.values.retain(|name, _| is_kept(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_empty_is_null() {
        let id = Id::of("001", 0, 0);
        let mut row = Row::new(id).with([("Name", value("A")), ("Site", value(""))]);
        assert_eq!((row.text("Id"), row.text("Name")), (id.to_string().as_str(), "A"));
        assert!(row.get("Site").is_null() && row.get("Other").is_null() && !row.is("Name"));
        row.set("Name", Value::Null);
        row.set("Flag", json!(true));
        assert!(row.get("Name").is_null() && row.is("Flag"));
        row.keep(|name| name == "Id");
        assert!(!row.is("Flag") && !row.text("Id").is_empty());
    }
}
