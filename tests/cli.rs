//! Whole commands as a user sees them: exit code, stdout, stderr. One transcript a test, compared with the one in
//! `tests/snapshots/`; whoever changes a message reads the difference and runs the tests once more with
//! `INSTA_UPDATE=always`.

use crate::support::cli::{Desk, TOKEN, practice, small};
use crate::support::costs;
use catchment_practice::confluence::{Options, page_id};
use insta::assert_snapshot;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// A minimal configuration with one more line for its connection.
fn configuration(line: &str) -> String {
    format!(
        "[connections.wiki]\nsource = \"confluence\"\nurl = \"https://example.atlassian.net/wiki\"\n\
         username = \"me@example.com\"\napi_token = \"env:CONFLUENCE_API_TOKEN\"\n{line}\n"
    )
}

#[test]
fn help_is_given_for_the_program_and_for_every_command() {
    let mut desk = Desk::new();
    assert_eq!(desk.run(&["--help"]), 0);
    let commands = [
        "init",
        "check",
        "preview",
        "sync",
        "status",
        "acknowledge",
        "catalog",
        "query",
        "audit",
        "explain",
        "raw",
        "reveal",
        "vacuum",
        "backup",
        "purge",
        "key",
        "redact",
        "attachments",
        "config",
        "completions",
        "man",
        "demo",
        "practice",
    ];
    for command in commands {
        assert_eq!(desk.run(&[command, "--help"]), 0);
    }
    assert_snapshot!(desk.transcript());
}

#[test]
fn the_version_names_the_commit_where_it_was_built_in_a_clone() {
    let mut desk = Desk::new();
    assert_eq!(desk.run(&["--version"]), 0);
    let commit = option_env!("CATCHMENT_COMMIT").map(|commit| format!("commit {commit}, ")).unwrap_or_default();
    let told = format!("catchment {} ({commit}redaction rules ", env!("CARGO_PKG_VERSION"));
    assert!(desk.transcript().contains(&told), "{told} {}", desk.transcript());
    let is_clone = Path::new(env!("CARGO_MANIFEST_DIR")).join(".git/HEAD").is_file();
    assert!(!is_clone || !commit.is_empty(), "the build did not find the commit");
}

#[test]
fn a_wrong_command_line_is_refused_with_a_hint() {
    let mut desk = Desk::new();
    assert_eq!(desk.run(&[]), 2);
    assert_eq!(desk.run(&["snyc"]), 2);
    assert_eq!(desk.run(&["sync", "--quiet", "--verbose"]), 2);
    assert_eq!(desk.run(&["acknowledge", "wiki", "first", "--reason", "a test"]), 2);
    assert_eq!(desk.run(&["practice", "--fault", "earthquake"]), 2);
    assert_snapshot!(desk.transcript());
}

#[test]
fn init_writes_configuration_and_key_once_and_overwrites_neither() {
    let mut desk = Desk::new();
    assert_eq!(desk.run(&["init"]), 2);
    assert_eq!(desk.run(&["init", "workday"]), 2);
    assert_eq!(desk.run(&["init", "confluense"]), 2);
    assert_eq!(desk.run(&["init", "confluence"]), 0);
    let files = ["catchment.toml", "data/catchment.key"].map(|file| desk.dir().join(file));
    let written = files.each_ref().map(|file| std::fs::read(file).unwrap());
    assert_eq!(desk.run(&["init", "confluence"]), 0);
    assert_eq!(files.each_ref().map(|file| std::fs::read(file).unwrap()), written);
    assert_snapshot!(desk.transcript());
}

#[test]
fn config_prints_what_is_in_force_and_every_setting() {
    let mut desk = Desk::new();
    desk.put("catchment.toml", &configuration("space_keys = [\"DOCS\"]\npage_size = 100"));
    assert_eq!(desk.run(&["config"]), 0);
    assert_eq!(desk.run(&["config", "--format", "json"]), 0);
    assert_eq!(desk.run(&["config", "--settings"]), 0);
    assert_snapshot!(desk.transcript());
}

#[test]
fn settings_are_not_printed_as_json() {
    let mut desk = Desk::new();
    assert_eq!(desk.run(&["config", "--settings", "--format", "json"]), 2);
    let told = desk.transcript();
    assert!(told.contains("\"exit_code\": 2") && !told.contains("| setting"), "{told}");
    assert!(told.contains("error: --settings prints Markdown, not JSON\nhint: leave out --format json\n"), "{told}");
}

#[test]
fn a_wrong_configuration_is_refused_by_line_with_a_hint_and_without_its_secrets() {
    let mut desk = Desk::new();
    assert_eq!(desk.run(&["sync"]), 2);
    for line in [
        "page_sise = 10",
        "query_limit = 10",
        "cloud = true",
        "cql = \"(type = page\"",
        "page_size = 500",
        "page_sise = 10\ncloud = true",
        "oops",
        "space_keys = [\"ENG\"",
    ] {
        desk.put("catchment.toml", &configuration(line));
        assert_eq!(desk.run(&["config"]), 2, "{line}");
    }
    let literal = configuration("").replace("env:CONFLUENCE_API_TOKEN", "ATATT3xFfGF0-invented-token");
    desk.put("catchment.toml", &literal);
    assert_eq!(desk.run(&["check"]), 2);
    desk.put("catchment.toml", &configuration("").replace("https:", "http:"));
    assert_eq!(desk.run(&["check"]), 2);
    desk.put("catchment.toml", &configuration(""));
    assert_eq!(desk.run(&["sync", "wikki"]), 2);
    assert!(!desk.transcript().contains("ATATT3x"), "{}", desk.transcript());
    assert_snapshot!(desk.transcript());
}

#[tokio::test(flavor = "multi_thread")]
async fn check_tells_what_is_in_order() {
    let practice = practice("", small()).await;
    let mut desk = Desk::of(&practice);
    assert_eq!(desk.run(&["check"]), 0);
    assert_eq!(desk.run(&["check", "wiki", "--format", "json"]), 0);
    assert_eq!(practice.requests(), 14);
    assert_snapshot!(desk.transcript());
}

/// What `check` says to a site with a fault.
async fn checked(faults: &str) -> String {
    let practice = practice(faults, small()).await;
    let mut desk = Desk::of(&practice);
    assert_eq!(desk.run(&["check"]), 1, "{faults}");
    desk.transcript()
}

#[tokio::test(flavor = "multi_thread")]
async fn check_explains_a_site_without_visible_spaces() {
    assert_snapshot!(checked("no-space").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn check_explains_a_login_page() {
    assert_snapshot!(checked("html=1").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn check_explains_a_redirect_to_another_host() {
    assert_snapshot!(checked("redirect=1").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn check_explains_a_site_that_is_down() {
    assert_snapshot!(checked("unavailable=0").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn check_explains_clocks_that_differ() {
    let told = checked("clock-skew=3600").await;
    // The second of the request counts.
    assert_snapshot!(told.replace("by 3599 seconds", "by 3600 seconds"));
}

#[tokio::test(flavor = "multi_thread")]
async fn check_explains_a_wrong_token_and_never_prints_it() {
    let practice = practice("", small()).await;
    let mut desk = Desk::of(&practice);
    desk.put_secret("token", "a-token-that-is-wrong");
    assert_eq!(desk.run(&["check"]), 1);
    assert_eq!(desk.run(&["check", "--format", "json"]), 1);
    assert!(!desk.transcript().contains("a-token-that-is-wrong"));
    assert_snapshot!(desk.transcript());
}

#[test]
fn check_explains_credentials_that_the_site_cannot_read() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/wiki", listener.local_addr().unwrap());
    let site = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
        let head = "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/html\r\nContent-Length: 2\r\nConnection: close";
        stream.write_all(format!("{head}\r\n\r\nno").as_bytes()).unwrap();
    });
    let mut desk = Desk::at(&url, "");
    assert_eq!(desk.run(&["check"]), 1);
    site.join().unwrap();
    assert_snapshot!(desk.transcript());
}

#[test]
fn check_explains_that_nobody_answers_there() {
    // Nobody listens on a port that was just given back.
    let url = format!("http://{}/wiki", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    let mut desk = Desk::at(&url, "");
    assert_eq!(desk.run(&["check"]), 1);
    assert_snapshot!(desk.transcript());
}

#[tokio::test(flavor = "multi_thread")]
async fn preview_suggests_no_settings_for_a_stream_that_none_describe() {
    let practice = practice("", small()).await;
    let mut desk = Desk::of(&practice);
    assert_eq!(desk.run(&["preview", "wiki", "page"]), 0);
    let told = desk.transcript();
    assert!(told.contains(" records in ") && told.contains("page_id"), "{told}");
    assert!(!told.contains("possible keys") && !told.contains("possible columns"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_secret_or_key_is_named() {
    let practice = practice("", small()).await;
    let mut desk = Desk::of(&practice);
    std::fs::remove_file(desk.dir().join("token")).unwrap();
    assert_eq!(desk.run(&["sync"]), 2);
    desk.put("token", TOKEN);
    assert_eq!(desk.run(&["sync"]), 2);
    desk.put_secret("token", TOKEN);
    assert_eq!(desk.run(&["sync", "--quiet"]), 0);
    std::fs::remove_file(desk.dir().join("data/catchment.key")).unwrap();
    assert_eq!(desk.run(&["sync"]), 5);
    assert_eq!(desk.run(&["init"]), 5);
    desk.put("data/catchment.key", "not a key");
    assert_eq!(desk.run(&["sync"]), 5);
    desk.put_secret("data/catchment.key", &format!("catchment-key-1 {}\n", "a5".repeat(32)));
    assert_eq!(desk.run(&["sync"]), 5);
    assert_snapshot!(desk.transcript());
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_publishes_then_has_nothing_to_publish_and_status_tells_where_it_stands() {
    let practice = practice("", small()).await;
    let mut desk = Desk::of(&practice);
    assert_eq!(desk.run(&["status"]), 0);
    assert_eq!(desk.run(&["status", "--fail"]), 1);
    assert_eq!(desk.run(&["sync"]), 0);
    assert_eq!(desk.run(&["status", "--verbose"]), 0);
    let current = std::fs::read_link(desk.dir().join("lake/wiki/current")).unwrap();
    assert_eq!(desk.run(&["sync", "wiki", "--format", "json"]), 0);
    assert_eq!(std::fs::read_link(desk.dir().join("lake/wiki/current")).unwrap(), current);
    assert_eq!(desk.run(&["status", "--format", "json"]), 0);
    assert_eq!(desk.run(&["sync", "--quiet"]), 0);
    assert_snapshot!(desk.transcript());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow tier: .ci/slow"]
async fn an_incomplete_sync_stays_incomplete_until_what_is_open_is_acknowledged() {
    let practice = practice(&format!("poison={}", page_id(3)), small()).await;
    let mut desk = Desk::of(&practice);
    assert_eq!(desk.run(&["sync"]), 3);
    assert_eq!(desk.run(&["status"]), 0);
    assert_eq!(desk.run(&["acknowledge", "wiki", "7", "--reason", "a test"]), 2);
    assert_eq!(desk.run(&["sync"]), 3);
    assert_eq!(desk.run(&["acknowledge", "wiki", "1", "--reason", "a test"]), 0);
    assert_eq!(desk.run(&["sync"]), 0);
    assert_snapshot!(desk.transcript());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_unreadable_is_resolved_when_it_can_be_read() {
    let options = small();
    let poisoned = practice(&format!("poison={}", page_id(3)), options.clone()).await;
    let mut desk = Desk::of(&poisoned);
    assert_eq!(desk.run(&["sync", "--quiet"]), 3);
    let port = poisoned.url().rsplit(':').next().unwrap().trim_end_matches("/wiki").parse().unwrap();
    poisoned.stop().await;
    let healed = practice("", Options { port, ..options }).await;
    assert_eq!(desk.run(&["sync"]), 0);
    assert_eq!(desk.run(&["acknowledge", "wiki", "1", "--reason", "a test"]), 2);
    healed.stop().await;
    assert_snapshot!(desk.transcript());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_space_that_cannot_be_listed_or_seen_is_named_and_the_others_are_published() {
    let practice = practice("forbidden-space=ENG", small()).await;
    let mut desk = Desk::at(practice.url(), "");
    assert_eq!(desk.run(&["sync"]), 3);
    let mut invisible = Desk::at(practice.url(), "space_keys = [\"NOWHERE\"]\n");
    assert_eq!(invisible.run(&["sync"]), 3);
    assert_snapshot!(format!("{}{}", desk.transcript(), invisible.transcript()));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_connections_each_failure_names_its_own_and_the_others_are_synced() {
    let (broken, well) = (practice("html=1", small()).await, practice("", small()).await);
    let mut desk = Desk::of(&well);
    let wiki = std::fs::read_to_string(desk.dir().join("catchment.toml")).unwrap();
    let attic = wiki.replace("connections.wiki", "connections.attic").replace(well.url(), broken.url());
    desk.put("catchment.toml", &format!("{wiki}\n{attic}"));
    desk.mask_port(broken.url());
    assert_eq!(desk.run(&["check"]), 1);
    assert_eq!(desk.run(&["sync", "wiki"]), 0);
    assert_eq!(desk.run(&["status"]), 0);
    assert_eq!(desk.run(&["status", "--fail"]), 1);
    assert_snapshot!(desk.transcript());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_is_told_who_holds_the_connection_and_status_answers_meanwhile() {
    let practice = practice("", Options { latency: Duration::from_millis(1500), ..small() }).await;
    let mut desk = Desk::of(&practice);
    let holder = desk.begin(&["sync"]);
    while !desk.dir().join("data/wiki.sock").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(desk.run(&["sync"]), 7);
    assert_eq!(desk.run(&["acknowledge", "wiki", "1", "--reason", "a test"]), 7);
    assert_eq!(desk.run(&["status"]), 0);
    interrupt(holder.id());
    assert_eq!(desk.end(&["sync"], holder), 4);
    assert_eq!(desk.run(&["status"]), 0);
    assert_snapshot!(desk.transcript());
}

/// What Ctrl-C does.
fn interrupt(process: u32) {
    assert!(Command::new("kill").args(["-INT", &process.to_string()]).status().unwrap().success());
}

#[test]
fn the_practice_server_prints_its_address_and_stops_at_ctrl_c() {
    let mut desk = Desk::new();
    let arguments = ["practice", "--port", "0", "--pages", "3"];
    let mut server = desk.begin(&arguments);
    let mut line = Vec::new();
    let mut stdout = server.stdout.take().unwrap();
    while !line.ends_with(b"\n") {
        let mut byte = [0];
        stdout.read_exact(&mut byte).unwrap();
        line.push(byte[0]);
    }
    let url = String::from_utf8(line).unwrap();
    assert!(url.starts_with("http://127.0.0.1:") && url.ends_with("/wiki\n"), "{url}");
    desk.mask_port(&url);
    interrupt(server.id());
    assert_eq!(desk.end(&arguments, server), 0);
    assert_snapshot!(desk.transcript());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn the_demo_of_another_source_and_of_own_pages_needs_nothing_either() {
    let desk = Desk::new();
    let demo = |arguments: &[&str]| {
        let output = costs::output(&mut desk.command(&[&["demo"], arguments].concat()));
        let (told, complaint) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert!(output.status.success(), "{told}{complaint}");
        told
    };
    let incidents = demo(&["--source", "servicenow", "--dir", "desk"]);
    // A note that was written between the syncs, what it holds of people, and what is gone, each with its evidence.
    for told in ["[PHONE_NUMBER]", "[CREDIT_CARD]", "Resolved", "purged", "sys_audit"] {
        assert!(incidents.contains(told), "no {told} in\n{incidents}");
    }
    assert!(!incidents.contains("dana@") && !incidents.contains("4111"), "{incidents}");
    assert!(demo(&["--source", "servicenow", "--dir", "desk"]).contains("nothing changed, no new generation"));
    let cases = demo(&["--source", "salesforce", "--dir", "crm"]);
    for told in ["[PHONE_NUMBER]", "[CREDIT_CARD]", "Closed", "trashed"] {
        assert!(cases.contains(told), "no {told} in\n{cases}");
    }
    assert!(!cases.contains("dana@") && !cases.contains("4111"), "{cases}");
    assert!(demo(&["--source", "salesforce", "--dir", "crm"]).contains("nothing changed, no new generation"));
    std::fs::create_dir(desk.dir().join("html")).unwrap();
    for name in ["index", "tutorial", "reference"] {
        desk.put(
            &format!("html/{name}.html"),
            &format!("<html><head><title>{name}</title></head><body></body></html>"),
        );
    }
    let pages = demo(&["--html", "html", "--dir", "pages"]);
    assert!(pages.contains("space_content") && pages.contains("3 rows"), "{pages}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn the_demo_needs_nothing_and_its_second_run_publishes_nothing_new() {
    let mut desk = Desk::new();
    std::fs::create_dir(desk.dir().join("tryout")).unwrap();
    desk.put_key("tryout/data");
    assert_eq!(desk.run(&["demo", "--dir", "tryout"]), 0);
    assert_eq!(desk.run(&["demo", "--dir", "tryout", "--quiet"]), 0);
    assert_eq!(desk.run(&["--config", "tryout/catchment.toml", "status"]), 0);
    let generations = std::fs::read_dir(desk.dir().join("tryout/lake/wiki/generations")).unwrap().count();
    // One of the first sync, one of what changed after it, and none of the second demo.
    assert_eq!(generations, 2);
    desk.put("catchment.toml", &configuration(""));
    assert_eq!(desk.run(&["demo", "--dir", "."]), 2);
    assert_snapshot!(desk.transcript());
}
