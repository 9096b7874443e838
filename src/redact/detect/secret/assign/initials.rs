//! Login names and passwords behind the first letters of what they are called: `u: admin p: …`, on one line or two. The
//! password has to show itself.

use super::super::link::{bare, count, is_blank};
use super::super::value::shown::shows;
use super::super::{Detector, Hits, Reading, value};
use super::PASSWORD;
use super::pair::is_signed;
use crate::redact::gate::Signals;
use crate::redact::gate::lexicon::is_line_end;

/// The detector of this file. The letter raises the signal with a sign behind it.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&PASSWORD], needs: Signals::COMMAND, find };

/// The longest login name, and the shortest and the longest password, in bytes.
const LONGEST_LOGIN: usize = 64;
const SHORTEST: usize = 6;
const LONGEST: usize = 64;
/// What may stand for a login name.
const LOGINS: &[&[u8]] = &[b"u", b"un", b"usr", b"user", b"login"];

/// Names the passwords of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    if reading.view().is_tight() {
        return;
    }
    let text = reading.text();
    for at in memchr::memchr2_iter(b'p', b'P', text) {
        let Some(from) = behind_sign(text, at) else { continue };
        let given = from..from + bare(text, from);
        let value = &text[given.clone()];
        let fits = (SHORTEST..=LONGEST).contains(&given.len()) && shows(value) && value::stand_in(value).is_none();
        if fits && (is_behind_login(text, at) || is_signed(value) && is_line(text, at, given.end)) {
            hits.near(&PASSWORD, given, "p");
        }
    }
}

/// Where the value begins behind a letter that is a word, and its sign.
fn behind_sign(text: &[u8], at: usize) -> Option<usize> {
    let free = !text[..at].last().is_some_and(|b| b.is_ascii_alphanumeric() || b"_-./$<&".contains(b));
    let gap = count(text, at + 1, 1, is_blank);
    let sign = at + 1 + gap;
    let is_sign = matches!(text.get(sign), Some(b':' | b'=')) || gap > 0 && text.get(sign) == Some(&b'-');
    let blanks = count(text, sign + 1, 2, is_blank);
    // A dash between words leads nothing without a blank behind it.
    let parted = text.get(sign) != Some(&b'-') || blanks > 0;
    (free && is_sign && parted).then_some(sign + 1 + blanks)
}

/// Whether a login name stands right before a place, behind its own letter.
fn is_behind_login(text: &[u8], at: usize) -> bool {
    let near = &text[at.saturating_sub(2 * LONGEST_LOGIN)..at];
    let lead = near.trim_ascii_end();
    let parted = lead.len() < near.len();
    let lead = lead.strip_suffix(b"|").or_else(|| lead.strip_suffix(b"/")).unwrap_or(lead).trim_ascii_end();
    let lead = lead.strip_suffix(b",").or_else(|| lead.strip_suffix(b";")).unwrap_or(lead);
    let login =
        lead.iter().rev().take(LONGEST_LOGIN).take_while(|b| !b.is_ascii_whitespace() && !b":=".contains(b)).count();
    let lead = lead[..lead.len() - login].trim_ascii_end();
    let Some((b':' | b'=' | b'-', lead)) = lead.split_last() else { return false };
    let lead = lead.trim_ascii_end();
    let letter = lead.iter().rev().take(8).take_while(|b| b.is_ascii_alphanumeric()).count();
    parted && login > 1 && LOGINS.iter().any(|word| lead[lead.len() - letter..].eq_ignore_ascii_case(word))
}

/// Whether nothing else stands on the line of the letter and its value.
fn is_line(text: &[u8], at: usize, end: usize) -> bool {
    let before = text[..at].iter().rev().find(|b| !is_blank(**b));
    let behind = text[end..].iter().find(|b| !is_blank(**b));
    before.is_none_or(|b| is_line_end(*b)) && behind.is_none_or(|b| is_line_end(*b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn passwords_behind_their_letter_are_found() {
        finds(
            find,
            &[
                ("u: admin p: Tiger7!", "Tiger7!"),
                ("u: admin\np: Tiger77", "Tiger77"),
                ("U: svc_web / P: tigerLily44", "tigerLily44"),
                ("u=admin p=Tiger7!x", "Tiger7!x"),
                ("U - admin\nP - Tiger7!x", "Tiger7!x"),
                ("U: admin, P: Tiger7!x.", "Tiger7!x"),
                ("p: Tiger7!x", "Tiger7!x"),
            ],
        );
    }

    #[test]
    fn quantities_and_options_are_left() {
        finds_nothing(
            find,
            &[
                "u: displacement\np: pressure",
                "a) u: 0.35 p: 0.05; b) u: 12.5 p: 1.2e5",
                "u: m/s, p: N/m2",
                "U = 221, p = 0.004",
                "u: Q1 p: Q2",
                "run -u admin -p: x",
                "p: tigerLily44",
                "the p: Tiger7!x",
                "u: admin up: Tiger7!",
                "u: admin p: ${TIGER7}",
            ],
        );
    }
}
