//! Every source there is: one line each.

use crate::config::{Connection, Dialect};
use crate::{Connector, Source};
use catchment_base::error::{Error, Result};
use std::sync::LazyLock;

macro_rules! connectors {
    ($($folder:ident)*) => { &[$(crate::$folder::CONNECTOR),*] };
}

/// Every source there is.
pub static SOURCES: &[Connector] = catchment_base::sources!(connectors);

/// What the settings of each source are.
pub static DIALECTS: LazyLock<Vec<&'static Dialect>> =
    LazyLock::new(|| SOURCES.iter().map(Connector::dialect).collect());

/// The source of a connection, with the streams that its settings describe.
pub fn of(connection: &Connection) -> Result<&'static dyn Source> {
    let named = SOURCES.iter().find(|known| known.name() == connection.source);
    named.ok_or_else(|| Error::usage(format!("there is no source {}", connection.source)))?.of(connection)
}

/// The settings of a file below `fixtures/`.
#[cfg(test)]
pub fn configured(fixture: &str) -> crate::config::Config {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    crate::config::Config::load(&fixtures.join(fixture), &DIALECTS).unwrap()
}
