//! What the datasets beyond pages cost on Confluence Cloud and on Data Center.
//!
//! `cargo bench --bench resources` holds a practice site of 20,000 pages of 4 KiB with comments, labels and attachments (in this
//! process, whose cost does not count) and syncs it: pages alone; pages with labels, comments and the attachments' metadata; the
//! same again with nothing changed; and with restrictions and permissions. It reports medians of CPU time, requests, and the
//! peak memory of one sync, and the ratio to pages alone.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints figures and reads the clock")]

mod measure;

use catchment_practice::confluence::{self, Deployment, Door, Extras, Options, Practice};
use measure::{Cost, Home, Outcome, measure_here, median, number};

/// Pages and what is around them: labels, comments and the metadata of attachments, whose files are not stored.
const AROUND: &str = "content_types = [\"page\", \"attachment\"]\ndatasets = [\"comment\", \"label\"]\n\
                      redaction = \"unstored\"\n";
const RIGHTS: &str = "content_types = [\"page\"]\ndatasets = [\"content_restriction\", \"space_permission\"]\n";
const UNSTORED: &str = "[redaction.unstored]\nattachments = \"skip\"\n";

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if args.first().is_some_and(|arg| arg == "measure") {
        return measure_here(&args[1..]);
    }
    let (pages, runs) = (number(&args, "--pages", 20_000)?, number(&args, "--runs", 3)?);
    println!(
        "| deployment | {pages} pages, one sync | CPU ms | of pages alone | requests | per 1,000 pages | peak MiB |"
    );
    println!("|---|---|---|---|---|---|---|");
    let version = "10.0.3".to_owned();
    compare("Cloud", Deployment::Cloud, Door::Token, pages, runs)?;
    compare("Data Center", Deployment::DataCenter { version }, Door::DataCenter, pages, runs)
}

/// Syncs a site of a deployment with more and more datasets.
fn compare(name: &str, deployment: Deployment, door: Door, pages: usize, runs: usize) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let is_cloud = deployment == Deployment::Cloud;
    let extras = Extras {
        comments: pages / 2,
        labels: 100,
        groups: 20,
        members: 100,
        restrictions: pages / 20,
        permissions: 10,
        ..Extras::default()
    };
    let options = Options {
        pages,
        blogposts: 0,
        spaces: 20,
        body: 4096,
        attachments: pages / 5,
        extras,
        deployment,
        door,
        ..Options::default()
    };
    let site = runtime.block_on(confluence::start(options))?;
    let mut measured: [Vec<(Cost, u64)>; 4] = Default::default();
    for _ in 0..runs {
        measured[0].push(counted(&site, &home_of(&site, is_cloud, "content_types = [\"page\"]\ndatasets = []\n")?)?);
        let around = home_of(&site, is_cloud, AROUND)?;
        measured[1].push(counted(&site, &around)?);
        measured[2].push(counted(&site, &around)?);
        measured[3].push(counted(&site, &home_of(&site, is_cloud, RIGHTS)?)?);
    }
    runtime.block_on(site.stop());
    let alone = median(&measured[0].iter().map(|(cost, _)| *cost).collect::<Vec<_>>()).cpu_ms;
    let names = ["pages alone", "with labels, comments, attachments", "the same, nothing changed", "pages with rights"];
    for (what, runs) in names.iter().zip(&measured) {
        let cost = median(&runs.iter().map(|(cost, _)| *cost).collect::<Vec<_>>());
        let requests = runs.iter().map(|(_, requests)| *requests).max().unwrap_or_default();
        println!(
            "| {name} | {what} | {:.0} | {:.2} | {requests} | {:.1} | {:.0} |",
            cost.cpu_ms,
            cost.cpu_ms / alone,
            requests as f64 * 1000.0 / pages as f64,
            cost.peak_mib
        );
    }
    Ok(())
}

/// One sync, and the requests that it sent.
fn counted(site: &Practice, home: &Home) -> Outcome<(Cost, u64)> {
    let before = site.requests();
    let cost = home.sync()?;
    Ok((cost, site.requests() - before))
}

fn home_of(site: &Practice, is_cloud: bool, settings: &str) -> Outcome<Home> {
    let door = if is_cloud {
        "username = \"practice@example.com\"\napi_token = \"env:PRACTICE_TOKEN\""
    } else {
        "deployment = \"data_center\"\npersonal_access_token = \"env:PRACTICE_TOKEN\""
    };
    Home::new(&format!(
        "data_dir = \"data\"\n[lake]\nto = \"lake\"\n[attachments]\nto = \"attachments\"\n{UNSTORED}[connections.wiki]\n\
         source = \"confluence\"\nurl = \"{}\"\n{door}\nrequests_per_minute = 100000\n{settings}",
        site.url()
    ))
}
