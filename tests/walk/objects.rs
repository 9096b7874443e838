//! Spaces and objects that the site does not give, or that are too large.

use super::*;

#[test]
#[ignore = "slow tier: .ci/slow"]
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
#[ignore = "slow tier: .ci/slow"]
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
#[ignore = "slow tier: .ci/slow"]
fn a_listing_that_shrinks_deletes_nothing() {
    let server = Server::start(well());
    let home = home(&server);
    home.sync().ends(0);
    server.now(broken(Reply::json(listing(&[], None))));
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1", "2", "3"]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
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
#[ignore = "slow tier: .ci/slow"]
fn a_poison_object_is_quarantined_alone_acknowledged_and_later_resolved() {
    let poison = page_id(31);
    let site = Site::with(&format!("poison={poison}"));
    let home = Home::new(site.url(), "");
    home.sync().ends(3).says(&poison);
    assert_eq!(home.open_words(), [format!("object {poison}")]);
    assert!(!home.ids().contains(&poison));
    assert_eq!(home.ids().len(), 59);
    let id = home.open()[0]["id"].to_string();
    home.run(&["acknowledge", "wiki", &id, "--reason", "a test"]).ends(0);
    home.sync().ends(0);
    assert_eq!(home.open()[0]["state"], "acknowledged");
    let mended = Site::with("");
    home.configure(mended.url(), "");
    home.sync().ends(0);
    assert!(home.open().is_empty());
    assert_eq!(home.ids().len(), 60);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
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
#[ignore = "slow tier: .ci/slow"]
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
#[ignore = "slow tier: .ci/slow"]
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
#[ignore = "slow tier: .ci/slow"]
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
#[ignore = "slow tier: .ci/slow"]
fn a_resource_that_the_site_has_removed_says_nothing_of_its_objects() {
    let server = Server::start(well());
    let home = Home::new(&server.url(), "census_every = \"0m\"");
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1", "2", "3"]);
    let lacking = |own: Reply| {
        let looked = |target: &str| ["1", "2"].iter().any(|id| target == format!("/wiki/api/v2/pages/{id}"));
        Script::default()
            .spaces(&[("100", "DOCS"), ("200", "ENG")])
            .on(is_census, Reply::json(listing(&[page_in("200", "3")], None)))
            .on(looked, own)
    };
    server.now(lacking(Reply::error(410, &[])));
    home.follow().ends(3).says("the site answered 410");
    assert_eq!(home.ids(), ["1", "2", "3"]);
    assert_eq!(home.open_words(), ["listing page look"]);
    server.now(lacking(Reply::error(404, &[])));
    home.follow().ends(0);
    assert_eq!(home.ids(), ["3"], "each id is denied");
}
