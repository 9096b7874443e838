//! The practice server proven against the published OpenAPI documents, and its faults by their effect.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by giving up")]

#[macro_use]
mod asks;
mod changes;
mod data_center;
mod documents;
mod extras;
mod files;
mod jira;
mod rest;
mod salesforce;
mod search;
mod servicenow;
mod traits;

use asks::{
    Asked, asked, body, client, count, encoded, faults, get, header, json, next, pages, post, rows, status, texts,
};
use catchment_practice::confluence::{Options, Practice, blogpost_id, page_id, space_id, start};
use documents::{complaints, published};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

async fn practice(named: &str) -> Practice {
    start(Options { faults: faults(named), ..Options::default() }).await.unwrap()
}

/// Follows a listing to its end: the ids of its rows.
async fn walk(practice: &Practice, path: &str) -> Vec<String> {
    texts(&rows(&pages(practice, path.to_owned(), next).await, "results"), "id")
}

/// The published document of version 2 of Confluence Cloud.
const V2: &str = "confluence-cloud-v2";

/// The operations that are served in any case, with what was asked of them; their answers are proven.
async fn operations(practice: &Practice) -> Vec<(String, String)> {
    fits! { practice, V2, "
        at /wiki/api/v2/
        spaces?limit=2&description-format=plain&include-icon=true  spaces
        spaces/{space}?include-labels=true&include-permissions=true
        spaces/{space}/pages?body-format=storage&limit=30&depth=all  spaces/{space}/blogposts?sort=-modified-date
        pages?limit=250&body-format=atlas_doc_format  pages?limit=250&status=trashed  blogposts?body-format=storage
        pages/{page}?body-format=view&include-versions=true&include-likes=true
        pages/{home}?version=1&include-direct-children=true  blogposts/{post}?body-format=storage
    ", space = space_id(0), home = page_id(0), page = page_id(7), post = blogpost_id(3) }
}

#[tokio::test]
async fn every_answer_fits_the_published_schema() {
    let practice = practice("").await;
    operations(&practice).await;
    fits! { practice, "confluence-cloud-v1", "/wiki/rest/api/user/current" };
}

#[tokio::test]
async fn a_walk_uses_only_parameters_that_are_published() {
    let Some(document) = published(V2) else { return };
    let practice = practice("").await;
    walk(&practice, "/wiki/api/v2/spaces?limit=1").await;
    walk(&practice, "/wiki/api/v2/pages?limit=20&sort=-modified-date&space-id=32770,32774").await;
    operations(&practice).await;
    assert!(practice.requests() > 15);
    for line in practice.requested() {
        let (path, query) = line.split_once('?').unwrap_or((&line, ""));
        let template =
            path.replace("/wiki/api/v2", "").replace(|c: char| c.is_ascii_digit(), "").replace("//", "/{id}/");
        let template = if template.ends_with('/') { format!("{template}{{id}}") } else { template };
        let declared = document["paths"][&template]["get"]["parameters"].as_array().expect(&template);
        let declared: BTreeSet<&str> = declared.iter().filter_map(|parameter| parameter["name"].as_str()).collect();
        for (name, _) in url::form_urlencoded::parse(query.as_bytes()) {
            assert!(declared.contains(&*name), "{name} of {line}");
        }
    }
}

#[tokio::test]
async fn every_row_is_listed_once_in_every_order() {
    let practice = practice("").await;
    let pages: BTreeSet<String> = (0..200).map(page_id).collect();
    for sort in ["id", "-id", "created-date", "-created-date", "modified-date", "-modified-date", "title", "-title"] {
        let ids = walk(&practice, &format!("/wiki/api/v2/pages?limit=30&sort={sort}")).await;
        assert_eq!(ids.len(), 200, "{sort}");
        assert_eq!(ids.into_iter().collect::<BTreeSet<_>>(), pages, "{sort}");
    }
    let mut in_spaces = Vec::new();
    for space in walk(&practice, "/wiki/api/v2/spaces?limit=1&sort=-name").await {
        in_spaces.extend(walk(&practice, &format!("/wiki/api/v2/spaces/{space}/pages")).await);
    }
    assert_eq!(in_spaces.len(), 200);
    assert_eq!(in_spaces.into_iter().collect::<BTreeSet<_>>(), pages);
}

#[tokio::test]
async fn a_listing_has_the_traits_of_the_real_one() {
    let practice = practice("").await;
    let response = get(&practice, "/wiki/api/v2/pages?limit=50").await;
    let link = header(&response, "link").to_owned();
    assert!(response.headers().contains_key("date"));
    let page = body(response).await;
    let next = page["_links"]["next"].as_str().unwrap();
    assert!(next.starts_with("/wiki/api/v2/pages?cursor=") && next.ends_with("=&limit=50"), "{next}");
    assert_eq!(link, format!("<{next}>; rel=\"next\", <{}>; rel=\"base\"", practice.url()));
    let rows = page["results"].as_array().unwrap();
    let times: Vec<&str> = rows.iter().filter_map(|row| row["createdAt"].as_str()).collect();
    assert!(times.iter().any(|time| time.contains('.')) && times.iter().any(|time| !time.contains('.')));
    assert!(rows.iter().any(|row| row["ownerId"].is_null()) && rows.iter().any(|row| row["parentId"].is_null()));
    assert!(rows.iter().all(|row| row["body"] == json!({}) && row["version"]["ncsStepVersion"].is_string()));
}

#[tokio::test]
async fn a_cursor_serves_its_own_listing_only() {
    let practice = practice("").await;
    let page = json(&practice, "/wiki/api/v2/pages?limit=50&body-format=storage").await;
    let next = page["_links"]["next"].as_str().unwrap();
    let with = |from: &str, to: &str| next.replace(from, to);
    answers! { practice, r#"
        {next}      200
        {unformed}  200
        {longer}    400  /errors/0/code "INVALID_REQUEST_PARAMETER"
        {sorted}    400  /errors/0/code "INVALID_REQUEST_PARAMETER"
        {posts}     400  /errors/0/code "INVALID_REQUEST_PARAMETER"
        {forged}    400  /errors/0/code "INVALID_REQUEST_PARAMETER"
    "#, next, unformed = with("body-format=storage&", ""), longer = with("limit=50", "limit=51"),
    sorted = with("limit=50", "limit=50&sort=title"), posts = with("/pages", "/blogposts"),
    forged = with("cursor=e", "cursor=f") }
}

#[tokio::test]
async fn what_is_not_there_or_not_allowed_is_refused_as_confluence_does() {
    let practice = practice("").await;
    answers! { practice, "
        at /wiki/api/v2/
        pages?limit=251          400
        pages?color=red          400
        pages?body-format=view   400
        pages/abc                400
        pages/1                  404
        spaces/1/pages           404
        nowhere                  404
        /wiki/rest/api/nowhere   404
        /elsewhere               404
        POST pages               405
    " }
    let bare = || client().get(format!("{}/api/v2/pages", practice.url()));
    for (request, code, media) in [
        (bare(), 403, "application/json"),
        (bare().basic_auth("practice@example.com", Some("no")), 403, "application/json"),
        (bare().header("Authorization", "Basic %%%"), 401, "text/html;charset=UTF-8"),
    ] {
        let refused = request.send().await.unwrap();
        assert_eq!((refused.status().as_u16(), header(&refused, "content-type")), (code, media));
    }
}

#[tokio::test]
async fn the_same_options_show_the_same_site() {
    let path = "/wiki/api/v2/pages?limit=250&body-format=storage";
    let (one, two) = (practice("").await, practice("edit=2").await);
    let (one, two) = (json(&one, path).await, json(&two, path).await);
    let differing = |(one, two): (&Value, &Value)| (one != two).then(|| one["id"].as_str().unwrap().to_owned());
    let rows = one["results"].as_array().unwrap().iter().zip(two["results"].as_array().unwrap());
    assert_eq!(rows.filter_map(differing).collect::<Vec<_>>(), [page_id(0), page_id(1)]);
    let (before, after) = (&one["results"][0], &two["results"][0]);
    assert_eq!(after["version"]["number"].as_u64(), before["version"]["number"].as_u64().map(|number| number + 1));
    assert_ne!(after["body"], before["body"]);
}

#[tokio::test]
async fn refusals_fall_on_the_counted_requests() {
    for (fault, told) in [
        ("429=2", r#"429  @retry-after "1""#),
        ("429-zero=2", r#"429  @retry-after "0""#),
        ("429-absurd=2", r#"429  @retry-after "9223372036854775807""#),
        ("429-bare=2", "429  @retry-after absent"),
        ("503=2", r#"503  @retry-after "1""#),
        ("unavailable=1", "503  @retry-after absent"),
        ("redirect=2", "302  @retry-after absent"),
    ] {
        answers! { practice(fault).await, "
            when {fault}
            /wiki/api/v2/spaces  200
            /wiki/api/v2/spaces  {told}
        ", fault, told }
    }
    let dated = practice("429-date=1, clock-skew=7200").await;
    let response = get(&dated, "/wiki/api/v2/spaces").await;
    let time = |name: &str| chrono::DateTime::parse_from_rfc2822(header(&response, name)).unwrap();
    assert!(time("retry-after") > time("date"));
    assert!(time("date") > catchment_base::clock::now().and_utc() + chrono::TimeDelta::minutes(110));
}

#[tokio::test]
async fn mangled_answers_break_where_they_should() {
    let path = "/wiki/api/v2/pages?body-format=storage";
    let short = get(&practice("truncate=1").await, path).await;
    assert!(short.content_length().is_some_and(|length| length > 10_000));
    assert!(short.bytes().await.is_err());
    for fault in ["half=1", "trailing=1", "html=1"] {
        let response = get(&practice(fault).await, path).await;
        assert_eq!(response.status(), 200, "{fault}");
        assert!(serde_json::from_slice::<Value>(&response.bytes().await.unwrap()).is_err(), "{fault}");
    }
}

#[tokio::test]
async fn listings_go_wrong_as_told() {
    let path = "/wiki/api/v2/pages?limit=100";
    let next = |page: &Value| page["_links"]["next"].as_str().unwrap().to_owned();
    answers! { practice("no-results=1").await, "{path}  200  /results absent", path }
    answers! { practice("next-elsewhere=1").await, r#"
        {path}  200  /_links/next starts "https://evil.example/wiki/api/v2/pages?cursor="
    "#, path }
    assert_eq!(walk(&practice("empty-page=2").await, path).await.len(), 200);

    for (fault, empty, same_page, same_link) in [
        ("empty-forever", true, true, false),
        ("repeat-cursor", false, false, true),
        ("repeat-page", false, true, false),
    ] {
        let practice = practice(fault).await;
        let first = json(&practice, path).await;
        let second = json(&practice, &next(&first)).await;
        let told =
            (count(&second["results"]) == 0, first["results"] == second["results"], next(&first) == next(&second));
        assert_eq!(told, (empty, same_page, same_link), "{fault}");
    }

    let forgetful = practice("forget-cursor=3").await;
    let old = next(&json(&forgetful, path).await);
    answers! { forgetful, "
        {old}  200
        {old}  400
    ", old }
    assert_eq!(walk(&forgetful, path).await.len(), 200);
}

#[tokio::test]
async fn wounded_pages_show_their_wounds() {
    let id = page_id(5);
    let path = format!("/wiki/api/v2/pages?limit=250&id={id},{}", page_id(6));
    let bodies = format!("{path}&body-format=storage");
    answers! { practice(&format!("poison={id}")).await, "
        {path}    200
        {bodies}  500
    ", path, bodies }
    for (fault, told) in [("surrogate", r#"has "\\ud800\",""#), ("nul", r#"has "\\u0000\",""#)] {
        answers! { practice(&format!("{fault}={id}")).await, "{bodies}  200  $ {told}", bodies, told }
    }
    let raw = async |fault: String| get(&practice(&fault).await, &bodies).await.text().await.unwrap();
    assert!(raw(format!("deep={id}")).await.contains(&"[".repeat(100_000)));
    assert!(raw(format!("huge={id}:3")).await.len() > 3 << 20);
    let dropped = practice(&format!("drop-page={id}")).await;
    assert_eq!(walk(&dropped, &path).await, [page_id(6)]);
    assert_eq!(status(&dropped, &format!("/wiki/api/v2/pages/{id}")).await, 404);
}

#[tokio::test]
async fn spaces_can_be_closed_or_missing() {
    answers! { practice("forbidden-space=ENG").await, "
        at /wiki/api/v2/spaces/
        {eng}/pages  403
        {own}/pages  200
    ", eng = space_id(0), own = space_id(1) }
    assert!(walk(&practice("no-space").await, "/wiki/api/v2/spaces").await.is_empty());
}

#[tokio::test]
async fn a_stopped_or_dropped_server_is_gone() {
    let practice = practice("slow=1:1").await;
    let url = practice.url().to_owned();
    assert_eq!(status(&practice, "/wiki/api/v2/spaces").await, 200);
    practice.stop().await;
    assert!(reqwest::get(&url).await.is_err());
    let dropped = start(Options::default()).await.unwrap();
    let url = dropped.url().to_owned();
    drop(dropped);
    catchment_base::clock::sleep(Duration::from_millis(100)).await;
    assert!(reqwest::get(&url).await.is_err());
}

#[tokio::test]
async fn what_is_planted_is_known() {
    let practice = practice("").await;
    let planted = practice.planted();
    let addresses = planted.values().flatten().filter(|value| value.contains('@')).count();
    let all = planted.values().flatten().count();
    assert!(addresses > 50 && all - addresses > 50, "{addresses} of {all}");
    let pages = json(&practice, "/wiki/api/v2/pages?limit=250&body-format=storage").await;
    let shown = |page: &Value, value: &str| page.to_string().contains(value);
    let plainly =
        |page: &Value| planted[page["id"].as_str().unwrap()].iter().filter(|value| shown(page, value)).count();
    let plainly: usize = pages["results"].as_array().unwrap().iter().map(plainly).sum();
    assert!(plainly * 10 > all * 3 && plainly * 10 < all * 9, "{plainly} of {all} stand there without disguise");
}

#[tokio::test]
async fn answers_are_compressed_for_those_who_accept_it() {
    let practice = start(Options { gzip: true, ..Options::default() }).await.unwrap();
    let ask = || practice.request(Method::GET, "/wiki/api/v2/pages?body-format=storage");
    let plain = ask().send().await.unwrap();
    assert!(plain.headers().get("content-encoding").is_none());
    let packed = ask().header("Accept-Encoding", "br, gzip").send().await.unwrap();
    assert_eq!(header(&packed, "content-encoding"), "gzip");
    assert!(packed.bytes().await.unwrap().len() * 2 < plain.bytes().await.unwrap().len());
}

#[tokio::test]
async fn a_folder_of_documents_becomes_a_space() {
    let folder = std::env::temp_dir().join(format!("catchment-practice-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("part")).unwrap();
    std::fs::write(folder.join("index.html"), "<title>Manual</title><p>Start<br>here").unwrap();
    std::fs::write(folder.join("part/one.htm"), b"<body><p>\xff one &amp; only</body>").unwrap();
    let practice = start(Options { html: Some(folder.clone()), ..Options::default() }).await;
    std::fs::remove_dir_all(&folder).unwrap();
    let practice = practice.unwrap();
    let pages = json(&practice, "/wiki/api/v2/pages?body-format=storage").await;
    let seen = |row: &Value| {
        let body = row["body"]["storage"]["value"].as_str().unwrap().trim().to_owned();
        (row["title"].as_str().unwrap().to_owned(), row["parentId"].as_str().map(str::to_owned), body)
    };
    let rows: Vec<_> = pages["results"].as_array().unwrap().iter().map(seen).collect();
    assert_eq!(rows[0], ("Manual".to_owned(), None, "<p>Start<br />here</p>".to_owned()));
    assert_eq!((rows[1].0.as_str(), &rows[1].1), ("part", &Some(page_id(0))));
    assert_eq!(rows[2], ("one".to_owned(), Some(page_id(1)), "<p>\u{fffd} one &amp; only</p>".to_owned()));
    assert_eq!(json(&practice, "/wiki/api/v2/spaces?keys=DOCS").await["results"][0]["name"], "Documentation");
    assert!(start(Options { html: Some(folder), ..Options::default() }).await.is_err());
}
