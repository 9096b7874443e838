//! Keys that a service marks as its own: one automaton finds the marks in long tokens, and a row says what stands around each.

use super::pattern::Pattern;
use super::read::{leading, trailing};
use super::rule::Alphabet;
use aho_corasick::AhoCorasick;
use serde::Deserialize;
use std::ops::{Range, RangeInclusive};

/// How far before a long token a mark may begin that belongs to it.
pub(super) const LEAD: usize = 24;

/// A form of keys, as a row says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Key {
    pub(super) name: String,
    marks: Vec<String>,
    chars: Alphabet,
    before_chars: Option<Alphabet>,
    /// How long the part behind the mark is.
    length: RangeInclusive<usize>,
    /// How long the part before it is, if there is one.
    before: Option<RangeInclusive<usize>>,
    /// What stands behind.
    #[serde(default)]
    tail: String,
    /// What the part behind the mark is like.
    fit: Option<Pattern>,
    pub(super) yes: Vec<String>,
    pub(super) no: Vec<String>,
}

/// All forms of keys.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// With their rules.
    keys: Vec<(Key, u16)>,
    marks: Vec<(String, usize)>,
    automaton: Option<AhoCorasick>,
}

impl Keys {
    /// Adds a form of a rule.
    pub(super) fn add(&mut self, key: Key, rule: u16) {
        self.marks.extend(key.marks.iter().map(|mark| (mark.clone(), self.keys.len())));
        self.keys.push((key, rule));
    }

    /// Builds the automaton.
    pub(super) fn settle(&mut self) -> Result<(), String> {
        let marks = self.marks.iter().map(|(mark, _)| mark);
        let automaton = AhoCorasick::new(marks);
        self.automaton = Some(automaton.map_err(|error| error.to_string())?);
        Ok(())
    }

    /// The keys in a part of a text, with their rules.
    pub(super) fn find(&self, text: &[u8], part: Range<usize>, mut found: impl FnMut(u16, Range<usize>)) {
        let Some(automaton) = &self.automaton else { return };
        for mark in automaton.find_overlapping_iter(&text[part.clone()]) {
            let (_, key) = &self.marks[mark.pattern().as_usize()];
            let (key, rule) = &self.keys[*key];
            let span = part.start + mark.start()..part.start + mark.end();
            if let Some(span) = key.around(text, span) {
                found(*rule, span);
            }
        }
    }
}

impl Key {
    /// The key around its mark.
    fn around(&self, text: &[u8], mark: Range<usize>) -> Option<Range<usize>> {
        let most = self.length.end() + 1;
        let behind = leading(&text[mark.end..], most, |b| self.chars.has(*b));
        // A full stop or a hyphen at the end belongs to the sentence.
        let trimmed = trailing(&text[mark.end..mark.end + behind], most, |b| b".-/!".contains(b));
        let behind = if self.length.contains(&behind) { behind } else { behind - trimmed };
        if !self.length.contains(&behind) {
            return None;
        }
        let mut start = mark.start;
        if let Some(before) = &self.before {
            let len =
                trailing(&text[..mark.start], before.end() + 1, |b| self.before_chars.unwrap_or(self.chars).has(*b));
            if !before.contains(&len) {
                return None;
            }
            start -= len;
        }
        let end = mark.end + behind;
        let rest = text[end..].strip_prefix(self.tail.as_bytes())?;
        let joined = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        // A mark that begins with a letter or digit begins a word.
        let begins_within = text[start].is_ascii_alphanumeric() && joined(text[..start].last());
        let fits = || self.fit.as_ref().is_none_or(|fit| fit.is_match(&text[mark.end..end]));
        (!begins_within && !joined(rest.first()) && fits()).then_some(start..end + self.tail.len())
    }
}
