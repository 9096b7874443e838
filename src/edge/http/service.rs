//! A service of one URL that is asked without credentials.

use super::{Answer, CONNECT_TIMEOUT, Trouble, bounded_client, is_direct, read, redirected, trouble, within};
use crate::error::{Error, Result};
use reqwest::{Client, header};
use std::time::Duration;
use url::Url;

/// A client for one URL, which takes JSON and answers with JSON.
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
            client.map_err(|cause| Error::failed("making the HTTP client failed").because(cause.without_url()))?;
        Ok(Self { client, url, timeout })
    }

    /// Posts JSON and reads the whole answer. A redirect is not followed.
    pub async fn post(&self, body: Vec<u8>) -> Result<Answer, Trouble> {
        within(self.timeout, self.post_once(body)).await
    }

    async fn post_once(&self, body: Vec<u8>) -> Result<Answer, Trouble> {
        let request = self.client.post(self.url.clone()).header(header::ACCEPT, "application/json");
        let response = request.header(header::CONTENT_TYPE, "application/json").body(body).send();
        let response = response.await.map_err(trouble)?;
        match redirected(&response, &self.url)? {
            Some(_) => Err(Trouble::Elsewhere("it leads elsewhere".to_owned())),
            None => read(response).await,
        }
    }
}
