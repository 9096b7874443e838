//! A page of the Table API, read strictly: an answer with an error in it is none, whatever its status and its records.

use super::query::{ID, read_time};
use super::tables::CHANGES;
use crate::{Detail, Reading, flaw};
use catchment_base::response::{Envelope, Sighting, json_text, member, path};
use catchment_io::http::Answer;
use chrono::NaiveDateTime;
use serde::Deserialize;
use serde_json::Value;

/// How many rows a query has before access rules, by an answer's header; nothing where it has none.
pub fn total(answer: &Answer) -> Option<u64> {
    answer.header("x-total-count")?.trim().parse().ok()
}

/// What a page says of its records.
pub struct Page {
    records: Vec<Record>,
}

struct Record {
    id: Option<String>,
    /// What it goes by, of one that goes by a hash of its id.
    named: Option<String>,
    changed: Option<NaiveDateTime>,
    /// How often it was changed.
    changes: Option<i32>,
}

impl Page {
    /// Reads a page; `is_both` says whether it holds values with what users see. The error says what is wrong, without content.
    pub fn read(body: &[u8], envelope: &Envelope, cursor: &str, is_both: bool) -> Result<Self, String> {
        let objects = envelope.objects(body).map_err(|cause| flaw(&cause, body.len()))?;
        let text = std::str::from_utf8(json_text(body)).map_err(|_| "the response is not UTF-8".to_owned())?;
        if let Some(said) = error_in(text) {
            return Err(said);
        }
        let objects = objects.ok_or_else(|| "the response has no list at result".to_owned())?;
        let of = |name: &str| if is_both { path::spelled(&[name, "value"]) } else { path::spelled(&[name]) };
        let (id, changed, changes) = (of(ID), of(cursor), of(CHANGES));
        let text_at = |object: &str, path: &str| -> Option<String> {
            let found: String = serde_json::from_str(member(object, path)?.get()).ok()?;
            (!found.is_empty()).then_some(found)
        };
        let record = |object: &str| Record {
            id: text_at(object, &id),
            named: envelope.is_hashed.then(|| envelope.id_of(object)).flatten(),
            changed: text_at(object, &changed).and_then(|text| read_time(&text)),
            changes: text_at(object, &changes).and_then(|text| text.parse().ok()),
        };
        Ok(Self { records: objects.into_iter().map(|object| record(object.get())).collect() })
    }

    /// What is read of it. A record without an id is counted and not shown.
    pub fn reading(&self, detail: Detail) -> Reading {
        let shown = self.records.iter().filter_map(|record| {
            let object = record.named.as_ref().or(record.id.as_ref())?.clone();
            Some(Sighting { object, version: record.changes, version_at: record.changed, ..Sighting::default() })
        });
        let sightings: Vec<Sighting> = if detail == Detail::Ends { Vec::new() } else { shown.collect() };
        let ids = detail.ids(&self.records, &sightings, |record| record.id.clone());
        let is_hashed = self.records.iter().any(|record| record.named.is_some());
        // What may name a person is no mark of how far a listing has come.
        let mark = |shown: &Sighting| if is_hashed { String::new() } else { shown.object.clone() };
        let top = sightings.iter().filter_map(|shown| Some((shown.version_at?, mark(shown)))).max();
        Reading { objects: self.records.len(), ids, top, sightings, ..Reading::default() }
    }

    /// Time and id of the last record that has both, and the id of the last one that has one.
    pub fn last(&self) -> (Option<(NaiveDateTime, String)>, Option<String>) {
        let both = |record: &Record| Some((record.changed?, record.id.clone()?));
        let (last, last_id) =
            (self.records.iter().rev().find_map(both), self.records.iter().rev().find_map(|record| record.id.clone()));
        (last, last_id)
    }

    /// Whether its records come in the order that the listing goes on by. How an instance orders ids that are no hexadecimal
    /// digits is its own affair.
    pub fn is_sorted(&self, by_time: bool) -> bool {
        if by_time {
            return self.records.iter().filter_map(|record| record.changed).is_sorted();
        }
        let ids = || self.records.iter().filter_map(|record| record.id.as_deref());
        let is_hexadecimal = |id: &str| id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        !ids().all(is_hexadecimal) || ids().is_sorted()
    }
}

/// The result of an answer as a whole: one with an error in it has none. The error says what is wrong, without content.
pub fn result<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, String> {
    #[derive(Deserialize)]
    struct Answered<T> {
        result: T,
    }
    let text = std::str::from_utf8(json_text(body)).map_err(|_| "the response is not UTF-8".to_owned())?;
    if let Some(said) = error_in(text) {
        return Err(said);
    }
    let Answered { result } = serde_json::from_str(text).map_err(|cause| flaw(&cause, body.len()))?;
    Ok(result)
}

/// What an answer says of an error: it may stand beside records, or in place of them, with the status 200.
fn error_in(text: &str) -> Option<String> {
    text.find("\"error\"")?;
    let error: Value = serde_json::from_str(member(text, "error")?.get()).ok()?;
    if error.is_null() {
        return None;
    }
    let is_quota = error["message"].as_str().is_some_and(|message| message.contains("maximum execution time exceeded"));
    Some(match is_quota {
        true => "the instance cancelled the request: it took longer than its quota allows".to_owned(),
        false => "the response has an error beside its status 200".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str, is_both: bool) -> Result<Page, String> {
        Page::read(body.as_bytes(), &Envelope::list("result"), "sys_updated_on", is_both)
    }

    #[test]
    fn an_answer_with_an_error_in_it_is_none() {
        let error = r#""error":{"message":"Transaction cancelled: maximum execution time exceeded","detail":null}"#;
        for (body, said) in [
            (format!(r#"{{"result":[{{"sys_id":"a"}}],{error},"status":"failure"}}"#), "quota"),
            (r#"{"error":{"message":"x"},"status":"failure"}"#.to_owned(), "error"),
            (r#"{"result":[{"sys_id":"a"},{"sys"#.to_owned(), "ends in the middle"),
            (r#"{"status":"ok"}"#.to_owned(), "no list"),
        ] {
            let wrong = page(&body, false).err().unwrap();
            assert!(wrong.contains(said), "{body}: {wrong}");
        }
        let well = r#"{"result":[{"sys_id":"a","error":"none","u_text":"an \"error\": {}"}]}"#;
        assert_eq!(page(well, false).ok().unwrap().records.len(), 1);
    }

    #[test]
    fn a_result_beside_an_error_is_none() {
        let read = |body: &str| result::<Vec<Value>>(body.as_bytes()).map(|rows| rows.len());
        assert_eq!(read(r#"{"result":[{"sys_id":"a"}]}"#), Ok(1));
        assert!(read(r#"{"result":[],"error":{"message":"cancelled"},"status":"failure"}"#).is_err());
        assert!(read(r#"{"result":[{"sys_id":"a"#).is_err() && read("{}").is_err());
    }

    #[test]
    fn a_record_is_told_by_its_id_and_its_last_change() {
        let raw = r#"{"result":[{"sys_id":"a","sys_updated_on":"2026-03-01 00:00:07"},{},{"sys_id":"b","sys_updated_on":""}]}"#;
        let read = page(raw, false).ok().unwrap();
        let reading = read.reading(Detail::Sightings);
        assert_eq!((reading.objects, reading.sightings.len()), (3, 2), "a record without an id is counted");
        let (last, last_id) = read.last();
        assert_eq!((last.unwrap().1.as_str(), last_id.as_deref()), ("a", Some("b")));
        let both = r#"{"result":[{"sys_id":{"display_value":"a","value":"a"},
            "sys_updated_on":{"display_value":"01/03/2026","value":"2026-03-01 00:00:07"}}]}"#;
        let reading = page(both, true).ok().unwrap().reading(Detail::Ids);
        assert_eq!(
            (reading.ids, reading.top),
            (vec!["a".to_owned()], read_time("2026-03-01 00:00:07").map(|at| (at, "a".to_owned())))
        );
    }

    #[test]
    fn a_page_in_another_order_is_noticed() {
        let of = |ids: [&str; 2]| {
            let records =
                ids.map(|id| format!(r#"{{"sys_id":"{id}","sys_updated_on":"2026-03-01 00:00:0{}"}}"#, id.len()));
            page(&format!(r#"{{"result":[{}]}}"#, records.join(",")), false).ok().unwrap()
        };
        assert!(of(["a", "b"]).is_sorted(false) && !of(["b", "a"]).is_sorted(false));
        assert!(of(["Z", "a"]).is_sorted(false), "whose order nobody knows");
        assert!(of(["b", "ab"]).is_sorted(true) && !of(["ab", "b"]).is_sorted(true));
    }
}
