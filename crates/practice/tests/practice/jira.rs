//! The fake of Jira: what it documents and what goes wrong with it, each shown over HTTP.

mod agile;
mod changes;
mod data_center;
mod desk;
mod documents;
mod faults;
mod parts;
mod search;

use super::{Asked, asked, body, client, count, faults, get, header, json, pages, rows, status, texts};
use catchment_practice::jira::{Change, Deployment, Fact, Options, Practice, start};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

async fn served(named: &str, issues: usize) -> Practice {
    start(Options { faults: faults(named), issues, ..Options::default() }).await.unwrap()
}

async fn data_center(named: &str, issues: usize) -> Practice {
    let deployment = Deployment::DataCenter;
    start(Options { deployment, faults: faults(named), issues, ..Options::default() }).await.unwrap()
}

/// A request without credentials.
fn unsigned(practice: &Practice, path: &str) -> RequestBuilder {
    client().get(format!("{}{path}", practice.url()))
}

/// The pages of a search, which are followed by their tokens.
async fn searched(practice: &Practice, path: &str, mut sent: Value) -> Vec<Value> {
    let mut pages: Vec<Value> = Vec::new();
    loop {
        let page = asked(practice, path, sent.clone()).await;
        sent["nextPageToken"] = page["nextPageToken"].clone();
        pages.push(page);
        if sent["nextPageToken"].is_null() {
            return pages;
        }
    }
}

/// The ids of the issues that a query finds, page by page.
async fn found(practice: &Practice, jql: &str) -> Vec<String> {
    let pages = searched(practice, "/rest/api/3/search/jql", json!({"jql": jql, "maxResults": 5000})).await;
    texts(&rows(&pages, "issues"), "id")
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
        let page = json(practice, &format!("{path}{join}startAt={}", rows.len())).await;
        let more = page[member].as_array().unwrap();
        if more.is_empty() {
            return rows;
        }
        rows.extend(more.iter().cloned());
    }
}

#[tokio::test]
async fn a_client_is_known_by_its_token_or_sees_little() {
    let time_zone = "Asia/Calcutta".to_owned();
    let practice = start(Options { time_zone, issues: 10, ..Options::default() }).await.unwrap();
    answers! { practice, r#"/rest/api/3/myself  200  /timeZone "Asia/Calcutta""# }
    let info = body(unsigned(&practice, "/rest/api/3/serverInfo").send().await.unwrap()).await;
    assert_eq!((&info["deploymentType"], &info["serverTimeZone"]), (&json!("Cloud"), &json!("Asia/Calcutta")));
    assert!(info["serverTime"].as_str().unwrap().ends_with("+0530"), "{info}");
    let cloud = body(unsigned(&practice, "/_edge/tenant_info").send().await.unwrap()).await;
    assert_eq!(cloud["cloudId"].as_str().unwrap().len(), 36);
    let own = || unsigned(&practice, "/rest/api/3/myself");
    for request in [own(), own().basic_auth("practice@example.com", Some("wrong"))] {
        let response = request.send().await.unwrap();
        let told = (response.status().as_u16(), header(&response, "www-authenticate"));
        assert_eq!(told, (401, "OAuth realm=\"practice\""));
        assert!(header(&response, "content-type").starts_with("text/plain"));
        assert_eq!(response.text().await.unwrap(), "Client must be authenticated to access this resource.");
    }
    let bearer = own().bearer_auth("x").send().await.unwrap();
    assert_eq!(bearer.status(), 403);
    assert_eq!(body(bearer).await["error"], "Failed to parse Connect Session Auth Token");
}

#[tokio::test]
async fn requests_that_would_change_something_are_offences() {
    let practice = served("", 5).await;
    found(&practice, "project is not EMPTY").await;
    assert_eq!(practice.offences(), Vec::<String>::new());
    answers! { practice, "
        DELETE /rest/api/3/issue/ENG-1  405
        POST /rest/api/3/issue {}       404
    " }
    assert_eq!(practice.offences(), ["DELETE /rest/api/3/issue/ENG-1", "POST /rest/api/3/issue"]);
}

#[tokio::test]
async fn a_large_site_is_made_and_walked_quickly() {
    let practice = served("", 20_000).await;
    let ids = found(&practice, "project is not EMPTY ORDER BY created").await;
    assert!(ids.len() > 18_000, "{}", ids.len());
    assert_eq!(practice.requests(), ids.len().div_ceil(5000) as u64);
    answers! { practice, r#"
        POST /rest/api/3/search/approximate-count {"jql": "project = OPS"}  200  /count over 3000
    "# }
}
