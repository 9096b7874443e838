//! Groups: how the letters and digits of a number are parted, by signs between them, by what a reader does not see, and by a label
//! that is glued to them.

use super::find::Finder;
use super::read::{is_word, leading, trailing};
use std::ops::Range;

/// The longest run of letters that is part of a number.
const LONGEST_LETTERS: usize = 6;
/// The most groups that are read at once.
const MOST_IN_CHAIN: usize = 4096;
/// The most seams in a number that is read once more without what stands behind them.
const MOST_CUTS: usize = 64;

/// A group of letters and digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
    /// What leads to it from the group before; 0 where it is glued to it or the first.
    pub(super) separator: u8,
    /// Glued to the group before.
    pub(super) is_glued: bool,
    pub(super) digits: usize,
}

impl Group {
    pub(super) fn len(&self) -> usize {
        self.end - self.start
    }

    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.end
    }

    pub(super) fn is_number(&self) -> bool {
        self.digits == self.len()
    }
}

impl Finder<'_, '_, '_> {
    /// Whether a seam stands between two digits here.
    pub(super) fn is_cut_at(&self, at: usize) -> bool {
        let is_digit = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_digit);
        is_digit(at) && is_digit(at.wrapping_sub(1)) && (self.text.is_seam)(at)
    }

    /// How many digits stand here that are read as one number.
    pub(super) fn digits_at(&self, at: usize) -> usize {
        let len = leading(&self.bytes[at..], usize::MAX, u8::is_ascii_digit);
        if !self.ends_at_seams {
            return len;
        }
        (1..len).find(|next| self.is_cut_at(at + next)).unwrap_or(len)
    }

    /// Where the letters and digits end that begin at a place. Where numbers end at seams, no more than some are read at once.
    fn run_end(&self, at: usize) -> usize {
        let end = at + leading(&self.bytes[at..], usize::MAX, u8::is_ascii_alphanumeric);
        let cuts = || (at + 1..end).filter(|at| self.is_cut_at(*at));
        if self.ends_at_seams { cuts().nth(MOST_CUTS).unwrap_or(end) } else { end }
    }

    /// The groups of the number that holds a digit, and short runs of letters around them.
    pub(super) fn groups_from(&self, digit: usize, groups: &mut Vec<Group>) {
        let bytes = self.bytes;
        let is_begun = self.ends_at_seams && self.is_cut_at(digit);
        let lead = if is_begun { 0 } else { trailing(&bytes[..digit], usize::MAX, u8::is_ascii_alphanumeric) };
        let mut at = digit - lead;
        // Short runs of letters before it: `AB 12 34 56 C`.
        for _ in 0..2 {
            let [before @ .., b' ' | b'-' | b'.' | b'/' | b'_'] = &bytes[..at] else { break };
            let len = trailing(before, LONGEST_LETTERS + 1, u8::is_ascii_alphabetic);
            let from = before.len() - len;
            if len == 0 || len > LONGEST_LETTERS || before[..from].last().is_some_and(is_word) {
                break;
            }
            at = from;
        }
        let mut separator = 0;
        loop {
            let end = self.run_end(at);
            self.split(at..end, separator, groups);
            if self.ends_at_seams && self.is_cut_at(end) {
                break;
            }
            let Some((sign, next)) = gap(bytes, end) else { break };
            let run = leading(&bytes[next..], LONGEST_LETTERS + 1, u8::is_ascii_alphabetic);
            // Words end a number.
            let behind = bytes.get(next + run);
            let is_word = behind.is_some_and(|b| *b >= 0x80) || run > LONGEST_LETTERS && next > digit;
            if is_word || !bytes.get(next).is_some_and(u8::is_ascii_alphanumeric) || groups.len() > MOST_IN_CHAIN {
                break;
            }
            (at, separator) = (next, sign);
        }
        // Letters behind the last digits end with the sentence.
        while groups.len() > 1 && groups.last().is_some_and(|last| last.digits == 0 && last.len() > 3) {
            groups.pop();
        }
    }

    /// Parts a run where something unseen stands between letters and digits, or a label is glued to a number.
    fn split(&self, run: Range<usize>, separator: u8, groups: &mut Vec<Group>) {
        let bytes = self.bytes;
        let mut start = run.start;
        let mut push = |span: Range<usize>| {
            let digits = bytes[span.clone()].iter().filter(|b| b.is_ascii_digit()).count();
            let is_glued = span.start > run.start;
            let separator = if is_glued { 0 } else { separator };
            groups.push(Group { start: span.start, end: span.end, separator, is_glued, digits });
        };
        for at in run.start + 1..run.end {
            let turns = bytes[at - 1].is_ascii_digit() != bytes[at].is_ascii_digit();
            let is_label = || {
                start == run.start
                    && at >= run.start + 2
                    && bytes[at].is_ascii_digit()
                    && self.before(at).is_some_and(|label| !label.is_place && label.from >= run.start)
            };
            let is_cut = self.ends_at_seams && self.is_cut_at(at);
            if is_cut || turns && ((self.text.is_seam)(at) || is_label()) {
                push(start..at);
                start = at;
            }
        }
        push(start..run.end);
    }
}

/// A separator and where the next group begins.
fn gap(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let blanks = |at: usize| leading(&bytes[at..], 2, |b| *b == b' ');
    let before = blanks(at);
    match bytes.get(at + before)? {
        // Two blanks part two columns.
        b if b.is_ascii_alphanumeric() => (before == 1).then_some((b' ', at + before)),
        sign @ (b'-' | b'.' | b'/' | b':' | b'+' | b'_' | b'(') => {
            let next = at + before + 1;
            let behind = blanks(next);
            // `12 - 34` is `12-34`, and `12. 34` two sentences.
            let is_tight = before == 0 && behind == 0 || before > 0 && behind > 0 && *sign == b'-';
            is_tight.then_some((*sign, next + behind))
        }
        _ => None,
    }
}
