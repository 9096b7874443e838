//! Finland: the personal identity code (Digital and Population Data Services Agency, signs of 2023 included). Sweden:
//! personal, coordination and organisation numbers (Skatteverket, SKV 704 and SKV 709). Iceland: the kennitala (Registers
//! Iceland). Estonia and Lithuania: the personal code (EVS 585); Latvia: the same.

use super::super::{Rank, Rule};
use super::check::{digit, has_birth_date, is_date, luhn, number, weighted};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(FI_PERSONAL_IDENTITY_CODE, "fi_personal_identity_code", "date of birth, check character",
        forms: &[free("ddddddadddn"), free("dddddd-dddn"), free("dddddd+dddn")],
        fits: is_finnish_form,
        check: Some(is_finnish),
        odds: 850,
        words: &["henkilötunnus", "henkilotunnus", "hetu", "personbeteckning", "finnish id", "personal identity code"],
    ),
    row!(SE_PERSONNUMMER, "se_personnummer", "date of birth, Luhn check",
        forms: &[
            free("dddddd-dddd"), free("dddddd+dddd"), free("dddddddd-dddd"), free("dddddddddddd"), field("dddddddddd"),
        ],
        check: Some(is_personal),
        odds: 270,
        words: &[
            "personnummer", "person nr", "personnr", "samordningsnummer", "swedish id", "swedish personal",
            "personal identity",
        ],
        hints: &["pnr"],
    ),
    row!(SE_ORGANISATIONSNUMMER, "se_organisationsnummer", "third digit 2 or more, Luhn check",
        forms: &[field("dddddd-dddd"), field("dddddddddd"), field("16dddddd-dddd")],
        check: Some(is_organisation),
        odds: 14,
        words: &["organisationsnummer", "orgnummer", "orgnr", "org nr", "org.nr", "organisationsnr"],
        hints: &["company", "organization", "organisation", "företag", "momsregistreringsnummer"],
    ),
    row!(NATIONAL_ID, "is_kennitala", "date of birth, weighted check digit, century",
        forms: &[field("dddddd-dddd"), word("dddddddddd"), word("dddddd dddd")],
        fits: |value| matches!(value[9], b'0' | b'8' | b'9') && is_day_and_month(&value[..4]),
        check: Some(|value| (11 - weighted(value, &[3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 == digit(value, 8)),
        odds: 300,
        words: &["kennitala", "kennitölu", "icelandic id", "iceland"],
        hints: &["kt"],
    ),
    row!(NATIONAL_ID, "baltic_personal_code", "sex and century, date of birth, weighted check digit",
        forms: &[field("ddddddddddd")],
        fits: |value| matches!(value[0], b'1'..=b'6') && has_birth_date(&value[1..]),
        check: Some(is_baltic),
        odds: 500,
        words: &[
            "isikukood", "isikukoodi", "isikukoodiga", "estonian", "asmens kodas", "asmens kodą", "asmens kodo", "a.k", "lithuanian",
        ],
        hints: &["personal code", "personal id"],
    ),
    row!(NATIONAL_ID, "lv_personal_code", "day, month and year of birth, or 32, five digits",
        forms: &[word("dddddd-ddddd"), word("ddddddddddd")],
        fits: |value| value.starts_with(b"32") || is_day_and_month(&value[..4]),
        words: &["personas kods", "personas kodu", "personas koda", "latvian", "p.k", "personal code"],
    ),
];

/// Day and month; the day of companies is 40 more.
fn is_day_and_month(value: &[u8]) -> bool {
    matches!(number(&value[..2]) % 40, 1..=31) && matches!(number(&value[2..4]), 1..=12)
}

/// The weights 1 to 9 and 1, or 3 to 9 and 1 to 3 where those leave ten; 0 where these do as well.
fn is_baltic(value: &[u8]) -> bool {
    let first = weighted(value, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    let second = || weighted(value, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10;
    digit(value, 10) == if first < 10 { first } else { second() }
}

/// The sign tells the century.
fn is_finnish_form(value: &[u8]) -> bool {
    let century = match value.get(6) {
        Some(b'A'..=b'F') => 2000,
        Some(b'U'..=b'Y' | b'0'..=b'9') => 1900,
        _ => return false,
    };
    is_date(century + number(&value[4..6]), number(&value[2..4]), number(&value[..2]))
}

/// The check character by the remainder of all digits by 31; numbers below 002 are not given.
fn is_finnish(value: &[u8]) -> bool {
    let Some((last, rest)) = value.split_last() else { return false };
    let person = &rest[rest.len() - 3..];
    let all = number(&rest[..6]) * 1000 + number(person);
    number(person) > 1 && b"0123456789ABCDEFHJKLMNPRSTUVWXY"[(all % 31) as usize] == *last
}

/// The day of a coordination number is 60 more.
fn is_personal(value: &[u8]) -> bool {
    let (century, short) = value.split_at(value.len() - 10);
    let day = number(&short[4..6]);
    let year = number(&value[..century.len() + 2]);
    let born = is_date(year, number(&short[2..4]), if day > 60 { day - 60 } else { day });
    born && (century.is_empty() || matches!(century, b"18" | b"19" | b"20")) && luhn(short)
}

/// What would be a month in a personal number is 20 or more.
fn is_organisation(value: &[u8]) -> bool {
    let short = &value[value.len() - 10..];
    digit(short, 0) > 0 && digit(short, 2) > 1 && luhn(short)
}

#[cfg(test)]
mod tests {
    use super::super::cases::{field, free, not, word};
    use crate::redact::kind;

    #[test]
    fn nordic_numbers_are_found() {
        free(kind::FI_PERSONAL_IDENTITY_CODE, &["230584-2719", "230584X2719", "010203A087U", "230584+2719"]);
        field("fi_personal_identity_code.form", &["010203a087u"]);
        word(kind::FI_PERSONAL_IDENTITY_CODE, &[("hetu #", "230584-2718"), ("henkilötunnus#", "010203A087U")]);
        free(kind::SE_PERSONNUMMER, &["840523-2714", "840583-2711", "19840523-2714", "198405232714", "840523+2714"]);
        field("se_personnummer.form", &["8405232714"]);
        word(
            kind::SE_PERSONNUMMER,
            &[("personnummer #", "8405232714"), ("personnummer #", "840523-2715"), ("pnr#", "198405232714")],
        );
        field("se_organisationsnummer.form", &["802481-2037", "8024812037"]);
        word(
            kind::SE_ORGANISATIONSNUMMER,
            &[("Org.nr #", "802481-2037"), ("orgnr #", "802481-2038"), ("org nr #", "16802481-2037")],
        );
    }

    #[test]
    fn icelandic_and_baltic_numbers_are_found() {
        field("is_kennitala.form", &["120485-2029"]);
        word(kind::NATIONAL_ID, &[("Kennitala #", "120485-2849"), ("kt. #", "1204852029")]);
        field("baltic_personal_code.form", &["38504120008"]);
        word(kind::NATIONAL_ID, &[("Isikukood: #", "38504120284"), ("Asmens kodas #", "38504120008")]);
        word(kind::NATIONAL_ID, &[("Personas kods: #", "120485-11234"), ("p.k. #", "321234-56789")]);
    }

    #[test]
    fn what_is_none_is_left() {
        not("is_", &["120485-2039", "121385-2029"]);
        not("baltic_", &["38504120009", "38513120008"]);
        not("fi_", &["230584-2718", "311184-2719", "290201-2719", "230584/2719", "230584Q2719", "2305842719"]);
        not("se_", &["840523-2715", "841323-2714", "802481-2038", "051481-2039", "202405171230", "178405232714"]);
    }
}
