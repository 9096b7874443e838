//! The laws, each proven end to end by a test of its name.

use crate::balance::{adds_up, balance};
use crate::support::lab::{self, CONNECTION, Lab, Site, dataset, files_of, ids, same_rows, texts};
use arrow::array::RecordBatch;
use base64::Engine;
use catchment::edge::db::Db;
use catchment::error::Kind;
use catchment::practice::confluence::{Change, Options, Standing, page_id, space_id};
use catchment::sql::FILES;
use catchment::transform::{Class, Model, prove};
use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::time::Duration;

fn small() -> Options {
    Options { pages: 60, blogposts: 9, spaces: 3, body: 900, ..Options::default() }
}

/// Law 1.
#[test]
fn nothing_is_skipped_silently() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    site.fault(&format!("poison={}, forbidden-space=OPS", page_id(3)));
    let told = lab.sync().expect(3);
    assert!(told.stdout.contains(&page_id(3)) && told.stdout.contains("pages of OPS"), "{}", told.stdout);

    // The neighbours of what could not be read are there, and the manifest says what is not.
    let rows = lab.rows();
    let of_space = |space: &str| texts(&rows, "space_id").iter().flatten().filter(|id| *id == space).count();
    // The listings of the site show what is in the space whose own ones are refused.
    assert_eq!([0, 1, 2].map(|ordinal| of_space(&space_id(ordinal))), [22, 23, 23]);
    let manifest = lab.manifest();
    let open: Vec<(&str, &str)> = manifest["open"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["kind"].as_str().unwrap(), row["scope"].as_str().unwrap()))
        .collect();
    let (first, third) = (space_id(0), space_id(2));
    assert_eq!(open.len(), 3);
    for expected in [("object", first.as_str()), ("listing", &third), ("listing", &third)] {
        assert!(open.contains(&expected), "{open:?}");
    }
    let complete = manifest["complete_to"].as_array().unwrap();
    assert!(complete.iter().all(|row| row["scope"] != third.as_str()), "{complete:?}");

    // It stays open for as long as it is not read or acknowledged.
    lab.sync().expect(3);
    site.fault(&format!("poison={}", page_id(3)));
    lab.sync().expect(3);
    let open = lab.status()["open"].clone();
    assert_eq!((open.as_array().unwrap().len(), &open[0]["object"]), (1, &page_id(3).into()));
    lab.run(&["acknowledge", CONNECTION, &open[0]["id"].to_string(), "--reason", "a test"]).expect(0);
    lab.sync().expect(0);
    site.fault("");
    lab.sync().expect(0);
    assert_eq!((lab.rows().num_rows(), &lab.status()["open"]), (69, &serde_json::json!([])));
}

/// Law 10.
#[test]
fn the_books_balance() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    let streams = ["page", "blogpost"];
    site.fault(&format!(
        "poison={}, forbidden-space=OPS, draft-beside={}, says={}:status:draft, never={}:body, missed={}",
        page_id(3),
        page_id(4),
        page_id(6),
        page_id(7),
        page_id(9)
    ));
    lab.sync().expect(3);
    adds_up(&lab, &streams);
    let [shown, published, deleted, unwanted, open, _] = balance(&lab, "page");
    assert_eq!((deleted, unwanted, open), (0, 1, 2));
    assert_eq!(published, shown - 3);
    // What the auditor reads is what the run went by, and what the files hold.
    let by_run: i64 = lab.open().query_value("select sum(in_datasets)::bigint from sync.balance", []).unwrap();
    assert_eq!(by_run, lab.rows().num_rows() as i64);
    // Trash, a purge and a narrower scope move objects from one end to another, and lose none.
    for change in [Change::Trash { id: page_id(10) }, Change::Purge { id: page_id(11) }] {
        site.change(|options| options.changes.push(change));
    }
    site.fault("");
    lab.sync().expect(0);
    adds_up(&lab, &streams);
    let [_, whole, deleted, ..] = balance(&lab, "page");
    assert_eq!(deleted, 2);
    lab.configure(&site, "space_keys = [\"ENG\"]");
    lab.sync().expect(0);
    adds_up(&lab, &streams);
    assert!(balance(&lab, "page")[1] < whole);
    // A quiet run has the balance of the one before, without striking it anew.
    let struck = "select max(run_id) from sync.balance";
    lab.sync().expect(0);
    let before: i64 = lab.open().query_value(struck, []).unwrap();
    lab.sync().expect(0);
    assert_eq!(lab.open().query_value::<i64, _>(struck, []).unwrap(), before);
}

/// Law 2.
#[test]
fn nothing_is_deleted_by_absence_of_evidence() {
    let mut site = Site::start(Options { site_clock: true, ..small() });
    let lab = Lab::synced(&site, "census_every = \"0m\"\nmax_deleted_share = 0.2");
    let all = lab.rows().num_rows();
    let reasons = || {
        let rows = lab.status()["deleted"].clone();
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| format!("{} {}", row["objects"], row["reason"].as_str().unwrap())).collect::<Vec<_>>()
    };
    let happens = |site: &mut Site, change: Change| site.change(|options| options.changes.push(change));
    // A listing that lacks something and does not come to its end is no evidence, nor is one that fails.
    happens(&mut site, Change::Purge { id: page_id(8) });
    for fault in ["empty-page=6", "no-results=6", "unavailable=6", "repeat-page"] {
        site.fault(fault);
        lab.sync();
        let gone = reasons();
        assert!(gone.is_empty() || gone == ["1 purged"], "{fault}: {gone:?}");
        assert!(lab.rows().num_rows() >= all - 1, "{fault}");
    }
    // A complete one is, together with the answer to the object's own id; and what comes back is there again.
    site.fault("");
    lab.sync().expect(0);
    assert_eq!((lab.rows().num_rows(), reasons()), (all - 1, vec!["1 purged".to_owned()]));
    happens(&mut site, Change::Trash { id: page_id(9) });
    lab.sync().expect(0);
    assert_eq!(reasons(), ["1 purged", "1 trashed"]);
    happens(&mut site, Change::Restore { id: page_id(9) });
    lab.sync().expect(0);
    assert_eq!((lab.rows().num_rows(), reasons()), (all - 1, vec!["1 purged".to_owned()]));
    // More than the share may only go with consent.
    (20..40).for_each(|ordinal| drop(site.practice().change(Change::Purge { id: page_id(ordinal) }).unwrap()));
    lab.sync().expect(6);
    assert_eq!(lab.rows().num_rows(), all - 1);
    lab.run(&["sync", "--allow-deletions"]).expect(0);
    assert_eq!(lab.rows().num_rows(), all - 21);
}

/// Law 3.
#[test]
fn datasets_are_published_atomically() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    // Killed anywhere on the way to the first generation, there is none or all of it.
    for place in ["export.after_reserve", "export.after_file", "export.before_manifest", "export.after_manifest"] {
        assert!(lab.sync_killed_at(place).signal.is_some(), "{place} was not passed");
        assert_eq!(lab.generation(), None, "{place}");
    }
    assert!(dataset(&lab.current().join("space_content")).is_err());
    lab.sync().expect(0);
    let before = lab.rows();
    assert_eq!(before.num_rows(), 69);
    // And on the way to the next there is the former one, whole, or the next one, whole.
    site.fault("edit=40");
    for place in ["export.after_file", "export.before_manifest", "export.after_pointer"] {
        assert!(lab.sync_killed_at(place).signal.is_some(), "{place} was not passed");
        let rows = lab.rows();
        assert!(rows == before || place == "export.after_pointer", "{place}");
        let stated: u64 = files_of(&lab.manifest(), "space_content").iter().map(|file| file.rows).sum();
        assert_eq!((rows.num_rows() as u64, stated), (69, 69), "{place}");
    }
    let undisturbed = Lab::new(&site, "");
    undisturbed.sync().expect(0);
    lab.sync().expect(0);
    same_rows(&lab.rows(), &undisturbed.rows());
}

/// Law 4.
#[test]
fn same_input_same_output() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    lab.sync().expect(0);
    assert_eq!(lab.generations().len(), 1, "a run without changes published");
    let truth = lab.rows();
    // Chunks come in another order and another size, packed or not, one by one or side by side, killed in between.
    for (settings, faults) in [
        ("page_size = 1", "slow=3:2"),
        ("page_size = 7\ncompression = false", "slow=2:7, 429-zero=9"),
        ("page_size = 100", "slow=5:30"),
    ] {
        site.change(|options| {
            options.faults = lab::faulty(faults);
            options.gzip = !options.gzip;
        });
        let other = Lab::new(&site, settings);
        assert!(other.sync_killed_at(8).signal.is_some());
        other.sync().expect(0);
        same_rows(&other.rows(), &truth);
    }
    // A history in steps comes to the same as one look at the end.
    site.fault("edit=9");
    lab.sync().expect(0);
    site.fault("edit=31");
    lab.sync().expect(0);
    lab.execute("delete from sync.relation");
    lab.sync().expect(0);
    assert_eq!(lab.generation(), Some(3), "what was staged afresh was published again");
    let once = Lab::new(&site, "");
    once.sync().expect(0);
    same_rows(&lab.rows(), &once.rows());
}

/// Law 5.
#[test]
fn credentials_go_to_the_configured_origin_and_nowhere_else() {
    const TOKEN: &str = "ca`n&a\"r%y ü-token";
    let mut site = Site::start(Options { api_token: TOKEN.to_owned(), ..small() });
    let lab = Lab::new(&site, "");
    lab.write("token", TOKEN);
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let mut printed = String::new();
    for fault in ["redirect=3", "next-elsewhere=1", "html=3", ""] {
        site.fault(fault);
        let ran = lab.run(&["sync", CONNECTION, "--verbose"]);
        assert_eq!(ran.code == Some(0), fault.is_empty(), "{fault}: {ran:?}");
        printed += &ran.stdout;
        printed += &ran.stderr;
    }
    site.change(|options| options.api_token = "another".to_owned());
    let refused = lab.sync().refused(1, &["403"]);
    printed += &refused.stderr;
    for command in ["config", "status"] {
        printed += &lab.run(&[command]).expect(0).stdout;
    }
    let pair = format!("practice@example.com:{TOKEN}");
    let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let quoted = serde_json::to_string(TOKEN).unwrap();
    let url = url::form_urlencoded::byte_serialize(TOKEN.as_bytes()).collect::<String>();
    let secrets = [TOKEN.to_owned(), encode(TOKEN), encode(&pair), quoted.trim_matches('"').to_owned(), url];
    let mut written: Vec<(String, Vec<u8>)> = vec![("what was printed".to_owned(), printed.into_bytes())];
    for path in [lab.data(), lab.dir.join("lake")].iter().flat_map(|folder| lab::tree(folder)) {
        written.push((path.display().to_string(), fs::read(&path).unwrap_or_default()));
    }
    for (place, bytes) in &written {
        for secret in &secrets {
            assert!(memchr::memmem::find(bytes, secret.as_bytes()).is_none(), "{secret} stands in {place}");
        }
    }

    // The site moves to another port of the same host: that is another origin, and nothing is sent there.
    let moved = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let redirecting = redirecting_to(elsewhere.local_addr().unwrap().port());
    let moved = moved.replace(&format!(":{}/", site.port()), &format!(":{redirecting}/"));
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

/// Law 6.
#[test]
fn nothing_leaves_unclassified() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let rows = lab.rows();
    for field in rows.schema().fields() {
        let class = Class::of_word(&field.metadata()["class"]);
        assert!(class.is_some_and(|class| class != Class::Secret), "{} leaves as {class:?}", field.name());
    }
    // No invented address or card number is left in a text, and no account id in a person.
    let planted = site.planted();
    let (titles, bodies) = (texts(&rows, "title"), texts(&rows, "body_storage"));
    let mut looked_for = 0;
    for (at, id) in ids(&rows).iter().enumerate() {
        let shown = format!("{} {}", titles[at].as_deref().unwrap_or(""), bodies[at].as_deref().unwrap_or(""));
        for value in &planted[id] {
            looked_for += 1;
            assert!(!shown.contains(value.as_str()), "{value} is left in {id}");
        }
    }
    assert!(looked_for > 30, "only {looked_for} values were planted");
    for column in ["author_id", "owner_id", "modified_by"] {
        assert!(
            texts(&rows, column).iter().flatten().all(|person| person.starts_with('[')),
            "{column} shows account ids"
        );
    }

    // A text that goes past its function, or through another one's, and a column without a class are refused.
    let db = Db::scratch().unwrap();
    let (path, shipped) = FILES.iter().find(|(path, _)| *path == "confluence/page.sql").unwrap();
    let proven = |from: &str, to: &str| {
        assert!(shipped.contains(from), "the model has no {from}");
        prove(&db, &Model::parse(path, &shipped.replace(from, to))?)
    };
    assert!(proven("redact(title)", "redact(title)").is_ok());
    for (from, to) in [
        ("redact(title)", "title"),
        ("redact(title)", "redact(title) || status"),
        ("redact_storage(body.storage.value)", "redact(body.storage.value)"),
        ("pseudonym(\"ownerId\", 'account_id')", "\"ownerId\""),
        ("-- column  title               text     Its title, redacted.\n", ""),
    ] {
        assert!(proven(from, to).is_err_and(|error| error.kind() == Kind::Refused), "{from} became {to}");
    }
}

/// Law 7.
#[test]
fn everything_is_bounded() {
    let mut site = Site::start(small());
    // Walks that would never end, in pages, links and redirects.
    for (fault, words) in [
        ("empty-forever", "empty pages without end"),
        ("repeat-cursor", "a link that was followed before"),
        ("repeat-page", "a page that was read before"),
    ] {
        site.fault(fault);
        let lab = Lab::new(&site, "page_size = 2");
        lab.sync().refused(1, &[words]);
        // Empty pages are followed as far as hidden objects may leave them behind.
        assert!(site.requested().len() < 2100, "{fault}: {} requests", site.requested().len());
        assert_eq!(lab.generation(), None);
    }
    // Retries.
    site.fault("unavailable=0");
    let lab = Lab::new(&site, "");
    lab.sync().refused(1, &["503"]);
    assert!(site.requested().len() < 20, "{} requests", site.requested().len());
    // Time: an answer that does not come.
    site.change(|options| {
        options.faults = lab::faulty("");
        options.latency = Duration::from_secs(30);
    });
    let lab = Lab::new(&site, "request_timeout_ms = 1000");
    let begin = catchment::edge::clock::instant();
    lab.sync().refused(1, &["could not be reached"]);
    assert!(begin.elapsed() < Duration::from_secs(20), "it took {:?}", begin.elapsed());
    // Bytes: a body over the bound is quarantined, its neighbours are published.
    site.change(|options| {
        options.faults = lab::faulty(&format!("huge={}:65", page_id(5)));
        options.latency = Duration::ZERO;
        options.gzip = true;
    });
    let lab = Lab::new(&site, "");
    let told = lab.sync().expect(3);
    assert!(told.stdout.contains("the response is larger than 64 MiB"), "{}", told.stdout);
    assert_eq!(lab.rows().num_rows(), 68);
}

/// What a sync of the small site may meet, in threes and fours that take about as long.
const MISHAPS: [&[&str]; 5] = [
    &["429=3", "429-date=4", "empty-page=2", "html=3"],
    &["503=5", "forget-cursor=4", "redirect=4"],
    &["truncate=3", "half=4", "trailing=2", "no-results=3"],
    &["unavailable=4", "forbidden-space=OPS", "no-space", "next-elsewhere=2"],
    &["surrogate=98497", "deep=98497", "nul=98497", "poison=98497"],
];

/// Law 8.
#[test]
fn the_cost_follows_the_change() {
    let cost = |pages: usize| {
        let site = Site::start(Options { pages, blogposts: 0, spaces: 3, body: 200, site_clock: true, ..small() });
        let lab = Lab::synced(&site, "census_every = \"24h\"");
        let landed = || -> (i64, i64) {
            let row = "select count(*), cast(coalesce(sum(bytes), 0) as bigint) from land.response";
            lab.open().query_first(row, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().unwrap()
        };
        let (mut before, first) = (site.requested().len(), landed());
        let mut asked = || {
            let all = site.requested().len();
            std::mem::replace(&mut before, all).abs_diff(all)
        };
        // A quiet sync: a small request for the spaces, and one a stream for what is new and what was thrown away.
        lab.sync().expect(0);
        let quiet = (asked(), landed().0 - first.0, lab.generation());
        assert_eq!(quiet, (5, 0, Some(1)));
        let truth = site.practice().truth().content;
        let current = truth.iter().filter(|item| item.standing == Standing::Current).step_by(pages / 25);
        current.take(10).for_each(|item| drop(site.practice().change(Change::Edit { id: item.id.clone() }).unwrap()));
        lab.sync().expect(0);
        let now = landed();
        (asked(), now.0 - first.0, now.1 - first.1)
    };
    let (small, large) = (cost(60), cost(1200));
    assert_eq!((small.0, small.1), (large.0, large.1), "requests and responses landed for ten edits");
    assert!(large.2 < small.2 * 2, "bytes landed for ten edits: {small:?}, {large:?}");
}

/// Law 9.
#[test]
fn the_truth_at_the_end() {
    let site = Site::start(small());
    let undisturbed = Lab::new(&site, "");
    undisturbed.sync().expect(0);
    let truth = undisturbed.rows();
    let complete: usize = std::thread::scope(|scope| {
        let groups =
            MISHAPS.map(|group| scope.spawn(|| group.iter().filter(|fault| ends_truthfully(fault, &truth)).count()));
        groups.into_iter().map(|group| group.join().unwrap()).sum()
    });
    assert!(complete > 5 && complete < 15, "{complete} syncs were complete");
}

/// Whatever happens on the way, 0 means that everything is there, and anything else that something is told;
/// when the site is well again, so is the lake. Gives whether the first sync was complete.
fn ends_truthfully(fault: &str, truth: &RecordBatch) -> bool {
    let mut site = Site::start(Options { faults: lab::faulty(fault), ..small() });
    let lab = Lab::new(&site, "page_size = 25");
    let ran = lab.sync();
    let complete = ran.code == Some(0);
    let whole = lab.generation().is_some() && ids(&lab.rows()) == ids(truth);
    // What one listing did not show another one may have.
    assert!(whole || !complete, "{fault}: {ran:?}");
    assert!(complete || ran.stderr.contains("hint: ") || ran.stdout.contains("gap "), "{fault}: {ran:?}");
    assert!(ran.code.is_some_and(|code| [0, 1, 3].contains(&code)), "{fault}: {ran:?}");
    assert_eq!(complete, lab.status()["last_run"]["state"] == "done", "{fault}");
    site.fault("");
    // What a fault wrote into a text without making a version is seen by reading it again.
    lab.run(&["sync", "--chunks", "all"]).expect(0);
    same_rows(&lab.rows(), truth);
    complete
}
