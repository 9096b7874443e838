//! Random histories of a site, however they are synced, come to the truth.
//!
//! A *history* is a practice site and a work folder that live through many *cases*. A case changes the site and the
//! settings at random, with syncs in between (over everything or since a day, with a census or without, with chunks read
//! again, in either order, in pages of several sizes, stopped, killed, with a request that fails or a change to the site
//! while it is read), and ends with a sync that takes a census. Then what is published has to be what is on the site. A
//! history ends with a fresh folder that reads the same site in another way, and has to have the same rows.
//!
//! The slow tier runs as many cases as it is told:
//! `CATCHMENT_SLOW=1 CATCHMENT_CASES=10000 .ci/slow histories::`. What fails names its
//! seed and its steps; `CATCHMENT_SEED=` with that seed goes through the same history again.

use crate::support::chance::Chance;
use crate::support::memory::{self, Memory, Scope};
use crate::support::site::{Home, Row, Site, TOKEN, files_below, rows_of};
use crate::support::truth::{gone, published};
use crate::support::{beside, costs, lab, ledger};
use catchment_base::error::{Kind, Result};
use catchment_practice::confluence::{Change, Options, Practice, Truth};
use catchment_run::{Report, Reread, Wishes};
use chrono::{DateTime, NaiveDate};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use tokio::runtime::Runtime;

/// Cases of a history, before its objects become many.
const CASES_OF_A_HISTORY: usize = 20;
/// A day in milliseconds.
const DAY: i64 = 86_400_000;
/// The seed of the cases that are the same every time.
const FIXED_SEED: u64 = 20_261_120;

/// How one sync is made.
#[derive(Clone, Debug)]
struct Manner {
    census: bool,
    replay: bool,
    order: &'static str,
    page_size: usize,
    end: End,
}

/// How far a sync is let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Whole,
    /// Whole, and the site changes after so many requests.
    Changed(u64),
    /// Whole, but for what this request asked for.
    Failing(u64),
    /// It is asked to stop after so many requests.
    Stopped(u64),
    /// It is killed at this failpoint.
    Killed(usize),
}

impl Manner {
    fn drawn(chance: &mut Chance) -> Self {
        let end = match chance.below(40) {
            0 => End::Killed(1 + chance.below(60)),
            1..=6 => End::Stopped(1 + chance.below(30) as u64),
            7..=14 => End::Changed(1 + chance.below(40) as u64),
            15..=20 => End::Failing(1 + chance.below(40) as u64),
            _ => End::Whole,
        };
        Self { census: chance.one_in(2), replay: chance.one_in(6), end, ..Self::last(chance) }
    }

    /// One that goes to its end and takes a census.
    fn last(chance: &mut Chance) -> Self {
        let order = if chance.one_in(2) { "newest" } else { "oldest" };
        let page_size = [1, 7, 25, 25][chance.below(4)];
        Self { census: true, replay: false, order, page_size, end: End::Whole }
    }

    fn settings(&self, scope: &Scope) -> String {
        let Self { census, order, page_size, .. } = self;
        let every = if *census { "0m" } else { "24h" };
        let since = scope.since.map(|day| format!("start_date = \"{day}\"\n")).unwrap_or_default();
        format!(
            "{since}mode = \"both\"\ncontent_types = {:?}\nspace_keys = {:?}\nhistory_order = \"{order}\"\npage_size = {page_size}\n\
             census_every = \"{every}\"\nmax_deleted_share = 1",
            scope.content_types, scope.space_keys
        )
    }
}

/// A site and the folders that follow it.
struct History {
    seed: u64,
    chance: Chance,
    site: Site,
    home: Home,
    runtime: Runtime,
    scope: Scope,
    memory: Memory,
    named: usize,
    /// Whether the last sync did not come to its end.
    is_cut: bool,
    /// Whether the site changed, or failed, while it was read since the last comparison.
    was_disturbed: bool,
    steps: Vec<String>,
}

impl History {
    fn of(seed: u64) -> Self {
        let mut chance = Chance::of(seed);
        let options = Options {
            pages: 3 + chance.below(14),
            blogposts: chance.below(4),
            spaces: 2 + chance.below(3),
            attachments: chance.below(10),
            attachment_bytes: 60,
            body: 120,
            seed: 1 + chance.below(1000) as u64,
            site_clock: true,
            ..Options::default()
        };
        let steps = vec![format!("{options:?}")];
        let site = Site::of("", options);
        let home = Home::new(site.url(), "");
        put_token(&home);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let content_types = vec!["page", "blogpost", "attachment"];
        let since = if chance.one_in(2) { Some(some_day(&mut chance, &site)) } else { None };
        let scope = Scope { content_types, space_keys: Vec::new(), since };
        let memory = Memory::default();
        Self { seed, chance, site, home, runtime, scope, memory, named: 0, is_cut: false, was_disturbed: false, steps }
    }

    fn truth(&self) -> Truth {
        self.site.practice().truth()
    }

    /// Steps at random, then a census and the comparison.
    fn case(&mut self) {
        for _ in 0..=self.chance.below(3) {
            (0..self.chance.below(5)).for_each(|_| self.change());
            if self.chance.one_in(6) {
                self.rescope();
            }
            if self.chance.one_in(2) {
                let manner = Manner::drawn(&mut self.chance);
                self.sync(&manner);
            }
        }
        // What a stopped run had walked over before the last change is not walked over again by the same run.
        if self.is_cut {
            let manner = Manner { end: End::Whole, ..Manner::drawn(&mut self.chance) };
            self.sync(&manner);
        }
        if std::mem::take(&mut self.was_disturbed) {
            self.let_pauses_pass();
        }
        let held = self.take_a_census();
        self.compare(&held);
        if self.chance.one_in(3) {
            let manner = Manner::last(&mut self.chance);
            let report = self.sync(&manner).unwrap();
            assert!(!report.has_published(), "a sync without a change published a generation");
        }
    }

    /// A file that could not be read is asked for again after a pause, as if it were over.
    fn let_pauses_pass(&mut self) {
        self.steps.push("the pauses pass".to_owned());
        self.home.execute("update sync.upload set due_at = started_at where due_at is not null");
    }

    /// A census waits for the chunks of history that are due: then it comes with the next run. Gives what is held then,
    /// each with the space or page that it is in.
    fn take_a_census(&mut self) -> BTreeMap<String, String> {
        let taken = "select count(distinct stream) from sync.walk where kind = 'census' and state = 'ended' and stream <> 'space'
            and run_id = (select max(run_id) from sync.run)";
        let held = "select page_id || ' ' || coalesce(space_id, '') from confluence.page
            union all select attachment_id || ' ' || coalesce(page_id, '') from confluence.attachment";
        for _ in 0..2 {
            let manner = Manner::last(&mut self.chance);
            self.sync(&manner);
            let [taken, held] = self.home.queries([taken, held]);
            if taken == [self.scope.content_types.len().to_string()] {
                let pair = |row: &String| row.split_once(' ').map(|(id, place)| (id.to_owned(), place.to_owned()));
                return held.iter().filter_map(pair).collect();
            }
        }
        panic!("a second run took no census either");
    }

    fn change(&mut self) {
        if let Some(change) = self.drawn_change() {
            self.steps.extend(made(self.site.practice(), change));
        }
    }

    /// Something that may happen to the site as it is.
    fn drawn_change(&mut self) -> Option<Change> {
        self.named += 1;
        let truth = self.truth();
        self.chance.change(&truth, self.named)
    }

    /// Other types and spaces are asked for.
    fn rescope(&mut self) {
        let types: [&[&str]; 4] = [
            &["page", "blogpost", "attachment"],
            &["page", "blogpost", "attachment"],
            &["page", "blogpost"],
            &["page", "attachment"],
        ];
        self.scope.content_types = types[self.chance.below(4)].to_vec();
        self.scope.space_keys.clear();
        if self.scope.since.is_some() && self.chance.one_in(2) {
            self.scope.since = Some(some_day(&mut self.chance, &self.site));
        }
        if self.chance.one_in(2) {
            let spaces = self.truth().spaces;
            let keys = spaces.into_iter().filter(|_| !self.chance.one_in(3)).map(|space| space.key);
            self.scope.space_keys = keys.collect();
        }
    }

    /// Syncs once; the report of a sync that came to its end here.
    fn sync(&mut self, manner: &Manner) -> Option<Report> {
        self.steps.push(format!("sync {manner:?} of {:?}", self.scope));
        self.memory.note(&self.truth(), &self.scope);
        configure(&self.home, &self.site, &manner.settings(&self.scope));
        if let End::Killed(failpoint) = manner.end {
            self.kill(failpoint, manner.replay);
            ledger::says_what_is_held(&self.home.dir().join("data/wiki.duckdb"), "after a kill");
            return None;
        }
        let change = if matches!(manner.end, End::Changed(_)) { self.drawn_change() } else { None };
        let mut changed = None;
        let synced =
            self.go(&self.home, manner, || changed = change.and_then(|change| made(self.site.practice(), change)));
        let is_disturbed = changed.is_some() || matches!(manner.end, End::Failing(_));
        self.was_disturbed |= is_disturbed;
        self.steps.extend(changed.map(|words| format!("meanwhile {words}")));
        self.memory.note(&self.truth(), &self.scope);
        ledger::says_what_is_held(&self.home.dir().join("data/wiki.duckdb"), "after a sync");
        match synced {
            Ok(report) => {
                // What is hidden while it is walked over cannot be walked over to its end.
                self.is_cut = is_disturbed;
                assert!(is_disturbed || report.failed_listings == 0, "{:?}", report.status.open);
                Some(report)
            }
            Err(error) => {
                // Without the listing of spaces there is no run.
                let expected = if let End::Failing(_) = manner.end { Kind::Failed } else { Kind::Interrupted };
                assert_eq!(error.kind(), expected, "{}", error.one_line());
                self.is_cut = true;
                None
            }
        }
    }

    fn kill(&mut self, failpoint: usize, replay: bool) {
        let args: &[&str] = if replay { &["sync", "--chunks", "all"] } else { &["sync"] };
        let output = costs::output(self.home.command(args).env("CATCHMENT_CRASH_AT", failpoint.to_string()));
        self.is_cut = output.status.code().is_none();
        assert!(self.is_cut || matches!(output.status.code(), Some(0 | 3)), "{output:?}");
    }

    /// Syncs a folder; `change` is called once the site has answered as many requests as the manner says.
    fn go(&self, home: &Home, manner: &Manner, change: impl FnOnce()) -> Result<Report> {
        let wishes = Wishes { repeat_history: manner.replay.then_some(Reread::All), ..Wishes::default() };
        let practice = self.site.practice();
        let before = practice.requests();
        if let End::Failing(request) = manner.end {
            practice.fail_at(before + request);
        }
        let synced = beside::synced(&self.runtime, home.dir(), wishes, async |stop| match manner.end {
            End::Stopped(requests) => {
                practice.reached(before + requests).await;
                stop.send_replace(true);
            }
            End::Changed(requests) => {
                practice.reached(before + requests).await;
                change();
            }
            End::Whole | End::Killed(_) | End::Failing(_) => {}
        });
        practice.fail_at(0);
        synced
    }

    /// What is published is what is on the site.
    fn compare(&mut self, held: &BTreeMap<String, String>) {
        let truth = self.truth();
        is_published(&self.home, &self.site, &truth, &self.scope);
        let published = published(&self.home, "space_content", "page_id", ["page_id"; 3]);
        assert!(published.keys().all(|id| held.contains_key(id)), "published and not held");
        if let Err(difference) = self.memory.judge(held, &gone(&self.home)) {
            panic!("deleted_content: {difference}");
        }
    }

    /// A fresh folder that reads the site in another way has the same rows.
    fn ends(&mut self) {
        let manner = Manner { replay: true, ..Manner::last(&mut self.chance) };
        self.steps.push(format!("fresh {manner:?} of {:?}", self.scope));
        let fresh = Home::new(self.site.url(), "");
        put_token(&fresh);
        let key = "data/catchment.key";
        fs::copy(self.home.dir().join(key), fresh.dir().join(key)).unwrap();
        configure(&fresh, &self.site, &manner.settings(&self.scope));
        self.go(&fresh, &Manner { replay: false, ..manner }, || ()).unwrap();
        self.go(&fresh, &manner, || ()).unwrap();
        for dataset in ["space_content", "page_attachments"] {
            assert_eq!(rows(&self.home, dataset), rows(&fresh, dataset), "{dataset} of a fresh folder differs");
        }
    }
}

impl Drop for History {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("CATCHMENT_SEED={} failed after these steps:\n{}", self.seed, self.steps.join("\n"));
        }
    }
}

/// A day on which something was modified last, not too long ago: history is read in days.
fn some_day(chance: &mut Chance, site: &Site) -> NaiveDate {
    let mut days: Vec<i64> = site.practice().truth().content.iter().map(|item| item.version_millis / DAY).collect();
    days.sort_unstable();
    days.drain(..days.len() / 2);
    let day = chance.pick(&days).unwrap();
    DateTime::from_timestamp_millis(day * DAY).unwrap().date_naive()
}

/// Changes a site, and says how; nothing if it refuses.
fn made(practice: &Practice, change: Change) -> Option<String> {
    let words = format!("{change:?}");
    practice.change(change).ok().map(|id| format!("{words} of {id}"))
}

fn put_token(home: &Home) {
    let path = home.dir().join("token");
    fs::write(&path, TOKEN).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// Writes the settings; the token is where this process finds it too.
fn configure(home: &Home, site: &Site, settings: &str) {
    home.configure(site.url(), settings);
    let path = home.dir().join("catchment.toml");
    let text = fs::read_to_string(&path).unwrap();
    let lines =
        text.lines().map(|line| if line.starts_with("api_token") { "api_token = \"file:token\"" } else { line });
    fs::write(&path, lines.collect::<Vec<_>>().join("\n")).unwrap();
}

/// Asserts that what is published is what is on the site within a scope, down to the bytes of the attachments.
fn is_published(home: &Home, site: &Site, truth: &Truth, scope: &Scope) {
    let found = published(home, "space_content", "page_id", ["space_id", "status", "version_number"]);
    same("space_content", &found, &memory::content(truth, scope));
    let rows = home.rows();
    for (item, row) in truth.content.iter().filter_map(|item| Some((item, rows.get(&item.id)?))) {
        assert_eq!(row["parent_id"], item.parent_id, "above {}", item.id);
    }
    let attached = home.dir().join("lake/wiki/current/page_attachments");
    if !scope.has_attachments() {
        assert!(!attached.exists(), "attachments are published and not asked for");
        return;
    }
    let found = published(home, "page_attachments", "attachment_id", ["page_id", "upload_state", "version_number"]);
    same("page_attachments", &found, &memory::attachments(truth, scope));
    let mut of_pages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in files_below(&attached).iter().flat_map(|file| rows_of(file)) {
        let of = |column: &str| row[column].clone().unwrap_or_default();
        let stored = fs::read(of("s3_uri").trim_start_matches("file://")).unwrap();
        let version = of("version_number").parse().unwrap();
        let expected = site.practice().attachment_bytes(&of("attachment_id"), version);
        assert!(stored == expected, "{} {version} holds other bytes than on the site", of("attachment_id"));
        of_pages.entry(of("page_id")).or_default().push(of("s3_uri"));
    }
    for (page, row) in rows {
        let mut uris = of_pages.remove(&page).unwrap_or_default();
        uris.sort();
        assert_eq!(row["attachment_count"], Some(uris.len().to_string()), "of {page}");
        assert_eq!(row["attachment_s3_uris"], Some(format!("[{}]", uris.join(", "))), "of {page}");
    }
}

/// Asserts that two tables say the same, and shows where not.
fn same<T: PartialEq + std::fmt::Debug>(name: &str, found: &BTreeMap<String, T>, expected: &BTreeMap<String, T>) {
    let ids = found.keys().chain(expected.keys());
    let differing = ids.filter(|id| found.get(*id) != expected.get(*id));
    let words: Vec<String> =
        differing.map(|id| format!("{id}: {:?}, on the site {:?}", found.get(id), expected.get(id))).collect();
    assert!(words.is_empty(), "{name} differs:\n{}", words.join("\n"));
}

/// The rows of a dataset by their first column, with addresses below the store alone.
fn rows(home: &Home, dataset: &str) -> BTreeMap<String, Row> {
    let files = files_below(&home.dir().join(format!("lake/wiki/current/{dataset}")));
    let dir = home.dir().canonicalize().unwrap().display().to_string();
    let key = if dataset == "page_attachments" { "attachment_id" } else { "page_id" };
    let mut all = BTreeMap::new();
    for mut row in files.iter().flat_map(|file| rows_of(file)) {
        row.values_mut().flatten().for_each(|value| *value = value.replace(&dir, ""));
        all.insert(row[key].clone().unwrap(), row);
    }
    all
}

/// Runs so many cases, in histories that follow from the seed.
fn cases(mut seed: u64, cases: usize) {
    let mut left = cases;
    while left > 0 {
        let mut history = History::of(seed);
        for _ in 0..left.min(CASES_OF_A_HISTORY) {
            history.case();
            left -= 1;
        }
        history.ends();
        lab::random(&mut seed);
        seed = lab::random(&mut seed);
        if lab::slow() {
            eprintln!("{} cases hold, {left} are left", cases - left);
        }
    }
}

#[test]
fn known_histories_come_to_the_truth() {
    cases(FIXED_SEED, 5);
}

#[test]
fn random_histories_come_to_the_truth() {
    if !lab::slow() {
        return eprintln!("skipped: random histories take minutes; CATCHMENT_SLOW=1 runs them");
    }
    let asked = std::env::var("CATCHMENT_CASES").ok().and_then(|text| text.parse().ok());
    cases(lab::seed(), asked.unwrap_or(1000));
}
