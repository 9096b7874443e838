//! What redaction costs, beside passes over the same bytes that do less or do it plainly.
//!
//! `cargo bench --bench redaction -- --html FOLDER` turns the HTML files of a folder into bodies in storage format, into
//! plain text and into documents in Atlassian Document Format, plants an invented value in every 1.5 KB of text, and
//! reports MB/s of CPU time on one core, the median of five runs in turn: redaction by the standard policy with a key,
//! called directly and by SQL in DuckDB on one thread; a `memchr` pass; and a naive pass of the usual patterns with the
//! `regex` crate, which finds some of the same and writes nothing back.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints figures and reads files")]

#[path = "redaction/naive.rs"]
mod naive;
#[path = "redaction/planted.rs"]
mod planted;
#[path = "redaction/speed.rs"]
mod speed;
#[path = "redaction/sql.rs"]
mod sql;

use catchment_practice::confluence::xhtml;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use std::error::Error;
use std::path::{Path, PathBuf};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let given = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let folder = given("--html").ok_or("say --html FOLDER: any folder of HTML files with a few MB of text")?;
    let runs = given("--runs").map_or(Ok(5), |text| text.parse())?;
    let policy = given("--policy").map_or("standard", String::as_str);
    speed::report(&bodies(Path::new(folder))?, policy, runs)
}

/// The bodies of all HTML files of a folder, in order of their names.
fn bodies(folder: &Path) -> Outcome<Vec<String>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Outcome<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "html"));
    files.sort();
    let body = |file: &PathBuf| Ok(xhtml::convert(&String::from_utf8_lossy(&std::fs::read(file)?)).1);
    files.iter().map(body).collect()
}

/// CPU time of this process so far.
fn cpu_seconds() -> Outcome<f64> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    Ok((usage.user_time() + usage.system_time()).num_microseconds() as f64 / 1e6)
}
