//! Atlassian Connect: an app signs each request with a JSON Web Token (HS256), which names the request by a hash.
//!
//! The hash is of the method, the path below the base of the site and the query, each in one canonical form.

use aws_lc_rs::{digest, hmac};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use catchment_base::secret::Secret;
use catchment_io::credentials::Credentials;
use catchment_io::http::{Outgoing, Signer, Stamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use url::{Url, form_urlencoded};

const HEADER: &str = r#"{"typ":"JWT","alg":"HS256"}"#;
/// Seconds that a token lasts.
const LASTS: i64 = 180;

/// An app that signs with the secret it shares with the site.
pub(super) struct Connect {
    /// The key of the app, as JSON.
    issuer: String,
    key: hmac::Key,
    base: Url,
    secrets: Arc<Credentials>,
}

impl Connect {
    pub(super) fn new(key: &str, secret: &Secret, base: &Url) -> Self {
        let issuer = Value::from(key).to_string();
        // Every token begins so; base64 goes by three bytes.
        let claims = format!("{{\"iss\":{issuer},");
        let whole = &claims.as_bytes()[..claims.len() / 3 * 3];
        let start = format!("{}.{}", encoded(HEADER.as_bytes()), encoded(whole));
        let secrets = Credentials::default().with(secret).with(&Secret::new(start));
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
        Self { issuer, key, base: base.clone(), secrets: Arc::new(secrets) }
    }

    /// The token of a request that is sent now, in seconds since 1970.
    fn token(&self, method: &str, url: &Url, now: i64) -> Secret {
        let (issuer, expires, hash) = (&self.issuer, now + LASTS, query_hash(method, url, &self.base));
        let claims = format!(r#"{{"iss":{issuer},"iat":{now},"exp":{expires},"qsh":{}}}"#, json!(hash));
        let signed = format!("{}.{}", encoded(HEADER.as_bytes()), encoded(claims.as_bytes()));
        let tag = hmac::sign(&self.key, signed.as_bytes());
        Secret::new(format!("{signed}.{}", encoded(tag.as_ref())))
    }
}

impl Signer for Connect {
    fn sign(&self, request: &mut Outgoing) -> Result<Stamp> {
        let token = self.token(request.method(), request.url(), clock::now().and_utc().timestamp());
        request.header("Authorization", "JWT ", &token)?;
        Ok(Stamp::default())
    }

    fn secrets(&self) -> Arc<Credentials> {
        Arc::clone(&self.secrets)
    }

    fn hint(&self) -> Option<&'static str> {
        Some(
            "the signature was not accepted: check the app's key and shared secret, that the app is installed on this site, \
             that url is its base address, and the clock of this machine",
        )
    }
}

/// Whether a key can name an app.
pub(super) fn prove_key(key: &str) -> Result<()> {
    if !key.is_empty() && !key.chars().any(char::is_control) {
        return Ok(());
    }
    Err(Error::usage("the key of the app is empty or contains a control character")
        .hint("give the key that stands in the app's descriptor"))
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The hash of a request below a base.
fn query_hash(method: &str, url: &Url, base: &Url) -> String {
    let hash = digest::digest(&digest::SHA256, canonical(method, url, base).as_bytes());
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A request in its canonical form.
fn canonical(method: &str, url: &Url, base: &Url) -> String {
    let path = url.path();
    let root = base.path().trim_end_matches('/');
    let path = path.strip_prefix(root).filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(path);
    let path = match path.strip_suffix('/').unwrap_or(path).replace('&', "%26") {
        path if path.is_empty() => "/".to_owned(),
        path => path,
    };
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(url.query().unwrap_or_default().as_bytes()) {
        if name != "jwt" {
            values.entry(name.into_owned()).or_default().push(value.into_owned());
        }
    }
    let argument = |(name, mut values): (String, Vec<String>)| {
        values.sort();
        let values: Vec<String> = values.iter().map(|value| percent(value)).collect();
        format!("{}={}", percent(&name), values.join(","))
    };
    let query: Vec<String> = values.into_iter().map(argument).collect();
    format!("{}&{path}&{}", method.to_uppercase(), query.join("&"))
}

/// A text as RFC 3986 has it.
fn percent(text: &str) -> String {
    let byte = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://example.com";

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn a_request_has_one_canonical_form() {
        for (base, asked, wanted) in [
            (BASE, "https://example.com", "GET&/&"),
            (BASE, "https://example.com/a/b/?", "GET&/a/b&"),
            (BASE, "https://example.com/a&b", "GET&/a%26b&"),
            ("https://example.com/wiki", "https://example.com/wiki", "GET&/&"),
            ("https://example.com/wiki", "https://example.com/wiki/rest/api/x?b=2&a=1", "GET&/rest/api/x&a=1&b=2"),
            ("https://example.com/wiki", "https://example.com/wikis/x", "GET&/wikis/x&"),
            (BASE, "https://example.com/x?a=z&A=1&a=b+c&B=%2C!*'()&jwt=t", "GET&/x&A=1&B=%2C%21%2A%27%28%29&a=b%20c,z"),
            (BASE, "https://example.com/x?empty&%C3%BC=%7E", "GET&/x&empty=&%C3%BC=~"),
        ] {
            assert_eq!(canonical("get", &url(asked), &url(base)), wanted, "{asked}");
        }
    }

    #[test]
    fn the_hash_is_that_of_the_canonical_form() {
        for (asked, hash) in [
            ("/test?param=value", "be16910858a41fd19ea5c1b4e9decca9a784d1024cb00b2158defe2f29dc86dd"),
            ("/", "c88caad15a1c1a900b8ac08aa9686f4e8184539bea1deda36e2f649430df3239"),
            ("/path", "799be84a7fa35570087163c0cd9af3abff7ac05c2c12ba0bb1d7eebc984b3ac2"),
        ] {
            assert_eq!(query_hash("GET", &url(&format!("{BASE}{asked}")), &url(BASE)), hash);
        }
    }

    /// Vectors that lie beside the sources: `{"vectors": [{"method", "url", "canonical", "qsh"}]}`.
    #[test]
    fn all_known_hashes_are_reproduced_where_they_are_at_hand() {
        let beside = || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
        let folder = std::env::var_os("CATCHMENT_SHARED").map_or_else(beside, Into::into);
        let path = folder.join("data/qsh-vectors.json");
        let Ok(Some(text)) = catchment_base::disk::read_if_there(&path) else {
            eprintln!("skipped: {} is not there; CATCHMENT_SHARED names its folder", path.display());
            return;
        };
        let known: Value = serde_json::from_slice(&text).unwrap();
        let vectors = known["vectors"].as_array().unwrap();
        for vector in vectors {
            let text = |name: &str| vector[name].as_str().unwrap();
            let (base, asked) = match text("url") {
                whole if whole.starts_with("https:") => (BASE.to_owned(), whole.to_owned()),
                // It was computed for a base with a path.
                below if text("name").contains("(/base)") => (format!("{BASE}/base"), format!("{BASE}{below}")),
                below => (BASE.to_owned(), format!("{BASE}{below}")),
            };
            let canonical = canonical(text("method"), &url(&asked), &url(&base));
            assert_eq!(canonical, text("canonical"), "{}", text("name"));
            assert_eq!(query_hash(text("method"), &url(&asked), &url(&base)), text("qsh"), "{}", text("name"));
        }
        assert_eq!(vectors.len(), 43);
    }

    #[test]
    fn a_token_names_the_app_the_time_and_the_request_and_is_known_again() {
        let secret = Secret::new("shared `&\" %41 ü of a test".to_owned());
        for key in ["app", "app-1", "com.example.\"app\"", "ü"] {
            let app = Connect::new(key, &secret, &url(BASE));
            let token = app.token("GET", &url("https://example.com/path"), 1_700_000_000);
            let parts: Vec<&str> = token.expose().split('.').collect();
            let read = |part: &str| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
            assert_eq!(read(parts[0]), json!({"typ": "JWT", "alg": "HS256"}));
            let qsh = "799be84a7fa35570087163c0cd9af3abff7ac05c2c12ba0bb1d7eebc984b3ac2";
            let claims = json!({"iss": key, "iat": 1_700_000_000, "exp": 1_700_000_180, "qsh": qsh});
            assert_eq!(read(parts[1]), claims);
            let tag = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
            let signed = format!("{}.{}", parts[0], parts[1]);
            let verifier = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
            hmac::verify(&verifier, signed.as_bytes(), &tag).unwrap();
            assert!(
                app.secrets().are_in(token.expose().as_bytes()) && app.secrets().are_in(secret.expose().as_bytes())
            );
            assert!(!app.secrets().are_in(key.as_bytes()));
        }
    }
}
