//! The first level of reading: source text to folded text, entities decoded, colours of wiki markup left out.

use super::{View, entity, fold};
use std::ops::Range;

/// How a tag of Jira's wiki markup begins that colours text, `{color:red}`, and the one that ends it.
const COLOUR: &[u8] = b"{color:";
const COLOUR_END: &[u8] = b"{color}";
/// The longest colour in such a tag, and the longest text that has one, in bytes.
const LONGEST_COLOUR: usize = 24;
const LONGEST_COLOURED: usize = 4096;

/// Reads `range` of `input` into `view`. With `entities`, character references are decoded; without (CDATA,
/// comments, plain text), an ampersand is text, and the tags of wiki markup that colour text are not, as little as inline
/// tags are.
pub(crate) fn decode(input: &str, range: Range<usize>, entities: bool, view: &mut View) {
    let Some(text) = input.get(range.clone()) else { return };
    let mut at = plain_prefix(text.as_bytes(), entities);
    view.copy(&text.as_bytes()[..at], range.start);
    let mut walk = Walk { text, base: range.start, entities, folded: String::new(), view };
    while at < text.len() {
        at = walk.step(at);
    }
}

struct Walk<'a> {
    text: &'a str,
    base: usize,
    entities: bool,
    folded: String,
    view: &'a mut View,
}

impl Walk<'_> {
    /// Reads what stands at `at`: a plain stretch, a reference or a foreign character; returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at..];
        let plain = plain_prefix(rest, self.entities);
        if plain > 0 {
            self.view.copy(&rest[..plain], self.base + at);
            return at + plain;
        }
        match rest.first() {
            Some(b'&') if self.entities => self.reference(at),
            Some(b'{') if !self.entities => self.brace(at),
            _ => self.foreign(at),
        }
    }

    /// A tag that colours text, or a brace and the plain stretch behind it.
    fn brace(&mut self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at..];
        if let Some(len) = colour(rest) {
            self.view.atom("", self.base + at..self.base + at + len);
            return at + len;
        }
        let len = 1 + plain_prefix(&rest[1..], self.entities);
        self.view.copy(&rest[..len], self.base + at);
        at + len
    }

    fn reference(&mut self, at: usize) -> usize {
        match entity::parse(&self.text.as_bytes()[at..]) {
            Some((c, len)) => {
                self.character(c, at, len);
                at + len
            }
            None => {
                self.view.copy(b"&", self.base + at);
                at + 1
            }
        }
    }

    /// A stretch of foreign letters that fold to themselves, or one character that does not.
    fn foreign(&mut self, at: usize) -> usize {
        let Some(rest) = self.text.get(at..) else { return self.text.len() };
        let plain = rest.find(|c: char| c.is_ascii() || !fold::is_plain(c)).unwrap_or(rest.len());
        if plain > 0 {
            self.view.copy(&rest.as_bytes()[..plain], self.base + at);
            return at + plain;
        }
        let Some(c) = rest.chars().next() else { return self.text.len() };
        self.character(c, at, c.len_utf8());
        at + c.len_utf8()
    }

    fn character(&mut self, c: char, at: usize, len: usize) {
        character(c, self.base + at..self.base + at + len, &mut self.folded, self.view);
    }
}

/// Reads a decoded character that stands at `source`. `folded` is memory for the work.
pub(crate) fn character(c: char, source: Range<usize>, folded: &mut String, view: &mut View) {
    folded.clear();
    fold::fold_into(c, folded);
    view.atom(folded, source);
}

/// The length of a tag that colours text and is closed, as no rule of a style sheet is, or of one that closes it.
fn colour(text: &[u8]) -> Option<usize> {
    if text.starts_with(COLOUR_END) {
        return Some(COLOUR_END.len());
    }
    let behind = text.strip_prefix(COLOUR)?;
    let part = |b: &&u8| b.is_ascii_alphanumeric() || **b == b'#';
    let len = behind.iter().take(LONGEST_COLOUR).take_while(part).count();
    let coloured = behind[len..].strip_prefix(b"}")?;
    let coloured = &coloured[..coloured.len().min(LONGEST_COLOURED)];
    memchr::memmem::find(coloured, COLOUR_END).map(|_| COLOUR.len() + len + 1)
}

/// The length of the prefix that a reader sees as it stands: ASCII, without ampersands where they are references and
/// without braces where they are not. Whole blocks are tested at once.
fn plain_prefix(bytes: &[u8], entities: bool) -> usize {
    let sign = if entities { b'&' } else { b'{' };
    let at = plain_blocks::<32>(bytes, sign);
    let at = at + plain_blocks::<8>(&bytes[at..], sign);
    // The last block overlaps the one before.
    if at + 8 > bytes.len() && bytes.last_chunk::<8>().is_some_and(|last| plain_blocks::<8>(last, sign) > 0) {
        return bytes.len();
    }
    at + bytes[at..].iter().position(|b| special(*b, sign)).unwrap_or(bytes.len() - at)
}

fn plain_blocks<const BLOCK: usize>(bytes: &[u8], sign: u8) -> usize {
    let plain = |block: &&[u8]| !block.iter().fold(false, |any, b| any | special(*b, sign));
    bytes.chunks_exact(BLOCK).take_while(plain).count() * BLOCK
}

/// Whether a reader may see something else than this byte. Without branches, so that blocks become vectors.
fn special(b: u8, sign: u8) -> bool {
    (b >= 0x80) | (b == sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, entities: bool) -> View {
        let mut view = View::new(false);
        decode(text, 0..text.len(), entities, &mut view);
        view
    }

    #[test]
    fn what_is_plain_reads_as_it_stands() {
        for len in 0..80 {
            let plain = &"a b\n".repeat(20)[..len];
            assert_eq!((plain_prefix(plain.as_bytes(), true), read(plain, true).said().as_str()), (len, plain));
            for (odd, seen) in [("&amp;", "&"), ("\u{a0}", " "), ("\u{ff11}", "1")] {
                for behind in [plain, "", "3"] {
                    let text = format!("{plain}{odd}{behind}");
                    assert_eq!(plain_prefix(text.as_bytes(), true), len, "{text}");
                    assert_eq!(read(&text, true).said(), format!("{plain}{seen}{behind}"));
                }
            }
        }
        assert_eq!((plain_prefix(b"a & b", false), read("a & b", false).said().as_str()), (5, "a & b"));
    }

    #[test]
    fn colours_of_wiki_markup_are_no_text() {
        for tag in ["{color:red}", "{color:#ff00AA}"] {
            let view = read(&format!("a{tag}b \u{e9}{{color}}c"), false);
            assert_eq!(view.said(), "ab \u{e9}c", "{tag}");
            assert_eq!(view.sources(&(1..2)), [Range { start: tag.len() + 1, end: tag.len() + 2 }], "{tag}");
            assert_eq!(read(&format!("{tag}x{{color}}"), true).said(), format!("{tag}x{{color}}"));
        }
        for text in ["{", "a{b}c", "{{color", "{colors}", "{color red}", "{code}", "${color:red", "a:hover{color:red}"]
        {
            assert_eq!(read(text, false).said(), text);
        }
        let far = format!("{{color:red}}{}{{color}}", "a ".repeat(LONGEST_COLOURED));
        assert!(read(&far, false).said().starts_with("{color:red}"));
    }
}
