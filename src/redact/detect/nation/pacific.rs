//! New Zealand: the numbers of taxpayers (Inland Revenue) and of patients (HISO 10046). Australia: business and company numbers (Australian Business Register, ASIC), tax file numbers (Australian
//! Taxation Office), Medicare cards (Services Australia).

use super::super::{Rank, Rule};
use super::check::{digit, is_uniform, weighted};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(AU_ABN, "au_abn", "modulo 89",
        forms: &[free("dd ddd ddd ddd"), free("dd-ddd-ddd-ddd"), field("ddddddddddd")],
        check: Some(is_abn),
        odds: 98,
        words: &["australian business"],
        hints: &["abn", "a.b.n"],
    ),
    row!(AU_ACN, "au_acn", "weights 8 to 1, modulo 10",
        forms: &[field("ddd ddd ddd"), field("ddd-ddd-ddd"), field("ddddddddd")],
        check: Some(is_acn),
        odds: 10,
        words: &["australian company"],
        hints: &["acn", "a.c.n"],
    ),
    row!(AU_TFN, "au_tfn", "modulo 11",
        forms: &[field("ddd ddd ddd"), field("ddd-ddd-ddd"), field("ddddddddd")],
        check: Some(is_tfn),
        odds: 11,
        words: &["tax file"],
        hints: &["tfn", "t.f.n", "file number"],
    ),
    row!(AU_MEDICARE, "au_medicare", "first digit 2 to 6, check digit",
        forms: &[field("dddd ddddd d"), field("dddd-ddddd-d"), field("dddddddddd"), word("ddddddddddd")],
        check: Some(is_medicare),
        odds: 20,
        words: &["medicare card", "medicare number", "medicare no"],
        hints: &["medicare"],
    ),
    row!(NATIONAL_ID, "nz_ird", "eight or nine digits",
        forms: &[word("ddd-ddd-ddd"), word("ddd ddd ddd"), word("ddddddddd"), word("dddddddd")],
        words: &["ird", "ird no", "ird number", "inland revenue", "gst number", "gst no"],
    ),
    row!(NATIONAL_ID, "au_crn", "nine digits and a letter",
        forms: &[word("ddd ddd ddda"), word("ddddddddda")],
        words: &["crn", "centrelink", "customer reference number"],
    ),
    row!(MEDICAL_RECORD_NUMBER, "nz_nhi", "three letters without I and O, four digits, or two and two letters",
        forms: &[word("aaadddd"), word("aaaddaa")],
        fits: |value| !value.iter().any(|b| matches!(b, b'I' | b'O')),
        words: &["nhi", "nhi no", "nhi number", "national health index"],
    ),
];

/// The first digit, less one, counts ten times; the weights after it are the odd numbers.
fn is_abn(value: &[u8]) -> bool {
    let sum = weighted(value, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    digit(value, 0) > 0 && (sum - 10).is_multiple_of(89)
}

fn is_acn(value: &[u8]) -> bool {
    let sum = weighted(value, &[8, 7, 6, 5, 4, 3, 2, 1]);
    !is_uniform(value) && (10 - sum % 10) % 10 == digit(value, 8)
}

fn is_tfn(value: &[u8]) -> bool {
    digit(value, 0) > 0 && !is_uniform(value) && weighted(value, &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11)
}

/// Eight digits, the check digit, the number of the card's issue, and the number of the person on it.
fn is_medicare(value: &[u8]) -> bool {
    let sum = weighted(value, &[1, 3, 7, 9, 1, 3, 7, 9]);
    matches!(digit(value, 0), 2..=6) && sum % 10 == digit(value, 8) && digit(value, 9) > 0
}

#[cfg(test)]
mod tests {
    use super::super::super::check::finds_nothing;
    use super::super::cases::{field, free, not, word};
    use super::super::search::find;
    use crate::redact::kind;

    #[test]
    fn australian_numbers_are_found() {
        free(kind::AU_ABN, &["35 417 208 653"]);
        word(kind::AU_ABN, &[("ABN #", "35417208653")]);
        field("au_acn.form", &["407 281 538"]);
        word(kind::AU_ACN, &[("ACN #", "407281538"), ("Australian company number #", "407281539")]);
        field("au_tfn.form", &["482 617 309"]);
        word(kind::AU_TFN, &[("TFN: #", "482617309"), ("tax file number #", "482 617 308")]);
        field("au_medicare.form", &["4720 51830 2", "4720518302"]);
        word(kind::AU_MEDICARE, &[("Medicare #", "4720518302"), ("Medicare card #", "4720 51831 2")]);
    }

    #[test]
    fn numbers_of_new_zealand_are_found() {
        word(kind::NATIONAL_ID, &[("IRD number: #", "049-482-917"), ("GST number #", "115-552-643")]);
        word(kind::MEDICAL_RECORD_NUMBER, &[("NHI: #", "ZBF4829"), ("NHI number #", "ZGT48KD")]);
        finds_nothing(find, &["NHI ZIF4829", "049-482-917 in ZBF4829"]);
    }

    #[test]
    fn customers_of_centrelink_have_a_letter_last() {
        word(kind::NATIONAL_ID, &[("CRN #", "204 418 207K"), ("Centrelink reference #", "204418207K")]);
        finds_nothing(find, &["204 418 207K", "CRN 204 418 207"]);
    }

    #[test]
    fn what_is_none_is_left() {
        not("au_", &["36 417 208 653", "12 35 417 208 653", "407281539", "482617308", "222222222", "7720 51830 2"]);
        not("au_", &["35 417 208 6531", "482 617-309", "4720 51840 2"]);
    }
}
