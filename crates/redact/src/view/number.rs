//! Whole numbers that are written as decimal ones, as columns of decimal and floating types show them.

/// The most digits of a number.
const MOST: usize = 34;

/// The digits of the whole number that a text writes with a point or an exponent; nothing where it is another number, or needs
/// neither.
pub(super) fn whole(text: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(text).ok()?;
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix('+').unwrap_or(exponent).parse::<usize>().ok()?),
        None => (text, 0),
    };
    let (front, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if front.is_empty() || mantissa.len() == text.len() && fraction.is_empty() || exponent > MOST {
        return None;
    }
    if !is_number(front) || !is_number(fraction) {
        return None;
    }
    let (whole, rest) = fraction.split_at(exponent.min(fraction.len()));
    let zeros = "0".repeat(exponent - whole.len());
    let digits = format!("{front}{whole}{zeros}");
    (rest.bytes().all(|b| b == b'0') && digits.len() <= MOST).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_told_from_others() {
        for (text, digits) in [
            ("4155550132.0", Some("4155550132")),
            ("4.155550132e9", Some("4155550132")),
            ("5.362281450000000e+08", Some("536228145")),
            ("7E2", Some("700")),
            ("737", None),
            ("737.5", None),
            ("7.375e2", None),
            ("1.", None),
            (".5", None),
            ("1e-3", None),
            ("1.2.3", None),
            ("abc", None),
            ("", None),
        ] {
            assert_eq!(whole(text.as_bytes()).as_deref(), digits, "{text}");
        }
    }
}
