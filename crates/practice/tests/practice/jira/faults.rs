//! What goes wrong with a site, a test for each switch.

use super::*;
use std::time::Duration;

const SEARCH: &str = "/rest/api/3/search/jql";

#[tokio::test]
async fn the_index_lags_and_reconciling_goes_around_it() {
    let practice = served("index-lag=2", 10).await;
    practice.change(edit("ENG-1", "summary", "Changed")).unwrap();
    let made = practice.change(Change::Create("ENG".to_owned())).unwrap();
    let sent = |reconciled: &[u64]| json!({"jql": "summary ~ Changed", "reconcileIssues": reconciled});
    let ids = async |sent: Value| texts(&asked(&practice, SEARCH, sent).await["issues"], "id");
    assert!(ids(sent(&[])).await.is_empty());
    assert_eq!(ids(sent(&[10001])).await, ["10001"]);
    assert!(!found(&practice, "project = ENG").await.contains(&made));
    assert_eq!(
        told(&practice, "/rest/api/3/issue/ENG-1").await["fields"]["summary"],
        "Changed",
        "only the search lags"
    );
    catchment_base::clock::sleep(Duration::from_millis(2100)).await;
    assert_eq!(ids(sent(&[])).await, ["10001"]);
    assert!(found(&practice, "project = ENG").await.contains(&made));
}

#[tokio::test]
async fn errors_are_told_in_another_language() {
    let practice = served("localised", 5).await;
    let (status, message) = refused(post(&practice, SEARCH, &json!({"jql": ""})).await).await;
    assert!(status == 400 && message.starts_with("Unbegrenzte"), "{message}");
    assert!(refused(get(&practice, "/rest/api/3/issue/NOPE-1").await).await.1.starts_with("Der Vorgang"));
    assert_eq!(told(&practice, "/rest/api/3/myself").await["locale"], "de_DE");
}

#[tokio::test]
async fn tokens_are_repeated_or_lead_through_empty_pages() {
    let sent = |token: &Value| json!({"jql": "project is not EMPTY", "maxResults": 5, "nextPageToken": token});
    let practice = served("repeat-token=2", 30).await;
    let first = asked(&practice, SEARCH, sent(&Value::Null)).await["nextPageToken"].clone();
    let second = asked(&practice, SEARCH, sent(&first)).await;
    assert_eq!((&second["nextPageToken"], second["issues"].as_array().unwrap().len()), (&first, 5));

    let practice = served("empty-page=2", 30).await;
    let (mut ids, mut token, mut empty) = (Vec::new(), Value::Null, 0);
    loop {
        let page = asked(&practice, SEARCH, sent(&token)).await;
        empty += usize::from(page["issues"].as_array().unwrap().is_empty());
        ids.extend(texts(&page["issues"], "id"));
        token = page["nextPageToken"].clone();
        if token.is_null() {
            break;
        }
    }
    ids.sort();
    assert_eq!((ids, empty), (seen(&practice), practice.requests() as usize / 2));
    let practice = served("empty-page=1", 30).await;
    let page = asked(&practice, SEARCH, sent(&Value::Null)).await;
    assert!(page["issues"].as_array().unwrap().is_empty() && page["nextPageToken"].is_string());

    let practice = served("is-last-lies", 30).await;
    let page = asked(&practice, SEARCH, sent(&Value::Null)).await;
    assert_eq!((&page["isLast"], page["nextPageToken"].is_string()), (&json!(true), true));

    let practice = served("token-life=1", 30).await;
    let token = asked(&practice, SEARCH, sent(&Value::Null)).await["nextPageToken"].clone();
    asked(&practice, SEARCH, sent(&token)).await;
    assert_eq!(post(&practice, SEARCH, &sent(&token)).await.status(), 400);
}

#[tokio::test]
async fn a_value_that_does_not_exist_may_find_nothing() {
    let practice = served("lenient", 5).await;
    assert!(found(&practice, "project = NOPE").await.is_empty());
    assert!(found(&practice, "project in (NOPE) OR key = NOPE-1").await.is_empty());
}

#[tokio::test]
async fn wrong_credentials_may_be_taken_for_none() {
    let practice = served("anonymous", 60).await;
    let ask = async |path: &str| {
        let asked = request(Method::GET, &practice, path).basic_auth("practice@example.com", Some("wrong"));
        asked.send().await.unwrap()
    };
    assert_eq!(
        (ask("/rest/api/3/serverInfo").await.status(), ask("/rest/api/3/myself").await.status().as_u16()),
        (200.try_into().unwrap(), 401)
    );
    let open = ask(&target("search/jql", &[("jql", "project is not EMPTY"), ("maxResults", "5000")])).await;
    assert!(open.headers().get("x-ratelimit-limit").is_none(), "nothing is counted for nobody");
    let ids = texts(&body(open).await["issues"], "id");
    assert!(!ids.is_empty() && ids.len() < seen(&practice).len(), "fewer rows, and 200");
    assert_eq!(ids.len(), found(&practice, "project = OPS AND level is EMPTY").await.len());
}

#[tokio::test]
async fn what_is_left_of_the_limit_is_told_and_too_much_is_refused() {
    let practice = served("burst=3", 5).await;
    let first = get(&practice, "/rest/api/3/field").await;
    let header = |response: &Response, name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        (header(&first, "x-ratelimit-limit"), header(&first, "x-ratelimit-remaining")),
        ("3".to_owned(), "2".to_owned())
    );
    assert_eq!(header(&first, "ratelimit"), "\"jira-burst-based\";r=2;t=1");
    let mut refusals = Vec::new();
    for _ in 0..8 {
        let response = get(&practice, "/rest/api/3/field").await;
        refusals.extend((response.status() == 429).then_some(response));
    }
    let refusal = refusals.first().expect("nine requests take less than three seconds");
    assert_eq!(
        (header(refusal, "retry-after"), header(refusal, "ratelimit-reason")),
        ("1".to_owned(), "jira-burst-based".to_owned())
    );
    // Minutes, and no seconds: 2026-01-02T03:04Z.
    assert_eq!(header(refusal, "x-ratelimit-reset").len(), 17);
    let usual = served("", 5).await;
    assert_eq!(header(&get(&usual, "/rest/api/3/issue/ENG-1").await, "x-ratelimit-limit"), "400");
    assert_eq!(header(&post(&usual, SEARCH, &json!({"jql": "key = ENG-1"})).await, "x-ratelimit-limit"), "200");
}

#[tokio::test]
async fn requests_are_refused_as_they_are_counted() {
    let practice = served("429-bare=2,503=3,502=5", 5).await;
    let mut statuses = Vec::new();
    for _ in 0..6 {
        let response = get(&practice, "/rest/api/3/myself").await;
        statuses.push((response.status().as_u16(), response.headers().contains_key("retry-after")));
    }
    assert_eq!(statuses, [(200, false), (429, false), (503, true), (429, false), (502, false), (429, false)]);
}

#[tokio::test]
async fn answers_break_off_or_take_long() {
    let practice = served("truncate=1,slow=2:300", 5).await;
    let broken = get(&practice, "/rest/api/3/field").await.bytes().await;
    assert!(broken.is_err());
    let begun = catchment_base::clock::now();
    assert_eq!(status(&practice, "/rest/api/3/field").await, 200);
    assert!((catchment_base::clock::now() - begun).num_milliseconds() >= 300);
}

#[tokio::test]
async fn a_poisoned_issue_breaks_every_answer_that_holds_it() {
    let practice = served("poison=10002", 10).await;
    let search = |jql: &str| json!({"jql": jql, "fields": ["summary"]});
    assert_eq!(post(&practice, SEARCH, &search("project is not EMPTY")).await.status(), 500);
    assert_eq!(post(&practice, SEARCH, &search("id = 10001")).await.status(), 200);
    let fetched = json!({"issueIdsOrKeys": ["10001", "10002"]});
    assert_eq!(post(&practice, "/rest/api/3/issue/bulkfetch", &fetched).await.status(), 500);
    assert_eq!(status(&practice, "/rest/api/3/issue/10002").await, 500);
}

#[tokio::test]
async fn numbers_in_queries_may_be_cut_or_refused() {
    let millis = |practice: &Practice| {
        let updated = fact(practice, "10001").value["fields"]["updated"].as_str().unwrap().to_owned();
        chrono::DateTime::parse_from_str(&updated, "%Y-%m-%dT%H:%M:%S%.3f%z").unwrap().timestamp_millis()
    };
    let practice = served("epoch-minutes", 5).await;
    let later = format!("key = ENG-1 AND updated >= {}", millis(&practice) / 60_000 * 60_000 + 59_999);
    assert_eq!(found(&practice, &later).await, ["10001"]);
    let practice = served("epoch-refused", 5).await;
    let sent = json!({"jql": format!("updated >= {}", millis(&practice))});
    let (status, message) = refused(post(&practice, SEARCH, &sent).await).await;
    assert!(status == 400 && message.starts_with("Date value '"), "{message}");
}

#[tokio::test]
async fn parts_of_a_site_are_forbidden_or_missing() {
    let practice = served("users-forbidden,audit-forbidden,no-agile,no-service-desk", 5).await;
    for (path, wanted) in [
        ("/rest/api/3/users/search", 403),
        ("/rest/api/3/group/bulk", 403),
        ("/rest/api/3/group/member?groupname=contractors", 403),
        ("/rest/api/3/auditing/record", 403),
        ("/rest/agile/1.0/board", 404),
        ("/rest/servicedeskapi/servicedesk", 404),
        ("/rest/api/3/myself", 200),
    ] {
        assert_eq!(status(&practice, path).await, wanted, "{path}");
    }
}

#[tokio::test]
async fn who_is_no_agent_sees_service_desks_but_neither_queues_nor_requests() {
    let practice = served("no-agent", 5).await;
    for (path, wanted) in [
        ("/rest/servicedeskapi/servicedesk", 200),
        ("/rest/servicedeskapi/servicedesk/1/requesttype", 200),
        ("/rest/servicedeskapi/servicedesk/1/queue", 403),
        ("/rest/servicedeskapi/request/HELP-1", 403),
        ("/rest/servicedeskapi/request/HELP-1/sla", 403),
    ] {
        assert_eq!(status(&practice, path).await, wanted, "{path}");
    }
}

#[tokio::test]
async fn pages_and_embedded_lists_are_as_short_as_they_are_set() {
    let practice = served("page=3,embedded=5", 20).await;
    let page = asked(&practice, SEARCH, json!({"jql": "project is not EMPTY", "fields": ["summary"]})).await;
    assert_eq!(page["issues"].as_array().unwrap().len(), 3);
    let comments = told(&practice, "/rest/api/3/issue/ENG-1").await["fields"]["comment"].take();
    assert_eq!((comments["comments"].as_array().unwrap().len(), &comments["total"]), (5, &json!(57)));
}

#[tokio::test]
async fn a_time_zone_that_there_is_not_is_refused() {
    let options = Options { time_zone: "Mars/Olympus".to_owned(), issues: 1, ..Options::default() };
    let refused = start(options).await.err().unwrap();
    assert!(refused.to_string().contains("Mars/Olympus") && refused.hint_text().is_some());
}

#[tokio::test]
async fn voters_and_watchers_may_be_told_by_their_number_alone() {
    let (usual, hidden) = (served("", 12).await, served("voters-hidden", 12).await);
    for (part, number, people) in [("votes", "votes", "voters"), ("watchers", "watchCount", "watchers")] {
        let mut numbers = 0;
        for issue in seen(&usual) {
            let path = format!("/rest/api/3/issue/{issue}/{part}");
            let (shown, cut) = (told(&usual, &path).await, told(&hidden, &path).await);
            assert_eq!((&cut[number], &cut[people]), (&shown[number], &json!([])));
            numbers += shown[number].as_u64().unwrap();
        }
        assert!(numbers > 0, "{part}");
    }
}
