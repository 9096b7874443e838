//! What others find in a lake: DuckDB of PyPI, which has ICU, where Python and its packages are there.

use crate::support::lab::{self, Lab, Site, texts};
use catchment::practice::Options;
use std::process::Command;

/// The variable that names a Python with the packages: `python3 -m venv DIR && DIR/bin/pip install duckdb==1.5.5`.
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
print(catalog.execute(\"select (select string_agg(epoch_us(started_at), ',' order by started_at) from sync.request), (select string_agg(epoch_us(looked_at), ',' order by looked_at) from freshness)\").fetchone())";
    let catalog = lab.dir.join("lake/catalog.duckdb").display().to_string();
    let told = ZONES.map(|zone| printed(&python, zone, script, &[&catalog]));
    assert!(told[0].len() > 100 && told[0] == told[1] && told[1] == told[2], "{told:?}");
    assert!(!lab::tree(&lab.lake().join("_sync")).is_empty());
}
