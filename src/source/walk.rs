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
//!
//! A walk without bodies (feed, trash, census, history) hands over what its pages show instead. A feed begins
//! with a small request and, where that does not reach the floor, begins again with large ones; it may stop
//! at the first object below the floor, unless the site does not keep the promised order: then only the end counts.
//! A first look at a feed is its first page: it says where increments begin.

use super::client::{Client, Log, Refusal};
use super::objects::{self, Objects, unreadable};
use super::{Detail, PageSize, Reading, Session, Stream, retry};
use crate::error::{Error, Result};
use crate::page::{Aim, Landing, PageKind, Position, RawPage, Sighting, Step, Unreadable, Walk, WalkKind};
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
    /// When the last object that a feed showed was changed.
    last_seen: Option<NaiveDateTime>,
    /// Whether the next request of a feed is the small one.
    small: bool,
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
        let small = walk.aim.kind == WalkKind::Feed && walk.position.next.is_none();
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
            last_seen: None,
            small,
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
            None => self.first()?,
        };
        loop {
            let turn = match self.walk.aim.kind {
                WalkKind::Listing if self.session.has_bodies(&url) || !self.stream.bodies => {
                    self.whole(&mut url).await?
                }
                WalkKind::Listing => self.in_pieces(&url).await?,
                _ => self.bare(&mut url).await?,
            };
            url = match turn {
                Turn::Page { ref reading, .. } if self.small && !self.is_over(reading) => {
                    self.small = false;
                    self.first()?
                }
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
                Err(Refusal::Refused(cause)) if self.at_start() => *url = self.smaller(url, cause)?,
                Err(Refusal::Refused(cause)) => return Ok(Turn::StartOver { bodies: true, cause }),
                Err(Refusal::Absent(_, error) | Refusal::Final(error)) => return Err(error),
            }
        }
    }

    /// One page of a walk without bodies. Where its objects have none anyway, the page comes along, unless it is
    /// about what is gone: it is landed if it holds news.
    async fn bare(&mut self, url: &mut Url) -> Result<Turn> {
        loop {
            match self.ask(url, retry::TRIES, Detail::Sightings).await {
                Ok((page, reading)) => {
                    let answered_at = page.answered_at;
                    let whole = matches!(self.walk.aim.kind, WalkKind::Feed | WalkKind::Census);
                    let page = (!self.stream.bodies && whole).then_some(page);
                    return Ok(Turn::Page { page, answered_at, reading });
                }
                Err(Refusal::Undeliverable(cause)) => return Err(self.undeliverable(cause)),
                Err(Refusal::Refused(cause)) if self.at_start() => *url = self.smaller(url, cause)?,
                Err(Refusal::Refused(cause)) => return Ok(Turn::StartOver { bodies: true, cause }),
                Err(Refusal::Absent(_, error) | Refusal::Final(error)) => return Err(error),
            }
        }
    }

    fn smaller(&self, url: &Url, cause: String) -> Result<Url> {
        match self.session.smaller(url) {
            Some(smaller) if cause.contains("limit") => Ok(smaller),
            _ => Err(objects::into_error(Refusal::Refused(cause), "the request")),
        }
    }

    fn first(&self) -> Result<Url> {
        let size = if self.small { PageSize::Small } else { PageSize::Full };
        self.session.first(&self.walk.aim, size)
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
                self.one_by_one(reading.ids.clone()).await?;
                Ok(Turn::Page { page: None, answered_at: bare.answered_at, reading })
            }
            Err(Refusal::Undeliverable(cause)) => Err(self.undeliverable(cause)),
            Err(Refusal::Refused(cause)) => Ok(Turn::StartOver { bodies: false, cause }),
            Err(Refusal::Absent(_, error) | Refusal::Final(error)) => Err(error),
        }
    }

    /// The objects of a page by their ids; one that is listed and not delivered is unreadable.
    async fn one_by_one(&mut self, ids: Vec<String>) -> Result<()> {
        let (client, session, stream) = (self.client, self.session, self.stream);
        let objects = Objects { client, session, stream, walk: self.walk.id, landing: self.landing };
        let missing = objects.fetch(ids, &mut self.log).await?;
        if missing.is_empty() {
            return Ok(());
        }
        let cause = "listed, but not delivered when asked for by its id";
        let missing = missing.into_iter().map(|id| unreadable(id, cause.to_owned()));
        let step = self.step(Vec::new(), missing.collect(), None);
        self.landing.land(self.walk.id, step).await?;
        Ok(())
    }

    async fn ask(&mut self, url: &Url, tries: u32, detail: Detail) -> Result<(RawPage, Reading), Refusal> {
        let (session, stream, kind) = (self.session, self.stream, self.walk.aim.kind);
        let accept = |answer: &crate::edge::http::Answer| session.read(stream, &answer.body, detail);
        let (answer, reading) = self.client.get(url, tries, &mut self.log, accept).await?;
        // A version that was taken back leaves a lower one: only what may overrule the one that is held tells it.
        let kind = if kind == WalkKind::Census { PageKind::Census } else { PageKind::Listing };
        let page = RawPage { kind, answered_at: answer.date, objects: reading.objects, body: answer.body };
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
        let over = self.is_over(&reading);
        let next = reading.next.as_deref().filter(|_| !over).map(|link| self.session.follow(link)).transpose()?;
        let kind = self.walk.aim.kind;
        let unordered = kind.is_newest_first() && !self.is_ordered(&reading.sightings);
        let unreadable = if page.is_none() { nameless(kind, &reading) } else { None };
        let unreadable = unreadable.into_iter().collect();
        let position = &mut self.walk.position;
        if position.pages == 0 {
            position.first_answered_at = Some(answered_at);
            position.top = if kind == WalkKind::Feed { newest(&reading.sightings, answered_at) } else { reading.top };
        }
        position.pages += 1;
        position.objects += reading.objects as u64;
        position.next = next.as_ref().map(Url::to_string);
        position.ended = next.is_none();
        position.ends_without_news = kind == WalkKind::Trash;
        position.unordered |= unordered;
        self.last_seen = reading.sightings.last().and_then(|shown| shown.version_at).or(self.last_seen);
        let mut step = self.step(page.into_iter().collect(), unreadable, Some(self.walk.position.clone()));
        step.sightings = (kind != WalkKind::Listing).then_some((answered_at, reading.sightings));
        let news = self.landing.land(self.walk.id, step).await?;
        Ok(next.filter(|_| kind != WalkKind::Trash || news > 0))
    }

    /// Whether nothing behind this page is wanted: there is no next one, or it shows something below the floor.
    fn is_over(&self, reading: &Reading) -> bool {
        let floor = self.walk.aim.floor;
        let below = |shown: &Sighting| shown.version_at.zip(floor).is_some_and(|(at, floor)| at < floor);
        let ordered = !self.walk.position.unordered && self.is_ordered(&reading.sightings);
        let reached = ordered && reading.sightings.last().is_some_and(below);
        reading.next.is_none() || floor == Some(Aim::first_look()) || reached
    }

    /// Whether no object is newer than the one before it.
    fn is_ordered(&self, sightings: &[Sighting]) -> bool {
        let times = self.last_seen.into_iter().chain(sightings.iter().filter_map(|shown| shown.version_at));
        times.is_sorted_by(|one, next| one >= next)
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
            return Err(objects::into_error(Refusal::Refused(cause), "the request"));
        }
        self.walk.position = Position::default();
        self.last_seen = None;
        self.links.clear();
        self.seen.clear();
        let first = self.first()?;
        Ok(if bodies { first } else { self.session.bodies(&first, false) })
    }

    fn at_start(&self) -> bool {
        self.walk.position.pages == 0
    }

    fn step(&mut self, pages: Vec<RawPage>, unreadable: Vec<Unreadable>, position: Option<Position>) -> Step {
        Step { position, ..self.log.step(pages, unreadable) }
    }

    fn undeliverable(&self, cause: String) -> Error {
        Error::failed(format!("the site cannot deliver a page of {}: {cause}", self.stream.name))
            .hint("what was landed is kept; run again when the site is well")
    }
}

/// The newest (time, id) of a page of a feed. A version that is dated later than the answer that shows it would hide
/// everything until then.
fn newest(sightings: &[Sighting], answered_at: NaiveDateTime) -> Option<(NaiveDateTime, String)> {
    let dated = sightings.iter().filter_map(|shown| Some((shown.version_at?, shown.object.clone())));
    dated.filter(|(at, _)| *at <= answered_at).max()
}

/// What a page without bodies shows without an id: nobody can ask for it.
fn nameless(kind: WalkKind, reading: &Reading) -> Option<Unreadable> {
    let without = reading.objects.saturating_sub(reading.sightings.len());
    (kind != WalkKind::Listing && without > 0).then(|| Unreadable {
        kind: "object",
        object: format!("without an id, in the {}", kind.as_str()),
        cause: format!("the site lists {without} objects without an id"),
    })
}

fn hash_of(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
