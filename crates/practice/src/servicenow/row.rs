//! A row of a table: the values of its fields, all of them texts.

use std::borrow::Cow;

/// A row. A field that is not there and an empty one are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// Names and values, in order of the names; no value is empty.
    values: Vec<(Cow<'static, str>, Box<str>)>,
}

impl Row {
    /// A row with these values.
    pub(super) fn of<const N: usize>(values: [(&'static str, String); N]) -> Self {
        let values = values.into_iter().filter(|(_, value)| !value.is_empty());
        let mut values: Vec<_> = values.map(|(name, value)| (Cow::Borrowed(name), value.into_boxed_str())).collect();
        values.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self { values }
    }

    /// This row with the values of another; where both have a field, the other's value stays.
    pub(super) fn with(mut self, other: Row) -> Self {
        for (name, value) in other.values {
            self.set(name, &value);
        }
        self
    }

    fn place(&self, field: &str) -> Result<usize, usize> {
        self.values.binary_search_by(|(name, _)| (**name).cmp(field))
    }

    /// The value of a field; empty where there is none.
    pub(super) fn get(&self, field: &str) -> &str {
        self.place(field).map_or("", |at| &self.values[at].1)
    }

    /// Gives a field a value; an empty one takes it away.
    pub(super) fn set(&mut self, field: impl Into<Cow<'static, str>>, value: &str) {
        let field = field.into();
        match (self.place(&field), value.is_empty()) {
            (Ok(at), false) => self.values[at].1 = value.into(),
            (Ok(at), true) => drop(self.values.remove(at)),
            (Err(at), false) => self.values.insert(at, (field, value.into())),
            (Err(_), true) => {}
        }
    }

    /// Takes away all fields but these.
    pub(super) fn keep(&mut self, is_kept: impl Fn(&str) -> bool) {
        self.values.retain(|(name, _)| is_kept(name));
    }

    /// Its number, by which it is told apart from all others.
    pub(super) fn sys_id(&self) -> &str {
        self.get("sys_id")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_value_is_no_value() {
        let mut row = Row::of([("b", "2".to_owned()), ("c", String::new()), ("a", "1".to_owned())]);
        assert_eq!(["a", "b", "c"].map(|field| row.get(field).to_owned()), ["1", "2", ""]);
        row.set("c", "3");
        row.set("a", "");
        row.set("d", "");
        assert_eq!(row.values.len(), 2);
        let row = row.with(Row::of([("b", "4".to_owned()), ("e", "5".to_owned())]));
        assert_eq!(["b", "c", "e"].map(|field| row.get(field).to_owned()), ["4", "3", "5"]);
    }
}
