//! Files of any size, streamed, and the one way that leads away from the site.
//!
//! A site answers a request for a file with a redirect to a signed link on another origin, or with the bytes.
//! The link is followed by a client of its own, which has no credentials, sends no referer and keeps no cookies;
//! it never leads back to the site. A link is a secret for as long as it lives: it has no form that can be printed.

use super::{Accept, Answer, Http, MAX_REDIRECTS, Question, Transport, Trouble};
use super::{bounded_client, has_user, head, is_direct, read, redirected, too_many_redirects, trouble, within};
use catchment_base::error::{Error, Result, printable};
use futures_util::StreamExt;
use reqwest::{Client, Response};
use std::time::Duration;
use url::Url;

/// Bytes a second that a file comes with at least; what is slower is given up.
const LEAST_SPEED: u64 = 16 << 10;

/// A signed link to another origin.
pub struct Link(Url);

/// A file on its way.
pub struct Coming {
    response: Response,
    content_type: String,
    timeout: Duration,
}

/// What a site gives for a file.
pub enum Given {
    /// A link to another origin.
    Link(Link),
    /// The bytes themselves.
    File(Coming),
}

/// Why a file did not come as a whole.
pub enum Broken {
    /// The connection broke, or the file came too slowly.
    Trouble(Trouble),
    /// It is longer than it may be.
    TooLarge,
    /// Whoever takes the bytes could not keep them.
    Taking(Error),
}

impl Http {
    /// Asks the site for a file. Where it gives none, the answer says why.
    pub async fn begin_download(&self, url: &Url) -> Result<(Answer, Option<Given>), Trouble> {
        self.signer.ready().await?;
        within(self.timeout, self.follow_to_file(url)).await
    }

    async fn follow_to_file(&self, url: &Url) -> Result<(Answer, Option<Given>), Trouble> {
        let mut url = url.clone();
        for _ in 0..=MAX_REDIRECTS {
            let (response, stamp) = self.send(Question { url: &url, accept: Accept::Anything, of: None }).await?;
            self.prove_headers(response.headers())?;
            match redirected(&response)? {
                Some(next) if self.bases().any(|base| base.origin() == next.origin()) => url = next,
                Some(next) => return Ok((head(&response), Some(Given::Link(Link(next))))),
                None if response.status() == 200 => {
                    let (answer, coming) = Coming::new(response, self.timeout);
                    return Ok((answer, Some(Given::File(coming))));
                }
                None => return Ok((self.prove_body(read(response).await?, stamp)?, None)),
            }
        }
        Err(too_many_redirects())
    }
}

/// A client for the links that a site gives: it knows no credentials.
pub struct Outside {
    client: Client,
    /// For links in plain http and to this machine.
    direct: Client,
    site: url::Origin,
    plain: bool,
    timeout: Duration,
}

impl Outside {
    /// A client for the links of a site. Links are https, unless the site itself is asked in plain http.
    pub fn new(site: &Url, timeout: Duration, transport: &Transport) -> Result<Self> {
        let made = |direct| {
            let client = transport.put_on_for(bounded_client(timeout), direct)?.build();
            client.map_err(|cause| Error::failed("creating the HTTP client failed").because(cause.without_url()))
        };
        Ok(Self {
            client: made(false)?,
            direct: made(true)?,
            site: site.origin(),
            plain: site.scheme() == "http",
            timeout,
        })
    }

    /// Asks for the file behind a link. Where there is none, the answer says why.
    pub async fn get(&self, link: Link) -> Result<(Answer, Option<Coming>), Trouble> {
        within(self.timeout, self.follow(link.0)).await
    }

    async fn follow(&self, mut url: Url) -> Result<(Answer, Option<Coming>), Trouble> {
        for _ in 0..=MAX_REDIRECTS {
            self.prove_target(&url)?;
            let client = if is_direct(&url) { &self.direct } else { &self.client };
            let response = client.get(url.clone()).send().await.map_err(trouble)?;
            match redirected(&response)? {
                Some(next) => url = next,
                None if response.status() == 200 => {
                    let (answer, coming) = Coming::new(response, self.timeout);
                    return Ok((answer, Some(coming)));
                }
                None => return Ok((read(response).await?, None)),
            }
        }
        Err(too_many_redirects())
    }

    fn prove_target(&self, url: &Url) -> Result<(), Trouble> {
        if url.origin() == self.site {
            return Err(Trouble::Elsewhere("the link to the file leads back to the site".to_owned()));
        }
        if has_user(url) {
            return Err(Trouble::Elsewhere("the link to the file contains a user name".to_owned()));
        }
        match url.scheme() {
            "https" => Ok(()),
            "http" if self.plain => Ok(()),
            other => Err(Trouble::Elsewhere(format!(
                "the link to the file begins with {}: instead of https:",
                printable(other)
            ))),
        }
    }
}

impl Coming {
    fn new(response: Response, timeout: Duration) -> (Answer, Self) {
        let answer = head(&response);
        let content_type = answer.content_type.clone();
        (answer, Self { response, content_type, timeout })
    }

    /// The media type, lower case, without parameters.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// The bytes that the answer announces.
    pub fn announced(&self) -> Option<u64> {
        self.response.content_length()
    }

    /// Hands the bytes over as they come, at most `most` of them; gives their number.
    pub async fn pour(self, most: u64, take: &mut (dyn FnMut(&[u8]) -> Result<()> + Send)) -> Result<u64, Broken> {
        let expected = self.announced().map_or(most, |announced| announced.min(most));
        let time = self.timeout + Duration::from_secs(expected / LEAST_SPEED);
        let pouring = pour(self.response, most, take);
        match tokio::time::timeout(time, pouring).await {
            Ok(poured) => poured,
            Err(_) => {
                Err(Broken::Trouble(Trouble::Cut(format!("the file did not arrive within {} s", time.as_secs()))))
            }
        }
    }
}

async fn pour(
    response: Response,
    most: u64,
    take: &mut (dyn FnMut(&[u8]) -> Result<()> + Send),
) -> Result<u64, Broken> {
    if response.content_length().is_some_and(|announced| announced > most) {
        return Err(Broken::TooLarge);
    }
    let (mut bytes, mut chunks) = (0, response.bytes_stream());
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|cause| Broken::Trouble(trouble(cause)))?;
        bytes += chunk.len() as u64;
        if bytes > most {
            return Err(Broken::TooLarge);
        }
        take(&chunk).map_err(Broken::Taking)?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proven(site: &str, link: &str) -> Result<(), String> {
        let outside = Outside::new(&Url::parse(site).unwrap(), Duration::from_secs(1), &Transport::default()).unwrap();
        outside.prove_target(&Url::parse(link).unwrap()).map_err(|trouble| trouble.to_string())
    }

    #[test]
    fn a_link_leads_to_another_origin_in_tls_and_carries_no_user() {
        let site = "https://example.atlassian.net/wiki";
        assert!(proven(site, "https://media.example.com/file/1?token=a").is_ok());
        for (link, says) in [
            ("https://example.atlassian.net/wiki/x", "back to the site"),
            ("http://media.example.com/file/1", "begins with http:"),
            ("ftp://media.example.com/file/1", "begins with ftp:"),
            ("https://me@media.example.com/file/1", "contains a user name"),
            ("https://:secret@media.example.com/file/1", "contains a user name"),
        ] {
            let refused = proven(site, link).unwrap_err();
            assert!(refused.contains(says) && !refused.contains("secret"), "{link}: {refused}");
        }
        assert!(proven("http://127.0.0.1:8080/wiki", "http://127.0.0.1:8081/file/1").is_ok());
    }
}
