//! Another key for a data directory: what it holds sealed is sealed anew, and the former key is gone.
//!
//! Order: no other process may work on the data directory; every response is opened once, so that nothing is begun that
//! cannot be ended; the next key is written beside the present one; every database is sealed anew, batch by batch, then the
//! refresh tokens; the next key takes the present one's place. Killed anywhere in between, both keys are there, each response says which
//! of them it is sealed with, and the next command that opens a connection goes on from there ([`finish`]). Staged
//! relations know by their fingerprints that another key made them: the next sync builds and publishes them anew.

mod reseal;

use super::login::Tokens;
use super::opened::{self, Paths};
use catchment_base::disk::{self, Lock};
use catchment_base::error::{Error, Kind, Result};
use catchment_base::failpoint;
use catchment_io::key::{self, Keys};
use catchment_lake::land::{self, Sealer, Which};
use catchment_source::config::Config;
pub use reseal::BATCH;
use reseal::{Base, Change};
use std::collections::BTreeSet;

const DOING: &str = "key rotate";

/// The outcome of changing the key.
#[derive(Debug, PartialEq, Eq)]
pub struct Rotated {
    /// The id of the key that is gone.
    pub former_key_id: String,
    /// The id of the key in force.
    pub key_id: String,
    /// Whether an earlier command had begun it.
    pub was_begun: bool,
    /// The connections with databases, and how many landed responses each holds.
    pub connections: Vec<(String, u64)>,
}

/// Changes the key of a data directory, or ends the change that an earlier command began.
pub fn rotate(config: &Config) -> Result<Rotated> {
    let held = RotationLock::take(config)?;
    match Keys::read_next(&config.data_dir)? {
        Some(next) => held.change(next, true),
        None => {
            let present = Keys::read(&config.data_dir)?;
            held.refuse_unopenable(&present)?;
            failpoint::pass("rotate.before_next");
            let next = present.make_next(&config.data_dir)?;
            failpoint::pass("rotate.after_next");
            held.change(next, false)
        }
    }
}

/// Ends a change of the key that was interrupted, if there is one still.
pub fn finish(config: &Config) -> Result<()> {
    let held = RotationLock::take(config)?;
    match Keys::read_next(&config.data_dir)? {
        Some(next) => held.change(next, true).map(drop),
        None => Ok(()),
    }
}

/// The locks of a whole data directory: no other process works on it.
struct RotationLock<'a> {
    config: &'a Config,
    /// Its connections: those that are configured, and those with a database.
    connections: BTreeSet<String>,
    /// What logins left.
    tokens: Tokens,
    _locks: Vec<Lock>,
}

impl<'a> RotationLock<'a> {
    /// Takes the lock of every connection, which tells who has it, and then that of the keys.
    fn take(config: &'a Config) -> Result<Self> {
        // Where there is no key there is nothing to lock either.
        Keys::read(&config.data_dir)?;
        let mut connections: BTreeSet<String> = config.connections.keys().cloned().collect();
        for path in disk::entries(&config.data_dir)? {
            let is_database = path.extension().is_some_and(|ending| ending == "duckdb");
            connections
                .extend(path.file_stem().filter(|_| is_database).map(|name| name.to_string_lossy().into_owned()));
        }
        let take = |name: &String| opened::take_lock(&Paths::of(&config.data_dir, name), name, DOING);
        let mut locks = connections.iter().map(take).collect::<Result<Vec<_>>>()?;
        let keys = Lock::take(&key::lock_file(&config.data_dir), &opened::holder(DOING))?;
        locks.push(keys.map_err(|_| {
            Error::new(Kind::Busy, format!("another command is using {}", config.data_dir.display()))
                .hint("wait for it and run the command again")
        })?);
        Ok(Self { config, connections, tokens: Tokens::hold(&config.data_dir)?, _locks: locks })
    }

    /// Before anything is changed: every database belongs to the present key, and every response of it opens, as the refresh
    /// tokens do.
    fn refuse_unopenable(&self, present: &Keys) -> Result<()> {
        self.tokens.prove(present)?;
        for name in &self.connections {
            let Some(opened) = Base::open(&self.config.data_dir, name)? else { continue };
            let sealer = Sealer::new(present, name)?;
            opened.refuse_other_keys(&[present.id()])?;
            // The next key makes other pseudonyms: nobody could name the person again.
            let is_purging = "select exists (from sync.purge where sought is not null)";
            if opened.db.query_value(is_purging, [])? {
                return Err(Error::new(
                    Kind::Refused,
                    format!("a purge of a person of {name} has not come to its end"),
                )
                .hint(format!("'catchment audit {name} purges' shows what is left: end it first")));
            }
            let mut after = 0;
            loop {
                let responses =
                    land::open_former(&opened.db, (&sealer, &opened.paths.sealed), Which::Every, after, BATCH)?;
                let Some(last) = responses.last() else { break };
                after = last.seq;
            }
        }
        Ok(())
    }

    /// Seals everything anew that is not yet, then puts the next key in the place of the present one.
    fn change(&self, next: Keys, was_begun: bool) -> Result<Rotated> {
        let present = Keys::read(&self.config.data_dir)?;
        let mut connections = Vec::new();
        for name in &self.connections {
            let Some(opened) = Base::open(&self.config.data_dir, name)? else { continue };
            opened.refuse_other_keys(&[present.id(), next.id()])?;
            let change = Change::new(&present, &next, name)?;
            change.database(&opened, self.config.connections.get(name))?;
            connections.push((name.clone(), opened.db.query_value("select count(*) from land.response", [])?));
        }
        failpoint::pass("rotate.before_tokens");
        self.tokens.reseal(&present, &next)?;
        failpoint::pass("rotate.before_replace");
        Keys::take_next(&self.config.data_dir)?;
        failpoint::pass("rotate.after_replace");
        let (former_key_id, key_id) = (present.id().to_owned(), next.id().to_owned());
        Ok(Rotated { former_key_id, key_id, was_begun, connections })
    }
}
