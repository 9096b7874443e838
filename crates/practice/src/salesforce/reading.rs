//! What a query finds for the account.

use super::faults::Faults;
use super::maker::time;
use super::refusal;
use super::rights::Rights;
use super::row::Row;
use super::schema::Object;
use super::soql::{self, Bound, Selected, Wrong};
use super::store::Store;
use super::values;

const HOUR: i64 = 3_600_000;

/// What is read, and what of it may be read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) store: &'a Store,
    pub(super) rights: &'a Rights,
    pub(super) faults: &'a Faults,
}

/// What a query found.
pub(super) struct Found<'a> {
    pub(super) object: &'a Object,
    pub(super) query: Bound,
    pub(super) rows: Vec<&'a Row>,
}

impl<'a> Reading<'a> {
    /// An object that the account sees.
    pub(super) fn object(&self, name: &str) -> Option<&'a Object> {
        self.store.schema.object(name).filter(|object| self.rights.shows_object(object.name))
    }

    /// Rows of an object that the account sees; those in the bin and the archive too where `all` is set.
    pub(super) fn rows(&self, object: &Object, all: bool) -> impl Iterator<Item = &'a Row> + use<'a> {
        let (rights, rows) = (self.rights, self.store.rows(object.name));
        rows.filter(move |row| rights.shows(row) && (all || !(row.is("IsDeleted") || row.is("IsArchived"))))
    }

    /// A query that can be answered, with its object.
    pub(super) fn query(&self, text: &str) -> Result<(&'a Object, Bound), Wrong> {
        let query = soql::parse(text)?;
        let object = self.object(&query.object).ok_or_else(|| {
            let message = format!(
                "sObject type '{}' is not supported. If you are attempting to use a custom object, be sure to append the \
                 '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.",
                query.object
            );
            Wrong { code: "INVALID_TYPE", message }
        })?;
        let is_hidden = |field: &str| !self.rights.shows_field(object.name, field);
        let bound = soql::bind(&query, object, &is_hidden, self.store.present())?;
        Ok((object, bound))
    }

    /// What a query finds.
    pub(super) fn find(&self, text: &str, all: bool) -> Result<Found<'a>, Wrong> {
        let (object, query) = self.query(text)?;
        if self.takes_too_long(object, &query) {
            return Err(refusal::timeout());
        }
        let rows = soql::find(&query, self.rows(object, all));
        Ok(Found { object, query, rows })
    }

    /// Whether a query for rows runs into a fault. Counts, least and greatest values come from an index.
    fn takes_too_long(&self, object: &Object, query: &Bound) -> bool {
        let Some((_, hours)) = self.faults.timeouts.iter().find(|(name, _)| name == object.name) else { return false };
        if !matches!(query.selected, Selected::Fields(_)) || soql::is_by_number(query) {
            return false;
        }
        let now = time(self.store.present());
        let [first, last] = soql::range(query);
        let last = last.unwrap_or(&now).min(now.as_str());
        let length = first.and_then(values::moment).zip(values::moment(last)).map(|(first, last)| last - first);
        length.is_none_or(|length| length > hours * HOUR)
    }
}

#[cfg(test)]
mod tests {
    use super::super::change::Change;
    use super::super::happen::{apply, begun};
    use super::*;

    #[test]
    fn the_bin_and_the_archive_are_shown_when_asked_for() {
        let ((mut store, mut rights), faults) = (begun(), Faults::default());
        let (object, id) =
            ("Task".to_owned(), store.rows("Task").find(|row| !row.is("IsArchived")).unwrap().id.to_string());
        apply(&mut store, &mut rights, Change::Delete { object, id }).unwrap();
        let reading = Reading { store: &store, rights: &rights, faults: &faults };
        let count = |all| reading.find("SELECT Id FROM task", all).unwrap().rows.len();
        assert_eq!((count(true), count(false)), (10, 8));
    }

    #[test]
    fn what_is_hidden_is_not_found() {
        let (store, _) = begun();
        let faults: Faults = "hidden-every=Case:4,hidden-field=Case:Subject,hidden-object=Lead".parse().unwrap();
        let rights = Rights::of(&faults, &store);
        let reading = Reading { store: &store, rights: &rights, faults: &faults };
        let code = |text: &str| reading.find(text, true).map(|found| found.rows.len()).map_err(|wrong| wrong.code);
        assert_eq!(code("SELECT Id FROM Case"), Ok(15));
        assert_eq!(code("SELECT Subject FROM Case"), Err("INVALID_FIELD"));
        assert_eq!(code("SELECT Id FROM Lead"), Err("INVALID_TYPE"));
        assert_eq!(code("SELECT Id FROM Bogus"), Err("INVALID_TYPE"));
    }

    #[test]
    fn a_query_over_too_long_a_time_is_refused() {
        let (store, rights) = begun();
        let faults: Faults = "query-timeout=Case:24".parse().unwrap();
        let reading = Reading { store: &store, rights: &rights, faults: &faults };
        let is_good = |text: &str| match reading.find(text, true) {
            Ok(_) => true,
            Err(wrong) => {
                assert_eq!(wrong.code, "QUERY_TIMEOUT");
                false
            }
        };
        let within = |from: &str, to: &str| {
            is_good(&format!("SELECT Id FROM Case WHERE CreatedDate >= {from} AND CreatedDate < {to}"))
        };
        assert!(within("2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"));
        assert!(!within("2024-01-01T00:00:00Z", "2024-01-02T00:00:01Z"));
        assert!(!is_good("SELECT Id FROM Case") && is_good("SELECT Id FROM Task"));
        assert!(is_good("SELECT COUNT() FROM Case") && is_good("SELECT MIN(CreatedDate) FROM Case"));
        let recent = values::moment(&time(store.present())).unwrap() - HOUR;
        let since = time(recent).replace(".000+0000", "Z");
        assert!(is_good(&format!(
            "SELECT Id FROM Case WHERE SystemModstamp > {since} AND SystemModstamp < 2999-01-01T00:00:00Z"
        )));
    }
}
