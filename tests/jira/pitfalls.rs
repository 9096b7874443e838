//! What goes wrong in connectors that read Jira, by `docs/pitfalls.md`: what no other test proves as a whole.

use super::{agree, are_whole, compared, lab};
use crate::support::lab::{CONNECTION, Lab};
use crate::support::tracker::{OF_DESKS, READ, READ_WITH_DESKS, Tracker, published, visible};
use catchment_practice::jira::{Change, Deployment, Options, Practice};
use std::collections::{BTreeMap, BTreeSet};

const ALL: &[&str] = &["issue", "issue_custom_field", "changelog", "comment", "worklog", "attachment"];
/// The issue of a practice site with lists that are longer than an answer holds, and whose key is ENG-1 at first.
const LONG: &str = "10001";

fn edit(issue: &str, field: &str, value: &str) -> Change {
    let [issue, field, value] = [issue, field, value].map(str::to_owned);
    Change::Edit { issue, field, value }
}

/// How many rows of a dataset belong to an issue.
fn rows_of(lab: &Lab, dataset: &str, issue: &str) -> usize {
    published(lab, compared(dataset)).values().filter(|values| values[0] == issue).count()
}

/// Why objects of a stream are gone, and how many.
fn gone(lab: &Lab, stream: &str) -> Vec<(String, i64)> {
    let sql = format!(
        "select reason, count(*) from sync.deletion where state = 'deleted' and stream = '{stream}' group by all order by all"
    );
    lab.open().query(&sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

#[test]
fn lists_that_issues_hold_in_part_are_read_whole_and_thousands_of_one_moment_too() {
    let mut tracker = Tracker::with(8, "equal-worklogs=2500");
    let lab = lab(&tracker, READ);
    lab.sync_first(&tracker);
    assert_eq!(rows_of(&lab, "comment", LONG), 57);
    assert_eq!(rows_of(&lab, "worklog", LONG), 2_525);
    assert!(rows_of(&lab, "changelog", LONG) > 150);
    are_whole(&lab, &tracker, ALL, "with lists that are cut");

    // Some go, and then the issue with all of them: a moment with more deletions than a page of the feed holds.
    let worklogs: Vec<u64> = tracker
        .practice()
        .truth("worklog")
        .into_iter()
        .filter(|fact| fact.parent == LONG)
        .map(|fact| fact.id.parse().unwrap())
        .collect();
    worklogs.iter().step_by(800).for_each(|id| drop(tracker.change(Change::DeleteWorklog(*id))));
    tracker.change(Change::Comment(LONG.to_owned(), "The last one.".to_owned(), true));
    lab.sync().expect(0);
    assert_eq!((rows_of(&lab, "comment", LONG), rows_of(&lab, "worklog", LONG)), (58, 2_525 - 4));
    are_whole(&lab, &tracker, ALL, "without some of them");
    tracker.change(Change::Delete(LONG.to_owned()));
    tracker.change(Change::Pass(10));
    let before = tracker.practice().requests();
    lab.sync().expect(0);
    are_whole(&lab, &tracker, ALL, "without the issue");
    let asked = tracker.practice().requests() - before;
    assert!(asked < 60, "{asked} requests for 2,500 deletions of one moment");
}

/// The searches that a site was asked for.
fn searches(practice: &Practice) -> Vec<String> {
    let asked = practice.received().into_iter().filter(|request| request.body.contains("\"jql\""));
    asked.map(|request| request.body).collect()
}

#[test]
fn what_changed_minutes_ago_arrives_whatever_the_time_zone_of_the_account() {
    for (deployment, time_zone) in
        [(Deployment::Cloud, "America/Los_Angeles"), (Deployment::DataCenter, "Asia/Kolkata")]
    {
        let options = Options { issues: 10, deployment, time_zone: time_zone.to_owned(), ..Options::default() };
        let mut tracker = Tracker::start(options);
        let lab = lab(&tracker, "datasets = [\"issue\"]\ncensus_every = \"24h\"");
        lab.sync_first(&tracker);
        for issue in ["10001", "10002"] {
            tracker.change(edit(issue, "priority", "1"));
            tracker.change(Change::Pass(5));
        }
        lab.sync().expect(0);
        are_whole(&lab, &tracker, &["issue"], time_zone);
        let searches = searches(tracker.practice());
        assert!(searches.iter().any(|body| body.contains("updated >= ")), "{searches:?}");
        assert!(searches.iter().all(|body| !body.contains("updated <")), "an upper bound: {searches:?}");
    }
}

#[test]
fn a_second_page_that_fails_is_no_success() {
    let mut tracker = Tracker::with(20, "unavailable=6");
    let lab = lab(&tracker, "datasets = [\"issue\"]\npage_size = 5");
    lab.sync().refused(1, &["503"]);
    assert!(tracker.practice().requests() > 8, "the second page is asked for once");
    assert_ne!(lab.status()["last_run"]["state"], "done");
    tracker.fault("");
    lab.sync().expect(0);
    are_whole(&lab, &tracker, &["issue"], "when the site is well");
}

#[test]
fn a_search_that_is_refused_is_told_and_never_no_issues() {
    let mut tracker = Tracker::with(16, "");
    // At first it is a setting that cannot be meant, in whatever language that is said.
    for (faults, jql) in [("", "project = NOPE"), ("localised", "cf[10999] = 1")] {
        tracker.fault(faults);
        let lab = lab(&tracker, &format!("datasets = [\"issue\"]\njql = \"{jql}\"\npublish_incomplete = false"));
        let ran = lab.sync();
        let told = format!("{}{}", ran.stdout, ran.stderr);
        assert!(matches!(ran.code, Some(2 | 3)) && told.contains("correct jql"), "{jql}: {ran:?}");
        assert_eq!(lab.generation(), None);
    }
    // Later what it names is called otherwise: what is held stays.
    tracker.fault("");
    let lab = lab(&tracker, "datasets = [\"issue\"]\njql = \"status != 'In Review'\"");
    lab.sync_first(&tracker);
    let before = lab.rows_of("issue").num_rows();
    tracker.change(Change::RenameStatus(5, "Reviewed".to_owned()));
    let told = lab.sync();
    assert!(matches!(told.code, Some(1..=3)), "{told:?}");
    assert!(format!("{}{}", told.stdout, told.stderr).contains("In Review"), "{told:?}");
    assert_eq!((lab.rows_of("issue").num_rows(), gone(&lab, "issue")), (before, Vec::new()));
}

/// The columns of a dataset.
fn columns(lab: &Lab, dataset: &str) -> BTreeSet<String> {
    lab.rows_of(dataset).schema().fields().iter().map(|field| field.name().clone()).collect()
}

#[test]
fn fields_keep_their_columns_moved_issues_their_rows_and_hidden_projects_are_not_purged() {
    let mut tracker = Tracker::with(24, "");
    let lab = lab(&tracker, READ);
    lab.sync_first(&tracker);
    let before = columns(&lab, "issue_custom_field");
    // Two fields have this name, one of them in a team-managed project alone.
    for column in ["cf_10016_story_points", "cf_10060_story_points"] {
        assert!(before.contains(column), "{before:?}");
    }
    let issues = lab.rows_of("issue").num_rows();
    tracker.change(Change::RenameField(10016, "Effort".to_owned()));
    tracker.change(edit(LONG, "customfield_10016", "7"));
    tracker.change(Change::Move(LONG.to_owned(), "OPS".to_owned()));
    lab.sync().expect(0);
    assert_eq!(columns(&lab, "issue_custom_field"), before);
    assert_eq!((lab.rows_of("issue").num_rows(), gone(&lab, "issue")), (issues, Vec::new()));
    let moved = &published(&lab, compared("issue"))[LONG];
    assert!(moved[0].starts_with("OPS-"), "{moved:?}");
    assert_eq!(rows_of(&lab, "comment", LONG), 57);
    are_whole(&lab, &tracker, ALL, "after a move and a new name");

    let of_help = tracker.issues_of("HELP").len();
    assert!(of_help > 1);
    tracker.change(Change::HideProject("HELP".to_owned()));
    lab.sync();
    assert_eq!(gone(&lab, "issue"), [("no_access".to_owned(), of_help as i64)]);
    are_whole(&lab, &tracker, ALL, "without a project");
    tracker.change(Change::ShowProject("HELP".to_owned()));
    lab.sync().expect(0);
    assert_eq!(gone(&lab, "issue"), Vec::new());
    are_whole(&lab, &tracker, ALL, "with the project again");
    lab.run(&["check", CONNECTION]).expect(0);
}

#[test]
fn a_project_that_is_not_seen_any_more_is_named_and_leaves_with_its_issues() {
    for deployment in [Deployment::Cloud, Deployment::DataCenter] {
        let mut tracker = Tracker::start(Options { issues: 24, deployment, ..Options::default() });
        let lab = lab(&tracker, "datasets = [\"issue\"]\ncensus_every = \"0m\"");
        lab.sync_first(&tracker);
        let projects = |lab: &Lab| lab.rows_of("project").num_rows();
        let before = projects(&lab);
        let lost = "does not show the project OPS";
        tracker.change(Change::HideProject("OPS".to_owned()));
        let told = lab.run(&["sync", CONNECTION]).expect(0).stdout;
        assert!(told.contains(lost) && told.contains("gone: no access"), "{deployment:?}: {told}");
        assert_eq!(projects(&lab), before - 1, "{deployment:?}");
        let quiet = lab.run(&["sync", CONNECTION]).expect(0).stdout;
        assert!(!quiet.contains(lost), "{deployment:?}: it is told once: {quiet}");
        tracker.change(Change::ShowProject("OPS".to_owned()));
        lab.sync().expect(0);
        assert_eq!(projects(&lab), before, "{deployment:?}");
    }
}

#[test]
fn of_projects_that_settings_do_not_name_nothing_is_fetched() {
    let tracker = Tracker::with(16, "");
    let lab = lab(&tracker, "datasets = [\"issue\"]\nproject_keys = [\"OSP\"]");
    lab.sync().expect(3);
    let asked = tracker.practice().received();
    assert!(asked.iter().any(|request| request.body.contains("project is EMPTY")), "{asked:?}");
    assert!(asked.iter().all(|request| !request.target.contains("bulkfetch")), "{asked:?}");
    let landed: i64 = lab.open().query_value("select count(*) from land.response where stream = 'issue'", []).unwrap();
    assert_eq!(landed, 0);
}

#[test]
fn a_project_that_the_search_refuses_is_open_and_the_others_are_read() {
    let mut tracker = Tracker::with(24, "");
    let lab = lab(&tracker, "datasets = [\"issue\"]\nproject_keys = [\"ENG\", \"OPS\", \"HELP\"]");
    lab.sync_first(&tracker);
    let projects = tracker.practice().truth("project");
    let refused = projects.iter().find(|fact| fact.value["key"] == "OPS").unwrap().id.clone();
    let (there, elsewhere) = (tracker.issues_of("OPS"), tracker.issues_of("HELP"));
    tracker.change(Change::Delete(there[0].clone()));
    tracker.change(edit(&elsewhere[0], "priority", "1"));
    tracker.fault(&format!("unsearched={refused}"));
    lab.sync().expect(3);
    let sql =
        "select object from sync.quarantine where state = 'open' and cause like '%refuses to search it for issue%'";
    assert_eq!(lab.open().query(sql, [], |row| row.get::<_, String>(0)).unwrap(), [refused]);
    assert_eq!(gone(&lab, "issue"), Vec::new());
    let issues = |lab: &Lab| published(lab, compared("issue"));
    assert!(issues(&lab).contains_key(&there[0]), "an issue of the refused project is gone");
    let there = visible(tracker.practice(), "issue", compared("issue").members);
    assert_eq!(issues(&lab)[&elsewhere[0]], there[&elsewhere[0]]);
    tracker.fault("");
    lab.sync().expect(0);
    let mut there = visible(tracker.practice(), "issue", compared("issue").members);
    there.retain(|_, values| ["ENG-", "OPS-", "HELP-"].iter().any(|key| values[0].starts_with(key)));
    agree(&issues(&lab), &there, "when the project is searched again");
}

#[test]
fn requests_end_where_their_issue_leaves_the_desk_and_stay_where_the_desk_does_not_answer() {
    let mut tracker = Tracker::with(24, "");
    let lab = lab(&tracker, READ_WITH_DESKS);
    lab.sync_first(&tracker);
    let desk = |tracker: &Tracker, when: &str| {
        for of in &OF_DESKS {
            let there = visible(tracker.practice(), of.kind, of.members);
            agree(&published(&lab, of), &there, &format!("{when}: {}", of.dataset));
        }
    };
    let requests: Vec<String> = visible(tracker.practice(), "request", &[]).into_keys().collect();
    tracker.change(Change::Move(requests[0].clone(), "OPS".to_owned()));
    lab.sync().expect(0);
    assert_eq!(published(&lab, &OF_DESKS[0]).len(), requests.len() - 1);
    desk(&tracker, "after a move");

    tracker.change(edit(&requests[1], "priority", "1"));
    tracker.fault("no-service-desk");
    let told = lab.sync().expect(3);
    assert!(told.stdout.contains("404"), "{told:?}");
    assert_eq!(published(&lab, &OF_DESKS[0]).len(), requests.len() - 1);
    tracker.fault("");
    lab.sync().expect(0);
    desk(&tracker, "when the desk answers again");
}

#[test]
fn a_promise_that_is_broken_by_time_alone_is_read_within_the_hour() {
    let mut tracker = Tracker::with(24, "");
    tracker.change(Change::Create("HELP".to_owned()));
    let lab = lab(&tracker, READ_WITH_DESKS);
    lab.run(&["sync", CONNECTION]).expect(0);
    let running = || -> BTreeMap<String, String> {
        let rows = lab.told("sla", &["object_id", "issue_id", "is_ongoing", "is_breached"]).into_values();
        rows.filter(|row| row[1] == "true").map(|row| (row[0].clone(), row[2].clone())).collect()
    };
    let before = running();
    assert!(before.values().any(|is_breached| is_breached == "false"), "{before:?}");
    tracker.change(Change::Pass(100_000));
    lab.run(&["sync", CONNECTION]).expect(0);
    assert_eq!(running(), before, "no issue tells");
    lab.execute("update sync.children set listed_at = listed_at - interval 61 minute where stream = 'request'");
    let asked =
        || tracker.practice().received().iter().filter(|seen| seen.target.contains("expand=participant")).count();
    let requests = asked();
    lab.run(&["sync", CONNECTION]).expect(0);
    assert!(running().values().all(|is_breached| is_breached == "true"), "{:?}", running());
    assert_eq!(asked() - requests, before.len(), "those that run alone");
}

#[test]
fn an_issue_is_explained_by_its_id_and_by_its_key() {
    let tracker = Tracker::with(8, "");
    let lab = lab(&tracker, "datasets = [\"issue\"]");
    lab.sync_first(&tracker);
    for name in ["10001", "ENG-1"] {
        let told = lab.run(&["explain", "issue", name]).expect(0);
        assert!(told.stdout.contains("issue 10001") && !told.stdout.contains("never seen"), "{name}: {told:?}");
    }
    let told = lab.run(&["explain", "issue", "ENG-999"]).expect(0);
    assert!(told.stdout.contains("never seen"), "{told:?}");
}
