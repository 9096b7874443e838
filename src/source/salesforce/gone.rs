//! What an org says of deletions: its replication feed, which names the records that were deleted in the last 15 days.
//!
//! It says when something was deleted that has left the recycle bin since; and of a record that is not shown and that it does not
//! name, that it is there, and that sharing hides it. Deletions that are further back the complete listings find.

use super::objects::Object;
use super::soql::read_time;
use crate::edge::http::{Ask, argument};
use crate::response::json_text;
use crate::source::flaw;
use chrono::NaiveDateTime;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// What the feed says of each object, as far as it was asked in this run.
#[derive(Default)]
pub struct Gone(Mutex<BTreeMap<String, Lately>>);

/// What was deleted of an object in a time.
struct Lately {
    ids: BTreeSet<String>,
    /// Whether it covers the whole time that was asked for.
    is_whole: bool,
}

impl Gone {
    fn known(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Lately>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the feed of an object was read.
    pub(super) fn is_known(&self, object: &Object) -> bool {
        self.known().contains_key(&object.name)
    }

    /// Whether a record that is not shown was not deleted: the feed of its object does not name it.
    pub(super) fn is_left(&self, object: &Object, id: &str) -> bool {
        self.known().get(&object.name).is_some_and(|lately| lately.is_whole && !lately.ids.contains(id))
    }

    /// Reads the feed of an object.
    pub(super) fn take(&self, object: &Object, ask: &Ask, body: &[u8]) -> Result<(), String> {
        let said = Said::read(body)?;
        let is_whole = said.begins_behind(ask).is_none();
        let ids = said.deleted_records.into_iter().map(|deleted| deleted.id).collect();
        self.known().insert(object.name.clone(), Lately { ids, is_whole });
        Ok(())
    }
}

/// Whether a body is an answer of the feed.
pub fn is_of_feed(body: &[u8]) -> bool {
    Said::read(body).is_ok()
}

/// An answer of the feed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    pub(super) deleted_records: Vec<Deleted>,
    earliest_date_available: String,
    pub(super) latest_date_covered: String,
}

/// A record that was deleted.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deleted {
    pub(super) id: String,
    pub(super) deleted_date: String,
}

impl Said {
    pub(super) fn read(body: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(json_text(body)).map_err(|cause| flaw(&cause, body.len()))
    }

    /// From when on it names deletions, where that is later than was asked for.
    pub(super) fn begins_behind(&self, ask: &Ask) -> Option<NaiveDateTime> {
        let start = argument(&ask.url, "start").and_then(|start| read_time(&start));
        // What was asked for may be further back than the feed takes.
        let since = ask.url.fragment().and_then(read_time).or(start);
        let begins = read_time(&self.earliest_date_available).max(start)?;
        since.is_none_or(|since| begins > since).then_some(begins)
    }
}
