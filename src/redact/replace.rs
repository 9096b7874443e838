//! What takes the place of a value.

use super::detect::Rule;
use super::normal::normal;
use super::policy::Action;
use super::token::PseudonymKey;

/// What stays of a value.
const LAST: usize = 4;

/// The text that stands for `value`, found by `rule`; none if it stays.
pub(super) fn replacement(rule: &Rule, action: Action, value: &str, key: Option<&PseudonymKey>) -> Option<String> {
    match action {
        Action::Keep => None,
        Action::Remove => Some(String::new()),
        Action::Pseudonym => {
            Some(key.map_or_else(|| placeholder(rule), |key| key.token(rule.kind, &normal(rule.kind, value))))
        }
        Action::LastFour => Some(last_four(rule, value)),
        Action::Placeholder | Action::Shift | Action::Generalise => Some(placeholder(rule)),
    }
}

fn placeholder(rule: &Rule) -> String {
    format!("[{}]", rule.kind)
}

/// The last four letters or digits, where at least as many again are hidden.
fn last_four(rule: &Rule, value: &str) -> String {
    let plain: Vec<char> = value.chars().filter(char::is_ascii_alphanumeric).collect();
    match plain.len().checked_sub(LAST) {
        Some(hidden) if hidden >= LAST => {
            let last: String = plain[hidden..].iter().map(char::to_ascii_uppercase).collect();
            format!("[{}_{last}]", rule.kind)
        }
        _ => placeholder(rule),
    }
}
