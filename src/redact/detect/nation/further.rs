//! Numbers of nations that have one row each: Switzerland (AHV), Poland (NIP, REGON, identity card), Portugal (NIF), Czechia
//! and Slovakia (birth number), Denmark (CPR), Norway (birth number), Belgium (national register), Austria (social
//! insurance), Romania (CNP), Bulgaria (EGN), Ireland (PPS), Mexico (CURP, RFC), Argentina (CUIT), Chile (RUT), Croatia
//! (OIB). The identity cards of Romania and of the Emirates.

use super::super::{Rank, Rule};
use super::check::{digit, gs1, number, weighted};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(NATIONAL_ID, "ch_ahv", "country code 756, check digit of GS1",
        forms: &[free("ddd.dddd.dddd.dd"), word("ddddddddddddd")],
        fits: |value| value.starts_with(b"756"),
        check: Some(gs1),
        odds: 10_000,
        words: &["ahv", "ahv nr", "ahv nummer", "avs", "sozialversicherungsnummer", "versichertennummer"],
    ),
    row!(NATIONAL_ID, "pl_nip", "weighted check digit",
        forms: &[word("dddddddddd"), word("ddd-ddd-dd-dd"), word("ddd-dd-dd-ddd")],
        check: Some(|value| weighted(value, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == digit(value, 9)),
        odds: 11,
        words: &["nip", "numer nip", "nr nip"],
    ),
    row!(NATIONAL_ID, "pl_regon", "nine or fourteen digits",
        forms: &[word("ddddddddd"), word("dddddddddddddd")],
        words: &["regon"],
    ),
    row!(NATIONAL_ID, "pl_identity_card", "three letters and six digits",
        forms: &[word("aaadddddd"), word("aaa dddddd")],
        words: &["dowód osobisty", "dowodu osobistego", "dowodu", "dowód"],
    ),
    row!(DRIVER_LICENSE, "pl_licence", "five digits, the year, four digits",
        forms: &[word("ddddd/dd/dddd")],
        words: &["prawo jazdy", "prawa jazdy", "polish licence", "polish license", "polish driving", "licence"],
    ),
    row!(DRIVER_LICENSE, "ro_licence", "a letter, eight digits, a letter",
        forms: &[word("adddddddda")],
        words: &["permis", "permis auto", "permis de conducere", "permisul"],
    ),
    row!(DRIVER_LICENSE, "fi_licence", "six digits, a dash, two digits, a letter",
        forms: &[word("dddddd-dda")],
        words: &["ajokortti", "ajokortin", "ajokorttinumero"],
    ),
    row!(NATIONAL_ID, "pt_nif", "weighted check digit",
        forms: &[word("ddddddddd"), word("ddd ddd ddd")],
        words: &["contribuinte", "nif", "identificação fiscal"],
    ),
    row!(NATIONAL_ID, "cz_birth_number", "year, month and day",
        forms: &[word("dddddd/dddd"), word("dddddddddd"), word("dddddd/ddd")],
        fits: |value| is_month(number(&value[2..4]) % 50 % 20) && is_day(number(&value[4..6])),
        words: &["rodné číslo", "rodne cislo", "rodného čísla", "rodné č", "birth number"],
    ),
    row!(NATIONAL_ID, "dk_cpr", "day, month and year",
        forms: &[word("dddddd-dddd"), word("dddddddddd")],
        fits: is_day_first,
        words: &["cpr", "cpr nr", "cpr nummer"],
    ),
    row!(NATIONAL_ID, "no_birth_number", "day, month and year",
        forms: &[word("ddddddddddd"), word("dddddd ddddd"), word("dddddd-ddddd")],
        fits: |value| is_day(number(&value[..2]) % 40) && is_month(number(&value[2..4]) % 40),
        words: &[
            "fødselsnummer", "fodselsnummer", "personnummer", "fnr", "personnr", "fødselsnr", "personal number",
            "personal no", "personal id", "birth number", "f.nr", "norwegian id",
        ],
    ),
    row!(NATIONAL_ID, "be_national_number", "97 less the remainder by 97",
        forms: &[free("dd.dd.dd-ddd.dd"), word("ddddddddddd")],
        check: Some(is_belgian),
        odds: 97,
        words: &[
            "rijksregisternummer", "rijksregister", "registre national", "numéro national", "nationaal nummer", "niss",
            "insz",
        ],
    ),
    row!(NATIONAL_ID, "at_social_insurance", "day, month and year behind four digits",
        forms: &[word("dddd dddddd"), word("dddddddddd")],
        fits: |value| is_day_first(&value[4..]),
        words: &["svnr", "sv nummer", "sv nr", "sozialversicherungsnummer", "versicherungsnummer"],
    ),
    row!(NATIONAL_ID, "ro_cnp", "year, month and day behind a digit",
        forms: &[word("ddddddddddddd")],
        fits: |value| is_month(number(&value[3..5])) && is_day(number(&value[5..7])),
        words: &["cnp", "cod numeric personal"],
    ),
    row!(NATIONAL_ID, "bg_egn", "year, month and day",
        forms: &[word("dddddddddd")],
        fits: |value| is_month(number(&value[2..4]) % 20) && is_day(number(&value[4..6])),
        words: &["egn"],
    ),
    row!(NATIONAL_ID, "ie_pps", "seven digits and one or two letters",
        forms: &[word("ddddddda"), word("dddddddaa")],
        words: &["pps", "ppsn", "pps no", "pps number", "personal public service"],
    ),
    row!(NATIONAL_ID, "mt_identity_card", "seven digits and a letter",
        forms: &[word("ddddddda"), word("dddddda"), word("ddddda")],
        fits: |value| value.last().is_some_and(|letter| b"MGAPLHBZ".contains(letter)),
        words: &["maltese id", "malta id", "maltese"],
    ),
    row!(NATIONAL_ID, "cy_tax_number", "eight digits and a letter",
        forms: &[word("dddddddda")],
        words: &["tic", "cyprus tax", "cypriot"],
    ),
    row!(NATIONAL_ID, "lu_matricule", "date of birth, five digits",
        forms: &[word("ddddddddddddd"), word("dddd dd dd ddd dd"), word("dddddddd ddddd")],
        fits: |value| matches!(number(&value[..4]), 1900..=2050) && is_month(number(&value[4..6])) && is_day(number(&value[6..8])),
        words: &["matricule national", "numéro d'identification national", "luxembourg", "luxembourgish"],
    ),
    row!(NATIONAL_ID, "mx_curp", "date of birth, sex, state",
        forms: &[free("aaaaddddddaaaaaand"), field("aaaaddddddaaaaaann")],
        fits: |value| is_month(number(&value[6..8])) && is_day(number(&value[8..10])) && matches!(value[10], b'H' | b'M'),
        odds: 10_000,
        words: &["curp"],
    ),
    row!(NATIONAL_ID, "mx_rfc", "date of birth",
        forms: &[word("aaaaddddddnnn")],
        fits: |value| is_month(number(&value[6..8])) && is_day(number(&value[8..10])),
        words: &["rfc"],
    ),
    row!(NATIONAL_ID, "ar_cuit", "eleven digits in three groups",
        forms: &[word("dd-dddddddd-d"), word("ddddddddddd")],
        fits: |value| matches!(&value[..2], b"20" | b"23" | b"24" | b"27" | b"30" | b"33" | b"34"),
        words: &["cuit", "cuil"],
    ),
    row!(NATIONAL_ID, "cl_rut", "weighted check digit",
        forms: &[word("dd.ddd.ddd-n"), word("d.ddd.ddd-n"), word("dddddddd-n")],
        check: Some(is_chilean),
        odds: 11,
        words: &["rol único tributario"],
        hints: &["rut", "run"],
    ),
    row!(NATIONAL_ID, "hr_oib", "eleven digits",
        forms: &[word("ddddddddddd")],
        words: &["oib"],
    ),
    row!(NATIONAL_ID, "ro_identity_card", "the letters of a county's series, and six digits",
        forms: &[word("aadddddd"), word("aa dddddd"), word("aa ddd ddd"), word("aa-dddddd")],
        fits: |value| SERIES.split(' ').any(|series| series.as_bytes() == &value[..2]),
        words: &[
            "carte de identitate", "buletin", "buletinul", "seria", "serie ci", "c.i. seria", "romania", "românia", "romanian id",
            "romanian",
        ],
    ),
    row!(NATIONAL_ID, "ae_emirates_id", "784, a year of birth, seven digits and one more",
        forms: &[
            free("784-dddd-ddddddd-d"), word("784 dddd ddddddd d"), word("784.dddd.ddddddd.d"), word("784dddddddddddd"),
        ],
        fits: |value| matches!(number(&value[3..7]), 1900..=2050),
        odds: 10_000,
        words: &["emirates id", "emirates", "eid", "uae id", "uae national id"],
    ),
];

/// The series of Romanian identity cards, by county.
const SERIES: &str = "AR AS AX AZ BH BV BZ CJ CM CS DD DP DR DT DX DZ GG GL GZ HD HR IF IS IZ KL KS KT KV KX KZ MH MM MS MX MZ NT NZ OT \
    OZ PH PX PZ RD RK RR RT RX RZ SB SM SV SX SZ TC TM TR TZ VN VS VX XB XC XD XH XM XR XT XV XX XZ ZC ZD ZE ZH ZL ZS ZV";

fn is_day(day: u64) -> bool {
    (1..=31).contains(&day)
}

fn is_month(month: u64) -> bool {
    (1..=12).contains(&month)
}

fn is_day_first(value: &[u8]) -> bool {
    is_day(number(&value[..2])) && is_month(number(&value[2..4]))
}

/// 97 less the remainder of the first nine digits, with a 2 before them for those born since 2000.
fn is_belgian(value: &[u8]) -> bool {
    let (first, last) = (number(&value[..9]), number(&value[9..]));
    is_month(number(&value[2..4]) % 20) && [first, first + 2_000_000_000].iter().any(|number| 97 - number % 97 == last)
}

/// The digits from the last one on times 2 to 7 and again, and 11 less the remainder; K stands for ten.
fn is_chilean(value: &[u8]) -> bool {
    let Some((last, rest)) = value.split_last() else { return false };
    let weights = [2, 3, 4, 5, 6, 7].iter().cycle();
    let sum: u32 = rest.iter().rev().zip(weights).map(|(b, weight)| u32::from(b.wrapping_sub(b'0')) * weight).sum();
    match 11 - sum % 11 {
        11 => *last == b'0',
        10 => *last == b'K',
        check => u32::from(last.wrapping_sub(b'0')) == check,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::check::finds_nothing;
    use super::super::cases::{free, not, word};
    use super::super::search::find;
    use super::*;

    #[test]
    fn numbers_are_found_by_their_forms_and_words() {
        free(kind::NATIONAL_ID, &["756.9217.0769.85", "85.07.30-033.28", "GOMC850512HDFRRL09"]);
        word(kind::NATIONAL_ID, &[("AHV-Nr. #", "756.1234.5678.97"), ("AHV: #", "7561234567897")]);
        word(kind::NATIONAL_ID, &[("NIP: #", "526-030-02-36"), ("NIP #", "5260300236"), ("REGON: #", "123456785")]);
        word(kind::NATIONAL_ID, &[("Contribuinte: #", "123456789"), ("NIF #", "123 456 789")]);
        word(kind::NATIONAL_ID, &[("Rodné číslo: #", "850512/1237"), ("CPR-nr.: #", "010190-1234")]);
        word(kind::NATIONAL_ID, &[("SV-Nummer #", "1237 010180"), ("CNP: #", "1850512123457")]);
        word(kind::NATIONAL_ID, &[("PPSN #", "1234567T"), ("RFC: #", "GOMC850512AB1")]);
        word(kind::NATIONAL_ID, &[("CUIT: #", "20-12345678-6"), ("RUT: #", "12.345.678-5")]);
        word(kind::NATIONAL_ID, &[("RUT: #", "12.345.605-K"), ("RUT: #", "12.345.613-0")]);
        word(kind::NATIONAL_ID, &[("Dowód osobisty: #", "ABC123458"), ("EGN #", "7523169263")]);
        word(kind::NATIONAL_ID, &[("Romanian ID card series #", "RX 441 703"), ("CI seria #", "RX441703")]);
        word(kind::NATIONAL_ID, &[("Norwegian, personal no. #", "010190 41703"), ("EID #", "784198144170321")]);
        free(kind::NATIONAL_ID, &["784-1981-4417032-1"]);
        word(
            kind::NATIONAL_ID,
            &[("Maltese ID #", "0482985M"), ("TIC #", "19042117P"), ("Luxembourg #", "1985041200482")],
        );
        word(kind::DRIVER_LICENSE, &[("prawo jazdy #", "61172/46/4346")]);
        word(kind::DRIVER_LICENSE, &[("Permis auto #", "I26966944I"), ("Ajokortti: #", "739469-40L")]);
        word(kind::NATIONAL_ID, &[("dowód osobisty #", "PWX 158131"), ("OIB #", "69435151530")]);
    }

    #[test]
    fn what_is_none_is_left() {
        finds_nothing(find, &["Maltese 0482985X", "Luxembourg 1985131200482"]);
        not("ch_", &["757.9217.0769.85", "756.9217.0769.84"]);
        not("be_", &["85.07.30-033.29"]);
        not("mx_", &["GOMC851312HDFRRL09"]);
    }
}
