//! How long the history of thirty days takes where every answer comes late, beside reading its pages one after the other.
//!
//! `cargo bench --bench history` serves 18,000 incidents of a practice instance (in this process), a thousand of them made within
//! thirty days, and syncs these days in pages of 20 with a latency of 80 ms. It reports, of the record of requests: the pieces that
//! were planned by counts, the requests, the time from the first count to the last page, and what the pages would take one after
//! the other.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints figures and reads the clock")]

mod measure;

use catchment::edge::db::{Db, Limits};
use catchment::practice::servicenow::{Options, start};
use measure::{Home, Outcome, TOKEN, measure_here};
use std::time::Duration;

const LATENCY: Duration = Duration::from_millis(80);
const PAGE: usize = 20;

/// Of the requests of history: how many count and how many are pages, when the first was sent and the last answered, in
/// milliseconds, how long a page took on average, and how many records there are.
const FIGURES: &str = "
    select
        count(*) filter (walk.kind = 'look'),
        count(*) filter (walk.kind = 'piece'),
        date_diff('millisecond', min(request.started_at), max(request.started_at + to_milliseconds(request.millis))),
        avg(request.millis) filter (walk.kind = 'piece'),
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
    println!("| pieces | counts | pages | records | history, ms | one page after the other, ms | share |");
    println!("|---|---|---|---|---|---|---|");
    for _ in 0..3 {
        let home = Home::new(&format!(
            "data_dir = \"data\"\n[lake]\nto = \"lake\"\n[connections.itsm]\nsource = \"servicenow\"\nurl = \"{}\"\n\
             username = \"practice\"\npassword = \"env:PRACTICE_TOKEN\"\ntables = [\"incident\"]\npage_size = {PAGE}\n\
             requests_per_minute = 100000\nstart_date = \"2023-06-01\"\nend_date = \"2023-06-30\"\nmode = \"historical\"\n",
            instance.url()
        ))?;
        home.sync()?;
        report(&home)?;
    }
    runtime.block_on(instance.stop());
    Ok(())
}

fn report(home: &Home) -> Outcome<()> {
    let (folder, limits) = (home.dir.path(), Limits { memory: 64 << 20, threads: 1 });
    let db = Db::open(&folder.join("data/itsm.duckdb"), folder, folder, limits)?;
    let figures = db.query(FIGURES, [], |row| {
        let requests: (i64, i64) = (row.get(0)?, row.get(1)?);
        let times: (i64, f64) = (row.get(2)?, row.get(3)?);
        let read: (i64, i64) = (row.get(4)?, row.get(5)?);
        Ok((requests, times, read))
    })?;
    for ((counts, pages), (history, page), (pieces, records)) in figures {
        let one_by_one = (records as f64 / PAGE as f64).ceil() * page;
        println!(
            "| {pieces} | {counts} | {pages} | {records} | {history} | {one_by_one:.0} | {:.2} |",
            history as f64 / one_by_one
        );
    }
    Ok(())
}
