//! How a request gets its credential: a [`Signer`] puts it on when the request is sent, and nowhere else does it stand.

use super::ask::{is_sendable, prove_name, unsendable};
use super::{Answer, Trouble};
use crate::credentials::Credentials;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use catchment_base::error::{Error, Result};
use catchment_base::secret::Secret;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use std::pin::Pin;
use std::sync::Arc;
use url::{Url, form_urlencoded};
use zeroize::Zeroizing;

/// Which credential signed a request, so that one that was refused is told from its successor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp(pub u64);

/// Gets ready in its own time.
pub type Ready<'a> = Pin<Box<dyn Future<Output = Result<(), Trouble>> + Send + 'a>>;

/// Signs the requests of one site.
///
/// Only requests of URLs below the site's base URL, or below one of [`Signer::also`], are signed and sent: that is
/// settled before the first request, whatever the site says later.
pub trait Signer: Send + Sync {
    /// The base URLs to which the credential may go beside the site's own.
    fn also(&self) -> &[Url] {
        &[]
    }

    /// Gets a token where none lasts; all that wait share one. Awaited before each request.
    fn ready(&self) -> Ready<'_> {
        Box::pin(async { Ok(()) })
    }

    /// Puts the credential onto a request.
    fn sign(&self, request: &mut Outgoing) -> Result<Stamp>;

    /// The site did not take this stamp: whether there is, or may be got, another credential.
    fn renew(&self, _refused: Stamp) -> bool {
        false
    }

    /// Why an answer, whose status is no refusal, shows that the credential was not taken.
    fn denied(&self, _answer: &Answer) -> Option<Error> {
        None
    }

    /// The account for which the token in force was issued, by the name that its endpoint gives it; nothing where it names none.
    fn account(&self) -> Option<String> {
        None
    }

    /// Every secret and token in force, in every form in which an answer could give it back.
    fn secrets(&self) -> Arc<Credentials>;

    /// What to look at where the site does not take the credential, unless it is what is usually said.
    fn hint(&self) -> Option<&'static str> {
        None
    }
}

/// A request on its way out, as far as a credential touches it. It has no form that can be printed.
pub struct Outgoing {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
}

impl Outgoing {
    /// Its method, in capital letters.
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// Where it goes.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Sends it to another origin, under the same path.
    pub fn move_to(&mut self, origin: &Url) {
        let mut url = origin.clone();
        url.set_path(self.url.path());
        url.set_query(self.url.query());
        self.url = url;
    }

    /// Sends it below another base, where it lies below this one.
    pub fn move_below(&mut self, base: &Url, other: &Url) {
        let path = self.url.path();
        let rest = path.strip_prefix(base.path().trim_end_matches('/')).unwrap_or(path);
        let mut url = other.clone();
        url.set_path(&format!("{}{rest}", other.path().trim_end_matches('/')));
        url.set_query(self.url.query());
        self.url = url;
    }

    /// Puts user name and password on, as basic authentication in UTF-8.
    pub fn basic(&mut self, username: &str, password: &Secret) -> Result<()> {
        self.headers.insert(AUTHORIZATION, basic(username, password)?);
        Ok(())
    }

    /// Puts a secret into a header, behind a scheme such as `Bearer ` or nothing.
    pub fn header(&mut self, name: &str, scheme: &str, secret: &Secret) -> Result<()> {
        prove_name(name)?;
        let value = Zeroizing::new(format!("{scheme}{}", secret.expose()));
        let pair = HeaderName::from_bytes(name.as_bytes()).ok().zip(sensitive(&value));
        let (name, value) = pair.filter(|_| is_sendable(&value)).ok_or_else(|| unsendable(name))?;
        self.headers.insert(name, value);
        Ok(())
    }

    /// Puts a secret into an argument of the address, in place of one of this name that may be there.
    pub fn query(&mut self, name: &str, secret: &Secret) {
        let is_other = |part: &&str| {
            let there = part.split('=').next().unwrap_or_default();
            !part.is_empty() && form_urlencoded::parse(there.as_bytes()).next().is_none_or(|(there, _)| there != name)
        };
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        // A plus is a space in forms only; this is a space everywhere.
        let pair = Zeroizing::new(format!("{}={}", encoded(name), encoded(secret.expose())).replace('+', "%20"));
        let others: Vec<&str> = self.url.query().unwrap_or_default().split('&').filter(is_other).collect();
        let query = Zeroizing::new([&others[..], &[pair.as_str()]].concat().join("&"));
        self.url.set_query(Some(&query));
    }
}

/// The header of basic authentication.
pub(super) fn basic(username: &str, password: &Secret) -> Result<HeaderValue> {
    let pair = Zeroizing::new(format!("{username}:{}", password.expose()));
    let value = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
    sensitive(&value).ok_or_else(|| Error::usage("the credentials cannot be sent as a header"))
}

/// The header of a bearer token.
pub(super) fn bearer(token: &Secret) -> Result<HeaderValue> {
    let value = Zeroizing::new(format!("Bearer {}", token.expose()));
    sensitive(&value).ok_or_else(|| Error::usage("the token cannot be sent as a header"))
}

fn sensitive(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outgoing(url: &str) -> Outgoing {
        Outgoing { method: Method::GET, url: Url::parse(url).unwrap(), headers: HeaderMap::new() }
    }

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn a_key_stands_once_in_the_address_and_leaves_the_rest_as_it_is() {
        for (url, signed) in [
            ("https://a.example/x", "https://a.example/x?api%20key=a%20%26%22%25%2B%C3%BC%60"),
            ("https://a.example/x?b=%2f+1&c", "https://a.example/x?b=%2f+1&c&api%20key=a%20%26%22%25%2B%C3%BC%60"),
            ("https://a.example/x?api+key=old&b=1", "https://a.example/x?b=1&api%20key=a%20%26%22%25%2B%C3%BC%60"),
        ] {
            let mut out = outgoing(url);
            out.query("api key", &secret("a &\"%+ü`"));
            assert_eq!(out.url().as_str(), signed);
        }
    }

    #[test]
    fn what_no_header_can_hold_is_refused_without_being_repeated() {
        let mut out = outgoing("https://a.example/");
        for text in ["kéy-of-somebody", "key\r\nX: y", "key "] {
            let error = out.header("X-Key", "", &secret(text)).unwrap_err();
            assert!(error.hint_text().is_some() && !error.one_line().contains("key"), "{error}");
        }
        out.header("X-Key", "Bearer ", &secret("a `b` & \"c\" %41")).unwrap();
        assert_eq!(out.headers["x-key"].to_str().unwrap(), "Bearer a `b` & \"c\" %41");
        assert!(out.headers["x-key"].is_sensitive());
    }

    #[test]
    fn a_request_moves_with_path_and_query() {
        let mut out = outgoing("https://a.example/data/x%20y?q=1");
        out.move_to(&Url::parse("https://b.example:8443/").unwrap());
        assert_eq!(out.url().as_str(), "https://b.example:8443/data/x%20y?q=1");
    }

    #[test]
    fn a_request_moves_below_another_base() {
        let base = |text: &str| Url::parse(text).unwrap();
        let mut out = outgoing("https://a.example/wiki/x%20y?q=%2f");
        out.move_below(&base("https://a.example/wiki"), &base("https://b.example/ex/7f/wiki"));
        assert_eq!(out.url().as_str(), "https://b.example/ex/7f/wiki/x%20y?q=%2f");
        out.move_below(&base("https://b.example/ex/7f/wiki/"), &base("https://c.example/"));
        assert_eq!(out.url().as_str(), "https://c.example/x%20y?q=%2f");
    }
}
