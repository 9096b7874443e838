//! What settings say is read: streams, and scopes, as spaces of a wiki or projects of a tracker.

use catchment_base::error::Result;
use catchment_io::key::Keys;
use catchment_redact::{Policy, Tally};
use catchment_source::config::Connection;

/// The scopes that the settings name, as relations have them: where a name is an account id, its pseudonym.
pub fn handles(connection: &Connection, keys: &Keys) -> Result<Vec<String>> {
    let Some(policy) = policy(connection)? else { return Ok(Vec::new()) };
    let redactor = catchment_lake::functions::redactor(keys, policy)?;
    names(connection)?.iter().map(|name| redactor.space_key(name, &mut Tally::default())).collect()
}

/// The scopes that the settings name, as they are written there.
pub fn names(connection: &Connection) -> Result<Vec<String>> {
    Ok(catchment_source::of(connection)?.named_scopes(connection))
}

/// Whether the settings ask for some scopes alone, by their names or otherwise.
pub fn is_narrow(connection: &Connection) -> Result<bool> {
    let source = catchment_source::of(connection)?;
    Ok(source.matches_scopes(connection) || !source.named_scopes(connection).is_empty())
}

/// The words of the streams that the settings ask for.
pub fn streams(connection: &Connection) -> Result<Vec<String>> {
    Ok(catchment_source::of(connection)?.wanted(connection))
}

/// The account that the settings name, as it stands on record: a pseudonym.
pub fn account(connection: &Connection, keys: &Keys) -> Result<String> {
    let name = connection.account().unwrap_or_default();
    catchment_lake::functions::redactor(keys, &connection.redaction)?.pseudonym(name, "email", &mut Tally::default())
}

/// The policy under which the names of scopes are kept; `None` if there are no scopes.
fn policy(connection: &Connection) -> Result<Option<&Policy>> {
    let Some(scopes) = catchment_source::scopes(catchment_source::of(connection)?) else { return Ok(None) };
    let relation = format!("{}.{}", connection.source, scopes.name);
    Ok(Some(connection.redaction.of_column(&relation, scopes.handle.unwrap_or_default())))
}
