//! The models of Jira on the answers that its vendor documents, where they are at hand: each object becomes a row, or it is said why not.

use super::deployments::JIRA_CLOUD;
use super::staged::{Answer, Warehouse};
use catchment::response::ResponseKind;
use serde_json::{Value, json};
use std::path::PathBuf;

/// A documented answer: its file, the stream, what it was listed for, how many of its objects become rows, and why the others do not.
type Sample = (&'static str, &'static str, &'static str, usize, &'static [&'static str]);

/// The documented issues lack times, or have a number there, which their schema does not allow.
const TIMELESS: &str = "the response lacks its created_at, updated_at";
const TIMELESS_ISSUE: &[&str] = &[TIMELESS];
const TIMELESS_ISSUES: &[&str] = &[TIMELESS; 3];

const SAMPLES: &[Sample] = &[
    ("jira-cloud-v3/post.issue.bulkfetch", "issue", "", 0, TIMELESS_ISSUES),
    ("jira-cloud-v3/get.search.jql", "issue", "", 0, TIMELESS_ISSUE),
    ("jira-cloud-v3/get.issue.issueIdOrKey.changelog", "changelog", "10002", 2, &[]),
    ("jira-cloud-v3/get.issue.issueIdOrKey.comment", "comment", "10002", 1, &[]),
    ("jira-cloud-v3/get.issue.issueIdOrKey.worklog", "worklog", "10002", 1, &[]),
    ("jira-cloud-v3/get.project.search", "project", "", 2, &[]),
    ("jira-cloud-v3/get.project.projectIdOrKey.component", "component", "10000", 2, &[]),
    ("jira-cloud-v3/get.project.projectIdOrKey.version", "version", "10000", 2, &[]),
    ("jira-cloud-v3/get.field", "field", "", 2, &[]),
    ("jira-cloud-v3/get.status", "status", "", 2, &[]),
    ("jira-cloud-v3/get.issuetype", "issue_type", "", 2, &[]),
    ("jira-cloud-v3/get.issueLinkType", "link_type", "", 2, &[]),
    ("jira-cloud-v3/get.users.search", "user", "", 2, &[]),
    ("jira-cloud-v3/get.group.bulk", "user_group", "", 2, &[]),
    ("jira-cloud-v3/get.group.member", "group_member", "1", 2, &[]),
    ("jira-cloud-v3/get.project.projectIdOrKey.role.id", "role_actor", "10000:10360", 2, &[]),
    ("jira-cloud-v3/get.permissionscheme", "permission_scheme", "", 1, &[]),
    ("jira-cloud-v3/get.issuesecurityschemes", "security_scheme", "", 1, &[]),
    ("jira-cloud-v3/get.auditing.record", "audit_event", "", 1, &[]),
    ("jira-software/get.board", "board", "", 2, &[]),
    ("jira-software/get.board.boardId.sprint", "sprint", "84", 2, &[]),
    ("jira-service-management/get.servicedesk", "service_desk", "", 3, &[]),
    ("jira-service-management/get.organization", "organization", "", 1, &[]),
    ("jira-service-management/get.organization.organizationId.user", "organization_member", "1", 2, &[]),
    ("jira-service-management/get.servicedesk.serviceDeskId.requesttype", "request_type", "28", 3, &[]),
    ("jira-service-management/get.servicedesk.serviceDeskId.queue", "queue", "1", 2, &[]),
    ("jira-service-management/get.servicedesk.serviceDeskId.customer", "customer", "1", 1, &[]),
    ("jira-service-management/get.request.issueIdOrKey", "request", "107001", 1, &[]),
    ("jira-service-management/get.request.issueIdOrKey.sla", "sla", "101102", 3, &[]),
    ("jira-service-management/get.request.issueIdOrKey.participant", "request_participant", "101102", 1, &[]),
    ("jira-service-management/get.request.issueIdOrKey.approval", "approval", "2", 2, &[]),
];

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
    for &(file, stream, scope, rows, unfit) in SAMPLES {
        warehouse.empty();
        let path = folder.join(format!("{file}.json"));
        let body = std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
        let (deployment, kind) = (&*JIRA_CLOUD, ResponseKind::Listing);
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
