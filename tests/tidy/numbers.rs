//! The numbers of published columns: each is given once, for life.

use super::settle;
use catchment_lake::export::mirror;
use catchment_lake::sql::FILES;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The numbers that a file gives to its columns, and the highest that it ever gave; nothing where it gives none.
fn numbers(text: &str) -> Option<(i32, Vec<i32>)> {
    let lines = |word: &'static str| text.lines().filter_map(move |line| line.strip_prefix(word)).map(str::trim);
    let highest = lines("-- numbers").next()?.parse().ok()?;
    let given = lines("-- column").flat_map(|line| line.split_whitespace().next().unwrap_or_default().split(','));
    Some((highest, given.filter_map(|number| number.parse().ok()).collect()))
}

/// What is wrong with the numbers of a file by itself.
fn wrong_numbers(path: &str, text: &str) -> Vec<String> {
    let Some((highest, given)) = numbers(text) else {
        return vec![format!("sql/{path}: lacks a line '-- numbers' with the highest number that a column ever had")];
    };
    let mut complaints = Vec::new();
    if given.iter().collect::<BTreeSet<_>>().len() != given.len() {
        complaints.push(format!("sql/{path}: gives a number to two columns"));
    }
    if given.iter().any(|number| !(1..=highest).contains(number)) {
        complaints.push(format!("sql/{path}: gives a number above its '-- numbers'; raise that"));
    }
    complaints
}

/// What is wrong with the numbers of a file's revisions, the oldest first: a number that is new in one must be higher
/// than any before it.
fn returned(path: &str, revisions: &[String]) -> Vec<String> {
    let mut complaints = Vec::new();
    let (mut highest, mut former) = (0, BTreeSet::new());
    for (kept, given) in revisions.iter().filter_map(|text| numbers(text)) {
        if kept < highest {
            complaints.push(format!("sql/{path}: its '-- numbers' went down from {highest} to {kept}"));
        }
        if let Some(number) = given.iter().find(|number| **number <= highest && !former.contains(*number)) {
            complaints.push(format!("sql/{path}: the number {number} was another column's before; take a new one"));
        }
        (highest, former) = (highest.max(kept), given.into_iter().collect());
    }
    complaints
}

fn published() -> Vec<&'static (&'static str, &'static str)> {
    FILES.iter().filter(|(path, _)| path.contains("/mart/") || path.starts_with("mirror/")).collect()
}

/// What git prints; nothing where it fails.
fn git(args: &[&str]) -> Option<String> {
    let output = Command::new("git").args(args).current_dir(env!("CARGO_MANIFEST_DIR")).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Every committed form of a file, the oldest first and under the names that it had, and the one that lies there.
fn revisions(path: &str, text: &str) -> Vec<String> {
    let file = format!("sql/{path}");
    let log = git(&["log", "--follow", "--topo-order", "--name-only", "--format=commit %H", "--", &file]);
    let (mut commit, mut blobs) = (String::new(), Vec::new());
    for line in log.unwrap_or_default().lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("commit ") {
            Some(hash) => commit = hash.to_owned(),
            None => blobs.push(format!("{commit}:{line}")),
        }
    }
    let committed = blobs.iter().rev().filter_map(|blob| git(&["show", blob]));
    committed.chain([text.to_owned()]).collect()
}

#[test]
fn every_published_column_has_a_number_of_its_own() {
    settle(published().into_iter().flat_map(|(path, text)| wrong_numbers(path, text)).collect());
    for table in mirror::tables().unwrap() {
        let text = catchment_lake::sql::text(&format!("mirror/{}.sql", table.name)).unwrap();
        assert!(
            table.key.iter().all(|key| text.contains(&format!("  {key}\n"))),
            "{}: its key is no column",
            table.name
        );
    }
}

#[test]
fn no_number_returns_in_the_history_of_a_file() {
    if !Path::new(env!("CARGO_MANIFEST_DIR")).join(".git").exists() || git(&["rev-parse", "HEAD"]).is_none() {
        eprintln!("skipped: there is no git repository here, so former numbers are not known");
        return;
    }
    settle(published().into_iter().flat_map(|(path, text)| returned(path, &revisions(path, text))).collect());
}

#[test]
fn planted_violations_of_numbers_are_found() {
    let found = |complaints: Vec<String>, what: &str| {
        assert!(complaints.iter().any(|complaint| complaint.contains(what)), "{what}: {complaints:?}");
    };
    let file = |highest: i32, given: &[&str]| {
        let columns: String = given.iter().map(|number| format!("-- column  {number}  c{number}\n")).collect();
        format!("-- A row.\n-- numbers {highest}\n{columns}select 1\n")
    };
    found(wrong_numbers("mart/x.sql", "-- A row.\n-- column 1 a\n"), "lacks a line");
    found(wrong_numbers("mart/x.sql", &file(3, &["1", "2,1"])), "two columns");
    found(wrong_numbers("mart/x.sql", &file(3, &["4"])), "above its");
    assert_eq!(wrong_numbers("mart/x.sql", &file(4, &["1", "2,4"])), Vec::<String>::new());
    let history = |last: String| returned("mart/x.sql", &[file(3, &["1", "2", "3"]), file(3, &["1", "3"]), last]);
    assert_eq!(history(file(4, &["1", "3", "4"])), Vec::<String>::new());
    found(history(file(3, &["1", "2", "3"])), "the number 2 was another column's");
    found(history(file(2, &["1"])), "went down from 3 to 2");
}
