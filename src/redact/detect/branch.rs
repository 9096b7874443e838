//! Sort codes of Britain and other codes of branches, and the accounts that stand beside them.

use super::bank::{ACCOUNT, BRANCH, SORT_CODE, is_routing, tell};
use super::banker;
use super::cue::{Cue, Topic};
use super::document::form;
use super::reading::Group;
use super::shape::{around, code, fits, is_alone, number};
use super::vocabulary::{first_word, is_among};
use super::{Hits, Rank, Reading, Rule};
use crate::redact::kind;
use std::ops::Range;

pub(super) static NEW_ZEALAND: Rule = Rule {
    kind: kind::ACCOUNT_NUMBER,
    name: "account.new_zealand",
    version: 1,
    rank: Rank::Shape,
    proof: "bank, branch, account and suffix of New Zealand, of a bank that there is",
};
pub(super) static INDIAN: Rule = Rule {
    kind: kind::ACCOUNT_NUMBER,
    name: "account.ifsc",
    version: 1,
    rank: Rank::Shape,
    proof: "the code of a branch of an Indian bank",
};

/// How a sort code is written.
const FORM: &str = "99-99-99";
/// The same as people write it with other signs.
const FORMS: [&str; 3] = [FORM, "99 99 99", "99.99.99"];

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
    solid_beside(reading, hits);
    beside_bsbs(reading, hits);
    new_zealand(reading, hits);
    indian(reading, hits);
    brazilian(reading, hits);
    russian(reading, hits);
    american(reading, hits);
    banker::accounts(reading, hits);
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

/// How the account behind a sort code is written.
const ACCOUNTS: &[&str] = &["99999999", "9999 9999", "99 99 99 99"];
/// What may part the code of a bank from the account behind it.
const WIDEST_GAP: usize = 10;

/// Whether figures follow a group behind one sign, as in all numbers in groups. Most figures in a text stand alone.
pub(super) fn goes_on(text: &[u8], group: &Group) -> bool {
    matches!(text[group.span().end..], [b'-' | b' ' | b'.', b'0'..=b'9', ..])
}

/// Where the account begins behind the code of its bank: blanks, one sign of lists or a line break lie between them.
fn account_behind(text: &[u8], end: usize) -> Option<usize> {
    let worded = [
        &b" number "[..],
        b", number ",
        b" / acc ",
        b" / a/c ",
        b" / account ",
        b" acct number ",
        b" account number ",
        b" acc number ",
        b" acct no ",
        b" acc no ",
    ];
    if let Some(words) = worded.iter().find(|words| text[end..].starts_with(words)) {
        return Some(end + words.len());
    }
    let gap = text[end..].iter().take(WIDEST_GAP).take_while(|b| b" \t\n\r,;/|".contains(b)).count();
    let signs = text[end..end + gap].iter().filter(|b| b",;/|".contains(b)).count();
    let breaks = text[end..end + gap].iter().filter(|b| **b == b'\n').count();
    (gap > 0 && signs <= 1 && breaks <= 1).then_some(end + gap)
}

/// Names a sort code and the eight digits of an account right behind it: `20-72-99 / 62447948`, `20-72-99, 6244 7948`.
fn beside_sort_codes(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for pair in reading.groups().iter().filter(|group| group.len() == 2 && goes_on(text, group)) {
        let at = pair.span().start;
        let Some(end) = FORMS.iter().find_map(|form| fits(text, at, form)) else { continue };
        let Some(from) = account_behind(text, end) else { continue };
        let Some(to) = form(ACCOUNTS)(text, from) else { continue };
        let (code, account) = (at..end, from..to);
        let dashed = text[at + 2] != b' ';
        let parted = || !text[end..from].iter().all(|b| *b == b' ') && from + 8 == to;
        if !is_alone(reading, &(at..to)) || !(dashed || parted()) {
            continue;
        }
        let said = || dashed && !may_be_day(&text[code.clone()]) && speaks_of_money(text, at);
        match reading.word_around(&(at..to), &BANKS) {
            Some(word) => both(hits, (&SORT_CODE, code), account, word),
            None if said() => {
                hits.hit(&SORT_CODE, code);
                hits.hit(&ACCOUNT, account);
            }
            None => {}
        }
    }
}

/// Names the code of a branch and the account beside it, because of a word near them.
fn both(hits: &mut Hits, (rule, code): (&'static Rule, Range<usize>), account: Range<usize>, word: &'static str) {
    hits.near(rule, code, word);
    hits.near(&ACCOUNT, account, word);
}

/// Names a sort code and an account in one piece each with a slash between them, near the name of a bank: `601143 /
/// 48812093`.
fn solid_beside(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for pair in reading.groups().windows(2).filter(|pair| (pair[0].len(), pair[1].len()) == (6, 8)) {
        let (code, account) = (pair[0].span(), pair[1].span());
        let parted = matches!(&text[code.end..account.start], b" / " | b"/" | b", ");
        let whole = || is_alone(reading, &(code.start..account.end));
        if let Some(word) = reading.word_before(code.start, &BANKS).filter(|_| parted && whole()) {
            both(hits, (&SORT_CODE, code), account, word);
        }
    }
}

/// Words for banks of Australia and payments, one of which stands near the code of a branch with an account behind it.
const AUSTRALIAN: [&str; 24] = [
    "bsb",
    "bank",
    "banking",
    "account",
    "acct",
    "acc",
    "a/c",
    "refund",
    "pay",
    "deposit",
    "salary",
    "transfer",
    "rent",
    "commbank",
    "cba",
    "anz",
    "nab",
    "westpac",
    "bendigo",
    "st.george",
    "suncorp",
    "macquarie",
    "smart access",
    "payee",
];
/// How the code of a branch in Australia is written, and the accounts behind it.
const BSB: [&str; 3] = ["999-999", "999 999", "99 9999"];
const AUSTRALIAN_ACCOUNTS: &[&str] =
    &["999999", "9999999", "99999999", "999999999", "999 999 999", "99 999 9999", "9999 9999", "9999 99999"];

/// Names the code of a branch in Australia and the account right behind it: `633-108  16 220 7418`.
fn beside_bsbs(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for group in reading.groups().iter().filter(|group| matches!(group.len(), 2 | 3) && goes_on(text, group)) {
        let at = group.span().start;
        let Some(end) = BSB.iter().find_map(|form| fits(text, at, form)) else { continue };
        let Some(from) = account_behind(text, end) else { continue };
        let Some(to) = form(AUSTRALIAN_ACCOUNTS)(text, from) else { continue };
        // Where a blank parts the code, more than one parts it from the account.
        let parted = text[at..end].contains(&b'-') || from - end > 1;
        if !parted || !is_alone(reading, &(at..to)) {
            continue;
        }
        if let Some(word) = reading.word_around(&(at..to), &AUSTRALIAN) {
            both(hits, (&BRANCH, at..end), from..to, word);
        }
    }
}

/// Names accounts of New Zealand, whose bank and branch stand in them: `06-0729-8227891-025` (Payments NZ, register of
/// banks).
fn new_zealand(reading: &Reading<'_>, hits: &mut Hits) {
    const WRITTEN: &[&str] =
        &["99-9999-9999999-99", "99-9999-9999999-999", "99 9999 9999999 99", "99 9999 9999999 999"];
    let text = reading.text();
    let banks = |bank: u64| matches!(bank, 1..=3 | 6 | 8..=31 | 33 | 35 | 38 | 88);
    for group in reading.groups().iter().filter(|group| group.len() == 2 && goes_on(text, group)) {
        let span = form(WRITTEN)(text, group.span().start).map(|end| group.span().start..end);
        let known = |span: &Range<usize>| banks(number(&text[span.start..span.start + 2])) && is_alone(reading, span);
        span.filter(known).into_iter().for_each(|span| hits.hit(&NEW_ZEALAND, span));
    }
}

/// Names the codes of branches in India: four letters of the bank, a zero, and six characters (Reserve Bank of India, IFSC).
fn indian(reading: &Reading<'_>, hits: &mut Hits) {
    const BANKS: &str = "SBIN HDFC ICIC UTIB PUNB BARB CNRB UBIN IOBA BKID KKBK YESB IDIB CBIN MAHB INDB FDRL IDFB UCBA KARB \
        SIBL RATN IBKL PSIB JAKA KVBL TMBL DCBL CITI HSBC SCBL DEUT AUBL CSBK CIUB DLXB DBSS BDBL ESFB UJVN AIRP PYTM";
    let text = reading.text();
    for group in reading.groups().iter().filter(|group| group.len() == 7) {
        let span = around(text, group.span().start, "aaaa", "0999999").filter(|span| reading.is_whole(span));
        let known = |span: &Range<usize>| is_among(&text[span.start..span.start + 4], BANKS);
        let Some(span) = span.filter(known) else { continue };
        // The account may stand right before it.
        let before = reading.groups().iter().map(Group::span).find(|account| {
            (9..=18).contains(&account.len())
                && matches!(&text[account.end.min(span.start)..span.start], b" " | b", " | b" / ")
        });
        before.filter(|account| is_alone(reading, account)).into_iter().for_each(|account| hits.hit(&ACCOUNT, account));
        hits.hit(&INDIAN, span);
    }
}

/// Names accounts of Russia: twenty digits, of which the first three say whose the account is and the sixth to the eighth in
/// which currency (Bank of Russia, regulation 809-P).
fn russian(reading: &Reading<'_>, hits: &mut Hits) {
    const HOLDERS: [&[u8]; 12] =
        [b"301", b"302", b"401", b"402", b"403", b"404", b"405", b"406", b"407", b"408", b"423", b"426"];
    const CURRENCIES: [&[u8]; 5] = [b"810", b"840", b"978", b"156", b"643"];
    let text = reading.text();
    for span in reading.groups().iter().filter(|group| group.len() == 20).map(Group::span) {
        let digits = &text[span.clone()];
        let formed = HOLDERS.contains(&&digits[..3]) && CURRENCIES.contains(&&digits[5..8]);
        if formed && reading.is_whole(&span) && is_alone(reading, &span) {
            hits.hit(&ACCOUNT, span);
        }
    }
}

/// Names the branch and the account of a Brazilian bank behind their words: `ag 1044-1, cc 20918-7`, `ag. 0418 c/c 44177-2`.
fn brazilian(reading: &Reading<'_>, hits: &mut Hits) {
    const BRANCHES: [&[u8]; 5] = [b"ag", b"ag.", b"agencia", b"ag\xc3\xaancia", b"ag:"];
    const LONGEST_WORD: usize = 10;
    const ACCOUNTS: [&[u8]; 7] = [b"cc ", b"c/c ", b"c/c: ", b"cc: ", b"conta ", b"conta: ", b"conta corrente "];
    let text = reading.text();
    for group in reading.groups().iter().filter(|group| group.len() == 4) {
        let code = group.span();
        let lead = text[..code.start].trim_ascii_end();
        let near = lead.iter().rev().take(LONGEST_WORD);
        let word = lead.len() - near.take_while(|b| !b.is_ascii_whitespace() && **b != b'(').count();
        if !BRANCHES.iter().any(|known| lead[word..].eq_ignore_ascii_case(known)) {
            continue;
        }
        let end = fits(text, code.start, "9999-9").unwrap_or(code.end);
        let gap = text[end..].iter().take(3).take_while(|b| matches!(b, b' ' | b',' | b'/' | b'|')).count();
        let rest = &text[end + gap..];
        let named =
            ACCOUNTS.iter().find(|word| rest.get(..word.len()).is_some_and(|rest| rest.eq_ignore_ascii_case(word)));
        let Some(from) = named.map(|word| end + gap + word.len()) else { continue };
        let digits = text[from..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        let check = usize::from(matches!(text[from + digits..], [b'-', b'0'..=b'9' | b'X' | b'x', ..]));
        if (4..=13).contains(&digits) {
            both(hits, (&BRANCH, code.start..end), from..from + digits + 2 * check, "ag");
        }
    }
}

/// Names the routing number of a bank of the United States, whose check is right, and the account behind a slash, or behind
/// another sign where a word for payments stands before it: `122000496 / 2204418890`, `ACH: 122000496 - 2204418890`.
fn american(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for pair in reading.groups().windows(2).filter(|pair| pair[0].len() == 9 && (6..=14).contains(&pair[1].len())) {
        let (code, account) = (pair[0].span(), pair[1].span());
        let paid = || reading.word_before(code.start, &["deposit", "ach", "routing", "pay", "wire", "bank"]).is_some();
        let parted = match &text[code.end..account.start] {
            b" / " => true,
            b"/" | b" - " | b" \xe2\x80\x93 " => paid(),
            _ => false,
        };
        if parted && is_routing(&text[code.clone()]) && is_alone(reading, &(code.start..account.end)) {
            hits.hit(&BRANCH, code);
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

    /// What is found, each once: two words may tell the same number.
    fn told(text: &str) -> Vec<String> {
        let mut told: Vec<String> = Vec::new();
        for value in found(accounts, text) {
            if !told.contains(&value) {
                told.push(value);
            }
        }
        told
    }

    #[test]
    fn a_brazilian_account_stands_behind_its_branch() {
        for (text, both) in [
            ("ag 1044-1, cc 20918-7", ["1044-1", "20918-7"]),
            ("Itaú (341) ag. 0418 c/c 44177-2", ["0418", "44177-2"]),
            ("agencia 0912 conta 82179-X", ["0912", "82179-X"]),
        ] {
            assert_eq!(told(text), both, "{text}");
        }
        finds_nothing(accounts, &["mag 1044, cc 20918", "ag 1044 of 2020", "ag 1044, cc ann"]);
    }

    #[test]
    fn an_american_account_stands_behind_its_routing_number_and_a_slash() {
        let both = ["122000496", "2204418890"];
        for text in ["122000496 / 2204418890", "direct deposit 122000496/2204418890", "ACH: 122000496 - 2204418890"] {
            assert_eq!(told(text), both, "{text}");
        }
        // Without a word the slash is one of paths, and this check is wrong.
        finds_nothing(accounts, &["122000496/2204418890", "122000497 / 2204418890", "122000496 / 22044"]);
    }

    #[test]
    fn russian_accounts_say_whose_they_are_and_in_which_currency() {
        finds(
            accounts,
            &[("р/с 40817810504410077209", "40817810504410077209"), ("x 40702840104820719306", "40702840104820719306")],
        );
        finds_nothing(accounts, &["40817811504410077209", "50817810504410077209", "4081781050441007720"]);
    }

    #[test]
    fn a_sort_code_and_a_number_behind_a_comma_are_those_of_an_account() {
        let text = "Account at the bank: sort code 07-01-16, number 41822907.";
        assert_eq!(told(text), ["07-01-16", "41822907"]);
    }

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
            ("by BACS - \"barclays 20.45.83 acct number 5083 1144\"", ["20.45.83", "5083 1144"]),
            ("Pay out to NatWest 204583 / 50831144", ["204583", "50831144"]),
            ("pay to starling 20-45-83   50 83 11 44", ["20-45-83", "50 83 11 44"]),
            ("Direct debit from 20 45 83 / 50831144", ["20 45 83", "50831144"]),
            ("Monzo 20-45-83\n50831144", ["20-45-83", "50831144"]),
            ("Her acct bendigo 633-108  16 220 7418", ["16 220 7418", "633-108"]),
            ("(bsb 062-005 / 11639507)", ["062-005", "11639507"]),
            ("Refund to 633 000  142609417", ["142609417", "633 000"]),
        ] {
            let mut found = found(accounts, text);
            found.sort();
            found.dedup();
            assert_eq!(found, both, "{text}");
        }
    }

    #[test]
    fn accounts_of_new_zealand_and_codes_of_india_speak_for_themselves() {
        finds(
            accounts,
            &[
                ("Trust 06-0729-8227891-025", "06-0729-8227891-025"),
                ("Office: 03 1519 8441752 01", "03 1519 8441752 01"),
                ("A/c holder Mr X, SBIN0020114", "SBIN0020114"),
            ],
        );
        finds_nothing(
            accounts,
            &["07-0729-8227891-025", "06-0729-822789-025", "06-0729-8227891-025-1", "ABCD0020114", "SBIN00201145"],
        );
    }

    #[test]
    fn a_code_and_digits_without_a_bank_are_none() {
        finds_nothing(
            accounts,
            &[
                "move 20 45 83 50831144 up",
                "633-108  16 220 7418",
                "drawing 633-108, 142609417 of the wing",
                "pay 633 000 142609417",
                "Paid on 12-03-24, then\n\n50831144",
            ],
        );
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
