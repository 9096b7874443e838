//! Days and ages: numbers in the orders that people write, and names of months.

use super::super::book::Reader;
use super::super::check::{is_day, number};
use super::super::decide::Candidate;
use super::super::find::{Finder, Group};
use super::super::words::of_word;
use std::ops::Range;

/// Years that a day of somebody's life may have.
const YEARS: std::ops::RangeInclusive<u64> = 1850..=2150;
/// Ages that are rare enough to tell somebody (HIPAA Safe Harbor: over 89).
const AGES: std::ops::RangeInclusive<u64> = 90..=125;
/// The longest name of a month, in bytes.
const LONGEST_MONTH: usize = 24;

impl Finder<'_, '_, '_> {
    /// Days in a chain.
    pub(in super::super) fn dates(&mut self, groups: &[Group]) {
        if self.readers(Reader::Date).next().is_none() {
            return;
        }
        let mut at = 0;
        while at < groups.len() {
            let found = self
                .numeric(&groups[at..])
                .or_else(|| self.written(&groups[at..]))
                .or_else(|| self.signed(&groups[at]));
            let Some((span, taken)) = found else {
                at += 1;
                continue;
            };
            let before = at > 0 && matches!(groups[at].separator, b'-' | b'.' | b'/') && groups[at - 1].digits > 0;
            let behind = groups.get(at + taken).is_some_and(|next| {
                matches!(next.separator, b'-' | b'.' | b'/') && next.digits > 0 && next.start == span.end + 1
            });
            for rule in self.readers(Reader::Date).collect::<Vec<_>>() {
                self.decide(Candidate {
                    rule,
                    span: span.clone(),
                    alone: rule.alone,
                    holds: Some(true),
                    joined: before || behind,
                });
            }
            at += taken;
        }
    }

    /// `2024-04-30`, `30.4.2024`, `4/30/24`; behind a label also `19840412`.
    fn numeric(&self, groups: &[Group]) -> Option<(Range<usize>, usize)> {
        let first = groups.first().filter(|group| group.is_number())?;
        let value = |group: &Group| number(&self.bytes[group.start..group.end]);
        if let (8, Some(label)) = (first.len(), self.before(first.start).label) {
            let digits = &self.bytes[first.start..first.end];
            let part = |range: Range<usize>| number(&digits[range]);
            let is_named = self.readers(Reader::Date).any(|rule| label.phrase.role(rule.number).is_some());
            let begins = YEARS.contains(&part(0..4)) && is_day(part(0..4), part(4..6), part(6..8));
            let ends = YEARS.contains(&part(4..8))
                && (is_day(part(4..8), part(2..4), part(0..2)) || is_day(part(4..8), part(0..2), part(2..4)));
            if is_named && (begins || ends) {
                return Some((first.start..first.end, 1));
            }
        }
        let [one, two, three, ..] = groups else { return None };
        // The hour of a time may be joined to the day: `2024-04-30T10:00`.
        let last = self.bytes[three.start..three.end].iter().take_while(|b| b.is_ascii_digit()).count();
        let is_time = last < three.len() && matches!(self.bytes[three.start + last], b'T' | b't');
        let sign = two.separator;
        let same = sign == three.separator || sign == b'.' && three.separator == b'.';
        if !same || !matches!(sign, b'-' | b'.' | b'/') || !two.is_number() || !(three.is_number() || is_time) {
            return None;
        }
        let (a, b, c) = (value(one), value(two), number(&self.bytes[three.start..three.start + last]));
        // `1.2.21` is a version as often.
        if sign == b'.' && last == 2 && (one.len(), two.len()) != (2, 2) && self.before(one.start).label.is_none() {
            return None;
        }
        let is_date = match (one.len(), two.len(), last) {
            (4, 1..=2, 1..=2) => YEARS.contains(&a) && is_day(a, b, c),
            (1..=2, 1..=2, 4) => YEARS.contains(&c) && (is_day(c, b, a) || is_day(c, a, b)),
            (1..=2, 1..=2, 2) => is_day(c, b, a) || is_day(c, a, b),
            _ => false,
        };
        is_date.then_some((one.start..three.start + last, 3))
    }

    /// `2024年4月30日`, `2024년 4월 30일`.
    fn signed(&self, year: &Group) -> Option<(Range<usize>, usize)> {
        let bytes = self.bytes;
        if year.len() != 4 || !year.is_number() {
            return None;
        }
        for signs in [["年", "月", "日"], ["년", "월", "일"]] {
            let (mut at, mut parts) = (year.start, [0; 3]);
            let whole = signs.iter().zip(&mut parts).all(|(sign, part)| {
                at += bytes[at..].iter().take_while(|b| **b == b' ').count();
                let len = bytes[at..].iter().take(5).take_while(|b| b.is_ascii_digit()).count();
                *part = number(&bytes[at..at + len]);
                at += len;
                let is_signed = len > 0 && bytes[at..].starts_with(sign.as_bytes());
                at += sign.len();
                is_signed
            });
            if whole && YEARS.contains(&parts[0]) && is_day(parts[0], parts[1], parts[2]) {
                return Some((year.start..at, 1));
            }
        }
        None
    }

    /// `30 April 2024`, `April 30th, 2024`, `30. Apr. 24`.
    fn written(&self, groups: &[Group]) -> Option<(Range<usize>, usize)> {
        let first = groups.first()?;
        let digits = self.bytes[first.start..first.end].iter().take_while(|b| b.is_ascii_digit()).count();
        let suffix = &self.bytes[first.start + digits..first.end];
        let is_ordinal = matches!(suffix, b"" | b"st" | b"nd" | b"rd" | b"th" | b"er");
        let day = number(&self.bytes[first.start..first.start + digits]);
        if !(1..=2).contains(&digits) || !is_ordinal || !(1..=31).contains(&day) {
            return None;
        }
        if let Some(end) = self.month_behind(first.end) {
            let end = self.year_behind(end).unwrap_or(end);
            let taken = groups.iter().take_while(|group| group.start < end).count();
            return Some((first.start..end, taken));
        }
        let start = self.month_before(first.start)?;
        let end = self.year_behind(first.end)?;
        let taken = groups.iter().take_while(|group| group.start < end).count();
        Some((start..end, taken))
    }

    /// Where a name of a month ends that stands behind a place.
    fn month_behind(&self, at: usize) -> Option<usize> {
        let mut from =
            at + self.bytes[at..].iter().take(3).take_while(|b| matches!(**b, b' ' | b'.' | b'-' | b'/')).count();
        // `30 de abril`, `30th of April`
        for joint in [&b"de "[..], b"of "] {
            if self.bytes[from..].starts_with(joint) {
                from += joint.len();
            }
        }
        let len = self.bytes[from..]
            .iter()
            .take(LONGEST_MONTH)
            .take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80)
            .count();
        self.is_month(from..from + len).then_some(from + len)
    }

    fn month_before(&self, at: usize) -> Option<usize> {
        let end = at - self.bytes[..at].iter().rev().take(3).take_while(|b| matches!(**b, b' ' | b'.' | b'-')).count();
        let len = self.bytes[..end]
            .iter()
            .rev()
            .take(LONGEST_MONTH)
            .take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80)
            .count();
        (end < at && self.is_month(end - len..end)).then_some(end - len)
    }

    fn is_month(&self, span: Range<usize>) -> bool {
        span.len() >= 3 && self.book.months.contains_key(&of_word(&self.bytes[span]))
    }

    /// Where a year ends that stands behind a place.
    fn year_behind(&self, at: usize) -> Option<usize> {
        let mut from = at
            + self.bytes[at..]
                .iter()
                .take(3)
                .take_while(|b| matches!(**b, b' ' | b'.' | b'-' | b',' | b'/' | b'\''))
                .count();
        for joint in [&b"de "[..], b"del "] {
            if self.bytes[from..].starts_with(joint) {
                from += joint.len();
            }
        }
        let len = self.bytes[from..].iter().take(5).take_while(|b| b.is_ascii_digit()).count();
        let is_year = from > at && (len == 4 && YEARS.contains(&number(&self.bytes[from..from + 4])) || len == 2);
        is_year.then_some(from + len)
    }

    /// Ages over 89.
    pub(in super::super) fn ages(&mut self, groups: &[Group]) {
        let Some(rule) = self.readers(Reader::Age).next() else { return };
        for group in groups.iter().filter(|group| (2..=3).contains(&group.len()) && group.is_number()) {
            let span = group.start..group.end;
            if !AGES.contains(&number(&self.bytes[span.clone()])) {
                continue;
            }
            // `93-year-old`, `93 years old`, `93 Jahre alt`: a word of the rule stands behind.
            let holds = self.book.phrases.follows(self.bytes, span.end, rule.number);
            if holds || self.before(span.start).label.is_some_and(|label| label.phrase.role(rule.number).is_some()) {
                let alone = if holds { super::super::shape::Alone::Free } else { rule.alone };
                self.decide(Candidate { rule, span, alone, holds: Some(true), joined: false });
            }
        }
    }
}
