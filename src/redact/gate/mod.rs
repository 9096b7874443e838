//! The gate: cheap passes over the text of a view that tell whether a detector or a decoder could find anything in it.
//!
//! - Signs are looked for in blocks first, and more closely only where they are.
//! - Most text has no digits. From a digit or a colon on, run lengths are kept side by side in one word (digits with the
//!   separators of numbers between them, hexadecimal digits with `:` and `-` between them, and so on) until none is left.
//!   A run that reaches its threshold raises a signal.
//! - Long runs of letters and digits are found in bit masks of 64 bytes, telling words by how they begin.
//!
//! Line breaks do not end a run, so the answer covers the view that leaves them out. The gate errs on the side of
//! raising.

mod codes;
pub(super) mod forms;
pub(super) mod lexicon;
mod secrets;
pub(super) mod words;

use super::detect::{is_scattered, may_be_base58_check, may_be_password};
use super::mask::{self, in_row};
use super::runs::long_runs;
use super::scan::paragraph::indent;
use super::token;
use super::view::nested;
use bitflags::bitflags;
use lexicon::is_line_end;
use std::ops::Range;

bitflags! {
    /// What a stretch of text may hold.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(super) struct Signals: u32 {
        /// An `@`.
        const AT = 1;
        /// A sign that may begin an escaped character.
        const ESCAPE = 1 << 1;
        /// A word that makes an identifier of a few digits beside it.
        const WORD = 1 << 2;
        /// A short part between two `$`, as in a password's hash.
        const DOLLAR = 1 << 3;
        /// Twelve digits with nothing but separators between them.
        const DIGITS = 1 << 4;
        /// Twenty-four hexadecimal digits with nothing but `:` and `-` between them.
        const HEX = 1 << 5;
        /// Fourteen letters or digits in a row that may be base64, or a token.
        const RUN = 1 << 6;
        /// Six digits with nothing but separators between them.
        const NUMBER = 1 << 7;
        /// Four digits with nothing but letters, digits and `-` between them.
        const CODE = 1 << 8;
        /// Four numbers with nothing but full stops between them.
        const DOTS = 1 << 9;
        /// Two colons with nothing but hexadecimal digits between them.
        const COLONS = 1 << 10;
        /// The text is short and a whole field, so that it may be a value and nothing else.
        const FIELD = 1 << 11;
        /// The mark of a service's keys.
        const MARK = 1 << 12;
        /// A word of birth.
        const BIRTH = 1 << 13;
        /// A word that makes a secret of what stands beside it.
        const SECRET = 1 << 14;
        /// A word of the codes of banks or bookings.
        const BANK = 1 << 15;
        /// Letters and digits in a row that seem to be drawn at random.
        const DRAWN = 1 << 16;
        /// The name of a tool, a call or a statement with what takes a password behind it.
        const COMMAND = 1 << 17;
        /// The word for the code of a door or the like.
        const DOOR = 1 << 18;
        /// Nine digits with nothing but separators between them.
        const NINE = 1 << 19;
        /// Twelve hexadecimal digits with nothing but `:`, `-` and full stops between them.
        const PAIRS = 1 << 20;
        /// The word for a code that one person was given.
        const ONCE = 1 << 21;
        /// The name of a segment of a message, or the tag of its field.
        const FIELDS = 1 << 22;
        /// A word of the questions by which somebody is known.
        const QUESTION = 1 << 23;
        /// The name of a file that holds nothing but logins.
        const LOGINS = 1 << 24;
        /// The label of an identifier or a code in some language.
        const ABROAD = 1 << 25;
        /// A word for logging in, or a login name, and behind it what may be a password.
        const LOGIN = 1 << 26;
        /// The word for the sign of an e-mail address.
        const SPELLED = 1 << 27;
        /// A word and figures as people choose them for passwords.
        const CHOSEN = 1 << 28;
        /// The word for an age over 89.
        const NUMERAL = 1 << 29;
        /// Everything, more than any text raises: for what may stand anywhere.
        const ANY = u32::MAX;
    }
}

impl Signals {
    /// A word that says what the next block is.
    pub(super) const TELLING: Self = Self::WORD
        .union(Self::SECRET)
        .union(Self::BANK)
        .union(Self::BIRTH)
        .union(Self::ONCE)
        .union(Self::DOOR)
        .union(Self::QUESTION)
        .union(Self::LOGINS)
        .union(Self::ABROAD);
    /// All that words raise.
    pub(super) const SAID: Self = Self::TELLING
        .union(Self::MARK)
        .union(Self::COMMAND)
        .union(Self::LOGIN)
        .union(Self::SPELLED)
        .union(Self::NUMERAL);
    /// What makes something of a day: a date of birth, or of a card.
    pub(super) const OF_DAYS: Self = Self::WORD.union(Self::BIRTH).union(Self::NUMBER);
}

/// One run length: a lane of 8 bits in the word. It starts so far below its top bit that the bit is set when
/// the run reaches the threshold.
struct Lane {
    shift: u32,
    threshold: u64,
    signal: Signals,
}

impl Lane {
    const fn empty(&self) -> u64 {
        (REACHED - self.threshold) << self.shift
    }
}

const LANE: u64 = 0xff;
/// A lane's top bit.
const REACHED: u64 = 0x80;
const HEX: Lane = Lane { shift: 8, threshold: 24, signal: Signals::HEX };
const PAIRS: Lane = Lane { shift: 56, threshold: 12, signal: Signals::PAIRS };
const LANES: [Lane; 8] = [
    Lane { shift: 0, threshold: 12, signal: Signals::DIGITS },
    HEX,
    Lane { shift: 16, threshold: 6, signal: Signals::NUMBER },
    Lane { shift: 24, threshold: DIGITS_OF_CODE as u64, signal: Signals::CODE },
    Lane { shift: 32, threshold: 3, signal: Signals::DOTS },
    Lane { shift: 40, threshold: 2, signal: Signals::COLONS },
    Lane { shift: 48, threshold: 9, signal: Signals::NINE },
    PAIRS,
];
const EMPTY: u64 = in_all_lanes(0);
const REACHED_ANY: u64 = {
    let (mut all, mut i) = (0, 0);
    while i < LANES.len() {
        all |= REACHED << LANES[i].shift;
        i += 1;
    }
    all
};

/// The word of runs that no byte belongs to.
const fn in_all_lanes(mut i: usize) -> u64 {
    let mut all = 0;
    while i < LANES.len() {
        all |= LANES[i].empty();
        i += 1;
    }
    all
}

/// Bytes read before the run lengths are looked at, and cut back where one is large, so that no lane overflows.
const BLOCK: usize = 64;
/// How many letters, digits and dashes with four digits among them are more than a year.
const LONG_CODE: usize = 7;
/// How many digits without letters are more than a day (`2024-05-17`).
const LONG_NUMBER: usize = 9;
/// How many digits raise [`Signals::CODE`].
const DIGITS_OF_CODE: usize = 4;
/// How far on both sides of a line break is looked for what it cuts.
const NEAR: usize = 64;
/// The shortest text of four numbers with full stops between them.
const SHORTEST_DOTTED: usize = 7;
/// The longest name of a scheme of password hashes.
const LONGEST_SCHEME: usize = 24;
/// The longest word that may be a password, with the signs around it.
const LONGEST_CHOSEN: usize = 40;
/// The shortest run of letters and digits that is examined.
const LONG: usize = 14;

/// What a byte does to the word: `keep` masks the lanes that go on, `add` counts.
#[derive(Clone, Copy)]
struct Effect {
    keep: u64,
    add: u64,
}

const EFFECTS: [Effect; 256] = effects();

const fn effects() -> [Effect; 256] {
    let mut table = [Effect { keep: 0, add: 0 }; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = effect(byte as u8);
        byte += 1;
    }
    table
}

const fn effect(byte: u8) -> Effect {
    let line = is_line_end(byte);
    let digit = byte.is_ascii_digit();
    let hex = byte.is_ascii_hexdigit();
    let counts = [digit, hex, digit, digit, byte == b'.', byte == b':', digit, hex];
    let number = matches!(byte, b' ' | b'-' | b'.' | b'\t' | b'%');
    let grouped = number || matches!(byte, b'/' | b'(' | b')');
    let keeps = [
        number,
        matches!(byte, b':' | b'-'),
        grouped,
        matches!(byte, b'-') || byte.is_ascii_alphabetic(),
        digit,
        hex,
        grouped,
        matches!(byte, b':' | b'-' | b'.'),
    ];
    let mut effect = Effect { keep: 0, add: 0 };
    let mut i = 0;
    while i < LANES.len() {
        let lane = &LANES[i];
        if counts[i] || keeps[i] || line {
            effect.keep |= LANE << lane.shift;
            effect.add |= (counts[i] as u64) << lane.shift;
        } else {
            effect.add |= lane.empty();
        }
        i += 1;
    }
    effect
}

impl Signals {
    /// What the text of a view raises.
    pub(super) fn of(text: &[u8]) -> Self {
        let text = text[indent(text)..].trim_ascii();
        if text.is_empty() {
            return Self::default();
        }
        let signs = Signs::of(text);
        let mut signals = if signs.contains(Signs::LINE) { words::met(text) } else { words::met_in_line(text) };
        let mut raise = |raised: bool, signal: Self| signals = if raised { signals | signal } else { signals };
        raise(signs.contains(Signs::AT), Self::AT);
        raise(signs.contains(Signs::ODD) && has_hash_scheme(text), Self::DOLLAR);
        raise(signs.contains(Signs::ODD) && has_escape(text), Self::ESCAPE);
        signals |= drawn(text);
        if signs.contains(Signs::FIGURE) { signals | figures(text) } else { signals }
    }
}

bitflags! {
    /// The signs that a text may have; what looks at them more closely goes only where they are.
    #[derive(Clone, Copy)]
    struct Signs: u8 {
        const AT = 1;
        /// A sign of escapes or of the hashes of passwords.
        const ODD = 1 << 1;
        /// A digit or a colon.
        const FIGURE = 1 << 2;
        /// What ends a line, or a page.
        const LINE = 1 << 3;
    }
}

impl Signs {
    /// The signs of a text.
    fn of(text: &[u8]) -> Self {
        text.iter().fold(Self::empty(), |signs, b| signs | SIGNS[usize::from(*b)])
    }
}

/// Which sign each byte is.
const SIGNS: [Signs; 256] = {
    let mut signs = [Signs::empty(); 256];
    let mut byte = 0;
    while byte < signs.len() {
        signs[byte] = match byte as u8 {
            b'@' => Signs::AT,
            b'$' | b'%' | b'&' | b'\\' => Signs::ODD,
            b'0'..=b':' => Signs::FIGURE,
            b'\n'..=b'\r' => Signs::LINE,
            _ => Signs::empty(),
        };
        byte += 1;
    }
    signs
};

impl Signals {
    /// Of these signals those that are worth a reading of the text: words of identifiers are where there is a digit, and
    /// four digits are where such a word is or where they belong to something longer than a day.
    pub(super) fn worth(self, text: &[u8]) -> Self {
        let has_digit = || next_figure(text, 0).is_some_and(|from| text[from..].iter().any(u8::is_ascii_digit));
        let words = if self.intersects(Self::WORD) && !has_digit() { self.difference(Self::WORD) } else { self };
        let bare = words.intersects(Self::CODE) && !words.intersects(Self::WORD) && !has_long_code(text);
        if bare { words.difference(Self::CODE) } else { words }
    }

    /// Of these signals those that may be owed to something that a line break cuts; none where all breaks stand between
    /// plain words.
    pub(super) fn across_lines(self, text: &[u8]) -> Self {
        let ends_row = |line: &usize| !text.get(line + 1).is_some_and(|b| is_line_end(*b));
        let cut = memchr::memchr2_iter(b'\n', b'\r', text).filter(ends_row).any(|line| cuts(text, line));
        if cut { self } else { Self::default() }
    }
}

/// Whether what stands on both sides of a line break may belong to one value: words do not, digits with separators
/// between them do. What goes on for longer than [`NEAR`] may as well: hostile text is not read again at every break.
fn cuts(text: &[u8], line: usize) -> bool {
    let before = &text[line.saturating_sub(NEAR)..line];
    let behind = &text[line..text.len().min(line + NEAR)];
    let separator = |b: &&u8| is_line_end(**b) || matches!(**b, b' ' | b'\t' | b'-' | b'.' | b'/' | b'(' | b')' | b'%');
    let digit = |next: Option<&u8>, side: &[u8]| next.map_or(side.len() == NEAR, u8::is_ascii_digit);
    let ends_with_digit = digit(before.iter().rev().find(|b| !separator(b)), before);
    if ends_with_digit && digit(behind.iter().find(|b| !separator(b)), behind) {
        return true;
    }
    let joined = |b: &&u8| !matches!(**b, b' ' | b'\t');
    let plain = |b: &u8| b.is_ascii_alphabetic() || is_line_end(*b) || b".,;!?'\"()".contains(b);
    let broken = |side: &[u8]| side.iter().all(|b| is_line_end(*b));
    // Beside a blank, nothing but groups of digits goes on.
    let right = behind.iter().take_while(joined).count();
    if broken(&behind[..right]) {
        return false;
    }
    let left = before.iter().rev().take_while(joined).count();
    if broken(&before[before.len() - left..]) {
        return false;
    }
    let run = &text[line - left..line + right];
    let capital = || run.iter().any(u8::is_ascii_uppercase);
    left == NEAR || right == NEAR || !run.iter().all(plain) || run.len() >= LONG && capital()
}

/// Whether [`DIGITS_OF_CODE`] digits stand among so many letters and digits that it is no year and no day.
fn has_long_code(text: &[u8]) -> bool {
    let part = |b: &&u8| b.is_ascii_alphanumeric() || **b == b'-' || is_line_end(**b);
    let digits = |run: &[u8]| run.iter().filter(|b| b.is_ascii_digit()).count();
    let is_long = |run: &[u8]| match run.iter().any(u8::is_ascii_alphabetic) {
        true => run.len() >= LONG_CODE && digits(run) >= DIGITS_OF_CODE,
        false => digits(run) >= LONG_NUMBER,
    };
    let mut from = 0;
    while let Some(figure) = next_figure(text, from) {
        let start = figure - text[from..figure].iter().rev().take_while(part).count();
        let end = figure + text[figure..].iter().take_while(part).count();
        if is_long(&text[start..end]) {
            return true;
        }
        from = end.max(figure + 1);
    }
    false
}

/// What runs of figures raise.
fn figures(text: &[u8]) -> Signals {
    let (mut seen, mut at, mut chosen, mut plate) = (0, 0, false, false);
    while let Some(start) = next_figure(text, at) {
        chosen = chosen || is_chosen_at(text, start);
        plate = plate || is_plate_at(text, start);
        let mut runs = EMPTY + hex_digits_before(&text[..start], &HEX) + hex_digits_before(&text[..start], &PAIRS);
        at = start;
        while at < text.len() && (runs != EMPTY || at == start) {
            (runs, at) = pass(text, at, runs, &mut seen);
        }
    }
    let raised = LANES.iter().filter(|lane| seen >> lane.shift & REACHED != 0);
    let signals = raised.fold(Signals::default(), |sum, lane| sum | lane.signal);
    let signals = if chosen { signals | Signals::CHOSEN } else { signals };
    let signals = if plate { signals | Signals::WORD } else { signals };
    if signals.intersects(Signals::DOTS) && !has_four_numbers(text) {
        signals.difference(Signals::DOTS)
    } else {
        signals
    }
}

/// Whether the figure at a place begins the half-year in what may be a plate of Britain: `LK19 ZRT`. Its vehicle may be named
/// behind it.
fn is_plate_at(text: &[u8], figure: usize) -> bool {
    let led =
        matches!(text[..figure], [.., first, second] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic());
    led && matches!(text[figure..], [_, b'0'..=b'9', b' ', b, c, d, ..] if [b, c, d].iter().all(u8::is_ascii_alphabetic))
}

/// Whether the figure at a place follows a letter, or a sign behind one, in what people choose for passwords.
fn is_chosen_at(text: &[u8], figure: usize) -> bool {
    let joined = matches!(text[..figure], [.., b'a'..=b'z' | b'A'..=b'Z'])
        || matches!(text[..figure], [.., b'a'..=b'z' | b'A'..=b'Z', b'-' | b'_' | b'.' | b'!' | b'&']);
    joined && {
        let word = around(text, figure, |b| !b.is_ascii_whitespace());
        word.len() <= LONGEST_CHOSEN && may_be_password(&text[word])
    }
}

/// Whether four numbers stand with full stops between them, no more and no fewer: those of sections and versions are
/// three of them, or five. A line break may part and join, so whatever has one within counts.
fn has_four_numbers(text: &[u8]) -> bool {
    let dotted = |b: u8| b.is_ascii_digit() | (b == b'.') | is_line_end(b);
    let is_there =
        |run: &[u8]| run.len() >= SHORTEST_DOTTED && (run.iter().any(|b| is_line_end(*b)) || has_four_parts(run));
    let mut at = 0;
    while at < text.len() {
        let run = in_row(mask::mask(&text[at..], dotted), SHORTEST_DOTTED);
        if run == 0 {
            // As many bytes may be of a run that goes on.
            at += mask::WIDTH - (SHORTEST_DOTTED - 1);
            continue;
        }
        let place = at + run.trailing_zeros() as usize;
        let run = around(text, place, dotted);
        if is_there(text[run.clone()].trim_ascii()) {
            return true;
        }
        at = run.end;
    }
    false
}

/// The run of such bytes around a place.
fn around(text: &[u8], place: usize, belongs: fn(u8) -> bool) -> Range<usize> {
    let start = place - text[..place].iter().rev().take_while(|b| belongs(**b)).count();
    start..place + text[place..].iter().take_while(|b| belongs(**b)).count()
}

fn has_four_parts(run: &[u8]) -> bool {
    let mut row = 0;
    run.split(|b| *b == b'.').any(|part| {
        let ended = part.is_empty() && row == 4;
        row = if part.is_empty() { 0 } else { row + 1 };
        ended
    }) || row == 4
}

/// Reads a block, or less of it where no run is left; returns the run lengths there.
fn pass(text: &[u8], at: usize, mut runs: u64, seen: &mut u64) -> (u64, usize) {
    let block = &text[at..text.len().min(at + BLOCK)];
    let mut read = 0;
    for byte in block {
        let effect = EFFECTS[usize::from(*byte)];
        runs = (runs & effect.keep) + effect.add;
        *seen |= runs;
        read += 1;
        if runs == EMPTY {
            break;
        }
    }
    (if runs & REACHED_ANY != 0 { clamped(runs) } else { runs }, at + read)
}

/// The place of the next digit or colon, with which every run of figures begins.
fn next_figure(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let none = |block: &&[u8]| !block.iter().fold(false, |any, b| any | is_figure(*b));
    let skipped = rest.chunks_exact(32).take_while(none).count() * 32;
    rest[skipped..].iter().position(|b| is_figure(*b)).map(|place| from + skipped + place)
}

fn is_figure(byte: u8) -> bool {
    byte.wrapping_sub(b'0') <= b':' - b'0'
}

/// The hexadecimal digits at the end of the text that belong to a run of this lane that goes on behind it. There are no
/// figures among them, or the run would have been read from there.
fn hex_digits_before(text: &[u8], lane: &Lane) -> u64 {
    let joint = |b: &&u8| EFFECTS[usize::from(**b)].keep & LANE << lane.shift != 0;
    let digits = text.iter().rev().take_while(joint).filter(|b| b.is_ascii_hexdigit()).count();
    (digits as u64).min(lane.threshold) << lane.shift
}

/// The run lengths, none above its threshold.
fn clamped(runs: u64) -> u64 {
    LANES.iter().map(|lane| (runs & LANE << lane.shift).min(REACHED << lane.shift)).sum()
}

/// Whether a sign may begin an escaped character, which a line break may cut.
fn has_escape(text: &[u8]) -> bool {
    memchr::memchr3_iter(b'&', b'%', b'\\', text).any(|at| {
        let behind = &text[at + 1..];
        behind.iter().take(2).any(|b| is_line_end(*b)) || nested::may_escape(text[at], behind)
    })
}

/// Whether a scheme or another short part of a password's hash stands between two `$`.
fn has_hash_scheme(text: &[u8]) -> bool {
    memchr::memchr_iter(b'$', text).any(|at| {
        let mut part = text[at + 1..].iter().take(LONGEST_SCHEME).filter(|b| !is_line_end(**b)).peekable();
        part.peek().is_some_and(|b| **b != b'$')
            && part.find(|b| !b.is_ascii_alphanumeric() && **b != b'-') == Some(&b'$')
    })
}

/// What the runs of at least [`LONG`] letters and digits raise: they may be base64, or a token, or drawn at random.
fn drawn(text: &[u8]) -> Signals {
    const ALL: Signals = Signals::RUN.union(Signals::DRAWN);
    let mut raised = Signals::default();
    for run in long_runs(text, LONG, is_in_run) {
        raised |= told_by_run(&text[run], raised);
        if raised == ALL {
            break;
        }
    }
    raised
}

/// Without branches, so that blocks become vectors.
fn is_in_run(byte: u8) -> bool {
    ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10) | (byte == b'\n') | (byte == b'\r')
}

/// What one of the long runs raises beside what others did, in one line or read on into the next.
fn told_by_run(joined: &[u8], raised: Signals) -> Signals {
    let lines = joined.split(|b| is_line_end(*b));
    let (told, len, lines) = lines.fold((raised, 0, 0), |(told, len, lines), line| {
        (told | told_by_line(line, told), len + line.len(), lines + 1)
    });
    if lines == 1 || len < LONG {
        return told;
    }
    let whole: Vec<u8> = joined.iter().copied().filter(|b| !is_line_end(*b)).collect();
    told | told_by_line(&whole, told)
}

/// The same of letters and digits alone.
fn told_by_line(run: &[u8], raised: Signals) -> Signals {
    if run.len() < LONG {
        return Signals::default();
    }
    let may_be_encoded = || nested::may_be_base64(run) || token::may_be_part(run) || may_be_base58_check(run);
    let raise = |is: bool, signal| if is { signal } else { Signals::default() };
    let encoded = raise(!raised.intersects(Signals::RUN) && may_be_encoded(), Signals::RUN);
    encoded | raise(!raised.intersects(Signals::DRAWN) && is_scattered(run), Signals::DRAWN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::promptly::promptly;

    const CODED: Signals = Signals::RUN.union(Signals::DRAWN).union(Signals::CHOSEN);
    const FIGURES: Signals = Signals::DIGITS.union(Signals::NUMBER).union(Signals::NINE).union(Signals::CODE);

    #[test]
    fn prose_raises_nothing() {
        for text in ["", "So ... On May 17 we moved 12 of 340 hosts at 10:30; see chapter 3.2 (page 99)."] {
            assert_eq!(Signals::of(text.as_bytes()), Signals::default());
        }
    }

    #[test]
    fn each_signal_is_raised_at_its_threshold() {
        for (text, signals) in [
            ("a@b", Signals::AT),
            ("$6$x", Signals::DOLLAR),
            ("$1 and $2", Signals::default()),
            ("12 345 67 890-1\n2", FIGURES),
            ("12 345 x 67 89/0", Signals::default()),
            ("12 345 6", Signals::NUMBER),
            ("ab12-cd34", Signals::CODE),
            ("1.2.3.4", Signals::DOTS),
            ("fe80::1", Signals::COLONS),
            ("the Pass-word", Signals::default()),
            ("the Password", Signals::SECRET),
            ("she was born", Signals::BIRTH),
            ("12 345 67 89", Signals::NUMBER.union(Signals::NINE)),
            ("baaa-bb1b:cccc-dddd-eeee-ffff", Signals::HEX.union(Signals::PAIRS)),
            ("aabb.cc1d.eeff", Signals::PAIRS),
            ("aabb.cc1d.eef", Signals::default()),
            ("am9obkBleGFtcGxlLm9yZw", CODED),
            ("Heron9Heron9", Signals::CHOSEN),
            ("version3", Signals::default()),
            ("LK19 ZRT", Signals::WORD),
            ("lk19 zrt", Signals::WORD),
            ("KB19 4", Signals::default()),
            ("VpqEaYfoXEAbTzXKmZta", Signals::DRAWN),
            ("VpqEaYfoXEA-bTzXKmZta", Signals::default()),
            ("VpqEaYfoXEAbTzXKmZta am9obkBleGFtcGxlLm9yZw", CODED),
            ("AK\nIAIOSFO\nDNN7DOCUMEN", Signals::MARK),
            ("2.3\n10.1.2.3", Signals::DOTS.union(Signals::NUMBER)),
            ("am9obkBleGFt\ncGxlLm9yZw", CODED),
            ("am9obkBleG+Ft", Signals::default()),
            ("administration, internationalization", Signals::default()),
            ("to 3KhmFBDjjNcAVj86LwFPfWRQZrNBvBovym now", Signals::RUN.union(Signals::DRAWN)),
            ("to 3KhmFBDjjNcAVjLwFPfWRQZrNBvBovO", Signals::DRAWN),
            (r"\x4a", Signals::ESCAPE),
        ] {
            assert_eq!(Signals::of(text.as_bytes()), signals, "{text}");
        }
    }

    #[test]
    fn words_are_worth_a_reading_beside_digits_and_digits_beside_words_or_in_codes() {
        let worth = |text: &str| Signals::of(text.as_bytes()).worth(text.as_bytes());
        for text in ["the member of a plan", "since 1999-2024", "on 2024-05-17, a year", "in 1024 rooms"] {
            assert!(!worth(text).intersects(Signals::WORD.union(Signals::CODE)), "{text}");
        }
        assert!(worth("member 7").intersects(Signals::WORD) && worth("the password").intersects(Signals::SECRET));
        for text in ["member 1234", "AB-1234-C", "ABC1234", "123-456-789"] {
            assert!(worth(text).intersects(Signals::CODE), "{text}");
        }
    }

    #[test]
    fn a_run_is_found_wherever_it_stands() {
        for before in 0..200 {
            let text = format!("{}am9obkBleGFtcGxlLm9yZw fe80::1 5b10a2844c20165700ede21f", "ab ".repeat(before));
            let figures =
                Signals::COLONS.union(Signals::HEX).union(Signals::PAIRS).union(Signals::CODE).union(Signals::NUMBER);
            let expected = CODED.union(figures);
            assert_eq!(Signals::of(text.as_bytes()), expected, "{before}");
        }
        assert_eq!(drawn("abcdefghijklm ".repeat(100).as_bytes()), Signals::default());
    }

    #[test]
    fn figures_far_from_line_breaks_are_not_cut_by_them() {
        let prose = "so many words stand between this break";
        let text = |figures: &str| format!("{figures} {prose}\n{prose} and {figures}");
        for figures in ["4111111111", "a@b"] {
            let text = text(figures);
            assert_eq!(Signals::of(text.as_bytes()).across_lines(text.as_bytes()), Signals::default(), "{figures}");
        }
        for text in ["it is a@\nb, (12)", "key_\nof (12)", "SomeLonger\nToken (12)"] {
            assert_eq!(Signals::AT.across_lines(text.as_bytes()), Signals::AT, "{text}");
        }
        // A value that is no row of digits has no blanks.
        for text in ["key_1\n of (12)", "it is key_1 \nof", "key_1\n\n\n", "\n \nkey_1"] {
            assert_eq!(Signals::AT.across_lines(text.as_bytes()), Signals::default(), "{text}");
        }
        for cut in ["4111 1111\n1111 1111", "4111 1111\n        1111 1111", "4111 1111 \r\n1111 1111"] {
            assert_eq!(Signals::of(cut.as_bytes()).across_lines(cut.as_bytes()), FIGURES, "{cut}");
        }
    }

    #[test]
    fn a_million_line_breaks_take_no_time() {
        promptly(|| {
            let row = [b"ab".as_slice(), &b"\n".repeat(1 << 20), b"cd"].concat();
            for text in [row, b"a\n".repeat(1 << 20), b"a \n".repeat(1 << 20)] {
                assert_eq!(Signals::of(&text), Signals::default());
                Signals::AT.across_lines(&text);
            }
        });
    }

    #[test]
    fn runs_never_overflow_and_long_ones_are_examined_once() {
        promptly(|| {
            let text = [b"1 ".repeat(40_000), vec![b'7'; 200_000]].concat();
            assert_eq!(Signals::of(&text), FIGURES.union(Signals::HEX).union(Signals::PAIRS).union(Signals::RUN));
            let run = b"5b10a284".repeat(1 << 20);
            assert_eq!(
                Signals::of(&run),
                Signals::HEX.union(Signals::PAIRS).union(Signals::CODE).union(Signals::DRAWN)
            );
            let dashes = [b"-".repeat(1 << 20), b"1x".repeat(1 << 20)].concat();
            assert_eq!(Signals::of(&dashes), Signals::CODE);
        });
    }
}
