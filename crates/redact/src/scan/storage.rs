//! The walk over storage format, block by block.

use super::place::value_of;
use super::table::Tables;
use super::{Scan, Scanned};
use crate::book::Rulebook;
use crate::column::Given;
use crate::json::member::LONGEST_LABEL;
use crate::markup::{Attribute, Flow, Token, Tokens, closes, flow, is_void};
use crate::redactor::Redactor;
use crate::rewrite::Rewritten;
use crate::token;
use crate::view::View;
use crate::view::coding::{Coding, text_of};
use crate::view::decode::decode;
use crate::view::layout::Blanks;
use std::ops::Range;

/// What is found in storage format, block by block; the labels stand before a unit that is read again.
pub(crate) fn storage(input: &str, (redactor, rulebook): (&Redactor, &'static Rulebook), given: Given<'_>) -> Scanned {
    let mut walk = Walk {
        scan: Scan::new(input, redactor, rulebook),
        given: if let Given::Nothing = given { None } else { Some(given.labels()) },
        previous: String::new(),
        tables: Tables::default(),
        parameter: None,
        term: Term::None,
        person: None,
        before_remark: None,
    };
    walk.scan.blanks = Blanks::Collapsed;
    walk.markup(0..input.len(), true);
    walk.scan.scanned
}

/// The walk under way.
struct Walk<'a> {
    scan: Scan<'a>,
    /// What stands before a unit that is read again.
    given: Option<Vec<String>>,
    /// The block before this one, as far as it names something.
    previous: String,
    tables: Tables,
    /// The name of the macro's parameter that the block stands in.
    parameter: Option<Range<usize>>,
    /// The term of a list of definitions, once it was read.
    term: Term,
    /// The name of the element about a person that is open, and how many of this name are.
    person: Option<(Range<usize>, usize)>,
    /// What stands before the unit, where a comment in it has blocks.
    before_remark: Option<Vec<String>>,
}

/// The term that a definition follows.
enum Term {
    /// There is none.
    None,
    /// The block that is open.
    Open,
    /// What it says; definitions follow.
    Said(String),
}

impl Walk<'_> {
    /// Reads markup. That in a comment is read as well, but not that in a comment in a comment.
    fn markup(&mut self, range: Range<usize>, outer: bool) {
        let input = self.scan.input;
        let bytes = input.as_bytes();
        let mut tokens = Tokens::new(bytes, range.clone());
        let mut block = View::new(false);
        let mut start = range.start;
        while let Some(token) = tokens.read() {
            match token {
                Token::Text(text) => {
                    self.scan.text_of_call(&text);
                    if self.person.is_some() {
                        self.scan.name(&text);
                    }
                    decode(input, text, true, &mut block);
                }
                Token::Data(text) => {
                    decode(input, text, false, &mut block);
                    // Code shows its blanks.
                    self.scan.blanks = Blanks::Kept;
                }
                Token::Remark(text) => self.remark(text, outer),
                Token::Tag(name) => {
                    let known = self.scan.findings.len();
                    self.scan.names_of_tag(&name, tokens.attributes());
                    let of_person = self.scan.attributes(tokens.attributes());
                    self.follow_person(&name, bytes[..tokens.position()].ends_with(b"/>"), of_person);
                    let changes = self.scan.findings[known..].iter().any(|finding| finding.replacement.is_some());
                    if &bytes[name.clone()] == b"time" {
                        self.time(tokens.attributes(), &block);
                    }
                    match flow(&bytes[name.clone()]) {
                        Flow::Inline => {}
                        Flow::Line => block.line_break(name.start..name.start),
                        Flow::Block => {
                            self.block(start..tokens.position(), &mut block, outer);
                            let is_verbatim = &bytes[name.clone()] == b"pre" && !closes(bytes, &name);
                            self.scan.blanks = if is_verbatim { Blanks::Kept } else { Blanks::Collapsed };
                            start = tokens.position();
                            self.enter(&name, tokens.attributes(), outer);
                            // What is found in a name leaves another one.
                            self.parameter = self.parameter.take().filter(|_| !changes);
                        }
                    }
                }
            }
        }
        self.block(start..range.end, &mut block, outer);
    }

    /// Where an element about a person begins and ends: its text is what the person is called.
    fn follow_person(&mut self, name: &Range<usize>, is_empty: bool, of_person: bool) {
        let bytes = self.scan.input.as_bytes();
        let (tag, closes) = (&bytes[name.clone()], closes(bytes, name));
        match &mut self.person {
            Some((open, depth)) if bytes[open.clone()] == *tag => {
                *depth = if closes { *depth - 1 } else { *depth + usize::from(!is_empty) };
                self.person.take_if(|(_, depth)| *depth == 0);
            }
            None if of_person && !closes && !is_empty && !is_void(tag) => self.person = Some((name.clone(), 1)),
            _ => {}
        }
    }

    /// Reads a block and empties it.
    fn block(&mut self, range: Range<usize>, block: &mut View, outer: bool) {
        if block.is_blank() && self.scan.findings.is_empty() {
            return block.clear();
        }
        let (mut labels, known) = (self.labels(), self.scan.findings.len());
        self.scan.formal = self.parameter.is_some();
        self.scan.read(block, &labels);
        self.scan.formal = false;
        if !self.tables.in_header() {
            self.scan.look_under(&labels, block);
        }
        self.scan.key_in_blocks(block);
        self.remember(range.clone(), block, known);
        block.clear();
        if outer {
            // A unit is read again with what stands before all of it, the blocks of its comments too.
            labels = self.before_remark.take().unwrap_or(labels);
            self.scan.end_unit(range, labels);
        }
    }

    /// Keeps what a block says as what stands before the next one: as it will be, where something was found in it, from the
    /// finding `known` on, and only what stands behind that. Whoever reads the output finds no more than is found here.
    fn remember(&mut self, range: Range<usize>, block: &View, known: usize) {
        if block.is_blank() {
            return;
        }
        let found = &self.scan.findings[known..];
        let left = found.iter().any(|finding| finding.replacement.is_some()).then(|| {
            let found: Vec<_> = found.iter().map(|finding| finding.moved(range.start)).collect();
            let rewritten = Rewritten::of(&self.scan.input[range], &found, true);
            rewritten.map(|rewritten| text_of(&rewritten.text, true)).unwrap_or_default()
        });
        let text = left.as_ref().unwrap_or(block).text();
        let behind = token::written(text).last().map_or(0, |last| last.end);
        let says = text.len() <= LONGEST_LABEL && text[behind..].iter().any(|b| b.is_ascii_alphabetic() || *b >= 0x80);
        self.previous = if says { String::from_utf8_lossy(&text[behind..]).trim().to_owned() } else { String::new() };
        self.tables.said(&self.previous);
        if matches!(self.term, Term::Open) {
            self.term = Term::Said(self.previous.trim_end_matches(':').to_owned());
        }
    }

    /// The name of the macro's parameter that is open.
    fn named_parameter(&self) -> Option<String> {
        self.parameter.as_ref().map(|name| self.scan.view(name.clone(), Coding::References).said())
    }

    /// What stands before the block and says what it is; each is read.
    fn labels(&mut self) -> Vec<String> {
        if let Some(given) = self.given.take() {
            return given;
        }
        if let Some(name) = self.named_parameter() {
            return vec![format!("{name}:")];
        }
        let of_table = self.tables.labels();
        if !of_table.is_empty() || self.tables.begins_cell() {
            return of_table;
        }
        if let Term::Said(term) = &self.term {
            return if term.is_empty() { Vec::new() } else { vec![format!("{term}:")] };
        }
        if self.previous.is_empty() { Vec::new() } else { vec![self.previous.clone()] }
    }

    /// A tag that separates blocks: of a table, or of a macro's parameter.
    fn enter(&mut self, name: &Range<usize>, attributes: &[Attribute], outer: bool) {
        let input = self.scan.input;
        let tag = &input.as_bytes()[name.clone()];
        let closes = closes(input.as_bytes(), name);
        if outer {
            let number = |name| value_of(input, attributes, name).and_then(|value| input.get(value)?.parse().ok());
            self.tables.tag(tag, closes, || (number("colspan").unwrap_or(1), number("rowspan").unwrap_or(1)));
        }
        match tag {
            b"dt" if !closes => self.term = Term::Open,
            b"dl" => self.term = Term::None,
            _ => {}
        }
        let parameter = match tag {
            b"ac:parameter" => value_of(input, attributes, "ac:name"),
            b"ac:adf-attribute" | b"ac:adf-parameter" => value_of(input, attributes, "key"),
            _ => None,
        };
        self.parameter = parameter.filter(|name| !token::is_any_written(&input.as_bytes()[name.clone()]));
    }

    /// Reads the days that a tag `<time datetime="2024-05-17" />` shows in a block.
    fn time(&mut self, attributes: &[Attribute], block: &View) {
        let input = self.scan.input;
        for day in attributes.iter().filter(|attribute| &input[attribute.name.clone()] == "datetime") {
            let before = block.said();
            let labels = if before.trim().is_empty() { self.labels() } else { vec![before] };
            let view = self.scan.view(day.value.clone(), Coding::References);
            self.scan.read(&view, &labels);
        }
    }

    fn remark(&mut self, range: Range<usize>, outer: bool) {
        self.scan.lone_text(range.clone(), Coding::Plain, "");
        let person = self.person.take();
        if outer && memchr::memchr(b'<', &self.scan.input.as_bytes()[range.clone()]).is_some() {
            if self.before_remark.is_none() {
                self.before_remark = Some(self.labels());
            }
            self.markup(range, false);
        }
        self.person = person;
    }
}
