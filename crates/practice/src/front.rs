//! One request from arrival to departure: counted, delayed, refused or answered, and mangled on its way out.

use crate::faults::{self, Mangling, Refusal, RetryAfter, Transit};
use crate::reply::{JSON, Reply};
use axum::body::{self, Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::request::Parts;
use axum::response::Response;
use catchment_base::clock;
use chrono::{NaiveDateTime, TimeDelta};
use flate2::{Compression, write::GzEncoder};
use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// How many requests are remembered.
const REMEMBERED: usize = 100_000;
/// Bytes that may come with a request.
const MOST_SENT: usize = 64 << 10;

/// A request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Its method, in capital letters.
    pub method: String,
    /// Its path and query.
    pub target: String,
    /// Its body, with what is not UTF-8 replaced; empty where it was too large to be read.
    pub body: String,
}

/// What stands before a service: it counts, remembers, delays and refuses requests.
pub struct Front {
    latency: Duration,
    gzip: bool,
    transit: Transit,
    requests: watch::Sender<u64>,
    /// The number of a request that fails; 0 for none.
    failing: AtomicU64,
    received: Mutex<VecDeque<Received>>,
}

impl Front {
    /// Nothing has come yet. `gzip` says whether answers are compressed for clients that accept it.
    pub(super) fn new(latency: Duration, gzip: bool, transit: Transit) -> Self {
        let (requests, failing) = (watch::Sender::new(0), AtomicU64::new(0));
        Self { latency, gzip, transit, requests, failing, received: Mutex::default() }
    }

    pub(super) fn requests(&self) -> u64 {
        *self.requests.borrow()
    }

    /// Waits until so many requests have come in.
    pub(super) async fn reached(&self, requests: u64) {
        // The sender is ours and stays.
        drop(self.requests.subscribe().wait_for(|seen| *seen >= requests).await);
    }

    pub(super) fn fail_at(&self, request: u64) {
        self.failing.store(request, Ordering::SeqCst);
    }

    /// The requests that came last, in order of arrival.
    pub(super) fn received(&self) -> Vec<Received> {
        self.remembered().iter().cloned().collect()
    }

    fn remembered(&self) -> MutexGuard<'_, VecDeque<Received>> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts and remembers a request in one step, so that numbers and order agree.
    fn note(&self, request: &Parts, sent: &[u8]) -> u64 {
        let target = request.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
        let body = String::from_utf8_lossy(sent).into_owned();
        let mut received = self.remembered();
        if received.len() == REMEMBERED {
            received.pop_front();
        }
        received.push_back(Received { method: request.method.to_string(), target, body });
        self.requests.send_modify(|requests| *requests += 1);
        self.requests()
    }

    fn delay(&self, number: u64) -> Duration {
        self.latency + faults::hit(&self.transit.slow, number).unwrap_or_default()
    }

    fn refusal(&self, number: u64, path: &str) -> Option<Refusal> {
        if self.failing.load(Ordering::SeqCst) == number {
            return Some(Refusal::Login);
        }
        let of_path = || self.transit.paths.iter().find(|(text, _)| path.contains(text.as_str()));
        faults::hit(&self.transit.refusals, number).or_else(|| of_path().map(|(_, status)| Refusal::Status(*status)))
    }

    /// A time by the service's clock, some seconds later, as a header holds it.
    fn date(&self, now: NaiveDateTime, later: i64) -> String {
        let skew = self.transit.skew_seconds.saturating_add(later);
        let off = TimeDelta::try_seconds(skew).unwrap_or_default();
        clock::http_date(now.checked_add_signed(off).unwrap_or(now))
    }

    /// The refusal of a request; `limited` is what the service says to too many of them.
    fn refuse(&self, refusal: Refusal, now: NaiveDateTime, limited: Reply) -> Reply {
        match refusal {
            Refusal::TooMany(RetryAfter::Seconds(seconds)) => limited.with("Retry-After", seconds),
            Refusal::TooMany(RetryAfter::For(seconds)) => limited.with("Retry-After", seconds.to_string()),
            Refusal::TooMany(RetryAfter::Date) => limited.with("Retry-After", self.date(now, 2)),
            Refusal::TooMany(RetryAfter::Missing) => limited.with("X-Failure-Category", "FAILURE CLIENT RATE LIMITED"),
            Refusal::Crowded => Reply::crowded().with("Retry-After", "1"),
            Refusal::Unavailable { passing: true } => Reply::unavailable().with("Retry-After", "1"),
            Refusal::Unavailable { passing: false } => Reply::unavailable(),
            Refusal::Expired => Reply::expired(),
            Refusal::Login => Reply::login(),
            Refusal::Redirect => Reply::elsewhere(),
            Refusal::Status(status) => Reply::problem(status, "it is like this for all of this path"),
        }
    }

    fn depart(&self, number: u64, headers: &HeaderMap, now: NaiveDateTime, mut reply: Reply) -> Response {
        let mangling = faults::hit(&self.transit.manglings, number);
        match mangling {
            Some(Mangling::Half) => reply.body.truncate(reply.body.len() / 2),
            Some(Mangling::Trailing) => reply.body.extend_from_slice(b"\n<!-- served by node 3 -->{}"),
            Some(Mangling::Twice) if reply.media == JSON => name_twice(&mut reply.body),
            Some(Mangling::Marked) if reply.media == JSON => drop(reply.body.splice(0..0, *b"\xef\xbb\xbf")),
            Some(Mangling::CutShort | Mangling::Twice | Mangling::Marked | Mangling::Members) | None => {}
        }
        if mangling == Some(Mangling::Members) {
            reply = compressed(reply, 2);
        } else if self.gzip && accepts_gzip(headers) {
            reply = compressed(reply, 1);
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or_default();
        let date = self.date(now, 0);
        let fixed = [("Content-Type", reply.media), ("Date", date.as_str())];
        let given = reply.headers.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in fixed.into_iter().chain(given) {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(name, value);
            }
        }
        match mangling {
            Some(Mangling::CutShort) => cut_short(&mut response, reply.body),
            _ => *response.body_mut() = Body::from(reply.body),
        }
        response
    }
}

/// What has a front.
pub trait Fronted {
    /// What stands before it.
    fn front(&self) -> &Front;
}

/// What answers behind a front.
pub(super) trait Service: Fronted + Send + Sync + 'static {
    /// Its clock.
    fn now(&self) -> NaiveDateTime;

    /// What it says to a request beyond its limit, but for when to come back.
    fn limited(&self, _request: &Parts) -> Reply {
        Reply::too_many_requests()
    }

    /// The answer to the request of this number, counted from 1, given what came as its body.
    fn answer(&self, number: u64, request: &Parts, sent: &[u8]) -> Reply;
}

/// Serves one request.
pub(super) async fn serve<S: Service>(State(service): State<Arc<S>>, request: Request) -> Response {
    let front = service.front();
    let (request, body) = request.into_parts();
    let sent = body::to_bytes(body, MOST_SENT).await;
    let number = front.note(&request, sent.as_deref().unwrap_or_default());
    let delay = front.delay(number);
    if !delay.is_zero() {
        clock::sleep(delay).await;
    }
    let reply = match (front.refusal(number, request.uri.path()), sent) {
        (_, Err(_)) => Reply::too_much(),
        (Some(refusal), _) => front.refuse(refusal, service.now(), service.limited(&request)),
        (None, Ok(sent)) => service.answer(number, &request, &sent),
    };
    front.depart(number, &request.headers, service.now(), reply)
}

/// Whether a client names JSON among what it accepts.
pub(super) fn accepts_json(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|list| list.split(',').any(|media| media.trim().starts_with(JSON)))
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|list| list.split(',').any(|coding| coding.trim().starts_with("gzip")))
}

/// The reply in gzip, in so many members; as it was, should that ever fail.
fn compressed(reply: Reply, members: usize) -> Reply {
    let mut body = Vec::with_capacity(reply.body.len() / 4);
    for part in reply.body.chunks(reply.body.len().div_ceil(members).max(1)) {
        let mut encoder = GzEncoder::new(&mut body, Compression::fast());
        if encoder.write_all(part).and_then(|()| encoder.finish()).is_err() {
            return reply;
        }
    }
    Reply { body, ..reply }.with("Content-Encoding", "gzip").with("Vary", "Accept-Encoding")
}

/// Has the first member of some JSON twice, null at first.
fn name_twice(body: &mut Vec<u8>) {
    let Some(begin) = body.windows(2).position(|pair| pair == b"{\"") else { return };
    let Some(length) = body[begin + 2..].iter().position(|byte| *byte == b'"') else { return };
    let member = [&body[begin + 1..begin + length + 3], b":null,"].concat();
    body.splice(begin + 1..begin + 1, member);
}

/// Announces the whole length, sends half of it and lets the connection break.
fn cut_short(response: &mut Response, body: Vec<u8>) {
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let mut half = body;
    half.truncate(half.len() / 2);
    let parts = futures_util::stream::unfold(Some(Bytes::from(half)), |part| async move {
        match part {
            Some(part) if !part.is_empty() => Some((Ok(part), Some(Bytes::new()))),
            Some(_) => {
                // The half that was sent has to leave the machine before the connection goes.
                clock::sleep(Duration::from_millis(20)).await;
                Some((Err(io::Error::from(io::ErrorKind::ConnectionReset)), None))
            }
            None => None,
        }
    });
    *response.body_mut() = Body::from_stream(parts);
}
