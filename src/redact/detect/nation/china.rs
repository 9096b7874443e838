//! China: the citizen identification number (GB 11643-1999). Hong Kong: the identity card, whose check digit stands in
//! brackets (Immigration Department). Malaysia: the MyKad (National Registration Department).

use super::super::{Rank, Rule};
use super::check::{base36, digit, is_date, number, weighted};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(NATIONAL_ID, "cn_citizen", "region, date of birth, check digit of ISO 7064",
        forms: &[field("dddddddddddddddddn")],
        fits: is_citizen_form,
        check: Some(is_citizen),
        odds: 3000,
        words: &[
            "身份证", "身份证号", "身份证号码", "公民身份号码", "chinese id", "china id", "resident id", "resident identity",
            "resident id card",
        ],
        hints: &["id card", "national id", "id number", "id no"],
    ),
    row!(NATIONAL_ID, "hk_identity_card", "check digit in brackets",
        forms: &[free("adddddd(n)"), free("aadddddd(n)"), word("addddddn"), word("aaddddddn")],
        check: Some(is_hong_kong),
        odds: 11,
        words: &["hkid", "hkid card", "hong kong id", "hong kong identity", "香港身份證"],
    ),
    row!(NATIONAL_ID, "my_mykad", "date of birth, place of birth",
        forms: &[field("dddddd-dd-dddd"), word("dddddddddddd")],
        fits: |value| is_date(2000, number(&value[2..4]), number(&value[4..6])) && is_place(number(&value[6..8])),
        odds: 30,
        words: &["mykad", "my kad", "nric", "ic number", "ic no", "kad pengenalan"],
    ),
];

/// The first digit of a region, and a date of this century or the last.
fn is_citizen_form(value: &[u8]) -> bool {
    let year = number(&value[6..10]);
    let ends = value[17].is_ascii_digit() || value[17] == b'X';
    let date = (1900..2100).contains(&year) && is_date(year, number(&value[10..12]), number(&value[12..14]));
    matches!(value[0], b'1'..=b'8') && date && ends
}

/// Powers of 2 modulo 11; X is 10.
fn is_citizen(value: &[u8]) -> bool {
    let sum = weighted(value, &[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
    b"10X98765432"[sum as usize % 11] == value[17]
}

/// Letters count from 10 on, a missing one 36; weights 9 to 2, and the check digit, of which A is 10.
fn is_hong_kong(value: &[u8]) -> bool {
    let (lead, check) = value.split_at(value.len() - 1);
    let check = if check[0] == b'A' { 10 } else { digit(check, 0) };
    let first = if lead.len() == 7 { 36 * 9 } else { 0 };
    let weights = (2..=9).rev().skip(8 - lead.len());
    let sum: u32 = lead.iter().zip(weights).map(|(b, weight)| base36(*b) * weight).sum();
    (first + sum + check).is_multiple_of(11)
}

/// The codes of states, and of countries for those who were born elsewhere.
fn is_place(code: u64) -> bool {
    matches!(code, 1..=16 | 21..=68 | 71..=72 | 74..=79 | 82..=93 | 98..=99)
}

#[cfg(test)]
mod tests {
    use super::super::cases::{field, free, not, word};
    use crate::redact::kind;

    #[test]
    fn numbers_of_china_hong_kong_and_malaysia_are_found() {
        field("cn_citizen.form", &["11010519491231002X"]);
        word(kind::NATIONAL_ID, &[("身份证号: #", "11010519491231002X"), ("Chinese ID #", "110105194912310021")]);
        free(kind::NATIONAL_ID, &["A123456(3)"]);
        word(kind::NATIONAL_ID, &[("HKID: #", "A1234563"), ("HKID no. #", "A123456(4)")]);
        field("my_mykad.form", &["840312-14-5567"]);
        word(kind::NATIONAL_ID, &[("MyKad: #", "840312-14-5567"), ("IC no: #", "840312145567")]);
    }

    #[test]
    fn what_is_none_is_left() {
        not("cn_citizen", &["110105194913310025", "910105194912310021", "110105194912310021"]);
        not("hk_identity_card", &["A123456(4)", "f123456(8)"]);
        not("my_mykad", &["841312-14-5567", "840312-00-5567"]);
    }
}
