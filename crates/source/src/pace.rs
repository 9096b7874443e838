//! The pace of a site as its answers show it: how many there were, how long they took, and what their headers say of limits.

use catchment_base::error::printable;
use catchment_io::http::Answer;

/// Headers about limits have this in their names: `X-RateLimit-Limit`, `RateLimit-Policy`, `Beta-RateLimit`.
const LIMIT: &str = "ratelimit";
/// Of a bucket that is filled up: how many requests (`X-RateLimit-FillRate`) in how many seconds.
const FILL: (&str, &str) = ("x-ratelimit-fillrate", "x-ratelimit-interval-seconds");
/// The longest value of a header that is told, in characters.
const LONGEST: usize = 100;

/// What the answers to some requests have shown.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    requests: u64,
    answers: u32,
    millis: u64,
    limits: Vec<(String, String)>,
}

impl Pace {
    /// Notes a request that took so many milliseconds; without an answer it says nothing of the pace.
    pub(super) fn note(&mut self, millis: u64, answer: Option<&Answer>) {
        self.requests += 1;
        let Some(answer) = answer else { return };
        self.answers += 1;
        self.millis += millis;
        let limits: Vec<_> = answer.headers.iter().filter(|(name, _)| name.contains(LIMIT)).cloned().collect();
        if !limits.is_empty() {
            self.limits = limits;
        }
    }

    /// The requests that were sent, repeated ones included.
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// How many requests a minute are answered one after another; nothing if none was answered.
    pub fn per_minute(&self) -> Option<f64> {
        let mean = self.millis.max(1) as f64 / f64::from(self.answers);
        (self.answers > 0).then_some(60_000.0 / mean)
    }

    /// How many requests a minute the site allows in the long run, where its headers say so.
    pub fn allowed_per_minute(&self) -> Option<f64> {
        let number = |name: &str| {
            let said = self.limits.iter().find(|(known, _)| known == name)?;
            said.1.trim().parse::<f64>().ok().filter(|number| *number > 0.0)
        };
        Some(number(FILL.0)? / number(FILL.1)? * 60.0)
    }

    /// What the last answer that names limits says, by the names of its headers in lower case.
    pub fn limits(&self) -> impl Iterator<Item = String> {
        let short = |value: &str| value.chars().take(LONGEST).collect::<String>();
        self.limits.iter().map(move |(name, value)| format!("{name}: {}", printable(&short(value))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(headers: &[(&str, &str)]) -> Answer {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Answer { headers, ..Answer::default() }
    }

    #[test]
    fn the_pace_is_that_of_the_answers_and_of_the_last_limits_that_were_told() {
        let mut pace = Pace::default();
        assert!(pace.per_minute().is_none() && pace.allowed_per_minute().is_none());
        pace.note(100, Some(&answer(&[("x-ratelimit-remaining", "9"), ("date", "today")])));
        let fill = [("x-ratelimit-fillrate", "10"), ("x-ratelimit-interval-seconds", "5")];
        pace.note(300, Some(&answer(&fill)));
        pace.note(9_000, None);
        pace.note(200, Some(&answer(&[])));
        assert_eq!((pace.requests(), pace.per_minute()), (4, Some(300.0)));
        assert_eq!(pace.allowed_per_minute(), Some(120.0));
        let told: Vec<String> = pace.limits().collect();
        assert_eq!(told, ["x-ratelimit-fillrate: 10", "x-ratelimit-interval-seconds: 5"]);
    }

    #[test]
    fn what_is_no_rate_limits_nothing() {
        let mut pace = Pace::default();
        for (fill, interval) in [("0", "1"), ("9", "0"), ("many", "1")] {
            let headers = [("x-ratelimit-fillrate", fill), ("x-ratelimit-interval-seconds", interval)];
            pace.note(1, Some(&answer(&headers)));
            assert_eq!(pace.allowed_per_minute(), None, "{fill} {interval}");
        }
        // What other headers say of limits is told; it may be wrong, so nothing goes by it.
        let points = [("beta-ratelimit", "\"quota\";r=0;t=99999999"), ("x-beta-ratelimit-reason", "points")];
        pace.note(1, Some(&answer(&points)));
        assert_eq!((pace.allowed_per_minute(), pace.limits().count()), (None, 2));
    }
}
