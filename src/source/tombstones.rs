//! Tombstones: what a site itself says was deleted, so that a deletion is known before the next complete listing.
//!
//! They are an early sign and no proof. What one names and is held is looked at like what a complete listing lacks, and complete
//! listings go on: a feed may not cover everything, and rights or a clean-up may take rows away. A feed may have several
//! listings of which an account reads some; the first that it reads is followed.

use super::client::{Client, Log, Refusal};
use super::{objects, retry};
use crate::edge::http::{Answer, Ask};
use crate::error::{Error, Result};
use chrono::{NaiveDateTime, TimeDelta};

/// Pages of one listing, at most: what was deleted since the last run, in pages of thousands.
const MOST_PAGES: usize = 10_000;

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
}

/// A site that says what was deleted.
pub trait Tombstones: Send + Sync {
    /// Its feeds; none where nothing is read that they would name.
    fn feeds(&self) -> Vec<Feed>;

    /// The first request for what a listing says since a time, in UTC.
    fn first(&self, listing: &str, since: NaiveDateTime) -> Result<Ask>;

    /// Reads the answer to a request of a listing; the error says what is wrong with it, without content.
    fn read(&self, ask: &Ask, answer: &Answer) -> Result<Page, String>;
}

/// What a feed has said.
#[derive(Debug)]
pub struct Listed {
    /// The listing that was read; nothing where the account reads none.
    pub listing: Option<&'static str>,
    /// The `Date` of its first answer; nothing where there was none.
    pub answered_at: Option<NaiveDateTime>,
    /// What it says, in order.
    pub tombstones: Vec<Tombstone>,
}

/// Reads what a feed says since a time: by its listing number `from`, counted from 0, or the first one behind that the account
/// reads. Fails where the site does not answer; that it refuses a listing is no failure.
pub async fn list(
    client: &Client,
    site: &dyn Tombstones,
    (feed, from): (&Feed, usize),
    since: NaiveDateTime,
    log: &mut Log,
) -> Result<Listed> {
    for listing in feed.listings.iter().skip(from) {
        if let Some((answered_at, tombstones)) = read(client, site, listing, since, log).await? {
            return Ok(Listed { listing: Some(listing), answered_at: Some(answered_at), tombstones });
        }
    }
    Ok(Listed { listing: None, answered_at: None, tombstones: Vec::new() })
}

/// What one listing says, with the `Date` of its first answer; nothing where the account does not read it.
async fn read(
    client: &Client,
    site: &dyn Tombstones,
    listing: &str,
    since: NaiveDateTime,
    log: &mut Log,
) -> Result<Option<(NaiveDateTime, Vec<Tombstone>)>> {
    let (mut ask, mut said, mut first) = (site.first(listing, since)?, Vec::new(), None);
    for _ in 0..MOST_PAGES {
        let (answer, page) = match client.ask(&ask, retry::TRIES, log, |answer| site.read(&ask, answer)).await {
            Ok(read) => read,
            Err(Refusal::Absent(..) | Refusal::Refused(_)) => return Ok(None),
            Err(refusal) => return Err(objects::into_error(refusal, &format!("the deletions in {listing}"))),
        };
        if page.is_withheld && first.is_none() {
            return Ok(None);
        }
        let answered_at = *first.get_or_insert(answer.date);
        said.extend(page.tombstones);
        match page.next {
            Some(next) if next != ask => ask = next,
            _ => return Ok(Some((answered_at, said))),
        }
    }
    Err(Error::failed(format!("the deletions in {listing} never end"))
        .hint("run again; complete listings find what is gone"))
}
