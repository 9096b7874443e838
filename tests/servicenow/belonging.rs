//! What belongs to records: attachments of classes, choices that tables inherit, and the people that records name.

use crate::support::api::rows;
use crate::support::instance::Instance;
use crate::support::site::{Home, Row, VARIABLE};
use catchment_practice::servicenow::{Change, Options};
use std::collections::{BTreeMap, BTreeSet};

/// The ids of the rows of a table for which a field has one of these values.
fn with(instance: &Instance, table: &str, field: &str, values: &[&str]) -> BTreeSet<String> {
    let facts = instance.practice().truth(table).into_iter();
    facts.filter(|fact| values.contains(&fact.values[field].as_str())).map(|fact| fact.sys_id).collect()
}

fn ids(rows: &BTreeMap<String, Row>) -> BTreeSet<String> {
    rows.keys().cloned().collect()
}

/// The values of a column, without those that are null or empty.
fn values(rows: &BTreeMap<String, Row>, column: &str) -> BTreeSet<String> {
    rows.values().filter_map(|row| row[column].clone()).filter(|value| !value.is_empty()).collect()
}

/// The rows of a report as CSV, without the line with the names of its columns.
fn report(home: &Home, name: &str) -> Vec<Vec<String>> {
    let told = home.run(&["report", "wiki", name, "--format", "csv"]).ends(0).out();
    told.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Each report counts what is there.
fn reports_hold(home: &Home, instance: &Instance) {
    let sum = |rows: &[Vec<String>], at: usize| rows.iter().map(|row| row[at].parse::<usize>().unwrap()).sum::<usize>();
    let by_group = report(home, "incidents_by_group");
    assert_eq!(sum(&by_group, 2), with(instance, "incident", "active", &["true"]).len());
    assert!(by_group.iter().all(|row| !row[0].is_empty()), "groups have names: {by_group:?}");
    let by_state = report(home, "changes_by_state");
    assert_eq!(sum(&by_state, 2), instance.practice().truth("change_request").len());
    let related: BTreeSet<String> = instance
        .practice()
        .truth("cmdb_rel_ci")
        .iter()
        .flat_map(|fact| [fact.values["parent"].clone(), fact.values["child"].clone()])
        .collect();
    let alone = instance.practice().truth("cmdb_ci").into_iter().filter(|fact| !related.contains(&fact.sys_id));
    assert_eq!(sum(&report(home, "cis_without_relations"), 2), alone.count());
    let articles = instance.practice().truth("kb_knowledge").into_iter();
    let ownerless =
        articles.filter(|fact| fact.values["author"].is_empty() && fact.values["workflow_state"] != "retired");
    let ownerless = ownerless.count();
    assert!(ownerless > 0);
    assert_eq!(report(home, "knowledge_without_owner").len(), ownerless);
}

#[test]
fn what_belongs_to_records_comes_with_their_classes_and_people_keep_their_pseudonyms() {
    let mut instance = Instance::start(Options { records: 20, own_clock: true, ..Options::default() });
    let attachment = instance.practice().truth("sys_attachment").remove(0).sys_id;
    let server = instance.practice().truth("cmdb_ci_server").remove(0).sys_id;
    for (field, value) in [("table_name", "cmdb_ci_server"), ("table_sys_id", &server)] {
        let [table, field, value] = ["sys_attachment", field, value].map(str::to_owned);
        instance.change(Change::Update { table, sys_id: attachment.clone(), field, value });
    }
    let article = instance.practice().truth("kb_knowledge").remove(0).sys_id;
    let [table, field, value] = ["kb_knowledge", "author", ""].map(str::to_owned);
    instance.change(Change::Update { table, sys_id: article.clone(), field, value });
    let [table, field, value] = ["kb_knowledge", "workflow_state", "published"].map(str::to_owned);
    instance.change(Change::Update { table, sys_id: article, field, value });
    let home = Home::let_in(
        &format!(
            "source = \"servicenow\"\nurl = \"{}\"\nusername = \"practice\"\npassword = \"env:{VARIABLE}\"\n\
             requests_per_minute = 60000\nmax_deleted_share = 1\ncensus_every = \"0m\"\nattachment_files = false\n\
             tables = [\"incident\", \"change\", \"knowledge\", \"cmdb\"]\n\
             datasets = [\"attachment\", \"choice\", \"user_account\", \"user_group\", \"user_group_member\", \"task_sla\", \
             \"journal_entry\", \"audit\"]\n",
            instance.practice().url()
        ),
        "practice-password",
    );
    home.follow().ends(0);
    let attached = with(&instance, "sys_attachment", "table_name", &["incident", "cmdb_ci_server"]);
    assert!(attached.contains(&attachment));
    assert_eq!(ids(&rows(&home, "attachment", "sys_id")), attached);
    // Priorities are choices of every task.
    let tables = ["incident", "change_request", "task", "kb_knowledge", "cmdb_ci", "cmdb_rel_ci"];
    let inherited = with(&instance, "sys_choice", "name", &tables);
    let choices = rows(&home, "choice", "sys_id");
    assert_eq!(ids(&choices), inherited);
    assert!(values(&choices, "name").contains("task"));
    for (dataset, table) in [
        ("user_group", "sys_user_group"),
        ("user_group_member", "sys_user_grmember"),
        ("task_sla", "task_sla"),
        ("journal_entry", "sys_journal_field"),
    ] {
        let all: BTreeSet<String> = instance.practice().truth(table).into_iter().map(|fact| fact.sys_id).collect();
        assert!(!all.is_empty(), "{table}");
        assert_eq!(ids(&rows(&home, dataset, "sys_id")), all, "{dataset}");
    }
    let audited = with(&instance, "sys_audit", "tablename", &["incident", "kb_knowledge"]);
    assert_eq!(ids(&rows(&home, "audit", "sys_id")), audited);
    reports_hold(&home, &instance);
    let (users, incidents) = (rows(&home, "user_account", "record_id"), rows(&home, "incident", "sys_id"));
    let facts = instance.practice().truth("sys_user");
    assert_eq!(users.len(), facts.len());
    for (column, of_users) in [("caller_id", "sys_id"), ("assigned_to", "sys_id"), ("sys_created_by", "user_name")] {
        let named = values(&incidents, column);
        assert!(!named.is_empty() && named.is_subset(&values(&users, of_users)), "{column}");
    }
    let told: BTreeSet<String> = users.values().flat_map(|row| row.values().flatten().cloned()).collect();
    let clear = |field: &str| facts.iter().map(|fact| fact.values[field].clone()).collect::<BTreeSet<_>>();
    for field in ["sys_id", "user_name", "name", "email"] {
        assert!(clear(field).is_disjoint(&told), "{field}");
        assert!(clear(field).is_disjoint(&ids(&users)), "{field}");
    }
    // One is gone, and one has another title: the others stay what they are.
    let [gone, other] = [0, 1].map(|at: usize| facts[at + 1].sys_id.clone());
    instance.change(Change::Delete { table: "sys_user".to_owned(), sys_id: gone });
    let [table, field, value] = ["sys_user", "title", "Pilot"].map(str::to_owned);
    instance.change(Change::Update { table, sys_id: other, field, value });
    home.follow().ends(0);
    let later = rows(&home, "user_account", "record_id");
    assert_eq!(later.len(), users.len() - 1);
    assert!(ids(&later).is_subset(&ids(&users)));
    assert_eq!(later.values().filter(|row| row["title"].as_deref() == Some("Pilot")).count(), 1);
    // Of people nobody can ask for one: where some are hidden, none is called gone.
    instance.change(Change::Hide { sys_id: facts[4].sys_id.clone() });
    home.follow().ends(3).says("hidden by access rules");
    assert_eq!(rows(&home, "user_account", "record_id"), later);
}
