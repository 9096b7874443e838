//! Which account an instance answers: a visitor and another user are noticed before anything follows from what they are shown.

use super::pitfalls::{instance, is_whole, lab};
use crate::support::instance::Instance;
use crate::support::lab::Lab;
use catchment_practice::servicenow::{Change, Door, Options};
use serde_json::json;

const INCIDENTS: &str = "tables = [\"incident\"]\ncensus_every = \"0m\"\nattachment_files = false";

fn touch(instance: &mut Instance) {
    instance.change(Change::Touch { table: "incident".to_owned(), rows: 2 });
}

/// How many requests a sync makes for which something has changed.
fn requests_with_news(instance: &mut Instance, lab: &Lab) -> u64 {
    touch(instance);
    instance.fault("");
    lab.sync().expect(0);
    instance.practice().requests()
}

fn rows(lab: &Lab) -> usize {
    lab.rows_of("incident").num_rows()
}

#[test]
fn a_visitor_ends_the_run_before_anything_is_listed_whether_the_instance_says_so_or_not() {
    for quiet in ["", ", no-login-header"] {
        let mut instance = instance(40, "");
        let lab = lab(&instance, INCIDENTS);
        lab.sync().expect(0);
        let before = rows(&lab);
        instance.fault(&format!("visitor-from=1{quiet}"));
        let told = lab.run(&["sync"]);
        let says =
            if quiet.is_empty() { "an anonymous visitor" } else { "does not show the account its own record any more" };
        told.refused(1, &[says]);
        assert_eq!(instance.practice().requests(), 1, "nothing but who is answered is asked");
        lab.run(&["sync", "--allow-deletions=any"]).refused(1, &[says]);
        assert_eq!(rows(&lab), before);
        instance.fault("");
        lab.sync().expect(0);
        is_whole(&lab, &instance, "incident", "incident", "logged in again");
    }
}

#[test]
fn what_is_shown_after_a_login_was_lost_is_no_evidence() {
    let mut instance = instance(40, "");
    let lab = lab(&instance, INCIDENTS);
    lab.sync().expect(0);
    let before = rows(&lab);
    let asked = requests_with_news(&mut instance, &lab);
    for from in 2..=asked {
        touch(&mut instance);
        instance.fault(&format!("visitor-from={from}, no-login-header"));
        // A run of fewer requests ends before that.
        let told = lab.sync();
        assert!(matches!(told.code, Some(0 | 1)), "from {from}: {told:?}");
        assert_eq!(rows(&lab), before, "from {from}: {told:?}");
        assert_eq!(lab.status()["open"], json!([]), "from {from}: what a visitor does not see is no gap");
        instance.fault("");
        lab.sync().expect(0);
        is_whole(&lab, &instance, "incident", "incident", &format!("after the login was lost at request {from}"));
    }
}

#[test]
fn another_user_is_taken_on_consent_alone() {
    let options =
        Options { records: 12, door: Door::ApiKey, api_key: "practice-token".to_owned(), ..Options::default() };
    let mut instance = Instance::start(options);
    let lab = Lab::let_in("practice-token");
    let own = format!("source = \"servicenow\"\nurl = \"{}\"\napi_key = \"file:token\"", instance.practice().url());
    lab.describe(&own, INCIDENTS);
    lab.sync().expect(0);
    instance.fault("other-user=1");
    lab.run(&["sync"]).refused(6, &["answers another account than the one on record", "--accept-account"]);
    lab.run(&["sync", "--accept-account"]).expect(0);
    lab.sync().expect(0);
    instance.fault("");
    lab.run(&["sync"]).refused(6, &["answers another account"]);
}

#[test]
fn another_user_than_that_of_the_settings_is_noticed() {
    let mut instance = instance(12, "");
    let lab = lab(&instance, INCIDENTS);
    lab.sync().expect(0);
    let before = rows(&lab);
    for quiet in ["", ", no-login-header"] {
        instance.fault(&format!("other-user=1, hidden-every=incident:3{quiet}"));
        lab.run(&["sync"]).refused(6, &["answers another account than the one on record"]);
        let checked = lab.run(&["check"]);
        assert!(checked.stderr.contains("answers another account than the one on record"), "{checked:?}");
        assert_eq!(rows(&lab), before);
    }
}

#[test]
fn an_instance_that_never_says_whom_it_answers_is_believed() {
    let never = [
        "forbidden-table=sys_user",
        "unlisted-table=sys_user",
        "no-login-header, empty-table=sys_user",
        "path=/table/sys_user:500",
    ];
    for faults in never {
        let mut instance = instance(12, faults);
        let lab = lab(&instance, INCIDENTS);
        lab.sync().expect(0);
        let gone = instance.practice().truth("incident")[2].sys_id.clone();
        instance.change(Change::Delete { table: "incident".to_owned(), sys_id: gone });
        instance.fault(faults);
        lab.sync().expect(0);
        is_whole(&lab, &instance, "incident", "incident", faults);
    }
    // Who sees its own record no more, and is logged in, is believed too; else somebody has to say so.
    let mut instance = instance(12, "");
    let lab = lab(&instance, INCIDENTS);
    lab.sync().expect(0);
    instance.fault("unlisted-table=sys_user");
    lab.sync().expect(0);
    instance.fault("unlisted-table=sys_user, no-login-header");
    lab.run(&["sync"]).refused(1, &["--accept-account"]);
    lab.run(&["sync", "--accept-account"]).expect(0);
    lab.sync().expect(0);
}

#[test]
fn what_a_visitor_was_shown_before_the_site_was_down_is_no_evidence() {
    let mut instance = instance(40, "");
    let lab = lab(&instance, &format!("{INCIDENTS}\ndatasets = [\"user_account\"]\nmax_deleted_share = 1.0"));
    lab.sync().expect(0);
    let users = || lab.rows_of("user_account").num_rows();
    let before = (rows(&lab), users());
    let asked = requests_with_news(&mut instance, &lab);
    for answered in 2..=asked {
        touch(&mut instance);
        // The login is lost behind the first answer, and the site is down before anybody asks again who is answered.
        instance.fault(&format!("visitor-from=2, no-login-header, unavailable={answered}"));
        let told = lab.sync();
        assert_eq!(told.code, Some(1), "{answered} answered: {told:?}");
        instance.fault("");
        lab.sync().expect(0);
        assert_eq!((rows(&lab), users()), before, "{answered} answered");
        is_whole(&lab, &instance, "incident", "incident", "after the site was down");
    }
}
