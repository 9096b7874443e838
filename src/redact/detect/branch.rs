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
            "sort" | "sc" if is_line_of_form(reading.text(), cue) => (&SORT_CODE, "99_99_99"),
            "sort" | "sc" => (&SORT_CODE, FORM),
            "blz" | "bankleitzahl" => (&BRANCH, "999_999_99"),
            // In Sweden those with a check digit, which begin with 8 (Bankgirot).
            word if word.starts_with("clearing") => (&BRANCH, "8999-9"),
            _ => (&SORT_CODE, "99_99_99"),
        };
        let told = |text: &[u8], end: usize| {
            !matches!(cue.word, "sort" | "sc")
                || is_line_of_form(text, cue)
                || is_beside_account(text, end)
                || is_behind_account(text, cue)
        };
        tell(reading, cue, |text, at| fits(text, at, form).filter(|end| told(text, *end)), rule, hits);
        account_of_answer(reading, cue, form, hits);
    }
    danish(reading, hits);
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

/// What people who share a bill say of their accounts in a message before, further away than a bank is named.
const DETAILS: &[&str] =
    &["details", "owe", "owes", "split", "transfer", "send", "quid", "each", "repay", "pay", "account"];
/// How far before a sort code that is no day such words may stand, in bytes.
const SAID: usize = 160;

/// Whether words before a sort code speak of sharing a bill, or a sum in pounds stands there.
fn speaks_of_money(text: &[u8], at: usize) -> bool {
    let near = &text[at.saturating_sub(SAID)..at];
    memchr::memmem::find(near, "\u{a3}".as_bytes()).is_some() || first_word(near, DETAILS).is_some()
}

/// Names a sort code and the eight digits of an account right behind it: `20-72-99 / 62447948`, `20-72-99, 62447948`.
fn beside_sort_codes(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for four in reading.groups().windows(4).filter(|four| four[3].len() == 8) {
        let (code, account) = (four[0].span().start..four[2].span().end, four[3].span());
        let listed = || matches!(&text[code.end..account.start], b", " | b"," | b" , " | b"; " | b" | " | b" number ");
        let follows = four[3].follows() || listed();
        let joined = follows && four[1..3].iter().all(Group::follows) && fits(text, code.start, FORM) == Some(code.end);
        let whole = is_alone(reading, &(code.start..account.end));
        let of_bank = || reading.word_around(&(code.start..account.end), &BANKS).is_some();
        let said = || !may_be_day(&text[code.clone()]) && speaks_of_money(text, code.start);
        if joined && whole && (of_bank() || said()) {
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
        let gap = &text[account.end..code.start];
        let named = matches!(gap, b", sort code " | b" sort code ");
        let parted = four[1].follows() && matches!(gap, b" " | b" / " | b"/" | b" (" | b" - ");
        let joined = four[2..].iter().all(Group::follows) && fits(text, code.start, FORM) == Some(code.end);
        let whole = is_alone(reading, &account) && is_alone(reading, &code);
        let of_bank = || parted && reading.word_before(account.start, &BANKS).is_some();
        if joined && whole && (named || of_bank()) {
            hits.hit(&SORT_CODE, code);
            hits.hit(&ACCOUNT, account);
        }
    }
}

/// Names the number of a bank in Denmark and of the account behind it: `reg.nr. 3000, konto 4381775353`.
fn danish(reading: &Reading<'_>, hits: &mut Hits) {
    const BANKS: [&[u8]; 3] = [b"reg", b"regnr", b"registreringsnummer"];
    let text = reading.text();
    for cue in reading.cues(Topic::Account).filter(|cue| cue.word.starts_with("konto")) {
        let lead = before(text, cue);
        let Some(start) = lead.len().checked_sub(4).filter(|at| fits(lead, *at, "9999").is_some()) else { continue };
        let named = lead[..start].trim_ascii_end();
        let letters: Vec<u8> = named
            .iter()
            .rev()
            .take(LONGEST_NAME)
            .take_while(|b| b.is_ascii_alphabetic() || b" .:".contains(b))
            .copied()
            .collect();
        let mut words = letters.split(|b| !b.is_ascii_alphabetic()).filter(|word| !word.is_empty());
        let spelled: Vec<u8> = match (words.next(), words.next()) {
            (Some(last), Some(first)) if last.eq_ignore_ascii_case(b"rn") && first.eq_ignore_ascii_case(b"ger") => {
                b"regnr".to_vec()
            }
            (Some(last), _) => last.iter().rev().map(u8::to_ascii_lowercase).collect(),
            _ => continue,
        };
        let Some(end) = code(text, cue.value(), 6..=10, 6) else { continue };
        let (bank, account) = (start..start + 4, cue.value()..end);
        if BANKS.contains(&spelled.as_slice()) && is_alone(reading, &bank) && reading.is_whole(&account) {
            hits.near(&BRANCH, bank, cue.word);
            hits.near(&ACCOUNT, account, cue.word);
        }
    }
}

/// How long the word for the number of a bank in Denmark may be, with the signs around it, in bytes.
const LONGEST_NAME: usize = 24;

/// Whether the word for a sort code is that of a form: it begins its line, a colon follows, and the line before or behind
/// ends with the eight digits of an account.
fn is_line_of_form(text: &[u8], cue: &Cue) -> bool {
    let lead = cue.before(text);
    let begins = lead.trim_ascii_end().len() < lead.len() && lead.ends_with(b"\n");
    let digits = |line: &[u8]| line.trim_ascii_end().iter().rev().take_while(|b| b.is_ascii_digit()).count() == 8;
    let before = lead.trim_ascii_end().rsplit(|b| *b == b'\n').next().is_some_and(digits);
    let mut behind = text[cue.value().min(text.len())..].split(|b| *b == b'\n').skip(1);
    let signed = text[cue.gap.clone()].contains(&b':');
    signed && (begins && before || (begins || lead.is_empty()) && behind.next().is_some_and(digits))
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
            ("Which is 50831144, sort code 20-45-83, isn't it?", ["20-45-83", "50831144"]),
            ("Pay by bank: sort code 20-45-83 number 50831144;", ["20-45-83", "50831144"]),
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
    fn the_codes_of_banks_stand_in_forms_behind_their_name_and_beside_a_comma() {
        for (text, both) in [
            ("Account: 50831144\nSort: 204583\nName: J", ["204583", "50831144"]),
            ("Sort: 204583\nAcc: 50831144", ["204583", "50831144"]),
            ("My details again: 60-45-83, 50831144", ["50831144", "60-45-83"]),
            ("\u{a3}14 each please\n60-45-83 50831144", ["50831144", "60-45-83"]),
            ("reg.nr. 3110\nkonto 4400831144", ["3110", "4400831144"]),
            ("Reg nr: 3110, kontonr. 4400831144", ["3110", "4400831144"]),
        ] {
            let mut found = found(accounts, text);
            found.sort();
            found.dedup();
            assert_eq!(found, both, "{text}");
        }
        finds_nothing(
            accounts,
            &[
                "Sort: 204583\nRows: 12",
                "sort 204583 rows\nby 50831144",
                "Cut to 60-45-83, 50831144 pieces",
                "\u{a3}14 each until 12-03-24, 50831144",
                "reg.nr. 3110 for biler",
                "3110\nkonto 44",
            ],
        );
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
