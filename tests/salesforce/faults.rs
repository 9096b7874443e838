//! Each fault of the practice org is met by the connector; here those that no other test switches on.

use super::{CASE, configure, is_whole, lab};
use crate::support::lab::{CONNECTION, Lab};
use crate::support::org::Org;
use catchment_practice::salesforce::{Change, Options};

/// Pages of a few records, which only a practice org gives.
const FEW: &str = "any-batch-size";

fn touched(org: &mut Org, rows: usize) {
    org.change(Change::Touch { object: "Case".to_owned(), rows });
}

#[test]
fn cursors_that_the_org_forgets_and_batches_of_any_size_lose_nothing() {
    for (fault, objects) in [
        ("locator-uses=1", 40),
        ("locator-once=2", 40),
        ("locator-uses=1,session-locators", 40),
        ("small-batches", 40),
        ("same-stamp=Case", 60),
        ("html-error=4", 20),
        ("token-uses=3", 20),
        ("limit-info=bursts", 8),
    ] {
        let mut org = Org::with(objects, &format!("{FEW},{fault}"));
        let lab = lab(&org, "page_size = 7");
        lab.sync_first(&org);
        is_whole(&lab, &org, CASE, fault);
        touched(&mut org, objects / 2);
        lab.sync().expect(0);
        is_whole(&lab, &org, CASE, &format!("{fault}, after a change"));
    }
}

#[test]
fn a_time_that_takes_the_org_too_long_is_halved() {
    let mut org = Org::with(60, &format!("{FEW},query-timeout=Case:9000"));
    let lab = lab(&org, "census_every = \"24h\"");
    let told = lab.sync();
    assert!(matches!(told.code, Some(0 | 3)), "{told:?}");
    let cases = lab.told("case", CASE.2);
    assert_eq!(cases.len(), 60, "{told:?}");
    touched(&mut org, 20);
    org.fault("");
    lab.sync().expect(0);
    is_whole(&lab, &org, CASE, "in the end");
}

#[test]
fn what_commits_late_below_what_was_read_is_read() {
    let mut org = Org::with(20, "");
    let lab = lab(&org, "census_every = \"24h\"");
    lab.sync_first(&org);
    touched(&mut org, 3);
    lab.sync().expect(0);
    org.change(Change::Late { object: "Case".to_owned(), rows: 2 });
    lab.sync().expect(0);
    is_whole(&lab, &org, CASE, "with late records");
}

#[test]
fn an_object_that_is_hidden_is_open_and_nothing_of_it_is_deleted() {
    let mut org = Org::with(12, "");
    let lab = lab(&org, "objects = [\"Case\", \"Account\"]");
    lab.sync_first(&org);
    let count = |lab: &Lab| lab.rows_of("case").num_rows();
    org.change(Change::HideObject { object: "Case".to_owned() });
    let told = lab.sync().expect(3);
    assert!(told.stdout.contains("no such object") || told.stdout.contains("no object Case"), "{told:?}");
    assert_eq!(count(&lab), 12);
    org.change(Change::ShowObject { object: "Case".to_owned() });
    lab.sync().expect(0);
    is_whole(&lab, &org, CASE, "shown again");
}

#[test]
fn files_that_do_not_come_whole_are_open_until_they_do() {
    let mut org = Org::with(40, "file=1:gone,file=2:forbidden,file=3:short,file=4:empty");
    let lab = lab(&org, "objects = [\"Case\", \"Attachment\", \"ContentVersion\"]");
    lab.sync().expect(3);
    let stored = || -> i64 {
        let stored = "select count(*) from sync.upload where state = 'stored'";
        lab.open().query_value(stored, []).unwrap()
    };
    let files = ["Attachment", "ContentVersion"].map(|object| org.practice().truth(object).len() as i64);
    let all = files.iter().sum::<i64>();
    // A file of no bytes is told from the one that was announced.
    assert_eq!(stored(), all - 4);
    org.fault("");
    lab.execute("update sync.upload set due_at = due_at - interval 2 minute");
    lab.sync().expect(0);
    assert_eq!(stored(), all);
    configure(&lab, &org, "objects = [\"Case\", \"Attachment\"]\nattachment_files = false");
    lab.sync().expect(0);
}

#[test]
fn a_filter_selects_and_what_leaves_it_is_out_of_scope() {
    let mut org = Org::start(Options {
        records: 30,
        client_id: "practice-token".to_owned(),
        client_secret: "practice-token".to_owned(),
        own_clock: true,
        ..Options::default()
    });
    let lab = lab(&org, "objects = [{ name = \"Case\", filter = \"Status != 'Closed'\" }]");
    lab.sync_first(&org);
    let open = |org: &Org| {
        let cases = org.practice().truth("Case").into_iter();
        cases.filter(|fact| fact.values["Status"] != "Closed").map(|fact| fact.id).collect::<Vec<_>>()
    };
    let held = || lab.told("case", &["id"]).into_keys().collect::<Vec<_>>();
    let sorted = |mut ids: Vec<String>| {
        ids.sort();
        ids
    };
    assert_eq!(held(), sorted(open(&org)));
    let id = open(&org)[0].clone();
    let (field, value) = ("Status".to_owned(), "Closed".to_owned());
    org.change(Change::Update { object: "Case".to_owned(), id: id.clone(), field, value });
    lab.sync().expect(0);
    assert_eq!(held(), sorted(open(&org)));
    let why = format!("select reason || ' ' || evidence from sync.deletion where object_id = '{id}'");
    let why: String = lab.open().query_value(&why, []).unwrap();
    assert!(why.starts_with("out_of_scope ") && why.contains("does not fulfil `filter`"), "{why}");
}

#[test]
fn a_field_that_goes_in_the_middle_of_a_listing_does_not_end_it() {
    let mut org = Org::with(40, FEW);
    let lab = lab(&org, "page_size = 7");
    let before = org.practice().requests();
    lab.sync_killed_when(|| org.practice().requests() >= before + 8);
    // The org has forgotten the cursor as well, so what is left is asked for by its fields.
    org.fault(&format!("{FEW},hidden-field=Case:Subject"));
    lab.sync().expect(0);
    is_whole(&lab, &org, CASE, "without a field");
    assert_eq!(org.practice().offences(), Vec::<String>::new());
}

#[test]
fn an_object_that_does_not_say_when_records_were_made_is_read_by_changes() {
    let mut org = Org::with(60, &format!("{FEW},hidden-field=Case:CreatedDate"));
    let lab = lab(&org, "page_size = 7\nhistory_step = \"20d\"\ncensus_every = \"24h\"");
    lab.sync_first(&org);
    is_whole(&lab, &org, CASE, "at first");
    let rows: i64 = lab.open().query_value("select sum(objects) from sync.walk where kind = 'piece'", []).unwrap();
    assert_eq!(rows, 60, "each record is read once");
    touched(&mut org, 20);
    lab.sync().expect(0);
    is_whole(&lab, &org, CASE, "after a change");
}

#[test]
fn a_walk_ends_where_the_requests_of_the_day_are_used_and_the_next_run_goes_on() {
    for (fault, share, said) in [
        ("api-limit=100,api-used=50", "0.8", "daily_api_share allows 80 %"),
        // Others use up what is left between two answers.
        ("api-limit=30,limit-info=app", "1", "the org has no API requests left"),
    ] {
        let mut org = Org::with(60, &format!("{FEW},{fault}"));
        let lab = lab(&org, &format!("page_size = 2\ndaily_api_share = {share}"));
        let told = lab.sync().expect(3);
        assert!(told.stdout.contains(said), "{told:?}");
        let (used, held) = (org.practice().requests(), lab.rows_of("case").num_rows());
        // Requests that were on their way at once are made.
        assert!(used <= 55 && held > 0 && held < 60, "{used} requests, {held} rows");
        org.fault(FEW);
        lab.sync().expect(0);
        is_whole(&lab, &org, CASE, "the day after");
        let ended =
            "select count(*) filter (state = 'ended'), count(*) from sync.walk where kind in ('piece', 'listing')";
        let ended: (i64, i64) =
            lab.open().query_first(ended, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().unwrap();
        assert_eq!(ended.0, ended.1, "{fault}: a walk began again");
    }
}

#[test]
fn a_field_that_breaks_every_query_is_named_by_a_few_requests() {
    let mut org = Org::with(60, &format!("{FEW},broken-field=Case:Subject"));
    let lab = lab(&org, "page_size = 20");
    let told = lab.sync().expect(3);
    assert!(told.stdout.contains("the field Subject is to blame"), "{told:?}");
    assert_eq!(lab.status()["open"].as_array().map(Vec::len), Some(1), "{told:?}");
    let failed = "select count(*) from sync.request where cause is not null";
    let failed: i64 = lab.open().query_value(failed, []).unwrap();
    assert!(failed <= 20, "{failed} requests failed");
    org.fault("");
    lab.sync().expect(0);
    is_whole(&lab, &org, CASE, "with the field repaired");
}

#[test]
fn a_token_for_another_user_ends_the_run_and_nothing_follows_from_what_that_one_was_shown() {
    let mut org = Org::with(40, FEW);
    let lab = lab(&org, "page_size = 7\ncensus_every = \"0m\"");
    lab.sync_first(&org);
    // At once, and with the second token of a run.
    for faults in ["other-user=1", "other-user=2,token-uses=5"] {
        touched(&mut org, 3);
        org.fault(&format!("{FEW},{faults}"));
        lab.sync().refused(6, &["another account than the one on record", "--accept-account"]);
        let gone: i64 = lab.open().query_value("select count(*) from sync.deletion", []).unwrap();
        assert_eq!(gone, 0, "{faults}");
    }
    org.fault(FEW);
    lab.sync().expect(0);
    is_whole(&lab, &org, CASE, "with the right user again");
    org.fault(&format!("{FEW},other-user=1"));
    lab.run(&["sync", CONNECTION, "--accept-account"]).expect(0);
    lab.sync().expect(0);
}

#[test]
fn limits_that_the_account_may_not_read_hold_nothing_back() {
    let org = Org::with(20, "path=/limits:403");
    let lab = lab(&org, "");
    lab.sync().expect(0);
    is_whole(&lab, &org, CASE, "without limits");
}
