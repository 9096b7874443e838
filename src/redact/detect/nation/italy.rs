//! Italy: the fiscal code (D.M. 23 December 1976), VAT numbers, identity cards, passports and driving licences.

use super::super::shape::is_reference;
use super::super::{Rank, Rule};
use super::check::{base36, is_uniform, luhn, number};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(IT_FISCAL_CODE, "it_fiscal_code", "letters, month and day of birth, check letter",
        forms: &[free("aaaaaannannannna"), free("aaaaaa nnann annna"), free("aaa aaa nnann annna")],
        fits: is_code_form,
        check: Some(is_code),
        odds: 100_000,
        words: &["codice fiscale", "cod fiscale", "fiscal code", "c.f"],
        hints: &["cf"],
    ),
    row!(IT_FISCAL_CODE, "it_fiscal_code_form", "letters, month and day of birth",
        forms: &[free("aaaaaannannannna")],
        fits: is_code_form,
        odds: 5000,
    ),
    row!(IT_VAT_CODE, "it_vat_code", "code of a province, Luhn check",
        forms: &[field("ddddddddddd"), free("aaddddddddddd"), field("aa ddddddddddd")],
        fits: is_vat_form,
        check: Some(is_vat),
        odds: 96,
        words: &["partita iva", "p iva", "p.iva", "p. iva", "italian vat"],
        hints: &["piva", "iva", "vat"],
    ),
    row!(IT_IDENTITY_CARD, "it_identity_card", "letters and digits of one of the three models",
        forms: &[
            word("aaddddddd"), field("aa ddddddd"), field("dddddddaa"), field("aadddddaa"), field("aa dddddaa"),
            word("aa ddddd aa"),
        ],
        fits: |value| !is_reference(value),
        words: &[
            "carta d'identità", "carta d'identita", "carta di identità", "carta identità", "carta identita", "cie",
            "documento di identità", "identity card", "italian id",
        ],
    ),
    row!(IT_PASSPORT, "it_passport", "two letters and seven digits",
        forms: &[field("aaddddddd"), word("aa ddddddd")],
        fits: |value| !is_reference(value),
        words: &["passaporto", "italian passport", "passport"],
    ),
    row!(IT_DRIVER_LICENSE, "it_driver_license", "two letters, seven digits, a letter, or U1 and eight characters",
        forms: &[field("aaddddddda"), field("adnnnnnnna")],
        fits: is_licence,
        words: &["patente", "patente di guida", "driving licence", "driver licence", "driver license", "license", "licence"],
    ),
];

/// The digits of a fiscal code, for which letters stand where two persons would have the same code.
fn plain(byte: u8) -> Option<u64> {
    let letter = b"LMNPQRSTUV".iter().position(|letter| *letter == byte);
    letter.map(|at| at as u64).or_else(|| byte.is_ascii_digit().then(|| u64::from(byte - b'0')))
}

/// Month by letter, day with 40 added for women; at least four digits stand as such.
fn is_code_form(value: &[u8]) -> bool {
    let digits: Vec<u64> = [6, 7, 9, 10, 12, 13, 14].iter().filter_map(|at| plain(*value.get(*at)?)).collect();
    let [_, _, tens, ones, ..] = digits[..] else { return false };
    let as_such = value.iter().filter(|b| b.is_ascii_digit()).count() > 3;
    digits.len() == 7 && as_such && b"ABCDEHLMPRST".contains(&value[8]) && matches!(tens * 10 + ones, 1..=31 | 41..=71)
}

/// Characters at odd places count by a table of their own.
fn is_code(value: &[u8]) -> bool {
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let place = |b: u8| if b.is_ascii_digit() { base36(b) } else { base36(b) - 10 };
    let worth = |(at, b): (usize, &u8)| if at % 2 == 0 { ODD[place(*b) as usize % 26] } else { place(*b) };
    let sum: u32 = value[..15].iter().enumerate().map(worth).sum();
    u32::from(value[15] - b'A') == sum % 26
}

fn is_vat_form(value: &[u8]) -> bool {
    value.len() == 11 || value.starts_with(b"IT")
}

/// Seven digits of the taxpayer, three of the province's office, Luhn's check digit.
fn is_vat(value: &[u8]) -> bool {
    let digits = &value[value.len() - 11..];
    let office = matches!(number(&digits[7..10]), 1..=100 | 120 | 121 | 888 | 999);
    office && !is_uniform(&digits[..7]) && luhn(digits)
}

fn is_licence(value: &[u8]) -> bool {
    let ordinary = value[..2].iter().all(u8::is_ascii_uppercase) && value[2..9].iter().all(u8::is_ascii_digit);
    ordinary || value.starts_with(b"U1") && !value[2..9].iter().any(|b| b"AEIOQ".contains(b))
}

#[cfg(test)]
mod tests {
    use super::super::cases::{field, free, not, word};
    use crate::redact::kind;

    #[test]
    fn italian_numbers_are_found() {
        free(kind::IT_FISCAL_CODE, &["BNCLRA84M52F205H", "BNCLRA84M5NF2L5H", "BNCLRA84M52F205A"]);
        word(
            kind::IT_FISCAL_CODE,
            &[
                ("codice fiscale #", "bnclra84m52f205h"),
                ("C.F. #", "bnclra84m52f205h"),
                ("Codice fiscale #", "BNCLRA 84M52 F205H"),
            ],
        );
        word(kind::IT_FISCAL_CODE, &[("codice fiscale: #", "BNC LRA 84M52 F205H")]);
        free(kind::IT_VAT_CODE, &["IT04718360581"]);
        field("it_vat_code.form", &["04718360581"]);
        word(kind::IT_VAT_CODE, &[("P.IVA #", "04718360581"), ("partita IVA #", "04718360582")]);
        field("it_identity_card.form", &["CA40281KF", "4028163KF", "AK 4028163"]);
        word(kind::IT_IDENTITY_CARD, &[("Carta d'identità n. #", "AK4028163"), ("CIE #", "CA40281KF")]);
        field("it_passport.form", &["YB4028163"]);
        word(kind::IT_PASSPORT, &[("passaporto #", "YB4028163")]);
        field("it_driver_license.form", &["RM4028163K", "U1B40K281M"]);
        word(kind::IT_DRIVER_LICENSE, &[("patente di guida #", "RM4028163K"), ("licence #", "U1B40K281M")]);
    }

    #[test]
    fn what_is_none_is_left() {
        not(
            "it_",
            &[
                "BNCLRA84F52F205H",
                "BNCLRA84M80F205H",
                "BNCLRA84M5NFNLRH",
                "BNCLRA84M52F205",
                "04718360582",
                "00000000000",
            ],
        );
        not("it_", &["KB5034441", "id 0049171"]);
        not("it_", &["U1B40A281M", "4028163", "DE04718360581"]);
    }
}
