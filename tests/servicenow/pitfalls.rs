//! What goes wrong in connectors that read ServiceNow, by `docs/pitfalls.md`: what no other test proves as a whole.

use super::{INCIDENTS, Instance as Scripted, Running};
use crate::support::instance::{Instance, visible};
use crate::support::lab::{CONNECTION, Lab};
use crate::support::server::{Reply, Script, Seen, Server};
use catchment_practice::servicenow::{Change, Options};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use url::{Url, form_urlencoded};

const TIMES: &[&str] = &["sys_id", "sys_mod_count", "sys_updated_on"];

/// An instance with so many incidents, and these faults.
pub(super) fn instance(records: usize, faults: &str) -> Instance {
    let faults = if faults.is_empty() { Default::default() } else { faults.parse().unwrap() };
    Instance::start(Options { records, faults, password: "practice-token".to_owned(), ..Options::default() })
}

/// A lab that reads it, with these lines of its connection.
pub(super) fn lab(instance: &Instance, settings: &str) -> Lab {
    let lab = Lab::let_in("practice-token");
    lab.describe(&instance.settings(), settings);
    lab
}

/// Asserts that a dataset holds the rows of a table that the account sees.
pub(super) fn is_whole(lab: &Lab, instance: &Instance, dataset: &str, table: &str, when: &str) {
    let (published, there) = (lab.told(dataset, TIMES), visible(instance.practice(), table, &TIMES[1..]));
    let ids: BTreeSet<&String> = published.keys().chain(there.keys()).collect();
    let wrong: Vec<&String> = ids.into_iter().filter(|id| published.get(*id) != there.get(*id)).collect();
    assert!(wrong.is_empty(), "{when}: {} rows of {dataset} differ, {:?} first", wrong.len(), wrong.first());
}

#[test]
fn rows_that_move_while_they_are_paged_and_a_second_of_thousands_are_all_read() {
    let mut instance = instance(80, "");
    let table = || "cmdb_rel_ci".to_owned();
    let lab = lab(&instance, "tables = [{ name = \"cmdb_rel_ci\" }]\npage_size = 2\ncensus_every = \"24h\"");
    let ids: Vec<String> = instance.practice().truth("cmdb_rel_ci").into_iter().map(|fact| fact.sys_id).collect();
    // Between the pages of the first listing rows that were read change and go, and others come.
    for (request, change) in [
        (5, Change::Touch { table: table(), rows: 4 }),
        (6, Change::Delete { table: table(), sys_id: ids[1].clone() }),
        (7, Change::InsertOld { table: table(), created: "2001-02-03 04:05:06".to_owned() }),
        (8, Change::Insert { table: table(), rows: 3 }),
    ] {
        instance.practice().change_at(request, change);
    }
    lab.sync().expect(0);
    assert!(instance.practice().requests() > 8, "the first listing has too few pages");
    // And between those of the next listing of changes, whose rows have one time.
    let request = instance.practice().requests();
    instance.practice().change_at(request + 4, Change::Touch { table: table(), rows: 5 });
    instance.practice().change(Change::Touch { table: table(), rows: 7 }).unwrap();
    lab.sync().expect(0);
    lab.describe(&instance.settings(), "tables = [{ name = \"cmdb_rel_ci\" }]\npage_size = 2");
    lab.sync().expect(0);
    is_whole(&lab, &instance, "cmdb_rel_ci", "cmdb_rel_ci", "after rows moved");

    instance.change(Change::Insert { table: table(), rows: 5_000 });
    let settings = "tables = [{ name = \"cmdb_rel_ci\" }]\npage_size = 700\ncensus_every = \"24h\"";
    lab.describe(&instance.settings(), settings);
    let before = instance.practice().requests();
    lab.sync().expect(0);
    is_whole(&lab, &instance, "cmdb_rel_ci", "cmdb_rel_ci", "after 5,000 rows in one second");
    let asked = instance.practice().requests() - before;
    assert!((8..=16).contains(&asked), "{asked} requests for 5,000 rows of one second");
}

#[test]
fn a_table_that_is_refused_is_open_by_itself_and_no_limit_removes_another() {
    let instance = instance(12, "forbidden-table=problem, 429-zero=2");
    let lab = lab(&instance, "tables = [\"incident\", \"problem\", \"knowledge\"]");
    let told = lab.sync().expect(3);
    let open = lab.status()["open"].clone();
    let open: BTreeSet<&str> = open.as_array().unwrap().iter().map(|row| row["stream"].as_str().unwrap()).collect();
    assert_eq!(open, BTreeSet::from(["problem"]), "{}", told.stdout);
    assert!(told.stdout.contains("403"), "{}", told.stdout);
    is_whole(&lab, &instance, "incident", "incident", "beside a refused table");
    is_whole(&lab, &instance, "knowledge_article", "kb_knowledge", "beside a refused table");
}

#[test]
fn a_field_that_access_rules_hide_is_told_until_a_record_has_it() {
    let mut instance = instance(6, "hidden-field=task:description");
    let lab = lab(&instance, "tables = [\"incident\"]");
    let told = "no record has incident.description: ";
    let first = lab.sync().expect(0).stdout;
    assert!(first.contains(told), "{first}");
    assert!(lab.sync().expect(0).stdout.contains(told), "a quiet sync says it as well");
    instance.fault("");
    instance.change(Change::Touch { table: "incident".to_owned(), rows: 1 });
    let after = lab.sync().expect(0).stdout;
    assert!(!after.contains("no record has"), "{after}");
}

#[test]
fn what_happened_stays_whatever_a_listing_lacks_and_waits_for_no_consent() {
    let mut instance = instance(60, "");
    let lab = lab(
        &instance,
        "tables = [\"incident\"]\ndatasets = [\"journal_entry\"]\ncensus_every = \"0m\"\nmax_deleted_share = 0.01",
    );
    lab.sync().expect(0);
    let entries = lab.rows_of("journal_entry").num_rows();
    let table = "sys_journal_field".to_owned();
    for entry in instance.practice().truth(&table).into_iter().take(5) {
        instance.change(Change::Delete { table: table.clone(), sys_id: entry.sys_id });
    }
    let told = lab.sync().expect(0).stdout;
    assert!(!told.contains("would be deleted"), "{told}");
    assert_eq!(lab.rows_of("journal_entry").num_rows(), entries);
}

#[test]
fn a_record_without_an_id_is_no_row_and_open_until_it_has_one() {
    let mut instance = instance(12, "blank-every=incident:4");
    let lab = lab(&instance, "tables = [\"incident\"]");
    let told = lab.sync().expect(3);
    assert!(told.stdout.contains("without an id"), "{}", told.stdout);
    assert_eq!(lab.rows_of("incident").num_rows(), 9);
    lab.sync().expect(3);
    instance.fault("");
    lab.sync().expect(0);
    is_whole(&lab, &instance, "incident", "incident", "when all have ids");
}

#[test]
fn a_class_change_is_no_deletion_and_lost_access_is_told_apart() {
    let mut instance = instance(24, "");
    // Its answers are dated by the clock that dates the audit.
    instance.set(|options| options.own_clock = true);
    let lab = lab(&instance, "tables = [\"cmdb\"]");
    lab.sync_first(&instance);
    let all = lab.rows_of("ci").num_rows();
    let servers: Vec<String> =
        instance.practice().truth("cmdb_ci_server").into_iter().map(|fact| fact.sys_id).collect();
    let (table, class) = ("cmdb_ci".to_owned(), "cmdb_ci_computer".to_owned());
    instance.change(Change::Reclass { table: table.clone(), sys_id: servers[0].clone(), class });
    instance.change(Change::Delete { table, sys_id: servers[1].clone() });
    instance.change(Change::Hide { sys_id: servers[2].clone() });
    lab.sync().expect(3);
    assert_eq!(lab.rows_of("ci").num_rows(), all - 2);
    assert_eq!(lab.told("ci", &["sys_id", "sys_class_name"])[&servers[0]], ["cmdb_ci_computer"]);
    let gone = "select object_id, reason from sync.deletion where stream = 'ci' and state = 'deleted'";
    let gone: Vec<(String, String)> = lab.open().query(gone, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let gone: BTreeMap<String, String> = gone.into_iter().collect();
    let expected = [(&servers[1], "purged"), (&servers[2], "no_access")];
    assert_eq!(gone, expected.map(|(id, reason)| (id.clone(), reason.to_owned())).into());
}

#[test]
fn what_the_instance_does_not_have_ends_the_sync_before_anything_is_read() {
    let instance = instance(8, "");
    for (tables, words) in [
        ("[\"incident\", \"u_asset_laon\"]", "the instance has no table u_asset_laon"),
        ("[{ name = \"incident\", fields = [\"asigned_to\"] }]", "the table incident has no field asigned_to"),
        ("[{ name = \"incident\", fields = [\"work_notes\"] }]", "is a journal"),
        ("[{ name = \"incident\", fields = [\"watch_list\"] }]", "is a list of people"),
        ("[{ name = \"incident\", classes = { nmber = \"plain\" } }]", "the table incident has no field nmber"),
    ] {
        let lab = lab(&instance, &format!("tables = {tables}"));
        let told = lab.sync().expect(2);
        assert!(told.stderr.contains(words), "{tables}: {told:?}");
        assert_eq!(lab.generation(), None);
    }
    // Names of tables are words as well.
    let lab = lab(&instance, "tables = [\"u_asset_loan\"]");
    lab.sync_first(&instance);
    is_whole(&lab, &instance, "u_asset_loan", "u_asset_loan", "by its name alone");
}

#[test]
fn an_instance_in_another_zone_ends_the_first_sync() {
    let mut instance = instance(8, "zoned-literals");
    instance.set(|options| options.time_zone = "America/New_York".to_owned());
    let lab = lab(&instance, "tables = [\"incident\"]");
    let told = lab.sync().expect(6);
    assert!(told.stderr.contains("another zone"), "{told:?}");
    assert_eq!(lab.generation(), None);
}

#[test]
fn people_are_read_though_nothing_describes_them() {
    let instance = instance(8, "no-dictionary");
    let lab = lab(&instance, "tables = [\"incident\"]\ndatasets = [\"user_account\"]");
    let told = lab.sync().expect(0);
    assert!(told.stdout.contains("fields for passwords are not told from others"), "{told:?}");
    assert_eq!(lab.rows_of("user_account").num_rows(), instance.practice().truth("sys_user").len());
}

#[test]
fn an_instance_that_is_down_ends_the_first_sync_before_anything_is_read() {
    let script = Script::default().with(|_| true, |_| Reply::of(503, "text/plain", &[], "down"));
    let running = Running { instance: Arc::default(), server: Server::start(script) };
    let home = running.home("tables = [\"incident\", \"change\", \"problem\", \"cmdb\"]");
    home.follow().ends(1);
    assert!(running.requests() <= 10, "{:?}", running.server.targets());
    assert!(!home.dir().join("lake/wiki/current").exists());
}

#[test]
fn an_instance_that_returns_the_same_page_for_ever_is_an_error_by_name() {
    let scripted = Arc::new(Mutex::new(Scripted::new(20)));
    let answering = Arc::clone(&scripted);
    // The condition that goes on behind the last record is overlooked.
    let script = Script::default().with(
        |_| true,
        move |seen| {
            let url = Url::parse(&format!("http://instance{}", seen.target)).unwrap();
            let overlooked = |(name, value): (Cow<'_, str>, Cow<'_, str>)| {
                let terms: Vec<&str> = value.split('^').filter(|term| !term.starts_with("sys_id>")).collect();
                (name.into_owned(), terms.join("^"))
            };
            let arguments: Vec<(String, String)> = url.query_pairs().map(overlooked).collect();
            let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(arguments).finish();
            let seen = Seen { target: format!("{}?{query}", url.path()), ..seen.clone() };
            answering.lock().unwrap().answer(&seen)
        },
    );
    let running = Running { instance: scripted, server: Server::start(script) };
    let home = running.home(INCIDENTS);
    let run = home.follow();
    assert!(matches!(run.code, Some(1 | 3)), "{}", run.words());
    assert!(run.words().contains("a page that was read before"), "{}", run.words());
    assert!(running.requests() < 40, "{} requests", running.requests());
}

#[test]
fn a_quiet_poll_of_ten_tables_asks_for_each_once() {
    let instance = instance(20, "");
    let lab = lab(
        &instance,
        "tables = [\"incident\", \"change\", \"problem\", \"knowledge\", \"cmdb\", { name = \"u_asset_loan\" }]\n\
         datasets = [\"journal_entry\", \"user_account\", \"user_group\"]\ncensus_every = \"24h\"",
    );
    lab.sync().expect(0);
    let before = instance.practice().received().len();
    lab.sync().expect(0);
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for request in &instance.practice().received()[before..] {
        let path = request.target.split('?').next().unwrap();
        *asked.entry(path.rsplit('/').next().unwrap().to_owned()).or_default() += 1;
    }
    // Beside them who is answered, the audit of deletions, and the time zone by the newest change of one table.
    assert_eq!((asked.len(), asked.values().sum::<usize>()), (11, 13), "{asked:?}");
    assert_eq!(instance.practice().offences(), Vec::<String>::new());
}

#[test]
fn a_record_that_changes_without_a_time_of_change_is_read_once_it_is_counted_or_read_again() {
    let mut instance = instance(30, "");
    let told = |lab: &Lab, id: &str| lab.told("incident", &["sys_id", "short_description"])[id][0].clone();
    let listing = lab(&instance, "tables = [\"incident\"]\ncensus_every = \"0m\"");
    let rereading = lab(&instance, "tables = [{ name = \"incident\", reread_every = \"0m\" }]");
    let of_all = lab(&instance, "tables = [\"incident\"]\nreread_every = \"0m\"");
    let labs = [&listing, &rereading, &of_all];
    labs.iter().for_each(|lab| drop(lab.run(&["sync", CONNECTION]).expect(0)));
    let ids: Vec<String> = visible(instance.practice(), "incident", &[]).into_keys().take(2).collect();
    for (id, is_counted) in ids.iter().zip([true, false]) {
        instance.change(Change::Overwrite {
            table: "incident".to_owned(),
            sys_id: id.clone(),
            field: "short_description".to_owned(),
            value: "imported".to_owned(),
            is_counted,
        });
    }
    labs.iter().for_each(|lab| drop(lab.run(&["sync", CONNECTION]).expect(0)));
    for lab in [&rereading, &of_all] {
        assert_eq!(ids.iter().map(|id| told(lab, id)).collect::<Vec<_>>(), ["imported", "imported"]);
        is_whole(lab, &instance, "incident", "incident", "read again");
    }
    let seen: Vec<bool> = ids.iter().map(|id| told(&listing, id) == "imported").collect();
    assert_eq!(seen, [true, false], "a complete listing shows how often each was changed");
}
