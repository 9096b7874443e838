//! The search by CQL, with what is awkward about the real one.

use super::{get, json, published, status};
use catchment_practice::confluence::{Change, Options, Practice, Standing, TrueContent, attachment_id, page_id, start};
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
async fn rows_around_what_is_found_go_on_by_a_cursor_of_their_own() {
    let practice = site("").await;
    let cql = "type = page and space = \"OPS\" order by lastmodified desc";
    let of_rows = |more: &str| path(cql, more).replace("content/search", "search");
    let (mut rows, mut pages, mut next) = (Vec::new(), Vec::new(), Some(of_rows("&limit=20&start=100001")));
    while let Some(path) = next {
        let page = json(&practice, &path).await;
        next = page["_links"]["next"].as_str().map(|next| format!("/wiki{next}"));
        rows.extend(page["results"].as_array().unwrap().iter().map(|row| row["content"]["id"].clone()));
        pages.push(page);
    }
    let expected = found(&practice, cql, "&limit=70").await.0;
    assert_eq!(rows, expected.iter().map(|row| row["id"].clone()).collect::<Vec<_>>());
    assert_eq!((&pages[0]["start"], &pages[0]["size"]), (&100_001.into(), &20.into()), "start says nothing");
    assert!(pages.len() > 2 && pages.iter().all(|page| page["totalSize"] == expected.len()));
    let link = |page: &Value, name: &str| page["_links"][name].as_str().unwrap_or_default().to_owned();
    let next = link(&pages[0], "next");
    assert!(
        next.starts_with("/rest/api/search?next=true&cursor=_t_") && next.contains("_h_W10%3D&limit=20&"),
        "{next}"
    );
    assert_eq!(link(&pages[1], "prev"), next.replace("next=true", "prev=true"));
    assert!(link(&pages[0], "prev").is_empty() && pages.iter().all(|page| !link(page, "self").contains("cursor")));

    let other = link(&json(&practice, &path("type = page", "&limit=20")).await, "next");
    for wrong in [other.replace("content/search", "search"), next.replace("limit=20", "limit=21")] {
        let response = get(&practice, &format!("/wiki{wrong}")).await;
        assert!(response.status() == 400 && response.text().await.unwrap().contains("XP-Search"), "{wrong}");
    }
    for wrong in ["&limit=x", "&start=x"] {
        let response = get(&practice, &of_rows(wrong)).await;
        assert_eq!((response.status().as_u16(), response.text().await.unwrap().as_str()), (404, ""), "{wrong}");
    }
    let bodies = json(&practice, &of_rows("&limit=70&expand=content.body.storage")).await;
    assert_eq!(bodies["limit"], 50);
    assert!(bodies["results"][0]["content"]["body"]["storage"]["value"].is_string());
}

#[tokio::test]
async fn what_is_negated_above_or_said_is_found() {
    let practice = site("").await;
    let truth = practice.truth();
    let ops = &truth.spaces.iter().find(|space| space.key == "OPS").unwrap().id;
    let pages = truth.content.iter().filter(|row| row.kind == "page" && row.standing == Standing::Current);
    let that = |holds: &dyn Fn(&TrueContent) -> bool| {
        pages.clone().filter(|row| holds(row)).map(|row| row.id.clone()).collect()
    };
    let title = &truth.content.iter().find(|row| row.id == page_id(7)).unwrap().title;
    let quoted = format!("\"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""));
    let holds_title = |row: &TrueContent| row.title.to_lowercase().contains(&title.to_lowercase());
    let parent = page_id(0);
    let cases: [(String, BTreeSet<String>); 5] = [
        ("space != OPS".to_owned(), that(&|row| row.space_id != *ops)),
        ("not (space in (OPS))".to_owned(), that(&|row| row.space_id != *ops)),
        (format!("parent = {parent}"), that(&|row| row.parent_id.as_ref() == Some(&parent))),
        (format!("title = {quoted}"), that(&|row| row.title == *title)),
        (format!("title ~ {quoted}"), that(&holds_title)),
    ];
    for (clause, expected) in cases {
        let found: BTreeSet<String> = ids(&practice, &format!("type = page and {clause}")).await.into_iter().collect();
        assert!(!expected.is_empty());
        assert_eq!(found, expected, "{clause}");
    }
    assert!(ids(&practice, &format!("type = page and text ~ {quoted}")).await.contains(&page_id(7)));
    let edited = page_id(9);
    practice.change(Change::Edit { id: edited.clone() }).unwrap();
    assert_eq!(ids(&practice, "type = page and lastmodified >= now(\"-1m\")").await, [edited]);
}

#[tokio::test]
async fn everything_current_is_found_once_in_every_order() {
    let practice = site("").await;
    let current = |kind: &str| {
        let truth = practice.truth();
        let is = |standing| standing == Standing::Current;
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
        ("space != OPS", "a negative expression cannot be the first clause"),
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
