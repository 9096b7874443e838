//! The only user of DuckDB: opening, statements, Arrow batches in and out, functions of ours in SQL.
//!
//! A database is opened locked down: no extension, no reach outside its own folder, spill files in a
//! private folder. An error of DuckDB may quote the data it stumbled over, so statements that run over
//! unredacted text go through [`Db::execute_blind`], whose errors carry the class of the failure and
//! nothing else.

mod failure;
mod parameter;

use arrow::array::{Array, ArrayRef, BinaryArray, RecordBatch, StringArray};
use arrow::datatypes::{DataType, SchemaRef};
use catchment_base::disk;
use catchment_base::error::{Error, Kind, Result};
use duckdb::vscalar::arrow::{ArrowFunctionSignature, VArrowScalar};
use duckdb::{AccessMode, Config, Connection, InterruptHandle};
use failure::{OF_DAMAGE, asked_wrongly, class_of, failure, statement_failed};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use crate::params;
pub use duckdb::{Params, Row, ToSql};
pub use parameter::{Exact, Parameter};

/// What is read from a row of a query.
pub type Read<T> = duckdb::Result<T>;

/// What one connection to a database may use.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Bytes of memory for DuckDB's buffers.
    pub memory: u64,
    /// Threads that work on one statement.
    pub threads: u32,
}

/// Statements that were run.
static RUN: AtomicU64 = AtomicU64::new(0);

/// How many statements this process has run over its databases; a batch counts as one.
pub fn statements_run() -> u64 {
    RUN.load(Ordering::Relaxed)
}

fn count() {
    RUN.fetch_add(1, Ordering::Relaxed);
}

/// One connection to one open database.
pub struct Db {
    connection: Connection,
}

/// Why a statement over text that must not be shown failed.
#[derive(Debug)]
pub enum Blind {
    /// A value does not fit: the class of the error.
    Data(String),
    /// The machine or the database failed.
    System(Error),
}

impl Blind {
    fn of(cause: &duckdb::Error) -> Self {
        const OF_DATA: [&str; 4] =
            ["conversion error", "invalid input error", "out of range error", "constraint error"];
        let class = class_of(cause);
        if OF_DATA.iter().any(|data| class.starts_with(data)) {
            Self::Data(class)
        } else {
            Self::System(failure(&cause.to_string(), class))
        }
    }

    /// The failure as an error of the whole.
    pub fn into_error(self) -> Error {
        match self {
            Self::Data(class) => Error::failed(class),
            Self::System(error) => error,
        }
    }
}

/// Column names and rows, every value as text.
pub type TextTable = (Vec<String>, Vec<Vec<Option<String>>>);

/// A column of a query.
pub struct Described {
    /// Its name.
    pub name: String,
    /// Its type, in DuckDB's words.
    pub r#type: String,
}

/// A vector of texts, each with the hash of the object that it is of and with what its column says of it.
pub struct Texts<'a> {
    /// The texts.
    pub values: &'a StringArray,
    objects: &'a BinaryArray,
    columns: Option<&'a StringArray>,
}

impl Texts<'_> {
    /// What the column of a text says of it; empty where it says nothing.
    pub fn column(&self, at: usize) -> &str {
        self.columns.filter(|columns| columns.is_valid(at)).map_or("", |columns| columns.value(at))
    }

    /// The hash of the object that a text is of.
    pub fn object(&self, at: usize) -> &[u8] {
        if at < self.objects.len() { self.objects.value(at) } else { &[] }
    }
}

/// A function of ours that SQL can call with a text, the hash of its object and what its column says: text out, nothing to
/// nothing.
pub trait TextFunction: Send + Sync + 'static {
    /// Maps one vector of values.
    fn map(&self, texts: &Texts<'_>) -> Result<StringArray>;
}

impl Db {
    /// Opens or creates a database file. `spill` is a private folder for temporary files, and `copies` one for copies of the
    /// database ([`Db::copy_to`]); nothing else can be reached.
    pub fn open(path: &Path, spill: &Path, copies: &Path, limits: Limits) -> Result<Self> {
        refuse_misread(path)?;
        if !disk::exists(path) && !disk::exists(&disk::with_ending(path, ".wal")) {
            create(path, limits)?;
        }
        let config = bounded(limits).map_err(|cause| opening(path, cause))?;
        let connection = Connection::open_with_flags(path, config).map_err(|cause| opening(path, cause))?;
        let db = Self::over(connection);
        let (spill, copies) = (literal(&spill.to_string_lossy()), literal(&copies.to_string_lossy()));
        // Without an extension DuckDB encrypts only where it is told that a key of 64 random bits will do.
        db.execute_batch(&format!(
            "set temp_directory = {spill}; set temp_file_encryption = true; set debug_force_mbedtls_unsafe = true;
             set allowed_directories = [{copies}]; set checkpoint_threshold = '64MB'; {LOCK_DOWN}"
        ))?;
        Ok(db)
    }

    /// An empty database in memory that can read the Parquet files below one folder and nothing else.
    pub fn reader(folder: &Path) -> Result<Self> {
        let failed = |cause: duckdb::Error| Error::failed("opening a database in memory failed").because(cause);
        let config = Config::default().enable_autoload_extension(false).map_err(failed)?;
        let connection = Connection::open_in_memory_with_flags(config).map_err(failed)?;
        let db = Self::over(connection);
        let folder = literal(&folder.to_string_lossy());
        db.execute_batch(&format!("set allowed_directories = [{folder}]; {LOCK_DOWN}"))?;
        Ok(db)
    }

    /// A database file for others to read, new or to be gone on with, in the form that the `oldest` version of DuckDB and
    /// every later one opens; what holds no such database is damaged. It can read what lies below one folder, so that views
    /// on Parquet files there can be made. What is published is small, and so are the blocks of a new file.
    pub fn publishable(path: &Path, folder: &Path, oldest: &str) -> Result<Self> {
        refuse_misread(path)?;
        let failed = |cause: duckdb::Error| making(path, cause);
        let config = bounded(Limits { memory: 256 << 20, threads: 1 }).map_err(failed)?;
        let config = config.with("storage_compatibility_version", oldest).map_err(failed)?;
        let config = config.with("default_block_size", "16384").map_err(failed)?;
        let db = Self::over(Connection::open_with_flags(path, config).map_err(failed)?);
        let folder = literal(&folder.to_string_lossy());
        // To optimise a statement over a handful of rows costs more than to run it.
        db.execute_batch("pragma disable_optimizer")?;
        db.execute_batch(&format!("set temp_directory = ''; set allowed_directories = [{folder}]; {LOCK_DOWN}"))?;
        Ok(db)
    }

    /// A database file that is only read, with what lies below one folder and nothing else; nothing is spilled.
    pub fn read_only(path: &Path, folder: &Path, limits: Limits) -> Result<Self> {
        refuse_misread(path)?;
        let failed = |cause: duckdb::Error| opening(path, cause);
        let config = Config::default()
            .enable_autoload_extension(false)
            .and_then(|config| config.access_mode(AccessMode::ReadOnly))
            .and_then(|config| config.max_memory(&format!("{}MiB", limits.memory >> 20)))
            .and_then(|config| config.threads(i64::from(limits.threads)))
            .map_err(failed)?;
        let db = Self::over(Connection::open_with_flags(path, config).map_err(failed)?);
        let folder = literal(&folder.to_string_lossy());
        db.execute_batch(&format!("set temp_directory = ''; set allowed_directories = [{folder}]; {LOCK_DOWN}"))?;
        Ok(db)
    }

    /// An empty database in memory without any reach, for checking SQL against nothing.
    pub fn scratch() -> Result<Self> {
        let failed = |cause: duckdb::Error| Error::failed("opening a database in memory failed").because(cause);
        let config = bounded(Limits { memory: 256 << 20, threads: 1 }).map_err(failed)?;
        let db = Self::over(Connection::open_in_memory_with_flags(config).map_err(failed)?);
        db.execute_batch(LOCK_DOWN)?;
        Ok(db)
    }

    /// Another connection to the same open database.
    pub fn another(&self) -> Result<Self> {
        let connection = self
            .connection
            .try_clone()
            .map_err(|cause| Error::failed("connecting to the database failed").because(cause))?;
        Ok(Self::over(connection))
    }

    fn over(connection: Connection) -> Self {
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Self { connection }
    }

    /// Runs one statement that is repeated or takes parameters; gives the number of rows it changed.
    pub fn execute<P: Params>(&self, sql: &str, params: P) -> Result<usize> {
        count();
        let mut statement = self.connection.prepare_cached(sql).map_err(|cause| statement_failed(sql, cause))?;
        statement.execute(params).map_err(|cause| statement_failed(sql, cause))
    }

    /// Runs statements one after the other. What is run once is planned once like this, and twice as a prepared one.
    pub fn execute_batch(&self, sql: &str) -> Result<()> {
        count();
        self.connection.execute_batch(sql).map_err(|cause| statement_failed(sql, cause))
    }

    /// Runs a statement over text that must not be shown: the error tells the class of the failure only.
    pub fn execute_blind(&self, sql: &str) -> std::result::Result<(), Blind> {
        count();
        self.connection.execute_batch(sql).map_err(|cause| Blind::of(&cause))
    }

    /// All rows of a query.
    pub fn query<T, P: Params>(
        &self,
        sql: &str,
        params: P,
        mut row: impl FnMut(&Row<'_>) -> Read<T>,
    ) -> Result<Vec<T>> {
        count();
        let mut statement = self.connection.prepare_cached(sql).map_err(|cause| statement_failed(sql, cause))?;
        let rows = statement.query_map(params, |found| row(found)).map_err(|cause| statement_failed(sql, cause))?;
        rows.collect::<duckdb::Result<Vec<T>>>().map_err(|cause| statement_failed(sql, cause))
    }

    /// The first row of a query, if there is one.
    pub fn query_first<T, P: Params>(
        &self,
        sql: &str,
        params: P,
        row: impl FnMut(&Row<'_>) -> Read<T>,
    ) -> Result<Option<T>> {
        Ok(self.query(sql, params, row)?.into_iter().next())
    }

    /// The first column of the first row of a query that has one.
    pub fn query_value<T: duckdb::types::FromSql, P: Params>(&self, sql: &str, params: P) -> Result<T> {
        self.query_first(sql, params, |row| row.get(0))?
            .ok_or_else(|| Error::failed("a query that must have a row has none"))
    }

    /// Column names and rows of any query, every value as text (`null` as nothing).
    pub fn query_text(&self, sql: &str) -> Result<TextTable> {
        count();
        let sql = &format!("select cast(columns(*) as varchar) from ({})", sql.trim().trim_end_matches(';'));
        let mut statement = self.connection.prepare(sql).map_err(|cause| statement_failed(sql, cause))?;
        let batches: Vec<RecordBatch> = statement
            .stream_arrow([])
            .map_err(|cause| statement_failed(sql, cause))?
            .collect::<duckdb::Result<_>>()
            .map_err(|cause| statement_failed(sql, cause))?;
        let names = statement.schema().fields().iter().map(|field| field.name().clone()).collect();
        let mut rows = Vec::new();
        for batch in &batches {
            for at in 0..batch.num_rows() {
                rows.push(batch.columns().iter().map(|column| text_at(column, at)).collect());
            }
        }
        Ok((names, rows))
    }

    /// The columns of a query that somebody typed, without running it. Its errors are told in full.
    pub fn columns_of(&self, sql: &str) -> Result<Vec<Described>> {
        let mut statement = self.connection.prepare(&format!("describe {sql}")).map_err(asked_wrongly)?;
        let described = |row: &Row<'_>| Ok(Described { name: row.get(0)?, r#type: row.get(1)? });
        let columns = statement.query_map([], described).map_err(asked_wrongly)?;
        columns.collect::<duckdb::Result<Vec<_>>>().map_err(asked_wrongly)
    }

    /// Hands over the texts in the only column of a query that somebody typed, one by one, until there is no more
    /// or `take` has enough. Its errors are told in full.
    pub fn ask(&self, sql: &str, mut take: impl FnMut(&str) -> Result<ControlFlow<()>>) -> Result<()> {
        let each = |(): &mut (), batch: RecordBatch| {
            for at in 0..batch.num_rows() {
                let text = text_at(batch.column(0), at).unwrap_or_default();
                if take(&text)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        };
        self.ask_typed(sql, |_| Ok(()), each)
    }

    /// Hands over the answer to a query that somebody typed in batches, with the types of its columns, to what
    /// `begin` makes of these, until there is no more or `take` has enough; gives that back. Errors of the query are
    /// told in full.
    pub fn ask_typed<T>(
        &self,
        sql: &str,
        begin: impl FnOnce(SchemaRef) -> Result<T>,
        mut take: impl FnMut(&mut T, RecordBatch) -> Result<ControlFlow<()>>,
    ) -> Result<T> {
        let mut statement = self.connection.prepare(sql).map_err(asked_wrongly)?;
        let batches = statement.stream_arrow([]).map_err(asked_wrongly)?;
        let mut taker = begin(batches.get_schema())?;
        for batch in batches {
            if take(&mut taker, batch.map_err(asked_wrongly)?)?.is_break() {
                break;
            }
        }
        Ok(taker)
    }

    /// What ends the statement under way from another thread.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.connection.interrupt_handle())
    }

    /// The Arrow schema of a query's result.
    pub fn schema_of(&self, sql: &str) -> Result<SchemaRef> {
        count();
        let mut statement = self.connection.prepare(sql).map_err(|cause| statement_failed(sql, cause))?;
        let schema = statement.query_arrow([]).map_err(|cause| statement_failed(sql, cause))?.get_schema();
        Ok(schema)
    }

    /// Hands the result of a query over in batches, without holding more than a few of them.
    pub fn stream<P: Params>(
        &self,
        sql: &str,
        params: P,
        mut take: impl FnMut(RecordBatch) -> Result<()>,
    ) -> Result<()> {
        count();
        let mut statement = self.connection.prepare(sql).map_err(|cause| statement_failed(sql, cause))?;
        for batch in statement.stream_arrow(params).map_err(|cause| statement_failed(sql, cause))? {
            take(batch.map_err(|cause| statement_failed(sql, cause))?)?;
        }
        Ok(())
    }

    /// Appends a batch to a table: a temporary one that holds what is being staged, or one with its schema before it.
    pub fn append(&self, table: &str, batch: RecordBatch) -> Result<()> {
        let appender = match table.split_once('.') {
            Some((schema, table)) => self.connection.appender_to_db(table, schema),
            None => self.connection.appender(table),
        };
        let mut appender = appender.map_err(|cause| Error::failed(class_of(&cause)))?;
        appender.append_record_batch(batch).map_err(|cause| Error::failed(class_of(&cause)))?;
        appender.flush().map_err(|cause| Error::failed(class_of(&cause)))
    }

    /// Makes a function of ours known to SQL under a name: `NAME(encode(text), object_hash)`. To encode a text costs
    /// nothing, while every text that comes as one is copied twice on its way here.
    pub fn register(&self, name: &str, function: Arc<dyn TextFunction>) -> Result<()> {
        self.connection
            .register_scalar_function_with_state::<Callable>(name, &Slot(Some(function)))
            .map_err(|cause| Error::failed(format!("registering the function {name} failed")).because(cause))
    }

    /// Lets SQL call a function of ours by this name with a text alone.
    pub fn register_alone(&self, name: &str, function: Arc<dyn TextFunction>) -> Result<()> {
        self.connection
            .register_scalar_function_with_state::<Alone>(name, &Slot(Some(function)))
            .map_err(|cause| Error::failed(format!("registering the function {name} failed")).because(cause))
    }

    /// Runs the work in a transaction: committed when it succeeds, undone when it fails.
    ///
    /// A failed commit may have committed all the same; the caller gives up the database then and reads
    /// the position back at the next opening.
    pub fn transaction<T>(&self, work: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        self.execute("begin", [])?;
        match work(self) {
            Ok(value) => {
                self.execute("commit", [])?;
                Ok(value)
            }
            Err(error) => {
                // An aborted transaction may refuse the rollback as well; the first error is the one to tell.
                let _ = self.execute("rollback", []);
                Err(error)
            }
        }
    }

    /// Changes how much memory DuckDB's buffers may take, in bytes.
    pub fn limit_memory(&self, bytes: u64) -> Result<()> {
        self.execute_batch(&format!("set memory_limit = '{}MiB'", bytes >> 20))
    }

    /// Copies the whole database, as of one moment, to a file that must not exist yet.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        let name: String = self.query_value("select current_database()", [])?;
        self.execute_batch(&format!("attach {} as copied", literal(&path.to_string_lossy())))?;
        let copied = self.execute_batch(&format!("copy from database {} to copied", identifier(&name)));
        let detached = self.execute_batch("detach copied");
        copied.and(detached)
    }

    /// Writes the log into the database file.
    pub fn checkpoint(&self) -> Result<()> {
        self.execute_batch("checkpoint")
    }
}

/// Ends a statement that is under way.
pub struct Interrupter(Arc<InterruptHandle>);

impl Interrupter {
    /// Ends the statement under way; one that has not begun yet is not reached.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

/// A text as an SQL literal.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A name as an SQL identifier.
pub fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The last statements of every opening: right answers, no reach outside, and no way back.
///
/// DuckDB 2.0.0 takes the bounds of a single value for those of a sum where a grouped sum stands over a join
/// with a single row, as `where run_id = (select max(run_id) …)` is one: `having` then loses groups, a cast
/// wraps around, `order by` fails. The pass that spreads these bounds stays off.
const LOCK_DOWN: &str = "set disabled_optimizers = 'statistics_propagation'; set enable_external_access = false; \
     set allowed_configs = ['memory_limit']; set lock_configuration = true;";

fn bounded(limits: Limits) -> duckdb::Result<Config> {
    Config::default()
        .enable_autoload_extension(false)?
        .max_memory(&format!("{}MiB", limits.memory >> 20))?
        .threads(i64::from(limits.threads))?
        .with("preserve_insertion_order", "false")
}

/// DuckDB takes what follows a question mark for parameters and puts its log before them, into another folder.
fn refuse_misread(path: &Path) -> Result<()> {
    if !path.to_string_lossy().contains('?') {
        return Ok(());
    }
    let path = catchment_base::error::printable(&path.display().to_string());
    Err(Error::usage(format!("the database cannot be at {path}: the path contains a question mark"))
        .hint("choose another data_dir"))
}

/// Makes an empty database: the file takes its name when it is whole, so that none is ever found half made.
fn create(path: &Path, limits: Limits) -> Result<()> {
    let beside = disk::with_ending(path, ".new");
    disk::remove_file(&beside)?;
    disk::remove_file(&disk::with_ending(&beside, ".wal"))?;
    let failed = |cause: duckdb::Error| making(path, cause);
    let config = bounded(limits).map_err(failed)?;
    let connection = Connection::open_with_flags(&beside, config).map_err(failed)?;
    connection.execute_batch("force checkpoint").map_err(failed)?;
    connection.close().map_err(|(_, cause)| failed(cause))?;
    disk::rename(&beside, path)
}

fn making(path: &Path, cause: duckdb::Error) -> Error {
    let (text, path) = (cause.to_string(), catchment_base::error::printable(&path.display().to_string()));
    if OF_DAMAGE.iter().chain(&OF_NO_DATABASE).any(|words| text.contains(words)) {
        let what = format!("{path} is damaged, or not a database that this program can read");
        return Error::new(Kind::Damaged, what).because(text).hint(RESTORE);
    }
    Error::failed(format!("creating the database {path} failed"))
        .because(cause)
        .hint("free space there or give this user the right to write there, then run the same command again")
}

fn opening(path: &Path, cause: duckdb::Error) -> Error {
    let text = cause.to_string();
    let path = catchment_base::error::printable(&path.display().to_string());
    if text.contains("Could not set lock") {
        return Error::new(Kind::Busy, format!("another program holds the database {path}"))
            .because(cause)
            .hint("close it there; only one process at a time can open a database file");
    }
    let denied = text.contains("Permission denied") || text.contains("Read-only");
    let hint = if denied { "give this user the right to write there, or choose another data_dir" } else { RESTORE };
    let kind = if denied || text.contains("No space") { Kind::Failed } else { Kind::Damaged };
    Error::new(kind, format!("opening the database {path} failed")).because(cause).hint(hint)
}

/// Statements of a connection that stay prepared: more than a sync repeats. To prepare one costs more than to run it
/// where little has changed.
const STATEMENTS: usize = 256;

const RESTORE: &str = "restore the file from your backup, or move it and its .wal away and sync again into a new lake";

/// Words by which DuckDB tells that a file is none of its own, or one of another version.
const OF_NO_DATABASE: [&str; 2] = ["not a valid DuckDB database file", "Trying to read a database file with version"];

fn text_at(column: &ArrayRef, at: usize) -> Option<String> {
    let texts = column.as_any().downcast_ref::<StringArray>()?;
    texts.is_valid(at).then(|| texts.value(at).to_owned())
}

#[derive(Clone, Default)]
struct Slot(Option<Arc<dyn TextFunction>>);

struct Callable;

impl VArrowScalar for Callable {
    type State = Slot;

    fn invoke(state: &Slot, input: RecordBatch) -> Result<ArrayRef, Box<dyn std::error::Error>> {
        let function = state.0.as_ref().ok_or("the function has no state")?;
        let bytes = input.column(0).as_any().downcast_ref::<BinaryArray>().ok_or("the first argument is no blob")?;
        let values = &StringArray::try_from_binary(bytes.clone())?;
        let objects = input.column(1).as_any().downcast_ref::<BinaryArray>().ok_or("the second argument is no hash")?;
        let columns = input.column(2).as_any().downcast_ref::<StringArray>().ok_or("the third argument is no text")?;
        Ok(Arc::new(function.map(&Texts { values, objects, columns: Some(columns) })?))
    }

    fn signatures() -> Vec<ArrowFunctionSignature> {
        let arguments = vec![DataType::Binary, DataType::Binary, DataType::Utf8];
        vec![ArrowFunctionSignature::exact(arguments, DataType::Utf8)]
    }
}

/// The same for a text that belongs to no object.
struct Alone;

impl VArrowScalar for Alone {
    type State = Slot;

    fn invoke(state: &Slot, input: RecordBatch) -> Result<ArrayRef, Box<dyn std::error::Error>> {
        let function = state.0.as_ref().ok_or("the function has no state")?;
        let values = input.column(0).as_any().downcast_ref::<StringArray>().ok_or("the argument is not text")?;
        let objects = &BinaryArray::from_iter_values::<[u8; 0], _>([]);
        Ok(Arc::new(function.map(&Texts { values, objects, columns: None })?))
    }

    fn signatures() -> Vec<ArrowFunctionSignature> {
        vec![ArrowFunctionSignature::exact(vec![DataType::Utf8], DataType::Utf8)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grouped_sum_over_the_newest_rows_is_right() {
        let db = Db::scratch().unwrap();
        db.execute_batch(
            "create table run as select 1 as id;
             create table found as select i % 2 as kind, cast(i % 47 as bigint) as findings, 1 as run from range(100) as t(i)",
        )
        .unwrap();
        let sums = "select kind, sum(findings) as total from found where run = (select max(id) from run) group by kind";
        let many: i64 = db.query_value(&format!("select count(*) from ({sums} having total > 1000)"), []).unwrap();
        let ordered = db.query(&format!("{sums} order by kind"), [], |row| row.get::<_, i64>(1)).unwrap();
        assert_eq!((many, ordered), (2, vec![1087, 1090]));
    }

    #[test]
    fn what_does_not_fit_into_memory_is_spilled_and_cannot_be_read_there() {
        let folder = tempfile::tempdir().unwrap();
        let spill = folder.path().join("spill");
        disk::make_dir(&spill, disk::Access::Private).unwrap();
        let limits = Limits { memory: 16 << 20, threads: 1 };
        let db = Db::open(&folder.path().join("a.duckdb"), &spill, folder.path(), limits).unwrap();
        // A temporary table that is larger than the memory, of texts that no compression makes small.
        db.execute_batch(
            "create temporary table found as
             select 'jane.doe@example.com ' || sha256(cast(i as varchar)) || sha256(cast(-i as varchar)) as text
             from range(150000) as t(i)",
        )
        .unwrap();
        let files: Vec<_> = std::fs::read_dir(&spill).unwrap().map(|file| file.unwrap().path()).collect();
        assert!(!files.is_empty(), "nothing was spilled");
        for file in files {
            let bytes = std::fs::read(&file).unwrap();
            assert!(memchr::memmem::find(&bytes, b"jane.doe").is_none(), "{} holds clear text", file.display());
        }
        let told: i64 = db.query_value("select count(*) from found where text like 'jane.doe%'", []).unwrap();
        assert_eq!(told, 150_000);
    }
}
