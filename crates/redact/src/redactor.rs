//! Who redacts: a policy, its book, its analyzer and a key; what is sought and what takes the place of a value.

use crate::analyzer::Analyzer;
use crate::book::Rulebook;
use crate::finding::{Rank, Rule};
use crate::kind::{self, Class, named};
use crate::policy::{Action, People, Policy};
use crate::rewrite::{normal, replace};
use crate::tally::Tally;
use crate::token::PseudonymKey;
use catchment_base::error::{Error, Kind, Result};
use std::sync::{Arc, Mutex, PoisonError};

/// A column that holds a person's value and nothing else.
static PERSON_COLUMN: [Rule; 4] = [
    column_rule(kind::ACCOUNT_ID),
    column_rule(kind::EMAIL_ADDRESS),
    column_rule(kind::USERNAME),
    column_rule(kind::PERSON_NAME),
];

const fn column_rule(kind: &'static str) -> Rule {
    Rule { kind, name: "column.person", version: 1, rank: Rank::Validated, proof: "the column holds nothing else" }
}

/// The redaction functions, bound to a policy and a key. Immutable; share it.
pub struct Redactor {
    policy: Policy,
    key: Option<PseudonymKey>,
    pub(super) rulebook: Option<&'static Rulebook>,
    /// What the policy does with the findings of each rule of the book.
    actions: Vec<Action>,
    /// Whether anything is looked for.
    pub(super) seeks: bool,
    /// Who is asked beside the book, where the policy takes out what it finds.
    analyzer: Option<Arc<Analyzer>>,
    /// What is kept is looked for as well, and near misses are remembered.
    curious: bool,
    /// What is remembered of the values that get a certain pseudonym.
    pub(super) witness: Option<Witness>,
}

impl Redactor {
    /// A redactor. Without a key, a placeholder stands for a pseudonym.
    pub fn new(policy: Policy, key: Option<PseudonymKey>) -> Self {
        let seeks = policy.seeks();
        // Who looks for nothing needs no book.
        let rulebook = if seeks { policy.rulebook() } else { None };
        let actions = actions(&policy, rulebook);
        let takes_out = |rule: &Rule| policy.action(rule) != Action::Keep;
        let analyzer = policy.analyzer().filter(|analyzer| analyzer.rules().any(takes_out)).cloned();
        Self { policy, key, rulebook, actions, seeks, analyzer, curious: false, witness: None }
    }

    /// The same, but it finds what the policy keeps as well, for a report.
    pub fn curious(mut self) -> Self {
        self.curious = true;
        self.seeks = true;
        self.analyzer = self.policy.analyzer().cloned();
        self.rulebook = self.policy.rulebook();
        self.actions = actions(&self.policy, self.rulebook);
        self
    }

    /// The same, but it remembers which values get a certain pseudonym.
    pub(super) fn with_witness(mut self, witness: Witness) -> Self {
        self.witness = Some(witness);
        self
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Who is asked beside the book.
    pub(super) fn analyzer(&self) -> Option<&Analyzer> {
        self.analyzer.as_deref()
    }

    /// Whether a word of a text may be found by somebody else than the book: by the policy's own patterns or an analyzer.
    pub(super) fn seeks_words(&self) -> bool {
        self.policy.own().is_any() || self.analyzer.is_some()
    }

    /// Whether findings of a rule of the book are wanted.
    pub(super) fn wants(&self, number: u16) -> bool {
        self.curious || self.actions.get(usize::from(number)).is_some_and(|action| *action != Action::Keep)
    }

    pub(super) fn is_curious(&self) -> bool {
        self.curious
    }

    /// Whether this text is a token that our key made.
    pub(super) fn made(&self, text: &str) -> bool {
        self.key.as_ref().is_some_and(|key| key.made(text))
    }

    /// What takes the place of a value; none if it stays.
    pub(super) fn replacement(&self, rule: &Rule, value: &str) -> Option<String> {
        self.replaced_by(self.policy.action(rule), rule, value)
    }

    fn replaced_by(&self, action: Action, rule: &Rule, value: &str) -> Option<String> {
        let replacement = replace::replacement(rule, action, value, self.key.as_ref());
        if let (Some(witness), Some(replacement)) = (&self.witness, &replacement) {
            witness.see(replacement, value);
        }
        replacement
    }

    /// What takes the place of a value in the name of something: a pseudonym, so that names that differ still do,
    /// unless the type is none that may be joined.
    pub(super) fn name(&self, rule: &Rule, value: &str) -> Option<String> {
        let joins = named(rule.kind).is_some_and(|one| matches!(one.class, Class::Pii | Class::Phi));
        let action = if joins { Action::Pseudonym } else { Action::Placeholder };
        self.replaced_by(action, rule, value)
    }

    /// The token of a whole value, for a column of the given kind: `account_id`, `user_key`, `email`, `username`,
    /// `display_name`, `space_key`.
    ///
    /// An empty value stays empty, a token of ours stays itself, and so does the key of a space that is not a
    /// person's. Spellings of one value have one token, and a personal space's key has its owner's.
    pub fn pseudonym(&self, value: &str, kind: &str, tally: &mut Tally) -> Result<String> {
        let Some(token_kind) = normal::kind_of_column(kind) else {
            let hint = format!("known are {}", normal::COLUMNS);
            return Err(Error::new(Kind::Usage, "pseudonym() was given an unknown type").hint(hint));
        };
        let trimmed = value.trim();
        let shared_space = kind == "space_key" && !trimmed.starts_with('~');
        if trimmed.is_empty() || shared_space || self.made(trimmed) {
            return Ok(trimmed.to_owned());
        }
        let rule = PERSON_COLUMN.iter().find(|rule| rule.kind == token_kind).unwrap_or(&PERSON_COLUMN[0]);
        tally.count(rule, Action::Pseudonym);
        Ok(replace::replacement(rule, Action::Pseudonym, trimmed, self.key.as_ref()).unwrap_or_default())
    }
}

/// What a policy does with the findings of each rule of a book.
fn actions(policy: &Policy, rulebook: Option<&Rulebook>) -> Vec<Action> {
    rulebook.map(Rulebook::rules).unwrap_or_default().iter().map(|rule| policy.action(rule)).collect()
}

/// Remembers values that get a certain pseudonym.
pub(super) struct Witness {
    token: String,
    values: Mutex<Vec<String>>,
}

impl Witness {
    /// Takes note of a value and what takes its place.
    fn see(&self, replacement: &str, value: &str) {
        if replacement == self.token {
            self.values.lock().unwrap_or_else(PoisonError::into_inner).push(value.trim().to_owned());
        }
    }

    pub(super) fn of(token: &str) -> Self {
        Self { token: token.to_owned(), values: Mutex::new(Vec::new()) }
    }

    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.values.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The type of the keys of spaces, of which only a personal space's is a person's.
const SPACE_KEY: &str = "space_key";

impl Redactor {
    /// What a column of people holds for a value: its pseudonym, itself, or nothing, as the policy says.
    pub fn person(&self, value: &str, kind: &str, tally: &mut Tally) -> Result<Option<String>> {
        match self.policy().people() {
            _ if kind == SPACE_KEY => self.space_key(value, tally).map(Some),
            People::Keep => Ok(Some(value.to_owned())),
            People::Drop => Ok(None),
            People::Pseudonym => self.pseudonym(value, kind, tally).map(Some),
        }
    }

    /// What stands for the key of a space. It stays or, where it is a person's, becomes a pseudonym, but it is never
    /// dropped: without it no page finds its space.
    pub fn space_key(&self, key: &str, tally: &mut Tally) -> Result<String> {
        match self.policy().people() {
            People::Keep => Ok(key.to_owned()),
            People::Drop | People::Pseudonym => self.pseudonym(key, SPACE_KEY, tally),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_space_is_a_persons_where_it_begins_with_a_tilde() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let key = |key: &str| redactor.pseudonym(key, "space_key", &mut Tally::new()).unwrap();
        assert_eq!((key("OPS"), key(" ")), ("OPS".to_owned(), String::new()));
        assert_ne!(key("~ann"), "~ann");
    }
}
