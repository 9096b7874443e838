//! The balance: whatever the site shows, and however it shows it, ends as published, deleted, unwanted or open.

use crate::asked::lab_of_data_center;
use crate::support::lab::{self, CONNECTION, Lab, Site, ids};
use crate::support::ledger;
use arrow::array::{Array, AsArray};
use arrow::datatypes::Int32Type;
use catchment_practice::confluence::{Change, Deployment, Door, Options, Standing, blogpost_id, page_id, space_id};
use std::collections::{BTreeMap, BTreeSet};

const ATTACHMENTS: &str = "content_types = [\"page\", \"blogpost\", \"attachment\"]";

fn small() -> Options {
    Options { pages: 30, blogposts: 6, spaces: 3, body: 300, site_clock: true, ..Options::default() }
}

fn with_files() -> Options {
    Options { attachments: 12, ..small() }
}

/// A lab whose attachments are read as well.
fn lab_of(site: &Site, settings: &str) -> Lab {
    let lab = Lab::new(site, "");
    let text = std::fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let text = text.replace("content_types = [\"page\", \"blogpost\"]", ATTACHMENTS);
    let text = text.replace("[connections", "[attachments]\nto = \"attachments\"\n[connections");
    lab.write("catchment.toml", &format!("{text}{settings}\n"));
    lab
}

/// The ids of the objects that are open.
fn open(lab: &Lab) -> BTreeSet<String> {
    let open = lab.status()["open"].clone();
    open.as_array().unwrap().iter().map(|row| row["object"].as_str().unwrap().to_owned()).collect()
}

/// The ends of objects, as `audit balance` tells them: shown, published, deleted, unwanted, open, missing, and rows of datasets.
const ENDS: [&str; 7] = ["shown", "published", "deleted", "unwanted", "open", "missing", "in_datasets"];

/// The rows of `audit balance`, by their streams.
pub fn balances(lab: &Lab) -> BTreeMap<String, [i64; 7]> {
    let ran = lab.run(&["audit", CONNECTION, "balance", "--format", "jsonl"]).expect(0);
    let row = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        (row["stream"].as_str().unwrap().to_owned(), ENDS.map(|name| row[name].as_i64().unwrap()))
    };
    ran.stdout.lines().map(row).collect()
}

/// How the objects of a stream ended: shown, published, deleted, unwanted, open and missing.
pub fn balance(lab: &Lab, stream: &str) -> [i64; 6] {
    let [shown, published, deleted, unwanted, open, missing, _] = balances(lab)[stream];
    [shown, published, deleted, unwanted, open, missing]
}

/// Asserts that these streams have a row, that the four ends of every stream add up to what was shown, and that nothing is missing.
pub fn adds_up(lab: &Lab, streams: &[&str]) {
    let rows = balances(lab);
    streams.iter().for_each(|stream| assert!(rows.contains_key(*stream), "no {stream} in {rows:?}"));
    for (stream, [shown, published, deleted, unwanted, open, missing, _]) in rows {
        assert_eq!((shown, missing), (published + deleted + unwanted + open, 0), "{stream}");
    }
}

fn has_bodies(lab: &Lab) {
    let rows = lab.rows();
    assert_eq!(rows.column_by_name("body_storage").unwrap().null_count(), 0);
}

#[test]
fn what_a_listing_leaves_out_of_an_object_is_asked_for_by_its_id() {
    let mut site = Site::start(small());
    let members =
        ["body", "body.storage", "title", "status", "version", "version.number", "version.createdAt", "spaceId"];
    let (pages, post) = (there(&site, "page"), blogpost_id(2));
    let mut lacking = each(&pages, "lacks", &members);
    lacking.push(format!("lacks={post}:body"));
    site.fault(&lacking.join(", "));
    let lab = Lab::new(&site, "");
    lab.sync().expect(0);
    has_bodies(&lab);
    let rows = ids(&lab.rows());
    assert!(rows.contains(&post) && pages.iter().all(|page| rows.contains(page)), "{rows:?}");
    adds_up(&lab, &["page", "blogpost"]);
}

/// The ids of what there is of a kind, current or archived.
fn there(site: &Site, kind: &str) -> Vec<String> {
    let truth = site.practice().truth();
    let pages = truth.content.iter().filter(|item| item.kind == kind && is_there(item.standing));
    pages.map(|item| item.id.clone()).collect()
}

fn is_there(standing: Standing) -> bool {
    matches!(standing, Standing::Current | Standing::Archived)
}

/// A fault for each member, of another object each.
fn each(objects: &[String], fault: &str, members: &[&str]) -> Vec<String> {
    assert!(objects.len() >= members.len());
    objects.iter().zip(members).map(|(object, member)| format!("{fault}={object}:{member}")).collect()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_no_answer_tells_of_an_object_keeps_it_open_and_its_former_version_published() {
    let mut site = Site::start(small());
    let members = ["body", "title", "status", "version.number", "version.createdAt", "spaceId"];
    let pages = there(&site, "page")[..members.len()].to_vec();
    let (never, all) = (each(&pages, "never", &members).join(", "), BTreeSet::from_iter(pages.clone()));
    let published = |lab: &Lab| ids(&lab.rows()).into_iter().filter(|id| all.contains(id)).count();
    site.fault(&never);
    let lab = Lab::new(&site, "");
    lab.sync().expect(3);
    assert_eq!((open(&lab), published(&lab)), (all.clone(), 0));
    has_bodies(&lab);
    adds_up(&lab, &["page", "blogpost"]);
    site.fault("");
    lab.sync().expect(0);
    assert_eq!(published(&lab), members.len());
    // Now that a version is held, it stays until the next one can be read as a whole.
    site.change(|options| {
        options.changes.extend(pages.iter().map(|page| Change::Edit { id: page.clone() }));
        options.faults = lab::faulty(&never);
    });
    lab.sync().expect(3);
    assert_eq!(published(&lab), members.len());
    adds_up(&lab, &["page", "blogpost"]);
    site.fault("");
    lab.sync().expect(0);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_word_for_a_status_that_is_not_known_is_open() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    let page = page_id(4);
    site.fault(&format!("says={page}:status:dreamt"));
    lab.sync().expect(3);
    assert_eq!(open(&lab), BTreeSet::from([page.clone()]));
    adds_up(&lab, &["page", "blogpost"]);
    site.fault("");
    lab.sync().expect(0);
    assert!(ids(&lab.rows()).contains(&page));
    // A held page stays while its status cannot be read.
    site.fault(&format!("says={page}:status:dreamt"));
    lab.sync().expect(3);
    assert!(ids(&lab.rows()).contains(&page));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_draft_takes_no_pages_place_and_is_known_as_unwanted() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    let (page, other) = (page_id(4), page_id(5));
    site.fault(&format!("draft-beside={page}, says={other}:status:historical"));
    lab.sync().expect(0);
    let [_, published, _, unwanted, open, _] = balance(&lab, "page");
    assert!(ids(&lab.rows()).contains(&page) && !ids(&lab.rows()).contains(&other));
    assert_eq!((unwanted, open, published + 1), (1, 0, current(&site, "page")));
    adds_up(&lab, &["page", "blogpost"]);
    // What is held stays whatever drafts come, by listings and by its id.
    site.fault("");
    lab.sync().expect(0);
    site.change(|options| {
        options.changes.push(Change::Edit { id: page_id(4) });
        options.faults = lab::faulty(&format!("draft-beside={page}, draft-beside={other}"));
    });
    lab.sync().expect(0);
    assert_eq!(lab.rows().num_rows() as i64, current(&site, "page") + current(&site, "blogpost"));
    adds_up(&lab, &["page", "blogpost"]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_draft_does_not_cure_the_page_whose_id_it_has() {
    let mut site = Site::start(small());
    let page = page_id(4);
    site.fault(&format!("never={page}:body, draft-beside={page}"));
    let lab = Lab::new(&site, "census_every = \"24h\"");
    lab.sync().expect(3);
    lab.sync().expect(3);
    assert_eq!(open(&lab), BTreeSet::from([page.clone()]));
    site.fault("");
    lab.sync().expect(0);
    assert!(ids(&lab.rows()).contains(&page));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_was_in_the_trash_or_a_draft_is_news_when_it_is_neither() {
    for word in ["historical", "draft", "trashed"] {
        let mut site = Site::start(small());
        let page = newest(&site);
        site.fault(&format!("says={page}:status:{word}"));
        let lab = Lab::new(&site, "census_every = \"24h\"");
        lab.sync().expect(0);
        assert!(!ids(&lab.rows()).contains(&page), "{word}");
        site.fault("");
        lab.sync().expect(0);
        assert!(ids(&lab.rows()).contains(&page), "{word}");
    }
}

/// The page that every feed shows first.
fn newest(site: &Site) -> String {
    let truth = site.practice().truth();
    let pages = truth.content.iter().filter(|item| item.kind == "page" && item.standing == Standing::Current);
    pages.max_by_key(|item| item.version_millis).unwrap().id.clone()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_version_that_is_shown_and_not_delivered_is_open() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "census_every = \"24h\"");
    let page = page_id(4);
    let before = version(&lab, &page);
    site.change(|options| {
        options.changes.push(Change::Edit { id: page_id(4) });
        options.faults = lab::faulty(&format!("stale={page}"));
    });
    for _ in 0..2 {
        lab.sync().expect(3);
        assert_eq!(open(&lab), BTreeSet::from([page.clone()]));
    }
    site.fault("");
    lab.sync().expect(0);
    assert_eq!((open(&lab), version(&lab, &page)), (BTreeSet::new(), before + 1));
}

#[test]
fn a_page_of_a_space_that_is_not_listed_is_followed_all_the_same() {
    let mut site = Site::start(small());
    let page = page_id(4);
    site.fault(&format!("says={page}:spaceId:999"));
    let lab = Lab::new(&site, "census_every = \"24h\"");
    lab.sync().expect(0);
    let before = version(&lab, &page);
    site.change(|options| options.changes.push(Change::Edit { id: page_id(4) }));
    lab.sync().expect(0);
    assert_eq!(version(&lab, &page), before + 1);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn history_alone_lets_go_what_a_census_shows_in_the_trash() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "mode = \"historical\"");
    let page = page_id(4);
    site.fault(&format!("says={page}:status:trashed"));
    lab.sync().expect(0);
    assert!(!ids(&lab.rows()).contains(&page));
    adds_up(&lab, &["page"]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn an_attachment_that_goes_with_its_page_is_among_the_deleted() {
    let site = Site::start(with_files());
    let lab = lab_of(&site, "");
    lab.sync().expect(0);
    let truth = site.practice().truth();
    let file = attached(&site).swap_remove(0);
    let page = truth.attachments.iter().find(|known| known.id == file).unwrap().container_id.clone();
    site.practice().change(Change::Purge { id: page.clone() }).unwrap();
    lab.sync().expect(0);
    let sql = format!("select reason, evidence, page_id from deleted_content where object_id = '{file}'");
    let told = lab.run(&["query", &sql, "--format", "csv"]).expect(0).stdout;
    assert!(told.contains("purged,\"with its page: ") && told.contains(&page), "{told}");
    let missing = lab.run(&["audit", CONNECTION, "missing", "--format", "csv"]).expect(0).stdout;
    assert!(missing.contains(&format!("attachment,{file},deleted,with its page: purged")), "{missing}");
    adds_up(&lab, &["page", "attachment"]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_feed_that_ends_before_what_is_known_is_not_believed() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "census_every = \"24h\"");
    site.fault("edit=20, short-feed=9");
    lab.sync().expect(0);
    let truth = site.practice().truth();
    for item in truth.content.iter().filter(|item| item.kind == "page" && item.standing == Standing::Current) {
        assert_eq!(version(&lab, &item.id), item.version, "{}", item.id);
    }
}

#[test]
fn what_an_anonymous_visitor_sees_is_not_read() {
    let mut site = Site::start(small());
    site.fault("anonymous");
    let lab = Lab::new(&site, "census_every = \"24h\"");
    let listed = "select count(*) from sync.walk where kind <> 'look'";
    for arguments in [&["sync", CONNECTION][..], &["sync", CONNECTION, "--allow-deletions"]] {
        lab.run(arguments).refused(1, &["the site treats the account as an anonymous visitor"]);
        assert_eq!(lab.open().query_value::<i64, _>(listed, []).unwrap(), 0);
    }
    site.fault("");
    lab.sync().expect(0);
}

#[test]
fn an_accepted_gap_accepts_nothing_that_was_shown_before_it() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "census_every = \"24h\"");
    let page = oldest(&site);
    lab.execute(&format!(
        "insert into land.sighting (walk_id, stream, object_id, answered_at)
            select max(walk_id), 'page', '{page}00', max(started_at) from sync.walk where state = 'failed' or kind = 'look';
         insert into sync.quarantine (run_id, stream, scope, kind, object, cause, landed_seq, state, found_at, changed_at)
            select 1, 'page', '', 'listing', 'page census', 'as told', 0, 'acknowledged', max(started_at), max(started_at) from sync.run"
    ));
    let [.., missing] = balance(&lab, "page");
    assert_eq!(missing, 1);
}

/// How many objects of a kind the site has, current or archived.
fn current(site: &Site, kind: &str) -> i64 {
    there(site, kind).len() as i64
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn an_attachment_whose_version_is_not_told_is_stored_or_open() {
    let mut site = Site::start(with_files());
    let members = ["version", "version.number", "version.createdAt", "status"];
    let files = attached(&site)[..members.len()].to_vec();
    site.fault(&each(&files, "never", &members).join(", "));
    let lab = lab_of(&site, "");
    lab.sync().expect(3);
    assert_eq!(open(&lab), BTreeSet::from_iter(files));
    adds_up(&lab, &["page", "attachment"]);
    site.fault("");
    lab.sync().expect(0);
    adds_up(&lab, &["page", "attachment"]);
    let states = lab.status()["files"].clone();
    assert!(states.as_array().unwrap().iter().all(|row| row["state"] != "due"), "{states}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_listings_leave_out_of_an_attachment_is_asked_for_by_its_own_id() {
    let mut site = Site::start(with_files());
    let members = ["version", "version.number", "version.createdAt", "title", "status", "pageId"];
    let files = attached(&site)[..members.len()].to_vec();
    site.fault(&each(&files, "lacks", &members).join(", "));
    let lab = lab_of(&site, "");
    lab.sync().expect(0);
    adds_up(&lab, &["page", "attachment"]);
    let asked = site.requested();
    for file in &files {
        let own = asked.iter().filter(|target| target.ends_with(&format!("/attachments/{file}"))).count();
        // The first look, the listing and the census each lack it.
        assert!((1..=3).contains(&own), "{file}: {own} in {asked:#?}");
    }
    // Listings go on lacking it, and what its own answer told stays.
    lab.sync().expect(0);
    adds_up(&lab, &["page", "attachment"]);
    assert_eq!(open(&lab), BTreeSet::new());
}

/// The files of pages that are there.
fn attached(site: &Site) -> Vec<String> {
    let (truth, pages) = (site.practice().truth(), there(site, "page"));
    let files = truth.attachments.iter().filter(|file| is_there(file.standing) && pages.contains(&file.container_id));
    files.map(|file| file.id.clone()).collect()
}

#[test]
fn a_page_that_moved_while_its_space_was_listed_is_found_by_the_same_run() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "census_every = \"24h\"");
    let (page, post) = (page_id(7), blogpost_id(3));
    site.fault(&format!("missed={page}, missed={post}"));
    lab.sync().expect(0);
    assert!(ids(&lab.rows()).contains(&page) && ids(&lab.rows()).contains(&post));
    adds_up(&lab, &["page", "blogpost"]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn history_with_dates_is_read_from_the_feed_at_a_cost_in_proportion_to_the_pages() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "start_date = \"2004-01-01\"\ncensus_every = \"24h\"");
    lab.sync().expect(0);
    let expected = current(&site, "page") + current(&site, "blogpost");
    assert_eq!(lab.rows().num_rows() as i64, expected);
    let asked = site.requested();
    assert!(asked.len() < 20 && asked.iter().all(|target| !target.contains("/search?")), "{asked:#?}");
    adds_up(&lab, &["page", "blogpost"]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_feed_of_history_that_ends_early_is_not_believed() {
    let mut site = Site::start(small());
    site.fault("short-feed=9");
    for dates in ["start_date = \"2004-01-01\"", "end_date = \"2029-12-31\""] {
        let lab = Lab::new(&site, &format!("{dates}\ncensus_every = \"24h\""));
        lab.sync().expect(0);
        assert_eq!(lab.rows().num_rows() as i64, current(&site, "page") + current(&site, "blogpost"), "{dates}");
        adds_up(&lab, &["page", "blogpost"]);
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn an_edit_is_seen_whatever_the_clock_of_the_answers_says() {
    // Ahead and behind, by more than the overlap; two nodes of which the first one is ahead; and one that is put right.
    for (first, then) in [
        ("clock-skew=1800", "clock-skew=1800"),
        ("clock-skew=-1800", "clock-skew=-1800"),
        ("clock-skew=480", ""),
        ("", "clock-skew=-480"),
        ("clock-skew=86400", ""),
    ] {
        let mut site = Site::start(small());
        site.fault(first);
        let lab = Lab::new(&site, "census_every = \"24h\"");
        lab.sync().expect(0);
        let page = page_id(4);
        let before = version(&lab, &page);
        site.change(|options| {
            options.changes.push(Change::Edit { id: page_id(4) });
            options.faults = lab::faulty(then);
        });
        lab.sync().expect(0);
        assert_eq!(version(&lab, &page), before + 1, "{first} and then {then}");
    }
}

fn version(lab: &Lab, page: &str) -> u32 {
    let rows = lab.rows();
    let at = ids(&rows).iter().position(|id| id == page).unwrap();
    let versions = rows.column_by_name("version_number").unwrap().as_primitive::<Int32Type>();
    u32::try_from(versions.value(at)).unwrap()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_first_sync_that_sees_no_space_is_incomplete_and_says_so() {
    let mut site = Site::start(small());
    site.fault("no-space");
    let lab = Lab::new(&site, "");
    let ran = lab.sync().expect(3);
    assert!(ran.stdout.contains("this account sees no space"), "{}", ran.stdout);
    lab.sync().expect(3);
    site.fault("");
    lab.sync().expect(0);
    assert_eq!(open(&lab), BTreeSet::new());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn nothing_is_deleted_on_the_word_of_answers_to_another_account() {
    let mut site = Site::start(small());
    let synced = Lab::synced(&site, "");
    for fault in ["anonymous", "other-account", "untold-account"] {
        let lab = synced.copy();
        let before = ids(&lab.rows());
        site.change(|options| {
            options.changes = vec![Change::Purge { id: page_id(8) }, Change::Trash { id: page_id(9) }];
            options.faults = lab::faulty(fault);
        });
        let code = if fault == "anonymous" { 1 } else { 6 };
        // Consent to deletions is none to the account.
        for arguments in [&["sync", CONNECTION][..], &["sync", CONNECTION, "--allow-deletions"]] {
            let ran = lab.run(arguments).expect(code);
            assert!(format!("{}{}", ran.stdout, ran.stderr).contains("account"), "{fault}: {ran:?}");
            assert_eq!(ids(&lab.rows()), before, "{fault}");
        }
        // With the right account it is evidence.
        site.fault("");
        lab.sync().expect(0);
        assert_eq!(ids(&lab.rows()).len(), before.len() - 2, "{fault}");
        // Another one has to be confirmed; a visitor cannot be.
        site.change(|options| options.changes.push(Change::Purge { id: page_id(10) }));
        site.fault(fault);
        lab.sync().expect(code);
        lab.run(&["sync", CONNECTION, "--accept-account"]).expect(if fault == "anonymous" { 1 } else { 0 });
        let gone = if fault == "anonymous" { 2 } else { 3 };
        assert_eq!(ids(&lab.rows()).len(), before.len() - gone, "{fault}");
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_is_unwanted_is_known_with_its_setting() {
    let site = Site::start(with_files());
    let lab = lab_of(&site, "end_date = \"2024-06-30\"\nmode = \"historical\"");
    lab.sync().expect(0);
    let [shown, published, _, unwanted, ..] = balance(&lab, "page");
    assert!(published > 0 && unwanted > 0);
    assert_eq!(shown, current(&site, "page"));
    adds_up(&lab, &["page", "blogpost", "attachment"]);
    // Attachments of what is unwanted are as well.
    assert!(balance(&lab, "attachment")[3] > 0);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_row_that_falls_out_behind_the_engine_is_named_and_comes_back() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "census_every = \"24h\"");
    let page = oldest(&site);
    // Somebody's statement takes a row away from which nothing says that it is gone.
    lab.execute(&format!(
        "insert into land.sighting (walk_id, stream, object_id, scope_id, status, version_number, version_at, answered_at, after_seq)
         select 1, 'page', '{page}', space_id, status, version_number, version_created_at, answered_at, landed_seq - 1
            from confluence.page where page_id = '{page}';
         delete from confluence.page where page_id = '{page}';
         delete from sync.object where stream = 'page' and object_id = '{page}';
         insert into sync.touched values ('confluence.page', 'page_id', '{page}')"
    ));
    site.fault("unavailable=0");
    assert_eq!(balance(&lab, "page")[5], 1);
    site.fault("");
    lab.sync().expect(0);
    assert!(ids(&lab.rows()).contains(&page));
    adds_up(&lab, &["page"]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_row_that_is_lost_though_the_ledger_has_it_is_named_and_comes_back() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "census_every = \"24h\"");
    let page = oldest(&site);
    lab.execute(&format!(
        "delete from confluence.page where page_id = '{page}';
         insert into sync.touched values ('confluence.page', 'page_id', '{page}');
         update sync.identity set balanced_over = null"
    ));
    let ran = lab.sync().expect(3);
    assert!(ran.stdout.contains("space_content: its files contain 35 rows, but the balance has 36"), "{}", ran.stdout);
    lab.sync().expect(0);
    assert!(ids(&lab.rows()).contains(&page));
    ledger::says_what_is_held(&lab.database(), "after it came back");
    adds_up(&lab, &["page"]);
}

/// The page whose version is the oldest: no first page of a feed shows it.
fn oldest(site: &Site) -> String {
    let truth = site.practice().truth();
    let pages = truth.content.iter().filter(|item| item.kind == "page" && item.standing == Standing::Current);
    pages.min_by_key(|item| item.version_millis).unwrap().id.clone()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn rows_that_do_not_agree_with_the_balance_end_with_3_and_are_named() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "census_every = \"24h\"");
    let page = oldest(&site);
    // The row goes from the relation and nothing follows: the dataset still has it.
    lab.execute(&format!(
        "delete from confluence.page where page_id = '{page}';
         delete from sync.object where stream = 'page' and object_id = '{page}';
         update sync.identity set balanced_over = null"
    ));
    let ran = lab.sync().expect(3);
    assert!(ran.stdout.contains("space_content: its files contain 36 rows, but the balance has 35"), "{}", ran.stdout);
    // It is written anew, and a census brings the page back.
    lab.sync().expect(0);
    assert!(!ids(&lab.rows()).contains(&page));
    lab.configure(&site, "");
    lab.sync().expect(0);
    assert!(ids(&lab.rows()).contains(&page));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn nothing_that_falls_outside_of_the_spaces_is_missing() {
    let site = Site::start(with_files());
    let lab = lab_of(&site, "space_keys = [\"ENG\"]");
    lab.sync().expect(0);
    adds_up(&lab, &["page", "blogpost", "attachment"]);
    site.practice().change(Change::MovePage { id: page_in(&site, 0), space: space_id(1) }).unwrap();
    lab.sync().expect(0);
    adds_up(&lab, &["page", "blogpost", "attachment"]);
}

/// A page of a space.
fn page_in(site: &Site, space: usize) -> String {
    let truth = site.practice().truth();
    let page = truth
        .content
        .iter()
        .find(|item| item.kind == "page" && item.space_id == space_id(space) && item.standing == Standing::Current);
    page.unwrap().id.clone()
}

#[test]
fn what_was_shown_before_it_was_gone_is_no_gap_after_consent() {
    let deployment = Deployment::DataCenter { version: "9.2.0".to_owned() };
    let site = Site::start(Options { pages: 40, deployment, door: Door::DataCenter, ..small() });
    let lab = lab_of_data_center(&site, "datasets = []\ncensus_every = \"0m\"\nmax_deleted_share = 0.1");
    lab.sync_first(&site);
    let pages = || (0..8).map(page_id);
    // The search shows them to each sync for a day.
    pages().for_each(|id| drop(site.practice().change(Change::Edit { id }).unwrap()));
    lab.sync().expect(0);
    pages().for_each(|id| drop(site.practice().change(Change::Purge { id }).unwrap()));
    lab.run(&["sync", CONNECTION]).expect(6);
    lab.run(&["sync", CONNECTION, "--allow-deletions"]).expect(0);
    assert_eq!(lab.status()["open"], serde_json::json!([]));
}
