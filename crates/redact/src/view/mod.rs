//! A view: text as a reader sees it, and where each piece of it stands in the source.
//!
//! A view is folded text plus segments in reading order. A segment copied verbatim maps byte to byte; an
//! atom (an entity, a folded character, a decoded byte) maps as a whole. A place in a view stands for a *set*
//! of source ranges, never for the stretch from the first to the last: between two ranges there may be a tag.

pub(super) mod coding;
pub(super) mod decode;
pub(super) mod entity;
pub(super) mod fold;
pub(super) mod layout;
pub(super) mod names;
pub(super) mod nested;
mod number;

use crate::mask;
use std::ops::Range;

/// Ranges of the source, ascending and disjoint.
pub(super) type Ranges = Vec<Range<usize>>;

/// How a segment stands for its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Byte for byte.
    Copy,
    /// As a whole.
    Atom,
    /// A further source range of the atom before it; no text of its own.
    More,
    /// Source text that a reader does not see; it goes when a finding spans it.
    Hidden,
    /// A line break that this view leaves out.
    Break,
}

#[derive(Clone, Copy, Debug)]
struct Segment {
    kind: Kind,
    at: u32,
    len: u32,
    source: u32,
    source_len: u32,
}

impl Segment {
    fn start(&self) -> usize {
        self.at as usize
    }

    fn end(&self) -> usize {
        (self.at + self.len) as usize
    }

    fn source(&self) -> Range<usize> {
        self.source as usize..(self.source + self.source_len) as usize
    }

    /// The source of the part of this segment that lies in `span`.
    fn source_within(&self, span: &Range<usize>) -> Range<usize> {
        if self.kind != Kind::Copy {
            return self.source();
        }
        let from = span.start.max(self.start()) - self.start();
        let to = span.end.min(self.end()) - self.start();
        let base = self.source as usize;
        base + from..base + to
    }
}

/// Folded text with its source map. Offsets fit into 32 bits because inputs are bounded.
#[derive(Debug, Default)]
pub(super) struct View {
    text: Vec<u8>,
    segments: Vec<Segment>,
    kinds: u8,
    tight: bool,
    /// A seam stands between two digits.
    is_cut: bool,
}

impl View {
    /// An empty view. A tight one leaves out line breaks and remembers where they were.
    pub(super) fn new(tight: bool) -> Self {
        Self { tight, ..Self::default() }
    }

    /// An empty view with memory for so much text.
    pub(super) fn with_capacity(len: usize) -> Self {
        Self { text: Vec::with_capacity(len), ..Self::default() }
    }

    /// Folded UTF-8 text.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// The kinds of bytes in its text, as [`mask`] tells them.
    pub(super) fn kinds(&self) -> u8 {
        self.kinds
    }

    /// Whether a seam may stand between two digits.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Whether there is nothing to read.
    pub(super) fn is_blank(&self) -> bool {
        self.text.iter().all(u8::is_ascii_whitespace)
    }

    /// The text.
    pub(super) fn said(&self) -> String {
        String::from_utf8_lossy(&self.text).into_owned()
    }

    /// Whether line breaks were left out.
    pub(super) fn is_tight(&self) -> bool {
        self.tight
    }

    /// The source ranges that `span` stands for.
    pub(super) fn sources(&self, span: &Range<usize>) -> Ranges {
        let mut ranges = Ranges::new();
        let mut taken = false;
        for segment in &self.segments[self.first_after(span.start)..] {
            let more = segment.kind == Kind::More;
            if segment.start() >= span.end && !(more && taken) {
                break;
            }
            taken = match segment.kind {
                Kind::More => taken,
                Kind::Hidden | Kind::Break => segment.start() > span.start,
                Kind::Copy | Kind::Atom => true,
            };
            if taken {
                join(&mut ranges, segment.source_within(span));
            }
        }
        ranges
    }

    /// Whether two bytes that are neighbours here are not in the source: a tag or hidden text stands between.
    pub(super) fn is_seam(&self, place: usize) -> bool {
        let next = self.first_after(place);
        let Some(after) = self.segments.get(next) else { return true };
        let Some(before) = next.checked_sub(1).and_then(|before| self.segments.get(before)) else { return place == 0 };
        after.start() == place && (before.len == 0 || after.source > before.source + before.source_len)
    }

    /// Whether a word may begin or end here: at a seam, or where not both neighbours are word characters.
    pub(super) fn is_boundary(&self, place: usize) -> bool {
        let word = |at: Option<usize>| {
            at.and_then(|at| self.text.get(at)).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
        };
        !(word(place.checked_sub(1)) && word(Some(place))) || self.is_seam(place)
    }

    /// Whether a line break was left out strictly inside `span`.
    pub(super) fn has_break(&self, span: &Range<usize>) -> bool {
        self.segments[self.first_after(span.start)..]
            .iter()
            .take_while(|s| s.start() < span.end)
            .any(|s| s.kind == Kind::Break && s.start() > span.start)
    }

    /// The first segment that has text behind `place`.
    fn first_after(&self, place: usize) -> usize {
        self.segments.partition_point(|s| s.end() <= place)
    }

    fn push(&mut self, kind: Kind, len: usize, source: Range<usize>) {
        let at = narrow(self.text.len());
        let (source, source_len) = (narrow(source.start), narrow(source.len()));
        self.segments.push(Segment { kind, at, len: narrow(len), source, source_len });
    }

    /// Appends to the text, behind a seam or not.
    fn say(&mut self, bytes: &[u8], is_seam: bool) {
        let is_digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
        self.is_cut |= is_seam && is_digit(self.text.last()) && is_digit(bytes.first());
        self.kinds |= mask::kinds(bytes);
        self.text.extend_from_slice(bytes);
    }

    /// Appends text of one line that stands verbatim at `source`.
    fn line(&mut self, bytes: &[u8], source: usize) {
        let (end, len) = (narrow(source), narrow(bytes.len()));
        let is_seam = !self.ends_at(end);
        match self.segments.last_mut() {
            Some(last) if last.kind == Kind::Copy && last.source + last.source_len == end => {
                last.len += len;
                last.source_len += len;
            }
            _ => self.push(Kind::Copy, bytes.len(), source..source + bytes.len()),
        }
        self.say(bytes, is_seam);
    }

    /// Whether what was appended last stands right before a place of the source.
    fn ends_at(&self, source: u32) -> bool {
        self.segments.last().is_some_and(|last| last.len > 0 && last.source + last.source_len == source)
    }

    /// Appends text that folds to itself and stands verbatim at `source`.
    pub(super) fn copy(&mut self, bytes: &[u8], source: usize) {
        let mut at = 0;
        if self.tight {
            for line in memchr::memchr2_iter(b'\n', b'\r', bytes) {
                self.line(&bytes[at..line], source + at);
                self.line_break(source + line..source + line + 1);
                at = line + 1;
            }
        }
        if at < bytes.len() {
            self.line(&bytes[at..], source + at);
        }
    }

    /// Appends decoded text that stands as a whole for `source`; empty when a reader does not see it.
    pub(super) fn atom(&mut self, folded: &str, source: Range<usize>) {
        if self.tight && matches!(folded, "\n" | "\r") {
            self.line_break(source);
        } else {
            self.decoded(folded.as_bytes(), &[source]);
        }
    }

    /// Forgets what it holds, but not its memory.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.segments.clear();
        self.kinds = 0;
        self.is_cut = false;
    }

    /// The same text without its line breaks.
    pub(super) fn tightened(&self) -> Self {
        let mut tight = Self::new(true);
        tight.text.reserve(self.text.len());
        tight.segments.reserve(2 * self.segments.len() + self.text.len() / 32);
        for segment in &self.segments {
            let text = &self.text[segment.start()..segment.end()];
            match segment.kind {
                Kind::Copy => tight.copy(text, segment.source as usize),
                Kind::Atom if matches!(text, b"\n" | b"\r") => tight.line_break(segment.source()),
                Kind::Atom => tight.decoded(text, &[segment.source()]),
                Kind::More | Kind::Hidden | Kind::Break => tight.push(segment.kind, 0, segment.source()),
            }
        }
        tight
    }

    /// Appends a line break, or remembers that there was one.
    pub(super) fn line_break(&mut self, source: Range<usize>) {
        if self.tight {
            self.push(Kind::Break, 0, source);
        } else {
            self.push(Kind::Atom, 1, source);
            self.say(b"\n", false);
        }
    }

    /// Appends decoded text that stands as a whole for all the given ranges.
    pub(super) fn decoded(&mut self, text: &[u8], sources: &[Range<usize>]) {
        let hidden = text.is_empty();
        let is_seam = sources.first().is_some_and(|first| !self.ends_at(narrow(first.start)));
        for (index, source) in sources.iter().enumerate() {
            let kind = match index {
                _ if hidden => Kind::Hidden,
                0 => Kind::Atom,
                _ => Kind::More,
            };
            // Text is appended first so that further ranges stand behind it.
            self.push(kind, if kind == Kind::Atom { text.len() } else { 0 }, source.clone());
            if index == 0 {
                self.say(text, is_seam);
            }
        }
    }

    /// The whole number that all of the view writes as a decimal one or with an exponent: `4155550132.0`, `4.155550132e9`.
    pub(super) fn whole_number(&self) -> Option<Self> {
        let text = self.text();
        let lead = text.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let said = text.trim_ascii();
        let digits = number::whole(said)?;
        let mut view = Self::new(self.is_tight());
        view.decoded(digits.as_bytes(), &self.sources(&(lead..lead + said.len())));
        Some(view)
    }

    /// Parts what stands before from what is appended next, though nothing stands between.
    fn seam(&mut self) {
        let source = self.segments.last().map_or(0, |last| last.source().end);
        self.push(Kind::Hidden, 0, source..source);
    }

    /// Appends a part of another view with its map.
    pub(super) fn append(&mut self, other: &View, span: Range<usize>) {
        if span.is_empty() {
            return;
        }
        let base = self.text.len();
        for segment in &other.segments[other.first_after(span.start)..] {
            if segment.start() > span.end || segment.start() == span.end && segment.len > 0 {
                break;
            }
            let from = span.start.max(segment.start());
            let to = span.end.min(segment.end()).max(from);
            let source = segment.source_within(&span);
            let (source, source_len) = (narrow(source.start), narrow(source.len()));
            let at = narrow(base + from.min(span.end) - span.start);
            self.segments.push(Segment { kind: segment.kind, at, len: narrow(to - from), source, source_len });
        }
        self.is_cut |= other.is_cut;
        self.say(other.text.get(span).unwrap_or_default(), true);
    }
}

/// Adds a range to the end of a set, joining what touches.
fn join(ranges: &mut Ranges, next: Range<usize>) {
    match ranges.last_mut() {
        _ if next.is_empty() => {}
        Some(last) if next.start <= last.end && next.start >= last.start => last.end = last.end.max(next.end),
        _ => ranges.push(next),
    }
}

/// Offsets are below the input bound times the expansion bound, far below 2^32; the scanner refuses longer input.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "a set of one range is meant")]
mod tests {
    use super::*;

    fn sample() -> View {
        // Source: `ab<i>c&#100;</i>` + hidden + `e`
        let mut view = View::new(false);
        view.copy(b"ab", 0);
        view.copy(b"c", 5);
        view.atom("d", 6..12);
        view.atom("", 16..18);
        view.copy(b"e", 18);
        view
    }

    #[test]
    fn a_place_maps_to_the_set_of_its_source_ranges() {
        let view = sample();
        assert_eq!(view.text(), b"abcde");
        assert_eq!(view.sources(&(1..3)), [1..2, 5..6]);
        assert_eq!(view.sources(&(2..4)), [5..12]);
        assert_eq!(view.sources(&(0..5)), [0..2, 5..12, 16..19]);
        assert_eq!(view.sources(&(4..5)), [18..19]);
    }

    #[test]
    fn seams_are_where_source_and_view_differ() {
        let view = sample();
        let seams: Vec<usize> = (0..5).filter(|place| view.is_seam(*place)).collect();
        assert_eq!(seams, [0, 2, 4]);
    }

    #[test]
    fn a_tight_view_remembers_the_breaks_that_it_leaves_out() {
        let mut view = View::new(true);
        view.copy(b"ab\ncd", 0);
        assert_eq!(view.text(), b"abcd");
        assert!(view.has_break(&(1..3)) && !view.has_break(&(2..4)));
        assert_eq!(view.sources(&(0..4)), [Range { start: 0, end: 5 }]);
        assert!(!sample().has_break(&(0..5)));
    }

    #[test]
    fn a_view_tightened_is_that_of_the_source() {
        let built = |tight| {
            let mut view = View::new(tight);
            view.copy(b"ab\n\r\ncd", 0);
            view.atom("\n", 7..11);
            view.atom("", 11..13);
            view.line_break(20..20);
            view.copy(b"e\n", 25);
            view
        };
        let (tight, tightened) = (built(true), built(false).tightened());
        assert_eq!(format!("{tight:?}"), format!("{tightened:?}"));
    }

    #[test]
    fn an_atom_of_several_ranges_keeps_all_of_them_when_copied_on() {
        let mut first = View::new(false);
        first.decoded(b"@", &[0..2, 7..9]);
        first.copy(b"x", 9);
        let mut second = View::new(false);
        second.append(&first, 0..1);
        assert_eq!(second.text(), b"@");
        assert_eq!(second.sources(&(0..1)), [0..2, 7..9]);
    }
}
