//! Brazil: the taxpayer numbers of persons and companies (Receita Federal; letters in those of companies from July
//! 2026 on), and the registry numbers of identity cards. Canada: the social insurance number (Employment and Social
//! Development Canada). The United States: the numbers of foreigners (USCIS).

use super::super::{Rank, Rule};
use super::check::{base36, digit, is_uniform, luhn};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(BR_CPF, "br_cpf", "two check digits",
        forms: &[free("ddd.ddd.ddd-dd"), field("ddddddddddd"), field("ddddddddd-dd")],
        check: Some(is_cpf),
        odds: 100,
        words: &["cpf", "c.p.f", "cadastro de pessoas"],
    ),
    row!(BR_CNPJ, "br_cnpj", "two check digits",
        forms: &[free("nn.nnn.nnn/nnnn-dd"), field("dddddddddddddd"), field("dddddddd/dddd-dd"), word("nnnnnnnnnnnndd")],
        check: Some(is_cnpj),
        odds: 100,
        words: &["cnpj", "cadastro nacional"],
    ),
    row!(NATIONAL_ID, "br_rg", "eight digits with full stops, and one more or an X",
        forms: &[word("dd.ddd.ddd-d"), word("dd.ddd.ddd-a")],
        fits: |value| value.last().is_some_and(|b| b.is_ascii_digit() || *b == b'X'),
        words: &["rg", "r.g", "registro geral", "carteira de identidade", "c\u{e9}dula de identidade"],
    ),
    row!(NATIONAL_ID, "br_pis", "eleven digits in the groups of the number of workers",
        forms: &[word("ddd.ddddd.dd-d")],
        words: &["pis", "pasep", "pis/pasep", "nis", "nit"],
    ),
    row!(NATIONAL_ID, "br_voter", "twelve digits in groups of four",
        forms: &[word("dddd dddd dddd"), word("dddddddddddd")],
        words: &["título de eleitor", "titulo de eleitor", "título eleitoral", "titulo eleitoral"],
    ),
    row!(HEALTH_PLAN_BENEFICIARY_NUMBER, "br_health_card", "fifteen digits, the first of them 1, 2, 7, 8 or 9, modulo 11",
        forms: &[word("ddd dddd dddd dddd"), word("ddddddddddddddd")],
        fits: |value| matches!(value[0], b'1' | b'2' | b'7'..=b'9'),
        words: &["cns", "cartão sus", "cartao sus", "cartão nacional de saúde"],
    ),
    row!(DRIVER_LICENSE, "br_licence", "eleven digits",
        forms: &[word("ddddddddddd")],
        words: &["cnh", "carteira de habilitação", "carteira de motorista", "habilitação"],
    ),
    row!(CA_SIN, "ca_sin", "Luhn check, first digit of a province",
        forms: &[field("ddd ddd ddd"), field("ddd-ddd-ddd"), field("ddddddddd")],
        check: Some(is_sin),
        odds: 12,
        words: &["social insurance", "assurance sociale", "canadian sin", "sin number", "sin no"],
        hints: &["sin", "s.i.n", "nas"],
    ),
    row!(NATIONAL_ID, "us_alien", "A and seven to nine digits",
        forms: &[
            word("addddddddd"), word("a-ddddddddd"), word("adddddddd"), word("addd-ddd-ddd"), word("a-ddd-ddd-ddd"),
            word("addd ddd ddd"),
        ],
        fits: |value| value[0] == b'A',
        words: &["green card", "a number", "alien number", "alien no", "alien registration", "uscis"],
    ),
    row!(NATIONAL_ID, "us_uscis", "nine digits",
        forms: &[word("ddd-ddd-ddd"), word("ddd ddd ddd"), word("ddddddddd")],
        words: &["uscis", "uscis number", "uscis no", "alien number", "alien no", "alien registration"],
    ),
];

/// The sum of the digits, each times the place it has before the check digit, from 2 on; back from 9 to 2 if so said.
fn brazilian(value: &[u8], len: usize, longest: usize) -> bool {
    let weights = (2..=longest as u32).cycle();
    let digits = value[..len].iter().rev().zip(weights);
    let sum: u32 = digits.map(|(b, weight)| u32::from(b.wrapping_sub(b'0')) * weight).sum();
    sum * 10 % 11 % 10 == digit(value, len)
}

fn is_cpf(value: &[u8]) -> bool {
    !is_uniform(value) && brazilian(value, 9, 11) && brazilian(value, 10, 11)
}

/// A letter counts as its code less that of 0 (Instrução Normativa RFB 2229/2024).
fn is_cnpj(value: &[u8]) -> bool {
    let ends = value[12..].iter().all(|b| base36(*b) < 10);
    ends && !is_uniform(value) && brazilian(value, 12, 9) && brazilian(value, 13, 9)
}

/// 0 is not given, and 8 belongs to business accounts.
fn is_sin(value: &[u8]) -> bool {
    !matches!(value[0], b'0' | b'8') && !is_uniform(value) && luhn(value)
}

#[cfg(test)]
mod tests {
    use super::super::cases::{field, free, not, word};
    use crate::redact::kind;

    #[test]
    fn american_numbers_are_found() {
        word(
            kind::NATIONAL_ID,
            &[
                ("Green card #", "A427628869"),
                ("USCIS #", "A427628869"),
                ("Green card, USCIS no. #", "204-441-973"),
                ("Alien number #", "A208-441-973"),
                ("PIS #", "120.48291.03-7"),
            ],
        );
        free(kind::BR_CPF, &["274.196.083-69"]);
        field("br_cpf.form", &["27419608369"]);
        word(kind::BR_CPF, &[("CPF #", "27419608369"), ("cpf: #", "274.196.083-68")]);
        free(kind::BR_CNPJ, &["47.392.016/0001-50", "7K.R2M.4QX/0001-83"]);
        field("br_cnpj.form", &["47392016000150"]);
        word(kind::BR_CNPJ, &[("CNPJ #", "7KR2M4QX000183"), ("CNPJ nº #", "47392016000151")]);
        word(kind::DRIVER_LICENSE, &[("CNH #", "32156596224")]);
        word(kind::NATIONAL_ID, &[("Título de eleitor: #", "4829 1736 0141"), ("A-Number: #", "A208441973")]);
        word(
            kind::HEALTH_PLAN_BENEFICIARY_NUMBER,
            &[("CNS: #", "704829173650014"), ("Cartão SUS #", "704 8291 7365 0014")],
        );
        word(kind::NATIONAL_ID, &[("RG #", "24.764.953-4"), ("Registro Geral: #", "24.764.953-X")]);
        field("ca_sin.form", &["527 419 303", "527-419-303", "527419303"]);
        word(
            kind::CA_SIN,
            &[("SIN #", "527419303"), ("NAS: #", "527 419 303"), ("social insurance no. #", "046 454 286")],
        );
    }

    #[test]
    fn what_is_none_is_left() {
        not("br_", &["274.196.083-68", "111.111.111-11", "47.392.016/0001-51", "00000000000000", "274-196-083-69"]);
        not(
            "ca_",
            &["527419304", "046 454 286", "812 345 678", "222 222 222", "527-419 303", "5274193030", "1-527-419-303"],
        );
    }
}
