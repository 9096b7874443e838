//! What a detector says of a text: hits by a rule, and near misses with the reason why they are none.

use std::collections::BTreeMap;
use std::ops::Range;

/// One way of knowing one type.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::redact) struct Rule {
    /// The type of the value, as in its placeholder.
    pub(in crate::redact) kind: &'static str,
    /// The name of the rule: type or family, a full stop, what tells it.
    pub(in crate::redact) name: &'static str,
    /// Raised whenever the rule finds something else than before.
    pub(in crate::redact) version: u32,
    /// How sure a finding is.
    pub(in crate::redact) rank: Rank,
    /// What a value passed, for the reader of a report: `Luhn, issuer range`.
    pub(in crate::redact) proof: &'static str,
}

/// How sure a finding is; of overlapping findings the highest gives its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::redact) enum Rank {
    /// The shape of the value says what it is.
    Shape,
    /// A word beside it says what it is.
    Context,
    /// A checksum, or the place where the value stands, confirms it.
    Validated,
    /// It opens a door, as what stands around it says: whatever else it may be, this counts.
    Told,
    /// The same by its own form.
    Secret,
}

impl Rank {
    /// The band of confidence that reports give.
    pub(in crate::redact) fn confidence(self) -> &'static str {
        match self {
            Rank::Shape => "likely",
            Rank::Context | Rank::Told => "confirmed by context",
            Rank::Validated | Rank::Secret => "validated",
        }
    }

    /// Whether what stands around a value says what it is.
    pub(in crate::redact) fn is_told(self) -> bool {
        matches!(self, Rank::Context | Rank::Told)
    }
}

/// What says what a value is, beside the value itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A word that is known, folded.
    Word(&'static str),
    /// What stands around it, with `…` in its place.
    Around(String),
    /// The words of the lines around it that speak for it, in their order.
    Words(Vec<String>),
}

/// A span of a view that holds a value.
#[derive(Debug)]
pub(in crate::redact) struct Hit {
    pub(in crate::redact) rule: &'static Rule,
    pub(in crate::redact) span: Range<usize>,
    /// What confirmed it, where the detector tells.
    pub(in crate::redact) evidence: Option<Evidence>,
}

/// A span that looked like a value and was left.
#[derive(Debug)]
pub(in crate::redact) struct Miss {
    pub(in crate::redact) rule: &'static Rule,
    pub(in crate::redact) span: Range<usize>,
    /// Why it was left, as a sentence about it: `the Luhn check fails`.
    pub(in crate::redact) why: &'static str,
}

/// Where detectors put what they find. Near misses are kept only where somebody asks for them.
#[derive(Debug, Default)]
pub(in crate::redact) struct Hits {
    hits: Vec<Hit>,
    /// Where hits begin, and where the longest of each beginning ends: who asks whether something was found at a place is
    /// answered without a look at all of them.
    places: BTreeMap<usize, usize>,
    /// The length of the longest hit.
    longest: usize,
    misses: Option<Vec<Miss>>,
}

impl Hits {
    /// A place that keeps near misses as well.
    pub(in crate::redact) fn with_misses() -> Self {
        Self { misses: Some(Vec::new()), ..Self::default() }
    }

    /// The span holds a value by this rule.
    pub(in crate::redact) fn hit(&mut self, rule: &'static Rule, span: Range<usize>) {
        self.push(Hit { rule, span, evidence: None });
    }

    /// The span holds a value by this rule, because of a word beside it.
    pub(in crate::redact) fn near(&mut self, rule: &'static Rule, span: Range<usize>, word: &'static str) {
        self.push(Hit { rule, span, evidence: Some(Evidence::Word(word)) });
    }

    /// The span holds a value by this rule, because of the words around it; they are asked for where somebody wants them.
    pub(in crate::redact) fn told(
        &mut self,
        rule: &'static Rule,
        span: Range<usize>,
        words: impl FnOnce() -> Vec<String>,
    ) {
        let words = if self.keep_misses() { words() } else { Vec::new() };
        let evidence = (!words.is_empty()).then_some(Evidence::Words(words));
        self.push(Hit { rule, span, evidence });
    }

    fn push(&mut self, hit: Hit) {
        let end = self.places.entry(hit.span.start).or_default();
        *end = hit.span.end.max(*end);
        self.longest = self.longest.max(hit.span.len());
        self.hits.push(hit);
    }

    /// The span looks like a value of this rule and is none.
    pub(in crate::redact) fn miss(&mut self, rule: &'static Rule, span: Range<usize>, why: &'static str) {
        if let Some(misses) = &mut self.misses {
            misses.push(Miss { rule, span, why });
        }
    }

    /// Whether somebody asks for near misses.
    pub(in crate::redact) fn keep_misses(&self) -> bool {
        self.misses.is_some()
    }

    /// A place of the same kind with nothing in it.
    pub(in crate::redact) fn fresh(&self) -> Self {
        Self { misses: self.misses.as_ref().map(|_| Vec::new()), ..Self::default() }
    }

    /// Takes over what was found in another text, each place moved to where it stands here.
    pub(in crate::redact) fn adopt(&mut self, mut other: Self, moved: impl Fn(Range<usize>) -> Range<usize>) {
        let misses = other.take_misses();
        other.take().into_iter().for_each(|hit| self.push(Hit { span: moved(hit.span), ..hit }));
        misses.into_iter().for_each(|miss| self.miss(miss.rule, moved(miss.span), miss.why));
    }

    /// Forgets what was found at places that are left.
    pub(in crate::redact) fn leave(&mut self, is_left: impl Fn(&Range<usize>) -> bool) {
        let hits = self.take().into_iter().filter(|hit| !is_left(&hit.span));
        hits.for_each(|hit| self.push(hit));
    }

    /// Whether something was found at this place.
    pub(in crate::redact) fn holds(&self, span: &Range<usize>) -> bool {
        self.places.get(&span.start) == Some(&span.end)
    }

    /// Whether something was found at this place or at a part of it.
    pub(in crate::redact) fn meets(&self, span: &Range<usize>) -> bool {
        let near = self.places.range(span.start.saturating_sub(self.longest)..span.end);
        near.rev().any(|(_, end)| *end > span.start)
    }

    /// Whether nothing was found and nothing nearly.
    pub(in crate::redact) fn is_empty(&self) -> bool {
        self.hits.is_empty() && self.misses.as_ref().is_none_or(Vec::is_empty)
    }

    /// What was found so far; it is taken out.
    pub(in crate::redact) fn take(&mut self) -> Vec<Hit> {
        self.places.clear();
        self.longest = 0;
        std::mem::take(&mut self.hits)
    }

    /// The near misses so far; they are taken out.
    pub(in crate::redact) fn take_misses(&mut self) -> Vec<Miss> {
        self.misses.as_mut().map(std::mem::take).unwrap_or_default()
    }
}

/// Whether two places have something in common.
pub(in crate::redact) fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}
