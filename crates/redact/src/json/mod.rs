//! JSON as tokens over the source (RFC 8259), the reading of its strings, and the proof that a rewriting left its
//! structure alone.
//!
//! Nothing is written anew: replacements go to source ranges, and all else stays byte for byte. The grammar is held
//! to strictly, for structure that cannot be told cannot be proven; inside a string, raw control characters and
//! halves of surrogate pairs are let pass, as they change nothing about where it ends. Reading needs no recursion,
//! and a text nested deeper than [`DEEPEST`] is refused.

mod distinct;
pub(super) mod member;
mod outline;
mod walk;

pub(super) use distinct::distinct;
pub(super) use walk::scan;

use crate::view::View;
use crate::view::decode::{character, decode};
use crate::view::nested::hex;
use std::borrow::Cow;
use std::ops::Range;

/// The deepest nesting that is read.
const DEEPEST: usize = 512;
/// How many bytes there are to a token where texts are short.
const USUAL_TOKEN: usize = 8;

/// Where a token stands: half as long as a range, for there are many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The same of a range in a text of fewer than 2^32 bytes.
    fn of(range: Range<usize>) -> Self {
        Self { start: range.start as u32, end: range.end as u32 }
    }

    /// The range.
    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A piece of JSON. Keys and strings stand without their quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// The beginning of an object.
    Object,
    /// The beginning of an array.
    Array,
    /// The end of whichever began last.
    Close,
    /// A member's name.
    Key(Span),
    /// A string.
    Text(Span),
    /// A number.
    Number(Span),
    /// `true`, `false` or `null`.
    Word(Span),
}

/// The text is no JSON, or is nested too deep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Broken;

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Value,
    /// A value, or the end of an array that has none; a key, or the end of an object that has none.
    First,
    Key,
    /// A comma or the end of what is open.
    Next,
    End,
}

/// All tokens of a text; none where it is no JSON, or so long that they could not tell where they stand.
fn all(text: &str) -> Option<Vec<Token>> {
    u32::try_from(text.len()).ok()?;
    let mut tokens = Tokens::new(text);
    let mut all = Vec::with_capacity(text.len() / USUAL_TOKEN);
    while let Some(token) = tokens.read().ok()? {
        all.push(token);
    }
    Some(all)
}

/// The tokens of a text.
struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
    expected: Expected,
    /// What is open; whether each is an object.
    open: Vec<bool>,
}

impl<'a> Tokens<'a> {
    /// Reads a whole text.
    fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, expected: Expected::Value, open: Vec::new() }
    }

    /// The next token; none at the end.
    fn read(&mut self) -> Result<Option<Token>, Broken> {
        self.blanks();
        if self.expected == Expected::Next && self.peek() == Some(b',') {
            self.at += 1;
            self.blanks();
            self.expected = if self.in_object() { Expected::Key } else { Expected::Value };
        }
        let closes = self.peek() == Some(if self.in_object() { b'}' } else { b']' });
        match self.expected {
            Expected::End if self.at == self.bytes.len() => Ok(None),
            Expected::First | Expected::Next if closes && !self.open.is_empty() => Ok(Some(self.close())),
            Expected::First if self.in_object() => self.key().map(Some),
            Expected::Key => self.key().map(Some),
            Expected::Value | Expected::First => self.value().map(Some),
            Expected::Next | Expected::End => Err(Broken),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn in_object(&self) -> bool {
        self.open.last() == Some(&true)
    }

    #[inline(always)]
    fn blanks(&mut self) {
        // Most tokens stand beside each other.
        if self.peek().is_some_and(|b| b <= b' ') {
            self.at += self.count(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'));
        }
    }

    /// How many bytes from here on are wanted.
    fn count(&self, wanted: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        rest.iter().position(|b| !wanted(*b)).unwrap_or(rest.len())
    }

    fn close(&mut self) -> Token {
        self.at += 1;
        self.open.pop();
        self.done();
        Token::Close
    }

    /// A value is complete.
    fn done(&mut self) {
        self.expected = if self.open.is_empty() { Expected::End } else { Expected::Next };
    }

    fn key(&mut self) -> Result<Token, Broken> {
        let range = self.string()?;
        self.blanks();
        if self.peek() != Some(b':') {
            return Err(Broken);
        }
        self.at += 1;
        self.expected = Expected::Value;
        Ok(Token::Key(Span::of(range)))
    }

    fn value(&mut self) -> Result<Token, Broken> {
        let token = match self.peek().ok_or(Broken)? {
            b'{' => return self.begin(true),
            b'[' => return self.begin(false),
            b'"' => Token::Text(Span::of(self.string()?)),
            b'-' | b'0'..=b'9' => Token::Number(Span::of(self.number()?)),
            _ => Token::Word(Span::of(self.word()?)),
        };
        self.done();
        Ok(token)
    }

    fn begin(&mut self, object: bool) -> Result<Token, Broken> {
        if self.open.len() >= DEEPEST {
            return Err(Broken);
        }
        self.at += 1;
        self.open.push(object);
        self.expected = Expected::First;
        Ok(if object { Token::Object } else { Token::Array })
    }

    fn string(&mut self) -> Result<Range<usize>, Broken> {
        if self.peek() != Some(b'"') {
            return Err(Broken);
        }
        let start = self.at + 1;
        let mut at = start;
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            at += memchr::memchr2(b'"', b'\\', rest).ok_or(Broken)?;
            if self.bytes.get(at) == Some(&b'"') {
                self.at = at + 1;
                return Ok(start..at);
            }
            at += escape_len(self.bytes.get(at..).unwrap_or_default()).ok_or(Broken)?;
        }
    }

    fn number(&mut self) -> Result<Range<usize>, Broken> {
        let start = self.at;
        self.skip(b"-");
        match self.peek() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.skip(b".") {
            self.digits()?;
        }
        if self.skip(b"eE") {
            self.skip(b"+-");
            self.digits()?;
        }
        Ok(start..self.at)
    }

    /// Skips one of these bytes, if it is there.
    fn skip(&mut self, any: &[u8]) -> bool {
        let there = self.peek().is_some_and(|b| any.contains(&b));
        self.at += usize::from(there);
        there
    }

    fn digits(&mut self) -> Result<(), Broken> {
        let digits = self.count(|b| b.is_ascii_digit());
        self.at += digits;
        if digits == 0 { Err(Broken) } else { Ok(()) }
    }

    fn word(&mut self) -> Result<Range<usize>, Broken> {
        let start = self.at;
        self.at += self.count(|b| b.is_ascii_alphabetic());
        match self.bytes.get(start..self.at) {
            Some(b"true" | b"false" | b"null") => Ok(start..self.at),
            _ => Err(Broken),
        }
    }
}

/// The length of the escape at the start of `text`; none if it is none.
fn escape_len(text: &[u8]) -> Option<usize> {
    match text.get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => text.get(2..6)?.iter().all(u8::is_ascii_hexdigit).then_some(6),
        _ => None,
    }
}

/// The character of the escape at the start of `text`, and the length of the escape. Surrogate pairs are joined; the
/// half of one stands for something that no reader can tell.
fn escape(text: &[u8]) -> Option<(char, usize)> {
    let len = escape_len(text)?;
    let c = match text.get(1)? {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return Some(unicode(text)),
        other => char::from(*other),
    };
    Some((c, len))
}

fn unicode(text: &[u8]) -> (char, usize) {
    let unit = |at: usize| u16::try_from(hex(text.get(at..at + 6)?.strip_prefix(b"\\u")?)?).ok();
    match char::decode_utf16([unit(0), unit(6)].into_iter().flatten()).next() {
        Some(Ok(c)) => (c, 6 * c.len_utf16()),
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

/// Reads the string at `range` (without its quotes) into `view`, its escapes decoded.
pub(super) fn decode_string(input: &str, range: Range<usize>, view: &mut View) {
    let Some(text) = input.as_bytes().get(range.clone()) else { return };
    let mut folded = String::new();
    let mut at = 0;
    while at < text.len() {
        let end = at + plain_len(&text[at..]);
        decode(input, range.start + at..range.start + end, false, view);
        let Some((c, len)) = text.get(end..).and_then(escape) else { return };
        at = end + len;
        character(c, range.start + end..range.start + at, &mut folded, view);
    }
}

fn plain_len(text: &[u8]) -> usize {
    memchr::memchr(b'\\', text).unwrap_or(text.len())
}

/// What the string at `range` says.
pub(super) fn string(input: &str, range: Range<usize>) -> Cow<'_, str> {
    let text = input.get(range).unwrap_or_default();
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, _)) = rest.split_once('\\') {
        out.push_str(before);
        let Some((c, len)) = rest.as_bytes().get(before.len()..).and_then(escape) else { break };
        out.push(c);
        rest = rest.get(before.len() + len..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A text and its tokens.
pub(super) type Tokenized<'a> = (&'a str, &'a [Token]);

/// Whether both texts have the same structure: they differ in what keys and strings say, and in numbers that have become
/// strings.
fn same_structure((before, old): Tokenized<'_>, (after, new): Tokenized<'_>) -> bool {
    let same = |pair: (&Token, &Token)| match pair {
        (Token::Key(_), Token::Key(_)) => true,
        (Token::Text(_) | Token::Number(_), Token::Text(_)) => true,
        (Token::Number(old), Token::Number(new)) | (Token::Word(old), Token::Word(new)) => {
            before.get(old.range()) == after.get(new.range())
        }
        (old, new) => old == new,
    };
    old.len() == new.len() && old.iter().zip(new).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Result<Vec<String>, Broken> {
        let mut reader = Tokens::new(text);
        let mut found = Vec::new();
        while let Some(token) = reader.read()? {
            let (name, said) = match token {
                Token::Object => ("{", None),
                Token::Array => ("[", None),
                Token::Close => ("end", None),
                Token::Key(span) => ("key ", Some(span)),
                Token::Text(span) => ("text ", Some(span)),
                Token::Number(span) => ("number ", Some(span)),
                Token::Word(span) => ("", Some(span)),
            };
            found.push(name.to_owned() + said.map_or("", |span| &text[span.range()]));
        }
        Ok(found)
    }

    fn read(text: &str) -> View {
        let mut view = View::new(false);
        decode_string(text, 0..text.len(), &mut view);
        view
    }

    /// The same of two texts, if both are JSON.
    fn are_of_one_structure(before: &str, after: &str) -> bool {
        let [old, new] = [before, after].map(all);
        old.zip(new).is_some_and(|(old, new)| same_structure((before, &old), (after, &new)))
    }

    #[test]
    fn json_is_read_piece_by_piece() {
        let text = " {\"a\" : [1, -0.5e+3,true] , \"b\\\"\":{} ,\"\":null}\n";
        let expected =
            ["{", "key a", "[", "number 1", "number -0.5e+3", "true", "end", "key b\\\"", "{", "end", "key ", "null"];
        assert_eq!(tokens(text).unwrap(), [&expected[..], &["end"]].concat());
        assert_eq!(tokens("\"x\"").unwrap(), ["text x"]);
        assert_eq!(tokens("[[],[]]").unwrap(), ["[", "[", "end", "[", "end", "end"]);
    }

    #[test]
    fn what_is_no_json_is_refused() {
        let parted = r#"x { } ] [} {] [1,] [,1] {"a"} {"a":} {"a":1,} {a:1} 01 1. .5 - +1 1e tru truex "x "\x" "\u12" "\
            'a' [1]] {"a":1}} NaN {,} ["a":1]"#;
        for text in parted.split_whitespace().chain(["", "[1 2]", "1 2"]) {
            assert_eq!(tokens(text), Err(Broken), "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(tokens(&nested(DEEPEST)).is_ok());
        assert_eq!(tokens(&nested(DEEPEST + 1)), Err(Broken));
        assert_eq!(tokens(&"{\"a\":".repeat(1_000_000)), Err(Broken));
    }

    #[test]
    fn escapes_are_decoded_and_lead_back() {
        let view = read(r"a\u0040b\/c\n\ud835\udfd9\\");
        assert_eq!(view.text(), b"a@b/c\n1\\");
        assert_eq!(view.sources(&(1..2)), [Range { start: 1, end: 7 }]);
        assert_eq!(view.sources(&(6..7)), [Range { start: 13, end: 25 }]);
        assert_eq!(read(r"\ud835x").text(), b"!x");
        assert_eq!(string(r"a\u0040\ud83d\ude00\t", 0..21), "a@\u{1f600}\t");
    }

    #[test]
    fn structure_is_the_same_when_only_words_differ() {
        assert!(are_of_one_structure("{\"a\":[1,\"x\",null]}", "{\"[X]\":[\"[X]\",\"\",null]}"));
        for other in
            ["{\"a\":[1,\"x\"]}", "{\"a\":[2,\"x\",null]}", "{\"a\":[1,\"x\",true]}", "{\"a\":[1,\"x\",null]", "[]"]
        {
            assert!(!are_of_one_structure("{\"a\":[1,\"x\",null]}", other), "{other}");
        }
        assert!(!are_of_one_structure("x", "x"));
    }
}
