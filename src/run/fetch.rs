//! Walks run side by side, one writer commits their steps and stages what they brought.

use super::opened::Opened;
use super::progress::Progress;
use super::stage::{BATCH, Stager};
use crate::error::{Error, Result};
use crate::land::{self, Arrival, Intake, Sealer};
use crate::page::{Listing, Walk};
use crate::source::client::Client;
use crate::source::walk::Walker;
use crate::source::{self, Session, Source};
use futures_util::StreamExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;
use tokio::sync::watch;

/// Listings open at once; each has at most one page that is not committed.
const LISTINGS_AT_ONCE: usize = 16;
/// How long a group of steps waits for more, at most.
const GROUP_WAIT: Duration = Duration::from_millis(50);
/// Bytes after which a group is committed.
const GROUP_BYTES: usize = 8 << 20;

/// What all walks of a run share.
pub struct Fetcher {
    /// The source.
    pub source: &'static dyn Source,
    /// Its URLs and answers.
    pub session: Box<dyn Session>,
    /// Its host.
    pub client: Client,
    /// Seals pages.
    pub sealer: Arc<Sealer>,
    /// Tells that the run shall stop.
    pub stop: watch::Receiver<bool>,
    /// Counts.
    pub progress: Arc<Progress>,
}

/// The database's side of a run; it moves to the writer and back.
pub struct Writing {
    /// The connection.
    pub opened: Opened,
    /// Stages what landed.
    pub stager: Stager,
    /// The run.
    pub run: i64,
}

/// What the walks came to.
pub struct Fetched {
    /// The database's side, back from the writer.
    pub writing: Writing,
    /// The listings that could not be walked to their ends, with the reasons; they are recorded.
    pub failed: Vec<(Listing, Error)>,
    /// Whether the run was asked to stop.
    pub stopped: bool,
}

impl Fetcher {
    /// Runs the walks to their ends, commits every step, stages everything. A walk that fails is recorded and the others go on.
    pub async fn fetch(self: &Arc<Self>, writing: Writing, walks: Vec<Walk>) -> Result<Fetched> {
        self.progress.begun(walks.len());
        let (steps, arrivals) = mpsc::channel();
        let active = Arc::new(AtomicUsize::new(walks.len().min(LISTINGS_AT_ONCE)));
        let writer = tokio::task::spawn_blocking({
            let (active, progress) = (Arc::clone(&active), Arc::clone(&self.progress));
            move || write(writing, &arrivals, &active, &progress)
        });
        let failed = self.walk_all(walks, steps, &active).await;
        let writing = writer.await.map_err(|cause| Error::failed("the writer broke down").because(cause))??;
        Ok(Fetched { writing, failed, stopped: *self.stop.borrow() })
    }

    async fn walk_all(
        self: &Arc<Self>,
        walks: Vec<Walk>,
        steps: Sender<Arrival>,
        active: &AtomicUsize,
    ) -> Vec<(Listing, Error)> {
        let mut left = walks.len();
        let tasks = futures_util::stream::iter(walks).map(|walk| {
            let (fetcher, steps) = (Arc::clone(self), steps.clone());
            tokio::spawn(async move { fetcher.walk(walk, steps).await })
        });
        let mut running = tasks.buffer_unordered(LISTINGS_AT_ONCE);
        let mut failed = Vec::new();
        while let Some(ended) = running.next().await {
            left -= 1;
            active.store(left.min(LISTINGS_AT_ONCE), Ordering::SeqCst);
            self.progress.ended();
            failed.extend(ended.ok().flatten());
        }
        failed
    }

    /// Walks one listing; gives it with the reason if it cannot be walked to its end.
    async fn walk(&self, walk: Walk, steps: Sender<Arrival>) -> Option<(Listing, Error)> {
        let stream = source::stream(self.source, walk.listing.stream)?;
        let (id, listing) = (walk.id, walk.listing.clone());
        let intake = Intake::new(Arc::clone(&self.sealer), listing.clone(), steps);
        let walker = Walker::new(&self.client, self.session.as_ref(), stream, walk, &intake);
        let error = tokio::select! {
            outcome = walker.run() => outcome.err()?,
            () = self.stopping() => return None,
        };
        // If the writer has stopped, its own error is the one that the run ends with.
        let _ = intake.fail(id, error.one_line()).await;
        Some((listing, error))
    }

    async fn stopping(&self) {
        // A dropped sender means that nobody can stop the run any more: then this never comes.
        if self.stop.clone().wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

fn write(writing: Writing, arrivals: &Receiver<Arrival>, active: &AtomicUsize, progress: &Progress) -> Result<Writing> {
    let mut unstaged = 0;
    while let Ok(first) = arrivals.recv() {
        let group = gather(first, arrivals, active);
        unstaged += group.iter().map(Arrival::clear_bytes).sum::<u64>();
        for arrival in &group {
            progress.landed(arrival.requests(), arrival.objects());
        }
        commit(&writing, group)?;
        if unstaged >= BATCH {
            writing.stager.stage_pending(&writing.opened, progress)?;
            unstaged = 0;
        }
    }
    writing.stager.stage_pending(&writing.opened, progress)?;
    Ok(writing)
}

fn commit(writing: &Writing, group: Vec<Arrival>) -> Result<()> {
    let result =
        land::commit(&writing.opened.db, writing.stager.sealer(), &writing.opened.paths.sealed, writing.run, &group);
    for arrival in group {
        let told = result.as_ref().map_err(|error| Error::failed(error.one_line())).copied();
        arrival.acknowledge(told);
    }
    result
}

/// Collects steps until every open listing waits, the group is large, or it has waited long enough.
fn gather(first: Arrival, arrivals: &Receiver<Arrival>, active: &AtomicUsize) -> Vec<Arrival> {
    let until = crate::edge::clock::instant() + GROUP_WAIT;
    let mut bytes = first.bytes();
    let mut group = vec![first];
    while bytes < GROUP_BYTES && group.len() < active.load(Ordering::SeqCst) {
        match arrivals.recv_timeout(until.saturating_duration_since(crate::edge::clock::instant())) {
            Ok(arrival) => {
                bytes += arrival.bytes();
                group.push(arrival);
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    group
}
