//! What the org answers to a request: tokens, limits, the operation behind them, and what happens meanwhile.

use super::answers::Desk;
use super::bulk;
use super::change::Change;
use super::cursors::Cursors;
use super::door::{self, TOKEN, Tokens, WHO};
use super::happen;
use super::jobs::Jobs;
use super::limits::Usage;
use super::maker::Maker;
use super::options::Options;
use super::reading::Reading;
use super::refusal;
use super::rights::Rights;
use super::routes::{self, BASE, Route, VERSIONS};
use super::store::Store;
use crate::calendar;
use crate::front::{Front, Fronted, Service};
use crate::planned::Planned;
use crate::reply::Reply;
use crate::running::Fake;
use axum::http::request::Parts;
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use chrono::NaiveDateTime;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// The most bytes of an address, and of an address with its headers.
const MOST_ADDRESS: usize = 16_384;

/// What the org holds, and what of it the account sees.
pub(super) struct Held {
    pub(super) store: Store,
    pub(super) rights: Rights,
}

/// What all requests share.
pub struct Server {
    pub(super) options: Options,
    /// Its address.
    pub(super) url: String,
    pub(super) front: Front,
    pub(super) tokens: Tokens,
    cursors: Cursors,
    jobs: Jobs,
    held: RwLock<Held>,
    /// Requests that count against the limit of a day.
    spent: AtomicU64,
    /// Changes that follow the request of a number.
    planned: Planned<Change>,
}

impl Server {
    /// An org at an address. Refused where an object or a field of a fault is not known.
    pub(super) fn new(options: Options, url: String) -> Result<Self> {
        let opening = calendar::opening(options.seed);
        let mut store = Store::new(Maker { seed: options.seed, opening, records: options.records });
        let faults = &options.faults;
        let is_known = |name: &str| store.schema.objects().any(|object| object.name == name);
        if let Some(object) = faults.named_objects().find(|object| !is_known(object)) {
            return Err(Error::usage(format!("a fault names the object {object:?}, which the org does not have")));
        }
        let has = |object: &str, field: &str| store.schema.object(object).is_some_and(|object| object.has(field));
        if let Some((object, field)) = faults.fields.iter().find(|(object, field)| !has(object, field)) {
            return Err(Error::usage(format!("a fault names the field {field:?}, which {object} does not have")));
        }
        faults.levelled.iter().for_each(|object| store.level(object));
        faults.huge.iter().try_for_each(|huge| store.swell(huge))?;
        let rights = Rights::of(faults, &store);
        let front = Front::new(options.latency, options.gzip, faults.transit.clone());
        let held = RwLock::new(Held { store, rights });
        let (tokens, cursors, jobs) = (Tokens::default(), Cursors::default(), Jobs::default());
        let spent = AtomicU64::new(0);
        Ok(Self { options, url, front, tokens, cursors, jobs, held, spent, planned: Planned::default() })
    }

    /// What there is now; to be let go of before it is asked for again.
    pub(super) fn held(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn held_to_change(&self) -> RwLockWriteGuard<'_, Held> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is read of what there is.
    pub(super) fn reading<'a>(&'a self, held: &'a Held) -> Reading<'a> {
        Reading { store: &held.store, rights: &held.rights, faults: &self.options.faults }
    }

    /// Makes a change now.
    pub(super) fn change(&self, change: Change) -> Result<String> {
        let Held { store, rights } = &mut *self.held_to_change();
        happen::apply(store, rights, change)
    }

    /// Makes a change after the answer to the request of a number.
    pub(super) fn plan(&self, request: u64, change: Change) {
        self.planned.add(request, change);
    }

    fn reply(&self, request: &Parts, sent: &[u8]) -> Result<Reply, Reply> {
        let (path, method) = (request.uri.path(), request.method.as_str());
        let address = request.uri.path_and_query().map_or(0, |target| target.as_str().len());
        if address > MOST_ADDRESS {
            return Err(refusal::long_address());
        }
        let headers = request.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum::<usize>();
        if address + headers > MOST_ADDRESS {
            return Err(refusal::large_headers());
        }
        match path.strip_prefix(BASE) {
            Some(below) if below.is_empty() || below.starts_with('/') => self.data(request, below, sent),
            _ => self.session(path, method, request, sent),
        }
    }

    /// Answers what is about sessions.
    fn session(&self, path: &str, method: &str, request: &Parts, sent: &[u8]) -> Result<Reply, Reply> {
        let now = self.now().and_utc().timestamp_millis();
        let held = self.held();
        let (options, tokens, maker) = (&self.options, &self.tokens, &held.store.maker);
        let desk = door::Desk { options, tokens, maker, url: &self.url, now };
        match (path, method) {
            (TOKEN, "POST") => Ok(desk.token(&request.headers, sent)),
            (WHO, "GET") => {
                door::admit(maker, tokens, &request.headers)?;
                Ok(desk.userinfo())
            }
            (TOKEN | WHO, _) => Err(refusal::wrong_method(method)),
            _ => Err(refusal::missing()),
        }
    }

    /// Answers what is below the path of the API. The list of versions is told to anybody.
    fn data(&self, request: &Parts, below: &str, sent: &[u8]) -> Result<Reply, Reply> {
        let (faults, method) = (&self.options.faults, request.method.as_str());
        if below.trim_matches('/').is_empty() {
            return if method == "GET" { Ok(versions()) } else { Err(refusal::wrong_method(method)) };
        }
        let held = self.held();
        door::admit(&held.store.maker, &self.tokens, &request.headers)?;
        if faults.has_no_api {
            return Err(refusal::no_api());
        }
        let requests = self.spent.fetch_add(1, Ordering::SeqCst) + 1;
        if faults.html.iter().any(|when| when.hits(requests)) {
            return Err(Reply::unavailable());
        }
        let usage = Usage { faults, requests, jobs: self.jobs.made() };
        let header = usage.header();
        let reply = match usage.is_exceeded() {
            true => Err(refusal::exceeded()),
            false => self.operate(&held, usage, request, below, sent),
        };
        let is_large = |reply: &Reply| faults.most_bytes.is_some_and(|most| reply.body.len() > most);
        let is_result = below.contains("/query");
        let reply = reply.and_then(|reply| {
            if is_result && is_large(&reply) {
                Err(refusal::failure(500, "UNKNOWN_EXCEPTION", "An unexpected error occurred."))
            } else {
                Ok(reply)
            }
        });
        let told = |reply: Reply| reply.with("Sforce-Limit-Info", header.clone());
        reply.map(told).map_err(told)
    }

    fn operate(
        &self,
        held: &Held,
        usage: Usage<'_>,
        request: &Parts,
        below: &str,
        sent: &[u8],
    ) -> Result<Reply, Reply> {
        let Route { version, operation } = Route::of(below)?;
        if !routes::takes(operation, request.method.as_str()) {
            return Err(refusal::wrong_method(request.method.as_str()));
        }
        let (reading, cursors, jobs) = (self.reading(held), &self.cursors, &self.jobs);
        let of_job = bulk::Desk { reading, jobs, version, request, sent }.answer(operation);
        of_job.unwrap_or_else(|| Desk { reading, usage, cursors, version, request }.answer(operation))
    }

    /// Makes the changes that were planned for after this request. One that fails fails the request.
    fn meanwhile(&self, number: u64) -> Result<()> {
        self.planned.due(number).into_iter().try_for_each(|change| self.change(change).map(drop))
    }
}

/// The versions that are served.
fn versions() -> Reply {
    let version = |number: u32| json!({"label": format!("Release {number}"), "url": format!("{BASE}/v{number}.0"), "version": format!("{number}.0")});
    Reply::json(200, Value::Array(VERSIONS.map(version).collect()).to_string())
}

impl Fronted for Server {
    fn front(&self) -> &Front {
        &self.front
    }
}

impl Fake for Server {
    fn url(&self) -> &str {
        &self.url
    }

    fn is_read(&self, method: &str, target: &str) -> bool {
        routes::is_read(method, target)
    }
}

impl Service for Server {
    /// The clock of the machine, or a second after the last change.
    fn now(&self) -> NaiveDateTime {
        match self.options.own_clock {
            true => calendar::date(self.held().store.present()).naive_utc(),
            false => clock::now(),
        }
    }

    fn answer(&self, number: u64, request: &Parts, sent: &[u8]) -> Reply {
        let reply = self.reply(request, sent).unwrap_or_else(|refused| refused);
        match self.meanwhile(number) {
            Ok(()) => reply,
            Err(failed) => refusal::failure(500, "UNKNOWN_EXCEPTION", &format!("A planned change failed: {failed}")),
        }
    }
}
