//! Service desks: what can be asked for there, and who asks.

use super::ask::Argument;
use super::ask::Shape::{Flag, Number, Text};
use super::catalog::Trade;
use super::desk::{Answer, Desk, json_of};
use super::fields::{self, Kind};
use super::issue::Issue;
use super::jql::Query;
use super::route::{EXPAND, Route, agents, experimental, get, open};
use super::searched::Searched;
use super::shown::Fields;
use super::site::{Project, Standing};
use super::view::{View, object};
use crate::calendar;
use crate::reply::Reply;
use serde_json::{Value, json};

/// The number of the service desk, of which there is one.
pub(super) const DESK: &str = "1";
/// What can be asked for: number, name, the type of issue that it makes, and the group it is shown in.
pub(super) const REQUEST_TYPES: [(&str, &str, u64, &str); 2] =
    [("25", "Get help", 10005, "1"), ("26", "Report an incident", 10006, "2")];
const GROUPS: [(&str, &str); 2] = [("1", "Common requests"), ("2", "Incidents")];
/// The queues: number, name, and the query behind it.
const QUEUES: [(&str, &str, &str); 2] = [
    ("10", "Unassigned issues", "project = HELP AND assignee is EMPTY AND resolution is EMPTY ORDER BY created"),
    ("11", "All open", "project = HELP AND resolution is EMPTY ORDER BY created DESC"),
];
/// The columns of a queue, which are all that it gives of an issue.
const COLUMNS: [&str; 6] = ["issuetype", "issuekey", "summary", "created", "reporter", "duedate"];
/// Customers are of these organizations: number, name.
const ORGANIZATIONS: [(&str, &str); 2] = [("1", "Northwind Bakery"), ("2", "Harbour Clinic")];

/// The arguments of a page of the service desk.
const FROM: Argument = ("start", Number);
const LIMIT: Argument = ("limit", Number);
const RANGE: &[Argument] = &[FROM, LIMIT];

/// The operations of the service desk.
pub(super) const ROUTES: &[Route] = &[
    open(get("info", &[], |desk| desk.desk_info())),
    get("servicedesk", RANGE, |desk| desk.service_desks()),
    get("servicedesk/{}", &[], |desk| desk.service_desk()),
    get("servicedesk/{}/requesttype", RANGE, |desk| desk.request_types()),
    get("servicedesk/{}/requesttype/{}/field", &[], |desk| desk.request_type_fields()),
    get("servicedesk/{}/requesttypegroup", RANGE, |desk| desk.request_type_groups()),
    agents(get("servicedesk/{}/queue", &[FROM, LIMIT, ("includeCount", Flag)], |desk| desk.queues())),
    agents(get("servicedesk/{}/queue/{}/issue", RANGE, |desk| desk.queue_issues())),
    agents(experimental(get("servicedesk/{}/customer", RANGE, |desk| desk.customers()))),
    get("servicedesk/{}/organization", RANGE, |desk| desk.desk_organizations()),
    experimental(get("requesttype", RANGE, |desk| desk.all_request_types())),
    get("organization", RANGE, |desk| desk.organizations()),
    get("organization/{}/user", RANGE, |desk| desk.organization_users()),
    get(
        "request",
        &[FROM, LIMIT, EXPAND, ("requestOwnership", Text), ("requestStatus", Text), ("serviceDeskId", Number)],
        |desk| desk.requests(),
    ),
    agents(get("request/{}", &[EXPAND], |desk| desk.request())),
    agents(get("request/{}/sla", RANGE, |desk| desk.request_promises())),
    agents(get("request/{}/status", RANGE, |desk| desk.request_statuses())),
    agents(get("request/{}/comment", &[FROM, LIMIT, ("public", Flag), ("internal", Flag)], |desk| {
        desk.request_comments()
    })),
    agents(get("request/{}/participant", RANGE, |desk| desk.request_participants())),
    agents(get("request/{}/approval", RANGE, |desk| desk.request_approvals())),
    agents(get("request/{}/attachment", RANGE, |desk| desk.request_attachments())),
];

/// An error in the form of this interface.
pub(super) fn refused(status: u16, message: &str, key: &str) -> Reply {
    let body = json!({"errorMessage": message, "i18nErrorMessage": {"i18nKey": key, "parameters": []}});
    Reply::json(status, body.to_string())
}

/// An operation that has to be opted in to.
pub(super) fn experimental_only(header: &str) -> Reply {
    let message = format!(
        "This API is experimental. Experimental APIs are not guaranteed to be stable within the preview period. You \
         must set the header 'X-ExperimentalApi: {header}' to opt into using this API."
    );
    refused(412, &message, "sd.rest.experimental.api.optin")
}

/// What agents of the service desk alone may see.
pub(super) fn agents_only() -> Reply {
    refused(403, "You need to be an agent of this service desk to view this.", "sd.error.agent.required")
}

fn missing(what: &str) -> Reply {
    refused(404, &format!("The {what} you are trying to view does not exist."), "sd.error.missing")
}

impl View<'_> {
    /// An address of this interface.
    pub(super) fn of_desk(&self, rest: &str) -> String {
        format!("{}/rest/servicedeskapi/{rest}", self.url)
    }

    /// Somebody as this interface writes people.
    pub(super) fn customer(&self, ordinal: usize) -> Value {
        let mut person = self.person(ordinal);
        let mut take = |name: &str| Some(person[name].take()).filter(|value| !value.is_null());
        let links = json!({"jiraRest": take("self"), "avatarUrls": take("avatarUrls"),
            "self": self.at(&format!("user?{}", self.person_query(ordinal)))});
        let kept = ["accountId", "key", "name", "emailAddress", "displayName", "active", "timeZone"];
        object(kept.map(|name| (name, take(name))).into_iter().chain([("_links", Some(links))]))
    }

    pub(super) fn service_desk(&self, project: &Project) -> Value {
        object([
            ("id", Some(json!(DESK))),
            ("projectId", Some(json!(project.id.to_string()))),
            ("projectName", Some(json!(project.name))),
            ("projectKey", Some(json!(project.key))),
            ("projectTypeKey", self.is_cloud.then(|| json!("service_desk"))),
            ("_links", Some(json!({"self": self.of_desk(&format!("servicedesk/{DESK}"))}))),
        ])
    }

    pub(super) fn request_type(&self, (id, name, kind, group): &(&str, &str, u64, &str)) -> Value {
        let address = self.of_desk(&format!("servicedesk/{DESK}/requesttype/{id}"));
        let icon = format!("{}/images/request/{id}.png", self.url);
        json!({"_expands": ["field"], "id": id, "_links": {"self": address},
            "name": name, "description": format!("{name} here."), "helpText": "", "issueTypeId": kind.to_string(),
            "serviceDeskId": DESK, "groupIds": [group],
            "icon": {"id": "10527", "_links": {"iconUrls": {"16x16": icon}}}})
    }

    fn organization(&self, at: usize) -> Value {
        let (id, name) = ORGANIZATIONS[at];
        object([
            ("id", Some(json!(id))),
            ("name", Some(json!(name))),
            ("scimManaged", self.is_cloud.then_some(json!(false))),
            ("_links", Some(json!({"self": self.of_desk(&format!("organization/{id}"))}))),
        ])
    }
}

impl Desk<'_> {
    /// A page in the envelope of this interface; of 50 where nothing is said, of 100 at most.
    pub(super) fn envelope<T>(&self, rows: &[T], write: impl Fn(&T) -> Value) -> Answer {
        let start = self.ask.number("start").unwrap_or(0).max(0) as usize;
        let limit = self.ask.number("limit").unwrap_or(50).clamp(1, 100) as usize;
        let values: Vec<Value> = rows.iter().skip(start).take(limit).map(write).collect();
        let next = start + values.len();
        let is_last = next >= rows.len();
        let links = object([
            ("base", Some(json!(self.view.url))),
            ("context", Some(json!(""))),
            ("self", Some(json!(self.following("start", start)))),
            ("next", (!is_last).then(|| json!(self.following("start", next)))),
            ("prev", (start > 0).then(|| json!(self.following("start", start.saturating_sub(limit))))),
        ]);
        Ok(json_of(
            &json!({"_expands": [], "size": values.len(), "start": start, "limit": limit, "isLastPage": is_last,
            "_links": links, "values": values}),
        ))
    }

    /// The project of the service desk, where the account sees it.
    pub(super) fn help_project(&self) -> Option<&Project> {
        let mut projects = self.site.projects.iter().filter(|project| project.trade == Trade::ServiceDesk);
        projects.find(|project| project.standing == Standing::Live && self.site.sees_project(project, self.is_known()))
    }

    /// The project of the service desk in the path.
    fn desk_of_path(&self) -> Result<&Project, Reply> {
        self.help_project().filter(|_| self.part(0) == DESK).ok_or_else(|| missing("service desk"))
    }

    pub(super) fn service_desks(&self) -> Answer {
        let projects: Vec<&Project> = self.help_project().into_iter().collect();
        self.envelope(&projects, |project| self.view.service_desk(project))
    }

    pub(super) fn service_desk(&self) -> Answer {
        Ok(json_of(&self.view.service_desk(self.desk_of_path()?)))
    }

    pub(super) fn request_types(&self) -> Answer {
        self.desk_of_path()?;
        self.envelope(&REQUEST_TYPES, |row| self.view.request_type(row))
    }

    pub(super) fn all_request_types(&self) -> Answer {
        let rows = if self.help_project().is_some() { REQUEST_TYPES.as_slice() } else { &[] };
        self.envelope(rows, |row| self.view.request_type(row))
    }

    pub(super) fn request_type_groups(&self) -> Answer {
        self.desk_of_path()?;
        self.envelope(&GROUPS, |(id, name)| json!({"id": id, "name": name}))
    }

    /// What a customer fills in: the fields of the system, and the choices of one custom field.
    pub(super) fn request_type_fields(&self) -> Answer {
        self.desk_of_path()?;
        if !REQUEST_TYPES.iter().any(|(id, ..)| *id == self.part(1)) {
            return Err(missing("request type"));
        }
        let of_system = |(id, is_required): (&str, bool)| {
            json!({"fieldId": id, "name": format!("What is the {id}?"), "required": is_required, "visible": true,
                "defaultValues": [], "validValues": [], "presetValues": [],
                "jiraSchema": {"type": "string", "system": id}})
        };
        let of_choice = self.site.fields.iter().filter(|field| field.kind == Kind::Select).map(|field| {
            let options = super::catalog::OPTIONS.iter().filter(|(_, _, of, _)| *of == field.id);
            let choice = |(id, label): (u64, &str)| json!({"value": id.to_string(), "label": label, "children": []});
            let values = options.map(|(id, label, ..)| choice((*id, label)));
            let (kind, _, custom) = fields::schema(field.kind);
            json!({"fieldId": format!("customfield_{}", field.id), "name": field.name, "required": false,
                "visible": true, "defaultValues": [], "validValues": values.collect::<Vec<_>>(), "presetValues": [],
                "jiraSchema": {"type": kind, "custom": custom, "customId": field.id}})
        });
        let of_system = [("summary", true), ("description", false)].map(of_system);
        let fields: Vec<Value> = of_system.into_iter().chain(of_choice).collect();
        Ok(json_of(
            &json!({"requestTypeFields": fields, "canRaiseOnBehalfOf": true, "canAddRequestParticipants": true}),
        ))
    }

    /// The issues of a query that the service desk has written.
    fn queued(&self, jql: &str) -> Vec<&Issue> {
        let Ok(query) = Query::read(jql, &self.reading()) else { return Vec::new() };
        let seen = self.site.issues().filter(|issue| self.site.sees(issue, self.is_known()));
        seen.filter(|issue| query.finds(&|field: &Searched| field.held(self.site, issue))).collect()
    }

    pub(super) fn queues(&self) -> Answer {
        self.desk_of_path()?;
        let has_count = self.ask.flag("includeCount") == Some(true);
        self.envelope(&QUEUES, |(id, name, jql)| {
            object([
                ("id", Some(json!(id))),
                ("name", Some(json!(name))),
                ("jql", Some(json!(jql))),
                ("fields", Some(json!(COLUMNS))),
                ("issueCount", has_count.then(|| json!(self.queued(jql).len()))),
                ("_links", Some(json!({"self": self.view.of_desk(&format!("servicedesk/{DESK}/queue/{id}"))}))),
            ])
        })
    }

    pub(super) fn queue_issues(&self) -> Answer {
        self.desk_of_path()?;
        let queue = QUEUES.iter().find(|(id, ..)| *id == self.part(1));
        let (_, _, jql) = queue.ok_or_else(|| missing("queue"))?;
        let fields = Fields::of(&COLUMNS.map(str::to_owned), "");
        self.envelope(&self.queued(jql), |issue| self.view.issue(issue, &fields))
    }

    /// The places of the people who are customers.
    fn customer_places(&self) -> impl Iterator<Item = usize> {
        let people = self.site.people.iter().enumerate();
        people.filter(|(_, person)| person.kind == "customer").map(|(ordinal, _)| ordinal)
    }

    pub(super) fn customers(&self) -> Answer {
        self.desk_of_path()?;
        let places: Vec<usize> = self.customer_places().collect();
        self.envelope(&places, |ordinal| self.view.customer(*ordinal))
    }

    pub(super) fn organizations(&self) -> Answer {
        self.envelope(&[0, 1], |at| self.view.organization(*at))
    }

    pub(super) fn desk_organizations(&self) -> Answer {
        self.desk_of_path()?;
        self.envelope(&[0], |at| self.view.organization(*at))
    }

    pub(super) fn organization_users(&self) -> Answer {
        let at = ORGANIZATIONS.iter().position(|(id, _)| *id == self.part(0)).ok_or_else(|| missing("organization"))?;
        let places: Vec<usize> = self.customer_places().filter(|ordinal| ordinal % ORGANIZATIONS.len() == at).collect();
        self.envelope(&places, |ordinal| self.view.customer(*ordinal))
    }

    /// What the service desk is.
    pub(super) fn desk_info(&self) -> Answer {
        let built = calendar::date(self.site.maker.opening).timestamp_millis();
        Ok(json_of(&json!({"version": "10.3.24", "platformVersion": "10.3.24", "buildChangeSet": "practice",
            "buildDate": super::promise::moment(&self.view, built), "isLicensedForUse": true,
            "_links": {"self": self.view.of_desk("info")}})))
    }
}
