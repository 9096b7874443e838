//! What a setting of `catchment.toml` is: its shape, its values, what holds without it.

use super::dialect::Dialect;
use catchment_base::error::printable;
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::fmt;

/// What values a setting takes.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A folder; a relative one is relative to the folder of the file.
    Folder,
    /// A folder, or a bucket of an object store with a prefix.
    Place,
    /// Texts by the names that the object store's client knows.
    Options,
    /// Texts by free names.
    Table,
    /// A list of texts, possibly empty.
    Texts,
    /// A text, or a list of texts that is not empty.
    TextOrTexts,
    /// The word of one of these sources.
    Source(&'static [&'static Dialect]),
    /// The address of a site.
    Url,
    /// A text that is not empty.
    Text,
    /// Where a secret is to be found, never the secret itself.
    Reference,
    /// True or false.
    Switch,
    /// A whole number within bounds.
    Number {
        /// The least value.
        min: u32,
        /// The greatest value.
        max: u32,
    },
    /// One of the words of `built`; those of `later` are refused by name.
    OneOf {
        /// The words this release understands.
        built: &'static [&'static str],
        /// The words a later release will understand.
        later: &'static [&'static str],
    },
    /// A list, not empty, of the words of `built`; those of `later` are refused by name.
    SomeOf {
        /// The words this release understands.
        built: &'static [&'static str],
        /// The words a later release will understand.
        later: &'static [&'static str],
    },
    /// A list, possibly empty, of these words.
    AnyOf(&'static [&'static str]),
    /// A day, `"YYYY-MM-DD"`, or an empty text for none.
    Day,
    /// A length of time: a whole number of minutes, hours or days, as `"24h"`.
    Span,
    /// A part of the whole, from 0 to 1.
    Share,
    /// A section, or a table on one line, with settings of its own.
    Record(&'static [Setting]),
    /// A list of sections, or of tables on one line, each with these settings.
    Records(&'static [Setting]),
    /// A list of these words, and of tables on one line or sections with these settings.
    WordsOrRecords(&'static [&'static str], &'static [Setting]),
    /// Sections by free names, each with these settings; a name is a small letter, then at most 39 small letters, digits
    /// and underscores.
    Named(&'static [Setting]),
}

impl Shape {
    /// The accepted values in words, as they follow "must be".
    pub fn describe(self) -> String {
        match self {
            Shape::Folder => "a folder".into(),
            Shape::Place => "a folder or s3://BUCKET/PREFIX".into(),
            Shape::Options | Shape::Table => "a table of strings".into(),
            Shape::Texts => "a list of strings".into(),
            Shape::TextOrTexts => "a string or a list of strings".into(),
            Shape::Source(dialects) => quoted_all(&names_of(dialects)).join(" or "),
            Shape::Url => "a URL".into(),
            Shape::Text => "a string".into(),
            Shape::Reference => "\"env:NAME\" or \"file:PATH\"".into(),
            Shape::Switch => "true or false".into(),
            Shape::Number { min, max } => format!("a whole number from {min} to {max}"),
            Shape::OneOf { built, .. } => quoted_all(built).join(" or "),
            Shape::AnyOf(words) => format!("a list of {}, possibly empty", enumerated(&quoted_all(words))),
            Shape::SomeOf { built, .. } => format!("a list of {}", enumerated(&quoted_all(built))),
            Shape::Day => "a date such as \"2026-01-31\", or \"\" for none".into(),
            Shape::Span => "a duration such as \"30m\", \"24h\" or \"7d\"".into(),
            Shape::Share => "a number from 0 to 1".into(),
            Shape::Record(_) => "a section".into(),
            Shape::Records(_) => "a list of sections".into(),
            Shape::WordsOrRecords(words, _) => {
                format!("a list of {}, other names and sections", quoted_all(words).join(", "))
            }
            Shape::Named(_) => "named sections".into(),
        }
    }

    /// The settings inside a value, and how a part of the file with them is spelled below the section of this path.
    pub fn inside(self, path: &str, name: &str) -> Option<(&'static [Setting], Title)> {
        let path = format!("{path}.{name}");
        match self {
            Shape::Record(inner) => Some((inner, Title { path, is_list: false })),
            Shape::Records(inner) | Shape::WordsOrRecords(_, inner) => Some((inner, Title { path, is_list: true })),
            Shape::Named(inner) => Some((inner, Title { path: format!("{path}.NAME"), is_list: false })),
            _ => None,
        }
    }
}

/// How the header of a section is spelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// Its names with points between them: `connections.NAME`.
    pub path: String,
    /// Whether it is one of a list: `[[…]]`.
    pub is_list: bool,
}

impl fmt::Display for Title {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_list { write!(out, "[[{}]]", self.path) } else { write!(out, "[{}]", self.path) }
    }
}

/// A value as the table states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A text.
    Text(&'static str),
    /// A whole number.
    Number(u32),
    /// Thousandths.
    Thousandths(u32),
    /// True or false.
    Switch(bool),
    /// A list of texts.
    Texts(&'static [&'static str]),
    /// Texts by their names.
    Table(&'static [(&'static str, &'static str)]),
    /// Values by their names.
    Record(&'static [(&'static str, Literal)]),
    /// A list of values.
    List(&'static [Literal]),
}

impl Literal {
    /// The same value as the reader yields it.
    pub fn value(self) -> Value {
        match self {
            Literal::Text(text) => json!(text),
            Literal::Number(number) => json!(number),
            Literal::Thousandths(number) => json!(f64::from(number) / 1000.0),
            Literal::Switch(on) => json!(on),
            Literal::Texts(texts) => json!(texts),
            Literal::Table(entries) => entries.iter().map(|(name, text)| ((*name).to_owned(), json!(text))).collect(),
            Literal::Record(entries) => {
                entries.iter().map(|(name, value)| ((*name).to_owned(), value.value())).collect()
            }
            Literal::List(items) => items.iter().map(|item| item.value()).collect(),
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&toml_of(&self.value()))
    }
}

/// What holds where the file does not speak of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing does: the file must speak.
    Required,
    /// This value. Of a [`Shape::Record`], the defaults of the settings inside, whatever it is; of [`Shape::Records`] and
    /// [`Shape::Named`] it must be empty.
    Default(Literal),
    /// Nothing, and nothing is needed.
    Optional,
    /// Nothing, because another setting may take its place; the example of a configuration sets it.
    Usual,
}

impl Need {
    /// Whether the example of a configuration sets it.
    pub fn is_in_example(self) -> bool {
        matches!(self, Need::Required | Need::Usual)
    }

    /// The default, if there is one.
    pub fn default(self) -> Option<Literal> {
        match self {
            Need::Default(value) => Some(value),
            Need::Required | Need::Optional | Need::Usual => None,
        }
    }
}

/// What a setting does, and with which values that is tried. docs/settings.md says what follows where one changes between two syncs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It says which records are read, by their scopes, their types, filters or bounds. What it asks for beyond what is held is read
    /// with the next sync; what it leaves out leaves the datasets.
    Selects(&'static [Literal]),
    /// It says which columns records have, and in which form. What is held is read again, staged again, or the change is refused.
    Shapes(&'static [Literal]),
    /// It says when something is read or published, and in which order. The records are the same.
    Schedules(&'static [Literal]),
    /// It says how, and how much, is asked for, stored or removed at once. The records are the same.
    Limits(&'static [Literal]),
    /// It is about something else than what is read of a site.
    Elsewhere(Topic),
}

/// What a setting is about that does not say what is read of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Which site is read: another one is refused without `sync --same-site`.
    Site,
    /// Who asks it, and by which way.
    Access,
    /// How its API works. Streams that are described otherwise are listed again.
    Api,
    /// What becomes of text. What a changed policy concerns is staged again.
    Redaction,
    /// Where databases, datasets and files are.
    Storage,
    /// What reports judge by.
    Reports,
}

impl Effect {
    /// The word for it, as docs/settings.md has it.
    pub fn word(self) -> &'static str {
        match self {
            Effect::Selects(_) => "selects",
            Effect::Shapes(_) => "shapes",
            Effect::Schedules(_) => "schedules",
            Effect::Limits(_) => "limits",
            Effect::Elsewhere(Topic::Site) => "site",
            Effect::Elsewhere(Topic::Access) => "access",
            Effect::Elsewhere(Topic::Api) => "API",
            Effect::Elsewhere(Topic::Redaction) => "redaction",
            Effect::Elsewhere(Topic::Storage) => "storage",
            Effect::Elsewhere(Topic::Reports) => "reports",
        }
    }

    /// The values with which it is tried; none of what is about something else, and of a section whose settings have theirs.
    pub fn trials(self) -> &'static [Literal] {
        match self {
            Effect::Selects(trials) | Effect::Shapes(trials) | Effect::Schedules(trials) | Effect::Limits(trials) => {
                trials
            }
            Effect::Elsewhere(_) => &[],
        }
    }
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its key.
    pub name: &'static str,
    /// What it does.
    pub effect: Effect,
    /// What values it takes.
    pub shape: Shape,
    /// What holds where the file is silent.
    pub need: Need,
    /// A value that is accepted; another one than the default wherever there is another one.
    pub example: Literal,
    /// What it means, with its unit.
    pub doc: &'static str,
}

/// A setting that nothing stands for where it is not set.
pub const fn optional(
    name: &'static str,
    effect: Effect,
    shape: Shape,
    example: Literal,
    doc: &'static str,
) -> Setting {
    Setting { name, effect, shape, need: Need::Optional, example, doc }
}

/// The words after `source =`.
pub fn names_of(dialects: &[&'static Dialect]) -> Vec<&'static str> {
    dialects.iter().map(|dialect| dialect.source).collect()
}

/// The candidate that was most likely meant, if one is near enough.
pub fn near_match(wanted: &str, candidates: impl Iterator<Item = impl AsRef<str>>) -> Option<String> {
    let wanted = wanted.to_lowercase();
    let distance = |name: &str| {
        let within = wanted.len() >= 4 && name.contains(&wanted);
        if within { 1 } else { strsim::damerau_levenshtein(&wanted, name) }
    };
    candidates
        .map(|name| (distance(name.as_ref()), name))
        .filter(|(distance, name)| *distance <= (name.as_ref().len() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name.as_ref().to_string())
}

/// The beginning of a hint that asks whether the nearest candidate was meant; empty if none is near enough.
pub fn suggestion(wanted: &str, candidates: impl Iterator<Item = impl AsRef<str>>) -> String {
    near_match(wanted, candidates).map(|near| format!("did you mean '{near}'? ")).unwrap_or_default()
}

/// A length of time in seconds, as `"24h"` says it; nothing if it is none.
pub fn seconds_of(text: &str) -> Option<u64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let factor = match unit {
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse::<u32>().ok().filter(|_| digits).map(|number| u64::from(number) * factor)
}

/// The same as a difference of times.
pub fn span_of(text: &str) -> Option<TimeDelta> {
    seconds_of(text).and_then(|seconds| TimeDelta::try_seconds(i64::try_from(seconds).ok()?))
}

/// A value as TOML on one line; characters that a terminal would obey are escaped.
pub fn toml_of(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(name, value)| format!("{} = {}", key(name), toml_of(value))).collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
        Value::Array(items) => format!("[{}]", items.iter().map(toml_of).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// A key as it may stand before a value.
fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if bare { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        if is_printable(c) {
            out.push(c);
        } else {
            out.push_str(&format!("\\u{:04X}", u32::from(c)));
        }
    }
    out.push('"');
    out
}

fn is_printable(c: char) -> bool {
    let mut buffer = [0; 4];
    let text = c.encode_utf8(&mut buffer);
    printable(text) == *text
}

/// The words with commas between them, and "and" before the last.
pub fn enumerated(words: &[String]) -> String {
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => words.concat(),
    }
}

/// The words in quotation marks.
pub fn quoted_all(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| quoted(word)).collect()
}
