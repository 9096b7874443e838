//! What happens on a site, and what the account sees of it.

use super::*;

/// The site's answer to an issue's own path.
async fn issue(practice: &Practice, name: &str) -> Option<Value> {
    let response = get(practice, &format!("/rest/api/3/issue/{name}")).await;
    if response.status() == 404 { None } else { Some(body(response).await) }
}

/// The first issue of a project that is seen.
fn first_of(practice: &Practice, project: &str) -> Fact {
    let mut facts = practice.truth("issue").into_iter().filter(|fact| fact.is_visible);
    facts.find(|fact| fact.value["fields"]["project"]["key"] == project).unwrap()
}

#[tokio::test]
async fn an_issue_is_made_changed_moved_and_deleted() {
    let practice = served("", 30).await;
    let id = practice.change(Change::Create("ENG".to_owned())).unwrap();
    let made = issue(&practice, &id).await.unwrap();
    assert_eq!(made["fields"]["created"], made["fields"]["updated"]);
    practice.change(edit(&id, "summary", "Other")).unwrap();
    practice.change(edit(&id, "customfield_10016", "3.5")).unwrap();
    practice.change(edit(&id, "assignee", "")).unwrap();
    practice.change(Change::Transition(id.clone(), 6)).unwrap();
    answers! { practice, r#"
        /rest/api/3/issue/{id}  200  /fields/summary "Other"  /fields/customfield_10016 3.5  /fields/assignee null
        & /fields/status/name "Done"  /fields/resolution/name "Done"
    "#, id }
    let changed = issue(&practice, &id).await.unwrap()["fields"].take();
    assert_eq!(changed["resolutiondate"], changed["updated"]);
    assert!(changed["updated"].as_str() > made["fields"]["updated"].as_str());
    let log = listed(&practice, &format!("/rest/api/3/issue/{id}/changelog"), "values").await;
    let fields: Vec<&str> = log.iter().map(|entry| entry["items"][0]["fieldId"].as_str().unwrap()).collect();
    assert_eq!(fields, ["summary", "customfield_10016", "assignee", "status"]);
    assert_eq!(log[3]["items"][0]["toString"], "Done");

    practice.change(Change::Move(id.clone(), "OPS".to_owned())).unwrap();
    let moved = issue(&practice, &id).await.unwrap();
    let (before, after) = (made["key"].as_str().unwrap(), moved["key"].as_str().unwrap());
    assert!(before.starts_with("ENG-") && after.starts_with("OPS-"));
    assert_eq!(issue(&practice, before).await.unwrap()["id"], json!(id));
    assert_eq!(found(&practice, &format!("key = {before}")).await, std::slice::from_ref(&id));

    practice.change(Change::Delete(id.clone())).unwrap();
    assert!(issue(&practice, &id).await.is_none() && issue(&practice, before).await.is_none());
    assert!(practice.change(Change::Delete(id)).is_err());
}

#[tokio::test]
async fn comments_and_files_come_change_and_go() {
    let practice = served("", 10).await;
    let comment = practice.change(Change::Comment("ENG-1".to_owned(), "Told them.".to_owned(), true)).unwrap();
    let shown = |practice: &Practice| practice.truth("comment").into_iter().find(|fact| fact.id == comment);
    let made = shown(&practice).unwrap();
    practice.change(Change::EditComment(comment.parse().unwrap(), "Told her.".to_owned())).unwrap();
    let edited = shown(&practice).unwrap();
    assert_eq!(edited.value["body"]["content"][0]["content"][1]["text"], " her.");
    assert!(edited.value["updated"].as_str() > made.value["updated"].as_str());
    assert_eq!(edited.value["created"], made.value["created"]);
    assert_eq!(fact(&practice, "10001").value["fields"]["updated"], edited.value["updated"]);
    practice.change(Change::DeleteComment(comment.parse().unwrap())).unwrap();
    assert!(shown(&practice).is_none());
    assert!(practice.change(Change::Comment("ENG-1".to_owned(), "x".to_owned(), false)).is_err(), "no service desk");
    let file = practice.change(Change::Attach("ENG-1".to_owned())).unwrap();
    assert_eq!(status(&practice, &format!("/rest/api/3/attachment/{file}")).await, 200);
    practice.change(Change::Detach(file.parse().unwrap())).unwrap();
    assert_eq!(status(&practice, &format!("/rest/api/3/attachment/{file}")).await, 404);
}

#[tokio::test]
async fn votes_and_watchers_do_not_update_an_issue() {
    let practice = served("", 10).await;
    let before = fact(&practice, "10001").value["fields"].take();
    practice.change(Change::Vote("ENG-1".to_owned(), 9)).unwrap();
    practice.change(Change::Watch("ENG-1".to_owned(), 0)).unwrap();
    let after = fact(&practice, "10001").value["fields"].take();
    assert_eq!(after["updated"], before["updated"]);
    assert_eq!(after["votes"]["votes"].as_u64().unwrap(), before["votes"]["votes"].as_u64().unwrap() + 1);
    answers! { practice, "
        /rest/api/3/issue/ENG-1/votes     200  /votes {votes}  /voters/# {votes}
        /rest/api/3/issue/ENG-1/watchers  200  /isWatching true  /watchCount {watches}
    ", votes = after["votes"]["votes"], watches = after["watches"]["watchCount"] }
}

#[tokio::test]
async fn links_are_seen_from_both_ends_and_parents_have_children() {
    let practice = served("", 30).await;
    let link = practice.change(Change::Link("10001".to_owned(), "10002".to_owned())).unwrap();
    let links = |id: &str| fact(&practice, id).value["fields"]["issuelinks"].as_array().unwrap().clone();
    let of = |id: &str| links(id).into_iter().find(|known| known["id"] == json!(link));
    assert_eq!(of("10001").unwrap()["outwardIssue"]["id"], "10002");
    assert_eq!(of("10002").unwrap()["inwardIssue"]["id"], "10001");
    practice.change(Change::Hide("10002".to_owned())).unwrap();
    assert!(of("10001").is_none(), "the other end is not seen");
    practice.change(Change::Show("10002".to_owned())).unwrap();
    practice.change(Change::Unlink(link.parse().unwrap())).unwrap();
    assert!(of("10001").is_none() && of("10002").is_none());
    let child =
        practice.truth("issue").into_iter().find(|fact| fact.value["fields"]["issuetype"]["subtask"] == true).unwrap();
    let parent = fact(&practice, child.value["fields"]["parent"]["id"].as_str().unwrap());
    assert!(texts::<Vec<_>>(&parent.value["fields"]["subtasks"], "id").contains(&child.id));
    practice.change(Change::Delete(parent.id)).unwrap();
    assert!(practice.truth("issue").iter().all(|fact| fact.id != child.id), "sub-tasks go with their parents");
}

#[tokio::test]
async fn what_is_hidden_is_not_there() {
    let practice = served("", 60).await;
    let (eng, help) = (first_of(&practice, "ENG").id, first_of(&practice, "HELP").id);
    let sees = async |id: &str| [issue(&practice, id).await.is_some(), seen(&practice).contains(&id.to_owned())];
    for (hide, show) in [
        (Change::Hide(eng.clone()), Change::Show(eng.clone())),
        (edit(&eng, "security", "10002"), edit(&eng, "security", "10001")),
        (Change::HideProject("ENG".to_owned()), Change::ShowProject("ENG".to_owned())),
        (Change::ArchiveProject("ENG".to_owned()), Change::RestoreProject("ENG".to_owned())),
        (Change::DeleteProject("ENG".to_owned()), Change::RestoreProject("ENG".to_owned())),
    ] {
        practice.change(hide.clone()).unwrap();
        assert_eq!((sees(&eng).await, sees(&help).await), ([false; 2], [true; 2]), "{hide:?}");
        assert!(!found(&practice, "project is not EMPTY").await.contains(&eng));
        practice.change(show).unwrap();
        assert_eq!(sees(&eng).await, [true; 2], "{hide:?}");
    }
    practice.change(Change::HideProject("ENG".to_owned())).unwrap();
    answers! { practice, r#"
        /rest/api/3/project/ENG                               404
        POST /rest/api/3/search/jql {"jql": "project = ENG"}  400
        & /errorMessages/0 "The value 'ENG' does not exist for the field 'project'."
    "# }
}

#[tokio::test]
async fn projects_are_listed_by_their_standing() {
    let practice = served("", 20).await;
    let role = json(&practice, "/rest/api/3/project/ENG/role").await;
    let role = role["Administrators"].as_str().unwrap().strip_prefix(practice.url()).unwrap();
    answers! { practice, r#"
        at /rest/api/3/project/search
        /rest/api/3/project/search  200  /values/*/key ["ENG", "HELP", "OPS", "TEAM", "VOID"]
        ?status=archived            200  /values/*/key ["OLD"]
        ?keys=OPS,TEAM              200  /values/*/key ["OPS", "TEAM"]
        ?maxResults=2&expand=lead   200  /nextPage has "startAt=2"  /values/0/lead/accountId text
        ?status=gone                400
        {role}                      200  /actors/# 2
    "#, role }
    practice.change(Change::DeleteProject("TEAM".to_owned())).unwrap();
    practice.change(Change::HideProject("OPS".to_owned())).unwrap();
    answers! { practice, r#"
        at /rest/api/3/project/search
        ?status=live&status=archived&status=deleted  200  /values/*/key ["ENG", "HELP", "OLD", "TEAM", "VOID"]
        ?status=deleted                              200  /values/*/key ["TEAM"]
    "# }
}

#[tokio::test]
async fn people_leave_and_lose_their_names() {
    let practice = served("", 20).await;
    let creator = fact(&practice, "10001").value["fields"]["creator"]["accountId"].as_str().unwrap().to_owned();
    let place = practice.truth("user").iter().position(|fact| fact.id == creator).unwrap();
    practice.change(Change::Deactivate(place)).unwrap();
    assert_eq!(fact(&practice, "10001").value["fields"]["creator"]["active"], false);
    practice.change(Change::Anonymise(place)).unwrap();
    let person = fact(&practice, "10001").value["fields"]["creator"].take();
    assert_eq!((&person["accountId"], &person["displayName"]), (&json!(creator), &json!("Former user")));
    assert!(person.get("emailAddress").is_none());
    assert!(practice.change(Change::Deactivate(100_000)).is_err());
}

#[tokio::test]
async fn a_change_follows_the_request_that_it_was_planned_for() {
    let practice = served("", 10).await;
    practice.change_at(2, edit("ENG-1", "summary", "Meanwhile"));
    practice.change_at(3, Change::Delete("NOPE-1".to_owned()));
    let summary = async || json(&practice, "/rest/api/3/issue/ENG-1").await["fields"]["summary"].clone();
    let before = summary().await;
    assert_eq!((summary().await, status(&practice, "/rest/api/3/issue/ENG-1").await), (before, 500));
    assert_eq!(summary().await, "Meanwhile");
}

#[tokio::test]
async fn many_issues_are_edited_in_one_moment() {
    let practice = served("", 40).await;
    practice.change(Change::Touch(25)).unwrap();
    let mut times: Vec<String> =
        practice.truth("issue").into_iter().take(25).map(|fact| fact.value["fields"]["updated"].to_string()).collect();
    times.dedup();
    assert_eq!(times.len(), 1);
    assert!(practice.change(Change::Touch(41)).is_err());
}
