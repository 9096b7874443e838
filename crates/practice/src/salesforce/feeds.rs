//! Which rows were deleted, and which updated, between two times.

use super::maker::{later, time};
use super::reading::Reading;
use super::refusal;
use super::schema::Object;
use super::values;
use crate::reply::Reply;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How far back a list may begin, in days.
const BACK: i64 = 15;
const MINUTE: i64 = 60_000;

/// The list of an object that a request asks for.
pub(super) struct Feed<'a> {
    pub(super) reading: Reading<'a>,
    pub(super) object: &'a Object,
}

fn refused(code: &str, why: &str) -> Reply {
    refusal::failure(400, code, why)
}

impl Feed<'_> {
    /// Between which times it is asked for, in whole minutes, and how far it is covered.
    fn span(&self, arguments: &BTreeMap<String, String>) -> Result<(i64, i64, i64), Reply> {
        if self.reading.faults.has_no_deleted_feed || !self.object.is_replicateable {
            return Err(refused("INVALID_TYPE_FOR_OPERATION", "This object is not replicateable"));
        }
        let moment = |name: &str| {
            let given = arguments.get(name).and_then(|text| values::moment(text));
            given.ok_or_else(|| refused("INVALID_FIELD", &format!("{name} is not a date and time with an offset")))
        };
        let [start, end] = [moment("start")?, moment("end")?].map(|at| at.div_euclid(MINUTE) * MINUTE);
        let present = self.reading.store.present();
        if end <= start {
            return Err(refused(
                "INVALID_REPLICATION_DATE",
                "endDate must be at least one minute greater than startDate",
            ));
        }
        if start < later(present, -BACK) {
            return Err(refused("INVALID_REPLICATION_DATE", "startDate cannot be more than 15 days ago"));
        }
        Ok((start, end, end.min(present)))
    }

    /// The rows that were deleted, as far as they are remembered.
    pub(super) fn deleted(&self, arguments: &BTreeMap<String, String>) -> Result<Reply, Reply> {
        let (start, end, covered) = self.span(arguments)?;
        let store = self.reading.store;
        let within = store
            .deletions
            .iter()
            .filter(|deletion| deletion.object == self.object.name && (start..end).contains(&deletion.at));
        let told = |at: i64| json!(time(at));
        let rows = within.map(|deletion| json!({"id": deletion.id.to_string(), "deletedDate": told(deletion.at)}));
        let rows: Vec<Value> = rows.collect();
        if self.reading.faults.feed_most.is_some_and(|most| rows.len() as u64 > most) {
            return Err(refused("EXCEEDED_ID_LIMIT", "too many deleted records in the given time"));
        }
        let earliest = match self.reading.faults.has_feed_gap {
            true => start.max(store.present()) + MINUTE,
            false => store.earliest(self.object.name),
        };
        let answer = json!({
            "deletedRecords": rows,
            "earliestDateAvailable": told(earliest),
            "latestDateCovered": told(covered),
        });
        Ok(Reply::json(200, answer.to_string()))
    }

    /// The rows that were made or changed and are seen.
    pub(super) fn updated(&self, arguments: &BTreeMap<String, String>) -> Result<Reply, Reply> {
        let (start, end, covered) = self.span(arguments)?;
        let times = ["SystemModstamp", "LastModifiedDate", "CreatedDate"];
        let by = times.into_iter().find(|field| self.object.has(field)).unwrap_or_default();
        let rows = self.reading.rows(self.object, false);
        let within = rows.filter(|row| values::moment(row.text(by)).is_some_and(|at| (start..end).contains(&at)));
        let ids: Vec<&str> = within.map(|row| row.text("Id")).collect();
        let answer = json!({"ids": ids, "latestDateCovered": time(covered)});
        Ok(Reply::json(200, answer.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::change::Change;
    use super::super::happen::{apply, begun, faults};
    use super::super::rights::Rights;
    use super::super::store::Store;
    use super::*;

    fn asked((store, rights): (&Store, &Rights), faults: &str, object: &str, span: [i64; 2]) -> [(u16, Value); 2] {
        let faults = self::faults(faults);
        let feed =
            Feed { reading: Reading { store, rights, faults: &faults }, object: store.schema.object(object).unwrap() };
        let names = ["start", "end"].map(str::to_owned).into_iter();
        let arguments = names.zip(span.map(|at| time(store.present() + at))).collect();
        [feed.deleted(&arguments), feed.updated(&arguments)].map(|reply| {
            let reply = reply.unwrap_or_else(|refused| refused);
            (reply.status, serde_json::from_slice(&reply.body).unwrap())
        })
    }

    #[test]
    fn deletions_and_updates_are_listed() {
        let (mut store, mut rights) = begun();
        let [gone, moved] = [0, 1].map(|at| store.rows("Case").nth(at).unwrap().id.to_string());
        let object = "Case".to_owned();
        apply(&mut store, &mut rights, Change::Delete { object: object.clone(), id: gone.clone() }).unwrap();
        let [field, value] = ["Subject", "x"].map(str::to_owned);
        let update = Change::Update { object: object.clone(), id: moved.clone(), field, value };
        apply(&mut store, &mut rights, update).unwrap();
        apply(&mut store, &mut rights, Change::Purge { id: gone.clone() }).unwrap();
        let [(_, deleted), (_, updated)] = asked((&store, &rights), "", "Case", [-3_600_000, 3_600_000]);
        assert_eq!(deleted["deletedRecords"][0]["id"], json!(gone));
        assert_eq!(deleted["deletedRecords"].as_array().unwrap().len(), 1);
        assert_eq!(deleted["latestDateCovered"], json!(time(store.present())));
        assert_eq!(updated["ids"], json!([moved]));
        let told = |name: &str| deleted[name].as_str().unwrap().to_owned();
        assert!(told("earliestDateAvailable") < told("latestDateCovered"));
        let [(_, deleted), (_, updated)] = asked((&store, &rights), "", "Case", [-7_200_000, -3_600_000]);
        assert_eq!((&deleted["deletedRecords"], &updated["ids"]), (&json!([]), &json!([])));
        let early = asked((&store, &rights), "feed-gap", "Case", [0, 3_600_000])[0].1["earliestDateAvailable"].clone();
        assert!(early.as_str().unwrap() > time(store.present()).as_str());
        for row in 1..3 {
            let id = store.rows("Case").nth(row).unwrap().id.to_string();
            apply(&mut store, &mut rights, Change::Delete { object: object.clone(), id }).unwrap();
        }
        let [(status, refused), _] = asked((&store, &rights), "feed-most=1", "Case", [-3_600_000, 3_600_000]);
        assert_eq!((status, &refused[0]["errorCode"]), (400, &json!("EXCEEDED_ID_LIMIT")));
        apply(&mut store, &mut rights, Change::Forget { object }).unwrap();
        let [(_, deleted), _] = asked((&store, &rights), "", "Case", [-3_600_000, 3_600_000]);
        assert_eq!(deleted["earliestDateAvailable"], json!(time(store.present())));
        assert_eq!(deleted["deletedRecords"], json!([]));
    }

    #[test]
    fn a_list_begins_no_earlier_than_it_may() {
        let (store, rights) = begun();
        let code = |faults: &str, object: &str, span| {
            let [(status, one), (_, other)] = asked((&store, &rights), faults, object, span);
            assert_eq!(one[0], other[0]);
            (status, one[0]["errorCode"].as_str().unwrap_or_default().to_owned())
        };
        let day = 86_400_000;
        assert_eq!(code("", "Case", [-14 * day, 0]).0, 200);
        assert_eq!(code("", "Case", [-16 * day, 0]), (400, "INVALID_REPLICATION_DATE".to_owned()));
        assert_eq!(code("", "Case", [0, -120_000]), (400, "INVALID_REPLICATION_DATE".to_owned()));
        assert_eq!(code("", "LoginHistory", [-day, 0]).0, 400);
        assert_eq!(code("no-deleted-feed", "Case", [-day, 0]).0, 400);
        assert_eq!(asked((&store, &rights), "feed-most=1", "Case", [-day, 0])[0].0, 200);
    }
}
