//! The walk over plain text, paragraph by paragraph.

use super::paragraph;
use super::{Scan, Scanned};
use crate::redact::Redactor;
use crate::redact::gate::Signals;
use crate::redact::view::View;
use crate::redact::view::decode::{decode, is_plain};
use std::ops::Range;

/// What is found in plain text, paragraph by paragraph; the label stands before one that is read again. A text of one
/// paragraph without a label is a whole field.
pub(in crate::redact) fn text<'a>(input: &'a str, redactor: &'a Redactor, label: Option<&'a str>) -> Scanned {
    let mut scan = Scan::new(input, redactor);
    scan.give(label);
    let trimmed = input.trim().as_bytes();
    let armoured = paragraph::is_armoured(trimmed);
    scan.field = scan.given.is_empty() && paragraph::end(trimmed, 0, armoured) == trimmed.len();
    scan.flowing = true;
    let mut paragraph = View::new(false);
    let mut start = 0;
    while start < input.len() {
        let range = start..paragraph::end(input.as_bytes(), start, armoured);
        start = range.end;
        let raised = scan.raised_as_it_stands(&range);
        if raised.is_some_and(|signals| scan.passes(&range, signals)) {
            continue;
        }
        scan.recall();
        decode(input, range.clone(), false, &mut paragraph);
        let signals = raised.unwrap_or_else(|| scan.signals(&paragraph));
        scan.raising_block(range, &mut paragraph, true, signals);
    }
    scan.scanned
}

impl Scan<'_> {
    /// What a paragraph raises that reads as it stands.
    fn raised_as_it_stands(&self, range: &Range<usize>) -> Option<Signals> {
        let source = &self.input.as_bytes()[range.clone()];
        (is_plain(source, false) && !source.trim_ascii_start().is_empty()).then(|| self.signals_of(source))
    }

    /// Whether a paragraph that raises no more than this holds nothing, as most do. What it says is read when somebody
    /// asks.
    fn passes(&mut self, range: &Range<usize>, signals: Signals) -> bool {
        let is_told = || self.below_both || self.in_key || self.raised.intersects(Signals::TELLING);
        // A word of secrets may begin a key, which shows in what follows.
        let may_pass = self.given.is_empty() && !signals.intersects(Signals::SECRET) && !is_told();
        let passes = may_pass && !self.redactor.seeks(signals.worth(&self.input.as_bytes()[range.clone()]));
        if passes {
            (self.passed, self.raised) = (Some(range.clone()), signals);
        }
        passes
    }

    /// Reads the paragraph before this one, if nobody has.
    fn recall(&mut self) {
        if let Some(range) = self.passed.take() {
            self.previous.clear();
            self.previous_len = range.len();
            decode(self.input, range, false, &mut self.previous);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::redact::{Policy, Redactor, Tally};

    #[test]
    fn a_paragraph_that_holds_nothing_stands_before_the_next_one_all_the_same() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let redacted = |text: &str| redactor.text(text, &mut Tally::new()).into_owned();
        let text = |before: &str| format!("The first part.\n\n{before}\n\n8.3.2.1.  while\n\nMore.");
        let section = text("It is told in a separate section.");
        assert_eq!(redacted(&section), section);
        let other = text("It is told in another part.");
        assert_eq!(redacted(&other), other.replace("8.3.2.1", "[IP_ADDRESS]"));
    }
}
