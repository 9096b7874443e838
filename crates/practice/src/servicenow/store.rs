//! What an instance holds: the rows of its tables, by class and number.

use super::faults::Huge;
use super::invented;
use super::maker::{Maker, sys_id, time};
use super::row::Row;
use super::schema::{Audit, Field, Schema, Table};
use super::tables::{CHOICES, tables};
use crate::calendar;
use crate::random::mark;
use catchment_base::error::{Error, Result};
use std::collections::BTreeMap;

/// Rows by their numbers.
type Rows = BTreeMap<String, Row>;

/// Everything an instance holds.
pub(super) struct Store {
    pub(super) schema: Schema,
    pub(super) maker: Maker,
    /// The rows of each class itself, those of its children left out.
    rows: BTreeMap<&'static str, Rows>,
    /// What was deleted, with its class.
    pub(super) deleted: BTreeMap<String, (&'static str, Row)>,
    /// How many changes there were.
    pub(super) changes: u64,
    /// How many rows were invented of each table that has grown.
    grown: BTreeMap<&'static str, usize>,
    /// How many rows were written beside the invented ones.
    written: u64,
}

impl Store {
    /// What there is at first.
    pub(super) fn new(maker: Maker) -> Self {
        let (schema, rows) = (Schema::new(tables()), BTreeMap::new());
        let mut store =
            Self { schema, maker, rows, deleted: BTreeMap::new(), changes: 0, grown: BTreeMap::new(), written: 0 };
        let names: Vec<&'static str> = store.schema.tables().map(|table| table.name).collect();
        for table in &names {
            for ordinal in 0..invented::count(&store.maker, table) {
                let row = invented::row(&store.maker, table, ordinal);
                row.into_iter().for_each(|row| store.put(table, row));
            }
        }
        for table in names {
            store.describe(table);
        }
        for (ordinal, (table, element, value, label)) in CHOICES.iter().enumerate() {
            let own = [("name", *table), ("element", *element), ("value", *value), ("label", *label)];
            let own = own.map(|(name, value)| (name, value.to_owned()));
            let usual = [("language", "en".to_owned()), ("sequence", ordinal.to_string()), ("inactive", no())];
            let system = store.maker.system("sys_choice", ordinal);
            store.put("sys_choice", system.with(Row::of(own)).with(Row::of(usual)));
        }
        store
    }

    /// The rows of `sys_db_object` and `sys_dictionary` that describe a table and its own fields.
    fn describe(&mut self, name: &'static str) {
        let Some(table) = self.schema.table(name).cloned() else { return };
        let number = |name: &str| sys_id(&[self.maker.seed, mark(["sys_db_object", name])]);
        let parent = if table.parent.is_empty() { String::new() } else { number(table.parent) };
        let own = Row::of([
            ("sys_id", number(name)),
            ("name", name.to_owned()),
            ("label", table.label.to_owned()),
            ("super_class", parent),
        ]);
        let system = self.maker.system("sys_db_object", mark([name]) as u32 as usize);
        self.put("sys_db_object", system.with(own));
        let whole = self.entry(&table, None);
        self.put("sys_dictionary", whole);
        for field in &table.fields {
            let entry = self.entry(&table, Some(field));
            self.put("sys_dictionary", entry);
        }
    }

    /// The row of `sys_dictionary` for a field of a table, or for the table itself.
    pub(super) fn entry(&self, table: &Table, field: Option<&Field>) -> Row {
        let element = field.map_or("", |field| &field.name);
        let ordinal = mark([table.name, element]) as u32 as usize;
        let of_table = field.is_none();
        let (system, yes) = (self.maker.system("sys_dictionary", ordinal), || true.to_string());
        let unrecorded = of_table && table.audit == Audit::Nothing;
        let told = |is_so: bool| if is_so { yes() } else { no() };
        let own = Row::of([
            ("sys_id", sys_id(&[self.maker.seed, mark(["sys_dictionary", table.name, element])])),
            ("name", table.name.to_owned()),
            ("element", element.to_owned()),
            ("column_label", label(element)),
            ("internal_type", field.map_or("collection", |field| &field.kind).to_owned()),
            ("reference", field.map_or("", |field| field.reference).to_owned()),
            ("max_length", field.map_or(40, |field| field.max_length).to_string()),
            ("mandatory", told(field.is_some_and(|field| field.is_mandatory))),
            ("array", told(field.is_some_and(|field| field.kind == "glide_list"))),
            ("choice", if self.has_choices(table.name, element) { "1".to_owned() } else { String::new() }),
            ("attributes", if unrecorded { "no_audit_delete=true".to_owned() } else { String::new() }),
            ("active", yes()),
            ("display", told(field.is_some_and(|field| field.is_display))),
            ("audit", told(of_table && table.audit == Audit::Full)),
        ]);
        system.with(own)
    }

    /// Whether a field of a table has choices, there or in a table that extends it.
    fn has_choices(&self, table: &str, element: &str) -> bool {
        let extends = |one: &str| self.schema.line(one).any(|above| above.name == table);
        CHOICES.iter().any(|(of, name, ..)| *name == element && extends(of))
    }

    /// Makes a field of a row as large as a fault says.
    pub(super) fn swell(&mut self, huge: &Huge) -> Result<()> {
        let Huge { table, field, ordinal, kibibytes } = huge;
        let mut ids: Vec<String> = self.rows(table).map(|(_, row)| row.sys_id().to_owned()).collect();
        ids.sort();
        let unknown =
            || Error::usage(format!("a fault names the field {field} of row {ordinal} of {table}, which is not"));
        let sys_id = ids.get(ordinal - 1).filter(|_| self.schema.field(table, field).is_some()).ok_or_else(unknown)?;
        let (class, mut row) = self.take(table, sys_id).ok_or_else(unknown)?;
        row.set(field.clone(), &"0123456789abcde ".repeat(kibibytes * 64));
        self.put(class, row);
        Ok(())
    }

    /// The clock of the instance, in milliseconds since 1970, in whole seconds.
    pub(super) fn now(&self) -> i64 {
        calendar::of_change(self.maker.opening, self.changes) / 1000 * 1000
    }

    /// Puts a row into a class, with the fields that the class has.
    pub(super) fn put(&mut self, class: &'static str, mut row: Row) {
        row.keep(|field| self.schema.field(class, field).is_some());
        self.rows.entry(class).or_default().insert(row.sys_id().to_owned(), row);
    }

    /// Takes a row out of a table; the class that it was in, and the row.
    pub(super) fn take(&mut self, table: &str, sys_id: &str) -> Option<(&'static str, Row)> {
        let class = self.find(table, sys_id)?.0;
        Some((class, self.rows.get_mut(class)?.remove(sys_id)?))
    }

    /// Puts a row of the system beside the others, as a change leaves one behind.
    pub(super) fn write(&mut self, table: &'static str, values: Row) {
        self.written += 1;
        let now = time(self.now());
        let system = Row::of([
            ("sys_id", sys_id(&[self.maker.seed, mark(["written"]), self.written])),
            ("sys_created_on", now.clone()),
            ("sys_created_by", self.maker.person(1).user_name),
            ("sys_updated_on", now),
            ("sys_updated_by", self.maker.person(1).user_name),
            ("sys_mod_count", "0".to_owned()),
        ]);
        self.put(table, system.with(values));
    }

    /// A further invented row of a class, not put into it; nothing where rows of the table are not invented.
    pub(super) fn further(&mut self, class: &'static str) -> Option<Row> {
        let more = self.grown.entry(class).or_default();
        *more += 1;
        invented::row(&self.maker, class, invented::count(&self.maker, class) + *more - 1)
    }

    /// The rows of a table and of all that extend it, with their classes.
    pub(super) fn rows<'s>(&'s self, table: &'s str) -> impl Iterator<Item = (&'static str, &'s Row)> {
        let classes = self.schema.classes(table);
        classes.flat_map(|class| self.rows.get(class).into_iter().flat_map(Rows::values).map(move |row| (class, row)))
    }

    /// A row of a table or of one that extends it, with its class.
    pub(super) fn find(&self, table: &str, sys_id: &str) -> Option<(&'static str, &Row)> {
        self.schema.classes(table).find_map(|class| Some((class, self.rows.get(class)?.get(sys_id)?)))
    }

    /// The field that a name with dots leads to, from a table through references.
    pub(super) fn field(&self, table: &str, path: &str) -> Option<&Field> {
        match path.split_once('.') {
            None => self.schema.field(table, path),
            Some((first, rest)) => {
                let through = self.schema.field(table, first).filter(|field| field.is_reference())?;
                self.field(through.reference, rest)
            }
        }
    }

    /// What a row holds under a name with dots.
    pub(super) fn value<'s>(&'s self, table: &str, row: &'s Row, path: &str) -> &'s str {
        let Some((first, rest)) = path.split_once('.') else { return row.get(path) };
        let through = self.schema.field(table, first).filter(|field| field.is_reference());
        let led = through.and_then(|field| Some((field.reference, self.find(field.reference, row.get(first))?.1)));
        led.map_or("", |(table, row)| self.value(table, row, rest))
    }
}

fn no() -> String {
    false.to_string()
}

/// The label of a field, from its name.
fn label(element: &str) -> String {
    let words = element.trim_start_matches("u_").replace('_', " ");
    let (first, rest) = words.split_at(words.len().min(1));
    format!("{}{rest}", first.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> Store {
        let (account, time_zone) = ("practice".to_owned(), "UTC".to_owned());
        Store::new(Maker { seed: 1, opening: calendar::opening(1), records: 20, account, time_zone })
    }

    #[test]
    fn a_table_shows_the_rows_of_those_that_extend_it() {
        let store = store();
        let count = |table: &str| store.rows(table).count();
        assert_eq!([count("incident"), count("change_request"), count("problem"), count("task")], [20, 6, 3, 29]);
        assert_eq!([count("cmdb_ci_server"), count("cmdb_ci"), count("nothing")], [4, 10, 0]);
        assert!(store.rows("task").all(|(class, row)| row.get("sys_class_name") == class));
        let first = store.rows("problem").next().unwrap().1.sys_id();
        assert_eq!(store.find("task", first).map(|(class, _)| class), Some("problem"));
        assert!(store.find("incident", first).is_none());
    }

    #[test]
    fn fields_are_inherited_and_lead_through_references() {
        let store = store();
        assert_eq!(store.field("incident", "number").map(|field| field.max_length), Some(40));
        assert!(store.field("incident", "bogus").is_none() && store.field("incident", "number.email").is_none());
        let kind = store.field("incident", "cmdb_ci.assigned_to.email").map(|field| field.kind.clone());
        assert_eq!(kind.as_deref(), Some("email"));
        let (_, incident) = store.rows("incident").next().unwrap();
        let (_, caller) = store.find("sys_user", incident.get("caller_id")).unwrap();
        assert_eq!(store.value("incident", incident, "caller_id.email"), caller.get("email"));
        assert!(store.schema.fields("incident").count() >= 30);
    }

    #[test]
    fn every_field_and_table_is_described_once() {
        let store = store();
        let fields: usize = store.schema.tables().map(|table| 1 + table.fields.len()).sum();
        assert_eq!(store.rows("sys_dictionary").count(), fields);
        let loan = store
            .rows("sys_dictionary")
            .find(|(_, row)| row.get("name") == "u_asset_loan" && row.get("internal_type") == "collection");
        assert_eq!(loan.unwrap().1.get("attributes"), "no_audit_delete=true");
        let server = store.rows("sys_db_object").find(|(_, row)| row.get("name") == "cmdb_ci_server").unwrap().1;
        let parent = store.find("sys_db_object", server.get("super_class")).unwrap().1;
        assert_eq!(parent.get("name"), "cmdb_ci");
        assert_eq!((label("u_lent_at"), label("")), ("Lent at".to_owned(), String::new()));
    }

    #[test]
    fn every_invented_value_has_a_field() {
        let store = store();
        for table in store.schema.tables().filter(|table| invented::count(&store.maker, table.name) > 0) {
            let mut own = invented::row(&store.maker, table.name, 0).unwrap();
            own.keep(|field| !["sys_updated_on", "sys_updated_by", "sys_mod_count"].contains(&field));
            let mut kept = own.clone();
            kept.keep(|field| store.schema.field(table.name, field).is_some());
            assert_eq!(format!("{own:?}"), format!("{kept:?}"), "{}", table.name);
        }
    }
}
