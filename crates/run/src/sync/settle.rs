//! Deletions: records which objects are gone and the evidence for it, and refuses more of them in one run than
//! `max_deleted_share` allows without consent.

use super::consent::{self, Consent, HeldBack};
use super::ending::{End, Known, known_among};
use crate::connection::described;
use crate::fetch::Writing;
use crate::plan::due::{self, Gone};
use crate::plan::shown;
use crate::publish::shortfall::Refused;
use catchment_base::clock;
use catchment_base::error::Result;
use catchment_base::state::DeletionReason;
use catchment_lake::db::{Db, params};
use catchment_lake::land;
use catchment_lake::transform::touch;
use catchment_source::look::Looked;
use catchment_source::tombstones::Tombstone;
use catchment_source::{Absence, Source, Stream};
use chrono::NaiveDateTime;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};

/// Writes deletions within the share that is allowed.
pub struct Settler {
    /// The stream of scopes, if the source has scopes.
    scopes: Option<&'static str>,
    share: f64,
    consent: Consent,
    /// What was not written, counted.
    pub refused: Vec<Refused>,
    /// The same, object by object.
    pub held_back: BTreeMap<(String, String), HeldBack>,
    /// Whether something that a census lacks was there after all.
    pub found: bool,
    /// Who was answered.
    pub witness: Witness,
}

/// Whether the answers of a run are those for the connection's account: answers for another account delete nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Witness {
    /// Nobody has asked yet.
    Unasked,
    /// The account is the one on record.
    Proven,
    /// Why it is not known to be.
    Distrusted(String),
}

impl Settler {
    /// A settler for one run; for what `consent` covers the share does not count.
    pub fn new(writing: &Writing, source: &dyn Source, consent: Consent) -> Self {
        let scopes = catchment_source::scopes(source).map(|scopes| scopes.name);
        let share = writing.opened.connection.max_deleted_share;
        let (refused, held_back) = (Vec::new(), BTreeMap::new());
        Self { scopes, share, consent, refused, held_back, found: false, witness: Witness::Unasked }
    }

    /// Whether an object may be deleted, whatever the share.
    pub fn covers(&self, stream: &str, object: &str) -> bool {
        self.consent.covers(stream, object)
    }

    /// Whether these objects of a stream may be deleted in this run: consent covers all of them, or all are within the share.
    pub fn allows<'o>(
        &self,
        writing: &Writing,
        stream: &str,
        objects: impl IntoIterator<Item = &'o str>,
    ) -> Result<bool> {
        let (covered, others): (Vec<&str>, Vec<&str>) =
            objects.into_iter().partition(|object| self.covers(stream, object));
        if others.is_empty() {
            return Ok(true);
        }
        let more = covered.len() + others.len();
        let db = &writing.opened.db;
        let held = due::held_count(db, stream)?;
        let already: usize = db.query_value(
            "select count(*) from sync.deletion as deletion
             semi join held on held.stream = deletion.stream and held.object_id = deletion.object_id
             where deletion.run_id = $run and deletion.stream = $stream and deletion.state = 'deleted'",
            params! { run: writing.run, stream: stream },
        )?;
        // What was never published is taken from nobody.
        let published: bool = db.query_value("select count(*) > 0 from sync.export where state = 'published'", [])?;
        let share = (already + more) as f64 / (held + already).max(1) as f64;
        Ok(!published || share <= self.share)
    }

    /// Notes that objects of a stream wait for consent, and what says so of the first of them.
    pub fn refuse(&mut self, writing: &Writing, stream: &str, held_back: Vec<HeldBack>, evidence: &str) -> Result<()> {
        let (objects, held) = (held_back.len(), due::held_count(&writing.opened.db, stream)?);
        let named = |one: HeldBack| ((one.stream.clone(), one.object.clone()), one);
        self.held_back.extend(held_back.into_iter().map(named));
        match self.refused.iter_mut().find(|refused| refused.stream == stream && refused.evidence == evidence) {
            Some(refused) => refused.objects = refused.objects.max(objects),
            None => {
                self.refused.push(Refused { stream: stream.to_owned(), objects, held, evidence: evidence.to_owned() });
            }
        }
        Ok(())
    }

    /// Records objects as gone because the site says so, if that many may go and the answering account is known.
    pub fn delete(&mut self, writing: &Writing, stream: &str, gone: &[Gone]) -> Result<bool> {
        let distrust = match &self.witness {
            Witness::Proven => None,
            Witness::Unasked => Some("nobody has asked which account the site answers".to_owned()),
            Witness::Distrusted(cause) => Some(cause.clone()),
        };
        // Consent to deletions is none to whom they are believed.
        if let (Some(cause), false) = (distrust, gone.is_empty()) {
            let held_back = gone.iter().map(|gone| HeldBack::of(stream, gone)).collect();
            self.refuse(writing, stream, held_back, &cause)?;
            return Ok(false);
        }
        self.take_out(writing, stream, gone)
    }

    /// Records objects of a stream as gone, as far as they may go; what is gone already gets another reason. Tells whether all may.
    pub fn take_out(&mut self, writing: &Writing, stream: &str, gone: &[Gone]) -> Result<bool> {
        let (free, gone) = self.free_of_share(writing, stream, gone)?;
        self.record(writing, stream, &free)?;
        let Some(first) = gone.first() else { return Ok(true) };
        let ids: Vec<&str> = gone.iter().map(|gone| gone.object.as_str()).collect();
        let known = known_among(&writing.opened.db, stream, &ids)?;
        let is_held = |object: &str| known.get(object).is_some_and(|known| known.is_held);
        if self.allows(writing, stream, ids.into_iter().filter(|object| is_held(object)))? {
            self.record(writing, stream, &gone)?;
            return Ok(true);
        }
        let may_go = |gone: &Gone| !is_held(&gone.object) || self.covers(stream, &gone.object);
        let (going, waiting): (Vec<Gone>, Vec<Gone>) = gone.iter().cloned().partition(may_go);
        self.record(writing, stream, &going)?;
        let held_back = waiting.iter().map(|gone| HeldBack::of(stream, gone)).collect();
        self.refuse(writing, stream, held_back, &first.evidence)?;
        Ok(false)
    }

    /// Scopes for which the share does not count, and the rest. What lay in a scope is what readers lose with it: that was within the
    /// share, or consent was given to it. Of those in which nothing lay one may go. How many the settings leave out says nothing.
    fn free_of_share(&self, writing: &Writing, stream: &str, gone: &[Gone]) -> Result<(Vec<Gone>, Vec<Gone>)> {
        if self.scopes != Some(stream) {
            return Ok((Vec::new(), gone.to_vec()));
        }
        let filled = "select distinct scope_id from sync.object where scope_id is not null";
        let filled: HashSet<String> = writing.opened.db.query(filled, [], |row| row.get(0))?.into_iter().collect();
        let is_free = |gone: &Gone| gone.reason == DeletionReason::OutOfScope || filled.contains(&gone.object);
        let (free, bare): (Vec<Gone>, Vec<Gone>) = gone.iter().cloned().partition(is_free);
        Ok(if bare.len() > 1 { (free, bare) } else { (gone.to_vec(), Vec::new()) })
    }

    /// Records objects of a stream as gone, however many.
    pub fn record(&self, writing: &Writing, stream: &str, gone: &[Gone]) -> Result<()> {
        if gone.is_empty() {
            return Ok(());
        }
        writing.opened.db.transaction(|db| {
            gone.iter().try_for_each(|gone| insert(db, writing.run, stream, gone))?;
            // What a listing of an earlier run showed is no word on it any more.
            let sql = "delete from land.sighting using sync.deletion as deletion, sync.walk as walk
                where deletion.stream = $stream and deletion.run_id = $run and deletion.state = 'deleted'
                    and deletion.reason in ('purged', 'no_access')
                    and sighting.stream = deletion.stream and sighting.object_id = deletion.object_id
                    and sighting.answered_at < deletion.seen_at
                    and walk.walk_id = sighting.walk_id and walk.run_id < deletion.run_id";
            db.execute(sql, params! { stream: stream, run: writing.run }).map(drop)
        })
    }

    /// What a complete census lacks and was looked at: gone, or there after all, which makes it due. Tells whether
    /// everything was written that was said.
    pub fn lacking(
        &mut self,
        writing: &Writing,
        stream: &'static Stream,
        census: i64,
        complete_to: NaiveDateTime,
        looked: &[Looked],
    ) -> Result<bool> {
        if looked.is_empty() {
            return Ok(true);
        }
        let known = Known::of(writing, stream.name, looked)?.with_listings(writing, stream.name)?;
        let mut gone = Vec::new();
        for looked in looked {
            match known.end_of(looked, stream) {
                End::Gone(reason) => {
                    let told = format!("{}, ", consent::lacked(complete_to));
                    gone.push(gone_by(looked, reason, &told, Some(census)));
                }
                End::Unasked | End::There => {
                    resight(&writing.opened.db, stream.name, census, looked)?;
                    self.found = true;
                }
                // It stays held, and is asked for again by the next run.
                End::Open(cause) => {
                    land::quarantine_object(&writing.opened.db, writing.run, stream.name, &looked.object, cause)?;
                }
            }
        }
        self.delete(writing, stream.name, &gone)
    }

    /// What tombstones name and was looked at: what is gone is recorded with what they `said`. What is there, or cannot be told, is
    /// left to complete listings. Tells whether everything was written that was said.
    pub fn named(
        &mut self,
        writing: &Writing,
        stream: &'static Stream,
        walk: i64,
        looked: &[Looked],
        said: &BTreeMap<String, Tombstone>,
    ) -> Result<bool> {
        let known = Known::of(writing, stream.name, looked)?;
        let gone = looked.iter().filter_map(|looked| {
            let Tombstone { by, at, .. } = said.get(&looked.object)?;
            let End::Gone(reason) = known.end_of(looked, stream) else { return None };
            Some(gone_by(looked, reason, &format!("{by} says that it was deleted at {at} UTC, "), Some(walk)))
        });
        self.delete(writing, stream.name, &gone.collect::<Vec<_>>())
    }

    /// What a complete census lacks of a stream whose listing shows everything that is there: it is gone, for the reason that its
    /// stream has. Tells whether all of it may go.
    pub fn unlisted(
        &mut self,
        writing: &Writing,
        stream: &'static Stream,
        census: i64,
        complete_to: NaiveDateTime,
        objects: Vec<String>,
    ) -> Result<bool> {
        let evidence = consent::lacked(complete_to);
        let reason = match stream.absence {
            Absence::Lasting(reason) => reason,
            // Whether a scope was deleted or is hidden no listing tells.
            Absence::ListedTwice if self.scopes == Some(stream.name) => DeletionReason::NoAccess,
            _ => DeletionReason::Purged,
        };
        let gone =
            |object| Gone { object, reason, evidence: evidence.clone(), walk: Some(census), seen_at: complete_to };
        self.delete(writing, stream.name, &objects.into_iter().map(gone).collect::<Vec<_>>())
    }

    /// What waits for consent of what a complete listing lacks: with what asking by its id showed, where it was `tried`.
    pub fn held_back(
        &self,
        writing: &Writing,
        stream: &'static Stream,
        complete_to: NaiveDateTime,
        objects: Vec<String>,
        tried: &[Looked],
    ) -> Result<Vec<HeldBack>> {
        let known = Known::of(writing, stream.name, tried)?;
        let told = format!("{}, ", consent::lacked(complete_to));
        let of_object = |object: String| {
            let looked = tried.iter().find(|looked| looked.object == object);
            match looked.map(|looked| (looked, known.end_of(looked, stream))) {
                Some((looked, End::Gone(reason))) => HeldBack::of(stream.name, &gone_by(looked, reason, &told, None)),
                _ => HeldBack::unlisted(stream.name, object, complete_to),
            }
        };
        Ok(objects.into_iter().map(of_object).collect())
    }

    /// What was shown by a listing and left out when it was asked for by its id: gone, or unreadable.
    pub fn not_delivered(&mut self, writing: &Writing, stream: &'static Stream, looked: &[Looked]) -> Result<()> {
        let db = &writing.opened.db;
        let known = Known::of(writing, stream.name, looked)?.with_listings(writing, stream.name)?;
        let mut gone = Vec::new();
        for looked in looked {
            match known.end_of(looked, stream) {
                End::Gone(reason) => gone.push(gone_by(looked, reason, "requested by its id: ", None)),
                // Its own status says what becomes of it.
                End::Unasked => {
                    forget_shown(db, stream.name, &looked.object)?;
                    resight(db, stream.name, last_look(db, writing.run)?, looked)?;
                }
                End::There => {
                    let cause = "listed, but not returned when requested by its id";
                    land::quarantine_object(db, writing.run, stream.name, &looked.object, cause)?;
                    continue;
                }
                End::Open(cause) => {
                    land::quarantine_object(db, writing.run, stream.name, &looked.object, cause)?;
                    continue;
                }
            }
            // What is gone, or not asked for, cannot be read any more.
            land::resolve_object(db, stream.name, &looked.object)?;
        }
        if self.delete(writing, stream.name, &gone)? {
            // Of what was never held nothing but the deletion stays on record.
            gone.iter().try_for_each(|gone| forget_never_held(db, stream.name, &gone.object))?;
        }
        Ok(())
    }

    /// The census of a stream is settled: what it lacked was looked at.
    pub fn settle(&self, writing: &Writing, stream: &str, walk: i64, complete_to: NaiveDateTime) -> Result<()> {
        writing.opened.db.transaction(|db| {
            due::settle(db, stream, walk, complete_to)?;
            db.execute("delete from sync.covered where stream = ?", params![stream])?;
            db.execute("delete from sync.unwanted where stream = ?", params![stream])?;
            shown::note_unwanted(db)?;
            described::settle(db, stream)?;
            // A scope that came meanwhile was not walked over.
            db.execute(
                "insert into sync.covered (stream, scope_id)
                 select ?, scope_id from scope where scope_id in (select scope_id from begun)",
                params![stream],
            )?;
            Ok(())
        })
    }

    /// The history of a time is read when everything that its feed showed was asked for.
    pub fn end_histories(&self, writing: &Writing, unfetched: &[(&str, String)]) -> Result<()> {
        let unfetched: Vec<Value> =
            unfetched.iter().map(|(stream, object)| json!({"stream": stream, "object_id": object})).collect();
        writing.opened.db.execute(
            "update sync.chunk set
                state = case when found.unfetched > 0 then 'failed' else 'done' end,
                cause = case when found.unfetched > 0 then found.unfetched || ' of what it found could not be fetched' end,
                is_whole = case when found.unfetched > 0 then chunk.is_whole end,
                objects = found.objects,
                changed_at = $now
             from (
                select
                    walk.chunk_id,
                    count(distinct sighting.object_id)   as objects,
                    count(distinct unfetched.object_id)  as unfetched
                from sync.walk as walk
                left join land.sighting as sighting on sighting.walk_id = walk.walk_id
                left join (
                    select unnest(from_json($unfetched, '[{\"stream\": \"varchar\", \"object_id\": \"varchar\"}]'), recursive := true)
                ) as unfetched on unfetched.stream = sighting.stream and unfetched.object_id = sighting.object_id
                where walk.kind = 'history' and walk.state = 'ended' and walk.run_id = $run
                group by walk.chunk_id
             ) as found
             where chunk.chunk_id = found.chunk_id and chunk.state = 'running'",
            params! { unfetched: json!(unfetched).to_string(), now: clock::now(), run: writing.run },
        )?;
        Ok(())
    }
}

fn insert(db: &Db, run: i64, stream: &str, gone: &Gone) -> Result<()> {
    // It stays a deletion of the run that it went in: the share of a later run does not count it again.
    let known = db.execute(
        "update sync.deletion set reason = $reason, evidence = $evidence, walk_id = $walk, seen_at = $seen_at,
            changed_at = $now, after_seq = coalesce((select max(seq) from land.response), 0)
         where stream = $stream and object_id = $object and state = 'deleted'",
        params! {
            reason: gone.reason.as_str(),
            evidence: gone.evidence,
            walk: gone.walk,
            seen_at: gone.seen_at,
            now: clock::now(),
            stream: stream,
            object: gone.object,
        },
    )?;
    if known == 0 {
        db.execute(
            "insert into sync.deletion (run_id, stream, object_id, reason, evidence, walk_id, seen_at, after_seq, state, changed_at)
             select $run, $stream, $object, $reason, $evidence, $walk, $seen_at,
                coalesce((select max(seq) from land.response), 0), 'deleted', $now",
            params! {
                run: run,
                stream: stream,
                object: gone.object,
                reason: gone.reason.as_str(),
                evidence: gone.evidence,
                walk: gone.walk,
                seen_at: gone.seen_at,
                now: clock::now(),
            },
        )?;
    }
    touch::touch(db, "sync.deletion", "object_id", &[&gone.object])
}

/// A deletion proven by a look at the object; `told` precedes the evidence.
fn gone_by(looked: &Looked, reason: DeletionReason, told: &str, walk: Option<i64>) -> Gone {
    let evidence = format!("{told}{}", said(looked));
    Gone { object: looked.object.clone(), reason, evidence, walk, seen_at: looked.answered_at }
}

/// What was answered, in words without content.
fn said(looked: &Looked) -> String {
    let known =
        if looked.known { "the site has it, or no deletion of it on record" } else { "the site does not know its id" };
    let shown = looked.shown.as_ref().and_then(|shown| shown.status.as_deref());
    let shown =
        shown.map(|status| format!(", status {}", catchment_base::error::printable(status))).unwrap_or_default();
    let answered = looked.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    let without = if looked.status == Some(200) && looked.shown.is_none() { " without it" } else { "" };
    let outside = looked.outside.as_ref().map(|place| format!("; it is {place}")).unwrap_or_default();
    format!("{known}, and requesting it gave {answered}{without}{shown}{outside}")
}

/// The last look of a run, on whose record the answers are.
fn last_look(db: &Db, run: i64) -> Result<i64> {
    db.query_value("select coalesce(max(walk_id), 0) from sync.walk where run_id = ? and kind = 'look'", params![run])
}

/// What listings showed of an object does not count any more.
fn forget_shown(db: &Db, stream: &str, object: &str) -> Result<()> {
    let sql = "delete from land.sighting where stream = $stream and object_id = $object";
    db.execute(sql, params! { stream: stream, object: object }).map(drop)
}

fn forget_never_held(db: &Db, stream: &str, object: &str) -> Result<()> {
    db.execute(
        "delete from land.sighting where stream = $stream and object_id = $object
            and not exists (select 1 from held where held.stream = $stream and held.object_id = $object)",
        params! { stream: stream, object: object },
    )?;
    Ok(())
}

/// What is there after all is due if it differs: it was shown, by its own answer.
fn resight(db: &Db, stream: &str, walk: i64, looked: &Looked) -> Result<()> {
    let Some(shown) = &looked.shown else { return Ok(()) };
    db.execute(
        "insert into land.sighting
            (walk_id, stream, object_id, scope_id, container_id, status, version_number, version_at, answered_at, above_id,
             after_seq)
         select $walk, $stream, $object, $scope, $container, $status, $version, $version_at, $answered_at, $above,
            coalesce(max(seq), 0)
         from land.response",
        params! {
            walk: walk,
            stream: stream,
            object: shown.object,
            scope: shown.scope,
            container: shown.container,
            status: shown.status,
            version: shown.version,
            version_at: shown.version_at,
            answered_at: looked.answered_at,
            above: shown.above,
        },
    )?;
    Ok(())
}
