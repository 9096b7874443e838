//! The fake org: what it documents and what goes wrong with it, each shown over HTTP.

use catchment_practice::salesforce::{Change, Fact, Options, Practice, start};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use url::form_urlencoded;

/// An org with so many cases.
async fn served(faults: &str, records: usize) -> Practice {
    let faults = if faults.is_empty() { Default::default() } else { faults.parse().unwrap() };
    start(Options { faults, records, ..Options::default() }).await.unwrap()
}

fn request(method: Method, practice: &Practice, target: &str) -> RequestBuilder {
    let client = reqwest::Client::builder().no_gzip().build().unwrap();
    client.request(method, format!("{}{target}", practice.url()))
}

async fn body(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

/// The answer to a request for a token with the good credentials.
async fn login(practice: &Practice) -> Response {
    let form = "grant_type=client_credentials&client_id=practice-client&client_secret=practice-secret";
    let request = request(Method::POST, practice, "/services/oauth2/token");
    request.header("Content-Type", "application/x-www-form-urlencoded").body(form).send().await.unwrap()
}

/// A client with a token.
struct Client<'a> {
    practice: &'a Practice,
    token: String,
}

impl<'a> Client<'a> {
    async fn of(practice: &'a Practice) -> Self {
        let token = body(login(practice).await).await["access_token"].as_str().unwrap().to_owned();
        Self { practice, token }
    }

    fn ask(&self, method: Method, target: &str) -> RequestBuilder {
        let target =
            if target.starts_with("/services") { target.to_owned() } else { format!("/services/data/v67.0/{target}") };
        request(method, self.practice, &target).bearer_auth(&self.token)
    }

    async fn get(&self, target: &str) -> Response {
        self.ask(Method::GET, target).send().await.unwrap()
    }

    /// The answer of a request that succeeds.
    async fn told(&self, target: &str) -> Value {
        let response = self.get(target).await;
        assert_eq!(response.status(), 200, "{target}");
        body(response).await
    }

    /// The status of a refusal and its code.
    async fn refused(&self, target: &str) -> (u16, String) {
        let response = self.get(target).await;
        let status = response.status().as_u16();
        (status, body(response).await[0]["errorCode"].as_str().unwrap().to_owned())
    }

    async fn query(&self, all: bool, soql: &str) -> Value {
        self.told(&asked(all, soql)).await
    }

    /// All rows of a query.
    async fn rows(&self, all: bool, soql: &str) -> Vec<Value> {
        let mut page = self.query(all, soql).await;
        let mut rows = Vec::new();
        loop {
            rows.extend(page["records"].as_array().unwrap().iter().cloned());
            match page["nextRecordsUrl"].as_str() {
                Some(next) => page = self.told(next).await,
                None => return rows,
            }
        }
    }

    async fn count(&self, soql: &str) -> u64 {
        self.query(false, soql).await["totalSize"].as_u64().unwrap()
    }
}

fn asked(all: bool, soql: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", soql).finish();
    format!("{}?{query}", if all { "queryAll" } else { "query" })
}

fn texts(rows: &[Value], field: &str) -> Vec<String> {
    rows.iter().map(|row| row[field].as_str().unwrap_or_default().to_owned()).collect()
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
    let who = client.told("/services/oauth2/userinfo").await;
    assert_eq!(who["preferred_username"], "practice@example.com");
    client.told("limits").await;
    assert_eq!(client.refused("limits").await, (401, "INVALID_SESSION_ID".to_owned()));
    assert_eq!(practice.tokens(), 2);
    let versions = body(request(Method::GET, &practice, "/services/data/").send().await.unwrap()).await;
    assert_eq!(versions.as_array().unwrap().last().unwrap()["version"], "68.0");
    assert_eq!(practice.offences(), Vec::<String>::new());
    assert_eq!(client.ask(Method::DELETE, "sobjects/Case/1").send().await.unwrap().status(), 401);
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
    let list = client.told("sobjects").await;
    let names = texts(list["sobjects"].as_array().unwrap(), "name");
    assert_eq!(names.len(), 17);
    for name in names {
        let described = client.told(&format!("sobjects/{name}/describe")).await;
        let fields = texts(described["fields"].as_array().unwrap(), "name");
        let rows = client.rows(true, &format!("SELECT {} FROM {name} ORDER BY Id", fields.join(", "))).await;
        let facts = practice.truth(&name);
        assert_eq!(rows.len(), facts.len(), "{name}");
        for (mut row, fact) in rows.into_iter().zip(facts) {
            let attributes = row.as_object_mut().unwrap().remove("attributes").unwrap();
            assert_eq!(attributes["type"], json!(name));
            assert_eq!(row, Value::Object(fact.values));
        }
    }
    let case = first(&practice, "Case");
    let row = client.told(&format!("sobjects/Case/{}", case.id)).await;
    assert_eq!(row["CaseNumber"], case.values["CaseNumber"]);
    assert_eq!(client.refused("sobjects/Bogus/describe").await, (404, "NOT_FOUND".to_owned()));
    assert_eq!(client.get("/services/data/v59.0/sobjects").await.status(), 410);
    assert_eq!(client.get("/services/data/v99.0/sobjects").await.status(), 404);
}

#[tokio::test]
async fn queries_find_rows_in_the_order_of_the_database() {
    let practice = served("", 300).await;
    let client = Client::of(&practice).await;
    let rows = client.rows(false, "SELECT Id FROM Case ORDER BY Id").await;
    let ids = texts(&rows, "Id");
    assert_eq!(ids, practice.truth("Case").into_iter().map(|fact| fact.id).collect::<Vec<_>>());
    assert!(!ids.is_sorted() && rows[0].get("attributes").is_some());
    let after = client.rows(false, &format!("SELECT Id FROM Case WHERE Id > '{}' ORDER BY Id", ids[99])).await;
    assert_eq!(texts(&after, "Id"), ids[100..]);
    assert_eq!(client.count("SELECT COUNT() FROM Case").await, 300);
    let functions = client.query(false, "SELECT COUNT(Id), MAX(SystemModstamp) last FROM Case").await;
    let last = practice.truth("Case").into_iter().map(|fact| fact.values["SystemModstamp"].to_string()).max();
    let record = &functions["records"][0];
    assert_eq!((&record["expr0"], &record["attributes"]["type"]), (&json!(300), &json!("AggregateResult")));
    assert_eq!(Some(record["last"].to_string()), last);
    for (soql, code) in [
        ("SELECT Bogus FROM Case", "INVALID_FIELD"),
        ("SELECT Id, Id FROM Case", "INVALID_FIELD"),
        ("SELECT Id FROM Case WHERE CreatedDate > '2024-01-01T00:00:00Z'", "INVALID_FIELD"),
        ("SELECT Id FROM Bogus", "INVALID_TYPE"),
        ("SELECT Id FROM Case WHERE Description = 'x'", "INVALID_QUERY_FILTER_OPERATOR"),
        ("SELECT Id Case", "MALFORMED_QUERY"),
        ("", "MALFORMED_QUERY"),
    ] {
        assert_eq!(client.refused(&asked(false, soql)).await, (400, code.to_owned()), "{soql}");
    }
    let long = asked(false, &format!("SELECT Id FROM Case WHERE Subject = '{}'", "x".repeat(17_000)));
    assert_eq!(client.get(&long).await.status(), 414);
}

#[tokio::test]
async fn a_keyset_finds_every_row_once_though_times_are_shared() {
    let practice = served("same-stamp=Case", 500).await;
    let client = Client::of(&practice).await;
    let order = "ORDER BY SystemModstamp, Id LIMIT 70";
    let mut rows = client.rows(true, &format!("SELECT Id, SystemModstamp FROM Case {order}")).await;
    let mut found = BTreeSet::new();
    while let Some(last) = rows.last().cloned() {
        found.extend(texts(&rows, "Id"));
        let stamp = last["SystemModstamp"].as_str().unwrap().replace(".000+0000", "Z");
        let id = last["Id"].as_str().unwrap();
        let after = format!("(SystemModstamp > {stamp} OR (SystemModstamp = {stamp} AND Id > '{id}'))");
        rows = client.rows(true, &format!("SELECT Id, SystemModstamp FROM Case WHERE {after} {order}")).await;
    }
    assert_eq!(found.len(), 500);
}

#[tokio::test]
async fn a_result_is_as_it_was_when_it_was_asked_for() {
    let practice = served("any-batch-size", 30).await;
    let client = Client::of(&practice).await;
    let ask = |target: String| client.ask(Method::GET, &target).header("Sforce-Query-Options", "batchSize=20").send();
    let page = body(ask(asked(true, "SELECT Id, Subject FROM Case ORDER BY Id")).await.unwrap()).await;
    let next = page["nextRecordsUrl"].as_str().unwrap().to_owned();
    assert!(next.starts_with("/services/data/v67.0/query/01g") && next.ends_with("-20") && page["done"] == false);
    let facts = practice.truth("Case");
    practice.change(update("Case", &facts[25].id, "Subject", "moved")).unwrap();
    practice.change(Change::Insert { object: "Case".to_owned(), rows: 5 }).unwrap();
    let rest = body(ask(next.clone()).await.unwrap()).await;
    assert_eq!((rest["records"].as_array().unwrap().len(), &rest["done"]), (10, &json!(true)));
    assert_eq!(rest["records"][5]["Subject"], facts[25].values["Subject"]);
    assert_eq!(client.refused(&next.replace("01g", "01h")).await, (400, "INVALID_QUERY_LOCATOR".to_owned()));
    let worn = served("locator-uses=1,any-batch-size,small-batches", 30).await;
    let client = Client::of(&worn).await;
    let first = client.ask(Method::GET, &asked(true, "SELECT Id FROM Case"));
    let page = body(first.header("Sforce-Query-Options", "batchSize=12").send().await.unwrap()).await;
    assert_eq!(page["records"].as_array().unwrap().len(), 8);
    let next = page["nextRecordsUrl"].as_str().unwrap();
    client.told(next).await;
    assert_eq!(client.refused(next).await, (400, "INVALID_QUERY_LOCATOR".to_owned()));
}

#[tokio::test]
async fn what_is_deleted_is_in_the_bin_and_then_in_the_feed_alone() {
    let practice = served("", 20).await;
    let client = Client::of(&practice).await;
    let id = first(&practice, "Case").id;
    practice.change(delete("Case", &id)).unwrap();
    assert_eq!(client.count("SELECT COUNT() FROM Case").await, 19);
    let deleted = client.rows(true, "SELECT Id FROM Case WHERE IsDeleted = true").await;
    assert_eq!(texts(&deleted, "Id"), std::slice::from_ref(&id));
    assert!(first(&practice, "Case").is_deleted);
    practice.change(Change::Purge { id: id.clone() }).unwrap();
    assert_eq!(client.rows(true, "SELECT Id FROM Case").await.len(), 19);
    assert!(practice.truth("Case").iter().all(|fact| fact.id != id));
    let now = client.told("sobjects/Case/deleted/?start=2999-01-01T00:00:00%2B00:00&end=2999-01-02T00:00:00Z").await;
    let covered = now["latestDateCovered"].as_str().unwrap().replace(".000+0000", "Z");
    let feed = format!("sobjects/Case/deleted/?start={}T00:00:00%2B00:00&end=2999-01-02T00:00:00Z", &covered[..10]);
    assert_eq!(texts(client.told(&feed).await["deletedRecords"].as_array().unwrap(), "id"), [id]);
    let early = "sobjects/Case/deleted/?start=2001-01-01T00:00:00Z&end=2999-01-02T00:00:00Z";
    assert_eq!(client.refused(early).await, (400, "INVALID_REPLICATION_DATE".to_owned()));
    let archived = practice.truth("Task").iter().filter(|fact| fact.values["IsArchived"] == json!(true)).count();
    let of_tasks =
        client.rows(true, "SELECT Id FROM Task").await.len() - client.rows(false, "SELECT Id FROM Task").await.len();
    assert!(archived > 0 && of_tasks == archived);
}

#[tokio::test]
async fn rights_take_rows_fields_and_objects_away() {
    let practice = served("hidden-every=Case:5,hidden-field=Case:Subject,hidden-object=Lead", 20).await;
    let client = Client::of(&practice).await;
    let seen: Vec<String> =
        practice.truth("Case").into_iter().filter(|fact| fact.is_visible).map(|fact| fact.id).collect();
    assert_eq!(texts(&client.rows(true, "SELECT Id FROM Case ORDER BY Id").await, "Id"), seen);
    assert_eq!(seen.len(), 16);
    assert_eq!(client.refused(&asked(false, "SELECT Subject FROM Case")).await.1, "INVALID_FIELD");
    assert_eq!(client.refused(&asked(false, "SELECT Id FROM Lead")).await.1, "INVALID_TYPE");
    assert_eq!(client.get("sobjects/Lead/describe").await.status(), 404);
    let described = client.told("sobjects/Case/describe").await;
    assert!(!texts(described["fields"].as_array().unwrap(), "name").contains(&"Subject".to_owned()));
    let [object, field] = ["Case", "Subject"].map(str::to_owned);
    practice.change(Change::ShowField { object, field }).unwrap();
    client.rows(true, "SELECT Subject FROM Case").await;
    let hidden = practice.truth("Case").into_iter().find(|fact| !fact.is_visible).unwrap().id;
    assert_eq!(client.get(&format!("sobjects/Case/{hidden}")).await.status(), 404);
    practice.change(Change::Show { id: hidden.clone() }).unwrap();
    assert_eq!(client.get(&format!("sobjects/Case/{hidden}")).await.status(), 200);
}

#[tokio::test]
async fn files_come_whole_or_not() {
    let practice = served("file=2:short,file=3:gone,file=4:forbidden,file=5:empty", 60).await;
    let client = Client::of(&practice).await;
    let mut sizes = Vec::new();
    for fact in practice.truth("Attachment") {
        let response = client.get(fact.values["Body"].as_str().unwrap()).await;
        let (status, body) = (response.status().as_u16(), response.bytes().await.unwrap());
        let whole = practice.file(&fact.id);
        assert_eq!(fact.values["BodyLength"], json!(whole.len()));
        sizes.push((status, body.len() * 2 / whole.len()));
    }
    sizes.iter_mut().filter(|(status, _)| *status != 200).for_each(|(_, size)| *size = 0);
    assert!([(200, 0), (200, 1)].contains(&sizes.remove(1)), "{sizes:?}");
    assert_eq!(sizes, [(200, 2), (404, 0), (403, 0), (200, 0), (200, 2)]);
    let version = first(&practice, "ContentVersion");
    let data = client.get(version.values["VersionData"].as_str().unwrap()).await.bytes().await.unwrap();
    assert_eq!(data, practice.file(&version.id));
}

/// The answer to a job that is made.
async fn made(client: &Client<'_>, operation: &str, query: &str) -> Response {
    let job = json!({"operation": operation, "query": query}).to_string();
    client.ask(Method::POST, "jobs/query").header("Content-Type", "application/json").body(job).send().await.unwrap()
}

/// The pages of a job that is complete, by so many rows: each as its locator, its count and its text.
async fn pages(client: &Client<'_>, query: &str, most: usize) -> Vec<(String, String, String)> {
    let job = body(made(client, "query", query).await).await;
    let job = format!("jobs/query/{}", job["id"].as_str().unwrap());
    while client.told(&job).await["state"] != "JobComplete" {}
    let (mut pages, mut locator) = (Vec::new(), String::new());
    loop {
        let from = if locator.is_empty() { String::new() } else { format!("&locator={locator}") };
        let page = client.get(&format!("{job}/results?maxRecords={most}{from}")).await;
        assert_eq!((page.status().as_u16(), &page.headers()["content-type"]), (200, &"text/csv".parse().unwrap()));
        let header =
            |name: &str| page.headers().get(name).map_or(String::new(), |value| value.to_str().unwrap().to_owned());
        locator = header("sforce-locator");
        let count = header("sforce-numberofrecords");
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
    assert_eq!(client.refused(&format!("{job}/results")).await.0, 400);
    assert_eq!(client.told(&job).await["state"], "InProgress");
    assert_eq!(client.told(&job).await["numberRecordsProcessed"], 50);
    let elsewhere = format!("/services/data/v66.0/{job}/results");
    assert_eq!(client.get(&elsewhere).await.status(), 409);
    let text = client.get(&format!("{job}/results")).await.text().await.unwrap();
    assert!(text.starts_with("\"Id\",\"CreatedDate\",\"Description\"\n\"500"));
    assert!(text.contains(".000Z\",") && text.contains("\"\"") && text.contains("\r\n"));
    assert_eq!(client.told("limits").await["DailyBulkV2QueryJobs"]["Remaining"], 9_999);
    assert_eq!(client.told("jobs/query").await["records"].as_array().unwrap().len(), 1);
    assert_eq!(client.ask(Method::DELETE, &job).send().await.unwrap().status(), 204);
    assert_eq!(client.get(&job).await.status(), 404);
    let other = body(made(&client, "queryAll", "SELECT Id FROM Case").await).await;
    let other = client.ask(Method::PATCH, &format!("jobs/query/{}", other["id"].as_str().unwrap()));
    assert_eq!(body(other.body("{\"state\":\"Aborted\"}").send().await.unwrap()).await["state"], "Aborted");
    assert_eq!(made(&client, "query", "SELECT Id, BillingAddress FROM Account").await.status(), 400);
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
    let limits = client.get("limits").await;
    assert_eq!(limits.headers()["sforce-limit-info"], "api-bursts=1/750; api-usage=2/4");
    assert_eq!(body(limits).await["DailyApiRequests"]["Remaining"], 2);
    client.told("sobjects").await;
    let page = client.get("limits").await;
    assert!(page.status() == 503 && page.text().await.unwrap().starts_with("<html>"));
    client.told("limits/recordCount?sObjects=Case").await;
    assert_eq!(client.refused("limits").await, (403, "REQUEST_LIMIT_EXCEEDED".to_owned()));
    let closed = served("no-api", 1).await;
    assert_eq!(Client::of(&closed).await.refused("limits").await, (403, "API_DISABLED_FOR_ORG".to_owned()));
}

#[tokio::test]
async fn a_change_happens_between_two_requests() {
    let practice = served("", 20).await;
    let client = Client::of(&practice).await;
    practice.change_at(practice.requests() + 1, Change::Insert { object: "Case".to_owned(), rows: 3 });
    assert_eq!(client.count("SELECT COUNT() FROM Case").await, 20);
    assert_eq!(client.count("SELECT COUNT() FROM Case").await, 23);
    practice.change_at(practice.requests() + 1, delete("Case", "500000000000000"));
    assert_eq!(client.get("limits").await.status(), 500);
    assert!(practice.change(delete("User", &first(&practice, "User").id)).is_err());
}

#[tokio::test]
async fn a_fault_of_nothing_is_refused() {
    for wrong in ["hidden-object=Bogus", "hidden-field=Case:Bogus", "same-stamp=case"] {
        assert!(start(Options { faults: wrong.parse().unwrap(), ..Options::default() }).await.is_err(), "{wrong}");
    }
}
