//! What a source hands over and `land` keeps: pages of raw bytes, the position of the walk that
//! fetched them, and the facts about the requests. Shared words of two stages that do not know each other.

use crate::error::Result;
use chrono::NaiveDateTime;

/// Which listing a page belongs to: a stream, and the scope (a space id) where the stream has one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Listing {
    /// The stream's name, from its source's table.
    pub stream: &'static str,
    /// The id of the parent object the listing is restricted to, or empty for the whole site.
    pub scope: String,
}

/// How a page was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// A page of a listing.
    Listing,
    /// Objects asked for by their ids.
    ById,
}

impl PageKind {
    /// The word the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            PageKind::Listing => "listing",
            PageKind::ById => "by_id",
        }
    }
}

/// One response, byte for byte as it came (transport compression undone).
pub struct RawPage {
    /// How it was asked for.
    pub kind: PageKind,
    /// The server's `Date` of the answer.
    pub answered_at: NaiveDateTime,
    /// Number of objects in it.
    pub objects: usize,
    /// The response body.
    pub body: Vec<u8>,
}

/// Where a walk stands after a page; committed together with the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The URL of the next page, or nothing when the end was reached or the walk has not begun.
    pub next: Option<String>,
    /// The newest (time, id) on the first page.
    pub top: Option<(NaiveDateTime, String)>,
    /// The server's `Date` on the first answer: what the stream is complete to, once the end is reached.
    pub first_answered_at: Option<NaiveDateTime>,
    /// Pages landed so far.
    pub pages: u64,
    /// Objects on them.
    pub objects: u64,
    /// Whether the provable end was reached.
    pub ended: bool,
}

/// A walk: one pass over one listing, and where it stands.
#[derive(Clone, Debug)]
pub struct Walk {
    /// Its id.
    pub id: i64,
    /// What it goes over.
    pub listing: Listing,
    /// Where it stands.
    pub position: Position,
}

/// One request as it went over the wire, for the audit.
#[derive(Clone, Debug)]
pub struct Request {
    /// Path and query, without host and credentials.
    pub target: String,
    /// Which try of the same request this was, from 1.
    pub attempt: u32,
    /// When it was sent.
    pub started_at: NaiveDateTime,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// Bytes of the response body after decompression.
    pub bytes: u64,
    /// Why the answer was not used, if it was not.
    pub cause: Option<String>,
}

/// One pause that was made, for the audit.
#[derive(Clone, Debug)]
pub struct Wait {
    /// `rate limit`, `server asked` or `back-off`.
    pub reason: &'static str,
    /// When it began.
    pub started_at: NaiveDateTime,
    /// How long, in milliseconds.
    pub millis: u64,
}

/// Something that could not be read and stays due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// `object` for one object, `listing` for the rest of a listing, `scope` for a space that is not visible.
    pub kind: &'static str,
    /// The object's id where it is known, else its place.
    pub object: String,
    /// Why, without content.
    pub cause: String,
}

/// What one step of a walk wants committed, all of it in one transaction.
#[derive(Default)]
pub struct Step {
    /// Pages to land, in this order.
    pub pages: Vec<RawPage>,
    /// The new position, if the walk moved.
    pub position: Option<Position>,
    /// Requests made since the last step.
    pub requests: Vec<Request>,
    /// Pauses made since the last step.
    pub waits: Vec<Wait>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// Takes the steps of one walk and commits them.
///
/// Called from many walks at once. A walk calls `land` again only after the former call returned, so
/// that it never has more than one page that is not committed. When `land` returns `Ok`, the step is
/// durable as a whole; when it returns an error, the walk stops and the run ends.
pub trait Landing: Send + Sync {
    /// Commits a step of the walk with this id.
    fn land(&self, walk: i64, step: Step) -> impl Future<Output = Result<()>> + Send;
}
