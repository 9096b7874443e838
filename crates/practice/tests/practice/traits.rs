//! Traits of the real services that clients stumble over, each as it is documented or was measured.

use super::{complaints_about, get, json, practice, status, walk};
use catchment_practice::confluence::{
    CLOUD_ID, Change, Deployment, Door, Extras, Options, Practice, Standing, blogpost_id, page_id, start,
};
use reqwest::{Client, Response};
use serde_json::Value;
use std::collections::BTreeMap;

/// A site of Data Center that takes a personal access token.
async fn data_center(faults: &str) -> Practice {
    let deployment = Deployment::DataCenter { version: "9.2.0".to_owned() };
    let faults = if faults.is_empty() { Default::default() } else { faults.parse().unwrap() };
    start(Options { deployment, door: Door::DataCenter, faults, ..Options::default() }).await.unwrap()
}

/// A client that follows no redirect.
fn client() -> Client {
    Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Asks with these credentials, or none, and this media type.
async fn ask(url: &str, authorization: Option<&str>, accept: &str) -> Response {
    let request = client().get(url).header("Accept", accept);
    let request = authorization.into_iter().fold(request, |request, value| request.header("Authorization", value));
    request.send().await.unwrap()
}

/// What an answer says: its status, its media type and its body.
async fn told(response: Response) -> (u16, String, String) {
    let media = response.headers()["content-type"].to_str().unwrap().to_owned();
    (response.status().as_u16(), media, response.text().await.unwrap())
}

/// The header of an answer.
fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// User name and token in basic authentication.
const BASIC: &str = "Basic cHJhY3RpY2VAZXhhbXBsZS5jb206cHJhY3RpY2UtdG9rZW4=";
const ANYTHING: &str = "*/*";
const JSON: &str = "text/html, application/json;q=0.9";

#[tokio::test]
async fn a_listing_has_a_limit_of_its_own_and_a_wrong_cursor_is_told_in_the_words_of_v2() {
    let practice = practice("").await;
    let page = json(&practice, "/wiki/api/v2/pages").await;
    let next = page["_links"]["next"].as_str().unwrap();
    assert!(page["results"].as_array().unwrap().len() == 25 && next.ends_with("&limit=25"), "{next}");
    let link: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    for cursor in [link.as_str(), "abc", ""] {
        let response = get(&practice, &format!("/wiki/api/v2/pages?limit=25&cursor={cursor}")).await;
        let (status, _, body) = told(response).await;
        let expected = json!({"errors": [{
            "status": 400, "code": "INVALID_REQUEST_PARAMETER",
            "title": "Provided value for 'cursor' is not the correct type. Expected type is Cursor.",
            "detail": "The provided cursor was not valid. You can get a new valid cursor by making the original \
                       pagination request again.",
        }]});
        assert_eq!((status, serde_json::from_str::<Value>(&body).unwrap()), (400, expected), "{cursor}");
    }
}

#[tokio::test]
async fn a_listing_shows_what_is_current_and_of_pages_what_is_archived_too() {
    let practice = practice("").await;
    let (archived, trashed, post) = (page_id(0), page_id(1), blogpost_id(0));
    practice.change(Change::Archive { id: archived.clone() }).unwrap();
    for id in [&trashed, &post] {
        practice.change(Change::Trash { id: id.clone() }).unwrap();
    }
    let pages = json(&practice, "/wiki/api/v2/pages?limit=250").await;
    let pages: BTreeMap<&str, &Value> =
        pages["results"].as_array().unwrap().iter().map(|row| (row["id"].as_str().unwrap(), &row["status"])).collect();
    assert_eq!((pages.get(archived.as_str()), pages.get(trashed.as_str())), (Some(&&json!("archived")), None));
    assert!(walk(&practice, "/wiki/api/v2/pages?status=trashed").await.contains(&trashed));
    assert!(!walk(&practice, "/wiki/api/v2/blogposts").await.contains(&post));
    assert!(walk(&practice, "/wiki/api/v2/blogposts?status=trashed").await.contains(&post));
    assert_eq!(status(&practice, "/wiki/api/v2/blogposts?status=archived").await, 400);
    assert_eq!(json(&practice, &format!("/wiki/api/v2/blogposts/{post}")).await["status"], "trashed");
}

#[tokio::test]
async fn what_stands_above_comes_from_the_top_without_a_cursor() {
    let extras = Extras { folders: 9, ..Extras::default() };
    let practice = start(Options { extras, ..Options::default() }).await.unwrap();
    let truth = practice.truth();
    let parents: BTreeMap<&str, &str> =
        truth.content.iter().filter_map(|row| Some((row.id.as_str(), row.parent_id.as_deref()?))).collect();
    let pages = truth.content.iter().filter(|row| row.kind == "page" && row.standing == Standing::Current);
    let above = |id: &str| std::iter::successors(parents.get(id).copied(), |id| parents.get(id).copied()).count();
    let deep = pages.max_by_key(|row| above(&row.id)).unwrap();
    assert!(above(&deep.id) > 2);
    let parent = parents[deep.id.as_str()];
    let ancestors = |id: &str, more: &str| format!("/wiki/api/v2/pages/{id}/ancestors{more}");
    let all = json(&practice, &ancestors(&deep.id, "")).await;
    assert_eq!(complaints_about("/pages/{id}/ancestors", "get", &all), Vec::<String>::new());
    let rows = all["results"].as_array().unwrap();
    assert_eq!(rows.last(), Some(&json!({"id": parent, "type": "page"})));
    let nearest = json(&practice, &ancestors(&deep.id, "?limit=1")).await;
    assert_eq!((&nearest["results"], &nearest["_links"]["next"]), (&json!(rows[rows.len() - 1..]), &Value::Null));
    let further = json(&practice, &ancestors(parent, "")).await;
    assert_eq!(further["results"], json!(rows[..rows.len() - 1]), "the rest stands above the first that was given");
    assert_eq!(status(&practice, &ancestors(&deep.id, "?cursor=x")).await, 400);
    assert_eq!(status(&practice, &ancestors("1", "")).await, 404);

    let folder = truth.folders.iter().find(|row| row.kind == "folder" && row.parent_id.is_some()).unwrap();
    let above = json(&practice, &format!("/wiki/api/v2/folders/{}/ancestors?limit=1", folder.id)).await;
    assert_eq!(above["results"], json!([{"id": folder.parent_id, "type": "folder"}]));
    assert_eq!(status(&practice, &format!("/wiki/api/v2/embeds/{}/ancestors", folder.id)).await, 404);
}

#[tokio::test]
async fn an_unknown_operation_is_a_404_in_the_form_that_is_accepted() {
    let (cloud, center) = (practice("").await, data_center("").await);
    for (base, target) in [(cloud.url(), "/rest/api/nowhere"), (center.url(), "/rest/api/content/1/nowhere")] {
        let (url, xml) = (format!("{base}{target}"), "application/xml".to_owned());
        let message = format!("null for uri: {url}");
        let text = format!("<status><status-code>404</status-code><message>{message}</message></status>");
        assert_eq!(told(ask(&url, Some(BASIC), ANYTHING).await).await, (404, xml, text));
        let (status, media, body) = told(ask(&url, Some(BASIC), JSON).await).await;
        assert_eq!((status, media.as_str()), (404, "application/json"));
        assert_eq!(serde_json::from_str::<Value>(&body).unwrap(), json!({"message": message, "status-code": 404}));
        let elsewhere = told(ask(&format!("{base}/nowhere"), Some(BASIC), JSON).await).await;
        assert!(elsewhere.0 == 404 && elsewhere.1.starts_with("text/html"), "{elsewhere:?}");
    }
    let url = format!("{}/rest/api/nowhere?a=1&b=<", cloud.url());
    assert!(told(ask(&url, Some(BASIC), ANYTHING).await).await.2.contains("nowhere?a=1&amp;b="));
}

#[tokio::test]
async fn what_was_removed_from_v1_is_gone_and_says_so() {
    let practice = practice("gone=search").await;
    for path in
        ["content", "content/7", "content/7/child/comment", "space/ENG", "inlinetasks/search", "search?cql=id=7"]
    {
        let (status, _, body) = told(get(&practice, &format!("/wiki/rest/api/{path}")).await).await;
        let expected = json!({
            "statusCode": 410, "data": {"authorized": true, "valid": true, "errors": [], "successful": true},
            "message": "com.atlassian.confluence.api.service.exceptions.pagesmodes.GoneException: This deprecated \
                        endpoint has been removed.",
        });
        assert_eq!((status, serde_json::from_str::<Value>(&body).unwrap()), (410, expected), "{path}");
    }
    assert_eq!(status(&practice, "/wiki/rest/api/content/7/nowhere").await, 404);
    assert_eq!(status(&practice, "/wiki/rest/api/content/search?cql=id=7").await, 200);
}

#[tokio::test]
async fn a_429_tells_its_limit_in_the_form_of_what_refuses() {
    let cloud = practice("429=1").await;
    let response = get(&cloud, "/wiki/api/v2/spaces").await;
    let reset = header(&response, "x-ratelimit-reset").to_owned();
    assert!(reset.len() == "2025-10-08T15:00Z".len() && reset.ends_with(":00Z"), "{reset}");
    assert_eq!(header(&response, "ratelimit-reason"), "confluence-quota-global-based");
    assert_eq!(told(response).await.1, "application/json");

    let (center, cloud) = (data_center("429-zero=1").await, practice("429-html=1").await);
    for (base, accept, retry_after, media) in [
        (center.url(), JSON, "0", "application/json"),
        (center.url(), ANYTHING, "0", "text/html;charset=UTF-8"),
        (cloud.url(), JSON, "1", "text/html;charset=UTF-8"),
    ] {
        let response = ask(&format!("{base}/rest/api/user/current"), Some(BASIC), accept).await;
        assert_eq!(header(&response, "retry-after"), retry_after, "{base} {accept}");
        let (left, fill) = (header(&response, "x-ratelimit-remaining"), header(&response, "x-ratelimit-fillrate"));
        assert_eq!((left, fill), if base == center.url() { ("0", "10") } else { ("", "") });
        let (status, told, body) = told(response).await;
        assert_eq!((status, told.as_str()), (429, media), "{base} {accept}");
        assert_eq!(body.starts_with("{\"message\":"), media == "application/json", "{body}");
    }
}

#[tokio::test]
async fn a_data_center_lets_a_wrong_token_in_as_nobody_and_refuses_a_wrong_password() {
    let practice = data_center("").await;
    let url = format!("{}/rest/api/user/current", practice.url());
    for (authorization, name, kind) in [
        (Some("Bearer practice-token"), "practice%40example.com", "known"),
        (Some(BASIC), "practice%40example.com", "known"),
        (Some("Bearer wrong"), "anonymous", "anonymous"),
        (None, "anonymous", "anonymous"),
    ] {
        let response = ask(&url, authorization, JSON).await;
        assert_eq!(header(&response, "x-ausername"), name, "{authorization:?}");
        let (status, _, body) = told(response).await;
        let me: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((status, &me["type"]), (200, &json!(kind)), "{authorization:?}");
    }
    let response = ask(&url, Some("Basic eDp5"), JSON).await;
    assert_eq!(header(&response, "x-seraph-loginreason"), "AUTHENTICATED_FAILED");
    assert_eq!(told(response).await.0, 401);
}

#[tokio::test]
async fn the_gateway_names_a_missing_scope_and_the_site_takes_no_token_with_scopes() {
    let scopes = vec!["read:space:confluence".to_owned()];
    let practice = start(Options { door: Door::Scoped, scopes, ..Options::default() }).await.unwrap();
    let gateway = format!("{}/ex/confluence/{CLOUD_ID}/wiki", practice.origin());
    assert_eq!(ask(&format!("{gateway}/api/v2/spaces"), Some(BASIC), JSON).await.status(), 200);
    for (url, authorization, code, message) in [
        (format!("{gateway}/api/v2/pages"), BASIC, 401, "Unauthorized; scope does not match"),
        (format!("{gateway}/api/v2/spaces"), "Basic eDp5", 401, "Unauthorized"),
        (format!("{}/api/v2/spaces", practice.url()), BASIC, 403, "caller cannot access Confluence"),
    ] {
        let (status, _, body) = told(ask(&url, Some(authorization), JSON).await).await;
        let body: Value = serde_json::from_str(&body).unwrap();
        assert!(status == code && body["message"].as_str().unwrap().contains(message), "{url}: {body}");
    }
}

#[tokio::test]
async fn a_refresh_token_is_good_once() {
    let practice = start(Options { door: Door::OAuth, ..Options::default() }).await.unwrap();
    let (origin, back) = (practice.origin(), "http://127.0.0.1:9/back");
    let token = async |more: Value| {
        let mut sent = json!({"client_id": "practice@example.com", "client_secret": "practice-token"});
        sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let response = client().post(format!("{origin}/oauth/token")).body(sent.to_string()).send().await.unwrap();
        let (status, _, body) = told(response).await;
        (status, serde_json::from_str::<Value>(&body).unwrap())
    };
    let consent = format!(
        "{origin}/authorize?audience=api.atlassian.com&client_id=practice%40example.com&response_type=code&state=s\
         &scope=read%3Apage%3Aconfluence%20offline_access&redirect_uri={back}"
    );
    let led = ask(&consent, None, ANYTHING).await;
    let code = header(&led, "location").split("code=").nth(1).unwrap().to_owned();
    assert!(led.status() == 302 && header(&led, "location").starts_with(&format!("{back}?state=s&")));
    let exchange = json!({"grant_type": "authorization_code", "code": code, "redirect_uri": back});
    let (_, first) = token(exchange.clone()).await;
    assert_eq!((&first["expires_in"], &first["token_type"]), (&json!(3600), &json!("Bearer")));
    let refresh = |granted: &Value| json!({"grant_type": "refresh_token", "refresh_token": granted["refresh_token"]});
    let (status, second) = token(refresh(&first)).await;
    assert!(status == 200 && second["refresh_token"] != first["refresh_token"], "{second}");
    for (asked, code, error) in [
        (refresh(&first), 403, "unauthorized_client"),
        (exchange, 403, "invalid_grant"),
        (json!({"grant_type": "client_credentials", "client_secret": "wrong"}), 401, "access_denied"),
    ] {
        let (status, refused) = token(asked).await;
        assert_eq!((status, &refused["error"]), (code, &json!(error)), "{refused}");
    }
    assert_eq!(token(refresh(&second)).await.0, 200, "a refusal takes nothing");
    let sites = told(ask(&format!("{origin}/oauth/token/accessible-resources"), None, JSON).await).await.2;
    let sites: Value = serde_json::from_str(&sites).unwrap();
    assert!(sites.as_array().unwrap().iter().any(|site| site["id"] == CLOUD_ID && site["url"] == origin), "{sites}");
}

#[tokio::test]
async fn the_search_takes_some_requests_to_find_what_was_touched() {
    let (cloud, center) = (practice("search-delay=3").await, data_center("search-delay=3").await);
    for practice in [&cloud, &center] {
        let id = page_id(3);
        practice.change(Change::Edit { id: id.clone() }).unwrap();
        let url = format!("{}/rest/api/content/search?cql=id%3D{id}", practice.url());
        for number in 1..=4 {
            let found = told(ask(&url, Some(BASIC), JSON).await).await.2;
            let found: Value = serde_json::from_str(&found).unwrap();
            assert_eq!(found["size"], u64::from(number == 4), "request {number} to {url}");
        }
    }
}
