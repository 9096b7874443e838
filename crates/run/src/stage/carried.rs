//! What objects carry of another stream, on record in place of the listing for each of them: which parents have shown all that
//! they have, which have more that nothing else shows, and what is held that their last answer lacks.

use crate::schema::relation::Relation;
use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use catchment_base::response::Listing;
use catchment_lake::db::{Db, identifier, params};
use catchment_lake::land;
use chrono::NaiveDateTime;
use serde_json::json;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A parent that carries objects of a stream, in one answer.
pub struct Loaded {
    /// The stream that is carried.
    pub stream: &'static str,
    /// The parent's id.
    pub parent: String,
    /// The landing sequence of the answer.
    pub landed_seq: i64,
    /// The server's `Date` of it.
    pub answered_at: NaiveDateTime,
    /// Where its objects stand in the batch.
    pub records: Range<usize>,
    /// Whether these are all that it has.
    pub is_whole: bool,
    /// Whether it announces more, which nothing else shows.
    pub is_cut: bool,
}

/// The parents whose objects stand in a part of a batch.
pub fn within(loads: &[Loaded], part: Range<usize>, is_last: bool) -> impl Iterator<Item = &Loaded> {
    let is_in = move |at: usize| part.contains(&at) || (is_last && at == part.end);
    loads.iter().filter(move |load| is_in(load.records.start))
}

/// Notes which parents have shown all that they have, what is held that they have not shown, and which have more; in the
/// transaction that merges the rows in `came`.
pub fn note<'l>(db: &Db, run: i64, relation: &Relation, loads: impl Iterator<Item = &'l Loaded>) -> Result<()> {
    let (whole, parts): (Vec<&Loaded>, Vec<&Loaded>) = loads.partition(|load| load.is_whole);
    note_whole(db, relation, newest(whole))?;
    newest(parts.into_iter().filter(|load| load.is_cut)).into_iter().try_for_each(|load| note_cut(db, run, load))
}

/// The last answer about each parent.
fn newest<'l>(loads: impl IntoIterator<Item = &'l Loaded>) -> Vec<&'l Loaded> {
    let mut newest: BTreeMap<(&str, &str), &Loaded> = BTreeMap::new();
    for load in loads {
        let known = newest.entry((load.stream, &load.parent)).or_insert(load);
        if known.landed_seq < load.landed_seq {
            *known = load;
        }
    }
    newest.into_values().collect()
}

/// A parent has more than it shows, unless a later answer has shown all.
fn note_cut(db: &Db, run: i64, load: &Loaded) -> Result<()> {
    let sql = "select count(*) > 0 from sync.children
        where stream = $stream and parent_id = $parent and followed_seq >= $seq";
    let is_past: bool =
        db.query_value(sql, params! { stream: load.stream, parent: load.parent, seq: load.landed_seq })?;
    if is_past {
        return Ok(());
    }
    let cause = format!(
        "the site announces more than the {} that it shows, and has no other route to the rest: it truncates the list",
        load.records.len()
    );
    let children = Listing { stream: load.stream, scope: load.parent.clone() };
    land::quarantine_children(db, run, &children, cause, load.landed_seq)
}

/// Notes parents that have shown all that they have.
fn note_whole(db: &Db, relation: &Relation, newest: Vec<&Loaded>) -> Result<()> {
    if newest.is_empty() {
        return Ok(());
    }
    db.execute_batch(
        "create or replace temporary table loaded
            (stream varchar, parent_id varchar, landed_seq bigint, complete_to timestamp, objects bigint)",
    )?;
    db.append("loaded", batch(&newest)?)?;
    land::resolve_children(db)?;
    // A listing that began later knows more.
    db.execute_batch(&format!(
        "delete from loaded using sync.children as children
         where children.stream = loaded.stream and children.parent_id = loaded.parent_id
            and children.followed_seq >= loaded.landed_seq;
         delete from sync.children using loaded
         where children.stream = loaded.stream and children.parent_id = loaded.parent_id;
         delete from sync.lacking using loaded
         where lacking.stream = loaded.stream and lacking.parent_id = loaded.parent_id;
         insert into sync.children
            (stream, parent_id, walk_id, followed_seq, complete_to, listed_at, objects, is_settled)
            select loaded.stream, loaded.parent_id, response.walk_id, loaded.landed_seq, loaded.complete_to,
                timestamp '{}', loaded.objects, true
            from loaded inner join land.response as response on response.seq = loaded.landed_seq",
        clock::now()
    ))?;
    note_lacking(db, relation)
}

/// What is held of the parents in `loaded` and was not shown with them.
fn note_lacking(db: &Db, relation: &Relation) -> Result<()> {
    let key = identifier(&relation.staging.model.grain[0]);
    let sql = format!(
        "insert into sync.lacking (stream, object_id, parent_id, seen_seq, seen_at)
         select object.stream, object.object_id, loaded.parent_id, loaded.landed_seq, loaded.complete_to
         from sync.object as object
         inner join loaded on loaded.stream = object.stream and loaded.parent_id = object.container_id
         -- An answer that is older than the held row, by its own time, shows it all the same.
         anti join came on cast(came.{key} as varchar) = object.object_id and came.landed_seq = loaded.landed_seq
         where object.landed_seq < loaded.landed_seq
            and list_contains(from_json($streams, '[\"varchar\"]'), object.stream)"
    );
    db.execute(&sql, params! { streams: json!(relation.streams).to_string() }).map(drop)
}

fn batch(loads: &[&Loaded]) -> Result<RecordBatch> {
    let text = |of: fn(&Loaded) -> &str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(loads.iter().map(|load| of(load))))
    };
    let number = |of: &dyn Fn(&Loaded) -> i64| -> ArrayRef {
        Arc::new(Int64Array::from_iter_values(loads.iter().map(|load| of(load))))
    };
    let times = loads.iter().map(|load| load.answered_at.and_utc().timestamp_micros());
    let columns = [
        ("stream", text(|load| load.stream)),
        ("parent_id", text(|load| &load.parent)),
        ("landed_seq", number(&|load| load.landed_seq)),
        ("complete_to", Arc::new(TimestampMicrosecondArray::from_iter_values(times)) as ArrayRef),
        ("objects", number(&|load| i64::try_from(load.records.len()).unwrap_or(i64::MAX))),
    ];
    RecordBatch::try_from_iter(columns)
        .map_err(|cause| Error::failed("what was carried does not make a table").because(cause))
}
