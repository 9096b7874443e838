//! Masks: a bit for each byte of a text that is of a kind, 64 bytes at a time.

/// How many bytes a mask tells of.
pub(super) const WIDTH: usize = 64;

/// The mask of the first bytes of a text; no bits are set behind its end. `is` should have no branches, so that it
/// becomes vectors.
pub(super) fn mask(text: &[u8], is: impl Fn(u8) -> bool) -> u64 {
    match text.first_chunk() {
        Some(window) => of_window(window, is),
        None => {
            let mut window = [0; WIDTH];
            window[..text.len()].copy_from_slice(text);
            of_window(&window, is) & ((1 << text.len()) - 1)
        }
    }
}

#[inline(always)]
fn of_window(window: &[u8; WIDTH], is: impl Fn(u8) -> bool) -> u64 {
    let flags = window.map(|byte| u8::from(is(byte)));
    let (eights, _) = flags.as_chunks::<8>();
    // The product brings the lowest bit of each byte into the highest byte.
    let bits = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().rev().fold(0, |mask, eight| mask << 8 | bits(eight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_its_bit() {
        let is = |byte: u8| byte == b'x';
        for len in 0..200 {
            for step in 1..9 {
                let text: Vec<u8> = (0..len).map(|at| if at % step == 0 { b'x' } else { b' ' }).collect();
                let expected = (0..len.min(WIDTH)).step_by(step).fold(0, |mask: u64, at| mask | 1 << at);
                assert_eq!(mask(&text, is), expected);
            }
        }
        assert_eq!(mask(&[0; 3], |byte| byte == 0), 0b111);
    }
}
