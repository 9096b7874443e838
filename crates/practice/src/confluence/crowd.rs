//! The people of a site, with account ids of both shapes.

use crate::people;
use crate::random::{Random, mark};

/// Somebody who writes pages.
#[derive(Clone)]
pub(super) struct Person {
    /// The account id, `712020:uuid` or 24 hexadecimal digits.
    pub(super) account: String,
    /// First and last name.
    pub(super) name: String,
    /// The e-mail address; empty where the person hides it.
    pub(super) email: String,
    /// Whether the account is in use.
    pub(super) active: bool,
}

impl Person {
    /// The key that Data Center knows the person by.
    pub(super) fn key(&self) -> String {
        key_of(&self.account)
    }

    /// The name as answers show it, which tells of a deactivated account.
    pub(super) fn shown(&self) -> String {
        if self.active { self.name.clone() } else { format!("{} (Deactivated)", self.name) }
    }
}

/// The key by which Data Center knows the user with an account id: 32 hexadecimal digits.
pub fn key_of(account: &str) -> String {
    let mut random = Random::of(&[0x0075_7365_726b_6579, mark([account])]);
    format!("{:016x}{:016x}", random.next(), random.next())
}

/// How many people write on a site.
pub(super) const CROWD: usize = 24;

/// The people of a site: those who write, and further ones up to this number.
pub(super) fn crowd(seed: u64, many: usize) -> Vec<Person> {
    (0..many.max(CROWD)).map(|ordinal| person(seed, ordinal)).collect()
}

fn person(seed: u64, ordinal: usize) -> Person {
    let mut random = Random::of(&[seed, 0x7065_6f70_6c65, ordinal as u64]);
    let (high, low) = (random.next(), random.next());
    let account =
        if ordinal.is_multiple_of(2) { modern_account(high, low) } else { format!("{:08x}{low:016x}", high >> 32) };
    let name = people::name(&mut random, ordinal);
    let mut random = Random::of(&[seed, 0x6d61_696c, ordinal as u64]);
    let address = people::address(&mut random).whole();
    Person { account, name, email: if ordinal % 3 == 1 { address } else { String::new() }, active: true }
}

fn modern_account(high: u64, low: u64) -> String {
    format!("712020:{}", uuid(high, low))
}

/// Two numbers in the form of a random UUID.
pub(super) fn uuid(high: u64, low: u64) -> String {
    let (first, second, third) = (high >> 32, (high >> 16) & 0xffff, high & 0xfff);
    format!("{first:08x}-{second:04x}-4{third:03x}-{:04x}-{:012x}", 0x8000 | (low >> 50), low & 0xffff_ffff_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_ids_come_in_both_shapes() {
        let crowd = crowd(1, 0);
        assert!(crowd[0].account.starts_with("712020:") && crowd[0].account.len() == 43);
        assert!(crowd[1].account.len() == 24 && crowd[1].account.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
