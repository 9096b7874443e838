//! The same site as Confluence Data Center shows it, version 8, 9 or 10.
//!
//! A request that the server has let in passes through `routes` (which operation, which parameters); the other
//! files answer, each a group of operations, with what `desk` finds on the shelf and `page` cuts out of a
//! listing. `content`, `body` and `parts` write the objects, as far as `expand` wants them.
//!
//! What differs from Confluence Cloud beside form and paths: ids are digits throughout; people are known by their
//! keys and groups by their names; archived pages are current ones, and folders are none; bytes of attachments come
//! from the site itself. Every site has a group of administrators and one of everybody.

mod audit;
mod beside;
mod body;
mod content;
mod desk;
mod download;
mod expand;
pub(super) mod faults;
mod listing;
mod page;
mod parts;
mod people;
mod refusal;
mod release;
mod rights;
mod routes;
mod search;
mod spaces;
pub(super) mod switches;
mod system;

use super::entry::Visitor;
use super::faults::Told;
use super::operations;
use super::query::Query;
use super::shelf::Shelf;
use super::{Deployment, Options, retold};
use crate::front;
use crate::reply::Reply;
use axum::http::request::Parts;
use catchment_base::error::{Error, Result};
use chrono_tz::Tz;
use desk::{Clock, Counts, Desk};
use release::Release;
use routes::Route;
use serde_json::Value;

/// What is left of the bucket of requests, and how it fills.
const RATES: [(&str, &str); 5] = [
    ("X-RateLimit-Limit", "100"),
    ("X-RateLimit-Remaining", "99"),
    ("X-RateLimit-FillRate", "10"),
    ("X-RateLimit-Interval-Seconds", "1"),
    ("Retry-After", "0"),
];

/// What all requests to a site of Data Center share.
pub(super) struct Center {
    release: Release,
    version: String,
    clock: Clock,
    counts: Counts,
}

/// A request that was let in.
pub(super) struct Asked<'a> {
    pub(super) request: &'a Parts,
    /// Its number, counted from 1.
    pub(super) number: u64,
    /// Its path, below that of a gateway.
    pub(super) path: &'a str,
    /// What came with it.
    pub(super) sent: &'a [u8],
    pub(super) options: &'a Options,
    pub(super) shelf: &'a Shelf,
    /// The address of the site, context path and all.
    pub(super) base: &'a str,
    /// Where the account's clock is.
    pub(super) zone: Tz,
    /// Who was let in.
    pub(super) visitor: Visitor,
}

impl Center {
    /// The site of these options, where it is one of Data Center.
    pub(super) fn of(options: &Options) -> Result<Option<Self>> {
        let Deployment::DataCenter { version } = &options.deployment else { return Ok(None) };
        let offset = &options.server_offset;
        let clock = offset.parse().map(|parsed| Clock { offset: parsed, colon: offset.contains(':') });
        let clock = clock.map_err(|cause| {
            Error::usage(format!("there is no offset {offset:?}")).because(cause).hint("write it like +01:00 or +1100")
        })?;
        let release = Release::read(version)?;
        Ok(Some(Self { release, version: version.clone(), clock, counts: Counts::default() }))
    }

    /// The answer to a request beyond the limit: JSON for whoever accepts it, else a page for people. The bucket is empty.
    pub(super) fn limited(request: &Parts) -> Reply {
        let refused = if front::accepts_json(&request.headers) { refusal::limited() } else { Reply::crowded() };
        let bucket = RATES.into_iter().filter(|(name, _)| *name != "Retry-After");
        let left = |(name, value)| (name, if name == "X-RateLimit-Remaining" { "0" } else { value });
        bucket.map(left).fold(refused, |reply, (name, value)| reply.with(name, value))
    }

    /// Gives a site what every one of Data Center has.
    pub(super) fn furnish(&self, shelf: &mut Shelf) {
        rights::furnish(shelf);
    }

    /// The answer to a request.
    pub(super) fn answer(&self, asked: &Asked<'_>) -> Reply {
        let mut reply = self.reply(asked).unwrap_or_else(|refused| refused);
        let faults = &asked.options.faults;
        let nobody = faults.account == Some(Told::Anonymous) || asked.visitor == Visitor::Anonymous;
        let name = if nobody { "anonymous" } else { asked.options.username.as_str() };
        if !faults.retellings.is_empty() {
            let query = asked.request.uri.query().unwrap_or_default();
            let how = retold::Asked { by_id: query.contains("id+in"), in_space: query.contains("spaceKey=") };
            reply.body = retold::retold(&reply.body, &faults.retellings, how).unwrap_or(reply.body);
        }
        reply = reply.with("X-AUSERNAME", page::quoted(name));
        let rates = RATES.into_iter().filter(|_| faults.data_center.rates);
        rates.fold(reply, |reply, (name, value)| reply.with(name, value))
    }

    fn reply(&self, asked: &Asked<'_>) -> Result<Reply, Reply> {
        let Asked { request, options, shelf, base, zone, sent, .. } = *asked;
        let path = asked.path.strip_prefix(options.context.as_str()).ok_or_else(refusal::no_such_page)?;
        if options.faults.gone.iter().any(|gone| operations::fits(gone, &format!("/wiki{path}"))) {
            return Err(refusal::gone());
        }
        let nothing = || match path.starts_with("/rest/") {
            true => Reply::no_such_operation(&format!("{base}{path}"), front::accepts_json(&request.headers)),
            false => refusal::no_such_page(),
        };
        let route = Route::of(path, self.release).ok_or_else(nothing)?;
        if request.method != route.method() {
            return Err(refusal::wrong_method(request.method.as_str()));
        }
        let query = Query::read(request.uri.query().unwrap_or_default(), route.declared(self.release));
        let query = query.map_err(|refused| refusal::bad_request(&why(&refused)))?;
        let results = query.number("limit").unwrap_or_default();
        if let Some((_, status)) = options.faults.largest_page.filter(|(most, _)| results > *most) {
            return Err(Reply::html(status, "<html><head><title>Too much</title></head></html>"));
        }
        let (release, clock, counts) = (self.release, self.clock, &self.counts);
        let desk = Desk {
            options,
            shelf,
            release,
            clock,
            base,
            path,
            query: &query,
            sent,
            zone,
            counts,
            number: asked.number,
            visitor: asked.visitor,
        };
        self.done(&desk, &route)
    }

    /// The answer of an operation.
    fn done(&self, desk: &Desk<'_>, route: &Route) -> Result<Reply, Reply> {
        match route {
            Route::Spaces => desk.spaces(),
            Route::Space(key) => desk.one_space(key),
            Route::Permissions(key) => desk.permissions(key),
            Route::SpaceProperties(key) => desk.space_properties(key),
            Route::Contents => desk.contents(),
            Route::Content(id) => desk.one(id),
            Route::History(id) => desk.history_of(id),
            Route::Scan => desk.scan(),
            Route::SearchContent => desk.search_content(),
            Route::SearchAll => desk.search_all(),
            Route::Child(id, kind) => desk.child(id, kind),
            Route::Labels(id) => desk.labels_of(id),
            Route::Properties(id) => desk.properties(id),
            Route::Restrictions(id) => desk.restrictions(id),
            Route::ViewRestrictions(id) => desk.view_restrictions(id),
            Route::Versions(id) => desk.versions(id),
            Route::Download(container, name) => desk.download(container, name),
            Route::Me => desk.me(),
            Route::User => desk.user(),
            Route::Users => desk.users(),
            Route::Groups => desk.groups(),
            Route::Members(group) => desk.members(group),
            Route::ServerInformation => desk.server_information(&self.version),
            Route::Events => desk.events(),
            Route::Remote(method) => desk.remote(method.as_deref()),
        }
    }
}

/// Why a parameter was refused.
fn why(refused: &Reply) -> String {
    let body: Value = serde_json::from_slice(&refused.body).unwrap_or_default();
    body["errors"][0]["title"].as_str().unwrap_or_default().to_owned()
}
