//! The kinds of character that a value is made of.

/// How many of the four kinds of character a value has: small letters, capitals, digits, signs.
pub(in super::super) struct Mix {
    pub(in super::super) small: usize,
    pub(in super::super) large: usize,
    pub(in super::super) digits: usize,
    pub(in super::super) signs: usize,
    /// How many different bytes.
    pub(in super::super) distinct: usize,
}

impl Mix {
    pub(in super::super) fn of(value: &[u8]) -> Self {
        let (mut small, mut large, mut digits) = (0, 0, 0);
        // A bit for each byte that occurs.
        let mut seen = [0_u64; 4];
        for b in value {
            seen[usize::from(*b >> 6)] |= 1 << (*b & 63);
            small += usize::from(b.is_ascii_lowercase());
            large += usize::from(b.is_ascii_uppercase());
            digits += usize::from(b.is_ascii_digit());
        }
        let signs = value.len() - small - large - digits;
        let distinct = seen.iter().map(|bits| bits.count_ones() as usize).sum();
        Self { small, large, digits, signs, distinct }
    }

    /// How many of letters small, letters large, digits occur.
    pub(in super::super) fn classes(&self) -> usize {
        [self.small, self.large, self.digits].iter().filter(|count| **count > 0).count()
    }
}
