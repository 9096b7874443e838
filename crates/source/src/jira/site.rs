//! Requests to one site, made from the table of its deployment, and its answers.

use super::answer;
use super::endpoint::{Api, Endpoint, ID, PARENT, PART, Paging, Row};
use super::fields::CustomFields;
use super::jql::{self, Order, Times};
use super::search::{self, Search};
use super::settings;
use super::streams::{ATTACHMENT, ISSUES, LEFT_OUT, WORKLOG};
use crate::config::Connection;
use crate::dictionary::Dictionary;
use crate::refused::{Flaw, Refused};
use crate::survey::Survey;
use crate::tombstones::Tombstones;
use crate::{Account, Detail, Names, PageSize, Reading, Session, Stream};
use catchment_base::error::{Error, Result, printable};
use catchment_base::response::{Aim, Listing, Sighting, WalkKind};
use catchment_io::http::{Answer, Ask, argument, below, with_argument};
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use url::Url;

/// Results of the first request of a feed.
const FEW: u32 = 25;
/// Projects that one request names (`keys` of `/project/search`).
const MOST_KEYS: usize = 50;
/// Results of a page that shows more than ids.
const MOST_SHOWN: u32 = 100;
/// What a sighting of an issue needs.
const SHOWN: [&str; 2] = ["updated", "project"];

/// One site under its address.
pub(super) struct Site {
    pub(super) base: Url,
    pub(super) api: &'static Api,
    streams: &'static [Stream],
    /// The names of those that settings ask for.
    pub(super) wanted: Vec<String>,
    page_size: u32,
    /// The keys of the projects that settings name.
    pub(super) keys: Vec<String>,
    /// The conditions that settings state, as one.
    pub(super) filter: Option<String>,
    /// The fields of whole issues.
    whole: Vec<String>,
    /// From which time on issues are read, and whether a listing has to tell when each was changed.
    since: Option<NaiveDateTime>,
    is_dated: bool,
    custom: CustomFields,
    /// The zone of the account, once it was asked for.
    zone: OnceLock<Tz>,
    /// The projects that a search was refused for.
    unsearched: Mutex<BTreeSet<String>>,
    /// The keys of projects by their ids, as their listing has shown them.
    seen: Mutex<BTreeMap<String, String>>,
}

impl Site {
    pub(super) fn new(
        connection: &Connection,
        api: &'static Api,
        streams: &'static [Stream],
        wanted: Vec<String>,
    ) -> Self {
        let (base, own) = (connection.url.clone(), &connection.own);
        let issues = streams.iter().find(|stream| stream.name == ISSUES);
        let since = issues.and_then(|stream| stream.dates(connection).0);
        Self {
            custom: CustomFields::new(&base, api, own),
            base,
            api,
            streams,
            wanted,
            page_size: connection.page_size,
            keys: own.texts(settings::PROJECTS),
            filter: settings::filter(own),
            whole: search::whole(&own.texts(settings::FIELDS)),
            since,
            is_dated: connection.is_bounded(),
            zone: OnceLock::new(),
            unsearched: Mutex::default(),
            seen: Mutex::default(),
        }
    }

    fn seen(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a listing can be asked for some projects: that of projects on Cloud.
    fn lists_some(&self, row: &Row) -> bool {
        row.stream.handle.is_some() && self.api.is_cloud()
    }

    /// Learns the keys of the projects of a page, and says of those that settings do not name that they are left out: the listing
    /// of Data Center cannot be asked for some.
    fn learn(&self, page: &answer::Page<'_>, sightings: &mut [Sighting]) {
        let mut seen = self.seen();
        seen.extend(answer::keys(page));
        if !self.api.is_cloud() && !self.keys.is_empty() {
            let is_named = |id: &String| seen.get(id).is_some_and(|key| self.keys.contains(key));
            let others = sightings.iter_mut().filter(|shown| !is_named(&shown.object));
            others.for_each(|shown| shown.status = Some(LEFT_OUT.to_owned()));
        }
    }

    /// The keys of the projects that their listing has shown.
    pub(super) fn seen_keys(&self) -> Vec<String> {
        self.seen().values().cloned().collect()
    }

    /// The key of a project that their listing has shown.
    pub(super) fn key_of(&self, project: &str) -> Option<String> {
        self.seen().get(project).cloned()
    }

    pub(super) fn row(&self, stream: &str) -> Result<&'static Row> {
        let unknown = || Error::failed(format!("there is no listing of {}", printable(stream)));
        self.api.rows.iter().find(|row| row.stream.name == stream).ok_or_else(unknown)
    }

    /// An address below the base.
    pub(super) fn url(&self, path: &str) -> Result<Url> {
        below(&self.base, path.split('/').skip(1))
    }

    /// A request to an endpoint about this project, parent or object.
    fn ask(&self, endpoint: &Endpoint, id: &str, limit: u32) -> Result<Ask> {
        let part = |part: &'static str| match part {
            ID => object_id(id),
            PARENT => object_id(id.split_once(':').unwrap_or((id, "")).0),
            PART => object_id(id.split_once(':').unwrap_or(("", id)).1),
            part => Ok(part),
        };
        let parts = endpoint.path.split('/').skip(1).map(part).collect::<Result<Vec<_>>>()?;
        let mut url = below(&self.base, parts)?;
        if endpoint.most > 0
            && let Paging::Counted { size, .. } | Paging::Cursor { size, .. } = endpoint.paging
        {
            url.query_pairs_mut().append_pair(size, &limit.min(endpoint.most).to_string());
        }
        for (name, value) in endpoint.arguments {
            url.query_pairs_mut().append_pair(name, if *value == ID { id } else { value });
        }
        let headers = endpoint.headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Ok(Ask { headers: headers.collect(), ..Ask::get(url) })
    }

    /// How searches write times.
    fn times(&self) -> Times {
        match self.zone.get() {
            Some(zone) if !self.api.is_cloud() => Times::Minutes(*zone),
            _ => Times::Milliseconds,
        }
    }

    /// Issues of some projects as far as settings ask for them. Where none is given, of all: of none where settings name projects
    /// and the site shows none of these.
    pub(super) fn conditions(&self, scopes: &[String]) -> Result<Vec<String>> {
        scopes.iter().try_for_each(|id| object_id(id).map(drop))?;
        let unsearched = self.unsearched.lock().unwrap_or_else(PoisonError::into_inner);
        let searched: Vec<String> = scopes.iter().filter(|id| !unsearched.contains(*id)).cloned().collect();
        let projects = match (&searched[..], scopes) {
            ([], []) if self.sees_none() => jql::NOTHING.to_owned(),
            // A search without any project would be one of all.
            ([], scopes) => jql::of_projects(scopes),
            (searched, _) => jql::of_projects(searched),
        };
        Ok(std::iter::once(projects).chain(self.filter.clone()).collect())
    }

    /// Whether a search for no projects is one for none: settings name some, few enough that those which are seen are given.
    fn sees_none(&self) -> bool {
        (1..=jql::MOST_PROJECTS).contains(&self.keys.len())
    }

    /// The search of a walk over issues.
    fn searched(&self, aim: &Aim, limit: u32) -> Result<Ask> {
        let scope = &aim.listing.scope;
        let mut conditions =
            self.conditions(if scope.is_empty() { &aim.scopes } else { std::slice::from_ref(scope) })?;
        let since = match aim.kind {
            WalkKind::Feed => aim.floor.filter(|floor| *floor != Aim::first_look()),
            _ => self.since,
        };
        conditions.extend(since.map(|since| jql::changed_since(since, self.times())));
        let (order, fields): (Order, &[&str]) = match aim.kind {
            WalkKind::Feed => (Order::Updated, &SHOWN),
            // More projects than a search names: an issue tells whether it is of one.
            _ if self.is_dated || (aim.scopes.is_empty() && self.keys.len() > jql::MOST_PROJECTS) => {
                (Order::Created, &["updated", "project", "created"])
            }
            _ if self.api.is_cloud() => (Order::Created, &["id"]),
            // Where a search begins anew, it does so behind the time of the last result.
            _ => (Order::Created, &["created"]),
        };
        // A page of anything but ids is small.
        let most = if fields.contains(&SHOWN[0]) { MOST_SHOWN } else { self.api.most_ids };
        let fields: Vec<String> = fields.iter().map(|name| (*name).to_owned()).collect();
        let search = Search::new(self.api, jql::text(&conditions, Some(order)), &fields, limit.min(most));
        Ok(search.ask(self.url(self.api.search)?))
    }

    /// Some issues by their ids, whole or without what may make them large.
    fn issues(&self, ids: &[String], is_lesser: bool) -> Result<Ask> {
        ids.iter().try_for_each(|id| object_id(id).map(drop))?;
        let mut fields = self.whole.clone();
        fields.extend(search::HEAVY.iter().filter(|_| is_lesser).map(|name| (*name).to_owned()));
        let expand = if is_lesser { json!([]) } else { json!(["changelog"]) };
        let Some(path) = self.api.issues else {
            let most = u32::try_from(ids.len()).unwrap_or(u32::MAX);
            let search = Search::new(self.api, jql::text(&[jql::of_ids(ids)], None), &fields, most);
            // An id that is not there is no fault of the search.
            let search = search.with("validateQuery", false.into()).with("expand", expand);
            return Ok(search.ask(self.url(self.api.search)?));
        };
        let body = json!({"issueIdsOrKeys": ids, "fields": fields, "expand": expand});
        Ok(Ask::post(self.url(path)?, body.to_string().into_bytes()))
    }
}

impl Session for Site {
    fn premise(&self, aim: &Aim) -> Result<Option<Ask>> {
        let is_timed = aim.listing.stream == ISSUES && !self.api.is_cloud();
        if is_timed && self.zone.get().is_none() { self.account() } else { Ok(None) }
    }

    fn read_premise(&self, _: &Ask, answer: &Answer) -> Result<(), Flaw> {
        let Account::Known { zone: Some(zone), .. } = answer::read_account(&answer.body)? else {
            return Err(Flaw::Wrong(
                Error::failed("the site does not tell the time zone of the account, by which it reads times")
                    .hint("check the credentials, and that a reverse proxy passes /rest/api/2/myself"),
            ));
        };
        let zone = zone.parse().map_err(|_| format!("the time zone {} of the account is unknown", printable(&zone)))?;
        // Another walk may have asked meanwhile, and the answer is the same.
        let _ = self.zone.set(zone);
        Ok(())
    }

    fn first(&self, aim: &Aim, limit: u32, named: Range<usize>) -> Result<Ask> {
        let row = self.row(aim.listing.stream)?;
        if row.is_searched() {
            return self.searched(aim, limit);
        }
        let mut ask = self.ask(&row.listing, &aim.listing.scope, limit)?;
        if self.lists_some(row) {
            let keys = self.keys.get(named).unwrap_or_default();
            ask.url.query_pairs_mut().extend_pairs(keys.iter().map(|key| ("keys", key)));
        }
        if let (Some((name, form)), Some(floor)) = (row.listing.since, aim.floor) {
            let since = form.write(floor);
            ask.url.query_pairs_mut().append_pair(name, since.as_str().unwrap_or(&since.to_string()));
        }
        Ok(ask)
    }

    fn names(&self, aim: &Aim) -> Names {
        match self.row(aim.listing.stream) {
            Ok(row) if self.lists_some(row) => Names::Parts { all: self.keys.len(), at_once: MOST_KEYS },
            Ok(row) if row.is_searched() => Names::Together(aim.scopes.len()),
            _ => Names::Together(0),
        }
    }

    fn page_size(&self, size: PageSize) -> u32 {
        match size {
            PageSize::Small => self.page_size.min(FEW),
            // What an endpoint gives on a page is less or more than a hundred.
            PageSize::Full | PageSize::Lean if self.page_size == MOST_SHOWN => u32::MAX,
            PageSize::Full | PageSize::Lean => self.page_size,
        }
    }

    fn follow(&self, stream: &Stream, from: &Ask, next: &str) -> Result<Ask> {
        let row = self.row(stream.name)?;
        let argument = match row.listing.paging {
            Paging::Search => {
                let search = Search::of(from).ok_or_else(|| Error::failed("the request is no search for issues"))?;
                return Ok(search.follow(self.api, next, self.times())?.ask(from.url.clone()));
            }
            Paging::Counted { start, .. } => start,
            Paging::Cursor { argument, .. } => argument,
            Paging::Once => return Err(Error::failed(format!("the listing of {} has one page", stream.name))),
        };
        Ok(Ask { url: with_argument(&from.url, argument, next), ..from.clone() })
    }

    /// What settings search for may name people.
    fn kept(&self, ask: &Ask) -> String {
        Search::of(ask).map_or_else(|| ask.written(), |search| search.kept())
    }

    fn resume(&self, first: &Ask, kept: &str) -> Result<Ask> {
        match Search::of(first) {
            Some(search) => Ok(search.resume(kept)?.ask(first.url.clone())),
            None => Ask::read(kept),
        }
    }

    fn limit(&self, stream: &Stream, ask: &Ask) -> Option<u32> {
        match self.row(stream.name).ok()?.listing.paging {
            Paging::Search => Search::of(ask)?.limit(),
            Paging::Counted { size, .. } | Paging::Cursor { size, .. } => argument(&ask.url, size)?.parse().ok(),
            Paging::Once => None,
        }
    }

    fn with_limit(&self, stream: &Stream, ask: &Ask, limit: u32) -> Ask {
        match self.row(stream.name).map(|row| row.listing.paging) {
            Ok(Paging::Search) => match Search::of(ask) {
                Some(search) => search.with_limit(limit).ask(ask.url.clone()),
                None => ask.clone(),
            },
            Ok(Paging::Counted { size, .. } | Paging::Cursor { size, .. }) => {
                Ask { url: with_argument(&ask.url, size, &limit.to_string()), ..ask.clone() }
            }
            _ => ask.clone(),
        }
    }

    fn by_ids(&self, stream: &Stream, ids: &[String]) -> Result<Ask> {
        match ids {
            ids if stream.name == ISSUES => self.issues(ids, false),
            [id] => self.own(stream, id),
            _ => Err(Error::failed(format!("objects of {} are requested one by one", stream.name))),
        }
    }

    fn lesser(&self, stream: &Stream, id: &str) -> Result<Option<Ask>> {
        if stream.name == ISSUES { self.issues(&[id.to_owned()], true).map(Some) } else { Ok(None) }
    }

    /// Its link leads to another host, which is followed without the credentials.
    fn file(&self, _: &Stream, _: &str, id: &str, _: u32) -> Result<Url> {
        if self.api.is_cloud() {
            return self.url(&format!("/rest/api/3/attachment/content/{}", object_id(id)?));
        }
        Err(Error::failed(format!("there is no route to the file of {}", printable(id))))
    }

    fn file_link(&self, stream: &Stream, id: &str) -> Result<Option<Ask>> {
        let is_linked = !self.api.is_cloud() && stream.name == ATTACHMENT;
        is_linked.then(|| Ok(Ask::get(self.url(&format!("/rest/api/2/attachment/{}", object_id(id)?))?))).transpose()
    }

    fn read_file_link(&self, _: &Stream, body: &[u8], _: u32) -> Result<Url, String> {
        let link = answer::read_file_link(body)?;
        Url::parse(&link).map_err(|_| "the link to the file is no address".to_owned())
    }

    fn read(&self, stream: &Stream, ask: &Ask, answer: &Answer, detail: Detail) -> Result<Reading, String> {
        let row = self.row(stream.name).map_err(|error| error.one_line())?;
        let page = answer::page(stream, &answer.body)?;
        let paging = row.listing.paging;
        let next = match (paging, Search::of(ask)) {
            (Paging::Search, Some(search)) => search.next(self.api, &page, self.times()),
            (Paging::Counted { start, .. }, _) => {
                let start = argument(&ask.url, start).and_then(|start| start.parse().ok()).unwrap_or_default();
                page.next(paging, start)?
            }
            _ => page.next(paging, 0)?,
        };
        let mut reading = Reading { next, total: page.total(&row.listing), ..answer::reading(stream, &page, detail) };
        if stream.handle.is_some() {
            self.learn(&page, &mut reading.sightings);
        }
        Ok(reading)
    }

    fn refused(&self, stream: &Stream) -> &[Refused] {
        self.row(stream.name).map_or(&[], |row| row.refused)
    }

    fn may_be_size(&self, stream: &Stream, said: &str) -> bool {
        stream.name != ISSUES || !jql::is_told_in(said)
    }

    /// The value that does not exist stands in quotation marks, in whatever language the rest is. Without any project the search
    /// would be one of all.
    fn leave_out(&self, aim: &Aim, said: &str) -> Option<String> {
        let mut unsearched = self.unsearched.lock().unwrap_or_else(PoisonError::into_inner);
        let is_named = |id: &&String| said.contains(&format!("'{id}'")) || said.contains(&format!("\"{id}\""));
        let mut searched = aim.scopes.iter().filter(|id| !unsearched.contains(*id));
        let named = searched.clone().find(is_named).filter(|named| searched.any(|other| other != *named)).cloned()?;
        unsearched.insert(named.clone());
        Some(named)
    }

    fn refused_first(&self, stream: &Stream, said: &str) -> Error {
        settings::refused_search(self.filter.is_some() && stream.name == ISSUES, said)
    }

    fn own(&self, stream: &Stream, id: &str) -> Result<Ask> {
        match stream.name {
            ISSUES => self.ask(&Endpoint::once(self.api.issue).with(&[("fields", "updated,project")]), id, 0),
            WORKLOG => {
                let number: u64 =
                    id.parse().map_err(|_| Error::failed(format!("{} is no id of a worklog", printable(id))))?;
                Ok(Ask::post(self.url(self.api.worklogs)?, json!({"ids": [number]}).to_string().into_bytes()))
            }
            _ => {
                let own = self.row(stream.name)?.own.as_ref();
                let own =
                    own.ok_or_else(|| Error::failed(format!("a {} cannot be requested by its id", stream.name)))?;
                self.ask(own, object_id(id)?, 0)
            }
        }
    }

    fn read_own(&self, stream: &Stream, body: &[u8]) -> Result<Option<Sighting>, String> {
        if stream.name == WORKLOG { answer::read_first(stream, body) } else { answer::read_own(stream, body) }
    }

    fn account(&self) -> Result<Option<Ask>> {
        self.url(self.api.account).map(Ask::get).map(Some)
    }

    fn read_account(&self, answer: &Answer) -> Result<Account, String> {
        let account = answer::read_account(&answer.body)?;
        // What it says beside is a premise of walks by time, which need not ask again.
        if let Account::Known { zone: Some(zone), .. } = &account
            && let Ok(zone) = zone.parse()
        {
            let _ = self.zone.set(zone);
        }
        Ok(account)
    }

    fn dictionary(&self) -> Option<&dyn Dictionary> {
        self.streams.iter().any(|stream| stream.is_told).then_some(&self.custom as &dyn Dictionary)
    }

    fn survey(&self) -> Option<&dyn Survey> {
        Some(self)
    }

    fn tombstones(&self) -> Option<&dyn Tombstones> {
        Some(self)
    }

    fn selection(&self) -> Result<Option<(&'static Stream, Ask)>> {
        let selected = self.streams.iter().find(|stream| stream.selection.is_some());
        selected.map(|stream| Ok((stream, Session::first(self, &census(stream.name), 1, 0..0)?))).transpose()
    }

    fn probes(&self) -> Result<Vec<(&'static Stream, Ask)>> {
        let probe = |row: &'static Row| Ok((&row.stream, Session::first(self, &census(row.stream.name), 1, 0..0)?));
        let mut rows = self.api.rows.iter();
        let rows = [rows.find(|row| row.stream.handle.is_some()), rows.find(|row| row.is_searched())];
        rows.into_iter().flatten().map(probe).collect()
    }
}

/// A walk over all objects of a stream.
fn census(stream: &'static str) -> Aim {
    Aim::new(WalkKind::Census, Listing { stream, scope: String::new() })
}

/// The id of an object, which has letters, digits and hyphens alone, as that of a group: what could not be read goes by another
/// name, and nobody is asked for that.
pub(super) fn object_id(id: &str) -> Result<&str> {
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if is_id { Ok(id) } else { Err(Error::failed(format!("{} is no id of an object", printable(id)))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DIALECTS;
    use crate::config::Config;
    use crate::refused::{Meaning, matching};
    use catchment_base::disk::{self, Access};
    use std::sync::atomic::{AtomicU32, Ordering};

    fn said(body: &[u8]) -> Answer {
        Answer { status: 200, body: body.to_vec(), ..Answer::default() }
    }

    /// The session of a connection with these settings.
    fn session(settings: &str) -> (&'static [Stream], Box<dyn Session>) {
        static FILES: AtomicU32 = AtomicU32::new(0);
        let number = FILES.fetch_add(1, Ordering::SeqCst);
        let file = std::env::temp_dir().join(format!("catchment-jira-{}-{number}.toml", std::process::id()));
        let text = format!("[connections.a]\nsource = \"jira\"\nurl = \"http://127.0.0.1:9\"\n{settings}\n");
        disk::replace(&file, text.as_bytes(), Access::Private).unwrap();
        let config = Config::load(&file, &DIALECTS);
        disk::remove_file(&file).unwrap();
        let config = config.unwrap();
        let connection = config.connection("a").unwrap();
        let source = crate::of(connection).unwrap();
        (source.streams(), source.connect(connection).unwrap())
    }

    const CLOUD: &str = "username = \"me@example.com\"\napi_token = \"env:PATH\"";
    const CENTER: &str = "deployment = \"data_center\"\npersonal_access_token = \"env:PATH\"";

    fn stream(streams: &'static [Stream], name: &str) -> &'static Stream {
        streams.iter().find(|stream| stream.name == name).unwrap()
    }

    fn aim(kind: WalkKind, stream: &'static str, scope: &str) -> Aim {
        let scopes = vec!["10000".to_owned(), "10001".to_owned()];
        Aim { scopes, ..Aim::new(kind, Listing { stream, scope: scope.to_owned() }) }
    }

    fn body(ask: &Ask) -> String {
        String::from_utf8(ask.body.clone().unwrap()).unwrap()
    }

    fn answer(body: &str) -> Answer {
        Answer { body: body.into(), ..Answer::default() }
    }

    fn time(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap()
    }

    #[test]
    fn listings_have_their_addresses() {
        let (_, site) = session(&format!("{CLOUD}\nproject_keys = [\"OPS\", \"HR\"]"));
        let asked = |kind, stream, scope: &str| {
            let ask = site.first(&aim(kind, stream, scope), 1000, 0..2).unwrap();
            ask.url.as_str().trim_start_matches("http://127.0.0.1:9").to_owned()
        };
        assert_eq!(
            asked(WalkKind::Census, "project", ""),
            "/rest/api/3/project/search?maxResults=100&status=live&status=archived&status=deleted&expand=description%2Clead&keys=OPS&keys=HR"
        );
        assert_eq!(
            asked(WalkKind::Children, "comment", "10007"),
            "/rest/api/3/issue/10007/comment?maxResults=100&orderBy=created"
        );
        assert_eq!(asked(WalkKind::Children, "role_actor", "10000:10002"), "/rest/api/3/project/10000/role/10002");
        assert_eq!(
            asked(WalkKind::Children, "group_member", "7f-0a"),
            "/rest/api/3/group/member?maxResults=50&groupId=7f-0a&includeInactiveUsers=true"
        );
        assert_eq!(asked(WalkKind::Census, "status", ""), "/rest/api/3/status");
        for scope in ["10007/../x", "..", "", "10007?x=", "#1"] {
            assert!(site.first(&aim(WalkKind::Children, "comment", scope), 1, 0..0).is_err(), "{scope}");
        }
        let ask = site.first(&aim(WalkKind::Children, "customer", "4"), 50, 0..0);
        assert_eq!(ask.unwrap().headers, [("X-ExperimentalApi".to_owned(), "opt-in".to_owned())]);
    }

    #[test]
    fn issues_are_listed_by_their_ids_and_followed_without_an_upper_bound() {
        let (streams, site) = session(CLOUD);
        let census = site.first(&aim(WalkKind::Census, "issue", ""), u32::MAX, 0..2).unwrap();
        assert_eq!(
            body(&census),
            r#"{"fields":["id"],"jql":"project in (10000, 10001) ORDER BY created ASC, key ASC","maxResults":5000}"#
        );
        let since = Aim { floor: Some(time("2026-03-02 01:30:59")), ..aim(WalkKind::Feed, "issue", "") };
        let feed = site.first(&since, u32::MAX, 0..2).unwrap();
        assert_eq!(
            body(&feed),
            r#"{"fields":["updated","project"],"jql":"project in (10000, 10001) AND updated >= 1772415059000 ORDER BY updated DESC, key DESC","maxResults":100}"#
        );
        let issues = stream(streams, "issue");
        let page = answer(r#"{"issues":[{"id":"1"}],"isLast":true,"nextPageToken":"t"}"#);
        let reading = site.read(issues, &census, &page, Detail::Sightings).unwrap();
        // The token tells, whatever else is said.
        let next = site.follow(issues, &census, reading.next.as_deref().unwrap()).unwrap();
        assert!(body(&next).contains(r#""nextPageToken":"t""#));
        assert_eq!(site.resume(&census, &site.kept(&next)).unwrap(), next);
        let last = answer(r#"{"issues":[],"isLast":false}"#);
        assert_eq!(site.read(issues, &next, &last, Detail::Sightings).unwrap().next, None);
        let whole = site.by_ids(issues, &["1".to_owned(), "2".to_owned()]).unwrap();
        assert_eq!(body(&whole), r#"{"expand":["changelog"],"fields":["*all"],"issueIdsOrKeys":["1","2"]}"#);
        let lesser = site.lesser(issues, "1").unwrap().unwrap();
        assert!(body(&lesser).contains(r#""fields":["*all","-comment","-worklog"]"#), "{}", body(&lesser));
        assert!(site.by_ids(issues, &["1) OR id in (2".to_owned()]).is_err());
    }

    #[test]
    fn what_settings_select_stands_in_each_search_and_in_no_position() {
        let (streams, site) = session(&format!("{CLOUD}\njql = \"reporter = 'jo@example.com' or labels = x\""));
        let census = site.first(&aim(WalkKind::Census, "issue", ""), 50, 0..2).unwrap();
        assert!(body(&census).contains("AND (reporter = 'jo@example.com' or labels = x) ORDER"), "{}", body(&census));
        assert!(!site.kept(&census).contains("jo@"), "{}", site.kept(&census));
        let (selected, _) = site.selection().unwrap().unwrap();
        assert_eq!(selected.name, "issue");
        assert!(stream(streams, "issue").selection.is_some() && stream(streams, "comment").selection.is_none());
        let told =
            site.refused_first(selected, "(400): The value 'jo@example.com' does not exist for the field 'reporter'.");
        assert_eq!(told.kind(), catchment_base::error::Kind::Usage);
    }

    #[test]
    fn a_project_that_a_search_is_refused_for_is_left_out_of_the_next_but_not_the_last_one() {
        let (_, site) = session(CLOUD);
        let aim = aim(WalkKind::Census, "issue", "");
        assert_eq!(site.leave_out(&aim, ": Unbounded JQL queries are not allowed here."), None);
        assert_eq!(site.leave_out(&aim, ": Der Wert '10001' existiert nicht."), Some("10001".to_owned()));
        assert!(body(&site.first(&aim, 50, 0..2).unwrap()).contains("project in (10000) ORDER"));
        assert_eq!(site.leave_out(&aim, ": The value '10000' does not exist for the field 'project'."), None);
    }

    #[test]
    fn a_refusal_that_means_none_says_so_in_its_own_form() {
        let (streams, site) = session(CLOUD);
        let means = |name: &str, status, body: &str| {
            matching(site.refused(stream(streams, name)), status, body.as_bytes()).map(|row| row.means)
        };
        let told = r#"{"errorMessage":"The issue is no request.","i18nErrorMessage":{"i18nKey":"x","parameters":[]}}"#;
        assert_eq!(means("request", 404, told), Some(Meaning::Nothing));
        for other in [r#"{"errorMessages":["No endpoint"]}"#, "<html>not found</html>"] {
            assert_eq!(means("request", 404, other), None, "{other}");
        }
        for told in ["The board does not support sprints", "Das Board unterstützt keine Sprints"] {
            let body = format!(r#"{{"errorMessages":["{told}"],"errors":{{}}}}"#);
            assert_eq!(means("sprint", 400, &body), Some(Meaning::Nothing), "{told}");
        }
        let other = r#"{"title":"Bad Request","status":400,"instance":"/rest/agile/1.0/board/7/sprint"}"#;
        assert_eq!(means("sprint", 400, other), None);
    }

    #[test]
    fn a_worklog_is_asked_for_in_a_list_and_is_gone_where_that_is_empty() {
        let (streams, site) = session(CLOUD);
        let worklogs = stream(streams, "worklog");
        let ask = site.own(worklogs, "10100").unwrap();
        assert_eq!((ask.url.path(), body(&ask).as_str()), ("/rest/api/3/worklog/list", r#"{"ids":[10100]}"#));
        assert!(site.own(worklogs, "x").is_err());
        assert_eq!(site.read_own(worklogs, b"[]"), Ok(None));
        let there = site.read_own(worklogs, br#"[{"id":"10100","updated":"2026-03-02T01:30:59.000+0000"}]"#);
        assert_eq!(there.unwrap().unwrap().object, "10100");
    }

    #[test]
    fn a_search_for_projects_of_which_none_is_seen_is_none_for_all() {
        let none = Aim::new(WalkKind::Census, Listing { stream: "issue", scope: String::new() });
        let jql = |settings: &str| body(&session(&format!("{CLOUD}\n{settings}")).1.first(&none, 9000, 0..0).unwrap());
        assert!(jql("").contains("\"project is not EMPTY ORDER"));
        assert!(jql("project_keys = [\"OSP\"]").contains("\"project is EMPTY ORDER"));
        // More than a search names: each issue tells of which project it is.
        let keys: Vec<String> = (0..=jql::MOST_PROJECTS).map(|at| format!("\"P{at}\"")).collect();
        let many = jql(&format!("project_keys = [{}]", keys.join(",")));
        assert!(many.contains("\"project is not EMPTY ORDER") && many.contains("\"project\""), "{many}");
    }

    #[test]
    fn data_center_lists_all_projects_and_leaves_out_those_that_settings_do_not_name() {
        let (streams, site) = session(&format!("{CENTER}\nproject_keys = [\"OPS\"]"));
        let ask = site.first(&aim(WalkKind::Census, "project", ""), 1000, 0..1).unwrap();
        assert!(!ask.url.as_str().contains("keys"), "{}", ask.url);
        assert_eq!(site.names(&aim(WalkKind::Census, "project", "")).all(), 0);
        let body = r#"[{"id":"10000","key":"OPS"},{"id":"10001","key":"HR","archived":true}]"#;
        let project = streams.iter().find(|stream| stream.name == "project").unwrap();
        let reading = site.read(project, &ask, &answer(body), Detail::Sightings).unwrap();
        let told: Vec<_> = reading.sightings.iter().map(|shown| shown.status.as_deref().unwrap()).collect();
        assert_eq!(told, ["live", "left out"]);
    }

    #[test]
    fn data_center_counts_results_and_reads_times_by_the_clock_of_the_account() {
        let (streams, site) = session(CENTER);
        let issues = stream(streams, "issue");
        let since = Aim { floor: Some(time("2026-03-02 01:30:59")), ..aim(WalkKind::Feed, "issue", "") };
        let premise = site.premise(&since).unwrap().unwrap();
        assert_eq!(premise.url.path(), "/rest/api/2/myself");
        assert!(site.read_premise(&premise, &said(br#"{"key":"a","timeZone":"Nowhere/City"}"#)).is_err());
        assert!(site.read_premise(&premise, &said(br#"{"key":"a","timeZone":"Asia/Calcutta"}"#)).is_ok());
        assert!(site.premise(&since).unwrap().is_none());
        let feed = site.first(&since, 100, 0..2).unwrap();
        assert!(body(&feed).contains(r#"updated >= \"2026-03-02 07:00\" ORDER"#), "{}", body(&feed));
        let census = site.first(&aim(WalkKind::Census, "issue", ""), u32::MAX, 0..2).unwrap();
        let page = |count: usize, total: usize| {
            let issue = r#"{"id":"1","fields":{"created":"2026-03-02T01:30:59.000+0000"}}"#;
            answer(&format!(r#"{{"issues":[{}],"total":{total}}}"#, vec![issue; count].join(",")))
        };
        let read = |ask: &Ask, page: &Answer| site.read(issues, ask, page, Detail::Ends).unwrap().next;
        assert_eq!(read(&census, &page(1, 1)), None);
        let second = site.follow(issues, &census, &read(&census, &page(1, 3)).unwrap()).unwrap();
        assert!(body(&second).contains(r#""startAt":1"#), "{}", body(&second));
        assert_eq!(site.resume(&census, &site.kept(&second)).unwrap(), second);
        // Behind so many results the search begins anew.
        let far = site.follow(issues, &census, "8999").unwrap();
        let anew = site.follow(issues, &far, &read(&far, &page(1, 20_000)).unwrap()).unwrap();
        assert!(body(&anew).contains(r#"AND (created >= \"2026-03-02 07:00\") ORDER"#), "{}", body(&anew));
        assert!(body(&anew).contains(r#""startAt":0"#), "{}", body(&anew));
        assert_eq!(site.resume(&census, &site.kept(&anew)).unwrap(), anew);
        // Where all of them are of one minute, it counts on.
        let far = site.follow(issues, &anew, "8999").unwrap();
        assert_eq!(read(&far, &page(1, 20_000)).as_deref(), Some("9000"));
        let whole = site.by_ids(issues, &["1".to_owned()]).unwrap();
        assert!(body(&whole).contains(r#""jql":"id in (1)""#) && body(&whole).contains(r#""validateQuery":false"#));
        assert_eq!(
            site.file_link(stream(streams, "attachment"), "7").unwrap().unwrap().url.path(),
            "/rest/api/2/attachment/7"
        );
    }

    #[test]
    fn deleted_worklogs_are_followed_past_a_moment_that_fills_a_page() {
        let (_, site) = session(CLOUD);
        let feed = site.tombstones().unwrap();
        assert_eq!(feed.feeds()[0].streams, ["worklog"]);
        let ask = feed.first("worklog/deleted", time("2026-03-02 01:30:59")).unwrap();
        assert_eq!(ask.url.query(), Some("since=1772415059000"));
        let page = feed.read(&ask, &answer(
            r#"{"values":[{"worklogId":103,"updatedTime":1772415059000}],"since":1772415059000,"until":1772415059000,"lastPage":false}"#,
        ));
        let page = page.unwrap();
        assert_eq!((page.tombstones.len(), page.tombstones[0].object.as_str()), (1, "103"));
        assert_eq!(page.next.unwrap().url.query(), Some("since=1772415059001"));
        assert!(feed.read(&ask, &answer(r#"{"values":[]}"#)).is_err());
        for last in [r#"{"values":[],"isLastPage":true}"#, r#"{"values":[],"lastPage":true,"isLastPage":true}"#] {
            assert_eq!(feed.read(&ask, &answer(last)).unwrap().next, None);
        }
        let (_, without) = session(&format!("{CLOUD}\ndatasets = [\"issue\"]"));
        assert!(without.tombstones().unwrap().feeds().is_empty());
    }
}
