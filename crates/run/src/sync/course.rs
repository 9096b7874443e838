//! The course of a run, up to where everything is staged: what is asked for, and in which order.
//!
//! Scopes first, because everything else is in one, and what settings select. Then what changed, so that increments take from the rate
//! budget before history does: the feeds and the trash, the objects they make due, what the site says was deleted, the census where
//! its time has come. Then the chunks of history that are due, scopes or pieces of time, which are planned before by what the site
//! counts, and the census that verifies the first one. What a listing without bodies showed otherwise than it is held is fetched by its
//! id; what was not delivered then, or what a census lacks, is looked at in the end before it is called gone (first of all where a limit
//! of queries ended the run before), and nothing is called gone before it is known which account was answered.

mod census;
mod children;
mod described;
mod login;
mod pieces;
mod selected;
mod tombstones;
mod visible;

use super::balance;
use super::consent::{self, Consent};
use super::settle::Settler;
use super::{Prepared, interrupted};
use crate::connection::scope;
use crate::fetch::{Fetched, Fetcher, Job, Task, Writing};
use crate::plan::cut::Planned;
use crate::plan::due;
use crate::plan::passes::{Pass, pass_of, walked};
use crate::plan::setting::{self, Watermark};
use crate::plan::shown;
use crate::publish::shortfall::Refused;
use crate::schema::told;
use catchment_base::clock;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::{Aim, Listing, Walk, WalkKind};
use catchment_lake::db::{Db, params};
use catchment_lake::land;
use catchment_source::config::{HistoryOrder, Mode};
use catchment_source::look::{AT_ONCE, Looked};
use catchment_source::tombstones::Listed;
use catchment_source::{Account, Bin, Changes, Source, Stream};
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Pieces of history that become walks at once: each has a row that is written with every page.
const CHUNKS_AT_ONCE: usize = 64;

/// A run under way.
pub struct Course<'a> {
    prepared: &'a Prepared,
    fetcher: &'a Arc<Fetcher>,
    /// The database's side.
    writing: &'a mut Writing,
    /// What could not be done to its end; it is recorded.
    failed: Vec<(Listing, Error)>,
    /// What is gone, and what needs consent before it may be.
    settler: Settler,
    /// The server's `Date` of the first answer of this run's listing of scopes.
    seen_at: NaiveDateTime,
    /// Objects that were found outside of the settings, whether they may go or not.
    outside: BTreeSet<(String, String)>,
    /// Objects that could not be asked for when that was tried last.
    unfetched: Vec<(&'static str, String)>,
    /// Objects that were looked at: what follows from that is settled.
    looked: BTreeSet<(String, String)>,
    /// Complete listings of earlier runs that this run has tried to settle first of all, by their walks.
    tried: BTreeSet<i64>,
    /// Streams of which records that are there answer to their ids, or that need no proof of that.
    ids_proven: BTreeSet<&'static str>,
    /// Streams of whose deletions the site has forgotten some before it told them.
    forgotten: BTreeSet<&'static str>,
    /// Whether nothing was asked for since the site said which account it answers.
    is_account_proven: bool,
    /// Whether the site lists a scope no more that was followed.
    lacks_scope: bool,
    /// Whether a request was made since due objects were last looked up. Without one, no further object can be due.
    asked: bool,
    /// What may not be as the settings mean it, of what this run was told.
    warnings: Vec<String>,
}

/// What a course leaves to be told, beside what is in the database.
#[derive(Default)]
pub struct Ended {
    /// What could not be done to its end; it is recorded.
    pub failed: Vec<(Listing, Error)>,
    /// Deletions that wait for consent.
    pub refused: Vec<Refused>,
    /// Whether a balance was struck.
    pub struck: bool,
    /// What may not be as the settings mean it.
    pub warnings: Vec<String>,
}

impl<'a> Course<'a> {
    /// A run of which nothing has been read yet.
    pub fn new(prepared: &'a Prepared, consent: Consent, writing: &'a mut Writing, fetcher: &'a Arc<Fetcher>) -> Self {
        let settler = Settler::new(writing, prepared.source, consent);
        Self {
            prepared,
            fetcher,
            writing,
            failed: Vec::new(),
            settler,
            // Where no scopes are listed, our clock stands for the site's.
            seen_at: clock::now(),
            outside: BTreeSet::new(),
            unfetched: Vec::new(),
            looked: BTreeSet::new(),
            tried: BTreeSet::new(),
            ids_proven: BTreeSet::new(),
            forgotten: BTreeSet::new(),
            is_account_proven: false,
            lacks_scope: false,
            asked: true,
            warnings: Vec::new(),
        }
    }

    /// Reads everything that is due.
    pub async fn run(mut self) -> Result<Ended> {
        self.begin()?;
        self.prove_account().await?;
        self.describe().await?;
        self.scopes().await?;
        self.selections().await?;
        self.settle_begun().await?;
        self.feeds().await?;
        self.settle_outside().await?;
        self.tombstones().await?;
        self.plan().await?;
        self.censuses().await?;
        self.history().await?;
        self.delete_trashed().await?;
        self.settle_censuses().await?;
        self.children().await?;
        self.containers().await?;
        self.named().await?;
        self.end().await?;
        consent::note(self.db(), self.writing.run, self.settler.held_back.values())?;
        let struck = balance::strike(self.writing, self.source())?;
        let mut warnings = self.unmatched();
        warnings.append(&mut self.warnings);
        warnings.extend(self.unread_tombstones()?);
        if self.fetcher.session.dictionary().is_some() {
            let streams = told::described(&self.wanted());
            warnings.extend(told::undescribed(self.db(), &streams)?);
            // Of fields of which a record has those alone that are set, few are in use.
            let full: Vec<_> = streams.into_iter().filter(|stream| stream.carried.is_none()).collect();
            warnings.extend(told::unshown(self.db(), self.source(), &full)?);
        }
        Ok(Ended { failed: self.failed, refused: self.settler.refused, struck, warnings })
    }

    fn db(&self) -> &Db {
        &self.writing.opened.db
    }

    fn source(&self) -> &'static dyn Source {
        self.prepared.source
    }

    /// What a crash left landed but not staged comes first, and what redaction failed on: the queries for what is due read staged
    /// relations.
    fn begin(&mut self) -> Result<()> {
        self.fetcher.progress.enter("reading");
        self.writing.stager.stage_pending(&self.writing.opened, &self.fetcher.progress)?;
        self.writing.stager.stage_failed(&self.writing.opened, &self.fetcher.progress)?;
        self.forget_unproven()?;
        if let Some(which) = self.prepared.repeat_history {
            due::repeat_history(self.db(), which)?;
        }
        Ok(())
    }

    /// Does some jobs; a stop ends the run here.
    async fn work(&mut self, jobs: Vec<Job>) -> Result<Brought> {
        self.asked |= !jobs.is_empty();
        self.is_account_proven &= jobs.is_empty();
        let Fetched {
            mut failed,
            unfetched,
            missing,
            looked,
            account,
            unseen,
            planned,
            tombstones,
            stopped,
            ended,
            closed,
        } = self.fetcher.fetch(self.writing, jobs).await?;
        if let Some(error) = ended {
            return Err(error);
        }
        if stopped {
            return Err(interrupted(self.writing)?);
        }
        // Where nothing at all is answered, the login or the network is at fault, and not what is read.
        let is_of_access = |(_, error): &(Listing, Error)| matches!(error.kind(), Kind::Denied | Kind::Unreachable);
        if failed.iter().all(is_of_access)
            && !self.is_answered()?
            && let Some((_, error)) = failed.pop()
        {
            return Err(error);
        }
        let has_failed = closed || !failed.is_empty();
        self.failed.extend(failed);
        Ok(Brought { missing, looked, unfetched, account, unseen, planned, tombstones, has_failed })
    }

    /// Whether the site has answered anything in this run.
    fn is_answered(&self) -> Result<bool> {
        let sql = "select count(*) > 0 from sync.request where run_id = ? and cause is null";
        self.db().query_value(sql, params![self.writing.run])
    }

    /// Takes out what lies outside of the settings, as far as this run has not tried that before.
    async fn settle_outside(&mut self) -> Result<()> {
        let mut outside = due::outside(self.db(), self.seen_at)?;
        outside.retain(|(stream, gone)| self.outside.insert((stream.clone(), gone.object.clone())));
        if !outside.is_empty() {
            self.prove_account().await?;
        }
        let outside = by_stream(outside).into_iter();
        outside
            .map(|(stream, gone)| self.settler.take_out(self.writing, &stream, &gone))
            .try_for_each(|taken| taken.map(drop))
    }

    fn history_order(&self) -> HistoryOrder {
        self.writing.opened.connection.history_order
    }

    /// The configured streams, in the order of the source's table.
    fn wanted(&self) -> Vec<&'static Stream> {
        let wanted = self.source().wanted(&self.writing.opened.connection);
        self.source().streams().iter().filter(|stream| setting::is_wanted(&wanted, stream)).collect()
    }

    /// The newest changes and the newest trash of every stream; of a stream whose feed was never followed a first look, which
    /// says where its increments begin.
    async fn feeds(&mut self) -> Result<()> {
        let mode = self.writing.opened.connection.mode;
        if mode == Mode::Historical {
            return self.objects().await;
        }
        let (mut aims, mut has_looked) = (Vec::new(), false);
        for stream in self.wanted() {
            let (kind, name) = (stream.changes, stream.name);
            match (kind, setting::watermark(self.db(), name)?) {
                // The first look says where increments begin, where no complete listing of everything does.
                (Changes::Since { overlap, .. }, None) if mode == Mode::Incremental => {
                    let floor = Some(clock::now() - overlap);
                    aims.push(Aim { floor, ..self.aim(WalkKind::Changes, name)? });
                }
                (Changes::Listing { .. }, _) | (Changes::Since { .. }, None) => {}
                (Changes::Since { overlap, .. }, Some(watermark)) => {
                    let floor = watermark.behind(overlap);
                    let newest = Some(watermark.newest).filter(|newest| *newest >= floor);
                    aims.push(Aim { floor: Some(floor), newest, ..self.aim(WalkKind::Changes, name)? });
                }
                (Changes::NewestFirst, None) => {
                    aims.push(Aim { floor: Some(Aim::first_look()), ..self.aim(WalkKind::Feed, name)? });
                    has_looked = true;
                }
                (Changes::NewestFirst, Some(watermark)) => {
                    let since = self.followed_from(stream, watermark)?;
                    aims.push(Aim { floor: Some(since), ..self.aim(WalkKind::Feed, name)? });
                    if stream.bin != Bin::Nowhere {
                        aims.push(self.aim(WalkKind::Trash, name)?);
                    }
                }
            }
        }
        let jobs = self.passes(aims)?;
        self.work(jobs).await?;
        setting::begin_increments(&self.writing.opened, has_looked)?;
        self.delete_trashed().await?;
        self.objects().await
    }

    /// From where on the feed of a stream is followed. Where complete listings show ids alone, what came late into the feed is
    /// looked for when such a listing is due: back to where the last one began.
    fn followed_from(&self, stream: &Stream, watermark: Watermark) -> Result<NaiveDateTime> {
        let every = self.writing.opened.connection.census_every;
        let last = if stream.lists_ids { due::last_census(self.db(), stream.name, every)? } else { None };
        let watermark = last.map_or(watermark, |last| {
            let Watermark { newest, polled_at, .. } = watermark;
            Watermark { newest: newest.min(last), polled_at: polled_at.min(last), ..watermark }
        });
        Ok(watermark.behind(stream.overlap))
    }

    /// Records what a listing showed in the trash, one stream after the other: the allowed share is one of each.
    async fn delete_trashed(&mut self) -> Result<()> {
        let trashed = due::trashed(self.db())?;
        if trashed.is_empty() {
            return Ok(());
        }
        self.prove_account().await?;
        for (stream, gone) in by_stream(trashed) {
            self.settler.delete(self.writing, &stream, &gone)?;
        }
        Ok(())
    }

    /// A walk over the site, restricted to the scopes that the settings name where they can be named.
    fn aim(&self, kind: WalkKind, stream: &'static str) -> Result<Aim> {
        let scopes =
            if scope::is_narrow(&self.writing.opened.connection)? { due::scopes(self.db())? } else { Vec::new() };
        let scopes = if scopes.len() <= self.source().scopes_at_once() { scopes } else { Vec::new() };
        Ok(Aim { scopes, ..Aim::new(kind, Listing { stream, scope: String::new() }) })
    }

    /// Fetches what the listings showed otherwise than it is held.
    async fn objects(&mut self) -> Result<()> {
        if !self.asked {
            return Ok(());
        }
        let known = |name: &str| catchment_source::stream(self.source(), name).map(|stream| stream.name);
        let due = due::objects(self.db(), self.history_order())?;
        let due = by_stream(due.into_iter().filter_map(|(stream, object)| Some((known(&stream)?, object))));
        let at_once = self.writing.opened.connection.page_size as usize;
        let jobs = self.batches(WalkKind::Objects, due, at_once, Task::Objects)?;
        let fetched = self.work(jobs).await?;
        self.unfetched = fetched.unfetched;
        let looked = self.look(by_stream(fetched.missing)).await?.looked;
        for (stream, looked) in by_stream(looked) {
            let Some(shown) = catchment_source::stream(self.source(), stream) else { continue };
            let ids: Vec<String> = looked.iter().map(|looked| looked.object.clone()).collect();
            if !self.prove_ids(shown, &ids).await? {
                continue;
            }
            self.settler.not_delivered(self.writing, shown, &looked)?;
            self.looked.extend(looked.into_iter().map(|looked| (stream.to_owned(), looked.object)));
        }
        self.asked = false;
        Ok(())
    }

    /// Looks whether objects are still there.
    async fn look(&mut self, objects: BTreeMap<&'static str, Vec<String>>) -> Result<Brought> {
        for name in objects.keys() {
            let settled = due::settled_to(self.db(), name)?.or(setting::begun_at(self.db(), name)?);
            if let Some((stream, to)) = catchment_source::stream(self.source(), name).zip(settled) {
                self.fetcher.session.note_settled(stream, to);
            }
        }
        let jobs = self.batches(WalkKind::Look, objects, AT_ONCE, Task::Look)?;
        let brought = self.work(jobs).await?;
        if !brought.looked.is_empty() {
            self.prove_account().await?;
        }
        // What does not show itself is purged where its scope is seen, and that may have changed since the run began.
        let is_scoped =
            |name: &str| catchment_source::stream(self.source(), name).is_some_and(|stream| stream.scope.is_some());
        let has_unseen = brought.looked.iter().any(|(stream, looked)| is_scoped(stream) && looked.shown.is_none());
        if let Some(scopes) = catchment_source::scopes(self.source()).filter(|_| has_unseen) {
            self.list_scopes(scopes).await?;
        }
        Ok(brought)
    }

    /// The chunks of history that are due, several at once, and the censuses that waited for the history of their streams:
    /// the first history is not believed before one has verified it.
    async fn history(&mut self) -> Result<()> {
        let chunks = due::chunks(self.db(), self.history_order())?;
        if chunks.is_empty() {
            return Ok(());
        }
        for chunks in chunks.chunks(CHUNKS_AT_ONCE) {
            let aims = chunks.iter().filter_map(|chunk| self.chunk_aim(chunk)).collect::<Result<_>>()?;
            let jobs = self.passes(aims)?;
            self.work(jobs).await?;
        }
        // What the pieces have brought is held by now: it is no news to the census.
        self.writing.known = land::Known::default();
        self.objects().await?;
        // A census waits for history that is under way.
        if self.unfetched.is_empty() {
            self.settler.end_histories(self.writing, &[])?;
        }
        self.censuses().await
    }

    /// What settling found, and containers of what is held that were never shown: they are asked for by their ids.
    async fn containers(&mut self) -> Result<()> {
        if self.settler.found {
            self.objects().await?;
        }
        let run = self.writing.run;
        let sql = "select exists (select 1 from land.response where run_id = $run)";
        let has_landed: bool = self.db().query_value(sql, params! { run: run })?;
        if !has_landed || !due::see_containers(self.db(), run)? {
            return Ok(());
        }
        self.asked = true;
        self.objects().await
    }

    /// What is known now about the history, the deletions and the sightings.
    async fn end(&mut self) -> Result<()> {
        self.prove_what_came().await?;
        self.settler.end_histories(self.writing, &self.unfetched)?;
        self.open_undelivered()?;
        due::resolve_cured(self.db(), self.writing.run)?;
        // What was held and has changed was fetched whatever its date; the version it has now may be out of scope.
        self.settle_outside().await?;
        due::restore(self.db(), self.writing.run)?;
        shown::forget(self.db())
    }

    /// What was asked for by its id and is due all the same was shown otherwise than it was delivered.
    fn open_undelivered(&self) -> Result<()> {
        let unasked = self.fetcher.client.routes().unasked();
        let is_asked = |object: &(String, String)| {
            let is_unfetched = self.unfetched.iter().any(|(stream, id)| *stream == object.0 && *id == object.1);
            !is_unfetched && !self.looked.contains(object) && !unasked.contains(object.0.as_str())
        };
        for object in due::undelivered(self.db())?.into_iter().filter(is_asked) {
            let Some(stream) = catchment_source::stream(self.source(), &object.0) else { continue };
            let cause = "a listing shows it differently from the response to its id";
            land::quarantine_object(self.db(), self.writing.run, stream.name, &object.1, cause)?;
        }
        Ok(())
    }

    /// The open walks with these aims, and new ones for those that this run has not walked.
    fn passes(&self, aims: Vec<Aim>) -> Result<Vec<Job>> {
        if aims.is_empty() {
            return Ok(Vec::new());
        }
        let (db, run) = (self.db(), self.writing.run);
        let known = |name: &str| catchment_source::stream(self.source(), name).map(|stream| stream.name);
        let open: HashMap<Pass, Walk> =
            land::open_walks(db, known)?.into_iter().map(|walk| (pass_of(&walk.aim), walk)).collect();
        let walked = walked(db, run)?;
        db.transaction(|db| {
            let mut jobs: Vec<Job> = Vec::new();
            for aim in aims {
                // What is not begun now is begun by the run that goes on.
                if *self.fetcher.stop.borrow() {
                    break;
                }
                let pass = pass_of(&aim);
                let begun = open.get(&pass);
                let is_same = |walk: &&Walk| {
                    // The floor of other walks moves with what they have seen.
                    let is_timed = aim.until.is_some() || aim.kind == WalkKind::Census;
                    let time = |aim: &Aim| (aim.floor, aim.until);
                    // What another process was told may have changed: this one has not asked yet.
                    let is_settled = self.fetcher.session.knows(&walk.aim);
                    is_settled && walk.aim.scopes == aim.scopes && (!is_timed || time(&walk.aim) == time(&aim))
                };
                if let Some(walk) = begun.filter(is_same) {
                    // What was begun comes first: a limit may leave no requests for the rest.
                    jobs.insert(0, Job { walk: walk.clone(), task: Task::Pass });
                    continue;
                }
                // Its cursor would go on through the scopes, the time, or what was selected before.
                if let Some(walk) = begun {
                    let cause = "restarted: what it asks for may have changed since it began";
                    land::fail_walk(db, walk.id, cause)?;
                }
                let again = begun.is_some() || (aim.chunk.is_some() && self.prepared.repeat_history.is_some());
                if again || !walked.contains(&pass) {
                    jobs.push(Job { walk: land::begin_walk(db, run, aim)?, task: Task::Pass });
                }
            }
            let of_census = jobs.iter().filter(|job| job.walk.aim.kind == WalkKind::Census);
            due::note_rereads(db, &of_census.map(|job| job.walk.id).collect::<Vec<_>>())?;
            Ok(jobs)
        })
    }

    /// Jobs over ids, so many at once.
    fn batches(
        &self,
        kind: WalkKind,
        objects: BTreeMap<&'static str, Vec<String>>,
        at_once: usize,
        task: fn(Vec<String>) -> Task,
    ) -> Result<Vec<Job>> {
        let run = self.writing.run;
        self.db().transaction(|db| {
            let mut jobs = Vec::new();
            for (stream, ids) in objects {
                let accepted = catchment_source::stream(self.source(), stream).map_or(0, |stream| stream.ids_at_once);
                // As many full requests as fit.
                let at_once = if (1..at_once).contains(&accepted) { at_once - at_once % accepted } else { at_once };
                for ids in ids.chunks(at_once) {
                    let aim = Aim::new(kind, Listing { stream, scope: String::new() });
                    jobs.push(Job { walk: land::begin_walk(db, run, aim)?, task: task(ids.to_vec()) });
                }
            }
            Ok(jobs)
        })
    }
}

/// Things put together by their streams.
fn by_stream<S: Ord, T>(things: impl IntoIterator<Item = (S, T)>) -> BTreeMap<S, Vec<T>> {
    let mut grouped: BTreeMap<S, Vec<T>> = BTreeMap::new();
    for (stream, thing) in things {
        grouped.entry(stream).or_default().push(thing);
    }
    grouped
}

/// What the jobs brought, beside what is in the database.
struct Brought {
    missing: Vec<(&'static str, String)>,
    looked: Vec<(&'static str, Looked)>,
    /// What could not be asked for.
    unfetched: Vec<(&'static str, String)>,
    /// The account that is answered, where that was asked.
    account: Option<Result<Account>>,
    /// What settings name by ids and the site does not show, where that was asked.
    unseen: Vec<String>,
    /// The pieces of times of history that were cut.
    planned: Vec<Planned>,
    /// What a feed of tombstones said, where that was asked.
    tombstones: Option<Listed>,
    /// Whether a job failed.
    has_failed: bool,
}
