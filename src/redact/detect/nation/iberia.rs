//! Spain: tax numbers of citizens, foreigners and companies (Real Decreto 1065/2007, Orden EHA/451/2008), passports, the
//! number of social security (Orden of 17 January 1996). Portugal: the citizen card, the number of the health service.

use super::super::{Rank, Rule};
use super::check::{digit, number, weighted};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(ES_NIE, "es_nie", "X, Y or Z, letter of the remainder by 23",
        forms: &[free("addddddda"), free("addddddd-a"), free("a-ddddddd-a")],
        fits: |value| matches!(value[0], b'X' | b'Y' | b'Z'),
        check: Some(is_foreigner),
        odds: 200,
        words: &["número de identidad de extranjero", "número de identificación de extranjero", "extranjero"],
        hints: &["nie", "nif", "dni"],
    ),
    row!(ES_NIF, "es_nif", "letter of the remainder by 23",
        forms: &[free("dddddddda"), free("dddddddd-a"), free("dd.ddd.ddd-a"), field("dddddddd a")],
        check: Some(is_citizen),
        odds: 23,
        words: &["documento nacional de identidad", "número de identificación fiscal", "dni"],
        hints: &["nif"],
    ),
    row!(ES_NIF, "es_nif_short", "letter of the remainder by 23",
        forms: &[field("ddddddda"), field("ddddddd-a"), field("d.ddd.ddd-a")],
        check: Some(is_citizen),
        odds: 23,
        words: &["documento nacional de identidad", "número de identificación fiscal", "dni"],
        hints: &["nif"],
    ),
    row!(ES_NIF, "es_nif_company", "legal form, check digit or letter",
        forms: &[word("adddddddn"), word("a-dddddddn"), word("a-ddddddd-n")],
        check: Some(is_company),
        odds: 10,
        words: &["código de identificación fiscal"],
        hints: &["cif", "nif"],
    ),
    row!(ES_PASSPORT, "es_passport", "three letters and six digits",
        forms: &[field("aaadddddd")],
        words: &["pasaporte", "passport", "spanish passport"],
    ),
    row!(NATIONAL_ID, "es_social_security", "the remainder by 97",
        forms: &[word("dddddddddddd"), free("dd/dddddddd/dd")],
        check: Some(is_insured),
        odds: 97,
        words: &["seguridad social", "nss", "naf", "afiliación", "afiliacion", "seg. social", "seg social", "n\u{ba} s.s", "n\u{ba} ss", "no s.s", "num. s.s"],
    ),
    row!(NATIONAL_ID, "pt_citizen_card", "eight digits, a check digit, two letters or digits, a check digit",
        forms: &[word("dddddddd d nnd"), word("ddddddddd nnd"), word("dddddddddnnd")],
        words: &["cartão de cidadão", "cartao de cidadao", "cartão do cidadão", "bilhete de identidade"],
    ),
    row!(NATIONAL_ID, "pt_health_user", "nine digits",
        forms: &[word("ddddddddd")],
        words: &["utente"],
    ),
];

/// The letter by the remainder of the number by 23.
fn letter(number: u64) -> u8 {
    b"TRWAGMYFPDXBNJZSQVHLCKE"[(number % 23) as usize]
}

fn is_citizen(value: &[u8]) -> bool {
    value.split_last().is_some_and(|(last, digits)| letter(number(digits)) == *last && number(digits) > 0)
}

/// The first ten digits without a zero behind the province, and their remainder by 97.
fn is_insured(value: &[u8]) -> bool {
    let (province, person) = (number(&value[..2]), number(&value[2..10]));
    let whole = if person < 10_000_000 { province * 10_000_000 + person } else { province * 100_000_000 + person };
    whole % 97 == number(&value[10..])
}

/// X, Y and Z count as 0, 1 and 2.
fn is_foreigner(value: &[u8]) -> bool {
    letter(u64::from(value[0] - b'X') * 10_000_000 + number(&value[1..8])) == value[8]
}

/// The digits at odd places count twice with their cross sums.
fn is_company(value: &[u8]) -> bool {
    let even: u32 = weighted(&value[1..8], &[0, 1, 0, 1, 0, 1, 0]);
    let odd: u32 = [1, 3, 5, 7].iter().map(|at| digit(value, *at) * 2).map(|twice| twice / 10 + twice % 10).sum();
    let control = (10 - (even + odd) % 10) % 10;
    b"ABCDEFGHJNPQRSUVW".contains(&value[0])
        && (digit(value, 8) == control || b"JABCDEFGHI"[control as usize] == value[8])
}

#[cfg(test)]
mod tests {
    use super::super::cases::{field, free, not, word};
    use crate::redact::kind;

    #[test]
    fn spanish_numbers_are_found() {
        free(kind::ES_NIF, &["51730824Y", "51730824-Y", "51.730.824-Y"]);
        field("es_nif.form", &["51730824y"]);
        field("es_nif_short.form", &["4093817R", "4093817-R"]);
        word(
            kind::ES_NIF,
            &[("DNI #", "51730824A"), ("nif: #", "51730824Y"), ("CIF #", "B71340582"), ("NIF #", "Q7134058B")],
        );
        word(kind::ES_NIF, &[("nif#", "51730824Y")]);
        free(kind::ES_NIE, &["X4093817R", "Y4093817-S", "Z4093817Y"]);
        word(kind::ES_NIE, &[("Número de identidad de extranjero #", "X4093817A")]);
        field("es_passport.form", &["PAD402816"]);
        word(
            kind::NATIONAL_ID,
            &[
                ("NSS #", "28/35157137/09"),
                ("afiliación #", "282754318471"),
                ("cartão de cidadão #", "96391424 5 LF3"),
                ("nº de utente #", "225073529"),
            ],
        );
        word(kind::ES_PASSPORT, &[("pasaporte #", "PAD402816")]);
    }

    #[test]
    fn what_is_none_is_left() {
        not("es_", &["51730824A", "X4093817A", "W4093817R", "X409381R", "20240517B", "PAD40281", "PADX40281"]);
        not("es_", &["B71340582", "build-51730824Y", "51730824Y.zip", "x4093817a"]);
    }
}
