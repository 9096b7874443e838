//! What to do about a site that does not answer as it should, by the way in that the settings name: what cures one door is
//! unknown to another.

use super::Way;
use crate::atlassian::product::{Hints, Product};
use crate::atlassian::settings::{Deployment, GATEWAY, deployment};
use crate::config::Own;
use crate::refused::Trouble;

/// The [`Hints`] of a product, of its words as [`product!`](crate::atlassian::product!) takes them.
macro_rules! hints {
    ($word:literal, $name:literal, $path:literal, $ending:literal, $center:literal, $scope:literal) => {
        $crate::atlassian::product::Hints {
            not_json: [
                concat!(
                    "this is a login page or a proxy, not the API: check url (for Cloud https://SITE.atlassian.net",
                    $path,
                    ") and what is between"
                ),
                concat!(
                    "this is a login page or a proxy, not the API: check url (the base URL of the site, with its context path such as /",
                    $name,
                    "), and whether single sign-on or a proxy stands between"
                ),
            ],
            no_site: [
                concat!(
                    "there is no ",
                    $word,
                    " at this address: check the name of the site in url (https://SITE.atlassian.net",
                    $path,
                    ", which a renamed site no longer has), on a Data Center its path, and cloud_id if it is set"
                ),
                concat!(
                    "there is no ",
                    $word,
                    " at this address: check the host and the context path in url, such as ",
                    $center
                ),
            ],
            bad_request: [
                concat!("check url: for Cloud it is https://SITE.atlassian.net", $path),
                concat!("check url: it is the base URL of the site, with its context path such as /", $name),
            ],
            not_found: [
                concat!(
                    "the address does not exist, or this account cannot see it: check url (for Cloud it ",
                    $ending,
                    ") and the account's rights"
                ),
                "the address does not exist, or this account cannot see it: check the context path in url and the account's rights",
            ],
            token_forbidden: concat!(
                $word,
                " answers 403 for a wrong token as well as for missing rights: check username and api_token (a token with scopes needs gateway = true; the e-mail address must be that of the token, which may have been revoked), then that this account is not locked, may use ",
                $word,
                " and see the ",
                $scope
            ),
            app_forbidden: concat!(
                "the app may not read that: check that it is installed, that its descriptor has the scope READ, and that its user may see the ",
                $scope
            ),
            access_token_forbidden: concat!(
                "this account may not read that: ",
                $word,
                " shows some things to administrators alone; check the rights of the account that personal_access_token belongs to"
            ),
            password_forbidden: concat!(
                "this account may not read that: ",
                $word,
                " shows some things to administrators alone; check the rights of username"
            ),
            at_gateway: concat!(
                "the gateway did not accept the token: check that it has not expired, that it is for this site, and that it has the scopes that the response names (docs/",
                $name,
                ".md lists them)"
            ),
        }
    };
}
pub(crate) use hints;

/// What to do about a trouble with a site of a product.
pub fn hint(product: &Product, own: &Own, trouble: Trouble) -> Option<&'static str> {
    let hints = &product.hints;
    // Cloud is the deployment of who has named none, and may have another.
    let of_deployment = |[cloud, data_center]: [&'static str; 2]| match deployment(own) {
        Deployment::Cloud => Some(cloud),
        Deployment::DataCenter => Some(data_center),
    };
    match trouble {
        Trouble::NotJson => of_deployment(hints.not_json),
        Trouble::WebPage(404) => of_deployment(hints.no_site),
        Trouble::Status(400) => of_deployment(hints.bad_request),
        Trouble::Status(404) => of_deployment(hints.not_found),
        Trouble::Status(410) => Some("the site has removed this endpoint: a newer version of catchment is needed"),
        Trouble::Status(401) => Some(credentials(hints, own).unaccepted),
        Trouble::Status(403) => Some(credentials(hints, own).forbidden),
        Trouble::Anonymous => Some(credentials(hints, own).check),
        Trouble::Status(_) | Trouble::WebPage(_) => None,
    }
}

/// What to do about credentials.
struct Credentials {
    /// Which settings to look at.
    check: &'static str,
    /// Where they are not accepted (401).
    unaccepted: &'static str,
    /// Where the account may not read something (403).
    forbidden: &'static str,
}

fn credentials(hints: &Hints, own: &Own) -> Credentials {
    // What the settings say has been checked: they name a way.
    match Way::of(own).unwrap_or(Way::ApiToken) {
        Way::ApiToken if own.switch(GATEWAY) => Credentials {
            check: "check username and api_token",
            unaccepted: "the credentials were not accepted: check username and api_token (the e-mail address that the token belongs to; a token with scopes that has not expired or been revoked; an account that is not locked)",
            forbidden: "this account may not read that: check its rights, that it is not locked, and the scopes of api_token",
        },
        Way::ApiToken => Credentials {
            check: "check username and api_token",
            unaccepted: "the credentials were not accepted: check username and api_token (the e-mail address that the token belongs to; a token that has not expired or been revoked; an account that is not locked); a token with scopes needs gateway = true",
            forbidden: hints.token_forbidden,
        },
        Way::Client => Credentials {
            check: "check oauth_client_id and oauth_client_secret",
            unaccepted: "the credentials were not accepted: check oauth_client_id and oauth_client_secret, that the client has access to this site, and its scopes",
            forbidden: "the client, or the person who consented, may not read that: check their rights and the scopes of the client",
        },
        Way::Connect => Credentials {
            check: "check jwt_key and jwt_shared_secret",
            unaccepted: "the signature was not accepted: check jwt_key and jwt_shared_secret, which each installation of the app changes",
            forbidden: hints.app_forbidden,
        },
        Way::AccessToken => Credentials {
            check: "check personal_access_token",
            unaccepted: "the credentials were not accepted: check personal_access_token (a token that has not expired or been revoked; an account that is not disabled)",
            forbidden: hints.access_token_forbidden,
        },
        Way::Password => Credentials {
            check: "check username and password",
            unaccepted: "the credentials were not accepted: check username and password, that the account is not disabled, and that the site accepts passwords (basic authentication)",
            forbidden: hints.password_forbidden,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlassian::tests::{JIRA, JIRA_DIALECT, own};
    use crate::confluence;

    /// Every trouble about which something can be done.
    fn troubles() -> Vec<Trouble> {
        let named = [Trouble::NotJson, Trouble::WebPage(404), Trouble::Anonymous].into_iter();
        named.chain([400, 401, 403, 404].map(Trouble::Status)).collect()
    }

    /// Settings that open each door, with a word of it, and words that hints about it do not have.
    fn doors() -> [(String, &'static str, &'static [&'static str]); 5] {
        const CLOUD_WORDS: &[&str] = &["api_token", "gateway", "e-mail", "atlassian.net"];
        const CENTER_WORDS: &[&str] = &["personal_access_token", "context path"];
        let center = "deployment = \"data_center\"\n";
        [
            ("username = \"me@example.com\"\napi_token = \"env:PATH\"".to_owned(), "api_token", CENTER_WORDS),
            ("jwt_key = \"a.b\"\njwt_shared_secret = \"env:PATH\"".to_owned(), "jwt_shared_secret", &["api_token"]),
            (
                "oauth_client_id = \"env:PATH\"\noauth_client_secret = \"env:PATH\"".to_owned(),
                "oauth_client_secret",
                &["api_token", "jwt"],
            ),
            (format!("{center}personal_access_token = \"env:PATH\""), "personal_access_token", CLOUD_WORDS),
            (format!("{center}username = \"jo\"\npassword = \"env:PATH\""), "username and password", CLOUD_WORDS),
        ]
    }

    #[test]
    fn a_hint_speaks_of_the_door_that_is_configured_and_of_no_other() {
        for (settings, named, foreign) in doors() {
            let own = own(&JIRA_DIALECT, "http://127.0.0.1:9", &settings);
            for product in [&JIRA, &confluence::PRODUCT] {
                assert!(hint(product, &own, Trouble::Status(401)).unwrap().contains(named), "{named}");
                assert!(hint(product, &own, Trouble::Anonymous).unwrap().contains(named), "{named}");
                for trouble in troubles() {
                    let told = hint(product, &own, trouble).unwrap();
                    assert!(foreign.iter().all(|word| !told.contains(word)), "{named}: {told}");
                }
            }
        }
    }

    #[test]
    fn a_hint_speaks_of_the_product_that_is_read_and_of_no_other() {
        let said = |product: &Product, trouble, door: usize| {
            let (settings, ..) = &doors()[door];
            hint(product, &own(&JIRA_DIALECT, "http://127.0.0.1:9", settings), trouble).unwrap()
        };
        let (token, app, pat, password) = (0, 1, 3, 4);
        let forbidden = Trouble::Status(403);
        for (trouble, door, words) in [
            (Trouble::NotJson, token, "(for Cloud https://SITE.atlassian.net) and what"),
            (Trouble::NotJson, pat, "such as /jira), and"),
            (
                Trouble::WebPage(404),
                token,
                "there is no Jira at this address: check the name of the site in url (https://SITE.atlassian.net, which",
            ),
            (
                Trouble::WebPage(404),
                pat,
                "there is no Jira at this address: check the host and the context path in url, such as https://issues.example.com/jira",
            ),
            (Trouble::Status(400), token, "for Cloud it is https://SITE.atlassian.net"),
            (Trouble::Status(400), pat, "with its context path such as /jira"),
            (Trouble::Status(404), token, "(for Cloud it has no path)"),
            (forbidden, token, "may use Jira and see the project"),
            (forbidden, app, "its user may see the project"),
            (forbidden, pat, "Jira shows some things to administrators alone; check the rights of the account"),
            (forbidden, password, "Jira shows some things to administrators alone; check the rights of username"),
        ] {
            let told = said(&JIRA, trouble, door);
            assert!(told.contains(words), "{words}: {told}");
        }
        for (trouble, door) in
            (0..doors().len()).flat_map(|door| troubles().into_iter().map(move |trouble| (trouble, door)))
        {
            let (of_jira, of_confluence) = (said(&JIRA, trouble, door), said(&confluence::PRODUCT, trouble, door));
            assert!(["onfluence", "wiki", "space"].iter().all(|word| !of_jira.contains(word)), "{of_jira}");
            assert!(["Jira", "/jira", "project"].iter().all(|word| !of_confluence.contains(word)), "{of_confluence}");
        }
        assert!(JIRA.hints.at_gateway.contains("(docs/jira.md lists them)"));
        assert!(confluence::PRODUCT.hints.at_gateway.contains("(docs/confluence.md lists them)"));
    }
}
