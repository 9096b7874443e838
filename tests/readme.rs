//! README and docs say what the program says: settings, types, datasets and commands; and their links lead somewhere.

use crate::support::cli::Desk;
use crate::support::costs;
use crate::support::page::{Block, blocks};
use catchment_lake::sql::FILES;
use catchment_lake::transform::Model;
use catchment_redact::{TYPES, rules_of};
use std::collections::BTreeSet;
use std::path::Path;

/// Lines of the README at most.
const MOST_LINES: usize = 250;

/// README and docs: their paths and their texts.
fn pages() -> Vec<(String, String)> {
    let docs = std::fs::read_dir("docs").unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut paths: Vec<String> = docs.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}")).collect();
    paths.sort();
    paths.insert(0, "README.md".to_owned());
    paths.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

/// The text without its blocks of code.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let lines = text.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    });
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_settings_are_those_of_the_program() {
    let page = std::fs::read_to_string("docs/settings.md").unwrap();
    let settings = catchment_source::config::reference_markdown(&catchment_source::DIALECTS);
    let (_, behind) = page.split_once("\n## All settings\n").expect("the heading of all settings");
    assert!(
        behind.trim() == settings.trim(),
        "docs/settings.md: put the output of 'catchment config --settings' below All settings"
    );
}

#[test]
fn the_types_of_the_docs_are_those_of_the_program() {
    let row = |one: &catchment_redact::Type| {
        format!("| `{}` | {} | {} | {} |\n", one.name, one.class.name(), rules_of(one.name).len(), one.about)
    };
    let expected: String = TYPES.iter().map(row).collect();
    let docs = include_str!("../docs/redaction.md");
    let (_, behind) =
        docs.split_once("| type | class | rules | what it is |\n|---|---|---|---|\n").expect("the table of types");
    let table: String =
        behind.lines().take_while(|line| line.starts_with('|')).map(|line| format!("{line}\n")).collect();
    assert!(table == expected, "the table of types in docs/redaction.md is not this:\n{expected}");
}

#[test]
fn the_datasets_are_those_of_the_program() {
    for (path, text) in FILES.iter().filter(|(path, _)| path.contains("/mart/")) {
        // Datasets of sources have names that those of others have.
        let name = match path.split('/').next() {
            Some("jira") => "docs/jira-datasets.md",
            Some("salesforce") => "docs/salesforce.md",
            _ => "docs/datasets.md",
        };
        let page = std::fs::read_to_string(name).unwrap();
        let model = Model::parse(path, text).unwrap();
        let row = model.sentence.strip_prefix("One row per ").unwrap().trim_end_matches('.');
        let columns: Vec<String> = model.columns.iter().map(|column| format!("`{}`", column.name)).collect();
        let line = format!("| `{}` | {row} | {} |", model.name, columns.join(", "));
        assert!(page.contains(&line), "{name}: put this line into the table of datasets:\n{line}");
        let (_, behind) = page.split_once(&format!("\n### `{}`\n", model.name)).expect("a section of each dataset");
        let section = behind.split("\n##").next().unwrap();
        let lines: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
        for column in &model.columns {
            let (begin, end) =
                (format!("| `{}` | ", column.name), format!(" | {} | {} |", column.class, column.comment));
            assert!(
                lines.iter().any(|line| line.starts_with(&begin) && line.ends_with(&end)),
                "{name}: the table of {} has no line '{begin}TYPE | NULL{end}'",
                model.name
            );
        }
        assert_eq!(lines.len(), model.columns.len(), "{name}: {} has other columns", model.name);
    }
}

#[test]
fn the_questions_of_the_docs_are_those_of_the_program() {
    let page = std::fs::read_to_string("docs/audit.md").unwrap();
    for (path, _) in FILES {
        let Some(name) = path.strip_prefix("audit/").and_then(|name| name.strip_suffix(".sql")) else { continue };
        assert!(
            name.ends_with("_history") || page.contains(&format!("| `{name}` | ")),
            "docs/audit.md: tell of {name}"
        );
    }
}

#[test]
fn the_reports_of_the_docs_are_those_of_the_program() {
    let page = std::fs::read_to_string("docs/reports.md").unwrap();
    for report in catchment_lake::export::reports::reports() {
        let row = format!("| `{}` | {} | ", report.name, report.question);
        assert!(page.contains(&row), "docs/reports.md: begin a row of the table with {row}");
    }
}

#[test]
fn the_readme_is_short() {
    let lines = std::fs::read_to_string("README.md").unwrap().lines().count();
    assert!(lines <= MOST_LINES, "README.md has {lines} lines, more than {MOST_LINES}: tell more of it in docs");
}

/// The targets of the links in a text.
fn links(text: &str) -> Vec<String> {
    let parts = text.split("](").skip(1);
    parts.filter_map(|part| part.split_once(')').map(|(target, _)| target.to_owned())).collect()
}

/// The anchors of the headings of a text, as GitHub names them.
fn anchors(text: &str) -> BTreeSet<String> {
    let prose = prose(text);
    let titles = prose
        .lines()
        .filter_map(|line| line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')));
    let anchor = |title: &str| {
        let kept = title
            .trim()
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
            .collect::<String>();
        kept.replace(' ', "-")
    };
    titles.map(anchor).collect()
}

#[test]
fn every_link_leads_to_a_file_and_a_heading_that_are_there() {
    for (path, text) in pages() {
        for link in links(&prose(&text)).into_iter().filter(|link| !link.contains("://")) {
            let (file, anchor) = link.split_once('#').map_or((&link[..], None), |(file, anchor)| (file, Some(anchor)));
            let target = match file {
                "" => path.clone(),
                file => Path::new(&path).parent().unwrap().join(file).display().to_string(),
            };
            assert!(Path::new(&target).is_file(), "{path}: the link {link} leads to no file");
            let Some(anchor) = anchor else { continue };
            let found = anchors(&std::fs::read_to_string(&target).unwrap());
            assert!(found.contains(anchor), "{path}: {link} leads to no heading; there are {found:?}");
        }
    }
}

/// The words of a line of the shell up to what ends the command, without quotes and comments; and what stands behind it.
fn words(line: &str) -> (Vec<String>, &str) {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut rest = "";
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (Some(end), c) if c == end => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            (None, '#') if word.is_none() => break,
            (None, '|' | '&' | ';' | '<' | '>') => {
                rest = &line[at + 1..];
                break;
            }
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    (words, rest)
}

/// The arguments of each call of the program in a line of the shell.
fn calls(line: &str) -> Vec<Vec<String>> {
    let (mut calls, mut rest) = (Vec::new(), line);
    while !rest.is_empty() {
        let (words, behind) = words(rest);
        let is_before =
            |word: &&String| *word == "sudo" || word.split_once('=').is_some_and(|(name, _)| !name.contains('-'));
        let before = words.iter().take_while(is_before).count();
        if words.get(before).is_some_and(|word| word == "catchment") {
            calls.push(words[before + 1..].to_vec());
        }
        rest = behind;
    }
    calls
}

#[test]
fn calls_are_read_as_a_shell_does() {
    let read = |line: &str| calls(line).iter().map(|call| call.join("|")).collect::<Vec<_>>();
    assert_eq!(read("catchment sync --jobs 4   # all"), ["sync|--jobs|4"]);
    assert_eq!(read("sudo A=1 catchment query \"from gaps; 'x'\" > out"), ["query|from gaps; 'x'"]);
    assert_eq!(read("mkdir x && catchment check | catchment redact < notes.txt"), ["check", "redact"]);
    assert_eq!(read("cargo run -- demo"), Vec::<String>::new());
}

#[test]
fn every_command_of_the_docs_is_one_that_the_program_takes() {
    let desk = Desk::new();
    let mut taken = 0;
    let blocks: Vec<Block> = pages().iter().flat_map(|(path, _)| blocks(path)).collect();
    for block in blocks.iter().filter(|block| block.language == "sh") {
        for call in block.lines.iter().flat_map(|line| calls(line)) {
            // A word that is not known, or a value that is none, is told before the help is given.
            let arguments: Vec<&str> = call.iter().map(String::as_str).chain(["--help"]).collect();
            let output = costs::output(&mut desk.command(&arguments));
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}: {}\n{told}", block.place, call.join(" "));
            taken += 1;
        }
    }
    assert!(taken > 50, "only {taken} commands were found");
}
