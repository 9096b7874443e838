//! The lists of issues that queries found, kept for the pages that follow.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// How many lists of found issues are kept.
const KEPT: usize = 16;

/// A query, whether the account asked it, and how many changes there had been.
pub(super) type Asked = (String, bool, u64);

/// The issues that a query found, kept while nothing changes so that the pages of a walk cost one evaluation.
struct Kept {
    of: Asked,
    ids: Arc<Vec<u64>>,
}

/// The lists of found issues that are kept.
#[derive(Default)]
pub(super) struct Finder {
    kept: Mutex<VecDeque<Kept>>,
}

impl Finder {
    /// The issues that such a query found, where they are kept.
    pub(super) fn known(&self, of: &Asked) -> Option<Arc<Vec<u64>>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|kept| kept.of == *of).map(|kept| Arc::clone(&kept.ids))
    }

    /// Keeps the issues that a query found.
    pub(super) fn keep(&self, of: Asked, ids: Arc<Vec<u64>>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front(Kept { of, ids });
        kept.truncate(KEPT);
    }
}
