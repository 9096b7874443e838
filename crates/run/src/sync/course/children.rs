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
            true => self.ask_parents(stream, parent).await?,
            false => {
                let jobs = self.children_jobs(stream.name)?;
                self.work(jobs).await?.has_failed
            }
        };
        if !has_failed && !self.tell_merged(stream, parent)? {
            land::resolve_route(self.db(), WalkKind::Children, stream.name)?;
        }
        has_failed |= land::lacks_children(self.db(), stream.name)?;
        let is_kept = stream.absence == Absence::Kept;
        let mut gone = if is_kept { Vec::new() } else { unlisted(self.db(), stream.name, parent)? };
        let mut pending = BTreeSet::new();
        if stream.absence == Absence::ListedTwice && !gone.is_empty() {
            let again = self.list_again(stream.name, parent, gone).await?;
            has_failed |= again.has_failed;
            (gone, pending) = (again.gone, again.pending);
        }
        if stream.carried.is_some() && !stream.is_only_carried {
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

    /// Asks parents by their ids for what they alone show, where that is not known, and records which do not tell it. Where none of the
    /// first ones does, the others are not asked. Tells whether a request failed, or an answer told nothing.
    async fn ask_parents(&mut self, stream: &'static Stream, parent: &'static str) -> Result<bool> {
        let (name, at_once) = (stream.name, self.writing.opened.connection.page_size as usize);
        let asked = self.unless_known(name, parent, "acknowledged")?;
        let (first, rest) = asked.split_at(asked.len().min(at_once));
        let (mut has_failed, mut untold) = (false, Vec::new());
        for some in [first, rest].into_iter().filter(|some| !some.is_empty()) {
            let jobs = self.parents_again(parent, some.to_vec())?;
            let brought = self.work(jobs).await?;
            has_failed |= brought.has_failed;
            untold = self.unless_known(name, parent, "open")?;
            // What is not there any more tells nothing.
            untold.retain(|id| some.contains(id) && !brought.missing.iter().any(|(_, missing)| missing == id));
            if untold.len() == some.len() {
                break;
            }
        }
        if !has_failed && !untold.is_empty() {
            self.tell_untold(stream, parent, &untold)?;
        }
        Ok(has_failed || !untold.is_empty())
    }

    /// The parents that are due to be asked for what they alone show, but for those of which something is known instead: that it cannot
    /// be read, or a gap that is accepted, or open as well.
    fn unless_known(&self, stream: &'static str, parent: &str, state: &str) -> Result<Vec<String>> {
        let mut due = due(self.db(), stream, self.writing.opened.connection.census_every)?;
        if !due.is_empty() {
            let known = self.known_gaps(stream, parent, state)?;
            due.retain(|parent| !known.contains(parent));
        }
        Ok(due)
    }

    /// The parents that cannot be read, and those of whose children something is accepted as lacking, or open as well.
    fn known_gaps(&self, stream: &str, parent: &str, state: &str) -> Result<BTreeSet<String>> {
        let sql = "select scope from sync.quarantine
                where kind = 'listing' and stream = $stream and scope <> '' and state in ('acknowledged', $state)
            union
            select object from sync.quarantine where kind = 'object' and stream = $parent and state <> 'resolved'";
        let known = self.db().query(sql, params! { stream: stream, parent: parent, state: state }, |row| row.get(0))?;
        Ok(known.into_iter().collect())
    }

    /// Records parents whose answers lack what they were asked for: each by itself, or all together where they are many.
    fn tell_untold(&self, stream: &'static Stream, parent: &str, untold: &[String]) -> Result<()> {
        let (db, run, name) = (self.db(), self.writing.run, stream.name);
        if untold.len() > MOST_ALONE {
            let what = format!("answers about {parent} objects lack the {name} that was asked for");
            return tell_of_all(db, run, name, what, "what is held stays, and the next sync asks again");
        }
        land::resolve_route(db, WalkKind::Children, name)?;
        for id in untold {
            let cause = format!("the answer about this {parent} lacks the {name} that was asked for");
            let asked = "select landed_seq from sync.object where stream = $parent and object_id = $id";
            let seq = db.query_value(asked, params! { parent: parent, id: id })?;
            let children = Listing { stream: name, scope: id.clone() };
            land::quarantine_children(db, run, &children, cause, seq)?;
        }
        Ok(())
    }

    /// Records that objects of several parents were shown under the same ids. Tells whether that is so.
    fn tell_merged(&self, stream: &'static Stream, parent: &str) -> Result<bool> {
        let Some((shown, ids)) = merged(self.db(), stream)? else { return Ok(false) };
        let name = stream.name;
        let what =
            format!("{shown} {name} objects were shown under {ids} ids: several {parent} objects use the same ids");
        let hint = "of those with one id the newest alone is held; the site has to tell them apart";
        tell_of_all(self.db(), self.writing.run, name, what, hint)?;
        Ok(true)
    }

    /// Asks for the parents of what their listings lack, where these carry some of it themselves. What a parent shows is there, and
    /// its listing, which shows less, proves nothing until both agree. What a parent that shows all it has lacks is gone by that.
    async fn compare_with_parents(
        &mut self,
        stream: &'static str,
        parent: &'static str,
        gone: Vec<(String, Gone)>,
    ) -> Result<Again> {
        let (listed, mut proven): (Vec<_>, Vec<_>) = gone.into_iter().partition(|(_, gone)| gone.walk.is_some());
        let accepted =
            if listed.is_empty() { BTreeSet::new() } else { self.known_gaps(stream, parent, "acknowledged")? };
        let (waits, listed): (Vec<_>, Vec<_>) = listed.into_iter().partition(|(id, _)| accepted.contains(id));
        let mut pending: BTreeSet<String> = waits.into_iter().map(|(id, _)| id).collect();
        let is_askable = catchment_source::stream(self.source(), parent).is_some_and(|parent| parent.ids_at_once > 0);
        if listed.is_empty() || !is_askable {
            proven.extend(listed);
            return Ok(Again { gone: proven, pending, has_failed: false });
        }
        let parents: BTreeSet<String> = listed.iter().map(|(parent, _)| parent.clone()).collect();
        let jobs = self.parents_again(parent, Vec::from_iter(parents))?;
        let brought = self.work(jobs).await?;
        let again = unlisted(self.db(), stream, parent)?;
        let again: BTreeSet<&String> = again.iter().map(|(_, gone)| &gone.object).collect();
        let mut shown: BTreeMap<String, usize> = BTreeMap::new();
        for (parent, _) in listed.iter().filter(|(_, gone)| !again.contains(&gone.object)) {
            *shown.entry(parent.clone()).or_default() += 1;
        }
        self.tell_differing(stream, parent, &shown)?;
        let unread = self.known_gaps(stream, parent, "acknowledged")?;
        let has_failed = brought.has_failed || !shown.is_empty();
        let is_missing = |id: &String| brought.missing.iter().any(|(_, missing)| missing == id);
        let is_open =
            |id: &String| brought.has_failed || shown.contains_key(id) || unread.contains(id) || is_missing(id);
        let (waits, agreed): (Vec<_>, Vec<_>) = listed.into_iter().partition(|(id, _)| is_open(id));
        pending.extend(waits.into_iter().map(|(id, _)| id));
        proven.extend(agreed.into_iter().filter(|(_, gone)| again.contains(&gone.object)));
        Ok(Again { gone: proven, pending, has_failed })
    }

    /// Records parents that show objects which their listings lack, with how many: each by itself, or all together where they are many.
    fn tell_differing(&self, stream: &'static str, parent: &str, shown: &BTreeMap<String, usize>) -> Result<()> {
        let (db, run) = (self.db(), self.writing.run);
        if shown.len() > MOST_ALONE {
            // No gap of its own makes each due: without its row it is listed again, and compared with all that it had.
            let sql = "delete from sync.children
                where stream = $stream and list_contains(from_json($parents, '[\"varchar\"]'), parent_id)";
            let parents = json!(Vec::from_iter(shown.keys())).to_string();
            db.execute(sql, params! { stream: stream, parents: parents })?;
            let what =
                format!("the {stream} listings lack what {parent} objects show themselves: the larger answer stands");
            return tell_of_all(
                db,
                run,
                stream,
                what,
                "what is held stays; give the account the right to read the listings",
            );
        }
        let landed: i64 = db.query_value("select coalesce(max(seq), 0) from land.response", [])?;
        shown.iter().try_for_each(|(id, count)| {
            let cause = format!("its listing lacks {count} that the {parent} itself shows: the larger answer stands");
            let children = Listing { stream, scope: id.clone() };
            land::quarantine_children(db, run, &children, cause, landed)
        })
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

/// Records something about all listings for the objects of a stream.
fn tell_of_all(db: &Db, run: i64, stream: &'static str, what: String, hint: &str) -> Result<()> {
    land::quarantine_route(db, run, WalkKind::Children, stream, &Error::failed(what).hint(hint))
}

/// How many objects were shown of a stream, and under how many ids, where several parents use the same ones. Listings that another
/// stream spares are not made again.
fn merged(db: &Db, stream: &Stream) -> Result<Option<(i64, i64)>> {
    let is_spared = stream.parent.is_some_and(|parent| parent.unless_shown_by.is_some());
    if stream.envelope.is_within || stream.envelope.is_hashed || is_spared {
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
