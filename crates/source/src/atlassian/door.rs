//! Doors of the products of Atlassian: which of the settings are given decides.
//!
//! Cloud takes an API token at the site; a token with scopes, and those of OAuth, at the gateway of Atlassian
//! ([`Gateway`]); an app of Connect signs each request. Data Center takes a personal access token or a password.

mod gateway;
mod hints;
mod named;

use super::address;
use super::product::Product;
use super::settings::{
    ACCESS_TOKEN, API_TOKEN, AUTHORIZE_URL, CLIENT_ID, CLIENT_SECRET, CLOUD, CLOUD_ID, CONSENT, DATA_CENTER,
    DEPLOYMENT, GATEWAY, GATEWAY_URL, JWT_KEY, JWT_SECRET, OAUTH, PASSWORD, SCOPES, TOKEN_URL, USERNAME,
};
use crate::auth::{self, Consent, Door, Grant, Keeper, Person, Remedies, SendAs};
use crate::config::{Connection, Own, SecretRef};
use catchment_base::error::{Error, Result};
use catchment_base::secret::Secret;
use gateway::Gateway;
pub use hints::hint;
pub(crate) use hints::hints;
use named::Named;
use std::sync::Arc;
use url::Url;

/// How a client is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    ApiToken,
    Client,
    Connect,
    AccessToken,
    Password,
}

impl Way {
    const ALL: [Way; 5] = [Way::ApiToken, Way::Client, Way::Connect, Way::AccessToken, Way::Password];

    fn deployment(self) -> &'static str {
        match self {
            Way::ApiToken | Way::Client | Way::Connect => CLOUD,
            Way::AccessToken | Way::Password => DATA_CENTER,
        }
    }

    /// The settings that it needs together.
    fn needs(self) -> &'static [&'static str] {
        match self {
            Way::ApiToken => &[USERNAME, API_TOKEN],
            Way::Client => &[CLIENT_ID, CLIENT_SECRET],
            Way::Connect => &[JWT_KEY, JWT_SECRET],
            Way::AccessToken => &[ACCESS_TOKEN],
            Way::Password => &[USERNAME, PASSWORD],
        }
    }

    /// The settings that no other way has.
    fn own(self) -> impl Iterator<Item = &'static str> {
        self.needs().iter().copied().filter(|name| *name != USERNAME)
    }

    /// The way that the settings name, if it is one and whole.
    fn of(own: &Own) -> Result<Self> {
        let deployment = own.text(DEPLOYMENT).unwrap_or(CLOUD);
        let mut given = given(own);
        if given.contains(&Way::AccessToken) {
            given.retain(|way| *way != Way::Password);
        }
        let way = match given[..] {
            [way] => way,
            [] => return Err(own.refuse("", "the connection has no credentials", known(deployment))),
            _ => return Err(two(own, &given)),
        };
        if way.deployment() != deployment {
            let name = set(own, way.own()).next().unwrap_or_default();
            let what = format!("`{name}` does not apply to deployment = \"{deployment}\"");
            let hint = format!("set deployment = \"{}\", or {}", way.deployment(), known(deployment));
            return Err(own.refuse(name, what, hint));
        }
        if let Some(lacking) = way.needs().iter().find(|name| own.value(name).is_null()) {
            let name = set(own, way.own()).next().unwrap_or_default();
            let hint = format!("these go together: {}", way.needs().join(", "));
            return Err(own.refuse(name, format!("`{name}` is given without `{lacking}`"), hint));
        }
        // `oauth` has a default.
        if own.text(OAUTH) == Some(CONSENT) && way != Way::Client {
            let what = format!("`{OAUTH}` is given without `{CLIENT_ID}`");
            return Err(own.refuse(OAUTH, what, "remove it, or use the OAuth client instead of the other credentials"));
        }
        if own.switch(GATEWAY) && way != Way::ApiToken {
            let hint = "remove it: it is for API tokens with scopes; OAuth always uses the gateway";
            return Err(own.refuse(GATEWAY, "`gateway` is given without `api_token`", hint));
        }
        Ok(way)
    }
}

/// The ways of which some setting is given.
fn given(own: &Own) -> Vec<Way> {
    Way::ALL.into_iter().filter(|way| set(own, way.own()).next().is_some()).collect()
}

fn set(own: &Own, mut names: impl Iterator<Item = &'static str>) -> impl Iterator<Item = &'static str> {
    std::iter::from_fn(move || names.find(|name| !own.value(name).is_null()))
}

/// The ways of a deployment, for a hint.
fn known(deployment: &str) -> String {
    let ways = Way::ALL.iter().filter(|way| way.deployment() == deployment);
    format!("give one of: {}", ways.map(|way| way.needs().join(" with ")).collect::<Vec<_>>().join("; "))
}

fn two(own: &Own, given: &[Way]) -> Error {
    let names: Vec<&str> = given.iter().flat_map(|way| set(own, way.own())).collect();
    let hint = format!("keep one of them: {}", names.join(", "));
    own.refuse(names.first().copied().unwrap_or_default(), "two ways to authenticate are given at once", hint)
}

/// What the shapes of the settings cannot say of the address of a site, its account and its door.
pub fn check(product: &Product, own: &Own) -> Result<()> {
    address::check(product, own)?;
    // The value is not shown: what stands behind the colon is often the token.
    if own.text(USERNAME).is_some_and(|name| name.contains(':')) {
        let what = "`username` contains a colon, which no user name may contain";
        return Err(own.refuse(USERNAME, what, "give the e-mail address alone"));
    }
    Way::of(own).map(drop)
}

/// What is given besides and does not count.
pub fn notice(own: &Own) -> Option<String> {
    let is_ignored = given(own).ends_with(&[Way::AccessToken, Way::Password]);
    is_ignored.then(|| format!("{ACCESS_TOKEN} is used; {PASSWORD} is set as well and ignored"))
}

/// Whether the tokens of the way that the settings name have scopes.
pub fn has_scopes(own: &Own) -> bool {
    own.switch(GATEWAY) || Way::of(own).is_ok_and(|way| way == Way::Client)
}

/// The door of a connection to a site of a product, whose settings have been checked to name one.
pub fn door(product: &'static Product, connection: &Connection, keeper: &Keeper) -> Result<Door> {
    let own = &connection.own;
    let secret = |name: &str| secret(own, name);
    let basic = |name: &str| auth::basic(connection.account().unwrap_or_default(), secret(name)?);
    match Way::of(own)? {
        Way::ApiToken if own.switch(GATEWAY) => at_gateway(product, connection, basic(API_TOKEN)?),
        Way::ApiToken => basic(API_TOKEN),
        Way::Client => at_gateway(product, connection, auth::oauth(grant(connection, keeper)?)?),
        Way::Connect => auth::connect(own.text(JWT_KEY).unwrap_or_default(), secret(JWT_SECRET)?, &connection.url),
        Way::AccessToken => Ok(Arc::new(Named(auth::bearer(secret(ACCESS_TOKEN)?)?))),
        Way::Password => Ok(Arc::new(Named(basic(PASSWORD)?))),
    }
}

fn at_gateway(product: &'static Product, connection: &Connection, door: Door) -> Result<Door> {
    Ok(Arc::new(Gateway::new(product, connection, door)?))
}

fn grant(connection: &Connection, keeper: &Keeper) -> Result<Grant> {
    let own = &connection.own;
    let name = &connection.name;
    let person = (own.text(OAUTH) == Some(CONSENT)).then(|| Person {
        keeper: Arc::clone(keeper),
        hint: format!("run 'catchment login {name}': the consent has ended, was withdrawn or is of another client"),
    });
    Ok(Grant {
        person,
        user: None,
        token_url: url_of(own, TOKEN_URL)?,
        client_id: secret(own, CLIENT_ID)?,
        client_secret: secret(own, CLIENT_SECRET)?,
        send_as: SendAs::Form,
        scope: None,
        site: connection.url.clone(),
        also: Vec::new(),
        base_from: None,
        account_from: None,
        domain: None,
        remedies: Remedies::USUAL,
        timeout: connection.request_timeout,
        transport: connection.transport.clone(),
    })
}

/// What a person is asked to consent to, where the settings say that one is: the scopes in them, or the `usual` ones.
pub fn consent(connection: &Connection, usual: Vec<String>, back: &Url) -> Result<Option<Consent>> {
    let own = &connection.own;
    if Way::of(own)? != Way::Client || own.text(OAUTH) != Some(CONSENT) {
        return Ok(None);
    }
    let mut sites = url_of(own, GATEWAY_URL)?;
    sites.set_path("/oauth/token/accessible-resources");
    Ok(Some(Consent {
        authorize_url: url_of(own, AUTHORIZE_URL)?,
        token_url: url_of(own, TOKEN_URL)?,
        sites_url: sites,
        client_id: secret(own, CLIENT_ID)?,
        client_secret: secret(own, CLIENT_SECRET)?,
        scopes: if own.value(SCOPES).is_null() { usual } else { own.texts(SCOPES) },
        back: back.clone(),
        site: connection.url.clone(),
        site_id: own.text(CLOUD_ID).map(str::to_owned),
        timeout: connection.request_timeout,
        transport: connection.transport.clone(),
    }))
}

fn secret(own: &Own, name: &str) -> Result<Secret> {
    let found = own.secret(name).map(SecretRef::resolve).transpose()?;
    found.ok_or_else(|| Error::usage(format!("there is no {name}")).hint("set it in the connection"))
}

/// The address in a setting.
fn url_of(own: &Own, name: &str) -> Result<Url> {
    Url::parse(own.text(name).unwrap_or_default()).map_err(|cause| {
        own.refuse(name, format!("`{name}` is an invalid URL"), "write a whole address, with https://").because(cause)
    })
}

#[cfg(test)]
mod tests {
    use crate::atlassian::tests::{JIRA_DIALECT, said};

    #[test]
    fn settings_that_open_no_door_are_refused_and_not_shown() {
        let token = "api_token = \"env:PATH\"";
        for (settings, what) in [
            (String::new(), "the connection has no credentials"),
            (token.to_owned(), "`api_token` is given without `username`"),
            (format!("username = \"me@example.com:hunter2\"\n{token}"), "`username` contains a colon"),
            (
                format!("username = \"me@example.com\"\n{token}\ndeployment = \"data_center\""),
                "`api_token` does not apply to deployment = \"data_center\"",
            ),
            (
                "personal_access_token = \"env:PATH\"\ndeployment = \"data_center\"\ngateway = true".to_owned(),
                "`gateway`",
            ),
        ] {
            let refused = said(&JIRA_DIALECT, "https://issues.example.com", &settings).err().unwrap();
            let told = refused.one_line();
            assert!(told.contains(what) && !told.contains("hunter2"), "{what}: {told}");
            assert!(refused.hint_text().is_some(), "{told}");
        }
    }
}
