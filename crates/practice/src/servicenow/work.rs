//! Invented tasks: incidents, changes, problems, and how long they took.

use super::maker::{Maker, Person, duration, flag, later, time};
use super::row::Row;
use crate::random::Random;

const TROUBLES: [&str; 8] = [
    "Unable to connect to email",
    "Printer on the second floor prints blank pages",
    "VPN drops every few minutes",
    "Laptop does not start after the update",
    "Shared folder is read-only",
    "Screen flickers at high resolution",
    "Report takes an hour to run",
    "Café terminal shows the wrong prices",
];
const CLOSINGS: [&str; 3] = ["Solved (Permanently)", "Solved (Work Around)", "Not Solved (Not Reproducible)"];

/// What all tasks have. `state` is one of the choices of the table, the last of which is closed.
fn task(maker: &Maker, (table, prefix): (&'static str, &str), ordinal: usize, states: &[&str]) -> (Row, Random) {
    let (life, mut random) = (maker.life(table, ordinal), maker.random(table, ordinal));
    let place = random.below(states.len());
    let is_closed = place + 1 == states.len();
    let caller = maker.someone(&mut random);
    let closed = |value: String| if is_closed { value } else { String::new() };
    let row = Row::of([
        ("number", format!("{prefix}{:07}", 10_001 + ordinal)),
        ("sys_class_name", table.to_owned()),
        ("sys_domain", "global".to_owned()),
        ("active", flag(!is_closed)),
        ("state", states[place].to_owned()),
        ("priority", (1 + random.below(4)).to_string()),
        ("impact", (1 + random.below(3)).to_string()),
        ("urgency", (1 + random.below(3)).to_string()),
        ("short_description", random.pick(&TROUBLES).to_owned()),
        ("description", description(&caller, ordinal)),
        ("opened_at", time(life.created)),
        ("opened_by", maker.user(&mut random)),
        ("closed_at", closed(time(life.modified))),
        ("closed_by", closed(maker.user(&mut random))),
        ("due_date", time(later(life.created, 5))),
        ("assigned_to", if random.one_in(5) { String::new() } else { maker.user(&mut random) }),
        ("assignment_group", maker.group(&mut random)),
        ("cmdb_ci", maker.machine(&mut random)),
        ("watch_list", format!("{},{}", maker.user(&mut random), maker.user(&mut random))),
    ]);
    (row, random)
}

/// Sentences that name somebody; every third holds an e-mail address, every fourth a telephone number.
fn description(person: &Person, ordinal: usize) -> String {
    let mut text = format!("{} reports it since this morning.\nNothing was changed.", person.name);
    if ordinal.is_multiple_of(3) {
        text.push_str(&format!(" Answer to {}.", person.email));
    }
    if ordinal.is_multiple_of(4) {
        text.push_str(&format!(" Call {} before noon.", person.phone));
    }
    text
}

/// An incident.
pub(super) fn incident(maker: &Maker, ordinal: usize) -> Row {
    let (row, mut random) = task(maker, ("incident", "INC"), ordinal, &["1", "2", "3", "6", "7"]);
    let is_solved = ["6", "7"].contains(&row.get("state"));
    let solved = |value: String| if is_solved { value } else { String::new() };
    let problem = maker.id("problem", random.below(problems(maker.records)));
    let own = Row::of([
        ("caller_id", maker.user(&mut random)),
        ("category", random.pick(&["hardware", "network", "software"]).to_owned()),
        ("close_code", solved(random.pick(&CLOSINGS).to_owned())),
        ("close_notes", solved(format!("Told {} by telephone.", maker.someone(&mut random).name))),
        ("problem_id", if random.one_in(4) { problem } else { String::new() }),
        ("resolved_at", solved(time(maker.life("incident", ordinal).modified))),
        ("resolved_by", solved(maker.user(&mut random))),
        ("reopen_count", random.below(3).to_string()),
        ("business_duration", solved(duration(&mut random))),
    ]);
    row.with(own)
}

/// A change request.
pub(super) fn change(maker: &Maker, ordinal: usize) -> Row {
    let (row, mut random) = task(maker, ("change_request", "CHG"), ordinal, &["-5", "-1", "3"]);
    let created = maker.life("change_request", ordinal).created;
    let own = Row::of([
        ("type", random.pick(&["normal", "standard", "emergency"]).to_owned()),
        ("risk", (2 + random.below(3)).to_string()),
        ("start_date", time(later(created, 7))),
        ("end_date", time(later(created, 8))),
        ("requested_by", maker.user(&mut random)),
        ("justification", format!("Wanted by {}.", maker.someone(&mut random).name)),
    ]);
    row.with(own)
}

/// How many problems there are beside so many incidents.
pub(super) fn problems(records: usize) -> usize {
    1 + records / 8
}

/// A problem.
pub(super) fn problem(maker: &Maker, ordinal: usize) -> Row {
    let (row, mut random) = task(maker, ("problem", "PRB"), ordinal, &["101", "104", "107"]);
    let own = Row::of([
        ("known_error", flag(random.one_in(3))),
        ("cause_notes", format!("Found by {}.", maker.someone(&mut random).name)),
        ("workaround", "Restart it twice a day.".to_owned()),
    ]);
    row.with(own)
}

/// What was promised for an incident, and whether it was kept.
pub(super) fn promise(maker: &Maker, ordinal: usize) -> Row {
    let (life, mut random) = (maker.life("task_sla", ordinal), maker.random("task_sla", ordinal));
    let percentage = random.below(15_000);
    Row::of([
        ("task", maker.id("incident", ordinal)),
        ("stage", random.pick(&["in_progress", "completed", "cancelled"]).to_owned()),
        ("has_breached", flag(percentage > 10_000)),
        ("start_time", time(life.created)),
        ("end_time", time(life.modified)),
        ("percentage", format!("{}.{:02}", percentage / 100, percentage % 100)),
        ("business_duration", duration(&mut random)),
    ])
}
