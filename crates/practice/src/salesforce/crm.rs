//! Invented customers: accounts, contacts, leads and opportunities.

use super::maker::{Maker, day, later};
use super::row::{Row, value};
use serde_json::{Value, json};

const PLACES: [(&str, &str, &str); 4] = [
    ("Lübeck", "23552", "Germany"),
    ("Malmö", "211 20", "Sweden"),
    ("Ghent", "9000", "Belgium"),
    ("Winterthur", "8400", "Switzerland"),
];
const TRADES: [&str; 5] = ["Bakery", "Boatyard", "Clinic", "Printing Works", "Sawmill"];
const STAGES: [(&str, i64); 4] = [("Prospecting", 10), ("Negotiation", 60), ("Closed Won", 100), ("Closed Lost", 0)];

/// A company.
pub(super) fn account(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let mut random = maker.random("Account", ordinal);
    let (city, code, country) = PLACES[random.below(PLACES.len())];
    let person = maker.person("Account", ordinal);
    row.with([
        ("Name", json!(format!("{} {} {}", person.last, random.pick(&TRADES), ordinal + 1))),
        ("BillingStreet", json!(format!("Quay {}\nDoor {}", 1 + ordinal % 90, 1 + random.below(9)))),
        ("BillingCity", json!(city)),
        ("BillingPostalCode", json!(code)),
        ("BillingCountry", json!(country)),
        ("Phone", json!(person.phone)),
        ("Website", if random.one_in(4) { Value::Null } else { json!(format!("https://www{ordinal}.example.com")) }),
        ("AnnualRevenue", json!(random.below(90_000_000) as f64 / 100.0)),
        ("NumberOfEmployees", json!(random.below(900))),
        ("ParentId", if ordinal % 6 == 5 { maker.reference("Account", ordinal / 6) } else { Value::Null }),
        ("OwnerId", maker.user(&mut random)),
    ])
}

/// A person of a company.
pub(super) fn contact(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let mut random = maker.random("Contact", ordinal);
    let person = maker.person("Contact", ordinal);
    let birth = later(0, random.below(14_000) as i64 - 4_000);
    row.with([
        ("Name", json!(person.name())),
        ("FirstName", json!(person.first)),
        ("LastName", json!(person.last)),
        ("Email", if random.one_in(5) { Value::Null } else { json!(person.email) }),
        ("Phone", json!(person.phone)),
        ("AccountId", maker.account(&mut random)),
        ("Birthdate", if random.one_in(3) { json!(day(birth)) } else { Value::Null }),
        ("OwnerId", maker.user(&mut random)),
    ])
}

/// How many leads there are at first.
pub(super) fn leads(maker: &Maker) -> usize {
    3 + maker.records / 5
}

/// Somebody who may become a customer.
pub(super) fn lead(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let mut random = maker.random("Lead", ordinal);
    let person = maker.person("Lead", ordinal);
    row.with([
        ("Name", json!(person.name())),
        ("FirstName", json!(person.first)),
        ("LastName", json!(person.last)),
        ("Company", json!(format!("{} {}", person.last, random.pick(&TRADES)))),
        ("Email", json!(person.email)),
        ("Status", json!(random.pick(&["Open", "Working", "Qualified"]))),
        ("IsConverted", json!(random.one_in(6))),
        ("OwnerId", maker.owner(&mut random)),
    ])
}

/// How many opportunities there are at first.
pub(super) fn opportunities(maker: &Maker) -> usize {
    2 + maker.records / 4
}

/// What may be sold.
pub(super) fn opportunity(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let mut random = maker.random("Opportunity", ordinal);
    let (stage, probability) = STAGES[random.below(STAGES.len())];
    let cents = random.below(10_000_000) as i64;
    let account = maker.account(&mut random);
    row.with([
        ("Name", value(format!("Renewal {} for {}", 1 + ordinal, maker.person("Account", ordinal).last))),
        ("AccountId", account),
        ("StageName", json!(stage)),
        ("Amount", json!(cents as f64 / 100.0)),
        ("Probability", json!(probability as f64)),
        ("ExpectedRevenue", json!((cents * probability / 100) as f64 / 100.0)),
        ("CloseDate", json!(day(later(maker.life("Opportunity", ordinal).created, 30)))),
        ("IsWon", json!(stage == "Closed Won")),
        ("OwnerId", maker.user(&mut random)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_follows_from_its_fields() {
        let maker = Maker { seed: 1, opening: 0, records: 20 };
        for ordinal in 0..6 {
            let row = opportunity(&maker, ordinal, maker.system("Opportunity", ordinal));
            let number = |field: &str| row.get(field).as_f64().unwrap();
            let expected = number("Amount") * number("Probability") / 100.0;
            assert!((expected - number("ExpectedRevenue")).abs() <= 0.01);
        }
    }

    #[test]
    fn a_name_is_that_of_its_parts() {
        let maker = Maker { seed: 1, opening: 0, records: 20 };
        let row = contact(&maker, 3, maker.system("Contact", 3));
        assert_eq!(row.text("Name"), format!("{} {}", row.text("FirstName"), row.text("LastName")));
        assert!(account(&maker, 5, maker.system("Account", 5)).text("ParentId").starts_with("001"));
    }
}
