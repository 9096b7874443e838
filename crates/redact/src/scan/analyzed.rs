//! What an analyzer says of a view, among what the engine finds in it.

use super::Scan;
use crate::analyzer::Analyzer;
use crate::rewrite::resolve::union;
use crate::token;
use crate::view::{Ranges, View};
use std::ops::Range;

/// Less than for whatever the engine finds: where both find something, the name is the engine's.
const SCORE: u16 = 1;

/// What an analyzer has not said.
#[derive(Debug, Default)]
pub(crate) struct Unanswered {
    /// Texts that it was not asked for yet.
    pub(crate) texts: Vec<String>,
    /// Whether of one it cannot say.
    pub(crate) fails: bool,
}

impl Scan<'_> {
    /// Finds what the analyzer says of a view, or notes that it has to be asked first. It reads sentences: not names of
    /// members, nor single words in the markup. What we wrote ourselves is cut out of what it finds.
    pub(super) fn look_it_up(&mut self, analyzer: &Analyzer, view: &View) {
        let Ok(text) = std::str::from_utf8(view.text()) else {
            return self.scanned.unanswered.fails = true;
        };
        let is_word = || !text.trim().contains(char::is_whitespace);
        let says = text.chars().any(char::is_alphabetic) && !token::is_all_written(view.text());
        if !says || self.naming || self.formal && is_word() {
            return;
        }
        match analyzer.known(text) {
            None => self.scanned.unanswered.texts.push(text.to_owned()),
            Some(None) => self.scanned.unanswered.fails = true,
            Some(Some(places)) if places.is_empty() => {}
            Some(Some(places)) => {
                let written = self.written(view);
                let ours = union(written.iter().cloned().chain(token::placeholders(view.text())));
                for (rule, span) in places.iter() {
                    for part in without(text, span, &ours) {
                        self.keep(rule, SCORE, None, view, &written, part);
                    }
                }
            }
        }
    }
}

/// The parts of a span outside of `ours` that say something, without the blanks around them.
fn without(text: &str, span: &Range<usize>, ours: &Ranges) -> Vec<Range<usize>> {
    let (mut parts, mut from) = (Vec::new(), span.start);
    for cut in ours.iter().filter(|cut| cut.start < span.end && cut.end > span.start).chain([&(span.end..span.end)]) {
        let part = text.get(from..cut.start.max(from)).unwrap_or_default();
        if part.contains(char::is_alphanumeric) {
            let start = from + part.len() - part.trim_start().len();
            parts.push(start..start + part.trim().len());
        }
        from = cut.end;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_we_wrote_is_cut_out_of_a_finding() {
        let text = "by [PERSON_NAME] Smith, [US_SSN]";
        let ours: Ranges = token::written(text.as_bytes()).collect();
        for (span, left) in [(0..text.len(), "by|Smith,"), (4..15, ""), (10..22, "Smith"), (0..8, "by"), (0..2, "by")] {
            let parts: Vec<&str> = without(text, &span, &ours).into_iter().map(|part| &text[part]).collect();
            assert_eq!(parts.join("|"), left, "{span:?}");
        }
    }
}
