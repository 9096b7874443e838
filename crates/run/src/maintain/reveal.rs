//! Pseudonyms led back to values, for who holds the key file: those of everything in the sealed responses that are still
//! kept are computed again. Each look is on record before anything of it is shown.

use super::raw;
use crate::connection::opened::{self, Opened};
use crate::connection::rows::Rows;
use crate::inspect::asked::{is_synced, open_synced};
use catchment_base::error::{Error, Result};
use catchment_lake::land::{self, Landed, Sealer, Unread};
use catchment_redact::Policy;
use catchment_redact::Revealer;
use catchment_source::Source;
use catchment_source::config::Config;
use chrono::NaiveDateTime;
use serde_json::Value;
use serde_json::value::to_raw_value;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Clear bytes of responses that are held at once.
const BATCH: u64 = 8 << 20;
/// The most places that are reported.
const MOST_PLACES: usize = 10_000;
const COLUMNS: [&str; 7] = ["value", "connection", "stream", "object", "field", "seq", "answered_at"];

/// A pseudonym to lead back to its values, and the reason for it.
pub struct Sought<'a> {
    /// The pseudonym, with or without its brackets.
    pub token: &'a str,
    /// Why.
    pub reason: &'a str,
}

/// Where the value of a pseudonym stands in the responses of a connection.
#[derive(Debug, Default)]
pub struct Revealed {
    /// One row per value, object and field, with the newest response that has it there.
    pub rows: Rows,
    /// Whether there are more places than are reported.
    pub more: bool,
    /// Objects that could not be searched, because they cannot be read.
    pub unsearched: usize,
}

/// The connections to be searched: the one that is named, or all that were synced. What is no pseudonym of the
/// present key is refused here, before any of them is opened.
pub fn where_to_seek(config: &Config, name: Option<&str>, sought: &Sought<'_>) -> Result<Vec<String>> {
    raw::checked(sought.reason)?;
    let (keys, _lock) = opened::share_keys(config)?;
    Revealer::new(&keys, &[], sought.token)?;
    if let Some(name) = name {
        return Ok(vec![config.connection(name)?.name.clone()]);
    }
    let names: Vec<String> = config.connections.keys().filter(|name| is_synced(config, name)).cloned().collect();
    if names.is_empty() {
        return Err(Error::failed("nothing has been synced yet").hint("catchment sync"));
    }
    Ok(names)
}

/// Leads a pseudonym back to the values that the sealed responses of a connection hold.
pub fn reveal(config: &Config, name: &str, sought: &Sought<'_>) -> Result<Revealed> {
    let reason = raw::checked(sought.reason)?;
    let opened = open_synced(config, name, "reveal")?;
    let policies: Vec<&Policy> = opened.connection.redaction.with_those_of_columns().collect();
    let revealer = Revealer::new(&opened.keys, &policies, sought.token)?;
    let mut search = Search::new(&opened, &revealer)?;
    search.run()?;
    let responses: BTreeSet<i64> = search.places.values().map(|(seq, _)| *seq).collect();
    let responses: Vec<i64> = responses.into_iter().collect();
    raw::disclose(&opened.db, &responses, Some(revealer.token()), &reason)?;
    let rows = search.places.iter().map(|(place, response)| place.row(name, response)).collect::<Result<Vec<_>>>()?;
    let rows = Rows { columns: COLUMNS.map(str::to_owned).to_vec(), rows };
    Ok(Revealed { rows, more: search.is_full(), unsearched: search.unsearched })
}

/// Where a value stands.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    value: String,
    stream: &'static str,
    object: String,
    field: String,
}

impl Place {
    fn row(
        &self,
        connection: &str,
        (seq, answered_at): &(i64, NaiveDateTime),
    ) -> Result<Vec<crate::connection::rows::Cell>> {
        let answered_at = answered_at.and_utc();
        let texts = [&self.value, connection, self.stream, &self.object, &self.field].map(to_raw_value);
        let cells = texts.into_iter().chain([to_raw_value(seq), to_raw_value(&answered_at)]);
        cells.collect::<Result<_, _>>().map_err(|cause| Error::failed("an answer cannot be written").because(cause))
    }
}

/// One search over the responses of a connection.
struct Search<'a> {
    opened: &'a Opened,
    revealer: &'a Revealer,
    source: &'static dyn Source,
    sealer: Sealer,
    places: BTreeMap<Place, (i64, NaiveDateTime)>,
    unsearched: usize,
}

impl<'a> Search<'a> {
    fn new(opened: &'a Opened, revealer: &'a Revealer) -> Result<Self> {
        let source = catchment_source::of(&opened.connection)?;
        let sealer = Sealer::new(&opened.keys, &opened.connection.name)?;
        Ok(Self { opened, revealer, source, sealer, places: BTreeMap::new(), unsearched: 0 })
    }

    fn is_full(&self) -> bool {
        self.places.len() >= MOST_PLACES
    }

    /// Goes over all responses, the oldest first, until there are places enough.
    fn run(&mut self) -> Result<()> {
        let (streams, mut after) = (self.source.streams(), 0);
        while !self.is_full() {
            let sealed = &self.opened.paths.sealed;
            let unread: Vec<Unread> = streams.iter().map(|stream| (stream.name, after)).collect();
            let responses = land::open(&self.opened.db, &self.sealer, sealed, &unread, BATCH)?;
            let Some(last) = responses.last() else { break };
            after = last.seq;
            responses.iter().try_for_each(|response| self.response(response))?;
        }
        Ok(())
    }

    fn response(&mut self, response: &Landed) -> Result<()> {
        let Some(stream) = catchment_source::stream(self.source, response.listing.stream) else { return Ok(()) };
        let split = land::split(&response.body, response.kind, &response.listing.scope, &stream.envelope)?;
        self.unsearched += split.unreadable.len();
        for (at, (text, place)) in split.objects.into_iter().zip(split.places).enumerate() {
            let Ok(object) = serde_json::from_str::<Value>(text) else {
                self.unsearched += 1;
                continue;
            };
            let name = land::object_name(&self.sealer, &stream.envelope, (&response.listing.scope, place), text)
                .unwrap_or_else(|| format!("object {at} of its response"));
            let mut found = Vec::new();
            self.value(&object, &mut String::new(), &mut found);
            for (field, value) in found {
                self.note(Place { value, stream: stream.name, object: name.clone(), field }, response);
            }
        }
        Ok(())
    }

    fn note(&mut self, place: Place, response: &Landed) {
        let full = self.is_full();
        match self.places.entry(place) {
            Entry::Occupied(mut known) => *known.get_mut() = (response.seq, response.answered_at),
            Entry::Vacant(new) if !full => {
                new.insert((response.seq, response.answered_at));
            }
            Entry::Vacant(_) => {}
        }
    }

    fn seek(&self, text: &str, path: &str, found: &mut Vec<(String, String)>) {
        found.extend(self.revealer.values(text).into_iter().map(|value| (path.to_owned(), value)));
    }

    /// Finds the value in every name, text and number below a JSON value. No object is nested deeper than staging allows.
    fn value(&self, json: &Value, path: &mut String, found: &mut Vec<(String, String)>) {
        match json {
            Value::String(text) => self.seek(text, path, found),
            Value::Number(number) => self.seek(&number.to_string(), path, found),
            Value::Null | Value::Bool(_) => {}
            Value::Array(items) => items.iter().for_each(|item| self.value(item, path, found)),
            Value::Object(fields) => {
                for (name, field) in fields {
                    self.seek(name, path, found);
                    let length = path.len();
                    if length > 0 {
                        path.push('.');
                    }
                    path.push_str(name);
                    self.value(field, path, found);
                    path.truncate(length);
                }
            }
        }
    }
}
