//! The consent of a person: got in the browser, kept sealed, and exchanged by one process at a time.

use super::*;
use crate::support::costs;
use crate::support::site::Running;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use url::Url;

/// A work folder whose connection asks for consent.
fn asking(site: &Site) -> Home {
    let origin = site.practice().origin();
    let own = settings(Door::OAuth, site.url(), origin);
    // The settings for a consent stand in comments of what the server offers.
    let offer = site.practice().offer().settings;
    let consent: Vec<&str> = offer.iter().filter_map(|line| line.strip_prefix("# ")).collect();
    let home = Home::let_in(&format!("{own}\n{}", consent.join("\n")), SECRET);
    write_secret(&home, "id", READER);
    home
}

/// Gets a page as a browser does, and what the answer says.
fn get(url: &Url) -> String {
    let mut stream = TcpStream::connect((url.host_str().unwrap(), url.port().unwrap())).unwrap();
    let target = &url[url::Position::BeforePath..];
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", url.host_str().unwrap()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Where an answer leads.
fn location(answer: &str) -> Url {
    let line = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
    Url::parse(line.trim()).unwrap()
}

/// Begins a login and gives the address for the browser.
fn begin(home: &Home) -> (std::process::Child, Url) {
    let mut child = home.command(&["login", "wiki"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut text = String::new();
    let mut byte = [0];
    while !text.ends_with('\n') {
        out.read_exact(&mut byte).unwrap();
        text.push(char::from(byte[0]));
    }
    (child, Url::parse(text.trim()).unwrap())
}

fn end(child: std::process::Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn log_in(home: &Home) {
    let (child, address) = begin(home);
    let answer = get(&location(&get(&address)));
    assert!(answer.contains("You may close this window"), "{answer}");
    let (code, said) = end(child);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(CLOUD_ID), "{said}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_person_consents_once_and_every_run_after_it_exchanges_the_token() {
    let site = Site::of("", Options { token_uses: 10, ..small(Door::OAuth, SECRET) });
    let home = asking(&site);
    home.run(&["check"]).ends(1).says("nobody has logged in").says("catchment login wiki");
    log_in(&home);
    home.run(&["check"]).ends(0);
    home.follow().ends(0);
    assert_eq!(home.ids().len(), 33);
    assert!(site.practice().tokens_given() > 3);
    let file = home.dir().join("data/wiki.token");
    let kept = std::fs::read(&file).unwrap();
    assert!(!String::from_utf8_lossy(&kept).contains("practice-refresh"));
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    // The token goes along where the key changes, however that was interrupted.
    let kept_by = |home: &Home| std::fs::read(home.dir().join("data/wiki.token")).unwrap();
    let mut killed = home.command(&["key", "rotate"]);
    assert!(costs::output(killed.env("CATCHMENT_CRASH_AT", "rotate.before_replace")).status.code().is_none());
    assert_ne!(kept_by(&home), kept);
    home.run(&["check"]).ends(0);
    home.follow().ends(0);
    home.run(&["key", "rotate"]).ends(0);
    home.run(&["check"]).ends(0);
    let kept = kept_by(&home);

    // What is put back is an older token, which the endpoint does not take any more.
    home.run(&["check"]).ends(0);
    std::fs::write(&file, kept).unwrap();
    let refused = home.run(&["check"]).ends(1).says("refresh_token is invalid").says("catchment login wiki");
    assert!(!refused.words().contains("practice-refresh"));
    log_in(&home);
    home.run(&["check"]).ends(0);
}

#[test]
fn a_browser_that_does_not_know_the_state_brings_nothing() {
    let site = Site::of("", small(Door::OAuth, SECRET));
    let home = asking(&site);
    let (child, address) = begin(&home);
    let mut back = location(&get(&address));
    let code = back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    back.query_pairs_mut().clear().append_pair("state", "guessed").append_pair("code", &code);
    assert!(get(&back).contains("The login failed"));
    let (code, said) = end(child);
    assert!(code == Some(1) && said.contains("another state"), "{said}");
    assert!(!home.dir().join("data/wiki.token").exists());

    let (child, address) = begin(&home);
    let back = address.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1.into_owned();
    let state = address.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let mut back = Url::parse(&back).unwrap();
    assert!(get(&back.join("/favicon.ico").unwrap()).starts_with("HTTP/1.1 404"));
    back.query_pairs_mut().append_pair("state", &state).append_pair("error", "access_denied");
    get(&back);
    let (code, said) = end(child);
    assert!(code == Some(1) && said.contains("the consent was refused: access_denied"), "{said}");
}

#[test]
fn two_processes_never_exchange_one_token() {
    let site =
        Site::of("", Options { token_uses: 10, latency: Duration::from_millis(5), ..small(Door::OAuth, SECRET) });
    let home = asking(&site);
    log_in(&home);
    let sync: Running = home.start(&["sync"]);
    let checks: Vec<_> = (0..3)
        .map(|_| {
            let check = home.start(&["check"]);
            thread::spawn(move || check.wait())
        })
        .collect();
    for check in checks {
        let said = check.join().unwrap();
        assert!(!said.words().contains("refresh_token is invalid"), "{said:?}");
    }
    sync.wait().ends(0);
    home.run(&["check"]).ends(0);
}

#[test]
fn only_a_connection_that_asks_for_consent_needs_a_login() {
    let site = Site::of("", small(Door::Token, SECRET));
    home(&site, Door::Token, SECRET)
        .run(&["login", "wiki"])
        .ends(2)
        .says("wiki needs no login")
        .says("docs/confluence.md");
}
