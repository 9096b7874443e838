//! The number of citizens of Yugoslavia, which its successors kept (law on the unique master citizen number, 1977), the tax
//! number of Slovenia, the personal numbers of Albania, Kosovo and Moldova, the tax and insurance numbers of Greece in Latin letters.

use super::super::{Rank, Rule};
use super::check::{digit, is_date, luhn, number, weighted};
use super::row::{self, Row, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(NATIONAL_ID, "yu_master_number", "date of birth, region, weighted check digit",
        forms: &[free("ddddddddddddd")],
        fits: |value| {
            let year = number(&value[4..7]);
            let born = if year < 500 { 2000 + year } else { 1000 + year };
            (1900..=2050).contains(&born) && is_date(born, number(&value[2..4]), number(&value[..2]))
        },
        check: Some(is_yugoslav),
        odds: 2000,
        words: &["jmbg", "jmb", "emso", "embg", "matični broj", "maticni broj", "matična številka"],
    ),
    row!(NATIONAL_ID, "si_tax_number", "weighted check digit",
        forms: &[word("dddddddd")],
        check: Some(|value| (11 - weighted(value, &[8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == digit(value, 7)),
        odds: 11,
        words: &["davčna številka", "davčna št", "davcna stevilka"],
    ),
    row!(NATIONAL_ID, "al_personal_number", "the decade, year, month and day of birth, a check letter",
        forms: &[word("adddddddda")],
        words: &["numri personal", "nid", "nipt", "letërnjoftim", "leternjoftim", "albanian id"],
    ),
    row!(NATIONAL_ID, "xk_personal_number", "ten digits",
        forms: &[word("dddddddddd")],
        words: &["numri personal", "nr personal", "numër personal"],
    ),
    row!(NATIONAL_ID, "md_idnp", "thirteen digits, the first of them 2 or 0",
        forms: &[word("ddddddddddddd")],
        fits: |value| matches!(value[0], b'0' | b'2'),
        words: &["idnp", "cod personal"],
    ),
    row!(NATIONAL_ID, "gr_tax_number", "nine digits",
        forms: &[word("ddddddddd")],
        words: &["afm", "a.f.m", "greek tax"],
    ),
    row!(NATIONAL_ID, "gr_insurance", "day, month and year of birth, Luhn check",
        forms: &[word("ddddddddddd")],
        fits: |value| is_date(number(&value[4..6]), number(&value[2..4]), number(&value[..2])),
        check: Some(luhn),
        odds: 270,
        words: &["amka", "a.m.k.a"],
    ),
];

/// The weights 7 to 2, twice; a remainder of one is not given.
fn is_yugoslav(value: &[u8]) -> bool {
    let rest = weighted(value, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    rest != 1 && (11 - rest) % 11 == digit(value, 12)
}

#[cfg(test)]
mod tests {
    use super::super::super::check::finds_nothing;
    use super::super::cases::{free, not, word};
    use super::super::search::find;
    use crate::redact::kind;

    #[test]
    fn balkan_numbers_are_found() {
        free(kind::NATIONAL_ID, &["1204985710013"]);
        word(kind::NATIONAL_ID, &[("JMBG: #", "1204985710016"), ("EMSO #", "1204985500016")]);
        word(kind::NATIONAL_ID, &[("Davčna številka: #", "48291736"), ("NID #", "I05412099K")]);
        word(kind::NATIONAL_ID, &[("Numri personal #", "1204829173"), ("IDNP #", "2004829173658")]);
        word(kind::NATIONAL_ID, &[("AFM #", "094829173"), ("AMKA #", "12048502847")]);
    }

    #[test]
    fn what_is_none_is_left() {
        not("yu_", &["1204985710016", "1213985710013", "12049857100130"]);
        finds_nothing(find, &["AMKA 12138502847", "IDNP 1004829173658"]);
    }
}
