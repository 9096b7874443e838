//! Removes landed responses that are old enough and hold no newest version of any object. Whatever reads the responses
//! again, above all staging everything anew, yields the same rows without them.

use crate::connection::opened::Opened;
use crate::inspect::asked::open_synced;
use crate::schema::{fields, relation};
use catchment_base::error::{Error, Kind, Result};
use catchment_base::{clock, failpoint};
use catchment_lake::db::{Db, identifier, literal, params};
use catchment_lake::land;
use catchment_lake::transform::{Model, prove};
use catchment_source::Source;
use catchment_source::config::Config;
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::{BTreeMap, HashSet};

/// How often a sync does it.
const EVERY: TimeDelta = TimeDelta::hours(24);

/// The outcome of a vacuum.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Vacuumed {
    /// Responses removed.
    pub responses: u64,
    /// Bytes of them, as sealed.
    pub bytes: u64,
    /// Files removed that belonged to no response any more, as a crash leaves them.
    pub strays: u64,
    /// Responses that stay.
    pub kept: u64,
}

/// Removes what is not needed any more of a connection's landed responses.
pub fn vacuum(config: &Config, name: &str) -> Result<Vacuumed> {
    let opened = open_synced(config, name, "vacuum")?;
    let models = fields::models(Some(&opened.db), &opened.connection)?;
    let vacuumed = remove(&opened, &models)?;
    opened.db.checkpoint()?;
    Ok(vacuumed)
}

/// At the end of a sync, once in [`EVERY`]: the same; gives how many responses were removed.
pub fn once_a_day(opened: &Opened, models: &[Model]) -> Result<u64> {
    let last: Option<NaiveDateTime> = opened.db.query_value("select vacuumed_at from sync.identity", [])?;
    match last {
        Some(last) if clock::now() - last < EVERY => return Ok(0),
        // Nothing can be old at a first sync.
        None => {
            note(opened)?;
            return Ok(0);
        }
        Some(_) => {}
    }
    remove(opened, models).map(|vacuumed| vacuumed.responses)
}

fn note(opened: &Opened) -> Result<()> {
    opened.db.execute("update sync.identity set vacuumed_at = ?", params![clock::now()]).map(drop)
}

fn remove(opened: &Opened, models: &[Model]) -> Result<Vacuumed> {
    let staged: Vec<&Model> = models.iter().filter(|model| model.schema == opened.connection.source).collect();
    for model in &staged {
        refuse_changed(opened, model)?;
    }
    mark(&opened.db, catchment_source::of(&opened.connection)?, &staged)?;
    let retention = TimeDelta::from_std(opened.connection.raw_retention)
        .map_err(|cause| Error::usage("raw_retention is too long").because(cause))?;
    let mut vacuumed = remove_rows(opened, clock::now() - retention)?;
    remove_files(opened, &mut vacuumed)?;
    note(opened)?;
    vacuumed.kept = opened.db.query_value("select count(*) from land.response", [])?;
    Ok(vacuumed)
}

/// A model that has changed since the last sync may take another version for the newest: it has to be staged first.
fn refuse_changed(opened: &Opened, model: &Model) -> Result<()> {
    let fingerprint =
        relation::fingerprint(&prove(&opened.db, model)?, &opened.connection.redaction, opened.keys.id())?;
    let held = opened.db.query_first(
        "select fingerprint from sync.relation where relation = ?",
        params![model.relation()],
        |row| row.get::<_, String>(0),
    )?;
    if held.is_none_or(|held| held == fingerprint) {
        return Ok(());
    }
    Err(Error::new(Kind::Refused, format!("{} is staged by another version of its model", model.relation()))
        .hint(format!("catchment sync {}", opened.connection.name)))
}

/// Notes which responses are needed and how far each stream is staged, in temporary tables. A stream that a relation
/// without rows would be staged from is not staged at all.
fn mark(db: &Db, source: &dyn Source, models: &[&Model]) -> Result<()> {
    db.execute_batch(
        "create or replace temporary table needed_response as
             select landed_seq as seq from sync.quarantine where state <> 'resolved' and landed_seq is not null;
         create or replace temporary table staged_stream (stream varchar, staged_to bigint)",
    )?;
    let mut staged_to: BTreeMap<&str, i64> = BTreeMap::new();
    for model in models {
        let relation = model.relation();
        let to =
            db.query_first("select staged_to from sync.relation where relation = ?", params![relation], |row| {
                row.get::<_, i64>(0)
            })?;
        if to.is_some() {
            db.execute(&format!("insert into needed_response (seq) {}", needed_for(model)), [])?;
        }
        for stream in relation::landed(source, model) {
            let least = staged_to.entry(stream).or_insert(i64::MAX);
            *least = (*least).min(to.unwrap_or(0));
        }
    }
    for (stream, to) in staged_to {
        db.execute(
            "insert into staged_stream (stream, staged_to) values ($stream, $to)",
            params! { stream: stream, to: to },
        )?;
    }
    Ok(())
}

/// The responses that the rows of a relation were made from, and the answers by id or of a census that overrule what came
/// before them.
fn needed_for(model: &Model) -> String {
    let relation = format!("{}.{}", identifier(&model.schema), identifier(&model.name));
    format!(
        "select landed_seq from {relation}
         union all
         select response.seq from land.response as response
         semi join {relation} as held on held.decided_seq = response.seq"
    )
}

fn remove_rows(opened: &Opened, cutoff: NaiveDateTime) -> Result<Vacuumed> {
    let sql = catchment_lake::sql::text("report/removable.sql")?;
    let cutoff = format!("cast({} as timestamp)", literal(&cutoff.to_string()));
    let sql = sql.replace("$cutoff", &cutoff);
    opened.db.execute(&format!("create or replace temporary table removable as {sql}"), [])?;
    let (responses, bytes) = opened
        .db
        .query_first("select count(*), cast(coalesce(sum(bytes), 0) as ubigint) from removable", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .unwrap_or_default();
    opened.db.transaction(|db| db.execute("delete from land.response where seq in (select seq from removable)", []))?;
    failpoint::pass("vacuum.after_rows");
    Ok(Vacuumed { responses, bytes, ..Vacuumed::default() })
}

/// Removes the files of removed responses, and those that belong to none.
fn remove_files(opened: &Opened, vacuumed: &mut Vacuumed) -> Result<()> {
    let removable: Vec<String> =
        opened.db.query("select sealed_file from removable where sealed_file is not null", [], |row| row.get(0))?;
    let removable: HashSet<String> = removable.into_iter().collect();
    for (name, bytes) in land::remove_unnamed(&opened.db, &opened.paths.sealed)? {
        match removable.contains(&name) {
            true => vacuumed.bytes += bytes,
            false => vacuumed.strays += 1,
        }
    }
    Ok(())
}
