//! International bank account numbers (ISO 13616): the lengths of the countries are those of the registry.

use super::super::book::Reader;
use super::super::check;
use super::super::decide::Candidate;
use super::super::find::{Finder, Group};

/// The shortest and the longest number.
const LENGTHS: std::ops::RangeInclusive<usize> = 15..=34;

impl Finder<'_, '_, '_> {
    /// Account numbers in a chain: two letters, two digits, and groups of any size.
    pub(in super::super) fn ibans(&mut self, groups: &[Group]) {
        let Some(rule) = self.readers(Reader::Iban).next() else { return };
        let bytes = self.bytes;
        for (first, group) in groups.iter().enumerate() {
            let begins = bytes[group.start..].len() > 4
                && bytes[group.start..group.start + 2].iter().all(u8::is_ascii_alphabetic)
                && (group.len() >= 4 && bytes[group.start + 2..group.start + 4].iter().all(u8::is_ascii_digit)
                    || group.len() == 2);
            if !begins {
                continue;
            }
            let mut value = Vec::with_capacity(40);
            let mut best = None;
            for group in groups[first..].iter().take(20) {
                value.extend(bytes[group.start..group.end].iter().map(u8::to_ascii_uppercase));
                if value.len() > *LENGTHS.end() {
                    break;
                }
                if LENGTHS.contains(&value.len()) && value[2..4].iter().all(u8::is_ascii_digit) {
                    let text = String::from_utf8_lossy(&value);
                    if text.parse::<iban::Iban>().is_ok()
                        || text.parse::<iban::BaseIban>().is_ok() && check::iban(&value)
                    {
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
                let end = if holds {
                    end
                } else {
                    groups[first..].iter().take_while(|g| g.end - group.start <= 42).last().map_or(end, |g| g.end)
                };
                // Words and hashes: IBANs are written in capitals.
                let is_upper = !bytes[group.start..end].iter().any(u8::is_ascii_lowercase);
                let alone = if is_upper { rule.alone } else { super::super::shape::Alone::Word };
                self.decide(Candidate { rule, span: group.start..end, alone, holds: Some(holds), joined: false });
            }
        }
    }
}
