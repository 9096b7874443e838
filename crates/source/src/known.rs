//! Sources as connections describe them, each kept once: their streams live as long as the process.

use catchment_base::error::Result;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The sources made so far, by what describes them.
pub(super) struct Known<S: 'static>(Mutex<BTreeMap<String, &'static S>>);

impl<S> Known<S> {
    /// None yet.
    pub(super) const fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    /// The one that goes by `key`, which is made where there is none.
    pub(super) fn get(&self, key: String, make: impl FnOnce() -> Result<S>) -> Result<&'static S> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(source) = known.get(&key) {
            return Ok(source);
        }
        let source: &'static S = Box::leak(Box::new(make()?));
        known.insert(key, source);
        Ok(source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchment_base::error::Error;

    #[test]
    fn a_source_is_made_once_and_what_fails_is_none() {
        static KNOWN: Known<u8> = Known::new();
        let get = |key: &str, made: Result<u8>| KNOWN.get(key.to_owned(), || made).ok().copied();
        assert_eq!(get("a", Err(Error::usage("no"))), None);
        assert_eq!(get("a", Ok(1)), Some(1));
        assert_eq!((get("a", Ok(2)), get("b", Ok(3))), (Some(1), Some(3)));
    }
}
