//! Asking a host: budget before every request, retries after it, every try on record.

use super::allowed::Allowed;
use super::budget::Budget;
use super::refused::{Flaw, Refused};
use super::retry::{self, Hide, Hint, Teller, Verdict};
use super::waits::Waits;
use crate::edge::clock;
use crate::edge::http::{Answer, Ask, Http, Trouble};
use crate::error::Error;
use crate::page::{Request, Wait};
use chrono::NaiveDateTime;
use std::sync::Arc;
use std::time::Duration;
use url::{Url, form_urlencoded};

/// Before a smaller question the pause is that before this try.
const PAUSE_FOR_LESS: u32 = 3;

/// A client of one host, shared by all walks over it.
pub struct Client {
    pub(super) http: Http,
    pub(super) budget: Budget,
    pub(super) teller: Teller,
    allowed: Allowed,
    pause: Duration,
    /// Arguments of addresses whose values the record leaves out.
    unrecorded: Vec<String>,
}

/// The tries and pauses since they were last taken away.
#[derive(Default)]
pub struct Log {
    /// Requests, oldest first.
    pub requests: Vec<Request>,
    /// Pauses, oldest first.
    pub waits: Vec<Wait>,
}

/// Why a request has no answer that can be used.
pub enum Refusal {
    /// The server cannot deliver this: 5xx or a flawed answer after all tries, or one that holds the credentials.
    Undeliverable(String),
    /// It was asked for too much at once: 413, 414 (then it is the address), 431, or an answer over the bound.
    TooMuch {
        /// What says so.
        cause: String,
        /// Whether it is the address that is too long.
        address: bool,
    },
    /// No answer came in time or to its end, after all tries.
    Unanswered(Error),
    /// The server does not take the request (400), a stale cursor for instance.
    Refused(String),
    /// What was asked for is not there (404, 410) or not for this account (403); other statuses that mean it are told as
    /// one of these.
    Absent(u16, Error),
    /// There is nothing of what was asked for, says the endpoint: the server's `Date` of that answer.
    Nothing(NaiveDateTime),
    /// No other request of this kind will do better.
    Final(Error),
}

impl Refusal {
    /// Whether less of the same may be answered.
    pub(super) fn is_about_size(&self) -> bool {
        matches!(self, Self::Undeliverable(_) | Self::TooMuch { .. } | Self::Unanswered(_))
    }

    /// Whether the same question will be refused again: a site that is ill gives no such answer.
    pub(super) fn is_definite(&self) -> bool {
        matches!(self, Self::TooMuch { .. } | Self::Refused(_))
    }
}

/// What is asked, and what its refusals mean.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// The request.
    pub ask: &'a Ask,
    /// Refusals that mean something else than their status commonly does.
    pub refused: &'a [Refused],
}

impl<'a> From<&'a Ask> for Asking<'a> {
    fn from(ask: &'a Ask) -> Self {
        Self { ask, refused: &[] }
    }
}

/// What follows a try that brought nothing.
pub(super) enum Again {
    /// Another try after this pause, and who wants it.
    After(Duration, &'static str),
    /// Another try when the host takes requests again.
    Limited(Option<Duration>),
    /// Another try at once, with a new credential.
    Renewed,
    /// None.
    Stop(Refusal),
}

/// The tries of one request.
pub(super) struct Tries {
    /// Which try it is, from 1; those that the host's limit refused are not counted.
    pub(super) attempt: u32,
    /// How often the host's limit refused it.
    limited: u32,
    /// Whether its credential was renewed: once is enough.
    is_renewed: bool,
    most: u32,
}

impl Tries {
    /// Before the first of at most so many tries.
    pub(super) fn new(most: u32) -> Self {
        Self { attempt: 1, limited: 0, is_renewed: false, most }
    }

    /// The number that the record gives the try.
    pub(super) fn number(&self) -> u32 {
        self.attempt + self.limited + u32::from(self.is_renewed)
    }
}

impl Client {
    /// A client that keeps this budget; `pause` is where back-off begins, and `hide` takes out of the site's words what
    /// must not be repeated. The record leaves the values of the arguments `unrecorded` out.
    pub fn new(http: Http, budget: Budget, pause: Duration, hide: Hide, unrecorded: Vec<String>) -> Self {
        let teller = Teller { hide, hint: Arc::new(|_| None) };
        Self { http, budget, teller, unrecorded, allowed: Allowed::default(), pause }
    }

    /// The same, with what a source knows to do about troubles.
    pub fn hinting(mut self, hint: Hint) -> Self {
        self.teller.hint = hint;
        self
    }

    /// How much the site allows at once.
    pub fn allowed(&self) -> &Allowed {
        &self.allowed
    }

    /// The pauses that are under way.
    pub fn waits(&self) -> &Arc<Waits> {
        self.budget.waits()
    }

    /// The pause before a question is asked for less because of this refusal: none where it says itself that it was too
    /// much, else the site may just be ill and gets the time of a few tries.
    pub(super) async fn pause_for_less(&self, refusal: &Refusal, log: &mut Log) {
        if !refusal.is_definite() {
            self.wait(retry::back_off(self.pause, PAUSE_FOR_LESS), "back-off", log).await;
        }
    }

    /// Asks until there is an answer that `accept` takes, at most `tries` times.
    pub async fn ask<'a, T, F: Into<Flaw>>(
        &self,
        asking: impl Into<Asking<'a>>,
        tries: u32,
        log: &mut Log,
        accept: impl Fn(&Answer) -> Result<T, F>,
    ) -> Result<(Answer, T), Refusal> {
        let Asking { ask, refused } = asking.into();
        let mut tried = Tries::new(tries);
        loop {
            let outcome = self.once(ask, tried.number(), log).await;
            let again = match self.weigh(outcome, refused, &tried, &accept, log) {
                Ok(accepted) => return Ok(accepted),
                Err(again) => again,
            };
            self.await_turn(again, &mut tried, log).await?;
        }
    }

    /// Pauses for the next try, or gives up.
    pub(super) async fn await_turn(&self, again: Again, tried: &mut Tries, log: &mut Log) -> Result<(), Refusal> {
        match again {
            Again::Stop(refusal) => Err(refusal),
            Again::After(wait, reason) => {
                tried.attempt += 1;
                self.wait(wait, reason, log).await;
                Ok(())
            }
            Again::Renewed => {
                tried.is_renewed = true;
                Ok(())
            }
            Again::Limited(wait) if tried.limited < retry::LIMITED_TRIES => {
                tried.limited += 1;
                self.budget.slow_down(wait.unwrap_or_else(|| retry::back_off(self.pause, tried.limited + 1)));
                Ok(())
            }
            Again::Limited(_) => Err(Refusal::Final(
                Error::failed(format!("the site answered 429 {} times in a row", tried.limited + 1)).hint(
                    "lower requests_per_minute, or run again when the site is less busy; what was landed is kept",
                ),
            )),
        }
    }

    /// Another try after the pause that is due, at least `wait`; or, after the last one, the refusal. A site that says
    /// when to come back is ill and not asked for too much: it gets all tries, unless it has only one.
    pub(super) fn again_or(&self, tried: &Tries, wait: Option<Duration>, refusal: Refusal) -> Again {
        let patient = wait.is_some() && tried.most > 1;
        if tried.attempt >= if patient { retry::TRIES } else { tried.most } {
            return Again::Stop(refusal);
        }
        let least = retry::back_off(self.pause, tried.attempt + 1);
        match wait.filter(|wait| *wait > least) {
            Some(wait) => Again::After(wait, "server asked"),
            None => Again::After(least, "back-off"),
        }
    }

    async fn once(&self, ask: &Ask, attempt: u32, log: &mut Log) -> Result<Answer, Trouble> {
        let ticket = self.budget.enter(&mut log.waits).await;
        let (started_at, started) = (clock::now(), clock::instant());
        let outcome = self.http.ask(ask).await;
        drop(ticket);
        let millis = started.elapsed().as_millis() as u64;
        log.requests.push(self.record(&ask.url, attempt, started_at, millis, outcome.as_ref(), &[200]));
        outcome
    }

    pub(super) fn weigh<T, F: Into<Flaw>>(
        &self,
        outcome: Result<Answer, Trouble>,
        refused: &[Refused],
        tried: &Tries,
        accept: &impl Fn(&Answer) -> Result<T, F>,
        log: &mut Log,
    ) -> Result<(Answer, T), Again> {
        let answer = outcome.map_err(|trouble| self.weigh_trouble(trouble, tried))?;
        let note = |log: &mut Log, cause: &str| {
            if let Some(last) = log.requests.last_mut() {
                last.cause = Some(cause.to_owned());
            }
        };
        match retry::judge(&answer, &self.teller, refused) {
            None => match accept(&answer) {
                Ok(value) => {
                    self.budget.speed_up();
                    Ok((answer, value))
                }
                Err(flaw) => match flaw.into() {
                    Flaw::Ill(flaw) => {
                        note(log, &flaw);
                        Err(self.again_or(tried, None, Refusal::Undeliverable(flaw)))
                    }
                    Flaw::Wrong(error) => {
                        note(log, "the answer is not what the settings say");
                        Err(Again::Stop(Refusal::Final(error)))
                    }
                },
            },
            Some(verdict) => {
                if answer.status == 200 {
                    note(log, "the answer is a refusal");
                }
                Err(self.weigh_verdict(verdict, &answer, tried))
            }
        }
    }

    /// What follows an answer that is not used.
    fn weigh_verdict(&self, verdict: Verdict, answer: &Answer, tried: &Tries) -> Again {
        Again::Stop(match verdict {
            Verdict::Nothing => Refusal::Nothing(answer.date),
            Verdict::Limited(wait) => return Again::Limited(wait),
            Verdict::Again(cause, wait) => return self.again_or(tried, wait, Refusal::Undeliverable(cause)),
            Verdict::Refused(excerpt) => Refusal::Refused(excerpt),
            Verdict::TooMuch(status) => {
                Refusal::TooMuch { cause: format!("status {status}"), address: matches!(status, 414 | 431) }
            }
            Verdict::Absent(status, error) => Refusal::Absent(status, error),
            Verdict::Renew(_) if !tried.is_renewed && self.http.renew(answer.stamp) => return Again::Renewed,
            Verdict::Renew(error) => Refusal::Final(self.http.hint().into_iter().fold(error, Error::hint)),
            Verdict::Final(error) => Refusal::Final(error),
        })
    }

    /// What follows a request without a complete answer.
    fn weigh_trouble(&self, trouble: Trouble, tried: &Tries) -> Again {
        Again::Stop(match trouble {
            Trouble::Transport(cause) => return self.again_or(tried, None, Refusal::Final(unreachable(cause))),
            Trouble::Cut(cause) => return self.again_or(tried, None, Refusal::Unanswered(unreachable(cause))),
            Trouble::Final(error) => Refusal::Final(error),
            Trouble::TooLarge => Refusal::TooMuch { cause: trouble.to_string(), address: false },
            Trouble::Echo => Refusal::Undeliverable(trouble.to_string()),
            Trouble::Tls(cause) => Refusal::Final(
                Error::failed(format!("the site's certificate was not accepted: {cause}"))
                    .hint("check url and the certificates of this machine; verification is never switched off"),
            ),
            Trouble::Elsewhere(cause) => Refusal::Final(
                Error::failed(cause)
                    .hint("nothing was sent there; check url and what stands between catchment and the site"),
            ),
        })
    }

    /// A request as the record keeps it; `wanted` are the statuses of answers that are used.
    pub(super) fn record(
        &self,
        url: &Url,
        attempt: u32,
        started_at: NaiveDateTime,
        millis: u64,
        outcome: Result<&Answer, &Trouble>,
        wanted: &[u16],
    ) -> Request {
        let (status, bytes, cause) = match outcome {
            Ok(answer) if wanted.contains(&answer.status) => (Some(answer.status), answer.body.len(), None),
            Ok(answer) => (Some(answer.status), answer.body.len(), Some(format!("status {}", answer.status))),
            Err(trouble) => (None, 0, Some(trouble.to_string())),
        };
        let target = target(url, &self.unrecorded);
        Request { target, attempt, started_at, millis, status, bytes: bytes as u64, cause }
    }

    async fn wait(&self, wait: Duration, reason: &'static str, log: &mut Log) {
        self.budget.waits().until(clock::instant() + wait, reason, &mut log.waits).await;
    }
}

fn unreachable(cause: String) -> Error {
    Error::failed(format!("the site could not be reached: {cause}"))
        .hint("check url, the network and proxies; what was landed is kept, run the command again")
}

/// Path and query for the record, without the values of some arguments.
fn target(url: &Url, unrecorded: &[String]) -> String {
    let Some(query) = url.query() else { return url.path().to_owned() };
    let is_unrecorded = |name: &str| {
        let name = form_urlencoded::parse(name.as_bytes()).next();
        name.is_some_and(|(name, _)| unrecorded.iter().any(|known| *known == name))
    };
    let part = |part: &str| match part.split_once('=') {
        Some((name, _)) if is_unrecorded(name) => format!("{name}=*"),
        _ => part.to_owned(),
    };
    format!("{}?{}", url.path(), query.split('&').map(part).collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_of_a_request_names_no_person() {
        let unrecorded = ["keys".to_owned(), "page[after]".to_owned()];
        let recorded =
            |query: &str| target(&Url::parse(&format!("https://example.com/wiki/x?{query}")).unwrap(), &unrecorded);
        assert_eq!(recorded("keys=~5b10a2,DOCS&limit=5"), "/wiki/x?keys=*&limit=5");
        assert_eq!(recorded("limit=5&space-id=7"), "/wiki/x?limit=5&space-id=7");
        assert_eq!(
            recorded("page%5Bafter%5D=a&page[after]=b&key%73=c"),
            "/wiki/x?page%5Bafter%5D=*&page[after]=*&key%73=*"
        );
    }
}
