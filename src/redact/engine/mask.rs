//! Where something may stand that is worth a look: digits, signs and long tokens, as bits of blocks of 64 bytes.

/// A digit.
const DIGIT: u8 = 1;
/// A character of long tokens.
const TOKEN: u8 = 2;
/// A sign before which or behind which a value may stand.
const SIGN: u8 = 4;

/// The classes of all bytes.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut b = 0;
    while b < 256 {
        let byte = b as u8;
        classes[b] = match byte {
            b'0'..=b'9' => DIGIT | TOKEN,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'-' | b'+' | b'/' => TOKEN,
            b'@' | b':' | b'=' => SIGN,
            _ => 0,
        };
        b += 1;
    }
    classes
};

/// The bits of a block of 64 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) digits: u64,
    pub(super) tokens: u64,
    pub(super) signs: u64,
}

impl Block {
    /// The bits of up to 64 bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        if let Ok(bytes) = <&[u8; 64]>::try_from(bytes) {
            return Self::full(bytes);
        }
        let mut full = [0; 64];
        full[..bytes.len()].copy_from_slice(bytes);
        Self::full(&full)
    }

    fn full(bytes: &[u8; 64]) -> Self {
        const ONES: u64 = 0x0101_0101_0101_0101;
        // Multiplication gathers the lowest bit of each byte in the topmost byte.
        const GATHER: u64 = 0x0102_0408_1020_4080;
        let mut block = Self::default();
        for (at, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
            let classes = u64::from_le_bytes(eight.map(|b| CLASSES[usize::from(b)]));
            let gather = |bit: u32| ((classes >> bit) & ONES).wrapping_mul(GATHER) >> 56;
            block.digits |= gather(0) << (8 * at);
            block.tokens |= gather(1) << (8 * at);
            block.signs |= gather(2) << (8 * at);
        }
        block
    }
}

/// Where runs of at least 16 ones, the shortest long token, begin in a block that is followed by another.
pub(super) fn long_runs(before: bool, tokens: u64, next: u64) -> u64 {
    let mut all = u128::from(tokens) | u128::from(next) << 64;
    let starts = all & !(all << 1 | u128::from(before));
    for by in [1, 2, 4, 8] {
        all &= all >> by;
    }
    (all & starts) as u64
}
