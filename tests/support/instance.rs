//! A practice instance of ServiceNow in this process, on a port that it keeps when it is started again.

use super::kept::kept;
use super::lab::Told;
use catchment_practice::servicenow::{self, Practice};
use std::collections::BTreeMap;

kept! {
    /// A running instance.
    Instance, servicenow, []
}

impl Instance {
    /// The lines of a connection to it, behind which tables and datasets follow; the password is in the file `token`.
    pub fn settings(&self) -> String {
        let (url, username) = (self.practice().url(), &self.options.username);
        format!("source = \"servicenow\"\nurl = \"{url}\"\nusername = \"{username}\"\npassword = \"file:token\"")
    }
}

/// The rows of a table that the account sees, each with these fields as a dataset has them.
pub fn visible(practice: &Practice, table: &str, fields: &[&str]) -> Told {
    let facts = practice.truth(table).into_iter().filter(|fact| fact.is_visible);
    let value = |values: &BTreeMap<String, String>, field: &&str| {
        // A time of the instance is told with a T in a dataset.
        if field.ends_with("_on") { values[*field].replace(' ', "T") } else { values[*field].clone() }
    };
    facts.map(|fact| (fact.sys_id, fields.iter().map(|field| value(&fact.values, field)).collect())).collect()
}
