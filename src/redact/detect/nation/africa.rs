//! South Africa: the identity number (Identification Act 68 of 1997). Nigeria: the national identification number
//! (National Identity Management Commission).

use super::super::{Rank, Rule};
use super::check::{digit, has_birth_date, luhn, verhoeff};
use super::row::{self, Row, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(ZA_ID_NUMBER, "za_id_number", "date of birth, citizenship, Luhn check",
        forms: &[free("ddddddddddddd"), free("dddddd dddd ddd"), free("dddddd dddd d dd")],
        check: Some(is_south_african),
        odds: 4500,
        words: &["south african id", "rsa id", "sa id", "identiteitsnommer"],
        hints: &["id number", "identity number"],
    ),
    row!(NG_NIN, "ng_nin", "Verhoeff's check",
        forms: &[word("ddddddddddd")],
        check: Some(|value| digit(value, 0) > 0 && verhoeff(value)),
        odds: 11,
        words: &["nigerian national", "nigeria national", "nimc", "nin"],
        hints: &["national identification", "national identity"],
    ),
    row!(NATIONAL_ID, "ng_bvn", "eleven digits",
        forms: &[word("ddddddddddd")],
        words: &["bvn", "bank verification number"],
    ),
];

/// Citizen, permanent resident or refugee, then 8 or 9.
fn is_south_african(value: &[u8]) -> bool {
    has_birth_date(value) && digit(value, 10) < 3 && digit(value, 11) > 7 && luhn(value)
}

#[cfg(test)]
mod tests {
    use super::super::cases::{free, not, word};
    use crate::redact::kind;

    #[test]
    fn african_numbers_are_found() {
        free(kind::ZA_ID_NUMBER, &["8604235718088", "860423 5718 088", "860423 5718 0 88"]);
        word(kind::ZA_ID_NUMBER, &[("South African ID #", "8604235718089")]);
        word(kind::NATIONAL_ID, &[("BVN: #", "22190835264")]);
        word(kind::NG_NIN, &[("NIN #", "47190835263"), ("NIMC slip #", "47190835264")]);
    }

    #[test]
    fn what_is_none_is_left() {
        not("za_", &["8604235718089", "8613235718088", "86042357180880", "AB8604235718088CD", "12-8604235718088"]);
        not("ng_", &["47190835263", "07190835263", "22190835264"]);
    }
}
