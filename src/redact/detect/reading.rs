//! What all detectors read of a view: its text, the groups of digits in it, and the words around a place.

use super::cue::{self, Cue, Topic};
use super::secret::Sought;
use super::vocabulary::{Words, first_word, last_word, last_word_before};
use crate::redact::runs::runs;
use crate::redact::view::View;
use std::cell::OnceCell;
use std::ops::Range;

/// How far before a value a word may stand that says what it is, in bytes.
pub(in crate::redact) const REACH: usize = 48;
/// How far behind it.
pub(super) const REACH_BEHIND: usize = 24;
/// How many runs of digits most texts have at most that have any.
const USUAL: usize = 16;
/// How many separators may stand between two groups of digits (` - `, `) `).
const WIDEST_GAP: usize = 3;

/// Where a text stands, as far as detectors may know it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::redact) struct Place<'a> {
    /// What stands before the text and says what it is: the cell to the left, a key, the name of an attribute. Folded.
    pub(in crate::redact) label: &'a str,
    /// The text is a whole field, not a part of a document.
    pub(in crate::redact) field: bool,
    /// The country whose national numbers are meant where nothing else says so, as in ISO 3166 (`US`).
    pub(in crate::redact) region: &'a str,
}

/// A run of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::redact) struct Group {
    start: u32,
    end: u32,
    /// How many separators lead from the group before; 0 for the first group of a chain.
    gap: u8,
}

impl Group {
    /// Where it stands in the view.
    pub(in crate::redact) fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// How many digits it has.
    pub(in crate::redact) fn len(&self) -> usize {
        self.span().len()
    }

    /// Whether only separators stand between the group before and this one.
    pub(in crate::redact) fn follows(&self) -> bool {
        self.gap > 0
    }
}

/// A view as detectors read it.
pub(in crate::redact) struct Reading<'a> {
    view: &'a View,
    place: Place<'a>,
    groups: OnceCell<Vec<Group>>,
    cues: OnceCell<Vec<Cue>>,
    cues_of_figures: OnceCell<Vec<Cue>>,
    sought: OnceCell<Sought>,
}

impl<'a> Reading<'a> {
    /// Reads a view at a place.
    pub(in crate::redact) fn new(view: &'a View, place: Place<'a>) -> Self {
        Self {
            view,
            place,
            groups: OnceCell::new(),
            cues: OnceCell::new(),
            cues_of_figures: OnceCell::new(),
            sought: OnceCell::new(),
        }
    }

    /// The view.
    pub(in crate::redact) fn view(&self) -> &'a View {
        self.view
    }

    /// Folded UTF-8 text.
    pub(in crate::redact) fn text(&self) -> &'a [u8] {
        self.view.text()
    }

    /// What stands before the text and says what it is.
    pub(in crate::redact) fn label(&self) -> &'a str {
        self.place.label
    }

    /// The same without the colon behind it.
    pub(in crate::redact) fn bare_label(&self) -> &'a str {
        self.label().trim_ascii_end().trim_end_matches(':')
    }

    /// The country whose national numbers are meant where nothing else says so.
    pub(in crate::redact) fn region(&self) -> &'a str {
        self.place.region
    }

    /// Whether the span is a whole field: a column or a text that holds this value and nothing else.
    pub(in crate::redact) fn is_field(&self, span: &Range<usize>) -> bool {
        let blank = |text: &[u8]| text.iter().all(u8::is_ascii_whitespace);
        self.place.field && blank(&self.text()[..span.start]) && blank(&self.text()[span.end..])
    }

    /// Whether a value may begin and end here: at word boundaries and seams.
    pub(in crate::redact) fn is_whole(&self, span: &Range<usize>) -> bool {
        self.view.is_boundary(span.start) && self.view.is_boundary(span.end)
    }

    /// Whether a value in this stretch may be kept: where line breaks were left out, only what stood over one.
    pub(in crate::redact) fn is_wanted(&self, stretch: &Range<usize>) -> bool {
        !self.view.is_tight() || self.view.has_break(stretch)
    }

    /// What stands around a value, with `…` in its place: the rest of its line, and before a value that begins one the label
    /// or the line before.
    pub(in crate::redact) fn around(&self, span: &Range<usize>) -> String {
        const NEAR: usize = 64;
        let from = span.start.saturating_sub(NEAR);
        let before = String::from_utf8_lossy(&self.text()[from..span.start]);
        let to = self.text().len().min(span.end + NEAR / 2);
        let behind = String::from_utf8_lossy(&self.text()[span.end..to]);
        let is_end = |c: char| matches!(c, '\n' | '\r');
        let behind = behind.split(is_end).next().unwrap_or_default();
        if before.trim().is_empty() {
            return format!("{}: …{behind}", self.bare_label().trim()).trim_start_matches(": ").to_owned();
        }
        // A word that is cut says nothing.
        let whole = if from > 0 { before.split_once(' ').map_or(&*before, |(_, whole)| whole) } else { &before };
        let begins = whole.trim_end_matches([' ', '\t']).ends_with(is_end);
        let line = if begins { whole.trim_end() } else { whole }.rsplit(is_end).next().unwrap_or_default();
        format!("{line}{}…{behind}", if begins { " " } else { "" })
    }

    /// All runs of digits, in order.
    pub(in crate::redact) fn groups(&self) -> &[Group] {
        self.groups.get_or_init(|| groups(self.text()))
    }

    /// What the detectors of secrets look for.
    pub(super) fn sought(&self) -> &Sought {
        self.sought.get_or_init(|| Sought::of(self.text()))
    }

    /// The runs of digits in chains with nothing but separators (blank, tab, `-`, `.`, `/`, brackets) between them.
    pub(in crate::redact) fn numbers(&self) -> impl Iterator<Item = &[Group]> {
        self.groups().chunk_by(|_, next| next.follows())
    }

    /// The words that announce a value of this topic, in order. A text whose lines were joined has none: what stands
    /// behind a word there may belong to another line.
    pub(in crate::redact) fn cues(&self, topic: Topic) -> impl Iterator<Item = &Cue> {
        let all = match topic.has_figures() {
            true => self
                .cues_of_figures
                .get_or_init(|| self.cues_within(|| cue::before_figures(self.text(), self.groups()))),
            false => self.cues.get_or_init(|| self.cues_within(|| std::iter::once(0..self.text().len()))),
        };
        all.iter().filter(move |cue| cue.topic == topic)
    }

    /// The words that announce values of this topic, by where these begin.
    pub(in crate::redact) fn announced(&self, topic: Topic) -> Announced {
        self.cues(topic).map(|cue| (cue.value(), cue.word)).collect()
    }

    fn cues_within<I: Iterator<Item = Range<usize>>>(&self, places: impl FnOnce() -> I) -> Vec<Cue> {
        match self.view.is_tight() {
            true => Vec::new(),
            false => cue::cues(self.text(), self.place.label.as_bytes(), places()),
        }
    }

    /// The word nearest before a place, within reach of it, or in the label of the text where no other words stand
    /// between. Whether the label counts must not depend on lengths: what is redacted is read again.
    pub(in crate::redact) fn word_before(&self, at: usize, words: &(impl Words + ?Sized)) -> Option<&'static str> {
        let from = at.saturating_sub(REACH);
        let near = last_word_before(self.text(), at, REACH, words);
        let begins = || !self.text()[..at].iter().take(REACH + 1).any(u8::is_ascii_alphabetic);
        near.or_else(|| if from == 0 && begins() { last_word(self.place.label.as_bytes(), words) } else { None })
    }

    /// A word before the span, or else one right behind it.
    pub(in crate::redact) fn word_around(
        &self,
        span: &Range<usize>,
        words: &(impl Words + ?Sized),
    ) -> Option<&'static str> {
        let text = self.text();
        let behind = || first_word(&text[span.end..text.len().min(span.end + REACH_BEHIND)], words);
        self.word_before(span.start, words).or_else(behind)
    }
}

fn groups(text: &[u8]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::with_capacity(USUAL);
    for run in runs(text, |b| b.is_ascii_digit()) {
        let behind = groups.last().map_or(0, |last| last.end as usize);
        let between = &text[behind..run.start];
        let chained = !groups.is_empty() && between.len() <= WIDEST_GAP && between.iter().all(is_separator);
        let gap = if chained { between.len() } else { 0 };
        // Views are far shorter than 2^32.
        groups.push(Group { start: run.start as u32, end: run.end as u32, gap: gap as u8 });
    }
    groups
}

fn is_separator(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'-' | b'.' | b'/' | b'(' | b')')
}

/// Words by the places where their values begin, so that a place is not compared with all of them.
pub(in crate::redact) struct Announced(Vec<(usize, &'static str)>);

impl Announced {
    /// The word of the value that begins here, the first one of several.
    pub(in crate::redact) fn word(&self, at: usize) -> Option<&'static str> {
        let first = self.0.partition_point(|(value, _)| *value < at);
        self.0.get(first).filter(|(value, _)| *value == at).map(|(_, word)| *word)
    }
}

impl FromIterator<(usize, &'static str)> for Announced {
    fn from_iter<I: IntoIterator<Item = (usize, &'static str)>>(pairs: I) -> Self {
        let mut all: Vec<_> = pairs.into_iter().collect();
        all.sort_by_key(|(value, _)| *value);
        Self(all)
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::read;
    use super::*;

    #[test]
    fn digits_are_chained_over_separators() {
        read("tel (030) 12-34, 5 / 6 and 7", |reading| {
            let chains: Vec<Vec<usize>> =
                reading.numbers().map(|chain| chain.iter().map(Group::len).collect()).collect();
            assert_eq!(chains, [vec![3, 2, 2], vec![1, 1], vec![1]]);
        });
    }

    #[test]
    fn words_are_found_before_and_behind_in_any_case_and_in_names_of_programs() {
        let words = ["ssn", "social security", "card no"];
        for text in [
            "SSN: #",
            "the ssn is #",
            "my_ssn = #",
            "userSsn=#",
            "Social-Security no #",
            "card_no #",
            "cardNo #",
            "SSNs #",
        ] {
            read(text, |reading| assert!(reading.word_before(text.len() - 1, &words).is_some(), "{text}"));
        }
        for text in ["assn: #", "ssnx #", "[US_SSN] #", "#", "cardnote #"] {
            read(text, |reading| assert_eq!(reading.word_before(text.len() - 1, &words), None, "{text}"));
        }
        read("# (SSN)", |reading| assert_eq!(reading.word_around(&(0..1), &words), Some("ssn")));
    }

    #[test]
    fn a_value_is_shown_in_its_line_behind_the_label_or_the_line_before() {
        let around = |text: &str, value: &str, label: &str| {
            let mut view = View::new(false);
            crate::redact::view::decode::decode(text, 0..text.len(), false, &mut view);
            let at = text.find(value).unwrap();
            Reading::new(&view, Place { label, ..Place::default() }).around(&(at..at + value.len()))
        };
        assert_eq!(around("a\nGarage: 4471, bell\nb", "4471", ""), "Garage: …, bell");
        assert_eq!(around("Which code?\r\n  4471 it is", "4471", ""), "Which code? … it is");
        assert_eq!(around("4471", "4471", "Key safe:"), "Key safe: …");
        assert_eq!(around("4471 opens", "4471", ""), "… opens");
        let long = "é word ".repeat(20);
        let said = around(&format!("{long}4471 {long}"), "4471", "");
        assert!(said.starts_with("word é") && said.len() < 120 && !said.contains("\u{fffd} "), "{said}");
    }

    #[test]
    fn the_nearest_word_counts_and_the_label_where_the_text_begins() {
        read("ssn or card no #", |reading| assert_eq!(reading.word_before(15, &["ssn", "card no"]), Some("card no")));
        let mut view = View::new(false);
        crate::redact::view::decode::decode("12", 0..2, false, &mut view);
        let reading = Reading::new(&view, Place { label: "Patient MRN", ..Place::default() });
        assert_eq!(reading.word_before(0, &["mrn"]), Some("mrn"));
    }
}
