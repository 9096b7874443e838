//! What a redaction found, for people: each finding with its rule and what it passed, each near miss with its reason.

use crate::column::{Column, Given};
use crate::finding::{Evidence, Rank};
use crate::policy::Action;
use crate::redactor::Redactor;
use crate::rewrite;
use crate::rewrite::resolve::{Finding, Replacement, overlaps, resolve, union};
use crate::scan::{Missed, Scanned};
use crate::settle::{Format, ROUNDS};
use crate::tally::Tally;
use crate::view::Ranges;
use std::borrow::Cow;
use std::collections::HashSet;
use std::iter;
use std::ops::Range;

/// A text and what was found in it.
#[derive(Debug)]
pub struct Report {
    /// The redacted text.
    pub output: String,
    /// In order of their places; those that stay are among them.
    pub findings: Vec<Found>,
    /// What looked like a value and was left.
    pub misses: Vec<NearMiss>,
    /// How often redaction failed and closed.
    pub failures: u64,
}

/// A finding.
#[derive(Clone, Debug)]
pub struct Found {
    /// The type.
    pub kind: &'static str,
    /// The rule that found it.
    pub rule: &'static str,
    /// What it passed.
    pub proof: &'static str,
    /// How sure it is.
    pub confidence: &'static str,
    /// What says so beside it.
    pub evidence: Option<Evidence>,
    /// What takes its place; none if it stays.
    pub replacement: Option<String>,
    /// What the policy does with it.
    pub action: Action,
    /// Where it stands in the input, in bytes.
    pub ranges: Ranges,
}

impl Found {
    /// From its first byte in the input to behind its last.
    pub fn bounds(&self) -> (usize, usize) {
        let starts = self.ranges.iter().map(|range| range.start);
        let ends = self.ranges.iter().map(|range| range.end);
        (starts.min().unwrap_or_default(), ends.max().unwrap_or_default())
    }
}

/// What looked like a value and was left.
#[derive(Clone, Debug)]
pub struct NearMiss {
    /// The type that it is none of.
    pub kind: &'static str,
    /// The rule that it nearly fits.
    pub rule: &'static str,
    /// Why it was left.
    pub why: &'static str,
    /// Where it stands in the input, in bytes.
    pub ranges: Ranges,
}

impl Redactor {
    /// Redacts a text and tells what was found. A redactor that is [`curious`](Redactor::curious) tells more.
    pub fn report(&self, input: &str, format: Format) -> Report {
        self.report_given(input, format, Given::Nothing)
    }

    /// The same of a text that stands in a column.
    pub fn report_in(&self, column: &Column, input: &str, format: Format) -> Report {
        self.report_given(input, format, Given::Column(column))
    }

    fn report_given(&self, input: &str, format: Format, given: Given<'_>) -> Report {
        let mut tally = Tally::new();
        let output = self.redact_given(input, format, given, &mut tally).into_owned();
        // What cannot be read was counted as a failure above.
        let scanned = self.answered(|| self.scan(input, format, given));
        let Scanned { units, missed, .. } = scanned.unwrap_or_default();
        let all: Vec<Finding> = units.into_iter().flat_map(|unit| unit.findings).collect();
        let mut findings = self.found(resolve(&all), true);
        findings.extend(self.found_later(input, format, given, &all));
        let gone = union(findings.iter().flat_map(|found| found.ranges.iter().cloned()));
        // What stays and does not overlap what goes.
        let kept: Vec<Finding> = all
            .into_iter()
            .filter(|finding| finding.replacement.is_none() && !overlaps(&gone, &finding.ranges))
            .map(|finding| Finding { replacement: Some(String::new()), ..finding })
            .collect();
        findings.extend(self.found(resolve(&kept), false));
        findings.sort_by_key(|found| found.ranges.first().map(|range| range.start));
        let known = union(findings.iter().flat_map(|found| found.ranges.iter().cloned()));
        Report { output, findings, misses: near_misses(missed, &known), failures: tally.failures() }
    }

    /// What comes to light once what was found before is replaced, with its places in the input.
    fn found_later(&self, input: &str, format: Format, given: Given<'_>, first: &[Finding]) -> Vec<Found> {
        let (mut text, mut replacements) = (Cow::Borrowed(input), resolve(first));
        let mut known = union(replacements.iter().flat_map(|one| one.ranges.iter().cloned()));
        let (mut edits, mut later) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            if replacements.is_empty() {
                break;
            }
            let Some(rewritten) = rewrite::apply(&text, &replacements, format == Format::Storage) else { break };
            edits.push(Edits::of(&replacements));
            // Where replacements in markup are kept apart from it, places cannot be led back.
            if edits.last().is_some_and(|edits| edits.length(text.len()) != rewritten.len()) {
                break;
            }
            text = Cow::Owned(rewritten);
            let scanned = self.answered(|| self.scan(&text, format, given)).unwrap_or_default();
            replacements = resolve(&scanned.into_findings());
            let mut found = self.found(replacements.clone(), true);
            for one in &mut found {
                let before =
                    |range: &Range<usize>| edits.iter().rev().fold(range.clone(), |at, edits| edits.before(&at));
                one.ranges = beyond(&known, one.ranges.iter().map(before));
            }
            found.retain(|one| !one.ranges.is_empty());
            known = union(known.into_iter().chain(found.iter().flat_map(|one| one.ranges.iter().cloned())));
            later.append(&mut found);
        }
        later
    }

    fn found(&self, all: Vec<Replacement>, goes: bool) -> Vec<Found> {
        let told = |one: &Replacement| match one.evidence {
            Some(Evidence::Outweighing(_)) => (Rank::Context, "no check: it fails, but the word outweighs it"),
            _ => (one.rule.rank, one.rule.proof),
        };
        let found = |one: Replacement| Found {
            kind: one.rule.kind,
            rule: one.rule.name,
            proof: told(&one).1,
            confidence: told(&one).0.confidence(),
            evidence: one.evidence,
            replacement: goes.then_some(one.text),
            action: self.policy().action(one.rule),
            ranges: one.ranges,
        };
        all.into_iter().map(found).collect()
    }
}

/// What of these ranges lies beyond a cover, which is ascending and disjoint.
fn beyond(cover: &[Range<usize>], ranges: impl Iterator<Item = Range<usize>>) -> Ranges {
    let mut left = Ranges::new();
    for range in ranges {
        let mut start = range.start;
        for covered in cover.iter().filter(|covered| covered.start < range.end && range.start < covered.end) {
            if start < covered.start {
                left.push(start..covered.start);
            }
            start = covered.end;
        }
        if start < range.end {
            left.push(start..range.end);
        }
    }
    left
}

/// What was replaced in a text: each place with the length of what stands there since, in order.
struct Edits(Vec<(Range<usize>, usize)>);

impl Edits {
    fn of(replacements: &[Replacement]) -> Self {
        let lengths = |one: &Replacement| iter::once(one.text.len()).chain(iter::repeat(0));
        let mut edits: Vec<_> =
            replacements.iter().flat_map(|one| one.ranges.iter().cloned().zip(lengths(one))).collect();
        edits.sort_unstable_by_key(|(range, _)| range.start);
        Self(edits)
    }

    /// How long a text of this length is since.
    fn length(&self, length: usize) -> usize {
        self.0.iter().fold(length, |length, (replaced, now)| length - replaced.len() + now)
    }

    /// The place in the text as it was; a part of a replacement stands for all that was replaced.
    fn before(&self, range: &Range<usize>) -> Range<usize> {
        self.offset(range.start, false)..self.offset(range.end, true)
    }

    fn offset(&self, offset: usize, is_end: bool) -> usize {
        let (mut before, mut after) = (0, 0);
        for (replaced, length) in &self.0 {
            let begin = after + (replaced.start - before);
            if offset < begin || is_end && offset == begin {
                break;
            }
            if offset < begin + length {
                return if is_end { replaced.end } else { replaced.start };
            }
            (before, after) = (replaced.end, begin + length);
        }
        before + (offset - after)
    }
}

/// The near misses that are no part of a finding.
fn near_misses(missed: Vec<Missed>, known: &Ranges) -> Vec<NearMiss> {
    let left = missed.into_iter().filter(|miss| !miss.ranges.is_empty() && !overlaps(known, &miss.ranges));
    // What is read twice, with its line breaks and without, is told once.
    let mut told = HashSet::new();
    left.filter(|miss| told.insert((miss.rule.name, miss.why, miss.ranges.clone())))
        .map(|miss| NearMiss { kind: miss.rule.kind, rule: miss.rule.name, why: miss.why, ranges: miss.ranges })
        .collect()
}
