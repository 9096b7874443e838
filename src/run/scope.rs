//! The scopes that settings name: spaces of a wiki, projects of a tracker.

use crate::config::Connection;
use crate::error::Result;
use crate::key::Keys;
use crate::redact::{self, Policy, Tally};
use crate::source;

/// The scopes that the settings name, as relations have them: where a name is an account id, its pseudonym.
pub fn handles(connection: &Connection, keys: &Keys) -> Result<Vec<String>> {
    let redactor = redact::redactor(keys, policy(connection)?)?;
    connection.space_keys.iter().map(|key| redactor.space_key(key, &mut Tally::default())).collect()
}

/// The policy under which the names of scopes are kept.
fn policy(connection: &Connection) -> Result<&Policy> {
    let scopes = source::scopes(source::by_name(&connection.source)?)?;
    let relation = format!("{}.{}", connection.source, scopes.name);
    Ok(connection.redaction.of_column(&relation, scopes.handle.unwrap_or_default()))
}
