//! A REST API in this process, and the settings that describe it.

use super::lab::{self, CONNECTION, Lab};
use super::site::{Home, Row, files_below, rows_of};
use catchment_practice::rest::{self, Change, Options, Paging, Practice};
use serde_json::Value;
use std::collections::BTreeMap;

/// A running API.
pub struct Api {
    practice: Option<Practice>,
    runtime: tokio::runtime::Runtime,
    paging: Paging,
}

impl Api {
    /// An API of 120 customers that is paged like this, with these faults: `NAME=VALUE` with commas between them.
    pub fn new(paging: Paging, faults: &str) -> Self {
        Self::of(Options { paging, records: 120, ..Options::default() }, faults)
    }

    /// An API of these options.
    pub fn of(options: Options, faults: &str) -> Self {
        let faults = lab::faulty(faults);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let paging = options.paging;
        let practice = runtime.block_on(rest::start(Options { faults, ..options })).unwrap();
        Self { practice: Some(practice), runtime, paging }
    }

    /// The server.
    pub fn practice(&self) -> &Practice {
        self.practice.as_ref().unwrap()
    }

    /// Changes what there is.
    pub fn change(&self, change: Change) -> String {
        self.practice().change(change).unwrap()
    }

    /// A work folder with a connection to it: its customers, with these lines of their stream beside what they need, and
    /// these sections.
    pub fn home(&self, of_customers: &str, sections: &str) -> Home {
        Home::described(&self.settings("", of_customers, sections))
    }

    /// A lab with a connection to it that lists everything in every sync, with these sections.
    pub fn lab(&self, sections: &str) -> Lab {
        let lab = Lab::let_in("practice-token");
        let own = self.settings("publish_incomplete = true\ncensus_every = \"0m\"", "", sections);
        let text = format!("data_dir = \"data\"\n[lake]\nto = \"lake\"\n[connections.{CONNECTION}]\n{own}\n");
        lab.write("catchment.toml", &text);
        lab
    }

    /// The same, with these lines of the connection.
    pub fn home_of(&self, of_connection: &str, of_customers: &str) -> Home {
        Home::described(&self.settings(of_connection, of_customers, ""))
    }

    /// The settings of such a connection, with these lines of its own.
    pub fn settings(&self, of_connection: &str, of_customers: &str, sections: &str) -> String {
        let (path, paginate) = paginate(self.paging);
        let customer = format!("{path}\nrecords = \"data.items\"\nkey = [\"id\"]\n{paginate}\n{of_customers}");
        self.settings_of(of_connection, &customer, sections)
    }

    /// The settings of a connection to it, with these lines of its own, whose stream of customers has these lines.
    pub fn settings_of(&self, of_connection: &str, customer: &str, sections: &str) -> String {
        format!(
            "source = \"rest\"\nurl = \"{}\"\npage_size = 25\nrequests_per_minute = 60000\nrate_limit_timeout_ms = 10\n\
             max_deleted_share = 1\n{of_connection}\n[connections.wiki.streams.customer]\n{customer}\n{sections}",
            self.practice().url()
        )
    }

    /// The ids of the customers that there are.
    pub fn ids(&self) -> Vec<String> {
        let id = |customer: &Value| customer["id"].to_string();
        let mut ids: Vec<String> = self.practice().truth().customers.iter().map(id).collect();
        ids.sort();
        ids
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        if let Some(practice) = self.practice.take() {
            self.runtime.block_on(practice.stop());
        }
    }
}

/// The path of the customers and how they are paged, as settings.
pub fn paginate(paging: Paging) -> (&'static str, &'static str) {
    let listing = "path = \"/v1/customers\"";
    let search = "path = \"/v1/customers/search\"\nbody = \"{}\"";
    match paging {
        Paging::None => (listing, ""),
        Paging::Offset => (listing, "paginate = { kind = \"offset\", param = \"offset\", size = \"limit\" }"),
        Paging::Page => (listing, "paginate = { kind = \"page\", size = \"per_page\" }"),
        Paging::Cursor => (
            listing,
            "paginate = { kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"cursor\", size = \"limit\" }",
        ),
        Paging::Header => (
            listing,
            "paginate = { kind = \"cursor\", from = \"header:X-Next-Cursor\", to = \"cursor\", size = \"limit\" }",
        ),
        Paging::LastId => (
            listing,
            "paginate = { kind = \"cursor\", from = \"last:id\", to = \"starting_after\", until = \"false:meta.has_more\", size = \"limit\" }",
        ),
        Paging::NextUrl | Paging::NextPath => {
            (listing, "paginate = { kind = \"next_url\", from = \"body:meta.next\", size = \"limit\" }")
        }
        Paging::Link => (listing, "paginate = { kind = \"link_header\", size = \"limit\" }"),
        Paging::Keyset => (
            listing,
            "paginate = { kind = \"keyset\", order = [\"updated_at\", \"id\"], params = [\"updated_after\", \"after_id\"], size = \"limit\" }",
        ),
        Paging::Body => (
            search,
            "paginate = { kind = \"cursor\", from = \"body:meta.next_cursor\", to = \"body:cursor\", size = \"body:limit\" }",
        ),
    }
}

/// The published rows of a dataset by a column.
pub fn rows(home: &Home, dataset: &str, key: &str) -> BTreeMap<String, Row> {
    let files = files_below(&home.dir().join("lake/wiki/current").join(dataset));
    let mut rows = BTreeMap::new();
    for row in files.iter().flat_map(|file| rows_of(file)) {
        assert!(rows.insert(row[key].clone().unwrap(), row).is_none(), "a row of {dataset} is published twice");
    }
    rows
}

/// The ids of the published customers.
pub fn ids(home: &Home) -> Vec<String> {
    rows(home, "customer", "id").into_keys().collect()
}
