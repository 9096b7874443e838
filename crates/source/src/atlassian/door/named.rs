//! A door that a Data Center may leave open: where anonymous visitors are let in, it answers a bad token as if none had come.

use crate::auth::Door;
use catchment_base::error::{Error, Kind, Result};
use catchment_io::credentials::Credentials;
use catchment_io::http::{Answer, Outgoing, Ready, Signer, Stamp};
use std::sync::Arc;

/// Who the site takes the client for.
const ACCOUNT: &str = "x-ausername";
const NOBODY: &str = "anonymous";
/// How a login went, and that a password alone is not enough any more.
const REASON: &str = "x-seraph-loginreason";
const CAPTCHA: &str = "AUTHENTICATION_DENIED";
const HINT: &str = "the credentials were not accepted: check that the token has not expired and was not revoked, or the user \
                    name and the password, and that the account may log in";

/// A door whose answers say who was let in.
pub(super) struct Named(pub(super) Door);

impl Signer for Named {
    fn ready(&self) -> Ready<'_> {
        self.0.ready()
    }

    fn sign(&self, request: &mut Outgoing) -> Result<Stamp> {
        self.0.sign(request)
    }

    fn secrets(&self) -> Arc<Credentials> {
        self.0.secrets()
    }

    fn denied(&self, answer: &Answer) -> Option<Error> {
        let says = |name: &str, value: &str| answer.header(name).is_some_and(|said| said.eq_ignore_ascii_case(value));
        let denied = |what: &str, hint: &str| Some(Error::new(Kind::Denied, what).hint(hint));
        if says(REASON, CAPTCHA) {
            return denied(
                "the site wants a CAPTCHA to be solved after failed logins",
                "log in once in the browser, then run this again",
            );
        }
        if answer.status == 200 && says(ACCOUNT, NOBODY) {
            return denied("the site answers, but treats the account as an anonymous visitor", HINT);
        }
        None
    }

    fn hint(&self) -> Option<&'static str> {
        Some(HINT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth;

    #[test]
    fn an_answer_to_nobody_is_a_refusal_and_one_that_wants_a_captcha_says_so() {
        let denied = |status, header: (&str, &str)| {
            let headers = vec![(header.0.to_owned(), header.1.to_owned())];
            let error = Named(auth::none()).denied(&Answer { status, headers, ..Answer::default() })?;
            assert!(error.kind() == Kind::Denied && error.hint_text().is_some());
            Some(error.one_line())
        };
        assert!(denied(200, ("x-ausername", "anonymous")).unwrap().contains("anonymous visitor"));
        assert!(denied(401, ("x-seraph-loginreason", "AUTHENTICATION_DENIED")).unwrap().contains("CAPTCHA"));
        assert_eq!(denied(404, ("x-ausername", "anonymous")), None);
        assert_eq!(denied(200, ("x-ausername", "ada%40example.com")), None);
        assert_eq!(denied(200, ("x-seraph-loginreason", "OK")), None);
    }
}
