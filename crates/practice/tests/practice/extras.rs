//! What a site has besides spaces, content and attachments: comments, labels, tasks, likes, properties, folders,
//! people, rights, the audit log.

use super::{as_schema, complaints, complaints_about, get, json, published, status, walk};
use catchment_practice::confluence::{
    Change, Extras, Faults, Options, Practice, Standing, TrueContent, attachment_id, blogpost_id, comment_id,
    folder_id, made_comment_id, made_folder_id, page_id, space_id, start, task_id,
};
use serde_json::Value;
use std::collections::BTreeSet;

fn many() -> Extras {
    Extras {
        comments: 120,
        labels: 12,
        tasks: 60,
        likes: 300,
        properties: 90,
        folders: 9,
        groups: 7,
        members: 230,
        restrictions: 9,
        permissions: 12,
        roles: 6,
        audit_events: 40,
        ..Extras::default()
    }
}

async fn site(faults: &str) -> Practice {
    let faults = if faults.is_empty() { Faults::default() } else { faults.parse().unwrap() };
    start(Options { attachments: 40, extras: many(), faults, ..Options::default() }).await.unwrap()
}

fn changed(practice: &Practice, change: Change) -> String {
    practice.change(change).unwrap()
}

fn rows(answer: &Value) -> &Vec<Value> {
    answer["results"].as_array().unwrap()
}

fn texts(rows: &[Value], key: &str) -> BTreeSet<String> {
    rows.iter().map(|row| row[key].as_str().unwrap().to_owned()).collect()
}

async fn post(practice: &Practice, path: &str, body: Value) -> (u16, Value) {
    let url = practice.url().replace("/wiki", path);
    let request = reqwest::Client::new().post(url).basic_auth("practice@example.com", Some("practice-token"));
    let response = request.header("Content-Type", "application/json").body(body.to_string()).send().await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap())
}

async fn found(practice: &Practice, cql: &str, more: &str) -> Value {
    let cql: String = url::form_urlencoded::byte_serialize(cql.as_bytes()).collect();
    json(practice, &format!("/wiki/rest/api/content/search?limit=200&cql={cql}{more}")).await
}

/// Something with a label, a like, a property: what the requests below ask about.
struct Examples {
    footer: String,
    inline: String,
    labelled: String,
    label: String,
    group: String,
    account: String,
}

async fn examples(practice: &Practice) -> Examples {
    let truth = practice.truth();
    let answered = |kind: &str| {
        let parents: BTreeSet<&String> = truth.comments.iter().filter_map(|row| row.parent_id.as_ref()).collect();
        truth.comments.iter().find(|row| row.kind == kind && parents.contains(&row.id)).unwrap().id.clone()
    };
    let pages: BTreeSet<&String> = truth.content.iter().filter(|row| row.kind == "page").map(|row| &row.id).collect();
    let labels = json(practice, "/wiki/api/v2/labels?limit=250").await;
    let labelled = truth.labels.iter().find(|(id, _)| pages.contains(id)).unwrap().clone();
    let label = rows(&labels).iter().find(|row| row["name"] == labelled.1.as_str()).unwrap();
    Examples {
        footer: answered("footer-comment"),
        inline: answered("inline-comment"),
        labelled: labelled.0,
        label: label["id"].as_str().unwrap().to_owned(),
        group: truth.groups[0].id.clone(),
        account: truth.people[1].account.clone(),
    }
}

/// The operations of v2 with a request for each.
fn requests(of: &Examples) -> Vec<(&'static str, String)> {
    let (page, post, space) = (page_id(0), blogpost_id(0), space_id(0));
    let (footer, inline, label) = (&of.footer, &of.inline, &of.label);
    let file = attachment_id(3);
    let all = [
        ("/footer-comments", "/footer-comments?body-format=storage&limit=60".to_owned()),
        ("/inline-comments", "/inline-comments?body-format=atlas_doc_format&sort=-modified-date".to_owned()),
        ("/pages/{id}/footer-comments", format!("/pages/{page}/footer-comments?status=current")),
        ("/pages/{id}/inline-comments", format!("/pages/{page}/inline-comments?resolution-status=open,dangling")),
        ("/blogposts/{id}/footer-comments", format!("/blogposts/{post}/footer-comments?sort=created-date")),
        ("/blogposts/{id}/inline-comments", format!("/blogposts/{post}/inline-comments?body-format=storage")),
        (
            "/footer-comments/{comment-id}",
            format!("/footer-comments/{footer}?body-format=view&include-likes=true&include-versions=true"),
        ),
        ("/inline-comments/{comment-id}", format!("/inline-comments/{inline}?version=1&include-properties=true")),
        ("/footer-comments/{id}/children", format!("/footer-comments/{footer}/children?body-format=storage")),
        ("/inline-comments/{id}/children", format!("/inline-comments/{inline}/children")),
        ("/footer-comments/{id}/versions", format!("/footer-comments/{footer}/versions?body-format=storage")),
        ("/inline-comments/{id}/versions", format!("/inline-comments/{inline}/versions")),
        ("/footer-comments/{id}/likes/users", format!("/footer-comments/{footer}/likes/users")),
        ("/inline-comments/{id}/likes/count", format!("/inline-comments/{inline}/likes/count")),
        ("/pages/{id}/versions", format!("/pages/{page}/versions?body-format=storage&sort=-modified-date")),
        ("/blogposts/{id}/versions", format!("/blogposts/{post}/versions?body-format=atlas_doc_format")),
        ("/attachments/{id}/versions", format!("/attachments/{file}/versions")),
        ("/labels", "/labels?sort=-name&prefix=global,team".to_owned()),
        ("/labels/{id}/pages", format!("/labels/{label}/pages?body-format=storage&sort=title")),
        ("/labels/{id}/blogposts", format!("/labels/{label}/blogposts")),
        ("/labels/{id}/attachments", format!("/labels/{label}/attachments?sort=-created-date")),
        ("/pages/{id}/labels", format!("/pages/{}/labels?sort=name", of.labelled)),
        ("/blogposts/{id}/labels", format!("/blogposts/{post}/labels")),
        ("/attachments/{id}/labels", format!("/attachments/{file}/labels?prefix=global")),
        ("/spaces/{id}/labels", format!("/spaces/{space}/labels?prefix=team")),
        ("/spaces/{id}/content/labels", format!("/spaces/{space}/content/labels")),
        ("/pages/{id}/likes/users", format!("/pages/{page}/likes/users?limit=1")),
        ("/blogposts/{id}/likes/count", format!("/blogposts/{post}/likes/count")),
        ("/pages/{page-id}/properties", format!("/pages/{page}/properties?sort=-key")),
        ("/blogposts/{blogpost-id}/properties", format!("/blogposts/{post}/properties?key=x")),
        ("/spaces/{space-id}/properties", format!("/spaces/{space}/properties")),
        ("/tasks", "/tasks?body-format=storage&limit=60".to_owned()),
        ("/tasks/{id}", format!("/tasks/{}?body-format=atlas_doc_format", task_id(4))),
        ("/folders/{id}", format!("/folders/{}?include-properties=true", folder_id(3))),
        ("/whiteboards/{id}", "/whiteboards/98331".to_owned()),
        ("/databases/{id}", "/databases/98333".to_owned()),
        ("/embeds/{id}", "/embeds/98335".to_owned()),
        ("/spaces/{id}/permissions", format!("/spaces/{space}/permissions")),
        ("/space-role-mode", "/space-role-mode".to_owned()),
        ("/space-roles", format!("/space-roles?space-id={space}&role-type=SYSTEM")),
        ("/spaces/{id}/role-assignments", format!("/spaces/{space}/role-assignments?principal-type=GROUP")),
        (
            "/spaces/{id}",
            format!("/spaces/{space}?include-permissions=true&include-labels=true&include-properties=true"),
        ),
        ("/pages/{id}", format!("/pages/{page}?include-likes=true&include-labels=true&include-properties=true")),
    ];
    all.map(|(operation, path)| (operation, format!("/wiki/api/v2{path}"))).into()
}

/// The operations of v1, alike.
fn requests_v1(of: &Examples) -> Vec<(&'static str, String)> {
    let (page, group, account) = (page_id(1), &of.group, &of.account);
    let all = [
        ("/group", "/group?limit=3&start=1".to_owned()),
        ("/group/by-id", format!("/group/by-id?id={group}")),
        ("/group/{groupId}/membersByGroupId", format!("/group/{group}/membersByGroupId?shouldReturnTotalSize=true")),
        ("/user", format!("/user?accountId={account}")),
        ("/user/bulk", format!("/user/bulk?accountId={account}&accountId=nobody")),
        ("/user/memberof", format!("/user/memberof?accountId={account}")),
        ("/search/user", "/search/user?cql=type=user&limit=5".to_owned()),
        ("/content/{id}/restriction", format!("/content/{page}/restriction?expand=restrictions.user")),
        ("/content/{id}/restriction/byOperation", format!("/content/{page}/restriction/byOperation")),
        (
            "/content/{id}/restriction/byOperation/{operationKey}",
            format!("/content/{page}/restriction/byOperation/update?limit=1"),
        ),
        ("/audit", "/audit?startDate=1600000000000&limit=7".to_owned()),
        ("/audit/since", "/audit/since?number=10&units=YEARS".to_owned()),
        ("/audit/retention", "/audit/retention".to_owned()),
        ("/analytics/content/{contentId}/views", format!("/analytics/content/{page}/views?fromDate=2024-01-01")),
        ("/analytics/content/{contentId}/viewers", format!("/analytics/content/{page}/viewers")),
        ("/settings/systemInfo", "/settings/systemInfo".to_owned()),
    ];
    all.map(|(operation, path)| (operation, format!("/wiki/rest/api{path}"))).into()
}

#[tokio::test]
async fn every_answer_fits_the_published_schema_and_takes_every_published_parameter() {
    let (Some(v2), Some(v1)) =
        (published("confluence-cloud-v2.openapi.json"), published("confluence-cloud-v1.openapi.json"))
    else {
        return;
    };
    let (v2, v1) = (as_schema(v2), as_schema(v1));
    let practice = site("").await;
    let examples = examples(&practice).await;
    let of_v2 = requests(&examples).into_iter().map(|(operation, path)| (&v2, operation.to_owned(), path));
    let of_v1 = requests_v1(&examples).into_iter();
    let of_v1 = of_v1.map(|(operation, path)| (&v1, format!("/wiki/rest/api{operation}"), path));
    for (document, operation, path) in of_v2.chain(of_v1) {
        let answer = json(&practice, &path).await;
        assert_eq!(complaints(document, (&operation, "get"), &answer), Vec::<String>::new(), "{path}");
        let plain = path.split('?').next().unwrap();
        assert_eq!(status(&practice, &format!("{plain}?colour=red")).await, 400, "{plain}");
        for parameter in document["paths"][&operation]["get"]["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap_or_default();
            if parameter["in"] != "query" || name.is_empty() {
                continue;
            }
            let refusal = get(&practice, &format!("{plain}?{name}=1")).await.text().await.unwrap();
            assert!(!refusal.contains("is not known to this operation"), "{plain}: {refusal}");
        }
    }
}

#[tokio::test]
async fn a_site_without_extras_has_none_of_them() {
    let practice = start(Options::default()).await.unwrap();
    for path in ["footer-comments", "inline-comments", "labels", "tasks", "space-roles", "spaces/32770/permissions"] {
        assert_eq!(rows(&json(&practice, &format!("/wiki/api/v2/{path}")).await).len(), 0, "{path}");
    }
    assert_eq!(json(&practice, "/wiki/api/v2/space-role-mode").await["mode"], "PRE_ROLES");
    assert_eq!(status(&practice, &format!("/wiki/api/v2/folders/{}", folder_id(0))).await, 404);
    assert_eq!(practice.truth().people.len(), 24);
}

#[tokio::test]
async fn comments_are_listed_for_the_site_and_reached_through_what_they_are_about() {
    let practice = site("").await;
    let truth = practice.truth();
    for (kind, path) in [("footer-comment", "footer-comments"), ("inline-comment", "inline-comments")] {
        let of_kind = || truth.comments.iter().filter(|row| row.kind == kind && row.standing != Standing::Purged);
        let all: BTreeSet<String> = of_kind().map(|row| row.id.clone()).collect();
        assert!(all.len() > 20 && of_kind().any(|row| row.parent_id.is_some()));
        for sort in ["created-date", "-created-date", "modified-date", "-modified-date"] {
            let ids = walk(&practice, &format!("/wiki/api/v2/{path}?limit=7&sort={sort}")).await;
            assert_eq!((ids.len(), ids.into_iter().collect::<BTreeSet<_>>()), (all.len(), all.clone()), "{sort}");
        }
        let mut reached = BTreeSet::new();
        for content in &truth.content {
            let on = format!("/wiki/api/v2/{}s/{}/{path}?limit=2", content.kind, content.id);
            let mut open = if content.standing == Standing::Current { walk(&practice, &on).await } else { Vec::new() };
            while let Some(id) = open.pop() {
                open.extend(walk(&practice, &format!("/wiki/api/v2/{path}/{id}/children?limit=1")).await);
                assert!(reached.insert(id));
            }
        }
        let current: BTreeSet<String> =
            of_kind().filter(|row| row.standing == Standing::Current).map(|row| row.id.clone()).collect();
        assert_eq!(reached, current);
    }
    let options = Options { extras: Extras { roots_only: true, ..many() }, ..Options::default() };
    let roots = start(options).await.unwrap();
    let listed = walk(&roots, "/wiki/api/v2/footer-comments?limit=250").await;
    let is_reply = |id: &String| roots.truth().comments.iter().any(|row| row.id == *id && row.parent_id.is_some());
    assert!(!listed.is_empty() && !listed.iter().any(is_reply));
}

#[tokio::test]
async fn comments_hold_planted_values_and_their_types_are_told() {
    let practice = site("").await;
    let planted = practice.planted();
    let ids: Vec<String> = (0..120).map(comment_id).collect();
    let with = ids.iter().find(|id| !planted[*id].is_empty()).unwrap();
    let kind = practice.truth().comments.iter().find(|row| row.id == *with).unwrap().kind;
    let comment = json(&practice, &format!("/wiki/api/v2/{kind}s/{with}?body-format=atlas_doc_format")).await;
    let text = comment["body"]["atlas_doc_format"]["value"].as_str().unwrap().to_owned();
    assert!(text.starts_with("{\"") && !planted[with].is_empty());
    let other = if kind == "inline-comment" { "footer-comment" } else { "inline-comment" };
    assert_eq!(status(&practice, &format!("/wiki/api/v2/{other}s/{with}")).await, 404);
    let asked = json!({"contentIds": [with, "1"]});
    let (_, answer) = post(&practice, "/wiki/api/v2/content/convert-ids-to-types", asked).await;
    assert_eq!((&answer["results"][with], &answer["results"]["1"]), (&json!(kind), &Value::Null));
}

#[tokio::test]
async fn a_comment_is_made_answered_edited_settled_and_deleted() {
    let practice = site("").await;
    let container = page_id(9);
    let selection = Some("the gateway".to_owned());
    let body = || "<p>Is this so?</p>".to_owned();
    let id = changed(&practice, Change::AddComment { container: container.clone(), selection, body: body() });
    let reply = changed(&practice, Change::Reply { comment: id.clone(), body: body() });
    assert_eq!((&id, &reply), (&made_comment_id(0), &made_comment_id(1)));
    let edited = "<p>It is.</p>".to_owned();
    changed(&practice, Change::EditComment { comment: id.clone(), body: edited.clone() });
    changed(&practice, Change::ResolveComment { comment: id.clone() });
    assert!(practice.change(Change::ResolveComment { comment: id.clone() }).is_err());
    let path = format!("/wiki/api/v2/inline-comments/{id}");
    let now = json(&practice, &format!("{path}?body-format=storage")).await;
    assert_eq!((&now["version"]["number"], &now["body"]["storage"]["value"]), (&json!(2), &json!(edited)));
    assert_eq!((&now["pageId"], &now["resolutionStatus"]), (&json!(container), &json!("resolved")));
    assert_eq!(now["properties"]["inlineOriginalSelection"], "the gateway");
    let first = json(&practice, &format!("{path}?version=1&body-format=storage")).await;
    assert_eq!((&first["status"], &first["body"]["storage"]["value"]), (&json!("historical"), &json!(body())));
    changed(&practice, Change::ReopenComment { comment: id.clone() });
    assert_eq!(json(&practice, &path).await["resolutionStatus"], "reopened");
    changed(&practice, Change::DeleteComment { comment: id.clone() });
    assert_eq!((status(&practice, &path).await, status(&practice, &path.replace(&id, &reply)).await), (404, 404));
    let gone = practice.truth().comments.iter().filter(|row| row.standing == Standing::Purged).count();
    assert_eq!(gone, 2);
}

#[tokio::test]
async fn labels_likes_and_tasks_change_and_leave_the_version_of_a_page() {
    let practice = site("").await;
    let (page, person) = (page_id(12), practice.truth().people[2].account.clone());
    let before = json(&practice, &format!("/wiki/api/v2/pages/{page}")).await;
    let label = changed(&practice, Change::AddLabel { id: page.clone(), label: "fresh".to_owned() });
    assert!(practice.change(Change::AddLabel { id: page.clone(), label: "fresh".to_owned() }).is_err());
    let labels = json(&practice, &format!("/wiki/api/v2/pages/{page}/labels?limit=250")).await;
    assert!(texts(rows(&labels), "name").contains("fresh"));
    assert_eq!(walk(&practice, &format!("/wiki/api/v2/labels/{label}/pages")).await, std::slice::from_ref(&page));
    let search = found(&practice, "label = fresh", "&expand=metadata.labels").await;
    assert_eq!(texts(rows(&search), "id"), [page.clone()].into());
    assert!(texts(rows(&search["results"][0]["metadata"]["labels"]), "label").contains("fresh"));
    let likes = practice.truth().likes.contains(&(page.clone(), person.clone()));
    let (like, unlike) = (
        Change::Like { id: page.clone(), person: person.clone() },
        Change::Unlike { id: page.clone(), person: person.clone() },
    );
    for change in if likes { [unlike, like] } else { [like, unlike] } {
        let path = format!("/wiki/api/v2/pages/{page}/likes");
        let count = json(&practice, &format!("{path}/count")).await["count"].as_u64().unwrap();
        let more = matches!(change, Change::Like { .. });
        changed(&practice, change);
        let users = json(&practice, &format!("{path}/users?limit=250")).await;
        assert_eq!(rows(&users).len() as u64, if more { count + 1 } else { count - 1 });
        assert_eq!(texts(rows(&users), "accountId").contains(&person), more);
    }
    changed(&practice, Change::RemoveLabel { id: page.clone(), label: "fresh".to_owned() });
    assert_eq!(rows(&found(&practice, "label = fresh", "").await).len(), 0);
    assert_eq!(json(&practice, &format!("/wiki/api/v2/pages/{page}")).await, before);

    let open = practice.truth().tasks.iter().find(|task| !task.done).unwrap().id.clone();
    changed(&practice, Change::Tick { task: open.clone(), person: person.clone() });
    let done = walk(&practice, &format!("/wiki/api/v2/tasks?status=complete&completed-by={person}")).await;
    assert!(done.contains(&open) && practice.change(Change::Tick { task: open.clone(), person }).is_err());
    changed(&practice, Change::Untick { task: open.clone() });
    assert!(walk(&practice, "/wiki/api/v2/tasks?status=incomplete&limit=250").await.contains(&open));
    assert_eq!(walk(&practice, "/wiki/api/v2/tasks?include-blank-tasks=false").await.len(), 54);
}

#[tokio::test]
async fn versions_hold_the_titles_and_bodies_they_had_fifty_at_a_time() {
    let practice = site("").await;
    let page = page_id(4);
    let old = practice.truth().content.iter().find(|row| row.id == page).unwrap().title.clone();
    changed(&practice, Change::Rename { id: page.clone(), title: "Renamed".to_owned() });
    for _ in 0..55 {
        changed(&practice, Change::EditPage { id: page.clone(), body: "<p>again</p>".to_owned() });
    }
    let path = format!("/wiki/api/v2/pages/{page}/versions?limit=250");
    let all = json(&practice, &path).await;
    let heavy = json(&practice, &format!("{path}&body-format=storage&sort=-modified-date")).await;
    assert!(rows(&all).len() > 56 && rows(&heavy).len() == 50, "{} {}", rows(&all).len(), rows(&heavy).len());
    assert!(heavy["_links"]["next"].as_str().unwrap().contains("limit=50"));
    assert_eq!(heavy["results"][0]["page"]["body"]["storage"]["value"], "<p>again</p>");
    assert_eq!(
        (&all["results"][0]["page"]["title"], &heavy["results"][0]["page"]["title"]),
        (&json!(old), &json!("Renamed"))
    );
}

#[tokio::test]
async fn comments_and_folders_are_found_by_the_search_with_what_is_above_them() {
    let practice = site("").await;
    let truth = practice.truth();
    let current: BTreeSet<String> =
        truth.comments.iter().filter(|row| row.standing == Standing::Current).map(|row| row.id.clone()).collect();
    let more = "&expand=container,ancestors,version,extensions.inlineProperties,extensions.resolution,body.storage";
    let mut rows_found = Vec::new();
    let all = format!("type = comment and lastmodified >= 2020-01-01{}", " order by id");
    let first = found(&practice, &all, more).await;
    let mut next = first["_links"]["next"].as_str().map(str::to_owned);
    rows_found.extend(rows(&first).clone());
    while let Some(path) = next {
        let page = json(&practice, &format!("/wiki{path}")).await;
        next = page["_links"]["next"].as_str().map(str::to_owned).filter(|_| !rows(&page).is_empty());
        rows_found.extend(rows(&page).clone());
    }
    assert_eq!(texts(&rows_found, "id"), current);
    for row in &rows_found {
        let comment = truth.comments.iter().find(|comment| row["id"] == comment.id.as_str()).unwrap();
        assert_eq!(row["container"]["id"], comment.container_id.as_str());
        assert_eq!(
            row["ancestors"].as_array().unwrap().last().map(|above| &above["id"]).and_then(Value::as_str),
            comment.parent_id.as_deref()
        );
        let inline = comment.kind == "inline-comment";
        assert_eq!(row["extensions"]["location"], if inline { "inline" } else { "footer" });
        assert_eq!(row["extensions"]["resolution"]["status"].is_string(), inline);
    }
    if let Some(document) = published("confluence-cloud-v1.openapi.json").map(as_schema) {
        let expand = "&expand=ancestors,metadata.labels,restrictions.read.restrictions.user";
        for answer in [&first, &found(&practice, "type in (page, folder)", expand).await] {
            let told = complaints(&document, ("/wiki/rest/api/content/search", "get"), answer);
            assert_eq!(told, Vec::<String>::new());
        }
    }
    let folder = changed(&practice, Change::AddFolder { space: "ENG".to_owned(), title: "New".to_owned() });
    changed(&practice, Change::RenameFolder { id: folder.clone(), title: "Newer".to_owned() });
    assert_eq!(folder, made_folder_id(0));
    let folders = found(&practice, "type = folder and space = ENG", "").await;
    assert!(texts(rows(&folders), "title").contains("Newer") && rows(&folders).len() > 2);
    let truth = practice.truth();
    let hangs = |row: &&TrueContent| truth.folders.iter().any(|folder| row.parent_id.as_ref() == Some(&folder.id));
    let page = truth.content.iter().filter(hangs).find(|row| row.standing == Standing::Current).unwrap();
    let above = page.parent_id.as_ref().unwrap();
    let below = texts(rows(&found(&practice, &format!("ancestor = {above}"), "").await), "id");
    assert!(below.contains(&page.id) && !below.contains(above), "{below:?}");
    let folder = json(&practice, &format!("/wiki/api/v2/folders/{folder}")).await;
    assert_eq!((&folder["title"], &folder["version"]["number"]), (&json!("Newer"), &json!(2)));
    assert_eq!(complaints_about("/folders/{id}", "get", &folder), Vec::<String>::new());
}

#[tokio::test]
async fn people_and_groups_come_by_offsets() {
    let practice = site("").await;
    let truth = practice.truth();
    let (big, known) = (&truth.groups[0], &truth.people[1]);
    let members = |start: usize| format!("/wiki/rest/api/group/{}/membersByGroupId?start={start}", big.id);
    let (first, second) = (json(&practice, &members(0)).await, json(&practice, &members(200)).await);
    assert_eq!((rows(&first).len(), rows(&second).len(), big.members.len()), (200, 30, 230));
    let both: Vec<Value> = rows(&first).iter().chain(rows(&second)).cloned().collect();
    assert_eq!(texts(&both, "accountId"), big.members);
    let next = first["_links"]["next"].as_str().unwrap();
    assert!(next.starts_with("/rest/api/group/"), "{next}");
    assert_eq!(json(&practice, &format!("/wiki{next}")).await["results"], second["results"]);
    assert!(rows(&first).iter().any(|row| row["email"] == "") && rows(&first).iter().any(|row| row["email"] != ""));
    assert_eq!(rows(&json(&practice, "/wiki/rest/api/group/nobody/membersByGroupId").await).len(), 0);
    for (path, code) in [
        ("group?limit=201".to_owned(), 400),
        (members(0).replace("/wiki/rest/api/", "") + "&limit=201", 400),
        ("group?limit=x".to_owned(), 400),
        ("group/by-id?id=nobody".to_owned(), 404),
        ("user?accountId=nobody".to_owned(), 404),
        ("user".to_owned(), 400),
        ("search/user?cql=type=page".to_owned(), 400),
    ] {
        assert_eq!(status(&practice, &format!("/wiki/rest/api/{path}")).await, code, "{path}");
    }
    let found = json(&practice, "/wiki/rest/api/search/user?cql=type=user&start=200&limit=100").await;
    assert_eq!((rows(&found).len(), &found["totalSize"], &found["_links"]["next"]), (30, &json!(230), &Value::Null));
    let asked = json!({"accountIds": [known.account, "nobody"]});
    let (code, bulk) = post(&practice, "/wiki/api/v2/users-bulk", asked).await;
    assert_eq!((code, rows(&bulk).len()), (200, 1));
    assert_eq!(complaints_about("/users-bulk", "post", &bulk), Vec::<String>::new());
    let everybody: Vec<&str> = truth.people.iter().map(|person| person.account.as_str()).chain(["nobody"]).collect();
    let (_, bulk) = post(&practice, "/wiki/api/v2/users-bulk", json!({"accountIds": everybody})).await;
    let hidden = rows(&bulk).iter().filter(|row| row["email"] == "").count();
    assert!(rows(&bulk).len() + 1 == everybody.len() && (1..everybody.len() - 1).contains(&hidden), "{hidden}");
    let of_v1 = json(&practice, &format!("/wiki/rest/api/user/bulk?accountId={}", everybody.join(","))).await;
    assert_eq!(rows(&of_v1).len(), 100, "further ones are left out");
    let me = &truth.people[0].account;
    let own = json(&practice, &format!("/wiki/rest/api/user/memberof?accountId={me}&limit=1")).await;
    assert_eq!((rows(&own).len(), &own["_links"]["next"]), (1, &Value::Null), "there are more, and no link tells");
    let second = json(&practice, &format!("/wiki/rest/api/user/memberof?accountId={me}&limit=1&start=1")).await;
    assert!(rows(&second).len() == 1 && second["results"] != own["results"]);
    let too_many = vec!["x"; 251];
    assert_eq!(post(&practice, "/wiki/api/v2/users-bulk", json!({"accountIds": too_many})).await.0, 400);
    let avatar = get(&practice, &format!("/wiki/aa-avatar/{}", known.account)).await;
    assert!(avatar.status() == 200 && avatar.headers()["content-type"].to_str().unwrap().starts_with("image/"));

    let person = known.account.clone();
    changed(&practice, Change::Deactivate { person: person.clone() });
    let user = json(&practice, &format!("/wiki/rest/api/user?accountId={person}")).await;
    assert!(user["displayName"].as_str().unwrap().ends_with("(Deactivated)") && user["accountStatus"] == "inactive");
    let group = truth.groups[4].name.clone();
    changed(&practice, Change::AddMember { group: group.clone(), person: person.clone() });
    let of = json(&practice, &format!("/wiki/rest/api/user/memberof?accountId={person}")).await;
    assert!(texts(rows(&of), "name").contains(&group));
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
    let both = json(&practice, &path).await;
    let read = &both["read"]["restrictions"];
    assert_eq!(texts(rows(&read["user"]), "accountId"), [other.clone()].into());
    assert_eq!(texts(rows(&read["group"]), "id"), [truth.groups[0].id.clone()].into());
    assert_eq!(rows(&both["update"]["restrictions"]["user"]).len(), 0);
    let search = found(&practice, &format!("id = {page}"), "&expand=restrictions.read.restrictions.user").await;
    assert_eq!(search["results"][0]["restrictions"]["read"]["restrictions"]["user"]["size"], 1);

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
    assert_eq!(status(&practice, &path).await, 404);
    assert_eq!(status(&practice, &format!("/wiki/api/v2/pages/{page}")).await, 404);
    let standing = practice.truth().content.iter().find(|row| row.id == page).unwrap().standing;
    assert_eq!(standing, Standing::Restricted);
    changed(&practice, Change::ClearRestriction { id: page.clone() });
    assert_eq!(status(&practice, &format!("/wiki/api/v2/pages/{page}")).await, 200);
    assert_eq!(status(&practice, "/wiki/rest/api/content/1/restriction").await, 404);
    assert_eq!(status(&practice, &format!("/wiki/rest/api/content/{page}/restriction/byOperation/copy")).await, 400);

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
    let event = || ("Spaces".to_owned(), "Space archived".to_owned());
    let (category, summary) = event();
    changed(&practice, Change::AppendEvent { category, summary });
    let log = json(&practice, "/wiki/rest/api/audit?limit=3").await;
    assert_eq!((log["results"][0]["summary"].as_str(), rows(&log).len()), (Some("Space archived"), 3));
    let times: Vec<i64> = rows(&log).iter().map(|row| row["creationDate"].as_i64().unwrap()).collect();
    assert!(times.is_sorted_by(|one, two| one >= two));
    assert_eq!(rows(&json(&practice, "/wiki/rest/api/audit/since?number=1&units=DAYS").await).len(), 1);
    let searched = json(&practice, "/wiki/rest/api/audit?searchString=Login").await;
    assert_eq!(rows(&searched).len(), 10);

    let page = page_id(1);
    let faults = "no-admin,no-analytics,gone=content/search,gone=content/*/restriction";
    let practice = site(faults).await;
    for (path, code) in [
        ("audit".to_owned(), 403),
        ("audit/retention".to_owned(), 403),
        (format!("analytics/content/{page}/views"), 403),
        ("content/search?cql=type=page".to_owned(), 410),
        (format!("content/{page}/restriction"), 410),
        (format!("content/{page}/restriction/byOperation"), 200),
        ("settings/systemInfo".to_owned(), 200),
    ] {
        assert_eq!(status(&practice, &format!("/wiki/rest/api/{path}")).await, code, "{path}");
    }
    let tenant = reqwest::get(practice.url().replace("/wiki", "/_edge/tenant_info")).await.unwrap();
    let tenant: Value = serde_json::from_slice(&tenant.bytes().await.unwrap()).unwrap();
    let info = json(&practice, "/wiki/rest/api/settings/systemInfo").await;
    assert_eq!(tenant["cloudId"], info["cloudId"]);
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
        let practice = site(&format!("{fault}={}", page_id(0))).await;
        let path = format!("/wiki/rest/api/content/search?cql=id%20%3D%20{}", child.id);
        assert_eq!(status(&practice, &path).await, 200);
        let refused = get(&practice, &format!("{path}{expand}")).await;
        assert_eq!(refused.status(), 404);
        assert!(refused.text().await.unwrap().contains(says), "{fault}");
    }
}

#[tokio::test]
async fn the_icon_of_a_space_is_a_small_picture() {
    let practice = site("").await;
    let spaces = json(&practice, "/wiki/api/v2/spaces?include-icon=true").await;
    let link = spaces["results"][0]["icon"]["apiDownloadLink"].as_str().unwrap();
    let icon = get(&practice, &format!("/wiki{link}")).await;
    assert!(icon.status() == 200 && icon.headers()["content-type"].to_str().unwrap().starts_with("image/"));
}
