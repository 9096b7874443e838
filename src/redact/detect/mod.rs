//! The detectors: one entry of a table each.
//!
//! A detector looks at the folded text of a view and names spans, each by one of its rules; where they stand in the
//! source, what replaces them and which of two overlapping ones gives its name is decided elsewhere. A new detector
//! is a file with its rules, a `find` function and a `DETECTORS` list, and a line in [`FAMILIES`].

mod account;
mod alike;
mod bank;
mod booking;
mod card;
mod card_data;
mod coverage;
mod cue;
mod date;
mod document;
mod eastern;
mod email;
mod goods;
mod health;
mod kingdom;
mod message;
mod nation;
mod net;
mod phone;
mod reading;
mod rule;
mod secret;
mod shape;
mod states;
mod vehicle;
mod vocabulary;
mod wallet;
mod web;
mod zone;

pub(super) use account::is_uuid;
pub(super) use alike::is_in_random_row;
pub(super) use card_data::names_card;
pub(super) use date::BIRTHS;
pub(super) use net::canonical_address;
pub(super) use phone::is_region;
pub(super) use reading::{Place, REACH, Reading};
pub(super) use rule::{Hits, Miss, Rank, Rule};
pub(super) use secret::{
    ONCE, PEM, Service, TONGUES, is_scattered, is_second, is_strong, key_lines, names_both, names_many, opens_key,
    stems, told_beside,
};
pub(super) use wallet::may_be_bitcoin;

use super::gate::Signals;

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
    bank::DETECTORS,
    booking::DETECTORS,
    eastern::DETECTORS,
    wallet::DETECTORS,
    phone::DETECTORS,
    net::DETECTORS,
    web::DETECTORS,
    date::DETECTORS,
    states::DETECTORS,
    kingdom::DETECTORS,
    document::DETECTORS,
    zone::DETECTORS,
    nation::DETECTORS,
    health::DETECTORS,
    message::DETECTORS,
    secret::DETECTORS,
];

/// All detectors.
pub(super) fn all() -> impl Iterator<Item = &'static Detector> {
    FAMILIES.iter().copied().flatten()
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
    use crate::redact::decode::decode;
    use crate::redact::view::View;

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
        read_at(Place { field: true, region: "US", ..Place::default() }, text, |reading| {
            let mut hits = Hits::default();
            find(reading, &mut hits);
            hits.take().len()
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
        }
    }

    /// Each text holds exactly one value of the given type.
    pub(super) fn finds_kind(find: fn(&Reading<'_>, &mut Hits), kind: &str, cases: &[(&str, &str)]) {
        for (text, value) in cases {
            assert_eq!(hits(find, text), [((*value).to_owned(), kind)], "{text}");
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
    use super::*;

    #[test]
    fn a_name_has_one_rule() {
        let mut rules: Vec<&Rule> = all_rules().collect();
        rules.sort_by_key(|rule| rule.name);
        assert!(
            rules.chunk_by(|one, other| one.name == other.name).all(|same| same.iter().all(|rule| **rule == *same[0]))
        );
    }
}
