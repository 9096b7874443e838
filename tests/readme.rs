//! README says what the program says.

#[test]
fn the_settings_are_those_of_the_program() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let settings = catchment::config::reference_markdown();
    assert!(
        readme.contains(settings.trim()),
        "README.md: put the output of 'catchment config --settings' below Settings"
    );
}
