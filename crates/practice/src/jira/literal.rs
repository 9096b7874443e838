//! Times in JQL: numbers, literals by the clock of the account, and times from now on.

use super::jql::Literal;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;

const MINUTE: i64 = 60_000;
const FORMS: [&str; 2] = ["%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M"];
const DAYS: [&str; 2] = ["%Y/%m/%d", "%Y-%m-%d"];
/// The units of a time from now on, in minutes.
const UNITS: [(char, i64); 4] = [('w', 10_080), ('d', 1_440), ('h', 60), ('m', 1)];

/// How numbers are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Epochs {
    /// As milliseconds since 1970.
    #[default]
    Exact,
    /// As milliseconds, cut to the whole minute.
    Minutes,
    /// Not at all.
    Refused,
}

/// What times are read by.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    /// The zone of the account.
    pub(super) zone: Tz,
    /// The time of the site, in milliseconds since 1970.
    pub(super) now: i64,
    pub(super) epochs: Epochs,
}

impl Clock {
    /// The time of a literal in milliseconds since 1970; nothing where it is none.
    pub(super) fn time(&self, literal: &Literal) -> Option<i64> {
        match literal {
            Literal::Call(name) => self.called(name),
            Literal::Bare(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                let millis: i64 = text.parse().ok()?;
                match self.epochs {
                    Epochs::Exact => Some(millis),
                    Epochs::Minutes => Some(millis / MINUTE * MINUTE),
                    Epochs::Refused => None,
                }
            }
            Literal::Bare(text) | Literal::Quoted(text) => self.later(text).or_else(|| self.local(text)),
        }
    }

    fn called(&self, name: &str) -> Option<i64> {
        match name.to_ascii_lowercase().as_str() {
            "now" => Some(self.now),
            "startofday" => {
                let now = self.zone.timestamp_millis_opt(self.now).single()?;
                self.utc(now.date_naive().and_time(NaiveTime::MIN))
            }
            _ => None,
        }
    }

    /// A time by the clock of the account; an hour that comes twice is read as the first.
    fn local(&self, text: &str) -> Option<i64> {
        let minute = FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
        let day = || DAYS.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok());
        self.utc(minute.or_else(|| Some(day()?.and_time(NaiveTime::MIN)))?)
    }

    fn utc(&self, local: NaiveDateTime) -> Option<i64> {
        Some(self.zone.from_local_datetime(&local).earliest()?.timestamp_millis())
    }

    /// A time from now on, as `-4w 2d`; the sign holds for all of it.
    fn later(&self, text: &str) -> Option<i64> {
        let (sign, rest) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let minutes = |part: &str| {
            let (unit, minutes) = UNITS.iter().find(|(unit, _)| part.ends_with(*unit))?;
            let count: i64 = part.strip_suffix(*unit)?.parse().ok().filter(|count| *count >= 0)?;
            count.checked_mul(*minutes)
        };
        let total: Option<i64> = rest.split_whitespace().map(minutes).sum();
        total.filter(|_| !rest.is_empty()).map(|total| self.now + sign * total * MINUTE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-07-01T12:00:00Z.
    const NOON: i64 = 1_719_835_200_000;
    const HOUR: i64 = 3_600_000;

    fn clock(zone: Tz) -> Clock {
        Clock { zone, now: NOON, epochs: Epochs::Exact }
    }

    fn quoted(text: &str) -> Literal {
        Literal::Quoted(text.to_owned())
    }

    #[test]
    fn literals_are_read_in_the_zone_of_the_account() {
        for (zone, hours) in [(Tz::UTC, 0), (chrono_tz::America::Los_Angeles, 7), (chrono_tz::Europe::Berlin, -2)] {
            for text in ["2024-07-01 12:00", "2024/07/01 12:00"] {
                assert_eq!(clock(zone).time(&quoted(text)), Some(NOON + hours * HOUR), "{zone}");
            }
            assert_eq!(clock(zone).time(&quoted("2024-07-01")), Some(NOON + (hours - 12) * HOUR));
        }
        let half = clock(chrono_tz::Asia::Calcutta).time(&quoted("2024-07-01 12:00"));
        assert_eq!(half, Some(NOON - 11 * HOUR / 2));
        let start = clock(chrono_tz::America::Los_Angeles).time(&Literal::Call("startOfDay".to_owned()));
        assert_eq!(start, Some(NOON - 5 * HOUR));
    }

    #[test]
    fn numbers_are_milliseconds_whatever_the_zone() {
        let bare = Literal::Bare((NOON + 1234).to_string());
        let read = |epochs| Clock { epochs, ..clock(chrono_tz::Asia::Calcutta) }.time(&bare);
        assert_eq!(read(Epochs::Exact), Some(NOON + 1234));
        assert_eq!((read(Epochs::Minutes), read(Epochs::Refused)), (Some(NOON), None));
        assert_eq!(clock(Tz::UTC).time(&quoted("1719835200000")), None);
    }

    #[test]
    fn times_from_now_on_have_units() {
        let read = |text: &str| clock(Tz::UTC).time(&quoted(text)).map(|time| (time - NOON) / MINUTE);
        assert_eq!(["-1d", "-4w 2d", "90m", "+2h"].map(read), [-1440, -43_200, 90, 120].map(Some));
        assert_eq!([read("-"), read("1y"), read("soon"), read("2024-13-01"), read("")], [None; 5]);
        assert_eq!(clock(Tz::UTC).time(&Literal::Call("NOW".to_owned())), Some(NOON));
    }
}
