//! What an org holds: the rows of its objects, those in the recycle bin among them, and what was deleted when.

use super::faults::Huge;
use super::id::Id;
use super::invented;
use super::maker::{Maker, time};
use super::objects::objects;
use super::row::{Row, value};
use super::schema::{Object, Schema};
use crate::calendar;
use catchment_base::error::{Error, Result};
use serde_json::json;
use std::collections::BTreeMap;

/// How far the present is behind the last change, in milliseconds: what is being saved may show a minute later.
const SINCE: i64 = 61_000;

/// That a row was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Deletion {
    pub(super) object: &'static str,
    pub(super) id: Id,
    /// Milliseconds since 1970.
    pub(super) at: i64,
}

/// Everything an org holds.
pub(super) struct Store {
    pub(super) schema: Schema,
    pub(super) maker: Maker,
    rows: BTreeMap<&'static str, BTreeMap<Id, Row>>,
    /// What the feeds of deleted rows tell, in order of time.
    pub(super) deletions: Vec<Deletion>,
    /// From when on the feed of an object tells everything, where that is not the beginning.
    pub(super) earliest: BTreeMap<&'static str, i64>,
    /// How many changes there were.
    pub(super) changes: u64,
    /// How many rows were invented of each object beside the first ones.
    grown: BTreeMap<&'static str, usize>,
}

impl Store {
    /// What there is at first.
    pub(super) fn new(maker: Maker) -> Self {
        let (rows, earliest, grown) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let schema = Schema::new(objects());
        let mut store = Self { schema, maker, rows, deletions: Vec::new(), earliest, changes: 0, grown };
        let names: Vec<&'static str> = store.schema.objects().map(|object| object.name).collect();
        for object in names {
            for ordinal in 0..invented::count(&store.maker, object) {
                let row = invented::row(&store.maker, object, ordinal);
                row.into_iter().for_each(|row| store.put(object, row));
            }
        }
        store
    }

    /// When the last change was, in milliseconds since 1970, in whole seconds.
    pub(super) fn now(&self) -> i64 {
        calendar::of_change(self.maker.opening, self.changes) / 1000 * 1000
    }

    /// The present by the clock of the org.
    pub(super) fn present(&self) -> i64 {
        self.now() + SINCE
    }

    /// Puts a row into an object, with the fields that the object has.
    pub(super) fn put(&mut self, object: &'static str, mut row: Row) {
        if let Some(object) = self.schema.object(object) {
            row.keep(|field| object.has(field));
        }
        self.rows.entry(object).or_default().insert(row.id, row);
    }

    /// Takes a row away for good.
    pub(super) fn remove(&mut self, object: &str, id: Id) {
        if let Some(rows) = self.rows.get_mut(object) {
            rows.remove(&id);
        }
    }

    /// The rows of an object, in order of their numbers.
    pub(super) fn rows(&self, object: &str) -> impl Iterator<Item = &Row> {
        self.rows.get(object).into_iter().flat_map(BTreeMap::values)
    }

    /// The rows of an object, to be changed.
    pub(super) fn rows_to_change(&mut self, object: &str) -> impl Iterator<Item = &mut Row> {
        self.rows.get_mut(object).into_iter().flat_map(BTreeMap::values_mut)
    }

    /// The object of a row, by the number of the row.
    pub(super) fn object_of(&self, id: Id) -> Option<&Object> {
        self.schema.by_prefix(&id.prefix())
    }

    /// A row of an object.
    pub(super) fn find(&self, object: &str, id: Id) -> Option<&Row> {
        self.rows.get(object)?.get(&id)
    }

    /// A further invented row of an object, made now, not put into it.
    pub(super) fn further(&mut self, object: &'static str) -> Option<Row> {
        let more = self.grown.entry(object).or_default();
        *more += 1;
        let row = invented::row(&self.maker, object, invented::count(&self.maker, object) + *more - 1)?;
        let now = json!(time(self.now()));
        let made = [("CreatedDate", now.clone()), ("LastModifiedDate", now.clone()), ("SystemModstamp", now.clone())];
        let row = row.with(made);
        Some(if object == "LoginHistory" { row.with([("LoginTime", now)]) } else { row })
    }

    /// Makes a field of a row as large as a fault says.
    pub(super) fn swell(&mut self, huge: &Huge) -> Result<()> {
        let Huge { object, field, ordinal, kibibytes } = huge;
        let has = self.schema.object(object).is_some_and(|object| object.has(field));
        let row = self.rows_to_change(object).nth(ordinal - 1).filter(|_| has).ok_or_else(|| {
            Error::usage(format!("a fault names the field {field} of row {ordinal} of {object}, which is not"))
        })?;
        row.set(field.clone(), value("0123456789abcde ".repeat(kibibytes * 64)));
        Ok(())
    }

    /// Gives all rows of an object the greatest `SystemModstamp` of them.
    pub(super) fn level(&mut self, object: &str) {
        let last = self.rows(object).map(|row| row.text("SystemModstamp").to_owned()).max();
        if let Some(last) = last.filter(|last| !last.is_empty()) {
            self.rows_to_change(object).for_each(|row| row.set("SystemModstamp", json!(last)));
        }
    }

    /// From when on the feed of an object tells everything.
    pub(super) fn earliest(&self, object: &str) -> i64 {
        self.earliest.get(object).copied().unwrap_or(self.maker.opening / 1000 * 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn store() -> Store {
        Store::new(Maker { seed: 1, opening: calendar::opening(1), records: 20 })
    }

    #[test]
    fn every_invented_value_has_a_field() {
        let store = store();
        let of_system =
            ["IsDeleted", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp"];
        for object in store.schema.objects() {
            let own = invented::row(&store.maker, object.name, 0).unwrap();
            let mut kept = own.clone();
            kept.keep(|field| object.has(field) || of_system.contains(&field));
            assert_eq!(format!("{own:?}"), format!("{kept:?}"), "{}", object.name);
        }
    }

    #[test]
    fn rows_have_the_fields_of_their_objects_and_values_of_their_choices() {
        let store = store();
        assert!(store.rows("User").all(|row| row.get("IsDeleted").is_null()));
        assert!(store.rows("Legacy__c").all(|row| row.get("SystemModstamp").is_null()));
        for object in store.schema.objects() {
            for field in object.fields.iter().filter(|field| !field.choices.is_empty()) {
                let values = store.rows(object.name).flat_map(|row| row.text(&field.name).split(';'));
                let known = |value: &&str| value.is_empty() || field.choices.contains(value);
                assert_eq!(values.filter(|value| !known(value)).collect::<Vec<_>>(), Vec::<&str>::new());
            }
        }
    }

    #[test]
    fn references_lead_to_rows() {
        let store = store();
        for object in store.schema.objects() {
            for field in object.fields.iter().filter(|field| !field.refers_to.is_empty()) {
                for row in store.rows(object.name).filter(|row| !row.get(&field.name).is_null()) {
                    let id = Id::read(row.text(&field.name)).unwrap();
                    let Some(led) = store.object_of(id) else { continue };
                    assert!(field.refers_to.contains(&led.name), "{}.{}", object.name, field.name);
                    assert!(store.find(led.name, id).is_some(), "{}.{}", object.name, field.name);
                }
            }
        }
    }

    #[test]
    fn further_rows_are_new_and_of_now() {
        let mut store = store();
        let row = store.further("Case").unwrap();
        assert_eq!((row.text("CreatedDate"), row.text("CaseNumber")), (time(store.now()).as_str(), "00001021"));
        assert!(store.find("Case", row.id).is_none());
        store.put("Case", row.clone());
        assert_eq!(store.rows("Case").count(), 21);
        store.remove("Case", row.id);
        assert!(store.find("Case", row.id).is_none() && store.further("Nothing").is_none());
    }

    #[test]
    fn one_time_can_be_that_of_all() {
        let mut store = store();
        let stamps = |store: &Store| store.rows("Case").map(|row| row.text("SystemModstamp").to_owned()).collect();
        let before: BTreeSet<String> = stamps(&store);
        store.level("Case");
        store.level("LoginHistory");
        assert!(before.len() > 5 && stamps(&store) == BTreeSet::from([before.last().unwrap().clone()]));
    }
}
