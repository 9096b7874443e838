//! Putting replacements into the source, and proof that only text was touched.

pub(super) mod normal;
pub(super) mod replace;
pub(super) mod resolve;
pub(super) mod survive;

use crate::markup::{Token, Tokens, is_name};
use resolve::{Finding, Replacement, resolve};
use std::iter;
use std::ops::Range;

/// A text without what was found in it.
pub(super) struct Rewritten {
    /// What it says now.
    pub(super) text: String,
    /// What was replaced, with places in the text as it was.
    pub(super) replacements: Vec<Replacement>,
}

impl Rewritten {
    /// The text without those findings that do not stay; none when they contradict each other or the text. The
    /// replacements in `markup` are kept apart from it.
    pub(super) fn of(input: &str, findings: &[Finding], markup: bool) -> Option<Self> {
        let replacements = resolve(findings);
        let text = apply(input, &replacements, markup)?;
        Some(Self { text, replacements })
    }
}

/// The input with all replacements made, and those in `markup` kept apart from it; none when they contradict each other or
/// the input.
pub(super) fn apply<'a>(input: &str, replacements: &'a [Replacement], markup: bool) -> Option<String> {
    let texts = |one: &'a Replacement| iter::once(one.text.as_str()).chain(iter::repeat(""));
    let mut edits: Vec<_> = replacements.iter().flat_map(|one| one.ranges.iter().cloned().zip(texts(one))).collect();
    edits.sort_unstable_by_key(|(range, _)| range.start);
    edited(input, &edits, markup)
}

/// The input with all edits made, which are in order; those in `markup` are kept apart from it.
pub(super) fn edited(input: &str, edits: &[(Range<usize>, &str)], markup: bool) -> Option<String> {
    let mut out = String::with_capacity(input.len() + edits.iter().map(|(_, text)| text.len() + 1).sum::<usize>());
    let mut done = 0;
    for (range, text) in edits {
        out.push_str(input.get(done..range.start)?);
        out.push_str(text);
        done = range.end;
        // Neither a placeholder's bracket nor what comes together must complete the end of a CDATA section.
        let rest = input.get(done..)?;
        if markup && (out.ends_with(']') && rest.starts_with("]>") || out.ends_with("]]") && rest.starts_with('>')) {
            out.push(' ');
        }
    }
    out.push_str(input.get(done..)?);
    Some(out)
}

/// Whether replacements leave the markup of a text as it is: each stands in one piece for text without the signs of
/// markup, and has none itself. Where this cannot be told from the replacements, [`same_markup`] tells.
pub(super) fn keep_markup(input: &str, replacements: &[Replacement]) -> bool {
    let plain = |text: &str| !text.is_empty() && !text.bytes().any(|b| matches!(b, b'<' | b'>' | b'=' | b'"' | b'\''));
    let mut tags = Tags { text: input.as_bytes(), read: 0, is_open: false };
    replacements.iter().all(|one| {
        let [place] = &one.ranges[..] else { return false };
        let Some(rest) = input.get(place.start..) else { return false };
        let Some((value, behind)) = rest.split_at_checked(place.len()) else { return false };
        let bracketed = one.text.starts_with('[') && one.text.ends_with(']') && !behind.starts_with("]>");
        bracketed && plain(&one.text) && plain(value) && (value.bytes().all(is_name) || !tags.may_be_open(place.start))
    })
}

/// Where tags are open in a text, read from one place to the next.
struct Tags<'a> {
    text: &'a [u8],
    read: usize,
    is_open: bool,
}

impl Tags<'_> {
    /// Whether a tag may be open at this place, be it one that turns out to be none. Blanks and slashes mean something
    /// there.
    fn may_be_open(&mut self, at: usize) -> bool {
        if at < self.read {
            (self.read, self.is_open) = (0, false);
        }
        let between = &self.text[self.read..at];
        if let Some(last) = memchr::memrchr2(b'<', b'>', between) {
            self.is_open = between[last] == b'<';
        }
        self.read = at;
        self.is_open
    }
}

/// Whether both texts have the same markup: the same tags with the same attribute names in the same order, and
/// nothing in the second that ends a section early. If the first was well-formed, so is the second.
pub(super) fn same_markup(before: &str, after: &str) -> bool {
    let (mut before, mut after) = (Skeleton::of(before), Skeleton::of(after));
    loop {
        match (before.next_bone(), after.next_bone()) {
            (None, None) => return after.delimiters <= before.delimiters,
            (Some(Token::Tag(_)), Some(Token::Tag(_))) if before.has_frame_of(&after) => {}
            (Some(Token::Data(_)), Some(Token::Data(_))) | (Some(Token::Remark(_)), Some(Token::Remark(_))) => {}
            _ => return false,
        }
    }
}

/// The same text with a reference for every `<` that begins no markup; none where there is no such sign.
pub(super) fn escaped(text: &str) -> Option<String> {
    let mut tokens = Tokens::new(text.as_bytes(), 0..text.len());
    let mut escaped = String::with_capacity(text.len());
    let mut start = 0;
    while let Some(token) = tokens.read() {
        let source = text.get(start..tokens.position())?;
        match token {
            Token::Text(_) => escaped.push_str(&source.replace('<', "&lt;")),
            Token::Data(_) | Token::Remark(_) | Token::Tag(_) => escaped.push_str(source),
        }
        start = tokens.position();
    }
    (escaped.len() > text.len()).then_some(escaped)
}

/// The markup of a text, and what of it stands in the text itself.
struct Skeleton<'a> {
    bytes: &'a [u8],
    tokens: Tokens<'a>,
    start: usize,
    /// How often text holds what only markup should: `]]>` in text, `--` in a comment.
    delimiters: usize,
}

impl<'a> Skeleton<'a> {
    fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        Self { bytes, tokens: Tokens::new(bytes, 0..bytes.len()), start: 0, delimiters: 0 }
    }

    /// The next token that is not text.
    fn next_bone(&mut self) -> Option<Token> {
        loop {
            self.start = self.tokens.position();
            let token = self.tokens.read()?;
            match &token {
                Token::Text(range) => self.count(b"]]>", range),
                Token::Remark(range) => self.count(b"--", range),
                Token::Data(_) | Token::Tag(_) => {}
            }
            if !matches!(token, Token::Text(_)) {
                return Some(token);
            }
        }
    }

    fn count(&mut self, delimiter: &[u8], range: &Range<usize>) {
        let bytes = self.bytes.get(range.clone()).unwrap_or_default();
        let starts = memchr::memchr_iter(delimiter[0], bytes);
        self.delimiters += starts.filter(|at| bytes[*at..].starts_with(delimiter)).count();
    }

    /// Whether this tag and the other's are the same but for the values in them.
    fn has_frame_of(&self, other: &Self) -> bool {
        let same_number = self.tokens.attributes().len() == other.tokens.attributes().len();
        same_number && self.frame().zip(other.frame()).all(|(one, two)| one == two)
    }

    /// What stands around the values of the tag.
    fn frame(&self) -> impl Iterator<Item = &'a [u8]> {
        let values = self.tokens.attributes().iter().map(|attribute| &attribute.value);
        let starts = iter::once(self.start).chain(values.clone().map(|value| value.end));
        let ends = values.map(|value| value.start).chain(iter::once(self.tokens.position()));
        starts.zip(ends).map(|(start, end)| self.bytes.get(start..end).unwrap_or_default())
    }
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "a set of one range is meant")]
mod tests {
    use super::*;
    use crate::finding::{Rank, Rule};
    use proptest::prelude::*;

    static RULE: Rule = Rule { kind: "X", name: "x", version: 1, rank: Rank::Shape, proof: "" };

    fn replacement(ranges: &[Range<usize>]) -> Replacement {
        Replacement { rule: &RULE, evidence: None, text: "[X]".into(), ranges: ranges.to_vec() }
    }

    proptest! {
        #[test]
        fn replacements_in_plain_text_keep_the_markup(
            parts in prop::collection::vec("[<>/!?=\"' a-]{0,3}|<p a=\"|</?a>|<!--|-->|<!\\[CDATA\\[|\\]\\]?>?|[a\\[\\]/@! -]{1,3}", 0..12),
            from in 0..30usize,
            len in 1..6usize,
        ) {
            let input = parts.concat();
            let place = from.min(input.len())..(from + len).min(input.len());
            let replacements = [replacement(std::slice::from_ref(&place))];
            if is_value(&input, &place) && keep_markup(&input, &replacements) {
                let output = apply(&input, &replacements, true).unwrap();
                prop_assert!(same_markup(&input, &output), "{} {}", input, output);
            }
        }
    }

    /// Whether a value may be found here: in text, data, a comment or an attribute.
    fn is_value(text: &str, place: &Range<usize>) -> bool {
        let within = |range: &Range<usize>| range.start <= place.start && place.end <= range.end;
        let mut tokens = Tokens::new(text.as_bytes(), 0..text.len());
        while let Some(token) = tokens.read() {
            match token {
                Token::Text(range) | Token::Data(range) | Token::Remark(range) if within(&range) => return true,
                Token::Tag(_) if tokens.attributes().iter().any(|attribute| within(&attribute.value)) => return true,
                _ => {}
            }
        }
        false
    }

    #[test]
    fn replacements_of_signs_of_markup_are_looked_at_more_closely() {
        assert!(keep_markup("<p>ab</p>", &[replacement(&[3..5])]));
        assert!(!keep_markup("<p>a>b</p>", &[replacement(&[3..6])]));
        assert!(!keep_markup("<p>ab</p>", &[replacement(&[3..4, 4..5])]));
        assert!(!keep_markup("<p>ab</p>", &[Replacement { text: String::new(), ..replacement(&[3..5]) }]));
    }

    #[test]
    fn no_section_ends_early_and_contradictions_are_refused() {
        assert_eq!(apply("a]b>", &[replacement(&[0..1, 2..3])], true).as_deref(), Some("[X]] >"));
        assert_eq!(apply("abc", &[replacement(&[0..2]), replacement(&[1..3])], true), None);
        assert_eq!(apply("abc", &[replacement(&[2..9])], true), None);
        assert_eq!(apply("äb", &[replacement(&[1..2])], true), None);
        assert_eq!(escaped("a<b <p>1<2</p><![CDATA[<]]>").as_deref(), Some("a&lt;b <p>1&lt;2</p><![CDATA[<]]>"));
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
