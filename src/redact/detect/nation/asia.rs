//! Pakistan (NADRA), Sri Lanka (Department for Registration of Persons), Bangladesh, Kazakhstan (law 223 of 12 January 2007), Russia:
//! the numbers of insured persons and of taxpayers (Pension Fund, Federal Tax Service), Ukraine and Belarus. Israel
//! (Population Authority), Saudi Arabia (National Information Center), Iran (Organization for Civil Registration), Egypt.

use super::super::{Rank, Rule};
use super::check::{digit, has_birth_date, is_uniform, luhn, number, weighted};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(NATIONAL_ID, "pk_cnic", "thirteen digits, the first one of a province",
        forms: &[field("ddddd-ddddddd-d"), word("ddddddddddddd"), word("ddddd ddddddd d")],
        fits: |value| (1..9).contains(&digit(value, 0)),
        odds: 2,
        words: &["cnic", "nicop", "snic", "nadra", "shanakhti", "pakistani", "pakistan"],
    ),
    row!(NATIONAL_ID, "lk_nic", "year and day of birth, four digits, V or X",
        forms: &[field("ddddddddda")],
        fits: |value| matches!(value[9], b'V' | b'X') && is_day_of_year(&value[2..5]),
        odds: 20,
        words: &["nic", "nic no", "nic number", "sri lankan", "sri lanka"],
    ),
    row!(NATIONAL_ID, "lk_nic_2016", "year and day of birth, five digits",
        forms: &[word("dddddddddddd")],
        fits: |value| matches!(number(&value[..4]), 1900..=2050) && is_day_of_year(&value[4..7]),
        words: &["nic no", "nic number", "sri lankan", "sri lanka"],
    ),
    row!(NATIONAL_ID, "bd_nid", "ten, thirteen or seventeen digits",
        forms: &[word("dddddddddd"), word("ddddddddddddd"), word("ddddddddddddddddd")],
        words: &["nid", "bangladeshi", "bangladesh"],
    ),
    row!(NATIONAL_ID, "kz_iin", "date of birth, century and sex, weighted check digit",
        forms: &[field("dddddddddddd")],
        fits: |value| has_birth_date(value) && (1..7).contains(&digit(value, 6)),
        check: Some(is_kazakh),
        odds: 500,
        words: &["iin", "jsn", "kazakhstan", "kazakh"],
    ),
    row!(NATIONAL_ID, "ru_snils", "the sum of the weighted digits by 101",
        forms: &[free("ddd-ddd-ddd dd"), field("ddd-ddd-ddd-dd"), word("ddd ddd ddd dd"), word("ddddddddddd")],
        check: Some(is_snils),
        odds: 101,
        words: &["snils"],
    ),
    row!(NATIONAL_ID, "ru_inn", "two weighted check digits",
        forms: &[word("dddddddddddd")],
        check: Some(is_inn),
        odds: 100,
        words: &["russian inn", "russian tax"],
        hints: &["inn"],
    ),
    row!(NATIONAL_ID, "ua_rnokpp", "weighted check digit",
        forms: &[word("dddddddddd")],
        // The first weight is -1.
        check: Some(|value| weighted(value, &[10, 5, 7, 9, 4, 6, 10, 5, 7]) % 11 % 10 == digit(value, 9)),
        odds: 11,
        words: &["rnokpp"],
        hints: &["ipn", "tin", "ukrainian tax"],
    ),
    row!(NATIONAL_ID, "by_personal_number", "seven digits, a letter, three digits, two letters, a digit",
        forms: &[free("dddddddadddaad")],
        fits: |value| {
            let citizen = matches!(&value[11..13], b"PB" | b"BA" | b"BI");
            citizen && matches!(value[0], b'1'..=b'6') && b"ABCHKEM".contains(&value[7])
        },
        odds: 10_000,
        words: &["belarus", "belarusian"],
    ),
    row!(NATIONAL_ID, "il_id", "Luhn check",
        forms: &[word("ddddddddd"), word("dddddddd-d")],
        check: Some(luhn),
        odds: 10,
        words: &["teudat zehut", "teudat zeut", "israeli id", "israel id", "israeli identity"],
        hints: &["t.z", "tz"],
    ),
    row!(NATIONAL_ID, "sa_id", "1 or 2, Luhn check",
        forms: &[word("dddddddddd")],
        fits: |value| matches!(value[0], b'1' | b'2'),
        check: Some(luhn),
        odds: 50,
        words: &["iqama", "saudi id", "saudi national", "absher"],
    ),
    row!(NATIONAL_ID, "ir_national_code", "weighted check digit",
        forms: &[word("dddddddddd"), word("ddd-dddddd-d")],
        check: Some(is_iranian),
        odds: 11,
        words: &["code melli", "kode melli", "codemeli", "iranian national", "iranian id"],
    ),
    row!(NATIONAL_ID, "eg_national_id", "century, date of birth, governorate",
        forms: &[field("dddddddddddddd")],
        fits: |value| {
            let governorate = matches!(number(&value[7..9]), 1..=35 | 88);
            governorate && matches!(value[0], b'2' | b'3') && has_birth_date(&value[1..])
        },
        odds: 400,
        words: &["egyptian", "egypt"],
    ),
];

/// The day of the year, 500 more for women.
fn is_day_of_year(value: &[u8]) -> bool {
    matches!(number(value) % 500, 1..=366)
}

/// The weights 1 to 11, or 3 to 11 and 1, 2 where those leave ten.
fn is_kazakh(value: &[u8]) -> bool {
    let first = weighted(value, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
    let second = || weighted(value, &[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
    digit(value, 11) == if first < 10 { first } else { second() }
}

/// The weights 9 to 1; the remainder by 101, of which 100 is written as 0.
fn is_snils(value: &[u8]) -> bool {
    let sum = weighted(value, &[9, 8, 7, 6, 5, 4, 3, 2, 1]);
    !is_uniform(&value[..9]) && u64::from(sum % 101 % 100) == number(&value[9..])
}

/// Both check digits of a person's number.
fn is_inn(value: &[u8]) -> bool {
    let first = weighted(value, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10;
    let second = weighted(value, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10;
    !is_uniform(value) && first == digit(value, 10) && second == digit(value, 11)
}

/// The weights 10 to 2; the remainder by 11, or what is left to 11.
fn is_iranian(value: &[u8]) -> bool {
    let rest = weighted(value, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    !is_uniform(value) && digit(value, 9) == if rest < 2 { rest } else { 11 - rest }
}

#[cfg(test)]
mod tests {
    use super::super::cases::{field, free, not, word};
    use crate::redact::kind;

    #[test]
    fn asian_numbers_are_found() {
        field("pk_cnic.form", &["42301-4728163-5"]);
        word(kind::NATIONAL_ID, &[("CNIC #", "4230147281635"), ("NICOP: #", "42301-4728163-5")]);
        field("lk_nic.form", &["853401937V", "197660482X"]);
        word(kind::NATIONAL_ID, &[("NID: #", "4829173650"), ("NID #", "19852617482917365")]);
        word(kind::NATIONAL_ID, &[("NIC No. #", "198534001937"), ("NIC #", "853401937v")]);
        field("kz_iin.form", &["850412301946"]);
        word(kind::NATIONAL_ID, &[("IIN: #", "850412301945"), ("Kazakh IIN #", "850412301946")]);
        free(kind::NATIONAL_ID, &["112-482-917 38", "4120485A012PB3"]);
        word(
            kind::NATIONAL_ID,
            &[("SNILS #", "11248291738"), ("SNILS #", "112-482-917 39"), ("INN #", "771482917363")],
        );
        word(kind::NATIONAL_ID, &[("IPN #", "2948291737"), ("RNOKPP #", "2948291736")]);
        word(
            kind::NATIONAL_ID,
            &[("Teudat Zehut #", "048291736"), ("T.Z. #", "048291736"), ("Iqama no. #", "2482917365")],
        );
        word(kind::NATIONAL_ID, &[("code melli: #", "0084829178"), ("Egyptian ID card #", "28504120148291")]);
    }

    #[test]
    fn what_is_none_is_left() {
        not("pk_", &["92301-4728163-5", "42301-4728163-55"]);
        not("lk_", &["853401937W", "854001937V"]);
        not("kz_", &["850412301945", "851312301946"]);
        not("ru_", &["112-482-917 39", "771482917364"]);
        not("by_", &["7120485A012PB3", "4120485A012QB3"]);
        not("eg_", &["28513120148291", "48504120148291"]);
    }
}
