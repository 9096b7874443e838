//! Runs of bytes of a class, found in bit masks of 64 bytes.

use super::mask::{self, WIDTH, in_row};
use std::ops::Range;

/// A bit for each byte of a class in the 64 bytes from a place on; none behind the end of the text. The class is told
/// without branches, so that windows become vectors.
fn mask(text: &[u8], at: usize, is: impl Fn(u8) -> bool) -> u64 {
    mask::mask(text.get(at..).unwrap_or_default(), is)
}

/// The runs of bytes of a class, as long as they are, in order.
pub(super) fn runs<'t>(text: &'t [u8], is: impl Fn(u8) -> bool + Copy + 't) -> impl Iterator<Item = Range<usize>> + 't {
    let (mut base, mut rest) = (0, mask(text, 0, is));
    std::iter::from_fn(move || {
        while rest == 0 {
            base += WIDTH;
            if base >= text.len() {
                return None;
            }
            rest = mask(text, base, is);
        }
        let from = rest.trailing_zeros() as usize;
        let start = base + from;
        let mut end = start + (rest >> from).trailing_ones() as usize;
        while end == base + WIDTH {
            base = end;
            rest = mask(text, base, is);
            end += rest.trailing_ones() as usize;
        }
        rest &= u64::MAX << (end - base);
        Some(start..end)
    })
}

/// The runs of at least so many bytes of a class, and no more than a mask has bits, as long as they are, in order. Where
/// none begins is told of the most of a window at once.
pub(super) fn long_runs<'t>(
    text: &'t [u8],
    least: usize,
    is: impl Fn(u8) -> bool + Copy + 't,
) -> impl Iterator<Item = Range<usize>> + 't {
    // How many bytes right before the next window are of a run.
    let (mut at, mut before) = (0, 0);
    std::iter::from_fn(move || {
        while before + text.len().saturating_sub(at) >= least {
            let window = mask(text, at, is);
            let begins = in_row(window, least);
            let start = match before + window.trailing_ones() as usize >= least {
                true => Some(at - before),
                false => (begins != 0).then(|| at + begins.trailing_zeros() as usize),
            };
            if let Some(start) = start {
                let known = start.max(at);
                (at, before) = (known + text[known..].iter().take_while(|b| is(**b)).count(), 0);
                return Some(start..at);
            }
            (at, before) = (at + WIDTH, window.leading_ones() as usize);
        }
        None
    })
}

/// The places in a stretch of the text where a letter begins a word: behind anything but a letter, or as a capital behind
/// a small one.
pub(super) fn word_starts(text: &[u8], within: Range<usize>) -> impl Iterator<Item = usize> {
    marked(text, within, |text, at| {
        let (letters, begins) = letters_and_beginnings(text, at);
        letters & begins
    })
}

/// The same of all bytes of a text, whether letters or not.
pub(super) fn beginnings(text: &[u8]) -> impl Iterator<Item = usize> {
    marked(text, 0..text.len(), |text, at| letters_and_beginnings(text, at).1)
}

/// The places in a stretch of the text that `marks` tells: a bit for each of 64 bytes from a place on.
fn marked(text: &[u8], within: Range<usize>, marks: impl Fn(&[u8], usize) -> u64) -> impl Iterator<Item = usize> {
    let end = within.end.min(text.len());
    let (mut next, mut base, mut left) = (within.start, within.start, 0);
    std::iter::from_fn(move || {
        while left == 0 {
            if next >= end {
                return None;
            }
            base = next;
            left = marks(&text[..end], base);
            next += WIDTH;
        }
        let place = base + left.trailing_zeros() as usize;
        left &= left - 1;
        Some(place)
    })
}

/// The letters from a place on, and where words may begin.
fn letters_and_beginnings(text: &[u8], at: usize) -> (u64, u64) {
    let letters = mask(text, at, |b| b.is_ascii_alphabetic());
    let capitals = mask(text, at, |b| b.is_ascii_uppercase());
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let behind_letter = letters << 1 | u64::from(before.is_some_and(u8::is_ascii_alphabetic));
    let behind_small = (letters & !capitals) << 1 | u64::from(before.is_some_and(u8::is_ascii_lowercase));
    let there = u64::MAX >> WIDTH.saturating_sub(text.len() - at);
    (letters, (!behind_letter | capitals & behind_small) & there)
}

/// A name with blanks between its words, where capitals begin them: `carPlate`; none where there are no such capitals.
pub(super) fn parted(name: &str) -> Option<String> {
    let mut parted = String::with_capacity(name.len() + 4);
    let mut former = None;
    for letter in name.chars() {
        if letter.is_uppercase() && former.is_some_and(char::is_lowercase) {
            parted.push(' ');
        }
        parted.push(letter);
        former = Some(letter);
    }
    (parted.len() > name.len()).then_some(parted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same, byte by byte.
    fn slow(text: &[u8]) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for at in (0..text.len()).filter(|at| text[*at].is_ascii_digit()) {
            match runs.last_mut() {
                Some(last) if last.end == at => last.end += 1,
                _ => runs.push(at..at + 1),
            }
        }
        runs
    }

    proptest! {
    #[test]
        fn runs_are_found_wherever_they_stand(text in "(?s)([0-9]{0,130}|.{0,130}){0,4}") {
            let text = text.as_bytes();
            prop_assert_eq!(runs(text, |b| b.is_ascii_digit()).collect::<Vec<_>>(), slow(text));
        }
    }

    proptest! {
        #[test]
        fn words_start_where_they_do_byte_by_byte(text in "([ -~äß]{0,99}|[aA]{0,99}){0,3}", from in 0..90usize, len in 0..200usize) {
            let text = text.as_bytes();
            let begins = |at: &usize| {
                let before = at.checked_sub(1).map_or(b' ', |before| text[before]);
                let camel = text[*at].is_ascii_uppercase() && before.is_ascii_lowercase();
                text[*at].is_ascii_alphabetic() && (!before.is_ascii_alphabetic() || camel)
            };
            let slow: Vec<usize> = (from..text.len().min(from + len)).filter(begins).collect();
            prop_assert_eq!(word_starts(text, from..from + len).collect::<Vec<_>>(), slow);
        }
    }

    proptest! {
        #[test]
        fn long_runs_are_the_runs_that_are_long(text in "([0-9]{0,40}[ab]{0,3}|[0-9]{60,200}){0,9}", least in 1..=64usize) {
            let text = text.as_bytes();
            let long: Vec<Range<usize>> = slow(text).into_iter().filter(|run| run.len() >= least).collect();
            prop_assert_eq!(long_runs(text, least, |b| b.is_ascii_digit()).collect::<Vec<_>>(), long);
        }
    }

    #[test]
    fn runs_at_the_edges_of_windows_are_whole() {
        for (lead, len) in [(0, 64), (0, 128), (63, 1), (63, 2), (64, 64), (1, 63), (127, 200), (0, 0), (5, 0)] {
            let text = [b" ".repeat(lead), b"7".repeat(len)].concat();
            assert_eq!(runs(&text, |b| b.is_ascii_digit()).collect::<Vec<_>>(), slow(&text), "{lead} {len}");
        }
    }

    #[test]
    fn capitals_begin_words_in_names() {
        for (name, words) in [
            ("carPlate", "car Plate"),
            (
                "\u{434}\u{430}\u{442}\u{430}\u{420}\u{43e}\u{436}\u{434}",
                "\u{434}\u{430}\u{442}\u{430} \u{420}\u{43e}\u{436}\u{434}",
            ),
            ("aBc", "a Bc"),
        ] {
            assert_eq!(parted(name).as_deref(), Some(words));
        }
        for name in ["plate", "PLATE", "Plate", "car_plate", ""] {
            assert_eq!(parted(name), None);
        }
    }
}
