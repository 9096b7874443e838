//! What one database holds under a key, sealed anew with the next one.

use crate::connection::carrier::carriers;
use crate::connection::opened::{self, Paths};
use crate::connection::{described, scope};
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::Unreadable;
use catchment_base::{clock, disk, failpoint};
use catchment_io::key::{Keys, hex};
use catchment_lake::db::{Db, params};
use catchment_lake::land::{self, Former, Sealer, Which};
use catchment_source::config::Connection;
use catchment_source::{Connector, SOURCES, Stream};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Clear bytes of responses that are sealed anew in one transaction: enough that its cost does not count.
pub const BATCH: u64 = 2 << 20;
/// Where objects are on record by their names, outside of staged relations, which are built anew.
const NAMED: [(&str, &str); 8] = [
    ("sync.quarantine", "object"),
    ("sync.deletion", "object_id"),
    ("sync.unwanted", "object_id"),
    ("sync.held_back", "object_id"),
    ("land.sighting", "object_id"),
    ("sync.former_object", "object_id"),
    ("sync.keyless", "object"),
    ("sync.keyless", "former_id"),
];

/// A database whose lock is held, whether it belongs to the present key or the next.
pub struct Base {
    name: String,
    /// Its files.
    pub paths: Paths,
    /// The open database.
    pub db: Db,
}

impl Base {
    /// The database of a connection; `None` if there is none, or none that ever got so far as to hold anything.
    pub fn open(data_dir: &Path, name: &str) -> Result<Option<Self>> {
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

    /// Refuses a database that is sealed with a key that is not among these.
    pub fn refuse_other_keys(&self, known: &[&str]) -> Result<()> {
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
pub struct Change<'a> {
    from: &'a Keys,
    to: &'a Keys,
    former: Sealer,
    next: Sealer,
}

impl<'a> Change<'a> {
    /// From one key to the next, for the database of a connection.
    pub fn new(from: &'a Keys, to: &'a Keys, connection: &str) -> Result<Self> {
        let (former, next) = (Sealer::new(from, connection)?, Sealer::new(to, connection)?);
        Ok(Self { from, to, former, next })
    }

    /// Brings a database under the next key, continuing where an earlier attempt stopped.
    pub fn database(&self, opened: &Base, connection: Option<&Connection>) -> Result<()> {
        let streams = opened.streams(connection)?;
        let recorded = recorded(&opened.db, &streams)?;
        loop {
            let responses =
                land::open_former(&opened.db, (&self.former, &opened.paths.sealed), Which::Every, 0, BATCH)?;
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
            opened.db.transaction(|db| self.settle(connection, db))?;
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
    fn settle(&self, connection: Option<&Connection>, db: &Db) -> Result<()> {
        if let Some(connection) = connection {
            let (former, next) = (scope::handles(connection, self.from)?, scope::handles(connection, self.to)?);
            for (former, next) in former.into_iter().zip(next) {
                db.execute(
                    "update sync.quarantine set object = $next where kind = 'scope' and object = $former",
                    params! { next: next, former: former },
                )?;
            }
            self.rename_account(connection, db)?;
            let source = catchment_source::of(connection)?;
            described::rename(db, (source, connection), &self.former, &self.next)?;
        }
        // What was proven with the former key cannot be proven any more; it is made anew with the staged relations.
        db.execute("delete from sync.redacted", [])?;
        // What listings showed is hashed under the former key as well: the next ones show it again.
        db.execute("delete from sync.mark", [])?;
        db.execute(
            "insert into sync.rotation (former_key_id, key_id, responses, rotated_at)
             select $former, $next, count(*), $now from land.response",
            params! { former: self.from.id(), next: self.to.id(), now: clock::now() },
        )?;
        // The pseudonym of the account that was answered is of the former key; the next look puts it on record again.
        // What an earlier program sealed under the next key is bound on the next opening.
        db.execute(
            "update sync.identity set key_id = $key, answered_as = null, bound_at = coalesce(
                 bound_at,
                 case when not exists (select 1 from land.response where not is_bound) then $now end
             )",
            params! { key: self.to.id(), now: clock::now() },
        )?;
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
