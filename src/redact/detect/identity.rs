//! Numbers of identity cards of whatever country, and of licences of doctors and nurses: right behind a word for them. What
//! has the form of a country's own number is named by its rule.

use super::cue::Topic;
use super::passport::nine_in_capitals;
use super::shape::{behind_check_digit, fits, written};
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;

/// The detector of this family.
pub(super) const DETECTORS: &[Detector] =
    &[Detector { rules: &[&IDENTITY, &PRACTICE], needs: Signals::CODE.union(Signals::NUMBER), find }];

static IDENTITY: Rule = Rule {
    kind: kind::NATIONAL_ID,
    name: "national_id.context",
    version: 1,
    rank: Rank::Shape,
    proof: "a code with six digits or more, or nine digits and capitals, right behind a word for it",
};
static PRACTICE: Rule = Rule {
    kind: kind::MEDICAL_LICENSE,
    name: "medical_license.context",
    version: 1,
    rank: Rank::Shape,
    proof: "a code with five digits or more right behind a word for it",
};

/// The fewest digits of either number.
const FEWEST: [usize; 2] = [6, 5];

/// Registers of doctors and of pharmacists in Britain, whose numbers have seven digits: lorries are called like one of them.
const REGISTERS: [&str; 2] = ["gmc", "gphc"];

/// Whether a number goes on with this sign.
fn is_part(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/')
}

/// Names the numbers of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    for ((topic, rule), least) in [(Topic::Identity, &IDENTITY), (Topic::Practice, &PRACTICE)].into_iter().zip(FEWEST) {
        for cue in reading.cues(topic) {
            let number = |text: &[u8], at: usize| {
                if REGISTERS.contains(&cue.word) {
                    return fits(text, at, "9999999").filter(|end| !text.get(*end).is_some_and(is_part));
                }
                let end = written(text, at, cue.is_joined(text), 5..=20, least);
                let card = || nine_in_capitals(text, at).filter(|_| topic == Topic::Identity);
                end.map(|end| behind_check_digit(text, end)).or_else(card)
            };
            cue.whole_values(reading, number).for_each(|span| hits.near(rule, span, cue.word));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds_kind, finds_nothing};
    use super::*;

    #[test]
    fn numbers_of_identity_cards_are_found_behind_their_words() {
        for (text, number) in [
            ("National ID: 84812937", "84812937"),
            ("national_id_number=84812937", "84812937"),
            ("\"nationalid\": \"AB1278937\"", "AB1278937"),
            ("identity card no. 127893746", "127893746"),
            ("C\u{e9}dula de identidad: 1.278.937-4", "1.278.937-4"),
            ("Carte d'identit\u{e9} n\u{b0} 880692310285", "880692310285"),
            ("Documento de identidad: 48129370", "48129370"),
            ("government id 48129370", "48129370"),
            ("48129370 (national id)", "48129370"),
            ("Perso-Nr. L4KX91T27", "L4KX91T27"),
            ("C.I. n. CA48291XK", "CA48291XK"),
        ] {
            finds_kind(find, kind::NATIONAL_ID, &[(text, number)]);
        }
    }

    #[test]
    fn numbers_of_licences_of_doctors_are_found_behind_their_words() {
        for (text, number) in [
            ("Medical license: A123456", "A123456"),
            ("Medical licence no. 7123456", "7123456"),
            ("physician_license = ME0098231", "ME0098231"),
            ("GMC number: 7123456", "7123456"),
            ("GP code H81014, GMC 7123456", "7123456"),
            ("GPhC: 2083156", "2083156"),
        ] {
            finds_kind(find, kind::MEDICAL_LICENSE, &[(text, number)]);
        }
    }

    #[test]
    fn other_numbers_are_left() {
        finds_nothing(
            find,
            &[
                "national id: n/a",
                "National ID cards of 2024",
                "the national identity card has 13 digits",
                "identity column 84812937",
                "national id REFERENCE",
                "C.I. no runner 7",
                "identity: 84812937",
                "project id number 84812937",
                "medical license: pending",
                "license: 7123456",
                "GMC 2500 truck",
                "GMC 71234567",
                "GMC 25000 lb",
            ],
        );
    }
}
