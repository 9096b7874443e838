//! The other origin: where the bytes of attachments come from, by signed links that live shortly.
//!
//! Like the service behind Confluence Cloud it knows no account. Whoever brings credentials along has followed
//! a redirect carelessly: that is refused with 400 and remembered.

use super::binary::Binary;
use super::faults::BinaryFault;
use super::server::Server;
use crate::faults::hit;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use catchment_base::clock;
use futures_util::stream;
use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use url::form_urlencoded;

/// A link is good for one download, until so many further requests have reached the site.
const LIFE_OF_A_LINK: u64 = 200;
/// How many links are remembered, the newest ones.
const MOST_LINKS: usize = 10_000;
/// How many offences are remembered.
const MOST_OFFENCES: usize = 1000;
/// What a request to this origin must not carry.
const FOREIGN: [header::HeaderName; 3] = [header::AUTHORIZATION, header::COOKIE, header::REFERER];

/// The links that were given out, and what came of them.
pub(super) struct Links {
    /// The address of the other origin, without a slash at its end.
    pub(super) base: String,
    asked: AtomicU64,
    binaries: AtomicU64,
    sent: AtomicU64,
    open: Mutex<BTreeMap<u64, Link>>,
    offences: Mutex<Vec<String>>,
}

/// A signed link.
struct Link {
    token: String,
    /// Number of the attachment, and version.
    file: (u64, u32),
    /// The request that it answered.
    given_at: u64,
    spent: bool,
}

fn lock<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Links {
    /// No links yet, to an origin at this address.
    pub(super) fn new(base: String) -> Self {
        let [asked, binaries, sent] = [const { AtomicU64::new(0) }; 3];
        Self { base, asked, binaries, sent, open: Mutex::default(), offences: Mutex::default() }
    }

    /// The number of a download that is asked for, counted from 1.
    pub(super) fn ask(&self) -> u64 {
        self.asked.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// A link's token for a file, given in answer to a request of this number.
    pub(super) fn give(&self, file: (u64, u32), request: u64, expired: bool) -> String {
        let mut open = lock(&self.open);
        let number = open.last_key_value().map_or(1, |(last, _)| last + 1);
        // In the form of a signed token; nothing secret is behind it.
        let token = format!("eyJhbGciOiJIUzI1NiJ9.{number:08x}.{:016x}", (number ^ file.0).wrapping_mul(0x9e37_79b9));
        open.insert(number, Link { token: token.clone(), file, given_at: request, spent: expired });
        if open.len() > MOST_LINKS {
            open.pop_first();
        }
        token
    }

    /// The file behind a token that is still good, at a time when the site has seen so many requests.
    fn follow(&self, token: &str, requests: u64) -> Option<(u64, u64, u32)> {
        let number = u64::from_str_radix(token.split('.').nth(1)?, 16).ok()?;
        let open = lock(&self.open);
        let link = open.get(&number).filter(|link| link.token == token && !link.spent)?;
        (requests <= link.given_at + LIFE_OF_A_LINK).then_some((number, link.file.0, link.file.1))
    }

    fn spend(&self, number: u64) {
        if let Some(link) = lock(&self.open).get_mut(&number) {
            link.spent = true;
        }
        self.sent.fetch_add(1, Ordering::Relaxed);
    }

    /// How many binaries were sent, whole or in part.
    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// What requests brought along that they should not have.
    pub(super) fn offences(&self) -> Vec<String> {
        lock(&self.offences).clone()
    }

    /// Whether a request brings nothing along that belongs elsewhere.
    fn is_clean(&self, path: &str, headers: &HeaderMap) -> bool {
        let found: Vec<String> = FOREIGN
            .iter()
            .filter(|name| headers.contains_key(*name))
            .map(|name| format!("{path} came with {name}"))
            .collect();
        let clean = found.is_empty();
        let mut offences = lock(&self.offences);
        let room = MOST_OFFENCES.saturating_sub(offences.len());
        offences.extend(found.into_iter().take(room));
        clean
    }
}

/// Serves one request to the other origin.
pub(super) async fn serve(State(server): State<Arc<Server>>, request: Request) -> Response {
    if !server.options.latency.is_zero() {
        clock::sleep(server.options.latency).await;
    }
    answer(&server, &request).unwrap_or_else(|(status, why)| refused(status, why))
}

fn answer(server: &Server, request: &Request) -> Result<Response, (StatusCode, &'static str)> {
    let (links, path) = (&server.links, request.uri().path());
    if !links.is_clean(path, request.headers()) {
        return Err((StatusCode::BAD_REQUEST, "Only one auth mechanism allowed"));
    }
    if !path.starts_with("/file/") || !path.ends_with("/binary") {
        return Err((StatusCode::NOT_FOUND, "Not Found"));
    }
    if request.method() != Method::GET {
        return Err((StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed"));
    }
    let number = links.binaries.fetch_add(1, Ordering::Relaxed) + 1;
    let fault = hit(&server.options.faults.binaries, number);
    if fault == Some(BinaryFault::Unavailable) {
        return Err((StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"));
    }
    let query = request.uri().query().unwrap_or_default().as_bytes();
    let token = form_urlencoded::parse(query).find(|(name, _)| name == "token").map(|(_, token)| token);
    let file = token.and_then(|token| links.follow(&token, server.front.requests()));
    let (link, attachment, version) = file.ok_or((StatusCode::FORBIDDEN, "Token expired"))?;
    let shelf = server.shelf();
    let attachment = shelf.attachments.get(attachment).ok_or((StatusCode::NOT_FOUND, "Not Found"))?;
    let binary = attachment.binary(version).ok_or((StatusCode::NOT_FOUND, "Not Found"))?;
    links.spend(link);
    Ok(sent(&binary, attachment.media, middle(fault, server.options.faults.binary_pause)))
}

fn refused(status: StatusCode, why: &'static str) -> Response {
    let mut response = Response::new(Body::from(format!("{{\"error\":{{\"title\":\"{why}\"}}}}")));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// What happens in the middle of a binary.
#[derive(Clone, Copy)]
enum Middle {
    Nothing,
    Rest(Duration),
    Break,
}

fn middle(fault: Option<BinaryFault>, pause: Duration) -> Middle {
    match fault {
        Some(BinaryFault::Short) => Middle::Break,
        _ if pause.is_zero() => Middle::Nothing,
        _ => Middle::Rest(pause),
    }
}

fn sent(binary: &Binary, media: &'static str, middle: Middle) -> Response {
    let size = binary.size();
    let flow = Flow { pieces: binary.pieces(), kept: None, until_middle: Some(size / 2), middle };
    let parts = stream::unfold(flow, |mut flow| async move { flow.next().await.map(|part| (part, flow)) });
    let mut response = Response::new(Body::from_stream(parts));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    response
}

/// A binary on its way out.
struct Flow {
    pieces: Box<dyn Iterator<Item = Bytes> + Send>,
    kept: Option<Bytes>,
    /// How many bytes are left until the middle; nothing once it is passed.
    until_middle: Option<u64>,
    middle: Middle,
}

impl Flow {
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        if self.until_middle == Some(0) {
            self.until_middle = None;
            match self.middle {
                Middle::Nothing => {}
                Middle::Rest(time) => clock::sleep(time).await,
                Middle::Break => {
                    // The half that was sent has to leave the machine before the connection goes.
                    clock::sleep(Duration::from_millis(20)).await;
                    return Some(Err(io::Error::from(io::ErrorKind::ConnectionReset)));
                }
            }
        }
        let mut piece = self.kept.take().or_else(|| self.pieces.next())?;
        if let Some(left) = self.until_middle {
            if piece.len() as u64 > left {
                self.kept = Some(piece.split_off(left as usize));
            }
            self.until_middle = Some(left - piece.len() as u64);
        }
        Some(Ok(piece))
    }
}
