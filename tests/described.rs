//! What is wrong with the description of a REST API is told at once, with the line and what to do, and nothing is lost.

use crate::support::api::{self, Api};
use crate::support::costs;
use crate::support::lab;
use crate::support::site::Home;
use catchment_practice::rest::{Change, Door, Options, Paging, customer_id};

const CURSOR: &str = "cursor = { field = \"updated_at\", since = \"updated_since\" }";
const ORDERS: &str = "[connections.wiki.streams.order]\npath = \"/v1/customers/{parent.id}/orders\"\nrecords = \"orders\"\n\
     key = [\"id\"]\nparent = { stream = \"customer\" }\n\
     paginate = { kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"cursor\", size = \"limit\" }\n";
const STOCK: &str = "[connections.wiki.streams.stock]\npath = \"/v1/stock\"\nrecords = \"stock\"\n\
     paginate = { kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"cursor\", size = \"limit\" }\n";

/// The open rows as kind, object and cause.
fn open(home: &Home) -> Vec<(String, String, String)> {
    let word = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    home.open().iter().map(|row| (word(row, "kind"), word(row, "object"), word(row, "cause"))).collect()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_column_that_no_record_has_is_open_until_it_is_mended() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home("columns = { nmae = \"person\", \"address.ctiy\" = \"secret\", vat = \"text\" }", "");
    let checked = home.run(&["check", "wiki"]);
    assert!(checked.code != Some(0) && checked.words().contains("catchment.toml:17"), "{}", checked.words());
    let told = checked.words();
    assert!(told.contains("did you mean `name`?") && told.contains("did you mean `address.city`?"), "{told}");
    let previewed = home.run(&["preview", "wiki", "customer"]).ends(3).words();
    assert!(previewed.contains("did you mean `name`?"), "{previewed}");
    home.follow().ends(3);
    let rows = open(&home);
    let named: Vec<(&str, &str)> = rows.iter().map(|(kind, object, _)| (kind.as_str(), object.as_str())).collect();
    assert_eq!(named, [("column", "address.ctiy"), ("column", "nmae"), ("column", "vat")]);
    assert!(rows[1].2.contains("catchment.toml:17") && rows[1].2.contains("did you mean `name`?"), "{:?}", rows[1]);
    assert_eq!(api::ids(&home), api.ids(), "what is told holds nothing back");
    // What comes late is no mistake any more.
    api.change(Change::AddField { name: "vat".to_owned() });
    home.describe(&api.settings("", "columns = { name = \"person\", vat = \"text\" }", ""));
    home.follow().ends(0);
    assert!(home.open().is_empty());
    api.change(Change::RemoveField { name: "vat".to_owned() });
    home.follow().ends(6);
    home.follow().ends(0);
}

#[test]
fn an_optional_member_that_the_first_page_lacks_is_no_error() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home("columns = { deleted_by_whom = \"person\" }", "");
    let checked = home.run(&["check", "wiki"]).ends(0).words();
    assert!(checked.contains("deleted_by_whom"), "{checked}");
    home.run(&["preview", "wiki", "customer"]).ends(0).says("deleted_by_whom");
}

#[test]
fn a_member_with_a_dot_in_its_name_is_told_from_one_inside_of_another() {
    let api = Api::new(Paging::Cursor, "");
    api.change(Change::AddField { name: "address.city".to_owned() });
    api.change(Change::AddField { name: "@odata.etag".to_owned() });
    let home = api.home("columns = { \"address.city\" = \"plain\", \"/@odata.etag\" = \"plain\" }", "");
    home.follow().ends(0);
    let rows = api::rows(&home, "customer", "id");
    let row = &rows[&customer_id(3).to_string()];
    let truth = api.practice().truth();
    let customer = truth.customers.iter().find(|one| one["id"] == customer_id(3)).unwrap();
    let cell = |name: &str| row[name].as_deref().unwrap_or_default().to_owned();
    assert_eq!(cell("address_city"), customer["address"]["city"].as_str().unwrap());
    assert_eq!(cell("address_city_2"), customer["address.city"].as_str().unwrap());
    assert_eq!(cell("odata_etag"), customer["@odata.etag"].as_str().unwrap());
    assert_eq!(home.query("select path from sync.field where column_name = 'address_city_2'"), ["/address.city"]);
    home.describe(&api.settings("", "columns = { \"@odata.etag\" = \"plain\" }", ""));
    home.run(&["check", "wiki"]).says("did you mean `/@odata.etag`?");
}

#[test]
fn a_member_whose_name_is_somebodys_is_shown_without_it() {
    let api = Api::new(Paging::Cursor, "");
    for name in ["jane.doe@example.com", "card 4111 1111 1111 1111", "vat"] {
        api.change(Change::AddField { name: name.to_owned() });
    }
    let home = api.home("columns = { name = \"person\" }", "");
    home.follow().ends(0);
    let rows = api::rows(&home, "customer", "id");
    let others = rows[&customer_id(3).to_string()]["other_members"].clone().unwrap();
    let others: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&others).unwrap();
    let of = format!(" of {}", customer_id(3));
    let told: Vec<(&str, bool)> = others
        .iter()
        .map(|(name, value)| (name.split('_').next().unwrap(), value.as_str().unwrap().ends_with(&of)))
        .collect();
    assert_eq!(told, [("[EMAIL", true), ("card [CREDIT", true)], "{others:?}");
    assert_eq!(rows[&customer_id(3).to_string()]["vat"].as_deref(), Some(format!("the vat{of}").as_str()));
    // Nothing of the names is anywhere outside of sealed responses.
    home.run(&["check", "wiki"]).ends(0);
    for path in lab::tree(home.dir()) {
        let is_told = |needle: &[u8]| memchr::memmem::find(&std::fs::read(&path).unwrap_or_default(), needle).is_some();
        for needle in [&b"jane.doe"[..], b"jane_doe", b"1111 1111", b"1111_1111"] {
            assert!(!is_told(needle), "{} in {}", String::from_utf8_lossy(needle), path.display());
        }
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_wrong_class_is_one_open_row_and_loses_nothing() {
    let api = Api::new(Paging::Cursor, "");
    let columns = "columns = { email = \"number\", notes = \"time\", \"tags.first\" = \"plain\", credit = \"number\" }";
    let home = api.home(columns, "");
    home.run(&["check", "wiki"]).says("`email` is not what `columns` says in 20 of 20 records");
    home.follow().ends(3);
    let rows = open(&home);
    let columns: Vec<&str> = rows.iter().map(|(_, object, _)| object.as_str()).collect();
    assert_eq!(columns, ["tags.first", "email", "notes", "tags"]);
    assert!(rows[1].2.contains("catchment.toml:17") && rows[1].2.contains("in 120 records"), "{:?}", rows[1]);
    let published = api::rows(&home, "customer", "id");
    assert_eq!(published.len(), 120);
    assert!(published.values().all(|row| row["email"].is_none() && row["credit"].is_some() && row["tags"].is_none()));
    home.follow().ends(3);
    assert_eq!(home.open().len(), 4);
    home.describe(&api.settings("", "columns = { email = \"person\", credit = \"number\" }", ""));
    let before = api.practice().requests();
    home.follow().ends(0);
    assert!(api.practice().requests() - before < 10, "what landed is read again, not asked for again");
    let published = api::rows(&home, "customer", "id");
    assert!(published.values().all(|row| row["email"].is_some() && row["notes"].is_some()));
    assert!(published.values().all(|row| row["tags"].is_some() && !row.contains_key("tags_first")));
}

/// Lines of the stream of customers, and what is told of them.
const WRONG: &[(&str, &str, &str)] = &[
    ("records = \"items\"\nkey = [\"id\"]", "`items`", "the response has lists at: data.items"),
    ("records = \"data.items\"\nkey = [\"id\"]\ntotal = \"meta.count\"", "`meta.count`", "numbers at: meta.total"),
    ("records = \"data.items\"\nkey = [\"uid\"]", "has the key uid", "the first record has: "),
    (
        "records = \"data.items\"\nkey = [\"is_active\"]",
        "the key is_active is neither a string nor a whole number",
        "the first record has: ",
    ),
    (
        "records = \"data.items\"\nkey = [\"id\"]\ncursor = { field = \"updated\", since = \"updated_since\" }",
        "the cursor updated is not there",
        "updated_at",
    ),
    (
        "records = \"data.items\"\nkey = [\"id\"]\narguments = { statee = \"all\" }",
        "statee",
        "check `path`, `arguments`",
    ),
];

#[test]
fn what_the_first_page_contradicts_is_told_once_by_line_and_not_asked_for_again() {
    for (lines, what, hint) in WRONG {
        let api = Api::new(Paging::Cursor, "");
        let paginate =
            "paginate = { kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"cursor\", size = \"limit\" }";
        let customer = format!("path = \"/v1/customers\"\n{paginate}\n{lines}");
        let home = Home::described(&api.settings_of("", &customer, STOCK_WITH_KEY));
        let checked = home.run(&["check", "wiki"]).words();
        assert!(checked.contains("catchment.toml:1") && checked.contains(what) && checked.contains(hint), "{checked}");
        assert_eq!(checked.matches(what).count(), 1, "{what}: {checked}");
        assert!(checked.contains("stock responds as described"), "{what}: the others are tried: {checked}");
        let before = api.practice().requests();
        let synced = home.follow().ends(3).words();
        assert!(synced.contains("catchment.toml:1") && synced.contains(what), "{synced}");
        let of_stock = 3;
        assert!(api.practice().requests() - before <= 1 + of_stock, "{what}: {:?}", api.practice().received());
        assert_eq!(open(&home).len(), 1, "{what}");
    }
}

const STOCK_WITH_KEY: &str = "[connections.wiki.streams.stock]\npath = \"/v1/stock\"\nrecords = \"stock\"\n\
     key = [\"warehouse\", \"sku\"]\n\
     paginate = { kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"cursor\", size = \"limit\" }\n";

#[test]
fn check_tries_every_stream_and_the_children_of_the_first_record() {
    let api = Api::new(Paging::Cursor, "");
    let wrong = ORDERS.replace("records = \"orders\"", "records = \"items\"");
    let home = api.home(CURSOR, &wrong);
    let checked = home.run(&["check", "wiki"]).words();
    assert!(checked.contains("customer responds as described"), "{checked}");
    assert!(checked.contains("`items`") && checked.contains("the response has lists at: orders"), "{checked}");
    let none = Api::of(Options { records: 0, ..Options::default() }, "");
    none.home(CURSOR, ORDERS).run(&["check", "wiki"]).ends(0).says("no record of customer to try it with");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_next_page_that_is_named_elsewhere_is_told_before_anything_is_published() {
    let token = |from: &str| {
        format!("paginate = {{ kind = \"cursor\", from = \"{from}\", to = \"cursor\", size = \"limit\" }}")
    };
    for (paging, paginate, what) in [
        (Paging::Cursor, token("body:meta.nxt"), "the response says at `meta.next_cursor`"),
        (Paging::Link, token("body:meta.nxt"), "the response says in its Link header that another page follows"),
        (Paging::NextUrl, String::new(), "the response says at `meta.next`"),
        // No member of these answers sounds like it: a smaller page shows it.
        (Paging::Header, token("header:X-Next"), "no page of customer names a next one"),
    ] {
        let api = Api::new(paging, "");
        let customer = format!("path = \"/v1/customers\"\nrecords = \"data.items\"\nkey = [\"id\"]\n{paginate}");
        let home = Home::described(&api.settings_of("", &customer, ""));
        let line = if paginate.is_empty() { 12 } else { 16 };
        let what = format!("catchment.toml:{line}: {what}");
        let checked = home.run(&["check", "wiki"]).words();
        assert!(checked.contains(&what), "{paging:?} {checked}");
        let synced = home.follow().ends(3).words();
        assert!(synced.contains(&what), "{paging:?} {synced}");
        assert_eq!((open(&home).len(), api::ids(&home)), (1, Vec::<String>::new()), "{paging:?}");
        home.describe(&api.settings("", "", ""));
        home.follow().ends(0);
        assert_eq!(api::ids(&home), api.ids(), "{paging:?}");
    }
}

#[test]
fn a_single_page_is_believed_where_a_smaller_one_names_a_next_one() {
    let api = Api::of(Options { paging: Paging::Header, records: 20, ..Options::default() }, "");
    let home = api.home("", "");
    home.run(&["check", "wiki"]).ends(0);
    home.follow().ends(0);
    assert_eq!(api::ids(&home), api.ids());
    let before = api.practice().requests();
    home.follow().ends(0);
    assert_eq!(api.practice().requests() - before, 3, "the listing, a smaller page, and the one behind that");
}

#[test]
fn what_is_described_otherwise_is_listed_again() {
    let api = Api::new(Paging::Cursor, "");
    let since = format!("{CURSOR}\nreread_every = \"30d\"");
    let home = api.home(&since, ORDERS);
    home.follow().ends(0);
    let requests = |settings: &str| {
        let before = api.practice().requests();
        home.describe(settings);
        home.follow().ends(0);
        api.practice().requests() - before
    };
    let without_size = ORDERS.replace(", size = \"limit\"", "");
    let asked = requests(&api.settings("", &since, &without_size));
    assert!(asked > 120, "the orders of each customer: {asked}");
    // What is said of columns changes no listing.
    let columns = format!("{since}\ncolumns = {{ email = \"person\" }}");
    let asked = requests(&api.settings("", &columns, &without_size));
    assert!(asked < 5, "only changes are asked for: {asked}");
    api.change(Change::Delete { id: customer_id(7) });
    home.follow().ends(0);
    assert!(api::ids(&home).contains(&customer_id(7).to_string()), "only changes were asked for");
    requests(&api.settings("", &columns, &without_size).replacen(", size = \"limit\"", "", 1));
    assert_eq!(api::ids(&home), api.ids());
}

#[test]
fn what_was_listed_by_another_description_proves_nothing() {
    let since = |more: &str| format!("{CURSOR}\nreread_every = \"30d\"\n{more}");
    let complete = "select count(*) from sync.complete where complete_to is not null";
    let undisturbed = Api::new(Paging::Cursor, "");
    undisturbed.home(&since(""), "").follow().ends(0);
    // Of the run after the first one the second request is that of the complete listing.
    let at = undisturbed.practice().requests() + 2;
    let api = Api::new(Paging::Cursor, &format!("403={at}"));
    let home = api.home(&since(""), "");
    home.follow().ends(0);
    home.describe(&api.settings("", &since("arguments = { sort = \"-updated_at\" }"), ""));
    home.follow().ends(3);
    assert_eq!(home.query(complete), ["0"], "changes alone prove nothing of what there was before");
    home.follow().ends(0);
    assert_eq!((home.query(complete), api::ids(&home)), (vec!["1".to_owned()], api.ids()));
}

#[test]
fn a_run_that_goes_on_lists_again_what_is_described_otherwise() {
    let some = "arguments = { created_to = \"2023-06-01T00:00:00Z\" }";
    for at in (3..60).step_by(4) {
        for (before, after) in [(some, ""), ("", some)] {
            let api = Api::new(Paging::Cursor, "");
            let home = api.home(before, "");
            let killed = costs::output(home.command(&["sync"]).env("CATCHMENT_CRASH_AT", at.to_string()));
            home.describe(&api.settings("", after, ""));
            home.follow().ends(0);
            let there = api.practice().truth().customers;
            let is_asked =
                |one: &serde_json::Value| after.is_empty() || one["created_at"].as_str() < Some("2023-06-01");
            let mut ids: Vec<String> =
                there.iter().filter(|one| is_asked(one)).map(|one| one["id"].to_string()).collect();
            ids.sort();
            assert_eq!(api::ids(&home), ids, "killed at {at}: {}", killed.status);
            if killed.status.success() {
                return;
            }
        }
    }
}

#[test]
fn children_are_not_complete_where_their_parents_are_not_listed() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home("", ORDERS);
    home.follow().ends(0);
    let complete = "select stream from sync.complete where complete_to is not null order by stream";
    assert_eq!(home.query(complete), ["customer", "order"]);
    let ahead =
        "select count(*) from sync.complete as child inner join sync.complete as parent on parent.stream = 'customer'
        where child.stream = 'order' and child.complete_to > parent.complete_to";
    assert_eq!(home.query(ahead), ["0"]);
    home.describe(&api.settings("", "", ORDERS).replace("path = \"/v1/customers\"", "path = \"/v1/clients\""));
    home.follow().ends(3);
    assert_eq!(home.query(complete), Vec::<String>::new());
}

#[test]
fn a_key_that_holds_addresses_is_refused_before_anything_is_published() {
    let api = Api::new(Paging::Cursor, "");
    let home = Home::described(&api.settings("", "", "").replace("key = [\"id\"]", "key = [\"email\"]"));
    for told in [
        home.run(&["check", "wiki"]).words(),
        home.run(&["preview", "wiki", "customer"]).words(),
        home.follow().ends(3).words(),
    ] {
        assert!(told.contains("catchment.toml:15: the key of customer contains e-mail addresses, "), "{told}");
    }
    assert_eq!(home.query("select count(*) from land.response"), ["0"]);
    // Nor may what has landed be published under such a key.
    let home = api.home("", "");
    home.follow().ends(0);
    home.describe(&api.settings("", "", "").replace("key = [\"id\"]", "key = [\"email\"]"));
    assert!(home.follow().ends(6).words().contains("rest.customer.email: text → key"));
    let told = home.run(&["sync", "--accept-weaker-redaction"]).words();
    assert!(told.contains("catchment.toml:15: the key of customer contains e-mail addresses, "), "{told}");
    assert_eq!(api::ids(&home), api.ids(), "the generation before stays");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_key_that_many_records_share_is_told_though_each_page_has_it_once() {
    for paging in [Paging::Cursor, Paging::Page] {
        let api = Api::new(paging, "duplicates");
        let settings = api.settings("", "", "");
        Home::described(&settings).follow().ends(0);
        // In pages of two every second record comes again.
        let told = Home::described(&settings.replace("page_size = 25", "page_size = 2")).follow().ends(3).words();
        let many = "catchment.toml:15: the listing of customer shows many records under one key";
        assert!(told.contains(many), "{paging:?} {told}");
    }
}

#[test]
fn a_total_that_is_not_reached_is_told_by_its_line() {
    let api = Api::new(Paging::Cursor, "wrong-total");
    let told = api.home("total = \"meta.total\"", "").follow().ends(3).words();
    assert!(told.contains("catchment.toml:17: the listing of customer ended with fewer records"), "{told}");
}

#[test]
fn changes_that_are_not_shown_are_found_by_a_complete_listing() {
    let api = Api::new(Paging::Cursor, "misread-since");
    let home = api.home(&format!("{CURSOR}\nreread_every = \"30d\""), "");
    let checked = home.run(&["check", "wiki"]).words();
    assert!(checked.contains("catchment.toml:17: customer returns nothing since a time"), "{checked}");
    home.follow().ends(0);
    api.change(Change::Edit { id: customer_id(3) });
    home.follow().ends(0);
    let credit = |id: u64| api::rows(&home, "customer", "id")[&id.to_string()]["credit"].clone();
    let truth = api.practice().truth().customers.iter().find(|one| one["id"] == customer_id(3)).unwrap().clone();
    assert_eq!(credit(customer_id(3)), Some(truth["credit"].to_string()));
}

#[test]
fn a_since_that_is_not_heeded_is_told() {
    let deaf = Api::new(Paging::Cursor, "overlooked-since");
    let checked = deaf.home(CURSOR, "").run(&["check", "wiki"]).words();
    assert!(checked.contains("catchment.toml:17") && checked.contains("`since` is ignored"), "{checked}");
    let api = Api::new(Paging::Cursor, "");
    api.home(CURSOR, "").run(&["check", "wiki"]).ends(0);
    let misspelt = CURSOR.replace("\"updated_since\"", "\"since\"");
    let checked = api.home(&misspelt, "").run(&["check", "wiki"]).words();
    assert!(checked.contains("catchment.toml:17") && checked.contains("(400)"), "{checked}");
}

#[test]
fn a_path_that_is_not_there_and_a_refused_login_name_no_other_source() {
    let api = Api::new(Paging::Cursor, "");
    let home = Home::described(&api.settings_of("", "path = \"/v1/customer\"\nkey = [\"id\"]", STOCK_WITH_KEY));
    let checked = home.run(&["check", "wiki"]).words();
    assert!(checked.contains("catchment.toml:13") && checked.contains("(404)"), "{checked}");
    assert!(checked.contains("stock responds as described") && !checked.contains("api_token"), "{checked}");
    let api = Api::of(Options { door: Door::Bearer, ..Options::default() }, "");
    let checked = api.home("", "").run(&["check", "wiki"]).words();
    assert!(checked.contains("401") && checked.contains("set them for the connection"), "{checked}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_record_is_explained_by_its_stream_and_its_key() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home("", &format!("{ORDERS}{STOCK_WITH_KEY}"));
    home.follow().ends(0);
    let reason = |stream: &str, id: &str| {
        let told = home.run(&["explain", "wiki", stream, id, "--format", "json"]).ends(0).json();
        told["reasons"][0].as_str().unwrap_or_default().to_owned()
    };
    let customer = customer_id(3).to_string();
    assert_eq!(reason("customer", &customer), "published in generation 1");
    assert_eq!(reason("stock", "north:SKU-001"), "published in generation 1");
    let order = api::rows(&home, "order", "record_id").into_keys().next().unwrap();
    assert_eq!(reason("order", &order), "published in generation 1");
    assert!(reason("customer", "no such").starts_with("never seen"));
    api.change(Change::Delete { id: customer_id(3) });
    home.follow().ends(0);
    assert!(reason("customer", &customer).starts_with("deleted (purged)"), "{}", reason("customer", &customer));
}

#[test]
fn preview_prints_a_line_of_columns_and_guesses_a_key_of_several_members() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home("", &format!("{}key = [\"sku\"]\n", STOCK));
    let customers = home.run(&["preview", "wiki", "customer"]).ends(0).words();
    let line = "columns = { created_at = \"time\", credit = \"number\", email = \"person\", is_active = \"flag\", updated_at = \"time\" }";
    assert!(customers.contains(line), "{customers}");
    let stock = home.run(&["preview", "wiki", "stock"]).words();
    assert!(stock.contains("sku with warehouse"), "{stock}");
    home.describe(&api.settings("", line, STOCK_WITH_KEY));
    home.run(&["check", "wiki"]).ends(0);
}
