//! One request from arrival to departure: counted, delayed, refused or answered, and mangled on its way out.

use super::Options;
use super::calendar;
use super::canary;
use super::faults::{self, Mangling, Refusal, RetryAfter};
use super::listing::Numbers;
use super::media::Links;
use super::query::Query;
use super::reply::{JSON, Reply};
use super::retold::{Asked, retold};
use super::routes::{Desk, Route};
use super::shelf::Shelf;
use crate::edge::clock;
use axum::body::{self, Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::request::Parts;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use flate2::{Compression, write::GzEncoder};
use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;
use tokio::sync::watch;

/// How many requests are remembered.
const REMEMBERED: usize = 100_000;
/// Bytes that may come with a request.
const MOST_SENT: usize = 64 << 10;

/// What all requests share.
pub(super) struct Server {
    pub(super) options: Options,
    /// The base as answers name it, and the address that the site is asked at.
    pub(super) base: String,
    pub(super) url: String,
    pub(super) links: Links,
    zone: Tz,
    shelf: RwLock<Shelf>,
    requests: watch::Sender<u64>,
    listings: AtomicU64,
    /// The number of a request that fails; 0 for none.
    failing: AtomicU64,
    seen: Mutex<VecDeque<String>>,
}

impl Server {
    pub(super) fn new(options: Options, (base, zone): (String, Tz), links: Links, shelf: Shelf) -> Self {
        let (requests, shelf, seen) = (watch::Sender::new(0), RwLock::new(shelf), Mutex::default());
        let (listings, failing) = (AtomicU64::new(0), AtomicU64::new(0));
        let url = base.replacen("/wiki", &format!("{}/wiki", options.faults.gateway), 1);
        Self { options, base, url, links, zone, shelf, requests, listings, failing, seen }
    }

    /// The site as it is now; to be let go of before it is asked for again.
    pub(super) fn shelf(&self) -> RwLockReadGuard<'_, Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The site, to be changed.
    pub(super) fn shelf_to_change(&self) -> RwLockWriteGuard<'_, Shelf> {
        self.shelf.write().unwrap_or_else(PoisonError::into_inner)
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

    pub(super) fn requested(&self) -> Vec<String> {
        self.seen().iter().cloned().collect()
    }

    fn seen(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts and remembers a request in one step, so that numbers and order agree.
    fn note(&self, request: &Request) -> u64 {
        let line = request.uri().path_and_query().map_or("/", |line| line.as_str()).to_owned();
        let mut seen = self.seen();
        if seen.len() == REMEMBERED {
            seen.pop_front();
        }
        seen.push_back(line);
        self.requests.send_modify(|requests| *requests += 1);
        self.requests()
    }

    fn delay(&self, number: u64) -> Duration {
        self.options.latency + faults::hit(&self.options.faults.slow, number).unwrap_or_default()
    }

    fn reply(&self, number: u64, request: &Parts, sent: &[u8]) -> Reply {
        match faults::hit(&self.options.faults.refusals, number) {
            _ if self.failing.load(Ordering::SeqCst) == number => self.refuse(Refusal::Login),
            Some(refusal) => self.refuse(refusal),
            None => self.answer(number, request, sent).unwrap_or_else(|refused| refused),
        }
    }

    fn refuse(&self, refusal: Refusal) -> Reply {
        match refusal {
            Refusal::TooMany(RetryAfter::Seconds(seconds)) => Reply::too_many_requests().with("Retry-After", seconds),
            Refusal::TooMany(RetryAfter::For(seconds)) => {
                Reply::too_many_requests().with("Retry-After", seconds.to_string())
            }
            Refusal::TooMany(RetryAfter::Date) => Reply::too_many_requests().with("Retry-After", self.date(2)),
            Refusal::TooMany(RetryAfter::Missing) => {
                Reply::too_many_requests().with("X-Failure-Category", "FAILURE CLIENT RATE LIMITED")
            }
            Refusal::Unavailable { passing: true } => Reply::unavailable().with("Retry-After", "1"),
            Refusal::Unavailable { passing: false } => Reply::unavailable(),
            Refusal::Login => Reply::login(),
            Refusal::Redirect => Reply::elsewhere(),
        }
    }

    fn answer(&self, number: u64, request: &Parts, sent: &[u8]) -> Result<Reply, Reply> {
        let asked = request.uri.path();
        let faults = &self.options.faults;
        let path = asked.strip_prefix(faults.gateway.as_str()).ok_or_else(|| Reply::no_such_path(asked, false))?;
        if faults.longest_address.is_some_and(|most| self.length(request) > most) {
            return Err(Reply::too_long());
        }
        self.admit(&request.headers)?;
        let route = Route::of(path)?;
        if request.method != route.method() {
            return Err(Reply::wrong_method(request.method.as_str()));
        }
        let query = Query::read(request.uri.query().unwrap_or_default(), route.declared())?;
        let (results, in_pages) = (query.number("limit").unwrap_or_default(), route.is_listing() || route.is_search());
        if let Some((_, status)) = faults.largest_page.filter(|(most, _)| in_pages && results > *most) {
            return Err(Reply::html(status, "<html><head><title>Too much</title></head></html>"));
        }
        let listing = match route.is_listing() {
            true => self.listings.fetch_add(1, Ordering::Relaxed) + 1,
            false => 0,
        };
        let numbers = Numbers { request: number, listing };
        let media = request.headers.get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
        let sent = (sent, media.unwrap_or_default());
        let (options, base, shelf, links) = (&self.options, self.base.as_str(), self.shelf(), &self.links);
        let reply =
            Desk { options, shelf: &shelf, base, path, numbers, sent, links, zone: self.zone }.answer(route, &query)?;
        if options.faults.retellings.is_empty() {
            return Ok(reply);
        }
        let asked = Asked { by_id: query.text("id").is_some() || route.is_of_object(), in_space: route.is_of_space() };
        let body = retold(&reply.body, &options.faults.retellings, asked).unwrap_or(reply.body);
        Ok(Reply { body, ..reply })
    }

    /// Bytes of the whole address of a request.
    fn length(&self, request: &Parts) -> usize {
        let site = self.url.len() - self.options.faults.gateway.len() - "/wiki".len();
        site + request.uri.path_and_query().map_or(0, |target| target.as_str().len())
    }

    /// Whether the credentials are the ones of the options; the e-mail in any case of letters.
    fn admit(&self, headers: &HeaderMap) -> Result<(), Reply> {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if given.starts_with("Bearer ") {
            return Err(Reply::no_bearer());
        }
        let encoded = given.strip_prefix("Basic ").ok_or_else(Reply::rejected)?;
        let pair = STANDARD.decode(encoded.trim()).ok().and_then(|pair| String::from_utf8(pair).ok());
        let pair = pair.ok_or_else(Reply::undecodable)?;
        let (name, token) = pair.split_once(':').ok_or_else(Reply::undecodable)?;
        let known = name.eq_ignore_ascii_case(&self.options.username) && token == self.options.api_token;
        if known { Ok(()) } else { Err(Reply::rejected()) }
    }

    /// The server's own time, some seconds later, as a header holds it.
    fn date(&self, later: i64) -> String {
        let skew = self.options.faults.skew_seconds.saturating_add(later);
        let off = TimeDelta::try_seconds(skew).unwrap_or_default();
        let now = self.now();
        clock::http_date(now.checked_add_signed(off).unwrap_or(now))
    }

    /// The clock behind the `Date` header: that of the machine, or a second after the site's last change.
    fn now(&self) -> NaiveDateTime {
        match self.options.site_clock {
            true => calendar::date(self.shelf().now() + 1000).naive_utc(),
            false => clock::now(),
        }
    }

    fn depart(&self, number: u64, headers: &HeaderMap, mut reply: Reply) -> Response {
        if self.options.faults.canaries && reply.status == 200 {
            reply.body = canary::planted(&reply.body).unwrap_or(reply.body);
        }
        let mangling = faults::hit(&self.options.faults.manglings, number);
        match mangling {
            Some(Mangling::Half) => reply.body.truncate(reply.body.len() / 2),
            Some(Mangling::Trailing) => reply.body.extend_from_slice(b"\n<!-- served by node 3 -->{}"),
            Some(Mangling::Marked) if reply.media == JSON => drop(reply.body.splice(0..0, *b"\xef\xbb\xbf")),
            Some(Mangling::CutShort | Mangling::Marked | Mangling::Members) | None => {}
        }
        if mangling == Some(Mangling::Members) {
            reply = compressed(reply, 2);
        } else if self.options.gzip && accepts_gzip(headers) {
            reply = compressed(reply, 1);
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or_default();
        let date = self.date(0);
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

/// Serves one request.
pub(super) async fn serve(State(server): State<Arc<Server>>, request: Request) -> Response {
    let number = server.note(&request);
    let delay = server.delay(number);
    if !delay.is_zero() {
        clock::sleep(delay).await;
    }
    let (request, body) = request.into_parts();
    let reply = match body::to_bytes(body, MOST_SENT).await {
        Ok(sent) => server.reply(number, &request, &sent),
        Err(_) => Reply::too_much(),
    };
    server.depart(number, &request.headers, reply)
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
