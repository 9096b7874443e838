//! The practice site as Data Center shows it: proven against the published OpenAPI document, the truth, and the
//! site of Confluence Cloud with the same seed.

use super::{as_schema, complaints, published};
use catchment_practice::confluence::{
    Change, Deployment, Extras, Options, Practice, Standing, TrueComment, attachment_id, blogpost_id, comment_id,
    page_id, start,
};
use reqwest::Response;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const VERSIONS: [&str; 3] = ["8.5.4", "9.2.0", "10.0.3"];

fn options(version: &str, faults: &str) -> Options {
    let faults = if faults.is_empty() { Default::default() } else { faults.parse().unwrap() };
    let deployment = Deployment::DataCenter { version: version.to_owned() };
    Options { attachments: 40, deployment, faults, ..Options::default() }
}

async fn site(version: &str, faults: &str) -> Practice {
    start(options(version, faults)).await.unwrap()
}

/// A site that has something of everything.
async fn full_site(version: &str, faults: &str) -> Practice {
    let extras = Extras {
        comments: 120,
        labels: 12,
        properties: 90,
        folders: 3,
        groups: 7,
        members: 20,
        restrictions: 9,
        permissions: 12,
        audit_events: 40,
        ..Extras::default()
    };
    start(Options { extras, ..options(version, faults) }).await.unwrap()
}

async fn get(practice: &Practice, path: &str) -> Response {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let url = format!("{}{path}", practice.url());
    client.get(url).basic_auth("practice@example.com", Some("practice-token")).send().await.unwrap()
}

async fn read(practice: &Practice, path: &str) -> Value {
    let response = get(practice, path).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (200, &"application/json".parse().unwrap()),
        "{path}"
    );
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

async fn refused(practice: &Practice, path: &str) -> (u16, Value) {
    let response = get(practice, path).await;
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default())
}

fn rows(page: &Value) -> Vec<Value> {
    page["results"].as_array().unwrap().clone()
}

fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// Follows the links of a listing, so many pages at most.
async fn walk(practice: &Practice, path: &str, most: usize) -> Vec<Value> {
    let (mut all, mut next) = (Vec::new(), Some(path.to_owned()));
    for _ in 0..most {
        let Some(path) = next else { break };
        let page = read(practice, &path).await;
        all.extend(rows(&page));
        next = page["_links"]["next"].as_str().map(str::to_owned);
    }
    all
}

fn search(cql: &str, more: &str) -> String {
    let cql: String = url::form_urlencoded::byte_serialize(cql.as_bytes()).collect();
    format!("/rest/api/content/search?cql={cql}{more}")
}

/// The ids and versions of what the truth says of a kind in a standing.
fn true_ids(practice: &Practice, kind: &str, standing: Standing) -> BTreeSet<(String, u64)> {
    let truth = practice.truth();
    let content = truth.content.iter().filter(|row| row.kind == kind && row.standing == standing);
    let content = content.map(|row| (row.id.clone(), u64::from(row.version)));
    let files = truth.attachments.iter().filter(|row| kind == "attachment" && row.standing == standing);
    let comments = truth.comments.iter().filter(|row| kind == "comment" && row.standing == standing);
    let comments = comments.map(|row| (row.id.clone(), u64::from(row.version)));
    content.chain(files.map(|row| (row.id.clone(), u64::from(row.version)))).chain(comments).collect()
}

fn told_ids(rows: &[Value]) -> BTreeSet<(String, u64)> {
    let told = |row: &Value| (row["id"].as_str().unwrap().to_owned(), row["version"]["number"].as_u64().unwrap());
    let set: BTreeSet<(String, u64)> = rows.iter().map(told).collect();
    assert_eq!(set.len(), rows.len(), "something is listed twice");
    set
}

#[tokio::test]
async fn every_answer_of_every_version_fits_the_published_schema() {
    let Some(document) = published("confluence-dc.openapi.json").map(as_schema) else { return };
    const ALL: &str =
        "expand=space,version,history.lastUpdated,ancestors,body.storage,metadata.labels,container,children.page";
    let (page, post) = (page_id(7), blogpost_id(3));
    let truth = full_site("10.0.3", "").await.truth();
    let (comment, about) = (&truth.comments[0].id, &truth.comments[0].container_id);
    let requests = [
        (
            "/rest/api/space",
            "/rest/api/space?limit=2&expand=description.plain,homepage,icon,metadata.labels".to_owned(),
        ),
        ("/rest/api/space/{spaceKey}", "/rest/api/space/ENG?expand=permissions,history".to_owned()),
        ("/rest/api/content", "/rest/api/content?type=page&limit=30&expand=version".to_owned()),
        ("/rest/api/content", format!("/rest/api/content?type=blogpost&status=any&{ALL}")),
        ("/rest/api/content/{id}", format!("/rest/api/content/{page}?{ALL}")),
        ("/rest/api/content/{id}", format!("/rest/api/content/{post}")),
        ("/rest/api/content/{id}", format!("/rest/api/content/{}", attachment_id(1).replace("att", ""))),
        ("/rest/api/content/{id}/history", format!("/rest/api/content/{page}/history")),
        ("/rest/api/content/scan", "/rest/api/content/scan?limit=7&expand=history".to_owned()),
        ("/rest/api/content/search", search("type in (page, attachment)", "&expand=container,version")),
        ("/rest/api/search", "/rest/api/search?cql=type=page&limit=3&expand=content.space".to_owned()),
        ("/rest/api/content/{id}/child/{type}", format!("/rest/api/content/{}/child/page", page_id(0))),
        (
            "/rest/api/content/{id}/child/comment",
            format!("/rest/api/content/{about}/child/comment?depth=all&expand=version,ancestors,extensions.resolution"),
        ),
        ("/rest/api/content/{id}", format!("/rest/api/content/{comment}?{ALL}")),
        ("/rest/api/content/{id}/label", format!("/rest/api/content/{page}/label")),
        ("/rest/api/content/{id}/property", format!("/rest/api/content/{page}/property?expand=version")),
        ("/rest/api/content/{id}/restriction/byOperation", format!("/rest/api/content/{page}/restriction/byOperation")),
        (
            "/rest/api/content/{id}/restriction/relevantViewRestrictions",
            format!("/rest/api/content/{page}/restriction/relevantViewRestrictions"),
        ),
        ("/rest/api/user/current", "/rest/api/user/current".to_owned()),
        ("/rest/api/user", "/rest/api/user?username=practice@example.com".to_owned()),
        ("/rest/api/user/list", "/rest/api/user/list?limit=5".to_owned()),
        ("/rest/api/group", "/rest/api/group".to_owned()),
        ("/rest/api/group/{groupName}/member", "/rest/api/group/confluence-users/member?limit=5".to_owned()),
        ("/rest/api/server-information", "/rest/api/server-information".to_owned()),
    ];
    for version in VERSIONS {
        let practice = full_site(version, "").await;
        for (operation, path) in &requests {
            let answer = read(&practice, path).await;
            assert_eq!(complaints(&document, (operation, "get"), &answer), Vec::<String>::new(), "{version} {path}");
        }
        if version != "8.5.4" {
            let answer = read(&practice, "/rest/api/space/ENG/permissions").await;
            let found = complaints(&document, ("/rest/api/space/{spaceKey}/permissions", "get"), &answer);
            assert_eq!(found, Vec::<String>::new());
        }
    }
}

#[tokio::test]
async fn requests_use_only_parameters_that_are_published() {
    let Some(document) = published("confluence-dc.openapi.json") else { return };
    let practice = site("10.0.3", "").await;
    walk(&practice, "/rest/api/content/scan?spaceKey=ENG&status=any&type=page&limit=30&expand=version", 9).await;
    walk(&practice, "/rest/api/content?type=blogpost&spaceKey=ENG&title=x&postingDay=2024-01-01&ids=1,2", 9).await;
    walk(&practice, "/rest/api/space?spaceKey=ENG&spaceKey=OPS&type=global&status=current&favourite=false&limit=1", 9)
        .await;
    walk(&practice, &search("type=page", "&limit=150&cqlcontext=%7B%7D"), 9).await;
    read(&practice, &format!("/rest/api/content/{}?status=historical&version=1", page_id(0))).await;
    assert!(practice.requests() > 8);
    for line in practice.requested() {
        let (path, query) = line.split_once('?').unwrap();
        let template = path.replace("/confluence", "").replace(&page_id(0), "{id}");
        let declared = document["paths"][&template]["get"]["parameters"].as_array().expect(&template);
        let declared: BTreeSet<&str> = declared.iter().filter_map(|parameter| parameter["name"].as_str()).collect();
        for (name, _) in url::form_urlencoded::parse(query.as_bytes()) {
            assert!(declared.contains(&*name), "{name} of {line}");
        }
    }
}

#[tokio::test]
async fn both_products_show_one_site_and_the_truth_about_it() {
    let mut changes = vec![
        Change::Edit { id: page_id(3) },
        Change::Trash { id: page_id(4) },
        Change::Purge { id: page_id(5) },
        Change::Restrict { id: page_id(6) },
        Change::Archive { id: page_id(8) },
        Change::TrashAttachment { attachment: attachment_id(7) },
    ];
    changes.push(Change::CreatePage { space: "OPS".to_owned(), title: "New".to_owned(), body: "<p>n</p>".to_owned() });
    let cloud =
        start(Options { attachments: 40, changes: changes.clone(), ..Options::default() }).await.unwrap().truth();
    for version in VERSIONS {
        let practice = start(Options { changes: changes.clone(), ..options(version, "") }).await.unwrap();
        let truth = practice.truth();
        let told = |truth: &catchment_practice::confluence::Truth| -> Vec<_> {
            truth
                .content
                .iter()
                .map(|row| (row.id.clone(), row.title.clone(), row.version, row.version_millis))
                .collect()
        };
        assert_eq!(told(&truth), told(&cloud));
        let digests = |truth: &catchment_practice::confluence::Truth| -> Vec<_> {
            truth.attachments.iter().map(|row| (row.id.replace("att", ""), row.sha256.clone(), row.size)).collect()
        };
        assert_eq!(digests(&truth), digests(&cloud));
        assert!(truth.attachments.iter().all(|row| row.id.bytes().all(|byte| byte.is_ascii_digit())));
        for kind in ["page", "blogpost"] {
            for (status, standing) in [("current", Standing::Current), ("trashed", Standing::Trashed)] {
                let path = format!("/rest/api/content?type={kind}&status={status}&limit=30&expand=version");
                let rows = walk(&practice, &path, 99).await;
                assert_eq!(told_ids(&rows), true_ids(&practice, kind, standing), "{version} {kind} {status}");
                assert!(rows.iter().all(|row| row["status"] == status));
            }
            let found = walk(&practice, &search(&format!("type = {kind}"), "&limit=70&expand=version"), 99).await;
            assert_eq!(told_ids(&found), true_ids(&practice, kind, Standing::Current), "{version} {kind}");
        }
        let files = walk(&practice, &search("type = attachment order by lastmodified", "&expand=version"), 99).await;
        assert_eq!(told_ids(&files), true_ids(&practice, "attachment", Standing::Current), "{version}");
    }
}

#[tokio::test]
async fn a_listing_goes_on_by_offset_and_lowers_its_limit_silently() {
    let practice = site("9.2.0", "").await;
    let page = read(&practice, "/rest/api/content?type=page&spaceKey=ENG&limit=2&start=2&expand=version").await;
    assert_eq!((&page["start"], &page["limit"], &page["size"]), (&json!(2), &json!(2), &json!(2)));
    let links = &page["_links"];
    assert_eq!((&links["base"], &links["context"]), (&json!(practice.url()), &json!("/confluence")));
    let next = links["next"].as_str().unwrap();
    assert!(next.starts_with("/rest/api/content?") && next.ends_with("&limit=2&start=4"), "{next}");
    assert!(links["prev"].as_str().unwrap().ends_with("&limit=2&start=0"));
    let self_link = links["self"].as_str().unwrap();
    assert!(self_link.starts_with(practice.url()) && !self_link.contains("start="), "{self_link}");
    let beyond = read(&practice, "/rest/api/content?start=5000").await;
    assert_eq!((rows(&beyond).len(), &beyond["_links"]["next"]), (0, &Value::Null));
    for (more, size) in [("&expand=body.view", 50), ("&expand=version", 200), ("", 1000)] {
        for path in ["/rest/api/content?type=page", "/rest/api/content/search?cql=type=page", "/rest/api/content/scan?"]
        {
            let page = read(&practice, &format!("{path}&limit=5000{more}")).await;
            assert_eq!(page["limit"], size, "{path}{more}");
        }
    }
    let files = read(&practice, &format!("/rest/api/content/{}/child/attachment", page_id(0))).await;
    assert_eq!((&files["limit"], rows(&files).is_empty()), (&json!(50), false));
}

#[tokio::test]
async fn a_scan_goes_on_by_cursor_in_both_directions() {
    let practice = site("10.0.3", "").await;
    let first = read(&practice, "/rest/api/content/scan?limit=3").await;
    assert_eq!((&first["cursor"], &first["prevCursor"]), (&json!("content:false:null"), &Value::Null));
    assert_eq!(first["nextCursor"], format!("content:false:{}", ids(&rows(&first))[2]));
    let next = first["_links"]["next"].as_str().unwrap();
    assert!(next.ends_with(&format!("cursor=content%3Afalse%3A{}", ids(&rows(&first))[2])), "{next}");
    let second = read(&practice, next).await;
    let back = read(&practice, second["_links"]["prev"].as_str().unwrap()).await;
    assert_eq!(ids(&rows(&back)), ids(&rows(&first)));
    let all = walk(&practice, "/rest/api/content/scan?limit=70&status=any&expand=version", 99).await;
    let mut expected = true_ids(&practice, "page", Standing::Current);
    expected.extend(true_ids(&practice, "page", Standing::Trashed));
    assert_eq!(told_ids(&all), expected);
    let posts = walk(&practice, "/rest/api/content/scan?type=blogpost&expand=version", 9).await;
    assert_eq!(told_ids(&posts), true_ids(&practice, "blogpost", Standing::Current));
    for wrong in ["content:false:x", "7", "space:false:7"] {
        assert_eq!(refused(&practice, &format!("/rest/api/content/scan?cursor={wrong}")).await.0, 400, "{wrong}");
    }
    assert_eq!(refused(&practice, "/rest/api/content/scan?start=3").await.0, 400);
    assert_eq!(refused(&site("8.5.4", "").await, "/rest/api/content/scan?type=page").await.0, 400);
    assert_eq!(refused(&site("7.17.0", "").await, "/rest/api/content/scan").await.0, 404);
}

#[tokio::test]
async fn what_is_expanded_is_written_and_everything_else_is_named() {
    let practice = site("9.2.0", "").await;
    let id = page_id(7);
    let plain = rows(&read(&practice, &format!("/rest/api/content?ids={id}")).await).remove(0);
    let parts = [
        "space",
        "version",
        "history",
        "ancestors",
        "body",
        "metadata",
        "container",
        "children",
        "restrictions",
        "operations",
        "descendants",
    ];
    for part in parts {
        assert!(plain.get(part).is_none() && plain["_expandable"][part].is_string(), "{part} of {plain}");
    }
    assert_eq!(plain["_expandable"]["history"], format!("/rest/api/content/{id}/history"));
    let wanted = "space,version,history.lastUpdated,ancestors,body.storage,body.export_view,metadata.labels,container,children.attachment";
    let full = read(&practice, &format!("/rest/api/content/{id}?expand={wanted}")).await;
    for part in &parts[..8] {
        assert!(full.get(*part).is_some() && full["_expandable"].get(*part).is_none(), "{part} of {full}");
    }
    let truth = practice.truth();
    let of_page = truth.content.iter().find(|row| row.id == id).unwrap();
    let above = full["ancestors"].as_array().unwrap();
    assert_eq!(above.last().map(|row| row["id"].as_str().unwrap()), of_page.parent_id.as_deref());
    assert!(!above.is_empty() && above[0].get("ancestors").is_none());
    assert_eq!(full["space"]["id"], of_page.space_id.parse::<u64>().unwrap());
    let when = full["version"]["when"].as_str().unwrap();
    assert!(when.ends_with("+01:00") && when.len() == 29, "{when}");
    assert_eq!(chrono::DateTime::parse_from_rfc3339(when).unwrap().timestamp_millis(), of_page.version_millis);
    assert_eq!(full["history"]["lastUpdated"], full["version"]);
    let by = &full["version"]["by"];
    assert_eq!(by["userKey"].as_str().unwrap().len(), 32);
    assert!(by["username"].is_string() && by.get("accountId").is_none() && by.get("email").is_none());
    assert_eq!(full["metadata"]["labels"]["limit"], 200);
    assert_eq!(full["body"]["storage"]["representation"], "storage");
    assert!(full["body"].get("view").is_none() && full["body"]["_expandable"]["view"].is_string());
    let all = walk(&practice, "/rest/api/content?limit=50&expand=body.storage,body.view", 9).await;
    let storage: String = all.iter().map(|row| row["body"]["storage"]["value"].as_str().unwrap()).collect();
    let view: String = all.iter().map(|row| row["body"]["view"]["value"].as_str().unwrap()).collect();
    assert!(storage.contains("<ri:user ri:userkey=\"") && !storage.contains("712020:"));
    assert!(view.contains("href=\"/confluence/display/") && !view.contains("/wiki/"));
    let positions: BTreeSet<bool> = all.iter().map(|row| row["extensions"]["position"] == "none").collect();
    assert_eq!(positions.len(), 2, "numbers and \"none\" both occur");
}

#[tokio::test]
async fn links_times_and_the_context_path_are_those_of_the_version_and_the_server() {
    for (version, page, space) in
        [("8.5.4", "/display/ENG/", "/display/ENG"), ("10.0.3", "/spaces/ENG/pages/", "/spaces/ENG/overview")]
    {
        let practice = site(version, "").await;
        let all = walk(&practice, "/rest/api/content?spaceKey=ENG&limit=200", 1).await;
        let webui: Vec<&str> = all.iter().map(|row| row["_links"]["webui"].as_str().unwrap()).collect();
        assert!(webui.iter().all(|link| link.starts_with(page) || link.starts_with("/pages/viewpage.action?pageId=")));
        assert!(webui.iter().filter(|link| link.starts_with(page)).count() > webui.len() / 2, "{webui:?}");
        assert_eq!(read(&practice, "/rest/api/space/ENG").await["_links"]["webui"], space);
        assert_eq!(all[0].get("position").is_some(), version != "8.5.4");
        assert_eq!(read(&practice, "/rest/api/server-information").await["version"], version);
    }
    let bare =
        Options { context: String::new(), server_offset: "+1100".to_owned(), ..options("8.5.4", "gateway=/ex/dc") };
    let practice = start(bare).await.unwrap();
    assert!(practice.url().ends_with("/ex/dc"));
    let page = read(&practice, "/rest/api/content?limit=1&expand=version").await;
    assert_eq!(page["_links"]["context"], "");
    assert!(page["results"][0]["version"]["when"].as_str().unwrap().ends_with("+1100"));
    for wrong in [Options { server_offset: "x".to_owned(), ..options("8.5.4", "") }, options("9", "")] {
        assert!(start(wrong).await.is_err());
    }
}

#[tokio::test]
async fn a_version_of_the_past_is_told_by_its_number() {
    let practice = site("9.2.0", "").await;
    let id = page_id(9);
    practice.change(Change::Rename { id: id.clone(), title: "Another title".to_owned() }).unwrap();
    practice.change(Change::EditPage { id: id.clone(), body: "<p>new</p>".to_owned() }).unwrap();
    let now = read(&practice, &format!("/rest/api/content/{id}?expand=body.storage,version")).await;
    let number = now["version"]["number"].as_u64().unwrap();
    assert_eq!((&now["title"], &now["body"]["storage"]["value"]), (&json!("Another title"), &json!("<p>new</p>")));
    let old = format!("/rest/api/content/{id}?status=historical&version={}&expand=body.storage,version", number - 2);
    let old = read(&practice, &old).await;
    assert_eq!((&old["status"], &old["version"]["number"]), (&json!("historical"), &json!(number - 2)));
    assert!(old["title"] != now["title"] && old["body"] != now["body"]);
    let versions = walk(&practice, &format!("/rest/experimental/content/{id}/version?limit=2"), 99).await;
    let numbers: Vec<u64> = versions.iter().map(|row| row["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=number).rev().collect::<Vec<_>>());
    assert_eq!(versions[0], now["version"]);
    for path in
        [format!("{id}?version=1"), format!("{id}?status=historical&version=99"), "1".to_owned(), "x".to_owned()]
    {
        let (status, body) = refused(&practice, &format!("/rest/api/content/{path}")).await;
        assert_eq!((status, &body["statusCode"], &body["reason"]), (404, &json!(404), &json!("Not Found")), "{path}");
    }
}

#[tokio::test]
async fn the_search_reads_its_clauses_by_the_clock_of_the_account() {
    let apia = Options { time_zone: "Pacific/Apia".to_owned(), ..options("9.2.0", "") };
    let practice = start(apia).await.unwrap();
    let edited = page_id(3);
    practice.change(Change::Edit { id: edited.clone() }).unwrap();
    let millis = practice.truth().content.iter().find(|row| row.id == edited).unwrap().version_millis;
    let minute = |minutes: i64| {
        let time = chrono::DateTime::from_timestamp_millis(millis + (13 * 60 + minutes) * 60_000).unwrap();
        time.format("%Y-%m-%d %H:%M").to_string()
    };
    for (clause, there) in [
        (format!("lastmodified >= \"{}\"", minute(0)), true),
        (format!("lastmodified > \"{}\"", minute(0)), false),
        (format!("lastmodified >= \"{}\"", minute(1)), false),
        (format!("created >= \"{}\"", minute(0)), false),
        (format!("created < \"{}\"", minute(0)), true),
        (format!("ancestor = {}", page_id(0)), true),
        (format!("ancestor = {edited}"), false),
        ("label = x".to_owned(), false),
        ("space = ENG".to_owned(), true),
        ("type = comment".to_owned(), false),
    ] {
        let found = ids(&walk(&practice, &search(&format!("id = {edited} and {clause}"), ""), 9).await);
        assert_eq!(found, if there { vec![edited.clone()] } else { Vec::new() }, "{clause}");
    }
    let on_page =
        ids(&walk(&practice, &search(&format!("type = attachment and container = {}", page_id(0)), ""), 9).await);
    let hanging = ids(&walk(&practice, &format!("/rest/api/content/{}/child/attachment", page_id(0)), 9).await);
    assert!(!on_page.is_empty() && on_page == hanging);
    let wrapped = read(&practice, "/rest/api/search?cql=type%3Dpage&limit=2&start=2&expand=content.version").await;
    assert_eq!((&wrapped["totalSize"], &wrapped["cqlQuery"]), (&json!(200), &json!("type=page")));
    assert!(wrapped["results"][0]["content"]["version"]["number"].is_u64());
    assert_eq!(wrapped["totalCount"], Value::Null);
    let both = read(&site("10.0.3", "").await, "/rest/api/search?cql=type%3Dpage&limit=2").await;
    assert_eq!((&both["totalSize"], &both["totalCount"]), (&json!(200), &json!(200)), "under either name");
}

#[tokio::test]
async fn what_cannot_be_searched_is_refused_as_the_version_does() {
    for (version, status) in [("8.5.4", 400), ("9.2.0", 404), ("10.0.3", 404)] {
        let practice = site(version, "").await;
        for cql in ["", "type = bogus", "type = whiteboard", "status = trashed", "lastmodified >= \"2024-03-31 02:30\""]
        {
            let (told, body) = refused(&practice, &search(cql, "")).await;
            assert_eq!((told, &body["statusCode"]), (status, &json!(status)), "{version} {cql}");
            assert!(body["message"].as_str().unwrap().contains("Could not parse cql"), "{body}");
            let everywhere = search(cql, "").replace("content/search", "search");
            assert_eq!(refused(&practice, &everywhere).await.0, 400, "{version} {cql}");
        }
    }
}

#[tokio::test]
async fn administrators_see_more_and_everybody_else_is_refused_in_two_ways() {
    let (admin, other) = (site("9.2.0", "").await, site("9.2.0", "no-admin").await);
    assert_eq!(rows(&read(&admin, "/rest/api/user/list").await).len(), 24);
    let events = read(&admin, "/rest/auditing/1.0/events?from=2024-01-01T00:00:00.000Z&limit=100").await;
    assert_eq!(events, json!({"entities": [], "pagingInfo": {"lastPage": true, "nextPageCursor": null, "size": 0}}));
    for path in ["/rest/api/user/list", "/rest/api/group/confluence-users/member", "/rest/auditing/1.0/events"] {
        assert_eq!(refused(&other, path).await.0, 403, "{path}");
    }
    let permissions = "/rest/api/space/ENG/permissions";
    let told = read(&admin, permissions).await;
    let read_by = |row: &&Value| row["operation"] == json!({"targetType": "space", "operationKey": "read"});
    assert!(told.as_array().unwrap().iter().filter(read_by).any(|row| row["subject"]["name"] == "confluence-users"));
    assert_eq!(refused(&site("8.5.4", "").await, permissions).await.0, 404);
    for path in [permissions, "/rest/api/space?expand=permissions", "/rest/api/space/ENG?expand=history"] {
        assert_eq!(refused(&other, path).await.0, 500, "{path}");
        assert_eq!(get(&admin, path).await.status(), 200, "{path}");
    }
    assert_eq!(refused(&admin, "/rest/api/group/nobody/member").await.0, 404);
    let me = read(&admin, "/rest/api/user/current").await;
    let key = me["userKey"].as_str().unwrap();
    assert_eq!(read(&admin, &format!("/rest/api/user?key={key}")).await, me);
    assert_eq!(
        (refused(&admin, "/rest/api/user?key=x").await.0, refused(&admin, "/rest/api/user").await.0),
        (404, 400)
    );
}

fn texts(rows: &[Value], key: &str) -> BTreeSet<String> {
    rows.iter().map(|row| row[key].as_str().unwrap().to_owned()).collect()
}

/// The id of the last one in an array of objects.
fn last_id(array: &Value) -> Option<&str> {
    array.as_array().unwrap().last().map(|row| row["id"].as_str().unwrap())
}

#[tokio::test]
async fn comments_are_found_with_their_page_their_thread_and_their_text() {
    const PARTS: &str = "&limit=30&expand=version,container,ancestors,space,history,body.storage,\
                         extensions.inlineProperties,extensions.resolution";
    for version in VERSIONS {
        let practice = full_site(version, "").await;
        let edited = practice.truth().comments[3].id.clone();
        practice.change(Change::EditComment { comment: edited.clone(), body: "<p>now</p>".to_owned() }).unwrap();
        practice.change(Change::DeleteComment { comment: practice.truth().comments[4].id.clone() }).unwrap();
        practice.change(Change::Trash { id: practice.truth().comments[7].container_id.clone() }).unwrap();
        let found = walk(&practice, &search("type = comment order by lastmodified", PARTS), 99).await;
        assert_eq!(told_ids(&found), true_ids(&practice, "comment", Standing::Current), "{version}");
        assert!(found.len() > 50 && found.len() < 119, "{}", found.len());
        assert_eq!(found.last().unwrap()["body"]["storage"]["value"], "<p>now</p>");
        let truth = practice.truth();
        for row in &found {
            let of_row = truth.comments.iter().find(|comment| row["id"] == comment.id.as_str()).unwrap();
            assert_eq!(last_id(&row["ancestors"]), of_row.parent_id.as_deref(), "{row}");
            assert_eq!(row["container"]["id"], of_row.container_id.as_str());
            assert!(row["title"].as_str().unwrap().starts_with("Re: ") && row["space"]["key"].is_string());
            assert!(!row["body"]["storage"]["value"].as_str().unwrap().is_empty());
            let extensions = &row["extensions"];
            let location = if of_row.resolution.is_some() { "inline" } else { "footer" };
            assert_eq!(
                (&extensions["location"], extensions["resolution"]["status"].as_str()),
                (&json!(location), of_row.resolution)
            );
            assert_eq!(extensions["inlineProperties"]["markerRef"].is_string(), of_row.resolution.is_some());
        }
        let path = format!("/rest/api/content/{edited}");
        let alone = read(&practice, &format!("{path}?expand=history,version&status=current")).await;
        assert_eq!(alone["version"]["number"], truth.comments[3].version);
        assert!(alone["_links"]["webui"].as_str().unwrap().contains(&format!("focusedCommentId={edited}")));
        let old = read(&practice, &format!("{path}?status=historical&version=1&expand=body.storage")).await;
        assert!(old["status"] == "historical" && old["body"]["storage"]["value"] != "<p>now</p>");
        assert_eq!(refused(&practice, &format!("/rest/api/content/{}", truth.comments[4].id)).await.0, 404);
    }
    let scanned = walk(&full_site("10.0.3", "").await, "/rest/api/content/scan?type=comment&limit=50", 9).await;
    assert_eq!(scanned.len(), 120);
    let practice = full_site("10.0.3", &format!("poison={}", comment_id(0))).await;
    assert_eq!(refused(&practice, &search("type = comment", PARTS)).await.0, 500);
}

#[tokio::test]
async fn comments_of_a_page_are_its_roots_or_all_and_where_they_stand() {
    let practice = full_site("9.2.0", "").await;
    let truth = practice.truth();
    let reply = truth.comments.iter().find(|row| row.parent_id.is_some()).unwrap();
    let (page, above) = (&reply.container_id, reply.parent_id.clone().unwrap());
    let inline =
        Change::AddComment { container: page.clone(), selection: Some("s".to_owned()), body: "<p>i</p>".to_owned() };
    let settled = practice.change(inline.clone()).unwrap();
    let open = practice.change(inline).unwrap();
    practice.change(Change::ResolveComment { comment: settled.clone() }).unwrap();
    let truth = practice.truth();
    let expected = |lets: &dyn Fn(&TrueComment) -> bool| -> Vec<String> {
        let rows = truth.comments.iter().filter(|row| row.container_id == *page && lets(row));
        rows.map(|row| row.id.clone()).collect()
    };
    let told = async |more: &str| {
        ids(&walk(&practice, &format!("/rest/api/content/{page}/child/comment?limit=1{more}"), 99).await)
    };
    let roots = expected(&|row| row.parent_id.is_none());
    assert_eq!((told("").await, told("&depth=root").await), (roots.clone(), roots));
    let all = expected(&|_| true);
    assert!(all.contains(&reply.id));
    assert_eq!(told("&depth=all").await, all);
    assert_eq!(told("&depth=all&location=resolved").await, std::slice::from_ref(&settled));
    let unsettled = expected(&|row| row.resolution.is_some_and(|resolution| resolution != "resolved"));
    assert!(unsettled.contains(&open));
    assert_eq!(told("&depth=all&location=inline").await, unsettled);
    let both = expected(&|row| row.resolution != Some("resolved"));
    assert_eq!(told("&depth=all&location=inline&location=footer").await, both);
    let below = ids(&walk(&practice, &format!("/rest/api/content/{above}/child/comment"), 9).await);
    assert!(below.contains(&reply.id) && !below.contains(&above));
    let within = read(&practice, &format!("/rest/api/content/{page}?expand=children.comment")).await;
    assert_eq!(within["children"]["comment"]["size"], expected(&|row| row.parent_id.is_none()).len());
}

#[tokio::test]
async fn labels_and_properties_are_those_of_the_truth() {
    let practice = full_site("9.2.0", "").await;
    practice.change(Change::AddLabel { id: page_id(7), label: "fresh".to_owned() }).unwrap();
    let truth = practice.truth();
    let contents = search("type in (page, blogpost, attachment)", "&limit=100&expand=metadata.labels");
    let mut contents_found = walk(&practice, &contents, 99).await;
    let spaces = walk(&practice, "/rest/api/space?expand=metadata.labels", 9).await;
    let labelled = |row: &Value, id: String| -> Vec<(String, String)> {
        let labels = rows(&row["metadata"]["labels"]);
        labels.iter().map(|label| (id.clone(), label["name"].as_str().unwrap().to_owned())).collect()
    };
    let mut told: BTreeSet<_> =
        contents_found.iter().flat_map(|row| labelled(row, row["id"].as_str().unwrap().to_owned())).collect();
    told.extend(spaces.iter().flat_map(|row| labelled(row, row["id"].to_string())));
    assert_eq!(told, truth.labels);
    let on_page = walk(&practice, &format!("/rest/api/content/{}/label?limit=1", page_id(7)), 9).await;
    let fresh = on_page.iter().find(|label| label["name"] == "fresh").unwrap();
    assert_eq!((&fresh["prefix"], &fresh["label"], fresh["id"].is_string()), (&json!("global"), &json!("fresh"), true));
    assert_eq!(rows(&read(&practice, &format!("/rest/api/content/{}/label?prefix=my", page_id(7))).await).len(), 0);
    let (_, name) = truth.labels.iter().next().unwrap();
    let found = ids(&walk(&practice, &search(&format!("label = \"{name}\""), ""), 9).await);
    contents_found.retain(|row| truth.labels.contains(&(row["id"].as_str().unwrap().to_owned(), name.clone())));
    assert!(!found.is_empty());
    assert_eq!(found, ids(&contents_found));

    let spaces: BTreeSet<&String> = truth.spaces.iter().map(|space| &space.id).collect();
    let kept: BTreeSet<&String> = truth.properties.iter().map(|(id, _)| id).filter(|id| !spaces.contains(id)).collect();
    assert!(kept.len() > 20);
    for id in kept {
        let told = walk(&practice, &format!("/rest/api/content/{id}/property?limit=1&expand=version"), 99).await;
        let keys = truth.properties.iter().filter(|(target, _)| target == id).map(|(_, key)| key.clone());
        assert_eq!(texts(&told, "key"), keys.collect());
        assert!(told.iter().all(|row| row["version"]["number"].is_u64() && row.get("value").is_some()));
    }
}

#[tokio::test]
async fn people_groups_and_restrictions_are_those_of_the_truth() {
    let practice = full_site("8.5.4", "").await;
    let truth = practice.truth();
    let people = walk(&practice, "/rest/api/user/list?limit=10", 99).await;
    assert_eq!(texts(&people, "userKey"), truth.people.iter().map(|person| person.account.clone()).collect());
    let groups = walk(&practice, "/rest/api/group?limit=3", 99).await;
    assert_eq!(texts(&groups, "name"), truth.groups.iter().map(|group| group.id.clone()).collect());
    assert!(truth.groups.iter().any(|group| group.id == "confluence-administrators"));
    for group in &truth.groups {
        let name: String = url::form_urlencoded::byte_serialize(group.id.as_bytes()).collect();
        let path = format!("/rest/api/group/{}/member?limit=10", name.replace('+', "%20"));
        assert_eq!(texts(&walk(&practice, &path, 99).await, "userKey"), group.members, "{path}");
    }
    assert!(!truth.restrictions.is_empty());
    for row in &truth.restrictions {
        let both = read(&practice, &format!("/rest/api/content/{}/restriction/byOperation", row.id)).await;
        let told = &both[row.operation]["restrictions"];
        assert_eq!(texts(&rows(&told["user"]), "userKey"), row.people);
        assert_eq!(texts(&rows(&told["group"]), "name"), row.groups);
        assert_eq!(both["read"]["operation"], "read");
    }
    let free = read(&practice, &format!("/rest/api/content/{}/restriction/byOperation", page_id(90))).await;
    assert_eq!(
        (&free["read"]["restrictions"]["user"]["size"], &free["update"]["operation"]),
        (&json!(0), &json!("update"))
    );
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
    let told = read(&practice, &format!("/rest/api/content/{}/restriction/relevantViewRestrictions", child.id)).await;
    let told = rows(&told["viewContentRestrictions"]);
    let of = |row: &Value| row["_expandable"]["content"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert_eq!(of(&told[0]), child.id);
    assert_eq!(Some(of(&told[1])), child.parent_id);
    for row in &told[..2] {
        assert_eq!(
            (&row["operation"], &row["restrictions"]["user"]["results"][0]["userKey"]),
            (&json!("read"), &json!(me))
        );
    }
    let path = format!("/rest/api/content/{}/restriction/relevantViewRestrictions", blogpost_id(3));
    let own = read(&practice, &path).await;
    assert_eq!(own["viewContentRestrictions"]["size"], 0);
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
        let told = read(&new, &format!("/rest/api/space/{}/permissions", space.key)).await;
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
        let remote: Value = serde_json::from_str(&ask_remote(&old, &space.key).await.text().await.unwrap()).unwrap();
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
        let page = read(&practice, &format!("/rest/auditing/1.0/events?limit=15{more}")).await;
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
    let late = read(&practice, &format!("/rest/auditing/1.0/events?from={since}")).await;
    assert_eq!(late["entities"].as_array().unwrap()[..], told[..11]);
    let spaces = read(&practice, "/rest/auditing/1.0/events?categories=spaces").await;
    assert!(spaces["entities"].as_array().unwrap().iter().all(|event| event["type"]["category"] == "Spaces"));
    assert_eq!(spaces["pagingInfo"]["size"], 10);
    for wrong in ["pageCursor=x", "from=yesterday", "affectedObject=Page,7"] {
        assert_eq!(refused(&practice, &format!("/rest/auditing/1.0/events?{wrong}")).await.0, 400, "{wrong}");
    }
}

async fn ask_remote(practice: &Practice, key: &str) -> Response {
    let url = format!("{}/rpc/json-rpc/confluenceservice-v2", practice.url());
    let asked = json!({"jsonrpc": "2.0", "method": "getSpacePermissionSets", "id": 7, "params": [key]});
    let ask = reqwest::Client::new().post(url).basic_auth("practice@example.com", Some("practice-token"));
    ask.header("content-type", "application/json").body(asked.to_string()).send().await.unwrap()
}

#[tokio::test]
async fn versions_before_nine_one_tell_permissions_by_json_rpc() {
    let practice = site("8.5.4", "").await;
    let told: Value = serde_json::from_str(&ask_remote(&practice, "ENG").await.text().await.unwrap()).unwrap();
    let view = &told["result"][0];
    assert_eq!((&told["id"], &view["type"]), (&json!(7), &json!("VIEWSPACE")));
    assert!(view["spacePermissions"].as_array().unwrap().iter().any(|row| row["groupName"] == "confluence-users"));
    let named = format!("{}/rpc/json-rpc/confluenceservice-v2/getSpacePermissionSets", practice.url());
    let ask = reqwest::Client::new().post(named).basic_auth("practice@example.com", Some("practice-token"));
    let bare = ask.body(json!(["ENG"]).to_string()).send().await.unwrap().text().await.unwrap();
    assert_eq!(serde_json::from_str::<Value>(&bare).unwrap(), told["result"]);
    let told: Value = serde_json::from_str(&ask_remote(&practice, "NOPE").await.text().await.unwrap()).unwrap();
    assert!(told["error"]["message"].as_str().unwrap().contains("NOPE") && told.get("result").is_none());
    assert_eq!(ask_remote(&site("8.5.4", "remote-off").await, "ENG").await.status(), 401);
    let sudo = ask_remote(&site("8.5.4", "web-sudo").await, "ENG").await;
    assert!(sudo.status() == 200 && sudo.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    assert_eq!(ask_remote(&site("9.2.0", "").await, "ENG").await.status(), 404);
    assert_eq!(get(&practice, "/rpc/json-rpc/confluenceservice-v2").await.status(), 405);
}

#[tokio::test]
async fn bytes_come_from_the_site_itself_by_the_link_of_the_attachment() {
    let practice = site("9.2.0", "login-download=45").await;
    let files = walk(&practice, &search("type = attachment", "&limit=100"), 9).await;
    assert_eq!(files.len(), 40);
    for file in &files {
        let response = get(&practice, file["_links"]["download"].as_str().unwrap()).await;
        assert_eq!(
            (response.status().as_u16(), response.headers()["content-type"].to_str().unwrap()),
            (200, file["extensions"]["mediaType"].as_str().unwrap())
        );
        let bytes = response.bytes().await.unwrap();
        assert_eq!(bytes.len() as u64, file["extensions"]["fileSize"].as_u64().unwrap());
        let truth = practice.truth();
        let version = truth.attachments.iter().find(|row| row.id == file["id"].as_str().unwrap()).unwrap().version;
        assert_eq!(practice.attachment_bytes(file["id"].as_str().unwrap(), version), bytes);
    }
    let link = files[0]["_links"]["download"].as_str().unwrap();
    for wrong in
        [link.replace("version=", "version=9"), link.replace("attachments/", "attachments/1"), link.replace('?', "x?")]
    {
        assert_eq!(get(&practice, &wrong).await.status(), 404, "{wrong}");
    }
    for _ in 41..45 {
        assert_eq!(get(&practice, link).await.headers()["content-type"], "application/pdf");
    }
    let login = get(&practice, link).await;
    assert!(login.status() == 200 && login.text().await.unwrap().contains("<form"));
}

#[tokio::test]
async fn wrong_next_links_repeat_rows_or_lead_past_the_end() {
    let path = "/rest/api/content?type=page&spaceKey=ENG&limit=20";
    let plain = ids(&walk(&site("8.5.4", "").await, path, 99).await);
    let again = ids(&walk(&site("8.5.4", "undercounted-next").await, path, 99).await);
    let set = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<_>>();
    assert!(again.len() > plain.len() && set(&again) == set(&plain));
    let past = site("8.5.4", "next-past-end").await;
    assert_eq!(ids(&walk(&past, path, 99).await), plain);
    assert_eq!(past.requests(), 5, "67 pages fill four pages of the listing; the fifth is empty");
    let endless = ids(&walk(&site("8.5.4", "endless-next").await, path, 8).await);
    assert!(endless.len() > plain.len() && set(&endless) == set(&plain));
}

#[tokio::test]
async fn the_other_switches_show_by_their_effect() {
    let practice = site("9.2.0", "attachment-search-400=2").await;
    let second = search("type = attachment", "&start=25");
    assert_eq!(refused(&practice, &search("type = attachment", "")).await.0, 200);
    assert_eq!([refused(&practice, &second).await.0, refused(&practice, &second).await.0], [200, 400]);
    assert_eq!(refused(&practice, &second).await.0, 200);
    assert_eq!(refused(&practice, &search("type = page", "&start=25")).await.0, 200);

    let poisoned = site("9.2.0", &format!("poison={}", page_id(1))).await;
    assert_eq!(refused(&poisoned, "/rest/api/content?limit=5&expand=body.storage").await.0, 500);
    assert_eq!(refused(&poisoned, "/rest/api/content?limit=5&expand=version").await.0, 200);

    let lost = site("9.2.0", "lost-space=OPS").await;
    assert_eq!(refused(&lost, "/rest/api/content?spaceKey=OPS").await.0, 404);
    assert_eq!(refused(&lost, "/rest/api/space/OPS").await.0, 404);
    let standings = lost.truth().content.into_iter().filter(|row| row.standing == Standing::Hidden).count();
    assert!(standings > 60, "{standings}");

    let unsorted = site("9.2.0", "unsorted").await;
    let found = ids(&walk(&unsorted, &search("type = page order by lastmodified desc", "&limit=50"), 99).await);
    let numbers: Vec<u64> = found.iter().map(|id| id.parse().unwrap()).collect();
    assert!(numbers.is_sorted());

    let headers = get(&site("9.2.0", "rate-headers").await, "/rest/api/space").await.headers().clone();
    assert_eq!(
        (&headers["x-ratelimit-fillrate"], &headers["retry-after"]),
        (&"10".parse().unwrap(), &"0".parse().unwrap())
    );
    let plain = get(&practice, "/rest/api/space").await.headers().clone();
    assert_eq!(plain["x-ausername"], "practice%40example.com");
    assert!(!plain.contains_key("x-ratelimit-fillrate"));
    let anonymous = get(&site("9.2.0", "anonymous").await, "/rest/api/user/current").await;
    assert_eq!(anonymous.headers()["x-ausername"], "anonymous");
    assert!(anonymous.text().await.unwrap().contains("\"type\":\"anonymous\""));
}

#[tokio::test]
async fn what_is_not_declared_or_not_there_is_refused_in_the_words_of_data_center() {
    let practice = site("9.2.0", "").await;
    for (path, status) in [
        ("/rest/api/content?color=red", 400),
        ("/rest/api/content?type=space", 400),
        ("/rest/api/content?limit=-1", 400),
        ("/rest/api/content?limit=abc", 404),
        ("/rest/api/content?spaceKey=NOPE", 404),
        ("/rest/api/space/NOPE", 404),
        ("/rest/api/nowhere", 404),
        ("/rest/api/content/1/label", 404),
        ("/api/v2/pages", 404),
    ] {
        assert_eq!(refused(&practice, path).await.0, status, "{path}");
    }
    let (_, body) = refused(&practice, "/rest/api/content?spaceKey=NOPE").await;
    assert_eq!(
        (&body["reason"], body["message"].as_str().unwrap().ends_with("No space with key : NOPE")),
        (&json!("Not Found"), true)
    );
    let (_, body) = refused(&practice, "/rest/api/content?color=red").await;
    assert!(body["message"].as_str().unwrap().contains("'color'"), "{body}");
    let trashed = practice.truth().content.into_iter().find(|row| row.standing == Standing::Trashed).unwrap().id;
    assert_eq!(refused(&practice, &format!("/rest/api/content/{trashed}")).await.0, 404);
    assert_eq!(read(&practice, &format!("/rest/api/content/{trashed}?status=any")).await["status"], "trashed");
}
