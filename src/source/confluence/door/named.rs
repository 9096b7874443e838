//! A door that a Data Center may leave open: where anonymous visitors are let in, it answers a bad token as if none had come.

use crate::edge::credentials::Credentials;
use crate::edge::http::{Answer, Outgoing, Ready, Signer, Stamp};
use crate::error::{Error, Kind, Result};
use crate::source::auth::Door;
use std::sync::Arc;

/// Who the site takes the client for.
const HEADER: &str = "x-ausername";
const NOBODY: &str = "anonymous";
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
        let is_nobody = answer.header(HEADER).is_some_and(|name| name.eq_ignore_ascii_case(NOBODY));
        (is_nobody && answer.status == 200).then(|| {
            Error::new(Kind::Denied, "the site answers, but treats the account as an anonymous visitor").hint(HINT)
        })
    }

    fn hint(&self) -> Option<&'static str> {
        Some(HINT)
    }
}
