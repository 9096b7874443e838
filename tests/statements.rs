//! What a quiet sync costs the database: how many statements it runs, and what more streams add.

use crate::support::api::Api;
use crate::support::site::{Home, Site, TOKEN, VARIABLE, small};
use catchment_lake::db::statements_run;
use catchment_practice::rest::Paging;
use catchment_run::{Progress, Wishes};
use catchment_source::DIALECTS;
use catchment_source::config::Config;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use tokio::sync::watch;

/// The variable that names the work folder whose sync is counted.
const COUNTED: &str = "CATCHMENT_TEST_COUNTED";
/// The file in it that takes the count.
const COUNT: &str = "statements";

/// How many statements a sync of this folder runs. A process of its own counts: other tests run statements in this one.
fn statements_of(home: &Home) -> u64 {
    let mut counting = Command::new(env::current_exe().unwrap());
    counting.args(["--exact", "statements::a_sync_is_counted"]);
    let output = counting.env(COUNTED, home.dir()).env(VARIABLE, TOKEN).current_dir(home.dir()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    fs::read_to_string(home.dir().join(COUNT)).unwrap().parse().unwrap()
}

/// In a process that another test starts: the sync of the folder that it names; else that statements are counted.
#[test]
fn a_sync_is_counted() {
    let Some(folder) = env::var_os(COUNTED) else {
        let before = statements_run();
        catchment_lake::db::Db::scratch().unwrap().execute("select 1", []).unwrap();
        return assert!(statements_run() >= before + 2);
    };
    let config = Config::load(&Path::new(&folder).join("catchment.toml"), &DIALECTS).unwrap();
    let (_go_on, stop) = watch::channel(false);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let before = statements_run();
    let report =
        runtime.block_on(catchment_run::sync(&config, "wiki", Wishes::default(), stop, Arc::new(Progress::default())));
    let report = report.unwrap();
    assert!(report.is_complete() && !report.has_published(), "the sync was not quiet");
    fs::write(Path::new(&folder).join(COUNT), (statements_run() - before).to_string()).unwrap();
}

/// Streams beside that of customers: each lists the same orders.
fn more_streams(count: usize) -> String {
    let section = |at: usize| {
        format!(
            "[connections.wiki.streams.more_{at}]\npath = \"/v1/orders\"\nrecords = \"orders\"\nkey = [\"id\"]\n\
             paginate = {{ kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"cursor\" }}\n"
        )
    };
    (0..count).map(section).collect()
}

/// What one more stream of a REST API may cost a quiet sync: a walk of its own, and its model, checks and dataset.
const MOST_OF_A_STREAM: u64 = 80;
/// By how much two counts of the same sync differ: how many steps the writer commits together is a matter of time.
const MOST_OF_CHANCE: u64 = 20;

#[test]
fn a_quiet_sync_runs_few_statements_for_each_stream() {
    let count = |streams: usize| {
        let api = Api::new(Paging::Cursor, "");
        let home = api.home("", &more_streams(streams - 1));
        home.follow().ends(0);
        home.follow().ends(0);
        statements_of(&home)
    };
    let (few, many) = (count(2), count(12));
    eprintln!("2 streams take {few} statements, 12 take {many}");
    assert!(many - few <= 10 * MOST_OF_A_STREAM, "2 streams take {few} statements, 12 take {many}");
}

#[test]
fn a_quiet_sync_of_a_site_runs_as_many_statements_however_large_it_is() {
    let count = |pages: usize| {
        let site = Site::of("", catchment_practice::confluence::Options { pages, ..small() });
        let home = Home::new(site.url(), "mode = \"both\"\ncontent_types = [\"page\", \"blogpost\", \"attachment\"]");
        home.follow_first(&site);
        home.follow().ends(0);
        statements_of(&home)
    };
    let (small, large) = (count(20), count(200));
    eprintln!("a quiet sync takes {small} statements over 20 pages, {large} over 200");
    assert!(small.abs_diff(large) <= MOST_OF_CHANCE, "{small} statements over 20 pages, {large} over 200");
}
