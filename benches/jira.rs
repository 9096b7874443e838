//! What issues of a Jira site cost.
//!
//! `cargo bench --bench jira` starts the practice server as a process of its own and reports, as medians of several runs: a first
//! sync of 50,000 issues with custom fields, changelog, comments, worklogs and links, with CPU time an issue, peak memory and
//! requests per 1,000 issues, beside a client that only downloads the same issues and throws them away; a quiet sync with its
//! requests.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints figures and reads the clock")]

mod measure;

use measure::{Home, Outcome, Server, TOKEN, measure_here, measured, median, number, row};
use serde_json::{Value, json};

/// Issues asked for at once.
const AT_ONCE: usize = 100;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.first().map(String::as_str) {
        Some("measure") => measure_here(&args[1..]),
        Some("discard") => discard(&args[1]),
        _ => report(&args),
    }
}

fn report(args: &[String]) -> Outcome<()> {
    let (issues, runs) = (number(args, "--issues", 50_000)?, number(args, "--runs", 3)?);
    println!("{issues} issues, median of {runs} runs in turn\n");
    println!("| | CPU ms/issue | wall s | peak MiB |");
    println!("|---|---|---|---|");
    let server = Server::start(&["--api", "jira", "--issues", &issues.to_string()])?;
    let (mut syncs, mut quiets, mut discards, mut asked) = (Vec::new(), Vec::new(), Vec::new(), (0, 0));
    for _ in 0..runs {
        let home = home(&server.url)?;
        syncs.push(home.sync()?);
        let first = home.requests("tickets")?;
        quiets.push(home.sync()?);
        asked = (first, home.requests("tickets")? - first);
        let own = std::env::current_exe()?;
        discards.push(measured(&[measure::text(&own)?, "discard", &server.url])?);
    }
    row("first sync", median(&syncs), issues);
    row("download and discard", median(&discards), issues);
    row("quiet sync", median(&quiets), issues);
    let per_thousand = asked.0 as f64 * 1000.0 / issues as f64;
    println!("\n{per_thousand:.1} requests per 1,000 issues; {} requests of a quiet sync", asked.1);
    Ok(())
}

/// A folder with a connection to the site.
fn home(url: &str) -> Outcome<Home> {
    Home::new(&format!(
        "data_dir = \"data\"\n[lake]\nto = \"lake\"\n[connections.tickets]\nsource = \"jira\"\nurl = \"{url}\"\n\
         username = \"practice@example.com\"\napi_token = \"env:PRACTICE_TOKEN\"\nrequests_per_minute = 100000\n"
    ))
}

/// Lists all issues by their ids, asks for them, and throws away what comes.
fn discard(url: &str) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (client, mut token) = (reqwest::Client::new(), Value::Null);
        let ask = async |path: &str, body: &Value| -> Outcome<Value> {
            let asked = client.post(format!("{url}/rest/api/3/{path}")).header("Content-Type", "application/json");
            let asked = asked.basic_auth("practice@example.com", Some(TOKEN)).body(body.to_string());
            let answer = asked.send().await?.error_for_status()?.bytes().await?;
            Ok(serde_json::from_slice(&answer)?)
        };
        loop {
            let mut search = json!({"jql": "project is not EMPTY", "fields": ["id"], "maxResults": 5000});
            if !token.is_null() {
                search["nextPageToken"] = token;
            }
            let page = ask("search/jql", &search).await?;
            let ids: Vec<&Value> = page["issues"].as_array().into_iter().flatten().map(|issue| &issue["id"]).collect();
            for ids in ids.chunks(AT_ONCE) {
                ask("issue/bulkfetch", &json!({"issueIdsOrKeys": ids, "fields": ["*all"], "expand": ["changelog"]}))
                    .await?;
            }
            token = page["nextPageToken"].clone();
            if token.is_null() {
                return Ok(());
            }
        }
    })
}
