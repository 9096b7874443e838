//! Days and ages: numbers in the orders that people write, and names of months.

use super::super::check::{is_day, number};
use super::super::decide::Candidate;
use super::super::find::{Finder, Joined};
use super::super::groups::Group;
use super::super::rule::Reader;
use super::super::shape::Alone;
use super::super::word::of_word;
use super::{is_letter, leading, trailing};
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
            let rest = &groups[at..];
            let Some(span) = self.day(rest) else {
                at += 1;
                continue;
            };
            let span = span.start..self.time_behind(span.end);
            let taken = rest.iter().take_while(|group| group.start < span.end).count().max(1);
            let joins = |group: &Group| matches!(group.separator, b'-' | b'.' | b'/');
            let before = at > 0 && joins(&groups[at]) && groups[at - 1].digits > 0;
            let goes_on = |next: &Group| joins(next) && next.digits > 0 && next.start == span.end + 1;
            let joined = before || groups.get(at + taken).is_some_and(goes_on);
            for rule in self.readers(Reader::Date).collect::<Vec<_>>() {
                let span = span.clone();
                self.decide(Candidate { rule, span, alone: rule.alone, holds: Some(true), joined: joined.into() });
            }
            at += taken;
        }
    }

    /// The day that begins with the first of these groups.
    fn day(&self, groups: &[Group]) -> Option<Range<usize>> {
        let first = groups.first()?;
        let named = || self.compact(first).or_else(|| self.spaced(first));
        let glued = || if first.is_number() { None } else { self.glued(first) };
        let written = || self.written(first).or_else(glued).or_else(|| self.signed(first));
        // What stands before it is asked last: that costs the most.
        self.numeric(groups).or_else(written).or_else(|| named().filter(|_| self.is_named(first)))
    }

    /// Whether a phrase before a group says that it is a day.
    fn is_named(&self, group: &Group) -> bool {
        let label = self.before(group.start);
        label.is_some_and(|label| self.readers(Reader::Date).any(|rule| label.phrase.role(rule.number).is_some()))
    }

    /// Where the time of a day ends that stands behind it as in ISO 8601, with its zone: `T10:00:00.000+0200`, `T100000Z`, `Z`.
    fn time_behind(&self, at: usize) -> usize {
        if matches!(self.bytes[at..], [b'Z' | b'z', ..]) {
            return at + 1;
        }
        let [b'T' | b't', b'0'..=b'9', ..] = self.bytes[at..] else { return at };
        let end = at + 1 + leading(&self.bytes[at + 1..], 18, |b| b.is_ascii_digit() || matches!(b, b':' | b'.'));
        let end = end - trailing(&self.bytes[at..end], 2, |b| matches!(b, b':' | b'.'));
        match self.bytes[end..] {
            [b'Z' | b'z', ..] => end + 1,
            [b'+' | b'-', b'0'..=b'9', ..] => {
                end + 1 + leading(&self.bytes[end + 1..], 5, |b| b.is_ascii_digit() || *b == b':')
            }
            _ => end,
        }
    }

    /// `19840412`, `12041984`, `19840412103000`, behind a label.
    fn compact(&self, first: &Group) -> Option<Range<usize>> {
        if first.digits < 8 {
            return None;
        }
        let digits = leading(&self.bytes[first.span()], 15, u8::is_ascii_digit);
        let span = first.start..first.start + digits;
        // A time may be glued to it.
        let is_whole = matches!(digits, 8 | 14) && (digits == first.len() || self.time_behind(span.end) > span.end);
        let part = |range: Range<usize>| number(&self.bytes[span.clone()][range]);
        let begins = || YEARS.contains(&part(0..4)) && is_day(part(0..4), part(4..6), part(6..8));
        let ends = || {
            digits == 8
                && YEARS.contains(&part(4..8))
                && (is_day(part(4..8), part(2..4), part(0..2)) || is_day(part(4..8), part(0..2), part(2..4)))
        };
        (is_whole && (begins() || ends())).then_some(span.clone())
    }

    /// `14 / 03 / 1962`, behind a label.
    fn spaced(&self, first: &Group) -> Option<Range<usize>> {
        let bytes = self.bytes;
        if bytes.get(first.end) != Some(&b' ') || first.len() > 4 {
            return None;
        }
        let sign_at = |at: usize| {
            let sign = at + leading(&bytes[at..], 2, |b| *b == b' ');
            let found = bytes.get(sign).copied().filter(|b| sign > at && matches!(b, b'/' | b'.' | b'-'))?;
            Some((found, sign + 1 + leading(&bytes[sign + 1..], 2, |b| *b == b' ')))
        };
        let number_at = |at: usize| {
            let len = leading(&bytes[at..], 5, u8::is_ascii_digit);
            (at + len, len, number(&bytes[at..at + len]))
        };
        let (end, one_len, one) = number_at(first.start);
        let (sign, at) = sign_at(end)?;
        let (end, two_len, two) = number_at(at);
        let (other, at) = sign_at(end)?;
        let (end, last_len, last) = number_at(at);
        let is_date = sign == other && is_date([(one_len, one), (two_len, two), (last_len, last)]);
        is_date.then_some(first.start..end)
    }

    /// `14MAR1962`, `14mar62`.
    fn glued(&self, first: &Group) -> Option<Range<usize>> {
        let text = &self.bytes[first.span()];
        let day = leading(text, 3, u8::is_ascii_digit);
        let month = day + leading(&text[day..], LONGEST_MONTH, u8::is_ascii_alphabetic);
        let year = &text[month..];
        let is_year = || {
            year.iter().all(u8::is_ascii_digit)
                && (year.len() == 4 && YEARS.contains(&number(year)) || year.len() == 2 && self.is_named(first))
        };
        let fits = (1..=2).contains(&day)
            && (1..=31).contains(&number(&text[..day]))
            && self.is_month(first.start + day..first.start + month);
        (fits && is_year()).then(|| first.span())
    }

    /// `2024-04-30`, `30.4.2024`, `4/30/24`.
    fn numeric(&self, groups: &[Group]) -> Option<Range<usize>> {
        let [one, two, three, ..] = groups else { return None };
        // The hour of a time may be joined to the day: `2024-04-30T10:00`.
        let last = leading(&self.bytes[three.span()], usize::MAX, u8::is_ascii_digit);
        let is_time = last < three.len() && matches!(self.bytes[three.start + last], b'T' | b't' | b'Z' | b'z');
        let sign = two.separator;
        let same = sign == three.separator || sign == b'.' && three.separator == b'.';
        if !same
            || !matches!(sign, b'-' | b'.' | b'/')
            || !one.is_number()
            || !two.is_number()
            || !(three.is_number() || is_time)
        {
            return None;
        }
        let (a, b) = (self.value(one), self.value(two));
        let c = number(&self.bytes[three.start..three.start + last]);
        // `1.2.21` is a version as often.
        if sign == b'.' && last == 2 && (one.len(), two.len()) != (2, 2) && self.before(one.start).is_none() {
            return None;
        }
        is_date([(one.len(), a), (two.len(), b), (last, c)]).then_some(one.start..three.start + last)
    }

    /// `2024年4月30日`, `2024년 4월 30일`.
    fn signed(&self, year: &Group) -> Option<Range<usize>> {
        let bytes = self.bytes;
        if year.len() != 4 || !year.is_number() {
            return None;
        }
        for signs in [["年", "月", "日"], ["년", "월", "일"]] {
            let (mut at, mut parts) = (year.start, [0; 3]);
            let whole = signs.iter().zip(&mut parts).all(|(sign, part)| {
                at += leading(&bytes[at..], usize::MAX, |b| *b == b' ');
                let len = leading(&bytes[at..], 5, u8::is_ascii_digit);
                *part = number(&bytes[at..at + len]);
                at += len;
                let is_signed = len > 0 && bytes[at..].starts_with(sign.as_bytes());
                at += sign.len();
                is_signed
            });
            if whole && YEARS.contains(&parts[0]) && is_day(parts[0], parts[1], parts[2]) {
                return Some(year.start..at);
            }
        }
        None
    }

    /// `30 April 2024`, `April 30th, 2024`, `30. Apr. 24`, `2024-Apr-30`.
    fn written(&self, first: &Group) -> Option<Range<usize>> {
        if first.len() == 4 && first.is_number() && YEARS.contains(&self.value(first)) {
            let month = self.month_behind(first.end)?;
            let day = month + leading(&self.bytes[month..], 2, |b| matches!(b, b' ' | b'.' | b'-' | b'/'));
            let len = leading(&self.bytes[day..], 3, u8::is_ascii_digit);
            let is_day = day > month && (1..=31).contains(&number(&self.bytes[day..day + len]));
            return (is_day && len < 3).then_some(first.start..day + len);
        }
        let digits = leading(&self.bytes[first.span()], usize::MAX, u8::is_ascii_digit);
        let (day, suffix) = self.bytes[first.span()].split_at(digits);
        let is_ordinal = matches!(suffix, b"" | b"st" | b"nd" | b"rd" | b"th" | b"er");
        if !(1..=2).contains(&digits) || !is_ordinal || !(1..=31).contains(&number(day)) {
            return None;
        }
        Some(match self.month_behind(first.end) {
            Some(end) => first.start..self.year_behind(end).unwrap_or(end),
            None => self.month_before(first.start)?..self.year_behind(first.end)?,
        })
    }

    /// Where a part of a day begins behind a place, signs, and words that join it: `30 de abril`, `30th of April`.
    fn part_behind(&self, at: usize, is_sign: impl Fn(&u8) -> bool, joints: [&[u8]; 2]) -> usize {
        let from = at + leading(&self.bytes[at..], 3, is_sign);
        let behind = |from: usize, joint: &[u8]| self.bytes[from..].starts_with(joint).then_some(from + joint.len());
        joints.into_iter().fold(from, |from, joint| behind(from, joint).unwrap_or(from))
    }

    /// Where a name of a month ends that stands behind a place.
    fn month_behind(&self, at: usize) -> Option<usize> {
        let from = self.part_behind(at, |b| matches!(b, b' ' | b'.' | b'-' | b'/'), [b"de ", b"of "]);
        let len = leading(&self.bytes[from..], LONGEST_MONTH, is_letter);
        self.is_month(from..from + len).then_some(from + len)
    }

    fn month_before(&self, at: usize) -> Option<usize> {
        let end = at - trailing(&self.bytes[..at], 3, |b| matches!(b, b' ' | b'.' | b'-'));
        let len = trailing(&self.bytes[..end], LONGEST_MONTH, is_letter);
        (end < at && self.is_month(end - len..end)).then_some(end - len)
    }

    fn is_month(&self, span: Range<usize>) -> bool {
        span.len() >= 3 && self.book.months.contains_key(&of_word(&self.bytes[span]))
    }

    /// Where a year ends that stands behind a place.
    fn year_behind(&self, at: usize) -> Option<usize> {
        let from = self.part_behind(at, |b| matches!(b, b' ' | b'.' | b'-' | b',' | b'/' | b'\''), [b"de ", b"del "]);
        let len = leading(&self.bytes[from..], 5, u8::is_ascii_digit);
        let is_year = from > at && (len == 4 && YEARS.contains(&number(&self.bytes[from..from + 4])) || len == 2);
        is_year.then_some(from + len)
    }

    /// Ages over 89.
    pub(in super::super) fn ages(&mut self, groups: &[Group]) {
        let Some(rule) = self.readers(Reader::Age).next() else { return };
        for group in groups.iter().filter(|group| (2..=3).contains(&group.len()) && group.is_number()) {
            let span = group.span();
            if !AGES.contains(&self.value(group)) {
                continue;
            }
            // `93-year-old`, `93 years old`, `93 Jahre alt`: a word of the rule stands behind.
            let holds = self.book.phrases.follows(self.bytes, span.end, rule.number);
            if holds || self.before(span.start).is_some_and(|label| label.phrase.role(rule.number).is_some()) {
                let alone = if holds { Alone::Free } else { rule.alone };
                self.decide(Candidate { rule, span, alone, holds: Some(true), joined: Joined::No });
            }
        }
    }
}

/// Whether three numbers, each with how many digits it has, are a day in one of the orders in which people write it.
fn is_date([(one, a), (two, b), (three, c)]: [(usize, u64); 3]) -> bool {
    match (one, two, three) {
        (4, 1..=2, 1..=2) => YEARS.contains(&a) && is_day(a, b, c),
        (1..=2, 1..=2, 4) => YEARS.contains(&c) && (is_day(c, b, a) || is_day(c, a, b)),
        (1..=2, 1..=2, 2) => is_day(c, b, a) || is_day(c, a, b),
        _ => false,
    }
}
