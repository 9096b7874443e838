//! Invented work: cases, tasks, and what happened to cases.

use super::crm;
use super::maker::{Maker, day, later, time};
use super::row::Row;
use super::staff::RECORD_TYPES;
use serde_json::{Value, json};

const SUBJECTS: [&str; 6] = [
    "Crane does not lift",
    "Invoice, but no goods",
    "Oven is \"cold\" again",
    "Password is lost",
    "Sørensen's order came twice",
    "Where is my delivery?",
];
const STATUSES: [&str; 4] = ["New", "Working", "Escalated", "Closed"];

/// Every so many tasks are in the archive.
const ARCHIVED: usize = 9;
/// Every so many cases have a recorded change.
const RECORDED: usize = 2;

/// What somebody complains about.
pub(super) fn case(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let mut random = maker.random("Case", ordinal);
    let status = random.pick(&STATUSES);
    let is_closed = status == "Closed";
    let closed = maker.life("Case", ordinal).modified;
    row.with([
        ("CaseNumber", json!(format!("{:08}", 1001 + ordinal))),
        ("Subject", json!(random.pick(&SUBJECTS))),
        ("Description", maker.prose("Case", ordinal)),
        ("Status", json!(status)),
        ("Priority", json!(random.pick(&["High", "Medium", "Low"]))),
        ("IsClosed", json!(is_closed)),
        ("ClosedDate", if is_closed { json!(time(closed)) } else { Value::Null }),
        ("AccountId", maker.account(&mut random)),
        ("ContactId", maker.contact(&mut random)),
        ("OwnerId", maker.owner(&mut random)),
        ("RecordTypeId", maker.reference("RecordType", random.below(RECORD_TYPES.len()))),
        ("CurrencyIsoCode", json!(random.pick(&["EUR", "USD", "CHF"]))),
    ])
}

/// What somebody is to do.
pub(super) fn task(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let mut random = maker.random("Task", ordinal);
    let who = match ordinal % 3 {
        0 => maker.reference("Lead", random.below(crm::leads(maker))),
        1 => maker.contact(&mut random),
        _ => Value::Null,
    };
    let what = match ordinal % 4 {
        0 => maker.account(&mut random),
        1 => maker.reference("Opportunity", random.below(crm::opportunities(maker))),
        2 => Value::Null,
        _ => maker.reference("Case", random.below(maker.records)),
    };
    row.with([
        ("Subject", json!(format!("Call {}", maker.person("Task", ordinal).name()))),
        ("Description", maker.prose("Task", ordinal)),
        ("Status", json!(random.pick(&["Open", "Completed"]))),
        ("ActivityDate", json!(day(later(maker.life("Task", ordinal).created, 3)))),
        ("WhoId", who),
        ("WhatId", what),
        ("IsArchived", json!(ordinal % ARCHIVED == ARCHIVED - 1)),
        ("OwnerId", maker.user(&mut random)),
    ])
}

/// That the status of a case was changed.
pub(super) fn history(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let of = (ordinal * RECORDED) % maker.records.max(1);
    row.with([
        ("CaseId", maker.reference("Case", of)),
        ("CreatedDate", json!(time(maker.life("Case", of).modified))),
        ("Field", json!("Status")),
        ("OldValue", json!("New")),
        ("NewValue", json!("Working")),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_case_says_when() {
        let maker = Maker { seed: 1, opening: 0, records: 20 };
        let cases: Vec<Row> = (0..20).map(|at| case(&maker, at, maker.system("Case", at))).collect();
        assert!(cases.iter().any(|row| row.is("IsClosed")) && !cases.iter().all(|row| row.is("IsClosed")));
        for row in cases {
            let is_closed = row.text("Status") == "Closed";
            assert_eq!((row.is("IsClosed"), !row.get("ClosedDate").is_null()), (is_closed, is_closed));
        }
    }

    #[test]
    fn references_lead_to_several_objects() {
        let maker = Maker { seed: 1, opening: 0, records: 20 };
        let tasks: Vec<Row> = (0..24).map(|at| task(&maker, at, maker.system("Task", at))).collect();
        let led = |field: &str, prefix: &str| tasks.iter().any(|row| row.text(field).starts_with(prefix));
        assert!(led("WhoId", "00Q") && led("WhoId", "003"));
        assert!(led("WhatId", "001") && led("WhatId", "006") && led("WhatId", "500"));
        assert_eq!(tasks.iter().filter(|row| row.is("IsArchived")).count(), 2);
    }
}
