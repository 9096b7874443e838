//! Magnetic stripes: tracks 1 and 2 of ISO/IEC 7813, with their sentinels or as messages have them without. None of it may
//! be kept after authorisation (PCI DSS 3.3.1).

use super::nation::luhn;
use super::shape::{fits, number};
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::ops::Range;

/// The detector of this file.
pub(super) const DETECTORS: &[Detector] = &[Detector { rules: &[&TRACK], needs: Signals::DIGITS, find: tracks }];

static TRACK: Rule = Rule {
    kind: kind::CARD_TRACK,
    name: "track.form",
    version: 1,
    rank: Rank::Validated,
    proof: "the form of ISO/IEC 7813: sentinels, a card number, a separator",
};

/// Names tracks 1 and 2 of magnetic stripes.
fn tracks(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let track = |at: usize| match text[at] {
        b'%' => first_track(text, at),
        _ => second_track(text, at),
    };
    for at in memchr::memchr2_iter(b'%', b';', text) {
        if let Some(end) = track(at) {
            hits.hit(&TRACK, at..end);
        }
    }
    let parted = memchr::memchr2_iter(b'D', b'=', text).filter_map(|at| chip_track(reading, at));
    let named = memchr::memchr_iter(b'^', text).filter_map(|at| named_track(reading, at));
    parted.chain(named).for_each(|span| hits.hit(&TRACK, span));
}

/// Track 2 without its sentinels, around the letter or the sign between the card number and the expiry date (EMV, tag 57;
/// field 35 of ISO 8583).
fn chip_track(reading: &Reading<'_>, separator: usize) -> Option<Range<usize>> {
    let text = reading.text();
    let start = separator - text[..separator].iter().rev().take(20).take_while(|b| b.is_ascii_digit()).count();
    let figures = text[separator + 1..].iter().take(20).take_while(|b| b.is_ascii_digit()).count();
    let end = separator + 1 + figures;
    let end = end + usize::from(text.get(end) == Some(&b'F'));
    let month = text.get(separator + 3..separator + 5).map(number);
    let dated = month.is_some_and(|month| (1..=12).contains(&month));
    let fits = (13..=19).contains(&(separator - start)) && figures >= 7 && dated;
    let sentinel = text[..start].last() == Some(&b';');
    (fits && !sentinel && luhn(&text[start..separator]) && reading.is_whole(&(start..end))).then_some(start..end)
}

/// Track 1 without its sentinels, around the sign between the card number and the name (field 45 of ISO 8583).
fn named_track(reading: &Reading<'_>, separator: usize) -> Option<Range<usize>> {
    let text = reading.text();
    let figures = text[..separator].iter().rev().take(20).take_while(|b| b.is_ascii_digit()).count();
    let start = (separator - figures).checked_sub(1).filter(|at| matches!(text[*at], b'B' | b'b'))?;
    let caret = text[separator + 1..].iter().take(27).position(|b| *b == b'^')?;
    let end = tail(text, separator + 1 + caret + 1)?;
    let led = text[..start].last().is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'%');
    ((13..=19).contains(&figures) && led && luhn(&text[start + 1..separator])).then_some(start..end)
}

fn digits(text: &[u8], at: usize) -> usize {
    text[at.min(text.len())..].iter().take(20).take_while(|b| b.is_ascii_digit()).count()
}

/// `%B`, the card number, `^`, the name, `^`, the expiry date and more, up to `?`.
fn first_track(text: &[u8], at: usize) -> Option<usize> {
    if !matches!(text.get(at + 1), Some(b'B' | b'b')) {
        return None;
    }
    let name = at + 2 + digits(text, at + 2);
    if !(12..=19).contains(&(name - at - 2)) || text.get(name) != Some(&b'^') {
        return None;
    }
    let rest = text.get(name + 1..)?;
    let caret = rest.iter().take(27).position(|b| *b == b'^')?;
    tail(text, name + 1 + caret + 1)
}

/// `;`, the card number, `=`, the expiry date and more, up to `?`.
fn second_track(text: &[u8], at: usize) -> Option<usize> {
    let separator = at + 1 + digits(text, at + 1);
    let fits = (12..=19).contains(&(separator - at - 1)) && text.get(separator) == Some(&b'=');
    if fits { tail(text, separator + 1) } else { None }
}

/// Where a track ends whose expiry date stands here: behind its end sentinel, or where its characters end.
fn tail(text: &[u8], at: usize) -> Option<usize> {
    let end = at
        + text.get(at..)?.iter().take(60).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'=' | b' ')).count();
    let sentinel = text.get(end) == Some(&b'?');
    let date = fits(text, at, "9999")?;
    if sentinel { Some(end + 1) } else { Some(date + digits(text, date)) }
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds_kind, finds_nothing};
    use super::*;

    #[test]
    fn magnetic_stripes_are_found() {
        finds_kind(
            tracks,
            kind::CARD_TRACK,
            &[
                (
                    "x %B5500005555555559^DOE/JANE ^30121010000000000000? y",
                    "%B5500005555555559^DOE/JANE ^30121010000000000000?",
                ),
                (";5500005555555559=30121010000000000000?", ";5500005555555559=30121010000000000000?"),
                (";5500005555555559=3012101 and", ";5500005555555559=3012101"),
                ("57: 5500005555555559D30121010000000000F", "5500005555555559D30121010000000000F"),
                ("DE035=5500005555555559D3012101\n", "5500005555555559D3012101"),
                ("[5500005555555559=30121010000000000000]", "5500005555555559=30121010000000000000"),
                ("DE 45: B5500005555555559^DOE/JANE^3012101", "B5500005555555559^DOE/JANE^3012101"),
            ],
        );
        finds_nothing(
            tracks,
            &[
                "%B55^DOE^3012?",
                ";5500005555555559",
                ";5500005555555559=30",
                "%B5500005555555559",
                "%",
                ";",
                "%B",
                "B55^DOE^3012",
                "x=5500005555555559=y",
            ],
        );
    }
}
