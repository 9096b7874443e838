//! The walk: one pass over one listing, proven to its end.
//!
//! A walk follows the whole `next` link from answer to answer and is over only where an answer has none.
//! It fails by name on a link it has followed before, on a page it has seen before, on a link to another
//! origin, and on more empty pages in a row than a listing can have for a reason. With each page its
//! position is committed; a walk that starts from a position goes on there, and from the beginning where
//! the site does not take the cursor any more.
//!
//! A page that cannot be delivered (5xx or a flawed answer after all retries, or too large) is read in pieces: the same page
//! without bodies names its objects, and these are asked for by id, in halves, down to the one object that
//! the server cannot deliver. That one is unreadable, its neighbours are landed, the walk goes on.

use super::client::{Client, Log, Refusal};
use super::{Detail, Reading, Session, Stream, retry};
use crate::error::{Error, Result};
use crate::page::{Landing, PageKind, Position, RawPage, Step, Unreadable, Walk};
use chrono::NaiveDateTime;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use url::Url;

/// Pages in one listing, at most.
const MOST_PAGES: u64 = 1_000_000;
/// Empty pages in a row that still have a `next`, at most.
const MOST_EMPTY_PAGES: u32 = 5;
/// How often a walk may start over because its cursor is not taken.
const MOST_RESTARTS: u32 = 2;

/// One walk under way.
pub struct Walker<'a, L> {
    client: &'a Client,
    session: &'a dyn Session,
    stream: &'static Stream,
    walk: Walk,
    landing: &'a L,
    log: Log,
    /// Hashes of the links followed and of the pages seen since this walker began.
    links: HashSet<u64>,
    seen: HashSet<u64>,
    empty_in_a_row: u32,
    restarts: u32,
}

/// What one request of the walk came to.
enum Turn {
    /// A page was read: as it came, or nothing where its objects were landed one by one.
    Page { page: Option<RawPage>, answered_at: NaiveDateTime, reading: Reading },
    /// The site does not take the cursor: from the beginning, with bodies or without.
    StartOver { bodies: bool, cause: String },
}

impl<'a, L: Landing> Walker<'a, L> {
    /// A walker that goes on from the walk's position.
    pub fn new(
        client: &'a Client,
        session: &'a dyn Session,
        stream: &'static Stream,
        walk: Walk,
        landing: &'a L,
    ) -> Self {
        Self {
            client,
            session,
            stream,
            walk,
            landing,
            log: Log::default(),
            links: HashSet::new(),
            seen: HashSet::new(),
            empty_in_a_row: 0,
            restarts: 0,
        }
    }

    /// Walks to the end. On failure what was landed stays, and the tries are on record.
    pub async fn run(mut self) -> Result<()> {
        let outcome = self.walk_on().await;
        if outcome.is_err() {
            let step = self.step(Vec::new(), Vec::new(), None);
            self.landing.land(self.walk.id, step).await?;
        }
        outcome
    }

    async fn walk_on(&mut self) -> Result<()> {
        let mut url = match &self.walk.position.next {
            Some(link) => self.session.follow(link)?,
            None => self.session.first(&self.walk.listing)?,
        };
        loop {
            let page_wanted = self.session.has_bodies(&url) || !self.stream.bodies;
            let turn = if page_wanted { self.whole(&mut url).await? } else { self.in_pieces(&url).await? };
            url = match turn {
                Turn::Page { page, answered_at, reading } => {
                    match self.advance(&url, page, answered_at, reading).await? {
                        Some(next) => next,
                        None => return Ok(()),
                    }
                }
                Turn::StartOver { bodies, cause } => self.start_over(bodies, cause)?,
            };
        }
    }

    /// One page as the listing gives it. The URL shrinks where the site does not take the page size.
    async fn whole(&mut self, url: &mut Url) -> Result<Turn> {
        let detail = if self.walk.position.pages == 0 { Detail::Top } else { Detail::Ends };
        loop {
            match self.ask(url, retry::TRIES, detail).await {
                Ok((page, reading)) => {
                    return Ok(Turn::Page { answered_at: page.answered_at, page: Some(page), reading });
                }
                Err(Refusal::Undeliverable(_)) if self.stream.bodies => {
                    let bare = self.session.bodies(url, false);
                    return self.in_pieces_within(&bare).await;
                }
                Err(Refusal::Undeliverable(cause)) => return Err(self.undeliverable(cause)),
                Err(Refusal::Refused(cause)) if self.at_start() => match self.session.smaller(url) {
                    Some(smaller) if cause.contains("limit") => *url = smaller,
                    _ => return Err(refused(cause)),
                },
                Err(Refusal::Refused(cause)) => return Ok(Turn::StartOver { bodies: true, cause }),
                Err(Refusal::Final(error)) => return Err(error),
            }
        }
    }

    /// In the middle of a listing with bodies: what follows has bodies again. If the site does not take
    /// the page without bodies, the listing is read in pieces from its start.
    async fn in_pieces_within(&mut self, bare: &Url) -> Result<Turn> {
        let mut turn = self.in_pieces(bare).await?;
        if let Turn::Page { reading, .. } = &mut turn
            && let Some(next) = &reading.next
        {
            let next = self.session.follow(next)?;
            reading.next = Some(self.session.bodies(&next, true).to_string());
        }
        Ok(turn)
    }

    /// A page without bodies, and its objects by their ids.
    async fn in_pieces(&mut self, bare: &Url) -> Result<Turn> {
        match self.ask(bare, retry::TRIES, Detail::Ids).await {
            Ok((bare, reading)) => {
                self.by_halves(reading.ids.clone()).await?;
                Ok(Turn::Page { page: None, answered_at: bare.answered_at, reading })
            }
            Err(Refusal::Undeliverable(cause)) => Err(self.undeliverable(cause)),
            Err(Refusal::Refused(cause)) => Ok(Turn::StartOver { bodies: false, cause }),
            Err(Refusal::Final(error)) => Err(error),
        }
    }

    async fn by_halves(&mut self, ids: Vec<String>) -> Result<()> {
        let mut waiting = vec![ids];
        while let Some(ids) = waiting.pop().filter(|ids| !ids.is_empty()) {
            let url = self.session.by_ids(self.stream.name, &ids)?;
            match self.ask_by_ids(&url).await {
                Ok((page, reading)) => self.land_by_ids(ids, page, reading).await?,
                Err(Refusal::Undeliverable(cause) | Refusal::Refused(cause)) => match halves(ids) {
                    Ok((first, second)) => waiting.extend([second, first]),
                    Err(object) => self.give_up(object, cause).await?,
                },
                Err(Refusal::Final(error)) => return Err(error),
            }
        }
        Ok(())
    }

    async fn ask_by_ids(&mut self, url: &Url) -> Result<(RawPage, Reading), Refusal> {
        let (mut page, reading) = self.ask(url, retry::FEW_TRIES, Detail::Ids).await?;
        page.kind = PageKind::ById;
        Ok((page, reading))
    }

    async fn land_by_ids(&mut self, asked: Vec<String>, page: RawPage, reading: Reading) -> Result<()> {
        let came: HashSet<&String> = reading.ids.iter().collect();
        let missing = asked.iter().filter(|id| !came.contains(id));
        let unreadable =
            missing.map(|id| unreadable(id.clone(), "listed, but not delivered when asked for by its id".to_owned()));
        let step = self.step(vec![page], unreadable.collect(), None);
        self.landing.land(self.walk.id, step).await
    }

    async fn give_up(&mut self, object: String, cause: String) -> Result<()> {
        let step =
            self.step(Vec::new(), vec![unreadable(object, format!("the site cannot deliver it: {cause}"))], None);
        self.landing.land(self.walk.id, step).await
    }

    async fn ask(&mut self, url: &Url, tries: u32, detail: Detail) -> Result<(RawPage, Reading), Refusal> {
        let (session, stream) = (self.session, self.stream);
        let accept = |answer: &crate::edge::http::Answer| session.read(stream, &answer.body, detail);
        let (answer, reading) = self.client.get(url, tries, &mut self.log, accept).await?;
        let page =
            RawPage { kind: PageKind::Listing, answered_at: answer.date, objects: reading.objects, body: answer.body };
        Ok((page, reading))
    }

    /// Commits the page with the position behind it; gives the next URL, or nothing at the end.
    async fn advance(
        &mut self,
        url: &Url,
        page: Option<RawPage>,
        answered_at: NaiveDateTime,
        reading: Reading,
    ) -> Result<Option<Url>> {
        self.prove_progress(url, &reading)?;
        let next = reading.next.as_deref().map(|link| self.session.follow(link)).transpose()?;
        let position = &mut self.walk.position;
        if position.pages == 0 {
            position.first_answered_at = Some(answered_at);
            position.top = reading.top;
        }
        position.pages += 1;
        position.objects += reading.objects as u64;
        position.next = next.as_ref().map(Url::to_string);
        position.ended = next.is_none();
        let position = position.clone();
        let step = self.step(page.into_iter().collect(), Vec::new(), Some(position));
        self.landing.land(self.walk.id, step).await?;
        Ok(next)
    }

    fn prove_progress(&mut self, url: &Url, reading: &Reading) -> Result<()> {
        let fail = |what: &str| {
            Err(Error::failed(what.to_owned())
                .hint("the site's paging does not come to an end here; nothing was lost, run again later"))
        };
        if !self.links.insert(hash_of(url.as_str())) {
            return fail("the site gave a link that was followed before");
        }
        let ends = (reading.objects, &reading.ids);
        if reading.objects > 0 && !self.seen.insert(hash_of(ends)) {
            return fail("the site gave a page that came before");
        }
        self.empty_in_a_row = if reading.objects == 0 { self.empty_in_a_row + 1 } else { 0 };
        if self.empty_in_a_row > MOST_EMPTY_PAGES && reading.next.is_some() {
            return fail("the site gives empty pages and always a next one");
        }
        if self.walk.position.pages >= MOST_PAGES {
            return fail("the listing has more than a million pages");
        }
        Ok(())
    }

    fn start_over(&mut self, bodies: bool, cause: String) -> Result<Url> {
        self.restarts += 1;
        if self.restarts > MOST_RESTARTS {
            return Err(refused(cause));
        }
        self.walk.position = Position::default();
        self.links.clear();
        self.seen.clear();
        let first = self.session.first(&self.walk.listing)?;
        Ok(if bodies { first } else { self.session.bodies(&first, false) })
    }

    fn at_start(&self) -> bool {
        self.walk.position.pages == 0
    }

    fn step(&mut self, pages: Vec<RawPage>, unreadable: Vec<Unreadable>, position: Option<Position>) -> Step {
        let log = std::mem::take(&mut self.log);
        Step { pages, position, requests: log.requests, waits: log.waits, unreadable }
    }

    fn undeliverable(&self, cause: String) -> Error {
        Error::failed(format!("the site cannot deliver a page of {}: {cause}", self.stream.name))
            .hint("what was landed is kept; run again when the site is well")
    }
}

fn unreadable(object: String, cause: String) -> Unreadable {
    Unreadable { kind: "object", object, cause }
}

fn refused(cause: String) -> Error {
    Error::failed(format!("the site refused the request (400){cause}"))
        .hint("run again; if it stays, the site's API has changed")
}

fn halves(mut ids: Vec<String>) -> Result<(Vec<String>, Vec<String>), String> {
    if ids.len() > 1 {
        let second = ids.split_off(ids.len() / 2);
        Ok((ids, second))
    } else {
        Err(ids.pop().unwrap_or_default())
    }
}

fn hash_of(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
