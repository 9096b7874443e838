//! How much a site accepts in one request, and which routes it does not have. A limit is learned when a request is refused and
//! a smaller one is answered; it is kept with the connection, so that the next run starts from it.
//!
//! A limit is doubled once a day, because its cause (a slow day, a proxy, a page of huge objects) may be gone. If it is not,
//! the attempt costs one or two refused requests, so it is not made more often. A route that is not there is asked for again
//! once a day as well: a site may have been updated.

use catchment_base::clock;
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How long a limit holds before a larger request is tried, and a route is not asked for that is not there.
const STANDS: TimeDelta = TimeDelta::days(1);
/// No question asks for more: a limit that has grown so far is none. Windows have an end of their own.
const MOST: u32 = 10_000;

/// What a request asks for several of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Results of a page with bodies.
    Bodies,
    /// Results of a page without bodies.
    Bare,
    /// Objects by their ids.
    Ids,
    /// Ids in a request for existence.
    Existence,
    /// Scopes named in one request.
    Names,
    /// Seconds of the window that a question names.
    Window,
    /// The route of the listing: a limit of 0 says that the site does not have it.
    Route,
}

impl Question {
    const WORDS: [(Question, &str); 7] = [
        (Question::Bodies, "page with bodies"),
        (Question::Bare, "page"),
        (Question::Ids, "ids"),
        (Question::Existence, "existence"),
        (Question::Names, "scopes"),
        (Question::Window, "seconds"),
        (Question::Route, "route"),
    ];

    /// The word the database keeps.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(question, _)| *question == self).map_or("", |(_, word)| word)
    }

    /// The kind of request with this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(question, _)| *question)
    }
}

/// The limit of one kind of request for a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The stream.
    pub stream: String,
    /// The kind of request.
    pub question: Question,
    /// The most that is requested at once.
    pub most: u32,
    /// When it was learned, by the clock of this machine.
    pub since: NaiveDateTime,
}

/// The limits of one connection, shared by all walks over it.
#[derive(Default)]
pub struct Allowed(Mutex<State>);

#[derive(Default)]
struct State {
    limits: BTreeMap<(String, Question), (u32, NaiveDateTime)>,
    changed: bool,
}

impl Allowed {
    /// Restores the limits that earlier runs learned; those older than a day are doubled.
    pub fn recall(&self, limits: impl IntoIterator<Item = Limit>) {
        let now = clock::now();
        let mut state = self.state();
        for Limit { stream, question, most, since } in limits {
            let grown = if question == Question::Route { u32::MAX } else { most.saturating_mul(2) };
            let (most, since) = if since + STANDS <= now { (grown, now) } else { (most, since) };
            state.changed |= since == now;
            if most < MOST || question == Question::Window {
                state.limits.insert((stream, question), (most, since));
            }
        }
    }

    /// The most that may be requested; `u32::MAX` where no limit is known.
    pub fn most(&self, stream: &str, question: Question) -> u32 {
        self.state().limits.get(&(stream.to_owned(), question)).map_or(u32::MAX, |(most, _)| *most)
    }

    /// Records that a request for more than `most` was refused and one for `most` was answered.
    pub fn learn(&self, stream: &str, question: Question, most: u32) {
        let mut state = self.state();
        let limit = state.limits.entry((stream.to_owned(), question)).or_insert((u32::MAX, clock::now()));
        if most < limit.0 {
            *limit = (most, clock::now());
            state.changed = true;
        }
    }

    /// Whether the site does not have the route by which this stream is listed.
    pub fn is_gone(&self, stream: &str) -> bool {
        self.most(stream, Question::Route) == 0
    }

    /// Records that the site does not have the route by which this stream is listed.
    pub fn learn_gone(&self, stream: &str) {
        self.learn(stream, Question::Route, 0);
    }

    /// All limits, if they have changed since the last call.
    pub fn news(&self) -> Option<Vec<Limit>> {
        let mut state = self.state();
        let limits = state.limits.iter().map(|((stream, question), (most, since))| Limit {
            stream: stream.clone(),
            question: *question,
            most: *most,
            since: *since,
        });
        let limits = limits.collect();
        std::mem::take(&mut state.changed).then_some(limits)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(most: u32, hours: i64) -> Limit {
        let since = clock::now() - TimeDelta::hours(hours);
        Limit { stream: "page".to_owned(), question: Question::Ids, most, since }
    }

    #[test]
    fn a_limit_stands_for_a_day_and_then_doubles_until_it_is_none() {
        for (most, hours, wanted) in [(31, 23, 31), (31, 25, 62), (0, 1, 0), (5_000, 25, u32::MAX)] {
            let allowed = Allowed::default();
            allowed.recall([limit(most, hours)]);
            assert_eq!(allowed.most("page", Question::Ids), wanted, "{most} since {hours} hours");
            assert_eq!(allowed.most("blogpost", Question::Ids), u32::MAX);
            assert_eq!(allowed.news().is_some(), hours > 24, "what has grown is kept");
        }
    }

    #[test]
    fn a_route_that_is_not_there_is_asked_for_again_after_a_day() {
        for (hours, is_gone) in [(23, true), (25, false)] {
            let allowed = Allowed::default();
            allowed.recall([Limit { question: Question::Route, ..limit(0, hours) }]);
            assert_eq!((allowed.is_gone("page"), allowed.is_gone("blogpost")), (is_gone, false));
            allowed.learn_gone("page");
            let known = allowed.news().map(|limits| limits.len());
            assert_eq!(known, if is_gone { None } else { Some(1) }, "what is learned again is kept");
        }
    }

    #[test]
    fn only_a_smaller_limit_is_news() {
        let allowed = Allowed::default();
        allowed.learn("page", Question::Ids, 31);
        assert_eq!(allowed.news().unwrap().len(), 1);
        allowed.learn("page", Question::Ids, 62);
        assert_eq!((allowed.most("page", Question::Ids), allowed.news()), (31, None));
    }

    #[test]
    fn every_question_has_a_word() {
        for (question, word) in Question::WORDS {
            assert_eq!((question.as_str(), Question::of_word(word)), (word, Some(question)));
        }
    }
}
