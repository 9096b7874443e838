//! The first level of reading: source text to folded text, entities decoded.
//!
//! One walk serves two readers: the gate, which only looks whether anything is worth a second look, and the
//! view, which keeps the text with its map. Because both see the same stream, what the gate lets pass cannot
//! differ from what a view would have shown.

use super::entity;
use super::fold;
use super::gate::Signals;
use std::ops::Range;

/// Who reads the decoded text.
pub(super) trait Sink {
    /// Text that folds to itself and stands verbatim at `source`.
    fn copy(&mut self, bytes: &[u8], source: usize);
    /// Decoded text that stands as a whole for `source`; empty when a reader does not see it.
    fn atom(&mut self, folded: &str, source: Range<usize>);
    /// What the decoder noticed beside the text.
    fn signal(&mut self, signals: Signals);
}

/// Reads `range` of `input` into `sink`. With `entities`, character references are decoded; without (CDATA,
/// comments, plain text), an ampersand is text.
pub(super) fn decode<S: Sink>(input: &str, range: Range<usize>, entities: bool, sink: &mut S) {
    let Some(text) = input.get(range.clone()) else { return };
    let mut walk = Walk { text, base: range.start, entities, folded: String::new(), sink };
    let mut at = 0;
    while at < text.len() {
        at = walk.step(at);
    }
}

struct Walk<'a, S: Sink> {
    text: &'a str,
    base: usize,
    entities: bool,
    folded: String,
    sink: &'a mut S,
}

impl<S: Sink> Walk<'_, S> {
    /// Reads what stands at `at`: a plain stretch, a reference or a foreign character; returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let rest = &bytes[at..];
        let plain = plain_prefix(rest);
        if plain > 0 {
            self.sink.copy(&rest[..plain], self.base + at);
            return at + plain;
        }
        match rest.first() {
            Some(b'&') => self.ampersand(at),
            _ => self.foreign(at),
        }
    }

    fn ampersand(&mut self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at..];
        match entity::parse(rest).filter(|_| self.entities) {
            Some((c, len)) => {
                self.character(c, at, len);
                if c == '&' {
                    self.look_behind(at + len);
                }
                at + len
            }
            None => {
                self.sink.copy(&rest[..1], self.base + at);
                self.look_behind(at + 1);
                at + 1
            }
        }
    }

    /// An ampersand that is text may begin a reference of the second order.
    fn look_behind(&mut self, at: usize) {
        if self.text.as_bytes().get(at..).is_none_or(entity::may_follow) {
            self.sink.signal(Signals::REFERENCE);
        }
    }

    /// A stretch of letters that fold to themselves, or one character that does not.
    fn foreign(&mut self, at: usize) -> usize {
        let Some(rest) = self.text.get(at..) else { return self.text.len() };
        let plain = rest.find(|c: char| c == '&' || !fold::is_plain(c)).unwrap_or(rest.len());
        if plain > 0 {
            self.sink.copy(&rest.as_bytes()[..plain], self.base + at);
            return at + plain;
        }
        let Some(c) = rest.chars().next() else { return self.text.len() };
        self.character(c, at, c.len_utf8());
        at + c.len_utf8()
    }

    fn character(&mut self, c: char, at: usize, len: usize) {
        self.folded.clear();
        fold::fold_into(c, &mut self.folded);
        self.sink.atom(&self.folded, self.base + at..self.base + at + len);
    }
}

/// The length of the prefix that is ASCII without `&`. Whole blocks are tested at once.
fn plain_prefix(bytes: &[u8]) -> usize {
    const BLOCK: usize = 16;
    let special = |b: &u8| *b >= 0x80 || *b == b'&';
    let mut at = 0;
    for block in bytes.chunks_exact(BLOCK) {
        if block.iter().fold(false, |any, b| any | special(b)) {
            break;
        }
        at += BLOCK;
    }
    at + bytes[at..].iter().position(special).unwrap_or(bytes.len() - at)
}
