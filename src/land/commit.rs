//! Steps of walks, committed in groups.

use super::Sealer;
use crate::edge::disk::{self, Access};
use crate::edge::{clock, db::Db, db::params, failpoint};
use crate::error::{Error, Result};
use crate::key::hex;
use crate::page::{Landing, Listing, PageKind, Position, Request, Step, Unreadable, Wait, Walk};
use aws_lc_rs::digest;
use chrono::NaiveDateTime;
use std::path::Path;
use std::sync::{Arc, mpsc};
use tokio::sync::oneshot;

/// A sealed page larger than this, in bytes, goes to a file: DuckDB fails on big blobs in little memory.
const LARGEST_IN_ROW: usize = 4 << 20;

/// The sealed form of a step, on its way to the writer.
pub struct Arrival {
    walk: i64,
    listing: Listing,
    pages: Vec<SealedPage>,
    position: Option<Position>,
    requests: Vec<Request>,
    waits: Vec<Wait>,
    unreadable: Vec<Unreadable>,
    failed: Option<String>,
    done: oneshot::Sender<Result<()>>,
}

struct SealedPage {
    kind: PageKind,
    answered_at: NaiveDateTime,
    objects: usize,
    bytes: usize,
    sealed: Vec<u8>,
}

impl Arrival {
    /// Bytes that committing it will write.
    pub fn bytes(&self) -> usize {
        self.pages.iter().map(|page| page.sealed.len()).sum()
    }

    /// Clear bytes of the pages it brings.
    pub fn clear_bytes(&self) -> u64 {
        self.pages.iter().map(|page| page.bytes as u64).sum()
    }

    /// Objects on the pages it brings.
    pub fn objects(&self) -> u64 {
        self.pages.iter().map(|page| page.objects as u64).sum()
    }

    /// Requests it tells of.
    pub fn requests(&self) -> u64 {
        self.requests.len() as u64
    }

    /// Tells the walk what became of its step.
    pub fn acknowledge(self, result: Result<()>) {
        // A walk that was cancelled does not listen any more; its step is committed all the same.
        let _ = self.done.send(result);
    }
}

/// The walks' end of the channel to the writer, for one listing.
pub struct Intake {
    sealer: Arc<Sealer>,
    listing: Listing,
    writer: mpsc::Sender<Arrival>,
}

impl Intake {
    /// An intake for one listing.
    pub fn new(sealer: Arc<Sealer>, listing: Listing, writer: mpsc::Sender<Arrival>) -> Self {
        Self { sealer, listing, writer }
    }

    /// Records that the walk cannot go on; its listing stays due.
    pub async fn fail(&self, walk: i64, cause: String) -> Result<()> {
        let (done, committed) = oneshot::channel();
        let mut arrival = self.seal(walk, Step::default(), done)?;
        arrival.failed = Some(cause);
        self.hand_over(arrival, committed).await
    }

    async fn hand_over(&self, arrival: Arrival, committed: oneshot::Receiver<Result<()>>) -> Result<()> {
        let stopped = || Error::failed("the writer has stopped");
        self.writer.send(arrival).map_err(|_| stopped())?;
        committed.await.map_err(|_| stopped())?
    }

    fn seal(&self, walk: i64, step: Step, done: oneshot::Sender<Result<()>>) -> Result<Arrival> {
        let mut pages = Vec::with_capacity(step.pages.len());
        for page in step.pages {
            let sealed = self.sealer.seal(&self.listing, &page.body)?;
            let (bytes, objects) = (page.body.len(), page.objects);
            pages.push(SealedPage { kind: page.kind, answered_at: page.answered_at, objects, bytes, sealed });
        }
        let Step { position, requests, waits, unreadable, .. } = step;
        Ok(Arrival {
            walk,
            listing: self.listing.clone(),
            pages,
            position,
            requests,
            waits,
            unreadable,
            failed: None,
            done,
        })
    }
}

impl Landing for Intake {
    async fn land(&self, walk: i64, step: Step) -> Result<()> {
        let (done, committed) = oneshot::channel();
        let arrival = self.seal(walk, step, done)?;
        self.hand_over(arrival, committed).await
    }
}

/// Commits a group of arrivals in one transaction. `sealed_dir` takes the pages too large for a row.
pub fn commit(db: &Db, sealer: &Sealer, sealed_dir: &Path, run: i64, group: &[Arrival]) -> Result<()> {
    failpoint::pass("land.before_commit");
    db.transaction(|db| {
        for arrival in group {
            write_arrival(db, sealer, sealed_dir, run, arrival)?;
        }
        failpoint::pass("land.in_transaction");
        Ok(())
    })?;
    failpoint::pass("land.after_commit");
    Ok(())
}

fn write_arrival(db: &Db, sealer: &Sealer, sealed_dir: &Path, run: i64, arrival: &Arrival) -> Result<()> {
    for page in &arrival.pages {
        write_page(db, sealer, sealed_dir, run, arrival, page)?;
    }
    write_log(db, run, arrival.walk, &arrival.listing, &arrival.requests, &arrival.waits)?;
    for unreadable in &arrival.unreadable {
        quarantine(db, run, &arrival.listing, unreadable, None)?;
    }
    if let Some(position) = &arrival.position {
        write_position(db, arrival, position)?;
    }
    match &arrival.failed {
        Some(cause) => fail_walk(db, run, arrival, cause),
        None => Ok(()),
    }
}

fn write_page(
    db: &Db,
    sealer: &Sealer,
    sealed_dir: &Path,
    run: i64,
    arrival: &Arrival,
    page: &SealedPage,
) -> Result<()> {
    let (in_row, file) = if page.sealed.len() > LARGEST_IN_ROW {
        let name = format!("{}.page", hex(digest::digest(&digest::SHA256, &page.sealed).as_ref()));
        let path = sealed_dir.join(&name);
        if !disk::exists(&path) {
            disk::make_dir(sealed_dir, Access::Private)?;
            disk::write_new(&path, &page.sealed, Access::Private)?;
        }
        (None, Some(name))
    } else {
        (Some(page.sealed.as_slice()), None)
    };
    db.execute(
        "insert into land.page (run_id, walk_id, stream, scope, kind, answered_at, objects, bytes, key_id, sealed, sealed_file)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            run,
            arrival.walk,
            arrival.listing.stream,
            arrival.listing.scope,
            page.kind.as_str(),
            page.answered_at,
            page.objects as i64,
            page.bytes as i64,
            sealer.key_id(),
            in_row,
            file
        ],
    )?;
    Ok(())
}

/// Records requests and pauses of a walk, in the transaction of what they brought.
pub fn write_log(db: &Db, run: i64, walk: i64, listing: &Listing, requests: &[Request], waits: &[Wait]) -> Result<()> {
    for request in requests {
        db.execute(
            "insert into sync.request values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                run,
                walk,
                listing.stream,
                listing.scope,
                request.target,
                request.attempt,
                request.started_at,
                signed(request.millis),
                request.status,
                signed(request.bytes),
                request.cause
            ],
        )?;
    }
    for wait in waits {
        db.execute(
            "insert into sync.wait values (?, ?, ?, ?, ?)",
            params![run, walk, wait.reason, wait.started_at, signed(wait.millis)],
        )?;
    }
    Ok(())
}

fn write_position(db: &Db, arrival: &Arrival, position: &Position) -> Result<()> {
    let state = if position.ended { "ended" } else { "open" };
    let (top_time, top_id) = position.top.clone().unzip();
    db.execute(
        "update sync.walk set state = ?, next_url = ?, top_time = ?, top_id = ?, first_answered_at = ?, pages = ?, objects = ?,
         changed_at = ?, cause = null where walk_id = ?",
        params![
            state,
            position.next,
            top_time,
            top_id,
            position.first_answered_at,
            signed(position.pages),
            signed(position.objects),
            clock::now(),
            arrival.walk
        ],
    )?;
    if position.ended { write_completeness(db, arrival, position) } else { Ok(()) }
}

/// The listing is proven to its end: the stream is complete to the first answer, and what was open about the listing is resolved.
fn write_completeness(db: &Db, arrival: &Arrival, position: &Position) -> Result<()> {
    let Listing { stream, scope } = &arrival.listing;
    db.execute("delete from sync.stream where stream = ? and scope = ?", params![stream, scope])?;
    db.execute(
        "insert into sync.stream values (?, ?, ?, ?, ?)",
        params![stream, scope, position.first_answered_at, arrival.walk, signed(position.objects)],
    )?;
    db.execute(
        "update sync.quarantine set state = 'resolved', changed_at = ?
         where stream = ? and scope = ? and kind = 'listing' and state <> 'resolved'",
        params![clock::now(), stream, scope],
    )?;
    Ok(())
}

/// Records something unreadable, once for as long as it is open or acknowledged.
///
/// `landed_seq` is the page it was found in, or nothing where it never came: then anything landed later cures it.
pub fn quarantine(
    db: &Db,
    run: i64,
    listing: &Listing,
    unreadable: &Unreadable,
    landed_seq: Option<i64>,
) -> Result<()> {
    let now = clock::now();
    let known = db.execute(
        "update sync.quarantine set changed_at = ?, cause = ?, run_id = ?,
            landed_seq = coalesce(?, (select max(seq) from land.page), 0)
         where stream = ? and scope = ? and kind = ? and object = ? and state <> 'resolved'",
        params![
            now,
            unreadable.cause,
            run,
            landed_seq,
            listing.stream,
            listing.scope,
            unreadable.kind,
            unreadable.object
        ],
    )?;
    if known == 0 {
        db.execute(
            "insert into sync.quarantine (run_id, stream, scope, kind, object, cause, landed_seq, state, found_at, changed_at)
             select ?, ?, ?, ?, ?, ?, coalesce(?, (select max(seq) from land.page), 0), 'open', ?, ?",
            params![run, listing.stream, listing.scope, unreadable.kind, unreadable.object, unreadable.cause, landed_seq, now, now],
        )?;
    }
    Ok(())
}

/// Starts a walk over a listing from its beginning.
pub fn begin_walk(db: &Db, run: i64, listing: &Listing) -> Result<Walk> {
    let now = clock::now();
    let id = db.query_value("select nextval('sync.walk_id')", [])?;
    db.execute(
        "insert into sync.walk (walk_id, run_id, stream, scope, state, pages, objects, started_at, changed_at)
         values (?, ?, ?, ?, 'open', 0, 0, ?, ?)",
        params![id, run, listing.stream, listing.scope, now, now],
    )?;
    Ok(Walk { id, listing: listing.clone(), position: Position::default() })
}

/// The walks that began and did not end, with their positions. `known` turns a stream's name into the source's own.
pub fn open_walks(db: &Db, known: impl Fn(&str) -> Option<&'static str>) -> Result<Vec<Walk>> {
    let rows = db.query(
        "select walk_id, stream, scope, next_url, top_time, top_id, first_answered_at, pages, objects
         from sync.walk where state = 'open' order by walk_id",
        [],
        |row| {
            let top: (Option<NaiveDateTime>, Option<String>) = (row.get(4)?, row.get(5)?);
            let position = Position {
                next: row.get(3)?,
                top: top.0.zip(top.1),
                first_answered_at: row.get(6)?,
                pages: row.get(7)?,
                objects: row.get(8)?,
                ended: false,
            };
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, position))
        },
    )?;
    let walks = rows.into_iter().filter_map(|(id, stream, scope, position)| {
        Some(Walk { id, listing: Listing { stream: known(&stream)?, scope }, position })
    });
    Ok(walks.collect())
}

/// Ends a walk that cannot go on and records its listing as open.
fn fail_walk(db: &Db, run: i64, arrival: &Arrival, cause: &str) -> Result<()> {
    db.execute(
        "update sync.walk set state = 'failed', cause = ?, changed_at = ? where walk_id = ?",
        params![cause, clock::now(), arrival.walk],
    )?;
    let object = arrival.listing.stream.to_owned();
    quarantine(db, run, &arrival.listing, &Unreadable { kind: "listing", object, cause: cause.to_owned() }, None)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
