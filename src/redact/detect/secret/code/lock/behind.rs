//! What stands behind a value and says what it is for.

use super::back::{Back, LONGEST_THING, Token, is_part};
use super::clause::{REACH, name};
use super::tables::{AND, DISARM, EVENT, IS, KEY, OPENS, PAD, STEP, SWITCH, THING};
use super::words::{Meaning, folded};
use crate::redact::detect::shape::ends_part;
use crate::redact::detect::vocabulary::is_one_of;
use std::ops::Range;

/// The most words of the name of a code behind it.
const LONGEST_NAME: usize = 7;
/// How many words may stand before the key that ends what is entered, and the key.
const KEYED: usize = 3;
/// How far behind a value it may be said what it is for, in bytes: `, then #, to …`.
const LONGEST_STEP: usize = 16;

/// The words behind a place, with nothing but blanks and a bracket between them.
pub(super) fn ahead(text: &[u8], mut at: usize) -> impl Iterator<Item = Range<usize>> {
    std::iter::from_fn(move || {
        let gap = text[at..].iter().take(2).take_while(|b| matches!(b, b' ' | b'(')).count();
        let start = at + gap;
        at = start + text[start..].iter().take_while(|b| is_part(**b)).count();
        (gap > 0 && at > start).then_some(start..at)
    })
}

/// The thing behind a value and one of these words, and where it ends.
pub(super) fn place_behind(text: &[u8], end: usize, joints: &[&str]) -> Option<(Meaning, usize)> {
    place_with(text, end, joints, THING | PAD)
}

/// The same of what has one of these roles.
pub(super) fn place_with(text: &[u8], end: usize, joints: &[&str], roles: u64) -> Option<(Meaning, usize)> {
    let mut words = ahead(text, end);
    let joined = |first: &Range<usize>| is_one_of(&text[first.clone()], joints) || text[end..].starts_with(b" (");
    words.next().filter(joined)?;
    words.take(LONGEST_THING + 1).find_map(|word| {
        let mut back = Back { text, at: word.end };
        match back.next() {
            Some(Token::Word(thing)) if thing.is(roles) && back.at > end => Some((thing, word.end)),
            _ => None,
        }
    })
}

/// The name of the code that a value is said to be: `5083 is the code for the side gate`, `5083 = Türcode`. The value begins what is
/// said, for else it numbers what stands before it.
pub(super) fn name_behind(text: &[u8], value: &Range<usize>) -> Option<Meaning> {
    let begins = match text[..value.start].trim_ascii_end() {
        [] => true,
        [.., last] => b".:;,!?(-*\"'".contains(last) || text[..value.start].ends_with(b"\n"),
    };
    let signed = text[value.end..].starts_with(b" = ").then_some(value.end + b" =".len());
    let said = || ahead(text, value.end).next().filter(|word| meaning(&text[word.clone()]).is(IS)).map(|is| is.end);
    let from = signed.or_else(said).filter(|_| begins)?;
    let named = |word: Range<usize>| {
        let name = name(Back { text: &text[from..word.end], at: word.end - from });
        name.filter(|_| ends_part(text, word.end))
    };
    ahead(text, from).take(LONGEST_NAME).find_map(named)
}

/// Whether a word behind a value, perhaps in brackets, says how an alarm is switched with it, and nothing goes on behind.
pub(super) fn has_state_behind(text: &[u8], end: usize) -> bool {
    let bracket = text[end..].starts_with(b" (");
    let Some(word) = ahead(text, end).next() else { return false };
    let state = meaning(&text[word.clone()]);
    let closed = word.end + usize::from(bracket && text[word.end..].starts_with(b")"));
    let parted = text[closed..].starts_with(b" / ") || ends_part(text, closed);
    parted && !state.is(EVENT) && (state.is(DISARM) || bracket && state.is(SWITCH))
}

/// Whether it is said that a value opens or disarms something: `… to disarm`.
pub(super) fn is_to_open(text: &[u8], end: usize) -> bool {
    let from = end + usize::from(text[end..].starts_with(b","));
    let mut words = ahead(text, from).skip_while(|word| !text[word.clone()].eq_ignore_ascii_case(b"to"));
    let led = words.next().is_some_and(|to| to.start <= end + LONGEST_STEP);
    let mut words = words.take(REACH / 2).map(|word| meaning(&text[word]));
    let verb = words.next().unwrap_or_default();
    led && (verb.is(DISARM | SWITCH) || verb.is(OPENS) && words.any(|word| word.is(THING)))
}

/// Whether the key that ends what is entered follows a value, or a further one behind a sign.
pub(super) fn is_keyed(text: &[u8], end: usize) -> bool {
    let plus = matches!(text[end..], [b' ', b'+', b' ', b, ..] | [b'+', b' ', b, ..] if !b.is_ascii_digit());
    let mut words = ahead(text, end + usize::from(text[end..].starts_with(b",")));
    let led = words.next().filter(|word| meaning(&text[word.clone()]).is(STEP | AND));
    let sign = |word: &Range<usize>| matches!(text[word.end..], [b' ', b'#' | b'*', ..]);
    // What the button looks like may stand before it.
    let key = || words.take(KEYED).any(|word| meaning(&text[word]).is(KEY));
    plus || led.as_ref().is_some_and(sign) || led.is_some() && key()
}

/// Whether the next word has one of these roles.
pub(super) fn is_followed_by(text: &[u8], end: usize, roles: u64) -> bool {
    ahead(text, end).next().is_some_and(|word| meaning(&text[word]).is(roles))
}

/// What a word means.
pub(super) fn meaning(word: &[u8]) -> Meaning {
    Meaning::of(&folded(word)).unwrap_or_default()
}
