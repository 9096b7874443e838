//! The engine knows no source: what tells one from another stands in its table of streams and in its own folders.

use super::{code, root, settle};
use catchment_source::SOURCES;
use std::collections::BTreeMap;
use std::path::Path;

/// Where no name of a source and of its streams may stand.
const ENGINE: [&str; 10] = [
    "crates/base/src/",
    "crates/io/src/",
    "crates/lake/src/",
    "crates/run/src/",
    "crates/source/src/config/",
    "sql/audit/",
    "sql/catalog/",
    "sql/due/",
    "sql/mirror/",
    "sql/report/",
];

/// Files that name a source still, each with how many of its lines do. A number may only become less.
const STILL: &[(&str, usize)] = &[];

/// Streams whose names are words that the engine needs for something else.
const ORDINARY: [&str; 4] = ["comment", "field", "status", "version"];

/// What a line would say of a source: its name before a relation or as a text, a stream as a text or as the name of an id.
pub fn words_of<'a>(source: &str, streams: impl Iterator<Item = &'a str>) -> Vec<String> {
    let of_stream = |name: &str| [format!("'{name}'"), format!("\"{name}\""), format!("{name}_id")];
    let streams = streams.filter(|name| !ORDINARY.contains(name));
    streams.flat_map(of_stream).chain([format!("{source}."), format!("\"{source}\"")]).collect()
}

fn words() -> Vec<String> {
    let of = |source: &catchment_source::Connector| {
        words_of(source.name(), source.streams().iter().map(|stream| stream.name))
    };
    SOURCES.iter().flat_map(of).collect()
}

/// The lines of a file that name a source; comments and unit tests left out.
fn naming<'t>(path: &str, text: &'t str, words: &[String]) -> Vec<&'t str> {
    let comment = if path.ends_with(".sql") { "--" } else { "//" };
    let own = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    let is_sql = path.ends_with(".sql");
    let stands = |line: &str, word: &String| {
        line.match_indices(word.as_str()).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let is_inside = before.is_some_and(|before| before.is_alphanumeric() || before == '_' || before == '/');
            // In Rust a relation stands in a text; outside of one it is some variable of this name.
            let is_variable = !is_sql && word.ends_with('.') && line[..at].matches('"').count().is_multiple_of(2);
            !is_inside && !is_variable
        })
    };
    let code = own.lines().filter(|line| !line.trim_start().starts_with(comment));
    code.filter(|line| words.iter().any(|word| stands(line, word))).collect()
}

#[test]
fn the_engine_names_no_source() {
    settle(named_in_engine(&root(), &words()));
}

/// Lines of the engine of a tree that hold such words.
pub fn named_in_engine(root: &Path, words: &[String]) -> Vec<String> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in ENGINE.iter().flat_map(|folder| code::files_below(root, folder.trim_end_matches('/'))) {
        let is_test = path.ends_with("/tests.rs") || path.contains("/tests/");
        if is_test || !(path.ends_with(".rs") || path.ends_with(".sql")) {
            continue;
        }
        let text = std::fs::read_to_string(root.join(&path)).unwrap();
        let lines: Vec<String> = naming(&path, &text, words).into_iter().map(|line| line.trim().to_owned()).collect();
        if !lines.is_empty() {
            found.insert(path, lines);
        }
    }
    let mut complaints = Vec::new();
    for (path, lines) in &found {
        let still = STILL.iter().find(|(known, _)| known == path).map_or(0, |(_, lines)| *lines);
        if lines.len() != still {
            complaints.push(format!(
                "{path} names a source in {} lines and may in {still}: let it ask a facet of the stream, or lower its number in STILL: {}",
                lines.len(),
                lines[0]
            ));
        }
    }
    let gone = STILL.iter().filter(|(path, _)| !found.contains_key(*path));
    complaints.extend(gone.map(|(path, _)| format!("{path} names no source any more: take it out of STILL")));
    complaints
}

/// A sentence that names the first of these and all others but one means everything that the program reads: one is missing.
const NAMED: [&str; 4] = ["Confluence", "Jira", "ServiceNow", "Salesforce"];

/// Words of sentences that mean some sources only.
const SOME: [&str; 1] = ["and ServiceNow: time zone of the account"];

/// The sentences of a text that name all of these sources but one.
fn short_lists(text: &str) -> Vec<String> {
    let marks = |line: &str| line.trim_start().trim_start_matches(['/', '!', '#', '-', '*', '|']).trim().to_owned();
    let joined = text.lines().map(marks).collect::<Vec<_>>().join(" ");
    let names = |sentence: &str| match sentence.contains(NAMED[0]) {
        true => NAMED.iter().filter(|name| sentence.contains(*name)).count(),
        false => 0,
    };
    let sentences = joined.split(['.', ';', '|', '[', '"']);
    let short = sentences.filter(|sentence| names(sentence) + 1 == NAMED.len());
    short.filter(|sentence| !SOME.iter().any(|word| sentence.contains(word))).map(|one| one.trim().to_owned()).collect()
}

#[test]
fn who_lists_the_sources_lists_all() {
    let files = ["src", "crates", "docs"].iter().flat_map(|folder| code::files_below(&root(), folder));
    let files = files.filter(|path| path.ends_with(".rs") || path.ends_with(".md") || path.ends_with("Cargo.toml"));
    let complaints = files.chain(["README.md", "Cargo.toml"].map(str::to_owned)).flat_map(|path| {
        let text = std::fs::read_to_string(root().join(&path)).unwrap();
        let is_told = |line: &&str| !path.ends_with(".rs") || line.trim_start().starts_with("//");
        let short = short_lists(&text.lines().filter(is_told).collect::<Vec<_>>().join("\n")).into_iter();
        short.map(move |sentence| format!("{path}: name every source, or none, in: {sentence}")).collect::<Vec<_>>()
    });
    settle(complaints.collect());
}

#[test]
fn planted_names_of_a_source_are_found() {
    let text =
        "//! Copies Confluence, Jira,\n//! and ServiceNow.\n//! Copies Confluence, Jira, ServiceNow, Salesforce.\nJira";
    assert_eq!(short_lists(text), ["Copies Confluence, Jira, and ServiceNow"]);
    let words = words();
    let found = |path: &str, text: &str| naming(path, text, &words).len();
    assert_eq!(found("crates/run/src/x.rs", "let a = \"page\";\nlet b = land.response;\n// \"page\"\n"), 1);
    assert_eq!(found("crates/run/src/x.rs", "confluence.trim();\nlet sql = \"from confluence.page\";\n"), 1);
    assert_eq!(found("sql/due/x.sql", "select page_id from confluence.page\n-- page_id\nselect homepage_id"), 1);
    assert_eq!(found("crates/run/src/x.rs", "f();\n#[cfg(test)]\nmod tests { const A: &str = \"page\"; }\n"), 0);
}
