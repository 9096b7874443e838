//! Policies: what is done with each type, what is left alone, and what else is looked for.
//!
//! A policy is a table from types to actions, and from rules to actions where a rule needs another one than its
//! type. What is kept is not looked for where text is redacted; reports look for everything.

use super::detect::Rule;
use super::kind::{self, Class, TYPES, Type};
use std::collections::BTreeMap;

/// What takes the place of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// `[TYPE]`.
    Placeholder,
    /// `[TYPE_…]` with a keyed pseudonym of the value, so that rows still join; `[TYPE]` where there is no key.
    Pseudonym,
    /// `[TYPE_1234]`: the last four digits or letters stay. Of a shorter value nothing does.
    LastFour,
    /// `[TYPE_2024-05-17]`: the date, moved by a number of days that depends on the key alone.
    Shift,
    /// What is left when the value is made coarse: the year of a date, the network of an address.
    Generalise,
    /// Nothing.
    Remove,
    /// The value stays.
    Keep,
}

impl Action {
    /// The action of this name in the configuration.
    pub fn named(name: &str) -> Option<Self> {
        ACTIONS.iter().find(|(known, _)| *known == name).map(|(_, action)| *action)
    }

    /// Its name in the configuration and in reports.
    pub fn name(self) -> &'static str {
        ACTIONS.iter().find(|(_, action)| *action == self).map_or("keep", |(name, _)| name)
    }
}

/// All actions by name.
pub const ACTIONS: [(&str, Action); 7] = [
    ("placeholder", Action::Placeholder),
    ("pseudonym", Action::Pseudonym),
    ("last_four", Action::LastFour),
    ("shift", Action::Shift),
    ("generalise", Action::Generalise),
    ("remove", Action::Remove),
    ("keep", Action::Keep),
];

/// What is done with columns that say who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// The value stays.
    Keep,
    /// A keyed pseudonym.
    Pseudonym,
    /// Nothing.
    Drop,
}

/// A policy, ready to be applied.
#[derive(Clone, Debug)]
pub struct Policy {
    name: String,
    people: People,
    region: String,
    /// By type or rule.
    actions: BTreeMap<String, Action>,
}

/// The names of the policies that are built in.
pub const SHIPPED: [&str; 6] = ["standard", "strict", "pci", "phi", "secrets", "none"];

/// Rules whose findings name nothing in particular, whatever is done with their type.
const HARMLESS: [&str; 1] = ["ip.special"];

impl Policy {
    /// The policy of this name that is built in.
    pub fn shipped(name: &str) -> Option<Self> {
        let name = SHIPPED.into_iter().find(|shipped| *shipped == name)?;
        let mut actions: BTreeMap<String, Action> =
            TYPES.iter().map(|one| (one.name.to_owned(), shipped(name, one))).collect();
        actions.extend(HARMLESS.map(|rule| (rule.to_owned(), Action::Keep)));
        let people = if matches!(name, "none" | "secrets" | "pci") { People::Keep } else { People::Pseudonym };
        Some(Self { name: name.to_owned(), people, region: "US".to_owned(), actions })
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is done with columns that say who somebody is.
    pub fn people(&self) -> People {
        self.people
    }

    /// The country whose national numbers are meant where nothing else says so.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// What is done with a finding of this rule.
    pub(super) fn action(&self, rule: &Rule) -> Action {
        let of = |name: &str| self.actions.get(name).copied();
        of(rule.name).or_else(|| of(rule.kind)).unwrap_or(Action::Placeholder)
    }
}

/// What a shipped policy does with a type.
fn shipped(policy: &str, one: &Type) -> Action {
    match (policy, one.class) {
        // Nobody may forge a pseudonym, whatever else is kept.
        _ if one.name == kind::TOKEN => Action::Placeholder,
        ("none", _) => Action::Keep,
        ("secrets", class) if class != Class::Secret => Action::Keep,
        ("pci", class) if !matches!(class, Class::Pci | Class::Secret) => Action::Keep,
        ("pci", _) if one.name == kind::CREDIT_CARD => Action::LastFour,
        ("strict", _) if one.name == kind::UUID => Action::Placeholder,
        (_, Class::Plain) => Action::Keep,
        ("phi" | "strict", _) if matches!(one.name, kind::DATE_TIME | kind::DATE_OF_BIRTH) => Action::Generalise,
        (_, _) if one.name == kind::DATE_TIME => Action::Keep,
        (_, _) if matches!(one.name, kind::CARD_CVV | kind::CARD_PIN | kind::CARD_TRACK) => Action::Remove,
        (_, _) if matches!(one.name, kind::ACCOUNT_ID | kind::PERSON_NAME | kind::USERNAME) => Action::Pseudonym,
        _ => Action::Placeholder,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(policy: &str, kind: &'static str) -> Action {
        Policy::shipped(policy).unwrap().actions[kind]
    }

    #[test]
    fn shipped_policies_do_what_their_names_say() {
        assert_eq!(action("standard", kind::US_SSN), Action::Placeholder);
        assert_eq!(action("standard", kind::CARD_CVV), Action::Remove);
        assert_eq!(action("standard", kind::ACCOUNT_ID), Action::Pseudonym);
        assert_eq!(action("phi", kind::DATE_TIME), Action::Generalise);
        assert_eq!((action("pci", kind::CREDIT_CARD), action("pci", kind::US_SSN)), (Action::LastFour, Action::Keep));
        assert_eq!(
            (action("secrets", kind::SECRET), action("secrets", kind::CREDIT_CARD)),
            (Action::Placeholder, Action::Keep)
        );
        for policy in SHIPPED {
            assert_eq!(action(policy, kind::URL), Action::Keep, "{policy}");
            assert_eq!(action(policy, kind::TOKEN), Action::Placeholder, "{policy}");
        }
        assert!(Policy::shipped("other").is_none());
    }

    #[test]
    fn actions_are_known_by_their_names() {
        for (name, action) in ACTIONS {
            assert_eq!((Action::named(name), action.name()), (Some(action), name));
        }
    }
}
