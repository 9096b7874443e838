//! The practice site as Data Center shows it: proven against the published OpenAPI document, the truth, and the
//! site of Confluence Cloud with the same seed.

use super::{as_schema, complaints, published};
use catchment::practice::confluence::{
    Change, Deployment, Options, Practice, Standing, attachment_id, blogpost_id, page_id, start,
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
    content.chain(files.map(|row| (row.id.clone(), u64::from(row.version)))).collect()
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
            format!("/rest/api/content/{page}/child/comment?depth=all&location=inline"),
        ),
        ("/rest/api/content/{id}/label", format!("/rest/api/content/{page}/label")),
        ("/rest/api/content/{id}/property", format!("/rest/api/content/{page}/property")),
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
        let practice = site(version, "").await;
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
    read(&practice, &format!("/rest/api/content/{}?status=any&version=1", page_id(0))).await;
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
        let told = |truth: &catchment::practice::confluence::Truth| -> Vec<_> {
            truth
                .content
                .iter()
                .map(|row| (row.id.clone(), row.title.clone(), row.version, row.version_millis))
                .collect()
        };
        assert_eq!(told(&truth), told(&cloud));
        let digests = |truth: &catchment::practice::confluence::Truth| -> Vec<_> {
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
    let (admin, other) = (site("9.2.0", "").await, site("9.2.0", "not-admin").await);
    assert_eq!(rows(&read(&admin, "/rest/api/user/list").await).len(), 24);
    let events = read(&admin, "/rest/auditing/1.0/events?from=2024-01-01T00:00:00.000Z&limit=100&pageCursor=x").await;
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
