//! Spanish America: the identity numbers of Chile's neighbours and of Central America, and their taxpayers' numbers, in the
//! groups in which they are written there.

use super::super::{Rank, Rule};
use super::check::{luhn, number};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(NATIONAL_ID, "co_citizen_card", "eight or ten digits in groups of three",
        forms: &[
            word("d.ddd.ddd.ddd"), word("dd.ddd.ddd"), word("dddddddddd"), word("d ddd ddd ddd"),
        ],
        words: &[
            "cédula", "cedula", "cédula de ciudadanía", "cedula de ciudadania", "c.c", "cédula de extranjería", "tarjeta de identidad",
        ],
    ),
    row!(NATIONAL_ID, "co_nit", "nine digits and a check digit",
        forms: &[word("ddd.ddd.ddd-d"), word("ddddddddd-d"), word("dddddddddd")],
        words: &["nit"],
    ),
    row!(NATIONAL_ID, "dni", "seven or eight digits",
        forms: &[word("dddddddd"), word("dd.ddd.ddd"), word("d.ddd.ddd")],
        words: &["dni", "d.n.i"],
    ),
    row!(NATIONAL_ID, "pe_ruc", "a kind of taxpayer, nine digits",
        forms: &[word("ddddddddddd")],
        fits: |value| matches!(&value[..2], b"10" | b"15" | b"16" | b"17" | b"20"),
        words: &["ruc", "r.u.c"],
    ),
    row!(NATIONAL_ID, "ec_ruc", "an identity number and the number of a place",
        forms: &[word("ddddddddddddd")],
        fits: |value| value.ends_with(b"001"),
        words: &["ruc", "r.u.c"],
    ),
    row!(NATIONAL_ID, "uy_identity_card", "seven digits in groups, and a check digit",
        forms: &[word("d.ddd.ddd-d"), word("dddddddd"), word("ddddddd-d")],
        words: &["c.i", "ci", "cédula", "cedula", "cédula de identidad", "cedula de identidad"],
    ),
    row!(NATIONAL_ID, "ve_identity_card", "a letter of a kind of person, seven or eight digits",
        forms: &[
            word("a-dd.ddd.ddd"), word("a-d.ddd.ddd"), word("a-dddddddd"), word("a-ddddddd"), word("add.ddd.ddd"), word("adddddddd"),
            word("a-dddddddd-d"), word("addddddddd"), word("a dd.ddd.ddd"),
        ],
        fits: |value| matches!(value[0], b'V' | b'E' | b'J' | b'G' | b'P'),
        words: &["c.i", "ci", "cédula", "cedula", "rif", "r.i.f", "venezolano", "venezuelan"],
    ),
    row!(NATIONAL_ID, "do_identity_card", "eleven digits in three groups, Luhn check",
        forms: &[field("ddd-ddddddd-d"), word("ddddddddddd")],
        check: Some(luhn),
        odds: 10,
        words: &["cédula", "cedula", "dominicana", "dominican"],
    ),
    row!(NATIONAL_ID, "cr_identity_card", "nine digits in three groups",
        forms: &[word("d-dddd-dddd")],
        words: &["cédula", "cedula", "cédula de identidad", "costa rica"],
    ),
    row!(NATIONAL_ID, "ni_identity_card", "municipality, date of birth, four digits, a letter",
        forms: &[free("ddd-dddddd-dddda"), word("ddddddddddddda")],
        fits: |value| is_birth(&value[3..]),
        odds: 1000,
        words: &["cédula", "cedula"],
    ),
    row!(NATIONAL_ID, "gt_dpi", "thirteen digits in three groups",
        forms: &[word("dddd ddddd dddd"), word("dddd-ddddd-dddd"), word("ddddddddddddd")],
        words: &["dpi", "cui"],
    ),
    row!(NATIONAL_ID, "hn_identity", "municipality, year of birth, five or six digits",
        forms: &[word("dddd-dddd-ddddd"), word("ddddddddddddd"), word("dddd dddd ddddd"), word("dddddddddddddd"), word("dddd-dddd-dddddd")],
        fits: |value| matches!(number(&value[4..8]), 1900..=2050),
        words: &["dni", "identidad", "rtn"],
    ),
    row!(NATIONAL_ID, "sv_dui", "eight digits and a check digit",
        forms: &[word("dddddddd-d")],
        words: &["dui"],
    ),
    row!(NATIONAL_ID, "sv_nit", "municipality, date of birth, three digits, a check digit",
        forms: &[field("dddd-dddddd-ddd-d")],
        fits: |value| is_birth(&value[4..]),
        odds: 30,
        words: &["nit"],
    ),
    row!(NATIONAL_ID, "mx_social_security", "eleven digits in five groups",
        forms: &[word("dd dd dd dddd d"), word("dd-dd-dd-dddd-d"), word("ddddddddddd")],
        words: &["nss", "imss", "seguridad social", "seguro social"],
    ),
    row!(NATIONAL_ID, "mx_voter", "six letters, date of birth, state, sex, three digits",
        forms: &[free("aaaaaaddddddddaddd")],
        fits: |value| is_month_and_day(&value[8..]) && matches!(value[14], b'H' | b'M'),
        odds: 10_000,
        words: &["elector", "ine", "ife"],
    ),
    row!(NATIONAL_ID, "jm_trn", "nine digits in groups of three",
        forms: &[word("ddd-ddd-ddd")],
        words: &["trn", "taxpayer registration"],
    ),
];

/// Day, month and year.
fn is_birth(value: &[u8]) -> bool {
    matches!(number(&value[..2]), 1..=31) && matches!(number(&value[2..4]), 1..=12)
}

fn is_month_and_day(value: &[u8]) -> bool {
    matches!(number(&value[..2]), 1..=12) && matches!(number(&value[2..4]), 1..=31)
}

#[cfg(test)]
mod tests {
    use super::super::super::check::finds_nothing;
    use super::super::cases::{field, free, not, word};
    use super::super::search::find;
    use crate::redact::kind;

    #[test]
    fn numbers_of_spanish_america_are_found() {
        word(
            kind::NATIONAL_ID,
            &[("C.C. #", "1.020.482.917"), ("cédula No. #", "79.482.917"), ("NIT: #", "900.482.917-3")],
        );
        word(kind::NATIONAL_ID, &[("mi DNI es #", "45829173"), ("DNI #", "45.829.173"), ("RUC: #", "10458291736")]);
        word(kind::NATIONAL_ID, &[("RUC #", "1714829173001"), ("C.I.: #", "4.829.173-6"), ("C.I. #", "V-14.829.173")]);
        word(kind::NATIONAL_ID, &[("RIF: #", "J-30482917-3"), ("RIF: #", "V-14829173"), ("DUI #", "04829173-6")]);
        word(kind::NATIONAL_ID, &[("Cédula de identidad: #", "1-0829-0173")]);
        word(
            kind::NATIONAL_ID,
            &[("DPI: #", "2482 91736 0101"), ("CUI #", "2482917360101"), ("RTN #", "08011985048291")],
        );
        word(kind::NATIONAL_ID, &[("NSS: #", "12858429173"), ("IMSS #", "12 85 84 2917 3"), ("TRN #", "104-829-173")]);
        field("do_identity_card.form", &["001-0482917-1"]);
        field("sv_nit.form", &["0614-120485-101-3"]);
        free(kind::NATIONAL_ID, &["001-120485-0012K", "GMCRMR85041209M400"]);
    }

    #[test]
    fn what_is_none_is_left() {
        not("do_", &["001-0482917-2"]);
        not("sv_", &["0614-321485-101-3"]);
        not("ni_", &["001-121385-0012K"]);
        not("mx_", &["GMCRMR85131209M400", "GMCRMR85041209X400"]);
        finds_nothing(find, &["RUC 30458291736", "RUC 1714829173002", "C.I. X-14.829.173", "RTN 08013985048291"]);
    }
}
