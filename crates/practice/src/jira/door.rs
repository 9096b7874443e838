//! Who a client is.

use super::options::{Deployment, Options};
use super::refusal;
use crate::reply::Reply;
use axum::http::header::{self, HeaderMap};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::sync::atomic::{AtomicU64, Ordering};

/// The header in which Data Center says how a login went.
const REASON: &str = "X-Seraph-LoginReason";

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// The account.
    Known,
    /// Nobody in particular.
    Anybody,
}

/// How many logins by password have failed.
#[derive(Default)]
pub(super) struct Failures(AtomicU64);

/// Who a request comes from. Wrong credentials are refused, unless a fault takes them for none.
pub(super) fn caller(options: &Options, failures: &Failures, headers: &HeaderMap) -> Result<Caller, Reply> {
    let Some(given) = headers.get(header::AUTHORIZATION) else { return Ok(Caller::Anybody) };
    let given = given.to_str().unwrap_or_default();
    let known = match options.deployment {
        Deployment::Cloud => of_cloud(options, given),
        Deployment::DataCenter => of_data_center(options, failures, given),
    };
    match known {
        Err(_) if options.faults.lets_anybody => Ok(Caller::Anybody),
        known => known.map(|()| Caller::Known),
    }
}

fn of_cloud(options: &Options, given: &str) -> Result<(), Reply> {
    match basic(given) {
        Some((name, token)) if name.eq_ignore_ascii_case(&options.username) && token == options.api_token => Ok(()),
        _ if given.starts_with("Bearer ") => Err(refusal::unreadable()),
        _ => Err(refusal::unauthenticated()),
    }
}

/// A personal access token, or name and password; after too many failures the password is denied, right or wrong.
fn of_data_center(options: &Options, failures: &Failures, given: &str) -> Result<(), Reply> {
    if let Some(token) = given.strip_prefix("Bearer ") {
        return if token == options.api_token { Ok(()) } else { Err(unknown(options)) };
    }
    let own = options.username.split('@').next().unwrap_or_default();
    let is_right = basic(given).is_some_and(|(name, password)| name == own && password == options.api_token);
    let failed = failures.0.load(Ordering::SeqCst);
    match options.faults.captcha {
        Some(most) if failed >= most => Err(login_failed(403, "AUTHENTICATION_DENIED")),
        _ if is_right => Ok(()),
        _ => {
            failures.0.store(failed + 1, Ordering::SeqCst);
            Err(login_failed(401, "AUTHENTICATED_FAILED"))
        }
    }
}

fn login_failed(status: u16, reason: &str) -> Reply {
    let page = format!(
        "<html><head><title>Unauthorized ({status})</title></head><body>Basic Authentication Failure - Reason : \
         {reason}</body></html>"
    );
    Reply::html(status, &page).with(REASON, reason).with("WWW-Authenticate", "OAuth realm=\"practice\"")
}

/// The refusal of an operation that nobody without an account may use.
pub(super) fn unknown(options: &Options) -> Reply {
    match options.deployment {
        Deployment::Cloud => refusal::unauthenticated(),
        Deployment::DataCenter => {
            let message = "Client must be authenticated to access this resource.";
            Reply::json(401, json!({"message": message, "status-code": 401}).to_string())
                .with("WWW-Authenticate", "OAuth realm=\"practice\"")
        }
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

    fn ask(options: &Options, failures: &Failures, given: Option<&str>) -> Result<Caller, u16> {
        let mut headers = HeaderMap::new();
        given.map(|given| headers.insert(header::AUTHORIZATION, given.parse().unwrap()));
        caller(options, failures, &headers).map_err(|reply| reply.status)
    }

    fn pair(pair: &str) -> String {
        format!("Basic {}", STANDARD.encode(pair))
    }

    #[test]
    fn credentials_of_cloud_are_right_wrong_or_missing() {
        let (right, wrong) = (pair("Practice@Example.com:practice-token"), pair("practice@example.com:nope"));
        for (faults, given, wanted) in [
            ("", Some(right.as_str()), Ok(Caller::Known)),
            ("", None, Ok(Caller::Anybody)),
            ("", Some(&wrong), Err(401)),
            ("", Some("Bearer practice-token"), Err(403)),
            ("anonymous", Some(&wrong), Ok(Caller::Anybody)),
            ("anonymous", Some(&right), Ok(Caller::Known)),
        ] {
            let faults = if faults.is_empty() { Default::default() } else { faults.parse().unwrap() };
            let options = Options { faults, ..Options::default() };
            assert_eq!(ask(&options, &Failures::default(), given), wanted, "{given:?}");
        }
    }

    #[test]
    fn data_center_takes_tokens_and_passwords_until_too_many_were_wrong() {
        let faults = "captcha=2".parse().unwrap();
        let options = Options { deployment: Deployment::DataCenter, faults, ..Options::default() };
        let failures = Failures::default();
        let (right, wrong) = (pair("practice:practice-token"), pair("practice:nope"));
        // At last a token needs no login.
        for (given, wanted) in [
            ("Bearer practice-token", Ok(Caller::Known)),
            ("Bearer nope", Err(401)),
            (&right, Ok(Caller::Known)),
            (&wrong, Err(401)),
            (&wrong, Err(401)),
            (&right, Err(403)),
            ("Bearer practice-token", Ok(Caller::Known)),
        ] {
            assert_eq!(ask(&options, &failures, Some(given)), wanted, "{given}");
        }
    }
}
