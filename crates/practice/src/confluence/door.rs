//! How clients prove who they are.

use crate::switches::door_named;
use catchment_base::error::{Error, Result};
use std::str::FromStr;

/// The cloud id of the site.
pub const CLOUD_ID: &str = "7f0a11e2-practice";

/// How clients prove who they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Door {
    /// By e-mail address and API token, at the site.
    #[default]
    Token,
    /// By e-mail address and an API token with scopes, at the gateway.
    Scoped,
    /// By a token of OAuth 2.0, at the gateway; the client's id is the user name, its secret the API token.
    OAuth,
    /// By a signature of a Connect app for each request; its key is the user name, the shared secret the API token.
    Connect,
    /// By a personal access token or by user name and password, as a Data Center takes them; whose token is wrong is let in
    /// as an anonymous visitor.
    DataCenter,
}

const DOORS: [(&str, Door); 5] = [
    ("token", Door::Token),
    ("scoped", Door::Scoped),
    ("oauth", Door::OAuth),
    ("connect", Door::Connect),
    ("data-center", Door::DataCenter),
];

impl FromStr for Door {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        door_named(&DOORS, name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doors_have_names() {
        for (name, door) in DOORS {
            assert_eq!(name.parse::<Door>().unwrap(), door);
        }
        assert!("window".parse::<Door>().unwrap_err().hint_text().unwrap().contains("data-center"));
    }
}
