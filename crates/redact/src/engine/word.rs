//! The words of a text, read backwards from a place. `userSsn`, `user_ssn` and `User SSN` are the same words.

use super::read::{is_letter, trailing};
use super::shape::{ByHash, SEED, hashed};

/// The digits of a year, which may stand behind a name.
const DIGITS_OF_YEAR: usize = 4;
/// The longest word that a script without blanks is cut into, in bytes.
const LONGEST_CUT: usize = 64;

/// The words that phrases have.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// All of them.
    pub(super) parts: ByHash<()>,
    /// How many words the longest phrase has that ends with a word, and whether the word may stand between.
    pub(super) ends: ByHash<(u8, bool)>,
}

/// A word of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) hash: u64,
    /// The hash of the run of letters that it is the last part of, and how many parts that has; 0 where it is all of it.
    pub(super) whole: u64,
    pub(super) parts: u8,
    pub(super) is_of_label: bool,
    /// How many digits it has, if it is a number of no more than a year has; else 0.
    pub(super) digits: u8,
}

impl Word {
    /// Whether it is a number of one or two digits.
    pub(super) fn is_short_number(&self) -> bool {
        (1..=2).contains(&self.digits)
    }

    /// It in small letters.
    pub(super) fn text(&self, of: &[u8]) -> String {
        String::from_utf8_lossy(&of[self.start..self.end]).to_lowercase()
    }
}

/// The words before a place, the nearest first.
pub(super) struct Words<'t> {
    text: &'t [u8],
    at: usize,
    least: usize,
    /// The words that scripts without blanks are cut into.
    known: Option<&'t Vocabulary>,
    /// They are the name of a field, and no sentence.
    is_label: bool,
}

impl<'t> Words<'t> {
    /// The words before a place, as far as so many bytes, and not over a blank line.
    pub(super) fn before(text: &'t [u8], at: usize, reach: usize) -> Self {
        Self { text, at, least: at.saturating_sub(reach), known: None, is_label: false }
    }

    /// The same, of which some are known.
    pub(super) fn among(self, known: &'t Vocabulary) -> Self {
        Self { known: Some(known), ..self }
    }

    /// The same as the name of a field, and no sentence.
    pub(super) fn of_label(self) -> Self {
        Self { is_label: true, ..self }
    }

    /// Whether the text begins where the last word was read.
    pub(super) fn is_begun(&self) -> bool {
        self.least == 0 && self.at == 0
    }

    /// Where the word begins that ends here, and whether it does at a capital letter: `userSsn`, `SSNNumber`.
    fn begin(&self, end: usize) -> (usize, bool) {
        let text = self.text;
        let mut start = end - 1;
        let mut here = byte_kind(text[start]);
        while start > self.least {
            let before = byte_kind(text[start - 1]);
            // Within a run no word begins, but in one of capitals.
            if before != here || matches!(here, ByteKind::Sign | ByteKind::Capital) {
                let is_last_capital =
                    || start + 1 < end && text[start + 1].is_ascii_lowercase() && &text[start + 1..end] != b"s";
                let turns = here == ByteKind::Capital
                    && (before == ByteKind::Small || before == ByteKind::Capital && is_last_capital());
                if turns || before == ByteKind::Sign || here == ByteKind::Sign {
                    return (start, turns);
                }
            }
            here = before;
            start -= 1;
        }
        (start, false)
    }

    /// The hash of the run of letters that ends here, and in how many parts it turns from small to capital letters.
    fn whole(&self, end: usize) -> (u64, u8) {
        let run = self.text[self.least..end].iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
        let run = &self.text[end - run..end];
        let turns = run.windows(2).filter(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()).count();
        (of_word(run), u8::try_from(turns + 1).unwrap_or(u8::MAX))
    }

    /// The hash of a word. One that is not known is the word before a number of one or two digits, `phone2`, or before the sign of
    /// the plural in the name of a field and behind an abbreviation.
    fn hash(&self, word: &[u8]) -> u64 {
        let hash = of_word(word);
        let Some(known) = self.known else { return hash };
        let is_unknown = || !known.parts.contains_key(&hash);
        match word {
            [b'0'..=b'9', ..] => hash,
            [rest @ .., b'0'..=b'9'] => {
                let letters = word.len() - trailing(word, 3, u8::is_ascii_digit);
                let is_numbered = rest.len() <= letters + 1 && letters > 1;
                if is_numbered && is_unknown() { of_word(&word[..letters]) } else { hash }
            }
            [one @ .., b's' | b'S'] if self.is_label || one.len() > 1 && one.iter().all(u8::is_ascii_uppercase) => {
                let singular = of_word(one);
                if is_unknown() && known.parts.contains_key(&singular) { singular } else { hash }
            }
            _ => hash,
        }
    }

    /// Where the longest known word begins that ends a run of a script without blanks; its last character if none does.
    fn cut(&self, run: std::ops::Range<usize>) -> usize {
        let Some(known) = self.known else { return run.start };
        let is_start = |at: &usize| self.text[*at] & 0xc0 != 0x80;
        let starts = (run.start.max(run.end.saturating_sub(LONGEST_CUT))..run.end).filter(is_start);
        let mut last = run.start;
        for start in starts {
            if known.ends.contains_key(&of_word(&self.text[start..run.end])) {
                return start;
            }
            last = start;
        }
        last
    }
}

/// What a byte is in a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ByteKind {
    /// It is in none.
    Sign,
    Small,
    Capital,
    Digit,
    /// It is a part of a letter outside of ASCII.
    Other,
}

/// The kinds of all bytes.
const KINDS: [ByteKind; 256] = {
    let mut kinds = [ByteKind::Sign; 256];
    let mut b = 0;
    while b < 256 {
        kinds[b] = match b as u8 {
            b'a'..=b'z' => ByteKind::Small,
            b'A'..=b'Z' => ByteKind::Capital,
            b'0'..=b'9' => ByteKind::Digit,
            0x80.. => ByteKind::Other,
            _ => ByteKind::Sign,
        };
        b += 1;
    }
    kinds
};

fn byte_kind(byte: u8) -> ByteKind {
    KINDS[usize::from(byte)]
}

/// Whether the character before a place is of a script that is written without blanks: of East Asia, Thai, Lao.
pub(super) fn is_unspaced(text: &[u8], at: usize) -> bool {
    if text[..at].last().is_none_or(u8::is_ascii) {
        return false;
    }
    let lead = text[..at].iter().rev().take(3).position(|b| *b >= 0xc0);
    lead.is_some_and(|back| {
        let lead = at - 1 - back;
        match text[lead] {
            0xe3..=0xed => true,
            0xe0 => matches!(text.get(lead + 1), Some(0xb8..=0xbb)),
            _ => false,
        }
    })
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let text = self.text;
        let mut end = self.at;
        let mut breaks = 0;
        while end > self.least && byte_kind(text[end - 1]) == ByteKind::Sign {
            end -= 1;
            breaks += usize::from(text[end] == b'\n');
            // What stands above a blank line is of another paragraph.
            if breaks > 1 {
                self.least = end;
            }
        }
        if end > self.least && text[end - 1] == b'c' {
            end -= added(&text[self.least..end]);
        }
        self.at = end;
        if end <= self.least {
            return None;
        }
        let (mut start, turned) = self.begin(end);
        if is_unspaced(text, end) {
            start = self.cut(start..end);
        } else if start == self.least && start > 0 && is_letter(&text[start - 1]) && is_letter(&text[start]) {
            // A word that is cut by the reach says nothing.
            self.at = self.least;
            return None;
        }
        self.at = start;
        let (whole, parts) = if turned { self.whole(end) } else { (0, 0) };
        let word = &text[start..end];
        let is_number = word.len() <= DIGITS_OF_YEAR && word.iter().all(u8::is_ascii_digit);
        let digits = if is_number { word.len() as u8 } else { 0 };
        Some(Word { start, end, hash: self.hash(word), whole, parts, is_of_label: false, digits })
    }
}

/// How long the part is that Salesforce puts behind the name of a field which a customer adds.
fn added(name: &[u8]) -> usize {
    match name {
        [.., b'_', b'_', b'c'] => 3,
        [.., b'_', b'_', b'p', b'c'] => 4,
        _ => 0,
    }
}

/// The words of a text in small letters, the last one first.
pub(super) fn said(text: &str) -> Vec<String> {
    Words::before(text.as_bytes(), text.len(), usize::MAX).map(|word| word.text(text.as_bytes())).collect()
}

/// The hashes of the words of a text, the last one first.
pub(super) fn hashes(text: &str) -> Vec<u64> {
    Words::before(text.as_bytes(), text.len(), usize::MAX).map(|word| word.hash).collect()
}

/// The hash of a word, whatever the case of its letters.
pub(super) fn of_word(word: &[u8]) -> u64 {
    if word.is_ascii() {
        return word.iter().fold(SEED, |hash, b| hashed(hash, b.to_ascii_lowercase()));
    }
    let lower = String::from_utf8_lossy(word).to_lowercase();
    lower.bytes().fold(SEED, hashed)
}
