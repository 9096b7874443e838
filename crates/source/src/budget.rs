//! One budget per origin, shared by all clients of the process: requests per minute, requests in flight, pauses.
//!
//! The limit counts requests started in any 60 seconds, so bursts within it are allowed. A 429 pauses all requests to the
//! origin and halves the number in flight; each good answer raises it a little.

use crate::waits::Waits;
use catchment_base::clock::{self, Instant};
use catchment_base::response::Wait;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

const WINDOW: Duration = Duration::from_secs(60);
const MOST_IN_FLIGHT: f64 = 16.0;

/// The state of every origin that was asked; there are at most as many as connections.
static ORIGINS: LazyLock<Mutex<HashMap<String, Arc<Shared>>>> = LazyLock::new(Mutex::default);

/// The budget of one origin with the limits of one connection.
pub struct Budget {
    per_minute: usize,
    least_pause: Duration,
    shared: Arc<Shared>,
    waits: Arc<Waits>,
}

/// The state that all clients of an origin share.
struct Shared {
    state: Mutex<State>,
    freed: Notify,
}

impl Default for Shared {
    fn default() -> Self {
        let state = State { starts: VecDeque::new(), paused_until: None, in_flight: 0, allowed: MOST_IN_FLIGHT };
        Self { state: Mutex::new(state), freed: Notify::new() }
    }
}

struct State {
    starts: VecDeque<Instant>,
    paused_until: Option<Instant>,
    in_flight: usize,
    allowed: f64,
}

/// Permission for one request; returned when dropped.
pub struct Ticket<'a>(&'a Shared);

enum Turn {
    Go,
    /// Wait until then, for this reason.
    At(Instant, &'static str),
    /// Wait until a request ends.
    Crowded,
}

impl Budget {
    /// A budget of `per_minute` requests, counted together with those of other clients of the origin. After the limit or a 429 is
    /// reached, the pause is at least `least_pause`.
    pub fn of(origin: &str, per_minute: u32, least_pause: Duration) -> Self {
        let mut origins = ORIGINS.lock().unwrap_or_else(PoisonError::into_inner);
        let shared = Arc::clone(origins.entry(origin.to_owned()).or_default());
        Self { per_minute: per_minute as usize, least_pause, shared, waits: Arc::default() }
    }

    /// The pauses in progress.
    pub fn waits(&self) -> &Arc<Waits> {
        &self.waits
    }

    /// Waits for permission to send one request; pauses are added to `waits`.
    pub async fn enter(&self, waits: &mut Vec<Wait>) -> Ticket<'_> {
        loop {
            let freed = self.shared.freed.notified();
            match self.turn() {
                Turn::Go => return Ticket(&self.shared),
                Turn::At(until, reason) => self.waits.until(until, reason, waits).await,
                Turn::Crowded => freed.await,
            }
        }
    }

    /// After a 429: no request starts before the pause ends, and fewer are in flight.
    pub fn slow_down(&self, pause: Duration) {
        let mut state = self.shared.state();
        let until = clock::instant() + pause.max(self.least_pause);
        state.paused_until = Some(state.paused_until.map_or(until, |former| former.max(until)));
        state.allowed = (state.allowed / 2.0).max(1.0);
    }

    /// After a good answer.
    pub fn speed_up(&self) {
        let mut state = self.shared.state();
        state.allowed = (state.allowed + 1.0 / state.allowed).min(MOST_IN_FLIGHT);
    }

    fn turn(&self) -> Turn {
        let now = clock::instant();
        let mut state = self.shared.state();
        if let Some(until) = state.paused_until.filter(|until| *until > now) {
            return Turn::At(until, "server asked");
        }
        if state.in_flight >= state.allowed as usize {
            return Turn::Crowded;
        }
        while state.starts.front().is_some_and(|start| *start + WINDOW <= now) {
            state.starts.pop_front();
        }
        if state.starts.len() >= self.per_minute {
            let free = state.starts.front().map_or(now, |start| *start + WINDOW);
            let until = free.max(now + self.least_pause);
            return Turn::At(until, "rate limit");
        }
        state.starts.push_back(now);
        state.in_flight += 1;
        Turn::Go
    }
}

impl Shared {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        self.0.state().in_flight -= 1;
        self.0.freed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_more_than_the_limit_start_in_any_minute_and_bursts_are_allowed() {
        let budget = Budget::of("http://three.example", 3, Duration::from_millis(10));
        let (mut waits, begin) = (Vec::new(), clock::instant());
        for _ in 0..3 {
            budget.enter(&mut waits).await;
        }
        assert_eq!(begin.elapsed(), Duration::ZERO);
        budget.enter(&mut waits).await;
        assert_eq!(begin.elapsed(), WINDOW);
        assert_eq!(waits.len(), 1);
        assert_eq!((waits[0].reason, waits[0].millis), ("rate limit", 60_000));
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_one_origin_shares_its_limit_and_no_others() {
        let [one, same] = [2, 3].map(|most| Budget::of("http://one.example", most, Duration::ZERO));
        let other = Budget::of("http://other.example", 1, Duration::ZERO);
        let (mut waits, begin) = (Vec::new(), clock::instant());
        for budget in [&one, &same, &other, &same] {
            budget.enter(&mut waits).await;
        }
        assert_eq!(begin.elapsed(), Duration::ZERO);
        one.enter(&mut waits).await;
        assert_eq!(begin.elapsed(), WINDOW);
    }

    #[tokio::test(start_paused = true)]
    async fn a_429_pauses_everybody_and_halves_the_number_in_flight() {
        let budget = Budget::of("http://many.example", 1000, Duration::from_millis(500));
        let begin = clock::instant();
        budget.slow_down(Duration::ZERO);
        let mut waits = Vec::new();
        let mut tickets = Vec::new();
        for _ in 0..8 {
            tickets.push(budget.enter(&mut waits).await);
        }
        assert_eq!(begin.elapsed(), Duration::from_millis(500));
        assert!(matches!(budget.turn(), Turn::Crowded));
        tickets.pop();
        assert!(matches!(budget.turn(), Turn::Go));
    }
}
