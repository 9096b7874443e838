//! One value against the shape of its setting.

use super::document::{Document, article, in_order};
use super::refusal::{Refusal, shortened};
use super::settings::{Setting, Shape, names_of, near_match, quoted_all, seconds_of};
use catchment_base::error::{Error, Result, printable};
use catchment_io::store;
use chrono::NaiveDate;
use serde_json::{Value, json};
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

/// A line that would be accepted.
pub(super) fn for_example(setting: &Setting) -> String {
    format!("for example: {} = {}", setting.name, setting.example)
}

/// One value against the shape of its setting.
pub(super) struct Check<'a> {
    /// The file.
    pub(super) document: &'a Document<'a>,
    /// What is set.
    pub(super) setting: &'a Setting,
    /// Its path below the section.
    pub(super) path: &'a str,
}

impl Check<'_> {
    /// The value as it is used; an error if it is none of the shape, which has no sections inside.
    pub(super) fn value(&self, value: &Spanned<DeValue<'_>>) -> Result<Value> {
        match (self.setting.shape, value.get_ref()) {
            (
                Shape::Folder | Shape::Place | Shape::Url | Shape::Text | Shape::TextOrTexts | Shape::Reference,
                DeValue::String(_),
            ) => self.text(value),
            (Shape::TextOrTexts, DeValue::Array(items)) if !items.is_empty() => {
                self.list(items.iter(), |item| self.item(item))
            }
            (Shape::Source(dialects), _) => self.word(value, &names_of(dialects), &[]),
            (Shape::Options, DeValue::Table(entries)) => self.options(entries),
            (Shape::Table, DeValue::Table(entries)) => self.table(entries),
            (Shape::Texts, DeValue::Array(items)) => self.list(items.iter(), |item| self.item(item)),
            (Shape::OneOf { built, later }, _) => self.word(value, built, later),
            (Shape::Switch, DeValue::Boolean(on)) => Ok(json!(on)),
            (Shape::Number { min, max }, DeValue::Integer(number)) => {
                whole(number, min, max).map(Value::from).ok_or_else(|| self.wrong("is", value))
            }
            (Shape::SomeOf { built, later }, DeValue::Array(items)) if !items.is_empty() => {
                self.list(items.iter(), |item| self.word(item, built, later))
            }
            (Shape::AnyOf(words), DeValue::Array(items)) => self.list(items.iter(), |item| self.word(item, words, &[])),
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
            _ => Err(self.wrong("is", value)),
        }
    }

    fn text(&self, value: &Spanned<DeValue<'_>>) -> Result<Value> {
        let flaws = ["is empty", "begins or ends with a space", "contains a character that cannot be printed"];
        self.plain(value, "is", flaws)
    }

    /// A text in a list.
    fn item(&self, value: &Spanned<DeValue<'_>>) -> Result<Value> {
        let flaws = [
            "contains an empty string",
            "contains a string that begins or ends with a space",
            "contains a string with a character that cannot be printed",
        ];
        self.plain(value, "contains", flaws)
    }

    /// A text that is not empty, has no space at its ends and can be printed; else the flaw that it has.
    fn plain(&self, value: &Spanned<DeValue<'_>>, verb: &str, flaws: [&str; 3]) -> Result<Value> {
        let Some(text) = value.get_ref().as_str() else {
            return Err(self.wrong(verb, value));
        };
        let [empty, spaced, unprintable] = flaws;
        let flaw = match text {
            "" => empty,
            text if text.trim() != text => spaced,
            text if printable(text) != text => unprintable,
            text => return Ok(json!(text)),
        };
        let what = format!("`{}` {flaw}", self.path);
        Err(self.document.refuse(value.span().start, Refusal::new(what, for_example(self.setting))))
    }

    /// The names of options are known, their values are texts; no message shows a value.
    fn options(&self, entries: &DeTable<'_>) -> Result<Value> {
        let mut found = serde_json::Map::new();
        for (key, value) in in_order(entries) {
            let name: &str = key.get_ref();
            if store::option(name).is_none() {
                let what = format!("`{}` has no option `{}`", self.path, shortened(name));
                let hint = near_match(name, store::OPTIONS.iter().map(|option| option.name)).map_or_else(
                    || format!("known: {}", store::OPTIONS.map(|option| option.name).join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                return Err(self.document.refuse(key.span().start, Refusal::new(what, hint)));
            }
            let Some(text) = value.get_ref().as_str().filter(|text| !text.is_empty() && printable(text) == *text)
            else {
                let what = format!("the option `{name}` is {}, but must be printable text", article(value.get_ref()));
                let hint = format!("put it in quotation marks, {}", for_example(self.setting));
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

    /// One of some words; those that a later release understands are refused by name.
    pub(super) fn word(&self, value: &Spanned<DeValue<'_>>, built: &[&str], later: &[&str]) -> Result<Value> {
        let Some(word) = value.get_ref().as_str() else {
            return Err(self.wrong("is", value));
        };
        if built.contains(&word) {
            return Ok(json!(word));
        }
        if later.contains(&word) {
            let what = format!("`{}`: \"{word}\" is not supported yet", self.path);
            let hint = format!("this release supports {}", quoted_all(built).join(" and "));
            return Err(self.document.refuse(value.span().start, Refusal::new(what, hint)));
        }
        let error = self.wrong("is", value);
        Err(match near_match(word, built.iter()) {
            Some(near) => error.hint(format!("did you mean \"{near}\"?")),
            None => error,
        })
    }

    /// A word of a list, or a name of somebody's own that is not like one of these.
    pub(super) fn free_word(&self, value: &Spanned<DeValue<'_>>, words: &[&str]) -> Result<Value> {
        let word = value.get_ref().as_str().unwrap_or_default();
        match near_match(word, words.iter()) {
            Some(near) if !words.contains(&word) => {
                let what = format!("\"{}\" in `{}` is no word of it", shortened(word), self.path);
                let hint = format!("did you mean \"{near}\"? A name of your own that is like it: {{ name = … }}");
                Err(self.document.refuse(value.span().start, Refusal::new(what, hint)))
            }
            _ => Ok(json!(word)),
        }
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
                let what = format!("`{}` contains {} twice", self.path, self.document.shown(self.setting.shape, item));
                return Err(self.document.refuse(item.span().start, Refusal::new(what, "remove one of them")));
            }
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    /// The error for a value of another shape.
    pub(super) fn wrong(&self, verb: &str, value: &Spanned<DeValue<'_>>) -> Error {
        let (shape, path) = (self.setting.shape, self.path);
        let what = format!("`{path}` {verb} {}, but must be {}", self.document.shown(shape, value), shape.describe());
        self.document.refuse(value.span().start, Refusal::new(what, for_example(self.setting)))
    }
}

fn whole(number: &DeInteger<'_>, min: u32, max: u32) -> Option<u32> {
    let number = i64::from_str_radix(number.as_str(), number.radix()).ok()?;
    u32::try_from(number).ok().filter(|number| (min..=max).contains(number))
}
