//! What a first sync costs, beside a client that only downloads the same pages and throws them away.
//!
//! `cargo bench --bench sync` starts the practice server as a process of its own and reports, for 20,000
//! pages of 4 KiB in 20 spaces at 0 and 80 ms latency, medians of several runs in turn: CPU time a page,
//! peak memory, wall time, bytes on disk, and the ratio to the client that discards.
//!
//! Every measured command runs below a process of its own that waits for it and reads what the operating
//! system accounts to its children.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints figures and reads the clock")]

mod measure;

use measure::{CATCHMENT, Cost, Outcome, Server, measure_here, measured, median, number, size_of};
use std::process::Command;

const USERNAME: &str = "practice@example.com";
const AT_ONCE: usize = 16;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.first().map(String::as_str) {
        Some("measure") => measure_here(&args[1..]),
        Some("discard") => discard(&args[1], args[2].parse()?),
        _ => report(&args),
    }
}

fn report(args: &[String]) -> Outcome<()> {
    let (pages, body, spaces) =
        (number(args, "--pages", 20_000)?, number(args, "--body", 4096)?, number(args, "--spaces", 20)?);
    let runs = number(args, "--runs", 5)?;
    println!("{pages} pages x {body} bytes in {spaces} spaces, median of {runs} runs in turn\n");
    println!("| latency | | CPU ms/page | wall s | peak MiB | requests |");
    println!("|---|---|---|---|---|---|");
    let mut sync_wall = Vec::new();
    for latency in [0, 80] {
        let server = serve(pages, body, spaces, latency)?;
        let (mut syncs, mut discards, mut disk) = (Vec::new(), Vec::new(), 0);
        for _ in 0..runs {
            let (cost, bytes) = sync_once(&server.url)?;
            syncs.push(cost);
            disk = bytes;
            discards.push(discard_once(&server.url, spaces)?);
        }
        let requests = requests_of(pages, spaces);
        let (sync, client) = (median(&syncs), median(&discards));
        row(latency, "sync", sync, pages, requests + verifying(pages));
        row(latency, "download and discard", client, pages, requests);
        println!(
            "| | ratio | {:.1} | {:.1} | {:.1} | |",
            sync.cpu_ms / client.cpu_ms,
            sync.wall_ms / client.wall_ms,
            sync.peak_mib / client.peak_mib
        );
        println!("| | on disk after the sync | {:.1} MB | | | |", disk as f64 / 1e6);
        sync_wall.push((sync.wall_ms, requests));
    }
    let allowed = sync_wall[0].0 + sync_wall[1].1 as f64 * 80.0 / 4.0;
    println!(
        "\nwall at 80 ms: {:.0} ms; allowed (wall at 0 ms + requests x 80 ms / 4): {allowed:.0} ms",
        sync_wall[1].0
    );
    Ok(())
}

fn row(latency: u32, what: &str, cost: Cost, pages: usize, requests: usize) {
    println!(
        "| {latency} ms | {what} | {:.3} | {:.2} | {:.0} | {requests} |",
        cost.cpu_ms / pages as f64,
        cost.wall_ms / 1000.0,
        cost.peak_mib
    );
}

/// One request for the spaces, and the pages of each space in answers of 250.
fn requests_of(pages: usize, spaces: usize) -> usize {
    1 + spaces * pages.div_ceil(spaces).div_ceil(250)
}

/// What a first sync asks beside that: who is answered, a first look at the feed, and the census in answers of 250.
fn verifying(pages: usize) -> usize {
    2 + pages.div_ceil(250)
}

/// The practice server with a site of this size.
fn serve(pages: usize, body: usize, spaces: usize, latency: u32) -> Outcome<Server> {
    let (pages, body, spaces) = (pages.to_string(), body.to_string(), spaces.to_string());
    let latency = format!("{latency}ms");
    Server::start(&["--pages", &pages, "--body", &body, "--spaces", &spaces, "--blogposts", "0", "--latency", &latency])
}

fn sync_once(url: &str) -> Outcome<(Cost, u64)> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("catchment.toml");
    let settings = format!(
        "data_dir = \"data\"\n[lake]\nto = \"lake\"\n[connections.wiki]\nsource = \"confluence\"\nurl = \"{url}\"\n\
         username = \"{USERNAME}\"\napi_token = \"env:PRACTICE_TOKEN\"\nrequests_per_minute = 100000\n\
         content_types = [\"page\"]\ndatasets = []\n"
    );
    std::fs::write(&file, settings)?;
    let config = file.to_str().ok_or("the folder has no name in Unicode")?;
    let init = Command::new(CATCHMENT).args(["--config", config, "--quiet", "init"]).status()?;
    assert!(init.success(), "init failed");
    let cost = measured(&[CATCHMENT, "--config", config, "--quiet", "sync"])?;
    Ok((cost, size_of(dir.path())?))
}

fn discard_once(url: &str, spaces: usize) -> Outcome<Cost> {
    let own = std::env::current_exe()?;
    let own = own.to_str().ok_or("this program has no name in Unicode")?;
    measured(&[own, "discard", url, &spaces.to_string()])
}

/// Follows every listing to its end by the `Link` header and drops the bodies.
#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn discard(url: &str, spaces: usize) -> Outcome<()> {
    use futures_util::StreamExt;
    let client = reqwest::Client::new();
    let origin = url.trim_end_matches("/wiki").to_owned();
    let listings = (0..spaces).map(|space| {
        let first = format!(
            "{url}/api/v2/spaces/{}/pages?limit=250&body-format=storage",
            catchment_practice::confluence::space_id(space)
        );
        let (client, origin) = (client.clone(), origin.clone());
        async move { follow(&client, &origin, first).await.map_err(|error| error.to_string()) }
    });
    let results: Vec<Result<(), String>> =
        futures_util::stream::iter(listings).buffer_unordered(AT_ONCE).collect().await;
    results.into_iter().collect::<Result<(), String>>()?;
    Ok(())
}

async fn follow(client: &reqwest::Client, origin: &str, first: String) -> Outcome<()> {
    let mut next = Some(first);
    while let Some(url) = next {
        let response = client.get(&url).basic_auth(USERNAME, Some(measure::TOKEN)).send().await?.error_for_status()?;
        let link = response.headers().get("link").and_then(|link| link.to_str().ok()).map(str::to_owned);
        next = link.and_then(|link| next_of(&link)).map(|path| format!("{origin}{path}"));
        drop(response.bytes().await?);
    }
    Ok(())
}

fn next_of(link: &str) -> Option<String> {
    let part = link.split(", ").find(|part| part.contains("rel=\"next\""))?;
    Some(part.trim_start_matches('<').split('>').next()?.to_owned())
}
