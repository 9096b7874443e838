//! The laws for ServiceNow.

use super::{Event, Loss, Muddle, Subject, Way};
use crate::support::instance::{Instance, visible};
use crate::support::lab::{Lab, Told};
use crate::support::template::Shown;
use catchment_practice::servicenow::{Change, Options};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// The tables behind the datasets whose rows keep their ids; those of people do not.
const TABLES: [(&str, &str); 5] = [
    ("incident", "incident"),
    ("ci", "cmdb_ci"),
    ("ci_relation", "cmdb_rel_ci"),
    ("u_asset_loan", "u_asset_loan"),
    ("journal_entry", "sys_journal_field"),
];
const READ: &str =
    "tables = [\"incident\", \"cmdb\", { name = \"u_asset_loan\" }]\ndatasets = [\"journal_entry\", \"user_account\"]";

/// An instance.
struct Desk {
    instance: Instance,
    /// Its incidents at first, in the order of their ids.
    incidents: Vec<String>,
}

impl Shown for Desk {
    fn shown(&self) -> Option<String> {
        self.instance.shown()
    }
}

impl Subject for Desk {
    const DATASETS: &'static [(&'static str, &'static [&'static str])] = &[
        ("incident", &["sys_id", "number", "state", "active", "assignment_group", "sys_mod_count", "sys_updated_on"]),
        ("ci", &["sys_id", "sys_class_name", "operational_status", "support_group", "sys_updated_on"]),
        ("ci_relation", &["sys_id", "parent", "child", "sys_created_on"]),
        ("u_asset_loan", &["sys_id", "u_count", "u_serial", "u_returned", "u_item", "u_deposit", "sys_mod_count"]),
        ("journal_entry", &["sys_id", "element", "element_id", "sys_created_on"]),
    ];
    const BESIDES: &'static [&'static str] = &["user_account"];
    const STREAMS: &'static [&'static str] =
        &["incident", "ci", "ci_relation", "u_asset_loan", "journal_entry", "user_account"];
    const PEOPLE: &'static [&'static str] = &["caller_id", "opened_by", "sys_created_by"];
    const USERNAME: &'static str = "practice";
    const REFUSED: &'static str = "401";
    const BROKEN: &'static [&'static str] = &[
        "unavailable=6",
        "half=6",
        "cancelled=12",
        "hibernating=12",
        "empty-table=incident",
        "unlisted-table=incident",
    ];
    const WITHHELD: (&'static str, i32) = ("no_access", 3);
    const BREAKING: &'static [&'static str] = &["redirect=3", "html=3", "hibernating"];
    const LEAST: &'static str = "tables = [\"incident\"]";
    // A walk goes on behind the last record that it was shown, which the practice instance does not overlook.
    const ENDLESS: &'static [(&'static str, &'static str)] = &[];
    const MISHAPS: &'static [&'static [&'static str]] = &[
        &["429=3", "hibernating=5", "locked"],
        &["503=5", "oversized=20000", "forbidden-table=cmdb_rel_ci"],
        &["truncate=3", "half=4", "cancelled=6"],
        &["unavailable=4", "hidden-block=incident:sys_id:20:30"],
        &["blank-every=incident:9", "unlisted-table=incident"],
    ];
    const WITHSTOOD: RangeInclusive<usize> = 4..=7;
    const NARROWER: &'static str =
        "tables = [{ name = \"incident\", query = \"active=true\" }, \"cmdb\", { name = \"u_asset_loan\" }]
datasets = [\"journal_entry\", \"user_account\"]";
    const QUIET: usize = 9;

    fn start(objects: usize) -> Self {
        let instance = Instance::start(Options {
            records: objects,
            password: "practice-token".to_owned(),
            own_clock: true,
            ..Options::default()
        });
        let incidents = instance.practice().truth("incident").into_iter().map(|fact| fact.sys_id).collect();
        Self { instance, incidents }
    }

    fn set(&mut self, way: Way<'_>) {
        match way {
            Way::Faults(faults) => self.instance.fault(faults),
            Way::Latency(latency) => self.instance.set(|options| options.latency = latency),
            Way::Secret(secret) => self.instance.set(|options| options.password = secret.to_owned()),
            Way::Packed(is_packed) => self.instance.set(|options| options.gzip = is_packed),
        }
    }

    fn happens(&mut self, events: &[Event]) {
        for event in events {
            let id = |at: usize| self.incidents[at].clone();
            let table = "incident".to_owned();
            let change = match *event {
                Event::Edit(at) => {
                    let (field, value) = ("short_description".to_owned(), "Edited.".to_owned());
                    Change::Update { table, sys_id: id(at), field, value }
                }
                Event::Remove(at) => Change::Delete { table, sys_id: id(at) },
                Event::Withhold(at) => Change::Hide { sys_id: id(at) },
                Event::Return(at) => Change::Show { sys_id: id(at) },
            };
            self.instance.change(change);
        }
    }

    fn configure(&self, lab: &Lab, settings: &str) {
        let read = if settings.contains("tables") { "" } else { READ };
        lab.describe(&format!("{}\n{read}", self.instance.settings()), settings);
    }

    fn port(&self) -> u16 {
        self.instance.practice().url().rsplit(':').next().unwrap().parse().unwrap()
    }

    fn requests(&self) -> usize {
        usize::try_from(self.instance.practice().requests()).unwrap()
    }

    fn writes(&self) -> Vec<String> {
        self.instance.practice().offences()
    }

    fn truth(&self) -> BTreeMap<&'static str, Told> {
        let told = |(dataset, columns): &(&'static str, &[&str])| {
            let (_, table) = TABLES.iter().find(|(name, _)| name == dataset).unwrap();
            (*dataset, visible(self.instance.practice(), table, &columns[1..]))
        };
        Self::DATASETS.iter().map(told).collect()
    }

    /// Ids, addresses and user names of people, and what is in a field for passwords.
    fn planted(&self) -> BTreeSet<String> {
        let values = |table: &str, field: &str| -> Vec<String> {
            let facts = self.instance.practice().truth(table).into_iter();
            facts.map(|fact| fact.values[field].clone()).collect()
        };
        let own = [Self::USERNAME.to_owned(), String::new()];
        let people = ["sys_id", "email", "user_name"].map(|field| values("sys_user", field));
        people
            .into_iter()
            .chain([values("u_asset_loan", "u_pin")])
            .flatten()
            .filter(|value| !own.contains(value))
            .collect()
    }

    /// Rows that access rules hide, which the instance counts all the same.
    fn loss(&self) -> Loss {
        let faults = "hidden-every=incident:7";
        Loss {
            faults: faults.to_owned(),
            last: (faults.to_owned(), "rows hidden by access rules".to_owned()),
            open: vec![("object", String::new())],
            missing: Vec::new(),
            unproven: Vec::new(),
            told: vec!["up to 8: the site counts them".to_owned()],
        }
    }

    fn muddle(&self) -> Muddle {
        Muddle { faults: "oversized=20000, huge=incident:description:3:40".to_owned(), ends: [0, 0, 1], unpublished: 1 }
    }

    fn too_large(&self) -> (String, &'static str) {
        ("huge=incident:description:3:66000".to_owned(), "larger than 64 MiB")
    }
}

#[test]
fn nothing_is_skipped_silently() {
    super::nothing_is_skipped_silently::<Desk>();
}

#[test]
fn nothing_is_deleted_by_absence_of_evidence() {
    super::nothing_is_deleted_by_absence_of_evidence::<Desk>();
}

#[test]
fn datasets_are_published_atomically() {
    super::datasets_are_published_atomically::<Desk>();
}

#[test]
fn same_input_same_output() {
    super::same_input_same_output::<Desk>();
}

#[test]
fn killed_at_any_request_a_sync_comes_to_the_truth() {
    super::killed_at_any_request_a_sync_comes_to_the_truth::<Desk>();
}

#[test]
fn credentials_go_to_the_configured_origin_and_nowhere_else() {
    super::credentials_go_to_the_configured_origin_and_nowhere_else::<Desk>();
}

#[test]
fn nothing_leaves_unclassified() {
    super::nothing_leaves_unclassified::<Desk>();
}

#[test]
fn everything_is_bounded() {
    super::everything_is_bounded::<Desk>();
}

#[test]
fn an_outage_is_one_fact() {
    super::an_outage_is_one_fact::<Desk>();
}

#[test]
fn the_cost_follows_the_change() {
    super::the_cost_follows_the_change::<Desk>();
}

#[test]
fn the_truth_at_the_end() {
    super::the_truth_at_the_end::<Desk>();
}

#[test]
fn the_books_balance() {
    super::the_books_balance::<Desk>();
}
