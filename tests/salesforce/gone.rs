//! What is deleted, merged, purged or hidden is told apart, and what comes back is there again.

use super::{CASE, is_whole, lab};
use crate::support::lab::{CONNECTION, Lab};
use crate::support::org::Org;
use catchment_practice::salesforce::Change;
use serde_json::Value;
use std::collections::BTreeMap;

/// Reason, and what a record was merged into, of those that are gone.
fn gone(lab: &Lab) -> Vec<(String, String, Option<String>)> {
    let sql = format!("select object_id, reason, merged_into from {CONNECTION}.deleted_object order by all");
    let told = lab.run(&["query", &sql, "--format", "jsonl"]).expect(0).stdout;
    let row = |line: &str| -> (String, String, Option<String>) {
        let row: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| row[name].as_str().map(str::to_owned);
        (text("object_id").unwrap(), text("reason").unwrap(), text("merged_into"))
    };
    told.lines().map(row).collect()
}

#[test]
fn a_deletion_shows_as_a_change_and_is_told_from_a_merge_a_purge_and_sharing() {
    let mut org = Org::with(20, "");
    let lab = lab(&org, "objects = [\"Case\", \"Account\"]\ncensus_every = \"24h\"\nmax_deleted_share = 1");
    lab.sync_first(&org);
    let ids = |object: &str| org.practice().truth(object).into_iter().map(|fact| fact.id).collect::<Vec<_>>();
    let (cases, accounts) = (ids("Case"), ids("Account"));
    let case = || "Case".to_owned();
    org.change(Change::Delete { object: case(), id: cases[3].clone() });
    let (winner, loser) = (accounts[1].clone(), accounts[2].clone());
    org.change(Change::Merge { object: "Account".to_owned(), winner: winner.clone(), loser: loser.clone() });
    let before = org.practice().requests();
    lab.sync().expect(0);
    // Limits, a token, two queries: nothing else was needed.
    assert_eq!(org.practice().requests() - before, 4);
    is_whole(&lab, &org, CASE, "after a deletion and a merge");
    let mut expected =
        vec![(cases[3].clone(), "trashed".to_owned(), None), (loser, "trashed".to_owned(), Some(winner))];
    expected.sort();
    assert_eq!(gone(&lab), expected);

    // What leaves the bin at once shows in the feed alone; what sharing hides, nowhere.
    org.change(Change::Undelete { id: cases[3].clone() });
    org.change(Change::Delete { object: case(), id: cases[5].clone() });
    org.change(Change::Purge { id: cases[5].clone() });
    org.change(Change::Hide { id: cases[7].clone() });
    lab.execute("update sync.tombstone set read_at = read_at - interval 2 hour");
    lab.sync().expect(0);
    let reasons =
        |lab: &Lab, id: &str| gone(lab).into_iter().find(|(gone, ..)| gone == id).map(|(_, reason, _)| reason);
    assert_eq!((reasons(&lab, &cases[3]), reasons(&lab, &cases[5]).as_deref()), (None, Some("purged")));
    lab.execute("update sync.walk set started_at = started_at - interval 25 hour where kind = 'census'");
    lab.sync().expect(0);
    assert_eq!(reasons(&lab, &cases[7]).as_deref(), Some("no_access"));
    is_whole(&lab, &org, CASE, "after a purge");
    org.change(Change::Show { id: cases[7].clone() });
    lab.execute("update sync.walk set started_at = started_at - interval 25 hour where kind = 'census'");
    lab.sync().expect(0);
    assert_eq!(reasons(&lab, &cases[7]), None);
    is_whole(&lab, &org, CASE, "shown again");
}

#[test]
fn where_the_feed_has_forgotten_something_a_complete_listing_finds_it() {
    let mut org = Org::with(20, "");
    let lab = lab(&org, "census_every = \"24h\"\nmax_deleted_share = 1");
    lab.sync_first(&org);
    let censuses = || -> i64 {
        lab.open().query_value("select count(*) from sync.walk where kind = 'census' and state = 'ended'", []).unwrap()
    };
    let before = censuses();
    let id = org.practice().truth("Case")[4].id.clone();
    org.change(Change::Delete { object: "Case".to_owned(), id: id.clone() });
    org.change(Change::Purge { id });
    org.change(Change::Forget { object: "Case".to_owned() });
    lab.execute("update sync.tombstone set read_at = read_at - interval 2 hour");
    lab.sync().expect(0);
    assert_eq!(censuses(), before + 1);
    is_whole(&lab, &org, CASE, "after the feed has forgotten");
    // It is made once.
    lab.execute("update sync.tombstone set read_at = read_at - interval 2 hour");
    lab.sync().expect(0);
    assert_eq!(censuses(), before + 1);
}

#[test]
fn a_feed_that_would_name_too_many_is_read_in_parts() {
    let mut org = Org::with(20, "feed-most=2");
    let lab = lab(&org, "census_every = \"24h\"\nmax_deleted_share = 1");
    lab.sync_first(&org);
    let ids: Vec<String> = org.practice().truth("Case").into_iter().map(|fact| fact.id).take(6).collect();
    for id in &ids {
        org.change(Change::Delete { object: "Case".to_owned(), id: id.clone() });
        org.change(Change::Purge { id: id.clone() });
    }
    lab.execute("update sync.tombstone set read_at = read_at - interval 2 hour");
    let before = org.practice().received().len();
    lab.sync().expect(0);
    let asked = org.practice().received();
    let of_feed = asked[before..].iter().filter(|request| request.target.contains("/Case/deleted/")).count();
    assert!(of_feed > 4, "{of_feed} requests for the feed");
    let gone: BTreeMap<String, String> = gone(&lab).into_iter().map(|(id, reason, _)| (id, reason)).collect();
    assert_eq!(gone, ids.into_iter().map(|id| (id, "purged".to_owned())).collect());
    is_whole(&lab, &org, CASE, "after deletions in parts");
}

#[test]
fn a_user_that_is_not_shown_any_more_is_hidden_and_not_deleted() {
    let mut org = Org::with(20, "");
    let lab = lab(&org, "objects = [\"User\"]\ncensus_every = \"24h\"\nmax_deleted_share = 1");
    lab.sync_first(&org);
    let users = lab.rows_of("user_account").num_rows();
    org.change(Change::Hide { id: org.practice().truth("User")[1].id.clone() });
    lab.execute("update sync.walk set started_at = started_at - interval 25 hour where kind = 'census'");
    lab.sync().expect(0);
    assert_eq!(lab.rows_of("user_account").num_rows(), users - 1);
    let reason = "select string_agg(distinct reason, ' ') from sync.deletion where state = 'deleted'";
    assert_eq!(lab.open().query_value::<String, _>(reason, []).unwrap(), "no_access");
}
