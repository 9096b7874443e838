//! What goes wrong between any service and its client, and when.
//!
//! Everything is counted, never drawn by lot: the same requests in the same order fail in the same way.

use std::time::Duration;

/// The requests a fault falls upon, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// This one only.
    At(u64),
    /// Each whose number this divides.
    Every(u64),
    /// All after this one.
    After(u64),
    /// From the first of these to the second.
    Between(u64, u64),
}

impl When {
    pub(super) fn hits(self, number: u64) -> bool {
        match self {
            When::At(n) => number == n,
            When::Every(n) => number.is_multiple_of(n),
            When::After(n) => number > n,
            When::Between(first, last) => (first..=last).contains(&number),
        }
    }
}

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileWound {
    /// Half of it comes.
    Short,
    /// Nothing comes, with 200.
    Empty,
    /// 404.
    Gone,
    /// 403.
    Forbidden,
}

/// What a 429 says about when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RetryAfter {
    /// `Retry-After` in seconds, given as text because one real server sends the largest 64-bit number.
    Seconds(&'static str),
    /// So many seconds.
    For(u64),
    /// `Retry-After` as an HTTP date, two seconds ahead of the server's clock.
    Date,
    /// No header at all.
    Missing,
}

/// An answer given instead of looking at the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// 429 of the service.
    TooMany(RetryAfter),
    /// 429 with an HTML body and `Retry-After: 1`, of what stands before the service.
    Crowded,
    /// 503 with an HTML body; with `Retry-After: 1` when it is a passing one.
    Unavailable { passing: bool },
    /// 401: the credentials are not accepted any more.
    Expired,
    /// 200 with the HTML of a login page.
    Login,
    /// 302 to another origin.
    Redirect,
    /// This status.
    Status(u16),
}

/// What happens to a finished answer on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mangling {
    /// The connection ends in the middle of the announced length.
    CutShort,
    /// Half of the JSON, with a length that matches.
    Half,
    /// Something after the JSON.
    Trailing,
    /// The first member of the JSON stands twice in its object.
    Twice,
    /// A byte order mark before the JSON.
    Marked,
    /// The answer is in gzip, in two members.
    Members,
}

/// What goes wrong on the way of requests and answers, whatever the service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Transit {
    pub(super) refusals: Vec<(When, Refusal)>,
    pub(super) manglings: Vec<(When, Mangling)>,
    pub(super) slow: Vec<(When, Duration)>,
    /// The status of all requests whose path holds a text.
    pub(super) paths: Vec<(String, u16)>,
    pub(super) skew_seconds: i64,
}

/// What a list of counted faults holds for a request.
pub(super) fn hit<T: Copy>(list: &[(When, T)], number: u64) -> Option<T> {
    list.iter().find(|(when, _)| when.hits(number)).map(|(_, what)| *what)
}
