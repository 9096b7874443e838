//! What an auditor asks: the questions of `sql/audit/`, an object's story, sealed responses in clear, and what is removed.

use crate::support::lab::{self, CONNECTION, Lab, Site, same_rows, tree};
use catchment_practice::confluence::{Options, page_id};
use serde_json::Value;
use std::fs;
use std::time::Duration;

fn small() -> Options {
    Options { pages: 12, blogposts: 3, spaces: 2, body: 600, ..Options::default() }
}

fn audit(lab: &Lab, name: &str) -> Vec<Value> {
    let ran = lab.run(&["audit", CONNECTION, name, "--format", "jsonl"]).expect(0);
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn explain(lab: &Lab, kind: &str, id: &str) -> Value {
    lab.run(&["explain", CONNECTION, kind, id, "--format", "json"]).expect(0).result()
}

fn reasons(told: &Value) -> String {
    told["reasons"].as_array().unwrap().iter().map(|reason| reason.as_str().unwrap()).collect::<Vec<_>>().join("; ")
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn every_question_is_listed_and_answered() {
    let mut site = Site::start(Options { faults: lab::faulty("429=3"), ..small() });
    let lab = Lab::new(&site, "");
    lab.run(&["audit", "missing"]).refused(1, &["has not been synced yet"]);
    lab.sync().expect(0);
    site.fault("edit=3");
    lab.sync().expect(0);
    let listed = lab.run(&["audit"]).expect(0).stdout;
    let names: Vec<&str> = listed.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert!(names.len() >= 10 && listed.lines().all(|line| line.ends_with('?')), "{listed}");
    for name in &names {
        audit(&lab, name);
    }
    let changed = audit(&lab, "changed");
    let content = changed.iter().find(|row| row["dataset"] == "space_content").unwrap();
    assert_eq!((&content["generation"], &content["former_generation"]), (&2.into(), &1.into()));
    assert_eq!((&content["rows_before"], &content["rows_after"]), (&15.into(), &15.into()));
    assert_eq!(content["files_written"], 1);
    assert_eq!(audit(&lab, "generations").len(), 2);
    assert!(audit(&lab, "requests").iter().any(|row| row["status"] == 429));
    assert!(audit(&lab, "waits").iter().all(|row| row["waits"].as_i64() > Some(0)));
    assert!(audit(&lab, "complete").iter().any(|row| row["stream"] == "page" && row["complete_to"].is_string()));
    assert!(
        audit(&lab, "redacted").iter().any(|row| row["type"] == "EMAIL_ADDRESS" && row["findings"].as_i64() > Some(0))
    );
    assert!(audit(&lab, "makers").iter().any(|row| row["relation"] == "confluence.page"));
    lab.run(&["audit", "mising"]).refused(2, &["no question mising", "did you mean 'missing'?"]);
    let same = |format: &str| lab.run(&["audit", CONNECTION, "--format", format]).expect(0);
    let document = same("json").result();
    assert_eq!(document["columns"], serde_json::json!(["name", "question"]));
    let rows = document["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap());
    assert_eq!(rows.collect::<Vec<_>>(), names);
    assert!(same("csv").stdout.starts_with("name,question\n"));
    assert_eq!(same("jsonl").stdout.lines().count(), names.len());
}

#[test]
fn a_killed_run_is_interrupted_and_its_times_say_their_zone() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "");
    assert!(lab.sync_killed_at("export.after_published").signal.is_some());
    let run = &audit(&lab, "runs")[0];
    assert_eq!(run["state"], "interrupted");
    for time in [&run["started_at"], &lab.status()["last_run"]["started_at"]] {
        chrono::DateTime::parse_from_rfc3339(time.as_str().unwrap()).unwrap();
    }
    lab.sync().expect(0);
    assert_eq!(audit(&lab, "runs")[0]["state"], "done");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_is_missing_is_told_with_its_reason_until_it_is_there() {
    let poison = page_id(3);
    let mut site = Site::start(Options { faults: lab::faulty(&format!("poison={poison}")), ..small() });
    let lab = Lab::new(&site, "");
    lab.sync().expect(3);
    let missing = audit(&lab, "missing");
    assert!(
        missing.len() == 1 && missing[0]["object"] == poison.as_str() && missing[0]["reason"] == "not read",
        "{missing:?}"
    );
    assert_eq!(audit(&lab, "unread")[0]["state"], "open");
    assert!(reasons(&explain(&lab, "page", &poison)).starts_with("not read, open: "));
    site.fault("");
    lab.sync().expect(0);
    assert_eq!(audit(&lab, "missing"), Vec::<Value>::new());
    assert_eq!(audit(&lab, "unread")[0]["state"], "resolved");
    assert!(reasons(&explain(&lab, "page", &poison)).starts_with("published in generation "));
}

#[test]
fn an_object_is_explained_by_its_response_and_its_request() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let id = page_id(1);
    let told = explain(&lab, "page", &id);
    assert_eq!(reasons(&told), "published in generation 1");
    assert_eq!(told["held"]["landed_seq"], told["landed_response"]["seq"]);
    assert!(told["landed_response"]["answered_at"].is_string());
    let requests = told["requests"].as_array().unwrap();
    assert!(!requests.is_empty() && requests.iter().all(|request| request["status"] == 200), "{requests:?}");
    let seq = told["landed_response"]["seq"].to_string();
    let raw = lab.run(&["raw", CONNECTION, &seq, "--object", &id, "--reason", "a test"]).expect(0);
    assert!(raw.stdout.contains(&format!("\"id\":\"{id}\"")), "{}", raw.stdout);
    let text = lab.run(&["explain", CONNECTION, "page", &id]).expect(0).stdout;
    assert!(text.contains(&format!("response    {seq} (")) && text.contains("published in generation 1"), "{text}");
    assert!(reasons(&explain(&lab, "page", "999999999")).starts_with("never seen"));
    assert_eq!(reasons(&explain(&lab, "blogpost", &id)), "the object with this id is a page: explain it as one");
    lab.run(&["explain", CONNECTION, "pgae", &id]).refused(2, &["pgae", "page"]);
    assert!(
        reasons(&explain(&lab, "page", "1' or '1'='1")).starts_with("never seen"),
        "an id is never a part of a statement"
    );
    lab.run(&["explain", CONNECTION, "page", "1\n2"]).refused(2, &["not the id of an object"]);
}

#[test]
fn a_long_explanation_is_cut_in_text_and_whole_in_json() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let id = page_id(1);
    lab.execute(&format!(
        "insert into land.sighting (walk_id, stream, object_id, version_number, answered_at, after_seq)
         select 1, 'page', '{id}', 1, timestamp '2026-02-03' + to_seconds(range), 0 from range(13);
         update sync.request set target = '/wiki/api/v2/pages?id=' || repeat('65601,', 50)"
    ));
    let told = explain(&lab, "page", &id);
    let seen = told["sightings"].as_array().unwrap();
    assert!(seen.len() >= 13 && told["requests"][0]["target"].as_str().unwrap().len() > 300, "{told}");
    let text = lab.run(&["explain", CONNECTION, "page", &id]).expect(0).stdout;
    let lines = |name: &str| text.lines().filter(|line| line.trim_start().starts_with(name)).collect::<Vec<_>>();
    assert_eq!(lines("seen ").len(), 10, "{text}");
    let newest = seen[0]["answered_at"].as_str().unwrap()[..19].replace('T', " ");
    assert!(lines("seen ")[0].contains(&format!("{newest} UTC")), "the newest comes first: {text}");
    assert!(text.contains(&format!("… and {} more; --format json shows them", seen.len() - 10)), "{text}");
    let cut = |line: &&str| line.contains("target /wiki/api/v2/pages?id=65601,") && line.ends_with('…');
    assert!(!lines("request ").is_empty() && lines("request ").iter().all(cut), "{text}");
}

#[test]
fn a_deleted_object_is_explained_by_its_evidence() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let id = page_id(2);
    lab.execute(&format!(
        "insert into sync.deletion (run_id, stream, object_id, reason, evidence, after_seq, seen_at, state, \
         changed_at)
         values (1, 'page', '{id}', 'purged', 'the census does not contain it and the site does \
         not know its id', 0, timestamp '2026-02-03', 'deleted', timestamp '2026-02-03');
         insert into \
         sync.deletion (run_id, stream, object_id, reason, evidence, after_seq, seen_at, state, changed_at)
         \
         values (1, 'page', '77', 'trashed', 'the trash lists it', 0, timestamp '2026-02-03', 'deleted', timestamp \
         '2026-02-03')"
    ));
    let told = reasons(&explain(&lab, "page", &id));
    assert!(
        told.contains("deleted (purged), seen at 2026-02-03 00:00:00 UTC: the census does not contain it"),
        "{told}"
    );
    assert!(reasons(&explain(&lab, "page", "77")).starts_with("deleted (trashed)"));
    let deleted = audit(&lab, "deleted");
    assert_eq!(deleted.iter().map(|row| row["reason"].as_str().unwrap()).collect::<Vec<_>>(), ["trashed", "purged"]);
    let missing = audit(&lab, "missing");
    assert!(
        missing.iter().any(|row| row["object"] == id.as_str() && row["reason"] == "deleted: purged"),
        "{missing:?}"
    );
}

#[test]
fn questions_are_answered_while_a_sync_runs() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    site.change(|options| options.latency = Duration::from_millis(700));
    let mut sync = lab.begin();
    lab::wait_until("the sync to answer", || lab.status_while_running().is_some());
    let runs = audit(&lab, "generations");
    assert_eq!(runs.len(), 1);
    assert!(reasons(&explain(&lab, "page", &page_id(1))).starts_with("published in generation 1"));
    lab.run(&["raw", CONNECTION]).refused(7, &["is working on wiki"]);
    assert!(sync.try_wait().unwrap().is_none(), "the sync ended before it was asked");
    assert!(sync.wait().unwrap().success());
}

#[test]
fn a_look_at_a_sealed_response_is_on_record_before_it_is_shown() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let responses = lab.run(&["raw", CONNECTION, "--format", "jsonl"]).expect(0).stdout;
    let responses: Vec<Value> = responses.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let response = responses.iter().find(|response| response["stream"] == "page").unwrap();
    let seq = response["seq"].to_string();
    lab.run(&["raw", CONNECTION, &seq]).expect(2);
    lab.run(&["raw", CONNECTION, &seq, "--reason", "  "]).refused(2, &["a reason"]);
    lab.run(&["raw", CONNECTION, "4711", "--reason", "a test"]).refused(2, &["there is no response 4711"]);
    lab.run(&["raw", CONNECTION, &seq, "--object", "nothing", "--reason", "a test"]).refused(2, &["no object nothing"]);
    assert_eq!(audit(&lab, "disclosed"), Vec::<Value>::new());
    let shown = lab.run(&["raw", CONNECTION, &seq, "--reason", "ticket 1234"]).expect(0).stdout;
    assert_eq!(shown.len() as u64, response["bytes"].as_u64().unwrap());
    let planted = site.planted();
    let (id, secrets) = planted.iter().find(|(id, secrets)| shown.contains(*id) && !secrets.is_empty()).unwrap();
    assert!(secrets.iter().any(|secret| shown.contains(secret)), "{id} is shown in clear");
    let looks = audit(&lab, "disclosed");
    assert_eq!((&looks[0]["seq"], &looks[0]["reason"]), (&response["seq"], &"ticket 1234".into()));
    assert!(looks[0]["account"].as_str().unwrap().contains("uid "), "{looks:?}");
    let killed = lab.run_killed_at(&["raw", CONNECTION, &seq, "--reason", "killed"], "raw.after_disclosure");
    assert!(killed.signal.is_some() && killed.stdout.is_empty(), "{killed:?}");
    assert_eq!(audit(&lab, "disclosed").len(), 2);
}

/// Forgets what makes the staged relations, so that the next sync stages everything anew.
fn forget_models(lab: &Lab) {
    lab.execute("update sync.relation set fingerprint = 'of another program'");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_rebuild_after_a_vacuum_gives_the_same_rows() {
    let mut site = Site::start(Options { pages: 40, ..small() });
    let lab = Lab::synced(&site, "page_size = 5\nraw_retention = \"0d\"");
    for seed in [3, 7, 11] {
        site.fault(&format!("edit={seed}"));
        lab.sync().expect(0);
    }
    lab.write("data/sealed-is-made-by-the-program", "");
    let stray = lab.data().join("sealed").join(CONNECTION).join("stray.response");
    fs::create_dir_all(stray.parent().unwrap()).unwrap();
    fs::write(&stray, "what a crash left").unwrap();
    let before = lab.rows();
    let count = || -> i64 { lab.open().query_value("select count(*) from land.response", []).unwrap() };
    let responses = count();
    let told = lab.run(&["vacuum", CONNECTION]).expect(0).stdout;
    assert!(count() < responses, "{told}");
    assert!(told.contains("1 stray file,") && !stray.exists(), "{told}");
    assert!(told.contains(&format!("removed {} response", responses - count())), "{told}");
    assert!(lab.run(&["vacuum", CONNECTION]).expect(0).stdout.contains("removed 0 responses of 0 bytes, kept "));
    forget_models(&lab);
    lab.run(&["vacuum", CONNECTION]).refused(6, &["another version of its model"]);
    lab.sync().expect(0);
    same_rows(&lab.rows(), &before);
}

#[test]
fn a_response_that_is_young_not_staged_or_unread_stays() {
    let poison = page_id(3);
    let site = Site::start(Options { faults: lab::faulty(&format!("poison={poison}")), ..small() });
    let lab = Lab::new(&site, "");
    lab.sync().expect(3);
    lab.sync().expect(3);
    let removed =
        |told: &str| told.split("removed ").nth(1).unwrap().split(' ').next().unwrap().parse::<i64>().unwrap();
    let vacuum = || removed(&lab.run(&["vacuum", CONNECTION]).expect(0).stdout);
    assert_eq!(vacuum(), 0, "everything is younger than raw_retention");
    lab.configure(&site, "raw_retention = \"0d\"");
    let staged = lab
        .open()
        .query("select relation, staged_to from sync.relation", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
        })
        .unwrap();
    lab.execute("update sync.relation set staged_to = 0");
    assert_eq!(vacuum(), 0, "nothing is staged");
    for (relation, staged_to) in staged {
        lab.execute(&format!("update sync.relation set staged_to = {staged_to} where relation = '{relation}'"));
    }
    let unread = "select distinct landed_seq from sync.quarantine where state = 'open' order by 1";
    let unread: Vec<i64> = lab.open().query(unread, [], |row| row.get(0)).unwrap();
    lab.execute("delete from confluence.page; delete from confluence.space");
    assert!(vacuum() > 0);
    let left: Vec<i64> = lab.open().query("select seq from land.response order by seq", [], |row| row.get(0)).unwrap();
    assert_eq!(left, unread);
    assert!(tree(&lab.data().join("sealed")).is_empty());
}
