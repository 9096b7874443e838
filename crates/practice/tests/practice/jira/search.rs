//! The search: queries, pages and their tokens, errors and which of them comes first.

use super::*;
use std::collections::BTreeSet;

const SEARCH: &str = "/rest/api/3/search/jql";

#[tokio::test]
async fn queries_find_what_is_there() {
    let practice = served("", 60).await;
    let all: BTreeSet<String> = found(&practice, "project is not EMPTY").await.into_iter().collect();
    assert_eq!(all, seen(&practice).into_iter().collect());
    let issue = fact(&practice, "10001");
    let updated = issue.value["fields"]["updated"].as_str().unwrap();
    let millis = chrono::DateTime::parse_from_str(updated, "%Y-%m-%dT%H:%M:%S%.3f%z").unwrap().timestamp_millis();
    for (jql, wanted) in [
        ("key = ENG-1".to_owned(), true),
        ("id in (10001, 10002)".to_owned(), true),
        (format!("key = ENG-1 AND updated >= {millis}"), true),
        (format!("key = ENG-1 AND updated > {millis}"), false),
        ("key = ENG-1 AND project != ENG".to_owned(), false),
        ("project in (ENG, OPS) AND NOT key = ENG-1".to_owned(), false),
    ] {
        assert_eq!(found(&practice, &jql).await.contains(&"10001".to_owned()), wanted, "{jql}");
    }
    let ordered = found(&practice, "project is not EMPTY ORDER BY updated ASC, key ASC").await;
    let times: Vec<String> =
        ordered.iter().map(|id| fact(&practice, id).value["fields"]["updated"].as_str().unwrap().to_owned()).collect();
    assert!(times.is_sorted() && times.len() == all.len());
    assert!(!found(&practice, "project is not EMPTY").await.is_sorted());
}

#[tokio::test]
async fn literals_of_minutes_are_read_in_the_zone_of_the_account() {
    for (time_zone, hours) in [("America/Los_Angeles", -8), ("UTC", 0)] {
        let options = Options { time_zone: time_zone.to_owned(), issues: 10, ..Options::default() };
        let practice = start(options).await.unwrap();
        practice.change(edit("ENG-1", "summary", "Changed now")).unwrap();
        let updated = fact(&practice, "10001").value["fields"]["updated"].as_str().unwrap().to_owned();
        let offset = if hours == 0 { "+0000" } else { "-0800" };
        assert!(updated.ends_with(offset), "{updated}");
        let minute = format!("{} {}", &updated[..10], &updated[11..16]);
        assert_eq!(found(&practice, &format!("updated >= '{minute}'")).await, ["10001"], "{time_zone}");
        let time = chrono::DateTime::parse_from_str(&updated, "%Y-%m-%dT%H:%M:%S%.3f%z").unwrap();
        let in_utc = time.to_utc().format("%Y-%m-%d %H:%M").to_string();
        let by_utc = found(&practice, &format!("updated >= '{in_utc}'")).await;
        // An account behind UTC does not see yet what is written in UTC.
        assert_eq!(by_utc.is_empty(), hours < 0, "{time_zone}");
    }
}

#[tokio::test]
async fn pages_are_followed_by_their_tokens() {
    let practice = served("", 230).await;
    let sent = json!({"jql": "project is not EMPTY ORDER BY updated", "maxResults": 5000, "fields": ["summary"]});
    let pages = searched(&practice, SEARCH, sent).await;
    for page in &pages {
        assert_eq!(page["isLast"].as_bool().unwrap(), page.get("nextPageToken").is_none());
        assert!(page.get("total").is_none() && page.get("startAt").is_none());
    }
    let keys: Vec<String> = texts(&rows(&pages, "issues"), "key");
    // A hundred with their fields, whatever was asked for.
    assert_eq!((pages.len(), keys.len()), (keys.len().div_ceil(100), seen(&practice).len()));
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
    // The id alone is the default.
    answers! { practice, r#"
        POST {SEARCH} {"jql": "project is not EMPTY", "nextPageToken": {first}}  400  /errorMessages/0 {invalid}
        POST {SEARCH} {"jql": "project is not EMPTY", "nextPageToken": "bogus"}  400  /errorMessages/0 {invalid}
        POST {SEARCH} {"jql": "project is not EMPTY", "maxResults": 5000}  200  /issues/# {all}  /issues/0/# 1
        POST {SEARCH} {"jql": "project is not EMPTY"}                      200  /issues/# 50
    "#, SEARCH, first = pages[0]["nextPageToken"], all = keys.len(),
    invalid = r#""The provided next page token is invalid or expired.""# }
}

#[tokio::test]
async fn an_issue_that_changes_during_a_walk_is_seen_again_and_none_is_lost() {
    let practice = served("page=10", 50).await;
    let before = found(&practice, "project is not EMPTY").await;
    let mut sent = json!({"jql": "project is not EMPTY ORDER BY updated", "fields": ["updated"], "maxResults": 10});
    let first = asked(&practice, SEARCH, sent.clone()).await;
    let mut ids: Vec<String> = texts(&first["issues"], "id");
    let moved = ids[0].clone();
    practice.change(edit(&moved, "summary", "Again")).unwrap();
    sent["nextPageToken"] = first["nextPageToken"].clone();
    ids.extend(texts::<Vec<_>>(&rows(&searched(&practice, SEARCH, sent).await, "issues"), "id"));
    assert_eq!((ids.first(), ids.last()), (Some(&moved), Some(&moved)));
    assert_eq!(ids.len(), before.len() + 1);
}

#[tokio::test]
async fn fields_are_chosen_and_texts_follow_the_version() {
    let (practice, expand) = (served("", 5).await, r#""names,schema,changelog""#);
    answers! { practice, r#"
        POST {SEARCH} {"jql": "key = ENG-1", "fields": ["*all"], "expand": {expand}}  200
        & /issues/0/fields/description/type "doc"  /names/customfield_10020 "Sprint"
        & /schema/customfield_10020/custom "com.pyxis.greenhopper.jira:gh-sprint"
        & /issues/0/changelog/total 150  /issues/0/changelog/histories/# 20
        POST /rest/api/2/search/jql {"jql": "key = ENG-1", "fields": ["*all"], "expand": {expand}}  200
        & /issues/0/fields/description starts "*"
        POST {SEARCH} {"jql": "key = ENG-1", "fields": ["*navigable", "-summary"], "expand": {expand}}  200
        & /issues/0/fields/status there  /issues/0/fields/summary absent  /issues/0/fields/comment absent
        {SEARCH}?jql=«key = ENG-1»&fields=summary,status&fields=key  200  /issues/0/fields/# 2
    "#, SEARCH, expand }
}

#[tokio::test]
async fn errors_have_their_forms_and_their_order() {
    let practice = served("", 5).await;
    let reconciled: Vec<u64> = (1..=51).collect();
    // Each of the first bodies has the faults of those below it as well: the first in the order is told.
    answers! { practice, r#"
        at /rest/api/3/search/
        POST jql {"startAt": 0, "nextPageToken": "x", "maxResults": 0}  400
        & /errorMessages/0 "Invalid request payload. Refer to the REST API documentation and try again."
        POST jql {"nextPageToken": "x", "reconcileIssues": {reconciled}, "maxResults": 0}  400
        & /errorMessages/0 "The provided next page token is invalid or expired."
        POST jql {"reconcileIssues": {reconciled}, "maxResults": 0, "jql": ""}  400
        & /errorMessages/0 "The max number of issues to reconcile is 50."
        POST jql {"maxResults": 0, "jql": ""}  400
        & /errorMessages/0 "The max results parameter has to be between 1 and 5,000."
        POST jql {"maxResults": 5001, "jql": "bogus = 1"}  400
        & /errorMessages/0 "The max results parameter has to be between 1 and 5,000."
        POST jql {"jql": "ORDER BY created"}  400  /errorMessages/0 {unbounded}
        POST jql {}                           400  /errorMessages/0 {unbounded}
        POST jql {"jql": "bogus = 1"}  400
        & /errorMessages/0 "Field 'bogus' does not exist or you do not have permission to view it."
        POST jql {"jql": "project = NOPE"}  400
        & /errorMessages/0 "The value 'NOPE' does not exist for the field 'project'."
        POST jql {"jql": "key = ENG-1", "expand": "editmeta"}  400
        & /errorMessages/0 "The practice server does not serve the expansion 'editmeta' here."
        POST jql {"jql": "key = ENG-1", "properties": ["a", null]}  500  /message "at index 1"
        jql?jql=«key = ENG-1»&maxResults=abc  400  /detail "Failed to convert 'maxResults' with value: 'abc'"
        /rest/api/3/bogus                     404  /detail "No endpoint GET /rest/api/3/bogus."
    "#, reconciled = json!(reconciled),
    unbounded = r#""Unbounded JQL queries are not allowed here. Please add a search restriction to your query.""# }
    let typed = |media: &str| practice.request(Method::POST, SEARCH).header("Content-Type", media);
    let empty = body(typed("application/json").send().await.unwrap()).await;
    assert_eq!(empty, json!({"errorMessages": ["No content to map to Object due to end of input"]}));
    let plain = typed("text/plain").body("{}").send().await.unwrap();
    assert_eq!((plain.status().as_u16(), header(&plain, "accept")), (415, "application/json"));
    assert_eq!(header(&plain, "content-type"), "application/problem+json;charset=UTF-8");
}

#[tokio::test]
async fn the_old_search_is_gone_and_counts_are_of_bounded_queries() {
    let practice = served("", 40).await;
    answers! { practice, r#"
        at /rest/api/3/search
        ?jql=«project = ENG»                                         410  /errorMessages/0 has "{SEARCH}"
        /rest/api/2/search?jql=«project = ENG»                       410  /errorMessages/0 has "{SEARCH}"
        POST /rest/api/3/search {"jql": "project = ENG"}             410
        POST {COUNT} {"jql": "project = ENG"}                        200  /count {count}
        POST {COUNT} {"jql": ""}                                     400
    "#, SEARCH, COUNT = "/rest/api/3/search/approximate-count", count = found(&practice, "project = ENG").await.len() }
}
