//! The zones of travel documents that machines read (ICAO Doc 9303): two lines of 44 characters, or of 36, or three of 30,
//! with `<` for a blank. Each line is one value: the numbers, the days and the name stand in it without signs between them.

use super::reading::Group;
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::ops::Range;

/// The detector of this file. The numbers in the zone raise the signal.
pub(super) const DETECTORS: &[Detector] = &[Detector { rules: &[&ZONE], needs: Signals::CODE, find }];

static ZONE: Rule = Rule {
    kind: kind::PASSPORT,
    name: "passport.zone",
    version: 1,
    rank: Rank::Validated,
    proof: "a line of a zone for machines: its characters, its length, and a day of birth, a sex and a day of expiry",
};

/// The lengths of its lines; people lose or add one or two characters when they copy one.
const LENGTHS: std::ops::RangeInclusive<usize> = 28..=46;
/// How far a line is read, in bytes.
const REACH: usize = 48;

/// Names the zones of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() || memchr::memchr(b'<', text).is_none() {
        return;
    }
    let mut done = 0;
    for group in reading.groups().iter().filter(|group| group.len() >= 7) {
        let line = line_of_days(text, group).filter(|line| line.start >= done);
        let Some(line) = line else { continue };
        done = line.end;
        let before = line_before(text, line.start);
        let first = before.as_ref().and_then(|before| line_before(text, before.start));
        let behind = line_behind(text, line.end);
        for line in [first, before, Some(line), behind].into_iter().flatten() {
            hits.hit(&ZONE, line);
        }
    }
}

fn is_of_zone(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'<'
}

/// The line around a group of digits, if it is one with the days: six digits and their check, the sex, and the same again.
fn line_of_days(text: &[u8], group: &Group) -> Option<Range<usize>> {
    let line = line_around(text, group.span().start)?;
    let given = &text[line.clone()];
    let digit = |at: usize| given.get(at).is_some_and(u8::is_ascii_digit);
    let month = |at: usize| (given[at] - b'0') * 10 + given[at + 1] - b'0';
    let is_there = |at: usize| {
        (at..at + 7).all(digit)
            && matches!(given.get(at + 7), Some(b'F' | b'M' | b'X' | b'<'))
            && (at + 8..at + 14).all(digit)
            && given.get(at + 14).is_some_and(|b| b.is_ascii_digit() || *b == b'<')
            && (1..=12).contains(&month(at + 2))
            && (1..=12).contains(&month(at + 10))
    };
    (given.contains(&b'<') && (0..given.len().saturating_sub(14)).any(is_there)).then_some(line)
}

/// The line of a zone in which a place is.
fn line_around(text: &[u8], at: usize) -> Option<Range<usize>> {
    let start = at - text[..at].iter().rev().take(REACH).take_while(|b| is_of_zone(**b)).count();
    let end = at + text[at..].iter().take(REACH).take_while(|b| is_of_zone(**b)).count();
    let ends = |b: Option<&u8>| b.is_none_or(|b| b.is_ascii_whitespace() || b"\"'`|\\>,;:".contains(b));
    let before = start.checked_sub(1).and_then(|at| text.get(at));
    (LENGTHS.contains(&(end - start)) && ends(before) && ends(text.get(end))).then_some(start..end)
}

/// The line of a zone right before a place, with a line break or a blank between them.
fn line_before(text: &[u8], at: usize) -> Option<Range<usize>> {
    let gap = text[..at].iter().rev().take(4).take_while(|b| b.is_ascii_whitespace()).count();
    let end = at - gap;
    let line = line_around(text, end.checked_sub(1).filter(|_| gap > 0)?)?;
    (line.end == end && is_filled(&text[line.clone()])).then_some(line)
}

/// The same right behind a place.
fn line_behind(text: &[u8], at: usize) -> Option<Range<usize>> {
    let gap = text[at..].iter().take(4).take_while(|b| b.is_ascii_whitespace()).count();
    let line = line_around(text, Some(at + gap).filter(|_| gap > 0)?)?;
    (line.start == at + gap && is_filled(&text[line.clone()])).then_some(line)
}

/// Whether a line has blanks in it, as names and lines that are filled up have.
fn is_filled(line: &[u8]) -> bool {
    memchr::memmem::find(line, b"<<").is_some()
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds_nothing, found};
    use super::*;

    /// A line that is filled up.
    fn line(text: &str, len: usize) -> String {
        format!("{text}{}", "<".repeat(len - text.len()))
    }

    #[test]
    fn the_lines_of_zones_are_found() {
        let passport = [line("P<UTOMUSTER<<JANE<ANN", 44), line("X12345678<UTO7502041F3001017", 44)];
        assert_eq!(found(find, &passport.join("\n")), passport);
        assert_eq!(found(find, &format!("MRZ: {}", passport.join(" "))), passport);
        let card = [line("I<UTOX123456784", 30), line("7502041F3001017UTO", 30), line("MUSTER<<JANE<ANN", 30)];
        assert_eq!(found(find, &card.join("\n")), card);
        let visa = [line("V<UTOMUSTER<<JANE", 36), line("X123456784UTO7502041<3001017", 36)];
        assert_eq!(found(find, &visa.join("\r\n")), visa);
    }

    #[test]
    fn other_lines_are_left() {
        finds_nothing(
            find,
            &[
                "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<< HEAD1234567",
                "A<B<<C>>1234567F1234567",
                "X123456784UTO7502041F3001017000000000",
                &line("X12345678<UTO7599041F3001017", 44),
                &line("7502041F3001017", 60),
            ],
        );
    }
}
