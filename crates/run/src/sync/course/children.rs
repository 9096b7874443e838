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
use catchment_base::error::Result;
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

/// What second listings showed.
struct Again {
    /// What both lack, each with its parent.
    gone: Vec<(String, Gone)>,
    /// The parents whose second listing did not finish: nothing is known about those.
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
        let jobs = match stream.is_only_carried {
            true => self.carrier_jobs(stream.name, parent)?,
            false => self.children_jobs(stream.name)?,
        };
        let mut has_failed = self.work(jobs).await?.has_failed;
        has_failed |= stream.is_only_carried && land::lacks_children(self.db(), stream.name)?;
        let is_kept = stream.absence == Absence::Kept;
        let mut gone = if is_kept { Vec::new() } else { unlisted(self.db(), stream.name, parent)? };
        let mut pending = BTreeSet::new();
        if stream.absence == Absence::ListedTwice && !gone.is_empty() {
            let again = self.list_again(stream.name, parent, gone).await?;
            has_failed |= again.has_failed;
            (gone, pending) = (again.gone, again.pending);
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

    /// The parents that alone show what they carry are asked for by their ids, where that is not known.
    fn carrier_jobs(&self, stream: &'static str, parent: &'static str) -> Result<Vec<Job>> {
        let connection = &self.writing.opened.connection;
        let due = due(self.db(), stream, connection.census_every)?;
        let at_once = connection.page_size as usize;
        self.batches(WalkKind::Objects, BTreeMap::from([(parent, due)]), at_once, Task::Objects)
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
    let is_open = land::lacks_children(db, stream)?;
    db.transaction(|db| {
        if is_open {
            land::resolve_route(db, WalkKind::Children, stream)?;
        }
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
