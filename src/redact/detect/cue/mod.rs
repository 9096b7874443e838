//! Words that announce a value: `MRN: …`, `acct no. …`, `"ssn": "…"`.
//!
//! All words are looked for in one pass over a text. A word counts for the value right behind it: only punctuation and
//! words such as `number` or `is` may stand between. The label of a text (a table cell, a key) announces its beginning.

mod asked;
mod before;
mod between;
mod further;
mod words;

use super::reading::{Group, Reading};
use super::shape;
use super::vocabulary::{Vocabulary, Words, is_accented_capital, matched, matched_behind};
use crate::redact::runs::word_starts;
pub(super) use asked::answer;
pub(super) use before::told_behind;
use between::{behind_of, next_in_list, value_behind};
use std::ops::Range;
use std::sync::LazyLock;
pub(super) use words::GROUPS;
use words::all;

/// What is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::redact) enum Topic {
    Account,
    BankAccount,
    Card,
    Cvv,
    Dea,
    Diagnosis,
    Ein,
    Expiry,
    Extension,
    Iban,
    Identity,
    License,
    Mbi,
    Nhs,
    Nino,
    Npi,
    Passport,
    Pin,
    Plan,
    Plate,
    Practice,
    Record,
    Routing,
    Serial,
    SortCode,
    Ssn,
    SsnEnd,
    Swift,
    Utr,
    Vehicle,
    Vin,
}

/// The longest remark behind the word of a label, in bytes.
const LONGEST_REMARK: usize = 32;
/// How far before a word figures of its run are looked for, in bytes.
const LONGEST_RUN: usize = 32;
/// How many values a word in the midst of one may announce.
const MOST_IN_VALUE: usize = 64;
/// How many words may stand before one value.
const LOOK_BACK: usize = 8;
/// The length of the longest word, in bytes.
const LONGEST_WORD: usize = 40;
/// How far before the first digit of a value its word may begin, in bytes: the longest word, what may stand between, and
/// what a value may begin with. A code of a diagnosis may stand some words away.
const FARTHEST: usize = 128;

impl Topic {
    /// Whether all values have digits, and soon: within 50 bytes from where they may begin.
    pub(super) fn has_figures(self) -> bool {
        self != Self::Swift
    }

    /// Whether phrases may stand between the word and the value, and signs that quote it: not where the values are so
    /// short that they are anything.
    fn is_wide(self) -> bool {
        !matches!(
            self,
            Self::Card | Self::Diagnosis | Self::Expiry | Self::Pin | Self::Plate | Self::Swift | Self::Vehicle
        )
    }
}

/// The stretches in which the words of values with digits may begin: before the digits, and in brackets or behind a joint
/// behind them.
pub(super) fn before_figures(text: &[u8], groups: &[Group]) -> impl Iterator<Item = Range<usize>> {
    let around = |group: Range<usize>| {
        let end = before::reach(&text[group.end..]).map_or(group.start, |reach| group.end + reach);
        group.start.saturating_sub(FARTHEST)..end
    };
    let mut stretches = groups.iter().map(Group::span).map(around).peekable();
    std::iter::from_fn(move || {
        let mut stretch = stretches.next()?;
        while let Some(next) = stretches.next_if(|next| next.start <= stretch.end) {
            stretch.end = next.end;
        }
        Some(stretch)
    })
}

/// A word, and where the value begins that it announces.
#[derive(Clone, Debug)]
pub(in crate::redact) struct Cue {
    pub(in crate::redact) topic: Topic,
    pub(in crate::redact) word: &'static str,
    /// What stands between the word and the value; empty behind a label.
    pub(in crate::redact) gap: Range<usize>,
}

impl Cue {
    /// Where the value begins.
    pub(in crate::redact) fn value(&self) -> usize {
        self.gap.end
    }

    /// What stands before the word.
    pub(in crate::redact) fn before<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        &text[..self.gap.start.saturating_sub(self.word.len())]
    }

    /// Whether more than blanks joins the word to the value: a sign as in `pin: 1` or `pin = 1`, or `is`. A label is
    /// joined, and so is a word that ends with a sign; `of` does not join.
    pub(in crate::redact) fn is_joined(&self, text: &[u8]) -> bool {
        let gap = &text[self.gap.clone()];
        if self.word.ends_with('#') {
            return true;
        }
        let gap = if gap.trim_ascii().eq_ignore_ascii_case(b"of") { &b" "[..] } else { gap };
        gap.is_empty() && self.gap.start == 0 || gap.iter().any(|b| !matches!(b, b' ' | b'-' | b'\n'))
    }

    /// Whether the word says itself that a number follows.
    pub(in crate::redact) fn is_numbered(&self) -> bool {
        [" number", " no", " nr"].iter().any(|end| self.word.ends_with(end))
    }

    /// The values behind the word: the first one, and those that follow in the same form as a list.
    pub(in crate::redact) fn values(
        &self,
        text: &[u8],
        fit: impl Fn(&[u8], usize) -> Option<usize>,
    ) -> Vec<Range<usize>> {
        let mut values: Vec<Range<usize>> = Vec::new();
        let mut at = self.value();
        let most = if self.is_in_value(text) { MOST_IN_VALUE } else { usize::MAX };
        while let Some(span) = fit(text, at).map(|end| at..end).filter(|_| values.len() < most) {
            if values.first().is_some_and(|first| !shape::same_form(&text[first.clone()], &text[span.clone()])) {
                break;
            }
            at = next_in_list(text, span.end);
            values.push(span);
        }
        if values.is_empty() {
            values.extend(self.value_before(text, fit));
        }
        values
    }

    /// The same, as far as each stands by itself.
    pub(in crate::redact) fn whole_values(
        &self,
        reading: &Reading<'_>,
        fit: impl Fn(&[u8], usize) -> Option<usize>,
    ) -> impl Iterator<Item = Range<usize>> {
        self.values(reading.text(), fit).into_iter().filter(|span| reading.is_whole(span))
    }

    /// Whether figures stand in one run with the word and before it, as in the midst of a value. A long list may have the
    /// word in each of its values.
    fn is_in_value(&self, text: &[u8]) -> bool {
        let before = text[..self.gap.start.saturating_sub(self.word.len())].iter().rev().take(LONGEST_RUN);
        let mut run = before.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        run.any(u8::is_ascii_digit)
    }
}

/// The words that announce something and begin in one of these stretches of a text, and those of its label; of several
/// of one topic before one value the first.
pub(super) fn cues(text: &[u8], label: &[u8], within: impl Iterator<Item = Range<usize>>) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    scan(label, 0..label.len(), |end, topic, word| {
        let asked = asked::is_asked(&label[end..]);
        if (asked || is_led_by(label, end)) && !cues.iter().any(|cue| cue.topic == topic) {
            let begin = if asked { answer(text, 0) } else { value_behind(text, 0, false) };
            cues.push(Cue { topic, word, gap: 0..begin });
        }
    });
    for stretch in within {
        scan(text, stretch, |end, topic, word| {
            let begin = value_behind(text, end, topic.is_wide());
            let begin = if topic.is_wide() { behind_of(text, begin, word) } else { begin };
            let gap = end..asked::answer_behind(text, end).unwrap_or(begin);
            let known = |cue: &Cue| cue.topic == topic && cue.gap.end == gap.end;
            if !cues.iter().rev().take(LOOK_BACK).any(known) {
                cues.push(Cue { topic, word, gap });
            }
        });
    }
    cues
}

/// Whether a text ends with a word that announces something, a remark aside.
pub(super) fn is_led(text: &str) -> bool {
    !cues(b"", text.as_bytes(), std::iter::empty()).is_empty()
}

/// Whether nothing but a remark stands between a word and the end of a label: `SSN 2:`, `MRN (initial):`.
fn is_led_by(label: &[u8], end: usize) -> bool {
    let at = value_behind(label, end, false);
    let ends = |at: usize| value_behind(label, at, false) == label.len();
    at == label.len() || remark(label, at).is_some_and(|len| ends(at + len))
}

/// The length of a number of two digits at most, or of what stands in a bracket that was opened right before.
fn remark(label: &[u8], at: usize) -> Option<usize> {
    let rest = &label[at..];
    if label[..at].ends_with(b"(") {
        return rest.iter().take(LONGEST_REMARK).position(|b| *b == b')').map(|at| at + 1);
    }
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    (1..=2).contains(&digits).then_some(digits)
}

/// The words by the classes of their first characters.
struct Index {
    /// The number of the row for each beginning of three characters; the first row is empty.
    numbers: Vec<u16>,
    rows: Vec<Row>,
}

impl Index {
    /// The words that begin like a text whose first characters are of these classes, if there may be any.
    fn row(&self, [first, second, third, fourth]: [u8; 4]) -> Option<&Row> {
        let row = &self.rows[usize::from(self.numbers[beginning(first, second, third)])];
        (row.fourths & 1 << fourth != 0).then_some(row)
    }
}

/// The words that begin alike.
#[derive(Default)]
struct Row {
    /// A bit for each class that the character behind their beginning may have.
    fourths: u32,
    /// By what they begin with before their first blank.
    words: Vec<(&'static str, Vec<(Topic, &'static str)>)>,
}

/// The class of a character that is no letter.
const OTHER: u8 = 31;

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index { numbers: vec![0; 1 << 15], rows: vec![Row::default()] };
    for (topic, word) in all() {
        if let [first @ b'a'..=b'z', second, ..] = word.as_bytes() {
            for (third, behind) in nexts(&word.as_bytes()[2..]) {
                let beginning = beginning(LETTERS[usize::from(*first)], LETTERS[usize::from(*second)], third);
                if index.numbers[beginning] == 0 {
                    // There are fewer beginnings than 2^16.
                    index.numbers[beginning] = index.rows.len() as u16;
                    index.rows.push(Row::default());
                }
                let row = &mut index.rows[usize::from(index.numbers[beginning])];
                row.fourths |= nexts(behind).iter().fold(0, |fourths, (fourth, _)| fourths | 1 << fourth);
                let stem = word.split(' ').next().unwrap_or(word);
                match row.words.iter_mut().find(|(known, _)| *known == stem) {
                    Some((_, words)) => words.push((topic, word)),
                    None => row.words.push((stem, vec![(topic, word)])),
                }
            }
        }
    }
    index
});

/// The classes that the next character of a text may have where this is left of a word, and what is left then.
fn nexts(rest: &[u8]) -> Vec<(u8, &[u8])> {
    match rest {
        // A word may be followed by anything, as in `dlNumber`.
        [] => (0..=OTHER).map(|class| (class, rest)).collect(),
        [b' ', behind @ ..] => nexts(behind).into_iter().chain([(OTHER, behind)]).collect(),
        [byte, behind @ ..] => vec![(LETTERS[usize::from(*byte)], behind)],
    }
}

fn beginning(first: u8, second: u8, third: u8) -> usize {
    usize::from(first) << 10 | usize::from(second) << 5 | usize::from(third)
}

/// The number of a letter in whatever case.
static LETTERS: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut letter = 0;
    while letter < 26 {
        classes[(b'a' + letter) as usize] = letter;
        classes[(b'A' + letter) as usize] = letter;
        letter += 1;
    }
    classes
};

/// The classes of the first characters of a text; none behind its end is a letter.
fn classes(text: &[u8]) -> [u8; 4] {
    let class = |b: u8| LETTERS[usize::from(b)];
    match text.first_chunk() {
        Some([first, second, third, fourth]) => [class(*first), class(*second), class(*third), class(*fourth)],
        None => std::array::from_fn(|at| text.get(at).map_or(OTHER, |b| class(*b))),
    }
}

/// Tells each word that begins in a stretch of the text and where it ends; of several of one topic that begin together
/// the longest.
fn scan(text: &[u8], within: Range<usize>, mut tell: impl FnMut(usize, Topic, &'static str)) {
    let index = &*INDEX;
    for start in word_starts(text, within) {
        let rest = &text[start..];
        let begin = classes(rest);
        if let Some(row) = index.row(begin) {
            longest(text, start, true, &row.words).iter().for_each(|(topic, word, end)| tell(*end, *topic, word));
        }
        let prefix = if may_be_prefix(begin) { prefix_len(rest) } else { None };
        if let Some((len, row)) = prefix.and_then(|len| Some((len, index.row(classes(&rest[len..]))?))) {
            longest(text, start + len, false, &row.words)
                .iter()
                .for_each(|(topic, word, end)| tell(*end, *topic, word));
        }
    }
}

/// What stands before a word in one piece in the names of columns: `patientmrn`, `homephone`.
const PREFIXES: &[&str] = &[
    "patient",
    "member",
    "customer",
    "client",
    "employee",
    "user",
    "bank",
    "card",
    "provider",
    "physician",
    "insurance",
    "hospital",
    "health",
    "primary",
    "spouse",
    "dependent",
    "applicant",
    "borrower",
    "company",
    "business",
    "person",
    "driver",
    "vehicle",
    "device",
    "deposit",
    "loan",
    "debit",
    "vendor",
    "supplier",
    "current",
    "discharge",
    "secondary",
    "employer",
    "enterprise",
    "attending",
    "subscriber",
    "beneficiary",
];
/// The shortest of them, and the shortest word behind one.
const SHORTEST_PREFIX: usize = 4;
const SHORTEST_BEHIND: usize = 3;

static BY_LETTER: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[PREFIXES]));

/// By the classes of the first two letters of each of them, a bit for that of the third.
static BEGINNINGS: [u32; 1 << 10] = {
    let (mut beginnings, mut at) = ([0; 1 << 10], 0);
    while at < PREFIXES.len() {
        let prefix = PREFIXES[at].as_bytes();
        let (first, second, third) = (prefix[0] - b'a', prefix[1] - b'a', prefix[2] - b'a');
        beginnings[(first as usize) << 5 | second as usize] |= 1 << third;
        at += 1;
    }
    beginnings
};

/// Whether one of them begins with characters of these classes. Most words begin otherwise.
fn may_be_prefix([first, second, third, _]: [u8; 4]) -> bool {
    BEGINNINGS[usize::from(first) << 5 | usize::from(second)] & 1 << third != 0
}

/// The length of such a word that begins here, where letters of the same case follow.
fn prefix_len(text: &[u8]) -> Option<usize> {
    let begin = text.first_chunk::<{ SHORTEST_PREFIX + SHORTEST_BEHIND }>()?;
    let small = begin[1].is_ascii_lowercase();
    let same = |b: &u8| if small { b.is_ascii_lowercase() } else { b.is_ascii_uppercase() };
    if !begin[1..].iter().all(same) {
        return None;
    }
    let is = |prefix: &&str| text.get(..prefix.len()).is_some_and(|word| word.eq_ignore_ascii_case(prefix.as_bytes()));
    let len = BY_LETTER.beginning([begin[0], begin[1]].map(|b| b.to_ascii_lowercase())).find(is)?.len();
    (text[len..].iter().take(SHORTEST_BEHIND).take_while(|b| same(b)).count() == SHORTEST_BEHIND).then_some(len)
}

/// Whether the letter behind the stem of a word, which the text has here, and behind a sign that joins the two, may be that
/// of the word. Most that have the same stem differ there.
fn goes_on(text: &[u8], at: usize, stem: &str, word: &str) -> bool {
    let [b' ', next @ b'a'..=b'z', ..] = &word.as_bytes()[stem.len()..] else { return true };
    let rest = &text[at + stem.len()..];
    let joint = usize::from(matches!(rest.first(), Some(b' ' | b'-' | b'_' | b'.')));
    rest.get(joint).is_some_and(|b| b.eq_ignore_ascii_case(next))
}

/// Of the words that the text has here, the longest of each topic, and where they end.
fn longest(
    text: &[u8],
    at: usize,
    begins_word: bool,
    words: &[(&'static str, Vec<(Topic, &'static str)>)],
) -> Vec<(Topic, &'static str, usize)> {
    let mut best: Vec<(Topic, &'static str, usize)> = Vec::new();
    let begins = |stem: &str| {
        let Some(text) = text.get(at..at + stem.len()) else { return false };
        let same = |(place, (b, wanted)): (usize, (&u8, u8))| {
            b.to_ascii_lowercase() == wanted || is_accented_capital(text, place, wanted)
        };
        // The last letters differ sooner than the first.
        let last = stem.len() - 1;
        same((last, (&text[last], stem.as_bytes()[last]))) && text.iter().zip(stem.bytes()).enumerate().all(same)
    };
    let words = words.iter().filter(|(stem, _)| begins(stem));
    let words = words.flat_map(|(stem, words)| words.iter().filter(|(_, word)| goes_on(text, at, stem, word)));
    for (topic, word) in words {
        let end = if begins_word { matched(text, at, word) } else { matched_behind(text, at, word) };
        let Some(end) = end else { continue };
        match best.iter_mut().find(|known| known.0 == *topic) {
            Some(known) if known.2 < end => *known = (*topic, word, end),
            Some(_) => {}
            None => best.push((*topic, word, end)),
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::super::check::read;
    use super::*;
    use crate::redact::promptly::promptly;
    use proptest::prelude::*;

    fn values(text: &str, label: &str, topic: Topic) -> Vec<String> {
        let digits = |text: &[u8], at: usize| {
            let len = text[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            (len > 1).then_some(at + len)
        };
        let bytes = text.as_bytes();
        let everywhere = std::iter::once(0..bytes.len());
        let told = cues(bytes, label.as_bytes(), everywhere).into_iter().filter(|cue| cue.topic == topic);
        told.flat_map(|cue| cue.values(bytes, digits)).map(|span| text[span].to_owned()).collect()
    }

    #[test]
    fn every_word_is_told_however_its_blanks_are_written() {
        for (topic, word) in all().filter(|(_, word)| word.as_bytes()[0].is_ascii_lowercase()) {
            for text in [" ", "-", "_", ""].map(|blank| word.replace(' ', blank)) {
                for text in [format!("{text}:"), format!("{text}7"), format!("{text} "), text.to_uppercase(), text] {
                    let mut told = false;
                    scan(text.as_bytes(), 0..text.len(), |_, of, _| told |= of == topic);
                    assert!(told || !text.is_ascii(), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_million_words_in_values_take_no_time() {
        promptly(|| {
            let text = "X7K2PQ1234mrn/".repeat(1 << 15);
            assert!(values(&text, "", Topic::Record).len() <= MOST_IN_VALUE << 15);
            let list = format!("MRNs: {}", vec!["12345"; 1000].join(", "));
            assert_eq!(values(&list, "", Topic::Record).len(), 1000);
        });
    }

    #[test]
    fn a_word_announces_the_value_right_behind_it() {
        for text in [
            "MRN: 12345",
            "(mrn 12345)",
            "patientMrn=12345",
            "\"mrn\": \"12345\"",
            "MRN number is #12345",
            "mrn_no: 12345",
            "MRN-12345",
            "med rec #: 12345",
            "Medical-Record No. 12345",
            "<mrn>12345</mrn>",
            "MRN on file is 12345",
            "the MRN of the patient is 12345",
            "MRN for John Smith: 12345",
            "MRN provided was `12345`",
            "MRN is, um, 12345",
            "Q: MRN? A: 12345",
            "his MRN, 12345, is",
            "MRN of 12345",
            "MRN → 12345",
            "MRN <12345>",
            "12345 (MRN)",
            "MRN was changed from 12345",
            "mrn1=12345",
            "\"mrn2\": \"12345\"",
        ] {
            assert_eq!(values(text, "", Topic::Record), ["12345"], "{text}");
        }
        for text in [
            "MRN of May 12345",
            "mrnx 12345",
            "12345 MRN",
            "12345 (the MRN)",
            "12345 (MRN of)",
            "MRN, in 12345 cases",
            "medical record of 12345 patients",
            "MRN for the first time in 12345",
            "MRN: x 12345",
            "[MEDICAL_RECORD_NUMBER] 12345",
            "MRN: ID-12345",
            "",
        ] {
            assert_eq!(values(text, "", Topic::Record), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_people_write_around_a_word_and_its_value_leads_to_it() {
        for text in [
            "MRN 2: 12345",
            "MRN #2: 12345",
            "MRN (5 digits): 12345",
            "MRN [required]: 12345",
            "MRN (2): 12345",
            "+MRN+: {{12345}}",
            "MRN is now 12345",
            "MRN is set to 12345",
            "MRN has been reset to 12345",
            "the MRN you need is 12345",
            "the MRN will be 12345",
            "12345 is the MRN",
            "use 12345 as his new MRN, please",
            "12345 is my MRN number.",
        ] {
            assert_eq!(values(text, "", Topic::Record), ["12345"], "{text}");
        }
        for text in [
            "MRN 2 of 12345",
            "MRN will not reach 12345",
            "12345 is the MRN field",
            "12345 is not the MRN",
            "12345 as in the MRN",
            "x12345 is the MRN",
            "MRN {12345}",
        ] {
            assert_eq!(values(text, "", Topic::Record), [""; 0], "{text}");
        }
    }

    #[test]
    fn names_of_columns_and_variables_announce_what_stands_behind_them() {
        for text in [
            "mrn_txt=12345",
            "mrn_2: 12345",
            "mrn_no_value -> 12345",
            "mrn_no2 = '12345'",
            "hospitalmrn: 12345",
            "PATIENTMRN=12345",
            "patient.record.no=12345",
            "mr nbr 12345",
            "[mrn=12345]",
            "[mrn] = 12345",
            "row['mrn'] = '12345'",
            "mrn LIKE '12345'",
            "mrn in ('12345')",
            "mrn: string = '12345'",
            "MRN;12345",
            "mrn[0]=12345",
            "set the MRN to 12345",
            "set the mrn number to 12345",
            "confirm the MRN? It is 12345",
            "the new MRN number, 12345, is",
            "12345 (MRN no.)",
            "`mrn`: `12345`",
            "mrn != '12345'",
        ] {
            assert_eq!(values(text, "", Topic::Record), ["12345"], "{text}");
        }
        for label in ["hospitalmrn:", "mrn_txt:", "mrn_no_2:", "mrnnumber:", "[mrn]:"] {
            assert_eq!(values("12345", label, Topic::Record), ["12345"], "{label}");
        }
        for text in [
            "mrn in 12345 cases",
            "MRN like 12345",
            "MRN string 12345",
            "mrn_count=12345",
            "MRN to 1234",
            "medical record to 12345",
            "mrn_3_of 12345",
            "housepatientmrn 12345",
            "MRN; in 12345",
            "MRN? It is not 12345",
            "[MRN] = 12345",
        ] {
            assert_eq!(values(text, "", Topic::Record), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_label_announces_the_beginning_and_a_list_goes_on_in_one_form() {
        assert_eq!(values("# 12345", "Patient MRN:", Topic::Record), ["12345"]);
        for label in ["MRN 2:", "MRN (initial):", "Patient MRN number (new)"] {
            assert_eq!(values("12345", label, Topic::Record), ["12345"], "{label}");
        }
        assert_eq!(values("12345", "MRN 2 of 12:", Topic::Record), [""; 0]);
        assert_eq!(values("x 12345", "Patient MRN:", Topic::Record), [""; 0]);
        assert_eq!(values("12345", "the mrn of somebody", Topic::Record), [""; 0]);
        assert_eq!(values("MRN was changed from 12345 to 54321", "", Topic::Record), ["12345", "54321"]);
        assert_eq!(values("\"mrn\": [\"12345\",\"54321\"]", "", Topic::Record), ["12345", "54321"]);
        assert_eq!(values("MRNs 12345, 54321 and 11111, 222", "", Topic::Record), ["12345", "54321", "11111"]);
    }

    proptest! {
        #[test]
        fn all_words_before_digits_are_met(parts in prop::collection::vec(part(), 0..40)) {
            let text = parts.concat();
            let near = |cue: &Cue| text.as_bytes()[cue.value()..].iter().take(50).any(u8::is_ascii_digit);
            let met = |within: Vec<Range<usize>>| {
                let told = cues(text.as_bytes(), b"", within.into_iter()).into_iter().filter(near);
                told.map(|cue| (cue.topic as usize, cue.word, cue.gap)).collect::<Vec<_>>()
            };
            read(&text, |reading| {
                let before = before_figures(reading.text(), reading.groups()).collect();
                prop_assert_eq!(met(before), met(std::iter::once(0..text.len()).collect()));
                Ok(())
            })?;
        }
    }

    /// A word of the table, or what else may stand before a value, or a value.
    fn part() -> impl Strategy<Value = String> {
        let words: Vec<&str> = all().map(|(_, word)| word).collect();
        prop_oneof![
            prop::sample::select(words).prop_map(str::to_owned),
            "[-a-z :.#]{0,60}",
            " (is|no|identifier):? ",
            "[ A-Z]{0,8}[0-9]{1,4}"
        ]
    }

    #[test]
    fn a_remark_in_brackets_may_stand_before_the_sign() {
        assert_eq!(values("Passport number (US): 393838965", "", Topic::Passport).len(), 1);
        assert_eq!(values("Account no. (old): 77", "", Topic::Account).len(), 1);
        for text in ["Passport number (US) or 77", "passport (see page 12): 77", "passport (US)"] {
            let given = values(text, "", Topic::Passport);
            assert!(given.iter().all(|value| !value.ends_with("77")), "{text}: {given:?}");
        }
    }

    #[test]
    fn a_row_of_dots_may_lead_to_a_value() {
        assert_eq!(
            values("Passport number ........................................ 393838965", "", Topic::Passport).len(),
            1
        );
        assert!(
            values("Passport number .. and so on, 393838965", "", Topic::Passport)
                .iter()
                .all(|value| !value.starts_with('3'))
        );
    }

    #[test]
    fn every_word_can_be_met() {
        for (topic, word) in all() {
            let text = format!("{} 77", word.replace(' ', "-"));
            assert!(!values(&text, "", topic).is_empty(), "{word}");
        }
    }
}
