//! What the service answers to a request: tokens, credentials, and the operation behind them.

use super::door::{self, Door, Tokens};
use super::faults::Meanwhile;
use super::options::Options;
use super::routes::{self, Desk, Route, TOKEN};
use super::store::{Change, Store};
use crate::calendar;
use crate::faults::hit;
use crate::front::{Front, Fronted, Service};
use crate::reply::Reply;
use crate::running::Fake;
use axum::http::request::Parts;
use catchment_base::clock;
use chrono::NaiveDateTime;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// What all requests share.
pub struct Server {
    options: Options,
    /// The address of each origin; the API lies at the last one.
    pub(super) urls: Vec<String>,
    pub(super) front: Front,
    pub(super) tokens: Tokens,
    store: RwLock<Store>,
    /// How many pages of listings were asked for.
    listings: AtomicU64,
}

/// One of its origins.
pub(super) struct Origin {
    pub(super) server: Arc<Server>,
    /// Which one, counted from 0.
    pub(super) number: usize,
}

impl Server {
    pub(super) fn new(options: Options, urls: Vec<String>) -> Self {
        let front = Front::new(options.latency, options.gzip, options.faults.transit.clone());
        let store = RwLock::new(Store::invented(options.seed, options.records));
        Self { options, urls, front, tokens: Tokens::default(), store, listings: AtomicU64::new(0) }
    }

    /// What there is now; to be let go of before it is asked for again.
    pub(super) fn store(&self) -> RwLockReadGuard<'_, Store> {
        self.store.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What there is, to be changed.
    pub(super) fn store_to_change(&self) -> RwLockWriteGuard<'_, Store> {
        self.store.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn reply(&self, origin: usize, number: u64, request: &Parts, sent: &[u8]) -> Result<Reply, Reply> {
        let (path, method, options) = (request.uri.path(), request.method.as_str(), &self.options);
        if let Some(status) = hit(&options.faults.statuses, number) {
            return Err(Reply::problem(status, "The service fails as it was told to."));
        }
        let api = self.urls.len() - 1;
        if path == TOKEN && origin == 0 && options.door == Door::OAuth {
            return match method {
                "POST" => Ok(door::token(options, &self.tokens, &self.urls[api], &request.headers, sent)),
                _ => Err(wrong_method(method)),
            };
        }
        if origin != api {
            return Err(Reply::problem(404, "The API is not at this origin."));
        }
        let (mut arguments, key) = routes::arguments(request.uri.query().unwrap_or_default())?;
        if key.is_some() && options.door != Door::Query {
            return Err(Reply::problem(400, "The argument api_key is not known here."));
        }
        door::admit(options, &self.tokens, &request.headers, key.as_deref())?;
        let route = Route::of(path, &arguments)?;
        if !route.takes(method, options.paging) {
            return Err(wrong_method(method));
        }
        if route == Route::Search {
            let unknown = arguments.keys().next().map(|name| format!("The argument {name} belongs into the body."));
            arguments = unknown.map_or_else(|| routes::arguments_in(sent), |why| Err(Reply::problem(400, &why)))?;
        }
        let listing = if route.is_listing() { self.listings.fetch_add(1, Ordering::Relaxed) + 1 } else { 0 };
        let (base, arguments) = (self.urls[api].as_str(), &arguments);
        let store = self.store();
        let reply = Desk { options, store: &store, base, path, arguments, number: listing }.answer(route);
        drop(store);
        self.meanwhile(listing);
        reply
    }

    /// Makes the changes that faults want after a page of a listing.
    fn meanwhile(&self, listing: u64) {
        for (_, what) in self.options.faults.meanwhile.iter().filter(|(when, _)| when.hits(listing)) {
            let change = match what {
                Meanwhile::Edit(id) => Change::Edit { id: *id },
                Meanwhile::Shift => Change::Shift,
                Meanwhile::Add => Change::Add,
                Meanwhile::Delete(id) => Change::Delete { id: *id },
            };
            // A customer that is gone is neither edited nor deleted.
            drop(self.store_to_change().apply(change));
        }
    }
}

fn wrong_method(method: &str) -> Reply {
    Reply::problem(405, &format!("The method {method} is not allowed here."))
}

impl Fronted for Server {
    fn front(&self) -> &Front {
        &self.front
    }
}

impl Fake for Server {
    fn url(&self) -> &str {
        &self.urls[0]
    }

    fn is_read(&self, method: &str, target: &str) -> bool {
        routes::is_read(method, target)
    }
}

impl Fronted for Origin {
    fn front(&self) -> &Front {
        &self.server.front
    }
}

impl Service for Origin {
    /// The clock of the machine, or a second after the last change.
    fn now(&self) -> NaiveDateTime {
        match self.server.options.own_clock {
            true => calendar::date(self.server.store().now() + 1000).naive_utc(),
            false => clock::now(),
        }
    }

    fn answer(&self, number: u64, request: &Parts, sent: &[u8]) -> Reply {
        self.server.reply(self.number, number, request, sent).unwrap_or_else(|refused| refused)
    }
}
