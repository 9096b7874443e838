//! A request as data: what is asked for, in a form that the position of a walk can keep.
//!
//! It holds no credential: that is put on when the request is sent. So a request may stand in a table and in a record.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use catchment_base::error::{Error, Result, printable};
use serde_json::{Value, json};
use url::Url;

/// Headers that no request sets itself: they carry credentials, frame the message, or are this client's own to choose.
const RESERVED: [&str; 13] = [
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

const JSON: &str = "application/json";

/// A request of a site: with a body it is a POST of JSON, else a GET.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ask {
    /// Where it goes.
    pub url: Url,
    /// Headers beside those of every request; one that is set here takes the place of the usual one.
    pub headers: Vec<(String, String)>,
    /// The JSON of a POST.
    pub body: Option<Vec<u8>>,
}

/// Which POSTs a site may get: those that only ask. Everything else is a GET.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posts {
    /// To these paths below its base.
    To(&'static [&'static str]),
    /// To the paths that the settings describe as questions.
    Described,
}

impl Posts {
    /// Refuses a request that is a POST to another path below the base.
    pub(super) fn prove(self, base: &Url, ask: &Ask) -> Result<()> {
        let path = ask.url.path().strip_prefix(base.path().trim_end_matches('/'));
        match self {
            Posts::To(paths) if ask.body.is_some() && !path.is_some_and(|path| paths.contains(&path)) => {
                let path = printable(ask.url.path());
                Err(Error::failed(format!("a POST to {path} was not sent: it is not known only to read"))
                    .hint("this is a fault of catchment, which changes nothing on a site; please report it"))
            }
            Posts::To(_) | Posts::Described => Ok(()),
        }
    }
}

impl Ask {
    /// A GET.
    pub fn get(url: Url) -> Self {
        Self { url, headers: Vec::new(), body: None }
    }

    /// A POST of JSON. Only for questions that change nothing: they may be asked twice.
    pub fn post(url: Url, body: Vec<u8>) -> Self {
        Self { url, headers: Vec::new(), body: Some(body) }
    }

    /// The media type that its answer has to have.
    pub fn accepted(&self) -> &str {
        let is_csv = |(name, media): &(String, String)| name.eq_ignore_ascii_case("accept") && media == "text/csv";
        if self.headers.iter().any(is_csv) { "text/csv" } else { JSON }
    }

    /// The form that a position keeps: of a GET without headers its URL, else a JSON object.
    pub fn written(&self) -> String {
        if self.headers.is_empty() && self.body.is_none() {
            return self.url.to_string();
        }
        let body = self.body.as_ref().map(|body| STANDARD.encode(body));
        json!({"url": self.url.as_str(), "headers": self.headers, "body": body}).to_string()
    }

    /// Reads [`Ask::written`]. Whether the URL lies in the site is proven when it is sent.
    pub fn read(text: &str) -> Result<Self> {
        let ask = if text.starts_with('{') { Self::of_json(text) } else { Url::parse(text).ok().map(Self::get) };
        let ask = ask.ok_or_else(|| {
            Error::failed("the next request of a walk cannot be read")
                .hint("it was stored by a newer version of catchment; use that one")
        })?;
        ask.prove().map(|()| ask)
    }

    fn of_json(text: &str) -> Option<Self> {
        let kept: Value = serde_json::from_str(text).ok()?;
        let header = |pair: &Value| Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()));
        Some(Self {
            url: Url::parse(kept.get("url")?.as_str()?).ok()?,
            headers: kept.get("headers")?.as_array()?.iter().map(header).collect::<Option<_>>()?,
            body: match kept.get("body")? {
                Value::Null => None,
                body => Some(STANDARD.decode(body.as_str()?).ok()?),
            },
        })
    }

    /// Whether every header is one that a request may set.
    pub fn prove(&self) -> Result<()> {
        self.headers.iter().try_for_each(|(name, value)| prove_header(name, value))
    }
}

/// Whether a request may set this header to this value.
pub fn prove_header(name: &str, value: &str) -> Result<()> {
    prove_name(name)?;
    let lower = name.to_ascii_lowercase();
    if RESERVED.contains(&lower.as_str()) || lower.starts_with("proxy-") {
        return Err(Error::usage(format!("a request may not set the header `{lower}`"))
            .hint("set credentials in the connection; the client sets the other headers itself"));
    }
    if is_sendable(value) {
        return Ok(());
    }
    Err(unsendable(&lower))
}

/// The error of a header whose value is none.
pub(super) fn unsendable(name: &str) -> Error {
    Error::usage(format!("the value of the header `{}` cannot be sent", printable(name)))
        .hint("write printable ASCII characters, without a line break and without spaces at its ends")
}

/// Whether this is the name of a header.
pub(super) fn prove_name(name: &str) -> Result<()> {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if !name.is_empty() && name.chars().all(is_token) {
        return Ok(());
    }
    Err(Error::usage(format!("`{}` is an invalid header name", printable(name)))
        .hint("write letters, digits and hyphens, for example X-Api-Key"))
}

/// Whether a header can hold this value as it is.
pub fn is_sendable(value: &str) -> bool {
    value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && value.trim_matches(' ') == value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url() -> Url {
        Url::parse("https://api.example.com/v1/customers?after=a%2Fb&limit=5").unwrap()
    }

    #[test]
    fn a_get_is_kept_as_its_url_and_anything_else_is_read_back_as_it_was() {
        assert_eq!(Ask::get(url()).written(), url().as_str());
        let version = ("Api-Version".to_owned(), "2026-01 \"x\"".to_owned());
        for ask in [
            Ask::get(url()),
            Ask { headers: vec![version.clone()], ..Ask::get(url()) },
            Ask::post(url(), b"{\"cursor\":\"\xc3\xbc\xff\"}".to_vec()),
            Ask::post(url(), Vec::new()),
            Ask { headers: vec![version.clone(), version], ..Ask::post(url(), b"{}".to_vec()) },
        ] {
            assert_eq!(Ask::read(&ask.written()).unwrap(), ask);
        }
    }

    #[test]
    fn only_posts_that_are_known_to_read_are_sent() {
        let base = Url::parse("https://a.example/wiki").unwrap();
        let at = |path: &str| base.join(path).unwrap();
        let posts = Posts::To(&["/api/ids"]);
        let post = |path: &str| Ask::post(at(path), b"{}".to_vec());
        assert!(posts.prove(&base, &post("/wiki/api/ids?a=1")).is_ok());
        assert!(posts.prove(&base, &Ask::get(at("/wiki/api/pages"))).is_ok());
        for path in ["/wiki/api/pages", "/wiki/api/ids/7", "/api/ids", "/wiki/x/../api/pages", "/wiki/api/id%73"] {
            assert!(posts.prove(&base, &post(path)).unwrap_err().hint_text().is_some(), "{path}");
        }
        assert!(Posts::Described.prove(&base, &post("/wiki/search")).is_ok());
    }

    #[test]
    fn what_cannot_be_a_request_is_not_read() {
        for text in ["", "next", "{", "{}", r#"{"url":"https://a.example","headers":[["a"]],"body":null}"#] {
            let error = Ask::read(text).unwrap_err();
            assert!(error.hint_text().is_some(), "{text}");
        }
        let forged = r#"{"url":"https://a.example/","headers":[["Cookie","a=b"]],"body":null}"#;
        assert!(Ask::read(forged).unwrap_err().to_string().contains("`cookie`"));
    }

    #[test]
    fn headers_that_carry_credentials_or_frame_the_message_are_refused() {
        for name in ["Authorization", "cookie", "HOST", "Content-Length", "Proxy-Authorization", "proxy-x", "TE"] {
            let error = prove_header(name, "x").unwrap_err();
            assert!(error.to_string().contains("may not set") && error.hint_text().is_some(), "{name}");
        }
        for (name, value) in [("", "x"), ("a b", "x"), ("a:b", "x"), ("a\r\nb", "x"), ("ü", "x")] {
            assert!(prove_header(name, value).unwrap_err().to_string().contains("invalid header name"), "{name:?}");
        }
        for value in ["a\r\nb: c", "ü", " a", "a ", "a\0"] {
            assert!(prove_header("X-A", value).unwrap_err().to_string().contains("cannot be sent"), "{value:?}");
        }
        prove_header("Accept", "application/json; charset=utf-8").unwrap();
        prove_header("X-A", "").unwrap();
    }
}
