//! Fields of the messages of card payments (ISO 8583) as terminals and switches print them: the expiry date (field 14) and
//! the encrypted PIN (field 52) beside the number of the card, which shows itself.

use super::super::nation::{luhn, number};
use super::super::reading::Reading;
use super::{EXPIRY, Hits, PIN};
use std::ops::Range;

/// What a field is called before its number.
const NAMES: &[&[u8]] = &[b"f", b"de", b"df", b"field", b"bit", b"element", b"id=\"", b"id='", b"[", b""];
/// How far behind the number of a field its value may begin, in bytes.
const GAP: usize = 24;
/// How long the number of a card is.
const CARD: std::ops::RangeInclusive<usize> = 13..=19;
/// How long the encrypted PIN is, in figures.
const BLOCK: usize = 16;

/// Reads a text with the number of a card.
pub(super) fn read(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let is_card = || {
        let mut groups = reading.groups().iter().filter(|group| CARD.contains(&group.len()));
        groups.any(|group| luhn(&text[group.span()]))
    };
    let numbers = |field: &'static [u8]| memchr::memmem::find_iter(text, field).filter(move |at| is_field(text, *at));
    let months: Vec<Range<usize>> = numbers(b"14").filter_map(|at| expiry(text, at + 2)).collect();
    let blocks: Vec<Range<usize>> = numbers(b"52").filter_map(|at| block(text, at + 2)).collect();
    if (!months.is_empty() || !blocks.is_empty()) && is_card() {
        months.into_iter().for_each(|month| hits.hit(&EXPIRY, month));
        blocks.into_iter().for_each(|block| hits.hit(&PIN, block));
    }
}

/// Whether the number of a field begins here, zeros aside: behind its name, or at the beginning of a line.
fn is_field(text: &[u8], at: usize) -> bool {
    let lead = text[..at].strip_suffix(b"0").unwrap_or(&text[..at]);
    let lead = &lead[lead.len().saturating_sub(8)..];
    let near = lead.trim_ascii_end().to_ascii_lowercase();
    let named = NAMES.iter().any(|name| {
        let before = near.strip_suffix(*name).map(|before| before.last().copied());
        before.is_some_and(|before| !name.is_empty() && !before.is_some_and(|b| b.is_ascii_alphanumeric()))
    });
    let ends = !text.get(at + 2).is_some_and(u8::is_ascii_alphanumeric);
    ends && (named || lead.last().is_none_or(|b| *b == b'\n'))
}

/// Where the value of a field begins: behind its form and length, its name in words, and signs.
fn value(text: &[u8], from: usize, len: usize, fits: fn(&u8) -> bool) -> Option<Range<usize>> {
    let line = &text[from..from + text[from..].iter().take(GAP + len + 1).take_while(|b| **b != b'\n').count()];
    let is_there = |at: &usize| {
        let run = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric());
        let whole = !run(at.checked_sub(1).and_then(|at| line.get(at))) && !run(line.get(at + len));
        whole && line.get(*at..at + len).is_some_and(|value| value.iter().all(fits))
    };
    let signed = |at: &usize| line[..*at].iter().any(|b| matches!(b, b':' | b'=' | b'[' | b' ' | b'"' | b'\'' | b'|'));
    let at = (0..=GAP).filter(is_there).find(signed)?;
    Some(from + at..from + at + len)
}

/// The year and the month behind the number of its field.
fn expiry(text: &[u8], from: usize) -> Option<Range<usize>> {
    let span = value(text, from, 4, u8::is_ascii_digit)?;
    let (year, month) = (number(&text[span.start..span.start + 2]), number(&text[span.start + 2..span.end]));
    ((15..=60).contains(&year) && (1..=12).contains(&month)).then_some(span)
}

/// The encrypted PIN behind the number of its field.
fn block(text: &[u8], from: usize) -> Option<Range<usize>> {
    value(text, from, BLOCK, u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::super::super::check::{finds, finds_nothing};
    use super::super::find_numbers;

    #[test]
    fn dates_and_blocks_beside_a_card_are_found() {
        for (text, value) in [
            ("F002: 4539578763621486\nF003: 000000\nF014: 2712", "2712"),
            ("DE2=4539578763621486 DE14=2712 DE22=051", "2712"),
            ("<field id=\"2\" value=\"4539578763621486\"/>\n<field id=\"14\" value=\"2712\"/>", "2712"),
            ("[002] LLVAR 016 [4539578763621486]\n[014] Fixed n 4 004 [2712]", "2712"),
            ("002 PAN 4539578763621486\n014 Expiration Date 2712", "2712"),
            ("DE2: 4539578763621486 DE52: A1B2C3D4E5F60718", "A1B2C3D4E5F60718"),
        ] {
            finds(find_numbers, &[(text, value)]);
        }
    }

    #[test]
    fn other_fields_are_left() {
        finds_nothing(
            find_numbers,
            &[
                "Field 14 is the expiry date",
                "F014: 2712",
                "card 4539578763621486 in 14 of 2712 rows",
                "F002: 4539578763621486 F003: 000000 F013: 1122",
                "F002: 4539578763621486 F014: 2799",
                "4539578763621485 F014: 2712",
            ],
        );
    }
}
