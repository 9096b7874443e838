//! Rate limits and a site that is out of order.

use super::*;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::sync::{Arc, Mutex};

/// Two answers with 429 and these headers; gives the pause after the second, in milliseconds.
fn pause_after_429(headers: &[(&str, &str)]) -> u128 {
    let script = Script::default()
        .first(2, is_pages_of("100"), Reply::error(429, headers))
        .spaces(&[("100", "DOCS")])
        .on(is_pages_of("100"), Reply::json(listing(&pages(&["1"]), None)));
    let server = Server::start(script);
    let home = home(&server);
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1"]);
    let waits = home.query("select reason from sync.wait");
    assert!(waits.iter().any(|reason| reason == "server asked"), "{headers:?}: {waits:?}");
    let mut seen = server.seen();
    seen.retain(|seen| is_pages_of("100")(&seen.target));
    assert_eq!(seen.len(), 3, "{headers:?}");
    (seen[2].at - seen[1].at).as_millis()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn retry_after_is_kept_in_seconds_and_as_a_date() {
    assert!(pause_after_429(&[("Retry-After", "1")]) >= 1000);
    let date = "Fri, 20 Nov 2026 10:00:00 GMT";
    let later = "Fri, 20 Nov 2026 10:00:01 GMT";
    assert!(pause_after_429(&[("Retry-After", later), ("Date", date)]) >= 1000);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_retry_after_that_is_missing_zero_or_absurd_is_a_short_pause() {
    for value in ["0", "-5", "9223372036854775807", "99999999999999999999999", "soon", ""] {
        let pause = pause_after_429(&[("Retry-After", value)]);
        assert!((10..3000).contains(&pause), "{value:?}: {pause} ms");
    }
    assert!((10..3000).contains(&pause_after_429(&[])));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn endless_429_ends_after_a_bounded_number_of_tries_and_heals() {
    let server = Server::start(broken(Reply::error(429, &[("Retry-After", "0")])));
    let home = home(&server);
    home.sync().ends(3).says("429 13 times");
    assert_eq!(asked(&server, is_pages_of("100")), 13);
    assert_eq!(home.ids(), ["3"]);
    heals(&server, &home);
}

#[test]
fn fewer_requests_are_in_flight_after_429() {
    // The first listing of a run goes alone until it is answered.
    let ids: Vec<String> = (0..17).map(|at| (100 + at).to_string()).collect();
    let spaces: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), id.as_str())).collect();
    let mut script = Script::default().spaces(&spaces);
    let met = Arc::new(Mutex::new(BTreeSet::new()));
    for id in ids.clone() {
        let met = Arc::clone(&met);
        script = script.with(is_pages_of(&id), move |_| {
            let mut met = met.lock().unwrap();
            let is_first = met.is_empty();
            match met.insert(id.clone()) && !is_first {
                true => Reply::error(429, &[]).after(Duration::from_millis(150)),
                false => Reply::json(listing(&pages(&[&id]), None)).after(Duration::from_millis(20)),
            }
        });
    }
    let server = Server::start(script);
    let home = home(&server);
    home.sync().ends(0);
    assert_eq!(home.ids().len(), 17);
    let mut seen = server.seen();
    seen.retain(|seen| seen.target.contains("/spaces/"));
    let before = seen[1..17].iter().map(|seen| seen.beside).max().unwrap();
    let after = seen[17..].iter().map(|seen| seen.beside).max().unwrap();
    assert!(before >= 8, "{before} at once before");
    assert!(seen[17].beside == 0 && after <= before / 2, "{after} at once after, {before} before");
}

#[test]
fn no_more_requests_start_in_a_minute_than_configured() {
    let script = Script::default().spaces(&[("100", "DOCS")]).with(is_pages_of("100"), |seen| {
        let cursor =
            format!("{}x", seen.target.split("cursor=").nth(1).map_or("", |rest| rest.split('&').next().unwrap()));
        Reply::json(listing(&pages(&[&cursor]), Some(&next_of("100", &cursor))))
    });
    let server = Server::start(script);
    let home = Home::new(&server.url(), "requests_per_minute = 7");
    let running = home.start(&["sync"]);
    await_requests(|| server.seen().len() as u64, 7);
    thread::sleep(Duration::from_secs(2));
    assert_eq!(server.seen().len(), 7);
    running.terminate();
    let run = running.wait().ends(4);
    assert!(run.took < Duration::from_secs(30));
}

#[test]
fn connections_to_one_site_share_its_limit() {
    let endless = |seen: &Seen| {
        let cursor =
            format!("{}x", seen.target.split("cursor=").nth(1).map_or("", |rest| rest.split('&').next().unwrap()));
        Reply::json(listing(&[page_in("200", &cursor)], Some(&next_of("200", &cursor))))
    };
    let script = Script::default()
        .spaces(&[("100", "DOCS"), ("200", "ENG")])
        .on(is_pages_of("100"), Reply::json(listing(&pages(&["1"]), None)))
        .with(is_pages_of("200"), endless);
    let server = Server::start(script);
    let first = "requests_per_minute = 9\nspace_keys = [\"DOCS\"]\n";
    let home = Home::new(&server.url(), first);
    let file = home.dir().join("catchment.toml");
    let settings = fs::read_to_string(&file).unwrap();
    let (top, connection) = settings.split_once("[connections.wiki]").unwrap();
    let second = connection.replace("\"DOCS\"", "\"ENG\"");
    let both = format!("{top}[connections.wiki]{connection}[connections.wiki_too]{second}");
    fs::write(file, both).unwrap();
    let running = home.start(&["sync"]);
    let of_second = |target: &String| is_pages_of("200")(target);
    let begun = clock::instant();
    while !server.targets().iter().any(of_second) {
        assert!(begun.elapsed() < Duration::from_secs(60), "the second connection asks: {:#?}", server.targets());
        thread::sleep(Duration::from_millis(10));
    }
    let of_first = server.targets().iter().position(of_second).unwrap();
    thread::sleep(Duration::from_secs(2));
    assert_eq!(server.seen().len(), 9, "the first connection asked {of_first} times");
    running.terminate();
    running.wait().ends(4);
}

#[test]
fn a_signal_ends_a_run_whose_words_nobody_hears() {
    let script = Script::default().spaces(&[("100", "DOCS")]).on(is_pages_of("100"), Reply::default().stall());
    let server = Server::start(script);
    let home = Home::new(&server.url(), "request_timeout_ms = 600000");
    let mut child = home.command(&["sync"]).spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    await_requests(|| server.seen().len() as u64, 2);
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(told.success());
    let begun = clock::instant();
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if begun.elapsed() > Duration::from_secs(30) {
            child.kill().unwrap();
        }
        thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(code, Some(4));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_few_5xx_are_asked_for_again() {
    for status in [500, 502, 503, 504, 408] {
        is_asked_for_again(Reply::of(status, "text/html", &[], "<html></html>"));
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn endless_5xx_keeps_one_listing_open_and_the_next_run_heals_it() {
    fails_by_name_and_heals(Reply::error(503, &[]), "status 503");
}
