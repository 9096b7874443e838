//! How a connection logs in: an app gets a token by client credentials, for the user that its policy names.

use crate::auth::{self, Door, Grant, SendAs};
use crate::config::{Connection, SecretRef};
use catchment_base::error::{Error, Result};
use catchment_io::http::below;

use super::refusals::REMEDIES;

/// The domain below which every org lies: the answer with a token may name another host of it, as after a migration.
const DOMAIN: &str = "salesforce.com";

/// The door of a connection, whose settings have been checked to describe one.
pub(super) fn door(connection: &Connection) -> Result<Door> {
    let secret = |name: &str| {
        let found = connection.own.secret(name).map(SecretRef::resolve).transpose()?;
        found.ok_or_else(|| {
            Error::usage("the settings do not say how to log in").hint("give `client_id` and `client_secret`")
        })
    };
    auth::oauth(Grant {
        person: None,
        user: None,
        token_url: below(&connection.url, ["services", "oauth2", "token"])?,
        client_id: secret("client_id")?,
        client_secret: secret("client_secret")?,
        send_as: SendAs::Form,
        scope: None,
        site: connection.url.clone(),
        also: Vec::new(),
        base_from: Some("instance_url".to_owned()),
        account_from: Some("id".to_owned()),
        domain: Some(DOMAIN),
        remedies: REMEDIES,
        timeout: connection.request_timeout,
        transport: connection.transport.clone(),
    })
}
