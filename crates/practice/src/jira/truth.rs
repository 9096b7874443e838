//! What there is at one moment, to compare a copy with.

use super::issue::Issue;
use super::shown::Fields;
use super::site::Project;
use super::view::View;
use serde_json::Value;

/// Something as an answer without faults would hold it, and whether the account sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its number.
    pub id: String,
    /// The number of the issue or the project that it belongs to; empty where there is none.
    pub parent: String,
    /// Whether the account sees it.
    pub is_visible: bool,
    /// The whole of it, lists included.
    pub value: Value,
}

/// Kinds that belong to issues, with what they are made from.
type Parts = fn(&View<'_>, &Issue) -> Vec<Value>;
const OF_ISSUES: [(&str, Parts); 6] = [
    ("issue", |view, issue| {
        let all = Fields::of(&["*all".to_owned()], "*all");
        vec![view.issue(issue, &all)]
    }),
    ("changelog", |view, issue| issue.history.iter().map(|entry| view.entry(entry)).collect()),
    ("comment", |view, issue| issue.comments.iter().map(|comment| view.comment(issue, comment)).collect()),
    ("worklog", |view, issue| issue.worklogs.iter().map(|worklog| view.worklog(issue, worklog)).collect()),
    ("attachment", |view, issue| issue.attachments.iter().map(|attachment| view.attachment(attachment)).collect()),
    ("request", |view, issue| view.request_held(issue).into_iter().collect()),
];
/// Kinds whose numbers are told apart by their issue alone.
const WITHIN_ISSUES: [(&str, Parts); 2] =
    [("sla", |view, issue| view.promises_held(issue)), ("approval", |view, issue| view.approvals_held(issue))];

/// Everything of a kind: `issue`, `changelog`, `comment`, `worklog`, `attachment`, `request`, `sla`, `approval`, `project`,
/// `component`, `version`, `user`, `field`, `status`, `sprint`, `audit_event`. None where there is no such kind. The number of
/// an `sla` and an `approval` has that of the issue in front, with a colon between them.
pub(super) fn of(view: &View<'_>, kind: &str) -> Vec<Fact> {
    let site = view.site;
    let fact = |id: String, parent: String, is_visible: bool, value: Value| Fact { id, parent, is_visible, value };
    let named = |kinds: &[(&str, Parts)]| kinds.iter().find(|(name, _)| *name == kind).map(|(_, parts)| *parts);
    let of_issues = |parts: Parts, name: fn(&Issue, String) -> String| {
        let of = |issue: &Issue| {
            let parent = if kind == "issue" { String::new() } else { issue.id.to_string() };
            let facts = parts(view, issue).into_iter().map(|value| (name(issue, id_of(&value)), value));
            let is_visible = site.sees(issue, true);
            facts.map(|(id, value)| fact(id, parent.clone(), is_visible, value)).collect::<Vec<_>>()
        };
        site.issues().flat_map(of).collect()
    };
    if let Some(parts) = named(&OF_ISSUES) {
        return of_issues(parts, |_, id| id);
    }
    if let Some(parts) = named(&WITHIN_ISSUES) {
        return of_issues(parts, |issue, id| format!("{}:{id}", issue.id));
    }
    let projects = site.projects.iter();
    let of_table =
        |values: Vec<Value>| values.into_iter().map(|value| fact(id_of(&value), String::new(), true, value)).collect();
    let of_projects = |parts: fn(&View<'_>, &Project) -> Vec<Value>| {
        let each = site.projects.iter().flat_map(|at| parts(view, at).into_iter().map(move |value| (at, value)));
        let told =
            |(at, value): (&Project, Value)| fact(id_of(&value), at.id.to_string(), site.sees_project(at, true), value);
        each.map(told).collect()
    };
    match kind {
        "project" => projects
            .map(|at| {
                let whole = view.project(at, &["lead", "description", "url"].map(str::to_owned));
                fact(at.id.to_string(), String::new(), site.sees_project(at, true), whole)
            })
            .collect(),
        "component" => of_projects(|view, at| at.components.iter().map(|part| view.component_of(at, part)).collect()),
        "version" => of_projects(|view, at| at.versions.iter().map(|version| view.version_of(at, version)).collect()),
        "user" => {
            let person = |(ordinal, one): (usize, &super::persons::Person)| {
                let id = if view.is_cloud { &one.account_id } else { &one.key };
                fact(id.clone(), String::new(), !(view.is_cloud && one.is_unlisted), view.person(ordinal))
            };
            site.people.iter().enumerate().map(person).collect()
        }
        "field" => of_table(view.field_rows()),
        "status" => of_table(site.statuses.iter().map(|status| view.status(status)).collect()),
        "audit_event" => of_table(site.records.iter().map(|record| view.record(record)).collect()),
        "sprint" => of_table(site.sprints.iter().map(|sprint| view.sprint_held(sprint)).collect()),
        _ => Vec::new(),
    }
}

/// The id of an object, as a text; of a request that of its issue.
fn id_of(value: &Value) -> String {
    match value.get("id").unwrap_or(&value["issueId"]) {
        Value::String(id) => id.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::SYSTEM;
    use super::super::site::Site;
    use super::*;

    #[test]
    fn every_kind_is_told_whole() {
        let site = Site::new(1, 40, "a@b");
        let zone = chrono_tz::Tz::UTC;
        let view = View {
            site: &site,
            url: "http://a",
            version: "3",
            is_cloud: true,
            zone,
            embedded: usize::MAX,
            numbers_worklogs: false,
            reads: 0,
        };
        let comments = of(&view, "comment");
        assert_eq!(comments.iter().filter(|fact| fact.parent == "10001").count(), 57);
        let first = &of(&view, "issue")[0];
        let comments = first.value["fields"]["comment"]["comments"].as_array().unwrap();
        assert_eq!((first.id.as_str(), comments.len()), ("10001", 57));
        assert_eq!(of(&view, "field").len(), SYSTEM.len() + site.fields.len());
        let kinds = "changelog worklog attachment request sla approval project component version user status sprint \
                     audit_event";
        for kind in kinds.split(' ') {
            assert!(!of(&view, kind).is_empty() && of(&view, kind).iter().all(|fact| fact.value.is_object()), "{kind}");
        }
        assert!(of(&view, "bogus").is_empty());
        let old = of(&view, "issue").into_iter().filter(|fact| fact.value["fields"]["project"]["key"] == "OLD");
        assert!(old.map(|fact| fact.is_visible).all(|is_visible| !is_visible));
    }
}
