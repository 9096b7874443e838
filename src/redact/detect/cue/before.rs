//! Values that stand before their word: `12345678 (MRN)`, `12345678 is the MRN`.

use super::between::value_behind;
use super::{Cue, LONGEST_WORD};
use crate::redact::detect::vocabulary::matched;
use std::ops::Range;

/// How long a value before its word may be, in bytes.
const LONGEST: usize = 24;
/// What joins a value to its word, perhaps with words between them that say whose it is.
const JOINTS: &[&[u8]] = &[b" is ", b" as "];
const WHOSE: &[&[u8]] =
    &[b"the", b"my", b"your", b"his", b"her", b"their", b"our", b"new", b"old", b"correct", b"current"];
/// How many of them there may be, and how far their joint may stand before the word, in bytes.
const MOST_WHOSE: usize = 2;
const REACH: usize = 20;
/// What may follow such a word in one piece, and what ends its clause.
const NUMBERS: &[&[u8]] = &[b" number", b" no.", b" no", b" id", b" code"];
const ENDS: &[&[u8]] = &[b" of ", b" for ", b" and ", b" on "];

/// How far behind the digits of a value its word may begin, where what stands there may join them.
pub(super) fn reach(behind: &[u8]) -> Option<usize> {
    if matches!(behind, [b'(', ..] | [b' ', b'(', ..]) {
        return Some(3);
    }
    JOINTS.iter().any(|joint| behind.starts_with(joint)).then_some(REACH)
}

/// The word by which what stands behind a value names it: `… is my date of birth`.
pub(in crate::redact::detect) fn told_behind(behind: &[u8], words: &[&'static str]) -> Option<&'static str> {
    let joint = JOINTS.iter().find(|joint| behind.starts_with(joint))?;
    let at = behind_whose(behind, joint.len());
    let names = |word: &&str| matched(behind, at, word).is_some_and(|end| ends_clause(&behind[end..]));
    words.iter().copied().find(names)
}

impl Cue {
    /// The value before the word, where that stands in brackets or behind a joint.
    pub(in crate::redact) fn value_before(
        &self,
        text: &[u8],
        fit: impl Fn(&[u8], usize) -> Option<usize>,
    ) -> Option<Range<usize>> {
        let end = self.bracket_before(text).or_else(|| self.joint_before(text))?;
        let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b' ' | b'-' | b'/' | b'.');
        let len = text[..end].iter().rev().take(LONGEST).take_while(part).count();
        // Of the places where a word begins the first from which on all is one value.
        let begins =
            |at: &usize| text[*at].is_ascii_alphanumeric() && !text[..*at].last().is_some_and(is_joined_to_next);
        let mut starts = (end - len..end).filter(begins);
        starts.find(|at| fit(text, *at) == Some(end)).map(|at| at..end)
    }

    /// Where what stands before the bracket ends that holds the word.
    fn bracket_before(&self, text: &[u8]) -> Option<usize> {
        let word = &text[..self.gap.start];
        let open = word.iter().rev().take(LONGEST_WORD).position(|b| *b == b'(').map(|back| word.len() - 1 - back)?;
        let is_held = self.is_at(text, open + 1) && is_closed(&text[self.gap.start..]);
        is_held.then(|| open - usize::from(text[..open].ends_with(b" ")))
    }

    /// Where what stands before the joint ends behind which the word ends a clause: `12345678 is my MRN`.
    fn joint_before(&self, text: &[u8]) -> Option<usize> {
        if !ends_clause(&text[self.gap.start..]) {
            return None;
        }
        let from = self.gap.start.saturating_sub(LONGEST_WORD + REACH);
        let before = &text[from..self.gap.start];
        let joints = JOINTS.iter().filter_map(|joint| Some((memchr::memmem::rfind(before, joint)?, joint.len())));
        let mut places = joints.map(|(at, len)| (from + at, from + at + len));
        places.find(|(_, behind)| self.is_at(text, behind_whose(text, *behind))).map(|(at, _)| at)
    }

    /// Whether the word begins here.
    fn is_at(&self, text: &[u8], at: usize) -> bool {
        matched(text, at, self.word) == Some(self.gap.start)
    }
}

/// Where the words end that say whose a value is.
fn behind_whose(text: &[u8], mut at: usize) -> usize {
    for _ in 0..MOST_WHOSE {
        let len = text[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let is_known = WHOSE.iter().any(|word| word.eq_ignore_ascii_case(&text[at..at + len]));
        if !is_known || text.get(at + len) != Some(&b' ') {
            break;
        }
        at += len + 1;
    }
    at
}

/// Whether nothing of the clause follows a word but one for a number.
fn ends_clause(rest: &[u8]) -> bool {
    let rest = NUMBERS.iter().find_map(|number| rest.strip_prefix(*number)).unwrap_or(rest);
    let sign = |b: &u8| matches!(b, b'.' | b',' | b';' | b'!' | b'?' | b')' | b'"' | b'\'' | b'\n' | b'\r');
    rest.first().is_none_or(sign) || ENDS.iter().any(|end| rest.starts_with(end))
}

/// Whether the letter, digit or sign before a place may belong to the value that begins there.
fn is_joined_to_next(before: &u8) -> bool {
    before.is_ascii_alphanumeric() || matches!(before, b'-' | b'/' | b'.')
}

/// Whether nothing but a word for a number stands between a word and the bracket that closes behind it: `(MRN no.)`.
fn is_closed(rest: &[u8]) -> bool {
    let begin = value_behind(rest, 0, false);
    rest[..begin].contains(&b')')
}
