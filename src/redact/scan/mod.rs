//! The walk over a text: what is read together, and what is found in it.
//!
//! Storage format is read block by block: text and CDATA up to the next tag that separates text make one view,
//! each attribute value, comment and instruction one of its own; in plain text, blank lines separate. A view goes
//! past the gate first; only where that raises something are detectors and decoders let loose on it.

pub(super) mod columns;
mod insert;
mod label;
pub(super) mod paragraph;
mod placed;
mod plain;
mod structure;
pub(super) mod table;

pub(super) use label::{BELOW_BOTH, is_silent, may_be_login};
pub(super) use plain::text;

use super::detect::{Evidence, Hit, Hits, Miss, Place, Reading, Rule, is_header, is_mask, is_second, opens_key};
use super::gate::Signals;
use super::gate::words;
use super::markup::{Attribute, Flow, Token, Tokens, closes, flow};
use super::rewrite::Rewritten;
use super::rewrite::resolve::{Finding, Unit, overlaps, union};
use super::token;
use super::view::coding::{Coding, read, text_of};
use super::view::decode::decode;
use super::view::layout::{self, Blanks, laid_out};
use super::view::nested;
use super::view::{Ranges, View};
use super::{Class, Redactor, named};
use label::{is_item, unwritten};
use placed::{Silent, value_of};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use structure::FOREIGN_TOKEN;
use table::{Look, Tables, tied};

/// How often text inside text is decoded: once, and once more for what that yields.
pub(super) const DEPTH: usize = 2;
/// What numbers raise, whose groups white space may part.
const NUMBERS: Signals = Signals::NUMBER.union(Signals::DIGITS).union(Signals::CODE);
/// The longest field that may be a value and nothing else.
const LONGEST_VALUE: usize = 64;
/// The longest block that says what the next one is, and the longest name of a file.
pub(super) const LONGEST_LABEL: usize = 256;

/// What is found in storage format, block by block; the label stands before one that is read again.
pub(super) fn storage<'a>(input: &'a str, redactor: &'a Redactor, label: Option<&'a str>) -> Scanned {
    let mut scan = Scan::new(input, redactor);
    scan.give(label);
    scan.blanks = Blanks::Collapsed;
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
    /// What JSON consists of.
    pub(super) tokens: Vec<super::json::Token>,
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

/// A piece of a text that stands in several JSON strings.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// A string, without its quotes.
    Text(Range<usize>),
    /// A line break that stands here in the source.
    Break(usize),
}

impl Piece {
    /// How long it is.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Text(range) => range.len(),
            Self::Break(_) => 1,
        }
    }
}

/// The walk over a source, whatever its format.
pub(super) struct Scan<'a> {
    /// The source.
    pub(super) input: &'a str,
    /// Who decides what is sought and what replaces it.
    pub(super) redactor: &'a Redactor,
    /// The text is a whole field.
    pub(super) field: bool,
    /// What stands before the first block.
    given: &'a str,
    /// What that raises, where somebody has asked already.
    given_raised: OnceCell<Signals>,
    /// A block is read again, and will be until nothing is found.
    is_again: bool,
    /// The text is the name of something: what replaces a part of it shall tell names apart.
    pub(super) naming: bool,
    /// The paragraph before this one, where nobody has asked yet what it says.
    passed: Option<Range<usize>>,
    /// The block before this one, as it will be.
    previous: View,
    /// How long its source will be.
    previous_len: usize,
    /// What stands before the unit, where a comment in it has blocks.
    before_remark: Option<String>,
    /// What it raised.
    raised: Signals,
    /// The block before is a word below the name of a login and its password.
    below_both: bool,
    /// The blocks are paragraphs of one text, so that the end of one leads to the next.
    flowing: bool,
    /// How the white space of the block reads.
    pub(super) blanks: Blanks,
    /// Memory for a view.
    spare: View,
    /// Values of attributes, and names and values of members, that raised nothing.
    pub(super) silent: Silent,
    /// What the words of labels of values raise.
    labels_met: BTreeMap<String, Signals>,
    /// The tables that it stands in.
    pub(super) tables: Tables,
    /// What says of the block in a macro's parameter what it is.
    parameter: Option<Range<usize>>,
    /// The parameters are those of a lozenge.
    pub(super) in_lozenge: bool,
    /// The digits of the number that the link calls which began last, until its text is read.
    pub(super) called: Vec<u8>,
    /// The blocks before this one began a private key.
    pub(super) in_key: bool,
    /// What was found since the last unit.
    pub(super) findings: Vec<Finding>,
    /// What was found before.
    pub(super) scanned: Scanned,
}

impl<'a> Scan<'a> {
    /// A walk that has found nothing yet.
    pub(super) fn new(input: &'a str, redactor: &'a Redactor) -> Self {
        Self {
            input,
            redactor,
            field: false,
            given: "",
            given_raised: OnceCell::new(),
            is_again: false,
            naming: false,
            passed: None,
            previous: View::new(false),
            previous_len: 0,
            before_remark: None,
            raised: Signals::default(),
            below_both: false,
            flowing: false,
            blanks: Blanks::Kept,
            spare: View::new(false),
            silent: Silent::default(),
            labels_met: BTreeMap::new(),
            tables: Tables::default(),
            parameter: None,
            in_lozenge: false,
            called: Vec::new(),
            in_key: false,
            findings: Vec::new(),
            scanned: Scanned::default(),
        }
    }

    /// Puts a label before a block that is read again.
    fn give(&mut self, label: Option<&'a str>) {
        (self.given, self.is_again) = (label.unwrap_or_default(), label.is_some());
    }

    /// Reads storage format. The markup in a comment is read as well, but not that in a comment in a comment.
    fn markup(&mut self, range: Range<usize>, outer: bool) {
        let bytes = self.input.as_bytes();
        let mut tokens = Tokens::new(bytes, range.clone());
        let mut block = View::new(false);
        let mut start = range.start;
        while let Some(token) = tokens.read() {
            match token {
                Token::Text(text) => {
                    self.in_cell(&text, outer);
                    if !self.called.is_empty() {
                        self.text_of_call(&text);
                    }
                    decode(self.input, text, true, &mut block);
                }
                Token::Data(text) => {
                    self.in_cell(&text, outer);
                    decode(self.input, text, false, &mut block);
                    // Code shows its blanks.
                    self.blanks = Blanks::Kept;
                }
                Token::Remark(text) => self.remark(text, outer),
                Token::Tag(name) => {
                    tokens.attributes().iter().for_each(|attribute| self.attribute(attribute));
                    if &bytes[name.clone()] == b"time" {
                        self.time(tokens.attributes(), &block);
                    }
                    match flow(&bytes[name.clone()]) {
                        Flow::Inline if outer => self.tables.mark(&bytes[name.clone()], closes(bytes, &name)),
                        Flow::Inline => {}
                        Flow::Line => block.line_break(name.start..name.start),
                        Flow::Block => {
                            self.block(start..tokens.position(), &mut block, outer);
                            self.blanks = Blanks::Collapsed;
                            start = tokens.position();
                            if outer {
                                self.enter(&name, tokens.attributes());
                            }
                            self.parameter = self.parameter_name(name, tokens.attributes());
                        }
                    }
                }
            }
        }
        self.block(start..range.end, &mut block, outer);
    }

    /// Reads a block, if the gate raises something, and empties it.
    fn block(&mut self, range: Range<usize>, block: &mut View, outer: bool) {
        // Most tags follow another.
        if block.text().is_empty() && self.findings.is_empty() {
            block.clear();
            if outer {
                self.before_remark = None;
            }
            return;
        }
        let signals = self.signals(block);
        self.raising_block(range, block, outer, signals);
    }

    /// The same of a block that has text or findings, and what it raises.
    fn raising_block(&mut self, range: Range<usize>, block: &mut View, outer: bool, signals: Signals) {
        self.see_lozenge(block);
        self.below_both = self.below_both && is_second(block.text());
        self.key_in_blocks(block, signals);
        let sought = self.redactor.seeks(signals.worth(block.text())) || self.is_told(block);
        // What an attribute holds is labelled as well, when it is read again.
        let labels = if sought || !self.findings.is_empty() { self.labels() } else { Vec::new() };
        for label in labels.iter().filter(|_| sought) {
            self.look_told(block, signals | self.told(label), label);
        }
        let label = labels.into_iter().next().unwrap_or_default();
        // A unit is read again with what stands before all of it, the blocks of its comments too.
        let label = if outer { self.before_remark.take().unwrap_or(label) } else { label };
        let rewritten = self.rewritten(&range);
        self.remember(range.len(), block, rewritten.as_ref(), &label, signals);
        block.clear();
        if outer {
            self.end_unit(range, label, rewritten);
        }
    }

    /// Some text, which may stand in a cell; not that of a comment.
    fn in_cell(&mut self, text: &Range<usize>, outer: bool) {
        if outer {
            self.tables.text(&self.input[text.clone()]);
        }
    }

    /// A tag of a table, perhaps.
    fn enter(&mut self, name: &Range<usize>, attributes: &[Attribute]) {
        let bytes = self.input.as_bytes();
        let input = self.input;
        let number = |name| value_of(input, attributes, name).and_then(|value| input.get(value)?.parse().ok());
        let look = || Look {
            columns: number("colspan").unwrap_or(1),
            rows: number("rowspan").unwrap_or(1),
            is_lit: value_of(input, attributes, "data-highlight-colour").is_some(),
        };
        self.tables.tag(&bytes[name.clone()], closes(bytes, name), look);
    }

    /// Keeps a block as what stands before the next one: as it will be, where something in it does not stay, for
    /// whoever reads the output shall find no more than is found here.
    fn remember(&mut self, len: usize, block: &mut View, rewritten: Option<&Rewritten>, label: &str, signals: Signals) {
        let left = rewritten.map(|rewritten| self.left(rewritten, label));
        let len = left.map_or(len, str::len);
        if left.is_some_and(|left| self.is_mute(left, signals)) {
            self.tables.said("");
            self.previous.clear();
            (self.previous_len, self.raised, self.given) = (len, signals, "");
            return;
        }
        let mut seen = left.map(|left| text_of(left, !self.flowing));
        let seen = seen.as_mut().unwrap_or(block);
        // Of what nothing is left, the block before it stands before the next one.
        if seen.is_blank() {
            return;
        }
        // Where two keys begin, one may be gone and leave the other open.
        self.in_key |= rewritten.is_some() && signals.intersects(Signals::SECRET) && opens_key(seen);
        let says = if self.tables.is_listening() && !self.is_colour() { unwritten(seen) } else { String::new() };
        self.tables.said(&says);
        self.below_both = self.is_first_of_both(seen);
        // In a list below a label that still speaks which spoke of what was replaced before.
        let speaks = self.raised.intersects(Signals::TELLING);
        // Who writes, and when, stands between a question and its answer.
        let asked = speaks && self.previous.text().trim_ascii_end().ends_with(b"?");
        let is_head = || asked && is_header(seen.text().trim_ascii());
        let is_state = || (speaks || self.previous.text().trim_ascii_end().ends_with(b":")) && self.is_state(signals);
        let is_replaced =
            || token::is_all_written(seen.text()) || speaks && is_item(seen.text()) || is_head() || is_state();
        if self.flowing || !self.is_colour() && !is_replaced() {
            std::mem::swap(&mut self.previous, seen);
            // What went raises nothing any more. Long blocks, and text with what we wrote, say nothing of the next one.
            let says = if self.flowing { !token::is_any_written(self.previous.text()) } else { len <= LONGEST_LABEL };
            let is_other = rewritten.is_some() && says;
            self.raised = if is_other { self.signals(&self.previous) } else { signals };
            (self.previous_len, self.given) = (len, "");
        }
    }

    /// A block without what was found in it; none if all of it stays.
    fn rewritten(&self, range: &Range<usize>) -> Option<Rewritten> {
        let within = |places: &Ranges| places.iter().all(|place| range.start <= place.start && place.end <= range.end);
        let goes = |finding: &&Finding| finding.replacement.is_some() && within(&finding.ranges);
        let mut findings = self.findings.iter().filter(goes).peekable();
        findings.peek()?;
        Rewritten::of(self.input, range, findings, !self.flowing)
    }

    /// What the gate raises.
    pub(super) fn signals(&self, view: &View) -> Signals {
        self.signals_of(view.text())
    }

    pub(super) fn signals_of(&self, text: &[u8]) -> Signals {
        Signals::of(&self.foreign(text)) | self.field_signal(text.len())
    }

    /// A text without what we wrote ourselves: tokens that our key made, and placeholders.
    fn foreign<'t>(&self, text: &'t [u8]) -> Cow<'t, [u8]> {
        let mut foreign = Vec::new();
        let mut done = 0;
        for span in token::written(text).filter(|span| self.is_ours(&text[span.clone()])) {
            foreign.reserve(text.len());
            foreign.extend_from_slice(&text[done..span.start]);
            // A sign that nothing goes on over.
            foreign.push(b'|');
            done = span.end;
        }
        if done == 0 {
            return Cow::Borrowed(text);
        }
        foreign.extend_from_slice(&text[done..]);
        Cow::Owned(foreign)
    }

    fn is_ours(&self, text: &[u8]) -> bool {
        let own = |name: &str| self.redactor.policy().own().names(name);
        std::str::from_utf8(text).is_ok_and(|text| token::names_type(text, own) || self.redactor.made(text))
    }

    /// The signal of a short text that is a whole field.
    fn field_signal(&self, len: usize) -> Signals {
        if self.field && (1..=LONGEST_VALUE).contains(&len) { Signals::FIELD } else { Signals::default() }
    }

    /// What was found since the last unit belongs to this one, of which it may be known what becomes.
    pub(super) fn end_unit(&mut self, range: Range<usize>, label: String, rewritten: Option<Rewritten>) {
        if !self.findings.is_empty() {
            self.scanned.units.push(Unit { range, label, findings: std::mem::take(&mut self.findings), rewritten });
        }
    }

    fn remark(&mut self, range: Range<usize>, outer: bool) {
        self.lone_text(range.clone(), Coding::Plain, "");
        if outer && memchr::memchr(b'<', &self.input.as_bytes()[range.clone()]).is_some() {
            if self.before_remark.is_none() {
                self.before_remark = self.labels().into_iter().next();
            }
            self.markup(range, false);
        }
    }

    /// Reads text that stands alone, if the gate raises something.
    pub(super) fn lone_text(&mut self, range: Range<usize>, coding: Coding, label: &str) {
        // What reads as it stands goes past the gate as it stands.
        let source = self.input.as_bytes().get(range.clone()).unwrap_or_default();
        // The names of members say what values are; those of attributes hardly ever do.
        let may_tell = coding != Coding::References && source.len() <= LONGEST_LABEL;
        let is_told = may_tell && self.met_in_label(label).intersects(Signals::TELLING);
        if !is_told && (coding == Coding::Json && self.is_silent(&self.input[range.clone()])) {
            return;
        }
        if !is_told && coding.is_plain(source) && !self.redactor.seeks(self.signals_of(source).worth(source)) {
            return self.was_silent(&range, coding);
        }
        let mut view = std::mem::take(&mut self.spare);
        view.clear();
        read(self.input, range, coding, &mut view);
        let signals = self.signals(&view);
        if is_told && self.may_be_told(&view) || self.redactor.seeks(signals.worth(view.text())) {
            let told = self.met_in_label(label);
            self.look_told(&view, signals | told, &tied(label));
        }
        self.spare = view;
    }

    /// What the words of a label raise; most labels are there again and again.
    fn met_in_label(&mut self, label: &str) -> Signals {
        if label.is_empty() {
            return Signals::default();
        }
        if let Some(known) = self.labels_met.get(label) {
            return *known;
        }
        let met = words::met_in_name(label);
        self.labels_met.insert(label.to_owned(), met);
        met
    }

    /// Reads a view that raised these signals together with its label, and the one without its line breaks.
    pub(super) fn look_told(&mut self, view: &View, signals: Signals, label: &str) {
        let escaped = layout::may_escape(view.text());
        let parted = || signals.intersects(NUMBERS) && layout::has_row_beside_digit(view.text());
        let laid = if escaped || parted() { laid_out(view, self.blanks) } else { None };
        let (view, signals) = match &laid {
            // Only what was glued to an escape can raise anything else than before.
            Some(laid) if escaped => (laid, signals | self.signals(laid)),
            Some(laid) => (laid, signals),
            None => (view, signals),
        };
        let signals = signals.worth(view.text());
        let known = self.findings.len();
        let place = Place { label, field: self.field, region: self.redactor.policy().region() };
        self.look(view, signals, place, &Ranges::new(), 0);
        self.look_at_name(view, place);
        if signals.intersects(Signals::SAID | NUMBERS) {
            self.look_at_columns(view, signals);
        }
        self.look_across_lines(view, signals, place, known, 0);
    }

    /// Reads a view that raised these signals without its line breaks, where they may cut something. What its lines show
    /// by themselves, the findings from `known` on, is not read on into the next line.
    fn look_across_lines(&mut self, view: &View, signals: Signals, place: Place<'_>, known: usize, depth: usize) {
        let signals = signals.across_lines(view.text());
        if signals == Signals::default() {
            return;
        }
        let gone = self.findings[known..].iter().filter(|finding| finding.replacement.is_some());
        let cover = union(gone.flat_map(|finding| finding.ranges.iter().cloned()));
        self.look(&view.tightened(), signals, place, &cover, depth);
    }

    /// The view of a stretch of the source.
    pub(super) fn view(&self, range: Range<usize>, coding: Coding) -> View {
        let mut view = View::new(false);
        read(self.input, range, coding, &mut view);
        view
    }

    /// The view of JSON strings that are read as one text.
    pub(super) fn strings(&self, pieces: &[Piece]) -> View {
        let mut view = View::with_capacity(pieces.iter().map(Piece::len).sum());
        for piece in pieces {
            match piece {
                Piece::Text(range) => read(self.input, range.clone(), Coding::Json, &mut view),
                Piece::Break(at) => view.line_break(*at..*at),
            }
        }
        view
    }

    /// Lets the detectors read a view, then the decoders. Findings that overlap the cover are not taken.
    pub(super) fn look(&mut self, view: &View, signals: Signals, place: Place<'_>, cover: &Ranges, depth: usize) {
        let (redactor, known) = (self.redactor, self.findings.len());
        let ours = self.tokens(view, cover);
        let reading = Reading::new(view, place);
        let mut hits = if redactor.is_curious() { Hits::with_misses() } else { Hits::default() };
        for detector in redactor.detectors(signals) {
            (detector.find)(&reading, &mut hits);
            if !hits.is_empty() {
                self.take(&reading, &mut hits, cover, &ours);
            }
        }
        if redactor.policy().own().is_any() {
            redactor.policy().own().find(&reading, &mut hits);
            let is_ours = |span: &Range<usize>| self.is_ours(&view.text()[span.clone()]);
            let written: Ranges = token::written(view.text()).filter(is_ours).collect();
            hits.leave(|span| overlaps(&written, std::slice::from_ref(span)));
            self.take(&reading, &mut hits, cover, &ours);
        }
        if depth < DEPTH {
            for inner in &nested::views(view, signals) {
                let signals = self.signals(inner).worth(inner.text());
                self.look(inner, signals, place, cover, depth + 1);
                self.look_across_lines(inner, signals, place, known, depth + 1);
            }
        }
    }

    /// Finds the tokens of others; returns where ours are.
    fn tokens(&mut self, view: &View, cover: &Ranges) -> Ranges {
        let made =
            |span: &Range<usize>| std::str::from_utf8(&view.text()[span.clone()]).is_ok_and(|t| self.redactor.made(t));
        let (ours, foreign): (Ranges, Ranges) = token::shaped(view.text()).partition(made);
        for span in foreign {
            self.keep(&FOREIGN_TOKEN, None, view, cover, span);
        }
        ours
    }

    /// Keeps what was found, but for what stands in tokens of ours.
    fn take(&mut self, reading: &Reading<'_>, hits: &mut Hits, cover: &Ranges, ours: &Ranges) {
        for hit in hits.take() {
            let in_token = overlaps(ours, std::slice::from_ref(&hit.span))
                && ours.iter().any(|token| token.start <= hit.span.start && hit.span.end <= token.end);
            let is_secret = || named(hit.rule.kind).is_some_and(|kind| kind.class == Class::Secret);
            let is_mask = is_mask(&reading.text()[hit.span.clone()]) && !is_secret();
            if !in_token && !is_mask {
                let evidence = self.evidence(reading, &hit);
                self.keep(hit.rule, evidence, reading.view(), cover, hit.span);
            }
        }
        let view = reading.view();
        let missed = |miss: Miss| Missed { rule: miss.rule, ranges: view.sources(&miss.span), why: miss.why };
        self.scanned.missed.extend(hits.take_misses().into_iter().map(missed));
    }

    /// What says so beside a value. What stands around it is for those who ask.
    fn evidence(&self, reading: &Reading<'_>, hit: &Hit) -> Option<Evidence> {
        let asked = hit.rule.rank.is_told() && self.redactor.is_curious();
        hit.evidence.clone().or_else(|| asked.then(|| Evidence::Around(reading.around(&hit.span))))
    }

    /// Keeps a finding, unless it stays or overlaps the cover.
    pub(super) fn keep(
        &mut self,
        rule: &'static Rule,
        evidence: Option<Evidence>,
        view: &View,
        cover: &Ranges,
        span: Range<usize>,
    ) {
        let ranges = view.sources(&span);
        if view.is_tight() && !view.has_break(&span) || overlaps(cover, &ranges) {
            return;
        }
        let text = &view.text()[span.clone()];
        let value = std::str::from_utf8(text).map_or_else(|_| String::from_utf8_lossy(text), Cow::Borrowed);
        if token::in_placeholder(view.text(), &span) || self.redactor.policy().own().allows(&value) {
            return;
        }
        let replacement = match self.redactor.replacement(rule, &value) {
            Some(_) if self.naming => self.redactor.name(rule, &value),
            other => other,
        };
        if replacement.is_some() || self.redactor.is_curious() {
            self.findings.push(Finding { rule, evidence, replacement, len: span.len(), ranges });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Policy, PseudonymKey, Tally};
    use super::*;
    use crate::secret::SecretBytes;

    #[test]
    fn what_we_wrote_ourselves_raises_nothing() {
        let key = PseudonymKey::new(&SecretBytes::new(vec![7; 32]), "k").unwrap();
        let token = key.token("EMAIL_ADDRESS", "ann@example.org");
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), Some(key));
        let signals = |text: &str| {
            let scan = Scan::new(text, &redactor);
            scan.signals(&scan.view(0..text.len(), Coding::Plain))
        };
        assert_eq!(signals(&format!("write to {token}, [SECRET] or [IBAN_CODE]")), Signals::default());
        let forged = token.replace("EMAIL", "E_MAIL");
        assert!(signals(&forged).intersects(Signals::RUN) && signals("the [SECRETS]").intersects(Signals::SECRET));
    }

    #[test]
    fn a_short_text_that_is_a_whole_field_may_be_a_value_and_nothing_else() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let redacted = |text: &str| redactor.text(text, &mut Tally::new()).into_owned();
        assert_eq!(redacted("K9 ABC"), "[UK_VEHICLE_REGISTRATION]");
        for text in ["the K9 ABC of it", "K9 ABC\n\nand more"] {
            assert_eq!(redacted(text), text);
        }
    }

    #[test]
    fn groups_of_digits_are_read_over_the_blanks_of_their_layout() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let redacted = |text: &str| redactor.text(text, &mut Tally::new()).into_owned();
        assert_eq!(redacted("card 4111 1111\n        1111 1111"), "card [CREDIT_CARD]");
    }

    #[test]
    fn what_would_become_a_tag_is_escaped() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let output = redactor.storage("<p>CVV<001:></p>", &mut Tally::new()).into_owned();
        assert_eq!(output, "<p>CVV&lt;:></p>");
    }
}
