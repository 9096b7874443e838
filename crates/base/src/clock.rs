//! The only place that asks what time it is, and the only one that waits.
//!
//! Wall time is for what is written down; durations come from the monotonic clock.

#![expect(clippy::disallowed_methods, reason = "this is the door that the others are sent to")]

use chrono::{DateTime, NaiveDateTime, Utc};
use std::time::Duration;

pub use tokio::time::Instant;

/// Now, in UTC, to the microsecond (what the database keeps).
pub fn now() -> NaiveDateTime {
    let now = Utc::now().naive_utc();
    let micros = now.and_utc().timestamp_micros();
    DateTime::from_timestamp_micros(micros).map_or(now, |time| time.naive_utc())
}

/// A point on the monotonic clock, for durations.
pub fn instant() -> Instant {
    Instant::now()
}

/// Waits.
pub async fn sleep(time: Duration) {
    tokio::time::sleep(time).await;
}

/// Waits where nothing else can go on meanwhile.
pub fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// Waits until a point on the monotonic clock.
pub async fn sleep_until(until: Instant) {
    tokio::time::sleep_until(until).await;
}

/// A time as an HTTP `Date` header gives it (IMF-fixdate and the two obsolete forms).
pub fn parse_http_date(text: &str) -> Option<NaiveDateTime> {
    httpdate::parse_http_date(text).ok().map(|time| DateTime::<Utc>::from(time).naive_utc())
}

/// A time in the form of an HTTP `Date` header.
pub fn http_date(time: NaiveDateTime) -> String {
    httpdate::fmt_http_date(time.and_utc().into())
}
