//! Pauses in progress, so that `status` and the progress display can tell how long a run waits and why.

use catchment_base::clock::{self, Instant};
use catchment_base::response::Wait;
use chrono::{NaiveDateTime, TimeDelta};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A pause in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The reason, as [`Wait::reason`] has it.
    pub reason: &'static str,
    /// When it began, by the clock of this machine.
    pub since: NaiveDateTime,
    /// When it ends.
    pub until: NaiveDateTime,
}

impl Waiting {
    /// The reason, worded to end a sentence.
    pub fn why(&self) -> &'static str {
        match self.reason {
            "server asked" => "the site asked for it",
            "site works" => "the site makes a result",
            "rate limit" => "requests_per_minute is reached",
            _ => "to retry what failed",
        }
    }
}

/// All pauses of one connection.
#[derive(Default)]
pub struct Waits(Mutex<Vec<Waiting>>);

impl Waits {
    /// Waits until a point on the monotonic clock. The pause is added to `log` when it ends.
    pub async fn until(&self, until: Instant, reason: &'static str, log: &mut Vec<Wait>) {
        let since = clock::now();
        let millis = until.saturating_duration_since(clock::instant()).as_millis() as u64;
        let lasts = TimeDelta::milliseconds(i64::try_from(millis).unwrap_or(i64::MAX / 1_000));
        let waiting = Waiting { reason, since, until: since.checked_add_signed(lasts).unwrap_or(since) };
        let told = Told::new(self, waiting);
        clock::sleep_until(until).await;
        drop(told);
        log.push(Wait { reason, started_at: since, millis });
    }

    /// The pauses in progress, oldest first.
    pub fn under_way(&self) -> Vec<Waiting> {
        self.all().clone()
    }

    fn all(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps a pause listed while it is alive, so that a pause that is cancelled is removed as well.
struct Told<'a>(&'a Waits, Waiting);

impl<'a> Told<'a> {
    fn new(waits: &'a Waits, waiting: Waiting) -> Self {
        waits.all().push(waiting);
        Self(waits, waiting)
    }
}

impl Drop for Told<'_> {
    fn drop(&mut self) {
        let mut all = self.0.all();
        if let Some(at) = all.iter().position(|waiting| *waiting == self.1) {
            all.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test(start_paused = true)]
    async fn a_pause_is_told_while_it_lasts_and_on_record_behind_it() {
        let (waits, mut log) = (Waits::default(), Vec::new());
        let pause = waits.until(clock::instant() + Duration::from_secs(1200), "server asked", &mut log);
        let watch = async {
            clock::sleep(Duration::from_secs(600)).await;
            waits.under_way()
        };
        let ((), told) = futures_util::future::join(pause, watch).await;
        assert_eq!((told.len(), told[0].until - told[0].since), (1, TimeDelta::seconds(1200)));
        assert_eq!(told[0].why(), "the site asked for it");
        assert_eq!(waits.under_way(), []);
        assert_eq!((log.len(), log[0].millis), (1, 1_200_000));
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_that_is_given_up_is_told_no_more() {
        let (waits, mut log) = (Waits::default(), Vec::new());
        let pause = waits.until(clock::instant() + Duration::from_secs(1200), "server asked", &mut log);
        assert!(tokio::time::timeout(Duration::from_secs(1), pause).await.is_err());
        assert_eq!(waits.under_way(), []);
        assert!(log.is_empty());
    }
}
