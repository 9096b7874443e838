//! What a first sync of a REST API costs, beside a client that only downloads the same pages and throws them away.
//!
//! `cargo bench --bench rest` starts the practice server as a process of its own and reports, for 100,000 records of about
//! 500 bytes in pages of 100 and of 1,000, medians of several runs in turn: CPU time a record, peak memory, wall time, the
//! ratio to the client that discards, and what a second, quiet sync costs.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints figures and reads the clock")]

mod measure;

use measure::{CATCHMENT, Cost, Outcome, Server, measure_here, measured, median, number, row};
use std::path::Path;
use std::process::Command;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.first().map(String::as_str) {
        Some("measure") => measure_here(&args[1..]),
        Some("discard") => discard(&args[1], &args[2]),
        _ => report(&args),
    }
}

fn report(args: &[String]) -> Outcome<()> {
    let (records, runs) = (number(args, "--records", 100_000)?, number(args, "--runs", 3)?);
    println!("{records} records, median of {runs} runs in turn\n");
    println!("| page | | CPU ms/record | wall s | peak MiB |");
    println!("|---|---|---|---|---|");
    for page in [100, 1000] {
        let server = Server::start(&["--api", "rest", "--records", &records.to_string(), "--paging", "cursor"])?;
        let (mut syncs, mut quiets, mut discards) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..runs {
            let home = tempfile::tempdir()?;
            syncs.push(sync(&server.url, page, home.path())?);
            quiets.push(again(home.path())?);
            discards.push(discard_once(&server.url, page)?);
        }
        let (first, client) = (median(&syncs), median(&discards));
        row(&format!("{page} | first sync"), first, records);
        row(&format!("{page} | download and discard"), client, records);
        println!("| | ratio | {:.1} | {:.1} | |", first.cpu_ms / client.cpu_ms, first.wall_ms / client.wall_ms);
        row(&format!("{page} | quiet sync, everything listed again"), median(&quiets), records);
    }
    Ok(())
}

fn sync(url: &str, page: usize, home: &Path) -> Outcome<Cost> {
    let file = home.join("catchment.toml");
    let settings = format!(
        "data_dir = \"data\"\n[lake]\nto = \"lake\"\n[connections.shop]\nsource = \"rest\"\nurl = \"{url}\"\n\
         page_size = {page}\nrequests_per_minute = 100000\n[connections.shop.streams.customer]\npath = \"/v1/customers\"\n\
         records = \"data.items\"\nkey = [\"id\"]\ncolumns = {{ email = \"person\", created_at = \"time\", updated_at = \"time\" }}\n\
         paginate = {{ kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"cursor\", size = \"limit\" }}\n"
    );
    std::fs::write(&file, settings)?;
    let config = file.to_str().ok_or("the folder has no name in Unicode")?;
    let init = Command::new(CATCHMENT).args(["--config", config, "--quiet", "init"]).status()?;
    assert!(init.success(), "init failed");
    again(home)
}

fn again(home: &Path) -> Outcome<Cost> {
    let file = home.join("catchment.toml");
    measured(&[CATCHMENT, "--config", file.to_str().ok_or("the folder has no name in Unicode")?, "--quiet", "sync"])
}

fn discard_once(url: &str, page: usize) -> Outcome<Cost> {
    let own = std::env::current_exe()?;
    let own = own.to_str().ok_or("this program has no name in Unicode")?;
    measured(&[own, "discard", url, &page.to_string()])
}

/// Follows the listing to its end and throws away what comes.
fn discard(url: &str, page: &str) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = reqwest::Client::new();
        let mut cursor = String::new();
        loop {
            let asked =
                client.get(format!("{url}/v1/customers?limit={page}{cursor}")).send().await?.error_for_status()?;
            let answer: serde_json::Value = serde_json::from_slice(&asked.bytes().await?)?;
            match answer["meta"]["next_cursor"].as_str() {
                Some(next) => {
                    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
                    cursor = format!("&cursor={next}");
                }
                None => return Ok(()),
            }
        }
    })
}
