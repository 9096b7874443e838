//! Whether the site is down: whatever it is asked ends alike, with no connection, without a complete answer, with 500, 502 to 504, what a
//! proxy says of a site that it does not reach (520 to 530), with a page for people, or with nothing in it.
//!
//! Attempts are counted over all walks, and one answer of any other kind ends the count. From a few in a row on one request at a time
//! tries on, for all of them. Where that ends alike as well, what the site answered before is asked once more: if that fails too the
//! site is down and nothing else is asked; if it is answered, the trouble is that of the request.

use crate::client::{Client, Log, Refusal, Tries};
use crate::retry;
use catchment_base::clock;
use catchment_base::error::{Error, Kind};
use catchment_io::http::{Answer, Ask, Trouble};
use chrono::NaiveDateTime;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync;

/// Attempts in a row that end alike from which on the site may be down.
const LIKELY: u32 = 5;

/// The permission to try on while the site may be down.
pub type Turn<'a> = sync::MutexGuard<'a, ()>;

/// What is known of an outage of a site.
#[derive(Default)]
pub struct Outage {
    state: Mutex<State>,
    turn: sync::Mutex<()>,
    probe: sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    /// Attempts that ended alike, without another answer between them.
    in_a_row: u32,
    /// When the first of them ended, and how the last one did.
    since: Option<NaiveDateTime>,
    cause: String,
    is_down: bool,
}

impl Outage {
    /// Notes how an attempt ended: with the cause, where a site that is down ends like that.
    pub fn note(&self, cause: Option<String>) {
        let mut state = self.state();
        match cause {
            // What was still under way says nothing any more.
            _ if state.is_down => {}
            Some(cause) => {
                state.in_a_row += 1;
                state.since.get_or_insert_with(clock::now);
                state.cause = cause;
            }
            None => *state = State::default(),
        }
    }

    /// Whether the site may be down.
    pub fn is_likely(&self) -> bool {
        self.state().in_a_row >= LIKELY
    }

    /// Notes that it is.
    pub fn begin(&self) {
        self.state().is_down = true;
    }

    /// That the site is down, where that is known.
    pub fn error(&self) -> Option<Error> {
        let state = self.state();
        let since = state.since.filter(|_| state.is_down)?.format("%Y-%m-%d %H:%M:%S");
        let State { in_a_row, cause, .. } = &*state;
        let what = format!("the site has been down since {since} UTC: {cause}, {in_a_row} requests in a row");
        Some(
            Error::new(Kind::Unreachable, what).hint(
                "what was received is kept: run again when the site is up, and the sync goes on from where it was",
            ),
        )
    }

    /// The turn to try on for all walks; the next one has it when this is dropped.
    pub async fn turn(&self) -> Turn<'_> {
        self.turn.lock().await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Client {
    /// Waits for the turn to ask where the site may be down; refuses where it is.
    pub(super) async fn await_outage<'a>(&'a self, turn: &mut Option<Turn<'a>>) -> Result<(), Refusal> {
        if !self.outage.is_likely() {
            *turn = None;
        } else if turn.is_none() {
            let next = self.outage.turn().await;
            // Who had it before has found the site up, or down.
            *turn = self.outage.is_likely().then_some(next);
        }
        self.outage.error().map_or(Ok(()), |down| Err(Refusal::Final(down)))
    }

    /// After all attempts of a request, where the site may be down: asks again what it answered before. Tells whether the request is
    /// to be tried anew, because the site is up again. Where it has answered nothing, whatever was asked first tells.
    pub(super) async fn find_out_down(
        &self,
        refusal: Refusal,
        tried: &mut Tries,
        log: &mut Log,
    ) -> Result<(), Refusal> {
        if !self.outage.is_likely() {
            return Err(refusal);
        }
        // Whoever else asks that has the answer.
        let probing = self.outage.probe.lock().await;
        if let Some(down) = self.outage.error() {
            return Err(Refusal::Final(down));
        }
        if !self.outage.is_likely() {
            drop(probing);
            return tried.anew(refusal);
        }
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match answered {
            Some(ask) if self.is_up(&ask, log).await => {
                return tried.anew(refusal);
            }
            // Nobody answers at this address, which the refusal tells.
            None if !matches!(refusal, Refusal::Unavailable(_)) => return Err(refusal),
            _ => {}
        }
        self.outage.begin();
        Err(self.outage.error().map_or(refusal, Refusal::Final))
    }

    /// Whether what was answered before is answered now, otherwise than a site does that is down.
    async fn is_up(&self, ask: &Ask, log: &mut Log) -> bool {
        for attempt in 1..=self.patience.tries {
            let pause = retry::back_off(self.pause, attempt + 1).min(self.patience.back_off);
            self.wait(pause, "back-off", log).await;
            let outcome = self.once(ask, attempt, log).await;
            let cause = outage_of(outcome.as_ref());
            let is_up = cause.is_none();
            self.outage.note(cause);
            if is_up {
                return true;
            }
        }
        false
    }
}

/// How an attempt ended, where a site that is down ends like that.
pub fn outage_of(outcome: Result<&Answer, &Trouble>) -> Option<String> {
    match outcome {
        Err(trouble @ (Trouble::Transport(_) | Trouble::Cut(_))) => Some(trouble.to_string()),
        Ok(Answer { status, .. }) if *status == 500 || retry::is_unavailable(*status) => {
            Some(format!("status {status}"))
        }
        Ok(Answer { status: status @ (200 | 403 | 404), content_type, .. }) if content_type == "text/html" => {
            Some(format!("status {status} with a page for people"))
        }
        Ok(Answer { status: 200, body, .. }) if body.is_empty() => Some("status 200 without a body".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_site_that_is_down_answers_is_told_from_what_it_says_of_a_request() {
        let of = |status, content_type: &str, body: &str| {
            let (content_type, body) = (content_type.to_owned(), body.into());
            outage_of(Ok(&Answer { status, content_type, body, ..Answer::default() }))
        };
        for status in [500, 502, 503, 504, 520, 530] {
            assert_eq!(of(status, "application/json", "{}"), Some(format!("status {status}")));
        }
        for status in [200, 403, 404] {
            assert!(of(status, "text/html", "<p>").is_some_and(|told| told.ends_with("a page for people")), "{status}");
            assert_eq!(of(status, "application/json", "{}"), None);
        }
        assert_eq!(of(200, "application/json", "").as_deref(), Some("status 200 without a body"));
        assert_eq!((of(401, "text/html", "<p>"), of(429, "text/html", "<p>"), of(204, "", "")), (None, None, None));
        assert!(outage_of(Err(&Trouble::Cut("the end lacks".to_owned()))).is_some());
        assert!(outage_of(Err(&Trouble::TooLarge)).is_none());
    }

    #[test]
    fn an_answer_between_them_ends_the_count_and_a_site_that_is_down_stays_so() {
        let outage = Outage::default();
        let fails = |times: u32| (0..times).for_each(|_| outage.note(Some("status 503".to_owned())));
        fails(LIKELY - 1);
        assert!(!outage.is_likely());
        outage.note(None);
        fails(LIKELY - 1);
        assert!(!outage.is_likely() && outage.error().is_none());
        fails(3);
        assert!(outage.is_likely() && outage.error().is_none());
        outage.begin();
        // An answer that was under way changes nothing.
        outage.note(None);
        let told = outage.error().unwrap();
        assert_eq!(told.kind(), Kind::Unreachable);
        assert!(told.one_line().ends_with(&format!("UTC: status 503, {} requests in a row", LIKELY + 2)), "{told:?}");
    }
}
