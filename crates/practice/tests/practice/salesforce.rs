//! The fake org: what it documents and what goes wrong with it, each shown over HTTP.

use super::{Asked, body, client, count, encoded, faults, get, header, json, rows, status, texts};
use catchment_practice::salesforce::{Change, Fact, Options, Practice, start};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;
use std::collections::BTreeSet;

async fn served(named: &str, records: usize) -> Practice {
    start(Options { faults: faults(named), records, ..Options::default() }).await.unwrap()
}

/// The answer to a request for a token with the good credentials.
async fn login(practice: &Practice) -> Response {
    let form = "grant_type=client_credentials&client_id=practice-client&client_secret=practice-secret";
    let request = client().post(format!("{}/services/oauth2/token", practice.url()));
    request.header("Content-Type", "application/x-www-form-urlencoded").body(form).send().await.unwrap()
}

/// A client with a token.
struct Client<'a> {
    practice: &'a Practice,
    token: String,
}

impl Asked for Client<'_> {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let version = if path.starts_with("/services") { "" } else { "/services/data/v67.0/" };
        client().request(method, format!("{}{version}{path}", self.practice.url())).bearer_auth(&self.token)
    }
}

impl<'a> Client<'a> {
    async fn of(practice: &'a Practice) -> Self {
        let token = body(login(practice).await).await["access_token"].as_str().unwrap().to_owned();
        Self { practice, token }
    }

    /// All rows of a query, of those that are deleted or archived as well if it is asked by `queryAll`.
    async fn rows(&self, by: &str, soql: &str) -> Vec<Value> {
        let next = |page: &Value| page["nextRecordsUrl"].as_str().map(str::to_owned);
        let pages = super::pages(self, format!("{by}?q={}", encoded(soql)), next).await;
        rows(&pages, "records").as_array().unwrap().clone()
    }
}

fn ids(rows: &[Value]) -> Vec<String> {
    texts(&rows.into(), "Id")
}

fn first(practice: &Practice, object: &str) -> Fact {
    practice.truth(object).swap_remove(0)
}

fn delete(object: &str, id: &str) -> Change {
    Change::Delete { object: object.to_owned(), id: id.to_owned() }
}

fn update(object: &str, id: &str, field: &str, value: &str) -> Change {
    let [object, id, field, value] = [object, id, field, value].map(str::to_owned);
    Change::Update { object, id, field, value }
}

#[tokio::test]
async fn a_token_opens_the_api_until_it_dies() {
    let practice = served("token-uses=2", 20).await;
    let answer = body(login(&practice).await).await;
    assert_eq!(answer["instance_url"], practice.url());
    assert!(answer.get("expires_in").is_none() && answer["token_type"] == "Bearer");
    let client = Client::of(&practice).await;
    answers! { client, r#"
        /services/oauth2/userinfo  200  /preferred_username "practice@example.com"
        limits                     200
        limits                     401  /0/errorCode "INVALID_SESSION_ID"
    "# }
    assert_eq!(practice.tokens(), 2);
    let versions = body(super::client().get(format!("{}/services/data/", practice.url())).send().await.unwrap()).await;
    assert_eq!(versions.as_array().unwrap().last().unwrap()["version"], "68.0");
    assert_eq!(practice.offences(), Vec::<String>::new());
    answers! { client, "DELETE sobjects/Case/1  401" }
    assert_eq!(practice.offences().len(), 1);
}

#[tokio::test]
async fn a_token_is_refused_with_words_or_without() {
    for (name, error, why) in [
        ("no-user", "invalid_grant", json!("no client credentials user enabled")),
        ("wrong-domain", "invalid_grant", json!("request not supported on this domain")),
        ("bare", "invalid_grant", Value::Null),
    ] {
        let response = login(&served(&format!("token-error={name}"), 1).await).await;
        assert_eq!(response.status(), 400);
        let answer = body(response).await;
        assert_eq!((&answer["error"], &answer["error_description"]), (&json!(error), &why));
    }
    let elsewhere = body(login(&served("instance=http://127.0.0.1:1", 1).await).await).await;
    assert_eq!(elsewhere["instance_url"], "http://127.0.0.1:1");
}

#[tokio::test]
async fn objects_are_described_and_rows_fit_the_description() {
    let practice = served("", 20).await;
    let client = Client::of(&practice).await;
    let names: Vec<String> = texts(&json(&client, "sobjects").await["sobjects"], "name");
    assert_eq!(names.len(), 17);
    for name in names {
        let fields: Vec<String> = texts(&json(&client, &format!("sobjects/{name}/describe")).await["fields"], "name");
        let rows = client.rows("queryAll", &format!("SELECT {} FROM {name} ORDER BY Id", fields.join(", "))).await;
        let facts = practice.truth(&name);
        assert_eq!(rows.len(), facts.len(), "{name}");
        for (mut row, fact) in rows.into_iter().zip(facts) {
            let attributes = row.as_object_mut().unwrap().remove("attributes").unwrap();
            assert_eq!(attributes["type"], json!(name));
            assert_eq!(row, Value::Object(fact.values));
        }
    }
    let case = first(&practice, "Case");
    answers! { client, r#"
        sobjects/Case/{id}             200  /CaseNumber {number}
        sobjects/Bogus/describe        404  /0/errorCode "NOT_FOUND"
        /services/data/v59.0/sobjects  410
        /services/data/v99.0/sobjects  404
    "#, id = case.id, number = case.values["CaseNumber"] }
}

#[tokio::test]
async fn queries_find_rows_in_the_order_of_the_database() {
    let practice = served("", 300).await;
    let client = Client::of(&practice).await;
    let rows = client.rows("query", "SELECT Id FROM Case ORDER BY Id").await;
    let facts = practice.truth("Case");
    let by_id = ids(&rows);
    assert_eq!(by_id, facts.iter().map(|fact| fact.id.clone()).collect::<Vec<_>>());
    assert!(!by_id.is_sorted() && rows[0].get("attributes").is_some());
    let after = client.rows("query", &format!("SELECT Id FROM Case WHERE Id > '{}' ORDER BY Id", by_id[99])).await;
    assert_eq!(ids(&after), by_id[100..]);
    let last = facts.iter().map(|fact| fact.values["SystemModstamp"].to_string()).max().unwrap();
    answers! { client, r#"
        at query?q=
        «SELECT COUNT() FROM Case»                                    200  /totalSize 300
        «SELECT COUNT(Id), MAX(SystemModstamp) last FROM Case»        200  /records/0/expr0 300  /records/0/last {last}
        & /records/0/attributes/type "AggregateResult"
        «SELECT Bogus FROM Case»                                      400  /0/errorCode "INVALID_FIELD"
        «SELECT Id, Id FROM Case»                                     400  /0/errorCode "INVALID_FIELD"
        «SELECT Id FROM Case WHERE CreatedDate > '2024-01-01T00:00:00Z'»  400  /0/errorCode "INVALID_FIELD"
        «SELECT Id FROM Bogus»                                        400  /0/errorCode "INVALID_TYPE"
        «SELECT Id FROM Case WHERE Description = 'x'»                 400  /0/errorCode "INVALID_QUERY_FILTER_OPERATOR"
        «SELECT Id Case»                                              400  /0/errorCode "MALFORMED_QUERY"
        «»                                                            400  /0/errorCode "MALFORMED_QUERY"
        «SELECT Id FROM Case WHERE Subject = '{long}'»                414
    "#, last, long = "x".repeat(17_000) }
}

#[tokio::test]
async fn a_keyset_finds_every_row_once_though_times_are_shared() {
    let practice = served("same-stamp=Case", 500).await;
    let client = Client::of(&practice).await;
    let order = "ORDER BY SystemModstamp, Id LIMIT 70";
    let mut rows = client.rows("queryAll", &format!("SELECT Id, SystemModstamp FROM Case {order}")).await;
    let mut found = BTreeSet::new();
    while let Some(last) = rows.last().cloned() {
        found.extend(ids(&rows));
        let stamp = last["SystemModstamp"].as_str().unwrap().replace(".000+0000", "Z");
        let id = last["Id"].as_str().unwrap();
        let after = format!("(SystemModstamp > {stamp} OR (SystemModstamp = {stamp} AND Id > '{id}'))");
        rows = client.rows("queryAll", &format!("SELECT Id, SystemModstamp FROM Case WHERE {after} {order}")).await;
    }
    assert_eq!(found.len(), 500);
}

#[tokio::test]
async fn a_result_is_as_it_was_when_it_was_asked_for() {
    let practice = served("any-batch-size", 30).await;
    let client = Client::of(&practice).await;
    let by = async |client: &Client<'_>, size: usize, target: &str| {
        let request = client.request(Method::GET, target).header("Sforce-Query-Options", format!("batchSize={size}"));
        body(request.send().await.unwrap()).await
    };
    let page = by(&client, 20, "queryAll?q=SELECT+Id,+Subject+FROM+Case+ORDER+BY+Id").await;
    let next = page["nextRecordsUrl"].as_str().unwrap();
    assert!(next.starts_with("/services/data/v67.0/query/01g") && next.ends_with("-20") && page["done"] == false);
    let facts = practice.truth("Case");
    practice.change(update("Case", &facts[25].id, "Subject", "moved")).unwrap();
    practice.change(Change::Insert { object: "Case".to_owned(), rows: 5 }).unwrap();
    let rest = by(&client, 20, next).await;
    assert_eq!((count(&rest["records"]), &rest["done"]), (10, &json!(true)));
    assert_eq!(rest["records"][5]["Subject"], facts[25].values["Subject"]);
    answers! { client, r#"{next}  400  /0/errorCode "INVALID_QUERY_LOCATOR""#, next = next.replace("01g", "01h") }
    let worn = served("locator-uses=1,any-batch-size,small-batches", 30).await;
    let client = Client::of(&worn).await;
    let page = by(&client, 12, "queryAll?q=SELECT+Id+FROM+Case").await;
    assert_eq!(count(&page["records"]), 8);
    answers! { client, r#"
        {next}  200
        {next}  400  /0/errorCode "INVALID_QUERY_LOCATOR"
    "#, next = page["nextRecordsUrl"].as_str().unwrap() }
}

#[tokio::test]
async fn what_is_deleted_is_in_the_bin_and_then_in_the_feed_alone() {
    let practice = served("", 20).await;
    let client = Client::of(&practice).await;
    let id = first(&practice, "Case").id;
    practice.change(delete("Case", &id)).unwrap();
    answers! { client, r#"
        query?q=«SELECT COUNT() FROM Case»                         200  /totalSize 19
        queryAll?q=«SELECT Id FROM Case WHERE IsDeleted = true»    200  /records/*/Id ["{id}"]
    "#, id }
    assert!(first(&practice, "Case").is_deleted);
    practice.change(Change::Purge { id: id.clone() }).unwrap();
    assert!(practice.truth("Case").iter().all(|fact| fact.id != id));
    let until = "&end=2999-01-02T00:00:00Z";
    let now = json(&client, &format!("sobjects/Case/deleted/?start=2999-01-01T00:00:00%2B00:00{until}")).await;
    answers! { client, r#"
        at sobjects/Case/deleted/?start=
        {day}T00:00:00%2B00:00{until}         200  /deletedRecords/*/id ["{id}"]
        2001-01-01T00:00:00Z{until}           400  /0/errorCode "INVALID_REPLICATION_DATE"
    "#, id, until, day = now["latestDateCovered"].as_str().unwrap()[..10] }
    assert_eq!(client.rows("queryAll", "SELECT Id FROM Case").await.len(), 19);
    let archived = practice.truth("Task").iter().filter(|fact| fact.values["IsArchived"] == json!(true)).count();
    let tasks = async |by: &str| client.rows(by, "SELECT Id FROM Task").await.len();
    assert!(archived > 0 && tasks("queryAll").await - tasks("query").await == archived);
}

#[tokio::test]
async fn rights_take_rows_fields_and_objects_away() {
    let practice = served("hidden-every=Case:5,hidden-field=Case:Subject,hidden-object=Lead", 20).await;
    let client = Client::of(&practice).await;
    let (seen, hidden): (Vec<Fact>, Vec<Fact>) = practice.truth("Case").into_iter().partition(|fact| fact.is_visible);
    let seen: Vec<String> = seen.into_iter().map(|fact| fact.id).collect();
    assert_eq!(ids(&client.rows("queryAll", "SELECT Id FROM Case ORDER BY Id").await), seen);
    assert_eq!(seen.len(), 16);
    answers! { client, r#"
        query?q=«SELECT Subject FROM Case»  400  /0/errorCode "INVALID_FIELD"
        query?q=«SELECT Id FROM Lead»       400  /0/errorCode "INVALID_TYPE"
        sobjects/Lead/describe              404
        sobjects/Case/{hidden}              404
    "#, hidden = hidden[0].id }
    let described: Vec<String> = texts(&json(&client, "sobjects/Case/describe").await["fields"], "name");
    assert!(!described.contains(&"Subject".to_owned()));
    let [object, field] = ["Case", "Subject"].map(str::to_owned);
    practice.change(Change::ShowField { object, field }).unwrap();
    practice.change(Change::Show { id: hidden[0].id.clone() }).unwrap();
    answers! { client, "
        queryAll?q=«SELECT Subject FROM Case»  200
        sobjects/Case/{hidden}                 200
    ", hidden = hidden[0].id }
}

#[tokio::test]
async fn files_come_whole_or_not() {
    let practice = served("file=2:short,file=3:gone,file=4:forbidden,file=5:empty", 60).await;
    let client = Client::of(&practice).await;
    let mut sizes = Vec::new();
    for fact in practice.truth("Attachment") {
        let response = get(&client, fact.values["Body"].as_str().unwrap()).await;
        let (status, body) = (response.status().as_u16(), response.bytes().await.unwrap());
        let whole = practice.file(&fact.id);
        assert_eq!(fact.values["BodyLength"], json!(whole.len()));
        sizes.push((status, body.len() * 2 / whole.len()));
    }
    sizes.iter_mut().filter(|(status, _)| *status != 200).for_each(|(_, size)| *size = 0);
    assert!([(200, 0), (200, 1)].contains(&sizes.remove(1)), "{sizes:?}");
    assert_eq!(sizes, [(200, 2), (404, 0), (403, 0), (200, 0), (200, 2)]);
    let version = first(&practice, "ContentVersion");
    let data = get(&client, version.values["VersionData"].as_str().unwrap()).await.bytes().await.unwrap();
    assert_eq!(data, practice.file(&version.id));
}

/// The answer to a job that is made.
async fn made(client: &Client<'_>, operation: &str, query: &str) -> Response {
    super::post(client, "jobs/query", &json!({"operation": operation, "query": query})).await
}

/// The pages of a job that is complete, by so many rows: each as its locator, its count and its text.
async fn pages(client: &Client<'_>, query: &str, most: usize) -> Vec<(String, String, String)> {
    let job = body(made(client, "query", query).await).await;
    let job = format!("jobs/query/{}", job["id"].as_str().unwrap());
    while json(client, &job).await["state"] != "JobComplete" {}
    let (mut pages, mut locator) = (Vec::new(), String::new());
    loop {
        let from = if locator.is_empty() { String::new() } else { format!("&locator={locator}") };
        let page = get(client, &format!("{job}/results?maxRecords={most}{from}")).await;
        assert_eq!((page.status().as_u16(), header(&page, "content-type")), (200, "text/csv"));
        locator = header(&page, "sforce-locator").to_owned();
        let count = header(&page, "sforce-numberofrecords").to_owned();
        pages.push((locator.clone(), count, page.text().await.unwrap()));
        if ["", "null"].contains(&locator.as_str()) {
            return pages;
        }
    }
}

#[tokio::test]
async fn a_bulk_job_is_made_polled_read_and_forgotten() {
    let practice = served("", 50).await;
    let client = Client::of(&practice).await;
    let job = body(made(&client, "query", "SELECT Id, CreatedDate, Description FROM Case").await).await;
    let job = format!("jobs/query/{}", job["id"].as_str().unwrap());
    answers! { client, r#"
        {job}/results                       400  /0/errorCode text
        {job}                               200  /state "InProgress"
        {job}                               200  /numberRecordsProcessed 50
        /services/data/v66.0/{job}/results  409
        {job}/results                       200  $ starts "\"Id\",\"CreatedDate\",\"Description\"\n\"500"
        & $ has ".000Z\","  $ has "\"\""  $ has "\r\n"
        limits                              200  /DailyBulkV2QueryJobs/Remaining 9999
        jobs/query                          200  /records/# 1
        DELETE {job}                        204
        {job}                               404
    "#, job }
    let other = body(made(&client, "queryAll", "SELECT Id FROM Case").await).await;
    answers! { client, r#"
        PATCH jobs/query/{other} {"state": "Aborted"}  200  /state "Aborted"
        POST jobs/query {"operation": "query", "query": "SELECT Id, BillingAddress FROM Account"}  400
    "#, other = other["id"].as_str().unwrap() }
    assert_eq!(practice.offences(), Vec::<String>::new());
}

#[tokio::test]
async fn pages_of_a_bulk_result_have_their_quirks() {
    let told = async |faults: &str| {
        let practice = served(faults, 50).await;
        let pages = pages(&Client::of(&practice).await, "SELECT Id FROM Case", 20).await;
        let heads = pages.iter().filter(|(_, _, text)| text.starts_with("\"Id\"\n")).count();
        let (locator, count, _) = pages.last().unwrap();
        format!("{} {heads} {locator} {count}", pages.len())
    };
    assert_eq!(told("").await, "3 3 null 10");
    assert_eq!(told("bulk-header-first-only").await, "3 1 null 10");
    assert_eq!(told("bulk-quirky-end=empty").await, "3 3  10");
    assert_eq!(told("bulk-quirky-end=missing,bulk-slow=4").await, "3 3  10");
    assert_eq!(told("bulk-no-headers").await, "1 1  ");
    let practice = served("bulk-nul,bulk-float-ints", 50).await;
    let client = Client::of(&practice).await;
    let invoices = pages(&client, "SELECT Notes__c, Count__c FROM Invoice__c", 50).await.remove(0).2;
    assert!(invoices.contains("\0\",\"") && invoices.contains(".0\"\n"));
}

#[tokio::test]
async fn limits_are_counted_and_told() {
    let practice = served("api-limit=4,api-used=25,limit-info=bursts,html-error=3", 20).await;
    let client = Client::of(&practice).await;
    answers! { client, r#"
        limits  200  @sforce-limit-info "api-bursts=1/750; api-usage=2/4"  /DailyApiRequests/Remaining 2
        sobjects                             200
        limits                               503  $ starts "<html>"
        limits/recordCount?sObjects=Case     200
        limits                               403  /0/errorCode "REQUEST_LIMIT_EXCEEDED"
    "# }
    let closed = served("no-api", 1).await;
    answers! { Client::of(&closed).await, r#"limits  403  /0/errorCode "API_DISABLED_FOR_ORG""# }
}

#[tokio::test]
async fn a_change_happens_between_two_requests() {
    let practice = served("", 20).await;
    let client = Client::of(&practice).await;
    practice.change_at(practice.requests() + 1, Change::Insert { object: "Case".to_owned(), rows: 3 });
    answers! { client, "
        query?q=«SELECT COUNT() FROM Case»  200  /totalSize 20
        query?q=«SELECT COUNT() FROM Case»  200  /totalSize 23
    " }
    practice.change_at(practice.requests() + 1, delete("Case", "500000000000000"));
    assert_eq!(status(&client, "limits").await, 500);
    assert!(practice.change(delete("User", &first(&practice, "User").id)).is_err());
}

#[tokio::test]
async fn a_fault_of_nothing_is_refused() {
    for wrong in ["hidden-object=Bogus", "hidden-field=Case:Bogus", "same-stamp=case"] {
        assert!(start(Options { faults: wrong.parse().unwrap(), ..Options::default() }).await.is_err(), "{wrong}");
    }
}
