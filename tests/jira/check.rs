//! What `check` says of a site that lets the account in, in part or not at all: why, what it costs and what to do.

use super::lab;
use crate::support::lab::{CONNECTION, Lab};
use crate::support::tracker::Tracker;
use catchment_practice::jira::{Deployment, Options};

/// What `check` says, which ends with this code.
fn check(lab: &Lab, code: i32) -> String {
    let ran = lab.run(&["check", CONNECTION]).expect(code);
    // Lines are broken at the width of the terminal.
    format!("{}{}", ran.stdout, ran.stderr).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Asserts that all of this is said, and that so much has failed.
fn says(told: &str, failed: usize, words: &[&str]) {
    words.iter().for_each(|words| assert!(told.contains(words), "not said: {words}\n{told}"));
    assert_eq!(told.matches("FAILED").count(), failed, "{told}");
}

const ALL: &str = "datasets = [\"issue\", \"user\", \"audit_event\", \"board\", \"sprint\", \"service_desk\", \"request\", \"queue\", \"customer\"]";

#[test]
fn a_field_that_the_site_does_not_have_is_told_by_all_commands_alike() {
    let tracker = Tracker::with(6, "");
    let lab = lab(&tracker, "datasets = [\"issue\", \"custom_field\"]\nfields = [\"customfield_99999\"]");
    says(&check(&lab, 2), 1, &["the site shows no field customfield_99999 to this account"]);
    lab.run(&["preview", CONNECTION, "issue_custom_field"]).refused(2, &["the site shows no field customfield_99999"]);
    lab.sync().refused(2, &["the site shows no field customfield_99999"]);
}

#[test]
fn what_the_account_may_not_read_is_told_with_what_it_takes() {
    let mut tracker = Tracker::with(12, "users-forbidden, audit-forbidden, no-agent");
    let lab = lab(&tracker, ALL);
    let told = check(&lab, 3);
    says(
        &told,
        6,
        &[
            "stream: user: the site answered 403: You do not have permission to browse users and groups",
            "it takes the right to browse users and groups",
            "stream: audit_event: the site answered 403",
            "it takes the right to administer Jira, and on Cloud a paid plan of the site",
            "stream: request: the site answered 403: You need to be an agent of this service desk",
            "stream: queue: the site answered 403",
            "stream: customer: the site answered 403",
            "it takes Service Management on the site, and an account that is an agent of the service desk",
            "remove request from datasets; else its datasets stay empty and every sync is incomplete",
            "ok stream: service_desk: can be read",
        ],
    );
    tracker.fault("no-agile, no-service-desk");
    let told = check(&lab, 3);
    says(
        &told,
        3,
        &[
            "stream: board: the site answered 404",
            "it takes Jira Software on the site",
            "stream: service_desk: the site answered 404",
            "it takes Service Management on the site, and the right to see its service desks",
            "stream: request: the site answered 404",
            "skipped stream: queue: not tried: the site shows no service_desk",
        ],
    );
    tracker.fault("");
    let told = check(&lab, 0);
    says(&told, 0, &["ok stream: request: can be read", "ok stream: sla (request): can be read"]);
}

#[test]
fn credentials_that_are_not_accepted_are_told_of_the_settings_that_give_them() {
    let mut tracker = Tracker::with(8, "");
    let lab = lab(&tracker, "datasets = [\"issue\"]");
    lab.write("token", "wrong");
    let refused = "the credentials were not accepted: check username and api_token";
    says(&check(&lab, 1), 1, &["site: the site answered 401", refused, "skipped account: the site cannot be asked"]);
    // Who is not known may see what anybody sees: only the account tells.
    tracker.fault("anonymous");
    let skipped = "skipped stream: the site does not accept the credentials, and shows what anybody may see";
    says(&check(&lab, 1), 1, &["ok site:", "account: the site answered 401", refused, skipped]);

    let options = Options { issues: 8, deployment: Deployment::DataCenter, ..Options::default() };
    let center = Tracker::start(options);
    let lab = super::lab(&center, "datasets = [\"issue\"]");
    lab.write("token", "wrong");
    says(
        &check(&lab, 1),
        1,
        &["site: the site answered 401: Client must be authenticated", "check that the token has not expired"],
    );
}

#[test]
fn settings_that_the_site_does_not_understand_are_told_once() {
    let mut tracker = Tracker::with(8, "");
    let unknown = lab(&tracker, "datasets = [\"issue\"]\nproject_keys = [\"OPS\", \"NOPE\"]");
    let keys = ["projects: the account does not see these projects: NOPE", "check the keys in project_keys"];
    says(&check(&unknown, 3), 1, &keys);
    let misread = lab(&tracker, "datasets = [\"issue\", \"comment\"]\njql = \"cf[10999] = 1\"");
    let skipped = "skipped projects: issue: not tried: its filters are not in order";
    says(&check(&misread, 2), 1, &["filters: the site does not understand jql", "correct jql", skipped]);
    tracker.fault("localised");
    says(&check(&misread, 1), 1, &["filters: the site refused the request (400): Dieses Feld", "correct jql", skipped]);
}
