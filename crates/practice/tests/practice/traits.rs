//! Traits of the real services that clients stumble over, each as it is documented or was measured.

use super::{V2, body, client, count, encoded, faults, get, header, json, practice, walk};
use catchment_practice::confluence::{
    CLOUD_ID, Change, Deployment, Door, Extras, Options, Practice, Standing, blogpost_id, page_id, start,
};
use reqwest::Response;
use serde_json::Value;
use std::collections::BTreeMap;

async fn data_center(named: &str) -> Practice {
    let deployment = Deployment::DataCenter { version: "9.2.0".to_owned() };
    start(Options { deployment, door: Door::DataCenter, faults: faults(named), ..Options::default() }).await.unwrap()
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

/// User name and token in basic authentication.
const BASIC: &str = "Basic cHJhY3RpY2VAZXhhbXBsZS5jb206cHJhY3RpY2UtdG9rZW4=";
const ANYTHING: &str = "*/*";
const JSON: &str = "text/html, application/json;q=0.9";

#[tokio::test]
async fn a_listing_has_a_limit_of_its_own_and_a_wrong_cursor_is_told_in_the_words_of_v2() {
    let practice = practice("").await;
    let page = json(&practice, "/wiki/api/v2/pages").await;
    let next = page["_links"]["next"].as_str().unwrap();
    assert!(count(&page["results"]) == 25 && next.ends_with("&limit=25"), "{next}");
    let refused = json!({"errors": [{
        "status": 400, "code": "INVALID_REQUEST_PARAMETER",
        "title": "Provided value for 'cursor' is not the correct type. Expected type is Cursor.",
        "detail": "The provided cursor was not valid. You can get a new valid cursor by making the original \
                   pagination request again.",
    }]});
    answers! { practice, "
        at /wiki/api/v2/pages?limit=25&cursor=
        {link}                              400  . {refused}
        abc                                 400  . {refused}
        /wiki/api/v2/pages?limit=25&cursor= 400  . {refused}
    ", link = encoded(next), refused }
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
    answers! { practice, r#"
        at /wiki/api/v2/blogposts
        ?status=archived              400
        /wiki/api/v2/blogposts/{post} 200  /status "trashed"
    "#, post }
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
    let all = json(&practice, &format!("/wiki/api/v2/pages/{}/ancestors", deep.id)).await;
    fits! { practice, V2, "/wiki/api/v2/pages/{deep}/ancestors", deep = deep.id };
    let rows = all["results"].as_array().unwrap();
    assert_eq!(rows.last(), Some(&json!({"id": parent, "type": "page"})));
    let folder = truth.folders.iter().find(|row| row.kind == "folder" && row.parent_id.is_some()).unwrap();
    // What was not given stands above the first that was.
    answers! { practice, r#"
        at /wiki/api/v2/
        pages/{deep}/ancestors?limit=1      200  /results [{nearest}]  /_links/next null
        pages/{parent}/ancestors            200  /results {further}
        pages/{deep}/ancestors?cursor=x     400
        pages/1/ancestors                   404
        folders/{folder}/ancestors?limit=1  200  /results [{"id": {above}, "type": "folder"}]
        embeds/{folder}/ancestors           404
    "#, deep = deep.id, parent, nearest = rows[rows.len() - 1], further = json!(rows[..rows.len() - 1]),
    folder = folder.id, above = json!(folder.parent_id) }
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
    let gone = json!({
        "statusCode": 410, "data": {"authorized": true, "valid": true, "errors": [], "successful": true},
        "message": "com.atlassian.confluence.api.service.exceptions.pagesmodes.GoneException: This deprecated \
                    endpoint has been removed.",
    });
    answers! { practice("gone=search").await, "
        at /wiki/rest/api/
        content                      410  . {gone}
        content/7                    410  . {gone}
        content/7/child/comment      410  . {gone}
        space/ENG                    410  . {gone}
        inlinetasks/search           410  . {gone}
        search?cql=id=7              410  . {gone}
        content/7/nowhere            404
        content/search?cql=id=7      200
    ", gone }
}

#[tokio::test]
async fn a_429_tells_its_limit_in_the_form_of_what_refuses() {
    let response = get(&practice("429=1").await, "/wiki/api/v2/spaces").await;
    let reset = header(&response, "x-ratelimit-reset");
    assert!(reset.len() == "2025-10-08T15:00Z".len() && reset.ends_with(":00Z"), "{reset}");
    assert_eq!(header(&response, "ratelimit-reason"), "confluence-quota-global-based");
    assert_eq!(header(&response, "content-type"), "application/json");

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
        let who = (response.status().as_u16(), header(&response, "x-ausername"));
        assert_eq!(who, (200, name), "{authorization:?}");
        assert_eq!(body(response).await["type"], kind, "{authorization:?}");
    }
    let wrong = ask(&url, Some("Basic eDp5"), JSON).await;
    assert_eq!((wrong.status().as_u16(), header(&wrong, "x-seraph-loginreason")), (401, "AUTHENTICATED_FAILED"));
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
        let refused = ask(&url, Some(authorization), JSON).await;
        assert_eq!(refused.status(), code, "{url}");
        let told = body(refused).await;
        assert!(told["message"].as_str().unwrap().contains(message), "{url}: {told}");
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
        (response.status().as_u16(), body(response).await)
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
    let sites = body(ask(&format!("{origin}/oauth/token/accessible-resources"), None, JSON).await).await;
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
            let found = body(ask(&url, Some(BASIC), JSON).await).await;
            assert_eq!(found["size"], u64::from(number == 4), "request {number} to {url}");
        }
    }
}
