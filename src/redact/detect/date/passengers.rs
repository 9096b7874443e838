//! Dates of birth of passengers in lists and messages of those who book for them: in one piece, the month in capitals.

use crate::redact::detect::shape::fits;
use crate::redact::detect::vocabulary::is_among;
use crate::redact::detect::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;

/// The detector of this file.
pub(super) const DETECTOR: Detector = Detector { rules: &[&PASSENGER], needs: Signals::CODE, find };

static PASSENGER: Rule = Rule {
    kind: kind::DATE_OF_BIRTH,
    name: "date.passenger",
    version: 1,
    rank: Rank::Context,
    proof: "a day in one piece behind a title in capitals or the letter of a word for birth",
};

/// Names the dates of birth of passengers, as those who book write them: `SHAH / NIRAV MR  P4266204  14JUN1975`, `b. 15JUL84`.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    const MONTHS: &str = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC";
    /// How much of the line before is read, in bytes.
    const LINE: usize = 160;
    const TITLES: &str = "MR MRS MS MISS MSTR CHD INF DR";
    let text = reading.text();
    for day in reading.groups().iter().filter(|group| group.len() == 2) {
        let at = day.span().start;
        let Some(end) = fits(text, at, "99aaa9999").or_else(|| fits(text, at, "99aaa99")) else { continue };
        let month = &text[at + 2..at + 5];
        let is_day = month.iter().all(u8::is_ascii_uppercase) && is_among(month, MONTHS);
        if !is_day || !reading.is_whole(&(at..end)) {
            continue;
        }
        let line = text[at.saturating_sub(LINE)..at].rsplit(|b| *b == b'\n').next().unwrap_or_default();
        let titled = || line.split(|b| !b.is_ascii_uppercase()).any(|word| is_among(word, TITLES));
        if (line.ends_with(b" b. ") || titled()) && !is_of_flight(line) {
            hits.hit(&PASSENGER, at..end);
        }
    }
}

/// Whether the line is about something else that has a day: a flight, or how long a document counts.
fn is_of_flight(line: &[u8]) -> bool {
    const WORDS: [&[u8]; 5] = [b"exp ", b"expires ", b"valid ", b"dep ", b"arr "];
    let lower = line.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn births_of_passengers_stand_behind_their_titles() {
        for (text, born) in [
            ("1 SHAH / NIRAV MR          P4266204   14JUN1975   veg", "14JUN1975"),
            ("Pax 1  HUGHES/ROBERT MR  ppt 548120937 exp 17 AUG 2031  b. 15JUL84", "15JUL84"),
            ("IRANI / PERIN MS  T9689418  11NOV1969", "11NOV1969"),
        ] {
            finds(find, &[(text, born)]);
        }
        finds_nothing(
            find,
            &[
                "LX155 BOM-ZRH 14JUN1975",
                "SHAH / NIRAV MR dep 14JUN2026",
                "SHAH / NIRAV MR P4266204 exp 14JUN2031",
                "MR 14abc1975",
                "the part 14JUN1975",
            ],
        );
    }
}
