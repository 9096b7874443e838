//! Records that are asked for by their ids: before a deletion is recorded, and where a listing brought them unreadable.

use crate::support::api::{self, Api};
use crate::support::site::Home;
use catchment_practice::rest::{Change, Paging, customer_id};
use catchment_source::DIALECTS;
use catchment_source::config::Config;

const ONE: &str = "by_id = { path = \"/v1/customers/{id}\" }";
const SEVERAL: &str = "by_id = { path = \"/v1/customers\", ids = \"param:ids\", at_once = 50 }";

/// The requests for the customer that is not listed.
fn looks(api: &Api, id: u64) -> usize {
    let (one, several) = (format!("/v1/customers/{id}"), format!("/v1/customers?ids={id}"));
    api.practice().received().iter().filter(|request| request.target == one || request.target == several).count()
}

fn causes(home: &Home) -> Vec<String> {
    home.open().iter().map(|row| row["cause"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn what_a_complete_listing_lacks_is_gone_by_its_own_answer() {
    for by_id in [ONE, SEVERAL] {
        let api = Api::new(Paging::Cursor, "");
        let home = api.home(by_id, "");
        home.follow().ends(0);
        api.change(Change::Delete { id: customer_id(7) });
        home.follow().ends(0);
        assert_eq!((api::ids(&home), looks(&api, customer_id(7))), (api.ids(), 1), "{by_id}");
        let evidence = home.query("select reason || ': ' || evidence from sync.deletion");
        let status = if by_id == ONE { "404" } else { "200" };
        assert!(evidence.len() == 1 && evidence[0].starts_with("purged: "), "{evidence:?}");
        assert!(evidence[0].contains(&format!("requesting it gave {status}")), "{evidence:?}");
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_answers_by_its_id_is_kept_whatever_the_listing_lacks() {
    for by_id in [ONE, SEVERAL] {
        let api = Api::new(Paging::Cursor, "");
        let home = api.home(by_id, "");
        home.follow().ends(0);
        api.change(Change::Unlist { id: customer_id(7) });
        api.change(Change::Edit { id: customer_id(7) });
        home.follow().ends(0);
        assert_eq!((api::ids(&home), looks(&api, customer_id(7))), (api.ids(), 2), "{by_id}");
        assert!(home.query("select evidence from sync.deletion").is_empty());
        // What no listing shows any more is as its own answer has it.
        let truth = api.practice().truth().customers;
        let credit = truth.iter().find(|one| one["id"] == customer_id(7)).unwrap()["credit"].to_string();
        assert_eq!(api::rows(&home, "customer", "id")[&customer_id(7).to_string()]["credit"], Some(credit));
    }
}

#[test]
fn a_deletion_while_a_listing_is_counted_takes_nothing_else_with_it() {
    // By a look at what the listing lacks, and where none is possible by another listing.
    for of_customers in [ONE, ""] {
        // Seven pages the first time, the empty one twice; the one behind the deleted customer moves up onto a page that was read.
        let api = Api::new(Paging::Offset, &format!("delete-while-paging=8:{}", customer_id(0)));
        let home = api.home(of_customers, "");
        home.follow().ends(0);
        home.follow().ends(0);
        assert!(api.ids().iter().all(|id| api::ids(&home).contains(id)), "one that is there is gone");
        assert_eq!(home.query("select object_id from sync.deletion where state = 'deleted'"), Vec::<String>::new());
        home.follow().ends(0);
        assert_eq!(api::ids(&home), api.ids());
    }
}

#[test]
fn what_the_own_id_is_answered_with_decides() {
    let id = customer_id(7);
    let gone = "refused = [{ status = 200, says = \"merged\", means = \"gone\" }]";
    for (status, refused, is_gone, says) in [
        (404, "", true, ""),
        (410, "", true, ""),
        (200, gone, true, ""),
        (200, "", false, "not a record of customer"),
        (403, "", false, "403"),
        (403, "refused = [{ status = 403, means = \"gone\" }]", true, ""),
    ] {
        let api = Api::new(Paging::Cursor, &format!("own={id}:{status}"));
        let home = api.home(&format!("{ONE}\n{refused}"), "");
        home.follow().ends(0);
        api.change(Change::Delete { id });
        let what = format!("{status} {refused}");
        let run = home.follow();
        assert_eq!(run.code, Some(if is_gone { 0 } else { 3 }), "{what}: {}", run.words());
        assert_eq!(!api::ids(&home).contains(&id.to_string()), is_gone, "{what}");
        let open = causes(&home);
        assert!(open.is_empty() == is_gone && open.iter().all(|cause| cause.contains(says)), "{what}: {open:?}");
        // It stays so: an id that is refused is never called gone.
        let again = home.follow();
        assert_eq!(again.code, run.code, "{what}: {}", again.words());
        assert_eq!(!api::ids(&home).contains(&id.to_string()), is_gone, "{what}");
    }
}

#[test]
fn an_address_of_records_that_is_not_theirs_proves_no_deletion() {
    let denied = "a record of customer that the listing shows is not found by its id";
    for (wrong, told) in [
        ("by_id = { path = \"/v1/clients/{id}\" }", denied),
        ("by_id = { path = \"/v1/customers/{id}\", records = \"data\" }", "is not a record of customer with its key"),
    ] {
        let api = Api::new(Paging::Cursor, "");
        let home = api.home(wrong, "");
        let checked = home.run(&["check", "wiki"]).words();
        assert!(checked.contains(&format!("catchment.toml:17: {denied}")) && checked.contains(told), "{checked}");
        home.follow().ends(0);
        api.change(Change::Delete { id: customer_id(7) });
        for _ in 0..2 {
            home.follow().ends(3);
            assert!(api::ids(&home).contains(&customer_id(7).to_string()), "{wrong}");
            let open = causes(&home);
            assert!(open.len() == 1 && open[0].contains(told), "{open:?}");
        }
        home.describe(&api.settings("", ONE, ""));
        home.follow().ends(0);
        assert_eq!(api::ids(&home), api.ids(), "{wrong}");
    }
}

#[test]
fn what_could_not_be_read_is_asked_for_again_by_its_id() {
    for (by_id, target) in [(ONE, "/v1/customers/1006"), (SEVERAL, "/v1/customers?ids=1006")] {
        let api = Api::new(Paging::Cursor, "surrogate=1006");
        let home = api.home(by_id, "");
        home.follow().ends(3);
        home.follow().ends(3);
        let asked = api.practice().received().iter().filter(|request| request.target == target).count();
        assert!(asked > 0, "{by_id}: {:?}", api.practice().received());
        api.change(Change::Delete { id: 1006 });
        home.follow().ends(0);
        assert_eq!(api::ids(&home), api.ids(), "{by_id}");
    }
}

#[test]
fn an_id_stays_one_part_of_its_address() {
    let home = Home::described(
        "source = \"rest\"\nurl = \"https://api.example.com/base\"\n[connections.wiki.streams.customer]\npath = \"/v1/x\"\n\
         key = [\"id\"]\nby_id = { path = \"/v1/x/{id}/all\", arguments = { expand = \"tags\" } }",
    );
    let config = Config::load(&home.dir().join("catchment.toml"), &DIALECTS).unwrap();
    let connection = config.connection("wiki").unwrap();
    let source = catchment_source::of(connection).unwrap();
    let (session, stream) = (source.connect(connection).unwrap(), &source.streams()[0]);
    for (id, path) in [("7", "7"), ("x?y#z", "x%3Fy%23z"), ("a b:ü", "a%20b:%C3%BC")] {
        let asked = session.own(stream, id).unwrap().url;
        assert_eq!(asked.as_str(), format!("https://api.example.com/base/v1/x/{path}/all?expand=tags"));
    }
    for id in ["..", ".", "1\n2", "a/b", "a\\b", "//evil.example"] {
        assert!(session.own(stream, id).is_err(), "{id:?} would ask for something else");
    }
}

#[test]
fn what_a_description_of_ids_lacks_is_refused_with_its_line() {
    let api = Api::new(Paging::Cursor, "");
    for (by_id, says) in [
        ("by_id = { path = \"/v1/customers\" }", "does not say where the id goes"),
        ("by_id = { path = \"https://other.example/{id}\" }", "must be a path below `url`"),
        ("by_id = { path = \"/v1/../{id}\" }", "must be a path below `url`"),
        ("by_id = { path = \"/v1/customers\", ids = \"header:ids\" }", "not a place in a request"),
        ("by_id = { path = \"/v1/customers\", ids = \"ids\", records = \"data\" }", "has no meaning beside `ids`"),
        ("by_id = { path = \"/v1/customers/{id}\", at_once = 5 }", "has no meaning without `ids`"),
    ] {
        let run = api.home(by_id, "").follow();
        assert_eq!(run.code, Some(2), "{by_id}: {}", run.words());
        assert!(run.words().contains(says) && run.words().contains("catchment.toml:"), "{by_id}: {}", run.words());
    }
}
