//! The settings of a site of Atlassian and of its doors, the same for every product but for examples.

use crate::config::{Effect, Literal, Need, Own, Setting, Shape, Topic};
use chrono::TimeDelta;

/// Who runs the site.
pub const DEPLOYMENT: &str = "deployment";
/// Atlassian does.
pub const CLOUD: &str = "cloud";
/// Its owner does.
pub const DATA_CENTER: &str = "data_center";
/// The account that reads.
pub const USERNAME: &str = "username";
/// Where its token for Cloud is found.
pub const API_TOKEN: &str = "api_token";
/// Where its password for Data Center is found.
pub const PASSWORD: &str = "password";
/// Where its token for Data Center is found.
pub const ACCESS_TOKEN: &str = "personal_access_token";
/// Where the id of an OAuth client is found.
pub const CLIENT_ID: &str = "oauth_client_id";
/// Where its secret is found.
pub const CLIENT_SECRET: &str = "oauth_client_secret";
/// The key of an app of Connect.
pub const JWT_KEY: &str = "jwt_key";
/// Where the secret is found that it shares with the site.
pub const JWT_SECRET: &str = "jwt_shared_secret";
/// Whether the API token is used at the gateway.
pub const GATEWAY: &str = "gateway";
/// Where OAuth clients get their tokens.
pub const TOKEN_URL: &str = "token_url";
/// Where the gateway is.
pub const GATEWAY_URL: &str = "gateway_url";
/// Where a person consents.
pub const AUTHORIZE_URL: &str = "authorize_url";
/// Whether the client acts for itself or for a person.
pub const OAUTH: &str = "oauth";
/// It acts for a person, who consents.
pub const CONSENT: &str = "consent";
/// The scopes that a person is asked to consent to.
pub const SCOPES: &str = "oauth_scopes";
/// The id of the site at the gateway.
pub const CLOUD_ID: &str = "cloud_id";
/// How often datasets are read again.
pub const EVERY: &str = "every";

/// Who runs a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deployment {
    /// Atlassian.
    Cloud,
    /// Its owner: Data Center and Server.
    DataCenter,
}

/// Who runs the site of a connection.
pub fn deployment(own: &Own) -> Deployment {
    if own.text(DEPLOYMENT) == Some(DATA_CENTER) { Deployment::DataCenter } else { Deployment::Cloud }
}

/// The settings of a source: those of its product, and behind them its own. `N` is the number of both.
pub const fn joined<const N: usize>(of_product: &[Setting], own: &[Setting]) -> [Setting; N] {
    assert!(of_product.len() + own.len() == N);
    let mut all = [of_product[0]; N];
    let mut at = 0;
    while at < N {
        all[at] = if at < of_product.len() { of_product[at] } else { own[at - of_product.len()] };
        at += 1;
    }
    all
}

/// How often a dataset is read again where settings say nothing else, one of [`EVERY`].
pub const fn span(name: &'static str, every: &'static str, doc: &'static str) -> Setting {
    let need = Need::Default(Literal::Text(every));
    let effect = Effect::Schedules(&[Literal::Text("0m"), Literal::Text("30d")]);
    Setting { name, effect, shape: Shape::Span, need, example: Literal::Text(every), doc }
}

/// How often a dataset is read again where settings say so, one of [`EVERY`].
pub const fn optional_span(name: &'static str, doc: &'static str) -> Setting {
    Setting { need: Need::Optional, ..span(name, "7d", doc) }
}

/// How often a dataset is read again; nothing if it has no clock.
pub fn every(own: &Own, dataset: &str) -> Option<TimeDelta> {
    own.span(&format!("{EVERY}.{dataset}"))
}

/// A setting that says where a secret is found.
pub const fn secret(name: &'static str, example: &'static str, doc: &'static str) -> Setting {
    let effect = Effect::Elsewhere(Topic::Access);
    Setting { name, effect, shape: Shape::Reference, need: Need::Optional, example: Literal::Text(example), doc }
}

/// The address of a service of Atlassian, which has a usual one.
pub const fn address_of(name: &'static str, usual: &'static str, example: &'static str, doc: &'static str) -> Setting {
    let need = Need::Default(Literal::Text(usual));
    let effect = Effect::Elsewhere(Topic::Access);
    Setting { name, effect, shape: Shape::Url, need, example: Literal::Text(example), doc }
}

/// The rows of a product, of its words as [`product!`](super::product!) takes them.
macro_rules! rows {
    ($env:literal, $path:literal, $scope:literal, $asked:expr) => {{
        use $crate::config::{Effect, LOGIN_PORT, Literal, Need, Setting, Shape, Topic, URL};
        use $crate::atlassian::settings::*;
        const ROWS: &[Setting] = &[
            Setting {
                example: Literal::Text(concat!("https://example.atlassian.net", $path)),
                doc: concat!(
                    "Address of the site: on Cloud https://SITE.atlassian.net",
                    $path,
                    ", on a Data Center its base URL. The address of a page, copied from the browser, is cut to it. Must \
                     be https, except on this machine or with insecure_http."
                ),
                ..URL
            },
            Setting {
                name: DEPLOYMENT,
                effect: Effect::Elsewhere(Topic::Site),
                shape: Shape::OneOf { built: &[CLOUD, DATA_CENTER], later: &[] },
                need: Need::Default(Literal::Text(CLOUD)),
                example: Literal::Text(DATA_CENTER),
                doc: "Who runs the site: Atlassian (\"cloud\") or its owner (\"data_center\", also Server).",
            },
            Setting {
                name: USERNAME,
                effect: Effect::Elsewhere(Topic::Access),
                shape: Shape::Text,
                need: Need::Usual,
                example: Literal::Text("me@example.com"),
                doc: "Account that reads the site: on Cloud the e-mail address that the API token belongs to, on a Data \
                      Center the user name. The datasets contain what this account can see.",
            },
            Setting {
                need: Need::Usual,
                ..secret(
                    API_TOKEN,
                    concat!("env:", $env, "_API_TOKEN"),
                    concat!(
                        "Cloud: where to find the API token: \"env:NAME\" is an environment variable, \"file:PATH\" a \
                         file that only its owner can read (0600). Never write a secret itself here. Create it at \
                         https://id.atlassian.com/manage-profile/security/api-tokens with an account that can view the ",
                        $scope,
                        "s, without scopes or, with `gateway`, with read scopes."
                    ),
                )
            },
            Setting {
                name: GATEWAY,
                effect: Effect::Elsewhere(Topic::Access),
                shape: Shape::Switch,
                need: Need::Default(Literal::Switch(false)),
                example: Literal::Switch(true),
                doc: "Cloud: whether the API token has scopes; it is then sent to the gateway of Atlassian, not to the \
                      site.",
            },
            secret(
                ACCESS_TOKEN,
                concat!("env:", $env, "_PAT"),
                "Data Center: where to find a personal access token, which takes precedence over `password`.",
            ),
            secret(
                PASSWORD,
                concat!("env:", $env, "_PASSWORD"),
                "Data Center: where to find the password of `username`.",
            ),
            secret(
                CLIENT_ID,
                concat!("env:", $env, "_CLIENT_ID"),
                "Cloud: where to find the id of an OAuth 2.0 client; its requests go to the gateway of Atlassian.",
            ),
            secret(
                CLIENT_SECRET,
                concat!("env:", $env, "_CLIENT_SECRET"),
                "Cloud: where to find the secret of the OAuth client.",
            ),
            Setting {
                name: OAUTH,
                effect: Effect::Elsewhere(Topic::Access),
                shape: Shape::OneOf { built: &["client_credentials", CONSENT], later: &[] },
                need: Need::Default(Literal::Text("client_credentials")),
                example: Literal::Text(CONSENT),
                doc: "Whether the OAuth client acts for itself (a service account) or for a person, who consents once \
                      with `catchment login NAME`.",
            },
            Setting {
                name: SCOPES,
                effect: Effect::Elsewhere(Topic::Access),
                shape: Shape::Texts,
                need: Need::Optional,
                example: Literal::Texts($asked),
                doc: "The scopes that a person is asked to consent to; otherwise those that what is read needs. \
                      `offline_access` is always among them.",
            },
            Setting {
                name: LOGIN_PORT,
                effect: Effect::Elsewhere(Topic::Access),
                shape: Shape::Number { min: 1, max: 65_535 },
                need: Need::Optional,
                example: Literal::Number(8765),
                doc: "The port on 127.0.0.1 that `catchment login` waits at for the browser, as the callback URL of the \
                      OAuth client names it (http://127.0.0.1:PORT/callback); otherwise any free port.",
            },
            address_of(
                AUTHORIZE_URL,
                "https://auth.atlassian.com/authorize",
                "https://login.proxy.example.com/authorize",
                "Where a person consents, in the browser.",
            ),
            Setting {
                name: JWT_KEY,
                effect: Effect::Elsewhere(Topic::Access),
                shape: Shape::Text,
                need: Need::Optional,
                example: Literal::Text("com.example.reader"),
                doc: "Cloud: the key of an Atlassian Connect app that is installed on the site.",
            },
            secret(
                JWT_SECRET,
                concat!("env:", $env, "_JWT_SECRET"),
                "Cloud: where to find the secret that the app shares with the site.",
            ),
            Setting {
                name: CLOUD_ID,
                effect: Effect::Elsewhere(Topic::Access),
                shape: Shape::Text,
                need: Need::Optional,
                example: Literal::Text("11223344-a1b2-3b33-c444-def123456789"),
                doc: "The cloud id of the site, for the gateway; otherwise it is looked up at the site \
                      (https://SITE/_edge/tenant_info).",
            },
            address_of(
                GATEWAY_URL,
                "https://api.atlassian.com",
                "https://atlassian.proxy.example.com",
                "Address of the gateway, where a proxy takes its place.",
            ),
            address_of(
                TOKEN_URL,
                "https://auth.atlassian.com/oauth/token",
                "https://login.proxy.example.com/oauth/token",
                "Token endpoint for OAuth; the client id and secret are sent only to this address.",
            ),
        ];
        ROWS
    }};
}
pub(crate) use rows;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlassian::tests::JIRA;
    use crate::config::{PAGE_SIZE, URL};
    use crate::confluence;

    #[test]
    fn products_have_the_same_settings_each_in_its_own_words() {
        let names = |settings: &[Setting]| -> Vec<&str> { settings.iter().map(|setting| setting.name).collect() };
        assert_eq!(names(JIRA.settings), names(confluence::PRODUCT.settings));
        let variables = |settings: &[Setting]| -> Vec<String> {
            let example = |setting: &Setting| match setting.example {
                Literal::Text(text) => text.strip_prefix("env:").map(str::to_owned),
                _ => None,
            };
            settings.iter().filter_map(example).collect()
        };
        let endings = ["API_TOKEN", "PAT", "PASSWORD", "CLIENT_ID", "CLIENT_SECRET", "JWT_SECRET"];
        assert_eq!(variables(JIRA.settings), endings.map(|ending| format!("JIRA_{ending}")));
        assert_eq!(variables(confluence::PRODUCT.settings), endings.map(|ending| format!("CONFLUENCE_{ending}")));
        for setting in JIRA.settings {
            let told = format!("{:?} {}", setting.example, setting.doc).to_lowercase();
            assert!(["confluence", "wiki", "space"].iter().all(|word| !told.contains(word)), "{told}");
        }
        let token = JIRA.settings.iter().find(|setting| setting.name == API_TOKEN).unwrap();
        assert!(token.doc.contains("an account that can view the projects, without scopes"), "{}", token.doc);
        assert!(JIRA.settings[0].doc.contains("on Cloud https://SITE.atlassian.net, on a"), "{}", JIRA.settings[0].doc);
    }

    #[test]
    fn the_settings_of_a_source_stand_behind_those_of_its_product() {
        let all: [Setting; 3] = joined(&[URL, secret(API_TOKEN, "env:A", "A.")], &[PAGE_SIZE]);
        assert_eq!(all.map(|setting| setting.name), ["url", "api_token", "page_size"]);
    }
}
