//! Hashes of passwords in the table of users of SAP systems (USR02), in hexadecimal digits behind the name of their column or in
//! it: `BCODE` has sixteen.

use super::super::{Detector, Hits, Reading, Rule, tell, told};
use crate::redact::gate::Signals;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file. The name of the column raises the signal.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&SAP], needs: Signals::SECRET, find };

static SAP: Rule = told("secret.sap", "sixteen hexadecimal digits behind the name of the column of a hash");

/// The name of the column, and how long its values are.
const NAME: &str = "BCODE";
const LEN: usize = 16;
/// How many signs may stand between the name and a value.
const GAP: usize = 4;

/// Names the hashes of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    static COLUMN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(NAME));
    let text = reading.text();
    for at in COLUMN.find_iter(text) {
        let end = at + NAME.len();
        let gap = text[end..].iter().take(GAP).take_while(|b| b" :=\"'-|>".contains(b)).count();
        if gap > 0 && !text[..at].last().is_some_and(u8::is_ascii_alphanumeric) {
            judge(text, end + gap, hits);
        }
    }
    let label = reading.bare_label();
    if label.ends_with(NAME) || label.ends_with("bcode") {
        judge(text, text.iter().take_while(|b| b.is_ascii_whitespace()).count(), hits);
    }
}

/// Whether a hash stands at a place; says so.
fn judge(text: &[u8], from: usize, hits: &mut Hits) {
    let len = text[from..].iter().take(LEN + 1).take_while(|b| b.is_ascii_hexdigit()).count();
    let given: Range<usize> = from..from + len;
    if len == LEN && !text.get(given.end).is_some_and(u8::is_ascii_alphanumeric) {
        tell(&SAP, &text[given.clone()], given, hits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn hashes_of_users_are_found_and_empty_ones_left() {
        finds(
            find,
            &[
                ("USR02-BCODE = F9A1C8D27E4B6035", "F9A1C8D27E4B6035"),
                ("JRUIZ:001:BCODE F9A1C8D27E4B6035 PASSCODE", "F9A1C8D27E4B6035"),
            ],
        );
        finds_nothing(
            find,
            &["BCODE 0000000000000000", "BCODE and PASSCODE", "SUBCODE F9A1C8D27E4B6035", "BCODE: F9A1C8D2"],
        );
    }
}
