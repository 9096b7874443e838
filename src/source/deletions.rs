//! Reading feeds of tombstones ([`tombstones`](super::tombstones)): page after page, by the first listing that the account reads.

use super::client::{Client, Log, Refusal};
use super::tombstones::{Listed, Question, Tombstone, Tombstones};
use super::{objects, retry};
use crate::error::{Error, Result};
use chrono::NaiveDateTime;

/// Pages of one listing, at most: what was deleted since the last run, in pages of thousands.
const MOST_PAGES: usize = 10_000;

/// Reads what a feed says, by the first of the listings to try that the account reads. Fails where the site does not answer;
/// that it refuses a listing is no failure.
pub async fn list(client: &Client, site: &dyn Tombstones, question: &Question, log: &mut Log) -> Result<Listed> {
    for listing in question.feed.listings.iter().skip(question.from) {
        if let Some((answered_at, tombstones)) = read(client, site, listing, question.since, log).await? {
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
