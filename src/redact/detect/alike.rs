//! Rows and columns of numbers of one length: one in ten of those that are drawn at random passes the check of cards, so that
//! most of a row have to pass it before one of them is taken for a card.

use super::Reading;
use super::nation::luhn;
use super::reading::Group;
use std::ops::Range;

/// How many digits cards have.
const LENGTHS: std::ops::RangeInclusive<usize> = 12..=19;
/// How many numbers on either side are looked at.
const SIDE: usize = 24;
/// The fewest numbers that make a row.
const ROW: usize = 8;
/// Of so many numbers of a row at least one is a card where any is.
const ONE_OF: usize = 5;
/// How much may stand between two numbers of a row, in bytes.
const GAP: usize = 24;

/// Whether a number stands among many of its length, with the same signs between any two of them, of which few pass the
/// check.
pub(in crate::redact) fn is_in_random_row(reading: &Reading<'_>, span: &Range<usize>) -> bool {
    if !LENGTHS.contains(&span.len()) {
        return false;
    }
    // Only now, for most texts have no number so long, and would be searched for digits in vain.
    let (text, groups) = (reading.text(), reading.groups());
    let Ok(at) = groups.binary_search_by_key(&span.start, |group| group.span().start) else { return false };
    if groups[at].span() != *span {
        return false;
    }
    let numbers = |others: &mut dyn Iterator<Item = &Group>| -> Vec<Range<usize>> {
        let alike = others.map(Group::span).filter(|other| other.len() == span.len());
        alike.take(SIDE).collect()
    };
    let before = numbers(&mut groups[at.saturating_sub(2 * SIDE)..at].iter().rev());
    let behind = numbers(&mut groups[at + 1..].iter().take(2 * SIDE));
    let between = |first: &Range<usize>, second: &Range<usize>| form(&text[first.end..second.start.max(first.end)]);
    let (lead, tail) = (before.first().map(|one| between(one, span)), behind.first().map(|one| between(span, one)));
    let Some(joint) = tail.or(lead).flatten() else { return false };
    let is_next = |first: &Range<usize>, second: &Range<usize>| between(first, second).as_ref() == Some(&joint);
    let (mut all, mut last) = (vec![span.clone()], span.clone());
    for one in before {
        if !is_next(&one, &last) {
            break;
        }
        last = one.clone();
        all.push(one);
    }
    last = span.clone();
    for one in behind {
        if !is_next(&last, &one) {
            break;
        }
        last = one.clone();
        all.push(one);
    }
    let passing = all.iter().filter(|one| luhn(&text[(*one).clone()])).count();
    all.len() >= ROW && passing * ONE_OF <= all.len()
}

/// What stands between two numbers, with one figure for any number of them; none where that is too much.
fn form(between: &[u8]) -> Option<Vec<u8>> {
    let mut form: Vec<u8> = Vec::new();
    for b in between.iter().take(GAP + 1) {
        match b {
            b'0'..=b'9' if form.last() == Some(&b'9') => {}
            b'0'..=b'9' => form.push(b'9'),
            b => form.push(*b),
        }
    }
    (!between.is_empty() && between.len() <= GAP).then_some(form)
}

#[cfg(test)]
mod tests {
    use super::super::check::read;
    use super::*;

    /// Whether the first and the last number of a text stand in a row that is random.
    fn ends(text: &str) -> [bool; 2] {
        read(text, |reading| {
            let mut numbers = reading.groups().iter().filter(|group| group.len() == 16).map(Group::span);
            let first = numbers.next().unwrap_or_default();
            let last = numbers.next_back().unwrap_or_else(|| first.clone());
            [first, last].map(|span| is_in_random_row(reading, &span))
        })
    }

    fn is_random(text: &str) -> bool {
        ends(text)[1]
    }

    #[test]
    fn few_of_many_are_random_and_most_of_them_are_none() {
        let numbers = |step: u64| (0..11).map(move |at| 4_539_578_763_000_000 + at * step);
        let row = |joint: &str| numbers(621_487).map(|one| one.to_string()).collect::<Vec<_>>().join(joint);
        for text in [row("\n"), row(", "), row(" | "), row(" (1234) ")] {
            assert_eq!(ends(&text), [true; 2], "{text}");
        }
        let rows: Vec<String> = numbers(621_487).enumerate().map(|(at, one)| format!("{at},{one}")).collect();
        assert!(is_random(&rows.join("\n")));
        let cards = ["4539578763621486"; 10].join("\n");
        assert!(!is_random(&cards) && !is_random("4539578763621486\n4539578763621487"));
        let others = format!("{}\nthe card is 4539578763621486", row("\n"));
        assert!(!is_random(&others));
    }
}
