//! What others find in a lake: DuckDB of PyPI, which has ICU, its `ducklake` extension and polars, where Python and these
//! packages are there.

use crate::support::lab::{self, Lab, Site, texts};
use catchment_practice::confluence::Options;
use std::process::Command;

/// The variable that names a Python with the packages: `python3 -m venv DIR && DIR/bin/pip install duckdb==1.5.5
/// duckdb-extension-ducklake==1.5.5 'polars-ducklake[duckdb-catalog]'`.
const PYTHON: &str = "CATCHMENT_PYTHON";
/// Zones that lie on both sides of UTC, and UTC itself.
const ZONES: [&str; 3] = ["UTC", "Asia/Tokyo", "America/New_York"];

fn small() -> Options {
    Options { pages: 30, blogposts: 5, spaces: 2, body: 400, ..Options::default() }
}

/// A Python that has these modules; nothing where there is none, which is said.
fn python(modules: &str) -> Option<String> {
    let Ok(python) = std::env::var(PYTHON) else {
        eprintln!("skipped: {PYTHON} names no Python that has {modules}");
        return None;
    };
    let tried = Command::new(&python).args(["-c", &format!("import {modules}")]).output();
    if tried.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    eprintln!("skipped: {python} has not all of {modules}");
    None
}

/// What a script prints in a zone.
fn printed(python: &str, zone: &str, script: &str, args: &[&str]) -> String {
    let output = Command::new(python).args(["-c", script]).args(args).env("TZ", zone).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The time in the middle of all changes, and the ids of what was changed later, as this build finds them.
fn changed_later(lab: &Lab) -> (String, String) {
    let asked = |sql: &str| lab.run(&["query", sql, "--format", "csv"]).expect(0).stdout;
    let middle = asked("select cast(median(modified_at) as varchar) as at from space_content");
    let middle = middle.lines().nth(1).unwrap().to_owned();
    let sql = format!("select page_id from space_content where modified_at > timestamptz '{middle}' order by page_id");
    let ids: Vec<String> = asked(&sql).lines().skip(1).map(str::to_owned).collect();
    assert!(ids.len() > 5 && ids.len() < texts(&lab.rows(), "page_id").len(), "{ids:?}");
    (middle, ids.join(","))
}

#[test]
fn a_question_about_times_has_one_answer_in_every_zone() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let (since, expected) = changed_later(&lab);
    let Some(python) = python("duckdb") else { return };
    let from_files = "import duckdb, sys
print(duckdb.execute(\"select string_agg(page_id, ',' order by page_id) from read_parquet(?) where modified_at > cast(? as timestamptz)\", sys.argv[1:3]).fetchone()[0])";
    let files = lab.current().join("space_content/*.parquet").display().to_string();
    let from_catalog = "import duckdb, sys
catalog = duckdb.connect(sys.argv[1], read_only=True)
print(catalog.execute(\"select string_agg(page_id, ',' order by page_id) from space_content where modified_at > cast(? as timestamptz)\", [sys.argv[2]]).fetchone()[0])";
    let catalog = lab.dir.join("lake/catalog.duckdb").display().to_string();
    for zone in ZONES {
        assert_eq!(printed(&python, zone, from_files, &[&files, &since]), expected, "{zone}");
        assert_eq!(printed(&python, zone, from_catalog, &[&catalog, &since]), expected, "{zone}");
    }
}

#[test]
fn what_a_sync_did_is_told_alike_in_every_zone() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let Some(python) = python("duckdb") else { return };
    let script = "import duckdb, sys
catalog = duckdb.connect(sys.argv[1], read_only=True)
print(catalog.execute(\"select (select string_agg(epoch_us(started_at), ',' order by started_at) from sync.request), (select string_agg(epoch_us(looked_at), ',' order by looked_at) from completeness)\").fetchone())";
    let catalog = lab.dir.join("lake/catalog.duckdb").display().to_string();
    let told = ZONES.map(|zone| printed(&python, zone, script, &[&catalog]));
    assert!(told[0].len() > 100 && told[0] == told[1] && told[1] == told[2], "{told:?}");
    assert!(!lab::tree(&lab.lake().join("_sync")).is_empty());
}

/// What is in front of every script that reads the DuckLake catalog.
const ATTACH: &str = "import duckdb, duckdb_extension_ducklake, glob, os, sys
lake = duckdb.connect(config={'allow_unsigned_extensions': 'true'})
below = os.path.dirname(duckdb_extension_ducklake.__file__)
extension = glob.glob(os.path.join(below, '**', '*.duckdb_extension'), recursive=True)[0]
lake.execute(f\"load '{extension}'\")
lake.execute(f\"attach 'ducklake:{sys.argv[1]}' as lake (read_only)\")
ask = lambda sql: lake.execute(sql).fetchall()
";

#[test]
fn the_ducklake_catalog_is_read_and_travels_in_time() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let before = lab.rows();
    site.fault("edit=3");
    lab.sync().expect(0);
    let Some(python) = python("duckdb, duckdb_extension_ducklake") else { return };
    let catalog = lab.dir.join("lake/catalog.ducklake").display().to_string();
    let asked = |script: &str| printed(&python, "Asia/Tokyo", &format!("{ATTACH}{script}"), &[&catalog]);
    let at = "print('\\n'.join(f'{id} {version}' for id, version in ask('select page_id, version_number from lake.wiki.space_content at (version => ";
    for (snapshot, rows) in [(0, &before), (1, &lab.rows())] {
        let versions = rows.column_by_name("version_number").unwrap();
        let versions = arrow::array::AsArray::as_primitive::<arrow::datatypes::Int32Type>(versions);
        let pairs = lab::ids(rows).into_iter().zip(versions.values()).map(|(id, version)| format!("{id} {version}"));
        let mut expected: Vec<String> = pairs.collect();
        expected.sort();
        let found = asked(&format!("{at}{snapshot}) order by page_id')))"));
        assert_eq!(found.lines().collect::<Vec<_>>(), expected, "snapshot {snapshot}");
    }
    assert_eq!(
        asked("print(ask('select count(*), count(distinct connection) from lake.main.space_content'))"),
        "[(35, 1)]"
    );
    let told = asked(
        "print(ask(\"select comment from duckdb_columns() where database_name = 'lake' and schema_name = 'wiki' and column_name = 'title'\")[0][0])",
    );
    assert_eq!(told, "text: Its title, redacted.");
    let nobody =
        asked("print(ask(\"explain analyze select title from lake.wiki.space_content where page_id = '0'\")[0][1])");
    assert!(!nobody.contains(".parquet"), "a file was read that its bounds exclude: {nobody}");
    let (since, expected) = changed_later(&lab);
    let later = format!(
        "print(','.join(id for id, in ask(\"select page_id from lake.wiki.space_content where modified_at > timestamptz '{since}' order by page_id\")))"
    );
    assert_eq!(asked(&later), expected);
    let kinds = asked(
        "print(sorted(set(kind for kind, in ask(\"select data_type from duckdb_columns() where database_name = 'lake' and schema_name = 'wiki'\"))))",
    );
    assert_eq!(kinds, "['INTEGER', 'TIMESTAMP WITH TIME ZONE', 'VARCHAR']");
}

#[test]
fn polars_reads_the_ducklake_catalog_of_both_generations() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    site.fault("edit=3");
    lab.sync().expect(0);
    let Some(python) = python("polars_ducklake, duckdb_engine") else { return };
    let script = "import polars_ducklake, sys
rows = lambda snapshot: polars_ducklake.scan_ducklake('ducklake:duckdb:' + sys.argv[1], 'wiki.space_content', snapshot_id=snapshot).collect()
print(rows(0).height, rows(1).height, rows(0).equals(rows(1)), rows(1).schema['modified_at'])";
    let catalog = lab.dir.join("lake/catalog.ducklake").display().to_string();
    let told = printed(&python, "UTC", script, &[&catalog]);
    assert_eq!(told, "35 35 False Datetime(time_unit='us', time_zone='UTC')");
}
