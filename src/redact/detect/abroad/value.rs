//! What values look like behind a label, and what joins them to it.

use super::super::shape::{figures, is_counted};
use super::Kind;
use crate::redact::view::fold::folded;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A form, compiled when it is asked for first: most processes meet few of them.
type Form = LazyLock<Option<Regex>>;

/// What may stand between a label and its value: a remark in brackets, a word for a number, and a sign or a word that joins.
/// Words are folded as those of the text are.
static JOINT: Form = LazyLock::new(|| {
    Regex::new(&folded(r#"(?i)^[*_"']{0,3}(?:\s?\([^()\n]{1,24}\))?(?:\s?(?<number>№|nr\.?|n[o°]?\.?|#|số|br\.|št\.))?[*_"']{0,3}[ \t]{0,2}(?:(?<sign>(?:[:=|]|\.{3,}|->|-\s|\b(?:je|to|er|är|on|este|is|ist|est bien le|est bien|est|es|è|é|jest|lautet|adalah|ialah|là|yra|ir|είναι|هو|هي|הוא|היא)\b|是|为|為|は|が|는|은|이|가)[*_"']{0,3}[\s|]{0,4})|(?<line>\r?\n))?[*_"'\s]{0,3}"#)).ok()
});

/// Letters, figures, and groups of figures.
static NUMBER: Form =
    LazyLock::new(|| Regex::new(r"^(?:[A-Z]{1,4}[ -]?)?[0-9][0-9A-Z]{0,25}(?:[ ./-][0-9][0-9A-Z]{0,19}){0,7}").ok());
/// The category of a licence.
static CATEGORY: Form = LazyLock::new(|| {
    Regex::new(r"^ (?:(?:sk|kat|cat|kl)\.? |tipo |klasse |categor[ií]a )?(?:AM|A1|A2|BE|C1|CE|DE|[A-D])(?:,|:| )").ok()
});
static BIRTH: Form = LazyLock::new(|| {
    Regex::new(r"^(?:[0-9]{1,2}\s?[./-]\s?[0-9]{1,2}\s?[./-]\s?(?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}\s?[./-]\s?[0-9]{1,2}\s?[./-]\s?[0-9]{1,2}|(?:19|20)[0-9]{2}\.\s?\pL{3,12}\s[0-9]{1,2}|(?:19|20)[0-9]{2}\s?[年년]\s?[0-9]{1,2}\s?[月월]\s?[0-9]{1,2}\s?[日일]|[0-9]{1,2}\.?(?:\s|\s?de\s)\pL{3,12}\s(?:de\s)?(?:19|20)[0-9]{2}|[0-9]{1,2}[-/]\pL{3,4}[-/](?:19|20)[0-9]{2})").ok()
});
static EXPIRY: Form = LazyLock::new(|| Regex::new(r"^(?:0[1-9]|1[0-2])\s?[/-]\s?[0-9]{2}").ok());
static FIGURES: Form = LazyLock::new(|| Regex::new(r"^[*#]?[0-9]{2,10}[*#]?").ok());
/// The same, or in groups of two or three, or one by one.
static CODE: Form = LazyLock::new(|| {
    Regex::new(r"^(?:[0-9]{2,3}(?:[ -][0-9]{2,3}){1,3}|[0-9](?:[ -][0-9]){3,7}|[*#]?[0-9]{2,10}[*#]?)").ok()
});
static PLATE: Form = LazyLock::new(|| {
    Regex::new(r"^(?:[0-9]{2}[A-Z][0-9]?-[0-9]{3}\.?[0-9]{2}|[A-Z]{1,4}[ -]?[0-9]{1,5}(?:[ -]?[A-Z0-9]{1,5})?|[0-9]{4}[ -]?[A-Z]{3}|[0-9]{1,3}[ -]?[A-Z]{1,4}[ -]?[0-9]{2,5}|\p{Han}\s?[A-Z][^0-9A-Z\n]?[A-Z0-9]{5,6}|[0-9]{2,3}\p{Hangul}\s?[0-9]{4}|[A-Z]{2} [A-Z]{2}-[0-9]{3}|[0-9][A-Z][0-9A-Z] ?[0-9]{4}|[\p{Hiragana}\p{Han}]{1,4}\s?[0-9]{2,3}\s?\p{Hiragana}\s?[0-9]{1,2}-[0-9]{2}|[0-9]{2,3}-[0-9]{2,3}-[0-9]{2,3}|\pL{2,3}-?[0-9]{4}(?:\pL{2})?)").ok()
});
static AGE: Form = LazyLock::new(|| Regex::new(r"^(?:9[0-9]|1[01][0-9])").ok());
static PHONE: Form = LazyLock::new(|| Regex::new(r"^(?:\+|00)?\(?[0-9][0-9 ()/.-]{5,18}[0-9]").ok());
static PASSWORD: Form = LazyLock::new(|| Regex::new(r#"^[^\s"'<>|,;(){}\[\]/]{6,64}"#).ok());
/// One word or two, where there are capitals with one of them.
static ANSWER: Form = LazyLock::new(|| Regex::new(r"^[\p{Lu}\p{Lt}\p{Lo}][\pL'-]{2,24}(?: [\pL'-]{2,24})?").ok());
/// What may follow an answer.
static ENDS: Form = LazyLock::new(|| Regex::new(r#"^\s*(?:$|[\n|,;"<]|\.(?:\s|$))"#).ok());
/// What may follow an age: the word for years, folded, or the end of what was said.
static YEARS: Form = LazyLock::new(|| {
    Regex::new(&folded(r"^(?:\s?(?:years|let|rok|год|года|лет|lat|év|ani|år|vuotta|yaş|jaar|ans|años|anos|anni|Jahre|ετών|χρονών|歳|才|岁|歲|세|살|سنة|عام|שנ)|\s*(?:$|[\n,;)|<]|\.(?:\s|$)))")).ok()
});

/// How many figures a value has at least where nothing joins it to its label.
const UNJOINED: usize = 6;

/// Where the value of this kind stands in what follows its label, which may have a line of its own, and be written in a script
/// that has no blanks.
pub(super) fn behind(kind: Kind, behind: &[u8], begins_line: bool, is_unspaced: bool) -> Option<Range<usize>> {
    // What may be driven stands between a licence and its number.
    let category = if kind == Kind::Licence { end(&CATEGORY, behind).unwrap_or(0) } else { 0 };
    let value = value_behind(kind, &behind[category..], begins_line, is_unspaced)?;
    Some(category + value.start..category + value.end)
}

fn value_behind(kind: Kind, behind: &[u8], begins_line: bool, is_unspaced: bool) -> Option<Range<usize>> {
    let joint = JOINT.as_ref()?.captures(behind)?;
    let start = joint.get(0)?.end();
    // A paper has the word for its number behind its own.
    let numbered = || joint.name("number").is_some() && matches!(kind, Kind::Passport | Kind::Identity | Kind::Licence);
    let joined = joint.name("sign").is_some() || joint.name("line").is_some() && begins_line || numbered();
    let mut span = start..start + end(form(kind), &behind[start..])?;
    if kind == Kind::Password && behind[span.clone()].ends_with(b".") {
        span.end -= 1;
    }
    let figures = figures(&behind[span.clone()]);
    let certain = joined
        || match kind {
            Kind::Birth | Kind::Plate => true,
            Kind::Expiry | Kind::SecurityCode if is_unspaced => true,
            Kind::Password => is_mixed(&behind[span.clone()]),
            Kind::Answer => false,
            _ => figures >= UNJOINED,
        };
    let fits = certain && ends_value(behind, span.end) && fits(kind, &behind[span.clone()], figures);
    (fits && !is_other(kind, behind, &span)).then_some(span)
}

/// The form of the values of a kind.
fn form(kind: Kind) -> &'static Form {
    match kind {
        Kind::Birth => &BIRTH,
        Kind::Expiry => &EXPIRY,
        Kind::Plate => &PLATE,
        Kind::Age => &AGE,
        Kind::Phone => &PHONE,
        Kind::Password => &PASSWORD,
        Kind::Answer => &ANSWER,
        Kind::Code => &CODE,
        Kind::Pin | Kind::SecurityCode | Kind::Extension => &FIGURES,
        _ => &NUMBER,
    }
}

/// Where what has this form ends at the beginning of a text.
fn end(form: &Form, text: &[u8]) -> Option<usize> {
    form.as_ref()?.find(text).map(|found| found.end())
}

/// Whether what has the form of a value is something else: a date, a count, a sentence.
fn is_other(kind: Kind, text: &[u8], span: &Range<usize>) -> bool {
    let behind = &text[span.end..];
    let letters = text[span.clone()].iter().take_while(|b| !b.is_ascii_digit()).count();
    let figures = span.start + letters;
    let is_date = || end(&BIRTH, &text[figures..]).is_some_and(|len| figures + len == span.end);
    match kind {
        Kind::Age => end(&YEARS, behind).is_none(),
        Kind::Answer => end(&ENDS, behind).is_none() || is_wanted(&text[span.clone()]),
        Kind::Birth => false,
        Kind::Plate | Kind::Password => is_of_year(&text[span.clone()]),
        _ => is_counted(text, span.end) || is_date() || is_of_year(&text[span.clone()]),
    }
}

/// Whether a value may end here: no letter, figure or share follows.
fn ends_value(text: &[u8], end: usize) -> bool {
    !matches!(text[end..], [b'%', ..] | [b' ', b'%', ..] | [b'.' | b',' | b':' | b'/' | b'-', b'0'..=b'9', ..])
        && !text.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
}

/// Whether a value has as many figures as one of its kind, and is no year.
fn fits(kind: Kind, value: &[u8], figures: usize) -> bool {
    let is_year = matches!(value, [b'1', b'9', _, _] | [b'2', b'0', _, _]);
    match kind {
        // The letters among the figures of some are as many.
        Kind::Passport | Kind::Identity if is_in_capitals(value) => figures >= 2,
        Kind::Passport | Kind::Licence | Kind::Account => (6..=26).contains(&figures),
        Kind::Identity | Kind::Plan | Kind::Practice => (5..=20).contains(&figures),
        Kind::National => (7..=20).contains(&figures),
        Kind::Record => (4..=14).contains(&figures) && !is_year,
        Kind::Pin => (4..=6).contains(&figures) && !is_year,
        Kind::Code => (4..=10).contains(&figures) && !is_year,
        Kind::Extension => (3..=5).contains(&figures) && !is_year,
        Kind::SecurityCode => (3..=4).contains(&figures) && !is_year,
        Kind::Plate => figures >= 2 && value.len() >= 6,
        Kind::Phone => (7..=15).contains(&figures),
        Kind::Password => {
            figures >= 1 && value.iter().any(u8::is_ascii_alphabetic) && value.is_ascii() && !is_plain(value)
        }
        Kind::Age | Kind::Birth | Kind::Expiry | Kind::Answer => true,
    }
}

/// Whether it is one of the numbers of eight or nine capitals and figures that many identity cards and passports have.
fn is_in_capitals(value: &[u8]) -> bool {
    (8..=9).contains(&value.len()) && value.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Whether letters, figures and signs of passwords are in it, or so many letters and figures that it is no name.
fn is_mixed(value: &[u8]) -> bool {
    const LONG: usize = 10;
    let letters = value.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let signs = value.iter().filter(|b| b"!@#$%&*_.-".contains(b)).count();
    let upper = value.iter().any(u8::is_ascii_uppercase) && value.iter().any(u8::is_ascii_lowercase);
    letters > 3 && figures(value) > 0 && value.len() >= 8 && (signs > 0 && upper || value.len() >= LONG)
}

/// Whether this is a version, a size or a number with its unit: figures and signs, and a letter or two.
fn is_plain(value: &[u8]) -> bool {
    value.iter().filter(|b| b.is_ascii_alphabetic()).count() <= 2
        && value.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'.')
}

/// Whether a year stands between letters and a number, as in the references of orders and notices: `PO-2026-117`.
fn is_of_year(value: &[u8]) -> bool {
    let mut parts = value.split(|b| matches!(b, b'-' | b'/'));
    let letters = parts.next().is_some_and(|part| !part.is_empty() && part.iter().all(u8::is_ascii_uppercase));
    letters && matches!(parts.next(), Some([b'1', b'9', _, _] | [b'2', b'0', _, _])) && parts.next().is_some()
}

/// Whether the text says that something is wanted, or is not.
fn is_wanted(value: &[u8]) -> bool {
    const WORDS: [&str; 26] = [
        "Erforderlich",
        "Pflichtfeld",
        "Optional",
        "Obligatoire",
        "Facultatif",
        "Obligatorio",
        "Opcional",
        "Obrigat\u{f3}rio",
        "Obbligatorio",
        "Facoltativo",
        "Verplicht",
        "Optioneel",
        "Wymagane",
        "Opcjonalne",
        "Povinn\u{e9}",
        "Zorunlu",
        "\u{5fc5}\u{9808}",
        "\u{5fc5}\u{586b}",
        "\u{4efb}\u{610f}",
        "\u{53ef}\u{9009}",
        "\u{9078}\u{586b}",
        "\u{d544}\u{c218}",
        "\u{c120}\u{d0dd}",
        "\u{645}\u{637}\u{644}\u{648}\u{628}",
        "\u{5d7}\u{5d5}\u{5d1}\u{5d4}",
        "\u{7121}",
    ];
    WORDS.iter().any(|word| word.as_bytes() == value)
}
