//! South Africa: the identity number (Identification Act 68 of 1997). Nigeria: the national identification number
//! (National Identity Management Commission).

use super::super::{Rank, Rule};
use super::check::{digit, has_birth_date, luhn, verhoeff};
use super::row::{self, Row, free, word, row};
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
        words: &["nigerian national", "nigeria national", "nimc"],
        hints: &["nin", "national identification", "national identity"],
    ),
];

/// Citizen, permanent resident or refugee, then 8 or 9.
fn is_south_african(value: &[u8]) -> bool {
    has_birth_date(value) && digit(value, 10) < 3 && digit(value, 11) > 7 && luhn(value)
}
