//! Random histories of a site, however they are synced, come to the truth.
//!
//! A *history* is a practice site, of Cloud or Data Center, and a work folder that live through many *cases*. A case changes the site
//! at random (issues come, change, move and go with what belongs to them, issues and projects are hidden, archived, deleted and back),
//! with syncs in between that make a census or none, in pages of several sizes, and are stopped, killed, refused a request, or have
//! issues moving while they page. It ends with a sync that makes a census: then what is published has to be what the account sees and
//! the settings ask for. A history ends with a fresh folder that reads the same site in another way, and has to have the same rows.
//!
//! `CATCHMENT_CASES=1000 .ci/slow jira::histories::` runs as many cases as it is told. What fails names its seed and its steps;
//! `CATCHMENT_SEED=` with that seed goes through the same history again.

use super::agree;
use crate::support::beside;
use crate::support::chance::Chance;
use crate::support::history::{self, End, History, Manner, Steps};
use crate::support::lab::{Lab, Told, one_thread, same_rows};
use crate::support::site::{Row, files_below, rows_of};
use crate::support::tracker::{
    COMPARED, Compared, OF_DESKS, OWNER, READ, READ_WITH_DESKS, Tracker, published, visible,
};
use catchment_practice::jira::{Change, Deployment, Fact, Options};
use catchment_run::{Report, Wishes};
use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::Duration;
use tokio::runtime::Runtime;

/// Cases of a history.
const CASES_OF_A_HISTORY: usize = 10;
/// The seed of the cases that are the same every time.
const FIXED_SEED: u64 = 20_261_128;
/// The projects of a practice site that issues are in; the last one is archived at first.
const PROJECTS: [&str; 5] = ["ENG", "OPS", "HELP", "TEAM", "OLD"];
/// Datasets whose rows follow from what an issue had when it was changed last, and from nothing else.
const LASTING: [&str; 4] = ["changelog", "comment", "worklog", "attachment"];
/// Seconds by which the index lags where it does.
const LAG: u64 = 1;
/// Which products the sites are.
const DEPLOYMENTS: [Deployment; 3] = [Deployment::Cloud, Deployment::Cloud, Deployment::DataCenter];

/// Which issues the settings ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    All,
    Projects(&'static [&'static str]),
    Unlike(&'static str),
}

impl Asked {
    const ALL: [Self; 4] = [Self::All, Self::All, Self::Projects(&["ENG", "HELP", "OLD"]), Self::Unlike("Highest")];

    fn settings(self) -> String {
        match self {
            Self::All => String::new(),
            Self::Projects(keys) => format!("project_keys = {keys:?}"),
            Self::Unlike(priority) => format!("jql = \"priority != {priority}\""),
        }
    }

    fn wants(self, issue: &Fact) -> bool {
        let fields = &issue.value["fields"];
        match self {
            Self::All => true,
            Self::Projects(keys) => keys.iter().any(|key| fields["project"]["key"] == *key),
            Self::Unlike(priority) => fields["priority"]["name"] != priority,
        }
    }
}

/// How a sync is made, at random.
fn drawn(chance: &mut Chance) -> Manner {
    let request = 1 + chance.below(20) as u64;
    let end = match chance.below(12) {
        0 => End::Killed(request),
        1 => End::Crashed(1 + chance.below(60) as u64),
        2 | 3 => End::Stopped(request),
        4 | 5 => End::Failing(request),
        6..=8 => End::Moving(request),
        _ => End::Whole,
    };
    Manner { census: chance.one_in(2), end, ..last(chance) }
}

/// One that goes to its end and makes a census.
fn last(chance: &mut Chance) -> Manner {
    Manner { census: true, page_size: [2, 7, 25, 100][chance.below(4)], end: End::Whole }
}

/// A site and the folder that follows it.
struct OfSite {
    chance: Chance,
    asked: Asked,
    lags: bool,
    /// Whether requests of service desks are read as well.
    has_desks: bool,
    tracker: Tracker,
    lab: Lab,
    runtime: Runtime,
    hidden: BTreeSet<String>,
    /// Projects that are hidden, archived or deleted, with what brings each back.
    absent: BTreeMap<&'static str, Change>,
    /// What was published at the last comparison.
    published: BTreeMap<&'static str, Told>,
    /// Whether the last sync did not come to its end.
    is_cut: bool,
    steps: Steps,
}

impl History for OfSite {
    const CASES: usize = CASES_OF_A_HISTORY;

    fn of(seed: u64) -> Self {
        let mut chance = Chance::of(seed);
        let (issues, seed_of_site) = (12 + chance.below(24), 1 + chance.below(1000) as u64);
        let (asked, lags) = (Asked::ALL[chance.below(4)], chance.one_in(4));
        let (deployment, has_desks) = (chance.pick(&DEPLOYMENTS).unwrap(), chance.one_in(2));
        let faults = match (lags, deployment, chance.one_in(2)) {
            (true, ..) => format!("index-lag={LAG}"),
            (false, Deployment::DataCenter, true) => "search-cap=3, embedded=2".to_owned(),
            (false, Deployment::DataCenter, false) => "window=20".to_owned(),
            (false, Deployment::Cloud, true) => "page=3, embedded=2".to_owned(),
            (false, Deployment::Cloud, false) => "is-last-lies".to_owned(),
        };
        let options = Options {
            issues,
            seed: seed_of_site,
            faults: faults.parse().unwrap(),
            time_zone: ["UTC", "America/Los_Angeles", "Asia/Kolkata"][chance.below(3)].to_owned(),
            own_clock: chance.one_in(2),
            deployment,
            ..Options::default()
        };
        let clock = if options.own_clock { "its own clock" } else { "the clock of the machine" };
        let desks = if has_desks { ", with requests" } else { "" };
        let first =
            format!("{deployment:?}, {issues} issues of seed {seed_of_site}, {clock}, {faults}, {asked:?}{desks}");
        Self {
            chance,
            asked,
            lags,
            has_desks,
            tracker: Tracker::start(options),
            lab: Lab::let_in("practice-token"),
            runtime: one_thread(),
            hidden: BTreeSet::new(),
            absent: BTreeMap::from([("OLD", Change::RestoreProject("OLD".to_owned()))]),
            published: BTreeMap::new(),
            is_cut: false,
            steps: Steps::of(seed, first),
        }
    }

    /// Steps at random, then a census and the comparison.
    fn case(&mut self) {
        for _ in 0..=self.chance.below(2) {
            (0..self.chance.below(6)).for_each(|_| self.change());
            let manner = drawn(&mut self.chance);
            self.sync(&manner);
        }
        (0..self.chance.below(4)).for_each(|_| self.change());
        if self.lags {
            thread::sleep(Duration::from_millis(1000 * LAG + 100));
        }
        // What a stopped run had walked over before the last change is not walked over again by the same run.
        if self.is_cut {
            let manner = Manner { census: false, ..last(&mut self.chance) };
            self.sync(&manner);
        }
        let manner = last(&mut self.chance);
        self.sync(&manner);
        self.compare();
        if self.chance.one_in(3) {
            let manner = last(&mut self.chance);
            let report = self.sync(&manner).unwrap();
            assert!(!report.has_published(), "a sync without a change published a generation");
        }
    }

    /// A fresh folder that reads the site in another way has the same rows.
    fn ends(&mut self) {
        let manner = last(&mut self.chance);
        self.steps.push(format!("fresh {manner:?}"));
        let fresh = Lab::let_in("practice-token");
        self.configure(&fresh, &manner);
        beside::synced(&self.runtime, &fresh.dir, Wishes::default(), async |_| ()).unwrap();
        for of in self.compared() {
            agree(&published(&fresh, of), &self.truth(of), of.dataset);
        }
        for dataset in LASTING {
            same_rows(&self.lab.rows_of(dataset), &fresh.rows_of(dataset));
        }
    }
}

impl OfSite {
    /// Something happens on the site, if it can.
    fn change(&mut self) {
        if let Some(change) = self.drawn() {
            self.made(change);
        }
    }

    fn drawn(&mut self) -> Option<Change> {
        let issues = self.tracker.practice().truth("issue");
        let issue = self.chance.pick(&issues)?.id;
        let other = self.chance.pick(&issues)?.id;
        let part = |history: &mut Self, kind: &str| -> Option<u64> {
            let all = history.tracker.practice().truth(kind);
            history.chance.pick(&all)?.id.parse().ok()
        };
        let number = self.steps.len();
        let edit = |field: &str, value: String| Change::Edit { issue: issue.clone(), field: field.to_owned(), value };
        Some(match self.chance.below(34) {
            0 | 1 => edit("summary", format!("Changed {number}")),
            2..=4 => edit("priority", (1 + self.chance.below(5)).to_string()),
            5 => edit("customfield_10016", self.chance.below(9).to_string()),
            6 | 7 => Change::Transition(issue, [1, 3, 5, 6][self.chance.below(4)]),
            8 | 9 => Change::Create(PROJECTS[self.chance.below(5)].to_owned()),
            10 | 11 => Change::Comment(issue, format!("Said {number}"), true),
            12 => Change::EditComment(part(self, "comment")?, format!("Said anew {number}")),
            13 | 14 => Change::DeleteComment(part(self, "comment")?),
            15 => Change::Book(issue, 60 * (1 + self.chance.below(60) as i64)),
            16 => Change::BookMany(issue, 1 + self.chance.below(30)),
            17 => Change::EditWorklog(part(self, "worklog")?, 77 * 60),
            18 | 19 => Change::DeleteWorklog(part(self, "worklog")?),
            20 => Change::Attach(issue),
            21 => Change::Detach(part(self, "attachment")?),
            22 => Change::Link(issue, other),
            23 => Change::Move(issue, PROJECTS[self.chance.below(5)].to_owned()),
            24 | 25 => Change::Delete(issue),
            26 => Change::Hide(issue),
            27 => {
                let hidden = Vec::from_iter(self.hidden.clone());
                Change::Show(self.chance.pick(&hidden)?)
            }
            28 => self.of_a_project()?,
            29 | 30 => {
                let absent = Vec::from_iter(self.absent.values().cloned());
                self.chance.pick(&absent)?
            }
            31 => Change::RenameField(10031, format!("Customer {number}")),
            32 => Change::RenameStatus(3, format!("Under way {number}")),
            _ if self.chance.one_in(2) => Change::Pass(1 + self.chance.below(90) as u64),
            _ => Change::Touch(1 + self.chance.below(issues.len())),
        })
    }

    /// A project that is there is hidden, archived or deleted.
    fn of_a_project(&mut self) -> Option<Change> {
        let there: Vec<&'static str> = PROJECTS.into_iter().filter(|key| !self.absent.contains_key(key)).collect();
        // Two stay, so that there is something to compare.
        let key = self.chance.pick(&there).filter(|_| there.len() > 2)?;
        let name = || key.to_owned();
        let (change, back) = match self.chance.below(3) {
            0 => (Change::HideProject(name()), Change::ShowProject(name())),
            1 => (Change::ArchiveProject(name()), Change::RestoreProject(name())),
            _ => (Change::DeleteProject(name()), Change::RestoreProject(name())),
        };
        self.absent.insert(key, back);
        Some(change)
    }

    fn made(&mut self, change: Change) {
        if self.tracker.try_change(&change).is_err() {
            return;
        }
        match &change {
            Change::Hide(issue) => drop(self.hidden.insert(issue.clone())),
            Change::Show(issue) => drop(self.hidden.remove(issue)),
            Change::Delete(_) => {
                let there: BTreeSet<String> =
                    self.tracker.practice().truth("issue").into_iter().map(|fact| fact.id).collect();
                self.hidden.retain(|issue| there.contains(issue));
            }
            Change::ShowProject(key) | Change::RestoreProject(key) => drop(self.absent.remove(key.as_str())),
            _ => {}
        }
        self.steps.push(format!("{change:?}"));
    }

    /// Syncs once; the report of a sync that came to its end here.
    fn sync(&mut self, manner: &Manner) -> Option<Report> {
        self.steps.push(format!("sync {manner:?}"));
        self.configure(&self.lab, manner);
        let moving: Vec<Change> = if matches!(manner.end, End::Moving(_)) {
            (0..3).filter_map(|_| self.moving()).collect()
        } else {
            Vec::new()
        };
        let (practice, mut moved) = (self.tracker.practice(), Vec::new());
        let move_issues = || moved.extend(moving.into_iter().filter(|change| practice.change(change.clone()).is_ok()));
        let (report, is_cut) = history::synced((&self.runtime, &self.lab), practice, manner.end, move_issues);
        self.is_cut = is_cut;
        moved.into_iter().for_each(|change| self.steps.push(format!("meanwhile {change:?}")));
        report
    }

    /// What moves issues to other pages while they are read.
    fn moving(&mut self) -> Option<Change> {
        let issue = self.chance.pick(&self.tracker.practice().truth("issue"))?.id;
        Some(match self.chance.below(4) {
            0 => Change::Delete(issue),
            1 => Change::Create("ENG".to_owned()),
            2 => Change::Comment(issue, "Said meanwhile".to_owned(), true),
            _ => Change::Touch(1 + self.chance.below(4)),
        })
    }

    fn configure(&self, lab: &Lab, manner: &Manner) {
        let (asked, read) = (self.asked.settings(), if self.has_desks { READ_WITH_DESKS } else { READ });
        lab.describe(&format!("{}\n{read}\n{asked}", self.tracker.settings()), &manner.settings());
    }

    fn compared(&self) -> impl Iterator<Item = &'static Compared> + use<> {
        let of_desks: &[Compared] = if self.has_desks { &OF_DESKS } else { &[] };
        COMPARED.iter().chain(of_desks)
    }

    /// What there is of a dataset that the account sees and the settings ask for.
    fn truth(&self, of: &Compared) -> Told {
        let issues = self.tracker.practice().truth("issue").into_iter();
        let asked: BTreeSet<String> = issues.filter(|fact| self.asked.wants(fact)).map(|fact| fact.id).collect();
        let owners = visible(self.tracker.practice(), of.kind, &[OWNER]);
        let mut told = visible(self.tracker.practice(), of.kind, of.members);
        let owner = |id: &String| if of.kind == "issue" { id.clone() } else { owners[id][0].clone() };
        told.retain(|id, _| asked.contains(&owner(id)));
        told
    }

    /// What is published is what there is, and what was published and is not is told to be gone.
    fn compare(&mut self) {
        let gone = gone(&self.lab);
        for of in self.compared() {
            let found = published(&self.lab, of);
            agree(&found, &self.truth(of), of.dataset);
            let before = self.published.remove(of.dataset).unwrap_or_default();
            let is_told = |id: &&String| gone.contains_key(&(of.dataset.to_owned(), (*id).clone()));
            let silent: Vec<&String> = before.keys().filter(|id| !found.contains_key(*id) && !is_told(id)).collect();
            assert!(silent.is_empty(), "of {} these are gone without a word: {silent:?}", of.dataset);
            let denied: Vec<&String> = found.keys().filter(is_told).collect();
            assert!(denied.is_empty(), "of {} these are there, and told to be gone: {denied:?}", of.dataset);
            self.published.insert(of.dataset, found);
        }
        let is_excluded = gone.values().any(|reason| reason == "out_of_scope");
        assert!(!is_excluded || self.asked != Asked::All, "the settings exclude nothing: {gone:?}");
    }
}

/// Why objects are told to be gone, by stream and id.
fn gone(lab: &Lab) -> BTreeMap<(String, String), String> {
    let rows = files_below(&lab.current().join("deleted_object")).into_iter().flat_map(|file| rows_of(&file));
    let told = |row: Row| ["stream", "object_id", "reason"].map(|column| row[column].clone().unwrap());
    rows.map(told).map(|[stream, object, reason]| ((stream, object), reason)).collect()
}

#[test]
fn known_histories_come_to_the_truth() {
    history::cases::<OfSite>(FIXED_SEED, 3);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn random_histories_come_to_the_truth() {
    history::random_cases::<OfSite>();
}
