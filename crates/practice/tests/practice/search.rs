//! The search by CQL, with what is awkward about the real one.

use super::{complaints, count, encoded, faults, json, next, pages, rows, texts};
use catchment_practice::confluence::{Change, Options, Practice, Standing, TrueContent, attachment_id, page_id, start};
use serde_json::Value;
use std::collections::BTreeSet;

async fn site(named: &str) -> Practice {
    start(Options { attachments: 40, faults: faults(named), ..Options::default() }).await.unwrap()
}

fn path(cql: &str, more: &str) -> String {
    format!("/wiki/rest/api/content/search?cql={}{more}", encoded(cql))
}

/// Follows a search until an empty page or the last one: its rows, and how many pages it took.
async fn found(practice: &Practice, cql: &str, more: &str) -> (Vec<Value>, usize) {
    let following =
        |page: &Value| next(page).filter(|_| count(&page["results"]) > 0).map(|next| format!("/wiki{next}"));
    let pages = pages(practice, path(cql, more), following).await;
    (rows(&pages, "results").as_array().unwrap().clone(), pages.len())
}

async fn ids(practice: &Practice, cql: &str) -> Vec<String> {
    texts(&found(practice, cql, "&limit=70").await.0.into(), "id")
}

#[tokio::test]
async fn results_fit_the_published_schema() {
    fits! { site("").await, "confluence-cloud-v1", "
        {path}  {path}&limit=3&expand=version,space,container,history  {path}&expand=body.storage
    ", path = path("type in (page, attachment)", "") };
}

#[tokio::test]
async fn the_search_of_everything_counts_what_it_finds() {
    let practice = site("").await;
    for kind in ["page", "blogpost", "attachment"] {
        let cql = format!("type = {kind} and space in (\"ENG\", \"OPS\")");
        let all = ids(&practice, &cql).await.len();
        let counted = json(&practice, &path(&cql, "&limit=1").replace("content/search", "search")).await;
        assert_eq!((&counted["totalSize"], &counted["size"]), (&all.into(), &1.into()), "{kind}");
        let wrong = complaints("confluence-cloud-v1", ("get", "/wiki/rest/api/search"), &counted);
        assert_eq!(wrong, Vec::<String>::new(), "{kind}");
    }
}

#[tokio::test]
async fn rows_around_what_is_found_go_on_by_a_cursor_of_their_own() {
    let practice = site("").await;
    let cql = "type = page and space = \"OPS\" order by lastmodified desc";
    let of_rows = |more: &str| path(cql, more).replace("content/search", "search");
    let following = |page: &Value| Some(format!("/wiki{}", next(page)?));
    let pages = pages(&practice, of_rows("&limit=20&start=100001"), following).await;
    let expected = found(&practice, cql, "&limit=70").await.0;
    let rows = rows(&pages, "results");
    let ids = rows.as_array().unwrap().iter().map(|row| &row["content"]["id"]);
    assert!(ids.eq(expected.iter().map(|row| &row["id"])), "{rows}");
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
    answers! { practice, r#"
        /wiki{other}   400  $ has "XP-Search"
        /wiki{longer}  400  $ has "XP-Search"
        {rows}&limit=x  404  $ ""
        {rows}&start=x  404  $ ""
        {rows}&limit=70&expand=content.body.storage  200  /limit 50  /results/0/content/body/storage/value text
    "#, other = other.replace("content/search", "search"), longer = next.replace("limit=20", "limit=21"),
    rows = of_rows("") }
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
    let newest = "type = page and space = \"OPS\" order by lastmodified desc";
    let (expanded, _) = found(&practice, newest, "&expand=space,version,container").await;
    assert!(expanded.len() > 40);
    assert!(expanded.iter().all(|row| row["space"]["key"] == "OPS" && row["container"]["key"] == "OPS"));
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
    answers! { practice, r#"
        {path}&cqlcontext=«{"contentStatuses":["current","archived"]}»  200
        & /results/*/id ["{archived}", "{file}"]  /results/*/status ["archived", "archived"]
    "#, path = path(&cql, ""), archived, file = attachment_id(0) }
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
    let next = page["_links"]["next"].as_str().unwrap();
    assert!(next.starts_with("/rest/api/content/search?next=true&cursor=_sa_"), "{next}");
    assert!(next.contains("%2B") && next.contains("%3D%3D&expand=version&limit=2"), "{next}");
    let with = |from: &str, to: &str| next.replace(from, to);
    answers! { practice, r#"
        {path}         200  /start 7  /limit 2  /size 2  /results/0/id "{first}"  /_links/base ends "/wiki"
        /wiki{next}    200  /results/0/id "{third}"
        /wiki{plain}   400  $ has "XP-Search"
        /wiki{bare}    400  $ has "XP-Search"
        /wiki{longer}  400  $ has "XP-Search"
        /wiki{other}   400  $ has "XP-Search"
    "#, path = path("type = page", "&limit=2&start=7&expand=version"), next, first = page_id(0), third = page_id(2),
    plain = with("%2B", "+"), bare = with("_sa_", ""), longer = with("limit=2", "limit=3"),
    other = with("type", "space%20%3D%20OPS%20and%20type") }
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
    answers! { practice, "
        {path}&expand=body.storage      200  /limit  50  /results/#  50  /results/0/body/storage/value text
        {path}&expand=body.export_view  200  /limit  25  /results/#  25
        {path}                          200  /limit 100  /results/# 100
    ", path = path("type = page", "&limit=100") }
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
        answers! { practice, r#"
            {path}  400  /message has "{said}"  /statusCode 400  /data/authorized false
        "#, path = path(cql, ""), said }
    }
    answers! { practice, "
        /wiki/rest/api/content/search                          400
        /wiki/rest/api/content/search?cql=type=page&limit=abc  400
        /wiki/rest/api/content/search?cql=type=page&limit=-1   400
    " }
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
