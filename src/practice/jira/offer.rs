//! What a configuration says to reach a server: the settings of a connection, and the secrets that they name.

use super::options::Options;

/// The environment variable that the settings name.
const TOKEN: &str = "PRACTICE_TOKEN";

/// The settings of a connection to a server.
pub struct Offer {
    /// A line of TOML each, without the head of the section.
    pub settings: Vec<String>,
    /// The environment variables that the settings name, with their values.
    pub secrets: Vec<(&'static str, String)>,
}

/// The settings of a connection to a server at this address.
pub(super) fn of(options: &Options, url: &str) -> Offer {
    let text = |name: &str, value: &str| format!("{name} = {value:?}");
    let settings = [
        text("source", "jira"),
        text("url", url),
        text("username", &options.username),
        text("api_token", &format!("env:{TOKEN}")),
    ];
    Offer { settings: settings.into(), secrets: vec![(TOKEN, options.api_token.clone())] }
}
