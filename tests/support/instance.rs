//! A practice instance of ServiceNow in this process, on a port that it keeps when it is started again.

use super::lab::{Told, faulty, on_own_port, on_port_again, one_thread, shown};
use super::template::{Number, Shown};
use catchment_practice::servicenow::{self, Change, Options, Practice};
use std::collections::BTreeMap;
use tokio::runtime::Runtime;

/// A running instance.
pub struct Instance {
    runtime: Runtime,
    practice: Option<Practice>,
    options: Options,
    /// What has happened there: it happens again when the instance is started again.
    changes: Vec<Change>,
    _port: Number,
}

impl Shown for Instance {
    fn shown(&self) -> Option<String> {
        Some(format!("{} {:?}", shown(&self.options, &self.options.faults)?, self.changes))
    }
}

impl Instance {
    /// An instance with these options.
    pub fn start(options: Options) -> Self {
        let runtime = one_thread();
        let (practice, port) =
            on_own_port(|port| runtime.block_on(servicenow::start(Options { port, ..options.clone() })));
        Self {
            runtime,
            practice: Some(practice),
            options: Options { port: port.port(), ..options },
            changes: Vec::new(),
            _port: port,
        }
    }

    /// The same instance after a change of its options, at the same address.
    pub fn set(&mut self, set: impl FnOnce(&mut Options)) {
        set(&mut self.options);
        self.runtime.block_on(self.practice.take().unwrap().stop());
        let practice = on_port_again(|| self.runtime.block_on(servicenow::start(self.options.clone())));
        self.changes.iter().for_each(|change| drop(practice.change(change.clone()).unwrap()));
        self.practice = Some(practice);
    }

    /// The same instance with these faults instead of the former ones, `NAME=VALUE` with commas between them.
    pub fn fault(&mut self, faults: &str) {
        self.set(|options| options.faults = faulty(faults));
    }

    /// Changes what there is.
    pub fn change(&mut self, change: Change) -> String {
        let id = self.practice().change(change.clone()).unwrap();
        self.changes.push(change);
        id
    }

    /// The server.
    pub fn practice(&self) -> &Practice {
        self.practice.as_ref().unwrap()
    }

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
