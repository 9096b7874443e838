//! Reading feeds of tombstones ([`tombstones`](crate::tombstones)): page after page, by the first listing that the account reads.

use crate::client::{Asking, Client, Log, Refusal};
use crate::tombstones::{Listed, Question, Tombstones};
use crate::{objects, retry};
use catchment_base::error::{Error, Result};
use chrono::NaiveDateTime;

/// Pages of one listing, at most: what was deleted since the last run, in pages of thousands.
const MOST_PAGES: usize = 10_000;

/// Reads what a feed says, by the first of the listings to try that the account reads. Fails where the site does not answer;
/// that it refuses a listing is no failure.
pub async fn list(client: &Client, site: &dyn Tombstones, question: &Question, log: &mut Log) -> Result<Listed> {
    for listing in question.feed.listings.iter().skip(question.from) {
        if let Some(listed) = read(client, site, listing, question.since, log).await? {
            return Ok(Listed { listing: Some(listing), ..listed });
        }
    }
    Ok(Listed::default())
}

/// What one listing says; nothing where the account does not read it.
async fn read(
    client: &Client,
    site: &dyn Tombstones,
    listing: &str,
    since: NaiveDateTime,
    log: &mut Log,
) -> Result<Option<Listed>> {
    let (mut ask, mut listed) = (site.first(listing, since)?, Listed::default());
    for _ in 0..MOST_PAGES {
        let asking = Asking::new(&ask, site.refused());
        let (answer, page) = match client.ask(asking, retry::TRIES, log, |answer| site.read(&ask, answer)).await {
            Ok(read) => read,
            Err(refusal @ Refusal::TooMuch { .. }) => match site.shorter(&ask) {
                Some(shorter) => {
                    ask = shorter;
                    continue;
                }
                None => return Err(objects::into_error(refusal, &format!("the deletions in {listing}"))),
            },
            Err(Refusal::Absent(..) | Refusal::Refused(_) | Refusal::Outdated(_)) => return Ok(None),
            Err(refusal) => return Err(objects::into_error(refusal, &format!("the deletions in {listing}"))),
        };
        if page.is_withheld && listed.answered_at.is_none() {
            return Ok(None);
        }
        if listed.answered_at.is_none() {
            listed.begins_at = page.begins_at;
        }
        listed.answered_at = page.covered_to.or(listed.answered_at).or(Some(answer.date));
        listed.tombstones.extend(page.tombstones);
        match page.next {
            Some(next) if next != ask => ask = next,
            _ => return Ok(Some(listed)),
        }
    }
    Err(Error::failed(format!("the deletions in {listing} never end"))
        .hint("run again; complete listings find what is gone"))
}
