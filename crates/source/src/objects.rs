//! Objects by their ids: many in one request, split in half where the site does not deliver them together.
//!
//! A partial answer is followed to its end. An object that cannot be delivered alone is recorded as unreadable; the others
//! are landed. If the address does not exist or the account may not see it, halves would not help: the whole batch fails,
//! unless it is the address of a single object.

use crate::allowed::Question;
use crate::blame::Blamed;
use crate::client::{Asking, Client, Log, Refusal};
use crate::joined::complete;
use crate::routes::Route;
use crate::{Detail, Reading, Session, Stream, retry};
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::{Landing, Response, ResponseKind, Step, Unreadable, WalkKind};
use catchment_base::state::GapKind;
use catchment_io::http::{Answer, Ask};
use std::collections::HashSet;
use std::sync::Arc;

/// Consecutive requests without an answer, at most: more than the search for one object takes.
const MOST_UNANSWERED: u32 = 12;
/// Answers to one request, at most, in addition to one per id.
const MORE_PARTS: usize = 10;

/// Requests objects of one stream for one walk.
pub struct Objects<'a, L> {
    /// The host.
    pub client: &'a Client,
    /// Its URLs and answers.
    pub session: &'a dyn Session,
    /// What is asked for.
    pub stream: &'static Stream,
    /// The walk that the requests are recorded for.
    pub walk: i64,
    /// Takes the responses.
    pub landing: &'a L,
}

/// The result of requesting objects.
#[derive(Default)]
pub struct Fetched {
    /// Ids that the site left out of its answers.
    pub missing: Vec<String>,
    /// How many objects could not be delivered.
    pub unreadable: usize,
    /// The largest number of ids that one answer delivered.
    pub largest: usize,
}

impl<L: Landing> Objects<'_, L> {
    /// Lands the objects, at most `at_once` in one request.
    pub async fn fetch(&self, ids: Vec<String>, at_once: usize, log: &mut Log) -> Result<Fetched> {
        let mut fetched = Fetched::default();
        let mut refused: Option<(Vec<String>, Refusal)> = None;
        // Recorded at the end: if the site stops answering, that is no statement about single objects.
        let mut lost = Vec::new();
        let mut unanswered = 0;
        let mut waiting = self.batches(ids, at_once)?;
        let route = self.route();
        let mut lead = None;
        while let Some(ids) = waiting.pop() {
            if lead.is_none() {
                lead = route.enter().await?;
            }
            let (left, outcome) = self.ask_for(&ids, log).await?;
            let refusal = match outcome {
                Ok(()) => {
                    lead = None;
                    fetched.largest = fetched.largest.max(ids.len());
                    fetched.missing.extend(self.addressed(left, log).await?);
                    unanswered = 0;
                    continue;
                }
                Err(refusal) => refusal,
            };
            unanswered = if matches!(refusal, Refusal::Unanswered(_)) { unanswered + 1 } else { 0 };
            // For a stream with one id per request it means that this object is missing.
            if matches!(refusal, Refusal::Absent(..)) && self.stream.ids_at_once == 1 {
                route.came();
                fetched.missing.extend(left);
                continue;
            }
            if matches!(refusal, Refusal::Absent(..) | Refusal::Final(_)) || unanswered > MOST_UNANSWERED {
                return Err(into_error(refusal, "some objects"));
            }
            match halves(left) {
                Ok((first, second)) => {
                    waiting.extend([second, first]);
                    refused.get_or_insert((ids, refusal));
                }
                Err(object) => {
                    let what =
                        if self.lesser(&object, log).await? { "it whole, and its long texts lack" } else { "it" };
                    let can_be_accepted = !refusal.is_transient();
                    let cause = format!("the site cannot deliver {what}: {}", cause_of(refusal));
                    if let Some(closed) = route.failed(&Error::failed(cause.clone())) {
                        return Err(self.blamed(closed, &object, log).await?);
                    }
                    lost.push(unreadable(object, cause).accepted_if(can_be_accepted));
                }
            }
        }
        fetched.unreadable = lost.len();
        if !lost.is_empty() {
            self.landing.land(self.walk, log.step(Vec::new(), lost)).await?;
        } else if let Some((ids, refusal)) = refused {
            self.learn(&ids, &refusal, fetched.largest, log).await?;
        }
        Ok(fetched)
    }

    /// What is known of other requests like these.
    fn route(&self) -> Arc<Route> {
        self.client.routes().of(self.stream.name, WalkKind::Objects)
    }

    /// The ids in batches, the first batch last: as many as the site accepts and fit into an address.
    fn batches(&self, mut ids: Vec<String>, at_once: usize) -> Result<Vec<Vec<String>>> {
        // The answer has bodies, like a page.
        let allowed = [Question::Ids, Question::Bodies].map(|one| self.client.allowed().most(self.stream.name, one));
        let most = allowed
            .iter()
            .fold(at_once.min(self.stream.ids_at_once), |most, allowed| most.min(*allowed as usize))
            .max(1);
        let longest = self.session.longest_address();
        let mut batches = Vec::new();
        while !ids.is_empty() {
            let mut count = ids.len().min(most);
            while count > 1 {
                let length = self.session.by_ids(self.stream, &ids[..count])?.url.as_str().len();
                if length <= longest {
                    break;
                }
                count = (count * longest / length).clamp(1, count - 1);
            }
            let rest = ids.split_off(count);
            batches.push(std::mem::replace(&mut ids, rest));
        }
        batches.reverse();
        Ok(batches)
    }

    /// Requests a batch and follows the answer to its end; returns the ids that were not delivered, and why it stopped.
    async fn ask_for(&self, ids: &[String], log: &mut Log) -> Result<(Vec<String>, Result<(), Refusal>)> {
        let mut left = ids.to_vec();
        let mut ask = self.session.by_ids(self.stream, ids)?;
        let mut followed = HashSet::new();
        // Where requests fail, one that is smaller is another try.
        let route = self.route();
        let is_another = if ids.len() > 1 { route.is_failing() } else { route.failures() > 0 };
        loop {
            let tries = if is_another { 1 } else { retry::FEW_TRIES };
            let (response, reading) = match self.ask((&ask, ids), tries, log).await {
                Ok(answered) => answered,
                Err(refusal) => return Ok((left, Err(refusal))),
            };
            let came: HashSet<String> = reading.ids.into_iter().collect();
            self.landing.land(self.walk, log.step(response.into_iter().collect(), Vec::new())).await?;
            left.retain(|id| !came.contains(id));
            let Some(next) = reading.next.filter(|_| !left.is_empty()) else { return Ok((left, Ok(()))) };
            let next = self.session.follow(self.stream, &ask, &next)?;
            followed.insert(std::mem::replace(&mut ask, next));
            if followed.contains(&ask) || followed.len() > ids.len() + MORE_PARTS {
                let endless = "the response for some ids never ends".to_owned();
                return Ok((left, Err(Refusal::Undeliverable(endless))));
            }
        }
    }

    /// Lands those of some objects that an index lacks and that their own addresses show; gives the others.
    async fn addressed(&self, ids: Vec<String>, log: &mut Log) -> Result<Vec<String>> {
        let mut missing = Vec::new();
        for id in ids {
            let Some(ask) = self.session.addressed(self.stream, &id)? else {
                missing.push(id);
                continue;
            };
            let route = self.route();
            let asking = Asking::new(&ask, self.session.refused_by_id(self.stream)).by(&route);
            let read = |answer: &Answer| self.session.read_own(self.stream, &answer.body);
            match self.client.ask(asking, retry::FEW_TRIES, log, read).await {
                Ok((answer, Some(_))) => {
                    let kind = ResponseKind::Own;
                    let response = Response { kind, answered_at: answer.date, objects: 1, body: answer.body };
                    self.landing.land(self.walk, log.step(vec![response], Vec::new())).await?;
                }
                Ok((_, None)) | Err(Refusal::Absent(..)) => {
                    // That it is nowhere is an answer.
                    route.came();
                    missing.push(id);
                }
                Err(refusal) => return Err(into_error(refusal, "some objects")),
            }
        }
        Ok(missing)
    }

    /// Lands an object without what may make it large; tells whether the site delivered that.
    async fn lesser(&self, id: &str, log: &mut Log) -> Result<bool> {
        // Where several objects failed, it is not the size.
        let ask = if self.route().failures() > 1 { None } else { self.session.lesser(self.stream, id)? };
        let Some(ask) = ask else { return Ok(false) };
        // That it comes in part says nothing of the route.
        let asked = self.ask_by(None, (&ask, &[id.to_owned()]), 1, log).await;
        let Ok((response, reading)) = asked else { return Ok(false) };
        self.landing.land(self.walk, log.step(response.into_iter().collect(), Vec::new())).await?;
        Ok(reading.objects > 0)
    }

    /// What an answer shows of these objects: it may lack some, but shows no others.
    fn read_some(&self, ask: &Ask, ids: &[String], answer: &Answer) -> Result<Reading, String> {
        let reading = self.session.read(self.stream, ask, answer, Detail::Ids)?;
        match reading.ids.iter().all(|id| ids.contains(id)) {
            true => Ok(reading),
            false => Err("the response shows other objects than those that were asked for".to_owned()),
        }
    }

    /// Why nothing comes, with the field that is to blame for it where it is one.
    async fn blamed(&self, closed: Error, object: &str, log: &mut Log) -> Result<Error> {
        let (client, session, ids) = (self.client, self.session, [object.to_owned()]);
        let ask = &session.by_ids(self.stream, &ids)?;
        let refused = session.refused_by_id(self.stream);
        let accept = |ask: &Ask, answer: &Answer| self.read_some(ask, &ids, answer);
        let route = self.route();
        if let Some(words) = (Blamed { client, session, ask, refused, accept }).words(log).await {
            route.explain(&words);
        }
        Ok(route.closed().unwrap_or(closed))
    }

    /// An answer as it came, which shows none but these objects; nothing to land where it says of one object that there
    /// is none.
    async fn ask(
        &self,
        asked: (&Ask, &[String]),
        tries: u32,
        log: &mut Log,
    ) -> Result<(Option<Response>, Reading), Refusal> {
        self.ask_by(Some(&self.route()), asked, tries, log).await
    }

    /// The same by a route, or by none.
    async fn ask_by(
        &self,
        route: Option<&Route>,
        (ask, ids): (&Ask, &[String]),
        tries: u32,
        log: &mut Log,
    ) -> Result<(Option<Response>, Reading), Refusal> {
        let alone = self.stream.ids_at_once == 1;
        let accept = |answer: &Answer| match alone {
            true => {
                let shown = self.session.read_own(self.stream, &answer.body)?;
                Ok(shown.map_or_else(Reading::default, Reading::of_one))
            }
            false => self.read_some(ask, ids, answer),
        };
        let asking = Asking::new(ask, self.session.refused_by_id(self.stream));
        let asking = route.map_or(asking, |route| asking.by(route));
        let (answer, reading) = self.client.ask(asking, tries, log, accept).await?;
        let about = (self.stream, ask, self.session.refused_by_id(self.stream));
        let answer = complete(self.client, self.session, about, answer, log).await?;
        let kind = if alone { ResponseKind::Own } else { ResponseKind::ById };
        let response = Response { kind, answered_at: answer.date, objects: reading.objects, body: answer.body };
        Ok(((!alone || response.objects > 0).then_some(response), reading))
    }

    /// Every object was delivered, but not all together: that was too much, unless they are delivered together now.
    async fn learn(&self, ids: &[String], refusal: &Refusal, largest: usize, log: &mut Log) -> Result<()> {
        let ask = self.session.by_ids(self.stream, ids)?;
        let again = refusal.is_definite() || is_too_much(self.ask((&ask, ids), 1, log).await);
        if again && largest < ids.len() {
            let most = u32::try_from(largest).unwrap_or(u32::MAX);
            self.client.allowed().learn(self.stream.name, Question::Ids, most);
        }
        Ok(())
    }
}

impl Log {
    /// A step with what was logged since the last one.
    pub fn step(&mut self, responses: Vec<Response>, unreadable: Vec<Unreadable>) -> Step {
        let log = std::mem::take(self);
        Step { responses, requests: log.requests, waits: log.waits, unreadable, ..Step::default() }
    }
}

/// An object that could not be read.
pub fn unreadable(object: String, cause: String) -> Unreadable {
    Unreadable::new(GapKind::Object, object, cause)
}

/// Whether a request was refused in a way that may mean that it asks for too much.
pub(super) fn is_too_much<T>(outcome: Result<T, Refusal>) -> bool {
    outcome.is_err_and(|refusal| refusal.is_about_size())
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
        Refusal::Undeliverable(cause)
        | Refusal::Unavailable(cause)
        | Refusal::Refused(cause)
        | Refusal::Outdated(cause)
        | Refusal::TooMuch { cause, .. } => cause,
        Refusal::Absent(_, error) | Refusal::Final(error) | Refusal::Unanswered(error) => error.one_line(),
        Refusal::Nothing(_) => "the site says that there is none".to_owned(),
    }
}

/// The error for a refusal that a smaller request does not resolve.
pub fn into_error(refusal: Refusal, what: &str) -> Error {
    match refusal {
        Refusal::Absent(_, error) | Refusal::Final(error) | Refusal::Unanswered(error) => error,
        Refusal::Undeliverable(cause) => Error::failed(format!("the site cannot deliver {what}: {cause}"))
            .hint("what was received is kept; run again when the site has recovered"),
        Refusal::Unavailable(cause) => {
            Error::new(Kind::Unreachable, format!("the site cannot deliver {what} for now: {cause}"))
                .hint("what was received is kept; run again when the site has recovered")
        }
        Refusal::TooMuch { cause, .. } => Error::failed(format!("{what} is too much for the site: {cause}"))
            .hint("asking for less did not help; check what is between catchment and the site"),
        Refusal::Nothing(_) => Error::failed(format!("the site says that there is nothing of {what}"))
            .hint("only listings can have a refusal that means nothing: check `refused` for this endpoint"),
        Refusal::Refused(cause) | Refusal::Outdated(cause) => {
            Error::failed(format!("the site refused {what} (400){cause}"))
                .hint("run again; if it persists, the site's API has changed")
        }
    }
}
