//! The walk: one pass over one listing, proven to its end.
//!
//! A walk follows the whole `next` link from answer to answer and is over only where an answer has none.
//! It fails by name on a link it has followed before, on a page it has seen before, on a link that leads out of
//! the site, and on more empty pages in a row than a listing can have for a reason: objects that the account does not
//! see leave empty pages behind, and what follows them is read. With each page its
//! position is committed; a walk that starts from a position goes on there, and from the beginning where
//! the site does not take the cursor any more. What a page is asked for where it is too much is told in [`less`].
//!
//! A walk without bodies (feed, trash, census, history) hands over what its pages show instead. A feed begins
//! with a small request and, where that does not reach the floor, begins again with large ones; it may stop
//! at the first object below the floor, unless the site does not keep the promised order: then only the end counts.
//! A first look at a feed is its first page: it says where increments begin.

mod less;

use super::allowed::Question;
use super::client::{Asking, Client, Log, Refusal};
use super::refused::Flaw;
use super::{Changes, Detail, LONGEST_ADDRESS, Names, PageSize, Reading, Session, Stream, objects, read_first};
use crate::edge::clock;
use crate::edge::http::{Answer, Ask};
use crate::error::{Error, Result};
use crate::page::{Aim, Landing, PageKind, Position, RawPage, Sighting, Step, Unreadable, Walk, WalkKind};
use chrono::NaiveDateTime;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// Pages in one listing, at most.
const MOST_PAGES: u64 = 1_000_000;
/// Empty pages in a row that still have a `next`, at most: in pages of 250 these are half a million hidden objects side
/// by side, and at 600 requests a minute they take three minutes.
const MOST_EMPTY_PAGES: u32 = 2000;
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
    /// Hashes of the ids that came, of listings that announce how many there are.
    ids: HashSet<u64>,
    /// Whether the walk began in a run before.
    is_resumed: bool,
    empty_in_a_row: u32,
    /// Whether the next request is the last one again, because its page was empty.
    is_second_look: bool,
    restarts: u32,
    /// When the last object that a feed showed was changed.
    last_seen: Option<NaiveDateTime>,
    /// Whether the next request of a feed is the small one.
    small: bool,
    /// Whether the next request is a first one, and no link that was followed.
    is_first: bool,
    /// Which of the names that it may name the present question names, and how many it may at most.
    named: Range<usize>,
    most_named: usize,
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
        let is_resumed = walk.position.next.is_some();
        Self {
            client,
            session,
            stream,
            walk,
            landing,
            log: Log::default(),
            links: HashSet::new(),
            seen: HashSet::new(),
            ids: HashSet::new(),
            is_resumed,
            empty_in_a_row: 0,
            is_second_look: false,
            restarts: 0,
            last_seen: None,
            small,
            is_first: false,
            named: 0..0,
            most_named: usize::MAX,
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
        let first = self.first()?;
        let mut ask = match &self.walk.position.next {
            Some(kept) => {
                self.is_first = false;
                self.session.resume(kept)?
            }
            None => first,
        };
        loop {
            let turn = match self.walk.aim.kind {
                WalkKind::Listing if self.stream.bodies => self.with_bodies(&mut ask).await?,
                WalkKind::Listing => self.whole(&mut ask).await?,
                _ => self.bare(&mut ask).await?,
            };
            ask = match turn {
                Turn::Page { ref reading, .. } if self.small && !self.is_over(reading) => {
                    self.small = false;
                    self.first()?
                }
                Turn::Page { page, answered_at, reading } => {
                    match self.advance(&ask, page, answered_at, reading).await? {
                        Some(next) => next,
                        None => return Ok(()),
                    }
                }
                Turn::StartOver { bodies, cause } => self.start_over(bodies, cause)?,
            };
        }
    }

    /// One page as the listing gives it.
    async fn whole(&mut self, ask: &mut Ask) -> Result<Turn> {
        match self.page(ask, self.ends_or_top()).await {
            Ok((page, reading)) => Ok(Turn::Page { answered_at: page.answered_at, page: Some(page), reading }),
            Err(refusal) => self.refused(refusal),
        }
    }

    /// One page of a walk without bodies. Where its objects have none anyway, the page comes along, unless it is
    /// about what is gone: it is landed if it holds news.
    async fn bare(&mut self, ask: &mut Ask) -> Result<Turn> {
        match self.page(ask, Detail::Sightings).await {
            Ok((page, reading)) => {
                let answered_at = page.answered_at;
                let whole = matches!(
                    self.walk.aim.kind,
                    WalkKind::Feed | WalkKind::Census | WalkKind::Changes | WalkKind::Children
                );
                let page = (!self.stream.bodies && whole).then_some(page);
                Ok(Turn::Page { page, answered_at, reading })
            }
            Err(refusal) => self.refused(refusal),
        }
    }

    /// What follows from a page that does not come: a cursor that is not taken is begun anew, anything else ends the walk.
    fn refused(&self, refusal: Refusal) -> Result<Turn> {
        match refusal {
            // That there is nothing is an answer: a page without objects, and the last one.
            Refusal::Nothing(answered_at) if self.is_first => {
                Ok(Turn::Page { page: None, answered_at, reading: Reading::default() })
            }
            Refusal::Nothing(_) => Err(Error::failed("the site said in the middle of a listing that there is nothing")
                .hint("what came is kept, and the listing is open; run again, and if it stays, look at `refused`")),
            Refusal::Refused(cause) if !self.is_first => Ok(Turn::StartOver { bodies: true, cause }),
            Refusal::Refused(said) => Err(self.session.refused_first(self.stream, &format!("(400){said}"))),
            _ => Err(objects::into_error(refusal, &format!("a page of {}", self.stream.name))),
        }
    }

    fn ends_or_top(&self) -> Detail {
        if self.walk.position.pages == 0 { Detail::Top } else { Detail::Ends }
    }

    /// The first request: as many results as are configured and allowed, and of the names that were not named yet as many as
    /// are allowed and an address holds.
    fn first(&mut self) -> Result<Ask> {
        let (aim, session) = (&self.walk.aim, self.session);
        let size = if self.small { PageSize::Small } else { PageSize::Full };
        let limit = session.page_size(size).min(self.allowed(self.question()));
        let most = self.most_named.min(self.allowed(Question::Names) as usize);
        let from = self.named.start;
        let (mut count, divisible) = match session.names(aim) {
            Names::Divisible(all) => (all.saturating_sub(from).min(most), true),
            Names::Together(all) => (if all <= most { all } else { 0 }, false),
        };
        loop {
            let ask = session.first(aim, limit, from..from + count)?;
            if ask.url.as_str().len() <= LONGEST_ADDRESS || count == 0 || (divisible && count == 1) {
                (self.named, self.is_first) = (from..from + count, true);
                return Ok(ask);
            }
            count = if divisible { count / 2 } else { 0 };
        }
    }

    /// The question about the names that were not named yet, where the present one has been answered to its end.
    fn next_names(&mut self) -> Result<Option<Ask>> {
        match self.session.names(&self.walk.aim) {
            Names::Divisible(all) if self.named.end < all => {
                self.named = self.named.end..self.named.end;
                self.first().map(Some)
            }
            _ => Ok(None),
        }
    }

    /// What its pages ask for several of.
    fn question(&self) -> Question {
        match self.walk.aim.kind {
            WalkKind::Listing if self.stream.bodies => Question::Bodies,
            _ => Question::Bare,
        }
    }

    fn allowed(&self, question: Question) -> u32 {
        self.client.allowed().most(self.stream.name, question)
    }

    async fn ask(&mut self, ask: &Ask, tries: u32, detail: Detail) -> Result<(RawPage, Reading), Refusal> {
        let (session, stream, kind) = (self.session, self.stream, self.walk.aim.kind);
        let is_first = self.walk.position.pages == 0;
        let accept = |answer: &Answer| match is_first {
            true => read_first(session, stream, ask, answer, detail),
            false => session.read(stream, ask, answer, detail).map_err(Flaw::from),
        };
        let (answer, reading) =
            self.client.ask(Asking { ask, refused: session.refused(stream) }, tries, &mut self.log, accept).await?;
        let reading = reading.within(&stream.envelope, &self.walk.aim.listing.scope);
        // A version that was taken back leaves a lower one: only what may overrule the one that is held tells it.
        let decides = matches!(kind, WalkKind::Census | WalkKind::Children);
        let kind = if decides { PageKind::Census } else { PageKind::Listing };
        let page = RawPage { kind, answered_at: answer.date, objects: reading.objects, body: answer.body };
        Ok((page, reading))
    }

    /// Commits the page with the position behind it; gives the next request, or nothing at the end.
    async fn advance(
        &mut self,
        ask: &Ask,
        page: Option<RawPage>,
        answered_at: NaiveDateTime,
        reading: Reading,
    ) -> Result<Option<Ask>> {
        self.prove_progress(ask, &reading)?;
        let next = match reading.next.as_deref().filter(|_| !self.is_over(&reading)) {
            Some(next) => {
                self.is_first = false;
                Some(self.session.follow(self.stream, ask, next)?)
            }
            // A page may be empty by mistake: the same one is asked for once more.
            None if self.is_second_look => Some(ask.clone()),
            None => self.next_names()?,
        };
        let kind = self.walk.aim.kind;
        let unordered = kind.is_newest_first() && !self.is_ordered(&reading.sightings);
        let unreadable = if page.is_none() { nameless(kind, &reading) } else { None };
        let unreadable = unreadable.into_iter().collect();
        let position = &mut self.walk.position;
        if position.pages == 0 {
            position.first_answered_at = Some(answered_at);
            position.top = if kind == WalkKind::Feed { newest(&reading.sightings, answered_at) } else { reading.top };
        } else if matches!(self.stream.changes, Changes::Since { .. }) {
            // Whatever the order, the newest of all pages says from where changes are asked for.
            position.top = position.top.take().max(reading.top);
        }
        position.pages += 1;
        position.objects += reading.objects as u64;
        position.next = next.as_ref().map(Ask::written);
        position.ended = next.is_none();
        position.exhausted = position.ended && reading.next.is_none();
        if let Some(total) = reading.total {
            self.ids.extend(reading.sightings.iter().map(|shown| hash_of(&shown.object)));
            // What was seen before a stop is only counted; what came twice counts once.
            let came = if self.is_resumed { position.objects } else { self.ids.len() as u64 };
            if position.exhausted && came < total {
                let step = self.step(page.into_iter().collect(), unreadable, None);
                self.landing.land(self.walk.id, step).await?;
                return Err(too_few(came, total));
            }
        }
        // An empty page is no news either way: what it would show is hidden.
        position.ends_without_news = kind == WalkKind::Trash && reading.objects > 0;
        position.unordered |= unordered;
        self.last_seen = reading.sightings.last().and_then(|shown| shown.version_at).or(self.last_seen);
        let mut step = self.step(page.into_iter().collect(), unreadable, Some(self.walk.position.clone()));
        // What a first look shows is read by history.
        let shows = kind != WalkKind::Listing && self.walk.aim.floor != Some(Aim::first_look());
        step.sightings = shows.then_some((answered_at, reading.sightings));
        let news = self.landing.land(self.walk.id, step).await?;
        Ok(next.filter(|_| news > 0 || !self.walk.position.ends_without_news))
    }

    /// Whether nothing behind this page is wanted: there is no next one, or it shows something below the floor.
    fn is_over(&self, reading: &Reading) -> bool {
        let floor = self.walk.aim.floor;
        let below = |shown: &Sighting| shown.version_at.zip(floor).is_some_and(|(at, floor)| at < floor);
        let ordered = !self.walk.position.unordered && self.is_ordered(&reading.sightings);
        let reached = self.walk.aim.kind.is_newest_first() && ordered && reading.sightings.last().is_some_and(below);
        reading.next.is_none() || floor == Some(Aim::first_look()) || reached
    }

    /// Whether no object is newer than the one before it.
    fn is_ordered(&self, sightings: &[Sighting]) -> bool {
        let times = self.last_seen.into_iter().chain(sightings.iter().filter_map(|shown| shown.version_at));
        times.is_sorted_by(|one, next| one >= next)
    }

    fn prove_progress(&mut self, ask: &Ask, reading: &Reading) -> Result<()> {
        let fail = |what: &str| {
            Err(Error::failed(what.to_owned())
                .hint("the site's paging does not come to an end here; nothing was lost, run again later"))
        };
        let is_second_look = self.is_second_look;
        self.is_second_look = reading.ends_empty && !is_second_look;
        if !self.links.insert(hash_of(ask)) && !is_second_look {
            return fail("the site gave a link that was followed before");
        }
        let ends = (reading.objects, &reading.ids);
        if reading.is_unsorted {
            return fail("the listing is not sorted by what its pages go by");
        }
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

    fn start_over(&mut self, bodies: bool, cause: String) -> Result<Ask> {
        self.restarts += 1;
        if self.restarts > MOST_RESTARTS {
            return Err(objects::into_error(Refusal::Refused(cause), "the request"));
        }
        self.walk.position = Position::default();
        self.last_seen = None;
        self.links.clear();
        self.seen.clear();
        self.ids.clear();
        self.is_resumed = false;
        self.named = 0..0;
        let first = self.first()?;
        Ok(if bodies { first } else { self.session.bodies(&first, false) })
    }

    fn step(&mut self, pages: Vec<RawPage>, unreadable: Vec<Unreadable>, position: Option<Position>) -> Step {
        Step { position, ..self.log.step(pages, unreadable) }
    }
}

/// The newest (time, id) of a page of a feed. A version that is dated later than the answer that shows it would hide
/// everything until then; but the clock of the answer may be behind, so that ours counts as well.
fn newest(sightings: &[Sighting], answered_at: NaiveDateTime) -> Option<(NaiveDateTime, String)> {
    let latest = answered_at.max(clock::now());
    let dated = sightings.iter().filter_map(|shown| Some((shown.version_at?, shown.object.clone())));
    dated.filter(|(at, _)| *at <= latest).max()
}

/// A listing that has announced more than it gave has left something out.
fn too_few(objects: u64, total: u64) -> Error {
    Error::failed(format!("the listing announces {total} objects and gave {objects}"))
        .hint("what came is kept; run again, and if it stays, the site hides objects or cuts its listing")
}

/// What a page that is not landed shows without an id: nobody can ask for it.
fn nameless(kind: WalkKind, reading: &Reading) -> Option<Unreadable> {
    let named = if kind == WalkKind::Listing { reading.ids.len() } else { reading.sightings.len() };
    let without = reading.objects.saturating_sub(named);
    (without > 0).then(|| Unreadable::nameless(kind, without))
}

fn hash_of(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
