//! What the settings say of streams, tried on the site: one page of every stream, those with a parent for its first record.

use super::check::Verdict;
use super::doubts;
use super::probe;
use crate::config::Config;
use crate::edge::http::{Answer, Ask};
use crate::error::{Error, Kind, Result};
use crate::page::{Aim, Listing, WalkKind};
use crate::source::client::{Asking, Client, Log, Refusal};
use crate::source::{Changes, Detail, Reading, Session, Source, Stream, objects, read_first, retry};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::BTreeMap;

/// Records of a page.
const RECORDS: u32 = 20;

/// Who tries, and what is known already.
pub struct Trial<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The connection's name.
    pub name: &'a str,
    /// Its site.
    pub client: &'a Client,
    /// Its requests and answers.
    pub session: &'a dyn Session,
    /// The members that were ever seen, by streams.
    pub seen: &'a BTreeMap<&'static str, Vec<String>>,
    /// Whether the records can be staged as a sync would: the key is there.
    pub has_key: bool,
}

/// A page that came.
pub struct Page {
    /// Its stream.
    pub stream: &'static Stream,
    /// The request.
    pub ask: Ask,
    /// The answer.
    pub answer: Answer,
    /// What it says.
    pub reading: Reading,
}

/// What trying all streams came to.
#[derive(Default)]
pub struct Tried {
    /// What was found.
    pub verdicts: Vec<Verdict>,
    /// The pages that came.
    pub pages: Vec<Page>,
}

impl Trial<'_> {
    /// Tries every stream of a source. The error is that of a site that does not answer.
    pub async fn streams(&self, source: &dyn Source) -> Result<Tried> {
        let mut tried = Tried::default();
        for stream in source.streams() {
            let Some(scope) = scope_of(stream, &tried.pages) else {
                let parent = stream.parent.map_or("", |parent| parent.stream);
                tried.verdicts.push(Verdict::Skipped(format!("{}: no record of {parent} to try it with", stream.name)));
                continue;
            };
            match self.page(stream, &scope).await {
                Ok(Some(page)) => {
                    tried.verdicts.extend(self.judged(&page, &scope).await?);
                    tried.pages.push(page);
                }
                Ok(None) => {
                    tried.verdicts.push(Verdict::Good(format!("{}: there is nothing, says the site", stream.name)));
                }
                Err(error) if tried.pages.is_empty() && error.kind() == Kind::Failed => return Err(error),
                Err(error) => tried.verdicts.push(Verdict::Failed(error)),
            }
        }
        Ok(tried)
    }

    /// The first page of a stream; nothing where a refusal says that there is nothing.
    async fn page(&self, stream: &'static Stream, scope: &str) -> Result<Option<Page>> {
        let kind = if stream.parent.is_some() { WalkKind::Children } else { WalkKind::Census };
        let ask = self.session.first(&aim(kind, stream, scope), self.records()?, 0..0)?;
        let asking = Asking { ask: &ask, refused: self.session.refused(stream) };
        let read = |answer: &Answer| read_first(self.session, stream, &ask, answer, Detail::Ids);
        match self.client.ask(asking, retry::FEW_TRIES, &mut Log::default(), read).await {
            Ok((answer, reading)) => Ok(Some(Page { stream, ask, answer, reading })),
            Err(Refusal::Nothing(_)) => Ok(None),
            Err(Refusal::Refused(said)) => Err(self.session.refused_first(stream, &format!("(400){said}"))),
            Err(Refusal::Absent(status @ (404 | 410), _)) => {
                Err(self.session.refused_first(stream, &format!("({status})")))
            }
            Err(refusal) => Err(objects::into_error(refusal, &format!("a page of {}", stream.name))),
        }
    }

    fn records(&self) -> Result<u32> {
        Ok(RECORDS.min(self.config.connection(self.name)?.page_size))
    }

    /// What a page says of the columns, of the paging and of changes.
    async fn judged(&self, page: &Page, scope: &str) -> Result<Vec<Verdict>> {
        let (stream, connection) = (page.stream, self.config.connection(self.name)?);
        let records = stream.envelope.objects(&page.answer.body).ok().flatten().unwrap_or_default();
        let records: Vec<&str> =
            records.into_iter().map(serde_json::value::RawValue::get).take(RECORDS as usize).collect();
        let unfit = match self.has_key {
            true => probe::published(self.config, self.name, stream, scope, &records)?.unfit,
            false => BTreeMap::new(),
        };
        let known = self.seen.get(stream.name).map(Vec::as_slice).unwrap_or_default();
        let doubts = doubts::of_page(connection, stream, &records, known, &unfit);
        let (wrong, doubtful): (Vec<_>, Vec<_>) = doubts.into_iter().partition(|doubt| doubt.is_certain);
        let mut verdicts: Vec<Verdict> = wrong.into_iter().map(|doubt| Verdict::Failed(doubt.error)).collect();
        verdicts.extend(self.unheeded(page).await?.map(Verdict::Failed));
        if verdicts.is_empty() {
            let mut words = vec![format!("{} answers as it is described", stream.name)];
            words.extend(doubtful.iter().map(|doubt| doubt.error.one_line()));
            let is_full = self.session.limit(stream, &page.ask).is_some_and(|limit| records.len() >= limit as usize);
            if is_full && page.reading.next.is_none() {
                words.push(
                    "its page is as full as was asked for and names no next one: look whether there is more".to_owned(),
                );
            }
            verdicts.push(Verdict::Good(words.join("; ")));
        }
        Ok(verdicts)
    }

    /// What is to be told where the site does not heed from when on changes are asked for: since a time to come nothing can
    /// have changed. Some sites refuse such a time; the time of an answer they take.
    async fn unheeded(&self, page: &Page) -> Result<Option<Error>> {
        let (stream, session) = (page.stream, self.session);
        if !matches!(stream.changes, Changes::Since { .. }) {
            return Ok(None);
        }
        let mut refused = None;
        for floor in [to_come(), page.answer.date] {
            let aim = Aim { floor: Some(floor), ..aim(WalkKind::Changes, stream, "") };
            let ask = session.first(&aim, self.records()?, 0..0)?;
            let asking = Asking { ask: &ask, refused: session.refused(stream) };
            let read = |answer: &Answer| session.read(stream, &ask, answer, Detail::Ends);
            refused = match self.client.ask(asking, retry::FEW_TRIES, &mut Log::default(), read).await {
                Ok((_, reading)) if floor == to_come() && reading.objects > 0 => {
                    return Ok(Some(session.unheeded(stream)));
                }
                Ok(_) | Err(Refusal::Nothing(_)) => return Ok(None),
                Err(Refusal::Refused(said)) => Some(session.refused_first(stream, &format!("(400){said}"))),
                Err(refusal) => return Ok(Some(objects::into_error(refusal, &format!("changes of {}", stream.name)))),
            };
        }
        Ok(refused)
    }
}

fn aim(kind: WalkKind, stream: &'static Stream, scope: &str) -> Aim {
    Aim::new(kind, Listing { stream: stream.name, scope: scope.to_owned() })
}

/// The parent that a stream is listed for: the first record that came; nothing where none did.
fn scope_of(stream: &Stream, pages: &[Page]) -> Option<String> {
    let Some(parent) = stream.parent else { return Some(String::new()) };
    pages.iter().find(|page| page.stream.name == parent.stream)?.reading.ids.first().cloned()
}

/// A time at which nothing can have changed yet.
fn to_come() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2100, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN)
}
