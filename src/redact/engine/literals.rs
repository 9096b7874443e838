//! Literals of rules, looked for all at once: a slot for what the first three bytes of each hash to, and a closer look where it
//! is taken. Case does not count.

use std::ops::Range;

/// How many bytes of a literal are hashed; none is shorter.
const HEAD: usize = 3;
/// Bits of the hash.
const BITS: u32 = 16;

/// Literals, and what each leads to.
#[derive(Debug)]
pub(super) struct Literals<T> {
    /// By what a head hashes to: the number of its bucket, from 1, or none.
    slots: Box<[u16]>,
    buckets: Vec<Vec<(Box<[u8]>, T)>>,
}

impl<T> Default for Literals<T> {
    fn default() -> Self {
        Self { slots: vec![0; 1 << BITS].into_boxed_slice(), buckets: Vec::new() }
    }
}

/// The first bytes without their case; what is no letter may become another sign, which a closer look tells.
fn head(bytes: [u8; HEAD]) -> u32 {
    u32::from_le_bytes([bytes[0] | 0x20, bytes[1] | 0x20, bytes[2] | 0x20, 0])
}

/// Which slot stands for a head.
fn slot(head: u32) -> usize {
    (head.wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize
}

impl<T: Copy> Literals<T> {
    /// Adds a literal; says what is wrong with it.
    pub(super) fn add(&mut self, literal: &str, leads: T) -> Result<(), String> {
        let text = literal.to_ascii_lowercase().into_bytes();
        let first =
            text.first_chunk().ok_or_else(|| format!("the literal {literal:?} is shorter than {HEAD} bytes"))?;
        let slot = &mut self.slots[slot(head(*first))];
        if *slot == 0 {
            self.buckets.push(Vec::new());
            *slot = u16::try_from(self.buckets.len()).map_err(|_| "there are too many literals".to_owned())?;
        }
        self.buckets[usize::from(*slot) - 1].push((text.into_boxed_slice(), leads));
        Ok(())
    }

    /// Calls for each literal in a text with where it stands, in order of where they begin.
    pub(super) fn find(&self, text: &[u8], mut found: impl FnMut(T, Range<usize>)) {
        for (at, first) in text.array_windows::<HEAD>().enumerate() {
            let slot = self.slots[slot(head(*first))];
            if slot == 0 {
                continue;
            }
            for (literal, leads) in &self.buckets[usize::from(slot) - 1] {
                let is_here = text.get(at..at + literal.len()).is_some_and(|part| part.eq_ignore_ascii_case(literal));
                if is_here {
                    found(*leads, at..at + literal.len());
                }
            }
        }
    }
}
