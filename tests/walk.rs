//! Faults of the network and of the site: what is lost nowhere, what is told, and what heals.

use crate::support::server::*;
use crate::support::site::{Home, Run, Site, small};
use crate::support::tls::Presenter;
use catchment::edge::clock;
use catchment::practice::{Options, page_id};
use std::io::Write;
use std::thread;
use std::time::Duration;

/// The most memory a run may have in these tests, in MiB.
const CEILING_MIB: u64 = 320;

/// Two spaces; the listing of pages of the first is answered by `reply`, the second is well.
fn broken(reply: Reply) -> Script {
    Script::default()
        .spaces(&[("100", "DOCS"), ("200", "ENG")])
        .on(is_pages_of("100"), reply)
        .on(is_pages_of("200"), third())
}

/// The same, all of it well.
fn well() -> Script {
    broken(Reply::json(listing(&pages(&["1", "2"]), None)))
}

/// The page of the second space.
fn third() -> Reply {
    Reply::json(listing(&[page_in("200", "3")], None))
}

fn home(server: &Server) -> Home {
    Home::new(&server.url(), "")
}

fn asked(server: &Server, what: impl Fn(&str) -> bool) -> usize {
    server.targets().iter().filter(|target| what(target)).count()
}

/// The listing fails by name as long as it is answered so, its neighbour is published, and the next run heals it.
fn fails_by_name_and_heals(reply: Reply, words: &str) {
    let server = Server::start(broken(reply));
    let home = home(&server);
    home.sync().ends(3);
    let open = home.open();
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!((open[0]["kind"].as_str(), open[0]["scope"].as_str()), (Some("listing"), Some("100")));
    let cause = open[0]["cause"].as_str().unwrap();
    assert!(cause.contains(words), "no {words:?} in {cause:?}");
    assert_eq!(home.ids(), ["3"]);
    heals(&server, &home);
}

fn heals(server: &Server, home: &Home) {
    server.now(well());
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1", "2", "3"]);
    assert!(home.open().is_empty());
}

/// One answer of this kind is no news: the page is asked for again.
fn is_asked_for_again(reply: Reply) {
    let mut script = Script::default().first(1, is_pages_of("100"), reply);
    script = script.spaces(&[("100", "DOCS")]).on(is_pages_of("100"), Reply::json(listing(&pages(&["1", "2"]), None)));
    let server = Server::start(script);
    let home = home(&server);
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1", "2"]);
    assert_eq!(asked(&server, is_pages_of("100")), 2);
}

#[test]
fn the_whole_next_link_is_followed_against_the_host_with_its_limit() {
    let next = "/wiki/api/v2/spaces/100/pages?body-format=storage&cursor=eyJpZCI6IjIifQ%3D%3D==&limit=2&sort=id";
    let script = Script::default()
        .spaces(&[("100", "DOCS")])
        .on(move |target| target == next, third())
        .on(is_pages_of("100"), Reply::json(listing(&pages(&["1", "2"]), Some(next))));
    let server = Server::start(script);
    let home = home(&server);
    home.sync().ends(0);
    assert_eq!(server.targets().last().map(String::as_str), Some(next));
    assert_eq!(home.ids(), ["1", "2", "3"]);
}

#[test]
fn an_empty_page_with_a_next_link_is_not_the_end() {
    let script = Script::default()
        .spaces(&[("100", "DOCS")])
        .on(is_at("a"), Reply::json(listing(&[], Some(&next_of("100", "b")))))
        .on(is_at("b"), Reply::json(listing(&pages(&["2"]), None)))
        .on(is_pages_of("100"), Reply::json(listing(&pages(&["1"]), Some(&next_of("100", "a")))));
    let server = Server::start(script);
    let home = home(&server);
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1", "2"]);
}

#[test]
fn empty_pages_for_ever_fail_by_name_after_a_few() {
    let answer = |seen: &Seen| {
        let cursor =
            format!("{}x", seen.target.split("cursor=").nth(1).map_or("", |rest| rest.split('&').next().unwrap()));
        Reply::json(listing(&[], Some(&next_of("100", &cursor))))
    };
    let script = Script::default()
        .spaces(&[("100", "DOCS"), ("200", "ENG")])
        .with(is_pages_of("100"), answer)
        .on(is_pages_of("200"), third());
    let server = Server::start(script);
    let home = home(&server);
    home.sync().ends(3).says("empty pages");
    assert!(asked(&server, is_pages_of("100")) < 20);
    assert_eq!(home.ids(), ["3"]);
    heals(&server, &home);
}

#[test]
fn a_cursor_or_a_page_that_comes_again_fails_by_name() {
    let same_page = |_: &Seen| listing(&pages(&["1"]), Some(&next_of("100", "a")));
    let same_cursor = |seen: &Seen| {
        let ids = if seen.target.contains("cursor=a") { ["2"] } else { ["1"] };
        listing(&pages(&ids), Some(&next_of("100", "a")))
    };
    repeats(same_page, "a page that came before", &["1", "3"]);
    repeats(same_cursor, "a link that was followed before", &["1", "2", "3"]);
}

fn repeats(answer: impl Fn(&Seen) -> String + Send + Sync + 'static, words: &str, came: &[&str]) {
    let script = Script::default().spaces(&[("100", "DOCS"), ("200", "ENG")]);
    let script = script.with(is_pages_of("100"), move |seen| Reply::json(answer(seen)));
    let server = Server::start(script.on(is_pages_of("200"), third()));
    let home = home(&server);
    home.sync().ends(3).says(words);
    assert_eq!(home.ids(), came);
    assert!(asked(&server, is_pages_of("100")) < 5);
    heals(&server, &home);
}

#[test]
fn the_practice_site_that_repeats_a_cursor_or_a_page_does_not_keep_a_run_busy() {
    for fault in ["repeat-cursor", "repeat-page"] {
        let site = Site::with(fault);
        let run = Home::new(site.url(), "page_size = 5").sync();
        assert!(matches!(run.code, Some(1 | 3)), "{fault}: {}", run.words());
        assert!(run.words().contains("before"), "{fault}: {}", run.words());
        assert!(site.practice().requests() < 60, "{fault}");
    }
}

#[test]
fn an_answer_without_results_fails_by_name() {
    fails_by_name_and_heals(Reply::json(r#"{"_links":{}}"#), "no results");
}

#[test]
fn an_answer_that_is_no_listing_fails_by_name() {
    fails_by_name_and_heals(Reply::json(r#"{"results":{"id":"1"}}"#), "form of a listing");
    fails_by_name_and_heals(Reply::json(""), "ends in the middle");
}

#[test]
fn html_with_200_fails_by_name() {
    fails_by_name_and_heals(Reply::of(200, "text/html; charset=utf-8", &[], "<html>log in</html>"), "text/html");
}

#[test]
fn json_under_another_media_type_fails_by_name() {
    let body = listing(&pages(&["1", "2"]), None);
    fails_by_name_and_heals(Reply::of(200, "text/plain", &[], body), "text/plain");
}

#[test]
fn half_of_the_json_under_a_matching_length_is_asked_for_again_then_fails_by_name() {
    let body = listing(&pages(&["1", "2"]), None);
    let half = Reply::json(&body[..body.len() / 2]);
    is_asked_for_again(half.clone());
    fails_by_name_and_heals(half, "ends in the middle");
}

#[test]
fn bytes_after_the_json_are_asked_for_again_then_fail_by_name() {
    let trailing = Reply::json(listing(&pages(&["1", "2"]), None) + "<!-- node 3 -->");
    is_asked_for_again(trailing.clone());
    fails_by_name_and_heals(trailing, "not JSON");
}

#[test]
fn a_body_shorter_than_its_length_is_no_end_of_a_listing() {
    let body = listing(&pages(&["1", "2"]), None);
    let short = Reply::json_of_length(body.len() + 500, &body);
    is_asked_for_again(short.clone());
    fails_by_name_and_heals(short, "could not be reached");
}

#[test]
fn a_body_longer_than_its_length_is_no_end_of_a_listing() {
    let body = listing(&pages(&["1", "2"]), None);
    let long = Reply::json_of_length(body.len() - 60, &body);
    is_asked_for_again(long.clone());
    fails_by_name_and_heals(long, "ends in the middle");
}

#[test]
fn chunks_without_an_end_are_no_end_of_a_listing() {
    // The JSON is whole: only the missing last chunk tells that something may be missing.
    let endless = Reply::chunked_without_end(listing(&pages(&["1"]), None));
    is_asked_for_again(endless.clone());
    fails_by_name_and_heals(endless, "could not be reached");
}

#[test]
fn a_reset_in_the_middle_of_a_body_is_no_end_of_a_listing() {
    let body = listing(&pages(&["1", "2"]), None);
    let whole = head(200, "application/json", &[("Content-Length", body.len().to_string())]) + &body;
    let reset = Reply::raw(&whole.as_bytes()[..whole.len() - 40]).reset();
    is_asked_for_again(reset.clone());
    fails_by_name_and_heals(reset, "could not be reached");
}

#[test]
fn a_connection_that_breaks_before_any_answer_is_asked_for_again() {
    is_asked_for_again(Reply::default().reset());
    is_asked_for_again(Reply::default().close());
    fails_by_name_and_heals(Reply::default().close(), "could not be reached");
}

#[test]
fn gzip_is_read_and_truncated_gzip_is_no_end_of_a_listing() {
    let body = listing(&pages(&["1", "2"]), None);
    let server = Server::start(broken(Reply::gzip(&body, None)));
    let whole = home(&server);
    whole.sync().ends(0);
    assert_eq!(whole.ids(), ["1", "2", "3"]);
    assert_eq!(server.seen()[0].headers["accept-encoding"], "gzip");
    let cut = Reply::gzip(&body, Some(90));
    is_asked_for_again(cut.clone());
    fails_by_name_and_heals(cut, "could not be reached");
}

#[test]
fn no_compression_is_asked_for_where_it_is_switched_off() {
    let server = Server::start(well());
    Home::new(&server.url(), "compression = false").sync().ends(0);
    assert!(server.seen().iter().all(|seen| !seen.headers.contains_key("accept-encoding")));
}

#[test]
fn a_gzip_bomb_is_stopped_at_the_bound_and_takes_no_more_memory() {
    let bomb = gzip(|out| {
        let blank = vec![b' '; 1 << 20];
        (0..512).for_each(|_| out.write_all(&blank).unwrap());
    });
    let reply = Reply::of(200, "application/json", &[("Content-Encoding", "gzip")], bomb);
    let server = Server::start(broken(reply));
    let home = home(&server);
    let run = home.sync().ends(3).says("larger than 64 MiB");
    assert!(run.peak_mib < CEILING_MIB, "{} MiB", run.peak_mib);
    assert_eq!(home.ids(), ["3"]);
    heals(&server, &home);
}

#[test]
fn an_encoding_that_was_not_asked_for_fails_by_name() {
    let body = listing(&pages(&["1", "2"]), None);
    let once = gzip(|out| out.write_all(body.as_bytes()).unwrap());
    let twice = gzip(|out| out.write_all(&once).unwrap());
    let encoded = |coding: &str, body: &[u8]| Reply::of(200, "application/json", &[("Content-Encoding", coding)], body);
    fails_by_name_and_heals(encoded("br", &once), "not JSON");
    fails_by_name_and_heals(encoded("gzip", &twice), "not JSON");
    fails_by_name_and_heals(encoded("gzip", body.as_bytes()), "could not be reached");
}

#[test]
fn a_bomb_in_the_body_of_a_redirect_is_not_read() {
    let bomb = gzip(|out| (0..64).for_each(|_| out.write_all(&vec![0; 1 << 20]).unwrap()));
    let headers = [("Content-Encoding", "gzip"), ("Location", "/wiki/moved")];
    let script = Script::default()
        .spaces(&[("100", "DOCS")])
        .on(is_pages_of("100"), Reply::of(302, "text/html", &headers, bomb))
        .on(|target| target == "/wiki/moved", Reply::json(listing(&pages(&["1"]), None)));
    let server = Server::start(script);
    let home = home(&server);
    let run = home.sync().ends(0);
    assert_eq!(home.ids(), ["1"]);
    assert!(run.peak_mib < CEILING_MIB / 2, "{} MiB", run.peak_mib);
}

#[test]
fn an_announced_length_beyond_the_bound_is_not_read() {
    let head = head(200, "application/json", &[("Content-Length", (1_u64 << 40).to_string())]);
    fails_by_name_and_heals(Reply::raw(head).stall(), "larger than 64 MiB");
}

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
    let seen = server.seen();
    assert_eq!(seen.len(), 4, "{headers:?}");
    (seen[3].at - seen[2].at).as_millis()
}

#[test]
fn retry_after_is_kept_in_seconds_and_as_a_date() {
    assert!(pause_after_429(&[("Retry-After", "1")]) >= 1000);
    let date = "Fri, 20 Nov 2026 10:00:00 GMT";
    let later = "Fri, 20 Nov 2026 10:00:01 GMT";
    assert!(pause_after_429(&[("Retry-After", later), ("Date", date)]) >= 1000);
}

#[test]
fn a_retry_after_that_is_missing_zero_or_absurd_is_a_short_pause() {
    for value in ["0", "-5", "9223372036854775807", "99999999999999999999999", "soon", ""] {
        let pause = pause_after_429(&[("Retry-After", value)]);
        assert!((10..3000).contains(&pause), "{value:?}: {pause} ms");
    }
    assert!((10..3000).contains(&pause_after_429(&[])));
}

#[test]
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
    let ids: Vec<String> = (0..16).map(|at| (100 + at).to_string()).collect();
    let spaces: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), id.as_str())).collect();
    let mut script = Script::default().spaces(&spaces);
    let slow = Duration::from_millis(150);
    for id in &ids {
        let answer = Reply::json(listing(&pages(&[id]), None)).after(Duration::from_millis(20));
        script = script.first(1, is_pages_of(id), Reply::error(429, &[]).after(slow)).on(is_pages_of(id), answer);
    }
    let server = Server::start(script);
    let home = home(&server);
    home.sync().ends(0);
    assert_eq!(home.ids().len(), 16);
    let seen = server.seen();
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

fn await_requests(count: impl Fn() -> u64, wanted: u64) {
    let begun = clock::instant();
    while count() < wanted {
        assert!(begun.elapsed() < Duration::from_secs(60), "{} requests came, not {wanted}", count());
        thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_few_5xx_are_asked_for_again() {
    for status in [500, 502, 503, 504, 408] {
        is_asked_for_again(Reply::of(status, "text/html", &[], "<html></html>"));
    }
}

#[test]
fn endless_5xx_keeps_one_listing_open_and_the_next_run_heals_it() {
    fails_by_name_and_heals(Reply::error(503, &[]), "status 503");
}

#[test]
fn spaces_that_cannot_be_listed_leave_what_is_published_as_it_is() {
    let server = Server::start(well());
    let home = home(&server);
    home.sync().ends(0);
    server.now(Script::default().on(is_spaces, Reply::error(503, &[])));
    home.sync().ends(1).says("hint:");
    assert_eq!(home.ids(), ["1", "2", "3"]);
    heals(&server, &home);
}

#[test]
fn a_refusal_in_the_middle_of_a_space_keeps_it_open_and_deletes_nothing() {
    let statuses = [401, 403, 404, 410];
    let ids = ["401", "403", "404", "410"];
    let spaces: Vec<(&str, &str)> = ids.iter().map(|id| (*id, *id)).chain([("200", "ENG")]).collect();
    let first = |id: &str| page_in(id, &format!("{id}-1"));
    let whole = || {
        ids.iter().fold(Script::default().spaces(&spaces).on(is_pages_of("200"), third()), |script, id| {
            let both = [first(id), page_in(id, &format!("{id}-2"))];
            script.on(is_pages_of(id), Reply::json(listing(&both, None)))
        })
    };
    let server = Server::start(whole());
    let home = home(&server);
    home.sync().ends(0);
    let mut refusing = Script::default().spaces(&spaces);
    for (id, status) in ids.iter().zip(statuses) {
        let begin = listing(&[first(id)], Some(&next_of(id, "a")));
        let at = (is_pages_of(id), is_at("a"));
        refusing = refusing.on(move |target| at.0(target) && at.1(target), Reply::error(status, &[]));
        refusing = refusing.on(is_pages_of(id), Reply::json(begin));
    }
    let more = Reply::json(listing(&[page_in("200", "3"), page_in("200", "4")], None));
    server.now(refusing.on(is_pages_of("200"), more));
    let run = home.sync().ends(3).says("hint");
    for status in statuses {
        assert!(run.words().contains(&format!("the site answered {status}")), "{status}: {}", run.words());
    }
    assert_eq!(home.open_words(), ["listing page"; 4]);
    let published = home.ids();
    assert_eq!(published.len(), 10);
    // What is open about one listing does not go away by looking at another.
    home.sync().ends(3);
    server.now(whole());
    home.sync().ends(0);
    assert_eq!(home.ids(), published);
    assert!(home.open().is_empty());
}

#[test]
fn a_listing_that_shrinks_deletes_nothing() {
    let server = Server::start(well());
    let home = home(&server);
    home.sync().ends(0);
    server.now(broken(Reply::json(listing(&[], None))));
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1", "2", "3"]);
}

#[test]
fn a_configured_space_that_is_not_visible_is_told_until_it_is_seen() {
    let one = || Script::default().on(is_pages_of("200"), third());
    let server = Server::start(one().spaces(&[("200", "ENG")]));
    let home = Home::new(&server.url(), "space_keys = [\"ENG\", \"DOCS\"]");
    home.sync().ends(3).says("the account does not see this space");
    assert_eq!(home.open_words(), ["scope DOCS"]);
    assert_eq!(home.ids(), ["3"]);
    server.now(well());
    home.sync().ends(0);
    assert!(home.open().is_empty());
    assert_eq!(home.ids(), ["1", "2", "3"]);
}

#[test]
fn a_poison_object_is_quarantined_alone_acknowledged_and_later_resolved() {
    let poison = page_id(31);
    let site = Site::with(&format!("poison={poison}"));
    let home = Home::new(site.url(), "");
    home.sync().ends(3).says(&poison);
    assert_eq!(home.open_words(), [format!("object {poison}")]);
    assert!(!home.ids().contains(&poison));
    assert_eq!(home.ids().len(), 59);
    let id = home.open()[0]["id"].to_string();
    home.run(&["acknowledge", "wiki", &id]).ends(0);
    home.sync().ends(0);
    assert_eq!(home.open()[0]["state"], "acknowledged");
    let mended = Site::with("");
    home.configure(mended.url(), "");
    home.sync().ends(0);
    assert!(home.open().is_empty());
    assert_eq!(home.ids().len(), 60);
}

#[test]
fn several_poison_objects_are_found_and_every_neighbour_is_published() {
    let poisoned: Vec<String> = [0, 1, 3, 29, 30, 58].iter().map(|n| page_id(*n)).collect();
    let faults: Vec<String> = poisoned.iter().map(|id| format!("poison={id}")).collect();
    let site = Site::with(&faults.join(","));
    let home = Home::new(site.url(), "");
    home.sync().ends(3);
    let mut open = home.open_words();
    open.sort();
    let mut wanted: Vec<String> = poisoned.iter().map(|id| format!("object {id}")).collect();
    wanted.sort();
    assert_eq!(open, wanted);
    assert_eq!(home.ids().len(), 54);
}

#[test]
fn a_listing_whose_cursor_is_refused_without_bodies_is_read_in_pieces_from_its_start() {
    let has_bodies = |target: &str| target.contains("body-format=");
    let bare = |ids: &[&str]| Reply::json(listing(&pages(ids), None));
    let script = Script::default()
        .spaces(&[("100", "DOCS")])
        .on(move |target| is_at("a")(target) && has_bodies(target), Reply::error(500, &[]))
        .on(is_at("a"), Reply::error(400, &[]))
        .on(
            move |target| is_start_of("100")(target) && has_bodies(target),
            Reply::json(listing(&pages(&["1", "2"]), Some(&next_of("100", "a")))),
        )
        .on(is_start_of("100"), bare(&["1", "2", "3", "4", "5"]))
        .with(
            |target| target.starts_with("/wiki/api/v2/pages?id="),
            |seen| {
                let ids = seen.target.split("id=").nth(1).unwrap().split('&').next().unwrap().replace("%2C", ",");
                let ids: Vec<&str> = ids.split(',').collect();
                if ids.contains(&"4") { Reply::error(500, &[]) } else { Reply::json(listing(&pages(&ids), None)) }
            },
        );
    let server = Server::start(script);
    let home = home(&server);
    home.sync().ends(3);
    assert_eq!(home.open_words(), ["object 4"]);
    assert_eq!(home.ids(), ["1", "2", "3", "5"]);
}

#[test]
fn an_object_that_is_listed_but_not_delivered_by_its_id_is_quarantined() {
    let script = Script::default()
        .spaces(&[("100", "DOCS")])
        .on(|target| is_pages_of("100")(target) && target.contains("body-format="), Reply::error(500, &[]))
        .on(is_pages_of("100"), Reply::json(listing(&pages(&["1", "2"]), None)))
        .on(|target| target.starts_with("/wiki/api/v2/pages?id="), Reply::json(listing(&pages(&["1"]), None)))
        .on(|target| target.ends_with("/convert-ids-to-types"), Reply::json(r#"{"results":{"2":"page"}}"#))
        .on(|target| target.ends_with("/pages/2"), Reply::json(page("2", "title 2").to_string()));
    let server = Server::start(script);
    let home = home(&server);
    home.sync().ends(3);
    assert_eq!(home.open_words(), ["object 2"]);
    assert_eq!(home.ids(), ["1"]);
}

#[test]
fn an_object_over_the_bound_is_quarantined_in_bounded_memory() {
    let huge = page_id(4);
    let site = Site::with(&format!("huge={huge}:70"));
    let home = Home::new(site.url(), "");
    let run = home.sync().ends(3);
    assert_eq!(home.open_words(), [format!("object {huge}")]);
    assert_eq!(home.ids().len(), 59);
    assert!(run.peak_mib < CEILING_MIB, "{} MiB", run.peak_mib);
}

#[test]
fn large_objects_are_published_and_the_largest_quarantined_in_bounded_memory() {
    let [first, huge] = [page_id(0), page_id(15)];
    let large: Vec<String> = [3, 6, 9, 12].iter().map(|n| format!("huge={}:5", page_id(*n))).collect();
    let site = Site::with(&format!("huge={first}:12,huge={huge}:30,{}", large.join(",")));
    let home = Home::new(site.url(), "");
    let run = home.sync().ends(3).says("larger than 16 MiB");
    assert_eq!(home.open_words(), [format!("object {huge}")]);
    assert_eq!(home.ids().len(), 59);
    assert!(home.cell(&first, "body_storage").unwrap().len() > 10 << 20);
    assert!(run.peak_mib < CEILING_MIB, "{} MiB", run.peak_mib);
}

#[test]
fn a_cursor_that_is_forgotten_in_the_middle_of_a_walk_starts_the_listing_over() {
    let site = Site::of("forget-cursor=5", Options { spaces: 1, pages: 100, ..small() });
    let home = Home::new(site.url(), "page_size = 25");
    home.sync().ends(0);
    assert_eq!(home.ids().len(), 100);
    assert!(site.practice().requests() > 6);
}

#[test]
fn a_cursor_that_is_forgotten_after_an_interruption_starts_the_listing_over() {
    let options = || Options { spaces: 1, pages: 200, latency: Duration::from_millis(60), ..small() };
    let site = Site::of("", options());
    let home = Home::new(site.url(), "page_size = 10");
    let running = home.start(&["sync"]);
    await_requests(|| site.practice().requests(), 8);
    running.terminate();
    running.wait().ends(4).says("hint:");
    let port = site.port();
    drop(site);
    let site = Site::of("forget-cursor=1", Options { port, ..options() });
    home.sync().ends(0);
    assert_eq!(home.ids().len(), 200);
    let asked = site.practice().requested();
    assert!(asked.iter().any(|target| target.contains("cursor=")), "the walk did not go on from its position first");
}

#[test]
fn an_interrupted_walk_goes_on_from_its_position() {
    let options = Options { spaces: 1, pages: 200, latency: Duration::from_millis(60), ..small() };
    let site = Site::of("", options);
    let home = Home::new(site.url(), "page_size = 10");
    let running = home.start(&["sync"]);
    await_requests(|| site.practice().requests(), 8);
    running.terminate();
    running.wait().ends(4);
    home.sync().ends(0);
    assert_eq!(home.ids().len(), 200);
    let all = site.practice().requested();
    let pages: Vec<&String> = all.iter().filter(|target| target.contains("/pages?")).collect();
    let distinct: std::collections::BTreeSet<&&String> = pages.iter().collect();
    assert!(pages.len() <= distinct.len() + 1, "more than one request was repeated: {pages:?}");
}

#[test]
fn a_page_size_that_the_site_does_not_take_is_lowered() {
    let refused =
        Reply::of(400, "application/json", &[], r#"{"errors":[{"status":400,"title":"limit is too large"}]}"#);
    let script = Script::default()
        .spaces(&[("100", "DOCS")])
        .on(|target| is_start_of("100")(target) && !target.contains("limit=50"), refused)
        .on(is_pages_of("100"), Reply::json(listing(&pages(&["1"]), None)));
    let server = Server::start(script);
    let home = Home::new(&server.url(), "page_size = 200");
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1"]);
}

#[test]
fn a_redirect_within_the_origin_is_followed_with_the_credentials() {
    let script = |to: &str| {
        Script::default()
            .spaces(&[("100", "DOCS")])
            .on(is_pages_of("100"), Reply::redirect(to))
            .on(|target| target.starts_with("/wiki/moved"), Reply::json(listing(&pages(&["1"]), None)))
    };
    let server = Server::start(script("/wiki/moved?x=1"));
    let home = home(&server);
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1"]);
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.headers.contains_key("authorization")));
    server.now(script(&format!("http://{}/wiki/moved", server.host())));
    home.sync().ends(0);
}

#[test]
fn a_redirect_to_another_origin_is_refused_and_nothing_is_sent_there() {
    let other = Server::start(well());
    let port = other.host().rsplit(':').next().unwrap().to_owned();
    for to in
        [format!("http://{}/wiki", other.host()), format!("//{}/x", other.host()), format!("http://localhost:{port}/")]
    {
        let server = Server::start(broken(Reply::redirect(&to)));
        let home = home(&server);
        home.sync().ends(3).says("not its configured origin");
        assert_eq!(asked(&server, is_pages_of("100")), 1, "a redirect elsewhere is not tried again");
        assert_eq!(home.ids(), ["3"]);
    }
    for to in ["file:///etc/passwd", "https://169.254.169.254/latest/", "ftp://x/", "http://[::1"] {
        let server = Server::start(broken(Reply::redirect(to)));
        home(&server).sync().ends(3);
    }
    assert!(other.seen().is_empty(), "{:?}", other.seen());
}

#[test]
fn redirects_in_a_circle_are_bounded() {
    let server = Server::start(broken(Reply::redirect("/wiki/api/v2/spaces/100/pages?again=1")));
    let home = home(&server);
    home.sync().ends(3).says("more than 5 redirects");
    assert_eq!(asked(&server, is_pages_of("100")), 6);
}

#[test]
fn a_next_link_to_another_origin_is_refused_and_nothing_is_sent_there() {
    let other = Server::start(well());
    for link in
        [format!("http://{}/wiki/api/v2/spaces/100/pages?cursor=a", other.host()), "file:///etc/passwd".to_owned()]
    {
        let body = listing(&pages(&["1"]), Some(&link));
        let server = Server::start(broken(Reply::json(body)));
        let home = home(&server);
        home.sync().ends(3).says("not to the configured site");
        heals(&server, &home);
    }
    assert!(other.seen().is_empty());
}

/// The listing is open and the run over in a time that the configured timeout explains.
fn ends_within_the_timeout(reply: Reply) {
    let server = Server::start(broken(reply));
    let home = Home::new(&server.url(), "request_timeout_ms = 200");
    let run = home.sync().ends(3).says("could not be reached");
    assert!(run.took < Duration::from_secs(20), "{:?}", run.took);
    assert_eq!(home.ids(), ["3"]);
    assert_eq!(asked(&server, is_pages_of("100")), 5);
}

#[test]
fn a_site_that_never_answers_ends_within_the_timeout() {
    ends_within_the_timeout(Reply::default().stall());
}

#[test]
fn a_site_that_stalls_in_the_middle_of_a_body_ends_within_the_timeout() {
    let head = head(200, "application/json", &[("Content-Length", "5000".to_owned())]);
    ends_within_the_timeout(Reply::raw(head).then("{\"results\":[").stall());
}

#[test]
fn a_site_that_drips_ends_within_the_timeout() {
    let head = head(200, "application/json", &[("Content-Length", "5000".to_owned())]);
    let drip = (0..40).fold(Reply::raw(head), |reply, _| reply.then(" ").pause(Duration::from_millis(20)));
    ends_within_the_timeout(drip.stall());
}

#[test]
fn a_failed_tls_handshake_is_told_and_not_tried_again() {
    let server = Server::start(Script::greeting(Reply::raw("HTTP/1.1 400 Bad Request\r\n\r\n").close()));
    let home = Home::new(&format!("https://{}/wiki", server.host()), "");
    home.sync().ends(1).says("hint:");
    assert_eq!(server.seen().len(), 1, "a handshake that failed is not tried again");
}

#[test]
fn a_certificate_that_nobody_signed_is_refused_at_once_and_gets_no_credentials() {
    let server = Presenter::start();
    let home = Home::new(&format!("https://{}/wiki", server.host()), "");
    for args in [&["sync"][..], &["check"]] {
        home.run(args).ends(1).says("certificate").says("hint:");
    }
    assert_eq!(server.handshakes(), [false, false], "one try each, and none of them got through");
}

#[test]
fn a_site_that_is_not_there_is_told_with_a_hint() {
    let port = Server::start(Script::default()).host();
    let home = Home::new(&format!("http://{port}/wiki"), "");
    home.sync().ends(1).says("could not be reached").says("hint:");
}

#[test]
fn the_rows_are_the_same_in_every_time_zone_and_under_a_wrong_clock() {
    let site = Site::with("");
    let home = Home::new(site.url(), "");
    home.sync().ends(0);
    let rows = home.rows();
    let key = std::fs::read(home.dir().join("data/catchment.key")).unwrap();
    for (zone, faults) in
        [("Asia/Kolkata", ""), ("America/St_Johns", "clock-skew=90000"), ("Pacific/Apia", "clock-skew=-90000")]
    {
        let site = Site::with(faults);
        let home = Home::new(site.url(), "");
        let file = home.dir().join("data/catchment.key");
        std::fs::remove_file(&file).unwrap();
        std::fs::write(&file, &key).unwrap();
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let output = home.command(&["sync"]).env("TZ", zone).output().unwrap();
        assert!(output.status.success(), "{zone}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(home.rows(), rows, "{zone}");
    }
}

#[test]
fn what_a_stream_is_complete_to_is_told_by_the_site_clock() {
    let site = Site::with("clock-skew=86400");
    let home = Home::new(site.url(), "");
    let run: Run = home.sync().ends(0);
    let told = run.json()[0]["status"]["complete_to"][0]["complete_to"].as_str().unwrap().replace(' ', "T");
    let told = chrono::NaiveDateTime::parse_from_str(told.split('.').next().unwrap(), "%Y-%m-%dT%H:%M:%S").unwrap();
    let ahead = (told - clock::now()).num_hours();
    assert!((22..=25).contains(&ahead), "{told}: {ahead} hours ahead");
}
