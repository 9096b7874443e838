//! Sort codes of Britain and other codes of branches, and the accounts that stand beside them.

use super::bank::{ACCOUNT, BRANCH, SORT_CODE, tell};
use super::cue::{Cue, Topic};
use super::reading::Group;
use super::shape::{code, fits, is_alone, number};
use super::vocabulary::first_word;
use super::{Hits, Reading};
use std::ops::Range;

/// How a sort code is written.
const FORM: &str = "99-99-99";

/// Names sort codes, the codes of branches, and the accounts right beside them.
pub(super) fn codes(reading: &Reading<'_>, hits: &mut Hits) {
    for cue in reading.cues(Topic::SortCode) {
        let (rule, form) = match cue.word {
            "bsb" => (&BRANCH, "999_999"),
            "sort" | "sc" => (&SORT_CODE, FORM),
            "blz" | "bankleitzahl" => (&BRANCH, "999_999_99"),
            // In Sweden those with a check digit, which begin with 8 (Bankgirot).
            word if word.starts_with("clearing") => (&BRANCH, "8999-9"),
            _ => (&SORT_CODE, "99_99_99"),
        };
        let told = |text: &[u8], end: usize| {
            !matches!(cue.word, "sort" | "sc") || is_beside_account(text, end) || is_behind_account(text, cue)
        };
        tell(reading, cue, |text, at| fits(text, at, form).filter(|end| told(text, *end)), rule, hits);
        account_of_answer(reading, cue, form, hits);
    }
    beside_sort_codes(reading, hits);
    before_sort_codes(reading, hits);
    before_accounts(reading, hits);
}

/// Words for banks and payments, one of which stands near a sort code with an account behind it.
const BANKS: [&str; 35] = [
    "bank",
    "account",
    "acct",
    "a/c",
    "acc",
    "deposit",
    "refund",
    "pay",
    "payment",
    "salary",
    "transfer",
    "sort",
    "barclays",
    "hsbc",
    "lloyds",
    "natwest",
    "santander",
    "monzo",
    "starling",
    "halifax",
    "nationwide",
    "tsb",
    "rbs",
    "metro bank",
    "revolut",
    "direct debit",
    "standing order",
    "bacs",
    "chaps",
    "faster payment",
    "payee",
    "mandate",
    "wages",
    "payroll",
    "rent",
];

/// Names a sort code and the eight digits of an account right behind it: `20-72-99 / 62447948`.
fn beside_sort_codes(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for four in reading.groups().windows(4).filter(|four| four[3].len() == 8) {
        let (code, account) = (four[0].span().start..four[2].span().end, four[3].span());
        let joined = four[1..].iter().all(Group::follows) && fits(text, code.start, FORM) == Some(code.end);
        let whole = is_alone(reading, &(code.start..account.end));
        if joined && whole && reading.word_around(&(code.start..account.end), &BANKS).is_some() {
            hits.hit(&SORT_CODE, code);
            hits.hit(&ACCOUNT, account);
        }
    }
}

/// Names a sort code right before the word for an account and its eight digits: `20-45-77, a/c 73918264`. Where it may be a
/// day as well, a bank has to be named.
fn before_accounts(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for cue in reading.cues(Topic::Account) {
        let Some(span) = code_before(text, cue).filter(|span| is_alone(reading, span)) else { continue };
        let is_bank = || reading.word_before(span.start, &BANKS).is_some();
        if code(text, cue.value(), 8..=8, 8).is_some() && (!may_be_day(&text[span.clone()]) || is_bank()) {
            hits.near(&SORT_CODE, span, cue.word);
        }
    }
}

/// The sort code that ends right before the word for an account, perhaps with a comma between them.
pub(super) fn code_before(text: &[u8], cue: &Cue) -> Option<Range<usize>> {
    let lead = before(text, cue);
    let start = lead.len().checked_sub(FORM.len())?;
    (fits(lead, start, FORM) == Some(lead.len())).then_some(start..lead.len())
}

/// What stands before a word, a comma between them aside.
fn before<'t>(text: &'t [u8], cue: &Cue) -> &'t [u8] {
    let lead = cue.before(text).trim_ascii_end();
    lead.strip_suffix(b",").unwrap_or(lead)
}

/// Whether a sort code follows the eight digits behind the word for an account: `acc 88932880, sort 20-45-77`.
pub(super) fn is_before_code(text: &[u8], cue: &Cue) -> bool {
    const WORDS: [&[u8]; 6] = [b" sort ", b" sort: ", b" sort code ", b" sc ", b" sc: ", b" s/c "];
    let Some(end) = code(text, cue.value(), 8..=8, 8) else { return false };
    let rest = text[end..].strip_prefix(b",").unwrap_or(&text[end..]);
    WORDS.iter().any(|word| rest.starts_with(word) && fits(rest, word.len(), FORM).is_some())
}

/// Whether three pairs of digits may be a day: with the year last or first.
fn may_be_day(pairs: &[u8]) -> bool {
    let [first, second, third] = [0, 3, 6].map(|at| number(&pairs[at..at + 2]));
    let is_day = |day: u64, month: u64| (1..=31).contains(&day) && (1..=12).contains(&month);
    is_day(first, second) || is_day(second, first) || is_day(third, second)
}

/// Names eight digits and a sort code right behind them, a bracket or a slash between them: `71260044 (40-18-22)`.
fn before_sort_codes(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for four in reading.groups().windows(4).filter(|four| four[0].len() == 8) {
        let (account, code) = (four[0].span(), four[1].span().start..four[3].span().end);
        let joined = four[1..].iter().all(Group::follows) && fits(text, code.start, FORM) == Some(code.end);
        let gap = &text[account.end..code.start];
        let parted = matches!(gap, b" " | b" / " | b"/" | b" (" | b" - ");
        let whole = is_alone(reading, &account) && is_alone(reading, &code);
        if joined && parted && whole && reading.word_before(account.start, &BANKS).is_some() {
            hits.hit(&SORT_CODE, code);
            hits.hit(&ACCOUNT, account);
        }
    }
}

/// Whether eight digits stand right before the word for a sort code: `71260044 Sort: 40-18-22`.
fn is_behind_account(text: &[u8], cue: &Cue) -> bool {
    before(text, cue).iter().rev().take(9).take_while(|b| b.is_ascii_digit()).count() == 8
}

/// The account behind the code of its bank, where both were asked for: `… and account number? 20-11-22 and 12345678`.
fn account_of_answer(reading: &Reading<'_>, cue: &Cue, form: &str, hits: &mut Hits) {
    let text = reading.text();
    if !text[cue.gap.clone()].contains(&b'?') {
        return;
    }
    let Some(end) = fits(text, cue.value(), form) else { return };
    let joints = [&b" and "[..], b", ", b" / ", b" und ", b" "];
    let Some(joint) = joints.iter().find(|joint| text[end..].starts_with(joint)) else { return };
    let from = end + joint.len();
    if let Some(span) = code(text, from, 6..=10, 6).map(|end| from..end).filter(|span| reading.is_whole(span)) {
        hits.near(&ACCOUNT, span, cue.word);
    }
}

/// Whether the word for an account stands soon behind a place: lists are sorted as well.
fn is_beside_account(text: &[u8], end: usize) -> bool {
    first_word(&text[end..text.len().min(end + BESIDE)], &["account", "acct", "a/c", "acc"]).is_some()
}

/// How far behind a sort code the word for the account may stand, in bytes.
const BESIDE: usize = 24;

#[cfg(test)]
mod tests {
    use super::super::bank::accounts;
    use super::super::check::{finds, finds_nothing, found};

    #[test]
    fn a_sort_code_is_found_before_the_word_for_an_account() {
        for (text, both) in [
            ("My new details: 20-45-83, a/c 50831144", ["20-45-83", "50831144"]),
            ("Refund to bank 12-03-24 account 50831144", ["12-03-24", "50831144"]),
            ("acc 50831144 sc 20-45-83", ["20-45-83", "50831144"]),
            ("acc 50831144, sort code 20-45-83", ["20-45-83", "50831144"]),
            ("Direct debit 12-03-24 50831144", ["12-03-24", "50831144"]),
            ("Payee 20-45-83 50831144", ["20-45-83", "50831144"]),
        ] {
            let mut found = found(accounts, text);
            found.sort();
            found.dedup();
            assert_eq!(found, both, "{text}");
        }
    }

    #[test]
    fn what_may_be_a_day_needs_a_bank() {
        for text in ["Closed on 12-03-24, account no. 50831144", "since 24-03-12 a/c no 50831144"] {
            assert_eq!(found(accounts, text), ["50831144"], "{text}");
        }
        finds_nothing(
            accounts,
            &["sc 20-45-83", "rev sc 20-45-83 50831144", "debit 12-03-24 50831144 x", "sc 12-03-24 to"],
        );
    }

    #[test]
    fn clearing_numbers_and_accounts_of_sweden_have_check_digits() {
        for (text, values) in [
            ("clearing 8105-3, konto 921 507 336-4", &["8105-3", "921 507 336-4"][..]),
            ("clearingnummer: 8105-3", &["8105-3"]),
            ("Ins\u{e4}ttning till konto 921 507 336-4", &["921 507 336-4"]),
        ] {
            assert_eq!(found(accounts, text), values, "{text}");
        }
        finds(accounts, &[("Kontonummer: 921 507 336-4", "921 507 336-4")]);
        finds_nothing(accounts, &["clearing 9105-3", "clearing 8105 rows", "konto 921 507 336", "konto 21 507-4"]);
    }
}
