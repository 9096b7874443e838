//! Settings that change between syncs: what they ask for from now on is read with the next sync, what they leave out leaves with
//! its reason, and what they asked for before comes back.

use crate::support::api::Api;
use crate::support::instance::Instance;
use crate::support::lab::{CONNECTION, Lab, Site, keys};
use crate::support::org::{Org, visible};
use crate::support::tracker::Tracker;
use catchment_practice::confluence;
use catchment_practice::jira::{Deployment, Options};
use catchment_practice::rest::Paging;
use catchment_practice::salesforce::Change;
use catchment_practice::servicenow;
use std::collections::{BTreeMap, BTreeSet};

/// How many objects the sites have, about.
const OBJECTS: usize = 40;

/// A site, how it is described with further lines, and the dataset whose rows are counted, with its key.
struct Read<S> {
    site: S,
    describe: fn(&S, &Lab, &str),
    dataset: &'static str,
}

impl<S> Read<S> {
    /// The keys of the rows after a sync by these settings, which is complete.
    fn synced(&self, lab: &Lab, settings: &str) -> BTreeSet<String> {
        (self.describe)(&self.site, lab, settings);
        lab.sync().expect(0);
        keys(&lab.rows_of(self.dataset)).into_iter().collect()
    }

    /// The same in a lab that never had others.
    fn synced_anew(&self, settings: &str) -> BTreeSet<String> {
        self.synced(&Lab::let_in("practice-token"), settings)
    }

    /// The settings one after the other in one lab: each holds what a lab holds that never had others, and after the last ones
    /// nothing is due.
    fn holds_after_each(&self, settings: &[&'static str]) {
        let mut anew = BTreeMap::new();
        let lab = Lab::let_in("practice-token");
        for (at, settings) in settings.iter().copied().enumerate() {
            let held = self.synced(&lab, settings);
            let fresh = anew.entry(settings).or_insert_with(|| self.synced_anew(settings));
            assert_eq!(held, *fresh, "{} {settings:?} as number {at}", self.dataset);
        }
        let quiet = lab.sync().expect(0);
        assert!(quiet.stdout.contains("no new generation"), "{}", quiet.stdout);
    }
}

fn jira(deployment: Deployment) -> Read<Tracker> {
    let describe = |site: &Tracker, lab: &Lab, settings: &str| {
        lab.describe(&format!("{}\ndatasets = [\"issue\", \"component\", \"version\"]", site.settings()), settings);
    };
    let site = Tracker::start(Options { issues: OBJECTS, deployment, ..Options::default() });
    Read { site, describe, dataset: "issue" }
}

fn servicenow() -> Read<Instance> {
    let options = servicenow::Options {
        records: OBJECTS,
        password: "practice-token".to_owned(),
        ..servicenow::Options::default()
    };
    let describe = |site: &Instance, lab: &Lab, settings: &str| {
        lab.describe(&format!("{}\ntables = [\"incident\"]", site.settings()), settings);
    };
    Read { site: Instance::start(options), describe, dataset: "incident" }
}

fn salesforce() -> Read<Org> {
    let describe = |site: &Org, lab: &Lab, settings: &str| {
        lab.describe(&format!("{}\nobjects = [\"Case\"]", site.settings()), settings);
    };
    Read { site: Org::with(OBJECTS, ""), describe, dataset: "case" }
}

fn rest() -> Read<Api> {
    let describe = |site: &Api, lab: &Lab, settings: &str| {
        let own = format!(
            "source = \"rest\"\nurl = \"{}\"\npage_size = 25\n{settings}\n[connections.wiki.streams.customer]\n\
             path = \"/v1/customers\"\nrecords = \"data.items\"\nkey = [\"id\"]\n\
             paginate = {{ kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"cursor\", size = \"limit\" }}\n\
             cursor = {{ field = \"updated_at\", since = \"param:updated_since\" }}",
            site.practice().url()
        );
        let (connection, stream) = own.split_once("[connections.wiki").unwrap();
        lab.describe(connection, &format!("[connections.wiki{stream}"));
    };
    Read { site: Api::new(Paging::Cursor, ""), describe, dataset: "customer" }
}

fn confluence() -> Read<Site> {
    // More spaces than pages: some are empty.
    let options =
        confluence::Options { pages: 2, blogposts: 2, spaces: 4, body: 300, ..confluence::Options::default() };
    let describe = |site: &Site, lab: &Lab, settings: &str| lab.configure(site, settings);
    Read { site: Site::start(options), describe, dataset: "spaces" }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_complete_listing_of_named_projects_lacks_none_of_their_issues() {
    // What Cloud does is in the matrix.
    let read = jira(Deployment::DataCenter);
    let lab = Lab::let_in("practice-token");
    read.synced(&lab, "project_keys = [\"ENG\"]");
    let held = read.synced(&lab, "project_keys = [\"ENG\"]");
    assert_eq!(held, read.site.issues_of("ENG").into_iter().collect());
    let gone = lab.told("deleted_object", &["object_id", "stream"]);
    assert!(gone.values().all(|stream| stream[0] == "project"), "{gone:?}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn scopes_that_settings_leave_out_leave_and_come_back() {
    let projects = Read { dataset: "project", ..jira(Deployment::Cloud) };
    projects.holds_after_each(&["", "project_keys = [\"OPS\"]", "project_keys = [\"OPS\", \"ENG\"]", ""]);
    confluence().holds_after_each(&["", "space_keys = [\"ENG\"]", "space_keys = [\"*\", \"!ENG\"]", ""]);
}

const YEARS: [&str; 5] = ["start_date = \"2100-01-01\"", "", "mode = \"incremental\"", "end_date = \"2000-01-01\"", ""];

#[test]
#[ignore = "slow tier: .ci/slow"]
fn other_days_and_another_mode_are_read_by_the_next_sync_of_jira() {
    jira(Deployment::Cloud).holds_after_each(&YEARS);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn other_days_and_another_mode_are_read_by_the_next_sync_of_servicenow() {
    servicenow().holds_after_each(&YEARS);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn other_days_and_another_mode_are_read_by_the_next_sync_of_salesforce() {
    salesforce().holds_after_each(&YEARS);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn other_days_and_another_mode_are_read_by_the_next_sync_of_an_api() {
    rest().holds_after_each(&YEARS);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_first_sync_that_was_killed_before_settings_changed_ends_like_one_that_was_not() {
    let read = jira(Deployment::Cloud);
    for (at, settings) in [(30, "jql = \"issuetype != Epic\""), (45, "project_keys = [\"ENG\"]"), (60, YEARS[0])] {
        let fresh = read.synced_anew(settings);
        let lab = Lab::let_in("practice-token");
        (read.describe)(&read.site, &lab, "");
        lab.sync_killed_at(at);
        assert_eq!(read.synced(&lab, settings), fresh, "{settings} after a kill at {at}");
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn types_that_are_left_out_wait_for_consent_and_are_published_meanwhile() {
    let options = confluence::Options { pages: 20, blogposts: 5, body: 300, ..confluence::Options::default() };
    let site = Site::start(options);
    let lab = Lab::new(&site, "");
    lab.sync().expect(0);
    let before = keys(&lab.rows());
    let narrower = format!(
        "source = \"confluence\"\nurl = \"{}\"\nusername = \"practice@example.com\"\napi_token = \"file:token\"\n\
         content_types = [\"page\"]\ndatasets = []",
        site.url()
    );
    lab.describe(&narrower, "census_every = \"0m\"\nmax_deleted_share = 0.5");
    let waiting = lab.sync().expect(6);
    assert!(waiting.stdout.contains("5 of 5 held blogposts would be deleted"), "{}", waiting.stdout);
    assert_eq!(keys(&lab.rows()), before);
    lab.run(&["sync", CONNECTION, "--allow-deletions"]).expect(0);
    let gone = lab.told("deleted_content", &["object_id", "content_type", "reason"]);
    assert_eq!(gone.len(), 5);
    assert!(gone.values().all(|told| told == &["blogpost", "out_of_scope"]), "{gone:?}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_changes_in_the_second_of_the_first_answer_is_an_increment() {
    let mut org = Org::with(OBJECTS, "any-batch-size");
    let lab = Lab::let_in("practice-token");
    lab.describe(&format!("{}\nobjects = [\"Case\"]", org.settings()), "end_date = \"2000-01-01\"");
    lab.sync().expect(0);
    assert_eq!(lab.rows_of("case").num_rows(), 0);
    // The clock of the org stands where its first change will be.
    let (id, _) = visible(org.practice(), "Case", &[]).pop_first().unwrap();
    org.change(Change::Update {
        object: "Case".to_owned(),
        id: id.clone(),
        field: "Subject".to_owned(),
        value: "Now.".to_owned(),
    });
    lab.sync().expect(0);
    assert_eq!(keys(&lab.rows_of("case")), [id]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_filter_that_is_narrowed_is_settled_run_by_run_by_two_queries_each() {
    let org = Org::with(OBJECTS, "any-batch-size");
    let lab = Lab::let_in("practice-token");
    let describe = |case: &str, queries: u32| {
        let own = org.settings().replace("queries_per_run = 1000000", &format!("queries_per_run = {queries}"));
        let base = "census_every = \"0m\"\nmax_deleted_share = 1";
        lab.describe(&format!("{own}\nobjects = [{case}]"), base);
    };
    describe("\"Case\"", 50);
    lab.sync().expect(0);
    describe("{ name = \"Case\", filter = \"IsClosed = false\" }", 2);
    let codes: Vec<_> = (0..6).map(|_| lab.sync().code).skip_while(|code| *code == Some(3)).collect();
    assert!(codes.len() >= 2 && codes.iter().all(|code| *code == Some(0)), "{codes:?}");
    let open = visible(org.practice(), "Case", &["IsClosed"]).into_iter().filter(|(_, row)| row[0] == "false");
    assert_eq!(keys(&lab.rows_of("case")), open.map(|(id, _)| id).collect::<Vec<_>>());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_a_narrower_listing_lacks_and_the_site_has_is_asked_for_before_consent_is() {
    let api = Api::new(Paging::Cursor, "");
    let describe = |lab: &Lab, arguments: &str| {
        lab.describe(
            &format!("source = \"rest\"\nurl = \"{}\"\npage_size = 50", api.practice().url()),
            &format!(
                "census_every = \"0m\"\nmax_deleted_share = 0.2\n[connections.wiki.streams.customer]\n\
                 path = \"/v1/customers\"\nrecords = \"data.items\"\nkey = [\"id\"]\n\
                 paginate = {{ kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"cursor\", size = \"limit\" }}\n\
                 by_id = {{ path = \"/v1/customers/{{id}}\" }}\n{arguments}"
            ),
        );
    };
    let lab = Lab::let_in("practice-token");
    describe(&lab, "");
    lab.sync().expect(0);
    let all = keys(&lab.rows_of("customer"));
    let mut made: Vec<String> =
        lab.told("customer", &["id", "created_at"]).into_values().map(|row| row[0].clone()).collect();
    made.sort();
    describe(&lab, &format!("arguments = {{ created_from = \"{}Z\" }}", &made[made.len() / 2][..19]));
    lab.sync().expect(0);
    assert_eq!(keys(&lab.rows_of("customer")), all);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn another_form_of_records_is_refused_before_anything_happens() {
    let read = servicenow();
    let lab = Lab::let_in("practice-token");
    let held = read.synced(&lab, "display_values = \"both\"");
    let asked = read.site.practice().requests();
    (read.describe)(&read.site, &lab, "");
    lab.sync().refused(2, &["incident was read with display_values = \"both\" so far"]);
    assert_eq!(read.site.practice().requests(), asked);
    let checked = lab.run(&["check", CONNECTION]);
    assert!(checked.stderr.contains("form of records: incident was read with"), "{checked:?}");
    assert_eq!(read.synced(&lab, "display_values = \"both\""), held);
}
