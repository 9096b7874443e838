//! The bytes of attachments: given, or invented anew whenever they are asked for, piece by piece.

use crate::random::Random;
use axum::body::Bytes;

/// Bytes of a piece.
const PIECE: usize = 64 << 10;

/// The content of one version of an attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binary {
    /// These bytes.
    Given(Vec<u8>),
    /// `size` bytes that follow from the seed; never held in memory as a whole.
    Invented {
        /// What they follow from; equal seeds and sizes give equal bytes.
        seed: u64,
        /// How many bytes.
        size: u64,
    },
}

impl Binary {
    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        match self {
            Binary::Given(bytes) => bytes.len() as u64,
            Binary::Invented { size, .. } => *size,
        }
    }

    /// All its bytes at once.
    pub fn bytes(&self) -> Vec<u8> {
        self.pieces().flatten().collect()
    }

    /// Its bytes in order, at most 64 KiB at a time.
    pub(super) fn pieces(&self) -> Box<dyn Iterator<Item = Bytes> + Send> {
        match self {
            Binary::Given(bytes) => {
                let mut left = Bytes::from(bytes.clone());
                let piece = move || (!left.is_empty()).then(|| left.split_to(left.len().min(PIECE)));
                Box::new(std::iter::from_fn(piece))
            }
            Binary::Invented { seed, size } => {
                let (mut random, mut left) = (Random::of(&[*seed, 0x6269_6e61_7279]), *size);
                Box::new(std::iter::from_fn(move || {
                    let piece = left.min(PIECE as u64) as usize;
                    left -= piece as u64;
                    (piece > 0).then(|| invented(&mut random, piece))
                }))
            }
        }
    }
}

fn invented(random: &mut Random, size: usize) -> Bytes {
    let mut bytes = Vec::with_capacity(size + 8);
    while bytes.len() < size {
        bytes.extend_from_slice(&random.next().to_le_bytes());
    }
    bytes.truncate(size);
    bytes.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_give_equal_bytes_of_the_asked_size() {
        let of = |seed, size| Binary::Invented { seed, size };
        for size in [0, 1, 7, PIECE as u64, PIECE as u64 + 3, 200_000] {
            assert_eq!(of(5, size).bytes().len() as u64, size);
        }
        assert_eq!(of(5, 70_000).bytes(), of(5, 70_000).bytes());
        assert_ne!(of(5, 70_000).bytes(), of(6, 70_000).bytes());
        let given = Binary::Given(vec![7; PIECE + 1]);
        assert_eq!(given.pieces().map(|piece| piece.len()).collect::<Vec<_>>(), [PIECE, 1]);
    }
}
