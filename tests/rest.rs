//! A REST API that is described in settings alone: every way of paging, what changes, and what goes wrong.

mod by_id;
mod windows;

use crate::support::api::{self, Api};
use crate::support::costs;
use crate::support::lab;
use crate::support::site::{Home, files_below, rows_of};
use catchment_practice::rest::{Change, Options, Paging, customer_id};
use catchment_source::DIALECTS;
use catchment_source::config::Config;
use std::path::Path;

#[test]
fn the_description_in_the_readme_is_one() {
    let description = include_str!("../fixtures/rest/shop.toml");
    assert!(
        include_str!("../docs/rest.md").contains(description),
        "docs/rest.md does not hold fixtures/rest/shop.toml"
    );
    let config = Config::load(Path::new("fixtures/rest/shop.toml"), &DIALECTS).unwrap();
    let source = catchment_source::of(config.connection("shop").unwrap()).unwrap();
    let streams: Vec<&str> = source.streams().iter().map(|stream| stream.name).collect();
    assert_eq!(streams, ["customer", "order"]);
}

#[test]
fn the_example_that_init_writes_reads_a_stream_and_its_children() {
    let api = Api::of(Options { records: 20, ..Options::default() }, "");
    let home = Home::described(&api.settings("", "", ""));
    let example = catchment_source::config::commented_example("rest", &DIALECTS).unwrap();
    let example = example.replace("https://api.example.com", api.practice().url());
    std::fs::write(home.dir().join("catchment.toml"), example).unwrap();
    home.run(&["check", "shop"]).ends(0);
    home.run(&["sync", "shop"]).ends(0);
    let published = |dataset: &str| files_below(&home.dir().join("lake/shop/current").join(dataset));
    let rows = |dataset: &str| published(dataset).iter().flat_map(|file| rows_of(file)).count();
    let truth = api.practice().truth();
    assert_eq!((rows("customer"), rows("order")), (truth.customers.len(), truth.orders.len()));
}

#[test]
fn the_documented_recipes_of_paging_read_everything() {
    let recipes: Vec<(&str, Paging)> = include_str!("../docs/rest.md")
        .lines()
        .filter_map(|line| line.trim().split_once("# --paging "))
        .map(|(line, paging)| (line.trim(), paging.parse().unwrap()))
        .collect();
    let kinds = ["none", "offset", "page", "cursor", "next_url", "link_header", "keyset"];
    for kind in kinds {
        assert!(
            recipes.iter().any(|(line, _)| line.contains(&format!("\"{kind}\""))),
            "docs/rest.md has no recipe of {kind}"
        );
    }
    for (line, paging) in recipes {
        let api = Api::new(paging, "");
        let customer = format!("path = \"/v1/customers\"\nrecords = \"data.items\"\nkey = [\"id\"]\n{line}");
        let home = Home::described(&api.settings_of("", &customer, ""));
        home.run(&["check", "wiki"]).ends(0);
        home.follow().ends(0);
        assert_eq!(api::ids(&home), api.ids(), "{line}");
    }
}

const CURSOR: &str = "cursor = { field = \"updated_at\", since = \"updated_since\" }";

#[test]
fn every_way_of_paging_gives_every_record_once_and_then_nothing_new() {
    for paging in Paging::all() {
        let api = Api::new(paging, "");
        let home = api.home("", "");
        home.follow().ends(0);
        assert_eq!(api::ids(&home), api.ids(), "{paging:?}");
        let generation = home.manifest()["generation"].clone();
        home.follow().ends(0);
        assert_eq!(home.manifest()["generation"], generation, "{paging:?}");
        assert_eq!(api.practice().offences(), Vec::<String>::new());
    }
}

#[test]
fn with_a_cursor_only_what_changed_is_asked_for() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home(CURSOR, "");
    home.follow().ends(0);
    let before = api.practice().requests();
    api.change(Change::Edit { id: customer_id(3) });
    api.change(Change::Add);
    home.follow().ends(0);
    assert_eq!(api.practice().requests() - before, 1, "one request for changes: {:?}", api.practice().received());
    assert_eq!(api::ids(&home), api.ids());
    let edited =
        api.practice().truth().customers.iter().find(|one| one["id"] == customer_id(3)).unwrap()["credit"].to_string();
    let rows = api::rows(&home, "customer", "id");
    assert_eq!(rows[&customer_id(3).to_string()]["credit"].as_deref(), Some(edited.as_str()));
}

#[test]
fn what_a_complete_listing_lacks_is_gone() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home("", "");
    home.follow().ends(0);
    api.change(Change::Delete { id: customer_id(7) });
    home.follow().ends(0);
    assert_eq!(api::ids(&home), api.ids());
    let gone = api::rows(&home, "deleted_object", "object_id");
    assert_eq!(gone.keys().cloned().collect::<Vec<_>>(), [customer_id(7).to_string()]);
}

#[test]
fn a_new_field_becomes_a_column_and_a_vanished_one_stays_null() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home("", "");
    home.follow().ends(0);
    api.change(Change::AddField { name: "loyaltyTier".to_owned() });
    api.change(Change::RemoveField { name: "phone".to_owned() });
    home.follow().ends(6);
    home.follow().ends(0);
    let rows = api::rows(&home, "customer", "id");
    assert!(rows.values().all(|row| row["loyalty_tier"].is_some() && row["phone"].is_none()));
    let states =
        home.query("select path || ' ' || state from sync.field where path in ('loyaltyTier', 'phone') order by path");
    assert_eq!(states, ["loyaltyTier present", "phone vanished"]);
}

#[test]
fn children_are_listed_for_each_parent_and_go_with_it() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home(CURSOR, ORDERS);
    home.follow().ends(0);
    let published = || -> Vec<String> { api::rows(&home, "order", "id").into_keys().collect() };
    let there = || {
        let mut ids: Vec<String> = api.practice().truth().orders.iter().map(|order| order["id"].to_string()).collect();
        ids.sort();
        ids
    };
    assert_eq!(published(), there());
    let before = api.practice().requests();
    api.change(Change::Edit { id: customer_id(3) });
    home.follow().ends(0);
    assert_eq!(published(), there(), "an edited customer has one more order");
    assert!(api.practice().requests() - before < 5, "only the orders of who changed are listed again");
}

/// The stream of what customers ordered, a listing for each of them.
pub const ORDERS: &str = "[connections.wiki.streams.order]\npath = \"/v1/customers/{parent.id}/orders\"\nrecords = \"orders\"\n\
     key = [\"id\"]\nparent = { stream = \"customer\" }\n\
     paginate = { kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"cursor\", size = \"limit\" }\n";

#[test]
fn a_parent_whose_listing_fails_is_open_until_it_is_gone() {
    let api = Api::new(Paging::Cursor, &format!("no-orders={}", customer_id(4)));
    let home = api.home("", ORDERS);
    home.follow().ends(3);
    let open: Vec<String> = home.open().iter().map(|row| format!("{} {}", row["scope"], row["object"])).collect();
    assert_eq!(open, [format!("\"{}\" \"order children\"", customer_id(4))]);
    api.change(Change::Delete { id: customer_id(4) });
    home.follow().ends(0);
    assert!(home.open().is_empty());
}

#[test]
fn children_whose_listings_are_counted_are_gone_when_two_of_them_lack_one() {
    let counted = ORDERS.replace(
        "paginate = { kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"cursor\", size = \"limit\" }",
        "paginate = { kind = \"offset\", param = \"offset\", size = \"limit\" }",
    );
    assert_ne!(counted, ORDERS);
    let api = Api::new(Paging::Offset, "");
    let home = api.home("", &counted);
    home.follow().ends(0);
    let order = api.practice().truth().orders[0].clone();
    api.change(Change::DeleteOrder { id: order["id"].as_u64().unwrap() });
    // A parent that has changed is listed again.
    api.change(Change::Edit { id: order["customer_id"].as_u64().unwrap() });
    let before = api.practice().received().len();
    home.follow().ends(0);
    let of_parent = |target: &str| target.starts_with(&format!("/v1/customers/{}/orders", order["customer_id"]));
    let asked = api.practice().received().into_iter().skip(before).filter(|one| of_parent(&one.target)).count();
    assert!(asked > 3, "its listing and the empty page behind it, twice each: {asked}");
    let published: Vec<String> = api::rows(&home, "order", "id").into_keys().collect();
    assert_eq!(published.len(), api.practice().truth().orders.len());
    assert!(!published.contains(&order["id"].to_string()));
    let gone = api::rows(&home, "deleted_object", "object_id");
    assert_eq!(gone.into_keys().collect::<Vec<_>>(), [format!("{}:{}", order["customer_id"], order["id"])]);
}

const STOCK: &str = "[connections.wiki.streams.stock]\npath = \"/v1/stock\"\nrecords = \"stock\"\n\
     key = [\"warehouse\", \"sku\"]\npaginate = { kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"cursor\", size = \"limit\" }\n";

#[test]
fn a_listing_under_way_of_a_stream_that_the_settings_drop_is_ended() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home("", STOCK);
    let killed = costs::output(home.command(&["sync"]).env("CATCHMENT_CRASH_AT", "land.after_commit"));
    assert_eq!(killed.status.code(), None, "{killed:?}");
    let open = "select stream from sync.walk where state = 'open' order by stream";
    assert_eq!(home.query(open), ["customer", "stock"]);
    home.describe(&api.settings("", "", ""));
    home.follow().ends(0);
    let [open, failed, shown] = home.queries([
        open,
        "select stream || ': ' || cause || coalesce(next_url, '') from sync.walk where state = 'failed'",
        "select distinct stream from land.sighting",
    ]);
    assert_eq!((open, shown), (Vec::new(), Vec::new()));
    assert_eq!(failed, ["stock: the settings no longer ask for it"]);
    assert_eq!(api::ids(&home), api.ids());
}

#[test]
fn a_record_without_a_key_that_was_accepted_stays_so_under_another_key() {
    let api = Api::new(Paging::Cursor, "no-id=1005");
    let home = api.home("", "");
    home.follow().ends(3);
    let open = home.open();
    let names: Vec<&str> = open.iter().map(|row| row["object"].as_str().unwrap()).collect();
    assert!(names.len() == 1 && names[0].starts_with("without an id, "), "{names:?}");
    home.run(&["acknowledge", "wiki", &open[0]["id"].to_string(), "--reason", "a test"]).ends(0);
    home.follow().ends(0);
    home.run(&["key", "rotate"]).ends(0);
    home.follow().ends(0);
    assert_eq!(home.open().len(), 1, "it is one thing under two names: {:?}", home.open());
}

#[test]
fn of_a_secret_nothing_is_kept_and_a_named_member_stands_in_no_json() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home("columns = { phone = \"secret\", \"address.city\" = \"plain\", credit = \"number\" }", "");
    home.follow().ends(0);
    let rows = api::rows(&home, "customer", "id");
    assert!(rows.values().all(|row| !row.contains_key("phone") && row["address_city"].is_some()));
    let address = rows.values().next().unwrap()["address"].clone().unwrap();
    assert!(address.contains("\"country\"") && !address.contains("\"city\""), "{address}");
}

/// What becomes of a fault: whether every record is published in the end, and what was said of it before.
struct Outcome {
    paging: Paging,
    fault: &'static str,
    /// Lines of the stream.
    with: &'static str,
    /// What a run says that meets it; nothing where it does not show.
    says: &'static str,
    /// Whether the runs after it are complete.
    is_cured: bool,
}

const fn told(paging: Paging, fault: &'static str, says: &'static str, is_cured: bool) -> Outcome {
    Outcome { paging, fault, with: "", says, is_cured }
}

const TOTAL: &str = "total = \"meta.total\"";

#[rustfmt::skip]
const OUTCOMES: &[Outcome] = &[
    told(Paging::Cursor, "429=3", "", true),
    told(Paging::Cursor, "503=3", "", true),
    told(Paging::Offset, "500=3", "", true),
    told(Paging::Cursor, "401=2", "401", true),
    told(Paging::Cursor, "403=2", "403", true),
    told(Paging::Cursor, "loop", "is one that was read before", false),
    told(Paging::NextUrl, "loop", "is one that was read before", false),
    told(Paging::Link, "loop", "is one that was read before", false),
    told(Paging::Body, "loop", "is one that was read before", false),
    told(Paging::Header, "loop", "is one that was read before", false),
    told(Paging::Cursor, "same-page", "is one that was read before", false),
    told(Paging::Offset, "same-page", "is one that was read before", false),
    told(Paging::Page, "same-page", "is one that was read before", false),
    told(Paging::Offset, "short-page=2", "", true),
    told(Paging::Cursor, "short-page=2", "", true),
    told(Paging::Offset, "empty-page=2", "", true),
    told(Paging::Page, "empty-page=2", "", true),
    told(Paging::Cursor, "empty-page=2", "", true),
    told(Paging::Keyset, "empty-page=2", "", true),
    told(Paging::NextUrl, "off-host=2", "leads to", true),
    told(Paging::NextPath, "off-host=2", "leads to", true),
    told(Paging::Link, "off-host=2", "leads to", true),
    told(Paging::Cursor, "error-inside=2", "", true),
    told(Paging::Offset, "error-flag=2", "", true),
    told(Paging::Cursor, "no-records=2", "", true),
    told(Paging::Cursor, "null-records=2", "", true),
    told(Paging::Cursor, "duplicates", "", true),
    told(Paging::Offset, "duplicates", "", true),
    told(Paging::Keyset, "changed-while-paging=2:1003", "", true),
    told(Paging::Offset, "shift=2", "", true),
    Outcome { paging: Paging::Cursor, fault: "wrong-total", with: TOTAL, says: "announces", is_cured: false },
    Outcome { paging: Paging::Offset, fault: "wrong-total", with: TOTAL, says: "announces", is_cured: false },
    told(Paging::Keyset, "unsorted", "not sorted", false),
    Outcome { paging: Paging::Cursor, fault: "wrong-total,duplicates", with: TOTAL, says: "announces", is_cured: false },
    told(Paging::Cursor, "no-id=1005", "it has no id", false),
    told(Paging::Cursor, "huge=1006:20", "larger than", false),
    told(Paging::Cursor, "deep=1007", "nested too deeply", false),
    told(Paging::Cursor, "surrogate=1008", "surrogate", false),
];

#[test]
fn whatever_goes_wrong_is_no_success_and_what_passes_is_cured() {
    let step = if lab::slow() { 1 } else { 5 };
    for Outcome { paging, fault, with, says, is_cured } in OUTCOMES.iter().step_by(step) {
        let api = Api::new(*paging, fault);
        let home = api.home(with, "");
        let what = format!("{paging:?} {fault}");
        let first = home.follow();
        assert_eq!(first.code, Some(if says.is_empty() { 0 } else { 3 }), "{what}: {}", first.words());
        let open: Vec<String> =
            home.open().iter().map(|row| row["cause"].as_str().unwrap_or_default().to_owned()).collect();
        assert!(
            says.is_empty() == open.is_empty() && open.iter().all(|cause| cause.contains(says)),
            "{what}: {open:?}"
        );
        let there = api.ids();
        assert!(api::ids(&home).iter().all(|id| there.contains(id)), "{what}");
        let again = home.follow();
        assert_eq!(again.code, Some(if *is_cured { 0 } else { 3 }), "{what}: {}", again.words());
        if *is_cured {
            assert_eq!(api::ids(&home), api.ids(), "{what}");
        }
        assert_eq!(api.practice().offences(), Vec::<String>::new(), "{what}");
    }
}
