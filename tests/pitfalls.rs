//! What goes wrong in connectors, by `docs/pitfalls.md`: what no other test proves as a whole, and that every test that the page
//! names is there.

use crate::asked::{lab_of_data_center, values};
use crate::resources::{COMMENTS, comments_of};
use crate::support::lab::{CONNECTION, Lab, Site, wait_until};
use crate::support::server::{Reply, Script, Server, ids_of, listing, page, pages};
use crate::support::site::Home;
use catchment_lake::db::Db;
use catchment_lake::sql::FILES;
use catchment_practice::confluence::{
    Binary, Change, Deployment, Door, Extras, Options, Standing, blogpost_id, page_id, space_id,
};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// What the labs read, over several pages each.
const READ: &str = "page_size = 2\ndatasets = [\"attachment\", \"comment\"]";

/// A site of Data Center with these faults.
fn data_center(faults: &str) -> Options {
    Options {
        deployment: Deployment::DataCenter { version: "9.2.0".to_owned() },
        door: Door::DataCenter,
        faults: if faults.is_empty() { Default::default() } else { faults.parse().unwrap() },
        pages: 24,
        blogposts: 6,
        spaces: 3,
        body: 200,
        attachments: 6,
        extras: Extras { comments: 12, ..Extras::default() },
        site_clock: true,
        ..Options::default()
    }
}

fn change(site: &Site, changes: impl IntoIterator<Item = Change>) {
    changes.into_iter().for_each(|change| drop(site.practice().change(change).unwrap()));
}

/// The content, attachments and comments that a site shows, each with its version.
fn on_site(site: &Site) -> BTreeSet<String> {
    let truth = site.practice().truth();
    let is_there = |standing: Standing| matches!(standing, Standing::Current | Standing::Archived);
    let content = truth.content.iter().filter(|item| is_there(item.standing));
    let content = content.map(|item| format!("content {} {}", item.id, item.version));
    let files = truth.attachments.iter().filter(|file| is_there(file.standing));
    let files = files.map(|file| format!("file {} {} {}", file.id, file.container_id, file.version));
    content.chain(files).chain(comments_of(&truth)).collect()
}

/// The same as it is published.
fn published(lab: &Lab) -> BTreeSet<String> {
    values(
        lab,
        &format!(
            "select concat_ws(' ', 'content', page_id, version_number) from wiki.space_content
             union all
             select concat_ws(' ', 'file', attachment_id, page_id, version_number) from wiki.page_attachments
             union all
             {COMMENTS}"
        ),
    )
}

/// What is gone by itself, with the reason.
fn gone(lab: &Lab) -> BTreeSet<String> {
    let sql =
        "select object_id || ' ' || reason from wiki.deleted_content where not starts_with(evidence, 'with its ')";
    values(lab, sql)
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_server_that_returns_fewer_than_asked_and_a_wrong_start_loses_nothing() {
    // Without the scan, whose cursors need no count, pages are counted as everything else is.
    let mut site = Site::start(data_center("part=3, undercounted-next, next-past-end, gone=content/scan"));
    let lab = lab_of_data_center(&site, "datasets = [\"attachment\", \"comment\"]");
    lab.sync().expect(0);
    assert_eq!(published(&lab), on_site(&site));
    let asked = site.requested();
    let counted = asked.iter().filter(|target| target.contains("type=page&spaceKey=ENG"));
    let starts: Vec<&str> = counted.filter_map(|target| target.split("start=").nth(1)).collect();
    assert_eq!(starts, ["3", "6", "8"], "behind the results that came, to an empty page: {asked:#?}");
    // A site that gives its last page again and again keeps no run busy.
    site.fault("endless-next");
    let lab = lab_of_data_center(&site, "page_size = 7\ndatasets = [\"attachment\", \"comment\"]");
    lab.sync().expect(0);
    assert_eq!(published(&lab), on_site(&site));
    assert!(site.requested().len() < 150, "{:#?}", site.requested());
}

#[test]
fn what_the_index_lacks_of_data_center_is_read_by_its_own_address() {
    let site = Site::start(data_center("search-lag=1"));
    let lab = lab_of_data_center(&site, "page_size = 5\nmax_deleted_share = 1\ncensus_every = \"0m\"");
    lab.sync().expect(0);
    change(&site, [Change::EditPage { id: page_id(4), body: "<p>not in the index yet</p>".to_owned() }]);
    lab.run(&["sync", CONNECTION]).expect(0);
    let told = "select body_storage from wiki.space_content where page_id = '";
    let told = values(&lab, &format!("{told}{}'", page_id(4)));
    assert_eq!(told, BTreeSet::from(["<p>not in the index yet</p>".to_owned()]));
}

#[test]
fn what_the_index_lacks_of_data_center_is_shown_by_what_it_lies_in() {
    let site = Site::start(data_center("search-lag=2"));
    let read = format!("{READ}\ncensus_every = \"0m\"\nmax_deleted_share = 1");
    let lab = lab_of_data_center(&site, &read);
    lab.run(&["sync", CONNECTION]).expect(0);
    // A comment that its page shows to nobody who searches, and a file.
    let added = [
        Change::AddComment { container: page_id(5), selection: None, body: "<p>not in the index</p>".to_owned() },
        Change::Attach { page: page_id(6), name: "unindexed.txt".to_owned(), binary: Binary::Given(b"x".to_vec()) },
    ];
    change(&site, added);
    lab.run(&["sync", CONNECTION]).expect(0);
    assert_eq!(published(&lab), on_site(&site));
    let basis = lab.open().query("select stream, complete_by from sync.basis order by all", [], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    });
    let told: Vec<_> = basis.unwrap().into_iter().filter(|(stream, _)| stream == "comment").collect();
    assert!(told.is_empty(), "comments are listed by the database: {told:?}");
    // Nothing of it is asked for twice.
    let before = site.requested().len();
    lab.run(&["sync", CONNECTION]).expect(0);
    let asked = site.requested().split_off(before);
    let is_by_id = |target: &&String| target.contains("/rest/api/content/") && !target.contains("/scan");
    assert!(asked.iter().filter(is_by_id).count() == 0, "{asked:#?}");
}

#[test]
fn labels_of_data_center_that_change_without_a_version_are_read_with_the_next_listing() {
    let site = Site::start(data_center(""));
    let lab = lab_of_data_center(&site, "census_every = \"0m\"");
    lab.run(&["sync", CONNECTION]).expect(0);
    let labels = |page: usize| {
        let sql = format!("select unnest(labels) from wiki.space_content where page_id = '{}'", page_id(page));
        values(&lab, &sql)
    };
    let label = |name: &str| Change::AddLabel { id: page_id(4), label: name.to_owned() };
    change(&site, [label("first"), label("second"), label("my:own")]);
    lab.run(&["sync", CONNECTION]).expect(0);
    assert_eq!(labels(4), BTreeSet::from(["first".to_owned(), "second".to_owned()]));
    let remove = Change::RemoveLabel { id: page_id(4), label: "first".to_owned() };
    change(&site, [remove, label("third")]);
    lab.run(&["sync", CONNECTION]).expect(0);
    assert_eq!(labels(4), BTreeSet::from(["second".to_owned(), "third".to_owned()]));
    // Of a page that no complete listing has shown since it was read the first one may show others.
    let listed_every = |every: &str| {
        let settings = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
        let said = settings.lines().find(|line| line.starts_with("census_every")).unwrap();
        lab.write("catchment.toml", &settings.replace(said, &format!("census_every = \"{every}\"")));
    };
    listed_every("1000h");
    let page = Change::CreatePage { space: "ENG".to_owned(), title: "new".to_owned(), body: "<p>new</p>".to_owned() };
    let made = site.practice().change(page).unwrap();
    lab.run(&["sync", CONNECTION]).expect(0);
    change(&site, [Change::AddLabel { id: made.clone(), label: "late".to_owned() }]);
    listed_every("0m");
    lab.run(&["sync", CONNECTION]).expect(0);
    let late = format!("select unnest(labels) from wiki.space_content where page_id = '{made}'");
    assert_eq!(values(&lab, &late), BTreeSet::from(["late".to_owned()]));
    // What is held as it is shown is not read again.
    let before = site.requested().len();
    lab.run(&["sync", CONNECTION]).expect(0);
    assert!(site.requested()[before..].iter().all(|target| !target.contains("body.storage")));
}

#[test]
fn a_page_that_a_listing_shows_is_not_taken_out_for_what_its_own_address_answers() {
    let mut site = Site::start(Options { pages: 24, body: 200, site_clock: true, ..Options::default() });
    let lab = Lab::new(&site, "max_deleted_share = 1\ncensus_every = \"0m\"");
    lab.run(&["sync", CONNECTION]).expect(0);
    let (edited, rows) = (page_id(5), lab.rows_of("space_content").num_rows());
    let edit = Change::EditPage { id: edited.clone(), body: "<p>edited</p>".to_owned() };
    site.change(|options| options.changes.push(edit));
    for _ in 0..2 {
        site.fault(&format!("unanswered={edited}"));
        let told = lab.run(&["sync", CONNECTION]).expect(3).stdout;
        assert!(told.contains("a listing of this run shows it"), "{told}");
        assert_eq!((lab.rows_of("space_content").num_rows(), gone(&lab)), (rows, BTreeSet::new()));
    }
    site.fault("");
    lab.run(&["sync", CONNECTION]).expect(0);
    let body = format!("select body_storage from wiki.space_content where page_id = '{edited}'");
    assert_eq!(values(&lab, &body), BTreeSet::from(["<p>edited</p>".to_owned()]));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_search_in_minutes_of_another_zone_that_lags_loses_no_change_and_brings_none_twice() {
    let site = Site::start(Options { time_zone: "Pacific/Pago_Pago".to_owned(), ..data_center("search-lag=1") });
    let lab = lab_of_data_center(&site, &format!("{READ}\ncensus_every = \"1000h\"\nmax_deleted_share = 1"));
    lab.sync().expect(0);
    let [busy, edited, long, remarked, filed, late, thrown] = [3, 4, 6, 7, 9, 10, 12].map(page_id);
    let body = format!("<p>{}</p>", "no word is lost ".repeat(900));
    let edit = |id: &String| Change::Edit { id: id.clone() };
    let changes = [
        edit(&busy),
        edit(&edited),
        Change::EditPage { id: long.clone(), body: body.clone() },
        // Neither of these changes the page itself.
        Change::AddComment { container: remarked, selection: None, body: "<p>said later</p>".to_owned() },
        Change::Attach { page: filed, name: "later.txt".to_owned(), binary: Binary::Given(b"later".to_vec()) },
        edit(&late),
    ];
    change(&site, changes);
    let before = site.requested().len();
    lab.sync().expect(0);
    let version = site.practice().truth().content.into_iter().find(|item| item.id == late).unwrap().version;
    let missing: Vec<String> = on_site(&site).difference(&published(&lab)).cloned().collect();
    assert_eq!(missing, [format!("content {late} {version}")], "the search does not show the last change yet");
    let sql = format!("select body_storage from wiki.space_content where page_id = '{long}'");
    assert_eq!(values(&lab, &sql), BTreeSet::from([body]), "a body that a search gives is whole");
    let asked = site.requested().split_off(before);
    let is_feed = |target: &&String| target.contains("order+by+lastmodified+desc");
    let feeds: Vec<&String> = asked.iter().filter(is_feed).collect();
    assert!(asked.iter().all(|target| !target.contains("/content/scan?")), "no complete listing helps: {asked:#?}");
    assert!(feeds.iter().any(|target| target.contains("lastmodified+%3E%3D")), "{feeds:#?}");
    assert!(feeds.iter().all(|target| !target.contains("%3C")), "a bound above leaves out what is edited: {feeds:#?}");

    // It shows that change when it has shown others that are later by most of a day.
    lab.execute("update sync.watermark set newest_at = newest_at + interval 20 hours where kind = 'feed'");
    change(&site, [edit(&busy), Change::Trash { id: thrown.clone() }]);
    let before = site.requested().len();
    lab.sync().expect(0);
    assert_eq!(published(&lab), on_site(&site));
    assert_eq!(gone(&lab), BTreeSet::from([format!("{thrown} trashed")]));
    let asked = site.requested().split_off(before);
    let by_id: Vec<&String> = asked.iter().filter(|target| target.contains("cql=id+in+")).collect();
    let asks_for = |id: &String| by_id.iter().any(|target| target.contains(id));
    assert!(asks_for(&busy) && asks_for(&late), "{by_id:#?}");
    assert!(!asks_for(&edited) && !asks_for(&long), "a version that is held comes once: {by_id:#?}");
}

#[test]
fn a_feed_that_shows_less_than_it_has_to_is_not_believed_and_a_quiet_one_is() {
    let db = Db::scratch().unwrap();
    db.execute_batch(
        "create schema sync;
         create table sync.walk (walk_id bigint, stream varchar, kind varchar, state varchar, objects bigint,
            floor_time timestamp, after_seq bigint, is_exhausted boolean);
         create table facet as select * from (values ('searched', true), ('whole', false)) as facet (stream, feed_is_since);
         create table held as
         select stream, reason, version_at, 1 as landed_seq
         from (values ('searched'), ('whole')) as one (stream)
         cross join (values (null, timestamp '2026-01-01'), (null, timestamp '2026-01-10'), ('trashed', timestamp '2026-01-11'))
            as version (reason, version_at)",
    )
    .unwrap();
    let (_, sql) = FILES.iter().find(|(path, _)| *path == "due/unproven.sql").unwrap();
    let sql = sql.replace("$first_look", "timestamp '9999-12-31'");
    let unproven = |walks: &str| -> Vec<String> {
        db.execute_batch(&format!(
            "delete from sync.walk;
             insert into sync.walk by name select * from (values {walks})
                as walk (walk_id, stream, kind, state, objects, floor_time, after_seq, is_exhausted)"
        ))
        .unwrap();
        db.query(&sql, [], |row| row.get(0)).unwrap()
    };
    let feed = |walk: u32, stream: &str, objects: u32, floor: &str, after: u32| {
        format!("({walk}, '{stream}', 'feed', 'ended', {objects}, timestamp '{floor}', {after}, true)")
    };
    let quiet = [
        feed(5, "searched", 1, "2026-01-09", 3),
        feed(6, "searched", 1, "2026-01-08", 4),
        feed(7, "whole", 2, "2026-01-09", 3),
    ];
    assert_eq!(unproven(&quiet.join(", ")), Vec::<String>::new(), "a search shows what is newer than its floor alone");
    for (walk, told) in [
        (feed(8, "searched", 0, "2026-01-09", 3), true),
        (feed(8, "whole", 1, "2026-01-09", 3), true),
        (feed(8, "searched", 0, "2026-01-10", 3), false),
        (feed(8, "searched", 0, "2026-01-09", 0), false),
        (feed(8, "whole", 0, "9999-12-31", 3), false),
    ] {
        assert_eq!(unproven(&walk).len(), usize::from(told), "{walk}");
    }
    let missed = feed(8, "searched", 0, "2026-01-09", 3);
    let later = format!("{missed}, {}", feed(9, "searched", 1, "2026-01-09", 4));
    assert_eq!(unproven(&later), ["searched"], "a walk that shows all of it later is no proof for the one before");
    for (objects, told) in [(0, true), (1, false)] {
        let asked = format!("(8, 'searched', 'changes', 'ended', {objects}, timestamp '2026-01-01', 3, false)");
        assert_eq!(unproven(&asked).len(), usize::from(told), "{asked}");
    }
    let census = "(9, 'searched', 'census', 'ended', 2, null, 3, true)";
    let listed = format!("{missed}, {census}");
    assert_eq!(unproven(&listed), Vec::<String>::new(), "a complete listing came after it");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn deletions_and_lost_permissions_are_told_apart_on_data_center() {
    let site = Site::start(data_center(""));
    let lab = lab_of_data_center(&site, READ);
    lab.sync().expect(0);
    let truth = site.practice().truth();
    let in_space = truth.content.iter().filter(|item| item.space_id == space_id(2));
    let hidden = in_space.filter(|item| matches!(item.standing, Standing::Current | Standing::Archived));
    let mut reasons: BTreeSet<String> = hidden.map(|item| format!("{} no_access", item.id)).collect();
    assert!(reasons.len() > 3, "{reasons:?}");
    let [purged, thrown] = [13, 12].map(page_id);
    reasons.extend([format!("{purged} purged"), format!("{thrown} trashed")]);
    let changes = [
        Change::Purge { id: purged.clone() },
        Change::Trash { id: thrown.clone() },
        Change::HideSpace { space: space_id(2) },
    ];
    change(&site, changes);
    lab.sync().expect(0);
    assert_eq!(published(&lab), on_site(&site));
    let of_content = |lab: &Lab| -> BTreeSet<String> {
        let ids: BTreeSet<&str> = truth.content.iter().map(|item| item.id.as_str()).collect();
        gone(lab).into_iter().filter(|line| ids.contains(line.split(' ').next().unwrap())).collect()
    };
    assert_eq!(of_content(&lab), reasons);
    change(&site, [Change::ShowSpace { space: space_id(2) }, Change::Restore { id: thrown }]);
    lab.sync().expect(0);
    assert_eq!(published(&lab), on_site(&site));
    assert_eq!(of_content(&lab), BTreeSet::from([format!("{purged} purged")]));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_search_for_attachments_that_fails_behind_its_first_page_is_told_and_deletes_nothing() {
    let mut site = Site::start(data_center(""));
    let lab = lab_of_data_center(&site, READ);
    lab.sync().expect(0);
    site.fault("attachment-search-400=1");
    let ran = lab.sync().expect(3);
    let said = format!("{}{}", ran.stdout, ran.stderr);
    for words in ["attachments (complete listing)", "(400)", "Error executing the search", "hint: "] {
        assert!(said.contains(words), "no {words:?} in {said}");
    }
    assert_eq!((published(&lab), gone(&lab)), (on_site(&site), BTreeSet::new()));
    let sql = "select string_agg(distinct stream || ' ' || split_part(target, '&start=', 2), ', ')
        from sync.request where status = 400";
    let failed: String = lab.open().query_value(sql, []).unwrap();
    assert_eq!(failed, "attachment 2", "the request is on record");
    site.fault("");
    lab.sync().expect(0);
    assert_eq!(lab.status()["open"], json!([]));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_deletion_while_pages_are_counted_hides_nothing_and_deletes_nothing_else() {
    let site = Site::start(Options { blogposts: 24, latency: Duration::from_millis(30), ..data_center("") });
    let lab = lab_of_data_center(&site, READ);
    let running = lab.begin();
    let is_counted = |target: &String| target.contains("type=blogpost&spaceKey=ENG") && target.ends_with("start=4");
    wait_until("the blog posts of a space are counted", || site.requested().iter().any(is_counted));
    // What follows moves up by one, from a page that is still to be read to one that was read already.
    change(&site, [Change::Purge { id: blogpost_id(0) }]);
    drop(running.wait_with_output().unwrap());
    lab.sync().expect(0);
    assert_eq!(published(&lab), on_site(&site));
    let deleted = gone(&lab);
    assert!(deleted.is_subset(&BTreeSet::from([format!("{} purged", blogpost_id(0))])), "{deleted:?}");
}

#[test]
fn what_shows_later_with_the_time_of_the_newest_or_an_earlier_one_is_read() {
    let at = |id: &str, time: &str| {
        let mut row = page(id, &format!("title {id}"));
        row["version"]["createdAt"] = json!(time);
        row
    };
    let script = |rows: Vec<serde_json::Value>| {
        let by_id = rows.clone();
        Script::default()
            .spaces(&[("100", "DOCS")])
            .on(|target| target.contains("status=trashed"), Reply::json(listing(&[], None)))
            .with(
                |target| ids_of(target).is_some(),
                move |seen| {
                    let ids = ids_of(&seen.target).unwrap();
                    let asked = by_id.iter().filter(|row| ids.iter().any(|id| row["id"] == id.as_str()));
                    Reply::json(listing(&asked.cloned().collect::<Vec<_>>(), None))
                },
            )
            .on(|target| target.contains("/pages?"), Reply::json(listing(&rows, None)))
    };
    let server = Server::start(script(pages(&["1"])));
    let home = Home::new(&server.url(), "mode = \"both\"\ncensus_every = \"24h\"");
    home.follow().ends(0);
    home.follow().ends(0);
    let newest = page("1", "title 1")["version"]["createdAt"].as_str().unwrap().to_owned();
    assert_eq!(newest, "2026-01-02T00:00:00.000Z");
    server.now(script(vec![at("1", &newest), at("2", &newest), at("3", "2026-01-01T23:55:00.000Z")]));
    home.follow().ends(0);
    assert_eq!(home.ids(), ["1", "2", "3"]);
}

/// What is wrong with the tables of a page: rows without a cell, and tests that are not there.
fn complaints(text: &str) -> Vec<String> {
    // The head of a table has a rule below it.
    let lines = text.lines().zip(text.lines().skip(1).chain([""]));
    let rows = lines.filter(|(line, below)| line.starts_with("| ") && !below.starts_with("|---")).map(|(line, _)| line);
    let mut complaints = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let tests: Vec<&str> = cells.get(2).map_or("", |cell| cell).split('`').skip(1).step_by(2).collect();
        if cells.len() != 3 || cells.contains(&"") || tests.is_empty() {
            complaints.push(format!("a row needs what goes wrong, what is done and a test: {row}"));
        }
        complaints
            .extend(tests.into_iter().filter(|test| !is_test(test)).map(|test| format!("there is no test {test}")));
    }
    complaints
}

/// Whether a path like `walk::paging::name` is that of a test, in the folder of tests or within a crate.
fn is_test(path: &str) -> bool {
    let Some((module, name)) = path.rsplit_once("::") else { return false };
    let file = module.replace("::", "/");
    let (krate, below) = file.split_once('/').unwrap_or((&file, "lib"));
    let places = [
        format!("tests/{file}.rs"),
        format!("crates/{krate}/src/{below}.rs"),
        format!("crates/{krate}/src/{below}/mod.rs"),
    ];
    let text = places.iter().find_map(|place| fs::read_to_string(Path::new(place)).ok()).unwrap_or_default();
    let begins = format!("{name}(");
    let marked = ["#[test]", "#[tokio::test"].into_iter().flat_map(|mark| text.split(mark).skip(1));
    marked.filter_map(|behind| behind.split_once("fn ")).any(|(_, behind)| behind.starts_with(&begins))
}

#[test]
fn every_test_that_the_pitfalls_name_is_there() {
    let text = fs::read_to_string("docs/pitfalls.md").unwrap();
    assert!(text.lines().filter(|line| line.starts_with("| ")).count() > 55, "the tables are not read");
    assert_eq!(complaints(&text), Vec::<String>::new());
    let wrong = "| What | How | Test |\n|---|---|---|\n| a | b | `pitfalls::complaints`, `pitfalls::no_such_test` |\n| a | b |  |";
    assert_eq!(complaints(wrong).len(), 3, "{:?}", complaints(wrong));
}
