//! A lexicon: many words, found in one pass over a text.
//!
//! Four characters in a row, letters in any case and all signs alike, tell whether a word may stand there: a bit each
//! says so. A word is known by its first four characters and by the four behind its first (a short one by its first three
//! and whatever stands before them), so that every second place of the text is enough. Only where the bit is set the words
//! are compared. Words are known across line breaks as well.

/// The characters that are looked at together.
const GRAM: usize = 4;
/// How many bits tell characters apart: each letter, signs, digits, and the bytes of foreign letters.
const BITS: u32 = 5;
/// How many bits the filter has.
const FILTER: usize = 1 << u16::BITS;
/// How many buckets the grams are in, of sixteen bits of the filter each.
const BUCKETS: usize = FILTER / 16;
/// What a letter, a digit, a foreign byte or a sign can be.
const CLASSES: u32 = 29;
/// The class of a digit, and of a byte of a foreign letter.
const DIGIT: u8 = 27;
const FOREIGN: u8 = 28;

/// Words and what they mean.
pub(super) struct Lexicon<T> {
    /// A bit for each gram that there is, and for what is taken for one.
    filter: Box<[u64; FILTER / 64]>,
    /// In order of the buckets of their grams.
    places: Vec<Place>,
    /// Where each bucket begins, and where the last one ends.
    buckets: Vec<u32>,
    words: Vec<(Vec<u8>, T)>,
}

/// Where a gram stands in a word.
#[derive(Clone, Copy)]
struct Place {
    gram: u32,
    /// The number of the word.
    word: usize,
    /// How far behind the beginning of the word; a short word begins behind its gram.
    offset: isize,
}

impl Place {
    /// Where the word begins whose gram stands here.
    fn beginning(self, at: usize) -> Option<usize> {
        at.checked_add_signed(-self.offset)
    }
}

impl<T> Lexicon<T> {
    /// A lexicon of words in lower case. A blank stands for any sign, and for the beginning
    /// and the end of a text.
    pub(super) fn new(words: impl Iterator<Item = (Vec<u8>, T)>) -> Self {
        let words: Vec<(Vec<u8>, T)> = words.collect();
        let mut places = Vec::new();
        for (number, (word, _)) in words.iter().enumerate() {
            // Letters tell more than a blank: three of them are among the four characters, where the word has them.
            let second = if word.len() > GRAM || word.len() == GRAM && word[0] == b' ' { 1 } else { -1 };
            for offset in [0, second] {
                places.extend(grams(word, offset).into_iter().map(|gram| Place { gram, word: number, offset }));
            }
        }
        places.sort_unstable_by_key(|place| bucket(place.gram));
        let begins = |number: usize| places.partition_point(|place| bucket(place.gram) < number) as u32;
        let buckets = (0..=BUCKETS).map(begins).collect();
        let mut filter = Box::new([0u64; FILTER / 64]);
        places.iter().map(|place| bit(place.gram)).for_each(|bit| filter[bit / 64] |= 1 << (bit % 64));
        Self { filter, places, buckets, words }
    }

    /// Tells the words of a text, and where they begin; no place where a blank stands for the beginning of the text. A
    /// word beside a line break may be told twice.
    pub(super) fn find(&self, text: &[u8], mut tell: impl FnMut(Option<usize>, &T)) {
        self.find_in_line(text, &mut tell);
        self.across_lines(text, &mut tell);
    }

    /// The same for a text without line breaks.
    pub(super) fn find_in_line(&self, text: &[u8], mut tell: impl FnMut(Option<usize>, &T)) {
        let mut here = pair(text, 0);
        // What stands at the beginning is as good as led by blanks.
        self.met(here, text, |_| None, &mut tell);
        let (twos, _) = text.get(2..).unwrap_or_default().as_chunks::<2>();
        let mut at = 0usize;
        for [one, two] in twos {
            let next = class(*one) << BITS | class(*two);
            let gram = here << (2 * BITS) | next;
            if self.may_know(gram) {
                self.met(gram, text, |place| place.beginning(at), &mut tell);
            }
            here = next;
            at += 2;
        }
        // What stands at the end is as good as followed by blanks.
        for at in (at..text.len()).step_by(2) {
            let gram = pair(text, at) << (2 * BITS) | pair(text, at + 2);
            self.met(gram, text, |place| place.beginning(at), &mut tell);
        }
    }

    /// Tells the words that a line break cuts in their beginnings.
    fn across_lines(&self, text: &[u8], tell: &mut impl FnMut(Option<usize>, &T)) {
        // A row of breaks is one, told at its last, and a break between signs is a sign among others.
        let letter = |b: Option<&u8>| b.is_some_and(|b| class(*b) != 0);
        let cuts = |line: &usize| match (text[..*line].last(), text.get(line + 1)) {
            (_, Some(next)) if is_line_end(*next) => false,
            (Some(last), _) if is_line_end(*last) => true,
            (last, next) => letter(last) || letter(next),
        };
        for line in memchr::memchr2_iter(b'\n', b'\r', text).filter(cuts) {
            let around = around(text, line);
            let class_at = |at: &Option<usize>| at.map_or(0, |at| class(text[at]));
            for first in [1, 3] {
                let gram = around[first..first + GRAM].iter().fold(0, |sum, at| sum << BITS | class_at(at));
                self.met(gram, text, |place| around[place.beginning(first)?], tell);
            }
        }
    }

    fn may_know(&self, gram: u32) -> bool {
        let bit = bit(gram);
        self.filter[bit / 64] >> (bit % 64) & 1 != 0
    }

    /// Tells the words of a gram that stand where `beginning` says.
    fn met(
        &self,
        gram: u32,
        text: &[u8],
        beginning: impl Fn(Place) -> Option<usize>,
        tell: &mut impl FnMut(Option<usize>, &T),
    ) {
        if !self.may_know(gram) {
            return;
        }
        let bucket = bucket(gram);
        let places = &self.places[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize];
        for place in places.iter().filter(|place| place.gram == gram) {
            let (word, meaning) = &self.words[place.word];
            let at = beginning(*place);
            let stands = match at {
                Some(at) => text.get(at..).is_some_and(|text| begins(word, text)),
                None => word.strip_prefix(b" ").is_some_and(|word| begins(word, text)),
            };
            if stands {
                tell(at, meaning);
            }
        }
    }
}

/// The places of the four characters before a line break and of the three behind it, past other breaks.
fn around(text: &[u8], line: usize) -> [Option<usize>; 2 * GRAM - 1] {
    let mut around = [None; 2 * GRAM - 1];
    let (mut before, mut behind) = (line, line);
    for place in around[..GRAM].iter_mut().rev() {
        while before > 0 && is_line_end(text[before - 1]) {
            before -= 1;
        }
        *place = before.checked_sub(1);
        before = place.unwrap_or(0);
    }
    for place in &mut around[GRAM..] {
        while text.get(behind).is_some_and(|b| is_line_end(*b)) {
            behind += 1;
        }
        *place = (behind < text.len()).then_some(behind);
        behind += 1;
    }
    around
}

/// The bit of a gram in the filter.
fn bit(gram: u32) -> usize {
    (gram.wrapping_mul(0x9e37_79b1) >> u16::BITS) as usize
}

fn bucket(gram: u32) -> usize {
    bit(gram) / (FILTER / BUCKETS)
}

/// The grams that stand so far behind the beginning of a word; where it has no character, anything may be.
fn grams(word: &[u8], offset: isize) -> Vec<u32> {
    let byte = |at: usize| at.checked_add_signed(offset).and_then(|at| word.get(at));
    let classes = |at: usize| byte(at).map_or(0..CLASSES, |byte| class(*byte)..class(*byte) + 1);
    let longer = |grams: Vec<u32>, at: usize| {
        grams.iter().flat_map(|gram| classes(at).map(move |class| gram << BITS | class)).collect()
    };
    (0..GRAM).fold(vec![0], longer)
}

/// The classes of two bytes; blanks follow the text.
fn pair(text: &[u8], at: usize) -> u32 {
    let class_at = |at: usize| text.get(at).map_or(0, |b| class(*b));
    class_at(at) << BITS | class_at(at + 1)
}

fn class(byte: u8) -> u32 {
    u32::from(CLASS[usize::from(byte)])
}

/// What a byte is to grams.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match (byte as u8).to_ascii_lowercase() {
            letter @ b'a'..=b'z' => letter - b'a' + 1,
            b'0'..=b'9' => DIGIT,
            0x80.. => FOREIGN,
            _ => 0,
        };
        byte += 1;
    }
    class
};

/// Whether the text begins with the word. Its end is as good as a blank, and line breaks are blanks or nothing.
fn begins(word: &[u8], text: &[u8]) -> bool {
    let byte = |at: usize| text.get(at).map_or(b' ', |b| plain(*b));
    let mut at = 0;
    for wanted in word {
        if text.get(at).is_some_and(|b| is_line_end(*b)) {
            let skipped = text[at..].iter().take_while(|b| is_line_end(**b)).count();
            at += if byte(at + skipped) == *wanted { skipped } else { 0 };
        }
        if byte(at) != *wanted {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether this is a line break, or a half of one. Without branches, so that blocks become vectors.
pub(super) const fn is_line_end(byte: u8) -> bool {
    (byte == b'\n') | (byte == b'\r')
}

/// How a lexicon knows a text that is looked for as it stands: letters in lower case and blanks for signs.
pub(super) fn entry(text: &str) -> Vec<u8> {
    text.bytes().map(plain).collect()
}

/// What a byte is to the words: its lower case, or a blank.
fn plain(byte: u8) -> u8 {
    if byte.is_ascii_alphanumeric() || byte >= 0x80 { byte.to_ascii_lowercase() } else { b' ' }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 7] = ["token", "pin", " cid ", "api key", "iban", " 2a ", "pwd"];

    fn found(text: &str) -> Vec<(Option<usize>, &'static str)> {
        let lexicon = Lexicon::new(WORDS.iter().map(|word| (word.as_bytes().to_vec(), *word)));
        let mut found = Vec::new();
        lexicon.find(text.as_bytes(), |at, word| found.push((at, *word)));
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn words_are_found_with_their_places() {
        assert_eq!(
            found("2A cid 7, Api-Key of a TOKEN"),
            [(None, " 2a "), (Some(2), " cid "), (Some(10), "api key"), (Some(23), "token")]
        );
        assert_eq!(found("pin"), [(Some(0), "pin")]);
        assert_eq!(found("spinning $2a$"), [(Some(1), "pin"), (Some(9), " 2a ")]);
        assert_eq!(found("acid, lucid"), []);
    }

    #[test]
    fn every_word_is_found_at_every_place_and_cut_anywhere() {
        for (word, lead) in WORDS.iter().flat_map(|word| (0..9).map(move |lead| (*word, lead))) {
            let before = "x".repeat(lead) + if word.starts_with(' ') { "" } else { " " };
            let at = Some(before.len());
            assert!(found(&format!("{before}{word}.")).contains(&(at, word)), "{word} {lead}");
            for cut in 1..word.len() {
                let text = format!("{before}{}\r\n{}.", &word[..cut], &word[cut..]);
                assert!(found(&text).contains(&(at, word)), "{text:?}");
            }
        }
    }
}
