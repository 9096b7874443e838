//! Invented people: names, e-mail addresses, payment card numbers.
//!
//! Addresses lie in the domains reserved for examples; card numbers start with the prefixes that card
//! schemes publish for tests and pass the Luhn check, so that a detector must find them.

use crate::random::Random;

#[rustfmt::skip]
const FIRST: [&str; 24] = [
    "Aino", "Bruno", "Chidi", "Dagny", "Emre", "Farah", "Goran", "Hanne", "Ivo", "Jolana", "Kenji", "Leilani",
    "Marek", "Nadia", "Oskar", "Priya", "Quentin", "Rosalind", "Søren", "Tamsin", "Ulrike", "Vikram", "Wanda", "Zoë",
];
#[rustfmt::skip]
const LAST: [&str; 24] = [
    "Abernathy", "Bjarnason", "Castellanos", "Dvořák", "Eriksen", "Fontaine", "Grünwald", "Hakimi", "Ibarra",
    "Jansen", "Kowalczyk", "Lindqvist", "Mbeki", "Novotny", "Okonkwo", "Pemberton", "Quispe", "Rasmussen",
    "Steinbach", "Takeda", "Underhill", "Valente", "Whitlock", "Ziegler",
];
const DOMAINS: [&str; 4] = ["example.com", "example.org", "mail.example.com", "example.net"];
const CARD_PREFIXES: [&str; 6] = ["411111", "424242", "400000", "555555", "510510", "601111"];

/// A first and a last name; neighbouring ordinals have different first names.
pub(super) fn name(random: &mut Random, ordinal: usize) -> String {
    format!("{} {}", FIRST[(ordinal + random.below(2)) % FIRST.len()], random.pick(&LAST))
}

/// Where an invented address splits: the part before the `@` and its domain.
pub(super) struct Address {
    /// `first.last42`, lower case, ASCII.
    pub(super) local: String,
    /// One of the reserved domains.
    pub(super) domain: &'static str,
}

impl Address {
    /// The whole address.
    pub(super) fn whole(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }
}

/// An invented e-mail address.
pub(super) fn address(random: &mut Random) -> Address {
    let (first, last, number) = (random.pick(&FIRST), random.pick(&LAST), random.below(100));
    let mut local = format!("{first}.{last}{number}").to_lowercase();
    local.retain(|c| c.is_ascii());
    Address { local, domain: random.pick(&DOMAINS) }
}

/// An invented card number: sixteen digits that pass the Luhn check.
pub(super) fn card(random: &mut Random) -> String {
    let mut digits = random.pick(&CARD_PREFIXES).to_owned();
    digits.push_str(&format!("{:09}", random.below(1_000_000_000)));
    digits.push(check_digit(&digits));
    digits
}

fn check_digit(digits: &str) -> char {
    let sum: u32 = digits.bytes().rev().enumerate().map(|(place, digit)| luhn_share(place % 2 == 0, digit)).sum();
    char::from(b'0' + ((10 - sum % 10) % 10) as u8)
}

fn luhn_share(doubled: bool, digit: u8) -> u32 {
    let value = u32::from(digit - b'0') * if doubled { 2 } else { 1 };
    if value > 9 { value - 9 } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_numbers_pass_the_luhn_check() {
        assert_eq!(check_digit("411111111111111"), '1');
        assert_eq!(check_digit("510510510510510"), '0');
        assert_eq!(card(&mut Random::of(&[3])).len(), 16);
    }

    #[test]
    fn addresses_are_plain_ascii_in_reserved_domains() {
        let mut random = Random::of(&[5]);
        for _ in 0..200 {
            let address = address(&mut random);
            assert!(address.whole().is_ascii() && address.domain.contains("example."));
        }
    }
}
