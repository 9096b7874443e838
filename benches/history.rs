//! How long the history of thirty days takes where every answer comes late, beside a client that reads the same pages one after the
//! other and throws them away.
//!
//! `cargo bench --bench history` serves 18,000 incidents of a practice instance (in this process), a thousand of them made within
//! thirty days, with a latency of 80 ms, and reads these days in pages of twenty. Of the sync it reports, by its record of requests,
//! the pieces that were planned by counts, the requests, and the time from the first count to the last page. In a debug build the
//! instance itself takes longer than its latency.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints figures and reads the clock")]

mod measure;

use catchment_practice::servicenow::{Options, start};
use measure::{Home, Outcome, TOKEN, measure_here};
use serde_json::Value;
use std::time::{Duration, Instant};
use url::Url;

const LATENCY: Duration = Duration::from_millis(80);
const PAGE: usize = 20;
const FIRST_DAY: &str = "2023-06-01";
const LAST_DAY: &str = "2023-06-30";
const DAY_BEHIND: &str = "2023-07-01";

/// Of the requests of history: how many count and how many are pages, the milliseconds between the first one and the last answer;
/// the pieces and their records.
const FIGURES: &str = "
    select
        count(*) filter (walk.kind = 'look'),
        count(*) filter (walk.kind = 'piece'),
        date_diff('millisecond', min(request.started_at), max(request.started_at + to_milliseconds(request.millis))),
        (select count(*) from sync.chunk),
        (select cast(sum(objects) as bigint) from sync.chunk)
    from sync.request as request
    inner join sync.walk as walk on walk.walk_id = request.walk_id
    where walk.kind = 'piece' or request.target like '/api/now/stats/%'";

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if args.first().is_some_and(|arg| arg == "measure") {
        return measure_here(&args[1..]);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let options = Options { records: 18_000, latency: LATENCY, password: TOKEN.to_owned(), ..Options::default() };
    let instance = runtime.block_on(start(options))?;
    println!("| pieces | counts | pages | records | history, ms | one after the other, ms | share |");
    println!("|---|---|---|---|---|---|---|");
    for _ in 0..3 {
        let home = Home::new(&format!(
            "data_dir = \"data\"\n[lake]\nto = \"lake\"\n[connections.itsm]\nsource = \"servicenow\"\nurl = \"{}\"\n\
             username = \"practice\"\npassword = \"env:PRACTICE_TOKEN\"\ntables = [\"incident\"]\npage_size = {PAGE}\n\
             requests_per_minute = 100000\nstart_date = \"{FIRST_DAY}\"\nend_date = \"{LAST_DAY}\"\nmode = \"historical\"\n",
            instance.url()
        ))?;
        home.sync()?;
        report(&home, runtime.block_on(one_by_one(instance.url()))?)?;
    }
    runtime.block_on(instance.stop());
    Ok(())
}

/// Follows the pages of the thirty days to an empty one; gives the milliseconds.
async fn one_by_one(instance: &str) -> Outcome<f64> {
    let (client, started) = (reqwest::Client::new(), Instant::now());
    // Before every id.
    let mut after = "0".to_owned();
    loop {
        let query = format!(
            "sys_created_on>={FIRST_DAY} 00:00:00^sys_created_on<{DAY_BEHIND} 00:00:00^sys_id>{after}^ORDERBYsys_id"
        );
        let (path, limit) = (format!("{instance}/api/now/table/incident"), PAGE.to_string());
        let url = Url::parse_with_params(&path, [("sysparm_query", &query), ("sysparm_limit", &limit)])?;
        let asked = client.get(url).basic_auth("practice", Some(TOKEN)).header("Accept", "application/json");
        let answered = asked.send().await?.error_for_status()?;
        let answer: Value = serde_json::from_slice(&answered.bytes().await?)?;
        match answer["result"].as_array().and_then(|rows| rows.last()?["sys_id"].as_str()) {
            Some(last) => last.clone_into(&mut after),
            None => return Ok(started.elapsed().as_secs_f64() * 1000.0),
        }
    }
}

fn report(home: &Home, one_by_one: f64) -> Outcome<()> {
    let figures = home.database("itsm")?.query(FIGURES, [], |row| {
        let requests: (i64, i64) = (row.get(0)?, row.get(1)?);
        let read: (i64, i64) = (row.get(3)?, row.get(4)?);
        Ok((requests, row.get::<_, i64>(2)?, read))
    })?;
    for ((counts, pages), history, (pieces, records)) in figures {
        let share = history as f64 / one_by_one;
        println!("| {pieces} | {counts} | {pages} | {records} | {history} | {one_by_one:.0} | {share:.2} |");
    }
    Ok(())
}
