//! Ages over 89: a number with a word of age beside it, or in one of the ways in which people and doctors say how old
//! somebody is.

use super::births::{AGES, FOREIGN_AGES};
use super::numerals;
use super::things::{LASTS, THINGS, is_said_of_thing};
use crate::redact::detect::disease::DISEASES;
use crate::redact::detect::reading::Group;
use crate::redact::detect::vocabulary::{ending, first_word, is_one_of};
use crate::redact::detect::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use crate::redact::runs::parted;
use std::ops::Range;

/// Finds them in figures.
pub(super) const DETECTOR: Detector =
    Detector { rules: &[&AGE], needs: Signals::WORD.union(Signals::BIRTH), find: find_ages };
/// Finds them in words.
pub(super) const SPOKEN: Detector = Detector { rules: &[&AGE], needs: Signals::NUMERAL, find: find_spoken };

static AGE: Rule = Rule {
    kind: kind::AGE,
    name: "age.over_89",
    version: 1,
    rank: Rank::Context,
    proof: "90 to 130, with a word of age beside it",
};

/// How far behind the letter of a sex the name of an illness may stand, in bytes.
const REACH_OF_ILLNESS: usize = 36;

/// Names the ages over 89 of a view that figures tell.
fn find_ages(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let groups = reading.groups().iter().filter(|group| matches!(group.len(), 2 | 3)).map(Group::span);
    groups.filter(|span| is_old(&text[span.clone()])).for_each(|span| judge(reading, span, hits));
}

/// Names those that words tell.
pub(super) fn find_spoken(reading: &Reading<'_>, hits: &mut Hits) {
    numerals::spans(reading.text()).for_each(|span| judge(reading, span, hits));
}

/// Names an age where what stands around it says that it is one.
fn judge(reading: &Reading<'_>, span: Range<usize>, hits: &mut Hits) {
    let text = reading.text();
    let behind = &text[span.end..];
    let joined = is_years_joined(behind) || is_birthday(behind) || is_of_patient(behind) || is_behind_sex(text, &span);
    let joined = joined && reading.view().is_boundary(span.start);
    if !(joined || reading.is_whole(&span)) || is_part(text, &span) {
        return;
    }
    if is_of_a_thing(text, &span) {
        hits.miss(&AGE, span, "it is the age of a thing");
    } else if let Some(word) = years_behind(behind) {
        hits.near(&AGE, span, word);
    } else if is_birthday(behind) {
        hits.near(&AGE, span, "birthday");
    } else if is_turned(text, &span) {
        hits.near(&AGE, span, "turned");
    } else if is_of_patient(behind) || is_behind_sex(text, &span) {
        hits.near(&AGE, span, "f/m");
    } else if is_in_brackets(text, &span) {
        hits.near(&AGE, span, "(\u{2026})");
    } else if let Some(word) = is_of_relative(text, &span) {
        hits.near(&AGE, span, word);
    } else if (text[..span.start].ends_with(b", ") || text[..span.start].ends_with(b"("))
        && form_end(behind, "jahre").is_some_and(|end| ends_clause(&behind[end..]))
    {
        hits.near(&AGE, span, "jahre");
    } else if !counts_else(&text[span.end..])
        && stands_behind_word(text, span.start)
        && !is_statistic(reading, span.start)
        && let Some(word) = reading.word_before(span.start, AGES)
    {
        hits.near(&AGE, span, word);
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

/// Whether an age stands in brackets behind a name or a day of birth, with years behind it or a word for them before:
/// `11.12.1932 (92 yrs)`, `Aune (94 v)`, `* 1934 (Alter 90)`.
fn is_in_brackets(text: &[u8], span: &Range<usize>) -> bool {
    const YEARS: [&[u8]; 17] = [
        b" yrs",
        b" y",
        b"y",
        b" yr",
        b" years",
        b" v",
        b" v.",
        b" ans",
        b" ani",
        b" J.",
        b" J",
        b" r.",
        b" let",
        b" lat",
        b" jr",
        b" j",
        b" \xc3\xa9v",
    ];
    const NAMED: [&[u8]; 6] = [b"(Alter ", b"(age ", b"(aged ", b"(edad ", b"(wiek ", b"(leeftijd "];
    let (before, behind) = (&text[..span.start], &text[span.end..]);
    let closes = |rest: &[u8]| matches!(rest.first(), Some(b')' | b','));
    let years = || YEARS.iter().any(|years| behind.strip_prefix(*years).is_some_and(closes));
    let led = |lead: &[u8]| {
        let lead = lead.trim_ascii_end();
        let word = lead.len() - lead.iter().rev().take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80).count();
        lead.last().is_some_and(u8::is_ascii_digit) || lead[word..].first().is_some_and(u8::is_ascii_uppercase)
    };
    match before.strip_suffix(b"(") {
        Some(lead) => years() && led(lead),
        None => closes(behind) && NAMED.iter().any(|named| before.ends_with(named)),
    }
}

/// How far before an age it may begin what is said of somebody, and the letter before that, in bytes.
const LONGEST_SAID: usize = 13;

/// Whether somebody turned so old, or is: `she turned 93 in May`, `he is 94.`. A number of other things has its word
/// behind it, a sign of its own, or a degree.
fn is_turned(text: &[u8], span: &Range<usize>) -> bool {
    const SAID: [&[u8]; 23] = [
        b"turned ",
        b"turns ",
        b"turning ",
        b"she'll be ",
        b"he'll be ",
        b"she was ",
        b"he was ",
        b"patient is ",
        b"di anni ",
        b"who is ",
        b"lady of ",
        b"gentleman of ",
        b"compiuti ",
        b"compiuto ",
        b"she is ",
        b"he is ",
        b"she's ",
        b"he's ",
        b"i am ",
        b"i'm ",
        b"ich bin ",
        b"ik ben ",
        "jag \u{e4}r ".as_bytes(),
    ];
    let lead = text[span.start.saturating_sub(LONGEST_SAID)..span.start].to_ascii_lowercase();
    let before = |said: &&[u8]| lead.strip_suffix(*said).map(|before| before.last().copied());
    let turned = SAID.iter().filter_map(before).any(|last| last.is_none_or(|b| !b.is_ascii_alphanumeric()));
    let rest = &text[span.end..];
    let ends = [
        &b" come "[..],
        b" when ",
        b" anni",
        b" last ",
        b" this ",
        b" next ",
        b" in ",
        b" on ",
        b" today",
        b" yesterday",
        b" and ",
    ];
    (turned || is_titled(&text[..span.start])) && (ends_clause(rest) || ends.iter().any(|end| rest.starts_with(end)))
}

/// Whether what stands before an age speaks of somebody with a title and a name: `Mrs Nairn is `, `Frau Voss wird `.
fn is_titled(before: &[u8]) -> bool {
    const VERBS: [&[u8]; 8] = [b", ", b" is ", b" was ", b" turns ", b" will be ", b" is now ", b" wird ", b" ist "];
    const TITLES: [&str; 14] =
        ["mr", "mrs", "ms", "miss", "dr", "prof", "frau", "herr", "sig.ra", "sig", "sra", "mme", "mevrouw", "pani"];
    let Some(lead) = VERBS.iter().find_map(|verb| before.strip_suffix(*verb)) else { return false };
    let mut words = lead.rsplit(|b| *b == b' ');
    let named = words.next().is_some_and(|name| name.first().is_some_and(u8::is_ascii_uppercase));
    let titled = |word: &[u8]| is_one_of(word.strip_suffix(b".").unwrap_or(word), &TITLES);
    named
        && words
            .take(2)
            .any(|word| titled(word.rsplit(|b| !b.is_ascii_alphabetic() && *b != b'.').next().unwrap_or(word)))
}

/// Whether a clause ends where the text begins.
fn ends_clause(rest: &[u8]) -> bool {
    matches!(rest, [] | [b'.' | b',' | b';' | b'\n' | b')' | b'!', ..] | [b' ', b'(', ..])
        && !matches!(rest, [b'.' | b',', b'0'..=b'9', ..])
}

/// Whether the letter of a sex follows in one piece, and then what doctors write behind it: `94F with CHF`, `91M c/o …`.
/// A degree and a million have the same letters.
fn is_of_patient(behind: &[u8]) -> bool {
    const COMPLAINS: [&[u8]; 7] =
        [b" c/o ", b" p/w ", b" s/p ", b" presents with ", b" presenting with ", b", admitted ", b" admitted with "];
    const ILL: [&str; 20] = [
        "chf",
        "htn",
        "ckd",
        "cad",
        "afib",
        "dm",
        "t2dm",
        "mi",
        "cva",
        "uti",
        "hx",
        "pmh",
        "pain",
        "fever",
        "dyspnea",
        "dyspnoea",
        "sob",
        "syncope",
        "confusion",
        "dementia",
    ];
    let [b'F' | b'M', rest @ ..] = behind else { return false };
    let with = [&b" with "[..], b" w/ ", b" w/"].iter().find_map(|word| rest.strip_prefix(*word));
    let near = with.map(|rest| &rest[..rest.len().min(REACH_OF_ILLNESS)]);
    let ill = |near: &[u8]| first_word(near, &ILL).or_else(|| first_word(near, DISEASES)).is_some();
    COMPLAINS.iter().any(|word| rest.starts_with(word)) || near.is_some_and(ill)
}

/// Whether the letter of a sex stands before it where a text, a line or a clause begins, and that for years behind it: `M, 93 y`.
fn is_behind_sex(text: &[u8], span: &Range<usize>) -> bool {
    const YEARS: [&[u8]; 6] = [b" y", b"y", b" yrs", b"yrs", b" J.", b" J"];
    let lead = text[..span.start].trim_ascii_end();
    let lead = lead.strip_suffix(b",").unwrap_or(lead);
    let begins =
        |before: &[u8]| matches!(before.trim_ascii_end().last(), None | Some(b',' | b';' | b':' | b'(' | b'|'));
    let sexed = match lead {
        [before @ .., b'M' | b'F' | b'W'] => {
            let is_line = before.ends_with(b"\n") || before.is_empty();
            is_line || !before.last().is_some_and(u8::is_ascii_alphanumeric) && begins(before)
        }
        _ => false,
    };
    let years = |years: &&&[u8]| {
        let rest = text[span.end..].strip_prefix(**years);
        rest.is_some_and(|rest| ends_clause(rest) || rest.starts_with(b" "))
    };
    sexed && YEARS.iter().any(|form| years(&form))
}

/// Whom somebody is related to, before an age in brackets or between commas: `Husband (97)`, `his father, 94, fell`.
const RELATIVES: [&str; 42] = [
    "nan",
    "nana",
    "gran",
    "granny",
    "granddad",
    "grandad",
    "gro\u{df}mutter",
    "gro\u{df}vater",
    "grand m\u{e8}re",
    "grand p\u{e8}re",
    "abuela",
    "abuelo",
    "nonna",
    "nonno",
    "av\u{f3}",
    "av\u{f4}",
    "moeder",
    "babcia",
    "dziadek",
    "mormor",
    "farmor",
    "morfar",
    "husband",
    "wife",
    "mother",
    "father",
    "mum",
    "mom",
    "dad",
    "grandmother",
    "grandfather",
    "grandma",
    "grandpa",
    "aunt",
    "uncle",
    "mutter",
    "vater",
    "oma",
    "opa",
    "ehemann",
    "ehefrau",
    "widow",
];

/// What may stand between whom somebody is related to and the age.
const VERBS: [&str; 9] = [" is ", "'s ", " turned ", " turns ", " ist ", " wird ", " jest ", " \u{e4}r ", " will be "];

/// The word for whom somebody is related to right before an age.
fn is_of_relative(text: &[u8], span: &Range<usize>) -> Option<&'static str> {
    let (before, behind) = (&text[..span.start], &text[span.end..]);
    let (lead, closed) = match (before.strip_suffix(b" ("), before.strip_suffix(b", ")) {
        (Some(lead), _) => (lead, behind.starts_with(b")")),
        (_, Some(lead)) => (lead, ends_clause(behind) && !behind.starts_with(b")")),
        _ => (VERBS.iter().find_map(|verb| before.strip_suffix(verb.as_bytes()))?, ends_clause(behind)),
    };
    ending(lead, &RELATIVES).filter(|_| closed)
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
    const BEHIND: [(&str, &str); 27] = [
        ("\u{6b73}", "\u{6b73}"),
        ("vuotias", "vuotias"),
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
        ("anosdeidade", "anos de idade"),
        ("jaaroud", "jaar oud"),
        ("anos", "anos"),
        ("anni", "anni"),
        ("jaar", "jaar"),
        ("lat", "lat"),
        ("lata", "lat"),
        ("\u{e5}r", "\u{e5}r"),
        ("\u{e5}rgammal", "\u{e5}r"),
    ];
    // They stand between other words as well, where something lasts so long.
    const ENDING: [&str; 6] = ["anos", "anni", "jaar", "lat", "lata", "\u{e5}r"];
    let is_behind = |form: &str| {
        let end = form_end(rest, form);
        let counted = |end: usize| matches!(form, "ans" | "a\u{f1}os") && counts_things(&rest[end..]);
        let open = |end: usize| ENDING.contains(&form) && !ends_clause(&rest[end..]);
        end.is_some_and(|end| !rest.get(end).is_some_and(u8::is_ascii_alphanumeric) && !counted(end) && !open(end))
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

/// Whether it is no person that is so old: `a 95-year-old oak`, `wine aged 100 years`, `max-age=120`.
fn is_of_a_thing(text: &[u8], span: &Range<usize>) -> bool {
    let behind = &text[span.end..text.len().min(span.end + 40)];
    let old = memchr::memmem::find(&behind.to_ascii_lowercase(), b"old").map(|at| &behind[at + 3..]);
    let word = old.map(|rest| rest.trim_ascii_start()).map(|rest| {
        let len = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        &rest[..len]
    });
    let mut before = text[span.start.saturating_sub(40)..span.start]
        .rsplit(|b| !b.is_ascii_alphabetic())
        .filter(|word| !word.is_empty());
    let mut said_before = || match (before.next(), before.next()) {
        (Some(aged), Some(thing)) if is_one_of(aged, &["aged"]) => is_one_of(thing, THINGS),
        (Some(age), Some(bound)) if is_one_of(age, &["age"]) => {
            is_one_of(bound, &["max", "min", "maximum", "minimum", "cache"])
        }
        _ => false,
    };
    word.is_some_and(|word| is_one_of(word, THINGS)) || said_before() || is_said_of_thing(&text[..span.start], LASTS)
}

/// Whether what stands before an age, or its label, says that it is a bound or that of many: `minAge`, `Avg. age (days)`.
fn is_statistic(reading: &Reading<'_>, at: usize) -> bool {
    const STATISTICS: &[&str] =
        &["min", "max", "minimum", "maximum", "avg", "average", "mean", "median", "days", "weeks", "months", "hours"];
    const NEAR: usize = 32;
    let label = reading.bare_label();
    let label = parted(label).unwrap_or_else(|| label.to_owned());
    let before = &reading.text()[at.saturating_sub(NEAR)..at];
    let mut words =
        before.split(|b| !b.is_ascii_alphabetic()).chain(label.as_bytes().split(|b| !b.is_ascii_alphabetic()));
    words.any(|word| is_one_of(word, STATISTICS))
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
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn an_age_may_stand_in_brackets_behind_a_name_or_a_day() {
        for (text, age) in [
            ("DOB 11.12.1932 (92 yrs) Tel", "92"),
            ("Aune (94 v), birthday in May", "94"),
            ("geb. 17.09.1934 (Alter 90)", "90"),
            ("A. Pinto, 90 anos (n. 15-02-1935)", "90"),
        ] {
            finds(find_ages, &[(text, age)]);
        }
        finds_nothing(find_ages, &["the yard (94 yards)", "cables (92 v)", "a test (Alter 90 Tage)", "Paris (92)"]);
    }

    #[test]
    fn bounds_and_means_of_ages_are_nobodys() {
        finds_nothing(find_ages, &["minimum age 92", "average age: 92", "age (days): 92"]);
        finds(find_ages, &[("age: 92", "92")]);
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

    #[test]
    fn ages_are_found_behind_titles_and_verbs() {
        for (text, age) in [
            ("Mrs Nairn is 92 and asked", "92"),
            ("(Mrs. Ferreira, turning 101 in July)", "101"),
            ("Customer is Mrs Eileen Godsmark, 97, sharp as a tack", "97"),
            ("the patient is 95 and deaf", "95"),
            ("la sig.ra Pierina, di anni 96, convive", "96"),
            ("\u{7956}\u{6bcd}93\u{6b73}", "93"),
        ] {
            finds(find_ages, &[(text, age)]);
        }
        finds_nothing(
            find_ages,
            &["Mr Smith is 95 percent sure", "Version Two is 95 and counting", "Mrs Lee, 95 of them"],
        );
    }

    #[test]
    fn ages_are_found_as_people_and_doctors_say_them() {
        for (text, age) in [
            ("Mum (she is 94)", "94"),
            ("I am 93, dear", "93"),
            ("ich bin 93.", "93"),
            ("well, he's 91.", "91"),
            ("94F with CHF", "94"),
            ("91M c/o chest pain", "91"),
            ("93F w/ new pneumonia", "93"),
            ("tem 91 anos de idade", "91"),
            ("il signor Rossi, 93 anni, vive", "93"),
            ("Pan Kowalski, 93 lat", "93"),
            ("babcia ma 93 lata.", "93"),
            ("hon \u{e4}r 93 \u{e5}r", "93"),
            ("hon \u{e4}r 93 \u{e5}r gammal", "93"),
            ("mevrouw, 93 jaar", "93"),
            ("93 jaar oud", "93"),
            ("Patient, 93 Jahre", "93"),
        ] {
            finds(find_ages, &[(text, age)]);
        }
        finds_nothing(
            find_ages,
            &[
                "the is 94.",
                "I am 93 percent sure",
                "Hawaii am 93.",
                "she is 94 cm tall",
                "he is 94.5 kg",
                "94F with high humidity",
                "94M with new users",
                "94F today",
                "lon 100 lat 40",
                "100 anni di storia",
                "100 \u{e5}r av historia",
                "95 jaar garantie",
                "seit 93 Jahren",
                "93 Jahre, sagt er",
            ],
        );
    }

    #[test]
    fn ages_stand_behind_somebody_and_in_brackets() {
        for (text, age) in [("this delightful lady of 93, who", "93"), ("Mutter (94 Jahre, bettl\u{e4}grig)", "94")] {
            finds(find_ages, &[(text, age)]);
        }
        finds_nothing(find_ages, &["Bestand (94 Jahresabos, alt)", "a list of 93, which"]);
    }

    #[test]
    fn things_grow_old_as_well() {
        finds_nothing(
            find_ages,
            &[
                "The building is 95 years old",
                "The oak is almost 120 years old",
                "Our company turned 100 years old",
                "The brewery turned 100 in May",
                "The company's 100th birthday",
                "Die Firma wird 100 Jahre alt",
                "Das Geb\u{e4}ude ist 95 Jahre alt",
                "L'entreprise a 100 ans",
                "El edificio tiene 95 a\u{f1}os",
            ],
        );
        finds(
            find_ages,
            &[
                ("The patient is 95 years old", "95"),
                ("Mrs Miller turned 100 years old", "100"),
                ("The owner of the building is 95 years old", "95"),
                ("Oldest resident of our care home is 101 years old", "101"),
                ("We visited the castle. Grandma is 95 years old", "95"),
                ("Her mother's 100th birthday", "100"),
                ("Die Patientin ist 95 Jahre alt", "95"),
                ("Le patient a 95 ans", "95"),
                ("La due\u{f1}a de la casa tiene 95 a\u{f1}os", "95"),
            ],
        );
    }

    #[test]
    fn ages_behind_a_sex_or_a_relative_are_found() {
        for (text, age) in [
            ("M, 93 y", "93"),
            ("F, 101 yrs, fell", "101"),
            ("W, 95 J., Sturz", "95"),
            ("Husband (97)", "97"),
            ("my gran is 93", "93"),
            ("nan's 93, bless her", "93"),
            ("Oma ist 93.", "93"),
            ("mein Opa wird 93", "93"),
            ("babcia (95)", "95"),
            ("Mutter (92), dement", "92"),
            ("his father, 94, fell", "94"),
            ("Patient 93F with chest pain", "93"),
            ("Patient, 93M, admitted with pain", "93"),
        ] {
            finds(find_ages, &[(text, age)]);
        }
        finds_nothing(
            find_ages,
            &[
                "width W, 93 yards",
                "5 m 95",
                "1.5 M, 93 yrs of data",
                "Husband (57)",
                "my gran is 93 miles away",
                "dad's 93 cows",
                "the other, 95, is fine",
                "wife, 95 percent sure",
                "the mother (90 miles away)",
                "the patient's room had 93F at noon",
            ],
        );
    }
}
