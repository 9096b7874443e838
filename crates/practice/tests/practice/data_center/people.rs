//! Who is there on Data Center, what they may see, and what is logged of them.

use super::super::{Asked, post};
use super::*;
use reqwest::{Method, Response};

#[tokio::test]
async fn administrators_see_more_and_everybody_else_is_refused_in_two_ways() {
    let admin = site("9.2.0", "").await;
    let me = json(&admin, "/rest/api/user/current").await;
    answers! { admin, r#"
        /rest/api/user/list                        200  /results/# 24
        /rest/auditing/1.0/events?from=2024-01-01T00:00:00.000Z&limit=100  200
        & . {"entities": [], "pagingInfo": {"lastPage": true, "nextPageCursor": null, "size": 0}}
        /rest/api/space/ENG/permissions            200
        /rest/api/space?expand=permissions         200
        /rest/api/space/ENG?expand=history         200
        /rest/api/group/nobody/member              404
        /rest/api/user?key={key}                   200  . {me}
        /rest/api/user?key=x                       404
        /rest/api/user                             400
    "#, key = me["userKey"].as_str().unwrap(), me }
    answers! { site("9.2.0", "no-admin").await, "
        /rest/api/user/list                        403
        /rest/api/group/confluence-users/member    403
        /rest/auditing/1.0/events                  403
        /rest/api/space/ENG/permissions            500
        /rest/api/space?expand=permissions         500
        /rest/api/space/ENG?expand=history         500
    " }
    answers! { site("8.5.4", "").await, "/rest/api/space/ENG/permissions  404" }
    let told = json(&admin, "/rest/api/space/ENG/permissions").await;
    let read_by = |row: &&Value| row["operation"] == json!({"targetType": "space", "operationKey": "read"});
    assert!(told.as_array().unwrap().iter().filter(read_by).any(|row| row["subject"]["name"] == "confluence-users"));
}

#[tokio::test]
async fn people_groups_and_restrictions_are_those_of_the_truth() {
    let practice = full_site("8.5.4", "").await;
    let truth = practice.truth();
    let named = |rows: &[Value], key: &str| -> BTreeSet<String> { texts(&rows.into(), key) };
    let people = walk(&practice, "/rest/api/user/list?limit=10", 99).await;
    assert_eq!(named(&people, "userKey"), truth.people.iter().map(|person| person.account.clone()).collect());
    let groups = walk(&practice, "/rest/api/group?limit=3", 99).await;
    assert_eq!(named(&groups, "name"), truth.groups.iter().map(|group| group.id.clone()).collect());
    assert!(truth.groups.iter().any(|group| group.id == "confluence-administrators"));
    for group in &truth.groups {
        let path = format!("/rest/api/group/{}/member?limit=10", encoded(&group.id).replace('+', "%20"));
        assert_eq!(named(&walk(&practice, &path, 99).await, "userKey"), group.members, "{path}");
    }
    assert!(!truth.restrictions.is_empty());
    for row in &truth.restrictions {
        let both = json(&practice, &format!("/rest/api/content/{}/restriction/byOperation", row.id)).await;
        let told = &both[row.operation]["restrictions"];
        assert_eq!(named(&rows(&told["user"]), "userKey"), row.people);
        assert_eq!(named(&rows(&told["group"]), "name"), row.groups);
        assert_eq!(both["read"]["operation"], "read");
    }
    answers! { practice, r#"
        /rest/api/content/{page}/restriction/byOperation  200
        & /read/restrictions/user/size 0  /update/operation "update"
    "#, page = page_id(90) }
}

#[tokio::test]
async fn view_restrictions_come_from_every_page_above() {
    let practice = full_site("9.2.0", "").await;
    let content = practice.truth().content;
    let child = content.iter().find(|row| row.parent_id.is_some() && row.standing == Standing::Current).unwrap();
    let me = practice.truth().people[0].account.clone();
    for id in [child.parent_id.clone().unwrap(), child.id.clone()] {
        practice.change(Change::ClearRestriction { id: id.clone() }).ok();
        let only_me =
            Change::SetRestriction { id, operation: "read".to_owned(), people: vec![me.clone()], groups: vec![] };
        practice.change(only_me).unwrap();
    }
    let told = json(&practice, &format!("/rest/api/content/{}/restriction/relevantViewRestrictions", child.id)).await;
    let told = rows(&told["viewContentRestrictions"]);
    let of = |row: &Value| row["_expandable"]["content"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert_eq!(of(&told[0]), child.id);
    assert_eq!(Some(of(&told[1])), child.parent_id);
    answers! { practice, r#"
        at /rest/api/content/
        {child}/restriction/relevantViewRestrictions  200
        & /viewContentRestrictions/results/0/operation "read"  /viewContentRestrictions/results/1/operation "read"
        & /viewContentRestrictions/results/0/restrictions/user/results/0/userKey "{me}"
        & /viewContentRestrictions/results/1/restrictions/user/results/0/userKey "{me}"
        {post}/restriction/relevantViewRestrictions   200  /viewContentRestrictions/size 0
    "#, child = child.id, me, post = blogpost_id(3) }
}

#[tokio::test]
async fn permissions_are_those_of_the_truth_whichever_way_they_are_told() {
    let grant = |key: &str, target: &str| Change::Grant {
        space: "ENG".to_owned(),
        principal: "anonymous-users".to_owned(),
        key: key.to_owned(),
        target: target.to_owned(),
    };
    let (new, old) = (full_site("9.2.0", "").await, full_site("8.5.4", "").await);
    for practice in [&new, &old] {
        practice.change(grant("read", "space")).unwrap();
    }
    let truth = new.truth();
    assert_eq!(truth.permissions, old.truth().permissions);
    for space in &truth.spaces {
        let own = truth.permissions.iter().filter(|row| row.space_id == space.id);
        let mut expected: Vec<_> = own.clone().map(|row| (row.operation.clone(), row.principal_id.clone())).collect();
        let told = json(&new, &format!("/rest/api/space/{}/permissions", space.key)).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let row = |row: &Value| {
            let (operation, subject) = (&row["operation"], &row["subject"]);
            let who = match subject["type"].as_str() {
                Some("group") => text(&subject["name"]),
                Some(_) => text(&subject["userKey"]),
                None => "anonymous-users".to_owned(),
            };
            ((text(&operation["operationKey"]), text(&operation["targetType"])), who)
        };
        let mut told: Vec<_> = told.as_array().unwrap().iter().map(row).collect();
        told.sort();
        expected.sort();
        assert_eq!(told, expected, "{}", space.key);
        let remote = body(ask_remote(&old, &space.key).await).await;
        let sets = remote["result"].as_array().unwrap().iter();
        let view = sets.clone().find(|set| set["type"] == "VIEWSPACE").unwrap();
        let viewers = view["spacePermissions"].as_array().unwrap();
        let readers = own.filter(|row| row.operation == ("read".to_owned(), "space".to_owned()));
        assert_eq!(viewers.len(), readers.count());
        let nobody = viewers.iter().filter(|row| row["groupName"].is_null() && row["userName"].is_null()).count();
        assert_eq!(nobody, usize::from(space.key == "ENG"));
        assert!(sets.clone().any(|set| set["type"] == "EDITSPACE"));
    }
}

#[tokio::test]
async fn the_audit_log_is_read_by_cursors_from_the_newest_on() {
    let practice = full_site("10.0.3", "").await;
    let (mut told, mut more) = (Vec::new(), String::new());
    for _ in 0..9 {
        let page = json(&practice, &format!("/rest/auditing/1.0/events?limit=15{more}")).await;
        told.extend(page["entities"].as_array().unwrap().clone());
        let Some(cursor) = page["pagingInfo"]["nextPageCursor"].as_str() else {
            assert_eq!(page["pagingInfo"], json!({"lastPage": true, "nextPageCursor": null, "size": 10}));
            break;
        };
        more = format!("&pageCursor={cursor}");
    }
    let actions: Vec<&str> = told.iter().rev().map(|event| event["type"]["action"].as_str().unwrap()).collect();
    assert_eq!(actions, practice.truth().events);
    let since = told[10]["timestamp"].as_str().unwrap();
    let late = json(&practice, &format!("/rest/auditing/1.0/events?from={since}")).await;
    assert_eq!(late["entities"].as_array().unwrap()[..], told[..11]);
    answers! { practice, r#"
        at /rest/auditing/1.0/events?
        categories=spaces      200  /entities/*/type/category {spaces}  /pagingInfo/size 10
        pageCursor=x           400
        from=yesterday         400
        affectedObject=Page,7  400
    "#, spaces = json!(vec!["Spaces"; 10]) }
}

const REMOTE: &str = "/rpc/json-rpc/confluenceservice-v2";

async fn ask_remote(practice: &Practice, key: &str) -> Response {
    let asked = json!({"jsonrpc": "2.0", "method": "getSpacePermissionSets", "id": 7, "params": [key]});
    post(practice, REMOTE, &asked).await
}

#[tokio::test]
async fn versions_before_nine_one_tell_permissions_by_json_rpc() {
    let practice = site("8.5.4", "").await;
    let told = body(ask_remote(&practice, "ENG").await).await;
    let view = &told["result"][0];
    assert_eq!((&told["id"], &view["type"]), (&json!(7), &json!("VIEWSPACE")));
    assert!(view["spacePermissions"].as_array().unwrap().iter().any(|row| row["groupName"] == "confluence-users"));
    let named = practice.request(Method::POST, &format!("{REMOTE}/getSpacePermissionSets"));
    assert_eq!(body(named.body(r#"["ENG"]"#).send().await.unwrap()).await, told["result"]);
    let sets = |key: &str| json!({"jsonrpc": "2.0", "method": "getSpacePermissionSets", "id": 7, "params": [key]});
    answers! { practice, r#"
        POST {REMOTE} {nowhere}  200  /error/message has "NOPE"  /result absent
        GET  {REMOTE}            405
    "#, REMOTE, nowhere = sets("NOPE") }
    for (version, fault, told) in [
        ("8.5.4", "remote-off", "401"),
        ("8.5.4", "web-sudo", r#"200  @content-type starts "text/html""#),
        ("9.2.0", "", "404"),
    ] {
        answers! { site(version, fault).await, "
            when {version} {fault}
            POST {REMOTE} {space}  {told}
        ", version, fault, REMOTE, space = sets("ENG"), told }
    }
}
