//! Accounts as they are written at home, whose checks tell them from other numbers: the RIB of France (Comité français
//! d'organisation et de normalisation bancaires), the NIB of Portugal (Banco de Portugal), the CCC of Spain (Consejo Superior
//! Bancario), the CBU of Argentina (Banco Central, A 2622).

use super::super::{Rank, Rule};
use super::check::{digit, is_uniform, weighted};
use super::row::{self, Row, field, free, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(ACCOUNT_NUMBER, "fr_rib", "bank, branch, account and key, modulo 97",
        forms: &[free("ddddd ddddd ddddddddddd dd"), word("ddddd ddddd ddddddddddddd"), word("ddddd-ddddd-ddddddddddd-dd")],
        check: Some(|value| remainder(value, 97) == 0),
        odds: 97,
        words: &["rib", "relevé d'identité bancaire"],
        hints: &["compte"],
    ),
    row!(ACCOUNT_NUMBER, "pt_nib", "bank, branch, account and check digits, modulo 97",
        forms: &[free("dddd dddd ddddddddddd dd"), field("dddd.dddd.ddddddddddd.dd"), word("ddddddddddddddddddddd")],
        check: Some(|value| remainder(value, 97) == 1),
        odds: 97,
        words: &["nib"],
    ),
    row!(ACCOUNT_NUMBER, "es_ccc", "bank, branch, two check digits, account",
        forms: &[free("dddd dddd dd dddddddddd"), free("dddd-dddd-dd-dddddddddd"), field("dddddddddddddddddddd")],
        check: Some(is_spanish),
        odds: 100,
        words: &["ccc", "código cuenta cliente"],
        hints: &["cuenta"],
    ),
    row!(ACCOUNT_NUMBER, "ar_cbu", "bank and branch, account, a check digit each",
        forms: &[field("dddddddddddddddddddddd"), word("dddddddd dddddddddddddd"), word("dddddddd-dddddddddddddd")],
        check: Some(is_argentine),
        odds: 100,
        words: &["cbu", "cvu"],
    ),
];

/// What is left of the number that these digits write.
fn remainder(value: &[u8], by: u64) -> u64 {
    if is_uniform(value) {
        return by;
    }
    value.iter().fold(0, |rest, b| (rest * 10 + u64::from(b.wrapping_sub(b'0'))) % by)
}

/// The weights 4, 8, 5, 10, 9, 7, 3, 6 of bank and branch, and 1, 2 before them of the account; 11 less the remainder.
fn is_spanish(value: &[u8]) -> bool {
    let check = |sum: u32| match 11 - sum % 11 {
        10 => 1,
        11 => 0,
        check => check,
    };
    let bank = weighted(value, &[4, 8, 5, 10, 9, 7, 3, 6]);
    let account = weighted(&value[10..], &[1, 2, 4, 8, 5, 10, 9, 7, 3, 6]);
    !is_uniform(value) && check(bank) == digit(value, 8) && check(account) == digit(value, 9)
}

/// The weights 7, 1, 3, 9 again and again of the bank, and 3, 9, 7, 1 of the account; ten less the last digit.
fn is_argentine(value: &[u8]) -> bool {
    let check = |sum: u32| (10 - sum % 10) % 10;
    let bank = weighted(value, &[7, 1, 3, 9, 7, 1, 3]);
    let account = weighted(&value[8..], &[3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3]);
    !is_uniform(value) && check(bank) == digit(value, 7) && check(account) == digit(value, 21)
}

#[cfg(test)]
mod tests {
    use super::super::cases::{field, free, not, word};
    use crate::redact::kind;

    #[test]
    fn accounts_at_home_are_found() {
        free(
            kind::ACCOUNT_NUMBER,
            &["30004 00829 33637867123 48", "0035 0482 33040568572 93", "2100 0418 45 0200051332"],
        );
        word(kind::ACCOUNT_NUMBER, &[("CBU #", "0170099240000482917306"), ("NIB: #", "003504823304056857294")]);
        field("ar_cbu.form", &["0170099240000482917306"]);
    }

    #[test]
    fn what_is_none_is_left() {
        not("fr_rib", &["30004 00829 33637867123 49"]);
        not("pt_nib", &["0035 0482 33040568572 94"]);
        not("es_ccc", &["2100 0418 46 0200051332"]);
        not("ar_cbu", &["0170099240000482917307"]);
    }
}
