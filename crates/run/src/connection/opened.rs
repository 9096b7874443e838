//! A connection, opened: its lock, its keys, its database in the form this program knows.

use super::{bound, rotate};
use catchment_base::clock;
use catchment_base::disk::{self, Access, Lock};
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_io::key::{self, Keys};
use catchment_lake::db::{Db, Limits, params};
use catchment_lake::functions::MADE;
use catchment_source::config::{Config, Connection};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Memory for DuckDB's buffers. The rest of the process takes about 150 MiB, of which 70 are pages of the program.
const MEMORY: u64 = 80 << 20;
/// More than this is never allowed, however large the bodies are.
const MOST_MEMORY: u64 = 8 << 30;
/// Memory beside the vectors of bodies.
const BASE_MEMORY: u64 = 16 << 20;
/// Memory for the keys of the rows of an object, which do not go to disk where they are counted: a key takes 200 bytes at most, and most
/// objects have one row, some two or three.
const KEYS: u64 = 400;
/// Rows that DuckDB reads at once.
const VECTOR: u64 = 2048;
/// Vectors of bodies that are held at once: one that is read, its plain text, and what a sort makes of them.
const VECTORS: u64 = 6;
const THREADS: u32 = 1;

/// Where the files of a connection lie.
pub struct Paths {
    /// The database.
    pub database: PathBuf,
    /// The lock of whoever holds the connection.
    pub lock: PathBuf,
    /// The socket its holder answers on.
    pub socket: PathBuf,
    /// Responses too large for a row.
    pub sealed: PathBuf,
    /// DuckDB's temporary files.
    pub spill: PathBuf,
    /// Attachments on their way to the store.
    pub spool: PathBuf,
    /// A copy of the database on its way to a backup.
    pub backup: PathBuf,
}

impl Paths {
    /// The paths of a connection in a data directory.
    pub fn of(data_dir: &Path, connection: &str) -> Self {
        let file = |ending: &str| data_dir.join(format!("{connection}.{ending}"));
        Self {
            database: file("duckdb"),
            lock: file("lock"),
            socket: file("sock"),
            sealed: data_dir.join("sealed").join(connection),
            spill: data_dir.join("spill").join(connection),
            spool: data_dir.join("spool").join(connection),
            backup: data_dir.join("backup").join(connection),
        }
    }
}

/// How long a question of another process is waited for, and how often its end is looked for.
const PATIENCE: Duration = Duration::from_secs(5);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// A connection that this process holds.
pub struct Opened {
    /// Its settings.
    pub connection: Connection,
    /// Its files.
    pub paths: Paths,
    /// The keys of the data directory.
    pub keys: Keys,
    /// Its database.
    pub db: Db,
    /// Which database this is.
    pub database_id: String,
    _lock: Lock,
    _keys_lock: Lock,
}

impl Opened {
    /// Takes the lock and opens the database of a connection, making it if there is none.
    /// `doing` is what other processes report while it is held.
    pub fn open(config: &Config, name: &str, doing: &str) -> Result<Self> {
        let connection = config.connection(name)?.clone();
        let (keys, keys_lock) = share_keys(config)?;
        let paths = Paths::of(&config.data_dir, name);
        let lock = take_lock(&paths, name, doing)?;
        let db = open_database(&paths)?;
        migrate(&db)?;
        let (database_id, is_bound) = identify(&db, &keys)?;
        if !is_bound {
            bound::bind(&db, &paths, &keys, name)?;
        }
        disk::make_private(&paths.database)?;
        Ok(Self { connection, paths, keys, db, database_id, _lock: lock, _keys_lock: keys_lock })
    }
}

/// The keys of a data directory, which stay what they are for as long as the lock is held. A change of them that was
/// interrupted is finished first.
pub fn share_keys(config: &Config) -> Result<(Keys, Lock)> {
    // Where there is no key there is nothing to lock either.
    Keys::read(&config.data_dir)?;
    if Keys::read_next(&config.data_dir)?.is_some() {
        rotate::finish(config)?;
    }
    let lock = Lock::share(&key::lock_file(&config.data_dir))?.map_err(|holder| keys_are_held(&holder))?;
    match Keys::read_next(&config.data_dir)? {
        None => Ok((Keys::read(&config.data_dir)?, lock)),
        Some(_) => Err(keys_are_held("another process")),
    }
}

fn keys_are_held(holder: &str) -> Error {
    Error::new(Kind::Busy, format!("the keys are being changed by {}", printable(holder.trim())))
        .hint("wait for it and run the command again")
}

/// The database of a connection, whose lock is held, in whatever form it is, with the functions that its marts call.
pub fn open_database(paths: &Paths) -> Result<Db> {
    empty_spill(&paths.spill)?;
    let db = Db::open(&paths.database, &paths.spill, &paths.backup, Limits { memory: MEMORY, threads: THREADS })?;
    MADE.iter().try_for_each(|(name, made)| db.register_alone(name, Arc::new(*made)))?;
    Ok(db)
}

impl Opened {
    /// Lets DuckDB take what reading every row needs: a vector of 2,048 bodies is read as a whole, so the
    /// largest bodies that came decide, and the keys of the rows of one dataset stay in memory. Nothing is reserved.
    pub fn make_room_for_rows(&self) -> Result<()> {
        let objects: u64 = self.db.query_value(
            "select cast(coalesce(max(objects), 0) as ubigint)
             from (select count(*) as objects from sync.object group by stream) as counted",
            [],
        )?;
        // What was staged before widths were kept is as wide as the answers that it came in.
        let widest: u64 = self.db.query_value(
            "select cast(greatest(
                coalesce(max(widest), 0),
                case when bool_or(widest is null and staged_to > 0)
                    then (select coalesce(max(bytes // greatest(objects, 1)), 0) from land.response) else 0 end
             ) as ubigint)
             from sync.relation where not starts_with(relation, 'mart.')",
            [],
        )?;
        let wanted = BASE_MEMORY.saturating_add(widest.saturating_mul(VECTOR * VECTORS));
        let keys = objects.saturating_mul(KEYS);
        self.db.limit_memory(wanted.max(MEMORY).saturating_add(keys).min(MOST_MEMORY))
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        // Spill files hold clear text; what cannot be removed now is removed at the next start.
        let _ = disk::remove_tree(&self.paths.spill);
    }
}

/// Takes the lock of a connection. `doing` is what other processes report while it is held. A question that another process
/// asks of the database takes a moment, which is waited for.
pub fn take_lock(paths: &Paths, name: &str, doing: &str) -> Result<Lock> {
    let until = clock::instant() + PATIENCE;
    loop {
        match Lock::take(&paths.lock, &holder(doing))? {
            Ok(lock) => return Ok(lock),
            Err(holder) if is_brief(&holder) && clock::instant() < until => clock::pause(LOOK_AGAIN),
            Err(holder) => return Err(held_by(&holder, name)),
        }
    }
}

/// Whether who left these words in the lock only asks something, or has not left any yet.
fn is_brief(holder: &str) -> bool {
    holder.trim().is_empty() || ["(status)", "(audit)", "(explain)"].iter().any(|doing| holder.contains(doing))
}

fn held_by(holder: &str, name: &str) -> Error {
    let what = format!("another catchment process is working on {name}: {}", printable(holder.trim()));
    let hint = match holder.contains("(sync)") {
        true => format!("wait for it; 'catchment status {name}' shows its progress"),
        false => "wait for it and run the command again".to_owned(),
    };
    Error::new(Kind::Busy, what).hint(hint)
}

/// How other processes name this one while it holds something.
pub fn holder(doing: &str) -> String {
    format!("process {} ({doing}) since {} UTC", std::process::id(), clock::now().format("%Y-%m-%d %H:%M:%S"))
}

fn empty_spill(spill: &Path) -> Result<()> {
    disk::remove_tree(spill)?;
    disk::make_dir(spill, Access::Private)
}

/// Applies the numbered DDL that this database has not seen, all in one transaction.
pub fn migrate(db: &Db) -> Result<()> {
    db.transaction(|db| {
        db.execute(
            "create table if not exists main.migration (name varchar not null, applied_at timestamp not null)",
            [],
        )?;
        let applied = db.query("select name from main.migration order by name", [], |row| row.get::<_, String>(0))?;
        let known: Vec<_> = catchment_lake::sql::FILES.iter().filter(|(path, _)| is_migration(path)).collect();
        if let Some(newer) = applied.iter().find(|name| known.iter().all(|(path, _)| path != name)) {
            return Err(Error::new(
                Kind::Damaged,
                format!("the database was made by a newer version of catchment (it contains {newer})"),
            )
            .hint("use that version; this one is too old for it"));
        }
        for (path, text) in known.into_iter().filter(|(path, _)| applied.iter().all(|name| name != path)) {
            db.execute_batch(text)?;
            db.execute(
                "insert into main.migration (name, applied_at) values ($name, $now)",
                params! { name: path, now: clock::now() },
            )?;
        }
        Ok(())
    })
}

fn is_migration(path: &str) -> bool {
    path.starts_with("land/") || path.starts_with("sync/")
}

/// The database's id, and whether its responses are bound to their places; a database sealed with another key is refused.
fn identify(db: &Db, keys: &Keys) -> Result<(String, bool)> {
    let identity =
        db.query_first("select database_id, key_id, bound_at is not null from sync.identity", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?))
        })?;
    match identity {
        Some((id, key_id, is_bound)) if key_id == keys.id() => Ok((id, is_bound)),
        Some((_, key_id, _)) => Err(Error::new(
            Kind::Damaged,
            format!("the database is sealed with the key {key_id}, but the key file holds {}", keys.id()),
        )
        .hint("restore the key file that belongs to this database; it is never replaced")),
        None => {
            let id: String = db.query_value("select cast(uuid() as varchar)", [])?;
            db.execute(
                "insert into sync.identity (database_id, key_id, bound_at) values ($id, $key, $now)",
                params! { id: id, key: keys.id(), now: clock::now() },
            )?;
            Ok((id, true))
        }
    }
}
