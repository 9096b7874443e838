//! Words, and where they stand in a text as words of their own.

use super::is_uuid;
use crate::redact::runs::beginnings;
use std::ops::{BitOr, Range};

/// The length of a UUID.
const UUID: usize = 36;
/// The longest word that is looked for at the end of a text, in bytes.
const LONGEST_ENDING: usize = 32;
/// The longest placeholder or token, in bytes.
const LONGEST_WRITTEN: usize = 96;
/// The shortest word that may be part of a longer one.
const SHORTEST_PART: usize = 3;
/// What follows a word in the name of a column without a sign between them: `npinumber`, `routingno`.
const COUNTERS: [&[u8]; 9] = [b"number", b"no", b"num", b"nbr", b"nr", b"id", b"code", b"nummer", b"numbers"];
/// How the words for a number and for an id are written behind what has one.
const NUMBERS: [&[u8]; 3] = [b"number", b"nbr", b"num"];
const IDS: [&[u8]; 3] = [b"identifier", b"identification", b"id"];
/// The length of the longest of them.
const LONGEST_COUNTER: usize = 7;

/// Words in lower case; a blank stands for any of blank, `-`, `_` or nothing.
pub(in crate::redact) trait Words {
    /// Those that begin with the first of these bytes, and may go on with the second.
    fn beginning(&self, bytes: [u8; 2]) -> impl Iterator<Item = &'static str>;
}

impl Words for [&'static str] {
    fn beginning(&self, [first, next]: [u8; 2]) -> impl Iterator<Item = &'static str> {
        self.iter().copied().filter(move |word| word.as_bytes().first() == Some(&first) && may_go_on(word, next))
    }
}

impl<const N: usize> Words for [&'static str; N] {
    fn beginning(&self, bytes: [u8; 2]) -> impl Iterator<Item = &'static str> {
        self.as_slice().beginning(bytes)
    }
}

/// Many words, in the order of their first bytes.
pub(super) struct Vocabulary {
    words: Vec<&'static str>,
    /// Where the words with each first byte begin, and where the last ones end.
    starts: [u16; 257],
}

impl Vocabulary {
    /// The words of several lists.
    pub(super) fn of(lists: &[&[&'static str]]) -> Self {
        let mut words = lists.concat();
        let first = |word: &&str| word.as_bytes().first().copied().map_or(0, usize::from);
        words.sort_by_key(first);
        // The lists are far shorter than 2^16.
        let starts = std::array::from_fn(|byte| words.partition_point(|word| first(word) < byte) as u16);
        Self { words, starts }
    }
}

impl Words for Vocabulary {
    fn beginning(&self, [first, next]: [u8; 2]) -> impl Iterator<Item = &'static str> {
        let at = usize::from(first);
        let alike = &self.words[usize::from(self.starts[at])..usize::from(self.starts[at + 1])];
        alike.iter().copied().filter(move |word| may_go_on(word, next))
    }
}

/// How many places a lookup has for its words.
const PLACES: usize = 1024;

/// Words of several lists, and the bits that each has for the lists that it stands in.
pub(super) struct Lookup<T> {
    /// In the order of their places: few words have the same one.
    words: Vec<(&'static [u8], T)>,
    /// Where the words of each place begin, and where the last ones end.
    starts: Box<[u16]>,
}

/// The place of a word in a lookup, by its length and the letters at both ends.
fn place(word: &[u8]) -> usize {
    let letter = |b: Option<&u8>| b.map_or(0, |b| usize::from(b | 0x20));
    (letter(word.first()) * 37 + letter(word.last()) * 5 + word.len() * 101) % PLACES
}

impl<T: Copy + Default + BitOr<Output = T>> Lookup<T> {
    /// The words of lists in small letters, each of which stands in one text with blanks between them.
    pub(super) fn new(lists: &[(T, &'static str)]) -> Self {
        let mut all: Vec<(&'static [u8], T)> = Vec::new();
        for (bits, words) in lists {
            all.extend(words.split_ascii_whitespace().map(|word| (word.as_bytes(), *bits)));
        }
        all.sort_by_key(|(word, _)| (place(word), *word));
        let words: Vec<(&'static [u8], T)> = all
            .chunk_by(|(one, _), (other, _)| one == other)
            .map(|same| (same[0].0, same.iter().fold(T::default(), |sum, (_, bits)| sum | *bits)))
            .collect();
        // The lists are far shorter than 2^16.
        let starts = (0..=PLACES).map(|at| words.partition_point(|(word, _)| place(word) < at) as u16).collect();
        Self { words, starts }
    }

    /// The bits of a word, in small or large letters.
    pub(super) fn of(&self, word: &[u8]) -> T {
        let written = |word: &[u8]| {
            let at = place(word);
            let alike = &self.words[usize::from(self.starts[at])..usize::from(self.starts[at + 1])];
            alike.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, bits)| *bits)
        };
        let lower = || if word.is_ascii() { None } else { Some(str::from_utf8(word).ok()?.to_lowercase()) };
        written(word).or_else(|| written(lower()?.as_bytes())).unwrap_or_default()
    }
}

/// Whether a word may go on with this byte behind its first one: most that begin alike differ in their second letter.
fn may_go_on(word: &str, next: u8) -> bool {
    !matches!(word.as_bytes(), [_, second @ b'a'..=b'z', ..] if *second != next)
}

/// Whether a word is one of these, in small or large letters.
pub(super) fn is_one_of(word: &[u8], words: &[&str]) -> bool {
    // Most have another length.
    words.iter().any(|known| known.len() == word.len() && word.eq_ignore_ascii_case(known.as_bytes()))
}

/// The same of words that stand in one text with single blanks between them.
pub(in crate::redact) fn is_among(word: &[u8], words: &str) -> bool {
    let (Some(first), all) = (word.first(), words.as_bytes()) else { return false };
    let ends = |at: usize| all.get(at).is_none_or(|b| *b == b' ');
    let is_it = |at: usize| all.get(at..at + word.len()).is_some_and(|known| known.eq_ignore_ascii_case(word));
    // Few of the letters that it begins with begin a word, and few words that one begins have its length.
    let mut places = memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), all);
    places.any(|at| (at == 0 || all[at - 1] == b' ') && ends(at + word.len()) && is_it(at)) && !word.contains(&b' ')
}

/// The word that ends last in `text`; of several that end together the longest.
pub(super) fn last_word(text: &[u8], words: &(impl Words + ?Sized)) -> Option<&'static str> {
    occurrences(text, words).max_by_key(|(place, _)| (place.end, place.len())).map(|(_, word)| word)
}

/// The same of what stands before a place, no further away from it than so many bytes.
pub(super) fn last_word_before(
    text: &[u8],
    at: usize,
    reach: usize,
    words: &(impl Words + ?Sized),
) -> Option<&'static str> {
    last_word(&text[at.saturating_sub(reach)..at], words)
}

/// The word that begins first in `text`.
pub(super) fn first_word(text: &[u8], words: &(impl Words + ?Sized)) -> Option<&'static str> {
    occurrences(text, words).min_by_key(|(place, _)| (place.start, usize::MAX - place.len())).map(|(_, word)| word)
}

/// The longest of the words that `text` ends with, a plural aside.
pub(super) fn ending(text: &[u8], words: &(impl Words + ?Sized)) -> Option<&'static str> {
    let from = text.len().saturating_sub(LONGEST_ENDING);
    let plural = text.last().is_some_and(|b| matches!(b, b's' | b'S'));
    let ends = |end: usize| from + end == text.len() || plural && from + end + 1 == text.len();
    // A word that begins where the text is cut may be part of a longer one.
    let found =
        occurrences(&text[from..], words).filter(|(place, _)| ends(place.end) && (from == 0 || place.start > 0));
    found.max_by_key(|(place, _)| place.len()).map(|(_, word)| word)
}

/// Where the words begin that are in `text`, in order.
pub(super) fn places(text: &[u8], words: &(impl Words + ?Sized)) -> Vec<usize> {
    occurrences(text, words).map(|(place, _)| place.start).collect()
}

fn occurrences<'t>(
    text: &'t [u8],
    words: &'t (impl Words + ?Sized),
) -> impl Iterator<Item = (Range<usize>, &'static str)> + 't {
    // Few places begin a word, and few words begin with the letter that stands there.
    beginnings(text).flat_map(move |start| {
        let (first, next) = (text[start], text.get(start + 1).copied().unwrap_or_default());
        let alike = words.beginning([first, next].map(|b| b.to_ascii_lowercase()));
        alike.filter_map(move |word| matched_behind(text, start, word).map(|end| (start..end, word)))
    })
}

/// Where `word` (lower case; a blank stands for any of blank, `-`, `_` or nothing) ends that begins at `start` as a
/// word of its own, in whatever case. Parts of names in programs count (`ssnNumber`, `card_no`), placeholders do not.
pub(super) fn matched(text: &[u8], start: usize, word: &str) -> Option<usize> {
    if begins_word(text, start) { matched_behind(text, start, word) } else { None }
}

/// The same of a word that begins behind another one that it stands in one piece with.
pub(super) fn matched_behind(text: &[u8], start: usize, word: &str) -> Option<usize> {
    let at = end_of(text, start, word)?;
    let ends = || ends_word(text, at) || at - start >= SHORTEST_PART && is_counted(text, at);
    let whole = at > start && ends();
    (whole && !in_placeholder(text, start) && !in_hex(text, start..at)).then_some(at)
}

/// Where the text ends that is this word, whether or not its word for a number is abbreviated.
fn end_of(text: &[u8], start: usize, word: &str) -> Option<usize> {
    // Most words end otherwise.
    let counted = match word.as_bytes() {
        [.., b'r'] => Some(("number", &NUMBERS)),
        [.., b'd'] => Some(("id", &IDS)),
        _ => None,
    };
    let behind = |(end, ways): (&str, _)| Some((word.strip_suffix(end).filter(|stem| stem.ends_with(' '))?, ways));
    let (stem, ways) = counted.and_then(behind).map_or((word, None), |(stem, ways)| (stem, Some(ways)));
    let mut at = start;
    for wanted in stem.bytes() {
        match text.get(at) {
            Some(b) if b.to_ascii_lowercase() == wanted => at += 1,
            Some(b'-' | b'_') if wanted == b' ' => at += 1,
            // The path of a property.
            Some(b'.') if wanted == b' ' && text.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => at += 1,
            Some(_) if is_accented_capital(text, at, wanted) => at += 1,
            _ if wanted == b' ' => {}
            _ => return None,
        }
    }
    let Some(ways) = ways else { return Some(at) };
    let is = |way: &&[u8]| text[at..].get(..way.len()).is_some_and(|word| word.eq_ignore_ascii_case(way));
    ways.iter().copied().find(is).map(|way| at + way.len())
}

/// Whether what looks like a word is part of a hexadecimal number or a UUID: `7ad5957c-27d7-4dda-a35f-3fb2182d27be`.
fn in_hex(text: &[u8], word: Range<usize>) -> bool {
    let hex = |b: &u8| b.is_ascii_hexdigit();
    if !text[word.clone()].iter().all(hex) {
        return false;
    }
    let numbered = match &text[..word.start] {
        // An encoded sign.
        [.., b'%', _, _] => false,
        [.., b'0'..=b'9'] => true,
        _ => false,
    };
    let part = |b: &&u8| hex(b) || **b == b'-';
    let start = word.start - text[..word.start].iter().rev().take(UUID).take_while(part).count();
    let len = text[start..].iter().take(UUID + 1).take_while(part).count();
    numbered || is_uuid(&text[start..start + len])
}

/// How far the small letters of Latin-1 stand behind the capitals.
const CASE: u8 = 32;

/// Whether the capital stands here, in its second byte, of the small letter of Latin-1 that ends with this one.
pub(super) fn is_accented_capital(text: &[u8], at: usize, wanted: u8) -> bool {
    // Few words have one.
    wanted >= 0x80 + CASE
        && at > 0
        && text[at - 1] == 0xc3
        && matches!(text[at], 0x80..=0x9e)
        && text[at] + CASE == wanted
}

/// Whether the word that ends here goes on with one for a number and nothing else, in the same case.
fn is_counted(text: &[u8], end: usize) -> bool {
    let small = text[end - 1].is_ascii_lowercase();
    let same = |b: &&u8| if small { b.is_ascii_lowercase() } else { b.is_ascii_uppercase() };
    let len = text[end..].iter().take(LONGEST_COUNTER + 1).take_while(same).count();
    let parted = !text.get(end + len).is_some_and(u8::is_ascii_alphabetic);
    parted && COUNTERS.iter().any(|counter| counter.eq_ignore_ascii_case(&text[end..end + len]))
}

fn begins_word(text: &[u8], start: usize) -> bool {
    let before = start.checked_sub(1).and_then(|at| text.get(at));
    !before.is_some_and(u8::is_ascii_alphabetic)
        || before.is_some_and(u8::is_ascii_lowercase) && text[start].is_ascii_uppercase()
}

fn ends_word(text: &[u8], end: usize) -> bool {
    let upper = text[end - 1].is_ascii_uppercase();
    match text.get(end) {
        // The hump of another word, as in `implantSerial`.
        Some(b) if b.is_ascii_uppercase() && !upper => true,
        Some(b's' | b'S') => !text.get(end + 1).is_some_and(u8::is_ascii_alphabetic),
        Some(b) if b.is_ascii_uppercase() => false,
        Some(b) => !b.is_ascii_lowercase(),
        None => true,
    }
}

/// Whether the place is inside `[TYPE]` or a token: what we wrote ourselves says nothing about what stands beside it.
fn in_placeholder(text: &[u8], start: usize) -> bool {
    let name = |b: &&u8| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'_';
    let lead = text[..start].iter().rev().take_while(name).count();
    let Some(open) = start.checked_sub(lead + 1).filter(|at| text[*at] == b'[') else { return false };
    // Columns stand in brackets as well, `[ssn]`, but seldom in capitals.
    if !text[open + 1..].iter().take(2).all(u8::is_ascii_uppercase) {
        return false;
    }
    let part = |b: &&u8| b.is_ascii_alphanumeric() || **b == b'_';
    let len = text[open + 1..].iter().take(LONGEST_WRITTEN).take_while(part).count();
    // A bracket opens other things as well: `[mrn=…]`.
    // What is looked at may end within it.
    len == LONGEST_WRITTEN || text.get(open + 1 + len).is_none_or(|b| *b == b']')
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANY: [&str; 9] = ["order", "phone", "phone no", "", "call", "called", "teléfono", "écran", "zip"];

    #[test]
    fn a_vocabulary_has_the_words_of_its_lists() {
        let vocabulary = Vocabulary::of(&[&MANY[..4], &MANY[4..]]);
        for first in 1..=u8::MAX {
            for bytes in (0..=u8::MAX).map(|next| [first, next]) {
                assert!(vocabulary.beginning(bytes).eq(MANY.beginning(bytes)), "{bytes:?}");
            }
        }
        assert_eq!(vocabulary.beginning(*b"ph").collect::<Vec<_>>(), ["phone", "phone no"]);
    }

    #[test]
    fn a_part_of_a_hexadecimal_number_is_no_word() {
        for text in ["7ad5957c-27d7-4dda-a35f-3fb2182d27be", "7ad5957c-dea1-4dda-a35f-3fb2182d27be", "0x4dda 12"] {
            assert_eq!(last_word(text.as_bytes(), &["dda", "dea"]), None, "{text}");
        }
        for text in ["my dda: 1", "x%20dda 1", "dea-1", "a-dea"] {
            assert!(last_word(text.as_bytes(), &["dda", "dea"]).is_some(), "{text}");
        }
    }

    #[test]
    fn a_word_goes_on_with_one_for_a_number_as_names_of_columns_do() {
        for text in ["npinumber: 1", "NPINUMBER=1", "npi_no", "npicode", "npiid,", "[npi=1]", "[NPI: 1]"] {
            assert_eq!(first_word(text.as_bytes(), &["npi"]), Some("npi"), "{text}");
        }
        for text in ["npinotes", "npinumbered", "npinumberx", "NPInumber", "npis3x", "[NPI]", "[US_NPI]", "[NPI_4fk2]"]
        {
            let expected = (text == "npis3x").then_some("npi");
            assert_eq!(first_word(text.as_bytes(), &["npi"]), expected, "{text}");
        }
        assert_eq!(first_word(b"acid 5", &["ac"]), None);
        for text in ["member nbr 1", "memberNum: 1", "member.number=1", "[member_number] = 1", "MEMBER NUMBER"] {
            assert_eq!(first_word(text.as_bytes(), &["member number"]), Some("member number"), "{text}");
        }
        for text in ["member id: 1", "memberIdentifier=1", "member identification number 1", "MEMBER_ID"] {
            assert_eq!(first_word(text.as_bytes(), &["member id"]), Some("member id"), "{text}");
        }
        assert_eq!(first_word(b"member identity 1", &["member id"]), None);
        for text in ["member numeral", "member. Number 1", "member nb 1", "[MEMBER_NUMBER]"] {
            assert_eq!(first_word(text.as_bytes(), &["member number"]), None, "{text}");
        }
    }

    #[test]
    fn capitals_with_accents_are_those_of_the_small_letters() {
        assert_eq!(first_word("F\u{dc}HRERSCHEIN: 1".as_bytes(), &["f\u{fc}hrerschein"]), Some("f\u{fc}hrerschein"));
        assert_eq!(first_word("F\u{da}HRERSCHEIN: 1".as_bytes(), &["f\u{fc}hrerschein"]), None);
    }

    #[test]
    fn of_words_that_end_or_begin_together_the_longest_counts() {
        let vocabulary = Vocabulary::of(&[&MANY]);
        assert_eq!(last_word(b"call, Phone-No", &vocabulary), Some("phone no"));
        assert_eq!(first_word(b"called a ZIP", &vocabulary), Some("called"));
        assert_eq!(last_word(b"phones, recall, zipped [ORDER]", &vocabulary), Some("phone"));
        assert_eq!(last_word(b"recall", &vocabulary), None);
        assert_eq!(ending(b"call, my Phone-No", &vocabulary), Some("phone no"));
        assert_eq!(ending(b"the orders", &vocabulary), Some("order"));
        assert_eq!(ending(b"the order of", &vocabulary), None);
    }
}
