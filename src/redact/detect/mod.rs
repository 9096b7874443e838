//! The detectors: one entry of a table each.
//!
//! A detector looks at the folded text of a view and names spans; where they stand in the source, what replaces
//! them and which of two overlapping ones gives its name is decided elsewhere. A new detector is a file with a
//! `find` function and a line in [`DETECTORS`].

mod account;
mod card;
mod email;

pub(super) use account::is_uuid;

use super::gate::Signals;
use super::view::View;
use std::ops::Range;

/// The type of e-mail addresses.
pub(super) const EMAIL_ADDRESS: &str = "EMAIL_ADDRESS";
/// The type of payment card numbers.
pub(super) const CREDIT_CARD: &str = "CREDIT_CARD";
/// The type of the ids by which the site knows a person.
pub(super) const ACCOUNT_ID: &str = "ACCOUNT_ID";

/// What is counted for a finding: its type, and which version of which rule found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    /// The type of the value, as in its placeholder.
    pub(super) kind: &'static str,
    /// The name of the rule.
    pub(super) name: &'static str,
    /// Raised whenever the rule finds something else than before.
    pub(super) version: u32,
}

/// How sure a finding is; of overlapping findings the highest gives its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// The shape of the value says what it is.
    Shape,
    /// A checksum, or the place where the value stands, confirms it.
    Validated,
}

/// What takes the place of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// `[TYPE]`.
    Placeholder,
    /// `[TYPE_…]` with a keyed pseudonym of the value, so that rows still join.
    Pseudonym,
}

/// One entry of the table.
pub(super) struct Detector {
    /// What is counted.
    pub(super) rule: Rule,
    /// One of these signals must have been raised.
    pub(super) needs: Signals,
    /// How sure it is.
    pub(super) rank: Rank,
    /// What it does by default.
    pub(super) action: Action,
    /// Names the spans of a view that hold a value.
    pub(super) find: fn(&View, &mut Vec<Range<usize>>),
}

/// All detectors.
pub(super) const DETECTORS: &[Detector] = &[
    Detector {
        rule: Rule { kind: EMAIL_ADDRESS, name: "email.address", version: 1 },
        needs: Signals::AT,
        rank: Rank::Shape,
        action: Action::Placeholder,
        find: email::find,
    },
    Detector {
        rule: Rule { kind: CREDIT_CARD, name: "card.luhn", version: 1 },
        needs: Signals::DIGITS,
        rank: Rank::Validated,
        action: Action::Placeholder,
        find: card::find,
    },
    Detector {
        rule: Rule { kind: ACCOUNT_ID, name: "account.id", version: 1 },
        needs: Signals::HEX,
        rank: Rank::Shape,
        action: Action::Pseudonym,
        find: account::find,
    },
];

/// What the tests of the detectors share.
#[cfg(test)]
mod check {
    use super::*;
    use crate::redact::decode::decode;

    /// The texts that `find` names in plain text.
    pub(super) fn found(find: fn(&View, &mut Vec<Range<usize>>), text: &str) -> Vec<String> {
        let mut view = View::new(false);
        decode(text, 0..text.len(), false, &mut view);
        let mut spans = Vec::new();
        find(&view, &mut spans);
        spans.into_iter().map(|span| String::from_utf8_lossy(&view.text()[span]).into_owned()).collect()
    }

    /// Each text holds exactly one value, which is given, and nothing else is found.
    pub(super) fn finds(find: fn(&View, &mut Vec<Range<usize>>), cases: &[(&str, &str)]) {
        for (text, value) in cases {
            assert_eq!(found(find, text), [*value], "{text}");
        }
    }

    /// Nothing is found in any of the texts.
    pub(super) fn finds_nothing(find: fn(&View, &mut Vec<Range<usize>>), cases: &[&str]) {
        for text in cases {
            assert!(found(find, text).is_empty(), "{text}: {:?}", found(find, text));
        }
    }
}
