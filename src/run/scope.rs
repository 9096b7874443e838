//! What settings say is read: streams, and scopes, as spaces of a wiki or projects of a tracker.

use crate::config::Connection;
use crate::error::Result;
use crate::key::Keys;
use crate::redact::{self, Policy, Tally};
use crate::source;

/// The scopes that the settings name, as relations have them: where a name is an account id, its pseudonym.
pub fn handles(connection: &Connection, keys: &Keys) -> Result<Vec<String>> {
    let redactor = redact::redactor(keys, policy(connection)?)?;
    names(connection)?.iter().map(|name| redactor.space_key(name, &mut Tally::default())).collect()
}

/// The scopes that the settings name, as they are written there; none where every scope is meant.
pub fn names(connection: &Connection) -> Result<Vec<String>> {
    Ok(connection.own.texts(source::by_name(&connection.source)?.words().scopes))
}

/// The words of the streams that the settings ask for.
pub fn streams(connection: &Connection) -> Result<Vec<String>> {
    Ok(connection.own.texts(source::by_name(&connection.source)?.words().streams))
}

/// The policy under which the names of scopes are kept.
fn policy(connection: &Connection) -> Result<&Policy> {
    let scopes = source::scopes(source::by_name(&connection.source)?)?;
    let relation = format!("{}.{}", connection.source, scopes.name);
    Ok(connection.redaction.of_column(&relation, scopes.handle.unwrap_or_default()))
}
