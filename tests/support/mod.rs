//! What several test modules use.

pub mod analyzer;
pub mod api;
pub mod beside;
pub mod canaries;
pub mod chance;
pub mod cli;
pub mod costs;
pub mod doors;
pub mod history;
pub mod instance;
mod kept;
pub mod lab;
pub mod ledger;
pub mod memory;
pub mod org;
pub mod page;
pub mod s3;
pub mod scratch;
pub mod server;
pub mod site;
pub mod switches;
pub mod template;
pub mod tls;
pub mod tracker;
pub mod truth;
