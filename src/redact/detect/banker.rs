//! Accounts right behind the name of their bank, and the code of its branch beside them: `FNB cheque 62814471882, branch
//! 250655`, `DBS 012-447188-9`.

use super::bank::BRANCH;
use super::branch::goes_on;
use super::document::form;
use super::goods::is_called_a_thing;
use super::shape::{code, figures, fits, is_alone, number};
use super::vocabulary::{Vocabulary, ending};
use super::{Hits, Rank, Reading, Rule};
use crate::redact::kind;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) static ACCOUNT: Rule = Rule {
    kind: kind::ACCOUNT_NUMBER,
    name: "account.bank",
    version: 1,
    rank: Rank::Context,
    proof: "the form of an account right behind the name of its bank, or behind its branch on a cheque",
};

/// Banks that are called like nothing else.
const NAMES: &[&str] = &[
    // South Africa
    "fnb",
    "capitec",
    "absa",
    "nedbank",
    "investec",
    "tymebank",
    "std bank",
    "standard bank",
    // Singapore and Hong Kong
    "dbs",
    "posb",
    "ocbc",
    "uob",
    "maybank",
    "hang seng",
    // India
    "hdfc",
    "icici",
    "axis bank",
    "kotak",
    "sbi",
    "pnb",
    "canara",
    "idfc",
    "bank of baroda",
    "bank of india",
    // Australia and New Zealand
    "anz",
    "westpac",
    "commbank",
    "bendigo",
    "suncorp",
    "macquarie bank",
    "bnz",
    "kiwibank",
    "asb",
    // Canada
    "rbc",
    "scotiabank",
    "bmo",
    "cibc",
    "desjardins",
    "tangerine",
    "td bank",
    "td canada trust",
    // Britain and Ireland
    "barclays",
    "hsbc",
    "lloyds",
    "natwest",
    "santander",
    "monzo",
    "starling",
    "tsb",
    "aib",
    "ptsb",
];
/// What may stand between the name and the number.
const KINDS: &[&str] = &[
    "bank",
    "cheque",
    "chq",
    "chequing",
    "checking",
    "saving",
    "savings",
    "current",
    "everyday",
    "business",
    "joint",
    "salary",
    "acc",
    "acct",
    "account",
    "a/c",
    "no",
    "number",
    "nr",
    "is",
    "personal",
    "transmission",
];
/// The most of these words.
const MOST_KINDS: usize = 4;
/// Words for the branch behind which its code stands, and for the account.
const BRANCHES: &[&str] = &["branch", "branch code", "br", "br code", "br. code", "branch no", "universal branch"];
/// How far from an account its branch may stand, in bytes.
const BESIDE: usize = 24;
/// How an account is written in groups.
const GROUPED: &[&str] = &[
    "999-999999-9",
    "999-9-999999",
    "999-99999-9",
    "999-999999-999",
    "999-999-999-9",
    "99999-999-9999999",
    "999 999 9999",
    "9999 9999 99",
    "9999 999 999",
    "99 9999 9999 9",
    "9999 9999 999",
    "99999-999 9999999",
];
/// How many digits an account has in one piece.
const LENGTHS: std::ops::RangeInclusive<usize> = 8..=17;

/// Names the accounts right behind the names of banks, and the codes of branches beside them.
pub(super) fn accounts(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let mut done = 0;
    for group in reading.groups() {
        let at = group.span().start;
        if at < done || !reading.view().is_boundary(at) {
            continue;
        }
        if group.len() == 5 && goes_on(text, group) {
            canadian(reading, at, hits);
        }
        // Most figures have no form of an account, which is told faster than what stands before them.
        let end = match group.len() >= *LENGTHS.start() {
            true => solid(text, at),
            false if goes_on(text, group) => form(GROUPED)(text, at),
            false => None,
        };
        let Some(span) = end.map(|end| at..end) else { continue };
        let Some(name) = name_before(text, at) else { continue };
        if !is_alone(reading, &span) || is_called_a_thing(reading, at) {
            continue;
        }
        done = span.end;
        branch(reading, &span).into_iter().for_each(|branch| hits.near(&BRANCH, branch, name));
        hits.near(&ACCOUNT, span, name);
    }
}

/// Names the branch, the bank and the account as cheques of Canada have them (Payments Canada, Standard 006):
/// `08823-003 2073207`.
fn canadian(reading: &Reading<'_>, at: usize, hits: &mut Hits) {
    const MONEY: &[&str] =
        &["cheque", "check", "transit", "deposit", "account", "acct", "bank", "payroll", "pay", "pad"];
    const ACCOUNTS: &[&str] = &["9999999", "99999999", "999999999", "9999999999", "99999999999", "999999999999"];
    let text = reading.text();
    let Some(end) = fits(text, at, "99999-999") else { return };
    let worded = [&b" acct "[..], b" account "].into_iter().find(|word| text[end..].starts_with(word));
    let gap = || text[end..].iter().take(3).take_while(|b| b" -".contains(b)).count();
    let from = end + worded.map_or_else(gap, <[u8]>::len);
    let Some(to) = form(ACCOUNTS)(text, from).filter(|_| from > end) else { return };
    let known = text[at + 6] == b'0' && is_alone(reading, &(at..to));
    if let Some(word) = reading.word_around(&(at..to), MONEY).filter(|_| known) {
        hits.near(&BRANCH, at..end, word);
        hits.near(&ACCOUNT, from..to, word);
    }
}

/// Where digits in one piece end that may be an account.
fn solid(text: &[u8], at: usize) -> Option<usize> {
    code(text, at, LENGTHS, *LENGTHS.start())
        .filter(|end| figures(&text[at..*end]) == end - at && !is_day(&text[at..*end]))
}

/// Whether eight digits are a day: `20240115`.
fn is_day(digits: &[u8]) -> bool {
    digits.len() == 8
        && matches!(number(&digits[..4]), 1900..=2050)
        && matches!(number(&digits[4..6]), 1..=12)
        && matches!(number(&digits[6..]), 1..=31)
}

/// The name of the bank before a place, with nothing but words for its accounts and signs between them.
fn name_before(text: &[u8], at: usize) -> Option<&'static str> {
    static ALL: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[NAMES]));
    let mut lead = stripped(&text[..at]);
    if lead.len() == at {
        return None;
    }
    for _ in 0..=MOST_KINDS {
        if let Some(name) = ending(lead, &*ALL) {
            return Some(name);
        }
        let kind = ending(lead, KINDS)?;
        lead = stripped(&lead[..lead.len() - kind.len()]);
    }
    None
}

/// A text without the blanks and the signs of labels at its end.
fn stripped(text: &[u8]) -> &[u8] {
    let signs = text.iter().rev().take(4).take_while(|b| b" :#.(-".contains(b)).count();
    &text[..text.len() - signs]
}

/// The code of the branch behind an account, of five or six digits behind its word.
fn branch(reading: &Reading<'_>, account: &Range<usize>) -> Option<Range<usize>> {
    let text = reading.text();
    let near = account.end..text.len().min(account.end + BESIDE);
    let starts = reading.groups().iter().map(|group| group.span()).filter(|span| near.contains(&span.start));
    let mut codes = starts.filter(|span| matches!(span.len(), 5 | 6) && is_alone(reading, span));
    let lies_behind = |gap: &[u8]| gap == b" / " || ending(stripped(gap), BRANCHES).is_some();
    codes.find(|span| lies_behind(&text[account.end..span.start]))
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_nothing, found};
    use super::accounts;

    #[test]
    fn accounts_stand_behind_the_names_of_their_banks() {
        finds(
            accounts,
            &[
                ("Capitec 1447188204", "1447188204"),
                ("pay into DBS 012-447188-9 please", "012-447188-9"),
                ("POSB savings: 118-44718-2", "118-44718-2"),
                ("OCBC a/c no. 501-447188-001", "501-447188-001"),
                ("HDFC Bank 50100447188204", "50100447188204"),
                ("Std Bank acc 071884471", "071884471"),
            ],
        );
        let mut both = found(accounts, "FNB cheque 62814471882, branch 250655");
        both.sort();
        assert_eq!(both, ["250655", "62814471882"]);
        let mut both = found(accounts, "Nedbank 1579 6674 18 / 198765");
        both.sort();
        assert_eq!(both, ["1579 6674 18", "198765"]);
        let mut both = found(accounts, "Void cheque: 04278 08823-003 2073207");
        both.sort();
        assert_eq!(both, ["08823-003", "2073207"]);
    }

    #[test]
    fn other_numbers_of_banks_are_left() {
        finds_nothing(
            accounts,
            &[
                "HSBC ticket 1447188204",
                "Santander 20240115",
                "Barclays moved 14471882 rows",
                "DBS 4471",
                "ANZ-14471882",
                "part 08823-003 2073207",
                "cheque 08823-103 2073207",
                "a bank 1447188204",
                "Monzo, order no. 14471882",
            ],
        );
    }
}
