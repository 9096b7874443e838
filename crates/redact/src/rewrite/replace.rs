//! What takes the place of a value.

use super::normal::normal;
use crate::finding::Rule;
use crate::kind;
use crate::policy::Action;
use crate::token::PseudonymKey;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta};

/// What stays of a value.
const LAST: usize = 4;

/// Dates before are none.
const FIRST_YEAR: i32 = 1000;
/// Who was born before may be older than 89, now or in the next years: the year would tell (45 CFR 164.514(b)(2)(i)(C)).
const OLD: i32 = 1945;

/// Ways in which a date is written, the more common before the others.
const DATES: [&str; 13] = [
    "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%m/%d/%Y", "%m-%d-%Y", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%B %d %Y",
    "%b %d %Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y",
];

/// The text that stands for `value`, found by `rule`; none if it stays.
pub(crate) fn replacement(rule: &Rule, action: Action, value: &str, key: Option<&PseudonymKey>) -> Option<String> {
    match action {
        Action::Keep => None,
        Action::Remove => Some(String::new()),
        Action::Placeholder => Some(placeholder(rule)),
        Action::Pseudonym => {
            let token = |key: &PseudonymKey| key.token(rule.kind, &normal(rule.kind, value));
            Some(key.map_or_else(|| placeholder(rule), token))
        }
        Action::LastFour => Some(with(rule, last_four(value))),
        Action::Shift => Some(with(rule, key.and_then(|key| shifted(value, key.days())))),
        Action::Generalise => Some(with(rule, general(rule.kind, value))),
    }
}

fn placeholder(rule: &Rule) -> String {
    ["[", rule.kind, "]"].concat()
}

/// A placeholder with what stays of the value.
fn with(rule: &Rule, rest: Option<String>) -> String {
    rest.map_or_else(|| placeholder(rule), |rest| format!("[{}_{rest}]", rule.kind))
}

/// The last four letters or digits, where at least as many again are hidden.
fn last_four(value: &str) -> Option<String> {
    let plain: Vec<char> = value.chars().filter(char::is_ascii_alphanumeric).collect();
    let hidden = plain.len().checked_sub(LAST).filter(|hidden| *hidden >= LAST)?;
    Some(plain[hidden..].iter().map(char::to_ascii_uppercase).collect())
}

fn shifted(value: &str, days: i64) -> Option<String> {
    let date = date_of(value)?.checked_sub_signed(TimeDelta::days(days))?;
    Some(date.format("%Y-%m-%d").to_string())
}

/// The value made coarse, as far as its type knows how.
fn general(name: &str, value: &str) -> Option<String> {
    match name {
        kind::DATE_TIME => year(value),
        kind::DATE_OF_BIRTH => year(value).filter(|year| year.parse::<i32>().is_ok_and(|year| year >= OLD)),
        kind::AGE => Some("90+".to_owned()),
        kind::IP_ADDRESS => network(value),
        _ => None,
    }
}

/// The year of a date, also where the rest of it is not understood.
fn year(value: &str) -> Option<String> {
    let alone = || value.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 4).map(str::to_owned);
    date_of(value).map(|date| date.year().to_string()).or_else(alone)
}

/// The first three parts of an IPv4 address.
fn network(value: &str) -> Option<String> {
    let parts: Vec<&str> = value.split(['.', '/']).take(4).collect();
    let numbers = parts.len() == 4 && parts.iter().all(|part| part.parse::<u8>().is_ok());
    numbers.then(|| format!("{}.x", parts[..3].join(".")))
}

/// The day of a time in milliseconds since 1970, as a reader sees it.
pub(crate) fn day_of(milliseconds: i64) -> Option<String> {
    Some(DateTime::from_timestamp_millis(milliseconds)?.format("%Y-%m-%d").to_string())
}

fn date_of(value: &str) -> Option<NaiveDate> {
    let plain = plain_date(value);
    let date = |format: &&str| NaiveDate::parse_from_str(&plain, format).ok();
    // The year of `March 2021` reads as a day and a year as well.
    DATES.iter().find_map(|format| date(format).filter(|date| date.year() >= FIRST_YEAR))
}

/// A date without commas, ordinals and time.
fn plain_date(value: &str) -> String {
    let value = value.replace(',', " ");
    let date = value.split_once('T').filter(|(date, _)| date.len() == 10).map_or(value.as_str(), |(date, _)| date);
    let parts = date.split_whitespace().map(|part| {
        let number = part.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '.');
        let ordinal = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        if ordinal { number } else { part }
    });
    parts.filter(|part| !part.contains(':')).collect::<Vec<_>>().join(" ")
}

/// Whether this is what we leave of a value: four letters or digits, a year, a day, a network, an age. Nothing more
/// may stand there, so that nobody hides a value in the form of ours.
pub(crate) fn is_rest(rest: &str) -> bool {
    let all = |text: &str, fits: fn(&u8) -> bool| text.bytes().all(|b| fits(&b));
    match rest.len() {
        4 => all(rest, u8::is_ascii_alphanumeric),
        10 if rest.split('-').map(str::len).eq([4, 2, 2]) => NaiveDate::parse_from_str(rest, "%Y-%m-%d").is_ok(),
        _ => {
            rest == "90+"
                || rest.strip_suffix(".x").is_some_and(|net| network(&format!("{net}.0")).as_deref() == Some(rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Rank;
    use catchment_base::secret::SecretBytes;

    fn rule(kind: &'static str) -> Rule {
        Rule { kind, name: "x.y", version: 1, rank: Rank::Shape, proof: "" }
    }

    fn replaced(kind: &'static str, action: Action, value: &str) -> Option<String> {
        let key = PseudonymKey::new(&SecretBytes::new(vec![1; 32]), "k").unwrap();
        replacement(&rule(kind), action, value, Some(&key))
    }

    #[test]
    fn each_action_leaves_what_its_name_says() {
        let card = "4111 1111 1111 1234";
        for (kind, action, value, left) in [
            (kind::CREDIT_CARD, Action::Keep, card, None),
            (kind::CREDIT_CARD, Action::Remove, card, Some("")),
            (kind::CREDIT_CARD, Action::LastFour, card, Some("[CREDIT_CARD_1234]")),
            (kind::CARD_CVV, Action::LastFour, "1234", Some("[CARD_CVV]")),
            (kind::DATE_TIME, Action::Generalise, "2021-03-05", Some("[DATE_TIME_2021]")),
            (kind::DATE_TIME, Action::Generalise, "03/05/2021", Some("[DATE_TIME_2021]")),
            // A month of a year is no day.
            (kind::DATE_TIME, Action::Generalise, "March 2021", Some("[DATE_TIME_2021]")),
            (kind::DATE_TIME, Action::Generalise, "03/05/21", Some("[DATE_TIME]")),
            (kind::DATE_TIME, Action::Shift, "March 2021", Some("[DATE_TIME]")),
            (kind::DATE_TIME, Action::Shift, "next May", Some("[DATE_TIME]")),
            // The year of a birth stays where it tells no age over 89.
            (kind::DATE_OF_BIRTH, Action::Generalise, "1980-01-01", Some("[DATE_OF_BIRTH_1980]")),
            (kind::DATE_OF_BIRTH, Action::Generalise, "March 5, 1921", Some("[DATE_OF_BIRTH]")),
            (kind::IP_ADDRESS, Action::Generalise, "203.0.113.42", Some("[IP_ADDRESS_203.0.113.x]")),
            (kind::IP_ADDRESS, Action::Generalise, "2001:db8::1", Some("[IP_ADDRESS]")),
            (kind::AGE, Action::Generalise, "93", Some("[AGE_90+]")),
        ] {
            assert_eq!(replaced(kind, action, value).as_deref(), left, "{action:?} {value}");
        }
        assert!(replaced(kind::CREDIT_CARD, Action::Pseudonym, card).unwrap().starts_with("[CREDIT_CARD_"));
        assert_eq!(replacement(&rule("X"), Action::Pseudonym, "x", None).as_deref(), Some("[X]"));
    }

    #[test]
    fn dates_move_by_the_same_days_however_they_are_written() {
        let day = |text: &str| {
            let moved = replaced(kind::DATE_TIME, Action::Shift, text).unwrap();
            NaiveDate::parse_from_str(&moved, "[DATE_TIME_%Y-%m-%d]").unwrap()
        };
        for date in
            ["05/05/2021", "2021-05-05T10:00:00Z", "2021-05-05 10:00", "May 5th, 2021", "5. May 2021", "5 MAY 2021"]
        {
            assert_eq!(day(date), day("2021-05-05"), "{date}");
        }
        assert_eq!(day("May 15, 2021") - day("05/05/2021"), TimeDelta::days(10));
        assert_eq!(day("5 OCT 2021") - day("2021-05-05"), TimeDelta::days(153));
        assert!(day("May 15, 2021") < NaiveDate::from_ymd_opt(2021, 5, 15).unwrap());
    }

    #[test]
    fn only_what_we_leave_counts_as_such() {
        for rest in ["1234", "AB12", "2021", "2021-03-05", "203.0.113.x", "90+"] {
            assert!(is_rest(rest), "{rest}");
        }
        for rest in ["", "12345", "078-05-1121", "2021-13-05", "203.0.113.7", "4111111111111111", "91+"] {
            assert!(!is_rest(rest), "{rest}");
        }
    }
}
