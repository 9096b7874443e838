//! Measuring a command as the operating system accounts for it.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    dead_code,
    reason = "a benchmark prints figures and reads the clock, and uses its part of this"
)]

use catchment_lake::db::{Db, Limits};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// What a benchmark comes to.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// The token of the practice site.
pub const TOKEN: &str = "practice-token";

/// The password of the account of the practice instance.
pub const PASSWORD: &str = "practice-password";

/// The id and the secret of the client of the practice org.
pub const CLIENT: (&str, &str) = ("practice-client", "practice-secret");

/// The program that is measured.
pub const CATCHMENT: &str = env!("CARGO_BIN_EXE_catchment");

/// The practice server as a process; ended when dropped.
pub struct Server {
    child: Child,
    /// Where it answers.
    pub url: String,
}

impl Server {
    /// Starts one with these arguments.
    pub fn start(args: &[&str]) -> Outcome<Self> {
        let mut practice = Command::new(CATCHMENT);
        let mut child = practice.arg("practice").args(args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut url = String::new();
        let stdout = child.stdout.take().ok_or("the practice server has no stdout")?;
        BufReader::new(stdout).read_line(&mut url)?;
        Ok(Self { child, url: url.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder with a configuration and a key.
pub struct Home {
    /// The folder, which is removed with this.
    pub dir: tempfile::TempDir,
}

impl Home {
    /// A folder with a configuration of this text.
    pub fn new(settings: &str) -> Outcome<Self> {
        let dir = tempfile::tempdir()?;
        std::fs::write(dir.path().join("catchment.toml"), settings)?;
        let home = Self { dir };
        let init = Command::new(CATCHMENT).args(["--config", &home.config()?, "--quiet", "init"]).status()?;
        assert!(init.success(), "init failed");
        Ok(home)
    }

    /// One sync.
    pub fn sync(&self) -> Outcome<Cost> {
        measured(&[CATCHMENT, "--config", &self.config()?, "--quiet", "sync"])
    }

    /// The database of a connection, which no sync is writing.
    pub fn database(&self, connection: &str) -> Outcome<Db> {
        let (folder, limits) = (self.dir.path(), Limits { memory: 64 << 20, threads: 1 });
        Ok(Db::open(&folder.join(format!("data/{connection}.duckdb")), folder, folder, limits)?)
    }

    /// How many requests the syncs of a connection have made.
    pub fn requests(&self, connection: &str) -> Outcome<u64> {
        let count = self.database(connection)?.query_value::<i64, _>("select count(*) from sync.request", [])?;
        Ok(count.unsigned_abs())
    }

    fn config(&self) -> Outcome<String> {
        Ok(text(&self.dir.path().join("catchment.toml"))?.to_owned())
    }
}

/// A path as text.
pub fn text(path: &Path) -> Outcome<&str> {
    path.to_str().ok_or_else(|| "the folder has no name in Unicode".into())
}

/// What one run cost.
#[derive(Clone, Copy, Default)]
pub struct Cost {
    /// CPU time.
    pub cpu_ms: f64,
    /// Time on the clock.
    pub wall_ms: f64,
    /// Peak memory.
    pub peak_mib: f64,
    /// Bytes that the file system was asked to write.
    pub written_mb: f64,
}

/// The median of each figure.
pub fn median(costs: &[Cost]) -> Cost {
    let of = |figure: fn(&Cost) -> f64| {
        let mut figures: Vec<f64> = costs.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    Cost {
        cpu_ms: of(|cost| cost.cpu_ms),
        wall_ms: of(|cost| cost.wall_ms),
        peak_mib: of(|cost| cost.peak_mib),
        written_mb: of(|cost| cost.written_mb),
    }
}

/// Runs a command below a process that accounts for it.
pub fn measured(command: &[&str]) -> Outcome<Cost> {
    let output = Command::new(std::env::current_exe()?)
        .arg("measure")
        .args(command)
        .env("PRACTICE_TOKEN", TOKEN)
        .env("PRACTICE_PASSWORD", PASSWORD)
        .env("PRACTICE_CLIENT_ID", CLIENT.0)
        .env("PRACTICE_CLIENT_SECRET", CLIENT.1)
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let figures: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let [cpu_ms, wall_ms, peak_mib, written_mb] = figures[..] else {
        return Err(format!("{command:?} gave no figures").into());
    };
    Ok(Cost { cpu_ms, wall_ms, peak_mib, written_mb })
}

/// The process below which a command is measured: prints its figures.
pub fn measure_here(command: &[String]) -> Outcome<()> {
    let started = Instant::now();
    let status = Command::new(&command[0]).args(&command[1..]).stdout(Stdio::null()).status()?;
    let wall = started.elapsed();
    if !status.success() {
        return Err(format!("{command:?} ended with {status}").into());
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = usage.user_time().num_milliseconds() + usage.system_time().num_milliseconds();
    let written = usage.block_writes() as f64 * 512.0 / 1e6;
    println!("{cpu} {} {} {written}", wall.as_millis(), usage.max_rss() as f64 / 1024.0);
    Ok(())
}

/// The number behind a switch of the command line.
pub fn number(args: &[String], name: &str, default: usize) -> Outcome<usize> {
    let given = args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    Ok(given.map_or(Ok(default), |text| text.parse())?)
}

/// Prints a row of a table of costs: CPU time an object, time that passed, and memory.
pub fn row(what: &str, cost: Cost, objects: usize) {
    println!("| {what} | {:.4} | {:.2} | {:.0} |", cost.cpu_ms / objects as f64, cost.wall_ms / 1000.0, cost.peak_mib);
}

/// Bytes below a folder; a file with several links in it counts once.
pub fn size_of(dir: &Path) -> std::io::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += if metadata.is_dir() { size_of(&entry.path())? } else { metadata.len() / metadata.nlink().max(1) };
    }
    Ok(bytes)
}
