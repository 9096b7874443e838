//! Which faults of a practice server the tests of a connector switch on.

use catchment_practice::fault_help as faults_of_any_service;
use std::collections::BTreeSet;
use std::fs;

/// The faults, of those in a help text and those of any service, that no test of a source switches on.
pub fn unmet(source: &str, help: &str) -> Vec<String> {
    let below = fs::read_dir(format!("tests/{source}")).unwrap().map(|entry| entry.unwrap().path());
    let of_all = ["tests/laws.rs", "tests/alike.rs"].map(str::to_owned);
    let files = of_all.into_iter().chain([format!("tests/{source}.rs"), format!("tests/laws/{source}.rs")]);
    // Switches stand in texts, with commas between them: every second part between quotes is one.
    let mut switches = BTreeSet::new();
    for file in below.chain(files.map(Into::into)) {
        let text = fs::read_to_string(file).unwrap();
        let texts = text.lines().flat_map(|line| line.split('"').skip(1).step_by(2));
        switches.extend(texts.flat_map(|text| text.split(',')).map(|switch| switch.trim().to_owned()));
    }
    let help = faults_of_any_service() + help;
    // As the help shows them: NAME, NAME=VALUE or NAME[=VALUE].
    let forms = help.lines().map(|line| line.split_whitespace().next().unwrap());
    let is_missing = |form: &&str| {
        let end = form.find(['[', '=']).unwrap_or(form.len());
        let (name, value) = form.split_at(end);
        let with_value = format!("{name}=");
        let is_valued = !value.is_empty() && switches.iter().any(|switch| switch.starts_with(&with_value));
        !is_valued && (value.starts_with('=') || !switches.contains(name))
    };
    forms.filter(is_missing).map(str::to_owned).collect()
}
