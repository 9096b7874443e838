//! What the objects of a Salesforce org cost.
//!
//! `cargo bench --bench salesforce` starts the practice server as a process of its own and reports, as medians of several runs: a
//! first sync of 100,000 records of 40 fields by queries and by jobs of the Bulk API, with CPU time a record and peak memory,
//! beside a client that only downloads the pages of the queries and throws them away; a quiet sync; the requests of a quiet sync
//! of ten objects.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints figures and reads the clock")]

mod measure;

use measure::{CLIENT, Home, Outcome, Server, measure_here, measured, median, number, row};
use serde_json::Value;

/// The object that is measured.
const ONE: &str = "objects = [{ name = \"Survey__c\", fields = [\"*\"] }]\n";
/// Ten objects.
const TEN: &str = "objects = [\"Account\", \"Contact\", \"Case\", \"Opportunity\", \"Lead\", \"Task\", \"User\", \"CaseHistory\", \
                   \"Invoice__c\", \"Survey__c\"]\n";

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
    println!("{records} records of 40 fields, median of {runs} runs in turn\n");
    println!("| | CPU ms/record | wall s | peak MiB |");
    println!("|---|---|---|---|");
    let server = serve(records)?;
    let (mut queries, mut jobs, mut quiets, mut discards) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs {
        let by_queries = home(&server.url, &format!("bulk_from = 0\n{ONE}"))?;
        queries.push(by_queries.sync()?);
        quiets.push(by_queries.sync()?);
        jobs.push(home(&server.url, &format!("bulk_from = 1\n{ONE}"))?.sync()?);
        let own = std::env::current_exe()?;
        discards.push(measured(&[measure::text(&own)?, "discard", &server.url])?);
    }
    row("first sync by queries", median(&queries), records);
    row("first sync by jobs", median(&jobs), records);
    row("download and discard", median(&discards), records);
    row("quiet sync", median(&quiets), records);
    drop(server);
    let server = serve(200)?;
    let home = home(&server.url, TEN)?;
    home.sync()?;
    let before = home.requests("crm")?;
    home.sync()?;
    println!("\n{} requests of a quiet sync of ten objects", home.requests("crm")? - before);
    Ok(())
}

fn serve(records: usize) -> Outcome<Server> {
    let records = records.to_string();
    Server::start(&["--api", "salesforce", "--records", &records])
}

/// A folder with a connection to the org that asks for these objects.
fn home(url: &str, objects: &str) -> Outcome<Home> {
    Home::new(&format!(
        "data_dir = \"data\"\n[lake]\nto = \"lake\"\n[connections.crm]\nsource = \"salesforce\"\nurl = \"{url}\"\n\
         client_id = \"env:PRACTICE_CLIENT_ID\"\nclient_secret = \"env:PRACTICE_CLIENT_SECRET\"\nrequests_per_minute = 100000\n\
         queries_per_run = 1000000\n{objects}"
    ))
}

/// Follows a query for all records to its end and throws away what comes.
fn discard(url: &str) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = reqwest::Client::new();
        let (id, secret) = CLIENT;
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        let asked = client
            .post(format!("{url}/services/oauth2/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await?
            .error_for_status()?;
        let granted: Value = serde_json::from_slice(&asked.bytes().await?)?;
        let token = granted["access_token"].as_str().ok_or("no token")?.to_owned();
        let get = async |path: &str| -> Outcome<Value> {
            let asked = client.get(format!("{url}{path}")).bearer_auth(&token).send().await?.error_for_status()?;
            Ok(serde_json::from_slice(&asked.bytes().await?)?)
        };
        let described = get("/services/data/v67.0/sobjects/Survey__c/describe").await?;
        let fields = described["fields"].as_array().ok_or("no fields")?;
        let names: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
        let query = format!("SELECT {} FROM Survey__c", names.join(","));
        let query = url::form_urlencoded::byte_serialize(query.as_bytes()).collect::<String>();
        let mut next = Some(format!("/services/data/v67.0/query?q={query}"));
        while let Some(path) = next {
            next = get(&path).await?["nextRecordsUrl"].as_str().map(str::to_owned);
        }
        Ok(())
    })
}
