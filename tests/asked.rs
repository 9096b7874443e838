//! How Confluence is asked: for what, as whom, with which scopes, and what is kept of a question.

use crate::support::lab::{self, CONNECTION, Lab, Ran, Site};
use crate::support::tracker::Tracker;
use catchment_practice::confluence::{Change, Deployment, Door, Extras, Options, Standing, Truth};
use catchment_source::DIALECTS;
use catchment_source::config::Config;
use std::collections::BTreeSet;
use std::path::Path;

/// Every dataset of Cloud but attachments' versions.
const OF_CLOUD: &str = "datasets = [\"audit_event\", \"comment\", \"content_property\", \"content_restriction\", \
    \"hierarchy\", \"instance\", \"label\", \"like\", \"page_content\", \"page_version\", \"page_view\", \
    \"space_category\", \"space_permission\", \"task\", \"user\"]";
/// The permissions of spaces that Data Center tells by JSON-RPC, before 9.1.
const TOLD_BEFORE: [(&str, &str); 11] = [
    ("read", "space"),
    ("administer", "space"),
    ("export", "space"),
    ("create", "page"),
    ("create", "blogpost"),
    ("create", "comment"),
    ("create", "attachment"),
    ("delete", "page"),
    ("delete", "blogpost"),
    ("delete", "comment"),
    ("delete", "attachment"),
];

fn options() -> Options {
    let extras = Extras {
        comments: 40,
        labels: 6,
        tasks: 12,
        likes: 10,
        properties: 10,
        folders: 2,
        groups: 4,
        members: 6,
        restrictions: 3,
        permissions: 6,
        audit_events: 10,
        ..Extras::default()
    };
    Options { pages: 30, blogposts: 6, spaces: 3, body: 300, extras, site_clock: true, ..Options::default() }
}

fn data_center(version: &str, faults: &str) -> Site {
    let deployment = Deployment::DataCenter { version: version.to_owned() };
    let faults = if faults.is_empty() { Default::default() } else { faults.parse().unwrap() };
    Site::start(Options { deployment, door: Door::DataCenter, faults, ..options() })
}

/// Puts other credentials in the place of those of a lab.
fn let_in(lab: &Lab, credentials: &str) {
    let text = std::fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let usual = "username = \"practice@example.com\"\napi_token = \"file:token\"";
    assert!(text.contains(usual));
    lab.write("catchment.toml", &text.replace(usual, credentials));
}

/// A lab for a site of Data Center, with further lines for its connection.
pub fn lab_of_data_center(site: &Site, settings: &str) -> Lab {
    let lab = Lab::new(site, settings);
    let_in(&lab, "deployment = \"data_center\"\npersonal_access_token = \"file:token\"");
    lab
}

/// The values of a query of one column.
pub fn values(lab: &Lab, sql: &str) -> BTreeSet<String> {
    let ran = lab.run(&["query", sql, "--format", "csv"]).expect(0);
    ran.stdout.lines().skip(1).map(|line| line.trim_matches('"').to_owned()).collect()
}

/// The comments that are there on what lies in some spaces, with their versions.
fn comments_in(truth: &Truth, spaces: &BTreeSet<String>) -> BTreeSet<String> {
    let is_there = |standing: Standing| matches!(standing, Standing::Current | Standing::Archived);
    let pages = truth.content.iter().filter(|item| is_there(item.standing) && spaces.contains(&item.space_id));
    let pages: BTreeSet<&str> = pages.map(|item| item.id.as_str()).collect();
    let comments = truth.comments.iter().filter(|comment| comment.standing == Standing::Current);
    let comments = comments.filter(|comment| pages.contains(comment.container_id.as_str()));
    comments.map(|comment| format!("{} {}", comment.id, comment.version)).collect()
}

/// The ids of spaces by a word of their keys.
fn spaces(truth: &Truth, of: impl Fn(&str) -> bool) -> BTreeSet<String> {
    truth.spaces.iter().filter(|space| of(&space.key)).map(|space| space.id.clone()).collect()
}

const COMMENTS: &str = "select concat_ws(' ', comment_id, version_number) from wiki.comment";

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_a_stopped_run_keeps_of_data_center_names_nobody_and_it_goes_on_there() {
    let site = data_center("9.2.0", "");
    let truth = site.practice().truth();
    let key = truth.spaces.iter().map(|space| &space.key).find(|key| key.starts_with('~')).unwrap();
    let (name, settings) = (&key[1..], "page_size = 2\ndatasets = [\"comment\"]");
    let mut positions = 0;
    for at in [20, 60, 110, 160] {
        let lab = lab_of_data_center(&site, settings);
        lab.sync_killed_at(at);
        let kept = "select coalesce(string_agg(coalesce(next_url, '') || coalesce(cause, ''), ' '), '') from sync.walk";
        let kept: String = lab.open().query_value(kept, []).unwrap();
        assert!(!kept.contains(name), "{kept}");
        positions += kept.matches("/rest/api/").count();
        let targets = format!("select count(*) from sync.request where contains(target, '{name}')");
        let named: i64 = lab.open().query_value(&targets, []).unwrap();
        assert_eq!(named, 0);
        lab.sync().expect(0);
        let all = spaces(&truth, |_| true);
        assert_eq!(values(&lab, COMMENTS), comments_in(&truth, &all), "killed at {at}");
    }
    assert!(positions > 2, "listings were under way");
}

#[test]
fn what_lies_in_archived_spaces_is_found_and_followed() {
    let site = data_center("9.2.0", "archived-space=OPS");
    let lab = lab_of_data_center(&site, "datasets = [\"comment\"]\ncensus_every = \"1000h\"");
    lab.sync().expect(0);
    let truth = site.practice().truth();
    let (all, ops) = (spaces(&truth, |_| true), spaces(&truth, |key| key == "OPS"));
    assert!(comments_in(&truth, &ops).len() > 3);
    assert_eq!(values(&lab, COMMENTS), comments_in(&truth, &all));
    let ops_id = ops.first().unwrap();
    let is_page = |kind: &str, standing: Standing| kind == "page" && standing == Standing::Current;
    let mut pages = truth.content.iter().filter(|item| is_page(item.kind, item.standing));
    let page = pages.find(|item| item.space_id == *ops_id).unwrap();
    let query = format!("id = {}", page.id);
    let found = lab.run(&["search", CONNECTION, "--cql", &query, "--format", "jsonl"]).expect(0).stdout;
    assert!(found.contains(&format!("viewpage.action?pageId={}\"", page.id)), "{found}");
    let body = "<p>changed</p>".to_owned();
    site.practice().change(Change::AddComment { container: page.id.clone(), selection: None, body }).unwrap();
    site.practice().change(Change::Edit { id: page.id.clone() }).unwrap();
    lab.sync().expect(0);
    let truth = site.practice().truth();
    assert_eq!(values(&lab, COMMENTS), comments_in(&truth, &all));
    let version = truth.content.iter().find(|item| item.id == page.id).unwrap().version.to_string();
    let sql = format!("select version_number from wiki.space_content where page_id = '{}'", page.id);
    assert_eq!(values(&lab, &sql), BTreeSet::from([version]));
}

/// The permissions of a site as the dataset tells them.
fn permissions_of(truth: &Truth, is_told: impl Fn(&(String, String)) -> bool) -> BTreeSet<String> {
    let told = truth.permissions.iter().filter(|one| is_told(&one.operation));
    let kind = |kind: &str| if matches!(kind, "user" | "group") { kind.to_owned() } else { "anonymous".to_owned() };
    let row = |(key, target): &(String, String)| format!("{key} {target}");
    told.map(|one| format!("{} {} {}", one.space_id, kind(one.principal_kind), row(&one.operation))).collect()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn permissions_of_spaces_are_read_of_every_version_of_data_center() {
    for version in ["8.5.4", "9.2.0"] {
        let site = data_center(version, "");
        let lab = lab_of_data_center(&site, "datasets = [\"space_permission\"]");
        lab.sync().expect(0);
        let is_told = |operation: &(String, String)| {
            let (key, target) = operation;
            version != "8.5.4" || TOLD_BEFORE.contains(&(key.as_str(), target.as_str()))
        };
        let told = permissions_of(&site.practice().truth(), is_told);
        assert!(told.len() > 10, "{told:?}");
        let sql = "select concat_ws(' ', space_id, subject_type, operation, target_type) from wiki.space_permission";
        assert_eq!(values(&lab, sql), told, "{version}");
        let sql = "select count(*) from wiki.space_permission where subject_type = 'group' and group_id is null
            or subject_type = 'user' and account_id is null";
        assert_eq!(values(&lab, sql), BTreeSet::from(["0".to_owned()]));
        let asked = site.requested();
        // The spaces are asked for side by side.
        let versions = asked.iter().filter(|target| target.contains("server-information")).count();
        assert!((1..=3).contains(&versions), "{asked:#?}");
    }
}

#[test]
fn a_server_that_does_not_tell_its_version_is_asked_for_permissions_as_an_old_one() {
    for status in [404, 403] {
        let site = data_center("8.5.4", &format!("path=/server-information:{status}"));
        let lab = lab_of_data_center(&site, "datasets = [\"space_permission\", \"content_restriction\"]");
        lab.sync().expect(0);
        assert!(lab.rows_of("space_permission").num_rows() > 10 && lab.rows_of("content_restriction").num_rows() > 0);
    }
}

#[test]
fn a_page_without_a_list_that_was_asked_for_is_a_gap_and_what_is_held_of_it_stays() {
    let mut site = data_center("9.2.0", "");
    let lab = lab_of_data_center(&site, "");
    lab.sync().expect(0);
    let labelled = "select concat_ws(' ', page_id, labels::varchar, parent_id) from wiki.space_content";
    let (whole, page) = (values(&lab, labelled), site.practice().truth().content[3].id.clone());
    for member in ["metadata", "ancestors"] {
        site.fault(&format!("never={page}:{member}"));
        let told = lab.run(&["sync", CONNECTION, "--chunks", "all"]).expect(3).stdout;
        assert!(told.contains("the response lacks its lists"), "{member}: {told}");
        assert_eq!(values(&lab, labelled), whole, "{member}");
    }
    site.fault("");
    lab.sync().expect(0);
    assert_eq!(values(&lab, labelled), whole);
}

#[test]
fn a_route_that_is_not_there_says_nothing_of_the_address_of_the_site() {
    let site = data_center("9.2.0", "path=/restriction:404");
    let lab = lab_of_data_center(&site, "datasets = [\"content_restriction\"]");
    let told = lab.sync().expect(3);
    let said = format!("{}{}", told.stdout, told.stderr);
    assert!(said.contains("404") && !said.contains("there is no Confluence"), "{said}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn permissions_that_only_administrators_see_are_a_gap_with_what_to_do_and_asked_for_once() {
    for (version, fault, route, says) in [
        ("9.2.0", "no-admin", "/permissions", ["to administrators alone", "let an administrator of Confluence read"]),
        ("8.5.4", "no-admin", "getSpacePermissionSets", ["to administrators alone", "(CONFSERVER-99908)"]),
        ("8.5.4", "web-sudo", "getSpacePermissionSets", ["for their password again", "secure administrator sessions"]),
    ] {
        let site = data_center(version, fault);
        let lab = lab_of_data_center(&site, "datasets = [\"space_permission\"]");
        let ran = lab.sync().expect(3);
        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert!(says.iter().all(|words| said.contains(words)), "{version} {fault}: {said}");
        let asked = site.requested();
        let asked: Vec<&String> = asked.iter().filter(|target| target.contains(route)).collect();
        assert_eq!(asked.len(), 3, "once for each space: {asked:#?}");
        let gaps = values(&lab, "select stream || ' ' || scope || ' ' || cause from gaps");
        assert_eq!(gaps.len(), 3, "{gaps:?}");
        let is_told = |gap: &String| gap.starts_with("space_permission ") && gap.contains(says[0]);
        assert!(gaps.iter().all(is_told), "{gaps:?}");
    }
}

/// The scopes that a token needs for what a lab reads.
fn needed(lab: &Lab) -> Vec<String> {
    let config = Config::load(Path::new(&lab.dir.join("catchment.toml")), &DIALECTS).unwrap();
    let connection = config.connection(CONNECTION).unwrap();
    catchment_source::of(connection).unwrap().scopes(connection)
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_token_with_the_scopes_that_are_said_to_be_needed_reads_everything() {
    let mut site = Site::start(Options { door: Door::Scoped, attachments: 4, ..options() });
    let lab = Lab::new(&site, OF_CLOUD);
    let gateway = format!("gateway = true\ngateway_url = \"{}\"", site.practice().origin());
    let_in(&lab, &format!("username = \"practice@example.com\"\napi_token = \"file:token\"\n{gateway}"));
    let scopes = needed(&lab);
    assert!(scopes.iter().any(|scope| scope == "read:comment:confluence"), "{scopes:?}");
    site.change(|options| options.scopes = scopes.clone());
    lab.sync().expect(0);
    // Each is needed: without it something is refused.
    let mut without = scopes.clone();
    without.retain(|scope| scope != "read:comment:confluence");
    site.change(|options| options.scopes = without);
    let again = Lab::new(&site, OF_CLOUD);
    let_in(&again, &format!("username = \"practice@example.com\"\napi_token = \"file:token\"\n{gateway}"));
    let ran = again.sync();
    assert!(ran.code != Some(0) && format!("{}{}", ran.stdout, ran.stderr).contains("scope does not match"), "{ran:?}");
    let streams = values(&again, "select distinct stream from gaps");
    assert_eq!(streams, BTreeSet::from(["footer_comment".to_owned(), "inline_comment".to_owned()]));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_lies_in_other_spaces_is_not_asked_for_where_the_site_can_tell_and_is_in_no_dataset() {
    let site = Site::start(options());
    let lab = Lab::new(&site, &format!("space_keys = [\"ENG\"]\n{OF_CLOUD}"));
    lab.sync().expect(0);
    let truth = site.practice().truth();
    let eng = spaces(&truth, |key| key == "ENG");
    assert_eq!(values(&lab, COMMENTS), comments_in(&truth, &eng));
    let id = eng.first().unwrap();
    let asked = site.requested();
    let of = |route: &str| asked.iter().filter(|target| target.contains(route)).cloned().collect::<Vec<_>>();
    let tasks = of("/tasks?");
    assert!(!tasks.is_empty() && tasks.iter().all(|target| target.contains(&format!("space-id={id}"))), "{tasks:#?}");
    for (dataset, space) in [
        ("space_content", "space_id"),
        ("space_permission", "space_id"),
        ("space_category", "space_id"),
        ("hierarchy_node", "space_id"),
    ] {
        let found = values(&lab, &format!("select distinct {space} from wiki.{dataset}"));
        assert!(found.is_subset(&eng), "{dataset}: {found:?}");
    }
    for dataset in ["task", "page_version", "content_label", "page_content"] {
        let stray = format!("select count(*) from wiki.{dataset} anti join wiki.space_content using (page_id)");
        assert_eq!(values(&lab, &stray), BTreeSet::from(["0".to_owned()]), "{dataset}");
    }
    let site = data_center("9.2.0", "");
    let lab = lab_of_data_center(&site, "space_keys = [\"ENG\"]\ndatasets = [\"comment\"]");
    lab.sync().expect(0);
    let truth = site.practice().truth();
    assert_eq!(values(&lab, COMMENTS), comments_in(&truth, &spaces(&truth, |key| key == "ENG")));
    let asked = site.requested();
    let comments: Vec<&String> = asked.iter().filter(|target| target.contains("%22comment%22")).collect();
    assert!(!comments.is_empty() && comments.iter().all(|target| target.contains("space+in")), "{comments:#?}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn replies_are_complete_to_when_the_listing_that_shows_them_is() {
    let extras = Extras { comments: 2, ..Extras::default() };
    let site = Site::start(Options { extras, ..options() });
    let lab = Lab::new(&site, "datasets = [\"comment\"]\nevery = { comment = \"1000h\" }");
    lab.sync().expect(0);
    assert!(site.requested().iter().any(|target| target.contains("/children")), "no listing has shown a reply yet");
    let truth = site.practice().truth();
    let root = truth.comments.iter().find(|comment| comment.standing == Standing::Current).unwrap();
    let body = || "<p>yes</p>".to_owned();
    site.practice().change(Change::Reply { comment: root.id.clone(), body: body() }).unwrap();
    lab.sync().expect(0);
    for _ in 0..2 {
        let page = truth.content.iter().find(|item| item.kind == "page" && item.standing == Standing::Current);
        let id = page.unwrap().id.clone();
        site.practice().change(Change::EditPage { id, body: body() }).unwrap();
        lab.sync().expect(0);
    }
    let sql = "select count(distinct complete_to) || ' of ' || count(*) from sync.complete
        where stream in ('footer_comment', 'footer_reply')";
    let complete: String = lab.open().query_value(sql, []).unwrap();
    assert_eq!(complete, "1 of 2");
}

#[test]
fn one_object_that_may_not_be_read_is_a_gap_whatever_asks_for_its_stream() {
    let mut tracker = Tracker::with(12, "");
    let lab = Lab::let_in("practice-token");
    lab.describe(&tracker.settings(), "");
    lab.sync().expect(0);
    let project = "select max(object_id) from sync.object where stream = 'project'";
    let project: String = lab.open().query_value(project, []).unwrap();
    tracker.fault(&format!("path=/project/{project}/component:403"));
    let lab = Lab::let_in("practice-token");
    lab.describe(&tracker.settings(), "");
    let told = lab.sync().expect(3);
    assert!(!told.stdout.contains("is left out"), "{told:?}");
    assert_eq!(lab.status()["open"][0]["stream"], "component", "{told:?}");
    // Nor are the issues themselves left out, which a default asks for as well.
    tracker.fault("path=/search:403");
    let lab = Lab::let_in("practice-token");
    lab.describe(&tracker.settings(), "");
    let told = lab.sync();
    assert!(told.code != Some(0) && !told.stdout.contains("issue is left out"), "{told:?}");
}

#[test]
fn what_only_the_default_asks_for_and_may_not_be_read_is_told_once_and_left_out() {
    let center = || Options {
        deployment: Deployment::DataCenter { version: "9.2.0".to_owned() },
        door: Door::DataCenter,
        pages: 6,
        blogposts: 2,
        spaces: 2,
        faults: lab::faulty("no-admin"),
        ..Options::default()
    };
    let site = Site::start(center());
    let of_wiki = format!(
        "source = \"confluence\"\nurl = \"{}\"\ndeployment = \"data_center\"\npersonal_access_token = \"file:token\"",
        site.url()
    );
    let tracker = Tracker::with(6, "users-forbidden");
    for own in [of_wiki, tracker.settings()] {
        let lab = Lab::let_in("practice-token");
        lab.describe(&own, "");
        let told = |ran: &Ran| ran.stdout.matches("is left out: only the default of `datasets` asks for it").count();
        let ran = lab.sync().expect(0);
        assert!(told(&ran) > 0, "{}", ran.stdout);
        assert_eq!(told(&lab.sync().expect(0)), 0, "it is told once");
        let checked = lab.run(&["check"]).expect(0);
        assert!(told(&checked) > 0, "{}", checked.stdout);
        lab.describe(&own, "datasets = [\"user\"]");
        assert_eq!(told(&lab.sync().expect(3)), 0, "what settings name is a gap");
        let checked = lab.run(&["check"]).expect(3);
        assert!(told(&checked) == 0 && checked.stderr.contains("FAILED"), "{checked:?}");
        lab.describe(&own, "");
        assert!(told(&lab.sync().expect(0)) > 0);
    }
}
