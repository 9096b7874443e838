//! Literals of rules, looked for all at once: a slot for what the rarest three bytes in a row of each hash to, and a closer look
//! where it is taken. Case does not count.

use super::shape::ByHash;
use std::ops::Range;

/// How many bytes of a literal are hashed; none is shorter.
const HEAD: usize = 3;
/// Bits of the hash.
const BITS: u32 = 16;

/// Literals, and what each leads to.
#[derive(Debug)]
pub(super) struct Literals<T> {
    /// A bit for what each head hashes to: small enough to stay at hand.
    heads: Box<[u64]>,
    /// By what their heads hash to.
    by_head: ByHash<Vec<Literal<T>>>,
}

#[derive(Debug)]
struct Literal<T> {
    text: Box<[u8]>,
    /// Where its head stands.
    head: usize,
    leads: T,
}

impl<T> Default for Literals<T> {
    fn default() -> Self {
        Self { heads: vec![0; (1 << BITS) / 64].into_boxed_slice(), by_head: ByHash::default() }
    }
}

/// Which slot stands for a head, whatever the case of its letters; what is no letter may become another sign, which a closer look
/// tells.
fn slot(head: [u8; HEAD]) -> usize {
    let folded = u32::from_le_bytes([head[0], head[1], head[2], 0]) | 0x0020_2020;
    (folded.wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize
}

/// How often bytes stand in text: the letters of European languages in groups, then digits and signs.
fn frequency(byte: u8) -> u32 {
    match byte {
        b' ' | b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' => 12,
        b'h' | b'l' | b'd' | b'c' | b'u' | b'm' | b'p' => 5,
        b'f' | b'g' | b'y' | b'b' | b'w' | b'v' | b'k' | b'-' | b'.' | b',' => 2,
        _ => 1,
    }
}

impl<T: Copy> Literals<T> {
    /// Adds a literal; says what is wrong with it.
    pub(super) fn add(&mut self, literal: &str, leads: T) -> Result<(), String> {
        let text = literal.to_ascii_lowercase().into_bytes();
        let often = |head: &[u8; HEAD]| head.iter().map(|b| frequency(*b)).product::<u32>();
        let rarest = text.array_windows::<HEAD>().enumerate().min_by_key(|(_, head)| often(head));
        let (head, bytes) = rarest.ok_or_else(|| format!("the literal {literal:?} is shorter than {HEAD} bytes"))?;
        let slot = slot(*bytes);
        self.heads[slot / 64] |= 1 << (slot % 64);
        let literal = Literal { head, leads, text: text.into_boxed_slice() };
        self.by_head.entry(slot as u64).or_default().push(literal);
        Ok(())
    }

    /// Calls for each literal in a text with where it stands, in no order.
    pub(super) fn find(&self, text: &[u8], mut found: impl FnMut(T, Range<usize>)) {
        for (at, head) in text.array_windows::<HEAD>().enumerate() {
            let slot = slot(*head);
            if self.heads[slot / 64] >> (slot % 64) & 1 == 0 {
                continue;
            }
            for literal in self.by_head.get(&(slot as u64)).into_iter().flatten() {
                let Some(start) = at.checked_sub(literal.head) else { continue };
                let span = start..start + literal.text.len();
                if text.get(span.clone()).is_some_and(|part| part.eq_ignore_ascii_case(&literal.text)) {
                    found(literal.leads, span);
                }
            }
        }
    }
}
