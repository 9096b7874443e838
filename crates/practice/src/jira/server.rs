//! What the site answers to a request: credentials, the operation behind them, and what happens meanwhile.

use super::ask::Ask;
use super::change::{self, Change};
use super::desk::Desk;
use super::door::{self, Caller, Failures};
use super::files::Links;
use super::finder::Finder;
use super::helpdesk;
use super::issue::{Attachment, Issue};
use super::language;
use super::meter::{self, Meter};
use super::options::Options;
use super::refusal;
use super::route::Route;
use super::routes::{self, AGILE_PATH, DESK_PATH, FILES_PATH, Found};
use super::site::Site;
use super::truth::{self, Fact};
use super::view::View;
use crate::calendar;
use crate::faults::When;
use crate::front::{Front, Fronted, Service};
use crate::planned::Planned;
use crate::reply::{JSON, Reply};
use crate::running::Fake;
use axum::http::header;
use axum::http::request::Parts;
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// The header that opts in to experiments.
const EXPERIMENTAL: &str = "X-ExperimentalApi";

/// What all requests share.
pub struct Server {
    pub(super) options: Options,
    /// Its address, without a slash at its end.
    pub(super) url: String,
    pub(super) front: Front,
    pub(super) links: Links,
    pub(super) finder: Finder,
    meter: Meter,
    failures: Failures,
    zone: Tz,
    site: RwLock<Site>,
    /// Changes that follow the request of a number.
    planned: Planned<Change>,
}

impl Server {
    /// A site at an address, with the files at another. Refused where the time zone is not known, or a fault needs an
    /// issue and there is none.
    pub(super) fn new(options: Options, url: String, media: String) -> Result<Self> {
        let zone = options.time_zone.parse::<Tz>().map_err(|cause| {
            Error::usage(format!("there is no time zone {:?}", options.time_zone))
                .because(cause)
                .hint("write a name like Europe/Berlin or UTC")
        })?;
        let mut site = Site::new(options.seed, options.issues, &options.username);
        if options.faults.equal_worklogs > 0 {
            change::apply(&mut site, Change::BookMany("10001".to_owned(), options.faults.equal_worklogs))?;
        }
        for (id, kib) in &options.faults.huge {
            let issue = site.issue(*id).cloned().ok_or_else(|| change::unknown("issue", id))?;
            site.put(Issue { description: "x".repeat(kib << 10), ..issue });
        }
        site.lag = options.faults.lag;
        let front = Front::new(options.latency, options.gzip, options.faults.transit.clone());
        Ok(Self {
            options,
            url,
            front,
            links: Links::new(media),
            finder: Finder::default(),
            meter: Meter::default(),
            failures: Failures::default(),
            zone,
            site: RwLock::new(site),
            planned: Planned::default(),
        })
    }

    /// What there is now; to be let go of before it is asked for again.
    pub(super) fn site(&self) -> RwLockReadGuard<'_, Site> {
        self.site.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn site_to_change(&self) -> RwLockWriteGuard<'_, Site> {
        self.site.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// A file, by its number.
    pub(super) fn attachment(&self, id: u64) -> Option<Attachment> {
        let site = self.site();
        let issue = site.homes.attachments.get(&id).and_then(|issue| site.issue(*issue))?;
        issue.attachments.iter().find(|attachment| attachment.id == id).cloned()
    }

    /// Makes a change now.
    pub(super) fn change(&self, change: Change) -> Result<String> {
        change::apply(&mut self.site_to_change(), change)
    }

    /// Makes a change after the answer to the request of a number.
    pub(super) fn plan(&self, request: u64, change: Change) {
        self.planned.add(request, change);
    }

    /// How an interface of a version writes what the site holds.
    pub(super) fn view<'a>(&'a self, site: &'a Site, version: &'a str, reads: u64) -> View<'a> {
        let faults = &self.options.faults;
        let (embedded, numbers_worklogs) = (faults.embedded(), faults.numbers_worklogs);
        let is_cloud = self.options.is_cloud();
        View { site, url: &self.url, version, is_cloud, zone: self.zone, embedded, numbers_worklogs, reads }
    }

    /// Everything of a kind, as answers without faults hold it.
    pub(super) fn truth(&self, kind: &str) -> Vec<Fact> {
        let site = self.site();
        let version = if self.options.is_cloud() { "3" } else { "2" };
        truth::of(&View { embedded: usize::MAX, ..self.view(&site, version, 0) }, kind)
    }

    fn reply(&self, number: u64, request: &Parts, sent: &[u8]) -> Result<Reply, Reply> {
        let (whole, method) = (request.uri.path(), request.method.as_str());
        if self.options.faults.gateway.iter().any(|when: &When| when.hits(number)) {
            return Err(refusal::gateway());
        }
        let path = whole.strip_prefix(self.options.path()).ok_or_else(|| refusal::no_endpoint(method, whole))?;
        let faults = &self.options.faults;
        let lacks = |path: &str, prefix: &str, lacks: bool| lacks && path.starts_with(prefix);
        if lacks(path, AGILE_PATH, faults.lacks_agile) || lacks(path, DESK_PATH, faults.lacks_desk) {
            return Err(refusal::no_endpoint(method, path));
        }
        let (route, version, parts) = match routes::find(self.options.deployment, method, path) {
            Found::Route(route, version, parts) => (route, version, parts),
            Found::Method => return Err(refusal::wrong_method(method, path)),
            Found::Nothing => return Err(refusal::no_endpoint(method, path)),
        };
        let caller = match door::caller(&self.options, &self.failures, &request.headers) {
            Err(_) if path.starts_with(FILES_PATH) => Caller::Anybody,
            _ if self.options.faults.anybody_from.is_some_and(|from| number >= from) => Caller::Anybody,
            caller => caller?,
        };
        if caller == Caller::Anybody && !route.is_open {
            return Err(door::unknown(&self.options));
        }
        let opted = request.headers.get(EXPERIMENTAL).is_some_and(|value| value == self.options.opting_in());
        let answer = || {
            if route.is_experimental && !opted {
                return Err(helpdesk::experimental_only(self.options.opting_in()));
            }
            if route.is_for_agents && self.options.faults.is_no_agent {
                return Err(helpdesk::agents_only());
            }
            let ask = self.ask(route, request, sent)?;
            let site = &*self.site();
            let view = self.view(site, version, number);
            let (faults, finder, links) = (&self.options.faults, &self.finder, &self.links);
            (route.answer)(&Desk { faults, finder, links, site, view, ask: &ask, parts, path, caller, number })
        };
        if caller == Caller::Anybody {
            return answer();
        }
        let (count, burst) = (self.meter.count(route, clock::now().and_utc().timestamp()), self.options.faults.burst);
        let reply = match burst {
            Some(most) if count > most => self.limited(request).with("Retry-After", "1"),
            _ => answer().unwrap_or_else(|refused| refused),
        };
        Ok(meter::tell(reply, route, count, burst, self.options.deployment))
    }

    /// What a request asks with: in its body for a POST, else in its query.
    fn ask(&self, route: &Route, request: &Parts, sent: &[u8]) -> Result<Ask, Reply> {
        let (path, query) = (request.uri.path(), request.uri.query().unwrap_or_default());
        if route.method == "GET" {
            return Ask::of_query(query, route.arguments, path);
        }
        let media = request.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if media.split(';').next().map(str::trim) != Some(JSON) {
            return Err(refusal::wrong_media(media, path));
        }
        if !query.is_empty() {
            return Err(refusal::undeclared(query));
        }
        Ask::of_body(sent, route.arguments)
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
        let options = &self.options;
        routes::is_read(options.deployment, method, target.strip_prefix(options.path()).unwrap_or(target))
    }
}

impl Service for Server {
    /// The clock of the machine, or a second after the last change.
    fn now(&self) -> NaiveDateTime {
        match self.options.own_clock {
            true => calendar::date(self.site().now() + 1000).naive_utc(),
            false => clock::now(),
        }
    }

    fn limited(&self, _request: &Parts) -> Reply {
        meter::too_many(self.options.deployment, self.now())
    }

    fn answer(&self, number: u64, request: &Parts, sent: &[u8]) -> Reply {
        let reply = self.reply(number, request, sent).unwrap_or_else(|refused| refused);
        let reply = if self.options.faults.is_localised { language::localised(reply) } else { reply };
        match self.meanwhile(number) {
            Ok(()) => reply,
            Err(failed) => refusal::told(500, &format!("A planned change failed: {failed}")),
        }
    }
}
