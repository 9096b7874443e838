//! The practice site as Data Center shows it: proven against the published OpenAPI document, the truth, and the
//! site of Confluence Cloud with the same seed.

mod comments;
mod faults;
mod people;

use super::{body, encoded, get, header, json, next, pages, published, texts};
use catchment_practice::confluence::{
    Change, Deployment, Extras, Options, Practice, Standing, Truth, attachment_id, blogpost_id, page_id, start,
};
use serde_json::Value;
use std::collections::BTreeSet;

const VERSIONS: [&str; 3] = ["8.5.4", "9.2.0", "10.0.3"];
const DOCUMENT: &str = "confluence-dc";

fn options(version: &str, faults: &str) -> Options {
    let deployment = Deployment::DataCenter { version: version.to_owned() };
    Options { attachments: 40, deployment, faults: super::faults(faults), ..Options::default() }
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

fn rows(page: &Value) -> Vec<Value> {
    page["results"].as_array().unwrap().clone()
}

fn ids(rows: &[Value]) -> Vec<String> {
    texts(&rows.into(), "id")
}

/// Follows the links of a listing, so many pages at most.
async fn walk(practice: &Practice, path: &str, most: usize) -> Vec<Value> {
    let left = std::cell::Cell::new(most);
    let following = |page: &Value| {
        left.set(left.get() - 1);
        next(page).filter(|_| left.get() > 0)
    };
    super::rows(&pages(practice, path.to_owned(), following).await, "results").as_array().unwrap().clone()
}

fn search(cql: &str, more: &str) -> String {
    format!("/rest/api/content/search?cql={}{more}", encoded(cql))
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
    const ALL: &str =
        "expand=space,version,history.lastUpdated,ancestors,body.storage,metadata.labels,container,children.page";
    for version in VERSIONS {
        let practice = full_site(version, "").await;
        let comment = practice.truth().comments.swap_remove(0);
        fits! { practice, DOCUMENT, "
            at /rest/api/
            space?limit=2&expand=description.plain,homepage,icon,metadata.labels
            space/ENG?expand=permissions,history  content?type=page&limit=30&expand=version
            content?type=blogpost&status=any&{ALL}  content/{page}?{ALL}  content/{post}  content/{file}
            content/{page}/history  content/scan?limit=7&expand=history
            content/search?cql=«type in (page, attachment)»&expand=container,version
            search?cql=type=page&limit=3&expand=content.space  content/{home}/child/page
            content/{about}/child/comment?depth=all&expand=version,ancestors,extensions.resolution
            content/{comment}?{ALL}  content/{page}/label  content/{page}/property?expand=version
            content/{page}/restriction/byOperation  content/{page}/restriction/relevantViewRestrictions
            user/current  user?username=practice@example.com  user/list?limit=5
            group  group/confluence-users/member?limit=5  server-information
        ", ALL, page = page_id(7), post = blogpost_id(3), file = attachment_id(1).replace("att", ""),
        home = page_id(0), about = comment.container_id, comment = comment.id };
        if version != "8.5.4" {
            fits! { practice, DOCUMENT, "/rest/api/space/ENG/permissions" };
        }
    }
}

#[tokio::test]
async fn requests_use_only_parameters_that_are_published() {
    let Some(document) = published(DOCUMENT) else { return };
    let practice = site("10.0.3", "").await;
    walk(&practice, "/rest/api/content/scan?spaceKey=ENG&status=any&type=page&limit=30&expand=version", 9).await;
    walk(&practice, "/rest/api/content?type=blogpost&spaceKey=ENG&title=x&postingDay=2024-01-01&ids=1,2", 9).await;
    let spaces = "/rest/api/space?spaceKey=ENG&spaceKey=OPS&type=global&status=current&favourite=false&limit=1";
    walk(&practice, spaces, 9).await;
    walk(&practice, &search("type=page", "&limit=150&cqlcontext=%7B%7D"), 9).await;
    json(&practice, &format!("/rest/api/content/{}?status=historical&version=1", page_id(0))).await;
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
    let changes = vec![
        Change::Edit { id: page_id(3) },
        Change::Trash { id: page_id(4) },
        Change::Purge { id: page_id(5) },
        Change::Restrict { id: page_id(6) },
        Change::Archive { id: page_id(8) },
        Change::TrashAttachment { attachment: attachment_id(7) },
        Change::CreatePage { space: "OPS".to_owned(), title: "New".to_owned(), body: "<p>n</p>".to_owned() },
    ];
    let options_of_cloud = Options { attachments: 40, changes: changes.clone(), ..Options::default() };
    let cloud = start(options_of_cloud).await.unwrap().truth();
    for version in VERSIONS {
        let practice = start(Options { changes: changes.clone(), ..options(version, "") }).await.unwrap();
        let truth = practice.truth();
        let told = |truth: &Truth| -> Vec<_> {
            let rows = truth.content.iter();
            rows.map(|row| (row.id.clone(), row.title.clone(), row.version, row.version_millis)).collect()
        };
        assert_eq!(told(&truth), told(&cloud));
        let digests = |truth: &Truth| -> Vec<_> {
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
    answers! { practice, r#"
        at /rest/api/
        content?type=page&spaceKey=ENG&limit=2&start=2&expand=version  200  /start 2  /limit 2  /size 2
        & /_links/base "{url}"  /_links/context "/confluence"  /_links/prev ends "&limit=2&start=0"
        & /_links/next starts "/rest/api/content?"  /_links/next ends "&limit=2&start=4"  /_links/self starts "{url}"
        content?start=5000                                             200  /results []  /_links/next null
        content?type=page&limit=5000&expand=body.view                  200  /limit 50
        content?type=page&limit=5000&expand=version                    200  /limit 200
        content?type=page&limit=5000                                   200  /limit 1000
        content/search?cql=type=page&limit=5000&expand=body.view       200  /limit 50
        content/search?cql=type=page&limit=5000&expand=version         200  /limit 200
        content/search?cql=type=page&limit=5000                        200  /limit 1000
        content/scan?limit=5000&expand=body.view                       200  /limit 50
        content/scan?limit=5000&expand=version                         200  /limit 200
        content/scan?limit=5000                                        200  /limit 1000
        content/{page}/child/attachment                                200  /limit 50  /results/# over 0
    "#, url = practice.url(), page = page_id(0) }
    let page = json(&practice, "/rest/api/content?type=page&spaceKey=ENG&limit=2&start=2&expand=version").await;
    let self_link = page["_links"]["self"].as_str().unwrap();
    assert!(!self_link.contains("start="), "{self_link}");
}

#[tokio::test]
async fn a_scan_goes_on_by_cursor_in_both_directions() {
    let practice = site("10.0.3", "").await;
    let first = json(&practice, "/rest/api/content/scan?limit=3").await;
    assert_eq!((&first["cursor"], &first["prevCursor"]), (&json!("content:false:null"), &Value::Null));
    assert_eq!(first["nextCursor"], format!("content:false:{}", ids(&rows(&first))[2]));
    let next = first["_links"]["next"].as_str().unwrap();
    assert!(next.ends_with(&format!("cursor=content%3Afalse%3A{}", ids(&rows(&first))[2])), "{next}");
    let second = json(&practice, next).await;
    let back = json(&practice, second["_links"]["prev"].as_str().unwrap()).await;
    assert_eq!(ids(&rows(&back)), ids(&rows(&first)));
    let all = walk(&practice, "/rest/api/content/scan?limit=70&status=any&expand=version", 99).await;
    let mut expected = true_ids(&practice, "page", Standing::Current);
    expected.extend(true_ids(&practice, "page", Standing::Trashed));
    assert_eq!(told_ids(&all), expected);
    let posts = walk(&practice, "/rest/api/content/scan?type=blogpost&expand=version", 9).await;
    assert_eq!(told_ids(&posts), true_ids(&practice, "blogpost", Standing::Current));
    answers! { practice, "
        at /rest/api/content/scan
        ?cursor=content:false:x  400
        ?cursor=7                400
        ?cursor=space:false:7    400
        ?start=3                 400
    " }
    answers! { site("8.2.0", "").await, "/rest/api/content/scan?type=page  400" }
    answers! { site("7.17.0", "").await, "/rest/api/content/scan  404" }
}

#[tokio::test]
async fn what_is_expanded_is_written_and_everything_else_is_named() {
    let practice = site("9.2.0", "").await;
    let truth = practice.truth();
    let of_page = truth.content.iter().find(|row| row.id == page_id(7)).unwrap();
    let wanted = "space,version,history.lastUpdated,ancestors,body.storage,body.export_view,metadata.labels,container,\
                  children.attachment";
    let path = format!("/rest/api/content/{}", of_page.id);
    for part in "space version history ancestors body metadata container children".split(' ') {
        answers! { practice, r#"
            /rest/api/content?ids={id}  200  /results/0/{part} absent  /results/0/_expandable/{part} text
            {path}?expand={wanted}      200  /{part} there             /_expandable/{part} absent
        "#, id = of_page.id, path, wanted, part }
    }
    let full = json(&practice, &format!("{path}?expand={wanted}")).await;
    answers! { practice, r#"
        /rest/api/content?ids={id}  200  /results/0/_expandable/history "{path}/history"
        & /results/0/restrictions absent  /results/0/_expandable/restrictions text
        & /results/0/operations absent    /results/0/_expandable/operations text
        & /results/0/descendants absent   /results/0/_expandable/descendants text
        {path}?expand={wanted}  200  /space/id {space}  /history/lastUpdated {version}
        & /ancestors/0 there  /ancestors/0/ancestors absent  /version/when ends "+01:00"
        & /version/by/username text  /version/by/accountId absent  /version/by/email absent
        & /metadata/labels/limit 200  /body/storage/representation "storage"
        & /body/view absent  /body/_expandable/view text
    "#, id = of_page.id, path, wanted, space = of_page.space_id, version = full["version"] }
    assert_eq!(last_id(&full["ancestors"]), of_page.parent_id.as_deref());
    let when = full["version"]["when"].as_str().unwrap();
    assert_eq!(when.len(), 29, "{when}");
    assert_eq!(chrono::DateTime::parse_from_rfc3339(when).unwrap().timestamp_millis(), of_page.version_millis);
    assert_eq!(full["version"]["by"]["userKey"].as_str().unwrap().len(), 32);
}

#[tokio::test]
async fn bodies_name_people_by_keys_and_pages_by_links_of_data_center() {
    let practice = site("9.2.0", "").await;
    let all = walk(&practice, "/rest/api/content?limit=50&expand=body.storage,body.view", 9).await;
    let bodies =
        |form: &str| -> String { all.iter().map(|row| row["body"][form]["value"].as_str().unwrap()).collect() };
    let (storage, view) = (bodies("storage"), bodies("view"));
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
        assert_eq!(all[0].get("position").is_some(), version != "8.5.4");
        answers! { practice, r#"
            /rest/api/space/ENG           200  /_links/webui "{space}"
            /rest/api/server-information  200  /version "{version}"
        "#, space, version }
    }
    let bare =
        Options { context: String::new(), server_offset: "+1100".to_owned(), ..options("8.5.4", "gateway=/ex/dc") };
    let practice = start(bare).await.unwrap();
    assert!(practice.url().ends_with("/ex/dc"));
    answers! { practice, r#"
        /rest/api/content?limit=1&expand=version  200  /_links/context ""  /results/0/version/when ends "+1100"
    "# }
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
    let now = json(&practice, &format!("/rest/api/content/{id}?expand=body.storage,version")).await;
    let number = now["version"]["number"].as_u64().unwrap();
    assert_eq!((&now["title"], &now["body"]["storage"]["value"]), (&json!("Another title"), &json!("<p>new</p>")));
    let old = format!("/rest/api/content/{id}?status=historical&version={}&expand=body.storage,version", number - 2);
    let old = json(&practice, &old).await;
    assert_eq!((&old["status"], &old["version"]["number"]), (&json!("historical"), &json!(number - 2)));
    assert!(old["title"] != now["title"] && old["body"] != now["body"]);
    let versions = walk(&practice, &format!("/rest/experimental/content/{id}/version?limit=2"), 99).await;
    let numbers: Vec<u64> = versions.iter().map(|row| row["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=number).rev().collect::<Vec<_>>());
    assert_eq!(versions[0], now["version"]);
    answers! { practice, r#"
        at /rest/api/content/
        {id}?version=1                     404  /statusCode 404  /reason "Not Found"
        {id}?status=historical&version=99  404  /statusCode 404  /reason "Not Found"
        1                                  404  /statusCode 404  /reason "Not Found"
        x                                  404  /statusCode 404  /reason "Not Found"
    "#, id }
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
    answers! { practice, r#"
        /rest/api/search?cql=«type=page»&limit=2&start=2&expand=content.version  200  /totalSize 200  /totalCount null
        & /cqlQuery "type=page"  /results/0/content/version/number whole
    "# }
    answers! { site("10.0.3", "").await, "
        /rest/api/search?cql=«type=page»&limit=2  200  /totalSize 200  /totalCount 200
    " }
}

#[tokio::test]
async fn what_cannot_be_searched_is_refused_as_the_version_does() {
    for (version, status) in [("8.5.4", 400), ("9.2.0", 404), ("10.0.3", 404)] {
        let practice = site(version, "").await;
        for cql in ["", "type = bogus", "type = whiteboard", "status = trashed", "lastmodified >= \"2024-03-31 02:30\""]
        {
            answers! { practice, r#"
                when {version}
                /rest/api/content/search?cql=«{cql}»  {status}  /statusCode {status}
                & /message has "Could not parse cql"
                /rest/api/search?cql=«{cql}»          400
            "#, version, cql, status }
        }
    }
}

/// The id of the last one in an array of objects.
fn last_id(array: &Value) -> Option<&str> {
    array.as_array().unwrap().last().map(|row| row["id"].as_str().unwrap())
}
