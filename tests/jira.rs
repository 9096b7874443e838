//! Jira, as the practice site answers: what is read of it, and what happens there.

mod check;
mod faults;
mod histories;
mod pitfalls;
pub mod whole;

use crate::support::lab::{Lab, Told};
use crate::support::tracker::{COMPARED, Compared, Tracker, published, visible};
use std::collections::BTreeSet;

/// A lab that reads a site, with these lines of its connection.
pub fn lab(tracker: &Tracker, settings: &str) -> Lab {
    let lab = Lab::let_in("practice-token");
    lab.describe(&tracker.settings(), settings);
    lab
}

fn compared(dataset: &str) -> &'static Compared {
    COMPARED.iter().find(|of| of.dataset == dataset).unwrap()
}

/// Asserts that two sides tell the same rows.
fn agree(found: &Told, expected: &Told, what: &str) {
    let ids: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    let wrong = ids.into_iter().filter(|id| found.get(*id) != expected.get(*id));
    let wrong: Vec<String> =
        wrong.map(|id| format!("{id}: {:?}, there {:?}", found.get(id), expected.get(id))).collect();
    assert!(wrong.is_empty(), "{what}: {} rows differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Asserts that these datasets hold what the account sees.
fn are_whole(lab: &Lab, tracker: &Tracker, datasets: &[&str], when: &str) {
    for dataset in datasets {
        let of = compared(dataset);
        agree(&published(lab, of), &visible(tracker.practice(), of.kind, of.members), &format!("{when}: {dataset}"));
    }
}
