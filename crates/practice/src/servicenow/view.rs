//! Rows as answers hold them: raw, as labels in the language and zone of the account, or both.

use super::faults::Form;
use super::rights::Rights;
use super::row::Row;
use super::schema::Field;
use super::store::Store;
use super::tables::CHOICES;
use super::zone::Zone;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Which values an answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Raw,
    Labels,
    Both,
}

/// What a request wants of each row.
pub(super) struct View<'a> {
    pub(super) store: &'a Store,
    pub(super) rights: &'a Rights,
    pub(super) zone: &'a Zone,
    pub(super) base: &'a str,
    pub(super) table: &'a str,
    pub(super) mode: Mode,
    pub(super) has_links: bool,
    /// The fields, by the names that were asked for.
    fields: Vec<(String, &'a Field)>,
    /// The journal entries of every record, oldest first; filled where they are shown.
    entries: BTreeMap<&'a str, Vec<&'a Row>>,
}

impl<'a> View<'a> {
    /// The view of these fields, unknown ones among them left out; of all fields of the table without a list.
    pub(super) fn new(
        (store, rights, zone, base): (&'a Store, &'a Rights, &'a Zone, &'a str),
        table: &'a str,
        asked: Option<&str>,
        (mode, has_links): (Mode, bool),
    ) -> Self {
        let fields: Vec<(String, &Field)> = match asked.filter(|asked| !asked.is_empty()) {
            Some(asked) => {
                let names = asked.split(',').map(str::trim);
                names.filter_map(|name| Some((name.to_owned(), store.field(table, name)?))).collect()
            }
            None => store.schema.fields(table).map(|field| (field.name.to_string(), field)).collect(),
        };
        let seen = |name: &str| !rights.hides_field(&store.schema, table, name);
        let fields: Vec<_> = fields.into_iter().filter(|(name, _)| seen(name)).collect();
        let mut entries: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        if mode != Mode::Raw && fields.iter().any(|(_, field)| field.is_journal()) {
            for (_, entry) in store.rows("sys_journal_field") {
                entries.entry(entry.get("element_id")).or_default().push(entry);
            }
            entries.values_mut().for_each(|list| list.sort_by_key(|entry| entry.get("sys_created_on")));
        }
        Self { store, rights, zone, base, table, mode, has_links, fields, entries }
    }

    /// A row of a class as the answer holds it.
    pub(super) fn row(&self, class: &str, row: &Row) -> Value {
        if self.rights.blanks(row.sys_id()) {
            return json!({});
        }
        let fields = self.fields.iter();
        let value = |(name, field): &(String, &Field)| {
            (name.clone(), self.value(class, row, field, self.store.value(self.table, row, name)))
        };
        Value::Object(fields.map(value).collect())
    }

    fn value(&self, class: &str, row: &Row, field: &Field, raw: &str) -> Value {
        let address = || format!("{}/api/now/table/{}/{raw}", self.base, field.reference);
        let form = self.rights.form(self.table, &field.name, row.sys_id());
        if let Some(form) = form.filter(|_| !raw.is_empty()) {
            return match form {
                Form::Link => json!({"link": address(), "value": raw}),
                Form::Display => json!({"display_value": self.label(class, row, field, raw), "link": address()}),
                Form::List => json!([raw]),
                Form::Null => Value::Null,
            };
        }
        let has_link = self.has_links && field.is_reference() && !raw.is_empty();
        let link = has_link.then(address);
        let label = || self.label(class, row, field, raw);
        let parts = match (self.mode, &link) {
            (Mode::Raw, None) => return json!(raw),
            (Mode::Labels, None) => return json!(label()),
            (Mode::Raw, Some(_)) => vec![("value", raw.to_owned())],
            (Mode::Labels, Some(_)) => vec![("display_value", label())],
            (Mode::Both, _) => vec![("display_value", label()), ("value", raw.to_owned())],
        };
        let parts = parts.into_iter().chain(link.map(|link| ("link", link)));
        Value::Object(parts.map(|(name, value)| (name.to_owned(), json!(value))).collect())
    }

    /// What the account reads instead of a value.
    fn label(&self, class: &str, row: &Row, field: &Field, raw: &str) -> String {
        if field.is_journal() {
            return self.history(row, field);
        }
        if field.is_time() {
            return self.zone.shown(raw);
        }
        if !field.reference.is_empty() {
            let names: Vec<&str> = raw.split(',').map(|sys_id| self.name_of(field.reference, sys_id)).collect();
            return names.join(", ");
        }
        let of_class = |table: &str| self.store.schema.line(class).any(|one| one.name == table);
        let choice =
            CHOICES.iter().find(|(table, name, value, _)| *name == field.name && *value == raw && of_class(table));
        choice.map_or(raw, |(.., label)| label).to_owned()
    }

    /// What stands for a row that is referred to.
    fn name_of<'s>(&'s self, table: &str, sys_id: &'s str) -> &'s str {
        let found = self.store.find(table, sys_id);
        let shown = found.and_then(|(class, row)| Some(row.get(&self.store.schema.display(class)?.name)));
        shown.unwrap_or(sys_id)
    }

    /// The entries of a journal as one text, the newest first.
    fn history(&self, row: &Row, field: &Field) -> String {
        let entries = self.entries.get(row.sys_id()).into_iter().flatten().rev();
        let entries = entries.filter(|entry| entry.get("element") == field.name);
        let told = |entry: &&Row| {
            let (at, by) = (self.zone.shown(entry.get("sys_created_on")), entry.get("sys_created_by"));
            format!("{at} - {by} ({})\n{}\n\n", field.name, entry.get("value"))
        };
        entries.map(told).collect()
    }
}
