//! History in windows of time: read in pieces, bounded by days, gone on with where it was stopped.

use crate::support::api::{self, Api};
use crate::support::costs;
use crate::support::lab;
use crate::support::site::Home;
use catchment_base::failpoint;
use catchment_practice::rest::{Change, Options, Paging, customer_id};
use serde_json::Value;

const CURSOR: &str = "cursor = { field = \"updated_at\", since = \"updated_since\" }";

/// The window of the customers, with these lines of it.
fn window(more: &str) -> String {
    format!(
        "window = {{ field = \"created_at\", step = \"90d\", from = \"param:created_from\", to = \"param:created_to\"{more} }}"
    )
}

/// The window with the first day of the stream.
fn from_2023(more: &str) -> String {
    format!("{}\nstart_date = \"2023-01-01\"", window(more))
}

/// The ids of the customers that were made on these days.
fn made(api: &Api, first: &str, last: &str) -> Vec<String> {
    let customers = api.practice().truth().customers;
    let day = |customer: &Value| customer["created_at"].as_str().unwrap()[..10].to_owned();
    let within = customers.iter().filter(|one| day(one).as_str() >= first && day(one).as_str() <= last);
    let mut ids: Vec<String> = within.map(|one| one["id"].to_string()).collect();
    ids.sort();
    ids
}

/// The requests that the site has got, as path and query.
fn targets(api: &Api) -> Vec<String> {
    api.practice().received().into_iter().map(|request| request.target).collect()
}

/// An API whose `Date` is that of its records.
fn with_own_clock() -> Api {
    Api::of(Options { records: 120, own_clock: true, ..Options::default() }, "")
}

fn causes(home: &Home) -> Vec<String> {
    home.open().iter().map(|row| row["cause"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn with_every_way_of_paging_history_comes_in_windows_and_then_nothing_new() {
    for paging in Paging::all() {
        let api = Api::new(paging, "");
        let place = if paging == Paging::Body { "body:" } else { "param:" };
        let home = api.home(&from_2023("").replace("param:", place), "");
        home.follow().ends(0);
        assert_eq!(api::ids(&home), api.ids(), "{paging:?}");
        let chunks = home.query("select state || ' ' || count(*) from sync.chunk group by state");
        assert!(chunks.len() == 1 && chunks[0].starts_with("done ") && chunks[0].as_str() > "done 1", "{chunks:?}");
        let generation = home.manifest()["generation"].clone();
        home.follow().ends(0);
        assert_eq!(home.manifest()["generation"], generation, "{paging:?}");
        assert_eq!(api.practice().offences(), Vec::<String>::new());
        // Nothing is asked for without a window.
        let bare =
            targets(&api).into_iter().find(|target| !target.contains("created_from") && !target.contains("cursor="));
        assert!(bare.is_none() || paging == Paging::Body, "{paging:?} {bare:?}");
    }
}

#[test]
fn an_end_that_is_taken_in_is_sent_a_second_earlier() {
    let api = Api::new(Paging::Cursor, "inclusive-end");
    let home = api.home(&from_2023(", end_inclusive = true"), "");
    home.follow().ends(0);
    assert_eq!(api::ids(&home), api.ids());
    let asked = targets(&api);
    assert!(asked.iter().any(|target| target.contains("created_to=2023-03-31T23%3A59%3A59Z")), "{asked:?}");
    assert!(asked.iter().any(|target| target.contains("created_from=2023-01-01T00%3A00%3A00Z")), "{asked:?}");
}

#[test]
fn a_window_that_is_refused_as_too_large_is_asked_for_in_smaller_ones() {
    let api = Api::new(Paging::Cursor, "widest-window=20");
    let told = format!("{}\nrefused = [{{ status = 400, means = \"smaller_window\" }}]", from_2023(""));
    let home = api.home(&told, "");
    home.follow().ends(0);
    assert_eq!(api::ids(&home), api.ids());
    let asked = |from: usize| targets(&api).into_iter().skip(from).collect::<Vec<_>>();
    let before = asked(0).len();
    home.follow().ends(0);
    let first = asked(before).into_iter().next().unwrap();
    assert!(first.contains("created_from=2023-01-01") && first.contains("created_to=2023-01-"), "{first}");
    let untold = api.home(&from_2023(""), "");
    untold.follow().ends(3);
    assert!(causes(&untold).iter().any(|cause| cause.contains("400")), "{:?}", causes(&untold));
}

#[test]
fn what_goes_wrong_in_a_window_is_no_success_and_what_passes_is_cured() {
    const TOTAL: &str = "total = \"meta.total\"";
    let outcomes = [
        (Paging::Cursor, "403=5", "", "403", true),
        (Paging::Offset, "500=7", "", "", true),
        (Paging::Cursor, "loop", "", "is one that was read before", false),
        (Paging::Offset, "same-page", "", "is one that was read before", false),
        (Paging::Cursor, "empty-page=2", "", "", true),
        (Paging::Cursor, "duplicates", TOTAL, "", true),
        (Paging::Cursor, "wrong-total", TOTAL, "announces", false),
        (Paging::Cursor, "error-inside=9", "", "", true),
        (Paging::Cursor, "overlooked-window", "", "is in the requested window", false),
        (Paging::Keyset, "changed-while-paging=4:1003", "", "", true),
        (Paging::Offset, "shift=3", "", "", true),
        (Paging::Cursor, "add-while-paging=6", "", "", true),
    ];
    let step = if lab::slow() { 1 } else { 4 };
    for (paging, fault, with, says, is_cured) in outcomes.into_iter().step_by(step) {
        let api = Api::new(paging, fault);
        let home = api.home(&format!("{}\n{with}", from_2023("")), "");
        let what = format!("{paging:?} {fault}");
        let first = home.follow();
        assert_eq!(first.code, Some(if says.is_empty() { 0 } else { 3 }), "{what}: {}", first.words());
        let open = causes(&home);
        assert!(
            open.is_empty() == says.is_empty() && open.iter().any(|cause| cause.contains(says)) != open.is_empty(),
            "{what}: {open:?}"
        );
        let again = home.follow();
        assert_eq!(again.code, Some(if is_cured { 0 } else { 3 }), "{what}: {}", again.words());
        let (ids, there) = (api::ids(&home), api.ids());
        assert!(ids.iter().all(|id| there.contains(id)) && (ids == there || !is_cured), "{what}");
    }
}

#[test]
fn check_asks_for_the_latest_window() {
    let api = Api::new(Paging::Cursor, "");
    let dates = "\nend_date = \"2025-12-31\"";
    api.home(&format!("{}{dates}", from_2023("")), "").run(&["check", "wiki"]).ends(0);
    let asked = targets(&api);
    assert!(asked.iter().any(|target| target.contains("created_from=2025-10-03")), "{asked:?}");
    let misspelt = from_2023("").replace("created_to", "created_until");
    let checked = api.home(&format!("{misspelt}{dates}"), "").run(&["check", "wiki"]).words();
    assert!(checked.contains("(400)") && checked.contains("catchment.toml:17"), "{checked}");
    let deaf = Api::new(Paging::Cursor, "overlooked-window");
    let checked = deaf.home(&format!("{}{dates}", from_2023("")), "").run(&["check", "wiki"]).words();
    assert!(checked.contains("is in the requested window"), "{checked}");
}

#[test]
fn a_listing_of_a_time_is_begun_anew_where_another_end_is_asked_for() {
    // One window holds everything: killed in the history, or in the census behind it.
    let until = |day: &str| format!("{}\nend_date = \"{day}\"", from_2023("").replace("90d", "2000d"));
    for at in (3..60).step_by(if lab::slow() { 4 } else { 11 }) {
        let api = Api::new(Paging::Cursor, "");
        let home = api.home(&until("2023-06-30"), "");
        let killed = costs::output(home.command(&["sync"]).env(failpoint::VARIABLE, at.to_string()));
        home.describe(&api.settings("", &until("2023-12-31"), ""));
        home.follow().ends(0);
        assert_eq!(api::ids(&home), made(&api, "2023-01-01", "2023-12-31"), "killed at {at}");
        if killed.status.success() {
            break;
        }
    }
}

#[test]
fn killed_anywhere_it_goes_on_with_the_request_that_it_was_at() {
    let undisturbed = Api::new(Paging::Cursor, "");
    undisturbed.home(&from_2023(""), "").follow().ends(0);
    let requests = undisturbed.practice().requests();
    let mut crashes = 0;
    for at in (4..400).step_by(if lab::slow() { 13 } else { 19 }) {
        let api = Api::new(Paging::Cursor, "");
        let home = api.home(&from_2023(""), "");
        let killed = costs::output(home.command(&["sync"]).env(failpoint::VARIABLE, at.to_string()));
        if killed.status.success() {
            break;
        }
        crashes += 1;
        home.follow().ends(0);
        assert_eq!(api::ids(&home), api.ids(), "failpoint {at}");
        // Each listing that was open asks again for at most one page, and a run of its own may look at the site once more.
        let most = requests + 16 + undisturbed.practice().requests() / 2;
        assert!(api.practice().requests() <= most, "failpoint {at}: {} requests", api.practice().requests());
    }
    assert!(crashes > 3, "only {crashes} failpoints were passed");
}

#[test]
fn a_complete_listing_in_windows_goes_on_where_it_was_stopped() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home(&from_2023(""), "");
    home.follow().ends(0);
    let before = api.practice().requests();
    home.follow().ends(0);
    let whole = api.practice().requests() - before;
    for commit in [5_u64, 17, 29] {
        let killed = costs::output(home.command(&["sync"]).env(failpoint::VARIABLE, commit.to_string()));
        assert!(!killed.status.success(), "failpoint {commit} was not passed");
        let before = api.practice().requests();
        home.follow().ends(0);
        let rest = api.practice().requests() - before;
        // Three failpoints are passed with each page; when all is read, a run of its own looks at the site again.
        let most = 2 * whole - commit / 3 + 1;
        assert!(rest <= most, "{rest} requests were made after failpoint {commit}, more than {most}");
        assert_eq!(api::ids(&home), api.ids());
    }
}

#[test]
fn what_the_windows_lack_is_gone() {
    let api = Api::new(Paging::Cursor, "");
    let home = api.home(&from_2023(""), "");
    home.follow().ends(0);
    api.change(Change::Delete { id: customer_id(7) });
    api.change(Change::Add);
    home.follow().ends(0);
    assert_eq!(api::ids(&home), api.ids());
    let gone = api::rows(&home, "deleted_object", "object_id");
    assert_eq!(gone.keys().cloned().collect::<Vec<_>>(), [customer_id(7).to_string()]);
}

#[test]
fn days_bound_what_is_held_and_increments_do_not_look_at_them() {
    let api = with_own_clock();
    let days = "start_date = \"2023-06-01\"\nend_date = \"2023-12-31\"";
    let home = api.home_of(days, &format!("{}\n{CURSOR}", window("")));
    home.follow().ends(0);
    let within = made(&api, "2023-06-01", "2023-12-31");
    assert!(!within.is_empty() && within.len() < api.ids().len());
    assert_eq!(api::ids(&home), within);
    // A customer that was made on none of these days is edited, and another one is made.
    let other = api.ids().into_iter().find(|id| !within.contains(id)).unwrap();
    api.change(Change::Edit { id: other.parse().unwrap() });
    let new = api.change(Change::Add);
    home.follow().ends(0);
    let mut wanted = [within.clone(), vec![other.clone(), new]].concat();
    wanted.sort();
    assert_eq!(api::ids(&home), wanted);
    // Fewer days: what lies outside of them goes, but for what changed since.
    let narrow = api.settings(&days.replace("2023-12-31", "2023-08-31"), &format!("{}\n{CURSOR}", window("")), "");
    home.describe(&narrow);
    home.follow().ends(0);
    let mut wanted =
        [made(&api, "2023-06-01", "2023-08-31"), wanted[wanted.len() - 1..].to_vec(), vec![other]].concat();
    wanted.sort();
    wanted.dedup();
    assert_eq!(api::ids(&home), wanted);
    // And the days of before again.
    home.describe(&api.settings(days, &format!("{}\n{CURSOR}", window("")), ""));
    home.follow().ends(0);
    assert!(within.iter().all(|id| api::ids(&home).contains(id)));
}

#[test]
fn days_bound_the_last_change_where_there_is_only_a_cursor() {
    let api = with_own_clock();
    let home = api.home_of("start_date = \"2024-01-01\"", CURSOR);
    home.follow().ends(0);
    let customers = api.practice().truth().customers;
    let later = customers.iter().filter(|one| one["updated_at"].as_str().unwrap() >= "2024-01-01");
    let mut ids: Vec<String> = later.map(|one| one["id"].to_string()).collect();
    ids.sort();
    assert!(!ids.is_empty() && ids.len() < customers.len());
    assert_eq!(api::ids(&home), ids);
    assert!(targets(&api).iter().all(|target| target.contains("updated_since=2024-01-01")), "{:?}", targets(&api));
}

#[test]
fn a_mode_reads_what_there_is_or_what_changes() {
    let described = format!("{}\n{CURSOR}", from_2023(""));
    let historical = with_own_clock();
    let home = historical.home_of("mode = \"historical\"", &described);
    home.follow().ends(0);
    assert_eq!(api::ids(&home), historical.ids());
    let before = historical.practice().requests();
    historical.change(Change::Edit { id: customer_id(3) });
    home.follow().ends(0);
    assert_eq!(historical.practice().requests(), before, "what changes is not asked for");
    for described in [described.as_str(), CURSOR] {
        let incremental = with_own_clock();
        let home = incremental.home_of("mode = \"incremental\"", described);
        home.follow().ends(0);
        assert_eq!(home.query("select count(*) from sync.object"), ["0"], "{described}");
        incremental.change(Change::Edit { id: customer_id(3) });
        home.follow().ends(0);
        assert_eq!(api::ids(&home), [customer_id(3).to_string()], "{described}");
    }
}

#[test]
fn what_a_description_of_windows_lacks_is_refused_with_its_line() {
    let api = Api::new(Paging::Cursor, "");
    for (of_connection, of_customers, says) in [
        ("", window(""), "needs a `start_date`"),
        ("", from_2023("").replace("90d", "a while"), "step"),
        ("", from_2023("").replace("param:created_to", "body:created_to"), "`to` is"),
        ("start_date = \"2023-01-01\"", String::new(), "`start_date` does not apply to the stream customer"),
        ("mode = \"historical\"", String::new(), "`mode` does not apply to the stream customer"),
        ("mode = \"incremental\"", from_2023(""), "no cursor with `since`"),
        ("", "start_date = \"2023-01-01\"".to_owned(), "needs a `window`"),
        ("", format!("{}\nend_date = \"2022-01-01\"", from_2023("")), "no day between"),
    ] {
        let run = api.home_of(of_connection, &of_customers).follow();
        assert_eq!(run.code, Some(2), "{of_customers}: {}", run.words());
        assert!(run.words().contains(says) && run.words().contains("catchment.toml:"), "{says}: {}", run.words());
    }
    // Whether records have the member is known with the first page.
    let run = api.home(&from_2023("").replace("created_at", "createdAt"), "").follow().ends(3);
    assert!(run.words().contains("the time of windows, createdAt is not there"), "{}", run.words());
    assert!(run.words().contains("catchment.toml:"), "{}", run.words());
}
