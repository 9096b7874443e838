//! Random histories: a practice site and a work folder that live through many cases, and what a sync of them may run into.

use super::beside;
use super::lab::{self, Lab};
use catchment_base::clock;
use catchment_base::error::Kind;
use catchment_practice::{jira, salesforce, servicenow};
use catchment_run::{Report, Wishes};
use std::thread;
use tokio::runtime::Runtime;

/// How one sync is made.
#[derive(Clone, Debug)]
pub struct Manner {
    /// Whether it makes a census.
    pub census: bool,
    /// Results of a page.
    pub page_size: usize,
    /// How far it is let go.
    pub end: End,
}

impl Manner {
    /// The settings of a connection that is synced so.
    pub fn settings(&self) -> String {
        let every = if self.census { "0m" } else { "24h" };
        format!("page_size = {}\ncensus_every = \"{every}\"\nmax_deleted_share = 1", self.page_size)
    }
}

/// How far a sync is let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// To its end.
    Whole,
    /// Whole, and objects move after so many requests.
    Moving(u64),
    /// Whole, but for this request.
    Failing(u64),
    /// It is asked to stop after so many requests.
    Stopped(u64),
    /// It is killed after so many requests.
    Killed(u64),
    /// It is killed at this failpoint.
    Crashed(u64),
}

/// A practice site that counts its requests.
pub trait Counting {
    /// How many requests came in.
    fn requests(&self) -> u64;
    /// Waits until so many requests have come in.
    async fn reached(&self, requests: u64);
    /// Lets the request of this number fail; 0 for none.
    fn fail_at(&self, request: u64);
}

macro_rules! counting {
    ($practice:ty) => {
        impl Counting for $practice {
            fn requests(&self) -> u64 {
                self.requests()
            }

            async fn reached(&self, requests: u64) {
                self.reached(requests).await;
            }

            fn fail_at(&self, request: u64) {
                self.fail_at(request);
            }
        }
    };
}

counting!(jira::Practice);
counting!(salesforce::Practice);
counting!(servicenow::Practice);

/// Syncs once, as far as `end` lets it go; `move_objects` is called where objects move meanwhile. Gives the report of a sync that came
/// to its end here, and whether it may have come to another one than that of a whole sync.
pub fn synced(
    (runtime, lab): (&Runtime, &Lab),
    site: &impl Counting,
    end: End,
    move_objects: impl FnOnce(),
) -> (Option<Report>, bool) {
    let before = site.requests();
    match end {
        End::Killed(request) => return (None, killed(|| lab.sync_killed_when(|| site.requests() >= before + request))),
        End::Crashed(failpoint) => return (None, killed(|| lab.sync_killed_at(failpoint))),
        End::Failing(request) => site.fail_at(before + request),
        End::Whole | End::Moving(_) | End::Stopped(_) => {}
    }
    let synced = beside::synced(runtime, &lab.dir, Wishes::default(), async |stop| match end {
        End::Stopped(request) => {
            site.reached(before + request).await;
            stop.send_replace(true);
        }
        End::Moving(request) => {
            site.reached(before + request).await;
            move_objects();
        }
        _ => {}
    });
    site.fail_at(0);
    match synced {
        Ok(report) => (Some(report), end != End::Whole),
        Err(error) => {
            let is_expected = matches!(end, End::Stopped(_)) && error.kind() == Kind::Interrupted
                || matches!(end, End::Failing(_)) && error.kind() == Kind::Failed;
            assert!(is_expected, "{}", error.one_line());
            (None, true)
        }
    }
}

/// Kills a sync; whether it did not come to its end before.
fn killed(kill: impl FnOnce() -> lab::Ran) -> bool {
    let ran = kill();
    assert!(ran.signal.is_some() || matches!(ran.code, Some(0 | 3)), "{ran:?}");
    ran.signal.is_some()
}

/// What happened in a history; it is told where the history fails.
pub struct Steps {
    seed: u64,
    steps: Vec<String>,
}

impl Steps {
    /// Those of a history that follows from a seed.
    pub fn of(seed: u64, first: String) -> Self {
        Self { seed, steps: vec![first] }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Notes another one.
    pub fn push(&mut self, step: String) {
        self.steps.push(step);
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("CATCHMENT_SEED={} failed after these steps:\n{}", self.seed, self.steps.join("\n"));
        }
    }
}

/// A site and the folder that follows it.
pub trait History {
    /// The cases that it lives through, at most.
    const CASES: usize;

    /// One that follows from a seed.
    fn of(seed: u64) -> Self;
    /// Steps at random, then a census and the comparison.
    fn case(&mut self);
    /// A fresh folder that reads the site in another way has the same rows.
    fn ends(&mut self);
}

/// Runs so many cases, in histories that follow from the seed.
pub fn cases<H: History>(mut seed: u64, cases: usize) {
    let begin = clock::instant();
    let mut left = cases;
    while left > 0 {
        let mut history = H::of(seed);
        for _ in 0..left.min(H::CASES) {
            history.case();
            left -= 1;
        }
        history.ends();
        seed = lab::random(&mut seed);
    }
    eprintln!("{cases} cases took {:?}", begin.elapsed());
}

/// Runs as many cases as `CATCHMENT_CASES` says, else as many as fit into the tier, from a seed that is told.
pub fn random_cases<H: History>() {
    let asked = std::env::var("CATCHMENT_CASES").ok().and_then(|text| text.parse().ok());
    cases::<H>(lab::seed(), asked.unwrap_or(if lab::slow() { 300 } else { 24 }));
}
