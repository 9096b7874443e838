//! What belongs to issues: lists that are cut, changelogs, comments, worklogs with their feeds, files; and what issues
//! refer to.

use super::*;
use std::collections::BTreeSet;

#[tokio::test]
async fn embedded_lists_are_cut_and_say_how_long_they_are() {
    let practice = served("", 5).await;
    // A bad order comes before an issue that is not there.
    answers! { practice, "
        at /rest/api/3/issue/
        ENG-1                             200  /fields/comment/total 57  /fields/comment/comments/# 20
        & /fields/worklog/total 25  /fields/worklog/worklogs/# 20
        ENG-1/changelog?maxResults=1000   200  /values/# 100  /isLast false  /maxResults 100
        NOPE-1/comment?orderBy=bogus      400
        NOPE-1/comment                    404
    " }
    let comments = listed(&practice, "/rest/api/3/issue/ENG-1/comment?maxResults=30", "comments").await;
    assert_eq!(texts::<BTreeSet<_>>(&comments[..].into(), "id").len(), 57);
    let truth: Vec<Value> =
        practice.truth("comment").into_iter().filter(|fact| fact.parent == "10001").map(|fact| fact.value).collect();
    assert_eq!(comments, truth);
    assert_eq!(listed(&practice, "/rest/api/3/issue/ENG-1/changelog", "values").await.len(), 150);
    assert_eq!(listed(&practice, "/rest/api/3/issue/ENG-1/worklog", "worklogs").await.len(), 25);
}

#[tokio::test]
async fn many_issues_are_fetched_at_once() {
    let practice = served("", 130).await;
    let many: Vec<String> = (10001..10102).map(|id: u64| id.to_string()).collect();
    // What is to be expanded is a list here, and a text in the search.
    answers! { practice, r#"
        at /rest/api/3/issue/
        POST bulkfetch {"issueIdsOrKeys": ["10003", "ENG-1", "10002", "10002", "99999", "OLD-1"], "fields": ["*all"]}
        & 200  /issues/*/id ["10001", "10002", "10003"]  /issueErrors []
        POST bulkfetch {"issueIdsOrKeys": [], "fields": ["summary"]}                400
        POST bulkfetch {"issueIdsOrKeys": {hundred}, "fields": ["summary"]}         200
        POST bulkfetch {"issueIdsOrKeys": {more}, "fields": ["summary"]}            400
        POST bulkfetch {"issueIdsOrKeys": ["ENG-1"], "expand": "changelog"}         400
    "#, hundred = json!(many[..100]), more = json!(many) }
}

#[tokio::test]
async fn changelogs_of_many_issues_have_times_in_seconds() {
    let practice = served("", 30).await;
    let ids: Vec<String> = seen(&practice);
    let sent = json!({"issueIdsOrKeys": ids, "maxResults": 40});
    let pages = searched(&practice, "/rest/api/3/changelog/bulkfetch", sent).await;
    let entries = rows(rows(&pages, "issueChangeLogs").as_array().unwrap(), "changeHistories");
    for entry in entries.as_array().unwrap() {
        assert!((0..2_000_000_000).contains(&entry["created"].as_i64().unwrap()), "seconds, not milliseconds");
    }
    let visible = practice.truth("changelog").into_iter().filter(|fact| fact.is_visible).map(|fact| fact.id);
    assert_eq!(texts::<BTreeSet<_>>(&entries, "id"), visible.collect());
    let of_status = json!({"issueIdsOrKeys": ["ENG-1"], "fieldIds": ["status"]});
    let page = asked(&practice, "/rest/api/3/changelog/bulkfetch", of_status).await;
    let mut logs = page["issueChangeLogs"].as_array().unwrap().iter();
    let is_of_status = |entry: &Value| entry["items"][0]["fieldId"] == "status";
    assert!(logs.all(|log| log["changeHistories"].as_array().unwrap().iter().all(is_of_status)));
}

#[tokio::test]
async fn worklogs_are_told_by_feeds_that_are_a_minute_late() {
    let practice = served("", 10).await;
    let since = |practice: &Practice| {
        let all = practice.truth("worklog").into_iter().filter(|fact| fact.is_visible).map(|fact| fact.id);
        all.collect::<BTreeSet<_>>()
    };
    let ids = |feed: &Value| {
        feed["values"].as_array().unwrap().iter().map(|row| row["worklogId"].to_string()).collect::<BTreeSet<_>>()
    };
    let feed = json(&practice, "/rest/api/3/worklog/updated").await;
    assert_eq!((ids(&feed), &feed["lastPage"]), (since(&practice), &json!(true)));
    let until = feed["until"].as_i64().unwrap();
    let made = practice.change(Change::Book("ENG-1".to_owned(), 3600)).unwrap();
    let updated = format!("/rest/api/3/worklog/updated?since={until}");
    assert!(ids(&json(&practice, &updated).await).is_empty(), "the last minute is left out");
    practice.change(Change::Pass(2)).unwrap();
    assert_eq!(ids(&json(&practice, &updated).await), BTreeSet::from([made.clone()]));
    answers! { practice, r#"
        POST /rest/api/3/worklog/list {"ids": [{made}, 1]}  200  /*/timeSpent ["1h 0m"]
    "#, made }
    practice.change(Change::DeleteWorklog(made.parse().unwrap())).unwrap();
    practice.change(Change::Pass(2)).unwrap();
    let deleted = json(&practice, &format!("/rest/api/3/worklog/deleted?since={until}")).await;
    assert_eq!(ids(&deleted), BTreeSet::from([made]));
    assert!(ids(&json(&practice, &updated).await).is_empty());
}

#[tokio::test]
async fn a_moment_with_more_than_a_page_of_worklogs_cannot_be_passed() {
    let practice = served("equal-worklogs=2500", 3).await;
    practice.change(Change::Pass(5)).unwrap();
    let first = json(&practice, "/rest/api/3/worklog/updated").await;
    let second = json(&practice, first["nextPage"].as_str().unwrap().strip_prefix(practice.url()).unwrap()).await;
    assert_eq!((count(&first["values"]), &second["lastPage"]), (1000, &json!(false)));
    let third = second["nextPage"].as_str().unwrap();
    assert!(third.ends_with(&format!("since={}", second["since"])), "the page that follows is the same");
    answers! { practice, "/rest/api/3/issue/10001/worklog  200  /worklogs/# 2525  /total 2525" }
}

#[tokio::test]
async fn comments_are_fetched_by_their_ids() {
    let practice = served("", 10).await;
    let comments: Vec<Fact> = practice.truth("comment").into_iter().filter(|fact| fact.is_visible).take(3).collect();
    let ids: Vec<u64> = comments.iter().map(|fact| fact.id.parse().unwrap()).chain([1]).collect();
    let values: Value = comments.into_iter().map(|fact| fact.value).collect();
    answers! { practice, r#"
        at /rest/api/3/comment/
        POST list {"ids": {ids}}  200  /values {values}
        POST list {"ids": []}     400
    "#, ids = json!(ids), values }
}

#[tokio::test]
async fn files_are_behind_another_origin_that_takes_no_credentials() {
    let practice = served("", 5).await;
    let file = practice.truth("attachment").swap_remove(0);
    let content = file.value["content"].as_str().unwrap().strip_prefix(practice.url()).unwrap().to_owned();
    let response = get(&practice, &content).await;
    assert_eq!(response.status(), 303);
    let location = header(&response, "location");
    assert!(!location.starts_with(practice.url()));
    let bytes = reqwest::get(location).await.unwrap().bytes().await.unwrap();
    assert_eq!(bytes, practice.file(&file.id).unwrap());
    assert_eq!(bytes.len() as u64, file.value["size"].as_u64().unwrap());
    assert_eq!(practice.media_offences(), Vec::<String>::new());
    let careless = client().get(location).basic_auth("a", Some("b")).send().await.unwrap();
    assert_eq!((careless.status().as_u16(), practice.media_offences().len()), (400, 1));
    let direct = get(&practice, &format!("{content}?redirect=false")).await;
    assert_eq!((direct.status().as_u16(), direct.bytes().await.unwrap()), (200, bytes));
    answers! { practice, "/rest/api/3/attachment/{id}  200  /id {id}", id = file.id }
    assert_eq!(reqwest::get(location.replace("token=", "token=0")).await.unwrap().status(), 403);
}

#[tokio::test]
async fn people_come_in_short_pages_that_end_with_an_empty_one() {
    let practice = served("", 20).await;
    let (mut rows, mut start, mut has_short) = (Vec::new(), 0, false);
    loop {
        let page = json(&practice, &format!("/rest/api/3/users/search?startAt={start}&maxResults=7")).await;
        let page = page.as_array().unwrap().clone();
        if page.is_empty() {
            break;
        }
        has_short |= page.len() < 7 && start < 14;
        rows.extend(page);
        start += 7;
    }
    let listed: Vec<String> =
        practice.truth("user").into_iter().filter(|fact| fact.is_visible).map(|fact| fact.id).collect();
    assert_eq!(texts::<Vec<_>>(&rows[..].into(), "accountId"), listed);
    assert!(has_short, "a page is cut before people are left out");
    assert!(rows.iter().any(|row| row["accountType"] == "app"));
    assert!(rows.iter().any(|row| row.get("emailAddress").is_none()));
    let groups = json(&practice, "/rest/api/3/group/bulk").await;
    let id = groups["values"][0]["groupId"].as_str().unwrap();
    let members = async |more: &str| {
        json(&practice, &format!("/rest/api/3/group/member?groupId={id}{more}")).await["total"].as_u64().unwrap()
    };
    let active = members("").await;
    assert!(members("&includeInactiveUsers=true").await >= active && active > 0);
    assert_eq!(status(&practice, "/rest/api/3/group/member?groupId=nope").await, 404);
}

#[tokio::test]
async fn fields_share_names_and_say_whose_they_are() {
    let practice = served("", 5).await;
    let fields = json(&practice, "/rest/api/3/field").await;
    let points: Vec<&Value> =
        fields.as_array().unwrap().iter().filter(|field| field["name"] == "Story Points").collect();
    assert_eq!(points.len(), 2);
    assert_eq!(points[1]["scope"]["project"]["id"], "10003");
    practice.change(Change::RenameField(10031, "Name of Customer".to_owned())).unwrap();
    practice.change(Change::RenameStatus(3, "Doing".to_owned())).unwrap();
    answers! { practice, r#"
        /rest/api/3/field/search?type=custom  200  /total 20
        /rest/api/3/status                    200  /*/name has "Doing"
    "# }
    let renamed = json(&practice, "/rest/api/3/field").await;
    let renamed = renamed.as_array().unwrap().iter().find(|field| field["id"] == "customfield_10031").unwrap();
    assert_eq!(renamed["name"], "Name of Customer");
}

#[tokio::test]
async fn the_log_of_the_administrators_is_paged_and_filtered() {
    let practice = served("", 5).await;
    practice.change(Change::RenameProject("OPS".to_owned(), "Operating".to_owned())).unwrap();
    let log = json(&practice, "/rest/api/3/auditing/record?limit=5").await;
    answers! { practice, r#"
        at /rest/api/3/auditing/record
        ?limit=5         200  /total 13  /records/# 5
        & /records/0/changedValues/0 {"fieldName": "Name", "changedFrom": "Operations", "changedTo": "Operating"}
        ?offset=10       200  /records/# 3
        ?filter=project  200  /total 1
        ?from=«{from}»   200  /total 2
        ?from=soon       400
    "#, from = log["records"][1]["created"].as_str().unwrap() }
}
