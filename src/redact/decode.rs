//! The first level of reading: source text to folded text, entities decoded.
//!
//! One walk serves two readers: the gate, which only looks whether anything is worth a second look, and the
//! view, which keeps the text with its map. Because both see the same stream, what the gate lets pass cannot
//! differ from what a view would have shown.

use super::entity;
use super::fold;
use std::ops::Range;

/// Who reads the decoded text.
pub(super) trait Sink {
    /// Text that folds to itself and stands verbatim at `source`.
    fn copy(&mut self, bytes: &[u8], source: usize);
    /// Decoded text that stands as a whole for `source`; empty when a reader does not see it.
    fn atom(&mut self, folded: &str, source: Range<usize>);
    /// The text so far ends with a sign that may begin an escape, if what is behind it in the source does not speak
    /// against it.
    fn sign(&mut self, sign: u8, rest: &[u8]);
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
    /// Reads what stands at `at`: a plain stretch, a sign or a foreign character; returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at..];
        let plain = plain_prefix(rest);
        if plain > 0 {
            self.sink.copy(&rest[..plain], self.base + at);
            return at + plain;
        }
        match rest.first() {
            Some(b'&') if self.entities => self.reference(at),
            Some(sign @ (b'&' | b'%' | b'\\')) => self.sign(at, *sign),
            _ => self.foreign(at),
        }
    }

    fn reference(&mut self, at: usize) -> usize {
        match entity::parse(&self.text.as_bytes()[at..]) {
            Some((c, len)) => {
                self.character(c, at, len);
                at + len
            }
            None => self.sign(at, b'&'),
        }
    }

    /// A sign that is text here, and may be the beginning of an escape to whoever reads this text.
    fn sign(&mut self, at: usize, sign: u8) -> usize {
        self.sink.copy(&[sign], self.base + at);
        self.sink.sign(sign, &self.text.as_bytes()[at + 1..]);
        at + 1
    }

    /// A stretch of foreign letters that fold to themselves, or one character that does not.
    fn foreign(&mut self, at: usize) -> usize {
        let Some(rest) = self.text.get(at..) else { return self.text.len() };
        let plain = rest.find(|c: char| c.is_ascii() || !fold::is_plain(c)).unwrap_or(rest.len());
        if plain > 0 {
            self.sink.copy(&rest.as_bytes()[..plain], self.base + at);
            return at + plain;
        }
        let Some(c) = rest.chars().next() else { return self.text.len() };
        self.character(c, at, c.len_utf8());
        at + c.len_utf8()
    }

    fn character(&mut self, c: char, at: usize, len: usize) {
        let behind = self.text.as_bytes().get(at + len..).unwrap_or_default();
        character(c, self.base + at..self.base + at + len, behind, &mut self.folded, self.sink);
    }
}

/// Reads a decoded character that stands at `source`, with `behind` after it. `folded` is memory for the work.
pub(super) fn character<S: Sink>(c: char, source: Range<usize>, behind: &[u8], folded: &mut String, sink: &mut S) {
    folded.clear();
    fold::fold_into(c, folded);
    sink.atom(folded, source);
    if let [sign @ (b'&' | b'%' | b'\\')] = folded.as_bytes() {
        sink.sign(*sign, behind);
    }
}

/// The length of the prefix that a reader sees as it stands: ASCII without signs. Whole blocks are tested at once.
fn plain_prefix(bytes: &[u8]) -> usize {
    let at = plain_blocks::<32>(bytes);
    let at = at + plain_blocks::<8>(&bytes[at..]);
    at + bytes[at..].iter().position(|b| special(*b) != 0).unwrap_or(bytes.len() - at)
}

fn plain_blocks<const BLOCK: usize>(bytes: &[u8]) -> usize {
    let plain = |block: &&[u8]| block.iter().fold(0, |any, b| any | special(*b)) == 0;
    bytes.chunks_exact(BLOCK).take_while(plain).count() * BLOCK
}

/// Not zero if a reader may see something else than this byte. Without branches, so that blocks become vectors.
fn special(b: u8) -> u8 {
    b & 0x80 | u8::from(b == b'&') | u8::from(b == b'%') | u8::from(b == b'\\')
}
