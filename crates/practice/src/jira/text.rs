//! Text with markup: as Atlassian document format, and as wiki markup.
//!
//! The site keeps plain paragraphs with a line break between them; the first word of each is set in bold.

use serde_json::{Value, json};

/// How an interface gives text with markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// A document of version 1, from version 3 of the REST API.
    Document,
    /// Wiki markup in a text, from version 2.
    Wiki,
}

/// A text in a markup; nothing where it is empty.
pub(super) fn rich(text: &str, markup: Markup) -> Value {
    match markup {
        _ if text.is_empty() => Value::Null,
        Markup::Document => {
            let paragraphs: Vec<Value> = text.lines().map(paragraph).collect();
            json!({"type": "doc", "version": 1, "content": paragraphs})
        }
        Markup::Wiki => {
            let paragraphs = text.lines().map(|line| {
                let (first, rest) = split(line);
                format!("*{first}*{rest}")
            });
            json!(paragraphs.collect::<Vec<_>>().join("\r\n\r\n"))
        }
    }
}

/// The first word of a line, and what follows it.
fn split(line: &str) -> (&str, &str) {
    line.split_at(line.find(' ').unwrap_or(line.len()))
}

fn paragraph(line: &str) -> Value {
    let (first, rest) = split(line);
    let mut content = vec![json!({"type": "text", "text": first, "marks": [{"type": "strong"}]})];
    if !rest.is_empty() {
        content.push(json!({"type": "text", "text": rest}));
    }
    json!({"type": "paragraph", "content": content})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_the_same_in_every_markup() {
        let document = rich("Ask Bo.\nThen wait", Markup::Document);
        assert_eq!(document["content"][0]["content"][1]["text"], " Bo.");
        assert_eq!(document["content"][1]["content"][0]["text"], "Then");
        assert_eq!(rich("Ask Bo.\nWait", Markup::Wiki), "*Ask* Bo.\r\n\r\n*Wait*");
        assert_eq!(rich("", Markup::Document), Value::Null);
    }
}
