//! What values look like behind a label, and what joins them to it.

use super::super::shape::{ends_part, figures, is_counted};
use super::{Kind, Label};
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
static NUMBER: Form = LazyLock::new(|| {
    Regex::new(r"^(?:(?:seria )?[A-Z]{2} nr\.? ?[0-9]{6}|(?:[A-Z]{1,4}[ -]?)?[0-9][0-9A-Z]{0,25}(?:[ ./-][0-9][0-9A-Z]{0,19}){0,7})").ok()
});
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
    Regex::new(r"^(?:[A-Z][0-9]{3}[A-Z]{2} ?[0-9]{2,3}|[0-9]{2}[A-Z][0-9]?-[0-9]{3}\.?[0-9]{2}|[A-Z]{1,4}[ -]?[0-9]{1,5}(?:[ -]?[A-Z0-9]{1,5})?|[0-9]{4}[ -]?[A-Z]{3}|[0-9]{1,3}[ -]?[A-Z]{1,4}[ -]?[0-9]{2,5}|\p{Han}\s?[A-Z][^0-9A-Z\n]?[A-Z0-9]{5,6}|[0-9]{2,3}\p{Hangul}\s?[0-9]{4}|[A-Z]{2} [A-Z]{2}-[0-9]{3}|[0-9][A-Z][0-9A-Z] ?[0-9]{4}|[\p{Hiragana}\p{Han}]{1,4}\s?[0-9]{2,3}\s?\p{Hiragana}\s?[0-9]{1,2}-[0-9]{2}|[0-9]{2,3}-[0-9]{2,3}-[0-9]{2,3}|\pL{2,3}-?[0-9]{4}(?:\pL{2})?)").ok()
});
/// The name of a bank in a script that has no capitals.
static BANK: Form = LazyLock::new(|| Regex::new(r"^\s?[:=|]?\s{0,2}[\p{Hangul}\p{Han}\p{Katakana}]{2,10} ").ok());
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

/// The longest plate, in bytes.
const LONGEST_PLATE: usize = 24;
/// How many figures a value has at least where nothing joins it to its label.
const UNJOINED: usize = 6;

/// Where the value of this kind stands in what follows its label, which may have a line of its own, and be written in a script
/// that has no blanks.
pub(super) fn behind(label: &Label, behind: &[u8], begins_line: bool) -> Option<Range<usize>> {
    let aside = match label.kind {
        // What may be driven stands between a licence and its number, and the bank may between an account and its.
        Kind::Licence => end(&CATEGORY, behind).unwrap_or(0),
        Kind::Account if label.is_unspaced() => end(&BANK, behind).unwrap_or(0),
        _ => 0,
    };
    let value = |from: usize| {
        let value = value_behind(label, &behind[from..], begins_line)?;
        Some(from + value.start..from + value.end)
    };
    value(aside).or_else(|| value(remark(label.kind, behind)?))
}

/// The next value of a list in which one ends here.
pub(super) fn next(kind: Kind, text: &[u8], end_of_one: usize) -> Option<Range<usize>> {
    let joint = [&b", "[..], b" / ", b"; "].iter().find(|joint| text[end_of_one..].starts_with(joint))?.len();
    let start = end_of_one + joint;
    let span = start..start + end(form(kind), &text[start..text.len().min(start + LONGEST_PLATE)])?;
    let value = &text[span.clone()];
    let fits = kind == Kind::Plate && ends_value(text, span.end) && fits(kind, value, figures(value));
    (fits && !is_of_year(value)).then_some(span)
}

/// Where words end that say more of a label before its colon: `Rendszám a parkolóhoz: …`. What is told in words is told by
/// such as well.
fn remark(kind: Kind, behind: &[u8]) -> Option<usize> {
    let told = matches!(kind, Kind::Age | Kind::Answer | Kind::Extension | Kind::Password | Kind::Birth);
    if told { None } else { end_of_remark(behind) }
}

/// Where one to four words and a colon behind them end, each of letters alone and with a blank before it, as which names have
/// `_`.
fn end_of_remark(text: &[u8]) -> Option<usize> {
    const MOST: usize = 4;
    const LONGEST: usize = 36;
    let letter = |b: &u8| b.is_ascii_alphabetic() || *b >= 0x80 || matches!(b, b'\'' | b'-');
    let mut at = 0;
    for _ in 0..MOST {
        let word = text.get(at..)?.strip_prefix(b" ").or_else(|| text[at..].strip_prefix(b"_"))?;
        let len = word.iter().take(LONGEST).take_while(|b| letter(b)).count();
        let stop = usize::from(len > 0 && word.get(len) == Some(&b'.'));
        at += 1 + len + stop;
        match text.get(at) {
            _ if len == 0 => return None,
            Some(b':') => return Some(at + 1 + usize::from(text.get(at + 1) == Some(&b' '))),
            _ => {}
        }
    }
    None
}

fn value_behind(label: &Label, behind: &[u8], begins_line: bool) -> Option<Range<usize>> {
    let (kind, is_unspaced) = (label.kind, label.is_unspaced());
    let joint = JOINT.as_ref()?.captures(behind)?;
    let start = joint.get(0)?.end();
    // A paper has the word for its number behind its own, or in it.
    let numbered = || {
        let counter = || ["n\u{b0}", "\u{2116}", " nr", " nr."].iter().any(|end| label.word.ends_with(end));
        matches!(kind, Kind::Passport | Kind::Identity | Kind::Licence) && (joint.name("number").is_some() || counter())
    };
    let joined = joint.name("sign").is_some() || joint.name("line").is_some() && begins_line || numbered();
    let mut span = start..start + end(form(kind), &behind[start..])?;
    if kind == Kind::Password && behind[span.clone()].ends_with(b".") {
        span.end -= 1;
    }
    let figures = figures(&behind[span.clone()]);
    let value = &behind[span.clone()];
    let certain = joined
        || match kind {
            Kind::Birth | Kind::Plate => true,
            Kind::Code => ends_part(behind, span.end),
            // Three groups are no model.
            Kind::Vehicle => value.split(|b| *b == b' ').count() == 3,
            Kind::Passport | Kind::Identity if is_of_letters_and_figures(value, figures) => true,
            Kind::Passport if is_unspaced && is_in_capitals(value) => true,
            Kind::Expiry | Kind::SecurityCode if is_unspaced => true,
            Kind::Password => is_mixed(value),
            Kind::Answer => false,
            _ => figures >= UNJOINED,
        };
    // Years are chosen for codes of doors.
    let chosen = kind == Kind::Code && joined && matches!(value, [b'1', b'9', b'0'..=b'7', b'0'..=b'9']);
    let fits = certain && ends_value(behind, span.end) && (chosen || fits(kind, value, figures));
    (fits && !is_other(kind, behind, &span)).then_some(span)
}

/// The form of the values of a kind.
fn form(kind: Kind) -> &'static Form {
    match kind {
        Kind::Birth => &BIRTH,
        Kind::Expiry => &EXPIRY,
        Kind::Plate | Kind::Vehicle => &PLATE,
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
        Kind::Vehicle => is_of_year(&text[span.clone()]) || is_of_model(&text[span.clone()]),
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
        Kind::Card => (13..=19).contains(&figures),
        Kind::Record => (4..=14).contains(&figures) && !is_year,
        Kind::Pin => (4..=6).contains(&figures) && !is_year,
        Kind::Code => (4..=10).contains(&figures) && !is_year,
        Kind::Extension => (3..=5).contains(&figures) && !is_year,
        Kind::SecurityCode => (3..=4).contains(&figures) && !is_year,
        Kind::Plate | Kind::Vehicle => figures >= 2 && value.len() >= 6,
        Kind::Phone => (7..=15).contains(&figures),
        Kind::Password => {
            figures >= 1 && value.iter().any(u8::is_ascii_alphabetic) && value.is_ascii() && !is_plain(value)
        }
        Kind::Age | Kind::Birth | Kind::Expiry | Kind::Answer => true,
    }
}

/// Whether a vehicle is called so by who makes it: `E 220 CDI`, `VW 1302`.
fn is_of_model(value: &[u8]) -> bool {
    let letters = value.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let figures = value[letters..].iter().skip(1).take_while(|b| b.is_ascii_digit()).count();
    value.get(letters) == Some(&b' ')
        && (letters == 1 && figures == 3 || letters > 1 && letters + 1 + figures == value.len() && figures < 5)
}

/// Whether it is one of the numbers of eight or nine capitals and figures that many identity cards and passports have.
fn is_in_capitals(value: &[u8]) -> bool {
    (8..=9).contains(&value.len()) && value.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Whether it is such a number with letters among its figures, which nothing else has behind the word for it.
fn is_of_letters_and_figures(value: &[u8], figures: usize) -> bool {
    is_in_capitals(value) && figures > 2 && figures < value.len()
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
