//! The plain text of a body in storage format, or in Atlassian Document Format ([`document`]), for search, counting and models of language.
//!
//! A block is a line, as are an item of a list and a row of a table, whose cells stand apart by ` | `. References are
//! characters, a row of white space is one blank, and what a macro or `pre` holds as plain text stays as it is. Left out is what no
//! reader sees: tags, comments, parameters of macros but for titles, the numbers of tasks. A link without words of its own
//! reads as the title that it leads to, a date as the day.
//!
//! It is made of a body that is redacted already, and reads it as redaction does, with the same tokens and the same
//! [`flow`]: each of its characters stands in that body, in the order of that body, and between two blocks there is always
//! white space. So nothing that was taken out comes back, and nothing reads on that was apart.
//!
//! It is made when a dataset is built and is kept nowhere: to make it is one pass over a body that has to be unpacked anyway,
//! cheaper than to keep, pack and unpack a second one, and another way to make it ([`PLAIN_VERSION`]) needs nothing staged anew.

mod document;

use crate::markup::{Attribute, Flow, Token, Tokens, closes, flow};
use crate::view::entity;
use std::borrow::Cow;
use std::ops::Range;

/// The version of what is made of a body here; part of the fingerprint of what is built with it.
pub const PLAIN_VERSION: u32 = 4;

/// Stands between the cells of a row.
const BAR: &str = " | ";
/// The macro that stands in a line of text.
const STATUS: &str = "status";

/// Elements whose content no reader sees, each with the one that holds it: where that ends, they do.
const UNSEEN: [(&str, &str); 7] = [
    ("ac:parameter", "ac:structured-macro"),
    ("ac:default-parameter", "ac:macro"),
    ("ac:task-id", "ac:task"),
    ("ac:task-uuid", "ac:task"),
    ("ac:task-status", "ac:task"),
    ("ac:adf-attribute", "ac:adf-extension"),
    ("ac:adf-fallback", "ac:adf-extension"),
];

/// Attributes that name what a link leads to.
const TITLES: [&str; 2] = ["ri:content-title", "ri:filename"];

/// The plain text of a body.
pub fn plain_text(body: &str) -> String {
    document::document_text(body).unwrap_or_else(|| storage_text(body))
}

fn storage_text(body: &str) -> String {
    let mut tokens = Tokens::new(body.as_bytes(), 0..body.len());
    let mut walk =
        Walk { body, text: Text::default(), unseen: None, link: None, cells: 0, tables: 0, pres: 0, is_status: false };
    while let Some(token) = tokens.read() {
        match token {
            Token::Tag(name) => {
                let is_empty = body.as_bytes()[..tokens.position()].ends_with(b"/>");
                walk.tag(&name, tokens.attributes(), is_empty);
            }
            _ if walk.unseen.is_some() => {}
            Token::Text(range) if walk.pres > 0 && walk.cells == 0 => walk.text.verbatim(&unreferred(&body[range])),
            Token::Text(range) => walk.text.prose(&body[range]),
            Token::Data(range) if walk.cells > 0 => walk.text.words(&body[range]),
            Token::Data(range) => walk.text.verbatim(&body[range]),
            Token::Remark(_) => {}
        }
    }
    walk.text.end()
}

/// The words of a plain text: what stands between white space and the bars of a table.
pub fn word_count(text: &str) -> usize {
    text.split(|c: char| c.is_whitespace() || c == '|').filter(|word| !word.is_empty()).count()
}

/// The links in a body: to what the site has, and to addresses. What code says of links is none.
pub fn link_count(body: &str) -> usize {
    let (bytes, mut tokens, mut links) = (body.as_bytes(), Tokens::new(body.as_bytes(), 0..body.len()), 0);
    while let Some(token) = tokens.read() {
        let Token::Tag(name) = token else { continue };
        let leads = match &body[name.clone()] {
            "ac:link" => true,
            "a" => tokens.attributes().iter().any(|attribute| &body[attribute.name.clone()] == "href"),
            _ => false,
        };
        links += usize::from(leads && !closes(bytes, &name));
    }
    links
}

/// A text with its references read.
fn unreferred(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, reference) = rest.split_at(at);
        let (read, len) = entity::parse(reference.as_bytes()).unwrap_or(('&', 1));
        out.push_str(before);
        out.push(read);
        rest = &reference[len..];
    }
    Cow::Owned(out + rest)
}

/// What stands between the text so far and what comes next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    Nothing,
    Blank,
    /// Between the blocks of a cell, so that what stood apart is not read as one number.
    Part,
    Line,
}

/// A text that grows.
#[derive(Default)]
struct Text {
    out: String,
    gap: Gap,
    /// Cells that ended since something was written.
    bars: usize,
}

impl Text {
    fn apart(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Appends something that is no white space, or stands in text that is kept as it is.
    fn push(&mut self, text: &str) {
        if self.gap == Gap::Line {
            self.out.truncate(self.out.trim_end().len());
        }
        match self.gap {
            _ if self.out.is_empty() => {}
            Gap::Line => self.out.push('\n'),
            Gap::Blank if self.bars == 0 && !self.out.ends_with('\n') => self.out.push(' '),
            Gap::Part if self.bars == 0 && !self.out.ends_with('\n') => {
                self.out.truncate(self.out.trim_end().len());
                self.out.push_str(" / ");
            }
            _ => {}
        }
        (0..self.bars).for_each(|_| self.out.push_str(BAR));
        self.out.push_str(text);
        (self.gap, self.bars) = (Gap::Nothing, 0);
    }

    /// Appends text with references.
    fn prose(&mut self, text: &str) {
        self.words(&unreferred(text));
    }

    /// Appends text in which a row of white space is one blank.
    fn words(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let words = rest.trim_start();
            if words.len() < rest.len() {
                self.apart(Gap::Blank);
            }
            if words.is_empty() {
                return;
            }
            let end = words.find(char::is_whitespace).unwrap_or(words.len());
            self.push(&words[..end]);
            rest = &words[end..];
        }
    }

    /// Appends lines as they stand.
    fn verbatim(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            let begins = self.out.is_empty() || self.gap == Gap::Line;
            if number > 0 && !begins {
                self.out.push('\n');
            }
            let line = line.trim_end_matches('\r');
            if !line.is_empty() {
                self.push(line);
            }
        }
    }

    fn end(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out
    }
}

/// The walk over a body.
struct Walk<'a> {
    body: &'a str,
    text: Text,
    /// The element that no reader sees, the one around it, and how deep it is nested in itself.
    unseen: Option<(&'static str, &'static str, usize)>,
    /// The link that is open: how much was written before it, and where the title stands that it leads to.
    link: Option<(usize, Option<Range<usize>>)>,
    /// How many cells and tables are open.
    cells: usize,
    tables: usize,
    /// How many elements are open whose white space is shown.
    pres: usize,
    is_status: bool,
}

impl<'a> Walk<'a> {
    fn tag(&mut self, range: &Range<usize>, attributes: &[Attribute], is_empty: bool) {
        let body = self.body;
        let (name, closes) = (&body[range.clone()], closes(body.as_bytes(), range));
        if self.is_unseen(name, closes, is_empty) {
            return;
        }
        if !closes && !is_empty {
            let unseen = UNSEEN.iter().find(|(unseen, _)| *unseen == name);
            self.unseen = unseen.filter(|_| !self.is_title(name, attributes)).map(|(name, around)| (*name, *around, 1));
        }
        match name {
            "ac:structured-macro" if closes && self.is_status => {
                self.is_status = false;
                return self.text.apart(Gap::Blank);
            }
            "ac:structured-macro" => {
                self.is_status = !is_empty && self.value(attributes, "ac:name") == Some(STATUS);
            }
            "table" => self.table(closes),
            "pre" if closes => self.pres = self.pres.saturating_sub(1),
            "pre" if !is_empty => self.pres += 1,
            "td" | "th" => return self.cell(closes, is_empty),
            "tr" if self.cells == 0 => self.text.bars = 0,
            "ac:link" => self.link(closes, is_empty),
            "time" if !closes => self.said(self.value(attributes, "datetime").unwrap_or_default()),
            _ => self.leads_to(attributes),
        }
        match flow(name.as_bytes()) {
            Flow::Inline => {}
            Flow::Line | Flow::Block => self.apart(Gap::Line),
        }
    }

    /// Whether the tag stands in what no reader sees, or ends it.
    fn is_unseen(&mut self, name: &str, closes: bool, is_empty: bool) -> bool {
        let Some((unseen, around, depth)) = self.unseen else { return false };
        let depth = match (name == unseen, closes) {
            (true, true) => depth - 1,
            (true, false) if !is_empty => depth + 1,
            // It was never ended.
            (false, true) if name == around => 0,
            _ => depth,
        };
        self.unseen = (depth > 0).then_some((unseen, around, depth));
        depth > 0 || name == unseen
    }

    /// What is called a title is shown: of a panel, of code, of a status.
    fn is_title(&self, name: &str, attributes: &[Attribute]) -> bool {
        name == "ac:parameter" && self.value(attributes, "ac:name") == Some("title")
    }

    /// A line ends where a reader sees it end: not within a cell, and not at a status.
    fn apart(&mut self, gap: Gap) {
        self.text.apart(match self.cells > 0 {
            _ if self.is_status => gap.min(Gap::Blank),
            true => gap.min(Gap::Part),
            false => gap,
        });
    }

    fn table(&mut self, closes: bool) {
        self.tables = if closes { self.tables.saturating_sub(1) } else { self.tables + 1 };
        if self.tables == 0 {
            (self.cells, self.text.bars) = (0, 0);
        }
    }

    /// A cell begins or ends; the cells of a table in a cell are words of that.
    fn cell(&mut self, closes: bool, is_empty: bool) {
        self.text.apart(Gap::Blank);
        self.cells += usize::from(!closes);
        if closes || is_empty {
            self.cells = self.cells.saturating_sub(1);
            self.text.bars += usize::from(self.cells == 0);
        }
    }

    fn link(&mut self, closes: bool, is_empty: bool) {
        match self.link.take() {
            Some((before, Some(title))) if closes && before == self.text.out.len() => {
                let body = self.body;
                self.said(&body[title]);
            }
            _ if closes || is_empty => {}
            _ => self.link = Some((self.text.out.len(), None)),
        }
    }

    fn leads_to(&mut self, attributes: &[Attribute]) {
        let Some((_, title)) = &mut self.link else { return };
        let named = attributes.iter().find(|attribute| TITLES.contains(&&self.body[attribute.name.clone()]));
        if let Some(attribute) = named {
            *title = Some(attribute.value.clone());
        }
    }

    /// Appends what an attribute says as a word of its own.
    fn said(&mut self, value: &str) {
        self.text.apart(Gap::Blank);
        self.text.prose(value);
        self.text.apart(Gap::Blank);
    }

    fn value(&self, attributes: &[Attribute], name: &str) -> Option<&'a str> {
        let body = self.body;
        let attribute = attributes.iter().find(|attribute| &body[attribute.name.clone()] == name)?;
        body.get(attribute.value.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(body: &str, text: &str) {
        assert_eq!(plain_text(body), text, "{body}");
    }

    #[test]
    fn a_block_is_a_line_and_a_row_of_white_space_a_blank() {
        reads(
            "<h1>One &amp; two</h1><p>three\n  <b>fo</b>ur&nbsp;</p>\n<p> </p><p>five<br/>six</p>",
            "One & two\nthree four\nfive\nsix",
        );
        reads("<ul><li><p>a</p></li><li>b<ol><li>c</li></ol></li></ul>", "a\nb\nc");
        reads("no markup, a < b & c &unknown; &#xe9;&lt;b&gt;", "no markup, a < b & c &unknown; é<b>");
        reads("", "");
    }

    #[test]
    fn words_stand_between_white_space_and_bars() {
        for (text, words) in [("", 0), (" | ", 0), ("one\ntwo\u{a0}three", 3), ("a | b-c|d / e", 5)] {
            assert_eq!(word_count(text), words, "{text}");
        }
    }

    #[test]
    fn links_lead_to_something_and_stand_in_no_code() {
        let link = "<ac:link><ri:page ri:content-title=\"a\"/></ac:link>";
        for (body, links) in [
            (link.to_owned(), 1),
            (format!("<p>{link}<a class='x' href='https://example.org/'>b</a><a name=\"c\">d</a></p><ac:link/>"), 3),
            (format!("<![CDATA[{link}<a href='x'>]]><!-- {link} --><abbr href=''>e</abbr>"), 0),
        ] {
            assert_eq!(link_count(&body), links, "{body}");
        }
    }

    #[test]
    fn the_cells_of_a_row_stand_apart_by_bars() {
        let table = "<table><tbody><tr><th>a</th><th><p>b</p></th></tr><tr><td>1<br/>2</td><td></td><td><p>3</p><p>4</p></td></tr>\
            <tr><td></td><td>5</td></tr><tr><td/><td> </td></tr></tbody></table><p>after</p>";
        reads(table, "a | b\n1 / 2 |  | 3 / 4\n | 5\nafter");
        reads(
            "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>",
            "a / b c | d",
        );
        reads("<table><tr><td>never ended</table><p>after</p>", "never ended\nafter");
    }

    #[test]
    fn what_a_macro_holds_as_plain_text_stays_and_its_parameters_go() {
        let code = "<p>Do</p><ac:structured-macro ac:name=\"code\"><ac:parameter ac:name=\"language\">rust</ac:parameter>\
            <ac:parameter ac:name=\"title\">main.rs</ac:parameter><ac:plain-text-body><![CDATA[\nif a < b && c {\n    d\n\n}\n]]>\
            </ac:plain-text-body></ac:structured-macro><p>it</p>";
        reads(code, "Do\nmain.rs\nif a < b && c {\n    d\n\n}\nit");
        reads("<p>a</p><pre>\nif a &lt; b {\n    <b>d</b>  e\n}\n</pre><p>b  c</p>", "a\nif a < b {\n    d  e\n}\nb c");
        reads("<p>a</p><ac:parameter ac:name=\"x\"/><p>b</p>", "a\nb");
        reads("<ac:structured-macro><ac:parameter>never ended</ac:structured-macro><p>b</p>", "b");
        let status = "<p>It is <ac:structured-macro ac:name=\"status\"><ac:parameter ac:name=\"colour\">Green</ac:parameter>\
            <ac:parameter ac:name=\"title\">DONE</ac:parameter></ac:structured-macro> now</p>";
        reads(status, "It is DONE now");
    }

    #[test]
    fn links_dates_and_tasks_read_as_they_are_shown() {
        reads("<p>see<ac:link><ri:page ri:content-title=\"A &amp; B\" /></ac:link>.</p>", "see A & B .");
        let named = "<p>see <ac:link><ri:page ri:content-title=\"A\" /><ac:link-body>the <b>page</b></ac:link-body></ac:link>.</p>";
        reads(named, "see the page.");
        reads(
            "<p>by <time datetime=\"2025-05-17\" />,</p><p><ac:image><ri:attachment ri:filename=\"x.png\"/></ac:image></p>",
            "by 2025-05-17 ,",
        );
        let tasks = "<ac:task-list><ac:task><ac:task-id>7</ac:task-id><ac:task-status>incomplete</ac:task-status>\
            <ac:task-body>Call</ac:task-body></ac:task></ac:task-list>";
        reads(tasks, "Call");
        let panel = "<ac:adf-extension><ac:adf-node type=\"panel\"><ac:adf-attribute key=\"panel-type\">note</ac:adf-attribute>\
            <ac:adf-content><p>Mind</p></ac:adf-content></ac:adf-node><ac:adf-fallback><div><p>Mind</p></div></ac:adf-fallback></ac:adf-extension>";
        reads(panel, "Mind");
    }

    #[test]
    fn blocks_are_never_joined_and_comments_are_not_read() {
        reads("<p>+49 30</p><p>1234567</p>", "+49 30\n1234567");
        reads("<table><tr><td>4111</td><td>1111</td></tr></table>", "4111 | 1111");
        reads("<table><tr><td><p>4111 1111</p><p>1111 1111</p></td></tr></table>", "4111 1111 / 1111 1111");
        reads("<p>a<!-- b -->c</p>", "ac");
    }
}
