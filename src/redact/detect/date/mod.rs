//! Dates, dates of birth, and ages over 89: what the Safe Harbor rule of HIPAA (45 CFR 164.514(b)(2)(i)(C)) counts as
//! identifiers. A year alone is none; a month of a year is.
//!
//! A date of birth is a date with a word beside it that says so. Forms that stand for other things as well (`5/21`,
//! `1.2.21`) need a word for any date.

mod ages;
mod births;
mod numerals;
mod passengers;
mod things;
mod turning;
mod written;

pub(in crate::redact) use births::{BIRTHS, is_of_person};
pub(in crate::redact) use numerals::NUMERALS;
pub(super) use things::is_of_animal;

use super::cue::answer;
use super::reading::REACH;
use super::vocabulary::{Vocabulary, ending, first_word, is_one_of, last_word};
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::gate::words;
use crate::redact::kind;
use births::{BIRTH_WORDS, PLACED, abbreviated, ends_clause, told_behind};
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use things::{BEGAN, begins_with_thing, is_said_of_thing};

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
    passengers::DETECTOR,
    Detector { rules: &[&PATIENT], needs: Signals::WORD, find: find_patients },
    ages::DETECTOR,
    ages::SPOKEN,
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
    proof: "a date behind the star of births, or the letter of a word for it in brackets",
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
    // Titles speak of births as well: `Born to … came out`.
    "came out",
    "comes out",
    "aired",
    "premiered",
    "premiere",
    "album",
    "erschien",
    "erschienen",
    "sorti",
    "sortie",
    "paru",
    "estrenado",
    "uscito",
    "uscita",
    "lan\u{e7}ado",
    "verscheen",
    "verschenen",
    "wydany",
    "wydana",
    "sl\u{e4}pptes",
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
    // No form of a date is without figures.
    if reading.groups().is_empty() {
        return;
    }
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
        let own = own && (before == 0 || ends_clause(&text[before..]).is_none()) && !is_taken(text, date.span.start);
        let word = word.filter(|_| own).or_else(|| told_behind(&text[..date.span.start], &text[date.span.end..]));
        let word = word.or_else(|| asked(reading, &date.span));
        let word = word.or_else(|| turning::verb(&text[..date.span.start], &text[date.span.end..]));
        if let Some(word) = word.or_else(|| abbreviated(&text[..date.span.start])) {
            if is_of_animal(&text[..date.span.start]) || is_labelled_animal(reading, date.span.start) {
                hits.miss(&BIRTH, date.span.clone(), "it is the birth of an animal");
            } else if is_of_thing(&text[..date.span.start], word) {
                hits.miss(&BIRTH, date.span.clone(), "it is the birth of a thing");
            } else if is_bound(&reading.text()[date.span.clone()]) {
                hits.miss(&BIRTH, date.span.clone(), "it is the first or the last day that a form takes");
            } else if is_of_rule(&text[..date.span.start]) {
                hits.miss(&BIRTH, date.span.clone(), "it is the day from which a rule counts");
            } else if is_long_past(&reading.text()[date.span.clone()]) {
                hits.miss(&BIRTH, date.span.clone(), "nobody lives that was born then");
            } else {
                hits.near(&BIRTH, date.span.clone(), word);
            }
        }
        before = date.span.end;
    }
    compact_births(reading, hits);
}

/// Whether the label of a text is about an animal, and no words stand before a place.
fn is_labelled_animal(reading: &Reading<'_>, at: usize) -> bool {
    is_of_animal(reading.bare_label().as_bytes()) && !reading.text()[..at].iter().any(u8::is_ascii_alphabetic)
}

/// Whether the words right before a date say since when something counts, and not when somebody was born: `DOB is mandatory
/// since …`.
fn is_of_rule(before: &[u8]) -> bool {
    const SINCE: [&str; 7] = ["since", "as of", "effective", "seit", "depuis", "sinds", "desde"];
    const RULES: [&str; 16] = [
        "mandatory",
        "required",
        "optional",
        "field",
        "column",
        "collected",
        "masked",
        "removed",
        "stored",
        "validated",
        "available",
        "pflicht",
        "pflichtfeld",
        "obligatoire",
        "verplicht",
        "obligatorio",
    ];
    let near = before[before.len().saturating_sub(REACH)..].trim_ascii_end();
    let near = near.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    ending(near, &SINCE).is_some() && first_word(near, &RULES).is_some()
}

/// Whether the word of birth before a date, or the verb behind it, is said of a thing: `The project was born on`, `Birth of
/// the idea:`, `Das Projekt wurde am … geboren`.
fn is_of_thing(before: &[u8], word: &str) -> bool {
    let near = &before[before.len().saturating_sub(REACH)..];
    let Some(at) = memchr::memmem::rfind(&near.to_ascii_lowercase(), word.as_bytes()) else {
        return is_said_of_thing(before, BEGAN);
    };
    let at = before.len() - near.len() + at;
    match word {
        "born" | "born on" | "birthday" => is_said_of_thing(&before[..at], BEGAN),
        "birth" | "naissance" | "nacimiento" | "nascimento" | "nascita" => {
            begins_with_thing(&before[at + word.len()..])
        }
        _ => false,
    }
}

/// Words that join a second date of birth to the first.
const JOINTS: &[&str] = &["and", "or", "und", "oder", "et", "ou", "y", "o", "e", "en", "of", "og", "och", "i"];

/// Whether the date of birth was taken out right behind its word, and other words lead from there to the end of the text:
/// the next date is that of what they name. Where names stand before the dates, each has its own.
fn is_taken(text: &[u8], at: usize) -> bool {
    let before = &text[..at];
    let near = &before[before.len().saturating_sub(REACH)..];
    let Some(start) = memchr::memmem::rfind(near, TAKEN) else { return false };
    let Some(len) = near[start..].iter().position(|b| *b == b']') else { return false };
    let (lead, between) = (&before[..at - near.len() + start], &near[start + len + 1..]);
    let told = without_parameters(lead);
    let article =
        [&b" on"[..], b" am", b" is", b" le", b" el", b" il"].iter().find_map(|word| told.strip_suffix(*word));
    let says = |told: &[u8]| told.is_empty() || ending(without_parameters(told), BIRTH_WORDS).is_some();
    let right_behind = says(told) || article.is_some_and(says);
    let plural = told.last().is_some_and(|b| matches!(b, b's' | b'S'));
    ends_clause(&text[at - between.len()..]).is_some()
        || right_behind && !plural && is_named(between) && !speaks_of_birth(between)
}

/// Whether what stands between two dates names the second one, and not a person who was born then as well. A comma and the
/// like lead to the next of a list.
fn is_named(between: &[u8]) -> bool {
    let between = between.trim_ascii();
    let listed = between.last().is_some_and(|b| matches!(b, b',' | b';' | b'/' | b'&' | b'+' | b'('));
    let mut words = between.split(|b| !b.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let last = words.next_back();
    !listed && last.is_some_and(|word| !is_one_of(word, RELATIVES)) && !is_one_of(between, JOINTS)
}

/// Who was born as well.
const RELATIVES: &[&str] = &[
    "spouse",
    "wife",
    "husband",
    "partner",
    "mother",
    "father",
    "mum",
    "mom",
    "dad",
    "son",
    "daughter",
    "child",
    "baby",
    "twin",
    "brother",
    "sister",
    "dependent",
    "ehefrau",
    "ehemann",
    "frau",
    "mann",
    "kind",
    "sohn",
    "tochter",
    "mutter",
    "vater",
    "conjoint",
    "conjointe",
    "fils",
    "fille",
    "enfant",
];

/// What stands for a date of birth begins like this.
const TAKEN: &[u8] = b"[DATE_OF_BIRTH";

/// The word of birth in the question above a text, which a date answers: `Ann: and your date of birth?`.
fn asked(reading: &Reading<'_>, date: &Range<usize>) -> Option<&'static str> {
    let label = reading.label().trim_end().as_bytes();
    let is_answer = || answer(reading.text(), 0) == date.start;
    if label.ends_with(b"?") && is_answer() { last_word(label, BIRTH_WORDS) } else { None }
}

/// Whether a date has a year of which nobody lives, nor died within fifty years, as HIPAA protects the dead.
fn is_long_past(date: &[u8]) -> bool {
    let mut numbers = date.split(|b| !b.is_ascii_digit());
    numbers.any(|number| number.len() == 4 && (b"1000".as_slice()..LAST_PAST).contains(&number))
}

/// Whether the date stands for no day of a life in forms and programs: the first of January 1900, or one from 2099 on.
fn is_bound(date: &[u8]) -> bool {
    let numbers = || date.split(|b| !b.is_ascii_digit()).filter(|number| !number.is_empty());
    let is_first = |number: &[u8]| matches!(number, b"1" | b"01" | b"1900");
    let first = numbers().any(|number| number == b"1900") && numbers().count() == 3 && numbers().all(is_first);
    first || numbers().any(|number| number.len() == 4 && number >= b"2099".as_slice())
}

/// The first year of which somebody may have died within fifty years.
const LAST_PAST: &[u8] = b"1870";

/// Whether the article of a day stands right before its end.
fn is_led(before: &[u8]) -> bool {
    let lead = before.trim_ascii_end();
    lead.len() < before.len() && [&b" il"[..], b" le", b" in data"].iter().any(|article| lead.ends_with(article))
}

/// Names the dates of birth behind a star: `Ann Example (*17.05.1984)`. One with a blank behind it at the beginning of a line
/// leads a list, and two around a date set it off.
fn find_starred(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    // Most stars stand elsewhere.
    let may_lead = |star: usize| match (text[..star].last(), &text[star + 1..]) {
        (Some(b'('), [first, ..]) => *first != b'*',
        (Some(b' '), [b' ', second, ..]) => second.is_ascii_digit(),
        (Some(b' '), [first, ..]) => !first.is_ascii_whitespace(),
        (None | Some(b'\n'), [first, ..]) => first.is_ascii_digit(),
        _ => false,
    };
    let abbreviated = || {
        let mut brackets = memchr::memchr_iter(b'(', text).filter_map(|at| at.checked_sub(1));
        brackets.any(|at| ABBREVIATED.iter().any(|(lead, _)| text[at..].starts_with(lead)))
    };
    if !memchr::memchr_iter(b'*', text).any(may_lead) && !abbreviated() {
        return;
    }
    for date in written::dates(reading) {
        let behind = text[date.span.end..].first();
        let is_star = match &text[..date.span.start] {
            [.., b'(', b'*'] | [.., b'(', b'*', b' '] => true,
            [.., before, b' ', b'*'] => before.is_ascii_alphanumeric() || matches!(before, b',' | b'.'),
            // Without a comma it leads items as well.
            [.., b',', b' ', b'*', b' '] => true,
            [b'*'] | [.., b'\n', b'*'] => begins_notes(&text[date.span.end..]),
            _ => false,
        };
        let before = &text[..date.span.start];
        let letter = || ABBREVIATED.iter().find(|(lead, _)| before.ends_with(lead)).map(|(_, letter)| *letter);
        let word = match behind {
            Some(b'*') => None,
            _ if is_star => Some("*"),
            Some(b')') => letter(),
            _ => None,
        };
        if let Some(word) = word {
            hits.near(&BORN, date.span, word);
        }
    }
}

/// The letter of a word for birth in brackets behind a name: `Eetu (s. 4.3.2002)`, `Ann (b. 14 May 1984)`.
const ABBREVIATED: [(&[u8], &str); 5] =
    [(b" (s. ", "s."), (b" (b. ", "b."), (b" (f. ", "f."), (b" (n. ", "n."), (b" (ur. ", "ur.")];

/// Whether what stands behind a date is said of the person who was born then, in a line that sets nothing else off:
/// `*17.05.1984, verwitwet`, `*17.05.1984 in Hof`.
fn begins_notes(behind: &[u8]) -> bool {
    const PLACES: [&[u8]; 5] = [b" in ", " \u{e0} ".as_bytes(), b" en ", b" te ", b" w "];
    let line = behind.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
    let noted = matches!(line, [b',', b' ', first, ..] if first.is_ascii_alphabetic());
    !line.contains(&b'*') && (noted || PLACES.iter().any(|place| line.starts_with(place)))
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
        let turned = "(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|[12][0-9]|3[01])(?:19|20)[0-9]{2}";
        Regex::new(&format!(r"(?i-u)\b(?:{digits}|{turned}|{named})\b")).ok()
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
    words::met(text).intersects(Signals::BIRTH)
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::super::check::{finds, finds_nothing, found, read};
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
            "Ann Example (s. 17.05.1984), h",
            "Ann Example (b. 17.05.1984)",
            "Ann Example (*17.05.1984)",
            "Ann Example (* 17.05.1984, Hof)",
            "Dr. Example *17.05.1984 in Hof",
            "Ann Example, * 17.05.1984 in Hof",
            "Ann Example, *17.05.1984",
            "*17.05.1984, ledig, zwei Kinder",
            "Ann Example\n*17.05.1984 in Hof",
        ] {
            assert_eq!(found(find_starred, text), ["17.05.1984"], "{text}");
        }
        finds_nothing(
            find_starred,
            &[
                "* 17.05.1984 the first",
                "*17.05.1984* Start, Ende offen",
                "Seite (s. 17.05.1984 und folgende)",
                "*17.05.1984, 14:00 Uhr",
                "*17.05.1984: neue Preise",
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
                ("DOB [DATE_OF_BIRTH], spouse 11/02/1961", "11/02/1961"),
                ("Birthdays: [DATE_OF_BIRTH] Ann, 11/02/1961 Ben", "11/02/1961"),
                ("DOB [DATE_OF_BIRTH] Ann, 11/02/1961 Ben", "11/02/1961"),
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
    fn the_ends_of_what_a_form_takes_are_no_births() {
        finds_nothing(
            find_births,
            &[
                "Date of birth format: 01.01.1900 - 31.12.2099",
                "Date of birth must be between 01/01/1900 and today",
                "DOB: 1900-01-01",
                "DOB: 9999-12-31",
            ],
        );
        finds(
            find_births,
            &[
                ("DOB: 01.01.1901", "01.01.1901"),
                ("DOB: 02.01.1900", "02.01.1900"),
                ("born on 02/05/1900", "02/05/1900"),
                ("DOB: 31.12.2024", "31.12.2024"),
            ],
        );
    }

    #[test]
    fn the_birth_of_a_thing_is_none() {
        finds_nothing(
            find_births,
            &[
                "The project was born on 12/01/2023.",
                "Birth of the idea: workshop on 12/01/2023",
                "The birth of the new brand: 12 January 2023",
                "The company's birthday: 12 January 1923",
                "Naissance du projet : 12/01/2023",
                "Nacimiento de la empresa: 12/01/2023",
            ],
        );
        finds(
            find_births,
            &[
                ("My daughter was born on 12/01/2023.", "12/01/2023"),
                ("The owner of the company was born on 12/01/1973", "12/01/1973"),
                ("Birth of my son: 12/01/2023", "12/01/2023"),
                ("Naissance de Paul : 12/01/2023", "12/01/2023"),
                ("Birth of the project lead: 12/01/1983", "12/01/1983"),
                ("the father of our product, born on 12/01/1953", "12/01/1953"),
                ("Project X. Ann's birthday: 12/01/1983", "12/01/1983"),
            ],
        );
    }

    #[test]
    fn the_day_since_which_a_rule_counts_is_no_birth() {
        finds_nothing(
            find_births,
            &["DOB is mandatory since 2024-01-01", "The date of birth is a required field as of 01.03.2024"],
        );
        finds(
            find_births,
            &[("DOB required: 1984-03-17", "1984-03-17"), ("DOB 1984-03-17, resident since May", "1984-03-17")],
        );
    }

    #[test]
    fn dates_in_the_boxes_of_forms_are_doubtful() {
        let spans = |text: &str| {
            let dates = read(text, written::dates);
            dates.into_iter().map(|date| (date.span, date.doubtful)).collect::<Vec<_>>()
        };
        assert_eq!(spans("born 02 19 1989 x"), [(5..15, true)]);
        for text in ["02 19 1989 45", "2 19 1989", "02 19 89", "42 19 1989"] {
            assert_eq!(spans(text), [], "{text}");
        }
        finds(find_births, &[("Date of Birth (mm dd yyyy)\n  02 19 1989\n", "02 19 1989")]);
    }
}
