//! A work folder, a practice site, and runs of the program over them.

use super::costs::{Meter, drain, drained};
use super::lab;
use super::template::{self, Folder, Port, Shown, Taken};
use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::TimestampMicrosecondType;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use catchment_base::clock;
use catchment_lake::db::{Db, Limits};
use catchment_practice::confluence::{self, Options, Practice};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The account of the practice site.
pub const USERNAME: &str = "practice@example.com";
/// Its token.
pub const TOKEN: &str = "practice-token";
/// The variable that the configuration refers to.
pub const VARIABLE: &str = "CATCHMENT_TEST_TOKEN";
/// No run takes longer, outside the slow tier.
const LONGEST_RUN: Duration = Duration::from_secs(180);
/// How many times as long one of the slow tier may take.
const SLOWER: u32 = 10;

static HOMES: Taken = Mutex::new(BTreeSet::new());

/// A folder of its own for one test, removed with it.
pub struct Home {
    folder: Folder,
    token: String,
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    /// The exit code; nothing where a signal ended it.
    pub code: Option<i32>,
    /// What it printed as data.
    pub stdout: Vec<u8>,
    /// What else it printed.
    pub stderr: Vec<u8>,
    /// The most memory it had at a time, in MiB; 0 where the system does not tell.
    pub peak_mib: u64,
    /// How long it took.
    pub took: Duration,
}

/// A row of a dataset: its values as text by column.
pub type Row = BTreeMap<String, Option<String>>;

impl Home {
    /// A work folder with a key and a connection `wiki` to this address. `settings` are lines of the connection; they
    /// may be such as are refused.
    pub fn new(url: &str, settings: &str) -> Self {
        Self::with_token(url, settings, TOKEN)
    }

    /// The same with another token.
    pub fn with_token(url: &str, settings: &str, token: &str) -> Self {
        let home = Self::made(url, "", token);
        home.run(&["init"]).ends(0);
        home.configure(url, settings);
        home
    }

    /// A work folder with a key and a connection `wiki` of these settings.
    pub fn described(settings: &str) -> Self {
        Self::let_in(settings, TOKEN)
    }

    /// The same with a secret behind [`VARIABLE`].
    pub fn let_in(settings: &str, secret: &str) -> Self {
        let home = Self::made("http://127.0.0.1:9/wiki", "", secret);
        home.run(&["init"]).ends(0);
        home.describe(settings);
        home
    }

    /// Writes the configuration anew with these settings of the connection; unless they say otherwise, an incomplete first
    /// generation is published.
    pub fn describe(&self, settings: &str) {
        let incomplete = if settings.contains("publish_incomplete") { "" } else { "publish_incomplete = true\n" };
        let text =
            format!("data_dir = \"data\"\nlake = {{ to = \"lake\" }}\n[connections.wiki]\n{incomplete}{settings}\n");
        fs::write(self.dir().join("catchment.toml"), text).unwrap();
    }

    fn made(url: &str, settings: &str, token: &str) -> Self {
        let home = Self { folder: Folder::make("catchment-site", &HOMES), token: token.to_owned() };
        home.configure(url, settings);
        home
    }

    /// Writes the configuration anew. A setting that `settings` does not have gets a value that is quick in tests.
    /// Sections may follow the settings.
    pub fn configure(&self, url: &str, settings: &str) {
        let (settings, sections) = settings.split_at(settings.find("\n[").unwrap_or(settings.len()));
        let mut text = format!(
            "data_dir = \"data\"\n[lake]\nto = \"lake\"\n[connections.wiki]\nsource = \"confluence\"\nurl = \"{url}\"\n\
             username = \"{USERNAME}\"\napi_token = \"env:{VARIABLE}\"\n{settings}\n"
        );
        let quick = [
            ("requests_per_minute", "60000"),
            ("rate_limit_timeout_ms", "10"),
            ("page_size", "25"),
            ("mode", "\"historical\""),
            ("max_deleted_share", "1"),
            ("publish_incomplete", "true"),
            ("content_types", "[\"page\"]"),
            ("datasets", "[]"),
        ];
        for (name, value) in quick {
            if !settings.contains(name) {
                text.push_str(&format!("{name} = {value}\n"));
            }
        }
        text.push_str(sections);
        fs::write(self.dir().join("catchment.toml"), text).unwrap();
    }

    /// The work folder.
    pub fn dir(&self) -> &Path {
        self.folder.path()
    }

    /// The program with these arguments in this folder, not yet started.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_catchment"));
        command.args(args).current_dir(self.dir()).env(VARIABLE, &self.token);
        for proxy in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env_remove(proxy);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Starts the program.
    pub fn start(&self, args: &[&str]) -> Running {
        Running::start(self.command(args))
    }

    /// Runs the program to its end.
    pub fn run(&self, args: &[&str]) -> Run {
        self.start(args).wait()
    }

    /// Runs `sync` over everything there is, as if it had not been read yet.
    pub fn sync(&self) -> Run {
        self.run(&["sync", "--format", "json", "--chunks", "all"])
    }

    /// Runs `sync`: what is due.
    pub fn follow(&self) -> Run {
        self.run(&["sync", "--format", "json"])
    }

    /// Runs `sync` for the first time, to an end with 0; or takes what another folder came to that was the same.
    pub fn follow_first(&self, site: &impl Shown) {
        template::once(self.dir(), site, || drop(self.follow().ends(0)));
    }

    /// The same under a policy that protects less than the one before.
    pub fn accept(&self) -> Run {
        self.run(&["sync", "--format", "json", "--accept-weaker-redaction"])
    }

    /// What is open or acknowledged: the rows of `status`.
    pub fn open(&self) -> Vec<Value> {
        let status = self.run(&["status", "--format", "json"]);
        assert_eq!(status.code, Some(0), "{status:?}");
        status.json()[0]["open"].as_array().unwrap().clone()
    }

    /// What is open, each as `kind object`.
    pub fn open_words(&self) -> Vec<String> {
        let word = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
        let rows = self.open();
        rows.iter()
            .filter(|row| row["state"] == "open")
            .map(|row| format!("{} {}", word(row, "kind"), word(row, "object")))
            .collect()
    }

    /// The published rows of `space_content` by `page_id`; none where nothing is published.
    pub fn rows(&self) -> BTreeMap<String, Row> {
        let folder = self.dir().join("lake/wiki/current/space_content");
        let mut rows = BTreeMap::new();
        for file in files_below(&folder) {
            for row in rows_of(&file) {
                let key = row["page_id"].clone().unwrap();
                assert!(rows.insert(key, row).is_none(), "a page is published twice");
            }
        }
        rows
    }

    /// The ids of the published rows.
    pub fn ids(&self) -> Vec<String> {
        self.rows().into_keys().collect()
    }

    /// One column of one published row.
    pub fn cell(&self, page: &str, column: &str) -> Option<String> {
        self.rows()[page][column].clone()
    }

    /// The manifest of the current generation.
    pub fn manifest(&self) -> Value {
        let text = fs::read(self.dir().join("lake/wiki/current/manifest.json")).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    /// The text values of the first column of a query over the database.
    pub fn query(&self, sql: &str) -> Vec<String> {
        let [values] = self.queries([sql]);
        values
    }

    /// The same for several queries, with the database opened once.
    pub fn queries<const N: usize>(&self, queries: [&str; N]) -> [Vec<String>; N] {
        let db = self.database();
        queries.map(|sql| {
            let sql = format!("select coalesce(cast(value as varchar), '') from ({sql}) as asked(value)");
            db.query(&sql, [], |row| row.get::<_, String>(0)).unwrap()
        })
    }

    /// Runs a statement in the database.
    pub fn execute(&self, sql: &str) {
        self.database().execute_batch(sql).unwrap();
    }

    /// The database, opened by the test; no program may run meanwhile.
    pub fn database(&self) -> Db {
        let limits = Limits { memory: 64 << 20, threads: 1 };
        Db::open(&self.dir().join("data/wiki.duckdb"), self.dir(), self.dir(), limits).unwrap()
    }
}

/// A run under way. It is killed when it is dropped.
pub struct Running {
    child: Child,
    meter: Meter,
    stdout: Option<JoinHandle<Vec<u8>>>,
    stderr: Option<JoinHandle<Vec<u8>>>,
    started: clock::Instant,
    peak_mib: u64,
}

impl Running {
    fn start(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let meter = Meter::of(&command, &child);
        let stdout = child.stdout.take().map(drain);
        let stderr = child.stderr.take().map(drain);
        Self { child, meter, stdout, stderr, started: clock::instant(), peak_mib: 0 }
    }

    /// Waits for the end, which has to come in time.
    pub fn wait(mut self) -> Run {
        let longest = if lab::slow() { LONGEST_RUN * SLOWER } else { LONGEST_RUN };
        loop {
            self.peak_mib = self.peak_mib.max(peak_of(self.child.id()).unwrap_or(0));
            if self.meter.has_ended() {
                self.meter.note();
                let status = self.child.wait().unwrap();
                return self.ended(status.code());
            }
            assert!(self.started.elapsed() < longest, "the program does not come to an end");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Its command line, as everybody on the machine can read it; empty where the system does not tell.
    pub fn command_line(&self) -> Vec<u8> {
        fs::read(format!("/proc/{}/cmdline", self.child.id())).unwrap_or_default()
    }

    /// Sends SIGTERM.
    pub fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Kills it and waits for its end.
    pub fn kill(mut self) -> Run {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        self.ended(status.code())
    }

    fn ended(&mut self, code: Option<i32>) -> Run {
        Run {
            code,
            stdout: drained(self.stdout.take()),
            stderr: drained(self.stderr.take()),
            peak_mib: self.peak_mib,
            took: self.started.elapsed(),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended by itself, unless a test has failed.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn peak_of(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().split(' ').next()?.parse::<u64>().ok().map(|kib| kib / 1024)
}

impl Run {
    /// Runs a command that is given this text, to its end.
    pub fn fed(mut command: Command, input: &[u8]) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = Running::start(command);
        let mut stdin = running.child.stdin.take().unwrap();
        let input = input.to_vec();
        // A program that refuses the text does not read it to its end.
        let feeding = thread::spawn(move || drop(stdin.write_all(&input)));
        let run = running.wait();
        feeding.join().unwrap();
        run
    }

    /// What it printed as data.
    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// The result in the JSON document that it printed.
    pub fn json(&self) -> Value {
        let document: Value =
            serde_json::from_slice(&self.stdout).unwrap_or_else(|cause| panic!("{cause}: {}", self.words()));
        document["result"].clone()
    }

    /// Everything it printed.
    pub fn words(&self) -> String {
        format!("{}{}", String::from_utf8_lossy(&self.stdout), String::from_utf8_lossy(&self.stderr))
    }

    /// Asserts the exit code.
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.words());
        self
    }

    /// Asserts that it said this.
    pub fn says(self, words: &str) -> Self {
        assert!(self.words().contains(words), "no {words:?} in: {}", self.words());
        self
    }
}

/// Every file below a folder, links to files included.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.is_symlink() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// The rows of a Parquet file.
pub fn rows_of(file: &Path) -> Vec<Row> {
    let options = FormatOptions::default();
    let mut rows = Vec::new();
    for batch in ParquetRecordBatchReaderBuilder::try_new(File::open(file).unwrap()).unwrap().build().unwrap() {
        let batch = batch.unwrap();
        let schema = batch.schema();
        let plain: Vec<ArrayRef> = batch.columns().iter().map(without_zone).collect();
        let columns: Vec<_> = plain.iter().map(|column| ArrayFormatter::try_new(column, &options).unwrap()).collect();
        for at in 0..batch.num_rows() {
            let value = |index: usize| (!batch.column(index).is_null(at)).then(|| columns[index].value(at).to_string());
            rows.push((0..columns.len()).map(|index| (schema.field(index).name().clone(), value(index))).collect());
        }
    }
    rows
}

/// The same values; times without their zone, which arrow can only print where it knows all zones.
fn without_zone(column: &ArrayRef) -> ArrayRef {
    let times = column.as_primitive_opt::<TimestampMicrosecondType>();
    times.map_or_else(
        || ArrayRef::clone(column),
        |times| std::sync::Arc::new(times.clone().with_timezone_opt(None::<&str>)),
    )
}

/// A practice site in this process.
pub struct Site {
    practice: Option<Practice>,
    runtime: tokio::runtime::Runtime,
    options: Options,
    _port: Option<Port>,
}

impl Shown for Site {
    fn shown(&self) -> Option<String> {
        Some(format!("{} {:?}", lab::shown(&self.options, &self.options.faults, &[])?, self.practice().truth()))
    }
}

impl Site {
    /// A site of 60 pages in three spaces with these faults, `NAME=VALUE` with commas between them.
    pub fn with(faults: &str) -> Self {
        Self::of(faults, small())
    }

    /// A site of these options with these faults.
    pub fn of(faults: &str, options: Options) -> Self {
        let faults = lab::faulty(faults);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let options = Options { faults, ..options };
        let start = |port| runtime.block_on(confluence::start(Options { port, ..options.clone() }));
        let (practice, port) = match options.port {
            0 => {
                let (practice, port) = lab::on_own_port(start);
                (practice, Some(port))
            }
            given => (start(given).unwrap(), None),
        };
        let number = port.as_ref().map_or(options.port, Port::number);
        Self { practice: Some(practice), runtime, options: Options { port: number, ..options }, _port: port }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        self.practice().url()
    }

    /// The server.
    pub fn practice(&self) -> &Practice {
        self.practice.as_ref().unwrap()
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.url().rsplit(':').next().unwrap().trim_end_matches("/wiki").parse().unwrap()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some(practice) = self.practice.take() {
            self.runtime.block_on(practice.stop());
        }
    }
}

/// The options of a small site.
pub fn small() -> Options {
    Options { pages: 60, body: 300, spaces: 3, blogposts: 6, ..Options::default() }
}
