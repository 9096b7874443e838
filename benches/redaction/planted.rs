//! Invented values and where they are put.

use serde_json::json;
use std::fmt::Write;

/// How much text there is to a value.
const EVERY: usize = 1500;

/// The text with a value at the first blank outside of tags in every [`EVERY`] bytes.
pub(super) fn plant(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 20);
    let (mut in_tag, mut last, mut number) = (false, 0, text.len() as u64);
    for (at, c) in text.char_indices() {
        in_tag = c == '<' || in_tag && c != '>';
        out.push(c);
        if c == ' ' && !in_tag && at >= last + EVERY {
            number = scrambled(number);
            let _ = write!(out, "{} ", value(number));
            last = at;
        }
    }
    out
}

/// The text of a body as a reader sees it: paragraphs with blank lines between them.
pub(super) fn plain(body: &str) -> String {
    const BLOCKS: [&str; 12] = ["p", "div", "pre", "tr", "li", "h1", "h2", "h3", "h4", "dt", "dd", "table"];
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((text, tail)) = rest.split_once('<') {
        out.push_str(text);
        let Some((tag, after)) = tail.split_once('>') else { break };
        match tag.strip_prefix('/') {
            Some(name) if BLOCKS.contains(&name) && !out.ends_with("\n\n") => out.push_str("\n\n"),
            Some("td" | "th") => out.push(' '),
            _ => {}
        }
        rest = after;
    }
    out.push_str(rest);
    out.replace("&nbsp;", "\u{a0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// The paragraphs of a text as a document in Atlassian Document Format.
pub(super) fn nodes(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let node = |text| json!({"type": "paragraph", "content": [{"type": "text", "text": text}]});
    json!({"type": "doc", "version": 1, "content": paragraphs.map(node).collect::<Vec<_>>()}).to_string()
}

/// The next of a row of numbers without a pattern (a step of a linear congruential generator).
fn scrambled(number: u64) -> u64 {
    number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407)
}

/// An invented value of one of ten kinds.
fn value(number: u64) -> String {
    let digits = |from: u32, len: usize| format!("{:020}", number.rotate_left(from))[20 - len..].to_owned();
    match number >> 33 & 0xff {
        0..60 => format!("jane.{}@example.org", digits(3, 4)),
        60..90 => card(&digits(7, 11)),
        90..110 => format!("SSN 5{}-4{}-{}1", digits(5, 2), digits(9, 1), digits(11, 3)),
        110..140 => format!("call (212) 5{}-{}", digits(13, 2), digits(17, 4)),
        140..160 => format!("10.{}.{}.17", number >> 9 & 0xff, number >> 21 & 0xff),
        160..180 => format!("password = \"{}\"", letters(number, 14)),
        180..200 => format!("AKIA{}", letters(number, 16).to_uppercase().replace(['0', '1', '8', '9'], "Q")),
        200..220 => format!("712020:{:08x}-7b2e-4f60-9a1d-{:012x}", number as u32, number >> 16),
        220..240 => format!("ghp_{}", letters(number, 36)),
        _ => format!("fe80::{:x}:{:x}:{:x}", number >> 7 & 0xffff, number >> 23 & 0xffff, number >> 41 & 0xffff),
    }
}

/// A card number of sixteen digits that passes the Luhn check.
fn card(eleven: &str) -> String {
    let body = format!("4929{eleven}");
    let weighed = body.bytes().enumerate().map(|(index, b)| match u32::from(b - b'0') {
        digit if index % 2 == 1 => digit,
        digit if digit > 4 => digit * 2 - 9,
        digit => digit * 2,
    });
    let check = (10 - weighed.sum::<u32>() % 10) % 10;
    format!("{} {} {} {}{check}", &body[..4], &body[4..8], &body[8..12], &body[12..])
}

/// Letters and digits without a meaning.
fn letters(number: u64, len: usize) -> String {
    const ALPHABET: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let mut state = number;
    let mut next = || {
        state = scrambled(state);
        char::from(ALPHABET[(state >> 40) as usize % ALPHABET.len()])
    };
    (0..len).map(|_| next()).collect()
}
