//! What `check` says of an org that does not let the app in, or not as the settings mean it: why, and what to do.

use super::{configure, lab};
use crate::support::lab::{CONNECTION, Lab};
use crate::support::org::Org;

/// What `check` says, which ends with this code.
fn check(lab: &Lab, code: i32) -> String {
    let ran = lab.run(&["check", CONNECTION]).expect(code);
    // Lines are broken at the width of the terminal.
    format!("{}{}", ran.stdout, ran.stderr).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_refusal_of_a_token_is_told_with_what_to_do() {
    let mut org = Org::with(4, "");
    org.set(|options| options.own_clock = false);
    let lab = lab(&org, "");
    for (fault, said, hint) in [
        ("wrong-domain", "request not supported on this domain", "url must be the My Domain of the org"),
        ("no-user", "no client credentials user enabled", "choose the user to run as"),
        ("execution-user", "Enter a valid execution user", "choose an active user with API Enabled"),
        ("no-scopes", "no valid scopes defined", "add the scope `api`"),
        ("invalid-client-id", "client identifier invalid", "after 2 to 10 minutes"),
        ("invalid-client", "invalid client credentials", "check client_secret"),
        ("not-enabled", "client credentials flow not enabled", "enable the client credentials flow"),
        ("inactive-user", "inactive user", "activate it, or choose another one"),
        ("ip", "ip restricted", "relax the IP restrictions"),
        ("bare", "invalid_grant", "check client_id and client_secret"),
    ] {
        org.fault(&format!("token-error={fault}"));
        let told = check(&lab, 1);
        assert!(told.contains(said) && told.contains(hint), "{fault}: {told}");
        assert!(!told.contains("practice-token"), "{fault}: {told}");
        // It is told once, not of each object.
        assert_eq!(told.matches("FAILED").count(), 1, "{fault}: {told}");
    }
    org.fault("no-api");
    let told = check(&lab, 1);
    assert!(told.contains("does not let this app use its API") && told.contains("API Enabled"), "{told}");
    org.fault("");
    check(&lab, 0);
}

#[test]
fn addresses_that_are_no_org_are_refused_with_the_reason() {
    let org = Org::with(4, "");
    let lab = lab(&org, "");
    let url = org.practice().url().to_owned();
    for (address, said) in [
        ("https://login.salesforce.com", "request not supported on this domain"),
        ("https://test.salesforce.com/", "request not supported on this domain"),
        ("https://example.lightning.force.com/lightning/page/home", "the web interface, which has no API"),
    ] {
        let text = std::fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
        lab.write("catchment.toml", &text.replace(&url, address));
        lab.run(&["config"]).refused(2, &[said, "the My Domain of the org"]);
        lab.write("catchment.toml", &text);
    }
    // A token is sent to no other host, whatever the answer names.
    let mut org = org;
    for instance in ["https://elsewhere.example", "http://example.my.salesforce.com"] {
        org.fault(&format!("instance={instance}"));
        let told = check(&lab, 1);
        assert!(told.contains("the token was not sent"), "{instance}: {told}");
    }
}

#[test]
fn objects_and_fields_that_the_user_does_not_see_are_told_with_their_lines() {
    let mut org = Org::with(4, "");
    let lab = lab(&org, "");
    for (settings, said) in [
        ("objects = [\"Cas\"]", "the org shows no object Cas to the Run-As user"),
        ("objects = [{ name = \"case\" }]", "write its API name exactly"),
        ("objects = [{ name = \"Case\", fields = [\"Statu\"] }]", "the object Case has no field Statu"),
        ("objects = [{ name = \"Account\", fields = [\"BillingAddress\"] }]", "name its parts, as BillingCity"),
        ("objects = [{ name = \"Case\", cursor_field = \"Subject\" }]", "which is no time"),
        ("objects = [\"Region__x\"]", "cursor_field = \"none\""),
    ] {
        configure(&lab, &org, settings);
        let told = check(&lab, 2);
        assert!(told.contains(said) && told.contains("catchment.toml:"), "{settings}: {told}");
        lab.sync().refused(2, &[]);
    }
    for (settings, said) in [
        ("objects = [\"Big__b\"]", "big objects are not read"),
        ("objects = [\"Told__e\"]", "platform events are not read"),
        ("objects = [\"a-b\"]", "not the name of an object"),
        ("objects = [\"Case\", { name = \"Case\" }]", "asked for twice"),
        ("objects = [{ name = \"Case\", fields = [\"Owner.Name\"] }]", "join the datasets by id"),
        ("objects = [{ name = \"Case\", filter = \"IsClosed = false LIMIT 5\" }]", "`filter` contains LIMIT"),
        ("objects = [\"Case\"]\nqueries_per_run = 0", "queries_per_run"),
        ("objects = [\"Case\", \"Lead\"]\nqueries_per_run = 3", "allow 4 at least"),
    ] {
        lab.describe(&org.settings().replace("queries_per_run = 1000000", ""), settings);
        lab.run(&["config"]).refused(2, &[said]);
    }
    configure(&lab, &org, "objects = [\"Case\", \"Account\"]");
    org.fault("hidden-object=Account");
    let told = check(&lab, 2);
    assert!(told.contains("the org shows no object Account"), "{told}");
    org.fault("hidden-field=Case:Status");
    configure(&lab, &org, "objects = [{ name = \"Case\", fields = [\"Status\"] }]");
    let told = check(&lab, 2);
    assert!(told.contains("has no field Status") && told.contains("field-level security"), "{told}");
    configure(&lab, &org, "objects = [{ name = \"Case\", filter = \"Statu = 'New'\" }]");
    let told = check(&lab, 2);
    assert!(told.contains("the org refused the query for Case") && told.contains("Statu"), "{told}");
}

#[test]
fn a_run_stops_where_the_limits_of_settings_or_org_are_reached_and_the_next_one_goes_on() {
    let mut org = Org::with(20, "any-batch-size,locator-uses=1");
    let lab = lab(&org, "");
    let ten = org.settings().replace("queries_per_run = 1000000", "queries_per_run = 6");
    // Each page is a query of its own, for the org forgets its cursors.
    let objects = "objects = [\"Case\", \"Account\", \"Contact\"]\npage_size = 3\ncensus_every = \"24h\"";
    lab.describe(&ten, objects);
    let told = lab.sync().expect(3);
    assert!(format!("{}{}", told.stdout, told.stderr).contains("this run has made its 6 queries"), "{told:?}");
    assert!((0..8).any(|_| lab.sync().code == Some(0)), "it does not come to its end");
    super::is_whole(&lab, &org, super::CASE, "after several runs");
    org.fault("api-used=79");
    configure(&lab, &org, objects);
    lab.sync().expect(0);
    for form in ["plain", "per-app", "bursts"] {
        org.fault(&format!("api-used=81,limit-info={form}"));
        let told = lab.sync();
        let told = format!("{}{}", told.stdout, told.stderr);
        assert!(told.contains("daily_api_share allows 80 % of them"), "{form}: {told}");
    }
    org.fault("api-limit=1");
    let told = lab.sync();
    assert!(format!("{}{}", told.stdout, told.stderr).contains("used 1 of its 1 API requests"), "{told:?}");
    org.fault("");
    lab.sync().expect(0);
}

#[test]
fn the_first_sync_is_estimated_with_what_the_limit_of_the_day_leaves() {
    let mut org = Org::with(60, "api-limit=1000,api-used=50");
    org.set(|options| options.own_clock = false);
    let lab = lab(&org, "objects = [\"Case\", \"User\", \"Attachment\"]\nattachment_files = false");
    let told = check(&lab, 0);
    assert!(told.contains("case: 60; ") && told.contains("estimated "), "{told}");
    assert!(told.contains("the site's limit and the settings leave "), "{told}");
    org.fault("api-limit=1000,api-used=81");
    let told = check(&lab, 3);
    assert!(told.contains("daily_api_share allows 80 %"), "{told}");
}
