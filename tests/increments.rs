//! Increments: what changes on a site is what changes in the datasets, and nothing else is asked for.

mod windows;

use crate::support::costs;
use crate::support::lab::{self, Lab};
use crate::support::server::{Reply, Script, Server};
use crate::support::site::{Home, Run, Site};
use crate::support::truth::{gone, is_published};
use arrow::array::AsArray;
use arrow::datatypes::Int32Type;
use catchment_practice::confluence::{
    Binary, Change, Options, Standing, attachment_id, blogpost_id, page_id, space_id,
};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

const EVERYTHING: &str =
    "mode = \"both\"\ncontent_types = [\"page\", \"blogpost\", \"attachment\"]\nmax_deleted_share = 1";
const BY_FEED: &str = "census_every = \"24h\"";
const BY_CENSUS: &str = "census_every = \"0m\"";

fn options() -> Options {
    let options = Options { pages: 24, body: 200, spaces: 3, blogposts: 6, attachments: 12, ..Options::default() };
    Options { site_clock: true, ..options }
}

fn site() -> Site {
    Site::of("", options())
}

fn home(site: &Site, settings: &str) -> Home {
    let mode = if settings.contains("mode") { "" } else { "mode = \"both\"" };
    let home = Home::new(site.url(), &format!("{mode}\n{settings}"));
    home.follow_first(site);
    home
}

fn change(site: &Site, change: Change) -> String {
    site.practice().change(change).unwrap()
}

/// The targets that were asked for since the last call.
fn asked(site: &Site, before: &mut usize) -> Vec<String> {
    let all = site.practice().requested();
    let new = all[*before..].to_vec();
    *before = all.len();
    new
}

fn edit(ordinal: usize) -> Change {
    Change::Edit { id: page_id(ordinal) }
}

/// Asserts that an object is said to be gone for this reason.
fn is_gone(home: &Home, id: &str, reason: &str) {
    assert_eq!(gone(home).get(id).map(String::as_str), Some(reason), "{id}");
}

/// Asserts that the next sync asks for nothing by its id.
fn asks_for_no_object(site: &Site, home: &Home) -> Run {
    let mut before = site.practice().requested().len();
    let run = home.follow().ends(0);
    assert!(asked(site, &mut before).iter().all(|target| !target.contains("?id=")));
    run
}

#[test]
fn a_quiet_sync_asks_at_most_eight_times_and_leaves_nothing_but_its_record() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_FEED}"));
    is_published(&home, &site, true);
    // The first feed notes what it is complete to; later ones renew that row.
    home.follow().ends(0);
    let tables =
        "select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('land', 'sync') order by 1";
    let counted = || {
        let count = |table: String| (home.query(&format!("select count(*) from {table}"))[0].clone(), table);
        home.query(tables).into_iter().map(count).collect::<Vec<_>>()
    };
    let rows = counted();
    let responses = "select count(*) from land.response union all select max(generation) from sync.export where state = 'published'";
    let (landed, mut before) = (home.query(responses), site.practice().requested().len());
    let report = home.follow().ends(0).json();
    assert_eq!(report[0]["new_generation"], false);
    let asked = asked(&site, &mut before);
    assert!(asked.len() <= 8, "{asked:#?}");
    assert!(asked.iter().all(|target| !target.contains("body-format")), "{asked:#?}");
    assert_eq!(home.query(responses), landed);
    assert_eq!(home.query("select count(*) from land.sighting where stream <> 'space'"), ["0"]);
    // The run, its requests, and for each the walk it belongs to, which says that it went to its end or floor.
    let grown = counted().into_iter().zip(rows).filter(|(now, before)| now != before).map(|((_, table), _)| table);
    assert_eq!(grown.collect::<Vec<_>>(), ["sync.request", "sync.run", "sync.walk"]);
    let walks = "select count(distinct walk_id) from sync.walk where run_id = (select max(run_id) from sync.run)";
    assert_eq!(home.query(walks), home.query(&walks.replace("sync.walk", "sync.request")));
}

#[test]
fn what_is_written_is_seen_in_the_feed_and_fetched_by_its_id() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_FEED}"));
    change(&site, edit(3));
    change(&site, Change::Edit { id: blogpost_id(1) });
    let made = change(
        &site,
        Change::CreatePage { space: space_id(2), title: "New".to_owned(), body: "<p>new</p>".to_owned() },
    );
    change(
        &site,
        Change::Attach { page: page_id(5), name: "new.txt".to_owned(), binary: Binary::Given(b"text".to_vec()) },
    );
    let mut before = site.practice().requested().len();
    home.follow().ends(0);
    is_published(&home, &site, true);
    let by_id: Vec<String> = asked(&site, &mut before).into_iter().filter(|target| target.contains("?id=")).collect();
    assert_eq!(by_id.len(), 2, "{by_id:#?}");
    assert!(by_id.iter().any(|target| target.contains(&made) && target.contains(&page_id(3))), "{by_id:#?}");
    // And again: nothing is due any more.
    home.follow().ends(0);
    assert!(asked(&site, &mut before).iter().all(|target| !target.contains("?id=")));
}

#[test]
fn a_longer_feed_is_followed_to_its_floor_with_larger_requests() {
    let site =
        Site::of("", Options { pages: 80, blogposts: 0, body: 100, spaces: 2, site_clock: true, ..Options::default() });
    let home = home(&site, &format!("page_size = 40\n{BY_FEED}"));
    let truth = site.practice().truth();
    let current = truth.content.iter().filter(|item| item.standing == Standing::Current);
    current.take(70).for_each(|item| drop(change(&site, Change::Edit { id: item.id.clone() })));
    let mut before = site.practice().requested().len();
    home.follow().ends(0);
    is_published(&home, &site, false);
    let feed: Vec<String> = asked(&site, &mut before)
        .into_iter()
        .filter(|target| target.contains("sort=-modified-date") && !target.contains("trashed"))
        .collect();
    assert_eq!(feed.len(), 3, "{feed:#?}");
    assert!(feed[0].contains("limit=25") && feed[1].contains("limit=40") && feed[2].contains("cursor="), "{feed:#?}");
}

#[test]
fn a_feed_out_of_its_promised_order_is_noticed_and_read_to_its_end() {
    let options = Options { pages: 80, blogposts: 0, body: 100, spaces: 2, site_clock: true, ..Options::default() };
    let site = Site::of("unsorted", options);
    let home = home(&site, &format!("page_size = 20\n{BY_FEED}"));
    let current = site.practice().truth().content.iter().filter(|item| item.standing == Standing::Current).count();
    // One at the beginning of the listing, and one at its end.
    change(&site, edit(2));
    change(&site, edit(77));
    let mut before = site.practice().requested().len();
    home.follow().ends(0);
    is_published(&home, &site, false);
    let feed = "kind = 'feed' and run_id = (select max(run_id) from sync.run)";
    let noted = format!("select cause from sync.walk where {feed}");
    assert_eq!(home.query(&noted), ["not in the promised order: read to its end"]);
    let sorted = |target: &&String| target.contains("sort=-modified-date") && !target.contains("trashed");
    let asked = asked(&site, &mut before);
    assert_eq!(asked.iter().filter(sorted).count(), 1 + current.div_ceil(20), "{asked:#?}");
}

#[test]
fn what_a_census_lacks_and_is_there_after_all_is_fetched_by_the_same_run() {
    let options = Options { pages: 24, body: 200, spaces: 3, blogposts: 0, site_clock: true, ..Options::default() };
    let mut site = lab::Site::start(options);
    let lab = Lab::synced(&site, "mode = \"both\"\ncensus_every = \"0m\"\nmax_deleted_share = 1");
    let (page, count) = (page_id(7), lab.rows().num_rows());
    site.fault(&format!("unlisted={page}"));
    site.practice().change(edit(7)).unwrap();
    let version = || {
        let rows = lab.rows();
        let at = lab::ids(&rows).iter().position(|id| *id == page).unwrap();
        rows.column_by_name("version_number").unwrap().as_primitive::<Int32Type>().value(at)
    };
    let before = version();
    lab.sync().expect(0);
    assert_eq!((version(), lab.rows().num_rows()), (before + 1, count));
}

#[test]
fn a_census_that_waits_for_a_piece_of_history_is_made_by_the_same_run() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_FEED}"));
    change(&site, Change::MovePage { id: page_id(4), space: space_id(2) });
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_CENSUS}"));
    home.sync().ends(0);
    assert_eq!(home.cell(&page_id(4), "space_id"), Some(space_id(2)));
    change(&site, Change::Purge { id: page_id(5) });
    home.sync().ends(0);
    assert_eq!(gone(&home).get(&page_id(5)).map(String::as_str), Some("purged"));
}

#[test]
fn the_census_finds_what_no_feed_shows() {
    let site = Site::of(
        "",
        Options { pages: 60, body: 100, spaces: 3, attachments: 12, site_clock: true, ..Options::default() },
    );
    let home = home(&site, &format!("{EVERYTHING}\n{BY_FEED}"));
    // A move, an archived page, and a version that was taken back leave no trace in the feed.
    change(&site, edit(7));
    home.follow().ends(0);
    change(&site, Change::MovePage { id: page_id(4), space: space_id(2) });
    change(&site, Change::Archive { id: page_id(6) });
    change(&site, Change::DeleteVersion { id: page_id(7) });
    home.follow().ends(0);
    assert_eq!(home.cell(&page_id(4), "space_id"), Some(space_id(1)));
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_CENSUS}"));
    home.follow().ends(0);
    is_published(&home, &site, true);
    assert_eq!(home.cell(&page_id(4), "space_id"), Some(space_id(2)));
    assert!(gone(&home).is_empty());
}

#[test]
fn a_run_that_goes_on_asks_again_which_spaces_it_may_see() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}"));
    change(&site, edit(5));
    let killed = costs::output(home.command(&["sync"]).env("CATCHMENT_CRASH_AT", "stage.after_commit"));
    assert_eq!(killed.status.code(), None, "{killed:?}");
    change(&site, Change::HideSpace { space: space_id(2) });
    home.follow().ends(0);
    let reasons: BTreeSet<String> = gone(&home).into_values().collect();
    assert_eq!(reasons, ["no_access".to_owned()].into());
}

#[test]
fn what_is_hidden_while_a_run_is_under_way_is_out_of_reach_and_not_purged() {
    let site = Site::of("", Options { latency: Duration::from_millis(20), ..options() });
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}"));
    let before = site.practice().requests();
    let mut running = home.command(&["sync"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // The second request comes when the first, for the spaces, is answered.
    while site.practice().requests() < before + 2 {
        assert!(running.try_wait().unwrap().is_none(), "the run ended before it asked");
        thread::sleep(Duration::from_millis(1));
    }
    change(&site, Change::HideSpace { space: space_id(2) });
    running.wait().unwrap();
    let reasons: BTreeSet<String> = gone(&home).into_values().collect();
    assert_eq!(reasons, ["no_access".to_owned()].into());
}

#[test]
fn a_census_that_was_begun_is_ended_by_the_next_run_whatever_the_clock_says() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}\npage_size = 5"));
    let open = "select walk_id from sync.walk where kind = 'census' and stream = 'page' and state = 'open'";
    let begun = (2..40).find_map(|failpoint| {
        costs::output(home.command(&["sync"]).env("CATCHMENT_CRASH_AT", failpoint.to_string()));
        home.query(open).first().cloned()
    });
    let begun = begun.expect("no census was under way at any of these failpoints");
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_FEED}\npage_size = 5"));
    home.follow().ends(0);
    assert_eq!(home.query(&format!("select state from sync.walk where walk_id = {begun}")), ["ended"]);
}

#[test]
fn what_was_out_of_reach_and_is_not_asked_for_any_more_is_out_of_scope_when_its_space_is_back() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}"));
    let post = site.practice().truth().content.into_iter().find(|item| item.kind == "blogpost").unwrap();
    let reason = || gone(&home).remove(&post.id);
    change(&site, Change::HideSpace { space: post.space_id.clone() });
    home.follow().ends(0);
    assert_eq!(reason().as_deref(), Some("no_access"));
    home.configure(
        site.url(),
        &format!("{BY_CENSUS}\nmode = \"both\"\ncontent_types = [\"page\"]\nmax_deleted_share = 1"),
    );
    home.follow().ends(0);
    assert_eq!(reason().as_deref(), Some("no_access"));
    change(&site, Change::ShowSpace { space: post.space_id.clone() });
    home.follow().ends(0);
    assert_eq!(reason().as_deref(), Some("out_of_scope"));
}

#[test]
fn what_is_gone_is_told_apart_and_comes_back() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}"));
    let trashed = page_id(10);
    change(&site, Change::Trash { id: trashed.clone() });
    change(&site, Change::Trash { id: page_id(12) });
    change(&site, Change::Purge { id: page_id(12) });
    change(&site, Change::HideSpace { space: space_id(2) });
    home.follow().ends(0);
    is_published(&home, &site, true);
    let reasons = gone(&home);
    assert_eq!(
        (reasons.get(&trashed).map(String::as_str), reasons.get(&page_id(12)).map(String::as_str)),
        (Some("trashed"), Some("purged"))
    );
    let hidden = site.practice().truth().content.iter().filter(|item| item.space_id == space_id(2)).count();
    let no_access = reasons.values().filter(|reason| *reason == "no_access").count();
    assert!(no_access > 0 && no_access <= hidden, "{reasons:?}");
    // What was thrown away comes back, and what was hidden is seen again.
    change(&site, Change::Restore { id: trashed });
    change(&site, Change::ShowSpace { space: space_id(2) });
    home.follow().ends(0);
    is_published(&home, &site, true);
    assert_eq!(gone(&home).into_values().collect::<Vec<_>>(), ["purged"]);
}

#[test]
fn the_trash_brings_tombstones_without_a_census() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_FEED}"));
    change(&site, edit(9));
    change(&site, Change::Trash { id: page_id(9) });
    change(&site, Change::TrashAttachment { attachment: attachment_id(0) });
    home.follow().ends(0);
    let reasons = gone(&home);
    assert_eq!(reasons.get(&page_id(9)).map(String::as_str), Some("trashed"), "{reasons:?}");
    assert!(!home.rows().contains_key(&page_id(9)));
}

#[test]
fn too_many_deletions_wait_for_consent() {
    let site = site();
    let home = home(&site, &format!("content_types = [\"page\", \"blogpost\"]\n{BY_CENSUS}\nmax_deleted_share = 0.2"));
    let all = home.rows().len();
    (0..12).for_each(|ordinal| drop(change(&site, Change::Trash { id: page_id(ordinal) })));
    change(&site, edit(20));
    let refused = home.run(&["sync"]).ends(6);
    assert!(refused.words().contains("--allow-deletions"), "{}", refused.words());
    let status = home.run(&["status"]).ends(0);
    assert!(status.words().contains("--allow-deletions"), "{}", status.words());
    let gaps = home.run(&["query", "from gaps", "--format", "jsonl"]).ends(0).words();
    assert!(gaps.contains("held") && gaps.contains("would be deleted"), "{gaps}");
    // Nothing is gone, and what changed is published all the same.
    assert_eq!((home.rows().len(), gone(&home).len()), (all, 0));
    assert!(home.cell(&page_id(20), "version_number") > Some("1".to_owned()));
    home.run(&["sync"]).ends(6);
    home.run(&["sync", "--allow-deletions"]).ends(0);
    is_published(&home, &site, false);
    home.run(&["sync"]).ends(0);
}

#[test]
fn consent_is_given_to_the_list_of_what_was_held_back() {
    let site = site();
    let home = home(&site, &format!("content_types = [\"page\", \"blogpost\"]\n{BY_CENSUS}\nmax_deleted_share = 0.2"));
    let all = home.rows().len();
    let held = || -> Vec<Value> {
        let told = home.run(&["audit", "held", "--format", "jsonl"]).ends(0).words();
        told.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    // Where nothing was held back there is nothing to consent to.
    (0..12).for_each(|ordinal| drop(change(&site, Change::Trash { id: page_id(ordinal) })));
    home.run(&["sync", "--allow-deletions"]).ends(6);
    assert_eq!((home.rows().len(), gone(&home).len(), held().len()), (all, 0, 12));
    for row in held() {
        assert!(row["title"].is_string() && row["scope"].is_string(), "{row}");
        assert!(row["reason"] == "trashed" && row["evidence"].as_str().is_some_and(|told| !told.is_empty()), "{row}");
    }
    let status = home.run(&["status"]).ends(0);
    assert!(status.words().contains("held back") && status.words().contains(": trashed"), "{}", status.words());
    // What is not on the list stays, and is held back again.
    for ordinal in [20, 21] {
        change(&site, Change::Trash { id: page_id(ordinal) });
    }
    home.run(&["sync", "--allow-deletions"]).ends(6);
    let later: BTreeSet<String> = held().iter().map(|row| row["object_id"].as_str().unwrap().to_owned()).collect();
    assert_eq!((home.rows().len(), later), (all - 12, BTreeSet::from([page_id(20), page_id(21)])));
    home.run(&["sync", "--allow-deletions"]).ends(0);
    assert_eq!((home.rows().len(), held().len()), (all - 14, 0));
    // Without a list: any, on record.
    (12..18).for_each(|ordinal| drop(change(&site, Change::Trash { id: page_id(ordinal) })));
    home.run(&["sync", "--allow-deletions=any"]).ends(0);
    is_published(&home, &site, false);
    let runs = home.run(&["audit", "runs", "--format", "jsonl"]).ends(0).words();
    let runs = runs.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["consent"].clone());
    assert_eq!(runs.filter(|consent| !consent.is_null()).collect::<Vec<_>>(), ["any", "listed", "listed", "listed"]);
    // What asking by its id showed stands on the list.
    [18, 19, 22, 23].iter().for_each(|ordinal| drop(change(&site, Change::Purge { id: page_id(*ordinal) })));
    home.run(&["sync"]).ends(6);
    assert!(!held().is_empty());
    for row in held() {
        let is_told = row["evidence"].as_str().is_some_and(|told| told.contains("requesting it gave 404"));
        assert!(row["reason"] == "purged" && is_told && row["objects_inside"].is_number(), "{row}");
    }
}

#[test]
fn a_narrower_scope_takes_out_and_a_wider_one_brings_back() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_FEED}"));
    let all = home.rows().len();
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_FEED}\nspace_keys = [\"ENG\"]"));
    home.follow().ends(0);
    let of_eng = home.rows();
    assert!(of_eng.len() < all && of_eng.values().all(|row| row["space_id"] == Some(space_id(0))));
    assert!(gone(&home).values().all(|reason| reason == "out_of_scope"));
    // Meanwhile the site goes on; what comes back is as it is now.
    change(&site, edit(2));
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_FEED}"));
    home.follow().ends(0);
    is_published(&home, &site, true);
    assert!(gone(&home).is_empty());
    // Another type likewise.
    home.configure(site.url(), &format!("mode = \"both\"\ncontent_types = [\"page\"]\n{BY_FEED}"));
    home.follow().ends(0);
    assert!(home.rows().values().all(|row| row["content_type"].as_deref() == Some("page")));
    assert!(home.rows().values().all(|row| !row.contains_key("attachment_count")));
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_FEED}"));
    home.follow().ends(0);
    is_published(&home, &site, true);
}

#[test]
fn what_was_gone_as_a_page_and_is_a_blog_post_of_the_same_id_is_there() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_FEED}"));
    let id = blogpost_id(1);
    home.execute(&format!(
        "insert into sync.deletion (run_id, stream, object_id, reason, evidence, after_seq, seen_at, state, \
         changed_at)
         values (1, 'page', '{id}', 'purged', 'the census does not contain it', 0, timestamp \
         '2020-01-01', 'deleted', timestamp '2020-01-01');
         insert into sync.touched values ('sync.deletion', \
         'object_id', '{id}')"
    ));
    home.follow().ends(0);
    is_published(&home, &site, true);
    assert!(gone(&home).is_empty());
}

#[test]
fn many_pieces_of_history_are_begun_a_few_at_a_time() {
    let ids: Vec<String> = (100..170).map(|id| id.to_string()).collect();
    let spaces: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), id.as_str())).collect();
    let is_piece = |target: &str| target.contains("/pages?") && target.starts_with("/wiki/api/v2/spaces/");
    let server = Server::start(Script::default().spaces(&spaces).on(is_piece, Reply::default().stall()));
    let home = Home::new(&server.url(), "");
    let running = home.start(&["sync"]);
    lab::wait_until("a piece is asked for", || server.targets().iter().any(|target| is_piece(target)));
    drop(running.kill());
    let [begun, due] = home.queries([
        "select count(*) from sync.walk where kind = 'listing' and state = 'open'",
        "select count(*) from sync.chunk where state = 'due'",
    ]);
    assert_eq!((begun, due), (vec!["64".to_owned()], vec!["6".to_owned()]));
}

#[test]
fn a_space_that_comes_later_gets_its_history() {
    let site = site();
    change(&site, Change::HideSpace { space: space_id(1) });
    let home = home(&site, &format!("{EVERYTHING}\n{BY_FEED}"));
    is_published(&home, &site, true);
    change(&site, Change::ShowSpace { space: space_id(1) });
    home.follow().ends(0);
    is_published(&home, &site, true);
}

#[test]
fn what_is_gone_for_a_reason_of_the_past_is_looked_at_again() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}"));
    let kept = page_id(5);
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_CENSUS}\nspace_keys = [\"ENG\"]"));
    home.follow().ends(0);
    is_gone(&home, &kept, "out_of_scope");
    change(&site, Change::Trash { id: kept.clone() });
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_CENSUS}"));
    // The listing of the space that comes back goes before the census.
    home.follow().ends(0);
    home.follow().ends(0);
    is_published(&home, &site, true);
    assert_eq!(gone(&home), [(kept, "trashed".to_owned())].into());
    // Likewise what was thrown away for good while its space was hidden.
    let purged = page_id(8);
    change(&site, Change::HideSpace { space: space_id(2) });
    home.follow().ends(0);
    is_gone(&home, &purged, "no_access");
    change(&site, Change::Purge { id: purged.clone() });
    change(&site, Change::ShowSpace { space: space_id(2) });
    home.follow().ends(0);
    home.follow().ends(0);
    is_published(&home, &site, true);
    is_gone(&home, &purged, "purged");
}

#[test]
fn what_was_moved_out_of_the_spaces_is_looked_at_again_when_more_are_asked_for() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}\nspace_keys = [\"ENG\"]"));
    let moved = page_id(9);
    change(&site, Change::MovePage { id: moved.clone(), space: space_id(2) });
    home.follow().ends(0);
    is_gone(&home, &moved, "out_of_scope");
    change(&site, Change::Trash { id: moved.clone() });
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_CENSUS}"));
    home.follow().ends(0);
    home.follow().ends(0);
    is_published(&home, &site, true);
    assert_eq!(gone(&home), [(moved, "trashed".to_owned())].into());
}

#[test]
fn what_is_in_the_trash_and_went_with_its_page_is_not_gone_by_itself() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_FEED}"));
    let truth = site.practice().truth();
    let in_space = |id: &str| truth.content.iter().any(|item| item.id == id && item.space_id == space_id(2));
    let file = truth.attachments.iter().find(|file| in_space(&file.container_id)).unwrap();
    let (page, file) = (file.container_id.clone(), file.id.clone());
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_FEED}\nspace_keys = [\"ENG\"]"));
    change(&site, Change::TrashAttachment { attachment: file.clone() });
    home.follow().ends(0);
    let gone = gone(&home);
    assert_eq!((gone.get(&page).map(String::as_str), gone.get(&file)), (Some("out_of_scope"), None));
}

#[test]
fn what_was_moved_out_of_the_only_space_is_gone_also_when_that_is_hidden() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}\nspace_keys = [\"OPS\"]"));
    let moved = page_id(8);
    change(&site, Change::MovePage { id: moved.clone(), space: space_id(1) });
    change(&site, Change::HideSpace { space: space_id(2) });
    home.follow().ends(3);
    is_gone(&home, &moved, "out_of_scope");
    assert_eq!(home.rows().len(), 0);
}

#[test]
fn what_went_with_the_only_space_is_looked_at_again_when_that_is_back() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}\nspace_keys = [\"OPS\"]"));
    let purged = page_id(8);
    change(&site, Change::HideSpace { space: space_id(2) });
    home.follow().ends(3);
    is_gone(&home, &purged, "no_access");
    change(&site, Change::Purge { id: purged.clone() });
    change(&site, Change::ShowSpace { space: space_id(2) });
    home.follow().ends(0);
    home.follow().ends(0);
    assert_eq!(gone(&home), [(purged, "purged".to_owned())].into());
}

#[test]
fn another_version_under_the_number_of_one_that_was_taken_back_is_stored() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_FEED}"));
    let file = attachment_id(3);
    let renewed = |text: &str| Change::NewVersion { attachment: file.clone(), binary: Binary::Given(text.into()) };
    change(&site, renewed("taken back"));
    home.follow().ends(0);
    change(&site, Change::DeleteVersion { id: file.clone() });
    // As many bytes: neither number nor size tells them apart.
    change(&site, renewed("in its way"));
    home.follow().ends(0);
    is_published(&home, &site, true);
    let stored = format!("select count(*) from sync.upload where object_id = '{file}' and state = 'stored'");
    assert_eq!(home.query(&stored), ["3"]);
}

#[test]
fn a_version_of_an_attachment_that_was_taken_back_is_seen_by_the_census() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_FEED}"));
    let file = attachment_id(3);
    let renewed = |text: &str| Change::NewVersion { attachment: file.clone(), binary: Binary::Given(text.into()) };
    change(&site, renewed("taken back"));
    home.follow().ends(0);
    change(&site, Change::DeleteVersion { id: file.clone() });
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_CENSUS}"));
    home.follow().ends(0);
    is_published(&home, &site, true);
    // Once it is held like that, a census lands nothing more.
    let landed = "select count(*) from land.response";
    let before = home.query(landed);
    home.follow().ends(0);
    assert_eq!(home.query(landed), before);
}

#[test]
fn an_attachment_that_went_while_its_page_was_away_does_not_come_back_with_it() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}"));
    let page = page_id(9);
    let attach =
        |name: &str| Change::Attach { page: page.clone(), name: name.to_owned(), binary: Binary::Given(name.into()) };
    let (purged, kept) = (change(&site, attach("purged.txt")), change(&site, attach("kept.txt")));
    home.follow().ends(0);
    change(&site, Change::Trash { id: page.clone() });
    home.follow().ends(0);
    change(&site, Change::PurgeAttachment { attachment: purged.clone() });
    change(&site, Change::Restore { id: page });
    home.follow().ends(0);
    is_published(&home, &site, true);
    let reasons = gone(&home);
    assert_eq!((reasons.get(&purged).map(String::as_str), reasons.get(&kept)), (Some("purged"), None));
}

#[test]
fn a_version_dated_in_the_future_does_not_blind_the_feed() {
    let site = site();
    let home = home(&site, &format!("content_types = [\"page\", \"blogpost\"]\n{BY_FEED}"));
    home.execute("update sync.watermark set newest_at = timestamp '2130-01-01' where kind = 'feed'");
    home.follow().ends(0);
    change(&site, edit(3));
    home.follow().ends(0);
    is_published(&home, &site, false);
}

#[test]
fn what_is_moved_below_another_page_is_seen_by_the_census() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}"));
    let in_space = |id: &String| home.cell(id, "space_id") == Some(space_id(0));
    let pages: Vec<String> = (0..24).map(page_id).filter(|id| home.rows().contains_key(id)).filter(in_space).collect();
    let moved = pages.iter().rev().find_map(|id| {
        let free = pages.iter().find(|above| home.cell(id, "parent_id").as_ref() != Some(*above))?;
        site.practice().change(Change::MoveBelow { id: id.clone(), parent: free.clone() }).ok()?;
        Some((id.clone(), free.clone()))
    });
    let (id, above) = moved.expect("no page can be moved");
    home.follow().ends(0);
    assert_eq!(home.cell(&id, "parent_id"), Some(above));
    // Once it is held like that, nothing is asked for by its id.
    asks_for_no_object(&site, &home);
}

#[test]
fn a_clock_of_the_site_that_was_ahead_hides_nothing_afterwards() {
    let ahead = Site::of("clock-skew=8640000", options());
    let home = home(&ahead, &format!("{EVERYTHING}\n{BY_CENSUS}"));
    let site = site();
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_CENSUS}"));
    change(&site, edit(3));
    change(&site, Change::Trash { id: page_id(4) });
    change(&site, Change::Purge { id: page_id(5) });
    home.follow().ends(0);
    is_published(&home, &site, true);
}

#[test]
fn increments_that_began_by_a_clock_that_was_ahead_begin_in_the_present() {
    let settings = format!("mode = \"incremental\"\n{BY_CENSUS}");
    let ahead = Site::of("clock-skew=8640000", options());
    let home = home(&ahead, &settings);
    // As if what was on the site then had been dated by that clock as well.
    home.execute(
        "update sync.watermark set begun_at = timestamp '2130-01-01' where kind = 'feed';
         update sync.identity set begun_at = timestamp '2130-01-01'",
    );
    let site = site();
    home.configure(site.url(), &settings);
    home.follow().ends(0);
    let of_then = |relation: &str| format!("select count(*) from {relation} where begun_at > timestamp '2129-01-01'");
    assert_eq!(home.query(&of_then("sync.watermark")), ["0"]);
    assert_eq!(home.query(&of_then("sync.identity")), ["0"]);
    change(&site, edit(3));
    home.follow().ends(0);
    assert_eq!(home.ids(), [page_id(3)]);
}

#[test]
fn a_clock_of_ours_that_was_ahead_delays_no_census() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}"));
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_FEED}"));
    home.execute(
        "update sync.walk set started_at = started_at + interval 1 year where kind = 'census' and stream <> 'space'",
    );
    change(&site, Change::Purge { id: page_id(5) });
    home.follow().ends(0);
    is_published(&home, &site, true);
}

#[test]
fn another_site_is_refused_and_another_account_looked_at() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}"));
    home.execute("update sync.identity set site = 'https://sandbox.example/wiki'");
    home.follow().ends(2).says("https://sandbox.example/wiki").says("--same-site");
    home.run(&["sync", "--same-site"]).ends(0);
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_FEED}"));
    change(&site, Change::Purge { id: page_id(5) });
    home.follow().ends(0);
    is_published(&home, &site, true);
    let censuses = || home.query("select count(*) from sync.walk where kind = 'census' and stream = 'page'");
    let before = censuses();
    home.follow().ends(0);
    assert_eq!(censuses(), before);
    home.execute("update sync.identity set account = 'somebody else'");
    home.follow().ends(0);
    assert_ne!(censuses(), before);
    is_published(&home, &site, true);
}

/// Law 9, over the requests of two syncs: each fails once, for good.
#[test]
fn whichever_request_fails_the_run_says_so_and_a_later_one_mends_it() {
    let options = || Options { pages: 6, spaces: 2, blogposts: 2, attachments: 3, ..options() };
    let settings = format!("{EVERYTHING}\n{BY_CENSUS}\npage_size = 2\nend_date = \"2029-12-31\"");
    let run = |faults: &str| {
        let site = Site::of(faults, options());
        let home = Home::new(site.url(), &settings);
        let first = home.follow().code;
        if first == Some(0) {
            is_published(&home, &site, true);
        }
        change(&site, Change::Trash { id: page_id(1) });
        (2..5).for_each(|ordinal| drop(change(&site, edit(ordinal))));
        let codes = [first, home.follow().code];
        if codes[1] == Some(0) {
            is_published(&home, &site, true);
        }
        (site, home, codes)
    };
    let (site, _, codes) = run("");
    assert_eq!(codes, [Some(0); 2]);
    let requests = site.practice().requested().len();
    // The slow tier takes every one.
    let step = if lab::slow() { 1 } else { 23 };
    let mut told = 0;
    for number in (1..=requests).step_by(step) {
        let (site, home, codes) = run(&format!("html={number}"));
        told += usize::from(codes != [Some(0); 2]);
        home.execute("update sync.upload set due_at = started_at where due_at is not null");
        home.follow().ends(0);
        is_published(&home, &site, true);
    }
    // What is asked for once more by the same run is cured.
    assert!(told * step > requests / 2, "{told} of {requests}");
}

#[test]
fn what_came_and_went_is_told_with_its_reasons() {
    let site = site();
    let home = home(&site, &format!("{EVERYTHING}\n{BY_CENSUS}"));
    let space = || space_id(2);
    let runs = || -> Vec<Value> {
        let told = home.run(&["audit", "runs", "--format", "jsonl"]).ends(0).out();
        told.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    // The report, its JSON and the list of runs say the same.
    let sums = |told: &Value| -> Vec<i64> {
        let changes = told[0]["totals"]["changes"].as_array().unwrap();
        let sum = |count| changes.iter().map(|change| change[count].as_i64().unwrap()).sum::<i64>();
        ["new", "changed", "back", "gone", "no_access"].into_iter().map(sum).collect()
    };
    let last = || -> Vec<i64> {
        let counts = ["new_objects", "changed_objects", "back_objects", "gone_objects", "no_access_objects"];
        counts.iter().map(|count| runs()[0][count].as_i64().unwrap()).collect()
    };
    let lost = "does not show the space ";
    change(&site, Change::HideSpace { space: space() });
    let told = home.run(&["sync", "--format", "json"]).ends(0).json();
    assert_eq!(sums(&told), last(), "{told}");
    let gone = last()[4];
    assert!(gone > 0 && last()[3] == gone, "{told}");
    assert!(told.to_string().contains(lost), "{told}");
    // It is told once, and nothing is told where nothing happened.
    let quiet = home.run(&["sync"]).ends(0).words();
    assert!(!quiet.contains(lost) && quiet.contains("changes        none"), "{quiet}");

    change(&site, Change::ShowSpace { space: space() });
    let told = home.run(&["sync", "--format", "json"]).ends(0).json();
    // What lies in a page comes back with it.
    assert_eq!(sums(&told), last(), "{told}");
    assert_eq!((last()[2], last()[3]), (gone, 0), "{told}");
    is_published(&home, &site, true);

    // A setting keeps it open, until it is shown again.
    home.configure(site.url(), &format!("{EVERYTHING}\n{BY_CENSUS}\non_lost_scope = \"gap\""));
    home.run(&["sync"]).ends(0);
    change(&site, Change::HideSpace { space: space() });
    for is_first in [true, false] {
        let told = home.run(&["sync"]).ends(3).words();
        assert!(told.contains("the account does not see this space"), "{told}");
        assert_eq!(told.contains(" gone: no access"), is_first, "{told}");
    }
    change(&site, Change::ShowSpace { space: space() });
    home.run(&["sync"]).ends(0);
    is_published(&home, &site, true);
}
