//! Steps of walks, committed in groups.

use super::Sealer;
use super::log::write_log;
use super::quarantine::{Failure, quarantine, quarantine_listing, resolve_hidden};
use super::seal::{Place, pack};
use super::sight::{self, Known, News, Sighted};
use super::walks;
use crate::db::{Db, Parameter, params};
use catchment_base::disk::{self, Access};
use catchment_base::error::{Error, Result};
use catchment_base::failpoint;
use catchment_base::response::{
    Envelope, Landing, Listing, Position, Request, ResponseKind, Step, Unreadable, Wait, Walk, WalkKind,
};
use catchment_io::key::sha256;
use chrono::NaiveDateTime;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;

/// A sealed response larger than this many bytes goes to a file: DuckDB reads and rewrites 2,048 rows at once, which does not fit
/// into its memory with larger blobs.
const LARGEST_IN_ROW: usize = 16 << 10;

/// A packed step on its way to the writer.
pub struct Arrival {
    walk: i64,
    kind: WalkKind,
    listing: Listing,
    /// Whether its responses contain whole objects, so that their contents tell what is news.
    is_whole: bool,
    responses: Vec<PackedResponse>,
    position: Option<Position>,
    requests: Vec<Request>,
    waits: Vec<Wait>,
    unreadable: Vec<Unreadable>,
    sighted: Option<Sighted>,
    failed: Option<Failure>,
    done: oneshot::Sender<Result<usize>>,
}

struct PackedResponse {
    kind: ResponseKind,
    answered_at: NaiveDateTime,
    objects: usize,
    bytes: usize,
    /// Compressed; it is sealed when its number is known.
    packed: Vec<u8>,
}

impl Arrival {
    /// The bytes that its commit writes.
    pub fn bytes(&self) -> usize {
        self.responses.iter().map(|response| response.packed.len()).sum()
    }

    /// The bytes of its responses in clear.
    pub fn clear_bytes(&self) -> u64 {
        self.responses.iter().map(|response| response.bytes as u64).sum()
    }

    /// The objects in its responses.
    pub fn objects(&self) -> u64 {
        self.responses.iter().map(|response| response.objects as u64).sum()
    }

    /// The requests it records.
    pub fn requests(&self) -> u64 {
        self.requests.len() as u64
    }

    /// Tells the walk the result of its step: how many of its sightings were news.
    pub fn acknowledge(self, result: Result<usize>) {
        // A cancelled walk no longer listens; its step is committed nevertheless.
        let _ = self.done.send(result);
    }
}

/// A walk's end of the channel to the writer.
pub struct Intake {
    sealer: Arc<Sealer>,
    kind: WalkKind,
    listing: Listing,
    /// Where the objects are in an answer.
    envelope: Envelope,
    is_whole: bool,
    writer: UnboundedSender<Arrival>,
}

impl Intake {
    /// An intake for one walk. `envelope` says where the objects are in an answer, and `is_whole` whether answers contain whole
    /// objects, and only objects that exist.
    pub fn new(
        sealer: Arc<Sealer>,
        walk: &Walk,
        envelope: Envelope,
        is_whole: bool,
        writer: UnboundedSender<Arrival>,
    ) -> Self {
        Self { sealer, kind: walk.aim.kind, listing: walk.aim.listing.clone(), envelope, is_whole, writer }
    }

    /// Records that the walk cannot continue; its listing stays due.
    pub async fn fail(&self, walk: i64, error: &Error) -> Result<()> {
        let (done, committed) = oneshot::channel();
        let mut arrival = self.pack(walk, Step::default(), done)?;
        arrival.failed = Some(Failure::of(error));
        self.hand_over(arrival, committed).await.map(drop)
    }

    async fn hand_over(&self, arrival: Arrival, committed: oneshot::Receiver<Result<usize>>) -> Result<usize> {
        let stopped = || Error::failed("the writer has stopped");
        self.writer.send(arrival).map_err(|_| stopped())?;
        committed.await.map_err(|_| stopped())?
    }

    fn pack(&self, walk: i64, step: Step, done: oneshot::Sender<Result<usize>>) -> Result<Arrival> {
        let body = step.responses.first().map(|response| response.body.as_slice());
        let sighted = step
            .sightings
            .map(|(answered_at, rows)| {
                Sighted::new(&self.sealer, answered_at, rows, body, &self.listing.scope, &self.envelope)
            })
            .transpose()?;
        let mut responses = Vec::with_capacity(step.responses.len());
        for response in step.responses {
            let packed = pack(&response.body)?;
            let (bytes, objects) = (response.body.len(), response.objects);
            responses.push(PackedResponse {
                kind: response.kind,
                answered_at: response.answered_at,
                objects,
                bytes,
                packed,
            });
        }
        let Step { position, requests, waits, unreadable, .. } = step;
        Ok(Arrival {
            walk,
            kind: self.kind,
            listing: self.listing.clone(),
            is_whole: self.is_whole,
            responses,
            position,
            requests,
            waits,
            unreadable,
            sighted,
            failed: None,
            done,
        })
    }
}

impl Landing for Intake {
    async fn land(&self, walk: i64, step: Step) -> Result<usize> {
        let (done, committed) = oneshot::channel();
        let arrival = self.pack(walk, step, done)?;
        self.hand_over(arrival, committed).await
    }
}

/// Where steps are committed, and for which run.
pub struct Commit<'a> {
    /// The database.
    pub db: &'a Db,
    /// The sealer of the responses.
    pub sealer: &'a Sealer,
    /// The folder of responses too large for a row.
    pub sealed_dir: &'a Path,
    /// The run.
    pub run: i64,
    /// The query for the objects of the relation `sighted` that are news.
    pub news: &'a str,
    /// What is known without asking for it.
    pub known: &'a mut Known,
}

impl Commit<'_> {
    /// Commits a group of arrivals in one transaction; returns for each how many of its sightings are news.
    pub fn commit(&mut self, group: &[Arrival]) -> Result<Vec<usize>> {
        failpoint::pass("land.before_commit");
        let db = self.db;
        let news = db.transaction(|_| {
            let news = group.iter().map(|arrival| self.write(arrival)).collect::<Result<Vec<_>>>()?;
            failpoint::pass("land.in_transaction");
            Ok(news)
        })?;
        failpoint::pass("land.after_commit");
        Ok(news)
    }

    fn write(&mut self, arrival: &Arrival) -> Result<usize> {
        let (db, run) = (self.db, self.run);
        let news = match &arrival.sighted {
            Some(sighted) => {
                let news = if arrival.is_whole { News::Held } else { News::Query(self.news) };
                sight::keep(db, arrival.walk, arrival.kind, &arrival.listing, sighted, self.known, news)?
            }
            None => 0,
        };
        // A response of a walk without bodies is kept if it has news.
        if arrival.sighted.is_none() || news > 0 {
            arrival.responses.iter().try_for_each(|response| self.write_response(arrival, response))?;
        }
        write_log(db, run, arrival.walk, &arrival.listing, arrival.requests.iter(), arrival.waits.iter())?;
        for unreadable in &arrival.unreadable {
            if unreadable.is_nothing_hidden() {
                resolve_hidden(db, &arrival.listing)?;
            } else {
                quarantine(db, run, &arrival.listing, unreadable, None)?;
            }
        }
        if let Some(position) = &arrival.position {
            let over = position.ended || (position.ends_without_news && news == 0);
            self.write_position(arrival, position, over)?;
        }
        if let Some(failure) = &arrival.failed {
            self.fail_walk(arrival, failure)?;
        }
        Ok(news)
    }

    fn write_response(&mut self, arrival: &Arrival, response: &PackedResponse) -> Result<()> {
        let number: i64 = self.db.query_value("select nextval('land.page_seq')", [])?;
        let Listing { stream, scope } = &arrival.listing;
        let place = Place { stream, scope, kind: response.kind, number, bytes: response.bytes };
        let sealed = self.sealer.seal_at(&place, response.packed.clone())?;
        let sealed = write_sealed(self.sealed_dir, &sealed)?;
        // One statement for each place: a null would have the statement planned again.
        let (column, content) = sealed.place();
        self.db.execute(
            &format!(
                "insert into land.response
                    (seq, run_id, walk_id, stream, scope, kind, answered_at, objects, bytes, key_id, is_bound, {column})
                 values ($number, $run, $walk, $stream, $scope, $kind, $answered_at, $objects, $bytes, $key, true, $content)"
            ),
            params! {
                number: number,
                run: self.run,
                walk: arrival.walk,
                stream: arrival.listing.stream,
                scope: arrival.listing.scope,
                kind: response.kind.as_str(),
                answered_at: response.answered_at,
                objects: response.objects,
                bytes: response.bytes,
                key: self.sealer.key_id(),
                content: content,
            },
        )?;
        self.known.landed(number);
        Ok(())
    }

    fn write_position(&self, arrival: &Arrival, position: &Position, over: bool) -> Result<()> {
        if arrival.kind == WalkKind::Children {
            return walks::move_on_among_parents(self.db, arrival.walk, &arrival.listing, position);
        }
        walks::move_on(self.db, arrival.walk, position, over)?;
        if over { walks::end(self.db, arrival.walk, arrival.kind, &arrival.listing, position) } else { Ok(()) }
    }

    /// Ends a walk that cannot continue and records its listing as open. One that met a limit stays where it is.
    fn fail_walk(&self, arrival: &Arrival, failure: &Failure) -> Result<()> {
        let is_paused = failure.is_pause && arrival.kind.has_position();
        // A walk over several parents continues with the next one.
        if arrival.kind != WalkKind::Children && !is_paused {
            walks::fail_walk(self.db, arrival.walk, &failure.cause)?;
        }
        quarantine_listing(self.db, self.run, arrival.kind, &arrival.listing, failure)
    }
}

/// Where a sealed response is.
pub(super) enum Sealed<'a> {
    /// In its row.
    InRow(&'a [u8]),
    /// In the file of this name, durable.
    File(String),
}

impl Sealed<'_> {
    /// The column of `land.response` that holds it, and its value.
    pub(super) fn place(&self) -> (&'static str, &dyn Parameter) {
        match self {
            Self::InRow(bytes) => ("sealed", bytes),
            Self::File(name) => ("sealed_file", name),
        }
    }
}

/// Writes a sealed response that is too large for a row to its file.
pub(super) fn write_sealed<'a>(dir: &Path, sealed: &'a [u8]) -> Result<Sealed<'a>> {
    if sealed.len() <= LARGEST_IN_ROW {
        return Ok(Sealed::InRow(sealed));
    }
    let name = format!("{}.response", sha256(sealed));
    let path = dir.join(&name);
    if !disk::exists(&path) {
        disk::make_dir(dir, Access::Private)?;
        disk::write_new(&path, sealed, Access::Private)?;
    }
    Ok(Sealed::File(name))
}

/// A count as the database stores it.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
