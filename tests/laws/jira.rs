//! The laws for Jira.

use super::{Event, Loss, Muddle, Subject, Way};
use crate::support::lab::{Lab, Told};
use crate::support::template::Shown;
use crate::support::tracker::{self, COMPARED, Compared, READ, Tracker};
use catchment_practice::jira::{Change, Options};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// The dataset and the columns of what is compared.
const fn of(compared: &Compared) -> (&'static str, &'static [&'static str]) {
    (compared.dataset, compared.columns)
}

/// An issue that no answer may hold, of the project that most issues are in; it is neither the newest nor changed by a law.
const POISON: &str = "poison=10006";
const POISONED: &str = "10006";

/// A site of Cloud.
struct Board {
    tracker: Tracker,
    /// Its issues at first, but for those with sub-tasks, which go with them, and the one with long lists; the largest id is last.
    issues: Vec<String>,
}

impl Shown for Board {
    fn shown(&self) -> Option<String> {
        self.tracker.shown()
    }
}

impl Subject for Board {
    const DATASETS: &'static [(&'static str, &'static [&'static str])] =
        &[of(&COMPARED[0]), of(&COMPARED[1]), of(&COMPARED[2]), of(&COMPARED[3]), of(&COMPARED[4]), of(&COMPARED[5])];
    const BESIDES: &'static [&'static str] = &["project"];
    const STREAMS: &'static [&'static str] =
        &["issue", "issue_custom_field", "changelog", "comment", "worklog", "attachment"];
    const PEOPLE: &'static [&'static str] = &["creator_id", "reporter_id", "assignee_id"];
    const USERNAME: &'static str = "practice@example.com";
    const REFUSED: &'static str = "401";
    const BROKEN: &'static [&'static str] = &["unavailable=3", "half=3", "html=3", "502=1", POISON];
    // The site answers for what it hides as for what it has deleted.
    const WITHHELD: (&'static str, i32) = ("purged", 0);
    const BREAKING: &'static [&'static str] = &["redirect=2", "html=2"];
    const LEAST: &'static str = "datasets = [\"issue\"]";
    const ENDLESS: &'static [(&'static str, &'static str)] =
        &[("repeat-token=1", "a link that was followed before"), ("empty-page=1", "empty pages without end")];
    const MISHAPS: &'static [&'static [&'static str]] = &[
        &["429=3", "429-date=4", "empty-page=2", "html=3"],
        &["503=5", "502=4", "token-life=1", "redirect=4"],
        &["truncate=3", "half=4", "trailing=2", "is-last-lies"],
        &["unavailable=4", POISON, "repeat-token=5", "lenient"],
        &["embedded=3", "page=7", "localised", "epoch-minutes"],
    ];
    const WITHSTOOD: RangeInclusive<usize> = 9..=15;
    const NARROWER: &'static str = "project_keys = [\"ENG\", \"HELP\"]";
    // The projects, what changed, and the worklogs that were deleted.
    const QUIET: usize = 4;

    fn start(objects: usize) -> Self {
        let tracker = Tracker::start(Options { issues: objects, ..Options::default() });
        let truth = tracker.practice().truth("issue");
        let has_subtasks = |value: &serde_json::Value| value["subtasks"].as_array().is_some_and(|all| !all.is_empty());
        let issues = truth.into_iter().filter(|fact| fact.is_visible && !has_subtasks(&fact.value["fields"]));
        let issues = issues.map(|fact| fact.id).filter(|id| id != POISONED && id != "10001").collect();
        Self { tracker, issues }
    }

    fn set(&mut self, way: Way<'_>) {
        match way {
            Way::Faults(faults) => self.tracker.fault(faults),
            Way::Latency(latency) => self.tracker.set(|options| options.latency = latency),
            Way::Secret(secret) => self.tracker.set(|options| options.api_token = secret.to_owned()),
            Way::Packed(is_packed) => self.tracker.set(|options| options.gzip = is_packed),
        }
    }

    fn happens(&mut self, events: &[Event]) {
        for event in events {
            let id = |at: usize| self.issues[at].clone();
            let change = match *event {
                Event::Edit(at) => {
                    Change::Edit { issue: id(at), field: "summary".to_owned(), value: "Edited.".to_owned() }
                }
                Event::Remove(at) => Change::Delete(id(at)),
                Event::Withhold(at) => Change::Hide(id(at)),
                Event::Return(at) => Change::Show(id(at)),
            };
            self.tracker.change(change);
        }
    }

    fn configure(&self, lab: &Lab, settings: &str) {
        let read = if settings.contains("datasets") { "" } else { READ };
        lab.describe(&format!("{}\n{read}", self.tracker.settings()), settings);
    }

    fn port(&self) -> u16 {
        self.tracker.practice().url().rsplit(':').next().unwrap().parse().unwrap()
    }

    fn requests(&self) -> usize {
        usize::try_from(self.tracker.practice().requests()).unwrap()
    }

    fn writes(&self) -> Vec<String> {
        self.tracker.practice().offences()
    }

    fn truth(&self) -> BTreeMap<&'static str, Told> {
        tracker::truth(self.tracker.practice())
    }

    /// Account ids and addresses of people.
    fn planted(&self) -> BTreeSet<String> {
        let people = self.tracker.practice().truth("user").into_iter();
        let told = people.flat_map(|fact| ["accountId", "emailAddress"].map(|name| fact.value[name].clone()));
        let told = told.filter_map(|value| value.as_str().map(str::to_owned));
        told.filter(|text| text != Self::USERNAME).collect()
    }

    fn loss(&self) -> Loss {
        Loss {
            faults: POISON.to_owned(),
            last: (POISON.to_owned(), POISONED.to_owned()),
            open: vec![("object", String::new())],
            missing: vec![POISONED.to_owned()],
            unproven: Vec::new(),
            told: vec![POISONED.to_owned()],
        }
    }

    fn muddle(&self) -> Muddle {
        Muddle { faults: POISON.to_owned(), ends: [0, 0, 1], unpublished: 1 }
    }

    fn too_large(&self) -> (String, &'static str) {
        (format!("huge={POISONED}:66000"), "larger than 64 MiB")
    }
}

#[test]
fn nothing_is_skipped_silently() {
    super::nothing_is_skipped_silently::<Board>();
}

#[test]
fn nothing_is_deleted_by_absence_of_evidence() {
    super::nothing_is_deleted_by_absence_of_evidence::<Board>();
}

#[test]
fn datasets_are_published_atomically() {
    super::datasets_are_published_atomically::<Board>();
}

#[test]
fn same_input_same_output() {
    super::same_input_same_output::<Board>();
}

#[test]
fn killed_at_any_request_a_sync_comes_to_the_truth() {
    super::killed_at_any_request_a_sync_comes_to_the_truth::<Board>();
}

#[test]
fn credentials_go_to_the_configured_origin_and_nowhere_else() {
    super::credentials_go_to_the_configured_origin_and_nowhere_else::<Board>();
}

#[test]
fn nothing_leaves_unclassified() {
    super::nothing_leaves_unclassified::<Board>();
}

#[test]
fn everything_is_bounded() {
    super::everything_is_bounded::<Board>();
}

#[test]
fn an_outage_is_one_fact() {
    super::an_outage_is_one_fact::<Board>();
}

#[test]
fn the_cost_follows_the_change() {
    super::the_cost_follows_the_change::<Board>();
}

#[test]
fn the_truth_at_the_end() {
    super::the_truth_at_the_end::<Board>();
}

#[test]
fn the_books_balance() {
    super::the_books_balance::<Board>();
}
