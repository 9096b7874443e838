//! Whether a value can still be read in a redacted body, by a reader who tries hard: in the bytes, in the text without
//! tags, in attributes and comments, decoded and decoded again, without the invisible, without separators.
//!
//! It shares the folding of single characters with the engine and nothing else: neither views nor decoders.

use crate::view::{entity, fold};
use std::iter;

/// How comments and tags begin and end.
const COMMENT: (&str, &str) = ("<!--", "-->");
const TAG: (&str, &str) = ("<", ">");
/// How often character references are decoded.
const ROUNDS: usize = 3;

/// Whether `value` can be read in `body`, which is in storage format.
pub fn survives(body: &str, value: &str) -> bool {
    let wanted = plain(value);
    // A block of a key is told by its first line of key.
    let wanted = match value.split_once("PRIVATE KEY-----\n").and_then(|(_, rest)| rest.lines().next()) {
        Some(line) => plain(line),
        None => wanted,
    };
    !wanted.is_empty() && readings(body).iter().any(|text| plain(text).contains(&wanted))
}

fn readings(body: &str) -> Vec<String> {
    let sections = body.replace("<![CDATA[", "").replace("]]>", "");
    let shown = without(&sections, COMMENT);
    let said = sections.replace(COMMENT.0, "").replace(COMMENT.1, "");
    let mut texts = vec![body.to_owned(), without(&shown, TAG), without(&said, TAG)];
    for _ in 0..ROUNDS {
        let decoded: Vec<String> = texts.iter().map(|text| unescaped(&dereferenced(text))).collect();
        texts.extend(decoded.into_iter().filter(|text| !text.is_empty()));
        texts.dedup();
        texts.truncate(24);
    }
    texts
}

/// A text without what stands between a beginning and the next end, or the end of the text.
fn without(text: &str, (begin, end): (&str, &str)) -> String {
    let (before, rest) = text.split_once(begin).unwrap_or((text, ""));
    let behind = rest.split(begin).filter_map(|part| part.split_once(end)).map(|(_, behind)| behind);
    iter::once(before).chain(behind).collect()
}

/// Character references decoded.
fn dereferenced(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (c, len) = entity::parse(&rest.as_bytes()[at..]).unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[at + len..];
    }
    out + rest
}

/// `%40` and `\u0040` decoded.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = match after {
            [a, b, ..] if *first == b'%' => hex(&[*a, *b]).map(|byte| (vec![byte as u8], 3)),
            [b'u', a, b, c, d, ..] if *first == b'\\' => {
                let c = hex(&[*a, *b, *c, *d]).and_then(char::from_u32);
                c.map(|c| (c.to_string().into_bytes(), 6))
            }
            _ => None,
        };
        match code {
            Some((read, len)) => {
                bytes.extend(read);
                rest = &rest[len..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digits: &[u8]) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Without the invisible, without what separates, in lower case.
fn plain(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| fold::fold_into(c, &mut folded));
    folded.retain(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '(' | ')'));
    folded.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_wherever_it_hides() {
        for body in [
            "<p>4111 1111</p>",
            "<p>41<b>11</b> 1111</p>",
            "<p>4111<!-- x --> 1111</p>",
            "<p><!-- 4111 1111 --></p>",
            "<p>4&#49;11&nbsp;1111</p>",
            "<p>4&amp;#49;11 1111</p>",
            "<p><![CDATA[4111]]><![CDATA[1111]]></p>",
            "<p title=\"4111-1111\"/>",
            "<p>41\u{200b}11 ١١١١</p>",
            r"<p>411\u0031 1111</p>",
        ] {
            assert!(survives(body, "4111 1111"), "{body}");
        }
        assert!(!survives("<p>[CREDIT_CARD] 4111 <i>111</i></p>", "4111 1111"));
    }
}
