//! Each fault of the practice instance is met by the connector; here those that no other test switches on.

use super::pitfalls::{instance, is_whole, lab};
use crate::support::instance::Instance;
use crate::support::lab::{CONNECTION, Lab, keys, texts};
use crate::support::switches;
use catchment_base::clock;
use catchment_practice::servicenow::{Change, Door, Fact, Options, fault_help};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use url::form_urlencoded;

const READ: &str = "tables = [\"incident\"]";

fn incident() -> String {
    "incident".to_owned()
}

#[test]
fn limits_mangled_answers_and_a_clock_that_is_off_lose_nothing() {
    let mut instance = instance(12, "429-bare=2");
    let lab = lab(&instance, READ);
    // Nothing but the headers of the rule says when to come back: in a minute.
    let mut waiting = Value::Null;
    let killed = lab.sync_killed_when(|| {
        waiting = lab.status_while_running().map_or(Value::Null, |status| status["waiting"].clone());
        !waiting.is_null()
    });
    assert_eq!(waiting["why"], "the site asked for it", "{killed:?}");
    let until: DateTime<Utc> = waiting["until"].as_str().unwrap().parse().unwrap();
    let left = (until - clock::now().and_utc()).num_seconds();
    assert!((30..=60).contains(&left), "{left} seconds");

    // Without these headers its own pause holds; an absurd one is none, and a date is one of the clock of the instance.
    instance.fault(
        "429-for=2:1, 429-absurd=3, trailing=4, 429-bare=5, 429-date=13, 429-html=16, no-rule-headers, bom, clock-skew=1800",
    );
    lab.sync().expect(0);
    assert!(instance.practice().requests() >= 16, "not every fault was met");
    is_whole(&lab, &instance, "incident", "incident", "behind limits");
    let longest = "select max(millis) from sync.wait where run_id = (select max(run_id) from sync.wait)";
    let longest: i64 = lab.open().query_value(longest, []).unwrap();
    assert!((1_000..10_000).contains(&longest), "it waited for {longest} ms");

    let gone = instance.practice().truth("incident")[4].sys_id.clone();
    instance.change(Change::Touch { table: incident(), rows: 4 });
    instance.change(Change::Delete { table: incident(), sys_id: gone.clone() });
    instance.change(Change::Insert { table: incident(), rows: 3 });
    instance.fault("gzip-members, no-audit, clock-skew=-7200");
    let told = lab.sync().expect(0);
    assert!(told.stdout.contains("does not read sys_audit or sys_audit_delete"), "{told:?}");
    is_whole(&lab, &instance, "incident", "incident", "without an audit");
    let deleted = "select object_id || ' ' || reason from sync.deletion where state = 'deleted'";
    assert_eq!(lab.open().query_value::<String, _>(deleted, []).unwrap(), format!("{gone} purged"));
    lab.run(&["check", CONNECTION]).refused(1, &["the clock of this machine and the site's differ by"]);

    // A login that ends in the middle: what is published stays.
    let (generation, rows) = (lab.generation(), lab.rows_of("incident").num_rows());
    instance.change(Change::Touch { table: incident(), rows: 2 });
    instance.fault("expired=3");
    lab.sync().refused(1, &["401", "not locked out"]);
    assert_eq!((lab.generation(), lab.rows_of("incident").num_rows()), (generation, rows));
}

/// What kinds of tokens were asked for, in order; nothing else may be posted.
fn grants(instance: &Instance) -> Vec<String> {
    assert_eq!(instance.practice().offences(), Vec::<String>::new());
    let posted = instance.practice().received().into_iter().filter(|request| request.method == "POST");
    let grant = |form: BTreeMap<String, String>| form["grant_type"].clone();
    posted.map(|request| grant(form_urlencoded::parse(request.body.as_bytes()).into_owned().collect())).collect()
}

#[test]
fn tokens_that_end_or_are_refused_are_renewed_or_end_the_sync_by_name() {
    let options =
        Options { records: 12, door: Door::OAuth, password: "practice-token".to_owned(), ..Options::default() };
    let mut instance = Instance::start(options);
    let lab = Lab::let_in("practice-token");
    for (file, secret) in [("client", "practice-client"), ("client-secret", "practice-secret")] {
        lab.write(file, secret);
    }
    let client = "client_id = \"file:client\"\nclient_secret = \"file:client-secret\"\npage_size = 3";
    lab.describe(&instance.settings(), &format!("{client}\n{READ}"));

    // A token is good for three requests, and no refresh token is taken: the password brings the next one.
    instance.fault("token-uses=3, no-refresh");
    lab.sync().expect(0);
    is_whole(&lab, &instance, "incident", "incident", "with tokens for three requests");
    let asked = grants(&instance);
    let renewed = asked[1..].chunks(2).map(|pair| pair.join(" ")).collect::<Vec<_>>();
    assert!(asked[0] == "password" && renewed.len() > 2, "{asked:?}");
    assert!(renewed.iter().all(|pair| pair == "refresh_token password"), "{asked:?}");

    // One that lasts for less than the sync is renewed by its refresh token, before its end.
    instance.change(Change::Touch { table: incident(), rows: 7 });
    instance.fault("token-seconds=2");
    instance.set(|options| options.latency = Duration::from_millis(200));
    lab.sync().expect(0);
    is_whole(&lab, &instance, "incident", "incident", "with tokens for two seconds");
    let asked = grants(&instance);
    assert!(asked.len() > 1 && asked[0] == "password", "{asked:?}");
    assert!(asked[1..].iter().all(|grant| grant == "refresh_token"), "{asked:?}");

    instance
        .change(Change::Delete { table: incident(), sys_id: instance.practice().truth("incident")[0].sys_id.clone() });
    instance.set(|options| options.latency = Duration::ZERO);
    instance.fault("no-token-endpoint");
    let generation = lab.generation();
    lab.sync().refused(1, &["the token endpoint at", "404", "which must be the address of the instance"]);
    lab.run(&["check", CONNECTION])
        .refused(1, &["the token endpoint at", "404", "which must be the address of the instance"]);

    // A client that acts for itself, which the instance has to allow.
    let itself = format!("source = \"servicenow\"\nurl = \"{}\"", instance.practice().url());
    lab.describe(&itself, &format!("{client}\n{READ}"));
    instance.fault("no-client-credentials");
    lab.run(&["check", CONNECTION]).refused(1, &["401", "client credentials"]);
    assert_eq!(lab.generation(), generation);
    instance.fault("token-uses=4");
    lab.sync().expect(0);
    is_whole(&lab, &instance, "incident", "incident", "with tokens of a client");
    let asked = grants(&instance);
    assert!(asked.len() > 2 && asked.iter().all(|grant| grant == "client_credentials"), "{asked:?}");
}

/// The ids of the rows of a table for which something holds.
fn ids(instance: &Instance, table: &str, holds: impl Fn(&Fact) -> bool) -> BTreeSet<String> {
    instance.practice().truth(table).into_iter().filter(holds).map(|fact| fact.sys_id).collect()
}

#[test]
fn no_query_has_an_invalid_term_and_a_field_that_is_not_shown_opens_what_asks_by_it() {
    // Where a term is invalid such an instance finds nothing, and rows would lack.
    const STRICT: &str = "invalid-query-no-rows, no-scripts";
    let options =
        Options { records: 14, door: Door::ApiKey, api_key: "practice-token".to_owned(), ..Options::default() };
    let mut instance = Instance::start(options);
    instance.fault(&format!("{STRICT}, hidden-field=problem:description, hidden-field=incident:close_notes"));
    let lab = Lab::let_in("practice-token");
    let own = format!("source = \"servicenow\"\nurl = \"{}\"\napi_key = \"file:token\"", instance.practice().url());
    lab.describe(
        &own,
        "page_size = 3\nattachment_files = false\n\
         tables = [\"incident\", \"change\", \"knowledge\", \"cmdb\", { name = \"u_asset_loan\", query = \"u_returned=false\" }, \
         { name = \"problem\", query = \"descriptionISNOTEMPTY\" }]\n\
         datasets = [\"attachment\", \"choice\", \"user_account\", \"user_group\", \"user_group_member\", \"task_sla\", \
         \"journal_entry\", \"audit\"]",
    );
    let told = lab.sync().expect(3);
    assert!(told.stdout.contains("403") && told.stdout.contains("role that the read rules (ACL)"), "{told:?}");
    let open = "select distinct stream from sync.quarantine where state = 'open'";
    assert_eq!(lab.open().query(open, [], |row| row.get::<_, String>(0)).unwrap(), ["problem"]);
    is_whole(&lab, &instance, "incident", "incident", "with a field that is not shown");

    let gone = instance.practice().truth("change_request")[1].sys_id.clone();
    let noted = instance.practice().truth("incident")[2].sys_id.clone();
    let [table, field, value] = ["incident", "work_notes", "Called back."].map(str::to_owned);
    for change in [
        Change::Touch { table: incident(), rows: 7 },
        Change::Delete { table: "change_request".to_owned(), sys_id: gone },
        Change::Insert { table: "cmdb_rel_ci".to_owned(), rows: 4 },
        Change::Update { table, sys_id: noted, field, value },
    ] {
        instance.change(change);
    }
    instance.fault(STRICT);
    lab.sync().expect(0);
    for (dataset, table) in [
        ("incident", "incident"),
        ("change_request", "change_request"),
        ("problem", "problem"),
        ("knowledge_article", "kb_knowledge"),
        ("ci", "cmdb_ci"),
        ("ci_relation", "cmdb_rel_ci"),
        ("user_group", "sys_user_group"),
        ("user_group_member", "sys_user_grmember"),
        ("task_sla", "task_sla"),
    ] {
        is_whole(&lab, &instance, dataset, table, "where no invalid term is overlooked");
    }
    let of = |fact: &Fact, field: &str, values: &[&str]| values.contains(&fact.values[field].as_str());
    let tables = ["incident", "change_request", "problem", "kb_knowledge", "cmdb_ci", "cmdb_rel_ci", "u_asset_loan"];
    let classes = [&tables[..], &["cmdb_ci_server", "cmdb_ci_computer"]].concat();
    let inherited = [&tables[..], &["task"]].concat();
    for (dataset, there) in [
        ("u_asset_loan", ids(&instance, "u_asset_loan", |fact| of(fact, "u_returned", &["false"]))),
        ("journal_entry", ids(&instance, "sys_journal_field", |fact| of(fact, "name", &classes))),
        ("attachment", ids(&instance, "sys_attachment", |fact| of(fact, "table_name", &classes))),
        ("choice", ids(&instance, "sys_choice", |fact| of(fact, "name", &inherited))),
        ("audit", ids(&instance, "sys_audit", |fact| of(fact, "tablename", &classes))),
    ] {
        assert!(!there.is_empty(), "{dataset}");
        assert_eq!(lab.told(dataset, &["sys_id"]).into_keys().collect::<BTreeSet<_>>(), there, "{dataset}");
    }
    assert_eq!(lab.rows_of("user_account").num_rows(), instance.practice().truth("sys_user").len());
}

#[test]
fn a_reference_that_comes_with_a_link_is_its_value_and_anything_else_is_told() {
    let mut instance = instance(40, "");
    let groups = |lab: &Lab| texts(&lab.rows_of("incident"), "assignment_group");
    let lab = lab(&instance, "tables = [\"incident\"]");
    lab.sync().expect(0);
    let (ids, wanted) = (keys(&lab.rows_of("incident")), groups(&lab));
    let is_odd = |id: &String| id.bytes().last().unwrap() % 2 == 1;
    let lost = ids.iter().zip(&wanted).filter(|(id, group)| is_odd(id) && group.is_some()).count();
    assert!(lost > 3 && lost < ids.len());
    for (form, is_read) in [("link", true), ("list", false), ("display", false), ("null", false)] {
        instance.fault(&format!("form=incident:assignment_group:{form}"));
        let fresh = super::pitfalls::lab(&instance, "tables = [\"incident\"]");
        let is_told = !is_read && form != "null";
        let told = fresh.sync().expect(if is_told { 3 } else { 0 }).stdout;
        let found = groups(&fresh);
        let of_form = ids.iter().zip(&wanted).map(|(id, group)| group.clone().filter(|_| is_read || !is_odd(id)));
        assert_eq!(found, of_form.collect::<Vec<_>>(), "{form}");
        assert_eq!(told.contains("assignment_group"), is_told, "{form}: {told}");
    }
}

#[test]
fn every_fault_is_switched_on_by_a_test_of_the_connector() {
    let missing = switches::unmet("servicenow", &fault_help());
    assert!(missing.is_empty(), "no test runs the connector against these faults: {missing:?}");
}

#[test]
fn a_field_that_breaks_every_query_is_named_by_a_few_requests() {
    let requests = |records: usize| {
        let mut instance = instance(records, "broken-field=incident:urgency");
        let lab = lab(&instance, "tables = [\"incident\", \"cmdb\"]\npage_size = 20");
        let told = lab.sync().expect(3);
        let open = lab.status()["open"].clone();
        assert_eq!(open.as_array().map(Vec::len), Some(1), "{open}");
        assert!(told.stdout.contains("the field urgency is to blame"), "{told:?}");
        let failed = "select count(*) from sync.request where cause is not null";
        let failed: i64 = lab.open().query_value(failed, []).unwrap();
        instance.fault("");
        lab.sync().expect(0);
        is_whole(&lab, &instance, "incident", "incident", "with the field repaired");
        failed
    };
    let (few, many) = (requests(60), requests(240));
    assert!(few <= 20 && many <= 20, "{few} and {many} requests failed");
}

#[test]
fn a_field_that_breaks_every_query_of_a_table_that_is_listed_whole_is_named() {
    let mut instance = instance(60, "broken-field=sys_user:email");
    let lab = lab(&instance, "tables = [\"incident\"]\ndatasets = [\"user_account\"]");
    let told = lab.sync().expect(3);
    let open = lab.status()["open"].clone();
    assert_eq!(open.as_array().map(Vec::len), Some(1), "{open}");
    assert!(told.stdout.contains("the field email is to blame"), "{told:?}");
    let failed: i64 = lab.open().query_value("select count(*) from sync.request where cause is not null", []).unwrap();
    assert!(failed <= 20, "{failed} requests failed");
    instance.fault("");
    lab.sync().expect(0);
    assert_eq!(lab.rows_of("user_account").num_rows(), instance.practice().truth("sys_user").len());
}

#[test]
fn an_instance_that_overlooks_what_is_asked_for_is_told_by_one_line_and_a_few_requests() {
    let mut instance = instance(240, "overlooked-query=incident");
    let lab = lab(&instance, "tables = [\"incident\", \"cmdb\"]\npage_size = 20");
    let told = lab.sync().expect(3);
    assert!(told.stdout.contains("the response shows other objects than those that were asked for"), "{told:?}");
    assert!(lab.status()["open"].as_array().is_some_and(|open| open.len() <= 2), "{told:?}");
    assert!(instance.practice().requests() < 100, "{} requests: {told:?}", instance.practice().requests());
    instance.fault("");
    lab.sync().expect(0);
    is_whole(&lab, &instance, "incident", "incident", "with queries that are heeded");
}
