//! What a configuration says to reach a server: the settings of a connection, and the secrets that they name.

use super::options::{Deployment, Options};

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
    let secret = |name: &str| text(name, &format!("env:{TOKEN}"));
    let door = match options.deployment {
        Deployment::Cloud => [text("username", &options.username), secret("api_token")],
        Deployment::DataCenter => [text("deployment", "data_center"), secret("personal_access_token")],
    };
    let settings = [text("source", "jira"), text("url", url)].into_iter().chain(door).collect();
    Offer { settings, secrets: vec![(TOKEN, options.api_token.clone())] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_fit_the_product() {
        let told = |deployment| {
            let offer = of(&Options { deployment, ..Options::default() }, "http://127.0.0.1:1");
            let names = offer.settings.iter().filter_map(|line| line.split(" = ").next());
            (names.collect::<Vec<_>>().join(" "), offer.settings.concat().contains(offer.secrets[0].0))
        };
        assert_eq!(told(Deployment::Cloud), ("source url username api_token".to_owned(), true));
        assert_eq!(told(Deployment::DataCenter), ("source url deployment personal_access_token".to_owned(), true));
    }
}
