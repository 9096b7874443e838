//! What `check` says of a practice instance that lets the account in, in part or not at all.

use crate::support::instance::Instance;
use crate::support::site::{Home, Run, TOKEN, VARIABLE};
use catchment_practice::servicenow::{Door, Options};

/// An instance with a few incidents and these faults, whose secrets are all the same.
fn instance(door: Door, faults: &str) -> Instance {
    let faults = if faults.is_empty() { Default::default() } else { faults.parse().unwrap() };
    let secret = || TOKEN.to_owned();
    let secrets = Options { password: secret(), client_id: secret(), client_secret: secret(), ..Options::default() };
    Instance::start(Options { records: 8, door, faults, ..secrets })
}

/// The lines of a connection to an address, with these ones.
fn settings(url: &str, more: &str) -> String {
    format!("source = \"servicenow\"\nurl = \"{url}\"\n{more}")
}

/// The lines of a login with this user name and a password behind [`VARIABLE`].
fn basic(username: &str, more: &str) -> String {
    format!("username = \"{username}\"\npassword = \"env:{VARIABLE}\"\nrate_limit_timeout_ms = 10\n{more}")
}

fn check(instance: &Instance, more: &str) -> Run {
    Home::described(&settings(instance.practice().url(), more)).run(&["check", "wiki"])
}

const TABLES: &str = "tables = [\"incident\", \"change\"]";

#[test]
fn a_table_that_the_account_may_not_read_is_told_alone_and_the_others_are_tried_and_read() {
    let instance = instance(Door::Basic, "forbidden-table=incident");
    let home = Home::described(&settings(instance.practice().url(), &basic("practice", TABLES)));
    let words = home.run(&["check", "wiki"]).ends(3).words();
    assert!(words.contains("site: http") && words.contains("change_request responds as described"), "{words}");
    assert!(words.contains("stream: catchment.toml:") && words.contains("may not read the table incident"), "{words}");
    assert!(
        words.contains("read rules (ACL) of incident") && words.contains("remove the table from tables"),
        "{words}"
    );
    assert!(words.contains("account: practice, whose time zone the site does not tell"), "{words}");
    assert_eq!(words.matches("FAILED").count(), 1, "{words}");
    // What its times are proven by is another table's then.
    home.follow().ends(3);
    let changes = instance.practice().truth("change_request").len();
    let counted =
        home.run(&["query", "select count(*) as n from wiki.change_request", "--format", "jsonl"]).ends(0).out();
    assert!(changes > 0 && counted.contains(&format!("{{\"n\":{changes}}}")), "{changes}: {counted}");
}

#[test]
fn what_shows_no_records_is_told_with_what_that_may_mean() {
    let instance = instance(Door::Basic, "empty-table=problem,unlisted-table=change_request");
    let tables = "tables = [\"problem\", { name = \"incident\", query = \"number=none\" }, \"change\"]";
    let words = check(&instance, &basic("practice", tables)).words();
    let warned = |stream: &str, what: &str| words.contains(&format!("warning  stream: {stream}: 0 records: {what}"));
    let none = "the instance counts none, before access rules too: ";
    assert!(warned("problem", &format!("{none}the table is empty, or hidden from the account")), "{words}");
    assert!(warned("incident", &format!("{none}nothing fulfils its `query`")), "{words}");
    assert!(words.contains("records of change_request and shows none of the first to this account"), "{words}");
    assert_eq!(words.matches("FAILED").count(), 1, "{words}");
}

#[test]
fn a_login_that_is_not_accepted_is_told_of_the_site_and_is_not_tried_again() {
    let mut instance = instance(Door::Basic, "");
    let words = check(&instance, &basic("somebody.else", TABLES)).ends(1).words();
    let of_login = "site: the site answered 401: User Not Authenticated, Required to provide Auth information";
    assert!(words.contains(of_login) && words.contains("check username and password"), "{words}");
    assert!(words.contains("skipped  stream: the site cannot be asked"), "{words}");
    assert_eq!((words.matches("FAILED").count(), instance.practice().requests()), (1, 1), "{words}");
    instance.fault("hibernating");
    let words = check(&instance, &basic("practice", TABLES)).ends(1).words();
    assert!(words.contains("site: the site answered 200 with text/html") && words.contains("hibernates"), "{words}");
    assert_eq!(words.matches("FAILED").count(), 1, "{words}");
    instance.set(|options| options.time_zone = "Europe/Berlin".to_owned());
    instance.fault("zoned-literals");
    let words = check(&instance, &basic("practice", TABLES)).ends(6).words();
    assert!(words.contains("times: the instance does not find a record by its own time"), "{words}");
    assert_eq!(words.matches("FAILED").count(), 1, "{words}");
}

#[test]
fn where_no_token_is_given_out_check_says_whether_the_address_the_user_or_the_client_is_wrong() {
    let mut instance = instance(Door::OAuth, "");
    let client = format!("client_id = \"env:{VARIABLE}\"\nclient_secret = \"env:{VARIABLE}\"\n{TABLES}");
    for (faults, more, answered, hint) in [
        ("no-token-endpoint", client.clone(), "answered 404", "nothing gives out tokens at /oauth_token.do there"),
        ("no-client-credentials", client.clone(), "answered 401", "that the instance allows client credentials"),
        ("locked", basic("practice", &client), "answered 401", "username, password, client_id and client_secret"),
    ] {
        instance.fault(faults);
        let words = check(&instance, &more).ends(1).words();
        assert!(words.contains("site: the token endpoint at http") && words.contains(answered), "{faults}: {words}");
        assert!(words.contains(hint) && !words.contains("token_url"), "{faults}: {words}");
        assert_eq!(words.matches("FAILED").count(), 1, "{faults}: {words}");
    }
}

#[test]
fn check_does_not_wait_long_where_nobody_listens() {
    let settings =
        settings("http://127.0.0.1:9", &basic("practice", TABLES).replace("rate_limit_timeout_ms = 10\n", ""));
    let checked = Home::described(&settings).run(&["check", "wiki"]);
    assert!(checked.took.as_secs() < 9, "{:?}: as long as a sync tries", checked.took);
    let words = checked.ends(1).words();
    assert!(words.contains("site: the site could not be reached") && words.matches("FAILED").count() == 1, "{words}");
}
