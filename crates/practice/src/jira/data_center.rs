//! The operations of Jira Data Center, and those that Cloud does not have.

use super::administered::time;
use super::ask::Argument;
use super::ask::Shape::{Flag, Number, Numbers, Text, Texts};
use super::catalog::GROUPS;
use super::desk::{Answer, Desk, json_of};
use super::door::Caller;
use super::files;
use super::issue::Issue;
use super::jql::Query;
use super::refusal;
use super::route::{EXPAND, FIELDS, JQL, MOST, PAGE, Route, START, get, open, post};
use super::shown::Fields;
use super::site::{Record, Standing};
use super::view::object;
use crate::calendar;
use crate::reply::Reply;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// How many issues a page of the search holds at most.
const CAP: usize = 1000;
/// How many people come at once, and how many events of the log.
const MOST_PEOPLE: i64 = 2000;
const MOST_EVENTS: i64 = 10_000;
const USUAL_EVENTS: i64 = 200;

const VALIDATE: Argument = ("validateQuery", Flag);

/// The operations of the platform.
pub(super) const PLATFORM: &[Route] = &[
    open(get("serverInfo", &[], |desk| desk.server_info())),
    get("myself", &[], |desk| desk.myself()),
    open(get("search", &[JQL, START, MOST, VALIDATE, FIELDS, EXPAND], |desk| desk.counted_search())),
    open(post("search", &[JQL, START, MOST, VALIDATE, FIELDS, ("expand", Texts)], |desk| desk.counted_search())),
    open(get("issue/{}", &[FIELDS, EXPAND], |desk| desk.one_issue())),
    get("issue/{}/comment", &[START, MOST, ("orderBy", Text), EXPAND], |desk| desk.comments()),
    get("issue/{}/worklog", &[], |desk| desk.worklogs()),
    get("issue/{}/watchers", &[], |desk| desk.watchers()),
    get("issue/{}/votes", &[], |desk| desk.votes()),
    get("worklog/updated", &[("since", Number)], |desk| desk.worklogs_updated()),
    get("worklog/deleted", &[("since", Number)], |desk| desk.worklogs_deleted()),
    post("worklog/list", &[("ids", Numbers)], |desk| desk.worklog_list()),
    get("attachment/{}", &[], |desk| desk.one_attachment()),
    open(get("project", &[EXPAND, ("includeArchived", Flag)], |desk| desk.every_project())),
    open(get("project/{}", &[EXPAND], |desk| desk.one_project())),
    get("project/{}/components", &[], |desk| desk.every_component()),
    get("project/{}/versions", &[], |desk| desk.every_version()),
    get("project/{}/version", PAGE, |desk| desk.versions()),
    get("project/{}/role", &[], |desk| desk.roles()),
    get("project/{}/role/{}", &[], |desk| desk.role()),
    get("project/{}/permissionscheme", &[EXPAND], |desk| desk.scheme_of_project()),
    get("user/list", &[("cursor", Text), MOST], |desk| desk.user_list()),
    get("user/search", &[("username", Text), START, MOST, ("includeInactive", Flag)], |desk| desk.user_search()),
    get("groups/picker", &[("query", Text), MOST], |desk| desk.group_picker()),
    get("group/member", &[START, MOST, ("groupname", Text), ("includeInactiveUsers", Flag)], |desk| desk.members()),
    open(get("field", &[], |desk| desk.fields())),
    get("status", &[], |desk| desk.statuses()),
    get("issuetype", &[], |desk| desk.issue_types()),
    get("priority", &[], |desk| desk.priorities()),
    get("resolution", &[], |desk| desk.resolutions()),
    get("issueLinkType", &[], |desk| desk.link_types()),
    get("permissionscheme", &[EXPAND], |desk| desk.schemes()),
    get("permissionscheme/{}/permission", &[EXPAND], |desk| desk.grants()),
    get("issuesecurityschemes", &[], |desk| desk.security_schemes()),
];

/// The log of the administrators in its newer form.
pub(super) const AUDITING: &[Route] =
    &[get("events", &[("from", Text), ("to", Text), ("limit", Number), ("pageCursor", Text)], |desk| desk.events())];

/// Files, which the site itself sends.
pub(super) const FILES: &[Route] = &[open(get("attachment/{}/{}", &[], |desk| desk.secure_attachment()))];

impl Desk<'_> {
    /// Finds issues by a query, which may have no restriction, from a place on.
    pub(super) fn counted_search(&self) -> Answer {
        let expand = self.ask.expand(&["names", "schema", "changelog"])?;
        let jql = self.ask.text("jql").unwrap_or_default();
        let query = Query::read(jql, &self.reading()).map_err(|why| refusal::told(400, &why))?;
        let (faults, ids) = (self.faults, self.found(&query, &[]));
        let start = self.ask.number("startAt").unwrap_or(0).max(0) as usize;
        let asked = self.ask.number("maxResults").unwrap_or(50);
        let cap = faults.cap.unwrap_or(CAP);
        // What is said to be meant by no bound is the greatest page.
        let most = if asked < 0 { cap } else { (asked as usize).min(cap) };
        if faults.window.is_some_and(|window| start.saturating_add(most) > window) {
            let why = "Search limit exceeded. Narrow the search, or ask for fewer results.";
            return Err(Reply::json(500, json!({"errorMessages": [why], "errors": {}}).to_string()));
        }
        let page = ids.iter().skip(start).take(most).filter_map(|id| self.site.issue(*id));
        let issues: Vec<&Issue> = page.collect();
        let fields = Fields::of(&self.ask.texts("fields"), "*navigable");
        let mut answer = self.with_names(&expand);
        answer["expand"] = json!("schema,names");
        answer["startAt"] = json!(start);
        answer["maxResults"] = json!(most);
        answer["total"] = json!(ids.len());
        answer["issues"] = self.write(&issues, &fields, &expand)?;
        Ok(json_of(&answer))
    }

    pub(super) fn every_project(&self) -> Answer {
        let expand = self.ask.expand(&["description", "lead", "url", "projectKeys"])?;
        let with_archived = self.ask.flag("includeArchived") == Some(true);
        let mut projects = self.projects();
        projects.retain(|project| {
            project.standing == Standing::Live || (with_archived && project.standing == Standing::Archived)
        });
        Ok(json_of(&projects.into_iter().map(|project| self.view.project(project, &expand)).collect()))
    }

    pub(super) fn every_component(&self) -> Answer {
        let project = self.project()?;
        Ok(json_of(&project.components.iter().map(|part| self.view.component_of(project, part)).collect()))
    }

    pub(super) fn every_version(&self) -> Answer {
        let project = self.project()?;
        Ok(json_of(&project.versions.iter().map(|version| self.view.version_of(project, version)).collect()))
    }

    /// The people, in an order that says nothing, behind a cursor.
    pub(super) fn user_list(&self) -> Answer {
        self.may_list_people()?;
        let most = self.ask.number("maxResults").unwrap_or(MOST_PEOPLE).clamp(1, MOST_PEOPLE) as usize;
        let bad = || refusal::told(400, "The cursor is not valid.");
        let start = self.ask.text("cursor").map_or(Some(0), place).ok_or_else(bad)?;
        let ordinals: Vec<usize> = (0..self.site.people.len()).rev().skip(start).take(most).collect();
        let next = start + ordinals.len();
        let is_last = next >= self.site.people.len();
        let cursor = URL_SAFE_NO_PAD.encode(format!("people:{next}"));
        let address = |cursor: &str| format!("{}{}?{}", self.view.url, self.path, self.ask.with("cursor", cursor));
        Ok(json_of(&object([
            ("self", Some(json!(format!("{}{}", self.view.url, self.path)))),
            ("nextPage", (!is_last).then(|| json!(address(&cursor)))),
            ("nextCursor", (!is_last).then(|| json!(cursor))),
            ("maxResults", Some(json!(most))),
            ("isLast", Some(json!(is_last))),
            ("values", Some(ordinals.into_iter().map(|ordinal| self.view.person(ordinal)).collect())),
        ])))
    }

    /// The people whose name holds a text; a point stands for everybody.
    pub(super) fn user_search(&self) -> Answer {
        self.may_list_people()?;
        let wanted = self
            .ask
            .text("username")
            .ok_or_else(|| refusal::told(400, "The username query parameter was not provided"))?;
        let with_inactive = self.ask.flag("includeInactive") == Some(true);
        let people = self.site.people.iter().enumerate().filter(|(_, person)| {
            (wanted == "." || person.name.contains(wanted)) && (with_inactive || person.is_active)
        });
        let ordinals: Vec<usize> = people.map(|(ordinal, _)| ordinal).collect();
        let page = self.cut(&ordinals, 50, 1000);
        Ok(json_of(&page.rows.iter().map(|ordinal| self.view.person(*ordinal)).collect()))
    }

    /// The groups, as those who choose one see them; cut without a word.
    pub(super) fn group_picker(&self) -> Answer {
        self.may_list_people()?;
        let wanted = self.ask.text("query").unwrap_or_default();
        let asked = self.ask.number("maxResults").unwrap_or(20).max(1) as usize;
        let most = asked.min(self.faults.listed());
        let named: Vec<&str> = GROUPS.iter().map(|(name, _)| *name).filter(|name| name.contains(wanted)).collect();
        let shown = named.iter().take(most).map(|name| json!({"name": name, "html": name, "labels": []}));
        let shown: Vec<Value> = shown.collect();
        let header = format!("Showing {} of {} matching groups", shown.len(), named.len());
        Ok(json_of(&json!({"header": header, "total": named.len(), "groups": shown})))
    }

    /// A file. Whoever is not known gets the page to log in, with 200.
    pub(super) fn secure_attachment(&self) -> Answer {
        if self.caller == Caller::Anybody {
            return Ok(Reply::login());
        }
        let (_, attachment) = self.attached()?;
        match attachment.name == self.part(1) {
            true => Ok(files::file(attachment)),
            false => Err(refusal::missing("attachment", self.part(1))),
        }
    }

    /// The log of the administrators, newest first, behind cursors of time and number.
    pub(super) fn events(&self) -> Answer {
        if self.faults.hides_audit {
            return Err(refusal::forbidden("You are not authorized to read the audit log."));
        }
        let bad = |name: &str| refusal::told(400, &format!("The argument {name} is not valid."));
        let bound = |name: &str, usual: i64| self.ask.text(name).map_or(Some(usual), time).ok_or_else(|| bad(name));
        let range = bound("from", i64::MIN)?..=bound("to", i64::MAX)?;
        let cursor = |text: &str| {
            let (time, id) = text.split_once(',')?;
            Some((time.parse::<i64>().ok()?, id.parse::<u64>().ok()?))
        };
        let before =
            self.ask.text("pageCursor").map_or(Some((i64::MAX, 0)), cursor).ok_or_else(|| bad("pageCursor"))?;
        let limit = self.ask.number("limit").unwrap_or(USUAL_EVENTS).clamp(1, MOST_EVENTS) as usize;
        let is_asked = |record: &&Record| range.contains(&record.created) && (record.created, record.id) < before;
        let mut records: Vec<&Record> = self.site.records.iter().rev().filter(is_asked).collect();
        let is_last = records.len() <= limit;
        records.truncate(limit);
        let last = records.last().filter(|_| !is_last).map(|record| format!("{},{}", record.created, record.id));
        let paging = json!({"lastPage": is_last, "nextPageCursor": last, "size": records.len()});
        let entities: Vec<Value> = records.into_iter().map(|record| self.event(record)).collect();
        Ok(json_of(&json!({"entities": entities, "pagingInfo": paging})))
    }

    fn event(&self, record: &Record) -> Value {
        let person = &self.site.people[record.author];
        let (id, name, kind) = &record.object;
        let changed = record.changed.iter().map(|(field, from, to)| json!({"key": field, "from": from, "to": to}));
        let author = json!({"id": person.key, "name": person.display, "type": "user"});
        json!({"timestamp": calendar::stamp(record.created), "author": author,
            "type": {"category": record.category, "action": record.summary},
            "affectedObjects": [{"id": id, "name": name, "type": kind}], "changedValues": changed.collect::<Vec<_>>(),
            "source": "192.0.2.10", "system": self.view.url, "method": "Browser", "extraAttributes": []})
    }
}

/// The place in the list of people that a cursor names.
fn place(cursor: &str) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    text.strip_prefix("people:")?.parse().ok()
}
