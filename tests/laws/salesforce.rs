//! The laws for Salesforce.

use super::{Event, Loss, Muddle, Subject, Way};
use crate::support::lab::{Lab, Told};
use crate::support::org::{Org, visible};
use crate::support::template::Shown;
use catchment_practice::salesforce::Change;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// What is read: datasets whose rows keep their ids, their objects, columns and the fields of these.
const READ: [(&str, &str, &[&str], &[&str]); 4] = [
    (
        "case",
        "Case",
        &["id", "case_number", "status", "priority", "is_closed", "closed_date", "account_id", "system_modstamp"],
        &["CaseNumber", "Status", "Priority", "IsClosed", "ClosedDate", "AccountId", "SystemModstamp"],
    ),
    ("account", "Account", &["id", "system_modstamp"], &["SystemModstamp"]),
    (
        "invoice_c",
        "Invoice__c",
        &["id", "due_c", "paid_c", "tags_c", "account_c", "count_c", "system_modstamp"],
        &["Due__c", "Paid__c", "Tags__c", "Account__c", "Count__c", "SystemModstamp"],
    ),
    ("case_history", "CaseHistory", &["id", "case_id", "field", "created_date"], &["CaseId", "Field", "CreatedDate"]),
];
const OBJECTS: &str =
    "objects = [\"Case\", \"Account\", { name = \"Invoice__c\", fields = [\"*\"] }, \"CaseHistory\", \"User\"]";

/// An org.
struct Crm {
    org: Org,
    /// Its cases at first, in the order of their ids.
    cases: Vec<String>,
}

impl Shown for Crm {
    fn shown(&self) -> Option<String> {
        self.org.shown()
    }
}

impl Subject for Crm {
    const DATASETS: &'static [(&'static str, &'static [&'static str])] =
        &[(READ[0].0, READ[0].2), (READ[1].0, READ[1].2), (READ[2].0, READ[2].2), (READ[3].0, READ[3].2)];
    const BESIDES: &'static [&'static str] = &["user_account", "picklist_value", "record_type"];
    const STREAMS: &'static [&'static str] = &["case", "account", "invoice_c", "case_history", "user_account"];
    const PEOPLE: &'static [&'static str] = &["owner_id", "created_by_id"];
    const USERNAME: &'static str = "practice-token";
    const REFUSED: &'static str = "invalid_client";
    const BROKEN: &'static [&'static str] =
        &["unavailable=6", "half=6", "hidden-object=Case", "api-limit=14", "no-deleted-feed", "locator-uses=1"];
    const WITHHELD: (&'static str, i32) = ("no_access", 0);
    const BREAKING: &'static [&'static str] = &["redirect=3", "html=3", "token-error=bare", "no-api"];
    const LEAST: &'static str = "objects = [\"Case\"]";
    const ENDLESS: &'static [(&'static str, &'static str)] = &[("repeat-locator", "names itself as the next one")];
    const MISHAPS: &'static [&'static [&'static str]] = &[
        &["429=3", "token-uses=4", "html-error=4"],
        &["503=5", "oversized=12000", "small-batches"],
        &["truncate=3", "half=4", "locator-uses=1"],
        &["unavailable=4", "locator-once=2", "query-timeout=Case:24"],
        &["api-limit=9", "feed-gap", "limit-info=per-app"],
    ];
    const WITHSTOOD: RangeInclusive<usize> = 10..=14;
    const NARROWER: &'static str = "objects = [{ name = \"Case\", filter = \"IsClosed = false\" }, \"Account\", \
                                    { name = \"Invoice__c\", fields = [\"*\"] }, \"CaseHistory\", \"User\"]";
    const QUIET: usize = 6;

    fn start(objects: usize) -> Self {
        let org = Org::with(objects, "any-batch-size");
        let cases = org.practice().truth("Case").into_iter().map(|fact| fact.id).collect();
        Self { org, cases }
    }

    fn set(&mut self, way: Way<'_>) {
        match way {
            Way::Faults(faults) => {
                let all = ["any-batch-size", faults].map(str::to_owned).into_iter().filter(|fault| !fault.is_empty());
                self.org.fault(&all.collect::<Vec<_>>().join(","));
            }
            Way::Latency(latency) => self.org.set(|options| options.latency = latency),
            Way::Secret(secret) => self.org.set(|options| {
                options.client_id = secret.to_owned();
                options.client_secret = secret.to_owned();
            }),
            Way::Packed(is_packed) => self.org.set(|options| options.gzip = is_packed),
        }
    }

    fn happens(&mut self, events: &[Event]) {
        for event in events {
            let id = |at: usize| self.cases[at].clone();
            let object = "Case".to_owned();
            match *event {
                Event::Edit(at) => {
                    let (field, value) = ("Subject".to_owned(), "Edited.".to_owned());
                    self.org.change(Change::Update { object, id: id(at), field, value });
                }
                // What is in the bin alone is not gone for good.
                Event::Remove(at) => {
                    let id = id(at);
                    self.org.change(Change::Delete { object, id: id.clone() });
                    self.org.change(Change::Purge { id });
                }
                Event::Withhold(at) => drop(self.org.change(Change::Hide { id: id(at) })),
                Event::Return(at) => drop(self.org.change(Change::Show { id: id(at) })),
            }
        }
    }

    fn configure(&self, lab: &Lab, settings: &str) {
        let read = if settings.contains("objects") { "" } else { OBJECTS };
        lab.describe(&format!("{}\n{read}", self.org.settings()), settings);
    }

    fn port(&self) -> u16 {
        self.org.practice().url().rsplit(':').next().unwrap().parse().unwrap()
    }

    fn requests(&self) -> usize {
        let asked = self.org.practice().received();
        // A token is asked for by another client, which keeps no record.
        asked.iter().filter(|request| !request.target.starts_with("/services/oauth2/token")).count()
    }

    fn writes(&self) -> Vec<String> {
        self.org.practice().offences()
    }

    fn truth(&self) -> BTreeMap<&'static str, Told> {
        let told = |(dataset, object, _, fields): (&'static str, &str, &[&str], &[&str])| {
            (dataset, visible(self.org.practice(), object, fields))
        };
        READ.into_iter().map(told).collect()
    }

    /// Ids, addresses and user names of people.
    fn planted(&self) -> BTreeSet<String> {
        let values = |object: &str, field: &str| -> Vec<String> {
            let facts = self.org.practice().truth(object).into_iter();
            facts.filter_map(|fact| fact.values[field].as_str().map(str::to_owned)).collect()
        };
        ["Id", "Email", "Username"].into_iter().flat_map(|field| values("User", field)).collect()
    }

    /// A record that is too large for the org.
    fn loss(&self) -> Loss {
        let faults = "oversized=12000,huge=Case:Description:3:40".to_owned();
        Loss {
            last: (faults.clone(), self.cases[2].clone()),
            faults,
            open: vec![("object", String::new())],
            missing: vec![self.cases[2].clone()],
            unproven: Vec::new(),
            told: vec!["the site cannot deliver it".to_owned()],
        }
    }

    fn muddle(&self) -> Muddle {
        Muddle { faults: "oversized=12000,huge=Case:Description:3:40".to_owned(), ends: [0, 0, 1], unpublished: 1 }
    }

    fn too_large(&self) -> (String, &'static str) {
        ("huge=Case:Description:3:66000".to_owned(), "larger than 64 MiB")
    }
}
#[test]
fn nothing_is_skipped_silently() {
    super::nothing_is_skipped_silently::<Crm>();
}

#[test]
fn nothing_is_deleted_by_absence_of_evidence() {
    super::nothing_is_deleted_by_absence_of_evidence::<Crm>();
}

#[test]
fn datasets_are_published_atomically() {
    super::datasets_are_published_atomically::<Crm>();
}

#[test]
fn same_input_same_output() {
    super::same_input_same_output::<Crm>();
}

#[test]
fn killed_at_any_request_a_sync_comes_to_the_truth() {
    super::killed_at_any_request_a_sync_comes_to_the_truth::<Crm>();
}

#[test]
fn credentials_go_to_the_configured_origin_and_nowhere_else() {
    super::credentials_go_to_the_configured_origin_and_nowhere_else::<Crm>();
}

#[test]
fn nothing_leaves_unclassified() {
    super::nothing_leaves_unclassified::<Crm>();
}

#[test]
fn everything_is_bounded() {
    super::everything_is_bounded::<Crm>();
}

#[test]
fn an_outage_is_one_fact() {
    super::an_outage_is_one_fact::<Crm>();
}

#[test]
fn the_cost_follows_the_change() {
    super::the_cost_follows_the_change::<Crm>();
}

#[test]
fn the_truth_at_the_end() {
    super::the_truth_at_the_end::<Crm>();
}

#[test]
fn the_books_balance() {
    super::the_books_balance::<Crm>();
}
