//! The arithmetic of check digits. All of it reads ASCII letters in upper case and digits; what is neither counts as
//! some number and fails the check sooner or later.

/// The digit at a place, 0 where there is none.
pub(super) fn digit(value: &[u8], at: usize) -> u32 {
    value.get(at).map_or(0, |b| u32::from(b.wrapping_sub(b'0')))
}

/// The number that these digits write.
pub(in crate::redact::detect) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |sum, b| sum.wrapping_mul(10).wrapping_add(u64::from(b.wrapping_sub(b'0'))))
}

/// A letter's place in the alphabet from 10 on, or the digit: base 36, as in ICAO 9303 and ISO 13616.
pub(super) fn base36(byte: u8) -> u32 {
    char::from(byte).to_digit(36).unwrap_or(0)
}

/// Whether all characters are the same.
pub(super) fn is_uniform(value: &[u8]) -> bool {
    value.windows(2).all(|pair| pair[0] == pair[1])
}

/// The sum of the digits, each times its weight; as many as there are weights.
pub(in crate::redact::detect) fn weighted(value: &[u8], weights: &[u32]) -> u32 {
    value.iter().zip(weights).map(|(b, weight)| u32::from(b.wrapping_sub(b'0')) * weight).sum()
}

/// The same, with the cross sums of the products.
pub(super) fn cross_weighted(value: &[u8], weights: &[u32]) -> u32 {
    let cross = |product: u32| product / 10 + product % 10;
    value.iter().zip(weights).map(|(b, weight)| cross(u32::from(b.wrapping_sub(b'0')) * weight)).sum()
}

/// The Luhn check (ISO/IEC 7812-1, annex B).
pub(in crate::redact::detect) fn luhn(value: &[u8]) -> bool {
    passes_luhn(value.iter().map(|b| b.wrapping_sub(b'0')))
}

/// The same of the values of digits.
pub(in crate::redact::detect) fn passes_luhn(digits: impl DoubleEndedIterator<Item = u8>) -> bool {
    let double = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let digits = digits.rev().map(u32::from).enumerate();
    let sum: u32 = digits.map(|(index, digit)| if index % 2 == 1 { double(digit) } else { digit }).sum();
    sum.is_multiple_of(10)
}

/// The check of the numbers of articles (GS1): the digits from the last one on, times one and three in turn.
pub(in crate::redact::detect) fn gs1(value: &[u8]) -> bool {
    let weights = [1, 3].into_iter().cycle();
    let sum: u32 = value.iter().rev().zip(weights).map(|(b, weight)| u32::from(b.wrapping_sub(b'0')) * weight).sum();
    sum.is_multiple_of(10)
}

/// ISO/IEC 7064, MOD 11,10.
pub(super) fn mod_11_10(value: &[u8]) -> bool {
    let Some((last, rest)) = value.split_last() else { return false };
    let product = rest.iter().fold(10, |product, b| {
        let sum = (product + u32::from(b.wrapping_sub(b'0'))) % 10;
        if sum == 0 { 9 } else { 2 * sum % 11 }
    });
    (11 - product) % 10 == u32::from(last.wrapping_sub(b'0'))
}

/// Verhoeff's check: the dihedral group of order ten, which notices every wrong digit and every swap.
pub(super) fn verhoeff(value: &[u8]) -> bool {
    const PERMUTATION: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let turned = |digit: u8, times: usize| (0..times % 8).fold(digit, |d, _| PERMUTATION[usize::from(d % 10)]);
    let places = value.iter().rev().enumerate();
    places.fold(0, |sum, (place, b)| dihedral(sum, turned(b.wrapping_sub(b'0'), place))) == 0
}

/// The product of two elements: 0 to 4 are turns, 5 to 9 are reflections.
fn dihedral(one: u8, other: u8) -> u8 {
    let (turn, by) = (one % 5, other % 5);
    match (one < 5, other < 5) {
        (true, true) => (turn + by) % 5,
        (true, false) => (turn + by) % 5 + 5,
        (false, true) => (turn + 5 - by) % 5 + 5,
        (false, false) => (turn + 5 - by) % 5,
    }
}

/// The check digit of ICAO 9303: weights 7, 3, 1.
pub(super) fn icao(value: &[u8]) -> u32 {
    value.iter().zip([7, 3, 1].into_iter().cycle()).map(|(b, weight)| base36(*b) * weight).sum::<u32>() % 10
}

/// Whether there is such a day. A year of two digits may be any year that ends with them.
pub(super) fn is_date(year: u64, month: u64, day: u64) -> bool {
    let leap = year.is_multiple_of(4) && (year < 100 || !year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Whether the value begins with year, month and day, two digits each.
pub(super) fn has_birth_date(value: &[u8]) -> bool {
    value.len() >= 6 && is_date(number(&value[..2]), number(&value[2..4]), number(&value[4..6]))
}

/// Whether the digits are a point in time as programs write it: seconds or milliseconds since 1970 for 2015 to 2034,
/// or year, month, day, hour and minute.
pub(super) fn is_time(value: &[u8]) -> bool {
    let since_1970 = |value| (1_420_070_400..2_051_222_400).contains(&value);
    match value.len() {
        _ if !value.iter().all(u8::is_ascii_digit) => false,
        8 => is_day(value),
        10 => since_1970(number(value)),
        12 => is_day(&value[..8]) && number(&value[8..10]) < 24 && number(&value[10..]) < 60,
        13 => since_1970(number(value) / 1000),
        _ => false,
    }
}

/// Whether eight digits are a day of this time: year, month, day.
fn is_day(value: &[u8]) -> bool {
    let year = number(&value[..4]);
    (1970..2050).contains(&year) && is_date(year, number(&value[4..6]), number(&value[6..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_notice_every_wrong_digit() {
        type Check = fn(&[u8]) -> bool;
        let checks: [(Check, &[u8]); 3] = [(luhn, b"79927398713"), (mod_11_10, b"86095742719"), (verhoeff, b"2363")];
        for (check, value) in checks {
            assert!(check(value));
            for at in 0..value.len() {
                for digit in b'0'..=b'9' {
                    let mut wrong = value.to_vec();
                    wrong[at] = digit;
                    assert_eq!(check(&wrong), digit == value[at]);
                }
            }
        }
        assert!(!verhoeff(b"2636"), "swapped digits");
        assert_eq!(icao(b"520727"), 3, "the example of ICAO 9303, part 3");
        assert_eq!((weighted(b"123", &[3, 2, 1]), cross_weighted(b"99", &[2, 1])), (10, 18));
        assert!(is_uniform(b"77") && !is_uniform(b"78"));
    }

    #[test]
    fn days_and_times_are_known() {
        assert!(has_birth_date(b"000229") && has_birth_date(b"991231") && !has_birth_date(b"990229"));
        assert!(is_date(1904, 2, 29) && !is_date(1900, 2, 29) && !is_date(1990, 4, 31) && !is_date(1990, 13, 1));
        for time in ["20240517", "1716239022", "202405171259", "1716239022123"] {
            assert!(is_time(time.as_bytes()), "{time}");
        }
        for other in ["20241317", "18900517", "3716239022", "202405172459", "202405171260", "7716239022123", "2024051A"]
        {
            assert!(!is_time(other.as_bytes()), "{other}");
        }
    }
}
