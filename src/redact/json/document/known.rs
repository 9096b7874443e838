//! Blocks of a document that is read again: most of them are as they were, under what they were under, and hold no more
//! than they did.

use crate::redact::scan::Piece;
use std::ops::Range;

/// How many blocks that say something are read behind one that is not as it was: it may speak of them.
const NEAR: usize = 1;

/// What is known of a document that was read before and was rewritten since.
pub(super) struct Known<'a> {
    input: &'a str,
    /// Where it was rewritten, in order.
    changed: &'a [Range<usize>],
    /// How many blocks are left to be read because of what stands before them.
    near: usize,
}

impl<'a> Known<'a> {
    /// A document that was rewritten at these places.
    pub(super) fn new(input: &'a str, changed: &'a [Range<usize>]) -> Self {
        Self { input, changed, near: 0 }
    }

    /// Whether a block is as it was, and the one before it as well.
    pub(super) fn holds(&mut self, block: &[Piece]) -> bool {
        if block.iter().any(|piece| self.is_changed(piece)) {
            self.lead();
            return false;
        }
        let (is_near, says) = (self.near > 0, self.says(block));
        self.near -= usize::from(is_near && says);
        says && !is_near
    }

    /// What comes next stands under something that may not be as it was.
    pub(super) fn lead(&mut self) {
        self.near = NEAR;
    }

    fn is_changed(&self, piece: &Piece) -> bool {
        let Piece::Text(range) = piece else { return false };
        let first = self.changed.partition_point(|place| place.end < range.start);
        self.changed.get(first).is_some_and(|place| place.start <= range.end)
    }

    /// Whether a block speaks of the next one itself and alone: it has more than a word, and neither what we wrote nor the
    /// sign of a key that goes on.
    fn says(&self, block: &[Piece]) -> bool {
        let texts = || block.iter().map(|piece| self.text(piece));
        let holds_other = |text: &str| {
            let behind = |at: usize| &text.as_bytes()[at..];
            memchr::memchr3_iter(b'[', b'\\', b'-', text.as_bytes())
                .any(|at| [&b"["[..], b"\\u", b"-----"].iter().any(|other| behind(at).starts_with(other)))
        };
        texts().any(|text| text.trim().contains(' ')) && !texts().any(holds_other)
    }

    fn text(&self, piece: &Piece) -> &'a str {
        match piece {
            Piece::Text(range) => self.input.get(range.clone()).unwrap_or_default(),
            Piece::Break(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_known_that_is_as_it_was_behind_one_that_is() {
        let input = "one two|x [Y] z|three four|five six|seven|[Z] it is|nine ten";
        let changed = input.find("[Y]").map(|at| at..at + 3).unwrap();
        let mut document = Known::new(input, std::slice::from_ref(&changed));
        let mut at = 0;
        let known: Vec<bool> = input
            .split('|')
            .map(|block| {
                let range = at..at + block.len();
                at = range.end + 1;
                document.holds(&[Piece::Text(range)])
            })
            .collect();
        assert_eq!(known, [true, false, false, true, false, false, true]);
        document.lead();
        assert!(!document.holds(&[Piece::Text(0..7)]) && document.holds(&[Piece::Text(0..7)]));
    }

    #[test]
    fn what_a_place_touches_is_not_as_it_was() {
        let known = |place: Range<usize>| Known::new("one two three", &[place]).holds(&[Piece::Text(4..13)]);
        assert!(known(0..3) && known(14..14));
        assert!(!known(0..4) && !known(13..13) && !known(6..6) && !known(4..13));
    }

    #[test]
    fn what_may_go_on_is_read_again() {
        for text in ["one", "", "  ", "a -----BEGIN", "a \\u005bX]", "a [X]"] {
            assert!(!Known::new(text, &[]).holds(&[Piece::Text(0..text.len()), Piece::Break(0)]), "{text:?}");
        }
        for text in ["one two", "well-known \\n text"] {
            assert!(Known::new(text, &[]).holds(&[Piece::Text(0..text.len())]), "{text:?}");
        }
    }
}
