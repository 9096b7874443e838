//! How an interface writes an issue: its fields, and what belongs to it.

use super::catalog::{self, option};
use super::fields::{Field, Kind, PROMISES, SYSTEM};
use super::issue::{Attachment, Comment, Entry, Held, Issue, Link, Worklog};
use super::promise;
use super::view::{View, day, object};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Which fields of an issue are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fields {
    all: bool,
    navigable: bool,
    with: BTreeSet<String>,
    without: BTreeSet<String>,
}

impl Fields {
    /// The fields that a list of names asks for; `usual` where it is empty.
    pub(super) fn of(names: &[String], usual: &str) -> Self {
        let mut fields = Self { all: false, navigable: false, with: BTreeSet::new(), without: BTreeSet::new() };
        // Names to leave out alone are taken from all of them.
        let begins = if names.iter().all(|name| name.starts_with('-')) { usual } else { "" };
        for name in [begins].into_iter().chain(names.iter().map(String::as_str)) {
            match name {
                "" => {}
                "*all" => fields.all = true,
                "*navigable" => fields.navigable = true,
                _ => match name.strip_prefix('-') {
                    Some(name) => drop(fields.without.insert(name.to_owned())),
                    None => drop(fields.with.insert(name.to_owned())),
                },
            }
        }
        fields
    }

    fn has(&self, id: &str, is_navigable: bool) -> bool {
        let asked = self.all || (self.navigable && is_navigable) || self.with.contains(id);
        asked && !self.without.contains(id)
    }

    /// Whether ids and keys alone are asked for, which need no look at the issues.
    pub(super) fn is_slim(&self) -> bool {
        !self.all && !self.navigable && self.with.iter().all(|name| name == "id" || name == "key")
    }

    /// Whether nothing but the id is asked for.
    pub(super) fn is_id(&self) -> bool {
        self.is_slim() && !self.with.contains("key")
    }
}

impl View<'_> {
    /// An issue with the fields that are asked for.
    pub(super) fn issue(&self, issue: &Issue, fields: &Fields) -> Value {
        if fields.is_id() {
            return json!({"id": issue.id.to_string()});
        }
        let shown = (!fields.is_slim()).then(|| self.fields(issue, fields));
        object([
            ("expand", Some(json!("operations,versionedRepresentations,editmeta,changelog,renderedFields"))),
            ("id", Some(json!(issue.id.to_string()))),
            ("self", Some(json!(self.at(&format!("issue/{}", issue.id))))),
            ("key", Some(json!(self.site.key(issue)))),
            ("fields", shown),
        ])
    }

    fn fields(&self, issue: &Issue, fields: &Fields) -> Value {
        let mut shown = Map::new();
        for system in SYSTEM.iter().filter(|system| fields.has(system.id, system.is_navigable)) {
            if let Some(value) = self.system_field(issue, system.id) {
                shown.insert(system.id.to_owned(), value);
            }
        }
        for field in self.fields_of(issue) {
            let id = format!("customfield_{}", field.id);
            if fields.has(&id, true) {
                shown.insert(id, self.custom_field(issue, field));
            }
        }
        Value::Object(shown)
    }

    /// The custom fields that an issue's project has.
    fn fields_of(&self, issue: &Issue) -> impl Iterator<Item = &Field> {
        let place = self.site.projects.iter().position(|project| project.id == issue.project);
        self.site.fields.iter().filter(move |field| field.scope.is_none() || field.scope == place)
    }

    /// A field of the system; nothing where this product does not give it.
    fn system_field(&self, issue: &Issue, id: &str) -> Option<Value> {
        let site = self.site;
        Some(match id {
            "summary" => json!(issue.summary),
            "description" => self.rich(&issue.description),
            "environment" => self.rich(&issue.environment),
            "issuetype" => self.issue_type(issue.kind),
            "project" => self.project_brief(site.project(issue.project)?),
            "status" => self.status_of(issue.status),
            "statusCategory" if self.is_cloud => self.status_of(issue.status)["statusCategory"].take(),
            "priority" => self.priority(issue.priority),
            "resolution" => issue.resolution.map_or(Value::Null, |id| self.resolution(id)),
            "resolutiondate" => issue.resolved.map_or(Value::Null, |time| json!(self.stamp(time))),
            "labels" => json!(issue.labels),
            "components" => self.components(&issue.components),
            "fixVersions" => self.versions(&issue.fix_versions),
            "versions" => self.versions(&issue.versions),
            "created" => json!(self.stamp(issue.created)),
            "updated" => json!(self.stamp(issue.updated)),
            "duedate" => issue.due.map_or(Value::Null, |time| json!(day(time))),
            "creator" => self.person(issue.creator),
            "reporter" => self.maybe_person(issue.reporter),
            "assignee" => self.maybe_person(issue.assignee),
            // Issues below epics name them by a custom field on Data Center.
            "parent" if self.is_cloud || issue.kind == catalog::SUBTASK => self.related(site.issue(issue.parent?)?),
            "subtasks" => site
                .children(issue.id)
                .filter(|child| child.kind == catalog::SUBTASK)
                .map(|child| self.related(child))
                .collect(),
            "issuelinks" => issue.links.iter().filter_map(|link| self.link(link)).collect(),
            "attachment" => issue.attachments.iter().map(|attachment| self.attachment(attachment)).collect(),
            "comment" => self.embedded_comments(issue),
            "worklog" => self.embedded_worklogs(issue),
            "timetracking" => self.tracking(issue),
            "timespent" | "aggregatetimespent" => positive(issue.spent()),
            "timeoriginalestimate" => issue.estimate.map_or(Value::Null, positive),
            "votes" => json!({"self": self.at(&format!("issue/{}/votes", site.key(issue))), "votes": issue.votes.len(),
                "hasVoted": issue.votes.contains(&0)}),
            "watches" => json!({"self": self.at(&format!("issue/{}/watchers", site.key(issue))),
                "watchCount": issue.watchers.len(), "isWatching": issue.watchers.contains(&0)}),
            "security" => issue.security.map_or(Value::Null, |id| self.level(id)),
            _ => return None,
        })
    }

    /// What an issue holds in a custom field.
    fn custom_field(&self, issue: &Issue, field: &Field) -> Value {
        let choice = |id: &u64| {
            let value = option(*id).map_or("", |(_, value, ..)| value);
            json!({"self": self.at(&format!("customFieldOption/{id}")), "id": id.to_string(), "value": value})
        };
        if field.kind == Kind::Sla {
            let is_kept = self.site.project(issue.project).is_some_and(|at| at.trade == catalog::Trade::ServiceDesk);
            let promise = PROMISES.iter().find(|(id, ..)| *id == field.id).filter(|_| is_kept);
            return promise.map_or(Value::Null, |promise| promise::of(self, issue, promise));
        }
        match issue.custom.get(&field.id) {
            None => Value::Null,
            Some(Held::Number(number)) => json!(number),
            Some(Held::Text(text)) => json!(text),
            Some(Held::Rich(text)) => self.rich(text),
            Some(Held::Option(id)) => choice(id),
            Some(Held::Options(ids)) => ids.iter().map(choice).collect(),
            Some(Held::Cascade(above, below)) => {
                let mut value = choice(above);
                value["child"] = choice(below);
                value
            }
            Some(Held::Person(ordinal)) => self.person(*ordinal),
            Some(Held::People(people)) => people.iter().map(|ordinal| self.person(*ordinal)).collect(),
            Some(Held::Group(group)) => self.group(*group),
            Some(Held::Day(time)) => json!(day(*time)),
            Some(Held::Moment(time)) => json!(self.stamp(*time)),
            Some(Held::Labels(labels)) => json!(labels),
            Some(Held::Sprints(ids)) => {
                let sprints = self.site.sprints.iter().filter(|sprint| ids.contains(&sprint.id));
                sprints.map(|sprint| self.sprint_field(sprint)).collect()
            }
            Some(Held::Epic(id)) => self.site.issue(*id).map_or(Value::Null, |epic| json!(self.site.key(epic))),
            Some(Held::Version(id)) => self.versions(&[*id])[0].take(),
            Some(Held::Vendor(value)) => value.clone(),
        }
    }

    /// Another issue as it stands within one.
    fn related(&self, issue: &Issue) -> Value {
        json!({"id": issue.id.to_string(), "key": self.site.key(issue), "self": self.at(&format!("issue/{}", issue.id)),
            "fields": {"summary": issue.summary, "status": self.status_of(issue.status),
                "priority": self.priority(issue.priority), "issuetype": self.issue_type(issue.kind)}})
    }

    /// A link; nothing where the other issue is not seen.
    fn link(&self, link: &Link) -> Option<Value> {
        let other = self.site.issue(link.other).filter(|other| self.site.sees(other, true))?;
        let end = Some(self.related(other));
        let (outward, inward) = if link.is_outward { (end, None) } else { (None, end) };
        Some(object([
            ("id", Some(json!(link.id.to_string()))),
            ("self", Some(json!(self.at(&format!("issueLink/{}", link.id))))),
            ("type", Some(self.link_type(link.kind))),
            ("outwardIssue", outward),
            ("inwardIssue", inward),
        ]))
    }

    fn embedded_comments(&self, issue: &Issue) -> Value {
        // Data Center gives them all.
        let most = if self.is_cloud { self.embedded } else { usize::MAX };
        let shown: Vec<Value> = issue.comments.iter().take(most).map(|one| self.comment(issue, one)).collect();
        json!({"comments": shown, "self": self.at(&format!("issue/{}/comment", issue.id)),
            "maxResults": shown.len(), "total": issue.comments.len(), "startAt": 0})
    }

    fn embedded_worklogs(&self, issue: &Issue) -> Value {
        let shown: Vec<Value> = issue.worklogs.iter().take(self.embedded).map(|one| self.worklog(issue, one)).collect();
        json!({"worklogs": shown, "startAt": 0, "maxResults": self.embedded, "total": issue.worklogs.len()})
    }

    /// The newest entries of the changelog, so many at most, as an issue holds them.
    pub(super) fn embedded_history(&self, issue: &Issue, most: usize) -> Value {
        let shown: Vec<Value> = issue.history.iter().rev().take(most).map(|entry| self.entry(entry)).collect();
        json!({"startAt": 0, "maxResults": shown.len(), "total": issue.history.len(), "histories": shown})
    }

    fn tracking(&self, issue: &Issue) -> Value {
        let left = issue.estimate.map(|estimate| (estimate - issue.spent()).max(0));
        object([
            ("originalEstimateSeconds", issue.estimate.map(|seconds| json!(seconds))),
            ("remainingEstimateSeconds", left.map(|seconds| json!(seconds))),
            ("timeSpentSeconds", (issue.spent() > 0).then(|| json!(issue.spent()))),
        ])
    }

    pub(super) fn comment(&self, issue: &Issue, comment: &Comment) -> Value {
        let role = comment.role.and_then(|role| catalog::ROLES.iter().find(|(id, _)| *id == role));
        let of_desk = self.site.project(issue.project).is_some_and(|at| at.trade == catalog::Trade::ServiceDesk);
        object([
            ("self", Some(json!(self.at(&format!("issue/{}/comment/{}", issue.id, comment.id))))),
            ("id", Some(json!(comment.id.to_string()))),
            ("author", Some(self.person(comment.author))),
            ("body", Some(self.rich(&comment.body))),
            ("updateAuthor", Some(self.person(comment.changer))),
            ("created", Some(json!(self.stamp(comment.created)))),
            ("updated", Some(json!(self.stamp(comment.updated)))),
            ("visibility", role.map(|(id, name)| json!({"type": "role", "value": name, "identifier": id.to_string()}))),
            ("jsdPublic", (self.is_cloud || of_desk).then(|| json!(comment.is_public))),
        ])
    }

    pub(super) fn worklog(&self, issue: &Issue, worklog: &Worklog) -> Value {
        let number = || issue.worklogs.iter().position(|one| one.id == worklog.id).map_or(0, |at| at as u64 + 1);
        let id = if self.numbers_worklogs { number() } else { worklog.id };
        object([
            ("self", Some(json!(self.at(&format!("issue/{}/worklog/{id}", issue.id))))),
            ("id", Some(json!(id.to_string()))),
            ("issueId", Some(json!(issue.id.to_string()))),
            ("author", Some(self.person(worklog.author))),
            ("updateAuthor", Some(self.person(worklog.changer))),
            ("comment", Some(self.rich(&worklog.comment)).filter(|comment| !comment.is_null())),
            ("created", Some(json!(self.stamp(worklog.created)))),
            ("updated", Some(json!(self.stamp(worklog.updated)))),
            ("started", Some(json!(self.stamp(worklog.started)))),
            ("timeSpent", Some(json!(format!("{}h {}m", worklog.seconds / 3600, worklog.seconds / 60 % 60)))),
            ("timeSpentSeconds", Some(json!(worklog.seconds))),
        ])
    }

    pub(super) fn attachment(&self, attachment: &Attachment) -> Value {
        let content = match self.is_cloud {
            true => self.at(&format!("attachment/content/{}", attachment.id)),
            false => format!("{}/secure/attachment/{}/{}", self.url, attachment.id, attachment.name),
        };
        json!({"self": self.at(&format!("attachment/{}", attachment.id)), "id": attachment.id.to_string(),
            "filename": attachment.name, "author": self.person(attachment.author),
            "created": self.stamp(attachment.created), "size": attachment.size, "mimeType": attachment.media,
            "content": content})
    }

    /// An entry of the changelog.
    pub(super) fn entry(&self, entry: &Entry) -> Value {
        let item = |item: &super::issue::Item| {
            let fieldtype = if item.field_id.starts_with("customfield_") { "custom" } else { "jira" };
            object([
                ("field", Some(json!(item.field))),
                ("fieldtype", Some(json!(fieldtype))),
                ("fieldId", self.is_cloud.then(|| json!(item.field_id))),
                ("from", Some(json!(item.from))),
                ("fromString", Some(json!(item.from_text))),
                ("to", Some(json!(item.to))),
                ("toString", Some(json!(item.to_text))),
            ])
        };
        json!({"id": entry.id.to_string(), "author": self.person(entry.author), "created": self.stamp(entry.created),
            "items": entry.items.iter().map(item).collect::<Vec<_>>()})
    }

    /// A sprint in its field: an object on Cloud, a text of the kind that Java prints on Data Center.
    fn sprint_field(&self, sprint: &super::site::Sprint) -> Value {
        let held = self.sprint_held(sprint);
        if self.is_cloud {
            return held;
        }
        let part = |name: &str| match &held[name] {
            Value::Null => "<null>".to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let parts = [
            ("id", "id"),
            ("rapidViewId", "boardId"),
            ("state", "state"),
            ("name", "name"),
            ("startDate", "startDate"),
            ("endDate", "endDate"),
            ("completeDate", "completeDate"),
            ("goal", "goal"),
        ];
        let parts = parts.map(|(shown, name)| {
            let value = if name == "state" { part(name).to_uppercase() } else { part(name) };
            format!("{shown}={value}")
        });
        json!(format!("com.atlassian.greenhopper.service.sprint.Sprint@{:x}[{}]", sprint.id, parts.join(",")))
    }
}

/// A number of seconds, or nothing for none.
fn positive(seconds: i64) -> Value {
    if seconds > 0 { json!(seconds) } else { Value::Null }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_fields_are_read() {
        let of =
            |names: &[&str], usual| Fields::of(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), usual);
        let has =
            |fields: &Fields| [("summary", true), ("comment", false)].map(|(id, navigable)| fields.has(id, navigable));
        assert!(of(&[], "id").is_id() && of(&["id", "key"], "id").is_slim() && !of(&["key"], "id").is_id());
        assert!(!of(&["summary"], "id").is_slim() && !of(&["*navigable"], "id").is_slim());
        assert_eq!(has(&of(&["*all"], "id")), [true, true]);
        assert_eq!(has(&of(&["*navigable"], "id")), [true, false]);
        assert_eq!(has(&of(&["*all", "-summary"], "id")), [false, true]);
        assert_eq!(has(&of(&["comment"], "id")), [false, true]);
        assert_eq!(has(&of(&["-comment"], "*all")), [true, false]);
    }
}
