//! Tombstones: what the site says was deleted since it was asked last is looked at before a complete listing would lack it.

use super::census::Looks;
use super::{Course, by_stream};
use crate::fetch::{Job, Task};
use crate::plan::due;
use crate::plan::tombstone::{self, Named};
use crate::sync::consent::HeldBack;
use catchment_base::error::Result;
use catchment_base::response::{Aim, Listing, WalkKind};
use catchment_lake::land;
use catchment_source::config::Mode;
use catchment_source::tombstones::{Feed, Question, Tombstone};
use std::collections::BTreeMap;

impl Course<'_> {
    /// Reads what the feeds of tombstones say, and settles it. What was gone before the first run was never held.
    pub(super) async fn tombstones(&mut self) -> Result<()> {
        for feed in self.feeds_of_tombstones() {
            self.follow_tombstones(&feed).await?;
        }
        Ok(())
    }

    /// The feeds that are followed: history alone knows no changes.
    fn feeds_of_tombstones(&self) -> Vec<Feed> {
        let site = self.fetcher.session.tombstones();
        let site = site.filter(|_| self.writing.opened.connection.mode != Mode::Historical);
        site.map_or_else(Vec::new, |site| site.feeds())
    }

    /// What is told of feeds that the account does not read.
    pub(super) fn unread_tombstones(&self) -> Result<Vec<String>> {
        let told: Result<Vec<_>> =
            self.feeds_of_tombstones().iter().map(|feed| tombstone::unread(self.db(), feed)).collect();
        Ok(told?.into_iter().flatten().collect())
    }

    async fn follow_tombstones(&mut self, feed: &Feed) -> Result<()> {
        let place = tombstone::place(self.db(), feed, &self.writing.opened.connection)?;
        let place = place.filter(|place| !place.is_early(feed));
        let (Some(place), Some(stream)) = (place, feed.streams.first()) else { return Ok(()) };
        let since = place.mark - feed.overlap;
        let listing = Listing { stream, scope: String::new() };
        let aim = Aim { floor: Some(since), ..Aim::new(WalkKind::Tombstones, listing) };
        let walk = land::begin_walk(self.db(), self.writing.run, aim)?;
        let question = Question { feed: feed.clone(), from: place.from, since };
        let (id, task) = (walk.id, Task::Tombstones(question));
        // What failed is on record, and read again from the same mark.
        let Some(listed) = self.work(vec![Job { walk, task }]).await?.tombstones else { return Ok(()) };
        // Of an object the last one counts.
        let said = listed.tombstones.iter().map(|said| (said.object.clone(), said.clone())).collect();
        let mut is_settled = self.settle_tombstones(feed, id, &said).await?;
        // What it has forgotten a complete listing finds: until one was made, its mark stays where it is.
        let forgotten = listed.begins_at.filter(|_| place.read_at.is_some());
        for stream in feed.streams.iter().filter(|_| forgotten.is_some()) {
            let known_to = due::settled_to(self.db(), stream)?.map_or(place.mark, |settled| settled.max(place.mark));
            if forgotten.is_some_and(|forgotten| forgotten > known_to) {
                self.forgotten.insert(stream);
                is_settled = false;
            }
        }
        tombstone::note(self.db(), feed, place, &listed, is_settled)
    }

    /// Looks at what is named and held, and asks for what is gone and said to be back. Tells whether everything is settled.
    async fn settle_tombstones(&mut self, feed: &Feed, walk: i64, said: &BTreeMap<String, Tombstone>) -> Result<bool> {
        let ids: Vec<&str> = said.keys().map(String::as_str).collect();
        let known = |name: &str| catchment_source::stream(self.source(), name);
        let named = tombstone::named(self.db(), feed, &ids)?.into_iter();
        let named: Vec<(&'static str, Named)> =
            named.filter_map(|named| Some((known(&named.stream)?.name, named))).collect();
        let is_back = |named: &Named| said.get(&named.object).is_some_and(|said| said.is_back);
        let (back, gone): (Vec<_>, Vec<_>) = named.into_iter().partition(|(_, named)| is_back(named));
        let ids_of = |all: Vec<(&'static str, Named)>, is_gone: bool| {
            let some = all.into_iter().filter(|(_, named)| named.is_gone == is_gone);
            by_stream(some.map(|(stream, named)| (stream, named.object)))
        };
        let (back, gone) = (ids_of(back, true), ids_of(gone, false));
        let at_once = self.writing.opened.connection.page_size as usize;
        let jobs = self.batches(WalkKind::Objects, back, at_once, Task::Objects)?;
        let mut is_settled = !self.work(jobs).await?.has_failed;
        for (stream, ids) in gone {
            let Some(stream) = catchment_source::stream(self.source(), stream) else { continue };
            let is_allowed = self.settler.allows(self.writing, stream.name, ids.iter().map(String::as_str))?;
            let (ids, waiting): (Vec<String>, Vec<String>) =
                ids.into_iter().partition(|object| is_allowed || self.settler.covers(stream.name, object));
            if !waiting.is_empty() {
                is_settled = false;
                let held_back =
                    waiting.iter().filter_map(|object| Some(HeldBack::named(stream.name, said.get(object)?)));
                self.settler.refuse(
                    self.writing,
                    stream.name,
                    held_back.collect(),
                    "the site says that it was deleted",
                )?;
            }
            if !self.prove_ids(stream, &ids).await? {
                is_settled = false;
                continue;
            }
            let Looks { looked, has_failed } = self.look_at(stream, ids).await?;
            is_settled &= self.settler.named(self.writing, stream, walk, &looked, said)? && !has_failed;
        }
        Ok(is_settled)
    }
}
