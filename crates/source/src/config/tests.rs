//! What the table promises, the reader keeps.

mod nested;
mod places;
mod refusals;

use super::*;
use crate::DIALECTS;
use catchment_base::disk::Access;
use catchment_base::error::Kind;
use sections::{of_connection, parts};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// The settings that a connection must have, as lines of the file.
const REQUIRED: &str = r#"
[connections.wiki]
source = "confluence"
url = "https://example.atlassian.net/wiki"
username = "me@example.com"
api_token = "env:CONFLUENCE_API_TOKEN"
"#;

/// A folder that is removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("catchment-config-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        disk::remove_tree(&path).unwrap();
        disk::make_dir(&path, Access::Private).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str, access: Access) -> PathBuf {
        let path = self.0.join(name);
        disk::replace(&path, text.as_bytes(), access).unwrap();
        path
    }

    fn load(&self, text: &str) -> Result<Config> {
        Config::load(&self.write(DEFAULT_FILE, text, Access::Published), &DIALECTS)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = disk::remove_tree(&self.0);
    }
}

fn load(text: &str) -> Result<Config> {
    Folder::new().load(text)
}

fn wiki(line: &str) -> Result<Connection> {
    load(&format!("{REQUIRED}{line}\n")).map(|config| config.connections["wiki"].clone())
}

/// Message without the folder, and hint, of a refused configuration.
fn refused<T: std::fmt::Debug>(result: Result<T>) -> String {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), Kind::Usage);
    let line = error.one_line();
    let message = line.split_once("catchment.toml:").map_or(line.as_str(), |(_, rest)| rest);
    format!("{message} | {}", error.hint_text().unwrap())
}

/// The settings of a section; of a connection those of Confluence.
fn settings_of(section: Section) -> Vec<Setting> {
    if section == Section::Connection { of_connection(&DIALECTS, DIALECTS[0]) } else { section.settings(&DIALECTS) }
}

/// Every setting with its section.
fn all() -> Vec<(Section, Setting)> {
    let of =
        |section: &Section| settings_of(*section).into_iter().map(|setting| (*section, setting)).collect::<Vec<_>>();
    Section::ALL.iter().flat_map(of).collect()
}

/// What a setting of another door of Confluence needs in place of the usual one.
fn door_of(setting: &str, value: Literal) -> Option<&'static str> {
    let data_center = "deployment = \"data_center\"\n";
    match setting {
        "deployment" if value == Literal::Text("data_center") => Some("personal_access_token = \"env:A\"\n"),
        "personal_access_token" => Some(data_center),
        "password" => Some("deployment = \"data_center\"\nusername = \"reader\"\n"),
        "oauth" if value == Literal::Text("consent") => {
            Some("oauth_client_id = \"env:A\"\noauth_client_secret = \"env:A\"\n")
        }
        "oauth_client_id" => Some("oauth_client_secret = \"env:A\"\n"),
        "oauth_client_secret" => Some("oauth_client_id = \"env:A\"\n"),
        "jwt_key" => Some("jwt_shared_secret = \"env:A\"\n"),
        "jwt_shared_secret" => Some("jwt_key = \"app\"\n"),
        _ => None,
    }
}

/// A file with this one setting at this value, everything else at its default or example.
fn with(section: Section, setting: &Setting, value: Literal) -> String {
    let door = (section == Section::Connection).then(|| door_of(setting.name, value)).flatten();
    let line = |at: Section, other: &Setting| match (at == section && other.name == setting.name, other.need) {
        (true, _) => format!("{} = {value}\n", other.name),
        (false, Need::Usual) if door.is_none() => format!("{} = {}\n", other.name, other.example),
        // Options go with a bucket only.
        (false, Need::Default(_)) if setting.name == "options" && other.name == "to" => {
            format!("to = {}\n", other.example)
        }
        (false, Need::Required) => format!("{} = {}\n", other.name, other.example),
        (false, _) => String::new(),
    };
    let lines =
        |section: Section| settings_of(section).iter().map(|setting| line(section, setting)).collect::<String>();
    let (lake, attachments) = (lines(Section::Lake), lines(Section::Attachments));
    let (top, connection, policy) = (lines(Section::Top), lines(Section::Connection), lines(Section::Redaction));
    let analyzer = lines(Section::Analyzer);
    format!(
        "{top}[lake]\n{lake}[attachments]\n{attachments}[connections.wiki]\n{connection}{}[redaction.house]\n{policy}\
         [redaction.house.analyzer]\n{analyzer}",
        door.unwrap_or_default()
    )
}

fn value_of(json: &Value, section: Section, setting: &Setting) -> Value {
    match section {
        Section::Top => json[setting.name].clone(),
        Section::Lake => json["lake"][setting.name].clone(),
        Section::Attachments => json["attachments"][setting.name].clone(),
        Section::Connection => json["connections"]["wiki"][setting.name].clone(),
        Section::Redaction => json["redaction"]["house"][setting.name].clone(),
        Section::Analyzer => json["redaction"]["house"]["analyzer"][setting.name].clone(),
    }
}

/// A value as it is read: of a section, and of each in a list of them, with the defaults of what it does not speak of.
fn filled(shape: Shape, value: Value) -> Value {
    let settings = match shape {
        Shape::Record(settings) => settings,
        Shape::Records(settings) | Shape::WordsOrRecords(_, settings) => {
            let each = value.as_array().unwrap().iter().cloned();
            let of_section = |one: Value| if one.is_string() { one } else { filled(Shape::Record(settings), one) };
            return each.map(of_section).collect();
        }
        _ => return value,
    };
    let default = |setting: &Setting| Some((setting.name.to_owned(), setting.need.default()?.value()));
    let mut all: serde_json::Map<String, Value> = settings.iter().filter_map(default).collect();
    all.extend(value.as_object().unwrap().clone());
    all.into()
}

#[test]
fn every_setting_of_the_table_is_accepted_and_arrives() {
    for (section, setting) in all() {
        let config = load(&with(section, &setting, setting.example)).unwrap();
        let arrived = value_of(&config.effective_json(), section, &setting);
        assert_eq!(arrived, filled(setting.shape, setting.example.value()), "{}", setting.name);
    }
}

#[test]
fn no_other_key_is_accepted_anywhere() {
    let later = DIALECTS[0].not_yet_built.iter().copied();
    let names: BTreeSet<&str> = all().iter().map(|(_, setting)| setting.name).chain(later).collect();
    for section in Section::ALL {
        let own: Vec<&str> = settings_of(*section).iter().map(|setting| setting.name).collect();
        for name in names.iter().filter(|name| !own.contains(*name)) {
            let line = format!("{name} = 1\n");
            let text = match section {
                Section::Top => format!("{line}{REQUIRED}"),
                Section::Lake | Section::Attachments => format!("{}\n{line}{REQUIRED}", section.title()),
                Section::Connection => format!("{REQUIRED}{line}"),
                Section::Redaction => format!("{REQUIRED}[redaction.house]\n{line}"),
                Section::Analyzer => format!("{REQUIRED}[redaction.house.analyzer]\n{line}"),
            };
            assert!(refused(load(&text)).contains(&format!("`{name}`")), "{name} in {section:?}");
        }
    }
}

#[test]
fn the_defaults_of_the_table_are_the_defaults_of_the_reader() {
    let folder = Folder::new();
    let analyzer = "[redaction.house.analyzer]\nurl = \"http://127.0.0.1:5002\"\n";
    let config = folder.load(&format!("{REQUIRED}[redaction.house]\n{analyzer}")).unwrap();
    let mut json = config.effective_json();
    let keys = |json: &Value| json.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let holds = |setting: &&Setting| setting.need != Need::Optional;
    let table = |section: Section| {
        let settings = settings_of(section);
        settings.iter().filter(holds).map(|setting| setting.name.to_string()).collect::<BTreeSet<_>>()
    };
    assert_eq!(keys(&json["connections"]["wiki"]), table(Section::Connection));
    assert_eq!(keys(&json["lake"]), table(Section::Lake));
    assert_eq!(keys(&json["redaction"]["house"]["analyzer"]), table(Section::Analyzer));
    let with_analyzer = json.clone();
    json["redaction"]["house"].as_object_mut().unwrap().remove("analyzer");
    assert_eq!(keys(&json["redaction"]["house"]), table(Section::Redaction));
    assert_eq!(keys(&json["attachments"]), table(Section::Attachments));
    for (section, setting) in all().into_iter().filter(|(_, setting)| holds(&setting)) {
        let expected = match (setting.shape, setting.need.default().unwrap_or(setting.example)) {
            (Shape::Folder | Shape::Place, Literal::Text(text)) => path_value(&folder.0.join(text)),
            (shape, other) => filled(shape, other.value()),
        };
        assert_eq!(value_of(&with_analyzer, section, &setting), expected, "{}", setting.name);
    }
}

#[test]
fn the_defaults_are_those_that_are_promised() {
    let connection = wiki("").unwrap();
    assert_eq!((connection.page_size, connection.requests_per_minute), (250, 600));
    assert_eq!(connection.rate_limit_timeout, Duration::from_secs(1));
    assert_eq!(connection.request_timeout, Duration::from_secs(60));
    assert_eq!((connection.compression, connection.insecure_http), (true, false));
    assert_eq!(
        (connection.own.texts("space_keys"), connection.own.texts("content_types"), connection.own.texts("datasets")),
        (vec![], vec!["page".into(), "blogpost".into()], vec!["attachment".into(), "label".into(), "user".into()])
    );
}

#[test]
fn every_setting_of_what_is_read_is_tried_with_values() {
    let all_parts = parts(&DIALECTS).into_iter().flat_map(|part| part.settings);
    for Setting { name, effect, shape, need, .. } in all_parts {
        let trials = effect.trials();
        let has_own = matches!(effect, Effect::Elsewhere(_)) || shape.inside("", name).is_some();
        assert!(has_own || (2..=3).contains(&trials.len()), "{name}: {trials:?}");
        let usual = need.default();
        assert!(trials.is_empty() || trials.iter().any(|trial| Some(*trial) != usual), "{name} is as without it");
        assert!(trials.iter().enumerate().all(|(at, trial)| !trials[..at].contains(trial)), "{name}: {trials:?}");
    }
}

#[test]
fn every_default_and_example_of_the_table_is_accepted_and_explained() {
    for (section, setting) in all() {
        for value in
            setting.need.default().into_iter().chain([setting.example]).chain(setting.effect.trials().iter().copied())
        {
            load(&with(section, &setting, value)).unwrap();
        }
    }
    for part in parts(&DIALECTS) {
        for Setting { name, doc, .. } in &part.settings {
            assert!(doc.ends_with('.') && !doc.contains(['|', '\n']), "{name}");
            assert_eq!(part.settings.iter().filter(|other| other.name == *name).count(), 1, "{name}");
        }
    }
}

#[test]
fn the_example_is_a_configuration_with_every_setting() {
    let text = commented_example("confluence", &DIALECTS).unwrap();
    let config = load(&text).unwrap();
    assert_eq!(config.connections["wiki"].url.as_str(), "https://example.atlassian.net/wiki");
    for (section, setting) in all() {
        // Only what must be set is set; the section of a policy and that of its analyzer are there as comments.
        let is_set = setting.need.is_in_example() && !matches!(section, Section::Redaction | Section::Analyzer);
        let sign = if is_set { "" } else { "# " };
        let line = format!("\n{sign}{} = {}\n", setting.name, setting.need.default().unwrap_or(setting.example));
        assert!(text.contains(&line), "{line}");
    }
    let set = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    assert_eq!(set.count(), 5, "{text}");
    // A list of defaults stands on one line.
    assert!(text.lines().all(|line| line.len() <= 100 || line.contains(" = [")), "{text}");
    // The rule, with its comment signs taken off, passes its own examples.
    let (_, rule) = text.split_once("\n# [[redaction.house.rule]]").unwrap();
    let rule = format!("{REQUIRED}[[redaction.house.rule]]{}", rule.replace("\n# ", "\n"));
    assert!(load(&rule).unwrap().policies.contains_key("house"));
}

#[test]
fn an_example_for_another_source_is_refused() {
    assert_eq!(
        refused(commented_example("workday", &DIALECTS)),
        "there is no source `workday` | sources of this release: confluence, jira, rest, salesforce, servicenow"
    );
    assert_eq!(
        refused(commented_example("conflunce", &DIALECTS)),
        "there is no source `conflunce` | did you mean `confluence`?"
    );
}

#[test]
fn reference_and_help_hold_every_setting() {
    let (markdown, help) = (reference_markdown(&DIALECTS), help(&DIALECTS));
    for (_, setting) in all() {
        assert!(markdown.contains(&format!("| `{}` | {} |", setting.name, setting.shape.describe())));
        assert!(help.contains(&format!("\n  {}\n", setting.name)));
    }
    assert_eq!(markdown.matches("### ").count(), parts(&DIALECTS).len());
}

#[test]
fn what_is_in_force_reads_back_as_the_same() {
    let config =
        load(&format!("data_dir = \"a \\\"b\\\"\"\n{REQUIRED}space_keys = [\"DOCS\", \"~712020:ab\"]\n[redaction.house.analyzer]\nurl = \"https://a.example\"")).unwrap();
    let text = config.effective();
    let again = load(&text).unwrap();
    assert_eq!((again.effective(), again.effective_json()), (text.clone(), config.effective_json()));
    assert!(text.contains("api_token = \"env:CONFLUENCE_API_TOKEN\"\n"));
    assert!(text.contains("space_keys = [\"DOCS\", \"~712020:ab\"]\n"));
}

#[test]
fn relative_paths_are_relative_to_the_file() {
    let folder = Folder::new();
    let config = folder.load(&format!("data_dir = \"./d/e\"\n[lake]\nto = \"/srv/lake\"\n{REQUIRED}")).unwrap();
    assert_eq!((config.data_dir, config.lake), (folder.0.join("d/e"), Place::Folder(PathBuf::from("/srv/lake"))));
    assert_eq!(config.attachments, Place::Folder(folder.0.join("attachments")));
    assert_eq!(config.file, folder.0.join(DEFAULT_FILE));
}

#[test]
fn a_missing_file_says_how_to_get_one() {
    let error = Config::load(&Folder::new().0.join(DEFAULT_FILE), &DIALECTS).unwrap_err();
    assert_eq!(error.kind(), Kind::Usage);
    assert!(error.hint_text().unwrap().contains("catchment init confluence"));
    assert!(refused(Config::load(&Folder::new().0, &DIALECTS)).contains("cannot be read"));
}

#[test]
fn a_file_without_a_connection_is_refused() {
    for text in ["", "[lake]\n", "[connections]\n"] {
        assert!(refused(load(text)).starts_with("1: there is no connection |"), "{text}");
    }
    assert!(refused(load("[connections]\nurl = 'x'")).starts_with("2: `url` must be a section |"));
}

#[test]
fn a_required_setting_that_is_absent_is_named_with_an_example() {
    for setting in settings_of(Section::Connection).iter().filter(|setting| setting.need == Need::Required) {
        let text: String =
            REQUIRED.lines().filter(|line| !line.starts_with(setting.name)).map(|line| format!("{line}\n")).collect();
        let (name, example) = (setting.name, setting.example);
        assert_eq!(
            refused(load(&text)),
            format!("2: [connections.wiki] lacks `{name}` | for example: {name} = {example}")
        );
    }
    assert_eq!(
        refused(load(&format!("{REQUIRED}[redaction.house.analyzer]"))),
        "7: [redaction.house.analyzer] lacks `url` | for example: url = \"http://127.0.0.1:5002\""
    );
}

#[test]
fn names_of_connections_are_fit_for_files() {
    for name in ["a", "wiki_2", "a123456789012345678901234567890123456789"] {
        assert!(load(&REQUIRED.replace("connections.wiki", &format!("connections.{name}"))).is_ok(), "{name}");
    }
    for name in ["confluence", "information_schema", "land", "mart", "sync"] {
        let message = refused(load(&REQUIRED.replace("connections.wiki", &format!("connections.{name}"))));
        assert!(message.contains(&format!("cannot be called `{name}`")), "{message}");
    }
    for name in
        ["Wiki", "2wiki", "_wiki", "wi-ki", "\"\"", "\"../x\"", "\"é\"", "a1234567890123456789012345678901234567890"]
    {
        let message = refused(load(&REQUIRED.replace("connections.wiki", &format!("connections.{name}"))));
        assert!(
            message.starts_with("2: `") && message.contains("is an invalid connection name | it names"),
            "{message}"
        );
    }
}

#[test]
fn an_unknown_connection_is_answered_with_the_known_ones() {
    let config = load(&format!("{REQUIRED}{}", REQUIRED.replace("wiki]", "ops]"))).unwrap();
    assert_eq!(config.connection("wiki").unwrap().name, "wiki");
    assert_eq!(
        refused(config.connection("wki")),
        "there is no connection `wki` | did you mean `wiki`? connections: ops, wiki"
    );
    assert_eq!(
        refused(config.connection("\u{1b}zzzz")),
        "there is no connection `\\u{1b}zzzz` | connections: ops, wiki"
    );
}
