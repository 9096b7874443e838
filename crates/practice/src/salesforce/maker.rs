//! What invented rows share: their numbers, their times, and the people they name.

use super::id::Id;
use super::row::{Row, value};
use crate::calendar::{self, Life};
use crate::people;
use crate::random::{Random, mark};
use serde_json::{Value, json};

/// The most users there are.
const MOST_USERS: usize = 500;
/// How many queues there are.
pub(super) const QUEUES: usize = 4;
const DAY: i64 = 86_400_000;

/// What numbers begin with: objects, and what is no object here.
const PREFIXES: [(&str, &str); 23] = [
    ("Account", "001"),
    ("Contact", "003"),
    ("User", "005"),
    ("Opportunity", "006"),
    ("RecordType", "012"),
    ("CaseHistory", "017"),
    ("ContentVersion", "068"),
    ("ContentDocument", "069"),
    ("Organization", "00D"),
    ("Group", "00G"),
    ("Attachment", "00P"),
    ("Lead", "00Q"),
    ("Task", "00T"),
    ("Profile", "00e"),
    ("Locator", "01g"),
    ("LoginHistory", "0Ya"),
    ("Case", "500"),
    ("Job", "750"),
    ("Invoice__c", "a00"),
    ("Legacy__c", "a01"),
    ("Survey__c", "a02"),
    ("Region__x", "x00"),
    ("", "000"),
];

/// Where rows come from: all follows from the seed and the number of cases.
pub(super) struct Maker {
    pub(super) seed: u64,
    pub(super) opening: i64,
    /// How many cases there are at first.
    pub(super) records: usize,
}

/// An invented person.
pub(super) struct Person {
    pub(super) first: String,
    pub(super) last: String,
    pub(super) email: String,
    pub(super) phone: String,
}

impl Person {
    /// The whole name.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }
}

/// A time as answers write it: UTC, an offset without a colon, whole seconds.
pub(super) fn time(millis: i64) -> String {
    calendar::date(millis).format("%Y-%m-%dT%H:%M:%S.000+0000").to_string()
}

/// The day of a time.
pub(super) fn day(millis: i64) -> String {
    calendar::date(millis).format("%Y-%m-%d").to_string()
}

/// A time so many days later.
pub(super) fn later(millis: i64, days: i64) -> i64 {
    millis + days * DAY
}

/// A time in whole seconds.
pub(super) fn whole(millis: i64) -> i64 {
    millis.div_euclid(1000) * 1000
}

impl Maker {
    /// The number of a row, from its object and its ordinal there.
    pub(super) fn id(&self, object: &str, ordinal: usize) -> Id {
        let prefix = PREFIXES.iter().find(|(name, _)| *name == object).map_or("000", |(_, prefix)| prefix);
        Id::of(prefix, Random::of(&[self.seed, mark([object])]).next(), ordinal as u64)
    }

    /// The number of a row as a value.
    pub(super) fn reference(&self, object: &str, ordinal: usize) -> Value {
        json!(self.id(object, ordinal).to_string())
    }

    /// The numbers that a row is invented from.
    pub(super) fn random(&self, object: &str, ordinal: usize) -> Random {
        Random::of(&[self.seed, mark([object, "row"]), ordinal as u64])
    }

    /// When a row was made and changed, in whole seconds. Every seventh shares both times with the one before.
    pub(super) fn life(&self, object: &str, ordinal: usize) -> Life {
        let of_life = if ordinal % 7 == 6 { ordinal - 1 } else { ordinal };
        let mut random = Random::of(&[self.seed, mark([object, "life"]), of_life as u64]);
        let life = calendar::life(&mut random, self.opening, if of_life.is_multiple_of(3) { 1 } else { 2 });
        Life { created: whole(life.created), modified: whole(life.modified) }
    }

    /// A row with the fields of the system.
    pub(super) fn system(&self, object: &str, ordinal: usize) -> Row {
        let life = self.life(object, ordinal);
        let mut random = Random::of(&[self.seed, mark([object, "hands"]), ordinal as u64]);
        // The system itself touched every fifth row an hour after the last person did.
        let stamp = if ordinal % 5 == 4 { life.modified + 3_600_000 } else { life.modified };
        Row::new(self.id(object, ordinal)).with([
            ("IsDeleted", json!(false)),
            ("CreatedDate", json!(time(life.created))),
            ("CreatedById", self.user(&mut random)),
            ("LastModifiedDate", json!(time(life.modified))),
            ("LastModifiedById", self.user(&mut random)),
            ("SystemModstamp", json!(time(stamp))),
        ])
    }

    /// How many users there are, the account among them.
    pub(super) fn users(&self) -> usize {
        (7 + self.records / 10).min(MOST_USERS)
    }

    /// How many accounts there are at first.
    pub(super) fn accounts(&self) -> usize {
        3 + self.records / 5
    }

    /// How many contacts there are at first.
    pub(super) fn contacts(&self) -> usize {
        5 + self.records / 2
    }

    /// An invented person of a kind and ordinal.
    pub(super) fn person(&self, kind: &str, ordinal: usize) -> Person {
        let mut random = Random::of(&[self.seed, mark([kind, "person"]), ordinal as u64]);
        let name = people::name(&mut random, ordinal);
        let (first, last) = name.split_once(' ').unwrap_or_default();
        let phone = format!("+1 202-555-01{:02}", random.below(100));
        let email = people::address(&mut random).whole();
        Person { first: first.to_owned(), last: last.to_owned(), email, phone }
    }

    /// The number of one of the users.
    pub(super) fn user(&self, random: &mut Random) -> Value {
        self.reference("User", random.below(self.users()))
    }

    /// The number of who owns a row: a user, or every third time a queue.
    pub(super) fn owner(&self, random: &mut Random) -> Value {
        if random.one_in(3) { self.reference("Group", random.below(QUEUES)) } else { self.user(random) }
    }

    /// The number of one of the accounts, or none.
    pub(super) fn account(&self, random: &mut Random) -> Value {
        if random.one_in(8) { Value::Null } else { self.reference("Account", random.below(self.accounts())) }
    }

    /// The number of one of the contacts, or none.
    pub(super) fn contact(&self, random: &mut Random) -> Value {
        if random.one_in(6) { Value::Null } else { self.reference("Contact", random.below(self.contacts())) }
    }

    /// Lines that name somebody, with commas, quotes and line breaks among them; every eleventh time none.
    pub(super) fn prose(&self, object: &str, ordinal: usize) -> Value {
        let (one, other) = (self.person(object, ordinal), self.person("Contact", ordinal + 1));
        value(match ordinal % 11 {
            10 => String::new(),
            n if n % 3 == 0 => format!("{} wrote: \"It stopped,\r\nsince {}\".", one.name(), other.name()),
            n if n % 3 == 1 => format!("Answer to {}, copy to {}", one.email, other.email),
            _ => format!("Called {}.\nNobody was there; \"try again\" said {}", one.phone, one.name()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::salesforce::objects::objects;

    #[test]
    fn numbers_begin_as_their_objects_say() {
        let maker = Maker { seed: 1, opening: 0, records: 20 };
        for object in objects() {
            assert_eq!(maker.id(object.name, 3).prefix(), object.prefix, "{}", object.name);
        }
        assert_eq!(maker.id("Organization", 0).prefix(), "00D");
    }

    #[test]
    fn times_are_whole_seconds_and_shared() {
        let maker = Maker { seed: 1, opening: calendar::opening(1), records: 20 };
        let of = |ordinal: usize, field: &str| maker.system("Case", ordinal).text(field).to_owned();
        assert!(of(6, "CreatedDate") == of(5, "CreatedDate") && of(5, "CreatedDate") != of(4, "CreatedDate"));
        assert_eq!((time(61_999), day(0)), ("1970-01-01T00:01:01.000+0000".to_owned(), "1970-01-01".to_owned()));
        assert!(of(4, "SystemModstamp") > of(4, "LastModifiedDate"));
        assert_eq!(of(3, "SystemModstamp"), of(3, "LastModifiedDate"));
    }

    #[test]
    fn texts_hold_what_is_hard_to_write_in_a_table() {
        let maker = Maker { seed: 1, opening: 0, records: 20 };
        let all: String = (0..12).map(|at| maker.prose("Case", at).as_str().unwrap_or("-").to_owned()).collect();
        assert!(["\"", ",", "\r\n", ".\n", "-"].iter().all(|part| all.contains(part)), "{all}");
    }
}
