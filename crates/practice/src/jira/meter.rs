//! The limit of requests a second: how many are left, and what is said when there are none.

use super::options::Deployment;
use super::refusal;
use super::route::Route;
use crate::reply::Reply;
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The buckets that are not the usual one: method, path, quota, limit.
const BUCKETS: [(&str, &str, u64, u64); 3] =
    [("GET", "issue/{}", 150, 400), ("GET", "project/{}/role/{}", 200, 500), ("POST", "search/jql", 100, 200)];
const USUAL: (u64, u64) = (100, 350);

/// The method and the path of an operation.
type Operation = (&'static str, &'static str);

/// What was asked for in the second that is under way.
#[derive(Default)]
pub(super) struct Meter {
    /// By method and path: the second, and how many requests it has seen.
    seen: Mutex<BTreeMap<Operation, (i64, u64)>>,
}

fn bucket(route: &Route) -> (u64, u64) {
    let own = BUCKETS.iter().find(|(method, path, ..)| (*method, *path) == (route.method, route.path));
    own.map_or(USUAL, |(_, _, quota, limit)| (*quota, *limit))
}

impl Meter {
    /// Counts a request in a second, and tells how many came in it for the same operation, this one among them.
    pub(super) fn count(&self, route: &Route, second: i64) -> u64 {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, count) = seen.entry((route.method, route.path)).or_default();
        if *at != second {
            (*at, *count) = (second, 0);
        }
        *count += 1;
        *count
    }
}

/// An answer with what is left of a limit of so many requests a second; that of the operation where none is given.
pub(super) fn tell(reply: Reply, route: &Route, count: u64, limit: Option<u64>, deployment: Deployment) -> Reply {
    let (quota, usual) = bucket(route);
    let limit = limit.unwrap_or(usual);
    let left = limit.saturating_sub(count);
    let reply = reply.with("X-RateLimit-Limit", limit.to_string()).with("X-RateLimit-Remaining", left.to_string());
    if deployment == Deployment::DataCenter {
        return reply.with("X-RateLimit-FillRate", limit.to_string()).with("X-RateLimit-Interval-Seconds", "1");
    }
    reply
        .with("RateLimit", format!("\"jira-burst-based\";r={left};t=1"))
        .with("RateLimit-Policy", format!("\"jira-burst-based\";q={quota};w=1"))
}

/// The refusal of too many requests, but for when to come back.
pub(super) fn too_many(deployment: Deployment, now: NaiveDateTime) -> Reply {
    match deployment {
        Deployment::Cloud => refusal::told(429, "Rate limit exceeded.")
            .with("X-RateLimit-Reset", (now + TimeDelta::minutes(1)).format("%Y-%m-%dT%H:%MZ").to_string())
            .with("X-RateLimit-NearLimit", "true")
            .with("RateLimit-Reason", "jira-burst-based"),
        Deployment::DataCenter => {
            Reply::json(429, json!({"message": "Rate limit exceeded.", "status-code": 429}).to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cloud::PLATFORM;
    use super::*;

    #[test]
    fn requests_are_counted_for_each_operation_and_second() {
        let of = |method: &str, path: &str| {
            PLATFORM.iter().find(|route| route.method == method && route.path == path).unwrap()
        };
        let (meter, search) = (Meter::default(), of("POST", "search/jql"));
        let asked = [(search, 5), (search, 5), (of("GET", "field"), 5), (search, 6)];
        assert_eq!(asked.map(|(route, second)| meter.count(route, second)), [1, 2, 1, 1]);
        let told = |deployment| tell(Reply::json(200, ""), search, 2, None, deployment).headers;
        let header = |deployment, name: &str| {
            told(deployment).into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
        };
        assert_eq!(header(Deployment::Cloud, "X-RateLimit-Remaining").as_deref(), Some("198"));
        assert_eq!(header(Deployment::DataCenter, "X-RateLimit-FillRate").as_deref(), Some("200"));
        assert!(header(Deployment::DataCenter, "RateLimit").is_none());
        assert_eq!([of("GET", "issue/{}"), of("GET", "field")].map(bucket), [(150, 400), USUAL]);
    }
}
