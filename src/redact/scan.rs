//! The walk over a text: what is read together, and what is found in it.
//!
//! Storage format is read block by block: text and CDATA up to the next tag that separates text make one view,
//! each attribute value, comment and instruction one of its own. A stretch goes past the gate first; only
//! where that raises something are views built, and detectors and decoders let loose on them.

use super::decode::decode;
use super::detect::{ACCOUNT_ID, Action, DETECTORS, Detector, Rank, Rule, is_uuid};
use super::gate::{Gate, Signals};
use super::markup::{Attribute, Flow, Token, Tokens, flow};
use super::nested;
use super::normal::normal;
use super::resolve::{Finding, Unit, overlaps, union};
use super::token::{self, PseudonymKey};
use super::view::{Ranges, View};
use std::ops::Range;

/// How often text inside text is decoded: once, and once more for what that yields.
const DEPTH: usize = 2;

/// Text in brackets that has the shape of a token and was not made by us.
const FOREIGN_TOKEN: Rule = Rule { kind: "TOKEN", name: "token.foreign", version: 1 };
/// An attribute that names a person.
const PERSON_ATTRIBUTE: Rule = Rule { kind: ACCOUNT_ID, name: "account.attribute", version: 1 };
/// The key of a personal space.
const PERSONAL_SPACE: Rule = Rule { kind: ACCOUNT_ID, name: "account.space_key", version: 1 };

/// What is found in plain text.
pub(super) fn text(input: &str, key: &PseudonymKey) -> Vec<Unit> {
    let mut scan = Scan { input, key, findings: Vec::new(), units: Vec::new() };
    scan.lone_text(0..input.len(), false);
    scan.end_unit(0..input.len());
    scan.units
}

/// What is found in storage format, block by block.
pub(super) fn storage(input: &str, key: &PseudonymKey) -> Vec<Unit> {
    let mut scan = Scan { input, key, findings: Vec::new(), units: Vec::new() };
    scan.markup(0..input.len(), true);
    scan.units
}

/// A stretch of the source that is read as one text.
enum Part {
    /// Text and markup of one block.
    Block(Range<usize>),
    /// Text, with or without entities.
    Text(Range<usize>, bool),
}

struct Scan<'a> {
    input: &'a str,
    key: &'a PseudonymKey,
    findings: Vec<Finding>,
    units: Vec<Unit>,
}

impl Scan<'_> {
    /// Reads storage format. The markup in a comment is read as well, but not that in a comment in a comment.
    fn markup(&mut self, range: Range<usize>, outer: bool) {
        let mut tokens = Tokens::new(self.input.as_bytes(), range.clone());
        let mut gate = Gate::default();
        let mut start = range.start;
        while let Some(token) = tokens.read() {
            match token {
                Token::Text(text) => decode(self.input, text, true, &mut gate),
                Token::Data(text) => decode(self.input, text, false, &mut gate),
                Token::Remark(text) => self.remark(text, outer),
                Token::Tag(name) => {
                    tokens.attributes().iter().for_each(|attribute| self.attribute(attribute));
                    if flow(&self.input.as_bytes()[name]) == Flow::Block {
                        self.block(start..tokens.position(), &gate, outer);
                        (gate, start) = (Gate::default(), tokens.position());
                    }
                }
            }
        }
        self.block(start..range.end, &gate, outer);
    }

    fn block(&mut self, range: Range<usize>, gate: &Gate, outer: bool) {
        if !gate.signals().is_empty() {
            self.look_at(&Part::Block(range.clone()));
        }
        if outer {
            self.end_unit(range);
        }
    }

    /// What was found since the last unit belongs to this one.
    fn end_unit(&mut self, range: Range<usize>) {
        if !self.findings.is_empty() {
            self.units.push(Unit { range, findings: std::mem::take(&mut self.findings) });
        }
    }

    fn remark(&mut self, range: Range<usize>, outer: bool) {
        self.lone_text(range.clone(), false);
        if outer && memchr::memchr(b'<', &self.input.as_bytes()[range.clone()]).is_some() {
            self.markup(range, false);
        }
    }

    fn attribute(&mut self, attribute: &Attribute) {
        let bytes = self.input.as_bytes();
        match treatment(&bytes[attribute.name.clone()]) {
            Treatment::Exempt => {}
            Treatment::Person => self.person(&attribute.value, PERSON_ATTRIBUTE, ""),
            Treatment::SpaceKey => self.person(&attribute.value, PERSONAL_SPACE, "~"),
            // The ids of paragraphs and macros, by far the most frequent long values.
            Treatment::Text if is_uuid(&bytes[attribute.value.clone()]) => {}
            Treatment::Text => self.lone_text(attribute.value.clone(), true),
        }
    }

    /// A value that is a person's id by its place, if it begins with `sign`.
    fn person(&mut self, value: &Range<usize>, rule: Rule, sign: &str) {
        let mut view = View::new(false);
        decode(self.input, value.clone(), true, &mut view);
        let text = String::from_utf8_lossy(view.text());
        let id = text.trim();
        if id.is_empty() || !id.starts_with(sign) || token::is_placeholder(id) || self.key.made(id) {
            return;
        }
        let forged = token::shaped(id.as_bytes()).any(|span| span.len() == id.len());
        let (rule, replacement) =
            if forged { (FOREIGN_TOKEN, placeholder(FOREIGN_TOKEN)) } else { (rule, self.pseudonym(rule, id)) };
        self.findings.push(Finding {
            rule,
            rank: Rank::Validated,
            replacement,
            len: id.len(),
            ranges: vec![value.clone()],
        });
    }

    /// Reads text that stands alone, if the gate raises something.
    fn lone_text(&mut self, range: Range<usize>, entities: bool) {
        let mut gate = Gate::default();
        decode(self.input, range.clone(), entities, &mut gate);
        if !gate.signals().is_empty() {
            self.look_at(&Part::Text(range, entities));
        }
    }

    fn look_at(&mut self, part: &Part) {
        let known = self.findings.len();
        let view = self.view(part, false);
        self.look(&view, &Ranges::new(), 0);
        if memchr::memchr2(b'\n', b'\r', view.text()).is_some() {
            // What the lines show by themselves is not read on into the next line.
            let cover = union(self.findings[known..].iter().flat_map(|finding| finding.ranges.iter().cloned()));
            self.look(&self.view(part, true), &cover, 0);
        }
    }

    fn view(&self, part: &Part, tight: bool) -> View {
        let mut view = View::new(tight);
        match part {
            Part::Block(range) => self.block_view(range, &mut view),
            Part::Text(range, entities) => decode(self.input, range.clone(), *entities, &mut view),
        }
        view
    }

    fn block_view(&self, range: &Range<usize>, view: &mut View) {
        let bytes = self.input.as_bytes();
        let mut tokens = Tokens::new(bytes, range.clone());
        while let Some(token) = tokens.read() {
            match token {
                Token::Text(text) => decode(self.input, text, true, view),
                Token::Data(text) => decode(self.input, text, false, view),
                Token::Tag(name) if flow(&bytes[name.clone()]) == Flow::Line => view.line_break(name.start..name.start),
                Token::Tag(_) | Token::Remark(_) => {}
            }
        }
    }

    /// Lets the detectors read a view, then the decoders. Findings that overlap the cover are not taken.
    fn look(&mut self, view: &View, cover: &Ranges, depth: usize) {
        let signals = Gate::of(view.text());
        let ours = self.tokens(view, cover, signals);
        for detector in DETECTORS.iter().filter(|detector| signals.any_of(detector.needs)) {
            self.detect(detector, view, cover, &ours);
        }
        if depth < DEPTH {
            nested::views(view, signals).iter().for_each(|inner| self.look(inner, cover, depth + 1));
        }
    }

    /// Finds the tokens of others; returns where ours are.
    fn tokens(&mut self, view: &View, cover: &Ranges, signals: Signals) -> Ranges {
        if !signals.any_of(Signals::RUN) {
            return Ranges::new();
        }
        let made =
            |span: &Range<usize>| std::str::from_utf8(&view.text()[span.clone()]).is_ok_and(|t| self.key.made(t));
        let (ours, foreign): (Ranges, Ranges) = token::shaped(view.text()).partition(made);
        for span in foreign {
            self.keep(FOREIGN_TOKEN, Rank::Validated, Action::Placeholder, view, cover, span);
        }
        ours
    }

    fn detect(&mut self, detector: &Detector, view: &View, cover: &Ranges, ours: &Ranges) {
        let mut spans = Vec::new();
        (detector.find)(view, &mut spans);
        for span in spans {
            let in_token = overlaps(ours, std::slice::from_ref(&span))
                && ours.iter().any(|token| token.start <= span.start && span.end <= token.end);
            if !in_token {
                self.keep(detector.rule, detector.rank, detector.action, view, cover, span);
            }
        }
    }

    fn keep(&mut self, rule: Rule, rank: Rank, action: Action, view: &View, cover: &Ranges, span: Range<usize>) {
        let ranges = view.sources(&span);
        if view.is_tight() && !view.has_break(&span) || overlaps(cover, &ranges) {
            return;
        }
        let replacement = match action {
            Action::Placeholder => placeholder(rule),
            Action::Pseudonym => self.pseudonym(rule, &String::from_utf8_lossy(&view.text()[span.clone()])),
        };
        self.findings.push(Finding { rule, rank, replacement, len: span.len(), ranges });
    }

    fn pseudonym(&self, rule: Rule, value: &str) -> String {
        self.key.token(rule.kind, &normal(rule.kind, value))
    }
}

fn placeholder(rule: Rule) -> String {
    format!("[{}]", rule.kind)
}

/// What is done with an attribute.
enum Treatment {
    /// Ids and presentation that no person writes.
    Exempt,
    /// The value is a person's id.
    Person,
    /// The value is a space's key, which is a person's id in a personal space.
    SpaceKey,
    /// The value is text like any other.
    Text,
}

fn treatment(name: &[u8]) -> Treatment {
    match name {
        b"ac:macro-id" | b"ac:schema-version" | b"style" | b"class" => Treatment::Exempt,
        b"ri:account-id" | b"ri:userkey" => Treatment::Person,
        b"ri:space-key" => Treatment::SpaceKey,
        _ => Treatment::Text,
    }
}
