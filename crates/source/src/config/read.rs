//! From the text of the file to values that obey the tables of settings: which keys may stand where, which values they
//! take, and the message with file, line and key where something else stands there.

use super::check::{Check, for_example};
use super::dialect::Dialect;
use super::document::{Document, Entry, in_order};
use super::own::{Own, at};
use super::refusal::{Refusal, all, both, shortened};
use super::rules::{NAME_RULE, is_name};
use super::secret_ref::SecretRef;
use super::sections::{Part, Section, of_connection, parts};
use super::settings::{Need, Setting, Shape, near_match, seconds_of, toml_of};
use catchment_base::error::{Error, Result};
use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of the file and what may stand in it.
pub(super) struct Level {
    /// What the reference calls it: `[connections.NAME]`.
    known: String,
    /// What it is called in this file: `[connections.wiki]`.
    title: String,
    /// The settings that may stand in it.
    settings: Cow<'static, [Setting]>,
    /// The sections inside it that are read by themselves.
    also: &'static [&'static str],
    /// The source of the connection that it belongs to.
    dialect: Option<&'static Dialect>,
}

impl Level {
    /// A section of the engine, by the name that it has in this file.
    pub(super) fn of(section: Section, title: impl Into<String>, also: &'static [&'static str]) -> Self {
        let settings = Cow::Owned(section.settings(&[]));
        Self { known: section.title().to_owned(), title: title.into(), settings, also, dialect: None }
    }

    /// The section of a connection of one kind of source.
    pub(super) fn of_connection(name: &str, dialect: &'static Dialect, document: &Document<'_>) -> Self {
        Self {
            known: Section::Connection.title().to_owned(),
            title: format!("[connections.{name}]"),
            settings: Cow::Owned(of_connection(document.dialects, dialect)),
            also: &[],
            dialect: Some(dialect),
        }
    }

    /// What is inside a setting of this one, of free sections inside the one of this name.
    fn inside(&self, setting: &Setting, name: Option<&str>) -> Option<Self> {
        let path = |title: &str| title.trim_matches(['[', ']']).to_owned();
        let (settings, known) = setting.shape.inside(&path(&self.known), setting.name)?;
        let (_, mut title) = setting.shape.inside(&path(&self.title), setting.name)?;
        if let (Some(name), Some(above)) = (name, title.path.strip_suffix("NAME")) {
            title.path = format!("{above}{name}");
        }
        let (known, title, settings) = (known.to_string(), title.to_string(), Cow::Borrowed(settings));
        Some(Self { known, title, settings, also: &[], dialect: self.dialect })
    }

    fn setting(&self, name: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.name == name)
    }

    fn lacks(&self, name: &str, document: &Document<'_>, at: usize) -> Error {
        let hint = self.setting(name).map_or_else(String::new, for_example);
        document.refuse(at, Refusal::new(format!("{} lacks `{name}`", self.title), hint))
    }

    fn unknown(&self, name: &str, is_section: bool, dialects: &'static [&'static Dialect]) -> Refusal {
        let shown = shortened(name);
        let foreign = self.dialect.and_then(|dialect| dialect.foreign.iter().find(|(foreign, _)| *foreign == name));
        if let Some((_, hint)) = foreign {
            return Refusal::new(format!("`{shown}` is not a setting of catchment"), *hint);
        }
        if self.dialect.is_some_and(|dialect| dialect.not_yet_built.contains(&name)) {
            return Refusal::new(
                format!("`{shown}` is not supported yet"),
                "remove it; a later release will support it",
            );
        }
        let what = match is_section && self.known == Section::Top.title() {
            true => format!("there is no section [{shown}]"),
            false => format!("there is no setting `{shown}` in {}", self.known),
        };
        Refusal::new(what, self.place_or_near_match(name, dialects))
    }

    fn place_or_near_match(&self, name: &str, dialects: &'static [&'static Dialect]) -> String {
        let connection = Section::Connection.title();
        let is_inside = self.dialect.is_some() && self.known != connection;
        // Of other sources' settings those alone that stand in a connection's section itself; what stands inside of one
        // belongs to no other section.
        let is_near = |part: &Part| match part.dialect {
            Some(source) => self.dialect.is_some_and(|own| own.source == source.source) || part.title == connection,
            None => !is_inside || part.title == connection,
        };
        let own = self.settings.iter().map(|setting| setting.name);
        let names: Vec<&str> = own.chain(self.also.iter().copied()).collect();
        let near = near_match(name, names.iter());
        let mut parts = parts(dialects).into_iter().filter(is_near);
        let elsewhere = parts.find(|part| part.settings.iter().any(|setting| setting.name == name));
        // A setting of another source is less likely meant than one of this source that is spelled like it.
        let is_other = |part: &Part| part.dialect.is_some() && near.is_some();
        if let Some(part) = elsewhere.filter(|part| !is_other(part)) {
            let source = part.dialect.filter(|source| self.dialect.is_none_or(|own| own.source != source.source));
            let of_source = source.map(|source| format!(" with source = \"{}\"", source.source)).unwrap_or_default();
            return format!("it belongs in {}{of_source}", part.title);
        }
        near.map_or_else(|| format!("known: {}", names.join(", ")), |near| format!("did you mean `{near}`?"))
    }
}

/// What is read of a section while its tables are gone through.
struct Reader<'a> {
    document: &'a Document<'a>,
    /// Where everything stands, by its path.
    places: BTreeMap<String, usize>,
    /// The paths of references to secrets.
    references: Vec<String>,
}

impl Reader<'_> {
    /// Notes where a value stands, and everything inside it.
    fn note(&mut self, path: &str, at: usize, value: &DeValue<'_>) {
        self.places.insert(path.to_owned(), at);
        match value {
            DeValue::Table(entries) => {
                entries.iter().for_each(|(key, value)| {
                    self.note(&joined(path, key.get_ref()), key.span().start, value.get_ref());
                });
            }
            DeValue::Array(items) => items.iter().enumerate().for_each(|(place, item)| {
                self.note(&joined(path, &place.to_string()), item.span().start, item.get_ref());
            }),
            _ => {}
        }
    }

    /// The values of a table, which begins at `at`, with the defaults of what it does not speak of.
    fn table(&mut self, level: &Level, path: &str, at: usize, table: &DeTable<'_>) -> Result<Value> {
        let entries = in_order(table).into_iter().filter(|(key, _)| !level.also.contains(&key.get_ref().as_ref()));
        let written = all(entries.map(|entry| self.written(level, path, entry)));
        let absent = level.settings.iter().filter(|setting| !table.contains_key(setting.name));
        let absent = all(absent.map(|setting| self.absent(level, path, at, setting)));
        let (written, absent) = both(written, absent)?;
        Ok(written.into_iter().chain(absent.into_iter().flatten()).collect::<Map<_, _>>().into())
    }

    /// A setting that a table speaks of, with its value.
    fn written(&mut self, level: &Level, path: &str, (key, value): Entry<'_, '_>) -> Result<(String, Value)> {
        let (name, at): (&str, _) = (key.get_ref(), key.span().start);
        let is_section = matches!(value.get_ref(), DeValue::Table(_));
        let unknown = || self.document.refuse(at, level.unknown(name, is_section, self.document.dialects));
        let setting = level.setting(name).ok_or_else(unknown)?;
        Ok((name.to_owned(), self.value(level, setting, &joined(path, name), at, value)?))
    }

    /// A setting that a table does not speak of, with its default if it has one.
    fn absent(&mut self, level: &Level, path: &str, at: usize, setting: &Setting) -> Result<Option<(String, Value)>> {
        let path = joined(path, setting.name);
        let value = match (setting.need, level.inside(setting, None)) {
            (Need::Required, _) => return Err(level.lacks(setting.name, self.document, at)),
            (Need::Optional | Need::Usual, _) => return Ok(None),
            (Need::Default(_), Some(inside)) if matches!(setting.shape, Shape::Record(_)) => {
                self.table(&inside, &path, at, &DeTable::new())?
            }
            (Need::Default(value), _) => {
                self.refers(setting, &path);
                value.value()
            }
        };
        Ok(Some((setting.name.to_owned(), value)))
    }

    /// Notes a reference to a secret.
    fn refers(&mut self, setting: &Setting, path: &str) {
        if matches!(setting.shape, Shape::Reference) {
            self.references.push(path.to_owned());
        }
    }

    /// One value against its setting, with what is inside.
    fn value(
        &mut self,
        level: &Level,
        setting: &Setting,
        path: &str,
        at: usize,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Value> {
        let check = Check { document: self.document, setting, path };
        match (setting.shape, value.get_ref(), level.inside(setting, None)) {
            (Shape::Record(_), DeValue::Table(table), Some(inside)) => self.table(&inside, path, at, table),
            (Shape::Records(_) | Shape::WordsOrRecords(..), DeValue::Array(items), Some(inside)) => {
                let item = |(place, item): (usize, &Spanned<DeValue<'_>>)| match item.get_ref() {
                    DeValue::Table(table) => {
                        self.table(&inside, &joined(path, &place.to_string()), item.span().start, table)
                    }
                    DeValue::String(_) if let Shape::WordsOrRecords(words, _) = setting.shape => {
                        check.free_word(item, words)
                    }
                    _ => Err(check.wrong("contains", item)),
                };
                Ok(Value::Array(all(items.iter().enumerate().map(item))?))
            }
            (Shape::Named(_), DeValue::Table(table), _) => self.named(level, &check, table),
            (Shape::Record(_) | Shape::Records(_) | Shape::WordsOrRecords(..) | Shape::Named(_), ..) => {
                Err(check.wrong("is", value))
            }
            _ => {
                self.refers(setting, path);
                check.value(value)
            }
        }
    }

    /// Sections by free names.
    fn named(&mut self, level: &Level, check: &Check<'_>, table: &DeTable<'_>) -> Result<Value> {
        let section = |(key, value): Entry<'_, '_>| {
            let (name, at): (&str, _) = (key.get_ref(), key.span().start);
            if !is_name(name) {
                let what = format!("`{}` is an invalid name in `{}`", shortened(name), check.path);
                return Err(self.document.refuse(at, Refusal::new(what, NAME_RULE)));
            }
            let hint = format!("for example: {name} = {}", example_of_named(check.setting));
            let entries = self.document.section(at, value, name, &hint)?;
            let Some(inside) = level.inside(check.setting, Some(name)) else { return Ok(None) };
            Ok(Some((name.to_owned(), self.table(&inside, &joined(check.path, name), at, entries)?)))
        };
        let sections = all(in_order(table).into_iter().map(section))?;
        Ok(sections.into_iter().flatten().collect::<Map<_, _>>().into())
    }
}

/// What stands behind a name in the example of free sections.
fn example_of_named(setting: &Setting) -> String {
    let example = setting.example.value();
    let first = example.as_object().and_then(|entries| entries.values().next());
    first.map_or_else(|| "{}".to_owned(), toml_of)
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// The values of one section: every setting that has a value, written or by default.
pub(super) struct Values<'a> {
    document: &'a Document<'a>,
    level: Level,
    at: usize,
    found: Value,
    places: BTreeMap<String, usize>,
    references: Vec<String>,
}

impl<'a> Values<'a> {
    /// Compares a section, which begins at `at`, with its settings.
    pub(super) fn read(document: &'a Document<'a>, level: Level, at: usize, table: &DeTable<'_>) -> Result<Self> {
        let mut reader = Reader { document, places: BTreeMap::new(), references: Vec::new() };
        for (key, value) in table {
            reader.note(key.get_ref(), key.span().start, value.get_ref());
        }
        let found = reader.table(&level, "", at, table)?;
        let Reader { places, references, .. } = reader;
        Ok(Self { document, level, at, found, places, references })
    }

    /// A text; an error where the setting is required and absent.
    pub(super) fn text(&self, name: &str) -> Result<&str> {
        self.get(name, Value::as_str)
    }

    /// What one of the words means that a setting may have.
    pub(super) fn word<T>(&self, name: &str, meaning: impl Fn(&str) -> Option<T>) -> Result<T> {
        self.get(name, |value| value.as_str().and_then(&meaning))
    }

    /// A whole number.
    pub(super) fn number(&self, name: &str) -> Result<u32> {
        self.get(name, |value| value.as_u64().and_then(|number| u32::try_from(number).ok()))
    }

    /// A part of the whole.
    pub(super) fn share(&self, name: &str) -> Result<f64> {
        self.get(name, Value::as_f64)
    }

    /// A day, if one is set.
    pub(super) fn day(&self, name: &str) -> Result<Option<NaiveDate>> {
        Ok(self.text(name)?.parse().ok())
    }

    /// A length of time.
    pub(super) fn span(&self, name: &str) -> Result<Duration> {
        self.get(name, |value| seconds_of(value.as_str()?)).map(Duration::from_secs)
    }

    /// True or false.
    pub(super) fn switch(&self, name: &str) -> Result<bool> {
        self.get(name, Value::as_bool)
    }

    /// A list of texts.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>> {
        self.get(name, |value| value.as_array()?.iter().map(|item| item.as_str().map(String::from)).collect())
    }

    /// Texts by their names.
    pub(super) fn table(&self, name: &str) -> Result<BTreeMap<String, String>> {
        self.get(name, |value| {
            value.as_object()?.iter().map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
        })
    }

    /// A text with a further rule, whose refusal is reported with the line of the text.
    pub(super) fn parsed<T>(&self, name: &str, rule: impl FnOnce(&str) -> Result<T, Refusal>) -> Result<T> {
        self.settled(name, rule(self.text(name)?))
    }

    /// What a rule says about a setting; a refusal is reported with the setting's line.
    pub(super) fn settled<T>(&self, name: &str, ruled: Result<T, Refusal>) -> Result<T> {
        ruled.map_err(|refusal| {
            let at = self.places.get(name).map_or(self.at, |at| *at);
            self.document.refuse(at, refusal)
        })
    }

    /// A line that would be accepted for a setting.
    pub(super) fn example(&self, name: &str) -> String {
        self.level.settings.iter().find(|known| known.name == name).map_or_else(String::new, for_example)
    }

    /// The values of the section by their names.
    pub(super) fn found(&self) -> &Value {
        &self.found
    }

    /// Everything that is said or holds by default, in the order of the settings.
    pub(super) fn said(&self) -> Vec<(&'static str, Value)> {
        let settings = self.level.settings.iter();
        settings.filter_map(|setting| Some((setting.name, self.found.get(setting.name)?.clone()))).collect()
    }

    /// The same with the lines, and with what its references to secrets mean; a relative file is relative to `folder`.
    pub(super) fn own(&self, folder: &Path) -> Result<Own> {
        let secret = |path: &String| {
            let text = at(&self.found, path).and_then(Value::as_str).unwrap_or_default();
            Ok((path.clone(), self.settled(path, SecretRef::parse(path, text, folder))?))
        };
        let secrets = self.references.iter().map(secret).collect::<Result<_>>()?;
        let places = self.places.iter().map(|(path, at)| (path.clone(), *at)).chain([(String::new(), self.at)]);
        let lines = places.map(|(path, at)| (path, self.document.line(at))).collect();
        Ok(Own::new(self.document.file.clone(), self.found.clone(), secrets, lines))
    }

    fn get<'v, T>(&'v self, name: &str, as_type: impl FnOnce(&'v Value) -> Option<T>) -> Result<T> {
        self.found.get(name).and_then(as_type).ok_or_else(|| self.level.lacks(name, self.document, self.at))
    }
}
