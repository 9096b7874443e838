//! Every source there is: one line each.

use super::{Source, confluence, rest};
use crate::config::{Connection, Dialect};
use crate::error::{Error, Result};
use std::sync::LazyLock;

/// Every source there is.
pub const SOURCES: &[&dyn Source] = &[&confluence::Confluence, &rest::Rest];

/// What the settings of each source are.
pub static DIALECTS: LazyLock<Vec<&'static Dialect>> =
    LazyLock::new(|| SOURCES.iter().map(|source| source.dialect()).collect());

/// The source of this name.
pub fn by_name(name: &str) -> Result<&'static dyn Source> {
    SOURCES
        .iter()
        .copied()
        .find(|source| source.name() == name)
        .ok_or_else(|| Error::usage(format!("there is no source {name}")))
}

/// The source of a connection, with the streams that its settings describe.
pub fn of(connection: &Connection) -> Result<&'static dyn Source> {
    by_name(&connection.source)?.of(connection)
}
