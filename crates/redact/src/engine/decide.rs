//! The decision: form, check and words become a finding, or a near miss with its reason.

use super::check::Check;
use super::find::{Finder, Hit, Joined, Miss};
use super::groups::Group;
use super::read::{leading, trailing};
use super::rule::{How, Loose, Rule, Value};
use super::shape::{Alone, Use};
use super::words::{Phrase, Role};
use std::ops::Range;

/// A label names the value.
const LABELLED: u16 = 500;
/// The check holds.
const CHECKED: u16 = 200;
/// The check is one that hardly anything else passes, of a rule at least as sure as this: more than a label of another rule.
const PROVEN: u16 = 400;
const STRONG: u16 = 8;
/// A word around it makes it believable.
const HINTED: u16 = 100;
/// It is a whole field.
const WHOLE: u16 = 50;
/// The longest bare value.
const LONGEST_BARE: usize = 64;

/// A value that may be one of a rule.
#[derive(Debug)]
pub(super) struct Candidate<'b> {
    pub(super) rule: &'b Rule,
    pub(super) span: Range<usize>,
    pub(super) alone: Alone,
    /// Whether its check holds; nothing where it has none.
    pub(super) holds: Option<bool>,
    /// Whether it is a part of something longer.
    pub(super) joined: Joined,
}

impl<'b> Finder<'_, 'b, '_> {
    /// A value in a shape.
    pub(super) fn shaped(&mut self, one: &Use, mut span: Range<usize>, joined: Joined) {
        let rule = &self.book.rules[usize::from(one.rule)];
        if !(self.is_wanted)(rule)
            || !self.may_be_told(rule, one.alone, span.start)
            || !one.fits(&self.bytes[span.clone()])
        {
            return;
        }
        // `A123456(3)`
        if self.bytes[span.clone()].contains(&b'(') && self.bytes.get(span.end) == Some(&b')') {
            span.end += 1;
        }
        self.bare(rule, span, one.alone, joined);
    }

    /// Whether something may say that a value is one of a rule: a check that it passes, or a label. Who asks for near misses is
    /// told why it is none.
    fn may_be_told(&self, rule: &Rule, alone: Alone, start: usize) -> bool {
        let has_check = || rule.check.as_ref().is_some_and(Check::proves);
        let is_labelled = || self.before(start).is_some_and(|label| label.phrase.role(rule.number).is_some());
        alone != Alone::Word || self.hits.misses.is_some() || has_check() || is_labelled()
    }

    /// A value whose letters and digits are what counts.
    pub(super) fn bare(&mut self, rule: &'b Rule, span: Range<usize>, alone: Alone, joined: Joined) {
        let (bare, len) = bare_of(&self.bytes[span.clone()]);
        let bare = &bare[..len];
        if rule.fit.as_ref().is_some_and(|fit| !fit.is_match(bare)) {
            return;
        }
        // What only rules out proves nothing.
        let holds = rule.check.as_ref().map(|check| (check.holds(bare, &self.bytes[span.clone()]), check.proves()));
        let holds = holds.filter(|(holds, proves)| !holds || *proves).map(|(holds, _)| holds);
        self.decide(Candidate { rule, span, alone, holds, joined });
    }

    /// What becomes of a candidate.
    pub(super) fn decide(&mut self, candidate: Candidate<'b>) {
        let Candidate { rule, span, alone, holds, joined } = candidate;
        if !(self.is_boundary(span.start) && self.is_boundary(span.end)) {
            return;
        }
        let label = self.before(span.start);
        let role = label.and_then(|label| label.phrase.role(rule.number));
        let labelled = label.filter(|label| role == Some(Role::Word) || role == Some(Role::Weak) && label.has_sign);
        if let Some(label) = labelled {
            if holds == Some(false) && rule.strict {
                return self.miss(rule, span, "the check fails");
            }
            let region = if rule.region.as_deref() == Some(self.text.place.region) { 5 } else { 0 };
            let score = LABELLED + region + if holds == Some(true) { CHECKED } else { 0 } + 10 * rule.sure;
            if matches!(rule.how, How::Shapes | How::Loose(_)) {
                self.listed = Some((span.clone(), label));
            }
            let phrase = Some(label.phrase.text.as_str());
            return self.hit(Hit { rule, span, score, phrase, fails: holds == Some(false) });
        }
        // What is written in the groups of a form and passes its check is hardly another number.
        let is_grouped = alone == Alone::Free && self.bytes[span.clone()].iter().any(|b| !b.is_ascii_alphanumeric());
        let is_proven = holds == Some(true) && rule.sure >= STRONG;
        if role == Some(Role::Not) && !(is_grouped && is_proven) {
            return self.miss(rule, span, "the word before it speaks against it");
        }
        if holds == Some(false) {
            return self.miss(rule, span, "the check fails");
        }
        if joined == Joined::Surely || joined == Joined::Likely && !is_proven {
            return self.miss(rule, span, "it is part of something longer");
        }
        let is_sure = alone == Alone::Free && holds == Some(true) || is_grouped && rule.check.is_some();
        if label.is_some_and(|label| label.phrase.is_thing) && !is_sure {
            return self.miss(rule, span, "the word before it says that it is something else");
        }
        let proof = if rule.check.is_some() && rule.sure >= STRONG { PROVEN } else { 0 };
        let base = if holds == Some(true) { CHECKED + proof } else { 0 } + 10 * rule.sure;
        let is_whole = self.is_field(&span);
        if alone == Alone::Free || alone == Alone::Field && is_whole {
            let hint = self.hint(rule, &span);
            let more = if hint.is_some() { HINTED } else { 0 } + if is_whole { WHOLE } else { 0 };
            return self.keep(rule, span, base + more, hint);
        }
        // A word that means something else as often, and one at some distance, make up for no missing check.
        if holds == Some(true) || alone == Alone::Field {
            if let Some(label) = label.filter(|_| role == Some(Role::Weak)) {
                return self.keep(rule, span, base + HINTED, Some(&label.phrase.text));
            }
            if let Some(hint) = self.hint(rule, &span) {
                return self.keep(rule, span, base + HINTED, Some(hint));
            }
        }
        self.miss(rule, span, "no word says what it is");
    }

    /// A phrase around a value that makes it believable.
    fn hint(&self, rule: &Rule, span: &Range<usize>) -> Option<&'b str> {
        let believable = |(phrase, is_behind): &(&'b Phrase, bool)| match phrase.role(rule.number) {
            Some(Role::Word | Role::Hint) => true,
            Some(Role::Weak) => *is_behind,
            Some(Role::Not) | None => false,
        };
        let is_there = rule.sure >= 5 && rule.region.as_deref() == Some(self.text.place.region);
        let region = || is_there.then_some("the country of the site");
        self.within(span).into_iter().find(believable).map(|(phrase, _)| phrase.text.as_str()).or_else(region)
    }

    /// What a reader or a regex found, which needs no more than its rule says.
    pub(super) fn told(&mut self, rule: &'b Rule, span: Range<usize>) {
        let needs = rule.value.or((rule.kind == "SECRET").then_some(Value::Any));
        if needs.is_some_and(|needs| !self.shows(rule, needs, &span)) {
            return;
        }
        if rule.alone == Alone::Free && rule.check.is_none() {
            let base = if rule.kind == "SECRET" { 840 } else { CHECKED };
            return self.keep(rule, span, base + 10 * rule.sure, None);
        }
        self.bare(rule, span, rule.alone, Joined::No);
    }

    /// A value without digits behind a label and its sign.
    pub(super) fn labelled(&mut self, sign: usize) {
        let start = sign + 1 + leading(&self.bytes[sign + 1..], 4, |b| matches!(b, b' ' | b'"' | b'\'' | b'\t'));
        let span = self.run_from(start, |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        if span.len() < 2 || self.bytes[span.clone()].iter().any(u8::is_ascii_digit) {
            return;
        }
        if let Some(label) = self.before(start) {
            self.named_loosely(label.phrase, true, &span);
        }
    }

    /// A value without digits that is all of a text whose place is called by a label.
    pub(super) fn letters_by_place(&mut self) {
        if self.text.place.label.is_empty() || self.bytes.len() > LONGEST_BARE {
            return;
        }
        let start = leading(self.bytes, LONGEST_BARE, |b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\''));
        let span = self.run_from(start, u8::is_ascii_alphabetic);
        if span.len() >= 2
            && self.bytes[span.end..].trim_ascii().is_empty()
            && let Some(label) = self.before(start).filter(|label| label.is_place)
        {
            self.named_loosely(label.phrase, true, &span);
        }
    }

    /// A run of such bytes from a place on, up to its last letter or digit.
    fn run_from(&self, start: usize, is: impl Fn(&u8) -> bool) -> Range<usize> {
        let run = &self.bytes[start..];
        let run = &run[..leading(run, LONGEST_BARE, is)];
        start..start + run.len() - trailing(run, LONGEST_BARE, |b| !b.is_ascii_alphanumeric())
    }

    /// The rules for whatever stands behind a phrase, between which and the value a sign may stand.
    fn named_loosely(&mut self, phrase: &'b Phrase, has_sign: bool, span: &Range<usize>) {
        for (rule, role) in &phrase.uses {
            let rule = &self.book.rules[usize::from(*rule)];
            let How::Loose(loose) = rule.how else { continue };
            let is_role = *role == Role::Word || *role == Role::Weak && has_sign;
            if is_role && (self.is_wanted)(rule) {
                self.loosely(rule, loose, span.clone());
            }
        }
    }

    /// Whether the bare value is what a rule's values are like.
    fn is_fit(rule: &Rule, value: &[u8]) -> bool {
        let (bare, len) = bare_of(value);
        rule.fit.as_ref().is_none_or(|fit| fit.is_match(&bare[..len]))
    }

    /// The longest value of a rule that begins a span and ends with it or before a sign in it.
    fn loosely(&mut self, rule: &'b Rule, loose: Loose, mut span: Range<usize>) {
        while span.len() >= loose.min {
            let value = &self.bytes[span.clone()];
            let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
            if span.len() <= loose.max && digits >= loose.digits && Self::is_fit(rule, value) {
                return self.bare(rule, span, Alone::Word, Joined::No);
            }
            let shorter = value.iter().rposition(|b| !b.is_ascii_alphanumeric()).unwrap_or_default();
            span.end = span.start + shorter;
        }
    }

    /// Whatever stands behind a label that names a rule for it.
    pub(super) fn loose(&mut self, groups: &[Group]) {
        let is_token = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/');
        let mut done = 0;
        for group in groups.iter().filter(|group| group.digits > 0) {
            if group.start < done {
                continue;
            }
            let lead = trailing(&self.bytes[..group.start], LONGEST_BARE, is_token);
            let start = group.start - lead;
            let start = start + leading(&self.bytes[start..group.start], lead, |b| !b.is_ascii_alphanumeric());
            let end = self.run_from(start, is_token).end;
            done = end;
            // The label may be a part of the token: `MRN-445566`.
            for start in [start, group.start] {
                if start < end && self.loose_at(start..end) {
                    break;
                }
            }
        }
    }

    /// Whether a label names rules for whatever stands here.
    fn loose_at(&mut self, span: Range<usize>) -> bool {
        let Some(label) = self.before(span.start) else { return false };
        // A comma without a blank stands between two fields.
        let parts = |pair: &[u8]| pair[0] == b'\n' || pair == b". " || pair[0] == b',' && pair[1] != b' ';
        let is_parted = self.bytes[label.from.min(span.start)..=span.start].windows(2).any(parts);
        if label.phrase.secret > 0 && (label.is_place || !is_parted) {
            self.secret_token(label.phrase, span.start);
        }
        self.named_loosely(label.phrase, label.has_sign, &span);
        true
    }

    /// Tokens that are told by their characters and their length.
    pub(super) fn tokens(&mut self, start: usize, end: usize) {
        let book = self.book;
        for number in &book.tokens {
            let rule = &book.rules[usize::from(*number)];
            let How::Token(token) = &rule.how else { continue };
            if end - start < token.min || !(self.is_wanted)(rule) {
                continue;
            }
            let mut at = start;
            while at < end {
                let len = leading(&self.bytes[at..end], usize::MAX, |b| token.chars.has(*b));
                if (token.min..=token.max).contains(&len) {
                    self.bare(rule, at..at + len, rule.alone, Joined::No);
                }
                at += len + 1;
            }
        }
    }

    /// Keeps a finding.
    pub(super) fn keep(&mut self, rule: &'b Rule, span: Range<usize>, score: u16, phrase: Option<&'b str>) {
        self.hit(Hit { rule, span, score, phrase, fails: false });
    }

    fn hit(&mut self, hit: Hit<'b>) {
        if (self.is_wanted)(hit.rule) && !hit.span.is_empty() {
            self.hits.hits.push(hit);
        }
    }

    /// Keeps a near miss.
    pub(super) fn miss(&mut self, rule: &'b Rule, span: Range<usize>, why: &'static str) {
        if let Some(misses) = &mut self.hits.misses {
            misses.push(Miss { rule, span, why });
        }
    }
}

/// The letters and digits of a value, in upper case, and how many they are.
fn bare_of(value: &[u8]) -> ([u8; LONGEST_BARE], usize) {
    let mut bare = [0; LONGEST_BARE];
    let mut len = 0;
    for b in value.iter().filter(|b| b.is_ascii_alphanumeric()).take(LONGEST_BARE) {
        bare[len] = b.to_ascii_uppercase();
        len += 1;
    }
    (bare, len)
}
