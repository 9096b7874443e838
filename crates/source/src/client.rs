//! The HTTP client of a connection: takes from the budget before each request, retries, and records every attempt.

use crate::allowed::Allowed;
use crate::budget::Budget;
use crate::outage::{Outage, outage_of};
use crate::pace::Pace;
use crate::refused::{self, Flaw, Refused};
use crate::retry::{self, Hide, Hint, Patience, Teller, Verdict};
use crate::routes::{Route, Routes};
use crate::waits::Waits;
use catchment_base::clock;
use catchment_base::error::{Error, Kind};
use catchment_base::response::{Request, Wait};
use catchment_io::http::{Answer, Ask, Http, OF_SETTINGS, Trouble};
use chrono::NaiveDateTime;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use url::{Url, form_urlencoded};

/// The pause before a smaller request equals the back-off before this attempt.
const PAUSE_FOR_LESS: u32 = 3;

/// A client of one origin, shared by all walks.
pub struct Client {
    pub(super) http: Http,
    pub(super) budget: Budget,
    pub(super) teller: Teller,
    /// What names the proxy through which requests may go, and its address.
    proxy: Option<(&'static str, String)>,
    allowed: Allowed,
    pub(super) pause: Duration,
    pub(super) patience: Patience,
    /// Arguments of addresses whose values the record keeps.
    recorded: Vec<String>,
    pace: Mutex<Pace>,
    /// Streams of which a page has named its next one, or need not have.
    ends_proven: Mutex<BTreeSet<&'static str>>,
    /// The first request that was answered, and whether the credentials are not accepted any more.
    pub(super) answered: Mutex<Option<Ask>>,
    is_denied: AtomicBool,
    pub(super) outage: Outage,
    routes: Routes,
    /// Held by the walk that asks what others wait to know as well.
    settling: tokio::sync::Mutex<()>,
}

/// Requests and pauses since the log was last emptied.
#[derive(Default)]
pub struct Log {
    /// Requests, oldest first.
    pub requests: Vec<Request>,
    /// Pauses, oldest first.
    pub waits: Vec<Wait>,
}

/// Why a request has no usable answer.
pub enum Refusal {
    /// The server cannot deliver it: 5xx or a malformed answer after all attempts, or an answer that contains the credentials.
    Undeliverable(String),
    /// The server is not available, or what is asked for is not yet: 408, 502 to 504 or 520 to 530 after all attempts. It passes.
    Unavailable(String),
    /// The request asks for too much: 413, 414 (the address is too long), 431, or an answer above the size limit.
    TooMuch {
        /// The reason, for messages.
        cause: String,
        /// Whether it is what the request names: its address is too long, or its window.
        named: bool,
    },
    /// No complete answer arrived in time, after all attempts.
    Unanswered(Error),
    /// The server rejects the request (400), for example because of an expired cursor.
    Refused(String),
    /// The site rejects it because what it has said of itself does not hold any more.
    Outdated(String),
    /// The object does not exist (404, 410) or the account may not see it (403). Other statuses with this meaning are mapped to
    /// one of these.
    Absent(u16, Error),
    /// The endpoint answers that there are no records; the `Date` of that answer.
    Nothing(NaiveDateTime),
    /// A retry would fail in the same way.
    Final(Error),
}

impl Refusal {
    /// Whether a smaller request may succeed.
    pub(super) fn is_about_size(&self) -> bool {
        matches!(self, Self::Undeliverable(_) | Self::Unavailable(_) | Self::TooMuch { .. } | Self::Unanswered(_))
    }

    /// Whether it says of the moment more than of the request.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::Unavailable(_) | Self::Unanswered(_) => true,
            Self::Final(error) => matches!(error.kind(), Kind::Unreachable | Kind::Denied | Kind::Incomplete),
            _ => false,
        }
    }

    /// The same with more to say of its cause, where it says one.
    pub(super) fn explained(mut self, more: &str) -> Self {
        if let Self::Undeliverable(cause) | Self::Unavailable(cause) | Self::TooMuch { cause, .. } = &mut self {
            cause.push_str("; ");
            cause.push_str(more);
        }
        self
    }

    /// Whether the same request would be refused again; a failing server does not give such an answer.
    pub(super) fn is_definite(&self) -> bool {
        matches!(self, Self::TooMuch { .. } | Self::Refused(_))
    }
}

/// A request, and what its refusals mean.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    ask: &'a Ask,
    /// Refusals whose meaning differs from that of their status.
    refused: &'a [Refused],
    /// The route that it goes by, where what becomes of it says something of others.
    route: Option<&'a Route>,
}

impl<'a> Asking<'a> {
    /// A request with these refusals.
    pub fn new(ask: &'a Ask, refused: &'a [Refused]) -> Self {
        Self { ask, refused, route: None }
    }

    /// The same by a route.
    pub fn by(self, route: &'a Route) -> Self {
        Self { route: Some(route), ..self }
    }
}

impl<'a> From<&'a Ask> for Asking<'a> {
    fn from(ask: &'a Ask) -> Self {
        Self::new(ask, &[])
    }
}

/// What follows a failed attempt.
pub(super) enum Again {
    /// Another attempt after this pause, with the reason for it.
    After(Duration, &'static str),
    /// Another attempt when the origin accepts requests again.
    Limited(Option<Duration>),
    /// Another attempt at once, with a new credential.
    Renewed,
    /// None.
    Stop(Refusal),
}

/// The attempts of one request.
pub(super) struct Tries {
    /// The number of the attempt, from 1; attempts answered with 429 are not counted.
    pub(super) attempt: u32,
    /// How often it was answered with 429.
    limited: u32,
    /// Whether its credential was renewed, which is done once.
    is_renewed: bool,
    /// Whether it was tried anew after an outage, which is done once.
    is_anew: bool,
    most: u32,
}

impl Tries {
    /// Before the first of at most `most` attempts.
    pub(super) fn new(most: u32) -> Self {
        Self { attempt: 1, limited: 0, is_renewed: false, is_anew: false, most }
    }

    /// The same, without another try after an outage.
    pub(super) fn not_anew(self) -> Self {
        Self { is_anew: true, ..self }
    }

    /// Tries a request anew that failed while the site was down, which is done once, and not where the refusal is said of the request.
    pub(super) fn anew(&mut self, refusal: Refusal) -> Result<(), Refusal> {
        self.attempt = 1;
        if !refusal.is_transient() || std::mem::replace(&mut self.is_anew, true) { Err(refusal) } else { Ok(()) }
    }

    /// The number of the attempt in the record.
    pub(super) fn number(&self) -> u32 {
        self.attempt + self.limited + u32::from(self.is_renewed)
    }
}

impl Client {
    /// A client with this budget. `pause` is the first back-off, and `hide` removes from messages of the site what must not be
    /// repeated. The record keeps the values of the query arguments `recorded` and of no others.
    pub fn new(http: Http, budget: Budget, pause: Duration, hide: Hide, recorded: Vec<String>) -> Self {
        let teller = Teller { hide, hint: Arc::new(|_| None), is_site: AtomicBool::new(false) };
        Self {
            http,
            budget,
            teller,
            proxy: None,
            recorded,
            pace: Mutex::default(),
            allowed: Allowed::default(),
            pause,
            patience: Patience::LONG,
            ends_proven: Mutex::default(),
            answered: Mutex::default(),
            is_denied: AtomicBool::new(false),
            outage: Outage::default(),
            routes: Routes::default(),
            settling: tokio::sync::Mutex::default(),
        }
    }

    /// The same, with what a source knows to do about troubles.
    pub fn hinting(mut self, hint: Hint) -> Self {
        self.teller.hint = hint;
        self
    }

    /// The same, with another patience than that of a sync.
    pub fn patient(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// The same, with the proxy through which its requests may go ([`Transport::proxy_to`](catchment_io::http::Transport::proxy_to)).
    pub fn through(mut self, proxy: Option<(&'static str, String)>) -> Self {
        self.proxy = proxy;
        self
    }

    /// How much the site accepts in one request.
    pub fn allowed(&self) -> &Allowed {
        &self.allowed
    }

    /// The pace of the site so far.
    pub fn pace(&self) -> Pace {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether nothing is left to prove of how the pages of a stream name their next ones.
    pub fn is_end_proven(&self, stream: &str) -> bool {
        self.ends_proven.lock().unwrap_or_else(PoisonError::into_inner).contains(stream)
    }

    /// Notes that they do, or that it cannot be told.
    pub fn note_end_proven(&self, stream: &'static str) {
        self.ends_proven.lock().unwrap_or_else(PoisonError::into_inner).insert(stream);
    }

    /// The turn of one walk to ask what others wait to know as well; the next one has it when this is dropped.
    pub(super) async fn turn_to_settle(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.settling.lock().await
    }

    /// Whether it is known that the credentials are not accepted any more.
    pub fn is_denied(&self) -> bool {
        self.is_denied.load(Ordering::SeqCst)
    }

    /// That the site is down, where that is known.
    pub fn down(&self) -> Option<Error> {
        self.outage.error()
    }

    /// The account for which the token in force was issued, where its endpoint names one; a token is got where there is none yet.
    ///
    /// # Errors
    /// No token is got, and another try would get none.
    pub async fn account(&self) -> Result<Option<String>, Error> {
        self.http.account().await
    }

    /// The routes that were gone by.
    pub fn routes(&self) -> &Routes {
        &self.routes
    }

    /// Whether anything was answered so far.
    pub fn is_answered(&self) -> bool {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// After a refused login: whether the credentials have stopped to be accepted, or only this request is refused. What was
    /// answered before is asked for again; where nothing was, nobody knows.
    pub async fn find_out_denied(&self, log: &mut Log) -> bool {
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(ask) = answered.filter(|_| !self.is_denied()) else { return self.is_denied() };
        let again = self.ask(&ask, 1, log, |_| Ok::<(), String>(())).await;
        if matches!(again, Err(Refusal::Final(error)) if error.kind() == Kind::Denied) {
            self.is_denied.store(true, Ordering::SeqCst);
        }
        self.is_denied()
    }

    /// A text without what the policy takes out of texts.
    pub fn hide(&self, text: &str) -> String {
        (self.teller.hide)(text)
    }

    /// The pauses in progress.
    pub fn waits(&self) -> &Arc<Waits> {
        self.budget.waits()
    }

    /// The pause before a smaller request. There is none if the refusal is definite; otherwise the server may only be failing
    /// for a moment and gets the time of a few attempts.
    pub(super) async fn pause_for_less(&self, refusal: &Refusal, log: &mut Log) {
        if !refusal.is_definite() {
            self.wait(retry::back_off(self.pause, PAUSE_FOR_LESS), "back-off", log).await;
        }
    }

    /// Sends the request until an answer is accepted by `accept`, at most `tries` times, and no longer than patience lasts.
    pub async fn ask<'a, T, F: Into<Flaw>>(
        &self,
        asking: impl Into<Asking<'a>>,
        tries: u32,
        log: &mut Log,
        accept: impl Fn(&Answer) -> Result<T, F>,
    ) -> Result<(Answer, T), Refusal> {
        let Asking { ask, refused, route } = asking.into();
        let mut tried = Tries::new(tries.min(self.patience.tries));
        let mut turn = None;
        loop {
            self.await_outage(&mut turn).await?;
            let outcome = self.once(ask, tried.number(), log).await;
            let again = match self.weigh(outcome, (refused, ask.accepted()), &tried, &accept, log) {
                Ok(accepted) => {
                    self.answered.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| ask.clone());
                    if let Some(route) = route {
                        route.came();
                    }
                    return Ok(accepted);
                }
                Err(again) => again,
            };
            if let (Some(route), Again::After(..) | Again::Stop(_)) = (route, &again) {
                route.note_requests(1);
                // The outage of a route alone does not pass with that of the site.
                tried.is_anew |= route.failures() > 0;
            }
            self.await_turn(again, &mut tried, log).await?;
        }
    }

    /// Pauses before the next attempt, or returns the refusal.
    pub(super) async fn await_turn(&self, again: Again, tried: &mut Tries, log: &mut Log) -> Result<(), Refusal> {
        match again {
            Again::Stop(refusal) => self.find_out_down(refusal, tried, log).await,
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
                Error::new(Kind::Unreachable, format!("the site answered 429 {} times in a row", tried.limited + 1))
                    .hint(
                        "lower requests_per_minute, or run again when the site is less busy; what was received is kept",
                    ),
            )),
        }
    }

    /// Another attempt after the back-off, at least `wait`; after the last attempt the refusal. A server that says when to come
    /// back is overloaded and the request not too large: it gets all attempts, unless only one is allowed.
    pub(super) fn again_or(&self, tried: &Tries, wait: Option<Duration>, refusal: Refusal) -> Again {
        let patient = wait.is_some() && tried.most > 1;
        if tried.attempt >= if patient { retry::TRIES } else { tried.most } {
            return Again::Stop(refusal);
        }
        let least = retry::back_off(self.pause, tried.attempt + 1).min(self.patience.back_off);
        match wait.filter(|wait| *wait > least) {
            Some(wait) => Again::After(wait, "server asked"),
            None => Again::After(least, "back-off"),
        }
    }

    pub(super) async fn once(&self, ask: &Ask, attempt: u32, log: &mut Log) -> Result<Answer, Trouble> {
        let ticket = self.budget.enter(&mut log.waits).await;
        let (started_at, started) = (clock::now(), clock::instant());
        let outcome = self.http.ask(ask).await;
        drop(ticket);
        let millis = started.elapsed().as_millis() as u64;
        self.pace.lock().unwrap_or_else(PoisonError::into_inner).note(millis, outcome.as_ref().ok());
        log.requests.push(self.record(&ask.url, attempt, started_at, millis, outcome.as_ref(), &[200]));
        outcome
    }

    pub(super) fn weigh<T, F: Into<Flaw>>(
        &self,
        outcome: Result<Answer, Trouble>,
        (refused, media): (&[Refused], &str),
        tried: &Tries,
        accept: &impl Fn(&Answer) -> Result<T, F>,
        log: &mut Log,
    ) -> Result<(Answer, T), Again> {
        self.outage.note(outage_of(outcome.as_ref()));
        let answer = outcome.map_err(|trouble| self.weigh_trouble(trouble, tried))?;
        let note = |log: &mut Log, cause: &str| {
            if let Some(last) = log.requests.last_mut() {
                last.cause = Some(cause.to_owned());
            }
        };
        match retry::judge(&answer, &self.teller, refused, media) {
            None => match refused::read(&answer, accept) {
                Ok(value) => {
                    self.budget.speed_up();
                    self.teller.is_site.store(true, Ordering::Relaxed);
                    Ok((answer, value))
                }
                Err(Flaw::Ill(flaw)) => {
                    note(log, &flaw);
                    Err(self.again_or(tried, None, Refusal::Undeliverable(flaw)))
                }
                Err(Flaw::Wrong(error)) => {
                    note(log, "the response is not as the settings say");
                    Err(Again::Stop(Refusal::Final(error)))
                }
            },
            Some(verdict) => {
                if answer.status == 200 {
                    note(log, "the response is a refusal");
                }
                Err(self.weigh_verdict(verdict, &answer, tried))
            }
        }
    }

    /// What follows an answer that is not usable.
    fn weigh_verdict(&self, verdict: Verdict, answer: &Answer, tried: &Tries) -> Again {
        Again::Stop(match verdict {
            Verdict::Nothing => Refusal::Nothing(answer.date),
            Verdict::Limited(wait) => return Again::Limited(wait),
            Verdict::Again(cause, wait) => return self.again_or(tried, wait, Refusal::Undeliverable(cause)),
            Verdict::Later(cause, wait) => return self.again_or(tried, wait, Refusal::Unavailable(cause)),
            Verdict::Refused(excerpt) => Refusal::Refused(excerpt),
            Verdict::Outdated(excerpt) => Refusal::Outdated(excerpt),
            Verdict::TooMuch(status) => {
                Refusal::TooMuch { cause: format!("status {status}"), named: matches!(status, 414 | 431) }
            }
            Verdict::TooLong(status) => {
                Refusal::TooMuch { cause: format!("status {status}, which means a smaller window"), named: true }
            }
            Verdict::Absent(status, error) => Refusal::Absent(status, error),
            Verdict::Renew(_) if !tried.is_renewed && self.http.renew(answer.stamp) => return Again::Renewed,
            Verdict::Renew(error) => {
                Refusal::Final(self.http.hint().into_iter().fold(error, Error::hint).of_kind(Kind::Denied))
            }
            Verdict::Final(error) => Refusal::Final(error),
        })
    }

    /// What follows a request without a complete answer.
    fn weigh_trouble(&self, trouble: Trouble, tried: &Tries) -> Again {
        let unreached = |cause| self.on_the_way(unreachable(cause));
        Again::Stop(match trouble {
            Trouble::Transport(cause) => return self.again_or(tried, None, Refusal::Final(unreached(cause))),
            Trouble::Cut(cause) => return self.again_or(tried, None, Refusal::Unanswered(unreached(cause))),
            Trouble::Final(error) => Refusal::Final(self.on_the_way(error)),
            Trouble::TooLarge => Refusal::TooMuch { cause: trouble.to_string(), named: false },
            Trouble::Echo => Refusal::Undeliverable(trouble.to_string()),
            Trouble::Tls(cause) => Refusal::Final(self.on_the_way(not_trusted(&cause))),
            Trouble::Elsewhere(cause) => {
                let hint = "nothing was sent there; check url and what is between catchment and the site";
                Refusal::Final(self.on_the_way(Error::new(Kind::Unreachable, cause).hint(hint)))
            }
        })
    }

    /// A failure to reach the site, with the proxy that is between. One of the environment may not be: the failure tells.
    fn on_the_way(&self, error: Error) -> Error {
        let is_told = |error: &Error| ["tunnel error", "socks"].iter().any(|words| error.one_line().contains(words));
        match self.proxy.as_ref().filter(|_| error.kind() == Kind::Unreachable) {
            Some((name, address)) if *name == OF_SETTINGS || is_told(&error) => {
                let usual = error.hint_text().unwrap_or_default().to_owned();
                error.hint(format!(
                    "requests go through {name} ({address}): check that this is still its address; {usual}"
                ))
            }
            _ => error,
        }
    }

    /// The record of a request; `wanted` are the statuses of usable answers.
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
        let target = target(url, &self.recorded);
        Request { target, attempt, started_at, millis, status, bytes: bytes as u64, cause }
    }

    pub(super) async fn wait(&self, wait: Duration, reason: &'static str, log: &mut Log) {
        self.budget.waits().until(clock::instant() + wait, reason, &mut log.waits).await;
    }
}

/// What the cause of a failed handshake says where the other side has answered something else than TLS.
const NO_TLS: &str = "InvalidContentType";
/// What to do where no answer came in time.
const TOO_LATE: &str = "the site or the network is slow, or what is between lets nothing through: raise \
                        request_timeout_ms, or try again later";
/// What to do about causes that contain these words; another one may be anything on the way.
const CAUSES: [(&str, &str); 5] = [
    (
        "dns error",
        "the name of the host is not known here: check url for a mistake in it, and the name service of this machine",
    ),
    ("no complete response within", TOO_LATE),
    ("timed out", TOO_LATE),
    (
        "proxy authorization required",
        "the proxy asks for a user name and a password: give them in the environment, \
         HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT, without the setting `proxy`, which holds no password",
    ),
    (
        "tunnel error",
        "the proxy does not let the connection through: check `proxy`, HTTPS_PROXY and what the proxy allows",
    ),
];

/// A handshake that failed.
fn not_trusted(cause: &str) -> Error {
    let (what, hint) = match cause.contains(NO_TLS) {
        true => (
            "what answers at this address does not speak TLS",
            "this port speaks plain http, or is none of a web server: check the port in url; http:// is taken on this machine, or with insecure_http = true",
        ),
        false => (
            "the site's certificate was not accepted",
            "check url and the certificates of this machine; a certificate authority of your own goes into ca_file; verification is never switched off",
        ),
    };
    Error::new(Kind::Unreachable, format!("{what}: {cause}")).hint(hint)
}

fn unreachable(cause: String) -> Error {
    let known = CAUSES.iter().find(|(words, _)| cause.contains(words)).map(|(_, hint)| *hint);
    let hint = known.unwrap_or("check url, the network and proxies");
    Error::new(Kind::Unreachable, format!("the site could not be reached: {cause}"))
        .hint(format!("{hint}; what was received is kept, run the command again"))
}

/// Path and query for the record; only the values of these arguments are kept.
fn target(url: &Url, recorded: &[String]) -> String {
    let path: Vec<&str> = url.path().split('/').map(nameless).collect();
    let path = path.join("/");
    let Some(query) = url.query() else { return path };
    let is_recorded = |name: &str| {
        let name = form_urlencoded::parse(name.as_bytes()).next();
        name.is_some_and(|(name, _)| recorded.iter().any(|known| *known == name))
    };
    let part = |part: &str| match part.split_once('=') {
        Some((name, _)) if is_recorded(name) => part.to_owned(),
        Some((name, _)) => format!("{name}=*"),
        // A part without a name is a value.
        None => "*".to_owned(),
    };
    format!("{path}?{}", query.split('&').map(part).collect::<Vec<_>>().join("&"))
}

/// A part of a path as the record keeps it: behind a tilde stands the name of a person.
fn nameless(part: &str) -> &str {
    if part.starts_with('~') || part.to_ascii_lowercase().starts_with("%7e") { "~*" } else { part }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth;
    use catchment_io::http::{Posts, Site, Transport};

    /// The pauses after which a client with this first back-off gives up that asks where nobody listens.
    async fn waits(pause: Duration, patience: Patience) -> Vec<u64> {
        let url = Url::parse("http://127.0.0.1:9/").unwrap();
        let http = Http::new(Site {
            url: url.clone(),
            signer: auth::none(),
            timeout: Duration::from_secs(5),
            compression: false,
            transport: Transport::default(),
            posts: Posts::To(&[]),
        });
        let budget = Budget::of("http://127.0.0.1:9", 60_000, Duration::ZERO);
        let client = Client::new(http.unwrap(), budget, pause, Arc::new(str::to_owned), Vec::new()).patient(patience);
        let mut log = Log::default();
        let asked = client.ask(&Ask::get(url), retry::TRIES, &mut log, |_| Ok::<(), String>(())).await;
        assert!(matches!(asked, Err(Refusal::Final(error)) if error.kind() == Kind::Unreachable));
        assert_eq!(log.requests.len(), log.waits.len() + 1);
        log.waits.iter().map(|wait| wait.millis).collect()
    }

    #[tokio::test]
    async fn where_nobody_answers_somebody_at_a_terminal_waits_a_short_time_and_a_sync_a_long_one() {
        assert_eq!(waits(Duration::ZERO, Patience::LONG).await.len(), retry::TRIES as usize - 1);
        let short = Patience { back_off: Duration::from_millis(5), ..Patience::SHORT };
        let waited = waits(Duration::from_secs(60), short).await;
        assert!(waited.len() == 2 && waited.iter().all(|millis| *millis <= 5), "{waited:?}");
        assert!(Patience::SHORT.back_off * (Patience::SHORT.tries - 1) <= Duration::from_secs(2));
    }

    #[test]
    fn the_record_of_a_request_keeps_no_value_that_nobody_vouches_for() {
        let known = ["limit".to_owned(), "page[size]".to_owned()];
        let recorded =
            |query: &str| target(&Url::parse(&format!("https://example.com/wiki/x?{query}")).unwrap(), &known);
        let of_path = |path: &str| target(&Url::parse(&format!("https://example.com{path}")).unwrap(), &known);
        assert_eq!(of_path("/space/~jdoe/permissions"), "/space/~*/permissions");
        assert_eq!(of_path("/space/%7Ejdoe?limit=5"), "/space/~*?limit=5");
        assert_eq!(recorded("keys=~5b10a2,DOCS&limit=5"), "/wiki/x?keys=*&limit=5");
        assert_eq!(
            recorded("page%5Bsize%5D=5&page[size]=6&lim%69t=7"),
            "/wiki/x?page%5Bsize%5D=5&page[size]=6&lim%69t=7"
        );
        assert_eq!(recorded("page%5Bafter%5D=a&ada@example.com"), "/wiki/x?page%5Bafter%5D=*&*");
    }
}
