//! What is deleted on an instance, moves to another class, leaves the query or is hidden, and what comes back of it.

use crate::support::instance::Instance;
use crate::support::site::{Home, VARIABLE};
use catchment_practice::servicenow::{Change, Options};
use std::collections::BTreeMap;

/// Ten tables.
const TABLES: &str = "tables = [\"incident\", \"change\", \"knowledge\", \"cmdb\", { name = \"u_asset_loan\" },
    { name = \"cmdb_ci_server\" }, { name = \"problem\", query = \"short_descriptionISNOTEMPTY\" }]
    datasets = [\"user_account\", \"user_group\"]";

/// However many records go, they may.
const ALL: &str = "max_deleted_share = 1";

/// An instance whose clock moves with its changes, and a work folder that follows it.
struct Lab {
    instance: Instance,
    home: Home,
}

impl Lab {
    fn new(faults: &str) -> Self {
        let faults = if faults.is_empty() { Default::default() } else { faults.parse().unwrap() };
        let options = Options { faults, records: 20, own_clock: true, ..Options::default() };
        let instance = Instance::start(options);
        let home = Home::let_in(&settings(instance.practice().url(), ALL), "practice-password");
        Self { instance, home }
    }

    /// The record of a table that changed first: nothing in a listing of changes goes by it.
    fn oldest(&self, table: &str) -> String {
        let facts = self.instance.practice().truth(table);
        facts.into_iter().min_by_key(|fact| fact.values["sys_updated_on"].clone()).unwrap().sys_id
    }

    fn change(&mut self, change: Change) {
        self.instance.change(change);
    }

    fn delete(&mut self, table: &str, sys_id: &str) {
        self.change(Change::Delete { table: table.to_owned(), sys_id: sys_id.to_owned() });
    }

    fn describe(&mut self, sys_id: &str, text: &str) {
        let [table, sys_id, field, value] = ["problem", sys_id, "short_description", text].map(str::to_owned);
        self.change(Change::Update { table, sys_id, field, value });
    }

    fn move_to(&mut self, sys_id: &str, class: &str) {
        let [table, sys_id, class] = ["cmdb_ci", sys_id, class].map(str::to_owned);
        self.change(Change::Reclass { table, sys_id, class });
    }

    /// Syncs, and gives the addresses that were asked for.
    fn follow(&self, code: i32) -> Vec<String> {
        let before = self.instance.practice().received().len();
        self.home.follow().ends(code);
        self.instance.practice().received().split_off(before).into_iter().map(|request| request.target).collect()
    }

    /// Each deletion on record by its object: how it stands, why, and on what evidence.
    fn deletions(&self) -> BTreeMap<String, String> {
        let told = "select object_id || ' ' || state || ' ' || reason || ': ' || evidence from sync.deletion";
        let rows = self.home.query(told);
        rows.iter().map(|row| row.split_once(' ').unwrap()).map(|(id, told)| (id.to_owned(), told.to_owned())).collect()
    }
}

fn settings(url: &str, more: &str) -> String {
    format!(
        "source = \"servicenow\"\nurl = \"{url}\"\nusername = \"practice\"\npassword = \"env:{VARIABLE}\"\n\
         requests_per_minute = 60000\nrate_limit_timeout_ms = 10\n{TABLES}\n{more}"
    )
}

#[test]
fn deletions_are_known_by_the_audit_and_what_only_left_its_dataset_is_no_deletion() {
    let mut lab = Lab::new("");
    let of = ["change_request", "sys_user_group", "incident", "u_asset_loan", "cmdb_ci_server", "problem"];
    let [change, group, incident, loan, server, problem] = of.map(|table| lab.oldest(table));
    lab.follow(0);
    let quiet = lab.follow(0);
    let (audit, others): (Vec<&String>, Vec<&String>) = quiet.iter().partition(|target| target.contains("/sys_audit"));
    assert_eq!(
        (audit.len(), others.len()),
        (1, 12),
        "ten tables, the zone by one of them, and who is answered: {quiet:?}"
    );

    // The group is audited for its deletion alone, and of the loan nothing is recorded.
    for (table, id) in [("change_request", &change), ("sys_user_group", &group), ("u_asset_loan", &loan)] {
        lab.delete(table, id);
    }
    lab.delete("incident", &incident);
    lab.change(Change::Undelete { sys_id: incident.clone() });
    lab.move_to(&server, "cmdb_ci_computer");
    lab.describe(&problem, "");
    let asked = lab.follow(0);
    let audit: Vec<&String> = asked.iter().filter(|target| target.contains("/sys_audit")).collect();
    assert_eq!(audit.len(), 1, "{audit:?}");
    assert!(audit[0].contains("tablenameIN") && audit[0].contains("sys_user_group"), "{audit:?}");
    assert!(!asked.iter().any(|target| target.contains(&incident)), "it is said to be back: {asked:?}");
    let gone = lab.deletions();
    assert_eq!(gone.keys().collect::<Vec<_>>(), {
        let mut ids = vec![&change, &group];
        ids.sort();
        ids
    });
    for told in gone.values() {
        assert!(
            told.starts_with("deleted purged: row ") && told.contains(" of sys_audit says that it was deleted"),
            "{told}"
        );
    }

    // The complete listing finds the others, and tells why each lacks.
    lab.change(Change::Hide { sys_id: incident.clone() });
    lab.home.describe(&settings(lab.instance.practice().url(), &format!("{ALL}\ncensus_every = \"0m\"")));
    lab.follow(3);
    let gone = lab.deletions();
    for (id, reason, evidence) in [
        (&loan, "no_access", "no deletion of it on record"),
        (&incident, "no_access", "the site has it, or no deletion of it on record"),
        (&server, "out_of_scope", "it is in cmdb_ci, and its class is cmdb_ci_computer"),
        (&problem, "out_of_scope", "it is in problem and does not fulfil `query`"),
    ] {
        let told = &gone[id];
        assert!(told.starts_with(&format!("deleted {reason}: ")) && told.contains(evidence), "{told}");
    }
    assert_eq!(gone.len(), 6, "{gone:?}");

    // What is recovered is back as it was: no listing of changes shows it.
    lab.home.describe(&settings(lab.instance.practice().url(), ALL));
    lab.change(Change::Undelete { sys_id: change.clone() });
    lab.move_to(&server, "cmdb_ci_server");
    lab.describe(&problem, "It is back.");
    lab.follow(3);
    let gone = lab.deletions();
    let restored = [&change, &server, &problem].map(|id| gone[id].starts_with("restored "));
    let deleted = [&group, &loan, &incident].map(|id| gone[id].starts_with("deleted "));
    assert_eq!((restored, deleted), ([true; 3], [true; 3]), "{gone:?}");
}

#[test]
fn what_the_lesser_listing_names_waits_for_consent_and_for_nothing_else() {
    // The one that covers all is counted and not shown, and nobody may ask for the root of tasks.
    let mut lab = Lab::new("unlisted-table=sys_audit,forbidden-table=task");
    let [change, group] = ["change_request", "sys_user_group"].map(|table| lab.oldest(table));
    lab.follow(0);
    lab.delete("change_request", &change);
    lab.delete("sys_user_group", &group);
    lab.home.execute(
        "insert into sync.quarantine (run_id, stream, scope, kind, object, cause, state, found_at, changed_at)
         select 1, 'problem', '', 'listing', 'problem tombstones', 'as once', 'open', now(), now()",
    );
    lab.home.describe(&settings(lab.instance.practice().url(), "max_deleted_share = 0.01"));
    let asked = lab.follow(6);
    let looks = asked.iter().filter(|target| target.contains(&change)).count();
    assert_eq!((lab.deletions().len(), looks), (0, 0), "{asked:?}");
    assert!(lab.home.open().is_empty(), "another stream stood first when the feed failed, and it was read since");

    // It is said again, for it is not settled.
    lab.home.describe(&settings(lab.instance.practice().url(), ALL));
    lab.follow(0);
    let gone = lab.deletions();
    assert_eq!(gone.keys().collect::<Vec<_>>(), [&change], "nothing but a complete listing shows the group: {gone:?}");
    let told = &gone[&change];
    assert!(
        told.starts_with("deleted purged: ") && told.contains(" of sys_audit_delete says that it was deleted"),
        "{told}"
    );
    assert_eq!(lab.home.query("select listing from sync.tombstone"), ["sys_audit_delete"]);
}
