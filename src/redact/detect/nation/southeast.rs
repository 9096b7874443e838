//! Singapore: the NRIC and FIN (National Registration Act), the UEN (ACRA). Thailand: the number of the population
//! register (Department of Provincial Administration). Indonesia: the numbers of the population register (regulation 40 of
//! 2019) and of taxpayers (Directorate General of Taxes). The Philippines: taxpayers, social security, health insurance,
//! housing fund and the national card.

use super::super::{Rank, Rule};
use super::check::{digit, is_date, number, weighted};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(SG_NRIC_FIN, "sg_nric_fin", "series, check letter",
        forms: &[free("addddddda")],
        fits: |value| matches!(value[0], b'S' | b'T' | b'F' | b'G' | b'M'),
        check: Some(is_nric),
        odds: 26,
        words: &["nric", "fin number", "fin no"],
        hints: &["fin", "singapore id"],
    ),
    row!(SG_NRIC_FIN, "sg_nric_fin_form", "series, seven digits, letter",
        forms: &[field("addddddda")],
        fits: |value| matches!(value[0], b'S' | b'T' | b'F' | b'G' | b'M'),
        odds: 5,
    ),
    row!(SG_UEN, "sg_uen_business", "check letter",
        forms: &[field("dddddddda")],
        check: Some(is_business),
        odds: 26,
        words: &["uen", "unique entity"],
    ),
    row!(SG_UEN, "sg_uen_company", "year of registration, check letter",
        forms: &[free("ddddddddda")],
        fits: |value| matches!(number(&value[..4]), 1800..=2099),
        check: Some(is_company),
        odds: 800,
        words: &["uen", "unique entity"],
    ),
    row!(SG_UEN, "sg_uen_entity", "year, type of entity, check letter",
        forms: &[free("addaadddda")],
        fits: |value| matches!(value[0], b'R' | b'S' | b'T'),
        check: Some(is_entity),
        odds: 500,
        words: &["uen", "unique entity"],
    ),
    row!(TH_TNIN, "th_tnin", "kind of person, province, check digit",
        forms: &[free("d-dddd-ddddd-dd-d"), free("d dddd ddddd dd d"), field("ddddddddddddd")],
        fits: is_thai_form,
        check: Some(is_thai),
        odds: 20,
        words: &["thai id", "thai national id", "tnin", "ประชาชน", "บัตรประชาชน", "เลขประจาตัวประชาชน"],
        hints: &["thai", "national id"],
    ),
    row!(NATIONAL_ID, "id_nik", "region, date of birth",
        forms: &[word("dddddddddddddddd"), word("dddddd.dddddd.dddd"), word("dddd dddd dddd dddd")],
        fits: is_indonesian,
        odds: 30,
        words: &["nik", "ktp", "induk kependudukan", "indonesian id"],
    ),
    row!(NATIONAL_ID, "id_npwp", "fifteen digits in six groups",
        forms: &[free("dd.ddd.ddd.d-ddd.ddd"), word("ddddddddddddddd"), word("dddddddddddddddd")],
        odds: 1000,
        words: &["npwp"],
    ),
    row!(NATIONAL_ID, "ph_tin", "three groups of three digits and the code of a branch",
        forms: &[
            word("ddd-ddd-ddd-ddd"), word("ddd-ddd-ddd-ddddd"), word("ddd-ddd-ddd"), word("dddddddddddd"), word("ddd ddd ddd ddd"),
        ],
        words: &["tin", "tax id", "tax identification", "bir"],
    ),
    row!(NATIONAL_ID, "ph_sss", "ten digits in three groups",
        forms: &[word("dd-ddddddd-d"), word("dddddddddd")],
        words: &["sss", "sss no", "sss number"],
    ),
    row!(NATIONAL_ID, "ph_card", "twelve digits in three groups, sixteen in four",
        forms: &[
            word("dddd-dddd-dddd"), word("dddddddddddd"), word("dddd-ddddddd-d"), word("dddd-dddd-dddd-dddd"),
            word("dddddddddddddddd"),
        ],
        words: &["pag-ibig", "pagibig", "pag ibig", "hdmf", "umid", "umid crn", "philsys", "philid", "philsys pcn"],
    ),
    row!(HEALTH_PLAN_BENEFICIARY_NUMBER, "ph_philhealth", "twelve digits in three groups",
        forms: &[word("dd-ddddddddd-d"), word("dddddddddddd")],
        words: &["philhealth", "phil health", "phic"],
    ),
];

/// The code of a province from 11 on, and day, month and year of birth; the day of women is 40 more.
fn is_indonesian(value: &[u8]) -> bool {
    let (province, day) = (number(&value[..2]), number(&value[6..8]) % 40);
    value.len() == 16 && (11..=97).contains(&province) && is_date(0, number(&value[8..10]), day)
}

/// Weights 2, 7, 6, 5, 4, 3, 2; each series has its letters and its start.
fn is_nric(value: &[u8]) -> bool {
    let sum = weighted(&value[1..], &[2, 7, 6, 5, 4, 3, 2]);
    let (start, letters) = match value[0] {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        _ => (3, b"XWUTRQPNJLK"),
    };
    letters[(sum + start) as usize % 11] == value[8]
}

fn is_business(value: &[u8]) -> bool {
    b"XMKECAWLJDB"[weighted(value, &[10, 4, 9, 3, 8, 2, 7, 1]) as usize % 11] == value[8]
}

fn is_company(value: &[u8]) -> bool {
    b"ZKCMDNERGWH"[weighted(value, &[10, 8, 6, 4, 9, 7, 5, 3, 1]) as usize % 11] == value[9]
}

/// ACRA's list of types of entities.
const ENTITIES: &str = "LP LL FC PF RF MQ MM NB CC CS MB FM GS DP CP NR CM CD MD HS VH CH MH CL XL CX HC RP TU TC FB \
                        FN PA PB SS MC SM GA GB";

fn is_entity(value: &[u8]) -> bool {
    const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWX0123456789";
    let place = |b: &u8| ALPHABET.iter().position(|letter| letter == b).unwrap_or_default();
    let sum: usize = value.iter().zip([4, 3, 5, 3, 10, 2, 2, 5, 7]).map(|(b, weight)| place(b) * weight).sum();
    let known = ENTITIES.split(' ').any(|entity| entity.as_bytes() == &value[3..5]);
    known && ALPHABET[(sum + 6) % 11] == value[9]
}

/// The province where the number was given, by ISO 3166-2:TH.
fn is_thai_form(value: &[u8]) -> bool {
    let province = matches!(number(&value[1..3]), 10..=27 | 30..=58 | 60..=67 | 70..=77 | 80..=86 | 90..=96);
    matches!(digit(value, 0), 1..=8) && province
}

fn is_thai(value: &[u8]) -> bool {
    let sum = weighted(value, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    (11 - sum % 11) % 10 == digit(value, 12)
}

#[cfg(test)]
mod tests {
    use super::super::super::check::finds_nothing;
    use super::super::cases::{field, free, not, word};
    use super::super::search::find;
    use crate::redact::kind;

    #[test]
    fn numbers_of_singapore_and_thailand_are_found() {
        free(kind::SG_NRIC_FIN, &["S7305182G", "T7305182C", "F7305182R", "G7305182M", "M7305182N"]);
        field("sg_nric_fin_form.form", &["S7305182A"]);
        word(kind::SG_NRIC_FIN, &[("NRIC #", "S7305182A"), ("nric: #", "s7305182g")]);
        free(kind::SG_UEN, &["201782645Z", "T19LL4082G"]);
        word(kind::SG_UEN, &[("UEN #", "41950726D"), ("UEN: #", "T19LL4082H")]);
        free(kind::TH_TNIN, &["3-4016-50291-84-2"]);
        field("th_tnin.form", &["3401650291842"]);
        word(kind::TH_TNIN, &[("เลขประจำตัวประชาชน #", "3401650291842"), ("Thai ID #", "3401650291843")]);
    }

    #[test]
    fn numbers_of_indonesia_and_the_philippines_are_found() {
        word(kind::NATIONAL_ID, &[("NIK: #", "3174015208900003"), ("No. KTP #", "317401.520890.0003")]);
        free(kind::NATIONAL_ID, &["09.254.294.3-407.000"]);
        word(
            kind::NATIONAL_ID,
            &[("NPWP #", "092542943407000"), ("TIN #", "214-623-456-000"), ("SSS no. #", "34-1829473-5")],
        );
        word(kind::NATIONAL_ID, &[("Use # as your tax ID", "214-623-456-000")]);
        word(kind::NATIONAL_ID, &[("Pag-IBIG MID #", "1212-4829-1736"), ("UMID CRN #", "0111-4829173-6")]);
        word(kind::NATIONAL_ID, &[("PhilSys PCN #", "4829-1736-5921-8403")]);
        word(kind::HEALTH_PLAN_BENEFICIARY_NUMBER, &[("PhilHealth no. #", "12-345678912-3")]);
    }

    #[test]
    fn what_is_none_is_left() {
        finds_nothing(find, &["NIK 3174017908900003", "NIK 0974015208900003", "214-623-456-000"]);
        not("sg_", &["A7305182G", "S730518G", "41950726E", "201782645A", "T19ZZ4082G", "150082645Z"]);
        not("th_", &["3401650291843", "3281650291842", "0401650291842", "1716239022123", "1520000000004"]);
    }
}
