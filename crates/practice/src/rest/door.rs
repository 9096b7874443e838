//! How a client proves who it is, and the tokens that it may ask for.

use super::options::Options;
use crate::reply::Reply;
use crate::switches::door_named;
use axum::http::header::{self, HeaderMap};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use catchment_base::error::{Error, Result};
use serde_json::json;
use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use url::form_urlencoded;

/// The header and the argument that a key comes in.
const KEY_HEADER: &str = "X-Api-Key";
pub(super) const KEY_ARGUMENT: &str = "api_key";

/// How a client proves who it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Door {
    /// Not at all.
    #[default]
    Open,
    /// User name and password, by HTTP Basic.
    Basic,
    /// The secret as a bearer token.
    Bearer,
    /// The secret in the header `X-Api-Key`.
    Header,
    /// The secret as the argument `api_key`.
    Query,
    /// A bearer token that `POST /oauth/token` gives for the client's id and secret.
    OAuth,
}

const DOORS: [(&str, Door); 6] = [
    ("open", Door::Open),
    ("basic", Door::Basic),
    ("bearer", Door::Bearer),
    ("header", Door::Header),
    ("query", Door::Query),
    ("oauth", Door::OAuth),
];

impl FromStr for Door {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        door_named(&DOORS, name)
    }
}

/// The tokens that were given out.
#[derive(Default)]
pub(super) struct Tokens {
    /// How many requests each is still good for.
    left: Mutex<Vec<u64>>,
}

impl Tokens {
    fn left(&self) -> MutexGuard<'_, Vec<u64>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many were given out.
    pub(super) fn given(&self) -> u64 {
        self.left().len() as u64
    }

    fn give(&self, uses: u64) -> String {
        let mut left = self.left();
        left.push(uses);
        format!("practice-token-{}", left.len())
    }

    /// Whether a token is good for one more request, which it is used for then.
    fn spend(&self, token: &str) -> bool {
        let number = token.strip_prefix("practice-token-").and_then(|number| number.parse::<usize>().ok());
        let mut left = self.left();
        let left = number.and_then(|number| left.get_mut(number.checked_sub(1)?)).filter(|left| **left > 0);
        left.map(|left| *left -= 1).is_some()
    }
}

/// Lets a request in or refuses it with 401. `key` is the argument `api_key`, if it came.
pub(super) fn admit(options: &Options, tokens: &Tokens, headers: &HeaderMap, key: Option<&str>) -> Result<(), Reply> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let bearer = || header(header::AUTHORIZATION.as_str()).and_then(|value| value.strip_prefix("Bearer "));
    let secret = Some(options.secret.as_str());
    let known = match options.door {
        Door::Open => true,
        Door::Basic => basic(headers).is_some_and(|pair| is_client(options, &pair)),
        Door::Bearer => bearer() == secret,
        Door::Header => header(KEY_HEADER) == secret,
        Door::Query => key == secret,
        Door::OAuth => bearer().is_some_and(|token| tokens.spend(token)),
    };
    if known { Ok(()) } else { Err(unauthorized()) }
}

/// What missing, wrong or expired credentials give.
fn unauthorized() -> Reply {
    Reply::problem(401, "The credentials are missing, wrong or expired.")
        .with("WWW-Authenticate", "Bearer realm=\"practice\"")
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let pair = String::from_utf8(STANDARD.decode(given.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(name, secret)| (name.to_owned(), secret.to_owned()))
}

fn is_client(options: &Options, (name, secret): &(String, String)) -> bool {
    *name == options.username && *secret == options.secret
}

/// Answers a request for a token: the client's id and secret come in the form or by HTTP Basic. `origin` is where the API
/// lies.
pub(super) fn token(options: &Options, tokens: &Tokens, origin: &str, headers: &HeaderMap, sent: &[u8]) -> Reply {
    let refused = |status, code: &str, why: &str| {
        Reply::json(status, json!({"error": code, "error_description": why}).to_string())
    };
    let form: BTreeMap<String, String> = form_urlencoded::parse(sent).into_owned().collect();
    if form.get("grant_type").map(String::as_str) != Some("client_credentials") {
        return refused(400, "unsupported_grant_type", "the grant type must be client_credentials");
    }
    let in_form = || Some((form.get("client_id")?.clone(), form.get("client_secret")?.clone()));
    // RFC 6749, 2.3.1: by HTTP Basic both are written as in a form.
    let decoded =
        |text: &str| form_urlencoded::parse(format!("={text}").as_bytes()).next().map(|(_, text)| text.into_owned());
    let in_header = basic(headers).and_then(|(id, secret)| Some((decoded(&id)?, decoded(&secret)?)));
    if !in_header.or_else(in_form).is_some_and(|pair| is_client(options, &pair)) {
        return refused(401, "invalid_client", "the client's id or secret is wrong");
    }
    let token = tokens.give(options.token_uses);
    let answer = json!({"access_token": token, "token_type": "Bearer", "expires_in": 3600, "instance_url": origin});
    Reply::json(200, answer.to_string()).with("Cache-Control", "no-store")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_so_many_requests() {
        let tokens = Tokens::default();
        let (one, two) = (tokens.give(2), tokens.give(1));
        assert_eq!([tokens.spend(&one), tokens.spend(&one), tokens.spend(&one)], [true, true, false]);
        assert!(tokens.spend(&two) && !tokens.spend(&two));
        assert_eq!(["practice-token-0", "practice-token-3", "x", ""].map(|token| tokens.spend(token)), [false; 4]);
        assert_eq!(tokens.given(), 2);
    }
}
