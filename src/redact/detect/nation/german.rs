//! Germany: the tax identification number (§ 139b AO), the pension insurance number (VKVV), the health insurance
//! number (§ 290 SGB V), identity cards and passports.

use super::super::{Rank, Rule};
use super::check::{base36, cross_weighted, digit, icao, is_date, mod_11_10, number};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(DE_TAX_ID, "de_tax_id", "ISO 7064 modulo 11,10, one digit two or three times",
        forms: &[field("ddddddddddd"), field("dd ddd ddd ddd"), field("dd/ddd/ddd/ddd")],
        check: Some(|value| is_tax_id(value) && has_one_repetition(value)),
        odds: 260,
        words: &[
            "steuer id", "steuer idnr", "steueridentifikationsnummer", "steuerliche identifikationsnummer", "idnr",
            "steuernummer", "identifikationsnummer", "steuer identnummer", "steuer ident nr", "identnummer",
            "steuernr",
        ],
        hints: &["tin", "tax id", "finanzamt", "id nr", "id nummer", "identifikationsnr"],
    ),
    row!(DE_TAX_ID, "de_tax_id_any", "ISO 7064 modulo 11,10, no digit more than three times",
        forms: &[field("ddddddddddd")],
        check: Some(is_tax_id),
        odds: 11,
    ),
    row!(DE_TAX_ID, "de_tax_number", "the forms of the states, or the thirteen digits of the federation",
        forms: &[
            word("ddddd/ddddd"), word("ddd/ddd/ddddd"), word("dd/ddd/ddddd"), word("ddd/dddd/dddd"),
            word("ddddddddddddd"),
        ],
        words: &["steuernummer", "steuernr", "steuer nr", "st nr", "st. nr", "st.-nr"],
    ),
    row!(DE_SOCIAL_SECURITY, "de_social_security", "date of birth, initial, check digit",
        forms: &[free("ddddddddaddd"), free("dd dddddd a ddd"), free("dd dddddd a dd d")],
        fits: is_pension_form,
        check: Some(is_pension),
        odds: 260,
        words: &[
            "rvnr", "rv nr", "rv nummer", "rentenversicherungsnr", "rentenversicherungsnummer", "sozialversicherungsnummer", "versicherungsnummer", "svnr", "sv nummer", "sv nr",
            "sozialversicherungsausweis", "rentenversicherung", "german social security",
        ],
        hints: &["vsnr"],
    ),
    row!(DE_HEALTH_INSURANCE, "de_health_insurance", "check digit",
        forms: &[field("addddddddd")],
        check: Some(is_health),
        odds: 70,
        words: &[
            "kvnr", "krankenversichertennummer", "krankenversicherungsnr", "versichertennr", "kv nummer", "kv nr", "versicherten nr",
            "krankenversicherten nr", "versichertennummer", "krankenversicherungsnummer", "krankenkasse",
            "krankenversicherung", "gesundheitskarte", "egk", "aok", "barmer", "dak", "ikk", "bkk", "tk", "techniker",
            "knappschaft", "kkh", "hkk", "hek", "sbk", "vers nr", "vers.-nr",
        ],
        hints: &["versicherten id", "versicherung"],
    ),
    row!(NATIONAL_ID, "de_residence_permit", "a letter and eight letters and digits",
        forms: &[word("annnnnnnn")],
        fits: |value| value.iter().any(u8::is_ascii_digit),
        words: &["aufenthaltstitel", "aufenthaltserlaubnis", "niederlassungserlaubnis", "aufenthaltskarte"],
    ),
    row!(DE_ID_CARD, "de_id_card", "letter of an identity card's office, check digit of ICAO 9303",
        forms: &[field("annnnnnnn"), field("annnnnnnnd")],
        fits: |value| is_document(value, b"LMNPRTVWXY"),
        check: Some(is_machine_readable),
        odds: 60,
        words: &[
            "personalausweis", "personalausweisnummer", "ausweis", "ausweisnummer", "ausweis nr", "german id",
            "personalausweis nr", "ausweises", "personalausweises", "perso",
        ],
        hints: &["identity card", "id card"],
    ),
    row!(DE_ID_CARD, "de_id_card_old", "T and eight digits, the number of the first cards of 2010",
        forms: &[field("adddddddd")],
        fits: |value| value[0] == b'T',
        odds: 30,
    ),
    row!(DE_PASSPORT, "de_passport", "letter of a passport office, check digit of ICAO 9303",
        forms: &[field("annnnnnnn"), field("annnnnnnnd")],
        fits: |value| is_document(value, b"CFGHJK"),
        check: Some(is_machine_readable),
        odds: 60,
        words: &[
            "reisepass", "reisepassnummer", "reisepass nr", "pass nr", "passnummer", "pass nummer", "german passport",
            "passport", "reisepasses",
        ],
    ),
];

fn is_tax_id(value: &[u8]) -> bool {
    digit(value, 0) > 0 && mod_11_10(value) && repetitions(value).iter().all(|count| *count < 4)
}

/// How often each digit stands among the first ten.
fn repetitions(value: &[u8]) -> [u8; 10] {
    let mut counts = [0; 10];
    value[..10].iter().for_each(|b| counts[usize::from(b.wrapping_sub(b'0')) % 10] += 1);
    counts
}

/// Of the first ten digits one stands there twice or three times, and no other more than once.
fn has_one_repetition(value: &[u8]) -> bool {
    repetitions(value).iter().filter(|count| **count > 1).count() == 1
}

/// Office, day, month, year, initial. A day above 50 tells persons of the same birthday apart.
fn is_pension_form(value: &[u8]) -> bool {
    let day = number(&value[2..4]);
    let born = is_date(number(&value[6..8]), number(&value[4..6]), if day > 50 { day - 50 } else { day });
    born && value[8].is_ascii_uppercase() && digit(value, 0) * 10 + digit(value, 1) > 1
}

/// The letter counts as the two digits of its place in the alphabet.
fn is_pension(value: &[u8]) -> bool {
    let [tens, ones] = letter_digits(value[8]);
    let digits = [&value[..8], &[tens, ones], &value[9..11]].concat();
    cross_weighted(&digits, &[2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10 == digit(value, 11)
}

fn is_health(value: &[u8]) -> bool {
    let digits = [&letter_digits(value[0])[..], &value[1..9]].concat();
    cross_weighted(&digits, &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10 == digit(value, 9)
}

fn letter_digits(letter: u8) -> [u8; 2] {
    let place = letter.saturating_sub(b'A') + 1;
    [b'0' + place / 10, b'0' + place % 10]
}

/// Serial numbers have no vowels and no letters that look like digits (Passport Act, technical rule TR-03104).
fn is_document(value: &[u8], offices: &[u8]) -> bool {
    offices.contains(&value[0]) && value.iter().all(|b| b.is_ascii_digit() || b"CFGHJKLMNPRTVWXYZ".contains(b))
}

/// Nine characters and the check digit; lists that leave it out often have it in place of the ninth.
fn is_machine_readable(value: &[u8]) -> bool {
    value.split_last().is_some_and(|(last, rest)| last.is_ascii_digit() && icao(rest) == base36(*last))
}

#[cfg(test)]
mod tests {
    use super::super::cases::{field, free, not, word};
    use crate::redact::kind;

    #[test]
    fn german_numbers_are_found() {
        field("de_tax_id.form", &["47381925644"]);
        field("de_tax_id_any.form", &["47381925601"]);
        word(
            kind::DE_TAX_ID,
            &[("Steuer-ID: #", "47381925644"), ("IdNr. # liegt vor", "47 381 925 644"), ("Steuer-Id #", "47381925645")],
        );
        word(kind::DE_TAX_ID, &[("Steuernummer #", "93815/08152"), ("St.-Nr. #", "181/815/08155")]);
        free(kind::DE_SOCIAL_SECURITY, &["17230584M044", "17 230584 M 044", "17730584M045"]);
        word(
            kind::DE_SOCIAL_SECURITY,
            &[
                ("RVNR #", "17230584M045"),
                ("Sozialversicherungsnummer: #", "17230584m044"),
                ("RV-Nr. #", "17 230584 M 045"),
            ],
        );
        word(kind::DE_SOCIAL_SECURITY, &[("RV-Nummer #", "17 230584 M 045"), ("RV-Nr.: #", "17230584M045")]);
        field("de_health_insurance.form", &["R407182635"]);
        word(
            kind::DE_HEALTH_INSURANCE,
            &[
                ("KVNR: #", "R407182635"),
                ("Krankenversichertennummer #", "R407182636"),
                ("AOK / #", "R407182635"),
                ("TK #", "R407182636"),
            ],
        );
        field("de_id_card.form", &["L7F2K90C2", "LF3K7M2P41"]);
        field("de_id_card_old.form", &["T40718263"]);
        word(kind::DE_ID_CARD, &[("Personalausweis Nr. #", "LF3K7M2P4"), ("Ausweis #", "N7F2K90C6")]);
        word(kind::DE_ID_CARD, &[("Kopie des Ausweises (Nr. #) liegt bei", "LF3K7M2P4")]);
        field("de_passport.form", &["C4HX80VK5", "CH3K7M2P44"]);
        word(kind::DE_PASSPORT, &[("Reisepass #", "CH3K7M2P4"), ("Pass-Nr.: #", "c4hx80vk5")]);
    }

    #[test]
    fn what_is_none_is_left() {
        word(kind::NATIONAL_ID, &[("Aufenthaltstitel Nr. #", "Y4C70X3K1"), ("aufenthaltserlaubnis: #", "YX3265RDR")]);
        not("de_residence", &["Y4C70X3K1"]);
        not("de_tax", &["47381925645", "07381999631", "44448192567", "473819256440"]);
        not("de_social", &["17230584M045", "17231384M044", "17320284M044", "172305841044"]);
        not("de_", &["R407182637", "L7F2K90C3", "LAF2K90C2", "C4HX80VK6", "A4HX80VK5"]);
    }
}
