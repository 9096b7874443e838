//! Asking a host: budget before every request, retries after it, every try on record.

use super::budget::Budget;
use super::retry::{self, Verdict};
use crate::edge::clock;
use crate::edge::http::{Answer, Http, Trouble};
use crate::error::Error;
use crate::page::{Request, Wait};
use std::time::Duration;
use url::Url;

/// A client of one host, shared by all walks over it.
pub struct Client {
    http: Http,
    budget: Budget,
    pause: Duration,
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
    /// The server cannot deliver this: 5xx or a flawed answer after all tries, too large, or holding the credentials.
    Undeliverable(String),
    /// The server does not take the request (400), a stale cursor for instance.
    Refused(String),
    /// What was asked for is not there or not for this account (403, 404, 410).
    Absent(u16, Error),
    /// No other request of this kind will do better.
    Final(Error),
}

/// What is asked: a URL, and for a POST its body.
#[derive(Clone, Copy)]
struct Question<'a> {
    url: &'a Url,
    body: Option<&'a [u8]>,
}

enum Again {
    After(Duration),
    Limited(Option<Duration>),
    Stop(Refusal),
}

impl Client {
    /// A client with the host's budget; `pause` is where back-off begins.
    pub fn new(http: Http, requests_per_minute: u32, pause: Duration) -> Self {
        Self { http, budget: Budget::new(requests_per_minute, pause), pause }
    }

    /// Asks until there is an answer that `accept` takes, at most `tries` times.
    pub async fn get<T>(
        &self,
        url: &Url,
        tries: u32,
        log: &mut Log,
        accept: impl Fn(&Answer) -> Result<T, String>,
    ) -> Result<(Answer, T), Refusal> {
        self.ask(Question { url, body: None }, tries, log, accept).await
    }

    /// The same with a POST of JSON. Only for questions that change nothing: they may be asked twice.
    pub async fn post<T>(
        &self,
        url: &Url,
        body: &[u8],
        tries: u32,
        log: &mut Log,
        accept: impl Fn(&Answer) -> Result<T, String>,
    ) -> Result<(Answer, T), Refusal> {
        self.ask(Question { url, body: Some(body) }, tries, log, accept).await
    }

    async fn ask<T>(
        &self,
        question: Question<'_>,
        tries: u32,
        log: &mut Log,
        accept: impl Fn(&Answer) -> Result<T, String>,
    ) -> Result<(Answer, T), Refusal> {
        let (mut attempt, mut limited) = (1, 0);
        loop {
            let outcome = self.once(question, attempt + limited, log).await;
            let again = match self.weigh(outcome, attempt, tries, &accept, log) {
                Ok(accepted) => return Ok(accepted),
                Err(again) => again,
            };
            match again {
                Again::Stop(refusal) => return Err(refusal),
                Again::After(wait) => {
                    attempt += 1;
                    self.wait(wait, log).await;
                }
                Again::Limited(wait) if limited < retry::LIMITED_TRIES => {
                    limited += 1;
                    self.budget.slow_down(wait.unwrap_or_else(|| retry::back_off(self.pause, limited + 1)));
                }
                Again::Limited(_) => {
                    return Err(Refusal::Final(
                        Error::failed(format!("the site answered 429 {} times in a row", limited + 1))
                            .hint("lower requests_per_minute, or run again when the site is less busy; what was landed is kept"),
                    ));
                }
            }
        }
    }

    async fn once(&self, question: Question<'_>, attempt: u32, log: &mut Log) -> Result<Answer, Trouble> {
        let ticket = self.budget.enter(&mut log.waits).await;
        let (started_at, started) = (clock::now(), clock::instant());
        let outcome = match question.body {
            None => self.http.get(question.url).await,
            Some(body) => self.http.post(question.url, body).await,
        };
        drop(ticket);
        let (status, bytes, cause) = match &outcome {
            Ok(answer) if answer.status == 200 => (Some(answer.status), answer.body.len(), None),
            Ok(answer) => (Some(answer.status), answer.body.len(), Some(format!("status {}", answer.status))),
            Err(trouble) => (None, 0, Some(trouble.to_string())),
        };
        log.requests.push(Request {
            target: target(question.url),
            attempt,
            started_at,
            millis: started.elapsed().as_millis() as u64,
            status,
            bytes: bytes as u64,
            cause,
        });
        outcome
    }

    fn weigh<T>(
        &self,
        outcome: Result<Answer, Trouble>,
        attempt: u32,
        tries: u32,
        accept: &impl Fn(&Answer) -> Result<T, String>,
        log: &mut Log,
    ) -> Result<(Answer, T), Again> {
        let again_or = |wait: Option<Duration>, refusal: Refusal| {
            if attempt >= tries {
                return Again::Stop(refusal);
            }
            let least = retry::back_off(self.pause, attempt + 1);
            Again::After(wait.map_or(least, |wait| wait.max(least)))
        };
        match outcome {
            Ok(answer) => match retry::judge(&answer) {
                Verdict::Use => match accept(&answer) {
                    Ok(value) => {
                        self.budget.speed_up();
                        Ok((answer, value))
                    }
                    Err(flaw) => {
                        if let Some(last) = log.requests.last_mut() {
                            last.cause = Some(flaw.clone());
                        }
                        Err(again_or(None, Refusal::Undeliverable(flaw)))
                    }
                },
                Verdict::Limited(wait) => Err(Again::Limited(wait)),
                Verdict::Again(cause, wait) => Err(again_or(wait, Refusal::Undeliverable(cause))),
                Verdict::Refused(excerpt) => Err(Again::Stop(Refusal::Refused(excerpt))),
                Verdict::Absent(status, error) => Err(Again::Stop(Refusal::Absent(status, error))),
                Verdict::Final(error) => Err(Again::Stop(Refusal::Final(error))),
            },
            Err(Trouble::Transport(cause)) => Err(again_or(None, Refusal::Final(unreachable(cause)))),
            Err(trouble @ (Trouble::TooLarge | Trouble::Echo)) => {
                Err(Again::Stop(Refusal::Undeliverable(trouble.to_string())))
            }
            Err(Trouble::Tls(cause)) => Err(Again::Stop(Refusal::Final(
                Error::failed(format!("the site's certificate was not accepted: {cause}"))
                    .hint("check url and the certificates of this machine; verification is never switched off"),
            ))),
            Err(Trouble::Elsewhere(cause)) => Err(Again::Stop(Refusal::Final(
                Error::failed(cause)
                    .hint("nothing was sent there; check url and what stands between catchment and the site"),
            ))),
        }
    }

    async fn wait(&self, wait: Duration, log: &mut Log) {
        let started_at = clock::now();
        clock::sleep(wait).await;
        log.waits.push(Wait { reason: "back-off", started_at, millis: wait.as_millis() as u64 });
    }
}

fn unreachable(cause: String) -> Error {
    Error::failed(format!("the site could not be reached: {cause}"))
        .hint("check url, the network and proxies; what was landed is kept, run the command again")
}

/// Path and query for the record. A personal space's key is an account id, so keys are left out.
fn target(url: &Url) -> String {
    let Some(query) = url.query() else { return url.path().to_owned() };
    let parts = query.split('&').map(|part| if part.starts_with("keys=") { "keys=*" } else { part });
    format!("{}?{}", url.path(), parts.collect::<Vec<_>>().join("&"))
}
