//! France: the social security number (INSEE). The Netherlands: the citizen service number (RvIG). Poland: PESEL
//! (Ministry of Digital Affairs). Turkey: the identity number (NVİ), the tax number (GİB).

use super::super::{Rank, Rule};
use super::check::{digit, is_date, is_uniform, number, weighted};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(MEDICAL_RECORD_NUMBER, "gb_chi", "date of birth and four digits (Community Health Index of Scotland)",
        forms: &[word("dddddddddd"), word("dddddd dddd")],
        fits: |value| is_date(number(&value[4..6]), number(&value[2..4]), number(&value[..2])),
        words: &["chi", "chi no", "chi number", "chi #", "community health index"],
    ),
    row!(FR_NIR, "fr_nir", "month, department, key modulo 97",
        forms: &[
            free("ddddddndddddddd"),
            free("d dd dd dn ddd ddd dd"),
            free("d dd dd dn ddd ddd-dd"),
            free("d-dd-dd-dn-ddd-ddd-dd"),
        ],
        fits: is_french_form,
        check: Some(is_french),
        odds: 1000,
        words: &["sécurité sociale", "securite sociale", "numéro de sécu", "french social security", "insee", "carte vitale"],
        hints: &["nir", "secu", "sécu"],
    ),
    row!(FR_NIR, "fr_nir_no_key", "month, department",
        forms: &[word("ddddddndddddd"), word("d dd dd dn ddd ddd")],
        fits: is_french_form,
        odds: 20,
        words: &["sécurité sociale", "securite sociale", "numéro de sécu", "french social security", "nir"],
    ),
    row!(NATIONAL_ID, "fr_identity_card", "twelve digits, with letters for the place of the office, or a letter and eight letters and digits",
        forms: &[word("ddddddnddddd"), word("ddddnnnddddd"), word("annnnnnnn")],
        fits: |value| value.iter().filter(|b| b.is_ascii_digit()).count() > 2,
        words: &["carte d'identité", "carte d’identité", "carte nationale d'identité", "carte nationale d’identité", "cni", "cnie"],
    ),
    // On the European health insurance card (EN 1867: 80, the country by ISO 3166, who issued it, and which one it is).
    row!(HEALTH_PLAN_BENEFICIARY_NUMBER, "ehic", "80, a country of the card, and fifteen digits",
        forms: &[free("dddddddddddddddddddd")],
        fits: is_insurance_card,
        odds: 3000,
    ),
    row!(NATIONAL_ID, "fr_rpps", "eleven digits",
        forms: &[word("ddddddddddd"), word("d dd dd dd ddd d")],
        words: &["rpps"],
    ),
    row!(DRIVER_LICENSE, "fr_licence", "year, two letters, five digits",
        forms: &[word("ddaaddddd")],
        words: &["permis", "permis de conduire"],
    ),
    row!(NL_BSN, "nl_bsn", "eleven-proof",
        forms: &[field("ddddddddd"), word("dddd dd ddd"), word("dddd.dd.ddd"), word("ddd ddd ddd"), word("dddddddd")],
        check: Some(is_dutch),
        odds: 11,
        words: &["burgerservicenummer", "burgerservicenr", "burger service", "sofinummer", "sofi nummer", "dutch citizen"],
        hints: &["bsn", "sofi"],
    ),
    row!(PASSPORT, "nl_passport", "two letters, six letters or digits and a digit, no letter O",
        forms: &[word("aannnnnnd")],
        fits: |value| !value.contains(&b'O'),
        words: &["paspoort", "paspoortnummer", "paspoortnr", "dutch passport"],
    ),
    row!(PL_PESEL, "pl_pesel", "date of birth, check digit",
        forms: &[free("ddddddddddd"), word("dddddd ddddd"), word("dddddd-ddddd"), word("dd dd dd ddddd")],
        check: Some(is_polish),
        odds: 140,
        words: &["pesel", "pesele", "peselu", "peselem", "peselowi", "pesela"],
    ),
    row!(TR_NATIONAL_ID, "tr_national_id", "two check digits",
        forms: &[free("ddddddddddd")],
        check: Some(is_turkish),
        odds: 110,
        words: &["tckn", "kimlik", "kimlik no", "turkish id", "türk kimlik"],
        hints: &["tc", "t.c.", "vatandaşlik"],
    ),
    row!(NATIONAL_ID, "tr_tax_number", "ten digits",
        forms: &[word("dddddddddd")],
        words: &["vergi no", "vergi numarasi", "vergi kimlik", "vergi kimlik no", "vkn"],
    ),
    row!(NATIONAL_ID, "tr_insurance", "thirteen digits",
        forms: &[word("ddddddddddddd")],
        words: &["sgk", "sgk no", "sgk sicil"],
    ),
];

/// Sex, year, month (or what stands for an unknown one), department (2A and 2B in Corsica).
fn is_french_form(value: &[u8]) -> bool {
    let department =
        value[5..7] == *b"2A" || value[5..7] == *b"2B" || value[6].is_ascii_digit() && value[5..7] != *b"00";
    let month = matches!(number(&value[3..5]), 1..=12 | 20 | 30..=42 | 50..=99);
    matches!(digit(value, 0), 1..=4 | 7 | 8) && month && department
}

/// A man or a woman, and 97 less the remainder by 97. Corsica counts as 19 and 18.
fn is_french(value: &[u8]) -> bool {
    let corsica = match value[6] {
        b'A' => Some(b"19"),
        b'B' => Some(b"18"),
        _ => None,
    };
    let department = corsica.map_or(&value[5..7], |code| &code[..]);
    let number =
        [&value[..5], department, &value[7..13]].concat().iter().fold(0, |sum, b| sum * 10 + u64::from(b - b'0'));
    matches!(value[0], b'1' | b'2') && 97 - number % 97 == self::number(&value[13..15])
}

/// The digits times 9 to 2, less the last, are a multiple of eleven. Eight digits lack a leading zero.
fn is_dutch(value: &[u8]) -> bool {
    let weights = [9, 8, 7, 6, 5, 4, 3, 2];
    let Some((last, rest)) = value.split_last() else { return false };
    let sum = weighted(rest, &weights[8 - rest.len()..]);
    sum > 0 && sum % 11 == digit(&[*last], 0)
}

/// The month tells the century: 80 is added for the 19th, 20 for the 21st, and so on.
fn is_polish(value: &[u8]) -> bool {
    let month = number(&value[2..4]);
    let century = [1900, 2000, 2100, 2200, 1800][(month / 20) as usize % 5];
    let sum = weighted(value, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
    let born = is_date(century + number(&value[..2]), month % 20, number(&value[4..6]));
    born && matches!(century, 1800..=2099) && (10 - sum % 10) % 10 == digit(value, 10)
}

/// The tenth digit: seven times the sum at odd places less that at even ones. The eleventh: the sum of all.
fn is_turkish(value: &[u8]) -> bool {
    let odd = weighted(value, &[1, 0, 1, 0, 1, 0, 1, 0, 1]);
    let even = weighted(value, &[0, 1, 0, 1, 0, 1, 0, 1]);
    let tenth = (odd * 7 + 100 - even) % 10;
    digit(value, 0) > 0
        && !is_uniform(&value[..10])
        && tenth == digit(value, 9)
        && (odd + even + tenth) % 10 == digit(value, 10)
}

/// Whether the digits begin as those of a European health insurance card do.
fn is_insurance_card(value: &[u8]) -> bool {
    const COUNTRIES: &str = "040 056 100 191 196 203 208 233 246 250 276 300 348 352 372 380 428 438 440 442 470 528 578 616 620 \
        642 703 705 724 752 756 826";
    let country = |known: &str| known.as_bytes() == &value[2..5];
    value.starts_with(b"80") && COUNTRIES.split_ascii_whitespace().any(country)
}

#[cfg(test)]
mod tests {
    use super::super::cases::{field, free, not, word};
    use crate::redact::kind;

    #[test]
    fn patients_of_scotland_are_found_by_their_words() {
        word(kind::MEDICAL_RECORD_NUMBER, &[("CHI #", "0705626172"), ("CHI number: #", "220891 2934")]);
        not("gb_chi", &["0705626172"]);
    }

    #[test]
    fn numbers_of_france_the_netherlands_poland_and_turkey_are_found() {
        free(
            kind::FR_NIR,
            &[
                "184057510408791",
                "1 84 05 75 104 087 91",
                "1 84 05 75 104 087-91",
                "2 84 05 2A 104 087 01",
                "1 84 05 2B 104 087 78",
            ],
        );
        word(kind::FR_NIR, &[("Sécurité sociale #", "1 84 05 75 104 087 92"), ("NIR #", "1840575104087")]);
        word(
            kind::NATIONAL_ID,
            &[("Carte d'identité n° #", "379709164645"), ("CNI : #", "D2H6862M2"), ("RPPS #", "10101234567")],
        );
        field("nl_bsn.form", &["048101734"]);
        word(
            kind::NL_BSN,
            &[("BSN: #", "048101734"), ("burgerservicenummer #", "048101735"), ("bsn #", "0481.01.734")],
        );
        word(kind::PASSPORT, &[("Paspoortnummer #", "RLXHZPGK6"), ("paspoort: #", "NW3K8LM41")]);
        free(kind::PL_PESEL, &["84052372106", "04252372100"]);
        word(kind::PL_PESEL, &[("PESEL #", "84052372107"), ("pesel#", "84052372106")]);
        word(kind::PL_PESEL, &[("w moim peselu. Ma by\u{107} #", "840523 72106"), ("PESEL: #", "84 05 23 72106")]);
        free(kind::TR_NATIONAL_ID, &["48261730922"]);
        word(kind::NATIONAL_ID, &[("Vergi no: #", "5410457752"), ("SGK no: #", "8956865070112")]);
        word(kind::TR_NATIONAL_ID, &[("T.C. Kimlik No: #", "48261730921")]);
    }

    #[test]
    fn what_is_none_is_left() {
        not("fr_", &["184057510408792", "184137510408791", "584057510408791", "1 84 05 75 104 087 91 12"]);
        not("fr_", &["379709164645", "D2H6862M2", "10101234567"]);
        not("nl_", &["048101735", "000000000", "0481.01.734"]);
        not("pl_", &["84052372107", "84132372106", "8405237210", "84-052372106", "+84052372106"]);
        not("tr_", &["48261730921", "08261730922", "99999999990", "48261730922-1", "/48261730922"]);
    }

    #[test]
    fn cards_of_health_insurance_and_identity_are_found() {
        free(kind::HEALTH_PLAN_BENEFICIARY_NUMBER, &["80276000110048812734"]);
        not("ehic", &["80999000110048812734", "81276000110048812734"]);
        word(kind::NATIONAL_ID, &[("CNI n\u{b0} #", "170276A00931")]);
        not("fr_identity_card", &["170276A00931"]);
    }
}
