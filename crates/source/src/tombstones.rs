//! Tombstones: what a site itself says was deleted, so that a deletion is known before the next complete listing.
//!
//! They are an early sign and no proof. What one names and is held is looked at like what a complete listing lacks, and complete
//! listings go on: a feed may not cover everything, and rights or a clean-up may take rows away. A feed may have several
//! listings of which an account reads some; the first that it reads is followed.

use crate::refused::Refused;
use catchment_base::error::Result;
use catchment_io::http::{Answer, Ask};
use chrono::{NaiveDateTime, TimeDelta};

/// A feed of tombstones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its name, by which it is remembered from run to run.
    pub name: &'static str,
    /// The streams whose objects it names by their ids.
    pub streams: Vec<&'static str>,
    /// Its listings, the one that covers most first.
    pub listings: &'static [&'static str],
    /// How far a listing goes back behind the last one: tombstones may come later than their times.
    pub overlap: TimeDelta,
    /// How often it is read; zero: in each run.
    pub every: TimeDelta,
}

/// What a feed says of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// Its id.
    pub object: String,
    /// When it was deleted, or came back, by the site.
    pub at: NaiveDateTime,
    /// What says so, as evidence tells it: `row 7 of sys_audit`.
    pub by: String,
    /// Whether it says that the object is back.
    pub is_back: bool,
}

/// A page of a listing.
#[derive(Debug, Default)]
pub struct Page {
    /// What it says, in order.
    pub tombstones: Vec<Tombstone>,
    /// The request for the next page.
    pub next: Option<Ask>,
    /// Whether it counts rows and shows none of them: the account does not read the listing.
    pub is_withheld: bool,
    /// From when on it says what was deleted, where that is later than it was asked for.
    pub begins_at: Option<NaiveDateTime>,
    /// To when it and the pages before it say so, where that is before it was answered.
    pub covered_to: Option<NaiveDateTime>,
}

/// A site that says what was deleted.
pub trait Tombstones: Send + Sync {
    /// Its feeds; none where nothing is read that they would name.
    fn feeds(&self) -> Vec<Feed>;

    /// The first request for what a listing says since a time, in UTC.
    fn first(&self, listing: &str, since: NaiveDateTime) -> Result<Ask>;

    /// Reads the answer to a request of a listing; the error says what is wrong with it, without content.
    fn read(&self, ask: &Ask, answer: &Answer) -> Result<Page, String>;

    /// Refusals whose meaning is another one than that of their status.
    fn refused(&self) -> &[Refused] {
        &[]
    }

    /// A request for less, where the site refuses one because it asks for too much; the rest follows its page. Nothing where there is
    /// none.
    fn shorter(&self, _: &Ask) -> Option<Ask> {
        None
    }
}

/// What is asked of a feed.
#[derive(Clone, Debug)]
pub struct Question {
    /// The feed.
    pub feed: Feed,
    /// The number of the first of its listings to try, counted from 0.
    pub from: usize,
    /// Since when, in UTC.
    pub since: NaiveDateTime,
}

/// What a feed has said.
#[derive(Debug, Default)]
pub struct Listed {
    /// The listing that was read; nothing where the account reads none.
    pub listing: Option<&'static str>,
    /// To when it says what was deleted: the `Date` of its first answer, or what the last one says; nothing where there was none.
    pub answered_at: Option<NaiveDateTime>,
    /// From when on it says so, where that is later than it was asked for.
    pub begins_at: Option<NaiveDateTime>,
    /// What it says, in order.
    pub tombstones: Vec<Tombstone>,
}
