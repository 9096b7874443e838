//! The settings of streams, tried on the site: one page of every stream, those with a parent for its first record.

use super::probe;
use super::readable::is_left_out;
use crate::connection::reach::Reach;
use crate::connection::verdict::Verdict;
use crate::schema::doubts;
use catchment_base::clock;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::{Aim, Listing, WalkKind};
use catchment_io::http::{Answer, Ask};
use catchment_io::key::Keys;
use catchment_source::client::{Asking, Log, Refusal};
use catchment_source::config::Connection;
use catchment_source::first::{names_person, prove_end, read_first};
use catchment_source::look::{look, misdirected};
use catchment_source::refused::Flaw;
use catchment_source::{Changes, Detail, Names, Pieces, Reading, Session, Sign, Source, Stream, objects, retry};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::BTreeMap;

/// Records of a page.
const RECORDS: u32 = 20;

/// Who tries, and what is known already.
pub struct Trial<'a> {
    /// The connection.
    pub connection: &'a Connection,
    /// Its site.
    pub reach: &'a Reach,
    /// The members that were ever seen, by streams.
    pub seen: &'a BTreeMap<&'static str, Vec<String>>,
    /// The keys, without which records cannot be staged as a sync would.
    pub keys: Option<&'a Keys>,
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

/// The outcome of trying all streams.
#[derive(Default)]
pub struct Tried {
    /// What was found.
    pub verdicts: Vec<Verdict>,
    /// The pages that came.
    pub pages: Vec<Page>,
}

impl Trial<'_> {
    /// Tries every stream of a source. The error is that of a site that does not answer, which what it is asked first shows; what it
    /// refuses later is about a stream.
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
                    tried.verdicts.push(Verdict::Good(format!("{}: the site says that there is nothing", stream.name)));
                }
                Err(error) if tried.verdicts.is_empty() && is_about_site(&error) => return Err(error),
                Err(error) if is_left_out(self.connection, stream, &error) => {
                    tried.verdicts.push(Verdict::Doubtful(catchment_source::left_out(stream.name, &error.one_line())));
                }
                Err(error) => tried.verdicts.push(Verdict::Failed(error)),
            }
        }
        Ok(tried)
    }

    /// The first page of a stream; `None` if a refusal says that there is nothing.
    async fn page(&self, stream: &'static Stream, scope: &str) -> Result<Option<Page>> {
        let session = self.reach.session.as_ref();
        let aims = first_aims(stream, self.connection, scope);
        let read = |ask: &Ask, answer: &Answer| read_first(session, stream, ask, answer, Detail::Ids);
        first_page(self.reach, stream, &aims, self.records(), &mut Log::default(), read).await
    }

    fn records(&self) -> u32 {
        RECORDS.min(self.connection.page_size)
    }

    /// The verdicts of one page on the columns, the paging and the detection of changes.
    async fn judged(&self, page: &Page, scope: &str) -> Result<Vec<Verdict>> {
        let (stream, connection) = (page.stream, self.connection);
        let records = stream.envelope.objects(&page.answer.body).ok().flatten().unwrap_or_default();
        let records: Vec<&str> =
            records.into_iter().map(serde_json::value::RawValue::get).take(RECORDS as usize).collect();
        let unfit = match self.keys {
            Some(keys) => probe::published(connection, keys, stream, scope, &records)?.unfit,
            None => BTreeMap::new(),
        };
        let known = self.seen.get(stream.name).map(Vec::as_slice).unwrap_or_default();
        let doubts = doubts::of_page(connection, stream, &records, known, &unfit);
        let (wrong, doubtful): (Vec<_>, Vec<_>) = doubts.into_iter().partition(|doubt| doubt.is_certain);
        let mut verdicts: Vec<Verdict> = wrong.into_iter().map(|doubt| Verdict::Failed(doubt.error)).collect();
        verdicts.extend(self.unheeded(page).await?.map(Verdict::Failed));
        let Reach { client, session } = self.reach;
        let (asked, mut log) = ((&page.ask, page.reading.objects), Log::default());
        let proven = prove_end(client, session.as_ref(), stream, asked, &mut log).await;
        verdicts.extend(proven.err().map(Verdict::Failed));
        verdicts.extend(self.misdirected(page).await.map(Verdict::Failed));
        verdicts.extend(names_person(client, session.as_ref(), stream, &page.reading).map(Verdict::Failed));
        let blank = (page.reading.objects == 0).then(|| session.blank(stream, &page.ask, &page.answer)).flatten();
        if let Some(words) = blank {
            verdicts.push(Verdict::Doubtful(format!("{}: 0 records: {words}", stream.name)));
        }
        if verdicts.is_empty() {
            let none = if page.reading.objects == 0 { ", and has 0 records" } else { "" };
            let mut words = vec![format!("{} responds as described{none}", stream.name)];
            words.extend(doubtful.iter().map(|doubt| doubt.error.one_line()));
            verdicts.push(Verdict::Good(words.join("; ")));
        }
        Ok(verdicts)
    }

    /// What is to be told where the first record of a page is not there by its id.
    async fn misdirected(&self, page: &Page) -> Option<Error> {
        let id = page.reading.ids.first().filter(|_| page.stream.ids_at_once > 0);
        let ids = id.map(std::slice::from_ref).unwrap_or_default();
        let (client, session) = (&self.reach.client, self.reach.session.as_ref());
        match look(client, session, page.stream, ids, &mut Log::default()).await {
            Ok(looked) => misdirected(session, page.stream, &looked),
            Err(error) => Some(session.doubting(page.stream, Sign::IdUnknown, error)),
        }
    }

    /// What is to be told where the site does not heed from when on changes are asked for: since a time to come nothing can
    /// have changed, and since a change of a record that record has. Some sites refuse a time to come.
    async fn unheeded(&self, page: &Page) -> Result<Option<Error>> {
        let (stream, Reach { client, session }) = (page.stream, self.reach);
        let Changes::Since { overlap, .. } = stream.changes else { return Ok(None) };
        let shown = page.reading.top.as_ref().map(|(time, _)| *time - overlap);
        let mut refused = None;
        for floor in [to_come(), shown.unwrap_or(page.answer.date)] {
            let aim = Aim { floor: Some(floor), ..aim(WalkKind::Changes, stream, "") };
            let ask = session.first(&aim, self.records(), 0..0)?;
            let asking = Asking::new(&ask, session.refused(stream));
            let read = |answer: &Answer| session.read(stream, &ask, answer, Detail::Ends);
            let answered = client.ask(asking, retry::FEW_TRIES, &mut Log::default(), read).await;
            let objects = match answered {
                Ok((_, reading)) => reading.objects,
                Err(Refusal::Nothing(_)) => 0,
                Err(Refusal::Refused(said) | Refusal::Outdated(said)) => {
                    refused = Some(session.refused_first(stream, &format!("(400){said}")));
                    continue;
                }
                Err(refusal) => {
                    let what = format!("changes of {}", stream.name);
                    return Ok(Some(of_refusal(session.as_ref(), stream, refusal, &what)));
                }
            };
            refused = None;
            let sign = match objects {
                0 if Some(floor) == shown => Sign::SinceEmpty,
                1.. if floor == to_come() => Sign::SinceIgnored,
                _ => continue,
            };
            return Ok(session.doubted(stream, sign));
        }
        Ok(refused)
    }
}

/// What a stream is tried with, one after the other until records come: its listing; of one that is read in pieces of time the
/// latest and the first of those that the settings ask for.
pub fn first_aims(stream: &'static Stream, connection: &Connection, scope: &str) -> Vec<Aim> {
    let (Some(Pieces { step, .. }), (Some(start), end)) = (stream.pieces, stream.dates(connection)) else {
        let kind = match stream.parent {
            Some(_) => WalkKind::Children,
            None if !stream.is_described() || stream.has_lean_census => WalkKind::Listing,
            None => WalkKind::Census,
        };
        return vec![aim(kind, stream, scope)];
    };
    let now = clock::now();
    let end = end.filter(|end| *end < now);
    let piece = |from: NaiveDateTime, until: NaiveDateTime| Aim {
        floor: Some(from),
        until: Some(until),
        ..aim(WalkKind::Piece, stream, "")
    };
    let latest = piece(start.max(end.unwrap_or(now) - step), end.unwrap_or(Aim::open_end()));
    vec![latest, piece(start, start + step)]
}

/// The first page with records that one of these questions brings, or an empty one; `None` if a refusal says that there is
/// nothing.
pub async fn first_page(
    Reach { client, session }: &Reach,
    stream: &'static Stream,
    aims: &[Aim],
    records: u32,
    log: &mut Log,
    read: impl Fn(&Ask, &Answer) -> Result<Reading, Flaw>,
) -> Result<Option<Page>> {
    let mut page = None;
    for aim in aims {
        // Of a time all is named.
        let named = match session.names(aim) {
            Names::Parts { all, .. } => all,
            Names::Divisible(_) | Names::Together(_) => 0,
        };
        let ask = session.first(aim, records, 0..named)?;
        let asking = Asking::new(&ask, session.refused(stream));
        page = match client.ask(asking, retry::FEW_TRIES, log, |answer: &Answer| read(&ask, answer)).await {
            Ok((answer, reading)) => Some(Page { stream, ask, answer, reading }),
            Err(Refusal::Nothing(_)) => None,
            Err(Refusal::Refused(said) | Refusal::Outdated(said)) => {
                return Err(session.refused_first(stream, &format!("(400){said}")));
            }
            Err(Refusal::Absent(status @ (404 | 410), _)) if stream.is_described() => {
                return Err(session.refused_first(stream, &format!("({status})")));
            }
            Err(refusal) => {
                return Err(of_refusal(session.as_ref(), stream, refusal, &format!("the {} listing", stream.name)));
            }
        };
        if page.as_ref().is_some_and(|page| page.reading.objects > 0) {
            break;
        }
    }
    Ok(page)
}

/// What is told of a refusal. What the account may not read costs its own dataset, and says nothing of the site.
fn of_refusal(session: &dyn Session, stream: &Stream, refusal: Refusal, what: &str) -> Error {
    match refusal {
        // What tells by itself what to do, as the page of a proxy does, is no refusal of the API.
        Refusal::Absent(403, cause) if cause.remedy_text().is_none() => {
            session.forbidden(stream, cause).of_kind(Kind::Incomplete)
        }
        refusal => objects::into_error(refusal, what),
    }
}

/// Whether a failure says that the site does not answer, or that it does not accept the login, and nothing of a stream.
fn is_about_site(error: &Error) -> bool {
    matches!(error.kind(), Kind::Failed | Kind::Denied | Kind::Forbidden | Kind::Unreachable)
}

fn aim(kind: WalkKind, stream: &'static Stream, scope: &str) -> Aim {
    Aim::new(kind, Listing { stream: stream.name, scope: scope.to_owned() })
}

/// The parent that a stream is listed for: the first record that came; `None` if none did.
fn scope_of(stream: &Stream, pages: &[Page]) -> Option<String> {
    let Some(parent) = stream.parent else { return Some(String::new()) };
    pages.iter().find(|page| page.stream.name == parent.stream)?.reading.ids.first().cloned()
}

/// A time at which nothing can have changed yet.
fn to_come() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2100, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN)
}
