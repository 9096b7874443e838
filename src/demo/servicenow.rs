//! What a demo shows of ServiceNow: incidents with their work notes.

use super::show::{Question, Show};
use catchment_base::error::Result;
use catchment_practice::servicenow::{self, Change, Options, Practice};
use std::path::Path;

/// An instance with some hundred incidents.
pub struct Desk {
    instance: Practice,
    username: String,
    password: String,
    /// Incidents by their numbers, as `sys_id`.
    incidents: Vec<String>,
}

/// How many incidents there are at first.
const INCIDENTS: usize = 400;
const INCIDENT: &str = "incident";
/// A work note with what redaction is for.
const NOTE: &str =
    "Called Dana Whitfield back on +1 202-555-0143, card 4111 1111 1111 1111; write to dana@example.com.";

impl Show for Desk {
    const CONNECTION: &'static str = "itsm";
    const CHANGE: &'static str =
        "an incident was resolved and noted, two were opened, one was deleted, and a field was added";
    const DATASETS: &'static [&'static str] =
        &["incident", "journal_entry", "user_account", "user_group", "deleted_object"];
    const QUESTIONS: &'static [Question] = &[
        (
            "How many incidents are in each state, and since when?",
            "select state_display, count(*) as incidents, min(opened_at) as first_opened\nfrom $now.incident\ngroup by all order by incidents desc, state_display;",
        ),
        (
            "What did redaction leave of work notes and comments?",
            "select incident.number, entry.element, entry.value\nfrom $now.journal_entry as entry\ninner join $now.incident as incident on incident.sys_id = entry.element_id\nwhere contains(entry.value, '[')\norder by entry.sys_created_on desc, entry.sys_id limit 5;",
        ),
        (
            "Which groups have the most open incidents?",
            "select user_group.name, count(*) as open, count(distinct incident.assigned_to) as people\nfrom $now.incident as incident\ninner join $now.user_group as user_group on user_group.sys_id = incident.assignment_group\nwhere incident.active\ngroup by all order by open desc, user_group.name;",
        ),
        (
            "Who reports most, without a name?",
            "select caller.sys_id as caller, caller.title, count(*) as incidents\nfrom $now.incident as incident\ninner join $now.user_account as caller on caller.sys_id = incident.caller_id\ngroup by all order by incidents desc, caller limit 3;",
        ),
    ];
    const CHANGES: &'static [Question] = &[
        (
            "What did the second sync change?",
            "select\n    coalesce(now.number, was.number) as number,\n    was.state_display as old_state,\n    now.state_display as new_state,\n    was.sys_mod_count as old_changes,\n    now.sys_mod_count as new_changes\nfrom $now.incident as now\nfull join $was.incident as was on was.sys_id = now.sys_id\nwhere (was.state, was.sys_mod_count) is distinct from (now.state, now.sys_mod_count)\norder by number;",
        ),
        (
            "What is gone, and on what evidence?",
            "select stream, object_id, reason, evidence\nfrom $now.deleted_object\norder by stream, reason, object_id;",
        ),
    ];

    async fn start(_: Option<&Path>, is_changed: bool) -> Result<Self> {
        let options = Options { records: INCIDENTS, own_clock: true, ..Options::default() };
        let (username, password) = (options.username.clone(), options.password.clone());
        let instance = servicenow::start(options).await?;
        let mut incidents: Vec<(String, String)> = instance
            .truth(INCIDENT)
            .into_iter()
            .map(|fact| (fact.values.get("number").cloned().unwrap_or_default(), fact.sys_id))
            .collect();
        incidents.sort();
        let incidents = incidents.into_iter().map(|(_, sys_id)| sys_id).collect();
        let desk = Self { instance, username, password, incidents };
        if is_changed {
            desk.change()?;
        }
        Ok(desk)
    }

    fn settings(&self, secret_file: &str) -> String {
        format!(
            "source = \"servicenow\"\nurl = \"{}\"\nusername = \"{}\"\npassword = \"file:{secret_file}\"\n\
             tables = [\"incident\", \"change\", \"problem\", \"knowledge\", \"cmdb\"]\n\
             datasets = [\"journal_entry\", \"user_account\", \"user_group\"]\ndisplay_values = \"both\"\n",
            self.instance.url(),
            self.username
        )
    }

    fn secret(&self) -> &str {
        &self.password
    }

    fn change(&self) -> Result<bool> {
        script(&self.incidents).into_iter().try_for_each(|change| self.instance.change(change).map(drop))?;
        Ok(true)
    }

    fn next(&self) -> Vec<String> {
        let example = self.incidents.first().map(|sys_id| format!("explain {INCIDENT} {sys_id}"));
        [
            Some("report incidents_by_group".to_owned()),
            Some("query \"select number, short_description from incident limit 10\"".to_owned()),
            example,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// What happens between the two syncs to these incidents.
fn script(incidents: &[String]) -> Vec<Change> {
    let [changed, deleted, ..] = incidents else { return Vec::new() };
    let table = || INCIDENT.to_owned();
    let update = |field: &str, value: &str| Change::Update {
        table: table(),
        sys_id: changed.clone(),
        field: field.to_owned(),
        value: value.to_owned(),
    };
    vec![
        update("state", "6"),
        update("work_notes", NOTE),
        Change::Insert { table: table(), rows: 2 },
        Change::Delete { table: table(), sys_id: deleted.clone() },
        Change::AddField { table: table(), field: "u_floor".to_owned(), kind: "integer".to_owned() },
        update("u_floor", "4"),
    ]
}
