//! What the account may see. Rights are looked at after the limit, so that pages are short though more rows follow.

use super::faults::{Denial, Faults, Form, Hiding};
use super::schema::Schema;
use super::store::Store;
use std::collections::BTreeSet;

/// The rights of the account; without faults it sees everything.
#[derive(Default)]
pub(super) struct Rights {
    /// Rows that are left out, by number.
    hidden: BTreeSet<String>,
    /// Rows that come as `{}`.
    blank: BTreeSet<String>,
    /// Tables and fields that are left out.
    fields: Vec<(String, String)>,
    /// Fields whose values come in another form, with their tables.
    forms: Vec<(String, String, Form)>,
    denied: Vec<(String, Denial)>,
}

impl Rights {
    /// What faults leave of the rows that there are now.
    pub(super) fn of(faults: &Faults, store: &Store) -> Self {
        let (fields, forms, denied) = (faults.fields.clone(), faults.forms.clone(), faults.denied.clone());
        let mut rights = Self { fields, forms, denied, ..Self::default() };
        for (table, hiding) in &faults.hidings {
            let by = if let Hiding::Block { field, .. } = hiding { field.as_str() } else { "sys_id" };
            let mut rows: Vec<(&str, &str)> = store.rows(table).map(|(_, row)| (row.get(by), row.sys_id())).collect();
            rows.sort_unstable();
            let ids = rows.into_iter().map(|(_, sys_id)| sys_id.to_owned());
            match hiding {
                Hiding::Every(n) => rights.hidden.extend(ids.skip(n - 1).step_by(*n)),
                Hiding::Blank(n) => rights.blank.extend(ids.skip(n - 1).step_by(*n)),
                Hiding::Block { from, count, .. } => rights.hidden.extend(ids.skip(from - 1).take(*count)),
            }
        }
        rights
    }

    pub(super) fn hide(&mut self, sys_id: &str) {
        self.hidden.insert(sys_id.to_owned());
    }

    pub(super) fn show(&mut self, sys_id: &str) {
        self.hidden.remove(sys_id);
        self.blank.remove(sys_id);
    }

    /// Whether a row is left out.
    pub(super) fn hides(&self, sys_id: &str) -> bool {
        self.hidden.contains(sys_id)
    }

    /// Whether a row comes without its fields.
    pub(super) fn blanks(&self, sys_id: &str) -> bool {
        self.blank.contains(sys_id)
    }

    /// The form in which a row has the value of a field of a table, where it is another one.
    pub(super) fn form(&self, table: &str, field: &str, sys_id: &str) -> Option<Form> {
        let is_odd = sys_id.bytes().last().is_some_and(|last| last % 2 == 1);
        let found = self.forms.iter().find(|(of, name, _)| is_odd && of == table && name == field);
        found.map(|(.., form)| *form)
    }

    /// Why a table cannot be read, if it cannot.
    pub(super) fn denial(&self, table: &str) -> Option<Denial> {
        self.denied.iter().find(|(denied, _)| denied == table).map(|(_, denial)| *denial)
    }

    /// Whether a field of a table is left out; a name with dots also where its last part is.
    pub(super) fn hides_field(&self, schema: &Schema, table: &str, path: &str) -> bool {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let is_hidden = |(of, field): &(String, String)| field == first && schema.line(table).any(|one| one.name == of);
        let leads = || schema.field(table, first).map_or("", |field| field.reference);
        self.fields.iter().any(is_hidden) || (!rest.is_empty() && self.hides_field(schema, leads(), rest))
    }

    /// Whether a row of a table can be read.
    pub(super) fn shows(&self, table: &str, sys_id: &str) -> bool {
        self.denial(table).is_none() && !self.hides(sys_id) && !self.blanks(sys_id)
    }
}
