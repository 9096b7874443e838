//! In which time zone an instance reads the times of a query.
//!
//! Its documentation says UTC, and instances have been met that read them in the zone of the user. So a record whose time is
//! known is asked for by it, once in a run, before the first walk that goes by times: that of the newest change known, which one
//! request finds unless it has changed since; else one that is there now. One that is not found by its own time is looked at
//! again, for it may have changed meanwhile; where it has not, the zone is another one, and nothing that goes by times can be
//! trusted.

use super::address::table_url;
use super::page;
use super::query::{ID, read_time, written};
use super::tables::Table;
use crate::refused::Flaw;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::{member, path};
use catchment_io::http::{Ask, argument};
use chrono::NaiveDateTime;
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use url::Url;

/// Records among which one is taken, as far as access rules show it.
const CANDIDATES: u32 = 20;

/// What is known of the zone.
#[derive(Default)]
pub struct Zone {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Times are read in UTC.
    is_proven: bool,
    /// What changed at the newest time known was asked for.
    is_newest_asked: bool,
    /// Tables without a record by which it could be proven.
    blank: BTreeSet<String>,
    /// The record by which it is proven, as its table shows it.
    record: Option<Record>,
}

#[derive(Clone, PartialEq, Eq)]
struct Record {
    table: String,
    cursor: String,
    id: String,
    time: String,
    /// Whether it was not found by its time.
    is_missed: bool,
}

impl Zone {
    /// The next question before a walk over a table may go by times; nothing where the zone is known, or nothing is there to
    /// know it by. `newest` is the newest change of the table that is known, where one is.
    pub fn question(&self, base: &Url, table: &Table, newest: Option<NaiveDateTime>) -> Result<Option<Ask>> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.is_proven || (state.record.is_none() && state.blank.contains(&table.name)) {
            return Ok(None);
        }
        let newest = newest.filter(|_| !state.is_newest_asked);
        let (name, cursor, query, limit) = match (&state.record, newest) {
            (None, Some(newest)) => {
                let own = format!("{}={}", table.cursor, written(newest));
                (&table.name, &table.cursor, own, CANDIDATES)
            }
            (None, None) => {
                let known = format!("{}ISNOTEMPTY^ORDERBYDESC{}", table.cursor, table.cursor);
                (&table.name, &table.cursor, known, CANDIDATES)
            }
            (Some(record), _) if record.is_missed => (&record.table, &record.cursor, format!("{ID}={}", record.id), 1),
            (Some(record), _) => {
                let query = format!("{}={}^{ID}={}", record.cursor, record.time, record.id);
                (&record.table, &record.cursor, query, 1)
            }
        };
        let mut url = table_url(base, name)?;
        url.query_pairs_mut()
            .append_pair("sysparm_query", &query)
            .append_pair("sysparm_fields", &format!("{ID},{cursor}"))
            .append_pair("sysparm_limit", &limit.to_string())
            .append_pair("sysparm_no_count", "true");
        Ok(Some(Ask::get(url)))
    }

    /// Reads the answer to [`Zone::question`].
    pub fn read(&self, ask: &Ask, body: &[u8]) -> Result<(), Flaw> {
        let result: Vec<&RawValue> = page::result(body).map_err(Flaw::Ill)?;
        let table = ask.url.path_segments().and_then(Iterator::last).unwrap_or_default().to_owned();
        let fields = argument(&ask.url, "sysparm_fields").unwrap_or_default();
        let cursor = fields.rsplit(',').next().unwrap_or_default();
        let text = |object: &RawValue, name: &str| -> Option<String> {
            serde_json::from_str(member(object.get(), &path::spelled(&[name]))?.get()).ok()
        };
        let shown = result.iter().find_map(|object| {
            let time = text(object, cursor).filter(|time| read_time(time).is_some())?;
            Some(Record {
                table: table.clone(),
                cursor: cursor.to_owned(),
                id: text(object, ID)?,
                time,
                is_missed: false,
            })
        });
        let query = argument(&ask.url, "sysparm_query").unwrap_or_default();
        let newest =
            query.strip_prefix(cursor).and_then(|rest| rest.strip_prefix('=')).filter(|rest| !rest.contains('^'));
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(newest) = newest {
            state.is_newest_asked = true;
            state.is_proven = shown.is_some_and(|shown| shown.time == newest);
            return Ok(());
        }
        match (state.record.take(), shown) {
            (None, None) => drop(state.blank.insert(table)),
            (None, shown) => state.record = shown,
            (Some(asked), Some(_)) if !asked.is_missed => state.is_proven = true,
            (Some(asked), None) if !asked.is_missed => state.record = Some(Record { is_missed: true, ..asked }),
            // It has changed, or is gone: another try.
            (Some(asked), shown) if shown.as_ref().is_none_or(|shown| shown.time != asked.time) => state.record = shown,
            (Some(_), _) => return Err(Flaw::Wrong(elsewhere())),
        }
        Ok(())
    }
}

/// What is told where times are read in another zone.
fn elsewhere() -> Error {
    let what =
        "the instance does not find a record by its own time: it reads the times of queries in another zone than UTC";
    Error::new(Kind::Refused, what).hint(
        "set the time zone of the integration user to GMT (in its user record); otherwise changes would be missed by the \
         difference",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(zone: &Zone) -> Option<Ask> {
        let base = Url::parse("https://example.service-now.com").unwrap();
        zone.question(&base, &Table::new("incident", "incident", "tables.0"), None).unwrap()
    }

    /// The queries that are asked where these answers come.
    fn asked(answers: &[&str]) -> (Vec<String>, Option<Flaw>) {
        let (zone, mut queries) = (Zone::default(), Vec::new());
        for answer in answers {
            let ask = ask(&zone).unwrap();
            queries.push(argument(&ask.url, "sysparm_query").unwrap());
            let body = format!("{{\"result\":[{answer}]}}");
            if let Err(flaw) = zone.read(&ask, body.as_bytes()) {
                return (queries, Some(flaw));
            }
        }
        assert!(ask(&zone).is_none(), "{queries:?}");
        (queries, None)
    }

    const ONE: &str = r#"{"sys_id":"a","sys_updated_on":"2026-03-01 00:00:07"}"#;
    const LATER: &str = r#"{"sys_id":"a","sys_updated_on":"2026-03-01 00:00:09"}"#;

    #[test]
    fn a_record_that_is_found_by_its_time_proves_the_zone() {
        let (queries, flaw) = asked(&[ONE, ONE]);
        assert!(flaw.is_none());
        assert_eq!(queries[1], "sys_updated_on=2026-03-01 00:00:07^sys_id=a");
        assert!(asked(&[""]).1.is_none(), "nothing is there to know it by");
        assert!(asked(&[&format!("{{}},{ONE}"), ONE]).1.is_none(), "a hidden record is passed over");
    }

    #[test]
    fn the_newest_change_known_proves_the_zone_by_one_request() {
        let base = Url::parse("https://example.service-now.com").unwrap();
        let newest = read_time("2026-03-01 00:00:07");
        for (answer, is_proven) in [(ONE, true), (LATER, false), ("", false)] {
            let zone = Zone::default();
            let question = || zone.question(&base, &Table::new("incident", "incident", "tables.0"), newest).unwrap();
            let ask = question().unwrap();
            assert_eq!(argument(&ask.url, "sysparm_query").unwrap(), "sys_updated_on=2026-03-01 00:00:07");
            assert!(zone.read(&ask, format!("{{\"result\":[{answer}]}}").as_bytes()).is_ok());
            // What changed since proves nothing: some record that is there now is asked for.
            let next = question().map(|ask| argument(&ask.url, "sysparm_query").unwrap());
            assert_eq!(next.is_none(), is_proven, "{answer}: {next:?}");
            assert!(next.is_none_or(|next| next.starts_with("sys_updated_onISNOTEMPTY")));
        }
    }

    #[test]
    fn a_record_that_is_not_found_by_its_time_is_looked_at_once_more() {
        let (queries, flaw) = asked(&[ONE, "", LATER, LATER]);
        assert!(flaw.is_none());
        assert_eq!(queries[2..], ["sys_id=a", "sys_updated_on=2026-03-01 00:00:09^sys_id=a"]);
        let (_, flaw) = asked(&[ONE, "", ONE]);
        let Some(Flaw::Wrong(error)) = flaw else { panic!("the zone is another one") };
        assert!(error.one_line().contains("another zone") && error.hint_text().unwrap().contains("GMT"));
    }
}
