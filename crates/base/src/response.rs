//! What a source hands over and `land` keeps: responses, byte for byte, the position of the walk that
//! fetched them, and the facts about the requests. Shared words of two stages that do not know each other.

mod carried;
mod envelope;
mod equivocal;
pub mod path;

pub use carried::{Carried, Load};
pub use envelope::{Envelope, member};
pub use equivocal::equivocal;

use crate::error::{Error, Kind, Result};
use crate::state::{GapKind, words};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Which listing a response belongs to: a stream, and the scope (a space id) where the stream has one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Listing {
    /// The stream's name, from its source's table.
    pub stream: &'static str,
    /// The id of the parent object the listing is restricted to, or empty for the whole site.
    pub scope: String,
}

words! {
    /// What a walk is for.
    pub enum WalkKind {
        /// Every object of a listing, with bodies; its responses are landed.
        Listing = "listing",
        /// The newest changes first, without bodies, down to the floor.
        Feed = "feed",
        /// What was thrown away, without bodies, as far as it is news.
        Trash = "trash",
        /// Every object of a listing, without bodies.
        Census = "census",
        /// What changed since a time, in whatever order; its responses are landed where they show something new.
        Changes = "changes",
        /// What was modified in a time of the past, newest first and without bodies, down to its beginning.
        History = "history",
        /// Every object of a piece of time, in whatever order; its responses are landed where they show something new.
        Piece = "piece",
        /// Every object of the listings for several parents, one after the other.
        Children = "children",
        /// Objects asked for by their ids, with bodies.
        Objects = "objects",
        /// Whether objects that were not listed are still there.
        Look = "look",
        /// What the site says was deleted since a time.
        Tombstones = "tombstones",
        /// Binaries on their way to the store.
        Upload = "upload",
    }
}

impl WalkKind {
    /// Whether a later run goes on with it from the page to which it came; what else was under way is due again.
    pub fn has_position(self) -> bool {
        !matches!(self, WalkKind::Objects | WalkKind::Look | WalkKind::Tombstones | WalkKind::Upload)
    }

    /// Whether it shows the newest modification first, so that it may end at a floor.
    pub fn is_newest_first(self) -> bool {
        matches!(self, WalkKind::Feed | WalkKind::History)
    }
}

words! {
    /// How a response was asked for.
    pub enum ResponseKind {
        /// A page of a listing.
        Listing = "listing",
        /// Objects asked for by their ids.
        ById = "by_id",
        /// One object asked for by its own id: the answer is the object itself.
        Own = "own",
        /// A page of a census of objects that come whole in listings: its word counts like an answer by id.
        Census = "census",
    }
}

impl ResponseKind {
    /// The kind of a stored response by its word.
    pub fn of_landed(word: &str) -> Result<Self> {
        Self::of_word(word).ok_or_else(|| {
            Error::new(Kind::Damaged, format!("a stored response is of an unknown kind: {word}"))
                .hint("it was stored by a newer version of catchment; use that one")
        })
    }

    /// Whether it says how an object is, whatever listings said before.
    pub fn decides(self) -> bool {
        self != ResponseKind::Listing
    }
}

/// One response, byte for byte as it came (transport compression undone).
pub struct Response {
    /// How it was asked for.
    pub kind: ResponseKind,
    /// The server's `Date` of the answer.
    pub answered_at: NaiveDateTime,
    /// Number of objects in it.
    pub objects: usize,
    /// The response body.
    pub body: Vec<u8>,
}

/// A response body as JSON text: without the byte order mark that some servers put before it. What is landed has it.
pub fn json_text(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Where a walk stands after a page; committed together with the response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The URL of the next page, or nothing when the end was reached or the walk has not begun.
    pub next: Option<String>,
    /// The newest (time, id) on the first page; of a feed as far as it is not dated later than the answer.
    pub top: Option<(NaiveDateTime, String)>,
    /// The server's `Date` on the first answer: what the stream is complete to, once the end is reached.
    pub first_answered_at: Option<NaiveDateTime>,
    /// Pages of the listing that were read so far.
    pub pages: u64,
    /// Objects on them.
    pub objects: u64,
    /// Whether the provable end, or the floor, was reached.
    pub ended: bool,
    /// Whether that was the end and not the floor.
    pub exhausted: bool,
    /// Whether it is over as well when a page brings no news: what was thrown away comes newest first, but
    /// by the time of its last edit.
    pub ends_without_news: bool,
    /// Whether the site does not keep the promised order, so that the floor says nothing.
    pub unordered: bool,
}

/// What a walk shall do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aim {
    /// What it is for.
    pub kind: WalkKind,
    /// What it goes over.
    pub listing: Listing,
    /// Where it may stop: below the watermark and its overlap; or where the time begins that it is about. Nothing: at the
    /// provable end.
    pub floor: Option<NaiveDateTime>,
    /// The newest change that is known of a stream whose changes it asks for, where one is.
    pub newest: Option<NaiveDateTime>,
    /// Before which moment the time ends that it is about; nothing where it is about no time of its own.
    pub until: Option<NaiveDateTime>,
    /// The scopes it is restricted to, by id; empty: the whole site.
    pub scopes: Vec<String>,
    /// The chunk of history it works on.
    pub chunk: Option<i64>,
}

impl Aim {
    /// The floor of a first look at a feed, which says where increments begin: whatever is newest lies below it.
    pub fn first_look() -> NaiveDateTime {
        NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default().and_time(NaiveTime::MIN)
    }

    /// The end of a time that is still going on.
    pub fn open_end() -> NaiveDateTime {
        Self::first_look()
    }

    /// A walk of this kind over a listing, without bounds.
    pub fn new(kind: WalkKind, listing: Listing) -> Self {
        Self { kind, listing, floor: None, newest: None, until: None, scopes: Vec::new(), chunk: None }
    }
}

/// A walk: one pass over one listing, and where it stands.
#[derive(Clone, Debug)]
pub struct Walk {
    /// Its id.
    pub id: i64,
    /// What it shall do.
    pub aim: Aim,
    /// Where it stands.
    pub position: Position,
}

/// An object as a listing without bodies shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sighting {
    /// Its id.
    pub object: String,
    /// The scope it is in.
    pub scope: Option<String>,
    /// The object that it lies in and goes with.
    pub container: Option<String>,
    /// The object above it in the tree, empty at the top; nothing where the listing does not tell.
    pub above: Option<String>,
    /// How it stands with it, in the source's word.
    pub status: Option<String>,
    /// Its version, counted from 1.
    pub version: Option<i32>,
    /// When the version was made.
    pub version_at: Option<NaiveDateTime>,
    /// What the listing shows of it that changes without a new version, as the source writes it; nothing where it does not tell.
    pub mark: Option<String>,
    /// What it shows of the objects in it, each with its stream.
    pub carried: Vec<(&'static str, Sighting)>,
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
    /// `rate limit`, `server asked`, `back-off`, or `site works`.
    pub reason: &'static str,
    /// When it began.
    pub started_at: NaiveDateTime,
    /// How long, in milliseconds.
    pub millis: u64,
}

/// Something that could not be read and stays due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What it is.
    pub kind: GapKind,
    /// The object's id where it is known, else its place.
    pub object: String,
    /// Why, without content.
    pub cause: String,
    /// Whether somebody may accept it as missing.
    pub can_be_accepted: bool,
    /// Whether the site says that the account may not read it.
    pub is_forbidden: bool,
}

impl Unreadable {
    /// Something that somebody may accept as missing where its kind is one of these.
    pub fn new(kind: GapKind, object: String, cause: String) -> Self {
        Self { kind, object, cause, can_be_accepted: kind.can_be_accepted(), is_forbidden: false }
    }

    /// The same, which nobody may accept unless `can_be`: what passes by itself says nothing of what is there.
    pub fn accepted_if(self, can_be: bool) -> Self {
        Self { can_be_accepted: self.can_be_accepted && can_be, ..self }
    }

    /// The same, which the account may not read if `is` says so.
    pub fn forbidden_if(self, is: bool) -> Self {
        Self { is_forbidden: is, ..self }
    }

    /// Objects of a walk of this kind that have no id: nobody can ask for them.
    pub fn nameless(kind: WalkKind, objects: usize) -> Self {
        let cause = format!("the site lists {objects} objects without an id");
        Self::new(GapKind::Object, Self::name_of_nameless(kind), cause)
    }

    /// What a landed object without an id is called, by the hash of its text: the same name as long as it says the same, so
    /// that accepting it holds.
    pub fn name_by_hash(hash: &str) -> String {
        format!("without an id, {}", hash.get(..16).unwrap_or(hash))
    }

    /// What is hidden of a listing is called: nobody can ask for it, and only a complete listing shows that nothing is.
    pub const HIDDEN: &str = "rows hidden by access rules";

    /// Whether it says that nothing is hidden of a listing, as was thought before.
    pub fn is_nothing_hidden(&self) -> bool {
        *self == Self::hidden(0)
    }

    /// Objects that a listing counts and does not show, so many at most.
    pub fn hidden(objects: u64) -> Self {
        let cause = format!(
            "up to {objects}: the site counts them and does not show them to this account; give it the right to read them, or \
             accept what is lacking"
        );
        Self::new(GapKind::Object, Self::HIDDEN.to_owned(), cause)
    }

    /// What they are called together.
    pub fn name_of_nameless(kind: WalkKind) -> String {
        format!("without an id, in the {}", kind.as_str())
    }
}

/// What one step of a walk wants committed, all of it in one transaction.
#[derive(Default)]
pub struct Step {
    /// Responses to land, in this order.
    pub responses: Vec<Response>,
    /// The new position, if the walk moved.
    pub position: Option<Position>,
    /// Requests made since the last step.
    pub requests: Vec<Request>,
    /// Pauses made since the last step.
    pub waits: Vec<Wait>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
    /// What a listing without bodies showed, with the server's `Date` of the answer.
    pub sightings: Option<(NaiveDateTime, Vec<Sighting>)>,
}

/// Takes the steps of one walk and commits them.
///
/// Called from many walks at once. A walk calls `land` again only after the former call returned, so
/// that it never has more than one response that is not committed. When `land` returns `Ok`, the step is
/// durable as a whole; when it returns an error, the walk stops and the run ends.
pub trait Landing: Send + Sync {
    /// Commits a step of the walk with this id; tells how many of its sightings are news.
    fn land(&self, walk: i64, step: Step) -> impl Future<Output = Result<usize>> + Send;
}
