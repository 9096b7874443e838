//! Values that stand for one that is not there: `changeme`, `${PASSWORD}`, `<your-key>`.

use super::pattern::Pattern;
use serde::Deserialize;
use std::collections::HashSet;

/// What a file of the book says of them; case does not count.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Listed {
    /// The whole value, of whatever it would be.
    absent: Vec<String>,
    /// The whole value of a secret.
    words: Vec<String>,
    /// A part of it.
    contains: Vec<String>,
    /// The whole value, as regular expressions.
    regex: Vec<String>,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Placeholders {
    absent: HashSet<String>,
    words: HashSet<String>,
    contains: Vec<String>,
    regexes: Vec<String>,
    form: Option<Pattern>,
}

impl Placeholders {
    /// Takes what a file lists.
    pub(super) fn take(&mut self, listed: Listed) {
        let lowered = |words: &[String]| words.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>();
        let absent = lowered(&listed.absent);
        self.words.extend(lowered(&listed.words));
        self.words.extend(absent.iter().cloned());
        self.absent.extend(absent);
        self.contains.extend(listed.contains.iter().map(|part| part.to_lowercase()));
        self.regexes.extend(listed.regex);
    }

    /// Joins the regular expressions.
    pub(super) fn settle(&mut self) {
        self.form = Some(Pattern::whole(&format!("(?is:{})", self.regexes.join("|"))));
    }

    /// Whether a value is a word that stands for any value that is not there.
    pub(super) fn are_absent(&self, value: &[u8]) -> bool {
        self.absent.contains(&String::from_utf8_lossy(value).to_lowercase())
    }

    /// Whether a value is one of the words.
    pub(super) fn lists(&self, value: &[u8]) -> bool {
        self.words.contains(&String::from_utf8_lossy(value).to_lowercase())
    }

    /// Whether a value is one, or one sign again and again.
    pub(super) fn are(&self, value: &[u8]) -> bool {
        let lower = String::from_utf8_lossy(value).to_lowercase();
        value.windows(2).all(|pair| pair[0] == pair[1])
            || self.words.contains(&lower)
            || self.contains.iter().any(|part| lower.contains(part))
            || self.form.as_ref().is_some_and(|form| form.is_match(value))
    }
}
