//! What kinds of bytes a text holds: of all of it, and as bits of blocks of 64 bytes. What a text does not hold need not be
//! looked for.

/// How many bytes a block has.
pub(super) const WIDTH: usize = 64;

/// A digit.
pub(super) const DIGIT: u8 = 1;
/// A character of long tokens.
pub(super) const TOKEN: u8 = 2;
/// A sign before which or behind which a value may stand.
pub(super) const SIGN: u8 = 4;
/// A line break, or a half of one.
pub(super) const BREAK: u8 = 8;
/// A blank or a tab.
pub(super) const BLANK: u8 = 16;
/// What begins an escape.
pub(super) const ESCAPE: u8 = 32;
/// What may stand between the fields of a line.
pub(super) const SEPARATOR: u8 = 64;
/// A bracket of a placeholder or of a tag.
pub(super) const BRACKET: u8 = 128;

/// The kinds of all bytes.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut b = 0;
    while b < 256 {
        kinds[b] = match b as u8 {
            b'0'..=b'9' => DIGIT | TOKEN,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'-' | b'+' | b'/' => TOKEN,
            b':' => SIGN | SEPARATOR,
            b'@' | b'=' => SIGN,
            b'\n' | b'\r' => BREAK,
            b'\t' => BLANK | SEPARATOR,
            b' ' => BLANK,
            b'\\' | b'%' | b'&' | 0x1b => ESCAPE,
            b'|' | b';' | b',' | b'*' | b'^' => SEPARATOR,
            b'[' | b'<' | b'>' => BRACKET,
            _ => 0,
        };
        b += 1;
    }
    kinds
};

/// Whether a byte is of one of these kinds.
pub(super) fn is(byte: u8, kinds: u8) -> bool {
    KINDS[usize::from(byte)] & kinds != 0
}

/// The kinds of bytes in a text, together.
pub(super) fn kinds(text: &[u8]) -> u8 {
    let (chunks, rest) = text.as_chunks::<8>();
    let of = |bytes: &[u8]| bytes.iter().fold(0, |all, b| all | KINDS[usize::from(*b)]);
    chunks.iter().fold(of(rest), |all, chunk| all | of(chunk))
}

/// Whether a run of this many characters of tokens stands in a text.
pub(super) fn has_run(text: &[u8], len: usize) -> bool {
    let is_token = |b| is(b, TOKEN);
    let mut start = 0;
    while let Some(last) = text.get(start + len - 1) {
        // What ends a run within the window is found from its end.
        let window = &text[start..start + len - 1];
        let run = if is_token(*last) { window.iter().rev().take_while(|b| is_token(**b)).count() } else { 0 };
        match (is_token(*last), window.len() - run) {
            (true, 0) => return true,
            (true, skipped) => start += skipped,
            (false, _) => start += len,
        }
    }
    false
}

/// The kinds of the bytes of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block([u64; WIDTH / 8]);

impl Block {
    /// Of the first bytes of a text; behind its end there is nothing.
    pub(super) fn of(text: &[u8]) -> Self {
        let kinds = |bytes: &[u8; WIDTH]| {
            let (eights, _) = bytes.as_chunks::<8>();
            std::array::from_fn(|at| u64::from_le_bytes(eights[at].map(|b| KINDS[usize::from(b)])))
        };
        if let Some(bytes) = text.first_chunk() {
            return Self(kinds(bytes));
        }
        let mut bytes = [0; WIDTH];
        bytes[..text.len()].copy_from_slice(text);
        if text.is_empty() { Self([0; WIDTH / 8]) } else { Self(kinds(&bytes)) }
    }

    /// A bit for each byte that is of this kind.
    pub(super) fn bits(&self, kind: u8) -> u64 {
        const ONES: u64 = 0x0101_0101_0101_0101;
        // Multiplication gathers the lowest bit of each byte in the topmost byte.
        const GATHER: u64 = 0x0102_0408_1020_4080;
        let shift = kind.trailing_zeros();
        self.0.iter().rev().fold(0, |bits, eight| bits << 8 | ((eight >> shift) & ONES).wrapping_mul(GATHER) >> 56)
    }
}

/// The shortest long token, in bytes.
pub(super) const LONG: usize = 16;

/// Where runs of at least [`LONG`] ones begin in a block that is followed by another.
pub(super) fn long_runs(before: bool, tokens: u64, next: u64) -> u64 {
    let mut all = u128::from(tokens) | u128::from(next) << 64;
    let starts = all & !(all << 1 | u128::from(before));
    for by in [1, 2, 4, 8] {
        all &= all >> by;
    }
    (all & starts) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_long_enough_or_not() {
        for lead in 0..40 {
            for len in 1..40 {
                let text = format!("{}{} ab-cd", "x ".repeat(lead), "k".repeat(len));
                assert_eq!(has_run(text.as_bytes(), 14), len >= 14, "{text}");
                assert_eq!(has_run(&text.as_bytes()[..2 * lead + len], 16), len >= 16, "{text}");
            }
        }
    }
}
