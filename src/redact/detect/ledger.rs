//! The accounts in the books of a company, which are nobody's: a chart numbers them.

use super::bank::BARE;
use super::cue::Cue;
use super::reading::Reading;
use super::vocabulary::{ending, matched};

/// How the label of the accounts in the books of a company begins.
const CHART: &str = "chart";

/// Words for the books of a company before that for an account: nobody's, but one of a chart.
const LEDGERS: &[&str] = &["gl", "g/l", "ledger", "nominal", "expense", "revenue", "cost", "clearing", "suspense"];

/// What the accounts in the books of a company are called behind their numbers.
const ENTRIES: [&str; 30] = [
    "travel",
    "expense",
    "expenses",
    "revenue",
    "revenues",
    "sales",
    "rent",
    "salaries",
    "wages",
    "freight",
    "depreciation",
    "cost",
    "costs",
    "supplies",
    "receivables",
    "payables",
    "inventory",
    "marketing",
    "training",
    "utilities",
    "income",
    "erl\u{f6}se",
    "aufwand",
    "reisekosten",
    "miete",
    "l\u{f6}hne",
    "geh\u{e4}lter",
    "frachten",
    "vorr\u{e4}te",
    "ventes",
];

/// Whether the word for an account speaks of one in the books of a company: `GL acct 640100`, `Account: 640100 travel`.
pub(super) fn is_of_ledger(text: &[u8], cue: &Cue) -> bool {
    let before = cue.before(text).trim_ascii_end();
    let behind = &text[cue.value().min(text.len())..];
    let figures = behind.iter().take_while(|b| b.is_ascii_digit()).count();
    let entry = || {
        let named = behind[figures..].strip_prefix(b" ").unwrap_or_default();
        let len = named.iter().take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80).count();
        ENTRIES.iter().any(|entry| matched(named, 0, entry) == Some(len))
    };
    ending(before, LEDGERS).is_some() || (4..=6).contains(&figures) && BARE.contains(&cue.word) && entry()
}

/// Whether a column says that its numbers are those of a chart of accounts, which have no more than six figures.
pub(super) fn is_of_chart(reading: &Reading<'_>, cue: &Cue) -> bool {
    let behind = &reading.text()[cue.value().min(reading.text().len())..];
    reading.label().starts_with(CHART) && behind.iter().take_while(|b| b.is_ascii_digit()).count() <= 6
}

#[cfg(test)]
mod tests {
    use super::super::bank::DETECTORS;
    use super::super::check::{finds, read_at};
    use super::super::{Hits, Place};

    #[test]
    fn the_accounts_of_a_chart_have_few_figures() {
        let Some(accounts) = DETECTORS.last() else { return };
        let told = |label: &str, text: &str| {
            read_at(Place { label, ..Place::default() }, text, |reading| {
                let mut hits = Hits::default();
                (accounts.find)(reading, &mut hits);
                hits.take().len()
            })
        };
        assert_eq!(told("chart account number:", "508300"), 0);
        assert_eq!(told("account number:", "508300"), 1);
        assert_eq!(told("chart account number:", "5083114477"), 1);
        finds(accounts.find, &[("account number: 508300", "508300")]);
    }
}
