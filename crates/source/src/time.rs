//! Times as sites write them, in UTC.

use catchment_base::state::words;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta, TimeZone, Utc};
use serde_json::value::RawValue;
use serde_json::{Value, json};

words! {
    /// The form in which a site writes its times; the word is that of settings.
    pub enum Form {
        /// ISO 8601.
        Iso = "iso",
        /// Seconds since 1970.
        Seconds = "epoch_s",
        /// Milliseconds since 1970.
        Milliseconds = "epoch_ms",
    }
}

impl Form {
    /// The least that tells two times apart that a request names.
    pub fn granule(self) -> TimeDelta {
        if self == Form::Milliseconds { TimeDelta::milliseconds(1) } else { TimeDelta::seconds(1) }
    }

    /// The word for a column that holds such times.
    pub fn class(self) -> &'static str {
        match self {
            Form::Iso => "time",
            Form::Seconds => "epoch_s",
            Form::Milliseconds => "epoch_ms",
        }
    }

    /// Reads a time. An ISO time may have a space in place of `T`, a fraction of any length, and an offset written as `Z`,
    /// `+02:00`, `+0200` or `+02`. Without an offset it is UTC; a date without a time is midnight.
    pub fn read(self, text: &str) -> Option<NaiveDateTime> {
        match self {
            Form::Iso => iso(text.trim()),
            Form::Seconds => Utc.timestamp_opt(text.parse().ok()?, 0).single().map(|time| time.naive_utc()),
            Form::Milliseconds => Utc.timestamp_millis_opt(text.parse().ok()?).single().map(|time| time.naive_utc()),
        }
    }

    /// Reads a time from a JSON text or number.
    pub fn read_json(self, value: &RawValue) -> Option<NaiveDateTime> {
        self.read(value.get().trim_matches('"'))
    }

    /// Writes a time for a request: to the second, or with `epoch_ms` to the millisecond.
    pub fn write(self, time: NaiveDateTime) -> Value {
        let time = time.and_utc();
        match self {
            Form::Iso => json!(time.to_rfc3339_opts(SecondsFormat::Secs, true)),
            Form::Seconds => json!(time.timestamp()),
            Form::Milliseconds => json!(time.timestamp_millis()),
        }
    }
}

fn iso(text: &str) -> Option<NaiveDateTime> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Some(day.and_time(NaiveTime::MIN));
    }
    let with_offset = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z"];
    let without = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let offset = with_offset.iter().find_map(|form| DateTime::parse_from_str(text, form).ok());
    let plain = || without.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    offset.map(|time| time.naive_utc()).or_else(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_time_in_all_the_ways_in_which_sites_write_it() {
        let noon = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap().and_hms_milli_opt(12, 0, 7, 250).unwrap();
        for text in [
            "2026-03-01T12:00:07.250Z",
            "2026-03-01T14:00:07.25+02:00",
            "2026-03-01T14:00:07.250+0200",
            "2026-03-01 14:00:07.250+02",
            "2026-03-01 12:00:07.250",
            " 2026-03-01T12:00:07.250000000Z",
        ] {
            assert_eq!(Form::Iso.read(text), Some(noon), "{text}");
        }
        assert_eq!(Form::Milliseconds.read("1772366407250"), Some(noon));
        assert_eq!(Form::Seconds.read("1772366407").unwrap().to_string(), "2026-03-01 12:00:07");
        assert_eq!(Form::Iso.read("2026-03-01").unwrap().to_string(), "2026-03-01 00:00:00");
        for text in ["", "yesterday", "2026-13-01T00:00:00Z", "1772366407"] {
            assert_eq!(Form::Iso.read(text), None, "{text}");
        }
        assert_eq!((Form::Seconds.read("1e9"), Form::Milliseconds.read("")), (None, None));
    }

    #[test]
    fn a_request_names_a_time_in_the_form_of_the_site() {
        let time = Form::Iso.read("2026-03-01T12:00:07.250Z").unwrap();
        assert_eq!(Form::Iso.write(time), "2026-03-01T12:00:07Z");
        assert_eq!(Form::Seconds.write(time), 1_772_366_407_i64);
        assert_eq!(Form::Milliseconds.write(time), 1_772_366_407_250_i64);
    }
}
