//! A site that changes while it is served: what the listings, the ids and the truth say then.

use super::{Asked, V2, asked, complaints, get, header, json, next, pages, rows, status, texts, walk};
use catchment_practice::confluence::{
    Binary, Change, Options, Practice, Standing, TrueAttachment, TrueContent, attachment_id, blogpost_id,
    made_attachment_id, made_id, made_space_id, page_id, space_id, start,
};
use reqwest::Method;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

async fn site() -> Practice {
    start(Options { attachments: 30, site_clock: true, ..Options::default() }).await.unwrap()
}

fn changed(practice: &Practice, change: Change) -> String {
    practice.change(change).unwrap()
}

/// The operation that tells what ids stand for.
const TYPES: &str = "/wiki/api/v2/content/convert-ids-to-types";

async fn types(practice: &Practice, ids: Value) -> Value {
    let answer = asked(practice, TYPES, json!({"contentIds": ids})).await;
    assert_eq!(complaints(V2, ("post", TYPES), &answer), Vec::<String>::new());
    answer["results"].clone()
}

async fn page(practice: &Practice, id: &str) -> Value {
    json(practice, &format!("/wiki/api/v2/pages/{id}?body-format=storage")).await
}

/// Everything that the listings show, as id → status.
async fn listed(practice: &Practice, kind: &str, statuses: &[&str]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for status in statuses {
        let ids = walk(practice, &format!("/wiki/api/v2/{kind}?limit=90&status={status}")).await;
        found.extend(ids.into_iter().map(|id| (id, (*status).to_owned())));
    }
    found
}

/// What the truth says that the listings must show.
fn expected(practice: &Practice, kind: &str) -> BTreeMap<String, String> {
    let truth = practice.truth();
    let content = truth.content.iter().filter(|content| kind.starts_with(content.kind));
    content.filter_map(|content| Some((content.id.clone(), status_word(content.standing)?))).collect()
}

#[tokio::test]
async fn what_an_id_stands_for_is_told_for_a_hundred_at_once() {
    let practice = site().await;
    let ids = json!([page_id(0), 98_321, attachment_id(1), "1", "no", 98_313, page_id(0)]);
    let expected = json!({
        page_id(0): "page", "98321": "blogpost", attachment_id(1): "attachment", "1": null, "no": null, "98313": "page",
    });
    assert_eq!(types(&practice, ids).await, expected);
    assert_eq!(types(&practice, json!([])).await, json!({}));
    let hundred: Vec<String> = (0..100).map(page_id).collect();
    assert_eq!(types(&practice, json!(hundred)).await.as_object().unwrap().len(), 100);
    let more: Vec<String> = (0..101).map(page_id).collect();
    answers! { practice, r#"
        POST {TYPES} {"contentIds": {more}}    400
        POST {TYPES} {"contentIds": [true]}    400
        POST {TYPES} {"ids": []}               400
        POST {TYPES} []                        400
        GET  {TYPES}                           405
    "#, TYPES, more = json!(more) }
    for (text, media, code) in [
        ("x".repeat(70_000).as_str(), "application/json", 413),
        ("{", "application/json", 400),
        (r#"{"contentIds":[]}"#, "text/plain", 415),
    ] {
        let request = practice.request(Method::POST, TYPES).header("Content-Type", media).body(text.to_owned());
        assert_eq!(request.send().await.unwrap().status(), code, "{code} for {media}");
    }
    let untyped = practice.request(Method::POST, TYPES).body(r#"{"contentIds":[]}"#).send().await.unwrap();
    assert_eq!(untyped.status(), 415);
}

#[tokio::test]
async fn what_is_edited_comes_first_and_what_is_moved_or_archived_keeps_its_time() {
    let practice = site().await;
    let (edited, moved, archived) = (page_id(3), page_id(4), page_id(5));
    let before = [page(&practice, &moved).await, page(&practice, &archived).await];
    let version = page(&practice, &edited).await["version"]["number"].as_u64().unwrap();
    changed(&practice, Change::EditPage { id: edited.clone(), body: "<p>Anew</p>".to_owned() });
    changed(&practice, Change::MovePage { id: moved.clone(), space: "OPS".to_owned() });
    changed(&practice, Change::Archive { id: archived.clone() });
    let created =
        changed(&practice, Change::CreatePage { space: space_id(0), title: "New".to_owned(), body: String::new() });
    assert_eq!(created, made_id(0));
    let newest = walk(&practice, "/wiki/api/v2/pages?limit=100&sort=-modified-date").await;
    assert_eq!(newest[..2], [created.clone(), edited.clone()]);

    let now = page(&practice, &edited).await;
    assert_eq!(now["version"]["number"].as_u64(), Some(version + 1));
    assert_eq!(now["body"]["storage"]["value"], "<p>Anew</p>");
    let old = json(&practice, &format!("/wiki/api/v2/pages/{edited}?version={version}&body-format=storage")).await;
    assert!(old["body"]["storage"]["value"].as_str().unwrap().len() > 500);
    let after = [page(&practice, &moved).await, page(&practice, &archived).await];
    assert!(before[0]["version"] == after[0]["version"] && before[1]["version"] == after[1]["version"]);
    assert_eq!((&after[0]["spaceId"], &after[1]["status"]), (&json!(space_id(2)), &json!("archived")));
    assert!(walk(&practice, &format!("/wiki/api/v2/spaces/{}/pages", space_id(2))).await.contains(&moved));

    let date = get(&practice, "/wiki/api/v2/spaces").await;
    let date = chrono::DateTime::parse_from_rfc2822(header(&date, "date")).unwrap();
    let last = page(&practice, &created).await["version"]["createdAt"].as_str().unwrap().to_owned();
    let last = chrono::DateTime::parse_from_rfc3339(&last).unwrap();
    assert!(date > last - chrono::TimeDelta::seconds(1) && date < last + chrono::TimeDelta::seconds(3));
}

#[tokio::test]
async fn a_page_moved_below_another_keeps_its_version_and_never_hangs_below_itself() {
    let practice = site().await;
    let made = |space: usize| {
        let page = Change::CreatePage { space: space_id(space), title: "New".to_owned(), body: String::new() };
        changed(&practice, page)
    };
    let (above, below, elsewhere) = (made(0), made(0), made(1));
    let before = page(&practice, &below).await;
    let move_below = |id: &String, parent: &String| Change::MoveBelow { id: id.clone(), parent: parent.clone() };
    changed(&practice, move_below(&below, &above));
    let after = page(&practice, &below).await;
    assert_eq!((&after["parentId"], &after["parentType"]), (&json!(above), &json!("page")));
    assert_eq!(after["version"], before["version"]);
    let refused = [(&above, &below), (&above, &above), (&above, &elsewhere), (&above, &blogpost_id(0))];
    for (id, parent) in refused {
        assert!(practice.change(move_below(id, parent)).is_err(), "{id} below {parent}");
    }
}

#[tokio::test]
async fn versions_fall_back_as_they_came() {
    let practice = site().await;
    let id = page_id(6);
    let before = page(&practice, &id).await;
    changed(&practice, Change::Rename { id: id.clone(), title: "Renamed".to_owned() });
    let renamed = page(&practice, &id).await;
    assert_eq!((&renamed["title"], &renamed["body"]), (&json!("Renamed"), &before["body"]));
    changed(&practice, Change::Edit { id: id.clone() });
    assert_ne!(page(&practice, &id).await["body"], before["body"]);
    changed(&practice, Change::DeleteVersion { id: id.clone() });
    assert_eq!(page(&practice, &id).await, renamed);
    changed(&practice, Change::DeleteVersion { id: id.clone() });
    assert_eq!(page(&practice, &id).await, before);
    for left in (1..before["version"]["number"].as_u64().unwrap()).rev() {
        changed(&practice, Change::DeleteVersion { id: id.clone() });
        assert_eq!(page(&practice, &id).await["version"]["number"], left);
    }
    assert!(practice.change(Change::DeleteVersion { id: id.clone() }).is_err());
    let listed = json(&practice, &format!("/wiki/api/v2/pages?id={id}")).await;
    assert_eq!(listed["results"][0]["version"], page(&practice, &id).await["version"]);
}

#[tokio::test]
async fn without_its_oldest_version_a_page_has_a_lower_number_and_nothing_else() {
    let practice = site().await;
    let id = (0..).map(page_id).find(|id| practice.truth().content.iter().any(|row| row.id == *id && row.version > 2));
    let id = id.unwrap();
    changed(&practice, Change::Edit { id: id.clone() });
    let mut before = page(&practice, &id).await;
    let number = before["version"]["number"].as_u64().unwrap();
    let old = |number: u64| format!("/wiki/api/v2/pages/{id}?version={number}&body-format=storage");
    let former = json(&practice, &old(number - 1)).await;
    changed(&practice, Change::DeleteOldestVersion { id: id.clone() });
    let after = page(&practice, &id).await;
    assert_eq!(after["version"]["number"], number - 1);
    before["version"] = after["version"].clone();
    assert_eq!(after, before);
    let now = json(&practice, &old(number - 2)).await;
    assert_eq!(now["body"], former["body"]);
    assert_eq!(now["version"]["createdAt"], former["version"]["createdAt"]);
}

/// A change that may or may not be possible, drawn by a number.
fn some_change(draw: u64) -> Change {
    let (which, at) = ((draw >> 16) % 22, (draw >> 24) as usize % 40);
    let id = if at % 4 == 3 { blogpost_id(at % 10) } else { page_id(at) };
    let attachment = if at.is_multiple_of(5) { made_attachment_id(at / 5) } else { attachment_id(at % 30) };
    let space = space_id(at % 3);
    let (title, body) = (format!("Title {draw}"), "<p>Body</p>".to_owned());
    let binary = Binary::Invented { seed: draw, size: draw % 300 };
    match which {
        0 => Change::CreatePage { space, title, body },
        1 => Change::CreateBlogPost { space, title, body },
        2 => Change::EditPage { id, body },
        3 => Change::Edit { id },
        4 => Change::Rename { id, title },
        5 => Change::DeleteVersion { id },
        6 => Change::DeleteOldestVersion { id },
        7 => Change::MovePage { id, space },
        8 => Change::Trash { id },
        9 => Change::Restore { id },
        10 => Change::Archive { id },
        11 => Change::Unarchive { id },
        12 if draw.is_multiple_of(3) => Change::Purge { id },
        13 => Change::Restrict { id },
        14 => Change::Unrestrict { id },
        15 if draw.is_multiple_of(3) => Change::HideSpace { space },
        16 => Change::ShowSpace { space },
        17 => Change::NewVersion { attachment, binary },
        18 => Change::MoveAttachment { attachment, page: id },
        19 => Change::TrashAttachment { attachment },
        20 => Change::RestoreAttachment { attachment },
        _ => Change::Attach { page: id, name: format!("{}.txt", draw % 9), binary },
    }
}

/// What an object looks like from outside: status, version, its time, where it is, title or size.
type Look = (String, u64, i64, String, String);

async fn looks(practice: &Practice, kind: &str, place: [&str; 2], last: &str) -> BTreeMap<String, Look> {
    let mut looks = BTreeMap::new();
    let archived = if kind == "blogposts" { "" } else { ",archived" };
    let path = format!("/wiki/api/v2/{kind}?limit=30&sort=modified-date&status=current,trashed{archived}");
    for row in rows(&pages(practice, path, next).await, "results").as_array().unwrap() {
        let text = |name: &str| row[name].as_str().map(str::to_owned).unwrap_or_else(|| row[name].to_string());
        let at = chrono::DateTime::parse_from_rfc3339(row["version"]["createdAt"].as_str().unwrap()).unwrap();
        let place = row[place[0]].as_str().or(row[place[1]].as_str()).unwrap().to_owned();
        let version = row["version"]["number"].as_u64().unwrap();
        let former = looks.insert(text("id"), (text("status"), version, at.timestamp_millis(), place, text(last)));
        assert_eq!(former, None, "listed once");
    }
    looks
}

fn status_word(standing: Standing) -> Option<String> {
    let word = match standing {
        Standing::Current => "current",
        Standing::Archived => "archived",
        Standing::Trashed => "trashed",
        Standing::Restricted | Standing::Hidden | Standing::Purged => return None,
    };
    Some(word.to_owned())
}

#[tokio::test]
async fn whatever_happens_the_listings_show_the_truth() {
    let practice = start(Options { pages: 40, attachments: 30, ..Options::default() }).await.unwrap();
    let (mut draw, mut made) = (7_u64, 0);
    for step in 1..=1200 {
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        made += usize::from(practice.change(some_change(draw)).is_ok());
        if step % 150 != 0 {
            continue;
        }
        let truth = practice.truth();
        for (kind, name) in [("pages", "page"), ("blogposts", "blogpost")] {
            let rows = truth.content.iter().filter(|row| row.kind == name);
            let look = |row: &TrueContent| {
                let (version, space, title) = (u64::from(row.version), row.space_id.clone(), row.title.clone());
                Some((row.id.clone(), (status_word(row.standing)?, version, row.version_millis, space, title)))
            };
            let expected: BTreeMap<String, Look> = rows.filter_map(look).collect();
            assert_eq!(looks(&practice, kind, ["spaceId", "spaceId"], "title").await, expected, "step {step}");
        }
        let in_use = |standing: Standing| matches!(standing, Standing::Current | Standing::Archived);
        let holders: BTreeSet<&str> =
            truth.content.iter().filter(|row| in_use(row.standing)).map(|row| row.id.as_str()).collect();
        let files = truth.attachments.iter().filter(|row| holders.contains(row.container_id.as_str()));
        let look = |row: &TrueAttachment| {
            let (version, container, size) = (u64::from(row.version), row.container_id.clone(), row.size.to_string());
            Some((row.id.clone(), (status_word(row.standing)?, version, row.version_millis, container, size)))
        };
        let expected: BTreeMap<String, Look> = files.filter_map(look).collect();
        let shown = looks(&practice, "attachments", ["pageId", "blogPostId"], "fileSize").await;
        assert_eq!(shown, expected, "step {step}");
    }
    assert!(made > 400, "{made} changes were possible");
}

#[tokio::test]
async fn trashed_and_purged_are_told_apart() {
    let practice = site().await;
    let (trashed, purged) = (page_id(0), page_id(1));
    changed(&practice, Change::Trash { id: trashed.clone() });
    changed(&practice, Change::Purge { id: purged.clone() });
    assert_eq!(page(&practice, &trashed).await["status"], "trashed");
    assert_eq!(status(&practice, &format!("/wiki/api/v2/pages/{purged}")).await, 404);
    assert!(walk(&practice, "/wiki/api/v2/pages?status=trashed").await.contains(&trashed));
    let both = BTreeSet::from([trashed.clone(), purged.clone()]);
    assert!(walk(&practice, "/wiki/api/v2/pages?limit=99").await.iter().all(|id| !both.contains(id)));
    let standing = json!({trashed.as_str(): "page", purged.as_str(): null});
    assert_eq!(types(&practice, json!([trashed, purged])).await, standing);

    // Attachments 0 and 1 hang on these two.
    for ordinal in [0, 1] {
        let id = attachment_id(ordinal);
        assert_eq!(status(&practice, &format!("/wiki/api/v2/attachments/{id}")).await, 404);
        assert_eq!(types(&practice, json!([id])).await, json!({id.as_str(): null}));
    }
    assert_eq!(status(&practice, &format!("/wiki/api/v2/pages/{trashed}/attachments")).await, 404);
    let truth = practice.truth();
    assert_eq!([0, 1].map(|at| truth.attachments[at].standing), [Standing::Trashed, Standing::Purged]);
    changed(&practice, Change::Restore { id: trashed.clone() });
    assert_eq!(status(&practice, &format!("/wiki/api/v2/attachments/{}", attachment_id(0))).await, 200);
    assert!(practice.change(Change::Restore { id: purged }).is_err());
}

#[tokio::test]
async fn hidden_spaces_and_restricted_pages_are_as_if_they_were_not() {
    let practice = site().await;
    let (space, home) = (space_id(2), page_id(2));
    changed(&practice, Change::HideSpace { space: "OPS".to_owned() });
    assert!(!walk(&practice, "/wiki/api/v2/spaces").await.contains(&space));
    answers! { practice, "
        at /wiki/api/v2/
        spaces/{space}            404
        spaces/{space}/pages      404
        pages/{home}              404
        pages/{home}/attachments  404
    ", space, home }
    assert_eq!(walk(&practice, &format!("/wiki/api/v2/pages?space-id={space}")).await, Vec::<String>::new());
    assert_eq!(listed(&practice, "pages", &["current", "archived", "trashed"]).await, expected(&practice, "pages"));
    changed(&practice, Change::ShowSpace { space });
    assert_eq!(page(&practice, &home).await["status"], "current");

    let all = listed(&practice, "pages", &["current"]).await;
    changed(&practice, Change::Restrict { id: home.clone() });
    assert_eq!(status(&practice, &format!("/wiki/api/v2/pages/{home}")).await, 404);
    assert_eq!(types(&practice, json!([home])).await, json!({home.as_str(): null}));
    let left = listed(&practice, "pages", &["current"]).await;
    assert!(left.len() + 5 < all.len(), "what hangs below is restricted as well");
    assert_eq!(listed(&practice, "pages", &["current", "archived", "trashed"]).await, expected(&practice, "pages"));
    changed(&practice, Change::Unrestrict { id: home });
    assert_eq!(listed(&practice, "pages", &["current"]).await, all);
}

#[tokio::test]
async fn attachments_come_and_go_without_their_page_changing() {
    let practice = site().await;
    let (from, to) = (page_id(7), page_id(8));
    let before = page(&practice, &from).await;
    let binary = Binary::Given(b"%PDF-1.4".to_vec());
    let attach = Change::Attach { page: from.clone(), name: "Plan.PDF".to_owned(), binary: binary.clone() };
    let id = changed(&practice, attach.clone());
    assert_eq!(id, made_attachment_id(0));
    assert!(practice.change(attach).is_err(), "a second one of that name");
    answers! { practice, r#"
        /wiki/api/v2/attachments/{id}  200  /pageId "{from}"  /mediaType "application/pdf"  /fileSize 8
    "#, id, from }
    assert_eq!(walk(&practice, "/wiki/api/v2/attachments?limit=250&sort=-modified-date").await[0], id);
    assert_eq!(page(&practice, &from).await, before);

    let (attachment, listing) = (|| id.clone(), |page: &str| format!("/wiki/api/v2/pages/{page}/attachments"));
    changed(&practice, Change::MoveAttachment { attachment: attachment(), page: to.clone() });
    assert!(!walk(&practice, &listing(&from)).await.contains(&id));
    assert!(walk(&practice, &listing(&to)).await.contains(&id));
    changed(&practice, Change::TrashAttachment { attachment: attachment() });
    assert_eq!(walk(&practice, &format!("{}?status=trashed", listing(&to))).await, [attachment()]);
    assert_eq!(json(&practice, &format!("/wiki/api/v2/attachments/{id}")).await["status"], "trashed");
    changed(&practice, Change::RestoreAttachment { attachment: attachment() });
    changed(&practice, Change::Archive { id: to.clone() });
    assert_eq!(
        walk(&practice, &format!("{}?status=archived", listing(&to))).await.len(),
        walk(&practice, &listing(&to)).await.len()
    );
    changed(&practice, Change::PurgeAttachment { attachment: attachment() });
    assert_eq!(status(&practice, &format!("/wiki/api/v2/attachments/{id}")).await, 404);
}

#[tokio::test]
async fn a_walk_goes_on_where_it_was_when_the_site_changes_under_it() {
    let practice = site().await;
    let first = json(&practice, "/wiki/api/v2/pages?limit=50&sort=-modified-date").await;
    let ids = |page: &Value| -> Vec<String> { texts(&page["results"], "id") };
    let next = first["_links"]["next"].as_str().unwrap();
    let expected = ids(&json(&practice, next).await);
    changed(&practice, Change::Edit { id: expected[0].clone() });
    changed(&practice, Change::Trash { id: expected[1].clone() });
    changed(&practice, Change::Purge { id: ids(&first)[49].clone() });
    let second = ids(&json(&practice, next).await);
    assert_eq!(second[..48], expected[2..]);
    let rest = walk(&practice, next).await;
    assert_eq!(rest.iter().collect::<BTreeSet<_>>().len(), rest.len());
}

#[tokio::test]
async fn the_same_changes_make_the_same_site() {
    let (space, title, body) = (made_space_id(0), "A".to_owned(), "<p>b</p>".to_owned());
    let changes = vec![
        Change::AddSpace { key: "NEW".to_owned(), name: "New".to_owned() },
        Change::CreateBlogPost { space, title: title.clone(), body: body.clone() },
        Change::CreatePage { space: "NEW".to_owned(), title, body },
        Change::Attach { page: made_id(0), name: "a.bin".to_owned(), binary: Binary::Invented { seed: 1, size: 9 } },
        Change::Trash { id: page_id(9) },
        Change::Edit { id: blogpost_id(0) },
    ];
    let options = Options { attachments: 5, site_clock: true, ..Options::default() };
    let told = start(Options { changes: changes.clone(), ..options.clone() }).await.unwrap();
    let live = start(options.clone()).await.unwrap();
    for change in changes {
        live.change(change).unwrap();
    }
    assert_eq!(told.truth(), live.truth());
    for path in
        ["spaces?limit=250", "pages?limit=250&body-format=storage", "blogposts?sort=-modified-date", "attachments"]
    {
        let path = format!("/wiki/api/v2/{path}");
        let [told, live] = [json(&told, &path).await, json(&live, &path).await];
        assert_eq!(told["results"], live["results"], "{path}");
    }
    assert_eq!(listed(&live, "blogposts", &["current", "trashed"]).await, expected(&live, "blogposts"));
    let impossible = vec![Change::Trash { id: "1".to_owned() }];
    let refused = start(Options { changes: impossible, ..options }).await;
    assert!(refused.err().is_some_and(|error| error.hint_text().is_some()));
}
