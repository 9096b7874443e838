//! How runs end, on record: in the database and in the lake, also where a run failed or was refused before it began.

use super::catalog::Followers;
use super::shortfall::Shortfall;
use crate::connection::opened::{Paths, migrate, open_database, take_lock};
use catchment_base::error::{Error, Kind, Result};
use catchment_base::state::RunState;
use catchment_base::{clock, disk, failpoint};
use catchment_lake::db::{Db, params};
use catchment_lake::export;
use catchment_source::config::Config;
use serde_json::json;

/// Records that a run did not finish, and why.
pub fn end_run(db: &Db, run: i64, state: RunState, cause: Option<String>) -> Result<()> {
    failpoint::pass("run.before_end");
    db.execute(
        "update sync.run set state = $state, ended_at = $now, cause = $cause where run_id = $run",
        params! { state: state.as_str(), now: clock::now(), cause: cause, run: run },
    )?;
    Ok(())
}

/// Records the outcome of a finished run.
pub fn conclude(db: &Db, run: i64, shortfall: &Shortfall) -> Result<()> {
    failpoint::pass("run.before_end");
    let state = if shortfall.is_complete() { RunState::Done } else { RunState::Incomplete };
    db.execute(
        "update sync.run set state = $state, ended_at = $now, outcome = $outcome, cause = $cause, open = $open,
            accepted = $accepted, broken_checks = from_json($broken_checks, '[\"varchar\"]'),
            held = from_json($held, '[\"varchar\"]'), refused_deletions = from_json(
                $refused, '[{\"stream\": \"varchar\", \"objects\": \"bigint\", \"held\": \"bigint\", \"evidence\": \"varchar\"}]'
            )
         where run_id = $run",
        params! {
            state: state.as_str(),
            now: clock::now(),
            outcome: shortfall.outcome().to_string(),
            cause: shortfall.cause(),
            open: shortfall.open,
            accepted: shortfall.accepted,
            broken_checks: json!(shortfall.broken_checks).to_string(),
            held: json!(shortfall.held).to_string(),
            refused: json!(shortfall.refused_deletions).to_string(),
            run: run,
        },
    )?;
    Ok(())
}

/// Writes why a sync failed and tells the lake; `begun` is its run, if it came so far. Nothing where another process is at
/// work, or where there is no database yet.
pub fn failure(config: &Config, name: &str, begun: Option<i64>, error: &Error) -> Result<()> {
    let paths = Paths::of(&config.data_dir, name);
    if error.kind() == Kind::Busy || !disk::exists(&paths.database) {
        return Ok(());
    }
    let _lock = take_lock(&paths, name, "sync")?;
    let db = open_database(&paths)?;
    migrate(&db)?;
    if error.kind() != Kind::Interrupted {
        db.transaction(|db| write(db, begun, error.one_line()))?;
    }
    let told = tell(config, name, &db);
    db.checkpoint()?;
    drop(db);
    disk::remove_tree(&paths.spill)?;
    told
}

/// The next sync continues a run with listings under way, and one that was stopped and could not be continued.
fn write(db: &Db, begun: Option<i64>, cause: String) -> Result<()> {
    if let Some(run) = begun {
        let is_under_way: bool = db.query_value("select count(*) > 0 from sync.walk where state = 'open'", [])?;
        return end_run(db, run, if is_under_way { RunState::Interrupted } else { RunState::Failed }, Some(cause));
    }
    let noted = db.execute(
        "update sync.run set cause = ?
         where run_id = (select max(run_id) from sync.run where state in ('running', 'interrupted'))",
        params![cause],
    )?;
    if noted == 0 {
        db.execute(
            "insert into sync.run (state, attempts, started_at, ended_at, version, cause)
             values ('failed', 1, $now, $now, $version, $cause)",
            params! { now: clock::now(), version: env!("CARGO_PKG_VERSION"), cause: cause },
        )?;
    }
    Ok(())
}

/// Tells the lake how the run ended, if it is this database's.
fn tell(config: &Config, name: &str, db: &Db) -> Result<()> {
    let followers = Followers::new(config, name)?;
    let id = db.query_first("select database_id from sync.identity", [], |row| row.get::<_, String>(0))?;
    let Some(id) = id else { return Ok(()) };
    export::refuse(db, followers.lake(), &id)?;
    followers.tell_failed(db)
}
