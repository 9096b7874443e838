//! What the site answers to a request: whether it is let in, its operation, and the faults of a gateway before it.

use super::attachment::Attachment;
use super::canary;
use super::data_center::{Asked as Demand, Center};
use super::door::Door;
use super::entry::{Passed, Visit, Visitor};
use super::listing::Numbers;
use super::media::Links;
use super::operations;
use super::query::Query;
use super::reply::Reply;
use super::retold::{Asked, retold};
use super::routes::{Desk, Route};
use super::shelf::Shelf;
use super::tokens::{TOKEN, Tokens};
use super::{Deployment, Options};
use crate::calendar;
use crate::front::{self, Front, Fronted, Service};
use crate::running::Fake;
use axum::http::header;
use axum::http::request::Parts;
use catchment_base::clock;
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// What all requests share.
pub struct Server {
    pub(super) options: Options,
    /// The base as answers name it, and the address that the site is asked at.
    pub(super) base: String,
    pub(super) url: String,
    pub(super) links: Links,
    /// What answers where the site is one of Data Center.
    center: Option<Center>,
    zone: Tz,
    shelf: RwLock<Shelf>,
    listings: AtomicU64,
    pub(super) tokens: Tokens,
    pub(super) front: Front,
}

impl Server {
    pub(super) fn new(
        options: Options,
        (base, zone): (String, Tz),
        (links, center): (Links, Option<Center>),
        shelf: Shelf,
    ) -> Self {
        let front = Front::new(options.latency, options.gzip, options.faults.transit.clone());
        let (shelf, listings) = (RwLock::new(shelf), AtomicU64::new(0));
        let origin = base.strip_suffix(options.path()).unwrap_or(&base);
        let url = format!("{origin}{}{}", options.faults.gateway, options.path());
        Self { options, base, url, links, center, zone, shelf, listings, tokens: Tokens::default(), front }
    }

    /// Whether the site is one of Confluence Cloud.
    pub(super) fn is_cloud(&self) -> bool {
        self.options.deployment == Deployment::Cloud
    }

    /// The id of an attachment as answers hold it: on Data Center the number alone.
    pub(super) fn told_id(&self, file: &Attachment) -> String {
        if self.is_cloud() { file.id() } else { file.number.to_string() }
    }

    /// The site as it is now; to be let go of before it is asked for again.
    pub(super) fn shelf(&self) -> RwLockReadGuard<'_, Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The site, to be changed.
    pub(super) fn shelf_to_change(&self) -> RwLockWriteGuard<'_, Shelf> {
        self.shelf.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn reply(&self, number: u64, request: &Parts, sent: &[u8]) -> Result<Reply, Reply> {
        let asked = request.uri.path();
        let faults = &self.options.faults;
        let path = asked.strip_prefix(faults.gateway.as_str()).ok_or_else(Reply::no_such_path)?;
        if faults.longest_address.is_some_and(|most| self.address(request).len() > most) {
            return Err(Reply::too_long());
        }
        let visit = Visit { options: &self.options, tokens: &self.tokens, base: &self.base, request, sent };
        let (path, visitor) = match visit.enter(path)? {
            Passed::Front(reply) => return Ok(reply),
            Passed::Site(path, visitor) => (path, visitor),
        };
        if let Some(center) = &self.center {
            let (options, base, shelf, zone) = (&self.options, self.base.as_str(), self.shelf(), self.zone);
            let demand = Demand { request, number, path: &path, sent, options, shelf: &shelf, base, zone, visitor };
            return Ok(center.answer(&demand));
        }
        let answer = self.inside(number, &path, visitor, (request, sent));
        Ok(visitor.named(answer.unwrap_or_else(|refused| refused), &self.options))
    }

    /// The answer of the site to somebody who was let in.
    fn inside(
        &self,
        number: u64,
        path: &str,
        visitor: Visitor,
        (request, sent): (&Parts, &[u8]),
    ) -> Result<Reply, Reply> {
        let faults = &self.options.faults;
        if faults.gone.iter().any(|gone| operations::fits(gone, path)) {
            return Err(Reply::gone());
        }
        let as_json = front::accepts_json(&request.headers);
        let route = Route::of(path, || Reply::no_such_operation(&self.address(request), as_json))?;
        if request.method != route.method() {
            return Err(Reply::wrong_method(request.method.as_str()));
        }
        let query = Query::read(request.uri.query().unwrap_or_default(), route.declared())?;
        let (results, in_pages) = (query.number("limit").unwrap_or_default(), route.is_listing() || route.is_search());
        if let Some((_, status)) = faults.largest_page.filter(|(most, _)| in_pages && results > *most) {
            return Err(Reply::html(status, "<html><head><title>Too much</title></head></html>"));
        }
        if visitor == Visitor::Anonymous && matches!(route, Route::Me) {
            return Ok(Reply::nobody());
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

    /// The whole address of a request.
    fn address(&self, request: &Parts) -> String {
        let origin = self.base.strip_suffix(self.options.path()).unwrap_or(&self.base);
        format!("{origin}{}", request.uri.path_and_query().map_or("/", |target| target.as_str()))
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
        method == "GET" || (method == "POST" && target == TOKEN && self.options.door == Door::OAuth)
    }
}

impl Service for Server {
    /// The clock of the machine, or a second after the site's last change.
    fn now(&self) -> NaiveDateTime {
        match self.options.site_clock {
            true => calendar::date(self.shelf().now() + 1000).naive_utc(),
            false => clock::now(),
        }
    }

    fn limited(&self, request: &Parts) -> Reply {
        match self.is_cloud() {
            true => Reply::limited(self.now()),
            false => Center::limited(request),
        }
    }

    fn answer(&self, number: u64, request: &Parts, sent: &[u8]) -> Reply {
        let mut reply = self.reply(number, request, sent).unwrap_or_else(|refused| refused);
        if self.options.faults.canaries && reply.status == 200 {
            reply.body = canary::planted(&reply.body).unwrap_or(reply.body);
        }
        reply
    }
}
