//! JSON as a text to edit: its tokens in the order in which they stand, and its objects with their members.
//!
//! What is not replaced stays byte for byte.

use catchment_base::error::{Error, Result};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A part of a JSON text: a string with its quotation marks, a number, or one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// The part itself.
    pub text: &'a str,
    /// Where it begins.
    pub at: usize,
    /// Whether it is the name of a member.
    pub is_name: bool,
}

/// The parts of a JSON text.
pub fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let part = first(text.get(at..).filter(|rest| !rest.is_empty())?);
        let (begin, end) = (at, at + part.len());
        at = end;
        let is_name = part.starts_with('"') && text[end..].trim_start().starts_with(':');
        Some(Token { text: part, at: begin, is_name })
    })
}

fn first(text: &str) -> &str {
    let mut characters = text.char_indices();
    let Some((_, first)) = characters.next() else { return text };
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
    let end = match first {
        '"' => {
            let mut is_escaped = false;
            let end = characters.find(|(_, c)| {
                let ends = *c == '"' && !is_escaped;
                is_escaped = *c == '\\' && !is_escaped;
                ends
            });
            end.map_or(text.len(), |(at, _)| at + 1)
        }
        '-' | '0'..='9' => characters.find(|(_, c)| !is_number(*c)).map_or(text.len(), |(at, _)| at),
        other => other.len_utf8(),
    };
    &text[..end]
}

impl Token<'_> {
    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        self.text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
    }

    /// The text of a string or a number; nothing of what is neither, or no text.
    pub fn value(&self) -> Option<String> {
        if self.is_number() { Some(self.text.to_owned()) } else { string(self.text) }
    }
}

fn string(token: &str) -> Option<String> {
    if token.starts_with('"') { serde_json::from_str(token).ok() } else { None }
}

/// A JSON text with some of its strings and numbers replaced, and how many. `put` is asked what takes the place of each by its text,
/// with the name of the member that it is the value of; of a number nothing but null does.
pub fn rewritten(text: &str, mut put: impl FnMut(&Token<'_>, &str, &str) -> Option<String>) -> (String, u64) {
    let (mut out, mut count, mut name) = (String::with_capacity(text.len()), 0, String::new());
    for token in tokens(text) {
        let value = token.value();
        let replacement = value.as_deref().and_then(|value| put(&token, &name, value));
        count += u64::from(replacement.is_some());
        match replacement {
            Some(_) if token.is_number() => out.push_str("null"),
            Some(text) => out.push_str(&Value::from(text).to_string()),
            None => out.push_str(token.text),
        }
        if token.is_name {
            name = value.unwrap_or_default();
        }
    }
    (out, count)
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// Its name.
    pub name: String,
    /// Its value, as it is written.
    pub value: &'a str,
}

/// Shows every object in a JSON value, the outermost first, with the name of the member that it is the value of.
pub fn objects<'a>(json: &'a str, under: &str, show: &mut dyn FnMut(&str, &[Member<'a>])) -> Result<()> {
    let failed = |cause| Error::failed("an object of a stored response cannot be read").because(cause);
    if json.starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(json).map_err(failed)?;
        return items.into_iter().try_for_each(|item| objects(item.get(), under, show));
    }
    if !json.starts_with('{') {
        return Ok(());
    }
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(json).map_err(failed)?;
    let members: Vec<Member<'a>> =
        members.into_iter().map(|(name, value)| Member { name, value: value.get() }).collect();
    show(under, &members);
    members.iter().try_for_each(|member| objects(member.value, &member.name, show))
}

/// The JSON that a text is, if it is an object or a list.
pub fn nested(text: &str) -> Option<&str> {
    let text = text.trim();
    let is_json = text.starts_with(['{', '[']) && serde_json::from_str::<&RawValue>(text).is_ok();
    is_json.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_replaced_stays_byte_for_byte() {
        let text = r#"{"n": 1001, "t": "call:\nann", "u": "J\u00fcrgen", "v": 12.50, "w": ["\"", true, -1.5e3]}"#;
        let mut names = Vec::new();
        let put = |token: &Token<'_>, name: &str, value: &str| {
            names.push((token.is_name, name.to_owned(), value.to_owned()));
            matches!(value, "1001" | "J\u{fc}rgen").then(|| "purged".to_owned())
        };
        let (rest, count) = rewritten(text, put);
        assert_eq!(rest, r#"{"n": null, "t": "call:\nann", "u": "purged", "v": 12.50, "w": ["\"", true, -1.5e3]}"#);
        assert_eq!(count, 2);
        assert!(names.contains(&(false, "t".to_owned(), "call:\nann".to_owned())), "{names:?}");
        assert!(names.contains(&(false, "w".to_owned(), "\"".to_owned())), "{names:?}");
        assert_eq!(names.iter().filter(|(is_name, ..)| *is_name).count(), 5);
    }

    #[test]
    fn every_object_is_shown_with_the_member_that_holds_it() {
        let mut shown = Vec::new();
        let show = |under: &str, members: &[Member<'_>]| {
            let members: Vec<String> =
                members.iter().map(|member| format!("{}={}", member.name, member.value)).collect();
            shown.push(format!("{under}: {}", members.join(" ")));
        };
        objects(r#"{"a": [{"b": 1}, [{"c": "x"}]], "d": {}}"#, "", &mut { show }).unwrap();
        assert_eq!(shown[1..], ["a: b=1", "a: c=\"x\"", "d: "]);
    }
}
