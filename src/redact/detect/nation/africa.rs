//! South Africa: the identity number (Identification Act 68 of 1997). Nigeria: the national identification number
//! (National Identity Management Commission). Ghana, Kenya, Tanzania, Uganda, Rwanda, Zambia, Zimbabwe, Botswana, Morocco.

use super::super::{Rank, Rule};
use super::check::{digit, has_birth_date, luhn, number, verhoeff};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(ZA_ID_NUMBER, "za_id_number", "date of birth, citizenship, Luhn check",
        forms: &[free("ddddddddddddd"), free("dddddd dddd ddd"), free("dddddd dddd d dd")],
        check: Some(is_south_african),
        odds: 4500,
        words: &["south african id", "rsa id", "sa id", "identiteitsnommer"],
        hints: &["id number", "identity number"],
    ),
    row!(NATIONAL_ID, "za_tax_number", "ten digits, the first of them 0 to 4 or 9",
        forms: &[word("dddddddddd"), word("dddd ddd ddd"), word("dddd/ddd/ddd")],
        fits: |value| matches!(value[0], b'0'..=b'4' | b'9'),
        words: &["sars", "income tax ref", "income tax no", "income tax number", "tax ref", "tax reference", "vat reg", "vat vendor"],
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
    row!(NATIONAL_ID, "gh_card", "GHA, nine digits and a check digit",
        forms: &[free("aaa-ddddddddd-d"), word("aaadddddddddd"), word("aaa ddddddddd d")],
        fits: |value| value.starts_with(b"GHA"),
        odds: 10_000,
        words: &["ghana card", "ghana", "nia"],
    ),
    row!(NATIONAL_ID, "ke_tax_number", "A or P, nine digits, a letter",
        forms: &[field("addddddddda")],
        fits: |value| matches!(value[0], b'A' | b'P'),
        odds: 13,
        words: &["kra", "kra pin", "pin no", "pin number"],
    ),
    row!(NATIONAL_ID, "tz_nida", "date of birth, post code, seven digits",
        forms: &[free("dddddddd-ddddd-ddddd-dd"), word("dddddddddddddddddddd")],
        fits: |value| matches!(number(&value[..4]), 1900..=2050) && has_birth_date(&value[2..]),
        odds: 1000,
        words: &["nida", "tanzania", "tanzanian"],
    ),
    row!(NATIONAL_ID, "ug_nin", "citizen or permanent resident, sex, year of birth, ten letters and digits",
        forms: &[word("aaddnnnnnnnnnn")],
        fits: |value| matches!(value[0], b'C' | b'P') && matches!(value[1], b'M' | b'F'),
        words: &["nin", "nira", "uganda", "ugandan"],
    ),
    row!(NATIONAL_ID, "rw_identity_card", "a kind of person, year of birth, sex, ten digits",
        forms: &[word("d dddd d ddddddd d dd"), word("dddddddddddddddd")],
        fits: |value| matches!(number(&value[1..5]), 1900..=2050) && matches!(value[5], b'7' | b'8'),
        words: &["indangamuntu", "rwandan", "rwanda", "nida"],
    ),
    row!(NATIONAL_ID, "zm_registration_card", "six digits, district, kind of person",
        forms: &[word("dddddd/dd/d")],
        words: &["nrc", "national registration", "zambia", "zambian"],
    ),
    row!(NATIONAL_ID, "zw_identity_card", "district, six or seven digits, a letter, district",
        forms: &[
            word("dd-ddddddadd"), word("dd-dddddddadd"), word("dd-dddddd-a-dd"), word("dd-ddddddd-a-dd"), word("dd dddddd a dd"), word("dd ddddddd a dd"),
        ],
        words: &["zimbabwe", "zimbabwean", "national id", "id number", "id no"],
    ),
    row!(NATIONAL_ID, "bw_omang", "nine digits, the fifth of them 1 or 2",
        forms: &[word("ddddddddd")],
        fits: |value| matches!(value[4], b'1' | b'2'),
        words: &["omang"],
    ),
    row!(NATIONAL_ID, "ma_identity_card", "one or two letters, five or six digits",
        forms: &[word("aadddddd"), word("addddd"), word("adddddd"), word("aaddddd")],
        words: &["cnie", "cine", "cin", "carte nationale"],
    ),
];

/// Citizen, permanent resident or refugee, then 8 or 9.
fn is_south_african(value: &[u8]) -> bool {
    has_birth_date(value) && digit(value, 10) < 3 && digit(value, 11) > 7 && luhn(value)
}

#[cfg(test)]
mod tests {
    use super::super::super::check::finds_nothing;
    use super::super::cases::{field, free, not, word};
    use super::super::search::find;
    use crate::redact::kind;

    #[test]
    fn african_numbers_are_found() {
        free(kind::ZA_ID_NUMBER, &["8604235718088", "860423 5718 088", "860423 5718 0 88"]);
        word(kind::ZA_ID_NUMBER, &[("South African ID #", "8604235718089")]);
        word(
            kind::NATIONAL_ID,
            &[("BVN: #", "22190835264"), ("Tax ref #", "0448 217 703"), ("VAT reg #", "4480207713")],
        );
        word(kind::NG_NIN, &[("NIN #", "47190835263"), ("NIMC slip #", "47190835264")]);
        free(kind::NATIONAL_ID, &["GHA-482917365-1", "19850412-14101-00003-28"]);
        field("ke_tax_number.form", &["A004829173K"]);
        word(kind::NATIONAL_ID, &[("KRA PIN #", "P051482917X"), ("Ghana card: #", "GHA4829173651")]);
        word(kind::NATIONAL_ID, &[("NIDA: #", "19850412141010000328"), ("NIN #", "CF8504110WXYZK")]);
        word(kind::NATIONAL_ID, &[("Indangamuntu: #", "1 1985 8 0048291 7 36"), ("NRC #", "482917/36/1")]);
        word(kind::NATIONAL_ID, &[("National ID #", "63-482917K42"), ("Omang #", "482918736"), ("CIN: #", "BK482917")]);
    }

    #[test]
    fn what_is_none_is_left() {
        not("za_", &["8604235718089", "8613235718088", "86042357180880", "AB8604235718088CD", "12-8604235718088"]);
        not("gh_", &["GHB-482917365-1"]);
        not("ke_", &["B004829173K", "A004829173"]);
        not("tz_", &["19851312-14101-00003-28"]);
        finds_nothing(
            find,
            &["Tax ref 5448 217 703", "NIN XF8504110WXYZK", "Rwandan 1198590048291736", "omang 482938736"],
        );
        not("ng_", &["47190835263", "07190835263", "22190835264"]);
    }
}
