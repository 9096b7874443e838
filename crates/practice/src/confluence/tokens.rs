//! Tokens of OAuth 2.0: client credentials, and the consent of a person who always agrees, with refresh tokens that are good
//! once.

use super::door::CLOUD_ID;
use super::entry::Visit;
use super::reply::Reply;
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use url::{Url, form_urlencoded};

/// Where a token is asked for.
pub(super) const TOKEN: &str = "/oauth/token";
const ACCESS: &str = "practice-access-";
const REFRESH: &str = "practice-refresh-";

/// The tokens that were given out.
#[derive(Default)]
pub(super) struct Tokens {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// How many requests each token is still good for.
    left: Vec<u64>,
    /// The number of the only refresh token that is good; 0 for none.
    refresh: u64,
    /// Where the code leads back to that may be exchanged, by its number.
    codes: Vec<Option<String>>,
}

impl Tokens {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a token is good for one more request, which it is used for then.
    pub(super) fn spend(&self, token: &str) -> bool {
        let number = token.strip_prefix(ACCESS).and_then(|number| number.parse::<usize>().ok());
        let mut state = self.state();
        let left = number.and_then(|number| state.left.get_mut(number.checked_sub(1)?)).filter(|left| **left > 0);
        left.map(|left| *left -= 1).is_some()
    }

    /// How many tokens were given out.
    pub(super) fn given(&self) -> u64 {
        self.state().left.len() as u64
    }
}

/// What lies in front of the site for clients of OAuth; nothing where a path leads elsewhere.
pub(super) fn answer(visit: &Visit<'_>, path: &str) -> Option<Reply> {
    let is = |method: Method, known: &str| visit.request.method == method && path == known;
    if is(Method::POST, TOKEN) {
        return Some(token(visit).unwrap_or_else(|refused| refused));
    }
    if is(Method::GET, "/oauth/token/accessible-resources") {
        let origin = visit.base.trim_end_matches("/wiki");
        let other = json!({"id": "another-site", "name": "other", "url": "https://other.example.com", "scopes": []});
        let own = json!({"id": CLOUD_ID, "name": "practice", "url": origin, "scopes": visit.options.scopes});
        return Some(Reply::json(200, json!([other, own]).to_string()));
    }
    is(Method::GET, "/authorize").then(|| consent(visit))
}

/// What came as JSON or as a form.
fn fields(sent: &[u8]) -> BTreeMap<String, String> {
    match serde_json::from_slice::<Value>(sent) {
        Ok(Value::Object(members)) => {
            let text = |(name, value): (String, Value)| Some((name, value.as_str()?.to_owned()));
            members.into_iter().filter_map(text).collect()
        }
        _ => form_urlencoded::parse(sent).into_owned().collect(),
    }
}

fn refused(status: u16, code: &str, why: &str) -> Reply {
    Reply::json(status, json!({"error": code, "error_description": why}).to_string())
}

fn token(visit: &Visit<'_>) -> Result<Reply, Reply> {
    let (options, fields) = (visit.options, fields(visit.sent));
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    if field("client_id") != options.username || field("client_secret") != options.api_token {
        return Err(refused(401, "access_denied", "Unauthorized"));
    }
    let mut state = visit.tokens.state();
    let is_person = match field("grant_type") {
        "client_credentials" => false,
        "authorization_code" => {
            let number = field("code").strip_prefix("practice-code-").and_then(|number| number.parse::<usize>().ok());
            let code = number.and_then(|number| state.codes.get_mut(number.checked_sub(1)?)?.take());
            code.filter(|back| *back == field("redirect_uri"))
                .ok_or_else(|| refused(403, "invalid_grant", "Invalid authorization code"))?;
            true
        }
        "refresh_token" => {
            let is_good = state.refresh > 0 && field("refresh_token") == format!("{REFRESH}{}", state.refresh);
            if !is_good {
                return Err(refused(403, "unauthorized_client", "refresh_token is invalid"));
            }
            true
        }
        _ => return Err(refused(400, "unsupported_grant_type", "the grant type is not supported")),
    };
    state.left.push(options.token_uses);
    let mut answer = json!({
        "access_token": format!("{ACCESS}{}", state.left.len()),
        "expires_in": 3600,
        "token_type": "Bearer",
        "scope": options.scopes.join(" "),
    });
    if is_person {
        state.refresh += 1;
        answer["refresh_token"] = json!(format!("{REFRESH}{}", state.refresh));
    }
    Ok(Reply::json(200, answer.to_string()).with("Cache-Control", "no-store"))
}

/// A person who agrees at once: the browser is led back with a code.
fn consent(visit: &Visit<'_>) -> Reply {
    let query = visit.request.uri.query().unwrap_or_default().as_bytes();
    let asked: BTreeMap<String, String> = form_urlencoded::parse(query).into_owned().collect();
    let field = |name: &str| asked.get(name).map_or("", String::as_str);
    let is_known = field("client_id") == visit.options.username
        && field("audience") == "api.atlassian.com"
        && field("response_type") == "code"
        && field("scope").split(' ').any(|scope| scope == "offline_access");
    let Some(mut back) = Url::parse(field("redirect_uri")).ok().filter(|_| is_known) else {
        return Reply::html(400, "<html><head><title>Something went wrong</title></head></html>");
    };
    let mut state = visit.tokens.state();
    state.codes.push(Some(back.to_string()));
    let code = format!("practice-code-{}", state.codes.len());
    back.query_pairs_mut().append_pair("state", field("state")).append_pair("code", &code);
    Reply::see(back.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_so_many_requests() {
        let tokens = Tokens::default();
        tokens.state().left = vec![2, 0];
        let one = format!("{ACCESS}1");
        assert_eq!([tokens.spend(&one), tokens.spend(&one), tokens.spend(&one)], [true, true, false]);
        for wrong in ["practice-access-2", "practice-access-0", "practice-access-3", "x", ""] {
            assert!(!tokens.spend(wrong), "{wrong}");
        }
    }
}
