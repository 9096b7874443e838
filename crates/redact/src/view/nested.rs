//! The second level of reading: text that is itself encoded.
//!
//! A view in which such a run was seen yields further views with the run decoded: one with all escapes
//! (`\u0040`, `\x40`, `\100`, `%40`, `&#64;` that is still there after decoding) resolved in place, one of what the
//! base64 runs say, read at each of the four alignments, and one without the tags of markup that is only text here.
//! Decoding never makes text longer than folding may, and the caller bounds the depth, so nothing can blow up.

use super::View;
use super::entity;
use super::fold;
use crate::markup::{Flow, Token, Tokens, flow};
use crate::mask::{self, BRACKET, ESCAPE, TOKEN, has_run};
use std::ops::Range;

/// The shortest run that is tried as base64.
pub(crate) const SHORTEST_RUN: usize = 14;
/// The shortest decoded stretch worth reading.
const SHORTEST_TEXT: usize = 8;

/// The views of what is encoded in `view`, each with whether it is all of the text, which has its label.
pub(crate) fn views(view: &View) -> Vec<(View, bool)> {
    let mut views = Vec::new();
    if view.kinds() & ESCAPE != 0 {
        views.extend(escapes(view).map(|view| (view, true)));
    }
    if has_run(view.text(), SHORTEST_RUN) {
        views.extend(base64(view).map(|view| (view, false)));
    }
    if view.kinds() & BRACKET != 0 && may_be_tagged(view.text()) {
        views.extend(untagged(view).map(|view| (view, true)));
    }
    views
}

/// Whether a tag is closed somewhere. In code that compares none is.
fn may_be_tagged(text: &[u8]) -> bool {
    memchr::memchr_iter(b'/', text).any(|at| {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        before == Some(&b'<') || text.get(at + 1) == Some(&b'>')
    })
}

/// The view without the tags in it; none when there are none.
fn untagged(view: &View) -> Option<View> {
    let text = view.text();
    let mut out = View::new(view.is_tight());
    let mut tokens = Tokens::new(text, 0..text.len());
    let mut tags = 0;
    while let Some(token) = tokens.read() {
        match token {
            Token::Text(range) | Token::Data(range) => out.append(view, range),
            Token::Tag(name) => {
                tags += 1;
                if flow(&text[name.clone()]) != Flow::Inline && !out.text().is_empty() {
                    out.line_break(0..0);
                }
                // What only looks like an address is told by the name of its element.
                if names_version(text, &name) {
                    out.append(view, name);
                }
            }
            Token::Remark(_) => {}
        }
    }
    (tags > 0).then_some(out)
}

/// Whether a tag opens an element that holds a version: `<version>`, `<jackson.version>`.
fn names_version(text: &[u8], name: &Range<usize>) -> bool {
    const VERSION: &[u8] = b"version";
    let end = text[name.clone()].last_chunk::<{ VERSION.len() }>();
    text[..name.start].ends_with(b"<") && end.is_some_and(|end| end.eq_ignore_ascii_case(VERSION))
}

/// The view with all escapes resolved; none when there is none.
pub(crate) fn escapes(view: &View) -> Option<View> {
    let text = view.text();
    let mut out = View::new(view.is_tight());
    let mut done = 0;
    for at in memchr::memchr3_iter(b'\\', b'%', b'&', text) {
        // The first of several backslashes has spoken for all of them.
        let repeated = at > done && text[at] == b'\\' && text[at - 1] == b'\\';
        if at < done || repeated {
            continue;
        }
        if let Some((decoded, len)) = escape(&text[at..]) {
            out.append(view, done..at);
            out.decoded(fold::folded(&decoded).as_bytes(), &view.sources(&(at..at + len)));
            done = at + len;
        }
    }
    if done == 0 {
        return None;
    }
    out.append(view, done..text.len());
    Some(out)
}

/// The text of the escape at the start of `text`, and its length.
fn escape(text: &[u8]) -> Option<(String, usize)> {
    match text.first()? {
        b'\\' => backslash(text),
        b'%' => percent(text),
        _ => entity::parse(text).map(|(c, len)| (c.to_string(), len)),
    }
}

/// `\u0040`, `\u{40}`, `\U00000040`, `\x40`, `\100`, with any number of backslashes; surrogate pairs are joined.
fn backslash(text: &[u8]) -> Option<(String, usize)> {
    let (unit, len) = code_unit(text)?;
    if let Some(c) = char::from_u32(unit) {
        return Some((c.to_string(), len));
    }
    let (low, low_len) = code_unit(text.get(len..)?)?;
    let pair = [u16::try_from(unit).ok()?, u16::try_from(low).ok()?];
    let c = char::decode_utf16(pair).next()?.ok()?;
    Some((c.to_string(), len + low_len))
}

fn code_unit(text: &[u8]) -> Option<(u32, usize)> {
    let slashes = text.iter().take_while(|b| **b == b'\\').count();
    let digits = match text.get(slashes).filter(|_| slashes > 0)? {
        b'x' => slashes + 1..slashes + 3,
        b'u' if text.get(slashes + 1) == Some(&b'{') => {
            let len = text.get(slashes + 2..)?.iter().take(7).position(|b| *b == b'}')?;
            return hex(text.get(slashes + 2..slashes + 2 + len)?).map(|unit| (unit, slashes + len + 3));
        }
        b'u' => slashes + 1..slashes + 5,
        b'U' => slashes + 1..slashes + 9,
        b'0'..=b'3' => return in_base(8, text.get(slashes..slashes + 3)?).map(|unit| (unit, slashes + 3)),
        _ => return None,
    };
    hex(text.get(digits.clone())?).map(|unit| (unit, digits.end))
}

/// The number that these hexadecimal digits write.
pub(crate) fn hex(digits: &[u8]) -> Option<u32> {
    in_base(16, digits)
}

/// The number that these digits write, of which there is one at least.
fn in_base(base: u32, digits: &[u8]) -> Option<u32> {
    let value = |sum: u32, b: &u8| char::from(*b).to_digit(base).map(|digit| sum * base + digit);
    digits.iter().try_fold(0, value).filter(|_| !digits.is_empty())
}

/// One percent-encoded character; several bytes where UTF-8 needs them.
fn percent(text: &[u8]) -> Option<(String, usize)> {
    let bytes: Vec<u8> = text.chunks_exact(3).take(4).map_while(percent_byte).collect();
    let valid = bytes.utf8_chunks().next()?.valid();
    let c = valid.chars().next()?;
    Some((c.to_string(), c.len_utf8() * 3))
}

fn percent_byte(triple: &[u8]) -> Option<u8> {
    let digits = triple.strip_prefix(b"%")?;
    hex(digits).and_then(|byte| u8::try_from(byte).ok())
}

/// The readable stretches of all base64 runs, read at every alignment, one after the other.
fn base64(view: &View) -> Option<View> {
    let text = view.text();
    let mut out = View::new(false);
    let mut at = 0;
    while at < text.len() {
        // A run that is long enough has its last sign here as well.
        let probe = at + SHORTEST_RUN - 1;
        if text.get(probe).is_none_or(|b| !is_base64(*b)) {
            at = probe + 1;
            continue;
        }
        at = probe - text[at..probe].iter().rev().take_while(|b| is_base64(**b)).count();
        let run = text[at..].iter().take_while(|b| is_base64(**b)).count();
        if run >= SHORTEST_RUN && may_say(&text[at..at + run]) {
            (0..4).for_each(|alignment| read_run(view, at + alignment..at + run, &mut out));
        }
        at += run + 1;
    }
    (!out.text().is_empty()).then_some(out)
}

/// Whether a run may be text in base64: whatever alphabet it is of, digits and signs become capital letters, and letters small
/// ones.
fn may_say(run: &[u8]) -> bool {
    run.iter().any(u8::is_ascii_uppercase) && run.iter().any(u8::is_ascii_lowercase)
}

fn read_run(view: &View, run: Range<usize>, out: &mut View) {
    let Some(encoded) = view.text().get(run.clone()).filter(|encoded| has_text(encoded)) else { return };
    let bytes = decoded_bytes(encoded);
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        for stretch in chunk.valid().split_inclusive(|c: char| c.is_control() && !c.is_ascii_whitespace()) {
            if stretch.len() >= SHORTEST_TEXT {
                push_stretch(view, run.start, at, stretch, out);
            }
            at += stretch.len();
        }
        at += chunk.invalid().len();
    }
}

/// A look before decoding: base64 of ASCII text has two quads in a row that decode to it, words and hashes
/// hardly ever.
fn has_text(encoded: &[u8]) -> bool {
    let mut row = 0;
    encoded.chunks_exact(4).any(|quad| {
        row = if is_text_quad(quad) { row + 1 } else { 0 };
        row == 2
    })
}

/// Without branches: of what decides, nothing can be foretold.
fn is_text_quad(quad: &[u8]) -> bool {
    let readable = |b: &u8| (b.wrapping_sub(b' ') <= b'~' - b' ') | (*b == b'\t') | (*b == b'\n') | (*b == b'\r');
    quad_bytes(quad).iter().fold(true, |all, b| all & readable(b))
}

/// Byte `i` of quad `q` comes from the characters `4q + i` and `4q + i + 1`.
fn push_stretch(view: &View, run: usize, at: usize, stretch: &str, out: &mut View) {
    let source_of = |byte: usize| run + byte / 3 * 4 + byte % 3;
    let mut folded = String::new();
    for (offset, c) in stretch.char_indices() {
        let (first, last) = (at + offset, at + offset + c.len_utf8() - 1);
        folded.clear();
        fold::fold_into(c, &mut folded);
        out.decoded(folded.as_bytes(), &view.sources(&(source_of(first)..source_of(last) + 2)));
    }
    // A wall, so that two stretches never read as one.
    out.line_break(0..0);
}

fn decoded_bytes(encoded: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(encoded.len() / 4 * 3 + 3);
    for quad in encoded.chunks(4) {
        bytes.extend_from_slice(&quad_bytes(quad)[..quad.len() * 6 / 8]);
    }
    bytes
}

/// The three bytes of a quad; of a shorter one, only the first bytes count.
fn quad_bytes(quad: &[u8]) -> [u8; 3] {
    let sextet = |at: usize| quad.get(at).map_or(0, |b| u32::from(SEXTETS[usize::from(*b)]));
    let bits = sextet(0) << 18 | sextet(1) << 12 | sextet(2) << 6 | sextet(3);
    let [_, first, second, third] = bits.to_be_bytes();
    [first, second, third]
}

/// The characters of long tokens are those of base64 as well.
fn is_base64(byte: u8) -> bool {
    mask::is(byte, TOKEN)
}

/// The six bits of each base64 character (RFC 4648, both alphabets); zero for what is none.
const SEXTETS: [u8; 256] = {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut table = [0; 256];
    let mut value = 0;
    while value < alphabet.len() {
        table[alphabet[value] as usize] = value as u8;
        value += 1;
    }
    (table[b'-' as usize], table[b'_' as usize]) = (62, 63);
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    fn view(text: &str) -> View {
        let mut view = View::new(false);
        view.copy(text.as_bytes(), 0);
        view
    }

    fn unescaped(text: &str) -> Option<String> {
        escapes(&view(text)).map(|view| view.said())
    }

    #[test]
    fn escapes_are_resolved_in_place() {
        for (text, read) in [
            (r"a\u0040b\x2ec\u{64}", "a@b.cd"),
            (r"\\u0040", "@"),
            (r"\ud835\udfd9", "1"),
            (r"\U0001d7d9\101\062", "1A2"),
            ("a%40b%EF%BC%A0c%2", "a@b@c%2"),
            ("&#52;&commat;", "4@"),
        ] {
            assert_eq!(unescaped(text).as_deref(), Some(read));
        }
        assert_eq!(escapes(&view(r"x\u0040y")).unwrap().sources(&(1..2)), [Range { start: 1, end: 7 }]);
    }

    #[test]
    fn what_is_no_escape_yields_no_view() {
        let beside = ["100 % sure", "50%off", "a & b", r"C:\users\x"];
        let broken = [r"\ud835", r"\u{}", r"\18x", r"\400", r"\U0004", "%ff", "%", r"\"];
        for text in beside.into_iter().chain(broken) {
            assert_eq!(unescaped(text), None, "{text}");
        }
    }

    #[test]
    fn tags_that_are_text_are_left_out() {
        for (text, read) in [
            ("<p>card 4539 <b>72</b>09</p>x", "card 4539 7209\nx"),
            ("<a><version>1.2</version>3</a>", "version1.23"),
            ("4539 <br/>7209", "4539 \n7209"),
        ] {
            assert_eq!(views(&view(text))[0].0.said(), read);
        }
        for text in ["if (a<b && c>d)", "1<2", "<", "x </3", "/>"] {
            assert!(views(&view(text)).is_empty(), "{text}");
        }
        let bold = view("45<b>39<i/>");
        assert_eq!(untagged(&bold).unwrap().sources(&(0..4)), [0..2, 5..7]);
    }

    #[test]
    fn base64_is_read_at_every_alignment() {
        // "john@example.org" behind zero to three foreign characters.
        for lead in ["", "x", "xy", "xyz"] {
            let found = views(&view(&format!("{lead}am9obkBleGFtcGxlLm9yZw==")));
            assert!(found.iter().any(|(v, _)| v.said().contains("john@example.org")), "{lead}");
        }
        // Both alphabets have two signs of their own.
        for encoded in ["d2hhdD8/Pz4+PmpvaG5AZXhhbXBsZS5vcmc=", "d2hhdD8_Pz4-PmpvaG5AZXhhbXBsZS5vcmc="] {
            let found = views(&view(encoded));
            assert!(found.iter().any(|(v, _)| v.said().contains("what???>>>john@example.org")), "{encoded}");
        }
    }

    #[test]
    fn long_words_and_hashes_are_not_base64() {
        for text in ["internationalization", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "administration"] {
            assert!(views(&view(text)).is_empty(), "{text}");
        }
    }
}
