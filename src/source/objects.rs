//! Objects by their ids: many at once, in halves where the site cannot deliver them together.
//!
//! What cannot be delivered alone is unreadable and recorded; its neighbours are landed.

use super::client::{Client, Log, Refusal};
use super::{Detail, Reading, Session, Stream, retry};
use crate::error::{Error, Result};
use crate::page::{Landing, PageKind, RawPage, Step, Unreadable};
use std::collections::HashSet;
use url::Url;

/// Asks for objects of one stream on behalf of one walk.
pub struct Objects<'a, L> {
    /// The host.
    pub client: &'a Client,
    /// Its URLs and answers.
    pub session: &'a dyn Session,
    /// What is asked for.
    pub stream: &'static Stream,
    /// The walk on whose record the requests are.
    pub walk: i64,
    /// Takes what comes.
    pub landing: &'a L,
}

impl<L: Landing> Objects<'_, L> {
    /// Lands the objects; gives the ids of those that the site left out of its answers.
    pub async fn fetch(&self, ids: Vec<String>, log: &mut Log) -> Result<Vec<String>> {
        let mut missing = Vec::new();
        let mut waiting = vec![ids];
        while let Some(ids) = waiting.pop().filter(|ids| !ids.is_empty()) {
            let url = self.session.by_ids(self.stream.name, &ids)?;
            match self.ask(&url, log).await {
                Ok((page, reading)) => missing.extend(self.land(ids, page, reading, log).await?),
                Err(Refusal::Final(error)) => return Err(error),
                Err(refusal) => match halves(ids) {
                    Ok((first, second)) => waiting.extend([second, first]),
                    Err(object) => self.give_up(object, cause_of(refusal), log).await?,
                },
            }
        }
        Ok(missing)
    }

    async fn ask(&self, url: &Url, log: &mut Log) -> Result<(RawPage, Reading), Refusal> {
        let accept = |answer: &crate::edge::http::Answer| self.session.read(self.stream, &answer.body, Detail::Ids);
        let (answer, reading) = self.client.get(url, retry::FEW_TRIES, log, accept).await?;
        let page =
            RawPage { kind: PageKind::ById, answered_at: answer.date, objects: reading.objects, body: answer.body };
        Ok((page, reading))
    }

    async fn land(&self, asked: Vec<String>, page: RawPage, reading: Reading, log: &mut Log) -> Result<Vec<String>> {
        let came: HashSet<String> = reading.ids.into_iter().collect();
        self.landing.land(self.walk, log.step(vec![page], Vec::new())).await?;
        Ok(asked.into_iter().filter(|id| !came.contains(id)).collect())
    }

    async fn give_up(&self, object: String, cause: String, log: &mut Log) -> Result<()> {
        let unreadable = vec![unreadable(object, format!("the site cannot deliver it: {cause}"))];
        self.landing.land(self.walk, log.step(Vec::new(), unreadable)).await?;
        Ok(())
    }
}

impl Log {
    /// A step with what was logged since the last one.
    pub fn step(&mut self, pages: Vec<RawPage>, unreadable: Vec<Unreadable>) -> Step {
        let log = std::mem::take(self);
        Step { pages, requests: log.requests, waits: log.waits, unreadable, ..Step::default() }
    }
}

/// An object that could not be read.
pub fn unreadable(object: String, cause: String) -> Unreadable {
    Unreadable { kind: "object", object, cause }
}

fn halves(mut ids: Vec<String>) -> Result<(Vec<String>, Vec<String>), String> {
    if ids.len() > 1 {
        let second = ids.split_off(ids.len() / 2);
        Ok((ids, second))
    } else {
        Err(ids.pop().unwrap_or_default())
    }
}

fn cause_of(refusal: Refusal) -> String {
    match refusal {
        Refusal::Undeliverable(cause) | Refusal::Refused(cause) => cause,
        Refusal::Absent(_, error) | Refusal::Final(error) => error.one_line(),
    }
}

/// The error of a refusal that no half of the ids will cure.
pub fn into_error(refusal: Refusal, what: &str) -> Error {
    match refusal {
        Refusal::Absent(_, error) | Refusal::Final(error) => error,
        Refusal::Undeliverable(cause) => Error::failed(format!("the site cannot deliver {what}: {cause}"))
            .hint("what was landed is kept; run again when the site is well"),
        Refusal::Refused(cause) => Error::failed(format!("the site refused {what} (400){cause}"))
            .hint("run again; if it stays, the site's API has changed"),
    }
}
