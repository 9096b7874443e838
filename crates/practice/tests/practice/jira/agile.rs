//! Boards and sprints.

use super::*;

#[tokio::test]
async fn boards_have_sprints_or_refuse_to() {
    let practice = served("", 60).await;
    let sprints = json(&practice, "/rest/agile/1.0/board/1/sprint").await["values"].take();
    // The fourth board has the sprints of the first.
    answers! { practice, r#"
        at /rest/agile/1.0/
        board     200  /values/*/type ["scrum", "kanban", "simple", "scrum"]  /values/0/location/projectKey "ENG"
        board?type=scrum&projectKeyOrId=ENG&maxResults=1  200  /total 2  /isLast false
        board/1/sprint  200  /values/*/state ["closed", "closed", "closed", "closed", "active", "future"]
        board/4/sprint  200  /values {sprints}
        board/1/sprint?state=active,future  200  /values/*/name ["Sprint 5", "Sprint 6"]  /values/1/startDate absent
        board/2/sprint  400  /errorMessages/0 "The board does not support sprints"
        sprint/99       404
        board/99        404
    "#, sprints }
    practice.change(Change::Sprint(5, "closed".to_owned())).unwrap();
    answers! { practice, r#"/rest/agile/1.0/sprint/5  200  /state "closed"  /completeDate text"# }
}

#[tokio::test]
async fn boards_and_sprints_list_their_issues() {
    let practice = served("", 60).await;
    practice.change(Change::IntoSprint("ENG-1".to_owned(), 6)).unwrap();
    let all: Vec<_> = texts(&json(&practice, "/rest/agile/1.0/board/1/issue?fields=summary").await["issues"], "id");
    let mut wanted = found(&practice, "project = ENG").await;
    wanted.sort();
    assert_eq!(all[..], wanted[..all.len()]);
    let mut new = found(&practice, "project = OPS AND status = 'To Do'").await;
    new.sort();
    answers! { practice, r#"
        at /rest/agile/1.0/
        board/1/issue?fields=summary                    200  /total {total}
        sprint/6/issue?fields=summary                   200  /issues/*/id has "10001"
        board/2/backlog?fields=status                   200  /issues/*/id {new}
        board/1/issue?fields=summary&jql=«key = ENG-1»  200  /issues/*/id ["10001"]
    "#, total = wanted.len(), new = json!(new) }
    practice.change(Change::HideProject("ENG".to_owned())).unwrap();
    answers! { practice, "
        at /rest/agile/1.0/board/
        1                404
        2/configuration  200  /columnConfig/columns/# 4
    " }
}
