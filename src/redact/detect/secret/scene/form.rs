//! What a value looks like, and how much that says by itself.

use super::super::sentence::{any_with_figure, inner};
use super::super::value::Mix;
use super::super::value::chosen::{is_chosen, may_be_chosen, may_be_words};
use super::super::value::scatter::holds_scattered;
use super::super::value::shown::is_term;
use crate::redact::detect::is_uuid;

/// The kinds of secrets that a scene tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// What people choose, or are given.
    Password,
    /// Figures that are typed.
    Code,
    /// What a machine made for another.
    Key,
}

/// How many figures the shortest and the longest code has.
const FEWEST: usize = 3;
const MOST: usize = 8;
/// How many letters a word has at least that figures follow.
const WORD: usize = 4;
/// How much speaks for a password that shows itself, if not clearly.
pub(super) const FAIR: i32 = 4;
/// How much speaks for a code in groups of figures.
pub(super) const GROUPED: i32 = 5;
/// The shortest group of letters and figures in one.
const SHORTEST_GROUP: usize = 4;
/// The shortest key.
const SHORTEST_KEY: usize = 8;

/// What a word may be, and how much speaks for it.
pub(super) fn forms(word: &[u8]) -> impl Iterator<Item = (Form, i32)> {
    let all = [(Form::Password, password(word)), (Form::Code, code(word)), (Form::Key, key(word))];
    all.into_iter().filter_map(|(form, weight)| Some((form, weight?)))
}

/// Whether a word of a text has one of the forms.
pub(super) fn is_in(text: &[u8]) -> bool {
    // Figures alone are told sooner than what people choose.
    any_with_figure(text, |word| code(word).or_else(|| password(word)).or_else(|| key(word)).is_some())
}

/// Whether it shows itself to be what people choose, without the signs around it, for the gate.
pub(in crate::redact) fn may_be_password(word: &[u8]) -> bool {
    let word = &word[inner(word)];
    let small = word.iter().any(u8::is_ascii_lowercase);
    let is_year =
        || matches!(word, [.., b'1', b'9', b'0'..=b'9', b'0'..=b'9'] | [.., b'2', b'0', b'0'..=b'9', b'0'..=b'9']);
    // Most words are told by their letters.
    let may_be = || word.iter().any(u8::is_ascii_uppercase) || is_year();
    small && may_be() && password(word).is_some_and(|weight| weight >= FAIR)
}

/// How much it looks like what people choose.
fn password(word: &[u8]) -> Option<i32> {
    // What programs call their own: `minLength12`.
    let small = word.iter().take_while(|b| b.is_ascii_lowercase()).count();
    let is_identifier = small > 0
        && word.get(small).is_some_and(u8::is_ascii_uppercase)
        && word.iter().all(u8::is_ascii_alphanumeric)
        && word.last().is_some_and(u8::is_ascii_digit);
    let dots = word.iter().filter(|b| **b == b'.').count();
    let is_path = dots > 1 && small > 0 || dots > 0 && word.contains(&b'#');
    let figures = word.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let is_version = figures > 0 && matches!(word[..word.len() - figures], [.., b'-' | b'_' | b'.', b'v' | b'V']);
    match () {
        () if is_version || is_path || is_identifier => None,
        () if is_chosen(word) => Some(6),
        () if may_be_chosen(word) && Mix::of(word).classes() == 3 => Some(FAIR),
        () if may_be_chosen(word) || may_be_words(word) || is_word_and_figures(word) => Some(3),
        () => None,
    }
}

/// Whether it is a word in small letters and a few figures.
fn is_word_and_figures(word: &[u8]) -> bool {
    let letters = word.iter().take_while(|b| b.is_ascii_lowercase()).count();
    let figures = &word[letters..];
    letters >= WORD && (1..=4).contains(&figures.len()) && figures.iter().all(u8::is_ascii_digit) && !is_term(word)
}

/// How much it looks like figures that are typed somewhere: a year may be one, a letter before or behind makes it likelier.
fn code(word: &[u8]) -> Option<i32> {
    let figures = word.iter().filter(|b| b.is_ascii_digit()).count();
    let plain = match word {
        [b'A'..=b'Z', rest @ ..] | [rest @ .., b'A'..=b'Z' | b'*' | b'#'] => rest,
        _ => word,
    };
    let is_marked = plain.len() < word.len();
    if !(FEWEST..=MOST).contains(&figures) || plain.len() != figures {
        return None;
    }
    let is_year = figures == 4 && (word.starts_with(b"19") || word.starts_with(b"20"));
    match () {
        () if is_marked && is_year => Some(3),
        () if is_marked => (figures > FEWEST).then_some(5),
        () if is_year => Some(1),
        () if figures == FEWEST => Some(2),
        () => Some(4),
    }
}

/// How many words together may be one code in groups of figures, from the first of these on.
pub(super) fn grouped<'a>(mut words: impl Iterator<Item = &'a [u8]>) -> Option<usize> {
    let mut next = || words.next().filter(|word| word.iter().all(u8::is_ascii_digit)).map_or(0, <[u8]>::len);
    match (next(), next(), next(), next()) {
        (3, 3, 0, _) | (4, 4, 0, _) => Some(2),
        (2, 2, 2, 0) => Some(3),
        _ => None,
    }
}

/// How much it looks like a key: letters and figures drawn at random, or in groups.
fn key(word: &[u8]) -> Option<i32> {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let is_hash = word.iter().all(u8::is_ascii_hexdigit);
    if word.len() < SHORTEST_KEY || is_hash || is_uuid(word) || word.starts_with(b"0x") || !word.iter().all(plain) {
        return None;
    }
    let is_mixed = |group: &&[u8]| {
        let (figures, letters) = (group.iter().any(u8::is_ascii_digit), group.iter().any(u8::is_ascii_alphabetic));
        figures && letters && group.len() >= SHORTEST_GROUP
    };
    let groups = || word.split(|b| !b.is_ascii_alphanumeric());
    let mixed: usize = groups().filter(is_mixed).map(<[u8]>::len).sum();
    let of_capitals = |group: &[u8]| group.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let of_figures = groups().filter(|group| group.iter().all(u8::is_ascii_digit)).count();
    let mix = Mix::of(word);
    match () {
        () if holds_scattered(word) => Some(6),
        () if mix.digits > 2 && 2 * mixed > mix.digits + mix.small + mix.large => Some(4),
        () if groups().count() > 2 && groups().all(of_capitals) && of_figures > 1 && mix.large > 2 => Some(4),
        () => None,
    }
}
