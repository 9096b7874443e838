//! What there is: customers with their orders, stock and regions, and what changes while they are served.

use super::record::{self, Customer, Of, Row};
use crate::calendar::{self, Life};
use crate::random::Random;
use catchment_base::error::{Error, Result};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The id of the customer that comes first.
const FIRST_ID: u64 = 1001;

/// One change. Customers are named by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A new customer, after all others.
    Add,
    /// A customer is edited: other credit and notes, a later `updated_at`, one more order.
    Edit {
        /// The customer.
        id: u64,
    },
    /// A customer is deleted, with its orders.
    Delete {
        /// The customer.
        id: u64,
    },
    /// No listing shows a customer any more; its own id is answered.
    Unlist {
        /// The customer.
        id: u64,
    },
    /// An order is deleted; its customer stays as it was.
    DeleteOrder {
        /// The order.
        id: u64,
    },
    /// A new customer whose id is before all others: places counted from the front move on by one.
    Shift,
    /// Every customer has this member from now on, a text.
    AddField {
        /// Its name.
        name: String,
    },
    /// No customer has this member from now on.
    RemoveField {
        /// Its name.
        name: String,
    },
}

/// What there is at one moment, each record as an answer holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// The customers, by their ids.
    pub customers: Vec<Value>,
    /// The orders, by their ids.
    pub orders: Vec<Value>,
    /// The stock, by warehouse and sku.
    pub stock: Vec<Value>,
    /// The regions.
    pub regions: Vec<Value>,
    /// The deletions, oldest first.
    pub deleted: Vec<Value>,
}

/// Everything that is served.
pub(super) struct Store {
    seed: u64,
    opening: i64,
    customers: BTreeMap<u64, Customer>,
    /// Id and time of each deletion.
    deleted: Vec<(u64, i64)>,
    changes: u64,
    /// The id before all that were ever given, and the one after.
    free: (u64, u64),
    added: BTreeSet<String>,
    removed: BTreeSet<String>,
    unlisted: BTreeSet<u64>,
    deleted_orders: BTreeSet<u64>,
}

/// The id of the customer with this ordinal, counted from 0; those that changes add follow.
pub fn customer_id(ordinal: usize) -> u64 {
    FIRST_ID + ordinal as u64
}

/// Times have no fraction of a second.
fn second(millis: i64) -> i64 {
    millis / 1000 * 1000
}

impl Store {
    /// So many customers. Every seventh was edited at the very time at which the one before was.
    pub(super) fn invented(seed: u64, records: usize) -> Self {
        let opening = calendar::opening(seed);
        let customer = |ordinal: usize| {
            let of_life = if ordinal % 7 == 6 { ordinal - 1 } else { ordinal };
            let mut random = Random::of(&[seed, 0x6c69_6665, of_life as u64]);
            let Life { created, modified } = calendar::life(&mut random, opening, 2);
            let id = customer_id(ordinal);
            (id, Customer { id, created: second(created), updated: second(modified), version: 1 })
        };
        Self {
            seed,
            opening,
            customers: (0..records).map(customer).collect(),
            deleted: Vec::new(),
            changes: 0,
            free: (FIRST_ID - 1, customer_id(records)),
            added: BTreeSet::new(),
            removed: BTreeSet::new(),
            unlisted: BTreeSet::new(),
            deleted_orders: BTreeSet::new(),
        }
    }

    /// The service's clock, in milliseconds since 1970.
    pub(super) fn now(&self) -> i64 {
        second(calendar::of_change(self.opening, self.changes))
    }

    /// Makes a change; the id of the customer, or the name of the field.
    pub(super) fn apply(&mut self, change: Change) -> Result<String> {
        let at = second(calendar::of_change(self.opening, self.changes + 1));
        let done = match change {
            Change::Add => {
                self.free.1 += 1;
                self.insert(self.free.1 - 1, at)
            }
            Change::Shift if self.free.0 == 0 => Err(Error::usage("there is no id left before the first customer")),
            Change::Shift => {
                self.free.0 -= 1;
                self.insert(self.free.0 + 1, at)
            }
            Change::Edit { id } => {
                let customer = self.customers.get_mut(&id).ok_or_else(|| unknown(id))?;
                customer.version += 1;
                customer.updated = at;
                Ok(id.to_string())
            }
            Change::Delete { id } => {
                self.customers.remove(&id).ok_or_else(|| unknown(id))?;
                self.deleted.push((id, at));
                Ok(id.to_string())
            }
            Change::Unlist { id } => {
                self.customer(id).ok_or_else(|| unknown(id))?;
                self.unlisted.insert(id);
                Ok(id.to_string())
            }
            Change::DeleteOrder { id } => {
                let is_there = self.orders(None).into_iter().flatten().any(|row| row.id == id);
                if !is_there {
                    return Err(Error::usage(format!("there is no order {id}")).hint("the truth lists the orders"));
                }
                self.deleted_orders.insert(id);
                Ok(id.to_string())
            }
            Change::AddField { name } => {
                self.removed.remove(&name);
                self.added.insert(name.clone());
                Ok(name)
            }
            Change::RemoveField { name } => {
                self.added.remove(&name);
                self.removed.insert(name.clone());
                Ok(name)
            }
        }?;
        self.changes += 1;
        Ok(done)
    }

    fn insert(&mut self, id: u64, at: i64) -> Result<String> {
        self.customers.insert(id, Customer { id, created: at, updated: at, version: 1 });
        Ok(id.to_string())
    }

    /// One customer.
    pub(super) fn customer(&self, id: u64) -> Option<Row<'_>> {
        self.customers.get(&id).map(Row::of_customer)
    }

    /// All customers, by their ids.
    pub(super) fn customers(&self) -> impl Iterator<Item = Row<'_>> {
        self.customers.values().map(Row::of_customer)
    }

    /// The customers that listings show, by their ids.
    pub(super) fn listed(&self) -> impl Iterator<Item = Row<'_>> {
        self.customers().filter(|row| !self.unlisted.contains(&row.id))
    }

    /// The orders of one customer, or of all; by their ids. Nothing where there is no such customer.
    pub(super) fn orders(&self, of: Option<u64>) -> Option<Vec<Row<'_>>> {
        let customers: Vec<&Customer> = match of {
            Some(id) => vec![self.customers.get(&id)?],
            None => self.customers.values().collect(),
        };
        let orders = customers.into_iter().flat_map(|customer| record::orders(self.seed, customer));
        Some(orders.filter(|row| !self.deleted_orders.contains(&row.id)).collect())
    }

    /// The stock, by warehouse and sku.
    pub(super) fn stock(&self) -> Vec<Row<'static>> {
        let numbered = record::stock(self.seed).into_iter().zip(1..);
        numbered.map(|(value, id)| Row { id, updated: self.opening, of: Of::Other(value) }).collect()
    }

    /// The deletions since a time, oldest first.
    pub(super) fn deleted(&self, since: i64) -> Vec<Value> {
        let since = self.deleted.iter().filter(|(_, at)| *at >= since);
        since.map(|(id, at)| json!({"id": id, "deleted_at": calendar::stamp(*at)})).collect()
    }

    /// A record as answers hold it.
    pub(super) fn value(&self, row: &Row<'_>) -> Value {
        let mut value = match &row.of {
            Of::Customer(customer) => record::customer(self.seed, customer),
            Of::Order { customer, number } => record::order(self.seed, customer, *number, row.updated),
            Of::Other(value) => value.clone(),
        };
        if let (Of::Customer(_), Value::Object(members)) = (&row.of, &mut value) {
            members.retain(|name, _| !self.removed.contains(name));
            members.extend(self.added.iter().map(|name| (name.clone(), json!(format!("the {name} of {}", row.id)))));
        }
        value
    }

    /// Everything, as answers without faults would hold it.
    pub(super) fn truth(&self) -> Truth {
        let orders = self.orders(None).unwrap_or_default();
        Truth {
            customers: self.customers().map(|row| self.value(&row)).collect(),
            orders: orders.iter().map(|row| self.value(row)).collect(),
            stock: record::stock(self.seed),
            regions: record::regions(),
            deleted: self.deleted(i64::MIN),
        }
    }
}

fn unknown(id: u64) -> Error {
    Error::usage(format!("there is no customer {id}")).hint("customer_id gives the ids of those that were there first")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_move_the_clock_and_show_in_the_truth() {
        let mut store = Store::invented(1, 10);
        let before = store.truth();
        assert_eq!((before.customers.len(), store.changes), (10, 0));
        assert!(before.customers.iter().all(|row| row["updated_at"].as_str() < Some(&calendar::stamp(store.now()))));
        assert_eq!(before.customers[6]["updated_at"], before.customers[5]["updated_at"]);
        assert!(store.apply(Change::Delete { id: 7 }).is_err());
        assert_eq!(store.apply(Change::Delete { id: 1003 }).unwrap(), "1003");
        store.apply(Change::Edit { id: 1004 }).unwrap();
        assert_eq!(store.apply(Change::Add).unwrap(), "1011");
        assert_eq!(store.apply(Change::Shift).unwrap(), "1000");
        store.apply(Change::AddField { name: "vat".to_owned() }).unwrap();
        store.apply(Change::RemoveField { name: "phone".to_owned() }).unwrap();
        let after = store.truth();
        assert_eq!((after.customers.len(), after.deleted.len(), store.changes), (11, 1, 6));
        let edited = after.customers.iter().find(|row| row["id"] == 1004).unwrap();
        assert!(edited["updated_at"].as_str() > before.customers[3]["updated_at"].as_str());
        assert!(edited["vat"].is_string() && edited.get("phone").is_none());
        assert_eq!(after.customers[0]["id"], 1000);
    }
}
