//! What a sync costs when little has changed, at two sizes of a site.
//!
//! `cargo bench --bench increments` holds a practice site of 20,000 and one of 200,000 pages of 4 KiB (in this process, whose
//! cost does not count), syncs them once, and then in turn: with nothing changed, and with ten pages edited at random. It
//! reports medians of CPU time, requests, bytes written and peak memory of one sync, and the ratios of the two sizes. With
//! `--attachments N` it also stores so many files of 100 KiB in a folder, beside copying the same bytes there.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints figures and reads the clock")]

mod measure;

use catchment::practice::{self, Change, Options, Practice, Standing};
use measure::{Cost, Outcome, measure_here, measured, median};
use std::path::Path;
use std::process::Command;
use tokio::runtime::Runtime;

const CATCHMENT: &str = env!("CARGO_BIN_EXE_catchment");
const EDITS: usize = 10;
const FILE: usize = 100 << 10;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if args.first().is_some_and(|arg| arg == "measure") {
        return measure_here(&args[1..]);
    }
    let number = |name: &str, default: usize| {
        let given = args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
        given.map_or(Ok(default), |text| text.parse::<usize>())
    };
    let (pages, factor, runs) = (number("--pages", 20_000)?, number("--factor", 10)?, number("--runs", 5)?);
    println!("| pages | one sync | CPU ms | wall ms | requests | MB written | peak MiB |");
    println!("|---|---|---|---|---|---|---|");
    let (small, large) = (follow(pages, runs)?, follow(pages * factor, runs)?);
    println!(
        "\nten edits, {factor} times the pages: {:.2} of the CPU, {:.2} of the bytes",
        large.cpu_ms / small.cpu_ms,
        large.written_mb / small.written_mb
    );
    match number("--attachments", 0)? {
        0 => Ok(()),
        files => store(files, runs),
    }
}

/// Syncs a site once and then follows it; gives the cost of ten edits.
fn follow(pages: usize, runs: usize) -> Outcome<Cost> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let options = Options { pages, blogposts: 0, spaces: 20, body: 4096, site_clock: true, ..Options::default() };
    let site = runtime.block_on(practice::start(options))?;
    let home = Home::new(&site, "")?;
    home.row(pages, "the first", &site, |home| home.sync())?;
    let (mut quiet, mut edited, mut next) = (Vec::new(), Vec::new(), 0);
    let mut asked = [0, 0];
    for _ in 0..runs {
        let before = site.requests();
        quiet.push(home.sync()?);
        asked[0] = site.requests() - before;
        edit(&site, &mut next)?;
        let before = site.requests();
        edited.push(home.sync()?);
        asked[1] = site.requests() - before;
    }
    print_row(pages, "nothing changed", median(&quiet), asked[0]);
    print_row(pages, "ten edits", median(&edited), asked[1]);
    runtime.block_on(site.stop());
    Ok(median(&edited))
}

/// Edits pages far from each other, each time others.
fn edit(site: &Practice, next: &mut usize) -> Outcome<()> {
    let truth = site.truth();
    let current: Vec<_> = truth.content.iter().filter(|item| item.standing == Standing::Current).collect();
    for at in 0..EDITS {
        *next += 1;
        let page = current[(at * current.len() / EDITS + *next * 7919) % current.len()];
        site.change(Change::Edit { id: page.id.clone() })?;
    }
    Ok(())
}

/// Stores files in a folder, beside a plain copy of the same bytes.
fn store(files: usize, runs: usize) -> Outcome<()> {
    let runtime = Runtime::new()?;
    let options =
        Options { pages: 100, blogposts: 0, attachments: files, attachment_bytes: FILE, ..Options::default() };
    let site = runtime.block_on(practice::start(options))?;
    let (mut syncs, mut copies) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let home = Home::new(&site, "content_types = [\"page\", \"attachment\"]")?;
        syncs.push(home.sync()?);
        let (from, to) = (home.dir.path().join("attachments"), home.dir.path().join("copy"));
        copies.push(measured(&["cp", "-r", text(&from)?, text(&to)?])?);
        copies.last_mut().into_iter().for_each(|copy| copy.peak_mib = 0.0);
    }
    println!("\n| {files} files of 100 KiB | CPU ms | wall ms | MB written | peak MiB |");
    println!("|---|---|---|---|---|");
    for (what, cost) in [("sync", median(&syncs)), ("cp -r of what was stored", median(&copies))] {
        println!(
            "| {what} | {:.0} | {:.0} | {:.1} | {:.0} |",
            cost.cpu_ms, cost.wall_ms, cost.written_mb, cost.peak_mib
        );
    }
    runtime.block_on(site.stop());
    Ok(())
}

/// A folder with a configuration and a key.
struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new(site: &Practice, settings: &str) -> Outcome<Self> {
        let dir = tempfile::tempdir()?;
        let text = format!(
            "data_dir = \"data\"\n[lake]\nto = \"lake\"\n[attachments]\nto = \"attachments\"\n[connections.wiki]\n\
             source = \"confluence\"\nurl = \"{}\"\nusername = \"practice@example.com\"\napi_token = \"env:PRACTICE_TOKEN\"\n\
             requests_per_minute = 100000\n{settings}\n",
            site.url()
        );
        std::fs::write(dir.path().join("catchment.toml"), text)?;
        let home = Self { dir };
        let init = Command::new(CATCHMENT).args(["--config", &home.config()?, "--quiet", "init"]).status()?;
        assert!(init.success(), "init failed");
        Ok(home)
    }

    fn config(&self) -> Outcome<String> {
        Ok(text(&self.dir.path().join("catchment.toml"))?.to_owned())
    }

    fn sync(&self) -> Outcome<Cost> {
        measured(&[CATCHMENT, "--config", &self.config()?, "--quiet", "sync"])
    }

    fn row(&self, pages: usize, what: &str, site: &Practice, run: impl Fn(&Self) -> Outcome<Cost>) -> Outcome<()> {
        let before = site.requests();
        let cost = run(self)?;
        print_row(pages, what, cost, site.requests() - before);
        Ok(())
    }
}

fn print_row(pages: usize, what: &str, cost: Cost, requests: u64) {
    println!(
        "| {pages} | {what} | {:.0} | {:.0} | {requests} | {:.1} | {:.0} |",
        cost.cpu_ms, cost.wall_ms, cost.written_mb, cost.peak_mib
    );
}

fn text(path: &Path) -> Outcome<&str> {
    path.to_str().ok_or_else(|| "the folder has no name in Unicode".into())
}
