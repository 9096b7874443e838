//! Killed at any moment, the program goes on where it stopped, and the result is the same.
//!
//! The crash loop kills the binary at the k-th failpoint: at every twenty-fourth in the quick tier, each test at others, so
//! that the tests together come to every eighth, and at every one there is in the slow one. The random tier kills it at
//! random times. After each kill the same command runs clean.

use crate::support::lab::{self, Lab, Ran, Site, random, same_rows};
use crate::support::ledger;
use arrow::array::RecordBatch;
use catchment_base::clock;
use catchment_practice::confluence::{Change, Options, page_id};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Command};
use std::time::Duration;

/// Two or three pages a listing.
const SETTINGS: &str = "page_size = 5";
/// More failpoints than a run of the small site passes.
const MOST_FAILPOINTS: u32 = 300;

fn small() -> Options {
    Options { pages: 33, blogposts: 8, spaces: 3, body: 600, ..Options::default() }
}

/// What an undisturbed lab publishes of a site.
fn truth(site: &Site) -> RecordBatch {
    let lab = Lab::new(site, SETTINGS);
    lab.sync().expect(0);
    lab.rows()
}

/// A sync that was killed, to be looked at and gone on with.
struct Killed<'a> {
    lab: &'a Lab,
    /// Where it was killed, for messages.
    place: String,
    /// How many requests the site had counted before it began.
    before: usize,
}

impl Killed<'_> {
    /// What this run has asked for, before and after it was killed. Where it had nothing left to list, a run of its own
    /// has looked at the site again, beginning with the spaces: that is another one's.
    fn requested(&self, site: &Site) -> Vec<String> {
        let mut requested = site.requested().split_off(self.before);
        let begins = |target: &String| target.starts_with("/wiki/api/v2/spaces?");
        let last = requested.iter().rposition(begins).filter(|last| requested[..*last].iter().any(begins));
        if let Some(last) = last.filter(|_| self.lab.status()["last_run"]["attempts"] == 1) {
            requested.truncate(last);
        }
        requested
    }
}

/// Kills a sync in a fresh lab at one failpoint after the other, from this one on; gives about how many there were.
fn at_failpoints(first: u32, site: &Site, fresh: impl Fn() -> Lab, proof: impl Fn(&Killed<'_>)) -> u32 {
    let (first, step) = if lab::slow() { (1, 1) } else { (first, 24) };
    for failpoint in (first..MOST_FAILPOINTS).step_by(step) {
        let lab = fresh();
        let before = site.requested().len();
        let ran = lab.sync_killed_at(failpoint);
        if ran.signal.is_none() {
            ran.expect(0);
            return failpoint - 1;
        }
        let place = ran.stderr.trim().to_owned();
        assert!(place.contains("failpoint"), "it did not die of its failpoint: {ran:?}");
        ledger::says_what_is_held(&lab.database(), &place);
        proof(&Killed { lab: &lab, place, before });
    }
    panic!("there is no end of failpoints");
}

/// Asserts that of each listing at most one request was made twice, and none three times.
fn at_most_one_is_repeated(requested: &[String], place: &str) {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for target in requested {
        *times.entry(target).or_default() += 1;
    }
    let mut repeated: BTreeMap<String, usize> = BTreeMap::new();
    for (target, times) in times {
        *repeated.entry(listing_of(target)).or_default() += times - 1;
    }
    assert!(repeated.values().all(|times| *times <= 1), "{place}: {repeated:?}");
}

/// A request without its place in the listing: what is left is the same for every page of one listing.
fn listing_of(target: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let kept = query.split('&').filter(|part| !part.starts_with("cursor=") && !part.starts_with("limit="));
    format!("{path}?{}", kept.collect::<Vec<_>>().join("&"))
}

/// Asserts that a quiet sync publishes nothing.
fn is_at_rest(lab: &Lab, place: &str) {
    let generations = lab.generations();
    lab.sync().expect(0);
    ledger::says_what_is_held(&lab.database(), place);
    assert_eq!(lab.generations(), generations, "{place}: a quiet sync published");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn killed_at_a_failpoint_a_first_sync_comes_to_the_same_rows() {
    let site = Site::start(small());
    let truth = truth(&site);
    let once = site.requested().len();
    let passed = at_failpoints(
        1,
        &site,
        || Lab::new(&site, SETTINGS),
        |killed| {
            killed.lab.sync().expect(0);
            let requested = killed.requested(&site);
            at_most_one_is_repeated(&requested, &killed.place);
            assert!(requested.len() >= once, "{}: a request is missing", killed.place);
            same_rows(&killed.lab.rows(), &truth);
            killed.lab.has_no_strays();
            is_at_rest(killed.lab, &killed.place);
        },
    );
    assert!(passed >= 20, "only {passed} failpoints were passed");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn killed_at_a_failpoint_a_later_sync_shows_what_was_before_or_the_truth() {
    let mut site = Site::start(small());
    let base = Lab::new(&site, SETTINGS);
    base.sync().expect(0);
    let before = base.rows();
    site.fault("edit=7");
    let truth = truth(&site);
    assert_ne!(before, truth);
    let passed = at_failpoints(
        9,
        &site,
        || base.copy(),
        |killed| {
            let seen = killed.lab.rows();
            assert!(seen == before || seen == truth, "{}: readers see a mixture", killed.place);
            killed.lab.sync().expect(0);
            at_most_one_is_repeated(&killed.requested(&site), &killed.place);
            same_rows(&killed.lab.rows(), &truth);
            killed.lab.has_no_strays();
        },
    );
    assert!(passed >= 20, "only {passed} failpoints were passed");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn killed_while_a_relation_is_staged_again_it_comes_to_the_same_rows() {
    let site = Site::start(small());
    let base = Lab::new(&site, SETTINGS);
    base.sync().expect(0);
    let truth = base.rows();
    base.execute("delete from sync.relation");
    let passed = at_failpoints(
        17,
        &site,
        || base.copy(),
        |killed| {
            same_rows(&killed.lab.rows(), &truth);
            killed.lab.sync().expect(0);
            same_rows(&killed.lab.rows(), &truth);
            assert_eq!(killed.lab.generation(), Some(1), "{}: the same rows were published again", killed.place);
            killed.lab.has_no_strays();
        },
    );
    assert!(passed >= 20, "only {passed} failpoints were passed");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn killed_behind_its_last_listing_it_finishes_and_looks_at_the_site_again() {
    let site = Site::start(Options { site_clock: true, ..small() });
    let edit = |ordinal| drop(site.practice().change(Change::Edit { id: page_id(ordinal) }).unwrap());
    let base = Lab::new(&site, "");
    base.sync().expect(0);
    edit(3);
    let lab = base.copy();
    assert!(lab.sync_killed_at("export.before_reserve").signal.is_some());
    edit(5);
    lab.sync().expect(0);
    base.sync().expect(0);
    same_rows(&lab.rows(), &base.rows());
    let run = |status: &Value| (status["last_run"]["state"].clone(), status["last_run"]["attempts"].clone());
    assert_eq!(
        run(&lab.status()),
        ("done".into(), 1.into()),
        "what was stopped is finished, and a run of its own follows"
    );
    is_at_rest(&lab, "after the second look");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn killed_at_random_times_it_comes_to_the_same_rows() {
    let site = Site::start(Options { latency: Duration::from_millis(3), ..small() });
    let begin = clock::instant();
    let truth = truth(&site);
    let whole = begin.elapsed().as_micros() as u64;
    let mut state = lab::seed();
    for round in 0..if lab::slow() { 300 } else { 3 } {
        let lab = Lab::new(&site, SETTINGS);
        for _ in 0..=random(&mut state) % 3 {
            let wait = random(&mut state) % whole;
            let mut child = lab.begin();
            std::thread::sleep(Duration::from_micros(wait));
            child.kill().unwrap();
            child.wait().unwrap();
            if lab.generation().is_some() {
                same_rows(&lab.rows(), &truth);
            }
        }
        let ran = lab.sync();
        assert_eq!(ran.code, Some(0), "round {round}: {}", ran.stderr);
        same_rows(&lab.rows(), &truth);
        lab.has_no_strays();
    }
}

/// Asks a sync to stop, and asserts that it does.
fn stops(child: Child) {
    let begin = clock::instant();
    let told = Command::new("sh").args(["-c", &format!("kill -TERM {}", child.id())]).status().unwrap();
    assert!(told.success());
    Ran::of(&child.wait_with_output().unwrap()).refused(4, &["stopping at SIGTERM", "stopped by a signal"]);
    assert!(begin.elapsed() < Duration::from_secs(5), "it took {:?}", begin.elapsed());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn asked_to_stop_it_stops_within_five_seconds_and_goes_on_later() {
    let mut site = Site::start(small());
    let truth = truth(&site);
    site.fault("slow=6:60000");
    let lab = Lab::new(&site, SETTINGS);
    let child = lab.begin();
    lab::wait_until("the sixth request", || site.requested().len() >= 6);
    stops(child);
    assert_eq!(lab.status()["last_run"]["state"], "interrupted");
    assert_eq!(lab.generation(), None);
    site.fault("");
    lab.sync().expect(0);
    same_rows(&lab.rows(), &truth);
    let attempts = lab.open().query("select attempts from sync.run order by run_id", [], |row| row.get::<_, i64>(0));
    assert_eq!(attempts.unwrap(), [2, 1], "what has changed since is another run's");
    lab.has_no_strays();
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn asked_to_stop_while_everything_is_staged_again_it_stops_between_two_batches() {
    let site = Site::start(Options { pages: 3000, blogposts: 0, body: 16_384, ..small() });
    let lab = Lab::synced(&site, "");
    let truth = lab.rows();
    lab.execute("delete from sync.relation");
    let child = lab.begin();
    lab::wait_until("staging to begin", || lab.status_while_running().is_some_and(|status| status["running"] == true));
    stops(child);
    let staged: i64 = lab.open().query_value("select count(*) from confluence.page", []).unwrap();
    assert!(staged < 3000, "everything was staged before it stopped");
    lab.sync().expect(0);
    same_rows(&lab.rows(), &truth);
    assert_eq!(lab.generation(), Some(1));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_census_that_was_begun_in_other_spaces_is_begun_anew() {
    let site = Site::start(small());
    let settings =
        |keys: &str| format!("{SETTINGS}\nend_date = \"2030-12-31\"\ncensus_every = \"0m\"\nspace_keys = {keys}");
    let all = "[\"ENG\", \"OPS\"]";
    let truth = Lab::synced(&site, &settings(all));
    let lab = Lab::synced(&site, &settings("[\"ENG\"]"));
    let begun =
        "select count(*) > 0 from sync.walk where kind = 'census' and stream = 'page' and state = 'open' and pages > 0";
    // More than one failpoint is passed between the first page of the census and its last.
    let killed = (1..MOST_FAILPOINTS).step_by(2).map(|place| {
        let killed = lab.copy();
        assert!(killed.sync_killed_at(place).signal.is_some(), "no census was cut");
        killed
    });
    let cut = killed.into_iter().find(|killed| killed.open().query_value::<bool, _>(begun, []).unwrap()).unwrap();
    cut.configure(&site, &settings(all));
    cut.sync().expect(0);
    same_rows(&cut.rows(), &truth.rows());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_was_never_published_leaves_without_consent() {
    let site = Site::start(small());
    let lab = Lab::new(&site, SETTINGS);
    assert!(lab.sync_killed_at("export.before_reserve").signal.is_some());
    let narrow = "space_keys = [\"ENG\"]\nmax_deleted_share = 0.01\ncensus_every = \"24h\"";
    lab.configure(&site, &format!("{SETTINGS}\n{narrow}"));
    lab.sync().expect(0);
    let spaces: BTreeSet<_> = lab::texts(&lab.rows(), "space_key").into_iter().collect();
    assert_eq!(spaces, [Some("ENG".to_owned())].into());
}
