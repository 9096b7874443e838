//! The words that make a telephone number of digits, and those that say that digits are something else.

use super::other::OTHER;
use super::roles::ROLES;
use super::said::{CONTACT, FAINT, HINT, LAST, SURE};
use crate::redact::detect::Reading;
use crate::redact::detect::shape::fits;
use crate::redact::detect::vocabulary::{Vocabulary, first_word, is_one_of, last_word};
use crate::redact::kind;
use std::ops::Range;
use std::sync::LazyLock;

/// What the words around a number say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// A word that stands beside nothing but telephone numbers.
    Sure(&'static str),
    /// A word that stands beside telephone numbers among other things.
    Hint(&'static str),
    /// A word of contact that stands beside anything: the number must be one by the plan of a country.
    Faint(&'static str),
    /// The number of something else.
    Other(&'static str),
    /// Nothing.
    None,
}

/// What the words around the span say.
pub(super) fn context(reading: &Reading<'_>, span: &Range<usize>) -> Context {
    static ALL: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[SURE, HINT, FAINT, ROLES, OTHER]));
    let behind = behind(reading, span);
    let joined = matches!(reading.text().get(span.end), Some(b'-' | b'('));
    if let Some(label) = letter(reading.text(), span.start) {
        return label;
    }
    match reading.word_before(span.start, &*ALL).map(class) {
        _ if is_of_paper(reading.text(), span.start) => Context::None,
        Some(Context::Hint("ring")) if is_of_metal(reading.text(), span.start) => behind.unwrap_or(Context::None),
        Some(Context::Sure(word) | Context::Hint(word)) if is_of_another(reading.text(), span.start, word) => {
            behind.unwrap_or(Context::None)
        }
        Some(Context::Hint(word) | Context::Faint(word))
            if PLACES.contains(&word) && !is_right_before(reading.text(), span.start, word)
                || ROLES.contains(&word)
                    && !is_reached(reading.text(), span.start, word)
                    && !is_label(reading, span.start, word)
                || is_in_path(reading.text(), span.start, word) =>
        {
            behind.unwrap_or(Context::None)
        }
        Some(found @ (Context::Sure(_) | Context::Hint(_) | Context::Faint(_))) => {
            behind.filter(|_| joined).unwrap_or(found)
        }
        other => behind
            .or(other)
            .or_else(|| labelled(reading))
            .or_else(|| ends_clause(reading, span))
            .unwrap_or(Context::None),
    }
}

/// The word of contact that ends the clause behind a number, another number aside: `bin ich unter 05151 4077218 zu erreichen`.
/// What it is reached under begins with a zero or stands behind its preposition.
fn ends_clause(reading: &Reading<'_>, span: &Range<usize>) -> Option<Context> {
    const CLAUSE: usize = 64;
    const UNDER: [&[u8]; 4] = [b"unter ", b"auf ", b"op ", b"onder "];
    let text = reading.text();
    let led = text.get(span.start) == Some(&b'0') || UNDER.iter().any(|under| text[..span.start].ends_with(under));
    let near = text[span.end..text.len().min(span.end + CLAUSE)].split(|b| b".,;:!?\n".contains(b)).next()?;
    led.then(|| first_word(near, LAST)).flatten().map(Context::Faint)
}

/// Whether the word right before a number is one for what telephones are paid or asked about with, or made of, and has numbers
/// of its own: `Phone bill 2024-1187`, `SMS provider contract no. 2024-118`, `Mobile unit 2024118`. A sign leads to the number
/// of who is called.
fn is_of_paper(text: &[u8], at: usize) -> bool {
    const PAPERS: &[&str] = &[
        "bill",
        "bills",
        "contract",
        "contracts",
        "cost",
        "costs",
        "survey",
        "surveys",
        "tariff",
        "campaign",
        "budget",
        "quote",
        "offer",
        "tender",
        "project",
        "audit",
        "system",
        "unit",
        "rack",
        "cable",
        "block",
        "socket",
        "mast",
        "charger",
        "vertrag",
        "umfrage",
        "angebot",
        "contrat",
        "contrato",
        "contratto",
        "devis",
    ];
    const COUNTERS: &[&str] = &["no", "nr", "number", "nummer"];
    let word = |text: &'_ [u8]| -> usize { text.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count() };
    let Some(before) = text[..at].strip_suffix(b" ") else { return false };
    let before = before.strip_suffix(b".").unwrap_or(before);
    let (lead, last) = before.split_at(before.len() - word(before));
    let before = if is_one_of(last, COUNTERS) { lead.trim_ascii_end() } else { before };
    let (lead, last) = before.split_at(before.len() - word(before));
    is_one_of(last, PAPERS) && lead.ends_with(b" ")
}

/// Whether the ring before a number is one of metal or rubber, which has a word before it that no verb follows, or is the first
/// part of its name: `O-ring FKM 75 …`, `Retaining ring 471 …`, `Ring gear 471 …`.
fn is_of_metal(text: &[u8], at: usize) -> bool {
    const LEADS: &[&str] = &[
        "please", "pls", "can", "could", "to", "you", "and", "or", "then", "just", "will", "should", "must", "may",
        "i", "we", "they", "now", "also", "if", "not", "first", "always", "either",
    ];
    const WHOM: &[&str] = &["me", "us", "him", "her", "them", "back", "mum", "dad", "when", "if", "once"];
    const PARTS: &[&str] = &["gear", "assembly", "size", "type", "main", "seal", "road", "fkm", "nbr", "epdm"];
    let near = &text[at.saturating_sub(LONGEST_LIST)..at];
    let Some(ring) = memchr::memmem::rfind(&near.to_ascii_lowercase(), b"ring") else { return false };
    let lead = near[..ring].rsplit(|b| b".:;,!?\n(".contains(b)).next().unwrap_or_default().trim_ascii_end();
    let last = lead.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    let behind = near[ring + b"ring".len()..].trim_ascii_start();
    let next = behind.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    lead.ends_with(b"-")
        || last > 0 && !is_one_of(&lead[lead.len() - last..], LEADS) && !is_one_of(&behind[..next], WHOM)
        || is_one_of(&behind[..next], PARTS)
}

/// Whether another number stands between a word and this one, which is in a line or behind a comma with words of its own and
/// does not begin as numbers that are dialled do: `Tel. 0151 123456`, and in the next line `Batch 80551973`. Of currencies, `NOK`
/// is said before anything but a name or a number that is dialled.
fn is_of_another(text: &[u8], at: usize, word: &str) -> bool {
    let near = &text[at.saturating_sub(LONGEST_LIST)..at];
    // The other one may be gone already.
    let is_written = |found: &usize| !near[..*found].ends_with(b"[");
    let lower = near.to_ascii_lowercase();
    let Some(found) = memchr::memmem::rfind_iter(&lower, word.as_bytes()).find(is_written) else { return false };
    let between = &near[found + word.len()..];
    if matches!(text.get(at), Some(b'0' | b'(' | b'+')) && !is_span(&text[at..]) {
        return false;
    }
    if word == "nok" {
        let name = between.trim_ascii_start().first().is_some_and(|b| b.is_ascii_uppercase());
        return !(name || matches!(between, [b':' | b'(', ..] | [b' ', b'-' | b'(', ..]));
    }
    let Some(last) = between.iter().rposition(|b| b.is_ascii_digit() || *b == b']') else { return false };
    let (number, own) = between.split_at(last + 1);
    let letters = own.iter().any(|b| b.is_ascii_alphabetic() || *b >= 0x80);
    let small = matches!(own, [b',' | b';', b' ', b'a'..=b'z', ..]);
    let is_number = number.iter().filter(|b| b.is_ascii_digit()).count() >= SHORTEST_NUMBER;
    (is_number || memchr::memmem::find(number, kind::PHONE_NUMBER.as_bytes()).is_some())
        && letters
        && (small && !own.starts_with(b", or ") || own.contains(&b'\n'))
}

/// Whether two times or numbers of four digits with a dash between begin here: `0900-1730`.
fn is_span(text: &[u8]) -> bool {
    fits(text, 0, "9999-9999")
        .is_some_and(|end| !text.get(end).is_some_and(|b| b.is_ascii_digit() || matches!(b, b'-' | b' ')))
}

/// Whether no sign leads to a number from the words before it, and no word that stands beside nothing else is right before it.
pub(super) fn is_loose(text: &[u8], at: usize, context: Context) -> bool {
    let last = text[..at].trim_ascii_end().last();
    let follows = last.is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    follows && !matches!(context, Context::Sure(word) if is_right_before(text, at, word))
}

/// What the label says where other words stand before the number, such as whose it is: it need not speak of it.
fn labelled(reading: &Reading<'_>) -> Option<Context> {
    static CONTACTS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[SURE, CONTACT, FAINT]));
    last_word(reading.label().as_bytes(), &*CONTACTS).map(Context::Faint)
}

/// The letter that begins a line right before a place, as in signatures: `T: …`, `M. …`.
fn letter(text: &[u8], at: usize) -> Option<Context> {
    const LETTERS: [(u8, &str); 4] = [(b't', "t"), (b'p', "p"), (b'm', "m"), (b'f', "f")];
    let before = text[..at].trim_ascii_end();
    let sign = before.last().copied().filter(|b| matches!(b, b':' | b'.'));
    let (last, line) = before[..before.len() - usize::from(sign.is_some())].split_last()?;
    let lead = line.trim_ascii_end();
    let parted = lead.ends_with(b"|") || ["\u{b7}", "\u{2022}"].iter().any(|sign| lead.ends_with(sign.as_bytes()));
    let begins = lead.is_empty() || line.ends_with(b"\n") || parted && sign == Some(b':');
    // Without a colon the number has to begin as one does.
    let led = sign == Some(b':') || matches!(text.get(at), Some(b'0' | b'('));
    let letter = |name| if sign == Some(b':') { Context::Sure(name) } else { Context::Faint(name) };
    let found = LETTERS.iter().find(|(letter, _)| led && begins && last.eq_ignore_ascii_case(letter));
    let at_home = || place(last, sign, begins || line.ends_with(b" "), text.get(at));
    found.map(|(_, name)| letter(*name)).or_else(at_home)
}

/// The letter of the place where somebody has this number, home, work or cell, in lists of them: `h: 01274 … w: 0113 …`.
/// Heights and widths have the same ones: the number must be one of some country, with its zero.
fn place(letter: &u8, sign: Option<u8>, begins: bool, first: Option<&u8>) -> Option<Context> {
    let is_led = begins && sign == Some(b':') && matches!(first, Some(b'0' | b'('));
    match letter.to_ascii_lowercase() {
        b'h' if is_led => Some(Context::Faint("h")),
        b'w' if is_led => Some(Context::Faint("w")),
        b'c' if is_led => Some(Context::Faint("c")),
        _ => None,
    }
}

/// Words of places, at which numbers of houses stand as well: they count right before a number only.
const PLACES: &[&str] = &["office", "desk", "home", "zentrale", "pforte"];

/// Whether a number is that of a desk or a service: right behind its name, with a colon between them or a zero first, or
/// with both behind a remark or who sits there: `Hausmeister Herr Wolf: 0731 …`, `Security (24h): 020 …`.
fn is_reached(text: &[u8], at: usize, word: &str) -> bool {
    let signed = text[..at].trim_ascii_end().ends_with(b":");
    let begins = matches!(text.get(at), Some(b'0' | b'('));
    // What is written for others to follow is called like the desk of a French house: its number is in pairs.
    let paired = || ["99 99 99 99 99", "99.99.99.99.99"].iter().any(|form| fits(text, at, form).is_some());
    if word == "standard" && !(signed && paired()) {
        return false;
    }
    is_right_before(text, at, word) && (signed || begins) || signed && begins && names_who(text, at, word)
}

/// Whether a text begins with a number, and its label is a word and nothing else.
fn is_label(reading: &Reading<'_>, at: usize, word: &str) -> bool {
    let label = reading.label().trim().trim_end_matches(':').trim_end();
    label.to_lowercase() == word && reading.text()[..at].trim_ascii().is_empty()
}

/// How far before a number the word is looked for that stands before another, in bytes, and the fewest digits of that.
const LONGEST_LIST: usize = 96;
const SHORTEST_NUMBER: usize = 6;
/// How far before a number a path is looked for, in bytes.
const LONGEST_PATH: usize = 64;
/// How long a name or a remark may be between a word and the number that it leads to, in bytes.
const LONGEST_NAME: usize = 28;

/// Whether nothing but a name or a remark in brackets stands between a word and the sign before a number.
fn names_who(text: &[u8], at: usize, word: &str) -> bool {
    let before = &text[at.saturating_sub(word.len() + LONGEST_NAME)..at];
    let Some(start) = memchr::memmem::rfind(&before.to_ascii_lowercase(), word.as_bytes()) else { return false };
    let between = before[start + word.len()..].trim_ascii_end();
    let said = between.strip_suffix(b":").unwrap_or(between).trim_ascii();
    let part = |b: &u8| b.is_ascii_alphabetic() || *b >= 0x80 || matches!(b, b' ' | b'.' | b'-' | b'\'');
    let remark = |said: &[u8]| said.iter().all(|b| part(b) || b.is_ascii_digit() || matches!(b, b'/' | b','));
    match said {
        [b'(', inner @ .., b')'] => remark(inner),
        [b'A'..=b'Z', ..] => said.iter().all(part),
        _ => false,
    }
}

/// Whether the last of these words before a place is a folder of a path: `../ext/Encode/t/guess.t  255 65280`.
fn is_in_path(text: &[u8], at: usize, word: &str) -> bool {
    let before = text[at.saturating_sub(LONGEST_PATH)..at].to_ascii_lowercase();
    let found = memchr::memmem::rfind(&before, word.as_bytes());
    found.is_some_and(|start| before[..start].ends_with(b"/") && before[start + word.len()..].starts_with(b"/"))
}

/// Whether a word stands right before a place, but for a few signs.
fn is_right_before(text: &[u8], at: usize, word: &str) -> bool {
    let before = &text[at.saturating_sub(word.len() + 4)..at];
    memchr::memmem::find(&before.to_ascii_lowercase(), word.as_bytes()).is_some()
}

fn class(word: &'static str) -> Context {
    match word {
        _ if SURE.contains(&word) => Context::Sure(word),
        _ if HINT.contains(&word) => Context::Hint(word),
        _ if FAINT.contains(&word) || ROLES.contains(&word) => Context::Faint(word),
        _ => Context::Other(word),
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

/// Whether a hint is said of digits without groups. Nouns that stand before other things as well are so only where a
/// sign or a word such as `at` joins them, where they are somebody's, or where a clause ends behind the digits:
/// `cell: …`, `my cell …`.
pub(super) fn is_meant(text: &[u8], span: &Range<usize>, word: &str) -> bool {
    const NOUNS: &[&str] = &["message", "cell", "desk", "office", "ring", "contact", "home", "ext", "extension"];
    const OWNERS: &[&str] = &["my", "his", "her", "our", "your", "their", "work", "the"];
    let from = span.start.saturating_sub(48);
    let before = text[from..span.start].to_ascii_lowercase();
    let Some(at) = memchr::memmem::rfind(&before, word.as_bytes()).filter(|_| NOUNS.contains(&word)) else {
        return true;
    };
    let gap = &before[at + word.len()..];
    let joined = gap.iter().any(|b| b":#=\"".contains(b)) || gap.split(|b| *b == b' ').any(|word| !word.is_empty());
    let owner = before[..at].split(|b| !b.is_ascii_alphabetic()).rfind(|word| !word.is_empty());
    let owned = owner.is_some_and(|word| OWNERS.iter().any(|owner| owner.as_bytes() == word));
    let ends = match text[span.end..] {
        [] => true,
        [b, ..] => !matches!(b, b' ' | b'\t'),
    };
    joined || owned || ends
}

/// Whether nothing but words leads from `word` to the number at this place.
pub(super) fn leads(text: &[u8], at: usize, word: &str) -> bool {
    let before = text[at.saturating_sub(48)..at].to_ascii_lowercase();
    let end = memchr::memmem::rfind(&before, word.as_bytes()).map(|start| start + word.len());
    let joint = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b' ' | b':' | b'\'' | b'#' | b'\n' | b'"');
    end.is_some_and(|end| before[end..].iter().all(joint))
}
