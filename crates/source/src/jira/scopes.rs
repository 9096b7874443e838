//! The scopes that a token must have for what is read, where tokens have scopes (`security` of the OpenAPI documents).

use super::endpoint::Row;
use super::streams::{AUDIT_EVENT, BOARD, CUSTOMER, ORGANIZATION, SECURITY, SPRINT, USER};

/// What the platform asks for.
const WORK: &[&str] = &["read:jira-work"];
const BY_DATASET: [(&str, &[&str]); 7] = [
    (USER, &["read:jira-user", "manage:jira-configuration"]),
    (AUDIT_EVENT, &["manage:jira-configuration"]),
    (SECURITY, &["manage:jira-project", "manage:jira-configuration"]),
    (BOARD, &["read:board-scope:jira-software", "read:project:jira"]),
    (SPRINT, &["read:board-scope:jira-software", "read:project:jira", "read:sprint:jira-software"]),
    (ORGANIZATION, &["manage:servicedesk-customer"]),
    (CUSTOMER, &["manage:servicedesk-customer"]),
];
/// Where the paths of Service Management begin.
const DESK: &str = "/rest/servicedeskapi/";

/// Those for a stream.
pub(super) fn of(row: &Row) -> &'static [&'static str] {
    match BY_DATASET.iter().find(|(dataset, _)| *dataset == row.dataset) {
        Some((_, scopes)) => scopes,
        None if row.listing.path.starts_with(DESK) => &["read:servicedesk-request", "read:jira-work"],
        None => WORK,
    }
}

/// Those for several streams and for asking who asks, each once.
pub(super) fn of_all<'r>(rows: impl Iterator<Item = &'r Row>) -> Vec<String> {
    let mut scopes: Vec<String> =
        rows.flat_map(of).chain(&["read:jira-user"]).map(|scope| (*scope).to_owned()).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}
