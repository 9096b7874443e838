//! Consent to deletions: what was held back because more would be gone than may be without it stands on a list of single objects,
//! and consent is given to that list.

use crate::plan::due::Gone;
use catchment_base::error::Result;
use catchment_base::state::DeletionReason;
use catchment_lake::db::{Db, params};
use catchment_source::tombstones::Tombstone;
use chrono::NaiveDateTime;
use std::collections::BTreeSet;

/// The deletions beyond the share that somebody allows one run to make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Allowed {
    /// None.
    #[default]
    None,
    /// Those that the last finished run held back.
    Listed,
    /// Any.
    Any,
}

impl Allowed {
    /// What is allowed to a run that follows: what the first one held back nobody has seen.
    pub fn of_next(self) -> Self {
        if self == Self::Listed { Self::None } else { self }
    }

    /// The word for it on record; nothing where nothing is allowed.
    fn word(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Listed => Some("listed"),
            Self::Any => Some("any"),
        }
    }
}

/// The objects that consent is given to.
pub enum Consent {
    /// These objects, by their streams.
    To(BTreeSet<(String, String)>),
    /// All.
    ToAny,
}

impl Consent {
    /// What is allowed, as objects, and puts it on record with the run.
    pub fn of(db: &Db, run: i64, allowed: Allowed) -> Result<Self> {
        if let Some(word) = allowed.word() {
            db.execute("update sync.run set consent = $word where run_id = $run", params! { word: word, run: run })?;
        }
        Ok(match allowed {
            Allowed::None => Self::To(BTreeSet::new()),
            Allowed::Listed => {
                // Of a run that did not come to its end nobody was shown the list.
                let sql = "select held_back.stream, held_back.object_id
                    from sync.held_back as held_back
                    semi join sync.run as run on run.run_id = held_back.run_id and run.state in ('done', 'incomplete')";
                Self::To(db.query(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
            }
            Allowed::Any => Self::ToAny,
        })
    }

    /// Whether an object may be deleted, whatever the share.
    pub fn covers(&self, stream: &str, object: &str) -> bool {
        match self {
            Self::To(objects) => objects.contains(&(stream.to_owned(), object.to_owned())),
            Self::ToAny => true,
        }
    }
}

/// What a complete listing says of an object that it does not show.
pub fn lacked(complete_to: NaiveDateTime) -> String {
    format!("the complete listing of {complete_to} UTC lacks it")
}

/// An object whose deletion waits for consent.
pub struct HeldBack {
    /// The stream.
    pub stream: String,
    /// The object.
    pub object: String,
    /// Why it is gone; nothing where it was not asked for by its id yet.
    pub reason: Option<DeletionReason>,
    /// What says so.
    pub evidence: String,
    /// The server's `Date` of that.
    pub seen_at: NaiveDateTime,
}

impl HeldBack {
    /// A deletion that was not recorded.
    pub fn of(stream: &str, gone: &Gone) -> Self {
        let Gone { object, reason, evidence, seen_at, .. } = gone.clone();
        Self { stream: stream.to_owned(), object, reason: Some(reason), evidence, seen_at }
    }

    /// An object that the site says was deleted.
    pub fn named(stream: &str, said: &Tombstone) -> Self {
        let Tombstone { object, by, at, .. } = said;
        let evidence = format!("{by} says that it was deleted at {at} UTC; it was not asked for by its id yet");
        Self { stream: stream.to_owned(), object: object.clone(), reason: None, evidence, seen_at: *at }
    }

    /// An object that a complete listing lacks.
    pub fn unlisted(stream: &str, object: String, complete_to: NaiveDateTime) -> Self {
        let evidence = format!("{}; it was not asked for by its id yet", lacked(complete_to));
        Self { stream: stream.to_owned(), object, reason: None, evidence, seen_at: complete_to }
    }
}

/// Puts what a run held back on record, in the place of what the last one did.
pub fn note<'h>(db: &Db, run: i64, waiting: impl Iterator<Item = &'h HeldBack>) -> Result<()> {
    db.transaction(|db| {
        db.execute("delete from sync.held_back", [])?;
        for HeldBack { stream, object, reason, evidence, seen_at } in waiting {
            db.execute(
                "insert into sync.held_back (run_id, stream, object_id, reason, evidence, seen_at)
                 values ($run, $stream, $object, $reason, $evidence, $seen_at)",
                params! {
                    run: run,
                    stream: stream,
                    object: object,
                    reason: reason.map(DeletionReason::as_str),
                    evidence: evidence,
                    seen_at: seen_at,
                },
            )?;
        }
        Ok(())
    })
}
