//! What there is at one moment, to compare a copy with.

use super::reading::Reading;
use super::row::Row;
use super::schema::Field;
use super::view::{self, USUAL_VERSION};
use serde_json::{Map, Value};

/// A row as an answer without faults would hold it, and whether the account sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its number, in eighteen characters.
    pub id: String,
    /// Every field of its object, hidden ones too, as the REST API writes them.
    pub values: Map<String, Value>,
    /// Whether it is in the recycle bin.
    pub is_deleted: bool,
    /// Whether sharing and the rights of its object let the account see it.
    pub is_visible: bool,
}

/// The rows of an object, in the order of their numbers; none where there is no such object.
pub(super) fn of(reading: Reading<'_>, name: &str) -> Vec<Fact> {
    let Some(object) = reading.store.schema.object(name) else { return Vec::new() };
    let value = |field: &Field, row: &Row| view::value(USUAL_VERSION, object, field, row);
    let fact = |row: &Row| Fact {
        id: row.id.to_string(),
        values: object.fields.iter().map(|field| (field.name.to_string(), value(field, row))).collect(),
        is_deleted: row.is("IsDeleted"),
        is_visible: reading.rights.shows(row) && reading.rights.shows_object(object.name),
    };
    reading.store.rows(object.name).map(fact).collect()
}

#[cfg(test)]
mod tests {
    use super::super::faults::Faults;
    use super::super::happen::begun;
    use super::*;

    #[test]
    fn every_row_is_told_with_every_field() {
        let ((store, mut rights), faults) = (begun(), Faults::default());
        let hidden = store.rows("Attachment").next().unwrap().id;
        rights.share(hidden, false);
        rights.grant_field("Attachment", "Name", false);
        let facts = of(Reading { store: &store, rights: &rights, faults: &faults }, "Attachment");
        assert_eq!(facts.iter().map(|fact| fact.is_visible).collect::<Vec<_>>(), [false, true]);
        assert!(facts[0].id == hidden.to_string() && facts[0].values["Name"].is_string() && !facts[0].is_deleted);
        assert!(facts[0].values["Body"].as_str().unwrap().ends_with("/Body"));
        rights.grant_object("Attachment", false);
        let facts = of(Reading { store: &store, rights: &rights, faults: &faults }, "Attachment");
        assert!(facts.iter().all(|fact| !fact.is_visible));
    }
}
