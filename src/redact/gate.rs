//! The gate: one cheap pass over text that tells whether a detector or a decoder could find anything in it.
//!
//! Per byte it keeps seven run lengths side by side in one word: digits with the separators of numbers between
//! them, hexadecimal digits with `:` and `-` between them, letters or digits alone, and so on. A run that reaches
//! its threshold, or one of a few telling bytes, raises a signal; so does a telling word, for which an automaton
//! walks along. Line breaks do not end a run, so the answer covers the view that leaves them out. The gate errs on
//! the side of raising.

use super::decode::Sink;
use super::nested;
use super::token;
use super::words;
use std::ops::{BitOr, Range};

/// What a stretch of text may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signals(u16);

impl Signals {
    /// An `@`.
    pub(super) const AT: Self = Self(1);
    /// A sign that may begin an escaped character.
    pub(super) const ESCAPE: Self = Self(2);
    /// A word that makes a secret of what stands beside it, or an identifier of a few digits.
    pub(super) const WORD: Self = Self(4);
    /// A `$`, which divides the parts of a password's hash.
    pub(super) const DOLLAR: Self = Self(8);
    /// Twelve digits with nothing but separators between them.
    pub(super) const DIGITS: Self = Self(16);
    /// Twenty-four hexadecimal digits with nothing but `:` and `-` between them.
    pub(super) const HEX: Self = Self(32);
    /// Fourteen letters or digits in a row that may be base64, or a token.
    pub(super) const RUN: Self = Self(64);
    /// Six digits with nothing but separators between them.
    pub(super) const NUMBER: Self = Self(128);
    /// Four digits with nothing but letters, digits and `-` between them.
    pub(super) const CODE: Self = Self(256);
    /// Three full stops with nothing but digits between them.
    pub(super) const DOTS: Self = Self(512);
    /// Two colons with nothing but hexadecimal digits between them.
    pub(super) const COLONS: Self = Self(1024);
    /// Everything: for what may stand anywhere.
    pub(super) const ANY: Self = Self(u16::MAX);

    /// The text is short and a whole field, so that it may be a value and nothing else.
    pub(super) const FIELD: Self = Self(2048);

    /// These signals and others.
    pub(super) const fn or(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether one of `others` was raised.
    pub(super) fn any_of(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}

impl BitOr for Signals {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
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
const LONG: Lane = Lane { shift: 16, threshold: 14, signal: Signals::RUN };
const LONG_REACHED: u64 = REACHED << LONG.shift;
const LANES: [Lane; 7] = [
    Lane { shift: 0, threshold: 12, signal: Signals::DIGITS },
    Lane { shift: 8, threshold: 24, signal: Signals::HEX },
    LONG,
    Lane { shift: 24, threshold: 6, signal: Signals::NUMBER },
    Lane { shift: 32, threshold: 4, signal: Signals::CODE },
    Lane { shift: 40, threshold: 3, signal: Signals::DOTS },
    Lane { shift: 48, threshold: 2, signal: Signals::COLONS },
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
/// The lane above the run lengths: the signals of single bytes.
const MARKS: u32 = 56;

/// What a byte does to the word: `keep` masks the lanes that go on, `add` counts, and marks.
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
    let counts = [digit, hex, byte.is_ascii_alphanumeric(), digit, digit, byte == b'.', byte == b':'];
    let number = matches!(byte, b' ' | b'-' | b'.' | b'\t' | b'%');
    let keeps = [
        number,
        matches!(byte, b':' | b'-'),
        false,
        number || matches!(byte, b'/' | b'(' | b')'),
        matches!(byte, b'-') || byte.is_ascii_alphabetic(),
        digit,
        hex,
    ];
    let mark = match byte {
        b'@' => Signals::AT,
        b'$' => Signals::DOLLAR,
        _ => Signals(0),
    };
    let mut effect = Effect { keep: 0, add: (mark.0 as u64) << MARKS };
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

const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The state of the pass; runs go on from one piece of text to the next.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    runs: u64,
    seen: u64,
    word: words::State,
    signals: Signals,
    blank: bool,
    /// A sign at the end of the text so far.
    pending: Option<u8>,
}

impl Default for Gate {
    fn default() -> Self {
        Self { runs: EMPTY, seen: 0, word: words::START, signals: Signals::default(), blank: true, pending: None }
    }
}

impl Gate {
    /// Reads bytes of a view.
    pub(super) fn read(&mut self, bytes: &[u8]) {
        if let (Some(sign), [first, ..]) = (self.pending, bytes) {
            self.pending = None;
            self.continue_escape(sign, *first);
        }
        let begun = self.runs & LANE << LONG.shift > LONG.empty();
        self.blank = self.blank && bytes.iter().all(u8::is_ascii_whitespace);
        let mut examined = 0;
        let table = words::table();
        for (index, block) in bytes.chunks(BLOCK).enumerate() {
            let (runs, mut seen) = self.pass(block, table);
            self.runs = if runs & seen & REACHED_ANY != 0 { clamped(runs) } else { runs };
            let end = index * BLOCK + block.len();
            if seen & !self.seen & LONG_REACHED != 0 {
                let stretch = runs_around(bytes, examined..end, block.len());
                if !has_telling_run(&bytes[stretch.clone()], begun && stretch.start == 0) {
                    seen &= !LONG_REACHED;
                }
                examined = stretch.end;
            }
            self.seen |= seen;
        }
    }

    /// A sign was the end of a piece of text, and this is how the next one begins.
    fn continue_escape(&mut self, sign: u8, first: u8) {
        if is_line_end(first) {
            self.pending = Some(sign);
        } else if first.is_ascii_alphanumeric() || matches!(first, b'#' | b'\\' | b'&') {
            self.signals = self.signals | Signals::ESCAPE;
        }
    }

    /// Reads a block: the run lengths at its end, and what was reached on the way.
    fn pass(&mut self, block: &[u8], table: &words::Table) -> (u64, u64) {
        let (mut runs, mut word, mut seen, mut met) = (self.runs, self.word, 0, 0);
        for byte in block {
            let effect = EFFECTS[usize::from(*byte)];
            runs = (runs & effect.keep) + effect.add;
            word = table.next(word, *byte);
            seen |= runs;
            met |= word;
        }
        self.word = word & !words::MET;
        if met & words::MET != 0 {
            self.signals = self.signals | Signals::WORD;
        }
        (runs, seen)
    }

    /// What was raised so far.
    pub(super) fn signals(&self) -> Signals {
        let mut signals = self.signals | Signals((self.seen >> MARKS) as u16);
        for lane in &LANES {
            if self.seen >> lane.shift & REACHED != 0 {
                signals = signals | lane.signal;
            }
        }
        signals
    }

    /// Whether nothing but blanks was read.
    pub(super) fn is_blank(&self) -> bool {
        self.blank
    }

    /// The signals of a finished view.
    pub(super) fn of(text: &[u8]) -> Signals {
        let mut gate = Self::default();
        gate.read(text);
        gate.signals()
    }
}

/// The runs that the last `len` bytes of `range` hold or cut, as far as they lie behind the start of `range`: what
/// is before it was examined already.
fn runs_around(bytes: &[u8], range: Range<usize>, len: usize) -> Range<usize> {
    if range.is_empty() {
        return range.start..range.start;
    }
    let in_run = |b: &&u8| b.is_ascii_alphanumeric() || is_line_end(**b);
    let start = range.end.saturating_sub(len).max(range.start);
    let before = bytes[range.start..start].iter().rev().take_while(in_run).count();
    let after = bytes[range.end..].iter().take_while(in_run).count();
    start - before..range.end + after
}

/// Whether one of the long runs may be base64 or a token, in one line or read on into the next. Of the run that
/// `begun` before these bytes this is not known, and the answer is yes.
fn has_telling_run(bytes: &[u8], begun: bool) -> bool {
    let mut first = begun;
    for joined in bytes.split(|b| !b.is_ascii_alphanumeric() && !is_line_end(*b)) {
        if first && !joined.is_empty() || joined.len() >= LONG.threshold as usize && is_telling(joined) {
            return true;
        }
        first = false;
    }
    false
}

fn is_telling(joined: &[u8]) -> bool {
    let alone = |run: &[u8]| nested::may_be_base64(run) || token::may_be_part(run);
    let lines = || joined.split(|b| is_line_end(*b));
    lines().any(alone) || lines().nth(1).is_some() && alone(&lines().collect::<Vec<_>>().concat())
}

/// The run lengths, none above its threshold. Marks are gone; they are kept in what was seen.
fn clamped(runs: u64) -> u64 {
    LANES.iter().map(|lane| (runs & LANE << lane.shift).min(REACHED << lane.shift)).sum()
}

impl Sink for Gate {
    fn copy(&mut self, bytes: &[u8], _source: usize) {
        self.read(bytes);
    }

    fn atom(&mut self, folded: &str, _source: Range<usize>) {
        self.read(folded.as_bytes());
    }

    fn sign(&mut self, sign: u8, rest: &[u8]) {
        match nested::may_escape(sign, rest) {
            Some(true) => self.signals = self.signals | Signals::ESCAPE,
            Some(false) => {}
            None => self.pending = Some(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIGURES: Signals = Signals(Signals::DIGITS.0 | Signals::NUMBER.0 | Signals::CODE.0);

    #[test]
    fn prose_raises_nothing() {
        assert_eq!(
            Gate::of(b"On May 17 we moved 12 of 340 hosts at 10:30; see chapter 3.2 (page 99)."),
            Signals::default()
        );
    }

    #[test]
    fn each_signal_is_raised_at_its_threshold() {
        assert_eq!(Gate::of(b"a@b"), Signals::AT);
        assert_eq!(Gate::of(b"12 345 67 890-1\n2"), FIGURES);
        assert_eq!(Gate::of(b"12 345 x 67 89/0"), Signals::default());
        assert_eq!(Gate::of(b"12 345 6"), Signals::NUMBER);
        assert_eq!(Gate::of(b"ab12-cd34"), Signals::CODE);
        assert_eq!(Gate::of(b"1.2.3.4"), Signals::DOTS);
        assert_eq!(Gate::of(b"fe80::1"), Signals::COLONS);
        assert_eq!(Gate::of(b"the Pass-word"), Signals::default());
        assert_eq!(Gate::of(b"the Password"), Signals::WORD);
        assert_eq!(Gate::of(b"aaaa-bbbb:cccc-dddd-eeee-ffff"), Signals::HEX);
        assert_eq!(Gate::of(b"am9obkBleGFtcGxlLm9yZw"), Signals::RUN);
        assert_eq!(Gate::of(b"am9obkBleGFt\ncGxlLm9yZw"), Signals::RUN);
        assert_eq!(Gate::of(b"am9obkBleG+Ft"), Signals::default());
        assert_eq!(Gate::of(b"administration, internationalization"), Signals::default());
    }

    #[test]
    fn a_long_run_is_examined_once() {
        let run = b"5b10a284".repeat(1 << 20);
        assert_eq!(Gate::of(&run), Signals::HEX | Signals::CODE);
    }

    #[test]
    fn runs_go_on_across_pieces_and_never_overflow() {
        let mut gate = Gate::default();
        (0..40_000).for_each(|_| gate.read(b"1 "));
        gate.read(&[b'7'; 200_000]);
        assert_eq!(gate.signals(), FIGURES | Signals::HEX | Signals::RUN);
        let mut split = Gate::default();
        split.read(b"an administ");
        split.read(b"ration");
        assert_eq!(split.signals(), Signals::RUN);
        let mut word = Gate::default();
        word.read(b"pass");
        word.read(b"word");
        assert_eq!(word.signals(), Signals::WORD);
    }
}
