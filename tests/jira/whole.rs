//! Every dataset of a site, of both deployments, has the rows that there are.

use super::{agree, lab};
use crate::support::lab::{Lab, Told, texts};
use crate::support::tracker::{COMPARED, Compared, OF_DESKS, Tracker, published, visible};
use catchment_practice::jira::{Change, Deployment, Options};
use std::collections::BTreeSet;

/// All that can be read; the last ones are of Cloud alone.
pub const EVERYTHING: [&str; 31] = [
    "issue",
    "custom_field",
    "changelog",
    "comment",
    "worklog",
    "attachment",
    "issue_link",
    "component",
    "version",
    "field",
    "status",
    "issue_type",
    "priority",
    "resolution",
    "link_type",
    "user",
    "board",
    "sprint",
    "vote",
    "watcher",
    "permission",
    "audit_event",
    "service_desk",
    "organization",
    "request_type",
    "queue",
    "request",
    "approval",
    "security",
    "role",
    "customer",
];
pub const OF_CLOUD: usize = 2;

/// Datasets and their keys, with what the truth of the site calls their objects.
const LISTED: [(&str, &str, &str); 6] = [
    ("project", "project_id", "project"),
    ("component", "component_id", "component"),
    ("version", "version_id", "version"),
    ("field", "field_id", "field"),
    ("status", "status_id", "status"),
    ("sprint", "sprint_id", "sprint"),
];

fn keys(lab: &Lab, dataset: &str, key: &str) -> BTreeSet<String> {
    texts(&lab.rows_of(dataset), key).into_iter().flatten().collect()
}

/// The ids of what the account sees of a kind.
fn ids(tracker: &Tracker, kind: &str) -> BTreeSet<String> {
    tracker.practice().truth(kind).into_iter().filter(|fact| fact.is_visible).map(|fact| fact.id).collect()
}

/// When something happened that the log of the site tells; on Data Center its entries have no ids.
const LOGGED: Compared = Compared {
    dataset: "audit_event",
    kind: "audit_event",
    columns: &["event_id", "occurred_at"],
    members: &["created"],
};

/// The values of some rows without their keys.
fn values(rows: Told) -> Vec<Vec<String>> {
    let mut values: Vec<_> = rows.into_values().collect();
    values.sort_unstable();
    values
}

/// How often something stands in the issues that the account sees, as they count it.
fn counted(tracker: &Tracker, pointer: &str) -> usize {
    let issues = tracker.practice().truth("issue").into_iter().filter(|fact| fact.is_visible);
    issues.filter_map(|fact| fact.value.pointer(pointer)?.as_u64()).sum::<u64>() as usize
}

#[test]
fn what_finds_no_issue_at_first_is_asked_for_its_changes() {
    for deployment in [Deployment::Cloud, Deployment::DataCenter] {
        let mut tracker = Tracker::start(Options { issues: 8, deployment, ..Options::default() });
        let lab = lab(&tracker, "datasets = [\"issue\"]\njql = \"summary ~ Afterwards\"");
        lab.sync_first(&tracker);
        lab.sync().expect(0);
        let issue = tracker.practice().truth("issue").into_iter().find(|fact| fact.is_visible).unwrap().id;
        let (field, value) = ("summary".to_owned(), "Afterwards".to_owned());
        tracker.change(Change::Edit { issue: issue.clone(), field, value });
        lab.sync().expect(0);
        assert_eq!(keys(&lab, "issue", "issue_id"), BTreeSet::from([issue]), "{deployment:?}");
    }
}

#[test]
fn every_dataset_has_the_rows_of_its_site() {
    for deployment in [Deployment::Cloud, Deployment::DataCenter] {
        let tracker = Tracker::start(Options { issues: 60, deployment, ..Options::default() });
        let lacks = if deployment == Deployment::Cloud { 0 } else { OF_CLOUD };
        let lab = lab(&tracker, &format!("datasets = {:?}", &EVERYTHING[..EVERYTHING.len() - lacks]));
        lab.sync_first(&tracker);
        for of in COMPARED.iter().chain(&OF_DESKS) {
            let expected = visible(tracker.practice(), of.kind, of.members);
            assert!(!expected.is_empty(), "the site has no {}", of.kind);
            agree(&published(&lab, of), &expected, &format!("{deployment:?}: {}", of.dataset));
        }
        for (dataset, key, kind) in LISTED {
            assert_eq!(keys(&lab, dataset, key), ids(&tracker, kind), "{deployment:?}: {dataset}");
        }
        assert_eq!(keys(&lab, "user_account", "account_id").len(), ids(&tracker, "user").len(), "{deployment:?}");
        for (dataset, pointer) in [("vote", "/fields/votes/votes"), ("watcher", "/fields/watches/watchCount")] {
            assert_eq!(lab.rows_of(dataset).num_rows(), counted(&tracker, pointer), "{deployment:?}: {dataset}");
        }
        let happened = values(visible(tracker.practice(), LOGGED.kind, LOGGED.members));
        assert_eq!(values(published(&lab, &LOGGED)), happened, "{deployment:?}: audit_event");
        assert_eq!(lab.rows_of("security_scheme").num_rows(), 1, "{deployment:?}");
        for dataset in ["board", "service_desk", "organization", "organization_member", "request_type", "queue"] {
            assert!(lab.rows_of(dataset).num_rows() > 0, "{deployment:?}: {dataset}");
        }
    }
}
