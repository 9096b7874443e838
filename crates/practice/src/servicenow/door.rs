//! How a client proves who it is, and the tokens that it may ask for.

use super::options::Options;
use super::refusal;
use crate::reply::Reply;
use crate::switches::door_named;
use axum::http::header::{self, HeaderMap};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::json;
use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use url::form_urlencoded;

/// Where tokens are given out.
pub(super) const TOKEN: &str = "/oauth_token.do";
/// The header that a key comes in.
const KEY_HEADER: &str = "x-sn-apikey";
/// How long a token lasts, in seconds.
const LASTS: u64 = 1799;

/// How a client proves who it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Door {
    /// User name and password, by HTTP Basic.
    #[default]
    Basic,
    /// A bearer token that `POST /oauth_token.do` gives for a password, for client credentials or for a refresh token.
    OAuth,
    /// A key in the header `x-sn-apikey`.
    ApiKey,
}

const DOORS: [(&str, Door); 3] = [("basic", Door::Basic), ("oauth", Door::OAuth), ("api-key", Door::ApiKey)];

impl FromStr for Door {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        door_named(&DOORS, name)
    }
}

/// A token that was given out.
struct Token {
    left: u64,
    until: NaiveDateTime,
}

/// The tokens that were given out.
#[derive(Default)]
pub(super) struct Tokens {
    given: Mutex<Vec<Token>>,
}

impl Tokens {
    fn all(&self) -> MutexGuard<'_, Vec<Token>> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many were given out.
    pub(super) fn given(&self) -> u64 {
        self.all().len() as u64
    }

    /// A token that lasts so many seconds and requests, with its number.
    fn give(&self, uses: u64, seconds: u64) -> u64 {
        let lasts = TimeDelta::try_seconds(seconds.try_into().unwrap_or(i64::MAX)).unwrap_or(TimeDelta::MAX);
        let now = clock::now();
        let mut given = self.all();
        given.push(Token { left: uses, until: now.checked_add_signed(lasts).unwrap_or(NaiveDateTime::MAX) });
        given.len() as u64
    }

    /// Whether a token is good for one more request now, which it is used for then.
    fn spend(&self, token: &str) -> bool {
        let number = token.strip_prefix("practice-token-").and_then(|number| number.parse::<usize>().ok());
        let now = clock::now();
        let mut given = self.all();
        let known = number.and_then(|number| given.get_mut(number.checked_sub(1)?));
        known.filter(|token| token.left > 0 && now < token.until).map(|token| token.left -= 1).is_some()
    }

    /// Whether a refresh token came with one of the tokens.
    fn knows_refresh(&self, token: &str) -> bool {
        let number = token.strip_prefix("practice-refresh-").and_then(|number| number.parse::<u64>().ok());
        number.is_some_and(|number| (1..=self.given()).contains(&number))
    }
}

/// Lets a request in or refuses it with 401.
pub(super) fn admit(options: &Options, tokens: &Tokens, headers: &HeaderMap) -> Result<(), Reply> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let given = header(header::AUTHORIZATION.as_str());
    let known = match options.door {
        Door::Basic => given.and_then(basic) == Some((options.username.clone(), options.password.clone())),
        Door::OAuth => given.and_then(|value| value.strip_prefix("Bearer ")).is_some_and(|token| tokens.spend(token)),
        Door::ApiKey => header(KEY_HEADER) == Some(options.api_key.as_str()),
    };
    if known && !options.faults.is_locked { Ok(()) } else { Err(refusal::unauthenticated()) }
}

fn basic(given: &str) -> Option<(String, String)> {
    let pair = String::from_utf8(STANDARD.decode(given.strip_prefix("Basic ")?.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(name, secret)| (name.to_owned(), secret.to_owned()))
}

fn refused(status: u16, error: &str, why: &str) -> Reply {
    Reply::json(status, json!({"error_description": why, "error": error}).to_string())
}

/// Answers a request for a token: a form with the client's id and secret, and what the grant type asks for.
pub(super) fn token(options: &Options, tokens: &Tokens, sent: &[u8]) -> Reply {
    let faults = &options.faults.tokens;
    if faults.are_elsewhere || options.door != Door::OAuth {
        return Reply::html(404, "<html><head><title>Page not found</title></head><body>Page not found</body></html>");
    }
    let form: BTreeMap<String, String> = form_urlencoded::parse(sent).into_owned().collect();
    let has = |name: &str, value: &str| form.get(name).is_some_and(|given| given == value);
    if !has("client_id", &options.client_id) || !has("client_secret", &options.client_secret) {
        return refused(401, "invalid_client", "the client is not known or its secret is wrong");
    }
    let denied = || refused(401, "server_error", "access_denied");
    let (is_good, refreshes) = match form.get("grant_type").map(String::as_str) {
        Some("password") => (has("username", &options.username) && has("password", &options.password), true),
        Some("client_credentials") => (!faults.refuse_clients, false),
        Some("refresh_token") => {
            let known = form.get("refresh_token").is_some_and(|token| tokens.knows_refresh(token));
            (known && !faults.refuse_refresh, true)
        }
        _ => return refused(400, "unsupported_grant_type", "the grant type is not supported"),
    };
    if !is_good || options.faults.is_locked {
        return denied();
    }
    let seconds = faults.seconds.unwrap_or(LASTS);
    let number = tokens.give(faults.uses.unwrap_or(u64::MAX), seconds);
    let mut answer = json!({
        "access_token": format!("practice-token-{number}"), "scope": "useraccount", "token_type": "Bearer",
        "expires_in": seconds,
    });
    if let Some(members) = answer.as_object_mut().filter(|_| refreshes) {
        members.insert("refresh_token".to_owned(), json!(format!("practice-refresh-{number}")));
    }
    Reply::json(200, answer.to_string()).with("Cache-Control", "no-store")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_so_many_requests_and_seconds() {
        let tokens = Tokens::default();
        assert_eq!([tokens.give(2, 60), tokens.give(9, 0)], [1, 2]);
        let spent = [1, 1, 1, 2, 3, 0].map(|number| tokens.spend(&format!("practice-token-{number}")));
        assert_eq!(spent, [true, true, false, false, false, false]);
        assert!(tokens.knows_refresh("practice-refresh-2") && !tokens.knows_refresh("practice-refresh-3"));
        assert!(!tokens.knows_refresh("practice-token-1") && tokens.given() == 2);
    }

    #[test]
    fn grants_are_told_apart() {
        let options = Options { door: Door::OAuth, ..Options::default() };
        let tokens = Tokens::default();
        let ask = |form: &str| token(&options, &tokens, form.as_bytes());
        let client = "client_id=practice-client&client_secret=practice-secret";
        for (form, status) in [
            ("grant_type=client_credentials".to_owned(), 401),
            (format!("{client}&grant_type=client_credentials"), 200),
            (format!("{client}&grant_type=password&username=practice&password=no"), 401),
            (format!("{client}&grant_type=password&username=practice&password=practice-password"), 200),
            (format!("{client}&grant_type=refresh_token&refresh_token=practice-refresh-9"), 401),
            (format!("{client}&grant_type=refresh_token&refresh_token=practice-refresh-2"), 200),
            (format!("{client}&grant_type=implicit"), 400),
        ] {
            let reply = ask(&form);
            assert_eq!(reply.status, status, "{form}");
            let refreshes = String::from_utf8(reply.body).unwrap().contains("practice-refresh-");
            assert_eq!(refreshes, status == 200 && !form.contains("client_credentials"), "{form}");
        }
        assert_eq!(tokens.given(), 3);
    }
}
