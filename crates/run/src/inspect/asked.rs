//! Who answers a question about a connection: its holder on the control socket, or its database.

use super::status::{self, Status};
use super::{audit, explain};
use crate::connection::copied;
use crate::connection::opened::{Opened, Paths};
use crate::connection::progress::Progress;
use crate::plan::setting::Settings;
use catchment_base::clock;
use catchment_base::disk;
use catchment_base::error::{Error, Kind, Result};
use catchment_io::control;
use catchment_lake::db::Db;
use catchment_source::config::{Config, Connection};
use serde::de::DeserializeOwned;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a holder that does not answer is waited for, and how often it is asked.
const PATIENCE: Duration = Duration::from_secs(5);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Where the answer comes from.
pub enum Asked {
    /// What the holder of the connection answered.
    Holder(String),
    /// Nobody holds it: its database, opened.
    Database(Box<Opened>),
}

/// Asks the holder of a connection, or opens its database where there is none.
pub fn ask(config: &Config, name: &str, question: &str) -> Result<Asked> {
    ask_by(config, name, question, control::ask)
}

/// The same for what takes the holder long.
pub fn ask_patiently(config: &Config, name: &str, question: &str) -> Result<Asked> {
    ask_by(config, name, question, control::ask_patiently)
}

/// How a question is put to the holder behind a socket.
type Asks = fn(&Path, &str) -> Result<Option<String>>;

fn ask_by(config: &Config, name: &str, question: &str, ask: Asks) -> Result<Asked> {
    let paths = Paths::of(&config.data_dir, &config.connection(name)?.name);
    let word = question.split(' ').next().unwrap_or_default();
    let until = clock::instant() + PATIENCE;
    loop {
        if let Some(answer) = ask(&paths.socket, question)? {
            return Ok(Asked::Holder(answer));
        }
        match open_synced(config, name, word) {
            // A sync answers as soon as it has opened its database.
            Err(error) if error.kind() == Kind::Busy && clock::instant() < until => clock::pause(LOOK_AGAIN),
            opened => return Ok(Asked::Database(Box::new(opened?))),
        }
    }
}

/// What the holder of a connection answered.
pub fn read<T: DeserializeOwned>(answer: &str) -> Result<T> {
    serde_json::from_str(answer)
        .map_err(|cause| Error::failed("the response of the running sync cannot be read").because(cause))
}

/// Whether a connection was ever synced, and so has a database.
pub fn is_synced(config: &Config, name: &str) -> bool {
    disk::exists(&Paths::of(&config.data_dir, name).database)
}

/// The database of a connection that was synced before.
pub fn open_synced(config: &Config, name: &str, doing: &str) -> Result<Opened> {
    if !is_synced(config, &config.connection(name)?.name) {
        return Err(Error::failed("the connection has not been synced yet").hint(format!("catchment sync {name}")));
    }
    Opened::open(config, name, doing)
}

/// What holds a connection while it is synced, as far as it answers questions about it.
pub struct Holder {
    /// A connection to the database, from which each question gets one of its own.
    pub db: Mutex<Db>,
    /// What is synced.
    pub connection: Connection,
    /// What its settings ask for.
    pub settings: Settings,
    /// Where its files lie.
    pub data_dir: PathBuf,
    /// How far the sync is.
    pub progress: Arc<Progress>,
    /// Whoever makes a backup: there is one place for a copy that is under way.
    pub backing_up: Mutex<()>,
}

impl Holder {
    /// What it answers.
    pub fn answer(&self, question: &str) -> Result<String> {
        let db = &self.db.lock().unwrap_or_else(PoisonError::into_inner).another()?;
        let Self { connection, progress, .. } = self;
        if let Some(to) = question.strip_prefix("backup ") {
            let _alone = self.backing_up.try_lock().map_err(|_| Error::failed("another backup is being made"))?;
            let backed_up =
                copied::copy(db, &Paths::of(&self.data_dir, &connection.name), &connection.name, Path::new(to))?;
            return Ok(json!(backed_up).to_string());
        }
        // An id may hold spaces.
        match question.splitn(3, ' ').collect::<Vec<_>>()[..] {
            ["status"] => {
                let waiting = progress.waiting().map(Into::into);
                let status = Status { running: true, waiting, ..status::of(db, connection)? };
                serde_json::to_string(&status)
                    .map_err(|cause| Error::failed("the status cannot be written").because(cause))
            }
            ["audit", name] => {
                let (settings, waits) = (&self.settings, &progress.waits());
                audit::answer(db, &audit::Asking { connection, settings, waits, is_held: true }, name)
            }
            ["explain", stream, id] => Ok(json!(explain::of(db, connection, stream, id)?).to_string()),
            _ => Err(Error::usage(format!("the question {question} is not known here"))),
        }
    }
}
