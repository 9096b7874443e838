//! Dates, dates of birth, and ages over 89: what the Safe Harbor rule of HIPAA (45 CFR 164.514(b)(2)(i)(C)) counts as
//! identifiers. A year alone is none; a month of a year is.
//!
//! A date of birth is a date with a word beside it that says so. Forms that stand for other things as well (`5/21`,
//! `1.2.21`) need a word for any date.

mod births;
mod written;

pub(in crate::redact) use births::BIRTHS;

use super::cue::answer;
use super::reading::REACH;
use super::vocabulary::{Vocabulary, ending, is_one_of, last_word};
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use crate::redact::words;
use births::{AGES, BIRTH_WORDS, FOREIGN_AGES, PLACED, told_behind};
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[
    Detector { rules: &[&DATE], needs: Signals::ANY, find: find_dates },
    Detector {
        rules: &[&BIRTH],
        // The word may be in the cell before: a label raises signals as well.
        needs: Signals::BIRTH,
        find: find_births,
    },
    Detector { rules: &[&BORN], needs: Signals::NUMBER, find: find_starred },
    Detector { rules: &[&PATIENT], needs: Signals::WORD, find: find_patients },
    Detector { rules: &[&AGE], needs: Signals::WORD.or(Signals::BIRTH), find: find_ages },
];

static DATE: Rule = Rule {
    kind: kind::DATE_TIME,
    name: "date.written",
    version: 1,
    rank: Rank::Shape,
    proof: "a day or a month of a year that exists",
};
static BIRTH: Rule = Rule {
    kind: kind::DATE_OF_BIRTH,
    name: "date.birth",
    version: 1,
    rank: Rank::Context,
    proof: "a date, with a word of birth beside it",
};
static PATIENT: Rule = Rule {
    kind: kind::DATE_OF_BIRTH,
    name: "date.patient",
    version: 1,
    rank: Rank::Context,
    proof: "a date in brackets right before the number of a patient's record",
};
static BORN: Rule = Rule {
    kind: kind::DATE_OF_BIRTH,
    name: "date.star",
    version: 1,
    rank: Rank::Context,
    proof: "a date behind the star of births",
};
static AGE: Rule = Rule {
    kind: kind::AGE,
    name: "age.over_89",
    version: 1,
    rank: Rank::Context,
    proof: "90 to 130, with a word of age beside it",
};

/// Words beside which two figures are a date.
const DATE_WORDS: &[&str] = &[
    "date",
    "dated",
    "today",
    "yesterday",
    "tomorrow",
    "on",
    "since",
    "until",
    "till",
    "by",
    "due",
    "before",
    "after",
    "from",
    "starting",
    "ending",
    "visit",
    "seen",
    "admitted",
    "discharged",
    "appointment",
    "as of",
    "effective",
    "expires",
];

/// Words that end what a word of birth says: another date follows. Parties are on
/// whatever day suits.
const OTHER_DATES: &[&str] = &[
    "admitted",
    "admission",
    "discharged",
    "discharge",
    "visit",
    "seen",
    "died",
    "deceased",
    "death",
    "updated",
    "created",
    "expires",
    "due",
    "release",
    "released",
    "launched",
    "published",
    "joined",
    "hired",
    "installed",
    "gebucht",
    "party",
    "cake",
    "lunch",
    "dinner",
    "breakfast",
    "drinks",
    "celebration",
    "gift",
    "bash",
    "feier",
    "geburtstagsfeier",
    "geburtstagskuchen",
    "geburtstagsparty",
];

/// How many signs may stand between a word of birth and a date in a compact form.
const SHORT_REACH: usize = 6;

/// Names all dates of a view.
fn find_dates(reading: &Reading<'_>, hits: &mut Hits) {
    for date in written::dates(reading) {
        match reading.word_before(date.span.start, DATE_WORDS) {
            Some(word) if date.doubtful => hits.near(&DATE, date.span, word),
            None if date.doubtful => hits.miss(&DATE, date.span, "no word beside it says that it is a date"),
            _ => hits.hit(&DATE, date.span),
        }
    }
}

/// Names the dates of birth of a view.
fn find_births(reading: &Reading<'_>, hits: &mut Hits) {
    let labelled = reading.word_before(0, BIRTH_WORDS).is_some();
    if !labelled && !speaks_of_birth(reading.text()) {
        return;
    }
    static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[BIRTH_WORDS, OTHER_DATES]));
    let mut before = 0;
    for date in written::dates(reading) {
        let word = reading.word_before(date.span.start, &*WORDS).filter(|word| BIRTH_WORDS.contains(word));
        let word = word.filter(|word| !PLACED.contains(word) || is_led(&reading.text()[..date.span.start]));
        let text = reading.text();
        let between = &text[before..date.span.start];
        // Behind another date it has to be said again, unless it is the same date once more.
        let own = before == 0 || speaks_of_birth(between) || !between.iter().any(u8::is_ascii_alphabetic);
        let own = own && !is_taken(&text[..date.span.start]);
        let word = word.filter(|_| own).or_else(|| told_behind(&reading.text()[date.span.end..]));
        if let Some(word) = word.or_else(|| asked(reading, &date.span)) {
            if is_long_past(&reading.text()[date.span.clone()]) {
                hits.miss(&BIRTH, date.span.clone(), "nobody lives that was born then");
            } else {
                hits.near(&BIRTH, date.span.clone(), word);
            }
        }
        before = date.span.end;
    }
    compact_births(reading, hits);
}

/// Words that join a second date of birth to the first.
const JOINTS: &[&str] = &["and", "or", "und", "oder", "et", "ou", "y", "o", "e", "en", "of", "og", "och", "i"];

/// Whether the date of birth was taken out right behind its word, and other words lead from there to the end of the text:
/// the next date is that of what they name. Where names stand before the dates, each has its own.
fn is_taken(before: &[u8]) -> bool {
    let near = &before[before.len().saturating_sub(REACH)..];
    let Some(start) = memchr::memmem::rfind(near, TAKEN) else { return false };
    let Some(len) = near[start..].iter().position(|b| *b == b']') else { return false };
    let (lead, between) = (&before[..before.len() - near.len() + start], &near[start + len + 1..]);
    let told = without_parameters(lead);
    let article =
        [&b" on"[..], b" am", b" is", b" le", b" el", b" il"].iter().find_map(|word| told.strip_suffix(*word));
    let says = |told: &[u8]| told.is_empty() || ending(without_parameters(told), BIRTH_WORDS).is_some();
    let right_behind = says(told) || article.is_some_and(says);
    let named = between.iter().any(u8::is_ascii_alphabetic) && !is_one_of(between.trim_ascii(), JOINTS);
    right_behind && named && !speaks_of_birth(between)
}

/// What stands for a date of birth begins like this.
const TAKEN: &[u8] = b"[DATE_OF_BIRTH";

/// The word of birth in the question above a text, which a date answers: `Ann: and your date of birth?`.
fn asked(reading: &Reading<'_>, date: &Range<usize>) -> Option<&'static str> {
    let label = reading.label().trim_end().as_bytes();
    let is_answer = || answer(reading.text(), 0) == date.start;
    last_word(label, BIRTH_WORDS).filter(|_| label.ends_with(b"?") && is_answer())
}

/// Whether a date has a year of which nobody lives, nor died within fifty years, as HIPAA protects the dead.
fn is_long_past(date: &[u8]) -> bool {
    let mut numbers = date.split(|b| !b.is_ascii_digit());
    numbers.any(|number| number.len() == 4 && (b"1000".as_slice()..LAST_PAST).contains(&number))
}

/// The first year of which somebody may have died within fifty years.
const LAST_PAST: &[u8] = b"1870";

/// Whether the article of a day stands right before its end.
fn is_led(before: &[u8]) -> bool {
    [&b" il "[..], b" le ", b" in data "].iter().any(|article| before.ends_with(article))
}

/// Names the dates of birth behind a star: `Ann Example (*17.05.1984)`. One at the beginning of a line leads a list, and
/// two around a date set it off.
fn find_starred(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    // Most stars stand elsewhere.
    let may_lead = |star: usize| match (text[..star].last(), &text[star + 1..]) {
        (Some(b'('), [first, ..]) => *first != b'*',
        (Some(b' '), [b' ', second, ..]) => second.is_ascii_digit(),
        (Some(b' '), [first, ..]) => !first.is_ascii_whitespace(),
        _ => false,
    };
    if !memchr::memchr_iter(b'*', text).any(may_lead) {
        return;
    }
    for date in written::dates(reading) {
        let behind = text[date.span.end..].first();
        let is_star = match &text[..date.span.start] {
            [.., b'(', b'*'] | [.., b'(', b'*', b' '] => true,
            [.., before, b' ', b'*'] => before.is_ascii_alphanumeric() || matches!(before, b',' | b'.'),
            // Without a comma it leads items as well.
            [.., b',', b' ', b'*', b' '] => true,
            _ => false,
        };
        if is_star && behind != Some(&b'*') {
            hits.near(&BORN, date.span, "*");
        }
    }
}

/// Names the dates of birth in lists of patients, which stand in brackets between the name and the number of the record:
/// `A. Example (3/14/61) MRN 445566`.
fn find_patients(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if memchr::memmem::find(text, b"MRN").is_none() {
        return;
    }
    for date in written::dates(reading) {
        let named = text[..date.span.start].strip_suffix(b"(").map(|lead| lead.trim_ascii_end().last());
        let behind = text[date.span.end..].strip_prefix(b")").map(|rest| rest.trim_ascii_start());
        let is_named = named.flatten().is_some_and(u8::is_ascii_alphabetic);
        let numbered = |rest: &[u8]| rest.iter().take(12).filter(|b| b.is_ascii_digit()).count() > 2;
        if is_named && behind.and_then(|rest| rest.strip_prefix(b"MRN")).is_some_and(numbered) {
            hits.near(&PATIENT, date.span, "mrn");
        }
    }
}

/// Names dates of birth in forms that are numbers or codes elsewhere: `DOB: 19610314`, `DOB 14MAR1961`.
fn compact_births(reading: &Reading<'_>, hits: &mut Hits) {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let digits = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])";
        let months = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
        let named = format!("(?:0?[1-9]|[12][0-9]|3[01])[ /-]?(?:{months})[ /-]?(?:19|20)?[0-9]{{2}}");
        Regex::new(&format!(r"(?i-u)\b(?:{digits}|{named})\b")).ok()
    });
    let text = reading.text();
    for found in FORM.iter().flat_map(|form| form.find_iter(text)).filter(|found| reading.is_whole(&found.range())) {
        let before = without_parameters(&text[..found.start()]);
        let labelled = || reading.word_before(found.start(), BIRTH_WORDS).filter(|_| before.is_empty());
        if let Some(word) = ending(before, BIRTH_WORDS).or_else(labelled) {
            hits.near(&BIRTH, found.range(), word);
        }
    }
}

/// The text up to a value, without the signs before it, and without an attribute or the parameters that hold it:
/// `birthTime value="…"`, `BDAY;VALUE=date:…`.
fn without_parameters(text: &[u8]) -> &[u8] {
    let unsigned = |text: &[u8]| {
        let signs = text.iter().rev().take(SHORT_REACH).take_while(|b| !b.is_ascii_alphanumeric());
        text.len() - signs.count()
    };
    let mut end = unsigned(text);
    for word in [&b"date"[..], b"value"] {
        let lead = end.saturating_sub(word.len());
        let is_parted = text[..lead].last().is_some_and(|b| matches!(b, b' ' | b';' | b'='));
        if is_parted && text[lead..end].eq_ignore_ascii_case(word) {
            end = unsigned(&text[..lead]);
        }
    }
    &text[..end]
}

/// Whether one of the words of birth may stand in the text.
fn speaks_of_birth(text: &[u8]) -> bool {
    words::met(text).any_of(Signals::BIRTH)
}

/// Names the ages over 89 of a view.
fn find_ages(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for group in reading.groups().iter().filter(|group| matches!(group.len(), 2 | 3)) {
        let span = group.span();
        let behind = &text[span.end..];
        let joined = reading.view().is_boundary(span.start) && (is_years_joined(behind) || is_birthday(behind));
        if !is_old(&text[span.clone()]) || !(joined || reading.is_whole(&span)) || is_part(text, &span) {
            continue;
        }
        if is_of_a_thing(text, &span) {
            hits.miss(&AGE, span, "it is the age of a thing");
        } else if let Some(word) = years_behind(behind) {
            hits.near(&AGE, span, word);
        } else if is_birthday(behind) {
            hits.near(&AGE, span, "birthday");
        } else if is_turned(text, &span) {
            hits.near(&AGE, span, "turned");
        } else if !counts_else(&text[span.end..])
            && let Some(word) = reading.word_before(span.start, AGES).filter(|_| stands_behind_word(text, span.start))
        {
            hits.near(&AGE, span, word);
        }
    }
}

/// `yo`, `y/o` without a blank before it.
fn is_years_joined(rest: &[u8]) -> bool {
    rest.first().is_some_and(|b| matches!(b, b'y' | b'Y')) && years_behind(rest).is_some()
}

/// The ending of an ordinal and the word for the day of birth: `95th birthday`.
fn is_birthday(rest: &[u8]) -> bool {
    let word = [&b"th "[..], b"st ", b"nd ", b"rd "].iter().find_map(|ending| rest.strip_prefix(*ending));
    word.and_then(|word| word.get(..8)).is_some_and(|word| word.eq_ignore_ascii_case(b"birthday"))
}

/// Whether somebody turned so old: `she turned 93 in May`. A number of other things has its word behind it, a sign of its
/// own, or a degree.
fn is_turned(text: &[u8], span: &Range<usize>) -> bool {
    let lead = &text[span.start.saturating_sub(8)..span.start];
    let turned = lead.eq_ignore_ascii_case(b" turned ") || lead.ends_with(b" turns ");
    let rest = &text[span.end..];
    let ends = [&b" last "[..], b" this ", b" next ", b" in ", b" on ", b" today", b" yesterday", b" and "];
    turned
        && (matches!(rest, [] | [b'.' | b',' | b';' | b'\n' | b')' | b'!', ..])
            || ends.iter().any(|end| rest.starts_with(end)))
}

/// 90 to 130.
fn is_old(digits: &[u8]) -> bool {
    matches!(digits, [b'9', _] | [b'1', b'0'..=b'2', _] | [b'1', b'3', b'0'])
}

/// Whether the number is part of a longer one.
fn is_part(text: &[u8], span: &Range<usize>) -> bool {
    let digit = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_digit);
    let sign = |at: Option<usize>| {
        at.and_then(|at| text.get(at)).is_some_and(|b| matches!(b, b'.' | b',' | b'/' | b'-' | b':'))
    };
    let before = span.start.checked_sub(1);
    sign(before) && digit(span.start.checked_sub(2)) || sign(Some(span.end)) && digit(Some(span.end + 1))
}

/// `-year-old`, ` years of age`, ` yo`, ` y/o` behind a number.
fn years_behind(rest: &[u8]) -> Option<&'static str> {
    const BEHIND: [(&str, &str); 16] = [
        ("yearold", "year old"),
        ("yearsold", "years old"),
        ("yrold", "year old"),
        ("yrsold", "years old"),
        ("yearsofage", "years of age"),
        ("yo", "yo"),
        ("y/o", "y/o"),
        ("y.o", "y.o."),
        ("jahrealt", "jahre alt"),
        ("j\u{e4}hrig", "j\u{e4}hrig"),
        ("j\u{e4}hrige", "j\u{e4}hrig"),
        ("j\u{e4}hriger", "j\u{e4}hrig"),
        ("j\u{e4}hrigen", "j\u{e4}hrig"),
        ("j\u{e4}hriges", "j\u{e4}hrig"),
        ("ans", "ans"),
        ("a\u{f1}os", "a\u{f1}os"),
    ];
    let is_behind = |form: &str| {
        let end = form_end(rest, form);
        let counted = |end: usize| matches!(form, "ans" | "a\u{f1}os") && counts_things(&rest[end..]);
        end.is_some_and(|end| !rest.get(end).is_some_and(u8::is_ascii_alphanumeric) && !counted(end))
    };
    BEHIND.iter().find(|(form, _)| is_behind(form)).map(|(_, name)| *name)
}

/// Whether it goes on with what lasts so many years: `95 ans de garantie`.
fn counts_things(rest: &[u8]) -> bool {
    [&b" de "[..], b" d'", b" del "].iter().any(|joint| rest.starts_with(joint))
}

/// Where the form ends that the text begins with, blanks and dashes aside.
fn form_end(rest: &[u8], form: &str) -> Option<usize> {
    let mut letters = rest.iter().enumerate().take(24).filter(|(_, b)| !matches!(b, b' ' | b'-'));
    let mut end = 0;
    for wanted in form.bytes() {
        end = letters.next().filter(|(_, b)| b.to_ascii_lowercase() == wanted)?.0 + 1;
    }
    Some(end)
}

/// What people give the age of beside themselves.
const THINGS: &[&str] = &[
    "oak",
    "tree",
    "forest",
    "building",
    "house",
    "home",
    "bridge",
    "church",
    "castle",
    "wall",
    "tower",
    "station",
    "farm",
    "mine",
    "ship",
    "boat",
    "car",
    "engine",
    "piano",
    "violin",
    "painting",
    "book",
    "letter",
    "document",
    "law",
    "statute",
    "treaty",
    "rule",
    "company",
    "firm",
    "bank",
    "newspaper",
    "school",
    "university",
    "institution",
    "club",
    "brand",
    "brewery",
    "wine",
    "wines",
    "whisky",
    "whiskey",
    "rum",
    "cognac",
    "port",
    "cheese",
    "tradition",
    "custom",
    "recipe",
    "technology",
    "codebase",
    "code",
    "bug",
    "record",
    "mystery",
    "problem",
    "debate",
    "theory",
    "history",
    "tortoise",
    "parrot",
    "plant",
    "rock",
    "infrastructure",
    "pipe",
    "dam",
    "railway",
];

/// Whether it is no person that is so old: `a 95-year-old oak`, `wine aged 100 years`, `max-age=120`.
fn is_of_a_thing(text: &[u8], span: &Range<usize>) -> bool {
    let behind = &text[span.end..text.len().min(span.end + 40)];
    let old = memchr::memmem::find(&behind.to_ascii_lowercase(), b"old").map(|at| &behind[at + 3..]);
    let word = old.map(|rest| rest.trim_ascii_start()).map(|rest| {
        let len = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        &rest[..len]
    });
    let is = |words: &[&str], word: &[u8]| words.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(word));
    let mut before = text[span.start.saturating_sub(40)..span.start]
        .rsplit(|b| !b.is_ascii_alphabetic())
        .filter(|word| !word.is_empty());
    let mut said_before = || match (before.next(), before.next()) {
        (Some(aged), Some(thing)) if is(&["aged"], aged) => is(THINGS, thing),
        (Some(age), Some(bound)) if is(&["age"], age) => is(&["max", "min", "maximum", "minimum", "cache"], bound),
        _ => false,
    };
    word.is_some_and(|word| is(THINGS, word)) || said_before()
}

/// Days, weeks, per cent and such behind a number.
fn counts_else(rest: &[u8]) -> bool {
    let word: Vec<u8> =
        rest.iter().take(10).filter(|b| **b != b' ' && **b != b'-').map(u8::to_ascii_lowercase).collect();
    let units: [&[u8]; 9] = [b"day", b"week", b"month", b"hour", b"minute", b"sec", b"%", b"percent", b"m"];
    units.iter().any(|unit| word.starts_with(unit))
}

/// Whether nothing but blanks, a colon and short words (`is`, `of`) stands between the number and the word before it.
fn stands_behind_word(text: &[u8], at: usize) -> bool {
    let before = &text[at.saturating_sub(20)..at];
    let tail: String = before.iter().map(|b| char::from(b.to_ascii_lowercase())).collect();
    let signs = |c: char| " :=\"'`*(\t|-\n".contains(c);
    let words = tail.trim_end_matches(signs);
    let bare = words.strip_suffix(" of").or_else(|| words.strip_suffix(" is")).unwrap_or(words).trim_end_matches(signs);
    // In forms the unit or another field stands behind the word: `Age (years)`, `Age/Sex`.
    let bare = ["(years)", "(yrs)", "(y)", "/sex", "/gender"]
        .iter()
        .find_map(|field| bare.strip_suffix(field))
        .unwrap_or(bare);
    let bare = bare.trim_end_matches(signs);
    // Not within another word: `page`, `storage`.
    let written: String = before.iter().map(|b| char::from(*b)).collect();
    let is_word = |word: &str| {
        let lead = bare.strip_suffix(word).map(|lead| (&written[..lead.len()], &written[lead.len()..]));
        lead.is_some_and(|(lead, word)| {
            !lead.ends_with(|last: char| last.is_alphabetic()) || word.starts_with(|first: char| first.is_uppercase())
        })
    };
    let signed = || words.len() < tail.len() && tail[words.len()..].contains([':', '=', '|']);
    let foreign = || FOREIGN_AGES.iter().any(|word| bare.ends_with(word)) && signed();
    bare.is_empty() || is_word("age") || is_word("aged") || foreign()
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::super::check::{finds, finds_nothing, found};
    use super::*;

    #[test]
    fn a_date_in_brackets_before_the_number_of_a_record_is_one_of_birth() {
        finds(
            find_patients,
            &[
                ("08:30  T. Example  (3/11/58)  MRN 445566", "3/11/58"),
                ("Example, Ann (03/14/1961) MRN: 445566", "03/14/1961"),
            ],
        );
        finds_nothing(
            find_patients,
            &[
                "seen (3/11/58) by MRN 445566",
                "visit 4 (3/11/58) MRN 445566",
                "Session (3/11/58) MRN lookup is slow",
                "A. Example (3/11/58) MRI of the knee",
            ],
        );
    }

    #[test]
    fn a_star_before_a_date_is_one_of_birth() {
        for text in [
            "Ann* ** Example (*17.05.1984)",
            "Ann Example (*17.05.1984)",
            "Ann Example (* 17.05.1984, Hof)",
            "Dr. Example *17.05.1984 in Hof",
            "Ann Example, * 17.05.1984 in Hof",
            "Ann Example, *17.05.1984",
        ] {
            assert_eq!(found(find_starred, text), ["17.05.1984"], "{text}");
        }
        finds_nothing(
            find_starred,
            &[
                "* 17.05.1984 the first",
                "on *17.05.1984* we met",
                "(17.05.1984)",
                "x* 17.05.1984",
                "2 * 17.05.1984",
                "on * 17.05.1984",
            ],
        );
    }

    #[test]
    fn dates_are_found_in_all_their_forms() {
        for date in [
            "2024-05-17",
            "2024/05/17",
            "2024-5-7",
            "2024.05.17",
            "17.5.2024",
            "5/17/2024",
            "17-05-2024",
            "5/17/24",
            "05/2024",
            "2024-05-17T09:15:30.500-07:00",
            "2024-05-17T09:15Z",
            "2024-05-17 03:07:43",
            "May 17, 2024",
            "May 17th, 2024",
            "Nov 11th '23",
            "Sept 15 2022",
            "17 May 2024",
            "17th of May 2024",
            "17-May-2024",
            "17-MAY-24",
            "May-24",
            "17-May",
            "May 2024",
            "May, 2024",
            "January 15",
            "15. März 2024",
            "17. 5. 2024",
            "2024. 05. 17",
            "2024年5月17日",
            "2024년 5월 17일",
            "2024年5月",
            "3 août 2024",
        ] {
            finds(find_dates, &[(&format!("seen {date}."), date), (&format!("({date})"), date)]);
        }
    }

    #[test]
    fn doubtful_forms_need_a_word() {
        finds(find_dates, &[("today is 5/21, ok", "5/21"), ("on 21.5.21", "21.5.21")]);
        finds_nothing(find_dates, &["5/21", "a 1/2 cup", "1.2.21"]);
    }

    #[test]
    fn what_is_no_date_is_left() {
        finds_nothing(
            find_dates,
            &[
                "2024",
                "2024年",
                "1. 2. 99",
                "since 2021",
                "Version 10.2.3.4567",
                "2026-99-99",
                "01/32/2020",
                "v2024.5.17",
                "2024.5.17",
                "1.2.3",
                "10.1.2.2024",
                "call 212-555-0187",
                "may 5 of them",
                "May we",
                "Monday",
                "12:30:45",
                "march on",
                "mayo 5",
                "17 de mayo",
                "mei 1984",
                "24/7",
                "Today is2024-05-17",
                "5d3f8c1a-2024-05-17",
                "536-90-4399",
            ],
        );
    }

    #[test]
    fn a_date_behind_one_of_birth_that_has_a_word_of_its_own_is_another() {
        finds_nothing(
            find_births,
            &[
                "DOB [DATE_OF_BIRTH]\nAdmit 10/02/24",
                "DOB: [DATE_OF_BIRTH_1961] DOS 10/02/24",
                "geb. am [DATE_OF_BIRTH], Eintritt 01.04.2015",
                "geb. [DATE_OF_BIRTH] gest. 03.10.2024",
                "DOB [DATE_OF_BIRTH]\nAdmit 10/02/24 D/C 10/05/24",
            ],
        );
        finds(
            find_births,
            &[
                ("twins, born [DATE_OF_BIRTH] and 11/02/1961", "11/02/1961"),
                ("DOBs: Ann [DATE_OF_BIRTH], Ben 11/02/1961", "11/02/1961"),
                ("DOB [DATE_OF_BIRTH]\nBen DOB 11/02/1961", "11/02/1961"),
            ],
        );
    }

    #[test]
    fn a_date_of_birth_has_a_word() {
        for (text, date) in [
            ("DOB: 03/15/1989", "03/15/1989"),
            ("born 12.03.1901", "12.03.1901"),
            ("born March 15, 1989 in", "March 15, 1989"),
            ("Date of birth 1989-03-15", "1989-03-15"),
            ("birthday is 15 March", "15 March"),
            ("geb. 15.03.1989", "15.03.1989"),
            ("n\u{e9}e le 01/02/1980", "01/02/1980"),
            ("DOB: 19610314", "19610314"),
            ("name: x\ndate_of_birth: 19610314", "19610314"),
            ("<birthTime value=\"19610314\"/>", "19610314"),
            ("BDAY;VALUE=date:19610314", "19610314"),
            ("{\"name\": 1,\n\"dateOfBirth\": \"19610314\"", "19610314"),
            ("birth_date=19610314", "19610314"),
            ("bdate: 1961-03-14", "1961-03-14"),
            ("b-day: 03/14/1961", "03/14/1961"),
            ("dobDt=19610314", "19610314"),
            ("datedenaissance: 14/03/1961", "14/03/1961"),
            ("Fecha de nacimiento: 17 de mayo de 1984", "17 de mayo de 1984"),
            ("nato il 17 maggio 1984", "17 maggio 1984"),
            ("Geboortedatum: 17 mei 1984", "17 mei 1984"),
            ("Data urodzenia: 17 maja 1984", "17 maja 1984"),
            ("Data de nascimento: 17 de mar\u{e7}o de 1984", "17 de mar\u{e7}o de 1984"),
            ("seen 03/14/1961 (DOB)", "03/14/1961"),
            ("03/14/1961 is my date of birth", "03/14/1961"),
            ("we have 14.03.1961 as his DOB.", "14.03.1961"),
            ("DOB 14MAR1961.", "14MAR1961"),
            ("D/O/B: 03/14/1961", "03/14/1961"),
            ("nato il 14/03/1961", "14/03/1961"),
            ("geboortedatum 14-03-1961", "14-03-1961"),
            ("Data urodzenia: 14.03.1961", "14.03.1961"),
            ("F\u{f6}delsedatum: 1961-03-14", "1961-03-14"),
            ("nata il 14/03/1961", "14/03/1961"),
            ("f\u{f6}dd 1961-03-14", "1961-03-14"),
            ("f\u{f8}dt 14.03.1961", "14.03.1961"),
            ("syntynyt 14.3.1961", "14.3.1961"),
            ("narozena 14. 3. 1961", "14. 3. 1961"),
            ("do\u{11f}um tarihi: 14.03.1961", "14.03.1961"),
            ("sz\u{fc}letett: 1961. 03. 14.", "1961. 03. 14"),
            ("data na\u{219}terii 14.03.1961", "14.03.1961"),
            ("дата рождения: 14.03.1961", "14.03.1961"),
            ("Родилась 14.03.1961", "14.03.1961"),
            ("ημερομηνία γέννησης: 14/03/1961", "14/03/1961"),
            ("生年月日: 1961年3月14日", "1961年3月14日"),
            ("出生日期：1961-03-14", "1961-03-14"),
            ("생년월일: 1961. 03. 14", "1961. 03. 14"),
            ("تاريخ الميلاد: 14/03/1961", "14/03/1961"),
        ] {
            finds(find_births, &[(text, date)]);
        }
    }

    #[test]
    fn a_date_without_a_word_of_birth_beside_it_is_none_of_birth() {
        finds(find_births, &[("born 1989-03-15, admitted 2024-05-17", "1989-03-15")]);
        finds(find_births, &[("born 1989-03-15, report of 2024-05-17", "1989-03-15")]);
        assert_eq!(found(find_births, "DOB 15/03/1989 (1989-03-15)").len(), 2);
        let place = Place { label: "Date of birth", region: "US", ..Place::default() };
        super::super::check::read_at(place, "March 15, 1989", |reading| {
            let mut hits = Hits::default();
            find_births(reading, &mut hits);
            assert_eq!(hits.take().len(), 1);
        });
        finds_nothing(
            find_births,
            &[
                "Birthday party 12 May",
                "Queen Victoria, born 24 May 1819, reigned",
                "born in Bonn in December 1770",
                "born in the cloud; date of the release: 12.03.2022",
                "Birthday lunch on 12.05.2024",
                "born in 1989",
                "12.05.2024 is the birthday party",
                "12.05.2024 is a birthday",
                "born to lead 19610314",
                "DOB 19611314",
                "2024-05-17",
                "[DATE_OF_BIRTH] 2024-05-17",
            ],
        );
    }

    #[test]
    fn ages_are_found_in_other_languages_and_behind_other_signs() {
        for text in ["Idade: 93", "leeftijd = 93", "{'age': '93'}", "Age (93)"] {
            finds(find_ages, &[(text, "93")]);
        }
        finds_nothing(find_ages, &["idade 93", "age > 93", "wiek 93"]);
    }

    #[test]
    fn ages_over_89_are_found() {
        for (text, age) in [
            ("a 93-year-old man", "93"),
            ("aged 91, well", "91"),
            ("age: 101", "101"),
            ("92 yo", "92"),
            ("95 y/o F", "95"),
            ("94 years of age", "94"),
            ("at the age of 90", "90"),
            ("a 95-year-old retired teacher", "95"),
            ("patient aged 91 years", "91"),
            ("a house; age: 92", "92"),
            ("93yo F", "93"),
            ("for her 95th birthday", "95"),
            ("on his 101st Birthday", "101"),
            ("the resident turned 93 last week", "93"),
            ("She turns 100.", "100"),
            ("a 93y/o man", "93"),
            ("Age (years): 93", "93"),
            ("Age/Sex: 93/F", "93"),
            ("Alter: 93", "93"),
            ("patientAge: 93", "93"),
            ("ein 93-j\u{e4}hriger Mann", "93"),
            ("93 Jahre alt", "93"),
            ("elle a 93 ans", "93"),
            ("tiene 93 a\u{f1}os", "93"),
            ("Edad: 93", "93"),
        ] {
            finds(find_ages, &[(text, age)]);
        }
        finds_nothing(
            find_ages,
            &[
                "89-year-old",
                "90 days",
                "max age: 90 days",
                "age 9.91",
                "page 93",
                "years 1990",
                "aged 190",
                "93 young",
                "age 45, weight 95",
                "average age: 97 days; page 95 of 120",
                "a 95-year-old oak",
                "a 100 year old building",
                "Cache-Control: max-age=120",
                "wine aged 100 years",
                "it turned 93 pages",
                "the dial turned 95 degrees",
                "the 95th birthplace",
                "the 93th row",
                "93 ans de garantie",
                "ALTER 93",
                "100 a\u{f1}os de historia",
                "93years",
                "2.93 years old",
                "93-97 years old",
            ],
        );
    }
}
