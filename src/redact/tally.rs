//! What was redacted, as counts: no value, no text around it, no position.

use super::detect::Rule;
use std::collections::BTreeMap;

/// Findings per type, rule and version of the rule; and how often redaction failed and closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: BTreeMap<(&'static str, &'static str, u32), u64>,
    failures: u64,
}

impl Tally {
    /// An empty tally.
    pub fn new() -> Self {
        Self::default()
    }

    /// The counts as (type, rule, version, count), sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'static str, u32, u64)> + '_ {
        self.counts.iter().map(|((kind, rule, version), count)| (*kind, *rule, *version, *count))
    }

    /// How many inputs became [`FAILED`](super::FAILED).
    pub fn failures(&self) -> u64 {
        self.failures
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty() && self.failures == 0
    }

    /// Adds the counts of another tally.
    pub fn merge(&mut self, other: &Tally) {
        for (rule, count) in &other.counts {
            *self.counts.entry(*rule).or_default() += count;
        }
        self.failures += other.failures;
    }

    /// Forgets all counts.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Counts one finding.
    pub(super) fn count(&mut self, rule: &Rule) {
        *self.counts.entry((rule.kind, rule.name, rule.version)).or_default() += 1;
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
    fn tallies_add_up_and_clear() {
        let rule = &Rule { kind: "A", name: "a.b", version: 2, rank: super::super::detect::Rank::Shape, proof: "" };
        let mut one = Tally::new();
        one.count(rule);
        let mut sum = one.clone();
        one.fail();
        sum.merge(&one);
        assert_eq!(sum.iter().collect::<Vec<_>>(), [("A", "a.b", 2, 2)]);
        assert_eq!(sum.failures(), 1);
        sum.clear();
        assert!(sum.is_empty());
    }
}
