//! What `check` says of sites that let somebody in, in part or not at all: one transcript each in `tests/snapshots/`, of what is
//! about the site.

use crate::support::cli::{Desk, practice, small};
use crate::support::server::{
    Reply, Script, Seen, Server, is_account, is_at, is_pages_of, is_spaces, listing, pages, space,
};
use crate::support::tls::Presenter;
use catchment_practice::confluence::{Deployment, Door, Extras, Options};
use insta::assert_snapshot;
use serde_json::json;
use std::net::TcpListener;

/// What is looked at on this machine, whatever the site says.
const LOCAL: [&str; 5] = ["key file:", "lake:", "database:", "database and lake:", "redaction:"];

/// What a check says of the site, which ends with this code.
fn told(mut desk: Desk, code: i32) -> String {
    assert_eq!(desk.run(&["check"]), code, "{}", desk.transcript());
    let is_local = |line: &&str| LOCAL.iter().any(|item| line.starts_with(&format!("  ok       {item}")));
    desk.transcript().lines().filter(|line| !is_local(line)).map(|line| format!("{line}\n")).collect()
}

/// The same of a site that answers everything alike.
fn answered(reply: Reply) -> String {
    let server = Server::start(Script::default().on(|_| true, reply));
    told(Desk::at(&server.url(), ""), 1)
}

/// The same of a practice server with faults, for a connection with these settings.
async fn practised(faults: &str, settings: &str, options: Options, code: i32) -> String {
    let practice = practice(faults, options).await;
    told(Desk::at(practice.url(), settings), code)
}

fn everything() -> Options {
    let extras = Extras { audit_events: 3, groups: 2, labels: 2, ..Extras::default() };
    Options { attachments: 4, extras, ..small() }
}

#[tokio::test(flavor = "multi_thread")]
async fn check_explains_a_wrong_address_of_the_account() {
    let options = Options { username: "somebody.else@example.com".to_owned(), ..small() };
    assert_snapshot!(practised("", "", options, 1).await);
}

#[test]
fn check_explains_an_account_that_is_locked() {
    let body = r#"{"message":"Current user not permitted to use Confluence","statusCode":403}"#;
    assert_snapshot!(answered(Reply::of(403, "application/json", &[], body)));
}

#[test]
fn check_explains_a_token_that_has_expired() {
    let body = r#"{"code":401,"message":"Unauthorized; the token expired at 2026-09-30T12:00:00Z"}"#;
    assert_snapshot!(answered(Reply::of(401, "application/json", &[], body)));
}

#[test]
fn credentials_that_end_while_check_looks_are_told_once_and_as_what_they_are() {
    let account = Reply::json(json!({"type": "known", "accountId": "5b10", "accountType": "atlassian"}).to_string());
    let server = Server::start(
        Script::default()
            .on(|target| target.contains("/pages?"), Reply::json(listing(&pages(&["7"]), None)))
            // Once for the site, and once as a listing: what was answered first is asked for again.
            .first(2, is_spaces, Reply::json(listing(&[space("100", "DOCS", "DOCS")], None)))
            .on(is_account, account)
            .on(|_| true, Reply::error(401, &[])),
    );
    let settings = "content_types = [\"page\", \"blogpost\"]\ndatasets = [\"task\"]\n";
    let told = told(Desk::at(&server.url(), settings), 1);
    assert!(told.contains("FAILED   wiki: stream: the site answered 401"), "{told}");
    assert!(told.contains("check username and api_token") && !told.contains("remove blogpost"), "{told}");
    assert_eq!(told.matches("FAILED").count(), 1, "{told}");
    assert!(told.contains("skipped  stream: the site does not accept the credentials any more"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn check_explains_a_scope_that_the_token_lacks() {
    let scopes = ["read:space:confluence", "read:page:confluence", "read:confluence-user", "search:confluence"];
    let options = Options { door: Door::Scoped, scopes: scopes.map(str::to_owned).to_vec(), ..everything() };
    let practice = practice("", options).await;
    let settings = format!(
        "gateway = true\ngateway_url = \"{}\"\ncontent_types = [\"page\", \"attachment\"]\n",
        practice.origin()
    );
    assert_snapshot!(told(Desk::at(practice.url(), &settings), 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn check_explains_a_space_that_is_listed_and_cannot_be_read() {
    assert_snapshot!(practised("forbidden-space=ENG", "", small(), 3).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn check_explains_an_audit_log_without_an_administrator() {
    let settings = "datasets = [\"audit_event\", \"label\"]\n";
    assert_snapshot!(practised("no-admin", settings, everything(), 3).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn check_explains_what_the_plan_of_the_site_does_not_have() {
    assert_snapshot!(practised("no-analytics", "datasets = [\"page_view\"]\n", everything(), 3).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn check_says_what_it_could_not_try() {
    let options = Options { pages: 0, blogposts: 0, attachments: 0, ..small() };
    let settings =
        "content_types = [\"page\", \"attachment\"]\ndatasets = [\"page_version\", \"attachment_version\"]\n";
    assert_snapshot!(practised("", settings, options, 0).await);
}

#[test]
fn check_explains_the_page_of_a_proxy() {
    let headers = [("Server", "squid/6.1"), ("Via", "1.1 proxy.example.com")];
    assert_snapshot!(answered(Reply::of(200, "text/html", &headers, "<html><h1>Please accept</h1></html>")));
}

#[test]
fn check_explains_a_proxy_that_refuses() {
    let headers = [("Via", "1.1 proxy.example.com")];
    assert_snapshot!(answered(Reply::of(403, "text/html", &headers, "<html><h1>Blocked</h1></html>")));
}

#[test]
fn check_explains_a_proxy_that_has_moved() {
    // Nobody listens on a port that was just given back.
    let proxy = format!("http://{}", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    let mut desk = Desk::at("https://site.invalid/wiki", &format!("proxy = \"{proxy}\"\n"));
    desk.mask_port(&proxy);
    assert_snapshot!(told(desk, 1));
}

#[test]
fn check_explains_a_proxy_that_lets_nothing_through() {
    let proxy = Server::start(Script::default().on(|_| true, Reply::error(403, &[])));
    let address = format!("http://{}", proxy.host());
    let mut desk = Desk::at("https://site.invalid/wiki", &format!("proxy = \"{address}\"\n"));
    desk.mask_port(&address);
    assert_snapshot!(told(desk, 1));
}

#[test]
fn check_explains_a_proxy_that_asks_for_a_password() {
    let proxy = Server::start(Script::default().on(|_| true, Reply::error(407, &[])));
    let told = told(Desk::at("https://site.invalid/wiki", &format!("proxy = \"http://{}\"\n", proxy.host())), 1);
    assert!(told.contains("HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT") && told.contains("asks for a user"), "{told}");
}

#[test]
fn check_explains_a_site_that_is_not_there() {
    assert_snapshot!(answered(Reply::of(404, "text/html", &[], "<html><h1>Page unavailable</h1></html>")));
}

#[test]
fn check_explains_a_host_whose_name_nobody_knows() {
    let told = told(Desk::at("https://site.invalid/wiki", ""), 1);
    // The system says in its own words why not.
    let cause = "failed to lookup address information";
    let told =
        told.lines().map(|line| line.split_once(cause).map_or(line.to_owned(), |(said, _)| format!("{said}{cause}")));
    assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
}

#[test]
fn check_explains_a_site_that_does_not_answer_in_time() {
    let server = Server::start(Script::default().on(|_| true, Reply::default().stall()));
    let told = told(Desk::at(&server.url(), "request_timeout_ms = 200\n"), 1);
    // The answer as a whole and the wait for its first byte end at the same time.
    assert_snapshot!(told.replace("error sending request: operation timed out", "no complete response within 200 ms"));
}

#[test]
fn check_explains_a_certificate_that_nobody_signed() {
    let presenter = Presenter::start();
    assert_snapshot!(told(Desk::at(&format!("https://{}/wiki", presenter.host()), ""), 1));
}

/// A site with a space, whose search counts 25,000 of everything, and whose answers have these headers.
fn counting(headers: &'static [(&'static str, &'static str)]) -> Server {
    let said = move |body: String| Reply::of(200, "application/json", headers, body);
    Server::start(
        Script::default()
            .on(is_spaces, said(listing(&[space("100", "DOCS", "DOCS")], None)))
            .on(is_pages_of("100"), said(listing(&pages(&["1"]), None)))
            .on(|target| target.starts_with("/wiki/rest/api/search?"), said(json!({"totalSize": 25_000}).to_string())),
    )
}

/// The lines of these items.
fn items(told: &str, items: &[&str]) -> String {
    let lines = told.lines().filter(|line| items.iter().any(|item| line.starts_with(&format!("  ok       {item}:"))));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn check_tells_the_headers_about_limits_and_estimates_the_first_sync_by_them() {
    let server = counting(&[
        ("X-RateLimit-Limit", "100"),
        ("X-RateLimit-FillRate", "5"),
        ("X-RateLimit-Interval-Seconds", "2"),
        ("Beta-RateLimit-Policy", "\"global-app-quota\";q=65000;w=3600"),
    ]);
    let settings = "content_types = [\"page\", \"attachment\"]\ndatasets = [\"page_version\", \"label\"]\n";
    let told = told(Desk::at(&server.url(), settings), 3);
    assert_snapshot!(items(&told, &["first sync", "rate limit", "requests"]));
}

#[test]
fn check_estimates_the_first_sync_by_the_settings_where_the_site_names_no_limit() {
    let server = counting(&[]);
    let settings = "requests_per_minute = 50\nstart_date = \"2026-01-01\"\n";
    assert_snapshot!(items(&told(Desk::at(&server.url(), settings), 0), &["first sync", "rate limit", "requests"]));
}

/// A site with 30 pages and 400 attachments in the spaces DOCS and DOCX, which stand on two pages of its listing.
fn with_spaces_on_two_pages() -> Server {
    let json = |objects: &[serde_json::Value], next| Reply::json(listing(objects, next));
    let counted = |seen: &Seen| {
        let is_there = ["%22DOCS%22", "%22DOCX%22"].iter().all(|key| seen.target.contains(key));
        let is_of_labels = seen.target.contains("page") == seen.target.contains("label+in+%28%22kept%22%29");
        let all = if seen.target.contains("page") { 30 } else { 400 };
        let total = if is_there && is_of_labels && !seen.target.contains("OPS") { all } else { 0 };
        Reply::json(json!({ "totalSize": total }).to_string())
    };
    let second = json(&[space("300", "DOCX", "DOCX")], None);
    let first = [space("100", "DOCS", "DOCS"), space("200", "OPS", "OPS")];
    Server::start(
        Script::default()
            .on(|target| is_spaces(target) && is_at("second")(target), second)
            .on(is_spaces, json(&first, Some("/wiki/api/v2/spaces?cursor=second&limit=250")))
            .on(is_pages_of("100"), json(&pages(&["1"]), None))
            .on(is_pages_of("300"), json(&pages(&["2"]), None))
            .on(|target| target.starts_with("/wiki/api/v2/attachments?"), json(&[], None))
            .on(|target| target.contains("/rest/api/content/search?"), json(&pages(&["1"]), None))
            .with(|target| target.starts_with("/wiki/rest/api/search?"), counted),
    )
}

#[test]
fn check_estimates_what_settings_select_in_all_the_spaces_that_patterns_ask_for() {
    let server = with_spaces_on_two_pages();
    let settings = "content_types = [\"page\", \"attachment\"]\nspace_keys = [\"DOC*\"]\nlabels = [\"kept\"]\n\
                    redaction = \"house\"\n[redaction.house]\nbased_on = \"standard\"\nattachments = \"skip\"\n";
    let told = told(Desk::at(&server.url(), settings), 0);
    assert!(told.contains("spaces: space_keys asks for 2 of the 3 spaces that the account sees\n"), "{told}");
    assert!(told.contains("spaces: 2 of 2 spaces tried, each can be read (page)\n"), "{told}");
    // A search for the pages and one request for their ids; two pages of attachments, whose files nobody stores.
    assert!(told.contains("first sync: attachment: 400; page: 30; estimated at most 4 requests, "), "{told}");
    let listings = server.targets().into_iter().filter(|target| is_spaces(target) && is_at("second")(target));
    assert_eq!(listings.count(), 2, "once as a listing, and once as a next link: {:?}", server.targets());
}

#[test]
fn check_counts_nothing_in_spaces_whose_listing_has_too_many_pages() {
    let page = |seen: &Seen| {
        let cursor = seen.target.split(['?', '&']).find_map(|part| part.strip_prefix("cursor="));
        let at: usize = cursor.map_or(0, |cursor| cursor.parse().unwrap());
        let (id, key) = ((100 + at).to_string(), format!("DOC{at}"));
        let next = format!("/wiki/api/v2/spaces?cursor={}&limit=250", at + 1);
        Reply::json(listing(&[space(&id, &key, &key)], Some(&next)))
    };
    let script = Script::default().with(is_spaces, page);
    let server =
        Server::start(script.on(|target| target.contains("/pages?"), Reply::json(listing(&pages(&["1"]), None))));
    let told = told(Desk::at(&server.url(), "space_keys = [\"DOC*\"]\n"), 0);
    assert!(told.contains("space_keys asks for 40 of the first 40 spaces that the account sees\n"), "{told}");
    assert!(told.contains("10 of more than 40 spaces tried, each can be read (page)\n"), "{told}");
    assert!(
        told.contains("first sync: estimated 41 requests, ") && told.contains("not counted: space, page\n"),
        "{told}"
    );
    assert!(server.targets().iter().all(|target| !target.contains("/rest/api/search")), "{:?}", server.targets());
}

#[test]
fn check_says_that_the_first_sync_cannot_be_estimated_without_a_search() {
    let pages = Reply::json(listing(&pages(&["1"]), None));
    let script = Script::default().spaces(&[("100", "DOCS")]).on(is_pages_of("100"), pages);
    let server = Server::start(script.on(|target| target.contains("/rest/api/search?"), Reply::error(410, &[])));
    let told = told(Desk::at(&server.url(), ""), 0);
    assert!(told.contains("skipped  first sync: the site does not count page: the site answered 410"), "{told}");
}

/// What a check says of a practice Data Center of this version, for a connection with these settings.
async fn of_data_center(version: &str, faults: &str, settings: &str, code: i32) -> String {
    let deployment = Deployment::DataCenter { version: version.to_owned() };
    let practice = practice(faults, Options { door: Door::DataCenter, deployment, ..everything() }).await;
    let mut desk = Desk::at(practice.url(), "");
    desk.put(
        "catchment.toml",
        &format!(
            "[connections.wiki]\nsource = \"confluence\"\nurl = \"{}\"\ndeployment = \"data_center\"\n\
             personal_access_token = \"file:token\"\nrate_limit_timeout_ms = 0\n{settings}",
            practice.url()
        ),
    );
    desk.mask_port(practice.url());
    told(desk, code)
}

#[tokio::test(flavor = "multi_thread")]
async fn check_tells_what_can_be_read_of_a_data_center() {
    let settings = "content_types = [\"page\", \"attachment\"]\n\
                    datasets = [\"user\", \"space_permission\", \"page_version\"]\n";
    assert_snapshot!(of_data_center("9.2.0", "no-admin", settings, 3).await);
}

/// Pages without the scan, permissions of spaces by the former route, and bodies of versions, which are parts of parts.
#[tokio::test(flavor = "multi_thread")]
async fn check_asks_an_older_data_center_as_a_sync_does() {
    let settings = "content_types = [\"page\"]\ndatasets = [\"space_permission\", \"page_version\"]\n\
                    version_bodies = true\n";
    let told = of_data_center("7.17.0", "", settings, 0).await;
    for read in ["each can be read (page)", "space_permission: can be read", "page_version_body (page_version): can be"]
    {
        assert!(told.contains(read), "{read}: {told}");
    }
}
