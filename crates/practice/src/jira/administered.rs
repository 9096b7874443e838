//! Who may do what, and the log of the administrators.

use super::catalog::{GROUPS, LEVELS, ROLES};
use super::desk::{Answer, Desk, json_of};
use super::persons;
use super::refusal;
use super::site::Record;
use super::view::{View, object};
use chrono::{DateTime, NaiveDate, NaiveTime};
use serde_json::{Value, json};

/// What can be added to a permission scheme.
const EXPANSIONS: [&str; 6] = ["permissions", "user", "group", "projectRole", "field", "all"];
/// The permission schemes: number, name.
const SCHEMES: [(u64, &str); 2] = [(0, "Default Permission Scheme"), (10001, "Service Desk Permissions")];
/// The scheme of issue security.
const SECURITY: u64 = 10000;
/// How many records of the log come at once.
const MOST_RECORDS: usize = 1000;

/// Who holds a permission: the permission, the kind of holder, and what tells which one (a place in a table).
const GRANTS: [(&str, &str, usize); 7] = [
    ("BROWSE_PROJECTS", "group", 0),
    ("BROWSE_PROJECTS", "projectRole", 1),
    ("ADMINISTER_PROJECTS", "projectRole", 0),
    ("EDIT_ISSUES", "group", 2),
    ("CREATE_ISSUES", "applicationRole", 0),
    ("WORK_ON_ISSUES", "assignee", 0),
    ("ASSIGN_ISSUES", "user", 4),
];

impl View<'_> {
    /// Who holds something: by a number that stays, beside a name that can change.
    fn holder(&self, kind: &str, at: usize) -> Value {
        let (parameter, value) = match kind {
            "group" => {
                let id = persons::group_id(self.site.maker.seed, at);
                (Some(GROUPS[at].0.to_owned()), self.is_cloud.then_some(id))
            }
            "projectRole" => (Some(ROLES[at].0.to_string()), Some(ROLES[at].0.to_string())),
            "user" => {
                let person = &self.site.people[at];
                let id = if self.is_cloud { &person.account_id } else { &person.key };
                (Some(id.clone()), self.is_cloud.then(|| id.clone()))
            }
            _ => (None, None),
        };
        object([
            ("type", Some(json!(kind))),
            ("parameter", parameter.map(Value::from)),
            ("value", value.filter(|_| self.is_cloud).map(Value::from)),
        ])
    }

    /// A permission scheme, with its grants where they are asked for.
    fn scheme(&self, at: usize, has_grants: bool) -> Value {
        let (id, name) = SCHEMES[at];
        let grants = self.grants(at);
        object([
            ("expand", Some(json!(EXPANSIONS.join(",")))),
            ("id", Some(json!(id))),
            ("self", Some(json!(self.at(&format!("permissionscheme/{id}"))))),
            ("name", Some(json!(name))),
            ("description", Some(json!(format!("Who may do what: {name}.")))),
            ("permissions", has_grants.then(|| json!(grants))),
        ])
    }

    /// The grants of a permission scheme.
    fn grants(&self, at: usize) -> Vec<Value> {
        let (id, _) = SCHEMES[at];
        let grant = |(n, (permission, kind, which)): (u64, &(&str, &str, usize))| {
            let number = 10100 + id + n;
            json!({"id": number, "self": self.at(&format!("permissionscheme/{id}/permission/{number}")),
                "holder": self.holder(kind, *which), "permission": permission})
        };
        (0..).zip(&GRANTS[at..]).map(grant).collect()
    }

    /// A record of the log.
    pub(super) fn record(&self, record: &Record) -> Value {
        let person = &self.site.people[record.author];
        let (id, name, kind) = &record.object;
        let changed = record.changed.as_ref().map(|(field, from, to)| {
            let value = |text: &str| Some(json!(text)).filter(|_| !text.is_empty());
            object([("fieldName", Some(json!(field))), ("changedFrom", value(from)), ("changedTo", value(to))])
        });
        object([
            ("id", Some(json!(record.id))),
            ("summary", Some(json!(record.summary))),
            ("remoteAddress", Some(json!("192.0.2.10"))),
            ("authorKey", Some(json!(person.key))),
            ("authorAccountId", self.is_cloud.then(|| json!(person.account_id))),
            ("created", Some(json!(self.stamp(record.created)))),
            ("category", Some(json!(record.category))),
            ("eventSource", Some(json!(""))),
            ("objectItem", Some(json!({"id": id, "name": name, "typeName": kind}))),
            ("changedValues", Some(changed.into_iter().collect())),
            ("associatedItems", Some(json!([]))),
        ])
    }
}

/// A time with its offset, or the beginning of a day in UTC, in milliseconds since 1970.
pub(super) fn time(text: &str) -> Option<i64> {
    let with_offset = DateTime::parse_from_str(&text.replace('Z', "+0000"), "%Y-%m-%dT%H:%M:%S%.f%z").ok();
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|day| day.and_time(NaiveTime::MIN).and_utc());
    with_offset.map(|time| time.timestamp_millis()).or_else(|| day().map(|day| day.timestamp_millis()))
}

impl Desk<'_> {
    fn has_grants(&self) -> Result<bool, crate::reply::Reply> {
        Ok(!self.ask.expand(&EXPANSIONS)?.is_empty())
    }

    pub(super) fn schemes(&self) -> Answer {
        let has_grants = self.has_grants()?;
        let all: Vec<Value> = (0..SCHEMES.len()).map(|at| self.view.scheme(at, has_grants)).collect();
        Ok(json_of(&json!({"permissionSchemes": all})))
    }

    /// The grants of the permission scheme in the path.
    pub(super) fn grants(&self) -> Answer {
        self.has_grants()?;
        let at = SCHEMES.iter().position(|(id, _)| id.to_string() == self.part(0));
        let at = at.ok_or_else(|| refusal::missing("permission scheme", self.part(0)))?;
        Ok(json_of(&json!({"expand": EXPANSIONS.join(","), "permissions": self.view.grants(at)})))
    }

    pub(super) fn scheme_of_project(&self) -> Answer {
        let at = usize::from(self.project()?.trade == super::catalog::Trade::ServiceDesk);
        Ok(json_of(&self.view.scheme(at, self.has_grants()?)))
    }

    pub(super) fn security_schemes(&self) -> Answer {
        let levels: Vec<Value> = LEVELS.iter().map(|(id, ..)| self.view.level(*id)).collect();
        let scheme = json!({"self": self.view.at(&format!("issuesecurityschemes/{SECURITY}")), "id": SECURITY,
            "name": "Practice Security", "description": "Who sees which issues.", "defaultSecurityLevelId": LEVELS[0].0,
            "levels": levels});
        Ok(json_of(&json!({"issueSecuritySchemes": [scheme]})))
    }

    pub(super) fn security_members(&self) -> Answer {
        if self.part(0) != SECURITY.to_string() {
            return Err(refusal::missing("issue security scheme", self.part(0)));
        }
        let rows: [(u64, u64, &str, usize); 3] =
            [(10100, LEVELS[0].0, "group", 0), (10101, LEVELS[0].0, "projectRole", 1), (10102, LEVELS[1].0, "user", 6)];
        self.page_of(&rows, (50, 50), |(id, level, kind, at)| {
            json!({"id": id, "issueSecurityLevelId": level, "holder": self.view.holder(kind, *at)})
        })
    }

    /// The log, newest first.
    pub(super) fn audit(&self) -> Answer {
        if self.faults.hides_audit {
            return Err(refusal::forbidden("You are not authorized to read the audit log."));
        }
        let bound = |name: &str| match self.ask.text(name) {
            None => Ok(None),
            Some(text) => time(text).map(Some).ok_or_else(|| refusal::told(400, &format!("'{text}' is not a time."))),
        };
        let (from, to) = (bound("from")?.unwrap_or(i64::MIN), bound("to")?.unwrap_or(i64::MAX));
        let filter = self.ask.text("filter").unwrap_or_default().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&filter);
        let is_asked =
            |record: &&Record| (from..=to).contains(&record.created) && (has(&record.summary) || has(&record.object.1));
        let all: Vec<&Record> = self.site.records.iter().rev().filter(is_asked).collect();
        let offset = self.ask.number("offset").unwrap_or(0).max(0) as usize;
        let limit = self.ask.number("limit").unwrap_or(MOST_RECORDS as i64).clamp(1, MOST_RECORDS as i64) as usize;
        let page: Vec<Value> = all.iter().skip(offset).take(limit).map(|record| self.view.record(record)).collect();
        Ok(json_of(&json!({"offset": offset, "limit": limit, "total": all.len(), "records": page})))
    }
}
