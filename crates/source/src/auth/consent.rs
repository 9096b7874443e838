//! The consent of a person (OAuth 2.0, authorization code): the browser is led to where it is given and comes back with a
//! code, which is exchanged for a refresh token.

use super::oauth::{prove_url, said};
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_base::response::json_text;
use catchment_base::secret::Secret;
use catchment_io::credentials::Credentials;
use catchment_io::http::{Answer, Service, Transport, Trouble};
use serde_json::Value;
use std::time::Duration;
use url::Url;

/// Without it there is no refresh token.
const OFFLINE: &str = "offline_access";
/// Whose API the tokens are for.
const AUDIENCE: &str = "api.atlassian.com";
const HINT: &str =
    "check oauth_client_id, oauth_client_secret and the callback URL of the client, then run the command again";

/// What a person is asked to consent to, and for whom.
pub struct Consent {
    /// Where the browser is led.
    pub authorize_url: Url,
    /// Where the code is exchanged.
    pub token_url: Url,
    /// Tells which sites a token is for.
    pub sites_url: Url,
    /// The id of the client.
    pub client_id: Secret,
    /// Its secret.
    pub client_secret: Secret,
    /// The scopes that it asks for.
    pub scopes: Vec<String>,
    /// Where the browser is led back to.
    pub back: Url,
    /// The base URL of the site that is to be read.
    pub site: Url,
    /// Its id, where the settings name it.
    pub site_id: Option<String>,
    /// Bound on each request.
    pub timeout: Duration,
    /// How requests leave the machine.
    pub transport: Transport,
}

/// What came of a consent.
pub struct Agreed {
    /// The refresh token, which is good once.
    pub refresh: Secret,
    /// The id of the site.
    pub site_id: String,
}

impl Consent {
    /// The address for the browser; it comes back with `state`, which nobody else knows.
    pub fn address(&self, state: &str) -> Url {
        let mut url = self.authorize_url.clone();
        let scopes = self.scopes.iter().map(String::as_str).filter(|scope| *scope != OFFLINE);
        let scopes: Vec<&str> = scopes.chain([OFFLINE]).collect();
        url.query_pairs_mut()
            .append_pair("audience", AUDIENCE)
            .append_pair("client_id", self.client_id.expose())
            .append_pair("scope", &scopes.join(" "))
            .append_pair("redirect_uri", self.back.as_str())
            .append_pair("state", state)
            .append_pair("response_type", "code")
            .append_pair("prompt", "consent");
        url
    }

    /// Exchanges the code that the browser came back with; refused where the consent is not for the site.
    pub async fn exchange(&self, code: &Secret) -> Result<Agreed> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("client_id", self.client_id.expose()),
            ("client_secret", self.client_secret.expose()),
            ("code", code.expose()),
            ("redirect_uri", self.back.as_str()),
        ];
        prove_url(&self.token_url, &self.site)?;
        let asked = Service::new(self.token_url.clone(), self.timeout, &self.transport)?.post_form(&fields, None).await;
        let body = self.answered(&self.token_url, asked, code)?;
        let secret = |name: &str| {
            let text = body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
            let lacks = || {
                let hint = "check token_url, and that the client may use refresh tokens (offline_access)";
                Error::failed(format!("the token endpoint answered without `{name}`")).hint(hint)
            };
            text.map(|text| Secret::new(text.to_owned())).ok_or_else(lacks)
        };
        let (access, refresh) = (secret("access_token")?, secret("refresh_token")?);
        Ok(Agreed { refresh, site_id: self.site_of(&access).await? })
    }

    /// The id of the site among those that a token is for.
    async fn site_of(&self, access: &Secret) -> Result<String> {
        prove_url(&self.sites_url, &self.site)?;
        let asked = Service::new(self.sites_url.clone(), self.timeout, &self.transport)?.get(Some(access)).await;
        let sites = self.answered(&self.sites_url, asked, access)?;
        let sites: Vec<(String, String)> = sites.as_array().into_iter().flatten().filter_map(site).collect();
        let is_ours = |(id, url): &&(String, String)| {
            self.site_id.as_ref() == Some(id) || Url::parse(url).is_ok_and(|url| url.origin() == self.site.origin())
        };
        sites.iter().find(is_ours).map(|(id, _)| id.clone()).ok_or_else(|| {
            let others: Vec<String> = sites.iter().map(|(_, url)| printable(url)).collect();
            let what = format!("the consent is not for {}", self.site.origin().ascii_serialization());
            Error::new(Kind::Denied, what).hint(format!(
                "choose that site in the browser, check url, or set cloud_id; the consent is for: {}",
                others.join(", ")
            ))
        })
    }

    /// The JSON of an answer with 200.
    fn answered(&self, url: &Url, asked: Result<Answer, Trouble>, sent: &Secret) -> Result<Value> {
        let origin = url.origin().ascii_serialization();
        let answer = asked.map_err(|trouble| Error::failed(format!("{origin}: {trouble}")).hint(HINT))?;
        if answer.status != 200 {
            let secrets = Credentials::default().with(&self.client_secret).with(&self.client_id).with(sent);
            return Err(Error::new(Kind::Denied, format!("{origin}{}", said(&answer, &secrets))).hint(HINT));
        }
        serde_json::from_slice(json_text(&answer.body))
            .map_err(|_| Error::failed(format!("{origin} answered 200 without JSON")).hint(HINT))
    }
}

/// The id and the address of a site.
fn site(resource: &Value) -> Option<(String, String)> {
    let text = |name: &str| Some(resource.get(name)?.as_str()?.to_owned());
    Some((text("id")?, text("url")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_led_to_consent_with_everything_that_it_needs() {
        let url = |text: &str| Url::parse(text).unwrap();
        let consent = Consent {
            authorize_url: url("https://auth.example.com/authorize"),
            token_url: url("https://auth.example.com/oauth/token"),
            sites_url: url("https://api.example.com/sites"),
            client_id: Secret::new("a client & more".to_owned()),
            client_secret: Secret::new("hunter2".to_owned()),
            scopes: vec!["read:a".to_owned(), "read:b".to_owned()],
            back: url("http://127.0.0.1:8765/callback"),
            site: url("https://example.atlassian.net/wiki"),
            site_id: None,
            timeout: Duration::from_secs(1),
            transport: Transport::default(),
        };
        let address = consent.address("a state");
        assert!(!address.as_str().contains("hunter2"));
        let pairs: Vec<(String, String)> = address.query_pairs().into_owned().collect();
        let wanted = [
            ("audience", "api.atlassian.com"),
            ("client_id", "a client & more"),
            ("scope", "read:a read:b offline_access"),
            ("redirect_uri", "http://127.0.0.1:8765/callback"),
            ("state", "a state"),
            ("response_type", "code"),
            ("prompt", "consent"),
        ];
        assert_eq!(pairs, wanted.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
