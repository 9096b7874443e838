//! The models of Jira on the answers that its vendor documents, where they are at hand: each object becomes a row, or it is said why not.

use super::deployments::JIRA_CLOUD;
use super::staged::{Answer, Warehouse};
use catchment_base::response::ResponseKind::{self, Listing, Own};
use catchment_lake::transform::models;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A documented answer: its file, with a pointer to the part of it that the stream is read from; the stream, how and what it was
/// asked for, how many of its objects become rows, and why the others do not.
type Sample = (&'static str, &'static str, ResponseKind, &'static str, usize, &'static [&'static str]);

/// The documented issues lack times, or have a number there, which their schema does not allow.
const TIMELESS: &str = "the response lacks its created_at, updated_at";
const TIMELESS_ISSUE: &[&str] = &[TIMELESS];
const TIMELESS_ISSUES: &[&str] = &[TIMELESS; 3];

const SAMPLES: &[Sample] = &[
    ("jira-cloud-v3/post.issue.bulkfetch", "issue", Listing, "", 0, TIMELESS_ISSUES),
    ("jira-cloud-v3/get.search.jql", "issue", Listing, "", 0, TIMELESS_ISSUE),
    ("jira-cloud-v3/get.issue.issueIdOrKey.changelog", "changelog", Listing, "10002", 2, &[]),
    ("jira-cloud-v3/get.issue.issueIdOrKey.comment", "comment", Listing, "10002", 1, &[]),
    ("jira-cloud-v3/get.issue.issueIdOrKey.worklog", "worklog", Listing, "10002", 1, &[]),
    ("jira-cloud-v3/get.attachment.id", "attachment", Own, "10002", 1, &[]),
    ("jira-cloud-v3/get.issue.issueIdOrKey#/fields/attachment", "attachment", Listing, "10002", 1, &[]),
    ("jira-cloud-v3/get.issue.issueIdOrKey#/fields/issuelinks", "issue_link", Listing, "10002", 2, &[]),
    ("jira-cloud-v3/get.project.search", "project", Listing, "", 2, &[]),
    ("jira-cloud-v3/get.project.projectIdOrKey.component", "component", Listing, "10000", 2, &[]),
    ("jira-cloud-v3/get.project.projectIdOrKey.version", "version", Listing, "10000", 2, &[]),
    ("jira-cloud-v3/get.field", "field", Listing, "", 2, &[]),
    ("jira-cloud-v3/get.status", "status", Listing, "", 2, &[]),
    ("jira-cloud-v3/get.issuetype", "issue_type", Listing, "", 2, &[]),
    ("jira-cloud-v3/get.priority.search#/values", "priority", Listing, "", 2, &[]),
    ("jira-cloud-v3/get.resolution.search#/values", "resolution", Listing, "", 1, &[]),
    ("jira-cloud-v3/get.issueLinkType", "link_type", Listing, "", 2, &[]),
    ("jira-cloud-v3/get.users.search", "user", Listing, "", 2, &[]),
    ("jira-cloud-v3/get.group.bulk", "user_group", Listing, "", 2, &[]),
    ("jira-cloud-v3/get.group.member", "group_member", Listing, "1", 2, &[]),
    ("jira-cloud-v3/get.project.projectIdOrKey.role.id", "role_actor", Listing, "10000:10360", 2, &[]),
    ("jira-cloud-v3/get.permissionscheme", "permission_scheme", Listing, "", 1, &[]),
    ("jira-cloud-v3/get.issuesecurityschemes", "security_scheme", Listing, "", 1, &[]),
    ("jira-cloud-v3/get.auditing.record", "audit_event", Listing, "", 1, &[]),
    ("jira-software/get.board", "board", Listing, "", 2, &[]),
    ("jira-software/get.board.boardId.sprint", "sprint", Listing, "84", 2, &[]),
    ("jira-service-management/get.servicedesk", "service_desk", Listing, "", 3, &[]),
    ("jira-service-management/get.organization", "organization", Listing, "", 1, &[]),
    ("jira-service-management/get.organization.organizationId.user", "organization_member", Listing, "1", 2, &[]),
    ("jira-service-management/get.servicedesk.serviceDeskId.requesttype", "request_type", Listing, "28", 3, &[]),
    ("jira-service-management/get.servicedesk.serviceDeskId.queue", "queue", Listing, "1", 2, &[]),
    ("jira-service-management/get.servicedesk.serviceDeskId.customer", "customer", Listing, "1", 1, &[]),
    ("jira-service-management/get.request.issueIdOrKey", "request", Listing, "107001", 1, &[]),
    ("jira-service-management/get.request.issueIdOrKey.sla", "sla", Listing, "101102", 3, &[]),
    ("jira-service-management/get.request.issueIdOrKey.participant", "request_participant", Listing, "101102", 1, &[]),
    ("jira-service-management/get.request.issueIdOrKey.approval", "approval", Listing, "2", 2, &[]),
];

/// The streams of which no documented answer is at hand.
const UNDOCUMENTED: &[&str] =
    &["permission_grant", "project_permission", "project_role", "security_member", "vote", "watcher"];

#[test]
fn each_stream_has_a_documented_answer_or_is_named() {
    let models = models("jira").unwrap();
    let streams: BTreeSet<&str> = models.iter().flat_map(|model| &model.streams).map(String::as_str).collect();
    let documented: BTreeSet<&str> = SAMPLES.iter().map(|sample| sample.1).collect();
    let named: BTreeSet<&str> = UNDOCUMENTED.iter().copied().collect();
    assert_eq!(&documented | &named, streams);
    assert_eq!(&documented & &named, BTreeSet::new());
}

#[test]
fn each_documented_object_becomes_a_row_or_is_named_with_the_reason() {
    let shared = std::env::var_os("CATCHMENT_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let folder = shared.join("samples");
    if let Err(cause) = std::fs::read_dir(&folder) {
        eprintln!(
            "nothing is checked: {} cannot be read ({cause}); CATCHMENT_SHARED says where it is",
            folder.display()
        );
        return;
    }
    let warehouse = Warehouse::of("jira");
    for &(file, stream, kind, scope, rows, unfit) in SAMPLES {
        warehouse.empty();
        let (body, deployment) = (documented(&folder, file), &*JIRA_CLOUD);
        let told =
            warehouse.try_stage(&[Answer { deployment, stream, kind, scope, second: 1, seq: 1, body: body.clone() }]);
        assert_eq!(told.unfit, unfit, "{file}");
        assert_eq!(told.rows, rows, "{file}");
        if stream == "issue" {
            let body = with_times(&body);
            let told = warehouse.try_stage(&[Answer { deployment, stream, kind, scope, second: 2, seq: 2, body }]);
            assert_eq!(told.unfit, Vec::<String>::new(), "{file} with times");
            assert!(told.rows > 0, "{file} with times");
        }
    }
}

/// A documented answer, or the part of it that its name points to.
fn documented(folder: &Path, name: &str) -> String {
    let (file, pointer) = name.split_once('#').unwrap_or((name, ""));
    let path = folder.join(format!("{file}.json"));
    let body = std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
    let answer: Value = serde_json::from_str(&body).unwrap();
    answer.pointer(pointer).unwrap_or_else(|| panic!("{name} points to nothing")).to_string()
}

/// An answer with issues that have the times that they must have.
fn with_times(body: &str) -> String {
    let mut answer: Value = serde_json::from_str(body).unwrap();
    for issue in answer["issues"].as_array_mut().unwrap() {
        for field in ["created", "updated"] {
            issue["fields"][field] = json!("2021-04-22T05:37:05.000+0000");
        }
    }
    answer.to_string()
}
