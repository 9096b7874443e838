//! The models: what they make of answers that we wrote, and what they are refused for.
//!
//! That a refused model ends a sync before its first request cannot be shown from outside, because models are
//! compiled in; the refusals are shown on the proof itself, which the sync asks before it connects.

mod deployments;
mod gone;
mod jira;
mod order;
mod refusals;
mod reports;
mod rights;
mod samples;
mod staged;
mod touched;
mod uploads;
mod violations;

use catchment_lake::transform::Model;
use deployments::{CLOUD, DATA_CENTER, Deployment, JIRA_CLOUD, deployments};
use serde_json::Value;
use staged::{Answer, Warehouse, answers, answers_of};
use std::process::Command;
use violations::VIOLATIONS;

/// The variable that writes the expected rows anew, for whoever changed a model and has read the difference.
const WRITE: &str = "CATCHMENT_WRITE_EXPECTED";

fn expected(deployment: &Deployment, relation: &str, rows: &[Value]) -> Vec<Value> {
    let path = deployment.folder().join("expected").join(format!("{relation}.json"));
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, format!("{:#}\n", Value::from(rows))).unwrap();
    }
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|cause| panic!("{}: {cause}; {WRITE}=1 writes it", path.display()));
    serde_json::from_str(&text).unwrap()
}

fn assert_expected(warehouse: &Warehouse, deployment: &Deployment) {
    for model in &warehouse.models {
        let rows = warehouse.rows(model);
        let expected = expected(deployment, &model.relation(), &rows);
        assert_rows(&rows, &expected, &format!("{} of {deployment:?}", model.relation()));
    }
}

fn assert_rows(rows: &[Value], expected: &[Value], of: &str) {
    for (row, expected) in rows.iter().zip(expected) {
        assert_eq!(row, expected, "a row of {of}");
    }
    assert_eq!(rows.len(), expected.len(), "rows of {of}");
}

#[test]
fn the_answers_become_the_expected_rows() {
    for deployment in deployments() {
        let warehouse = Warehouse::of(deployment.source);
        assert_eq!(warehouse.stage(&answers_of(deployment)), Vec::<usize>::new());
        assert_expected(&warehouse, deployment);
    }
}

#[test]
fn labels_of_which_an_answer_may_lack_some_are_not_told() {
    let (warehouse, mut answers) = (Warehouse::new(), answers_of(&DATA_CENTER));
    let page = answers.iter_mut().find(|answer| answer.body.contains("\"name\": \"runbook\"")).unwrap();
    page.body = page.body.replacen("\"limit\": 200", "\"limit\": 2", 1);
    assert_eq!(warehouse.stage(&answers), Vec::<usize>::new());
    for relation in ["confluence.page", "mart.space_content"] {
        let rows = warehouse.texts(&format!("select labels from {relation} where page_id = '393217'"));
        assert_eq!(rows, [serde_json::json!({"labels": null})], "{relation}");
    }
}

#[test]
fn the_own_labels_of_the_reading_account_are_none_of_the_page() {
    let (warehouse, mut answers) = (Warehouse::new(), answers_of(&DATA_CENTER));
    let page = answers.iter_mut().find(|answer| answer.body.contains("\"name\": \"runbook\"")).unwrap();
    page.body = page.body.replacen(
        "\"prefix\": \"global\", \"name\": \"runbook\"",
        "\"prefix\": \"my\", \"name\": \"runbook\"",
        1,
    );
    assert_eq!(warehouse.stage(&answers), Vec::<usize>::new());
    let rows = warehouse.texts("select labels::varchar as labels from mart.space_content where page_id = '393217'");
    let labels = rows[0]["labels"].as_str().unwrap();
    assert_eq!(labels, "['[EMAIL_ADDRESS]']");
}

#[test]
fn the_rows_are_the_same_in_any_number_of_batches_and_after_a_replay() {
    for deployment in deployments() {
        let (warehouse, answers) = (Warehouse::of(deployment.source), answers_of(deployment));
        for answer in answers.iter().rev() {
            warehouse.stage(std::slice::from_ref(answer));
        }
        assert_expected(&warehouse, deployment);
        let again = |answer: &Answer| Answer { second: answer.second + 100, seq: answer.seq + 100, ..answer.clone() };
        warehouse.stage(&answers.iter().map(again).collect::<Vec<_>>());
        assert_expected(&warehouse, deployment);
    }
}

#[test]
fn the_rows_are_the_same_on_one_thread_and_on_two() {
    let dir = tempfile();
    for threads in [1, 2] {
        let warehouse = Warehouse::in_file(&dir, threads);
        warehouse.stage(&answers());
        assert_expected(&warehouse, &CLOUD);
    }
    std::fs::remove_dir_all(dir).unwrap();
}

fn tempfile() -> std::path::PathBuf {
    let dir = std::env::temp_dir().join(format!("catchment-models-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn the_rows_are_the_same_in_every_time_zone() {
    for zone in ["Asia/Kolkata", "America/St_Johns", "Pacific/Apia"] {
        let mut test = Command::new(std::env::current_exe().unwrap());
        test.args(["--exact", "models::the_answers_become_the_expected_rows"]).env("TZ", zone).env_remove(WRITE);
        let output = test.output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && told.contains("1 passed"), "{zone}: {told}");
    }
}

/// Parts of addresses, a card number, the beginnings of ids of accounts, names of people, and where one of them sat.
const PERSONAL: &[&str] = &[
    "ada@",
    "</strong>@example.com",
    "bob",
    "attic@",
    "4111",
    "712020:",
    "557058:",
    "7120200d5b",
    "2c9f81f8",
    "aexample",
    "bmuster",
    "grace@",
    "Grace",
    "Gracie",
    "Linus",
    "Zoe",
    "gsample",
    "198.51",
    "2001:db8",
    "nora.quist@",
    "ivo.lang@",
    "petra@",
    "5b10ac8d82e05b22cc7d4e01",
    "qm:3c8a1f70",
    "Nora",
    "Ivo",
    "Petra",
    "1 5861234",
    "JIRAUSER10101",
    "ilang",
    "104233",
    "Wanda",
];

#[test]
fn no_address_card_number_or_account_of_the_answers_is_left_in_a_row() {
    let (mut rows, mut bodies) = (String::new(), String::new());
    for deployment in deployments() {
        let (warehouse, answers) = (Warehouse::of(deployment.source), answers_of(deployment));
        warehouse.stage(&answers);
        let of_deployment: Vec<Value> = warehouse.models.iter().flat_map(|model| warehouse.rows(model)).collect();
        rows.push_str(&Value::from(of_deployment).to_string());
        bodies.extend(answers.into_iter().map(|answer| answer.body));
    }
    for personal in PERSONAL {
        assert!(bodies.contains(personal), "{personal} is not in the answers");
        assert!(!rows.contains(personal), "{personal} is left");
    }
    for kept in ["Welcome", "Chapter 3.2 &amp; page 99.", "Attic (ask "] {
        assert!(rows.contains(kept), "{kept} is not kept");
    }
}

#[test]
fn an_object_that_does_not_fit_is_named_and_its_neighbours_become_rows() {
    let warehouse = Warehouse::new();
    let mut answers = answers();
    answers[1].body = answers[1].body.replace("\"2025-02-03T09:30:00.125Z\"", "\"soon\"");
    assert_eq!(warehouse.stage(&answers[1..2]), [1]);
    let page = warehouse.models.iter().find(|model| model.relation() == "confluence.page").unwrap();
    assert_eq!(warehouse.rows(page).len(), 2, "and what lies in the trash is no row");
}

/// Puts two rows of one key into a relation, or two without a key, given by the check of its key.
fn against_key(model: &Model, check: &str) -> Option<String> {
    let key = model.grain.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let value = match check.strip_prefix(&key)? {
        " is not null" => "null",
        " is unique" => "1",
        _ => return None,
    };
    let row: Vec<String> = model.grain.iter().map(|name| format!("{value} as {name}")).collect();
    let relation = model.relation();
    let into = |relation: &str| format!("insert into {relation} by name select {}; ", row.join(", ")).repeat(2);
    Some(match model.schema.as_str() {
        "mart" => format!(
            "create table planted as from {relation}; {} create or replace view {relation} as from planted",
            into("planted")
        ),
        _ => into(&relation),
    })
}

/// Whether a check says of a column of a mart that it is never null.
fn requires(model: &Model, check: &str) -> bool {
    model.required.iter().any(|name| check == format!("\"{name}\" is not null"))
}

/// Takes a column out of every row of a relation, given by the check that requires it.
fn without(model: &Model, check: &str) -> String {
    match model.schema.as_str() {
        "mart" => row_of_nothing(model),
        _ => format!("update {} set {} = null", model.relation(), check.trim_end_matches(" is not null")),
    }
}

/// Makes a mart of one row that has its key and nothing else.
fn row_of_nothing(model: &Model) -> String {
    let column =
        |name: &String| if model.grain.contains(name) { format!("'1' as {name}") } else { format!("null as {name}") };
    let columns: Vec<String> = model.columns.iter().map(|of| column(&of.name)).collect();
    format!("create or replace view {} as select {}", model.relation(), columns.join(", "))
}

#[test]
fn every_check_holds_on_the_answers_and_fails_on_a_planted_violation() {
    for deployment in [&*CLOUD, &*JIRA_CLOUD] {
        let warehouse = Warehouse::of(deployment.source);
        warehouse.stage(&answers_of(deployment));
        assert_eq!(warehouse.broken(), Vec::new());
        each_check_fails_on_its_violation(&warehouse);
        assert_eq!(warehouse.broken(), Vec::new(), "a planted violation was not taken back");
    }
}

fn each_check_fails_on_its_violation(warehouse: &Warehouse) {
    for model in &warehouse.models {
        for (check, _) in catchment_lake::transform::mart::checks(model) {
            let planted = VIOLATIONS.iter().find(|(of, what, _)| *of == model.relation() && *what == check);
            let statement = planted.map(|(_, _, statement)| (*statement).to_owned());
            let statement = statement.or_else(|| against_key(model, &check));
            let statement = statement.or_else(|| requires(model, &check).then(|| without(model, &check)));
            let statement =
                &statement.unwrap_or_else(|| panic!("{}: add what breaks {check} to VIOLATIONS", model.relation()));
            warehouse.db.execute_batch("begin").unwrap();
            warehouse.db.execute_batch(statement).unwrap();
            let broken = catchment_lake::transform::mart::broken_checks(&warehouse.db, model).unwrap();
            warehouse.db.execute_batch("rollback").unwrap();
            assert!(broken.iter().any(|broken| broken.check == check), "{check} holds after {statement}: {broken:?}");
        }
    }
}
