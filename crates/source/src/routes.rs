//! Ways of asking for the objects of a stream that fail, whatever they are asked for: what meets every object alike is no property
//! of objects.
//!
//! A route is a stream and a kind of walk: a listing, listings for parents, objects by their ids, looks, files. As long as nothing has
//! come by a route, and where much has failed in a row, one walk at a time goes by it. A route by which nothing has come is closed for
//! the run after a few things have failed: what is left stays due, and the reason is one gap. One by which something came is closed
//! after so many in a row that those which can be read would have been among them.

use crate::retry::FEW_TRIES;
use catchment_base::error::{Error, Result};
use catchment_base::response::WalkKind;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// Things that fail in a row before a route is closed, at least: fewer are gaps of their own.
pub const FEWEST_THINGS: u32 = 3;
/// Requests that these take, at least: where each is refused at once, more of them are tried.
pub const FEWEST_REQUESTS: u32 = 12;
/// Things that fail in a row before a route is closed by which something came: several times as many as walks go side by side.
const FEWEST_BEHIND: u32 = 48;
/// Requests that fail in a row from which on one walk at a time goes by a route by which something came before.
const DOUBTFUL: u32 = 5;

/// The routes of a connection that were gone by.
#[derive(Default)]
pub struct Routes(Mutex<HashMap<(&'static str, WalkKind), Arc<Route>>>);

impl Routes {
    /// The route of a kind of walk over a stream.
    pub fn of(&self, stream: &'static str, kind: WalkKind) -> Arc<Route> {
        let mut routes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(routes.entry((stream, kind)).or_default())
    }

    /// Whether a listing of a stream has failed, by which nothing has come.
    pub fn has_failed(&self, stream: &str) -> bool {
        let routes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_listing = |kind: WalkKind| {
            matches!(kind, WalkKind::Changes | WalkKind::Feed | WalkKind::Census | WalkKind::Listing | WalkKind::Piece)
        };
        let mut listings = routes.iter().filter(|((of, kind), _)| *of == stream && is_listing(*kind));
        listings.any(|(_, route)| {
            let state = route.state();
            !state.has_come && state.things > 0
        })
    }

    /// The streams of which something was not asked for by its id, or not looked at, because such a route is closed.
    pub fn unasked(&self) -> BTreeSet<&'static str> {
        let routes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_by_id = |kind: WalkKind| matches!(kind, WalkKind::Objects | WalkKind::Look);
        let closed = routes.iter().filter(|((_, kind), route)| is_by_id(*kind) && route.closed().is_some());
        closed.map(|((stream, _), _)| *stream).collect()
    }
}

/// What is known of one of them.
#[derive(Default)]
pub struct Route {
    state: Mutex<State>,
    ended: Notify,
}

#[derive(Default)]
struct State {
    /// Whether anything has come by it.
    has_come: bool,
    /// Requests and things that failed since something came.
    requests: u32,
    things: u32,
    /// Whether a walk goes ahead.
    is_led: bool,
    /// Why it is closed, and whether that is on record.
    closed: Option<Error>,
    is_recorded: bool,
}

/// The walk that goes ahead; the next one may when this is dropped.
pub struct Lead(Arc<Route>);

impl Route {
    /// Waits until the route may be gone by: nothing where all may, else the lead.
    ///
    /// # Errors
    ///
    /// It is closed.
    pub async fn enter(self: &Arc<Self>) -> Result<Option<Lead>> {
        loop {
            let ended = self.ended.notified();
            tokio::pin!(ended);
            ended.as_mut().enable();
            {
                let mut state = self.state();
                if let Some(closed) = state.error() {
                    return Err(closed);
                }
                if state.has_come && state.requests < DOUBTFUL {
                    return Ok(None);
                }
                if !std::mem::replace(&mut state.is_led, true) {
                    return Ok(Some(Lead(Arc::clone(self))));
                }
            }
            ended.await;
        }
    }

    /// Notes that something came.
    pub fn came(&self) {
        let mut state = self.state();
        (state.has_come, state.requests, state.things) = (true, 0, 0);
        drop(state);
        self.ended.notify_waiters();
    }

    /// Notes requests without a usable answer.
    pub fn note_requests(&self, requests: u32) {
        self.state().requests += requests;
    }

    /// Notes that something could not be read, after all that was tried for it; tells why the route is closed then, if it is.
    pub fn failed(&self, error: &Error) -> Option<Error> {
        let mut state = self.state();
        state.things += 1;
        let fewest = if state.has_come { FEWEST_BEHIND } else { FEWEST_THINGS };
        if state.closed.is_none() && state.things >= fewest && state.requests >= FEWEST_REQUESTS {
            let what = format!(
                "everything that was asked for like this failed, {} in a row: {}",
                state.things,
                error.one_line()
            );
            let hint = error.hint_text().unwrap_or("the rest was not asked for: run again when the cause is gone");
            state.closed = Some(Error::new(error.kind(), what).hint(hint));
        }
        state.error()
    }

    /// Adds to why it is closed.
    pub fn explain(&self, more: &str) {
        let mut state = self.state();
        if let Some(closed) = &state.closed {
            state.closed = Some(
                Error::new(closed.kind(), format!("{}; {more}", closed.one_line()))
                    .hint(closed.hint_text().unwrap_or_default().to_owned()),
            );
        }
    }

    /// Whether requests fail by it.
    pub fn is_failing(&self) -> bool {
        self.state().requests >= FEW_TRIES
    }

    /// How many things failed since something came.
    pub fn failures(&self) -> u32 {
        self.state().things
    }

    /// Why it is closed, once.
    pub fn to_record(&self) -> Option<Error> {
        let mut state = self.state();
        let is_new = state.closed.is_some() && !std::mem::replace(&mut state.is_recorded, true);
        state.error().filter(|_| is_new)
    }

    /// Why it is closed, if it is.
    pub fn closed(&self) -> Option<Error> {
        self.state().error()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn error(&self) -> Option<Error> {
        let closed = self.closed.as_ref()?;
        let error = Error::new(closed.kind(), closed.one_line());
        Some(closed.hint_text().map(str::to_owned).into_iter().fold(error, Error::hint))
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        self.0.state().is_led = false;
        self.0.ended.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fails(route: &Route, things: u32, requests: u32) -> bool {
        (0..things).any(|_| {
            route.note_requests(requests);
            route.failed(&Error::failed("status 500")).is_some()
        })
    }

    #[tokio::test]
    async fn a_route_by_which_nothing_comes_is_gone_by_one_walk_at_a_time_and_closed_after_a_few_requests() {
        let route = Arc::new(Route::default());
        let lead = route.enter().await.unwrap();
        assert!(lead.is_some());
        assert!(tokio::time::timeout(std::time::Duration::from_millis(20), route.enter()).await.is_err());
        drop(lead);
        assert!(!fails(&route, FEWEST_THINGS - 1, 1) && route.failures() > 0);
        assert!(fails(&route, 1, FEWEST_REQUESTS));
        let told = route.enter().await.err().unwrap().one_line();
        assert_eq!(told, "everything that was asked for like this failed, 3 in a row: status 500");
        assert!(route.to_record().is_some() && route.to_record().is_none());
    }

    #[tokio::test]
    async fn where_something_came_a_few_that_fail_are_gaps_of_their_own() {
        let route = Arc::new(Route::default());
        route.came();
        assert!(route.enter().await.unwrap().is_none());
        assert!(!fails(&route, FEWEST_BEHIND - 1, 5));
        route.came();
        assert!(!fails(&route, FEWEST_BEHIND - 1, 5));
        // One walk at a time, while requests fail.
        assert!(route.enter().await.unwrap().is_some());
        assert!(fails(&route, 1, 5));
    }
}
