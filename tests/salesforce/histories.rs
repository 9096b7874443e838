//! Random histories of an org, however they are synced, come to the truth.
//!
//! A *history* is a practice org and a work folder that live through many *cases*. A case changes records at random (they come,
//! change, go to the recycle bin, are purged, restored and merged, are hidden and shown, alone and many in one second; fields and
//! objects lose their rights and get them back), with syncs in between that make a census or none, by pages of several sizes, by
//! queries or jobs, and are stopped, killed, refused a request, or have records moving while they page. It ends with a sync that
//! makes a census: then what is published has to be what the account sees. A history ends with a fresh folder that reads the same
//! org in another way, and has to have the same rows.
//!
//! `CATCHMENT_CASES=1000 .ci/slow salesforce::histories::` runs as many cases as it is told. What fails names its seed and its
//! steps; `CATCHMENT_SEED=` with that seed goes through the same history again.

use super::Compared;
use crate::support::beside;
use crate::support::chance::Chance;
use crate::support::history::{self, End, History, Manner, Steps};
use crate::support::lab::{Lab, Told, one_thread, same_rows};
use crate::support::org::{Org, visible};
use catchment_practice::salesforce::{Change, Fact, Options};
use catchment_run::{Report, Wishes};
use std::collections::{BTreeMap, BTreeSet};
use tokio::runtime::Runtime;

/// Cases of a history, before its records become many.
const CASES_OF_A_HISTORY: usize = 12;
/// The seed of the cases that are the same every time.
const FIXED_SEED: u64 = 20_261_128;

const READ: &str =
    "objects = [\"Case\", \"Account\", \"Contact\", { name = \"Invoice__c\", fields = [\"*\"] }, \"CaseHistory\"]";
/// What is compared. Events stay, whatever becomes of them.
const COMPARED: [Compared; 4] = [
    super::CASE,
    ("account", "Account", &["id", "system_modstamp"], &["SystemModstamp"]),
    ("contact", "Contact", &["id", "account_id", "system_modstamp"], &["AccountId", "SystemModstamp"]),
    ("invoice_c", "Invoice__c", &["id", "paid_c", "system_modstamp"], &["Paid__c", "SystemModstamp"]),
];

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

/// An org and the folder that follows it.
struct OfOrg {
    chance: Chance,
    org: Org,
    lab: Lab,
    runtime: Runtime,
    /// Records in the bin, and those that are hidden.
    binned: Vec<String>,
    hidden: BTreeSet<String>,
    /// Records that were hidden at any time since the last comparison.
    was_hidden: BTreeSet<String>,
    /// The object that the account may not read.
    withheld: Option<&'static str>,
    /// From how many records on jobs are made.
    bulk_from: usize,
    /// What was published at the last comparison.
    published: BTreeMap<&'static str, Told>,
    /// Whether the last sync did not come to its end.
    is_cut: bool,
    steps: Steps,
}

impl History for OfOrg {
    const CASES: usize = CASES_OF_A_HISTORY;

    fn of(seed: u64) -> Self {
        let mut chance = Chance::of(seed);
        let (records, seed_of_rows) = (8 + chance.below(24), 1 + chance.below(1000) as u64);
        let bulk_from = if chance.one_in(2) { 0 } else { 10 };
        let options = Options {
            records,
            seed: seed_of_rows,
            client_id: "practice-token".to_owned(),
            client_secret: "practice-token".to_owned(),
            faults: "any-batch-size".parse().unwrap(),
            own_clock: true,
            ..Options::default()
        };
        let first = format!("{records} records of seed {seed_of_rows}, jobs from {bulk_from}");
        Self {
            chance,
            org: Org::start(options),
            lab: Lab::let_in("practice-token"),
            runtime: one_thread(),
            binned: Vec::new(),
            hidden: BTreeSet::new(),
            was_hidden: BTreeSet::new(),
            withheld: None,
            bulk_from,
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
        if let Some(object) = self.withheld.take() {
            self.made(Change::ShowObject { object: object.to_owned() });
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

    /// A fresh folder that reads the org in another way has the same rows.
    fn ends(&mut self) {
        let manner = last(&mut self.chance);
        self.steps.push(format!("fresh {manner:?}"));
        self.bulk_from = if self.bulk_from == 0 { 1 } else { 0 };
        let fresh = Lab::let_in("practice-token");
        self.configure(&fresh, &manner);
        beside::synced(&self.runtime, &fresh.dir, Wishes::default(), async |_| ()).unwrap();
        for (dataset, ..) in COMPARED {
            let (one, other) = (self.lab.rows_of(dataset), fresh.rows_of(dataset));
            same_rows(&one, &other);
        }
    }
}

impl OfOrg {
    /// Something happens to a record, or to many in one second.
    fn change(&mut self) {
        let (_, object, ..) = COMPARED[self.chance.below(COMPARED.len())];
        let rows: Vec<Fact> = self.org.practice().truth(object).into_iter().filter(|fact| !fact.is_deleted).collect();
        let Some(row) = self.chance.pick(&rows) else { return };
        let of_object = object.to_owned();
        let change = match self.chance.below(20) {
            0..=4 => Some(update(object, &row)),
            5..=7 => Some(Change::Insert { object: of_object, rows: 1 + self.chance.below(4) }),
            8 => Some(Change::Late { object: of_object, rows: 1 }),
            9..=11 => Some(Change::Delete { object: of_object, id: row.id }),
            12 => self.chance.pick(&self.binned).map(|id| Change::Undelete { id }),
            13 => self.chance.pick(&self.binned).map(|id| Change::Purge { id }),
            14 if object == "Account" && rows.len() > 2 => {
                let loser = rows.iter().find(|other| other.id != row.id).unwrap().id.clone();
                Some(Change::Merge { object: of_object, winner: row.id, loser })
            }
            15 => Some(Change::Hide { id: row.id }),
            16 | 17 => {
                let hidden: Vec<String> = self.hidden.iter().cloned().collect();
                self.chance.pick(&hidden).map(|id| Change::Show { id })
            }
            18 => Some(Change::Touch { object: of_object, rows: 1 + self.chance.below(rows.len()) }),
            19 if self.withheld.is_none() && !self.published.is_empty() => {
                self.withheld = Some(object);
                Some(Change::HideObject { object: of_object })
            }
            _ => None,
        };
        if let Some(change) = change {
            self.made(change);
        }
    }

    fn made(&mut self, change: Change) {
        self.note(&change);
        self.steps.push(format!("{change:?}"));
        self.org.change(change);
    }

    fn note(&mut self, change: &Change) {
        match change {
            Change::Delete { id, .. } | Change::Merge { loser: id, .. } => self.binned.push(id.clone()),
            Change::Undelete { id } | Change::Purge { id } => self.binned.retain(|binned| binned != id),
            Change::Hide { id } => {
                self.hidden.insert(id.clone());
                self.was_hidden.insert(id.clone());
            }
            Change::Show { id } => drop(self.hidden.remove(id)),
            _ => {}
        }
    }

    /// Syncs once; the report of a sync that came to its end here.
    fn sync(&mut self, manner: &Manner) -> Option<Report> {
        self.steps.push(format!("sync {manner:?}"));
        self.configure(&self.lab, manner);
        self.was_hidden.extend(self.hidden.iter().cloned());
        let moving: Vec<Change> = if matches!(manner.end, End::Moving(_)) { self.moving() } else { Vec::new() };
        let (practice, mut moved) = (self.org.practice(), false);
        let move_rows = || moved = moving.iter().all(|change| practice.change(change.clone()).is_ok());
        let (report, is_cut) = history::synced((&self.runtime, &self.lab), practice, manner.end, move_rows);
        self.is_cut = is_cut;
        if moved {
            self.steps.push(format!("meanwhile {moving:?}"));
            moving.iter().for_each(|change| self.note(change));
        }
        report
    }

    /// What moves records to other pages while they are read: some change in one second, one goes, some come.
    fn moving(&mut self) -> Vec<Change> {
        let (_, object, ..) = COMPARED[self.chance.below(COMPARED.len())];
        let rows: Vec<Fact> = self.org.practice().truth(object).into_iter().filter(|fact| !fact.is_deleted).collect();
        let of_object = || object.to_owned();
        let gone = self.chance.pick(&rows).map(|row| Change::Delete { object: of_object(), id: row.id });
        let touched =
            (rows.len() > 1).then(|| Change::Touch { object: of_object(), rows: self.chance.below(rows.len()).max(1) });
        [touched, gone, Some(Change::Insert { object: of_object(), rows: 2 })].into_iter().flatten().collect()
    }

    fn configure(&self, lab: &Lab, manner: &Manner) {
        let bulk = format!("bulk_from = {}", self.bulk_from);
        lab.describe(&format!("{}\n{READ}\n{bulk}", self.org.settings()), &manner.settings());
    }

    /// What is published is what the account sees, and what was published and is not is told to be gone.
    fn compare(&mut self) {
        let practice = self.org.practice();
        let there: BTreeSet<String> = COMPARED
            .iter()
            .flat_map(|(_, object, ..)| practice.truth(object))
            .filter(|fact| !fact.is_deleted)
            .map(|fact| fact.id)
            .collect();
        let gone = gone(&self.lab);
        let mut all = BTreeMap::new();
        for (dataset, object, columns, fields) in COMPARED {
            let (found, expected) = (self.lab.told(dataset, columns), visible(practice, object, fields));
            let ids: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
            let wrong = ids.into_iter().filter(|id| found.get(*id) != expected.get(*id));
            let wrong: Vec<String> =
                wrong.map(|id| format!("{id}: {:?}, there {:?}", found.get(id), expected.get(id))).collect();
            assert!(wrong.is_empty(), "{dataset} differs:\n{}", wrong.join("\n"));
            let before = self.published.remove(dataset).unwrap_or_default();
            for id in before.keys().filter(|id| !found.contains_key(*id)) {
                let reason = gone.get(&(dataset.to_owned(), id.clone())).map(String::as_str);
                let is_told = match reason {
                    None => false,
                    Some("no_access") => self.was_hidden.contains(id),
                    Some(_) => !there.contains(id),
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
    }
}

/// A field of a record changes.
fn update(object: &str, row: &Fact) -> Change {
    let (field, value) = match object {
        "Case" => ("Status", if row.values["Status"] == "Closed" { "New" } else { "Closed" }),
        "Invoice__c" => ("Paid__c", if row.values["Paid__c"] == true { "false" } else { "true" }),
        "Contact" => ("Phone", "+49 30 901820"),
        _ => ("BillingCity", "Bruges"),
    };
    let [object, field, value] = [object, field, value].map(str::to_owned);
    Change::Update { object, id: row.id.clone(), field, value }
}

/// Why records are told to be gone, by dataset and key.
fn gone(lab: &Lab) -> BTreeMap<(String, String), String> {
    let gone = "select stream, object_id, reason from sync.deletion where state = 'deleted'";
    let rows = lab.open().query(gone, [], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)));
    rows.unwrap().into_iter().collect()
}

#[test]
fn known_histories_come_to_the_truth() {
    history::cases::<OfOrg>(FIXED_SEED, 3);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn random_histories_come_to_the_truth() {
    history::random_cases::<OfOrg>();
}
