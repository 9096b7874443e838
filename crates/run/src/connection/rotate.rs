//! Another key for a data directory: what it holds sealed is sealed anew, and the former key is gone.
//!
//! Order: no other process may work on the data directory; every response is opened once, so that nothing is begun that
//! cannot be ended; the next key is written beside the present one; every database is sealed anew, batch by batch, then the
//! refresh tokens; the next key takes the present one's place. Killed anywhere in between, both keys are there, each response says which
//! of them it is sealed with, and the next command that opens a connection goes on from there ([`finish`]). Staged
//! relations know by their fingerprints that another key made them: the next sync builds and publishes them anew.

use super::carrier::carriers;
use super::described;
use super::login::Tokens;
use super::opened::{self, Paths};
use super::scope;
use catchment_base::disk::{self, Lock};
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::Unreadable;
use catchment_base::{clock, failpoint};
use catchment_io::key::{self, Keys, hex};
use catchment_lake::db::{Db, params};
use catchment_lake::land::{self, Former, Sealer};
use catchment_source::config::{Config, Connection};
use catchment_source::{Connector, SOURCES, Stream};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Clear bytes of responses that are sealed anew in one transaction: enough that its cost does not count.
const BATCH: u64 = 2 << 20;
const DOING: &str = "key rotate";
/// Where objects are on record by their names, outside of staged relations, which are built anew.
const NAMED: [(&str, &str); 4] = [
    ("sync.quarantine", "object"),
    ("sync.deletion", "object_id"),
    ("sync.unwanted", "object_id"),
    ("land.sighting", "object_id"),
];

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
        let sealer = Sealer::new(present)?;
        for name in &self.connections {
            let Some(opened) = Base::open(&self.config.data_dir, name)? else { continue };
            opened.refuse_other_keys(&[present.id()])?;
            let mut after = 0;
            loop {
                let responses = land::open_former(&opened.db, &sealer, &opened.paths.sealed, after, BATCH)?;
                let Some(last) = responses.last() else { break };
                after = last.seq;
            }
        }
        Ok(())
    }

    /// Seals everything anew that is not yet, then puts the next key in the place of the present one.
    fn change(&self, next: Keys, was_begun: bool) -> Result<Rotated> {
        let present = Keys::read(&self.config.data_dir)?;
        let change = Change::new(&present, &next)?;
        let mut connections = Vec::new();
        for name in &self.connections {
            let Some(opened) = Base::open(&self.config.data_dir, name)? else { continue };
            opened.refuse_other_keys(&[present.id(), next.id()])?;
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

/// A database whose lock is held, whether it belongs to the present key or the next.
struct Base {
    name: String,
    paths: Paths,
    db: Db,
}

impl Base {
    /// The database of a connection; `None` if there is none, or none that ever got so far as to hold anything.
    fn open(data_dir: &Path, name: &str) -> Result<Option<Self>> {
        let paths = Paths::of(data_dir, name);
        if !disk::exists(&paths.database) {
            return Ok(None);
        }
        let opened = Self { name: name.to_owned(), db: opened::open_database(&paths)?, paths };
        let begun = "select count(*) > 0 from duckdb_tables() where schema_name = 'main' and table_name = 'migration'";
        if !opened.db.query_value::<bool, _>(begun, [])? {
            return Ok(None);
        }
        opened::migrate(&opened.db)?;
        Ok(Some(opened))
    }

    /// The streams of the source that the database is of: those that the settings describe, or where the connection is
    /// configured no more those that the source always has; of every source where it is not known.
    fn streams(&self, connection: Option<&Connection>) -> Result<Vec<&'static Stream>> {
        let source =
            self.db.query_first("select source from sync.identity", [], |row| row.get::<_, Option<String>>(0))?;
        let source = source.flatten();
        let is_it = |name: &str| source.as_ref().is_none_or(|source| source == name);
        match connection.filter(|connection| is_it(&connection.source)) {
            Some(connection) => Ok(catchment_source::of(connection)?.streams().iter().collect()),
            None => Ok(SOURCES.iter().filter(|known| is_it(known.name())).flat_map(Connector::streams).collect()),
        }
    }

    fn key_id(&self) -> Result<Option<String>> {
        self.db.query_first("select key_id from sync.identity", [], |row| row.get(0))
    }

    fn refuse_other_keys(&self, known: &[&str]) -> Result<()> {
        let used = self.db.query("select distinct key_id from land.response order by all", [], |row| row.get(0))?;
        let foreign = used.into_iter().chain(self.key_id()?).find(|id: &String| !known.contains(&id.as_str()));
        match foreign {
            None => Ok(()),
            Some(id) => Err(Error::new(
                Kind::Damaged,
                format!(
                    "the database of {} is sealed with the key {id}, but the key file holds {}",
                    self.name, known[0]
                ),
            )
            .hint("restore the key file that belongs to this database, or move the database away")),
        }
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        // What cannot be removed now is removed when the database is opened again.
        let _ = disk::remove_tree(&self.paths.spill);
    }
}

/// From one key to another.
struct Change<'a> {
    from: &'a Keys,
    to: &'a Keys,
    former: Sealer,
    next: Sealer,
}

impl<'a> Change<'a> {
    fn new(from: &'a Keys, to: &'a Keys) -> Result<Self> {
        Ok(Self { from, to, former: Sealer::new(from)?, next: Sealer::new(to)? })
    }

    /// Brings a database under the next key, continuing where an earlier attempt stopped.
    fn database(&self, opened: &Base, connection: Option<&Connection>) -> Result<()> {
        let streams = opened.streams(connection)?;
        let recorded = recorded(&opened.db, &streams)?;
        loop {
            let responses = land::open_former(&opened.db, &self.former, &opened.paths.sealed, 0, BATCH)?;
            if responses.is_empty() {
                break;
            }
            failpoint::pass("rotate.before_commit");
            opened.db.transaction(|db| {
                self.rename_objects(db, (&streams, &recorded), &responses)?;
                land::reseal(db, &self.next, &opened.paths.sealed, &responses)?;
                failpoint::pass("rotate.in_transaction");
                Ok(())
            })?;
            failpoint::pass("rotate.after_commit");
            let files = responses.iter().filter_map(|response| response.file.as_ref());
            files.map(|file| opened.paths.sealed.join(file)).try_for_each(|path| disk::remove_file(&path))?;
        }
        if opened.key_id()?.is_some_and(|id| id == self.from.id()) {
            opened.db.transaction(|db| self.settle(connection, &streams, db))?;
            failpoint::pass("rotate.after_settle");
        }
        // A kill leaves files behind, some under the former key.
        land::remove_unnamed(&opened.db, &opened.paths.sealed)?;
        opened.db.checkpoint()
    }

    /// What goes by keyed hashes, on record, gets its next names: objects whose ids may name people, and what was quarantined
    /// without an id. They are the same objects, so that nothing of their streams becomes due.
    fn rename_objects(
        &self,
        db: &Db,
        (streams, recorded): (&[&'static Stream], &Recorded),
        responses: &[Former],
    ) -> Result<()> {
        let mut renamed = Vec::new();
        for response in responses {
            let Some(stream) = streams.iter().find(|stream| stream.name == response.stream) else { continue };
            let mut carriers = carriers(stream, streams.iter().copied());
            carriers.retain(|carrier| recorded.contains_key(carrier.stream.name));
            if carriers.is_empty() && !recorded.contains_key(stream.name) {
                continue;
            }
            let (scope, envelope) = (response.scope.as_str(), &stream.envelope);
            let split = land::split(&response.body, response.kind, scope, envelope)?;
            let objects: Vec<_> = split.objects.into_iter().zip(split.places).collect();
            for (object, place) in &objects {
                let by_id = |sealer: &Sealer| land::object_name(sealer, envelope, (scope, place), object);
                let names = by_id(&self.former).zip(by_id(&self.next));
                renamed.extend(self.renamed(recorded, stream, object, names));
            }
            for carrier in carriers {
                let [former, next] =
                    [&self.former, &self.next].map(|sealer| carrier.loads(sealer, scope, objects.iter().copied()));
                for ((former, load), (next, _)) in former.into_iter().zip(next) {
                    for object in &load.objects {
                        let names = carrier.name(&self.former, &former, object);
                        let names = names.zip(carrier.name(&self.next, &next, object));
                        renamed.extend(self.renamed(recorded, carrier.stream, object, names));
                    }
                }
            }
        }
        if renamed.is_empty() { Ok(()) } else { rename(db, renamed) }
    }

    /// The former and the next name of an object that is on record, by its id and by its text.
    fn renamed(
        &self,
        recorded: &Recorded,
        stream: &Stream,
        object: &str,
        by_id: Option<(String, String)>,
    ) -> Vec<Value> {
        let Some(named) = recorded.get(stream.name) else { return Vec::new() };
        let by_text = |sealer: &Sealer| Unreadable::name_by_hash(&hex(&sealer.object_hash(object.as_bytes())));
        let by_text = Some((by_text(&self.former), by_text(&self.next)));
        let names = by_text.into_iter().chain(by_id).filter(|(former, _)| named.contains(former));
        names.map(|(former, next)| json!({"stream": stream.name, "former": former, "next": next})).collect()
    }

    /// The last step of a database: what goes by pseudonyms outside of staged relations gets the next ones, and
    /// from now on the database belongs to the next key.
    fn settle(&self, connection: Option<&Connection>, streams: &[&Stream], db: &Db) -> Result<()> {
        if let Some(connection) = connection {
            let (former, next) = (scope::handles(connection, self.from)?, scope::handles(connection, self.to)?);
            for (former, next) in former.into_iter().zip(next) {
                db.execute(
                    "update sync.quarantine set object = $next where kind = 'scope' and object = $former",
                    params! { next: next, former: former },
                )?;
            }
            self.rename_account(connection, db)?;
        }
        described::rename(db, streams, &self.former, &self.next)?;
        // What was proven with the former key cannot be proven any more; it is made anew with the staged relations.
        db.execute("delete from sync.redacted", [])?;
        db.execute(
            "insert into sync.rotation (former_key_id, key_id, responses, rotated_at)
             select $former, $next, count(*), $now from land.response",
            params! { former: self.from.id(), next: self.to.id(), now: clock::now() },
        )?;
        // The pseudonym of the account that was answered is of the former key; the next look puts it on record again.
        db.execute("update sync.identity set key_id = ?, answered_as = null", params![self.to.id()])?;
        Ok(())
    }
}

/// Names that are keyed hashes, by streams.
type Recorded = BTreeMap<String, BTreeSet<String>>;

/// The names on record that are keyed hashes. Few objects are on record: the others need no other name there.
fn recorded(db: &Db, streams: &[&Stream]) -> Result<Recorded> {
    let hashed: Vec<&str> =
        streams.iter().filter(|stream| stream.envelope.is_hashed).map(|stream| stream.name).collect();
    let mut recorded = Recorded::new();
    for (table, column) in NAMED {
        let sql = format!(
            "select distinct stream, {column} from {table}
             where list_contains(from_json($hashed, '[\"varchar\"]'), stream) or starts_with({column}, $nameless)"
        );
        let found: Vec<(String, String)> = db.query(
            &sql,
            params! { hashed: json!(hashed).to_string(), nameless: Unreadable::name_by_hash("") },
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        for (stream, name) in found {
            recorded.entry(stream).or_default().insert(name);
        }
    }
    Ok(recorded)
}

/// Gives objects other names wherever they are on record; `renamed` has the stream, the former and the next name of each.
fn rename(db: &Db, renamed: Vec<Value>) -> Result<()> {
    // In one select, DuckDB 2.0 tells rows apart by the first column alone of those that unnest makes.
    db.execute(
        "create or replace temporary table renamed as
         select distinct * from (
            select unnest(
                from_json($renamed, '[{\"stream\": \"varchar\", \"former\": \"varchar\", \"next\": \"varchar\"}]'),
                recursive := true
            )
         )",
        params! { renamed: Value::Array(renamed).to_string() },
    )?;
    for (table, column) in NAMED {
        db.execute(
            &format!(
                "update {table} as named set {column} = renamed.next from renamed
                 where named.stream = renamed.stream and named.{column} = renamed.former"
            ),
            [],
        )?;
    }
    db.execute("drop table renamed", []).map(drop)
}

impl Change<'_> {
    /// The account on record is the same under its next pseudonym: a change of the key is no other account.
    fn rename_account(&self, connection: &Connection, db: &Db) -> Result<()> {
        let pseudonym = |keys: &Keys| scope::account(connection, keys);
        db.execute(
            "update sync.identity set account = $next where account = $former",
            params! { next: pseudonym(self.to)?, former: pseudonym(self.from)? },
        )
        .map(drop)
    }
}
