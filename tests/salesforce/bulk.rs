//! History by jobs of the Bulk API comes to the same as by queries, whatever goes wrong with them.

use super::{CASE, is_whole, lab};
use crate::support::lab::{Lab, same_rows};
use crate::support::org::Org;

const BULK: &str = "bulk_from = 1\nobjects = [\"Case\", { name = \"Invoice__c\", fields = [\"*\"] }]";

fn jobs(org: &Org) -> usize {
    org.practice()
        .received()
        .iter()
        .filter(|request| request.method == "POST" && request.target.contains("/jobs/query"))
        .count()
}

fn rows(lab: &Lab) -> [arrow::array::RecordBatch; 2] {
    ["case", "invoice_c"].map(|dataset| lab.rows_of(dataset))
}

#[test]
fn a_job_brings_what_queries_bring() {
    let org = Org::with(50, "");
    let by_queries = lab(&org, &BULK.replace("bulk_from = 1", "bulk_from = 0"));
    by_queries.sync().expect(0);
    assert_eq!(jobs(&org), 0);
    let expected = rows(&by_queries);
    for fault in [
        "",
        "bulk-header-first-only",
        "bulk-float-ints",
        "bulk-quirky-end=empty",
        "bulk-quirky-end=missing",
        "bulk-slow=2",
        "bulk-failed",
        "bulk-failed=1",
        "bulk-unsupported=Case",
    ] {
        let mut org = Org::with(50, "");
        org.fault(fault);
        let lab = lab(&org, BULK);
        lab.sync_first(&org);
        assert!(jobs(&org) >= 2, "{fault}: {} jobs", jobs(&org));
        let found = rows(&lab);
        expected.iter().zip(&found).for_each(|(one, other)| same_rows(one, other));
        assert_eq!(org.practice().offences(), Vec::<String>::new());
        // What the queries bring of it later is no change.
        lab.sync().expect(0);
        assert_eq!(lab.generations().len(), 1, "{fault}");
    }
}

#[test]
fn texts_with_characters_of_no_sight_and_jobs_that_are_cut_short_lose_no_row() {
    let mut org = Org::with(30, "");
    org.fault("bulk-nul");
    let with_nul = lab(&org, BULK);
    with_nul.sync().expect(0);
    is_whole(&with_nul, &org, CASE, "with NUL characters");
    org.fault("bulk-slow=2");
    for request in [8, 12, 16] {
        let lab = lab(&org, BULK);
        let before = org.practice().requests();
        lab.sync_killed_when(|| org.practice().requests() >= before + request);
        lab.sync().expect(0);
        is_whole(&lab, &org, CASE, &format!("killed at request {request}"));
    }
}
