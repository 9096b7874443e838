//! The plain text of a body in Atlassian Document Format: a tree of nodes, as JSON.
//!
//! Blocks, cells and rows of white space read as those of storage format do. Names of nodes and their attributes: the schema of
//! `@atlaskit/adf-schema`.

use super::{Gap, Text};
use chrono::DateTime;
use serde_json::Value;

/// Nodes that stand in a line; every other one is a block.
const INLINE: [&str; 9] =
    ["date", "emoji", "hardBreak", "inlineCard", "inlineExtension", "mediaInline", "mention", "status", "text"];

/// What a reader sees of nodes beside their text: the attribute that says it.
const SHOWN: [(&str, &str); 10] = [
    ("blockCard", "url"),
    ("embedCard", "url"),
    ("emoji", "text"),
    ("expand", "title"),
    ("inlineCard", "url"),
    ("media", "alt"),
    ("mediaInline", "alt"),
    ("mention", "text"),
    ("nestedExpand", "title"),
    ("status", "text"),
];

/// The plain text of a document; nothing where the body is none.
pub(super) fn document_text(body: &str) -> Option<String> {
    if !body.starts_with('{') {
        return None;
    }
    let document: Value = serde_json::from_str(body).ok()?;
    if document["type"] != "doc" {
        return None;
    }
    let mut walk = Walk::default();
    walk.content(&document);
    Some(walk.text.end())
}

/// The walk over a document.
#[derive(Default)]
struct Walk {
    text: Text,
    /// How many cells are open.
    cells: usize,
    /// Whether white space is shown, as in code.
    is_verbatim: bool,
}

impl Walk {
    fn content(&mut self, node: &Value) {
        node["content"].as_array().into_iter().flatten().for_each(|child| self.node(child));
    }

    fn node(&mut self, node: &Value) {
        let kind = node["type"].as_str().unwrap_or_default();
        match kind {
            "text" => self.words(node["text"].as_str().unwrap_or_default()),
            "hardBreak" => self.apart(Gap::Line),
            "date" => self.said(&day(&node["attrs"]["timestamp"]).unwrap_or_default()),
            "tableCell" | "tableHeader" => self.cell(node),
            _ if INLINE.contains(&kind) => self.shown(kind, node),
            _ => self.block(kind, node),
        }
    }

    fn words(&mut self, text: &str) {
        if self.is_verbatim && self.cells == 0 { self.text.verbatim(text) } else { self.text.words(text) }
    }

    fn block(&mut self, kind: &str, node: &Value) {
        self.apart(Gap::Line);
        self.shown(kind, node);
        self.apart(if SHOWN.iter().any(|(known, _)| *known == kind) { Gap::Line } else { Gap::Nothing });
        let before = std::mem::replace(&mut self.is_verbatim, kind == "codeBlock");
        self.content(node);
        self.is_verbatim = before;
        // Behind the last cell of a row stands nothing.
        if kind == "tableRow" && self.cells == 0 {
            self.text.bars = 0;
        }
        self.apart(Gap::Line);
    }

    fn cell(&mut self, node: &Value) {
        self.text.apart(Gap::Blank);
        self.cells += 1;
        self.content(node);
        self.cells -= 1;
        self.text.bars += usize::from(self.cells == 0);
    }

    /// A line ends where a reader sees it end, and not within a cell.
    fn apart(&mut self, gap: Gap) {
        self.text.apart(if self.cells > 0 { gap.min(Gap::Part) } else { gap });
    }

    fn shown(&mut self, kind: &str, node: &Value) {
        let attribute = SHOWN.iter().find(|(known, _)| *known == kind).map(|(_, attribute)| *attribute);
        self.said(attribute.and_then(|name| node["attrs"][name].as_str()).unwrap_or_default());
    }

    /// Appends what an attribute says as a word of its own.
    fn said(&mut self, value: &str) {
        if !value.is_empty() {
            self.text.apart(Gap::Blank);
            self.text.words(value);
            self.text.apart(Gap::Blank);
        }
    }
}

/// The day of a time in milliseconds since 1970, which is written as a text or a number.
fn day(timestamp: &Value) -> Option<String> {
    let millis = timestamp.as_str().map_or_else(|| timestamp.as_i64(), |text| text.parse().ok())?;
    Some(DateTime::from_timestamp_millis(millis)?.format("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(content: Value) -> String {
        document_text(&json!({"type": "doc", "version": 1, "content": content}).to_string()).unwrap()
    }

    fn paragraph(words: &str) -> Value {
        json!({"type": "paragraph", "content": [{"type": "text", "text": words}]})
    }

    #[test]
    fn a_block_is_a_line_and_marks_are_none() {
        let bold = json!({"type": "paragraph", "content": [
            {"type": "text", "text": "Mail  to "}, {"type": "text", "text": "us", "marks": [{"type": "strong"}]},
            {"type": "text", "text": ", now"}, {"type": "hardBreak"}, {"type": "text", "text": "or later"}]});
        let list = json!({"type": "bulletList", "content": [
            {"type": "listItem", "content": [paragraph("one")]}, {"type": "listItem", "content": [paragraph("two")]}]});
        assert_eq!(text(json!([bold, list, paragraph("")])), "Mail to us, now\nor later\none\ntwo");
    }

    #[test]
    fn a_row_is_a_line_of_cells_and_code_stays_as_it_is() {
        let cell = |content: Value| json!({"type": "tableCell", "content": content});
        let row = json!({"type": "tableRow", "content": [
            cell(json!([paragraph("a"), paragraph("b")])), cell(json!([])), cell(json!([paragraph("c")]))]});
        let code = json!({"type": "codeBlock", "content": [{"type": "text", "text": "if x:\n    go"}]});
        let told = text(json!([{"type": "table", "content": [row.clone(), row]}, code, paragraph("end")]));
        assert_eq!(told, "a / b |  | c\na / b |  | c\nif x:\n    go\nend");
    }

    #[test]
    fn what_attributes_show_stands_between_words() {
        let inline = json!({"type": "paragraph", "content": [
            {"type": "text", "text": "by"}, {"type": "date", "attrs": {"timestamp": "1767225600000"}},
            {"type": "status", "attrs": {"text": "DONE", "color": "green"}}, {"type": "mention", "attrs": {"text": "@x"}},
            {"type": "inlineCard", "attrs": {"url": "https://example.com"}}, {"type": "date", "attrs": {}}]});
        let expand = json!({"type": "expand", "attrs": {"title": "More"}, "content": [paragraph("of it")]});
        assert_eq!(text(json!([inline, expand])), "by 2026-01-01 DONE @x https://example.com\nMore\nof it");
    }

    #[test]
    fn what_is_no_document_has_no_text_as_one() {
        for body in ["", "<p>{}</p>", "{", "{}", "{\"type\":\"paragraph\"}", "[]"] {
            assert_eq!(document_text(body), None, "{body}");
        }
        assert_eq!(document_text("{\"type\":\"doc\"}").as_deref(), Some(""));
    }
}
