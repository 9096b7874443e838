//! What meets all children of a stream, or all files, alike is one gap with its reason, after a few requests, in every source.

use crate::attachments::storing;
use crate::rest::ORDERS;
use crate::support::api::Api;
use crate::support::instance::Instance;
use crate::support::lab::{CONNECTION, Lab, Site, keys};
use crate::support::org::Org;
use crate::support::tracker::Tracker;
use catchment_practice::confluence::{self, Extras};
use catchment_practice::jira;
use catchment_practice::rest::{self, Paging};
use catchment_practice::servicenow;

/// Requests that meet the same failure in one run, at most.
const MOST: i64 = 20;

/// Syncs while every request for such a path fails, with one status after the other, and when all are answered again.
fn is_one_gap(lab: &Lab, path: &str, mut fault: impl FnMut(&str)) {
    for status in [403, 500, 503] {
        fault(&format!("path={path}:{status}"));
        let told = lab.sync().expect(3);
        let db = lab.open();
        let open: i64 = db.query_value("select count(*) from sync.quarantine where state = 'open'", []).unwrap();
        assert_eq!(open, 1, "{path} with {status}: {told:?}");
        let of_run = "run_id = (select max(run_id) from sync.run)";
        let failed = format!("select count(*) from sync.request where cause is not null and {of_run}");
        let failed: i64 = db.query_value(&failed, []).unwrap();
        assert!((1..=MOST).contains(&failed), "{path} with {status}: {failed} requests failed: {told:?}");
        assert!(told.stdout.contains(&status.to_string()), "{told:?}");
    }
    fault("");
    lab.sync().expect(0);
}

#[test]
fn children_of_confluence_that_fail_alike_are_one_gap() {
    for (dataset, path) in [("like", "/likes"), ("page_version", "/versions")] {
        let extras = Extras { likes: 3, ..Extras::default() };
        let mut site = Site::start(confluence::Options {
            pages: 60,
            blogposts: 0,
            spaces: 2,
            body: 200,
            extras,
            ..Default::default()
        });
        let lab = Lab::new(&site, &format!("datasets = [\"{dataset}\"]"));
        is_one_gap(&lab, path, |faults| site.fault(faults));
    }
}

#[test]
fn files_of_confluence_that_fail_alike_are_one_gap() {
    let mut site =
        Site::start(confluence::Options { pages: 30, attachments: 40, body: 200, ..confluence::Options::default() });
    let lab = storing(&site, "");
    is_one_gap(&lab, "/download", |faults| site.fault(faults));
}

#[test]
fn children_of_jira_that_fail_alike_are_one_gap() {
    let mut tracker = Tracker::start(jira::Options { issues: 60, ..jira::Options::default() });
    let lab = Lab::let_in("practice-token");
    lab.describe(&tracker.settings(), "datasets = [\"issue\", \"watcher\"]");
    is_one_gap(&lab, "/watchers", |faults| tracker.fault(faults));
}

#[test]
fn files_of_servicenow_and_salesforce_that_fail_alike_are_one_gap() {
    let options = servicenow::Options { records: 240, password: "practice-token".to_owned(), ..Default::default() };
    let mut instance = Instance::start(options);
    let lab = Lab::let_in("practice-token");
    let own = format!("{}\ntables = [\"incident\"]\ndatasets = [\"attachment\"]", instance.settings());
    lab.describe(&own, "");
    is_one_gap(&lab, "/file", |faults| instance.fault(faults));

    let mut org = Org::with(120, "");
    let lab = Lab::let_in("practice-token");
    lab.describe(&format!("{}\nobjects = [\"Case\", \"Attachment\"]", org.settings()), "");
    is_one_gap(&lab, "/Body", |faults| org.fault(faults));
}

/// Syncs while every response says two things, and while every fourth one does: nothing of the first is read, and all of the second
/// in the end.
fn says_two_things(lab: &Lab, dataset: &str, mut fault: impl FnMut(&str)) {
    lab.run(&["sync", CONNECTION]).expect(0);
    let (rows, generation) = (keys(&lab.rows_of(dataset)), lab.generation());
    fault("twice=1");
    let told = lab.run(&["sync", CONNECTION, "--chunks", "all"]);
    assert!(matches!(told.code, Some(1 | 3)), "{told:?}");
    assert!(format!("{told:?}").contains("two members of one name"), "{told:?}");
    assert_eq!((keys(&lab.rows_of(dataset)), lab.generation()), (rows.clone(), generation), "{dataset}");
    fault("twice=4");
    lab.run(&["sync", CONNECTION, "--chunks", "all"]).expect(0);
    assert_eq!(keys(&lab.rows_of(dataset)), rows, "{dataset}");
}

#[test]
fn json_that_says_two_things_is_an_error_of_its_response_in_every_source() {
    let mut site = Site::start(confluence::Options { pages: 12, body: 200, ..confluence::Options::default() });
    says_two_things(&Lab::new(&site, ""), "space_content", |faults| site.fault(faults));

    let mut tracker = Tracker::with(12, "");
    let lab = Lab::let_in("practice-token");
    lab.describe(&tracker.settings(), "");
    says_two_things(&lab, "issue", |faults| tracker.fault(faults));

    let options = servicenow::Options { records: 20, password: "practice-token".to_owned(), ..Default::default() };
    let mut instance = Instance::start(options);
    let lab = Lab::let_in("practice-token");
    lab.describe(&instance.settings(), "tables = [\"incident\"]");
    says_two_things(&lab, "incident", |faults| instance.fault(faults));

    let mut org = Org::with(20, "");
    let lab = Lab::let_in("practice-token");
    lab.describe(&org.settings(), "objects = [\"Case\"]");
    says_two_things(&lab, "case", |faults| org.fault(faults));

    let read = |faults: &str| {
        let api = Api::new(Paging::Cursor, faults);
        let lab = api.lab(ORDERS);
        let told = lab.run(&["sync", CONNECTION]);
        (told.code, format!("{told:?}"), lab)
    };
    let (code, told, _) = read("twice=1");
    assert!(matches!(code, Some(1 | 3)) && told.contains("two members of one name"), "{told}");
    let rows = ["", "twice=4"].map(|faults| keys(&read(faults).2.rows_of("customer")));
    assert!(rows[0] == rows[1] && rows[0].len() == 120, "{rows:?}");
}

#[test]
fn what_was_acknowledged_is_open_again_where_it_becomes_an_outage_and_is_tried_again_by_the_next_sync() {
    let mut tracker = Tracker::start(jira::Options { issues: 12, ..jira::Options::default() });
    let lab = Lab::let_in("practice-token");
    lab.describe(&tracker.settings(), "datasets = [\"issue\", \"priority\"]");
    lab.sync().expect(0);
    tracker.fault("path=/priority:404");
    lab.run(&["sync", "--chunks", "all"]).expect(3);
    let open = |lab: &Lab| lab.status()["open"].as_array().unwrap().clone();
    assert_eq!(open(&lab).len(), 1);
    lab.run(&["acknowledge", &open(&lab)[0]["id"].to_string(), "--reason", "no priorities"]).expect(0);
    lab.sync().expect(0);
    tracker.fault("path=/priority:503");
    lab.run(&["sync", "--chunks", "all"]).expect(3);
    assert_eq!(open(&lab)[0]["can_be_accepted"], false, "{:?}", open(&lab));
    // Not only when it is due by the clock.
    lab.sync().expect(3);
    tracker.fault("");
    lab.sync().expect(0);
    assert!(open(&lab).is_empty());
}

#[test]
fn a_table_of_which_nothing_is_answered_takes_few_requests() {
    let options = servicenow::Options { records: 60, password: "practice-token".to_owned(), ..Default::default() };
    let mut instance = Instance::start(options);
    let lab = Lab::let_in("practice-token");
    lab.describe(&instance.settings(), "tables = [\"incident\", \"problem\"]\ncensus_every = \"0m\"");
    lab.sync().expect(0);
    for status in [500, 503] {
        instance.fault(&format!("path=/problem:{status}"));
        let told = lab.sync().expect(3);
        let failed =
            "select count(*) from sync.request where cause is not null and run_id = (select max(run_id) from sync.run)";
        let failed: i64 = lab.open().query_value(failed, []).unwrap();
        assert!((1..=MOST).contains(&failed), "{failed} requests failed with {status}: {told:?}");
    }
    instance.fault("");
    lab.sync().expect(0);
}

#[test]
fn files_that_are_lost_keep_no_other_from_being_stored_and_stay_accepted() {
    const LOST: i64 = 14;
    let gone: Vec<String> = (1..=LOST).map(|number| format!("gone-file={number}")).collect();
    let faults = crate::support::lab::faulty(&gone.join(","));
    let options =
        servicenow::Options { records: 240, password: "practice-token".to_owned(), faults, ..Default::default() };
    let instance = Instance::start(options);
    let lab = Lab::let_in("practice-token");
    let own = format!("{}\ntables = [\"incident\"]\ndatasets = [\"attachment\"]", instance.settings());
    lab.describe(&own, "");
    let count = |sql: &str| -> i64 { lab.open().query_value(sql, []).unwrap() };
    let open = "select count(*) from sync.quarantine where state = 'open'";
    // The first files are lost: as far as anybody knows all are.
    lab.sync().expect(3);
    assert_eq!(count(open), 1);
    // What was not tried comes first.
    lab.sync().expect(3);
    let all = count("select count(*) from sync.object where stream = 'attachment'");
    let stored = "select count(distinct object_id) from sync.upload where state = 'stored'";
    assert!(all > 2 * LOST, "{all}");
    assert_eq!((count(stored), count(open)), (all - LOST, LOST));
    for gap in lab.status()["open"].as_array().unwrap() {
        lab.run(&["acknowledge", &gap["id"].to_string(), "--reason", "lost"]).expect(0);
    }
    lab.sync().expect(0);
    // They are tried again, and nothing of what was accepted is open again.
    lab.execute("update sync.upload set due_at = started_at where state = 'failed'");
    lab.sync().expect(0);
    let again = "select count(*) from sync.upload where run_id = (select max(run_id) from sync.run)";
    assert_eq!((count(open), count(again)), (0, LOST));
}

/// An API of sixty customers with these faults, whose settings a lab has from now on.
fn described(lab: &Lab, faults: &str) -> Api {
    let api = Api::of(rest::Options { paging: Paging::Cursor, records: 60, ..rest::Options::default() }, faults);
    let settings = api.settings("publish_incomplete = true", "", ORDERS);
    let file = format!("data_dir = \"data\"\n[lake]\nto = \"lake\"\n[connections.{CONNECTION}]\n{settings}");
    lab.write("catchment.toml", &file);
    api
}

#[test]
fn children_of_a_described_api_that_fail_alike_are_one_gap() {
    let lab = Lab::let_in("practice-token");
    let mut api = described(&lab, "");
    is_one_gap(&lab, "/orders", |faults| api = described(&lab, faults));
    drop(api);
}

#[test]
fn a_described_api_that_is_down_is_one_fact() {
    let lab = Lab::let_in("practice-token");
    let api = described(&lab, "");
    lab.sync().expect(0);
    let (all, truth) = (api.practice().requests(), lab.told("order", &["id", "customer_id"]));
    for answered in [2, all / 2] {
        let lab = Lab::let_in("practice-token");
        let down = described(&lab, &format!("unavailable={answered}"));
        let told = lab.sync().refused(1, &["the site has been down since ", "status 503", "run again"]);
        assert!(down.practice().requests() < answered + 40, "{} requests: {told:?}", down.practice().requests());
        assert_eq!(lab.status()["open"], serde_json::json!([]), "{told:?}");
        let well = described(&lab, "");
        lab.sync().expect(0);
        // It goes on from where it was: after two answers that is the beginning.
        let again = well.practice().requests();
        assert!(answered == 2 || again < all, "{again} requests after {answered} of {all}");
        assert_eq!(lab.told("order", &["id", "customer_id"]), truth);
    }
}
