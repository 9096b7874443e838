//! The walk over JSON, and over the documents in Atlassian Document Format (ADF) that stand in it.
//!
//! Each string, number and name of a member is a text, and the name says what the value is. In a document, the
//! text nodes of one block make one text across nodes and marks, as inline tags do in storage format; a hard break is
//! a line break. A document is an object of the type `doc`; where a whole source is said to be ADF, a part of a
//! document is read as one too. Names of nodes: <https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/>.

mod block;
mod known;

use super::super::detect::{Rule, is_strong, is_uuid, names_identifier, names_many};
use super::super::gate::Signals;
use super::super::gate::words;
use super::super::json;
use super::super::kind;
use super::super::rewrite::replace;
use super::super::scan::columns::is_name;
use super::super::scan::table::{Look, names_sought};
use super::super::scan::{Piece, Scan, Scanned};
use super::super::view::View;
use super::super::view::coding::Coding;
use super::super::{Again, Redactor};
use super::Token;
use super::captions;
use super::member;
use super::outline::{Node, Object, Outline};
use super::record;
use block::Block;
use known::Known;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// The longest name or block that says what the next text is.
const LONGEST_LABEL: usize = 256;

/// Digits of a lozenge that is a value.
const LEAST_DIGITS: usize = 3;

/// Columns of rows that are told apart.
const MOST_COLUMNS: usize = 64;

/// What is found in JSON; none where it is none. With `adf`, parts of documents are read as such. Of a source that was read
/// before and was rewritten since at places that are known, blocks that are as they were are not read.
pub(in crate::redact) fn scan(
    input: &str,
    redactor: &Redactor,
    adf: bool,
    again: Option<&mut Again<'_>>,
) -> Option<Scanned> {
    if input.trim().is_empty() {
        return Some(Scanned::default());
    }
    let (tokens, changed) = again.map_or((None, None), |again| (again.tokens.take(), again.changed.as_deref()));
    let tokens = tokens.or_else(|| json::all(input))?;
    let mut outline = Outline::of(input, &tokens);
    let objects = std::mem::take(&mut outline.objects).into_iter();
    let scan = Scan::new(input, redactor);
    let root = Frame { adf, ..Frame::default() };
    let known = changed.map(|changed| Known::new(input, changed));
    let (frames, block, members) = (vec![root], Block::default(), BTreeMap::new());
    let mut walk = Walk { scan, outline, objects, frames, block, known, members };
    tokens.iter().for_each(|token| walk.token(*token));
    walk.end_block();
    walk.scan.end_unit(0..input.len(), String::new(), None);
    Some(Scanned { tokens, ..walk.scan.scanned })
}

/// Something that is open.
#[derive(Clone, Debug, Default)]
struct Frame {
    object: Object,
    /// The objects in it are nodes of a document.
    adf: bool,
    /// What is known of the name under which it stands.
    under: Rc<Member>,
    /// That name as it is written.
    over: Range<usize>,
    /// What its next value is called: the name of the member, or that under which an array stands.
    name: Range<usize>,
    /// What is known of that name.
    member: Rc<Member>,
    /// The string beside it that says what a value is.
    beside: Range<usize>,
    /// It stands in this kind of node.
    within: Node,
    /// The place of an array in a table of arrays.
    row: Part,
    /// How many values of it were read, where it is a row.
    read: usize,
    /// The string that was read last, of an array.
    former: Range<usize>,
    /// What the columns of the rows in it are called; of a row that is the first one, what its values say.
    columns: Option<Vec<String>>,
}

/// What is known of the name of a member wherever it stands.
#[derive(Debug, Default)]
struct Member {
    /// The name as it is looked up.
    plain: String,
    /// What a value is called that has no other label.
    label: String,
    /// What the field of this name is called.
    field: Option<String>,
    /// It is a field that a site has added.
    is_custom: bool,
    /// A field has this plain name.
    is_field: bool,
    /// It holds an object that describes a person.
    holds_person: bool,
    /// What is said of it is said of what stands in its value.
    passes_on: bool,
    /// It is the name of many secrets.
    names_many: bool,
    /// What it may mean beside others.
    part: record::Part,
}

/// What an array is in a table of arrays: `[["user", "password"], ["ann", "…"]]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// No part of one.
    #[default]
    None,
    /// An array, of which each may hold rows, or the names of columns.
    Array,
    /// An array in an array.
    Row,
}

/// What members are called that name the columns of the rows beside them.
const HEADERS: [&str; 5] = ["header", "headers", "columns", "fields", "columnnames"];
/// What an array is called whose values are those of the columns that are named beside it.
const VALUES: [&str; 4] = ["values", "row", "data", "record"];

struct Walk<'a> {
    scan: Scan<'a>,
    outline: Outline,
    objects: std::vec::IntoIter<Object>,
    /// What is open; never empty.
    frames: Vec<Frame>,
    block: Block,
    /// Where the source is not read for the first time.
    known: Option<Known<'a>>,
    /// The names of members that were met: most are there again and again.
    members: BTreeMap<&'a str, Rc<Member>>,
}

impl<'a> Walk<'a> {
    fn token(&mut self, token: Token) {
        match token {
            Token::Object => {
                let object = self.objects.next().unwrap_or_default();
                self.open(object);
            }
            Token::Array => {
                let inner = if self.frame().row == Part::None { Part::Array } else { Part::Row };
                self.open(Object::default());
                self.frames.last_mut().into_iter().for_each(|frame| frame.row = inner);
            }
            Token::Close => self.close(),
            Token::Key(span) => self.key(span.range()),
            Token::Text(span) => {
                let range = span.range();
                self.name_column(&range);
                self.text(range.clone());
                if let Some(frame) = self.frames.last_mut() {
                    frame.former = range;
                }
                self.count_value();
            }
            Token::Number(span) => {
                self.number(&span.range());
                self.count_value();
            }
            Token::Word(_) => self.count_value(),
        }
    }

    fn count_value(&mut self) {
        self.frames.last_mut().into_iter().for_each(|frame| frame.read += 1);
    }

    /// Remembers a string that may name a column: of the first row in an array, or of a member for names.
    fn name_column(&mut self, range: &Range<usize>) {
        let [.., around, frame] = self.frames.as_mut_slice() else { return };
        let may_name = match frame.row {
            Part::Row => around.columns.is_none(),
            Part::Array => HEADERS.contains(&frame.under.plain.as_str()),
            Part::None => false,
        };
        let known = frame.columns.get_or_insert_default();
        if may_name && known.len() == frame.read && known.len() < MOST_COLUMNS && range.len() <= LONGEST_LABEL {
            known.push(json::string(self.scan.input, range.clone()).into_owned());
        }
    }

    /// The names of columns that a row or a member that ends here may be.
    fn name_columns(&mut self, ended: Frame) {
        let Some(around) = self.frames.last_mut() else { return };
        // A column that has more than a name.
        if ended.row == Part::None {
            let names = || around.row == Part::Array && HEADERS.contains(&around.under.plain.as_str());
            if !ended.beside.is_empty() && !ended.adf && around.read < MOST_COLUMNS && names() {
                let known = around.columns.get_or_insert_default();
                known.push(json::string(self.scan.input, ended.beside).into_owned());
            }
            return;
        }
        let is_header =
            ended.row == Part::Row && around.columns.is_none() || HEADERS.contains(&ended.under.plain.as_str());
        let names = ended.columns.unwrap_or_default();
        if is_header && !ended.adf {
            let row: Vec<&str> = names.iter().map(String::as_str).collect();
            let fits = row.len() == ended.read && row.iter().all(|name| is_name(name.as_bytes()));
            around.columns = Some(if fits && names_sought(&row) { names } else { Vec::new() });
        }
    }

    /// What the column is called in which the next value stands.
    fn column(&self) -> Option<String> {
        let [.., beside, around, frame] = self.frames.as_slice() else { return None };
        let [around, beside] = [around, beside].map(|one| one.columns.as_ref().filter(|columns| !columns.is_empty()));
        let columns = match frame.row {
            Part::Row => around.or(beside),
            Part::Array if VALUES.contains(&frame.under.plain.as_str()) => around,
            Part::Array | Part::None => None,
        };
        columns?.get(frame.read).cloned()
    }

    fn frame(&self) -> Cow<'_, Frame> {
        self.frames.last().map_or_else(|| Cow::Owned(Frame::default()), Cow::Borrowed)
    }

    fn string(&self, range: &Range<usize>) -> Cow<'a, str> {
        json::string(self.scan.input, range.clone())
    }

    fn open(&mut self, mut object: Object) {
        let parent = self.frame();
        let under = Rc::clone(&parent.member);
        // Marks and attributes have types of their own.
        let is_node = (parent.adf || object.node == Node::Doc) && !matches!(under.plain.as_str(), "marks" | "attrs");
        if !is_node {
            object.node = Node::None;
        }
        object.person = object.person || under.holds_person;
        let (name, within) = (parent.name.clone(), parent.object.node);
        let adf = parent.adf || object.node == Node::Doc;
        // What is said of a value is said of what stands in it.
        let passes_on = object.beside().is_empty() && !adf && under.passes_on;
        let beside = if passes_on { parent.beside.clone() } else { object.beside() };
        match object.node {
            Node::Doc | Node::Block | Node::Table(_) => self.end_block(),
            Node::Break => self.block.pieces.push(Piece::Break(name.end)),
            Node::None | Node::Text | Node::Mention | Node::Date | Node::Status | Node::Inline => {}
        }
        if let Node::Table(tag) = object.node {
            let [columns, rows] = object.spans.map(|span| span.unwrap_or(1));
            self.scan.tables.tag(tag.as_bytes(), false, || Look { columns, rows, is_lit: object.is_lit });
        }
        let over = name.clone();
        let (member, row, former) = (Rc::clone(&under), Part::None, 0..0);
        let frame =
            Frame { object, adf, under, over, name, member, beside, within, row, read: 0, former, columns: None };
        self.frames.push(frame);
    }

    fn close(&mut self) {
        let frame = if self.frames.len() > 1 { self.frames.pop() } else { None };
        let node = frame.as_ref().map(|frame| frame.object.node).filter(|node| node.separates());
        frame.into_iter().for_each(|frame| self.name_columns(frame));
        self.count_value();
        let Some(node) = node else { return };
        self.end_block();
        if let Node::Table(tag) = node {
            self.scan.tables.tag(tag.as_bytes(), true, || Look::PLAIN);
        }
    }

    /// The name of a member, which may hold something itself.
    fn key(&mut self, range: Range<usize>) {
        self.scan.naming = true;
        self.scan.lone_text(range.clone(), Coding::Json, "");
        self.scan.naming = false;
        let member = self.member(&range);
        if let Some(frame) = self.frames.last_mut() {
            (frame.name, frame.member) = (range, member);
        }
    }

    /// What is known of a name.
    fn member(&mut self, name: &Range<usize>) -> Rc<Member> {
        let written = &self.scan.input[name.clone()];
        if let Some(known) = self.members.get(written) {
            return Rc::clone(known);
        }
        let named = self.string(name);
        let plain = member::plain(&named);
        let member = Rc::new(Member {
            label: member::without_suffix(&self.said(name)).to_owned(),
            field: self.outline.field(&named).map(|field| self.said(&field)),
            is_custom: Outline::is_custom(&named),
            is_field: self.outline.field(&plain).is_some(),
            holds_person: member::holds_person(&plain),
            passes_on: member::passes_on(&plain),
            names_many: names_many(&plain),
            part: record::Part::named(&plain),
            plain,
        });
        self.members.insert(written, Rc::clone(&member));
        member
    }

    fn text(&mut self, range: Range<usize>) {
        let frame = self.frame();
        let member = Rc::clone(&frame.member);
        let name = member.plain.as_str();
        if frame.object.node == Node::Text && name == "text" {
            let is_bold = frame.object.is_lit;
            if is_bold {
                self.scan.tables.mark(b"strong", false);
            }
            self.scan.tables.text(&self.scan.input[range.clone()]);
            if is_bold {
                self.scan.tables.mark(b"strong", true);
            }
            self.block.pieces.push(Piece::Text(range));
        } else if let Some(shown) = self.day(&frame, name, &range).or_else(|| self.lozenge(&frame, name, &range)) {
            let before = self.scan.strings(&self.block.pieces);
            let labels = if before.is_blank() { self.labels_before() } else { vec![before.said_last()] };
            labels.iter().for_each(|label| self.scan.day(&shown, label));
        } else if is_shown_status(&frame, name) && self.tells(&range) {
            self.block.pieces.push(Piece::Text(range));
        } else if let Some((rule, value)) = self.persons(&frame, name, &range) {
            self.scan.person(&value, rule, "", Coding::Json);
        } else if matches!(name, "filename" | "contenttitle") {
            self.scan.title(range, Coding::Json);
        } else {
            let is_title = is_title(&frame, name);
            let known = self.scan.findings.len();
            self.value(name, range.clone());
            if is_title && self.scan.findings.len() == known {
                self.end_block();
                self.lead(self.said(&range));
            }
        }
    }

    /// Whether a string says what a value is.
    fn tells(&self, range: &Range<usize>) -> bool {
        says_what(&self.string(range))
    }

    /// The day that a reader sees for the milliseconds of a date's node.
    fn day(&self, frame: &Frame, name: &str, range: &Range<usize>) -> Option<View> {
        let is_day = frame.within == Node::Date && frame.under.plain == "attrs" && name == "timestamp";
        let milliseconds = if is_day { self.string(range).parse().ok() } else { None };
        let day = replace::day_of(milliseconds?)?;
        let mut view = View::new(false);
        view.decoded(day.as_bytes(), std::slice::from_ref(range));
        Some(view)
    }

    /// What a lozenge shows, if it is a value and no state of something.
    fn lozenge(&self, frame: &Frame, name: &str, range: &Range<usize>) -> Option<View> {
        if !is_shown_status(frame, name) {
            return None;
        }
        let shown = self.string(range);
        let is_number = || (LEAST_DIGITS..).contains(&shown.bytes().filter(u8::is_ascii_digit).count());
        (is_strong(shown.as_bytes()) || is_number()).then(|| self.scan.view(range.clone(), Coding::Json))
    }

    /// A value by itself.
    fn value(&mut self, name: &str, range: Range<usize>) {
        let names = member::names_value(name) && range.len() <= LONGEST_LABEL;
        // What tells something was seen before.
        if let Some(frame) = self.frames.last_mut().filter(|frame| names && frame.object.beside().is_empty()) {
            frame.beside = range.clone();
        }
        let is_customer = name == "accountid" && member::is_customer(&self.string(&range));
        if !is_customer && !is_uuid(&self.scan.input.as_bytes()[range.clone()]) {
            let label = match self.frame() {
                frame if frame.under.names_many && is_strong(self.string(&range).as_bytes()) => {
                    frame.under.plain.clone()
                }
                _ => self.label(&range),
            };
            self.scan.link(&range, Coding::Json);
            self.scan.lone_text(range, Coding::Json, &label);
        }
    }

    /// The rule for a value that is a person's by its place, and which part of it is.
    fn persons(&self, frame: &Frame, name: &str, range: &Range<usize>) -> Option<(&'static Rule, Range<usize>)> {
        let found = |kind: &str| member::person(kind).map(|rule| (rule, range.clone()));
        if frame.within == Node::Mention && frame.under.plain == "attrs" {
            return match name {
                "id" => found(kind::ACCOUNT_ID),
                "text" => found(kind::PERSON_NAME).map(|(rule, range)| (rule, self.behind_sign(range))),
                _ => None,
            };
        }
        let in_person = || {
            let kind = member::kind_in_person(name).filter(|_| frame.object.person);
            kind.filter(|kind| *kind != kind::ACCOUNT_ID || !member::is_issue(&self.string(range)))
        };
        let value = self.string(range);
        let beside = || member::plain(&self.string(&frame.beside));
        // What the field of a form is called stands there in the texts of programs, whose names are those of members.
        // Documents of programs give the type of a value in its place.
        let is_caption = || captions::is_caption(&value) || value.is_empty() || value == "string";
        let is_other = |kind: &str| kind == kind::ACCOUNT_ID && member::is_customer(&value);
        let kind = member::kind_of(name).or_else(in_person).filter(|kind| !is_other(kind));
        let of_change = || frame.object.is_change || !member::is_of_change(name);
        let kind = kind.or_else(|| member::kind_of_change(name, &beside()).filter(|_| of_change()));
        let kind = kind.or_else(|| member::kind_of_role(name, &frame.under.plain, &value));
        kind.filter(|_| !is_caption()).and_then(found)
    }

    /// The name in a mention stands behind an `@`.
    fn behind_sign(&self, range: Range<usize>) -> Range<usize> {
        let sign = self.scan.input.get(range.clone()).is_some_and(|text| text.starts_with('@'));
        range.start + usize::from(sign)..range.end
    }

    /// A number; what hides one is a string.
    fn number(&mut self, range: &Range<usize>) {
        let known = self.scan.findings.len();
        let label = self.label(range);
        self.scan.lone_text(range.clone(), Coding::Plain, &label);
        for finding in self.scan.findings.iter_mut().skip(known) {
            finding.ranges = vec![range.clone()];
            finding.replacement = finding.replacement.take().map(|text| format!("\"{text}\""));
        }
    }

    /// What a value is called: by its member's name, where that says nothing also by what stands beside it or by
    /// the name under which its object stands.
    fn label(&self, value: &Range<usize>) -> String {
        if let Some(column) = self.column() {
            return column;
        }
        let frame = self.frame();
        if let Some(former) = self.former(&frame, value) {
            return former;
        }
        let (source, member) = (self.scan.input, &frame.member);
        let name = member.plain.as_str();
        if let Some(label) = member.part.label(&frame.under.plain, frame.object.details) {
            return label.to_owned();
        }
        let is_shown =
            source[value.clone()].bytes().any(|b| b.is_ascii_digit()) && source[..value.start].ends_with('"');
        let is_generic = member::is_generic(name);
        let is_second = frame.object.is_pair && frame.row == Part::None && *value != frame.beside;
        let may_be_beside = (is_shown || frame.row == Part::None)
            && (frame.object.is_change && member::is_of_change(name) || is_generic || is_second);
        match () {
            _ if may_be_beside && !self.said(&frame.beside).is_empty() => self.called(&frame.beside, is_shown),
            _ if !is_generic || member.is_field => match &member.field {
                // What shows that it is no word alone is told by what others say of its name.
                Some(field) if is_shown || member.is_custom => field.clone(),
                _ => member.label.clone(),
            },
            _ if !is_shown && (frame.row != Part::None || member::is_part(name)) => self.said(&frame.name),
            _ if member::is_number(name) => format!("{} {}", frame.under.plain, self.said(&frame.name)),
            _ => self.called(&frame.over, is_shown),
        }
    }

    /// What a string says, if it is short enough to say what a value is.
    fn said(&self, range: &Range<usize>) -> String {
        let short = !range.is_empty() && range.len() <= LONGEST_LABEL;
        if short { self.scan.folded(range.clone(), Coding::Json) } else { String::new() }
    }

    /// What the field of this name is called, or the name itself.
    fn called(&self, range: &Range<usize>, is_shown: bool) -> String {
        let name = self.string(range);
        let field = self.outline.field(&name).filter(|_| is_shown || Outline::is_custom(&name));
        field.map_or_else(|| member::without_suffix(&self.said(range)).to_owned(), |field| self.said(&field))
    }

    /// What the string before a value in an array says of it: in a list of arguments the name of an option, in a row of two
    /// the name of its value.
    fn former(&self, frame: &Frame, value: &Range<usize>) -> Option<String> {
        let is_short = (1..=LONGEST_LABEL).contains(&frame.former.len());
        let former = if frame.row != Part::None && is_short { self.string(&frame.former) } else { return None };
        // Two words may be the names of columns.
        let has_digit = || self.scan.input[value.clone()].bytes().any(|b| b.is_ascii_digit());
        let is_pair = || frame.row == Part::Row && frame.read == 1 && has_digit();
        let option = former.strip_prefix("--").filter(|name| !name.contains('='));
        let name = option.or_else(|| is_pair().then_some(former.as_ref()))?;
        says_what(name).then(|| name.to_owned())
    }
}

/// Whether a string says what a value is.
fn says_what(name: &str) -> bool {
    words::met(name.as_bytes()).intersects(Signals::SAID) || name.len() <= LONGEST_LABEL && names_identifier(name)
}

/// Whether a member is what a lozenge shows.
fn is_shown_status(frame: &Frame, name: &str) -> bool {
    frame.within == Node::Status && frame.under.plain == "attrs" && name == "text"
}

/// Whether a member is the title above what can be opened, or above the text of a macro.
fn is_title(frame: &Frame, name: &str) -> bool {
    let of_node = || frame.within == Node::Block && frame.under.plain == "attrs" && name == "title";
    let of_macro = || frame.under.plain == "title" && name == "value";
    frame.adf && (of_node() || of_macro())
}

#[cfg(test)]
mod tests {
    use crate::redact::{Policy, PseudonymKey, Redactor, Tally};
    use crate::secret::SecretBytes;

    fn redactor(key: bool) -> Redactor {
        let key = key.then(|| PseudonymKey::new(&SecretBytes::new(vec![3; 32]), "test").unwrap());
        Redactor::new(Policy::shipped("standard").unwrap(), key)
    }

    fn json(input: &str) -> String {
        redactor(false).json(input, &mut Tally::new()).into_owned()
    }

    fn adf(input: &str) -> String {
        redactor(false).adf(input, &mut Tally::new()).into_owned()
    }

    /// A paragraph of a document.
    fn paragraph(text: &str) -> String {
        format!(r#"{{"type":"paragraph","content":[{{"type":"text","text":"{text}"}}]}}"#)
    }

    /// A document of these blocks.
    fn document(blocks: &[String]) -> String {
        format!(r#"{{"type":"doc","content":[{}]}}"#, blocks.join(","))
    }

    #[test]
    fn of_two_members_one_may_say_what_the_other_is_whatever_they_are_called() {
        for (text, value) in [
            (r#"{"kentt\u00e4":"Ovikoodi","arvo":"4827"}"#, "4827"),
            (r#"{"arvo":"0505550148","kenttä":"Matkapuhelin"}"#, "0505550148"),
            (r#"{"userCodes":[{"user":"Manager","code":"3074"}]}"#, "3074"),
        ] {
            assert!(!json(text).contains(value), "{text}");
        }
        for text in [
            r#"{"color":"red","size":"4471"}"#,
            r#"{"thing":"Ovikoodi","size":"4471","of":"x"}"#,
            r#"{"areaCodes":[{"user":"Manager","code":"3074"}]}"#,
        ] {
            assert_eq!(json(text), text);
        }
    }

    #[test]
    fn names_with_capitals_are_read_as_words() {
        for (text, value) in [
            (r#"{"carPlate":"FN-629-ZC"}"#, "FN-629-ZC"),
            (r#"{"adminPin":"6602"}"#, "6602"),
            (r#"{"kapiSifresi":"2209"}"#, "2209"),
            (r#"{"codePorte":"2719#"}"#, "2719#"),
            (r#"{"q":"Date of birth","a":"6 June 2020"}"#, "6 June 2020"),
            (r#"{"passport":{"no":"562209813"}}"#, "562209813"),
            (r#"{"doc":"UK passport","no":"562209813"}"#, "562209813"),
        ] {
            assert!(!json(text).contains(value), "{text}");
        }
        for text in [r#"{"minAge":92}"#, r#"{"fixVersions":[{"name":"10.4.2.1"}]}"#, r#"{"order":{"no":"562209813"}}"#]
        {
            assert_eq!(json(text), text);
        }
    }

    #[test]
    fn a_block_that_holds_nothing_stands_before_the_next_one_all_the_same() {
        let text =
            |before: &str, text: &str| document(&["The first part.", before, text, "jane@example.org"].map(paragraph));
        let redacted =
            |before: &str| adf(&text(before, "8.3.2.1.  while")).replace("jane@example.org", "[EMAIL_ADDRESS]");
        assert!(redacted("It is told in a separate section.").contains("8.3.2.1"));
        assert!(!redacted("It is told in another part.").contains("8.3.2.1"));
        // Read again behind a block that was rewritten, and behind one that was not.
        assert!(adf(&text("Of jane@example.org, in a separate section.", "8.3.2.1.  while")).contains("8.3.2.1"));
    }

    #[test]
    fn the_type_of_a_person_s_value_is_left() {
        for input in [r#"{"username":"string","emailAddress":"string"}"#, r#"{"author":{"displayName":"string"}}"#] {
            assert_eq!(json(input), input);
        }
        assert_eq!(json(r#"{"username":"jdoe"}"#), r#"{"username":"[USERNAME]"}"#);
    }

    #[test]
    fn strings_numbers_and_names_are_read_and_all_else_stays() {
        let input = "{ \"a\" : [1.50, \"to ann@example.com\\n\", null], \"n\":4111111111111111 , \"b\\u0062\":{}}";
        let output = "{ \"a\" : [1.50, \"to [EMAIL_ADDRESS]\\n\", null], \"n\":\"[CREDIT_CARD]\" , \"b\\u0062\":{}}";
        assert_eq!(json(input), output);
        assert_eq!(json(output), output);
        for plain in ["", " ", "{}", "[1,2]", "\"x\"", "{\"id\":\"5d3f8c1a-7b2e-4f60-9a1d-0c2b3a4d5e6f\"}"] {
            assert_eq!(json(plain), plain);
        }
    }

    #[test]
    fn a_cell_is_known_by_the_header_of_its_column_and_a_password_by_the_block_before_it() {
        let node = |kind: &str, inner: &[String]| format!(r#"{{"type":"{kind}","content":[{}]}}"#, inner.join(","));
        let document = |password: &str, number: &str| {
            let header = ["Name", "Password", "SSN"].map(|name| node("tableHeader", &[paragraph(name)]));
            let cells = ["Mustermann", password, number].map(|value| node("tableCell", &[paragraph(value)]));
            let table = node("table", &[node("tableRow", &header), node("tableRow", &cells)]);
            node("doc", &[table, paragraph("Password:"), paragraph(password)])
        };
        assert_eq!(adf(&document("Falcon12!", "224456789")), document("[SECRET]", "[US_SSN]"));
    }

    #[test]
    fn blocks_that_raise_nothing_count_in_tables_in_keys_and_below_logins() {
        let cell = |said: &str| format!(r#"{{"type":"tableCell","content":[{}]}}"#, paragraph(said));
        let row = |cells: [&str; 2]| format!(r#"{{"type":"tableRow","content":[{}]}}"#, cells.map(cell).join(","));
        let table = |header: &str| {
            let rows = [["Component", header], ["web part", "8.3.2.1"]].map(row).join(",");
            document(&[format!(r#"{{"type":"table","content":[{rows}]}}"#).replacen("tableCell", "tableHeader", 2)])
        };
        assert!(adf(&table("Version")).contains("8.3.2.1") && !adf(&table("Host")).contains("8.3.2.1"));
        let line = "MIIEowIBAAKCAQEA0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78L";
        let key = ["-----BEGIN RSA PRIVATE KEY-----", line, "Zm9v", "-----END RSA PRIVATE KEY-----"].map(paragraph);
        assert!(!adf(&document(&key)).contains("Zm9v"));
        assert!(!adf(&document(&["login and password:", "jdoe", "walnut"].map(paragraph))).contains("walnut"));
    }

    #[test]
    fn a_password_is_told_by_the_name_of_both_above_its_login() {
        let document = |texts: [&str; 4]| document(&texts.map(paragraph));
        for (heading, login) in [("Credentials", "svc_mail"), ("Zugangsdaten:", "jo.doe")] {
            let input = document([heading, login, "Kestrel-Heron-70", "Otter8X8x"]);
            let output = document([heading, login, "[SECRET]", "Otter8X8x"]);
            assert_eq!((adf(&input), adf(&output)), (output.clone(), output));
        }
        for texts in [
            ["Credentials", "svc_mail", "db-prod-2024", "x"],
            ["Credentials", "see the vault", "Kestrel-Heron-70", "x"],
            ["Credentials", "svc_mail", "and so on", "Kestrel-Heron-70"],
            ["Hosts", "svc_mail", "Kestrel-Heron-70", "x"],
        ] {
            assert_eq!(adf(&document(texts)), document(texts));
        }
    }

    #[test]
    fn cells_in_bold_letters_or_with_a_background_are_headers() {
        let cell = |text: &str, look: &str, marks: &str| {
            format!(
                r#"{{"attrs":{{{look}}},"type":"tableCell","content":[{{"type":"paragraph","content":[{{"type":"text","text":"{text}"{marks}}}]}}]}}"#
            )
        };
        let document = |look: &str, marks: &str, value: &str| {
            let row = |cells: [String; 2]| format!(r#"{{"type":"tableRow","content":[{}]}}"#, cells.join(","));
            let header = row(["Kost\u{fc}m", "Password"].map(|name| cell(name, look, marks)));
            let data = row([cell("db", "", ""), cell(value, "", "")]);
            format!(r#"{{"type":"doc","content":[{{"type":"table","content":[{header},{data}]}}]}}"#)
        };
        let bold = r#","marks":[{"type":"strong"}]"#;
        for (look, marks) in [("", bold), (r##""background":"#deebff""##, "")] {
            assert_eq!(adf(&document(look, marks, "Falcon12")), document(look, marks, "[SECRET]"));
        }
        for (look, marks) in [("", ""), (r#""background":null"#, r#","marks":[{"type":"em"}]"#)] {
            assert_eq!(adf(&document(look, marks, "Falcon12")), document(look, marks, "Falcon12"));
        }
    }

    #[test]
    fn cells_that_span_rows_or_columns_move_those_behind_them() {
        let cell = |kind: &str, span: &str, text: &str| {
            format!(r#"{{"type":"{kind}","attrs":{{{span}}},"content":[{}]}}"#, paragraph(text))
        };
        let row = |cells: &[String]| format!(r#"{{"type":"tableRow","content":[{}]}}"#, cells.join(","));
        let document = |values: [&str; 2]| {
            let header = row(&["Stage", "Password"].map(|name| cell("tableHeader", "", name)));
            let first = row(&[cell("tableCell", r#""rowspan":2"#, "prod"), cell("tableCell", "", values[0])]);
            let second = row(&[cell("tableCell", "", values[1])]);
            format!(r#"{{"type":"doc","content":[{{"type":"table","content":[{header},{first},{second}]}}]}}"#)
        };
        assert_eq!(adf(&document(["Badger-99", "Otter-88x"])), document(["[SECRET]", "[SECRET]"]));
        let wide = |value: &str| {
            let header = [cell("tableHeader", r#""colspan":2"#, "Stage"), cell("tableHeader", "", "Password")];
            let cells = ["ann", "Badger-99", value].map(|text| cell("tableCell", "", text));
            let table = [row(&header), row(&cells)].join(",");
            format!(r#"{{"type":"doc","content":[{{"type":"table","content":[{table}]}}]}}"#)
        };
        assert_eq!(adf(&wide("Otter-88x")), wide("[SECRET]"));
    }

    #[test]
    fn rows_of_arrays_are_told_by_the_names_above_them() {
        for input in [
            r#"[["user","password"],["ann","tigerlily"],["bob","Otter-88x"]]"#,
            r#"{"header":["user","password"],"rows":[["ann","tigerlily"],["bob","Otter-88x"]]}"#,
            r#"{"t":[["id","user","password"],[1,"ann","tigerlily"],[2,"bob","Otter-88x"]]}"#,
        ] {
            let output = input.replace("tigerlily", "[SECRET]").replace("Otter-88x", "[SECRET]");
            assert_eq!(json(input), output);
            assert_eq!(json(&output), output);
        }
        for input in [
            r#"[["password","otter"],["hostname","tigerlily"]]"#,
            r#"[["user","city"],["ann","tigerlily"]]"#,
            r#"{"fields":["password","name"],"required":["password","tigerlily"]}"#,
            r#"[["user","password"]]"#,
        ] {
            assert_eq!(json(input), input);
        }
    }

    #[test]
    fn options_pairs_and_columns_with_more_than_names_say_what_values_are() {
        for (text, value, kind) in [
            (r#"{"args":["run","--api-key","VALUE"]}"#, "Kestrel-77q", "[SECRET]"),
            (r#"{"rows":[["Host","db"],["Password","VALUE"]]}"#, "Kestrel-77q", "[SECRET]"),
            (r#"[["MRN","VALUE"],["Build","00482913"]]"#, "00482914", "[MEDICAL_RECORD_NUMBER]"),
            (r#"{"columns":[{"name":"Host"},{"name":"Password"}],"rows":[["db","VALUE"]]}"#, "Kestrel-77q", "[SECRET]"),
            (r#"{"fields":["host","password"],"values":["db","VALUE"]}"#, "Kestrel-77q", "[SECRET]"),
        ] {
            let (input, output) = (text.replace("VALUE", value), text.replace("VALUE", kind));
            assert_eq!((json(&input), json(&output)), (output.clone(), output), "{text}");
        }
        for text in [
            r#"["--password","--user"]"#,
            r#"["--token-ttl","3600"]"#,
            r#"["--password","$PASSWORD"]"#,
            r#"[["Password","expires in May"],["Host","db-17"]]"#,
            r#"{"columns":[{"name":"Host"},{"name":"Build"}],"rows":[["db","Kestrel-77q"]]}"#,
            r#"{"fields":["host","password"],"widths":["120","Kestrel-77q"]}"#,
        ] {
            assert_eq!(json(text), text);
        }
    }

    #[test]
    fn values_are_what_stands_around_them_or_elsewhere_says() {
        for (text, value, kind) in [
            (r#"{"label":"Password","name":"field_7","value":"VALUE"}"#, "sunshine", "[SECRET]"),
            (r#"{"property":"Password","setting":"VALUE"}"#, "sunshine", "[SECRET]"),
            (r#"{"name":"Password","values":["VALUE"]}"#, "Kestrel-77q", "[SECRET]"),
            (r#"{"name":"MRN","value":{"text":"VALUE"}}"#, "00482914", "[MEDICAL_RECORD_NUMBER]"),
            (r##"{"field":{"@name":"MRN","#text":"VALUE"}}"##, "00482914", "[MEDICAL_RECORD_NUMBER]"),
            (r#"{"question":{"title":"MRN"},"answer":{"text":"VALUE"}}"#, "00482914", "[MEDICAL_RECORD_NUMBER]"),
            (
                r#"{"questions":{"4":{"label":"MRN"}},"answers":{"4":{"text":"VALUE"}}}"#,
                "00482914",
                "[MEDICAL_RECORD_NUMBER]",
            ),
            (r#"{"columns":[{"id":"c2","title":"Password"}],"rows":[{"c2":"VALUE"}]}"#, "Kestrel-77q", "[SECRET]"),
            (r#"{"changes":{"password":{"old":"none","new":"VALUE"}}}"#, "Kestrel-77q", "[SECRET]"),
            (r#"{"password":{"prod":"VALUE","test":"none"}}"#, "Kestrel-77q", "[SECRET]"),
            (r#"{"password":{"0":"VALUE"}}"#, "Kestrel-77q", "[SECRET]"),
        ] {
            let (input, output) = (text.replace("VALUE", value), text.replace("VALUE", kind));
            assert_eq!((json(&input), json(&output)), (output.clone(), output), "{text}");
        }
        for text in [
            r#"{"name":"Password","values":["Strong","Weak"]}"#,
            r#"{"fields":[{"id":"f1","label":"PIN"}],"widths":{"f1":1204},"sides":{"f1":"left"}}"#,
            r#"{"password":{"prod":"passed","test":"pending"}}"#,
            r#"{"question":{"title":"Weather"},"answer":{"text":"00482914"}}"#,
            r#"{"name":"Weather","value":{"text":"Kestrel-77q"}}"#,
        ] {
            assert_eq!(json(text), text);
        }
    }

    #[test]
    fn titles_and_lozenges_say_what_stands_below_and_behind_them() {
        let document = |inner: &str| format!(r#"{{"type":"doc","content":[{inner}]}}"#);
        let expand = |title: &str, value: &str| {
            document(&format!(r#"{{"type":"expand","attrs":{{"title":"{title}"}},"content":[{}]}}"#, paragraph(value)))
        };
        let panel = |title: &str, value: &str| {
            let attrs = format!(r#"{{"parameters":{{"macroParams":{{"title":{{"value":"{title}"}}}}}}}}"#);
            document(&format!(r#"{{"type":"bodiedExtension","attrs":{attrs},"content":[{}]}}"#, paragraph(value)))
        };
        let lozenge = |shown: &str, value: &str| {
            let status = format!(r#"{{"type":"status","attrs":{{"text":"{shown}"}}}}"#);
            document(&format!(r#"{{"type":"paragraph","content":[{status},{{"type":"text","text":" {value}"}}]}}"#))
        };
        type Form<'f> = &'f dyn Fn(&str, &str) -> String;
        let forms: [Form<'_>; 3] = [&expand, &panel, &lozenge];
        for form in forms {
            for (name, value, kind) in
                [("Password", "Otter-88x", "[SECRET]"), ("MRN", "00482913", "[MEDICAL_RECORD_NUMBER]")]
            {
                assert_eq!(adf(&form(name, value)), form(name, kind));
                assert_eq!(adf(&form(name, kind)), form(name, kind));
            }
            for (name, value) in [("Weather", "Otter-88x"), ("Password", "Ask the team.")] {
                assert_eq!(adf(&form(name, value)), form(name, value));
            }
        }
    }

    #[test]
    fn items_with_labels_and_lozenges_are_told_by_what_stands_above_or_before_them() {
        let document = |values: [&str; 2]| {
            let items =
                [paragraph(&format!("prod: {}", values[0])), paragraph(&format!("test \u{2013} {}", values[1]))];
            let items = items.map(|item| format!(r#"{{"type":"listItem","content":[{item}]}}"#)).join(",");
            format!(
                r#"{{"type":"doc","content":[{},{{"type":"bulletList","content":[{items}]}}]}}"#,
                paragraph("Passwords")
            )
        };
        assert_eq!(adf(&document(["Otter-88x", "Wombat!77"])), document(["[SECRET]", "[SECRET]"]));
        let lozenge = |before: &str, shown: &str| {
            format!(
                r#"{{"type":"doc","content":[{{"type":"paragraph","content":[{{"type":"text","text":"{before}"}},{{"type":"status","attrs":{{"text":"{shown}","color":"green"}}}}]}}]}}"#
            )
        };
        assert_eq!(adf(&lozenge("Password: ", "Otter-88x")), lozenge("Password: ", "[SECRET]"));
        for (before, shown) in [("Password: ", "ROTATED"), ("Release: ", "Otter-88x")] {
            assert_eq!(adf(&lozenge(before, shown)), lozenge(before, shown));
        }
    }

    #[test]
    fn numbers_and_days_are_told_by_their_names() {
        assert_eq!(json(r#"{"cvv": 737, "pin": 4821, "count": 737}"#), r#"{"cvv": "", "pin": "", "count": 737}"#);
        assert_eq!(
            json(r#"{"dob": "12 March 1984", "since": "12 March 1984"}"#),
            r#"{"dob": "[DATE_OF_BIRTH]", "since": "12 March 1984"}"#
        );
    }

    #[test]
    fn a_date_is_read_as_the_day_that_it_shows() {
        let document = |before: &str, date: &str| {
            format!(
                r#"{{"type":"doc","content":[{{"type":"paragraph","content":[{{"type":"text","text":"{before}"}},{{"type":"date","attrs":{{"timestamp":"{date}"}}}},{{"type":"text","text":"2 Oak St"}}]}}]}}"#
            )
        };
        assert_eq!(adf(&document("Date of birth: ", "315532800000")), document("Date of birth: ", "[DATE_OF_BIRTH]"));
        assert_eq!(adf(&document("Due ", "315532800000")), document("Due ", "315532800000"));
    }

    #[test]
    fn what_is_no_json_fails_closed() {
        let mut tally = Tally::new();
        for input in ["x", "{\"a\":\"ann@example.com\"", "[1,]", "{\"a\":1}{\"b\":2}"] {
            assert_eq!(redactor(false).json(input, &mut tally), crate::redact::FAILED);
            assert_eq!(redactor(false).adf(input, &mut tally), crate::redact::FAILED);
        }
        assert_eq!(tally.failures(), 8);
    }

    #[test]
    fn escapes_hide_nothing() {
        for hidden in [
            "ann\\u0040example.com",
            "\\u0061nn@example\\u002ecom",
            "ann\\\\u0040example.com",
            "ann%\\u00340example.com",
        ] {
            assert_eq!(json(&format!("[\"{hidden}\"]")), "[\"[EMAIL_ADDRESS]\"]", "{hidden}");
        }
    }

    #[test]
    fn names_stay_distinct() {
        let input = "{\"ann@example.com\":1,\"bo@example.com\":2,\"[EMAIL_ADDRESS]_2\":3,\"x\":{\"cy@example.com\":4}}";
        let output =
            "{\"[EMAIL_ADDRESS]\":1,\"[EMAIL_ADDRESS]_3\":2,\"[EMAIL_ADDRESS]_2\":3,\"x\":{\"[EMAIL_ADDRESS]\":4}}";
        assert_eq!(json(input), output);
        assert_eq!(json(output), output);
        let keyed = redactor(true).json("{\"ann@example.com\":1,\"bo@example.com\":2}", &mut Tally::new()).into_owned();
        assert_eq!(keyed.matches("\"[EMAIL_ADDRESS_").count(), 2);
        assert_eq!(redactor(true).json(&keyed, &mut Tally::new()), keyed);
    }

    #[test]
    fn persons_are_known_by_the_names_of_their_members() {
        let input = "{\"author\":{\"name\":\"Ann\",\"displayName\":\"Ann Lee\",\"account_id\":\"a-1\",\"active\":true},\
            \"name\":\"Roadmap\",\"ownerId\":\"b-2\",\"space\":{\"key\":\"OPS\"}}";
        let output = "{\"author\":{\"name\":\"[PERSON_NAME]\",\"displayName\":\"[PERSON_NAME]\",\
            \"account_id\":\"[ACCOUNT_ID]\",\"active\":true},\
            \"name\":\"Roadmap\",\"ownerId\":\"[ACCOUNT_ID]\",\"space\":{\"key\":\"OPS\"}}";
        assert_eq!(json(input), output);
    }

    #[test]
    fn a_persons_token_is_that_of_his_column() {
        let redactor = redactor(true);
        let token = redactor.pseudonym("Ann Lee", "display_name", &mut Tally::new()).unwrap();
        let doc = "{\"type\":\"doc\",\"content\":[{\"type\":\"mention\",\"attrs\":{\"text\":\"@Ann Lee\",\"userType\":\"\"}}]}";
        assert_eq!(redactor.adf(doc, &mut Tally::new()), doc.replace("Ann Lee", &token));
    }

    #[test]
    fn text_nodes_of_a_block_are_one_text() {
        let text =
            |text: &str| format!("{{\"type\":\"text\",\"text\":\"{text}\",\"marks\":[{{\"type\":\"strong\"}}]}}");
        let doc = |inner: &str| {
            format!("{{\"version\":1,\"content\":[{{\"content\":[{inner}],\"type\":\"paragraph\"}}],\"type\":\"doc\"}}")
        };
        let input = [text("to ann@"), text("example.com now")].join(",");
        let output = [text("to [EMAIL_ADDRESS]"), text(" now")].join(",");
        assert_eq!(adf(&doc(&input)), doc(&output));
        assert_eq!(json(&doc(&input)), doc(&output));
        assert_eq!(adf(&format!("[{input}]")), format!("[{output}]"));
        assert_eq!(json(&format!("[{input}]")), format!("[{input}]"));
        let broken = [text("ann@e"), "{\"type\":\"hardBreak\"}".to_owned(), text("xample.com")].join(",");
        let mended = [text("[EMAIL_ADDRESS]"), "{\"type\":\"hardBreak\"}".to_owned(), text("")].join(",");
        assert_eq!(adf(&doc(&broken)), doc(&mended));
    }

    #[test]
    fn blocks_are_texts_of_their_own() {
        let cell =
            |text: &str| format!("{{\"type\":\"tableCell\",\"content\":[{{\"type\":\"text\",\"text\":\"{text}\"}}]}}");
        let row = format!("{{\"type\":\"doc\",\"content\":[{},{}]}}", cell("ann@"), cell("example.com"));
        assert_eq!(adf(&row), row);
    }

    #[test]
    fn members_of_an_object_of_secrets_are_some() {
        let input =
            "{\"db_passwords\":{\"root\":\"hunter2\",\"help\":\"Enter\",\"min\":12},\"hosts\":{\"root\":\"hunter2\"}}";
        assert_eq!(json(input), input.replacen("hunter2", "[SECRET]", 1));
    }

    #[test]
    fn both_values_of_a_change_are_what_its_field_says() {
        let input = "{\"field\":\"Password\",\"fromString\":\"hunter2\",\"toString\":\"Sunny7q\",\"by\":\"hunter2\"}";
        let output = input.replacen("hunter2", "[SECRET]", 1).replace("Sunny7q", "[SECRET]");
        assert_eq!(json(input), output);
    }

    #[test]
    fn numbers_of_documents_are_what_the_type_beside_them_says() {
        for (text, value, kind) in [
            (r#"{"type":"MRN","number":"VALUE"}"#, "4482913", "[MEDICAL_RECORD_NUMBER]"),
            (r#"{"number":"VALUE","type":"passport_number"}"#, "X4477120", "[PASSPORT]"),
            (r#"{"identifier":{"type":{"text":"Patient ID"},"value":"VALUE"}}"#, "4482913", "[MEDICAL_RECORD_NUMBER]"),
            (r#"{"idType":"member id","idNumber":"VALUE"}"#, "XYZ884120", "[HEALTH_PLAN_BENEFICIARY_NUMBER]"),
            (r#"{"documentType":"BSN","documentNumber":"VALUE"}"#, "111222333", "[NL_BSN]"),
            (r#"{"kind":"date_of_birth","value":"VALUE"}"#, "1984-03-12", "[DATE_OF_BIRTH]"),
        ] {
            assert_eq!(json(&text.replace("VALUE", value)), text.replace("VALUE", kind), "{text}");
        }
        for text in [
            r#"{"type":"order","number":"4482913"}"#,
            r#"{"type":"token","value":"Kestrel-77q"}"#,
            r#"{"type":{"text":"Lab result"},"value":"4482913"}"#,
            r#"{"type":"string","number":"4482913"}"#,
        ] {
            assert_eq!(json(text), text);
        }
    }

    #[test]
    fn fields_with_numbers_for_names_are_what_they_are_called_elsewhere() {
        let input = r#"{"fields":{"customfield_7":"sunshine","customfield_8":{"value":"sunshine"},"customfield_9":"sunshine"},
            "names":{"customfield_7":"Root password","customfield_8":"Password","customfield_9":"Weather"}}"#;
        let output = input.replacen("sunshine", "[SECRET]", 2);
        assert_eq!((json(input), json(&output)), (output.clone(), output));
        let input = r#"{"Portal_Password__c":"sunshine","Portal_Weather__c":"sunshine"}"#;
        assert_eq!(json(input), input.replacen("sunshine", "[SECRET]", 1));
    }

    #[test]
    fn logs_of_changes_and_values_as_they_are_shown_are_what_their_fields_say() {
        for (input, output) in [
            (
                r#"{"from":"ab-1","fromString":"Ann Lee","to":null,"toString":null,"field":"assignee"}"#,
                r#"{"from":"[ACCOUNT_ID]","fromString":"[PERSON_NAME]","to":null,"toString":null,"field":"assignee"}"#,
            ),
            (
                r#"{"field":"status","from":"3","fromString":"To Do","to":"4","toString":"Done"}"#,
                r#"{"field":"status","from":"3","fromString":"To Do","to":"4","toString":"Done"}"#,
            ),
            (
                r#"{"u_password":{"display_value":"sunshine","value":"sunshine"},"state":{"display_value":"New","value":"1"}}"#,
                r#"{"u_password":{"display_value":"[SECRET]","value":"[SECRET]"},"state":{"display_value":"New","value":"1"}}"#,
            ),
            (
                r#"{"caller_id":{"display_value":"Ann Lee","value":"62826bf03710200044e0bfc8bcbe5df1"}}"#,
                r#"{"caller_id":{"display_value":"[PERSON_NAME]","value":"62826bf03710200044e0bfc8bcbe5df1"}}"#,
            ),
            (
                r#"{"Name":"Ann Lee","AccountId":"001D000000IqhSLIAZ","attributes":{"type":"Contact"}}"#,
                r#"{"Name":"[PERSON_NAME]","AccountId":"001D000000IqhSLIAZ","attributes":{"type":"Contact"}}"#,
            ),
            (r#"{"login":"Log in","username":"ann"}"#, r#"{"login":"Log in","username":"[USERNAME]"}"#),
        ] {
            assert_eq!((json(input), json(output)), (output.to_owned(), output.to_owned()));
        }
    }

    #[test]
    fn attributes_are_texts_of_their_own() {
        let input = "{\"type\":\"doc\",\"content\":[{\"type\":\"inlineCard\",\"attrs\":{\"url\":\"mailto:ann@intra\"}},\
            {\"type\":\"text\",\"text\":\"x\",\"marks\":[{\"type\":\"link\",\"attrs\":{\"href\":\"https://x.example/?u=ann%40example.com\"}}]}]}";
        let output = input.replace("ann@intra", "[EMAIL_ADDRESS]").replace("u=ann%40example.com", "u=[EMAIL_ADDRESS]");
        assert_eq!(adf(input), output);
    }
}
