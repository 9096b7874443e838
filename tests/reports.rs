//! Reports tell the truth: totals of resumed runs, three outcomes everywhere, every run in the lake, and a check that finds
//! what a sync would refuse.

use crate::support::lab::{self, CONNECTION, Lab, Ran, Site};
use crate::upgrade::SCOPES_WERE_SPACES;
use catchment_practice::confluence::{Options, page_id, space_id};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

fn small() -> Options {
    Options { pages: 12, blogposts: 3, spaces: 2, body: 600, ..Options::default() }
}

/// A sync's report as JSON.
fn report(lab: &Lab, code: i32) -> Value {
    let ran = lab.run(&["sync", CONNECTION, "--format", "json"]).expect(code);
    let mut report = ran.result()[0].clone();
    // What became of the objects has a test of its own.
    report["totals"].as_object_mut().map(|totals| totals.remove("changes"));
    report
}

/// The answer of the lake's catalog, a JSON object a row.
fn ask(lab: &Lab, sql: &str) -> Vec<Value> {
    let ran = lab.run(&["query", sql, "--format", "jsonl"]).expect(0);
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What the tables say of some runs, as a report states it.
fn totals(lab: &Lab, runs: &[i64]) -> Value {
    let db = lab.open();
    let within = runs.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let number = |sql: &str| -> i64 { db.query_value(&sql.replace("$runs", &within), []).unwrap() };
    let found = "select type, cast(sum(findings) as bigint) from sync.redaction where run_id in ($runs)
        group by type order by 2 desc, 1";
    let found = db.query(&found.replace("$runs", &within), [], |row| {
        Ok(json!({"type": row.get::<_, String>(0)?, "findings": row.get::<_, i64>(1)?}))
    });
    json!({
        "runs": runs,
        "requests": number("select count(*) from sync.request where run_id in ($runs)"),
        "failed": number("select count(*) from sync.request where run_id in ($runs) and cause is not null"),
        "bytes": number("select cast(coalesce(sum(bytes), 0) as bigint) from sync.request where run_id in ($runs)"),
        "waited_ms": number("select cast(coalesce(sum(millis), 0) as bigint) from sync.wait where run_id in ($runs)"),
        "generations": number("select count(*) from sync.export where run_id in ($runs) and state = 'published'"),
        "files_written": number("select count(*) from sync.export_file as file where not exists (select 1 from sync.export_file as former where former.file = file.file and former.generation < file.generation) and generation in
            (select generation from sync.export where run_id in ($runs) and state = 'published')"),
        "redactions": found.unwrap(),
    })
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_killed_run_that_is_finished_reports_what_both_processes_did() {
    let mut site = Site::start(small());
    for place in ["export.before_reserve", "export.after_published", "run.before_end"] {
        let lab = Lab::new(&site, "");
        assert!(lab.sync_killed_at(place).signal.is_some(), "{place}");
        let told = report(&lab, 0);
        let truth = totals(&lab, &[1, 2]);
        assert_eq!(told["totals"], truth, "{place}");
        assert!(truth["redactions"].as_array().unwrap().len() > 1 && truth["files_written"] == 5, "{place}: {truth}");
        assert_eq!((&told["new_generation"], &told["totals"]["files_written"]), (&true.into(), &5.into()), "{place}");
    }
    site.fault("429=3");
    let lab = Lab::new(&site, "");
    assert!(lab.sync_killed_at("export.before_reserve").signal.is_some());
    let text = lab.sync().expect(0).stdout;
    let truth = totals(&lab, &[1, 2]);
    let first = &truth["redactions"][0];
    assert!(text.contains(&format!("{} {}", first["findings"], first["type"].as_str().unwrap())), "{text}");
    assert!(text.contains(&format!("{} requests, {} failed", truth["requests"], truth["failed"])), "{text}");
    assert!(text.contains("runs           1, 2: "), "{text}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_a_continued_run_published_is_reported_although_the_next_one_fails() {
    let killed = |site: &Site| {
        let lab = Lab::new(site, "");
        assert!(lab.sync_killed_at("export.before_reserve").signal.is_some());
        lab
    };
    let mut site = Site::start(small());
    let lab = killed(&site);
    site.fault("");
    lab.sync().expect(0);
    let requests = site.requested().len();
    let mut site = Site::start(small());
    let lab = killed(&site);
    site.fault(&format!("expired={}", requests - 1));
    let ran = lab.sync().refused(1, &["401"]);
    assert!(ran.stdout.contains("new generation"), "{}", ran.stdout);
    assert_eq!(lab.generation(), Some(1));
}

#[test]
fn a_run_that_was_asked_to_stop_reports_all_of_its_requests_when_it_is_finished() {
    let mut site = Site::start(small());
    site.fault("slow=3:60000");
    let lab = Lab::new(&site, "");
    let child = lab.begin();
    lab::wait_until("the third request", || site.requested().len() >= 3);
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    Ran::of(&child.wait_with_output().unwrap()).expect(4);
    let status = lab.run(&["status"]).expect(0).stdout;
    assert!(status.starts_with("wiki: interrupted (run 1, "), "{status}");
    site.fault("");
    let told = report(&lab, 0);
    assert_eq!(told["totals"], totals(&lab, &[1, 2]));
}

#[test]
fn what_a_failed_run_had_landed_is_reported_by_the_run_that_publishes_it() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "");
    let obstacle = lab.current();
    fs::create_dir_all(&obstacle).unwrap();
    lab.sync().refused(1, &["current"]);
    fs::remove_dir_all(&obstacle).unwrap();
    let told = report(&lab, 0);
    assert_eq!(told["totals"], totals(&lab, &[1, 2]));
    assert!(told["totals"]["redactions"][0]["findings"].as_i64() > Some(0), "{told}");
    // What came to its end is not told again.
    assert_eq!(report(&lab, 0)["totals"]["runs"], json!([3]));
}

#[test]
fn a_failed_run_says_why_in_a_sentence() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "");
    fs::create_dir_all(lab.current()).unwrap();
    let error = lab.sync().expect(1).stderr;
    let status = lab.run(&["status"]).expect(0).stdout;
    // What the run is doing may be told before.
    let words = error.lines().find_map(|line| line.strip_prefix("error: wiki: ")).unwrap();
    let cause = status.lines().find(|line| line.starts_with("  cause ")).unwrap_or_else(|| panic!("{status}"));
    assert!(status.starts_with("wiki: failed (run 1, ") && cause.contains(words), "{status}\n{error}");
    assert_eq!(lab.status()["last_run"]["outcome"], Value::Null);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn an_acknowledged_gap_is_told_everywhere_in_the_same_words() {
    let mut site = Site::start(small());
    site.fault("forbidden-space=ENG");
    let lab = Lab::new(&site, "census_every = \"24h\"");
    let whole = "select distinct outcome, open, accepted, complete_to is null as is_open from completeness
        where dataset = 'space_content' and stream = 'page' and scope_id is null";
    let manifest = || fs::read_to_string(lab.current().join("manifest.json")).unwrap();
    let told_everywhere = |outcome: &str, of_pages: &str, open: u64, accepted: u64| {
        let status = lab.run(&["status"]).expect(0).stdout;
        assert!(status.starts_with(&format!("wiki: {outcome} (run ")), "{status}");
        let is_complete = |stream: &str| {
            status.lines().any(|line| line.starts_with(&format!("  {stream} ")) && line.contains("complete to"))
        };
        assert!(!is_complete("page") && !is_complete("blogpost"), "{status}");
        assert!(status.contains("1 of 2 spaces: first read of pages failed"), "{status}");
        let status = lab.status();
        assert_eq!((&status["outcome"], &status["last_run"]["outcome"]), (&outcome.into(), &outcome.into()));
        let pages = json!({"outcome": of_pages, "open": open, "accepted": accepted, "is_open": true});
        assert_eq!(ask(&lab, whole), [pages]);
        let runs = ask(&lab, "select outcome from sync.run order by run_id desc limit 1");
        assert_eq!(runs, [json!({"outcome": outcome})]);
        assert_eq!(manifest().lines().nth(1), Some(format!("  \"outcome\": \"{outcome}\",").as_str()));
    };
    let synced = lab.sync().expect(3).stdout;
    assert!(synced.starts_with("wiki: incomplete\n") && synced.contains("pages of ENG: "), "{synced}");
    told_everywhere("incomplete", "incomplete", 1, 0);
    let gaps = "select stream, scope, object, state, since is not null as is_dated from gaps order by stream";
    let gap = |stream: &str, state: &str| json!({"stream": stream, "scope": space_id(0), "object": stream, "state": state, "is_dated": true});
    assert_eq!(ask(&lab, gaps), [gap("blogpost", "open"), gap("page", "open")]);
    for row in lab.status()["open"].as_array().unwrap() {
        lab.run(&["acknowledge", CONNECTION, &row["id"].to_string(), "--reason", "a test"]).expect(0);
    }
    site.fault("forbidden-space=ENG, edit=3");
    let synced = lab.sync().expect(0).stdout;
    assert!(synced.starts_with("wiki: complete except 2 acknowledged gaps\n"), "{synced}");
    assert_eq!(ask(&lab, gaps), [gap("blogpost", "acknowledged"), gap("page", "acknowledged")]);
    told_everywhere("complete except 2 acknowledged gaps", "complete except 1 acknowledged gap", 0, 1);
}

/// The newest runs of the lake: state and cause, the latest first.
fn runs_in_lake(lab: &Lab, most: usize) -> Vec<(String, String)> {
    let rows = ask(lab, &format!("select state, cause from sync.run order by run_id desc limit {most}"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    rows.iter().map(|row| (text(&row["state"]), text(&row["cause"]))).collect()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn every_run_is_in_the_lake_when_it_has_ended() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "census_every = \"24h\"");
    let complete = "select max(complete_to) as t from sync.complete where stream = 'page' and scope = ''";
    let before = ask(&lab, complete)[0]["t"].as_str().unwrap().to_owned();
    let files = || lab::tree(&lab.lake().join("_sync")).len();
    // The site tells its time in seconds.
    std::thread::sleep(Duration::from_millis(1100));
    lab.sync().expect(0);
    assert_eq!(runs_in_lake(&lab, 3), [("done".to_owned(), String::new()), ("done".to_owned(), String::new())]);
    let proven = ask(&lab, complete)[0]["t"].as_str().unwrap().to_owned();
    assert!(proven > before, "{proven} {before}");
    let quiet = files();
    lab.sync().expect(0);
    assert_eq!(files(), quiet, "a quiet sync leaves no further file");

    lab.write("token", "a-wrong-token");
    let error = lab.sync().expect(1).stderr;
    let (state, cause) = runs_in_lake(&lab, 1).remove(0);
    assert!(state == "failed" && cause.contains("403") && error.contains(&cause), "{state} {cause}\n{error}");
    lab.write("token", "practice-token");

    site.fault("unavailable=0");
    lab.sync().expect(1);
    let (state, cause) = runs_in_lake(&lab, 1).remove(0);
    assert!(state == "failed" && cause.contains("503"), "{state} {cause}");
    site.fault("");

    let key = lab.data().join("catchment.key");
    let kept = fs::read_to_string(&key).unwrap();
    fs::remove_file(&key).unwrap();
    lab.sync().expect(5);
    let (state, cause) = runs_in_lake(&lab, 1).remove(0);
    assert!(state == "failed" && cause.contains("no key file"), "{state} {cause}");
    lab.write("data/catchment.key", &kept);
    let status = lab.run(&["status"]).expect(0).stdout;
    assert!(status.starts_with("wiki: failed (run 6, ") && status.contains("no key file"), "{status}");
    lab.sync().expect(0);
    assert_eq!(runs_in_lake(&lab, 1), [("done".to_owned(), String::new())]);
}

#[test]
fn a_run_that_failed_before_the_first_publication_is_in_the_lake() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    lab.write("token", "a-wrong-token");
    lab.sync().expect(1);
    let (state, cause) = runs_in_lake(&lab, 1).remove(0);
    assert!(state == "failed" && cause.contains("403"), "{state} {cause}");
    assert_eq!(ask(&lab, "from freshness"), Vec::<Value>::new());
    lab.write("token", "practice-token");
    site.fault("unavailable=0");
    lab.sync().expect(1);
    assert_eq!(runs_in_lake(&lab, 3).len(), 2);
    site.fault("");
    lab.sync().expect(0);
    assert_eq!(runs_in_lake(&lab, 1), [("done".to_owned(), String::new())]);
    assert!(!ask(&lab, "from freshness").is_empty());
}

#[test]
fn a_refused_start_says_why_a_stopped_run_was_not_finished() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "");
    assert!(lab.sync_killed_at("export.before_reserve").signal.is_some());
    let text = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    lab.write("lake-is-a-file", "");
    lab.write("catchment.toml", &text.replacen("to = \"lake\"", "to = \"lake-is-a-file\"", 1));
    lab.sync().expect(1);
    let status = lab.run(&["status"]).expect(0).stdout;
    assert!(status.starts_with("wiki: stopped before it finished (run 1, "), "{status}");
    assert!(status.contains("  cause ") && status.contains("lake-is-a-file"), "{status}");
    lab.write("catchment.toml", &text);
    assert_eq!(report(&lab, 0)["totals"], totals(&lab, &[1, 2]));
}

#[test]
fn a_failed_run_is_not_told_to_a_lake_of_another_database() {
    let site = Site::start(small());
    let (lab, other) = (Lab::synced(&site, ""), Lab::synced(&site, ""));
    let before = runs_in_lake(&lab, 5);
    fs::remove_dir_all(other.dir.join("lake")).unwrap();
    std::os::unix::fs::symlink(lab.dir.join("lake"), other.dir.join("lake")).unwrap();
    other.sync().refused(5, &["was published from another database"]);
    assert_eq!(runs_in_lake(&lab, 5), before);
    let status = other.run(&["status"]).expect(0).stdout;
    assert!(status.starts_with("wiki: failed (run 2, ") && status.contains("another database"), "{status}");
}

#[test]
fn what_an_older_program_recorded_as_json_becomes_columns() {
    const COLUMNS: [&str; 6] = ["outcome", "open", "accepted", "broken_checks", "held", "refused_deletions"];
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let cause = json!({
        "refused_deletions": ["8 of 12 page: outside: of the settings"],
        "open": 0,
        "broken_checks": ["a check that does not hold"],
        "held": ["space_content"],
    });
    let dropped: String = COLUMNS.iter().map(|column| format!("alter table sync.run drop column {column};")).collect();
    lab.execute(&format!(
        "{dropped} {SCOPES_WERE_SPACES}
         delete from main.migration where name = 'sync/017_outcome.sql';
         update sync.run set state = 'incomplete', cause = '{cause}'"
    ));
    let status = lab.status();
    let refused = json!({"stream": "page", "objects": 8, "held": 12, "evidence": "outside: of the settings"});
    assert_eq!(status["shortfall"]["refused_deletions"], json!([refused]));
    assert_eq!((&status["shortfall"]["held"], &status["outcome"]), (&json!(["space_content"]), &"incomplete".into()));
    let text = lab.run(&["status"]).expect(0).stdout;
    assert!(text.contains("8 of 12 held pages would be deleted in one run, first cause: outside: of the"), "{text}");
    assert!(text.contains("check          a check that does not hold"), "{text}");
}

/// What `check` says: code, stdout, stderr.
fn checked(lab: &Lab) -> (i32, String, String) {
    let ran = lab.run(&["check"]);
    (ran.code.unwrap(), ran.stdout, ran.stderr)
}

#[test]
fn check_finds_a_database_that_is_older_than_its_lake() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let older = fs::read(lab.database()).unwrap();
    let (code, told, _) = checked(&lab);
    assert_eq!(code, 0);
    assert!(told.contains("database: found\n") && told.contains("site identity: same as in earlier syncs\n"), "{told}");
    site.fault("edit=3");
    lab.sync().expect(0);
    fs::write(lab.database(), older).unwrap();
    let (code, stdout, stderr) = checked(&lab);
    assert!(code == 5 && stderr.contains("it is older than the lake") && stderr.contains("hint: "), "{stdout}{stderr}");
    // It goes on to the end.
    assert!(stdout.contains("ok       clock: ") && stdout.contains("1 of "), "{stdout}");
    fs::remove_file(lab.database()).unwrap();
    let (code, stdout, stderr) = checked(&lab);
    assert!(code == 5 && stderr.contains("the database that published it is missing"), "{stdout}{stderr}");
    lab.sync().expect(5);
}

#[test]
fn check_finds_spaces_that_the_account_does_not_see() {
    let mut site = Site::start(Options { spaces: 5, ..small() });
    site.fault("");
    let lab = Lab::new(&site, "space_keys = [\"ENG\", \"NOPE\", \"OPS\", \"NADA\"]");
    let (code, stdout, stderr) = checked(&lab);
    assert_eq!(code, 3, "{stdout}{stderr}");
    assert!(stderr.contains("does not see these spaces: NADA, NOPE\n"), "{stderr}");
    let asked = site.requested().into_iter().filter(|target| target.contains("keys="));
    assert_eq!(asked.count(), 1, "{:?}", site.requested());
    lab.configure(&site, "space_keys = [\"ENG\", \"OPS\"]");
    site.fault("");
    let (code, stdout, _) = checked(&lab);
    assert!(code == 0 && stdout.contains("ok       spaces: the account sees 2 of 2 in space_keys"), "{stdout}");
    assert_eq!(site.requested().len(), 9);
}

#[test]
fn check_finds_another_site_and_says_that_another_account_reads_it() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    lab.execute("update sync.identity set site = 'https://other.atlassian.net/wiki'");
    let (code, stdout, stderr) = checked(&lab);
    let same = lab.sync();
    assert_eq!(Some(code), same.code, "{stdout}{stderr}\n{}", same.stderr);
    lab.execute("update sync.identity set site = null, account = 'somebody else'");
    let (_, stdout, _) = checked(&lab);
    assert!(stdout.contains("the account changed"), "{stdout}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn check_finds_a_connection_that_is_held_and_goes_on() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    site.change(|options| options.latency = Duration::from_millis(700));
    let mut sync = lab.begin();
    lab::wait_until("the sync to answer", || lab.status_while_running().is_some());
    let (code, stdout, stderr) = checked(&lab);
    assert!(code == 7 && stderr.contains("another catchment process is working on wiki: process"), "{stdout}{stderr}");
    assert!(stdout.contains("skipped  database and lake: ") && stdout.contains("ok       site: "), "{stdout}");
    assert!(sync.wait().unwrap().success());
}

#[test]
fn check_tells_every_failure_and_ends_with_the_code_of_the_first() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    site.fault("unavailable=0");
    fs::remove_file(lab.data().join("catchment.key")).unwrap();
    let (code, stdout, stderr) = checked(&lab);
    assert_eq!(code, 5, "{stdout}{stderr}");
    assert!(stdout.contains("wiki: 2 of ") && stdout.contains("skipped  database: the key cannot be read"), "{stdout}");
    assert!(stderr.contains("FAILED   wiki: key file: ") && stderr.contains("FAILED   wiki: site: "), "{stderr}");
    let ran = lab.run(&["check", "--format", "json"]).expect(5);
    let told = ran.result()[0].clone();
    let states: Vec<&str> =
        told["checks"].as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
    assert!(told["ok"] == false && states.iter().filter(|state| **state == "failed").count() == 2, "{told}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn every_command_prints_the_json_that_the_schema_says() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/output.schema.json");
    let schema = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let validator = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(&schema).unwrap();
    let is_valid = |text: &str| {
        let value: Value = serde_json::from_str(text).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty() && validator.is_valid(&value), "{wrong:#?}\n{value:#}");
        assert!(value["result"] != json!([]), "{value:#}");
    };
    let mut site = Site::start(Options { attachments: 3, ..small() });
    site.fault(&format!("poison={}", page_id(3)));
    let lab = Lab::new(&site, "max_deleted_share = 0.1\ncensus_every = \"0m\"");
    let settings = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let settings = settings.replace("\"blogpost\"]", "\"blogpost\", \"attachment\"]");
    lab.write("catchment.toml", &settings);
    is_valid(&lab.run(&["status", "--format", "json"]).expect(0).stdout);
    is_valid(&lab.run(&["sync", "--format", "json"]).expect(3).stdout);
    is_valid(&lab.run(&["status", "--format", "json", "--fail"]).expect(3).stdout);
    let page = page_id(4);
    let commands: [&[&str]; 13] = [
        &["check"],
        &["report", "stale"],
        &["config"],
        &["catalog"],
        &["query", "from freshness"],
        &["audit", "runs"],
        &["explain", "page", &page],
        &["raw"],
        &["vacuum"],
        &["backup", "copy"],
        &["attachments", "verify"],
        &["acknowledge", "1", "--reason", "a test"],
        &["redact", "preview", "--policy", "strict"],
    ];
    for command in commands {
        is_valid(&lab.run(&[command, &["--format", "json"]].concat()).expect(0).stdout);
    }
    for command in [
        &["audit", "nothing"][..],
        &["query", "from nowhere"],
        &["explain", "page"],
        &["acknowledge", "99", "--reason", "x"],
    ] {
        let ran = lab.run(&[command, &["--format", "json"]].concat());
        if command != ["explain", "page"] {
            assert_eq!(
                serde_json::from_str::<Value>(&ran.stdout).unwrap()["exit_code"],
                json!(ran.code),
                "{command:?}"
            );
            is_valid(&ran.stdout);
        }
    }
    lab.write("catchment.toml", &format!("{settings}space_keys = [\"ENG\"]\n"));
    is_valid(&lab.run(&["sync", "--format", "json"]).expect(6).stdout);
    site.fault("unavailable=0");
    is_valid(&lab.run(&["sync", "--format", "json"]).expect(1).stdout);
    is_valid(&lab.run(&["status", "--format", "json"]).expect(0).stdout);
    site.fault("forbidden-space=ENG");
    let unread = Lab::new(&site, "");
    is_valid(&unread.run(&["sync", "--format", "json"]).expect(3).stdout);
}
