//! What there is at one moment, to compare a copy with.

use super::row::Row;
use super::server::Held;
use std::collections::BTreeMap;

/// A row as an answer without faults would hold it, and whether the account sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its number.
    pub sys_id: String,
    /// The table that it is of itself; where tables extend one another not always the one that was asked for.
    pub class: String,
    /// Whether the account sees it in this table.
    pub is_visible: bool,
    /// Every field of the table that was asked for, raw.
    pub values: BTreeMap<String, String>,
}

/// The rows of a table, by their numbers; none where there is no such table.
pub(super) fn of(held: &Held, table: &str) -> Vec<Fact> {
    let Held { store, rights } = held;
    let fact = |(class, row): (&str, &Row)| {
        let value = |name: &str| (name.to_owned(), row.get(name).to_owned());
        let sys_id = row.sys_id();
        Fact {
            sys_id: sys_id.to_owned(),
            class: class.to_owned(),
            is_visible: rights.shows(table, sys_id),
            values: store.schema.fields(table).map(|field| value(&field.name)).collect(),
        }
    };
    let mut facts: Vec<Fact> = store.rows(table).map(fact).collect();
    facts.sort_by(|one, other| one.sys_id.cmp(&other.sys_id));
    facts
}
