//! The checks that have a name: what no table can say.

use super::Named::{Bare, Written};
use super::{Named, base36, number, wallet};

/// Whether a value passes.
pub(super) type Holds = fn(&[u8]) -> bool;

/// All of them. Those that rule out what is none prove nothing.
pub(super) const ALL: &[(&str, Named)] = &[
    // ISO/IEC 7812-1, annex B, and the same in base 36, as in India's goods and services tax number.
    ("luhn", Bare(|value| value.iter().all(u8::is_ascii_digit) && luhn(value, 10), true)),
    ("luhn36", Bare(|value| luhn(value, 36), true)),
    // ISO/IEC 7064, as written.
    ("mod97", Bare(|value| rest97(value) == 1, true)),
    ("mod97_0", Bare(|value| rest97(value) == 0, true)),
    ("iban", Bare(iban, true)),
    ("iban_pl", Bare(iban_pl, true)),
    ("mod11_10", Bare(|value| hybrid(value, 10), true)),
    ("mod37_36", Bare(|value| hybrid(value, 36), true)),
    ("verhoeff", Bare(verhoeff, true)),
    ("icao", Bare(icao, true)),
    ("uneven", Bare(uneven, false)),
    ("ssn", Bare(ssn, true)),
    ("card_issuer", Bare(card_issuer, true)),
    ("aba_range", Bare(aba_range, true)),
    ("vin", Bare(vin, true)),
    ("abn89", Bare(abn89, true)),
    ("kr_brn", Bare(kr_brn, true)),
    ("bitlocker", Bare(bitlocker, true)),
    ("codice_fiscale", Bare(codice_fiscale, true)),
    ("mod11_twice", Bare(mod11_twice, true)),
    ("naf97", Bare(naf97, true)),
    ("nir97", Bare(nir97, true)),
    ("one_repeated", Bare(one_repeated, true)),
    ("snils101", Bare(snils101, true)),
    ("uen_entity", Bare(uen_entity, true)),
    ("upper", Written(|value| !value.iter().any(u8::is_ascii_lowercase), false)),
    ("uuid", Written(is_uuid, true)),
    ("drawn_hex", Written(drawn_hex, true)),
    ("account_cz", Written(account_cz, true)),
    ("base58_btc", Written(wallet::is_bitcoin, true)),
    ("base58_alt", Written(wallet::is_other, true)),
    ("base58_xrp", Written(wallet::is_xrp, true)),
    ("bech32", Written(wallet::is_segwit, true)),
    ("eip55", Written(wallet::is_ethereum, true)),
    ("monero", Written(wallet::is_monero, true)),
    ("jwt", Written(is_jwt, true)),
    ("login64", Written(is_login, true)),
    ("seed", Written(is_seed, true)),
];

/// Luhn's check: from the last digit on every second one counts double, and of what has two digits their sum.
fn luhn(value: &[u8], base: u32) -> bool {
    let cross = |product: u32| product / base + product % base;
    let places = value.iter().rev().zip([1, 2].into_iter().cycle());
    places.map(|(b, times)| cross(base36(*b) * times)).sum::<u32>().is_multiple_of(base)
}

/// The sum of the characters, by their places in the alphabet, times weights.
fn weighted(value: &[u8], weights: impl IntoIterator<Item = u32>) -> u32 {
    value.iter().zip(weights).map(|(b, weight)| base36(*b) * weight).sum()
}

fn rest97<'a>(value: impl IntoIterator<Item = &'a u8>) -> u32 {
    let digits = |b: &u8| if b.is_ascii_digit() { 10 } else { 100 };
    value.into_iter().fold(0, |rest, b| (rest * digits(b) + base36(*b)) % 97)
}

/// ISO 13616: the first four characters go to the end.
pub(in super::super) fn iban(value: &[u8]) -> bool {
    value.len() > 4 && rest97(value[4..].iter().chain(&value[..4])) == 1
}

/// The hybrid systems of ISO/IEC 7064.
fn hybrid(value: &[u8], modulus: u32) -> bool {
    let Some((last, rest)) = value.split_last() else { return false };
    let product = rest.iter().fold(modulus, |product, b| {
        let sum = (product + base36(*b)) % modulus;
        (if sum == 0 { modulus } else { sum }) * 2 % (modulus + 1)
    });
    (product + base36(*last)) % modulus == 1
}

/// Verhoeff's check: the dihedral group of order ten.
fn verhoeff(value: &[u8]) -> bool {
    const PERMUTATION: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let turned = |digit: u8, times: usize| (0..times % 8).fold(digit, |d, _| PERMUTATION[usize::from(d % 10)]);
    let places = value.iter().rev().enumerate();
    places.fold(0, |sum, (place, b)| dihedral(sum, turned(b.wrapping_sub(b'0') % 10, place))) == 0
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

/// ICAO 9303: weights 7, 3, 1; the last character is the check digit.
fn icao(value: &[u8]) -> bool {
    let Some((last, rest)) = value.split_last() else { return false };
    weighted(rest, [7, 3, 1].into_iter().cycle()) % 10 == base36(*last)
}

/// Groups of 8, 4, 4, 4 and 12 hexadecimal digits (RFC 9562).
pub(crate) fn is_uuid(value: &[u8]) -> bool {
    value.split(|b| *b == b'-').map(<[u8]>::len).eq([8, 4, 4, 4, 12])
        && value.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-')
}

/// Not all characters are alike.
fn uneven(value: &[u8]) -> bool {
    value.windows(2).any(|pair| pair[0] != pair[1])
}

/// The account number of Poland, an IBAN without its country.
fn iban_pl(value: &[u8]) -> bool {
    let Some((check, rest)) = value.split_first_chunk::<2>() else { return false };
    rest97(rest.iter().chain(b"PL").chain(check)) == 1
}

/// Area, group and serial of a social security number that may be given out; not the two that were published.
fn ssn(value: &[u8]) -> bool {
    let part = |range: std::ops::Range<usize>| value.get(range).map_or(0, number);
    let area = part(0..3);
    (1..900).contains(&area)
        && area != 666
        && part(3..5) > 0
        && part(5..9) > 0
        && !matches!(value, b"078051120" | b"219099999")
}

/// The ranges of the issuers of payment cards (ISO/IEC 7812), with the lengths of their numbers.
fn card_issuer(value: &[u8]) -> bool {
    let len = value.len();
    match value.get(..4).map_or(0, number) {
        4000..=4999 => matches!(len, 13 | 16 | 19),
        5100..=5599 | 2221..=2720 | 8600 | 9792 | 9860 => len == 16,
        3400..=3499 | 3700..=3799 | 2131 | 1800 => len == 15,
        3000..=3059 | 3095 | 3600..=3699 | 3800..=3999 => (14..=19).contains(&len),
        5018 | 5020 | 5038 | 6304 | 6759 | 6761..=6763 | 5600..=5899 => (12..=19).contains(&len),
        3528..=3589 | 2200..=2204 | 5000..=5099 | 6000..=6999 | 8100..=8299 => (16..=19).contains(&len),
        _ => false,
    }
}

/// The districts of the Federal Reserve.
fn aba_range(value: &[u8]) -> bool {
    matches!(value.get(..2).map_or(99, number), 0..=12 | 21..=32 | 61..=72 | 80) && uneven(value)
}

/// The check digit of a vehicle identification number (49 CFR 565).
fn vin(value: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    // A, J and S begin a row of nine: what a letter counts is its column.
    const COUNTS: &[u8; 40] = b"0123456789.ABCDEFGHI.JKLMNOPQR..STUVWXYZ";
    let count = |b: &u8| COUNTS.iter().position(|known| known == b).map_or(0, |at| at as u32 % 10);
    let sum: u32 = value.iter().zip(WEIGHTS).map(|(b, weight)| count(b) * weight).sum();
    value.iter().any(u8::is_ascii_alphabetic) && value.get(8) == b"0123456789X".get((sum % 11) as usize)
}

/// Hexadecimal digits that somebody drew, and no number: a letter beside an exponent's, and not mostly zeros.
fn drawn_hex(value: &[u8]) -> bool {
    let count = |wanted: fn(&u8) -> bool| value.iter().filter(|b| wanted(b)).count();
    count(u8::is_ascii_uppercase) == 0
        && count(|b| matches!(b, b'a'..=b'd' | b'f')) > 0
        && 2 * count(|b| *b == b'0') < value.len()
}

/// An account of Czechia or Slovakia: weights of decree 169/2011, and the code of a bank.
fn account_cz(value: &[u8]) -> bool {
    const BANKS: &[u8] = b"0100 0200 0300 0600 0710 0720 0800 0900 1100 1111 2010 2060 2070 2100 2200 2220 2250 2260 2600 2700 3000 \
        3030 3050 3060 3100 3500 4000 4300 5200 5500 5600 5800 5900 6000 6100 6200 6210 6300 6500 6700 6800 7300 7500 7910 7930 \
        7940 7950 7960 7970 7990 8030 8040 8050 8060 8090 8100 8120 8130 8150 8160 8170 8180 8190 8198 8200 8220 8230 8240 8250 \
        8255 8265 8270 8280 8299 8320 8330 8350 8360 8370 8410 8420 8500";
    const WEIGHTS: [u32; 10] = [6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
    let mut parts = value.rsplitn(2, |b| *b == b'/');
    let (Some(bank), Some(account)) = (parts.next(), parts.next()) else { return false };
    let is_right = |digits: &[u8]| {
        let weights = WEIGHTS.into_iter().skip(WEIGHTS.len().saturating_sub(digits.len()));
        weighted(digits, weights).is_multiple_of(11)
    };
    BANKS.split(|b| *b == b' ').any(|known| known == bank) && account.split(|b| *b == b'-').all(is_right)
}

/// The Australian Business Register: one less than the first digit, weights, modulo 89.
fn abn89(value: &[u8]) -> bool {
    let sum = weighted(value, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    value.len() == 11 && value[0] != b'0' && (sum - 10).is_multiple_of(89)
}

/// Korea's business number: of the ninth digit's product the tens are added once more.
fn kr_brn(value: &[u8]) -> bool {
    let sum = weighted(value, [1, 3, 7, 1, 3, 7, 1, 3, 5]);
    let more = value.get(8).map_or(0, |b| base36(*b) * 5 / 10);
    value.get(9).is_some_and(|last| (10 - (sum + more) % 10) % 10 == base36(*last))
}

/// Eight groups of six digits, each a number of 16 bits times eleven.
fn bitlocker(value: &[u8]) -> bool {
    value.chunks(6).all(|group| number(group).is_multiple_of(11) && number(group) / 11 <= 0xffff) && uneven(value)
}

/// A JSON Web Token: its first part is a JSON object that names an algorithm (RFC 7515).
fn is_jwt(value: &[u8]) -> bool {
    let head = value.split(|b| *b == b'.').next().unwrap_or_default();
    decoded(head).is_some_and(|head| head.first() == Some(&b'{') && memchr::memmem::find(&head, b"\"alg\"").is_some())
}

/// A name and a password in base64, as in HTTP's basic authentication (RFC 7617).
fn is_login(value: &[u8]) -> bool {
    decoded(value).is_some_and(|login| {
        let printable = std::str::from_utf8(&login).is_ok_and(|login| !login.chars().any(char::is_control));
        printable && memchr::memchr(b':', &login).is_some_and(|at| at + 1 < login.len())
    })
}

/// What base64 of either alphabet, with or without padding, says.
fn decoded(value: &[u8]) -> Option<Vec<u8>> {
    use base64::Engine;
    use base64::alphabet::STANDARD;
    use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
    let standard = |b: &u8| match b {
        b'-' => b'+',
        b'_' => b'/',
        b => *b,
    };
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(&STANDARD, lenient).decode(value.iter().map(standard).collect::<Vec<u8>>()).ok()
}

/// As many words as a seed has (BIP 39): 12, 15, 18, 21 or 24.
fn is_seed(value: &[u8]) -> bool {
    let words = value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let count = words.clone().count();
    matches!(count, 12 | 15 | 18 | 21 | 24)
        && words.clone().all(|word| (3..=8).contains(&word.len()) && word.iter().all(u8::is_ascii_lowercase))
}

/// Italy's fiscal code: characters at odd places count by a table, the sum names a letter.
fn codice_fiscale(value: &[u8]) -> bool {
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let place = |b: u8| if b.is_ascii_digit() { b - b'0' } else { b.saturating_sub(b'A').min(25) };
    let Some((last, rest)) = value.split_last() else { return false };
    let count = |(at, b): (usize, &u8)| if at % 2 == 0 { ODD[usize::from(place(*b))] } else { u32::from(place(*b)) };
    rest.iter().enumerate().map(count).sum::<u32>() % 26 == u32::from(place(*last)) && last.is_ascii_alphabetic()
}

/// Weights from 1 on and, where they leave ten, from 3 on (Kazakhstan, and in turns of nine Estonia and Lithuania).
fn mod11_twice(value: &[u8]) -> bool {
    let Some((last, rest)) = value.split_last() else { return false };
    let period = if rest.len() == 10 { 9 } else { rest.len() as u32 };
    let left = |first: usize| weighted(rest, (1..=period).cycle().skip(first - 1)) % 11;
    let check = match left(1) {
        10 => left(3),
        check => check,
    };
    base36(*last) == if check == 10 && period == 9 { 0 } else { check }
}

/// Spain's social security number: province and number as one, modulo 97.
fn naf97(value: &[u8]) -> bool {
    let (Some(province), Some(own), Some(check)) = (value.get(..2), value.get(2..10), value.get(10..12)) else {
        return false;
    };
    let (province, own) = (number(province), number(own));
    let whole = province * if own < 10_000_000 { 10_000_000 } else { 100_000_000 } + own;
    whole % 97 == number(check)
}

/// 97 less the number modulo 97 (France with its two departments of Corsica, Belgium with births from 2000 on).
fn nir97(value: &[u8]) -> bool {
    let Some((body, check)) = value.split_last_chunk::<2>() else { return false };
    let mut body = body.to_vec();
    match body.get(5..7) {
        Some(b"2A") => body[5..7].copy_from_slice(b"19"),
        Some(b"2B") => body[5..7].copy_from_slice(b"18"),
        _ => {}
    }
    let (whole, check) = (number(&body), number(check));
    body.iter().all(u8::is_ascii_digit)
        && (97 - whole % 97 == check || body.len() == 9 && 97 - (whole + 2_000_000_000) % 97 == check)
}

/// Germany's tax identification number: of the first ten digits exactly one stands twice or three times.
fn one_repeated(value: &[u8]) -> bool {
    let mut counts = [0; 10];
    value.iter().take(10).filter(|b| b.is_ascii_digit()).for_each(|b| counts[usize::from(b - b'0')] += 1);
    let mut more = counts.iter().filter(|count| **count > 1);
    matches!((more.next(), more.next()), (Some(2 | 3), None))
}

/// Russia's pension insurance: weights from 9 down, modulo 101 and 100.
fn snils101(value: &[u8]) -> bool {
    let rest = weighted(value, (1..=9).rev()) % 101 % 100;
    value.get(9..11).is_some_and(|check| u64::from(rest) == number(check))
}

/// Singapore's number of entities from 2009 on.
fn uen_entity(value: &[u8]) -> bool {
    const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWX0123456789";
    const WEIGHTS: [usize; 9] = [4, 3, 5, 3, 10, 2, 2, 5, 7];
    let place = |b: &u8| ALPHABET.iter().position(|known| known == b);
    let sum: Option<usize> = value.iter().zip(WEIGHTS).map(|(b, weight)| place(b).map(|at| at * weight)).sum();
    sum.is_some_and(|sum| value.get(9) == Some(&ALPHABET[(sum + 6) % 11]))
}
