//! What a configuration says to reach a server: the settings that fit its door, and the secrets that they name.

use super::Deployment;
use super::door::Door;
use super::running::Practice;
use super::tokens;

/// The environment variables that the settings name.
const CLIENT: &str = "PRACTICE_CLIENT_ID";
const TOKEN: &str = "PRACTICE_TOKEN";

/// The settings of a connection to a server.
pub struct Offer {
    /// A line of TOML each, without the head of the section. One that begins with `# ` is for the consent of a person.
    pub settings: Vec<String>,
    /// The environment variables that the settings name, with their values.
    pub secrets: Vec<(&'static str, String)>,
}

impl Practice {
    /// The settings of a connection that comes in by the door of this server.
    pub fn offer(&self) -> Offer {
        let (options, origin) = (self.options(), self.origin());
        let text = |name: &str, value: &str| format!("{name} = {value:?}");
        let secret = |name: &str| text(name, &format!("env:{TOKEN}"));
        let mut settings = vec![text("source", "confluence"), text("url", self.url())];
        if options.deployment != Deployment::Cloud {
            settings.push(text("deployment", "data_center"));
        }
        settings.extend(match options.door {
            Door::Token => vec![text("username", &options.username), secret("api_token")],
            Door::Scoped => vec![
                text("username", &options.username),
                secret("api_token"),
                "gateway = true".to_owned(),
                text("gateway_url", origin),
            ],
            Door::OAuth => vec![
                text("oauth_client_id", &format!("env:{CLIENT}")),
                secret("oauth_client_secret"),
                text("token_url", &format!("{origin}{}", tokens::TOKEN)),
                text("gateway_url", origin),
                format!("# {}    # and log in with 'catchment login'", text("oauth", "consent")),
                format!("# {}", text("authorize_url", &format!("{origin}/authorize"))),
            ],
            Door::Connect => vec![text("jwt_key", &options.username), secret("jwt_shared_secret")],
            Door::DataCenter => vec![secret("personal_access_token")],
        });
        let client = (options.door == Door::OAuth).then(|| (CLIENT, options.username.clone()));
        let secrets = client.into_iter().chain([(TOKEN, options.api_token.clone())]).collect();
        Offer { settings, secrets }
    }
}
