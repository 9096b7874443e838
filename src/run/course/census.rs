//! Censuses: which are due, and what follows from what a complete one lacks.

use super::Course;
use crate::error::Result;
use crate::land;
use crate::response::{Listing, WalkKind};
use crate::run::fetch::{Job, Task};
use crate::run::{due, setting};
use crate::source::look::misdirected;
use crate::source::{Absence, Changes, Stream};
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, BTreeSet};

impl Course<'_> {
    /// The censuses that are due.
    pub(super) async fn censuses(self) -> Result<Self> {
        let mut due = due::censuses(self.db(), self.writing.opened.connection.census_every)?;
        due.extend(due::unproven(self.db())?);
        if self.prepared.repeat_history == Some(true) {
            // What has no history of its own is read again by a complete listing.
            let listed = self.wanted().into_iter().filter(|stream| stream.changes != Changes::NewestFirst);
            // What has is listed when that is over.
            let listed = listed.filter(|stream| stream.parent.is_none() && stream.pieces.is_none());
            due.extend(listed.map(|stream| stream.name.to_owned()));
        }
        let mut aims = Vec::new();
        for stream in self.wanted().into_iter().filter(|stream| due.iter().any(|due| due == stream.name)) {
            aims.push(self.census_aim(stream)?);
        }
        let jobs = self.passes(aims)?;
        let course = self.work(jobs).await?.0;
        setting::begin_changes(course.db(), course.source())?;
        Ok(course)
    }

    /// The censuses that came to their ends, and those that wait for consent: one stream after the other, for what went
    /// with its container is not gone by itself, and last of all, for what came meanwhile is not lacking.
    pub(super) async fn settle_censuses(self) -> Result<Self> {
        let mut course = self;
        // In a container that is there again something may be lacking.
        due::restore(course.db())?;
        for stream in course.wanted() {
            if let Some((walk, complete_to)) = due::unsettled(course.db(), stream.name)? {
                course = course.settle_census(stream, walk, complete_to).await?;
            }
        }
        Ok(course)
    }

    async fn settle_census(mut self, stream: &'static Stream, walk: i64, complete_to: NaiveDateTime) -> Result<Self> {
        let candidates = due::candidates(self.db(), stream.name, walk)?;
        let more = candidates.iter().filter(|(_, is_gone)| !is_gone).count();
        if !self.settler.may_delete(&self.writing, stream.name, more, "the census does not contain it")? {
            return Ok(self);
        }
        let candidates: Vec<String> = candidates.into_iter().map(|(object, _)| object).collect();
        match stream.absence {
            Absence::Looked { .. } => self.settle_looked(stream, walk, complete_to, candidates).await,
            Absence::ListedTwice if !candidates.is_empty() => self.settle_listed_twice(stream, candidates).await,
            Absence::Listed | Absence::ListedTwice => self.settle_unlisted(stream, walk, complete_to, candidates).await,
        }
    }

    /// What the listing lacks is gone.
    async fn settle_unlisted(
        self,
        stream: &'static Stream,
        walk: i64,
        complete_to: NaiveDateTime,
        unlisted: Vec<String>,
    ) -> Result<Self> {
        let mut course = self.prove_account().await?;
        if course.settler.unlisted(&course.writing, stream, walk, complete_to, unlisted)? {
            course.settler.settle(&course.writing, stream.name, walk, complete_to)?;
        }
        Ok(course)
    }

    /// What another listing lacks as well is gone. Where that one fails, nothing is settled.
    async fn settle_listed_twice(self, stream: &'static Stream, unlisted: Vec<String>) -> Result<Self> {
        let aim = self.census_aim(stream)?;
        let walk = land::begin_walk(self.db(), self.writing.run, aim)?;
        let again = walk.id;
        let (course, _) = self.work(vec![Job { walk, task: Task::Pass }]).await?;
        let ended = due::unsettled(course.db(), stream.name)?.filter(|(walk, _)| *walk == again);
        let Some((walk, complete_to)) = ended else { return Ok(course) };
        let lacking: BTreeSet<String> =
            due::candidates(course.db(), stream.name, walk)?.into_iter().map(|(object, _)| object).collect();
        let unlisted = unlisted.into_iter().filter(|object| lacking.contains(object)).collect();
        course.settle_unlisted(stream, walk, complete_to, unlisted).await
    }

    /// What the listing lacks is looked at.
    async fn settle_looked(
        self,
        stream: &'static Stream,
        walk: i64,
        complete_to: NaiveDateTime,
        candidates: Vec<String>,
    ) -> Result<Self> {
        let failures = self.failed.len();
        let (course, are_known) = self.prove_ids(stream, &candidates).await?;
        if !are_known {
            return Ok(course);
        }
        let (mut course, looked) = course.look(BTreeMap::from([(stream.name, candidates)])).await?;
        let looked = looked.get(stream.name).map(Vec::as_slice).unwrap_or_default();
        let settled = course.settler.lacking(&course.writing, stream, walk, complete_to, looked)?;
        if settled && course.failed.len() == failures {
            course.settler.settle(&course.writing, stream.name, walk, complete_to)?;
        }
        // Its listing does not show what became of it; where listings leave out bodies that is due by its id anyway.
        let there = looked.iter().filter(|looked| looked.is_there());
        let there: Vec<String> = there.map(|looked| looked.object.clone()).collect();
        if stream.bodies || there.is_empty() {
            return Ok(course);
        }
        let at_once = course.writing.opened.connection.page_size as usize;
        let jobs = course.batches(WalkKind::Objects, BTreeMap::from([(stream.name, there)]), at_once, Task::Objects)?;
        Ok(course.work(jobs).await?.0)
    }

    /// Whether what is said of records by their ids is believed, beside these `candidates` for being gone: of a stream that
    /// settings describe only where one that is held answers. What is wrong with the settings is recorded.
    pub(super) async fn prove_ids(self, stream: &'static Stream, candidates: &[String]) -> Result<(Self, bool)> {
        if candidates.is_empty() || !stream.is_described() || self.ids_proven.contains(stream.name) {
            return Ok((self, true));
        }
        let controls = due::controls(self.db(), stream.name, candidates)?;
        let failures = self.failed.len();
        let (mut course, looked) = self.look(BTreeMap::from([(stream.name, controls)])).await?;
        let looked = looked.get(stream.name).map(Vec::as_slice).unwrap_or_default();
        if let Some(error) = misdirected(course.fetcher.session.as_ref(), stream, looked) {
            let listing = Listing { stream: stream.name, scope: String::new() };
            let failure = land::Failure::of(&error);
            land::quarantine_listing(course.db(), course.writing.run, WalkKind::Look, &listing, &failure)?;
            course.failed.push((listing, error));
        }
        let are_known = course.failed.len() == failures;
        if are_known {
            course.ids_proven.insert(stream.name);
        }
        Ok((course, are_known))
    }
}
