//! The catalog of the lake and the sync tables in it: what readers find, before and after a crash or a move.

use crate::support::lab::{self, CONNECTION, Lab, Site, tree};
use catchment_lake::db::Db;
use catchment_practice::confluence::Options;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

fn small() -> Options {
    Options { pages: 12, blogposts: 3, spaces: 2, body: 600, ..Options::default() }
}

/// The answer to a question, a JSON object a row.
fn ask(lab: &Lab, sql: &str) -> Vec<Value> {
    let ran = lab.run(&["query", sql, "--format", "jsonl"]).expect(0);
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The file that the link leads to.
fn linked(lab: &Lab) -> PathBuf {
    lab.dir.join("lake").join(fs::read_link(lab.dir.join("lake/catalog.duckdb")).unwrap())
}

/// How many catalogs there are; each is a file of views and one of snapshots.
fn catalogs(lab: &Lab) -> usize {
    let files = tree(&lab.dir.join("lake/catalogs"));
    let of = |ending: &str| files.iter().filter(|path| path.extension().is_some_and(|of| of == ending)).count();
    assert_eq!((of("duckdb"), of("duckdb")), (of("ducklake"), files.len() / 2), "{files:?}");
    of("duckdb")
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn the_catalog_shows_every_connection_by_itself_and_all_of_them_together() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "");
    let wiki = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let attic = wiki.split_once("[connections.wiki]").unwrap().1;
    lab.write("catchment.toml", &format!("{wiki}\n[connections.main]\n{attic}"));
    lab.run(&["sync"]).expect(0);
    let rows = ask(&lab, "select connection, count(*) as n from space_content group by all order by all");
    let counted: Vec<_> =
        rows.iter().map(|row| (row["connection"].as_str().unwrap(), row["n"].as_i64().unwrap())).collect();
    assert_eq!(counted, [("main", 15), ("wiki", 15)]);
    // A connection of a name that is taken has a schema of its own all the same.
    for schema in ["wiki", "main_"] {
        assert_eq!(ask(&lab, &format!("select count(*) as n from {schema}.space_content"))[0]["n"], 15);
    }
    let described = ask(
        &lab,
        "select comment from duckdb_columns() where schema_name = 'wiki' and table_name = 'space_content' and column_name = 'title'",
    );
    assert_eq!(described[0]["comment"], "text: Its title, redacted.");
    let without =
        "select schema_name || '.' || view_name as name from duckdb_views() where not internal and comment is null
         union all
         select schema_name || '.' || table_name || '.' || column_name as name from duckdb_columns()
         where not internal and comment is null and (schema_name = 'main' or column_name = 'connection')
            and table_name not in ('completeness', 'freshness', 'gaps')";
    assert_eq!(ask(&lab, without), Vec::<Value>::new());
    let told = ask(&lab, "select comment from duckdb_views() where schema_name = 'sync' and view_name = 'walk'");
    assert_eq!(
        told[0]["comment"],
        "One row per walk and its state, without the address that it continues from. The newest state of each is shown."
    );
    let dataset =
        ask(&lab, "select state, row_count from dataset where connection = 'wiki' and dataset = 'space_content'");
    assert_eq!((&dataset[0]["state"], &dataset[0]["row_count"]), (&"published".into(), &15.into()));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_publication_writes_a_new_catalog_and_a_quiet_sync_leaves_it() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let first = linked(&lab);
    assert_eq!(fs::metadata(&first).unwrap().permissions().mode() & 0o222, 0, "nobody writes a catalog");
    lab.sync().expect(0);
    assert_eq!(linked(&lab), first);
    site.fault("edit=3");
    lab.sync().expect(0);
    assert_ne!(linked(&lab), first);
    assert!(first.exists(), "who has the former one open goes on with it");
    let generations = ask(&lab, "select generation from dataset");
    assert!(generations.iter().all(|row| row["generation"] == 2), "{generations:?}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn views_name_the_files_of_the_manifest_and_a_macro_finds_them_below_another_root() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let view = ask(&lab, "select sql from duckdb_views() where schema_name = 'wiki' and view_name = 'space_content'");
    let sql = view[0]["sql"].as_str().unwrap();
    let folder = lab.dir.canonicalize().unwrap().join("lake/wiki");
    for file in lab::files_of(&lab.manifest(), "space_content") {
        assert!(sql.contains(&folder.join(file.path).display().to_string()), "{sql}");
    }
    assert!(!sql.contains('*') || !sql.contains("*.parquet"), "{sql}");
    let elsewhere = lab.copy();
    fs::remove_dir_all(lab.dir.join("lake/wiki")).unwrap();
    let root = elsewhere.dir.canonicalize().unwrap().join("lake");
    let reader = Db::reader(&root).unwrap();
    let macros = lab.dir.join("lake/catalog.duckdb");
    drop(reader);
    let db = Db::read_only(&macros, &root, catchment_lake::db::Limits { memory: 256 << 20, threads: 1 }).unwrap();
    let rows: i64 =
        db.query_value(&format!("select count(*) from wiki.space_content_at('{}')", root.display()), []).unwrap();
    assert_eq!(rows, 15);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn after_a_move_the_command_writes_it_again_and_so_does_the_next_sync() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let (moved, synced_again) = (lab.copy(), lab.copy());
    fs::remove_dir_all(lab.dir.join("lake")).unwrap();
    moved.run(&["query", "select count(*) from space_content"]).refused(2, &["moved, 'catchment catalog' rebuilds"]);
    let ran = moved.run(&["catalog"]).expect(0);
    assert!(ran.stdout.contains("wiki at generation 1"), "{ran:?}");
    assert_eq!(ask(&moved, "select count(*) as n from space_content")[0]["n"], 15);
    synced_again.sync().expect(0);
    assert_eq!(ask(&synced_again, "select count(*) as n from space_content")[0]["n"], 15);
    lab.run(&["catalog"]).refused(1, &["nothing is published"]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn killed_at_its_link_the_former_or_the_new_catalog_stands() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    site.fault("edit=3");
    for (place, shown) in [("catalog.before_link", 1), ("catalog.between_links", 1), ("catalog.after_link", 2)] {
        let lab = lab.copy();
        lab.run(&["catalog"]).expect(0);
        assert!(lab.sync_killed_at(place).signal.is_some(), "{place}");
        assert_eq!(ask(&lab, "select max(generation) as n from dataset")[0]["n"], shown, "{place}");
        lab.sync().expect(0);
        assert_eq!(ask(&lab, "select max(generation) as n from dataset")[0]["n"], 2, "{place}");
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn former_catalogs_go_when_they_are_old() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    for _ in 0..4 {
        lab.run(&["catalog"]).expect(0);
    }
    assert_eq!(catalogs(&lab), 5);
    for path in tree(&lab.dir.join("lake/catalogs")) {
        let file = fs::File::open(path).unwrap();
        file.set_modified(std::time::UNIX_EPOCH).unwrap();
    }
    lab.run(&["catalog"]).expect(0);
    assert_eq!(catalogs(&lab), 3, "the linked one and two former ones");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn the_sync_tables_are_appended_and_their_newest_rows_are_found() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    lab.sync().expect(0);
    let files = || tree(&lab.lake().join("_sync"));
    let before: Vec<(PathBuf, Vec<u8>)> =
        files().into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    let requests = ask(&lab, "select count(*) as n from sync.request")[0]["n"].as_i64().unwrap();
    assert_eq!(requests as usize, site.requested().len());
    site.fault("edit=3");
    lab.sync().expect(0);
    // The files of what has changed since the last export are replaced by every run.
    let is_kept = |path: &PathBuf| !path.ends_with(catchment_lake::export::mirror::LATEST);
    for (path, bytes) in before.into_iter().filter(|(path, _)| is_kept(path)) {
        assert_eq!(fs::read(&path).unwrap(), bytes, "{} was written again", path.display());
    }
    let runs = ask(&lab, "select run_id, state, connection from sync.run order by run_id");
    let runs: Vec<_> =
        runs.iter().map(|run| (run["run_id"].as_i64().unwrap(), run["state"].as_str().unwrap())).collect();
    assert_eq!(runs, [(1, "done"), (2, "done")]);
    // A crash between file and digests appends the same rows once more, which nobody sees.
    let all = |table: &str| ask(&lab, &format!("select count(*) as n from sync.{table}"))[0]["n"].as_i64().unwrap();
    let counted = ["run", "walk", "stream", "request", "export_file"].map(all);
    lab.execute("delete from sync.mirrored");
    lab.sync().expect(0);
    let again = ["run", "walk", "stream", "request", "export_file"].map(all);
    assert!(again[0] == counted[0] + 1 && again[4] == counted[4] && again[2] == counted[2], "{counted:?} {again:?}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_row_that_becomes_what_it_was_is_appended_once_more() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    for (cause, shown) in [("'another'", Value::from("another")), ("null", Value::Null)] {
        // Nothing is published, so the tables are appended by the clock.
        lab.execute("update sync.mirrored set exported_at = exported_at - interval 2 hour");
        lab.execute(&format!("update sync.chunk set cause = {cause}"));
        lab.sync().expect(0);
        let causes = ask(&lab, "select distinct cause from sync.chunk");
        assert_eq!(causes.iter().map(|row| &row["cause"]).collect::<Vec<_>>(), [&shown]);
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn neither_keys_nor_cursors_nor_reasons_leave_with_the_sync_tables() {
    let site = Site::start(Options { pages: 40, ..small() });
    let lab = Lab::synced(&site, "page_size = 5");
    lab.run(&["raw", CONNECTION, "1", "--reason", "a-very-private-reason"]).expect(0);
    let kept = "select target from sync.request where contains(target, 'cursor=') order by all";
    let kept: Vec<String> = lab.open().query(kept, [], |row| row.get(0)).unwrap();
    assert!(!kept.is_empty() && kept.iter().all(|target| target.contains("cursor=*")), "{kept:?}");
    lab.execute("delete from sync.mirrored");
    lab.sync().expect(0);
    let targets = ask(&lab, "select target from sync.request");
    assert!(targets.iter().any(|row| row["target"].as_str().unwrap().contains("cursor=...")), "{targets:?}");
    let columns = ask(&lab, "select distinct column_name as name from duckdb_columns() where schema_name = 'sync'");
    let has = |name: &str| columns.iter().any(|row| row["name"] == name);
    assert!(has("target") && !["next_url", "reason_given", "account", "multipart_id"].into_iter().any(has));
    let disclosed =
        ask(&lab, "select seq, columns(* exclude (connection, exported_at, seq, disclosed_at)) from sync.disclosure");
    assert_eq!(disclosed, [serde_json::json!({"seq": 1})]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn every_table_of_a_sync_is_mirrored_or_left_out_on_purpose() {
    // What the datasets say, and what only the engine needs.
    const LEFT_OUT: [&str; 14] = [
        "children",
        "described",
        "former_object",
        "keyed",
        "keyless",
        "lacking",
        "mirrored",
        "object",
        "purge",
        "selected",
        "selection",
        "told",
        "tombstone",
        "touched",
    ];
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let tables =
        lab.open().query("select table_name from duckdb_tables() where schema_name = 'sync' order by all", [], |row| {
            row.get::<_, String>(0)
        });
    let mirrored: Vec<&str> =
        catchment_lake::export::mirror::tables().unwrap().iter().map(|table| table.name).collect();
    for table in tables.unwrap() {
        let is_left_out = LEFT_OUT.contains(&table.as_str());
        assert_ne!(mirrored.contains(&table.as_str()), is_left_out, "sync.{table}: give it a file in sql/mirror/");
        let is_there = lab.lake().join("_sync").join(&table).exists();
        assert_ne!(is_there, is_left_out, "sync.{table}");
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn folders_above_the_files_say_nothing() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "");
    let text = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let at = |to: &str| lab.write("catchment.toml", &text.replacen("to = \"lake\"", &format!("to = \"{to}\""), 1));
    at("status=x/space_key=Y/lake");
    lab.sync().expect(0);
    let sql = "select distinct status, space_key from space_content where status = 'x' or space_key = 'Y'";
    assert_eq!(ask(&lab, sql), Vec::<Value>::new());
    assert_eq!(ask(&lab, "select count(*) as n from sync.run")[0]["n"], 1);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_dataset_that_is_held_back_is_complete_to_no_time() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let page = catchment_practice::confluence::page_id(9);
    lab.execute(&format!(
        "update confluence.page set version_number = 0 where page_id = '{page}';
         insert into sync.touched values ('confluence.page', 'page_id', '{page}')"
    ));
    site.fault("edit=3");
    lab.sync().expect(3);
    let sql = "select distinct state, complete_to is null as is_open from completeness where dataset = 'space_content'";
    let rows = ask(&lab, sql);
    assert!(rows.len() == 1 && rows[0]["state"] == "held" && rows[0]["is_open"] == true, "{rows:?}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn completeness_tells_to_when_each_space_is_complete() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let rows = ask(
        &lab,
        "select * from completeness where dataset = 'space_content' and stream = 'page' and scope_id is not null",
    );
    assert_eq!(rows.len(), 2, "{rows:?}");
    for row in rows {
        assert!(row["complete_to"].is_string() && row["looked_at"].as_str() >= row["complete_to"].as_str(), "{row}");
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn another_lake_gets_the_sync_tables_whole() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let asked = ["walk", "run", "stream", "request"].map(|table| format!("select count(*) as n from sync.{table}"));
    let counted = || asked.clone().map(|sql| ask(&lab, &sql)[0]["n"].as_i64().unwrap());
    let before = counted();
    let text = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    lab.write("catchment.toml", &text.replacen("to = \"lake\"", "to = \"other\"", 1));
    lab.sync().expect(0);
    let now = counted();
    assert!(before.iter().zip(now).all(|(before, now)| *before > 0 && now >= *before), "{before:?} {now:?}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_space_that_leaves_the_scope_is_complete_to_when_it_left() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let sync = |settings: &str| {
        // The site tells its time in seconds.
        std::thread::sleep(Duration::from_millis(1100));
        lab.execute("update sync.mirrored set exported_at = exported_at - interval 2 hour");
        lab.configure(&site, settings);
        lab.sync().expect(0);
        let sql = "select scope_id as scope, complete_to from completeness
            where dataset = 'deleted_content' and stream = 'page' and scope_id is not null";
        let shown = [0, 1].map(|space| complete_to(&ask(&lab, sql), space));
        let asked = lab.run(&["audit", CONNECTION, "complete", "--format", "jsonl"]).expect(0).stdout;
        let rows: Vec<Value> = asked.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let rows: Vec<Value> = rows.into_iter().filter(|row| row["stream"] == "page").collect();
        assert_eq!([0, 1].map(|space| complete_to(&rows, space)), shown);
        shown
    };
    let [stays, leaves] = sync("");
    assert_eq!(stays, leaves);
    for _ in 0..2 {
        let [still, left] = sync("space_keys = [\"ENG\"]");
        assert!(still > stays && left == leaves, "{still} {left}");
    }
    for _ in 0..2 {
        let [still, back] = sync("");
        assert!(still == back && back > leaves, "{still} {back}");
    }
}

/// To when a space is complete, by rows of which there is one for each.
fn complete_to(rows: &[Value], space: usize) -> String {
    let space = catchment_practice::confluence::space_id(space);
    let row = rows.iter().find(|row| row["scope"] == space.as_str()).unwrap();
    // A query writes `2026-01-31 07:00:00+00`, an audit `2026-01-31T07:00:00.000000Z`.
    let told = row["complete_to"].as_str().unwrap().replace('T', " ").replace('Z', "+00");
    let (second, _) = told.trim_end_matches("+00").split_once('.').unwrap_or((&told, ""));
    second.trim_end_matches("+00").to_owned()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_space_that_was_never_read_to_its_end_is_complete_to_no_time() {
    let mut site = Site::start(small());
    site.fault("forbidden-space=ENG");
    let lab = Lab::new(&site, "");
    lab.sync().expect(3);
    let space = catchment_practice::confluence::space_id(0);
    let rows = ask(
        &lab,
        &format!(
            "select * from completeness where dataset = 'space_content' and stream = 'page' and scope_id = '{space}'"
        ),
    );
    assert!(rows.len() == 1 && rows[0]["complete_to"].is_null() && rows[0]["open"] == 1, "{rows:?}");
    let asked = lab.run(&["audit", CONNECTION, "complete", "--format", "jsonl"]).expect(0).stdout;
    let rows: Vec<Value> = asked.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let row = rows.iter().find(|row| row["stream"] == "page" && row["scope"] == space.as_str());
    assert!(row.is_some_and(|row| row["complete_to"].is_null() && row["open"] == 1), "{rows:?}");
    let others = rows.iter().filter(|row| row["stream"] == "page" && row["complete_to"].is_string()).count();
    assert!(others > 0, "{rows:?}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn completeness_names_the_streams_that_feed_a_dataset() {
    let site = Site::start(Options { attachments: 3, ..small() });
    let lab = Lab::new(&site, "");
    let settings = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    lab.write("catchment.toml", &settings.replace("\"blogpost\"]", "\"blogpost\", \"attachment\"]"));
    lab.sync().expect(0);
    let sql = "select dataset, string_agg(distinct stream, ' ' order by stream) as streams from completeness group by dataset order by dataset";
    let told = ask(&lab, sql);
    let told: Vec<_> =
        told.iter().map(|row| (row["dataset"].as_str().unwrap(), row["streams"].as_str().unwrap())).collect();
    let (files, pages, all) = ("attachment blogpost page", "blogpost page space", "attachment blogpost page space");
    let expected = [
        ("containers", pages),
        ("deleted_content", all),
        ("page_attachments", files),
        ("page_tree", pages),
        ("space_content", all),
        ("spaces", pages),
    ];
    assert_eq!(told, expected);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_query_only_reads_and_only_in_the_lake() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let query = |sql: &str| lab.run(&["query", sql]);
    let outside = lab.data().join("wiki.duckdb");
    lab.write("secret.csv", "a\n1\n");
    for sql in [
        "create table x (a integer)",
        "attach ':memory:' as other",
        "copy (select 1) to 'lake/x.csv'",
        "install httpfs",
        "load json",
        "set memory_limit = '100GB'",
        "pragma database_list",
        "drop view wiki.space_content",
        "delete from dataset",
    ] {
        query(sql).refused(2, &["only SELECT is allowed"]);
    }
    query("select 1; select 2").refused(2, &["several statements"]);
    query("select 1) ; copy (select 1) to 'x' ; select (2").refused(2, &[]);
    query("selct 1").refused(2, &["cannot be parsed", "selct"]);
    query("").refused(2, &["no statement"]);
    query("select * from space_contnet").refused(2, &["space_contnet", "Did you mean"]);
    for sql in [
        format!("from '{}'", lab.dir.join("secret.csv").display()),
        format!("from read_text('{}')", outside.display()),
        "from read_text('/etc/hostname')".to_owned(),
        "from glob('/etc/*')".to_owned(),
    ] {
        query(&sql).refused(2, &["Permission Error"]);
    }
    assert!(!lab.dir.join("lake/x.csv").exists());
    assert_eq!(query("select 1 as a -- a remark").expect(0).stdout, "a\n-\n1\n");
    assert_eq!(query("select 1 as a;").expect(0).stdout, "a\n-\n1\n");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_query_prints_csv_that_no_spreadsheet_runs_and_json_with_types() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let sql = "select '=1+1' as f, -5 as n, null as e, '' as t, 'a,b' as q";
    assert_eq!(lab.run(&["query", sql, "--format", "csv"]).expect(0).stdout, "f,n,e,t,q\n'=1+1,-5,,\"\",\"a,b\"\n");
    let sql = "select 170141183460469231731687303715884105727::hugeint as h, 0.10::decimal(4, 2) as d, [1, 2] as l, true as b, 'x' as a";
    assert_eq!(
        lab.run(&["query", sql, "--format", "jsonl"]).expect(0).stdout,
        "{\"h\":170141183460469231731687303715884105727,\"d\":0.1,\"l\":[1,2],\"b\":true,\"a\":\"x\"}\n"
    );
    let sql = "select 'nan'::double as n, [1, 'inf'::double] as l, {'s': '-inf'::float} as s, 'NaN' as t";
    let printed = |format: &str| lab.run(&["query", sql, "--format", format]).expect(0).stdout;
    assert_eq!(
        printed("jsonl"),
        "{\"n\":\"NaN\",\"l\":[1.0,\"Infinity\"],\"s\":{\"s\":\"-Infinity\"},\"t\":\"NaN\"}\n"
    );
    assert_eq!(printed("csv"), "n,l,s,t\nnan,\"[1.0,inf]\",\"{\"\"s\"\":-inf}\",NaN\n");
    assert!(printed("table").contains("nan  [1.0,inf]  {\"s\":-inf}  NaN"), "{}", printed("table"));
    lab.write("question.sql", "-- How many?\nselect count(*) as n\nfrom space_content;\n");
    assert_eq!(lab.run(&["query", "--file", "question.sql", "--format", "csv"]).expect(0).stdout, "n\n15\n");
    let mut child = lab.command(&["query", "--file", "-", "--format", "csv"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"select 7 as n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "n\n7\n");
    let ordered = ask(&lab, "select i from range(5000) as t(i) order by hash(i), i");
    let sorted = ask(&lab, "select i from range(5000) as t(i) order by i desc");
    assert!(ordered.len() == 5000 && sorted[0]["i"] == 4999 && sorted[4999]["i"] == 0);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_question_without_end_is_ended_by_a_signal_or_by_its_memory() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let endless = "select count(*) from range(100000000) as a(i), range(100000000) as b(j) where hash(i, j) = 0";
    let child = lab.command(&["query", endless]).spawn().unwrap();
    // The signal is caught from the moment on that the catalog is open.
    lab::wait_until("the catalog to be open", || {
        tree(&PathBuf::from(format!("/proc/{}/fd", child.id())))
            .iter()
            .any(|fd| fs::read_link(fd).is_ok_and(|file| file.ends_with(linked(&lab).file_name().unwrap())))
    });
    assert!(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    lab::Ran::of(&child.wait_with_output().unwrap()).refused(4, &["stopped by a signal"]);
    let greedy = "select list(i order by hash(i)) from range(400000000) as t(i)";
    lab.run(&["query", greedy]).refused(1, &["more memory than it may use"]);
}
