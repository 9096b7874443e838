//! India: Aadhaar (Unique Identification Authority), the permanent account number (Income Tax Department), the goods
//! and services tax number (GSTN), passports, the cards of voters (Election Commission), and the numbers of those insured with the
//! provident fund and the state (EPFO, ESIC).

use super::super::{Rank, Rule};
use super::check::{base36, digit, number, verhoeff};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(IN_AADHAAR, "in_aadhaar", "Verhoeff's check, first digit 2 to 9, no palindrome",
        forms: &[field("dddddddddddd"), free("dddd dddd dddd"), free("dddd-dddd-dddd")],
        check: Some(is_aadhaar),
        odds: 12,
        words: &["aadhaar", "aadhar", "adhaar", "uidai", "आधर"],
        hints: &["uid"],
    ),
    row!(IN_PAN, "in_pan", "five letters, four digits, a letter; the fourth letter tells a kind of holder",
        forms: &[free("aaaaadddda")],
        check: Some(is_pan),
        odds: 200,
        words: &["permanent account", "pan card", "pan number", "pan no", "income tax"],
        hints: &["pan"],
    ),
    row!(IN_GSTIN, "in_gstin", "code of a state, account number, check character",
        forms: &[free("ddaaaaaddddannn")],
        fits: is_gstin_form,
        check: Some(is_gstin),
        odds: 1000,
        words: &["gstin", "gst"],
    ),
    row!(IN_PASSPORT, "in_passport", "a letter and seven digits, none of them 0 at either end",
        forms: &[word("addddddd"), word("addd dddd"), word("a ddddddd")],
        fits: is_passport,
        words: &["passport", "indian passport"],
    ),
    row!(DRIVER_LICENSE, "in_licence", "code of a state and an office, year of issue, seven digits",
        forms: &[
            word("aadd ddddddddddd"), word("aaddddddddddddd"), word("aadd dddd ddddddd"), word("aadd-ddddddddddd"),
            word("aa-ddddddddddddd"), word("aa-dd-dddd-ddddddd"),
        ],
        fits: |value| matches!(number(&value[4..8]), 1950..=2099),
        words: &["driving licence", "driving license", "driver license", "dl no", "dl number", "dl"],
    ),
    row!(NATIONAL_ID, "in_voter", "three letters and seven digits",
        forms: &[word("aaaddddddd"), word("aaa/dddddddd"), word("aaa ddddddd")],
        words: &["voter id", "voter card", "voter", "epic no", "epic number", "elector", "election card"],
    ),
    row!(NATIONAL_ID, "in_provident_fund", "twelve digits, the first of them 1",
        forms: &[word("dddddddddddd"), word("dddd dddd dddd")],
        fits: |value| value[0] == b'1',
        words: &["uan", "universal account", "epfo"],
    ),
    row!(NATIONAL_ID, "in_state_insurance", "seventeen digits, or ten of an insured person",
        forms: &[word("ddddddddddddddddd"), word("dd-dd-dddddd-ddd-dddd"), word("dddddddddd")],
        words: &["esic", "esi no", "esi number", "esic ip"],
    ),
];

/// UIDAI, "UID numbering scheme": eleven digits and Verhoeff's check digit.
fn is_aadhaar(value: &[u8]) -> bool {
    digit(value, 0) > 1 && verhoeff(value) && !value.iter().eq(value.iter().rev())
}

/// The kinds of holders: person, company, family, association, body, government, artificial person, local authority,
/// firm, trust.
fn is_pan(value: &[u8]) -> bool {
    value.get(3).is_some_and(|letter| b"PCHABGJLFT".contains(letter))
}

fn is_gstin_form(value: &[u8]) -> bool {
    value.len() == 15 && matches!(number(&value[..2]), 1..=38 | 97 | 99) && value[13] == b'Z' && value[12] != b'0'
}

/// The check character: base 36, weights 1 and 2 in turn, cross sums.
fn is_gstin(value: &[u8]) -> bool {
    let Some((last, rest)) = value.split_last() else { return false };
    let products = rest.iter().enumerate().map(|(at, b)| base36(*b) * (1 + at as u32 % 2));
    let sum: u32 = products.map(|product| product / 36 + product % 36).sum();
    (36 - sum % 36) % 36 == base36(*last) && is_pan(&value[2..])
}

/// Passport Seva: the letters Q, X and Z are not used.
fn is_passport(value: &[u8]) -> bool {
    !matches!(value[0], b'Q' | b'X' | b'Z') && digit(value, 1) > 0 && digit(value, 7) > 0
}

#[cfg(test)]
mod tests {
    use super::super::cases::{field, free, not, word};
    use crate::redact::kind;

    #[test]
    fn indian_numbers_are_found() {
        free(kind::IN_AADHAAR, &["7183 5520 6486", "7183-5520-6486"]);
        field("in_aadhaar.form", &["718355206486"]);
        word(kind::IN_AADHAAR, &[("Aadhaar no. #", "718355206486"), ("aadhaar: #", "7183 5520 6487")]);
        free(kind::IN_PAN, &["ABEPK7316R"]);
        word(kind::IN_PAN, &[("PAN card #", "abepk7316r"), ("PAN: #", "ABEPK7316R"), ("pan number #", "ABEXK7316R")]);
        free(kind::IN_GSTIN, &["29ABEPK7316R1ZZ"]);
        word(kind::IN_GSTIN, &[("GSTIN #", "29ABEPK7316R1ZA")]);
        word(
            kind::DRIVER_LICENSE,
            &[
                ("Driving licence #", "MH12 20110071272"),
                ("DL No: #", "KA01 20150034761"),
                ("dl: #", "DL0420110149646"),
            ],
        );
        word(kind::IN_PASSPORT, &[("Passport number: #", "K7316283"), ("passport #", "K731 6283")]);
        word(
            kind::NATIONAL_ID,
            &[("Voter ID #", "WKH4829173"), ("EPIC no. #", "WKH4829173"), ("UAN: #", "100482917365")],
        );
        word(kind::NATIONAL_ID, &[("ESIC number #", "31004829173650001")]);
    }

    #[test]
    fn what_is_none_is_left() {
        not("in_", &["718355206487", "7183 5520 6487", "183552064861", "222222222222", "ABEXK7316", "29ABEPK7316R1ZA"]);
        not("in_", &["29ABEPK7316R1YZ", "40ABEPK7316R1ZZ", "K7316283", "7183 5520 6486 1234", "7183-5520-6486-1234"]);
        not("in_", &["ABEXK7316R", "xABEPK7316R", "id_ABEPK7316R", "ABEPK7316R/7"]);
    }
}
