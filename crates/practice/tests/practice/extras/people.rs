//! Who is there on a site of Confluence Cloud, what they may see, and what is logged of them.

use super::*;

#[tokio::test]
async fn people_and_groups_come_by_offsets() {
    let practice = site("").await;
    let truth = practice.truth();
    let big = &truth.groups[0];
    let members = |start: usize| format!("/wiki/rest/api/group/{}/membersByGroupId?start={start}", big.id);
    let (first, second) = (json(&practice, &members(0)).await, json(&practice, &members(200)).await);
    assert_eq!((rows(&first).len(), rows(&second).len(), big.members.len()), (200, 30, 230));
    let both: Vec<Value> = rows(&first).iter().chain(rows(&second)).cloned().collect();
    assert_eq!(texts::<BTreeSet<_>>(&both.into(), "accountId"), big.members);
    let next = first["_links"]["next"].as_str().unwrap();
    assert!(next.starts_with("/rest/api/group/"), "{next}");
    assert_eq!(json(&practice, &format!("/wiki{next}")).await["results"], second["results"]);
    assert!(rows(&first).iter().any(|row| row["email"] == "") && rows(&first).iter().any(|row| row["email"] != ""));
    answers! { practice, r#"
        at /wiki/rest/api/
        group/nobody/membersByGroupId  200  /results []
        group?limit=201                400
        {members}&limit=201            400
        group?limit=x                  400
        group/by-id?id=nobody          404
        user?accountId=nobody          404
        user                           400
        search/user?cql=type=page      400
        search/user?cql=type=user&start=200&limit=100  200  /results/# 30  /totalSize 230  /_links/next null
    "#, members = members(0) }
}

#[tokio::test]
async fn people_are_told_many_at_once_and_join_groups_and_leave() {
    let practice = site("").await;
    let truth = practice.truth();
    let (known, users) = (&truth.people[1], "/wiki/api/v2/users-bulk");
    let bulk = asked(&practice, users, json!({"accountIds": [known.account, "nobody"]})).await;
    assert_eq!(count(&bulk["results"]), 1);
    assert_eq!(complaints(V2, ("post", users), &bulk), Vec::<String>::new());
    let everybody: Vec<&str> = truth.people.iter().map(|person| person.account.as_str()).chain(["nobody"]).collect();
    let bulk = asked(&practice, users, json!({"accountIds": everybody})).await;
    let hidden = rows(&bulk).iter().filter(|row| row["email"] == "").count();
    assert!(rows(&bulk).len() + 1 == everybody.len() && (1..everybody.len() - 1).contains(&hidden), "{hidden}");
    let own = format!("user/memberof?accountId={}&limit=1", truth.people[0].account);
    let first = json(&practice, &format!("/wiki/rest/api/{own}")).await["results"].take();
    let second = json(&practice, &format!("/wiki/rest/api/{own}&start=1")).await["results"].take();
    assert!(count(&second) == 1 && second != first);
    // Further people than a hundred are left out; there are more groups, and no link tells.
    answers! { practice, r#"
        at /wiki/rest/api/
        user/bulk?accountId={everybody}            200  /results/# 100
        {own}                                      200  /results/# 1  /_links/next null
        POST {users} {"accountIds": {many}}        400
        /wiki/aa-avatar/{known}                    200  @content-type starts "image/"
    "#, everybody = everybody.join(","), own, users, many = json!(vec!["x"; 251]), known = known.account }

    let (person, group) = (known.account.clone(), truth.groups[4].name.clone());
    changed(&practice, Change::Deactivate { person: person.clone() });
    changed(&practice, Change::AddMember { group: group.clone(), person: person.clone() });
    answers! { practice, r#"
        at /wiki/rest/api/user
        ?accountId={person}           200  /displayName ends "(Deactivated)"  /accountStatus "inactive"
        /wiki/rest/api/user/memberof?accountId={person}  200  /results/*/name has "{group}"
    "#, person, group }
    changed(&practice, Change::RemoveMember { group, person });
    assert!(practice.truth().groups[4].members.is_empty());
}

#[tokio::test]
async fn restrictions_decide_what_the_account_views_and_permissions_are_given_and_taken() {
    let practice = site("").await;
    let (page, truth) = (page_id(20), practice.truth());
    let other = truth.people[3].account.clone();
    let restrict = |people: Vec<String>, groups: Vec<String>| Change::SetRestriction {
        id: page.clone(),
        operation: "read".to_owned(),
        people,
        groups,
    };
    let path = format!("/wiki/rest/api/content/{page}/restriction/byOperation");
    changed(&practice, restrict(vec![other.clone()], vec![truth.groups[0].name.clone()]));
    answers! { practice, r#"
        at /wiki/rest/api/content/
        {path}  200  /read/restrictions/user/results/*/accountId ["{other}"]  /update/restrictions/user/results []
        & /read/restrictions/group/results/*/id ["{group}"]
        search?cql=«id = {page}»&expand=restrictions.read.restrictions.user  200
        & /results/0/restrictions/read/restrictions/user/size 1
    "#, path, other, group = truth.groups[0].id, page }

    // What is inside comes in pages, the operations do not.
    let three: Vec<String> = truth.people.iter().take(3).map(|person| person.account.clone()).collect();
    changed(&practice, restrict(three, Vec::new()));
    let whole = path.replace("/byOperation", "?limit=2");
    let people = |page: &Value| page["results"][0]["restrictions"]["user"].clone();
    let first = json(&practice, &whole).await;
    let second = json(&practice, &format!("{whole}&start=2")).await;
    assert_eq!((rows(&first).len(), rows(&people(&first)).len(), rows(&people(&second)).len()), (2, 2, 1));
    let next = json(&practice, &format!("/wiki{}", people(&first)["_links"]["next"].as_str().unwrap())).await;
    assert_eq!(next["restrictions"]["user"], people(&second));
    assert_eq!(people(&second)["_links"], json!({}));
    changed(&practice, restrict(vec![other], Vec::new()));
    answers! { practice, "
        {path}                     404
        /wiki/api/v2/pages/{page}  404
    ", path, page }
    let standing = practice.truth().content.iter().find(|row| row.id == page).unwrap().standing;
    assert_eq!(standing, Standing::Restricted);
    changed(&practice, Change::ClearRestriction { id: page.clone() });
    answers! { practice, "
        /wiki/api/v2/pages/{page}             200
        /wiki/rest/api/content/1/restriction  404
        {path}/copy                           400
    ", page, path }

    let listed = format!("/wiki/api/v2/spaces/{}/permissions?limit=5", space_id(0));
    let (principal, key, target) = (truth.groups[1].name.clone(), "read".to_owned(), "space".to_owned());
    let id = changed(&practice, Change::Grant { space: "ENG".to_owned(), principal, key, target });
    let before = walk(&practice, &listed).await;
    assert!(before.contains(&id) && before.len() == 13);
    let kinds = practice.truth().permissions.iter().map(|row| row.principal_kind).collect::<BTreeSet<_>>();
    assert_eq!(kinds, ["access-class", "group", "user"].into());
    changed(&practice, Change::Revoke { permission: id.clone() });
    assert!(!walk(&practice, &listed).await.contains(&id));
}

#[tokio::test]
async fn the_audit_log_is_for_administrators_and_routes_may_be_gone() {
    let practice = site("").await;
    let [category, summary] = ["Spaces", "Space archived"].map(str::to_owned);
    changed(&practice, Change::AppendEvent { category, summary });
    let log = json(&practice, "/wiki/rest/api/audit?limit=3").await;
    let times: Vec<i64> = rows(&log).iter().map(|row| row["creationDate"].as_i64().unwrap()).collect();
    assert!(times.is_sorted_by(|one, two| one >= two));
    answers! { practice, r#"
        at /wiki/rest/api/audit
        ?limit=3             200  /results/0/summary "Space archived"  /results/# 3
        ?searchString=Login  200  /results/# 10
        /wiki/rest/api/audit/since?number=1&units=DAYS  200  /results/# 1
    "# }

    let practice = site("no-admin,no-analytics,gone=content/search,gone=content/*/restriction").await;
    let tenant = reqwest::get(practice.url().replace("/wiki", "/_edge/tenant_info")).await.unwrap();
    answers! { practice, r#"
        at /wiki/rest/api/
        audit                                   403
        audit/retention                         403
        analytics/content/{page}/views          403
        content/search?cql=type=page            410
        content/{page}/restriction              410
        content/{page}/restriction/byOperation  200
        settings/systemInfo                     200  /cloudId {cloud}
    "#, page = page_id(1), cloud = body(tenant).await["cloudId"] }
}

#[tokio::test]
async fn one_lost_ancestor_breaks_a_batch_that_asks_for_restrictions_of_ancestors() {
    let plain = site("").await;
    let truth = plain.truth();
    let below = |row: &&TrueContent| row.parent_id.as_deref() == Some(&page_id(0)) && row.standing == Standing::Current;
    let child = truth.content.iter().find(below).unwrap();
    let cql = format!("id = {}", child.id);
    let expand = "&expand=ancestors.restrictions.read.restrictions.user";
    let whole = found(&plain, &cql, expand).await;
    let above = whole["results"][0]["ancestors"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(above["id"], page_id(0).as_str());
    assert!(above["restrictions"]["read"]["restrictions"]["user"]["size"].is_u64());
    for (fault, says) in [("lost-ancestor", "<ContentId{id="), ("outdated-ancestor", "Outdated version")] {
        answers! { site(&format!("{fault}={}", page_id(0))).await, r#"
            at /wiki/rest/api/content/search
            ?cql=«{cql}»          200
            ?cql=«{cql}»{expand}  404  $ has "{says}"
        "#, cql, expand, says }
    }
}
