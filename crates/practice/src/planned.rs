//! Changes that a server makes by itself, each after the request of a number.

use std::sync::{Mutex, PoisonError};

/// What happens after requests, with their numbers, counted from 1.
pub(super) struct Planned<C>(Mutex<Vec<(u64, C)>>);

impl<C> Default for Planned<C> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<C> Planned<C> {
    /// Plans a change for after the request of this number.
    pub(super) fn add(&self, request: u64, change: C) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((request, change));
    }

    /// The changes that follow the request of this number, in the order in which they were planned; each is given once.
    pub(super) fn due(&self, number: u64) -> Vec<C> {
        let mut planned = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        planned.extract_if(.., |(request, _)| *request == number).map(|(_, change)| change).collect()
    }
}
