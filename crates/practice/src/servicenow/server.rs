//! What the instance answers to a request: tokens, credentials, the operation behind them, and what happens meanwhile.

use super::change::{self, Change};
use super::door::{self, TOKEN, Tokens};
use super::faults::Caller;
use super::listing::Sight;
use super::maker::Maker;
use super::options::Options;
use super::refusal;
use super::rights::Rights;
use super::routes::{self, Desk, Route};
use super::store::Store;
use super::zone::Zone;
use crate::calendar;
use crate::front::{Front, Fronted, Service, accepts_json};
use crate::planned::Planned;
use crate::reply::Reply;
use crate::running::Fake;
use axum::http::request::Parts;
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// How long a rule of 429 holds on, in seconds.
const RULE_SECONDS: i64 = 60;

/// What the instance holds, and what of it the account sees.
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
    zone: Zone,
    held: RwLock<Held>,
    /// Changes that follow the request of a number.
    planned: Planned<Change>,
}

impl Server {
    /// An instance at an address. Refused where the time zone, or a table or field of a fault, is not known.
    pub(super) fn new(options: Options, url: String) -> Result<Self> {
        let zone = options.time_zone.parse::<Tz>().map_err(|cause| {
            Error::usage(format!("there is no time zone {:?}", options.time_zone))
                .because(cause)
                .hint("write a name like Europe/Berlin or UTC")
        })?;
        let zone = Zone { zone, reads_literals: options.faults.reads_in_zone };
        let maker = Maker {
            seed: options.seed,
            opening: calendar::opening(options.seed),
            records: options.records,
            account: options.username.clone(),
            time_zone: options.time_zone.clone(),
        };
        let mut store = Store::new(maker);
        if let Some(table) = options.faults.tables().find(|table| store.schema.table(table).is_none()) {
            return Err(Error::usage(format!("a fault names the table {table:?}, which the instance does not have")));
        }
        options.faults.huge.iter().try_for_each(|huge| store.swell(huge))?;
        let rights = Rights::of(&options.faults, &store);
        let front = Front::new(options.latency, options.gzip, options.faults.transit.clone());
        let held = RwLock::new(Held { store, rights });
        Ok(Self { options, url, front, tokens: Tokens::default(), zone, held, planned: Planned::default() })
    }

    /// What there is now; to be let go of before it is asked for again.
    pub(super) fn held(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn held_to_change(&self) -> RwLockWriteGuard<'_, Held> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a change now.
    pub(super) fn change(&self, change: Change) -> Result<String> {
        let Held { store, rights } = &mut *self.held_to_change();
        change::apply(store, rights, change)
    }

    /// Makes a change after the answer to the request of a number.
    pub(super) fn plan(&self, request: u64, change: Change) {
        self.planned.add(request, change);
    }

    fn reply(&self, number: u64, request: &Parts, sent: &[u8]) -> Result<Reply, Reply> {
        let (path, method, options) = (request.uri.path(), request.method.as_str(), &self.options);
        if path == TOKEN {
            return match method {
                "POST" => Ok(door::token(options, &self.tokens, sent)),
                _ => Err(refusal::wrong_method(method)),
            };
        }
        if options.faults.hibernating.iter().any(|when| when.hits(number)) {
            return Ok(refusal::hibernating());
        }
        let caller = options.faults.caller(number);
        if caller != Caller::Visitor {
            door::admit(options, &self.tokens, &request.headers)?;
        }
        if method != "GET" {
            return Err(refusal::wrong_method(method));
        }
        let route = Route::of(path)?;
        if route.is_json() && !accepts_json(&request.headers) {
            return Err(refusal::improper("The header Accept must name application/json."));
        }
        let arguments = &route.arguments(request.uri.query().unwrap_or_default())?;
        let Held { store, rights } = &*self.held();
        let sight = Sight { store, rights, zone: &self.zone, faults: &options.faults, number };
        let reply = Desk { sight, base: &self.url, path, arguments }.answer(route)?;
        let reply = match options.faults.hides_login {
            true => reply,
            false => reply.with("X-Is-Logged-In", (caller != Caller::Visitor).to_string()),
        };
        let is_oversized = options.faults.most_bytes.is_some_and(|most| reply.body.len() > most);
        if is_oversized && route.is_json() { Err(Reply::oversized()) } else { Ok(reply) }
    }

    /// Makes the changes that were planned for after this request. One that fails fails the request.
    fn meanwhile(&self, number: u64) -> Result<()> {
        self.planned.due(number).into_iter().try_for_each(|change| self.change(change).map(drop))
    }
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
            true => calendar::date(self.held().store.now() + 1000).naive_utc(),
            false => clock::now(),
        }
    }

    fn limited(&self, _request: &Parts) -> Reply {
        let reply = refusal::limited();
        if self.options.faults.hides_rule {
            return reply;
        }
        let reset = self.now().and_utc().timestamp() + RULE_SECONDS;
        let rule = self.held().store.maker.id("sys_rate_limit_rules", 0);
        reply
            .with("X-RateLimit-Limit", "100")
            .with("X-RateLimit-Reset", reset.to_string())
            .with("X-RateLimit-Rule", rule)
    }

    fn answer(&self, number: u64, request: &Parts, sent: &[u8]) -> Reply {
        let reply = self.reply(number, request, sent).unwrap_or_else(|refused| refused);
        match self.meanwhile(number) {
            Ok(()) => reply,
            Err(failed) => refusal::failure(500, "A planned change failed", Some(&failed.to_string())),
        }
    }
}
