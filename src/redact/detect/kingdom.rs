//! Numbers of the United Kingdom: NHS, national insurance, taxpayer reference.

use super::cue::Topic;
use super::goods::is_called_a_thing;
use super::shape::{around, fits, is_alone, is_in_row, number, plain};
use super::vocabulary::last_word_before;
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::cell::LazyCell;
use std::ops::Range;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[
    Detector { rules: &[&NHS, &NHS_WORD, &NHS_CONTEXT, &UTR, &UTR_CONTEXT], needs: Signals::NINE, find: figures },
    Detector { rules: &[&NINO, &NINO_CONTEXT], needs: NINO_SIGNALS, find: insurance },
];

const NINO_SIGNALS: Signals = Signals::CODE.union(Signals::NUMBER);

static NHS: Rule = Rule {
    kind: kind::UK_NHS,
    name: "nhs.check",
    version: 1,
    rank: Rank::Shape,
    proof: "modulus 11 check, three, three and four digits or nothing else in the field",
};
static NHS_WORD: Rule = Rule {
    kind: kind::UK_NHS,
    name: "nhs.word",
    version: 1,
    rank: Rank::Validated,
    proof: "modulus 11 check, behind a word for it",
};
static NHS_CONTEXT: Rule = Rule {
    kind: kind::UK_NHS,
    name: "nhs.context",
    version: 1,
    rank: Rank::Context,
    proof: "ten digits behind a word for it",
};
static NINO: Rule = Rule {
    kind: kind::UK_NINO,
    name: "nino.form",
    version: 1,
    rank: Rank::Shape,
    proof: "a prefix that is given out, six digits, a suffix of A to D",
};
static NINO_CONTEXT: Rule = Rule {
    kind: kind::UK_NINO,
    name: "nino.context",
    version: 1,
    rank: Rank::Validated,
    proof: "a prefix and a suffix that are given out, behind a word for it",
};
static UTR: Rule = Rule {
    kind: kind::UK_UTR,
    name: "utr.check",
    version: 1,
    rank: Rank::Validated,
    proof: "weighted modulus 11 check, behind a word for it",
};
static UTR_CONTEXT: Rule = Rule {
    kind: kind::UK_UTR,
    name: "utr.context",
    version: 1,
    rank: Rank::Context,
    proof: "ten digits behind a word for it",
};

/// Names NHS numbers and taxpayer references.
fn figures(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for group in reading.groups().iter().filter(|group| matches!(group.len(), 3 | 10)) {
        if let Some(end) = fits(text, group.span().start, "999_999_9999") {
            patient(reading, group.span().start..end, hits);
        }
    }
    for cue in reading.cues(Topic::Nhs) {
        let written = |text: &[u8], at: usize| fits(text, at, "999_999_9999");
        cue.whole_values(reading, written).for_each(|span| {
            let rule = if is_nhs(&text[span.clone()]) { &NHS_WORD } else { &NHS_CONTEXT };
            hits.near(rule, span, cue.word);
        });
    }
    for cue in reading.cues(Topic::Utr) {
        let written = |text: &[u8], at: usize| fits(text, at, "99999_99999");
        for span in cue.whole_values(reading, written) {
            let rule = if is_utr(&text[span.clone()]) { &UTR } else { &UTR_CONTEXT };
            hits.near(rule, span, cue.word);
        }
    }
}

/// How far before a number whose check is right the NHS is spoken of, in bytes.
const SAID: usize = 160;

/// Ten digits without a word right before them: only in groups with blanks, as the NHS prints them, alone in a field, or
/// where it is spoken of before; and with the check.
fn patient(reading: &Reading<'_>, span: Range<usize>, hits: &mut Hits) {
    let text = &reading.text()[span.clone()];
    let printed = text.len() == 12 && text[3] == b' ' && text[7] == b' ';
    let alone = is_alone(reading, &span) && !is_in_row(reading.text(), &span);
    if alone
        && is_nhs(text)
        && let Some(word) = last_word_before(reading.text(), span.start, SAID, &["nhs"])
    {
        hits.near(&NHS_WORD, span, word);
        return;
    }
    if !(printed || reading.is_field(&span)) || !alone {
        return;
    }
    if is_nhs(text) {
        hits.hit(&NHS, span);
    } else {
        hits.miss(&NHS, span, "the check digit fails and no word says that it is an NHS number");
    }
}

/// The modulus 11 check of the NHS Data Dictionary: weights 10 to 2 over nine digits; 11 counts as 0, 10 does not occur.
fn is_nhs(text: &[u8]) -> bool {
    let digits = plain(text);
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    let check = (11 - sum % 11) % 11;
    check < 10
        && digits.get(9).is_some_and(|last| u32::from(last - b'0') == check)
        && digits.windows(2).any(|pair| pair[0] != pair[1])
}

/// The check digit of a UTR stands first; the others have the weights of HMRC.
fn is_utr(text: &[u8]) -> bool {
    const WEIGHTS: [u32; 9] = [6, 7, 8, 9, 10, 5, 4, 3, 2];
    const CHECKS: &[u8; 11] = b"21987654321";
    let digits = plain(text);
    let [first, rest @ ..] = digits.as_slice() else { return false };
    let sum: u32 = rest.iter().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    CHECKS.get(sum as usize % 11) == Some(first) && number(rest) != 0
}

/// Names national insurance numbers.
fn insurance(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    parted(reading, hits);
    let announced = LazyCell::new(|| reading.announced(Topic::Nino));
    // Of its three pairs of digits as many stand together as are not parted.
    for group in reading.groups().iter().filter(|group| matches!(group.len(), 2 | 4 | 6)) {
        let Some(span) = around(text, group.span().start, "aa_", "99_99_99_a") else { continue };
        if !is_alone(reading, &span) || !is_nino(&text[span.clone()]) || !is_evenly_parted(&text[span.clone()]) {
            hits.miss(&NINO, span, "its prefix or suffix is never given out");
            continue;
        }
        match announced.word(span.start) {
            Some(word) => hits.near(&NINO_CONTEXT, span, word),
            None if is_called_a_thing(reading, span.start) => {
                hits.miss(&NINO, span, "a word before it says that it is something else");
            }
            None => hits.hit(&NINO, span),
        }
    }
}

/// Whether dashes part all three pairs of digits or none, as blanks need not: `CR-4418-20B` is the number of a part.
fn is_evenly_parted(text: &[u8]) -> bool {
    let (first, last) = (text.iter().position(u8::is_ascii_digit), text.iter().rposition(u8::is_ascii_digit));
    let pairs = first.zip(last).map(|(first, last)| &text[first..=last]).unwrap_or_default();
    matches!(pairs.iter().filter(|b| **b == b'-').count(), 0 | 2)
}

/// How it is written beside these: with slashes, as forms have them.
const SLASHED: &str = "aa/99/99/99/a";
/// What the number of any insurance is called.
const ANY_INSURANCE: &str = "insurance number";
/// What may part its letters and figures where a word says what it is.
const PARTS: &[u8] = b" -/.";

/// Names national insurance numbers with slashes in them, and those that a word announces however they are parted.
fn parted(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for group in reading.groups().iter().filter(|group| group.len() == 2) {
        let Some(span) = group.span().start.checked_sub(3).and_then(|at| Some(at..fits(text, at, SLASHED)?)) else {
            continue;
        };
        if reading.is_whole(&span) && is_nino(&text[span.clone()]) && text[span.end - 1].is_ascii_uppercase() {
            hits.hit(&NINO, span);
        }
    }
    for cue in reading.cues(Topic::Nino) {
        let span = cue.value()..spelled(text, cue.value()).unwrap_or(cue.value());
        let is_usual = fits(text, span.start, "aa_99_99_99_a") == Some(span.end);
        // Without its last letter it is the number of any insurance.
        let is_whole = cue.word != ANY_INSURANCE || text[..span.end].last().is_some_and(u8::is_ascii_alphabetic);
        if span.len() >= 8 && !is_usual && is_whole && reading.is_whole(&span) {
            hits.near(&NINO_CONTEXT, span, cue.word);
        }
    }
}

/// Where a number ends that begins here, with a sign between any two of its letters and figures; its last letter may be left
/// out.
fn spelled(text: &[u8], from: usize) -> Option<usize> {
    let (mut at, mut plain) = (from, Vec::new());
    let mut end = from;
    while plain.len() < 9 {
        let gap = usize::from(!plain.is_empty() && text.get(at).is_some_and(|b| PARTS.contains(b)));
        let fits = |b: &&u8| if (2..8).contains(&plain.len()) { b.is_ascii_digit() } else { b.is_ascii_alphabetic() };
        let Some(next) = text.get(at + gap).filter(fits) else { break };
        plain.push(next.to_ascii_uppercase());
        at += gap + 1;
        end = at;
    }
    let ended = !text.get(end).is_some_and(u8::is_ascii_alphanumeric);
    match plain.len() {
        8 if ended => is_nino(&[&plain[..], b"A"].concat()).then_some(end),
        // The letter may be that of the next word.
        9 if !ended => {
            is_nino(&[&plain[..8], b"A"].concat()).then(|| end - 1 - usize::from(!text[end - 2].is_ascii_digit()))
        }
        9 => is_nino(&plain).then_some(end),
        _ => None,
    }
}

/// The prefixes and suffixes of HMRC's manual NIM39110.
fn is_nino(text: &[u8]) -> bool {
    let plain = plain(text);
    let [first, second, .., last] = plain.as_slice() else { return false };
    let never = |b: &u8| matches!(b, b'D' | b'F' | b'I' | b'Q' | b'U' | b'V');
    let kept = matches!(
        [*first, *second],
        [b'B', b'G'] | [b'G', b'B'] | [b'N', b'K'] | [b'K', b'N'] | [b'T', b'N'] | [b'N', b'T'] | [b'Z', b'Z']
    );
    !never(first) && !never(second) && *second != b'O' && !kept && matches!(last, b'A'..=b'D')
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::super::check::{finds_kind, finds_nothing, read_at};
    use super::*;

    #[test]
    fn dashes_part_all_pairs_of_a_national_insurance_number_or_none() {
        finds_kind(
            insurance,
            kind::UK_NINO,
            &[("x CR-44-18-20-B.", "CR-44-18-20-B"), ("x CR-441820-B.", "CR-441820-B")],
        );
        finds_nothing(insurance, &["x CR-4418-20B.", "x CR-44-1820B."]);
    }

    #[test]
    fn nhs_numbers_are_found() {
        // 943 476 5919 is the NHS Data Dictionary's example.
        finds_kind(figures, kind::UK_NHS, &[("x 943 476 5919.", "943 476 5919"), ("NHS no: 9434765910", "9434765910")]);
        finds_kind(figures, kind::UK_NHS, &[("nhs number 943-476-5918", "943-476-5918")]);
        let answer = "Tony: for the clinic, they want the NHS one\nJan: two secs, in the app\nJan: 9434765919";
        finds_kind(figures, kind::UK_NHS, &[(answer, "9434765919")]);
        let field = Place { field: true, ..Place::default() };
        let count = |text: &str| {
            read_at(field, text, |reading| {
                let mut hits = Hits::default();
                figures(reading, &mut hits);
                hits.take().len()
            })
        };
        assert_eq!(
            ["9434765919", "943-476-5919", "9434765918", "x 9434765919", "1111111111"].map(count),
            [1, 1, 0, 0, 0]
        );
    }

    #[test]
    fn a_word_and_the_check_beat_forms_of_other_numbers() {
        read_at(Place::default(), "NHS 773 475 3795; NINO WK663270D", |reading| {
            let mut hits = Hits::default();
            figures(reading, &mut hits);
            insurance(reading, &mut hits);
            assert!(hits.take().iter().any(|hit| hit.rule.name == "nhs.word"));
            assert!(NHS_WORD.rank == Rank::Validated && NINO_CONTEXT.rank == Rank::Validated);
        });
    }

    #[test]
    fn taxpayer_references_are_found_behind_their_word() {
        finds_kind(figures, kind::UK_UTR, &[("UTR 1955839661", "1955839661"), ("utr: 19558 39662", "19558 39662")]);
        assert!(is_utr(b"1955839661") && !is_utr(b"1955839662") && !is_utr(b"2000000000"));
    }

    #[test]
    fn national_insurance_numbers_are_found() {
        finds_kind(
            insurance,
            kind::UK_NINO,
            &[
                ("AB 12 34 56 C", "AB 12 34 56 C"),
                ("x jg103759a.", "jg103759a"),
                ("NINO: CE-12-34-56-D", "CE-12-34-56-D"),
                ("x AB 1234 56 C.", "AB 1234 56 C"),
                ("x AB12 3456C.", "AB12 3456C"),
                ("Employee WM/40/71/22/B joined", "WM/40/71/22/B"),
                ("NINO A B 1 2 3 4 5 6 C", "A B 1 2 3 4 5 6 C"),
                ("NINO: AB 12/34/56 C", "AB 12/34/56 C"),
                ("NINO A/B 123456 C", "A/B 123456 C"),
                ("NINO: AB123456 (no suffix)", "AB123456"),
            ],
        );
    }

    #[test]
    fn other_numbers_are_left() {
        finds_nothing(
            figures,
            &[
                "9434765919",
                "943-476-5919",
                "943 476 5918",
                "51 943 476 5919",
                "943 476 5919 2",
                "000 000 0000",
                "1955839661",
                "UTR 195583966",
            ],
        );
        finds_nothing(
            insurance,
            &[
                "AB123456E",
                "DA123456A",
                "AO123456A",
                "BG123456A",
                "ZZ123456A",
                "AB12345C",
                "XAB123456C",
                "AB123456CD",
                "AB1234567",
                "insurance number AB-123456, renewed",
                "SN YL-448291-B",
                "SN: AB118204C",
            ],
        );
    }
}
