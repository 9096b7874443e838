//! Searching by time of last modification: the CQL of a window, and what the answer says.
//!
//! A time in CQL has no zone and no seconds: it is read by the clock of the account that asks (Confluence
//! documentation, "CQL: date fields"). So a window is asked for in that clock's minutes, wider than it is, and what was
//! found is compared with its exact bounds afterwards, by the version's own time.

use super::answer::{Id, parse, time};
use crate::error::{Error, Result};
use crate::page::{Aim, Sighting};
use crate::source::Reading;
use chrono::{NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

/// How much wider a window is asked for where the account's zone is known: two changes of the clock.
const OVERLAP: TimeDelta = TimeDelta::hours(2);
/// How much wider where it is not known: the zones of the world are spread over 26 hours.
const OVERLAP_UNKNOWN: TimeDelta = TimeDelta::hours(26);

/// The clock by which the site reads times of a search.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock(Option<Tz>);

impl Clock {
    /// The clock of a named zone; one that is not known is treated as no zone.
    pub fn of_zone(zone: Option<&str>) -> Self {
        Self(zone.and_then(|zone| zone.parse().ok()))
    }

    fn overlap(self) -> TimeDelta {
        if self.0.is_some() { OVERLAP } else { OVERLAP_UNKNOWN }
    }

    fn literal(self, at: NaiveDateTime) -> String {
        let local = self.0.map_or(at, |zone| Utc.from_utc_datetime(&at).with_timezone(&zone).naive_local());
        format!("\"{}\"", local.format("%Y-%m-%d %H:%M"))
    }
}

/// The query for the window of a walk. Every value is quoted: a key may begin with a tilde or a digit.
pub fn query(aim: &Aim, space_keys: &[String], clock: Clock) -> Result<String> {
    let (from, to) = aim.window.ok_or_else(|| Error::failed("a search needs a window of time"))?;
    let mut cql = format!("type = {}", aim.listing.stream);
    if !space_keys.is_empty() {
        let keys: Vec<String> = space_keys.iter().map(|key| format!("\"{key}\"")).collect();
        cql.push_str(&format!(" and space in ({})", keys.join(",")));
    }
    let (from, to) = (clock.literal(from - clock.overlap()), clock.literal(to + clock.overlap()));
    cql.push_str(&format!(" and lastmodified >= {from} and lastmodified <= {to} order by lastmodified asc"));
    Ok(cql)
}

#[derive(Deserialize)]
struct Envelope {
    results: Option<Vec<Found>>,
    #[serde(rename = "_links", default)]
    links: Option<Links>,
}

#[derive(Deserialize)]
struct Links {
    next: Option<String>,
}

#[derive(Deserialize)]
struct Found {
    id: Id,
    status: Option<String>,
    space: Option<Space>,
    version: Option<Version>,
}

#[derive(Deserialize)]
struct Space {
    id: Option<Id>,
}

#[derive(Deserialize)]
struct Version {
    number: Option<i32>,
    when: Option<String>,
}

#[derive(Deserialize)]
struct Account {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(rename = "accountType")]
    account_type: Option<String>,
    #[serde(rename = "timeZone")]
    time_zone: Option<String>,
}

/// Reads an answer in the form of v1.
pub fn read(body: &[u8]) -> Result<Reading, String> {
    let envelope: Envelope = parse(body)?;
    let found = envelope.results.ok_or("the answer has no results")?;
    let sightings: Vec<Sighting> = found.into_iter().map(sighting).collect();
    let next = envelope.links.and_then(|links| links.next).filter(|next| !next.is_empty());
    let ends = sightings.first().into_iter().chain(sightings.last()).map(|shown| shown.object.clone());
    Ok(Reading { objects: sightings.len(), next, ids: ends.collect(), top: None, sightings })
}

fn sighting(found: Found) -> Sighting {
    let version = found.version;
    Sighting {
        object: found.id.into_text(),
        parent: found.space.and_then(|space| space.id).map(Id::into_text),
        above: None,
        status: found.status,
        version: version.as_ref().and_then(|version| version.number),
        version_at: version.and_then(|version| time(&version.when?)),
    }
}

/// Reads the account's answer: its zone, which may be missing or null.
pub fn read_account(body: &[u8]) -> Result<Option<String>, String> {
    let account: Account = parse(body)?;
    Ok(account.time_zone)
}

/// Reads the account's answer: what kind of account it is; nothing where it is nobody's.
pub fn read_standing(body: &[u8]) -> Result<Option<String>, String> {
    let account: Account = parse(body)?;
    let known = account.kind.as_deref() != Some("anonymous");
    Ok(known.then(|| account.account_type.or(account.kind).unwrap_or_else(|| "unknown".to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Listing, WalkKind};

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn window(from: &str, to: &str) -> Aim {
        let listing = Listing { stream: "page", scope: String::new() };
        Aim { window: Some((at(from), at(to))), ..Aim::new(WalkKind::Search, listing) }
    }

    #[test]
    fn a_window_is_asked_for_by_the_accounts_clock_and_wider() {
        let aim = window("2026-03-29T00:00:00", "2026-03-30T00:00:00");
        let cql = query(&aim, &["~a".to_owned(), "7B".to_owned()], Clock::of_zone(Some("Europe/Berlin"))).unwrap();
        assert_eq!(
            cql,
            "type = page and space in (\"~a\",\"7B\") and lastmodified >= \"2026-03-28 23:00\" \
             and lastmodified <= \"2026-03-30 04:00\" order by lastmodified asc"
        );
    }

    #[test]
    fn without_a_known_zone_the_window_covers_every_zone() {
        let aim = window("2026-03-02T00:00:00", "2026-03-03T00:00:00");
        for zone in [None, Some("Middle-earth/Shire")] {
            let cql = query(&aim, &[], Clock::of_zone(zone)).unwrap();
            assert!(cql.contains(">= \"2026-02-28 22:00\"") && cql.contains("<= \"2026-03-04 02:00\""), "{cql}");
        }
    }

    #[test]
    fn what_was_found_tells_its_version_and_its_space() {
        let body =
            br#"{"results":[{"id":"7","type":"page","status":"current","title":"T","space":{"id":65547,"key":"A"},
            "version":{"number":3,"when":"2026-01-01T10:00:00.000+01:00"}}],"_links":{"next":"/rest/api/x"}}"#;
        let reading = read(body).unwrap();
        let shown = &reading.sightings[0];
        assert_eq!((shown.parent.as_deref(), shown.version), (Some("65547"), Some(3)));
        assert_eq!((shown.version_at, reading.next.as_deref()), (Some(at("2026-01-01T09:00:00")), Some("/rest/api/x")));
        assert_eq!(read_account(br#"{"timeZone":null}"#).unwrap(), None);
        let empty = br#"{"results":[],"_links":{"next":"/rest/api/x"}}"#;
        assert_eq!(read(empty).unwrap().next.as_deref(), Some("/rest/api/x"));
        assert_eq!(read(br#"{"results":[],"_links":{"next":""}}"#).unwrap().next, None);
    }
}
