//! Shapes of identifiers in text: where one begins and ends, whatever separates its groups.

use super::Reading;
use std::ops::{Range, RangeInclusive};

/// The longest field that is read as a list of values.
const LONGEST_LIST: usize = 256;

/// Where a text ends that begins at `at` and fits the pattern: `9` is a digit, `a` a letter, `x` either, `_` one blank or
/// dash or nothing, everything else itself.
pub(super) fn fits(text: &[u8], at: usize, pattern: &str) -> Option<usize> {
    let mut at = at;
    for class in pattern.bytes() {
        let byte = text.get(at).copied();
        match class {
            b'_' if !byte.is_some_and(is_joint) => {}
            _ if is_of(class, byte?) => at += 1,
            _ => return None,
        }
    }
    Some(at)
}

/// How many digits a text has.
pub(in crate::redact::detect) fn figures(text: &[u8]) -> usize {
    text.iter().filter(|b| b.is_ascii_digit()).count()
}

/// Where a text stands that fits the pattern `before` right before `place` and the pattern `behind` from there on.
pub(super) fn around(text: &[u8], place: usize, before: &str, behind: &str) -> Option<Range<usize>> {
    let mut start = place;
    for class in before.bytes().rev() {
        let byte = start.checked_sub(1).and_then(|at| text.get(at)).copied();
        match class {
            b'_' if !byte.is_some_and(is_joint) => {}
            _ if is_of(class, byte?) => start -= 1,
            _ => return None,
        }
    }
    fits(text, place, behind).map(|end| start..end)
}

fn is_of(class: u8, byte: u8) -> bool {
    match class {
        b'9' => byte.is_ascii_digit(),
        b'a' => byte.is_ascii_alphabetic(),
        b'x' => byte.is_ascii_alphanumeric(),
        b'_' => is_joint(byte),
        literal => literal == byte,
    }
}

/// Whether the byte parts the groups of a number.
pub(super) fn is_joint(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'\t')
}

/// The letters and digits of a span, in upper case.
pub(super) fn plain(text: &[u8]) -> Vec<u8> {
    text.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_uppercase).collect()
}

/// The value of the digits.
pub(super) fn number(digits: &[u8]) -> u64 {
    digits
        .iter()
        .filter(|b| b.is_ascii_digit())
        .fold(0, |sum, b| sum.wrapping_mul(10).wrapping_add(u64::from(b - b'0')))
}

/// Whether two texts have digits and letters in the same order, whatever separates them.
pub(super) fn same_form(a: &[u8], b: &[u8]) -> bool {
    classes(a).eq(classes(b))
}

/// Which of its letters and digits are digits.
fn classes(text: &[u8]) -> impl Iterator<Item = bool> {
    text.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::is_ascii_digit)
}

/// Whether a value stands here by itself: at boundaries, and not as a part of a longer number (`1-555-…`, `….5`).
pub(super) fn is_alone(reading: &Reading<'_>, span: &Range<usize>) -> bool {
    let text = reading.text();
    let joint = |b: Option<&u8>| matches!(b, Some(b'-' | b'.' | b'/' | b'+'));
    let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    let led = joint(span.start.checked_sub(1).and_then(|at| text.get(at)))
        && (digit(span.start.checked_sub(2).and_then(|at| text.get(at))) || text[span.start - 1] == b'+');
    let goes_on = joint(text.get(span.end)) && digit(text.get(span.end + 1));
    reading.is_whole(span)
        && (!led || reading.view().is_seam(span.start))
        && (!goes_on || reading.view().is_seam(span.end))
}

/// Whether this is no value but the mask of one, which says where its letters stand and where its figures: `AA 99 99 99 A`.
pub(in crate::redact) fn is_mask(text: &[u8]) -> bool {
    const FEWEST: usize = 5;
    let same = |is: fn(&u8) -> bool, signs: &[u8]| {
        let mut all = text.iter().filter(|b| is(b));
        let first = all.next();
        first.is_some_and(|first| signs.contains(first) && all.all(|b| b == first))
    };
    let count = || text.iter().filter(|b| b.is_ascii_alphanumeric()).count();
    // Most values have other letters.
    same(u8::is_ascii_alphabetic, b"AXNL") && same(u8::is_ascii_digit, b"90") && count() >= FEWEST && figures(text) >= 2
}

/// Whether letters that lead a number are those of an article, order or ticket (`KB5034441`): no document's.
pub(super) fn is_reference(text: &[u8]) -> bool {
    const LETTERS: [&[u8]; 8] = [b"KB", b"PR", b"CR", b"PO", b"WO", b"TK", b"RQ", b"ID"];
    let len = text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    LETTERS.iter().any(|letters| letters.eq_ignore_ascii_case(&text[..len]))
}

/// Whether the text is a field that holds nothing but values of this kind, with blanks between them.
pub(super) fn is_list(reading: &Reading<'_>, is_value: impl Fn(&[u8]) -> bool) -> bool {
    let text = reading.text();
    let mut words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    text.len() <= LONGEST_LIST && reading.is_field(&(0..text.len())) && words.all(is_value)
}

/// What figures count or measure, in several languages.
const COUNTED: &[&str] = &[
    "byte",
    "bytes",
    "kb",
    "mb",
    "gb",
    "kib",
    "mib",
    "gib",
    "ms",
    "ns",
    "us",
    "s",
    "sec",
    "second",
    "seconds",
    "min",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "line",
    "lines",
    "row",
    "rows",
    "user",
    "users",
    "request",
    "requests",
    "attempt",
    "attempts",
    "digit",
    "digits",
    "character",
    "characters",
    "time",
    "times",
    "file",
    "files",
    "record",
    "records",
    "message",
    "messages",
    "session",
    "sessions",
    "inhabitants",
    "people",
    "unit",
    "units",
    "page",
    "pages",
    "customer",
    "customers",
    "visitors",
    "eur",
    "euro",
    "euros",
    "usd",
    "chf",
    "gbp",
    "pln",
    "sekunden",
    "minuten",
    "stunden",
    "tage",
    "zeilen",
    "nutzer",
    "anfragen",
    "einwohner",
    "kunden",
    "aufrufe",
    "secondes",
    "lignes",
    "octets",
    "habitants",
    "utilisateurs",
    "clients",
    "segundos",
    "filas",
    "veces",
    "usuarios",
    "clientes",
    "utenti",
    "righe",
    "volte",
    "clienti",
    "gebruikers",
    "regels",
    "klanten",
    "keer",
    "linhas",
    "vezes",
];

/// Whether what stands behind a number says that it counts or measures: a unit, a currency, a noun of many.
pub(super) fn is_counted(text: &[u8], end: usize) -> bool {
    let rest = text[end..].strip_prefix(b" ").unwrap_or(&text[end..]);
    let len = rest.iter().take(16).take_while(|b| b.is_ascii_alphabetic()).count();
    let whole = rest.get(len).is_none_or(u8::is_ascii);
    rest.first() == Some(&b'%')
        || rest.starts_with("€".as_bytes())
        || whole && len > 0 && COUNTED.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(&rest[..len]))
}

/// Whether a line, a sentence or a part of one ends behind a value, or a remark follows, so that it is not the first word of
/// something else.
pub(super) fn ends_part(text: &[u8], end: usize) -> bool {
    let rest = &text[end..];
    let rest = &rest[rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count()..];
    match rest {
        [] | [b'\n' | b'\r' | b'|' | b'<', ..] => true,
        // A point in the middle of the line, or a bullet, parts what is said in it.
        [0xc2, 0xb7, ..] | [0xe2, 0x80, 0xa2, ..] => true,
        [b'(', ..] => text[end] == b' ',
        [b'.' | b',' | b';' | b'!' | b'?' | b')' | b'"' | b'\'' | b'`' | b'*', behind @ ..] => {
            behind.first().is_none_or(|b| !b.is_ascii_alphanumeric())
        }
        _ => false,
    }
}

/// Whether blanks lead from a number before or to a number behind: then the span is a part of a row of numbers.
pub(super) fn is_in_row(text: &[u8], span: &Range<usize>) -> bool {
    let digit = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_digit);
    let blank = |at: Option<usize>| at.and_then(|at| text.get(at)) == Some(&b' ');
    blank(span.start.checked_sub(1)) && digit(span.start.checked_sub(2))
        || blank(Some(span.end)) && digit(Some(span.end + 1))
}

/// Where a code ends that begins here: letters and digits with single dashes between them, `len` of them, at least
/// `digits` of them digits. Dates are none.
pub(super) fn code(text: &[u8], at: usize, len: RangeInclusive<usize>, digits: usize) -> Option<usize> {
    let (mut end, mut count, mut figures) = (at, 0, 0);
    while let Some(byte) = text.get(end) {
        let goes_on = *byte == b'-' && count > 0 && text.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        if !byte.is_ascii_alphanumeric() && !goes_on {
            break;
        }
        count += usize::from(byte.is_ascii_alphanumeric());
        figures += usize::from(byte.is_ascii_digit());
        end += 1;
        if count > *len.end() {
            return None;
        }
    }
    let date = is_date(&text[at..end]);
    let ends = !matches!(text.get(end), Some(b'_' | b'@'));
    (len.contains(&count) && figures >= digits && !date && ends).then_some(end)
}

/// Where a code ends that begins here, in groups or in one piece. A sign that joins it to its word counts for groups.
pub(super) fn written(
    text: &[u8],
    at: usize,
    joined: bool,
    len: RangeInclusive<usize>,
    digits: usize,
) -> Option<usize> {
    code_in_groups(text, at, joined).or_else(|| code(text, at, len, digits))
}

/// Where a code in groups ends that begins here: a few letters, a sign and digits (`PT_123456`), thousands
/// (`12.345.678`), or groups of digits with blanks between them (`123 456 789`), which count where more than a blank
/// leads to them.
fn code_in_groups(text: &[u8], at: usize, joined: bool) -> Option<usize> {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'@' | b'/');
    let ends = |end: &usize| !text.get(*end).is_some_and(part);
    let digits = |at: usize| text.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count();
    let letters = text.get(at..)?.iter().take(5).take_while(|b| b.is_ascii_alphabetic()).count();
    let behind = at + letters;
    if (1..=4).contains(&letters) && matches!(text.get(behind), Some(b'_' | b'/')) {
        let end = behind + 1 + digits(behind + 1);
        return Some(end).filter(ends).filter(|end| (5..=15).contains(&(end - behind - 1)));
    }
    let first = digits(behind);
    let (mut end, mut count, mut groups) = (behind + first, first, 1);
    let sign = text.get(end).copied().filter(|b| *b == b' ' && joined || *b == b'.' && letters == 0)?;
    let sizes = if sign == b'.' { 3..=3 } else { 2..=5 };
    while text.get(end) == Some(&sign) && sizes.contains(&digits(end + 1)) {
        let len = digits(end + 1);
        (end, count, groups) = (end + 1 + len, count + len, groups + 1);
    }
    let more = text.get(end) == Some(&sign) && digits(end + 1) > 0;
    let short = (1..=4).contains(&first) && letters <= 2;
    (groups > 1 && short && !more && (7..=26).contains(&count)).then_some(end).filter(ends)
}

/// Where a code ends that begins here with groups of digits, two to four capitals perhaps before them, and ends in a blank
/// and one capital or two at the end of a part of the sentence: `CK 04471 R`, `0441 8827 B`.
pub(super) fn lettered(text: &[u8], at: usize) -> Option<usize> {
    let run = |from: usize, is: fn(&u8) -> bool| text[from..].iter().take(14).take_while(|b| is(b)).count();
    let letters = run(at, u8::is_ascii_uppercase);
    let blank = usize::from(letters > 0 && text.get(at + letters) == Some(&b' '));
    let mut end = at + letters + blank + run(at + letters + blank, u8::is_ascii_digit);
    while text.get(end) == Some(&b' ') && text.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end += 1 + run(end + 1, u8::is_ascii_digit);
    }
    let digits = figures(&text[at..end]);
    let last = end + 1 + run((end + 1).min(text.len()), u8::is_ascii_uppercase);
    let fits = letters <= 4 && letters != 1 && (5..=14).contains(&digits) && text[end - 1].is_ascii_digit();
    let closed = text.get(end) == Some(&b' ') && (end + 2..=end + 3).contains(&last);
    let dashed = || text[last..].starts_with(b" - ") || text[last..].starts_with(" \u{2013} ".as_bytes());
    (fits && closed && (ends_part(text, last) || dashed())).then_some(last)
}

/// Where a number ends that has a check digit behind a dash: `1.278.937-4`.
pub(super) fn behind_check_digit(text: &[u8], end: usize) -> usize {
    match text[end..] {
        [b'-', digit, ..] if digit.is_ascii_digit() && !text.get(end + 2).is_some_and(u8::is_ascii_alphanumeric) => {
            end + 2
        }
        _ => end,
    }
}

/// Whether this is a date, a month or a stretch of years.
fn is_date(text: &[u8]) -> bool {
    const DATES: [&str; 6] = ["9999-99-99", "99-99-9999", "9999-9-9", "9-9-9999", "99-9-9999", "9-99-9999"];
    let is = |form: &&str| fits(text, 0, form) == Some(text.len());
    let year = |at: usize| text.get(at..).is_some_and(|text| text.starts_with(b"19") || text.starts_with(b"20"));
    DATES.iter().any(is) || is(&"9999-99") && year(0) || is(&"9999-9999") && year(0) && year(5)
}

#[cfg(test)]
mod tests {
    use super::super::check::read;
    use super::*;

    #[test]
    fn patterns_have_digits_letters_and_joints() {
        assert_eq!(fits(b"AB12 cd", 0, "aa99_aa"), Some(7));
        assert_eq!(fits(b"AB12cd", 0, "aa99_aa"), Some(6));
        assert_eq!(fits(b"AB12-cd-", 0, "aa99_aa-"), Some(8));
        assert_eq!(fits(b"AB12  cd", 0, "aa99_aa"), None);
        assert_eq!(fits(b"AB12", 0, "aa999"), None);
        assert_eq!(around(b"x AB 12c", 5, "aa_", "99x"), Some(2..8));
        assert_eq!(around(b"B12", 1, "aa", "99"), None);
    }

    #[test]
    fn codes_have_digits_and_are_no_dates() {
        for text in ["MS-1234", "12345-AB", "A1B2C3", "1234-5678"] {
            assert_eq!(code(text.as_bytes(), 0, 5..=12, 3), Some(text.len()), "{text}");
        }
        for text in [
            "AB-12",
            "ABCDEF",
            "2024-05-17",
            "05-17-2024",
            "2024-05",
            "2024-2025",
            "1234567890123",
            "-12345",
            "12345_6",
        ] {
            assert_eq!(code(text.as_bytes(), 0, 5..=12, 3), None, "{text}");
        }
        assert_eq!(code(b"12345- x", 0, 5..=12, 3), Some(5));
    }

    #[test]
    fn codes_in_groups_have_short_groups_of_digits() {
        for text in ["123 456 789", "12.345.678", "PT_123456", "AB/123456", "1234 5678 90", "12 345 678", "W1234 56789"]
        {
            assert_eq!(code_in_groups(text.as_bytes(), 0, true), Some(text.len()), "{text}");
        }
        for text in
            ["12345678 10", "123 45", "1.5", "10.0.0.1", "12.05.2024", "A_b", "123 456 789 0", "PT_12", "12 345x"]
        {
            assert_eq!(code_in_groups(text.as_bytes(), 0, true), None, "{text}");
        }
        assert_eq!(code_in_groups(b"123 456 789", 0, false), None);
    }

    #[test]
    fn codes_may_end_in_a_letter_of_its_own() {
        for text in ["CK 04471 R", "0441 8827 B", "RNA 604 118 S", "04471 AB"] {
            assert_eq!(lettered(text.as_bytes(), 0), Some(text.len()), "{text}");
            assert_eq!(lettered(format!("{text}, x").as_bytes(), 0), Some(text.len()), "{text}");
        }
        for text in ["04471 I think", "0441 R", "04471 ROW", "04471", "X 04471 R", "04471 r", "", "ABCDE 04471 R"] {
            assert_eq!(lettered(text.as_bytes(), 0), None, "{text}");
        }
    }

    #[test]
    fn parts_of_longer_numbers_are_not_alone() {
        for (text, alone) in
            [("x 123 y", true), ("1-123 y", false), ("x 123-4", false), ("x 123.", true), ("x +123.", false)]
        {
            let start = text.find("123").unwrap_or(0);
            read(text, |reading| assert_eq!(is_alone(reading, &(start..start + 3)), alone, "{text}"));
        }
    }

    #[test]
    fn parts_of_texts_end_at_signs_and_lines() {
        for text in ["4711", "4711 ", "4711. And", "4711, and", "4711\nx", "4711)", "4711 | x", "`4711`", "4711 (x)"] {
            assert!(ends_part(text.as_bytes(), text.find("11").map_or(0, |at| at + 2)), "{text}");
        }
        for text in ["4711 and", "4711.5", "4711-a", "4711x", "4711(x)", "4711,5", "4711%"] {
            assert!(!ends_part(text.as_bytes(), 4), "{text}");
        }
    }

    #[test]
    fn masks_have_one_letter_and_one_figure() {
        for text in ["AA 99 99 99 A", "AAAAA9999A", "XX000000X", "A99999999", "AA99 AAA"] {
            assert!(is_mask(text.as_bytes()), "{text}");
        }
        for text in ["AB 99 99 99 A", "AA 99 98 99 A", "AA123456A", "9999", "AAAA", "A9", "BB 99 99 99 B", "aa999999a"]
        {
            assert!(!is_mask(text.as_bytes()), "{text}");
        }
        for text in ["The NINO is like AA 99 99 99 A", "PAN: AAAAA9999A", "passport no. A99999999"] {
            assert_eq!(super::super::check::report(text).output, text);
        }
    }

    #[test]
    fn forms_tell_digits_from_letters() {
        assert!(same_form(b"A1-2", b"B3 4") && !same_form(b"A1-2", b"BB-4") && !same_form(b"1", b"12"));
        assert_eq!((plain(b"a1-b"), number(b"1-23")), (b"A1B".to_vec(), 123));
    }
}
