//! Questions: of a lake in a bucket, through a copy that is fetched once; and answers in files.

use crate::support::costs;
use crate::support::lab::{self, CONNECTION, Lab, Site, tree};
use crate::support::s3::{S3, What};
use arrow::datatypes::DataType;
use catchment_lake::db::Db;
use catchment_practice::confluence::Options;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn small() -> Options {
    Options { pages: 12, blogposts: 3, spaces: 2, body: 600, ..Options::default() }
}

/// A lab that has synced once to a bucket.
fn synced(site: &Site, s3: &S3) -> Lab {
    let lab = Lab::new(site, "");
    lab.move_lake(s3);
    lab.sync().expect(0);
    lab
}

/// The answer to a question, a JSON object a row.
fn ask(lab: &Lab, sql: &str) -> Vec<Value> {
    let ran = lab.run(&["query", sql, "--format", "jsonl"]).expect(0);
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn an_answer_that_fails_is_one_json_document_with_the_error_after_its_first_rows_too() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let late = "select if(i < 900000, i, error('too late')) as n from range(1000000) as t(i)";
    for (sql, words) in [("select error('at once') as n", "at once"), (late, "too late")] {
        let ran = lab.run(&["query", sql, "--format", "json"]).expect(2);
        assert_eq!(ran.stderr.matches("error: ").count(), 1, "{}", ran.stderr);
        let document: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|cause| panic!("{cause}: {sql}"));
        assert_eq!((&document["command"], &document["exit_code"]), (&json!("query"), &json!(2)));
        assert!(document["error"]["message"].as_str().unwrap().contains(words), "{}", document["error"]);
    }
    lab.run(&["query", late, "--format", "json", "--output", "late.json"]).expect(2);
    assert!(!lab.dir.join("late.json").exists());
}

#[test]
fn every_documented_query_runs_and_one_that_calculates_with_zones_is_told_how_to() {
    let site = Site::start(Options { attachments: 6, ..small() });
    let lab = Lab::new(&site, "");
    let settings = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    lab.write("catchment.toml", &settings.replace("\"blogpost\"]", "\"blogpost\", \"attachment\"]"));
    lab.sync().expect(0);
    let page = fs::read_to_string("docs/datasets.md").unwrap();
    let (_, queries) = page.split_once("## Ten queries").unwrap();
    let blocks: Vec<&str> = queries.split("```sql\n").skip(1).map(|rest| rest.split_once("```").unwrap().0).collect();
    assert_eq!(blocks.len(), 10);
    for statement in blocks.iter().flat_map(|block| block.split(";\n")).filter(|statement| !statement.trim().is_empty())
    {
        lab.run(&["query", statement]).expect(0);
    }
    for zoned in ["select date_trunc('month', modified_at) from space_content", "select now() - interval 2 years"] {
        let told = lab.run(&["query", zoned]).refused(2, &["modified_at::timestamp"]).stderr;
        assert!(!told.contains("Candidate") && told.lines().count() < 6, "{told}");
    }
}

/// The folder of all copies.
fn copies(lab: &Lab) -> PathBuf {
    lab.data().join("lake-cache")
}

/// The folders in it, one for each bucket.
fn folders(lab: &Lab) -> Vec<PathBuf> {
    let entries = fs::read_dir(copies(lab)).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).collect()
}

/// The copy.
fn copy(lab: &Lab) -> PathBuf {
    let folders = folders(lab);
    assert_eq!(folders.len(), 1, "{folders:?}");
    folders[0].clone()
}

/// The data files and manifests of the connection in a place.
fn held(place: &Path) -> BTreeSet<PathBuf> {
    let part = place.join(CONNECTION);
    let below = tree(&part).into_iter().map(|path| path.strip_prefix(&part).unwrap().to_owned());
    below.filter(|path| !path.starts_with("_sync") && !path.starts_with("current")).collect()
}

/// The data files and the manifest of the newest generation in the bucket.
fn current(s3: &S3) -> BTreeSet<PathBuf> {
    let part = s3.folder().join(CONNECTION);
    let pointer: Value = serde_json::from_slice(&fs::read(part.join("current.json")).unwrap()).unwrap();
    let path = PathBuf::from(pointer["manifest"].as_str().unwrap());
    let manifest = lab::manifest(part.join(&path).parent().unwrap());
    let datasets = manifest["datasets"].as_object().unwrap();
    let files = datasets.keys().flat_map(|dataset| lab::files_of(&manifest, dataset));
    files.map(|file| PathBuf::from(file.path)).chain([path]).collect()
}

/// How often data files were asked for.
fn fetched(s3: &S3) -> usize {
    let is_data = |line: &&String| line.starts_with("GET") && line.contains(".parquet") && !line.contains("/_sync/");
    s3.requests().iter().filter(is_data).count()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_bucket_answers_as_a_folder_does() {
    let (site, s3) = (Site::start(small()), S3::start());
    let (folder, bucket) = (Lab::synced(&site, ""), synced(&site, &s3));
    for sql in [
        "from space_content order by page_id",
        "from wiki.page_tree order by page_id",
        "select * exclude (published_at) from dataset order by dataset",
        "select dataset, stream, scope_id, outcome from completeness order by all",
        "select dataset, outcome, open from freshness order by all",
        "select run_id, state from sync.run",
        "select schema_name, view_name from duckdb_views() where not internal order by all",
    ] {
        let rows = ask(&bucket, sql);
        assert_eq!(rows, ask(&folder, sql), "{sql}");
        assert!(!rows.is_empty(), "{sql}");
    }
    assert_eq!(held(&copy(&bucket)), current(&s3));
    assert_eq!(fs::metadata(copies(&bucket)).unwrap().permissions().mode() & 0o077, 0, "others may read the copy");
    for outside in [bucket.data().join("wiki.duckdb"), bucket.dir.join("token")] {
        let sql = format!("from read_text('{}')", outside.display());
        bucket.run(&["query", &sql]).refused(2, &["Permission Error"]);
    }
    assert!(!bucket.dir.join("lake").exists());
}

#[test]
fn what_is_there_is_not_fetched_again() {
    let (site, s3) = (Site::start(small()), S3::start());
    let lab = synced(&site, &s3);
    s3.calm();
    assert_eq!(ask(&lab, "select count(*) as n from space_content"), [json!({"n": 15})]);
    let files = current(&s3).len() - 1;
    assert_eq!(fetched(&s3), files);
    let catalogs = tree(&copy(&lab).join("catalogs"));
    s3.calm();
    assert_eq!(ask(&lab, "select count(*) as n from space_content"), [json!({"n": 15})]);
    let asked = s3.requests();
    let is_asked = |at: usize, path: &str| asked[at].starts_with(&format!("GET /practice/pre/fix/wiki/{path}"));
    assert!(asked.len() == 2 && is_asked(0, "current.json") && is_asked(1, "_sync/run/latest.parquet"), "{asked:?}");
    assert_eq!(tree(&copy(&lab).join("catalogs")), catalogs, "the catalog was written again");
    // A sync that publishes nothing is told of all the same, whether its rows are appended or not.
    for runs in [2, 3] {
        lab.sync().expect(0);
        s3.calm();
        assert_eq!(ask(&lab, "select count(*) as n from sync.run"), [json!({"n": runs})]);
        assert_eq!(fetched(&s3), 0);
        lab.execute("update sync.mirrored set exported_at = exported_at - interval 2 hour");
    }
    // What somebody removed or cut off is fetched again, and nothing else.
    let file = copy(&lab).join(CONNECTION).join(&lab::files_of(&manifest(&lab), "space_content")[0].path);
    for spoil in [|path: &Path| fs::remove_file(path).unwrap(), |path: &Path| fs::write(path, "PAR1").unwrap()] {
        spoil(&file);
        s3.calm();
        assert_eq!(ask(&lab, "select count(*) as n from space_content"), [json!({"n": 15})]);
        assert_eq!(fetched(&s3), 1);
    }
}

/// The manifest that the copy leads to.
fn manifest(lab: &Lab) -> Value {
    lab::manifest(&copy(lab).join(CONNECTION).join("current"))
}

#[test]
fn a_new_generation_is_shown_and_what_was_current_before_goes() {
    let (mut site, s3) = (Site::start(small()), S3::start());
    let lab = synced(&site, &s3);
    ask(&lab, "from space_content");
    let before = held(&copy(&lab));
    site.fault("edit=3");
    lab.sync().expect(0);
    s3.calm();
    let sql = "from space_content order by page_id";
    assert_eq!(ask(&lab, sql), ask(&Lab::synced(&site, ""), sql));
    assert_eq!(ask(&lab, "select distinct generation as n from dataset"), [json!({"n": 2})]);
    let now = held(&copy(&lab));
    assert_eq!(now, current(&s3));
    assert!(!before.is_subset(&now), "{before:?}");
    let new = now.difference(&before).filter(|path| path.extension().is_some_and(|ending| ending == "parquet"));
    assert_eq!(fetched(&s3), new.count());
}

#[test]
fn what_somebody_reads_stays_until_nobody_does() {
    let (mut site, s3) = (Site::start(small()), S3::start());
    let lab = synced(&site, &s3);
    ask(&lab, "from space_content");
    let before = held(&copy(&lab));
    let endless = "select count(*) from range(100000000) as a(i), range(100000000) as b(j) where hash(i, j) = 0";
    let child = lab.command(&["query", endless]).spawn().unwrap();
    lab::wait_until("the catalog to be open", || {
        tree(&PathBuf::from(format!("/proc/{}/fd", child.id()))).iter().any(|fd| {
            fs::read_link(fd).is_ok_and(|file| {
                file.parent().is_some_and(|folder| folder.ends_with("catalogs"))
                    && file.extension().is_some_and(|ending| ending == "duckdb")
            })
        })
    });
    site.fault("edit=3");
    lab.sync().expect(0);
    let sql = "select distinct generation as n from dataset";
    assert_eq!(ask(&lab, sql), [json!({"n": 2})]);
    assert!(before.is_subset(&held(&copy(&lab))), "what is read was removed");
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    lab::Ran::of(&child.wait_with_output().unwrap()).refused(4, &["stopped by a signal"]);
    assert_eq!(ask(&lab, sql), [json!({"n": 2})]);
    assert_eq!(held(&copy(&lab)), current(&s3));
}

#[test]
fn what_comes_in_part_is_asked_for_once_more_and_never_used() {
    let (site, s3) = (Site::start(small()), S3::start());
    let lab = synced(&site, &s3);
    for part in ["space_content/", "generations/1/manifest.json", "_sync/walk/", "_sync/run/latest.parquet"] {
        let path: &'static str = Box::leak(format!("GET /practice/pre/fix/wiki/{part}").into_boxed_str());
        s3.fault(path, 1000, What::Half);
        lab.run(&["query", "from space_content"]).refused(1, &[part, "did not come as it was published"]);
        let place = copy(&lab).join(CONNECTION);
        assert!(!tree(&place).iter().any(|file| file.starts_with(place.join(part.trim_end_matches('/')))), "{part}");
        s3.calm();
        s3.fault(path, 1, What::Half);
        assert_eq!(ask(&lab, "select count(*) as n from space_content"), [json!({"n": 15})], "{part}");
        s3.calm();
        fs::remove_dir_all(copies(&lab)).unwrap();
    }
}

#[test]
fn what_the_bucket_lacks_is_told_and_an_unpublished_lake_too() {
    let (site, s3) = (Site::start(small()), S3::start());
    let lab = Lab::new(&site, "");
    lab.move_lake(&s3);
    let told = ["nothing is published in s3://practice/pre/fix", "catchment sync"];
    lab.run(&["query", "from space_content"]).refused(1, &told);
    lab.run(&["catalog"]).refused(1, &told);
    lab.sync().expect(0);
    ask(&lab, "from space_content");
    fs::remove_dir_all(copies(&lab)).unwrap();
    let file = current(&s3).into_iter().find(|path| path.starts_with("space_content")).unwrap();
    fs::remove_file(s3.folder().join(CONNECTION).join(&file)).unwrap();
    let told = [file.to_str().unwrap(), "is missing", "current.json leads to it", "'catchment sync' publishes again"];
    lab.run(&["query", "from space_content"]).refused(1, &told);
    s3.fault("GET", 1000, What::Refused(403, "AccessDenied"));
    lab.run(&["query", "from space_content"]).refused(1, &["403 Forbidden", "check the credentials"]);
    s3.calm();
    lab.sync().expect(0);
    assert_eq!(ask(&lab, "select count(*) as n from space_content"), [json!({"n": 15})]);
}

#[test]
fn the_command_looks_at_every_file_of_the_copy_and_tells_where_its_catalog_is() {
    let (site, s3) = (Site::start(small()), S3::start());
    let lab = synced(&site, &s3);
    let told = lab.run(&["catalog"]).expect(0).stdout;
    let link = copy(&lab).canonicalize().unwrap().join("catalog.duckdb");
    assert!(told.contains("wiki at generation 1") && told.contains(&link.display().to_string()), "{told}");
    let file = copy(&lab).join(CONNECTION).join(&lab::files_of(&manifest(&lab), "space_content")[0].path);
    let whole = fs::read(&file).unwrap();
    lab::damage(&file);
    s3.calm();
    lab.run(&["catalog"]).expect(0);
    assert_eq!(fetched(&s3), 1);
    assert!(fs::read(&file).unwrap() == whole);
}

#[test]
fn connections_and_buckets_that_are_configured_no_more_leave_the_copy() {
    let (site, s3, other) = (Site::start(small()), S3::start(), S3::start());
    let lab = Lab::new(&site, "");
    lab.move_lake(&s3);
    let wiki = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let attic = wiki.split_once("[connections.wiki]").unwrap().1;
    lab.write("catchment.toml", &format!("{wiki}\n[connections.attic]\n{attic}"));
    lab.run(&["sync"]).expect(0);
    let sql = "select distinct connection from space_content order by all";
    assert_eq!(ask(&lab, sql), [json!({"connection": "attic"}), json!({"connection": "wiki"})]);
    lab.write("catchment.toml", &wiki);
    assert_eq!(ask(&lab, sql), [json!({"connection": "wiki"})]);
    assert!(!copy(&lab).join("attic").exists());
    let first = copy(&lab);
    let elsewhere = other.settings().replace("pre/fix", "pre/other");
    lab.write("catchment.toml", &wiki.replace(&s3.settings(), &elsewhere));
    lab.sync().expect(0);
    assert_eq!(ask(&lab, sql), [json!({"connection": "wiki"})]);
    assert_ne!(copy(&lab), first);
}

#[test]
fn what_is_purged_is_in_no_copy() {
    let (mut site, s3) = (Site::start(small()), S3::start());
    let lab = synced(&site, &s3);
    ask(&lab, "from space_content");
    site.fault("edit=3");
    lab.sync().expect(0);
    lab.run(&["purge", "generations", CONNECTION, "--before", "2", "--reason", "x"]).expect(0);
    assert_eq!(folders(&lab), Vec::<PathBuf>::new());
    assert_eq!(ask(&lab, "select distinct generation as n from dataset"), [json!({"n": 2})]);
}

/// Every type that datasets have, and others.
const TYPED: &str =
    "select page_id, created_at, page_tree.path_ids, {'deep': page_tree.depth, 'titles': [title]} as told,
     0.10::decimal(4, 2) as price, date '2026-01-02' as day, timestamp '2026-01-02 03:04:05' as local,
     null::integer as nothing
     from page_tree inner join space_content using (connection, page_id) order by page_id";

#[test]
fn an_answer_in_parquet_has_the_types_and_the_values_of_the_question() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let ran = lab.run(&["query", TYPED, "--format", "parquet", "--output", "answer.parquet"]).expect(0);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("wrote 12 rows to answer.parquet"), "{}", ran.stderr);
    let path = lab.dir.join("answer.parquet");
    let rows = lab::parquet(&path).unwrap();
    let kind = |column: &str| rows.schema().field_with_name(column).unwrap().data_type().clone();
    assert!(matches!(kind("created_at"), DataType::Timestamp(_, Some(_))), "{}", kind("created_at"));
    assert!(matches!(kind("local"), DataType::Timestamp(_, None)), "{}", kind("local"));
    assert!(matches!(kind("path_ids"), DataType::List(_)) && matches!(kind("told"), DataType::Struct(_)));
    assert_eq!(kind("day"), DataType::Date32);
    let folder = lab.dir.canonicalize().unwrap();
    let db = Db::reader(&folder).unwrap();
    let file = folder.join("answer.parquet");
    let types = "page_id, created_at, path_ids, told, price, day, local, nothing".replace(", ", "), typeof(");
    let sql = format!("select concat_ws(' | ', typeof({types})) from read_parquet('{}') limit 1", file.display());
    assert_eq!(
        db.query_value::<String, _>(&sql, []).unwrap(),
        "VARCHAR | TIMESTAMP WITH TIME ZONE | VARCHAR[] | STRUCT(deep INTEGER, titles VARCHAR[]) | DECIMAL(4,2) | \
         DATE | TIMESTAMP | INTEGER"
    );
    let sql =
        format!("select cast(to_json(r) as varchar) from read_parquet('{}') as r order by page_id", file.display());
    let read: Vec<Value> = db
        .query(&sql, [], |row| row.get::<_, String>(0))
        .unwrap()
        .iter()
        .map(|row| serde_json::from_str(row).unwrap())
        .collect();
    assert_eq!(read, ask(&lab, TYPED));
}

#[test]
fn parquet_goes_into_a_pipe_and_not_onto_a_terminal() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let args = ["query", "select page_id from space_content where page_id = ''", "--format", "parquet"];
    let output = costs::output(&mut lab.command(&args));
    let read = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(output.stdout)).unwrap();
    assert_eq!((read.schema().field(0).name().as_str(), read.metadata().file_metadata().num_rows()), ("page_id", 0));
    let terminal = nix::pty::openpty(None, None).unwrap();
    let child = lab.command(&args).stdout(Stdio::from(terminal.slave)).spawn().unwrap();
    let ran = lab::Ran::of(&child.wait_with_output().unwrap());
    ran.refused(2, &["Parquet is not printed on a terminal", "--output FILE"]);
    let terminal = nix::pty::openpty(None, None).unwrap();
    let args = [&args[..], &["-o", "none.parquet"]].concat();
    let child = lab.command(&args).stdout(Stdio::from(terminal.slave)).spawn().unwrap();
    lab::Ran::of(&child.wait_with_output().unwrap()).expect(0);
    assert_eq!(lab::parquet(&lab.dir.join("none.parquet")).unwrap().num_rows(), 0);
    let interval = ["query", "select interval 1 day as span", "--format", "parquet", "-o", "span.parquet"];
    lab.run(&interval).refused(2, &["span is an interval", "::varchar"]);
    assert!(!lab.dir.join("span.parquet").exists());
}

#[test]
fn whoever_reads_no_further_is_no_error_in_any_format() {
    let lab = Lab::synced(&Site::start(small()), "");
    for rows in [1, 5_000] {
        let sql = format!("select page_id, i, hash(i) as h from space_content, range({rows}) as t(i)");
        for format in ["table", "csv", "json", "jsonl", "parquet"] {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let output = lab.command(&["query", &sql, "--format", format, "--quiet"]).stdout(writer).output().unwrap();
            let ran = lab::Ran::of(&output).expect(0);
            assert_eq!(ran.stderr, "", "{format}");
        }
    }
}

#[test]
fn an_answer_takes_the_place_of_a_file_as_a_whole_or_not_at_all() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let late = "select case when i = 90000 then error('too late') else i end as i from range(100000) as t(i)";
    for format in ["table", "vertical", "markdown", "csv", "json", "jsonl", "parquet"] {
        let before = tree(&lab.dir).len();
        fs::write(lab.dir.join("answer"), "former").unwrap();
        let ran = lab.run(&["query", late, "--format", format, "-o", "answer"]).expect(2);
        assert!(ran.stderr.contains("too late"), "{format}: {}", ran.stderr);
        assert_eq!(fs::read_to_string(lab.dir.join("answer")).unwrap(), "former", "{format}");
        let sql = "select page_id, title from space_content order by page_id";
        let printed = costs::output(&mut lab.command(&["query", sql, "--format", format])).stdout;
        let ran = lab.run(&["query", sql, "--format", format, "--output", "answer"]).expect(0);
        assert_eq!(ran.stdout, "", "{format}");
        assert!(fs::read(lab.dir.join("answer")).unwrap() == printed, "{format}");
        assert_eq!(tree(&lab.dir).len(), before + 1, "{format}: something else was left");
        fs::remove_file(lab.dir.join("answer")).unwrap();
    }
    let to = |path: &str| lab.run(&["query", "select 1 as a", "--format", "csv", "--output", path]);
    assert_eq!(to("-").expect(0).stdout, "a\n1\n");
    to("data").refused(2, &["data is no regular file"]);
    to("/dev/null").refused(2, &["/dev/null is no regular file"]);
    to("nowhere/answer.csv").refused(1, &["cannot be written to nowhere/answer.csv", "in a folder that is there"]);
}

#[test]
fn a_question_makes_plain_text_of_a_body_as_the_dataset_does() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let sql = "select count(*) as n from space_content where plain_text(body_storage) is not distinct from body_text";
    assert_eq!(ask(&lab, sql), [json!({"n": 15})]);
    let sql = "select plain_text('<p>a &amp; b</p><p>c</p>') as made";
    assert_eq!(ask(&lab, sql), [json!({"made": "a & b\nc"})]);
}
