//! What was redacted, as counts: no value, no text around it, no position.

use crate::finding::Rule;
use crate::policy::Action;

/// The findings of one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The type.
    pub kind: &'static str,
    /// The rule.
    pub rule: &'static str,
    /// The version of the rule.
    pub version: u32,
    /// How sure its findings are.
    pub confidence: &'static str,
    /// What was done with them.
    pub action: Action,
    /// How many there were.
    pub findings: u64,
    /// In how many texts.
    pub texts: u64,
}

/// Findings per type, rule, version of the rule and action; and how often redaction failed and closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In order; there are few.
    counts: Vec<Counted>,
    failures: u64,
}

impl Tally {
    /// An empty tally.
    pub fn new() -> Self {
        Self::default()
    }

    /// The counts, sorted by type and rule.
    pub fn iter(&self) -> impl Iterator<Item = &Counted> + '_ {
        self.counts.iter()
    }

    /// All findings.
    pub fn findings(&self) -> u64 {
        self.iter().map(|counted| counted.findings).sum()
    }

    /// The findings of each type, as `EMAIL_ADDRESS:3,CREDIT_CARD:1`.
    pub fn by_type(&self) -> String {
        let same = self.counts.chunk_by(|one, next| one.kind == next.kind);
        let counted = same.map(|same| format!("{}:{}", same[0].kind, same.iter().map(|one| one.findings).sum::<u64>()));
        counted.collect::<Vec<_>>().join(",")
    }

    /// How many inputs became [`FAILED`](crate::kind::FAILED).
    pub fn failures(&self) -> u64 {
        self.failures
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty() && self.failures == 0
    }

    /// Adds the counts of another tally.
    pub fn merge(&mut self, other: &Tally) {
        for counted in &other.counts {
            let sum = self.entry(Counted { findings: 0, texts: 0, ..*counted });
            sum.findings += counted.findings;
            sum.texts += counted.texts;
        }
        self.failures += other.failures;
    }

    /// Forgets all counts.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Counts one finding in a text.
    pub(super) fn count(&mut self, rule: &Rule, action: Action) {
        let first = Counted {
            kind: rule.kind,
            rule: rule.name,
            version: rule.version,
            confidence: rule.rank.confidence(),
            action,
            findings: 0,
            texts: 1,
        };
        self.entry(first).findings += 1;
    }

    /// The counts of the same rule and action, or else the first ones.
    fn entry(&mut self, first: Counted) -> &mut Counted {
        let key = |one: &Counted| (one.kind, one.rule, one.version, one.action);
        let place = self.counts.binary_search_by_key(&key(&first), key);
        if let Err(place) = place {
            self.counts.insert(place, first);
        }
        &mut self.counts[place.unwrap_or_else(|place| place)]
    }

    /// Counts one failure.
    pub(super) fn fail(&mut self) {
        self.failures += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_add_up_and_clear() {
        let (mut text, mut sum) = (Tally::new(), Tally::new());
        text.fail();
        sum.merge(&text);
        sum.merge(&text);
        assert_eq!((sum.findings(), sum.failures()), (0, 2));
        sum.clear();
        assert!(sum.is_empty());
    }
}
