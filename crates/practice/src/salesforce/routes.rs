//! From a path to the operation behind it.

use super::door::TOKEN;
use super::refusal;
use crate::reply::Reply;

/// What everything but tokens is below.
pub(super) const BASE: &str = "/services/data";
/// The versions that are served.
pub(super) const VERSIONS: std::ops::RangeInclusive<u32> = 60..=68;
/// The first version that there was.
const FIRST: u32 = 20;

/// An operation, with the names in its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation<'a> {
    Limits,
    Counts,
    Objects,
    Describe(&'a str),
    Deleted(&'a str),
    Updated(&'a str),
    Row(&'a str, &'a str),
    File(&'a str, &'a str, &'a str),
    Query { all: bool },
    More(&'a str),
    Jobs,
    Job(&'a str),
    Results(&'a str),
}

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Route<'a> {
    /// The version, as `v67.0`.
    pub(super) version: &'a str,
    pub(super) operation: Operation<'a>,
}

impl<'a> Route<'a> {
    /// What a path below [`BASE`] leads to.
    pub(super) fn of(path: &'a str) -> Result<Self, Reply> {
        let path = path.trim_matches('/');
        let (version, rest) = path.split_once('/').unwrap_or((path, ""));
        let number = version.strip_prefix('v').and_then(|number| number.strip_suffix(".0"));
        let number = number.and_then(|number| number.parse().ok()).ok_or_else(refusal::missing)?;
        if (FIRST..*VERSIONS.start()).contains(&number) {
            return Err(refusal::retired());
        }
        if !VERSIONS.contains(&number) {
            return Err(refusal::missing());
        }
        let parts: Vec<&str> = rest.split('/').collect();
        let operation = match parts[..] {
            ["limits"] => Operation::Limits,
            ["limits", "recordCount"] => Operation::Counts,
            ["sobjects"] => Operation::Objects,
            ["sobjects", object, "describe"] => Operation::Describe(object),
            ["sobjects", object, "deleted"] => Operation::Deleted(object),
            ["sobjects", object, "updated"] => Operation::Updated(object),
            ["sobjects", object, id] => Operation::Row(object, id),
            ["sobjects", object, id, field] => Operation::File(object, id, field),
            ["query"] => Operation::Query { all: false },
            ["queryAll"] => Operation::Query { all: true },
            ["query" | "queryAll", locator] => Operation::More(locator),
            ["jobs", "query"] => Operation::Jobs,
            ["jobs", "query", id] => Operation::Job(id),
            ["jobs", "query", id, "results"] => Operation::Results(id),
            _ => return Err(refusal::missing()),
        };
        Ok(Self { version, operation })
    }
}

/// Whether an operation takes a method.
pub(super) fn takes(operation: Operation<'_>, method: &str) -> bool {
    match operation {
        Operation::Jobs => matches!(method, "GET" | "POST"),
        Operation::Job(_) => matches!(method, "GET" | "PATCH" | "DELETE"),
        _ => method == "GET",
    }
}

/// Whether a request reads, by its method and its path and query: a job for a query is no change.
pub(super) fn is_read(method: &str, target: &str) -> bool {
    let path = target.split('?').next().unwrap_or_default();
    let route = path.strip_prefix(BASE).and_then(|path| Route::of(path).ok());
    let is_of_job = route.is_some_and(|route| {
        matches!(route.operation, Operation::Jobs | Operation::Job(_)) && takes(route.operation, method)
    });
    method == "GET" || (method == "POST" && path == TOKEN) || is_of_job
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(path: &str) -> Operation<'_> {
        Route::of(path).map(|route| route.operation).unwrap_or_else(|refused| panic!("{path}: {}", refused.status))
    }

    fn status(path: &str) -> u16 {
        Route::of(path).map_or_else(|refused| refused.status, |_| 200)
    }

    #[test]
    fn paths_lead_to_operations() {
        assert_eq!(operation("/v67.0/sobjects/Case/deleted/"), Operation::Deleted("Case"));
        assert_eq!(operation("/v60.0/queryAll"), Operation::Query { all: true });
        assert_eq!(operation("/v68.0/query/01g-2000"), Operation::More("01g-2000"));
        assert_eq!(operation("/v67.0/sobjects/Attachment/1/Body"), Operation::File("Attachment", "1", "Body"));
        assert_eq!(operation("/v67.0/jobs/query/1/results"), Operation::Results("1"));
        assert_eq!(Route::of("/v61.0/limits").map(|route| route.version).ok(), Some("v61.0"));
    }

    #[test]
    fn old_versions_are_gone_and_new_ones_unknown() {
        assert_eq!(["/v59.0/limits", "/v20.0/query"].map(status), [410; 2]);
        assert_eq!(["/v69.0/limits", "/v19.0/limits", "/67.0/limits", "/v67.0"].map(status), [404; 4]);
    }

    #[test]
    fn jobs_are_read_as_well() {
        for (wanted, method, target) in [
            (true, "GET", "/anything"),
            (true, "POST", "/services/oauth2/token"),
            (true, "POST", "/services/data/v67.0/jobs/query"),
            (true, "PATCH", "/services/data/v67.0/jobs/query/1"),
            (true, "DELETE", "/services/data/v67.0/jobs/query/1"),
            (false, "POST", "/services/data/v67.0/sobjects/Case"),
            (false, "DELETE", "/services/data/v67.0/sobjects/Case/1"),
            (false, "PATCH", "/services/data/v67.0/jobs/query"),
            (false, "POST", "/services/data/v67.0/jobs/ingest"),
            (false, "POST", "/services/data/v67.0/query"),
        ] {
            assert_eq!(is_read(method, target), wanted, "{method} {target}");
        }
    }
}
