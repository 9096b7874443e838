//! Another key: everything opens with it and nothing with the former one, however often the change was interrupted.

use crate::support::lab::{self, CONNECTION, Lab, Ran, Site, same_rows, texts, tree};
use crate::support::tracker::Tracker;
use catchment_base::disk::Lock;
use catchment_io::key::{Keys, hex};
use catchment_lake::land::Sealer;
use catchment_practice::confluence::{Extras, Options, page_id};
use catchment_practice::jira;
use catchment_redact::{Policy, Tally};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// More failpoints than changing the key of the labs here passes.
const MOST_FAILPOINTS: u32 = 60;
const STRANGER: &str = "~712020aaaaaaaabbbb4ccc8dddeeeeeeeeeeee";

fn small() -> Options {
    Options { pages: 23, blogposts: 5, spaces: 2, body: 600, ..Options::default() }
}

/// Bodies that lie in files, and more of them than are sealed anew at once.
fn large() -> Options {
    Options { pages: 8, blogposts: 0, spaces: 1, body: 400_000, ..Options::default() }
}

fn rotate(lab: &Lab) -> Ran {
    lab.run(&["key", "rotate"])
}

fn rotate_killed_at(lab: &Lab, failpoint: impl ToString) -> Ran {
    lab.run_killed_at(&["key", "rotate"], failpoint)
}

fn key_of(lab: &Lab) -> String {
    fs::read_to_string(lab.data().join("catchment.key")).unwrap()
}

fn is_begun(lab: &Lab) -> bool {
    lab.data().join("catchment.key.next").exists()
}

/// What a lab of its own publishes of the site under the key of another one.
fn truth(site: &Site, settings: &str, other: &Lab) -> Lab {
    let lab = Lab::new(site, settings);
    lab.write("data/catchment.key", &key_of(other));
    lab.sync().expect(0);
    lab
}

/// Asserts that every response of a database is sealed with the present key alone, and opens.
fn opens_with_the_present_key(lab: &Lab) {
    let id = Keys::read(&lab.data()).unwrap().id().to_owned();
    let db = lab.open();
    let text = |sql: &str| db.query(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(text("select distinct key_id from land.response"), std::slice::from_ref(&id));
    assert_eq!(text("select key_id from sync.identity"), [id]);
    let named: BTreeSet<String> =
        text("select sealed_file from land.response where sealed_file is not null").into_iter().collect();
    let responses = text("select cast(seq as varchar) from land.response");
    drop(db);
    let files = tree(&lab.data().join("sealed"));
    let files: BTreeSet<String> =
        files.iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(named, files, "files of sealed responses");
    for response in responses.iter().take(3) {
        let raw = lab.run(&["raw", CONNECTION, response, "--reason", "a test"]).expect(0);
        assert!(raw.stdout.starts_with('{'), "response {response}: {}", raw.stdout);
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn another_key_opens_every_response_and_publishes_other_pseudonyms_of_the_same_people() {
    let mut site = Site::start(large());
    let settings = "page_size = 1";
    let lab = Lab::synced(&site, settings);
    let (before, key, sealed) = (lab.rows(), key_of(&lab), tree(&lab.data().join("sealed")));
    assert!(sealed.len() >= 8, "bodies lie in files: {sealed:?}");
    let ran = rotate(&lab).expect(0);
    let id = Keys::read(&lab.data()).unwrap().id().to_owned();
    assert!(ran.stdout.contains(&format!("the key is now {id}")) && ran.stdout.contains("wiki: "), "{}", ran.stdout);
    assert!(ran.stderr.contains("keep a copy"), "{}", ran.stderr);
    assert_ne!(key_of(&lab), key);
    assert!(!is_begun(&lab) && sealed.iter().all(|path| !path.exists()), "something of the former key is left");
    opens_with_the_present_key(&lab);
    same_rows(&lab.rows(), &before);

    // The responses are not fetched again, and what is published is what a first sync under this key publishes.
    site.change(|_| {});
    lab.sync().expect(0);
    let bodies = site.requested().iter().filter(|target| target.contains("body-format")).count();
    assert_eq!(bodies, 0, "{:?}", site.requested());
    let after = lab.rows();
    same_rows(&after, &truth(&site, settings, &lab).rows());
    assert_eq!((lab.generation(), &lab.manifest()["key_id"]), (Some(2), &Value::from(id)));
    let authors = |rows| texts(rows, "author_id").into_iter().flatten().collect::<Vec<_>>();
    let (former, present) = (authors(&before), authors(&after));
    assert!(former.iter().all(|token| !present.contains(token)), "a pseudonym outlived its key");
    let distinct = |tokens: &[String]| tokens.iter().collect::<BTreeSet<_>>().len();
    assert_eq!(distinct(&former), distinct(&present));
    lab.sync().expect(0);
    assert_eq!(lab.generation(), Some(2), "a quiet sync published");
    lab.has_no_strays();
    let changes = lab.run(&["audit", CONNECTION, "keys", "--format", "jsonl"]).expect(0).stdout;
    assert_eq!(changes.lines().count(), 1, "{changes}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn killed_at_a_failpoint_it_is_not_begun_or_finished_by_the_next_command() {
    let site = Site::start(large());
    let base = Lab::synced(&site, "page_size = 1");
    let key = key_of(&base);
    let mut ends = BTreeSet::new();
    // The slow tier takes every one.
    let apart = if lab::slow() { 1 } else { 2 };
    for failpoint in (1..MOST_FAILPOINTS).step_by(apart) {
        let lab = base.copy();
        let ran = rotate_killed_at(&lab, failpoint);
        if ran.signal.is_none() {
            ran.expect(0);
            assert!(failpoint > 10, "only {} failpoints were passed", failpoint - 1);
            assert_eq!(ends.into_iter().collect::<Vec<_>>(), ["finished", "not begun"]);
            return;
        }
        let place = ran.stderr.trim().to_owned();
        let was_begun = is_begun(&lab);
        // Whichever command comes next, and whether it only looks.
        match failpoint % 3 {
            0 => drop(lab.status()),
            1 => drop(lab.run(&["raw", CONNECTION, "1", "--reason", "a test"]).expect(0)),
            _ => drop(lab.sync().expect(0)),
        }
        assert!(!is_begun(&lab), "{place}: it is not finished");
        opens_with_the_present_key(&lab);
        let is_new = key_of(&lab) != key;
        assert!(is_new || !was_begun, "{place}: it was begun and undone");
        ends.insert(if is_new { "finished" } else { "not begun" });
        if failpoint % 5 == 0 || !was_begun {
            lab.sync().expect(0);
            let expected = if is_new { truth(&site, "page_size = 1", &lab).rows() } else { base.rows() };
            same_rows(&lab.rows(), &expected);
            lab.has_no_strays();
        }
    }
    panic!("there is no end of failpoints");
}

#[test]
fn a_change_that_was_interrupted_is_ended_and_no_second_one_begun() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    assert!(rotate_killed_at(&lab, "rotate.after_commit").signal.is_some());
    let next = fs::read_to_string(lab.data().join("catchment.key.next")).unwrap();
    let ran = lab.run(&["key", "rotate", "--format", "json"]).expect(0);
    let told = ran.result();
    assert_eq!(told["was_begun"], true);
    assert_eq!(key_of(&lab), next);
    opens_with_the_present_key(&lab);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn whoever_is_at_work_is_named_and_nothing_is_changed() {
    let mut site = Site::start(small());
    // Responses so small that none lies in a file, so that the database can be copied by itself.
    let lab = Lab::synced(&site, "page_size = 5");
    let key = key_of(&lab);
    site.fault("slow=1:60000");
    let mut sync = lab.begin();
    lab::wait_until("the sync to hold the connection", || lab.status_while_running().is_some());
    rotate(&lab).refused(7, &["is working on wiki: process", "(sync)"]);
    sync.kill().unwrap();
    sync.wait().unwrap();
    // A connection that is not configured here has its sealed responses as well.
    fs::copy(lab.database(), lab.data().join("other.duckdb")).unwrap();
    let other = Lock::take(&lab.data().join("other.lock"), "somebody").unwrap().unwrap();
    rotate(&lab).refused(7, &["is working on other: somebody"]);
    drop(other);
    let somebody = Lock::share(&lab.data().join("catchment.key.lock")).unwrap().unwrap();
    rotate(&lab).refused(7, &["another command is using"]);
    lab.run(&["status"]).expect(0);
    drop(somebody);
    let changing = Lock::take(&lab.data().join("catchment.key.lock"), "process 1 (key rotate)").unwrap().unwrap();
    lab.run(&["status"]).refused(7, &["the keys are being changed by process 1 (key rotate)"]);
    drop(changing);
    assert!(!is_begun(&lab) && key_of(&lab) == key);
    let ran = rotate(&lab).expect(0);
    assert!(ran.stdout.contains("  other: ") && ran.stdout.contains("  wiki: "), "{}", ran.stdout);
    opens_with_the_present_key(&lab);
    fs::rename(lab.data().join("other.duckdb"), lab.database()).unwrap();
    opens_with_the_present_key(&lab);
}

#[test]
fn what_cannot_be_ended_is_not_begun() {
    let site = Site::start(large());
    let lab = Lab::synced(&site, "page_size = 1");
    let key = key_of(&lab);
    let copy = lab.copy();
    let file = tree(&lab.data().join("sealed")).pop().unwrap();
    let mut bytes = fs::read(&file).unwrap();
    bytes[40] ^= 1;
    fs::write(&file, bytes).unwrap();
    rotate(&lab).refused(5, &["cannot be opened"]);
    fs::remove_file(&file).unwrap();
    rotate(&lab).refused(1, &["reading"]);
    copy.write("data/catchment.key", &format!("catchment-key-1 {}\n", "a5".repeat(32)));
    rotate(&copy).refused(5, &["the database of wiki is sealed with the key"]);
    for lab in [&lab, &copy] {
        assert!(!is_begun(lab), "it was begun");
    }
    assert_eq!(key_of(&lab), key);
    lab.write(
        "catchment.toml",
        &fs::read_to_string(lab.dir.join("catchment.toml")).unwrap().replace("\"data\"", "\"x\""),
    );
    rotate(&lab).refused(5, &["there is no key file"]);
}

#[test]
fn what_goes_by_a_hash_is_called_by_the_next_one_and_is_not_fetched_again() {
    let extras = Extras { audit_events: 3, likes: 4, restrictions: 2, groups: 2, members: 3, ..Extras::default() };
    let mut site = Site::start(Options { pages: 5, blogposts: 0, extras, ..small() });
    let lab = Lab::new(&site, "datasets = [\"audit_event\", \"content_restriction\", \"like\", \"user\"]");
    lab.sync().expect(0);
    let by_hash =
        |target: &&String| ["/likes/", "/restriction", "/membersByGroupId"].iter().any(|part| target.contains(part));
    assert!(site.requested().iter().filter(by_hash).count() > 5, "{:#?}", site.requested());
    let read = |sql: &str| -> Vec<String> { lab.open().query(sql, [], |row| row.get(0)).unwrap() };
    let events = || read("select event_id from confluence.audit_event order by all");
    let (unread, gone) = (events().remove(0), events().remove(1));
    lab.execute(&format!(
        "insert into sync.quarantine (run_id, stream, scope, kind, object, cause, landed_seq, state, found_at, changed_at)
         values (1, 'audit_event', '', 'object', '{unread}', 'a test', 1000000, 'acknowledged', timestamp '2026-02-03', timestamp '2026-02-03');
         insert into sync.deletion (run_id, stream, object_id, reason, evidence, seen_at, after_seq, state, changed_at)
         values (1, 'audit_event', '{gone}', 'purged', 'a test', timestamp '2026-02-03', 1000000, 'deleted', timestamp '2026-02-03')"
    ));
    rotate(&lab).expect(0);
    let named = [read("select object from sync.quarantine"), read("select object_id from sync.deletion")].concat();
    assert!(named.len() == 2 && named[0] != unread && named[1] != gone, "{named:?}");
    site.change(|_| {});
    lab.sync().expect(0);
    let again: Vec<String> = site.requested().iter().filter(by_hash).cloned().collect();
    assert!(again.is_empty(), "{again:#?}");
    let events = events();
    assert!(events.len() == 3 && named.iter().all(|name| events.contains(name)), "{named:?} of {events:?}");
    assert!(!events.contains(&unread), "{events:?}");
}

#[test]
fn what_other_objects_carry_is_called_by_the_next_hash_as_well() {
    let tracker = Tracker::start(jira::Options { issues: 40, ..jira::Options::default() });
    let lab = Lab::let_in("practice-token");
    lab.describe(&format!("{}\ndatasets = [\"request\"]", tracker.settings()), "");
    lab.sync().expect(0);
    let read = |sql: &str| -> Vec<String> { lab.open().query(sql, [], |row| row.get(0)).unwrap() };
    let participants = || read("select participant_id from jira.request_participant order by all");
    let listed = tracker.practice().received().iter().filter(|asked| asked.target.ends_with("/participant")).count();
    assert_eq!((participants().is_empty(), listed), (false, 0), "requests carry who takes part in them");
    let gone = participants().remove(0);
    lab.execute(&format!(
        "insert into sync.deletion (run_id, stream, object_id, reason, evidence, seen_at, after_seq, state, changed_at)
         values (1, 'request_participant', '{gone}', 'purged', 'a test', timestamp '2026-02-03', 1000000, 'deleted', timestamp '2026-02-03')"
    ));
    rotate(&lab).expect(0);
    let named = read("select object_id from sync.deletion").remove(0);
    assert_ne!(named, gone);
    lab.sync().expect(0);
    assert!(participants().contains(&named), "{named} of {:?}", participants());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_is_not_read_keeps_its_name_under_another_key() {
    let site = Site::start(small());
    let lab = Lab::new(&site, &format!("space_keys = [\"ENG\", \"{STRANGER}\"]"));
    lab.sync().expect(3);
    // An object without an id goes by its keyed hash; here one that has an id stands for it.
    let page = lab.run(&["explain", CONNECTION, "page", &page_id(0), "--format", "json"]).expect(0).result();
    let seq = page["landed_response"]["seq"].to_string();
    let object = lab.run(&["raw", CONNECTION, &seq, "--object", &page_id(0), "--reason", "a test"]).expect(0).stdout;
    let names = |lab: &Lab| {
        let keys = Keys::read(&lab.data()).unwrap();
        let hash = hex(&Sealer::new(&keys, CONNECTION).unwrap().object_hash(object.as_bytes()));
        let policy = Policy::shipped("standard").unwrap();
        let space = catchment_lake::functions::redactor(&keys, &policy)
            .unwrap()
            .pseudonym(STRANGER, "space_key", &mut Tally::default())
            .unwrap();
        [space, format!("without an id, {}", &hash[..16])]
    };
    let held = || {
        lab.open()
            .query("select object from sync.quarantine where state <> 'resolved' order by quarantine_id", [], |row| {
                row.get::<_, String>(0)
            })
            .unwrap()
    };
    lab.execute(&format!(
        "insert into sync.quarantine (run_id, stream, scope, kind, object, cause, landed_seq, state, found_at, changed_at)
         values (1, 'page', '', 'object', '{}', 'it has no id', {seq}, 'acknowledged', timestamp '2026-02-03', timestamp '2026-02-03')",
        names(&lab)[1]
    ));
    let before = names(&lab);
    assert_eq!(held(), before);
    rotate(&lab).expect(0);
    assert_ne!(names(&lab), before);
    assert_eq!(held(), names(&lab));
    lab.sync().expect(3);
    assert_eq!(held(), names(&lab), "the space is told twice");
}
