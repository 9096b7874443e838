//! What a site has besides spaces, content and attachments: comments, labels, tasks, likes, properties, folders,
//! people, rights, the audit log.

mod people;

use super::{
    V2, asked, body, complaints, count, encoded, faults, get, json, next, pages, published, status, texts, walk,
};
use catchment_practice::confluence::{
    Change, Extras, Options, Practice, Standing, TrueContent, attachment_id, blogpost_id, comment_id, folder_id,
    made_comment_id, made_folder_id, page_id, space_id, start, task_id,
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

async fn site(named: &str) -> Practice {
    start(Options { attachments: 40, extras: many(), faults: faults(named), ..Options::default() }).await.unwrap()
}

fn changed(practice: &Practice, change: Change) -> String {
    practice.change(change).unwrap()
}

fn rows(answer: &Value) -> &Vec<Value> {
    answer["results"].as_array().unwrap()
}

async fn found(practice: &Practice, cql: &str, more: &str) -> Value {
    json(practice, &format!("/wiki/rest/api/content/search?limit=200&cql={}{more}", encoded(cql))).await
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

/// The answers of version 2 for all that a site has besides, proven: the operations with what was asked for.
async fn operations_of_v2(practice: &Practice, of: &Examples) -> Vec<(String, String)> {
    fits! { practice, V2, "
        at /wiki/api/v2/
        footer-comments?body-format=storage&limit=60
        inline-comments?body-format=atlas_doc_format&sort=-modified-date
        pages/{page}/footer-comments?status=current  pages/{page}/inline-comments?resolution-status=open,dangling
        blogposts/{post}/footer-comments?sort=created-date  blogposts/{post}/inline-comments?body-format=storage
        footer-comments/{footer}?body-format=view&include-likes=true&include-versions=true
        inline-comments/{inline}?version=1&include-properties=true
        footer-comments/{footer}/children?body-format=storage  inline-comments/{inline}/children
        footer-comments/{footer}/versions?body-format=storage  inline-comments/{inline}/versions
        footer-comments/{footer}/likes/users  inline-comments/{inline}/likes/count
        pages/{page}/versions?body-format=storage&sort=-modified-date
        blogposts/{post}/versions?body-format=atlas_doc_format  attachments/{file}/versions
        labels?sort=-name&prefix=global,team  labels/{label}/pages?body-format=storage&sort=title
        labels/{label}/blogposts  labels/{label}/attachments?sort=-created-date
        pages/{labelled}/labels?sort=name  blogposts/{post}/labels  attachments/{file}/labels?prefix=global
        spaces/{space}/labels?prefix=team  spaces/{space}/content/labels
        pages/{page}/likes/users?limit=1  blogposts/{post}/likes/count
        pages/{page}/properties?sort=-key  blogposts/{post}/properties?key=x  spaces/{space}/properties
        tasks?body-format=storage&limit=60  tasks/{task}?body-format=atlas_doc_format
        folders/{folder}?include-properties=true  whiteboards/98331  databases/98333  embeds/98335
        spaces/{space}/permissions  space-role-mode  space-roles?space-id={space}&role-type=SYSTEM
        spaces/{space}/role-assignments?principal-type=GROUP
        spaces/{space}?include-permissions=true&include-labels=true&include-properties=true
        pages/{page}?include-likes=true&include-labels=true&include-properties=true
    ", page = page_id(0), post = blogpost_id(0), space = space_id(0), footer = of.footer, inline = of.inline,
    label = of.label, labelled = of.labelled, file = attachment_id(3), task = task_id(4), folder = folder_id(3) }
}

/// Those of version 1, alike.
async fn operations_of_v1(practice: &Practice, of: &Examples) -> Vec<(String, String)> {
    fits! { practice, "confluence-cloud-v1", "
        at /wiki/rest/api/
        group?limit=3&start=1  group/by-id?id={group}  group/{group}/membersByGroupId?shouldReturnTotalSize=true
        user?accountId={account}  user/bulk?accountId={account}&accountId=nobody  user/memberof?accountId={account}
        search/user?cql=type=user&limit=5  content/{page}/restriction?expand=restrictions.user
        content/{page}/restriction/byOperation  content/{page}/restriction/byOperation/update?limit=1
        audit?startDate=1600000000000&limit=7  audit/since?number=10&units=YEARS  audit/retention
        analytics/content/{page}/views?fromDate=2024-01-01  analytics/content/{page}/viewers  settings/systemInfo
    ", page = page_id(1), group = of.group, account = of.account }
}

#[tokio::test]
async fn every_answer_fits_the_published_schema_and_takes_every_published_parameter() {
    let practice = site("").await;
    let examples = examples(&practice).await;
    let (of_v2, of_v1) = (operations_of_v2(&practice, &examples).await, operations_of_v1(&practice, &examples).await);
    for (name, operations) in [(V2, of_v2), ("confluence-cloud-v1", of_v1)] {
        let Some(document) = published(name) else { return };
        for (operation, path) in operations {
            let plain = path.split('?').next().unwrap();
            assert_eq!(status(&practice, &format!("{plain}?colour=red")).await, 400, "{plain}");
            for parameter in document["paths"][&operation]["get"]["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap_or_default();
                if parameter["in"] == "query" && !name.is_empty() {
                    let refusal = get(&practice, &format!("{plain}?{name}=1")).await.text().await.unwrap();
                    assert!(!refusal.contains("is not known to this operation"), "{plain}: {refusal}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_site_without_extras_has_none_of_them() {
    let practice = start(Options::default()).await.unwrap();
    answers! { practice, r#"
        at /wiki/api/v2/
        footer-comments           200  /results []
        inline-comments           200  /results []
        labels                    200  /results []
        tasks                     200  /results []
        space-roles               200  /results []
        spaces/32770/permissions  200  /results []
        space-role-mode           200  /mode "PRE_ROLES"
        folders/{folder}          404
    "#, folder = folder_id(0) }
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
    answers! { practice, r#"
        at /wiki/api/v2/
        {other}s/{with}  404
        POST content/convert-ids-to-types {"contentIds": ["{with}", "1"]}  200  /results {"{with}": "{kind}", "1": null}
    "#, other, with, kind }
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
    changed(&practice, Change::EditComment { comment: id.clone(), body: "<p>It is.</p>".to_owned() });
    changed(&practice, Change::ResolveComment { comment: id.clone() });
    assert!(practice.change(Change::ResolveComment { comment: id.clone() }).is_err());
    answers! { practice, r#"
        at /wiki/api/v2/inline-comments/
        {id}?body-format=storage  200  /version/number 2  /body/storage/value "<p>It is.</p>"  /pageId "{container}"
        & /resolutionStatus "resolved"  /properties/inlineOriginalSelection "the gateway"
        {id}?version=1&body-format=storage  200  /status "historical"  /body/storage/value "<p>Is this so?</p>"
    "#, id, container }
    changed(&practice, Change::ReopenComment { comment: id.clone() });
    answers! { practice, r#"/wiki/api/v2/inline-comments/{id}  200  /resolutionStatus "reopened""#, id }
    changed(&practice, Change::DeleteComment { comment: id.clone() });
    answers! { practice, "
        at /wiki/api/v2/inline-comments/
        {id}     404
        {reply}  404
    ", id, reply }
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
    assert_eq!(walk(&practice, &format!("/wiki/api/v2/labels/{label}/pages")).await, std::slice::from_ref(&page));
    answers! { practice, r#"
        at /wiki/rest/api/content/search?limit=200&expand=metadata.labels&
        /wiki/api/v2/pages/{page}/labels?limit=250  200  /results/*/name has "fresh"
        cql=«label = fresh»  200  /results/*/id ["{page}"]  /results/0/metadata/labels/results/*/label has "fresh"
    "#, page }
    let likes = practice.truth().likes.contains(&(page.clone(), person.clone()));
    let like = Change::Like { id: page.clone(), person: person.clone() };
    let unlike = Change::Unlike { id: page.clone(), person: person.clone() };
    for change in if likes { [unlike, like] } else { [like, unlike] } {
        let path = format!("/wiki/api/v2/pages/{page}/likes");
        let count = json(&practice, &format!("{path}/count")).await["count"].as_u64().unwrap();
        let more = matches!(change, Change::Like { .. });
        changed(&practice, change);
        let users: Vec<_> = texts(&json(&practice, &format!("{path}/users?limit=250")).await["results"], "accountId");
        assert_eq!(users.len() as u64, if more { count + 1 } else { count - 1 });
        assert_eq!(users.contains(&person), more);
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
    answers! { practice, r#"
        at /wiki/api/v2/pages/{page}/
        versions?limit=250  200  /results/# over 56  /results/0/page/title {old}
        versions?limit=250&body-format=storage&sort=-modified-date  200  /results/# 50  /_links/next has "limit=50"
        & /results/0/page/title "Renamed"  /results/0/page/body/storage/value "<p>again</p>"
    "#, page, old = json!(old) }
}

#[tokio::test]
async fn comments_and_folders_are_found_by_the_search_with_what_is_above_them() {
    let practice = site("").await;
    let truth = practice.truth();
    let current: BTreeSet<String> =
        truth.comments.iter().filter(|row| row.standing == Standing::Current).map(|row| row.id.clone()).collect();
    let more = "&expand=container,ancestors,version,extensions.inlineProperties,extensions.resolution,body.storage";
    let following = |page: &Value| next(page).filter(|_| !rows(page).is_empty()).map(|next| format!("/wiki{next}"));
    let cql = "«type = comment and lastmodified >= 2020-01-01 order by id»";
    let path = super::asks::target("/wiki/rest/api/content/", &format!("search?limit=200&cql={cql}{more}"));
    let pages = pages(&practice, path, following).await;
    let (first, rows_found) = (&pages[0], super::rows(&pages, "results"));
    assert_eq!(texts::<BTreeSet<_>>(&rows_found, "id"), current);
    for row in rows_found.as_array().unwrap() {
        let comment = truth.comments.iter().find(|comment| row["id"] == comment.id.as_str()).unwrap();
        assert_eq!(row["container"]["id"], comment.container_id.as_str());
        let above = row["ancestors"].as_array().unwrap().last().map(|above| &above["id"]);
        assert_eq!(above.and_then(Value::as_str), comment.parent_id.as_deref());
        let inline = comment.kind == "inline-comment";
        assert_eq!(row["extensions"]["location"], if inline { "inline" } else { "footer" });
        assert_eq!(row["extensions"]["resolution"]["status"].is_string(), inline);
    }
    let expand = "&expand=ancestors,metadata.labels,restrictions.read.restrictions.user";
    for answer in [first, &found(&practice, "type in (page, folder)", expand).await] {
        let wrong = complaints("confluence-cloud-v1", ("get", "/wiki/rest/api/content/search"), answer);
        assert_eq!(wrong, Vec::<String>::new());
    }
    let folder = changed(&practice, Change::AddFolder { space: "ENG".to_owned(), title: "New".to_owned() });
    changed(&practice, Change::RenameFolder { id: folder.clone(), title: "Newer".to_owned() });
    assert_eq!(folder, made_folder_id(0));
    answers! { practice, r#"
        /wiki/rest/api/content/search?cql=«type = folder and space = ENG»  200
        & /results/*/title has "Newer"  /results/# over 2
    "# }
    let truth = practice.truth();
    let hangs = |row: &&TrueContent| truth.folders.iter().any(|folder| row.parent_id.as_ref() == Some(&folder.id));
    let page = truth.content.iter().filter(hangs).find(|row| row.standing == Standing::Current).unwrap();
    let above = page.parent_id.as_ref().unwrap();
    let below: Vec<String> = texts(&found(&practice, &format!("ancestor = {above}"), "").await["results"], "id");
    assert!(below.contains(&page.id) && !below.contains(above), "{below:?}");
    answers! { practice, r#"/wiki/api/v2/folders/{folder}  200  /title "Newer"  /version/number 2"#, folder }
    fits! { practice, V2, "/wiki/api/v2/folders/{folder}", folder };
}

#[tokio::test]
async fn the_icon_of_a_space_is_a_small_picture() {
    let practice = site("").await;
    let spaces = json(&practice, "/wiki/api/v2/spaces?include-icon=true").await;
    let link = spaces["results"][0]["icon"]["apiDownloadLink"].as_str().unwrap();
    answers! { practice, r#"/wiki{link}  200  @content-type starts "image/""#, link }
}
