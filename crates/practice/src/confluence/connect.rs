//! The signature of a Connect app, as a site checks it: HS256, the times, and the hash of the request.

use super::Options;
use aws_lc_rs::{digest, hmac};
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use catchment_base::clock;
use serde_json::Value;
use url::form_urlencoded;

/// Whether a token signs this request with the key of the options, now.
pub(super) fn is_signed(options: &Options, base: &str, request: &Parts, token: Option<&str>) -> bool {
    claims(options, token.unwrap_or_default()).is_some_and(|claims| {
        let now = clock::now().and_utc().timestamp();
        let lasts = claims["iat"].as_i64().zip(claims["exp"].as_i64());
        claims["iss"] == options.username.as_str()
            && lasts.is_some_and(|(from, until)| from <= now + 60 && now < until)
            && claims["qsh"] == hash(base, request).as_str()
    })
}

/// The claims of a token whose signature is the secret's.
fn claims(options: &Options, token: &str) -> Option<Value> {
    let (signed, tag) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let read = |part: &str| -> Option<Value> { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok() };
    let key = hmac::Key::new(hmac::HMAC_SHA256, options.api_token.as_bytes());
    hmac::verify(&key, signed.as_bytes(), &URL_SAFE_NO_PAD.decode(tag).ok()?).ok()?;
    read(claims).filter(|_| read(header).is_some_and(|header| header["alg"] == "HS256"))
}

fn hash(base: &str, request: &Parts) -> String {
    let root = base.splitn(4, '/').nth(3).unwrap_or_default();
    let path = request.uri.path().trim_start_matches('/').strip_prefix(root).unwrap_or_default();
    let path = format!("/{}", path.trim_matches('/').replace('&', "%26"));
    let mut pairs: Vec<(String, String)> =
        form_urlencoded::parse(request.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    pairs.sort();
    let mut query = String::new();
    let mut last = None;
    for (name, value) in pairs {
        let value = encoded(&value);
        match last == Some(name.clone()) {
            true => query.push_str(&format!(",{value}")),
            false => query.push_str(&format!("&{}={value}", encoded(&name))),
        }
        last = Some(name);
    }
    let query = query.trim_start_matches('&');
    let hash = digest::digest(&digest::SHA256, format!("{}&{path}&{query}", request.method).as_bytes());
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A form's text in the stricter way of RFC 3986.
fn encoded(text: &str) -> String {
    let form: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    form.replace('+', "%20").replace('*', "%2A").replace("%7E", "~")
}
