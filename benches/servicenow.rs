//! What the tables of a ServiceNow instance cost.
//!
//! `cargo bench --bench servicenow` starts the practice server as a process of its own and reports, as medians of several runs:
//! a first sync of 100,000 incidents of 30 fields, with CPU time a record and peak memory, beside a client that only downloads
//! the same pages and throws them away; a quiet sync; the requests of a quiet sync of ten tables.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints figures and reads the clock")]

mod measure;

use measure::{Home, Outcome, PASSWORD, Server, measure_here, measured, median, number, row};

/// What ten tables are, some of them behind a word.
const TEN: &str = "tables = [\"incident\", \"change\", \"problem\", \"knowledge\", \"cmdb\", { name = \"u_asset_loan\" }]\n\
                   datasets = [\"journal_entry\", \"user_group\", \"user_group_member\"]\n";
const ONE: &str = "tables = [\"incident\"]\npage_size = 1000\n";

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.first().map(String::as_str) {
        Some("measure") => measure_here(&args[1..]),
        Some("discard") => discard(&args[1]),
        _ => report(&args),
    }
}

fn report(args: &[String]) -> Outcome<()> {
    let (records, runs) = (number(args, "--records", 100_000)?, number(args, "--runs", 3)?);
    println!("{records} incidents, median of {runs} runs in turn\n");
    println!("| | CPU ms/record | wall s | peak MiB |");
    println!("|---|---|---|---|");
    let server = Server::start(&["--api", "servicenow", "--records", &records.to_string()])?;
    let (mut syncs, mut quiets, mut discards) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs {
        let home = home(&server.url, ONE)?;
        syncs.push(home.sync()?);
        quiets.push(home.sync()?);
        let own = std::env::current_exe()?;
        discards.push(measured(&[measure::text(&own)?, "discard", &server.url])?);
    }
    row("first sync", median(&syncs), records);
    row("download and discard", median(&discards), records);
    row("quiet sync", median(&quiets), records);
    drop(server);
    let server = Server::start(&["--api", "servicenow", "--records", "200"])?;
    let home = home(&server.url, TEN)?;
    home.sync()?;
    let before = home.requests("itsm")?;
    home.sync()?;
    println!("\n{} requests of a quiet sync of ten tables", home.requests("itsm")? - before);
    Ok(())
}

/// A folder with a connection to the instance that asks for these tables.
fn home(url: &str, tables: &str) -> Outcome<Home> {
    Home::new(&format!(
        "data_dir = \"data\"\n[lake]\nto = \"lake\"\n[connections.itsm]\nsource = \"servicenow\"\nurl = \"{url}\"\n\
         username = \"practice\"\npassword = \"env:PRACTICE_PASSWORD\"\nrequests_per_minute = 100000\n{tables}"
    ))
}

/// Follows the listing of incidents to its end and throws away what comes.
fn discard(url: &str) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (client, mut behind) = (reqwest::Client::new(), String::new());
        loop {
            let query = format!("{behind}ORDERBYsys_id");
            let arguments = [("sysparm_query", query.as_str()), ("sysparm_limit", "1000")];
            let asked = client
                .get(url::Url::parse_with_params(&format!("{url}/api/now/table/incident"), arguments)?)
                .header("Accept", "application/json")
                .basic_auth("practice", Some(PASSWORD))
                .send()
                .await?
                .error_for_status()?;
            let answer: serde_json::Value = serde_json::from_slice(&asked.bytes().await?)?;
            match answer["result"].as_array().and_then(|rows| rows.last()).and_then(|row| row["sys_id"].as_str()) {
                Some(last) => behind = format!("sys_id>{last}^"),
                None => return Ok(()),
            }
        }
    })
}
