//! Putting replacements into the source, and proof that only text was touched.

use super::markup::{Token, Tokens};
use super::resolve::Replacement;
use std::ops::Range;

/// The input with all replacements made; none when they contradict each other or the input.
pub(super) fn apply(input: &str, replacements: &[Replacement]) -> Option<String> {
    let mut edits: Vec<(&Range<usize>, &str)> = Vec::new();
    for replacement in replacements {
        let texts = std::iter::once(replacement.text.as_str()).chain(std::iter::repeat(""));
        edits.extend(replacement.ranges.iter().zip(texts));
    }
    edits.sort_unstable_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(input.len());
    let mut done = 0;
    for (range, text) in edits {
        out.push_str(input.get(done..range.start)?);
        out.push_str(text);
        done = range.end;
        // A placeholder's bracket must not complete the end of a CDATA section.
        if text.ends_with(']') && input.get(done..)?.starts_with("]>") {
            out.push(' ');
        }
    }
    out.push_str(input.get(done..)?);
    Some(out)
}

/// Whether both texts have the same markup: the same tags with the same attribute names in the same order, and
/// nothing in the second that ends a section early. If the first was well-formed, so is the second.
pub(super) fn same_markup(before: &str, after: &str) -> bool {
    let (mut before, mut after) = (Skeleton::of(before), Skeleton::of(after));
    loop {
        match (before.next_bone(), after.next_bone()) {
            (None, None) => return after.delimiters <= before.delimiters,
            (one, other) if one == other => {}
            _ => return false,
        }
    }
}

/// A tag without its attribute values, or the delimiters of a section.
#[derive(PartialEq, Eq)]
enum Bone<'a> {
    Tag(Vec<&'a [u8]>),
    Data,
    Remark,
}

struct Skeleton<'a> {
    bytes: &'a [u8],
    tokens: Tokens<'a>,
    /// How often text holds what only markup should: `]]>` in text, `--` in a comment.
    delimiters: usize,
}

impl<'a> Skeleton<'a> {
    fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        Self { bytes, tokens: Tokens::new(bytes, 0..bytes.len()), delimiters: 0 }
    }

    fn next_bone(&mut self) -> Option<Bone<'a>> {
        loop {
            let start = self.tokens.position();
            match self.tokens.read()? {
                Token::Text(range) => self.count(b"]]>", range),
                Token::Data(_) => return Some(Bone::Data),
                Token::Remark(range) => {
                    self.count(b"--", range);
                    return Some(Bone::Remark);
                }
                Token::Tag(_) => return Some(Bone::Tag(self.tag_frame(start))),
            }
        }
    }

    fn count(&mut self, delimiter: &[u8], range: Range<usize>) {
        let bytes = self.bytes.get(range).unwrap_or_default();
        self.delimiters += memchr::memmem::find_iter(bytes, delimiter).count();
    }

    /// What stands around the values.
    fn tag_frame(&self, start: usize) -> Vec<&'a [u8]> {
        let mut at = start;
        let mut frame = Vec::with_capacity(self.tokens.attributes().len() + 1);
        for attribute in self.tokens.attributes() {
            frame.push(self.bytes.get(at..attribute.value.start).unwrap_or_default());
            at = attribute.value.end;
        }
        frame.push(self.bytes.get(at..self.tokens.position()).unwrap_or_default());
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::super::detect::Rule;
    use super::*;

    fn replacement(ranges: &[Range<usize>]) -> Replacement {
        Replacement { rule: Rule { kind: "X", name: "x", version: 1 }, text: "[X]".into(), ranges: ranges.to_vec() }
    }

    #[test]
    fn the_first_range_takes_the_placeholder_and_the_others_become_empty() {
        let out = apply("ab<i>cd</i>e", &[replacement(&[1..2, 5..7])]);
        assert_eq!(out.as_deref(), Some("a[X]<i></i>e"));
    }

    #[test]
    fn a_placeholder_never_completes_the_end_of_a_section() {
        assert_eq!(apply("ab]>", &[replacement(&[1..2])]).as_deref(), Some("a[X] ]>"));
    }

    #[test]
    fn contradictions_are_refused() {
        assert_eq!(apply("abc", &[replacement(&[0..2]), replacement(&[1..3])]), None);
        assert_eq!(apply("abc", &[replacement(&[2..9])]), None);
        assert_eq!(apply("äb", &[replacement(&[1..2])]), None);
    }

    #[test]
    fn markup_is_the_same_when_only_text_and_values_differ() {
        assert!(same_markup("<p a=\"1\">x</p><!-- c --><![CDATA[d]]>", "<p a=\"[X]\"></p><!-- [X] --><![CDATA[]]>"));
        for other in
            ["<p b=\"1\">x</p>", "<p a=\"1\">x", "<p a=\"1\">x</p><br/>", "<p a=\"1\">]]></p>", "<p a='1'>x</p>"]
        {
            assert!(!same_markup("<p a=\"1\">x</p>", other), "{other}");
        }
        assert!(!same_markup("<!-- - - -->", "<!-- -- -->"));
    }
}
