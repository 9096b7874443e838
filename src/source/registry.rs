//! Every source there is: one line each.

use super::{Connector, Source};
use crate::config::{Connection, Dialect};
use crate::error::{Error, Result};
use std::sync::LazyLock;

/// Every source there is, by the name of its folder: here, and among the practice servers.
macro_rules! sources {
    ($each:ident) => {
        $each! {
            confluence
            jira
            rest
            salesforce
            servicenow
        }
    };
}

macro_rules! connectors {
    ($($folder:ident)*) => { &[$(super::$folder::CONNECTOR),*] };
}

/// Every source there is.
pub static SOURCES: &[Connector] = sources!(connectors);

/// What the settings of each source are.
pub static DIALECTS: LazyLock<Vec<&'static Dialect>> =
    LazyLock::new(|| SOURCES.iter().map(Connector::dialect).collect());

/// The source of a connection, with the streams that its settings describe.
pub fn of(connection: &Connection) -> Result<&'static dyn Source> {
    let named = SOURCES.iter().find(|known| known.name() == connection.source);
    named.ok_or_else(|| Error::usage(format!("there is no source {}", connection.source)))?.of(connection)
}
