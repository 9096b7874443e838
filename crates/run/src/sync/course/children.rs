//! Streams that are listed for each object of another one: which parents are due, and what their listings lack.
//!
//! A fan-out over many parents is no row per parent among the walks: a walk goes over some of them, and `sync.children` has
//! two marks for each whose listing finished, what had landed when its walk began and when the site answered. So a
//! run that was stopped goes on with the parent that it was at, and a parent that failed is due again.

use super::Course;
use crate::connection::described;
use crate::fetch::{Job, Task};
use crate::plan::due::{Gone, text};
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use catchment_base::response::{Aim, Listing, Walk, WalkKind};
use catchment_base::state::DeletionReason;
use catchment_lake::db::{Db, params};
use catchment_lake::land;
use catchment_source::{Absence, Parent, Stream};
use chrono::NaiveDateTime;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Parents in one walk, at most.
const MOST_IN_ONE: usize = 256;
/// Walks that all parents are divided among, where they are enough for that.
const WALKS: usize = 16;

/// Parents whose answers lack something alike, of which each is a gap of its own, at most.
const MOST_ALONE: usize = 20;

/// What a second question showed.
struct Again {
    /// What both lack, each with its parent.
    gone: Vec<(String, Gone)>,
    /// The parents of which nothing is known yet, as their second listing did not finish or two answers differ.
    pending: BTreeSet<String>,
    /// Whether one of them failed.
    has_failed: bool,
}

impl Course<'_> {
    /// The listings for each object of another stream that are due.
    pub(super) async fn children(&mut self) -> Result<()> {
        for stream in self.wanted() {
            if let Some(parent) = stream.parent {
                self.children_of(stream, parent.stream).await?;
            }
        }
        Ok(())
    }

    async fn children_of(&mut self, stream: &'static Stream, parent: &'static str) -> Result<()> {
        let mut has_failed = match stream.is_only_carried {
            true => self.ask_parents(stream.name, parent).await?,
            false => {
                let jobs = self.children_jobs(stream.name)?;
                self.work(jobs).await?.has_failed
            }
        };
        has_failed = has_failed || self.tell_untold(stream, parent)?;
        has_failed |= stream.is_only_carried && land::lacks_children(self.db(), stream.name)?;
        let is_kept = stream.absence == Absence::Kept;
        let mut gone = if is_kept { Vec::new() } else { unlisted(self.db(), stream.name, parent)? };
        let mut pending = BTreeSet::new();
        if stream.absence == Absence::ListedTwice && !gone.is_empty() {
            let again = self.list_again(stream.name, parent, gone).await?;
            has_failed |= again.has_failed;
            (gone, pending) = (again.gone, again.pending);
        }
        if stream.carried.is_some() && !stream.is_only_carried && !gone.is_empty() {
            let again = self.compare_with_parents(stream.name, parent, gone).await?;
            has_failed |= again.has_failed;
            gone = again.gone;
            pending.extend(again.pending);
        }
        if !gone.is_empty() {
            self.prove_account().await?;
        }
        let unlisted: Vec<Gone> = gone.into_iter().map(|(_, gone)| gone).collect();
        // What may not go waits for consent, with what was shown.
        if self.settler.delete(self.writing, stream.name, &unlisted)? {
            settle(self.db(), stream.name, &pending)?;
            if !has_failed {
                note_complete(self.db(), stream, parent)?;
            }
        }
        Ok(())
    }

    /// Asks parents by their ids for what they alone show, where that is not known. Where none of the first ones shows it, the others
    /// are not asked. Tells whether a request failed.
    async fn ask_parents(&mut self, stream: &'static str, parent: &'static str) -> Result<bool> {
        let due = due(self.db(), stream, self.writing.opened.connection.census_every)?;
        let (first, rest) = due.split_at(due.len().min(self.writing.opened.connection.page_size as usize));
        for some in [first, rest] {
            let jobs = self.parents_again(parent, some.to_vec())?;
            if self.work(jobs).await?.has_failed {
                return Ok(true);
            }
            let untold = self.untold(stream)?;
            if !some.is_empty() && some.iter().all(|parent| untold.contains(parent)) {
                break;
            }
        }
        Ok(false)
    }

    /// The parents that were asked for what they alone show, and whose answers lack it. Of those that show a part it is known.
    fn untold(&self, stream: &str) -> Result<Vec<String>> {
        let cut = "select scope from sync.quarantine where kind = 'listing' and stream = $stream and state = 'open'";
        let cut: BTreeSet<String> =
            self.db().query(cut, params! { stream: stream }, |row| row.get(0))?.into_iter().collect();
        let mut due = due(self.db(), stream, self.writing.opened.connection.census_every)?;
        due.retain(|parent| !cut.contains(parent));
        Ok(due)
    }

    /// Records what answers do not tell of a stream though they should: parents that lack what they were asked for, and objects of
    /// several parents under one id. Tells whether there is any.
    fn tell_untold(&self, stream: &'static Stream, parent: &str) -> Result<bool> {
        let (db, run, name) = (self.db(), self.writing.run, stream.name);
        let untold = if stream.is_only_carried { self.untold(name)? } else { Vec::new() };
        if untold.len() > MOST_ALONE {
            let what = format!("{} answers about {parent} objects lack the {name} that was asked for", untold.len());
            let error = Error::failed(what).hint("what is held of it stays; it is asked for again by the next sync");
            land::quarantine_route(db, run, WalkKind::Children, name, &error)?;
            return Ok(true);
        }
        for parent_id in &untold {
            let cause = format!("the answer about this {parent} lacks the {name} that was asked for");
            let asked = "select landed_seq from sync.object where stream = $parent and object_id = $id";
            let seq = db.query_value(asked, params! { parent: parent, id: parent_id })?;
            let children = Listing { stream: name, scope: parent_id.clone() };
            land::quarantine_children(db, run, &children, cause, seq)?;
        }
        if !untold.is_empty() {
            return Ok(true);
        }
        if let Some((shown, ids)) = merged(db, stream)? {
            let what =
                format!("{shown} {name} objects were shown under {ids} ids: several {parent} objects use the same ids");
            let error = Error::failed(what)
                .hint("of those with one id the newest alone is held; the site has to tell them apart");
            land::quarantine_route(db, run, WalkKind::Children, name, &error)?;
            return Ok(true);
        }
        land::resolve_route(db, WalkKind::Children, name)?;
        Ok(false)
    }

    /// Asks for the parents of what their listings lack, which carry some of it themselves. What a parent shows is there, and its
    /// listing, which shows less, proves nothing.
    async fn compare_with_parents(
        &mut self,
        stream: &'static str,
        parent: &'static str,
        gone: Vec<(String, Gone)>,
    ) -> Result<Again> {
        let parents: BTreeSet<String> = gone.iter().map(|(parent, _)| parent.clone()).collect();
        let jobs = self.parents_again(parent, Vec::from_iter(parents.iter().cloned()))?;
        if self.work(jobs).await?.has_failed {
            return Ok(Again { gone: Vec::new(), pending: parents, has_failed: true });
        }
        let mut again = unlisted(self.db(), stream, parent)?;
        let mut shown: BTreeMap<String, usize> = BTreeMap::new();
        for (parent, gone) in gone {
            let is_shown = !again.iter().any(|(_, again)| again.object == gone.object);
            *shown.entry(parent).or_default() += usize::from(is_shown);
        }
        shown.retain(|_, count| *count > 0);
        let landed: i64 = self.db().query_value("select coalesce(max(seq), 0) from land.response", [])?;
        for (parent_id, count) in &shown {
            let cause = format!("its listing lacks {count} that the {parent} itself shows: the larger answer stands");
            let children = Listing { stream, scope: parent_id.clone() };
            land::quarantine_children(self.db(), self.writing.run, &children, cause, landed)?;
        }
        // A parent that shows all that it has tells by itself what is gone.
        again.retain(|(parent, gone)| gone.walk.is_none() || !shown.contains_key(parent));
        let has_failed = !shown.is_empty();
        Ok(Again { gone: again, pending: shown.into_keys().collect(), has_failed })
    }

    /// Lists once more the parents whose listings lacked something.
    async fn list_again(&mut self, stream: &'static str, parent: &str, gone: Vec<(String, Gone)>) -> Result<Again> {
        let (parents, lacking): (BTreeSet<String>, BTreeSet<String>) =
            gone.into_iter().map(|(parent, gone)| (parent, gone.object)).unzip();
        let jobs = self.begin_children(stream, divided(&Vec::from_iter(parents)))?;
        let walks: BTreeSet<i64> = jobs.iter().map(|job| job.walk.id).collect();
        let has_failed = self.work(jobs).await?.has_failed;
        let (again, before): (Vec<_>, Vec<_>) = unlisted(self.db(), stream, parent)?
            .into_iter()
            .partition(|(_, gone)| gone.walk.is_some_and(|walk| walks.contains(&walk)));
        let pending = before.into_iter().map(|(parent, _)| parent).collect();
        let gone = again.into_iter().filter(|(_, gone)| lacking.contains(&gone.object)).collect();
        Ok(Again { gone, pending, has_failed })
    }

    /// The walk that was stopped at a parent goes on there; the others begin.
    fn children_jobs(&self, stream: &'static str) -> Result<Vec<Job>> {
        let db = self.db();
        let known = |name: &str| (name == stream).then_some(stream);
        let is_stopped = |walk: &Walk| walk.aim.kind == WalkKind::Children && walk.position.next.is_some();
        let mut jobs: Vec<Job> = Vec::new();
        for walk in land::open_walks(db, known)?.into_iter().filter(is_stopped) {
            let task = Task::Children(vec![walk.aim.listing.scope.clone()]);
            jobs.push(Job { walk, task });
        }
        let under_way: BTreeSet<String> = jobs.iter().map(|job| job.walk.aim.listing.scope.clone()).collect();
        let mut due = due(db, stream, self.writing.opened.connection.census_every)?;
        due.retain(|parent| !under_way.contains(parent));
        // Where each of the first ones fails, the next run begins elsewhere.
        let begin = usize::try_from(self.writing.run).unwrap_or_default() % due.len().max(1);
        due.rotate_left(begin);
        jobs.extend(self.begin_children(stream, divided(&due))?);
        Ok(jobs)
    }

    /// Parents that are asked for by their ids.
    fn parents_again(&self, parent: &'static str, ids: Vec<String>) -> Result<Vec<Job>> {
        let at_once = self.writing.opened.connection.page_size as usize;
        self.batches(WalkKind::Objects, BTreeMap::from([(parent, ids)]), at_once, Task::Objects)
    }

    /// A walk over the listings of each of these groups of parents.
    fn begin_children(&self, stream: &'static str, groups: Vec<Vec<String>>) -> Result<Vec<Job>> {
        let run = self.writing.run;
        self.db().transaction(|db| {
            let job = |parents| {
                let aim = Aim::new(WalkKind::Children, Listing { stream, scope: String::new() });
                Ok(Job { walk: land::begin_walk(db, run, aim)?, task: Task::Children(parents) })
            };
            groups.into_iter().map(job).collect()
        })
    }
}

/// How many objects were shown of a stream, and under how many ids, where several parents use the same ones.
fn merged(db: &Db, stream: &Stream) -> Result<Option<(i64, i64)>> {
    if stream.envelope.is_within || stream.envelope.is_hashed {
        return Ok(None);
    }
    db.query_first(text("merged")?, params! { stream: stream.name }, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The parents whose children of this stream are to be listed.
fn due(db: &Db, stream: &str, every: Duration) -> Result<Vec<String>> {
    let every = i64::try_from(every.as_secs()).unwrap_or(i64::MAX);
    db.query(text("child")?, params! { stream: stream, now: clock::now(), every: every }, |row| row.get(0))
}

/// Parents in groups, each for one walk.
fn divided(parents: &[String]) -> Vec<Vec<String>> {
    let in_one = parents.len().div_ceil(WALKS).clamp(1, MOST_IN_ONE);
    parents.chunks(in_one).map(<[String]>::to_vec).collect()
}

/// What is held of a stream and was not shown by the complete listings for its parents that are not settled, each with its
/// parent.
fn unlisted(db: &Db, stream: &str, parent: &str) -> Result<Vec<(String, Gone)>> {
    db.query(text("unlisted")?, params! { stream: stream }, |row| {
        let seen_at: NaiveDateTime = row.get(2)?;
        let evidence = format!("the complete listing of its {parent} of {seen_at} UTC lacks it");
        Ok((
            row.get(3)?,
            Gone { object: row.get(0)?, reason: DeletionReason::Purged, evidence, walk: row.get(1)?, seen_at },
        ))
    })
}

/// What the listings for parents lacked is recorded, but for those that are `pending`.
fn settle(db: &Db, stream: &str, pending: &BTreeSet<String>) -> Result<()> {
    let sql = "update sync.children set is_settled = true
        where stream = $stream and not is_settled
            and not list_contains(from_json($pending, '[\"varchar\"]'), parent_id)";
    let pending = json!(pending).to_string();
    db.execute(sql, params! { stream: stream, pending: pending })?;
    let sql = "delete from sync.lacking
        where stream = $stream and not list_contains(from_json($pending, '[\"varchar\"]'), parent_id)";
    db.execute(sql, params! { stream: stream, pending: pending }).map(drop)
}

/// Notes to when the listings for all parents are complete, where none of them is due: no longer than the parents themselves
/// are, for a parent that nobody has seen yet has children too. Where the listings are spared, it is what shows the children
/// that counts.
fn note_complete(db: &Db, stream: &Stream, parent: &str) -> Result<()> {
    // What changes with its parent alone is known as long as the parent is.
    let is_followed_alone = stream.parent.is_some_and(|parent| parent.relisted_every >= Some(Parent::NEVER));
    let stream = stream.name;
    db.transaction(|db| {
        db.execute(
            "delete from sync.children where stream = $stream and parent_id not in (
                select held.object_id from held
                inner join facet on facet.stream = $stream and facet.parent = held.stream
                where held.reason is null
             )",
            params! { stream: stream },
        )?;
        described::settle(db, stream)?;
        db.execute("delete from sync.stream where stream = ?", params![stream])?;
        db.execute(
            "insert into sync.stream (stream, scope, complete_to, walk_id, objects)
             select
                $stream,
                '',
                case
                    when spared.stream is not null then shown.complete_to
                    when $is_followed_alone then parent.complete_to
                    else least(parent.complete_to, min(children.complete_to))
                end,
                coalesce(max(children.walk_id), 0),
                cast(coalesce(sum(children.objects), 0) as bigint)
             from sync.complete as parent
             left join sync.children as children on children.stream = $stream
             left join spared on spared.stream = $stream
             left join sync.complete as shown on shown.stream = spared.shown_by and shown.scope = ''
             where parent.stream = $parent and parent.scope = '' and parent.complete_to is not null
             group by parent.complete_to, spared.stream, shown.complete_to",
            params! { stream: stream, parent: parent, is_followed_alone: is_followed_alone },
        )?;
        Ok(())
    })
}
