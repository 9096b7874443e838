//! What to do about a site that does not answer as it should, by the way in that the settings name: what cures one door is
//! unknown to another.

use super::{CLOUD, DATA_CENTER, DEPLOYMENT, GATEWAY, Way};
use crate::config::Own;
use crate::source::refused::Trouble;

/// What to do about a trouble.
pub(in crate::source::confluence) fn hint(own: &Own, trouble: Trouble) -> Option<&'static str> {
    let is_cloud = own.text(DEPLOYMENT).unwrap_or(CLOUD) != DATA_CENTER;
    // Cloud is the deployment of who has named none, and may have another.
    let of_deployment = |cloud, data_center| Some(if is_cloud { cloud } else { data_center });
    match trouble {
        Trouble::NotJson => of_deployment(
            "this is a login page or a proxy, not the API: check url (for Cloud https://SITE.atlassian.net/wiki) and what is between",
            "this is a login page or a proxy, not the API: check url (the base URL of the site, with its context path such as /confluence), and whether single sign-on or a proxy stands between",
        ),
        Trouble::WebPage(404) => of_deployment(
            "there is no Confluence at this address: check the name of the site in url (https://SITE.atlassian.net/wiki, which a renamed site no longer has), on a Data Center its path, and cloud_id if it is set",
            "there is no Confluence at this address: check the host and the context path in url, such as https://wiki.example.com/confluence",
        ),
        Trouble::Status(400) => of_deployment(
            "check url: for Cloud it is https://SITE.atlassian.net/wiki",
            "check url: it is the base URL of the site, with its context path such as /confluence",
        ),
        Trouble::Status(404) => of_deployment(
            "the address does not exist, or this account cannot see it: check url (for Cloud it ends in /wiki) and the account's rights",
            "the address does not exist, or this account cannot see it: check the context path in url and the account's rights",
        ),
        Trouble::Status(410) => Some("the site has removed this endpoint: a newer version of catchment is needed"),
        Trouble::Status(401) => Some(credentials(own).unaccepted),
        Trouble::Status(403) => Some(credentials(own).forbidden),
        Trouble::Anonymous => Some(credentials(own).check),
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

fn credentials(own: &Own) -> Credentials {
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
            forbidden: "Confluence answers 403 for a wrong token as well as for missing rights: check username and api_token (a token with scopes needs gateway = true; the e-mail address must be that of the token, which may have been revoked), then that this account is not locked, may use Confluence and see the space",
        },
        Way::Client => Credentials {
            check: "check oauth_client_id and oauth_client_secret",
            unaccepted: "the credentials were not accepted: check oauth_client_id and oauth_client_secret, that the client has access to this site, and its scopes",
            forbidden: "the client, or the person who consented, may not read that: check their rights and the scopes of the client",
        },
        Way::Connect => Credentials {
            check: "check jwt_key and jwt_shared_secret",
            unaccepted: "the signature was not accepted: check jwt_key and jwt_shared_secret, which each installation of the app changes",
            forbidden: "the app may not read that: check that it is installed, that its descriptor has the scope READ, and that its user may see the space",
        },
        Way::AccessToken => Credentials {
            check: "check personal_access_token",
            unaccepted: "the credentials were not accepted: check personal_access_token (a token that has not expired or been revoked; an account that is not disabled)",
            forbidden: "this account may not read that: Confluence shows some things to administrators alone; check the rights of the account that personal_access_token belongs to",
        },
        Way::Password => Credentials {
            check: "check username and password",
            unaccepted: "the credentials were not accepted: check username and password, that the account is not disabled, and that the site accepts passwords (basic authentication)",
            forbidden: "this account may not read that: Confluence shows some things to administrators alone; check the rights of username",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::confluence::settings::tests::own;

    #[test]
    fn a_hint_speaks_of_the_door_that_is_configured_and_of_no_other() {
        const CLOUD_WORDS: [&str; 4] = ["api_token", "gateway", "e-mail", "atlassian.net"];
        const CENTER_WORDS: [&str; 2] = ["personal_access_token", "context path"];
        let troubles = [Trouble::NotJson, Trouble::WebPage(404), Trouble::Anonymous]
            .into_iter()
            .chain([400, 401, 403, 404].map(Trouble::Status));
        let center = "deployment = \"data_center\"\n";
        let doors = [
            ("username = \"me@example.com\"\napi_token = \"env:PATH\"".to_owned(), "api_token", &CENTER_WORDS[..]),
            ("jwt_key = \"a.b\"\njwt_shared_secret = \"env:PATH\"".to_owned(), "jwt_shared_secret", &["api_token"]),
            (
                "oauth_client_id = \"env:PATH\"\noauth_client_secret = \"env:PATH\"".to_owned(),
                "oauth_client_secret",
                &["api_token", "jwt"],
            ),
            (format!("{center}personal_access_token = \"env:PATH\""), "personal_access_token", &CLOUD_WORDS),
            (format!("{center}username = \"jo\"\npassword = \"env:PATH\""), "username and password", &CLOUD_WORDS),
        ];
        for (settings, named, foreign) in doors {
            let own = own(&settings);
            assert!(hint(&own, Trouble::Status(401)).unwrap().contains(named), "{named}");
            assert!(hint(&own, Trouble::Anonymous).unwrap().contains(named), "{named}");
            for trouble in troubles.clone() {
                let told = hint(&own, trouble).unwrap();
                assert!(foreign.iter().all(|word| !told.contains(word)), "{named}: {told}");
            }
        }
    }
}
