//! Salesforce: the objects that the settings name, read by SOQL. It is asked by GET alone, requests for tokens and query jobs aside.
//!
//! | file | what it does |
//! |---|---|
//! | [`settings`] | the settings, their rules, the objects that follow from them |
//! | [`objects`] | objects, and what is known of them by their names |
//! | [`soql`] | conditions that settings may state, ranges of walks, and the queries for them |
//! | [`site`] | the session of one org: answers ([`page`]), and what follows them |
//! | [`queries`], [`address`] | requests for records, and what each is about ([`place`]) |
//! | [`groups`] | fields that do not fit into one query |
//! | [`bulk`], [`jobs`] | jobs of the Bulk API, for what is large |
//! | [`describe`], [`types`] | the fields of objects, and what a column of each holds |
//! | [`told`] | what else describe tells: values of picklists, and record types |
//! | [`files`] | what a row tells of its file, and where that is asked for |
//! | [`gone`], [`feed`] | the feed of deletions, and what is hidden because it does not name it |
//! | [`org`] | the clock of the org, its limits, and the queries of a run |
//! | [`door`], [`refusals`] | how an app logs in; what refusals mean and what to do |
//!
//! An object is a stream. Its history is read by creation, in pieces that are cut by what the org counts; what changed since, by a
//! keyset over time of change and id up to a minute before the present; what went shows as a change, for the recycle bin is read as
//! well. What was purged from it the feed of deletions names, and behind that a complete listing of ids. The fields come from
//! describe ([`Dictionary`](crate::dictionary::Dictionary)), and with them the types of columns.

mod address;
mod bulk;
mod describe;
mod door;
mod feed;
mod files;
mod gone;
mod groups;
mod jobs;
mod objects;
mod org;
mod page;
mod place;
mod queries;
mod refusals;
mod settings;
mod site;
mod soql;
mod told;
mod types;

use crate::auth::{Door, Keeper};
use crate::config::{Connection, Dialect};
use crate::known::Known;
use crate::refused::Trouble;
use crate::{
    Absence, Changes, Columns, Connector, Declared, Members, Pieces, Session, Source, Statuses, Stream, Words,
};
use catchment_base::error::Result;
use catchment_base::response::{Envelope, path};
use catchment_base::state::DeletionReason;
use catchment_io::http::Posts;
use chrono::TimeDelta;
use objects::{DELETED, FIRST_DAY, ID, MASTER, Object, SECRET};
use serde_json::json;
use site::Site;
use soql::OVERLAP;
use told::Told;

/// The source in the registry.
pub(super) const CONNECTOR: Connector = Connector::Described { dialect: &settings::DIALECT, streams: Vec::new, of };

/// Ids of one request.
const IDS_AT_ONCE: usize = 200;
/// How the recycle bin is told from what is there.
const STATUSES: Statuses = Statuses { here: &["false"], binned: &["true"], unasked: &[] };

/// An org as a connection describes it.
struct Described {
    streams: &'static [Stream],
    objects: &'static [Object],
}

/// The orgs described so far, by what describes them.
static KNOWN: Known<Described> = Known::new();

/// The org that a connection describes.
fn of(connection: &Connection) -> Result<&'static dyn Source> {
    let names = ["objects", "history_step", "mode", "start_date", "end_date"];
    let said: Vec<_> = names.iter().map(|name| connection.own.value(name)).collect();
    let described = KNOWN.get(json!(said).to_string(), || {
        let objects: &'static [Object] = settings::read(&connection.own)?.leak();
        let of_objects = objects.iter().map(|object| stream(object, objects, connection));
        let streams: Vec<Stream> =
            of_objects.chain(Told::beside(objects).map(|told| rows_of(told, objects, connection))).collect();
        Ok(Described { streams: streams.leak(), objects })
    })?;
    Ok(described)
}

impl Source for Described {
    fn dialect(&self) -> &'static Dialect {
        &settings::DIALECT
    }

    fn streams(&self) -> &'static [Stream] {
        self.streams
    }

    fn words(&self) -> Words {
        settings::WORDS
    }

    fn posts(&self) -> Posts {
        Posts::To(&[bulk::JOBS])
    }

    fn recorded(&self) -> Vec<String> {
        vec![bulk::SIZE.to_owned()]
    }

    fn stores_files(&self, connection: &Connection, _: &Stream) -> bool {
        connection.own.switch(settings::FILES)
    }

    fn hint(&self, _: &Connection, trouble: Trouble) -> Option<&'static str> {
        refusals::hint(trouble)
    }

    fn door(&self, connection: &Connection, _: &Keeper) -> Result<Door> {
        door::door(connection)
    }

    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>> {
        Ok(Box::new(Site::new(connection, self.objects, self.streams)))
    }
}

/// The row of an object, as the engine reads it.
fn stream(object: &'static Object, objects: &'static [Object], connection: &Connection) -> Stream {
    let (is_people, is_timeless) = (object.is_people(), object.is_timeless());
    let has_pieces = !is_people && !is_timeless;
    // What goes by a hash cannot be asked for by its id. Of an object that is listed as a whole, what a filter leaves out is to be.
    let is_asked = has_pieces || (is_timeless && !is_people && !object.filter.is_empty());
    // Records of any age name people of any age.
    let is_dated = has_pieces && connection.is_bounded();
    let first_day = connection.start_date.or(FIRST_DAY).filter(|_| is_dated);
    Stream {
        name: &object.stream,
        is_chosen: true,
        person: object.person(),
        id_space: &object.stream,
        statuses: STATUSES,
        envelope: Envelope { id: &[ID], is_hashed: is_people, ..Envelope::list(page::RECORDS) },
        changes: match is_timeless {
            true => listed(connection),
            false => Changes::Since { overlap: OVERLAP, relisted_every: object.reread_every },
        },
        absence: match () {
            () if object.is_event() => Absence::Kept,
            () if object.is_lasting() && object.filter.is_empty() => Absence::Lasting(DeletionReason::NoAccess),
            () if object.is_lasting() => Absence::Lasting(DeletionReason::OutOfScope),
            () if !is_asked => Absence::Listed,
            () => Absence::Looked { hides: true },
        },
        columns: Columns::Generated { declared: declared(object), members: members(object, objects) },
        has_files: files::has_files(object),
        has_lean_census: object.is_listed_lean(),
        is_told: true,
        ids_at_once: if is_asked { IDS_AT_ONCE } else { 0 },
        pieces: has_pieces.then(|| Pieces { step: settings::step(&connection.own), is_counted: true }),
        is_dated,
        days: (first_day, None),
        description: json!([object.fields, object.filter, object.cursor, object.reread_every.is_some()])
            .to_string()
            .leak(),
        ..Stream::LISTED
    }
}

/// The row of a dataset that describe tells.
fn rows_of(told: Told, objects: &[Object], connection: &Connection) -> Stream {
    let id = Declared { path: path::spelled(&[ID]).leak(), class: "key", setting: "objects", column: None };
    let names: Vec<&str> = objects.iter().map(|object| object.name.as_str()).collect();
    Stream {
        name: told.stream(),
        is_chosen: true,
        id_space: told.stream(),
        envelope: Envelope { id: &[ID], ..Envelope::list(page::RECORDS) },
        changes: listed(connection),
        absence: Absence::Listed,
        columns: Columns::Generated { declared: vec![id].leak(), members: Members::default() },
        is_told: true,
        ids_at_once: 0,
        description: json!(names).to_string().leak(),
        ..Stream::LISTED
    }
}

/// That all there is is listed as often as complete listings are made.
fn listed(connection: &Connection) -> Changes {
    Changes::Listing { every: TimeDelta::from_std(connection.census_every).unwrap_or(TimeDelta::days(1)) }
}

/// The members that the engine goes by.
fn members(object: &'static Object, objects: &'static [Object]) -> Members {
    let leaked = |field: &str| -> &'static str { path::spelled(&[field]).leak() };
    let changed = if object.is_timeless() { Vec::new() } else { object.cursors() };
    Members {
        changed: changed.into_iter().map(leaked).collect::<Vec<_>>().leak(),
        // People are read whenever they were made.
        dated: (!object.is_people()).then(|| leaked(object.dated())),
        status: Some(leaked(DELETED)),
        above: Some(leaked(MASTER)),
        file: files::members(object, objects, &leaked),
        ..Members::default()
    }
}

/// The columns that are what they are, and those that the settings class.
fn declared(object: &'static Object) -> &'static [Declared] {
    let setting = |name: &str| -> &'static str { format!("{}.{name}", object.setting).leak() };
    let id = if object.is_people() { "person" } else { "key" };
    let classes = object.classes.iter().filter(|(_, class)| *class != SECRET);
    let classes = classes.map(|(field, class)| (field.as_str(), class.as_str(), setting("classes")));
    let of = |(field, class, setting): (&'static str, &'static str, &'static str)| Declared {
        path: path::spelled(&[field]).leak(),
        class,
        setting,
        column: None,
    };
    [(ID, id, setting("name"))].into_iter().chain(classes).map(of).collect::<Vec<_>>().leak()
}
