//! Messages between computers, whose fields are known by the place where they stand: HL7 version 2 ([`hl7`]), X12
//! ([`x12`]), identifiers of FHIR ([`fhir`]), the messages of SWIFT ([`swift`]), of ISO 20022 ([`iso20022`]) and listings
//! of DICOM ([`dicom`]), of card payments ([`iso8583`]) and of clearing ([`nacha`]). No word says there what a value is.

mod dicom;
mod fhir;
mod hl7;
mod iso20022;
mod iso8583;
mod nacha;
mod swift;
mod x12;

use super::nation::number;
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::mem;
use std::ops::Range;

/// The detectors of this family. The names of segments raise the signal, or long numbers.
pub(super) const DETECTORS: &[Detector] = &[
    Detector { rules: RULES, needs: Signals::FIELDS, find },
    Detector { rules: &[&ACCOUNT, &PERSON, &EXPIRY, &PIN], needs: Signals::DIGITS, find: find_numbers },
];

const RULES: &[&Rule] = &[&RECORD, &PLAN, &SSN, &NPI, &BIRTH, &PHONE, &LICENSE, &ACCOUNT, &ROUTING, &BIC];

/// A rule of this family.
const fn placed(kind: &'static str, name: &'static str) -> Rule {
    Rule { kind, name, version: 1, rank: Rank::Validated, proof: "the field of a message that holds nothing else" }
}

static RECORD: Rule = placed(kind::MEDICAL_RECORD_NUMBER, "record.message");
static PLAN: Rule = placed(kind::HEALTH_PLAN_BENEFICIARY_NUMBER, "health_plan.message");
static SSN: Rule = placed(kind::US_SSN, "ssn.message");
static NPI: Rule = placed(kind::US_NPI, "npi.message");
static BIRTH: Rule = placed(kind::DATE_OF_BIRTH, "birth.message");
static PHONE: Rule = placed(kind::PHONE_NUMBER, "phone.message");
static LICENSE: Rule = placed(kind::DRIVER_LICENSE, "driver_license.message");
static ACCOUNT: Rule = placed(kind::ACCOUNT_NUMBER, "account.message");
static ROUTING: Rule = placed(kind::ABA_ROUTING_NUMBER, "aba.message");
static BIC: Rule = placed(kind::SWIFT_CODE, "swift.message");

static PERSON: Rule = placed(kind::PERSON_NAME, "person.message");
static EXPIRY: Rule = placed(kind::CARD_EXPIRY, "expiry.message");
static PIN: Rule = placed(kind::CARD_PIN, "pin.message");

/// The longest line that is read, in bytes.
const LONGEST: usize = 16_384;
/// The longest value, in bytes.
const LONGEST_VALUE: usize = 48;

/// What the code of its type says of a number (HL7 table 0203, which FHIR takes over).
const CODES: &[(&[u8], Field)] = &[
    (b"MR", Field::Record),
    (b"MB", Field::Plan),
    (b"MC", Field::Plan),
    (b"MA", Field::Plan),
    (b"SN", Field::Plan),
    (b"AN", Field::Account),
    (b"SS", Field::Ssn),
    (b"DL", Field::License),
    (b"NPI", Field::Npi),
];

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Record,
    Plan,
    Ssn,
    Npi,
    Birth,
    Phone,
    License,
    Account,
    Routing,
}

impl Field {
    fn rule(self) -> &'static Rule {
        match self {
            Self::Record => &RECORD,
            Self::Plan => &PLAN,
            Self::Ssn => &SSN,
            Self::Npi => &NPI,
            Self::Birth => &BIRTH,
            Self::Phone => &PHONE,
            Self::License => &LICENSE,
            Self::Account => &ACCOUNT,
            Self::Routing => &ROUTING,
        }
    }

    /// Whether a text may be what the field holds: others stand there in descriptions of it.
    fn fits(self, text: &[u8]) -> bool {
        let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
        let only = |more: &[u8]| text.iter().all(|b| b.is_ascii_digit() || more.contains(b));
        let code = || text.iter().all(|b| b.is_ascii_alphanumeric() || b"-./ ".contains(b));
        match self {
            _ if text.len() > LONGEST_VALUE => false,
            Self::Record | Self::Plan | Self::License | Self::Account => digits >= 3 && code(),
            Self::Ssn => digits == 9 && only(b"-"),
            Self::Routing => digits == 9 && only(b""),
            Self::Npi => digits == 10 && only(b""),
            Self::Birth => is_day(text),
            Self::Phone => (7..=15).contains(&digits) && only(b"+()-. /xX"),
        }
    }
}

/// Names the values in the messages of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    if reading.view().is_tight() {
        return;
    }
    let text = reading.text();
    let has = |sign: u8| memchr::memchr(sign, text).is_some();
    let mut tell = |field: Field, span: Range<usize>| {
        if field.fits(&text[span.clone()]) {
            hits.hit(field.rule(), span);
        }
    };
    if has(b'|') {
        lines(text).for_each(|line| hl7::read(text, line, &mut tell));
    }
    if has(b'*') {
        x12::read(text, &mut tell);
    }
    if has(b',') && has(b'(') {
        lines(text).for_each(|line| dicom::read(text, line, &mut tell));
    }
    if has(b'{') {
        fhir::read(text, &mut tell);
    }
    if has(b'<') {
        iso20022::read(text, hits);
    }
    if has(b':') {
        swift::read(text, hits);
    }
}

/// Names the values beside long numbers in the messages of a view.
fn find_numbers(reading: &Reading<'_>, hits: &mut Hits) {
    if !reading.view().is_tight() {
        let text = reading.text();
        lines(text).for_each(|line| nacha::read(text, line, hits));
        iso8583::read(reading, hits);
    }
}

/// The lines of a text.
fn lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    let ends = memchr::memchr2_iter(b'\n', b'\r', text).chain([text.len()]);
    ends.map(move |end| mem::replace(&mut start, end + 1)..end).filter(|line| line.len() <= LONGEST)
}

/// Whether it is a day without signs in it, perhaps with a time behind it: `19800517`, `198005171130`.
fn is_day(text: &[u8]) -> bool {
    let figure = |at: usize, len: usize| number(&text[at..at + len]);
    (8..=14).contains(&text.len())
        && text.iter().all(u8::is_ascii_digit)
        && (1850..2100).contains(&figure(0, 4))
        && (1..=12).contains(&figure(4, 2))
        && (1..=31).contains(&figure(6, 2))
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds_nothing, hits, is_let_past};
    use super::*;
    use crate::redact::promptly::promptly;

    /// What is found of a text, with its types.
    pub(super) fn all(text: &str) -> Vec<(String, &'static str)> {
        let mut found = hits(find, text);
        found.iter().for_each(|(value, _)| is_let_past(text, value));
        found.sort_by_key(|(value, _)| text.find(value.as_str()));
        found
    }

    #[test]
    fn days_are_told_from_numbers() {
        for text in ["19800517", "198005171130", "20240229"] {
            assert!(is_day(text.as_bytes()), "{text}");
        }
        for text in ["19801517", "1980051", "YYYYMMDD", "00000000", "19800500"] {
            assert!(!is_day(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_million_segments_take_no_time() {
        promptly(|| {
            finds_nothing(
                find,
                &[
                    &"PID|".repeat(1 << 18),
                    &"NM1*".repeat(1 << 18),
                    &"\n:59:/".repeat(1 << 17),
                    &"<Id></Id>".repeat(1 << 16),
                    &"{\"code\":\"MR\"".repeat(1 << 16),
                    &"~REF*SY*".repeat(1 << 17),
                    &"\n(0010,0020) ".repeat(1 << 16),
                ],
            );
        });
    }
}
