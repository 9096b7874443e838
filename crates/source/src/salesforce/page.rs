//! A page of a query's result, read strictly: the end is where the org says that it is done, never a short page.

use super::objects::{DELETED, ID, MASTER};
use super::soql::read_time;
use crate::count::Count;
use crate::{Detail, Reading, flaw};
use catchment_base::response::{Envelope, Sighting, json_text, member, path};
use chrono::NaiveDateTime;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The list of records in an answer.
pub const RECORDS: &str = "records";

/// What an answer says of the result beside the records on it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outline {
    total_size: u64,
    done: bool,
    #[serde(default)]
    next_records_url: Option<String>,
}

/// A page of a result.
pub struct Page {
    records: Vec<Record>,
    /// How many records the result has.
    pub total: u64,
    /// The path of the next page; nothing at the end.
    pub next: Option<String>,
}

struct Record {
    id: Option<String>,
    /// What it goes by, of one that goes by a hash of its id.
    named: Option<String>,
    changed: Option<NaiveDateTime>,
    deleted: Option<bool>,
    master: Option<String>,
}

impl Page {
    /// Reads a page of records that go by this time of change. The error says what is wrong, without content.
    pub fn read(body: &[u8], envelope: &Envelope, cursor: Option<&str>) -> Result<Self, String> {
        let broken = |cause: serde_json::Error| flaw(&cause, body.len());
        let Outline { total_size, done, next_records_url } = serde_json::from_slice(json_text(body)).map_err(broken)?;
        let next = match (done, next_records_url) {
            (true, _) => None,
            (false, Some(next)) if !next.is_empty() => Some(next),
            (false, _) => return Err("the response is not the end of the result and names no next page".to_owned()),
        };
        let objects = envelope.objects(body).map_err(broken)?;
        let objects = objects.ok_or_else(|| format!("the response has no list at {RECORDS}"))?;
        let records = objects.into_iter().map(|object| Record::read(object, envelope, cursor)).collect();
        Ok(Self { records, total: total_size, next })
    }

    /// What is read of it. A record without an id is counted and not shown.
    pub fn reading(&self, detail: Detail) -> Reading {
        let sightings: Vec<Sighting> = self.records.iter().filter_map(Record::sighting).collect();
        let ids = detail.ids(&self.records, &sightings, |record| record.id.clone());
        let is_hashed = self.records.iter().any(|record| record.named.is_some());
        // What may name a person is no mark of how far a listing has come.
        let mark = |shown: &Sighting| if is_hashed { String::new() } else { shown.object.clone() };
        let top = sightings.iter().filter_map(|shown| Some((shown.version_at?, mark(shown)))).max();
        Reading { objects: self.records.len(), ids, top, sightings, ..Reading::default() }
    }

    /// The ids of its records.
    pub fn ids(&self) -> Vec<String> {
        self.records.iter().filter_map(|record| record.id.clone()).collect()
    }

    /// Time and id of the last record.
    pub fn last(&self) -> Option<(Option<NaiveDateTime>, String)> {
        let last = self.records.last()?;
        Some((last.changed, last.id.clone()?))
    }

    /// Whether its records come in the order of their times.
    pub fn is_sorted(&self) -> bool {
        self.records.iter().filter_map(|record| record.changed).is_sorted()
    }
}

impl Record {
    fn read(object: &RawValue, envelope: &Envelope, cursor: Option<&str>) -> Self {
        let at = |name: &str| member(object.get(), &path::spelled(&[name]));
        let text = |name: &str| at(name).and_then(|found| serde_json::from_str::<String>(found.get()).ok());
        Self {
            id: text(ID).filter(|id| !id.is_empty()),
            named: envelope.is_hashed.then(|| envelope.id_of(object.get())).flatten(),
            changed: cursor.and_then(text).and_then(|text| read_time(&text)),
            deleted: at(DELETED).and_then(|found| serde_json::from_str(found.get()).ok()),
            master: text(MASTER),
        }
    }

    fn sighting(&self) -> Option<Sighting> {
        let object = self.named.as_ref().or(self.id.as_ref())?.clone();
        let status = self.deleted.map(|is_deleted| is_deleted.to_string());
        Some(Sighting { object, version_at: self.changed, status, above: self.master.clone(), ..Sighting::default() })
    }
}

/// The members of a record.
type Row = serde_json::Map<String, Value>;

/// A page whose records have the fields that further answers bring of them. A record that one of these lacks, or that was changed
/// before it was asked for again, is left out.
pub fn join<'a>(page: &[u8], more: impl Iterator<Item = &'a [u8]>, cursor: Option<&str>) -> Result<Vec<u8>, String> {
    let id = |row: &Row| row.get(ID).and_then(Value::as_str).map(str::to_owned);
    let mut records = rows(page)?;
    // Answers of one group follow one another, the last of which ends it.
    let (mut groups, mut is_begun): (Vec<BTreeMap<String, Row>>, bool) = (Vec::new(), false);
    for body in more {
        let of_answer = rows(body)?.into_iter().filter_map(|row| Some((id(&row)?, row)));
        match groups.last_mut().filter(|_| is_begun) {
            Some(group) => group.extend(of_answer),
            None => groups.push(of_answer.collect()),
        }
        is_begun = !is_done(body)?;
    }
    records.retain_mut(|record| {
        let Some(id) = id(record) else { return true };
        groups.iter_mut().all(|group| {
            let Some(row) = group.remove(&id) else { return false };
            let is_same = cursor.is_none_or(|cursor| row.get(cursor) == record.get(cursor));
            record.extend(row);
            is_same
        })
    });
    Ok(serde_json::json!({"totalSize": records.len(), "done": true, (RECORDS): records}).to_string().into_bytes())
}

fn rows(body: &[u8]) -> Result<Vec<Row>, String> {
    #[derive(Deserialize)]
    struct Rows {
        records: Vec<Row>,
    }
    let Rows { records } = serde_json::from_slice(json_text(body)).map_err(|cause| flaw(&cause, body.len()))?;
    Ok(records)
}

fn is_done(body: &[u8]) -> Result<bool, String> {
    let outline: Outline = serde_json::from_slice(json_text(body)).map_err(|cause| flaw(&cause, body.len()))?;
    Ok(outline.done)
}

/// How many records a result has.
pub fn total(body: &[u8]) -> Result<u64, String> {
    let outline: Outline = serde_json::from_slice(json_text(body)).map_err(|cause| flaw(&cause, body.len()))?;
    Ok(outline.total_size)
}

/// Reads the answer to a count of records, with the first and the last time at which one was made.
pub fn count(body: &[u8]) -> Result<Count, String> {
    #[derive(Deserialize)]
    struct Counted {
        records: Vec<BTreeMap<String, Value>>,
    }
    let Counted { records } = serde_json::from_slice(json_text(body)).map_err(|cause| flaw(&cause, body.len()))?;
    let row = records.first().ok_or("the response counts nothing")?;
    let objects = row.get("expr0").and_then(Value::as_u64).ok_or("the count in the response is no number")?;
    let time = |name: &str| row.get(name).and_then(Value::as_str).and_then(read_time);
    let ends = time("expr1").zip(time("expr2"));
    if objects > 0 && ends.is_none() {
        return Err("the response counts records and does not say when the first and the last were made".to_owned());
    }
    Ok(Count { objects, ends })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str) -> Result<Page, String> {
        let envelope = Envelope { id: &[ID], ..Envelope::list(RECORDS) };
        Page::read(body.as_bytes(), &envelope, Some("SystemModstamp"))
    }

    #[test]
    fn a_result_ends_where_the_org_says_so() {
        let read = |rest: &str| page(&format!(r#"{{"totalSize":3,"records":[],{rest}}}"#)).map(|page| page.next);
        assert_eq!(read(r#""done":true"#), Ok(None));
        assert_eq!(read(r#""done":true,"nextRecordsUrl":"/x""#), Ok(None));
        assert_eq!(read(r#""done":false,"nextRecordsUrl":"/x""#), Ok(Some("/x".to_owned())));
        assert!(read(r#""done":false"#).unwrap_err().contains("names no next page"));
        for (body, said) in [
            (r#"{"totalSize":0,"done":true}"#, "no list at records"),
            (r#"{"records":[]}"#, "form of a listing"),
            (r#"{"totalSize":0,"done":true,"rec"#, "ends in the middle"),
        ] {
            assert!(page(body).err().unwrap().contains(said), "{body}");
        }
    }

    #[test]
    fn a_record_tells_its_change_and_whether_it_is_in_the_bin_or_merged() {
        let row = |id: &str, second: u32, rest: &str| {
            format!(
                r#"{{"attributes":{{"type":"Account"}},"Id":"{id}","SystemModstamp":"2026-03-01T00:00:{second:02}.000+0000"{rest}}}"#
            )
        };
        let rows = [
            row("001A", 7, r#","IsDeleted":false,"MasterRecordId":null"#),
            row("001B", 9, r#","IsDeleted":true,"MasterRecordId":"001A""#),
            "{}".to_owned(),
        ];
        let read = page(&format!(r#"{{"totalSize":3,"done":true,"records":[{}]}}"#, rows.join(","))).ok().unwrap();
        let reading = read.reading(Detail::Sightings);
        assert_eq!((reading.objects, reading.sightings.len()), (3, 2), "a record without an id is counted");
        let told: Vec<(Option<&str>, Option<&str>)> =
            reading.sightings.iter().map(|shown| (shown.status.as_deref(), shown.above.as_deref())).collect();
        assert_eq!(told, [(Some("false"), None), (Some("true"), Some("001A"))]);
        assert_eq!(reading.top, Some((read_time("2026-03-01T00:00:09Z").unwrap(), "001B".to_owned())));
        assert!(read.is_sorted() && read.last().is_none());
    }

    #[test]
    fn the_halves_of_a_record_are_joined_where_it_did_not_change_between() {
        let body = |rows: &[String], is_done: bool| {
            let rows = rows.join(",");
            format!(r#"{{"totalSize":3,"done":{is_done},"nextRecordsUrl":"/x","records":[{rows}]}}"#).into_bytes()
        };
        let row = |id: &str, at: u32, rest: &str| format!(r#"{{"Id":"{id}","SystemModstamp":"{at}",{rest}}}"#);
        let page = body(&[row("1", 1, r#""A":1"#), row("2", 1, r#""A":2"#), row("3", 1, r#""A":3"#)], true);
        let joined = |more: &[Vec<u8>]| {
            let joined = join(&page, more.iter().map(Vec::as_slice), Some("SystemModstamp")).unwrap();
            serde_json::from_slice::<Value>(&joined).unwrap()["records"].clone()
        };
        let more = [body(&[row("1", 1, r#""B":1"#), row("2", 2, r#""B":2"#)], true)];
        assert_eq!(joined(&more), serde_json::json!([{"Id": "1", "SystemModstamp": "1", "A": 1, "B": 1}]));
        let of = |id: &str, rest: &str, is_done: bool| body(&[row(id, 1, rest)], is_done);
        let pages = [of("1", r#""B":1"#, false), of("2", r#""B":2"#, true), of("2", r#""C":2"#, true)];
        let whole = serde_json::json!([{"Id": "2", "SystemModstamp": "1", "A": 2, "B": 2, "C": 2}]);
        assert_eq!(joined(&pages), whole, "the first one lacks C");
    }

    #[test]
    fn a_count_is_read_strictly() {
        let of = |row: &str| count(format!(r#"{{"totalSize":1,"done":true,"records":[{row}]}}"#).as_bytes());
        let ends = r#""expr1":"2026-03-01T00:00:07.000+0000","expr2":"2026-03-02T00:00:00.000+0000""#;
        let counted = of(&format!(r#"{{"expr0":1200,{ends}}}"#)).unwrap();
        assert_eq!(
            (counted.objects, counted.ends),
            (1200, read_time("2026-03-01T00:00:07Z").zip(read_time("2026-03-02T00:00:00Z")))
        );
        assert_eq!(of(r#"{"expr0":0,"expr1":null,"expr2":null}"#), Ok(Count::default()));
        assert!(of(r#"{"expr0":7}"#).is_err() && of(r#"{"expr0":"many"}"#).is_err() && of("").is_err());
    }
}
