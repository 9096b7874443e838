//! A copy of a connection's database and sealed responses as of one moment.
//!
//! DuckDB copies the database in one transaction into a file beside it, which then goes to the folder of the backup. Sealed
//! files never change: they are linked or copied before and after that, so that each that the copy names is there. The key
//! is no part of a backup: who has both can open everything.

use super::opened::Paths;
use catchment_base::disk::{self, Access};
use catchment_base::error::Result;
use catchment_base::{clock, failpoint};
use catchment_lake::db::{Db, params};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The backup of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackedUp {
    /// The connection.
    pub connection: String,
    /// The copy of the database.
    pub database: PathBuf,
    /// Its bytes.
    pub bytes: u64,
    /// Sealed files beside it.
    pub sealed_files: u64,
    /// The newest generation that it knows; `None` if none is published.
    pub generation: Option<i64>,
    /// The id of the key that opens it.
    pub key_id: String,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
}

/// Copies what a connection holds, for who holds it.
pub fn copy(db: &Db, from: &Paths, name: &str, to: &Path) -> Result<BackedUp> {
    let target = Paths::of(to, name);
    disk::make_dir(to, Access::Private)?;
    link_sealed(&from.sealed, &target.sealed)?;
    disk::remove_tree(&from.backup)?;
    disk::make_dir(&from.backup, Access::Private)?;
    let copied = from.backup.join("copy.duckdb");
    // It is on record before it is made, so that it knows of itself when it is restored.
    db.execute(
        "insert into sync.backup (folder, taken_at) values ($folder, $now)",
        params! { folder: to.to_string_lossy().as_ref(), now: clock::now() },
    )?;
    db.copy_to(&copied)?;
    let taken_at = clock::now().and_utc();
    failpoint::pass("backup.after_copy");
    link_sealed(&from.sealed, &target.sealed)?;
    disk::make_private(&copied)?;
    disk::link_or_copy(&copied, &target.database)?;
    disk::remove_tree(&from.backup)?;
    let newest = "select max(generation) from sync.export where state = 'published'";
    Ok(BackedUp {
        connection: name.to_owned(),
        bytes: disk::size(&target.database).unwrap_or(0),
        database: target.database,
        sealed_files: disk::files_below(&target.sealed)?.len() as u64,
        generation: db.query_value(newest, [])?,
        key_id: db.query_value("select key_id from sync.identity", [])?,
        taken_at,
    })
}

fn link_sealed(from: &Path, to: &Path) -> Result<()> {
    if !disk::exists(from) {
        return Ok(());
    }
    disk::make_dir(to, Access::Private)?;
    for file in disk::files_below(from)? {
        let Some(name) = file.file_name() else { continue };
        let target = to.join(name);
        if disk::size(&target) != disk::size(&file) {
            // What an earlier attempt left half-way.
            disk::remove_file(&target)?;
            disk::link_or_copy(&file, &target)?;
        }
    }
    Ok(())
}
