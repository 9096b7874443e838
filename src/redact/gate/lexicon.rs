//! A lexicon: many words, found in one pass over a text.
//!
//! Four characters in a row, letters in any case and all signs alike, and the kind of the one behind them tell whether a
//! word may stand there: a bit each says so. A word is known by its first four characters and by the four behind its first
//! (a short one by its first three and whatever stands before them), so that every second place of the text is enough. Only
//! where the bit is set the words are compared. The bits are worked out for a window of the text at a time, in a way that
//! becomes vectors. Words are known across line breaks as well.

use super::super::mask;
use std::array;

/// The characters that are looked at together: the class of each.
type Gram = [u8; GRAM];
const GRAM: usize = 4;
/// The classes of a gram, of the character before it and of the three behind it, in this order.
type Context = u64;
/// What stands in a context for a class that may be any.
const ANY: u8 = 0x80;
/// The same in all of a context.
const ALL_ANY: Context = in_all(ANY);
/// The gram in its context.
const OF_GRAM: Context = 0xff_ffff_ff00;
/// How many places the filter has.
const FILTER: usize = 1 << u16::BITS;
/// For each gram that there is, and what is taken for one, a bit for each kind of character that follows it in a word.
type Filter = [u8; FILTER];
/// How many classes there are.
const CLASSES: u8 = 32;
/// What the class of a line break is where classes are known in lines only.
const BREAK: u8 = 0x80;
/// How many bytes of a text are looked up together.
const STRETCH: usize = 32;
/// How many grams begin in a stretch: one at every second byte.
const STEPS: usize = STRETCH / 2;
/// How many bytes of a text are in a window.
const WINDOW: usize = 4 * STRETCH;
/// How many bytes before the window are known in it.
const KNOWN: usize = size_of::<Context>();
/// The first gram of a window begins so many bytes before it, so that the context of the last one is known.
const LEAD: usize = KNOWN - 2;

/// Words and what they mean.
pub(in crate::redact) struct Lexicon<T> {
    filter: Box<Filter>,
    /// In order of their bits, with what of them counts. Apart from the places, so that those of a bit are near each
    /// other.
    contexts: Vec<(Context, Context)>,
    places: Vec<Place>,
    /// Where the places of each bit begin, and where the last ones end.
    begins: Box<[u16; FILTER + 1]>,
    words: Vec<(Vec<u8>, T)>,
}

/// Where a gram stands in a word.
#[derive(Clone, Copy)]
struct Place {
    /// The number of the word.
    word: u16,
    /// How far behind the beginning of the word; a short word begins behind its gram.
    offset: i8,
}

impl Place {
    /// Where the word begins whose gram stands here.
    fn beginning(self, at: usize) -> Option<usize> {
        at.checked_add_signed(-isize::from(self.offset))
    }
}

/// A gram that stands so far behind the beginning of a word in its context: any, but for the characters of the word.
fn in_word(gram: Gram, word: &[u8], offset: i8) -> Context {
    let of_gram = |at: usize| at.checked_sub(1).and_then(|at| gram.get(at)).copied();
    let in_word = |at: usize| word.get(at.checked_add_signed(isize::from(offset) - 1)?).map(|byte| class(*byte));
    Context::from_le_bytes(array::from_fn(|at| of_gram(at).or_else(|| in_word(at)).unwrap_or(ANY)))
}

/// The bit of the gram of a context.
fn bit_of(context: Context) -> usize {
    let [_, gram @ .., _, _, _] = context.to_le_bytes();
    bit(gram)
}

/// The kinds of characters that may follow the gram of a context.
fn followers(context: Context) -> u8 {
    match context.to_le_bytes()[1 + GRAM] {
        ANY => u8::MAX,
        class => kind(class),
    }
}

/// What of a context counts: all that is not any.
fn counting(in_word: Context) -> Context {
    let any = in_word & ALL_ANY;
    !(any | (any - (any >> (u8::BITS - 1))))
}

/// Whether a word that stands in a context of which so much counts may stand in another, of which so much is known.
fn fits((in_word, counts): (Context, Context), context: Context, known: Context) -> bool {
    (in_word ^ context) & known & counts == 0
}

impl<T> Lexicon<T> {
    /// A lexicon of words in lower case. A blank stands for any sign, and for the beginning
    /// and the end of a text.
    pub(in crate::redact) fn new(words: impl Iterator<Item = (Vec<u8>, T)>) -> Self {
        let words: Vec<(Vec<u8>, T)> = words.collect();
        let mut all = Vec::new();
        for (number, (word, _)) in words.iter().enumerate() {
            // Three characters and what follows them tell more than four, where the word has no more.
            let second = if word.len() > GRAM { 1 } else { -1 };
            for offset in [0, second] {
                let place = Place { word: number as u16, offset };
                all.extend(grams(word, offset).into_iter().map(|gram| (in_word(gram, word, offset), place)));
            }
        }
        let (mut filter, mut begins) = (Box::new([0; FILTER]), Box::new([0; FILTER + 1]));
        all.iter().for_each(|(context, _)| begins[bit_of(*context) + 1] += 1);
        (1..=FILTER).for_each(|bit| begins[bit] += begins[bit - 1]);
        let (mut contexts, mut places) = (vec![(0, 0); all.len()], vec![Place { word: 0, offset: 0 }; all.len()]);
        let mut free = begins.clone();
        for (context, place) in all {
            let bit = bit_of(context);
            let at = usize::from(free[bit]);
            free[bit] += 1;
            (contexts[at], places[at]) = ((context, counting(context)), place);
            filter[bit] |= followers(context);
        }
        Self { filter, contexts, places, begins, words }
    }

    /// Tells the words of a text, and where they begin; no place where a blank stands for the beginning of the text. A
    /// word beside a line break may be told twice.
    pub(super) fn find<'a>(&'a self, text: &[u8], mut tell: impl FnMut(Option<usize>, &'a T)) {
        self.find_in_lines(text, true, &mut tell);
        self.across_lines(text, &mut tell);
    }

    /// The same for a text without line breaks. Both ends of it are as good as beset with blanks.
    pub(in crate::redact) fn find_in_line<'a>(&'a self, text: &[u8], mut tell: impl FnMut(Option<usize>, &'a T)) {
        self.find_in_lines(text, false, &mut tell);
    }

    /// Tells the words whose grams are not cut. In lines, what stands behind or before them may be.
    fn find_in_lines<'a>(&'a self, text: &[u8], lines: bool, tell: &mut impl FnMut(Option<usize>, &'a T)) {
        let mut window = Window::new();
        for start in (0..text.len() + LEAD).step_by(WINDOW) {
            let mut hits = window.slide(text.get(start..).unwrap_or_default(), &self.filter);
            while hits != 0 {
                let step = hits.trailing_zeros() as usize;
                hits &= hits - 1;
                let at = (start + 2 * step).checked_sub(LEAD);
                let known = if lines { unbroken(window.around(step)) } else { Context::MAX };
                let beginning = |place: &Place| Some(at.and_then(|at| place.beginning(at)));
                self.met(usize::from(window.bits[step]), (window.context(step), known), text, beginning, tell);
            }
        }
    }

    /// Tells the words that a line break cuts in their beginnings.
    fn across_lines<'a>(&'a self, text: &[u8], tell: &mut impl FnMut(Option<usize>, &'a T)) {
        // A row of breaks is one, told at its last, and a break between signs is a sign among others.
        let letter = |b: Option<&u8>| b.is_some_and(|b| plain(*b) != b' ');
        let cuts = |line: &usize| match (text[..*line].last(), text.get(line + 1)) {
            (_, Some(next)) if is_line_end(*next) => false,
            (Some(last), _) if is_line_end(*last) => true,
            (last, next) => letter(last) || letter(next),
        };
        let lines = mask::places(text, is_line_end);
        for line in lines.filter(|line| self.may_be_cut(text, *line)).filter(cuts) {
            let around = around(text, line);
            let classes = around.map(|at| at.map_or(0, |at| class_of(text[at])));
            for first in [1, 3] {
                let (context, known) = context(&classes, first);
                let gram = [classes[first], classes[first + 1], classes[first + 2], classes[first + 3]];
                let beginning = |place: &Place| place.beginning(first).map(|at| around[at]);
                self.met(bit(gram), (context, known), text, beginning, tell);
            }
        }
    }

    /// Whether a word may stand over a line break: a look at what stands beside it, before other breaks are taken into
    /// account.
    fn may_be_cut(&self, text: &[u8], line: usize) -> bool {
        let Some(from) = line.checked_sub(GRAM - 1) else { return true };
        let Some(near) = text[from..].first_chunk::<{ 2 * GRAM - 1 }>() else { return true };
        let class = |place: usize| CLASSES_IN_LINES[usize::from(near[place])];
        let (last, next) = (class(2), class(4));
        let (first, fourth) = ([class(0), class(1), last, next], [last, next, class(5), class(6)]);
        first.iter().chain(&fourth).fold(0, |any, class| any | class) & BREAK != 0
            || self.filter[bit(first)] != 0
            || self.filter[bit(fourth)] != 0
    }

    /// Tells the words of a gram, whose bit this is, in a context of which so much is known, that stand where `beginning`
    /// says, or in spirit before the text. Those of which it says nothing are not there.
    fn met<'a>(
        &'a self,
        bit: usize,
        (context, known): (Context, Context),
        text: &[u8],
        beginning: impl Fn(&Place) -> Option<Option<usize>>,
        tell: &mut impl FnMut(Option<usize>, &'a T),
    ) {
        let places = usize::from(self.begins[bit])..usize::from(self.begins[bit + 1]);
        let contexts = self.contexts[places.clone()].iter().zip(&self.places[places]);
        for (_, place) in contexts.filter(|(in_word, _)| fits(**in_word, context, known)) {
            if let Some(beginning) = beginning(place) {
                self.tell(place.word, beginning, text, tell);
            }
        }
    }

    /// Tells a word if it stands at this place, or in spirit before it.
    #[inline(never)]
    fn tell<'a>(&'a self, word: u16, at: Option<usize>, text: &[u8], tell: &mut impl FnMut(Option<usize>, &'a T)) {
        let (word, meaning) = &self.words[usize::from(word)];
        let stands = match at {
            Some(at) => text.get(at..).is_some_and(|text| begins(word, text)),
            None => word.strip_prefix(b" ").is_some_and(|word| begins(word, text)),
        };
        if stands {
            tell(at, meaning);
        }
    }
}

/// The grams of a window of a text.
struct Window {
    /// The classes of the window, and the last of the one before in front of them.
    classes: [u8; KNOWN + WINDOW],
    /// The bytes themselves.
    bytes: [u8; KNOWN + WINDOW],
    /// The bits of the grams that begin at every second of them, so many before the window.
    bits: [u16; WINDOW / 2],
}

impl Window {
    /// A window that stands before a text.
    fn new() -> Self {
        Self { classes: [0; KNOWN + WINDOW], bytes: [b' '; KNOWN + WINDOW], bits: [0; WINDOW / 2] }
    }

    /// Moves on to the beginning of what is left of a text; blanks follow it. Returns which grams the filter knows.
    fn slide(&mut self, rest: &[u8], filter: &Filter) -> u64 {
        self.classes.copy_within(WINDOW.., 0);
        self.bytes.copy_within(WINDOW.., 0);
        let mut hits = 0;
        for (number, from) in (0..WINDOW.min(rest.len() + LEAD)).step_by(STRETCH).enumerate() {
            let rest = rest.get(from..).unwrap_or_default();
            match rest.first_chunk() {
                Some(stretch) => self.read(number, stretch),
                None => {
                    let mut stretch = [b' '; STRETCH];
                    stretch[..rest.len()].copy_from_slice(rest);
                    self.read(number, &stretch);
                }
            }
            hits |= self.hits(number, filter) << (number * STEPS);
        }
        hits
    }

    fn read(&mut self, number: usize, stretch: &[u8; STRETCH]) {
        let from = number * STRETCH;
        let classes = &mut self.classes[from..from + KNOWN + STRETCH];
        classes[KNOWN..].iter_mut().zip(stretch).for_each(|(known, byte)| *known = class(*byte));
        self.bytes[from + KNOWN..][..STRETCH].copy_from_slice(stretch);
        let firsts = KNOWN - LEAD;
        let (Some(firsts), Some(seconds)) = (classes[firsts..].first_chunk(), classes[firsts + 2..].first_chunk())
        else {
            return;
        };
        hash_all(firsts, seconds, &mut self.bits[number * STEPS..][..STEPS]);
    }

    /// Which of the grams of a stretch the filter knows before what follows them. Without branches, for many windows have
    /// one, and nobody can guess where.
    fn hits(&self, number: usize, filter: &Filter) -> u64 {
        let bits = &self.bits[number * STEPS..][..STEPS];
        let next = self.bytes[number * STRETCH + KNOWN - LEAD + GRAM..][..STRETCH].as_chunks::<2>().0;
        let known = |(bit, [next, _]): (&u16, &[u8; 2])| filter[usize::from(*bit)] & KINDS[usize::from(*next)] != 0;
        bits.iter().zip(next).rev().fold(0, |hits, gram| 2 * hits + u64::from(known(gram)))
    }

    /// What stands around the gram of this step.
    fn context(&self, step: usize) -> Context {
        context_at(&self.classes, step)
    }

    /// The bytes that stand there.
    fn around(&self, step: usize) -> Context {
        context_at(&self.bytes, step)
    }
}

/// The context of the gram that begins at this place of a few classes, and what of it is known.
fn context(classes: &[u8], first: usize) -> (Context, Context) {
    let class = |at: usize| classes.get(first - 1 + at);
    let context = array::from_fn(|at| class(at).copied().unwrap_or(0));
    (Context::from_le_bytes(context), Context::from_le_bytes(array::from_fn(|at| flag(class(at).is_some()))))
}

/// What a window has around the gram of a step.
fn context_at(window: &[u8; KNOWN + WINDOW], step: usize) -> Context {
    let from = KNOWN - LEAD - 1 + 2 * step;
    window[from..].first_chunk().map_or(0, |near| Context::from_le_bytes(*near))
}

/// What is known of a word by the bytes around its gram: it may go on over a line break, so nothing beyond one is, and behind
/// the gram nothing where a line breaks in it.
fn unbroken(around: Context) -> Context {
    let breaks = zeros(around ^ in_all(b'\n')) | zeros(around ^ in_all(b'\r'));
    if breaks & OF_GRAM != 0 {
        return OF_GRAM;
    }
    let before = if breaks & 0xff != 0 { !0xff } else { Context::MAX };
    let behind = breaks & !(OF_GRAM | 0xff);
    before & ((behind & behind.wrapping_neg()) >> (u8::BITS - 1)).wrapping_sub(1)
}

/// A byte in all places of a context.
const fn in_all(byte: u8) -> Context {
    Context::from_le_bytes([byte; size_of::<Context>()])
}

/// The highest bit of each byte that is nothing, and of some behind such a one.
fn zeros(bytes: Context) -> Context {
    bytes.wrapping_sub(in_all(1)) & !bytes & ALL_ANY
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

/// The bits of all grams of a stretch, from the first and the second halves of all. Apart from where they come from, so
/// that both are read as they stand instead of one being put together from the other.
#[inline(never)]
fn hash_all(firsts: &[u8; STRETCH], seconds: &[u8; STRETCH], bits: &mut [u16]) {
    let (firsts, seconds) = (firsts.as_chunks().0, seconds.as_chunks().0);
    for (bit, (first, second)) in bits.iter_mut().zip(firsts.iter().zip(seconds)) {
        *bit = hash(*first, *second);
    }
}

/// The bit of a gram in the filter.
fn bit([first, second, third, fourth]: Gram) -> usize {
    usize::from(hash([first, second], [third, fourth]))
}

/// The same of the two halves of a gram. The factors tell the grams of English text apart well.
fn hash(first: [u8; 2], second: [u8; 2]) -> u16 {
    u16::from_le_bytes(first).wrapping_mul(0x7b79).wrapping_add(u16::from_le_bytes(second).wrapping_mul(0x6961))
}

/// The kind of a character of this class: one bit of eight.
const fn kind(class: u8) -> u8 {
    1 << (class % 8)
}

/// The kinds of all bytes; a line break may be nothing, so that it is of all kinds.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        kinds[byte] = if is_line_end(byte as u8) { u8::MAX } else { kind(class(byte as u8)) };
        byte += 1;
    }
    kinds
};

/// The grams that stand so far behind the beginning of a word; where it has no character, anything may be.
fn grams(word: &[u8], offset: i8) -> Vec<Gram> {
    let byte = |at: usize| at.checked_add_signed(offset.into()).and_then(|at| word.get(at));
    // Most words have all of it.
    if let [Some(first), Some(second), Some(third), Some(fourth)] = array::from_fn(byte) {
        return vec![[*first, *second, *third, *fourth].map(class)];
    }
    let classes = |at: usize| byte(at).map_or(0..CLASSES, |byte| class(*byte)..class(*byte) + 1);
    let set = |gram: &Gram, at: usize, class: u8| {
        let mut gram = *gram;
        gram[at] = class;
        gram
    };
    let longer = |grams: Vec<Gram>, at: usize| {
        grams.iter().flat_map(|gram| classes(at).map(move |class| set(gram, at, class))).collect()
    };
    (0..GRAM).fold(vec![[0; GRAM]], longer)
}

/// What a byte is to grams: a sign is nothing, and few others are alike. Without branches, so that windows become
/// vectors.
const fn class(byte: u8) -> u8 {
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let digit = byte.wrapping_sub(b'0') < 10;
    let foreign = byte >= 0x80;
    byte & (CLASSES - 1) & flag(letter | digit | foreign)
}

/// The same of a single byte.
fn class_of(byte: u8) -> u8 {
    CLASSES_IN_LINES[usize::from(byte)] & !BREAK
}

/// The same of all bytes, but that line breaks show.
const CLASSES_IN_LINES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = if is_line_end(byte as u8) { BREAK } else { class(byte as u8) };
        byte += 1;
    }
    classes
};

/// All bits set, or none.
const fn flag(on: bool) -> u8 {
    (on as u8).wrapping_neg()
}

/// Whether the text begins with the word. Its end is as good as a blank, and line breaks are blanks or nothing.
fn begins(word: &[u8], text: &[u8]) -> bool {
    let differs = |(at, wanted): (usize, &u8)| text.get(at).map_or(b' ', |b| PLAIN[usize::from(*b)]) != *wanted;
    match word.iter().enumerate().position(differs) {
        Some(at) => text.get(at).is_some_and(|b| is_line_end(*b)) && begins_across_lines(word, text),
        None => true,
    }
}

fn begins_across_lines(word: &[u8], text: &[u8]) -> bool {
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
pub(in crate::redact) const fn is_line_end(byte: u8) -> bool {
    (byte == b'\n') | (byte == b'\r')
}

/// How a lexicon knows a text that is looked for as it stands: letters in lower case and blanks for signs.
pub(in crate::redact) fn entry(text: &str) -> Vec<u8> {
    text.bytes().map(plain).collect()
}

/// What a byte is to the words: its lower case, or a blank.
const fn plain(byte: u8) -> u8 {
    if byte.is_ascii_alphanumeric() || byte >= 0x80 { byte.to_ascii_lowercase() } else { b' ' }
}

/// The same, but that a line break is like nothing in a word.
const PLAIN: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = if is_line_end(byte as u8) { 0 } else { plain(byte as u8) };
        byte += 1;
    }
    table
};

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
    fn grams_of_other_words_are_told_by_what_stands_beside_them() {
        let fit = |first: usize, text: &str| {
            let lexicon = Lexicon::new(WORDS.iter().map(|word| (word.as_bytes().to_vec(), ())));
            let classes: Vec<u8> = text.bytes().map(class).collect();
            let (context, known) = context(&classes, first);
            lexicon.contexts.iter().any(|in_word| fits(*in_word, context, known))
        };
        for (first, text) in [(1, ".token"), (2, " token"), (1, "-TOKEN-"), (1, ".toke"), (1, ".api-ke")] {
            assert!(fit(first, text), "{text:?}");
        }
        assert!(!fit(1, ".tokes") && !fit(2, ".boken") && !fit(1, ".api kx"));
    }

    #[test]
    fn words_are_found_at_both_ends_of_texts_of_every_length() {
        for (word, len) in WORDS.iter().flat_map(|word| (0..3 * WINDOW).map(move |len| (*word, len))) {
            let (filler, bare) = (".".repeat(len), word.trim());
            let first = (word == bare).then_some(0);
            let last = (len + bare.len()).checked_sub(word.trim_end().len());
            assert!(found(&format!("{bare}{filler}")).contains(&(first, word)), "{word:?} {len}");
            assert!(found(&format!("{filler}{bare}")).contains(&(last, word)), "{word:?} {len}");
        }
    }

    #[test]
    fn every_word_is_found_at_every_place_and_cut_anywhere() {
        for (word, lead) in WORDS.iter().flat_map(|word| (0..2 * WINDOW + 9).map(move |lead| (*word, lead))) {
            let before = "x".repeat(lead) + if word.starts_with(' ') { "" } else { " " };
            let at = Some(before.len());
            for text in [format!("{before}{word}."), format!("{before}{}", word.trim_end())] {
                assert!(found(&text).contains(&(at, word)), "{text:?}");
            }
            for cut in 1..word.len() {
                let text = format!("{before}{}\r\n{}.", &word[..cut], &word[cut..]);
                assert!(found(&text).contains(&(at, word)), "{text:?}");
            }
        }
    }
}
