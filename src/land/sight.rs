//! What listings without bodies show: kept where it is news, or as the evidence of a census.

use super::{Sealer, object_name, split};
use crate::edge::clock;
use crate::edge::db::{Db, params};
use crate::error::{Error, Result};
use crate::page::{Listing, PageKind, Sighting, WalkKind};
use arrow::array::{ArrayRef, BinaryArray, Int32Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use chrono::NaiveDateTime;
use std::collections::HashMap;
use std::sync::Arc;

/// The objects of one page, on their way to the writer.
pub struct Sighted {
    answered_at: NaiveDateTime,
    rows: Vec<Sighting>,
    /// Keyed hashes of the objects, by their ids, where the page came whole.
    hashes: HashMap<String, [u8; 16]>,
}

impl Sighted {
    /// The sightings of a page; `body` is the page where it may be landed, `field` holds its objects.
    pub fn new(
        sealer: &Sealer,
        answered_at: NaiveDateTime,
        rows: Vec<Sighting>,
        body: Option<&[u8]>,
        field: &str,
    ) -> Result<Self> {
        let objects =
            body.map_or(Ok(Vec::new()), |body| split(body, PageKind::Census, field).map(|split| split.objects))?;
        let hashes = objects
            .into_iter()
            .filter_map(|object| Some((object_name(object)?, sealer.object_hash(object.as_bytes()))));
        Ok(Self { answered_at, rows, hashes: hashes.collect() })
    }

    fn batch(&self, stream: &str) -> Result<RecordBatch> {
        let rows = &self.rows;
        let micros = |time: NaiveDateTime| time.and_utc().timestamp_micros();
        let text =
            |of: fn(&Sighting) -> Option<&str>| -> ArrayRef { Arc::new(StringArray::from_iter(rows.iter().map(of))) };
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("stream", Arc::new(StringArray::from_iter_values(rows.iter().map(|_| stream)))),
            ("object_id", text(|row| Some(&row.object))),
            ("scope_id", text(|row| row.scope.as_deref())),
            ("container_id", text(|row| row.container.as_deref())),
            ("above_id", text(|row| row.above.as_deref())),
            ("status", text(|row| row.status.as_deref())),
            ("version_number", Arc::new(Int32Array::from_iter(rows.iter().map(|row| row.version)))),
            (
                "version_at",
                Arc::new(TimestampMicrosecondArray::from_iter(rows.iter().map(|row| row.version_at.map(micros)))),
            ),
            (
                "answered_at",
                Arc::new(TimestampMicrosecondArray::from_iter_values(rows.iter().map(|_| micros(self.answered_at)))),
            ),
            ("object_hash", Arc::new(BinaryArray::from_iter(rows.iter().map(|row| self.hashes.get(&row.object))))),
        ];
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)))
            .map_err(|cause| Error::failed("the sightings of a page do not make a table").because(cause))
    }
}

/// Keeps what a page showed; gives how much of it is news, by the query `news` over the relation `sighted`.
pub fn keep(db: &Db, walk: i64, kind: WalkKind, listing: &Listing, sighted: &Sighted, news: &str) -> Result<usize> {
    if sighted.rows.is_empty() {
        return Ok(0);
    }
    db.execute(
        "create temporary table if not exists sighted (stream varchar, object_id varchar, scope_id varchar, container_id varchar,
            above_id varchar, status varchar, version_number integer, version_at timestamp, answered_at timestamp, object_hash blob)",
        [],
    )?;
    db.execute("delete from sighted", [])?;
    db.append("sighted", sighted.batch(listing.stream)?)?;
    let every = matches!(kind, WalkKind::Census | WalkKind::History);
    let which = if every { String::new() } else { format!("where object_id in ({news})") };
    let kept = db.execute(
        &format!(
            "insert into land.sighting
                (walk_id, stream, object_id, scope_id, container_id, status, version_number, version_at, answered_at, above_id,
                 after_seq)
             select ?, stream, object_id, scope_id, container_id, status, version_number, version_at, answered_at, above_id,
                (select coalesce(max(seq), 0) from land.page)
             from sighted {which}"
        ),
        params![walk],
    )?;
    // A census of objects with bodies keeps every sighting; of its pages only those that show something new are kept.
    if every && !sighted.hashes.is_empty() {
        return db.query_value(&format!("select count(*) from ({news})"), []);
    }
    Ok(kept)
}

/// Keeps that an answer with bodies showed an object of a status that is not asked for.
pub fn sight_aside(db: &Db, seq: i64, object: &str, status: &str) -> Result<()> {
    db.execute(
        "insert into land.sighting (walk_id, stream, object_id, status, answered_at, after_seq)
         select walk_id, stream, $2, $3, answered_at, seq from land.page where seq = $1",
        params![seq, object, status],
    )?;
    Ok(())
}

/// What was open about an object is resolved: it is gone, or nobody asks for it any more.
pub fn resolve_object(db: &Db, stream: &str, object: &str) -> Result<()> {
    db.execute(
        "update sync.quarantine set state = 'resolved', changed_at = ?
         where kind = 'object' and stream = ? and object = ? and state <> 'resolved'",
        params![clock::now(), stream, object],
    )?;
    Ok(())
}
