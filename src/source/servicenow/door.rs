//! How a connection logs in: which of the settings are given decides.

use crate::config::{Connection, SecretRef};
use crate::edge::http::below;
use crate::error::{Error, Result};
use crate::source::auth::{self, Door, Grant, SendAs};

/// Where an instance issues tokens.
const TOKENS: &str = "oauth_token.do";
/// The header of an API key.
const API_KEY: &str = "x-sn-apikey";

/// The door of a connection, whose settings have been checked to describe one.
pub(super) fn door(connection: &Connection) -> Result<Door> {
    let own = &connection.own;
    let secret = |name: &str| own.secret(name).map(SecretRef::resolve).transpose();
    if let Some(key) = secret("api_key")? {
        return auth::header(API_KEY, key);
    }
    let user = own.text("username").map(str::to_owned).zip(secret("password")?);
    match (secret("client_id")?, secret("client_secret")?, user) {
        (Some(client_id), Some(client_secret), user) => auth::oauth(Grant {
            person: None,
            user,
            token_url: below(&connection.url, [TOKENS])?,
            client_id,
            client_secret,
            send_as: SendAs::Form,
            scope: None,
            site: connection.url.clone(),
            also: Vec::new(),
            base_from: None,
            timeout: connection.request_timeout,
            transport: connection.transport.clone(),
        }),
        (_, _, Some((username, password))) => auth::basic(&username, password),
        _ => Err(Error::usage("the settings do not say how to log in").hint("give `username` and `password`")),
    }
}
