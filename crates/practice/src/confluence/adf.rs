//! Bodies as Atlassian document format: the text of a storage body, a paragraph for every block.
//!
//! Only the outline of the format is here; what a client does with it can be tried, how a page looks cannot.

use serde_json::{Value, json};

/// The document of a storage body, as the text Confluence wraps into a JSON string.
pub(super) fn document(storage: &str) -> String {
    let content: Vec<Value> = paragraphs(storage).into_iter().map(paragraph).collect();
    json!({"type": "doc", "version": 1, "content": content}).to_string()
}

fn paragraph(text: String) -> Value {
    json!({"type": "paragraph", "content": [{"type": "text", "text": text}]})
}

fn paragraphs(storage: &str) -> Vec<String> {
    let (mut done, mut open, mut rest) = (Vec::new(), String::new(), storage);
    while let Some((text, markup)) = rest.split_once('<') {
        open.push_str(&plain(text));
        rest = match markup.strip_prefix("![CDATA[").and_then(|data| data.split_once("]]>")) {
            Some((data, after)) => {
                open.push_str(data);
                after
            }
            None => {
                let (tag, after) = markup.split_once('>').unwrap_or((markup, ""));
                if ends_block(tag) && !open.trim().is_empty() {
                    done.push(std::mem::take(&mut open));
                }
                after
            }
        };
    }
    open.push_str(&plain(rest));
    done.extend(Some(open).filter(|text| !text.trim().is_empty()));
    done
}

fn ends_block(tag: &str) -> bool {
    let name = tag.strip_prefix('/').unwrap_or_default();
    matches!(name, "p" | "li" | "td" | "th" | "h1" | "h2" | "h3" | "h4" | "div" | "pre" | "ac:structured-macro")
}

/// The text with its entities resolved, as far as our own bodies use them.
fn plain(text: &str) -> String {
    let parts =
        [("&nbsp;", "\u{a0}"), ("&eacute;", "é"), ("&#64;", "@"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\"")];
    let mut text = text.to_owned();
    for (entity, character) in parts {
        text = text.replace(entity, character);
    }
    for digit in b'0'..=b'9' {
        text = text.replace(&format!("&#{digit};"), &char::from(digit).to_string());
    }
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_becomes_paragraphs_of_text() {
        let storage = "<p>a&nbsp;<em>b</em> &#52;1</p><ac:plain-text-body><![CDATA[x < y]]></ac:plain-text-body>";
        assert_eq!(paragraphs(storage), ["a\u{a0}b 41", "x < y"]);
        let document: Value = serde_json::from_str(&document(storage)).unwrap();
        assert_eq!(document["content"][1]["content"][0]["text"], "x < y");
    }
}
