//! Salesforce: a practice org and a lab that reads it.

mod bulk;
mod check;
mod faults;
mod gone;
mod histories;
mod whole;

use crate::support::lab::Lab;
use crate::support::org::{Org, visible};
use catchment_practice::salesforce::{Change, Options};
use catchment_source::DIALECTS;
use catchment_source::config::Config;
use std::collections::BTreeSet;
use std::path::Path;

/// What of an object is compared: its dataset, its API name, columns with the key first, and the fields of those behind it.
type Compared = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

/// Cases.
const CASE: Compared = (
    "case",
    "Case",
    &["id", "case_number", "status", "is_closed", "account_id", "system_modstamp"],
    &["CaseNumber", "Status", "IsClosed", "AccountId", "SystemModstamp"],
);

/// A lab that reads an org, with these lines of its connection.
fn lab(org: &Org, settings: &str) -> Lab {
    let lab = Lab::let_in("practice-token");
    configure(&lab, org, settings);
    lab
}

fn configure(lab: &Lab, org: &Org, settings: &str) {
    let objects = if settings.contains("objects") { "" } else { "objects = [\"Case\"]" };
    lab.describe(&format!("{}\n{objects}", org.settings()), settings);
}

/// Asserts that what is published of an object is what the account sees.
fn is_whole(lab: &Lab, org: &Org, (dataset, object, columns, fields): Compared, when: &str) {
    let (found, expected) = (lab.told(dataset, columns), visible(org.practice(), object, fields));
    let ids: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    let wrong = ids.into_iter().filter(|id| found.get(*id) != expected.get(*id));
    let wrong: Vec<String> =
        wrong.map(|id| format!("{id}: {:?}, there {:?}", found.get(id), expected.get(id))).collect();
    assert!(wrong.is_empty(), "{when}: {dataset}:\n{}", wrong.join("\n"));
}

#[test]
fn the_example_in_the_documentation_is_one() {
    let example = include_str!("../fixtures/salesforce/crm.toml");
    assert!(include_str!("../docs/salesforce.md").contains(example), "docs/salesforce.md does not hold the example");
    let config = Config::load(Path::new("fixtures/salesforce/crm.toml"), &DIALECTS).unwrap();
    let source = catchment_source::of(config.connection("crm").unwrap()).unwrap();
    let streams: Vec<&str> = source.streams().iter().map(|stream| stream.name).collect();
    assert_eq!(streams, ["account", "contact", "user_account", "case", "invoice_c", "picklist_value", "record_type"]);
}

#[test]
fn an_org_is_the_same_when_it_is_started_again() {
    let mut org = Org::start(Options { records: 20, own_clock: true, ..Options::default() });
    let id = org.practice().truth("Case").swap_remove(0).id;
    let [object, field, value] = ["Case", "Status", "Closed"].map(str::to_owned);
    org.change(Change::Update { object, id, field, value });
    let before = [org.practice().truth("Case"), org.practice().truth("CaseHistory")];
    org.fault("bom");
    assert_eq!([org.practice().truth("Case"), org.practice().truth("CaseHistory")], before);
    assert!(org.settings().contains(org.practice().url()));
}
