//! The walk over a text: what is read together, and what is found in it.
//!
//! Storage format is read block by block: text and CDATA up to the next tag that separates text make one view,
//! each attribute value, comment and instruction one of its own. A stretch goes past the gate first; only
//! where that raises something are views built, and detectors and decoders let loose on them.

use super::Redactor;
use super::decode::decode;
use super::detect::{self, Detector, Hits, Miss, Place, Rank, Reading, Rule, is_uuid};
use super::gate::{Gate, Signals};
use super::kind;
use super::markup::{Attribute, Flow, Token, Tokens, flow};
use super::nested;
use super::resolve::{Finding, Unit, overlaps, union};
use super::token;
use super::view::{Ranges, View};
use std::ops::Range;

/// How often text inside text is decoded: once, and once more for what that yields.
const DEPTH: usize = 2;
/// The longest block that says what the next one is.
const LONGEST_LABEL: usize = 256;

/// Text in brackets that has the shape of a token and was not made by us.
static FOREIGN_TOKEN: Rule = Rule {
    kind: kind::TOKEN,
    name: "token.foreign",
    version: 1,
    rank: Rank::Validated,
    proof: "the form of a pseudonym",
};
/// An attribute that names a person.
static PERSON_ATTRIBUTE: Rule = Rule {
    kind: kind::ACCOUNT_ID,
    name: "account.attribute",
    version: 1,
    rank: Rank::Validated,
    proof: "the attribute holds nothing else",
};
/// The key of a personal space.
static PERSONAL_SPACE: Rule = Rule {
    kind: kind::ACCOUNT_ID,
    name: "account.space_key",
    version: 1,
    rank: Rank::Validated,
    proof: "the key of a personal space",
};

/// What is found in plain text, which is a whole field.
pub(super) fn text(input: &str, redactor: &Redactor) -> Scanned {
    let mut scan = Scan::new(input, redactor);
    scan.field = true;
    scan.lone_text(0..input.len(), false, "");
    scan.end_unit(0..input.len(), String::new());
    scan.scanned
}

/// What is found in storage format, block by block; the label stands before it.
pub(super) fn storage<'a>(input: &'a str, redactor: &'a Redactor, label: &'a str) -> Scanned {
    let mut scan = Scan::new(input, redactor);
    scan.given = label;
    scan.markup(0..input.len(), true);
    scan.scanned
}

/// What a scan yields.
#[derive(Default)]
pub(super) struct Scanned {
    /// The stretches that hold something.
    pub(super) units: Vec<Unit>,
    /// What was left and why, where somebody asked for it.
    pub(super) missed: Vec<Missed>,
}

/// A near miss.
pub(super) struct Missed {
    /// The rule that it nearly fits.
    pub(super) rule: &'static Rule,
    /// Where it stands.
    pub(super) ranges: Ranges,
    /// Why it was left.
    pub(super) why: &'static str,
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
    redactor: &'a Redactor,
    /// The text is a whole field.
    field: bool,
    /// What stands before the first block.
    given: &'a str,
    /// The block before this one.
    previous: Range<usize>,
    findings: Vec<Finding>,
    scanned: Scanned,
}

impl<'a> Scan<'a> {
    fn new(input: &'a str, redactor: &'a Redactor) -> Self {
        Self {
            input,
            redactor,
            field: false,
            given: "",
            previous: 0..0,
            findings: Vec::new(),
            scanned: Scanned::default(),
        }
    }

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
        if self.redactor.seeks(gate.signals()) {
            let label = self.label();
            self.look_at(&Part::Block(range.clone()), &label);
        }
        let label = if outer && !self.findings.is_empty() { self.label() } else { String::new() };
        if !gate.is_blank() {
            // What holds a value is no label: it reads differently once the value is gone.
            let changes = self.findings.iter().any(|finding| finding.replacement.is_some());
            self.previous = if changes { range.end..range.end } else { range.clone() };
            self.given = "";
        }
        if outer {
            self.end_unit(range, label);
        }
    }

    /// What the block before says of this one: in a table or a list of properties, what it is.
    fn label(&self) -> String {
        if self.previous.is_empty() {
            return self.given.to_owned();
        }
        if self.previous.len() > LONGEST_LABEL {
            return String::new();
        }
        let mut view = View::new(false);
        self.block_view(&self.previous, &mut view);
        let label = String::from_utf8_lossy(view.text()).into_owned();
        if holds_placeholder(&label) { String::new() } else { label }
    }

    /// What was found since the last unit belongs to this one.
    fn end_unit(&mut self, range: Range<usize>, label: String) {
        if !self.findings.is_empty() {
            self.scanned.units.push(Unit { range, label, findings: std::mem::take(&mut self.findings) });
        }
    }

    fn remark(&mut self, range: Range<usize>, outer: bool) {
        self.lone_text(range.clone(), false, "");
        if outer && memchr::memchr(b'<', &self.input.as_bytes()[range.clone()]).is_some() {
            self.markup(range, false);
        }
    }

    fn attribute(&mut self, attribute: &Attribute) {
        let bytes = self.input.as_bytes();
        match treatment(&bytes[attribute.name.clone()]) {
            Treatment::Exempt => {}
            Treatment::Person => self.person(&attribute.value, &PERSON_ATTRIBUTE, ""),
            Treatment::SpaceKey => self.person(&attribute.value, &PERSONAL_SPACE, "~"),
            // The ids of paragraphs and macros, by far the most frequent long values.
            Treatment::Text if is_uuid(&bytes[attribute.value.clone()]) => {}
            Treatment::Text => self.lone_text(attribute.value.clone(), true, &self.input[attribute.name.clone()]),
        }
    }

    /// A value that is a person's id by its place, if it begins with `sign`.
    fn person(&mut self, value: &Range<usize>, rule: &'static Rule, sign: &str) {
        let mut view = View::new(false);
        decode(self.input, value.clone(), true, &mut view);
        let text = String::from_utf8_lossy(view.text());
        let id = text.trim();
        if id.is_empty() || !id.starts_with(sign) || token::is_placeholder(id) || self.redactor.made(id) {
            return;
        }
        let forged = token::shaped(id.as_bytes()).any(|span| span.len() == id.len());
        let rule = if forged { &FOREIGN_TOKEN } else { rule };
        let replacement = self.redactor.replacement(rule, id);
        self.findings.push(Finding { rule, word: None, replacement, len: id.len(), ranges: vec![value.clone()] });
    }

    /// Reads text that stands alone, if the gate raises something.
    fn lone_text(&mut self, range: Range<usize>, entities: bool, label: &str) {
        let mut gate = Gate::default();
        decode(self.input, range.clone(), entities, &mut gate);
        if self.redactor.seeks(gate.signals()) {
            self.look_at(&Part::Text(range, entities), label);
        }
    }

    fn look_at(&mut self, part: &Part, label: &str) {
        let known = self.findings.len();
        let place = Place { label, field: self.field, region: self.redactor.policy().region() };
        let view = self.view(part, false);
        self.look(&view, place, &Ranges::new(), 0);
        if memchr::memchr2(b'\n', b'\r', view.text()).is_some() {
            // What the lines show by themselves is not read on into the next line.
            let gone = self.findings[known..].iter().filter(|finding| finding.replacement.is_some());
            let cover = union(gone.flat_map(|finding| finding.ranges.iter().cloned()));
            self.look(&self.view(part, true), place, &cover, 0);
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
    fn look(&mut self, view: &View, place: Place<'_>, cover: &Ranges, depth: usize) {
        let signals = Gate::of(view.text());
        let ours = self.tokens(view, cover, signals);
        let reading = Reading::new(view, place);
        let mut hits = if self.redactor.is_curious() { Hits::with_misses() } else { Hits::default() };
        for detector in detect::all().filter(|detector| self.redactor.runs(detector, signals)) {
            self.detect(detector, &reading, &mut hits, cover, &ours);
        }
        if depth < DEPTH {
            nested::views(view, signals).iter().for_each(|inner| self.look(inner, place, cover, depth + 1));
        }
    }

    /// Finds the tokens of others; returns where ours are.
    fn tokens(&mut self, view: &View, cover: &Ranges, signals: Signals) -> Ranges {
        if !signals.any_of(Signals::RUN) {
            return Ranges::new();
        }
        let made =
            |span: &Range<usize>| std::str::from_utf8(&view.text()[span.clone()]).is_ok_and(|t| self.redactor.made(t));
        let (ours, foreign): (Ranges, Ranges) = token::shaped(view.text()).partition(made);
        for span in foreign {
            self.keep(&FOREIGN_TOKEN, None, view, cover, span);
        }
        ours
    }

    fn detect(&mut self, detector: &Detector, reading: &Reading<'_>, hits: &mut Hits, cover: &Ranges, ours: &Ranges) {
        (detector.find)(reading, hits);
        for hit in hits.take() {
            let in_token = overlaps(ours, std::slice::from_ref(&hit.span))
                && ours.iter().any(|token| token.start <= hit.span.start && hit.span.end <= token.end);
            if !in_token {
                self.keep(hit.rule, hit.word, reading.view(), cover, hit.span);
            }
        }
        let view = reading.view();
        let missed = |miss: Miss| Missed { rule: miss.rule, ranges: view.sources(&miss.span), why: miss.why };
        self.scanned.missed.extend(hits.take_misses().into_iter().map(missed));
    }

    fn keep(
        &mut self,
        rule: &'static Rule,
        word: Option<&'static str>,
        view: &View,
        cover: &Ranges,
        span: Range<usize>,
    ) {
        let ranges = view.sources(&span);
        if view.is_tight() && !view.has_break(&span) || overlaps(cover, &ranges) {
            return;
        }
        let replacement = self.redactor.replacement(rule, &String::from_utf8_lossy(&view.text()[span.clone()]));
        if replacement.is_some() || self.redactor.is_curious() {
            self.findings.push(Finding { rule, word, replacement, len: span.len(), ranges });
        }
    }
}

/// Whether a value was replaced in this text.
fn holds_placeholder(text: &str) -> bool {
    let closed = |rest: &str| rest.find(']').is_some_and(|end| token::is_placeholder(&format!("[{}", &rest[..=end])));
    text.split('[').skip(1).any(closed) || token::shaped(text.as_bytes()).next().is_some()
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
