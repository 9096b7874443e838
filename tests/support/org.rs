//! A practice org of Salesforce in this process, on a port that it keeps when it is started again.

use super::kept::kept;
use super::lab::{Told, faulty};
use catchment_practice::salesforce::{self, Fact, Options, Practice};
use chrono::DateTime;
use serde_json::Value;

kept! {
    /// A running org.
    Org, salesforce, ["any-batch-size"]
}

impl Org {
    /// An org with so many cases and these faults, `NAME=VALUE` with commas between them, whose client has the secret of a lab.
    pub fn with(records: usize, faults: &str) -> Self {
        let client = || "practice-token".to_owned();
        Self::start(Options {
            records,
            client_id: client(),
            client_secret: client(),
            own_clock: true,
            faults: faulty(faults),
            ..Options::default()
        })
    }

    /// The lines of a connection to it, behind which objects follow; id and secret of the client are the same, and in the file
    /// `token`.
    pub fn settings(&self) -> String {
        let url = self.practice().url();
        format!(
            "source = \"salesforce\"\nurl = \"{url}\"\nclient_id = \"file:token\"\nclient_secret = \"file:token\"\n\
             queries_per_run = 1000000"
        )
    }
}

/// The records of an object that the account sees, each with these fields as a dataset has them.
pub fn visible(practice: &Practice, object: &str, fields: &[&str]) -> Told {
    let is_there = |fact: &Fact| fact.is_visible && !fact.is_deleted;
    let facts = practice.truth(object).into_iter().filter(is_there);
    facts.map(|fact| (fact.id, fields.iter().map(|field| told(&fact.values[*field])).collect())).collect()
}

/// A value as a dataset has it: nothing is empty, and a time is one of UTC.
fn told(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z")
            .map_or_else(|_| text.clone(), |time| format!("{:?}", time.naive_utc())),
        other => other.to_string(),
    }
}
