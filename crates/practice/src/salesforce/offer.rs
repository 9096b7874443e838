//! What a configuration says to reach a server: its settings, and the secrets that they name.

use super::options::Options;

/// The environment variables that the settings name.
const CLIENT_ID: &str = "PRACTICE_CLIENT_ID";
const CLIENT_SECRET: &str = "PRACTICE_CLIENT_SECRET";

/// What a connection may read: some of what every org has, and an object of the customer.
const READ: &str = "objects = [\"Account\", \"Contact\", \"Case\", \"Opportunity\", \"Task\", \"User\", \
     { name = \"Invoice__c\", fields = [\"*\"] }]";

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
    let secret = |name: &str, variable: &str| text(name, &format!("env:{variable}"));
    let settings = vec![
        text("source", "salesforce"),
        text("url", url),
        secret("client_id", CLIENT_ID),
        secret("client_secret", CLIENT_SECRET),
        READ.to_owned(),
    ];
    let secrets = vec![(CLIENT_ID, options.client_id.clone()), (CLIENT_SECRET, options.client_secret.clone())];
    Offer { settings, secrets }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::salesforce::objects::objects;

    #[test]
    fn settings_name_their_secrets_and_objects_that_are_there() {
        let offer = of(&Options::default(), "http://127.0.0.1:1");
        let names: Vec<&str> = offer.settings.iter().filter_map(|line| line.split(" = ").next()).collect();
        assert_eq!(names, ["source", "url", "client_id", "client_secret", "objects"]);
        assert!(offer.secrets.iter().all(|(name, _)| offer.settings.concat().contains(&format!("env:{name}"))));
        let named = READ.split('"').skip(1).step_by(2).filter(|name| *name != "*").collect::<Vec<_>>();
        assert!(named.len() > 5 && named.iter().all(|name| objects().iter().any(|object| object.name == *name)));
    }
}
