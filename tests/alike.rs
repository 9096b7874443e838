//! What meets all children of a stream, or all files, alike is one gap with its reason, after a few requests, in every source.

use crate::attachments::storing;
use crate::support::api::Api;
use crate::support::instance::Instance;
use crate::support::lab::{CONNECTION, Lab, Site};
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

const ORDERS: &str = "[connections.wiki.streams.order]\npath = \"/v1/customers/{parent.id}/orders\"\nrecords = \"orders\"\n\
     key = [\"id\"]\nparent = { stream = \"customer\" }\n\
     paginate = { kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"cursor\", size = \"limit\" }\n";

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
