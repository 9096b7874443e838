//! Japan: the individual number (My Number Act), passports, driving licences.

use super::super::{Rank, Rule};
use super::check::{digit, weighted};
use super::row::{self, Row, field, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(NATIONAL_ID, "jp_my_number", "weighted check digit",
        forms: &[word("dddddddddddd"), field("dddd dddd dddd"), field("dddd-dddd-dddd")],
        check: Some(is_individual),
        odds: 11,
        words: &["マイナンバー", "個人番号"],
    ),
    row!(PASSPORT, "jp_passport", "two letters and seven digits",
        forms: &[word("aaddddddd")],
        words: &["パスポート", "旅券"],
    ),
    row!(DRIVER_LICENSE, "jp_licence", "twelve digits",
        forms: &[word("dddddddddddd")],
        words: &["免許証", "免許番号"],
    ),
];

/// The digits from the last but one on times 2 to 7 and again 2 to 6, and 11 less the remainder (Order 2014/85).
fn is_individual(value: &[u8]) -> bool {
    let sum = weighted(value, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
    let check = if sum % 11 <= 1 { 0 } else { 11 - sum % 11 };
    check == digit(value, 11) && sum > 0
}

#[cfg(test)]
mod tests {
    use super::super::cases::{field, not, word};
    use crate::redact::kind;

    #[test]
    fn japanese_numbers_are_found_by_their_words() {
        word(
            kind::NATIONAL_ID,
            &[("マイナンバー:#", "123456789018"), ("個人番号 #", "1234 5678 9018"), ("個人番号：#", "1234-5678-9018")],
        );
        field("jp_my_number.form", &["1234 5678 9018"]);
        word(kind::PASSPORT, &[("パスポート番号:#", "TK3385446")]);
        word(kind::DRIVER_LICENSE, &[("運転免許証番号:#", "305812345670")]);
    }

    #[test]
    fn what_is_none_is_left() {
        not("jp_", &["123456789018", "1234 5678 9019"]);
    }
}
