//! Regular expressions of rows, compiled when they are first used: a run needs few of them.

use regex::bytes::{Captures, Regex, RegexBuilder};
use serde::Deserialize;
use std::sync::OnceLock;

/// Bytes that a compiled pattern may take.
const LARGEST: usize = 1 << 20;

/// A regular expression of a row, of bytes: classes of all of Unicode's letters would make it slower by far.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub(super) struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

/// What a row says that a value is like, is said of the whole bare value.
impl From<String> for Pattern {
    fn from(text: String) -> Self {
        Self::whole(&text)
    }
}

impl Pattern {
    /// Of a whole bare value.
    pub(super) fn whole(text: &str) -> Self {
        Self::within(&format!("^(?:{text})$"))
    }

    /// Of a part of a text.
    pub(super) fn within(text: &str) -> Self {
        Self { text: text.to_owned(), compiled: OnceLock::new() }
    }

    fn build(&self) -> Result<Regex, String> {
        let regex = RegexBuilder::new(&self.text).unicode(false).size_limit(LARGEST).build();
        regex.map_err(|error| error.to_string())
    }

    /// What is wrong with it; a test asks that of the book's rows, and a policy of its own.
    pub(super) fn compiled(&self) -> Result<(), String> {
        self.build().map(drop)
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| self.build().ok()).as_ref()
    }

    /// Whether it matches. A row that does not compile fails a test, and matches nothing.
    pub(super) fn is_match(&self, text: &[u8]) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// The first match at or behind a place.
    pub(super) fn captures_at<'t>(&self, text: &'t [u8], at: usize) -> Option<Captures<'t>> {
        self.regex()?.captures_at(text, at)
    }
}
