//! Requests to one site, made from the table of its deployment, and its answers.

use super::endpoint::{Api, Endpoint, Many, Paging, Row};
use super::filter::Spaces;
use super::streams::LEFT_OUT;
use super::{answer, links};
use crate::edge::http::{Answer, Ask};
use crate::error::{Error, Result, printable};
use crate::response::{Aim, Listing, Sighting, WalkKind, member};
use crate::source::refused::{Meaning, Refused};
use crate::source::{Account, Detail, Names, PageSize, Reading, Selection, Session, Stream, refused_first};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{LazyLock, Mutex, PoisonError};
use url::Url;

/// Results of the first request of a feed.
const FEW: u32 = 25;
/// The page size that asks for as many results as an endpoint gives.
const FULL: u32 = 250;
/// The files of what is attached to something.
const FILES: Endpoint = Endpoint::once("/rest/api/content/{}/child/attachment");
/// An attachment with the link to its file.
const ATTACHED: Endpoint = Endpoint::once("/rest/api/content/{}").with(&[("expand", "version")]);
/// Stands for an id in a path, and for the key of a space.
const ID: &str = "{}";
const KEY: &str = "{key}";

/// What a search is refused with whose conditions the site does not understand: some versions of Data Center have a status of their
/// own for that (OpenAPI edition of 9.0, `GET /rest/api/content/search`).
static NOT_UNDERSTOOD: LazyLock<[Refused; 1]> =
    LazyLock::new(|| [Refused { status: 404, says: Some("parse cql".to_owned()), means: Meaning::StartOver }]);

/// One site under its address.
pub(super) struct Site {
    /// Its base, without a final slash: `https://site.atlassian.net/wiki`.
    base: Url,
    page_size: u32,
    spaces: Spaces,
    api: &'static Api,
    /// What settings select of pages and blog posts.
    selection: Option<Selection>,
    /// The keys of spaces by their ids, as their listing has shown them: v1 asks by the key.
    keys: Mutex<BTreeMap<String, String>>,
}

impl Site {
    pub(super) fn new(
        base: Url,
        page_size: u32,
        spaces: Spaces,
        api: &'static Api,
        selection: Option<Selection>,
    ) -> Self {
        Self { base, page_size, spaces, api, selection, keys: Mutex::default() }
    }

    fn row(&self, stream: &str) -> Result<&'static Row> {
        let unknown = || Error::failed(format!("there is no listing of {}", printable(stream)));
        self.api.rows.iter().find(|row| row.stream.name == stream).ok_or_else(unknown)
    }

    fn url(&self, path: &str) -> Result<Url> {
        let text = format!("{}{path}", self.base.as_str().trim_end_matches('/'));
        Url::parse(&text).map_err(|cause| Error::failed("making a URL of the site failed").because(cause))
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
                ID => parts.push(proven(id)?),
                KEY => parts.push(&self.key(id)?),
                part => parts.push(part),
            };
        }
        drop(parts);
        let mut query = Query::of(&mut url);
        if endpoint.most > 0 {
            query.put("limit", &limit.min(endpoint.most).to_string());
        }
        for (name, value) in endpoint.arguments {
            let key = if *value == KEY { Some(self.key(id)?) } else { None };
            query.put(name, key.as_deref().unwrap_or(value));
        }
        Ok(url)
    }

    /// The endpoint of a walk.
    fn endpoint(&self, row: &'static Row, kind: WalkKind) -> Result<&'static Endpoint> {
        let site = row.site.as_ref().unwrap_or(&row.listing);
        let lacking = || Error::failed(format!("there is no feed of {}", row.stream.name));
        match kind {
            WalkKind::Listing | WalkKind::Children => Ok(&row.listing),
            WalkKind::Feed | WalkKind::History => row.newest.as_ref().ok_or_else(lacking),
            WalkKind::Trash => row.binned.as_ref().ok_or_else(lacking),
            WalkKind::Census if self.selected(row).is_some() => Ok(row.found.as_ref().unwrap_or(site)),
            _ => Ok(site),
        }
    }

    /// What settings select of a stream.
    fn selected(&self, row: &Row) -> Option<Selection> {
        self.selection.filter(|_| row.found.is_some())
    }

    fn pass(&self, aim: &Aim, limit: u32, named: Range<usize>) -> Result<Url> {
        let row = self.row(aim.listing.stream)?;
        let endpoint = self.endpoint(row, aim.kind)?;
        let mut url = self.ask(endpoint, &aim.listing.scope, limit)?;
        let is_named = !named.is_empty();
        if row.stream.name == "space" {
            let keys = self.spaces.named.get(named).unwrap_or_default();
            keys.iter().for_each(|key| Query::of(&mut url).put(self.api.keys, key));
        } else if let Some(name) = endpoint.scopes.filter(|_| is_named) {
            Query::of(&mut url).put(name, &aim.scopes.join(","));
        }
        if let Some(cql) = endpoint.cql {
            let scopes: &[String] = if row.stream.scope.is_some() && is_named { &aim.scopes } else { &[] };
            let keys = scopes.iter().map(|scope| self.key(scope)).collect::<Result<Vec<_>>>()?;
            let since = aim.floor.filter(|floor| *floor != Aim::first_look());
            let selected = self.selected(row).filter(|_| aim.kind == WalkKind::Census);
            let further = selected.map(|selection| selection.text);
            Query::of(&mut url).put("cql", &cql.text(&keys, since, further));
        }
        if let (Some((name, form)), Some(floor)) = (endpoint.since, aim.floor) {
            let since = form.write(floor);
            Query::of(&mut url).put(name, since.as_str().unwrap_or(&since.to_string()));
        }
        let with_bodies = aim.kind == WalkKind::Listing;
        Ok(if row.bodies.is_some() { self.bodies_of(row, &url, with_bodies) } else { url })
    }

    /// The same address with bodies or without. The rest of the query stays byte for byte: the encoding of a cursor must not
    /// change.
    fn bodies_of(&self, row: &Row, url: &Url, wanted: bool) -> Url {
        let Some(bodies) = row.bodies else { return url.clone() };
        let value = if wanted { Some(bodies.with) } else { bodies.without };
        let said = url.query_pairs().find(|(name, _)| name == bodies.name).map(|(_, said)| said.into_owned());
        if said.as_deref() == value {
            return url.clone();
        }
        let mut changed = url.clone();
        Query::of(&mut changed).replace(bodies.name, value);
        changed
    }

    fn asks_for_bodies(&self, row: &Row, url: &Url) -> bool {
        row.bodies
            .is_some_and(|bodies| url.query_pairs().any(|(name, value)| name == bodies.name && value == bodies.with))
    }

    fn many(&self, row: &Row, many: &Many, ids: &[String]) -> Result<Ask> {
        let names = ids.iter().map(|id| proven(id)).collect::<Result<Vec<_>>>()?.join(",");
        let value = if many.ids == "cql" { format!("id in ({names})") } else { names };
        let mut url = self.ask(&many.endpoint, "", 0)?;
        Query::of(&mut url).put(many.ids, &value);
        Query::of(&mut url).put("limit", &ids.len().to_string());
        Ok(Ask::get(self.bodies_of(row, &url, true)))
    }

    /// Remembers the keys that a listing of spaces shows; gives the ids of those that settings leave out.
    fn learn(&self, page: &answer::Page<'_>) -> BTreeSet<String> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let mut left_out = BTreeSet::new();
        for (id, key, name) in answer::spaces(page) {
            if !self.spaces.has(&key, &name) {
                left_out.insert(id.clone());
            }
            keys.insert(id, key);
        }
        left_out
    }

    /// The next page of one that was asked for.
    fn next(&self, row: &Row, ask: &Ask, page: &answer::Page<'_>, body: &[u8]) -> Option<String> {
        match row.listing.paging {
            Paging::Once => None,
            Paging::Link => page.next.clone(),
            Paging::Offset => {
                let is_full =
                    page.limit.or(self.limit(&row.stream, ask)).is_some_and(|limit| page.objects.len() as u32 >= limit);
                let goes_on = page.next.is_some() || is_full;
                (goes_on && !page.objects.is_empty()).then(|| (start(&ask.url) + page.objects.len() as u64).to_string())
            }
            Paging::Token(path, _) => {
                let body = std::str::from_utf8(body).ok()?;
                serde_json::from_str(member(body, path)?.get()).ok()
            }
        }
    }
}

impl Session for Site {
    fn first(&self, aim: &Aim, limit: u32, named: Range<usize>) -> Result<Ask> {
        self.pass(aim, limit, named).map(Ask::get)
    }

    fn names(&self, aim: &Aim) -> Names {
        let Ok(row) = self.row(aim.listing.stream) else { return Names::Together(0) };
        let is_restricted = aim.kind != WalkKind::Listing
            && self.endpoint(row, aim.kind).is_ok_and(|endpoint| {
                endpoint.scopes.is_some() || (endpoint.cql.is_some() && row.stream.scope.is_some())
            });
        match row.stream.name {
            "space" => Names::Divisible(if self.spaces.is_matched { 0 } else { self.spaces.named.len() }),
            _ if is_restricted => Names::Together(aim.scopes.len()),
            _ => Names::Together(0),
        }
    }

    fn page_size(&self, size: PageSize) -> u32 {
        match size {
            PageSize::Small => self.page_size.min(FEW),
            PageSize::Full if self.page_size == FULL => u32::MAX,
            PageSize::Full => self.page_size,
        }
    }

    fn follow(&self, stream: &Stream, from: &Ask, next: &str) -> Result<Ask> {
        let mut url = from.url.clone();
        match self.row(stream.name)?.listing.paging {
            Paging::Once | Paging::Link => return links::follow(&self.base, &from.url, next).map(Ask::get),
            Paging::Offset => Query::of(&mut url).replace("start", Some(next)),
            Paging::Token(_, name) => Query::of(&mut url).replace(name, Some(next)),
        }
        Ok(Ask::get(url))
    }

    fn resume(&self, kept: &str) -> Result<Ask> {
        links::follow(&self.base, &self.base, kept).map(Ask::get)
    }

    fn bodies(&self, stream: &Stream, ask: &Ask, wanted: bool) -> Ask {
        self.row(stream.name).map_or_else(|_| ask.clone(), |row| Ask::get(self.bodies_of(row, &ask.url, wanted)))
    }

    fn has_bodies(&self, stream: &Stream, ask: &Ask) -> bool {
        self.row(stream.name).is_ok_and(|row| self.asks_for_bodies(row, &ask.url))
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
            (Some(many), ids) => self.many(row, many, ids),
            (None, [id]) => self.own(stream, id),
            _ => Err(Error::failed(format!("objects of {} are requested one by one", stream.name))),
        }
    }

    fn file(&self, container: &str, id: &str, version: u32) -> Result<Url> {
        let (container, id) = (object_id(container)?, object_id(id)?);
        if !self.api.has_file_route {
            return Err(Error::failed(format!("there is no route to the file of {}", printable(id))));
        }
        let mut url = self.ask(&FILES, container, 0)?;
        let no_base = || Error::failed(format!("{} can have no path", self.base));
        url.path_segments_mut().map_err(|()| no_base())?.extend([id, "download"]);
        Query::of(&mut url).put("version", &version.to_string());
        Ok(url)
    }

    fn file_link(&self, id: &str) -> Result<Option<Ask>> {
        if self.api.has_file_route {
            return Ok(None);
        }
        self.ask(&ATTACHED, object_id(id)?, 0).map(Ask::get).map(Some)
    }

    fn read_file_link(&self, body: &[u8], version: u32) -> Result<Url, String> {
        let (link, shown) = answer::file_link(body)?;
        if shown != version {
            return Err(format!("the site shows version {shown} of the file, not version {version} any more"));
        }
        self.url(&link).map_err(|error| error.one_line())
    }

    fn read(&self, stream: &Stream, ask: &Ask, answer: &Answer, detail: Detail) -> Result<Reading, String> {
        let row = self.row(stream.name).map_err(|error| error.one_line())?;
        let page = answer::page(stream, &answer.body)?;
        let left_out = if stream.name == "space" { self.learn(&page) } else { BTreeSet::new() };
        // Objects that were asked for by their ids come at once; what lacks is asked for alone.
        let is_counted = row.listing.paging == Paging::Offset;
        let next = if is_counted && names_ids(row, ask) { None } else { self.next(row, ask, &page, &answer.body) };
        // Searches and counted listings go on naming next pages behind their end; the first empty page is asked for once more.
        let is_search = ask.url.query_pairs().any(|(name, _)| name == "cql");
        let names_more = page.next.is_some() && (is_counted || is_search);
        let ends_empty = names_more && page.objects.is_empty();
        let next = next.filter(|_| !ends_empty);
        let mut reading = answer::reading(stream, &page.objects, next, detail);
        // What a page of v2 stands below, v1 tells otherwise.
        let tells_above = !is_search || is_counted || row.found.is_none();
        for shown in &mut reading.sightings {
            if left_out.contains(&shown.object) {
                shown.status = Some(LEFT_OUT.to_owned());
            }
            shown.above = shown.above.take().filter(|_| tells_above);
        }
        Ok(Reading { ends_empty, ..reading })
    }

    fn refused(&self, stream: &Stream) -> &[Refused] {
        let is_selected = self.row(stream.name).is_ok_and(|row| self.selected(row).is_some());
        if is_selected { &*NOT_UNDERSTOOD } else { &[] }
    }

    fn refused_first(&self, stream: &Stream, said: &str) -> Error {
        match self.row(stream.name).ok().and_then(|row| self.selected(row)).filter(|_| is_about_cql(said)) {
            Some(Selection { settings, .. }) => Error::usage(format!(
                "the site does not understand what {settings} ask for: {}",
                said.trim_start_matches("(400)").trim_start_matches(':').trim_start()
            ))
            .hint(format!("correct {settings}; docs/confluence.md says what each takes")),
            None => refused_first(said),
        }
    }

    fn may_be_size(&self, _: &Stream, said: &str) -> bool {
        !is_about_cql(said)
    }

    fn selection(&self) -> Result<Option<(&'static Stream, Ask)>> {
        let Some(row) = self.api.rows.iter().find(|row| self.selected(row).is_some()) else { return Ok(None) };
        let aim = Aim::new(WalkKind::Census, Listing { stream: row.stream.name, scope: String::new() });
        Ok(Some((&row.stream, self.first(&aim, 1, 0..0)?)))
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

    fn read_own(&self, stream: &Stream, body: &[u8]) -> Result<Option<Sighting>, String> {
        answer::read_own(stream, body).map(Some)
    }

    fn account(&self) -> Result<Option<Ask>> {
        self.url("/rest/api/user/current").map(Ask::get).map(Some)
    }

    fn read_account(&self, body: &[u8]) -> Result<Account, String> {
        answer::read_account(body)
    }

    fn probes(&self) -> Result<Vec<(&'static Stream, Ask)>> {
        let rows = self.api.rows.iter().filter(|row| matches!(row.stream.name, "space" | "page"));
        let probe = |row: &'static Row| {
            Ok((&row.stream, Ask::get(self.ask(row.site.as_ref().unwrap_or(&row.listing), "", 1)?)))
        };
        rows.map(probe).collect()
    }
}

/// The id of an object, which has letters and digits alone: what could not be read goes by another name, and nobody is asked
/// for that.
fn object_id(id: &str) -> Result<&str> {
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_id { Ok(id) } else { Err(Error::failed(format!("{} is no id of an object", printable(id)))) }
}

/// Whether the words of a refusal are about the conditions of a search.
fn is_about_cql(said: &str) -> bool {
    let said = said.to_lowercase();
    ["cql", "unsupported value", "could not parse"].iter().any(|words| said.contains(words))
}

/// What a listing is asked for, which may be the name of a group: as part of a path it leads nowhere else.
fn proven(id: &str) -> Result<&str> {
    let leads_away = matches!(id, "." | "..") || id.contains(|c: char| c.is_control() || matches!(c, '/' | '\\' | ','));
    if id.is_empty() || leads_away {
        return Err(Error::failed(format!("{} is no id of an object", printable(id))));
    }
    Ok(id)
}

/// Whether a request is for objects by their ids.
fn names_ids(row: &Row, ask: &Ask) -> bool {
    let of_ids = |many: &Many| {
        let is_it = |name: &str, value: &str| name == many.ids && (name != "cql" || value.starts_with("id in ("));
        ask.url.query_pairs().any(|(name, value)| is_it(&name, &value))
    };
    row.many.as_ref().is_some_and(of_ids)
}

/// From which result on a page was asked for.
fn start(url: &Url) -> u64 {
    let said = url.query_pairs().find(|(name, _)| name == "start");
    said.and_then(|(_, start)| start.parse().ok()).unwrap_or(0)
}

/// The arguments of an address, which are added and replaced while all others stay byte for byte.
struct Query<'u>(&'u mut Url);

impl<'u> Query<'u> {
    fn of(url: &'u mut Url) -> Self {
        Self(url)
    }

    /// Adds an argument.
    fn put(&mut self, name: &str, value: &str) {
        self.0.query_pairs_mut().append_pair(name, value);
    }

    /// Puts an argument in the place of the one of this name, which stays where it is.
    fn set(&mut self, name: &str, value: &str) {
        let of_name = format!("{name}=");
        let parts = self.0.query().unwrap_or_default().split('&');
        let parts =
            parts.map(|part| if part.starts_with(&of_name) { format!("{of_name}{value}") } else { part.to_owned() });
        let query = parts.collect::<Vec<_>>().join("&");
        self.0.set_query(Some(&query));
    }

    /// Takes the argument of this name out, and puts another one at the end where there is a value.
    fn replace(&mut self, name: &str, value: Option<&str>) {
        let of_name = format!("{name}=");
        let parts = self.0.query().unwrap_or_default().split('&');
        let kept: Vec<&str> = parts.filter(|part| !part.is_empty() && !part.starts_with(&of_name)).collect();
        let query = kept.join("&");
        self.0.set_query((!query.is_empty()).then_some(&query));
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{cloud, data_center};
    use super::*;

    fn cloud() -> Site {
        let base = Url::parse("https://example.atlassian.net/wiki").unwrap();
        Site::new(base, 250, Spaces::of(&["~a b".to_owned()]), &cloud::API, None)
    }

    fn data_center() -> Site {
        let base = Url::parse("https://wiki.example.com/confluence").unwrap();
        let site = Site::new(base, 250, Spaces::of(&[]), &data_center::API, None);
        let spaces = br#"{"results":[{"id":7,"key":"ENG"},{"id":9,"key":"~jo"}]}"#;
        let answer = Answer { body: spaces.to_vec(), ..Answer::default() };
        let of_spaces = Aim::new(WalkKind::Census, Listing { stream: "space", scope: String::new() });
        let ask = site.first(&of_spaces, 200, 0..0).unwrap();
        assert_eq!(site.read(stream(&site, "space"), &ask, &answer, Detail::Ends).unwrap().next, None);
        site
    }

    fn stream(site: &Site, name: &str) -> &'static Stream {
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
        let named = match site.names(&aim) {
            Names::Together(all) | Names::Divisible(all) | Names::Parts { all, .. } => 0..all,
        };
        let url = site.first(&aim, site.page_size(PageSize::Small), named)?;
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
        let file = cloud().file("7", "att9", 3).unwrap();
        assert_eq!(file.as_str(), format!("{base}/rest/api/content/7/child/attachment/att9/download?version=3"));
        assert!(cloud().file("7/8", "att9", 3).is_err());
        assert!(cloud().file("7", "att9?x=", 3).is_err());
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
        cloud().resume(link).unwrap()
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
            "/rest/api/content?limit=25&type=page&spaceKey=%7Ejo&expand=space%2Cversion%2Cancestors%2Chistory%2Cmetadata.labels%2Cbody.storage"
        );
        assert_eq!(
            first_of(&site, WalkKind::Feed, "page", "").unwrap(),
            format!(
                "/rest/api/content/search?limit=25&cql=type+%3D+%22page%22+and+space+in+%28%22ENG%22%2C+%22%7Ejo%22%29\
                 +order+by+lastmodified+desc&{lean}"
            )
        );
        assert_eq!(
            first_of(&site, WalkKind::Trash, "page", "").unwrap(),
            format!("/rest/api/content?limit=25&type=page&status=trashed&{lean}")
        );
        assert!(first_of(&site, WalkKind::Listing, "page", "11").is_err());
        let many = site.by_ids(stream(&site, "page"), &["1".to_owned(), "2".to_owned()]).unwrap();
        assert!(many.url.query().unwrap().starts_with("cql=id+in+%281%2C2%29&limit=2&expand="));
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
        let second = site.follow(groups, &first, "2").unwrap();
        assert_eq!(second.url.query(), Some("limit=2&start=2"));
        assert_eq!(read(&second, r#"{"results":[{"name":"c"},{"name":"d"}],"limit":2}"#).as_deref(), Some("4"));
        for last in [r#"{"results":[{"name":"c"}],"limit":2}"#, r#"{"results":[],"_links":{"next":"/x?start=9"}}"#] {
            assert_eq!(read(&second, last), None, "{last}");
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
    fn a_file_of_data_center_has_the_link_of_its_attachment_and_no_other_version() {
        let site = data_center();
        assert!(cloud().file_link("att7").unwrap().is_none());
        assert_eq!(site.file_link("7").unwrap().unwrap().url.path(), "/confluence/rest/api/content/7");
        let body =
            br#"{"_links":{"download":"/download/attachments/5/a+b.pdf?version=2&api=v2"},"version":{"number":2}}"#;
        let link = "https://wiki.example.com/confluence/download/attachments/5/a+b.pdf?version=2&api=v2";
        assert_eq!(site.read_file_link(body, 2).unwrap().as_str(), link);
        assert!(site.read_file_link(body, 1).unwrap_err().contains("version 2"));
    }
}
