//! Who a client is.

use super::options::Options;
use super::refusal;
use crate::practice::reply::Reply;
use axum::http::header::{self, HeaderMap};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// The account.
    Known,
    /// Nobody in particular.
    Anybody,
}

/// Who a request comes from. Wrong credentials are refused, unless a fault takes them for none.
pub(super) fn caller(options: &Options, headers: &HeaderMap) -> Result<Caller, Reply> {
    let Some(given) = headers.get(header::AUTHORIZATION) else { return Ok(Caller::Anybody) };
    let given = given.to_str().unwrap_or_default();
    if given.starts_with("Bearer ") && !options.faults.lets_anybody {
        return Err(refusal::unreadable());
    }
    match basic(given) {
        Some((name, token)) if name.eq_ignore_ascii_case(&options.username) && token == options.api_token => {
            Ok(Caller::Known)
        }
        _ if options.faults.lets_anybody => Ok(Caller::Anybody),
        _ => Err(refusal::unauthenticated()),
    }
}

/// The name and the secret of HTTP Basic.
fn basic(given: &str) -> Option<(String, String)> {
    let pair = String::from_utf8(STANDARD.decode(given.strip_prefix("Basic ")?.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(name, secret)| (name.to_owned(), secret.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_right_wrong_or_missing() {
        let mut options = Options::default();
        let ask = |options: &Options, given: Option<String>| {
            let mut headers = HeaderMap::new();
            given.map(|given| headers.insert(header::AUTHORIZATION, given.parse().unwrap()));
            caller(options, &headers).map_err(|reply| reply.status)
        };
        let basic = |pair: &str| Some(format!("Basic {}", STANDARD.encode(pair)));
        let right = basic("Practice@Example.com:practice-token");
        let wrong = basic("practice@example.com:nope");
        assert_eq!(ask(&options, right.clone()), Ok(Caller::Known));
        assert_eq!((ask(&options, None), ask(&options, wrong.clone())), (Ok(Caller::Anybody), Err(401)));
        assert_eq!(ask(&options, Some("Bearer x".to_owned())), Err(403));
        options.faults = "anonymous".parse().unwrap();
        assert_eq!((ask(&options, wrong), ask(&options, right)), (Ok(Caller::Anybody), Ok(Caller::Known)));
    }
}
