//! How many objects a site counts in a time: by that, history is cut in pieces before it is read.

use super::client::{Asking, Client, Log, Refusal};
use super::objects::into_error;
use super::{Session, Stream, retry};
use crate::edge::http::Answer;
use crate::error::Result;
use crate::response::Aim;
use chrono::NaiveDateTime;
use futures_util::future::join_all;

/// What a site counts in a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Objects, as far as the account may see them.
    pub objects: u64,
    /// When the first and the last of them were made, where the site tells.
    pub ends: Option<(NaiveDateTime, NaiveDateTime)>,
}

/// Counts of several aims, in their order; or why the site does not count, in words.
pub type Counted = Result<Vec<Count>, String>;

/// Counts the objects of several aims of a stream, all at once. A site that refuses to count, or fails at it, does not count; where
/// nothing else would be answered either, that is the error.
pub async fn count(
    client: &Client,
    session: &dyn Session,
    stream: &Stream,
    aims: &[Aim],
    log: &mut Log,
) -> Result<Counted> {
    let asked = aims.iter().map(|aim| async move {
        let mut own = Log::default();
        (count_one(client, session, stream, aim, &mut own).await, own)
    });
    let asked: Vec<_> = asked.collect();
    let mut counts = Vec::with_capacity(aims.len());
    // What was asked is on record, whatever came of it.
    for (counted, own) in join_all(asked).await {
        log.requests.extend(own.requests);
        log.waits.extend(own.waits);
        counts.push(counted);
    }
    counts.into_iter().collect::<Result<Vec<_>>>().map(|counts| counts.into_iter().collect())
}

async fn count_one(
    client: &Client,
    session: &dyn Session,
    stream: &Stream,
    aim: &Aim,
    log: &mut Log,
) -> Result<Result<Count, String>> {
    let Some(ask) = session.count_of(aim)? else { return Ok(Err("there is no way to ask for it".to_owned())) };
    let asking = Asking { ask: &ask, refused: session.refused(stream) };
    let read = |answer: &Answer| session.read_count_of(&answer.body);
    match client.ask(asking, retry::FEW_TRIES, log, read).await {
        Ok((_, count)) => Ok(Ok(count)),
        Err(Refusal::Final(error)) => Err(error),
        Err(refusal) => Ok(Err(into_error(refusal, "the count").one_line())),
    }
}
