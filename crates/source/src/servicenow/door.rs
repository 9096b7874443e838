//! How a connection logs in: which of the settings are given decides.

use crate::auth::{self, Door, Grant, Remedies, SendAs};
use crate::config::{Connection, SecretRef};
use catchment_base::error::{Error, Result};
use catchment_io::http::below;

/// Where an instance issues tokens.
const TOKENS: &str = "oauth_token.do";
/// The header of an API key.
const API_KEY: &str = "x-sn-apikey";
/// What to do where the instance gives out no token for a user with a password.
const REFUSED_USER: &str = "check username, password, client_id and client_secret, and that the user is active, not locked out \
                            and may use web services";
/// What to do where it gives out none for client credentials.
const REFUSED_CLIENT: &str = "check client_id and client_secret, and that the instance allows client credentials and names a user \
                              for this client";
/// What to do where something else answers.
const NO_TOKENS: &str = "nothing gives out tokens at /oauth_token.do there: check url, which must be the address of the instance \
                         (https://INSTANCE.service-now.com), and that OAuth is active in it; an instance for developers that \
                         hibernates answers with a page for browsers (open it in a browser to wake it)";

/// The door of a connection, whose settings have been checked to describe one.
pub(super) fn door(connection: &Connection) -> Result<Door> {
    let own = &connection.own;
    let secret = |name: &str| own.secret(name).map(SecretRef::resolve).transpose();
    if let Some(key) = secret("api_key")? {
        return auth::header(API_KEY, key);
    }
    let user = own.text("username").map(str::to_owned).zip(secret("password")?);
    let refused = if user.is_some() { REFUSED_USER } else { REFUSED_CLIENT };
    let remedies = Remedies { refused, elsewhere: NO_TOKENS, told: &[] };
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
            account_from: None,
            domain: None,
            remedies,
            timeout: connection.request_timeout,
            transport: connection.transport.clone(),
        }),
        (_, _, Some((username, password))) => auth::basic(&username, password),
        _ => Err(Error::usage("the settings do not say how to log in").hint("give `username` and `password`")),
    }
}
