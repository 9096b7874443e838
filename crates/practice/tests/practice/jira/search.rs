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
    let (mut keys, mut sent, mut pages) = (
        Vec::new(),
        json!({"jql": "project is not EMPTY ORDER BY updated",
        "maxResults": 5000, "fields": ["summary"]}),
        0,
    );
    let first = loop {
        let page = asked(&practice, SEARCH, sent.clone()).await;
        pages += 1;
        keys.extend(texts(&page["issues"], "key"));
        assert_eq!(page["isLast"].as_bool().unwrap(), page.get("nextPageToken").is_none());
        assert!(page.get("total").is_none() && page.get("startAt").is_none());
        match page.get("nextPageToken") {
            Some(token) => sent["nextPageToken"] = token.clone(),
            None => break sent["nextPageToken"].clone(),
        }
    };
    // A hundred with their fields, whatever was asked for.
    assert_eq!((pages, keys.len()), (keys.len().div_ceil(100), seen(&practice).len()));
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
    let other = json!({"jql": "project is not EMPTY", "nextPageToken": first});
    let bad = (400, "The provided next page token is invalid or expired.".to_owned());
    assert_eq!(refused(post(&practice, SEARCH, &other).await).await, bad);
    let bogus = json!({"jql": "project is not EMPTY", "nextPageToken": "bogus"});
    assert_eq!(refused(post(&practice, SEARCH, &bogus).await).await, bad);
    let slim = asked(&practice, SEARCH, json!({"jql": "project is not EMPTY", "maxResults": 5000})).await;
    assert_eq!(slim["issues"].as_array().unwrap().len(), keys.len());
    assert_eq!(slim["issues"][0].as_object().unwrap().len(), 1, "the id alone is the default");
    let usual = asked(&practice, SEARCH, json!({"jql": "project is not EMPTY"})).await;
    assert_eq!(usual["issues"].as_array().unwrap().len(), 50);
}

#[tokio::test]
async fn an_issue_that_changes_during_a_walk_is_seen_again_and_none_is_lost() {
    let practice = served("page=10", 50).await;
    let before = found(&practice, "project is not EMPTY").await;
    let mut sent = json!({"jql": "project is not EMPTY ORDER BY updated", "fields": ["updated"], "maxResults": 10});
    let first = asked(&practice, SEARCH, sent.clone()).await;
    let moved = texts(&first["issues"], "id")[0].clone();
    practice.change(edit(&moved, "summary", "Again")).unwrap();
    let mut ids = texts(&first["issues"], "id");
    sent["nextPageToken"] = first["nextPageToken"].clone();
    while !sent["nextPageToken"].is_null() {
        let page = asked(&practice, SEARCH, sent.clone()).await;
        ids.extend(texts(&page["issues"], "id"));
        sent["nextPageToken"] = page["nextPageToken"].clone();
    }
    assert_eq!((ids.first(), ids.last()), (Some(&moved), Some(&moved)));
    assert_eq!(ids.len(), before.len() + 1);
}

#[tokio::test]
async fn fields_are_chosen_and_texts_follow_the_version() {
    let practice = served("", 5).await;
    let sent = |fields: Value| json!({"jql": "key = ENG-1", "fields": fields, "expand": "names,schema,changelog"});
    let all = asked(&practice, SEARCH, sent(json!(["*all"]))).await;
    let issue = &all["issues"][0];
    assert_eq!(issue["fields"]["description"]["type"], "doc");
    assert_eq!(all["names"]["customfield_10020"], "Sprint");
    assert_eq!(all["schema"]["customfield_10020"]["custom"], "com.pyxis.greenhopper.jira:gh-sprint");
    assert_eq!(
        (&issue["changelog"]["total"], issue["changelog"]["histories"].as_array().unwrap().len()),
        (&json!(150), 20)
    );
    let old = asked(&practice, "/rest/api/2/search/jql", sent(json!(["*all"]))).await;
    assert!(old["issues"][0]["fields"]["description"].as_str().unwrap().starts_with('*'));
    let navigable = asked(&practice, SEARCH, sent(json!(["*navigable", "-summary"]))).await;
    let fields = navigable["issues"][0]["fields"].as_object().unwrap();
    assert!(fields.contains_key("status") && !fields.contains_key("summary") && !fields.contains_key("comment"));
    let by_get = target("search/jql", &[("jql", "key = ENG-1"), ("fields", "summary,status"), ("fields", "key")]);
    let fields = told(&practice, &by_get).await["issues"][0]["fields"].as_object().unwrap().len();
    assert_eq!(fields, 2);
}

#[tokio::test]
async fn errors_have_their_forms_and_their_order() {
    let practice = served("", 5).await;
    let reconciled: Vec<u64> = (1..=51).collect();
    // Each body has the faults of those below it as well: the first in the order is told.
    for (sent, status, message) in [
        (
            json!({"startAt": 0, "nextPageToken": "x", "maxResults": 0}),
            400,
            "Invalid request payload. Refer to the REST API documentation and try again.",
        ),
        (
            json!({"nextPageToken": "x", "reconcileIssues": reconciled, "maxResults": 0}),
            400,
            "The provided next page token is invalid or expired.",
        ),
        (
            json!({"reconcileIssues": reconciled, "maxResults": 0, "jql": ""}),
            400,
            "The max number of issues to reconcile is 50.",
        ),
        (json!({"maxResults": 0, "jql": ""}), 400, "The max results parameter has to be between 1 and 5,000."),
        (
            json!({"maxResults": 5001, "jql": "bogus = 1"}),
            400,
            "The max results parameter has to be between 1 and 5,000.",
        ),
        (
            json!({"jql": "ORDER BY created"}),
            400,
            "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.",
        ),
        (json!({}), 400, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."),
        (json!({"jql": "bogus = 1"}), 400, "Field 'bogus' does not exist or you do not have permission to view it."),
        (json!({"jql": "project = NOPE"}), 400, "The value 'NOPE' does not exist for the field 'project'."),
        (
            json!({"jql": "key = ENG-1", "expand": "editmeta"}),
            400,
            "The practice server does not serve the expansion 'editmeta' here.",
        ),
    ] {
        assert_eq!(refused(post(&practice, SEARCH, &sent).await).await, (status, message.to_owned()), "{sent}");
    }
    let properties = post(&practice, SEARCH, &json!({"jql": "key = ENG-1", "properties": ["a", null]})).await;
    assert_eq!((properties.status().as_u16(), body(properties).await["message"].as_str()), (500, Some("at index 1")));
    let empty = known(request(Method::POST, &practice, SEARCH))
        .header("Content-Type", "application/json")
        .send()
        .await
        .unwrap();
    assert_eq!(body(empty).await, json!({"errorMessages": ["No content to map to Object due to end of input"]}));
    let plain = known(request(Method::POST, &practice, SEARCH))
        .header("Content-Type", "text/plain")
        .body("{}")
        .send()
        .await
        .unwrap();
    assert_eq!((plain.status().as_u16(), plain.headers()["accept"].to_str().unwrap()), (415, "application/json"));
    assert_eq!(plain.headers()["content-type"], "application/problem+json;charset=UTF-8");
    let unconverted = get(&practice, &target("search/jql", &[("jql", "key = ENG-1"), ("maxResults", "abc")])).await;
    assert_eq!(unconverted.status(), 400);
    assert_eq!(body(unconverted).await["detail"], "Failed to convert 'maxResults' with value: 'abc'");
    let lost = get(&practice, "/rest/api/3/bogus").await;
    assert_eq!(
        (lost.status().as_u16(), body(lost).await["detail"].as_str()),
        (404, Some("No endpoint GET /rest/api/3/bogus."))
    );
}

#[tokio::test]
async fn the_old_search_is_gone() {
    let practice = served("", 5).await;
    for path in ["/rest/api/3/search", "/rest/api/2/search"] {
        let (status, message) = refused(get(&practice, &format!("{path}?jql=project%20%3D%20ENG")).await).await;
        assert!(status == 410 && message.contains("/rest/api/3/search/jql"), "{message}");
    }
    assert_eq!(refused(post(&practice, "/rest/api/3/search", &json!({"jql": "project = ENG"})).await).await.0, 410);
}

#[tokio::test]
async fn counts_are_of_bounded_queries() {
    let practice = served("", 40).await;
    let count = asked(&practice, "/rest/api/3/search/approximate-count", json!({"jql": "project = ENG"})).await;
    assert_eq!(count["count"].as_u64().unwrap() as usize, found(&practice, "project = ENG").await.len());
    assert_eq!(post(&practice, "/rest/api/3/search/approximate-count", &json!({"jql": ""})).await.status(), 400);
}
