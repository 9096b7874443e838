//! What invented rows share: their numbers, their times, and the people they name.

use super::row::Row;
use crate::calendar::{self, Life};
use crate::people;
use crate::random::{Random, mark};

/// The most users there are.
const MOST_USERS: usize = 500;
pub(super) const GROUPS: usize = 6;
const DAY: i64 = 86_400_000;

/// Where rows come from: all follows from the seed and the number of incidents.
pub(super) struct Maker {
    pub(super) seed: u64,
    pub(super) opening: i64,
    /// How many incidents there are at first.
    pub(super) records: usize,
    /// The name of the account that reads.
    pub(super) account: String,
    pub(super) time_zone: String,
}

/// An invented person.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) user_name: String,
    pub(super) email: String,
    pub(super) phone: String,
}

/// A time as tables hold it: UTC, without a fraction.
pub(super) fn time(millis: i64) -> String {
    calendar::date(millis).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// The day of a time.
pub(super) fn day(millis: i64) -> String {
    calendar::date(millis).format("%Y-%m-%d").to_string()
}

/// A number of a row from what names it: 32 hexadecimal digits.
pub(super) fn sys_id(names: &[u64]) -> String {
    let mut random = Random::of(names);
    format!("{:016x}{:016x}", random.next(), random.next())
}

/// `true` or `false`.
pub(super) fn flag(is_so: bool) -> String {
    is_so.to_string()
}

impl Maker {
    /// The number of a row, from its table and its ordinal there.
    pub(super) fn id(&self, table: &str, ordinal: usize) -> String {
        sys_id(&[self.seed, mark([table]), ordinal as u64])
    }

    /// The numbers that a row is invented from.
    pub(super) fn random(&self, table: &str, ordinal: usize) -> Random {
        Random::of(&[self.seed, mark([table, "row"]), ordinal as u64])
    }

    /// When a row was made and changed. Every seventh shares both times with the one before.
    pub(super) fn life(&self, table: &str, ordinal: usize) -> Life {
        let of_life = if ordinal % 7 == 6 { ordinal - 1 } else { ordinal };
        let mut random = Random::of(&[self.seed, mark([table, "life"]), of_life as u64]);
        calendar::life(&mut random, self.opening, if of_life % 3 == 0 { 1 } else { 2 })
    }

    /// The fields of the system.
    pub(super) fn system(&self, table: &str, ordinal: usize) -> Row {
        let life = self.life(table, ordinal);
        let mut random = Random::of(&[self.seed, mark([table, "hands"]), ordinal as u64]);
        let (maker, changer) = (self.someone(&mut random), self.someone(&mut random));
        let changes = if life.created == life.modified { 0 } else { 1 + random.below(20) };
        Row::of([
            ("sys_id", self.id(table, ordinal)),
            ("sys_created_on", time(life.created)),
            ("sys_created_by", maker.user_name),
            ("sys_updated_on", time(life.modified)),
            ("sys_updated_by", changer.user_name),
            ("sys_mod_count", changes.to_string()),
        ])
    }

    /// How many users there are, the account among them.
    pub(super) fn users(&self) -> usize {
        (7 + self.records / 10).min(MOST_USERS)
    }

    /// The person of this ordinal; the first is the account itself.
    pub(super) fn person(&self, ordinal: usize) -> Person {
        let mut random = Random::of(&[self.seed, 0x7065_7273, ordinal as u64]);
        let name = people::name(&mut random, ordinal);
        let phone = format!("+1 202-555-01{:02}", random.below(100));
        let mut local = format!("{}{ordinal}", name.replace(' ', ".").to_lowercase());
        local.retain(|c| c.is_ascii());
        let user_name = if ordinal == 0 { self.account.clone() } else { local.clone() };
        Person { name, user_name, email: format!("{local}@example.com"), phone }
    }

    /// One of the people.
    pub(super) fn someone(&self, random: &mut Random) -> Person {
        self.person(random.below(self.users()))
    }

    /// The number of one of the users.
    pub(super) fn user(&self, random: &mut Random) -> String {
        self.id("sys_user", random.below(self.users()))
    }

    /// The number of one of the groups.
    pub(super) fn group(&self, random: &mut Random) -> String {
        self.id("sys_user_group", random.below(GROUPS))
    }

    /// How many computers there are, and how many servers.
    pub(super) fn machines(&self) -> usize {
        2 + self.records / 8
    }

    /// The number of one of the machines.
    pub(super) fn machine(&self, random: &mut Random) -> String {
        let class = random.pick(&["cmdb_ci_server", "cmdb_ci_computer"]);
        self.id(class, random.below(self.machines()))
    }
}

/// A time so many days later.
pub(super) fn later(millis: i64, days: i64) -> i64 {
    millis + days * DAY
}

/// A duration as tables hold it: the time since 1970 began.
pub(super) fn duration(random: &mut Random) -> String {
    time(random.below((4 * DAY) as usize) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_hexadecimal_and_times_are_shared() {
        let (account, time_zone) = ("practice".to_owned(), "UTC".to_owned());
        let maker = Maker { seed: 1, opening: 0, records: 20, account, time_zone };
        let (one, other) = (maker.id("incident", 0), maker.id("problem", 0));
        assert!(one != other && one.len() == 32 && one.bytes().all(|byte| b"0123456789abcdef".contains(&byte)));
        let times = |ordinal| maker.system("incident", ordinal).get("sys_updated_on").to_owned();
        assert!(times(6) == times(5) && times(5) != times(4));
        assert_eq!((time(61_000), day(0)), ("1970-01-01 00:01:01".to_owned(), "1970-01-01".to_owned()));
        assert_eq!(maker.person(0).user_name, "practice");
    }
}
