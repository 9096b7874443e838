//! History between two dates: what it brings, what it leaves out, and what is read again.

use super::{BY_CENSUS, asked, asks_for_no_object, change, edit, home, is_gone, options, site};
use crate::support::site::{Home, Site};
use crate::support::truth::gone;
use catchment_practice::confluence::{Change, Standing, blogpost_id, page_id};
use std::collections::BTreeSet;

/// Years of pages, read a few at a time.
const YEARS: &str = "content_types = [\"page\"]\nend_date = \"2024-06-30\"\npage_size = 2";

#[test]
fn history_between_two_days_is_what_was_modified_then() {
    let site = site();
    let (from, to) = (1_717_200_000_000, 1_725_148_800_000);
    let home =
        home(&site, "content_types = [\"page\", \"blogpost\"]\nstart_date = \"2024-06-01\"\nend_date = 2024-08-31");
    let truth = site.practice().truth();
    let seen = truth.content.iter().filter(|item| matches!(item.standing, Standing::Current | Standing::Archived));
    let expected: BTreeSet<String> =
        seen.filter(|item| (from..to).contains(&item.version_millis)).map(|item| item.id.clone()).collect();
    assert!(!expected.is_empty() && expected.len() < 30, "{expected:?}");
    assert_eq!(home.rows().into_keys().collect::<BTreeSet<_>>(), expected);
    assert_eq!(home.query("select distinct state from sync.chunk"), ["done"]);
    // What changes from now on comes with the increments, and history is not read again.
    change(&site, edit(3));
    let mut before = site.practice().requested().len();
    home.follow().ends(0);
    assert!(home.rows().contains_key(&page_id(3)));
    assert!(asked(&site, &mut before).iter().filter(|target| target.contains("sort=-modified-date")).count() <= 4);
}

#[test]
fn no_history_begins_before_there_was_the_product() {
    let site = site();
    let home = home(&site, "content_types = [\"page\"]\nstart_date = \"1970-01-01\"\nend_date = \"2003-01-04\"");
    assert_eq!(
        home.query("select cast(min(from_time) as varchar) || ' ' || count(*) from sync.chunk"),
        ["2003-01-01 00:00:00 1"]
    );
}

#[test]
fn the_pieces_of_history_stay_the_same_ones() {
    let site = site();
    let home = home(&site, "content_types = [\"page\"]\nstart_date = \"2025-01-10\"\nend_date = \"2031-12-31\"");
    let chunks = "select count(*) || ' ' || max(chunk_id) || ' ' || max(state) from sync.chunk";
    assert_eq!(home.query(chunks), ["1 1 done"]);
    home.follow().ends(0);
    assert_eq!(home.query(chunks), ["1 1 done"]);
}

#[test]
fn what_was_edited_out_of_the_time_that_history_takes_is_out_of_scope() {
    let site = site();
    let home = home(&site, &format!("mode = \"historical\"\n{BY_CENSUS}\nend_date = \"2024-12-31\""));
    let page = page_id(3);
    assert!(home.rows().contains_key(&page));
    change(&site, edit(3));
    is_out_of_scope(&site, &home, &page, "outside of start_date and end_date");
    // The version that was wanted is back.
    change(&site, Change::DeleteVersion { id: page.clone() });
    home.follow().ends(0);
    assert!(home.rows().contains_key(&page) && gone(&home).is_empty());
}

#[test]
fn what_fell_back_to_a_version_before_the_first_run_is_out_of_scope_of_increments() {
    let site = site();
    let home = home(&site, &format!("mode = \"incremental\"\n{BY_CENSUS}"));
    let page = page_id(3);
    change(&site, edit(3));
    home.follow().ends(0);
    assert_eq!(home.ids(), std::slice::from_ref(&page));
    change(&site, Change::DeleteVersion { id: page.clone() });
    is_out_of_scope(&site, &home, &page, "outside of mode");
    change(&site, edit(3));
    home.follow().ends(0);
    assert_eq!(home.ids(), [page]);
}

#[test]
fn what_fell_back_to_a_version_before_the_start_of_history_is_out_of_scope() {
    let site = site();
    let home = home(&site, &format!("mode = \"both\"\n{BY_CENSUS}\nstart_date = \"2025-01-10\""));
    let page = page_id(3);
    assert!(!home.rows().contains_key(&page));
    change(&site, edit(3));
    home.follow().ends(0);
    assert!(home.rows().contains_key(&page));
    change(&site, Change::DeleteVersion { id: page.clone() });
    is_out_of_scope(&site, &home, &page, "outside of start_date and end_date");
}

/// The ids that were asked for by the requests for objects, in the order in which the walks were begun.
fn asked_for(home: &Home) -> Vec<String> {
    let targets = home.query(
        "select target from sync.request as request
         inner join sync.walk as walk on walk.walk_id = request.walk_id
         where walk.kind = 'objects' and walk.run_id = (select max(run_id) from sync.run)
         order by walk.walk_id",
    );
    let ids = targets.iter().flat_map(|target| target.split(['?', '&'])).filter_map(|pair| pair.strip_prefix("id="));
    ids.flat_map(|ids| ids.split("%2C").map(str::to_owned)).collect()
}

#[test]
fn the_bodies_between_two_dates_come_in_the_order_of_history() {
    let site = site();
    for (order, direction) in [("newest", "desc"), ("oldest", "asc")] {
        let home = home(&site, &format!("{YEARS}\nhistory_order = \"{order}\""));
        let held = format!("select page_id from confluence.page order by version_created_at {direction}, page_id");
        assert!(home.ids().len() > 3);
        assert_eq!(asked_for(&home), home.query(&held), "{order}");
    }
}

#[test]
fn history_that_is_read_again_brings_their_bodies_again() {
    let site = site();
    let home = home(&site, YEARS);
    home.run(&["sync", "--chunks", "failed"]).ends(0);
    assert_eq!(asked_for(&home), [""; 0]);
    let report = home.sync().ends(0).json();
    assert_eq!(report[0]["new_generation"], false);
    let again: BTreeSet<String> = asked_for(&home).into_iter().collect();
    assert_eq!(again, home.ids().into_iter().collect());
    home.follow().ends(0);
    assert_eq!(asked_for(&home), [""; 0]);
}

#[test]
fn history_of_which_something_could_not_be_fetched_is_failed_and_read_again() {
    let well = site();
    home(&well, YEARS);
    let asked = well.practice().requested();
    let first = asked.iter().position(|target| target.contains("?id=")).unwrap();
    let site = Site::of(&format!("redirect={}", first + 1), options());
    let home = Home::new(site.url(), &format!("mode = \"both\"\n{YEARS}"));
    home.follow().ends(3);
    let failed = home.query("select cause from sync.chunk where state = 'failed'");
    assert!(!failed.is_empty() && failed.iter().all(|cause| cause.ends_with("of what it found could not be fetched")));
    // The feed that is followed since says nothing of them.
    let complete = "select complete_to is not null from sync.complete where stream = 'page'";
    assert_eq!(home.query(complete), ["false"]);
    home.follow().ends(0);
    assert_eq!(home.query("select distinct state from sync.chunk"), ["done"]);
    assert_eq!(home.query(complete), ["true"]);
}

#[test]
fn what_lies_outside_of_the_dates_is_explained() {
    let site = site();
    let home = home(&site, &format!("{YEARS}\n{BY_CENSUS}"));
    home.follow().ends(0);
    let outside = (0..24).map(page_id).find(|id| !home.rows().contains_key(id)).unwrap();
    let explained = home.run(&["explain", "wiki", "page", &outside]).ends(0).words();
    assert!(explained.contains("outside start_date and end_date"), "{explained}");
    home.configure(site.url(), &format!("mode = \"both\"\n{BY_CENSUS}"));
    home.follow().ends(0);
    assert!(home.rows().contains_key(&outside));
    assert_eq!(home.query("select * from sync.unwanted"), [""; 0]);
}

#[test]
fn what_a_listing_does_not_tell_the_object_itself_has_to() {
    let site = site();
    let home = home(&site, YEARS);
    // None of those that the first request for the feed shows.
    let truth = site.practice().truth();
    let seen = truth.content.iter().filter(|item| item.kind == "page" && item.standing == Standing::Current);
    let outside = seen.filter(|item| !home.rows().contains_key(&item.id)).min_by_key(|item| item.version_millis);
    let outside = &outside.unwrap().id;
    home.execute(&format!(
        "insert into land.sighting (walk_id, stream, object_id, answered_at)
         select max(walk_id), 'page', '{outside}', max(first_answered_at) from sync.walk where kind = 'history'"
    ));
    let mut before = site.practice().requested().len();
    home.follow().ends(0);
    let asked = asked(&site, &mut before);
    assert!(asked.iter().any(|target| target.contains(&format!("?id={outside}&"))), "{outside}: {asked:?}");
    is_gone(&home, outside, "out_of_scope");
}

#[test]
fn what_comes_back_from_the_trash_with_a_version_of_another_time_is_out_of_scope() {
    let site = site();
    let home = home(&site, &format!("mode = \"historical\"\n{BY_CENSUS}\nend_date = \"2024-12-31\""));
    let page = page_id(3);
    change(&site, Change::Trash { id: page.clone() });
    home.follow().ends(0);
    is_gone(&home, &page, "trashed");
    change(&site, Change::Restore { id: page.clone() });
    change(&site, edit(3));
    is_out_of_scope(&site, &home, &page, "outside of start_date and end_date");
}

/// Asserts that the next sync takes a page out for this reason, and that the one after it does not ask for it again.
fn is_out_of_scope(site: &Site, home: &Home, page: &str, evidence: &str) {
    home.follow().ends(0);
    assert!(!home.rows().contains_key(page));
    is_gone(home, page, "out_of_scope");
    let said = format!("select evidence from sync.deletion where object_id = '{page}' and state = 'deleted'");
    assert_eq!(home.query(&said), [evidence]);
    let report = asks_for_no_object(site, home).json();
    assert_eq!(report[0]["new_generation"], false);
}

#[test]
fn a_type_that_comes_later_is_read_from_the_first_run_to_this_one_as_well() {
    for mode in ["mode = \"incremental\"", "mode = \"both\"\nend_date = \"2024-06-30\""] {
        let site = site();
        let home = home(&site, &format!("{mode}\ncontent_types = [\"page\"]"));
        let post = blogpost_id(1);
        change(&site, edit_of(&post));
        home.configure(site.url(), &format!("{mode}\ncontent_types = [\"page\", \"blogpost\"]"));
        home.follow().ends(0);
        assert!(home.rows().contains_key(&post), "{mode}");
    }
}

fn edit_of(id: &str) -> Change {
    Change::Edit { id: id.to_owned() }
}
