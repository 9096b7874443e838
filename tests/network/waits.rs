//! Waits are told while they last: in the run's own words, by `status` and by `audit waits`.

use super::*;
use std::time::Duration;

/// A pause that the site asks for, longer than any test.
#[test]
fn a_long_wait_is_told_while_it_lasts_and_a_signal_ends_it() {
    let site = Site::of("429-for=2:1200", pages_only(5));
    let home = Home::new(site.url(), "");
    let running = home.start(&["sync", "--verbose"]);
    lab::wait_until("the sync waits", || {
        site.practice().requests() >= 2 && home.run(&["status"]).words().contains("waiting until")
    });
    let status = home.run(&["status"]).ends(0).says("UTC, the site asked for it");
    let told = home.run(&["status", "--format", "json"]).ends(0).json();
    assert_eq!(told[0]["waiting"]["why"], "the site asked for it", "{}", status.words());
    let until = chrono::DateTime::parse_from_rfc3339(told[0]["waiting"]["until"].as_str().unwrap()).unwrap();
    let left = until.naive_utc() - catchment_base::clock::now();
    assert!((1_100..=1_200).contains(&left.num_seconds()), "{left}");
    let audit = home.run(&["audit", "waits", "--format", "jsonl"]).ends(0);
    assert!(audit.out().contains("server asked") && audit.out().contains("until_at"), "{}", audit.out());
    // A line of progress a second: that one came has to be waited for.
    std::thread::sleep(Duration::from_millis(1_500));
    running.terminate();
    let run = running.wait().ends(4).says(" s: the site asked for it");
    assert!(run.took < Duration::from_secs(30), "{:?}", run.took);
    let over = home.run(&["status", "--format", "json"]).ends(0).json();
    assert!(over[0]["waiting"].is_null(), "{over}");
    let audit = home.run(&["audit", "waits", "--format", "jsonl"]).ends(0).out();
    assert!(!audit.contains("server asked"), "{audit}");
}

#[test]
fn the_wait_for_the_rate_limit_is_told() {
    let site = Site::of("", pages_only(60));
    let home = Home::new(site.url(), "requests_per_minute = 3\npage_size = 10");
    let running = home.start(&["sync"]);
    lab::wait_until("the sync waits", || home.run(&["status"]).words().contains("requests_per_minute is reached"));
    running.terminate();
    running.wait().ends(4);
}
