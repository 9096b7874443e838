//! Changes of the schema of datasets: they are told, and what would take something from readers is held until there is evidence or
//! somebody accepts it.

use crate::support::api::{self, Api};
use crate::support::lab;
use crate::support::site::{Home, Row};
use catchment_practice::rest::{Change, Options, Paging, customer_id};
use serde_json::Value;

/// The changes on record: dataset, kind, column, former, present, origin, state.
fn changes(home: &Home) -> Vec<String> {
    home.query(
        "select concat_ws(' ', kind, column_name, former, present, level, origin, state) from sync.schema_change order by change_id",
    )
}

fn add(api: &Api, name: &str) {
    api.change(Change::AddField { name: name.to_owned() });
}

fn remove(api: &Api, name: &str) {
    api.change(Change::RemoveField { name: name.to_owned() });
}

fn has(home: &Home, column: &str) -> usize {
    api::rows(home, "customer", "id").values().filter(|row| row.get(column).is_some_and(Option::is_some)).count()
}

/// An API whose customers have lost a member that they all had, and its connection after the sync that has seen it.
fn without_phone() -> (Api, Home) {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home("", "");
    home.follow().ends(0);
    assert_eq!(changes(&home), Vec::<String>::new(), "a first generation changes nothing");
    remove(&api, "phone");
    home.run(&["sync"]).ends(6).says("customer: no record has phone any more; held, change 1");
    (api, home)
}

#[test]
fn a_new_column_is_told_once_everywhere() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home("", "");
    home.follow().ends(0);
    add(&api, "loyaltyTier");
    home.run(&["sync"]).ends(0).says("customer: column loyalty_tier added (VARCHAR)");
    assert_eq!(changes(&home), ["added loyalty_tier varchar additive source applied"]);
    let manifest = home.manifest();
    let told = manifest["schema_changes"].as_array().unwrap();
    assert_eq!((told.len(), &told[0]["dataset"], &told[0]["column"]), (1, &"customer".into(), &"loyalty_tier".into()));
    home.run(&["status"]).ends(0).says("customer: column loyalty_tier added (VARCHAR)");
    let audited = home.run(&["audit", "wiki", "schema", "--format", "csv"]).ends(0).out();
    assert!(audited.lines().count() == 2 && audited.contains("loyalty_tier"), "{audited}");
    let quiet = home.run(&["sync"]).ends(0).words();
    assert!(!quiet.contains("loyalty_tier") && changes(&home).len() == 1, "{quiet}");
    api.change(Change::Edit { id: customer_id(3) });
    home.follow().ends(0);
    assert_eq!(home.manifest()["schema_changes"], Value::Array(Vec::new()), "it is of the generation before");
}

#[test]
fn a_type_that_the_settings_change_is_told() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home("columns = { credit = \"number\" }", "");
    home.follow().ends(0);
    home.describe(&api.settings("", "columns = { credit = \"plain\" }", ""));
    home.run(&["sync"]).ends(0).says("customer: column credit is VARCHAR, was DOUBLE");
    assert_eq!(changes(&home), ["type credit double varchar breaking settings applied"]);
}

#[test]
fn a_member_that_leaves_all_records_holds_its_dataset_until_two_complete_listings_lack_it() {
    let (api, home) = without_phone();
    let generation = home.manifest()["generation"].clone();
    let customer = home.manifest()["datasets"]["customer"].clone();
    assert_eq!((has(&home, "phone"), customer["state"].as_str()), (120, Some("held")));
    let cause = customer["cause"].as_str().unwrap();
    assert!(
        cause.contains("no record has phone any more") && cause.contains("contract accept wiki customer"),
        "{cause}"
    );
    home.run(&["status", "--fail"]).ends(6).says("no record has phone any more; held, change 1");
    // What is landed meanwhile is staged, and published with it.
    api.change(Change::Add);
    home.run(&["sync"]).ends(0).says("two complete listings in a row show no record with it");
    assert_eq!((has(&home, "phone"), api::ids(&home)), (0, api.ids()));
    assert!(home.manifest()["generation"].as_i64() > generation.as_i64());
    assert_eq!(home.manifest()["schema_changes"][0]["kind"], "emptied");
    assert_eq!(changes(&home), ["emptied phone breaking source applied"]);
    home.follow().ends(0);
    api.change(Change::Edit { id: customer_id(3) });
    home.follow().ends(0);
    assert_eq!(changes(&home).len(), 1, "it is told once");
}

#[test]
fn a_member_that_left_all_records_and_is_accepted_is_published_as_empty() {
    let (_api, home) = without_phone();
    let listed = home.run(&["contract", "wiki", "--format", "csv"]).ends(0).out();
    assert!(listed.contains("1,customer,emptied,phone"), "{listed}");
    home.run(&["contract", "accept", "customer", "--change", "7", "--reason", "a test"]).ends(2);
    home.run(&["contract", "accept", "customer"]).ends(2);
    home.run(&["contract", "accept", "customer", "--reason", "a test"]).ends(0).says("no record has phone any more");
    home.run(&["contract", "accept", "customer", "--reason", "a test"]).ends(2).says("no change of its schema holds");
    assert_eq!(has(&home, "phone"), 120, "the next sync publishes it");
    home.run(&["sync"]).ends(0).says("accepted by");
    assert_eq!((has(&home, "phone"), changes(&home)), (0, vec!["emptied phone breaking source accepted".to_owned()]));
    let on_record = home.query("select reason || ' ' || generation from sync.schema_change");
    assert_eq!(on_record, [format!("a test {}", home.manifest()["generation"])]);
    assert_eq!(home.manifest()["schema_changes"][0]["accepted"], true);
    assert_eq!(home.run(&["contract", "wiki", "--format", "csv"]).ends(0).out().lines().count(), 1);
}

#[test]
fn a_member_that_left_all_records_and_that_the_settings_leave_out_holds_nothing() {
    let (api, home) = without_phone();
    home.describe(&api.settings("", "columns = { phone = \"secret\" }", ""));
    home.run(&["sync"]).ends(0).says("the settings leave it out");
    let rows = api::rows(&home, "customer", "id");
    assert!(rows.values().all(|row| !row.contains_key("phone")));
    assert_eq!(
        changes(&home),
        ["emptied phone breaking settings applied", "gone phone varchar breaking settings applied"]
    );
}

#[test]
fn a_member_that_comes_back_holds_nothing_any_more() {
    let (api, home) = without_phone();
    add(&api, "phone");
    home.follow().ends(0);
    assert_eq!((has(&home, "phone"), changes(&home)), (120, vec!["emptied phone breaking source returned".to_owned()]));
    // It may leave again, and come back when somebody has just accepted that.
    remove(&api, "phone");
    home.run(&["sync"]).ends(6).says("customer: no record has phone any more; held, change 2");
    home.run(&["contract", "accept", "customer", "--reason", "a test"]).ends(0);
    home.run(&["status"]).says("no record has phone any more; accepted by");
    add(&api, "phone");
    home.run(&["sync"]).ends(0).says("customer: records have phone again");
    assert_eq!(
        (has(&home, "phone"), changes(&home)),
        (120, vec!["emptied phone breaking source returned".to_owned(); 2])
    );
}

#[test]
fn a_member_that_a_few_records_lack_holds_nothing() {
    let api = Api::of(Options { paging: Paging::Cursor, records: 600, ..Options::default() }, "");
    let home = api.home("cursor = { field = \"updated_at\", since = \"updated_since\" }", "");
    home.follow().ends(0);
    remove(&api, "phone");
    api.change(Change::Edit { id: customer_id(3) });
    home.follow().ends(0);
    let published = has(&home, "phone");
    assert!((590..600).contains(&published) && changes(&home).is_empty(), "{published}: {:?}", changes(&home));
    // New records that lack it have not lost it.
    (0..25).for_each(|_| drop(api.change(Change::Add)));
    home.follow().ends(0);
    assert!(changes(&home).is_empty(), "{:?}", changes(&home));
    let published = has(&home, "phone");
    // Of many that had it none has it: it has left.
    (10..40).for_each(|at| drop(api.change(Change::Edit { id: customer_id(at) })));
    home.follow().ends(6);
    assert_eq!(
        (has(&home, "phone"), changes(&home)),
        (published, vec!["emptied phone breaking source held".to_owned()])
    );
    // No complete listing says so, however often changes are asked for.
    home.follow().ends(6);
    home.follow().ends(6);
}

#[test]
fn all_records_are_many_however_few_they_are() {
    let api = Api::of(Options { paging: Paging::Cursor, records: 3, ..Options::default() }, "");
    let home = api.home("", "");
    home.follow().ends(0);
    remove(&api, "phone");
    home.follow().ends(6);
    assert_eq!(has(&home, "phone"), 3);
}

/// The settings of an API whose customers go by this member.
fn keyed(api: &Api, member: &str) -> String {
    let columns = "columns = { uid = \"key\" }";
    api.settings("", columns, "").replace("key = [\"id\"]", &format!("key = [\"{member}\"]"))
}

#[test]
fn another_key_holds_its_dataset_until_it_is_accepted() {
    let api = Api::new(Paging::Cursor, "");
    add(&api, "uid");
    let home = Home::described(&keyed(&api, "id"));
    home.follow().ends(0);
    let former = api.ids();
    home.describe(&keyed(&api, "uid"));
    home.run(&["sync"]).ends(6).says("customer: key uid, was id; held, change 1");
    home.follow().ends(6);
    assert_eq!(api::ids(&home), former, "readers keep what they have");
    assert!(api::rows(&home, "deleted_object", "object_id").is_empty() && home.open().is_empty());
    home.run(&["contract", "accept", "customer", "--reason", "ticket 1234"]).ends(0);
    home.run(&["sync"]).ends(0).says("customer: key uid, was id; accepted by");
    let rows = api::rows(&home, "customer", "uid");
    assert_eq!((rows.len(), api::ids(&home)), (120, former.clone()));
    let gone = api::rows(&home, "deleted_object", "object_id");
    assert_eq!(gone.keys().cloned().collect::<Vec<_>>(), former);
    let told = |row: &Row| {
        row["reason"].as_deref() == Some("out_of_scope") && row["evidence"].as_deref() == Some("another key")
    };
    assert!(gone.values().all(told));
    assert_eq!(changes(&home)[0], "key id uid breaking settings accepted");
    home.run(&["explain", "customer", &former[0]]).says("another key");
    let books = "select stream from sync.balance where missing > 0";
    assert_eq!(home.query(books), Vec::<String>::new());
    home.follow().ends(0);
    // And back again.
    home.describe(&keyed(&api, "id"));
    home.accept().ends(6);
    home.run(&["contract", "accept", "customer", "--reason", "ticket 1235"]).ends(0);
    home.follow().ends(0);
    assert_eq!(api::rows(&home, "customer", "id").into_keys().collect::<Vec<_>>(), former);
    let gone = api::rows(&home, "deleted_object", "object_id");
    assert!(gone.len() == 120 && gone.keys().all(|id| id.starts_with("the uid of ")));
    // Under a key that nobody accepts nothing is there, nor comes back.
    home.describe(&keyed(&api, "uid"));
    home.accept().ends(6);
    assert_eq!(api::rows(&home, "deleted_object", "object_id").len(), 120);
    home.describe(&keyed(&api, "id"));
    home.accept().ends(0);
    assert_eq!(api::rows(&home, "deleted_object", "object_id").len(), 120);
    assert_eq!(home.query(books), Vec::<String>::new());
}

#[test]
fn a_key_that_is_changed_back_holds_nothing() {
    let api = Api::new(Paging::Cursor, "");
    add(&api, "uid");
    let home = Home::described(&keyed(&api, "id"));
    home.follow().ends(0);
    for is_accepted in [false, true] {
        home.describe(&keyed(&api, "uid"));
        home.follow().ends(6);
        // Consent that was not used holds for that key alone.
        if is_accepted {
            home.run(&["contract", "accept", "customer", "--reason", "ticket 1234"]).ends(0);
        }
        home.describe(&keyed(&api, "id"));
        // The former key is text under the other one.
        home.accept().ends(0);
        assert!(changes(&home).iter().all(|change| change == "key id uid breaking settings returned"));
        assert_eq!(api::ids(&home), api.ids());
        assert!(api::rows(&home, "deleted_object", "object_id").is_empty());
    }
}

#[test]
fn a_stream_that_the_settings_drop_holds_no_key() {
    let api = Api::new(Paging::Cursor, "");
    add(&api, "uid");
    let home = Home::described(&keyed(&api, "id"));
    home.follow().ends(0);
    home.describe(&keyed(&api, "uid"));
    home.follow().ends(6);
    home.describe(&keyed(&api, "uid").replace(".streams.customer]", ".streams.client]"));
    home.accept().ends(0);
    home.follow().ends(0);
    assert_eq!(changes(&home), ["key id uid breaking settings returned"]);
}

#[test]
fn a_record_whose_newest_response_lacks_the_other_key_is_open_once() {
    let api = Api::new(Paging::Cursor, "");
    let home = Home::described(&keyed(&api, "id"));
    let keyless = || home.query("select count(*) from sync.quarantine where state = 'open' and cause = 'it has no id'");
    home.follow().ends(3);
    for at in [3, 3, 4] {
        api.change(Change::Edit { id: customer_id(at) });
        home.follow().ends(3);
    }
    home.describe(&keyed(&api, "uid"));
    home.follow().ends(6);
    assert_eq!(keyless(), ["120"]);
    add(&api, "uid");
    home.follow().ends(6);
    assert_eq!(keyless(), ["0"]);
}

#[test]
fn a_generation_that_never_stood_leaves_no_change() {
    let api = Api::new(Paging::Cursor, "");
    let lab = api.lab("");
    lab.sync().expect(0);
    add(&api, "loyaltyTier");
    for failpoint in ["export.before_files_commit", "export.before_manifest"] {
        assert!(lab.sync_killed_at(failpoint).signal.is_some(), "{failpoint}");
    }
    lab.sync().expect(0);
    let on_record = "select kind || ' ' || column_name || ' ' || generation from sync.schema_change";
    let told = lab.open().query(on_record, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(told, [format!("added loyalty_tier {}", lab::manifest(&lab.current())["generation"])]);
}
