//! README says what the program says.

use catchment::sql::FILES;
use catchment::transform::Model;

#[test]
fn the_settings_are_those_of_the_program() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let settings = catchment::config::reference_markdown();
    assert!(
        readme.contains(settings.trim()),
        "README.md: put the output of 'catchment config --settings' below Settings"
    );
}

#[test]
fn the_datasets_are_those_of_the_program() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    for (path, text) in FILES.iter().filter(|(path, _)| path.starts_with("mart/")) {
        let model = Model::parse(path, text).unwrap();
        let row = model.sentence.strip_prefix("One row per ").unwrap().trim_end_matches('.');
        let columns: Vec<String> = model.columns.iter().map(|column| format!("`{}`", column.name)).collect();
        let line = format!("| `{}` | {row} | {} |", model.name, columns.join(", "));
        assert!(readme.contains(&line), "README.md: put this line into the table of datasets:\n{line}");
    }
}
