//! How a client gets a token, and who it is then.

use super::id::Id;
use super::maker::Maker;
use super::options::Options;
use super::refusal;
use super::staff::username;
use crate::reply::Reply;
use axum::http::header::{self, HeaderMap};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use url::form_urlencoded;

/// Where tokens are given out.
pub(super) const TOKEN: &str = "/services/oauth2/token";
/// Where a client learns who it is.
pub(super) const WHO: &str = "/services/oauth2/userinfo";

/// The tokens that were given out, with how many requests each is still good for.
#[derive(Default)]
pub(super) struct Tokens {
    given: Mutex<Vec<u64>>,
}

impl Tokens {
    fn all(&self) -> MutexGuard<'_, Vec<u64>> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many were given out.
    pub(super) fn given(&self) -> u64 {
        self.all().len() as u64
    }

    /// The number of a new token that lasts so many requests.
    fn give(&self, uses: u64) -> u64 {
        let mut given = self.all();
        given.push(uses);
        given.len() as u64
    }

    /// Whether a token of an org is good for one more request, which it is used for then.
    fn spend(&self, org: Id, token: &str) -> bool {
        let number = token.strip_prefix(&org.to_string()).and_then(|rest| rest.strip_prefix("!practice-token-"));
        let number = number.and_then(|number| number.parse::<usize>().ok()?.checked_sub(1));
        let mut given = self.all();
        let known = number.and_then(|number| given.get_mut(number));
        known.filter(|left| **left > 0).map(|left| *left -= 1).is_some()
    }
}

/// Lets a request in or refuses it with 401.
pub(super) fn admit(maker: &Maker, tokens: &Tokens, headers: &HeaderMap) -> Result<(), Reply> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = given.and_then(|value| value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("OAuth ")));
    let is_known = token.is_some_and(|token| tokens.spend(maker.id("Organization", 0), token));
    if is_known { Ok(()) } else { Err(refusal::no_session()) }
}

fn refused(error: &str, why: Option<&str>) -> Reply {
    let answer = match why {
        Some(why) => json!({"error": error, "error_description": why}),
        None => json!({"error": error}),
    };
    Reply::json(400, answer.to_string())
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let pair = String::from_utf8(STANDARD.decode(given.strip_prefix("Basic ")?.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}

/// What a request for a token is seen against.
pub(super) struct Desk<'a> {
    pub(super) options: &'a Options,
    pub(super) tokens: &'a Tokens,
    pub(super) maker: &'a Maker,
    /// The address of the server.
    pub(super) url: &'a str,
    /// The present, in milliseconds since 1970.
    pub(super) now: i64,
}

impl Desk<'_> {
    /// Answers a request for a token: a form whose client is told within it or by HTTP Basic.
    pub(super) fn token(&self, headers: &HeaderMap, sent: &[u8]) -> Reply {
        let form: BTreeMap<String, String> = form_urlencoded::parse(sent).into_owned().collect();
        let of_form = || Some((form.get("client_id")?.clone(), form.get("client_secret")?.clone()));
        let (id, secret) = of_form().or_else(|| basic(headers)).unwrap_or_default();
        let faults = &self.options.faults;
        if form.get("grant_type").map(String::as_str) != Some("client_credentials") {
            return refused("unsupported_grant_type", Some("grant type not supported"));
        }
        if let Some((error, why)) = faults.token_error {
            return refused(error, why);
        }
        if id != self.options.client_id {
            return refused("invalid_client_id", Some("client identifier invalid"));
        }
        if secret != self.options.client_secret {
            return refused("invalid_client", Some("invalid client credentials"));
        }
        let number = self.tokens.give(faults.token_uses.unwrap_or(u64::MAX));
        let (org, own) = self.who();
        let is_other = faults.other_user.is_some_and(|first| number >= first);
        let user = if is_other { self.maker.id("User", 1) } else { own };
        let answer = json!({
            "access_token": format!("{org}!practice-token-{number}"),
            "signature": STANDARD.encode(format!("practice-signature-{number}")),
            "token_format": "opaque",
            "scope": "api",
            "instance_url": faults.instance.as_deref().unwrap_or(self.url),
            "id": format!("{}/id/{org}/{user}", self.url),
            "token_type": "Bearer",
            "issued_at": self.now.to_string(),
        });
        Reply::json(200, answer.to_string()).with("Cache-Control", "no-store")
    }

    fn who(&self) -> (Id, Id) {
        (self.maker.id("Organization", 0), self.maker.id("User", 0))
    }

    /// Says who the account is.
    pub(super) fn userinfo(&self) -> Reply {
        let ((org, user), person) = (self.who(), self.maker.person("User", 0));
        let answer = json!({
            "sub": format!("{}/id/{org}/{user}", self.url),
            "user_id": user.to_string(),
            "organization_id": org.to_string(),
            "preferred_username": username(0),
            "nickname": "practice",
            "name": person.name(),
            "email": person.email,
            "zoneinfo": "Europe/Berlin",
            "locale": "en_US",
            "language": "en_US",
            "active": true,
            "user_type": "STANDARD",
        });
        Reply::json(200, answer.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use serde_json::Value;

    fn asked(faults: &str, basic: Option<&str>, form: &str) -> (u16, Value) {
        let faults = if faults.is_empty() { Default::default() } else { faults.parse().unwrap() };
        let (options, tokens) = (Options { faults, ..Options::default() }, Tokens::default());
        let maker = Maker { seed: 1, opening: 0, records: 20 };
        let desk = Desk { options: &options, tokens: &tokens, maker: &maker, url: "http://here", now: 5000 };
        let mut headers = HeaderMap::new();
        if let Some(basic) = basic {
            let value = format!("Basic {}", STANDARD.encode(basic));
            headers.insert(header::AUTHORIZATION, HeaderValue::from_str(&value).unwrap());
        }
        let reply = desk.token(&headers, form.as_bytes());
        (reply.status, serde_json::from_slice(&reply.body).unwrap())
    }

    const GRANT: &str = "grant_type=client_credentials";

    #[test]
    fn a_client_gets_a_token_by_either_way() {
        let form = format!("{GRANT}&client_id=practice-client&client_secret=practice-secret");
        let (status, answer) = asked("", None, &form);
        assert_eq!(status, 200);
        assert_eq!([&answer["instance_url"], &answer["issued_at"]], ["http://here", "5000"]);
        let token = answer["access_token"].as_str().unwrap();
        assert!(token.starts_with("00D") && token.ends_with("!practice-token-1") && answer.get("expires_in").is_none());
        assert_eq!(asked("", Some("practice-client:practice-secret"), GRANT).0, 200);
        let moved = asked("instance=http://there", None, &form).1;
        assert_eq!(moved["instance_url"], "http://there");
    }

    #[test]
    fn errors_follow_from_credentials_and_faults() {
        let good = format!("{GRANT}&client_id=practice-client&client_secret=practice-secret");
        let secret = format!("{GRANT}&client_id=practice-client&client_secret=y");
        let client = format!("{GRANT}&client_id=x&client_secret=y");
        for (faults, form, error, why) in [
            ("", "client_id=practice-client", "unsupported_grant_type", Some("grant type not supported")),
            ("", &client, "invalid_client_id", Some("client identifier invalid")),
            ("", &secret, "invalid_client", Some("invalid client credentials")),
            ("token-error=bare", &good, "invalid_grant", None),
            ("token-error=no-user", &good, "invalid_grant", Some("no client credentials user enabled")),
        ] {
            let (status, answer) = asked(faults, None, form);
            let told = (status, answer["error"].as_str(), answer["error_description"].as_str());
            assert_eq!(told, (400, Some(error), why), "{faults} {form}");
        }
    }

    #[test]
    fn a_token_dies_after_its_uses() {
        let (tokens, org) = (Tokens::default(), Id::of("00D", 0, 0));
        let number = tokens.give(2);
        let token = format!("{org}!practice-token-{number}");
        assert_eq!([(); 3].map(|()| tokens.spend(org, &token)), [true, true, false]);
        assert!(!tokens.spend(org, "practice-token-1") && !tokens.spend(org, &format!("{org}!practice-token-0")));
        assert_eq!(tokens.given(), 1);
    }
}
