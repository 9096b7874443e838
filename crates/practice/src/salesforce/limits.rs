//! How much of the limits is used, and how that is told.

use super::faults::{Faults, LimitInfo};
use serde_json::{Value, json};

/// Requests of a day, where no fault says otherwise.
const A_DAY: u64 = 100_000;
/// Bulk jobs of a day, and the megabytes of their results.
const JOBS: u64 = 10_000;
const MEGABYTES: u64 = 976_562;
/// The usage of the app in the header.
const APP: &str = "per-app-api-usage=17/250(appName=practice)";

/// How much is used.
pub(super) struct Usage<'f> {
    pub(super) faults: &'f Faults,
    /// Requests so far, with this one.
    pub(super) requests: u64,
    /// Bulk jobs so far.
    pub(super) jobs: u64,
}

impl Usage<'_> {
    fn most(&self) -> u64 {
        self.faults.api_limit.unwrap_or(A_DAY)
    }

    /// Requests that count, those of others among them.
    fn used(&self) -> u64 {
        (self.most() * self.faults.api_used / 100 + self.requests).min(self.most())
    }

    /// Whether this request is beyond the limit of a fault.
    pub(super) fn is_exceeded(&self) -> bool {
        self.faults.api_limit.is_some_and(|most| self.requests > most)
    }

    /// What the header `Sforce-Limit-Info` says.
    pub(super) fn header(&self) -> String {
        let plain = format!("api-usage={}/{}", self.used(), self.most());
        match self.faults.limit_info {
            LimitInfo::Plain => plain,
            LimitInfo::PerApp => format!("{plain}; {APP}"),
            LimitInfo::App => APP.to_owned(),
            LimitInfo::Bursts => format!("api-bursts=1/750; {plain}"),
        }
    }

    /// All limits.
    pub(super) fn all(&self) -> Value {
        let of = |most: u64, used: u64| json!({"Max": most, "Remaining": most.saturating_sub(used)});
        json!({
            "DailyApiRequests": of(self.most(), self.used()),
            "DailyBulkApiBatches": of(15_000, 0),
            "DailyBulkV2QueryJobs": of(JOBS, self.jobs),
            "DailyBulkV2QueryFileStorageMB": of(MEGABYTES, 0),
            "DataStorageMB": of(1_024, 300),
            "FileStorageMB": of(1_024, 20),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(faults: &Faults, requests: u64) -> Usage<'_> {
        Usage { faults, requests, jobs: 3 }
    }

    #[test]
    fn requests_are_counted() {
        let faults = Faults::default();
        let limits = usage(&faults, 7).all();
        assert_eq!(limits["DailyApiRequests"], json!({"Max": 100_000, "Remaining": 99_993}));
        assert_eq!(limits["DailyBulkV2QueryJobs"]["Remaining"], 9_997);
        let faults = "api-used=80,api-limit=10".parse().unwrap();
        assert_eq!(usage(&faults, 1).header(), "api-usage=9/10");
        assert_eq!(usage(&faults, 7).all()["DailyApiRequests"]["Remaining"], 0);
        assert!(!usage(&faults, 10).is_exceeded() && usage(&faults, 11).is_exceeded());
        assert!(!usage(&Faults::default(), 200_000).is_exceeded());
    }

    #[test]
    fn the_header_has_its_forms() {
        let header = |text: &str| usage(&text.parse().unwrap(), 5).header();
        assert_eq!(header("limit-info=plain"), "api-usage=5/100000");
        assert_eq!(header("limit-info=per-app"), "api-usage=5/100000; per-app-api-usage=17/250(appName=practice)");
        assert_eq!(header("limit-info=bursts"), "api-bursts=1/750; api-usage=5/100000");
        assert_eq!(header("limit-info=app"), "per-app-api-usage=17/250(appName=practice)");
    }
}
