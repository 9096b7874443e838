//! Authentication of a REST API: which of the settings are given decides.

use crate::auth::{self, Door, Grant, Remedies, SendAs};
use crate::config::{Connection, SecretRef};
use catchment_base::error::{Error, Result};
use catchment_base::secret::Secret;
use url::Url;

/// The door of a connection, whose settings have been checked to describe one.
pub(super) fn door(connection: &Connection) -> Result<Door> {
    let own = &connection.own;
    let secret = |name: &str| own.secret(name).map(SecretRef::resolve).transpose();
    if let (Some(username), Some(password)) = (own.text("username"), secret("password")?) {
        return auth::basic(username, password);
    }
    if let Some(token) = secret("token")? {
        return auth::bearer(token);
    }
    if let Some(key) = secret("api_key")? {
        return match own.text("api_key_header") {
            Some(name) => auth::header(name, key),
            None => auth::query(own.text("api_key_param").unwrap_or_default(), key),
        };
    }
    match (own.text("token_url"), secret("client_id")?, secret("client_secret")?) {
        (Some(url), Some(id), Some(secret)) => auth::oauth(grant(connection, url, id, secret)?),
        _ => Ok(auth::none()),
    }
}

fn grant(connection: &Connection, url: &str, client_id: Secret, client_secret: Secret) -> Result<Grant> {
    let is_basic = connection.own.text("send_client_as") == Some("basic");
    Ok(Grant {
        person: None,
        user: None,
        token_url: Url::parse(url).map_err(|cause| Error::usage("token_url is not a URL").because(cause))?,
        client_id,
        client_secret,
        send_as: if is_basic { SendAs::Basic } else { SendAs::Form },
        scope: connection.own.text("scope").map(str::to_owned),
        site: connection.url.clone(),
        also: Vec::new(),
        base_from: None,
        account_from: None,
        domain: None,
        remedies: Remedies::USUAL,
        timeout: connection.request_timeout,
        transport: connection.transport.clone(),
    })
}
