//! How far a run is, for whoever watches it.

use catchment_source::waits::{Waiting, Waits};
use chrono::TimeDelta;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Pauses that are shorter are over before anybody wonders.
const SHORT: TimeDelta = TimeDelta::seconds(5);

/// Counters that the run moves and a watcher reads.
#[derive(Default)]
pub struct Progress {
    phase: Mutex<&'static str>,
    requests: AtomicU64,
    objects: AtomicU64,
    listings: AtomicU64,
    listings_ended: AtomicU64,
    staged: AtomicU64,
    files: AtomicU64,
    files_ended: AtomicU64,
    waits: Mutex<Option<Arc<Waits>>>,
}

/// The counters at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What the run is doing.
    pub phase: &'static str,
    /// Requests answered and committed.
    pub requests: u64,
    /// Objects landed.
    pub objects: u64,
    /// Listings that this run goes over.
    pub listings: u64,
    /// Listings that ended.
    pub listings_ended: u64,
    /// Objects staged.
    pub staged: u64,
    /// Files to store.
    pub files: u64,
    /// Files of these that were tried: stored, or not.
    pub files_ended: u64,
    /// The pause that the run makes.
    pub waiting: Option<Waiting>,
}

impl Progress {
    /// What the counters say now.
    pub fn seen(&self) -> Seen {
        Seen {
            phase: *self.phase.lock().unwrap_or_else(PoisonError::into_inner),
            requests: self.requests.load(Ordering::Relaxed),
            objects: self.objects.load(Ordering::Relaxed),
            listings: self.listings.load(Ordering::Relaxed),
            listings_ended: self.listings_ended.load(Ordering::Relaxed),
            staged: self.staged.load(Ordering::Relaxed),
            files: self.files.load(Ordering::Relaxed),
            files_ended: self.files_ended.load(Ordering::Relaxed),
            waiting: self.waiting(),
        }
    }

    /// The pause to report: one that holds up every request before that of a single one, and the longest of them.
    pub fn waiting(&self) -> Option<Waiting> {
        let waits = self.waits().into_iter().filter(|waiting| waiting.until - waiting.since >= SHORT);
        waits.max_by_key(|waiting| (waiting.reason != "back-off", waiting.until))
    }

    /// All pauses that are under way.
    pub(crate) fn waits(&self) -> Vec<Waiting> {
        let waits = self.waits.lock().unwrap_or_else(PoisonError::into_inner);
        waits.as_ref().map(|waits| waits.under_way()).unwrap_or_default()
    }

    /// Tells of these pauses from now on.
    pub(crate) fn watch(&self, waits: &Arc<Waits>) {
        *self.waits.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(waits));
    }

    pub(crate) fn enter(&self, phase: &'static str) {
        *self.phase.lock().unwrap_or_else(PoisonError::into_inner) = phase;
    }

    pub(crate) fn landed(&self, requests: u64, objects: u64) {
        self.requests.fetch_add(requests, Ordering::Relaxed);
        self.objects.fetch_add(objects, Ordering::Relaxed);
    }

    pub(crate) fn begun(&self, listings: usize) {
        self.listings.fetch_add(listings as u64, Ordering::Relaxed);
    }

    pub(crate) fn ended(&self) {
        self.listings_ended.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn staged(&self, objects: usize) {
        self.staged.fetch_add(objects as u64, Ordering::Relaxed);
    }

    pub(crate) fn files_due(&self, files: u64) {
        self.files.store(files, Ordering::Relaxed);
    }

    pub(crate) fn file_ended(&self) {
        self.files_ended.fetch_add(1, Ordering::Relaxed);
    }
}
