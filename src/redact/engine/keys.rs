//! Keys that a service marks as its own: one automaton finds the marks in long tokens, and a row says what stands around each.

use super::book::Alphabet;
use super::pattern::Pattern;
use aho_corasick::AhoCorasick;
use std::ops::{Range, RangeInclusive};

/// How far before a long token a mark may begin that belongs to it.
pub(super) const LEAD: usize = 24;

/// A form of keys.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) rule: u16,
    pub(super) chars: Alphabet,
    pub(super) before_chars: Alphabet,
    /// How long the part behind the mark is.
    pub(super) length: RangeInclusive<usize>,
    /// How long the part before it is, if there is one.
    pub(super) before: Option<RangeInclusive<usize>>,
    /// What stands behind.
    pub(super) tail: String,
    /// What the part behind the mark is like.
    pub(super) fit: Option<Pattern>,
}

/// All forms of keys.
#[derive(Debug, Default)]
pub(super) struct Keys {
    keys: Vec<Key>,
    marks: Vec<(String, usize)>,
    automaton: Option<AhoCorasick>,
}

impl Keys {
    /// Adds a form with its marks.
    pub(super) fn add(&mut self, key: Key, marks: &[String]) {
        self.marks.extend(marks.iter().map(|mark| (mark.clone(), self.keys.len())));
        self.keys.push(key);
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
            let key = &self.keys[*key];
            let span = part.start + mark.start()..part.start + mark.end();
            if let Some(span) = key.around(text, span) {
                found(key.rule, span);
            }
        }
    }
}

impl Key {
    /// The key around its mark.
    fn around(&self, text: &[u8], mark: Range<usize>) -> Option<Range<usize>> {
        let most = *self.length.end();
        let behind = text[mark.end..].iter().take(most + 1).take_while(|b| self.chars.has(**b)).count();
        // A full stop or a hyphen at the end belongs to the sentence.
        let trimmed = text[mark.end..mark.end + behind]
            .iter()
            .rev()
            .take_while(|b| matches!(b, b'.' | b'-' | b'/' | b'!'))
            .count();
        let behind = if self.length.contains(&behind) { behind } else { behind - trimmed };
        if !self.length.contains(&behind) {
            return None;
        }
        let mut start = mark.start;
        if let Some(before) = &self.before {
            let len = text[..mark.start]
                .iter()
                .rev()
                .take(before.end() + 1)
                .take_while(|b| self.before_chars.has(**b))
                .count();
            if !before.contains(&len) {
                return None;
            }
            start -= len;
        }
        let joined = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let end = mark.end + behind;
        // A mark that begins with a letter or digit begins a word.
        if text[start].is_ascii_alphanumeric() && joined(start.checked_sub(1))
            || !text[end..].starts_with(self.tail.as_bytes())
        {
            return None;
        }
        let end = end + self.tail.len();
        if joined(Some(end)) {
            return None;
        }
        if self.fit.as_ref().is_some_and(|fit| !fit.is_match(&text[mark.end..mark.end + behind])) {
            return None;
        }
        Some(start..end)
    }
}
