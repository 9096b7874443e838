//! Any REST API, described in the settings alone: its streams, how they are paged, what their records hold.
//!
//! [`described`] reads what the settings say of a stream, [`paging`] finds the next page and proves the end, [`window`] asks for
//! pieces of time, [`by_id`] for single records, [`site`] makes the requests and reads the answers. A stream is read whole by a
//! complete listing, which also shows what is lacking; where it has a cursor, what changed is asked for in between. There is no
//! code of any API here and no template language: what a table cannot say belongs in a source of its own.

mod answer;
mod by_id;
mod columns;
mod dates;
mod described;
mod door;
mod paging;
mod sections;
mod settings;
mod signs;
mod site;
mod unused;
mod window;
mod wrong;

use crate::auth::{Door, Keeper};
use crate::config::{Connection, Dialect};
use crate::known::Known;
use crate::{Absence, Changes, Columns, Connector, Declared, Members, Parent, Pieces, Session, Source, Stream, Words};
use catchment_base::error::Result;
use catchment_base::response::Envelope;
use catchment_io::http::Posts;
use chrono::TimeDelta;
use described::Described;
use paging::{Paging, Target};
use site::Site;
use std::collections::BTreeMap;

/// The source in the registry.
pub(super) const CONNECTOR: Connector = Connector::Described { dialect: &settings::DIALECT, streams: Vec::new, of };

/// An API as a connection describes it.
struct Api {
    streams: &'static [Stream],
    described: &'static [Described],
    recorded: Vec<String>,
}

/// The descriptions read so far, by their text.
static KNOWN: Known<Api> = Known::new();

/// The API that a connection describes.
fn of(connection: &Connection) -> Result<&'static dyn Source> {
    let own = &connection.own;
    let api = KNOWN.get(own.value(settings::WORDS.streams).to_string(), || {
        let described = settings::read_streams(own)?;
        let recorded = recorded(&described);
        let described: &'static [Described] = described.leak();
        let streams: Vec<Stream> = described.iter().map(stream).collect();
        Ok(Api { streams: streams.leak(), described, recorded })
    })?;
    Ok(api)
}

impl Source for Api {
    fn dialect(&self) -> &'static Dialect {
        &settings::DIALECT
    }

    fn streams(&self) -> &'static [Stream] {
        self.streams
    }

    fn words(&self) -> Words {
        settings::WORDS
    }

    fn recorded(&self) -> Vec<String> {
        self.recorded.clone()
    }

    fn posts(&self) -> Posts {
        Posts::Described
    }

    fn door(&self, connection: &Connection, _: &Keeper) -> Result<Door> {
        door::door(connection)
    }

    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>> {
        Ok(Box::new(Site::new(connection, self.described, self.streams)))
    }
}

/// The arguments whose values come from the settings or are numbers and times, unless an argument of the same name holds the
/// cursor of another stream. All other values come from the API or its records and may be anything.
fn recorded(described: &[Described]) -> Vec<String> {
    let opaque: Vec<String> = described.iter().flat_map(|described| arguments(tokens(described))).collect();
    let of = |described: &Described| {
        let counted = match &described.paging {
            Paging::Offset(to) | Paging::Number { to, .. } => Some(to.clone()),
            _ => None,
        };
        let since = described.cursor.as_ref().and_then(|cursor| cursor.since.clone());
        let window = described.window.iter().flat_map(|window| [window.from.clone(), window.to.clone()]);
        let put = arguments([described.size.clone(), counted, since].into_iter().flatten().chain(window));
        let of_records = described.by_id.iter().flat_map(|by_id| by_id.arguments.keys());
        described.arguments.keys().chain(of_records).cloned().chain(put).collect::<Vec<_>>()
    };
    described.iter().flat_map(of).filter(|name| !opaque.contains(name)).collect()
}

/// The places of a request that hold a cursor: a token of the API or members of its records.
fn tokens(described: &Described) -> Vec<Target> {
    match &described.paging {
        Paging::Token { to, .. } => vec![to.clone()],
        Paging::Keyset { to, .. } => to.clone(),
        _ => Vec::new(),
    }
}

fn arguments(targets: impl IntoIterator<Item = Target>) -> impl Iterator<Item = String> {
    targets.into_iter().filter_map(|target| if let Target::Argument(name) = target { Some(name) } else { None })
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
        relisted_every: if parent.is_swept { relisted_every } else { Some(Parent::NEVER) },
        running_every: None,
        unless_shown_by: None,
        of_status: &[],
    });
    Stream {
        name: &described.name,
        is_chosen: true,
        containers: parent.map_or(&[], |parent| vec![parent.stream].leak()),
        id_space: &described.name,
        envelope: Envelope {
            objects: &described.records,
            own: described.by_id.as_ref().map_or("", |by_id| &by_id.record),
            id: paths(&described.key),
            is_within: parent.is_some(),
            ..Envelope::list("")
        },
        changes,
        absence: absence(described),
        rests_on: described.ignores_more.then_some("its first page alone"),
        columns: Columns::Generated {
            declared: declared(described),
            members: Members {
                changed: described.cursor.as_ref().map_or(&[][..], |cursor| vec![cursor.field.as_str()].leak()),
                dated: described.window.as_ref().map(|window| window.field.as_str()),
                ..Members::default()
            },
        },
        parent,
        ids_at_once: described.by_id.as_ref().map_or(0, |by_id| by_id.at_once),
        pieces: described.window.as_ref().map(|window| Pieces { step: window.step, is_counted: false }),
        is_dated: dates::is_dated(described),
        days: described.days,
        description: &described.said,
        ..Stream::LISTED
    }
}

/// What says that a record is gone which a complete listing lacks.
fn absence(described: &Described) -> Absence {
    if described.by_id.is_some() {
        return Absence::Looked { hides: false };
    }
    if described.paging.is_counted() { Absence::ListedTwice } else { Absence::Listed }
}

/// The columns that the settings name, and the key, the cursor and the time of windows, which are what they are.
fn declared(described: &'static Described) -> &'static [Declared] {
    let said = |path: &str| described.columns.iter().any(|column| column.path == path);
    let setting = |name: &str| -> &'static str { format!("streams.{}.{name}", described.name).leak() };
    let keys = described.key.iter().filter(|path| !said(path));
    let keys = keys.map(|path| Declared { path, class: "key", setting: setting("key"), column: None });
    let window = described.window.iter().map(|window| (window.field.as_str(), (window.form.class(), "window.field")));
    let cursor = described.cursor.iter().map(|cursor| (cursor.field.as_str(), (cursor.form.class(), "cursor.field")));
    let times: BTreeMap<&str, (&str, &str)> = window.chain(cursor).filter(|(path, _)| !said(path)).collect();
    let times =
        times.into_iter().map(|(path, (class, said))| Declared { path, class, setting: setting(said), column: None });
    let columns = described.columns.iter().map(|column| Declared {
        path: &column.path,
        class: &column.class,
        setting: setting(&format!("columns.{}", column.said)),
        column: None,
    });
    keys.chain(times).chain(columns).collect::<Vec<_>>().leak()
}
