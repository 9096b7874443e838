//! The fake instance: what it documents and what goes wrong with it, each shown over HTTP.

use catchment_base::clock;
use catchment_practice::servicenow::{Change, Door, Fact, Options, Practice, start};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;
use url::form_urlencoded;

/// An instance with so many incidents.
async fn served(faults: &str, records: usize) -> Practice {
    let faults = if faults.is_empty() { Default::default() } else { faults.parse().unwrap() };
    start(Options { faults, records, ..Options::default() }).await.unwrap()
}

fn request(method: Method, practice: &Practice, target: &str) -> RequestBuilder {
    let client = reqwest::Client::builder().no_gzip().build().unwrap();
    client.request(method, format!("{}{target}", practice.url())).header("Accept", "application/json")
}

async fn get(practice: &Practice, target: &str) -> Response {
    let request = request(Method::GET, practice, target).basic_auth("practice", Some("practice-password"));
    request.send().await.unwrap()
}

async fn status(practice: &Practice, target: &str) -> u16 {
    get(practice, target).await.status().as_u16()
}

async fn body(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

/// The result of an answer that is one.
async fn result(practice: &Practice, target: &str) -> Value {
    let response = get(practice, target).await;
    assert_eq!(response.status(), 200, "{target}");
    body(response).await["result"].take()
}

/// A path with arguments.
fn target(path: &str, arguments: &[(&str, &str)]) -> String {
    format!("/api/now/{path}?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(arguments).finish())
}

/// A page of a table with the count in its header; none where it has no such header.
async fn page(practice: &Practice, table: &str, arguments: &[(&str, &str)]) -> (Vec<Value>, Option<usize>) {
    let target = target(&format!("table/{table}"), arguments);
    let response = get(practice, &target).await;
    assert_eq!(response.status(), 200, "{target}");
    let total = response.headers().get("x-total-count").map(|total| total.to_str().unwrap().parse().unwrap());
    (body(response).await["result"].as_array().unwrap().clone(), total)
}

/// The rows that an encoded query finds.
async fn found(practice: &Practice, table: &str, query: &str) -> Vec<Value> {
    page(practice, table, &[("sysparm_query", query)]).await.0
}

async fn count(practice: &Practice, table: &str, query: &str) -> usize {
    found(practice, table, query).await.len()
}

async fn counted(practice: &Practice, table: &str) -> Value {
    result(practice, &target(&format!("stats/{table}"), &[("sysparm_count", "true")])).await["stats"]["count"].take()
}

fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter().filter_map(|row| Some(row["sys_id"].as_str()?.to_owned())).collect()
}

fn seen(facts: &[Fact]) -> Vec<String> {
    facts.iter().filter(|fact| fact.is_visible).map(|fact| fact.sys_id.clone()).collect()
}

/// The first row of a table, by its number.
fn first(practice: &Practice, table: &str) -> Fact {
    practice.truth(table).swap_remove(0)
}

fn update(table: &str, sys_id: &str, field: &str, value: &str) -> Change {
    let [table, sys_id, field, value] = [table, sys_id, field, value].map(str::to_owned);
    Change::Update { table, sys_id, field, value }
}

fn delete(table: &str, sys_id: &str) -> Change {
    Change::Delete { table: table.to_owned(), sys_id: sys_id.to_owned() }
}

#[tokio::test]
async fn tables_extend_one_another_and_the_dictionary_describes_them() {
    let practice = served("", 20).await;
    let (tasks, total) = page(&practice, "task", &[]).await;
    assert_eq!((tasks.len(), total), (29, Some(29)));
    let classes: BTreeSet<&str> = tasks.iter().map(|row| row["sys_class_name"].as_str().unwrap()).collect();
    assert_eq!(classes, BTreeSet::from(["change_request", "incident", "problem"]));
    assert!(tasks.iter().all(|row| row.get("number").is_some() && row.get("caller_id").is_none()));
    let incidents = found(&practice, "incident", "").await;
    assert!(incidents.iter().all(|row| row["caller_id"]["value"].as_str().unwrap().len() == 32));
    assert!(incidents[0].as_object().unwrap().len() >= 30);
    assert_eq!(count(&practice, "sys_dictionary", "name=incident^element=number").await, 0);
    let number = &found(&practice, "sys_dictionary", "name=task^element=number").await[0];
    assert_eq!((&number["internal_type"], &number["display"]), (&json!("string"), &json!("true")));
    let incident = &found(&practice, "sys_db_object", "name=incident").await[0];
    let parent = incident["super_class"]["link"].as_str().unwrap().strip_prefix(practice.url()).unwrap().to_owned();
    assert_eq!(result(&practice, &parent).await["name"], "task");
    let pin = &found(&practice, "u_asset_loan", "").await[0]["u_pin"];
    assert!(pin.as_str().unwrap().starts_with("never-to-leave-"));
    assert_eq!(count(&practice, "sys_dictionary", "name=u_asset_loan^internal_type=password2").await, 1);
    assert!(count(&practice, "sys_choice", "name=incident^element=state").await == 5);
    assert_eq!(practice.offences(), Vec::<String>::new());
}

#[tokio::test]
async fn queries_are_evaluated() {
    let practice = served("", 20).await;
    let incidents = practice.truth("incident");
    let caller = &incidents[0].values["caller_id"];
    let email = found(&practice, "sys_user", &format!("sys_id={caller}")).await[0]["email"].take();
    let own = incidents.iter().filter(|fact| fact.values["caller_id"] == *caller).count();
    assert_eq!(count(&practice, "incident", &format!("caller_id.email={}", email.as_str().unwrap())).await, own);
    let asked = [("sysparm_fields", "number, caller_id.email,bogus"), ("sysparm_query", "ORDERBYDESCnumber")];
    let (rows, _) = page(&practice, "incident", &asked).await;
    let names: BTreeSet<&str> = rows[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, BTreeSet::from(["caller_id.email", "number"]));
    assert_eq!((&rows[0]["number"], &rows[19]["number"]), (&json!("INC0010020"), &json!("INC0010001")));
    assert_eq!(page(&practice, "incident", &[("number", "INC0010001")]).await.0.len(), 1);
    practice.change(update("incident", &incidents[0].sys_id, "short_description", "a^b")).unwrap();
    assert_eq!(count(&practice, "incident", "short_description=a^^b").await, 1);
    assert_eq!(page(&practice, "incident", &[("short_description", "a^b")]).await.0.len(), 1);
    let solved = incidents.iter().filter(|fact| ["6", "7"].contains(&fact.values["state"].as_str())).count();
    assert_eq!(count(&practice, "incident", "state=6^ORstate=7").await, solved);
    assert_eq!(count(&practice, "incident", "state=6^NQstate=7").await, solved);
    assert_eq!(count(&practice, "incident", "stateIN6,7").await, solved);
}

#[tokio::test]
async fn an_invalid_term_is_overlooked_or_finds_nothing() {
    let practice = served("", 20).await;
    assert_eq!(count(&practice, "incident", "bogus=1").await, 20);
    assert_eq!(count(&practice, "incident", "number=INC0010001^bogus=1").await, 1);
    assert_eq!(count(&practice, "incident", "sys_id=0^bogus=1").await, 0);
    let beyond = target("table/incident", &[("sysparm_query", "sys_updated_onRELATIVEGT@hour@ago@1")]);
    assert_eq!(status(&practice, &beyond).await, 400);
    let strict = served("invalid-query-no-rows", 20).await;
    let (rows, total) = page(&strict, "incident", &[("sysparm_query", "bogus=1")]).await;
    assert_eq!((rows.len(), total), (0, Some(0)));
    assert_eq!(count(&strict, "incident", "number=INC0010001").await, 1);
}

#[tokio::test]
async fn scripts_are_evaluated_or_are_invalid() {
    let since = "sys_created_on>=javascript:gs.dateGenerate('2999-01-01','00:00:00')^number=INC0010001";
    assert_eq!(count(&served("", 20).await, "incident", since).await, 0);
    assert_eq!(count(&served("no-scripts", 20).await, "incident", since).await, 1);
    assert_eq!(count(&served("no-scripts,invalid-query-no-rows", 20).await, "incident", since).await, 0);
    let past = since.replace("2999", "1999");
    assert_eq!(count(&served("", 20).await, "incident", &past).await, 1);
}

#[tokio::test]
async fn rows_are_hidden_after_the_limit() {
    let practice = served("hidden-every=incident:5", 20).await;
    for offset in ["0", "10"] {
        let asked = [("sysparm_query", "ORDERBYsys_id"), ("sysparm_limit", "10"), ("sysparm_offset", offset)];
        let (rows, total) = page(&practice, "incident", &asked).await;
        assert_eq!((rows.len(), total), (8, Some(20)));
    }
    assert_eq!(counted(&practice, "incident").await, "16");
    let facts = practice.truth("incident");
    assert_eq!(ids(&found(&practice, "incident", "ORDERBYsys_id").await), seen(&facts));
    let hidden = &facts[4];
    assert!(!hidden.is_visible);
    let own = format!("/api/now/table/incident/{}", hidden.sys_id);
    assert_eq!(status(&practice, &own).await, 404);
    practice.change(Change::Show { sys_id: hidden.sys_id.clone() }).unwrap();
    assert_eq!(result(&practice, &own).await["sys_id"], json!(hidden.sys_id));
    practice.change(Change::Hide { sys_id: hidden.sys_id.clone() }).unwrap();
    assert_eq!(status(&practice, &own).await, 404);
}

#[tokio::test]
async fn a_page_in_the_middle_is_empty() {
    let practice = served("hidden-block=incident:sys_updated_on:6:10", 20).await;
    let mut shown = Vec::new();
    for offset in ["0", "5", "10", "15"] {
        let order = ("sysparm_query", "ORDERBYsys_updated_on^ORDERBYsys_id");
        let (rows, total) =
            page(&practice, "incident", &[order, ("sysparm_limit", "5"), ("sysparm_offset", offset)]).await;
        assert_eq!(total, Some(20));
        shown.push(rows.len());
    }
    assert_eq!(shown, [5, 0, 0, 5]);
}

#[tokio::test]
async fn rows_come_blank_and_fields_are_hidden() {
    let practice = served("blank-every=incident:20,hidden-field=task:description", 20).await;
    let rows = found(&practice, "incident", "").await;
    assert_eq!(rows.iter().filter(|row| **row == json!({})).count(), 1);
    assert_eq!((rows.len(), seen(&practice.truth("incident")).len()), (20, 19));
    assert!(rows.iter().all(|row| row.get("description").is_none()));
    assert!(rows.iter().any(|row| row.get("short_description").is_some()));
    for query in ["descriptionLIKEprinter", "ORDERBYdescription", "parent.description=x"] {
        let refused = get(&practice, &target("table/incident", &[("sysparm_query", query)])).await;
        assert_eq!(refused.status(), 403, "{query}");
        assert_eq!(body(refused).await["error"]["message"], "Insufficient rights to query records");
    }
    let asked = [("sysparm_fields", "number,parent.description,description")];
    let (rows, _) = page(&practice, "incident", &asked).await;
    assert!(rows.iter().all(|row| row.as_object().unwrap().keys().all(|name| name == "number")));
}

#[tokio::test]
async fn a_table_is_refused_empty_or_unlisted() {
    let practice = served("forbidden-table=problem,empty-table=incident,unlisted-table=kb_knowledge", 20).await;
    for target in ["/api/now/table/problem", "/api/now/stats/problem", "/api/now/table/problem/0"] {
        assert_eq!(status(&practice, target).await, 403, "{target}");
    }
    assert_eq!(page(&practice, "incident", &[]).await, (vec![], Some(0)));
    assert_eq!(page(&practice, "kb_knowledge", &[]).await, (vec![], Some(5)));
    for table in ["incident", "kb_knowledge"] {
        assert_eq!(counted(&practice, table).await, "0");
        let facts = practice.truth(table);
        assert!(!facts.is_empty() && seen(&facts).is_empty());
    }
    assert_eq!(count(&practice, "task", "").await, 29);
    let blind = served("no-dictionary,no-audit", 20).await;
    for table in ["sys_dictionary", "sys_db_object", "sys_audit", "sys_audit_delete"] {
        assert_eq!(status(&blind, &format!("/api/now/table/{table}")).await, 403, "{table}");
    }
    assert!(start(Options { faults: "empty-table=x".parse().unwrap(), ..Options::default() }).await.is_err());
}

#[tokio::test]
async fn rows_that_a_query_does_not_tell_apart_come_in_another_order_each_time() {
    let practice = served("", 40).await;
    practice.change(Change::Touch { table: "incident".to_owned(), rows: 30 }).unwrap();
    let loose = "ORDERBYsys_updated_on";
    let one = ids(&found(&practice, "incident", loose).await);
    let other = ids(&found(&practice, "incident", loose).await);
    assert_ne!(one, other);
    assert_eq!(BTreeSet::from_iter(&one), BTreeSet::from_iter(&other));
    let strict = "ORDERBYsys_updated_on^ORDERBYsys_id";
    assert_eq!(found(&practice, "incident", strict).await, found(&practice, "incident", strict).await);
}

#[tokio::test]
async fn rows_change_between_two_requests() {
    let practice = served("", 20).await;
    let before = practice.truth("incident");
    let newest = before.iter().map(|fact| &fact.values["sys_updated_on"]).max().unwrap().clone();
    let (edited, gone) = (&before[0].sys_id, &before[19].sys_id);
    practice.change_at(1, update("incident", edited, "short_description", "changed meanwhile"));
    practice.change_at(1, delete("incident", gone));
    let created = "2001-02-03 04:05:06".to_owned();
    practice.change_at(1, Change::InsertOld { table: "incident".to_owned(), created: created.clone() });
    practice.change_at(2, delete("incident", gone));
    let asked = [("sysparm_query", "ORDERBYsys_id"), ("sysparm_limit", "10")];
    let (rows, _) = page(&practice, "incident", &asked).await;
    assert_eq!(rows[0]["short_description"], json!(before[0].values["short_description"]));
    assert_eq!(status(&practice, "/api/now/table/incident").await, 500, "a planned change that fails is told");
    let later = found(&practice, "incident", &format!("sys_updated_on>{newest}^ORDERBYsys_updated_on")).await;
    assert_eq!((later.len(), &later[0]["sys_id"]), (2, &json!(edited)));
    assert_eq!(later[1]["sys_created_on"], json!(created));
    let after = practice.truth("incident");
    assert!(after.len() == 20 && after.iter().all(|fact| fact.sys_id != *gone));
}

#[tokio::test]
async fn a_second_can_hold_thousands_of_rows() {
    let practice = served("", 5).await;
    practice.change(Change::Insert { table: "incident".to_owned(), rows: 5000 }).unwrap();
    let facts = practice.truth("incident");
    let last = facts.iter().map(|fact| fact.values["sys_updated_on"].clone()).max().unwrap();
    let (mut drained, mut after) = (Vec::new(), String::new());
    loop {
        let query = format!("sys_updated_on={last}^sys_id>{after}^ORDERBYsys_id");
        let asked = [("sysparm_query", query.as_str()), ("sysparm_fields", "sys_id"), ("sysparm_limit", "2000")];
        let (rows, _) = page(&practice, "incident", &asked).await;
        let Some(end) = ids(&rows).pop() else { break };
        after = end;
        drained.extend(ids(&rows));
    }
    let wanted: Vec<&String> =
        facts.iter().filter(|fact| fact.values["sys_updated_on"] == last).map(|fact| &fact.sys_id).collect();
    assert_eq!((drained.len(), drained.iter().collect::<Vec<_>>()), (5000, wanted));
}

#[tokio::test]
async fn both_walks_by_key_find_every_row() {
    let practice = served("", 60).await;
    let truth = practice.truth("task");
    let (mut walked, mut base) = (Vec::new(), String::new());
    loop {
        let query = format!("{base}ORDERBYsys_updated_on^ORDERBYsys_id");
        let (rows, _) = page(&practice, "task", &[("sysparm_query", &query), ("sysparm_limit", "7")]).await;
        let Some(last) = rows.last() else { break };
        let (at, id) = (last["sys_updated_on"].as_str().unwrap(), last["sys_id"].as_str().unwrap());
        base = format!("sys_updated_on>{at}^NQsys_updated_on={at}^sys_id>{id}^");
        walked.extend(ids(&rows));
    }
    assert_eq!(walked.len(), truth.len());
    assert_eq!(BTreeSet::from_iter(walked), BTreeSet::from_iter(seen(&truth)));
    let whole = found(&practice, "task", "sys_created_on>=2000-01-01 00:00:00^ORDERBYsys_id").await;
    assert_eq!(ids(&whole), seen(&truth));
    let first = &truth[0].values;
    assert!(first.iter().all(|(name, value)| {
        let held = &whole[0][name];
        *held == json!(value) || held["value"] == json!(value)
    }));
}

#[tokio::test]
async fn deletions_are_recorded_as_the_table_says() {
    let practice = served("", 20).await;
    let [incident, loan] = ["incident", "u_asset_loan"].map(|table| first(&practice, table).sys_id);
    practice.change(delete("task", &incident)).unwrap();
    practice.change(delete("u_asset_loan", &loan)).unwrap();
    assert!(practice.change(delete("incident", &incident)).is_err());
    let deleted = found(&practice, "sys_audit_delete", &format!("documentkey={incident}")).await;
    assert_eq!((deleted.len(), &deleted[0]["tablename"]), (1, &json!("incident")));
    let told = format!("documentkey={incident}^fieldname=DELETED");
    assert_eq!(count(&practice, "sys_audit", &told).await, 1);
    for table in ["sys_audit_delete", "sys_audit"] {
        assert_eq!(count(&practice, table, &format!("documentkey={loan}")).await, 0);
    }
    let described = found(&practice, "sys_dictionary", "name=u_asset_loan^internal_type=collection").await;
    assert_eq!(described[0]["attributes"], "no_audit_delete=true");
    practice.change(Change::Undelete { sys_id: incident.clone() }).unwrap();
    assert_eq!(status(&practice, &format!("/api/now/table/incident/{incident}")).await, 200);
    assert_eq!(count(&practice, "sys_audit", &format!("documentkey={incident}^fieldname=RECOVERED")).await, 1);
}

#[tokio::test]
async fn an_item_moves_to_another_class_and_fields_come_and_go() {
    let practice = served("", 20).await;
    let server = first(&practice, "cmdb_ci_server").sys_id;
    let [table, class] = ["cmdb_ci", "cmdb_ci_computer"].map(str::to_owned);
    practice.change(Change::Reclass { table, sys_id: server.clone(), class }).unwrap();
    for (table, wanted) in [("cmdb_ci_server", 404), ("cmdb_ci_computer", 200), ("cmdb_ci", 200)] {
        assert_eq!(status(&practice, &format!("/api/now/table/{table}/{server}")).await, wanted, "{table}");
    }
    let incident = first(&practice, "incident").sys_id;
    let [table, field, kind] = ["incident", "u_region", "string"].map(str::to_owned);
    practice.change(Change::AddField { table: table.clone(), field: field.clone(), kind }).unwrap();
    practice.change(update("incident", &incident, "u_region", "north")).unwrap();
    assert_eq!(count(&practice, "incident", "u_region=north").await, 1);
    assert_eq!(count(&practice, "sys_dictionary", "element=u_region^internal_type=string").await, 1);
    let retyped = Change::RetypeField { table: table.clone(), field: field.clone(), kind: "integer".to_owned() };
    practice.change(retyped).unwrap();
    assert_eq!(count(&practice, "sys_dictionary", "element=u_region^internal_type=integer").await, 1);
    practice.change(Change::RemoveField { table, field }).unwrap();
    assert_eq!(count(&practice, "sys_dictionary", "element=u_region").await, 0);
    assert_eq!(count(&practice, "incident", "u_region=north").await, 20, "the term is not valid any more");
}

#[tokio::test]
async fn times_of_queries_are_read_in_utc_or_in_the_zone_of_the_account() {
    let zoned = async |faults: &str| {
        let (faults, time_zone) = (format!("429-for=1000:1{faults}").parse().unwrap(), "Asia/Kolkata".to_owned());
        start(Options { faults, time_zone, records: 20, ..Options::default() }).await.unwrap()
    };
    let (plain, local) = (zoned("").await, zoned(",zoned-literals").await);
    let Fact { sys_id, values, .. } = first(&plain, "incident");
    let utc = values["sys_updated_on"].as_str();
    let own = target(&format!("table/incident/{sys_id}"), &[("sysparm_display_value", "true")]);
    let shown = result(&plain, &own).await["sys_updated_on"].take();
    let shown = shown.as_str().unwrap();
    assert_ne!(utc, shown);
    let (day, time) = shown.split_once(' ').unwrap();
    let script = format!("javascript:gs.dateGenerate('{day}','{time}')");
    for (practice, literal, wanted) in [
        (&plain, utc, 1),
        (&plain, shown, 0),
        (&plain, &script, 1),
        (&local, utc, 0),
        (&local, shown, 1),
        (&local, &script, 1),
    ] {
        let query = format!("sys_updated_on={literal}^sys_id={sys_id}");
        assert_eq!(count(practice, "incident", &query).await, wanted, "{query}");
    }
    assert_eq!(found(&plain, "sys_user", "user_name=practice").await[0]["time_zone"], "Asia/Kolkata");
    let nowhere = Options { time_zone: "Nowhere".to_owned(), ..Options::default() };
    assert!(start(nowhere).await.is_err_and(|error| error.hint_text().is_some()));
}

#[tokio::test]
async fn too_many_requests_are_told_with_the_rule_or_without() {
    let limited = get(&served("429=1", 1).await, "/api/now/table/incident").await;
    let header =
        |response: &Response, name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(limited.status(), 429);
    assert_eq!(header(&limited, "retry-after").as_deref(), Some("1"));
    assert_eq!(header(&limited, "x-ratelimit-limit").as_deref(), Some("100"));
    assert!(header(&limited, "x-ratelimit-reset").unwrap().parse::<u64>().unwrap() > 1_700_000_000);
    assert_eq!(header(&limited, "x-ratelimit-rule").unwrap().len(), 32);
    assert_eq!(body(limited).await["error"]["message"], "Rate limit exceeded");
    let bare = get(&served("429-bare=1,no-rule-headers", 1).await, "/api/now/table/incident").await;
    assert_eq!((bare.status().as_u16(), header(&bare, "retry-after")), (429, None));
    assert!(bare.headers().keys().all(|name| !name.as_str().starts_with("x-ratelimit")));
}

#[tokio::test]
async fn an_answer_with_200_can_be_none() {
    let cut = get(&served("half=1", 5).await, "/api/now/table/incident").await;
    assert_eq!(cut.status(), 200);
    assert!(serde_json::from_slice::<Value>(&cut.bytes().await.unwrap()).is_err());
    let practice = served("cancelled=1,hibernating=2", 6).await;
    let cancelled = get(&practice, "/api/now/table/incident").await;
    assert_eq!(cancelled.status(), 200);
    let cancelled = body(cancelled).await;
    assert_eq!((cancelled["result"].as_array().unwrap().len(), &cancelled["status"]), (3, &json!("failure")));
    assert!(cancelled["error"]["message"].as_str().unwrap().starts_with("Transaction cancelled"));
    let asleep = get(&practice, "/api/now/table/incident").await;
    assert_eq!(asleep.status(), 200);
    assert!(asleep.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    assert_eq!(count(&practice, "incident", "").await, 6);
    let started = clock::instant();
    assert_eq!(count(&served("slow=1:40", 1).await, "incident", "").await, 1);
    assert!(started.elapsed() >= Duration::from_millis(40));
}

#[tokio::test]
async fn large_answers_are_refused_down_to_one_record() {
    let practice = served("oversized=20000,huge=incident:description:3:40", 20).await;
    let facts = practice.truth("incident");
    assert_eq!(facts[2].values["description"].len(), 40 << 10);
    let at = |offset: &'static str, fields: &'static str| {
        let order = [("sysparm_query", "ORDERBYsys_id"), ("sysparm_limit", "1"), ("sysparm_offset", offset)];
        target("table/incident", &[&order[..], &[("sysparm_fields", fields)]].concat())
    };
    assert_eq!(status(&practice, "/api/now/table/incident").await, 502);
    assert_eq!(status(&practice, &at("2", "")).await, 502);
    assert_eq!(status(&practice, &format!("/api/now/table/incident/{}", facts[2].sys_id)).await, 502);
    assert_eq!(status(&practice, &at("1", "")).await, 200);
    assert_eq!(result(&practice, &at("2", "sys_id,number")).await[0]["sys_id"], json!(facts[2].sys_id));
    let unknown = "huge=incident:bogus:1:1".parse().unwrap();
    assert!(start(Options { faults: unknown, ..Options::default() }).await.is_err());
}

/// Asks for a token; its status and answer.
async fn token(practice: &Practice, form: &str) -> (u16, Value) {
    let form = format!("client_id=practice-client&client_secret=practice-secret&{form}");
    let response = request(Method::POST, practice, "/oauth_token.do").body(form).send().await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default())
}

async fn with_token(practice: &Practice, answer: &Value) -> u16 {
    let request = request(Method::GET, practice, "/api/now/table/incident");
    request.bearer_auth(answer["access_token"].as_str().unwrap()).send().await.unwrap().status().as_u16()
}

async fn with_tokens(faults: &str) -> Practice {
    let faults = faults.parse().unwrap();
    start(Options { door: Door::OAuth, faults, records: 3, ..Options::default() }).await.unwrap()
}

const PASSWORD: &str = "grant_type=password&username=practice&password=practice-password";

#[tokio::test]
async fn tokens_wear_out_in_the_middle_and_are_refreshed() {
    let practice = with_tokens("token-uses=2").await;
    let (status, answer) = token(&practice, PASSWORD).await;
    assert_eq!((status, &answer["expires_in"], &answer["token_type"]), (200, &json!(1799), &json!("Bearer")));
    let uses = [with_token(&practice, &answer).await, with_token(&practice, &answer).await];
    assert_eq!((uses, with_token(&practice, &answer).await), ([200, 200], 401));
    let refresh = format!("grant_type=refresh_token&refresh_token={}", answer["refresh_token"].as_str().unwrap());
    let (status, answer) = token(&practice, &refresh).await;
    assert_eq!((status, with_token(&practice, &answer).await, practice.tokens()), (200, 200, 2));
    let (status, answer) = token(&practice, "grant_type=client_credentials").await;
    assert_eq!((status, answer.get("refresh_token")), (200, None));
    let (status, answer) = token(&practice, "grant_type=password&username=practice&password=no").await;
    assert_eq!((status, answer), (401, json!({"error_description": "access_denied", "error": "server_error"})));
    assert_eq!(practice.offences(), Vec::<String>::new());
}

#[tokio::test]
async fn tokens_expire_and_are_refused() {
    let practice = with_tokens("token-seconds=1,no-refresh,no-client-credentials").await;
    let (_, answer) = token(&practice, PASSWORD).await;
    assert_eq!((&answer["expires_in"], with_token(&practice, &answer).await), (&json!(1), 200));
    clock::sleep(Duration::from_millis(1050)).await;
    assert_eq!(with_token(&practice, &answer).await, 401);
    let refresh = format!("grant_type=refresh_token&refresh_token={}", answer["refresh_token"].as_str().unwrap());
    assert_eq!(token(&practice, &refresh).await.0, 401);
    assert_eq!(token(&practice, "grant_type=client_credentials").await.0, 401);
    assert_eq!(token(&with_tokens("no-token-endpoint").await, PASSWORD).await.0, 404);
    assert_eq!(token(&with_tokens("locked").await, PASSWORD).await.0, 401);
    assert_eq!(token(&served("", 1).await, PASSWORD).await.0, 404, "the door takes no tokens");
}

#[tokio::test]
async fn credentials_are_wanted() {
    let practice = served("", 1).await;
    let bare = request(Method::GET, &practice, "/api/now/table/incident");
    for (asked, wanted) in [
        (bare.try_clone().unwrap(), 401),
        (bare.try_clone().unwrap().basic_auth("practice", Some("no")), 401),
        (bare.basic_auth("practice", Some("practice-password")), 200),
    ] {
        assert_eq!(asked.send().await.unwrap().status(), wanted);
    }
    let locked = get(&served("locked", 1).await, "/api/now/table/incident").await;
    assert_eq!(locked.status(), 401);
    let wanted = json!({"message": "User Not Authenticated", "detail": "Required to provide Auth information"});
    assert_eq!(body(locked).await, json!({"error": wanted, "status": "failure"}));
    let keyed = start(Options { door: Door::ApiKey, records: 1, ..Options::default() }).await.unwrap();
    let ask = async |key: &str| {
        let asked = request(Method::GET, &keyed, "/api/now/table/incident").header("x-sn-apikey", key);
        asked.send().await.unwrap().status().as_u16()
    };
    assert_eq!([ask("practice-key").await, ask("no").await], [200, 401]);
}

#[tokio::test]
async fn attachments_have_files_and_some_are_wrong() {
    let practice = served("short-file=1,empty-file=2,gone-file=3,forbidden-file=4", 20).await;
    let query = target("attachment", &[("sysparm_query", "table_name=incident^ORDERBYsys_id")]);
    let listed = result(&practice, &query).await;
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), 5);
    let mut sizes = Vec::new();
    for row in listed {
        let link = row["download_link"].as_str().unwrap().strip_prefix(practice.url()).unwrap();
        let response = get(&practice, link).await;
        if response.status() != 200 {
            let wanted = if sizes.len() == 3 { 403 } else { 404 };
            assert_eq!(response.status(), wanted);
            sizes.push(None);
            continue;
        }
        let about: Value = serde_json::from_str(response.headers()["x-attachment-metadata"].to_str().unwrap()).unwrap();
        assert_eq!(about, *row);
        let (bytes, whole) = (response.bytes().await.unwrap(), practice.file(row["sys_id"].as_str().unwrap()));
        assert!(whole.starts_with(&bytes) && row["size_bytes"] == json!(whole.len().to_string()));
        sizes.push(Some(bytes.len() * 2 / whole.len()));
    }
    // A half of it, nothing of it, gone, refused, and one that is whole.
    assert!([Some(0), Some(1)].contains(&sizes[0]), "an odd number of bytes is halved downwards");
    assert_eq!(sizes[1..], [Some(0), None, None, Some(2)]);
    let own = format!("/api/now/attachment/{}", listed[0]["sys_id"].as_str().unwrap());
    assert_eq!(result(&practice, &own).await, listed[0]);
    assert_eq!(status(&practice, "/api/now/attachment/0/file").await, 404);
    let incident = listed[0]["table_sys_id"].as_str().unwrap();
    assert_eq!(status(&practice, &format!("/api/now/table/incident/{incident}")).await, 200);
}

#[tokio::test]
async fn values_are_raw_labels_or_both() {
    let practice = served("", 20).await;
    let Fact { sys_id, values, .. } = first(&practice, "incident");
    let own = async |arguments: &[(&str, &str)]| {
        result(&practice, &target(&format!("table/incident/{sys_id}"), arguments)).await
    };
    let caller = found(&practice, "sys_user", &format!("sys_id={}", values["caller_id"])).await.swap_remove(0);
    let link = format!("{}/api/now/table/sys_user/{}", practice.url(), values["caller_id"]);
    let raw = own(&[]).await;
    assert_eq!(raw["caller_id"], json!({"link": link, "value": values["caller_id"]}));
    assert_eq!((&raw["state"], &raw["active"]), (&json!(values["state"]), &json!(values["active"])));
    let plain = ("sysparm_exclude_reference_link", "true");
    assert_eq!(own(&[plain]).await["caller_id"], json!(values["caller_id"]));
    let labels = own(&[("sysparm_display_value", "true")]).await;
    assert_eq!(labels["caller_id"], json!({"link": link, "display_value": caller["name"]}));
    let states = [("1", "New"), ("2", "In Progress"), ("3", "On Hold"), ("6", "Resolved"), ("7", "Closed")];
    let state = states.iter().find(|(value, _)| *value == values["state"]).unwrap().1;
    assert_eq!(labels["state"], state);
    let both = own(&[("sysparm_display_value", "all"), plain]).await;
    assert_eq!(both["caller_id"], json!({"display_value": caller["name"], "value": values["caller_id"]}));
    assert_eq!(both["state"], json!({"display_value": state, "value": values["state"]}));
    assert!(both["watch_list"]["display_value"].as_str().unwrap().contains(", "));
    practice.change(update("incident", &sys_id, "work_notes", "Rebooted twice.")).unwrap();
    let noted = own(&[("sysparm_display_value", "all"), ("sysparm_fields", "work_notes")]).await;
    assert_eq!(noted["work_notes"]["value"], "");
    assert!(noted["work_notes"]["display_value"].as_str().unwrap().contains("(work_notes)\nRebooted twice.\n"));
}

#[tokio::test]
async fn pages_are_linked_and_counted() {
    let practice = served("", 20).await;
    let links = async |more: (&str, &str)| {
        let asked = [("sysparm_query", "ORDERBYsys_id"), ("sysparm_limit", "8"), ("sysparm_offset", "8"), more];
        let response = get(&practice, &target("table/incident", &asked)).await;
        let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        (header("link"), header("x-total-count"))
    };
    let (link, total) = links(("sysparm_fields", "sys_id")).await;
    let link = link.unwrap();
    let told: Vec<(&str, &str)> = link
        .split(",<")
        .map(|one| {
            let (address, name) = one.split_once(">;rel=").unwrap();
            (address.rsplit_once("sysparm_offset=").unwrap().1, name)
        })
        .collect();
    assert_eq!(told, [("16", "\"next\""), ("0", "\"prev\""), ("0", "\"first\""), ("16", "\"last\"")]);
    assert!(link.contains("sysparm_query=ORDERBYsys_id") && total.as_deref() == Some("20"));
    let (link, total) = links(("sysparm_no_count", "true")).await;
    assert!(link.is_some_and(|link| link.contains("\"next\"") && !link.contains("\"last\"")) && total.is_none());
    let (link, total) = links(("sysparm_suppress_pagination_header", "true")).await;
    assert!(link.is_none() && total.is_some());
    assert_eq!((practice.requested().len(), practice.requests()), (3, 3));
}

#[tokio::test]
async fn stats_count_group_and_bound() {
    let practice = served("", 20).await;
    let facts = practice.truth("incident");
    let created = || facts.iter().map(|fact| fact.values["sys_created_on"].as_str());
    let bounds =
        [("sysparm_count", "true"), ("sysparm_min_fields", "sys_created_on"), ("sysparm_max_fields", "sys_created_on")];
    let stats = result(&practice, &target("stats/incident", &bounds)).await;
    let wanted = json!({
        "count": "20", "min": {"sys_created_on": created().min()}, "max": {"sys_created_on": created().max()},
    });
    assert_eq!(stats["stats"], wanted);
    let grouped = [("sysparm_count", "true"), ("sysparm_group_by", "state"), ("sysparm_query", "state!=7")];
    let groups = result(&practice, &target("stats/incident", &grouped)).await;
    for group in groups.as_array().unwrap() {
        let (field, value) = (&group["groupby_fields"][0]["field"], group["groupby_fields"][0]["value"].as_str());
        let own = facts.iter().filter(|fact| Some(fact.values["state"].as_str()) == value).count();
        assert_eq!((field, &group["stats"]["count"]), (&json!("state"), &json!(own.to_string())));
    }
    let states: BTreeSet<&str> = facts.iter().map(|fact| fact.values["state"].as_str()).collect();
    assert_eq!(groups.as_array().unwrap().len(), states.iter().filter(|state| **state != "7").count());
}

#[tokio::test]
async fn what_is_not_declared_is_refused() {
    let practice = served("", 3).await;
    for (target, wanted) in [
        ("/api/now/table/incident?sysparm_view=x", 400),
        ("/api/now/table/incident?sysparm_limit=0", 400),
        ("/api/now/table/incident?sysparm_offset=-1", 400),
        ("/api/now/table/incident?sysparm_display_value=maybe", 400),
        ("/api/now/table/incident?sysparm_no_count=1", 400),
        ("/api/now/table/incident?sysparm_query_no_domain=true", 400),
        ("/api/now/table/incident?sysparm_query=state=1&number=2", 400),
        ("/api/now/table/incident?sysparm_limit=1&sysparm_limit=2", 400),
        ("/api/now/table/incident/0?sysparm_limit=1", 400),
        ("/api/now/stats/incident?sysparm_limit=1", 400),
        ("/api/now/attachment?number=1", 400),
        ("/api/now/table/incident/0", 404),
        ("/api/now/v1/table/incident?number=none", 404),
        ("/api/now/v2/table/incident?number=none", 200),
        ("/api/now/v1/batch", 400),
        ("/oauth_token.do", 405),
    ] {
        assert_eq!(status(&practice, target).await, wanted, "{target}");
    }
    let foreign = body(get(&practice, "/api/now/table/foo").await).await;
    assert_eq!(foreign, json!({"error": {"message": "Invalid table foo", "detail": null}, "status": "failure"}));
    let missing = body(get(&practice, "/api/now/table/incident/0").await).await;
    assert_eq!(missing["error"]["message"], "No Record found");
    let signed = |method: Method, target: &str| {
        let client = reqwest::Client::new().request(method, format!("{}{target}", practice.url()));
        client.basic_auth("practice", Some("practice-password"))
    };
    let bare = signed(Method::GET, "/api/now/table/incident").send().await.unwrap();
    assert_eq!(bare.status(), 400, "nothing says that JSON is wanted");
    assert_eq!(practice.offences(), Vec::<String>::new());
    let batch = signed(Method::POST, "/api/now/v1/batch").send().await.unwrap();
    assert_eq!(batch.status(), 405);
    assert_eq!(practice.offences(), ["POST /api/now/v1/batch"]);
}
