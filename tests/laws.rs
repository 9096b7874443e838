//! The laws, each proven end to end for Confluence, ServiceNow, Salesforce and Jira: what a law says stands here, what a [`Subject`] is in a
//! file of its source, where each law has a test of its name.

mod confluence;
mod jira;
mod salesforce;
mod servicenow;

use crate::balance::{adds_up, balance};
use crate::support::canaries::Canaries;
use crate::support::lab::{self, CONNECTION, Lab, Told, files_of, keys, same_rows};
use crate::support::template::Shown;
use arrow::array::RecordBatch;
use catchment_base::clock;
use catchment_lake::transform::Class;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::net::TcpListener;
use std::ops::RangeInclusive;
use std::time::Duration;

/// Objects of a small site.
const SMALL: usize = 60;
/// Requests that fail in an outage, at most: those under way, those that try on, and those that ask what was answered before.
const MOST_IN_AN_OUTAGE: i64 = 32;
/// A secret with everything that some encoding changes.
const SECRET: &str = "ca`n&a\"r%y ü-token";

/// How a site is from now on.
enum Way<'a> {
    /// With these faults instead of the former ones, `NAME=VALUE` with commas between them.
    Faults(&'a str),
    /// With answers that take longer.
    Latency(Duration),
    /// With another secret of the account.
    Secret(&'a str),
    /// With answers packed, or not.
    Packed(bool),
}

/// What happens to an object, by its ordinal among the objects that the main dataset has at first.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// It changes.
    Edit(usize),
    /// It is gone for good.
    Remove(usize),
    /// It is not shown any more, though it is there.
    Withhold(usize),
    /// It is shown again.
    Return(usize),
}

/// What cannot be read of a site with some faults.
struct Loss {
    /// The faults.
    faults: String,
    /// Those of them that leave one open row, and what it names as its object.
    last: (String, String),
    /// Kinds and scopes of the open rows, sorted.
    open: Vec<(&'static str, String)>,
    /// Keys that the main dataset lacks.
    missing: Vec<String>,
    /// Scopes that are not complete.
    unproven: Vec<String>,
    /// What a sync tells.
    told: Vec<String>,
}

/// What happens to the balance of the main stream with some faults.
struct Muddle {
    /// The faults.
    faults: String,
    /// How many objects end as deleted, unwanted and open.
    ends: [i64; 3],
    /// How many of those that were shown are not published.
    unpublished: i64,
}

/// A source under the laws: a practice site of it, how it is read, what happens there, and what there is.
trait Subject: Shown + Sized {
    /// The datasets that are read, each with its key and the columns that are compared; the main one comes first.
    const DATASETS: &'static [(&'static str, &'static [&'static str])];
    /// The datasets besides, whose rows are counted: those of people do not tell the ids that the site has.
    const BESIDES: &'static [&'static str];
    /// The streams whose objects have to add up; the main one comes first.
    const STREAMS: &'static [&'static str];
    /// Columns of the main dataset that name people.
    const PEOPLE: &'static [&'static str];
    /// The user whose secret it is.
    const USERNAME: &'static str;
    /// The status of an answer to a wrong secret.
    const REFUSED: &'static str;
    /// Faults that break a listing, so that it is no evidence.
    const BROKEN: &'static [&'static str];
    /// Why what is not shown is gone, and how a sync ends while it is so.
    const WITHHELD: (&'static str, i32);
    /// Faults of which each breaks a sync that sends its secret.
    const BREAKING: &'static [&'static str];
    /// Settings that ask for as little as there may be.
    const LEAST: &'static str;
    /// Walks that would never end, and what is said of them.
    const ENDLESS: &'static [(&'static str, &'static str)];
    /// What a first sync may meet, in groups that take about as long.
    const MISHAPS: &'static [&'static [&'static str]];
    /// How many of these syncs are complete all the same.
    const WITHSTOOD: RangeInclusive<usize>;
    /// Settings that ask for less of the main dataset.
    const NARROWER: &'static str;
    /// Requests of a sync without anything new.
    const QUIET: usize;

    /// A site with about so many objects in the main dataset.
    fn start(objects: usize) -> Self;
    /// The same site, other than before.
    fn set(&mut self, way: Way<'_>);
    /// Something happens there.
    fn happens(&mut self, events: &[Event]);
    /// Writes the configuration of a lab that reads it, with these lines of the connection.
    fn configure(&self, lab: &Lab, settings: &str);
    /// Its port.
    fn port(&self) -> u16;
    /// How many requests it got since it was started or set.
    fn requests(&self) -> usize;
    /// Requests that could change something.
    fn writes(&self) -> Vec<String>;
    /// Every dataset as it has to be.
    fn truth(&self) -> BTreeMap<&'static str, Told>;
    /// Personal data and secrets that it holds and no dataset may show.
    fn planted(&self) -> BTreeSet<String>;
    /// What a sync lacks.
    fn loss(&self) -> Loss;
    /// What ends otherwise than published.
    fn muddle(&self) -> Muddle;
    /// Faults by which one object is larger than an answer may be, and what is said of it.
    fn too_large(&self) -> (String, &'static str);
}

/// A lab that reads a site, with these lines of its connection.
fn lab_of<S: Subject>(site: &S, settings: &str) -> Lab {
    let lab = Lab::let_in("practice-token");
    site.configure(&lab, settings);
    lab
}

fn synced<S: Subject>(site: &S, settings: &str) -> Lab {
    let lab = lab_of(site, settings);
    lab.sync_first(site);
    lab
}

/// The rows of the main dataset.
fn rows<S: Subject>(lab: &Lab) -> RecordBatch {
    lab.rows_of(S::DATASETS[0].0)
}

fn edits(ordinals: std::ops::Range<usize>) -> Vec<Event> {
    ordinals.map(Event::Edit).collect()
}

/// What is published, as the truth is told.
fn published<S: Subject>(lab: &Lab) -> BTreeMap<&'static str, Told> {
    S::DATASETS.iter().map(|(dataset, columns)| (*dataset, lab.told(dataset, columns))).collect()
}

/// Asserts that what is published is what there is.
fn is_the_truth<S: Subject>(lab: &Lab, site: &S, when: &str) {
    let (published, mut truth) = (published::<S>(lab), site.truth());
    for (dataset, rows) in published {
        let expected = truth.remove(dataset).unwrap();
        let ids = rows.keys().chain(expected.keys());
        let wrong: BTreeSet<&String> = ids.filter(|id| rows.get(*id) != expected.get(*id)).collect();
        let told = |id: &&String| format!("{id}: {:?}, on the site {:?}", rows.get(*id), expected.get(*id));
        assert!(wrong.is_empty(), "{when}: {dataset}: {}", wrong.iter().map(told).collect::<Vec<_>>().join("\n"));
    }
}

/// Law 1.
fn nothing_is_skipped_silently<S: Subject>() {
    let mut site = S::start(SMALL);
    let loss = site.loss();
    site.set(Way::Faults(&loss.faults));
    let lab = lab_of(&site, "");
    let told = lab.sync().expect(3);
    assert!(loss.told.iter().all(|word| told.stdout.contains(word)), "{:?}: {}", loss.told, told.stdout);

    // The neighbours of what could not be read are there, and the manifest says what is not.
    let truth = site.truth().remove(S::DATASETS[0].0).unwrap();
    let there: BTreeSet<String> = truth.into_keys().filter(|key| !loss.missing.contains(key)).collect();
    assert_eq!(keys(&rows::<S>(&lab)).into_iter().collect::<BTreeSet<_>>(), there);
    let manifest = lab.manifest();
    let text = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap().to_owned();
    let open = manifest["open"].as_array().unwrap().iter();
    let mut open: Vec<(String, String)> = open.map(|row| (text(row, "kind"), text(row, "scope"))).collect();
    open.sort();
    let expected: Vec<(String, String)> =
        loss.open.iter().map(|(kind, scope)| ((*kind).to_owned(), scope.clone())).collect();
    assert_eq!(open, expected);
    let complete = manifest["complete_to"].as_array().unwrap();
    assert!(complete.iter().all(|row| !loss.unproven.contains(&text(row, "scope"))), "{complete:?}");

    // It stays open for as long as it is not read or acknowledged.
    lab.sync().expect(3);
    site.set(Way::Faults(&loss.last.0));
    lab.sync().expect(3);
    let open = lab.status()["open"].clone();
    assert_eq!((open.as_array().unwrap().len(), &open[0]["object"]), (1, &loss.last.1.into()));
    lab.run(&["acknowledge", CONNECTION, &open[0]["id"].to_string(), "--reason", "a test"]).expect(0);
    lab.sync().expect(0);
    site.set(Way::Faults(""));
    lab.sync().expect(0);
    is_the_truth(&lab, &site, "in the end");
    assert_eq!(lab.status()["open"], serde_json::json!([]));
}

/// Law 2.
fn nothing_is_deleted_by_absence_of_evidence<S: Subject>() {
    let mut site = S::start(SMALL);
    let lab = synced(&site, "census_every = \"0m\"\nmax_deleted_share = 0.1");
    let count = || rows::<S>(&lab).num_rows();
    let all = count();
    let reasons = || {
        let rows = lab.status()["deleted"].clone();
        let rows = rows.as_array().unwrap().iter().filter(|row| row["stream"] == S::STREAMS[0]);
        let mut told: Vec<String> =
            rows.map(|row| format!("{} {}", row["objects"], row["reason"].as_str().unwrap())).collect();
        told.sort();
        told
    };
    // A listing that lacks something and does not come to its end is no evidence, nor is one that fails.
    site.happens(&[Event::Remove(8)]);
    for fault in S::BROKEN {
        site.set(Way::Faults(fault));
        lab.sync();
        let gone = reasons();
        assert!(gone.is_empty() || gone == ["1 purged"], "{fault}: {gone:?}");
        assert!(count() >= all - 1, "{fault}");
    }
    // A complete one is, together with the answer to the object's own id; and what comes back is there again.
    site.set(Way::Faults(""));
    lab.sync().expect(0);
    assert_eq!((count(), reasons()), (all - 1, vec!["1 purged".to_owned()]));
    site.happens(&[Event::Withhold(9)]);
    let (reason, code) = S::WITHHELD;
    lab.sync().expect(code);
    let mut both = match reason {
        "purged" => vec!["2 purged".to_owned()],
        _ => vec![format!("1 {reason}"), "1 purged".to_owned()],
    };
    both.sort();
    assert_eq!(reasons(), both);
    site.happens(&[Event::Return(9)]);
    lab.sync().expect(0);
    assert_eq!((count(), reasons()), (all - 1, vec!["1 purged".to_owned()]));
    // More than the share may only go with consent.
    site.happens(&(20..40).map(Event::Remove).collect::<Vec<_>>());
    lab.sync().expect(6);
    assert_eq!(count(), all - 1);
    lab.run(&["sync", "--allow-deletions"]).expect(0);
    is_the_truth(&lab, &site, "with consent");
    assert_eq!(count(), all - 21);
}

/// Law 3.
fn datasets_are_published_atomically<S: Subject>() {
    let mut site = S::start(SMALL);
    let lab = lab_of(&site, "");
    // Killed anywhere on the way to the first generation, there is none or all of it.
    for place in ["export.after_reserve", "export.after_file", "export.before_manifest", "export.after_manifest"] {
        assert!(lab.sync_killed_at(place).signal.is_some(), "{place} was not passed");
        assert_eq!(lab.generation(), None, "{place}");
    }
    let main = S::DATASETS[0].0;
    assert!(lab::dataset(&lab.current().join(main)).is_err());
    lab.sync().expect(0);
    let before = rows::<S>(&lab);
    let all = before.num_rows();
    assert_eq!(all, site.truth()[main].len());
    // And on the way to the next there is the former one, whole, or the next one, whole.
    site.happens(&edits(0..40));
    for place in ["export.after_file", "export.before_manifest", "export.after_pointer"] {
        assert!(lab.sync_killed_at(place).signal.is_some(), "{place} was not passed");
        let rows = rows::<S>(&lab);
        assert!(rows == before || place == "export.after_pointer", "{place}");
        let stated: u64 = files_of(&lab.manifest(), main).iter().map(|file| file.rows).sum();
        assert_eq!((rows.num_rows(), stated), (all, all as u64), "{place}");
    }
    let undisturbed = synced(&site, "");
    lab.sync().expect(0);
    same_rows(&rows::<S>(&lab), &rows::<S>(&undisturbed));
    is_the_truth(&lab, &site, "in the end");
}

/// Law 4.
fn same_input_same_output<S: Subject>() {
    let mut site = S::start(SMALL);
    let lab = synced(&site, "");
    lab.sync().expect(0);
    assert_eq!(lab.generations().len(), 1, "a run without changes published");
    let truth = rows::<S>(&lab);
    // Chunks come in another order and another size, packed or not, one by one or side by side, killed in between.
    for (at, (settings, faults)) in [
        ("page_size = 1", "slow=3:2"),
        ("page_size = 7\ncompression = false", "slow=2:7, 429-zero=9"),
        ("page_size = 100", "slow=5:30"),
    ]
    .into_iter()
    .enumerate()
    {
        site.set(Way::Faults(faults));
        site.set(Way::Packed(at != 1));
        let other = lab_of(&site, settings);
        assert!(other.sync_killed_at(8).signal.is_some());
        other.sync().expect(0);
        same_rows(&rows::<S>(&other), &truth);
    }
    // A history in steps comes to the same as one look at the end.
    site.set(Way::Faults(""));
    site.happens(&edits(0..9));
    lab.sync().expect(0);
    site.happens(&edits(5..31));
    lab.sync().expect(0);
    lab.execute("delete from sync.relation");
    lab.sync().expect(0);
    assert_eq!(lab.generation(), Some(3), "what was staged afresh was published again");
    let once = synced(&site, "");
    same_rows(&rows::<S>(&lab), &rows::<S>(&once));
    is_the_truth(&lab, &site, "in the end");
}

/// Law 4, whenever the program is killed: what is read is what there is, with requests that only read, all of them on record; and
/// a sync that has nothing to read publishes nothing.
fn killed_at_any_request_a_sync_comes_to_the_truth<S: Subject>() {
    let site = S::start(SMALL);
    const SETTINGS: &str = "page_size = 20";
    let lab = lab_of(&site, SETTINGS);
    lab.sync().expect(0);
    is_the_truth(&lab, &site, "undisturbed");
    let once = site.requests();
    let answered = || {
        let row = "select count(*), count(*) filter (status = 200) from sync.request";
        lab.open().query_first(row, [], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, u64>(1)?))).unwrap().unwrap()
    };
    assert_eq!(answered(), (once as u64, once as u64), "the record of requests");
    lab.sync().expect(0);
    assert_eq!(lab.generations().len(), 1, "a sync without news published");
    assert_eq!(answered().0, site.requests() as u64, "the record of the second sync");
    let places: Vec<usize> = if lab::slow() { (1..=once).collect() } else { vec![2, once / 2, once - 1] };
    for request in places {
        let lab = lab_of(&site, SETTINGS);
        let before = site.requests();
        lab.sync_killed_when(|| site.requests() >= before + request);
        lab.sync().expect(0);
        is_the_truth(&lab, &site, &format!("killed at request {request} of {once}"));
    }
    assert_eq!(site.writes(), Vec::<String>::new(), "something was written to the site");
}

/// Law 5.
fn credentials_go_to_the_configured_origin_and_nowhere_else<S: Subject>() {
    let mut site = S::start(SMALL);
    site.set(Way::Secret(SECRET));
    let lab = Lab::let_in(SECRET);
    site.configure(&lab, "");
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let mut printed = String::new();
    for fault in S::BREAKING.iter().chain(&[""]) {
        site.set(Way::Faults(fault));
        let ran = lab.run(&["sync", CONNECTION, "--verbose"]);
        assert_eq!(ran.code == Some(0), fault.is_empty(), "{fault}: {ran:?}");
        printed += &ran.stdout;
        printed += &ran.stderr;
    }
    site.set(Way::Secret("another"));
    let refused = lab.sync().refused(1, &[S::REFUSED]);
    printed += &refused.stderr;
    for command in ["config", "status"] {
        printed += &lab.run(&[command]).expect(0).stdout;
    }
    let canaries = Canaries::of([SECRET.to_owned(), format!("{}:{SECRET}", S::USERNAME)]);
    canaries.are_not_in(printed.as_bytes(), "what was printed");
    for folder in [lab.data(), lab.dir.join("lake")] {
        canaries.are_not_below(&folder);
    }
    canaries.are_not_inside(&lab.dir, &lab.open());

    // The site moves to another port of the same host: that is another origin, and nothing is sent there.
    let moved = std::fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let redirecting = redirecting_to(elsewhere.local_addr().unwrap().port());
    let moved = moved.replace(&format!("127.0.0.1:{}", site.port()), &format!("127.0.0.1:{redirecting}"));
    lab.write("catchment.toml", &moved);
    lab.sync().refused(1, &["not its configured origin"]);
    assert!(elsewhere.accept().is_err(), "somebody was sent to the other origin");
}

/// A server on a port of its own that answers one request with a redirect to another port.
fn redirecting_to(port: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        let answer =
            format!("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{port}/wiki\r\nContent-Length: 0\r\n\r\n");
        std::io::Write::write_all(&mut stream, answer.as_bytes()).unwrap();
    });
    own
}

/// Law 6: every column has a class, and nothing that was planted is in clear in the lake, the database or what is printed.
fn nothing_leaves_unclassified<S: Subject>() {
    let site = S::start(SMALL);
    let lab = lab_of(&site, "");
    let printed = lab.run(&["sync", CONNECTION, "--verbose"]).expect(0);
    for (dataset, _) in S::DATASETS {
        for field in lab.rows_of(dataset).schema().fields() {
            let class = Class::of_word(&field.metadata()["class"]);
            let leaves = class.is_some_and(|class| class != Class::Secret);
            assert!(leaves, "{} of {dataset} leaves as {class:?}", field.name());
        }
    }
    let planted = site.planted();
    assert!(planted.len() > 30, "only {} values were planted", planted.len());
    let canaries = Canaries::of(planted);
    canaries.are_not_in(format!("{}{}", printed.stdout, printed.stderr).as_bytes(), "what was printed");
    assert!(canaries.are_not_below(&lab.dir) > 10_000);
    assert!(canaries.are_not_inside(&lab.dir, &lab.open()) > 10_000);
    let rows = rows::<S>(&lab);
    for column in S::PEOPLE {
        let people = lab::texts(&rows, column);
        let is_pseudonym = |person: &String| person.starts_with('[');
        assert!(people.iter().flatten().all(is_pseudonym), "{column} shows people");
        assert!(people.iter().flatten().count() > 10, "{column} names nobody");
    }
}

/// Law 7.
fn everything_is_bounded<S: Subject>() {
    let mut site = S::start(SMALL);
    // Walks that would never end, in pages, links and redirects.
    for (fault, words) in S::ENDLESS {
        site.set(Way::Faults(fault));
        let lab = lab_of(&site, "page_size = 2\npublish_incomplete = false");
        let ran = lab.sync();
        let told = format!("{}{}", ran.stdout, ran.stderr);
        let is_told = told.contains(words) && told.contains("hint: ");
        assert!(matches!(ran.code, Some(1 | 3)) && is_told, "{fault}: {ran:?}");
        // Empty pages are followed as far as hidden objects may leave them behind.
        assert!(site.requests() < 2100, "{fault}: {} requests", site.requests());
        assert_eq!(lab.generation(), None);
    }
    // Retries.
    site.set(Way::Faults("unavailable=0"));
    lab_of(&site, S::LEAST).sync().refused(1, &["503"]);
    assert!(site.requests() < 50, "{} requests", site.requests());
    // Time: an answer that does not come.
    site.set(Way::Faults(""));
    site.set(Way::Latency(Duration::from_secs(30)));
    let lab = lab_of(&site, &format!("request_timeout_ms = 1000\n{}", S::LEAST));
    let begin = clock::instant();
    lab.sync().refused(1, &["could not be reached"]);
    assert!(begin.elapsed() < Duration::from_secs(20), "it took {:?}", begin.elapsed());
    // Bytes: an object over the bound is quarantined, its neighbours are published.
    site.set(Way::Latency(Duration::ZERO));
    site.set(Way::Packed(true));
    let (faults, words) = site.too_large();
    site.set(Way::Faults(&faults));
    let lab = lab_of(&site, "");
    let told = lab.sync().expect(3);
    assert!(told.stdout.contains(words), "{}", told.stdout);
    assert!(rows::<S>(&lab).num_rows() >= site.truth()[S::DATASETS[0].0].len() - 1);
}

/// Law 11.
fn an_outage_is_one_fact<S: Subject>() {
    let mut site = S::start(SMALL);
    let lab = lab_of(&site, "page_size = 10");
    lab.sync().expect(0);
    let truth = rows::<S>(&lab);
    // All requests of the first run, and those behind the last one that failed.
    let requests = |lab: &Lab| -> (i64, i64) {
        let sql = "select count(*), count(*) filter (
                where started_at > (select coalesce(max(started_at), '1970-01-01') from sync.request where cause is not null)
            ) from sync.request where run_id = 1";
        lab.open().query_first(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().unwrap()
    };
    let (all, _) = requests(&lab);
    for answered in [all / 2, all - 2] {
        site.set(Way::Faults(&format!("unavailable={answered}")));
        let lab = lab_of(&site, "page_size = 10");
        let told = lab.sync().refused(1, &["the site has been down since ", " UTC: status 503, ", "run again"]);
        assert_eq!((&lab.status()["open"], lab.generation()), (&json!([]), None), "after {answered}: {told:?}");
        // It goes on from where it was.
        site.set(Way::Faults(""));
        lab.sync().expect(0);
        let (both, again) = requests(&lab);
        let asked = both - again;
        assert!(asked < answered + MOST_IN_AN_OUTAGE, "{asked} after {answered}: {told:?}");
        assert!(again < all, "{again} of {all} after {answered}");
        same_rows(&rows::<S>(&lab), &truth);
    }
    // A site that fails now and then is read whole.
    site.set(Way::Faults("503=3"));
    let lab = lab_of(&site, "page_size = 10");
    lab.sync().expect(0);
    same_rows(&rows::<S>(&lab), &truth);
}

/// Law 8.
fn the_cost_follows_the_change<S: Subject>() {
    let cost = |objects: usize| {
        let mut site = S::start(objects);
        let lab = synced(&site, "census_every = \"24h\"");
        let landed = || -> (i64, i64) {
            let row = "select count(*), cast(coalesce(sum(bytes), 0) as bigint) from land.response";
            lab.open().query_first(row, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().unwrap()
        };
        let (before, first) = (site.requests(), landed());
        lab.sync().expect(0);
        let quiet = (site.requests() - before, landed().0 - first.0, lab.generation());
        assert_eq!(quiet, (S::QUIET, 0, Some(1)));
        site.happens(&(0..10).map(|at| Event::Edit(at * objects / 25)).collect::<Vec<_>>());
        let before = site.requests();
        lab.sync().expect(0);
        assert_eq!(lab.generation(), Some(2));
        let now = landed();
        (site.requests() - before, now.0 - first.0, now.1 - first.1)
    };
    let (small, large) = (cost(SMALL), cost(SMALL * 20));
    assert_eq!((small.0, small.1), (large.0, large.1), "requests and responses landed for ten edits");
    assert!(large.2 < small.2 * 2, "bytes landed for ten edits: {small:?}, {large:?}");
}

/// Law 9.
fn the_truth_at_the_end<S: Subject>() {
    let site = S::start(SMALL);
    let truth = rows::<S>(&synced(&site, ""));
    let step = if lab::slow() { 1 } else { 3 };
    let complete: Vec<&str> = std::thread::scope(|scope| {
        let truth = &truth;
        let whole = |group: &'static [&'static str]| {
            let some = group.iter().copied().step_by(step);
            some.filter(|fault| ends_truthfully::<S>(fault, truth)).collect::<Vec<_>>()
        };
        // What runs cost is noted under the name of their thread.
        let name = std::thread::current().name().unwrap().to_owned();
        let beside = |group: &'static &'static [&'static str]| {
            std::thread::Builder::new().name(name.clone()).spawn_scoped(scope, move || whole(group)).unwrap()
        };
        let groups: Vec<_> = S::MISHAPS.iter().map(beside).collect();
        groups.into_iter().flat_map(|group| group.join().unwrap()).collect()
    });
    assert!(step > 1 || S::WITHSTOOD.contains(&complete.len()), "these syncs were complete: {complete:?}");
}

/// Whatever happens on the way, 0 means that everything is there, and anything else that something is told;
/// when the site is well again, so is the lake. Gives whether the first sync was complete.
fn ends_truthfully<S: Subject>(fault: &str, truth: &RecordBatch) -> bool {
    let mut site = S::start(SMALL);
    site.set(Way::Faults(fault));
    let lab = lab_of(&site, "page_size = 25");
    let ran = lab.sync();
    let complete = ran.code == Some(0);
    let whole = lab.generation().is_some() && keys(&rows::<S>(&lab)) == keys(truth);
    // What one listing did not show another one may have.
    assert!(whole || !complete, "{fault}: {ran:?}");
    assert!(complete || ran.stderr.contains("hint: ") || ran.stdout.contains("gap "), "{fault}: {ran:?}");
    assert!(ran.code.is_some_and(|code| [0, 1, 3].contains(&code)), "{fault}: {ran:?}");
    assert_eq!(complete, lab.status()["last_run"]["state"] == "done", "{fault}");
    site.set(Way::Faults(""));
    // What a fault wrote into a text without making a version is seen by reading it again.
    lab.run(&["sync", "--chunks", "all"]).expect(0);
    same_rows(&rows::<S>(&lab), truth);
    complete
}

/// Law 10.
fn the_books_balance<S: Subject>() {
    let mut site = S::start(SMALL);
    let lab = lab_of(&site, "");
    let main = S::STREAMS[0];
    let muddle = site.muddle();
    site.set(Way::Faults(&muddle.faults));
    lab.sync().expect(3);
    adds_up(&lab, S::STREAMS);
    let [shown, published, deleted, unwanted, open, _] = balance(&lab, main);
    assert_eq!([deleted, unwanted, open], muddle.ends);
    assert_eq!(published, shown - muddle.unpublished);
    // What the auditor reads is what the run went by, and what the files hold.
    let by_run: i64 = lab.open().query_value("select sum(in_datasets)::bigint from sync.balance", []).unwrap();
    let datasets = S::DATASETS.iter().map(|(dataset, _)| dataset).chain(S::BESIDES);
    let held: usize = datasets.map(|dataset| lab.rows_of(dataset).num_rows()).sum();
    assert_eq!(by_run, held as i64);
    // What is withheld or gone, and a narrower scope move objects from one end to another, and lose none.
    site.set(Way::Faults(""));
    site.happens(&[Event::Withhold(10), Event::Remove(11)]);
    lab.sync().expect(S::WITHHELD.1);
    adds_up(&lab, S::STREAMS);
    let [_, whole, deleted, ..] = balance(&lab, main);
    assert_eq!(deleted, 2);
    site.happens(&[Event::Return(10)]);
    site.configure(&lab, S::NARROWER);
    lab.sync().expect(0);
    adds_up(&lab, S::STREAMS);
    assert!(balance(&lab, main)[1] < whole);
    // A quiet run has the balance of the one before, without striking it anew.
    let struck = "select max(run_id) from sync.balance";
    lab.sync().expect(0);
    let before: i64 = lab.open().query_value(struck, []).unwrap();
    lab.sync().expect(0);
    assert_eq!(lab.open().query_value::<i64, _>(struck, []).unwrap(), before);
}
