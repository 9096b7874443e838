//! The people of a site, and the groups they are in.

use super::catalog::GROUPS;
use crate::people;
use crate::random::Random;

/// Somebody, or something, with an account.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The opaque number of Cloud.
    pub(super) account_id: String,
    /// The key of Data Center.
    pub(super) key: String,
    /// The login name of Data Center.
    pub(super) name: String,
    pub(super) display: String,
    pub(super) email: String,
    pub(super) is_active: bool,
    /// `atlassian`, `app` or `customer`.
    pub(super) kind: &'static str,
    /// Whether the e-mail address is kept from others.
    pub(super) is_private: bool,
    /// Whether the lists of people of Cloud leave it out, though it is named elsewhere.
    pub(super) is_unlisted: bool,
}

/// How many people there are for so many issues.
pub(super) fn count(issues: usize) -> usize {
    (20 + issues / 20).min(400)
}

/// The people; the first is the account that reads.
pub(super) fn all(seed: u64, issues: usize, account: &str) -> Vec<Person> {
    (0..count(issues)).map(|ordinal| person(seed, ordinal, account)).collect()
}

fn person(seed: u64, ordinal: usize, account: &str) -> Person {
    let mut random = Random::of(&[seed, 0x6a70_6572, ordinal as u64]);
    let name = people::name(&mut random, ordinal);
    let mut local = format!("{}{ordinal}", name.replace(' ', ".").to_lowercase());
    local.retain(|c| c.is_ascii());
    let kind = match ordinal {
        0 => "atlassian",
        1 => "app",
        _ if ordinal % 5 == 2 => "customer",
        _ => "atlassian",
    };
    let (one, other) = (random.next(), random.next());
    let number = uuid(one, other);
    let account_id = match kind {
        "customer" => format!("qm:{}:{number}", uuid(other, one)),
        _ if ordinal.is_multiple_of(3) => format!("557058:{number}"),
        _ => format!("5b{:022x}", u128::from(one) << 16 | u128::from(other & 0xffff)),
    };
    Person {
        account_id,
        key: format!("JIRAUSER{}", 10100 + ordinal),
        email: if ordinal == 0 { account.to_owned() } else { format!("{local}@example.com") },
        name: if ordinal == 0 { account.split('@').next().unwrap_or_default().to_owned() } else { local },
        display: if kind == "app" { "Automation for Practice".to_owned() } else { name },
        is_active: ordinal < 3 || !random.one_in(9),
        kind,
        is_private: ordinal % 4 == 3,
        is_unlisted: ordinal % 13 == 12,
    }
}

/// Two numbers in the form of a UUID.
pub(super) fn uuid(one: u64, other: u64) -> String {
    let (one, other) = (format!("{one:016x}"), format!("{other:016x}"));
    format!("{}-{}-{}-{}-{}", &one[..8], &one[8..12], &one[12..], &other[..4], &other[4..])
}

/// The number of a group; it stays when the name changes.
pub(super) fn group_id(seed: u64, group: usize) -> String {
    let mut random = Random::of(&[seed, 0x6772_6f75, group as u64]);
    uuid(random.next(), random.next())
}

/// Whether somebody is in a group; customers are in none.
pub(super) fn is_member(person: &Person, ordinal: usize, group: usize) -> bool {
    person.kind != "customer" && ordinal.is_multiple_of(GROUPS[group].1)
}
