//! Addresses of an instance's API, and the questions at them.

use catchment_base::error::Result;
use catchment_io::http::{Ask, below};
use url::Url;

/// The address of a table.
pub fn table_url(base: &Url, table: &str) -> Result<Url> {
    api_url(base, "table", table)
}

/// The address of what one API of the instance has of a table.
pub fn api_url(base: &Url, api: &str, table: &str) -> Result<Url> {
    below(base, ["api", "now", api, table])
}

/// A question for ids, or other fields as they are stored, at the address of a table: as many rows as `limit`.
pub fn raw(mut table: Url, query: &str, fields: &str, limit: u32) -> Ask {
    table
        .query_pairs_mut()
        .append_pair("sysparm_query", query)
        .append_pair("sysparm_fields", fields)
        .append_pair("sysparm_display_value", "false")
        .append_pair("sysparm_exclude_reference_link", "true")
        .append_pair("sysparm_suppress_pagination_header", "true")
        .append_pair("sysparm_limit", &limit.to_string());
    Ask::get(table)
}
