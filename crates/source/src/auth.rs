//! Doors: the ways to authenticate, each behind the trait [`Signer`].
//!
//! A door takes plain values and knows no settings. Constant secrets are handled here; tokens that are fetched and expire are
//! handled in [`oauth`], those that sign one request in [`connect`](mod@connect).

mod connect;
mod consent;
mod oauth;

pub use consent::{Agreed, Consent};
pub use oauth::{Grant, Held, Holding, Keep, Keeper, Person, Remedies, Remedy, SendAs, prove_url};

use catchment_base::error::{Error, Result};
use catchment_base::secret::Secret;
use catchment_io::credentials::Credentials;
use catchment_io::http::{Outgoing, Signer, Stamp, is_sendable, prove_header};
use std::sync::Arc;
use url::Url;

/// A door, as a client of a site takes it.
pub type Door = Arc<dyn Signer>;

/// No credential: public content.
pub fn none() -> Door {
    Arc::new(Fixed { place: Place::Nowhere, secret: Secret::new(String::new()), secrets: Arc::default() })
}

/// User name and password, or a token in its place, as basic authentication in UTF-8.
pub fn basic(username: &str, password: Secret) -> Result<Door> {
    if username.contains(':') {
        return Err(Error::usage("a user name contains a colon, which would end it")
            .hint("give only the user name; the secret is a setting of its own"));
    }
    let secrets = Arc::new(Credentials::default().with_pair(username, &password));
    Ok(Arc::new(Fixed { place: Place::Basic(username.to_owned()), secret: password, secrets }))
}

/// A token behind the word Bearer.
pub fn bearer(token: Secret) -> Result<Door> {
    in_header("Authorization", "Bearer ", token)
}

/// A key in a header of this name, as it is.
pub fn header(name: &str, key: Secret) -> Result<Door> {
    if !name.eq_ignore_ascii_case("authorization") {
        prove_header(name, "")?;
    }
    in_header(name, "", key)
}

/// A key in a query argument of every address, added when a request is sent.
pub fn query(name: &str, key: Secret) -> Result<Door> {
    if name.is_empty() {
        return Err(Error::usage("the query parameter for the key has no name").hint("for example: api_key"));
    }
    let secrets = Arc::new(Credentials::default().with(&key));
    Ok(Arc::new(Fixed { place: Place::Query(name.to_owned()), secret: key, secrets }))
}

/// Tokens by OAuth 2.0, for the client itself or for a person.
pub fn oauth(grant: Grant) -> Result<Door> {
    Ok(Arc::new(oauth::Tokens::new(grant)?))
}

/// A token for each request, signed by an app of Atlassian Connect with this key and the secret it shares with the site.
pub fn connect(key: &str, secret: Secret, base: &Url) -> Result<Door> {
    connect::prove_key(key)?;
    Ok(Arc::new(connect::Connect::new(key, &secret, base)))
}

fn in_header(name: &str, scheme: &'static str, secret: Secret) -> Result<Door> {
    if !is_sendable(secret.expose()) || secret.expose().is_empty() {
        return Err(Error::usage(format!("the secret for the header {name} cannot be sent in a header"))
            .hint("put only the secret there: printable ASCII characters, without spaces or line breaks at its ends"));
    }
    let mut secrets = Credentials::default().with(&secret);
    // The key may include a scheme.
    if let Some((_, rest)) = secret.expose().split_once(' ') {
        secrets = secrets.with(&Secret::new(rest.to_owned()));
    }
    Ok(Arc::new(Fixed { place: Place::Header(name.to_owned(), scheme), secret, secrets: Arc::new(secrets) }))
}

/// Where a secret goes.
enum Place {
    Nowhere,
    /// Behind this user name.
    Basic(String),
    /// Into this header, behind this scheme.
    Header(String, &'static str),
    /// Into this argument.
    Query(String),
}

/// A secret that stays as it is.
struct Fixed {
    place: Place,
    secret: Secret,
    secrets: Arc<Credentials>,
}

impl Signer for Fixed {
    fn sign(&self, request: &mut Outgoing) -> Result<Stamp> {
        match &self.place {
            Place::Nowhere => {}
            Place::Basic(username) => request.basic(username, &self.secret)?,
            Place::Header(name, scheme) => request.header(name, scheme, &self.secret)?,
            Place::Query(name) => request.query(name, &self.secret),
        }
        Ok(Stamp::default())
    }

    fn secrets(&self) -> Arc<Credentials> {
        Arc::clone(&self.secrets)
    }

    fn hint(&self) -> Option<&'static str> {
        match self.place {
            Place::Nowhere => Some("the site requires credentials: set them for the connection"),
            Place::Basic(_) => None,
            Place::Header(..) => {
                Some("the credentials were not accepted: check the token or key, and that it has not expired")
            }
            Place::Query(_) => Some("the credentials were not accepted: check the key and the name of its parameter"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn what_a_door_cannot_send_is_refused_with_a_hint_and_not_repeated() {
        let refused = [
            basic("me:you", secret("key-12345678")),
            bearer(secret("key-12345678\r\nX: y")),
            bearer(secret("kéy-12345678")),
            bearer(secret("")),
            header("X-Key", secret(" key-12345678")),
            header("X Key", secret("key-12345678")),
            header("Host", secret("key-12345678")),
            header("Cookie", secret("key-12345678")),
            query("", secret("key-12345678")),
        ];
        for (at, door) in refused.into_iter().enumerate() {
            let error = door.err().unwrap();
            assert!(error.hint_text().is_some() && !error.one_line().contains("12345678"), "{at}: {error}");
        }
    }

    #[test]
    fn every_door_knows_its_secret_again() {
        let key = || secret("key `&\" %41x");
        for door in [
            basic("me", key()),
            bearer(key()),
            header("Authorization", secret("Token key `&\" %41x")),
            query("k", key()),
        ] {
            let secrets = door.unwrap().secrets();
            assert!(secrets.are_in(b"<key `&\" %41x>") && secrets.are_in(b"?k=key%20%60%26%22%20%2541x"));
        }
        assert!(!none().secrets().are_in(b"anything"));
    }
}
