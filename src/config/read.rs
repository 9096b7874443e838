//! From the text of the file to values that obey the table: which keys may stand where, which values they take,
//! and the message with file, line and key where something else stands there.
//!
//! Messages of the TOML parser are used without the excerpt it offers: a line of this file may hold a secret.

use super::settings::{Section, Setting, Shape, near_match, quoted_all, seconds_of};
use super::table::{FOREIGN, NOT_YET_BUILT};
use crate::edge::store;
use crate::error::{Error, Result, printable};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::path::Path;
use std::time::Duration;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

/// Keys of spaces that a site takes at once (`keys` of `/spaces`).
const MOST_KEYS: usize = 250;
/// Characters of a value or a key that a message shows at most.
const SHOWN: usize = 60;

/// Why a value is not accepted, and what would be.
pub(super) struct Refusal {
    what: String,
    hint: String,
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl Refusal {
    /// A refusal; `what` names the key, `hint` says what to do.
    pub(super) fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into(), cause: None }
    }

    /// The same refusal with its cause, which must not quote the value.
    pub(super) fn because(mut self, cause: impl StdError + Send + Sync + 'static) -> Self {
        self.cause = Some(Box::new(cause));
        self
    }
}

/// The file as a text with line numbers.
pub(super) struct Document<'a> {
    file: String,
    text: &'a str,
}

impl<'a> Document<'a> {
    /// The text that was read from a file.
    pub(super) fn new(file: &Path, text: &'a str) -> Self {
        Self { file: printable(&file.display().to_string()), text }
    }

    /// The keys and values of the file, not yet compared with the table of settings.
    pub(super) fn parse(&self) -> Result<DeTable<'a>> {
        let table = DeTable::parse(self.text).map_err(|cause| {
            let at = cause.span().map_or(0, |span| span.start);
            let what = format!("no valid TOML: {}", printable(cause.message()));
            self.refuse(at, Refusal::new(what, "texts stand in quotation marks, each key stands once in its section"))
        })?;
        Ok(table.into_inner())
    }

    /// What stands in the file under these names, whatever it is; none where nothing does.
    pub(super) fn value(&self, path: &[&str]) -> Option<toml::Value> {
        let file = toml::Value::Table(toml::from_str(self.text).ok()?);
        path.iter().try_fold(&file, |value, name| value.get(name)).cloned()
    }

    /// The error for a refusal at a byte of the text.
    pub(super) fn refuse(&self, at: usize, refusal: Refusal) -> Error {
        let line = 1 + self.text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        let error = Error::usage(format!("{}:{line}: {}", self.file, refusal.what)).hint(refusal.hint);
        match refusal.cause {
            Some(cause) => error.because(cause),
            None => error,
        }
    }

    /// The value as it stands in the file, if a message may show it.
    fn shown(&self, shape: Shape, value: &Spanned<DeValue<'_>>) -> String {
        let kind = value.get_ref();
        match (shape, kind) {
            (Shape::Reference, _) | (_, DeValue::Array(_) | DeValue::Table(_)) => article(kind).to_string(),
            _ => shortened(self.text.get(value.span()).unwrap_or(article(kind))),
        }
    }
}

fn article(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

/// The text, safe for a terminal, cut where a message would become unreadable.
pub(super) fn shortened(text: &str) -> String {
    let mut out: String = text.chars().take(SHOWN).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    printable(&out)
}

/// The values of one section: every setting that has a value, written or by default.
pub(super) struct Values<'a> {
    document: &'a Document<'a>,
    section: Section,
    title: String,
    at: usize,
    found: BTreeMap<&'static str, (usize, Value)>,
}

impl<'a> Values<'a> {
    /// Compares a section with the table. `at` is where the section begins, `also` are the names of the sections
    /// inside it.
    pub(super) fn read(
        document: &'a Document<'a>,
        section: Section,
        title: String,
        at: usize,
        table: &DeTable<'_>,
        also: &[&str],
    ) -> Result<Self> {
        let mut found: BTreeMap<_, _> = section
            .settings()
            .filter_map(|setting| setting.default.map(|default| (setting.name, (at, default.value()))))
            .collect();
        for (key, value) in in_order(table) {
            let name: &str = key.get_ref();
            if also.contains(&name) {
                continue;
            }
            let Some(setting) = section.settings().find(|setting| setting.name == name) else {
                return Err(document.refuse(key.span().start, unknown(section, name, also)));
            };
            found.insert(setting.name, (value.span().start, Check { document, setting }.value(value)?));
        }
        Ok(Self { document, section, title, at, found })
    }

    /// A text; an error where the setting is required and absent.
    pub(super) fn text(&self, name: &str) -> Result<&str> {
        self.get(name, Value::as_str)
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

    /// A list of texts with a further rule, whose refusal is reported with the line of the list.
    pub(super) fn ruled_texts(
        &self,
        name: &str,
        rule: impl FnOnce(&[String]) -> Result<(), Refusal>,
    ) -> Result<Vec<String>> {
        let texts = self.texts(name)?;
        self.settled(name, rule(&texts))?;
        Ok(texts)
    }

    /// What a rule says about a setting; a refusal is reported with the setting's line.
    pub(super) fn settled<T>(&self, name: &str, ruled: Result<T, Refusal>) -> Result<T> {
        ruled.map_err(|refusal| {
            let at = self.found.get(name).map_or(self.at, |(at, _)| *at);
            self.document.refuse(at, refusal)
        })
    }

    fn get<'v, T>(&'v self, name: &str, as_type: impl FnOnce(&'v Value) -> Option<T>) -> Result<T> {
        let value = self.found.get(name).and_then(|(_, value)| as_type(value));
        value.ok_or_else(|| {
            let example = self.section.settings().find(|known| known.name == name);
            let hint = example.map_or_else(String::new, for_example);
            self.document.refuse(self.at, Refusal::new(format!("{} lacks `{name}`", self.title), hint))
        })
    }
}

/// The entries of a section in the order of the file, so that the first mistake is reported first.
pub(super) fn in_order<'t, 'i>(table: &'t DeTable<'i>) -> Vec<Entry<'t, 'i>> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// A key with its value, both with their places.
pub(super) type Entry<'t, 'i> = (&'t Spanned<std::borrow::Cow<'i, str>>, &'t Spanned<DeValue<'i>>);

fn unknown(section: Section, name: &str, also: &[&str]) -> Refusal {
    let shown = shortened(name);
    if let Some((_, hint)) = FOREIGN.iter().find(|(foreign, _)| *foreign == name) {
        return Refusal::new(format!("`{shown}` is no setting of catchment"), *hint);
    }
    if NOT_YET_BUILT.contains(&name) {
        return Refusal::new(format!("`{shown}` is not yet built"), "remove it; a later release reads it");
    }
    Refusal::new(
        format!("there is no setting `{shown}` in {}", section.title()),
        place_or_near_match(section, name, also),
    )
}

fn place_or_near_match(section: Section, name: &str, also: &[&str]) -> String {
    let elsewhere = Section::ALL.iter().find(|other| other.settings().any(|setting| setting.name == name));
    if let Some(other) = elsewhere {
        return format!("it belongs in {}", other.title());
    }
    let names: Vec<&str> = section.settings().map(|setting| setting.name).chain(also.iter().copied()).collect();
    near_match(name, names.iter())
        .map_or_else(|| format!("there are: {}", names.join(", ")), |near| format!("did you mean `{near}`?"))
}

fn for_example(setting: &Setting) -> String {
    format!("for example: {} = {}", setting.name, setting.example)
}

/// One value against the shape of its setting.
struct Check<'a> {
    document: &'a Document<'a>,
    setting: &'static Setting,
}

impl Check<'_> {
    fn value(&self, value: &Spanned<DeValue<'_>>) -> Result<Value> {
        match (self.setting.shape, value.get_ref()) {
            (Shape::Folder | Shape::Place | Shape::Url | Shape::Text | Shape::Reference, DeValue::String(_)) => {
                self.text(value)
            }
            (Shape::Options, DeValue::Table(entries)) => self.options(entries),
            (Shape::Table, DeValue::Table(entries)) => self.table(entries),
            (Shape::Texts, DeValue::Array(items)) => self.list(items.iter(), |item| self.text(item)),
            (Shape::OneOf { built, later }, _) => self.word(value, built, later),
            (Shape::Switch, DeValue::Boolean(on)) => Ok(json!(on)),
            (Shape::Number { min, max }, DeValue::Integer(number)) => {
                whole(number, min, max).map(Value::from).ok_or_else(|| self.wrong("is", value))
            }
            (Shape::SomeOf { built, later }, DeValue::Array(items)) if !items.is_empty() => {
                self.list(items.iter(), |item| self.word(item, built, later))
            }
            (Shape::Day, DeValue::Datetime(day)) if day.time.is_none() => Ok(json!(day.to_string())),
            (Shape::Day, DeValue::String(day)) if day.is_empty() || day.parse::<NaiveDate>().is_ok() => Ok(json!(day)),
            (Shape::Span, DeValue::String(span)) if seconds_of(span).is_some() => Ok(json!(span)),
            (Shape::Share, DeValue::Integer(number)) => {
                whole(number, 0, 1).map(|number| json!(f64::from(number))).ok_or_else(|| self.wrong("is", value))
            }
            (Shape::Share, DeValue::Float(number)) => {
                let share = number.as_str().parse().ok().filter(|share| (0.0..=1.0).contains(share));
                share.map(|share: f64| json!(share)).ok_or_else(|| self.wrong("is", value))
            }
            (Shape::Keys, DeValue::Array(items)) if items.len() > MOST_KEYS => Err(self.too_many(value)),
            (Shape::Keys, DeValue::Array(items)) => self.list(items.iter(), |item| self.key(item)),
            _ => Err(self.wrong("is", value)),
        }
    }

    fn text(&self, value: &Spanned<DeValue<'_>>) -> Result<Value> {
        let Some(text) = value.get_ref().as_str() else {
            return Err(self.wrong("is", value));
        };
        let flaw = match text {
            "" => "is empty",
            text if text.trim() != text => "begins or ends with a space",
            text if printable(text) != text => "holds a character that cannot be printed",
            text => return Ok(json!(text)),
        };
        let what = format!("`{}` {flaw}", self.setting.name);
        Err(self.document.refuse(value.span().start, Refusal::new(what, for_example(self.setting))))
    }

    /// The names of options are known, their values are texts; no message shows a value.
    fn options(&self, entries: &DeTable<'_>) -> Result<Value> {
        let mut found = serde_json::Map::new();
        for (key, value) in in_order(entries) {
            let name: &str = key.get_ref();
            if store::option(name).is_none() {
                let what = format!("`{}` has no option `{}`", self.setting.name, shortened(name));
                let hint = near_match(name, store::OPTIONS.iter().map(|option| option.name)).map_or_else(
                    || format!("there are: {}", store::OPTIONS.map(|option| option.name).join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                return Err(self.document.refuse(key.span().start, Refusal::new(what, hint)));
            }
            let Some(text) = value.get_ref().as_str().filter(|text| !text.is_empty() && printable(text) == *text)
            else {
                let what = format!(
                    "the option `{name}` is {}, but must be a text that can be printed",
                    article(value.get_ref())
                );
                let hint = format!(
                    "put it into quotation marks, for example: {} = {}",
                    self.setting.name, self.setting.example
                );
                return Err(self.document.refuse(value.span().start, Refusal::new(what, hint)));
            };
            found.insert(name.to_owned(), json!(text));
        }
        Ok(found.into())
    }

    /// Any names, each with a text.
    fn table(&self, entries: &DeTable<'_>) -> Result<Value> {
        let entries =
            in_order(entries).into_iter().map(|(key, value)| Ok((key.get_ref().to_string(), self.text(value)?)));
        Ok(Value::Object(entries.collect::<Result<_>>()?))
    }

    fn word(&self, value: &Spanned<DeValue<'_>>, built: &[&str], later: &[&str]) -> Result<Value> {
        let Some(word) = value.get_ref().as_str() else {
            return Err(self.wrong("is", value));
        };
        if built.contains(&word) {
            return Ok(json!(word));
        }
        if later.contains(&word) {
            let what = format!("`{}`: \"{word}\" is not yet built", self.setting.name);
            let hint = format!("this release knows {}", quoted_all(built).join(" and "));
            return Err(self.document.refuse(value.span().start, Refusal::new(what, hint)));
        }
        let error = self.wrong("is", value);
        Err(match near_match(word, built.iter()) {
            Some(near) => error.hint(format!("did you mean \"{near}\"?")),
            None => error,
        })
    }

    fn key(&self, value: &Spanned<DeValue<'_>>) -> Result<Value> {
        let key = self.text(value)?;
        let odd = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | ',');
        if key.as_str().is_some_and(|key| key.contains(odd)) { Err(self.wrong("holds", value)) } else { Ok(key) }
    }

    fn too_many(&self, value: &Spanned<DeValue<'_>>) -> Error {
        let what = format!("`{}` holds more than {MOST_KEYS} keys, as many as the site takes", self.setting.name);
        let hint = "leave it empty for every space, or divide the spaces among several connections";
        self.document.refuse(value.span().start, Refusal::new(what, hint))
    }

    fn list<'v, 'i: 'v>(
        &self,
        items: impl Iterator<Item = &'v Spanned<DeValue<'i>>>,
        check: impl Fn(&Spanned<DeValue<'_>>) -> Result<Value>,
    ) -> Result<Value> {
        let mut list = Vec::new();
        for item in items {
            let value = check(item)?;
            if list.contains(&value) {
                let what =
                    format!("`{}` holds {} twice", self.setting.name, self.document.shown(self.setting.shape, item));
                return Err(self.document.refuse(item.span().start, Refusal::new(what, "remove one of them")));
            }
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn wrong(&self, verb: &str, value: &Spanned<DeValue<'_>>) -> Error {
        let Setting { name, shape, .. } = self.setting;
        let what = format!("`{name}` {verb} {}, but must be {}", self.document.shown(*shape, value), shape.describe());
        self.document.refuse(value.span().start, Refusal::new(what, for_example(self.setting)))
    }
}

fn whole(number: &DeInteger<'_>, min: u32, max: u32) -> Option<u32> {
    let number = i64::from_str_radix(number.as_str(), number.radix()).ok()?;
    u32::try_from(number).ok().filter(|number| (min..=max).contains(number))
}
