//! How a listing is followed: links, empty pages, cursors, page sizes, and a walk that goes on.

use super::*;

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
    let listed = server.targets().into_iter().rfind(|target| is_pages_of("100")(target));
    assert_eq!(listed.as_deref(), Some(next));
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
fn empty_pages_for_ever_fail_by_name() {
    let answer = |seen: &Seen| {
        let former = seen.target.split("cursor=").nth(1).map_or("0", |rest| rest.split('&').next().unwrap());
        let cursor = former.parse::<u32>().unwrap() + 1;
        Reply::json(listing(&[], Some(&next_of("100", &cursor.to_string()))))
    };
    let script = Script::default()
        .spaces(&[("100", "DOCS"), ("200", "ENG")])
        .with(is_pages_of("100"), answer)
        .on(is_pages_of("200"), third());
    let server = Server::start(script);
    let home = home(&server);
    home.sync().ends(3).says("empty pages");
    // As many as hidden objects can leave behind: this takes some seconds.
    assert!((1_900..2_100).contains(&asked(&server, is_pages_of("100"))));
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
    repeats(same_page, "a page that was read before", &["1", "3"]);
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
fn a_cursor_that_is_forgotten_in_the_middle_of_a_walk_starts_the_listing_over() {
    let site = Site::of("forget-cursor=5", Options { spaces: 1, pages: 100, ..small() });
    let home = Home::new(site.url(), "page_size = 25");
    home.follow_first(&site);
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
