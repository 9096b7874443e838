//! The gate: one cheap pass over text that tells whether a detector or a decoder could find anything in it.
//!
//! Per byte it keeps three run lengths side by side in one word: digits with the separators of numbers between
//! them, hexadecimal digits with `:` and `-` between them, and letters or digits alone. A run that reaches
//! its threshold, or one of a few telling bytes, raises a signal. Line breaks do not end a run, so the answer
//! covers the view that leaves them out. The gate errs on the side of raising.

use super::decode::Sink;
use std::ops::{BitOr, Range};

/// What a stretch of text may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signals(u8);

impl Signals {
    /// An `@`.
    pub(super) const AT: Self = Self(1);
    /// A percent sign: perhaps a percent-encoded byte.
    pub(super) const PERCENT: Self = Self(2);
    /// A backslash: perhaps an escaped character.
    pub(super) const BACKSLASH: Self = Self(4);
    /// An ampersand that survived decoding: perhaps a reference of the second order.
    pub(super) const REFERENCE: Self = Self(8);
    /// Twelve digits with nothing but separators between them.
    pub(super) const DIGITS: Self = Self(16);
    /// Twenty-four hexadecimal digits with nothing but `:` and `-` between them.
    pub(super) const HEX: Self = Self(32);
    /// Fourteen letters or digits in a row: perhaps base64, or a token of ours.
    pub(super) const RUN: Self = Self(64);

    /// Whether nothing was raised.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether one of `others` was raised.
    pub(super) fn any_of(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}

impl BitOr for Signals {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// One run length: a lane of 16 bits in the word.
struct Lane {
    shift: u32,
    threshold: u64,
    signal: Signals,
}

const LANES: [Lane; 3] = [
    Lane { shift: 0, threshold: 12, signal: Signals::DIGITS },
    Lane { shift: 16, threshold: 24, signal: Signals::HEX },
    Lane { shift: 32, threshold: 14, signal: Signals::RUN },
];

/// Bytes read before the run lengths are looked at, and clamped where one is large, so that no lane overflows.
const CHUNK: usize = 4096;
const NEARLY_FULL: u64 = 0x4000_4000_4000;
/// A lane's top bit, set when threshold and run length are added up.
const REACHED: u64 = 0x8000;
/// The lane above the run lengths: the signals of single bytes.
const MARKS: u32 = 48;

/// What a byte does to the word: `keep` masks the lanes that go on, `add` counts, and marks.
#[derive(Clone, Copy)]
struct Effect {
    keep: u64,
    add: u64,
}

const EFFECTS: [Effect; 256] = effects();
const BIAS: u64 = bias();

const fn bias() -> u64 {
    let mut bias = 0;
    let mut i = 0;
    while i < LANES.len() {
        bias |= (REACHED - LANES[i].threshold) << LANES[i].shift;
        i += 1;
    }
    bias
}

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
    let counts = [byte.is_ascii_digit(), byte.is_ascii_hexdigit(), byte.is_ascii_alphanumeric()];
    let line = matches!(byte, b'\n' | b'\r');
    let keeps = [line || matches!(byte, b' ' | b'-' | b'.' | b'\t'), line || matches!(byte, b':' | b'-'), line];
    let mark = match byte {
        b'@' => Signals::AT,
        b'%' => Signals::PERCENT,
        b'\\' => Signals::BACKSLASH,
        _ => Signals(0),
    };
    let mut effect = Effect { keep: 0, add: (mark.0 as u64) << MARKS };
    let mut i = 0;
    while i < LANES.len() {
        if counts[i] {
            effect.add |= 1 << LANES[i].shift;
        }
        if counts[i] || keeps[i] {
            effect.keep |= 0xffff << LANES[i].shift;
        }
        i += 1;
    }
    effect
}

/// The state of the pass; runs go on from one piece of text to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Gate {
    runs: u64,
    seen: u64,
    signals: Signals,
}

impl Gate {
    /// Reads bytes of a view.
    pub(super) fn read(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(CHUNK) {
            let (mut runs, mut seen) = (self.runs, self.seen);
            for byte in chunk {
                let effect = EFFECTS[usize::from(*byte)];
                runs = (runs & effect.keep) + effect.add;
                seen |= runs + BIAS;
            }
            self.seen = seen;
            self.runs = if runs & NEARLY_FULL != 0 { clamped(runs) } else { runs };
        }
    }

    /// What was raised so far.
    pub(super) fn signals(&self) -> Signals {
        let mut signals = self.signals | Signals((self.seen >> MARKS) as u8);
        for lane in &LANES {
            if self.seen >> lane.shift & REACHED != 0 {
                signals = signals | lane.signal;
            }
        }
        signals
    }

    /// The signals of a finished view.
    pub(super) fn of(text: &[u8]) -> Signals {
        let mut gate = Self::default();
        gate.read(text);
        gate.signals()
    }
}

/// The run lengths, none above its threshold. Marks are gone; they are kept in what was seen.
fn clamped(runs: u64) -> u64 {
    LANES.iter().map(|lane| (runs >> lane.shift & 0xffff).min(lane.threshold) << lane.shift).sum()
}

impl Sink for Gate {
    fn copy(&mut self, bytes: &[u8], _source: usize) {
        self.read(bytes);
    }

    fn atom(&mut self, folded: &str, _source: Range<usize>) {
        self.read(folded.as_bytes());
    }

    fn signal(&mut self, signals: Signals) {
        self.signals = self.signals | signals;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_raises_nothing() {
        assert!(Gate::of(b"On 2024-05-17 we moved 12 of 340 hosts; see chapter 3.2 (page 99).").is_empty());
    }

    #[test]
    fn each_signal_is_raised_at_its_threshold() {
        assert_eq!(Gate::of(b"a@b"), Signals::AT);
        assert_eq!(Gate::of(b"12345 67890-1\n2"), Signals::DIGITS);
        assert_eq!(Gate::of(b"12345 67890-1 x 2"), Signals::default());
        assert_eq!(Gate::of(b"aaaa-bbbb:cccc-dddd-eeee-ffff"), Signals::HEX);
        assert_eq!(Gate::of(b"ghijklmnopqrst"), Signals::RUN);
        assert_eq!(Gate::of(b"ghijklmnopqrs t"), Signals::default());
    }

    #[test]
    fn runs_go_on_across_pieces_and_never_overflow() {
        let mut gate = Gate::default();
        (0..40_000).for_each(|_| gate.read(b"1 "));
        gate.read(&[b'7'; 200_000]);
        assert_eq!(gate.signals(), Signals::DIGITS | Signals::HEX | Signals::RUN);
        let mut split = Gate::default();
        split.read(b"ghijklm");
        split.read(b"nopqrst");
        assert_eq!(split.signals(), Signals::RUN);
    }
}
