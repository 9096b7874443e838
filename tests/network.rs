//! What stands between the site and us: limits of size, parts, gateways, proxies, encodings, waits.

mod doors;
mod gateway;
mod less;
mod proxy;
mod waits;

use crate::support::lab;
use crate::support::server::*;
use crate::support::site::{Home, Site};
use catchment_practice::confluence::{Change, Options, page_id};

/// A site of one space with so many pages and nothing else.
fn pages_only(pages: usize) -> Options {
    Options { pages, blogposts: 0, spaces: 1, body: 100, site_clock: true, ..Options::default() }
}

/// Everything of the practice site, followed without a census.
const FOLLOWED: &str = "page_size = 250\nmode = \"both\"\ncensus_every = \"24h\"";

/// The values of a parameter in addresses that have it.
fn values<'a>(targets: &'a [String], name: &str) -> Vec<&'a str> {
    let parts = targets.iter().flat_map(|target| target.split(['?', '&']));
    parts.filter_map(|part| part.strip_prefix(name)?.strip_prefix('=')).collect()
}

fn limits(targets: &[String]) -> Vec<u32> {
    values(targets, "limit").iter().map(|limit| limit.parse().unwrap()).collect()
}

/// What is remembered of the site, as `stream question most`.
fn remembered(home: &Home) -> Vec<String> {
    home.query("select stream || ' ' || question || ' ' || most from sync.allowed order by all")
}
