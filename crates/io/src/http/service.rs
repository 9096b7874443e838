//! A service of one URL: it is asked without the credentials of a site.

use super::sign::{basic, bearer};
use super::{
    Answer, CONNECT_TIMEOUT, MAX_BODY, Transport, Trouble, bounded_client, read_up_to, redirected, trouble, within,
};
use catchment_base::error::{Error, Result};
use catchment_base::secret::Secret;
use reqwest::header::{self, HeaderValue};
use reqwest::{Client, RequestBuilder};
use std::time::Duration;
use url::{Url, form_urlencoded};

/// Largest body of a short answer, in bytes.
const MAX_SHORT: usize = 64 << 10;

/// A client for one URL, which takes JSON, a form or a GET and answers with JSON.
pub struct Service {
    client: Client,
    url: Url,
    timeout: Duration,
}

impl Service {
    /// A client; `timeout` bounds one whole request.
    pub fn new(url: Url, timeout: Duration, transport: &Transport) -> Result<Self> {
        // It may think about a question for as long as that takes, and says nothing meanwhile.
        let client = bounded_client(timeout).read_timeout(timeout + CONNECT_TIMEOUT);
        let client = transport.put_on(client, &url)?.build();
        let client =
            client.map_err(|cause| Error::failed("creating the HTTP client failed").because(cause.without_url()))?;
        Ok(Self { client, url, timeout })
    }

    /// Gets a short answer, with a bearer token where there is one. A redirect is not followed.
    pub async fn get(&self, token: Option<&Secret>) -> Result<Answer, Trouble> {
        let request = self.client.get(self.url.clone());
        let authorization = token.map(bearer).transpose().map_err(Trouble::Final)?;
        within(self.timeout, self.once(request, authorization, MAX_SHORT)).await
    }

    /// Posts JSON and reads the whole answer. A redirect is not followed.
    pub async fn post(&self, body: Vec<u8>) -> Result<Answer, Trouble> {
        let request = self.client.post(self.url.clone()).header(header::CONTENT_TYPE, "application/json").body(body);
        within(self.timeout, self.once(request, None, MAX_BODY)).await
    }

    /// Posts a form, with the user name and password of basic authentication where there are some, and reads a short
    /// answer. A redirect is not followed.
    pub async fn post_form(&self, fields: &[(&str, &str)], user: Option<(&str, &Secret)>) -> Result<Answer, Trouble> {
        let authorization = user.map(|(name, password)| basic(name, password)).transpose().map_err(Trouble::Final)?;
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let media = "application/x-www-form-urlencoded";
        let request = self.client.post(self.url.clone()).header(header::CONTENT_TYPE, media).body(form);
        within(self.timeout, self.once(request, authorization, MAX_SHORT)).await
    }

    async fn once(
        &self,
        request: RequestBuilder,
        authorization: Option<HeaderValue>,
        most: usize,
    ) -> Result<Answer, Trouble> {
        let request = request.header(header::ACCEPT, "application/json");
        let request = match authorization {
            Some(authorization) => request.header(header::AUTHORIZATION, authorization),
            None => request,
        };
        let response = request.send().await.map_err(trouble)?;
        match redirected(&response)? {
            Some(_) => Err(Trouble::Elsewhere("it leads elsewhere, which is not its configured origin".to_owned())),
            None => read_up_to(response, most).await,
        }
    }
}
