//! What whoever operates a sync relies on: what is published when, whose consent is needed, what an exit code says, the way
//! back from a backup, and taking something out for good.

use crate::support::lab::{self, CONNECTION, Lab, Ran, Site, same_rows, texts, tree};
use catchment_base::disk::Lock;
use catchment_base::response::{Listing, Unreadable};
use catchment_base::state::GapKind;
use catchment_lake::db::Db;
use catchment_lake::land;
use catchment_practice::confluence::{Change, Options, page_id};
use serde_json::{Value, json};
use std::fs;
use std::process::Command;
use std::thread;
use std::time::Duration;

fn small() -> Options {
    Options { pages: 12, blogposts: 3, spaces: 2, body: 600, ..Options::default() }
}

/// Changes the settings of the connection.
fn set(lab: &Lab, from: &str, to: &str) {
    let settings = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    assert!(settings.contains(from), "{settings}");
    lab.write("catchment.toml", &settings.replace(from, to));
}

/// Appends sections to the settings.
fn add(lab: &Lab, sections: &str) {
    let settings = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    lab.write("catchment.toml", &format!("{settings}\n{sections}\n"));
}

/// Every published byte of the lake that a reader can be led to, as text.
fn published(lab: &Lab) -> String {
    let files = tree(&lab.lake()).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "parquet"));
    let files = files.filter(|path| !path.to_string_lossy().contains("/_sync/"));
    files.map(|file| format!("{:?}\n", lab::parquet(&file))).collect()
}

fn report(ran: &Ran) -> Value {
    ran.result()[0].clone()
}

#[test]
fn a_first_generation_waits_for_listings_and_not_for_single_objects() {
    let mut site = Site::start(small());
    let manifest = |lab: &Lab| fs::read_to_string(lab.current().join("manifest.json")).unwrap();
    site.fault(&format!("poison={}", page_id(3)));
    let lab = Lab::new(&site, "publish_incomplete = false");
    lab.sync().expect(3);
    assert_eq!(lab.generation(), Some(1));
    let text = manifest(&lab);
    let head: Vec<&str> = text.lines().take(6).collect();
    assert!(head.iter().any(|line| line.contains("\"INCOMPLETE\": \"1 thing could not be read\"")), "{head:?}");
    assert!(
        head.iter().any(|line| line.contains("published_at")) && text.contains("\"program\": \"catchment "),
        "{head:?}"
    );
    site.fault("");
    lab.sync().expect(0);
    let text = manifest(&lab);
    assert!(!text.contains("INCOMPLETE") && text.contains("\"complete\": true"), "{text}");

    // One listing that has not ended holds it back, until it has, or somebody accepts that.
    site.fault("forbidden-space=ENG");
    let waits = "the first generation waits until every listing has ended";
    let other = Lab::new(&site, "publish_incomplete = true");
    other.sync().expect(3);
    assert_eq!(other.generation(), Some(1));
    let [lab, accepted] = [(); 2].map(|()| Lab::new(&site, "publish_incomplete = false"));
    for lab in [&lab, &accepted] {
        let ran = lab.sync().expect(3);
        assert!(ran.stdout.contains(waits), "{}", ran.stdout);
        assert!(lab.generations().is_empty() && !lab.current().exists());
    }
    for gap in accepted.status()["open"].as_array().unwrap() {
        accepted.run(&["acknowledge", &gap["id"].to_string(), "--reason", "ticket 1234"]).expect(0);
    }
    accepted.run(&["status", "--fail"]).refused(3, &["nothing has been published yet"]);
    accepted.sync().expect(0);
    assert_eq!(accepted.generation(), Some(1));
    accepted.run(&["status", "--fail"]).expect(0);
    site.fault("");
    lab.sync().expect(0);
    assert_eq!(lab.generation(), Some(1));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn status_wakes_people_for_what_went_wrong_and_for_a_sync_that_is_too_long_ago() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    lab.run(&["status"]).expect(0);
    lab.run(&["status", "--fail"]).refused(1, &["never synced"]);
    lab.sync().expect(0);
    lab.run(&["status", "--fail", "--max-age", "1h"]).expect(0);
    lab.run(&["status", "--max-age", "soon"]).refused(2, &["not a duration"]);
    site.fault("unavailable=0");
    lab.sync().expect(1);
    lab.run(&["status"]).expect(0);
    lab.run(&["status", "--fail"]).refused(1, &["failed"]);
    site.fault(&format!("edit=3,poison={}", page_id(1)));
    lab.sync().expect(3);
    lab.run(&["status", "--fail"]).refused(3, &["1 thing could not be read"]);
    let quiet = lab.run(&["sync", "--quiet"]).expect(3);
    assert!(quiet.stdout.is_empty() && quiet.stderr.lines().count() == 1, "{}{}", quiet.stdout, quiet.stderr);
    let first = format!("incomplete: 1 gap: page {}: ", page_id(1));
    assert!(quiet.stderr.contains(&first) && quiet.stderr.contains("'catchment status wiki'"), "{}", quiet.stderr);
    lab.execute("update sync.run set ended_at = ended_at - interval 3 hours");
    lab.run(&["status", "--max-age", "2h"]).refused(1, &["minutes ago"]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_weaker_policy_asks_for_consent_and_a_stricter_one_withdraws_what_was_published_before() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "redaction = \"house\"\n[redaction.house]\nbased_on = \"standard\"\nversion = \"1\"");
    let clear = |lab: &Lab| published(lab).contains("@example.");
    assert!(!clear(&lab));
    add(&lab, "actions = { EMAIL_ADDRESS = \"keep\" }");
    let refused = lab.sync().refused(6, &["EMAIL_ADDRESS: placeholder → keep", "--accept-weaker-redaction"]);
    assert!(refused.stdout.is_empty() && !clear(&lab), "{}", refused.stdout);
    lab.run(&["check"]).refused(6, &["EMAIL_ADDRESS: placeholder → keep"]);
    let ran = lab.run(&["sync", "--accept-weaker-redaction"]).expect(0);
    assert!(ran.stdout.contains("redacts less   EMAIL_ADDRESS: placeholder → keep (accepted)"), "{}", ran.stdout);
    assert!(ran.stdout.contains("raise `version`"), "{}", ran.stdout);
    assert!(clear(&lab));
    site.fault("edit=5");
    lab.sync().expect(0);
    assert!(lab.generations().len() >= 3, "{:?}", lab.generations());
    set(&lab, "actions = { EMAIL_ADDRESS = \"keep\" }", "actions = { EMAIL_ADDRESS = \"remove\" }");
    let ran = lab.sync().expect(0);
    assert!(ran.stdout.contains("redacts more   EMAIL_ADDRESS: keep → remove"), "{}", ran.stdout);
    assert_eq!(lab.generations().len(), 1, "{:?}", lab.generations());
    assert!(!clear(&lab), "what was published in clear is gone");
    let policies = lab.run(&["audit", "policies", "--format", "jsonl"]).expect(0).stdout;
    let policies: Vec<Value> = policies.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let accepted: Vec<bool> = policies.iter().map(|row| !row["accepted_by"].is_null()).collect();
    assert_eq!(accepted, [false, true, false], "{policies:?}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_a_weaker_policy_published_is_withdrawn_although_a_dataset_was_held_in_between() {
    let site = Site::start(small());
    let keeps = "actions = { EMAIL_ADDRESS = \"keep\" }";
    let house = "redaction = \"house\"\n[redaction.house]\nbased_on = \"standard\"\nversion = \"1\"";
    // The title says what one policy keeps and the other does not.
    let title = "Ask ada@example.org".to_owned();
    site.practice().change(Change::Rename { id: page_id(5), title }).unwrap();
    let lab = Lab::synced(&site, &format!("{house}\n{keeps}"));
    site.practice().change(Change::Trash { id: page_id(5) }).unwrap();
    lab.sync().expect(0);
    let weak = lab.generation().unwrap();
    let withdrawn = |lab: &Lab| {
        let sql = "select count(*) > 0 from sync.policy where len(stricter) > 0 and withdrawn_at is not null";
        lab.open().query_value::<bool, _>(sql, []).unwrap()
    };
    // The check of one dataset fails while the policy changes: its rows are carried on.
    lab.execute(
        "insert into sync.deletion by name
         select * replace (nextval('sync.deletion_id') as deletion_id) from sync.deletion where state = 'deleted' limit 1",
    );
    set(&lab, keeps, "");
    lab.sync().expect(3);
    let held = lab.manifest()["datasets"]["deleted_content"].clone();
    assert_eq!((&held["state"], held["from_generation"].as_i64()), (&json!("held"), Some(weak)));
    assert_eq!(lab.generations().into_keys().collect::<Vec<_>>(), [weak + 1]);
    assert!(!withdrawn(&lab), "rows of the weaker policy are current");
    lab.execute("delete from sync.deletion where deletion_id = (select max(deletion_id) from sync.deletion)");
    lab.sync().expect(0);
    assert_eq!(lab.manifest()["datasets"]["deleted_content"]["state"], "published");
    assert_eq!(lab.generations().into_keys().collect::<Vec<_>>(), [weak + 2]);
    assert!(withdrawn(&lab));
    lab.has_no_strays();
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_backup_leads_back_to_a_lake_that_is_newer() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    lab.run(&["backup", "backup/monday"]).expect(0);
    lab.run(&["backup", "backup/monday"]).refused(2, &["already contains a backup of wiki"]);
    lab.run(&["backup", "data/backup"]).refused(2, &["inside the data directory"]);
    site.fault("edit=3");
    lab.sync().expect(0);
    site.practice().change(Change::Trash { id: page_id(5) }).unwrap();
    lab.sync().expect(0);
    let (rows, generation) = (lab.rows(), lab.generation().unwrap());
    let published_at = lab.manifest()["published_at"].as_str().unwrap().trim_end_matches('Z').to_owned();
    // The database is lost; the key is kept elsewhere.
    fs::remove_file(lab.database()).unwrap();
    let restored = Command::new("cp").args(["-a", "backup/monday/.", "data/"]).current_dir(&lab.dir).status();
    assert!(restored.unwrap().success());
    lab.sync().refused(5, &["it is older than the lake", "--adopt-lake"]);
    lab.run(&["sync", "--adopt-lake"]).expect(0);
    assert_eq!(lab.generation(), Some(generation + 1));
    same_rows(&lab.rows(), &rows);
    lab.has_no_strays();
    let told = lab.run(&["audit", "generations", "--format", "jsonl"]).expect(0).stdout;
    let adopted: Value = serde_json::from_str(told.lines().nth(1).unwrap()).unwrap();
    assert_eq!((&adopted["generation"], &adopted["run_id"]), (&json!(generation), &json!(0)));
    assert!(adopted["published_at"].as_str().unwrap().starts_with(&published_at), "{adopted} {published_at}");
    let quiet = report(&lab.run(&["sync", "--format", "json"]).expect(0));
    assert_eq!(quiet["new_generation"], false);
}

#[test]
fn a_sync_waits_for_a_question_and_not_for_another_sync() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let held =
        |doing: &str| Lock::take(&lab.data().join("wiki.lock"), &format!("process 1 ({doing}) since now")).unwrap();
    let question = held("audit").unwrap();
    let asking = thread::spawn(move || {
        thread::sleep(Duration::from_millis(500));
        drop(question);
    });
    lab.sync().expect(0);
    asking.join().unwrap();
    let purge = held("purge").unwrap();
    lab.sync().refused(7, &["process 1 (purge)", "wait for it and run"]);
    drop(purge);
}

#[test]
fn a_backup_is_made_while_a_sync_is_at_work() {
    let site = Site::start(Options { pages: 200, ..small() });
    let lab = Lab::new(&site, "page_size = 5\nrequests_per_minute = 600");
    let settings = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    lab.write("catchment.toml", &settings.replace("requests_per_minute = 100000\n", ""));
    let mut running = lab.begin();
    lab::wait_until("the sync answers", || {
        lab.status_while_running().is_some_and(|status| status["totals"]["requests"] != json!(0))
    });
    let made = lab.run(&["backup", "copy", "--format", "json"]);
    assert!(running.try_wait().unwrap().is_none(), "the sync was over before the backup");
    let _ = running.kill();
    running.wait().unwrap();
    assert_eq!(made.code, Some(0), "{}{}", made.stdout, made.stderr);
    // It is a database of its own that can be gone on with.
    let copy = Lab::new(&site, "");
    fs::copy(lab.data().join("catchment.key"), copy.data().join("catchment.key")).unwrap();
    let made: Value = made.result()[0].clone();
    fs::copy(lab.dir.join(made["database"].as_str().unwrap()), copy.database()).unwrap();
    copy.sync().expect(0);
    assert_eq!(copy.rows().num_rows(), 203);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn another_key_is_no_other_account_and_nothing_is_compared() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "census_every = \"24h\"");
    lab.sync().expect(0);
    let requests = || site.requested().len();
    let before = requests();
    lab.sync().expect(0);
    let quiet = requests() - before;
    lab.run(&["key", "rotate"]).expect(0);
    let before = requests();
    lab.sync().expect(0);
    // The account that answers is put on record again.
    assert!(requests() - before <= quiet + 1, "{:?}", site.requested().split_off(before));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_report_tells_what_this_run_did_and_then_where_the_connection_stands() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    let first = lab.sync().expect(0).stdout;
    let (run, now) = first.split_once("\nnow\n").unwrap();
    assert!(run.contains("this run") && run.contains("changes        ") && run.contains("page: 12 new"), "{first}");
    assert!(now.contains("space_content") && now.contains("15 rows"), "{first}");
    site.fault("edit=3");
    site.practice().change(Change::Trash { id: page_id(5) }).unwrap();
    let told = report(&lab.run(&["sync", "--format", "json"]).expect(0));
    let changes = &told["totals"]["changes"];
    assert_eq!(changes, &json!([{"stream": "page", "new": 0, "changed": 3, "gone": 1}]), "{changes}");
    let quiet = lab.sync().expect(0).stdout;
    assert!(quiet.contains("changes        none") && !quiet.contains("gone"), "{quiet}");
    // What was read again because the model is another one is nothing new.
    lab.execute("update sync.relation set fingerprint = 'of an older program'");
    let rebuilt = report(&lab.run(&["sync", "--format", "json"]).expect(0));
    assert_eq!(
        (rebuilt["totals"]["changes"].clone(), rebuilt["rebuilt"].as_array().unwrap().is_empty()),
        (json!([]), false)
    );
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_is_redacted_is_counted_as_it_is_held_and_the_history_counts_all() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let counted = |more: &[&str]| {
        let ran = lab.run(&[&["audit", "redacted", "--format", "jsonl"][..], more].concat()).expect(0);
        let rows = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        rows.map(|row| row["findings"].as_i64().unwrap_or_else(|| row["findings"].to_string().parse().unwrap()))
            .sum::<i64>()
    };
    let (held, all) = (counted(&[]), counted(&["--history"]));
    assert!(held > 0 && held == all, "{held} {all}");
    lab.execute("update sync.relation set fingerprint = 'of an older program'");
    site.fault("edit=3");
    lab.sync().expect(0);
    assert!((held - counted(&[])).abs() <= 20, "{held} {}", counted(&[]));
    assert!(counted(&["--history"]) >= 2 * held - 20, "{held}");
    lab.run(&["audit", "missing", "--history"]).refused(2, &["redacted"]);
}

/// A lab that stores attachments.
fn storing(site: &Site) -> Lab {
    let lab = Lab::new(site, "");
    set(&lab, "\"blogpost\"]", "\"blogpost\", \"attachment\"]");
    lab
}

#[test]
fn a_store_that_is_gone_or_another_one_is_noticed() {
    let site = Site::start(Options { attachments: 4, ..small() });
    let lab = storing(&site);
    lab.sync().expect(0);
    fs::rename(lab.dir.join("attachments"), lab.dir.join("elsewhere")).unwrap();
    lab.sync().refused(1, &["the store", "--repair"]);
    fs::create_dir_all(lab.dir.join("attachments/wiki")).unwrap();
    fs::write(lab.dir.join("attachments/wiki/store.json"), "{\"store_id\": \"of somebody else\"}").unwrap();
    lab.sync().refused(1, &["is marked as another one"]);
    fs::remove_dir_all(lab.dir.join("attachments")).unwrap();
    fs::rename(lab.dir.join("elsewhere"), lab.dir.join("attachments")).unwrap();
    lab.sync().expect(0);
    // A store that an older program filled has no mark: it has what was stored last.
    fs::remove_file(lab.dir.join("attachments/wiki/store.json")).unwrap();
    lab.sync().expect(0);
    assert!(lab.dir.join("attachments/wiki/store.json").exists());
    lab.run(&["attachments", "verify"]).expect(0);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn an_object_is_purged_from_responses_generations_and_store_once_it_is_gone_at_the_source() {
    let site = Site::start(Options { attachments: 4, ..small() });
    let lab = storing(&site);
    lab.sync().expect(0);
    let attached =
        lab.run(&["query", "select page_id from page_attachments limit 1", "--format", "csv"]).expect(0).stdout;
    let page = attached.lines().nth(1).unwrap().to_owned();
    let purge = |lab: &Lab| lab.run(&["purge", "object", "page", &page, "--reason", "ticket 1234"]);
    purge(&lab).refused(6, &["still exists"]);
    site.practice().change(Change::Purge { id: page.clone() }).unwrap();
    lab.sync().expect(0);
    let stored = tree(&lab.dir.join("attachments")).len();
    // Killed on its way, it goes on when it is asked for again, and tells of all that was done.
    for place in ["purge.before_publish", "run.before_end"] {
        let killed = lab.run_killed_at(&["purge", "object", "page", &page, "--reason", "ticket 1234"], place);
        assert!(killed.signal.is_some(), "{place}: {}{}", killed.stdout, killed.stderr);
    }
    let ran = purge(&lab).expect(0);
    for words in ["purged page", "removed from", "deleted from the store", "withdrawn", "copies may remain in"] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    let whole = "select count(*) = 1 and bool_and(state = 'done' and responses > 0 and cuts > 0 and files > 0
            and starts_with(generations, '1, ') and current_generation > 2) from sync.purge";
    assert!(lab.open().query_value::<bool, _>(whole, []).unwrap(), "{}", ran.stdout);
    assert!(tree(&lab.dir.join("attachments")).len() < stored);
    assert_eq!(lab.generations().len(), 1, "{:?}", lab.generations());
    let gone = lab.run(&[
        "query",
        &format!("select count(*) as n from deleted_content where page_id = '{page}'"),
        "--format",
        "csv",
    ]);
    assert_eq!(gone.expect(0).stdout, "n\n0\n");
    purge(&lab).refused(1, &["nothing is held"]);
    let told = lab.run(&["audit", "purges", "--format", "jsonl"]).expect(0).stdout;
    assert!(told.contains("ticket 1234") && told.contains(&page), "{told}");
    // The next sync finds the books balanced and publishes nothing.
    let quiet = report(&lab.run(&["sync", "--format", "json"]).expect(0));
    assert_eq!(quiet["new_generation"], false, "{quiet}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_purge_changes_nothing_where_the_files_lie_in_another_store() {
    let site = Site::start(Options { attachments: 4, ..small() });
    let lab = storing(&site);
    lab.sync().expect(0);
    let attached =
        lab.run(&["query", "select page_id from page_attachments limit 1", "--format", "csv"]).expect(0).stdout;
    let page = attached.lines().nth(1).unwrap().to_owned();
    site.practice().change(Change::Purge { id: page.clone() }).unwrap();
    lab.sync().expect(0);
    let stand = || {
        let sql = "select concat_ws(' ', (select count(*) from sync.purge), (select count(*) from sync.relation),
            (select count(*) from land.response), (select count(*) from sync.upload where state = 'stored'))";
        lab.open().query_value::<String, _>(sql, []).unwrap()
    };
    let before = stand();
    assert!(before.starts_with("0 "), "{before}");
    add(&lab, "[attachments]\nto = \"elsewhere\"");
    let command = ["purge", "object", "page", &page, "--reason", "x"];
    lab.run(&command).refused(1, &["in a different store", "nothing was purged"]);
    assert_eq!(stand(), before);
    set(&lab, "to = \"elsewhere\"", "to = \"attachments\"");
    // A disk that is not mounted has no file to delete, and is no proof.
    fs::rename(lab.dir.join("attachments"), lab.dir.join("unmounted")).unwrap();
    lab.run(&command).refused(1, &["does not have the mark"]);
    assert_eq!(stand(), before);
    fs::rename(lab.dir.join("unmounted"), lab.dir.join("attachments")).unwrap();
    lab.run(&command).expect(0);
    assert!(stand().starts_with("1 "), "{}", stand());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_purge_is_no_sync_and_what_waits_for_consent_still_waits() {
    let mut site = Site::start(Options { site_clock: true, ..small() });
    let lab = Lab::synced(&site, "max_deleted_share = 0.2\ncensus_every = \"0m\"");
    let mut tokens: Vec<String> = texts(&lab.rows(), "author_id").into_iter().flatten().collect();
    tokens.sort_unstable();
    tokens.dedup();
    let purge = |at: usize| lab.run(&["purge", "person", &tokens[at], "--reason", "ticket 1234"]);
    for space in site.practice().truth().spaces {
        site.practice().change(Change::HideSpace { space: space.id }).unwrap();
    }
    lab.sync().expect(6);
    let waiting = lab.status()["shortfall"]["refused_deletions"].clone();
    assert!(waiting.as_array().is_some_and(|refused| !refused.is_empty()), "{waiting}");
    lab.execute("update sync.run set ended_at = ended_at - interval 3 hours");
    let ended = lab.status()["last_ended_at"].clone();
    let generation = lab.generation();
    purge(0).expect(0);
    assert!(lab.generation() > generation);
    assert_eq!((&lab.status()["shortfall"]["refused_deletions"], &lab.status()["last_ended_at"]), (&waiting, &ended));
    assert_eq!(lab.manifest()["outcome"], "incomplete");
    lab.run(&["status", "--fail"]).refused(6, &["wait for consent"]);
    lab.run(&["status", "--max-age", "2h"]).refused(1, &["minutes ago"]);
    // A sync that failed is not made good by a purge.
    site.fault("unavailable=0");
    lab.sync().expect(1);
    purge(1).expect(0);
    lab.run(&["status", "--fail"]).refused(1, &["failed"]);
    // One that was stopped ends with it: the next begins its listings anew.
    site.fault("");
    assert!(lab.sync_killed_at("run.before_end").signal.is_some());
    purge(2).expect(0);
    lab.run(&["status", "--fail"]).refused(1, &["failed"]);
    lab.sync().expect(6);
}

#[test]
fn a_purge_that_cannot_search_everything_says_so() {
    let mut site = Site::start(small());
    site.fault(&format!("surrogate={}", page_id(3)));
    let lab = Lab::new(&site, "");
    lab.sync().expect(3);
    let token = texts(&lab.rows(), "author_id").into_iter().flatten().next().unwrap();
    let ran = lab.run(&["purge", "person", &token, "--reason", "ticket 1234"]).expect(3);
    for words in ["none of those that could be searched contains it now", "not searched"] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    assert!(lab.open().query_value::<bool, _>("select unsearched > 0 from sync.purge", []).unwrap());
}

#[test]
fn a_person_is_purged_from_the_responses_and_the_pseudonym_leads_nowhere() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let token = texts(&lab.rows(), "author_id").into_iter().flatten().next().unwrap();
    let reveal = |lab: &Lab| lab.run(&["reveal", &token, "--reason", "a test"]);
    reveal(&lab).expect(0);
    assert!(published(&lab).contains(&token));
    let rows = lab.rows().num_rows();
    let purge = |form: &str| lab.run(&["purge", "person", &token, "--reason", "ticket 1234", "--format", form]);
    let ran = purge("text").expect(0);
    assert!(ran.stdout.contains("none contains it now"), "{}", ran.stdout);
    reveal(&lab).refused(1, &["no stored response"]);
    assert_eq!(lab.rows().num_rows(), rows);
    assert!(!texts(&lab.rows(), "author_id").contains(&Some(token.clone())));
    assert!(!published(&lab).contains(&token), "former generations are gone");
    let refused = purge("json").refused(1, &["no stored response"]);
    assert_eq!(serde_json::from_str::<Value>(&refused.stdout).unwrap()["command"], "purge person");
    lab.run(&["purge", "person", &token, "--reason", " "]).refused(2, &["a reason has"]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn former_generations_are_purged_and_the_current_one_stays() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    for edits in 1..4 {
        site.fault(&format!("edit={edits}"));
        lab.sync().expect(0);
    }
    let current = lab.generation().unwrap();
    assert!(lab.generations().len() >= 3);
    lab.run(&["purge", "generations", "--before", "99", "--reason", "x"]).refused(2, &["cannot all be withdrawn"]);
    let rows = lab.rows();
    let before = current.to_string();
    let ran = lab.run(&["purge", "generations", CONNECTION, "--before", &before, "--reason", "x", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.expect(0).stdout).unwrap();
    assert_eq!(document["command"], "purge generations");
    assert_eq!(lab.generations().into_keys().collect::<Vec<_>>(), [current]);
    same_rows(&lab.rows(), &rows);
    lab.has_no_strays();
    lab.run(&["query", "select count(*) from space_content"]).expect(0);
}

#[test]
fn a_login_that_stops_to_be_accepted_ends_the_run_at_once_and_is_no_gap() {
    let mut site = Site::start(Options { pages: 60, spaces: 4, ..small() });
    let lab = Lab::new(&site, "page_size = 5");
    site.fault("expired=12");
    let ran = lab.sync().refused(1, &["401"]);
    assert_eq!(ran.stderr.matches("error:").count(), 1, "{}", ran.stderr);
    assert!(site.requested().len() <= 40, "{}", site.requested().len());
    assert_eq!(lab.status()["open"], json!([]));
    site.fault("");
    lab.sync().expect(0);
    assert_eq!(lab.rows().num_rows(), 63);
}

#[test]
fn what_the_login_or_the_connection_keeps_from_being_read_cannot_be_accepted() {
    let mut site = Site::start(small());
    site.fault("forbidden-space=ENG");
    let lab = Lab::new(&site, "");
    lab.sync().expect(3);
    lab.execute("update sync.quarantine set can_be_accepted = false where state = 'open'");
    let id = lab.status()["open"][0]["id"].to_string();
    lab.run(&["acknowledge", "--like", &id, "--reason", "x"]).refused(2, &["cannot be accepted"]);
    assert!(!lab.run(&["status"]).expect(0).stdout.contains("catchment acknowledge"));
    lab.execute("update sync.quarantine set can_be_accepted = true where state = 'open'");
    let ids: Vec<String> = lab.status()["open"].as_array().unwrap().iter().map(|row| row["id"].to_string()).collect();
    let command = ["acknowledge", CONNECTION, &id, "1-999", "--like", &id];
    lab.run(&[&command[..], &["--reason", " "]].concat()).refused(2, &["reason"]);
    let accepted = lab.run(&[&command[..], &["--reason", "ticket 1234"]].concat()).expect(0).stdout;
    assert!(ids.iter().all(|id| accepted.matches(&format!("acknowledged {id}: ")).count() == 1), "{accepted}");
    // Who accepted it and why stays on record.
    let account = catchment_base::disk::account().unwrap();
    let words = ["is already acknowledged", &format!("by {account} on 20"), "audit wiki unread"];
    lab.run(&["acknowledge", &id, "--reason", "another reason"]).refused(2, &words);
    let told = lab.run(&["audit", "unread", "--format", "jsonl"]).expect(0).stdout;
    assert!(told.contains("ticket 1234") && !told.contains("another reason"), "{told}");
    assert!(told.lines().all(|row| row.contains("\"acknowledged_at\":\"20")), "{told}");
}

#[test]
fn what_needs_a_repair_cannot_be_accepted_whenever_it_was_found() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let kinds = || GapKind::WORDS.iter().filter_map(|word| GapKind::of_word(word));
    let note = |db: &Db| {
        for kind in kinds() {
            let (object, cause) = (kind.as_str().to_owned(), "a test".to_owned());
            let listing = Listing { stream: "page", scope: String::new() };
            land::quarantine(db, 1, &listing, &Unreadable::new(kind, object, cause), None).unwrap();
        }
        db.checkpoint().unwrap();
    };
    note(&lab.open());
    let acknowledged = || -> Vec<bool> {
        let open = lab.status()["open"].as_array().unwrap().clone();
        let accept = |id: String| lab.run(&["acknowledge", &id, "--reason", "a test"]);
        open.iter()
            .map(|row| match accept(row["id"].to_string()) {
                ran if ran.code == Some(0) => true,
                ran => ran.refused(2, &["cannot be accepted: a test"]).code == Some(0),
            })
            .collect()
    };
    let can_be: Vec<bool> = kinds().map(GapKind::can_be_accepted).collect();
    assert_eq!(acknowledged(), can_be);
    assert!(can_be.contains(&true) && can_be.contains(&false));
    // A program before that took them all for acceptable.
    lab.execute(
        "delete from sync.quarantine;
         alter table sync.quarantine drop column acknowledged_at;
         alter table sync.purge drop column unsearched;
         alter table sync.run drop column purge_id;
         delete from main.migration where name = 'sync/031_recorded.sql';",
    );
    lab.execute(
        "insert into sync.quarantine (run_id, stream, scope, kind, object, cause, landed_seq, state, found_at, changed_at)
         select 1, 'page', '', unnest(['column', 'object']), 'x', 'a test', 0, 'open', timestamp '2026-01-01', timestamp '2026-01-01'",
    );
    assert_eq!(acknowledged(), [false, true]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn superseded_responses_are_removed_once_a_day_by_the_sync_itself() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "raw_retention = \"1m\"\npage_size = 1");
    site.fault("edit=3");
    lab.sync().expect(0);
    lab.execute("update land.response set answered_at = answered_at - interval 2 days");
    lab.execute("update sync.identity set vacuumed_at = vacuumed_at - interval 25 hours");
    let rows = lab.rows();
    let ran = lab.sync().expect(0);
    assert!(ran.stdout.contains("vacuumed"), "{}", ran.stdout);
    same_rows(&lab.rows(), &rows);
    assert!(!lab.sync().expect(0).stdout.contains("vacuumed"));
}

/// Adds a connection like the first, which comes before it.
fn add_other(lab: &Lab) {
    let settings = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let section = &settings[settings.find("[connections.wiki]").unwrap()..];
    add(lab, &section.replace("[connections.wiki]", "[connections.other]"));
}

#[test]
fn a_signal_is_told_of_the_connections_whose_turn_did_not_come() {
    let mut site = Site::start(small());
    site.fault("slow=6:60000");
    let lab = Lab::new(&site, "page_size = 5");
    add_other(&lab);
    let child = lab.command(&["sync", "--jobs", "1", "--format", "json"]).spawn().unwrap();
    lab::wait_until("the sixth request", || site.requested().len() >= 6);
    let told = Command::new("sh").args(["-c", &format!("kill -TERM {}", child.id())]).status().unwrap();
    assert!(told.success());
    let ran = Ran::of(&child.wait_with_output().unwrap());
    let ran = ran.refused(4, &["other: stopped by a signal", "wiki: stopped by a signal before its turn"]);
    let result = ran.result();
    let told: Vec<_> = result.as_array().unwrap().iter().map(|one| (&one["connection"], &one["exit_code"])).collect();
    assert_eq!(told, [(&json!("other"), &json!(4)), (&json!("wiki"), &json!(4))]);
    assert_eq!(result[1]["error"]["message"], "stopped by a signal before its turn");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_is_done_for_every_connection_leaves_out_those_without_a_database_and_goes_on_after_a_failure() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "");
    add_other(&lab);
    for command in [&["vacuum"][..], &["backup", "none"]] {
        lab.run(command).refused(
            1,
            &["other: the connection has not been synced yet", "wiki: the connection has not been synced yet"],
        );
    }
    lab.sync().expect(0);
    for command in [&["vacuum"][..], &["backup", "one"]] {
        let ran = lab.run(command).expect(0);
        assert!(ran.stdout.starts_with("wiki: ") && ran.stderr.contains("other: skipped"), "{ran:?}");
    }
    lab.run(&["vacuum", "other"]).refused(1, &["other: the connection has not been synced yet"]);
    let silent = ["no datasets of other", "catchment sync other"];
    lab.run(&["query", "select * from other.space_content"]).refused(2, &silent);
    lab.run(&["sync", "other"]).expect(0);
    // The folder has a backup of one connection already.
    let ran = lab.run(&["backup", "one", "--format", "json"]).refused(2, &["wiki: ", "already contains a backup"]);
    let result = ran.result();
    assert_eq!((&result[0]["connection"], &result[0]["exit_code"]), (&json!("other"), &json!(0)));
    assert_eq!((&result[1]["connection"], &result[1]["exit_code"]), (&json!("wiki"), &json!(2)));
    assert!(lab.dir.join("one/other.duckdb").exists());
}

#[test]
fn connections_are_synced_side_by_side_and_logs_tell_them_apart() {
    let site = Site::start(Options { pages: 40, ..small() });
    let lab = Lab::new(&site, "page_size = 5");
    add_other(&lab);
    let ran = lab.run(&["sync", "--jobs", "2", "--format", "json", "--verbose", "--log-format", "json"]).expect(0);
    let mut names: Vec<String> =
        ran.result().as_array().unwrap().iter().map(|one| one["connection"].as_str().unwrap().to_owned()).collect();
    names.sort();
    assert_eq!(names, ["other", "wiki"]);
    for line in ran.stderr.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|cause| panic!("{cause}: {line}"));
        assert!(line["time"].as_str().is_some_and(|time| time.ends_with('Z')) && !line["level"].is_null(), "{line}");
    }
    let refused = lab.run(&["status", "nobody", "--log-format", "json"]);
    let line: Value = serde_json::from_str(refused.stderr.lines().next().unwrap()).unwrap();
    assert_eq!((line["level"].as_str(), line["exit_code"].as_i64()), (Some("error"), Some(2)));
    lab.run(&["audit", "missing"]).refused(2, &["several connections"]);
    lab.run(&["audit", "other", "missing"]).expect(0);
    lab.run(&["backup", "other", "copy"]).expect(0);
    assert!(lab.dir.join("copy/other.duckdb").exists() && !lab.dir.join("copy/wiki.duckdb").exists());
}

#[test]
fn a_connection_behind_other_arguments_is_answered_with_the_right_command() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "");
    let commands: [(&[&str], &str); 7] = [
        (&["audit", "waits", CONNECTION], "catchment audit wiki waits"),
        (&["explain", "page", "1", CONNECTION], "catchment explain wiki page 1"),
        (&["raw", "12", CONNECTION], "catchment raw wiki 12"),
        (&["preview", "page", CONNECTION], "catchment preview wiki page"),
        (&["backup", "copy", CONNECTION], "catchment backup wiki copy"),
        (&["reveal", "[ACCOUNT_ID_x]", CONNECTION, "--reason", "a test"], "catchment reveal wiki [ACCOUNT_ID_x]"),
        (&["acknowledge", "3", CONNECTION, "4", "--reason", "a test"], "catchment acknowledge wiki 3 4"),
    ];
    for (command, right) in commands {
        lab.run(command).refused(2, &["comes first", right]);
    }
    lab.run(&["backup", CONNECTION]).refused(2, &["wiki is a connection", "catchment backup wiki DIR"]);
    let missing = ["which STREAM and ID must follow", "catchment explain wiki STREAM ID"];
    lab.run(&["explain", CONNECTION, "98305"]).refused(2, &missing);
    lab.run(&["audit", CONNECTION, "waits", "page"]).expect(2);
    lab.run(&["raw", "12", "13"]).refused(2, &["unexpected argument: 13", "catchment raw [CONNECTION]"]);
    lab.sync().expect(0);
    lab.run(&["explain", CONNECTION, "pge", "1"]).refused(2, &["did you mean 'page'?"]);
}
