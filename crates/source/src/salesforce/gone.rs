//! What an org says of deletions: its replication feed, which names the records that were deleted in the last 15 days.
//!
//! It says when something was deleted that has left the recycle bin since; and of a record that is not shown and that it does not
//! name, that it is there, and that sharing hides it. Deletions that are further back the complete listings find.

use super::objects::Object;
use super::soql::read_time;
use crate::flaw;
use catchment_base::response::json_text;
use chrono::NaiveDateTime;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// What the feed says of each object, as far as it was asked in this run.
#[derive(Default)]
pub struct Gone(Mutex<BTreeMap<String, Lately>>);

/// What was deleted of an object lately.
#[derive(Default)]
struct Lately {
    /// From when on it is known, and of which records; nothing where the feed was not read.
    said: Option<(NaiveDateTime, BTreeSet<String>)>,
    /// To when it is known which records were there.
    settled_to: Option<NaiveDateTime>,
}

impl Gone {
    fn known(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Lately>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the feed of an object was read.
    pub(super) fn is_known(&self, object: &Object) -> bool {
        self.known().get(&object.name).is_some_and(|lately| lately.said.is_some())
    }

    /// Notes to when it is known which records of an object were there.
    pub(super) fn settled(&self, object: &Object, to: NaiveDateTime) {
        self.known().entry(object.name.clone()).or_default().settled_to = Some(to);
    }

    /// To when it is known which records of an object were there.
    pub(super) fn settled_to(&self, object: &Object) -> Option<NaiveDateTime> {
        self.known().get(&object.name).and_then(|lately| lately.settled_to)
    }

    /// Whether a record that is not shown was not deleted: the feed of its object does not name it, and reaches back to when it was
    /// there.
    pub(super) fn is_left(&self, object: &Object, id: &str) -> bool {
        let known = self.known();
        let lately = known.get(&object.name).and_then(|lately| lately.said.as_ref().zip(lately.settled_to));
        lately.is_some_and(|((begins, ids), settled_to)| *begins <= settled_to && !ids.contains(id))
    }

    /// Reads the feed of an object, asked for from a time on.
    pub(super) fn take(&self, object: &Object, since: NaiveDateTime, body: &[u8]) -> Result<(), String> {
        let said = Said::read(body)?;
        let begins = said.begins().map_or(since, |begins| begins.max(since));
        let ids = said.deleted_records.into_iter().map(|deleted| deleted.id).collect();
        self.known().entry(object.name.clone()).or_default().said = Some((begins, ids));
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

    /// From when on it names deletions; nothing where it does not say so.
    pub(super) fn begins(&self) -> Option<NaiveDateTime> {
        read_time(&self.earliest_date_available)
    }
}
