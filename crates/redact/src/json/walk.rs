//! The walk over JSON, and over the documents in Atlassian Document Format (ADF) that stand in it.
//!
//! Each string, number and name of a member is a text, and the name says what the value is. In a document, the text nodes of
//! one block make one text across nodes and marks, as inline tags do in storage format; a hard break is a line break. A
//! document is an object of the type `doc`; where a whole source is said to be ADF, a part of a document is read as one too.
//! Names of nodes: <https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/>.

use super::Token;
use super::member::{self, LONGEST_LABEL};
use super::outline::{Beside, Node, Object, Outline};
use crate::book::Rulebook;
use crate::column::Given;
use crate::json;
use crate::kind;
use crate::redactor::Redactor;
use crate::rewrite::replace;
use crate::scan::{Scan, Scanned, Tables};
use crate::token;
use crate::view::View;
use crate::view::coding::{Coding, read};
use std::ops::Range;
use std::rc::Rc;

/// What is found in JSON, of which something may be given; none where it is none. With `adf`, parts of documents are read as such.
pub(crate) fn scan(
    input: &str,
    (redactor, rulebook): (&Redactor, &'static Rulebook),
    given: Given<'_>,
    adf: bool,
) -> Option<Scanned> {
    if input.trim().is_empty() {
        return Some(Scanned::default());
    }
    let tokens = json::all(input)?;
    let outline = Outline::of(input, &tokens);
    let plain = if let Given::Column(column) = given { column.plain() } else { String::new() };
    // Of what the site calls it and its own name the one that says something.
    let mut labels = given.labels();
    let speaks = labels.iter().position(|label| rulebook.book.names(label)).unwrap_or_default();
    let label = if labels.is_empty() { String::new() } else { labels.swap_remove(speaks) };
    let (pieces, tables, previous) = (Vec::new(), Tables::default(), label.clone());
    let frames = vec![Rc::new(Frame { adf, plain, label, ..Frame::default() })];
    let mut walk =
        Walk { scan: Scan::new(input, redactor, rulebook), outline, next: 0, frames, pieces, tables, previous };
    tokens.iter().for_each(|token| walk.token(*token));
    walk.end_block();
    walk.scan.end_unit(0..input.len(), Vec::new());
    Some(walk.scan.scanned)
}

/// A piece of a text that stands in several strings.
enum Piece {
    /// A string, without its quotes.
    Text(Range<usize>),
    /// A line break that stands here in the source.
    Break(usize),
}

/// Something that is open.
#[derive(Clone, Debug, Default)]
struct Frame {
    object: Object,
    /// The objects in it are nodes of a document.
    adf: bool,
    /// The kind of node that it stands in.
    within: Node,
    /// The plain name of the member under which it stands.
    under: String,
    /// What its values are called that have no name of their own.
    label: String,
    /// The name of the member that comes next, as it is written and as it is looked up.
    name: String,
    plain: String,
}

struct Walk<'a> {
    scan: Scan<'a>,
    outline: Outline,
    /// The object that opens next.
    next: usize,
    /// What is open; never empty.
    frames: Vec<Rc<Frame>>,
    /// The text of the block that is open.
    pieces: Vec<Piece>,
    tables: Tables,
    /// The block before this one, as far as it names something.
    previous: String,
}

impl Walk<'_> {
    fn token(&mut self, token: Token) {
        match token {
            Token::Object => {
                let object = self.outline.objects.get(self.next).cloned().unwrap_or_default();
                self.next += 1;
                self.open(object);
            }
            Token::Array => {
                let parent = Frame::clone(&self.frame());
                let object = Object { beside: parent.object.beside.clone(), ..Object::default() };
                self.frames.push(Rc::new(Frame { object, ..parent }));
            }
            Token::Close => self.close(),
            Token::Key(span) => self.key(span.range()),
            Token::Text(span) => self.text(span.range()),
            Token::Number(span) => self.number(&span.range()),
            Token::Word(_) => {}
        }
    }

    fn frame(&self) -> Rc<Frame> {
        self.frames.last().cloned().unwrap_or_default()
    }

    fn open(&mut self, mut object: Object) {
        let parent = self.frame();
        // Marks and attributes have types of their own.
        let is_node = (parent.adf || object.node == Node::Doc) && !matches!(parent.plain.as_str(), "marks" | "attrs");
        if !is_node {
            object.node = Node::None;
        }
        object.person |= member::holds_person(&parent.plain);
        match object.node {
            Node::Break => self.pieces.push(Piece::Break(object.at)),
            node if node.separates() => self.end_block(),
            _ => {}
        }
        if let Node::Table(tag) = object.node {
            self.tables.tag(tag.as_bytes(), false, || (object.columns.unwrap_or(1), object.rows.unwrap_or(1)));
        }
        let adf = parent.adf || object.node == Node::Doc;
        let within = if object.node == Node::None { parent.object.node } else { object.node };
        let label = self.label(&parent);
        let under = parent.plain.clone();
        self.frames.push(Rc::new(Frame { object, adf, within, under, label, ..Frame::default() }));
    }

    fn close(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(frame) = self.frames.pop() else { return };
        if !frame.object.node.separates() {
            return;
        }
        self.end_block();
        if let Node::Table(tag) = frame.object.node {
            self.tables.tag(tag.as_bytes(), true, || (1, 1));
        }
    }

    /// The name of a member, which may hold something itself.
    fn key(&mut self, range: Range<usize>) {
        self.scan.naming = true;
        self.scan.lone_text(range.clone(), Coding::Json, "");
        self.scan.naming = false;
        let name = json::string(self.scan.input, range).into_owned();
        if let Some(frame) = self.frames.last_mut().map(Rc::make_mut) {
            frame.plain = member::plain(&name);
            frame.name = name;
        }
    }

    fn text(&mut self, range: Range<usize>) {
        let frame = self.frame();
        let name = frame.plain.as_str();
        let node = frame.object.node;
        let in_attributes = |wanted: Node| frame.within == wanted && frame.under == "attrs";
        if node == Node::Text && name == "text" {
            self.pieces.push(Piece::Text(range));
        } else if in_attributes(Node::Date) && name == "timestamp" {
            self.day(&range);
        } else if in_attributes(Node::Status) && name == "text" {
            self.pieces.push(Piece::Text(range));
        } else if matches!(name, "filename" | "contenttitle") {
            self.scan.title(range, Coding::Json);
        } else if !self.is_person(&frame, &range) {
            let label = self.label(&frame);
            self.scan.link(&range, Coding::Json);
            self.scan.formal = frame.adf;
            self.scan.lone_text(range, Coding::Json, &label);
            self.scan.formal = false;
        }
    }

    /// The day that a reader sees for the milliseconds of a date's node.
    fn day(&mut self, range: &Range<usize>) {
        let milliseconds = json::string(self.scan.input, range.clone()).parse().ok();
        let Some(day) = milliseconds.and_then(replace::day_of) else { return };
        let mut view = View::new(false);
        view.decoded(day.as_bytes(), std::slice::from_ref(range));
        let before = self.block_view();
        let labels = if before.is_blank() { self.labels() } else { vec![before.said()] };
        self.scan.read(&view, &labels);
    }

    /// The rule for a value that is a person's by its place, and which part of it is.
    fn person(&self, frame: &Frame, range: &Range<usize>) -> Option<(&'static crate::finding::Rule, Range<usize>)> {
        let name = frame.plain.as_str();
        let found = |kind: &str, range: Range<usize>| member::person(kind).map(|rule| (rule, range));
        if frame.within == Node::Mention && frame.under == "attrs" {
            // The name in a mention stands behind an `@`.
            let sign = usize::from(self.scan.input[range.clone()].starts_with('@'));
            return match name {
                "id" => found(kind::ACCOUNT_ID, range.clone()),
                "text" => found(kind::PERSON_NAME, range.start + sign..range.end),
                _ => None,
            };
        }
        let in_person = || {
            let kind = member::kind_in_person(name).filter(|_| frame.object.person);
            kind.filter(|kind| {
                *kind != kind::ACCOUNT_ID || !member::is_issue(&json::string(self.scan.input, range.clone()))
            })
        };
        let value = json::string(self.scan.input, range.clone());
        // Only a generic member is called by what stands beside it.
        let besides = if member::is_generic(name) { frame.object.beside.as_slice() } else { &[] };
        let of_person = |beside: &&Beside| member::kind_at(&frame.name, "", &beside.value, &value).is_some();
        let beside = besides.iter().find(of_person).map_or("", |beside| &beside.value);
        let kind = in_person().or_else(|| member::kind_at(&frame.name, &frame.under, beside, &value));
        kind.and_then(|kind| found(kind, range.clone()))
    }

    /// Finds a person by the place of the value; tells whether that is all there is to find in it.
    fn is_person(&mut self, frame: &Frame, range: &Range<usize>) -> bool {
        let found = self.person(frame, range);
        found.is_some_and(|(rule, value)| self.scan.person(&value, rule, "", Coding::Json))
    }

    /// A number; what hides one is a string.
    fn number(&mut self, range: &Range<usize>) {
        let known = self.scan.findings.len();
        let label = self.label(&self.frame());
        self.scan.lone_text(range.clone(), Coding::Plain, &label);
        for finding in self.scan.findings.iter_mut().skip(known) {
            finding.ranges = vec![range.clone()];
            finding.replacement = finding.replacement.take().map(|text| format!("\"{text}\""));
        }
    }

    /// What the next value of something is called: by its member's name; where that says nothing, by what stands beside it or
    /// by the name under which its object stands.
    fn label(&self, frame: &Frame) -> String {
        if frame.name.is_empty() {
            return frame.label.clone();
        }
        if let Some(field) = self.outline.field(&frame.name) {
            return format!("{field}:");
        }
        if !member::is_generic(&frame.plain) {
            return member::label(&frame.label, &frame.name);
        }
        // What stands beside it may be any text.
        let mut beside = frame.object.beside.iter().map(|beside| format!("{}:", beside.value));
        beside.find(|label| self.scan.names(label)).unwrap_or_else(|| frame.label.clone())
    }

    /// The text of the block that is open.
    fn block_view(&self) -> View {
        let mut view = View::new(false);
        for piece in &self.pieces {
            match piece {
                Piece::Text(range) => read(self.scan.input, range.clone(), Coding::Json, &mut view),
                Piece::Break(at) => view.line_break(*at..*at),
            }
        }
        view
    }

    fn labels(&self) -> Vec<String> {
        let of_table = self.tables.labels();
        if !of_table.is_empty() || self.tables.begins_cell() || self.previous.is_empty() {
            return of_table;
        }
        vec![self.previous.clone()]
    }

    /// Reads the block that ends here.
    fn end_block(&mut self) {
        if self.pieces.is_empty() {
            return;
        }
        let (view, labels, known) = (self.block_view(), self.labels(), self.scan.findings.len());
        self.pieces.clear();
        self.scan.read(&view, &labels);
        if !self.tables.in_header() {
            self.scan.look_under(&labels, &view);
        }
        if view.is_blank() {
            return;
        }
        let finds = self.scan.findings[known..].iter().any(|finding| finding.replacement.is_some());
        let text = view.text();
        let says = !finds && text.len() <= LONGEST_LABEL && !token::is_any_written(text);
        self.previous = if says { view.said().trim().to_owned() } else { String::new() };
        self.tables.said(&self.previous);
    }
}
