//! The redaction functions as SQL calls them: one for each proven call, with the counter of its column.

use super::{PseudonymKey, Redactor, Tally};
use crate::edge::db::TextFunction;
use crate::error::{Error, Kind, Result};
use crate::key::Keys;
use arrow::array::{Array, StringArray, StringBuilder};
use std::sync::{Arc, Mutex, PoisonError};

/// The policy of this release: every type it knows is replaced, people become pseudonyms.
pub const POLICY: &str = "standard";

/// Type, rule and version of what was found.
pub type Found = (&'static str, &'static str, u32);

/// A redactor with the pseudonym key of a data directory.
pub fn redactor(keys: &Keys) -> Result<Redactor> {
    Ok(Redactor::new(&PseudonymKey::new(&keys.derive("pseudonym")?, keys.id())?))
}

enum What {
    Text,
    Storage,
    Pseudonym(String),
}

/// A redaction function bound to one column: SQL calls it from several threads, the engine reads its counts.
pub struct ColumnFunction {
    redactor: Arc<Redactor>,
    what: What,
    tally: Mutex<Tally>,
}

impl ColumnFunction {
    /// The function of this name; `kind` is what a pseudonym is of.
    pub fn new(redactor: Arc<Redactor>, function: &str, kind: Option<&str>) -> Result<Self> {
        let what = match (function, kind) {
            ("redact", _) => What::Text,
            ("redact_storage", _) => What::Storage,
            ("pseudonym", Some(kind)) => What::Pseudonym(kind.to_owned()),
            _ => {
                return Err(Error::new(Kind::Refused, format!("{function} is called in a way that is not known"))
                    .hint("pseudonym(value, 'type')"));
            }
        };
        if let What::Pseudonym(kind) = &what {
            // An unknown type is refused now, not at the first row.
            redactor.pseudonym("", kind, &mut Tally::new())?;
        }
        Ok(Self { redactor, what, tally: Mutex::new(Tally::new()) })
    }

    /// Forgets the counts.
    pub fn reset(&self) {
        self.counted(&mut |tally| tally.clear());
    }

    /// Whether it failed on a value since the last reset.
    pub fn failed(&self) -> bool {
        let mut failed = false;
        self.counted(&mut |tally| failed = tally.failures() > 0);
        failed
    }

    /// The counts since the last reset.
    pub fn counts(&self) -> Vec<(Found, u64)> {
        let mut counts = Vec::new();
        self.counted(&mut |tally| {
            counts.extend(tally.iter().map(|(kind, rule, version, count)| ((kind, rule, version), count)));
        });
        counts
    }

    fn counted(&self, with: &mut dyn FnMut(&mut Tally)) {
        with(&mut self.tally.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn append(&self, value: &str, tally: &mut Tally, out: &mut StringBuilder) -> Result<()> {
        match &self.what {
            What::Text => out.append_value(self.redactor.text(value, tally)),
            What::Storage => out.append_value(self.redactor.storage(value, tally)),
            What::Pseudonym(kind) => out.append_value(self.redactor.pseudonym(value, kind, tally)?),
        }
        Ok(())
    }
}

impl TextFunction for ColumnFunction {
    fn map(&self, values: &StringArray) -> Result<StringArray> {
        let mut tally = Tally::new();
        let mut out = StringBuilder::with_capacity(values.len(), values.value_data().len());
        for at in 0..values.len() {
            if values.is_null(at) {
                out.append_null();
            } else {
                self.append(values.value(at), &mut tally, &mut out)?;
            }
        }
        self.counted(&mut |sum| sum.merge(&tally));
        Ok(out.finish())
    }
}
