//! What refusals of an instance mean, and what to do about them.

use crate::refused::{Meaning, Refused, Trouble};

/// Refusals whose meaning is another one than that of their status.
pub const ROWS: &[Refused] = &[
    // Too many sessions of the user: the instance has taken the request and does nothing yet.
    Refused { status: 202, says: None, means: Meaning::Later, told: None },
];

/// What to do about a trouble.
pub fn hint(trouble: Trouble) -> Option<&'static str> {
    Some(match trouble {
        Trouble::NotJson | Trouble::WebPage(_) => {
            "this is a page for browsers and not the API: an instance for developers that hibernates answers so (open it in \
             a browser to wake it), or url is not the address of the instance, or a proxy stands between"
        }
        Trouble::Status(401) => {
            "the login was not accepted: check username and password, and that the user is active, not locked out and may use web \
             services"
        }
        Trouble::Status(403) => {
            "the account may not read the table, or a field that the query names: give it a role that the read rules (ACL) of both \
             name; the API keeps to these rules whatever the web interface shows"
        }
        Trouble::Status(404) => {
            "check url, which must be the address of the instance: https://INSTANCE.service-now.com"
        }
        Trouble::Status(_) | Trouble::Anonymous => return None,
    })
}
