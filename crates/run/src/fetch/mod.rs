//! Walks run side by side, one writer commits their steps and stages what they brought.

use crate::connection::allowed;
use crate::connection::opened::Opened;
use crate::connection::progress::Progress;
use crate::plan::cut::{self, Gap, Planned};
use crate::stage::{BATCH, Stager};
use catchment_base::clock;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::{Landing, Listing, Position, Step, Walk, WalkKind};
use catchment_lake::land::{self, Arrival, Commit, Intake, Sealer, end_walk};
use catchment_source::client::{Client, Log};
use catchment_source::deletions::list;
use catchment_source::first::{ask_account, describe};
use catchment_source::look::{Looked, look, unseen};
use catchment_source::objects::{Objects, into_error};
use catchment_source::retry;
use catchment_source::tombstones::{Listed, Question};
use catchment_source::walk::Walker;
use catchment_source::{Account, Session, Source, Stream};
use futures_util::StreamExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::watch;
use tokio::task::JoinError;

/// Listings open at once; each has at most one page that is not committed.
const LISTINGS_AT_ONCE: usize = 16;
/// How long a group of steps waits for more, at most.
const GROUP_WAIT: Duration = Duration::from_millis(50);
/// Bytes after which a group is committed.
const GROUP_BYTES: usize = 8 << 20;

/// What all walks of a run share.
pub struct Fetcher {
    /// The source.
    pub source: &'static dyn Source,
    /// Builds the URLs of the source and reads its answers.
    pub session: Box<dyn Session>,
    /// The HTTP client.
    pub client: Client,
    /// Seals responses.
    pub sealer: Arc<Sealer>,
    /// Set when the run is to stop.
    pub stop: watch::Receiver<bool>,
    /// Progress counters.
    pub progress: Arc<Progress>,
}

/// The database's side of a run.
pub struct Writing {
    /// The connection.
    pub opened: Opened,
    /// Stages what landed.
    pub stager: Stager,
    /// The run.
    pub run: i64,
    /// The query for the objects of a page that are news.
    pub news: String,
    /// What the writer knows without asking the database.
    pub known: land::Known,
}

/// Something to be done over the network, on the record of a walk.
pub struct Job {
    /// The walk.
    pub walk: Walk,
    /// What is done.
    pub task: Task,
}

/// What a job does.
pub enum Task {
    /// Goes over a listing.
    Pass,
    /// Fetches objects by their ids.
    Objects(Vec<String>),
    /// Goes over the listings for these parents, one after the other; where the walk was stopped it goes on in its own.
    Children(Vec<String>),
    /// Looks whether objects are still there.
    Look(Vec<String>),
    /// Asks which account is answered.
    Account,
    /// Asks what the site says of the fields of its streams, and what walks by time over these take for granted.
    Describe(Vec<&'static Stream>),
    /// Asks for objects that settings name by these ids.
    Named(Vec<String>),
    /// Cuts a time of history in pieces by what the site counts.
    Plan(Gap),
    /// Reads what a feed of tombstones says.
    Tombstones(Question),
}

impl Task {
    /// The objects that it fetches.
    fn objects(&self) -> Vec<String> {
        if let Self::Objects(ids) = self { ids.clone() } else { Vec::new() }
    }
}

/// The outcome of a job.
enum JobOutcome {
    Done,
    /// These were left out of the answers.
    Missing(Listing, Vec<String>),
    Looked(Listing, Vec<Looked>),
    Account(Result<Account>),
    Planned(Planned),
    /// These are not shown.
    Unseen(Vec<String>),
    Tombstones(Listed),
    /// With the ids that were asked for.
    Failed(Listing, Error, Vec<String>),
    /// Whatever was asked for like this failed: it is on record once, with the ids that were asked for.
    Closed(Listing, WalkKind, Vec<String>),
    /// Nothing else can be asked for: the credentials are not accepted any more, or the site is down.
    Ended(Error),
    Stopped,
}

/// The outcome of all jobs.
pub struct Fetched {
    /// What could not be done to its end, with the reasons; it is recorded.
    pub failed: Vec<(Listing, Error)>,
    /// Objects that were asked for by their ids, without an answer.
    pub unfetched: Vec<(&'static str, String)>,
    /// Objects that the site left out when they were asked for by their ids.
    pub missing: Vec<(&'static str, String)>,
    /// What was said about the objects that were looked at.
    pub looked: Vec<(&'static str, Looked)>,
    /// The account that is answered, where that was asked, or why the site does not tell it.
    pub account: Option<Result<Account>>,
    /// What settings name by ids and the site does not show, where that was asked.
    pub unseen: Vec<String>,
    /// The pieces of times of history that were cut.
    pub planned: Vec<Planned>,
    /// What a feed of tombstones said, where that was asked.
    pub tombstones: Option<Listed>,
    /// Whether the run was asked to stop.
    pub stopped: bool,
    /// Why nothing can be asked for any more.
    pub ended: Option<Error>,
    /// Whether something was not asked for, because whatever was asked for like it failed.
    pub closed: bool,
}

impl Fetcher {
    /// Does the jobs, commits every step, stages everything. A job that fails is recorded and the others go on. The walks are
    /// tasks of the runtime; the writer works on this thread, which is the sync's own: nothing else waits for it.
    pub async fn fetch(self: &Arc<Self>, writing: &mut Writing, jobs: Vec<Job>) -> Result<Fetched> {
        if jobs.is_empty() {
            return self.gather(writing, Vec::new(), &[]);
        }
        self.progress.begun(jobs.len());
        let is_once = |job: &&Job| !matches!(job.task, Task::Pass | Task::Account);
        let once: Vec<Walk> = jobs.iter().filter(is_once).map(|job| job.walk.clone()).collect();
        // Each walk has at most one step in it.
        let (steps, mut arrivals) = mpsc::unbounded_channel();
        let active = Arc::new(AtomicUsize::new(jobs.len().min(LISTINGS_AT_ONCE)));
        let walks = tokio::spawn({
            let (active, fetcher) = (Arc::clone(&active), Arc::clone(self));
            async move { fetcher.do_all(jobs, steps, &active).await }
        });
        let written = write(writing, &mut arrivals, &active, self).await;
        // Walks end with an error as soon as nobody takes their steps.
        drop(arrivals);
        let outcomes = walks.await.map_err(broke_down)?;
        written?;
        self.gather(writing, outcomes?, &once)
    }

    /// Puts the outcomes together and ends the walks of the jobs that were done.
    fn gather(&self, writing: &Writing, outcomes: Vec<JobOutcome>, once: &[Walk]) -> Result<Fetched> {
        let mut failed: Vec<(Listing, Error)> = Vec::new();
        let (mut unfetched, mut missing, mut looked, mut account) = (Vec::new(), Vec::new(), Vec::new(), None);
        let (mut unseen, mut planned, mut tombstones) = (Vec::new(), Vec::new(), None);
        let (mut stopped, mut ended, mut closed) = (*self.stop.borrow(), None, false);
        for outcome in outcomes {
            match outcome {
                JobOutcome::Done => {}
                JobOutcome::Missing(listing, ids) => missing.extend(ids.into_iter().map(|id| (listing.stream, id))),
                JobOutcome::Looked(listing, seen) => looked.extend(seen.into_iter().map(|seen| (listing.stream, seen))),
                JobOutcome::Account(answered) => account = Some(answered),
                JobOutcome::Unseen(ids) => unseen.extend(ids),
                JobOutcome::Planned(pieces) => planned.push(pieces),
                JobOutcome::Tombstones(listed) => tombstones = Some(listed),
                JobOutcome::Failed(listing, error, ids) => {
                    unfetched.extend(ids.into_iter().map(|id| (listing.stream, id)));
                    failed.push((listing, error));
                }
                JobOutcome::Closed(listing, kind, ids) => {
                    unfetched.extend(ids.into_iter().map(|id| (listing.stream, id)));
                    if let Some(error) = self.client.routes().of(listing.stream, kind).to_record() {
                        land::quarantine_route(&writing.opened.db, writing.run, kind, listing.stream, &error)?;
                        failed.push((Listing { scope: String::new(), ..listing }, error));
                    }
                    closed = true;
                }
                JobOutcome::Ended(error) => drop(ended.get_or_insert(error)),
                JobOutcome::Stopped => stopped = true,
            }
        }
        if !stopped && ended.is_none() {
            once.iter().try_for_each(|walk| end_walk(&writing.opened.db, walk))?;
        }
        Ok(Fetched { failed, unfetched, missing, looked, account, unseen, planned, tombstones, stopped, ended, closed })
    }

    /// Does all jobs to their ends; one that breaks down is an error in the program and ends the run.
    async fn do_all(
        self: &Arc<Self>,
        jobs: Vec<Job>,
        steps: UnboundedSender<Arrival>,
        active: &AtomicUsize,
    ) -> Result<Vec<JobOutcome>> {
        let mut left = jobs.len();
        let tasks = futures_util::stream::iter(jobs).map(|job| {
            let (fetcher, steps) = (Arc::clone(self), steps.clone());
            tokio::spawn(async move { fetcher.work(job, steps).await })
        });
        let mut running = tasks.buffer_unordered(LISTINGS_AT_ONCE);
        let mut outcomes = Vec::new();
        while let Some(ended) = running.next().await {
            left -= 1;
            active.store(left.min(LISTINGS_AT_ONCE), Ordering::SeqCst);
            self.progress.ended();
            outcomes.push(ended.map_err(broke_down));
        }
        outcomes.into_iter().collect()
    }

    async fn work(&self, job: Job, steps: UnboundedSender<Arrival>) -> JobOutcome {
        let listing = job.walk.aim.listing.clone();
        let Some(stream) = catchment_source::stream(self.source, listing.stream) else { return JobOutcome::Done };
        if self.client.is_denied() || self.client.down().is_some() {
            return JobOutcome::Stopped;
        }
        let (id, ids, kind) = (job.walk.id, job.task.objects(), job.walk.aim.kind);
        let route = self.client.routes().of(stream.name, kind);
        let is_one_of_many = matches!(job.task, Task::Pass | Task::Look(_));
        let lead = if is_one_of_many { route.enter().await } else { Ok(None) };
        if lead.is_err() {
            return JobOutcome::Closed(listing, kind, ids);
        }
        let intake = Intake::new(Arc::clone(&self.sealer), &job.walk, stream.envelope, is_whole(stream), steps.clone());
        let done = tokio::select! {
            outcome = self.attempt(job, stream, &intake, &steps) => outcome,
            () = self.stopping() => return JobOutcome::Stopped,
        };
        match done {
            Ok(outcome) => outcome,
            Err(error) if self.ends_all(&error, id, &intake).await => {
                JobOutcome::Ended(self.client.down().unwrap_or(error))
            }
            Err(error) => {
                let closed = if is_one_of_many { route.failed(&error) } else { route.closed() };
                if closed.is_some() {
                    return JobOutcome::Closed(listing, kind, ids);
                }
                // If the writer has stopped, its own error is the one that the run ends with.
                let _ = intake.fail(id, &error).await;
                JobOutcome::Failed(listing, error, ids)
            }
        }
    }

    async fn attempt(
        &self,
        job: Job,
        stream: &'static Stream,
        intake: &Intake,
        steps: &UnboundedSender<Arrival>,
    ) -> Result<JobOutcome> {
        let (client, session) = (&self.client, self.session.as_ref());
        let (walk, listing, mut log) = (job.walk.id, job.walk.aim.listing.clone(), Log::default());
        let outcome = match job.task {
            Task::Pass => {
                Walker::new(client, session, stream, job.walk, intake).run().await?;
                return Ok(JobOutcome::Done);
            }
            Task::Children(parents) => return self.children(&job.walk, parents, stream, steps).await,
            Task::Objects(ids) => {
                let objects = Objects { client, session, stream, walk, landing: intake };
                let fetched = objects.fetch(ids, usize::MAX, &mut log).await;
                fetched.map(|fetched| JobOutcome::Missing(listing, fetched.missing))
            }
            Task::Look(ids) => {
                let looked = look(client, session, stream, &ids, &mut log).await;
                looked.map(|looked| JobOutcome::Looked(listing, looked))
            }
            Task::Describe(streams) => describe(client, session, &streams, &mut log).await.map(|()| JobOutcome::Done),
            Task::Named(ids) => unseen(client, session, &ids, &mut log).await.map(JobOutcome::Unseen),
            Task::Plan(gap) => cut::plan(client, session, stream, gap, &mut log).await.map(JobOutcome::Planned),
            Task::Tombstones(question) => {
                let Some(site) = session.tombstones() else { return Ok(JobOutcome::Done) };
                list(client, site, &question, &mut log).await.map(JobOutcome::Tombstones)
            }
            Task::Account => {
                let Some(ask) = session.account()? else { return Ok(JobOutcome::Done) };
                let told = ask_account(client, session, &ask, retry::TRIES, &mut log).await;
                Ok(JobOutcome::Account(told.map_err(|refusal| into_error(refusal, "the question who asks"))))
            }
        };
        let step: Step = log.step(Vec::new(), Vec::new());
        intake.land(walk, step).await?;
        outcome
    }

    /// The listings for several parents. One that fails is recorded, and the next one follows.
    async fn children(
        &self,
        walk: &Walk,
        parents: Vec<String>,
        stream: &'static Stream,
        steps: &UnboundedSender<Arrival>,
    ) -> Result<JobOutcome> {
        let route = self.client.routes().of(stream.name, walk.aim.kind);
        let mut failed = None;
        for parent in parents {
            let Ok(lead) = route.enter().await else { return Ok(closed(walk)) };
            if self.client.allowed().is_gone(stream.name) {
                let listing = Listing { stream: stream.name, scope: parent };
                failed.get_or_insert_with(|| (listing, gone(stream)));
                break;
            }
            let one = over(walk, parent);
            let listing = one.aim.listing.clone();
            let intake = Intake::new(Arc::clone(&self.sealer), &one, stream.envelope, is_whole(stream), steps.clone());
            let id = one.id;
            if let Err(error) = Walker::new(&self.client, self.session.as_ref(), stream, one, &intake).run().await {
                if self.ends_all(&error, id, &intake).await {
                    return Ok(JobOutcome::Ended(self.client.down().unwrap_or(error)));
                }
                if route.failed(&error).is_some() {
                    return Ok(closed(walk));
                }
                intake.fail(id, &error).await?;
                failed.get_or_insert((listing, error));
            }
            drop(lead);
        }
        Ok(failed.map_or(JobOutcome::Done, |(listing, error)| JobOutcome::Failed(listing, error, Vec::new())))
    }

    /// Whether nothing else can be asked for: the site is down, or the error says that the credentials are not accepted any more,
    /// for whatever is asked.
    async fn ends_all(&self, error: &Error, walk: i64, intake: &Intake) -> bool {
        if self.client.down().is_some() {
            return true;
        }
        if error.kind() != Kind::Denied {
            return false;
        }
        let mut log = Log::default();
        let is_denied = self.client.find_out_denied(&mut log).await;
        // If the writer has stopped, its own error is the one that the run ends with.
        let _ = intake.land(walk, log.step(Vec::new(), Vec::new())).await;
        is_denied
    }

    async fn stopping(&self) {
        // A dropped sender means that nobody can stop the run any more: then this never comes.
        if self.stop.clone().wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// The walk over the listing for one of several parents; where it was stopped in that of this one, it goes on there.
fn over(walk: &Walk, parent: String) -> Walk {
    let mut walk = walk.clone();
    if walk.aim.listing.scope != parent {
        walk.position = Position::default();
        walk.aim.listing.scope = parent;
    }
    walk
}

/// The outcome of a walk over the listings for parents where whatever was asked for like these failed.
fn closed(walk: &Walk) -> JobOutcome {
    JobOutcome::Closed(walk.aim.listing.clone(), walk.aim.kind, Vec::new())
}

/// What is told of a listing that the site has no route to.
fn gone(stream: &Stream) -> Error {
    Error::failed(format!("the site does not have the listings of {} any more", stream.name)).hint(
        "it refused them (410) within the last day and is asked again a day after that; a newer version of catchment may \
         know another way",
    )
}

/// Whether a listing of a stream shows all that there is of its objects, and only what is there.
fn is_whole(stream: &Stream) -> bool {
    !stream.bodies && stream.statuses.here.is_empty()
}

fn broke_down(cause: JoinError) -> Error {
    Error::failed("a walk failed unexpectedly")
        .because(cause)
        .hint("this is a bug in catchment; what was received is kept")
}

async fn write(
    writing: &mut Writing,
    arrivals: &mut UnboundedReceiver<Arrival>,
    active: &AtomicUsize,
    fetcher: &Fetcher,
) -> Result<()> {
    let progress = &fetcher.progress;
    let mut unstaged = 0;
    while let Some(first) = arrivals.recv().await {
        let group = next_group(first, arrivals, active).await;
        unstaged += group.iter().map(Arrival::clear_bytes).sum::<u64>();
        for arrival in &group {
            progress.landed(arrival.requests(), arrival.objects());
        }
        commit(writing, group)?;
        allowed::keep(&writing.opened.db, fetcher.client.allowed())?;
        if unstaged >= BATCH {
            writing.stager.stage_full(&writing.opened, progress)?;
            unstaged = 0;
        }
    }
    writing.stager.stage_pending(&writing.opened, progress)
}

fn commit(writing: &mut Writing, group: Vec<Arrival>) -> Result<()> {
    let mut commit = Commit {
        db: &writing.opened.db,
        sealer: writing.stager.sealer(),
        sealed_dir: &writing.opened.paths.sealed,
        run: writing.run,
        news: &writing.news,
        known: &mut writing.known,
    };
    let result = commit.commit(&group);
    for (at, arrival) in group.into_iter().enumerate() {
        let told = result.as_ref().map(|news| news.get(at).copied().unwrap_or(0));
        arrival.acknowledge(told.map_err(|error| Error::failed(error.one_line())));
    }
    result.map(drop)
}

/// Collects steps until every open listing waits, the group is large, or it has waited long enough.
async fn next_group(first: Arrival, arrivals: &mut UnboundedReceiver<Arrival>, active: &AtomicUsize) -> Vec<Arrival> {
    let until = clock::instant() + GROUP_WAIT;
    let mut bytes = first.bytes();
    let mut group = vec![first];
    while bytes < GROUP_BYTES && group.len() < active.load(Ordering::SeqCst) {
        tokio::select! {
            biased;
            arrival = arrivals.recv() => {
                let Some(arrival) = arrival else { break };
                bytes += arrival.bytes();
                group.push(arrival);
            }
            () = clock::sleep_until(until) => break,
        }
    }
    group
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::login;
    use crate::connection::reach::client;
    use catchment_base::disk::{self, Access};
    use catchment_base::response::{Aim, Position, WalkKind};
    use catchment_io::key::Keys;
    use catchment_source::DIALECTS;
    use catchment_source::auth::Keeper;
    use catchment_source::config::{Config, Connection, Dialect};

    /// A source that breaks down as soon as it is asked for its streams.
    struct Broken;

    impl Source for Broken {
        fn dialect(&self) -> &'static Dialect {
            DIALECTS[0]
        }

        fn streams(&self) -> &'static [Stream] {
            panic!("as told")
        }

        fn connect(&self, _: &Connection) -> Result<Box<dyn Session>> {
            Err(Error::failed("as told"))
        }
    }

    fn connection() -> (Connection, Keeper) {
        let file = std::env::temp_dir().join(format!("catchment-fetch-{}.toml", std::process::id()));
        // The token is some variable that is there; nobody is asked.
        let text = "[connections.wiki]\nsource = \"confluence\"\nurl = \"http://127.0.0.1:9/wiki\"\n\
                    username = \"me@example.com\"\napi_token = \"env:PATH\"\n";
        disk::replace(&file, text.as_bytes(), Access::Private).unwrap();
        let config = Config::load(&file, &DIALECTS);
        disk::remove_file(&file).unwrap();
        let config = config.unwrap();
        let connection = config.connection("wiki").unwrap().clone();
        let keeper = login::keeper(&config, &connection);
        (connection, keeper)
    }

    #[tokio::test]
    async fn a_walk_that_breaks_down_is_an_error_and_not_a_signal() {
        let (connection, keeper) = connection();
        let (_stop, stop) = watch::channel(false);
        let fetcher = Arc::new(Fetcher {
            source: &Broken,
            session: catchment_source::of(&connection).unwrap().connect(&connection).unwrap(),
            client: client(&connection, &keeper).unwrap(),
            sealer: Arc::new(Sealer::new(&Keys::from_master(vec![7; 32]).unwrap(), "wiki").unwrap()),
            stop,
            progress: Arc::default(),
        });
        let aim = Aim::new(WalkKind::Listing, Listing { stream: "page", scope: String::new() });
        let job = Job { walk: Walk { id: 1, aim, position: Position::default() }, task: Task::Pass };
        let (steps, _arrivals) = mpsc::unbounded_channel();
        let error = fetcher.do_all(vec![job], steps, &AtomicUsize::new(1)).await.err().unwrap();
        assert_eq!(error.kind(), Kind::Failed);
        assert!(error.one_line().contains("a walk failed unexpectedly"), "{}", error.one_line());
    }
}
