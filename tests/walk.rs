//! Faults of the network and of the site: what is lost nowhere, what is told, and what heals.

mod answers;
mod elsewhere;
mod limits;
mod objects;
mod paging;
mod silence;

use crate::support::server::*;
use crate::support::site::{Home, Run, Site, small};
use crate::support::tls::Presenter;
use catchment_base::clock;
use catchment_practice::confluence::{Options, page_id};
use std::io::Write;
use std::thread;
use std::time::Duration;

/// The most memory a run may have in these tests, in MiB: a body of 12 MiB is published twice, as storage and as text.
const CEILING_MIB: u64 = 352;

/// Two spaces; the listing of pages of the first is answered by `reply`, the second is well.
fn broken(reply: Reply) -> Script {
    Script::default()
        .spaces(&[("100", "DOCS"), ("200", "ENG")])
        .on(is_pages_of("100"), reply)
        .on(is_pages_of("200"), third())
}

/// The same, all of it well.
fn well() -> Script {
    broken(Reply::json(listing(&pages(&["1", "2"]), None)))
}

/// The page of the second space.
fn third() -> Reply {
    Reply::json(listing(&[page_in("200", "3")], None))
}

fn home(server: &Server) -> Home {
    Home::new(&server.url(), "")
}

fn asked(server: &Server, what: impl Fn(&str) -> bool) -> usize {
    server.targets().iter().filter(|target| what(target)).count()
}

/// The listing fails by name as long as it is answered so, its neighbour is published, and the next run heals it.
fn fails_by_name_and_heals(reply: Reply, words: &str) {
    let server = Server::start(broken(reply));
    let home = home(&server);
    home.sync().ends(3);
    let open = home.open();
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!((open[0]["kind"].as_str(), open[0]["scope"].as_str()), (Some("listing"), Some("100")));
    let cause = open[0]["cause"].as_str().unwrap();
    assert!(cause.contains(words), "no {words:?} in {cause:?}");
    assert_eq!(home.ids(), ["3"]);
    heals(&server, &home);
}

fn heals(server: &Server, home: &Home) {
    server.now(well());
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1", "2", "3"]);
    assert!(home.open().is_empty());
}

/// One answer of this kind is no news: the page is asked for again.
fn is_asked_for_again(reply: Reply) {
    let mut script = Script::default().first(1, is_pages_of("100"), reply);
    script = script.spaces(&[("100", "DOCS")]).on(is_pages_of("100"), Reply::json(listing(&pages(&["1", "2"]), None)));
    let server = Server::start(script);
    let home = home(&server);
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1", "2"]);
    assert_eq!(asked(&server, is_pages_of("100")), 2);
}

fn await_requests(count: impl Fn() -> u64, wanted: u64) {
    let begun = clock::instant();
    while count() < wanted {
        assert!(begun.elapsed() < Duration::from_secs(60), "{} requests came, not {wanted}", count());
        thread::sleep(Duration::from_millis(2));
    }
}
