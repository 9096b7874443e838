//! A question that is too large is never final: it is asked for less, what worked is remembered, and what is a part is
//! followed to its end.

use super::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Every page comes in one sync, and the next one asks for no more than the site allows.
fn shrinks_and_is_remembered(fault: &str, most: u32) {
    let site = Site::of(&format!("largest-page={fault}"), pages_only(120));
    let home = Home::new(site.url(), "page_size = 250\nmode = \"both\"\ncensus_every = \"0m\"");
    home.follow_first(&site);
    assert_eq!(home.ids().len(), 120, "{fault}");
    let asked = site.practice().requested();
    let in_vain = limits(&asked).iter().filter(|limit| **limit > most).count();
    assert!(in_vain <= 14, "{fault}: {in_vain} of {asked:#?}");
    home.follow().ends(0);
    let before = site.practice().requested().len();
    home.follow().ends(0);
    let asked = &site.practice().requested()[before..];
    assert!(asked.len() >= 4 && limits(asked).iter().all(|limit| *limit <= most), "{fault}: {asked:#?}");
    assert_eq!(home.ids().len(), 120, "{fault}");
}

#[test]
fn a_page_size_that_times_out_shrinks_by_itself_and_is_remembered() {
    shrinks_and_is_remembered("50:504", 50);
}

#[test]
fn a_page_size_shrinks_whatever_the_site_says_to_a_larger_one() {
    for fault in ["40:413", "60:400", "30:500", "10:431"] {
        let most = fault.split(':').next().unwrap().parse().unwrap();
        shrinks_and_is_remembered(fault, most);
    }
}

#[test]
fn a_page_size_shrinks_down_to_one() {
    let site = Site::of("largest-page=1:413", pages_only(9));
    let home = Home::new(site.url(), "page_size = 250");
    home.follow_first(&site);
    assert_eq!(home.ids().len(), 9);
    assert_eq!(remembered(&home), ["page page 1", "page page with bodies 1", "space page 1"]);
}

#[test]
fn a_page_that_is_never_answered_in_time_shrinks_too() {
    let server = Server::start(slow_above(10));
    let home = Home::new(&server.url(), "page_size = 40\nrequest_timeout_ms = 150");
    home.follow().ends(0);
    assert_eq!(home.ids(), ["1", "2", "3"]);
    assert_eq!(remembered(&home), ["page page 10", "page page with bodies 10"]);
}

/// A space whose pages are not answered in time when more than so many are asked for at once.
fn slow_above(most: u32) -> Script {
    let too_many =
        move |target: &str| is_pages_of("100")(target) && limits(&[target.to_owned()]).iter().any(|l| *l > most);
    Script::default()
        .spaces(&[("100", "DOCS")])
        .on(too_many, Reply::default().stall())
        .on(is_pages_of("100"), Reply::json(listing(&pages(&["1", "2", "3"]), None)))
}

#[test]
fn bodies_that_are_too_much_together_come_by_their_ids_and_the_next_pages_are_smaller() {
    let ids: Vec<String> = (1..=60).map(|id| id.to_string()).collect();
    let server = Server::start(heavy_bodies(&ids, 8));
    let home = Home::new(&server.url(), "page_size = 20");
    home.sync().ends(0);
    assert_eq!(home.ids().len(), 60);
    assert_eq!(remembered(&home), ["page ids 5", "page page with bodies 5"], "{:#?}", server.targets());
    let before = server.targets().len();
    home.sync().ends(0);
    let again = &server.targets()[before..];
    assert_eq!(again.iter().filter(|target| target.contains("body-format=")).count(), 12, "{again:#?}");
    assert_eq!(home.ids().len(), 60);
}

/// A space whose listing gives bodies of at most so many pages in one answer, also by their ids.
fn heavy_bodies(ids: &[String], most: usize) -> Script {
    let ids = ids.to_vec();
    Script::default().spaces(&[("100", "DOCS")]).with(
        |target| target.contains("/pages?"),
        move |seen| {
            let target = [seen.target.clone()];
            let value = |name: &str| values(&target, name).first().map(|value| (*value).to_owned());
            let limit: usize = value("limit").unwrap().parse().unwrap();
            let asked: Vec<String> = match value("id") {
                Some(ids) => ids.split("%2C").map(str::to_owned).collect(),
                None => {
                    let from = value("cursor").map_or(0, |cursor| cursor.parse().unwrap());
                    ids.iter().skip(from).take(limit).cloned().collect()
                }
            };
            if asked.len() > most && value("body-format").is_some() {
                return Reply::error(502, &[]);
            }
            let rows: Vec<&str> = asked.iter().map(String::as_str).collect();
            let last: usize = rows.last().map_or(0, |last| last.parse().unwrap());
            let more = value("id").is_none() && last < ids.len();
            let format = if value("body-format").is_some() { "&body-format=storage" } else { "" };
            let next = format!("/wiki/api/v2/spaces/100/pages?cursor={last}&limit={limit}{format}");
            Reply::json(listing(&pages(&rows), more.then_some(next.as_str())))
        },
    )
}

#[test]
fn a_site_that_was_ill_for_a_moment_is_not_taken_for_one_that_allows_less() {
    let ill = || Reply::error(504, &[]);
    for times in [1, 3, 5] {
        let script = Script::default()
            .spaces(&[("100", "DOCS")])
            .first(times, is_pages_of("100"), ill())
            .on(|target| target.starts_with("/wiki/api/v2/pages?id="), Reply::json(listing(&pages(&["1", "2"]), None)))
            .on(is_pages_of("100"), Reply::json(listing(&pages(&["1", "2"]), None)));
        let server = Server::start(script);
        let home = Home::new(&server.url(), "page_size = 100");
        home.follow().ends(0);
        assert_eq!(home.ids(), ["1", "2"], "{times}");
        assert_eq!(remembered(&home), Vec::<String>::new(), "{times}: {:#?}", server.targets());
    }
}

#[test]
fn a_site_that_says_when_to_come_back_is_not_asked_for_less() {
    let ill = Reply::error(503, &[("Retry-After", "0")]);
    let script = Script::default()
        .spaces(&[("100", "DOCS")])
        .first(4, is_pages_of("100"), ill)
        .on(is_pages_of("100"), Reply::json(listing(&pages(&["1"]), None)));
    let server = Server::start(script);
    let home = Home::new(&server.url(), "page_size = 100");
    home.follow().ends(0);
    let asked: Vec<String> = server.targets().into_iter().filter(|target| is_pages_of("100")(target)).collect();
    assert_eq!(limits(&asked), [100; 5]);
}

#[test]
fn a_refusal_that_no_page_size_cures_is_told_as_it_came_first() {
    let said = |text: &str| json!({"errors": [{"status": 400, "code": "BAD", "title": text}]}).to_string();
    let refused = |text: &str| Reply::of(400, "application/json", &[], said(text));
    let script = Script::default()
        .spaces(&[("100", "DOCS")])
        .on(|target| is_pages_of("100")(target) && target.contains("limit=100"), refused("nicht erlaubt"))
        .on(is_pages_of("100"), refused("anders"));
    let server = Server::start(script);
    Home::new(&server.url(), "page_size = 100").follow().ends(3).says("nicht erlaubt");
    assert_eq!(server.targets().iter().filter(|target| is_pages_of("100")(target)).count(), 7);
}

#[test]
fn a_listing_whose_cursor_holds_for_its_page_size_alone_is_begun_anew_in_smaller_pages() {
    // The second page of ten is never delivered, and its cursor is refused with another limit.
    let script = Script::default()
        .spaces(&[("100", "DOCS")])
        .on(|target| is_at("ten")(target) && target.contains("limit=10"), Reply::error(504, &[]))
        .on(is_at("ten"), Reply::error(400, &[]))
        .on(
            |target| is_start_of("100")(target) && target.contains("limit=10"),
            Reply::json(listing(
                &pages(&["1"]),
                Some("/wiki/api/v2/spaces/100/pages?cursor=ten&body-format=storage&limit=10"),
            )),
        )
        .on(is_start_of("100"), Reply::json(listing(&pages(&["1", "2"]), None)));
    let server = Server::start(script);
    let home = Home::new(&server.url(), "page_size = 10");
    home.follow().ends(0);
    assert_eq!(home.ids(), ["1", "2"]);
}

/// Edits every page; they come with one sync.
fn edits_come_at_once(fault: &str, pages: usize) -> Vec<String> {
    let site = Site::of(fault, pages_only(pages));
    let home = Home::new(site.url(), FOLLOWED);
    home.follow_first(&site);
    (0..pages).for_each(|number| drop(site.practice().change(Change::Edit { id: page_id(number) })));
    let before = site.practice().requested().len();
    home.follow().ends(0);
    let truth = site.practice().truth();
    let versions: BTreeSet<(String, u32)> = truth.content.iter().map(|row| (row.id.clone(), row.version)).collect();
    let held = home.rows();
    assert_eq!(held.len(), pages, "{fault}");
    for (id, row) in held {
        let version = row["version_number"].as_ref().unwrap().parse().unwrap();
        assert!(versions.contains(&(id.clone(), version)), "{fault}: {id} is held in version {version}");
    }
    let asked = site.practice().requested()[before..].to_vec();
    asked.into_iter().filter(|target| !values(std::slice::from_ref(target), "id").is_empty()).collect()
}

#[test]
fn what_is_a_part_is_followed_to_its_end() {
    let by_id = edits_come_at_once("part=7", 40);
    assert_eq!(by_id.len(), 6, "{by_id:#?}");
    assert_eq!(edits_come_at_once("part=1", 12).len(), 12);
}

#[test]
fn addresses_stay_below_two_kilobytes() {
    let by_id = edits_come_at_once("longest-address=2048", 250);
    assert!((2..=3).contains(&by_id.len()), "{} requests", by_id.len());
}

#[test]
fn an_address_that_is_too_long_all_the_same_is_shortened_and_that_is_remembered() {
    let by_id = edits_come_at_once("longest-address=700", 100);
    let longest = by_id.iter().map(|target| target.matches("%2C").count() + 1).min().unwrap();
    assert!(longest >= 25, "{by_id:#?}");
    assert!(by_id.len() <= 9, "{by_id:#?}");
}

/// Spaces with long keys, as many as are asked for.
fn many_spaces(count: usize) -> (Vec<String>, Vec<Value>) {
    let keys: Vec<String> = (0..count).map(|number| format!("SPACEWITHALONGKEY{number:013}")).collect();
    let spaces = keys.iter().enumerate().map(|(at, key)| space(&(100 + at).to_string(), key, key)).collect();
    (keys, spaces)
}

/// A site that shows the spaces that are asked for by their keys, up to an address of so many bytes.
fn spaces_by_key(script: Script, spaces: Vec<Value>, longest: usize) -> Script {
    script
        .on(move |target| target.len() > longest, Reply::error(414, &[]))
        .with(is_spaces, move |seen| {
            let target = [seen.target.clone()];
            let keys = values(&target, "keys");
            let shown = spaces.iter().filter(|space| keys.is_empty() || keys.contains(&space["key"].as_str().unwrap()));
            Reply::json(listing(&shown.cloned().collect::<Vec<_>>(), None))
        })
        .with(
            |target| target.contains("/pages?") && !is_census(target),
            |seen| {
                let space = seen.target.split('/').nth(5).unwrap_or_default().to_owned();
                let rows =
                    if space.parse::<u32>().is_ok() { vec![page_in(&space, &format!("9{space}"))] } else { Vec::new() };
                Reply::json(listing(&rows, None))
            },
        )
}

#[test]
fn more_space_keys_than_an_address_holds_are_asked_for_in_several_questions() {
    for (longest, questions) in [(2048, 2..=3), (300, 13..=25)] {
        let (keys, mut spaces) = many_spaces(70);
        spaces.push(space("99", "OTHER", "Other"));
        let server = Server::start(spaces_by_key(Script::default(), spaces, longest));
        let settings = format!("page_size = 250\nmode = \"both\"\nspace_keys = {}", json!(keys));
        let home = Home::new(&server.url(), &settings);
        home.follow().ends(0);
        assert_eq!(home.ids().len(), 70, "no other space is in scope, and none is missing");
        home.follow().ends(0);
        let before = server.targets().len();
        home.follow().ends(0);
        let again = server.targets()[before..].to_vec();
        let spaces: Vec<&String> = again.iter().filter(|target| is_spaces(target)).collect();
        assert!(questions.contains(&spaces.len()), "{longest}: {spaces:#?}");
        assert!(again.iter().all(|target| target.len() <= longest), "{longest}: {again:#?}");
    }
}

#[test]
fn that_an_id_is_refused_to_the_account_fails_the_question_once() {
    for status in [403, 404, 410] {
        let script = Script::default()
            .spaces(&[("100", "DOCS")])
            .on(|target| target.starts_with("/wiki/api/v2/pages?id="), Reply::error(status, &[]))
            .on(|target| is_pages_of("100")(target) && target.contains("body-format="), Reply::error(500, &[]))
            .on(is_pages_of("100"), Reply::json(listing(&pages(&["1", "2", "3", "4"]), None)));
        let server = Server::start(script);
        let home = Home::new(&server.url(), "");
        home.follow().ends(3).says(&format!("the site answered {status}"));
        assert_eq!(home.open_words(), ["listing page", "listing page objects"], "{status}");
        // Once on behalf of the listing and once on behalf of the census.
        assert_eq!(server.targets().iter().filter(|target| target.contains("?id=")).count(), 2, "{status}");
    }
}

#[test]
fn an_object_without_an_id_is_told_as_such_and_the_others_of_its_page_come() {
    let mut rows = pages(&["1", "2"]);
    rows[0].as_object_mut().unwrap().remove("id");
    let script = |rows: &[Value]| {
        Script::default()
            .spaces(&[("100", "DOCS")])
            .on(|target| target.starts_with("/wiki/api/v2/pages?id="), Reply::json(listing(&pages(&["2"]), None)))
            .on(|target| is_pages_of("100")(target) && target.contains("body-format="), Reply::error(500, &[]))
            .on(is_pages_of("100"), Reply::json(listing(rows, None)))
    };
    let server = Server::start(script(&rows));
    let home = Home::new(&server.url(), "");
    home.sync().ends(3);
    assert_eq!(home.open_words(), ["object without an id, in the listing"]);
    assert_eq!(home.ids(), ["2"]);
    assert!(server.targets().iter().all(|target| !target.contains("%23")), "{:#?}", server.targets());
    server.now(script(&pages(&["2"])));
    home.sync().ends(0);
    assert!(home.open().is_empty());
}

#[test]
fn a_site_that_falls_silent_while_objects_are_asked_for_ends_soon() {
    let ids: Vec<String> = (1..=25).map(|id| id.to_string()).collect();
    let rows = pages(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    let script = Script::default()
        .spaces(&[("100", "DOCS")])
        .on(|target| target.contains("body-format="), Reply::default().close())
        .on(is_pages_of("100"), Reply::json(listing(&rows, None)));
    let server = Server::start(script);
    let home = Home::new(&server.url(), "");
    home.follow().ends(3).says("could not be reached");
    // The census shows them as well, and they cannot be asked for by their ids either.
    assert_eq!(home.open_words(), ["listing page", "listing page objects"]);
    assert!(server.seen().len() < 80, "{} requests", server.seen().len());
}

#[test]
fn what_an_account_does_not_see_leaves_empty_pages_behind_which_the_listing_goes_on() {
    for fault in ["empty-run=2:8", "empty-run=3:30"] {
        let site = Site::of(fault, pages_only(60));
        let home = Home::new(site.url(), "page_size = 20");
        home.follow_first(&site);
        assert_eq!(home.ids().len(), 60, "{fault}");
    }
}

#[test]
fn empty_pages_of_a_feed_hide_no_change() {
    let site = Site::of("empty-run=4:12", pages_only(60));
    let home = Home::new(site.url(), FOLLOWED);
    home.follow_first(&site);
    (0..3).for_each(|number| drop(site.practice().change(Change::Edit { id: page_id(number) })));
    let edited: BTreeSet<String> = (0..3).map(page_id).collect();
    home.follow().ends(0);
    let versions: BTreeSet<String> = home
        .rows()
        .into_iter()
        .filter(|(id, row)| edited.contains(id) && row["version_number"].as_deref() != Some("1"))
        .map(|(id, _)| id)
        .collect();
    assert_eq!(versions, edited);
}

#[test]
fn empty_pages_of_the_trash_hide_nothing_that_was_thrown_away() {
    let script = || {
        Script::default()
            .spaces(&[("100", "DOCS")])
            .on(is_pages_of("100"), Reply::json(listing(&pages(&["1", "2"]), None)))
            .on(|target| target.ends_with("/pages/1"), Reply::error(404, &[]))
    };
    let server = Server::start(
        script().on(|target| target.contains("/pages?"), Reply::json(listing(&pages(&["1", "2"]), None))),
    );
    let home = Home::new(&server.url(), "mode = \"both\"\ncensus_every = \"24h\"");
    home.follow().ends(0);
    home.follow().ends(0);
    let mut thrown = page("1", "title 1");
    thrown["status"] = json!("trashed");
    let next = |cursor: &str| Some(format!("/wiki/api/v2/pages?status=trashed&cursor={cursor}"));
    let empty = |cursor: &str| Reply::json(listing(&[], next(cursor).as_deref()));
    server.now(
        script()
            .on(is_at("t2"), Reply::json(listing(&[thrown], None)))
            .on(is_at("t1"), empty("t2"))
            .on(|target| target.contains("status=trashed"), empty("t1"))
            .on(|target| target.contains("/pages?"), Reply::json(listing(&pages(&["2"]), None))),
    );
    home.follow().ends(0);
    assert_eq!(home.ids(), ["2"]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn answers_in_several_members_of_gzip_or_behind_a_byte_order_mark_are_read() {
    for fault in ["gzip-members", "bom", "gzip-members,bom"] {
        let site = Site::of(fault, Options { attachments: 6, ..pages_only(30) });
        let home =
            Home::new(site.url(), "content_types = [\"page\", \"attachment\"]\nmode = \"both\"\ncensus_every = \"0m\"");
        home.follow().ends(0);
        assert_eq!(home.ids().len(), 30, "{fault}");
        drop(site.practice().change(Change::Edit { id: page_id(3) }));
        drop(site.practice().change(Change::Purge { id: page_id(4) }));
        home.follow().ends(0);
        assert_eq!(home.ids().len(), 29, "{fault}");
    }
    // What was landed is opened again and has the mark.
    let site = Site::of("bom", pages_only(5));
    let home = Home::new(site.url(), "");
    home.follow_first(&site);
    home.execute("update sync.relation set fingerprint = 'of another program'");
    home.follow().ends(0);
    assert_eq!(home.ids().len(), 5);
    let seq = home.query("select max(seq) from land.response where stream = 'page'").remove(0);
    let raw = home.run(&["raw", "wiki", &seq, "--reason", "a test"]).ends(0);
    assert!(raw.stdout.starts_with(b"\xef\xbb\xbf{"), "the body is landed as it came");
}

#[test]
fn a_look_asks_for_less_where_its_ids_are_too_many() {
    let site = |ids: &[&str]| {
        Script::default()
            .spaces(&[("100", "DOCS")])
            .with(
                |target| target.ends_with("/convert-ids-to-types"),
                |seen| {
                    let bytes: usize = seen.headers["content-length"].parse().unwrap();
                    if bytes > 30 { Reply::error(413, &[]) } else { Reply::json(r#"{"results":{}}"#) }
                },
            )
            .on(|target| target.contains("/pages?"), Reply::json(listing(&pages(ids), None)))
    };
    let server = Server::start(site(&["11", "12", "13", "14", "15", "16", "17", "18", "19"]));
    let home = Home::new(&server.url(), "mode = \"both\"\ncensus_every = \"0m\"");
    home.follow().ends(0);
    server.now(site(&["19"]));
    home.follow().ends(0);
    assert_eq!(home.ids(), ["19"]);
    assert_eq!(remembered(&home), ["page existence 2"]);
}
