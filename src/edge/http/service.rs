//! A service of one URL: it is asked without the credentials of a site.

use super::sign::basic;
use super::{
    Answer, CONNECT_TIMEOUT, MAX_BODY, Trouble, bounded_client, is_direct, read_up_to, redirected, trouble, within,
};
use crate::error::{Error, Result};
use crate::secret::Secret;
use reqwest::Client;
use reqwest::header::{self, HeaderValue};
use std::time::Duration;
use url::{Url, form_urlencoded};

/// Largest body of a short answer, in bytes.
const MAX_SHORT: usize = 64 << 10;

/// A client for one URL, which takes JSON or a form and answers with JSON.
pub struct Service {
    client: Client,
    url: Url,
    timeout: Duration,
}

impl Service {
    /// A client; `timeout` bounds one whole request.
    pub fn new(url: Url, timeout: Duration) -> Result<Self> {
        // It may think about a question for as long as that takes, and says nothing meanwhile.
        let client = bounded_client(timeout, is_direct(&url)).read_timeout(timeout + CONNECT_TIMEOUT).build();
        let client =
            client.map_err(|cause| Error::failed("creating the HTTP client failed").because(cause.without_url()))?;
        Ok(Self { client, url, timeout })
    }

    /// Posts JSON and reads the whole answer. A redirect is not followed.
    pub async fn post(&self, body: Vec<u8>) -> Result<Answer, Trouble> {
        within(self.timeout, self.post_once("application/json", None, body, MAX_BODY)).await
    }

    /// Posts a form, with the user name and password of basic authentication where there are some, and reads a short
    /// answer. A redirect is not followed.
    pub async fn post_form(&self, fields: &[(&str, &str)], user: Option<(&str, &Secret)>) -> Result<Answer, Trouble> {
        let authorization = user.map(|(name, password)| basic(name, password)).transpose().map_err(Trouble::Final)?;
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let media = "application/x-www-form-urlencoded";
        within(self.timeout, self.post_once(media, authorization, form.into_bytes(), MAX_SHORT)).await
    }

    async fn post_once(
        &self,
        media: &'static str,
        authorization: Option<HeaderValue>,
        body: Vec<u8>,
        most: usize,
    ) -> Result<Answer, Trouble> {
        let mut request = self.client.post(self.url.clone()).header(header::ACCEPT, "application/json");
        if let Some(authorization) = authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let response = request.header(header::CONTENT_TYPE, media).body(body).send();
        let response = response.await.map_err(trouble)?;
        match redirected(&response, &self.url)? {
            Some(_) => Err(Trouble::Elsewhere("it leads elsewhere".to_owned())),
            None => read_up_to(response, most).await,
        }
    }
}
