//! Numbers of the United States: SSN, ITIN, EIN.
//!
//! An SSN has an area (not 000, 666 or above 899), a group (not 00) and a serial (not 0000); two that were printed in
//! advertisements are void (SSA, POMS RM 10201). An ITIN looks the same, with an area from 900 and a group of 50–65, 70–88,
//! 90–92 or 94–99 (IRS, IRM 3.21.263). A word beside it makes a number an SSN that the rules would not let pass. Its
//! last four digits count where they are called so. An EIN has two digits before its sign (IRS, Publication 1635).

use super::cue::{Cue, Topic};
use super::goods::is_called_a_thing;
use super::shape::{fits, is_alone, is_in_row, is_list, number};
use super::vocabulary::{ending as ending_word, is_one_of};
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::ops::Range;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[
    Detector {
        rules: &[&SSN_FORM, &SSN_FIELD, &SSN_CONTEXT, &ITIN_FORM, &ITIN_CONTEXT, &EIN],
        needs: Signals::NINE,
        find,
    },
    Detector { rules: &[&SSN_END], needs: Signals::WORD, find: ends },
];

static SSN_FORM: Rule = Rule {
    kind: kind::US_SSN,
    name: "ssn.form",
    version: 1,
    rank: Rank::Shape,
    proof: "three, two and four digits with the same separator; area, group and serial are in use",
};
static SSN_FIELD: Rule = Rule {
    kind: kind::US_SSN,
    name: "ssn.field",
    version: 1,
    rank: Rank::Shape,
    proof: "the field holds nothing else; area, group and serial are in use",
};
static SSN_CONTEXT: Rule = Rule {
    kind: kind::US_SSN,
    name: "ssn.context",
    version: 1,
    rank: Rank::Context,
    proof: "nine digits behind a word for it",
};
static ITIN_FORM: Rule = Rule {
    kind: kind::US_ITIN,
    name: "itin.form",
    version: 1,
    rank: Rank::Shape,
    proof: "three, two and four digits; area from 900 and a group in use",
};
static ITIN_CONTEXT: Rule = Rule {
    kind: kind::US_ITIN,
    name: "itin.context",
    version: 1,
    rank: Rank::Context,
    proof: "nine digits behind a word for it; area from 900 and a group in use",
};

static SSN_END: Rule = Rule {
    kind: kind::US_SSN,
    name: "ssn.last_four",
    version: 1,
    rank: Rank::Context,
    proof: "four digits behind the words for the last four of one",
};
static EIN: Rule = Rule {
    kind: kind::NATIONAL_ID,
    name: "ein.context",
    version: 1,
    rank: Rank::Context,
    proof: "two digits and seven behind a word for it",
};

/// How the numbers are written, the usual form of the SSA first.
const FORMS: [&str; 3] = ["999-99-9999", "999 99 9999", "999.99.9999"];
/// Forms with a separator left out, which count only where nothing else stands in the field.
const LOOSE: [&str; 2] = ["999-999999", "99999-9999"];

/// Names the numbers of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    for group in reading.groups().iter().filter(|group| matches!(group.len(), 3 | 5 | 9..)) {
        // Two digits stand behind the first sign of all forms.
        let behind = reading.text().get(group.span().end + 1..group.span().end + 3);
        if group.len() >= 9 || behind.is_some_and(|next| next.iter().all(u8::is_ascii_digit)) {
            by_form(reading, group.span(), hits);
        }
    }
    employers(reading, hits);
    for cue in reading.cues(Topic::Ssn) {
        for span in cue.whole_values(reading, written) {
            let text = &reading.text()[span.clone()];
            let social = cue.word.starts_with('s');
            // Other nations have tax numbers of nine digits as well.
            let ours = social || text.len() > 9 || reading.region() == "US" && is_ssn(text);
            if !social && is_itin(text) {
                hits.near(&ITIN_CONTEXT, span, cue.word);
            } else if ours {
                hits.near(&SSN_CONTEXT, span, cue.word);
            }
        }
    }
}

/// Names the last four digits of social security numbers.
fn ends(reading: &Reading<'_>, hits: &mut Hits) {
    for cue in reading.cues(Topic::SsnEnd) {
        let spans = cue.values(reading.text(), |text, at| fits(text, at, "9999")).into_iter();
        spans.filter(|span| is_alone(reading, span)).for_each(|span| hits.near(&SSN_END, span, cue.word));
    }
    for cue in reading.cues(Topic::Ssn).filter(|cue| cue.word.starts_with('s')) {
        let Some(span) = end_of(reading.text(), cue).filter(|span| is_alone(reading, span)) else { continue };
        hits.near(&SSN_END, span, cue.word);
    }
}

/// Four digits behind the word for the number, where words before it or behind it say that they are its last:
/// `last 4 of my social is 7193`, `SSN ending in 7193`.
fn end_of(text: &[u8], cue: &Cue) -> Option<Range<usize>> {
    const LASTS: [&str; 4] = ["last 4", "last four", "last 4 digits", "last four digits"];
    const ENDING: [&[u8]; 5] = [b"ending in ", b"ending with ", b"ending ", b"ends in ", b"ends with "];
    const WHOSE: [&str; 7] = ["the", "my", "your", "his", "her", "their", "our"];
    let behind = &text[cue.value().min(text.len())..];
    let ending = ENDING.iter().find(|words| behind.starts_with(words)).map(|words| words.len());
    let is_of = || {
        let lead = cue.before(text).trim_ascii_end();
        let whose = lead.len() - lead.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
        let lead = if is_one_of(&lead[whose..], &WHOSE) { lead[..whose].trim_ascii_end() } else { lead };
        lead.strip_suffix(b" of").is_some_and(|lead| ending_word(lead, &LASTS).is_some())
    };
    let at = cue.value() + ending.or_else(|| is_of().then_some(0))?;
    fits(text, at, "9999").map(|end| at..end)
}

/// Parts of the words that mean an EIN and nothing else.
const SURE: [&str; 2] = ["ein", "employer"];

/// Names employer identification numbers.
fn employers(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for cue in reading.cues(Topic::Ein) {
        // In small letters it is a German article.
        let in_capitals = cue.gap.start == 0 || text[..cue.gap.start].ends_with(b"EIN");
        let is_article = cue.word == "ein" && !in_capitals && !cue.is_joined(text);
        // Without its sign it is any number that is called so.
        let solid = cue.is_joined(text) && SURE.iter().any(|word| cue.word.contains(word));
        if !is_article {
            let form = |text: &[u8], at: usize| {
                fits(text, at, "99-9999999").or_else(|| fits(text, at, "999999999").filter(|_| solid))
            };
            let spans = cue.values(text, form).into_iter();
            spans.filter(|span| is_alone(reading, span)).for_each(|span| hits.near(&EIN, span, cue.word));
        }
    }
}

/// Nine digits in any of the forms, not all zeros: that is how a form is left empty.
fn written(text: &[u8], at: usize) -> Option<usize> {
    let end = FORMS.iter().chain(&["999_99_9999"]).find_map(|form| fits(text, at, form))?;
    (number(&text[at..end]) != 0).then_some(end)
}

fn by_form(reading: &Reading<'_>, group: Range<usize>, hits: &mut Hits) {
    let text = reading.text();
    let at = group.start;
    if let Some(end) = written(text, at).filter(|end| is_glued(text, at) && reading.view().is_boundary(*end)) {
        hits.near(&SSN_CONTEXT, at..end, "ssn");
    } else if let Some(end) = FORMS.iter().find_map(|form| fits(text, at, form)) {
        // With blanks it could be a part of a row of numbers.
        if is_called_a_thing(reading, at) {
            hits.miss(&SSN_FORM, at..end, "a word before it says that it is something else");
        } else if text[at + 3] != b' ' || !is_in_row(text, &(at..end)) {
            named(reading, at..end, &SSN_FORM, hits);
        }
    } else if let Some(end) = LOOSE.iter().find_map(|form| fits(text, at, form)) {
        let alike = |word: &[u8]| LOOSE.iter().any(|form| fits(word, 0, form) == Some(word.len()));
        if is_list(reading, alike) {
            named(reading, at..end, &SSN_FIELD, hits);
        }
    } else if group.len() == 9 && reading.region() == "US" && reading.is_field(&group) {
        named(reading, group, &SSN_FIELD, hits);
    }
}

/// Whether the word stands right before the number, with nothing between them: `SSN212-34-5678`.
fn is_glued(text: &[u8], at: usize) -> bool {
    let word = at.checked_sub(3).map(|start| &text[start..at]);
    let begins = !at.checked_sub(4).is_some_and(|before| text[before].is_ascii_alphanumeric());
    begins && word.is_some_and(|word| word.eq_ignore_ascii_case(b"ssn"))
}

fn named(reading: &Reading<'_>, span: Range<usize>, rule: &'static Rule, hits: &mut Hits) {
    let text = &reading.text()[span.clone()];
    if !is_alone(reading, &span) {
        hits.miss(rule, span, "it is a part of a longer number");
    } else if is_itin(text) {
        hits.hit(&ITIN_FORM, span);
    } else if is_ssn(text) {
        hits.hit(rule, span);
    } else {
        hits.miss(rule, span, "its area, group or serial is never given out, and no word says that it is one");
    }
}

fn is_ssn(text: &[u8]) -> bool {
    let number = number(text);
    let (area, group, serial) = (number / 1_000_000, number / 10_000 % 100, number % 10_000);
    let void = matches!(number, 78_051_120 | 219_099_999);
    !matches!(area, 0 | 666 | 900..) && group != 0 && serial != 0 && !void
}

fn is_itin(text: &[u8]) -> bool {
    let number = number(text);
    number / 100_000_000 == 9 && matches!(number / 10_000 % 100, 50..=65 | 70..=88 | 90..=92 | 94..=99)
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::super::check::{finds_kind, finds_nothing, hits, read_at};
    use super::*;

    #[test]
    fn employers_and_the_last_four_digits_are_found_behind_their_words() {
        for text in
            ["EIN 20-5499243", "EIN: 20-5499243", "Tax ID (EIN): 20-5499243", "tax_id='20-5499243'", "FEIN #20-5499243"]
        {
            finds_kind(find, kind::NATIONAL_ID, &[(text, "20-5499243")]);
        }
        for text in
            ["last 4 of SSN 7262", "SSN (last four): 7262", "last4 SSN 7262", "ssn_last_4=7262", "SSN last 4 is 7262"]
        {
            finds_kind(ends, kind::US_SSN, &[(text, "7262")]);
        }
        finds_kind(
            find,
            kind::NATIONAL_ID,
            &[("\"ein\": \"20-5499243\"", "20-5499243"), ("EIN: 205499243", "205499243")],
        );
        finds_nothing(find, &["ein 205499243", "EIN 205499243 cells"]);
        finds_nothing(find, &["ein 20-5499243", "EIN of 2024", "part 20-5499243"]);
        finds_nothing(
            ends,
            &[
                "the last 4 digits 7262",
                "SSN 7262",
                "last four SSN 72621",
                "SSN last 4: 7262-1",
                "social is 7262",
                "the last 4 of 7262",
                "SSN ending in 72621",
                "the last 4 of our social events are 7262",
                "SSN ending 2026-07",
            ],
        );
    }

    #[test]
    fn social_security_numbers_are_found() {
        finds_kind(
            find,
            kind::US_SSN,
            &[
                ("on file: 212-34-5678.", "212-34-5678"),
                ("x 212 34 5678 y", "212 34 5678"),
                ("SSN: 000-12-3456", "000-12-3456"),
                ("ssn=666123456", "666123456"),
                ("{\"ssn\":\"899-00-0001\"}", "899-00-0001"),
                ("Social Security No. 123 00 6789", "123 00 6789"),
                ("tax id 900-12-3456", "900-12-3456"),
                ("an order of number 212-34-5678", "212-34-5678"),
                ("SSN212-34-5678", "212-34-5678"),
                ("SSN212\t34\t5678", "212\t34\t5678"),
                ("SSN21234-5678", "21234-5678"),
                ("x 212.34.5678 y", "212.34.5678"),
                ("order: SSN 900-12-3456", "900-12-3456"),
            ],
        );
        finds_nothing(find, &["Pittsburgh, PA  15213-3890 fax"]);
        assert!(hits(find, "SSN 212-34-5678").iter().all(|hit| hit.1 == kind::US_SSN));
    }

    #[test]
    fn taxpayer_numbers_are_found() {
        finds_kind(find, kind::US_ITIN, &[("x 912-70-1234", "912-70-1234"), ("x 950-94-1234.", "950-94-1234")]);
        assert_eq!(hits(find, "SSN 955-65-4871")[1].1, kind::US_SSN);
        assert!(hits(find, "ITIN 999 88 1234").iter().all(|hit| hit.1 == kind::US_ITIN));
    }

    #[test]
    fn bare_digits_count_in_a_field_of_their_own() {
        let field = Place { field: true, region: "US", ..Place::default() };
        let count = |text: &str| {
            read_at(field, text, |reading| {
                let mut hits = Hits::default();
                find(reading, &mut hits);
                hits.take().len()
            })
        };
        assert_eq!(["212345678", " 212-345678", "912701234", "21234-5678"].map(count), [1; 4]);
        assert_eq!(
            ["000345678", "666345678", "212005678", "212340000", "2123456789", "x 212345678"].map(count),
            [0; 6]
        );
    }

    #[test]
    fn other_numbers_are_left() {
        finds_nothing(
            find,
            &[
                "212345678",
                "000-12-3456",
                "666-12-3456",
                "900-12-3456",
                "212-00-3456",
                "212-34-0000",
                "078-05-1120",
                "212-34.5678",
                "1-212-34-5678",
                "212-34-56789",
                "212-34-5678-9",
                "21234-5678",
                "x212-34-5678",
                "12 212 34 5678",
                "212 34 5678 9",
                "TIN 000765432",
                "SSN 000-00-0000",
                "SSN 212-34-567",
                "[US_SSN] 212345678",
                "ASSN212-34-5678",
                "Part number 212-34-5678",
                "order: 212-34-5678",
                "invoice no. 212-34-5678",
                "P/N 212-34-5678",
                "lot #212-34-5678",
            ],
        );
    }
}
