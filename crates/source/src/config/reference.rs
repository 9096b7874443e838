//! What is written about the settings: all of it derived from the tables of the engine and of the sources.

use super::dialect::Dialect;
use super::sections::{Part, Section, of_connection, parts};
use super::settings::{Literal, Need, Setting, Shape, names_of, near_match, toml_of};
use catchment_base::error::{Error, Result, printable};
use serde_json::Value;

/// Columns of the help text and of the comments in the example.
const WIDTH: usize = 96;

/// The name that the example gives its policy.
const EXAMPLE_POLICY: &str = "house";

/// The reference of all settings for docs/settings.md: one Markdown table for each part of the file.
pub fn reference_markdown(dialects: &'static [&'static Dialect]) -> String {
    parts(dialects).iter().map(markdown_part).collect::<Vec<_>>().join("\n")
}

fn markdown_part(part: &Part) -> String {
    let title = match (part.section, part.dialect) {
        (Some(Section::Top), _) => "Top of the file".to_owned(),
        (_, Some(dialect)) => format!("`{}` with source = \"{}\"", part.title, dialect.source),
        _ => format!("`{}`", part.title),
    };
    let mut out = format!(
        "### {title}\n\n| Setting | Values | Default | Example | Effect | Meaning |\n|---|---|---|---|---|---|\n"
    );
    for setting in &part.settings {
        out.push_str(&markdown_row(setting));
    }
    out
}

fn markdown_row(setting: &Setting) -> String {
    let default = match setting.need {
        Need::Required => "required".to_owned(),
        Need::Optional | Need::Usual => "none".to_owned(),
        Need::Default(value) => format!("`{value}`"),
    };
    let Setting { name, example, effect, doc, .. } = setting;
    format!("| `{name}` | {} | {default} | `{example}` | {} | {doc} |\n", setting.shape.describe(), effect.word())
}

/// The settings as plain text for the terminal.
pub fn help(dialects: &'static [&'static Dialect]) -> String {
    let mut out = String::from("Settings of catchment.toml; relative paths are relative to its folder.\n");
    for part in parts(dialects) {
        out.push_str(&format!("\n{}\n", heading(&part)));
        for setting in &part.settings {
            out.push_str(&help_entry(setting));
        }
    }
    out
}

fn heading(part: &Part) -> String {
    let more = match (part.section, part.dialect) {
        (Some(Section::Top), _) => return "Top of the file:".to_owned(),
        (Some(Section::Connection), _) => ", one or more:".to_owned(),
        (Some(Section::Redaction), _) => ", one per policy of your own:".to_owned(),
        (Some(Section::Analyzer), _) => ", if a policy uses an analyzer service:".to_owned(),
        (_, Some(dialect)) => format!(" with source = \"{}\", {}:", dialect.source, dialect.word),
        _ => ":".to_owned(),
    };
    format!("{}{more}", part.title)
}

fn help_entry(setting: &Setting) -> String {
    let default = match setting.need {
        Need::Default(value) => format!("default {value}"),
        Need::Required => format!("required, for example {}", setting.example),
        Need::Optional | Need::Usual => format!("optional, for example {}", setting.example),
    };
    let mut out = format!("\n  {}\n", setting.name);
    out.push_str(&prefixed("      ", setting.doc));
    out.push_str(&prefixed("      ", &format!("{}; {default}", capital(&setting.shape.describe()))));
    out
}

/// The configuration that `init` writes for a source: what must be set at its example, everything else as comments at its
/// default.
pub fn commented_example(source: &str, dialects: &'static [&'static Dialect]) -> Result<String> {
    let dialect = dialect_of(source, dialects)?;
    let mut out = prefixed(
        "# ",
        "The configuration of catchment. Uncommented settings are required; a commented setting shows its default, or \
         an example if it has none. Relative paths are relative to the folder of this file.",
    );
    out.push_str(&example_entries(&Section::Top.settings(dialects)));
    out.push_str(&example_header(Section::Connection));
    let path = format!("connections.{}", dialect.example);
    out.push_str(&example_section(&path, &of_connection(dialects, dialect), None));
    for section in Section::ALL.iter().filter(|section| !matches!(section, Section::Top | Section::Connection)) {
        out.push_str(&commented(&(example_header(*section) + &example_entries(&section.settings(dialects)))));
    }
    Ok(out + &commented(&example_rule()))
}

/// A row of the rulebook, in the policy of the example.
fn example_rule() -> String {
    format!(
        "\n# A rule of your own. Its examples are tested whenever this file is read; see \
         docs/redaction.md.\n[[redaction.{EXAMPLE_POLICY}.rule]]\ntype = \"BADGE_NUMBER\"\nname = \
         \"{EXAMPLE_POLICY}.badge\"\nword = [\"aa-dddd\"]\nwords = {{ en = [\"badge\"], de = [\"ausweis\"] }}\nyes = \
         [\"Badge: «KX-1234»\"]\nno = [\"KX-1234\"]\n"
    )
}

fn commented(text: &str) -> String {
    let line =
        |line: &str| if line.is_empty() || line.starts_with('#') { format!("{line}\n") } else { format!("# {line}\n") };
    text.lines().map(line).collect()
}

/// The settings that such an example cannot know, by their names.
pub fn to_fill_in(source: &str, dialects: &'static [&'static Dialect]) -> Result<Vec<&'static str>> {
    let settings = of_connection(dialects, dialect_of(source, dialects)?).into_iter();
    let is_open = |setting: &Setting| setting.need.is_in_example() && !matches!(setting.shape, Shape::Source(_));
    Ok(settings.filter(is_open).map(|setting| setting.name).collect())
}

/// The dialect of a source that the command line names.
fn dialect_of(source: &str, dialects: &'static [&'static Dialect]) -> Result<&'static Dialect> {
    if let Some(dialect) = dialects.iter().find(|dialect| dialect.source == source) {
        return Ok(dialect);
    }
    let (shown, built) = (printable(source), names_of(dialects));
    let all = format!("sources of this release: {}", built.join(", "));
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
                "\n# An analyzer service for what only sentences reveal, such as \
                 names.\n[redaction.{EXAMPLE_POLICY}.analyzer]\n"
            )
        }
        Section::Connection => format!(
            "\n{}",
            prefixed(
                "# ",
                "One section like this per connection. Its name becomes a file and a folder: a lowercase letter, then \
                 at most 39 lowercase letters, digits and underscores.",
            )
        ),
    }
}

/// A section with its settings, at the values of an example where there is one, and behind it the sections by free names
/// that must be inside.
fn example_section(path: &str, settings: &[Setting], values: Option<&Value>) -> String {
    let is_below = |setting: &&Setting| matches!((setting.shape, setting.need), (Shape::Named(_), Need::Required));
    let (below, mut flat): (Vec<&Setting>, Vec<&Setting>) = settings.iter().partition(is_below);
    let given = |setting: &Setting| values.and_then(|values| values.get(setting.name));
    // What is set stands in front.
    flat.sort_by_key(|setting| !setting.need.is_in_example() && given(setting).is_none());
    let mut out = format!("[{path}]\n");
    flat.iter().for_each(|setting| out.push_str(&example_entry(setting, given(setting))));
    for setting in below {
        let example = setting.example.value();
        for (at, (name, values)) in example.as_object().into_iter().flatten().enumerate() {
            let path = format!("{path}.{}.{name}", setting.name);
            match setting.shape {
                Shape::Named(inner) if at == 0 => {
                    out.push_str(&format!("\n{}", prefixed("# ", setting.doc)));
                    out.push_str(&example_section(&path, inner, Some(values)));
                }
                // What the settings mean stands above.
                Shape::Named(inner) => {
                    let given = inner.iter().filter_map(|setting| Some((setting.name, values.get(setting.name)?)));
                    let lines = given.map(|(name, value)| format!("{name} = {}\n", toml_of(value)));
                    out.push_str(&format!("\n# Another one.\n[{path}]\n{}", lines.collect::<String>()));
                }
                _ => {}
            }
        }
    }
    out
}

fn example_entries(settings: &[Setting]) -> String {
    settings.iter().map(|setting| example_entry(setting, None)).collect()
}

/// A setting with its explanation: at the value that is given or, where it must be set, at its example; else as a comment at
/// its default, or at its example where there is none.
fn example_entry(setting: &Setting, given: Option<&Value>) -> String {
    let example = setting.example.value();
    let set = given.cloned().or_else(|| setting.need.is_in_example().then(|| example.clone()));
    let default = setting.need.default().map(Literal::value);
    let mut out = String::from("\n");
    out.push_str(&prefixed("# ", setting.doc));
    let other =
        default.iter().any(|default| *default != example).then(|| format!(", for example {}", toml_of(&example)));
    if !matches!(setting.shape, Shape::Text | Shape::Url | Shape::Folder) || other.is_some() {
        let values = setting.shape.describe();
        out.push_str(&prefixed("# ", &format!("Values: {values}{}.", other.unwrap_or_default())));
    }
    let line = |sign: &str, value: &Value| format!("{sign}{} = {}\n", setting.name, toml_of(value));
    match (set, default) {
        (Some(value), _) => out.push_str(&line("", &value)),
        (None, Some(value)) => out.push_str(&line("# ", &value)),
        (None, None) => out.push_str(&line("# ", &example)),
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
