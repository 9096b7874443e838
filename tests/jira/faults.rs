//! Each fault of the practice site is met by the connector; here those that no other test switches on.

use super::{are_whole, compared, lab};
use crate::balance::adds_up;
use crate::support::lab::{CONNECTION, Lab, keys, texts};
use crate::support::switches;
use crate::support::tracker::{READ, Tracker, published};
use catchment_practice::jira::{Change, Deployment, Fact, Options, fault_help};
use std::collections::BTreeSet;

const ISSUES: &str = "datasets = [\"issue\"]";
const ALL: &[&str] = &["issue", "issue_custom_field", "changelog", "comment", "worklog", "attachment"];

#[test]
fn limits_mangled_answers_and_a_clock_that_is_off_lose_nothing() {
    let mut tracker =
        Tracker::with(12, "429-for=2:1, 429-absurd=3, trailing=4, 429-bare=7, 429-html=9, bom, clock-skew=1800");
    let lab = lab(&tracker, READ);
    lab.sync_first(&tracker);
    assert!(tracker.practice().requests() >= 9, "not every fault was met");
    are_whole(&lab, &tracker, ALL, "behind limits");

    tracker.change(Change::Touch(4));
    tracker.change(Change::Delete("10003".to_owned()));
    tracker.fault("gzip-members, burst=1, clock-skew=-7200");
    lab.sync().expect(0);
    are_whole(&lab, &tracker, ALL, "one request of a kind in a second");
    lab.run(&["check", CONNECTION]).refused(1, &["the clock of this machine and the site's differ by"]);

    // A login that ends in the middle, and one that is passed over: what is published stays.
    let (generation, rows) = (lab.generation(), lab.rows_of("issue").num_rows());
    tracker.change(Change::Touch(2));
    tracker.fault("expired=2");
    lab.sync().refused(1, &["401"]);
    tracker.fault("anonymous");
    lab.write("token", "wrong");
    for arguments in [&["sync", CONNECTION][..], &["sync", CONNECTION, "--allow-deletions"]] {
        let told = lab.run(arguments).refused(1, &["401"]);
        assert!(!told.stdout.contains("--allow-deletions"), "{told:?}");
        assert_eq!((lab.generation(), lab.rows_of("issue").num_rows()), (generation, rows));
    }
    let listed = "select count(*) from sync.walk where run_id = (select max(run_id) from sync.run) and kind <> 'look'";
    assert_eq!(lab.open().query_value::<i64, _>(listed, []).unwrap(), 0);
    lab.write("token", "practice-token");
    tracker.fault("");
    lab.sync().expect(0);
    are_whole(&lab, &tracker, ALL, "with the right token again");
}

#[test]
fn what_is_shown_after_a_token_was_withdrawn_is_no_evidence() {
    let mut tracker = Tracker::with(40, "");
    let lab = lab(&tracker, &format!("{ISSUES}\ncensus_every = \"0m\"\nmax_deleted_share = 1.0"));
    lab.sync_first(&tracker);
    let rows = lab.rows_of("issue").num_rows();
    let asked = tracker.practice().requests();
    for from in 2..=asked {
        tracker.change(Change::Touch(2));
        tracker.fault(&format!("anonymous-from={from}"));
        // A run of fewer requests ends before that.
        let told = lab.sync();
        assert!(matches!(told.code, Some(0 | 1)), "from {from}: {told:?}");
        assert_eq!(lab.rows_of("issue").num_rows(), rows, "from {from}: {told:?}");
        tracker.fault("");
        lab.sync().expect(0);
        are_whole(&lab, &tracker, &["issue"], &format!("after a token was withdrawn at request {from}"));
    }
}

#[test]
fn times_that_the_search_refuses_are_a_gap_until_it_takes_them() {
    let mut tracker = Tracker::with(12, "epoch-refused");
    let lab = lab(&tracker, ISSUES);
    lab.sync_first(&tracker);
    tracker.change(Change::Touch(3));
    let told = lab.sync().expect(3);
    assert!(told.stdout.contains("400"), "{told:?}");
    tracker.fault("");
    lab.sync().expect(0);
    are_whole(&lab, &tracker, &["issue"], "when times are taken");
}

/// The streams with something open.
fn open(lab: &Lab) -> BTreeSet<String> {
    let sql = "select distinct stream from sync.quarantine where state = 'open'";
    lab.open().query(sql, [], |row| row.get(0)).unwrap().into_iter().collect()
}

#[test]
fn what_is_forbidden_or_missing_is_a_gap_of_its_own() {
    let mut tracker = Tracker::with(12, "users-forbidden, audit-forbidden, no-agile, no-service-desk");
    let lab = lab(&tracker, "datasets = [\"issue\", \"user\", \"audit_event\", \"board\", \"service_desk\"]");
    let told = lab.sync().expect(3);
    assert!(told.stdout.contains("403") && told.stdout.contains("404"), "{told:?}");
    let gaps = ["audit_event", "board", "service_desk", "user", "user_group"].map(str::to_owned);
    assert_eq!(open(&lab), gaps.into());
    are_whole(&lab, &tracker, &["issue"], "beside what is forbidden");
    tracker.fault("");
    lab.sync().expect(0);
    assert_eq!(open(&lab), BTreeSet::new());
    // Pages of people are short, and some keep their addresses to themselves.
    let people = tracker.practice().truth("user").into_iter().filter(|fact| fact.is_visible);
    let (known, kept): (Vec<Fact>, Vec<Fact>) = people.partition(|fact| fact.value["emailAddress"].is_string());
    let published = texts(&lab.rows_of("user_account"), "email");
    assert!(!kept.is_empty());
    assert_eq!((published.len(), published.iter().flatten().count()), (known.len() + kept.len(), known.len()));
}

/// A site of Data Center.
fn data_center(issues: usize, faults: &str) -> Tracker {
    let faults = faults.parse().unwrap();
    Tracker::start(Options { issues, faults, deployment: Deployment::DataCenter, ..Options::default() })
}

#[test]
fn data_center_is_read_whole_in_pages_that_are_smaller_than_asked_for() {
    let mut tracker = data_center(30, "search-cap=7");
    let lab = lab(&tracker, READ);
    lab.sync_first(&tracker);
    are_whole(&lab, &tracker, ALL, "in pages of seven");
    tracker.change(Change::Touch(3));
    tracker.change(Change::Comment("10002".to_owned(), "New.".to_owned(), true));
    tracker.change(Change::Delete("10004".to_owned()));
    tracker.change(Change::Move("10001".to_owned(), "OPS".to_owned()));
    lab.sync().expect(0);
    are_whole(&lab, &tracker, ALL, "after changes");
}

#[test]
fn what_data_center_cuts_is_a_gap_and_nothing_held_goes() {
    const ASKED: &str = "datasets = [\"issue\", \"changelog\", \"worklog\", \"user\"]\nevery = { user = \"0m\" }";
    const DATASETS: [&str; 3] = ["changelog", "worklog", "user_group"];
    let cut: BTreeSet<String> = DATASETS.map(str::to_owned).into();
    let rows = |lab: &Lab| DATASETS.map(|dataset| lab.rows_of(dataset).num_rows());
    let mut tracker = data_center(8, "list-cap=2");
    // What is shown is kept, and what is not is open from the beginning.
    let first = lab(&tracker, ASKED);
    first.sync().expect(3);
    assert_eq!(open(&first), cut);
    let shown = rows(&first);
    tracker.fault("");
    let lab = lab(&tracker, ASKED);
    lab.sync_first(&tracker);
    let whole = rows(&lab);
    assert!(shown.iter().zip(whole).all(|(shown, whole)| 0 < *shown && *shown < whole), "{shown:?} of {whole:?}");

    tracker.fault("list-cap=2");
    tracker.change(Change::Touch(1));
    let told = lab.sync().expect(3);
    assert!(told.stdout.contains("announces"), "{told:?}");
    // The edit is the newest entry, and so among those that are shown.
    let [changes, worklogs, groups] = whole;
    assert_eq!(
        (open(&lab), rows(&lab)),
        (["changelog", "worklog", "user_group"].map(str::to_owned).into(), [changes + 1, worklogs, groups])
    );
    tracker.fault("");
    for lab in [&lab, &first] {
        lab.sync().expect(0);
        assert_eq!((open(lab), rows(lab)), (BTreeSet::new(), [changes + 1, worklogs, groups]));
        are_whole(lab, &tracker, &["changelog", "worklog"], "when nothing is cut");
    }
}

#[test]
fn voters_and_watchers_that_are_not_shown_are_a_gap_and_not_gone() {
    const ASKED: &str = "datasets = [\"issue\", \"vote\", \"watcher\"]\nevery = { vote = \"0m\", watcher = \"0m\" }";
    let rows = |lab: &Lab| ["vote", "watcher"].map(|dataset| lab.rows_of(dataset).num_rows());
    for deployment in [Deployment::Cloud, Deployment::DataCenter] {
        let mut tracker = Tracker::start(Options { issues: 12, deployment, ..Options::default() });
        let lab = lab(&tracker, ASKED);
        lab.sync_first(&tracker);
        let held = rows(&lab);
        assert!(held.iter().all(|rows| *rows > 0), "{held:?}");
        tracker.fault("voters-hidden");
        lab.sync().expect(3);
        assert_eq!((open(&lab), rows(&lab)), (["vote", "watcher"].map(str::to_owned).into(), held), "{deployment:?}");
        lab.run(&["check", CONNECTION]).refused(3, &["the right to view voters and watchers"]);
        tracker.fault("");
        lab.sync().expect(0);
        assert_eq!((open(&lab), rows(&lab)), (BTreeSet::new(), held), "{deployment:?}");
    }
}

#[test]
fn a_captcha_that_is_wanted_is_told_and_no_password_is_sent_again() {
    let tracker = data_center(4, "captcha=1");
    let lab = Lab::let_in("wrong");
    let url = tracker.practice().url();
    let settings = format!(
        "source = \"jira\"\nurl = \"{url}\"\ndeployment = \"data_center\"\nusername = \"practice\"\npassword = \"file:token\""
    );
    lab.describe(&settings, ISSUES);
    lab.sync().refused(1, &["401"]);
    let asked = tracker.practice().requests();
    assert!(asked <= 2, "{asked} requests with a wrong password");
    lab.sync().refused(1, &["CAPTCHA"]);
    assert!(tracker.practice().requests() <= asked + 2, "{} requests", tracker.practice().requests());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_search_is_begun_anew_before_the_window_of_data_center_ends() {
    let tracker = data_center(11_000, "window=10000");
    let lab = lab(&tracker, ISSUES);
    lab.sync_first(&tracker);
    are_whole(&lab, &tracker, &["issue"], "beyond ten thousand issues");
}

#[test]
fn a_project_that_the_listing_lacks_and_that_answers_to_its_id_stays() {
    let mut tracker = Tracker::with(12, "");
    let lab = lab(&tracker, "datasets = [\"issue\", \"component\"]");
    lab.sync().expect(0);
    let projects = keys(&lab.rows_of("project"));
    tracker.fault(&format!("unlisted={}", projects[0]));
    lab.run(&["sync", CONNECTION]).expect(0);
    assert_eq!(keys(&lab.rows_of("project")), projects);
    adds_up(&lab, &["project"]);
}

#[test]
fn what_an_issue_carries_stands_against_a_listing_that_shows_less() {
    let mut tracker = Tracker::with(12, "embedded=2,bare=changelog");
    let lab = lab(&tracker, READ);
    let told = lab.run(&["sync", CONNECTION]).expect(3).stdout;
    assert!(told.contains("the larger answer stands"), "{told}");
    let carried = lab.rows_of("changelog").num_rows();
    assert!(carried > 0);
    tracker.fault("embedded=2");
    lab.run(&["sync", CONNECTION]).expect(0);
    are_whole(&lab, &tracker, ALL, "once the listing shows all");
    assert!(lab.rows_of("changelog").num_rows() > carried);
    for list in ["changelog", "comment", "worklog"] {
        tracker.change(Change::Touch(4));
        tracker.fault(&format!("embedded=2,bare={list}"));
        let told = lab.run(&["sync", CONNECTION]).expect(3).stdout;
        assert!(told.contains("the larger answer stands"), "{list}: {told}");
        tracker.fault("embedded=2");
        lab.run(&["sync", CONNECTION]).expect(0);
        are_whole(&lab, &tracker, ALL, list);
    }
}

#[test]
fn listings_that_all_show_less_than_their_issues_are_one_gap_and_take_nothing_out() {
    let mut tracker = Tracker::with(60, "embedded=2");
    let lab = lab(&tracker, READ);
    lab.run(&["sync", CONNECTION]).expect(0);
    tracker.change(Change::Touch(60));
    tracker.fault("embedded=2,bare=changelog");
    let told = lab.run(&["sync", CONNECTION]).expect(3).stdout;
    let (rows, open) = (lab.rows_of("changelog").num_rows(), lab.status()["open"].as_array().unwrap().len());
    assert!(told.contains("the changelog listings lack what issue objects show") && open == 1, "{told}");
    lab.run(&["sync", CONNECTION]).expect(3);
    assert_eq!(lab.rows_of("changelog").num_rows(), rows, "a second time as well");
    tracker.fault("embedded=2");
    lab.run(&["sync", CONNECTION]).expect(0);
    are_whole(&lab, &tracker, ALL, "once the listings show all");
}

#[test]
fn an_issue_without_a_member_that_was_asked_for_is_no_issue_without_entries() {
    // Where there is another route it is asked.
    let tracker = Tracker::with(12, "lacks=changelog");
    let cloud = lab(&tracker, READ);
    cloud.run(&["sync", CONNECTION]).expect(0);
    are_whole(&cloud, &tracker, ALL, "with changelogs listed alone");
    for (member, issues) in [("attachment", 12), ("changelog", 12), ("attachment", 60)] {
        let mut tracker = data_center(issues, &format!("lacks={member}"));
        let lab = lab(&tracker, READ);
        let told = lab.run(&["sync", CONNECTION]).expect(3).stdout;
        let open = lab.status()["open"].as_array().unwrap().len();
        assert_eq!((open > 1, told.contains("that was asked for")), (issues <= 20, true), "{told}");
        tracker.fault("");
        lab.run(&["sync", CONNECTION]).expect(0);
        are_whole(&lab, &tracker, ALL, member);
    }
}

#[test]
fn worklogs_of_several_issues_with_the_same_ids_are_told() {
    let mut tracker = Tracker::with(40, "numbered-worklogs");
    let lab = lab(&tracker, READ);
    let told = lab.sync().expect(3).stdout;
    assert!(told.contains("use the same ids"), "{told}");
    lab.sync().expect(3);
    tracker.fault("");
    tracker.change(Change::Touch(40));
    lab.sync().expect(0);
}

#[test]
fn every_fault_is_switched_on_by_a_test_of_the_connector() {
    let missing = switches::unmet("jira", &fault_help());
    assert!(missing.is_empty(), "no test runs the connector against these faults: {missing:?}");
}

#[test]
fn what_changes_without_an_update_of_its_issue_is_read_again_by_time() {
    let mut tracker = Tracker::with(20, "");
    let daily = lab(&tracker, READ);
    daily.run(&["sync", CONNECTION]).expect(0);
    let always = lab(&tracker, &format!("{READ}\nreread_every = \"0m\""));
    always.run(&["sync", CONNECTION]).expect(0);
    let ids = |kind: &str| tracker.practice().truth(kind).into_iter().map(|fact| fact.id).collect::<Vec<_>>();
    let (comments, worklogs, files) = (ids("comment"), ids("worklog"), ids("attachment"));
    let number = |ids: &[String], at: usize| ids[at].rsplit(':').next().unwrap().parse::<u64>().unwrap();
    let changes = [
        Change::DeleteComment(number(&comments, 0)),
        Change::EditComment(number(&comments, comments.len() - 1), "said otherwise".to_owned()),
        Change::DeleteWorklog(number(&worklogs, 0)),
        Change::Detach(number(&files, 0)),
    ];
    for change in changes {
        tracker.change(Change::Quietly(Box::new(change)));
    }
    // Each sync of the one reads everything again.
    always.run(&["sync", CONNECTION]).expect(0);
    are_whole(&always, &tracker, ALL, "with everything read again");
    // The other does so after a week, and nothing before.
    let before = tracker.practice().requests();
    daily.run(&["sync", CONNECTION]).expect(0);
    let of_quiet_sync = tracker.practice().requests() - before;
    let told = |lab: &Lab| published(lab, compared("comment"));
    assert_ne!(told(&daily), told(&always), "nothing tells of an issue that is not the newest");
    daily.execute("update sync.census set reread_at = reread_at - interval 8 day where stream = 'issue'");
    daily.run(&["sync", CONNECTION]).expect(0);
    are_whole(&daily, &tracker, ALL, "after a week");
    // That holds for another one.
    let before = tracker.practice().requests();
    daily.run(&["sync", CONNECTION]).expect(0);
    assert_eq!(tracker.practice().requests() - before, of_quiet_sync);
}
