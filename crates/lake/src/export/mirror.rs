//! The sync tables as Parquet, for whoever asks the lake what a sync did: append-only, one file per export.
//!
//! A file below `sql/mirror/` says which columns of a table leave the database and by what key its newest state is
//! told; whatever is not named there stays. A row is appended once in each of its states: DuckDB's hashes of what was
//! appended stand in `sync.mirrored`; a version of DuckDB that hashes otherwise appends everything once more. A crash
//! between file and hashes appends the same rows again, which the reader, who takes the newest by key, does not notice.
//! Files older than [`RETENTION`] go; what still stands then
//! is appended anew in time, except for the rows of a log.
//!
//! Exports are an hour apart where nothing is published. So that the lake tells of every run when it ends, tables
//! marked `every run` have one more file, [`LATEST`], with what has changed in them since the last export; the next
//! run replaces it. Its footer says when, so that its bytes are others after every run: who copies the lake knows by
//! the one that is replaced last ([`told_last`]) whether there is anything new.

use super::columns;
use crate::db::{Db, params};
use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use arrow::array::RecordBatch;
use arrow::datatypes::{Field, Schema, SchemaRef};
use catchment_base::clock;
use catchment_base::disk::{self, Access};
use catchment_base::error::{Error, Result};
use catchment_io::store::{self, Store};
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// How long a file stays.
pub const RETENTION: TimeDelta = TimeDelta::days(30);
/// How long nothing may be exported for while nothing is published.
const EVERY: TimeDelta = TimeDelta::hours(1);
/// Rows of one file at most.
const MOST_ROWS: usize = 100_000;
const ZSTD: i32 = 1;
/// The ending of a file that is not whole yet.
const UNFINISHED: &str = "new";
const NAME: &str = "%Y%m%dT%H%M%S%6fZ";
/// How files were named whose times were no instants: everything in them is appended once more, and they go.
const FORMER_NAME: &str = "%Y%m%dT%H%M%S%6f";
/// The file of what has changed since the last export.
pub const LATEST: &str = "latest.parquet";
/// The folder of the sync tables in a connection's part of the lake.
pub const PLACE: &str = "_sync";
/// What the footer of such a file calls the time that it was written at.
const REFRESHED_AT: &str = "refreshed_at";

/// A sync table as it is published.
pub struct Table {
    /// Its name, also its folder's.
    pub name: &'static str,
    /// The columns that a row is known by.
    pub key: Vec<&'static str>,
    /// Every column with its number for life.
    numbers: BTreeMap<&'static str, i32>,
    /// Whether its rows are past when they are written, so that old ones may go for good.
    is_log: bool,
    /// Whether the lake tells of its changes after every run.
    is_of_every_run: bool,
    sql: &'static str,
}

/// The lines of comment that a file begins with.
fn header(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().take_while(|line| line.starts_with("--"))
}

impl Table {
    fn parse(path: &'static str, text: &'static str) -> Result<Self> {
        let name = path.trim_start_matches(FOLDER).trim_end_matches(".sql");
        let lines = |word: &'static str| header(text).filter_map(move |line| line.strip_prefix(word)).map(str::trim);
        let lacks = |what: &str| Error::failed(format!("sql/{path} lacks {what} in its header"));
        let key = lines("-- key").next().ok_or_else(|| lacks("a line '-- key'"))?;
        let numbered = lines("-- column").map(|line| {
            let (number, column) = line.split_once(char::is_whitespace)?;
            Some((column.trim(), number.parse().ok()?))
        });
        let numbers =
            numbered.collect::<Option<_>>().ok_or_else(|| lacks("a number and a name in a line '-- column'"))?;
        let is = |mark: &str| header(text).any(|line| line == mark);
        let (is_log, is_of_every_run) = (is("-- log"), is("-- every run"));
        Ok(Self { name, key: key.split(',').map(str::trim).collect(), numbers, is_log, is_of_every_run, sql: text })
    }

    /// The names of its columns.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.numbers.keys().copied()
    }

    /// The schema of its files, from that of its rows.
    fn published(&self, found: &Schema) -> Result<SchemaRef> {
        let field = |field: &Arc<Field>| {
            let name = field.name().as_str();
            let required = name == EXPORTED_AT || self.key.contains(&name);
            columns::published(field, self.numbers.get(name).map_or(&[], std::slice::from_ref), required)
        };
        let fields = found.fields().iter().map(field).collect::<Result<Vec<_>>>()?;
        Ok(Arc::new(Schema::new(fields)))
    }

    /// Every row in its state now, with the hashes of its key and of itself. No column has the name that its rows go by
    /// here.
    fn digested(&self) -> String {
        format!(
            "(with row_now as (\n{}\n) select *, hash({}) as row_key, hash(row_now) as digest from row_now) as digested",
            self.sql,
            self.key.join(", ")
        )
    }

    /// The temporary table of what has to be appended.
    fn appended(&self) -> String {
        format!("appended_{}", self.name)
    }

    /// What fills it: every row in a state that was not appended yet.
    fn gather(&self, at: NaiveDateTime) -> String {
        format!(
            "create or replace temporary table {} as select * from {}
             where not exists (
                 select 1 from sync.mirrored as known
                 where known.table_name = '{}' and known.digest = digested.digest
                     and ({} or known.exported_at > {})
             );\n",
            self.appended(),
            self.digested(),
            self.name,
            self.is_log,
            moment(at - RETENTION / 2)
        )
    }

    /// The gathered rows, with when they are appended.
    fn gathered(&self, at: NaiveDateTime) -> String {
        format!("select * exclude (row_key, digest), {} as exported_at from {}", moment(at), self.appended())
    }

    /// Notes what was appended. What a row was before is forgotten, so that it is appended again when it is that once
    /// more, and so is what is too old to keep a row from being appended, as of rows that are gone; of a log no row
    /// changes.
    fn remember(&self, at: NaiveDateTime) -> String {
        let (name, appended) = (self.name, self.appended());
        let forget = format!(
            "delete from sync.mirrored
             where table_name = '{name}' and (row_key in (select row_key from {appended}) or exported_at <= {});\n",
            moment(at - RETENTION / 2)
        );
        let note = format!(
            "insert into sync.mirrored (table_name, row_key, digest, exported_at)
             select '{name}', row_key, digest, {} from {appended};\n",
            moment(at)
        );
        if self.is_log { note } else { forget + &note }
    }

    /// What its rows are.
    pub fn about(&self) -> String {
        crate::sql::about(self.sql)
    }
}

/// The column that says when a row was appended.
const EXPORTED_AT: &str = "exported_at";
const FOLDER: &str = "mirror/";

/// Every sync table that is published.
pub fn tables() -> Result<Vec<Table>> {
    let files = crate::sql::FILES.iter().filter(|(path, _)| path.starts_with(FOLDER));
    files.map(|(path, text)| Table::parse(path, text)).collect()
}

/// The file that every run writes last of all, in a connection's part of the lake.
pub fn told_last() -> Result<String> {
    let last = tables()?.into_iter().rfind(|table| table.is_of_every_run);
    let last = last.ok_or_else(|| Error::failed("no file of sql/mirror/ has the line '-- every run'"))?;
    Ok(format!("{PLACE}/{}/{LATEST}", last.name))
}

/// Where the sync tables of a connection lie in the lake.
pub struct Mirror {
    store: Store,
    prefix: String,
}

impl Mirror {
    /// The sync tables of a connection.
    pub fn new(lake: Store, connection: &str) -> Self {
        Self { store: lake, prefix: format!("{connection}/{PLACE}") }
    }

    /// Gives every table that has no file yet one without rows, so that readers find its columns.
    pub fn lay_out(&self, db: &Db) -> Result<()> {
        let (at, keys) = (next_moment(db)?, self.keys()?);
        let files = by_table(&keys);
        for table in tables()?.iter().filter(|table| !files.contains_key(table.name)) {
            // What was appended was appended to another lake, or in another form.
            db.execute("delete from sync.mirrored where table_name = ?", params![table.name])?;
            let mut file = Writing::new(table.published(schema(db, table)?.as_ref())?)?;
            self.put(table, at, 0, file.finish()?)?;
        }
        Ok(())
    }

    /// Appends what has changed since the last export and removes files that are too old.
    pub fn append(&self, db: &Db) -> Result<()> {
        let (at, tables) = (next_moment(db)?, tables()?);
        db.transaction(|db| {
            db.execute_batch(&tables.iter().map(|table| table.gather(at)).collect::<String>())?;
            let changed = changed(db, &tables)?;
            for table in &changed {
                self.write_rows(db, table, at)?;
            }
            let remember: String = changed.iter().map(|table| table.remember(at)).collect();
            db.execute_batch(&(remember + &clear(&tables)))
        })?;
        self.retire(at)
    }

    /// Replaces the files of what has changed since the last export. Nothing is noted: the next export appends it.
    pub fn refresh(&self, db: &Db) -> Result<()> {
        let (at, mut tables) = (next_moment(db)?, tables()?);
        tables.retain(|table| table.is_of_every_run);
        db.execute_batch(&tables.iter().map(|table| table.gather(at)).collect::<String>())?;
        for table in &tables {
            self.replace_latest(db, table, at)?;
        }
        db.execute_batch(&clear(&tables))
    }

    /// Removes every file and appends what the tables hold now: nothing is left of what they held before.
    pub fn write_anew(&self, db: &Db) -> Result<()> {
        db.execute("delete from sync.mirrored", [])?;
        self.keys()?.iter().try_for_each(|key| self.remove(key))?;
        self.lay_out(db)?;
        self.append(db)?;
        self.refresh(db)
    }

    fn replace_latest(&self, db: &Db, table: &Table, at: NaiveDateTime) -> Result<()> {
        let key = format!("{}/{}/{LATEST}", self.prefix, table.name);
        let mut file: Option<Writing> = None;
        // A few rows: packing them would cost more memory than they do.
        let told = KeyValue::new(REFRESHED_AT.to_owned(), at.format(NAME).to_string());
        let properties = WriterProperties::builder().set_compression(Compression::UNCOMPRESSED);
        let properties = properties.set_key_value_metadata(Some(vec![told])).build();
        let new = |schema: &Schema| Writing::with(table.published(schema)?, properties.clone());
        db.stream(&table.gathered(at), [], |batch| {
            let mut writing = file.take().map_or_else(|| new(&batch.schema()), Ok)?;
            writing.write(&batch)?;
            file = Some(writing);
            Ok(())
        })?;
        match file.filter(|file| file.rows > 0) {
            Some(mut file) => self.put_at(&key, file.finish()?),
            // Without rows it only takes the place of a former one.
            None if self.store.as_folder().is_none_or(|folder| disk::exists(&folder.join(&key))) => {
                self.put_at(&key, new(schema(db, table)?.as_ref())?.finish()?)
            }
            None => Ok(()),
        }
    }

    fn write_rows(&self, db: &Db, table: &Table, at: NaiveDateTime) -> Result<()> {
        let (mut file, mut part): (Option<Writing>, usize) = (None, 0);
        db.stream(&table.gathered(at), [], |batch| {
            let mut writing = file.take().map_or_else(|| Writing::new(table.published(&batch.schema())?), Ok)?;
            writing.write(&batch)?;
            if writing.rows >= MOST_ROWS {
                self.put(table, at, part, writing.finish()?)?;
                part += 1;
            } else {
                file = Some(writing);
            }
            Ok(())
        })?;
        file.map_or(Ok(()), |mut writing| self.put(table, at, part, writing.finish()?))
    }

    /// A file appears under its name as a whole.
    fn put(&self, table: &Table, at: NaiveDateTime, part: usize, bytes: Vec<u8>) -> Result<()> {
        self.put_at(&format!("{}/{}/{}-{part}.parquet", self.prefix, table.name, at.format(NAME)), bytes)
    }

    fn put_at(&self, key: &str, bytes: Vec<u8>) -> Result<()> {
        let Some(folder) = self.store.as_folder() else {
            return store::wait(self.store.put(key, bytes.into()));
        };
        let path = folder.join(key);
        disk::make_dir(path.parent().unwrap_or(folder), Access::Published)?;
        disk::replace(&path, &bytes, Access::Published)
    }

    /// Every file that lies there, by its path or key.
    fn keys(&self) -> Result<Vec<String>> {
        let mut keys = Vec::new();
        let Some(folder) = self.store.as_folder() else {
            store::wait(self.store.list(&self.prefix, |key, _| {
                keys.push(key.to_owned());
                Ok(())
            }))?;
            return Ok(keys);
        };
        for path in disk::files_below(&folder.join(&self.prefix))? {
            if path.extension().is_some_and(|ending| ending == UNFINISHED) {
                disk::remove_file(&path)?;
            } else {
                keys.push(path.to_string_lossy().into_owned());
            }
        }
        Ok(keys)
    }

    /// Removes files that are too old; the newest stays, it tells the columns. Those of a former form go as well: their
    /// rows have been appended once more.
    fn retire(&self, at: NaiveDateTime) -> Result<()> {
        let keys = self.keys()?;
        keys.iter().filter(|key| parse(key, FORMER_NAME).is_some()).try_for_each(|key| self.remove(key))?;
        for files in by_table(&keys).values() {
            let former = files.iter().take(files.len().saturating_sub(1));
            for (_, key) in former.filter(|(exported_at, _)| at - *exported_at > RETENTION) {
                self.remove(key)?;
            }
        }
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<()> {
        match self.store.as_folder() {
            Some(_) => disk::remove_file(Path::new(key)),
            None => store::wait(self.store.delete(key)),
        }
    }
}

/// The files of every table with the times of their exports, the oldest first.
fn by_table(keys: &[String]) -> BTreeMap<&str, Vec<(NaiveDateTime, &str)>> {
    let mut files: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for key in keys {
        if let Some((table, at)) = parse(key, NAME) {
            files.entry(table).or_default().push((at, key.as_str()));
        }
    }
    files.values_mut().for_each(|files| files.sort());
    files
}

/// Table and time of an export, from the end of a path or key whose name has this form.
fn parse<'k>(key: &'k str, form: &str) -> Option<(&'k str, NaiveDateTime)> {
    let mut parts = key.rsplit('/');
    let (file, table) = (parts.next()?.strip_suffix(".parquet")?, parts.next()?);
    Some((table, NaiveDateTime::parse_from_str(file.split_once('-')?.0, form).ok()?))
}

/// Whether the last export is so long ago that the next one is due though nothing was published.
pub fn is_due(db: &Db) -> Result<bool> {
    let last: Option<NaiveDateTime> = db.query_value("select max(exported_at) from sync.mirrored", [])?;
    Ok(last.is_none_or(|last| clock::now() - last >= EVERY))
}

/// A time behind that of every former export, also where the clock was set back.
fn next_moment(db: &Db) -> Result<NaiveDateTime> {
    let last: Option<NaiveDateTime> = db.query_value("select max(exported_at) from sync.mirrored", [])?;
    let now = clock::now();
    Ok(last.map_or(now, |last| now.max(last + TimeDelta::microseconds(1))))
}

/// The tables of which something has to be appended.
fn changed<'t>(db: &Db, tables: &'t [Table]) -> Result<Vec<&'t Table>> {
    let any = |table: &Table| format!("select '{}' as name where exists (from {})", table.name, table.appended());
    let sql = tables.iter().map(any).collect::<Vec<_>>().join("\nunion all ");
    let names = db.query(&sql, [], |row| row.get::<_, String>(0))?;
    Ok(tables.iter().filter(|table| names.iter().any(|name| name == table.name)).collect())
}

/// A time as SQL writes it.
fn moment(at: NaiveDateTime) -> String {
    format!("timestamp '{}'", at.format("%Y-%m-%d %H:%M:%S%.6f"))
}

/// Drops what was gathered.
fn clear(tables: &[Table]) -> String {
    tables.iter().map(|table| format!("drop table {};\n", table.appended())).collect()
}

fn schema(db: &Db, table: &Table) -> Result<SchemaRef> {
    db.schema_of(&format!(
        "select digested.* exclude (row_key, digest), cast(null as timestamp) as exported_at from {} limit 0",
        table.digested()
    ))
}

/// A file that is being made, in memory.
struct Writing {
    schema: SchemaRef,
    writer: ArrowWriter<Vec<u8>>,
    rows: usize,
}

impl Writing {
    /// A file for rows of this schema.
    fn new(schema: SchemaRef) -> Result<Self> {
        let packed = Compression::ZSTD(ZstdLevel::try_new(ZSTD).map_err(unwritten)?);
        Self::with(schema, WriterProperties::builder().set_compression(packed).build())
    }

    fn with(schema: SchemaRef, properties: WriterProperties) -> Result<Self> {
        let writer = ArrowWriter::try_new(Vec::new(), Arc::clone(&schema), Some(properties)).map_err(unwritten)?;
        Ok(Self { schema, writer, rows: 0 })
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.rows += batch.num_rows();
        self.writer.write(&columns::publish(batch, &self.schema)?).map_err(unwritten)
    }

    fn finish(&mut self) -> Result<Vec<u8>> {
        self.writer.finish().map_err(unwritten)?;
        Ok(std::mem::take(self.writer.inner_mut()))
    }
}

fn unwritten(cause: ::parquet::errors::ParquetError) -> Error {
    Error::failed("writing a sync table failed").because(cause)
}
