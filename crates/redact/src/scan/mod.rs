//! The walk over a text: what is read together, under which label, and what is found in it.
//!
//! Storage format is read block by block: text and CDATA up to the next tag that separates text make one view, each
//! attribute value, comment and instruction one of its own; in plain text, blank lines separate. What stands before a block
//! and names it is its label: the header of its column and the first cell of its row, the name of a macro's parameter, the
//! block before. A block in which something was found names nothing, so that who reads the output finds no more.

mod analyzed;
mod cells;
mod people;
mod place;
mod storage;
mod structure;
mod table;
mod text;

pub(super) use analyzed::Unanswered;
pub(super) use storage::storage;
pub(super) use table::Tables;
pub(super) use text::text;

use crate::book::Rulebook;
use crate::engine::{Hit, Hits, Place, Text};
use crate::finding::{BY_PLACE, Evidence, Rank, Rule};
use crate::kind::{self, Class, named};
use crate::mask::{self, BLANK, BRACKET, BREAK, DIGIT, ESCAPE, LONG, SEPARATOR, SIGN, TOKEN, has_run, kinds};
use crate::redactor::Redactor;
use crate::rewrite::resolve::{Finding, Unit, overlaps};
use crate::token;
use crate::view::coding::{Coding, read};
use crate::view::layout::{self, Blanks, laid_out};
use crate::view::{Ranges, View};
use crate::view::{names, nested};
use std::borrow::Cow;
use std::ops::Range;
use structure::FOREIGN_TOKEN;

/// How often text inside text is decoded: once, and once more for what that yields.
const DEPTH: usize = 2;
/// How far a value that a line break cuts may reach into either line, in bytes.
const AROUND_BREAK: usize = 64;

/// What a scan yields.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    /// The stretches that hold something.
    pub(super) units: Vec<Unit>,
    /// What was left and why, where somebody asked for it.
    pub(super) missed: Vec<Missed>,
    /// What an analyzer has not said, or cannot say.
    pub(super) unanswered: Unanswered,
    /// Something stands where nothing can take its place.
    pub(super) is_bound: bool,
}

impl Scanned {
    /// Whether something must not stay.
    pub(super) fn finds_anything(&self) -> bool {
        self.units.iter().any(Unit::finds_anything)
    }

    /// All that was found.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.units.into_iter().flat_map(|unit| unit.findings).collect()
    }
}

/// A near miss.
#[derive(Debug)]
pub(super) struct Missed {
    /// The rule that it nearly fits.
    pub(super) rule: &'static Rule,
    /// Where it stands.
    pub(super) ranges: Ranges,
    /// Why it was left.
    pub(super) why: &'static str,
}

/// A walk under way, whatever the format of its source.
pub(super) struct Scan<'a> {
    /// The source.
    pub(super) input: &'a str,
    /// Who decides what is sought and what replaces it.
    pub(super) redactor: &'a Redactor,
    rulebook: &'static Rulebook,
    /// The text is a whole field.
    pub(super) field: bool,
    /// The text is the name of something: what replaces a part of it shall tell names apart.
    pub(super) naming: bool,
    /// The text is a setting of markup as often as a sentence.
    pub(super) formal: bool,
    /// How the white space of the block reads.
    pub(super) blanks: Blanks,
    /// What was found since the last unit.
    pub(super) findings: Vec<Finding>,
    /// What was found before.
    pub(super) scanned: Scanned,
    /// The digits of the number that the link calls which began last, until its text is read.
    called: Vec<u8>,
    /// The blocks before this one began a private key.
    in_key: bool,
    /// Memory for what is read next.
    spare: View,
}

impl<'a> Scan<'a> {
    /// A walk that has found nothing yet.
    pub(super) fn new(input: &'a str, redactor: &'a Redactor, rulebook: &'static Rulebook) -> Self {
        let (findings, scanned) = (Vec::new(), Scanned::default());
        let (field, naming, formal, in_key) = (false, false, false, false);
        let (blanks, called, spare) = (Blanks::Kept, Vec::new(), View::default());
        Self { input, redactor, rulebook, field, naming, formal, blanks, findings, scanned, called, in_key, spare }
    }

    /// What was found since the last unit belongs to this one.
    pub(super) fn end_unit(&mut self, range: Range<usize>, labels: Vec<String>) {
        if !self.findings.is_empty() {
            self.scanned.units.push(Unit { range, labels, findings: std::mem::take(&mut self.findings) });
        }
    }

    /// Whether a label names a value.
    pub(super) fn names(&self, label: &str) -> bool {
        self.rulebook.book.names(label)
    }

    /// Reads text that stands alone.
    pub(super) fn lone_text(&mut self, range: Range<usize>, coding: Coding, label: &str) {
        let label = if self.rulebook.book.knows(label) { label } else { "" };
        let is_dull = label.is_empty() && !self.field && is_plain_word(&self.input.as_bytes()[range.clone()]);
        if range.is_empty() || is_dull && !self.redactor.seeks_words() {
            return;
        }
        let mut view = std::mem::take(&mut self.spare);
        view.clear();
        read(self.input, range, coding, &mut view);
        self.read(&view, &[label]);
        self.spare = view;
    }

    /// The view of a stretch of the source.
    pub(super) fn view(&self, range: Range<usize>, coding: Coding) -> View {
        let mut view = View::with_capacity(range.len());
        read(self.input, range, coding, &mut view);
        view
    }

    /// Reads a view under each of its labels.
    pub(super) fn read(&mut self, view: &View, labels: &[impl AsRef<str>]) {
        let (text, kinds) = (view.text(), view.kinds());
        if text.is_empty() {
            return;
        }
        let is_laid = kinds & ESCAPE != 0 && layout::may_escape(text)
            || kinds & DIGIT != 0 && kinds & (BLANK | BREAK) != 0 && layout::has_row_beside_digit(text);
        let laid = if is_laid { laid_out(view, self.blanks) } else { None };
        let view = laid.as_ref().unwrap_or(view);
        let is_labelled = || labels.iter().any(|label| !label.as_ref().is_empty());
        let whole = if kinds & DIGIT != 0 && is_labelled() { view.whole_number() } else { None };
        let view = whole.as_ref().unwrap_or(view);
        if let Some(analyzer) = self.redactor.analyzer() {
            self.look_it_up(analyzer, view);
        }
        match labels {
            [] => self.look(view, "", 0),
            [label] => self.look(view, label.as_ref(), 0),
            labels => self.speaking(labels).into_iter().for_each(|label| self.look(view, label, 0)),
        }
        if view.kinds() & SIGN != 0 {
            self.look_at_lines(view);
        }
        if view.kinds() & BREAK != 0 && view.kinds() & SEPARATOR != 0 {
            self.look_at_cells(view);
        }
        if view.kinds() & (SEPARATOR | DIGIT) != 0 {
            self.look_at_fields(view);
        }
    }

    /// Of several labels those that can say anything of a value, or one that says nothing.
    fn speaking<'l>(&self, labels: &'l [impl AsRef<str>]) -> Vec<&'l str> {
        let mut labels: Vec<&str> = labels.iter().map(AsRef::as_ref).collect();
        labels.retain(|label| self.rulebook.book.knows(label));
        if labels.is_empty() { vec![""] } else { labels }
    }

    /// Reads the fields of messages.
    fn look_at_fields(&mut self, view: &View) {
        let mut fields = Vec::new();
        self.rulebook.book.fields(view.text(), |span, phrase| fields.push((span, format!("{phrase}:"))));
        for (span, label) in fields {
            self.look_within(view, span, &label);
        }
    }

    /// Lets the engine read a view, and what is encoded in it.
    pub(super) fn look(&mut self, view: &View, label: &str, depth: usize) {
        let known = self.findings.len();
        self.find(view, label, self.field);
        if view.kinds() & BREAK != 0 && !view.is_tight() {
            self.look_across_lines(view, label, known);
        }
        if depth < DEPTH {
            for (inner, is_all) in &nested::views(view) {
                self.look(inner, if *is_all { label } else { "" }, depth + 1);
            }
            if view.kinds() & DIGIT != 0 {
                self.look_at_names(view);
            }
        }
    }

    /// Reads the names of files and the addresses in a view word by word. None of them is a whole field; an address of mail has
    /// its low lines.
    fn look_at_names(&mut self, view: &View) {
        let book = &self.rulebook.book;
        let known = self.findings.len();
        for name in &names::views(view, self.field, |end| book.is_end_of_file(end)) {
            self.find(name, "", false);
        }
        let mut found = self.findings.split_off(known);
        found.retain(|finding| finding.rule.kind != kind::EMAIL_ADDRESS);
        self.findings.append(&mut found);
    }

    /// Reads on over line breaks that may cut a value. What is found otherwise, the findings from `known` on, is not read on
    /// into the next line.
    fn look_across_lines(&mut self, view: &View, label: &str, known: usize) {
        let text = view.text();
        let gone = self.findings[known..].iter().filter(|finding| finding.replacement.is_some());
        let cover = crate::rewrite::resolve::union(gone.flat_map(|finding| finding.ranges.iter().cloned()));
        let mut done = 0;
        for at in memchr::memchr2_iter(b'\n', b'\r', text) {
            if at < done || !may_cut(text, at) {
                continue;
            }
            let from = boundary(text, at.saturating_sub(AROUND_BREAK));
            let to = boundary(text, text.len().min(at + AROUND_BREAK));
            // A number of several lines is read as one.
            let to = last_cut(text, at, to);
            done = to.saturating_sub(AROUND_BREAK).max(at + 1);
            let mut window = View::new(false);
            window.append(view, from..to);
            let before = self.findings.len();
            let (window, label) = (window.tightened(), if from == 0 { label } else { "" });
            self.find(&window, label, self.field && from == 0 && to == text.len());
            let mut found = self.findings.split_off(before);
            found.retain(|finding| !overlaps(&cover, &finding.ranges));
            self.findings.append(&mut found);
        }
    }

    /// Reads a stretch of a view by itself, under a label.
    fn look_within(&mut self, view: &View, span: Range<usize>, label: &str) {
        let mut part = View::with_capacity(span.len());
        part.append(view, span);
        self.find(&part, label, true);
    }

    /// Lets the engine read a view.
    fn find(&mut self, view: &View, label: &str, field: bool) {
        let redactor = self.redactor;
        let written = if view.kinds() & BRACKET == 0 { Ranges::new() } else { self.written(view) };
        let mut hits = Hits::default();
        if redactor.is_curious() {
            hits.misses = Some(Vec::new());
        }
        let place = Place { label, field, region: redactor.policy().region(), joined: view.is_tight() };
        let text = Text {
            bytes: view.text(),
            kinds: view.kinds(),
            place,
            is_seam: &|at| view.is_seam(at),
            is_cut: view.is_cut(),
        };
        self.rulebook.book.find(text, &|rule| redactor.wants(rule.number), &mut hits);
        for hit in hits.hits {
            let rule = self.rulebook.rule(hit.rule.number);
            let evidence = self.evidence(view, rule, &hit);
            self.keep(rule, hit.score, evidence, view, &written, hit.span);
        }
        for (rule, span) in redactor.policy().own().find(view) {
            self.keep(rule, BY_PLACE, None, view, &written, span);
        }
        let missed =
            hits.misses.into_iter().flatten().filter(|miss| !overlaps(&written, std::slice::from_ref(&miss.span)));
        let missed = missed.map(|miss| Missed {
            rule: self.rulebook.rule(miss.rule.number),
            ranges: view.sources(&miss.span),
            why: miss.why,
        });
        self.scanned.missed.extend(missed);
    }

    /// Where placeholders and tokens of ours stand; tokens of others are found.
    fn written(&mut self, view: &View) -> Ranges {
        if memchr::memchr(b'[', view.text()).is_none() {
            return Ranges::new();
        }
        let text = view.text();
        let said = |span: &Range<usize>| std::str::from_utf8(&text[span.clone()]).unwrap_or_default();
        let foreign: Ranges = token::shaped(text).filter(|span| !self.redactor.made(said(span))).collect();
        for span in foreign {
            self.keep(&FOREIGN_TOKEN, BY_PLACE, None, view, &Ranges::new(), span);
        }
        let own = |name: &str| self.redactor.policy().own().names(name);
        let is_ours = |span: &Range<usize>| token::names_type(said(span), own) || self.redactor.made(said(span));
        token::written(text).filter(is_ours).collect()
    }

    /// What says so beside a value. What stands around it is for those who ask.
    fn evidence(&self, view: &View, rule: &Rule, hit: &Hit<'static>) -> Option<Evidence> {
        let around = || {
            (self.redactor.is_curious() && rule.rank == Rank::Context)
                .then(|| Evidence::Around(around(view.text(), &hit.span)))
        };
        let word = if hit.fails { Evidence::Outweighing } else { Evidence::Word };
        hit.phrase.map(word).or_else(around)
    }

    /// Keeps a finding, unless it stays, or nothing of it stands outside of what we wrote ourselves.
    fn keep(
        &mut self,
        rule: &'static Rule,
        score: u16,
        evidence: Option<Evidence>,
        view: &View,
        written: &Ranges,
        span: Range<usize>,
    ) {
        let text = &view.text()[span.clone()];
        let ours = written.get(written.partition_point(|ours| ours.end < span.end));
        let is_within = ours.is_some_and(|ours| ours.start <= span.start);
        if is_within || view.is_tight() && !view.has_break(&span) || token::in_placeholder(view.text(), &span) {
            return;
        }
        let value = std::str::from_utf8(text).map_or_else(|_| String::from_utf8_lossy(text), Cow::Borrowed);
        let is_secret = || named(rule.kind).is_some_and(|kind| kind.class == Class::Secret);
        // What is only left of a value hides nothing: `****1234`.
        let own = self.redactor.policy().own();
        if own.allows(&value) || is_mask(text) && !own.lists(rule) && !is_secret() {
            return;
        }
        let replacement = match self.redactor.replacement(rule, &value) {
            Some(_) if self.naming => self.redactor.name(rule, &value),
            other => other,
        };
        if replacement.is_some() || self.redactor.is_curious() {
            let ranges = view.sources(&span);
            self.findings.push(Finding { rule, score, evidence, replacement, len: span.len(), ranges });
        }
    }
}

/// Whether no rule of the book finds anything in a text by itself: it is ASCII without digits, blanks, escapes and signs that may
/// part a name from a value, and too short for a key or for base64.
fn is_plain_word(text: &[u8]) -> bool {
    text.is_ascii() && kinds(text) & !TOKEN == 0 && !has_run(text, nested::SHORTEST_RUN)
}

/// Whether a value is masked: most of it is one sign, again and again.
fn is_mask(value: &[u8]) -> bool {
    let count = |sign: u8| value.iter().filter(|b| **b == sign).count();
    [b'*', b'x', b'X', b'#'].into_iter().any(|sign| 2 * count(sign) > value.len())
}

/// Whether a line break at this place may cut a value: letters or digits stand on both sides of it, and on one of them something
/// that is no plain word.
fn may_cut(text: &[u8], at: usize) -> bool {
    let is_part = |b: &&u8| mask::is(**b, TOKEN | SIGN) || **b == b'.' || **b >= 0x80;
    let before = text[..at].trim_ascii_end();
    let behind = text[at..].trim_ascii_start();
    let last = before.len() - before.iter().rev().take(AROUND_BREAK).take_while(is_part).count();
    let first = behind.iter().take(AROUND_BREAK).take_while(is_part).count();
    let (last, first) = (&before[last..], &behind[..first]);
    if last.is_empty() || first.is_empty() {
        return false;
    }
    let has_digit = |word: &[u8]| word.iter().any(u8::is_ascii_digit);
    let has_sign = |word: &[u8]| memchr::memchr(b'@', word).is_some();
    let is_long = last.len() + first.len() >= LONG && (has_digit(last) || has_digit(first));
    has_digit(last) && has_digit(first) || has_sign(last) || has_sign(first) || is_long
}

/// How far a window reaches whose value may be cut again before its end.
fn last_cut(text: &[u8], at: usize, to: usize) -> usize {
    let (mut to, mut last) = (to, at);
    while let Some(next) = memchr::memchr2(b'\n', b'\r', &text[last + 1..to]).map(|next| last + 1 + next) {
        if next - at > 16 * AROUND_BREAK || !may_cut(text, next) {
            break;
        }
        last = next;
        to = boundary(text, text.len().min(next + AROUND_BREAK));
    }
    to
}

/// The next place at which a character begins.
fn boundary(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(|b| b & 0xc0 == 0x80) {
        at += 1;
    }
    at
}

/// What stands around a value, with `…` in its place: the rest of its line.
fn around(text: &[u8], span: &Range<usize>) -> String {
    const NEAR: usize = 64;
    let from = boundary(text, span.start.saturating_sub(NEAR));
    let to = boundary(text, text.len().min(span.end + NEAR / 2));
    let before = String::from_utf8_lossy(&text[from..span.start]);
    let behind = String::from_utf8_lossy(&text[span.end..to]);
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    format!("{line}…{}", behind.split(['\n', '\r']).next().unwrap_or_default())
}
