//! The explanation of one object: what is printed of it, and what the holder of a connection sends.

use catchment_base::state::{ChunkState, DeletionReason, DeletionState, FileState, GapState};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::ops::Deref;

/// What became of one object.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Explanation {
    /// The connection.
    pub connection: String,
    /// The stream.
    pub stream: String,
    /// The object's id.
    pub id: String,
    /// The newest published generation.
    pub generation: Option<i64>,
    /// Whether the settings ask for the stream.
    pub in_scope: bool,
    /// The object as it is held.
    pub held: Option<Row<Held>>,
    /// The stream that the object with this id is held in, where that is another one.
    pub held_as: Option<String>,
    /// The response that holds the object as it is held.
    pub landed_response: Option<Row<Response>>,
    /// The requests that this response may be the answer to, the oldest first.
    pub requests: Vec<Row<Request>>,
    /// Where listings without bodies showed the object, the latest first.
    pub sightings: Vec<Row<Sighting>>,
    /// When the object could not be read, the latest first.
    pub not_read: Vec<Row<Flaw>>,
    /// When the object was gone, the latest first.
    pub deletions: Vec<Row<Deletion>>,
    /// The attempts to store its file, the latest first.
    pub uploads: Vec<Row<Upload>>,
    /// The datasets that the newest generation holds back.
    pub held_back: Vec<Row<HeldBack>>,
    /// Where a census showed the object outside of what the settings ask for.
    pub unwanted: Vec<Row<Unwanted>>,
    /// The pieces of history of its stream that are not read to their end.
    pub history: Vec<Row<Unread>>,
    /// Why the object is published, or why it is not, the most telling first.
    pub reasons: Vec<String>,
}

/// A row of a report: all of it is printed as JSON, and `T` is what the program reads of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
#[serde(bound(serialize = "T: Clone", deserialize = "T: DeserializeOwned"))]
pub struct Row<T> {
    all: Value,
    read: T,
}

impl<T: DeserializeOwned> TryFrom<Value> for Row<T> {
    type Error = serde_json::Error;

    fn try_from(all: Value) -> Result<Self, Self::Error> {
        Ok(Self { read: T::deserialize(&all)?, all })
    }
}

impl<T> From<Row<T>> for Value {
    fn from(row: Row<T>) -> Self {
        row.all
    }
}

impl<T> Deref for Row<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.read
    }
}

/// An object as it is held; a record without a model of its own has no version and no container.
#[derive(Clone, Debug, Deserialize)]
pub struct Held {
    /// Its status, in the word of the site.
    pub status: Option<String>,
    /// Its version.
    pub version_number: Option<i64>,
    /// When the version was made.
    pub version_created_at: Option<String>,
    /// The object that it is attached to.
    pub parent_id: Option<String>,
    /// Why that one is gone.
    pub parent_gone: Option<String>,
    /// Why that one is not read.
    pub parent_unread: Option<String>,
    /// When the site answered with it.
    pub answered_at: String,
    /// The response that holds it.
    pub landed_seq: Option<i64>,
    /// Whether it is a row of its dataset; nothing where no dataset has a row by its id.
    pub is_published: Option<bool>,
    /// The newest generation, where that holds the dataset.
    pub generation: Option<i64>,
}

/// A landed response.
#[derive(Clone, Debug, Deserialize)]
pub struct Response {
    /// Its number.
    pub seq: i64,
    /// The run that it landed in.
    pub run_id: i64,
    /// Its walk.
    pub walk_id: i64,
    /// The stream of its listing.
    pub stream: String,
    /// The scope of its listing.
    pub scope: String,
    /// The kind of response.
    pub kind: String,
    /// The server's `Date`.
    pub answered_at: String,
}

/// A request.
#[derive(Clone, Debug, Deserialize)]
pub struct Request {
    /// When it began.
    pub started_at: String,
    /// The status of the answer.
    pub status: Option<i64>,
    /// Path and query.
    pub target: String,
}

/// A listing that showed the object.
#[derive(Clone, Debug, Deserialize)]
pub struct Sighting {
    /// The server's `Date`.
    pub answered_at: String,
    /// The kind of walk.
    pub kind: Option<String>,
    /// The run.
    pub run_id: Option<i64>,
    /// The walk.
    pub walk_id: i64,
    /// The version that was shown.
    pub version_number: Option<i64>,
    /// The status that was shown.
    pub status: Option<String>,
}

/// That the object could not be read.
#[derive(Clone, Debug, Deserialize)]
pub struct Flaw {
    /// When that was found.
    pub found_at: String,
    /// How it stands with that.
    pub state: GapState,
    /// Why.
    pub cause: String,
}

/// That the object was gone.
#[derive(Clone, Debug, Deserialize)]
pub struct Deletion {
    /// The server's `Date` of the answer that says so.
    pub seen_at: String,
    /// How it stands with it now.
    pub state: DeletionState,
    /// Why.
    pub reason: DeletionReason,
    /// What says so.
    pub evidence: String,
}

/// An attempt to store a version of the object's file.
#[derive(Clone, Debug, Deserialize)]
pub struct Upload {
    /// When it began.
    pub started_at: String,
    /// The version.
    pub version_number: i64,
    /// Which attempt at this version it is, from 1.
    pub attempt: i64,
    /// How it stands.
    pub state: FileState,
    /// Where the file lies.
    pub uri: Option<String>,
    /// Why it is not stored.
    pub cause: Option<String>,
}

/// A dataset that is held back.
#[derive(Clone, Debug, Deserialize)]
pub struct HeldBack {
    /// Its name.
    pub dataset: String,
    /// The generation that its rows are of.
    pub from_generation: i64,
    /// Why.
    pub cause: Option<String>,
}

/// That a census showed the object outside of what the settings ask for.
#[derive(Clone, Debug, Deserialize)]
pub struct Unwanted {
    /// The setting that it lies outside of.
    pub setting: String,
    /// The version that was shown.
    pub version_number: Option<i64>,
    /// When that version was made.
    pub version_at: Option<String>,
    /// The server's `Date`.
    pub answered_at: String,
}

/// Pieces of history that are not read to their end.
#[derive(Clone, Debug, Deserialize)]
pub struct Unread {
    /// How they stand.
    pub state: ChunkState,
    /// How many.
    pub chunks: i64,
    /// Why one of them failed.
    pub cause: Option<String>,
}
