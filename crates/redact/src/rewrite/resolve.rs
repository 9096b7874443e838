//! From findings to what is replaced: overlapping findings become one, which covers all of them.
//!
//! Findings are sets of source ranges, whoever made them; the step does not know whether a row of the book, a structural
//! rule or an outside service did.

use crate::finding::{Evidence, Rule};
use crate::view::Ranges;
use std::ops::Range;

/// Something that must not stay in the text.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// What is counted.
    pub(crate) rule: &'static Rule,
    /// How much speaks for it.
    pub(crate) score: u16,
    /// What says so beside it.
    pub(crate) evidence: Option<Evidence>,
    /// What takes its place; none if it stays.
    pub(crate) replacement: Option<String>,
    /// The length of the value as a reader sees it.
    pub(crate) len: usize,
    /// Where it stands.
    pub(crate) ranges: Ranges,
}

impl Finding {
    /// The same with places that are counted from here.
    pub(crate) fn moved(&self, from: usize) -> Self {
        let ranges = self.ranges.iter().map(|range| range.start - from..range.end - from).collect();
        Self { ranges, ..self.clone() }
    }
}

/// A stretch of the source that can be read by itself, and what was found in it.
#[derive(Debug)]
pub(crate) struct Unit {
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// What stands before it and says what it is; each is read.
    pub(crate) labels: Vec<String>,
    /// With places in the whole source.
    pub(crate) findings: Vec<Finding>,
}

impl Unit {
    /// Whether something in it must not stay.
    pub(crate) fn finds_anything(&self) -> bool {
        self.findings.iter().any(|finding| finding.replacement.is_some())
    }
}

/// One replacement: the first range becomes the text, the others become empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Replacement {
    /// What is counted.
    pub(crate) rule: &'static Rule,
    /// What says so beside it.
    pub(crate) evidence: Option<Evidence>,
    /// The text.
    pub(crate) text: String,
    /// Ascending and disjoint.
    pub(crate) ranges: Ranges,
}

/// Joins overlapping findings that do not stay. The highest score gives the name, then the longer value; all ranges
/// are covered.
pub(crate) fn resolve<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<Replacement> {
    let findings: Vec<&Finding> = findings.into_iter().filter(|finding| finding.replacement.is_some()).collect();
    let mut groups = Groups::of(&findings);
    let mut members: Vec<(usize, usize)> = (0..findings.len()).map(|index| (groups.root(index), index)).collect();
    members.sort_unstable();
    members
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|group| merged(group.iter().map(|(_, index)| findings[*index])))
        .collect()
}

fn merged<'a>(group: impl Iterator<Item = &'a Finding> + Clone) -> Option<Replacement> {
    let worth = |finding: &Finding| (finding.score, finding.len);
    // Of what one rule finds twice, the first one knows better why.
    let is_better =
        |one: &Finding, best: &Finding| worth(one) > worth(best) || worth(one) == worth(best) && one.rule != best.rule;
    let best = group.clone().reduce(|best, one| if is_better(one, best) { one } else { best })?;
    let ranges = union(group.flat_map(|finding| finding.ranges.iter().cloned()));
    Some(Replacement { rule: best.rule, evidence: best.evidence.clone(), text: best.replacement.clone()?, ranges })
}

/// The union of ranges, ascending and disjoint; what touches is joined.
pub(crate) fn union(ranges: impl IntoIterator<Item = Range<usize>>) -> Ranges {
    let mut sorted: Ranges = ranges.into_iter().collect();
    sorted.sort_unstable_by_key(|range| range.start);
    let mut joined = Ranges::new();
    for range in sorted {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// Whether one of `ranges` overlaps the `cover`, which is ascending and disjoint.
pub(crate) fn overlaps(cover: &[Range<usize>], ranges: &[Range<usize>]) -> bool {
    ranges.iter().any(|range| {
        let next = cover.partition_point(|covered| covered.end <= range.start);
        cover.get(next).is_some_and(|covered| covered.start < range.end)
    })
}

/// Which findings overlap, directly or through others: a forest of parents.
struct Groups(Vec<usize>);

impl Groups {
    fn of(findings: &[&Finding]) -> Self {
        let mut groups = Self((0..findings.len()).collect());
        let places = |(index, finding): (usize, &&Finding)| {
            finding.ranges.iter().map(move |range| (range.start, range.end, index)).collect::<Vec<_>>()
        };
        let mut sorted: Vec<_> = findings.iter().enumerate().flat_map(places).collect();
        sorted.sort_unstable();
        let mut reach: Option<(usize, usize)> = None;
        for (start, end, index) in sorted {
            reach = match reach {
                Some((last, owner)) if start < last => {
                    groups.join(owner, index);
                    Some((last.max(end), owner))
                }
                _ => Some((end, index)),
            };
        }
        groups
    }

    /// Paths are halved on the way, so that trees stay flat.
    fn root(&mut self, mut index: usize) -> usize {
        while self.0[index] != index {
            self.0[index] = self.0[self.0[index]];
            index = self.0[index];
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "a set of one range is meant")]
mod tests {
    use super::*;
    use crate::finding::Rank;

    static RULES: [Rule; 2] = [rule("A"), rule("B")];

    const fn rule(kind: &'static str) -> Rule {
        Rule { kind, name: "r", version: 1, rank: Rank::Shape, proof: "" }
    }

    fn finding(kind: &'static str, score: u16, ranges: &[Range<usize>]) -> Finding {
        let rule = RULES.iter().find(|rule| rule.kind == kind).unwrap();
        let len = ranges.iter().map(Range::len).sum();
        Finding { rule, score, evidence: None, replacement: Some(format!("[{kind}]")), len, ranges: ranges.to_vec() }
    }

    #[test]
    fn of_equal_rank_the_longer_gives_its_name_and_what_shares_nothing_stays_apart() {
        let found = resolve(&[finding("B", 1, &[4..20]), finding("A", 1, &[0..5])]);
        assert_eq!((found.len(), found[0].text.as_str()), (1, "[B]"));
        assert_eq!(resolve(&[finding("A", 1, &[0..2, 8..9]), finding("B", 1, &[4..6])]).len(), 2);
    }

    #[test]
    fn overlap_with_a_cover_is_found_by_place() {
        let cover = union([4..6, 0..2, 5..8]);
        assert!(overlaps(&cover, &[2..3, 7..9]) && !overlaps(&cover, &[2..4, 8..9]), "{cover:?}");
    }
}
