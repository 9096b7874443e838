//! The words that make a telephone number of digits, and those that say that digits are something else.

use crate::redact::detect::Reading;
use crate::redact::detect::vocabulary::Vocabulary;
use std::ops::Range;
use std::sync::LazyLock;

/// What the words around a number say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// A word that stands beside nothing but telephone numbers.
    Sure(&'static str),
    /// A word that stands beside telephone numbers among other things.
    Hint(&'static str),
    /// The number of something else.
    Other,
    /// Nothing.
    None,
}

const SURE: &[&str] = &[
    "phone",
    "phone no",
    "phone number",
    "telephone",
    "tel",
    "tel no",
    "telefon",
    "telefono",
    "teléfono",
    "telefone",
    "téléphone",
    "tél",
    "fax",
    "telefax",
    "mobile",
    "mobil",
    "móvil",
    "mobile number",
    "cellphone",
    "cell phone",
    "cell number",
    "handynummer",
    "rufnummer",
    "telefonnummer",
    "durchwahl",
    "pager",
    "hotline",
    "helpline",
    "landline",
    "whatsapp",
    "voicemail",
    "msisdn",
    "sms",
    "callback",
    "call back",
    "callto",
    "switchboard",
    "contact number",
    "toll free",
];

const HINT: &[&str] = &[
    "call",
    "called",
    "calling",
    "caller",
    "dial",
    "dialed",
    "ring",
    "cell",
    "contact",
    "reach me",
    "reach us",
    "reach him",
    "reach her",
    "reach them",
    "reached at",
    "answering",
    "message",
    "office",
    "desk",
    "direct line",
    "home",
    "my number",
    "his number",
    "her number",
    "your number",
    "our number",
    "their number",
    "ext",
    "extension",
    "support line",
    "handy",
    "portable",
    "apelle",
    "llame",
    "anrufen",
];

const OTHER: &[&str] = &[
    "part number",
    "part no",
    "serial",
    "serial number",
    "isbn",
    "issn",
    "sku",
    "model",
    "order",
    "invoice",
    "ticket",
    "case",
    "ssn",
    "social security",
    "mrn",
    "medical record",
    "npi",
    "account",
    "acct",
    "routing",
    "member",
    "policy",
    "card",
    "passport",
    "license",
    "licence",
    "vin",
    "version",
    "tracking",
    "epoch",
    "timestamp",
    "tax id",
    "zip",
    "po box",
    "id",
];

/// What the words around the span say.
pub(super) fn context(reading: &Reading<'_>, span: &Range<usize>) -> Context {
    static ALL: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[SURE, HINT, OTHER]));
    let behind = behind(reading, span);
    let joined = matches!(reading.text().get(span.end), Some(b'-' | b'('));
    match reading.word_before(span.start, &*ALL).map(class) {
        Some(Context::Hint(word)) if PLACES.contains(&word) && !is_right_before(reading.text(), span.start, word) => {
            behind.unwrap_or(Context::None)
        }
        Some(found @ (Context::Sure(_) | Context::Hint(_))) => behind.filter(|_| joined).unwrap_or(found),
        other => behind.or(other).unwrap_or(Context::None),
    }
}

/// Words of places, at which numbers of houses stand as well: they count right before a number only.
const PLACES: &[&str] = &["office", "desk", "home"];

fn is_right_before(text: &[u8], at: usize, word: &str) -> bool {
    let before = &text[at.saturating_sub(word.len() + 4)..at];
    memchr::memmem::find(&before.to_ascii_lowercase(), word.as_bytes()).is_some()
}

fn class(word: &'static str) -> Context {
    match word {
        _ if SURE.contains(&word) => Context::Sure(word),
        _ if HINT.contains(&word) => Context::Hint(word),
        _ => Context::Other,
    }
}

/// What stands right behind a number and says of which kind it is: `… office`, `…-Fax`, `… (mobile)`.
const BEHIND: &[&str] =
    &["phone", "tel", "telephone", "fax", "mobile", "mobil", "cell", "office", "home", "work", "desk", "pager"];

fn behind(reading: &Reading<'_>, span: &Range<usize>) -> Option<Context> {
    let word = word_at(reading.text(), span.end)?;
    Some(if SURE.contains(&word) { Context::Sure(word) } else { Context::Hint(word) })
}

/// A word right behind a number, with a blank, a bracket or a dash before it.
pub(super) fn word_at(text: &[u8], end: usize) -> Option<&'static str> {
    let rest = text.get(end..)?;
    let gap = rest.iter().take(2).take_while(|b| matches!(b, b' ' | b'-' | b'(')).count();
    let len = rest.get(gap..)?.iter().take(12).take_while(|b| b.is_ascii_alphabetic()).count();
    let word = rest.get(gap..gap + len).filter(|_| gap > 0)?;
    BEHIND.iter().copied().find(|known| known.as_bytes().eq_ignore_ascii_case(word))
}

/// Whether nothing but words leads from `word` to the number at this place.
pub(super) fn leads(text: &[u8], at: usize, word: &str) -> bool {
    let before = text[at.saturating_sub(48)..at].to_ascii_lowercase();
    let end = memchr::memmem::rfind(&before, word.as_bytes()).map(|start| start + word.len());
    let joint = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b' ' | b':' | b'\'' | b'#' | b'\n' | b'"');
    end.is_some_and(|end| before[end..].iter().all(joint))
}

/// Whether the words right before a place, with nothing but blanks and signs between, name another number.
pub(super) fn is_other(text: &[u8], at: usize) -> bool {
    const STRONG: &[&str] =
        &["part", "part no", "part number", "serial", "serial number", "isbn", "sku", "model", "order", "invoice"];
    let before = &text[at.saturating_sub(24)..at];
    let len = before.iter().rposition(u8::is_ascii_alphabetic).map_or(0, |last| last + 1);
    let close = before.len() - len <= 3;
    let ends = |word: &&str| {
        let start = len.checked_sub(word.len());
        start.is_some_and(|start| {
            let whole = start == 0 || !before[start - 1].is_ascii_alphabetic();
            whole && before[start..len].eq_ignore_ascii_case(word.as_bytes())
        })
    };
    close && STRONG.iter().any(ends)
}
