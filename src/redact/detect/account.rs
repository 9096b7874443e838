//! Atlassian account ids: a number, a colon and a UUID (`712020:…`), 24 hexadecimal digits as a word of their own, or
//! either without its punctuation behind the `~` of a personal space's key.
//!
//! Object ids, commit hashes and UUIDs alone are no account ids; 24 digits that are all decimal are none either.

use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use crate::redact::runs::long_runs;
use crate::redact::view::View;
use std::ops::Range;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[Detector { rules: &[&ID], needs: Signals::HEX, find }];

static ID: Rule = Rule {
    kind: kind::ACCOUNT_ID,
    name: "account.id",
    version: 1,
    rank: Rank::Shape,
    proof: "the form of an Atlassian account id",
};

const UUID: usize = 36;
const SHORT_ID: usize = 24;
/// A key of a personal space: the short id, or a number and the 32 digits of a UUID.
const KEY: std::ops::RangeInclusive<usize> = 34..=44;

/// Names the account ids of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let view = reading.view();
    let colons = memchr::memchr_iter(b':', view.text());
    colons.filter_map(|colon| numbered(view, colon)).for_each(|span| hits.hit(&ID, span));
    let digits = long_runs(view.text(), SHORT_ID, |b| b.is_ascii_hexdigit());
    digits.for_each(|run| bare(view, run, hits));
}

/// `712020:` and a UUID around this colon.
fn numbered(view: &View, colon: usize) -> Option<Range<usize>> {
    let text = view.text();
    let end = colon + 1 + UUID;
    let digits = text[..colon].iter().rev().take(12).take_while(|b| b.is_ascii_digit()).count();
    let span = colon - digits..end;
    let whole = digits >= 2 && is_uuid(text.get(colon + 1..end)?);
    (whole && view.is_boundary(span.start) && view.is_boundary(end)).then_some(span)
}

/// Whether this is a UUID: 8-4-4-4-12 hexadecimal digits.
pub(in crate::redact) fn is_uuid(text: &[u8]) -> bool {
    let fits =
        |(index, b): (usize, &u8)| if matches!(index, 8 | 13 | 18 | 23) { *b == b'-' } else { b.is_ascii_hexdigit() };
    text.len() == UUID && text.iter().enumerate().all(fits)
}

/// The short ids in a run of hexadecimal digits: the whole run, or a part of it that ends at seams.
fn bare(view: &View, run: Range<usize>, hits: &mut Hits) {
    let text = view.text();
    let personal = run.start > 0 && text[run.start - 1] == b'~';
    if personal && (run.len() == SHORT_ID || KEY.contains(&run.len())) {
        hits.hit(&ID, run.start - 1..run.end);
        return;
    }
    for start in run.start..=run.end - SHORT_ID {
        let span = start..start + SHORT_ID;
        let is_id = || is_drawn(view, &span) && !is_of_groups(text, &span) && !is_of_trace(text, &span);
        if view.is_boundary(span.start) && view.is_boundary(span.end) && is_id() {
            hits.hit(&ID, span);
        }
    }
}

/// How many signs may part the groups of a hash, and the fewest digits of one.
const WIDEST_GAP: usize = 8;
const SHORTEST_GROUP: usize = 16;
/// How many digits the time of a trace has.
const TIME: usize = 8;

/// Whether the digits are a group of a longer hash: others with figures and letters stand right beside them, with blanks or a
/// dash between, and are no ids themselves.
fn is_of_groups(text: &[u8], span: &Range<usize>) -> bool {
    let is_group = |run: &[u8], joint: &[u8]| {
        let mixed = run.iter().any(u8::is_ascii_digit) && run.iter().any(u8::is_ascii_alphabetic);
        let parted = joint == b"-" || !joint.is_empty() && joint.iter().all(u8::is_ascii_whitespace);
        run.len() >= SHORTEST_GROUP && mixed && parted && (run.len() != SHORT_ID || joint == b"-")
    };
    let joint = |b: &&u8| **b == b'-' || b.is_ascii_whitespace();
    let digit = |b: &&u8| b.is_ascii_hexdigit();
    let (before, behind) = (&text[..span.start], &text[span.end..]);
    let gap = before.iter().rev().take(WIDEST_GAP).take_while(joint).count();
    let (lead, first) = before.split_at(before.len() - gap);
    let run = lead.iter().rev().take(KEY.end() + 24).take_while(digit).count();
    let whole = !lead[..lead.len() - run].last().is_some_and(u8::is_ascii_alphanumeric);
    let led = whole && is_group(&lead[lead.len() - run..], first);
    let gap = behind.iter().take(WIDEST_GAP).take_while(joint).count();
    let (second, rest) = behind.split_at(gap);
    let run = rest.iter().take(KEY.end() + 24).take_while(digit).count();
    let whole = !rest.get(run).is_some_and(u8::is_ascii_alphanumeric);
    led || whole && is_group(&rest[..run], second)
}

/// Whether the digits end the id of a trace of X-Ray, behind its version and its time: `1-5759e988-bd862e3f…`.
fn is_of_trace(text: &[u8], span: &Range<usize>) -> bool {
    let lead = text[..span.start].strip_suffix(b"-").unwrap_or_default();
    let (version, time) = lead.split_at(lead.len().saturating_sub(TIME));
    let led = version.ends_with(b"1-") && !version[..version.len() - 2].last().is_some_and(u8::is_ascii_alphanumeric);
    led && time.iter().all(u8::is_ascii_hexdigit)
}

/// Whether the digits may have been drawn as Atlassian draws them: with small letters, and not one figure in two a zero.
/// Decimals with an exponent, lists of short lines and the ends of what is longer are none.
fn is_drawn(view: &View, span: &Range<usize>) -> bool {
    let (text, id) = (view.text(), &view.text()[span.clone()]);
    let letters = id.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let exponent = letters == 1 && id.contains(&b'e');
    let fraction = matches!(text[..span.start], [.., b, b'.'] if b.is_ascii_digit());
    let zeros = id.iter().filter(|b| **b == b'0').count();
    let breaks = || span.clone().skip(1).filter(|at| view.is_break(*at));
    // Ids of containers have half as many digits, and stand below one another.
    let lines = view.is_tight() && (breaks().count() > 1 || breaks().any(|at| at == span.start + SHORT_ID / 2));
    let cut = text[..span.start].ends_with(b"...");
    let small = letters > 0 && !id.iter().any(u8::is_ascii_uppercase);
    small && !exponent && !fraction && zeros < id.len() / 2 && !lines && !cut
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_nothing, report};
    use super::*;

    const UUID_TEXT: &str = "5d3f8c1a-7b2e-4f60-9a1d-0c2b3a4d5e6f";

    #[test]
    fn account_ids_are_found() {
        let numbered = format!("712020:{UUID_TEXT}");
        finds(find, &[(&format!("[~accountid:{numbered}]"), &numbered), (&format!("/people/{numbered}?x"), &numbered)]);
        finds(
            find,
            &[
                ("5b10a2844c20165700ede21f", "5b10a2844c20165700ede21f"),
                ("id=5b10a2844c20165700ede21f;", "5b10a2844c20165700ede21f"),
                ("by 5b10a2844c20165700ede21f 9f8e7d6c", "5b10a2844c20165700ede21f"),
                ("/spaces/~5b10a2844c20165700ede21f/pages", "~5b10a2844c20165700ede21f"),
                ("/spaces/~7120205d3f8c1a7b2e4f609a1d0c2b3a4d5e6f/x", "~7120205d3f8c1a7b2e4f609a1d0c2b3a4d5e6f"),
            ],
        );
    }

    #[test]
    fn other_ids_are_left() {
        finds_nothing(
            find,
            &[
                UUID_TEXT,
                "urn:uuid:5d3f8c1a-7b2e-4f60-9a1d-0c2b3a4d5e6f",
                "712020:5d3f8c1a-7b2e-4f60-9a1d-0c2b3a4d5e6f0",
                "x712020:5d3f8c1a-7b2e-4f60-9a1d-0c2b3a4d5e6f",
                "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "Root=1-58406520-a006649127e371903a2de979",
                "123456789012345678901234",
                "5b10a2844c20165700ede21fx",
                "_5b10a2844c20165700ede21f",
                "5b10a2844c20165700ede21",
                "TLSA 2 1 1 ...5b10a2844c20165700ede21f matched",
                "5b10a2844c20165700ede21g0",
                // Names of segments, numbers as bytes, decimals with an exponent, a list.
                "0000000100001234000055CD",
                "48656C6C6F20776F726C6421",
                "a121788b0000000000008a18",
                "4.8579168073569433667e2866",
                "85791680735694336672e866",
                // Hashes in groups.
                "sha256 5b10a2844c20165700ede21f 9f8e7d6c5b4a39281706f5e4d3c2b1a0f9e8d7c6",
                "5b10a2844c20165700ede21f\n    9f8e7d6c5b4a3928",
                "5b10a2844c20165700ede21f-9f8e7d6c5b4a3928170600aa",
            ],
        );
    }

    #[test]
    fn ids_of_half_the_length_below_one_another_are_left() {
        for text in ["8abc22fbb042\n48e5f45168b9\nbf747efa0e2f", "01946d9d34d8\nc1d3b0166030        worker-1"] {
            assert_eq!(report(text).output, text);
        }
        assert_eq!(report("5b10a2844c2016\n5700ede21f").output, "[ACCOUNT_ID]");
    }
}
