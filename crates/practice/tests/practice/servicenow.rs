//! The fake instance: what it documents and what goes wrong with it, each shown over HTTP.

mod doors;
mod shown;

use super::{body, client, encoded, faults, get, header, json, texts};
use catchment_practice::servicenow::{Change, Door, Fact, Options, Practice, start};
use serde_json::Value;
use std::collections::BTreeSet;

async fn served(named: &str, records: usize) -> Practice {
    start(Options { faults: faults(named), records, ..Options::default() }).await.unwrap()
}

/// The result of an answer that is one.
async fn result(practice: &Practice, target: &str) -> Value {
    json(practice, target).await["result"].take()
}

/// The first rows of a table, ordered and found by an encoded query.
fn table(table: &str, query: &str) -> String {
    format!("/api/now/table/{table}?sysparm_query={}", encoded(query))
}

/// A page of a table with the count in its header.
async fn page(practice: &Practice, target: &str) -> (Vec<Value>, usize) {
    let response = get(practice, target).await;
    assert_eq!(response.status(), 200, "{target}");
    let total = header(&response, "x-total-count").parse().unwrap();
    (body(response).await["result"].as_array().unwrap().clone(), total)
}

/// The rows that an encoded query finds.
async fn found(practice: &Practice, name: &str, query: &str) -> Vec<Value> {
    result(practice, &table(name, query)).await.as_array().unwrap().clone()
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
    let (tasks, total) = page(&practice, "/api/now/table/task").await;
    assert_eq!((tasks.len(), total), (29, 29));
    let classes: BTreeSet<String> = texts(&tasks[..].into(), "sys_class_name");
    assert_eq!(classes, ["change_request", "incident", "problem"].map(str::to_owned).into());
    assert!(tasks.iter().all(|row| row.get("number").is_some() && row.get("caller_id").is_none()));
    let incidents = found(&practice, "incident", "").await;
    assert!(incidents.iter().all(|row| row["caller_id"]["value"].as_str().unwrap().len() == 32));
    assert!(incidents[0].as_object().unwrap().len() >= 30);
    let incident = found(&practice, "sys_db_object", "name=incident").await.swap_remove(0);
    let parent = incident["super_class"]["link"].as_str().unwrap().strip_prefix(practice.url()).unwrap();
    answers! { practice, r#"
        at /api/now/table/
        sys_dictionary?sysparm_query=«name=incident^element=number»  200  /result []
        sys_dictionary?sysparm_query=«name=task^element=number»      200
        & /result/0/internal_type "string"  /result/0/display "true"
        {parent}                                                     200  /result/name "task"
        u_asset_loan                                                 200  /result/0/u_pin starts "never-to-leave-"
        sys_dictionary?sysparm_query=«name=u_asset_loan^internal_type=password2»  200  /result/# 1
        sys_choice?sysparm_query=«name=incident^element=state»       200  /result/# 5
    "#, parent }
    assert_eq!(practice.offences(), Vec::<String>::new());
}

#[tokio::test]
async fn queries_are_evaluated() {
    let practice = served("", 20).await;
    let incidents = practice.truth("incident");
    let caller = &incidents[0].values["caller_id"];
    let email = found(&practice, "sys_user", &format!("sys_id={caller}")).await[0]["email"].take();
    let own = incidents.iter().filter(|fact| fact.values["caller_id"] == *caller).count();
    let ordered =
        "/api/now/table/incident?sysparm_fields=number,+caller_id.email,bogus&sysparm_query=ORDERBYDESCnumber";
    let rows = result(&practice, ordered).await;
    let names: Vec<&str> = rows[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["caller_id.email", "number"]);
    practice.change(update("incident", &incidents[0].sys_id, "short_description", "a^b")).unwrap();
    let solved = incidents.iter().filter(|fact| ["6", "7"].contains(&fact.values["state"].as_str())).count();
    answers! { practice, r#"
        at /api/now/table/incident?
        {ordered}  200  /result/0/number "INC0010020"  /result/19/number "INC0010001"
        sysparm_query=«caller_id.email={email}»        200  /result/# {own}
        number=INC0010001                              200  /result/# 1
        sysparm_query=«short_description=a^^b»         200  /result/# 1
        short_description=«a^b»                        200  /result/# 1
        sysparm_query=«state=6^ORstate=7»              200  /result/# {solved}
        sysparm_query=«state=6^NQstate=7»              200  /result/# {solved}
        sysparm_query=stateIN6,7                       200  /result/# {solved}
    "#, ordered, email = email.as_str().unwrap(), own, solved }
}

#[tokio::test]
async fn an_invalid_term_is_overlooked_or_finds_nothing() {
    answers! { served("", 20).await, "
        at /api/now/table/incident?sysparm_query=
        bogus=1                                        200  /result/# 20
        «number=INC0010001^bogus=1»                    200  /result/# 1
        «sys_id=0^bogus=1»                             200  /result []
        sys_updated_onRELATIVEGT@hour@ago@1            400
    " }
    answers! { served("invalid-query-no-rows", 20).await, r#"
        at /api/now/table/incident?sysparm_query=
        bogus=1                                        200  /result []  @x-total-count "0"
        number=INC0010001                              200  /result/# 1
    "# }
}

#[tokio::test]
async fn scripts_are_evaluated_or_are_invalid() {
    for (faults, year, number) in
        [("", 2999, 0), ("no-scripts", 2999, 1), ("no-scripts,invalid-query-no-rows", 2999, 0), ("", 1999, 1)]
    {
        answers! { served(faults, 20).await, "
            when {faults}
            at /api/now/table/incident?sysparm_query=
            «sys_created_on>=javascript:gs.dateGenerate('{year}-01-01','00:00:00')^number=INC0010001»  200
            & /result/# {number}
        ", faults, year, number }
    }
}

#[tokio::test]
async fn rows_are_hidden_after_the_limit() {
    let practice = served("hidden-every=incident:5", 20).await;
    let facts = practice.truth("incident");
    assert_eq!(ids(&found(&practice, "incident", "ORDERBYsys_id").await), seen(&facts));
    let hidden = &facts[4];
    assert!(!hidden.is_visible);
    let sys_id = || hidden.sys_id.clone();
    answers! { practice, r#"
        at /api/now/table/incident?sysparm_query=ORDERBYsys_id&sysparm_limit=10&sysparm_offset=
        0                                           200  /result/# 8  @x-total-count "20"
        10                                          200  /result/# 8  @x-total-count "20"
        /api/now/stats/incident?sysparm_count=true  200  /result/stats/count "16"
        /api/now/table/incident/{hidden}            404
    "#, hidden = sys_id() }
    practice.change(Change::Show { sys_id: sys_id() }).unwrap();
    answers! { practice, r#"/api/now/table/incident/{hidden}  200  /result/sys_id "{hidden}""#, hidden = sys_id() }
    practice.change(Change::Hide { sys_id: sys_id() }).unwrap();
    answers! { practice, "/api/now/table/incident/{hidden}  404", hidden = sys_id() }
}

#[tokio::test]
async fn a_page_in_the_middle_is_empty() {
    answers! { served("hidden-block=incident:sys_updated_on:6:10", 20).await, r#"
        at /api/now/table/incident?sysparm_query=ORDERBYsys_updated_on%5EORDERBYsys_id&sysparm_limit=5&sysparm_offset=
        0   200  /result/# 5  @x-total-count "20"
        5   200  /result/# 0  @x-total-count "20"
        10  200  /result/# 0  @x-total-count "20"
        15  200  /result/# 5  @x-total-count "20"
    "# }
}

#[tokio::test]
async fn rows_come_blank_and_fields_are_hidden() {
    let practice = served("blank-every=incident:20,hidden-field=task:description", 20).await;
    let rows = found(&practice, "incident", "").await;
    assert_eq!(rows.iter().filter(|row| **row == json!({})).count(), 1);
    assert_eq!((rows.len(), seen(&practice.truth("incident")).len()), (20, 19));
    assert!(rows.iter().all(|row| row.get("description").is_none()));
    assert!(rows.iter().any(|row| row.get("short_description").is_some()));
    answers! { practice, r#"
        at /api/now/table/incident?sysparm_query=
        descriptionLIKEprinter  403  /error/message "Insufficient rights to query records"
        ORDERBYdescription      403  /error/message "Insufficient rights to query records"
        parent.description=x    403  /error/message "Insufficient rights to query records"
    "# }
    let rows = result(&practice, "/api/now/table/incident?sysparm_fields=number,parent.description,description").await;
    let is_bare = |row: &Value| row.as_object().unwrap().keys().all(|name| name == "number");
    assert!(rows.as_array().unwrap().iter().all(is_bare));
}

#[tokio::test]
async fn a_table_is_refused_empty_or_unlisted() {
    let practice = served("forbidden-table=problem,empty-table=incident,unlisted-table=kb_knowledge", 20).await;
    answers! { practice, r#"
        at /api/now/
        table/problem                           403
        stats/problem                           403
        table/problem/0                         403
        table/incident                          200  /result []  @x-total-count "0"
        table/kb_knowledge                      200  /result []  @x-total-count "5"
        stats/incident?sysparm_count=true       200  /result/stats/count "0"
        stats/kb_knowledge?sysparm_count=true   200  /result/stats/count "0"
        table/task                              200  /result/# 29
    "# }
    for table in ["incident", "kb_knowledge"] {
        let facts = practice.truth(table);
        assert!(!facts.is_empty() && seen(&facts).is_empty());
    }
    answers! { served("no-dictionary,no-audit", 20).await, "
        at /api/now/table/
        sys_dictionary    403
        sys_db_object     403
        sys_audit         403
        sys_audit_delete  403
    " }
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
    // A planned change that fails is told.
    answers! { practice, r#"
        at /api/now/table/
        incident?sysparm_query=ORDERBYsys_id&sysparm_limit=10  200  /result/0/short_description {before}
        incident                                               500
        incident?sysparm_query=«sys_updated_on>{newest}^ORDERBYsys_updated_on»  200  /result/# 2
        & /result/0/sys_id "{edited}"  /result/1/sys_created_on "{created}"
    "#, before = json!(before[0].values["short_description"]), newest, edited, created }
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
        let rest = table("incident", &format!("sys_updated_on={last}^sys_id>{after}^ORDERBYsys_id"));
        let (rows, _) = page(&practice, &format!("{rest}&sysparm_fields=sys_id&sysparm_limit=2000")).await;
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
        let rest = table("task", &format!("{base}ORDERBYsys_updated_on^ORDERBYsys_id"));
        let (rows, _) = page(&practice, &format!("{rest}&sysparm_limit=7")).await;
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
    answers! { practice, r#"
        at /api/now/table/
        sys_audit_delete?sysparm_query=documentkey={incident}                 200  /result/*/tablename ["incident"]
        sys_audit?sysparm_query=«documentkey={incident}^fieldname=DELETED»    200  /result/# 1
        sys_audit_delete?sysparm_query=documentkey={loan}                     200  /result []
        sys_audit?sysparm_query=documentkey={loan}                            200  /result []
        sys_dictionary?sysparm_query=«name=u_asset_loan^internal_type=collection»  200
        & /result/0/attributes "no_audit_delete=true"
    "#, incident, loan }
    practice.change(Change::Undelete { sys_id: incident.clone() }).unwrap();
    answers! { practice, "
        at /api/now/table/
        incident/{incident}                                                   200
        sys_audit?sysparm_query=«documentkey={incident}^fieldname=RECOVERED»  200  /result/# 1
    ", incident }
}

#[tokio::test]
async fn an_item_moves_to_another_class_and_fields_come_and_go() {
    let practice = served("", 20).await;
    let server = first(&practice, "cmdb_ci_server").sys_id;
    let [table, class] = ["cmdb_ci", "cmdb_ci_computer"].map(str::to_owned);
    practice.change(Change::Reclass { table, sys_id: server.clone(), class }).unwrap();
    answers! { practice, "
        at /api/now/table/
        cmdb_ci_server/{server}    404
        cmdb_ci_computer/{server}  200
        cmdb_ci/{server}           200
    ", server }
    let incident = first(&practice, "incident").sys_id;
    let [table, field, kind] = ["incident", "u_region", "string"].map(str::to_owned);
    practice.change(Change::AddField { table: table.clone(), field: field.clone(), kind }).unwrap();
    practice.change(update("incident", &incident, "u_region", "north")).unwrap();
    answers! { practice, r#"
        at /api/now/table/
        incident?sysparm_query=u_region=north          200  /result/# 1
        sys_dictionary?sysparm_query=element=u_region  200  /result/*/internal_type ["string"]
    "# }
    let retyped = Change::RetypeField { table: table.clone(), field: field.clone(), kind: "integer".to_owned() };
    practice.change(retyped).unwrap();
    answers! { practice, r#"
        /api/now/table/sys_dictionary?sysparm_query=element=u_region  200  /result/*/internal_type ["integer"]
    "# }
    practice.change(Change::RemoveField { table, field }).unwrap();
    // The term is not valid any more.
    answers! { practice, "
        at /api/now/table/
        sys_dictionary?sysparm_query=element=u_region  200  /result []
        incident?sysparm_query=u_region=north          200  /result/# 20
    " }
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
    let own = format!("/api/now/table/incident/{sys_id}?sysparm_display_value=true");
    let shown = result(&plain, &own).await["sys_updated_on"].take();
    let shown = shown.as_str().unwrap();
    assert_ne!(utc, shown);
    let script = format!("javascript:gs.dateGenerate('{}','{}')", &shown[..10], &shown[11..]);
    for (practice, of_utc, of_shown) in [(&plain, 1, 0), (&local, 0, 1)] {
        answers! { practice, "
            at /api/now/table/incident?sysparm_query=
            «sys_updated_on={utc}^sys_id={sys_id}»     200  /result/# {of_utc}
            «sys_updated_on={shown}^sys_id={sys_id}»   200  /result/# {of_shown}
            «sys_updated_on={script}^sys_id={sys_id}»  200  /result/# 1
        ", utc, shown, script, sys_id, of_utc, of_shown }
    }
    assert_eq!(found(&plain, "sys_user", "user_name=practice").await[0]["time_zone"], "Asia/Kolkata");
    let nowhere = Options { time_zone: "Nowhere".to_owned(), ..Options::default() };
    assert!(start(nowhere).await.is_err_and(|error| error.hint_text().is_some()));
}
