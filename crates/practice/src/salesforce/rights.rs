//! What the account does not see: rows by sharing, fields and objects by their rights.

use super::faults::Faults;
use super::id::Id;
use super::row::Row;
use super::store::Store;
use std::collections::BTreeSet;

/// What is hidden from the account.
#[derive(Default)]
pub(super) struct Rights {
    rows: BTreeSet<Id>,
    fields: BTreeSet<(String, String)>,
    objects: BTreeSet<String>,
}

impl Rights {
    /// What faults hide of what there is at first.
    pub(super) fn of(faults: &Faults, store: &Store) -> Self {
        let mut rights = Self::default();
        for (object, every) in &faults.hidings {
            rights.rows.extend(store.rows(object).skip(every - 1).step_by(*every).map(|row| row.id));
        }
        rights.fields.extend(faults.fields.iter().cloned());
        rights.objects.extend(faults.objects.iter().cloned());
        rights
    }

    /// Hides a row, or shows it again.
    pub(super) fn share(&mut self, id: Id, is_shown: bool) {
        if is_shown {
            self.rows.remove(&id)
        } else {
            self.rows.insert(id)
        };
    }

    /// Hides a field, or shows it again.
    pub(super) fn grant_field(&mut self, object: &str, field: &str, is_shown: bool) {
        let field = (object.to_owned(), field.to_owned());
        if is_shown {
            self.fields.remove(&field)
        } else {
            self.fields.insert(field)
        };
    }

    /// Hides an object, or shows it again.
    pub(super) fn grant_object(&mut self, object: &str, is_shown: bool) {
        if is_shown {
            self.objects.remove(object)
        } else {
            self.objects.insert(object.to_owned())
        };
    }

    /// Whether the account sees a row, where it sees the object.
    pub(super) fn shows(&self, row: &Row) -> bool {
        !self.rows.contains(&row.id)
    }

    /// Whether the account sees a field.
    pub(super) fn shows_field(&self, object: &str, field: &str) -> bool {
        !self.fields.iter().any(|(of, name)| of == object && name == field)
    }

    /// Whether the account sees an object.
    pub(super) fn shows_object(&self, object: &str) -> bool {
        !self.objects.contains(object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar;
    use crate::salesforce::maker::Maker;

    #[test]
    fn what_is_hidden_can_be_shown() {
        let store = Store::new(Maker { seed: 1, opening: calendar::opening(1), records: 20 });
        let faults = "hidden-every=Case:5,hidden-field=Case:Subject,hidden-object=Lead".parse().unwrap();
        let mut rights = Rights::of(&faults, &store);
        let hidden = |rights: &Rights| {
            let places = store.rows("Case").enumerate().filter(|(_, row)| !rights.shows(row));
            places.map(|(place, _)| place).collect::<Vec<_>>()
        };
        assert_eq!(hidden(&rights), [4, 9, 14, 19]);
        rights.share(store.rows("Case").nth(4).unwrap().id, true);
        rights.share(store.rows("Case").next().unwrap().id, false);
        assert_eq!(hidden(&rights), [0, 9, 14, 19]);
        assert!(!rights.shows_field("Case", "Subject") && rights.shows_field("Task", "Subject"));
        assert!(!rights.shows_object("Lead") && rights.shows_object("Case"));
        rights.grant_field("Case", "Subject", true);
        rights.grant_object("Lead", true);
        assert!(rights.shows_field("Case", "Subject") && rights.shows_object("Lead"));
        rights.grant_object("Case", false);
        rights.grant_field("Case", "Subject", false);
        assert!(!rights.shows_object("Case") && !rights.shows_field("Case", "Subject"));
    }
}
