//! A lab: a folder with a configuration, a key and a practice site, in which the real binary is run.
//!
//! Every lab has the same key, so the rows of any two labs over the same site can be compared. Child
//! processes are ended by the lab that started them, by their handles.

use super::costs;
use super::s3::{S3, SECRET};
use super::site::{files_below, rows_of};
use super::template::{self, Folder, Port, Shown, Taken};
use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::concat_batches;
use catchment_base::clock;
use catchment_base::error::Error;
use catchment_io::control;
use catchment_lake::db::{Db, Limits};
use catchment_practice::confluence::{self, Options, Practice};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::str::FromStr;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;
use tokio::runtime::Runtime;

/// The connection of every lab.
pub const CONNECTION: &str = "wiki";
/// The program under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_catchment");
/// What the key file of every lab holds.
const KEY: &str = "catchment-key-1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";

static LABS: Taken = Mutex::new(BTreeSet::new());

/// Rows by their keys, each with the texts of some columns; what is null is empty.
pub type Told = BTreeMap<String, Vec<String>>;

/// A practice site in this process, on a port that it keeps when it changes.
pub struct Site {
    runtime: Runtime,
    practice: Option<Practice>,
    options: Options,
    _port: Port,
}

impl Shown for Site {
    fn shown(&self) -> Option<String> {
        Some(format!("{} {:?}", shown(&self.options, &self.options.faults, &[])?, self.practice().truth()))
    }
}

impl Site {
    /// A site with these options.
    pub fn start(options: Options) -> Self {
        let runtime = one_thread();
        let (practice, port) = on_own_port(|port| {
            let options = Options { port, ..options.clone() };
            runtime.block_on(confluence::start(options))
        });
        Self { runtime, practice: Some(practice), options: Options { port: port.number(), ..options }, _port: port }
    }

    /// The same site after a change of its options, at the same address.
    pub fn change(&mut self, change: impl FnOnce(&mut Options)) {
        change(&mut self.options);
        self.runtime.block_on(self.practice.take().unwrap().stop());
        self.practice = Some(on_port_again(|| self.runtime.block_on(confluence::start(self.options.clone()))));
    }

    /// The same site with these faults instead of the former ones.
    pub fn fault(&mut self, faults: &str) {
        self.change(|options| options.faults = faulty(faults));
    }

    /// The server itself.
    pub fn practice(&self) -> &Practice {
        self.practice.as_ref().unwrap()
    }

    /// Its address.
    pub fn url(&self) -> &str {
        self.practice.as_ref().unwrap().url()
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.options.port
    }

    /// What was asked for since it was started or changed.
    pub fn requested(&self) -> Vec<String> {
        self.practice.as_ref().unwrap().requested()
    }

    /// The invented addresses and card numbers of every object.
    pub fn planted(&self) -> BTreeMap<String, Vec<String>> {
        self.practice.as_ref().unwrap().planted()
    }
}

/// What a practice site runs on.
pub fn one_thread() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// Starts a server on a port that it can have again; the server, and its port.
pub fn on_own_port<P>(start: impl Fn(u16) -> Result<P, Error>) -> (P, Port) {
    // A port that somebody else has is kept until another one is found.
    let mut in_use = Vec::new();
    loop {
        let port = Port::take();
        match unless_in_use(start(port.number())) {
            Some(practice) => return (practice, port),
            None => in_use.push(port),
        }
    }
}

/// What a site with these options shows; nothing where it has faults other than these, which do not depend on what was asked before.
pub fn shown<F: Debug + Default + FromStr<Err: Debug>>(
    options: &impl Debug,
    faults: &F,
    harmless: &[&str],
) -> Option<String> {
    let are = |switches: &str| format!("{:?}", faulty::<F>(switches)) == format!("{faults:?}");
    (are("") || harmless.iter().any(|switches| are(switches))).then(|| format!("{options:?}"))
}

/// Starts a server again on the port that it had.
pub fn on_port_again<P>(start: impl Fn() -> Result<P, Error>) -> P {
    // A process that another test is just starting may still hold the port open, until it becomes a program.
    let tried = || {
        let started = unless_in_use(start());
        if started.is_none() {
            thread::sleep(Duration::from_millis(50));
        }
        started
    };
    std::iter::repeat_with(tried).take(100).find_map(|started| started).expect("the port stays in use")
}

fn unless_in_use<P>(started: Result<P, Error>) -> Option<P> {
    started.inspect_err(|error| assert!(error.one_line().contains("cannot use port"), "{}", error.one_line())).ok()
}

/// Faults by their switches, none for an empty text.
pub fn faulty<F: Default + FromStr<Err: Debug>>(switches: &str) -> F {
    if switches.is_empty() { F::default() } else { switches.parse().unwrap() }
}

/// A folder in which the program is run; removed at the end unless the test failed.
pub struct Lab {
    /// The folder.
    pub dir: PathBuf,
    folder: Option<Folder>,
}

impl Drop for Lab {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("the lab is kept for a look: {}", self.dir.display());
            std::mem::forget(self.folder.take());
        }
    }
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Ran {
    /// The exit code, nothing after a signal.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// What it printed as data.
    pub stdout: String,
    /// What it printed besides.
    pub stderr: String,
}

impl Ran {
    /// What became of a child.
    pub fn of(output: &Output) -> Self {
        Self {
            code: output.status.code(),
            signal: output.status.signal(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The result in the JSON document that it printed.
    pub fn result(&self) -> Value {
        serde_json::from_str::<Value>(&self.stdout).unwrap()["result"].clone()
    }

    /// The same, asserted to have ended with this code.
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "signal {:?}\n{}\n{}", self.signal, self.stdout, self.stderr);
        self
    }

    /// The same, asserted to have failed with this code, a hint, and these words.
    pub fn refused(self, code: i32, words: &[&str]) -> Self {
        let ran = self.expect(code);
        for word in words.iter().chain(&["hint: "]) {
            assert!(ran.stderr.contains(word), "no {word:?} in\n{}", ran.stderr);
        }
        ran
    }
}

impl Lab {
    /// A lab for a site, with further lines for its connection.
    pub fn new(site: &Site, settings: &str) -> Self {
        let lab = Self::let_in("practice-token");
        lab.configure(site, settings);
        lab
    }

    /// A lab with the key and with this secret, which settings name as `file:token`; without a configuration.
    pub fn let_in(secret: &str) -> Self {
        let lab = Self::empty();
        lab.write("token", secret);
        fs::create_dir(lab.data()).unwrap();
        fs::set_permissions(lab.data(), fs::Permissions::from_mode(0o700)).unwrap();
        lab.write("data/catchment.key", KEY);
        lab
    }

    /// A lab that has followed a site once.
    pub fn synced(site: &Site, settings: &str) -> Self {
        let lab = Self::new(site, settings);
        lab.sync_first(site);
        lab
    }

    /// A folder and nothing in it.
    pub fn empty() -> Self {
        let folder = Folder::make("ct", &LABS);
        Self { dir: folder.path().to_owned(), folder: Some(folder) }
    }

    /// Writes the configuration for a site of Confluence.
    pub fn configure(&self, site: &Site, settings: &str) {
        let datasets = if settings.contains("datasets") { "" } else { "datasets = []" };
        let own = format!(
            "source = \"confluence\"\nurl = \"{}\"\nusername = \"practice@example.com\"\napi_token = \"file:token\"\n\
             content_types = [\"page\", \"blogpost\"]\n{datasets}",
            site.url()
        );
        self.describe(&own, settings);
    }

    /// Writes the configuration with a connection of these settings. Unless they say otherwise, every sync makes a census, and
    /// an incomplete first generation is published.
    pub fn describe(&self, own: &str, settings: &str) {
        let census =
            if settings.contains("census_every") { "" } else { "census_every = \"0m\"\nmax_deleted_share = 1" };
        let incomplete = if settings.contains("publish_incomplete") { "" } else { "publish_incomplete = true" };
        let text = format!(
            "data_dir = \"data\"\n[lake]\nto = \"lake\"\n[connections.{CONNECTION}]\n{own}\n\
             requests_per_minute = 100000\nrate_limit_timeout_ms = 10\n{census}\n{incomplete}\n{settings}\n"
        );
        self.write("catchment.toml", &text);
    }

    /// The lake lies in this bucket from now on.
    pub fn move_lake(&self, s3: &S3) {
        self.write("s3-secret", SECRET);
        let text = fs::read_to_string(self.dir.join("catchment.toml")).unwrap();
        self.write("catchment.toml", &text.replace("to = \"lake\"", &s3.settings()));
    }

    /// Another lab with a copy of everything in this one.
    pub fn copy(&self) -> Self {
        let copy = Self::empty();
        template::copy(&self.dir, &copy.dir);
        copy
    }

    /// Writes a private file.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.dir.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// The data directory.
    pub fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.data().join(format!("{CONNECTION}.duckdb"))
    }

    /// The connection's part of the lake.
    pub fn lake(&self) -> PathBuf {
        self.dir.join("lake").join(CONNECTION)
    }

    /// The link that readers follow.
    pub fn current(&self) -> PathBuf {
        self.lake().join("current")
    }

    /// The program with these arguments, not yet started.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command.arg("--config").arg(self.dir.join("catchment.toml")).args(args).current_dir(&self.dir);
        command.env_remove("CATCHMENT_CRASH_AT").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the program.
    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(&costs::output(&mut self.command(args)))
    }

    /// Syncs.
    pub fn sync(&self) -> Ran {
        self.run(&["sync", CONNECTION])
    }

    /// Syncs for the first time, to an end with 0; or takes what another lab came to that was the same.
    pub fn sync_first(&self, site: &impl Shown) {
        template::once(&self.dir, site, || drop(self.sync().expect(0)));
    }

    /// Syncs and is killed at a failpoint, given by its number or its name, if it comes so far: then the signal is set.
    pub fn sync_killed_at(&self, failpoint: impl ToString) -> Ran {
        self.run_killed_at(&["sync", CONNECTION], failpoint)
    }

    /// Runs the program, which is killed at a failpoint, if it comes so far: then the signal is set.
    pub fn run_killed_at(&self, args: &[&str], failpoint: impl ToString) -> Ran {
        Ran::of(&costs::output(self.command(args).env("CATCHMENT_CRASH_AT", failpoint.to_string())))
    }

    /// Syncs and is killed as soon as something is so, if that is before its end: then the signal is set.
    pub fn sync_killed_when(&self, mut so: impl FnMut() -> bool) -> Ran {
        let mut child = self.begin();
        while child.try_wait().unwrap().is_none() && !so() {
            thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        Ran::of(&child.wait_with_output().unwrap())
    }

    /// Begins to sync.
    pub fn begin(&self) -> Child {
        self.command(&["sync", CONNECTION]).spawn().unwrap()
    }

    /// The status.
    pub fn status(&self) -> Value {
        let ran = self.run(&["status", CONNECTION, "--format", "json"]).expect(0);
        ran.result()[0].clone()
    }

    /// What a running sync answers on its socket; nothing if none does yet.
    pub fn status_while_running(&self) -> Option<Value> {
        let answer = control::ask(&self.data().join("wiki.sock"), "status").ok()??;
        serde_json::from_str(&answer).ok()
    }

    /// The database, opened by the test; no program may run meanwhile.
    pub fn open(&self) -> Db {
        let limits = Limits { memory: 256 << 20, threads: 1 };
        Db::open(&self.database(), &self.dir.join("test-spill"), &self.dir.join("test-spill"), limits).unwrap()
    }

    /// Runs a statement in the database.
    pub fn execute(&self, sql: &str) {
        let db = self.open();
        db.execute_batch(sql).unwrap();
        db.checkpoint().unwrap();
    }

    /// Puts the database into the form of the program before data files had a place of their own, with one generation,
    /// whose manifest has this hash, and files of other names: what was in them had another form.
    pub fn forget_layout(&self, sha256: &str) {
        self.execute(&format!(
            "alter table sync.export drop column shown;
             alter table sync.export_file add column written_in bigint;
             update sync.export_file set written_in = generation, file = 'f' || file;
             update sync.export set manifest_sha256 = '{sha256}';
             delete from main.migration where name = 'sync/018_layout.sql'"
        ));
    }

    /// The number of the current generation; nothing if there is none.
    pub fn generation(&self) -> Option<i64> {
        fs::read_link(self.current()).ok()?.file_name()?.to_str()?.parse().ok()
    }

    /// The folders of all generations, by number.
    pub fn generations(&self) -> BTreeMap<i64, PathBuf> {
        let folders = fs::read_dir(self.lake().join("generations")).into_iter().flatten();
        let numbered = folders.map(|entry| entry.unwrap().path());
        numbered.map(|path| (path.file_name().unwrap().to_str().unwrap().parse().unwrap(), path)).collect()
    }

    /// The rows of `space_content` as readers of `current/` see them.
    pub fn rows(&self) -> RecordBatch {
        self.rows_of("space_content")
    }

    /// The rows of a dataset as readers of `current/` see them.
    pub fn rows_of(&self, name: &str) -> RecordBatch {
        dataset(&self.current().join(name)).unwrap()
    }

    /// The rows of a dataset by its key, the first of these columns, each with the texts of the others.
    pub fn told(&self, name: &str, columns: &[&str]) -> Told {
        let mut told = Told::new();
        for row in files_below(&self.current().join(name)).iter().flat_map(|file| rows_of(file)) {
            let mut values = columns.iter().map(|column| row[*column].clone().unwrap_or_default());
            let key = values.next().unwrap();
            assert!(told.insert(key, values.collect()).is_none(), "{name} holds a key twice");
        }
        told
    }

    /// The current manifest.
    pub fn manifest(&self) -> Value {
        manifest(&self.current())
    }

    /// Asserts that the lake holds what the manifests name, once below its dataset and once below each generation, and
    /// nothing else.
    pub fn has_no_strays(&self) {
        let mut named = BTreeSet::new();
        for folder in self.generations().values() {
            named.insert(folder.join("manifest.json"));
            let stated = manifest(folder);
            for dataset in stated["datasets"].as_object().unwrap().keys() {
                for file in files_of(&stated, dataset) {
                    let (home, link) = (self.lake().join(&file.path), folder.join(&file.path));
                    assert_eq!(fs::metadata(&home).unwrap().ino(), fs::metadata(&link).unwrap().ino(), "{}", file.path);
                    named.extend([home, link]);
                }
            }
        }
        named.extend(fs::read_link(self.current()).map(|_| self.current()));
        let lake = self.dir.join("lake");
        let found = tree(&lake).into_iter().filter(|path| !is_beside_generations(&lake, path)).collect();
        assert_eq!(named, found);
        let beside: Vec<PathBuf> = tree(&self.data()).into_iter().filter(|path| !is_data_file(path)).collect();
        assert_eq!(beside, Vec::<PathBuf>::new(), "strays in the data directory");
    }
}

/// Whether a file of the lake is the catalog's or one of the sync tables, whose own tests say what they hold.
fn is_beside_generations(lake: &Path, path: &Path) -> bool {
    let parts: Vec<&str> = path.strip_prefix(lake).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
    match parts[..] {
        ["catalog.duckdb" | "catalog.ducklake" | ".catalog.lock" | "README.txt"] => true,
        ["catalogs", file] => file.ends_with(".duckdb") || file.ends_with(".ducklake"),
        [CONNECTION, "_sync", _, file] => file.ends_with(".parquet"),
        _ => false,
    }
}

fn is_data_file(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_str().unwrap();
    ["catchment.key", "catchment.key.lock", "wiki.duckdb", "wiki.duckdb.wal", "wiki.lock"].contains(&name)
        || path.extension().is_some_and(|ending| ending == "response")
}

/// A file as the manifest states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Its path below the connection's part of the lake, in a folder also below its generation.
    pub path: String,
    /// Its rows.
    pub rows: u64,
    /// Its bytes.
    pub bytes: u64,
    /// Its hash.
    pub sha256: String,
    /// The first key it is responsible for.
    pub key_from: Option<String>,
    /// The first key behind it.
    pub key_to: Option<String>,
}

/// The files of a dataset in a manifest.
pub fn files_of(manifest: &Value, dataset: &str) -> Vec<Stated> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let files = manifest["datasets"][dataset]["files"].as_array().into_iter().flatten();
    let stated = files.map(|file| Stated {
        path: text(&file["path"]).unwrap(),
        rows: file["rows"].as_u64().unwrap(),
        bytes: file["bytes"].as_u64().unwrap(),
        sha256: text(&file["sha256"]).unwrap(),
        key_from: text(&file["key_from"]),
        key_to: text(&file["key_to"]),
    });
    stated.collect()
}

/// The manifest of a generation's folder.
pub fn manifest(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap()
}

/// The rows of all Parquet files of a folder, as a glob finds them, in the order of their first keys.
pub fn dataset(folder: &Path) -> Result<RecordBatch, String> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| error.to_string())? {
        // The name is joined to the folder as it was given: each file is opened through `current` anew.
        paths.push(folder.join(entry.map_err(|error| error.to_string())?.file_name()));
    }
    together(&paths)
}

/// The rows of these Parquet files, in the order of their first keys.
pub fn together(paths: &[PathBuf]) -> Result<RecordBatch, String> {
    let mut batches = paths.iter().map(|path| parquet(path)).collect::<Result<Vec<_>, _>>()?;
    let first =
        |batch: &RecordBatch| (batch.num_rows() > 0).then(|| batch.column(0).as_string::<i32>().value(0).to_owned());
    batches.sort_by_key(first);
    let schema = batches.first().ok_or("no files")?.schema();
    concat_batches(&schema, &batches).map_err(|error| error.to_string())
}

/// The rows of one Parquet file.
pub fn parquet(path: &Path) -> Result<RecordBatch, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let builder =
        ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).map_err(|error| error.to_string())?;
    let schema = std::sync::Arc::clone(builder.schema());
    let batches: Vec<RecordBatch> = builder
        .build()
        .map_err(|error| error.to_string())?
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;
    concat_batches(&schema, &batches).map_err(|error| error.to_string())
}

/// The texts of a column, nothing where there is none.
pub fn texts(rows: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let column = rows.column_by_name(column).unwrap().as_string::<i32>();
    (0..column.len()).map(|at| column.is_valid(at).then(|| column.value(at).to_owned())).collect()
}

/// The ids of the rows, in their order.
pub fn ids(rows: &RecordBatch) -> Vec<String> {
    texts(rows, "page_id").into_iter().flatten().collect()
}

/// The keys of the rows, in their order: what their first column holds.
pub fn keys(rows: &RecordBatch) -> Vec<String> {
    let column = rows.column(0).as_string::<i32>();
    (0..column.len()).map(|at| column.value(at).to_owned()).collect()
}

/// Asserts that two datasets hold the same rows, and names the first that differs.
pub fn same_rows(one: &RecordBatch, other: &RecordBatch) {
    assert_eq!(keys(one), keys(other), "different keys");
    assert_eq!(one.schema(), other.schema());
    for (at, field) in one.schema().fields().iter().enumerate() {
        let differs = (0..one.num_rows())
            .find(|row| one.column(at).slice(*row, 1).as_ref() != other.column(at).slice(*row, 1).as_ref());
        if let Some(row) = differs {
            panic!(
                "{} of {} differs: {:?} and {:?}",
                field.name(),
                keys(one)[row],
                one.column(at).slice(row, 1),
                other.column(at).slice(row, 1)
            );
        }
    }
}

/// All files and links below a folder, sorted; folders are not listed.
pub fn tree(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if fs::symlink_metadata(&path).unwrap().is_dir() { found.extend(tree(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Runs a shell script in which file systems can be mounted, or prints why that cannot be done here.
pub fn with_mounts(script: &str) -> Option<Ran> {
    let may = |how: &&&[&str]| {
        let tried = Command::new("unshare").args(**how).args(["sh", "-c", "mount -t tmpfs tmpfs /mnt"]).output();
        tried.is_ok_and(|output| output.status.success())
    };
    let Some(how) = [["-m"].as_slice(), &["-r", "-m"]].iter().find(may).copied() else {
        eprintln!("skipped: file systems cannot be mounted here (unshare -m with a tmpfs on /mnt fails)");
        return None;
    };
    Some(Ran::of(&Command::new("unshare").args(how).args(["sh", "-c", script]).output().unwrap()))
}

/// Waits until something is so, ten seconds at most.
pub fn wait_until(what: &str, mut so: impl FnMut() -> bool) {
    let begin = clock::instant();
    while !so() {
        assert!(begin.elapsed() < Duration::from_secs(10), "waited in vain for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A seed for a random test, printed, or the one that `CATCHMENT_SEED` asks for again.
pub fn seed() -> u64 {
    let asked = std::env::var("CATCHMENT_SEED").ok().and_then(|text| text.parse().ok());
    let seed = asked.unwrap_or_else(|| clock::now().and_utc().timestamp_micros().unsigned_abs());
    eprintln!("CATCHMENT_SEED={seed}");
    seed
}

/// The next number of a sequence that follows from a seed (splitmix64).
pub fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Turns a byte in the middle of a file.
pub fn damage(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    fs::write(file, bytes).unwrap();
}

/// Whether the slow tier is asked for.
pub fn slow() -> bool {
    std::env::var_os("CATCHMENT_SLOW").is_some_and(|value| value == "1")
}
