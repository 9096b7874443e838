//! README says what the program says.

use catchment::redact::{TYPES, rules_of};
use catchment::sql::FILES;
use catchment::transform::Model;

#[test]
fn the_settings_are_those_of_the_program() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let settings = catchment::config::reference_markdown(&catchment::source::DIALECTS);
    assert!(
        readme.contains(settings.trim()),
        "README.md: put the output of 'catchment config --settings' below Settings"
    );
}

#[test]
fn the_types_of_the_docs_are_those_of_the_program() {
    let row = |one: &catchment::redact::Type| {
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
    let readme = std::fs::read_to_string("README.md").unwrap();
    for (path, text) in FILES.iter().filter(|(path, _)| path.contains("/mart/")) {
        let model = Model::parse(path, text).unwrap();
        let row = model.sentence.strip_prefix("One row per ").unwrap().trim_end_matches('.');
        let columns: Vec<String> = model.columns.iter().map(|column| format!("`{}`", column.name)).collect();
        let line = format!("| `{}` | {row} | {} |", model.name, columns.join(", "));
        assert!(readme.contains(&line), "README.md: put this line into the table of datasets:\n{line}");
    }
}
