//! Dates as they are written: in digits, and with the name of the month. What is no more exact than a year is none.

use crate::redact::detect::reading::Group;
use crate::redact::detect::{Reading, overlap};
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A date and how sure its form is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) span: Range<usize>,
    /// Other things are written like that as well: a word has to say that it is a date.
    pub(super) doubtful: bool,
}

/// All dates of a view, in order.
pub(super) fn dates(reading: &Reading<'_>) -> Vec<Written> {
    // The day and the year of a month that has a name are written in figures as well.
    if reading.groups().is_empty() {
        return Vec::new();
    }
    let mut dates = named(reading);
    dates.extend(eastern(reading.text()));
    let words = dates.len();
    for chain in reading.numbers() {
        let mut at = 0;
        while at < chain.len() {
            let Some((groups, written)) = figures(reading, &chain[at..], at > 0 && touches(reading, chain, at)) else {
                at += 1;
                continue;
            };
            at += groups;
            if !dates[..words].iter().any(|date| overlap(&date.span, &written.span)) {
                dates.push(written);
            }
        }
    }
    dates.sort_by_key(|date| date.span.start);
    dates
}

/// Whether the group goes on from the one before without a blank.
fn touches(reading: &Reading<'_>, chain: &[Group], at: usize) -> bool {
    let gap = &reading.text()[chain[at - 1].span().end..chain[at].span().start];
    !gap.iter().any(|b| matches!(b, b' ' | b'\t' | b'(' | b')'))
}

/// The date that these groups begin with: `2024-05-17`, `17.5.2024`, `5/17/24`, `05/2024`, `5/17`.
fn figures(reading: &Reading<'_>, groups: &[Group], continued: bool) -> Option<(usize, Written)> {
    let text = reading.text();
    let value = |group: &Group| {
        text[group.span()].iter().fold(0u32, |sum, b| sum.wrapping_mul(10).wrapping_add(u32::from(b - b'0')))
    };
    let sign = |index: usize| match text.get(groups.get(index)?.span().end..groups.get(index + 1)?.span().start)? {
        [sign @ (b'-' | b'/' | b'.' | b' ')] | [sign @ b'.', b' '] => Some(*sign),
        _ => None,
    };
    let first = groups.first()?;
    if continued || !begins(reading, first.span().start) {
        return None;
    }
    let written = |count: usize, doubtful: bool| {
        let span = first.span().start..groups[count - 1].span().end;
        // Other figures may follow a date behind a blank or a full stop, where these do not part its own.
        let apart = |next| matches!(next, b' ' | b'.') && sign(0) != Some(next);
        let last = sign(count - 1).is_none_or(apart);
        let end = with_time(text, span.end);
        let whole = end > span.end || reading.view().is_boundary(span.end) && !matches!(text.get(span.end), Some(b'%'));
        (last && whole).then_some((count, Written { span: span.start..end, doubtful }))
    };
    let lens = (first.len(), groups.get(1).map_or(0, Group::len), groups.get(2).map_or(0, Group::len));
    let third = groups.get(2).filter(|_| sign(0).is_some() && sign(0) == sign(1)).map(&value);
    let second = value(groups.get(1)?);
    let joint = sign(0)?;
    let (dotted, spaced) = (joint == b'.', joint == b' ');
    match (lens, third) {
        // As forms with a box for each part have them.
        ((4, 2, 2), Some(day)) if spaced && is_year(value(first)) && is_day(second, day) => written(3, true),
        ((2, 2, 4), Some(year)) if spaced && is_year(year) && is_either(value(first), second) => written(3, true),
        _ if spaced => None,
        ((4, 1..=2, 1..=2), Some(day))
            if is_year(value(first)) && is_day(second, day) && !(dotted && lens != (4, 2, 2)) =>
        {
            written(3, false)
        }
        ((1..=2, 1..=2, 4), Some(year)) if is_year(year) && is_either(value(first), second) => written(3, false),
        ((1..=2, 1..=2, 2), Some(year)) if is_either(value(first), second) || is_day(second, year) => {
            written(3, dotted)
        }
        ((1..=2, 4, _), None) if sign(0) == Some(b'/') && (1..=12).contains(&value(first)) && is_year(second) => {
            written(2, false)
        }
        ((1..=2, 1..=2, _), None) if sign(0) == Some(b'/') && is_either(value(first), second) => written(2, true),
        _ => None,
    }
}

fn is_year(value: u32) -> bool {
    (1800..2200).contains(&value)
}

fn is_day(month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// Whether the two are a month and a day, whichever comes first.
fn is_either(one: u32, other: u32) -> bool {
    is_day(one, other) || is_day(other, one)
}

fn begins(reading: &Reading<'_>, start: usize) -> bool {
    let text = reading.text();
    let part = matches!(&text[..start], [.., b'-' | b'/' | b'.' | b'$'] | [.., b'0'..=b'9', b',' | b':']);
    reading.view().is_boundary(start) && !part
}

/// Where the time behind a date ends (`T09:15:30.5Z`, ` 03:07:43`), or the date itself.
fn with_time(text: &[u8], end: usize) -> usize {
    static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?-u)^(?:[Tt]|,? )[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?: ?[AaPp][Mm]\b|[Zz]\b|[+-][0-9]{2}:?[0-9]{2})?").ok()
    });
    let time = TIME.as_ref().and_then(|time| time.find(&text[end..text.len().min(end + 40)]));
    time.map_or(end, |time| end + time.end())
}

const MONTHS: &str = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre";

/// The names of months in Spanish, Italian, Dutch, Polish, Portuguese, Swedish and Turkish (whose letter without a dot has
/// one here), some of them words of other languages: they count with a day before and a year behind.
const OTHERS: &[&str] = &[
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "setiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "gennaio",
    "febbraio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "dicembre",
    "januari",
    "februari",
    "maart",
    "mei",
    "augustus",
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "wrze\u{15b}nia",
    "pa\u{17a}dziernika",
    "listopada",
    "grudnia",
    "janeiro",
    "fevereiro",
    "mar\u{e7}o",
    "maio",
    "junho",
    "julho",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
    "maj",
    "augusti",
    "ocak",
    "mart",
    "nisan",
    "mayis",
    "haziran",
    "temmuz",
    "a\u{11f}ustos",
    "eyl\u{fc}l",
    "ekim",
    "kasim",
    "aralik",
];

/// How far before and behind the name of a month its day and year may stand.
const REACH: usize = 24;

struct Parts {
    month: Regex,
    before: Regex,
    behind: Regex,
}

/// The expressions; none of them can fail, and where one did no date would be named, which a test would show.
static PARTS: LazyLock<Option<Parts>> = LazyLock::new(|| {
    Some(Parts {
        // Unicode's word boundaries would make the search a hundred times slower.
        // Before a letter that is not of ASCII there is none of theirs.
        month: Regex::new(&format!(r"(?i)(?:(?-u:\b)(?:{others}|{MONTHS})|\u{{15f}}ubat)(?-u:\b)", others = OTHERS.join("|"))).ok()?,
        before: Regex::new(r"(?i-u)(?:^|[^0-9A-Za-z.,/:-])((?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th|\.)?(?: of| de)?(?: (?:the )?|-|/|, ?)?)$").ok()?,
        behind: Regex::new(r"(?i-u)^\.?(?:(?: (?:the )?|-|/|, )?((?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?)\b)?((?:,? ?|-|/|, ?| of | del? )(?:[12][0-9]{3}|['\x60][0-9]{2})\b)?").ok()?,
    })
});

/// The dates with the signs of year, month and day that Chinese, Japanese and Korean put behind the figures.
fn eastern(text: &[u8]) -> Vec<Written> {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let (month, day) = ("(?:1[0-2]|0?[1-9])", "(?:3[01]|[12][0-9]|0?[1-9])");
        // Japan counts the years of an era as well.
        let year = "(?:[12][0-9]{3}|(?:明治|大正|昭和|平成|令和) ?(?:[1-9][0-9]?|元))";
        Regex::new(&format!("{year} ?[年년] ?{month} ?[月월](?: ?{day} ?[日일])?")).ok()
    });
    // Nothing in ASCII is one.
    if text.is_ascii() {
        return Vec::new();
    }
    let found = FORM.iter().flat_map(|form| form.find_iter(text));
    found.map(|date| Written { span: date.range(), doubtful: false }).collect()
}

/// The dates with the name of a month.
fn named(reading: &Reading<'_>) -> Vec<Written> {
    let Some(parts) = PARTS.as_ref() else { return Vec::new() };
    let mut dates: Vec<Written> = Vec::new();
    for month in parts.month.find_iter(reading.text()) {
        let from = dates.last().map_or(0, |last| last.span.end);
        let full = OTHERS.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(month.as_bytes()));
        dates.extend(around(reading.text(), parts, from, month.range(), full));
    }
    dates
}

/// The date around the name of a month; where it has to be `full`, with a day before and a year behind.
fn around(text: &[u8], parts: &Parts, from: usize, month: Range<usize>, full: bool) -> Option<Written> {
    let near = month.start.saturating_sub(REACH).max(from);
    let day_before = parts.before.captures(text.get(near..month.start)?).and_then(|found| found.get(1));
    let start = day_before.map_or(month.start, |day| near + day.start());
    let rest = &text[month.end..text.len().min(month.end + REACH)];
    let found = parts.behind.captures(rest)?;
    let (day, year) = (found.get(1), found.get(2));
    let two = year.is_none() && day.is_some_and(|day| day.len() == 2 && rest.starts_with(b"-"));
    // `17-May-24`: what stands behind is a year.
    let end = [day, year].into_iter().flatten().map(|part| month.end + part.end()).max().unwrap_or(month.end);
    let lower = text[month.start].is_ascii_lowercase();
    // The verb, and steps that are counted: `may 5`, `mar 3`.
    let doubtful = lower && month.len() <= 5 && year.is_none();
    let exact = day_before.is_some() || day.is_some() || year.is_some() || two;
    let whole =
        !(text.get(end).is_some_and(u8::is_ascii_alphanumeric) || year.is_none() && text.get(end) == Some(&b':'));
    let enough = if full { day_before.is_some() && year.is_some() } else { exact };
    (enough && whole).then(|| Written { span: start..with_time(text, end), doubtful })
}
