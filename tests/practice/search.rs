//! The search by CQL, with what is awkward about the real one.

use super::{get, json, published, status};
use catchment::practice::confluence::{Change, Options, Practice, attachment_id, page_id, start};
use serde_json::Value;
use std::collections::BTreeSet;

async fn site(faults: &str) -> Practice {
    let faults = if faults.is_empty() { Default::default() } else { faults.parse().unwrap() };
    start(Options { attachments: 40, faults, ..Options::default() }).await.unwrap()
}

fn path(cql: &str, more: &str) -> String {
    let cql: String = url::form_urlencoded::byte_serialize(cql.as_bytes()).collect();
    format!("/wiki/rest/api/content/search?cql={cql}{more}")
}

/// Follows a search until an empty page or the last one: its rows, and how many pages it took.
async fn found(practice: &Practice, cql: &str, more: &str) -> (Vec<Value>, usize) {
    let (mut rows, mut next, mut pages) = (Vec::new(), Some(path(cql, more)), 0);
    while let Some(path) = next {
        let page = json(practice, &path).await;
        let results = page["results"].as_array().unwrap().clone();
        pages += 1;
        next = page["_links"]["next"].as_str().map(|next| format!("/wiki{next}")).filter(|_| !results.is_empty());
        rows.extend(results);
    }
    (rows, pages)
}

async fn ids(practice: &Practice, cql: &str) -> Vec<String> {
    let (rows, _) = found(practice, cql, "&limit=70").await;
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn results_fit_the_published_schema() {
    let Some(document) = published("confluence-cloud-v1.openapi.json").map(super::as_schema) else { return };
    let practice = site("").await;
    for more in ["", "&limit=3&expand=version,space,container,history", "&expand=body.storage"] {
        let answer = json(&practice, &path("type in (page, attachment)", more)).await;
        let found = super::complaints(&document, ("/wiki/rest/api/content/search", "get"), &answer);
        assert_eq!(found, Vec::<String>::new(), "{more}");
    }
}

#[tokio::test]
async fn the_search_of_everything_counts_what_it_finds() {
    let practice = site("").await;
    for kind in ["page", "blogpost", "attachment"] {
        let cql = format!("type = {kind} and space in (\"ENG\", \"OPS\")");
        let all = ids(&practice, &cql).await.len();
        let counted = json(&practice, &path(&cql, "&limit=1").replace("content/search", "search")).await;
        assert_eq!((&counted["totalSize"], &counted["size"]), (&all.into(), &1.into()), "{kind}");
        let Some(document) = published("confluence-cloud-v1.openapi.json").map(super::as_schema) else { continue };
        let found = super::complaints(&document, ("/wiki/rest/api/search", "get"), &counted);
        assert_eq!(found, Vec::<String>::new(), "{kind}");
    }
}

#[tokio::test]
async fn everything_current_is_found_once_in_every_order() {
    let practice = site("").await;
    let current = |kind: &str| {
        let truth = practice.truth();
        let is = |standing| standing == catchment::practice::confluence::Standing::Current;
        let content = truth.content.iter().filter(|row| row.kind == kind && is(row.standing)).map(|row| row.id.clone());
        let files =
            truth.attachments.iter().filter(|row| kind == "attachment" && is(row.standing)).map(|row| row.id.clone());
        content.chain(files).collect::<BTreeSet<String>>()
    };
    for kind in ["page", "blogpost", "attachment"] {
        for order in ["", " order by lastmodified", " order by lastmodified desc", " order by id desc"] {
            let ids = ids(&practice, &format!("type = {kind}{order}")).await;
            let set: BTreeSet<String> = ids.iter().cloned().collect();
            assert_eq!((ids.len(), &set), (set.len(), &current(kind)), "{kind}{order}");
        }
    }
    let expanded = found(
        &practice,
        "type = page and space = \"OPS\" order by lastmodified desc",
        "&expand=space,version,container",
    )
    .await
    .0;
    assert!(
        expanded.len() > 40
            && expanded.iter().all(|row| row["space"]["key"] == "OPS" && row["container"]["key"] == "OPS")
    );
    let times: Vec<&str> = expanded.iter().map(|row| row["version"]["when"].as_str().unwrap()).collect();
    assert!(times.is_sorted_by(|one, two| one >= two) && times.iter().all(|time| time.len() == 24));
}

#[tokio::test]
async fn archived_content_is_found_only_when_it_is_asked_for_and_trashed_content_never() {
    let practice = site("").await;
    let (archived, trashed) = (page_id(0), page_id(1));
    practice.change(Change::Archive { id: archived.clone() }).unwrap();
    practice.change(Change::Trash { id: trashed.clone() }).unwrap();
    let cql = format!("id in ({archived}, {trashed}, {}, {})", attachment_id(0), attachment_id(1));
    assert_eq!(ids(&practice, &cql).await, Vec::<String>::new());
    let both = found(&practice, &cql, "&cqlcontext=%7B%22contentStatuses%22%3A%5B%22current%22%2C%22archived%22%5D%7D")
        .await
        .0;
    assert_eq!(both.iter().map(|row| row["id"].as_str().unwrap()).collect::<Vec<_>>(), [archived, attachment_id(0)]);
    assert!(both.iter().all(|row| row["status"] == "archived"));
    practice.change(Change::HideSpace { space: "OPS".to_owned() }).unwrap();
    assert_eq!(ids(&practice, "space = OPS").await, Vec::<String>::new());
}

#[tokio::test]
async fn times_are_minutes_in_the_zone_of_the_account() {
    let practice = start(Options { time_zone: "Asia/Kolkata".to_owned(), ..Options::default() }).await.unwrap();
    assert_eq!(json(&practice, "/wiki/rest/api/user/current").await["timeZone"], "Asia/Kolkata");
    let edited = page_id(3);
    practice.change(Change::Edit { id: edited.clone() }).unwrap();
    let millis = practice.truth().content.iter().find(|row| row.id == edited).unwrap().version_millis;
    let minute = |minutes: i64| {
        let time = chrono::DateTime::from_timestamp_millis(millis + (330 + minutes) * 60_000).unwrap();
        time.format("%Y-%m-%d %H:%M").to_string()
    };
    for (clause, there) in [
        (format!("lastmodified >= \"{}\"", minute(0)), true),
        (format!("lastmodified > \"{}\"", minute(0)), false),
        (format!("lastmodified >= \"{}\"", minute(1)), false),
        (format!("lastmodified <= \"{}\"", minute(0)), true),
        (format!("lastmodified < \"{}\"", minute(0)), false),
        (format!("lastmodified >= \"{}\"", minute(-330)), true),
    ] {
        let found = ids(&practice, &format!("type = page and {clause}")).await;
        assert_eq!(found.contains(&edited), there, "{clause}");
    }
    assert!(start(Options { time_zone: "Nowhere/Else".to_owned(), ..Options::default() }).await.is_err());
}

#[tokio::test]
async fn links_and_cursors_are_those_of_the_search() {
    let practice = site("").await;
    let page = json(&practice, &path("type = page", "&limit=2&start=7&expand=version")).await;
    assert_eq!((&page["start"], &page["limit"], &page["size"]), (&7.into(), &2.into(), &2.into()));
    assert_eq!(page["results"][0]["id"], page_id(0));
    assert!(page["_links"]["base"].as_str().unwrap().ends_with("/wiki"));
    let next = page["_links"]["next"].as_str().unwrap();
    assert!(next.starts_with("/rest/api/content/search?next=true&cursor=_sa_"), "{next}");
    assert!(next.contains("%2B") && next.contains("%3D%3D&expand=version&limit=2"), "{next}");
    assert_eq!(json(&practice, &format!("/wiki{next}")).await["results"][0]["id"], page_id(2));
    for wrong in [
        next.replace("%2B", "+"),
        next.replace("_sa_", ""),
        next.replace("limit=2", "limit=3"),
        next.replace("type", "space%20%3D%20OPS%20and%20type"),
    ] {
        let response = get(&practice, &format!("/wiki{wrong}")).await;
        assert_eq!(response.status(), 400, "{wrong}");
        assert!(response.text().await.unwrap().contains("XP-Search"));
    }
}

#[tokio::test]
async fn some_searches_end_with_an_empty_page_and_bodies_lower_the_limit() {
    let practice = site("").await;
    let mut ends = BTreeSet::new();
    for ordinal in 0..12 {
        let (rows, pages) = found(&practice, &format!("id = {}", page_id(ordinal)), "").await;
        assert!(rows.len() <= 1);
        ends.insert(pages - rows.len().min(pages));
    }
    assert_eq!(ends, BTreeSet::from([0, 1]));
    for (more, size) in [("&expand=body.storage", 50), ("&expand=body.export_view", 25), ("", 100)] {
        let page = json(&practice, &path("type = page", &format!("&limit=100{more}"))).await;
        assert_eq!((&page["limit"], page["results"].as_array().unwrap().len()), (&size.into(), size), "{more}");
    }
    assert!(found(&practice, "type = page", "&expand=body.storage").await.0[0]["body"]["storage"]["value"].is_string());
}

#[tokio::test]
async fn what_cannot_be_searched_is_a_400_in_the_form_of_v1() {
    let practice = site("").await;
    for (cql, said) in [
        ("", "Could not parse cql : "),
        ("type = bogus", "Unsupported value for type, got : bogus"),
        ("status = trashed", "Unsupported CQL field 'status'"),
        ("lastmodified >= \"2024-03-31 02:30\"", "Could not parse the 'lastmodified' field"),
        ("space = ~712020", "Could not parse cql"),
    ] {
        let response = get(&practice, &path(cql, "")).await;
        assert_eq!(response.status(), 400, "{cql}");
        let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        assert!(body["message"].as_str().unwrap().contains(said), "{body}");
        assert_eq!((&body["statusCode"], &body["data"]["authorized"]), (&400.into(), &false.into()));
    }
    for path in [
        "/wiki/rest/api/content/search",
        "/wiki/rest/api/content/search?cql=type=page&limit=abc",
        "/wiki/rest/api/content/search?cql=type=page&limit=-1",
    ] {
        assert_eq!(status(&practice, path).await, 400, "{path}");
    }
}

#[tokio::test]
async fn the_index_lags_behind_as_told() {
    let practice = site("search-lag=2").await;
    let edited: Vec<String> = (0..3).map(page_id).collect();
    for id in &edited {
        practice.change(Change::Edit { id: id.clone() }).unwrap();
    }
    let cql = format!("id in ({})", edited.join(","));
    assert_eq!(ids(&practice, &cql).await, edited[..1]);
    practice.change(Change::Edit { id: page_id(9) }).unwrap();
    assert_eq!(ids(&practice, &cql).await, edited[..2]);
}
