//! Codes behind a code: what stands in a list with one, beside a place or a state of its own, or is told of in the next sentence.

use super::super::public::names_public;
use super::back::{Back, Token, is_part};
use super::behind::{ahead, is_followed_by, meaning};
use super::clause::{Joint, joint};
use super::ends;
use super::tables::{
    ALARM, AND, BEFORE, DISARM, ENTER, FOR, IS, NEW, NUMBERED, OTHER, PLACE, SINCE, SMALL, STEP, SWITCH, THING, WHICH,
};
use super::value::{Shape, Value};
use super::words::Meaning;
use crate::redact::detect::shape::figures;
use crate::redact::detect::vocabulary::is_among;
use std::ops::Range;

/// How far behind a code the next one may stand, in bytes.
const FARTHEST: usize = 80;
/// The most words beside a code of a list.
const LABEL: usize = 5;
/// The most words of what is done with a code, to the end of its sentence.
const REMARK: usize = 6;

/// Whether a value goes on with what a code before it begins.
pub(super) fn goes_on(text: &[u8], last: &Value, value: &Value) -> bool {
    let between = last.span.end..value.span.start;
    if between.len() > FARTHEST || text[between.clone()].iter().any(|b| matches!(b, b'\n' | b'\r' | b'|' | b'?')) {
        return false;
    }
    if value.is_recent(text) || value.shape == Shape::Short || names_public(&text[between.clone()]) {
        return false;
    }
    let (joint, back) = joint(Back { text, at: value.span.start });
    let (one, other) = (last.of(text), value.of(text));
    let alike = figures(one) == figures(other) && has_letters(one) == has_letters(other);
    if is_replaced(&text[between.clone()], last, value, text) {
        return ends(text, value.span.end) || is_followed_by(text, value.span.end, BEFORE);
    }
    let labelled = has_label_behind(text, value.span.end);
    let told = label(back, between.start).is_some_and(|label| match label.parted {
        b'(' => alike && (joint == Joint::Said || label.says(SWITCH | DISARM | WHICH | BEFORE)),
        b'.' => label.is_told(joint) && figures(one) == figures(other),
        _ if joint == Joint::Said => alike && label.words == 0 && label.near,
        _ if label.words == 0 => alike && (labelled || label.parted == b'/' && label.near),
        _ => label.says(THING | PLACE) || alike && label.says(SWITCH | DISARM | WHICH | BEFORE | NEW | ENTER),
    });
    told && (labelled || ends(text, value.span.end))
}

/// Whether the words between two values say that one of them was in the place of the other: `… instead of …`, `… to …`.
fn is_replaced(between: &[u8], last: &Value, value: &Value, text: &[u8]) -> bool {
    const CHANGED: &str = "to auf zu \u{e0} a en in naar na till til";
    let words = || between.split(|b| !is_part(*b)).filter(|word| !word.is_empty());
    let shaped = has_letters(last.of(text)) == has_letters(value.of(text)) && value.shape == last.shape;
    let one = words().count() == 1 && between.iter().all(|b| is_part(*b) || *b == b' ');
    let told = String::from_utf8_lossy(between).to_lowercase();
    let ends = |said: &&str| told.trim_end().strip_suffix(*said).is_some_and(|rest| rest.ends_with([' ', '(', ',']));
    shaped
        && words().count() <= REMARK
        && !told.contains(". ")
        && (one && is_among(words().next().unwrap_or_default(), CHANGED) || REPLACED.iter().any(ends))
}

/// What stands before a code in whose place another one is now.
const REPLACED: &[&str] = &[
    "instead of",
    "rather than",
    "in place of",
    "replaces",
    "replacing",
    "no longer",
    "not",
    "was",
    "used to be",
    "formerly",
    "previously",
    "before that",
    "statt",
    "anstatt",
    "anstelle von",
    "nicht mehr",
    "nicht",
    "war",
    "vorher",
    "fr\u{fc}her",
    "bisher",
    "zuvor",
    "au lieu de",
    "\u{e0} la place de",
    "et non",
    "avant",
    "\u{e9}tait",
    "et plus",
    "en vez de",
    "en lugar de",
    "ya no",
    "antes",
    "era",
    "invece di",
    "invece del",
    "al posto di",
    "al posto del",
    "non pi\u{f9}",
    "prima",
    "prima era",
    "em vez de",
    "em vez do",
    "antes era",
    "in plaats van",
    "niet meer",
    "eerst",
    "vroeger",
    "zamiast",
    "ju\u{17c} nie",
    "wcze\u{15b}niej",
    "ist\u{e4}llet f\u{f6}r",
    "inte l\u{e4}ngre",
    "f\u{f6}rut",
    "tidigare",
    "i stedet for",
];

/// What stands between a sign of a list and a value of it.
#[derive(Clone, Copy, Debug)]
struct Label {
    /// All that its words mean, but for what joins them.
    meaning: Meaning,
    words: usize,
    /// Whether one of them says what the code is.
    said: bool,
    /// Whether it begins with a word that says for whom the code is, and names somebody.
    serves: bool,
    /// The sign before it; a comma for a word that joins.
    parted: u8,
    /// Whether nothing stands between the code before and the sign.
    near: bool,
}

impl Label {
    /// Whether one of its words has one of these roles.
    fn says(&self, roles: u64) -> bool {
        self.meaning.is(roles)
    }

    /// Whether a sentence begins with it that tells of another code, or of one that counted before.
    fn is_told(&self, joint: Joint) -> bool {
        let stays = (joint == Joint::Said || self.said) && self.says(THING | PLACE) && !self.says(ALARM);
        stays || self.says(BEFORE) || self.serves && self.says(ENTER)
    }
}

/// The label that ends at a place, behind a code that ends at another.
fn label(back: Back<'_>, from: usize) -> Option<Label> {
    let mut label =
        Label { meaning: Meaning::default(), words: 0, said: false, serves: false, parted: b',', near: false };
    let mut at = back;
    for _ in 0..=LABEL {
        let end = at.at;
        if end <= from {
            return None;
        }
        match at.next()? {
            token if token.is(OTHER | NUMBERED) => return None,
            Token::Sign(sign @ (b',' | b'/' | b';' | b'.' | b'(')) => {
                label.parted = if sign == b';' { b',' } else { sign };
                return reaches(at, from).map(|words| Label { near: words == 0, ..label });
            }
            token if token.is(AND) => {
                let parted = if label.words == 0 { b'/' } else { b',' };
                let words = reaches(at.before_sign(b",").filter(|sign| sign.at >= from).unwrap_or(at), from);
                return words.map(|words| Label { near: words == 0, parted, ..label });
            }
            Token::Word(word) => {
                label.said |= word.is(IS);
                if !word.is(SMALL | IS | STEP) || word.is(THING | PLACE) {
                    label.meaning = label.meaning.and(word);
                }
                label.serves = word.is(FOR) && label.words > 1;
                label.words += 1;
            }
            _ => return None,
        }
    }
    None
}

/// How many words stand between a code and what parts it from the next, if nothing else does.
fn reaches(mut back: Back<'_>, from: usize) -> Option<usize> {
    for words in 0..=REMARK {
        back = back.before_bracket().filter(|before| before.at >= from).unwrap_or(back);
        while back.at > from && matches!(back.text[back.at - 1], b')' | b'(' | b'#' | b'*' | b' ' | b'+' | b'"') {
            back.at -= 1;
        }
        if back.at <= from {
            return Some(words);
        }
        let Token::Word(_) = back.next()? else { return None };
    }
    None
}

/// Whether the place or the state of a value stands behind it, or since when it counts.
pub(super) fn has_label_behind(text: &[u8], end: usize) -> bool {
    let is_label = |word: Range<usize>| meaning(&text[word]).is(SWITCH | DISARM | THING | PLACE | WHICH | SINCE);
    ahead(text, end).next().is_some_and(is_label)
}

/// Whether a code has letters.
fn has_letters(code: &[u8]) -> bool {
    code.iter().any(u8::is_ascii_alphabetic)
}
