//! What a run knows of an org: its clock, how much of its day's requests is used, and how many queries the run has begun.

use super::settings::{QUERIES, SHARE};
use super::soql::LAG;
use crate::config::Own;
use crate::refused::Flaw;
use crate::{Allowance, flaw};
use catchment_base::error::{Error, Kind, Result};
use catchment_io::http::Answer;
use chrono::NaiveDateTime;
use serde::Deserialize;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The header of every answer with what is used of the limits.
const USAGE: &str = "sforce-limit-info";

/// Requests of 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Usage {
    used: u64,
    most: u64,
}

/// An org in a run.
pub struct Org {
    most_queries: u64,
    share: f64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    queries: u64,
    usage: Option<Usage>,
    asked_at: Option<NaiveDateTime>,
    /// The account may not read the limits.
    is_refused: bool,
}

impl Org {
    /// One that was not asked yet.
    pub(super) fn new(own: &Own) -> Self {
        let number = |name: &str| own.value(name).as_u64();
        let share = own.value(SHARE).as_f64();
        Self { most_queries: number(QUERIES).unwrap_or(u64::MAX), share: share.unwrap_or(1.0), state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether its limits, and with them its clock, are known, or cannot be.
    pub(super) fn is_known(&self) -> bool {
        let state = self.state();
        state.asked_at.is_some() || state.is_refused
    }

    /// Notes that the account may not read the limits: what is used of them the headers of other answers tell.
    pub(super) fn note_refused(&self) {
        self.state().is_refused = true;
    }

    /// The last moment of change that is read: some time before the org was asked first.
    pub(super) fn high(&self) -> Option<NaiveDateTime> {
        self.state().asked_at.map(|at| at - LAG)
    }

    /// Reads the answer of `limits`.
    pub(super) fn read(&self, answer: &Answer) -> Result<(), Flaw> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Limit {
            max: u64,
            remaining: u64,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Limits {
            daily_api_requests: Option<Limit>,
        }
        let limits: Limits =
            serde_json::from_slice(&answer.body).map_err(|cause| Flaw::Ill(flaw(&cause, answer.body.len())))?;
        let usage = limits.daily_api_requests.filter(|limit| limit.max > 0);
        let mut state = self.state();
        state.asked_at.get_or_insert(answer.date);
        state.usage = usage.map(|limit| Usage { used: limit.max.saturating_sub(limit.remaining), most: limit.max });
        drop(state);
        self.prove().map_err(Flaw::Wrong)
    }

    /// Notes what an answer says of the limits; `is_query` says whether it is that to a query.
    pub(super) fn note(&self, answer: &Answer, is_query: bool) {
        let mut state = self.state();
        state.queries += u64::from(is_query);
        state.usage = answer.header(USAGE).and_then(usage).or(state.usage);
    }

    /// Notes that a query is begun whose answer is read elsewhere.
    pub(super) fn count(&self) {
        self.state().queries += 1;
    }

    /// What the settings leave of its requests of 24 hours, as far as it says what is used.
    pub(super) fn allowance(&self) -> Option<Allowance> {
        let Usage { used, most } = self.state().usage?;
        let a_day = (most as f64 * self.share) as u64;
        Some(Allowance { left: a_day.saturating_sub(used), a_day })
    }

    /// Whether the settings leave another query.
    pub(super) fn prove(&self) -> Result<()> {
        self.prove_share()?;
        if self.state().queries >= self.most_queries {
            return Err(Error::new(Kind::Incomplete, format!("this run has made its {} queries", self.most_queries))
                .hint("what was read is kept, and the next run goes on: run again, or raise queries_per_run"));
        }
        Ok(())
    }

    /// Whether they leave another request of any kind.
    pub(super) fn prove_share(&self) -> Result<()> {
        let state = self.state();
        if let Some(Usage { used, most }) = state.usage
            && used as f64 >= most as f64 * self.share
        {
            let percent = (self.share * 10_000.0).round() / 100.0;
            return Err(Error::new(
                Kind::Incomplete,
                format!("the org has used {used} of its {most} API requests of 24 hours, and daily_api_share allows {percent} % of them"),
            )
            .hint("what was read is kept, and the next run goes on; run later, or raise daily_api_share"));
        }
        Ok(())
    }
}

/// Reads `api-usage=17/250`, which may stand among others: `api-bursts=1/750; per-app-api-usage=1/9(appName=x)`.
fn usage(header: &str) -> Option<Usage> {
    header.split(';').find_map(|part| {
        let (used, most) = part.trim().strip_prefix("api-usage=")?.split_once('/')?;
        let digits = most.split(|c: char| !c.is_ascii_digit()).next()?;
        let usage = Usage { used: used.trim().parse().ok()?, most: digits.parse().ok()? };
        (usage.most > 0).then_some(usage)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_is_read_in_every_form_of_the_header() {
        let is = |used, most| Some(Usage { used, most });
        for (header, read) in [
            ("api-usage=10018/100000", is(10_018, 100_000)),
            ("api-usage=25/5000; per-app-api-usage=17/250(appName=sample-app)", is(25, 5000)),
            ("api-bursts=1/750; api-usage=3/9", is(3, 9)),
            ("per-app-api-usage=17/250(appName=sample-app)", None),
            ("api-usage=x/9", None),
            ("api-usage=1/0", None),
        ] {
            assert_eq!(usage(header), read, "{header}");
        }
    }

    #[test]
    fn a_run_stops_where_the_settings_say() {
        let org = Org { most_queries: 2, share: 0.5, state: Mutex::default() };
        let answer =
            |header: &str| Answer { headers: vec![(USAGE.to_owned(), header.to_owned())], ..Answer::default() };
        org.note(&answer("api-usage=49/100"), true);
        assert!(org.prove().is_ok());
        assert_eq!(org.allowance(), Some(Allowance { left: 1, a_day: 50 }));
        org.note(&answer("api-usage=50/100"), false);
        assert!(org.prove().unwrap_err().one_line().contains("50 of its 100"));
        org.note(&answer("api-usage=1/100"), true);
        assert!(org.prove().unwrap_err().one_line().contains("its 2 queries"));
    }
}
