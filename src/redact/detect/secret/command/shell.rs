//! The arguments of commands, as a shell parts them.

use std::ops::Range;

/// The longest command line that is read, in bytes.
pub(super) const LONGEST: usize = 1024;
/// The longest argument of several lines, in bytes.
const LONGEST_IN_LINES: usize = 256;

/// The arguments of a command up to the end of its line, or to another command.
pub(super) fn arguments(text: &[u8], from: usize) -> Vec<Range<usize>> {
    let (mut at, end) = (from, text.len().min(from + LONGEST));
    let mut words = Vec::new();
    while at < end {
        match text[at..end] {
            [b' ' | b'\t', ..] => at += 1,
            [b'\\', b'\n', ..] => at += 2,
            [b'\n' | b'\r' | b'|' | b';' | b'&' | b'<' | b'>' | b'`', ..] => break,
            _ => {
                let len = word(&text[at..end]);
                words.push(at..at + len);
                at += len;
            }
        }
    }
    words
}

/// The arguments behind the name of a command in a list of literals: `["mysql", "-pSunny-7"]`.
pub(super) fn listed(text: &[u8], from: usize) -> Vec<Range<usize>> {
    let (mut at, end) = (from, text.len().min(from + LONGEST));
    let mut words = Vec::new();
    while text[..end].get(at) == Some(&b',') {
        at += 1 + text[at + 1..end].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let Some(quote @ (b'"' | b'\'')) = text[..end].get(at) else { break };
        let Some(len) = memchr::memchr(*quote, &text[at + 1..end]).filter(|len| *len > 0) else { break };
        words.push(at + 1..at + 1 + len);
        at += len + 2;
    }
    words
}

/// The length of an argument: up to a blank outside of quotes.
pub(super) fn word(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(b) = text.get(at) {
        match b {
            b'"' | b'\'' => {
                let line = text[at + 1..].iter().take_while(|b| **b != b'\n').count();
                let close = memchr::memchr(*b, &text[at + 1..at + 1 + line]);
                at += close.map_or(1, |close| close + 2);
            }
            b if b.is_ascii_whitespace() || matches!(b, b'<' | b'>' | b'`') => break,
            _ => at += 1,
        }
    }
    at.max(1)
}

/// An argument without its quotes, or without the signs of the sentence behind it.
pub(super) fn unquoted(text: &[u8], word: Range<usize>) -> Range<usize> {
    if let [first @ (b'"' | b'\''), .., last] = &text[word.clone()]
        && first == last
    {
        return word.start + 1..word.end - 1;
    }
    let loose = |b: &&u8| matches!(b, b'"' | b'\'' | b'.' | b',' | b';' | b')' | b':');
    let (start, end) = (word.start, word.end);
    start..end - text[word].iter().rev().take_while(loose).count()
}

/// The argument with the lines behind it in the same quotes: what is asked for twice stands in two.
pub(super) fn closed(text: &[u8], argument: &Range<usize>) -> Range<usize> {
    let given = &text[argument.clone()];
    let near = &text[argument.end..text.len().min(argument.end + LONGEST_IN_LINES)];
    match given {
        [quote @ (b'"' | b'\''), rest @ ..] if !rest.ends_with(&[*quote]) => {
            let len = memchr::memchr(*quote, near).map_or(0, |close| close + 1);
            argument.start..argument.end + len
        }
        _ => argument.clone(),
    }
}
