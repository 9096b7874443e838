//! What is written about the settings: all of it derived from [`SETTINGS`](super::table::SETTINGS).

use super::settings::{Section, Setting, Shape, near_match, toml_of};
use crate::error::{Error, Result, printable};
use serde_json::json;

/// Columns of the help text and of the comments in the example.
const WIDTH: usize = 96;

/// The name that the example gives its connection.
const EXAMPLE_CONNECTION: &str = "wiki";
/// The name that it gives its policy.
const EXAMPLE_POLICY: &str = "house";

/// The reference of all settings for the README: one Markdown table a section.
pub fn reference_markdown() -> String {
    let sections: Vec<String> = Section::ALL.iter().map(|section| markdown_section(*section)).collect();
    sections.join("\n")
}

fn markdown_section(section: Section) -> String {
    let title = match section {
        Section::Top => "Top of the file".to_string(),
        Section::Lake | Section::Attachments | Section::Connection | Section::Redaction | Section::Analyzer => {
            format!("`{}`", section.title())
        }
    };
    let mut out = format!("### {title}\n\n| Setting | Values | Default | Example | Meaning |\n|---|---|---|---|---|\n");
    for setting in section.settings() {
        out.push_str(&markdown_row(setting));
    }
    out
}

fn markdown_row(setting: &Setting) -> String {
    let default = setting.default.map_or_else(|| "required".to_string(), |value| format!("`{value}`"));
    let (name, example, doc) = (setting.name, setting.example, setting.doc);
    format!("| `{name}` | {} | {default} | `{example}` | {doc} |\n", setting.shape.describe())
}

/// The settings as plain text for the terminal.
pub fn help() -> String {
    let mut out = String::from("Settings of catchment.toml; relative paths are relative to its folder.\n");
    for section in Section::ALL {
        out.push_str(&format!("\n{}\n", heading(*section)));
        for setting in section.settings() {
            out.push_str(&help_entry(setting));
        }
    }
    out
}

fn heading(section: Section) -> &'static str {
    match section {
        Section::Top => "Top of the file:",
        Section::Lake => "[lake]:",
        Section::Attachments => "[attachments]:",
        Section::Connection => "[connections.NAME], one or more:",
        Section::Redaction => "[redaction.NAME], as many as there are policies of your own:",
        Section::Analyzer => "[redaction.NAME.analyzer], where a policy asks a service what only sentences tell:",
    }
}

fn help_entry(setting: &Setting) -> String {
    let default = match setting.default {
        Some(value) => format!("default {value}"),
        None => format!("required, as in {}", setting.example),
    };
    let mut out = format!("\n  {}\n", setting.name);
    out.push_str(&prefixed("      ", setting.doc));
    out.push_str(&prefixed("      ", &format!("{}; {default}", capital(&setting.shape.describe()))));
    out
}

/// The configuration that `init` writes for a source: every setting with its explanation, at its default or, where
/// it has none, at its example; other values as comments.
pub fn commented_example(source: &str) -> Result<String> {
    check_source(source)?;
    let mut out =
        String::from("# The configuration of catchment. Relative paths are relative to the folder of this file.\n");
    for section in Section::ALL {
        let mut text = example_header(*section);
        for setting in section.settings() {
            text.push_str(&example_entry(setting, source));
        }
        // The built-in policies do for most; a section of one's own is there to be uncommented.
        let is_optional = matches!(section, Section::Redaction | Section::Analyzer);
        out.push_str(&if is_optional { commented(&text) } else { text });
    }
    Ok(out + &commented(&example_rule()))
}

/// A row of the rulebook, in the policy of the example.
fn example_rule() -> String {
    format!(
        "\n# A rule of its own. Its examples run whenever this file is read; see docs/redaction.md.\n\
         [[redaction.{EXAMPLE_POLICY}.rule]]\n\
         type = \"BADGE_NUMBER\"\n\
         name = \"{EXAMPLE_POLICY}.badge\"\n\
         word = [\"aa-dddd\"]\n\
         words = {{ en = [\"badge\"], de = [\"ausweis\"] }}\n\
         yes = [\"Badge: «KX-1234»\"]\n\
         no = [\"KX-1234\"]\n"
    )
}

fn commented(text: &str) -> String {
    let line =
        |line: &str| if line.is_empty() || line.starts_with('#') { format!("{line}\n") } else { format!("# {line}\n") };
    text.lines().map(line).collect()
}

fn check_source(source: &str) -> Result<()> {
    let shown = printable(source);
    let shape = Section::Connection.settings().find(|setting| setting.name == "source").map(|setting| setting.shape);
    let (built, later) = match shape {
        Some(Shape::OneOf { built, later }) => (built, later),
        _ => (&[][..], &[][..]),
    };
    if built.contains(&source) {
        return Ok(());
    }
    let all = format!("sources of this release: {}", built.join(", "));
    if later.contains(&source) {
        return Err(Error::usage(format!("the source `{shown}` is not yet built")).hint(all));
    }
    let hint = near_match(source, built.iter()).map_or(all, |name| format!("did you mean `{name}`?"));
    Err(Error::usage(format!("there is no source `{shown}`")).hint(hint))
}

fn example_header(section: Section) -> String {
    match section {
        Section::Top => String::new(),
        Section::Lake | Section::Attachments => format!("\n{}\n", section.title()),
        Section::Redaction => format!("\n# A redaction policy of your own.\n[redaction.{EXAMPLE_POLICY}]\n"),
        Section::Analyzer => {
            format!(
                "\n# A service that finds for it what only sentences tell.\n[redaction.{EXAMPLE_POLICY}.analyzer]\n"
            )
        }
        Section::Connection => format!(
            "\n{}[connections.{EXAMPLE_CONNECTION}]\n",
            prefixed(
                "# ",
                "One section like this per connection. Its name becomes a file and a folder: a small letter, then at \
                 most 39 small letters, digits and underscores.",
            )
        ),
    }
}

fn example_entry(setting: &Setting, source: &str) -> String {
    let example = match setting.name {
        "source" => json!(source),
        _ => setting.example.value(),
    };
    let value = setting.default.map_or_else(|| example.clone(), |default| default.value());
    let mut out = String::from("\n");
    out.push_str(&prefixed("# ", setting.doc));
    out.push_str(&prefixed("# ", &format!("Values: {}.", setting.shape.describe())));
    out.push_str(&format!("{} = {}\n", setting.name, toml_of(&value)));
    if example != value {
        out.push_str(&format!("# {} = {}\n", setting.name, toml_of(&example)));
    }
    out
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The text broken into lines, each of them after the prefix.
fn prefixed(prefix: &str, text: &str) -> String {
    let mut out = String::new();
    let mut line = String::from(prefix);
    for word in text.split_whitespace() {
        if line.len() > prefix.len() && line.len() + 1 + word.len() > WIDTH {
            out.push_str(line.trim_end());
            out.push('\n');
            line = String::from(prefix);
        }
        if line.len() > prefix.len() {
            line.push(' ');
        }
        line.push_str(word);
    }
    out.push_str(&line);
    out.push('\n');
    out
}
