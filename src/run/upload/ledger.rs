//! The record of uploads: what is due, what was begun, how it ended.

use crate::config::Connection;
use crate::edge::db::{Db, params};
use crate::edge::{clock, failpoint};
use crate::error::{Error, Result};
use crate::land;
use crate::page::{Listing, Unreadable};
use crate::source::client::Log;
use chrono::{NaiveDateTime, TimeDelta};

/// Attachments that are read from the query of what is due at once.
const DUE_AT_ONCE: i64 = 10_000;
/// The word of the quarantine for what is not stored.
const KIND: &str = "upload";

/// A version of an attachment that is to be stored, or noted as too large.
#[derive(Clone, Debug)]
pub struct Due {
    /// The attachment.
    pub attachment_id: String,
    /// The page or blog post it is attached to.
    pub page_id: String,
    /// Its current version.
    pub version: u32,
    /// Its announced media type.
    pub media_type: Option<String>,
    /// Its announced size in bytes.
    pub size: Option<u64>,
    /// Whether it is larger than the limit.
    pub is_too_large: bool,
    attempt: i64,
    /// When it is due again if it fails now, counted from the failure.
    pause: TimeDelta,
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
pub enum Outcome {
    /// The file lies in the store.
    Stored {
        /// The bucket; nothing for a folder.
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
    /// The file is due again later.
    Failed {
        /// Why.
        cause: String,
        /// Whether the cause lies in this file alone, so that others may do better.
        is_of_the_file: bool,
    },
}

/// An attempt with its outcome and the requests that it took.
pub struct Ended {
    /// The attempt.
    pub attempt: Attempt,
    /// The outcome.
    pub outcome: Outcome,
    /// Its requests to the site.
    pub log: Log,
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
        "update sync.upload set object_key = ?, multipart_id = ? where upload_id = ?",
        params![key, multipart_id, upload],
    )?;
    failpoint::pass("upload.parts_begun");
    Ok(())
}

/// The record of one run.
pub struct Ledger<'a> {
    db: &'a Db,
    run: i64,
    connection: &'a Connection,
    listing: Listing,
    begun_at: NaiveDateTime,
    walk: std::cell::Cell<Option<i64>>,
}

impl<'a> Ledger<'a> {
    /// The record of a run.
    pub fn new(db: &'a Db, run: i64, connection: &'a Connection) -> Self {
        let listing = Listing { stream: super::CONTENT_TYPE, scope: String::new() };
        Self { db, run, connection, listing, begun_at: clock::now(), walk: std::cell::Cell::new(None) }
    }

    /// Some of what is due, in the order of the ids, behind this one.
    pub fn due(&self, after: &str) -> Result<Vec<Due>> {
        let path = format!("{}/due/upload.sql", self.connection.source);
        let sql = crate::sql::text(&path).ok_or_else(|| Error::failed(format!("there is no sql/{path}")))?;
        let sql = sql.replace("$limit", "$1").replace("$now", "$2").replace("$after", "$3").replace("$most", "$4");
        let limit = signed(self.connection.max_attachment_bytes());
        self.db.query(&sql, params![limit, self.begun_at, after, DUE_AT_ONCE], |row| {
            Ok(Due {
                attachment_id: row.get(0)?,
                page_id: row.get(1)?,
                version: row.get(2)?,
                media_type: row.get(3)?,
                size: row.get::<_, Option<i64>>(4)?.and_then(|size| u64::try_from(size).ok()),
                is_too_large: row.get(5)?,
                attempt: row.get(6)?,
                pause: TimeDelta::minutes(row.get(7)?),
            })
        })
    }

    /// Puts attempts on record: what is too large as that, the others as begun.
    pub fn begin(&self, due: Vec<Due>) -> Result<Vec<Attempt>> {
        let mut begun = Vec::new();
        self.db.transaction(|db| {
            for due in due {
                let upload_id: i64 = db.query_value("select nextval('sync.upload_id')", [])?;
                db.execute(
                    "insert into sync.upload (upload_id, run_id, attachment_id, version_number, attempt, state, started_at)
                     values (?, ?, ?, ?, ?, 'begun', ?)",
                    params![upload_id, self.run, due.attachment_id, due.version, due.attempt, clock::now()],
                )?;
                let attempt = Attempt { upload_id, due };
                if attempt.due.is_too_large {
                    self.end_one(db, &attempt, &Outcome::TooLarge)?;
                } else {
                    begun.push(attempt);
                }
            }
            Ok(())
        })?;
        Ok(begun)
    }

    /// Commits outcomes, each with its requests and the keys of the marts that it changes.
    pub fn end(&self, ended: Vec<Ended>) -> Result<()> {
        failpoint::pass("upload.before_commit");
        self.db.transaction(|db| {
            let walk = self.walk(db)?;
            for ended in &ended {
                land::write_log(db, self.run, walk, &self.listing, &ended.log.requests, &ended.log.waits)?;
                self.end_one(db, &ended.attempt, &ended.outcome)?;
            }
            Ok(())
        })?;
        failpoint::pass("upload.after_commit");
        Ok(())
    }

    fn end_one(&self, db: &Db, attempt: &Attempt, outcome: &Outcome) -> Result<()> {
        let (now, due) = (clock::now(), &attempt.due);
        match outcome {
            Outcome::Stored { bucket, key, uri, bytes, sha256 } => db.execute(
                "update sync.upload set state = 'stored', bucket = ?, object_key = ?, uri = ?, bytes = ?, sha256 = ?,
                    multipart_id = null, ended_at = ? where upload_id = ?",
                params![bucket, key, uri, signed(*bytes), sha256, now, attempt.upload_id],
            )?,
            Outcome::TooLarge => db.execute(
                "update sync.upload set state = 'too_large', bytes = ?, size_limit = ?, ended_at = ? where upload_id = ?",
                params![
                    due.size.map(signed),
                    signed(self.connection.max_attachment_bytes()),
                    now,
                    attempt.upload_id
                ],
            )?,
            Outcome::Failed { cause, .. } => {
                self.quarantine(&object(&due.attachment_id, due.version), cause)?;
                db.execute(
                    "update sync.upload set state = 'failed', cause = ?, due_at = ?, ended_at = ? where upload_id = ?",
                    params![cause, now + due.pause, now, attempt.upload_id],
                )?
            }
        };
        // What becomes of an upload changes the rows of the marts that look it up.
        db.execute("insert into sync.touched values ('sync.upload', 'attachment_id', ?)", params![due.attachment_id])?;
        Ok(())
    }

    /// What is on record as begun was stopped; it is due at once.
    pub fn end_begun(&self) -> Result<()> {
        self.db.execute(
            "update sync.upload set state = 'failed', cause = 'it was stopped before its end', ended_at = ? where state = 'begun'",
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

    /// Records that something is not stored, until it is.
    pub fn quarantine(&self, object: &str, cause: &str) -> Result<()> {
        let unreadable = Unreadable { kind: KIND, object: object.to_owned(), cause: cause.to_owned() };
        land::quarantine(self.db, self.run, &self.listing, &unreadable, None)
    }

    /// Resolves what does not fail any more: it is stored, too large, gone, or (where no attachments are
    /// `wanted`) none of ours.
    pub fn settle_quarantine(&self, wanted: bool) -> Result<()> {
        let failing = if wanted {
            "and object not in (select attachment_id || ' version ' || version_number
                                from mart.page_attachments where upload_state = 'failed')"
        } else {
            ""
        };
        self.db.execute(
            &format!(
                "update sync.quarantine set state = 'resolved', changed_at = ? where kind = ? and state <> 'resolved' {failing}"
            ),
            params![clock::now(), KIND],
        )?;
        Ok(())
    }

    /// The walk that the requests of this run's uploads belong to, made when there is something to record.
    fn walk(&self, db: &Db) -> Result<i64> {
        if let Some(walk) = self.walk.get() {
            return Ok(walk);
        }
        let (walk, now): (i64, _) = (db.query_value("select nextval('sync.walk_id')", [])?, clock::now());
        db.execute(
            "insert into sync.walk (walk_id, run_id, stream, scope, state, pages, objects, started_at, changed_at, kind)
             values (?, ?, ?, ?, 'ended', 0, 0, ?, ?, 'upload')",
            params![walk, self.run, self.listing.stream, self.listing.scope, now, now],
        )?;
        self.walk.set(Some(walk));
        Ok(walk)
    }
}

fn object(attachment_id: &str, version: u32) -> String {
    format!("{attachment_id} version {version}")
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
