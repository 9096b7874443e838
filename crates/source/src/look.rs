//! Looking at objects that a complete listing lacks: are they in the trash, gone, hidden, or there after all?
//!
//! First many at once, whether they are there at all, where there is such a question (convert-ids-to-types); then each by its
//! own id, because only its own answer tells its status. Nothing is landed; what was answered is the evidence.

use crate::allowed::Question;
use crate::client::{Asking, Client, Log, Refusal};
use crate::hits::Hits;
use crate::{Detail, Session, Sign, Stream, objects, retry};
use catchment_base::clock;
use catchment_base::error::{Error, Result, printable};
use catchment_base::response::{Sighting, WalkKind};
use catchment_io::http::{Answer, Ask};
use chrono::NaiveDateTime;
use std::collections::BTreeSet;

/// Ids asked for at once (convertContentIdsToContentTypes takes at most 100).
pub const AT_ONCE: usize = 100;
/// Objects in a row that are answered with another one from which on it is not they that are to blame.
const MOST_OTHERS: usize = 3;
/// Ids that one search names: no search gives fewer results on a page than these.
const NAMED_AT_ONCE: usize = 25;

/// What the site says about one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Its id.
    pub object: String,
    /// Whether the site knows its id at all.
    pub known: bool,
    /// What is shown of it; nothing where its own id is refused, or answered without it.
    pub shown: Option<Sighting>,
    /// Where it is outside of what the settings ask for, as evidence tells it; nothing where it is shown, or nowhere.
    pub outside: Option<String>,
    /// The HTTP status of its own answer; nothing where no request can name its id.
    pub status: Option<u16>,
    /// The `Date` header of the last answer about it.
    pub answered_at: NaiveDateTime,
}

impl Looked {
    /// Whether its own answer is the object.
    pub fn is_there(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| shown.object == self.object)
    }

    /// Whether nothing shows it so far and nobody knows of it.
    fn is_nowhere(&self) -> bool {
        self.shown.is_none() && !self.known && self.outside.is_none()
    }
}

/// What is told of the settings that say how a record is asked for by its id, where records that are there were looked at: none
/// of them answers, and one at least is denied, or all are refused. A single refusal (403) denies nothing.
pub fn misdirected(session: &dyn Session, stream: &Stream, looked: &[Looked]) -> Option<Error> {
    if !looked.is_empty() && looked.iter().all(|looked| looked.status == Some(403)) {
        let what = "the site refuses records that it lists where they are asked for by their own ids (403)";
        let hint = "give the account the right to read single records, or leave out by_id";
        return session.doubted(stream, Sign::IdUnknown).map(|_| Error::failed(what).hint(hint));
    }
    let is_denied = |looked: &Looked| matches!(looked.status, Some(200 | 404 | 410));
    let is_wrong = looked.iter().any(is_denied) && !looked.iter().any(Looked::is_there);
    is_wrong.then(|| session.doubted(stream, Sign::IdUnknown)).flatten()
}

/// Those of some objects that settings name by their ids which the site does not show.
pub async fn unseen(client: &Client, session: &dyn Session, ids: &[String], log: &mut Log) -> Result<Vec<String>> {
    let mut unseen = Vec::new();
    let mut waiting: Vec<&[String]> = ids.chunks(NAMED_AT_ONCE).rev().collect();
    while let Some(some) = waiting.pop() {
        let Some(ask) = session.named(some)? else { return Ok(Vec::new()) };
        let read = |answer: &Answer| session.read_search(&answer.body);
        let asked = client.ask(&ask, retry::TRIES, log, read).await;
        let (_, found) =
            asked.map_err(|refusal| objects::into_error(refusal, "the search for what settings name by ids"))?;
        match (not_in(some, &found), some) {
            (Some(lacking), _) => unseen.extend(lacking),
            (None, [id]) => {
                let what = format!("the search for the id {} shows others", printable(id));
                return Err(Error::failed(what).hint("run again; if it persists, the site's search does not heed ids"));
            }
            (None, some) => {
                let (first, second) = some.split_at(some.len() / 2);
                waiting.extend([second, first]);
            }
        }
    }
    Ok(unseen)
}

/// Those of some ids that the first page of a search for them does not show; nothing where another page may show them.
fn not_in(ids: &[String], found: &Hits) -> Option<Vec<String>> {
    let lacking: Vec<String> = ids.iter().filter(|id| found.hits.iter().all(|hit| hit.id != **id)).cloned().collect();
    (lacking.is_empty() || !found.has_more).then_some(lacking)
}

/// Looks at some objects of a stream, [`AT_ONCE`] at most.
pub async fn look(
    client: &Client,
    session: &dyn Session,
    stream: &Stream,
    ids: &[String],
    log: &mut Log,
) -> Result<Vec<Looked>> {
    if let Some(ask) = session.together(stream, ids)? {
        let looked = together(client, session, stream, (&ask, ids), log).await?;
        return Ok(by_record(session, looked));
    }
    let (known, asked_at) = existing(client, session, stream, ids, log).await?;
    let mut looked = Vec::with_capacity(ids.len());
    for id in ids {
        let known = known.contains(id);
        looked.push(own(client, session, stream, id, known, asked_at, log).await?);
        prove_heeded(stream, &looked)?;
    }
    Ok(by_record(session, looked))
}

/// What was looked at, with what the site's record of deletions says of that which is nowhere.
fn by_record(session: &dyn Session, mut looked: Vec<Looked>) -> Vec<Looked> {
    let nowhere = looked.iter_mut().filter(|looked| looked.is_nowhere());
    nowhere.for_each(|looked| looked.known = session.has_no_deletion(&looked.object));
    looked
}

/// A site that answers the first ids with other objects alone does not heed which it is asked for.
fn prove_heeded(stream: &Stream, looked: &[Looked]) -> Result<()> {
    let is_other = |looked: &Looked| looked.shown.is_some() && !looked.is_there();
    if looked.len() != MOST_OTHERS || !looked.iter().all(is_other) {
        return Ok(());
    }
    Err(unheeded(stream))
}

fn unheeded(stream: &Stream) -> Error {
    Error::failed(format!("the site answers requests for some {} with others", stream.name)).hint(
        "the site does not heed which objects are asked for: check what is between, and the query of the settings",
    )
}

/// Looks at some objects by one request; what its answer does not show is looked for elsewhere.
async fn together(
    client: &Client,
    session: &dyn Session,
    stream: &Stream,
    (ask, ids): (&Ask, &[String]),
    log: &mut Log,
) -> Result<Vec<Looked>> {
    let (answer, sightings) = shown_together(client, session, stream, ask, log).await?;
    if !sightings.is_empty() && !sightings.iter().any(|shown| ids.contains(&shown.object)) {
        return Err(unheeded(stream));
    }
    let look = |id: &String| {
        let shown = sightings.iter().find(|shown| shown.object == *id).cloned();
        let known = shown.is_none() && session.is_hidden(stream, id, &answer);
        looked((id, known, shown), &answer)
    };
    let mut looked: Vec<Looked> = ids.iter().map(look).collect();
    look_outside(client, session, stream, &mut looked, log).await?;
    Ok(looked)
}

/// What is known of an object after an answer that was to show it.
fn looked((id, known, shown): (&str, bool, Option<Sighting>), answer: &Answer) -> Looked {
    Looked { object: id.to_owned(), known, shown, outside: None, status: Some(answer.status), answered_at: answer.date }
}

/// The objects that an answer shows, page after page, with the last one of these.
async fn shown_together(
    client: &Client,
    session: &dyn Session,
    stream: &Stream,
    ask: &Ask,
    log: &mut Log,
) -> Result<(Answer, Vec<Sighting>)> {
    let (mut ask, mut sightings) = (ask.clone(), Vec::new());
    let route = client.routes().of(stream.name, WalkKind::Look);
    for _ in 0..=AT_ONCE {
        let asking = Asking::new(&ask, session.refused_by_id(stream)).by(&route);
        let read = |answer: &Answer| session.read(stream, &ask, answer, Detail::Sightings);
        let asked = client.ask(asking, retry::TRIES, log, read).await;
        let (answer, page) = asked.map_err(|refusal| objects::into_error(refusal, &format!("some {}", stream.name)))?;
        sightings.extend(page.sightings);
        match page.next {
            Some(next) => ask = session.follow(stream, &ask, &next)?,
            None => return Ok((answer, sightings)),
        }
    }
    Err(Error::failed(format!("the response for some {} never ends", stream.name)).hint("run again"))
}

/// The ids that exist, with the `Date` of the first answer. A batch that the site refuses is split in half.
async fn existing(
    client: &Client,
    session: &dyn Session,
    stream: &Stream,
    ids: &[String],
    log: &mut Log,
) -> Result<(BTreeSet<String>, NaiveDateTime)> {
    let most = client.allowed().most(stream.name, Question::Existence).max(1) as usize;
    let mut waiting: Vec<&[String]> = ids.chunks(most).rev().collect();
    let (mut known, mut asked_at) = (BTreeSet::new(), NaiveDateTime::MAX);
    let (mut largest, mut refused) = (0, false);
    while let Some(ids) = waiting.pop() {
        let Some(ask) = session.existence(stream, ids)? else { return Ok((known, clock::now())) };
        let tries = if ids.len() > 1 { retry::FEW_TRIES } else { retry::TRIES };
        match client.ask(&ask, tries, log, |answer| session.read_existence(&answer.body)).await {
            Ok((answer, there)) => {
                known.extend(there);
                largest = largest.max(ids.len());
                asked_at = asked_at.min(answer.date);
            }
            Err(refusal) if ids.len() > 1 && (refusal.is_about_size() || refusal.is_definite()) => {
                let (first, second) = ids.split_at(ids.len() / 2);
                refused |= refusal.is_definite();
                client.pause_for_less(&refusal, log).await;
                waiting.extend([second, first]);
            }
            Err(refusal) => return Err(objects::into_error(refusal, "the types of some ids")),
        }
    }
    if refused {
        client.allowed().learn(stream.name, Question::Existence, u32::try_from(largest).unwrap_or(u32::MAX));
    }
    Ok((known, asked_at))
}

async fn own(
    client: &Client,
    session: &dyn Session,
    stream: &Stream,
    id: &str,
    known: bool,
    asked_at: NaiveDateTime,
    log: &mut Log,
) -> Result<Looked> {
    let object = id.to_owned();
    // One id that no request can name does not keep the others from being looked at.
    let Ok(ask) = session.own(stream, id) else {
        return Ok(Looked { object, known, shown: None, outside: None, status: None, answered_at: asked_at });
    };
    let route = client.routes().of(stream.name, WalkKind::Look);
    let asking = Asking::new(&ask, session.refused_by_id(stream)).by(&route);
    match client.ask(asking, retry::TRIES, log, |answer| session.read_own(stream, &answer.body)).await {
        Ok((answer, shown)) => {
            let known = known || session.is_hidden(stream, id, &answer);
            let mut looked = looked((id, known, shown), &answer);
            look_outside(client, session, stream, std::slice::from_mut(&mut looked), log).await?;
            Ok(looked)
        }
        Err(Refusal::Absent(status, _)) => {
            // That there is nothing is the answer that was asked for.
            route.came();
            if let Some(last) = log.requests.last_mut().filter(|_| matches!(status, 404 | 410)) {
                last.cause = None;
            }
            Ok(Looked { object, known, shown: None, outside: None, status: Some(status), answered_at: asked_at })
        }
        Err(refusal) => Err(objects::into_error(refusal, &format!("the {} {id}", stream.name))),
    }
}

/// Looks whether those of some objects that are nowhere are there outside of what the settings ask for: all by one request for each
/// question, until each is found. What the account may not ask tells nothing.
async fn look_outside(
    client: &Client,
    session: &dyn Session,
    stream: &Stream,
    objects: &mut [Looked],
    log: &mut Log,
) -> Result<()> {
    let nowhere = objects.iter().filter(|looked| looked.is_nowhere());
    let ids: Vec<String> = nowhere.map(|looked| looked.object.clone()).collect();
    let asks = if ids.is_empty() { Vec::new() } else { session.outside(stream, &ids)? };
    for ask in asks {
        let read = |answer: &Answer| session.read_outside(stream, &ask, &answer.body);
        match client.ask(&ask, retry::TRIES, log, read).await {
            Ok((answer, places)) => {
                for looked in objects.iter_mut().filter(|looked| looked.is_nowhere()) {
                    looked.known |= session.is_hidden(stream, &looked.object, &answer);
                    looked.answered_at = answer.date;
                    looked.outside = places.get(&looked.object).cloned();
                }
            }
            Err(Refusal::Absent(..) | Refusal::Refused(_) | Refusal::Outdated(_)) => {}
            Err(refusal) => {
                let what = match ids.as_slice() {
                    [id] => format!("the {} {id}", stream.name),
                    _ => format!("some objects of {}", stream.name),
                };
                return Err(objects::into_error(refusal, &what));
            }
        }
        if !objects.iter().any(Looked::is_nowhere) {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hits::Hit;

    #[test]
    fn an_id_that_another_page_may_show_is_not_lacking() {
        let ids = ["7", "8"].map(str::to_owned);
        let hit = |id: &&str| Hit {
            id: (*id).to_owned(),
            kind: "page".to_owned(),
            title: String::new(),
            scope: None,
            address: None,
        };
        for (shown, has_more, lacking) in [
            (&["8", "7"][..], false, Some(&[][..])),
            (&["7"], false, Some(&ids[1..])),
            (&["7"], true, None),
            // Some sites name a next page behind the last one.
            (&["7", "8"], true, Some(&[])),
        ] {
            let found = Hits { hits: shown.iter().map(hit).collect(), has_more };
            assert_eq!(not_in(&ids, &found).as_deref(), lacking, "{shown:?} {has_more}");
        }
    }
}
