//! ServiceNow: the tables that the settings name, read by the Table API. It is asked by GET alone, token requests aside.
//!
//! | file | what it does |
//! |---|---|
//! | [`settings`] | the settings, their rules, the tables that follow from them |
//! | [`tables`] | presets, datasets and fields that every request asks for, as data |
//! | [`query`] | encoded queries: what settings may state, and the ranges that walks add |
//! | [`site`], [`address`] | requests and answers ([`page`]) of one instance |
//! | [`tombstones`], [`outside`] | deletions: what the audit says of them; a record that changed its class or left the query |
//! | [`dictionary`], [`types`] | fields with inheritance, their types, near matches for names that there are not |
//! | [`line`] | the tables that a table extends, and those that extend it |
//! | [`count`] | how many records a time has, by the Aggregate API |
//! | [`files`] | what a row tells of its file, and where that is asked for |
//! | [`zone`] | the proof that the instance reads times in UTC |
//! | [`refusals`], [`rights`], [`door`] | what refusals mean; what is told of a table that is not shown; how to log in |
//! | [`account`] | which account the instance answers |
//!
//! A table is a stream. Its history is read by creation, in pieces that are cut by what the instance counts, or by one listing where
//! it is small, or not counted and no date bounds it; what changed since, by a keyset over time and id, whose ties are drained; what
//! went, by a listing of all ids, which also shows what neither has brought. Between two of these the audit of the instance names
//! what went. The engine has these facets for it, and for any source alike: counts of what a time has ([`Session::count_of`]), a feed
//! of tombstones ([`Session::tombstones`]), a complete listing that is lean ([`Stream::has_lean_census`]), pages that say how much is
//! left and hidden ([`Reading::left`](crate::Reading::left)), a look that tells the hidden and what lies elsewhere from the gone
//! ([`Session::is_hidden`], [`Session::outside`]), and a site that describes its fields
//! ([`Dictionary`](crate::dictionary::Dictionary)).

mod account;
mod address;
mod count;
mod dictionary;
mod door;
mod files;
mod line;
mod outside;
mod page;
mod query;
mod refusals;
mod rights;
mod settings;
mod site;
mod tables;
mod tombstones;
mod types;
mod zone;

use crate::auth::{Door, Keeper};
use crate::config::{Connection, Dialect};
use crate::known::Known;
use crate::refused::Trouble;
use crate::{Absence, Changes, Columns, Connector, Declared, Members, Pieces, Session, Source, Stream, Words};
use catchment_base::error::Result;
use catchment_base::response::{Envelope, path};
use chrono::NaiveDate;
use query::{CREATED, ID, OVERLAP};
use serde_json::json;
use site::Site;
use tables::Table;

/// The source in the registry.
pub(super) const CONNECTOR: Connector = Connector::Described { dialect: &settings::DIALECT, streams: Vec::new, of };

/// Ids of one request.
const IDS_AT_ONCE: usize = 100;

/// An instance as a connection describes it.
struct Instance {
    streams: &'static [Stream],
    tables: &'static [Table],
}

/// The instances described so far, by what describes them.
static KNOWN: Known<Instance> = Known::new();

/// The instance that a connection describes.
fn of(connection: &Connection) -> Result<&'static dyn Source> {
    let names = ["tables", "datasets", "display_values", "history_step", "mode", "start_date", "end_date"];
    let said: Vec<_> = names.iter().map(|name| connection.own.value(name)).collect();
    let instance = KNOWN.get(json!(said).to_string(), || {
        let tables: &'static [Table] = settings::read(&connection.own)?.leak();
        let streams: Vec<Stream> = tables.iter().map(|table| stream(table, tables, connection)).collect();
        Ok(Instance { streams: streams.leak(), tables })
    })?;
    Ok(instance)
}

impl Source for Instance {
    fn dialect(&self) -> &'static Dialect {
        &settings::DIALECT
    }

    fn streams(&self) -> &'static [Stream] {
        self.streams
    }

    fn words(&self) -> Words {
        settings::WORDS
    }

    fn stores_files(&self, connection: &Connection, _: &Stream) -> bool {
        connection.own.switch(settings::FILES)
    }

    fn recorded(&self) -> Vec<String> {
        ["fields", "limit", "offset", "display_value", "count"].iter().map(|name| format!("sysparm_{name}")).collect()
    }

    fn hint(&self, _: &Connection, trouble: Trouble) -> Option<&'static str> {
        refusals::hint(trouble)
    }

    fn door(&self, connection: &Connection, _: &Keeper) -> Result<Door> {
        door::door(connection)
    }

    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>> {
        Ok(Box::new(Site::new(connection, self.tables, self.streams)))
    }
}

/// The row of a table, as the engine reads it.
fn stream(table: &'static Table, tables: &'static [Table], connection: &Connection) -> Stream {
    let shows_both = table.shows_both;
    let id: &'static [&'static str] = if shows_both { &["sys_id.value"] } else { &[ID] };
    let is_people = table.is_people();
    // Records of any age name people of any age.
    let is_dated = !is_people && connection.is_bounded();
    // Records may have been imported with times from before the product.
    let first_day = connection.start_date.or_else(|| NaiveDate::from_ymd_opt(1970, 1, 1)).filter(|_| is_dated);
    let member = |field: &str| -> &'static str {
        let names: &[&str] = if shows_both { &[field, "value"] } else { &[field] };
        path::spelled(names).leak()
    };
    Stream {
        name: &table.stream,
        is_chosen: true,
        person: tables::of_person(&table.name).iter().map(|field| member(field)).collect::<Vec<_>>().leak(),
        id_space: &table.stream,
        envelope: Envelope { id, is_hashed: is_people, ..Envelope::list("result") },
        changes: Changes::Since { overlap: OVERLAP, relisted_every: None },
        reread_every: table.reread_every,
        absence: match () {
            () if table.is_event => Absence::Kept,
            () if is_people => Absence::Listed,
            () => Absence::Looked { hides: true },
        },
        columns: Columns::Generated {
            declared: declared(table, &member),
            members: Members {
                changed: vec![member(&table.cursor)].leak(),
                dated: Some(member(CREATED)),
                version: (!table.is_event).then(|| member(tables::CHANGES)),
                // Links are not asked for, and some instances give them all the same.
                wrapped: if shows_both { "" } else { "value" },
                file: table.has_files.then(|| files::members(tables, &member)),
                ..Members::default()
            },
        },
        has_files: table.has_files,
        // What goes by a hash cannot be asked for.
        has_lean_census: !is_people,
        is_told: true,
        ids_at_once: if is_people { 0 } else { IDS_AT_ONCE },
        pieces: (!is_people).then(|| Pieces { step: settings::step(&connection.own), is_counted: true }),
        is_dated,
        days: (first_day, None),
        description: json!([table.fields, table.query, table.cursor, shows_both]).to_string().leak(),
        form: if shows_both { "display_values = \"both\"" } else { "display_values = \"raw\"" },
        ..Stream::LISTED
    }
}

/// The columns that are what they are, and those that the settings class.
fn declared(table: &'static Table, member: &dyn Fn(&str) -> &'static str) -> &'static [Declared] {
    let setting = |name: &str| -> &'static str { format!("{}.{name}", table.setting).leak() };
    let column = |field: &'static str| -> Option<&'static str> {
        table.shows_both.then(|| -> &'static str { field.replace('.', "_").leak() })
    };
    let id = if table.is_people() { "person" } else { "key" };
    let fixed = [(ID, id), (CREATED, "time")].into_iter();
    let cursor = (table.cursor != CREATED).then_some((table.cursor.as_str(), "time"));
    let always = fixed.chain(cursor).map(|(field, class)| (field, class, setting("name")));
    // What the dictionary does not name has no member either.
    let classes = table.classes.iter().filter(|(_, class)| *class != settings::SECRET);
    let classes = classes.map(|(field, class)| (field.as_str(), class.as_str(), setting("classes")));
    let of = |(field, class, setting): (&'static str, &'static str, &'static str)| Declared {
        path: member(field),
        class,
        setting,
        column: column(field),
    };
    always.chain(classes).map(of).collect::<Vec<_>>().leak()
}
