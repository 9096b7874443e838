//! Boards and sprints.

use super::*;

#[tokio::test]
async fn boards_have_sprints_or_refuse_to() {
    let practice = served("", 60).await;
    let boards = told(&practice, "/rest/agile/1.0/board").await;
    assert_eq!(texts(&boards["values"], "type"), ["scrum", "kanban", "simple", "scrum"]);
    assert_eq!(boards["values"][0]["location"]["projectKey"], "ENG");
    let scrum = told(&practice, "/rest/agile/1.0/board?type=scrum&projectKeyOrId=ENG&maxResults=1").await;
    assert_eq!((&scrum["total"], &scrum["isLast"]), (&json!(2), &json!(false)));
    let sprints = told(&practice, "/rest/agile/1.0/board/1/sprint").await;
    assert_eq!(texts(&sprints["values"], "state"), ["closed", "closed", "closed", "closed", "active", "future"]);
    assert_eq!(told(&practice, "/rest/agile/1.0/board/4/sprint").await["values"], sprints["values"], "on two boards");
    let active = told(&practice, "/rest/agile/1.0/board/1/sprint?state=active,future").await;
    assert_eq!(texts(&active["values"], "name"), ["Sprint 5", "Sprint 6"]);
    assert!(active["values"][1].get("startDate").is_none());
    let (status, message) = refused(get(&practice, "/rest/agile/1.0/board/2/sprint").await).await;
    assert_eq!((status, message.as_str()), (400, "The board does not support sprints"));
    practice.change(Change::Sprint(5, "closed".to_owned())).unwrap();
    let closed = told(&practice, "/rest/agile/1.0/sprint/5").await;
    assert_eq!((&closed["state"], closed["completeDate"].is_string()), (&json!("closed"), true));
    assert_eq!(super::status(&practice, "/rest/agile/1.0/sprint/99").await, 404);
    assert_eq!(super::status(&practice, "/rest/agile/1.0/board/99").await, 404);
}

#[tokio::test]
async fn boards_and_sprints_list_their_issues() {
    let practice = served("", 60).await;
    practice.change(Change::IntoSprint("ENG-1".to_owned(), 6)).unwrap();
    let keys = async |path: &str| texts(&told(&practice, &format!("/rest/agile/1.0/{path}")).await["issues"], "id");
    let all = keys("board/1/issue?fields=summary").await;
    let mut wanted = found(&practice, "project = ENG").await;
    wanted.sort();
    assert_eq!(all[..], wanted[..all.len()]);
    let total = told(&practice, "/rest/agile/1.0/board/1/issue?fields=summary").await["total"].as_u64().unwrap();
    assert_eq!(total as usize, wanted.len());
    assert!(keys("sprint/6/issue?fields=summary").await.contains(&"10001".to_owned()));
    let backlog = keys("board/2/backlog?fields=status").await;
    let mut new = found(&practice, "project = OPS AND status = 'To Do'").await;
    new.sort();
    assert_eq!(backlog, new);
    assert_eq!(keys("board/1/issue?fields=summary&jql=key%20%3D%20ENG-1").await, ["10001"]);
    practice.change(Change::HideProject("ENG".to_owned())).unwrap();
    assert_eq!(status(&practice, "/rest/agile/1.0/board/1").await, 404);
    let configuration = told(&practice, "/rest/agile/1.0/board/2/configuration").await;
    assert_eq!(configuration["columnConfig"]["columns"].as_array().unwrap().len(), 4);
}
