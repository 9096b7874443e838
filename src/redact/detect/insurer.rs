//! The numbers of members of health insurers: as plans print them, and behind the name of one and a word for a number, with
//! other words between them: `UHC 9 digit id: 944 107 283`.

use super::Reading;
use super::cue::Cue;
use super::shape::{figures, is_counted, written};
use super::vocabulary::ending;
use std::ops::Range;

/// Health insurers whose names are one word that means little else.
pub(super) const NAMES: &str = "aetna anthem barmer bcbs bupa cigna debeka humana medibank uhc unitedhealthcare";
/// Words for the number of a member, right before it.
const NUMBERS: &[&str] = &[
    "id",
    "id number",
    "number",
    "no",
    "nr",
    "nummer",
    "member",
    "membership",
    "subscriber",
    "policy",
    "versichertennummer",
    "mitgliedsnummer",
];
/// How far behind the name the number may begin, in bytes.
const REACH: usize = 56;
/// The fewest digits of the number, and those that a part of it has at least.
const FEWEST: usize = 7;
const PART: usize = 2;

/// The number of a member in the line behind the name of an insurer, right behind a word for it.
pub(super) fn member(reading: &Reading<'_>, insurer: &Cue) -> Option<Range<usize>> {
    let text = reading.text();
    let from = insurer.gap.start;
    let line = text[from..text.len().min(from + REACH)].split(|b| *b == b'\n').next()?;
    let mut starts = (1..line.len()).filter(|at| line[at - 1] == b' ' && line[*at].is_ascii_alphanumeric());
    let start = starts.find(|at| figures(line[*at..].split(|b| *b == b' ').next().unwrap_or_default()) >= PART)?;
    let lead = line[..start].trim_ascii_end();
    let lead = lead.strip_suffix(b" is").unwrap_or(lead);
    let signs = lead.iter().rev().take_while(|b| matches!(b, b':' | b'#' | b'.' | b' ' | b'=')).count();
    ending(&lead[..lead.len() - signs], NUMBERS)?;
    let at = from + start;
    let end = grouped(text, at).or_else(|| written(text, at, true, FEWEST..=20, FEWEST))?;
    Some(at..end).filter(|span| figures(&text[span.clone()]) >= FEWEST && reading.is_whole(span))
}

/// Where a number ends that begins here, as plans print them on cards: two to four capitals and a blank before the digits,
/// `ZGP 448291033` or `ZGP 448 291 033`, or one capital with the first of two groups, `W1882 04417`.
pub(super) fn grouped(text: &[u8], at: usize) -> Option<usize> {
    let run = |from: usize, is: fn(&u8) -> bool| text[from..].iter().take(LONGEST_GROUP).take_while(|b| is(b)).count();
    let letters = run(at, u8::is_ascii_uppercase);
    let first = run(at + letters, u8::is_ascii_digit);
    let blank = at + letters + first;
    if text.get(blank) != Some(&b' ') {
        return None;
    }
    let digits = run(blank + 1, u8::is_ascii_digit);
    let several = short_groups(&text[blank + 1..]).filter(|_| first == 0);
    let end = blank + 1 + several.unwrap_or(digits);
    let fits = match (letters, first) {
        (2..=4, 0) => several.is_some() || (6..=12).contains(&digits),
        (1..=3, 3..=6) => (3..=6).contains(&digits) && first + digits >= 8,
        _ => false,
    };
    let ends = !text.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'/' | b'@'));
    (fits && ends && !is_counted(text, end)).then_some(end)
}

/// The length of the groups of three or four digits, with a blank between each two and six to twelve digits in all, that a
/// text begins with; none where there is but one.
fn short_groups(text: &[u8]) -> Option<usize> {
    let (mut len, mut groups) = (0, 0);
    loop {
        let digits = text[len..].iter().take_while(|b| b.is_ascii_digit()).count();
        if !(3..=4).contains(&digits) {
            return None;
        }
        (len, groups) = (len + digits, groups + 1);
        if !matches!(text[len..], [b' ', digit, ..] if digit.is_ascii_digit()) {
            break;
        }
        len += 1;
    }
    let total = len + 1 - groups;
    (groups > 1 && (6..=12).contains(&total)).then_some(len)
}

/// More digits or capitals than a group of such a number has.
pub(super) const LONGEST_GROUP: usize = 13;

#[cfg(test)]
mod tests {
    use super::super::check::read;
    use super::super::cue::Topic;
    use super::*;

    #[test]
    fn a_number_behind_the_name_of_an_insurer_is_that_of_a_member() {
        let found = |text: &str| {
            let member = |reading: &Reading<'_>| reading.cues(Topic::Plan).find_map(|cue| member(reading, cue));
            read(text, member).map(|span| text[span].to_owned())
        };
        for (text, number) in [
            ("UHC 9 digit id: 944 107 283\nrx bin 610279", "944 107 283"),
            ("insurance: Aetna, W number is W2418 80973", "W2418 80973"),
            ("with Bupa through work, membership 3188207.", "3188207"),
            ("bei der Barmer, Versichertennummer K104472819", "K104472819"),
        ] {
            assert_eq!(found(text).as_deref(), Some(number), "{text}");
        }
        for text in [
            "Aetna moved 9441072 files",
            "Bupa called on the number\n9441072",
            "the anthem number 7 of 12",
            "cigna policy 2024-07",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
