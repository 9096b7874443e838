//! The only user of the network: one site, one credential, every size and time bounded.
//!
//! Redirects are followed here and not by the library, because a library forwards custom headers and
//! the referer to other hosts: a hop within the configured origin keeps the credential, any other hop is
//! an error. URLs never stand in error texts of the library (`without_url`).
//!
//! "Within the site" means its origin and below the path of its base URL: behind a gateway other tenants share the
//! origin.

mod address;
mod ask;
mod body;
mod download;
mod service;
mod sign;
mod transport;

pub use address::{argument, below, has_user, is_direct, is_inside, is_loopback, with_argument, without_argument};
pub use ask::{Ask, Posts, is_sendable, prove_header};
pub use download::{Broken, Coming, Given, Link, Outside};
pub use service::Service;
pub use sign::{Outgoing, Ready, Signer, Stamp};
pub use transport::{OF_SETTINGS, PROXIES, Transport, prove_proxy};

use body::read_body;
use catchment_base::clock;
use catchment_base::error::{Error, Result, printable};
use chrono::NaiveDateTime;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, ClientBuilder, Method, Response, redirect};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Largest response body accepted, in bytes after decompression.
pub const MAX_BODY: usize = 64 << 20;
const MAX_ERROR_BODY: usize = 64 << 10;
/// Largest headers of an answer, all of them, in bytes.
const MAX_HEADERS: usize = 64 << 10;
const MAX_REDIRECTS: usize = 5;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A machine without a role has nobody at the address where roles are asked for: it is noticed soon.
const STORE_CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// 8 MiB in this time are 70 KB/s.
const STORE_TIMEOUT: Duration = Duration::from_secs(120);
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// How to reach a site.
pub struct Site {
    /// The base URL; only what lies below it, or below another one that the signer names, is ever asked.
    pub url: Url,
    /// Puts the credential onto each request.
    pub signer: Arc<dyn Signer>,
    /// Bound on one whole request with its redirects.
    pub timeout: Duration,
    /// Whether to ask for gzip.
    pub compression: bool,
    /// How requests leave the machine.
    pub transport: Transport,
    /// Which POSTs it may get.
    pub posts: Posts,
}

/// A client for one site.
pub struct Http {
    client: Client,
    base: Url,
    signer: Arc<dyn Signer>,
    timeout: Duration,
    compression: bool,
    posts: Posts,
}

/// A complete answer, whatever its status.
#[derive(Default)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The server's `Date`, or ours where it sent none.
    pub date: NaiveDateTime,
    /// The media type, lower case, without parameters.
    pub content_type: String,
    /// The `Retry-After` header as it came.
    pub retry_after: Option<String>,
    /// Headers by their names in lower case, as far as one may need them: no cookie and no target of a redirect.
    pub headers: Vec<(String, String)>,
    /// Which credential the request had.
    pub stamp: Stamp,
    /// The body, decompressed. Bodies of errors are cut at 64 KiB.
    pub body: Vec<u8>,
}

/// Why there is no complete answer.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// There is no connection to the site; another try may succeed.
    #[error("{0}")]
    Transport(String),
    /// The answer did not come in time, or not to its end; another try may succeed, and so may a smaller question.
    #[error("{0}")]
    Cut(String),
    /// The certificate or the TLS handshake was refused; no other try is made.
    #[error("{0}")]
    Tls(String),
    /// The body is larger than [`MAX_BODY`].
    #[error("the response is larger than {} MiB", MAX_BODY >> 20)]
    TooLarge,
    /// The answer gives the credentials back that were sent with the request.
    #[error("the response repeats the credentials of this connection")]
    Echo,
    /// A redirect or a link leads away from the configured site, or on for ever.
    #[error("{0}")]
    Elsewhere(String),
    /// The request cannot be sent, or its answer not be taken; no other try is made.
    #[error("{0}")]
    Final(Error),
}

impl Answer {
    /// A header by its name; one that came several times with commas between.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

impl Http {
    /// A client for a site.
    pub fn new(site: Site) -> Result<Self> {
        let client = site
            .transport
            .put_on(bounded_client(site.timeout), &site.url)?
            .build()
            .map_err(|cause| Error::failed("creating the HTTP client failed").because(cause.without_url()))?;
        let Site { url: base, signer, timeout, compression, posts, .. } = site;
        Ok(Self { client, base, signer, timeout, compression, posts })
    }

    /// Asks the site and reads the whole answer. A GET is followed to where it is redirected, a POST is not.
    pub async fn ask(&self, ask: &Ask) -> Result<Answer, Trouble> {
        ask.prove().and_then(|()| self.posts.prove(&self.base, ask)).map_err(Trouble::Final)?;
        self.signer.ready().await?;
        within(self.timeout, self.follow(ask)).await
    }

    async fn follow(&self, ask: &Ask) -> Result<Answer, Trouble> {
        let mut url = ask.url.clone();
        for _ in 0..=MAX_REDIRECTS {
            let (response, stamp) = self.send(Question { url: &url, accept: Accept::Json, of: Some(ask) }).await?;
            self.prove_headers(response.headers())?;
            match redirected(&response)? {
                Some(_) if ask.body.is_some() => {
                    return Err(Trouble::Elsewhere("the site redirects a POST".to_owned()));
                }
                Some(next) => url = next,
                None => return self.prove_body(read(response).await?, stamp),
            }
        }
        Err(too_many_redirects())
    }

    /// No header that gives the credentials back is looked at any further.
    fn prove_headers(&self, headers: &HeaderMap) -> Result<(), Trouble> {
        let secrets = self.signer.secrets();
        let echoed = headers.values().any(|value| secrets.are_in(value.as_bytes()));
        if echoed { Err(Trouble::Echo) } else { Ok(()) }
    }

    /// A body that gives the credentials back is not used; of an error the status is enough.
    fn prove_body(&self, mut answer: Answer, stamp: Stamp) -> Result<Answer, Trouble> {
        answer.stamp = stamp;
        if let Some(denied) = self.signer.denied(&answer) {
            return Err(Trouble::Final(denied));
        }
        if self.signer.secrets().are_in(&answer.body) {
            if answer.status == 200 {
                return Err(Trouble::Echo);
            }
            answer.body.clear();
        }
        Ok(answer)
    }

    async fn send(&self, question: Question<'_>) -> Result<(Response, Stamp), Trouble> {
        self.prove_inside(question.url)?;
        let body = question.of.and_then(|ask| ask.body.clone());
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let (url, headers) = (question.url.clone(), self.headers(question)?);
        let mut request = Outgoing { method, url, headers };
        let stamp = self.signer.sign(&mut request).map_err(Trouble::Final)?;
        self.prove_inside(&request.url)?;
        let request = self.client.request(request.method, request.url).headers(request.headers);
        let request = match body {
            None => request,
            Some(body) => request.body(body),
        };
        Ok((request.send().await.map_err(trouble)?, stamp))
    }

    /// The headers of a request; its own take the place of the usual ones.
    fn headers(&self, question: Question<'_>) -> Result<HeaderMap, Trouble> {
        let accept: &[(HeaderName, &'static str)] = match question.accept {
            Accept::Json if self.compression => {
                &[(header::ACCEPT, "application/json"), (header::ACCEPT_ENCODING, "gzip")]
            }
            Accept::Json => &[(header::ACCEPT, "application/json")],
            Accept::Anything => &[(header::ACCEPT, "*/*"), (header::ACCEPT_ENCODING, "identity")],
        };
        let mut headers = HeaderMap::new();
        headers.extend(accept.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))));
        if let Some(ask) = question.of {
            if ask.body.is_some() {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            }
            for (name, value) in &ask.headers {
                let pair = HeaderName::from_bytes(name.as_bytes()).ok().zip(HeaderValue::from_str(value).ok());
                let (name, value) = pair.ok_or_else(|| Trouble::Final(ask::unsendable(name)))?;
                headers.insert(name, value);
            }
        }
        Ok(headers)
    }

    /// The base URLs that may be asked.
    fn bases(&self) -> impl Iterator<Item = &Url> {
        std::iter::once(&self.base).chain(self.signer.also())
    }

    fn prove_inside(&self, url: &Url) -> Result<(), Trouble> {
        if self.bases().any(|base| is_inside(base, url)) {
            return Ok(());
        }
        if has_user(url) {
            return Err(Trouble::Elsewhere("the site leads to an address that contains a user name".to_owned()));
        }
        if url.origin() == self.base.origin() {
            let (path, base) = (printable(url.path()), printable(self.base.path()));
            return Err(Trouble::Elsewhere(format!(
                "the site leads to {path}, which is not below its configured path {base}"
            )));
        }
        let host = printable(url.host_str().unwrap_or("another host"));
        let scheme = url.scheme();
        Err(Trouble::Elsewhere(format!("the site leads to {scheme}://{host}, which is not its configured origin")))
    }

    /// The account for which the token in force was issued, where its endpoint names one. A token is got where there is none yet.
    ///
    /// # Errors
    /// No token is got, and another try would get none.
    pub async fn account(&self) -> Result<Option<String>> {
        match self.signer.ready().await {
            Err(Trouble::Final(error)) => Err(error),
            _ => Ok(self.signer.account()),
        }
    }

    /// The site did not take the credential of this stamp: whether another try may have a new one.
    pub fn renew(&self, refused: Stamp) -> bool {
        self.signer.renew(refused)
    }

    /// What to look at where the site does not take the credential, unless it is what is usually said.
    pub fn hint(&self) -> Option<&'static str> {
        self.signer.hint()
    }
}

/// What is asked for: an answer of the API, or a file as it is.
#[derive(Clone, Copy)]
enum Accept {
    Json,
    Anything,
}

/// One hop of a request: where it goes, and what it is of, unless it is a file that is asked for.
#[derive(Clone, Copy)]
struct Question<'a> {
    url: &'a Url,
    accept: Accept,
    of: Option<&'a Ask>,
}

/// What every client keeps to, whoever it asks.
fn bounded_client(timeout: Duration) -> ClientBuilder {
    Client::builder()
        .redirect(redirect::Policy::none())
        .referer(false)
        .no_gzip()
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(IDLE_TIMEOUT.min(timeout))
}

async fn within<T>(time: Duration, asking: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
    match tokio::time::timeout(time, asking).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Trouble::Cut(format!("no complete response within {} ms", time.as_millis()))),
    }
}

/// A client for an object store, which signs its requests for one host: it follows no redirect, and without
/// `allow_http` speaks TLS only. Where that may be plain http, or the endpoint is this machine, it takes no proxy from the
/// environment. An object or a part of one has [`STORE_TIMEOUT`] to come or go.
pub fn store_client(allow_http: bool, endpoint: Option<&str>) -> Result<Client> {
    let here = endpoint.and_then(|endpoint| Url::parse(endpoint).ok()).is_some_and(|url| is_direct(&url));
    let client = Client::builder();
    let client = if allow_http || here { client.no_proxy() } else { client };
    let client = client
        .redirect(redirect::Policy::none())
        .referer(false)
        .https_only(!allow_http)
        .connect_timeout(STORE_CONNECT_TIMEOUT)
        .timeout(STORE_TIMEOUT)
        .user_agent(transport::AGENT)
        .build();
    client.map_err(|cause| Error::failed("creating the HTTP client failed").because(cause.without_url()))
}

/// Where an answer leads; what is relative is so to where it came from, not to where the request was made for.
fn redirected(response: &Response) -> Result<Option<Url>, Trouble> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let location = location.ok_or_else(|| Trouble::Elsewhere("a redirect without a target".to_owned()))?;
    response
        .url()
        .join(location)
        .map(Some)
        .map_err(|_| Trouble::Elsewhere("a redirect to something that is not a URL".to_owned()))
}

fn too_many_redirects() -> Trouble {
    Trouble::Elsewhere(format!("more than {MAX_REDIRECTS} redirects"))
}

async fn read(response: Response) -> Result<Answer, Trouble> {
    read_up_to(response, MAX_BODY).await
}

/// An answer whose body has at most so many bytes.
async fn read_up_to(response: Response, most: usize) -> Result<Answer, Trouble> {
    let mut answer = head(&response);
    answer.headers = kept_headers(response.headers())?;
    answer.body = read_body(response, answer.status, most).await?;
    Ok(answer)
}

/// The headers of an answer as text.
fn kept_headers(headers: &HeaderMap) -> Result<Vec<(String, String)>, Trouble> {
    const LEFT_OUT: [HeaderName; 2] = [header::LOCATION, header::SET_COOKIE];
    let (mut kept, mut bytes) = (Vec::new(), 0);
    for name in headers.keys().filter(|name| !LEFT_OUT.contains(name)) {
        let values: Vec<_> =
            headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        let value = values.join(", ");
        bytes += name.as_str().len() + value.len();
        kept.push((name.as_str().to_owned(), value));
    }
    if bytes <= MAX_HEADERS {
        return Ok(kept);
    }
    Err(Trouble::Final(
        Error::failed(format!("the headers of the response are larger than {} KiB", MAX_HEADERS >> 10))
            .hint("check what is between catchment and the site: an API sends no such headers"),
    ))
}

/// An answer without its body and its headers.
fn head(response: &Response) -> Answer {
    let text = |name: HeaderName| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let date = text(header::DATE).and_then(|date| clock::parse_http_date(&date)).unwrap_or_else(clock::now);
    let content_type = text(header::CONTENT_TYPE).unwrap_or_default();
    let content_type = content_type.split(';').next().unwrap_or_default().trim().to_lowercase();
    Answer {
        status: response.status().as_u16(),
        date,
        content_type,
        retry_after: text(header::RETRY_AFTER),
        ..Answer::default()
    }
}

fn trouble(error: reqwest::Error) -> Trouble {
    let error = error.without_url();
    let connecting = error.is_connect();
    let refused = connecting && is_refused_handshake(&error);
    let mut text = error.to_string();
    let mut causes = std::error::Error::source(&error);
    while let Some(cause) = causes {
        text = format!("{text}: {cause}");
        causes = cause.source();
    }
    let text = printable(&text);
    match connecting {
        _ if refused || text.contains("tls handshake") => Trouble::Tls(text),
        true => Trouble::Transport(text),
        false => Trouble::Cut(text),
    }
}

/// Whether the other side does not speak TLS as it must: what reaches us there is invalid data, where a
/// connection that breaks is something else.
fn is_refused_handshake(error: &(dyn std::error::Error + 'static)) -> bool {
    match error.downcast_ref::<std::io::Error>() {
        Some(io) if io.kind() == std::io::ErrorKind::InvalidData => true,
        Some(io) => io.get_ref().is_some_and(|inner| is_refused_handshake(inner)),
        None => error.source().is_some_and(is_refused_handshake),
    }
}
