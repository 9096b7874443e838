//! The fake of Jira: what it documents and what goes wrong with it, each shown over HTTP.

mod agile;
mod changes;
mod data_center;
mod desk;
mod documents;
mod faults;
mod parts;
mod search;

use catchment_practice::jira::{Change, Deployment, Fact, Options, Practice, start};
use reqwest::{Method, RequestBuilder, Response, redirect};
use serde_json::{Value, json};
use url::form_urlencoded;

/// A site with so many issues.
async fn served(faults: &str, issues: usize) -> Practice {
    let faults = if faults.is_empty() { Default::default() } else { faults.parse().unwrap() };
    start(Options { faults, issues, ..Options::default() }).await.unwrap()
}

/// A site of Data Center with so many issues.
async fn data_center(faults: &str, issues: usize) -> Practice {
    let faults = if faults.is_empty() { Default::default() } else { faults.parse().unwrap() };
    start(Options { deployment: Deployment::DataCenter, faults, issues, ..Options::default() }).await.unwrap()
}

fn request(method: Method, practice: &Practice, target: &str) -> RequestBuilder {
    let client = reqwest::Client::builder().redirect(redirect::Policy::none()).build().unwrap();
    client.request(method, format!("{}{target}", practice.url()))
}

fn known(request: RequestBuilder) -> RequestBuilder {
    let is_data_center = request.try_clone().unwrap().build().unwrap().url().path().starts_with("/jira/");
    match is_data_center {
        true => request.bearer_auth("practice-token"),
        false => request.basic_auth("practice@example.com", Some("practice-token")),
    }
}

async fn get(practice: &Practice, target: &str) -> Response {
    known(request(Method::GET, practice, target)).send().await.unwrap()
}

async fn post(practice: &Practice, target: &str, sent: &Value) -> Response {
    let request = known(request(Method::POST, practice, target)).header("Content-Type", "application/json");
    request.body(sent.to_string()).send().await.unwrap()
}

async fn body(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

/// An answer in JSON that is one.
async fn told(practice: &Practice, target: &str) -> Value {
    let response = get(practice, target).await;
    assert_eq!(response.status(), 200, "{target}");
    body(response).await
}

/// The answer to a body that is one.
async fn asked(practice: &Practice, target: &str, sent: Value) -> Value {
    let response = post(practice, target, &sent).await;
    assert_eq!(response.status(), 200, "{target} {sent}");
    body(response).await
}

/// The status of an answer, and the first of its messages.
async fn refused(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    (status, body(response).await["errorMessages"][0].as_str().unwrap_or_default().to_owned())
}

async fn status(practice: &Practice, target: &str) -> u16 {
    get(practice, target).await.status().as_u16()
}

/// A path of version 3 with arguments.
fn target(path: &str, arguments: &[(&str, &str)]) -> String {
    format!("/rest/api/3/{path}?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(arguments).finish())
}

fn texts(rows: &Value, member: &str) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| row[member].as_str().unwrap().to_owned()).collect()
}

/// The ids of the issues that a query finds, page by page.
async fn found(practice: &Practice, jql: &str) -> Vec<String> {
    let (mut ids, mut sent) = (Vec::new(), json!({"jql": jql, "maxResults": 5000}));
    loop {
        let page = asked(practice, "/rest/api/3/search/jql", sent.clone()).await;
        ids.extend(texts(&page["issues"], "id"));
        match page.get("nextPageToken") {
            Some(token) => sent["nextPageToken"] = token.clone(),
            None => return ids,
        }
    }
}

/// The ids of the issues that the account sees, by what there is.
fn seen(practice: &Practice) -> Vec<String> {
    practice.truth("issue").into_iter().filter(|fact| fact.is_visible).map(|fact| fact.id).collect()
}

/// An issue as it is.
fn fact(practice: &Practice, id: &str) -> Fact {
    practice.truth("issue").into_iter().find(|fact| fact.id == id).unwrap()
}

fn edit(issue: &str, field: &str, value: &str) -> Change {
    let [issue, field, value] = [issue, field, value].map(str::to_owned);
    Change::Edit { issue, field, value }
}

/// A walk by `startAt` to the last page: the values of a list.
async fn listed(practice: &Practice, path: &str, member: &str) -> Vec<Value> {
    let mut rows: Vec<Value> = Vec::new();
    loop {
        let join = if path.contains('?') { '&' } else { '?' };
        let page = told(practice, &format!("{path}{join}startAt={}", rows.len())).await;
        let more = page[member].as_array().unwrap();
        if more.is_empty() {
            return rows;
        }
        rows.extend(more.iter().cloned());
    }
}

#[tokio::test]
async fn a_client_is_known_by_its_token_or_sees_little() {
    let practice =
        start(Options { time_zone: "Asia/Calcutta".to_owned(), issues: 10, ..Options::default() }).await.unwrap();
    assert_eq!(told(&practice, "/rest/api/3/myself").await["timeZone"], "Asia/Calcutta");
    let info = request(Method::GET, &practice, "/rest/api/3/serverInfo").send().await.unwrap();
    let info = body(info).await;
    assert_eq!((&info["deploymentType"], &info["serverTimeZone"]), (&json!("Cloud"), &json!("Asia/Calcutta")));
    assert!(info["serverTime"].as_str().unwrap().ends_with("+0530"), "{info}");
    let cloud = body(request(Method::GET, &practice, "/_edge/tenant_info").send().await.unwrap()).await;
    assert_eq!(cloud["cloudId"].as_str().unwrap().len(), 36);
    for given in [None, Some(("practice@example.com", "wrong"))] {
        let own = request(Method::GET, &practice, "/rest/api/3/myself");
        let own = given.into_iter().fold(own, |own, (name, token)| own.basic_auth(name, Some(token)));
        let response = own.send().await.unwrap();
        assert_eq!(
            (response.status().as_u16(), &response.headers()["www-authenticate"]),
            (401, &"OAuth realm=\"practice\"".parse().unwrap())
        );
        assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/plain"));
        assert_eq!(response.text().await.unwrap(), "Client must be authenticated to access this resource.");
    }
    let bearer = request(Method::GET, &practice, "/rest/api/3/myself").bearer_auth("x").send().await.unwrap();
    assert_eq!(
        (bearer.status().as_u16(), body(bearer).await["error"].as_str()),
        (403, Some("Failed to parse Connect Session Auth Token"))
    );
}

#[tokio::test]
async fn requests_that_would_change_something_are_offences() {
    let practice = served("", 5).await;
    found(&practice, "project is not EMPTY").await;
    assert_eq!(practice.offences(), Vec::<String>::new());
    let deleted = known(request(Method::DELETE, &practice, "/rest/api/3/issue/ENG-1")).send().await.unwrap();
    let created = post(&practice, "/rest/api/3/issue", &json!({})).await;
    assert_eq!((deleted.status().as_u16(), created.status().as_u16()), (405, 404));
    assert_eq!(practice.offences(), ["DELETE /rest/api/3/issue/ENG-1", "POST /rest/api/3/issue"]);
}

#[tokio::test]
async fn a_large_site_is_made_and_walked_quickly() {
    let practice = served("", 20_000).await;
    let ids = found(&practice, "project is not EMPTY ORDER BY created").await;
    assert!(ids.len() > 18_000, "{}", ids.len());
    assert_eq!(practice.requests(), ids.len().div_ceil(5000) as u64);
    let count = asked(&practice, "/rest/api/3/search/approximate-count", json!({"jql": "project = OPS"})).await;
    assert!(count["count"].as_u64().unwrap() > 3000);
}
