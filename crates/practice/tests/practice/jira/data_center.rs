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
        assert_eq!(
            (&page["maxResults"], &page["startAt"], &page["total"]),
            (&json!(7), &json!(start), &json!(visible.len()))
        );
        assert!(rows <= 7 && page.get("nextPageToken").is_none());
        ids.extend(texts(&page["issues"], "id"));
        start += rows;
        if rows == 0 {
            break;
        }
    }
    assert_eq!(ids, visible.into_iter().collect());
    let none = told(&practice, &format!("{SEARCH}?maxResults=0&jql=project%20%3D%20ENG")).await;
    assert!(none["issues"].as_array().unwrap().is_empty() && none["total"].as_u64().unwrap() > 0);
    let unknown = post(&practice, SEARCH, &json!({"jql": "project = NOPE"})).await;
    assert_eq!(unknown.status(), 400);
    assert_eq!(asked(&practice, SEARCH, json!({"jql": "project = NOPE", "validateQuery": false})).await["total"], 0);
    assert_eq!(status(&practice, "/rest/api/2/search/jql").await, 404);
    assert_eq!(status(&practice, "/rest/api/3/myself").await, 404);
}

#[tokio::test]
async fn a_search_beyond_the_window_breaks() {
    let practice = data_center("window=20", 40).await;
    let sent = |start: usize, most: usize| json!({"jql": "", "startAt": start, "maxResults": most});
    assert_eq!(post(&practice, SEARCH, &sent(10, 10)).await.status(), 200);
    let (status, message) = refused(post(&practice, SEARCH, &sent(10, 11)).await).await;
    assert!(status == 500 && message.starts_with("Search limit exceeded"), "{message}");
}

#[tokio::test]
async fn issues_are_written_as_data_center_writes_them() {
    let practice = data_center("", 40).await;
    let sent = json!({"jql": "key = ENG-1", "fields": ["*all"], "expand": ["changelog"]});
    let issue = asked(&practice, SEARCH, sent).await["issues"][0].take();
    let fields = &issue["fields"];
    assert!(fields["description"].as_str().unwrap().starts_with('*'), "wiki markup");
    assert_eq!(issue["changelog"]["histories"].as_array().unwrap().len(), 150, "all of it");
    assert!(issue["changelog"]["histories"][0]["items"][0].get("fieldId").is_none());
    assert_eq!(fields["comment"]["comments"].as_array().unwrap().len(), 57);
    assert_eq!(
        (&fields["worklog"]["total"], fields["worklog"]["worklogs"].as_array().unwrap().len()),
        (&json!(25), 20)
    );
    let person = &fields["creator"];
    assert!(person["key"].as_str().unwrap().starts_with("JIRAUSER") && person.get("accountId").is_none());
    assert_eq!(status(&practice, "/rest/api/2/issue/ENG-1/changelog").await, 404);
    assert_eq!(told(&practice, "/rest/api/2/issue/ENG-1/worklog").await["worklogs"].as_array().unwrap().len(), 25);
    let sprint = practice
        .truth("issue")
        .into_iter()
        .find_map(|fact| fact.value["fields"]["customfield_10020"][0].as_str().map(str::to_owned));
    assert!(sprint.unwrap().starts_with("com.atlassian.greenhopper.service.sprint.Sprint@"));
    let mut stories =
        practice.truth("issue").into_iter().filter(|fact| fact.value["fields"]["customfield_10014"].is_string());
    assert!(stories.all(|fact| fact.value["fields"]["parent"].is_null()), "epics are named by a field");
    let field = told(&practice, "/rest/api/2/field").await;
    assert!(field.as_array().unwrap().iter().all(|field| field.get("scope").is_none()));
}

#[tokio::test]
async fn projects_people_and_groups_are_listed_in_their_own_ways() {
    let practice = data_center("", 40).await;
    let keys = async |query: &str| texts(&told(&practice, &format!("/rest/api/2/project{query}")).await, "key");
    assert_eq!(keys("").await, ["ENG", "OPS", "HELP", "TEAM", "VOID"]);
    assert!(keys("?includeArchived=true").await.contains(&"OLD".to_owned()));
    let (mut names, mut path) = (Vec::new(), "/rest/api/2/user/list?maxResults=7".to_owned());
    loop {
        let page = told(&practice, &path).await;
        names.extend(texts(&page["values"], "key"));
        assert_eq!(page["isLast"].as_bool().unwrap(), page.get("nextCursor").is_none());
        let Some(next) = page["nextPage"].as_str() else { break };
        path = next.strip_prefix(practice.url()).unwrap().to_owned();
    }
    let truth: BTreeSet<String> = practice.truth("user").into_iter().map(|fact| fact.id).collect();
    assert!(names.len() == truth.len() && names.into_iter().collect::<BTreeSet<_>>() == truth);
    assert_eq!(status(&practice, "/rest/api/2/user/list?cursor=bogus").await, 400);
    let all = told(&practice, "/rest/api/2/user/search?username=.&maxResults=1000&includeInactive=true").await;
    assert_eq!(all.as_array().unwrap().len(), truth.len());
    let groups = told(&practice, "/rest/api/2/groups/picker?maxResults=3").await;
    assert_eq!((texts(&groups["groups"], "name").len(), &groups["total"]), (3, &json!(4)));
    let members = told(&practice, "/rest/api/2/group/member?groupname=contractors&includeInactiveUsers=true").await;
    assert!(members["total"].as_u64().unwrap() > 0);
    let components = told(&practice, "/rest/api/2/project/ENG/components").await;
    assert_eq!(texts(&components, "name"), ["Interface", "Billing", "Storage"]);
    assert_eq!(texts(&told(&practice, "/rest/api/2/project/ENG/versions").await, "name").len(), 4);
}

#[tokio::test]
async fn files_need_the_header_or_lead_to_the_page_to_log_in() {
    let practice = data_center("", 10).await;
    let file = practice.truth("attachment").swap_remove(0);
    let path = file.value["content"].as_str().unwrap().strip_prefix(practice.url()).unwrap().to_owned();
    assert!(path.starts_with("/secure/attachment/"));
    let known = get(&practice, &path).await;
    assert_eq!(known.headers()["content-type"].to_str().unwrap(), file.value["mimeType"]);
    assert_eq!(known.bytes().await.unwrap(), practice.file(&file.id).unwrap());
    for given in [None, Some("wrong")] {
        let ask = request(Method::GET, &practice, &path);
        let ask = given.into_iter().fold(ask, |ask, token| ask.bearer_auth(token));
        let response = ask.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    }
}

#[tokio::test]
async fn logins_are_told_apart_and_denied_after_too_many() {
    let practice = data_center("captcha=2", 5).await;
    let own = |name: &str, password: &str| {
        request(Method::GET, &practice, "/rest/api/2/myself").basic_auth(name, Some(password)).send()
    };
    let reason = |response: &Response| {
        response.headers().get("x-seraph-loginreason").map(|reason| reason.to_str().unwrap().to_owned())
    };
    let right = own("practice", "practice-token").await.unwrap();
    assert_eq!((right.status().as_u16(), reason(&right)), (200, None));
    for _ in 0..2 {
        let wrong = own("practice", "wrong").await.unwrap();
        assert_eq!((wrong.status().as_u16(), reason(&wrong).as_deref()), (401, Some("AUTHENTICATED_FAILED")));
    }
    let denied = own("practice", "practice-token").await.unwrap();
    assert_eq!((denied.status().as_u16(), reason(&denied).as_deref()), (403, Some("AUTHENTICATION_DENIED")));
    let nobody = request(Method::GET, &practice, "/rest/api/2/myself").send().await.unwrap();
    assert_eq!((nobody.status().as_u16(), body(nobody).await["status-code"].as_u64()), (401, Some(401)));
    assert_eq!(told(&practice, "/rest/api/2/myself").await["name"], "practice");
    assert_eq!(told(&practice, "/rest/api/2/serverInfo").await["deploymentType"], "Server");
}

#[tokio::test]
async fn events_of_the_log_are_followed_by_cursors() {
    let practice = data_center("", 10).await;
    practice.change(Change::RenameProject("OPS".to_owned(), "Operating".to_owned())).unwrap();
    let (mut times, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = told(&practice, &format!("/rest/auditing/1.0/events?limit=5{cursor}")).await;
        times.extend(texts(&page["entities"], "timestamp"));
        let paging = &page["pagingInfo"];
        assert_eq!(paging["lastPage"].as_bool().unwrap(), paging["nextPageCursor"].is_null());
        let Some(next) = paging["nextPageCursor"].as_str() else { break };
        cursor = format!("&pageCursor={next}");
    }
    assert_eq!(times.len(), 13);
    assert!(times.iter().rev().is_sorted());
    let since = told(&practice, &format!("/rest/auditing/1.0/events?from={}", times[0])).await;
    assert_eq!(since["entities"][0]["type"]["action"], "Project updated");
    assert_eq!(since["entities"].as_array().unwrap().len(), 1);
    assert_eq!(status(&practice, "/rest/auditing/1.0/events?pageCursor=bogus").await, 400);
    assert_eq!(status(&practice, "/rest/api/2/auditing/record").await, 404);
}

#[tokio::test]
async fn lists_may_be_cut_and_say_how_much_there_is() {
    let practice = data_center("list-cap=2", 10).await;
    let count = |list: &Value| list.as_array().unwrap().len();
    let groups = told(&practice, "/rest/api/2/groups/picker?maxResults=10000").await;
    assert!(count(&groups["groups"]) == 2 && groups["total"].as_u64().unwrap() > 2, "{groups}");
    let worklogs = told(&practice, "/rest/api/2/issue/ENG-1/worklog").await;
    assert_eq!((count(&worklogs["worklogs"]), worklogs["total"].as_u64()), (2, Some(25)));
    let log = &told(&practice, "/rest/api/2/issue/ENG-1?expand=changelog").await["changelog"];
    assert_eq!((count(&log["histories"]), log["total"].as_u64()), (2, Some(150)));
}

#[tokio::test]
async fn limits_feeds_and_experiments_are_told_in_their_own_ways() {
    let practice = data_center("burst=1", 10).await;
    let mut refusal = None;
    for _ in 0..4 {
        let response = get(&practice, "/rest/api/2/field").await;
        let headers =
            ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-fillrate", "x-ratelimit-interval-seconds"];
        assert!(
            headers.iter().all(|name| response.headers().contains_key(*name))
                && !response.headers().contains_key("ratelimit")
        );
        refusal = refusal.or((response.status() == 429).then_some(response));
    }
    assert_eq!(refusal.expect("four requests take less than three seconds").headers()["retry-after"], "1");
    let practice = data_center("", 10).await;
    let feed = told(&practice, "/rest/api/2/worklog/updated").await;
    assert_eq!((&feed["lastPage"], &feed["isLastPage"]), (&json!(true), &json!(true)));
    for (header, wanted) in [("opt-in", 412), ("true", 200)] {
        let ask = known(request(Method::GET, &practice, "/rest/servicedeskapi/servicedesk/1/customer"))
            .header("X-ExperimentalApi", header);
        assert_eq!(ask.send().await.unwrap().status(), wanted, "{header}");
    }
    assert_eq!(told(&practice, "/rest/agile/1.0/board").await["total"], 4);
    assert_eq!(practice.offences(), Vec::<String>::new());
    asked(&practice, SEARCH, json!({"jql": ""})).await;
    assert_eq!(practice.offences(), Vec::<String>::new());
}
