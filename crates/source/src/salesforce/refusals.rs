//! What refusals of an org mean, and what to do about them.

use crate::auth::{Remedies, Remedy};
use crate::refused::{Meaning, Refused, Trouble};
use std::borrow::Cow;
use std::sync::LazyLock;

const fn row(status: u16, says: &'static str, means: Meaning, told: Option<(&'static str, &'static str)>) -> Refused {
    Refused { status, says: Some(Cow::Borrowed(says)), means, told }
}

const API: (&str, &str) = (
    "the org does not let this app use its API",
    "add the scope `api` to the app (Manage user data via APIs), and give the Run-As user the permission API Enabled",
);
const UNSEEN: (&str, &str) = (
    "the org shows no such object to the Run-As user",
    "give the user the right to read the object (permission set, object settings); nothing is deleted meanwhile",
);

/// What the refusal of a query says that takes the org too long.
pub const TIMEOUT: &str = "QUERY_TIMEOUT";

/// Refusals whose meaning is another one than that of their status.
pub const ROWS: &[Refused] = &[
    row(400, "\"QUERY_TIMEOUT\"", Meaning::SmallerWindow, None),
    row(400, "\"OPERATION_TOO_LARGE\"", Meaning::SmallerWindow, None),
    row(400, "\"EXCEEDED_ID_LIMIT\"", Meaning::SmallerWindow, None),
    row(400, "\"INVALID_QUERY_LOCATOR\"", Meaning::StartOver, None),
    row(400, "\"INVALID_FIELD\"", Meaning::Outdated, None),
    // The result of a job is read by the version of the API that made it.
    Refused { status: 409, says: None, means: Meaning::StartOver, told: None },
    row(401, "not valid for use with the REST API", Meaning::Denied, Some(API)),
    row(403, "\"API_DISABLED_FOR_ORG\"", Meaning::Denied, Some(API)),
    row(403, "not valid for use with the REST API", Meaning::Denied, Some(API)),
    row(
        403,
        "\"REQUEST_LIMIT_EXCEEDED\"",
        Meaning::Pause,
        Some((
            "the org has no API requests left for these 24 hours",
            "what was read is kept, and the next run goes on: run later, when the others that use its API leave some",
        )),
    ),
    Refused { status: 406, says: None, means: Meaning::Later, told: None },
    Refused { status: 420, says: None, means: Meaning::Later, told: None },
];

/// The same of records that are asked for by their ids: with fewer of them an object that is not shown is refused as well.
pub static BY_ID: LazyLock<Vec<Refused>> = LazyLock::new(|| {
    let unseen = row(400, UNKNOWN, Meaning::NoAccess, Some(UNSEEN));
    ROWS.iter().cloned().chain([unseen]).collect()
});

/// What the refusal of a query says of an object that is not there, or not shown.
pub const UNKNOWN: &str = "INVALID_TYPE";

/// What to do about a trouble.
pub fn hint(trouble: Trouble) -> Option<&'static str> {
    Some(match trouble {
        Trouble::NotJson | Trouble::WebPage(_) => {
            "this is a page for browsers and not the API: check that url is the My Domain of the org \
             (https://MYDOMAIN.my.salesforce.com), and what is between"
        }
        Trouble::Status(401) => {
            "the org does not take the token of the app: give the app the scope `api`, and its Run-As user the permission API Enabled"
        }
        Trouble::Status(403) => {
            "the Run-As user may not do this: give it the permission API Enabled, and the right to read the objects (permission set)"
        }
        Trouble::Status(404) => "check url, which must be the My Domain of the org: https://MYDOMAIN.my.salesforce.com",
        Trouble::Status(_) | Trouble::Anonymous => return None,
    })
}

/// What to do where the org gives out no token.
pub const REMEDIES: Remedies = Remedies {
    refused: "check client_id and client_secret, and the client credentials flow of the app and its Run-As user",
    elsewhere: "nothing gives out tokens at /services/oauth2/token there: check url, which must be the My Domain of the org \
                (https://MYDOMAIN.my.salesforce.com)",
    told: &[
        Remedy {
            says: "request not supported on this domain",
            hint: "url must be the My Domain of the org, not login.salesforce.com or test.salesforce.com: Setup, My Domain, as \
                   https://MYDOMAIN.my.salesforce.com",
        },
        Remedy {
            says: "no client credentials user enabled",
            hint: "the app has no Run-As user: Setup, App Manager, the app, Manage, Edit Policies, Client Credentials Flow: choose the \
                   user to run as",
        },
        Remedy {
            says: "enter a valid execution user",
            hint: "the Run-As user of the app is not valid: choose an active user with API Enabled (App Manager, the app, Manage, Edit \
                   Policies, Client Credentials Flow)",
        },
        Remedy {
            says: "no valid scopes defined",
            hint: "the app has no scope that this flow can give: add the scope `api` (Manage user data via APIs)",
        },
        Remedy {
            says: "client credentials flow not enabled",
            hint: "enable the client credentials flow of the app: App Manager, the app, Edit, OAuth settings",
        },
        Remedy {
            says: "invalid_client_id",
            hint: "check client_id (the consumer key); an app that was just made or changed is known after 2 to 10 minutes: wait and \
                   try again",
        },
        Remedy {
            says: "invalid_client",
            hint: "check client_secret (the consumer secret) and that it belongs to client_id",
        },
        Remedy {
            says: "inactive user",
            hint: "the Run-As user of the app is inactive: activate it, or choose another one",
        },
        Remedy {
            says: "ip restricted",
            hint: "the app or the profile of its Run-As user is open to other IP addresses only: relax the IP restrictions of the app, \
                   or run where one of them is",
        },
        Remedy {
            says: "hasn't approved this consumer",
            hint: "the app's policy wants users to approve it: set Permitted Users to `Admin approved users are pre-authorized`, and \
                   give the Run-As user's profile or permission set",
        },
        Remedy {
            says: "unsupported_grant_type",
            hint: "enable the client credentials flow of the app: App Manager, the app, Edit, OAuth settings",
        },
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refused::matching;

    #[test]
    fn refusals_are_told_apart_by_their_codes() {
        let means = |status, code: &str| {
            let body = format!("[{{\"message\":\"…\",\"errorCode\":\"{code}\"}}]");
            matching(ROWS, status, body.as_bytes()).map(|row| row.means)
        };
        for (status, code, meaning) in [
            (400, "QUERY_TIMEOUT", Some(Meaning::SmallerWindow)),
            (400, "INVALID_FIELD", Some(Meaning::Outdated)),
            (400, "MALFORMED_QUERY", None),
            (403, "REQUEST_LIMIT_EXCEEDED", Some(Meaning::Pause)),
            (403, "INSUFFICIENT_ACCESS", None),
            (420, "", Some(Meaning::Later)),
        ] {
            assert_eq!(means(status, code), meaning, "{status} {code}");
        }
    }

    #[test]
    fn of_two_errors_whose_names_begin_alike_each_has_its_remedy() {
        let hint = |body: &str| REMEDIES.hint(body.as_bytes());
        let unknown = hint(r#"{"error":"invalid_client_id","error_description":"client identifier invalid"}"#);
        assert!(unknown.contains("2 to 10 minutes"));
        let wrong = hint(r#"{"error":"invalid_client","error_description":"invalid client credentials"}"#);
        assert!(wrong.contains("consumer secret"));
        let user = hint(r#"{"error":"invalid_grant","error_description":"No Client Credentials User Enabled"}"#);
        assert!(user.contains("Run-As user"));
        assert_eq!(hint("{}"), REMEDIES.refused);
    }
}
