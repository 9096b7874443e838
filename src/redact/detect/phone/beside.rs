//! What stands before a number and says of it what no word says: that it is that of whom is named there, or the next of several.

use super::words::{self, Context};
use super::{form, is_known};
use crate::redact::detect::Reading;
use crate::redact::detect::goods::is_called_a_thing;
use crate::redact::detect::reading::Group;
use crate::redact::detect::vocabulary::is_one_of;

/// How far behind a number another one of the same area may stand, in bytes.
const NEXT: usize = 40;

/// Whether a number that follows this is that of whoever is named: behind a name, a bracket, a dash or at the beginning of a
/// line or a cell, and not behind other words or a label.
pub(super) fn stands_free(before: &[u8]) -> bool {
    const LEADS: &[&str] = &["on", "at", "al", "auf", "unter", "sur", "op", "via", "work", "home"];
    let lead = before.trim_ascii_end();
    let word = &lead[lead.len() - lead.iter().rev().take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80).count()..];
    let is_name =
        || word.len() > 2 && word[0].is_ascii_uppercase() && word[1..].iter().all(|b| !b.is_ascii_uppercase());
    match lead.last() {
        None | Some(b')' | b'|' | b'(' | b'-' | b'/' | b',') => true,
        _ if before[lead.len()..].contains(&b'\n') || ends_in_han(lead) => true,
        _ if lead.ends_with("\u{2013}".as_bytes()) => true,
        _ => is_name() || is_one_of(word, LEADS),
    }
}

/// Whether a letter of Chinese, Japanese or Korean stands right before a number, or before the colon that leads to it: such
/// words have no blanks around them, and names no capitals.
pub(super) fn ends_in_han(lead: &[u8]) -> bool {
    let lead = lead.strip_suffix(b":").unwrap_or(lead);
    let last = String::from_utf8_lossy(&lead[lead.len().saturating_sub(4)..]).chars().next_back();
    last.is_some_and(|last| matches!(last, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'))
}

/// Whether the preposition of telephones leads to a number: `he prefers txt on 07…`, `get her on 07…`.
pub(super) fn is_reached_on(text: &[u8], at: usize) -> bool {
    text[..at].ends_with(b" on ")
}

/// Whether nothing but the word for a number leads to it from a comma, which says that it is that of whom was named before:
/// `a driver called Ann, number 07…`.
pub(super) fn is_number_of_whom(text: &[u8], at: usize) -> bool {
    [&b", number "[..], b", number is ", b", number: "].iter().any(|lead| text[..at].ends_with(lead))
}

/// Whether a sign or a word between two of them parts a number from one right before it: `07 572 4419 / 0274881206`.
pub(super) fn is_other_of(text: &[u8], before: &[Group], start: usize) -> bool {
    let end = before.last().map_or(start, |last| last.span().end);
    matches!(text.get(end..start), Some(b" / " | b" or " | b" oder " | b" ou "))
}

/// Whether the groups are as long as those of a number that a word names soon before them, and begin with its area code, or are
/// the next of a list that a country knows: `Hotline, old: 0800 118 4420, new from May: 0800 118 4421`, `telefon do mamy
/// 601-277-193, do taty 503-277-194`.
pub(super) fn is_alike(reading: &Reading<'_>, before: &[Group], groups: &[Group]) -> bool {
    let text = reading.text();
    // The code of the country aside.
    let abroad = before.first().is_some_and(|code| text[..code.span().start].ends_with(b"+"));
    let before = if abroad { &before[1..] } else { before };
    let ([area, .., last], [first, _, ..]) = (before, groups) else { return false };
    let (from, start) = (area.span().start, first.span().start);
    let between = &text[last.span().end..start];
    let gaps = |groups: &[Group]| -> Vec<&[u8]> {
        groups.windows(2).map(|pair| form::gap(text, &pair[0], &pair[1])).collect()
    };
    let same = before.iter().map(Group::len).eq(groups.iter().map(Group::len));
    let area_is_same = || text[area.span()] == text[first.span()] && text[from] == b'0';
    let listed = || text[start] != b'0' && (between.starts_with(b", ") || between.starts_with(b"; "));
    let written = || abroad || gaps(before) == gaps(groups);
    let known = || listed() && written() && is_known(groups, &form::digits(text, groups));
    let called = || matches!(words::context(reading, &(from..last.span().end)), Context::Sure(_) | Context::Hint(_));
    same && between.len() <= NEXT
        && !between.contains(&b'\n')
        && (area_is_same() || known())
        && !is_called_a_thing(reading, start)
        && (abroad || called())
}
