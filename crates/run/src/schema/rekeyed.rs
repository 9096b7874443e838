//! Streams whose records go by another key than before, because the settings say so.
//!
//! Under another key every row is another one to its readers. What has landed is staged again under the new key at once, and the
//! dataset is held as it was last published until somebody accepts that; then the objects are gone under their former ids. A record
//! whose newest response lacks the new key is open, once: by the former key it is known which of several responses is the newest.

use catchment_base::clock;
use catchment_base::error::Result;
use catchment_base::response::{Envelope, Unreadable};
use catchment_base::state::DeletionReason;
use catchment_lake::db::{Db, params};
use catchment_lake::land;
use catchment_lake::transform::touch;
use catchment_source::{Columns, Source, Stream};
use serde_json::json;
use std::collections::BTreeMap;

/// What says of former ids that their objects are gone.
const EVIDENCE: &str = "another key";

/// The change of a key that is held, or accepted and not carried out so far.
const UNPUBLISHED: &str = "kind = 'key' and (
    state = 'held'
    or (state = 'accepted' and generation is null and dataset in (select stream from sync.former_object))
)";

/// The envelopes of streams by the keys that they had before, for those that had another one.
pub type FormerKeys = BTreeMap<&'static str, Envelope>;

/// The key of a stream on record.
struct Keyed {
    stream: String,
    members: Vec<String>,
    former: Option<Vec<String>>,
}

/// Notes the keys of the streams whose columns are their members, and holds the datasets of those that have another one than before.
pub fn follow(db: &Db, source: &dyn Source, run: i64) -> Result<FormerKeys> {
    let texts = |json: Option<String>| json.and_then(|json| serde_json::from_str::<Vec<String>>(&json).ok());
    let sql = "select stream, cast(to_json(members) as varchar), cast(to_json(former) as varchar) from sync.keyed";
    let known = db.query(sql, [], |row| {
        let members = texts(row.get(1)?).unwrap_or_default();
        Ok(Keyed { stream: row.get(0)?, members, former: texts(row.get(2)?) })
    })?;
    leave_out(db, source, run)?;
    forget_former(db, &known)?;
    let mut former = FormerKeys::new();
    for stream in source.streams().iter().filter(|stream| matches!(stream.columns, Columns::Generated { .. })) {
        let before = known.iter().find(|known| known.stream == stream.name);
        let kept = match before {
            Some(before) if before.members == stream.envelope.id => before.former.clone(),
            _ => db.transaction(|db| change(db, stream, before, run))?,
        };
        if let Some(members) = kept {
            let id = members.into_iter().map(|name| &*name.leak());
            former.insert(stream.name, Envelope { id: id.collect::<Vec<_>>().leak(), ..stream.envelope });
        }
    }
    Ok(former)
}

/// The key before is needed until the other one is published and no record lacks it.
fn forget_former(db: &Db, known: &[Keyed]) -> Result<()> {
    if known.iter().all(|known| known.former.is_none()) {
        return Ok(());
    }
    let sql = format!(
        "update sync.keyed set former = null
         where former is not null
            and stream not in (select dataset from sync.schema_change where {UNPUBLISHED})
            and stream not in (select stream from sync.keyless)"
    );
    db.execute(&sql, []).map(drop)
}

/// Of a stream that the settings describe no more no key is held, nor anything under one.
fn leave_out(db: &Db, source: &dyn Source, run: i64) -> Result<()> {
    let open = format!("select distinct dataset from sync.schema_change where {UNPUBLISHED}");
    let open = db.query(&open, [], |row| row.get::<_, String>(0))?;
    for stream in open.iter().filter(|stream| catchment_source::stream(source, stream).is_none()) {
        db.transaction(|db| {
            db.execute(
                &format!(
                    "update sync.schema_change set state = 'returned', evidence = $evidence, run_id = $run
                     where dataset = $stream and {UNPUBLISHED}"
                ),
                params! { evidence: "the settings leave it out", run: run, stream: stream },
            )?;
            db.execute("delete from sync.former_object where stream = ?", params![stream])?;
            db.execute("delete from sync.keyed where stream = ?", params![stream])?;
            resolve_keyless(db, stream)
        })?;
    }
    Ok(())
}

/// What lacked a key that is the key no more is no gap.
fn resolve_keyless(db: &Db, stream: &str) -> Result<()> {
    land::resolve(
        db,
        "kind = 'object' and stream = $stream and object in (select object from sync.keyless where stream = $stream)",
        params! { stream: stream },
    )?;
    db.execute("delete from sync.keyless where stream = ?", params![stream]).map(drop)
}

/// Notes the key of a stream; gives the one before, where it was another one.
fn change(db: &Db, stream: &Stream, before: Option<&Keyed>, run: i64) -> Result<Option<Vec<String>>> {
    let former = match before {
        Some(before) => hold(db, stream, before, run)?,
        None => None,
    };
    db.execute("delete from sync.keyed where stream = ?", params![stream.name])?;
    db.execute(
        "insert into sync.keyed (stream, members, former)
         values ($stream, from_json($members, '[\"varchar\"]'), from_json($former, '[\"varchar\"]'))",
        params! {
            stream: stream.name,
            members: json!(stream.envelope.id).to_string(),
            former: former.as_ref().map(|key| json!(key).to_string()),
        },
    )?;
    Ok(former)
}

/// Holds the dataset of a stream because of its key, unless nothing was published by the one before; gives the key that counts as the
/// former one.
fn hold(db: &Db, stream: &Stream, before: &Keyed, run: i64) -> Result<Option<Vec<String>>> {
    let (name, present) = (stream.name, stream.envelope.id.join(", "));
    resolve_keyless(db, name)?;
    let open = format!("select former from sync.schema_change where dataset = ? and {UNPUBLISHED}");
    if let Some(former) = db.query_first(&open, params![name], |row| row.get::<_, String>(0))? {
        let is_back = former == present;
        // Who accepted one key has not accepted another.
        db.execute(
            &format!(
                "update sync.schema_change set
                    present = if(former = $present, present, $present),
                    state = if(former = $present, 'returned', 'held'),
                    accepted_by = null,
                    accepted_at = null,
                    reason = null,
                    run_id = $run
                 where dataset = $dataset and {UNPUBLISHED}"
            ),
            params! { present: present, run: run, dataset: name },
        )?;
        if is_back {
            db.execute("delete from sync.former_object where stream = ?", params![name])?;
        }
        return Ok(before.former.clone().filter(|_| !is_back));
    }
    let is_published = "select exists (
        from sync.export_dataset
        where dataset = ? and generation = (select max(generation) from sync.export where state = 'published'))";
    if !db.query_value::<bool, _>(is_published, params![name])? {
        return Ok(None);
    }
    let there = "from sync.object as held
        anti join sync.deletion as gone
            on gone.state = 'deleted' and gone.stream = held.stream and gone.object_id = held.object_id
        where held.stream = $stream";
    db.execute(
        &format!("insert into sync.former_object (stream, object_id) select held.stream, held.object_id {there}"),
        params! { stream: name },
    )?;
    db.execute(
        &format!(
            "insert into sync.schema_change (run_id, dataset, kind, level, former, present, origin, state, row_count, noted_at)
             select $run, $stream, 'key', 'breaking', $former, $present, 'settings', 'held', count(*), $now {there}"
        ),
        params! { run: run, stream: name, former: before.members.join(", "), present: present, now: clock::now() },
    )?;
    Ok(Some(before.members.clone()))
}

/// Has the objects be gone under their former ids where another key was accepted.
pub fn settle(db: &Db, run: i64) -> Result<()> {
    let accepted = "select dataset from sync.schema_change
        where kind = 'key' and state = 'accepted' and generation is null and dataset in (select stream from sync.former_object)";
    for stream in db.query(accepted, [], |row| row.get::<_, String>(0))? {
        db.transaction(|db| leave(db, run, &stream))?;
    }
    Ok(())
}

fn leave(db: &Db, run: i64, stream: &str) -> Result<()> {
    // What had another key before and has its own again is there.
    db.execute(
        "update sync.deletion set state = 'restored', restored_run_id = $run, changed_at = $now
         where stream = $stream and state = 'deleted' and evidence = $evidence
            and object_id in (select object_id from sync.object where stream = $stream)",
        params! { run: run, now: clock::now(), stream: stream, evidence: EVIDENCE },
    )?;
    // An id that is one under the other key as well is not gone.
    let ids = "select object_id from sync.former_object where stream = $stream and object_id not in (
        select object_id from sync.object where stream = $stream)";
    let ids = db.query(ids, params! { stream: stream }, |row| row.get::<_, String>(0))?;
    db.execute(
        "insert into sync.deletion (run_id, stream, object_id, reason, evidence, seen_at, after_seq, state, changed_at)
         select $run, $stream, unnest(from_json($ids, '[\"varchar\"]')), $reason, $evidence, $now,
            coalesce((select max(seq) from land.response), 0), 'deleted', $now",
        params! {
            run: run,
            stream: stream,
            ids: json!(ids).to_string(),
            reason: DeletionReason::OutOfScope.as_str(),
            evidence: EVIDENCE,
            now: clock::now(),
        },
    )?;
    touch::touch_whole(db, "sync.deletion")?;
    db.execute("delete from sync.former_object where stream = ?", params![stream]).map(drop)
}

/// A record as it came: its id under the former key, its gap where it lacks the other one, and the response it stands in.
pub struct Came {
    /// Its id under the former key.
    pub former_id: String,
    /// Its gap, where it has no id under the present key.
    pub gap: Option<Unreadable>,
    /// The response.
    pub seq: i64,
}

/// Notes which of some records of a stream lack the other key, in the order in which they landed: of each the newest counts, and what
/// an earlier one lacked is resolved. Gives what is open.
pub fn note_keyless(db: &Db, stream: &str, came: Vec<Came>) -> Result<Vec<(i64, Unreadable)>> {
    let newest: BTreeMap<String, Came> = came.into_iter().map(|came| (came.former_id.clone(), came)).collect();
    let ids = json!(newest.keys().collect::<Vec<_>>()).to_string();
    let of_these = "stream = $stream and former_id in (select unnest(from_json($ids, '[\"varchar\"]')))";
    let known = db.query(
        &format!("select object from sync.keyless where {of_these}"),
        params! { stream: stream, ids: ids },
        |row| row.get::<_, String>(0),
    )?;
    if !known.is_empty() {
        db.execute(&format!("delete from sync.keyless where {of_these}"), params! { stream: stream, ids: ids })?;
    }
    let still: Vec<&str> =
        newest.values().filter_map(|came| came.gap.as_ref()).map(|gap| gap.object.as_str()).collect();
    let cured: Vec<&String> = known.iter().filter(|object| !still.contains(&object.as_str())).collect();
    if !cured.is_empty() {
        land::resolve(
            db,
            "kind = 'object' and stream = $stream and list_contains(from_json($cured, '[\"varchar\"]'), object)",
            params! { stream: stream, cured: json!(cured).to_string() },
        )?;
    }
    let open: Vec<(i64, Unreadable)> = newest
        .into_iter()
        .filter_map(|(former_id, came)| Some((former_id, came.gap?, came.seq)))
        .map(|(former_id, gap, seq)| {
            db.execute(
                "insert into sync.keyless (stream, former_id, object) values ($stream, $former_id, $object)",
                params! { stream: stream, former_id: former_id, object: gap.object },
            )?;
            Ok((seq, gap))
        })
        .collect::<Result<_>>()?;
    Ok(open)
}
