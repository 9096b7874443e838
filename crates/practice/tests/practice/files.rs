//! Attachments: their listings, and the way to their bytes over the other origin.

use super::{V2, encoded, faults, get, header, json, status, walk};
use catchment_practice::confluence::{
    Binary, Change, Options, Practice, Standing, Truth, attachment_id, blogpost_id, page_id, start,
};
use reqwest::Response;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

async fn site(named: &str) -> Practice {
    start(Options { attachments: 60, faults: faults(named), ..Options::default() }).await.unwrap()
}

fn container(truth: &Truth, id: &str) -> String {
    truth.attachments.iter().find(|attachment| attachment.id == id).unwrap().container_id.clone()
}

fn download_path(practice: &Practice, id: &str) -> String {
    format!("/wiki/rest/api/content/{}/child/attachment/{id}/download", container(&practice.truth(), id))
}

/// Asks the other origin, with these headers and nothing else.
async fn fetch(link: &str, headers: &[(&str, &str)]) -> Response {
    let request = reqwest::Client::builder().no_proxy().build().unwrap().get(link);
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
}

async fn link(practice: &Practice, path: &str) -> String {
    let response = get(practice, path).await;
    assert_eq!(response.status(), 302, "{path}");
    header(&response, "location").to_owned()
}

async fn bytes(practice: &Practice, id: &str) -> Vec<u8> {
    let link = link(practice, &download_path(practice, id)).await;
    let response = fetch(&link, &[]).await;
    assert_eq!(response.status(), 200);
    response.bytes().await.unwrap().to_vec()
}

async fn rows(practice: &Practice, path: &str) -> Vec<Value> {
    json(practice, path).await["results"].as_array().unwrap().clone()
}

#[tokio::test]
async fn attachments_fit_the_published_schema() {
    fits! { site("").await, V2, "
        at /wiki/api/v2/
        attachments?limit=250&sort=-modified-date  attachments?status=trashed
        pages/{page}/attachments?sort=created-date  blogposts/{post}/attachments?mediaType=text/plain
        attachments/{first}?include-versions=true  attachments/{other}?version=1&include-labels=true
    ", page = page_id(0), post = blogpost_id(3), first = attachment_id(0), other = attachment_id(7) };
}

#[tokio::test]
async fn every_attachment_is_listed_once_and_on_what_it_hangs() {
    let practice = site("").await;
    let truth = practice.truth();
    let listed: BTreeSet<String> = (0..60).map(attachment_id).collect();
    for sort in ["", "&sort=created-date", "&sort=-created-date", "&sort=modified-date", "&sort=-modified-date"] {
        let ids = walk(&practice, &format!("/wiki/api/v2/attachments?limit=7{sort}")).await;
        assert_eq!((ids.len(), ids.into_iter().collect::<BTreeSet<_>>()), (60, listed.clone()), "{sort}");
    }
    assert_eq!(rows(&practice, "/wiki/api/v2/attachments").await.len(), 50);
    assert_eq!(walk(&practice, "/wiki/api/v2/attachments?status=trashed").await.len(), 1);

    let mut by_container: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for attachment in truth.attachments.iter().filter(|attachment| attachment.standing == Standing::Current) {
        by_container.entry(attachment.container_id.clone()).or_default().push(attachment.id.clone());
    }
    assert!(by_container.values().any(|ids| ids.len() > 2));
    assert!((0..10).any(|ordinal| by_container.contains_key(&blogpost_id(ordinal))));
    for (container, mut ids) in by_container {
        let is_page = truth.content.iter().any(|content| content.id == container && content.kind == "page");
        let (kind, key) = if is_page { ("pages", "pageId") } else { ("blogposts", "blogPostId") };
        let path = format!("/wiki/api/v2/{kind}/{container}/attachments?limit=1&sort=-modified-date");
        let mut found = walk(&practice, &path).await;
        let first = rows(&practice, &path).await.remove(0);
        assert_eq!(first[key], *container);
        found.sort();
        ids.sort();
        assert_eq!(found, ids);
    }
}

#[tokio::test]
async fn attachments_are_found_by_name_and_type_and_look_as_invented() {
    let practice = site("").await;
    let all = rows(&practice, "/wiki/api/v2/attachments?limit=250").await;
    let titles: Vec<&str> = all.iter().map(|row| row["title"].as_str().unwrap()).collect();
    for sign in ["@", "+", "ö", " ", "%"] {
        assert!(titles.iter().any(|title| title.contains(sign)), "{sign}");
    }
    assert!(all.iter().any(|row| row["mediaType"] == "application/octet-stream"));
    assert_eq!(all[5]["fileSize"], 0);
    assert_eq!(practice.planted()[&attachment_id(2)].len(), 1);
    let texts = rows(&practice, "/wiki/api/v2/attachments?mediaType=text%2Fplain").await;
    assert!(!texts.is_empty() && texts.iter().all(|row| row["mediaType"] == "text/plain"));
    answers! { practice, "
        at /wiki/api/v2/
        attachments?filename={name}  200  /results [{named}]
        attachments?sort=title       400
        attachments?status=deleted   400
        attachments?limit=251        400
        attachments/attx             400
        attachments/att1             404
        pages/1/attachments          404
    ", name = encoded(titles[2]), named = all[2] }
}

#[tokio::test]
async fn bytes_come_from_the_other_origin_and_match_what_is_told() {
    let practice = site("").await;
    let told = rows(&practice, "/wiki/api/v2/attachments?limit=250").await;
    for ordinal in [0, 1, 2, 5, 9, 30] {
        let id = attachment_id(ordinal);
        let bytes = bytes(&practice, &id).await;
        let row = told.iter().find(|row| row["id"] == *id).unwrap();
        assert_eq!(row["fileSize"].as_u64(), Some(bytes.len() as u64), "{id}");
        assert_eq!(bytes, practice.attachment_bytes(&id, row["version"]["number"].as_u64().unwrap() as u32), "{id}");
    }
    assert_eq!(practice.downloads(), 6);
    assert_eq!(practice.attachment_bytes(&attachment_id(0), 1), practice.attachment_bytes(&attachment_id(1), 1));
    let truth = practice.truth();
    assert_eq!(truth.attachments[0].sha256, truth.attachments[1].sha256);
    assert_ne!(truth.attachments[0].container_id, truth.attachments[1].container_id);
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!((truth.attachments[5].size, truth.attachments[5].sha256.as_str()), (0, empty));
}

#[tokio::test]
async fn earlier_versions_are_kept_and_later_ones_refused() {
    let practice = site("").await;
    let id = attachment_id(0);
    let path = download_path(&practice, &id);
    let first = practice.attachment_bytes(&id, 1);
    let binary = Binary::Invented { seed: 4, size: 200_000 };
    practice.change(Change::NewVersion { attachment: id.clone(), binary: binary.clone() }).unwrap();
    assert_eq!(bytes(&practice, &id).await, binary.bytes());
    let old = link(&practice, &format!("{path}?version=1")).await;
    assert_eq!(fetch(&old, &[]).await.bytes().await.unwrap(), first);
    answers! { practice, "
        {path}?version=3       400
        {other}                404
        {path}?status=trashed  404
    ", path, other = path.replace(&container(&practice.truth(), &id), &page_id(9)) }
}

#[tokio::test]
async fn a_link_is_signed_and_good_for_one_use_and_some_requests() {
    let practice = site("").await;
    let path = download_path(&practice, &attachment_id(3));
    let used = link(&practice, &path).await;
    assert!(used.starts_with("http://127.0.0.1:") && !used.starts_with(practice.url().trim_end_matches("/wiki")));
    assert_eq!(fetch(&used, &[]).await.status(), 200);
    assert_eq!(fetch(&used, &[]).await.status(), 403);
    let forged = link(&practice, &path).await.replace("&client", "0&client");
    assert_eq!(fetch(&forged, &[]).await.status(), 403);
    let old = link(&practice, &path).await;
    for _ in 0..201 {
        status(&practice, "/wiki/api/v2/spaces?limit=1").await;
    }
    assert_eq!(fetch(&old, &[]).await.status(), 403);
    assert_eq!(practice.downloads(), 1);
}

#[tokio::test]
async fn the_other_origin_wants_no_credentials_and_the_servlet_takes_none() {
    let practice = site("").await;
    let path = download_path(&practice, &attachment_id(3));
    let headers = [("authorization", "Basic eA=="), ("cookie", "a=b"), ("referer", "http://127.0.0.1/")];
    for (number, header) in headers.iter().enumerate() {
        let link = link(&practice, &path).await;
        assert_eq!(fetch(&link, &[*header]).await.status(), 400, "{header:?}");
        let offences = practice.media_offences();
        assert!(offences.len() == number + 1 && offences[number].ends_with(header.0), "{offences:?}");
        assert_eq!(fetch(&link, &[]).await.status(), 200);
    }
    let row = json(&practice, &format!("/wiki/api/v2/attachments/{}", attachment_id(2))).await;
    answers! { practice, r#"
        /wiki{servlet}  401  @www-authenticate starts "OAuth realm=\"http%3A%2F%2F"
    "#, servlet = row["downloadLink"].as_str().unwrap() }
}

#[tokio::test]
async fn downloads_go_wrong_as_told() {
    let (wrong, refused, huge) = (attachment_id(3), attachment_id(4), attachment_id(6));
    let practice = site(&format!(
        "login-download=1, expired-link=2, short-download=1, media-503=3, slow-download=300, wrong-size={wrong}, \
         refuse-download={refused}, huge-attachment={huge}:3"
    ))
    .await;
    let path = download_path(&practice, &wrong);
    answers! { practice, r#"{path}  200  @content-type "text/html;charset=UTF-8""#, path }
    let expired = link(&practice, &path).await;
    assert_eq!(fetch(&expired, &[]).await.status(), 403);
    answers! { practice, "
        {refused}                         404
        /wiki/api/v2/attachments/{huge}   200  /fileSize 3145728
    ", refused = download_path(&practice, &refused), huge }
    let told = json(&practice, &format!("/wiki/api/v2/attachments/{wrong}")).await["fileSize"].as_u64().unwrap();

    // The expired link was the first request for bytes; the second one rests, the third one is a 503.
    let begun = catchment_base::clock::instant();
    assert_eq!(bytes(&practice, &wrong).await.len() as u64 + 1, told);
    assert!(begun.elapsed() >= Duration::from_millis(300));
    let link = link(&practice, &path).await;
    let unavailable = fetch(&link, &[]).await;
    assert_eq!((unavailable.status().as_u16(), header(&unavailable, "retry-after")), (503, "1"));
    assert_eq!(fetch(&link, &[]).await.status(), 200);

    let short = site("short-download=1").await;
    let link = self::link(&short, &download_path(&short, &huge)).await;
    let response = fetch(&link, &[]).await;
    assert!(response.content_length().is_some_and(|length| length > 800));
    assert!(response.bytes().await.is_err());
    assert!(!bytes(&short, &huge).await.is_empty());
}
