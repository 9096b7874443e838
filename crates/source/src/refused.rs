//! What refusals of an endpoint mean, as a table that belongs to the endpoint.
//!
//! The meaning of a status differs between APIs: 404 is a deleted object in one and an empty listing in another, and some
//! refuse with 200. The first row that matches decides; without one, the status has its usual meaning.

use catchment_base::error::Error;
use catchment_base::response::equivocal;
use catchment_io::http::Answer;
use memchr::memmem;
use std::borrow::Cow;

/// A refusal, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The status of the answer; 200 for an error inside an answer that looks successful.
    pub status: u16,
    /// A text that the body contains, byte for byte; nothing where the status alone decides. Every body with this status is
    /// searched, so with 200 it must be a text that no record can contain.
    pub says: Option<Cow<'static, str>>,
    /// What it means.
    pub means: Meaning,
    /// What is told of it, and what to do about it, where that is more than of any refusal with its status.
    pub told: Option<(&'static str, &'static str)>,
}

/// What a refusal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// There are no records.
    Nothing,
    /// The object is gone.
    Gone,
    /// This account may not see it.
    NoAccess,
    /// The request asks for too much; a smaller one may succeed.
    Smaller,
    /// It was asked for too long a time: a shorter window may be answered.
    SmallerWindow,
    /// The place in the listing is not taken any more: from the beginning.
    StartOver,
    /// What the site has said of itself does not hold any more: it is asked again.
    Outdated,
    /// The credential has expired; with a new one the request succeeds.
    Renew,
    /// The request is retried later.
    Later,
    /// A limit is reached for longer than a run waits: the next run goes on from there.
    Pause,
    /// The account may not use the API at all.
    Denied,
    /// A retry would fail in the same way.
    Fail,
}

/// The first row that matches an answer.
pub fn matching<'r>(rows: &'r [Refused], status: u16, body: &[u8]) -> Option<&'r Refused> {
    let says = |row: &Refused| row.says.as_ref().is_none_or(|says| memmem::find(body, says.as_bytes()).is_some());
    rows.iter().find(|row| row.status == status && says(row))
}

/// What goes wrong with a site, of which a source may know what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// An answer is no JSON.
    NotJson,
    /// A request is refused with this status.
    Status(u16),
    /// The same with a page for browsers in place of the form in which an API refuses.
    WebPage(u16),
    /// The site takes the account for an anonymous visitor.
    Anonymous,
}

/// Why an answer is not taken.
pub enum Flaw {
    /// The site may be ill: another try may bring another answer.
    Ill(String),
    /// The answer is well, and not what the settings say: no other try will help.
    Wrong(Error),
}

impl From<String> for Flaw {
    fn from(flaw: String) -> Self {
        Self::Ill(flaw)
    }
}

/// What `accept` reads of an answer. JSON that can be read in two ways is not read.
pub fn read<T, F: Into<Flaw>>(answer: &Answer, accept: impl Fn(&Answer) -> Result<T, F>) -> Result<T, Flaw> {
    match equivocal(&answer.body) {
        Some(flaw) => Err(Flaw::Ill(flaw)),
        None => accept(answer).map_err(Into::into),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_row_that_fits_decides() {
        let row = |status, says: Option<&str>, means| Refused {
            status,
            says: says.map(|says| says.to_owned().into()),
            means,
            told: None,
        };
        let rows = [
            row(403, Some("REQUEST_LIMIT"), Meaning::Later),
            row(403, None, Meaning::NoAccess),
            row(200, Some("\"error\":"), Meaning::Fail),
        ];
        for (status, body, means) in [
            (403, "[{\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\"}]", Some(Meaning::Later)),
            (403, "", Some(Meaning::NoAccess)),
            (404, "REQUEST_LIMIT", None),
            (200, "{\"data\":[]}", None),
            (200, "{\"error\":\"x\"}", Some(Meaning::Fail)),
        ] {
            assert_eq!(matching(&rows, status, body.as_bytes()).map(|row| row.means), means, "{status} {body}");
        }
    }
}
