//! Checks: what tells a mistyped identifier from a right one. They see the bare value, its letters and digits in upper case, and
//! few of them the value as it is written.

mod named;
mod wallet;

pub(super) use named::iban;
pub(crate) use named::is_uuid;

use chrono::NaiveDate;
use serde::Deserialize;
use std::num::NonZero;

/// A check as a row of the rulebook says it.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "toml::Value")]
pub(super) enum Check {
    /// A check that has a name.
    Named(Named),
    /// All of them hold.
    All(Vec<Check>),
    /// One of several holds, or of a part of the value.
    Part(Part),
    /// The remainder of a sum is written in it.
    Sum(Sum),
}

impl TryFrom<toml::Value> for Check {
    type Error = String;

    fn try_from(said: toml::Value) -> Result<Self, String> {
        use toml::Value::{Array, String as Text, Table};
        match said {
            Text(name) => Named::try_from(name).map(Self::Named),
            Array(list) => list.into_iter().map(Self::try_from).collect::<Result<_, _>>().map(Self::All),
            Table(table) => {
                let is_part = table.contains_key("is") || table.contains_key("any");
                let made = if is_part { table.try_into().map(Self::Part) } else { table.try_into().map(Self::Sum) };
                made.map_err(|error: toml::de::Error| error.message().to_owned())
            }
            other => Err(format!(
                "{other} is not a check: write a name, a table with weights and modulus, or a list of \
                             those"
            )),
        }
    }
}

/// A check on a part of the value, or checks of which one holds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Part {
    is: Option<Box<Check>>,
    any: Vec<Check>,
    /// From which character on.
    from: usize,
    /// Up to which.
    to: Option<usize>,
}

/// The remainder of a weighted sum is written somewhere in the value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sum {
    weights: Vec<u32>,
    /// Up to where the digits are one number, whose remainder counts instead.
    number: Option<usize>,
    modulus: NonZero<u32>,
    /// Where the check character stands; the last place if nothing is said.
    at: Option<usize>,
    /// The check character by the remainder; the digits if nothing is said.
    chars: Option<String>,
    /// Of products the cross sums are added.
    #[serde(default)]
    cross: bool,
    /// What letters count.
    #[serde(default)]
    letters: Letters,
}

/// What letters count.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Letters {
    /// A is 10.
    #[default]
    Ten,
    /// A is the two digits 01.
    Two,
    /// A is 17, as its code is 17 more than that of 0.
    Code,
}

/// A check that has a name.
#[derive(Clone, Debug)]
pub(super) enum Named {
    /// A function of the bare value, and whether it proves something.
    Bare(named::Holds, bool),
    /// A function of the value as it is written, and whether it proves something.
    Written(named::Holds, bool),
    /// A day, written so from a place on.
    Date(Date),
}

/// How a day is written.
#[derive(Clone, Debug)]
pub(super) struct Date {
    form: String,
    at: usize,
    /// What may be added to day or month: for women, companies, persons without a number.
    day: Vec<u64>,
    month: Vec<u64>,
}

impl TryFrom<String> for Named {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        if let Some(date) = name.strip_prefix("date ") {
            return Date::read(date)
                .map(Self::Date)
                .ok_or_else(|| format!("{name:?} is not a date: date yymmdd 0 day+40"));
        }
        let known = named::ALL.iter().find(|(known, _)| *known == name).map(|(_, check)| check.clone());
        let names = || named::ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        known.ok_or_else(|| format!("there is no check {name:?}; there are {}, and days: date yymmdd 0", names()))
    }
}

impl Check {
    /// Whether a value that passes is one, and not only none that is ruled out.
    pub(super) fn proves(&self) -> bool {
        match self {
            Self::Named(Named::Bare(_, proves) | Named::Written(_, proves)) => *proves,
            Self::All(all) => all.iter().any(Self::proves),
            _ => true,
        }
    }

    /// Whether the value passes, which is written so.
    pub(super) fn holds(&self, value: &[u8], written: &[u8]) -> bool {
        match self {
            Self::Named(Named::Bare(function, _)) => function(value),
            Self::Named(Named::Written(function, _)) => function(written),
            Self::Named(Named::Date(date)) => date.holds(value),
            Self::All(all) => all.iter().all(|check| check.holds(value, written)),
            Self::Part(Part { is, any, from, to }) => {
                let Some(part) = value.get(*from..to.unwrap_or(value.len()).min(value.len())) else { return false };
                let written = if is.is_some() { part } else { written };
                is.as_deref().into_iter().chain(any).any(|check| check.holds(part, written))
            }
            Self::Sum(sum) => sum.holds(value),
        }
    }
}

impl Sum {
    fn holds(&self, value: &[u8]) -> bool {
        let at = self.at.unwrap_or(value.len().saturating_sub(1));
        let counts: Vec<u32> = value.iter().flat_map(|b| self.letters.counts(*b)).flatten().collect();
        if self.weights.len() > counts.len() {
            return false;
        }
        let product = |(count, weight): (&u32, &u32)| {
            let product = count * weight;
            if self.cross { product / 10 + product % 10 } else { product }
        };
        let sum: u32 = counts.iter().zip(&self.weights).map(product).sum();
        let sum = self.number.map_or(sum.into(), |to| number(&value[..to.min(value.len())]));
        let rest = (sum % u64::from(self.modulus.get())) as usize;
        let chars = self.chars.as_deref().unwrap_or("0123456789").as_bytes();
        chars.get(rest).is_some_and(|wanted| *wanted != b'-' && value.get(at) == Some(wanted))
    }
}

impl Letters {
    /// What a character counts: one number, or two.
    fn counts(self, byte: u8) -> [Option<u32>; 2] {
        match self {
            _ if byte.is_ascii_digit() => [Some(u32::from(byte - b'0')), None],
            Self::Ten => [Some(base36(byte)), None],
            Self::Two => [Some(base36(byte).saturating_sub(9) / 10), Some(base36(byte).saturating_sub(9) % 10)],
            Self::Code => [Some(u32::from(byte.saturating_sub(b'0'))), None],
        }
    }
}

impl Date {
    fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let form = words.next()?.to_owned();
        let at = words.next()?.parse().ok()?;
        let (mut day, mut month) = (vec![0], vec![0]);
        for word in words {
            let (of, added) = word.split_once('+')?;
            let list = if of == "day" { &mut day } else { &mut month };
            list.push(added.parse().ok()?);
        }
        Some(Self { form, at, day, month })
    }

    fn holds(&self, value: &[u8]) -> bool {
        let part = |letter: char| {
            let from = self.form.find(letter)?;
            let len = self.form.matches(letter).count();
            let digits = value.get(self.at + from..self.at + from + len)?;
            digits.iter().all(u8::is_ascii_digit).then(|| number(digits))
        };
        let (Some(day), Some(month)) = (part('d'), part('m')) else { return false };
        // A leap year where none is told.
        let year = part('y').unwrap_or(2000);
        let added =
            |list: &[u64], number: u64| list.iter().filter_map(|more| number.checked_sub(*more)).collect::<Vec<_>>();
        let (days, months) = (added(&self.day, day), added(&self.month, month));
        months.iter().any(|month| days.iter().any(|day| is_day(year, *month, *day)))
    }
}

/// Whether there is such a day. A year of two digits is one of this century, which has all their leap years.
pub(super) fn is_day(year: u64, month: u64, day: u64) -> bool {
    let whole = if year < 100 { 2000 + year } else { year };
    let (Ok(year), Ok(month), Ok(day)) = (whole.try_into(), month.try_into(), day.try_into()) else { return false };
    NaiveDate::from_ymd_opt(year, month, day).is_some()
}

/// The number that these digits write.
pub(super) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |sum: u64, b| sum.wrapping_mul(10).wrapping_add(u64::from(b.wrapping_sub(b'0'))))
}

/// A letter's place in the alphabet from 10 on, or the digit.
fn base36(byte: u8) -> u32 {
    char::from(byte).to_digit(36).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (year, month, day) in [(0, 2, 29), (96, 2, 29), (2000, 2, 29), (2023, 12, 31), (99, 4, 30)] {
            assert!(is_day(year, month, day), "{year}-{month}-{day}");
        }
        for (year, month, day) in [(1, 2, 29), (1900, 2, 29), (2023, 4, 31), (99, 13, 1), (99, 1, 0), (99, 0, 1)] {
            assert!(!is_day(year, month, day), "{year}-{month}-{day}");
        }
    }
}
