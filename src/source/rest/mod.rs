//! Any REST API, described in the settings alone: its streams, how they are paged, what their records hold.
//!
//! [`described`] reads what the settings say of a stream, [`paging`] finds the next page and proves the end, [`site`] makes
//! the requests and reads the answers. A stream is read whole by a complete listing, which also shows what is gone; where
//! it has a cursor, what changed is asked for in between. There is no code of any API here and no template language: what a
//! table cannot say belongs in a source of its own.

mod answer;
mod columns;
mod described;
mod door;
mod paging;
mod settings;
mod site;
mod unused;

use super::auth::Door;
use super::{Absence, Changes, Columns, Declared, Parent, Session, Source, Statuses, Stream, Words};
use crate::config::{Connection, Dialect};
use crate::error::{Error, Result};
use crate::page::Envelope;
use chrono::TimeDelta;
use described::Described;
use paging::{Paging, Target};
use site::Site;
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The source `rest`, before any settings describe it.
pub struct Rest;

/// The source `rest` as a connection describes it.
struct Api {
    streams: &'static [Stream],
    described: &'static [Described],
    unrecorded: Vec<String>,
}

/// The descriptions that were read, by their text.
static KNOWN: LazyLock<Mutex<BTreeMap<String, &'static Api>>> = LazyLock::new(Mutex::default);
/// Longer than any API lives.
const NEVER: TimeDelta = TimeDelta::days(365_000);
/// Records of an API have no status.
const STATUSES: Statuses = Statuses { here: &[], binned: &[], unasked: &[] };

impl Source for Rest {
    fn dialect(&self) -> &'static Dialect {
        &settings::DIALECT
    }

    fn of(&'static self, connection: &Connection) -> Result<&'static dyn Source> {
        // A connection's streams live as long as the process: each description is kept once.
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let key = connection.own.value(settings::WORDS.streams).to_string();
        if let Some(api) = known.get(&key) {
            return Ok(*api);
        }
        let described = settings::read_streams(&connection.own)?;
        let unrecorded = described.iter().flat_map(tokens).collect();
        let described: &'static [Described] = described.leak();
        let streams: Vec<Stream> = described.iter().map(stream).collect();
        let api: &'static Api = Box::leak(Box::new(Api { streams: streams.leak(), described, unrecorded }));
        known.insert(key, api);
        Ok(api)
    }

    fn streams(&self) -> &'static [Stream] {
        &[]
    }

    fn words(&self) -> Words {
        settings::WORDS
    }

    fn scopes_at_once(&self) -> usize {
        0
    }

    fn unrecorded(&self) -> Vec<String> {
        Vec::new()
    }

    fn door(&self, connection: &Connection) -> Result<Door> {
        door::door(connection)
    }

    fn connect(&self, _: &Connection) -> Result<Box<dyn Session>> {
        Err(Error::failed("the streams of a REST API are described by a connection"))
    }
}

impl Source for Api {
    fn dialect(&self) -> &'static Dialect {
        &settings::DIALECT
    }

    fn of(&'static self, _: &Connection) -> Result<&'static dyn Source> {
        Ok(self)
    }

    fn streams(&self) -> &'static [Stream] {
        self.streams
    }

    fn words(&self) -> Words {
        settings::WORDS
    }

    fn wanted(&self, _: &Connection) -> Vec<String> {
        self.streams.iter().map(|stream| stream.name.to_owned()).collect()
    }

    fn scopes_at_once(&self) -> usize {
        0
    }

    fn unrecorded(&self) -> Vec<String> {
        self.unrecorded.clone()
    }

    fn door(&self, connection: &Connection) -> Result<Door> {
        door::door(connection)
    }

    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>> {
        Ok(Box::new(Site::new(connection, self.described, self.streams)))
    }
}

/// The arguments that name the next page by something of the API or of its records: nobody knows what stands in it.
fn tokens(described: &Described) -> Vec<String> {
    let targets = match &described.paging {
        Paging::Token { to, .. } => std::slice::from_ref(to),
        Paging::Keyset { to, .. } => to,
        _ => &[],
    };
    let argument = |target: &Target| if let Target::Argument(name) = target { Some(name.clone()) } else { None };
    targets.iter().filter_map(argument).collect()
}

/// The row of a stream, as the engine reads it.
fn stream(described: &'static Described) -> Stream {
    let paths = |paths: &'static [String]| -> &'static [&'static str] {
        paths.iter().map(String::as_str).collect::<Vec<_>>().leak()
    };
    let relisted_every = described.reread_every;
    let changes = match &described.cursor {
        Some(cursor) if cursor.since.is_some() => Changes::Since { overlap: cursor.overlap, relisted_every },
        _ => Changes::Listing { every: relisted_every.unwrap_or(TimeDelta::zero()) },
    };
    let parent = described.parent.as_ref().map(|parent| Parent {
        stream: &parent.stream,
        is_followed: parent.is_followed,
        relisted_every: if parent.is_swept { relisted_every } else { Some(NEVER) },
    });
    Stream {
        name: &described.name,
        word: Some(&described.name),
        scope: None,
        containers: parent.map_or(&[], |parent| vec![parent.stream].leak()),
        handle: None,
        id_space: &described.name,
        statuses: STATUSES,
        has_files: false,
        envelope: Envelope { objects: &described.records, id: paths(&described.key), is_within: parent.is_some() },
        changes,
        absence: Absence::Listed,
        columns: Columns::Generated {
            declared: declared(described),
            changed: described.cursor.as_ref().map(|cursor| cursor.field.as_str()),
        },
        parent,
        bodies: false,
        ids_at_once: 0,
    }
}

/// The columns that the settings name, and the key and the cursor, which are what they are.
fn declared(described: &'static Described) -> &'static [Declared] {
    let said = |path: &str| described.columns.iter().any(|column| column.path == path);
    let setting = |name: &str| -> &'static str { format!("streams.{}.{name}", described.name).leak() };
    let keys = described.key.iter().filter(|path| !said(path));
    let keys = keys.map(|path| Declared { path, class: "key", setting: setting("key") });
    let cursor = described.cursor.iter().filter(|cursor| !said(&cursor.field));
    let cursor = cursor.map(|cursor| Declared {
        path: &cursor.field,
        class: cursor.form.class(),
        setting: setting("cursor.field"),
    });
    let columns = described.columns.iter().map(|column| Declared {
        path: &column.path,
        class: &column.class,
        setting: setting(&format!("columns.{}", column.said)),
    });
    keys.chain(cursor).chain(columns).collect::<Vec<_>>().leak()
}
