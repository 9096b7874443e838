//! What the datasets of Jira say when something is gone, moves or lacks its statuses, and which of their rows a change touches.

use super::deployments::JIRA_CLOUD;
use super::staged::{Warehouse, answers_of};
use serde_json::{Value, json};

fn warehouse() -> Warehouse {
    let warehouse = Warehouse::of("jira");
    assert_eq!(warehouse.stage(&answers_of(&JIRA_CLOUD)), Vec::<usize>::new());
    warehouse
}

fn gone(warehouse: &Warehouse, stream: &str, object: &str) {
    let sql = format!(
        "insert into sync.deletion (run_id, stream, object_id, reason, evidence, seen_at, state, changed_at)
         values (1, '{stream}', '{object}', 'purged', 'a listing lacks it', timestamp '2026-04-01', 'deleted', timestamp '2026-04-01')"
    );
    warehouse.db.execute(&sql, []).unwrap();
}

/// The values of a query of one column.
fn values(warehouse: &Warehouse, sql: &str) -> Vec<String> {
    warehouse.texts(sql).into_iter().map(|row| row["told"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Datasets whose rows belong to an issue.
const OF_ISSUES: [&str; 13] = [
    "issue",
    "issue_history",
    "changelog",
    "comment",
    "worklog",
    "attachment",
    "issue_link",
    "vote",
    "watcher",
    "request",
    "sla",
    "request_participant",
    "approval",
];

#[test]
fn what_belongs_to_an_issue_goes_with_it_and_is_told_with_the_reason() {
    let warehouse = warehouse();
    let issues = |dataset: &str| {
        values(&warehouse, &format!("select distinct issue_id as told from mart.{dataset} order by told"))
    };
    let before: Vec<Vec<String>> = OF_ISSUES.map(issues).to_vec();
    gone(&warehouse, "issue", "10102");
    for (dataset, before) in OF_ISSUES.into_iter().zip(before) {
        let left: Vec<String> = before.into_iter().filter(|issue| issue != "10102").collect();
        assert_eq!(issues(dataset), left, "{dataset}");
    }
    let told = "select stream || ': ' || evidence as told from mart.deleted_object
        where stream in ('issue', 'comment', 'request', 'sla') group by all order by told";
    let with = "a listing lacks it";
    assert_eq!(
        values(&warehouse, told),
        [
            format!("comment: with its issue: {with}"),
            format!("issue: {with}"),
            format!("request: with its issue: {with}"),
            format!("sla: with its request: with its issue: {with}"),
        ]
    );
}

#[test]
fn what_is_gone_by_itself_counts_nowhere() {
    let warehouse = warehouse();
    let told =
        |column: &str| warehouse.texts(&format!("select {column} as told from mart.issue where issue_id = '10100'"));
    let one = |column: &str| told(column).remove(0)["told"].clone();
    assert_eq!([one("comment_count"), one("link_count")], [json!("2"), json!("2")]);
    gone(&warehouse, "comment", "30002");
    gone(&warehouse, "issue_link", "10100:60001");
    // The first of the entries brought it into a status in progress.
    gone(&warehouse, "changelog", "20001");
    assert_eq!([one("comment_count"), one("link_count")], [json!("1"), json!("1")]);
    assert_eq!(one("first_in_progress_at"), json!("2026-03-02 09:00:00"), "the next entry found it in progress");
    assert_eq!(
        values(&warehouse, "select history_id as told from mart.issue_history where history_id = '20001'"),
        [""; 0]
    );
    gone(&warehouse, "board", "2");
    gone(&warehouse, "sprint", "1:38");
    assert_eq!(values(&warehouse, "select board_id || ' ' || sprint_id as told from mart.board_sprint"), ["1 37"]);
    assert_eq!(values(&warehouse, "select sprint_id as told from mart.sprint"), ["37"]);
}

#[test]
fn the_category_of_a_status_is_that_of_the_status_itself_where_it_is_read() {
    let warehouse = warehouse();
    let told = || {
        warehouse.texts(
            "select status_category, done_at, first_in_progress_at from mart.issue where issue_id in ('10100', '10102') order by issue_id",
        )
    };
    let done = json!({"status_category": "done", "done_at": "2026-03-06 15:00:00", "first_in_progress_at": "2026-03-03 10:00:00"});
    assert_eq!(told()[0], done);
    // A status that the site lists no more has no category.
    warehouse.db.execute("delete from jira.status where status_id = '3'", []).unwrap();
    assert_eq!((&told()[0]["status_category"], &told()[0]["first_in_progress_at"]), (&json!("done"), &Value::Null));
    // Without statuses the issue tells its own category, and when it was resolved.
    warehouse.db.execute("delete from jira.status", []).unwrap();
    let unread: Value =
        json!({"status_category": "done", "done_at": "2026-03-06 15:00:00", "first_in_progress_at": null});
    assert_eq!(told()[0], unread);
    assert_eq!(told()[1]["status_category"], json!("indeterminate"));
}

#[test]
fn a_project_that_is_gone_is_no_row() {
    let warehouse = warehouse();
    let told = || values(&warehouse, "select project_id as told from mart.project order by told");
    assert_eq!(told(), ["10000", "10001", "10002"]);
    gone(&warehouse, "project", "10001");
    assert_eq!(told(), ["10000", "10002"]);
}
