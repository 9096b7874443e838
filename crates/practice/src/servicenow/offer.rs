//! What a configuration says to reach a server: the settings that fit its door, and the secrets that they name.

use super::door::Door;
use super::options::Options;

/// The environment variables that the settings name.
const PASSWORD: &str = "PRACTICE_PASSWORD";
const CLIENT_SECRET: &str = "PRACTICE_CLIENT_SECRET";
const API_KEY: &str = "PRACTICE_API_KEY";

/// What a connection may read: the presets of tables, a table of the customer, and some of what belongs to them.
const READ: [&str; 2] = [
    "tables = [\"incident\", \"change\", \"problem\", \"knowledge\", \"cmdb\", { name = \"u_asset_loan\" }]",
    "datasets = [\"journal_entry\", \"user_account\", \"user_group\"]",
];

/// The settings of a connection to a server.
pub struct Offer {
    /// A line of TOML each, without the head of the section.
    pub settings: Vec<String>,
    /// The environment variables that the settings name, with their values.
    pub secrets: Vec<(&'static str, String)>,
}

/// The settings of a connection that comes in by the door of a server at this address.
pub(super) fn of(options: &Options, url: &str) -> Offer {
    let text = |name: &str, value: &str| format!("{name} = {value:?}");
    let secret = |name: &str, variable: &str| text(name, &format!("env:{variable}"));
    let account = || [text("username", &options.username), secret("password", PASSWORD)];
    let client = || [text("client_id", &options.client_id), secret("client_secret", CLIENT_SECRET)];
    let password = (PASSWORD, options.password.clone());
    let (door, secrets): (Vec<String>, _) = match options.door {
        Door::Basic => (account().into(), vec![password]),
        Door::OAuth => ([account(), client()].concat(), vec![password, (CLIENT_SECRET, options.client_secret.clone())]),
        Door::ApiKey => (vec![secret("api_key", API_KEY)], vec![(API_KEY, options.api_key.clone())]),
    };
    let read = READ.map(str::to_owned);
    let settings = [text("source", "servicenow"), text("url", url)].into_iter().chain(door).chain(read).collect();
    Offer { settings, secrets }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_fit_the_door() {
        let names = |door| {
            let offer = of(&Options { door, ..Options::default() }, "http://127.0.0.1:1");
            let names = offer.settings.iter().filter_map(|line| line.split(" = ").next());
            let all_named = offer.secrets.iter().all(|(name, _)| offer.settings.concat().contains(name));
            (names.map(str::to_owned).collect::<Vec<_>>().join(" "), all_named)
        };
        assert_eq!(names(Door::Basic), ("source url username password tables datasets".to_owned(), true));
        let oauth = "source url username password client_id client_secret tables datasets";
        assert_eq!(names(Door::OAuth), (oauth.to_owned(), true));
        assert_eq!(names(Door::ApiKey), ("source url api_key tables datasets".to_owned(), true));
    }
}
