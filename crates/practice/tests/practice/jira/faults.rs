//! What goes wrong with a site, a test for each switch.

use super::*;
use std::time::Duration;

const SEARCH: &str = "/rest/api/3/search/jql";

#[tokio::test]
async fn the_index_lags_and_reconciling_goes_around_it() {
    let practice = served("index-lag=2", 10).await;
    practice.change(edit("ENG-1", "summary", "Changed")).unwrap();
    let made = practice.change(Change::Create("ENG".to_owned())).unwrap();
    answers! { practice, r#"
        POST {SEARCH} {"jql": "summary ~ Changed", "reconcileIssues": []}       200  /issues []
        POST {SEARCH} {"jql": "summary ~ Changed", "reconcileIssues": [10001]}  200  /issues/*/id ["10001"]
        /rest/api/3/issue/ENG-1                                                 200  /fields/summary "Changed"
    "#, SEARCH }
    assert!(!found(&practice, "project = ENG").await.contains(&made), "only the search lags");
    catchment_base::clock::sleep(Duration::from_millis(2100)).await;
    assert_eq!(found(&practice, "summary ~ Changed").await, ["10001"]);
    assert!(found(&practice, "project = ENG").await.contains(&made));
}

#[tokio::test]
async fn errors_are_told_in_another_language() {
    answers! { served("localised", 5).await, r#"
        POST {SEARCH} {"jql": ""}   400  /errorMessages/0 starts "Unbegrenzte"
        /rest/api/3/issue/NOPE-1    404  /errorMessages/0 starts "Der Vorgang"
        /rest/api/3/myself          200  /locale "de_DE"
    "#, SEARCH }
}

#[tokio::test]
async fn tokens_are_repeated_or_lead_through_empty_pages() {
    let sent = |token: &Value| json!({"jql": "project is not EMPTY", "maxResults": 5, "nextPageToken": token});
    let practice = served("repeat-token=2", 30).await;
    let first = asked(&practice, SEARCH, sent(&Value::Null)).await["nextPageToken"].clone();
    answers! { practice, "
        POST {SEARCH} {sent}  200  /nextPageToken {first}  /issues/# 5
    ", SEARCH, sent = sent(&first), first }

    let practice = served("empty-page=2", 30).await;
    let pages = searched(&practice, SEARCH, sent(&Value::Null)).await;
    let empty = pages.iter().filter(|page| count(&page["issues"]) == 0).count();
    let mut ids: Vec<String> = texts(&rows(&pages, "issues"), "id");
    ids.sort();
    assert_eq!((ids, empty), (seen(&practice), practice.requests() as usize / 2));
    for (fault, told) in
        [("empty-page=1", "/issues []  /nextPageToken text"), ("is-last-lies", "/isLast true  /nextPageToken text")]
    {
        answers! { served(fault, 30).await, "
            POST {SEARCH} {first}  200  {told}
        ", SEARCH, first = sent(&Value::Null), told }
    }
    let practice = served("token-life=1", 30).await;
    let token = asked(&practice, SEARCH, sent(&Value::Null)).await["nextPageToken"].clone();
    answers! { practice, "
        POST {SEARCH} {sent}  200
        POST {SEARCH} {sent}  400
    ", SEARCH, sent = sent(&token) }
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
        let asked = unsigned(&practice, path).basic_auth("practice@example.com", Some("wrong"));
        asked.send().await.unwrap()
    };
    assert_eq!(ask("/rest/api/3/serverInfo").await.status(), 200);
    assert_eq!(ask("/rest/api/3/myself").await.status(), 401);
    let open = ask(&format!("{SEARCH}?jql=project+is+not+EMPTY&maxResults=5000")).await;
    assert!(open.headers().get("x-ratelimit-limit").is_none(), "nothing is counted for nobody");
    let ids: Vec<_> = texts(&body(open).await["issues"], "id");
    assert!(!ids.is_empty() && ids.len() < seen(&practice).len(), "fewer rows, and 200");
    assert_eq!(ids.len(), found(&practice, "project = OPS AND level is EMPTY").await.len());
}

#[tokio::test]
async fn what_is_left_of_the_limit_is_told_and_too_much_is_refused() {
    let practice = served("burst=3", 5).await;
    answers! { practice, r#"
        /rest/api/3/field  200  @x-ratelimit-limit "3"  @x-ratelimit-remaining "2"
        & @ratelimit "\"jira-burst-based\";r=2;t=1"
    "# }
    let mut refusals = Vec::new();
    for _ in 0..8 {
        let response = get(&practice, "/rest/api/3/field").await;
        refusals.extend((response.status() == 429).then_some(response));
    }
    let refusal = refusals.first().expect("nine requests take less than three seconds");
    let told = (header(refusal, "retry-after"), header(refusal, "ratelimit-reason"));
    assert_eq!(told, ("1", "jira-burst-based"));
    // Minutes, and no seconds: 2026-01-02T03:04Z.
    assert_eq!(header(refusal, "x-ratelimit-reset").len(), 17);
    answers! { served("", 5).await, r#"
        /rest/api/3/issue/ENG-1               200  @x-ratelimit-limit "400"
        POST {SEARCH} {"jql": "key = ENG-1"}  200  @x-ratelimit-limit "200"
    "#, SEARCH }
}

#[tokio::test]
async fn requests_are_refused_as_they_are_counted() {
    answers! { served("429-bare=2,503=3,502=5", 5).await, "
        /rest/api/3/myself  200  @retry-after absent
        /rest/api/3/myself  429  @retry-after absent
        /rest/api/3/myself  503  @retry-after there
        /rest/api/3/myself  429  @retry-after absent
        /rest/api/3/myself  502  @retry-after absent
        /rest/api/3/myself  429  @retry-after absent
    " }
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
    answers! { served("poison=10002", 10).await, r#"
        at /rest/api/3/
        POST search/jql {"jql": "project is not EMPTY", "fields": ["summary"]}  500
        POST search/jql {"jql": "id = 10001", "fields": ["summary"]}            200
        POST issue/bulkfetch {"issueIdsOrKeys": ["10001", "10002"]}             500
        issue/10002                                                             500
    "# }
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
    answers! { practice, r#"
        POST {SEARCH} {"jql": "updated >= {millis}"}  400  /errorMessages/0 starts "Date value '"
    "#, SEARCH, millis = millis(&practice) }
}

#[tokio::test]
async fn parts_of_a_site_are_forbidden_or_missing() {
    answers! { served("users-forbidden,audit-forbidden,no-agile,no-service-desk", 5).await, "
        at /rest/api/3/
        users/search                         403
        group/bulk                           403
        group/member?groupname=contractors   403
        auditing/record                      403
        /rest/agile/1.0/board                404
        /rest/servicedeskapi/servicedesk     404
        myself                               200
    " }
    // Who is no agent sees service desks, but neither queues nor requests.
    answers! { served("no-agent", 5).await, "
        at /rest/servicedeskapi/
        servicedesk                          200
        servicedesk/1/requesttype            200
        servicedesk/1/queue                  403
        request/HELP-1                       403
        request/HELP-1/sla                   403
    " }
}

#[tokio::test]
async fn pages_and_embedded_lists_are_as_short_as_they_are_set() {
    answers! { served("page=3,embedded=5", 20).await, r#"
        POST {SEARCH} {"jql": "project is not EMPTY", "fields": ["summary"]}  200  /issues/# 3
        /rest/api/3/issue/ENG-1  200  /fields/comment/comments/# 5  /fields/comment/total 57
    "#, SEARCH }
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
            let (shown, cut) = (json(&usual, &path).await, json(&hidden, &path).await);
            assert_eq!((&cut[number], &cut[people]), (&shown[number], &json!([])));
            numbers += shown[number].as_u64().unwrap();
        }
        assert!(numbers > 0, "{part}");
    }
}
