//! Deletions: what is gone, by whose word, and never more of it in one run than may go without consent.

use super::due::{self, Gone};
use super::fetch::Writing;
use crate::edge::clock;
use crate::edge::db::{Db, params};
use crate::error::Result;
use crate::land;
use crate::page::{Listing, Sighting, Unreadable};
use crate::source::Source;
use crate::source::look::Looked;
use crate::transform::touch;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Deletions that wait for consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The stream.
    pub stream: String,
    /// How many objects.
    pub objects: usize,
    /// Of how many that are held.
    pub held: usize,
    /// What says so of the first of them.
    pub evidence: String,
}

/// Writes deletions within the share that is allowed.
pub struct Settler {
    share: f64,
    consent: bool,
    /// What was not written.
    pub refused: Vec<Refused>,
    /// Whether something that a census lacks was there after all.
    pub found: bool,
}

impl Settler {
    /// A settler for one run; with `consent` the share does not count.
    pub fn new(writing: &Writing, consent: bool) -> Self {
        Self { share: writing.opened.connection.max_deleted_share, consent, refused: Vec::new(), found: false }
    }

    /// Whether so many more objects of a stream may be deleted in this run; if not, it is noted.
    pub fn may_delete(&mut self, writing: &Writing, stream: &str, more: usize, evidence: &str) -> Result<bool> {
        let db = &writing.opened.db;
        let held: usize =
            db.query_value("select count(*) from held where stream = ? and reason is null", params![stream])?;
        let already: usize = db.query_value(
            "select count(*) from sync.deletion where run_id = ? and stream = ? and state = 'deleted'",
            params![writing.run, stream],
        )?;
        // What was never published is taken from nobody.
        let published: bool = db.query_value("select count(*) > 0 from sync.export where state = 'published'", [])?;
        let share = (already + more) as f64 / (held + already).max(1) as f64;
        if more == 0 || self.consent || !published || share <= self.share {
            return Ok(true);
        }
        match self.refused.iter_mut().find(|refused| refused.stream == stream) {
            Some(refused) => refused.objects = refused.objects.max(more),
            None => self.refused.push(Refused {
                stream: stream.to_owned(),
                objects: more,
                held,
                evidence: evidence.to_owned(),
            }),
        }
        Ok(false)
    }

    /// Records objects of a stream as gone, if so many may go; what is gone already gets another reason.
    pub fn delete(&mut self, writing: &Writing, stream: &str, gone: &[Gone]) -> Result<bool> {
        let Some(first) = gone.first() else { return Ok(true) };
        let held = objects_held(&writing.opened.db, stream)?;
        let more = gone.iter().filter(|gone| held.contains(&gone.object)).count();
        if !self.may_delete(writing, stream, more, &first.evidence)? {
            return Ok(false);
        }
        writing.opened.db.transaction(|db| gone.iter().try_for_each(|gone| insert(db, writing.run, stream, gone)))?;
        Ok(true)
    }

    /// What a complete census lacks and was looked at: gone, or there after all, which makes it due. Tells whether
    /// everything was written that was said.
    pub fn lacking(
        &mut self,
        writing: &Writing,
        stream: &str,
        census: i64,
        complete_to: NaiveDateTime,
        looked: &[Looked],
    ) -> Result<bool> {
        if looked.is_empty() {
            return Ok(true);
        }
        let visible = visible(&writing.opened.db, stream)?;
        let so = |looked: &Looked| format!("the complete listing of {complete_to} UTC lacks it, {}", said(looked));
        let gone = looked.iter().filter_map(|looked| {
            let reason = reason(looked, stream, &visible, writing)?;
            let (object, seen_at) = (looked.object.clone(), looked.answered_at);
            Some(Gone { object, reason, evidence: so(looked), walk: Some(census), seen_at })
        });
        let gone: Vec<Gone> = gone.collect();
        for looked in looked.iter().filter(|looked| gone.iter().all(|gone| gone.object != looked.object)) {
            resight(&writing.opened.db, stream, census, looked)?;
            self.found = true;
        }
        self.delete(writing, stream, &gone)
    }

    /// What was shown by a listing and left out when it was asked for by its id: gone, or unreadable.
    pub fn not_delivered(&mut self, writing: &Writing, stream: &'static str, looked: &[Looked]) -> Result<()> {
        let db = &writing.opened.db;
        let visible = visible(db, stream)?;
        let held = objects_held(db, stream)?;
        let mut gone = Vec::new();
        for looked in looked {
            let reason = reason(looked, stream, &visible, writing);
            if reason.is_some() {
                // What is gone cannot be read any more.
                db.execute(
                    "update sync.quarantine set state = 'resolved', changed_at = ?
                     where kind = 'object' and stream = ? and object = ? and state <> 'resolved'",
                    params![clock::now(), stream, looked.object],
                )?;
            }
            match reason {
                Some(reason) if held.contains(&looked.object) => gone.push(Gone {
                    object: looked.object.clone(),
                    reason,
                    evidence: format!("asked for by its id: {}", said(looked)),
                    walk: None,
                    seen_at: looked.answered_at,
                }),
                Some(_) => {
                    db.execute(
                        "delete from land.sighting where stream = ? and object_id = ?",
                        params![stream, looked.object],
                    )?;
                }
                None => {
                    let cause = "listed, but not delivered when asked for by its id".to_owned();
                    let unreadable = Unreadable { kind: "object", object: looked.object.clone(), cause };
                    let listing = Listing { stream, scope: String::new() };
                    land::quarantine(db, writing.run, &listing, &unreadable, None)?;
                }
            }
        }
        self.delete(writing, stream, &gone).map(drop)
    }

    /// The census of a stream is settled: what it lacked was looked at.
    pub fn settle(
        &self,
        writing: &Writing,
        source: &dyn Source,
        stream: &str,
        walk: i64,
        complete_to: NaiveDateTime,
    ) -> Result<()> {
        writing.opened.db.transaction(|db| {
            db.execute("delete from sync.census where stream = ?", params![stream])?;
            db.execute(
                "insert into sync.census values (?, ?, ?, ?)",
                params![stream, walk, complete_to, clock::now()],
            )?;
            db.execute("delete from sync.covered where stream = ?", params![stream])?;
            db.execute("delete from sync.unwanted where stream = ?", params![stream])?;
            let unwanted = due::text(source, "unwanted")?.replace("$walk", "$1");
            db.execute(&format!("insert into sync.unwanted {unwanted}"), params![walk])?;
            // A space that came meanwhile was not walked over.
            db.execute(
                "insert into sync.covered select ?, space_id from scope where space_id in (select space_id from begun)",
                params![stream],
            )?;
            Ok(())
        })
    }

    /// A search is done when everything it found was asked for.
    pub fn end_searches(&self, writing: &Writing, unfetched: &[(&str, String)]) -> Result<()> {
        let unfetched: Vec<Value> =
            unfetched.iter().map(|(stream, object)| json!({"stream": stream, "object_id": object})).collect();
        writing.opened.db.execute(
            "update sync.chunk set
                state = case when found.unfetched > 0 then 'failed' else 'done' end,
                cause = case when found.unfetched > 0 then found.unfetched || ' of what it found could not be fetched' end,
                is_whole = case when found.unfetched > 0 then chunk.is_whole end,
                objects = found.objects,
                changed_at = $2
             from (
                select
                    walk.chunk_id,
                    count(distinct sighting.object_id)   as objects,
                    count(distinct unfetched.object_id)  as unfetched
                from sync.walk as walk
                left join land.sighting as sighting on sighting.walk_id = walk.walk_id
                left join (
                    select unnest(from_json($1, '[{\"stream\": \"varchar\", \"object_id\": \"varchar\"}]'), recursive := true)
                ) as unfetched on unfetched.stream = sighting.stream and unfetched.object_id = sighting.object_id
                where walk.kind = 'search' and walk.state = 'ended' and walk.run_id = $3
                group by walk.chunk_id
             ) as found
             where chunk.chunk_id = found.chunk_id and chunk.state = 'running'",
            params![json!(unfetched).to_string(), clock::now(), writing.run],
        )?;
        Ok(())
    }
}

fn insert(db: &Db, run: i64, stream: &str, gone: &Gone) -> Result<()> {
    // It stays a deletion of the run that it went in: the share of a later run does not count it again.
    let known = db.execute(
        "update sync.deletion set reason = ?, evidence = ?, walk_id = ?, seen_at = ?, changed_at = ?,
            after_seq = coalesce((select max(seq) from land.page), 0)
         where stream = ? and object_id = ? and state = 'deleted'",
        params![gone.reason, gone.evidence, gone.walk, gone.seen_at, clock::now(), stream, gone.object],
    )?;
    if known == 0 {
        db.execute(
            "insert into sync.deletion (run_id, stream, object_id, reason, evidence, walk_id, seen_at, after_seq, state, changed_at)
             select ?, ?, ?, ?, ?, ?, ?, coalesce((select max(seq) from land.page), 0), 'deleted', ?",
            params![run, stream, gone.object, gone.reason, gone.evidence, gone.walk, gone.seen_at, clock::now()],
        )?;
    }
    touch::touch(db, "sync.deletion", "object_id", &[&gone.object])
}

/// Held objects of a stream whose space the account sees. An attachment is looked at only where its page is there.
fn visible(db: &Db, stream: &str) -> Result<BTreeSet<String>> {
    let rows = db.query(
        "select object_id from held where stream = $1 and ($1 = 'attachment' or parent_id in (select space_id from scope))",
        params![stream],
        |row| row.get::<_, String>(0),
    )?;
    Ok(rows.into_iter().collect())
}

fn objects_held(db: &Db, stream: &str) -> Result<BTreeSet<String>> {
    let rows = db.query("select object_id from held where stream = ? and reason is null", params![stream], |row| {
        row.get::<_, String>(0)
    })?;
    Ok(rows.into_iter().collect())
}

/// Why an object is gone, or nothing where it is there.
fn reason(looked: &Looked, stream: &str, visible: &BTreeSet<String>, writing: &Writing) -> Option<&'static str> {
    match &looked.shown {
        Some(shown) if is_trashed(shown) => Some("trashed"),
        Some(shown) if stream != "attachment" && is_elsewhere(shown, writing) => Some("out_of_scope"),
        Some(_) => None,
        None if looked.status == 403 || looked.known || !visible.contains(&looked.object) => Some("no_access"),
        None => Some("purged"),
    }
}

fn is_trashed(shown: &Sighting) -> bool {
    matches!(shown.status.as_deref(), Some("trashed" | "deleted"))
}

/// Whether it was moved to a space that is not configured.
fn is_elsewhere(shown: &Sighting, writing: &Writing) -> bool {
    let named = !writing.opened.connection.space_keys.is_empty();
    let within = "select count(*) from scope where space_id = ?";
    // A count that cannot be read leaves the object where it is: nothing is deleted without evidence.
    named && writing.opened.db.query_value(within, params![shown.parent]).is_ok_and(|found: i64| found == 0)
}

/// What was answered, in words without content.
fn said(looked: &Looked) -> String {
    let known = if looked.known { "its id is known" } else { "its id is not known" };
    let status = looked.shown.as_ref().and_then(|shown| shown.status.as_deref()).unwrap_or("nothing is shown");
    format!("{known}, its own answer is {}: {}", looked.status, crate::error::printable(status))
}

/// What is there after all is due if it differs: it was shown, by its own answer.
fn resight(db: &Db, stream: &str, walk: i64, looked: &Looked) -> Result<()> {
    let Some(shown) = &looked.shown else { return Ok(()) };
    db.execute(
        "insert into land.sighting values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            walk,
            stream,
            shown.object,
            shown.parent,
            shown.status,
            shown.version,
            shown.version_at,
            looked.answered_at,
            shown.above
        ],
    )?;
    Ok(())
}
