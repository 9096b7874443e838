//! Storing files, of attachments and whatever else has some: what is due is downloaded into a spool file and put under its key.
//!
//! What is due is a query, `sql/due/upload.sql`; every attempt is a row of `sync.upload`. A few files are on their way
//! at once, each in a task of its own, so that none waits while others are committed; their outcomes are committed in
//! groups, each with its requests and with the keys of the marts that it changes. An object's key is made of ids, version
//! and content hash, so that a file that is put twice is one object.

mod ledger;
pub mod mark;
mod spool;

use crate::connection::report;
use crate::fetch::{Fetcher, Writing};
use crate::plan::setting;
use crate::schema::fields;
use catchment_base::clock::{self, Instant};
use catchment_base::error::{Error, Kind, Result};
use catchment_base::failpoint;
use catchment_base::state::FileState;
use catchment_io::http::Outside;
use catchment_io::store::Store;
use catchment_lake::db::{Db, identifier, literal};
use catchment_source::client::{Log, Refusal};
use catchment_source::config::{Config, Connection};
use catchment_source::download::{Missed, Wanted};
use catchment_source::routes::{FEWEST_REQUESTS, FEWEST_THINGS};
use catchment_source::{Source, Stream, objects};
use ledger::{Attempt, AttemptOutcome, Ended, Ledger};
use serde::{Deserialize, Serialize};
use spool::Spool;
pub use spool::empty as empty_spool;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::{JoinError, JoinSet};

/// The most files in flight: those being uploaded, and those that are stored and not yet committed. A killed run uploads no
/// more than these again. The upload of a small file mostly waits for responses and for the disk, so many run side by side.
const FILES_AT_ONCE: usize = 16;
/// Another file begins while those on their way take less memory than this, in bytes.
const MEMORY: u64 = 32 << 20;
/// The memory that a file takes at most, in bytes: a larger one goes in parts.
const MOST_OF_A_FILE: u64 = 32 << 20;
/// Attempts that are begun in one transaction.
const BEGUN_AT_ONCE: usize = 64;
/// Outcomes that are committed in one transaction, at most: as many files are still on their way meanwhile.
const GROUP: usize = FILES_AT_ONCE / 2;
/// How long an outcome waits to be committed with others, at most.
const GROUP_WAIT: Duration = Duration::from_millis(500);
/// Failures in a row after which the cause is not looked for in the files.
const MOST_FAILURES: u32 = 20;

/// What the quarantine calls everything that was not tried.
const REST: &str = "the rest";

/// How storing attachments ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything that was due was tried, or could not be.
    Finished,
    /// The run was asked to stop.
    Stopped,
}

/// How many files of a stream are in a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadState {
    /// The stream.
    pub stream: String,
    /// The state.
    pub state: FileState,
    /// How many.
    pub files: u64,
    /// Bytes announced for them, where the site announces some.
    pub bytes: u64,
}

/// The streams of a connection whose objects have files, and its source; nothing where none have.
fn files(connection: &Connection) -> Option<(Vec<&'static Stream>, &'static dyn Source)> {
    // The settings of a connection were read with its source's checks: what describes its streams is there.
    let source = catchment_source::of(connection).ok()?;
    let streams: Vec<&Stream> = source.streams().iter().filter(|stream| stream.has_files).collect();
    (!streams.is_empty()).then_some((streams, source))
}

/// Bytes that a file may have; of larger ones only the metadata is kept.
fn most_bytes(connection: &Connection) -> u64 {
    let setting = files(connection).and_then(|(_, source)| source.words().file_mib);
    setting.and_then(|setting| connection.own.number(setting)).map_or(u64::MAX, |size| u64::from(size) << 20)
}

/// Whether a connection stores files.
pub fn is_configured(connection: &Connection) -> bool {
    !stored(connection).is_empty()
}

/// The streams whose files a connection stores.
fn stored(connection: &Connection) -> Vec<&'static str> {
    let Some((streams, source)) = files(connection) else { return Vec::new() };
    let wanted = source.wanted(connection);
    let is_stored = |stream: &&&Stream| setting::is_wanted(&wanted, stream) && source.stores_files(connection, stream);
    streams.iter().filter(is_stored).map(|stream| stream.name).collect()
}

/// Whether a connection reads what has files.
fn is_read(connection: &Connection) -> bool {
    files(connection).is_some_and(|(streams, source)| {
        let wanted = source.wanted(connection);
        streams.iter().any(|stream| setting::is_wanted(&wanted, stream))
    })
}

/// The manifest's statement on the files of attachments.
pub fn said_of(connection: &Connection) -> &'static str {
    match connection.redaction.stores_files() {
        _ if !is_configured(connection) => "not read",
        true => "stored as they are, not redacted",
        false => "not stored; files that were stored before stay as they are, not redacted",
    }
}

/// How many files are in each state, by the streams whose files are stored; empty if none are, or none were looked for.
pub fn states(db: &Db, connection: &Connection) -> Result<Vec<UploadState>> {
    let mut states = Vec::new();
    let source = catchment_source::of(connection)?;
    for name in stored(connection) {
        let stream = catchment_source::known_stream(source, name)?;
        if let Some((state, bytes)) = fields::file_columns(db, source, stream)? {
            states.extend(states_of_generated(db, name, (&state, bytes.as_deref()))?);
            continue;
        }
        let file = states_of(&connection.source, name);
        if report::can_be_read(db, &file)? {
            states.extend(report::rows::<UploadState>(db, &file)?);
        }
    }
    Ok(states)
}

/// The states of the files of a stream whose dataset is generated, by its columns with the state and with the bytes announced.
fn states_of_generated(db: &Db, stream: &str, (state, bytes): (&str, Option<&str>)) -> Result<Vec<UploadState>> {
    if !report::has_column(db, &format!("mart.{stream}"), state)? {
        return Ok(Vec::new());
    }
    // A dataset that was not built yet may lack a column of what was described since.
    let bytes = match bytes {
        Some(bytes) if report::has_column(db, &format!("mart.{stream}"), bytes)? => identifier(bytes),
        _ => "null".to_owned(),
    };
    let put = |sql: &str| {
        let sql = sql.replace("$mart", &format!("mart.{}", identifier(stream))).replace("$stream", &literal(stream));
        sql.replace("$state", &identifier(state)).replace("$bytes", &bytes)
    };
    report::rows_with(db, "report/files.sql", put, [])
}

/// The report with the states of the files of a stream that a file describes.
fn states_of(source: &str, stream: &str) -> String {
    format!("{source}/report/files_of_{stream}.sql")
}

/// Opens the store of a connection's attachments; `None` if it stores none.
pub fn open_store(config: &Config, connection: &Connection) -> Result<Option<Store>> {
    if is_configured(connection) { config.attachments.open().map(Some) } else { Ok(None) }
}

/// Proves that files can be put into the store, without leaving any.
pub async fn probe(store: &Store, connection: &Connection) -> Result<()> {
    let key = format!("{}/probe", connection.name);
    store.put(&key, Vec::new().into()).await?;
    store.delete(&key).await
}

/// Stores what is due in `store`. What stays due is in the quarantine, as long as it does.
pub async fn run(writing: &Writing, fetcher: &Arc<Fetcher>, store: Option<&Store>) -> Result<Ending> {
    let connection = &writing.opened.connection;
    let Some((files, source)) = files(connection) else {
        // What could not be stored while the settings asked for it is no gap any more.
        Ledger::new(&writing.opened.db, writing.run, connection, Vec::new(), 0).settle_quarantine(false)?;
        return Ok(Ending::Finished);
    };
    // What the site said of its fields in this run is known now.
    setting::see_files(&writing.opened.db, source)?;
    let files = files.iter().map(|stream| stream.name).collect();
    let mut ledger = Ledger::new(&writing.opened.db, writing.run, connection, files, most_bytes(connection));
    let Some(store) = store else {
        // Everything that is due is skipped: that is put on record, and nothing is begun.
        let mut queue = Queue::default();
        while is_read(connection) && queue.next(&ledger)?.is_some() {}
        ledger.settle_quarantine(false)?;
        return Ok(Ending::Finished);
    };
    fetcher.progress.enter("storing attachments");
    if let Some(cause) = abort_leftovers(&ledger, store).await? {
        ledger.quarantine(None, REST, &cause, false)?;
        return Ok(Ending::Finished);
    }
    let uploader = Arc::new(Uploader {
        notes: Mutex::new(writing.opened.db.another()?),
        connection: connection.clone(),
        fetcher: Arc::clone(fetcher),
        outside: Outside::new(&connection.url, connection.request_timeout, &connection.transport)?,
        store: store.clone(),
        spool: Spool::new(&writing.opened.paths.spool, store.from_memory())?,
    });
    let mut round = Round {
        ledger: &mut ledger,
        fetcher,
        ended: Vec::new(),
        flush_at: None,
        denied: None,
        ending: Ending::Finished,
    };
    fetcher.progress.files_due(round.ledger.count()?);
    let refused = round.go(&uploader).await?;
    if let Some(denied) = round.denied {
        return Err(denied);
    }
    let ending = round.ending;
    let left = abort_leftovers(&ledger, store).await?;
    if ending == Ending::Finished {
        let unnamed = ledger.settle_quarantine(true)?;
        if let Some(cause) = refused.or(left).or(unnamed) {
            ledger.quarantine(None, REST, &cause, false)?;
        }
    }
    Ok(ending)
}

/// Ends what was stopped: attempts without an outcome, and parts in the store without a whole. Returns the cause
/// where the store cannot remove them.
async fn abort_leftovers(ledger: &Ledger<'_>, store: &Store) -> Result<Option<String>> {
    ledger.end_begun()?;
    for parts in ledger.leftovers()? {
        if let Err(error) = store.abort(&parts.key, &parts.multipart_id).await {
            return Ok(Some(error.one_line()));
        }
        ledger.forget_parts(parts.upload_id)?;
    }
    Ok(None)
}

/// Stores one file; shared by those that are on their way.
struct Uploader {
    /// Notes uploads in parts; a connection of its own, because a store may tell of them from another thread.
    notes: Mutex<Db>,
    connection: Connection,
    fetcher: Arc<Fetcher>,
    outside: Outside,
    store: Store,
    spool: Spool,
}

impl Uploader {
    async fn store(self: Arc<Self>, mut attempt: Attempt, is_doubtful: bool) -> Ended {
        let (mut log, mut denied) = (Log::default(), None);
        let outcome = match self.fetch_and_put(&attempt, is_doubtful, &mut log).await {
            Ok(outcome) => outcome,
            Err(Missed::TooLarge) => AttemptOutcome::TooLarge,
            Err(Missed::Refused(
                Refusal::Undeliverable(cause)
                | Refusal::Refused(cause)
                | Refusal::Outdated(cause)
                | Refusal::TooMuch { cause, .. },
            )) => AttemptOutcome::Failed { cause, is_of_the_file: true },
            Err(Missed::Refused(Refusal::Unavailable(cause))) => {
                AttemptOutcome::Failed { cause, is_of_the_file: false }
            }
            Err(Missed::Refused(Refusal::Absent(_, error))) => {
                AttemptOutcome::Failed { cause: error.one_line(), is_of_the_file: true }
            }
            Err(Missed::Refused(refusal @ Refusal::Nothing(_))) => AttemptOutcome::Failed {
                cause: objects::into_error(refusal, "the file").one_line(),
                is_of_the_file: true,
            },
            Err(Missed::Refused(Refusal::Final(error) | Refusal::Unanswered(error)) | Missed::Keeping(error)) => {
                let cause = error.one_line();
                if error.kind() == Kind::Incomplete {
                    attempt.due_at_once();
                }
                let client = &self.fetcher.client;
                if client.down().is_some() || error.kind() == Kind::Denied && client.find_out_denied(&mut log).await {
                    // It says nothing of the file, which is due as soon as the login is mended, or the site is up.
                    attempt.due_at_once();
                    denied = Some(error);
                }
                AttemptOutcome::Failed { cause, is_of_the_file: false }
            }
        };
        Ended { attempt, outcome, log, denied }
    }

    async fn fetch_and_put(
        &self,
        attempt: &Attempt,
        is_doubtful: bool,
        log: &mut Log,
    ) -> Result<AttemptOutcome, Missed> {
        let due = &attempt.due;
        let limit = most_bytes(&self.connection);
        let (client, session) = (&self.fetcher.client, self.fetcher.session.as_ref());
        let stream = catchment_source::known_stream(self.fetcher.source, &due.stream).map_err(Missed::Keeping)?;
        let container = due.container_id.as_deref().unwrap_or_default();
        let url = client.address((session, stream), (container, &due.object_id), due.version, log).await?;
        let wanted = Wanted { url, media_type: due.media_type.clone(), size: due.size, limit, is_doubtful };
        let mut file = self.spool.file(attempt.upload_id, due.size.unwrap_or(limit)).map_err(Missed::Keeping)?;
        let bytes = client.download(&self.outside, &wanted, log, &mut file).await?;
        let sha256 = file.sha256();
        let key = object_key(&self.connection.name, due, &sha256);
        failpoint::pass("upload.before_put");
        let note = async |id: String| {
            let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
            ledger::note_parts(&notes, attempt.upload_id, &key, &id)
        };
        let put = match file.take_bytes() {
            Some(bytes) => self.store.put(&key, bytes.into()).await,
            None => self.store.put_file(&key, file.path(), note).await,
        };
        put.map_err(Missed::Keeping)?;
        failpoint::pass("upload.after_put");
        let (uri, bucket) = (self.store.uri(&key), self.store.bucket_name().map(str::to_owned));
        Ok(AttemptOutcome::Stored { bucket, key: self.store.object_key(&key), uri, bytes, sha256 })
    }
}

/// Where a version lies in the store: nothing that a user wrote is part of it. Parts of an id stand side by side.
fn object_key(connection: &str, due: &ledger::Due, sha256: &str) -> String {
    let hash = sha256.get(..16).unwrap_or(sha256);
    format!("{connection}/{}/v{}-{hash}", due.object_id.replace(':', "-"), due.version)
}

/// Everything that is due, once.
struct Round<'a, 'db> {
    ledger: &'a mut Ledger<'db>,
    fetcher: &'a Fetcher,
    ended: Vec<Ended>,
    flush_at: Option<Instant>,
    /// Why nothing can be asked for any more.
    denied: Option<Error>,
    ending: Ending,
}

impl Round<'_, '_> {
    /// Stores what is due; returns the cause where so many failed in a row that the rest was not tried.
    async fn go(&mut self, uploader: &Arc<Uploader>) -> Result<Option<String>> {
        let mut queue = Queue::default();
        let (mut on_their_way, mut memory) = (JoinSet::new(), 0);
        let mut failures = Failures::default();
        let mut stop = self.fetcher.stop.clone();
        loop {
            while on_their_way.len() + self.ended.len() < FILES_AT_ONCE
                && memory < MEMORY
                && failures.let_begin(on_their_way.len())
            {
                let Some(attempt) = queue.next(self.ledger)? else { break };
                memory += memory_of(&attempt);
                on_their_way.spawn(Arc::clone(uploader).store(attempt, failures.are_all()));
            }
            if on_their_way.is_empty() {
                break;
            }
            tokio::select! {
                Some(ended) = on_their_way.join_next() => {
                    let mut ended = ended.map_err(broke_down)?;
                    memory -= memory_of(&ended.attempt);
                    failures.count(&ended);
                    self.denied = self.denied.take().or(ended.denied.take());
                    self.take(ended)?;
                    if self.denied.is_some() {
                        break;
                    }
                }
                () = until(self.flush_at) => self.flush()?,
                Ok(_) = stop.wait_for(|stop| *stop) => {
                    self.ending = Ending::Stopped;
                    break;
                }
            }
        }
        on_their_way.shutdown().await;
        self.flush()?;
        self.ledger.withdraw(&queue.begun)?;
        if failures.are_of_all() {
            self.ledger.take_together()?;
        }
        Ok(failures.are_enough().then_some(failures.cause))
    }

    fn take(&mut self, ended: Ended) -> Result<()> {
        self.fetcher.progress.landed(ended.log.requests.len() as u64, 0);
        self.fetcher.progress.file_ended();
        self.ended.push(ended);
        if self.ended.len() >= GROUP {
            return self.flush();
        }
        self.flush_at.get_or_insert_with(|| clock::instant() + GROUP_WAIT);
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        self.flush_at = None;
        match self.ended.is_empty() {
            true => Ok(()),
            false => self.ledger.end(std::mem::take(&mut self.ended)),
        }
    }
}

fn broke_down(cause: JoinError) -> Error {
    Error::failed("storing an attachment failed unexpectedly").because(cause)
}

/// Bytes of memory that storing a file may take.
fn memory_of(attempt: &Attempt) -> u64 {
    attempt.due.size.unwrap_or(MOST_OF_A_FILE).min(MOST_OF_A_FILE)
}

async fn until(time: Option<Instant>) {
    match time {
        Some(time) => clock::sleep_until(time).await,
        None => std::future::pending().await,
    }
}

/// Failures without a file that was stored between them.
#[derive(Default)]
struct Failures {
    /// Whether any file was stored.
    has_stored: bool,
    files: u32,
    requests: u32,
    /// Those that do not lie in the files.
    of_the_way: u32,
    cause: String,
}

impl Failures {
    fn count(&mut self, ended: &Ended) {
        match &ended.outcome {
            AttemptOutcome::Failed { cause, is_of_the_file } => {
                // That a file fails again which has a gap of its own says nothing of the others.
                if !(*is_of_the_file && ended.attempt.due.has_own_failure()) {
                    self.files += 1;
                    self.requests += u32::try_from(ended.log.requests.len()).unwrap_or(u32::MAX);
                }
                self.of_the_way += u32::from(!is_of_the_file);
                self.cause.clone_from(cause);
            }
            AttemptOutcome::Stored { .. } => *self = Self { has_stored: true, ..Self::default() },
            AttemptOutcome::TooLarge | AttemptOutcome::Skipped => {}
        }
    }

    /// Whether some have failed, and none was stored.
    fn are_all(&self) -> bool {
        !self.has_stored && self.files > 0
    }

    /// Whether none was stored of as many files, and requests for them, as close a route.
    fn are_of_all(&self) -> bool {
        !self.has_stored && self.files >= FEWEST_THINGS && self.requests >= FEWEST_REQUESTS
    }

    /// Whether the rest is not tried.
    fn are_enough(&self) -> bool {
        self.are_of_all() || self.of_the_way >= MOST_FAILURES
    }

    /// Whether another file may be begun beside so many: one at a time, before one is stored.
    fn let_begin(&self, beside: usize) -> bool {
        !self.are_enough() && (self.has_stored || beside == 0)
    }
}

/// What is due, in the order of the ids, a part of it at a time: first what no run has tried, for what failed may fail again.
struct Queue {
    /// Whether what earlier runs tried is read.
    is_again: bool,
    /// The last id that was read; `None` if there is none behind it.
    after: Option<String>,
    due: VecDeque<ledger::Due>,
    begun: VecDeque<Attempt>,
}

impl Default for Queue {
    fn default() -> Self {
        Self { is_again: false, after: Some(String::new()), due: VecDeque::new(), begun: VecDeque::new() }
    }
}

impl Queue {
    /// The next attempt, on record.
    fn next(&mut self, ledger: &Ledger<'_>) -> Result<Option<Attempt>> {
        while self.begun.is_empty() {
            if self.due.is_empty() && !self.read(ledger)? {
                return Ok(None);
            }
            let some: Vec<ledger::Due> = self.due.drain(..self.due.len().min(BEGUN_AT_ONCE)).collect();
            self.begun.extend(ledger.begin(some)?);
        }
        Ok(self.begun.pop_front())
    }

    fn read(&mut self, ledger: &Ledger<'_>) -> Result<bool> {
        while let Some(after) = &self.after {
            self.due = ledger.due(self.is_again, after)?.into();
            let last = self.due.back().map(|due| due.object_id.clone());
            let is_end = last.is_none();
            self.after = last.or_else(|| (!std::mem::replace(&mut self.is_again, true)).then(String::new));
            if !is_end {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The error of a command that is about attachments, where none are configured.
pub fn not_configured(connection: &Connection) -> Error {
    Error::usage(format!("{} stores no attachments", connection.name)).hint(match files(connection) {
        Some((streams, source)) => {
            let first = streams.first().map_or("", |stream| stream.name);
            format!("add \"{first}\" to {} of the connection", source.words().streams)
        }
        None => match catchment_source::of(connection).ok().and_then(|source| source.words().file_mib) {
            Some(_) => "nothing that the settings of the connection ask for has files".to_owned(),
            None => format!("the source {} has none", connection.source),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchment_source::SOURCES;

    #[test]
    fn of_every_stream_with_files_their_states_are_reported() {
        let mut counted = 0;
        for connector in SOURCES {
            for stream in connector.streams().into_iter().filter(|stream| stream.has_files) {
                let file = states_of(connector.name(), stream.name);
                assert!(catchment_lake::sql::find(&file).is_some(), "sql/{file} is missing");
                counted += 1;
            }
        }
        assert!(counted > 1, "{counted}");
    }
}
