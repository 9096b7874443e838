//! Taxpayers of the European Union, Switzerland and the United Kingdom as they stand on invoices: VAT identification
//! numbers (Directive 2006/112/EC, article 215) behind a word for them, and the numbers of businesses in France (INSEE).

use super::super::{Rank, Rule};
use super::check::luhn;
use super::row::{self, Row, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(NATIONAL_ID, "eu_vat", "the letters of a country and the form of its numbers",
        forms: &[
            word("aadddddddd"), word("aaddddddddd"), word("aadddddddddd"), word("aaddddddddddd"), word("aadddddddddddd"),
            word("aa ddddddddd"), word("aa ddd dddd dd"), word("aaddd dddd dd"), word("aaddddddddadd"),
            word("aadddddddddadd"),
            word("aanddddddda"), word("aaddddddda"), word("aa dd ddd ddd ddd"), word("aadd ddd ddd ddd"), word("aadd ddddddddd"),
            word("aa ddd ddd ddd"), word("aa dddd ddd ddd"), word("aa dddd.ddd.ddd"), word("aadddd.ddd.ddd"),
        ],
        fits: |value| COUNTRIES.contains(&&value[..2]),
        odds: 30,
        words: &[
            "vat", "vat id", "vat no", "vat number", "vat reg", "ust id", "ust idnr", "ustid", "ustidnr",
            "umsatzsteuer id", "umsatzsteuer identifikationsnummer", "tva", "tva intracommunautaire", "btw",
            "btw nummer", "btw nr", "c.u.i", "cui", "momsnr", "moms", "momsreg", "momsreg.nr", "momsreg nr", "momsregnr", "vat eu", "nip ue", "nif iva", "tax id", "cvr",
        ],
    ),
    row!(NATIONAL_ID, "at_vat", "ATU and eight digits",
        forms: &[free("aaadddddddd")],
        fits: |value| value.starts_with(b"ATU"),
        odds: 5000,
    ),
    row!(NATIONAL_ID, "tax_number", "ten or eleven digits",
        forms: &[word("dddddddddd"), word("ddddddddddd")],
        words: &["tax id", "tax no", "tax number", "tax identification"],
    ),
    row!(NATIONAL_ID, "fr_siret", "Luhn check",
        forms: &[word("ddddddddd"), word("dddddddddddddd"), word("ddd ddd ddd ddddd")],
        check: Some(luhn),
        odds: 10,
        words: &["siret", "siren"],
    ),
];

/// The letters that VAT numbers begin with.
const COUNTRIES: [&[u8]; 31] = [
    b"AT", b"BE", b"BG", b"CH", b"CY", b"CZ", b"DE", b"DK", b"EE", b"EL", b"ES", b"FI", b"FR", b"GB", b"HR", b"HU",
    b"IE", b"IT", b"LT", b"LU", b"LV", b"MT", b"NL", b"NO", b"PL", b"PT", b"RO", b"SE", b"SI", b"SK", b"XI",
];

#[cfg(test)]
mod tests {
    use super::super::cases::{not, word};
    use crate::redact::kind;

    #[test]
    fn numbers_of_taxpayers_are_found_by_their_words() {
        word(
            kind::NATIONAL_ID,
            &[
                ("USt-IdNr.: #", "DE157547189"),
                ("VAT #", "GB319816421"),
                ("VAT no. #", "GB 319 8164 21"),
                ("VAT Reg No. #", "GB319 8164 21"),
                ("n° TVA #", "FR67452883702"),
                ("N° TVA : #", "FR 67 452 883 702"),
                ("BTW-nummer #", "NL689580571B01"),
                ("UID: #", "ATU12345678"),
                ("wir sind # seit", "ATU12345678"),
                ("n° de TVA #", "BE 0188.015.001"),
                ("momsreg.nr #", "SE556446679401"),
                ("SIRET #", "829 935 287 00401"),
                ("SIREN #", "829935287"),
                ("user.tax_id=#", "6534745294"),
            ],
        );
    }

    #[test]
    fn what_is_none_is_left() {
        not("eu_", &["DE157547189", "XX157547189"]);
        not("fr_siret", &["829 935 287 00401"]);
    }
}
