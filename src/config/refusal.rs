//! Why a value is not accepted, and how that is told.

use crate::error::{Error, printable};
use std::error::Error as StdError;

/// Characters of a value or a key that a message shows at most.
const SHOWN: usize = 60;

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

/// The text, safe for a terminal, cut where a message would become unreadable.
pub fn shortened(text: &str) -> String {
    let mut out: String = text.chars().take(SHOWN).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    printable(&out)
}
