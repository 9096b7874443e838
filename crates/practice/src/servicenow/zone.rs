//! The time zone of the account: how times are shown to it, and how its queries' times are read.

use chrono::{NaiveDateTime, TimeZone};
use chrono_tz::Tz;

const FORM: &str = "%Y-%m-%d %H:%M:%S";

/// The zone of the account.
pub(super) struct Zone {
    pub(super) zone: Tz,
    /// Whether times that stand in a query as they are written are read in the zone instead of UTC.
    pub(super) reads_literals: bool,
}

impl Zone {
    /// A time in UTC as the account sees it; what is no time stays as it is.
    pub(super) fn shown(&self, utc: &str) -> String {
        let time = NaiveDateTime::parse_from_str(utc, FORM);
        time.map_or(utc.to_owned(), |time| self.zone.from_utc_datetime(&time).format(FORM).to_string())
    }

    /// A time of the zone in UTC; nothing where it is no time of this zone.
    pub(super) fn utc(&self, local: &str) -> Option<String> {
        let time = NaiveDateTime::parse_from_str(local, FORM).ok()?;
        let time = self.zone.from_local_datetime(&time).earliest()?;
        Some(time.naive_utc().format(FORM).to_string())
    }

    /// A time as it stands in a query, in UTC.
    pub(super) fn literal(&self, written: &str) -> String {
        let local = self.utc(written).filter(|_| self.reads_literals);
        local.unwrap_or_else(|| written.to_owned())
    }

    /// What `gs.dateGenerate('2026-01-02','03:04:05')` gives, in UTC; it is always of the zone. Other scripts are
    /// unknown.
    pub(super) fn script(&self, script: &str) -> Option<String> {
        let given = script.strip_prefix("gs.dateGenerate('")?.strip_suffix("')")?;
        let (day, time) = given.split_once("','")?;
        self.utc(&format!("{day} {time}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_and_read_in_the_zone() {
        let zone = Zone { zone: chrono_tz::Europe::Berlin, reads_literals: true };
        assert_eq!(zone.shown("2026-07-01 10:00:00"), "2026-07-01 12:00:00");
        assert_eq!(zone.literal("2026-01-01 00:30:00"), "2025-12-31 23:30:00");
        assert_eq!(zone.script("gs.dateGenerate('2026-07-01','12:00:00')").as_deref(), Some("2026-07-01 10:00:00"));
        assert_eq!(zone.script("gs.daysAgoEnd(0)"), None);
        assert_eq!((zone.shown("soon"), zone.literal("2026-07-01")), ("soon".to_owned(), "2026-07-01".to_owned()));
        let plain = Zone { reads_literals: false, ..zone };
        assert_eq!(plain.literal("2026-01-01 00:30:00"), "2026-01-01 00:30:00");
    }
}
