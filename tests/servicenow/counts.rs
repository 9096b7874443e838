//! History in pieces that are planned by what the instance counts.

use super::{INCIDENTS, Instance, Row, Running, id, numbers};
use crate::support::lab;
use crate::support::server::{Reply, Script, Seen};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// Whether a request is for a page of a piece of history.
fn is_piece(target: &str) -> bool {
    let is_whole = target.contains("sysparm_limit=4&");
    target.starts_with("/api/now/table/incident?") && target.contains("sys_created_on%3E%3D") && is_whole
}

fn is_count(target: &str) -> bool {
    target.starts_with("/api/now/stats/incident?")
}

/// So many incidents, of which these were made at other times than on the days of March, one after the other.
fn made(incidents: u32, others: &[(u32, &str)]) -> Instance {
    let mut instance = Instance::new(incidents);
    let rows: &mut Vec<Row> = instance.tables.get_mut("incident").unwrap();
    for (at, row) in rows.iter_mut().enumerate() {
        let (number, day) = (at as u32 + 1, at * 30 / incidents as usize + 1);
        let other = others.iter().find(|(other, _)| *other == number).map(|(_, time)| (*time).to_owned());
        row.insert("sys_created_on".to_owned(), other.unwrap_or_else(|| format!("2026-03-{day:02} 12:00:00")));
    }
    instance
}

fn answering(instance: &Arc<Mutex<Instance>>) -> impl Fn(&Seen) -> Reply + Send + Sync + 'static {
    let instance = Arc::clone(instance);
    move |seen| instance.lock().unwrap().answer(seen)
}

/// The requests of a kind since some others.
fn asked(running: &Running, before: usize, is_it: fn(&str) -> bool) -> usize {
    running.server.targets()[before..].iter().filter(|target| is_it(target)).count()
}

const CHUNKS: &str = "select string_agg(chunk_id || ' ' || from_time || ' ' || to_time, ', ' order by from_time)
    from sync.chunk where state <> 'retired'";

#[test]
fn what_is_planned_by_counts_stays_planned_and_holds_every_moment_once() {
    let running = Running::new(made(60, &[(60, "2026-02-10 12:00:00")]));
    let of = |start: &str| {
        format!("{INCIDENTS}\nstart_date = \"{start}\"\nend_date = \"2026-03-31\"\nmode = \"historical\"")
    };
    let home = running.home(&of("2026-03-01"));
    // Killed when everything is planned and nothing is read.
    let whole = answering(&running.instance);
    running.server.now(Script::default().on(is_piece, Reply::default().stall()).with(|_| true, whole));
    let stopped = home.start(&["sync"]);
    lab::wait_until("a piece is asked for", || running.server.targets().iter().any(|target| is_piece(target)));
    drop(stopped.kill());
    let [planned, counts] =
        home.queries([CHUNKS, "select count(*) from sync.request where target like '/api/now/stats/%'"]);
    // 59 records in pieces of 16 at most: the whole is counted, and all but the last of five parts.
    assert_eq!((planned[0].matches(", ").count(), counts[0].as_str()), (4, "5"), "{planned:?}");
    assert_eq!(asked(&running, 0, is_count), 5);

    let before = running.requests();
    running.server.now(Script::default().with(|_| true, answering(&running.instance)));
    home.follow().ends(0);
    assert_eq!(asked(&running, before, is_count), 0, "what is planned is not counted again");
    assert_eq!(numbers(&home).into_keys().collect::<Vec<_>>(), (1..=59).map(id).collect::<Vec<_>>());
    let [read, left, broken] = home.queries([
        CHUNKS,
        "select count(*) from sync.chunk where state <> 'done'",
        "select count(*) from (select to_time as ends, lead(from_time) over (order by from_time) as begins from sync.chunk)
         where ends <> begins",
    ]);
    assert_eq!((read, left[0].as_str(), broken[0].as_str()), (planned.clone(), "0", "0"));

    // An earlier beginning: only what lacks is counted and read.
    let before = running.requests();
    home.describe(&running.settings(&of("2026-02-01")));
    home.follow().ends(0);
    assert_eq!(numbers(&home).into_keys().collect::<Vec<_>>(), (1..=60).map(id).collect::<Vec<_>>());
    assert_eq!((asked(&running, before, is_count), asked(&running, before, is_piece)), (1, 1));
    let more = home.query(CHUNKS);
    assert!(more[0].ends_with(&planned[0]) && more[0].matches(", ").count() == 5, "{more:?}");
}

#[test]
fn a_large_table_without_dates_is_read_in_pieces_and_what_has_no_time_of_creation_comes_all_the_same() {
    let running = Running::new(made(60, &[(7, ""), (8, "1969-12-31 23:59:59")]));
    running.change(|instance| instance.hidden = [id(30)].into());
    let home = running.home(INCIDENTS);
    home.follow().ends(3);
    let wanted: BTreeSet<String> = (1..=60).filter(|number| *number != 30).map(id).collect();
    assert_eq!(numbers(&home).into_keys().collect::<BTreeSet<_>>(), wanted);
    let [chunks, hidden] = home.queries([
        "select count(*) || ' ' || count(from_time) || ' ' || min(state) || ' ' || max(state) from sync.chunk",
        "select cause from sync.quarantine where state = 'open'",
    ]);
    assert_eq!(chunks, ["5 5 done done"]);
    assert!(hidden.len() == 1 && hidden[0].starts_with("up to 1: "), "{hidden:?}");
    let whole = |target: &String| target.contains("short_description") && !is_piece(target);
    let asked_for: Vec<String> = running.server.targets().into_iter().filter(whole).collect();
    let is_by_id = asked_for.len() == 1 && asked_for[0].contains("sys_idIN");
    assert!(is_by_id, "only what no piece has is asked for by its id: {asked_for:?}");

    // A small one is one listing.
    let running = Running::new(made(14, &[]));
    let home = running.home(INCIDENTS);
    home.follow().ends(0);
    assert_eq!(home.query("select count(*) || ' ' || count(from_time) from sync.chunk"), ["1 0"]);
    assert_eq!((asked(&running, 0, is_count), asked(&running, 0, is_piece)), (1, 0));
}

#[test]
fn where_the_instance_refuses_to_count_pieces_have_one_length_and_the_sync_says_so() {
    let instance = made(6, &[]);
    let shared = Arc::new(Mutex::new(instance));
    for (status, dates, chunks, told) in [
        (
            403,
            "start_date = \"2026-03-02\"\nend_date = \"2026-03-12\"\nhistory_step = \"5d\"",
            "3 3",
            "pieces of equal length",
        ),
        // A login that holds for tables alone.
        (401, "", "1 0", "by one listing"),
    ] {
        let error = json!({"error": {"message": "no stats", "detail": null}, "status": "failure"}).to_string();
        let refused = Reply::of(status, "application/json", &[], error);
        let script = Script::default().on(is_count, refused).with(|_| true, answering(&shared));
        let running = Running { instance: Arc::clone(&shared), server: crate::support::server::Server::start(script) };
        let home = running.home(&format!("{INCIDENTS}\n{dates}\nmode = \"historical\""));
        let words = home.follow().ends(0).words();
        assert!(words.contains("does not count incident") && words.contains(told), "{words}");
        assert_eq!(home.query("select count(*) || ' ' || count(from_time) from sync.chunk"), [chunks]);
        // On the 1st, 6th, 11th, 16th, 21st and 26th.
        let wanted = if dates.is_empty() { 1..=6 } else { 2..=3 };
        assert_eq!(numbers(&home).into_keys().collect::<Vec<_>>(), wanted.map(id).collect::<Vec<_>>());
        assert!(!home.follow().ends(0).words().contains("does not count"), "it is told once");
        assert_eq!(asked(&running, 0, is_count), 1);
    }
}
