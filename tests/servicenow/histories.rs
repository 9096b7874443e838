//! Random histories of an instance, however they are synced, come to the truth.
//!
//! A *history* is a practice instance and a work folder that live through many *cases*. A case changes rows at random (they come,
//! change, move to another class, go, come back, are hidden and shown, alone and many in one second), with syncs in between that
//! make a census or none, in pages of several sizes, and are stopped, killed, refused a request, or have rows moving while they
//! page. It ends with a sync that makes a census: then what is published has to be what the account sees. A history ends with a
//! fresh folder that reads the same instance in another way, and has to have the same rows.
//!
//! `CATCHMENT_CASES=1000 .ci/slow servicenow::histories::` runs as many cases as it is told. What fails names its seed and its
//! steps; `CATCHMENT_SEED=` with that seed goes through the same history again.

use crate::support::beside;
use crate::support::chance::Chance;
use crate::support::history::{self, End, History, Manner, Steps};
use crate::support::instance::{Instance, visible};
use crate::support::lab::{self, Lab, Told, one_thread, same_rows};
use catchment_practice::servicenow::{Change, Fact, Options};
use catchment_run::{Report, Wishes};
use std::collections::{BTreeMap, BTreeSet};
use tokio::runtime::Runtime;

/// Cases of a history, before its rows become many.
const CASES_OF_A_HISTORY: usize = 12;
/// The seed of the cases that are the same every time.
const FIXED_SEED: u64 = 20_261_127;
/// Rows that a bulk update or an import puts into one second, outside of the slow tier and in it.
const MANY: [usize; 2] = [60, 5_000];

const READ: &str = "tables = [\"incident\", \"cmdb\", { name = \"problem\" }, { name = \"cmdb_ci_server\" }, \
                    { name = \"cmdb_ci_computer\" }]";
/// What is read: a dataset, its table, its key and what is compared of it.
type Compared = (&'static str, &'static str, &'static [&'static str]);
const TASK: &[&str] = &["sys_id", "number", "state", "active", "sys_mod_count", "sys_updated_on"];
const ITEM: &[&str] = &["sys_id", "sys_class_name", "operational_status", "sys_mod_count", "sys_updated_on"];
const COMPARED: [Compared; 6] = [
    ("incident", "incident", TASK),
    ("problem", "problem", TASK),
    ("ci", "cmdb_ci", ITEM),
    ("cmdb_ci_server", "cmdb_ci_server", ITEM),
    ("cmdb_ci_computer", "cmdb_ci_computer", ITEM),
    ("ci_relation", "cmdb_rel_ci", &["sys_id", "parent", "child", "sys_mod_count", "sys_updated_on"]),
];
/// Tables in which rows come, change and go.
const CHANGING: [&str; 5] = ["incident", "problem", "cmdb_ci_server", "cmdb_ci_computer", "cmdb_rel_ci"];

/// How a sync is made, at random.
fn drawn(chance: &mut Chance) -> Manner {
    let request = 1 + chance.below(40) as u64;
    let end = match chance.below(10) {
        0 => End::Killed(request),
        1 => End::Stopped(request),
        2 | 3 => End::Failing(request),
        4..=6 => End::Moving(request),
        _ => End::Whole,
    };
    Manner { census: chance.one_in(2), end, ..last(chance) }
}

/// One that goes to its end and makes a census.
fn last(chance: &mut Chance) -> Manner {
    Manner { census: true, page_size: [3, 7, 25, 1000][chance.below(4)], end: End::Whole }
}

/// An instance and the folder that follows it.
struct OfInstance {
    chance: Chance,
    instance: Instance,
    lab: Lab,
    runtime: Runtime,
    /// Rows that were deleted and are not back, and those that are hidden.
    deleted: Vec<String>,
    hidden: BTreeSet<String>,
    /// Rows that were hidden at any time since the last comparison, and those that changed their class.
    was_hidden: BTreeSet<String>,
    was_moved: BTreeSet<String>,
    /// What was published at the last comparison.
    published: BTreeMap<&'static str, Told>,
    /// Whether the last sync did not come to its end.
    is_cut: bool,
    steps: Steps,
}

impl History for OfInstance {
    const CASES: usize = CASES_OF_A_HISTORY;

    fn of(seed: u64) -> Self {
        let mut chance = Chance::of(seed);
        let (records, seed_of_rows) = (8 + chance.below(24), 1 + chance.below(1000) as u64);
        let options = Options {
            records,
            seed: seed_of_rows,
            password: "practice-token".to_owned(),
            own_clock: chance.one_in(2),
            ..Options::default()
        };
        let first = format!("{records} records of seed {seed_of_rows}, own clock {}", options.own_clock);
        Self {
            chance,
            instance: Instance::start(options),
            lab: Lab::let_in("practice-token"),
            runtime: one_thread(),
            deleted: Vec::new(),
            hidden: BTreeSet::new(),
            was_hidden: BTreeSet::new(),
            was_moved: BTreeSet::new(),
            published: BTreeMap::new(),
            is_cut: false,
            steps: Steps::of(seed, first),
        }
    }

    /// Steps at random, then a census and the comparison.
    fn case(&mut self) {
        for _ in 0..=self.chance.below(2) {
            (0..self.chance.below(5)).for_each(|_| self.change());
            let manner = drawn(&mut self.chance);
            self.sync(&manner);
        }
        (0..self.chance.below(3)).for_each(|_| self.change());
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

    /// A fresh folder that reads the instance in another way has the same rows.
    fn ends(&mut self) {
        let manner = last(&mut self.chance);
        self.steps.push(format!("fresh {manner:?}"));
        let fresh = Lab::let_in("practice-token");
        self.configure(&fresh, &manner);
        beside::synced(&self.runtime, &fresh.dir, Wishes::default(), async |_| ()).unwrap();
        for (dataset, ..) in COMPARED {
            let (one, other) = (self.lab.rows_of(dataset), fresh.rows_of(dataset));
            same_rows(&one, &other);
        }
    }
}

impl OfInstance {
    /// Something happens to a row, or to many in one second.
    fn change(&mut self) {
        let table = CHANGING[self.chance.below(CHANGING.len())];
        let rows = self.instance.practice().truth(table);
        let Some(row) = self.chance.pick(&rows) else { return };
        let of_table = table.to_owned();
        let change = match self.chance.below(20) {
            0..=4 => Some(update(table, &row)),
            5..=7 => Some(Change::Insert { table: of_table, rows: 1 + self.chance.below(4) }),
            8 => Some(Change::InsertOld { table: of_table, created: "2001-02-03 04:05:06".to_owned() }),
            9..=11 => Some(Change::Delete { table: of_table, sys_id: row.sys_id }),
            12 => self.chance.pick(&self.deleted).map(|sys_id| Change::Undelete { sys_id }),
            13 | 14 => self.reclassed(),
            15 => Some(Change::Hide { sys_id: row.sys_id }),
            16 | 17 => {
                let hidden: Vec<String> = self.hidden.iter().cloned().collect();
                self.chance.pick(&hidden).map(|sys_id| Change::Show { sys_id })
            }
            18 => Some(Change::Touch { table: of_table, rows: 1 + self.chance.below(rows.len()) }),
            _ if self.chance.one_in(3) => {
                Some(Change::Insert { table: "incident".to_owned(), rows: MANY[usize::from(lab::slow())] })
            }
            _ => None,
        };
        if let Some(change) = change {
            self.made(change);
        }
    }

    /// A server becomes a computer, or a computer a server.
    fn reclassed(&mut self) -> Option<Change> {
        let rows: Vec<Fact> = self.instance.practice().truth("cmdb_ci");
        let row = self.chance.pick(&rows).filter(|row| row.class != "cmdb_ci")?;
        let class = if row.class == "cmdb_ci_server" { "cmdb_ci_computer" } else { "cmdb_ci_server" };
        Some(Change::Reclass { table: "cmdb_ci".to_owned(), sys_id: row.sys_id, class: class.to_owned() })
    }

    fn made(&mut self, change: Change) {
        match &change {
            Change::Delete { sys_id, .. } => self.deleted.push(sys_id.clone()),
            Change::Undelete { sys_id } => self.deleted.retain(|id| id != sys_id),
            Change::Hide { sys_id } => {
                self.hidden.insert(sys_id.clone());
                self.was_hidden.insert(sys_id.clone());
            }
            Change::Show { sys_id } => drop(self.hidden.remove(sys_id)),
            Change::Reclass { sys_id, .. } => drop(self.was_moved.insert(sys_id.clone())),
            _ => {}
        }
        self.steps.push(format!("{change:?}"));
        self.instance.change(change);
    }

    /// Syncs once; the report of a sync that came to its end here.
    fn sync(&mut self, manner: &Manner) -> Option<Report> {
        self.steps.push(format!("sync {manner:?}"));
        self.configure(&self.lab, manner);
        self.was_hidden.extend(self.hidden.iter().cloned());
        let moving: Vec<Change> = if matches!(manner.end, End::Moving(_)) { self.moving() } else { Vec::new() };
        let (practice, mut moved) = (self.instance.practice(), false);
        let move_rows = || moved = moving.iter().all(|change| practice.change(change.clone()).is_ok());
        let (report, is_cut) = history::synced((&self.runtime, &self.lab), practice, manner.end, move_rows);
        self.is_cut = is_cut;
        if moved {
            self.steps.push(format!("meanwhile {moving:?}"));
            self.deleted.extend(moving.into_iter().filter_map(|change| match change {
                Change::Delete { sys_id, .. } => Some(sys_id),
                _ => None,
            }));
        }
        report
    }

    /// What moves rows to other pages while they are read: some change in one second, one goes, one comes.
    fn moving(&mut self) -> Vec<Change> {
        let table = CHANGING[self.chance.below(CHANGING.len())];
        let rows = self.instance.practice().truth(table);
        let of_table = || table.to_owned();
        let gone = self.chance.pick(&rows).map(|row| Change::Delete { table: of_table(), sys_id: row.sys_id });
        let touched =
            (rows.len() > 1).then(|| Change::Touch { table: of_table(), rows: self.chance.below(rows.len()).max(1) });
        [touched, gone, Some(Change::Insert { table: of_table(), rows: 2 })].into_iter().flatten().collect()
    }

    fn configure(&self, lab: &Lab, manner: &Manner) {
        lab.describe(&format!("{}\n{READ}", self.instance.settings()), &manner.settings());
    }

    /// What is published is what the account sees, and what was published and is not is told to be gone.
    fn compare(&mut self) {
        let practice = self.instance.practice();
        let there: BTreeSet<String> = CHANGING
            .iter()
            .chain(&["cmdb_ci"])
            .flat_map(|table| practice.truth(table))
            .map(|fact| fact.sys_id)
            .collect();
        let gone = gone(&self.lab);
        let mut all = BTreeMap::new();
        for (dataset, table, columns) in COMPARED {
            let (found, expected) = (self.lab.told(dataset, columns), visible(practice, table, &columns[1..]));
            let ids = found.keys().chain(expected.keys()).filter(|id| found.get(*id) != expected.get(*id));
            let wrong: Vec<String> =
                ids.map(|id| format!("{id}: {:?}, there {:?}", found.get(id), expected.get(id))).collect();
            assert!(wrong.is_empty(), "{dataset} differs:\n{}", wrong.join("\n"));
            let before = self.published.remove(dataset).unwrap_or_default();
            for id in before.keys().filter(|id| !found.contains_key(*id)) {
                let reason = gone.get(&(dataset.to_owned(), id.clone())).map(String::as_str);
                let is_told = match reason {
                    None => false,
                    Some("no_access") => self.was_hidden.contains(id),
                    Some(_) => !there.contains(id) || self.was_moved.contains(id),
                };
                assert!(is_told, "{id} of {dataset} is gone and told to be {reason:?}");
            }
            for id in found.keys() {
                let reason = gone.get(&(dataset.to_owned(), id.clone()));
                assert_eq!(reason, None, "{id} of {dataset} is there");
            }
            all.insert(dataset, found);
        }
        self.published = all;
        self.was_hidden = self.hidden.clone();
        self.was_moved.clear();
    }
}

/// A field of a row changes.
fn update(table: &str, row: &Fact) -> Change {
    let (field, value) = match table {
        "cmdb_ci_server" | "cmdb_ci_computer" => {
            ("operational_status", if row.values["operational_status"] == "1" { "2" } else { "1" })
        }
        "cmdb_rel_ci" => ("type", "Uses::Used by"),
        _ => ("active", if row.values["active"] == "true" { "false" } else { "true" }),
    };
    let [table, field, value] = [table, field, value].map(str::to_owned);
    Change::Update { table, sys_id: row.sys_id.clone(), field, value }
}

/// Why rows are told to be gone, by dataset and key.
fn gone(lab: &Lab) -> BTreeMap<(String, String), String> {
    let gone = "select stream, object_id, reason from sync.deletion where state = 'deleted'";
    let rows = lab.open().query(gone, [], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)));
    rows.unwrap().into_iter().collect()
}

#[test]
fn known_histories_come_to_the_truth() {
    history::cases::<OfInstance>(FIXED_SEED, 3);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn random_histories_come_to_the_truth() {
    history::random_cases::<OfInstance>();
}
