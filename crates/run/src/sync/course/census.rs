//! Censuses: which are due, and what follows from what a complete one lacks.

use super::{Brought, Course};
use crate::connection::basis;
use crate::fetch::{Job, Task};
use crate::plan::departed;
use crate::plan::due::{self, Reread};
use crate::plan::setting;
use catchment_base::error::Result;
use catchment_base::response::{Listing, WalkKind};
use catchment_lake::land;
use catchment_source::look::{AT_ONCE, Looked, misdirected};
use catchment_source::{Absence, Sign, Stream};
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, BTreeSet};

/// How many objects are asked for before consent is.
const MOST_TRIED: usize = 20;

/// What was said about objects of one stream that were looked at.
pub(super) struct Looks {
    pub(super) looked: Vec<Looked>,
    /// Whether some could not be looked at.
    pub(super) has_failed: bool,
}

/// A complete listing that is to be settled.
struct Census {
    walk: i64,
    complete_to: NaiveDateTime,
}

/// Objects that a complete listing lacks and that may go.
struct Lacking {
    objects: Vec<String>,
    /// Whether these are all that it lacks: the others wait for consent.
    are_all: bool,
}

impl Course<'_> {
    /// The censuses that are due.
    pub(super) async fn censuses(&mut self) -> Result<()> {
        let mut due = due::censuses(self.db(), self.writing.opened.connection.census_every)?;
        due.extend(due::unproven(self.db())?);
        due.extend(self.forgotten.iter().map(|stream| (*stream).to_owned()));
        if self.prepared.repeat_history == Some(Reread::All) {
            // What has no history of its own is read again by a complete listing; what has is listed when that is over.
            let listed =
                self.wanted().into_iter().filter(|stream| stream.parent.is_none() && !setting::has_history(stream));
            due.extend(listed.map(|stream| stream.name.to_owned()));
        }
        let mut aims = Vec::new();
        for stream in self.wanted().into_iter().filter(|stream| due.iter().any(|due| due == stream.name)) {
            aims.push(self.census_aim(stream)?);
        }
        let jobs = self.passes(aims)?;
        self.work(jobs).await?;
        setting::begin_changes(self.db(), self.source())?;
        self.objects().await
    }

    /// Where the queries of a run are limited, settles first what an earlier run listed completely and did not settle: of each stream as
    /// much as one request looks at, for changes may take the rest. What needs consent waits.
    pub(super) async fn settle_begun(&mut self) -> Result<()> {
        if !self.fetcher.session.limits_queries() {
            return Ok(());
        }
        for stream in self.wanted().into_iter().filter(|stream| matches!(stream.absence, Absence::Looked { .. })) {
            let Some((walk, complete_to)) = due::unsettled(self.db(), stream.name)? else { continue };
            let candidates = due::candidates(self.db(), stream.name, walk)?;
            let more = candidates.iter().filter(|(_, is_gone)| !is_gone).map(|(object, _)| object.as_str());
            if candidates.is_empty() || !self.settler.allows(self.writing, stream.name, more)? {
                continue;
            }
            let are_all = candidates.len() <= AT_ONCE;
            if are_all {
                self.tried.insert(walk);
            }
            let objects = candidates.into_iter().take(AT_ONCE).map(|(object, _)| object).collect();
            self.settle_looked(stream, Census { walk, complete_to }, Lacking { objects, are_all }).await?;
        }
        Ok(())
    }

    /// Settles the censuses that finished and were not settled first, and those that wait for consent: one stream after the other, for
    /// what went with its container is not gone by itself, and last of all, for what came meanwhile is not lacking.
    pub(super) async fn settle_censuses(&mut self) -> Result<()> {
        // In a container that is there again something may be lacking.
        due::restore(self.db(), self.writing.run)?;
        for stream in self.wanted() {
            let unsettled = due::unsettled(self.db(), stream.name)?;
            if let Some((walk, complete_to)) = unsettled.filter(|(walk, _)| !self.tried.contains(walk)) {
                self.settle_census(stream, walk, complete_to).await?;
            }
        }
        basis::note_witnesses(self.db(), self.writing.run, &*self.fetcher.session, &self.wanted())?;
        self.settle_scopes().await?;
        // A listing that is settled here may be what showed a scope again.
        departed::forget(self.db())
    }

    async fn settle_census(&mut self, stream: &'static Stream, walk: i64, complete_to: NaiveDateTime) -> Result<()> {
        // What happened once stays, whatever a listing lacks.
        let candidates = match stream.absence {
            Absence::Kept => Vec::new(),
            _ => due::candidates(self.db(), stream.name, walk)?,
        };
        let lacking = self.may_go(stream, complete_to, candidates).await?;
        if lacking.objects.is_empty() && !lacking.are_all {
            return Ok(());
        }
        let census = Census { walk, complete_to };
        match stream.absence {
            Absence::Looked { .. } => self.settle_looked(stream, census, lacking).await,
            Absence::ListedTwice if !lacking.objects.is_empty() => self.settle_listed_twice(stream, lacking).await,
            Absence::Kept => self.settler.settle(self.writing, stream.name, walk, complete_to).map(drop),
            Absence::Listed | Absence::ListedTwice | Absence::Lasting(_) => {
                self.settle_unlisted(stream, census, lacking).await
            }
        }
    }

    /// Those of what a listing lacks that may go: all of it within the share, or where asking for some refutes the listing, or else
    /// what consent covers; the rest waits. The second of each pair: whether it is gone already.
    async fn may_go(
        &mut self,
        stream: &'static Stream,
        complete_to: NaiveDateTime,
        candidates: Vec<(String, bool)>,
    ) -> Result<Lacking> {
        let more = candidates.iter().filter(|(_, is_gone)| !is_gone).map(|(object, _)| object.as_str());
        let is_allowed = self.settler.allows(self.writing, stream.name, more)?;
        let objects: Vec<String> = candidates.iter().map(|(object, _)| object.clone()).collect();
        let tried = if is_allowed { Vec::new() } else { self.tried(stream, &objects).await? };
        if is_allowed || tried.iter().any(Looked::is_there) {
            return Ok(Lacking { objects, are_all: true });
        }
        let (going, waiting): (Vec<_>, Vec<_>) =
            candidates.into_iter().partition(|(object, _)| self.settler.covers(stream.name, object));
        let waiting = waiting.into_iter().filter(|(_, is_gone)| !is_gone).map(|(object, _)| object).collect();
        let held_back = self.settler.held_back(self.writing, stream, complete_to, waiting, &tried)?;
        self.settler.refuse(self.writing, stream.name, held_back, "the census does not contain it")?;
        Ok(Lacking { objects: going.into_iter().map(|(object, _)| object).collect(), are_all: false })
    }

    /// What the listing lacks is gone or hidden, as its stream has it, unless it hides something: nobody knows what.
    async fn settle_unlisted(&mut self, stream: &'static Stream, census: Census, lacking: Lacking) -> Result<()> {
        self.prove_account().await?;
        let Census { walk, complete_to } = census;
        let Lacking { objects, are_all } = lacking;
        let unlisted = if due::is_hiding(self.db(), stream.name)? { Vec::new() } else { objects };
        if self.settler.unlisted(self.writing, stream, walk, complete_to, unlisted)? && are_all {
            self.settler.settle(self.writing, stream.name, walk, complete_to)?;
        }
        Ok(())
    }

    /// What another listing lacks as well is gone. Where that one fails, nothing is settled.
    async fn settle_listed_twice(&mut self, stream: &'static Stream, lacking: Lacking) -> Result<()> {
        let aim = self.census_aim(stream)?;
        let walk = land::begin_walk(self.db(), self.writing.run, aim)?;
        let again = walk.id;
        self.work(vec![Job { walk, task: Task::Pass }]).await?;
        let ended = due::unsettled(self.db(), stream.name)?.filter(|(walk, _)| *walk == again);
        let Some((walk, complete_to)) = ended else { return Ok(()) };
        let twice: BTreeSet<String> =
            due::candidates(self.db(), stream.name, walk)?.into_iter().map(|(object, _)| object).collect();
        let objects = lacking.objects.into_iter().filter(|object| twice.contains(object)).collect();
        self.settle_unlisted(stream, Census { walk, complete_to }, Lacking { objects, ..lacking }).await
    }

    /// Looks at some of what the listing lacks, before consent is asked for more than may go without it: where one is there, all are
    /// looked at, and consent is asked for those that are gone.
    async fn tried(&mut self, stream: &'static Stream, candidates: &[String]) -> Result<Vec<Looked>> {
        if !matches!(stream.absence, Absence::Looked { .. }) || !self.prove_ids(stream, candidates).await? {
            return Ok(Vec::new());
        }
        let some = candidates.iter().step_by(candidates.len().div_ceil(MOST_TRIED).max(1)).cloned().collect();
        Ok(self.look_at(stream, some).await?.looked)
    }

    /// What the listing lacks is looked at.
    async fn settle_looked(&mut self, stream: &'static Stream, census: Census, lacking: Lacking) -> Result<()> {
        let Census { walk, complete_to } = census;
        if !self.prove_ids(stream, &lacking.objects).await? {
            return Ok(());
        }
        let Looks { looked, has_failed } = self.look_at(stream, lacking.objects).await?;
        let settled = self.settler.lacking(self.writing, stream, walk, complete_to, &looked)?;
        if settled && !has_failed && lacking.are_all {
            self.settler.settle(self.writing, stream.name, walk, complete_to)?;
        }
        // Its listing does not show what became of it; where listings leave out bodies that is due by its id anyway.
        let there = looked.into_iter().filter(Looked::is_there).map(|looked| looked.object);
        let there: Vec<String> = there.filter(|_| !stream.is_fetched()).collect();
        if there.is_empty() {
            return Ok(());
        }
        let at_once = self.writing.opened.connection.page_size as usize;
        let jobs = self.batches(WalkKind::Objects, BTreeMap::from([(stream.name, there)]), at_once, Task::Objects)?;
        self.work(jobs).await.map(drop)
    }

    /// Looks whether objects of one stream are still there.
    pub(super) async fn look_at(&mut self, stream: &'static Stream, objects: Vec<String>) -> Result<Looks> {
        let Brought { looked, has_failed, .. } = self.look(BTreeMap::from([(stream.name, objects)])).await?;
        Ok(Looks { looked: looked.into_iter().map(|(_, looked)| looked).collect(), has_failed })
    }

    /// Whether what is said of records by their ids is believed, beside these `candidates` for being gone: where settings say how a
    /// record is asked for by its id, only if one that is held answers. What is wrong with the settings is recorded.
    pub(super) async fn prove_ids(&mut self, stream: &'static Stream, candidates: &[String]) -> Result<bool> {
        let may_be_wrong = || self.fetcher.session.doubted(stream, Sign::IdUnknown).is_some();
        if candidates.is_empty() || self.ids_proven.contains(stream.name) || !may_be_wrong() {
            return Ok(true);
        }
        let controls = due::controls(self.db(), stream.name, candidates)?;
        let Looks { looked, has_failed } = self.look_at(stream, controls).await?;
        let misdirected = misdirected(self.fetcher.session.as_ref(), stream, &looked);
        let are_known = misdirected.is_none() && !has_failed;
        if let Some(error) = misdirected {
            let listing = Listing { stream: stream.name, scope: String::new() };
            let failure = land::Failure::of(&error);
            land::quarantine_listing(self.db(), self.writing.run, WalkKind::Look, &listing, &failure)?;
            self.failed.push((listing, error));
        }
        if are_known {
            self.ids_proven.insert(stream.name);
        }
        Ok(are_known)
    }
}
