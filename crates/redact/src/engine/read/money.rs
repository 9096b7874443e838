//! International bank account numbers (ISO 13616): the lengths of the countries are those of the registry.

use super::super::check;
use super::super::decide::Candidate;
use super::super::find::{Finder, Joined};
use super::super::groups::Group;
use super::super::rule::Reader;
use super::super::shape::Alone;

/// The shortest and the longest number.
const LENGTHS: std::ops::RangeInclusive<usize> = 15..=34;

impl Finder<'_, '_, '_> {
    /// Account numbers in a chain: two letters, two digits, and groups of any size.
    pub(in super::super) fn ibans(&mut self, groups: &[Group]) {
        let Some(rule) = self.readers(Reader::Iban).next() else { return };
        let bytes = self.bytes;
        for (first, group) in groups.iter().enumerate() {
            let [one, two, rest @ ..] = &bytes[group.span()] else { continue };
            let is_country = one.is_ascii_alphabetic() && two.is_ascii_alphabetic();
            let is_checked = matches!(rest, [] | [b'0'..=b'9', b'0'..=b'9', ..]);
            if !is_country || !is_checked || bytes[group.start..].len() <= 4 {
                continue;
            }
            let mut value = Vec::with_capacity(40);
            let mut best = None;
            for group in groups[first..].iter().take(20) {
                value.extend(bytes[group.span()].iter().map(u8::to_ascii_uppercase));
                if value.len() > *LENGTHS.end() {
                    break;
                }
                if LENGTHS.contains(&value.len()) && value[2..4].iter().all(u8::is_ascii_digit) {
                    let text = String::from_utf8_lossy(&value);
                    let is_base = || text.parse::<iban::BaseIban>().is_ok() && check::iban(&value);
                    if text.parse::<iban::Iban>().is_ok() || is_base() {
                        best = Some((group.end, true));
                        break;
                    }
                    // A label beats a failed check.
                    if best.is_none() && value.len() >= 18 {
                        best = Some((group.end, false));
                    }
                }
            }
            if let Some((end, holds)) = best {
                let near = groups[first..].iter().take_while(|near| near.end - group.start <= 42);
                let end = near.last().filter(|_| !holds).map_or(end, |last| last.end);
                // Words and hashes: IBANs are written in capitals.
                let is_upper = !bytes[group.start..end].iter().any(u8::is_ascii_lowercase);
                let alone = if is_upper { rule.alone } else { Alone::Word };
                self.decide(Candidate { rule, span: group.start..end, alone, holds: Some(holds), joined: Joined::No });
            }
        }
    }
}
