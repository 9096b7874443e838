//! What refusals of an endpoint mean, as a table that the endpoint brings along.
//!
//! Statuses mean different things at different sites: 404 is an object that is gone here and a listing without objects
//! there, and some sites refuse with 200. The first row that fits decides; where none does, the status does as usual.

use crate::error::Error;
use memchr::memmem;

/// A refusal, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The status of the answer. With 200 it is an error inside of an answer that looks good.
    pub status: u16,
    /// A text that the body holds, byte for byte; nothing where the status is enough. It is looked for in everything that
    /// comes with this status, so that with 200 it has to be one that no object can hold.
    pub says: Option<String>,
    /// What it means.
    pub means: Meaning,
}

/// What a refusal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It was answered: there is nothing of what was asked for.
    Nothing,
    /// What was asked for is gone.
    Gone,
    /// This account may not see it.
    NoAccess,
    /// It was asked for too much: less may be answered.
    Smaller,
    /// The place in the listing is not taken any more: from the beginning.
    StartOver,
    /// The credential has ended: with a new one it is answered.
    Renew,
    /// It is answered later.
    Later,
    /// No other try will help.
    Fail,
}

/// What an answer means by the first row that fits.
pub fn meaning(rows: &[Refused], status: u16, body: &[u8]) -> Option<Meaning> {
    let says = |row: &Refused| row.says.as_ref().is_none_or(|says| memmem::find(body, says.as_bytes()).is_some());
    rows.iter().find(|row| row.status == status && says(row)).map(|row| row.means)
}

/// What goes wrong with a site, of which a source may know what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// An answer is no JSON.
    NotJson,
    /// A request is refused with this status.
    Status(u16),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_row_that_fits_decides() {
        let row = |status, says: Option<&str>, means| Refused { status, says: says.map(str::to_owned), means };
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
            assert_eq!(meaning(&rows, status, body.as_bytes()), means, "{status} {body}");
        }
    }
}
