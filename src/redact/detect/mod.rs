//! The detectors: one entry of a table each.
//!
//! A detector looks at the folded text of a view and names spans, each by one of its rules; where they stand in the
//! source, what replaces them and which of two overlapping ones gives its name is decided elsewhere. A new detector
//! is a file with its rules, a `find` function and a `DETECTORS` list, and a line in [`FAMILIES`].

mod abroad;
mod account;
mod alike;
mod bank;
mod banker;
mod booking;
mod branch;
mod card;
mod card_behind;
mod card_data;
mod coverage;
mod cue;
mod date;
mod disease;
mod document;
mod domestic;
mod eastern;
mod email;
mod expiring;
mod goods;
mod health;
mod identity;
mod implant;
mod insurer;
mod kingdom;
mod ledger;
mod member;
mod message;
mod nation;
mod net;
mod passport;
mod phone;
mod pin;
mod plate;
mod reading;
mod rule;
mod secret;
mod shape;
mod spelled;
mod states;
mod stripe;
mod turn;
mod typed;
mod vehicle;
mod vocabulary;
mod wallet;
mod web;
mod zone;

pub(super) use abroad::telling;
pub(super) use account::is_uuid;
pub(super) use alike::is_in_random_row;
pub(super) use card_data::{CARD_MONTH, CARD_YEAR, names_card};
pub(super) use date::{BIRTHS, NUMERALS, is_of_person};
pub(super) use disease::{AILMENTS, DISEASES};
pub(super) use net::canonical_address;
pub(super) use phone::is_region;
pub(super) use reading::{Announced, Place, REACH, Reading};
pub use rule::Evidence;
pub(super) use rule::{Hit, Hits, Miss, Rank, Rule, overlap};
pub(super) use secret::{
    LOCKED, Locked, ONCE, PEM, Service, TONGUES, has_pair, has_pair_below, is_scattered, is_second, is_strong,
    key_lines, login_words, may_be_password, names_both, names_many, opens_key, promises_secret, seals, stems,
    told_as_property, told_beside,
};
pub(super) use shape::is_mask;
pub(super) use turn::is_header;
pub(super) use vocabulary::is_among;
pub(super) use wallet::may_be_base58_check;

use super::gate::Signals;
use super::gate::words;

/// One entry of the table.
pub(super) struct Detector {
    /// All that it may name.
    pub(super) rules: &'static [&'static Rule],
    /// One of these signals must have been raised.
    pub(super) needs: Signals,
    /// Names what a view holds.
    pub(super) find: fn(&Reading<'_>, &mut Hits),
}

/// All detectors, by family.
const FAMILIES: &[&[Detector]] = &[
    email::DETECTORS,
    account::DETECTORS,
    card::DETECTORS,
    card_data::DETECTORS,
    stripe::DETECTORS,
    bank::DETECTORS,
    domestic::DETECTORS,
    booking::DETECTORS,
    eastern::DETECTORS,
    wallet::DETECTORS,
    phone::DETECTORS,
    net::DETECTORS,
    web::DETECTORS,
    date::DETECTORS,
    states::DETECTORS,
    kingdom::DETECTORS,
    passport::DETECTORS,
    document::DETECTORS,
    zone::DETECTORS,
    nation::DETECTORS,
    health::DETECTORS,
    identity::DETECTORS,
    implant::DETECTORS,
    message::DETECTORS,
    typed::DETECTORS,
    secret::DETECTORS,
    abroad::DETECTORS,
];

/// How many detectors there are.
pub(super) const COUNT: usize = {
    let (mut count, mut family) = (0, 0);
    while family < FAMILIES.len() {
        count += FAMILIES[family].len();
        family += 1;
    }
    count
};

/// All detectors.
pub(super) fn all() -> impl Iterator<Item = &'static Detector> {
    FAMILIES.iter().copied().flatten()
}

/// Whether a short text is the name of a field that holds an identifier: `Passport number`.
pub(super) fn names_identifier(text: &str) -> bool {
    cue::is_led(text) || nation::is_named(text) || words::met(text.as_bytes()).intersects(Signals::BIRTH)
}

/// All rules of all detectors.
pub(super) fn all_rules() -> impl Iterator<Item = &'static Rule> {
    all().flat_map(|detector| detector.rules.iter().copied())
}

/// What the tests of the detectors share.
#[cfg(test)]
mod check {
    use super::rule::Hit;
    use super::*;
    use crate::redact::view::View;
    use crate::redact::view::decode::decode;
    use crate::redact::{Format, Policy, Redactor, Report};
    use std::sync::LazyLock;

    /// Lets a test read plain text in the middle of a document, for a site in the United States.
    pub(super) fn read<T>(text: &str, with: impl FnOnce(&Reading<'_>) -> T) -> T {
        read_at(Place { region: "US", ..Place::default() }, text, with)
    }

    /// Lets a test read plain text at a place.
    pub(super) fn read_at<T>(place: Place<'_>, text: &str, with: impl FnOnce(&Reading<'_>) -> T) -> T {
        let mut view = View::new(false);
        decode(text, 0..text.len(), false, &mut view);
        with(&Reading::new(&view, place))
    }

    /// The texts that `find` names, and the types.
    pub(super) fn hits(find: fn(&Reading<'_>, &mut Hits), text: &str) -> Vec<(String, &'static str)> {
        read(text, |reading| {
            let mut hits = Hits::default();
            find(reading, &mut hits);
            let value = |hit: &Hit| String::from_utf8_lossy(&reading.text()[hit.span.clone()]).into_owned();
            hits.take().iter().map(|hit| (value(hit), hit.rule.kind)).collect()
        })
    }

    /// How many values `find` names in a text that is a whole field.
    pub(super) fn in_field(find: fn(&Reading<'_>, &mut Hits), text: &str) -> usize {
        kinds_in_field(find, text).len()
    }

    /// What it finds there.
    pub(super) fn kinds_in_field(find: fn(&Reading<'_>, &mut Hits), text: &str) -> Vec<&'static str> {
        read_at(Place { field: true, region: "US", ..Place::default() }, text, |reading| {
            let mut hits = Hits::default();
            find(reading, &mut hits);
            hits.take().iter().map(|hit| hit.rule.kind).collect()
        })
    }

    /// The texts that `find` names in plain text.
    pub(super) fn found(find: fn(&Reading<'_>, &mut Hits), text: &str) -> Vec<String> {
        hits(find, text).into_iter().map(|(value, _)| value).collect()
    }

    /// Each text holds exactly one value, which is given, and nothing else is found.
    pub(super) fn finds(find: fn(&Reading<'_>, &mut Hits), cases: &[(&str, &str)]) {
        for (text, value) in cases {
            assert_eq!(found(find, text), [*value], "{text}");
            is_let_past(text, value);
        }
    }

    /// The whole redactor finds it as well, for the gate raises what the detector needs.
    pub(super) fn is_let_past(text: &str, value: &str) {
        let report = report(text);
        let mut parts = report.findings.iter().map(|found| found.bounds()).map(|(start, end)| &text[start..end]);
        assert!(parts.any(|part| part.contains(value) || value.contains(part)), "{value} of {text}");
    }

    /// What the whole redactor makes of plain text.
    pub(super) fn report(text: &str) -> Report {
        static REDACTOR: LazyLock<Redactor> =
            LazyLock::new(|| Redactor::new(Policy::shipped("standard").unwrap(), None).curious());
        REDACTOR.report(text, Format::Text)
    }

    /// Each text holds exactly one value of the given type.
    pub(super) fn finds_kind(find: fn(&Reading<'_>, &mut Hits), kind: &str, cases: &[(&str, &str)]) {
        for (text, value) in cases {
            assert_eq!(hits(find, text), [((*value).to_owned(), kind)], "{text}");
            is_let_past(text, value);
        }
    }

    /// Nothing is found in any of the texts.
    pub(super) fn finds_nothing(find: fn(&Reading<'_>, &mut Hits), cases: &[&str]) {
        for text in cases {
            assert!(found(find, text).is_empty(), "{text}: {:?}", found(find, text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check::report;
    use super::*;

    #[test]
    fn a_rule_says_how_a_value_was_known() {
        for (text, rule) in [
            ("BSN 482617354", "nl_bsn.check"),
            ("S7305182G", "sg_nric_fin.check"),
            ("/48261730922", "tr_national_id.form"),
            ("312.756.300-06.", "br_cpf.check"),
            ("28/35157137/09", "es_social_security.check"),
            ("T16RF0037C", "sg_uen_entity.check"),
            ("201434292D", "sg_uen_company.check"),
            ("53125226D", "sg_uen_business.form"),
            ("UTR 1955839661", "utr.check"),
            ("UTR 1955839662", "utr.context"),
            ("nino: ab123456c", "nino.context"),
            ("ab123456c", "nino.form"),
            ("MBI 1EG4-TE5-MK73", "mbi.word"),
            ("1EG4-TE5-MK73", "mbi.form"),
            ("MRN #445566", "record.context"),
            ("MRN [A12345678]", "record.context"),
            ("MRN of A12345678", "record.context"),
            ("MRN of the 'old' patient is 12345678", "record.context"),
            ("Targa: XY213TK", "plate.context"),
            ("diagnosis O9A.21", "icd.context"),
            ("driver's license: ABCDE-12345-67", "licence.us"),
            ("nato a Torino il 17/08/1981", "date.birth"),
            ("incontro a Torino il 17/08/1981", "date.written"),
            ("81-08-17", "date.written"),
            ("born 17/08/1981.4", "date.birth"),
            ("TIN 123456789", "ssn.context"),
            ("host ::1", "ip.special"),
            ("::/0", "ip.special"),
            ("ffff:ffff:ffff:ffff::", "ip.special"),
            ("fe80::1", "ip.private"),
            ("fd12::1", "ip.private"),
            ("ff02::1", "ip.public"),
            ("cabinet combination 54-58-60", "secret.door"),
            ("Conference password: 552901", "secret.door"),
            ("a passport and driving licence E4471902", "licence.us"),
            ("a driving licence and passport K8827154", "in_passport.word"),
        ] {
            let report = report(text);
            let rules: Vec<&str> = report.findings.iter().map(|found| found.rule).collect();
            assert_eq!(rules, [rule], "{text}");
        }
    }

    #[test]
    fn what_stands_beside_a_value_decides() {
        for (text, output) in [
            ("x-a:00:11:22:33:44:55", "x-a:[MAC_ADDRESS]"),
            ("ab-00-1A-2B-3C-4D-5E", "ab-00-1A-2B-3C-4D-5E"),
            ("driver's license number: SMITHJ12345", "driver's license number: SMITHJ12345"),
            ("Texas driver's license ABCDEFG1234567890", "Texas driver's license ABCDEFG1234567890"),
            ("Dr. Keller. *17.05.1984", "Dr. Keller. *[DATE_OF_BIRTH]"),
            ("aged 93/4", "aged 93/4"),
            ("aged 93:40", "aged 93:40"),
            ("tel 202-555-\n0143", "tel [PHONE_NUMBER]"),
            ("Desk: 5551234567 ext 9", "Desk: [PHONE_NUMBER]"),
            ("0049711234567", "[PHONE_NUMBER]"),
            ("123-456-7890", "123-456-7890"),
            ("| T 020 7946 0958 |", "| T 020 7946 0958 |"),
            ("| T: 020 7946 0958 |", "| T: [PHONE_NUMBER] |"),
            ("1.2.\n3.4", "[IP_ADDRESS]"),
            ("libx-1.2.3.4.so", "libx-1.2.3.4.so"),
            ("dns: 1.1.1.1 release", "dns: [IP_ADDRESS] release"),
            ("version 9.2.1.0 number 9.3.0.1", "version 9.2.1.0 number 9.3.0.1"),
            ("Jira 9.2.1.0 9.3.0.1", "Jira 9.2.1.0 9.3.0.1"),
            ("account 5b10a284\nab12cd34\nef5690ab", "account 5b10a284\nab12cd34\nef5690ab"),
        ] {
            assert_eq!(report(text).output, output, "{text}");
        }
    }

    #[test]
    fn of_what_is_found_twice_the_word_for_it_is_told() {
        let report = report("Sort code 20-45-45, account 55779911");
        let words: Vec<_> = report.findings.iter().map(|found| found.evidence.clone()).collect();
        assert_eq!(words, ["sort code", "account"].map(|word| Some(Evidence::Word(word))));
    }

    #[test]
    fn a_near_miss_says_why_it_was_left() {
        for (text, rule, why) in [
            ("4111 1111 1111 1112", "card.luhn", Some("the Luhn check fails")),
            ("0.04111111111111111", "card.luhn", Some("no issuer's range begins like that")),
            ("9111111111111111", "card.luhn", None),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIB\n-----END RSA PRIVATE KEY-----",
                "secret.pem",
                Some("too little stands between its lines for a key"),
            ),
            ("-----BEGIN RSA PRIVATE KEY-----", "secret.assignment", None),
        ] {
            let report = report(text);
            let miss = report.misses.iter().find(|miss| miss.rule == rule);
            assert_eq!(miss.map(|miss| miss.why), why, "{text}");
        }
    }

    #[test]
    fn what_looks_like_a_value_is_left() {
        for text in [
            "DE100000001",
            "image_tag: 9.3.0.1",
            "1/48261730922",
            "201434292D-1",
            "28/35157137/10",
            "T16RX0037C",
            "T16RF0037D",
            "File #445566",
            "Targa 911 GTS",
            "*@example.com",
            "born 17.08.1981.4",
            "born May 5: in",
            "aged 95 days",
            "aged 95 - days",
            "diagnosis B2A.9",
        ] {
            let report = report(text);
            assert!(
                report.findings.is_empty(),
                "{text}: {:?}",
                report.findings.iter().map(|f| f.rule).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn a_name_has_one_rule() {
        let mut rules: Vec<&Rule> = all_rules().collect();
        rules.sort_by_key(|rule| rule.name);
        assert!(
            rules.chunk_by(|one, other| one.name == other.name).all(|same| same.iter().all(|rule| **rule == *same[0]))
        );
    }
}
