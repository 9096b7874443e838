//! What happens on an instance: rows come, change, move and go, fields come and go, rights are lost.

use super::maker::time;
use super::rights::Rights;
use super::row::Row;
use super::schema::{self, Audit, Field};
use super::store::Store;
use catchment_base::error::{Error, Result};
use std::borrow::Cow;

/// One change. A row is named by a table that shows it and its `sys_id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A field of a row gets a value; `sys_mod_count` and `sys_updated_on` with it.
    Update {
        /// The table.
        table: String,
        /// The row.
        sys_id: String,
        /// The field; that of a journal gets an entry in `sys_journal_field`.
        field: String,
        /// The value.
        value: String,
    },
    /// A field of a row gets a value, by a script that leaves `sys_updated_on` as it was, as an import may: with `sys_mod_count`, or
    /// without where it counts nothing either.
    Overwrite {
        /// The table.
        table: String,
        /// The row.
        sys_id: String,
        /// The field.
        field: String,
        /// The value.
        value: String,
        /// Whether it is counted.
        is_counted: bool,
    },
    /// The first rows of a table, by `sys_id`, are all updated in one second.
    Touch {
        /// The table.
        table: String,
        /// How many rows.
        rows: usize,
    },
    /// New rows, all of one second.
    Insert {
        /// The table.
        table: String,
        /// How many rows.
        rows: usize,
    },
    /// A new row that says of itself that it was made long ago, updated now.
    InsertOld {
        /// The table.
        table: String,
        /// Its `sys_created_on`.
        created: String,
    },
    /// A row is deleted; what tells of it in other tables stays.
    Delete {
        /// The table.
        table: String,
        /// The row.
        sys_id: String,
    },
    /// A deleted row is back as it was.
    Undelete {
        /// The row.
        sys_id: String,
    },
    /// A row moves to another class, with its number; fields that the class lacks are lost.
    Reclass {
        /// A table that shows it before and after.
        table: String,
        /// The row.
        sys_id: String,
        /// The new class.
        class: String,
    },
    /// The account may not see a row any more.
    Hide {
        /// The row.
        sys_id: String,
    },
    /// The account may see a row again, whatever hid it.
    Show {
        /// The row.
        sys_id: String,
    },
    /// A table has a further field.
    AddField {
        /// The table.
        table: String,
        /// The field.
        field: String,
        /// Its `internal_type`.
        kind: String,
    },
    /// A table has a field no more, nor have those that extend it.
    RemoveField {
        /// The table.
        table: String,
        /// The field.
        field: String,
    },
    /// A field has another type.
    RetypeField {
        /// The table.
        table: String,
        /// The field.
        field: String,
        /// The new `internal_type`.
        kind: String,
    },
}

fn unknown(what: &str, name: &str) -> Error {
    Error::usage(format!("there is no {what} {name:?}")).hint("the truth of a table tells its rows and fields")
}

/// Makes a change; the `sys_id` of the row, of the last one where there are several, or the name of the field.
///
/// The clock moves on by about a minute.
pub(super) fn apply(store: &mut Store, rights: &mut Rights, change: Change) -> Result<String> {
    let number = store.changes;
    store.changes += 1;
    let done = match change {
        Change::Update { table, sys_id, field, value } => update(store, (&table, &sys_id), &field, &value),
        Change::Overwrite { table, sys_id, field, value, is_counted } => {
            overwrite(store, (&table, &sys_id), (&field, &value), is_counted)
        }
        Change::Touch { table, rows } => touch(store, &table, rows),
        Change::Insert { table, rows } => insert(store, &table, rows, None),
        Change::InsertOld { table, created } => insert(store, &table, 1, Some(&created)),
        Change::Delete { table, sys_id } => delete(store, &table, sys_id),
        Change::Undelete { sys_id } => undelete(store, sys_id),
        Change::Reclass { table, sys_id, class } => reclass(store, (&table, &sys_id), &class),
        Change::Hide { sys_id } => {
            rights.hide(&sys_id);
            Ok(sys_id)
        }
        Change::Show { sys_id } => {
            rights.show(&sys_id);
            Ok(sys_id)
        }
        Change::AddField { table, field, kind } => alter(store, (&table, field), |fields, field| {
            let is_new = fields.iter().all(|known| known.name != field);
            let (name, kind) = (Cow::Owned(field.to_owned()), Cow::Owned(kind));
            is_new.then(|| fields.push(Field { name, kind, ..schema::of("", "") }))
        }),
        Change::RemoveField { table, field } => alter(store, (&table, field), |fields, field| {
            let at = fields.iter().position(|known| known.name == field)?;
            fields.remove(at);
            Some(())
        }),
        Change::RetypeField { table, field, kind } => alter(store, (&table, field), |fields, field| {
            fields.iter_mut().find(|known| known.name == field)?.kind = Cow::Owned(kind);
            Some(())
        }),
    };
    if done.is_err() {
        store.changes = number;
    }
    done
}

/// The name of a table, as the schema holds it.
fn named(store: &Store, table: &str) -> Result<&'static str> {
    store.schema.table(table).map(|table| table.name).ok_or_else(|| unknown("table", table))
}

fn taken(store: &mut Store, (table, sys_id): (&str, &str)) -> Result<(&'static str, Row)> {
    store.take(table, sys_id).ok_or_else(|| unknown("row", sys_id))
}

/// The row as it is once it was changed now.
fn touched(store: &Store, mut row: Row) -> Row {
    let changes: u64 = row.get("sys_mod_count").parse().unwrap_or_default();
    row.set("sys_mod_count", &(changes + 1).to_string());
    row.set("sys_updated_on", &time(store.now()));
    row.set("sys_updated_by", &store.maker.person(1).user_name);
    row
}

fn update(store: &mut Store, row: (&str, &str), field: &str, value: &str) -> Result<String> {
    let (class, before) = store.find(row.0, row.1).ok_or_else(|| unknown("row", row.1))?;
    let is_journal = store.schema.field(class, field).ok_or_else(|| unknown("field", field))?.is_journal();
    let old = before.get(field).to_owned();
    let (class, found) = taken(store, row)?;
    let mut changed = touched(store, found);
    if is_journal {
        let entry = [("name", class), ("element_id", row.1), ("element", field), ("value", value)];
        store.write("sys_journal_field", Row::of(entry.map(owned)));
    } else {
        changed.set(field.to_owned(), value);
        if audit_of(store, class) == Audit::Full {
            record(store, (class, row.1), field, (&old, value));
        }
    }
    store.put(class, changed);
    Ok(row.1.to_owned())
}

fn overwrite(store: &mut Store, row: (&str, &str), (field, value): (&str, &str), is_counted: bool) -> Result<String> {
    let (class, mut changed) = taken(store, row)?;
    store.schema.field(class, field).ok_or_else(|| unknown("field", field))?;
    if is_counted {
        let changes: u64 = changed.get("sys_mod_count").parse().unwrap_or_default();
        changed.set("sys_mod_count", &(changes + 1).to_string());
    }
    changed.set(field.to_owned(), value);
    store.put(class, changed);
    Ok(row.1.to_owned())
}

fn touch(store: &mut Store, table: &str, rows: usize) -> Result<String> {
    let mut ids: Vec<String> = store.rows(table).map(|(_, row)| row.sys_id().to_owned()).collect();
    ids.sort();
    if ids.len() < rows || rows == 0 {
        return Err(Error::usage(format!("{table} has {} rows, {rows} were to be updated", ids.len())));
    }
    ids.truncate(rows);
    for sys_id in &ids {
        let (class, row) = taken(store, (table, sys_id))?;
        let row = touched(store, row);
        store.put(class, row);
    }
    Ok(ids.pop().unwrap_or_default())
}

fn insert(store: &mut Store, table: &str, rows: usize, created: Option<&str>) -> Result<String> {
    let (class, now) = (named(store, table)?, time(store.now()));
    let mut last = String::new();
    for _ in 0..rows {
        let row = store.further(class);
        let mut row = row.ok_or_else(|| Error::usage(format!("rows of {table} are not made by themselves")))?;
        row.set("sys_created_on", created.unwrap_or(&now));
        row.set("sys_updated_on", &now);
        row.set("sys_mod_count", "0");
        last = row.sys_id().to_owned();
        store.put(class, row);
    }
    Ok(last)
}

fn audit_of(store: &Store, class: &str) -> Audit {
    store.schema.table(class).map_or(Audit::Nothing, |table| table.audit)
}

/// Writes what happened to a field of a row.
fn record(store: &mut Store, (class, sys_id): (&str, &str), field: &str, (old, new): (&str, &str)) {
    let user = store.maker.person(1).user_name;
    let row = [("tablename", class), ("documentkey", sys_id), ("fieldname", field)].map(owned);
    let values = [("oldvalue", old), ("newvalue", new), ("user", &user)].map(owned);
    store.write("sys_audit", Row::of(row).with(Row::of(values)));
}

fn owned((name, value): (&'static str, &str)) -> (&'static str, String) {
    (name, value.to_owned())
}

fn delete(store: &mut Store, table: &str, sys_id: String) -> Result<String> {
    let (class, row) = taken(store, (table, &sys_id))?;
    let audit = audit_of(store, class);
    if audit == Audit::Full {
        let shown = store.schema.display(class).map_or(String::new(), |field| row.get(&field.name).to_owned());
        let payload = format!("<record_update table=\"{class}\"><sys_id>{sys_id}</sys_id></record_update>");
        let told = [("tablename", class), ("documentkey", &sys_id), ("display_value", &shown), ("payload", &payload)];
        store.write("sys_audit_delete", Row::of(told.map(owned)));
    }
    if audit != Audit::Nothing {
        record(store, (class, &sys_id), "DELETED", ("DELETED", "DELETED"));
    }
    store.deleted.insert(sys_id.clone(), (class, row));
    Ok(sys_id)
}

fn undelete(store: &mut Store, sys_id: String) -> Result<String> {
    let (class, row) = store.deleted.remove(&sys_id).ok_or_else(|| unknown("deleted row", &sys_id))?;
    if audit_of(store, class) != Audit::Nothing {
        record(store, (class, &sys_id), "RECOVERED", ("RECOVERED", "RECOVERED"));
    }
    store.put(class, row);
    Ok(sys_id)
}

fn reclass(store: &mut Store, row: (&str, &str), class: &str) -> Result<String> {
    let class = named(store, class)?;
    if !store.schema.line(class).any(|table| table.name == row.0) {
        return Err(Error::usage(format!("{class} does not extend {}", row.0)));
    }
    let (_, found) = taken(store, row)?;
    let mut moved = touched(store, found);
    moved.set("sys_class_name", class);
    store.put(class, moved);
    Ok(row.1.to_owned())
}

/// Changes the fields of a table itself, and what its dictionary says.
fn alter(
    store: &mut Store,
    (table, field): (&str, String),
    how: impl FnOnce(&mut Vec<Field>, &str) -> Option<()>,
) -> Result<String> {
    let altered = store.schema.table_to_change(table).ok_or_else(|| unknown("table", table))?;
    let before = altered.fields.iter().find(|known| known.name == field).cloned();
    how(&mut altered.fields, &field).ok_or_else(|| {
        Error::usage(format!("the field {field:?} of {table} cannot be changed so"))
            .hint("a field that is added must be new; others must be of this table itself, not of one that it extends")
    })?;
    let altered = altered.clone();
    let after = altered.fields.iter().find(|known| known.name == field);
    let entry = touched(store, store.entry(&altered, after.or(before.as_ref())));
    match after {
        Some(_) => store.put("sys_dictionary", entry),
        None => drop(delete(store, "sys_dictionary", entry.sys_id().to_owned())?),
    }
    Ok(field)
}

#[cfg(test)]
mod tests {
    use super::super::maker::Maker;
    use super::*;
    use crate::calendar;

    fn begun() -> (Store, Rights) {
        let (account, time_zone) = ("practice".to_owned(), "UTC".to_owned());
        let opening = calendar::opening(1);
        (Store::new(Maker { seed: 1, opening, records: 20, account, time_zone }), Rights::default())
    }

    fn first(store: &Store, table: &str) -> String {
        store.rows(table).next().unwrap().1.sys_id().to_owned()
    }

    fn told_of(store: &Store, table: &str, sys_id: &str) -> Vec<String> {
        let of_row = store.rows(table).filter(|(_, row)| row.get("documentkey") == sys_id);
        of_row.map(|(_, row)| row.get("fieldname").to_owned()).collect()
    }

    #[test]
    fn a_deletion_is_recorded_as_its_table_says() {
        let (mut store, mut rights) = begun();
        for (table, in_delete, in_audit) in
            [("change_request", 1, 1), ("cmdb_ci_server", 1, 1), ("sys_user_group", 0, 1), ("u_asset_loan", 0, 0)]
        {
            let sys_id = first(&store, table);
            apply(&mut store, &mut rights, Change::Delete { table: table.to_owned(), sys_id: sys_id.clone() }).unwrap();
            assert!(store.find(table, &sys_id).is_none());
            let recorded = ["sys_audit_delete", "sys_audit"].map(|told| told_of(&store, told, &sys_id).len());
            assert_eq!(recorded, [in_delete, in_audit], "{table}");
            let again = Change::Delete { table: table.to_owned(), sys_id: sys_id.clone() };
            assert!(apply(&mut store, &mut rights, again).is_err());
            apply(&mut store, &mut rights, Change::Undelete { sys_id: sys_id.clone() }).unwrap();
            assert!(store.find(table, &sys_id).is_some());
            assert_eq!(told_of(&store, "sys_audit", &sys_id).contains(&"RECOVERED".to_owned()), in_audit == 1);
        }
        assert_eq!(store.changes, 8);
    }

    #[test]
    fn an_update_is_counted_timed_and_recorded() {
        let (mut store, mut rights) = begun();
        let sys_id = first(&store, "problem");
        let before = store.find("problem", &sys_id).unwrap().1.clone();
        let update = |field: &str, value: &str| {
            let [table, field, value] = ["task", field, value].map(str::to_owned);
            Change::Update { table, sys_id: sys_id.clone(), field, value }
        };
        apply(&mut store, &mut rights, update("workaround", "None.")).unwrap();
        apply(&mut store, &mut rights, update("work_notes", "Told them.")).unwrap();
        assert!(apply(&mut store, &mut rights, update("bogus", "1")).is_err());
        let (class, after) = store.find("task", &sys_id).unwrap();
        let count = |row: &Row| row.get("sys_mod_count").parse::<u64>().unwrap();
        assert_eq!((class, after.get("workaround"), count(after)), ("problem", "None.", count(&before) + 2));
        assert!(after.get("sys_updated_on") > before.get("sys_updated_on") && after.get("work_notes").is_empty());
        assert_eq!(told_of(&store, "sys_audit", &sys_id), ["workaround"]);
        let is_entry = |row: &Row| row.get("element_id") == sys_id && row.get("value") == "Told them.";
        assert_eq!(store.rows("sys_journal_field").filter(|(_, row)| is_entry(row)).count(), 1);
    }

    #[test]
    fn rows_come_old_or_all_at_once_and_change_their_class() {
        let (mut store, mut rights) = begun();
        let mut make = |change: Change| apply(&mut store, &mut rights, change).unwrap();
        let old = Change::InsertOld { table: "incident".to_owned(), created: "2001-02-03 04:05:06".to_owned() };
        let old = make(old);
        make(Change::Insert { table: "incident".to_owned(), rows: 30 });
        make(Change::Touch { table: "task".to_owned(), rows: 40 });
        let (server, table) = (first(&store, "cmdb_ci_server"), "cmdb_ci".to_owned());
        let moved = Change::Reclass { table, sys_id: server.clone(), class: "cmdb_ci_computer".to_owned() };
        apply(&mut store, &mut rights, moved).unwrap();
        assert_eq!(store.rows("incident").count(), 51);
        assert_eq!(store.find("incident", &old).unwrap().1.get("sys_created_on"), "2001-02-03 04:05:06");
        let last = |count: u64| time(calendar::of_change(store.maker.opening, count));
        let at = |when: &str| store.rows("task").filter(|(_, row)| row.get("sys_updated_on") == when).count();
        assert_eq!(at(&last(3)), 40);
        let (class, row) = store.find("cmdb_ci", &server).unwrap();
        assert_eq!((class, row.get("sys_class_name"), row.get("ram")), ("cmdb_ci_computer", "cmdb_ci_computer", ""));
        assert!(store.find("cmdb_ci_server", &server).is_none());
        let foreign = Change::Reclass { table: "task".to_owned(), sys_id: old, class: "cmdb_ci".to_owned() };
        assert!(apply(&mut store, &mut rights, foreign).is_err());
    }

    #[test]
    fn the_dictionary_follows_its_fields() {
        let (mut store, mut rights) = begun();
        let entries = |store: &Store, field: &str| -> Vec<String> {
            let of_field = store.rows("sys_dictionary").filter(|(_, row)| row.get("element") == field);
            of_field.map(|(_, row)| row.get("internal_type").to_owned()).collect()
        };
        let [table, field, kind] = ["incident", "u_region", "string"].map(str::to_owned);
        let added = Change::AddField { table: table.clone(), field: field.clone(), kind };
        apply(&mut store, &mut rights, added.clone()).unwrap();
        assert!(apply(&mut store, &mut rights, added).is_err());
        assert_eq!(entries(&store, "u_region"), ["string"]);
        let retyped = Change::RetypeField { table: table.clone(), field: field.clone(), kind: "integer".to_owned() };
        apply(&mut store, &mut rights, retyped).unwrap();
        assert_eq!(entries(&store, "u_region"), ["integer"]);
        apply(&mut store, &mut rights, Change::RemoveField { table: table.clone(), field }).unwrap();
        assert!(entries(&store, "u_region").is_empty() && store.field("incident", "u_region").is_none());
        let inherited = Change::RemoveField { table, field: "number".to_owned() };
        assert!(apply(&mut store, &mut rights, inherited).is_err());
    }
}
