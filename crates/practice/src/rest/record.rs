//! The records in JSON. What stands in them follows from the seed, the id and the version alone.

use super::faults::Wound;
use crate::calendar::stamp;
use crate::people;
use crate::random::Random;
use serde_json::{Value, json};

/// How deep the fault `deep` nests.
const DEPTH: usize = 100_000;
/// How many orders a customer has at most: their ids follow from the customer's.
const MOST_ORDERS: u64 = 99;

const STREETS: [&str; 6] = ["Mill Lane", "Harbour Road", "Alte Gasse", "Rue du Port", "Station Street", "Kirkegata"];
const CITIES: [(&str, &str); 6] =
    [("Exeter", "GB"), ("Lübeck", "DE"), ("Nantes", "FR"), ("Bergen", "NO"), ("Gdańsk", "PL"), ("Portland", "US")];
const TAGS: [&str; 6] = ["wholesale", "retail", "newsletter", "late payer", "partner", "café"];
const NOTES: [&str; 6] = [
    "Prefers deliveries in the morning.",
    "Asked for the price list of next year.",
    "Invoices go to the head office, goods to the warehouse.",
    "Two complaints about packaging, both settled.",
    "Orders pallets in spring and small parcels in autumn.",
    "Speaks French and German.",
];
const WAREHOUSES: [&str; 3] = ["north", "south", "harbour"];
const REGIONS: [(&str, &str); 4] = [("N", "North"), ("S", "South"), ("E", "East"), ("W", "West")];

/// A customer; the rest of it is invented whenever it is asked for. Times are in milliseconds since 1970.
pub(super) struct Customer {
    pub(super) id: u64,
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) version: u32,
}

/// A record of a listing: what it is ordered by, and what it is.
pub(super) struct Row<'a> {
    pub(super) id: u64,
    /// When it was changed last; of an order, when it was placed.
    pub(super) updated: i64,
    pub(super) of: Of<'a>,
}

/// What a row is of.
pub(super) enum Of<'a> {
    Customer(&'a Customer),
    /// The order of this number of a customer.
    Order {
        customer: &'a Customer,
        number: u64,
    },
    Other(Value),
}

impl<'a> Row<'a> {
    pub(super) fn of_customer(customer: &'a Customer) -> Self {
        Self { id: customer.id, updated: customer.updated, of: Of::Customer(customer) }
    }

    /// When it was made, in milliseconds since 1970.
    pub(super) fn created(&self) -> i64 {
        match self.of {
            Of::Customer(customer) => customer.created,
            Of::Order { .. } | Of::Other(_) => self.updated,
        }
    }
}

/// A customer.
pub(super) fn customer(seed: u64, of: &Customer) -> Value {
    let mut random = Random::of(&[seed, 0x6375_7374, of.id]);
    let name = people::name(&mut random, of.id as usize);
    let email = format!("{}@example.com", people::address(&mut random).local);
    let (city, country) = CITIES[random.below(CITIES.len())];
    let street = format!("{} {}", random.pick(&STREETS), 1 + random.below(199));
    let phone = format!("+1 202-555-01{:02}", random.below(100));
    let tags: Vec<&str> = TAGS.into_iter().filter(|_| random.one_in(3)).collect();
    let is_active = !random.one_in(5);
    // What an edit changes.
    let mut random = Random::of(&[seed, 0x7665_7273, of.id, u64::from(of.version)]);
    let credit = random.below(1_000_000) as f64 / 100.0;
    let notes = notes(&mut random, of);
    json!({
        "id": of.id, "name": name, "email": email, "phone": phone,
        "address": {"street": street, "city": city, "country": country}, "tags": tags, "credit": credit,
        "is_active": is_active, "notes": notes, "created_at": stamp(of.created), "updated_at": stamp(of.updated),
    })
}

/// Sentences; every fourth customer's hold an e-mail address, every sixth's a card number.
fn notes(random: &mut Random, of: &Customer) -> String {
    let mut notes: Vec<String> = (0..2 + random.below(3)).map(|_| random.pick(&NOTES).to_owned()).collect();
    if of.id.is_multiple_of(4) {
        notes.push(format!("Send copies to {}@example.com.", people::address(random).local));
    }
    if of.id.is_multiple_of(6) {
        notes.push(format!("Pays by card {}.", people::card(random)));
    }
    notes.join(" ")
}

/// The orders of a customer. Every fifth customer has none at first; each edit brings one.
pub(super) fn orders<'a>(seed: u64, of: &'a Customer) -> impl Iterator<Item = Row<'a>> {
    let first = match of.id.is_multiple_of(5) {
        true => 0,
        false => 1 + Random::of(&[seed, 0x6f72_6465, of.id]).below(4) as u64,
    };
    let count = (first + u64::from(of.version - 1)).min(MOST_ORDERS);
    (1..=count).map(move |number| {
        let placed = if number > first { of.updated } else { of.created + number as i64 * 86_400_000 };
        Row { id: of.id * 100 + number, updated: placed, of: Of::Order { customer: of, number } }
    })
}

/// An order, placed at this time.
pub(super) fn order(seed: u64, of: &Customer, number: u64, placed: i64) -> Value {
    let mut random = Random::of(&[seed, 0x6c69_6e65, of.id, number]);
    let mut total = 0;
    let mut line = |number: usize| {
        let (quantity, cents) = (1 + random.below(9), 100 + random.below(50_000));
        total += quantity * cents;
        json!({"line": number + 1, "sku": sku(random.below(12)), "quantity": quantity, "price": cents as f64 / 100.0})
    };
    let lines: Vec<Value> = (0..1 + of.id as usize % 3).map(&mut line).collect();
    json!({
        "id": of.id * 100 + number, "customer_id": of.id, "total": total as f64 / 100.0, "placed_at": stamp(placed),
        "lines": lines,
    })
}

fn sku(ordinal: usize) -> String {
    format!("SKU-{:03}", ordinal + 1)
}

/// The stock: every sku in every warehouse.
pub(super) fn stock(seed: u64) -> Vec<Value> {
    let mut random = Random::of(&[seed, 0x7374_6f63]);
    let each = WAREHOUSES.iter().flat_map(|warehouse| (0..12).map(move |ordinal| (warehouse, ordinal)));
    each.map(|(warehouse, ordinal)| json!({"warehouse": warehouse, "sku": sku(ordinal), "quantity": random.below(500)}))
        .collect()
}

/// The regions.
pub(super) fn regions() -> Vec<Value> {
    REGIONS.iter().map(|(code, name)| json!({"code": code, "name": name})).collect()
}

/// A record as text, with what is wrong with it.
pub(super) fn written(mut value: Value, wounds: impl Iterator<Item = Wound>) -> String {
    let wounds: Vec<Wound> = wounds.collect();
    if let Value::Object(members) = &mut value {
        for wound in &wounds {
            match wound {
                Wound::Nameless => drop(members.remove("id")),
                Wound::Huge(mebibytes) => {
                    drop(members.insert("notes".to_owned(), json!("0123456789abcde ".repeat(mebibytes << 16))));
                }
                Wound::Deep | Wound::Surrogate => {}
            }
        }
    }
    let mut text = value.to_string();
    for wound in wounds {
        match wound {
            Wound::Surrogate => text = text.replacen("\"name\":\"", "\"name\":\"\\ud800", 1),
            Wound::Deep => {
                text.pop();
                text.push_str(&format!(",\"deep\":{}{}}}", "[".repeat(DEPTH), "]".repeat(DEPTH)));
            }
            Wound::Nameless | Wound::Huge(_) => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_has_about_five_hundred_bytes_and_an_edit_changes_it() {
        let of = |version| customer(1, &Customer { id: 1004, created: 0, updated: 1000, version });
        let size = of(1).to_string().len();
        assert!((350..700).contains(&size), "{size}");
        assert!(of(1)["notes"].as_str().unwrap().contains("@example.com"));
        assert_eq!((&of(1), &of(1)["email"]), (&of(1), &of(2)["email"]));
        assert_ne!(of(1)["credit"], of(2)["credit"]);
    }

    #[test]
    fn an_edit_brings_an_order() {
        let of = |version| Customer { id: 1005, created: 0, updated: 1000, version };
        assert_eq!([1, 2, 3].map(|version| orders(1, &of(version)).count()), [0, 1, 2]);
    }
}
