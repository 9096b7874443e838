//! Why a value is not accepted, and how that is told.

use catchment_base::error::{Error, Result, printable};
use std::error::Error as StdError;

/// Characters of a value or a key that a message shows at most.
const SHOWN: usize = 60;

/// Mistakes of one section that are told at once; whoever mends them is told of the others.
const MOST: usize = 20;

/// Why a value is not accepted, and what would be.
pub(super) struct Refusal {
    what: String,
    hint: String,
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl Refusal {
    /// A refusal; `what` names the key, `hint` says what to do.
    pub(super) fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into(), cause: None }
    }

    /// The same refusal with its cause, which must not quote the value.
    pub(super) fn because(mut self, cause: impl StdError + Send + Sync + 'static) -> Self {
        self.cause = Some(Box::new(cause));
        self
    }

    /// The error for a refusal in a line of a file.
    pub(super) fn at(self, file: &str, line: usize) -> Error {
        let error = Error::usage(format!("{file}:{line}: {}", self.what)).hint(self.hint);
        match self.cause {
            Some(cause) => error.because(cause),
            None => error,
        }
    }
}

/// All values; where some are refused, all that is wrong.
pub(super) fn all<T>(found: impl IntoIterator<Item = Result<T>>) -> Result<Vec<T>> {
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for value in found {
        match value {
            Ok(value) => good.push(value),
            Err(error) => wrong.push(error),
        }
        if wrong.len() == MOST {
            break;
        }
    }
    wrong.into_iter().reduce(Error::and).map_or(Ok(good), Err)
}

/// Both values; where both are refused, all that is wrong.
pub(super) fn both<A, B>(one: Result<A>, other: Result<B>) -> Result<(A, B)> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
        (Err(error), Err(other)) => Err(error.and(other)),
    }
}

/// The text, safe for a terminal, cut where a message would become unreadable.
pub fn shortened(text: &str) -> String {
    let mut out: String = text.chars().take(SHOWN).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    printable(&out)
}
