//! Health: medical record and health plan numbers, NPI, DEA, MBI, diagnoses in the ICD-10-CM code.

use super::coverage::Coverage;
use super::cue::{Cue, Topic};
use super::disease::{AILMENTS, DISEASES, is_ailment, is_designated};
use super::document::form;
use super::insurer::{self, LONGEST_GROUP, grouped};
use super::reading::Group;
use super::shape::{around, ends_part, fits, is_alone, is_list, lettered, plain, written};
use super::vocabulary::{Vocabulary, first_word};
use super::{Announced, Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::cell::LazyCell;
use std::ops::Range;
use std::sync::LazyLock;

/// What a number of few digits, or one behind a word, may raise.
const ANY_CODE: Signals = Signals::CODE.union(Signals::NUMBER).union(Signals::WORD);

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[
    Detector { rules: &[&RECORD, &PLAN], needs: ANY_CODE, find: records },
    Detector { rules: &[&NPI, &NPI_FIELD, &NPI_CONTEXT], needs: Signals::NINE, find: providers },
    Detector { rules: &[&DEA, &DEA_CONTEXT], needs: Signals::CODE, find: licenses },
    Detector {
        rules: &[&MBI, &MBI_WORD],
        needs: Signals::CODE.union(Signals::WORD).union(Signals::FIELD),
        find: medicare,
    },
    Detector { rules: &[&ICD], needs: Signals::WORD, find: diagnoses },
];

static RECORD: Rule = Rule {
    kind: kind::MEDICAL_RECORD_NUMBER,
    name: "record.context",
    version: 1,
    rank: Rank::Context,
    proof: "a code with three digits or more right behind a word for it",
};
static PLAN: Rule = Rule {
    kind: kind::HEALTH_PLAN_BENEFICIARY_NUMBER,
    name: "health_plan.context",
    version: 1,
    rank: Rank::Context,
    proof: "a code with three digits or more right behind a word for it",
};
static NPI: Rule = Rule {
    kind: kind::US_NPI,
    name: "npi.check",
    version: 1,
    rank: Rank::Validated,
    proof: "Luhn check with the prefix 80840, behind a word for it",
};
static NPI_FIELD: Rule = Rule {
    kind: kind::US_NPI,
    name: "npi.field",
    version: 1,
    rank: Rank::Shape,
    proof: "Luhn check with the prefix 80840, alone in the field",
};
static NPI_CONTEXT: Rule = Rule {
    kind: kind::US_NPI,
    name: "npi.context",
    version: 1,
    rank: Rank::Context,
    proof: "ten digits behind a word for it",
};
static DEA: Rule = Rule {
    kind: kind::MEDICAL_LICENSE,
    name: "dea.check",
    version: 1,
    rank: Rank::Validated,
    proof: "letters of a registrant and check digit, behind a word or alone in the field",
};
static DEA_CONTEXT: Rule = Rule {
    kind: kind::MEDICAL_LICENSE,
    name: "dea.context",
    version: 1,
    rank: Rank::Context,
    proof: "the form of a DEA registration behind a word for it",
};
static MBI: Rule = Rule {
    kind: kind::US_MBI,
    name: "mbi.form",
    version: 1,
    rank: Rank::Shape,
    proof: "each of eleven characters from the alphabet of its position",
};
static MBI_WORD: Rule = Rule {
    kind: kind::US_MBI,
    name: "mbi.word",
    version: 1,
    rank: Rank::Validated,
    proof: "each of eleven characters from the alphabet of its position, behind a word for it",
};
static ICD: Rule = Rule {
    kind: kind::MEDICAL_CODE,
    name: "icd.context",
    version: 1,
    rank: Rank::Context,
    proof: "the form of a code in the range of its chapter, behind a word for it",
};

/// How many digits the ids of machines have at least.
const OF_MACHINE: usize = 16;

/// How the cards of the provinces of Canada are written.
const PROVINCIAL: &[&str] = &["9999 999 999", "9999-999-999"];

/// Names medical record numbers and the numbers of health plans.
fn records(reading: &Reading<'_>, hits: &mut Hits) {
    let coverage = Coverage::of(reading);
    for (topic, rule) in [(Topic::Record, &RECORD), (Topic::Plan, &PLAN)] {
        for cue in reading.cues(topic) {
            if Coverage::is_general(cue) {
                tell(reading, cue, |_, at| coverage.group_end(cue, at), rule, hits);
                continue;
            }
            // Figures right behind a general word are more often an amount.
            let sure = !GENERAL.contains(&cue.word) || cue.is_joined(reading.text()) && !is_plural(reading.text(), cue);
            let sure = sure && coverage.is_meant(cue);
            if is_in_name(reading.text(), cue) {
                continue;
            }
            let is_meant = if topic == Topic::Record { coverage.is_record(cue) } else { coverage.is_plan(cue) };
            if !is_meant {
                continue;
            }
            let least = coverage.least_digits(cue);
            let telling = |value: &[u8]| match Coverage::is_insurer(cue) {
                true => value[0].is_ascii_uppercase(),
                false => sure || value.iter().any(|b| !b.is_ascii_digit()),
            };
            let number = |text: &[u8], at: usize| {
                let led = || cue.word.starts_with("hosp") || cue.word == "mrn";
                let is_grouped = || match topic {
                    Topic::Plan => sure || cue.word.starts_with("mem"),
                    _ => sure && led() && (cue.is_joined(text) || cue.is_numbered()) && text[at].is_ascii_uppercase(),
                };
                let parted = || {
                    let end = grouped(text, at).filter(|_| is_grouped() || cue.word.ends_with("sanitaria"));
                    let end = end.or_else(|| lettered(text, at).filter(|_| sure));
                    end.or_else(|| form(PROVINCIAL)(text, at).filter(|_| sure && topic == Topic::Plan))
                };
                let filed = || slashed(text, at).filter(|_| sure && topic == Topic::Record);
                let end = parted()
                    .or_else(filed)
                    .or_else(|| written(text, at, cue.is_joined(text) || cue.word == "ubrn", 5..=20, least));
                let other = |value: &[u8]| is_of_machine(value) || topic == Topic::Record && is_of_customs(&text[at..]);
                end.filter(|end| telling(&text[at..*end]) && !other(&text[at..*end]))
            };
            tell(reading, cue, number, rule, hits);
        }
    }
    for cue in reading.cues(Topic::Plan).filter(|cue| Coverage::is_insurer(cue)) {
        if let Some(span) = insurer::member(reading, cue).filter(|span| !hits.meets(span)) {
            hits.near(&PLAN, span, cue.word);
        }
    }
}

/// Where the number of a record ends that begins here and has the number of its year or its house before a slash, or behind
/// one: `2024/01882`, `40/22817`, `4471/23`. A month of a year is none.
fn slashed(text: &[u8], at: usize) -> Option<usize> {
    let run = |from: usize| text[from..].iter().take(LONGEST_GROUP).take_while(|b| b.is_ascii_digit()).count();
    let slash = at + run(at);
    if text.get(slash) != Some(&b'/') {
        return None;
    }
    let end = slash + 1 + run(slash + 1);
    let (first, second) = (&text[at..slash], &text[slash + 1..end]);
    let is_year = |part: &[u8]| part.len() == 4 && (part.starts_with(b"19") || part.starts_with(b"20"));
    let is_long = |part: &[u8]| (5..=10).contains(&part.len());
    let fits = |one: &[u8], other: &[u8]| !one.is_empty() && (is_long(other) || is_year(one) && other.len() >= 3);
    let ends = !text.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_'));
    // A running number of a year in short.
    let short = first.len() >= 4 && second.len() == 2;
    (ends && (short || fits(first, second) || fits(second, first))).then_some(end)
}

/// Whether these are sixteen hexadecimal digits or more in small letters, as programs number what they have members of.
fn is_of_machine(value: &[u8]) -> bool {
    let hex = |b: &u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
    let both = value.iter().any(u8::is_ascii_digit) && value.iter().any(u8::is_ascii_alphabetic);
    value.len() >= OF_MACHINE && both && value.iter().all(hex)
}

/// Whether a text begins with the number of a movement of goods, which customs call an MRN as well: a year, a country and
/// fourteen capitals and digits, the last of which is a digit (Delegated Regulation (EU) 2015/2446, annex B). Blanks may part
/// its groups.
fn is_of_customs(text: &[u8]) -> bool {
    const LENGTH: usize = 18;
    let part = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let (mut value, mut end) = (Vec::with_capacity(LENGTH), 0);
    while value.len() < LENGTH {
        match text.get(end) {
            Some(b) if part(b) => value.push(*b),
            Some(b' ') if !value.is_empty() && text.get(end + 1).is_some_and(part) => {}
            _ => return false,
        }
        end += 1;
    }
    let year = matches!(value.as_slice(), [b'0'..=b'9', b'0'..=b'9', b'A'..=b'Z', b'A'..=b'Z', ..]);
    year && value.last().is_some_and(u8::is_ascii_digit) && !text.get(end).is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether the word of a cue has a plural's ending: figures behind it are rather how many there are.
fn is_plural(text: &[u8], cue: &Cue) -> bool {
    cue.gap.start > 0 && text[cue.gap.clone()].first().is_some_and(|b| matches!(b, b's' | b'S'))
}

/// Whether the word of a cue is part of a name that goes on with another word behind a dash: `emr-cluster-123456`.
fn is_in_name(text: &[u8], cue: &Cue) -> bool {
    let gap = &text[cue.gap.clone()];
    let word = text[cue.value().min(text.len())..].iter().take_while(|b| b.is_ascii_lowercase()).count();
    !gap.is_empty() && gap.iter().all(|b| matches!(b, b'-' | b'_')) && word >= LETTERS_OF_A_WORD
}

/// How many small letters at the beginning of a code are a word.
const LETTERS_OF_A_WORD: usize = 4;

/// Words for health plans in general.
const GENERAL: &[&str] = &[
    "insurance",
    "insurer",
    "insur",
    "ins",
    "health plan",
    "health insurance",
    "beneficiary",
    "medicaid",
    "subscriber",
    "prior auth",
    "health card",
    "mutuelle",
    "póliza",
    "poliza",
    "polizza",
    "plano de saúde",
    "tarjeta sanitaria",
    "tessera sanitaria",
];

/// Names the values behind a word.
fn tell(
    reading: &Reading<'_>,
    cue: &Cue,
    written: impl Fn(&[u8], usize) -> Option<usize>,
    rule: &'static Rule,
    hits: &mut Hits,
) {
    // The abbreviation may have its number in one piece.
    let glued = |span: &Range<usize>| {
        let own = cue.word.ends_with("mrn") && cue.gap.start > 0 && cue.gap.is_empty() && span.start == cue.gap.end;
        own && reading.view().is_boundary(span.end) && reading.text()[span.clone()].iter().all(u8::is_ascii_digit)
    };
    let spans = cue.values(reading.text(), written).into_iter().filter(|span| reading.is_whole(span) || glued(span));
    spans.for_each(|span| hits.near(rule, span, cue.word));
}

/// How many digits a national provider identifier has.
const NPI_DIGITS: usize = 10;

/// Names national provider identifiers.
fn providers(reading: &Reading<'_>, hits: &mut Hits) {
    let written = |text: &[u8], at: usize| fits(text, at, "9999_999_999");
    for group in reading.groups().iter().filter(|group| matches!(group.len(), 4 | 10)) {
        let at = group.span().start;
        let Some(span) = written(reading.text(), at).map(|end| at..end).filter(|span| reading.is_field(span)) else {
            continue;
        };
        if is_npi(&reading.text()[span.clone()]) {
            hits.hit(&NPI_FIELD, span);
        } else {
            hits.miss(&NPI, span, "the check digit fails");
        }
    }
    for cue in reading.cues(Topic::Npi) {
        for span in cue.whole_values(reading, written) {
            let rule = if is_npi(&reading.text()[span.clone()]) { &NPI } else { &NPI_CONTEXT };
            hits.near(rule, span, cue.word);
        }
    }
    // In a sentence that speaks of one, its check tells it.
    for span in reading.groups().iter().filter(|group| group.len() == NPI_DIGITS).map(Group::span) {
        let is_right = reading.is_whole(&span) && is_npi(&reading.text()[span.clone()]) && !hits.meets(&span);
        let word = if is_right { reading.word_before(span.start, &["npi"]) } else { None };
        word.into_iter().for_each(|word| hits.near(&NPI, span.clone(), word));
    }
}

/// The Luhn check over the number behind `80840`, which adds 24 (CMS, 45 CFR 162.406); it begins with 1 or 2.
fn is_npi(text: &[u8]) -> bool {
    let digits = plain(text);
    let double = |value: u32| if value > 4 { value * 2 - 9 } else { value * 2 };
    let weigh = |(index, b): (usize, &u8)| match u32::from(b - b'0') {
        digit if index % 2 == 1 => double(digit),
        digit => digit,
    };
    let sum: u32 = digits.iter().rev().enumerate().map(weigh).sum();
    let equal = digits.windows(2).take(8).all(|pair| pair[0] == pair[1]);
    matches!(digits.first(), Some(b'1' | b'2')) && (sum + 24).is_multiple_of(10) && !equal
}

/// Words one of which stands before a registration whose check is right.
const PRESCRIBERS: &[&str] = &["dea", "prescriber", "prescribing"];

/// Names DEA registrations.
fn licenses(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let written = |text: &[u8], at: usize| fits(text, at, "ax9999999").filter(|end| is_registrant(&text[at..*end]));
    let announced = LazyCell::new(|| -> Announced {
        let values = |cue: &Cue| cue.values(text, written).into_iter().map(|value| value.start);
        reading.cues(Topic::Dea).flat_map(|cue| values(cue).map(|value| (value, cue.word))).collect()
    });
    for group in reading.groups().iter().filter(|group| matches!(group.len(), 7 | 8)) {
        let before = if group.len() == 7 { "aa" } else { "a" };
        let behind = if group.len() == 7 { "9999999" } else { "99999999" };
        let Some(span) = around(text, group.span().start, before, behind).filter(|span| reading.is_whole(span)) else {
            continue;
        };
        if !is_registrant(&text[span.clone()]) {
            continue;
        }
        let is_right = is_registration(&text[span.clone()]);
        let said = || reading.word_before(span.start, PRESCRIBERS).filter(|_| is_right);
        match (is_right, announced.word(span.start).or_else(said)) {
            (true, Some(word)) => hits.near(&DEA, span, word),
            (true, None) if is_list(reading, |word| is_registrant(word) && is_registration(word)) => {
                hits.hit(&DEA, span);
            }
            (true, None) => hits.miss(&DEA, span, "no word says that it is a DEA registration"),
            (false, Some(word)) if word.starts_with("dea") => hits.near(&DEA_CONTEXT, span, word),
            (false, _) => hits.miss(&DEA, span, "the check digit fails"),
        }
    }
}

/// The letters that the DEA gives to kinds of registrants; the second is a letter of the name, or 9 for a business.
fn is_registrant(text: &[u8]) -> bool {
    let plain = plain(text);
    let known = |b: &u8| b"ABCDEFGHJKLMPRSTUX".contains(b);
    plain.first().is_some_and(known) && plain.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'9')
}

/// The last digit is that of the sum of the digits in odd places and twice those in even places.
fn is_registration(text: &[u8]) -> bool {
    let plain = plain(text);
    let digits: Vec<u32> = plain.iter().skip(2).filter_map(|b| char::from(*b).to_digit(10)).collect();
    let [a, b, c, d, e, f, check] = digits[..] else { return false };
    (a + c + e + 2 * (b + d + f)) % 10 == check
}

/// Names Medicare beneficiary identifiers.
fn medicare(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let announced = LazyCell::new(|| reading.announced(Topic::Mbi));
    for group in reading.groups().iter().filter(|group| group.len() == 1) {
        let at = group.span().start;
        let Some(span) = fits(text, at, "9ax9_ax9_aa99").map(|end| at..end) else { continue };
        if !is_alone(reading, &span) {
            continue;
        }
        if is_mbi(&text[span.clone()]) {
            match announced.word(span.start) {
                Some(word) => hits.near(&MBI_WORD, span, word),
                None => hits.hit(&MBI, span),
            }
        } else {
            hits.miss(&MBI, span, "it begins with 0 or has one of the letters S, L, O, I, B, Z");
        }
    }
}

/// CMS, "Understanding the MBI": no S, L, O, I, B, Z, and no 0 at the beginning.
fn is_mbi(text: &[u8]) -> bool {
    let plain = plain(text);
    plain.len() == 11 && plain[0] != b'0' && !plain.iter().any(|b| b"SLOIBZ".contains(b))
}

/// How far behind its word a code with a full stop may stand.
const DIAGNOSIS_REACH: usize = 48;

/// Names codes of diagnoses: right behind a word for them in any form, or some words away with their full stop.
fn diagnoses(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    before_names(reading, hits);
    let (mut done, mut listed) = (0, None);
    let code = |text: &[u8], at: usize| Some(at + code_len(&text[at..])).filter(|end| is_code(&text[at..*end]));
    for cue in reading.cues(Topic::Diagnosis) {
        let before = cue.value_before(text, code).filter(|span| is_alone(reading, span));
        before.into_iter().for_each(|span| hits.near(&ICD, span, cue.word));
        let (mut at, mut any) = (cue.value().max(done), false);
        let mut end = cue.value().saturating_add(DIAGNOSIS_REACH).min(text.len());
        while at < end {
            let span = at..at + code_len(&text[at..]);
            let alone = span.len() >= 3 && is_alone(reading, &span) && text[at].is_ascii_uppercase();
            let told = at == cue.value() || listed == Some(at) || is_bracketed(text, &span);
            // Words of the first may stand between two.
            let told = told || any && begins_item(text, &span);
            let dotted = span.len() > 4 && (told || !is_ailment(cue.word) || is_said_of(text, cue.value(), at));
            let placed = dotted
                || told && !AILMENTS.contains(&cue.word) && !is_vitamin_or_gene(&text[span.end.min(text.len())..]);
            if alone && placed && is_code(&text[span.clone()]) {
                end = (span.end + DIAGNOSIS_REACH).min(text.len());
                at = span.end;
                (done, any) = (at, true);
                listed = next_of_list(text, at);
                hits.near(&ICD, span, cue.word);
            } else {
                at += 1;
            }
        }
    }
}

/// Whether nothing but words and commas leads from the name of a disease to a code, and not one for the part of a paper, a
/// house or a study: `depression, moderate F33.1`.
fn is_said_of(text: &[u8], from: usize, at: usize) -> bool {
    let between = text.get(from..at).unwrap_or_default();
    let part = |b: &u8| b.is_ascii_alphabetic() || *b >= 0x80 || matches!(b, b' ' | b',' | b'-' | b'\'' | b'(');
    // One figure tells the type.
    let figures = between.windows(3).filter(|three| three[1].is_ascii_digit());
    let typed = figures.clone().all(|three| three[0] == b' ' && matches!(three[2], b' ' | b',')) && figures.count() < 2;
    let plain = between.iter().all(|b| part(b) || b.is_ascii_digit());
    between.len() <= LONGEST_REMARK && plain && typed && !is_designated(&text[..at])
}

/// Names the codes with a full stop before the name of a disease, with a few words between: `C50.911 breast ca`.
fn before_names(reading: &Reading<'_>, hits: &mut Hits) {
    static NAMES: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[DISEASES, AILMENTS]));
    let text = reading.text();
    for group in reading.groups().iter().filter(|group| group.len() == 2 && group.span().start > 0) {
        let at = group.span().start - 1;
        let span = at..at + code_len(&text[at..]);
        let dotted = span.len() > 4 && text[at].is_ascii_uppercase() && is_code(&text[span.clone()]);
        if !dotted || !is_alone(reading, &span) || is_designated(&text[..at]) {
            continue;
        }
        let rest = &text[span.end..];
        let rest =
            [&b" - "[..], b": ", b" (", b" "].iter().find_map(|lead| rest.strip_prefix(*lead)).unwrap_or_default();
        let part = |b: &&u8| b.is_ascii_alphabetic() || **b >= 0x80 || matches!(**b, b' ' | b'-' | b'\'');
        let named = &rest[..rest.iter().take(LONGEST_REMARK).take_while(part).count()];
        if let Some(word) = first_word(named, &*NAMES) {
            hits.near(&ICD, span, word);
        }
    }
}

/// How far a code may stand from the name of a disease where words stand between them, in bytes.
const LONGEST_REMARK: usize = 44;

/// Where the next code of a list begins, with a comma, a semicolon, a slash or a line break before it.
fn next_of_list(text: &[u8], end: usize) -> Option<usize> {
    let sign = |b: &&u8| matches!(b, b' ' | b',' | b';' | b'/' | b'\n' | b'\r');
    let len = text[end..].iter().take(LONGEST_GAP).take_while(sign).count();
    text[end..end + len].iter().any(|b| *b != b' ').then_some(end + len)
}

/// Whether a comma or a semicolon parts a code from the words of the one before, and words of its own or the end follow:
/// `E11.9 type 2 diabetes, I10 hypertension`.
fn begins_item(text: &[u8], span: &Range<usize>) -> bool {
    let before = &text[..span.start];
    let parted = before.ends_with(b", ") || before.ends_with(b"; ") || before.ends_with(b";\n");
    let named =
        matches!(text[span.end..], [b' ', first, second, ..] if [first, second].iter().all(u8::is_ascii_alphabetic));
    parted && (named || ends_part(text, span.end))
}

/// How many signs stand between two codes of a list at most.
const LONGEST_GAP: usize = 4;

/// Whether brackets hold a span and nothing else, behind what they are said of: `Hypertension (I10)`.
fn is_bracketed(text: &[u8], span: &Range<usize>) -> bool {
    text[..span.start].ends_with(b" (") && text.get(span.end) == Some(&b')')
}

/// Whether the word behind three characters says that they are a vitamin or a gene: `B12 deficiency`, `P53 mutated`.
fn is_vitamin_or_gene(rest: &[u8]) -> bool {
    const WORDS: [&str; 10] =
        ["deficien", "mutat", "supplement", "injection", "shot", "level", "gene", "express", "wild", "vitamin"];
    let rest = rest.strip_prefix(b" ").or_else(|| rest.strip_prefix(b"-")).unwrap_or_default();
    WORDS.iter().any(|word| rest.get(..word.len()).is_some_and(|rest| rest.eq_ignore_ascii_case(word.as_bytes())))
}

/// The length of a code of the usual form that the text begins with: a letter, a digit, a letter or digit, a full stop
/// and up to four more.
fn code_len(text: &[u8]) -> usize {
    let Some(end) = fits(text, 0, "a9x") else { return 0 };
    let more = text[end..].iter().skip(1).take(4).take_while(|b| b.is_ascii_digit() || b.is_ascii_uppercase()).count();
    if text.get(end) == Some(&b'.') && more > 0 { end + 1 + more } else { end }
}

/// The chapters of ICD-10-CM (CMS and NCHS): the highest category of each letter; letters for digits where there are
/// categories with them.
fn is_code(text: &[u8]) -> bool {
    let [letter, tens, ones, ..] = text else { return false };
    let number = if ones.is_ascii_digit() { (tens - b'0') * 10 + ones - b'0' } else { (tens - b'0') * 10 };
    let lettered = matches!(
        [*letter, *tens, *ones],
        [b'C', b'4', b'A']
            | [b'C', b'7', b'A' | b'B']
            | [b'D', b'3', b'A']
            | [b'M', b'1', b'A']
            | [b'O', b'9', b'A']
            | [b'Z', b'3', b'A']
    );
    let last = match letter {
        b'D' | b'E' => 89,
        b'H' | b'K' => 95,
        b'P' => 96,
        b'T' => 88,
        b'U' => 85,
        b'A'..=b'Z' => 99,
        _ => return false,
    };
    (ones.is_ascii_digit() || lettered) && number <= last && !(*letter == b'F' && number == 0)
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_kind, finds_nothing, found, in_field};
    use super::*;
    use crate::redact::promptly::promptly;

    #[test]
    fn a_right_check_tells_an_identifier_in_a_sentence_that_speaks_of_one() {
        finds_kind(providers, kind::US_NPI, &[("Provider NPI on the form (1234567893) is ok", "1234567893")]);
        finds(licenses, &[("Prescriber again (AP1234563).", "AP1234563")]);
        finds_nothing(providers, &["Provider NPI on the form (1234567894) is ok", "the form (1234567893) is ok"]);
        finds_nothing(licenses, &["Prescriber again (AP1234564).", "Part again (AP1234563)."]);
    }

    #[test]
    fn a_million_registrations_take_no_time() {
        promptly(|| {
            assert_eq!(found(licenses, &"/DEA # AJ1234563".repeat(1 << 16)).len(), 1 << 16);
            assert_eq!(found(medicare, &"MBI 1EG4-TE5-MK73 ".repeat(1 << 16)).len(), 1 << 16);
        });
    }

    #[test]
    fn names_and_amounts_are_no_numbers_of_records_and_plans() {
        finds_nothing(records, &["lf-emr-test-123456789111", "emr-cluster-123456", "newsletter subscribers: 1234567"]);
        finds_nothing(records, &["member id dc797c2d1beda91e left the cluster", "Member ID: 3be4e67f3243ffa9"]);
        finds_kind(
            records,
            kind::MEDICAL_RECORD_NUMBER,
            &[("patient-mrn-445566", "445566"), ("emr-AB445566", "AB445566"), ("EMR: 445566", "445566")],
        );
        finds_kind(records, kind::HEALTH_PLAN_BENEFICIARY_NUMBER, &[("subscriber: 1234567", "1234567")]);
    }

    #[test]
    fn record_numbers_are_found_behind_their_words() {
        finds_kind(
            records,
            kind::MEDICAL_RECORD_NUMBER,
            &[
                ("(MRN: #AB-445566)?", "AB-445566"),
                ("medical record number is 445-56-677", "445-56-677"),
                ("mrn 44556677, aged 40", "44556677"),
                ("Patient ID 44556", "44556"),
                ("MRN: 44556-AB.", "44556-AB"),
                ("MRN: 123 456 789", "123 456 789"),
                ("MRN: 12.345.678.", "12.345.678"),
                ("MRN PT_123456", "PT_123456"),
                ("MRN AB/123456", "AB/123456"),
                ("M.R. # 445566", "445566"),
                ("Patientennummer: 445566", "445566"),
                ("historia clínica nº 445566", "445566"),
                ("patient no. 30/44556", "30/44556"),
                ("nr pacjenta 2023/00455, lek", "2023/00455"),
                ("Patient Nr. 455/2023", "455/2023"),
                ("patiëntnr 4455-6677", "4455-6677"),
                ("H0044556 (hosp. no.) is away", "H0044556"),
                ("nº de paciente 445566", "445566"),
                ("merge record 000445566 into another, two charts", "000445566"),
                ("Fall 0044556677 geht nach Hause, Hausarzt folgt", "0044556677"),
                ("MRN for her = 445566", "445566"),
                ("the MRN I have for you is 445566", "445566"),
                ("patient id for Mr. Example is 445566", "445566"),
                ("Akte 4455/23 Frau Muster, Klinik", "4455/23"),
            ],
        );
        finds_nothing(
            records,
            &[
                "MRN: unknown 445566",
                "MRN: 2024-05-17",
                "the medical record of 2024",
                "patient 445566",
                "MRN: ABC-12",
                "patient no. 05/2024",
                "patient no. 1/200 of the study",
                "in fall 2024 the patient came",
                "record 445566 of the table",
                "the patient's record 4455",
                "Fall 445566 im Tracker",
                "MRN [MEDICAL_RECORD_NUMBER]",
            ],
        );
    }

    #[test]
    fn plan_numbers_are_found_behind_their_words() {
        finds_kind(
            records,
            kind::HEALTH_PLAN_BENEFICIARY_NUMBER,
            &[
                ("member id: XYZ123456", "XYZ123456"),
                ("Insurance policy number QQ-445566.", "QQ-445566"),
                ("her insurance is QQ-445566", "QQ-445566"),
                ("Health plan # 445566-7", "445566-7"),
                ("Member ID: W1234 56789", "W1234 56789"),
                ("Aetna ID W1882 04417", "W1882 04417"),
                ("member id ZGP 448291033", "ZGP 448291033"),
                ("member ID ZGP 448 291 033", "ZGP 448 291 033"),
                ("insurance no. QKD 4482 9103", "QKD 4482 9103"),
                ("the insurance number is ZGP 448 291 033", "ZGP 448 291 033"),
                ("EHIC no 80276001234567890123", "80276001234567890123"),
                ("BCBS ID XND330532459", "XND330532459"),
                ("Aetna W2044 55667", "W2044 55667"),
                ("she has BCBS XND330532459 now", "XND330532459"),
                ("member id of my son is W204455667", "W204455667"),
                ("Versichertennummer von Herrn Muster ist A123456780", "A123456780"),
                ("Enrollee # 445566", "445566"),
                ("medicaid id CK 04455 R - lapsed", "CK 04455 R"),
                ("mutuelle adhérent 0445 5667 B, forfait", "0445 5667 B"),
                ("nº de tarjeta sanitaria MDRL 804455667788", "MDRL 804455667788"),
                ("tarjeta sanitaria MDRL 804455667788", "MDRL 804455667788"),
                ("claim came back from BCBS. Sub id YPZ904455667", "YPZ904455667"),
                ("the patient's supplement is MGP-445566-01", "MGP-445566-01"),
                ("Versichertennummer A123456780", "A123456780"),
            ],
        );
        finds_nothing(
            records,
            &[
                "insurance of 12345 people",
                "insurance EUR 448291033",
                "member id ZGP 448291033 rows",
                "member id ZGP 448 291 033 rows",
                "member id ZGP 12 30",
                "call Aetna 8005550142",
                "Humana H1036-077",
                "Cigna 2044556677",
                "medicaid id CK 04455 Rows",
                "the JWT sub id YPZ904455667",
                "a vitamin supplement is 1000 mg",
                "the supplement is MGP-445566-01",
                "member id ZGP 4 8 2 9 1 0 3",
                "member id AND 12345",
                "insurance 12345 people",
                "insurance since 2019",
                "member since 201905",
                "plan 12345",
                "Firewall policy ID 10245 was changed",
            ],
        );
    }

    #[test]
    fn cards_of_provinces_and_funds_have_their_own_words_and_groups() {
        finds(
            records,
            &[
                ("BC PHN 9876 543 217", "9876 543 217"),
                ("RAMQ TREJ 8508 2214", "TREJ 8508 2214"),
                ("DVA gold card QX447188", "QX447188"),
                ("OVHC 34442071", "34442071"),
            ],
        );
        finds_nothing(records, &["PHN 98", "9876 543 217", "dva of it"]);
    }

    #[test]
    fn provider_identifiers_are_found() {
        // 1234567893 is the example of CMS.
        finds_kind(providers, kind::US_NPI, &[("NPI: 1234567893", "1234567893"), ("npi 1234567890", "1234567890")]);
        finds_nothing(providers, &["1234567893", "x 1234-567-893"]);
        assert_eq!(
            ["1234567893", "1234-567-893", "1234567894", "3234567891"].map(|text| in_field(providers, text)),
            [1, 1, 0, 0]
        );
    }

    #[test]
    fn an_identifier_whose_check_holds_is_surer_than_one_behind_a_word() {
        let rule = |text: &str| {
            super::super::check::read(text, |reading| {
                let mut hits = Hits::default();
                providers(reading, &mut hits);
                hits.take().first().map(|hit| hit.rule.name)
            })
        };
        assert_eq!(rule("NPI: 1234567893"), Some(NPI.name));
        assert_eq!(rule("NPI: 1234567890"), Some(NPI_CONTEXT.name));
    }

    #[test]
    fn a_word_for_a_number_beats_the_words_of_plans() {
        let text = "Medicare Beneficiary Identifier: 5GM0-K95-XR89";
        assert_eq!(super::super::check::hits(medicare, text), [("5GM0-K95-XR89".to_owned(), kind::US_MBI)]);
        assert!(MBI_WORD.rank > PLAN.rank);
    }

    #[test]
    fn vitamins_and_genes_are_no_diagnoses() {
        finds_nothing(diagnoses, &["dx: B12 deficiency", "Dx: P53 mutated tumour"]);
        finds_kind(diagnoses, kind::MEDICAL_CODE, &[("dx: E66 and B20", "E66")]);
    }

    #[test]
    fn codes_are_found_beside_the_names_of_diseases_and_behind_short_words() {
        finds_kind(
            diagnoses,
            kind::MEDICAL_CODE,
            &[
                ("asthma (J45.909)", "J45.909"),
                ("Diabetes type 2 (E11.9), stable", "E11.9"),
                ("hypertension I10", "I10"),
                ("Diag: J45.909", "J45.909"),
                ("recurrent depression, severe F33.2", "F33.2"),
                ("1. low back pain M54.51", "M54.51"),
                ("Kopfschmerzen, chronisch G44.2, Kontrolle", "G44.2"),
                ("pt: C50.912 breast ca left side", "C50.912"),
                ("K21.9 refluks, lek 20 mg", "K21.9"),
                ("rozp. J45.9", "J45.9"),
                ("cukrzyca typu 2 E11.8", "E11.8"),
                ("J06.8 acute upper respiratory infection", "J06.8"),
                ("admitted with N39.1", "N39.1"),
                ("nadci\u{15b}nienie I10", "I10"),
                ("CID F41.2", "F41.2"),
                ("douleur lombaire M54.5", "M54.5"),
            ],
        );
        assert_eq!(found(diagnoses, "PMH: I10, E11.9"), ["I10", "E11.9"]);
        finds_nothing(
            diagnoses,
            &[
                "pain points in section B12.4",
                "see Table A12.3 pain scores",
                "stroke width, line M54.5",
                "the fever chart is on page A11.2",
                "depression; F33.2",
                "pain R52",
                "asthma study, arm B12.4 of 9",
                "diabetes app, page A11.2",
                "diagram: J45.909",
                "stable (J45.909)",
            ],
        );
    }

    #[test]
    fn registrations_are_found() {
        finds_kind(
            licenses,
            kind::MEDICAL_LICENSE,
            &[("DEA # AJ1234563", "AJ1234563"), ("AJ1234563 (DEA)", "AJ1234563"), ("DEA no: F91234563.", "F91234563")],
        );
        finds_kind(licenses, kind::MEDICAL_LICENSE, &[("DEA AJ1234564", "AJ1234564")]);
        finds_nothing(licenses, &["AJ1234563", "DEA NJ1234563", "DEA AJ12345634", "certificate number AJ1234564"]);
        assert_eq!(
            ["AJ1234563", "AJ1234563 F91234563", "AJ1234563 x", "AJ1234564"].map(|text| in_field(licenses, text)),
            [1, 2, 0, 0]
        );
    }

    #[test]
    fn beneficiary_identifiers_are_found() {
        // 1EG4-TE5-MK73 is the example of CMS.
        finds_kind(
            medicare,
            kind::US_MBI,
            &[("MBI 1EG4-TE5-MK73.", "1EG4-TE5-MK73"), ("x 1eg4te5mk73", "1eg4te5mk73")],
        );
        finds_nothing(
            medicare,
            &["0EG4-TE5-MK73", "1SG4-TE5-MK73", "1EG4-TE5-MK7", "1EG4-TE5-MK731", "X1EG4-TE5-MK73", "1EG4-TE5-MK73-2"],
        );
    }

    #[test]
    fn diagnoses_are_found_behind_their_words() {
        assert_eq!(found(diagnoses, "diagnosis: E11.9, I10 and also J45.909"), ["E11.9", "I10", "J45.909"]);
        assert_eq!(found(diagnoses, "Dx: E11.65, I10, E78.5"), ["E11.65", "I10", "E78.5"]);
        let named = "Diagnosis: E11.9 type 2 diabetes, I10 HTN; N18 kidney disease";
        assert_eq!(found(diagnoses, named), ["E11.9", "I10", "N18"]);
        for (text, code) in [
            ("Diagnosis: E11.9 type 2 diabetes, B12 deficiency", "E11.9"),
            ("Diagnosis: E11.9 type 2 diabetes, room B12-4", "E11.9"),
            ("Diagnosis: E11.9 in ward B12 today", "E11.9"),
            ("krankgeschrieben, J20.9", "J20.9"),
            ("AU ab 11.11.2024, Erstbescheinigung, J20.9", "J20.9"),
            ("Krankmeldung bis Freitag (M54.5)", "M54.5"),
        ] {
            finds_kind(diagnoses, kind::MEDICAL_CODE, &[(text, code)]);
        }
        finds_nothing(
            diagnoses,
            &[
                "Krankmeldung \u{fc}ber die A10, Tor B12",
                "krankgeschrieben seit V1.2a",
                "Folgebescheinigung 2024, Raum B12",
            ],
        );
        assert_eq!(found(diagnoses, "Diagn\u{f3}stico: E11.9;\nI10"), ["E11.9", "I10"]);
        finds_kind(
            diagnoses,
            kind::MEDICAL_CODE,
            &[("Diagnosis: Hypertension (I10)", "I10"), ("CIM-10 : I10", "I10"), ("Diagnosen: I10", "I10")],
        );
        finds_kind(diagnoses, kind::MEDICAL_CODE, &[("E11.9 (ICD-10)", "E11.9"), ("diag_code=I10", "I10")]);
        finds_nothing(diagnoses, &["diagnosis of the A10 (see B12 deficiency)", "V1.2 (ICD release)"]);
        finds_kind(
            diagnoses,
            kind::MEDICAL_CODE,
            &[("ICD-10: I10", "I10"), ("dx of the asthma J45.909.", "J45.909"), ("Diagnosed with C7A.00", "C7A.00")],
        );
        finds_nothing(
            diagnoses,
            &[
                "E11.9",
                "diagnosis: E95.1",
                "diagnosis F00.1",
                "diagnosis of version V1.2",
                "dx C5A.1",
                "diagnosed on the A10 road",
                "icd e11.9x1",
            ],
        );
    }

    #[test]
    fn records_are_found_behind_the_house_that_keeps_them_and_with_its_letters() {
        finds_kind(
            records,
            kind::MEDICAL_RECORD_NUMBER,
            &[
                ("MRN at the hospital: 00308315", "00308315"),
                ("MRN at the children's hospital 00308315", "00308315"),
                ("Hospital number: RXK 0308315", "RXK 0308315"),
                ("e-RS UBRN 0003 0831 5994", "0003 0831 5994"),
            ],
        );
        finds_nothing(
            records,
            &[
                "MRN at the hospital and 00308315",
                "hospital number RXK 12",
                "Hospital number: ext 308315",
                "UBRN of 2024 in all",
            ],
        );
    }

    #[test]
    fn the_id_of_a_payer_is_that_of_a_company() {
        let text = "Member ID XEH3083159, payer ID 60054, group 30831";
        assert!(!found(records, text).contains(&"60054".to_owned()), "{:?}", found(records, text));
        assert!(found(records, text).contains(&"XEH3083159".to_owned()));
    }

    #[test]
    fn numbers_of_movements_of_goods_are_left() {
        finds_nothing(
            records,
            &["customs MRN 24DE585000000000A1", "MRN: 24NL0005101A2B3C47", "customs MRN 24DE5850 0000 0000 A1 to ship"],
        );
        finds_kind(
            records,
            kind::MEDICAL_RECORD_NUMBER,
            &[("MRN: 24DE5850000A1", "24DE5850000A1"), ("MRN: DE24585000000000A1", "DE24585000000000A1")],
        );
    }

    #[test]
    fn the_abbreviation_may_have_its_number_in_one_piece_and_machines_have_members() {
        for text in ["MRN30553104", "Patient MRN30553104, fell", "mrn30553104"] {
            assert_eq!(found(records, text), ["30553104"], "{text}");
        }
        assert_eq!(found(records, "insurance of the patient: member 30553"), ["30553"]);
        finds_nothing(
            records,
            &[
                "XMRN30553104",
                "MRN30553104abc",
                "insurance service: cluster member 30553 is down",
                "insurance claims: node member ID 30553104 left",
            ],
        );
    }
}
