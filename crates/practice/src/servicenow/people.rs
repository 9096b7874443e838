//! Invented users, groups and who belongs to which.

use super::maker::{GROUPS, Maker, flag};
use super::row::Row;

const TITLES: [&str; 5] = ["Accountant", "Engineer", "Nurse", "Planner", "Clerk"];
const NAMES: [&str; GROUPS] = ["Service Desk", "Network", "Database", "Hardware", "Field Support", "Change Board"];

/// A user; the first is the account that reads.
pub(super) fn user(maker: &Maker, ordinal: usize) -> Row {
    let mut random = maker.random("sys_user", ordinal);
    let person = maker.person(ordinal);
    let (first, last) = person.name.split_once(' ').unwrap_or_default();
    Row::of([
        ("user_name", person.user_name),
        ("first_name", first.to_owned()),
        ("last_name", last.to_owned()),
        ("name", person.name.clone()),
        ("email", person.email),
        ("phone", person.phone),
        ("title", random.pick(&TITLES).to_owned()),
        ("time_zone", if ordinal == 0 { maker.time_zone.clone() } else { String::new() }),
        ("active", flag(ordinal == 0 || !random.one_in(9))),
        ("locked_out", flag(false)),
        ("manager", if ordinal > 2 { maker.id("sys_user", ordinal / 3) } else { String::new() }),
    ])
}

/// A group.
pub(super) fn group(maker: &Maker, ordinal: usize) -> Row {
    let mut random = maker.random("sys_user_group", ordinal);
    let name = NAMES[ordinal % GROUPS];
    Row::of([
        ("name", name.to_owned()),
        ("description", format!("Ask {} first.", maker.someone(&mut random).name)),
        ("email", format!("{}@example.org", name.replace(' ', "-").to_lowercase())),
        ("manager", maker.user(&mut random)),
        ("active", flag(true)),
    ])
}

/// That a user belongs to a group.
pub(super) fn member(maker: &Maker, ordinal: usize) -> Row {
    Row::of([
        ("user", maker.id("sys_user", ordinal % maker.users())),
        ("group", maker.id("sys_user_group", ordinal % GROUPS)),
    ])
}
