//! Smaller requests, where a page is too much for the site.
//!
//! Servers refuse such pages in many ways: 400, 413, 414, 431, 5xx, an answer above the size limit, or no answer in time. So a
//! page that fails is requested with half its size, down to one result. A page with bodies is first requested without them,
//! which tells two cases apart. If that succeeds, the problem is in the bodies: the objects are requested by their ids, split
//! in half down to the one that the site cannot deliver. That object is unreadable, the others are landed, and the walk
//! continues. If it fails as well, the page is too large.
//!
//! The size that worked is kept for the connection. Before that the page is requested once more in its former size, because
//! the server may have recovered from a short failure. (A refusal that is definite needs no second attempt.)

use super::{Turn, Walker};
use crate::allowed::Question;
use crate::blame::Blamed;
use crate::client::Refusal;
use crate::objects::{Fetched, Objects, is_too_much, unreadable};
use crate::{Detail, Names, Reading, retry};
use catchment_base::error::Result;
use catchment_base::response::{Landing, Response, WalkKind};
use catchment_io::http::{Answer, Ask};

/// How much smaller the pages are when a listing starts over because of their size.
const LESS_FROM_START: u32 = 4;

impl<L: Landing> Walker<'_, L> {
    /// A page as large as the site delivers it; `ask` becomes the request that was answered.
    pub(super) async fn page(&mut self, ask: &mut Ask, detail: Detail) -> Result<(Response, Reading), Refusal> {
        match self.ask(ask, self.tries(ask), detail).await {
            Err(refusal) if self.may_be_less(&refusal) => self.less(ask, detail, refusal).await,
            answered => answered,
        }
    }

    /// A page of a listing with bodies: whole, in pieces, or smaller. If the cursor is not accepted without bodies, the listing
    /// is read in pieces from its start.
    pub(super) async fn with_bodies(&mut self, ask: &mut Ask) -> Result<Turn> {
        if !self.session.has_bodies(self.stream, ask) {
            return match self.page(ask, Detail::Ids).await {
                Ok((bare, reading)) => self.in_pieces(ask, bare, reading, None).await,
                Err(Refusal::Refused(cause)) if !self.is_first => Ok(match self.otherwise(ask)? {
                    Some(again) => Turn::Regained(again),
                    None => Turn::StartOver { bodies: false, cause },
                }),
                Err(refusal) => self.refused(ask, refusal),
            };
        }
        // The link is older than the limit.
        let is_old = self.session.limit(self.stream, ask).is_some_and(|limit| limit > self.allowed(Question::Bodies));
        let bodies = self.client.routes().of(self.stream.name, WalkKind::Objects);
        if is_old || bodies.is_failing() {
            return self.without_bodies(ask, None).await;
        }
        match self.ask(ask, self.tries(ask), self.detail()).await {
            Err(refusal) if refusal.is_about_size() => {
                bodies.note_requests(retry::FEW_TRIES);
                self.without_bodies(ask, Some(refusal)).await
            }
            Err(refusal) if self.may_be_less(&refusal) => self.smaller_with_bodies(ask, refusal).await,
            asked => self.turn(ask, asked),
        }
    }

    /// The same page without bodies, and its objects by their ids; the next page has bodies again, as `ask` has.
    async fn without_bodies(&mut self, ask: &mut Ask, refusal: Option<Refusal>) -> Result<Turn> {
        let bare = self.session.bodies(self.stream, ask, false);
        match self.ask(&bare, retry::FEW_TRIES, Detail::Ids).await {
            Ok((response, reading)) => self.in_pieces(ask, response, reading, refusal).await,
            Err(other) if other.is_about_size() => self.smaller_with_bodies(ask, refusal.unwrap_or(other)).await,
            Err(Refusal::Refused(cause)) => Ok(Turn::StartOver { bodies: false, cause }),
            Err(other) => self.refused(ask, other),
        }
    }

    async fn smaller_with_bodies(&mut self, ask: &mut Ask, refusal: Refusal) -> Result<Turn> {
        let asked = self.less(ask, self.detail(), refusal).await;
        self.turn(ask, asked)
    }

    /// The objects of a page by their ids. An object that is listed but not delivered is unreadable.
    async fn in_pieces(
        &mut self,
        ask: &Ask,
        bare: Response,
        reading: Reading,
        refusal: Option<Refusal>,
    ) -> Result<Turn> {
        let (client, session, stream) = (self.client, self.session, self.stream);
        let objects = Objects { client, session, stream, walk: self.walk.id, landing: self.landing };
        // The request for all of them has just been refused.
        let at_once = if refusal.is_some() { reading.ids.len().div_ceil(2) } else { reading.ids.len() };
        let fetched = objects.fetch(reading.ids.clone(), at_once, &mut self.log).await?;
        if let Some(refusal) = refusal.filter(|_| fetched.unreadable == 0) {
            self.learn_from_pieces(ask, &refusal, &fetched).await;
        }
        if !fetched.missing.is_empty() {
            let cause = "listed, but not returned when requested by its id";
            let missing = fetched.missing.into_iter().map(|id| unreadable(id, cause.to_owned()));
            let step = self.step(Vec::new(), missing.collect(), None);
            self.landing.land(self.walk.id, step).await?;
        }
        Ok(Turn::Page { response: None, answered_at: bare.answered_at, reading: Box::new(reading) })
    }

    /// Every object was delivered by its id, so the problem was the size.
    async fn learn_from_pieces(&mut self, ask: &Ask, refusal: &Refusal, fetched: &Fetched) {
        let again = refusal.is_definite() || is_too_much(self.ask(ask, 1, Detail::Ends).await);
        if again && fetched.largest > 0 {
            let most = u32::try_from(fetched.largest).unwrap_or(u32::MAX);
            self.client.allowed().learn(self.stream.name, Question::Bodies, most);
        }
    }

    /// Requests smaller and smaller pages until one is answered; the first refusal is the one that is reported.
    async fn less(&mut self, ask: &mut Ask, detail: Detail, refusal: Refusal) -> Result<(Response, Reading), Refusal> {
        let (whole, named) = (ask.clone(), self.named.clone());
        while let Some(smaller) = self.smaller(ask, &refusal) {
            self.client.pause_for_less(&refusal, &mut self.log).await;
            *ask = smaller;
            match self.ask(ask, 1, detail).await {
                Ok(answered) if self.named != named => {
                    self.learn(self.naming(), u32::try_from(self.named.len()).unwrap_or(u32::MAX));
                    return Ok(answered);
                }
                Ok(answered) => return Ok(self.proven(&whole, ask, detail, &refusal, answered).await),
                Err(other) if self.may_be_less(&other) => {}
                Err(other) => {
                    // The cursor is valid for its page size only: the listing starts over with smaller pages.
                    if matches!(other, Refusal::Refused(_)) {
                        self.learn_size(
                            (self.session.limit(self.stream, &whole).unwrap_or(u32::MAX) / LESS_FROM_START).max(1),
                        );
                    }
                    return Err(other);
                }
            }
        }
        Err(self.blamed(ask, refusal, detail).await)
    }

    /// Why not even a page of one result comes, with the field that is to blame for it where it is one.
    async fn blamed(&mut self, ask: &Ask, refusal: Refusal, detail: Detail) -> Refusal {
        let (client, session, stream) = (self.client, self.session, self.stream);
        if session.limit(stream, ask) != Some(1) || !refusal.is_about_size() {
            return refusal;
        }
        let accept = |ask: &Ask, answer: &Answer| session.read(stream, ask, answer, detail);
        let blamed = Blamed { client, session, ask, refused: session.refused(stream), accept };
        match blamed.words(&mut self.log).await {
            Some(words) => refusal.explained(&words),
            None => refusal,
        }
    }

    /// The smaller page; or the whole one, if it is answered now: then the failure was temporary.
    async fn proven(
        &mut self,
        whole: &Ask,
        ask: &mut Ask,
        detail: Detail,
        refusal: &Refusal,
        answered: (Response, Reading),
    ) -> (Response, Reading) {
        let limit = self.session.limit(self.stream, ask).unwrap_or(u32::MAX);
        let known = self.questions().iter().all(|question| self.allowed(*question) <= limit);
        if !known && !refusal.is_definite() {
            match self.ask(whole, 1, detail).await {
                Ok(answered) => {
                    *ask = whole.clone();
                    return answered;
                }
                Err(other) if !other.is_about_size() => return answered,
                Err(_) => {}
            }
        }
        self.learn_size(limit);
        answered
    }

    fn learn_size(&self, limit: u32) {
        self.questions().into_iter().for_each(|question| self.learn(question, limit));
    }

    fn learn(&self, question: Question, most: u32) {
        self.client.allowed().learn(self.stream.name, question, most);
    }

    /// The limits that a smaller page tells something about: a page with bodies was refused without them as well.
    fn questions(&self) -> [Question; 2] {
        let question = self.question();
        [if question == Question::Bodies { Question::Bare } else { question }, question]
    }

    /// A smaller request: fewer names if the address is too long, otherwise fewer results; nothing if it asks for one.
    fn smaller(&mut self, ask: &Ask, refusal: &Refusal) -> Option<Ask> {
        // A window that is too large may be refused in its midst: it begins anew.
        let begins = self.is_first || self.naming() == Question::Window;
        if begins
            && matches!(refusal, Refusal::TooMuch { named: true, .. })
            && let Some(fewer) = self.fewer_names()
        {
            self.most_named = fewer;
            // What its former pages have shown is shown again.
            self.walk.position.objects = self.before;
            return self.first().ok();
        }
        let limit = self.session.limit(self.stream, ask)?;
        let allowed = self.allowed(self.question()).max(1);
        (limit > 1).then(|| self.session.with_limit(self.stream, ask, (limit / 2).min(allowed)))
    }

    fn fewer_names(&self) -> Option<usize> {
        match self.session.names(&self.walk.aim) {
            Names::Divisible(_) | Names::Parts { .. } if self.named.len() > 1 => Some(self.named.len() / 2),
            Names::Together(_) if !self.named.is_empty() => Some(0),
            _ => None,
        }
    }

    /// Whether a smaller request may succeed. A 400 for a next page is about its cursor. Where another listing like this has failed at
    /// any size before, the size is not at fault.
    fn may_be_less(&self, refusal: &Refusal) -> bool {
        match refusal {
            _ if self.has_failed() => false,
            Refusal::Refused(said) => self.is_first && self.session.may_be_size(self.stream, said),
            _ => refusal.is_about_size(),
        }
    }

    /// Whether another listing like this has failed, or one of the same stream by which nothing came.
    fn has_failed(&self) -> bool {
        self.route.failures() > 0 || self.client.routes().has_failed(self.stream.name)
    }

    /// A page that can be smaller gets fewer attempts, and so does one where another listing has failed before.
    fn tries(&self, ask: &Ask) -> u32 {
        if self.has_failed() || self.session.limit(self.stream, ask).is_some_and(|limit| limit > 1) {
            retry::FEW_TRIES
        } else {
            retry::TRIES
        }
    }
}
