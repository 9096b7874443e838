//! How changes of rows happen.

use super::alter;
use super::change::Change;
use super::id::Id;
use super::maker::time;
use super::rights::Rights;
use super::row::Row;
use super::store::{Deletion, Store};
use super::values;
use catchment_base::error::{Error, Result};
use serde_json::{Value, json};

/// How far rows that come late are behind, in milliseconds.
const LATE: i64 = 300_000;

/// That nothing has this name.
pub(super) fn unknown(what: &str, name: &str) -> Error {
    Error::usage(format!("there is no {what} {name:?}")).hint("the truth of an object tells its rows and fields")
}

/// Makes a change; the number of the row, of the last one where there are several, or the name of the field or object.
///
/// The clock moves on by about a minute.
pub(super) fn apply(store: &mut Store, rights: &mut Rights, change: Change) -> Result<String> {
    let number = store.changes;
    store.changes += 1;
    let done = happen(store, rights, change);
    if done.is_err() {
        store.changes = number;
    }
    done
}

fn happen(store: &mut Store, rights: &mut Rights, change: Change) -> Result<String> {
    match change {
        Change::Update { object, id, field, value } => update(store, (named(store, &object)?, id), &field, &value),
        Change::Touch { object, rows } => touch(store, named(store, &object)?, rows),
        Change::Insert { object, rows } => insert(store, named(store, &object)?, rows, &[]),
        Change::InsertOld { object, created } => {
            let created = values::moment(&created).ok_or_else(|| unknown("time", &created))?;
            insert(store, named(store, &object)?, 1, &[("CreatedDate", json!(time(created)))])
        }
        Change::Late { object, rows } => {
            let then = json!(time(store.now() - LATE));
            let times = ["CreatedDate", "LastModifiedDate", "SystemModstamp", "LoginTime"];
            insert(store, named(store, &object)?, rows, &times.map(|field| (field, then.clone())))
        }
        Change::Delete { object, id } => delete(store, (named(store, &object)?, id)),
        Change::Undelete { id } => undelete(store, id),
        Change::Purge { id } => purge(store, id),
        Change::Merge { object, winner, loser } => merge(store, named(store, &object)?, winner, loser),
        Change::Hide { id } => share(store, rights, id, false),
        Change::Show { id } => share(store, rights, id, true),
        Change::HideField { object, field } => alter::grant_field(store, rights, (&object, field), false),
        Change::ShowField { object, field } => alter::grant_field(store, rights, (&object, field), true),
        Change::HideObject { object } => grant(store, rights, &object, false),
        Change::ShowObject { object } => grant(store, rights, &object, true),
        Change::AddField { object, field, kind } => alter::add(store, &object, field, &kind),
        Change::RetypeField { object, field, kind } => alter::retype(store, (&object, field), &kind),
        Change::RecalculateFormula { object, field } => alter::recalculate(store, (&object, field)),
        Change::Forget { object } => {
            let (object, now) = (named(store, &object)?, store.present());
            store.earliest.insert(object, now);
            store.deletions.retain(|deletion| deletion.object != object);
            Ok(object.to_owned())
        }
    }
}

fn named(store: &Store, object: &str) -> Result<&'static str> {
    let found = store.schema.object(object).filter(|known| known.name == object);
    found.map(|known| known.name).ok_or_else(|| unknown("object", object))
}

fn row_of(store: &Store, object: &str, id: &str) -> Result<Id> {
    let found = Id::read(id).filter(|id| store.find(object, *id).is_some());
    found.ok_or_else(|| unknown("row", id))
}

/// The object of a row that is known by its number alone.
fn known(store: &Store, id: &str) -> Result<(&'static str, Id)> {
    let found = Id::read(id).and_then(|id| Some((store.object_of(id)?.name, id)));
    let (object, id) =
        found.filter(|(object, id)| store.find(object, *id).is_some()).ok_or_else(|| unknown("row", id))?;
    Ok((object, id))
}

/// Changes a row now, by a person or by the system alone.
fn stamp(store: &mut Store, (object, id): (&'static str, Id), by_person: bool, how: impl FnOnce(&mut Row)) {
    let (now, somebody) = (json!(time(store.now())), store.maker.reference("User", 1));
    let Some(row) = store.find(object, id).cloned() else { return };
    let mut row = row;
    how(&mut row);
    if by_person {
        row.set("LastModifiedDate", now.clone());
        row.set("LastModifiedById", somebody);
    }
    row.set("SystemModstamp", now);
    store.put(object, row);
}

fn update(store: &mut Store, (object, id): (&'static str, String), field: &str, text: &str) -> Result<String> {
    let row = row_of(store, object, &id)?;
    let known = store.schema.object(object).and_then(|object| object.field(field)).filter(|known| known.name == field);
    let known = known.ok_or_else(|| unknown("field", field))?;
    let (kind, is_calculated) = (known.kind, known.is_calculated);
    let value = values::read(kind, text).filter(|_| !is_calculated);
    let value = value.ok_or_else(|| Error::usage(format!("{field} of {object} cannot be {text:?}")))?;
    let (before, now) = (store.find(object, row).map(|row| row.get(field).clone()), store.now());
    stamp(store, (object, row), true, |row| {
        row.set(field.to_owned(), value.clone());
        follow(row, object, field, now);
    });
    if object == "Case" && field == "Status" {
        record(store, row, before.unwrap_or_default(), value)?;
    }
    Ok(id)
}

/// What other fields of a row become when one has changed.
fn follow(row: &mut Row, object: &str, field: &str, now: i64) {
    match (object, field) {
        ("Case", "Status") => {
            let is_closed = row.text("Status") == "Closed";
            row.set("IsClosed", json!(is_closed));
            row.set("ClosedDate", if is_closed { json!(time(now)) } else { Value::Null });
        }
        ("Contact" | "Lead" | "User", "FirstName" | "LastName") => {
            let name = format!("{} {}", row.text("FirstName"), row.text("LastName"));
            row.set("Name", json!(name.trim()));
        }
        ("Opportunity", "Amount" | "Probability") => {
            let part = |field: &str| row.get(field).as_f64();
            let expected = part("Amount").zip(part("Probability")).map(|(amount, percent)| amount * percent / 100.0);
            row.set("ExpectedRevenue", expected.map_or(Value::Null, |sum| json!((sum * 100.0).trunc() / 100.0)));
        }
        _ => {}
    }
}

/// Writes that the status of a case has changed.
fn record(store: &mut Store, case: Id, before: Value, after: Value) -> Result<()> {
    let row = store.further("CaseHistory").ok_or_else(|| unknown("object", "CaseHistory"))?;
    let told = [("CaseId", json!(case.to_string())), ("OldValue", before), ("NewValue", after)];
    let row = row.with(told).with([("CreatedById", store.maker.reference("User", 1))]);
    store.put("CaseHistory", row);
    Ok(())
}

fn touch(store: &mut Store, object: &'static str, rows: usize) -> Result<String> {
    let ids: Vec<Id> = store.rows(object).filter(|row| !row.is("IsDeleted")).map(|row| row.id).take(rows).collect();
    if ids.len() < rows || rows == 0 {
        return Err(Error::usage(format!("{object} has {} rows, {rows} were to be changed", ids.len())));
    }
    ids.iter().for_each(|id| stamp(store, (object, *id), true, |_| {}));
    Ok(ids.last().map(Id::to_string).unwrap_or_default())
}

fn insert(store: &mut Store, object: &'static str, rows: usize, values: &[(&'static str, Value)]) -> Result<String> {
    let mut last = String::new();
    for _ in 0..rows {
        let mut row = store.further(object).ok_or_else(|| unknown("object", object))?;
        values.iter().for_each(|(field, value)| row.set(*field, value.clone()));
        last = row.id.to_string();
        store.put(object, row);
    }
    Ok(last)
}

/// Puts a row into the recycle bin, for the reason that there is a row in its place where there is one.
fn bin(store: &mut Store, (object, id): (&'static str, Id), master: Value) -> Result<()> {
    let has_bin = store.schema.object(object).is_some_and(|object| object.has("IsDeleted"));
    if !has_bin || store.find(object, id).is_some_and(|row| row.is("IsDeleted")) {
        return Err(Error::usage(format!("{id} of {object} cannot be deleted")));
    }
    stamp(store, (object, id), false, |row| {
        row.set("IsDeleted", json!(true));
        if !master.is_null() {
            row.set("MasterRecordId", master);
        }
    });
    let at = store.now();
    store.deletions.push(Deletion { object, id, at });
    Ok(())
}

fn delete(store: &mut Store, (object, id): (&'static str, String)) -> Result<String> {
    let row = row_of(store, object, &id)?;
    bin(store, (object, row), Value::Null)?;
    Ok(id)
}

/// A row in the recycle bin.
fn binned(store: &Store, id: &str) -> Result<(&'static str, Id)> {
    let (object, row) = known(store, id)?;
    let is_there = store.find(object, row).is_some_and(|row| row.is("IsDeleted"));
    if is_there { Ok((object, row)) } else { Err(Error::usage(format!("{id} is not in the recycle bin"))) }
}

fn undelete(store: &mut Store, id: String) -> Result<String> {
    let (object, row) = binned(store, &id)?;
    stamp(store, (object, row), false, |row| row.set("IsDeleted", json!(false)));
    store.deletions.retain(|deletion| deletion.id != row);
    Ok(id)
}

fn purge(store: &mut Store, id: String) -> Result<String> {
    let (object, row) = binned(store, &id)?;
    store.remove(object, row);
    Ok(id)
}

fn merge(store: &mut Store, object: &'static str, winner: String, loser: String) -> Result<String> {
    let (stays, goes) = (row_of(store, object, &winner)?, row_of(store, object, &loser)?);
    let merges = store.schema.object(object).is_some_and(|object| object.has("MasterRecordId"));
    if !merges || stays == goes {
        return Err(Error::usage(format!("{loser} of {object} cannot be merged into {winner}")));
    }
    bin(store, (object, goes), json!(stays.to_string()))?;
    stamp(store, (object, stays), true, |_| {});
    for (child, field) in references(store, object) {
        let refers = |row: &&Row| Id::read(row.text(&field)) == Some(goes);
        let ids: Vec<Id> = store.rows(child).filter(refers).map(|row| row.id).collect();
        for id in ids {
            stamp(store, (child, id), false, |row| row.set(field.clone(), json!(stays.to_string())));
        }
    }
    Ok(loser)
}

/// The fields that refer to rows of an object, but for those that tell of a merge.
fn references(store: &Store, object: &str) -> Vec<(&'static str, String)> {
    let fields = |of: &'static str| {
        let fields = store.schema.object(of).into_iter().flat_map(|object| &object.fields);
        let leads = fields.filter(|field| field.refers_to.contains(&object) && field.name != "MasterRecordId");
        leads.map(move |field| (of, field.name.to_string()))
    };
    store.schema.objects().flat_map(|object| fields(object.name)).collect()
}

fn share(store: &Store, rights: &mut Rights, id: String, is_shown: bool) -> Result<String> {
    let (_, row) = known(store, &id)?;
    rights.share(row, is_shown);
    Ok(id)
}

fn grant(store: &Store, rights: &mut Rights, object: &str, is_shown: bool) -> Result<String> {
    let object = named(store, object)?;
    rights.grant_object(object, is_shown);
    Ok(object.to_owned())
}

/// A store to try changes on.
#[cfg(test)]
pub(super) fn begun() -> (Store, Rights) {
    let opening = crate::calendar::opening(1);
    (Store::new(super::maker::Maker { seed: 1, opening, records: 20 }), Rights::default())
}

/// The faults that a text names; none by an empty one.
#[cfg(test)]
pub(super) fn faults(text: &str) -> super::faults::Faults {
    if text.is_empty() { Default::default() } else { text.parse().unwrap_or_else(|_| panic!("{text}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(store: &Store, object: &str) -> String {
        store.rows(object).next().unwrap().id.to_string()
    }

    fn at(store: &Store, object: &str, id: &str) -> Row {
        store.find(object, Id::read(id).unwrap()).unwrap().clone()
    }

    fn update(object: &str, id: &str, field: &str, value: &str) -> Change {
        let [object, id, field, value] = [object, id, field, value].map(str::to_owned);
        Change::Update { object, id, field, value }
    }

    #[test]
    fn an_update_moves_the_times_and_leaves_a_history() {
        let (mut store, mut rights) = begun();
        let case = first(&store, "Case");
        let before = store.rows("CaseHistory").count();
        let mut make = |store: &mut Store, change| apply(store, &mut rights, change);
        make(&mut store, update("Case", &case, "Status", "Closed")).unwrap();
        let (row, now) = (at(&store, "Case", &case), time(store.now()));
        assert_eq!(
            ["SystemModstamp", "LastModifiedDate", "ClosedDate"].map(|field| row.text(field)),
            [now.as_str(); 3]
        );
        assert!(row.is("IsClosed") && row.text("CreatedDate") < now.as_str());
        let told = store.rows("CaseHistory").filter(|row| row.text("CreatedDate") == now).collect::<Vec<_>>();
        assert_eq!((told.len(), store.rows("CaseHistory").count()), (1, before + 1));
        assert_eq!((told[0].text("CaseId"), told[0].text("NewValue")), (case.as_str(), "Closed"));
        make(&mut store, update("Case", &case, "Status", "New")).unwrap();
        assert!(!at(&store, "Case", &case).is("IsClosed") && at(&store, "Case", &case).get("ClosedDate").is_null());
        let contact = first(&store, "Contact");
        make(&mut store, update("Contact", &contact, "FirstName", "")).unwrap();
        let row = at(&store, "Contact", &contact);
        assert_eq!(row.text("Name"), row.text("LastName"));
        for (field, value) in [("Bogus", "1"), ("IsClosed", "perhaps"), ("Id", "1"), ("subject", "x")] {
            assert!(make(&mut store, update("Case", &case, field, value)).is_err(), "{field}");
        }
        let sale = first(&store, "Opportunity");
        assert!(make(&mut store, update("Opportunity", &sale, "ExpectedRevenue", "1")).is_err());
        make(&mut store, update("Opportunity", &sale, "Amount", "50")).unwrap();
        make(&mut store, update("Opportunity", &sale, "Probability", "25")).unwrap();
        assert_eq!((at(&store, "Opportunity", &sale).get("ExpectedRevenue"), store.changes), (&json!(12.5), 5));
    }

    #[test]
    fn rows_go_into_the_bin_and_out_of_it() {
        let (mut store, mut rights) = begun();
        let mut make = |store: &mut Store, change| apply(store, &mut rights, change);
        let (case, object) = (first(&store, "Case"), "Case".to_owned());
        let delete = Change::Delete { object: object.clone(), id: case.clone() };
        let before = at(&store, "Case", &case);
        make(&mut store, delete.clone()).unwrap();
        let row = at(&store, "Case", &case);
        assert!(row.is("IsDeleted") && row.text("SystemModstamp") == time(store.now()));
        assert_eq!(row.text("LastModifiedDate"), before.text("LastModifiedDate"));
        let deletion = Deletion { object: "Case", id: row.id, at: store.now() };
        assert_eq!(store.deletions, std::slice::from_ref(&deletion));
        assert!(make(&mut store, delete.clone()).is_err());
        make(&mut store, Change::Undelete { id: case.clone() }).unwrap();
        assert!(!at(&store, "Case", &case).is("IsDeleted") && store.deletions.is_empty());
        assert!(make(&mut store, Change::Purge { id: case.clone() }).is_err());
        make(&mut store, delete).unwrap();
        make(&mut store, Change::Purge { id: case }).unwrap();
        assert!(store.find("Case", row.id).is_none() && store.deletions.len() == 1);
        let user = first(&store, "User");
        assert!(make(&mut store, Change::Delete { object: "User".to_owned(), id: user }).is_err());
        make(&mut store, Change::Forget { object }).unwrap();
        assert!(store.deletions.is_empty() && store.earliest("Case") == store.present());
        assert!(store.earliest("Task") < store.now());
    }

    #[test]
    fn a_merged_row_names_the_other_and_loses_its_children() {
        let (mut store, mut rights) = begun();
        let of =
            |account: &str, store: &Store| store.rows("Case").filter(|row| row.text("AccountId") == account).count();
        let accounts: Vec<String> = store.rows("Account").map(|row| row.id.to_string()).collect();
        let loser = accounts.iter().find(|account| of(account, &store) > 0).unwrap().clone();
        let winner = accounts.into_iter().find(|account| *account != loser).unwrap();
        let (before, object) = (of(&loser, &store) + of(&winner, &store), "Account".to_owned());
        let merge = Change::Merge { object, winner: winner.clone(), loser: loser.clone() };
        apply(&mut store, &mut rights, merge.clone()).unwrap();
        assert_eq!((of(&loser, &store), of(&winner, &store)), (0, before));
        let row = at(&store, "Account", &loser);
        assert!(row.is("IsDeleted") && row.text("MasterRecordId") == winner && store.deletions.len() == 1);
        let moved = store.rows("Case").filter(|row| row.text("SystemModstamp") == time(store.now()));
        assert!(moved.count() > 0 && apply(&mut store, &mut rights, merge).is_err());
        let [one, other] = [0, 1].map(|at| store.rows("Task").nth(at).unwrap().id.to_string());
        let merge = Change::Merge { object: "Task".to_owned(), winner: one, loser: other };
        assert!(apply(&mut store, &mut rights, merge).is_err());
    }

    #[test]
    fn rows_come_all_at_once_old_or_late() {
        let (mut store, mut rights) = begun();
        let mut make = |store: &mut Store, change| apply(store, &mut rights, change).unwrap();
        let object = || "Case".to_owned();
        make(&mut store, Change::Insert { object: object(), rows: 30 });
        let now = time(store.now());
        let of = |store: &Store, field: &str, at: &str| store.rows("Case").filter(|row| row.text(field) == at).count();
        assert_eq!((store.rows("Case").count(), of(&store, "SystemModstamp", &now)), (50, 30));
        let old = make(&mut store, Change::InsertOld { object: object(), created: "2001-02-03T04:05:06Z".to_owned() });
        let row = at(&store, "Case", &old);
        assert_eq!(row.text("CreatedDate"), "2001-02-03T04:05:06.000+0000");
        assert_eq!(row.text("SystemModstamp"), time(store.now()));
        make(&mut store, Change::Late { object: object(), rows: 2 });
        assert_eq!(of(&store, "SystemModstamp", &time(store.now() - 300_000)), 2);
        make(&mut store, Change::Touch { object: object(), rows: 40 });
        assert_eq!(of(&store, "LastModifiedDate", &time(store.now())), 40);
        assert!(apply(&mut store, &mut Rights::default(), Change::Touch { object: object(), rows: 400 }).is_err());
    }

    #[test]
    fn rights_come_and_go() {
        let (mut store, mut rights) = begun();
        let (case, object) = (first(&store, "Case"), "Case".to_owned());
        apply(&mut store, &mut rights, Change::Hide { id: case.clone() }).unwrap();
        assert!(!rights.shows(&at(&store, "Case", &case)));
        apply(&mut store, &mut rights, Change::Show { id: case.clone() }).unwrap();
        assert!(rights.shows(&at(&store, "Case", &case)));
        apply(&mut store, &mut rights, Change::HideObject { object: object.clone() }).unwrap();
        assert!(!rights.shows_object("Case"));
        apply(&mut store, &mut rights, Change::ShowObject { object }).unwrap();
        assert!(rights.shows_object("Case"));
        assert!(apply(&mut store, &mut rights, Change::Hide { id: "5005e0000000000".to_owned() }).is_err());
    }
}
