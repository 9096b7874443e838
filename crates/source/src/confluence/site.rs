//! Requests to one site, made from the table of its deployment, and its answers.

mod members;
mod pages;
mod parts;
mod selecting;
mod survey;

use super::endpoint::{Api, Bodies, CONTENT, Endpoint, ID, Ids, KEY, Many, NAME, Paging, Row, VERSION};
use super::filter::{Spaces, any_id};
use super::streams::{LEFT_OUT, SPACE_ICON};
use super::{answer, cql, links};
use crate::hits::Hits;
use crate::refused::{Flaw, Meaning, Refused};
use crate::survey::Survey;
use crate::{Account, Detail, Names, PageSize, Reading, Selection, Session, Stream, refused_first};
use catchment_base::error::{Error, Result, printable};
use catchment_base::response::{Aim, Listing, Sighting, WalkKind};
use catchment_io::http::{Answer, Ask, argument, below};
use parts::{BY_IDS, CQL, Query, names_ids, object_id, proven, version_of};
pub(super) use selecting::Selecting;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};
use url::Url;

/// Results of the first request of a feed.
const FEW: u32 = 25;
/// The page size that asks for as many results as an endpoint gives.
const FULL: u32 = 250;
/// The files of what is attached to something.
const FILES: Endpoint = Endpoint::once("/rest/api/content/{}/child/attachment");
/// An attachment with the link to its file.
const ATTACHED: Endpoint = Endpoint::once("/rest/api/content/{}").with(&[("expand", "version")]);
/// What is older than any version that can be asked.
const OLDEST: (u32, u32) = (0, 0);
/// The arguments that hold keys of spaces.
const PERSONAL: [&str; 3] = ["keys", "spaceKey", CQL];
/// Confluence answers 410 where it has removed a resource, never for an object.
const REMOVED: &[Refused] = &[Refused { status: 410, says: None, means: Meaning::Fail, told: None }];
/// What a search is refused with whose conditions the site does not understand: some versions of Data Center have a status of their
/// own for that (OpenAPI edition of 9.0, `GET /rest/api/content/search`).
const NOT_UNDERSTOOD: &[Refused] =
    &[Refused { status: 404, says: Some(Cow::Borrowed("parse cql")), means: Meaning::StartOver, told: None }];

/// One site under its address.
pub(super) struct Site {
    /// Its base, without a final slash: `https://site.atlassian.net/wiki`.
    base: Url,
    page_size: u32,
    spaces: Spaces,
    selecting: Selecting,
    api: &'static Api,
    /// The streams as settings have them read, with what they select.
    streams: &'static [Stream],
    /// The keys of spaces by their ids, as their listing has shown them: v1 asks by the key.
    keys: Mutex<BTreeMap<String, String>>,
    /// The ids of those that settings leave out.
    left_out: Mutex<BTreeSet<String>>,
    /// The patterns of the settings that fit some space which the listing has shown.
    fitting: Mutex<BTreeSet<String>>,
    /// The version of the product, major and minor, once it was asked for.
    version: OnceLock<(u32, u32)>,
}

impl Site {
    pub(super) fn new(
        base: Url,
        page_size: u32,
        (spaces, selecting): (Spaces, Selecting),
        api: &'static Api,
        streams: &'static [Stream],
    ) -> Self {
        let (keys, left_out, fitting) = (Mutex::default(), Mutex::default(), Mutex::default());
        Self { base, page_size, spaces, selecting, api, streams, keys, left_out, fitting, version: OnceLock::new() }
    }

    fn row(&self, stream: &str) -> Result<&'static Row> {
        let unknown = || Error::failed(format!("there is no listing of {}", printable(stream)));
        self.api.rows.iter().find(|row| row.stream.name == stream).ok_or_else(unknown)
    }

    fn url(&self, path: &str) -> Result<Url> {
        below(&self.base, path.split('/').skip(1))
    }

    /// The key of a space that its listing has shown.
    fn key(&self, space: &str) -> Result<String> {
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let unknown = || Error::failed(format!("the listing of spaces does not show the space {}", printable(space)));
        keys.get(space).cloned().ok_or_else(unknown)
    }

    /// A request to an endpoint about this scope, parent or object; without its search.
    fn ask(&self, endpoint: &Endpoint, id: &str, limit: u32) -> Result<Url> {
        let mut url = self.base.clone();
        let no_base = || Error::failed(format!("{} can have no path", self.base));
        let mut parts = url.path_segments_mut().map_err(|()| no_base())?;
        parts.pop_if_empty();
        for part in endpoint.path.split('/').skip(1) {
            match part {
                ID => parts.push(object_id(id)?),
                NAME => parts.push(proven(id)?),
                KEY => parts.push(&self.key(id)?),
                CONTENT => parts.push(version_of(id)?.0),
                part => parts.push(part),
            };
        }
        drop(parts);
        let mut query = Query::of(&mut url);
        if endpoint.most > 0 {
            query.put("limit", &limit.min(endpoint.most).to_string());
        }
        for (name, value) in endpoint.arguments {
            match *value {
                KEY => query.put(name, &self.key(id)?),
                VERSION => query.put(name, version_of(id)?.1),
                value => query.put(name, value),
            }
        }
        Ok(url)
    }

    /// The request for a listing, as the version of the product takes it.
    fn listing(&self, row: &'static Row) -> &'static Endpoint {
        let older =
            row.older.as_ref().filter(|older| self.version.get().is_some_and(|version| *version < older.before));
        older.map_or(&row.listing, |older| &older.endpoint)
    }

    /// The endpoint of a walk.
    fn endpoint(&self, row: &'static Row, kind: WalkKind) -> Result<&'static Endpoint> {
        let site = row.site.as_ref().unwrap_or(&row.listing);
        let lacking = || Error::failed(format!("there is no feed of {}", row.stream.name));
        match kind {
            WalkKind::Listing | WalkKind::Children => Ok(self.listing(row)),
            WalkKind::Feed | WalkKind::History => row.newest.as_ref().ok_or_else(lacking),
            WalkKind::Trash => row.binned.as_ref().ok_or_else(lacking),
            WalkKind::Census if self.selects(row, kind) => Ok(row.found.as_ref().unwrap_or(site)),
            _ => Ok(site),
        }
    }

    /// The endpoint that a request for a row went to: the one with the most parts of its path.
    fn asked(&self, row: &'static Row, ask: &Ask) -> &'static Endpoint {
        let path = ask.url.path().strip_prefix(self.base.path().trim_end_matches('/')).unwrap_or_default();
        let many = row.many.as_ref().filter(|many| names_ids(many, ask)).map(|many| &many.endpoint);
        let fitting =
            || row.endpoints().filter(|endpoint| endpoint.fits(path)).min_by_key(|endpoint| endpoint.open_parts());
        many.or_else(fitting).unwrap_or(&row.listing)
    }

    /// The listing of a walk by the scan, where there is one; what is selected is found by the search.
    fn scan(&self, row: &'static Row, kind: WalkKind) -> Option<&'static Endpoint> {
        let is_of_all = self.spaces.named.is_empty() && !self.spaces.is_matched;
        row.scanned(kind, self.version.get().copied(), is_of_all).filter(|_| self.selected(row).is_none())
    }

    fn pass(&self, row: &Row, endpoint: &Endpoint, aim: &Aim, (limit, named): (u32, Range<usize>)) -> Result<Ask> {
        let mut url = self.ask(endpoint, &aim.listing.scope, limit)?;
        let is_named = !named.is_empty();
        if row.stream.handle.is_some() {
            let keys = self.spaces.named.get(named.clone()).unwrap_or_default();
            keys.iter().for_each(|key| Query::of(&mut url).put(self.api.keys, key));
        } else if let Some(name) = endpoint.scopes.filter(|_| is_named) {
            Query::of(&mut url).put(name, &aim.scopes.join(","));
        }
        if let Some(cql) = endpoint.cql {
            Query::of(&mut url).put(CQL, &self.searched(row, cql, aim, named)?);
        }
        if let (Some((name, form)), Some(floor)) = (endpoint.since, aim.floor) {
            let since = form.write(floor);
            Query::of(&mut url).put(name, since.as_str().unwrap_or(&since.to_string()));
        }
        if endpoint.sent.is_empty() {
            return Ok(Ask::get(url));
        }
        let value = |sent: &&str| if *sent == KEY { self.key(&aim.listing.scope) } else { Ok((*sent).to_owned()) };
        let sent = endpoint.sent.iter().map(value).collect::<Result<Vec<_>>>()?;
        Ok(Ask::post(url, serde_json::json!(sent).to_string().into_bytes()))
    }

    /// How a listing asks for bodies, where this is the request for one that can leave them out.
    fn bodies_in(&self, stream: &Stream, ask: &Ask) -> Option<&'static Bodies> {
        let row = self.row(stream.name).ok()?;
        let asked = self.asked(row, ask);
        let scanned = row
            .scan
            .as_ref()
            .and_then(|scan| scan.of_scope.as_ref())
            .is_some_and(|of_scope| std::ptr::eq(asked, of_scope));
        row.bodies.as_ref().filter(|_| scanned || std::ptr::eq(asked, &row.listing))
    }

    fn many(&self, many: &Many, ids: &[String]) -> Result<Ask> {
        let names = ids.iter().map(|id| object_id(id)).collect::<Result<Vec<_>>>()?.join(",");
        let mut url = self.url(many.endpoint.path)?;
        let mut query = Query::of(&mut url);
        match many.ids {
            Ids::Argument(name) => query.put(name, &names),
            Ids::Search => query.put(CQL, &format!("{BY_IDS}{names})")),
        }
        query.put("limit", &ids.len().to_string());
        many.endpoint.arguments.iter().for_each(|(name, value)| query.put(name, value));
        Ok(Ask::get(url))
    }

    /// Remembers the keys that a listing of spaces shows; gives the ids of those that settings leave out.
    fn learn(&self, page: &answer::Page<'_>) -> BTreeSet<String> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let mut fitting = self.fitting.lock().unwrap_or_else(PoisonError::into_inner);
        let mut left_out = BTreeSet::new();
        for (id, key, name) in answer::spaces(page) {
            fitting.extend(self.spaces.patterns(Some((&key, &name))).map(str::to_owned));
            if !self.spaces.has(&key, &name) {
                left_out.insert(id.clone());
            }
            keys.insert(id, key);
        }
        self.left_out.lock().unwrap_or_else(PoisonError::into_inner).extend(left_out.iter().cloned());
        left_out
    }

    /// Whether a question is for the version of the product, not for members.
    fn asks_for_version(&self, ask: &Ask) -> bool {
        self.api.version.is_some_and(|path| self.url(path).is_ok_and(|url| url == ask.url))
    }
}

impl Session for Site {
    fn premise(&self, aim: &Aim) -> Result<Option<Ask>> {
        let row = self.row(aim.listing.stream)?;
        if self.selects(row, aim.kind) {
            return self.ask_for_members();
        }
        let is_scanned = aim.kind == WalkKind::Census && row.scan.as_ref().is_some_and(|scan| scan.since.is_some());
        let depends = (row.older.is_some() || is_scanned) && self.version.get().is_none();
        self.api.version.filter(|_| depends).map(|path| self.url(path).map(Ask::get)).transpose()
    }

    fn read_premise(&self, ask: &Ask, answer: &Answer) -> Result<(), Flaw> {
        let body = &answer.body;
        if !self.asks_for_version(ask) {
            return self.read_members(ask, body);
        }
        // Another walk may have asked meanwhile, and the answer is the same.
        let _ = self.version.set(answer::version(body)?);
        Ok(())
    }

    /// A site that does not tell its version is asked as an old one is.
    fn goes_without(&self, ask: &Ask, said: Option<&str>) -> bool {
        let is_refused = said.is_some() && self.asks_for_version(ask);
        if is_refused {
            let _ = self.version.set(OLDEST);
        }
        is_refused
    }

    fn has_witness(&self, stream: &Stream) -> bool {
        self.row(stream.name).is_ok_and(|row| self.scan(row, WalkKind::Census).is_some())
    }

    fn refused_premise(&self, _: &Ask, cause: Error) -> Error {
        self.refused_members(cause)
    }

    fn first(&self, aim: &Aim, limit: u32, named: Range<usize>) -> Result<Ask> {
        let row = self.row(aim.listing.stream)?;
        let endpoint = self.scan(row, aim.kind).map_or_else(|| self.endpoint(row, aim.kind), Ok)?;
        self.pass(row, endpoint, aim, (limit, named))
    }

    fn instead(&self, aim: &Aim, limit: u32, named: Range<usize>) -> Result<Option<Ask>> {
        let row = self.row(aim.listing.stream)?;
        match self.scan(row, aim.kind) {
            Some(_) => self.pass(row, self.endpoint(row, aim.kind)?, aim, (limit, named)).map(Some),
            None => Ok(None),
        }
    }

    fn names(&self, aim: &Aim) -> Names {
        let Ok(row) = self.row(aim.listing.stream) else { return Names::Together(0) };
        // What goes with no container would be looked at one by one once its space is not named any more.
        let goes_along = row.stream.scope.is_some() || !row.stream.containers.is_empty();
        let is_restricted = aim.listing.scope.is_empty()
            && self
                .endpoint(row, aim.kind)
                .is_ok_and(|endpoint| endpoint.scopes.is_some() || (endpoint.cql.is_some() && goes_along));
        match row.stream.handle {
            Some(_) => Names::Divisible(if self.spaces.is_matched { 0 } else { self.spaces.named.len() }),
            None if self.selects(row, aim.kind) && self.selecting.names_people() => {
                Names::Divisible(self.selecting.people().len())
            }
            None if is_restricted => Names::Together(aim.scopes.len()),
            None => Names::Together(0),
        }
    }

    fn page_size(&self, size: PageSize) -> u32 {
        match size {
            PageSize::Small => self.page_size.min(FEW),
            PageSize::Full | PageSize::Lean if self.page_size == FULL => u32::MAX,
            PageSize::Full | PageSize::Lean => self.page_size,
        }
    }

    fn follow(&self, stream: &Stream, from: &Ask, next: &str) -> Result<Ask> {
        let mut url = from.url.clone();
        let endpoint = self.asked(self.row(stream.name)?, from);
        match endpoint.paging {
            Paging::Once | Paging::Link => url = links::follow(&self.base, &from.url, next)?,
            Paging::Thread => {
                let (link, waiting) = next.rsplit_once('#').unwrap_or((next, ""));
                let (first, rest) = waiting.split_once(',').unwrap_or((waiting, ""));
                let limit = self.limit(stream, from).unwrap_or(endpoint.most);
                let (page, rest) = match link {
                    "" => (self.ask(endpoint, object_id(first)?, limit)?, rest),
                    link => (links::follow(&self.base, &from.url, link)?, waiting),
                };
                url = page;
                url.set_fragment((!rest.is_empty()).then_some(rest));
            }
            Paging::Offset => Query::of(&mut url).replace("start", Some(next)),
            Paging::Token { argument, .. } => Query::of(&mut url).replace(argument, Some(next)),
        }
        Ok(Ask::get(url))
    }

    /// Without the arguments that hold keys of spaces: the key of a personal space names an account.
    fn kept(&self, ask: &Ask) -> String {
        let mut url = ask.url.clone();
        PERSONAL.iter().for_each(|name| Query::of(&mut url).replace(name, None));
        Ask { url, ..ask.clone() }.written()
    }

    fn resume(&self, first: &Ask, kept: &str) -> Result<Ask> {
        let mut url = links::follow(&self.base, &self.base, kept)?;
        // An older program has kept them.
        PERSONAL.iter().for_each(|name| Query::of(&mut url).replace(name, None));
        for (name, value) in first.url.query_pairs().filter(|(name, _)| PERSONAL.contains(&name.as_ref())) {
            Query::of(&mut url).put(&name, &value);
        }
        Ok(Ask::get(url))
    }

    /// The rest of the query stays byte for byte: the encoding of a cursor must not change.
    fn bodies(&self, stream: &Stream, ask: &Ask, wanted: bool) -> Ask {
        let Some(bodies) = self.bodies_in(stream, ask) else { return ask.clone() };
        let value = if wanted { Some(bodies.with) } else { bodies.without };
        let said = argument(&ask.url, bodies.name);
        let mut changed = ask.clone();
        if said.as_deref() != value {
            Query::of(&mut changed.url).replace(bodies.name, value);
        }
        changed
    }

    fn has_bodies(&self, stream: &Stream, ask: &Ask) -> bool {
        let asks =
            |bodies: &Bodies| ask.url.query_pairs().any(|(name, value)| name == bodies.name && value == bodies.with);
        self.bodies_in(stream, ask).is_some_and(asks)
    }

    fn limit(&self, _: &Stream, ask: &Ask) -> Option<u32> {
        ask.url.query()?.split('&').find_map(|part| part.strip_prefix("limit="))?.parse().ok()
    }

    fn with_limit(&self, _: &Stream, ask: &Ask, limit: u32) -> Ask {
        let mut url = ask.url.clone();
        Query::of(&mut url).set("limit", &limit.to_string());
        Ask::get(url)
    }

    fn by_ids(&self, stream: &Stream, ids: &[String]) -> Result<Ask> {
        let row = self.row(stream.name)?;
        match (&row.many, ids) {
            (Some(many), ids) => self.many(many, ids),
            (None, [id]) => self.own(stream, id),
            _ => Err(Error::failed(format!("objects of {} are requested one by one", stream.name))),
        }
    }

    fn file(&self, _: &Stream, container: &str, id: &str, version: u32) -> Result<Url> {
        let (container, id) = (object_id(container)?, object_id(id)?);
        if !self.api.has_file_route {
            return Err(Error::failed(format!("there is no route to the file of {}", printable(id))));
        }
        let mut url = below(&self.ask(&FILES, container, 0)?, [id, "download"])?;
        Query::of(&mut url).put("version", &version.to_string());
        Ok(url)
    }

    fn file_link(&self, stream: &Stream, id: &str) -> Result<Option<Ask>> {
        if stream.name == SPACE_ICON {
            let space = id.split_once(':').map_or(id, |(space, _)| space);
            return self.ask(&self.row(SPACE_ICON)?.listing, object_id(space)?, 0).map(Ask::get).map(Some);
        }
        if self.api.has_file_route {
            return Ok(None);
        }
        self.ask(&ATTACHED, object_id(id)?, 0).map(Ask::get).map(Some)
    }

    fn read_file_link(&self, stream: &Stream, body: &[u8], version: u32) -> Result<Url, String> {
        let (link, shown) = match stream.name {
            SPACE_ICON => answer::icon_link(body)?,
            _ => answer::file_link(body)?,
        };
        if shown != version {
            return Err(format!("the site shows version {shown} of the file, not version {version} any more"));
        }
        links::follow(&self.base, &self.base, &link).map_err(|error| error.one_line())
    }

    fn read(&self, stream: &Stream, ask: &Ask, answer: &Answer, detail: Detail) -> Result<Reading, String> {
        let row = self.row(stream.name).map_err(|error| error.one_line())?;
        let page = answer::page(stream, &answer.body)?;
        let left_out = if stream.handle.is_some() { self.learn(&page) } else { BTreeSet::new() };
        let mut reading = self.reading(row, ask, (&page, &answer.body), detail)?;
        // What a page of v2 stands below, v1 tells otherwise.
        let endpoint = self.asked(row, ask);
        let tells_above = endpoint.cql.is_none() || endpoint.paging == Paging::Offset || row.found.is_none();
        for shown in &mut reading.sightings {
            if left_out.contains(&shown.object) {
                shown.status = Some(LEFT_OUT.to_owned());
            }
            shown.above = shown.above.take().filter(|_| tells_above);
        }
        Ok(reading)
    }

    fn refused_first(&self, stream: &Stream, said: &str) -> Error {
        match self.row(stream.name).ok().and_then(|row| self.selected(row)).filter(|_| cql::is_told_in(said)) {
            Some(Selection { settings, .. }) => Error::usage(format!(
                "the site does not understand {settings}: {}",
                said.trim_start_matches("(400)").trim_start_matches(':').trim_start()
            ))
            .hint(format!("correct {settings}; docs/confluence.md says what each takes")),
            None => refused_first(said),
        }
    }

    fn may_be_size(&self, _: &Stream, said: &str) -> bool {
        !cql::is_told_in(said)
    }

    fn selection(&self) -> Result<Option<(&'static Stream, Ask)>> {
        let Some(row) = self.api.rows.iter().find(|row| self.selected(row).is_some()) else { return Ok(None) };
        let aim = Aim::new(WalkKind::Census, Listing { stream: row.stream.name, scope: String::new() });
        Ok(Some((&row.stream, self.first(&aim, 1, 0..0)?)))
    }

    fn refused(&self, stream: &Stream) -> &[Refused] {
        let Ok(row) = self.row(stream.name) else { return &[] };
        if self.selected(row).is_some() { NOT_UNDERSTOOD } else { row.refused }
    }

    fn refused_by_id(&self, _: &Stream) -> &[Refused] {
        REMOVED
    }

    fn existence(&self, stream: &Stream, ids: &[String]) -> Result<Option<Ask>> {
        let is_typed = matches!(stream.id_space, "content" | "attachment") && stream.parent.is_none();
        let path =
            self.api.types.filter(|_| is_typed && self.row(stream.name).is_ok_and(|row| row.listing.cql.is_none()));
        let Some(path) = path else { return Ok(None) };
        let body = serde_json::json!({ "contentIds": ids }).to_string();
        Ok(Some(Ask::post(self.url(path)?, body.into_bytes())))
    }

    fn read_existence(&self, body: &[u8]) -> Result<BTreeSet<String>, String> {
        answer::read_existence(body)
    }

    fn own(&self, stream: &Stream, id: &str) -> Result<Ask> {
        let own = self.row(stream.name)?.own.as_ref();
        let own = own.ok_or_else(|| Error::failed(format!("a {} cannot be requested by its id", stream.name)))?;
        self.ask(own, object_id(id)?, 0).map(Ask::get)
    }

    fn addressed(&self, stream: &Stream, id: &str) -> Result<Option<Ask>> {
        let row = self.row(stream.name)?;
        let is_found = row.many.as_ref().is_some_and(|many| matches!(many.ids, Ids::Search));
        let Some(bodies) = row.bodies.as_ref().filter(|_| is_found) else { return Ok(None) };
        let mut ask = self.own(stream, id)?;
        Query::of(&mut ask.url).replace(bodies.name, Some(bodies.with));
        Ok(Some(ask))
    }

    fn read_own(&self, stream: &Stream, body: &[u8]) -> Result<Option<Sighting>, String> {
        answer::read_own(stream, body).map(Some)
    }

    fn search(&self, query: &str, limit: u32) -> Result<Option<Ask>> {
        let mut url = self.ask(&self.api.search, "", limit)?;
        Query::of(&mut url).put(CQL, query);
        Ok(Some(Ask::get(url)))
    }

    fn named(&self, ids: &[String]) -> Result<Option<Ask>> {
        self.search(&any_id("id", ids), FULL)
    }

    fn read_search(&self, body: &[u8]) -> Result<Hits, String> {
        let mut hits = answer::read_search(body, self.api.has_wrapped_hits)?;
        for hit in hits.hits.iter_mut().filter(|hit| matches!(&*hit.kind, "page" | "blogpost")) {
            let url = self.url("/pages/viewpage.action").map_err(|error| error.one_line())?;
            hit.address = Some(format!("{url}?pageId={}", hit.id));
        }
        Ok(hits)
    }

    fn account(&self) -> Result<Option<Ask>> {
        self.url("/rest/api/user/current").map(Ask::get).map(Some)
    }

    fn read_account(&self, answer: &Answer) -> Result<Account, String> {
        answer::read_account(&answer.body)
    }

    fn survey(&self) -> Option<&dyn Survey> {
        Some(self)
    }

    fn probes(&self) -> Result<Vec<(&'static Stream, Ask)>> {
        // Spaces, and the first of what lies in them.
        let mut rows = self.api.rows.iter();
        let rows = [rows.find(|row| row.stream.handle.is_some()), rows.find(|row| row.stream.scope.is_some())];
        let probe = |row: &'static Row| {
            Ok((&row.stream, Ask::get(self.ask(row.site.as_ref().unwrap_or(&row.listing), "", 1)?)))
        };
        rows.into_iter().flatten().map(probe).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{cloud, data_center};
    use super::*;

    pub(super) fn said(body: &str) -> Answer {
        Answer { status: 200, body: body.as_bytes().to_vec(), ..Answer::default() }
    }

    pub(super) fn cloud() -> Site {
        let base = Url::parse("https://example.atlassian.net/wiki").unwrap();
        Site::new(base, 250, (Spaces::of(&["~a b".to_owned()]), Selecting::default()), &cloud::API, &[])
    }

    pub(super) fn data_center() -> Site {
        let base = Url::parse("https://wiki.example.com/confluence").unwrap();
        shown(Site::new(base, 250, (Spaces::of(&[]), Selecting::default()), &data_center::API, &[]))
    }

    /// The site after it has shown two spaces.
    fn shown(site: Site) -> Site {
        let spaces = br#"{"results":[{"id":7,"key":"ENG"},{"id":9,"key":"~jo"}]}"#;
        let answer = Answer { body: spaces.to_vec(), ..Answer::default() };
        let of_spaces = Aim::new(WalkKind::Census, Listing { stream: "space", scope: String::new() });
        let ask = site.first(&of_spaces, 200, 0..0).unwrap();
        assert_eq!(site.read(stream(&site, "space"), &ask, &answer, Detail::Ends).unwrap().next, None);
        site
    }

    pub(super) fn stream(site: &Site, name: &str) -> &'static Stream {
        &site.row(name).unwrap().stream
    }

    fn first(kind: WalkKind, stream: &'static str, scope: &str) -> Result<String> {
        first_of(&cloud(), kind, stream, scope)
    }

    fn first_of(site: &Site, kind: WalkKind, stream: &'static str, scope: &str) -> Result<String> {
        let aim = Aim {
            scopes: vec!["7".to_owned(), "9".to_owned()],
            ..Aim::new(kind, Listing { stream, scope: scope.to_owned() })
        };
        let url = site.first(&aim, site.page_size(PageSize::Small), 0..site.names(&aim).all())?;
        Ok(url.url.as_str().trim_start_matches(site.base.as_str()).to_owned())
    }

    #[test]
    fn listings_have_their_urls() {
        assert_eq!(first(WalkKind::Census, "space", "").unwrap(), "/api/v2/spaces?limit=25&keys=%7Ea+b");
        assert_eq!(
            first(WalkKind::Listing, "page", "65547").unwrap(),
            "/api/v2/spaces/65547/pages?limit=25&body-format=storage"
        );
        assert_eq!(
            first(WalkKind::Feed, "blogpost", "").unwrap(),
            "/api/v2/blogposts?limit=25&sort=-modified-date&space-id=7%2C9"
        );
        assert_eq!(
            first(WalkKind::History, "page", "").unwrap(),
            "/api/v2/pages?limit=25&sort=-modified-date&space-id=7%2C9"
        );
        assert_eq!(
            first(WalkKind::Trash, "attachment", "").unwrap(),
            "/api/v2/attachments?limit=25&sort=-modified-date&status=trashed"
        );
        assert!(first(WalkKind::Listing, "page", "../x").is_err());
    }

    #[test]
    fn an_id_cannot_lead_elsewhere() {
        let site = cloud();
        for id in ["7/../8", "..", ".", "", "7,8", "7\\8", "7?x=#", "object 4 of its response"] {
            assert!(site.own(stream(&site, "page"), id).is_err(), "{id}");
        }
        assert_eq!(
            site.own(stream(&site, "attachment"), "att7").unwrap().url.as_str(),
            "https://example.atlassian.net/wiki/api/v2/attachments/att7"
        );
    }

    #[test]
    fn attachments_are_listed_for_the_site_and_have_files() {
        let base = "https://example.atlassian.net/wiki";
        assert_eq!(first(WalkKind::Census, "attachment", "").unwrap(), "/api/v2/attachments?limit=25");
        let site = cloud();
        let file = |container: &str, id: &str| site.file(stream(&site, "attachment"), container, id, 3);
        assert_eq!(
            file("7", "att9").unwrap().as_str(),
            format!("{base}/rest/api/content/7/child/attachment/att9/download?version=3")
        );
        assert!(file("7/8", "att9").is_err());
        assert!(file("7", "att9?x=").is_err());
    }

    #[test]
    fn a_census_of_what_is_selected_is_a_search_for_it() {
        static PAGES: [Stream; 1] = [Stream {
            name: "page",
            selection: Some(Selection { text: "label in (\"x\")", settings: "labels" }),
            ..Stream::LISTED
        }];
        let census = |site: &Site, name| first_of(site, WalkKind::Census, name, "").unwrap();
        let selecting = Selecting::new(Some("label in (\"x\")".to_owned()), Vec::new(), Vec::new());
        let site = Site { streams: &PAGES, selecting, ..shown(cloud()) };
        let found = census(&site, "page");
        assert!(found.starts_with("/rest/api/content/search?limit=25&"), "{found}");
        assert!(found.ends_with("and+label+in+%28%22x%22%29"), "{found}");
        for other in [census(&site, "blogpost"), census(&cloud(), "page")] {
            assert!(other.starts_with("/api/v2/"), "{other}");
        }
        assert_eq!(site.selection().unwrap().map(|(stream, _)| stream.name), Some("page"));
    }

    #[test]
    fn the_cursor_survives_leaving_the_bodies_out_and_asking_for_them_again() {
        let with = followed("/wiki/api/v2/spaces/1/pages?cursor=eyJ+%2B==&body-format=storage&limit=100");
        let without = cloud().bodies(stream(&cloud(), "page"), &with, false);
        assert_eq!(without.url.query(), Some("cursor=eyJ+%2B==&limit=100"));
        assert_eq!(
            cloud().bodies(stream(&cloud(), "page"), &without, true).url.query(),
            Some("cursor=eyJ+%2B==&limit=100&body-format=storage")
        );
    }

    fn followed(link: &str) -> Ask {
        let site = cloud();
        site.resume(&Ask::get(site.base.clone()), link).unwrap()
    }

    #[test]
    fn what_is_not_named_is_asked_of_the_whole_site() {
        let listing = |stream| Listing { stream, scope: String::new() };
        let feed = Aim { scopes: vec!["7".to_owned()], ..Aim::new(WalkKind::Feed, listing("page")) };
        assert_eq!(cloud().names(&feed), Names::Together(1));
        assert!(!cloud().first(&feed, 25, 0..0).unwrap().url.as_str().contains("space-id"));
        let spaces = Aim::new(WalkKind::Census, listing("space"));
        assert_eq!(cloud().names(&spaces), Names::Divisible(1));
        assert!(!cloud().first(&spaces, 25, 0..0).unwrap().url.as_str().contains("keys"));
    }

    #[test]
    fn another_limit_leaves_the_rest_as_it_is() {
        let url = followed("/wiki/api/v2/pages?cursor=eyJ+%2B==&limit=60&sort=id");
        let page = stream(&cloud(), "page");
        assert_eq!(cloud().limit(page, &url), Some(60));
        assert_eq!(cloud().with_limit(page, &url, 30).url.query(), Some("cursor=eyJ+%2B==&limit=30&sort=id"));
    }

    #[test]
    fn parts_are_listed_for_their_parents() {
        for (name, url) in [
            ("page_version", "/api/v2/pages/7/versions?limit=25"),
            ("footer_reply", "/api/v2/footer-comments/7/children?limit=25&body-format=storage"),
            ("page_label", "/api/v2/labels/7/pages?limit=25"),
            ("page_export_view_body", "/api/v2/pages/7?body-format=export_view"),
            ("group_member", "/rest/api/group/7/membersByGroupId?limit=25&expand=isExternalCollaborator"),
        ] {
            assert_eq!(first(WalkKind::Children, name, "7").unwrap(), url);
        }
        assert_eq!(
            first(WalkKind::Census, "folder_node", "").unwrap(),
            "/rest/api/content/search?limit=25&expand=space%2Cversion%2Cancestors%2Chistory&cql=type+%3D+%22folder%22"
        );
    }

    #[test]
    fn data_center_is_asked_by_the_keys_that_its_listing_of_spaces_shows() {
        let site = data_center();
        let lean = "expand=space%2Cversion%2Cancestors%2Chistory";
        assert_eq!(
            first_of(&site, WalkKind::Listing, "page", "9").unwrap(),
            "/rest/api/content/scan?limit=25&spaceKey=%7Ejo&expand=space%2Cversion%2Cancestors%2Chistory%2Cmetadata.labels%2Cbody.storage"
        );
        let archived = "includeArchivedSpaces=true&excerpt=none";
        let spaces = "and+space+in+%28%22ENG%22%2C+%22%7Ejo%22%29";
        assert_eq!(
            first_of(&site, WalkKind::Feed, "page", "").unwrap(),
            format!(
                "/rest/api/search?limit=25&{archived}\
                 &expand=content.space%2Ccontent.version%2Ccontent.ancestors%2Ccontent.history\
                 &cql=type+%3D+%22page%22+{spaces}+order+by+lastmodified+desc"
            )
        );
        let files = first_of(&site, WalkKind::Census, "attachment", "").unwrap();
        assert!(
            files.starts_with(&format!("/rest/api/search?limit=25&{archived}&expand=content.version%2C")),
            "{files}"
        );
        assert!(files.ends_with(&format!("&cql=type+%3D+%22attachment%22+{spaces}+order+by+created+asc")), "{files}");
        assert_eq!(
            first_of(&site, WalkKind::Trash, "page", "").unwrap(),
            format!("/rest/api/content?limit=25&type=page&status=trashed&{lean}")
        );
        assert!(first_of(&site, WalkKind::Listing, "page", "11").is_err());
        let many = site.by_ids(stream(&site, "page"), &["1".to_owned(), "2".to_owned()]).unwrap();
        let many = many.url.query().unwrap();
        assert!(many.starts_with(&format!("cql=id+in+%281%2C2%29&limit=2&{archived}&expand=content.space")), "{many}");
    }

    #[test]
    fn a_position_holds_no_key_of_a_space_and_leads_on_all_the_same() {
        let (site, cloud) = (data_center(), cloud());
        let listing = |stream, scope: &str| Listing { stream, scope: scope.to_owned() };
        let scopes = || vec!["7".to_owned(), "9".to_owned()];
        for (site, aim, named, next) in [
            (&site, Aim::new(WalkKind::Listing, listing("page", "9")), 0..0, "50"),
            (&site, Aim { scopes: scopes(), ..Aim::new(WalkKind::Feed, listing("page", "")) }, 0..2, "200"),
            (
                &cloud,
                Aim::new(WalkKind::Census, listing("space", "")),
                0..1,
                "/wiki/api/v2/spaces?cursor=a%2B==&keys=~a+b",
            ),
        ] {
            let first = site.first(&aim, 50, named.clone()).unwrap();
            let second = site.follow(stream(site, aim.listing.stream), &first, next).unwrap();
            let kept = site.kept(&second);
            assert!(!kept.contains('~') && !kept.contains("%7E") && kept.len() > 50, "{kept}");
            let resumed = site.resume(&site.first(&aim, 1, named).unwrap(), &kept).unwrap();
            let parts = |ask: &Ask| ask.url.query_pairs().into_owned().collect::<BTreeSet<_>>();
            assert_eq!((resumed.url.path(), parts(&resumed)), (second.url.path(), parts(&second)));
            let older = site.resume(&first, &second.written()).unwrap();
            assert_eq!(parts(&older), parts(&second), "as an older program kept it");
        }
    }

    #[test]
    fn permissions_are_asked_for_as_the_version_takes_it() {
        for (version, method) in [("9.1.0", "GET"), ("9.0.3", "POST"), ("8.5.4", "POST"), ("10.0.3", "GET")] {
            let site = data_center();
            let of_pages = Aim::new(WalkKind::Listing, Listing { stream: "page", scope: "9".to_owned() });
            assert!(site.premise(&of_pages).unwrap().is_none(), "only what depends on it asks");
            let aim = Aim::new(WalkKind::Children, Listing { stream: "space_permission", scope: "9".to_owned() });
            let asked = site.premise(&aim).unwrap().unwrap();
            assert!(asked.url.as_str().ends_with("/rest/api/server-information"));
            assert!(site.read_premise(&asked, &said(&format!(r#"{{"version":"{version}"}}"#))).is_ok());
            assert!(site.premise(&aim).unwrap().is_none(), "it is asked once");
            let ask = site.first(&aim, 50, 0..0).unwrap();
            let sent = ask.body.as_deref().map(String::from_utf8_lossy);
            match method {
                "GET" => assert_eq!((ask.url.path(), sent), ("/confluence/rest/api/space/~jo/permissions", None)),
                _ => {
                    assert_eq!(sent.as_deref(), Some(r#"["~jo"]"#));
                    let path = ask.url.path().strip_prefix("/confluence").unwrap();
                    assert!(data_center::API.posts.contains(&path), "{path}");
                }
            }
        }
    }

    #[test]
    fn a_thread_goes_on_with_the_replies_to_what_it_has_shown() {
        let site = cloud();
        let replies = stream(&site, "footer_reply");
        let aim = Aim::new(WalkKind::Children, Listing { stream: "footer_reply", scope: "7".to_owned() });
        let (mut ask, mut asked) = (site.first(&aim, 2, 0..0).unwrap(), Vec::new());
        let link = "/wiki/api/v2/footer-comments/7/children?cursor=a%2B==&limit=2";
        for (ids, link) in [("8 9", link), ("10", ""), ("", ""), ("11", ""), ("", ""), ("", "")] {
            asked.push(
                ask.url[url::Position::BeforePath..url::Position::AfterQuery]
                    .replace("/wiki/api/v2/footer-comments", ""),
            );
            let objects: Vec<String> = ids.split_whitespace().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
            let body = format!(r#"{{"results":[{}],"_links":{{"next":"{link}"}}}}"#, objects.join(","));
            let answer = Answer { body: body.into_bytes(), ..Answer::default() };
            let Some(next) = site.read(replies, &ask, &answer, Detail::Ids).unwrap().next else { break };
            ask = site.follow(replies, &ask, &next).unwrap();
            ask = site.resume(&ask, &site.kept(&ask)).unwrap();
        }
        let of = |id: u32| format!("/{id}/children?limit=2&body-format=storage");
        assert_eq!(asked, [of(7), "/7/children?cursor=a%2B==&limit=2".to_owned(), of(8), of(9), of(10), of(11)]);
    }

    #[test]
    fn a_removed_resource_says_nothing_of_its_objects() {
        let removed = cloud().refused_by_id(stream(&cloud(), "page")).to_vec();
        assert_eq!(removed.iter().map(|row| (row.status, row.means)).collect::<Vec<_>>(), [(410, Meaning::Fail)]);
    }

    #[test]
    fn each_request_is_read_as_the_endpoint_that_it_went_to() {
        let (site, cloud) = (data_center(), cloud());
        let page = r#"{"results":[{"id":"1"},{"id":"2"}],"limit":2,"_links":{"next":"/rest/api/search?start=1"}}"#;
        let read = |site: &Site, name: &str, ask: &Ask| {
            let answer = Answer { body: page.as_bytes().to_vec(), ..Answer::default() };
            site.read(stream(site, name), ask, &answer, Detail::Ends).unwrap().next
        };
        let ids = ["1".to_owned(), "2".to_owned()];
        let of_feed = Aim::new(WalkKind::Feed, Listing { stream: "page", scope: String::new() });
        assert_eq!(read(&site, "page", &site.by_ids(stream(&site, "page"), &ids).unwrap()), None);
        assert_eq!(read(&site, "page", &site.first(&of_feed, 2, 0..0).unwrap()).as_deref(), Some("2"));
        // What an answer by ids leaves for another page is read.
        let many = cloud.by_ids(stream(&cloud, "page"), &ids).unwrap();
        assert_eq!(read(&cloud, "page", &many).as_deref(), Some("/rest/api/search?start=1"));
        let lean = cloud.bodies(stream(&cloud, "page"), &many, false);
        assert_eq!(lean, many, "what is asked for by ids has its body");
    }

    #[test]
    fn a_scan_goes_on_behind_its_cursor_and_the_older_listing_behind_its_count() {
        let site = data_center();
        let of_space = |kind| Aim::new(kind, Listing { stream: "page", scope: "7".to_owned() });
        let (scan, older) = (site.first(&of_space(WalkKind::Listing), 2, 0..0).unwrap(), |kind| {
            site.instead(&of_space(kind), 2, 0..0).unwrap()
        });
        let counted = older(WalkKind::Listing).unwrap();
        assert!(counted.url.query().unwrap().starts_with("limit=2&type=page&spaceKey=ENG&expand="));
        assert!(
            older(WalkKind::Census).is_some() && older(WalkKind::Feed).is_none() && older(WalkKind::Trash).is_none()
        );
        let body = r#"{"results":[{"id":"1"},{"id":"2"}],"limit":2,"nextCursor":"content:false:2"}"#;
        let answer = Answer { body: body.as_bytes().to_vec(), ..Answer::default() };
        let pages = stream(&site, "page");
        for (ask, next, place) in [(scan, "content:false:2", "cursor=content%3Afalse%3A2"), (counted, "2", "start=2")] {
            let read = site.read(pages, &ask, &answer, Detail::Ends).unwrap();
            assert_eq!((read.next.as_deref(), read.ends_empty), (Some(next), false));
            let followed = site.follow(pages, &ask, next).unwrap();
            assert!(followed.url.path() == ask.url.path() && followed.url.query().unwrap().ends_with(place), "{place}");
        }
    }

    #[test]
    fn nothing_is_expanded_that_breaks_whole_answers() {
        // CONFCLOUD-77618, CONFCLOUD-76424 and CONFCLOUD-76433 of searches, CONFSERVER-99908 of spaces.
        let broken = [
            (&cloud::API, "/content/search", ["restrictions", "body"]),
            (&data_center::API, "/rest/api/search", ["restrictions", "permissions"]),
            (&data_center::API, "/space", ["permissions", "history"]),
        ];
        for (api, path, parts) in broken {
            let of_row = |row: &'static Row| row.endpoints().chain(row.many.as_ref().map(|many| &many.endpoint));
            let endpoints = api.rows.iter().flat_map(of_row).filter(|asked| asked.path.ends_with(path));
            let expanded: Vec<&str> = endpoints
                .flat_map(|asked| asked.arguments)
                .filter(|(name, _)| *name == "expand")
                .flat_map(|(_, parts)| parts.split(','))
                .collect();
            assert!(!expanded.is_empty(), "{path}");
            for part in parts {
                assert!(expanded.iter().all(|expanded| !expanded.split('.').any(|name| name == part)), "{path} {part}");
            }
        }
    }

    #[test]
    fn a_version_is_asked_for_by_both_parts_of_its_id() {
        let of = |id: &str| first_of(&data_center(), WalkKind::Children, "page_version_body", id);
        let url = "/rest/api/content/393217?status=historical&version=4&expand=version%2Cbody.storage";
        assert_eq!(of("393217:4").unwrap(), url);
        for wrong in ["393217", "393217:", ":4", "1:2:3", "1:2&x=3"] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn counted_pages_go_on_behind_their_results_whatever_their_links_count() {
        let site = data_center();
        let aim = Aim::new(WalkKind::Census, Listing { stream: "user_group", scope: String::new() });
        let first = site.first(&aim, 2, 0..0).unwrap();
        let groups = stream(&site, "user_group");
        let read = |ask: &Ask, body: &str| {
            let answer = Answer { body: body.as_bytes().to_vec(), ..Answer::default() };
            site.read(groups, ask, &answer, Detail::Ends).unwrap().next
        };
        let miscounted =
            r#"{"results":[{"name":"a"},{"name":"b"}],"limit":2,"_links":{"next":"/rest/api/group?start=1"}}"#;
        assert_eq!(read(&first, miscounted).as_deref(), Some("2"));
        let [second, third] = ["2", "4"].map(|start| site.follow(groups, &first, start).unwrap());
        let earlier = |ask: &Ask, results: &str, start: &str| {
            let body = format!(r#"{{"results":[{results}],"limit":2{start}}}"#);
            let answer = Answer { body: body.into_bytes(), ..Answer::default() };
            site.read(groups, ask, &answer, Detail::Ends).unwrap().earlier
        };
        let (full, short, nameless) = (r#"{"name":"a"},{"name":"b"}"#, r#"{"name":"a"}"#, r#"{"name":"a"},{}"#);
        assert_eq!(earlier(&third, full, r#","start":4"#), Some(3));
        assert_eq!(earlier(&second, short, r#","start":2"#), Some(1));
        for (results, start) in
            [(full, r#","start":0"#), (full, ""), (nameless, r#","start":4"#), ("", r#","start":4"#)]
        {
            assert_eq!(earlier(&third, results, start), None, "{results} {start}");
        }
    }

    #[test]
    fn a_search_ends_at_an_empty_page_that_names_another_one() {
        let site = cloud();
        let aim = Aim::new(WalkKind::Census, Listing { stream: "folder_node", scope: String::new() });
        let ask = site.first(&aim, 25, 0..0).unwrap();
        let read = |body: &str| {
            let answer = Answer { body: body.as_bytes().to_vec(), ..Answer::default() };
            let reading = site.read(stream(&site, "folder_node"), &ask, &answer, Detail::Ends).unwrap();
            (reading.next, reading.ends_empty)
        };
        let link = "/rest/api/content/search?cursor=a";
        let page = |results: &str| format!(r#"{{"results":[{results}],"_links":{{"next":"{link}"}}}}"#);
        assert_eq!(read(&page(r#"{"id":"7"}"#)), (Some(link.to_owned()), false));
        assert_eq!(read(&page("")), (None, true));
    }

    #[test]
    fn a_search_finds_content_of_archived_spaces_too_and_nothing_but_content() {
        let (cloud, center) = (cloud(), data_center());
        let asked = |site: &Site| {
            let url = site.search("label = \"x\"", 100).unwrap().unwrap().url;
            (url.path().to_owned(), url.query().unwrap().to_owned())
        };
        let cql = "cql=label+%3D+%22x%22";
        let of_cloud = ("/wiki/rest/api/content/search".to_owned(), format!("limit=100&expand=space&{cql}"));
        assert_eq!(asked(&cloud), of_cloud);
        let of_center = format!("limit=100&includeArchivedSpaces=true&excerpt=none&expand=content.space&{cql}");
        assert_eq!(asked(&center), ("/confluence/rest/api/search".to_owned(), of_center));
        let page = r#"{"id":"7","type":"page","title":"A","space":{"key":"ENG"}}"#;
        let bare = format!(r#"{{"results":[{page}],"_links":{{}}}}"#);
        let wrapped = format!(
            r#"{{"results":[{{"content":{page},"title":"A","entityType":"content"}},
                {{"space":{{"key":"ENG"}},"title":"E","entityType":"space"}}],
                "_links":{{"next":"/rest/api/search?start=2"}}}}"#
        );
        let address = |base: &str| Some(format!("{base}/pages/viewpage.action?pageId=7"));
        for (site, body, has_more, base) in [
            (&cloud, bare, false, "https://example.atlassian.net/wiki"),
            (&center, wrapped, true, "https://wiki.example.com/confluence"),
        ] {
            let found = site.read_search(body.as_bytes()).unwrap();
            assert_eq!((found.hits.len(), found.has_more), (1, has_more));
            let hit = &found.hits[0];
            assert_eq!((hit.id.as_str(), hit.scope.as_deref(), &hit.address), ("7", Some("ENG"), &address(base)));
        }
        assert!(center.read_search(br#"{"results":[{"content":{"id":"7"}}]}"#).is_err(), "content without a type");
    }

    #[test]
    fn the_file_of_an_icon_has_the_route_of_tokens_or_the_address_that_browsers_have() {
        let (cloud, center) = (cloud(), data_center());
        let icons = |site: &Site| stream(site, "space_icon");
        let asked = |site: &Site| site.file_link(icons(site), "7:7").unwrap().unwrap().url;
        assert_eq!(asked(&cloud).path(), "/wiki/api/v2/spaces/7");
        assert_eq!(
            (asked(&center).path(), asked(&center).query()),
            ("/confluence/rest/api/space/ENG", Some("expand=icon"))
        );
        let api = br#"{"icon":{"path":"/wiki/download/attachments/7/ENG?version=2&api=v2",
            "apiDownloadLink":"/rest/api/content/7/child/attachment/att9/download"}}"#;
        let url = cloud.read_file_link(icons(&cloud), api, 2).unwrap();
        assert_eq!(url.path(), "/wiki/rest/api/content/7/child/attachment/att9/download");
        assert!(cloud.read_file_link(icons(&cloud), api, 1).unwrap_err().contains("version 2"));
        let icon = |path: &str| format!(r#"{{"icon":{{"path":"{path}","isDefault":false}}}}"#);
        let read = |path: &str| center.read_file_link(icons(&center), icon(path).as_bytes(), 2);
        let path = "/confluence/download/attachments/7/ENG?version=2&api=v2";
        assert_eq!(read(path).unwrap().as_str(), format!("https://wiki.example.com{path}"));
        for wrong in ["https://elsewhere.example/a?version=2", "//elsewhere.example/a?version=2", "/confluence/a"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_file_of_data_center_has_the_link_of_its_attachment_and_no_other_version() {
        let site = data_center();
        let files = stream(&site, "attachment");
        assert!(cloud().file_link(files, "att7").unwrap().is_none());
        assert_eq!(site.file_link(files, "7").unwrap().unwrap().url.path(), "/confluence/rest/api/content/7");
        let body =
            br#"{"_links":{"download":"/download/attachments/5/a+b.pdf?version=2&api=v2"},"version":{"number":2}}"#;
        let link = "https://wiki.example.com/confluence/download/attachments/5/a+b.pdf?version=2&api=v2";
        assert_eq!(site.read_file_link(files, body, 2).unwrap().as_str(), link);
        assert!(site.read_file_link(files, body, 1).unwrap_err().contains("version 2"));
        for elsewhere in ["https://evil.example/x", "//evil.example/x", "/download/../../admin", "@evil.example/"] {
            let body = format!(r#"{{"_links":{{"download":"{elsewhere}"}},"version":{{"number":2}}}}"#);
            let link = site.read_file_link(files, body.as_bytes(), 2);
            assert!(link.is_err() || link.is_ok_and(|link| link.host_str() == Some("wiki.example.com")), "{elsewhere}");
        }
    }
}
