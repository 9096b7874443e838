//! The plain text of a document in Atlassian Document Format, for search and reading.
//!
//! A block is a line, as are an item of a list and a row of a table, whose cells stand apart by ` | `. A mention, an emoji and a
//! status read as their texts, a date as the day, a card as the address that it leads to. It is made of a document that is
//! redacted already, of nothing but its texts.

use chrono::DateTime;
use serde_json::Value;

/// Stands between the cells of a row.
const BAR: &str = " | ";
/// Nodes that stand in a line of text (schema of the format: the group `inline`).
const INLINE: [&str; 9] =
    ["text", "hardBreak", "mention", "emoji", "date", "status", "inlineCard", "mediaInline", "inlineExtension"];
const CELLS: [&str; 2] = ["tableCell", "tableHeader"];

/// The plain text of a document. What is no document stays as it is: a text in another form, or a mark that redaction failed.
pub(super) fn adf_text(document: &str) -> String {
    let Ok(root @ Value::Object(_)) = serde_json::from_str::<Value>(document) else { return document.to_owned() };
    let mut text = String::new();
    write(&root, &mut text);
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Writes a node and what stands in it.
fn write(node: &Value, text: &mut String) {
    let kind = node["type"].as_str().unwrap_or_default();
    let is_cell = CELLS.contains(&kind);
    // What stands in a cell is one line of its row.
    if is_cell {
        let mut cell = String::new();
        each(node, &mut cell);
        text.push_str(cell.split_whitespace().collect::<Vec<_>>().join(" ").as_str());
        text.push_str(BAR);
        return;
    }
    if let Some(own) = own_text(kind, node) {
        text.push_str(&own);
    }
    each(node, text);
    if kind == "tableRow" && text.ends_with(BAR) {
        text.truncate(text.len() - BAR.len());
    }
    if !INLINE.contains(&kind) && !text.ends_with('\n') {
        text.push('\n');
    }
}

fn each(node: &Value, text: &mut String) {
    node["content"].as_array().into_iter().flatten().for_each(|inner| write(inner, text));
}

/// What a node says itself.
fn own_text(kind: &str, node: &Value) -> Option<String> {
    let attribute = |name: &str| node["attrs"][name].as_str().map(str::to_owned);
    match kind {
        "text" => node["text"].as_str().map(str::to_owned),
        "hardBreak" => Some("\n".to_owned()),
        "mention" | "status" => attribute("text"),
        "emoji" => attribute("text").or_else(|| attribute("shortName")),
        "date" => day(&node["attrs"]["timestamp"]),
        "inlineCard" | "blockCard" | "embedCard" => attribute("url"),
        "media" | "mediaInline" => attribute("alt"),
        "expand" | "nestedExpand" => attribute("title").map(|title| format!("{title}\n")),
        _ => None,
    }
}

/// The day of a time in milliseconds since 1970, which is a number or its digits.
fn day(timestamp: &Value) -> Option<String> {
    let milliseconds = timestamp.as_i64().or_else(|| timestamp.as_str()?.parse().ok())?;
    Some(DateTime::from_timestamp_millis(milliseconds)?.date_naive().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(content: &Value) -> String {
        adf_text(&json!({"type": "doc", "version": 1, "content": content}).to_string())
    }

    fn said(words: &str) -> Value {
        json!({"type": "text", "text": words})
    }

    #[test]
    fn blocks_are_lines_and_cells_stand_apart() {
        let paragraph = |nodes: Value| json!({"type": "paragraph", "content": nodes});
        let item = |words: &str| json!({"type": "listItem", "content": [paragraph(json!([said(words)]))]});
        let cell = |words: &str| json!({"type": "tableCell", "content": [paragraph(json!([said(words)]))]});
        let content = json!([
            {"type": "heading", "attrs": {"level": 1}, "content": [said("Plan")]},
            paragraph(json!([said("one "), {"type": "text", "text": "two", "marks": [{"type": "strong"}]}])),
            paragraph(json!([said("a"), {"type": "hardBreak"}, said("b")])),
            {"type": "bulletList", "content": [item("x"), item("y")]},
            {"type": "table", "content": [{"type": "tableRow", "content": [cell("1"), cell("2")]},
                {"type": "tableRow", "content": [cell("3"), cell("4")]}]},
            {"type": "codeBlock", "content": [said("let a = 1;\n  b")]},
        ]);
        assert_eq!(text(&content), "Plan\none two\na\nb\nx\ny\n1 | 2\n3 | 4\nlet a = 1;\n  b");
    }

    #[test]
    fn what_stands_in_a_line_reads_as_its_text() {
        let content = json!([{"type": "paragraph", "content": [
            {"type": "mention", "attrs": {"id": "[ACCOUNT]", "text": "@[PERSON]"}}, said(" "),
            {"type": "emoji", "attrs": {"shortName": ":tada:"}}, said(" "),
            {"type": "date", "attrs": {"timestamp": "1709251200000"}}, said(" "),
            {"type": "status", "attrs": {"text": "DONE", "color": "green"}}, said(" "),
            {"type": "inlineCard", "attrs": {"url": "https://example.com/x"}},
        ]}, {"type": "expand", "attrs": {"title": "More"}, "content": [{"type": "paragraph", "content": [said("in it")]}]}]);
        assert_eq!(text(&content), "@[PERSON] :tada: 2024-03-01 DONE https://example.com/x\nMore\nin it");
    }

    #[test]
    fn what_is_no_document_stays_as_it_is() {
        for other in ["h1. Wiki *text*", "[REDACTION_FAILED]", "", "{broken", "7"] {
            assert_eq!(adf_text(other), other);
        }
        assert_eq!(text(&json!([{"type": "unheardOf", "content": [said("kept")]}, {"type": "rule"}])), "kept");
    }
}
