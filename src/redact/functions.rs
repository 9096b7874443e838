//! The redaction functions as SQL calls them: one for each proven call, with the counter of its column.

use super::{Policy, PseudonymKey, Redactor, Tally};
use crate::edge::db::TextFunction;
use crate::error::{Error, Kind, Result};
use crate::key::Keys;
use arrow::array::{Array, StringArray, StringBuilder};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

/// The policy of this release: every type it knows is replaced, people become pseudonyms.
pub const POLICY: &str = "standard";

/// Type, rule and version of what was found.
pub type Found = (&'static str, &'static str, u32);

/// A redactor with the pseudonym key of a data directory.
pub fn redactor(keys: &Keys) -> Result<Redactor> {
    let policy = Policy::shipped(POLICY).ok_or_else(|| Error::new(Kind::Usage, "there is no such policy"))?;
    Ok(Redactor::new(policy, Some(pseudonym_key(keys)?)))
}

/// The pseudonym key of a data directory.
pub(super) fn pseudonym_key(keys: &Keys) -> Result<PseudonymKey> {
    PseudonymKey::new(&keys.derive("pseudonym")?, keys.id())
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

    fn map_all<'a>(&self, values: &'a StringArray, tally: &mut Tally, out: &mut StringBuilder) -> Result<()> {
        // A few people write most pages: each of them is computed once a vector, and counted each time.
        let mut known: HashMap<&'a str, (String, Tally)> = HashMap::new();
        for value in values {
            match (value, &self.what) {
                (None, _) => out.append_null(),
                (Some(value), What::Text) => out.append_value(self.redactor.text(value, tally)),
                (Some(value), What::Storage) => out.append_value(self.redactor.storage(value, tally)),
                (Some(value), What::Pseudonym(kind)) => {
                    let (token, counts) = match known.entry(value) {
                        Entry::Occupied(entry) => entry.into_mut(),
                        Entry::Vacant(entry) => {
                            let mut counts = Tally::new();
                            let token = self.redactor.pseudonym(value, kind, &mut counts)?;
                            entry.insert((token, counts))
                        }
                    };
                    tally.merge(counts);
                    out.append_value(token);
                }
            }
        }
        Ok(())
    }
}

impl TextFunction for ColumnFunction {
    fn map(&self, values: &StringArray) -> Result<StringArray> {
        let mut tally = Tally::new();
        let mut out = StringBuilder::with_capacity(values.len(), values.value_data().len());
        self.map_all(values, &mut tally, &mut out)?;
        self.counted(&mut |sum| sum.merge(&tally));
        Ok(out.finish())
    }
}
