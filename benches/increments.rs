//! What a sync costs when little has changed, at two sizes of a site.
//!
//! `cargo bench --bench increments` holds a practice site of 20,000 and one of 200,000 pages of 4 KiB (in this process, whose
//! cost does not count), syncs them once, and then in turn: with nothing changed, and with ten pages edited at random. It
//! reports medians of CPU time, requests, bytes written and peak memory of one sync, and the ratios of the two sizes. With
//! `--attachments N` it also stores so many files of 100 KiB in a folder and in a bucket (of a server in this process), beside
//! copying the same bytes and putting them there; with `--pages 0` nothing else.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints figures and reads the clock")]

mod measure;
#[path = "../tests/support/s3.rs"]
#[allow(dead_code, clippy::unwrap_used, reason = "a benchmark uses its part of what the tests have")]
mod s3;

use catchment_base::disk;
use catchment_practice::confluence::{self, Change, Options, Practice, Standing};
use futures_util::{StreamExt, TryStreamExt, stream};
use measure::{Cost, Home, Outcome, measure_here, measured, median, number, text};
use s3::S3;
use std::collections::BTreeSet;
use std::fs::File;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tokio::runtime::Runtime;

const EDITS: usize = 10;
const FILE: usize = 100 << 10;
const ATTACHMENTS: &str = "content_types = [\"page\", \"attachment\"]";
/// The same, with the files known, recorded and published as skipped: everything but storing them.
const UNSTORED: &str = "content_types = [\"page\", \"attachment\"]\nredaction = \"unstored\"\n\
     [redaction.unstored]\nattachments = \"skip\"";

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words[..] {
        ["measure", ..] => return measure_here(&args[1..]),
        ["copy", from, to] => return copy(Path::new(from), Path::new(to)),
        ["put", url, folder, prefix, at_once] => return put(url, Path::new(folder), prefix, at_once.parse()?),
        _ => {}
    }
    let (pages, factor, runs) =
        (number(&args, "--pages", 20_000)?, number(&args, "--factor", 10)?, number(&args, "--runs", 5)?);
    if pages > 0 {
        compare(pages, factor, runs)?;
    }
    match number(&args, "--attachments", 0)? {
        0 => Ok(()),
        files => store(files, runs),
    }
}

/// Follows a site and one that is so many times larger.
fn compare(pages: usize, factor: usize, runs: usize) -> Outcome<()> {
    println!("| pages | one sync | CPU ms | wall ms | requests | MB written | peak MiB |");
    println!("|---|---|---|---|---|---|---|");
    let (small, large) = (follow(pages, runs)?, follow(pages * factor, runs)?);
    println!(
        "\nten edits, {factor} times the pages: {:.2} of the CPU, {:.2} of the bytes",
        large.cpu_ms / small.cpu_ms,
        large.written_mb / small.written_mb
    );
    Ok(())
}

/// Syncs a site once and then follows it; gives the cost of ten edits.
fn follow(pages: usize, runs: usize) -> Outcome<Cost> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let options = Options { pages, blogposts: 0, spaces: 20, body: 4096, site_clock: true, ..Options::default() };
    let site = runtime.block_on(confluence::start(options))?;
    let home = home_of(&site, "")?;
    counted(pages, "the first", &site, &home)?;
    let (mut quiet, mut edited, mut random) = (Vec::new(), Vec::new(), Random(pages as u64));
    let mut asked = [0, 0];
    for _ in 0..runs {
        let before = site.requests();
        quiet.push(home.sync()?);
        asked[0] = site.requests() - before;
        edit(&site, &mut random)?;
        let before = site.requests();
        edited.push(home.sync()?);
        asked[1] = site.requests() - before;
    }
    print_row(pages, "nothing changed", median(&quiet), asked[0]);
    print_row(pages, "ten edits", median(&edited), asked[1]);
    runtime.block_on(site.stop());
    Ok(median(&edited))
}

/// Edits pages at random; of every size of a site others, and the same ones whenever this runs.
fn edit(site: &Practice, random: &mut Random) -> Outcome<()> {
    let truth = site.truth();
    let current: Vec<_> = truth.content.iter().filter(|item| item.standing == Standing::Current).collect();
    let mut chosen = BTreeSet::new();
    while chosen.len() < EDITS.min(current.len()) {
        chosen.insert(random.below(current.len()));
    }
    for at in chosen {
        site.change(Change::Edit { id: current[at].id.clone() })?;
    }
    Ok(())
}

/// Numbers without a pattern (SplitMix64): what is chosen by a step falls into few places of some sizes.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }
}

/// Stores files in a folder and in a bucket, beside plainly writing the same bytes there.
fn store(files: usize, runs: usize) -> Outcome<()> {
    let runtime = Runtime::new()?;
    let options =
        Options { pages: 100, blogposts: 0, attachments: files, attachment_bytes: FILE, ..Options::default() };
    let site = runtime.block_on(confluence::start(options))?;
    let s3 = S3::start();
    let mut costs: [Vec<Cost>; 6] = Default::default();
    for run in 0..runs {
        let home = home_of(&site, ATTACHMENTS)?;
        let other = with_bucket(home_of(&site, ATTACHMENTS)?, &s3)?;
        let (from, to) = (home.dir.path().join("attachments"), home.dir.path().join("copy"));
        let put =
            |prefix: &str, at_once: &str| itself(&["put", s3.url(), text(&from)?, &format!("{prefix}{run}"), at_once]);
        costs[0].push(home_of(&site, UNSTORED)?.sync()?);
        costs[1].push(home.sync()?);
        costs[2].push(itself(&["copy", text(&from)?, text(&to)?])?);
        costs[3].push(other.sync()?);
        costs[4].push(put("one", "1")?);
        costs[5].push(put("many", "16")?);
    }
    tell(files, &costs.map(|costs| median(&costs)));
    runtime.block_on(site.stop());
    Ok(())
}

fn tell(files: usize, costs: &[Cost; 6]) {
    println!("\n| {files} files of 100 KiB | CPU ms | wall ms | MB written | peak MiB |");
    println!("|---|---|---|---|---|");
    let names = [
        "sync that knows the files and stores none",
        "sync with the files, into a folder",
        "copying them, each synced",
        "sync with the files, into a bucket",
        "putting them into the bucket, one by one",
        "putting them into the bucket, 16 at once",
    ];
    for (what, cost) in names.iter().zip(costs) {
        println!(
            "| {what} | {:.0} | {:.0} | {:.1} | {:.0} |",
            cost.cpu_ms, cost.wall_ms, cost.written_mb, cost.peak_mib
        );
    }
    let [unstored, folder, copy, bucket, one, many] = costs.map(|cost| cost.wall_ms);
    println!(
        "\nstoring alone: {:.2} of the speed of copying; {:.2} of that of putting one by one, {:.2} of 16 at once",
        copy / (folder - unstored),
        one / (bucket - unstored),
        many / (bucket - unstored)
    );
}

/// Measures this program with other arguments.
fn itself(args: &[&str]) -> Outcome<Cost> {
    let program = std::env::current_exe()?;
    measured(&[&[text(&program)?], args].concat())
}

/// Copies every file below a folder, and syncs each with its folder.
fn copy(from: &Path, to: &Path) -> Outcome<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().ok_or("a name is missing")?);
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            std::fs::copy(&path, &target)?;
            File::open(&target)?.sync_all()?;
            File::open(to)?.sync_all()?;
        }
    }
    Ok(())
}

/// Puts every file below a folder into the bucket, so many at once.
fn put(url: &str, folder: &Path, prefix: &str, at_once: usize) -> Outcome<()> {
    let store = s3::store(url, s3::SECRET);
    let files = disk::files_below(folder).map_err(|error| error.to_string())?;
    let puts = files.into_iter().enumerate().map(|(at, file)| {
        let (store, key) = (store.clone(), format!("{prefix}/{at}"));
        async move {
            store
                .put(&key, std::fs::read(file).map_err(|cause| cause.to_string())?.into())
                .await
                .map_err(|error| error.to_string())
        }
    });
    Ok(Runtime::new()?.block_on(stream::iter(puts).buffer_unordered(at_once).try_collect::<()>())?)
}

/// The settings of a connection to the practice site, and any others.
fn home_of(site: &Practice, settings: &str) -> Outcome<Home> {
    let types = if settings.contains("content_types") { "" } else { "content_types = [\"page\"]\n" };
    Home::new(&format!(
        "data_dir = \"data\"\n[lake]\nto = \"lake\"\n[attachments]\nto = \"attachments\"\n[connections.wiki]\n\
         source = \"confluence\"\nurl = \"{}\"\nusername = \"practice@example.com\"\napi_token = \"env:PRACTICE_TOKEN\"\n\
         requests_per_minute = 100000\ndatasets = []\n{types}{settings}\n",
        site.url()
    ))
}

/// A home with a bucket for the files.
fn with_bucket(home: Home, s3: &S3) -> Outcome<Home> {
    let file = home.dir.path().join("catchment.toml");
    let config = std::fs::read_to_string(&file)?.replace("to = \"attachments\"", &s3.settings());
    std::fs::write(file, config)?;
    std::fs::write(home.dir.path().join("s3-secret"), s3::SECRET)?;
    std::fs::set_permissions(home.dir.path().join("s3-secret"), std::fs::Permissions::from_mode(0o600))?;
    Ok(home)
}

fn counted(pages: usize, what: &str, site: &Practice, home: &Home) -> Outcome<()> {
    let before = site.requests();
    let cost = home.sync()?;
    print_row(pages, what, cost, site.requests() - before);
    Ok(())
}

fn print_row(pages: usize, what: &str, cost: Cost, requests: u64) {
    println!(
        "| {pages} | {what} | {:.0} | {:.0} | {requests} | {:.1} | {:.0} |",
        cost.cpu_ms, cost.wall_ms, cost.written_mb, cost.peak_mib
    );
}
