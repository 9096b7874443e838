//! The invented calendar of a site: every date follows from the seed, none from the clock.
//!
//! A site opens on a day of 2023 and its last change lies two years later at most, so that no date is ahead
//! of the server's own `Date` header.

use crate::random::Random;
use chrono::{DateTime, SecondsFormat};

const DAY: i64 = 86_400_000;
/// 2023-03-01T08:00:00Z.
const FIRST_OPENING: i64 = 1_677_657_600_000;

/// When something was made and last changed, in milliseconds since 1970.
#[derive(Clone, Copy)]
pub(super) struct Life {
    pub(super) created: i64,
    pub(super) modified: i64,
}

/// When the site opened.
pub(super) fn opening(seed: u64) -> i64 {
    FIRST_OPENING + (seed % 97) as i64 * DAY
}

/// The dates of something in its given version: made within 540 days of the opening, changed within 120 of
/// being made. About every third date is a whole second, so that both forms of a time stand in one answer.
pub(super) fn life(random: &mut Random, opening: i64, version: u32) -> Life {
    let created = opening + moment(random, 540);
    let modified = if version == 1 { created } else { created + 1000 + moment(random, 120) };
    Life { created, modified }
}

/// When the thing of this ordinal was edited last by the fault `edit`: later than everything else.
pub(super) fn edited(opening: i64, ordinal: usize) -> i64 {
    opening + 665 * DAY + (ordinal as i64 % DAY) * 60_001 % (10 * DAY)
}

/// How far the clock of a site moves on with every change.
const STEP: i64 = 61_037;

/// The time of the nth change of a running site, counted from 1; later than every invented date.
///
/// Before the first change the clock stands at number 0.
pub(super) fn of_change(opening: i64, number: u64) -> i64 {
    opening + 680 * DAY + number as i64 * STEP
}

fn moment(random: &mut Random, days: i64) -> i64 {
    let millis = random.below((days * DAY) as usize) as i64;
    if random.one_in(3) { millis / 1000 * 1000 } else { millis }
}

/// The time in RFC 3339: UTC, the fraction only where there is one.
pub(super) fn stamp(millis: i64) -> String {
    let form = if millis % 1000 == 0 { SecondsFormat::Secs } else { SecondsFormat::Millis };
    date(millis).to_rfc3339_opts(form, true)
}

/// The time in the calendar.
pub(super) fn date(millis: i64) -> DateTime<chrono::Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_is_written_only_where_there_is_one() {
        assert_eq!(stamp(FIRST_OPENING), "2023-03-01T08:00:00Z");
        assert_eq!(stamp(FIRST_OPENING + 34), "2023-03-01T08:00:00.034Z");
    }

    #[test]
    fn an_edit_is_later_than_every_other_date() {
        let mut random = Random::of(&[1]);
        let last = (0..10_000).map(|_| life(&mut random, 0, 2).modified).max().unwrap();
        assert!(last < edited(0, 0));
        assert!((0..20_000).all(|ordinal| edited(0, ordinal * 7_777) < of_change(0, 0)));
        assert!(stamp(edited(opening(96), 77_777)).as_str() < "2025-06-30");
    }
}
