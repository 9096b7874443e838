//! The walk: one pass over one listing, down to its provable end.
//!
//! A walk requests page after page and ends only where an answer names no next one, or at what [`seen`](crate::seen) takes for
//! the end. It fails with a message of its own on a request it has sent before, on a page it has seen before, on a link out of
//! the site, and on too many consecutive empty pages: objects that the account may not see leave empty pages behind, so the pages
//! after them are read. The position is committed with each page. A resumed walk continues from its position, or from the
//! beginning if the site no longer accepts the cursor. [`less`] handles pages that are too large.
//!
//! A walk without bodies (feed, trash, census, history) hands over sightings instead of responses. A feed starts with a small
//! request and, if that does not reach the floor, starts again with large ones. It may stop at the first object below the
//! floor, unless the listing is not in the promised order: then it is read to its end. The first look at a feed is one page,
//! which sets the watermark.

mod hidden;
mod less;
mod refused;

use crate::allowed::Question;
use crate::client::{Asking, Client, Log, Refusal};
use crate::first::{names_person, prove_end, read_first, settle_premise};
use crate::joined::complete;
use crate::refused::Flaw;
use crate::routes::Route;
use crate::seen::{Seen, Shown, hash_of};
use crate::{Bin, Changes, Detail, Names, PageSize, Reading, Session, Sign, Stream, objects};
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use catchment_base::response::{
    Aim, Landing, Position, Response, ResponseKind, Sighting, Step, Unreadable, Walk, WalkKind,
};
use catchment_base::state::GapKind;
use catchment_io::http::{Answer, Ask};
use chrono::NaiveDateTime;
use hidden::Hidden;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// The most pages of one listing.
const MOST_PAGES: u64 = 1_000_000;
/// The most consecutive empty pages with a next one: with 250 objects a page that is half a million hidden objects in a row,
/// and takes three minutes at 600 requests a minute.
const MOST_EMPTY_PAGES: u32 = 2000;
/// Objects that a listing may show again, besides a tenth of them: what comes or goes while it is read moves others from page to
/// page.
const MOST_SHOWN_AGAIN: u64 = 20;
/// The reason of a pause in which the site makes a result.
const SITE_WORKS: &str = "site works";
/// How often a walk may start over because its cursor is not accepted.
const MOST_RESTARTS: u32 = 2;

/// A walk in progress.
pub struct Walker<'a, L> {
    client: &'a Client,
    session: &'a dyn Session,
    stream: &'static Stream,
    walk: Walk,
    landing: &'a L,
    log: Log,
    /// Hashes of the requests that this walker has sent.
    links: HashSet<u64>,
    /// The pages that it has seen.
    seen: Seen,
    /// Hashes of the ids seen.
    ids: HashSet<u64>,
    /// Whether the walk continues from a position.
    is_resumed: bool,
    empty_in_a_row: u32,
    restarts: u32,
    /// The time of change of the last object in a feed.
    last_seen: Option<NaiveDateTime>,
    /// Whether the next request of a feed is the small one.
    small: bool,
    /// Whether the next request is a first one, not a next page.
    is_first: bool,
    /// Whether it goes by the older route of the listing.
    is_instead: bool,
    /// Whether the site was asked anew what it says of itself, which is done once.
    is_renewed: bool,
    /// The first request with what it brought, as long as no other page brought anything.
    only: Option<(Ask, usize)>,
    /// The range of names in the current request, and the most that one request may have.
    named: Range<usize>,
    most_named: usize,
    /// The objects that the requests for other names have shown.
    before: u64,
    /// What is hidden of the listing.
    hidden: Hidden,
    /// What is known of other walks like this one.
    route: Arc<Route>,
}

/// The result of one request of the walk.
enum Turn {
    /// A page was read: its bytes, or nothing where its objects were landed one by one.
    Page { response: Option<Response>, answered_at: NaiveDateTime, reading: Box<Reading> },
    /// The site does not accept the cursor: start over, with bodies or without.
    StartOver { bodies: bool, cause: String },
    /// The site has forgotten the cursor: the same place asked for without it.
    Regained(Ask),
    /// What is known of the site does not hold any more: ask again, and begin anew.
    Outdated,
    /// The site does not have the route: begin by the older one.
    Instead,
    /// The site refuses a scope: begin without it.
    Without { scope: String, said: String },
}

impl<'a, L: Landing> Walker<'a, L> {
    /// A walker that continues from the position of the walk.
    pub fn new(
        client: &'a Client,
        session: &'a dyn Session,
        stream: &'static Stream,
        walk: Walk,
        landing: &'a L,
    ) -> Self {
        let small = walk.aim.kind == WalkKind::Feed && walk.position.next.is_none();
        let (is_resumed, kind) = (walk.position.next.is_some(), walk.aim.kind);
        Self {
            client,
            session,
            stream,
            walk,
            landing,
            log: Log::default(),
            links: HashSet::new(),
            seen: Seen::default(),
            ids: HashSet::new(),
            is_resumed,
            empty_in_a_row: 0,
            restarts: 0,
            last_seen: None,
            small,
            is_first: false,
            is_instead: false,
            is_renewed: false,
            only: None,
            named: 0..0,
            most_named: usize::MAX,
            before: 0,
            hidden: Hidden::default(),
            route: client.routes().of(stream.name, kind),
        }
    }

    /// Walks to the end. On failure the landed responses stay, and the requests are recorded.
    pub async fn run(mut self) -> Result<()> {
        let outcome = self.walk_on().await;
        if outcome.is_err() {
            let step = self.step(Vec::new(), Vec::new(), None);
            self.landing.land(self.walk.id, step).await?;
        }
        outcome
    }

    async fn walk_on(&mut self) -> Result<()> {
        settle_premise(self.client, self.session, &self.walk.aim, &mut self.log).await?;
        let first = self.first()?;
        let mut ask = match &self.walk.position.next {
            Some(kept) => {
                let (named, kept) = kept_of(kept);
                (self.named, self.before) = named.unwrap_or((self.named.clone(), 0));
                self.is_first = false;
                // A request keeps its own number of results.
                let first = self.session.first(&self.walk.aim, 1, self.named.clone())?;
                self.session.resume(&first, kept)?
            }
            None => first,
        };
        loop {
            let turn = match self.question() {
                Question::Bodies if self.session.has_lesser(self.stream, &ask) => self.with_bodies(&mut ask).await?,
                _ => {
                    let asked = self.page(&mut ask, self.detail()).await;
                    self.turn(&ask, asked)?
                }
            };
            ask = match turn {
                Turn::Page { ref reading, .. } if self.small && !self.is_over(reading) => {
                    self.small = false;
                    self.first()?
                }
                Turn::Page { response, answered_at, reading } => {
                    match self.advance(&ask, response, answered_at, *reading).await? {
                        Some(next) => next,
                        None => return Ok(()),
                    }
                }
                Turn::StartOver { bodies, cause } => self.start_over(bodies, cause)?,
                Turn::Regained(again) => again,
                Turn::Outdated => self.renew(&ask).await?,
                Turn::Instead => {
                    self.is_instead = true;
                    self.first()?
                }
                Turn::Without { scope, said } => {
                    let cause = format!("the site refuses to search it for {} (400){said}", self.stream.name);
                    let refused = Unreadable::new(GapKind::Scope, scope, cause);
                    let step = self.step(Vec::new(), vec![refused], None);
                    self.landing.land(self.walk.id, step).await?;
                    self.first()?
                }
            };
        }
    }

    /// What follows from a page that was asked for.
    fn turn(&self, ask: &Ask, asked: Result<(Response, Reading), Refusal>) -> Result<Turn> {
        match asked {
            Ok((response, reading)) => {
                let answered_at = response.answered_at;
                Ok(Turn::Page { response: self.lands().then_some(response), answered_at, reading: Box::new(reading) })
            }
            Err(refusal) => self.refused(ask, refusal),
        }
    }

    /// Whether its responses are handed over: of a walk for sightings where the objects of the stream have no bodies, so that
    /// its pages carry everything, though not of what was thrown away.
    fn lands(&self) -> bool {
        match self.walk.aim.kind {
            WalkKind::Listing => true,
            WalkKind::Census => !self.stream.is_fetched(),
            WalkKind::Feed | WalkKind::Changes | WalkKind::Piece | WalkKind::Children => !self.stream.bodies,
            _ => false,
        }
    }

    /// What its pages are read for.
    fn detail(&self) -> Detail {
        match self.walk.aim.kind {
            WalkKind::Listing if self.walk.position.pages == 0 => Detail::Top,
            WalkKind::Listing => Detail::Ends,
            _ => Detail::Sightings,
        }
    }

    /// The first request: as many results as are configured and accepted, and as many of the remaining names as are accepted
    /// and fit into an address.
    fn first(&mut self) -> Result<Ask> {
        self.is_instead |= self.client.allowed().is_gone(self.stream.name) && self.has_older()?;
        let (aim, session, is_instead) = (&self.walk.aim, self.session, self.is_instead);
        let size = if self.small { PageSize::Small } else { PageSize::of(aim.kind, self.stream) };
        let limit = session.page_size(size).min(self.allowed(self.question()));
        let most = self.most_named.min(self.allowed(self.naming()) as usize);
        let (ask, named) = session.names(aim).fitting(
            (self.named.start, most),
            session.longest_address(),
            |named| match is_instead.then(|| session.instead(aim, limit, named.clone())).transpose()?.flatten() {
                Some(ask) => Ok(ask),
                None => session.first(aim, limit, named),
            },
        )?;
        (self.named, self.is_first) = (named, true);
        // Another question may show the same objects.
        self.seen = Seen::default();
        self.ids.clear();
        Ok(ask)
    }

    /// Whether there is another route to the listing.
    fn has_older(&self) -> Result<bool> {
        self.session.instead(&self.walk.aim, 1, 0..0).map(|older| older.is_some())
    }

    /// The first request for the remaining names, once the current listing has ended with so many objects.
    fn next_names(&mut self, objects: usize) -> Result<Option<Ask>> {
        match self.session.names(&self.walk.aim) {
            Names::Divisible(all) | Names::Parts { all, .. } if self.named.end < all => {
                self.is_resumed = false;
                self.before = self.walk.position.objects + objects as u64;
                self.named = self.named.end..self.named.end;
                self.first().map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Which limit applies to its pages.
    fn question(&self) -> Question {
        match self.walk.aim.kind {
            WalkKind::Listing if self.stream.is_fetched() => Question::Bodies,
            WalkKind::Piece | WalkKind::Changes if self.stream.has_lean_census => Question::Bodies,
            _ => Question::Bare,
        }
    }

    /// What it asks for several of by their names.
    fn naming(&self) -> Question {
        let is_window = matches!(self.session.names(&self.walk.aim), Names::Parts { .. });
        if is_window { Question::Window } else { Question::Names }
    }

    /// The next request as a position keeps it, with what its question names where that is not all.
    fn kept(&self, next: &Ask) -> String {
        match self.session.names(&self.walk.aim) {
            Names::Divisible(all) | Names::Parts { all, .. } if self.named.len() < all => {
                format!("{}-{}-{} {}", self.named.start, self.named.end, self.before, self.session.kept(next))
            }
            _ => self.session.kept(next),
        }
    }

    fn allowed(&self, question: Question) -> u32 {
        self.client.allowed().most(self.stream.name, question)
    }

    async fn ask(&mut self, ask: &Ask, tries: u32, detail: Detail) -> Result<(Response, Reading), Refusal> {
        let (session, stream, kind) = (self.session, self.stream, self.walk.aim.kind);
        session.prove_allowance(ask).map_err(Refusal::Final)?;
        let is_first = self.walk.position.pages == 0;
        let accept = |answer: &Answer| match is_first {
            true => read_first(session, stream, ask, answer, detail),
            false => session.read(stream, ask, answer, detail).map_err(Flaw::from),
        };
        let (mut answer, mut reading) = self
            .client
            .ask(Asking::new(ask, session.refused(stream)).by(&self.route), tries, &mut self.log, accept)
            .await?;
        if let Some(doubt) = names_person(self.client, session, stream, &reading) {
            return Err(Refusal::Final(doubt));
        }
        if let Some(body) = reading.body.take() {
            answer.body = body;
        }
        let about = (stream, ask, session.refused(stream));
        let answer = complete(self.client, session, about, answer, &mut self.log).await?;
        let reading = reading.within(&stream.envelope, &self.walk.aim.listing.scope);
        // A revoked version leaves a lower number: only an answer that may overrule the held version shows it.
        let decides = matches!(kind, WalkKind::Census | WalkKind::Children);
        let kind = if decides { ResponseKind::Census } else { ResponseKind::Listing };
        let response = Response { kind, answered_at: answer.date, objects: reading.objects, body: answer.body };
        Ok((response, reading))
    }

    /// Commits the page with the position after it; returns the next request, or nothing at the end.
    async fn advance(
        &mut self,
        ask: &Ask,
        response: Option<Response>,
        answered_at: NaiveDateTime,
        mut reading: Reading,
    ) -> Result<Option<Ask>> {
        if self.is_first && self.is_instead {
            // The older route is answered, so it was no scope that was not there.
            self.client.allowed().learn_gone(self.stream.name);
        }
        // What ends a listing once more was landed before.
        let response = match self.prove_progress(ask, &mut reading)? {
            Shown::End => None,
            _ => response,
        };
        self.prove_end(ask, &reading).await?;
        let kind = self.walk.aim.kind;
        let lacking = self.lacking(&reading);
        let next = self.next(ask, &reading)?;
        let unordered = kind.is_newest_first() && !self.is_ordered(&reading.sightings);
        let unreadable = if response.is_none() { nameless(kind, &reading) } else { None };
        let unreadable = unreadable.into_iter().chain(self.hidden.take(&reading)).collect();
        if let Some(error) = lacking {
            let step = self.step(response.into_iter().collect(), unreadable, None);
            self.landing.land(self.walk.id, step).await?;
            return Err(error);
        }
        let kept = next.as_ref().map(|next| self.kept(next));
        let position = &mut self.walk.position;
        if position.pages == 0 {
            position.first_answered_at = Some(reading.as_of.unwrap_or(answered_at));
            position.top = if kind == WalkKind::Feed { newest(&reading.sightings, answered_at) } else { reading.top };
        } else if matches!(self.stream.changes, Changes::Since { .. }) {
            // In any order, the newest change of all pages becomes the watermark.
            position.top = position.top.take().max(reading.top);
        }
        position.pages += 1;
        position.objects += reading.objects as u64;
        position.next = kept;
        position.ended = next.is_none();
        position.exhausted = position.ended && reading.next.is_none();
        // An empty page is no news either way: what it would show is hidden.
        position.ends_without_news = kind == WalkKind::Trash && self.stream.bin == Bin::Newest && reading.objects > 0;
        position.unordered |= unordered;
        self.last_seen = reading.sightings.last().and_then(|shown| shown.version_at).or(self.last_seen);
        let mut step = self.step(response.into_iter().collect(), unreadable, Some(self.walk.position.clone()));
        // History reads the objects of a first look.
        let shows = kind != WalkKind::Listing && self.walk.aim.floor != Some(Aim::first_look());
        step.sightings = shows.then_some((answered_at, reading.sightings));
        let news = self.landing.land(self.walk.id, step).await?;
        if let Some(wait) = reading.wait.filter(|_| next.is_some()) {
            self.client.wait(wait, SITE_WORKS, &mut self.log).await;
        }
        Ok(next.filter(|_| news > 0 || !self.walk.position.ends_without_news))
    }

    /// The request behind a page: the next page, the second look at the end, or the next names.
    fn next(&mut self, ask: &Ask, reading: &Reading) -> Result<Option<Ask>> {
        if let Some(next) = reading.next.as_deref().filter(|_| !self.is_over(reading)) {
            self.is_first = false;
            let (session, stream) = (self.session, self.stream);
            // A link may be that of a page whose bodies were left out.
            return Ok(Some(session.bodies(
                stream,
                &session.follow(stream, ask, next)?,
                session.has_bodies(stream, ask),
            )));
        }
        match self.seen.second_look(self.session, self.stream, (ask, reading))? {
            Some(again) => Ok(Some(again)),
            None => self.next_names(reading.objects),
        }
    }

    /// Where a listing ends and only its first page had objects, proves that another one would have been found.
    async fn prove_end(&mut self, ask: &Ask, reading: &Reading) -> Result<()> {
        if self.is_first {
            self.only = Some((ask.clone(), reading.objects));
        } else if reading.objects > 0 {
            self.only = None;
            self.client.note_end_proven(self.stream.name);
        }
        // Of what has changed one page is the rule: complete listings prove how the next one is found.
        let is_whole = !matches!(self.walk.aim.kind, WalkKind::Changes | WalkKind::Feed);
        let has_ended = reading.next.is_none() && !self.seen.is_second_look();
        match self.only.take_if(|_| has_ended && is_whole) {
            Some((first, objects)) => {
                prove_end(self.client, self.session, self.stream, (&first, objects), &mut self.log).await
            }
            None => Ok(()),
        }
    }

    /// What is wrong with a question that ends with this page: it gave fewer objects than it announces, or too many of them have
    /// the id of another one.
    fn lacking(&mut self, reading: &Reading) -> Option<Error> {
        self.ids.extend(reading.sightings.iter().map(|shown| hash_of(&shown.object)));
        // What was seen before a stop is only counted; what came twice counts once.
        let counted = self.walk.position.objects - self.before + reading.objects as u64;
        let different = if self.is_resumed { counted } else { self.ids.len() as u64 };
        if reading.next.is_some() || self.seen.is_second_look() {
            return None;
        }
        if let Some(lacking) = reading.lacking(different) {
            let too_few = Error::failed(lacking).hint(
                "what was read is kept; run again, and if it persists, the site hides objects or truncates its listing",
            );
            return Some(self.session.doubting(self.stream, Sign::TotalMissed, too_few));
        }
        let shown_again = counted.saturating_sub(different);
        let is_too_often = !self.ids.is_empty() && shown_again > counted / 10 + MOST_SHOWN_AGAIN;
        is_too_often.then(|| self.session.doubted(self.stream, Sign::KeyRepeats)).flatten()
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

    /// Takes a page, unless the listing does not come on with it.
    fn prove_progress(&mut self, ask: &Ask, reading: &mut Reading) -> Result<Shown> {
        let fail = |what: &str| {
            Err(Error::failed(what.to_owned())
                .hint("the site's paging never ends here; nothing was lost, run again later"))
        };
        let repeated = |what: &str| match self.session.doubted(self.stream, Sign::PageRepeated) {
            Some(doubt) => Err(doubt),
            None => fail(what),
        };
        if !self.links.insert(hash_of(ask)) && !self.seen.is_second_look() {
            return repeated("the site returned a link that was followed before");
        }
        if reading.is_unsorted {
            return fail("the listing is not sorted by what its pages continue from");
        }
        let shown = self.seen.take(reading);
        if shown == Shown::Again {
            return repeated("the site returned a page that was read before");
        }
        self.empty_in_a_row = if reading.objects == 0 { self.empty_in_a_row + 1 } else { 0 };
        if self.empty_in_a_row > MOST_EMPTY_PAGES && reading.next.is_some() {
            return fail("the site returns empty pages without end");
        }
        if self.walk.position.pages >= MOST_PAGES {
            return fail("the listing has more than a million pages");
        }
        Ok(shown)
    }

    fn start_over(&mut self, bodies: bool, cause: String) -> Result<Ask> {
        self.restarts += 1;
        if self.restarts > MOST_RESTARTS {
            let refused = objects::into_error(Refusal::Refused(cause), "the request");
            return Err(self.session.doubting(self.stream, Sign::NextRefused, refused));
        }
        self.walk.position = Position::default();
        self.last_seen = None;
        self.hidden = Hidden::default();
        self.links.clear();
        self.is_resumed = false;
        (self.named, self.before) = (0..0, 0);
        let first = self.first()?;
        Ok(if bodies { first } else { self.session.bodies(self.stream, &first, false) })
    }

    fn step(&mut self, responses: Vec<Response>, unreadable: Vec<Unreadable>, position: Option<Position>) -> Step {
        Step { position, ..self.log.step(responses, unreadable) }
    }
}

/// The newest (time, id) on a page of a feed. A version dated later than its answer would hide all changes until then, so it
/// is ignored; because the clock of the server may be behind, the later of both clocks counts.
fn newest(sightings: &[Sighting], answered_at: NaiveDateTime) -> Option<(NaiveDateTime, String)> {
    let latest = answered_at.max(clock::now());
    let dated = sightings.iter().filter_map(|shown| Some((shown.version_at?, shown.object.clone())));
    dated.filter(|(at, _)| *at <= latest).max()
}

/// The contents of [`Walker::kept`]: the names of the request, unless it has all of them, with the objects of the requests for
/// other names, and the request.
fn kept_of(kept: &str) -> (Option<(Range<usize>, u64)>, &str) {
    let named = |text: &str| {
        let (start, rest) = text.split_once('-')?;
        let (end, before) = rest.split_once('-').unwrap_or((rest, "0"));
        Some((start.parse().ok()?..end.parse().ok()?, before.parse().ok()?))
    };
    match kept.split_once(' ') {
        Some((names, request)) if named(names).is_some() => (named(names), request),
        _ => (None, kept),
    }
}

/// What a page that is not landed shows without an id: nobody can ask for it.
fn nameless(kind: WalkKind, reading: &Reading) -> Option<Unreadable> {
    let named = if kind == WalkKind::Listing { reading.ids.len() } else { reading.sightings.len() };
    let without = reading.objects.saturating_sub(named);
    (without > 0).then(|| Unreadable::nameless(kind, without))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_counted_once() {
        let page = |left, objects, hidden| Reading { left: Some(left), objects, hidden, ..Reading::default() };
        let count = |pages: &[Reading]| {
            let mut hidden = Hidden::default();
            pages.iter().filter_map(|page| hidden.take(page)).last().map(|open| open.cause)
        };
        // Of ten, the fourth and the fifth are hidden: pages of five, of which the second begins behind the third.
        let told = count(&[page(10, 3, 2), page(7, 3, 2), page(2, 2, 0)]).unwrap();
        assert!(told.starts_with("up to 2: "), "{told}");
        // A page that shows nothing is followed by the one behind it.
        let told = count(&[page(10, 0, 5), page(5, 5, 0)]).unwrap();
        assert!(told.starts_with("up to 5: "), "{told}");
        assert_eq!(count(&[page(10, 5, 0), page(5, 5, 0)]), None);
        // All come, some at a time.
        let told = count(&[page(150, 60, 90), page(90, 60, 30), page(30, 30, 0)]).unwrap();
        assert!(told.starts_with("up to 0: "), "{told}");
        assert_eq!(count(&[Reading { objects: 3, ..Reading::default() }]), None, "a listing that does not count");
    }

    #[test]
    fn a_kept_position_says_which_names_its_request_has_and_what_came_before() {
        assert_eq!(kept_of("3-7-40 https://x/y?a=1-2"), (Some((3..7, 40)), "https://x/y?a=1-2"));
        assert_eq!(kept_of("3-7 https://x"), (Some((3..7, 0)), "https://x"), "as an older program kept it");
        assert_eq!(kept_of("https://x/y z"), (None, "https://x/y z"));
    }
}
