//! Columns whose settings the records contradict: a member that no record has, values of another class.
//!
//! A misspelt name leaves in clear what it should have hidden, and a wrong class leaves a column empty: neither may pass in
//! silence. Each is one open row a column that says what to mend, with the line, and is resolved when it is mended. An
//! optional member may come late: what counts is everything that was ever read.

use super::fields;
use catchment_base::error::{Error, Result, printable};
use catchment_base::response::{Listing, Unreadable, member, path};
use catchment_base::state::GapKind;
use catchment_lake::db::{Db, identifier, params};
use catchment_lake::land;
use catchment_lake::transform::Model;
use catchment_lake::transform::generate::{Holds, Member, UNFIT};
use catchment_redact::names_somebody;
use catchment_source::config::{Connection, near_match};
use catchment_source::{Columns, Declared, Stream};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Names in a hint, at most.
const MOST_NAMES: usize = 40;

/// A doubt about the settings of a column.
pub struct Doubt {
    /// The path of the member.
    pub path: String,
    /// The error to report, with the line of the settings and a hint.
    pub error: Error,
    /// Whether it is certain enough to be called wrong: there is a member that is spelled alike, or no value fits.
    pub is_certain: bool,
}

/// Opens a row for each column that is in doubt by everything that was read of a stream, and resolves what is mended.
pub fn note(db: &Db, connection: &Connection, run: i64, stream: &Stream, model: &Model) -> Result<()> {
    let Columns::Generated { declared, .. } = stream.columns else { return Ok(()) };
    let seen = fields::seen(db, stream)?;
    let unseen = if seen.is_empty() { Vec::new() } else { fields::unseen(db, stream)? };
    let lacking = declared.iter().filter(|declared| unseen.iter().any(|path| path == declared.path));
    let so_far = format!("no record of {} read so far", stream.name);
    let mut open: Vec<Doubt> = lacking.map(|one| self::lacking(connection, &so_far, one, declared, &seen)).collect();
    let members = fields::members(db, stream)?;
    for (column, records) in unfit(db, stream, model)? {
        let Some(member) = members.iter().find(|member| member.column == column) else { continue };
        open.push(unlike(connection, stream, member, declared, &format!("{records} records"), false));
    }
    let listing = Listing { stream: stream.name, scope: String::new() };
    for doubt in &open {
        let hint = doubt.error.hint_text().unwrap_or_default();
        let cause = format!("{}; {hint}", doubt.error.one_line());
        let unreadable = Unreadable::new(GapKind::Column, printable(&doubt.path), cause);
        land::quarantine(db, run, &listing, &unreadable, None)?;
    }
    let named: Vec<String> = open.iter().map(|doubt| printable(&doubt.path)).collect();
    land::resolve(
        db,
        "kind = $kind and stream = $stream and not list_contains(from_json($named, '[\"varchar\"]'), object)",
        params! { kind: GapKind::Column.as_str(), stream: stream.name, named: json!(named).to_string() },
    )
}

/// In how many rows that are there a column is null because the record holds something else.
fn unfit(db: &Db, stream: &Stream, model: &Model) -> Result<Vec<(String, i64)>> {
    if !model.columns.iter().any(|column| column.name == UNFIT) {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select named.column_name, count(*)
         from (select {} as object_id, unnest(string_split({UNFIT}, ',')) as column_name from {} where {UNFIT} is not null) as named
         anti join sync.deletion as gone on gone.state = 'deleted' and gone.stream = ? and gone.object_id = named.object_id
         group by all order by all",
        identifier(&model.grain[0]),
        model.relation()
    );
    db.query(&sql, params![stream.name], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The doubts that some records of one page leave; `known` are the members that were ever seen, and `unfit` says in how many
/// of the records a column is null because of what stands there.
pub fn of_page(
    connection: &Connection,
    stream: &Stream,
    records: &[&str],
    known: &[String],
    unfit: &BTreeMap<String, u64>,
) -> Vec<Doubt> {
    let Columns::Generated { declared, .. } = stream.columns else { return Vec::new() };
    if records.is_empty() {
        return Vec::new();
    }
    let has = |path: &str| records.iter().filter(|record| member(record, path).is_some()).count();
    let unseen = |one: &&Declared| has(one.path) == 0 && !known.iter().any(|known| known == one.path);
    let there = every_member(records);
    let here = format!("no record of the page of {}", stream.name);
    let mut doubts: Vec<Doubt> =
        declared.iter().filter(unseen).map(|one| lacking(connection, &here, one, declared, &there)).collect();
    for member in fields::members_for(stream, records) {
        if let Some(count) = unfit.get(&member.column) {
            let of = format!("{count} of {} records", records.len());
            let none_fits = has(&member.path) as u64 == *count;
            doubts.push(unlike(connection, stream, &member, declared, &of, none_fits));
        }
    }
    doubts
}

/// The doubt that no record has this member.
fn lacking(connection: &Connection, who: &str, one: &Declared, declared: &[Declared], there: &[String]) -> Doubt {
    let free = there.iter().filter(|path| !declared.iter().any(|declared| declared.path == **path));
    let near = near_match(one.path, free);
    let names: Vec<String> = there.iter().take(MOST_NAMES).map(|path| printable(path)).collect();
    let hint = match &near {
        Some(near) => format!("did you mean `{}`?", printable(near)),
        None => format!("known: {}", names.join(", ")),
    };
    let what = format!("{who} has the member `{}`", printable(one.path));
    let error = connection.own.refuse(one.setting, what, hint);
    Doubt { path: one.path.to_owned(), error, is_certain: near.is_some() }
}

/// The doubt that records hold another class.
fn unlike(
    connection: &Connection,
    stream: &Stream,
    member: &Member,
    declared: &[Declared],
    records: &str,
    is_certain: bool,
) -> Doubt {
    let (name, stream_name) = (printable(&member.path), stream.name);
    let inside = |one: &&Declared| one.path == member.path || path::inside(&member.path, one.path).is_some();
    let setting = declared.iter().find(inside).map_or("", |one| one.setting);
    let (what, hint) = match member.holds {
        Holds::Json => (
            format!(
                "`{name}` is or has a list in {records} of {stream_name}, and members of lists have no columns: the column is null there"
            ),
            "remove the members inside it from `columns`",
        ),
        Holds::Key | Holds::Keys | Holds::Person | Holds::Account => (
            format!(
                "`{name}` is an object or a list instead of one value in {records} of {stream_name}: the column is null there"
            ),
            "give it the class text, which accepts everything, or tell whoever looks after the site",
        ),
        _ => (
            format!("`{name}` is not what `columns` says in {records} of {stream_name}: the column is null there"),
            "give it the class of what it contains; text accepts everything",
        ),
    };
    Doubt { path: member.path.clone(), error: connection.own.refuse(setting, what, hint), is_certain }
}

/// The paths of all members of some records, those of objects inside of them too.
fn every_member(records: &[&str]) -> Vec<String> {
    fn gather(object: &Map<String, Value>, above: &mut Vec<String>, found: &mut Vec<String>) {
        for (name, value) in object.iter().filter(|(name, _)| !names_somebody(name)) {
            above.push(name.clone());
            found.push(path::spelled(above));
            if let Value::Object(inner) = value {
                gather(inner, above, found);
            }
            above.pop();
        }
    }
    let mut found = Vec::new();
    for object in records.iter().filter_map(|record| serde_json::from_str::<Map<_, _>>(record).ok()) {
        gather(&object, &mut Vec::new(), &mut found);
    }
    found.sort();
    found.dedup();
    found
}
