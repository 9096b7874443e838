//! Korea: resident and foreigner registration numbers (Resident Registration Act), business registration numbers
//! (National Tax Service), passports and driving licences.
//!
//! Since October 2020 new registration numbers end with six digits by chance: their form counts where a word or a
//! field goes with it.

use super::super::{Rank, Rule};
use super::check::{digit, has_birth_date, number, weighted};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(KR_RRN, "kr_rrn", "date of birth, century, check digit",
        forms: &[free("dddddd-ddddddd"), field("ddddddddddddd"), word("dddddd ddddddd")],
        fits: is_resident,
        check: Some(|value| check_digit(value, 11)),
        odds: 600,
        words: &["rrn", "resident registration", "jumin", "주민등록", "주민등록번호", "주민번호"],
    ),
    row!(KR_RRN, "kr_rrn_2020", "date of birth, century",
        forms: &[field("dddddd-ddddddd"), field("ddddddddddddd")],
        fits: is_resident,
        odds: 60,
    ),
    row!(KR_FRN, "kr_frn", "date of birth, century of a foreigner, check digit",
        forms: &[free("dddddd-ddddddd"), field("ddddddddddddd"), word("dddddd ddddddd")],
        fits: is_foreigner,
        check: Some(|value| check_digit(value, 13)),
        odds: 600,
        words: &["frn", "foreigner registration", "alien registration", "외국인등록", "외국인등록번호"],
    ),
    row!(KR_FRN, "kr_frn_2020", "date of birth, century of a foreigner",
        forms: &[field("dddddd-ddddddd"), field("ddddddddddddd")],
        fits: is_foreigner,
        odds: 60,
    ),
    row!(KR_BRN, "kr_brn", "office above 100, check digit",
        forms: &[field("ddd-dd-ddddd"), field("dddddddddd")],
        check: Some(is_business),
        odds: 11,
        words: &["korean business", "사업자등록", "사업자등록번호", "사업자번호"],
        hints: &["brn", "business registration"],
    ),
    row!(KR_PASSPORT, "kr_passport_2021", "a letter of a kind of passport, seven digits with a letter between",
        forms: &[field("adddadddd")],
        fits: is_passport,
        odds: 100,
        words: &["korean passport", "passport", "여권", "여권번호"],
    ),
    row!(KR_PASSPORT, "kr_passport", "a letter of a kind of passport, eight digits",
        forms: &[field("adddddddd")],
        fits: is_passport,
        odds: 5,
        words: &["korean passport", "passport", "여권", "여권번호"],
    ),
    row!(KR_DRIVER_LICENSE, "kr_driver_license", "code of a region, eight digits, two more",
        forms: &[field("dd-dd-dddddd-dd"), field("dd dd dddddd dd"), word("dddddddddddd")],
        fits: |value| matches!(number(&value[..2]), 11..=28),
        words: &["driver license", "drivers license", "driver licence", "driving licence", "license", "운전면허", "면허"],
    ),
];

fn is_resident(value: &[u8]) -> bool {
    has_birth_date(value) && matches!(digit(value, 6), 1..=4)
}

fn is_foreigner(value: &[u8]) -> bool {
    has_birth_date(value) && matches!(digit(value, 6), 5..=8)
}

fn check_digit(value: &[u8], base: u32) -> bool {
    let sum = weighted(value, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
    (base - sum % 11) % 10 == digit(value, 12)
}

fn is_business(value: &[u8]) -> bool {
    let sum = weighted(value, &[1, 3, 7, 1, 3, 7, 1, 3, 5]) + digit(value, 8) * 5 / 10;
    digit(value, 0) > 0 && (10 - sum % 10) % 10 == digit(value, 9)
}

/// The letters of ordinary, residence, official and diplomatic passports.
fn is_passport(value: &[u8]) -> bool {
    matches!(value[0], b'M' | b'S' | b'R' | b'O' | b'D' | b'G')
}

#[cfg(test)]
mod tests {
    use super::super::cases::{field, free, not, word};
    use crate::redact::kind;

    #[test]
    fn korean_numbers_are_found() {
        free(kind::KR_RRN, &["880714-1394851"]);
        free(kind::KR_FRN, &["910203-6048273"]);
        field("kr_rrn.form", &["8807141394851"]);
        field("kr_rrn_2020.form", &["880714-1394852", "8807141394852"]);
        field("kr_frn_2020.form", &["910203-6048271"]);
        word(kind::KR_RRN, &[("주민등록번호 #", "880714-1394852"), ("RRN: #", "8807141394851")]);
        word(kind::KR_FRN, &[("외국인등록번호: #", "910203-6048271")]);
        field("kr_brn.form", &["317-81-40627"]);
        word(kind::KR_BRN, &[("사업자등록번호 #", "317-81-40627"), ("BRN #", "3178140627")]);
        field("kr_passport_2021.form", &["M406B8172", "s406b8172"]);
        field("kr_passport.form", &["S40618172"]);
        word(kind::KR_PASSPORT, &[("여권번호는 #입니다", "M406B8172"), ("Korean passport #", "D40618172")]);
        field("kr_driver_license.form", &["13-07-402816-52"]);
        word(kind::KR_DRIVER_LICENSE, &[("운전면허 #", "130740281652"), ("license #", "13 07 402816 52")]);
    }

    #[test]
    fn what_is_none_is_left() {
        not(
            "kr_",
            &["881314-1394851", "880714-9394851", "880714+1394851", "880714-13948512", "317-81-40628", "A406B8172"],
        );
        not("kr_", &["29-07-402816-52", "10-13-07-402816-52", "130740281652", "1705301234567"]);
    }
}
