//! Who answers a question about a connection: its holder on the control socket, or its database.

use super::opened::{Opened, Paths};
use super::progress::Progress;
use super::status::{self, Status};
use super::{audit, explain};
use crate::config::{Config, Connection};
use crate::edge::control;
use crate::edge::db::Db;
use crate::edge::disk;
use crate::error::{Error, Result};

/// Where the answer comes from.
pub enum Asked {
    /// What the holder of the connection answered.
    Holder(String),
    /// Nobody holds it: its database, opened.
    Database(Box<Opened>),
}

/// Asks the holder of a connection, or opens its database where there is none.
pub fn ask(config: &Config, name: &str, question: &str) -> Result<Asked> {
    let paths = Paths::of(&config.data_dir, &config.connection(name)?.name);
    if let Some(answer) = control::ask(&paths.socket, question)? {
        return Ok(Asked::Holder(answer));
    }
    let word = question.split(' ').next().unwrap_or_default();
    Ok(Asked::Database(Box::new(open_synced(config, name, word)?)))
}

/// The database of a connection that was synced before.
pub fn open_synced(config: &Config, name: &str, doing: &str) -> Result<Opened> {
    if !disk::exists(&Paths::of(&config.data_dir, &config.connection(name)?.name).database) {
        return Err(Error::failed("it has not been synced yet").hint(format!("catchment sync {name}")));
    }
    Opened::open(config, name, doing)
}

/// What the holder of a connection answers, while its sync is as far as `progress` says.
pub fn answer(db: &Db, connection: &Connection, progress: &Progress, question: &str) -> Result<String> {
    match question.split(' ').collect::<Vec<_>>()[..] {
        ["status"] => {
            let status = Status { waiting: progress.waiting().map(Into::into), ..status::of(db, connection, true)? };
            serde_json::to_string(&status).map_err(|cause| Error::failed("the status cannot be written").because(cause))
        }
        ["audit", name] => audit::answer(db, &progress.waits(), name),
        ["explain", stream, id] => Ok(explain::of(db, connection, stream, id)?.to_string()),
        _ => Err(Error::usage(format!("the question {question} is not known here"))),
    }
}
