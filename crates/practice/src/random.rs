//! A small generator of invented numbers: the same seed gives the same site on every machine.
//!
//! SplitMix64 (Steele, Lea and Flood, 2014). Nothing secret comes from here, so speed and one word of
//! state matter more than quality.

/// A stream of numbers that its seed fixes.
#[derive(Clone)]
pub(super) struct Random(u64);

impl Random {
    /// The stream of a thing, from the numbers that name it.
    pub(super) fn of(names: &[u64]) -> Self {
        let mut random = Self(0x6a09_e667_f3bc_c908);
        for name in names {
            random.0 = random.next() ^ name;
        }
        random.next();
        random
    }

    /// The next number.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; zero when the bound is zero.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// True once in `n` times on average.
    pub(super) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of the choices; they must not be empty.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

/// A number for texts in this order: FNV-1a over them, each with a separator.
pub(super) fn mark<'a>(texts: impl IntoIterator<Item = &'a str>) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let text = |hash: u64, text: &str| step(text.bytes().fold(hash, step), 0xff);
    texts.into_iter().fold(0xcbf2_9ce4_8422_2325, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_names_give_the_same_stream() {
        let (mut one, mut two, mut other) = (Random::of(&[1, 2]), Random::of(&[1, 2]), Random::of(&[2, 1]));
        let first = one.next();
        assert_eq!(first, two.next());
        assert_ne!(first, other.next());
    }

    #[test]
    fn numbers_stay_below_their_bound() {
        let mut random = Random::of(&[7]);
        assert!((0..1000).all(|_| random.below(3) < 3));
        assert_eq!(random.below(0), 0);
    }
}
