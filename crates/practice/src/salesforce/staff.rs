//! Invented users, queues, record types and logins.

use super::maker::{Maker, time};
use super::row::Row;
use serde_json::json;

const QUEUES: [&str; 4] = ["First Line", "Billing", "Field Service", "Complaints"];
/// The record types of cases.
pub(super) const RECORD_TYPES: [&str; 3] = ["Question", "Problem", "Return"];

/// The user name of a user; the first is the account that reads.
pub(super) fn username(ordinal: usize) -> String {
    if ordinal == 0 { "practice@example.com".to_owned() } else { format!("user{ordinal}@crm.example.com") }
}

/// A user; the first is the account that reads.
pub(super) fn user(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let mut random = maker.random("User", ordinal);
    let person = maker.person("User", ordinal);
    row.with([
        ("Name", json!(person.name())),
        ("FirstName", json!(person.first)),
        ("LastName", json!(person.last)),
        ("Username", json!(username(ordinal))),
        ("Email", json!(person.email)),
        ("IsActive", json!(ordinal == 0 || !random.one_in(9))),
        ("TimeZoneSidKey", json!(if ordinal == 0 { "Europe/Berlin" } else { random.pick(&["Europe/Berlin", "UTC"]) })),
        ("ProfileId", maker.reference("Profile", ordinal % 3)),
    ])
}

/// A queue.
pub(super) fn queue(_: &Maker, ordinal: usize, row: Row) -> Row {
    let name = QUEUES[ordinal % QUEUES.len()];
    row.with([("Name", json!(name)), ("DeveloperName", json!(name.replace(' ', "_"))), ("Type", json!("Queue"))])
}

/// A record type of cases.
pub(super) fn record_type(_: &Maker, ordinal: usize, row: Row) -> Row {
    let name = RECORD_TYPES[ordinal % RECORD_TYPES.len()];
    row.with([
        ("Name", json!(name)),
        ("DeveloperName", json!(name)),
        ("SobjectType", json!("Case")),
        ("IsActive", json!(true)),
    ])
}

/// That somebody logged in.
pub(super) fn login(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let mut random = maker.random("LoginHistory", ordinal);
    row.with([
        ("UserId", maker.user(&mut random)),
        ("LoginTime", json!(time(maker.life("LoginHistory", ordinal).created))),
        ("SourceIp", json!(format!("192.0.2.{}", random.below(255)))),
        ("Status", json!(random.pick(&["Success", "Invalid Password"]))),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_user_is_the_account() {
        let maker = Maker { seed: 1, opening: 0, records: 20 };
        let user = |at| user(&maker, at, maker.system("User", at));
        assert_eq!((user(0).text("Username"), user(0).is("IsActive")), ("practice@example.com", true));
        assert_eq!(user(3).text("Username"), "user3@crm.example.com");
        assert_eq!(queue(&maker, 2, maker.system("Group", 2)).text("DeveloperName"), "Field_Service");
    }
}
