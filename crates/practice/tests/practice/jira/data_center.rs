//! Jira Data Center, as far as it differs from Cloud.

use super::*;
use std::collections::BTreeSet;

const SEARCH: &str = "/rest/api/2/search";

#[tokio::test]
async fn the_search_counts_and_says_how_much_it_gives() {
    let practice = data_center("search-cap=7", 40).await;
    let visible = seen(&practice);
    let (mut ids, mut start) = (BTreeSet::new(), 0);
    loop {
        let sent = json!({"jql": "ORDER BY updated", "startAt": start, "maxResults": 1000, "fields": ["summary"]});
        let page = asked(&practice, SEARCH, sent).await;
        let rows = page["issues"].as_array().unwrap().len();
        let told = [&page["maxResults"], &page["startAt"], &page["total"]];
        assert_eq!(told, [&json!(7), &json!(start), &json!(visible.len())]);
        assert!(rows <= 7 && page.get("nextPageToken").is_none());
        ids.extend(texts::<Vec<_>>(&page["issues"], "id"));
        start += rows;
        if rows == 0 {
            break;
        }
    }
    assert_eq!(ids, visible.into_iter().collect());
    answers! { practice, r#"
        {SEARCH}?maxResults=0&jql=«project = ENG»                         200  /issues []  /total over 0
        POST {SEARCH} {"jql": "project = NOPE"}                           400
        POST {SEARCH} {"jql": "project = NOPE", "validateQuery": false}   200  /total 0
        {SEARCH}/jql                                                      404
        /rest/api/3/myself                                                404
    "#, SEARCH }
}

#[tokio::test]
async fn a_search_beyond_the_window_breaks() {
    answers! { data_center("window=20", 40).await, r#"
        POST {SEARCH} {"jql": "", "startAt": 10, "maxResults": 10}  200
        POST {SEARCH} {"jql": "", "startAt": 10, "maxResults": 11}  500
        & /errorMessages/0 starts "Search limit exceeded"
    "#, SEARCH }
}

#[tokio::test]
async fn issues_are_written_as_data_center_writes_them() {
    let practice = data_center("", 40).await;
    // The description is in wiki markup; of the changelog comes all.
    answers! { practice, r#"
        POST {SEARCH} {"jql": "key = ENG-1", "fields": ["*all"], "expand": ["changelog"]}  200
        & /issues/0/fields/description starts "*"  /issues/0/changelog/histories/# 150
        & /issues/0/changelog/histories/0/items/0 there  /issues/0/changelog/histories/0/items/0/fieldId absent
        & /issues/0/fields/comment/comments/# 57
        & /issues/0/fields/worklog/total 25  /issues/0/fields/worklog/worklogs/# 20
        & /issues/0/fields/creator/key starts "JIRAUSER"  /issues/0/fields/creator/accountId absent
        /rest/api/2/issue/ENG-1/changelog  404
        /rest/api/2/issue/ENG-1/worklog    200  /worklogs/# 25
    "#, SEARCH }
    let issues = practice.truth("issue");
    let sprint = issues.iter().find_map(|fact| fact.value["fields"]["customfield_10020"][0].as_str());
    assert!(sprint.unwrap().starts_with("com.atlassian.greenhopper.service.sprint.Sprint@"));
    let mut stories = issues.iter().filter(|fact| fact.value["fields"]["customfield_10014"].is_string());
    assert!(stories.all(|fact| fact.value["fields"]["parent"].is_null()), "epics are named by a field");
    let field = json(&practice, "/rest/api/2/field").await;
    assert!(field.as_array().unwrap().iter().all(|field| field.get("scope").is_none()));
}

#[tokio::test]
async fn projects_people_and_groups_are_listed_in_their_own_ways() {
    let practice = data_center("", 40).await;

    let next = |page: &Value| {
        assert_eq!(page["isLast"].as_bool().unwrap(), page.get("nextCursor").is_none());
        Some(page["nextPage"].as_str()?.strip_prefix(practice.url()).unwrap().to_owned())
    };
    let people = rows(&pages(&practice, "/rest/api/2/user/list?maxResults=7".to_owned(), next).await, "values");
    let truth: BTreeSet<String> = practice.truth("user").into_iter().map(|fact| fact.id).collect();
    assert_eq!((count(&people), texts(&people, "key")), (truth.len(), truth.clone()));
    answers! { practice, r#"
        at /rest/api/2/
        project                       200  /*/key ["ENG", "OPS", "HELP", "TEAM", "VOID"]
        project?includeArchived=true  200  /*/key has "OLD"
        user/list?cursor=bogus        400
        user/search?username=.&maxResults=1000&includeInactive=true  200  /# {people}
        groups/picker?maxResults=3                                   200  /groups/# 3  /groups/*/name there  /total 4
        group/member?groupname=contractors&includeInactiveUsers=true  200  /total over 0
        project/ENG/components        200  /*/name ["Interface", "Billing", "Storage"]
        project/ENG/versions          200  /# 4  /*/name there
    "#, people = truth.len() }
}

#[tokio::test]
async fn files_need_the_header_or_lead_to_the_page_to_log_in() {
    let practice = data_center("", 10).await;
    let file = practice.truth("attachment").swap_remove(0);
    let path = file.value["content"].as_str().unwrap().strip_prefix(practice.url()).unwrap().to_owned();
    assert!(path.starts_with("/secure/attachment/"));
    let known = get(&practice, &path).await;
    assert_eq!(header(&known, "content-type"), file.value["mimeType"]);
    assert_eq!(known.bytes().await.unwrap(), practice.file(&file.id).unwrap());
    for request in [unsigned(&practice, &path), unsigned(&practice, &path).bearer_auth("wrong")] {
        let login = request.send().await.unwrap();
        assert!(login.status() == 200 && header(&login, "content-type").starts_with("text/html"));
    }
}

#[tokio::test]
async fn logins_are_told_apart_and_denied_after_too_many() {
    let practice = data_center("captcha=2", 5).await;
    for (password, code, reason) in [
        ("practice-token", 200, ""),
        ("wrong", 401, "AUTHENTICATED_FAILED"),
        ("wrong", 401, "AUTHENTICATED_FAILED"),
        ("practice-token", 403, "AUTHENTICATION_DENIED"),
    ] {
        let own =
            unsigned(&practice, "/rest/api/2/myself").basic_auth("practice", Some(password)).send().await.unwrap();
        assert_eq!((own.status().as_u16(), header(&own, "x-seraph-loginreason")), (code, reason));
    }
    let nobody = unsigned(&practice, "/rest/api/2/myself").send().await.unwrap();
    assert_eq!((nobody.status().as_u16(), body(nobody).await["status-code"].as_u64()), (401, Some(401)));
    answers! { practice, r#"
        /rest/api/2/myself      200  /name "practice"
        /rest/api/2/serverInfo  200  /deploymentType "Server"
    "# }
}

#[tokio::test]
async fn events_of_the_log_are_followed_by_cursors() {
    let practice = data_center("", 10).await;
    practice.change(Change::RenameProject("OPS".to_owned(), "Operating".to_owned())).unwrap();
    let events = "/rest/auditing/1.0/events?limit=5";
    let next = |page: &Value| {
        let paging = &page["pagingInfo"];
        assert_eq!(paging["lastPage"].as_bool().unwrap(), paging["nextPageCursor"].is_null());
        Some(format!("{events}&pageCursor={}", paging["nextPageCursor"].as_str()?))
    };
    let times: Vec<String> = texts(&rows(&pages(&practice, events.to_owned(), next).await, "entities"), "timestamp");
    assert_eq!(times.len(), 13);
    assert!(times.iter().rev().is_sorted());
    answers! { practice, r#"
        /rest/auditing/1.0/events?from={last}       200  /entities/*/type/action ["Project updated"]
        /rest/auditing/1.0/events?pageCursor=bogus  400
        /rest/api/2/auditing/record                 404
    "#, last = times[0] }
}

#[tokio::test]
async fn lists_may_be_cut_and_say_how_much_there_is() {
    answers! { data_center("list-cap=2", 10).await, "
        at /rest/api/2/
        groups/picker?maxResults=10000  200  /groups/# 2  /total over 2
        issue/ENG-1/worklog             200  /worklogs/# 2  /total 25
        issue/ENG-1?expand=changelog    200  /changelog/histories/# 2  /changelog/total 150
    " }
}

#[tokio::test]
async fn limits_feeds_and_experiments_are_told_in_their_own_ways() {
    let practice = data_center("burst=1", 10).await;
    let mut refusal = None;
    for _ in 0..4 {
        let response = get(&practice, "/rest/api/2/field").await;
        for name in ["limit", "remaining", "fillrate", "interval-seconds"] {
            assert!(response.headers().contains_key(format!("x-ratelimit-{name}")), "{name}");
        }
        assert!(!response.headers().contains_key("ratelimit"));
        refusal = refusal.or((response.status() == 429).then_some(response));
    }
    assert_eq!(header(&refusal.expect("four requests take less than three seconds"), "retry-after"), "1");
    let practice = data_center("", 10).await;
    for (given, wanted) in [("opt-in", 412), ("true", 200)] {
        let ask = practice.request(Method::GET, "/rest/servicedeskapi/servicedesk/1/customer");
        assert_eq!(ask.header("X-ExperimentalApi", given).send().await.unwrap().status(), wanted, "{given}");
    }
    answers! { practice, r#"
        /rest/api/2/worklog/updated  200  /lastPage true  /isLastPage true
        /rest/agile/1.0/board        200  /total 4
        POST {SEARCH} {"jql": ""}    200
    "#, SEARCH }
    assert_eq!(practice.offences(), Vec::<String>::new());
}
