//! The record of uploads: what is due, what was begun, how it ended.

use crate::plan::due;
use catchment_base::error::{Error, Result};
use catchment_base::response::{Listing, Unreadable};
use catchment_base::state::{FileState, GapKind};
use catchment_base::{clock, failpoint};
use catchment_lake::db::{Db, Read, Row, params};
use catchment_lake::land;
use catchment_source::client::Log;
use catchment_source::config::Connection;
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

/// Files that are read from the query of what is due at once.
const DUE_AT_ONCE: i64 = 10_000;

/// Attempts of one group, begun. Rows travel as one JSON text: a statement costs more than sixty rows of it.
const BEGIN: &str = "
    insert into sync.upload
        (upload_id, run_id, stream, object_id, container_id, version_number, version_created_at, attempt, state,
         started_at)
    select upload_id, $run, stream, object_id, container_id, version_number, version_created_at, attempt, 'begun', $now
    from (
        select unnest(
            from_json($rows, '[{\"upload_id\": \"bigint\", \"stream\": \"varchar\", \"object_id\": \"varchar\",
                \"container_id\": \"varchar\", \"version_number\": \"integer\", \"version_created_at\": \"timestamp\", \"attempt\": \"integer\"}]'),
            recursive := true
        )
    )";
/// How the attempts of one group ended. What a store holds of one that failed stays on record until it is gone.
const END: &str = "
    update sync.upload as upload
    set state = ended.state,
        bucket = ended.bucket,
        object_key = coalesce(ended.object_key, upload.object_key),
        uri = ended.uri,
        bytes = ended.bytes,
        sha256 = ended.sha256,
        multipart_id = case when ended.state <> 'stored' then upload.multipart_id end,
        size_limit = ended.size_limit,
        cause = ended.cause,
        due_at = ended.due_at,
        ended_at = $now
    from (
        select unnest(
            from_json($rows, '[{\"upload_id\": \"bigint\", \"state\": \"varchar\", \"bucket\": \"varchar\",
                \"object_key\": \"varchar\", \"uri\": \"varchar\", \"bytes\": \"bigint\", \"sha256\": \"varchar\",
                \"size_limit\": \"bigint\", \"cause\": \"varchar\", \"due_at\": \"timestamp\"}]'),
            recursive := true
        )
    ) as ended
    where upload.upload_id = ended.upload_id";
/// The objects of one group, for the marts that follow changes.
const TOUCH: &str = "
    insert into sync.touched (relation, column_name, value)
    select 'sync.upload', 'object_id', unnest(from_json(?, '[{\"object_id\": \"varchar\"}]')).object_id";

/// A version of a file that is to be stored, or noted as too large.
#[derive(Clone, Debug)]
pub struct Due {
    /// The stream of its object.
    pub stream: String,
    /// The object that has it.
    pub object_id: String,
    /// What the object lies in.
    pub container_id: Option<String>,
    /// Its current version.
    pub version: u32,
    /// When that was made; a version that is taken back leaves its number to the next one.
    pub version_created_at: Option<NaiveDateTime>,
    /// Its announced media type.
    pub media_type: Option<String>,
    /// Its announced size in bytes.
    pub size: Option<u64>,
    /// Whether it is larger than the limit.
    pub is_too_large: bool,
    /// Whether the policy does not store files of its media type.
    pub is_skipped: bool,
    attempt: i64,
    /// When it is due again if it fails now, counted from the failure.
    pause: TimeDelta,
}

impl Due {
    /// Whether it failed for a reason of its own before: after a first failure it is due at once.
    pub fn has_own_failure(&self) -> bool {
        self.pause > TimeDelta::zero()
    }
}

/// An attempt that is on record as begun.
pub struct Attempt {
    /// Its row.
    pub upload_id: i64,
    /// What it is about.
    pub due: Due,
}

/// How an attempt ended.
#[derive(Debug)]
pub enum AttemptOutcome {
    /// The file lies in the store.
    Stored {
        /// The bucket; `None` for a folder.
        bucket: Option<String>,
        /// The key in the bucket or folder.
        key: String,
        /// Its address.
        uri: String,
        /// Its size.
        bytes: u64,
        /// Its hash in hexadecimal digits.
        sha256: String,
    },
    /// The file is larger than the limit.
    TooLarge,
    /// The policy does not store files of its media type.
    Skipped,
    /// The file is due again later.
    Failed {
        /// Why.
        cause: String,
        /// Whether the cause lies in this file alone, so that others may do better.
        is_of_the_file: bool,
    },
}

impl Attempt {
    /// Where it fails, the file is not left alone for a while.
    pub fn due_at_once(&mut self) {
        self.due.pause = TimeDelta::zero();
    }
}

/// An attempt with its outcome and the requests that it took.
pub struct Ended {
    /// The attempt.
    pub attempt: Attempt,
    /// The outcome.
    pub outcome: AttemptOutcome,
    /// Its requests to the site.
    pub log: Log,
    /// Why nothing can be asked for any more.
    pub denied: Option<Error>,
}

/// An upload in parts that was begun and neither completed nor aborted.
pub struct Leftover {
    /// The attempt.
    pub upload_id: i64,
    /// The key it was for, below the store's prefix.
    pub key: String,
    /// What the store calls it.
    pub multipart_id: String,
}

/// Notes an upload in parts before its first part, so that a later run can abort it.
pub fn note_parts(db: &Db, upload: i64, key: &str, multipart_id: &str) -> Result<()> {
    db.execute(
        "update sync.upload set object_key = $key, multipart_id = $multipart_id where upload_id = $upload",
        params! { key: key, multipart_id: multipart_id, upload: upload },
    )?;
    failpoint::pass("upload.parts_begun");
    Ok(())
}

/// The record of one run.
pub struct Ledger<'a> {
    db: &'a Db,
    run: i64,
    connection: &'a Connection,
    /// Bytes that a file may have.
    limit: u64,
    /// The streams whose objects have files, of which there is one.
    streams: Vec<&'static str>,
    begun_at: NaiveDateTime,
    /// The walks that the requests of the run's uploads belong to, by stream, once there are some.
    walks: BTreeMap<&'static str, i64>,
}

impl<'a> Ledger<'a> {
    /// The record of a run, of the files of some streams that have so many bytes at most.
    pub fn new(db: &'a Db, run: i64, connection: &'a Connection, streams: Vec<&'static str>, limit: u64) -> Self {
        Self { db, run, connection, limit, streams, begun_at: clock::now(), walks: BTreeMap::new() }
    }

    /// What something about a file is recorded for; about all files, for the first stream.
    fn listing(&self, stream: Option<&str>) -> Listing {
        let known = self.streams.iter().find(|name| stream.is_none_or(|stream| **name == stream));
        Listing { stream: known.copied().unwrap_or_default(), scope: String::new() }
    }

    /// Some of what is due, in the order of the ids, behind this one.
    pub fn due(&self, is_again: bool, after: &str) -> Result<Vec<Due>> {
        self.of_due(due::text("upload")?, (Some(is_again), after, DUE_AT_ONCE), |row| {
            Ok(Due {
                stream: row.get(0)?,
                object_id: row.get(1)?,
                container_id: row.get(2)?,
                version: row.get(3)?,
                version_created_at: row.get(4)?,
                media_type: row.get(5)?,
                size: row.get::<_, Option<i64>>(6)?.and_then(|size| u64::try_from(size).ok()),
                is_too_large: row.get(7)?,
                is_skipped: row.get(8)?,
                attempt: row.get(9)?,
                pause: TimeDelta::minutes(row.get(10)?),
            })
        })
    }

    /// How many files are to be stored now.
    pub fn count(&self) -> Result<u64> {
        let sql = format!(
            "select count(*) from ({}) as due where not due.is_too_large and not due.is_skipped",
            due::text("upload")?
        );
        let counted: Vec<i64> = self.of_due(&sql, (None, "", i64::MAX), |row| row.get(0))?;
        Ok(counted.first().map_or(0, |files| files.unsigned_abs()))
    }

    /// What a query says of the files that are due behind an id, so many at most, of those that were tried before or of the others.
    fn of_due<T>(
        &self,
        sql: &str,
        (is_again, after, most): (Option<bool>, &str, i64),
        row: impl FnMut(&Row<'_>) -> Read<T>,
    ) -> Result<Vec<T>> {
        let (stored, skipped) = (super::stored(self.connection).join(" "), self.connection.redaction.skipped());
        let (limit, now) = (signed(self.limit), self.begun_at);
        self.db.query(
            sql,
            params! {
                limit: limit, now: now, after: after, most: most, is_again: is_again, run: self.run,
                stored: stored, skipped: skipped
            },
            row,
        )
    }

    /// Takes attempts from the record that were not made.
    pub fn withdraw(&self, attempts: &VecDeque<Attempt>) -> Result<()> {
        let ids: Vec<i64> = attempts.iter().map(|attempt| attempt.upload_id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let sql = "delete from sync.upload where state = 'begun' and list_contains(from_json($ids, '[\"bigint\"]'), upload_id)";
        self.db.execute(sql, params! { ids: json!(ids).to_string() }).map(drop)
    }

    /// Puts attempts on record: what is too large or skipped as that, the others as begun.
    pub fn begin(&self, due: Vec<Due>) -> Result<Vec<Attempt>> {
        self.db.transaction(|db| {
            let ids = db
                .query("select nextval('sync.upload_id') from range(?)", params![due.len() as i64], |row| row.get(0))?;
            let attempts: Vec<Attempt> =
                ids.into_iter().zip(due).map(|(upload_id, due)| Attempt { upload_id, due }).collect();
            let rows: Vec<Value> = attempts.iter().map(|attempt| self.begun(attempt)).collect();
            db.execute(BEGIN, params! { rows: json!(rows).to_string(), run: self.run, now: clock::now() })?;
            let (skipped, others): (Vec<_>, Vec<_>) = attempts.into_iter().partition(|attempt| attempt.due.is_skipped);
            let (too_large, begun): (Vec<_>, Vec<_>) = others.into_iter().partition(|attempt| attempt.due.is_too_large);
            let too_large = too_large.iter().map(|attempt| (attempt, &AttemptOutcome::TooLarge));
            self.end_all(db, skipped.iter().map(|attempt| (attempt, &AttemptOutcome::Skipped)).chain(too_large))?;
            Ok(begun)
        })
    }

    /// Commits outcomes, each with its requests and the keys of the marts that it changes.
    pub fn end(&mut self, ended: Vec<Ended>) -> Result<()> {
        failpoint::pass("upload.before_commit");
        let db = self.db;
        db.transaction(|db| {
            for stream in self.streams.clone() {
                let of_stream = || ended.iter().filter(|ended| ended.attempt.due.stream == stream);
                if of_stream().next().is_some() {
                    let walk = self.walk(db, stream)?;
                    let requests = of_stream().flat_map(|ended| &ended.log.requests);
                    let waits = of_stream().flat_map(|ended| &ended.log.waits);
                    land::write_log(db, self.run, walk, &self.listing(Some(stream)), requests, waits)?;
                }
            }
            self.end_all(db, ended.iter().map(|ended| (&ended.attempt, &ended.outcome)))
        })?;
        failpoint::pass("upload.after_commit");
        Ok(())
    }

    fn begun(&self, attempt: &Attempt) -> Value {
        let due = &attempt.due;
        json!({"upload_id": attempt.upload_id, "stream": due.stream, "object_id": due.object_id, "container_id": due.container_id,
            "version_number": due.version, "version_created_at": due.version_created_at.map(|at| at.to_string()), "attempt": due.attempt})
    }

    fn end_all<'b>(&self, db: &Db, ended: impl Iterator<Item = (&'b Attempt, &'b AttemptOutcome)>) -> Result<()> {
        let (mut rows, now) = (Vec::new(), clock::now());
        for (attempt, outcome) in ended {
            if let AttemptOutcome::Failed { cause, is_of_the_file } = outcome {
                let (due, is_of_the_file) = (&attempt.due, *is_of_the_file);
                self.quarantine(Some(&due.stream), &object(&due.object_id, due.version), cause, is_of_the_file)?;
            }
            rows.push(self.ended(attempt, outcome, now));
        }
        if rows.is_empty() {
            return Ok(());
        }
        let rows = json!(rows).to_string();
        db.execute(END, params! { rows: rows, now: now })?;
        // What becomes of an upload changes the rows of the marts that look it up.
        db.execute(TOUCH, params![rows])?;
        Ok(())
    }

    fn ended(&self, attempt: &Attempt, outcome: &AttemptOutcome, now: NaiveDateTime) -> Value {
        let due = &attempt.due;
        let (upload, object) = (attempt.upload_id, &due.object_id);
        match outcome {
            AttemptOutcome::Stored { bucket, key, uri, bytes, sha256 } => {
                json!({"upload_id": upload, "object_id": object,
                "state": FileState::Stored, "bucket": bucket, "object_key": key, "uri": uri, "bytes": bytes,
                "sha256": sha256})
            }
            AttemptOutcome::TooLarge => json!({"upload_id": upload, "object_id": object, "state": FileState::TooLarge,
                "bytes": due.size, "size_limit": self.limit}),
            AttemptOutcome::Skipped => {
                json!({"upload_id": upload, "object_id": object, "state": FileState::Skipped, "bytes": due.size})
            }
            AttemptOutcome::Failed { cause, .. } => {
                json!({"upload_id": upload, "object_id": object, "state": FileState::Failed,
                "cause": cause, "due_at": (now + due.pause).to_string()})
            }
        }
    }

    /// What is on record as begun was stopped; it is due at once. Attempts of an older program are told their stream: it knew
    /// one that has files.
    pub fn end_begun(&self) -> Result<()> {
        self.db.execute("update sync.upload set stream = ? where stream is null", params![self.streams.first()])?;
        self.db.execute(
            "update sync.upload set state = 'failed', cause = 'it was stopped before it finished', ended_at = ? where state = 'begun'",
            params![clock::now()],
        )?;
        Ok(())
    }

    /// Uploads in parts that lie in the store without a whole.
    pub fn leftovers(&self) -> Result<Vec<Leftover>> {
        let sql = "select upload_id, object_key, multipart_id from sync.upload
                   where state <> 'stored' and multipart_id is not null order by upload_id";
        self.db
            .query(sql, [], |row| Ok(Leftover { upload_id: row.get(0)?, key: row.get(1)?, multipart_id: row.get(2)? }))
    }

    /// The parts of this attempt are gone.
    pub fn forget_parts(&self, upload: i64) -> Result<()> {
        self.db.execute(
            "update sync.upload set multipart_id = null, object_key = null where upload_id = ?",
            params![upload],
        )?;
        Ok(())
    }

    /// Records that something is not stored, until it is. Only what lies in a file may be accepted: a store or a site that
    /// cannot be used says nothing of it.
    pub fn quarantine(&self, stream: Option<&str>, object: &str, cause: &str, is_of_the_file: bool) -> Result<()> {
        let unreadable = Unreadable::new(GapKind::Upload, object.to_owned(), cause.to_owned());
        land::quarantine(self.db, self.run, &self.listing(stream), &unreadable.accepted_if(is_of_the_file), None)
    }

    /// What this run recorded of single files is part of what it records of all of them, and says nothing of them: they are due at once.
    pub fn take_together(&self) -> Result<()> {
        let condition = "kind = $kind and run_id = $run and state = 'open'";
        land::resolve(self.db, condition, params! { kind: GapKind::Upload.as_str(), run: self.run })?;
        self.db
            .execute("update sync.upload set due_at = null where run_id = ? and state = 'failed'", params![self.run])
            .map(drop)
    }

    /// Resolves what does not fail any more: it is stored, too large, gone, or (where no files are
    /// `wanted`) none of ours. Gives why a file is not stored that no gap names any more: a file that fails has one, or one with others.
    pub fn settle_quarantine(&self, wanted: bool) -> Result<Option<String>> {
        let waiting: i64 = self.db.query_value(
            "select count(*) from sync.quarantine where kind = ? and state <> 'resolved'",
            params![GapKind::Upload.as_str()],
        )?;
        if waiting == 0 {
            return Ok(None);
        }
        let failing = if wanted {
            "and not exists (
                select 1 from unstored
                where unstored.stream = quarantine.stream
                    and unstored.object_id || ' version ' || unstored.version_number = quarantine.object
             )"
        } else {
            ""
        };
        land::resolve(self.db, &format!("kind = $kind {failing}"), params! { kind: GapKind::Upload.as_str() })?;
        if wanted { self.unnamed() } else { Ok(None) }
    }

    /// Why a file is not stored that no open gap names, as where all failed alike; nothing where each has its own.
    fn unnamed(&self) -> Result<Option<String>> {
        let sql = "
            select any_value(upload.cause)
            from unstored
            inner join sync.upload as upload
                on upload.stream = unstored.stream and upload.object_id = unstored.object_id
                and upload.version_number = unstored.version_number and upload.state = 'failed'
            anti join sync.quarantine as quarantine
                on quarantine.kind = $kind and quarantine.state <> 'resolved' and quarantine.stream = unstored.stream
                and quarantine.object = unstored.object_id || ' version ' || unstored.version_number";
        self.db.query_value(sql, params! { kind: GapKind::Upload.as_str() })
    }

    /// The walk that the requests of this run's uploads of a stream belong to, made when there is something to record.
    fn walk(&mut self, db: &Db, stream: &'static str) -> Result<i64> {
        if let Some(walk) = self.walks.get(stream) {
            return Ok(*walk);
        }
        let walk: i64 = db.query_value("select nextval('sync.walk_id')", [])?;
        db.execute(
            "insert into sync.walk (walk_id, run_id, stream, scope, state, pages, objects, started_at, changed_at, kind)
             values ($walk, $run, $stream, $scope, 'ended', 0, 0, $now, $now, 'upload')",
            params! {
                walk: walk,
                run: self.run,
                stream: stream,
                scope: "",
                now: clock::now(),
            },
        )?;
        self.walks.insert(stream, walk);
        Ok(walk)
    }
}

fn object(object_id: &str, version: u32) -> String {
    format!("{object_id} version {version}")
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
