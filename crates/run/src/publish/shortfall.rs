//! Whether everything is proven: what is lacking, and the three words for it that stand everywhere.

use crate::connection::report;
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_lake::db::Db;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Deletions that wait for consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The stream.
    pub stream: String,
    /// How many objects.
    pub objects: usize,
    /// Of how many that are held.
    pub held: usize,
    /// What says so of the first of them.
    pub evidence: String,
}

/// What says of deletions that the account is not known to which they were shown.
pub const UNTOLD_ACCOUNT: &str = "the site does not say which account it answers";

/// The outcome of a connection or a run. The words are the same in reports, in the manifest and in the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Outcome {
    /// Everything is proven.
    Complete,
    /// Everything is proven except this many things that were accepted as unread.
    Except(u64),
    /// Something is open, held back or waits for consent.
    Incomplete,
}

impl fmt::Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Complete => out.write_str("complete"),
            Self::Except(1) => out.write_str("complete except 1 acknowledged gap"),
            Self::Except(gaps) => write!(out, "complete except {gaps} acknowledged gaps"),
            Self::Incomplete => out.write_str("incomplete"),
        }
    }
}

impl From<Outcome> for String {
    fn from(outcome: Outcome) -> Self {
        outcome.to_string()
    }
}

impl TryFrom<String> for Outcome {
    type Error = Error;

    fn try_from(words: String) -> Result<Self> {
        let gaps = words.strip_prefix("complete except ").and_then(|rest| rest.split(' ').next()?.parse().ok());
        let mut known = [Self::Complete, Self::Incomplete].into_iter().chain(gaps.map(Self::Except));
        known.find(|outcome| outcome.to_string() == words).ok_or_else(|| {
            Error::failed(format!("{} is no outcome", printable(&words)))
                .hint("end the sync that is running: it is of another version of the program")
        })
    }
}

/// What keeps a connection or a run from being complete.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortfall {
    /// How much could not be read and is due.
    pub open: u64,
    /// How much could not be read and was acknowledged.
    pub accepted: u64,
    /// Whether no run has finished yet.
    #[serde(default)]
    pub never_ended: bool,
    /// Checks that failed.
    pub broken_checks: Vec<String>,
    /// Datasets held back because of them.
    pub held: Vec<String>,
    /// Deletions that wait for consent.
    pub refused_deletions: Vec<Refused>,
    /// Changes of the schema that hold a dataset until somebody accepts them or there is evidence.
    #[serde(default)]
    pub held_changes: Vec<String>,
    /// Stored files whose addresses on record are not in the store that the settings name.
    #[serde(default)]
    pub moved_files: u64,
}

impl Shortfall {
    /// The same in three words.
    pub fn outcome(&self) -> Outcome {
        let is_held = !self.broken_checks.is_empty() || !self.held.is_empty() || self.waits_for_consent();
        match self.accepted {
            _ if self.never_ended || self.open > 0 || is_held || self.moved_files > 0 => Outcome::Incomplete,
            0 => Outcome::Complete,
            gaps => Outcome::Except(gaps),
        }
    }

    /// Whether a person is asked for consent.
    fn waits_for_consent(&self) -> bool {
        !self.refused_deletions.is_empty() || !self.held_changes.is_empty()
    }

    /// Whether nothing is lacking, or what is was acknowledged.
    pub fn is_complete(&self) -> bool {
        self.outcome() != Outcome::Incomplete
    }

    /// What it is as a failure: incomplete, or refused where deletions or changes of the schema wait for consent; `None` if all is
    /// complete.
    pub fn kind(&self) -> Option<Kind> {
        let kind = if self.waits_for_consent() { Kind::Refused } else { Kind::Incomplete };
        (!self.is_complete()).then_some(kind)
    }

    /// Why it is incomplete, as a sentence; `None` if it is not.
    pub fn cause(&self) -> Option<String> {
        let mut parts = Vec::new();
        if self.open > 0 {
            let thing = if self.open == 1 { "thing" } else { "things" };
            parts.push(format!("{} {thing} could not be read", self.open));
        }
        parts.extend(self.broken_checks.iter().cloned());
        parts.extend(self.held_changes.iter().cloned());
        if self.moved_files > 0 {
            let files = if self.moved_files == 1 { "file is" } else { "files are" };
            parts.push(format!(
                "{} stored {files} on record elsewhere than in the store of the settings",
                self.moved_files
            ));
        }
        if !self.held.is_empty() {
            parts.push(format!("held back: {}", self.held.join(", ")));
        }
        parts.extend(self.refused_deletions.iter().map(|refused| {
            let Refused { objects, held, stream, .. } = refused;
            format!("{objects} of {held} {} wait for consent to be deleted", plural(stream))
        }));
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// Several of a thing, in words: its first word in the plural. A name in `s` is one already, as of `page_views`, or of a stream
/// that settings call `orders`.
pub fn plural(thing: &str) -> String {
    let (first, rest) =
        thing.split_once(' ').map_or((thing, String::new()), |(first, rest)| (first, format!(" {rest}")));
    let vowel = |c: char| "aeiou".contains(c);
    let is_hissed = ["ss", "x", "ch", "sh"].iter().any(|end| first.ends_with(end));
    match first.strip_suffix('y').filter(|stem| !stem.ends_with(vowel)) {
        Some(stem) => format!("{stem}ies{rest}"),
        None if is_hissed => format!("{first}es{rest}"),
        None if first.ends_with('s') => thing.to_owned(),
        None => format!("{first}s{rest}"),
    }
}

/// What could not be read and what has moved, as it stands now.
pub fn unread(db: &Db) -> Result<Shortfall> {
    let Shortfall { open, accepted, moved_files, .. } = of(db)?;
    Ok(Shortfall { open, accepted, moved_files, ..Shortfall::default() })
}

/// Whether more is lacking than single objects and files and what single objects hold: a listing that has not ended, or a dataset.
pub fn lacks_listings(db: &Db, shortfall: &Shortfall) -> Result<bool> {
    let is_complete_but_for_gaps = Shortfall { open: 0, moved_files: 0, ..shortfall.clone() }.is_complete();
    Ok(!is_complete_but_for_gaps || db.query_value(catchment_lake::sql::text("report/unended.sql")?, [])?)
}

/// What is lacking now, as the database has it: open gaps, and what held back the last finished run.
pub fn of(db: &Db) -> Result<Shortfall> {
    let mut shortfall: Shortfall = report::rows(db, "report/shortfall.sql")?.pop().unwrap_or_default();
    if db.query_value("select exists (from sync.upload where state = 'stored')", [])? {
        let moved: i64 = db.query_value(catchment_lake::sql::text("report/moved_files.sql")?, [])?;
        shortfall.moved_files = moved.unsigned_abs();
    }
    Ok(shortfall)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_accepted_counts_only_where_nothing_else_is_lacking() {
        let gaps = |open, accepted| Shortfall { open, accepted, ..Shortfall::default() };
        assert_eq!(gaps(0, 0).outcome().to_string(), "complete");
        assert_eq!(gaps(0, 1).outcome().to_string(), "complete except 1 acknowledged gap");
        assert_eq!(gaps(0, 3).outcome().to_string(), "complete except 3 acknowledged gaps");
        assert_eq!(gaps(1, 3).outcome().to_string(), "incomplete");
        for outcome in [Outcome::Complete, Outcome::Except(1), Outcome::Except(3), Outcome::Incomplete] {
            assert_eq!(Outcome::try_from(outcome.to_string()).unwrap(), outcome);
        }
        for words in ["", "complete except", "complete except 1 acknowledged gaps", "done"] {
            assert!(Outcome::try_from(words.to_owned()).is_err(), "{words}");
        }
        let held = Shortfall { held: vec!["space_content".to_owned()], ..gaps(0, 3) };
        assert_eq!((held.outcome(), held.cause().as_deref()), (Outcome::Incomplete, Some("held back: space_content")));
        assert_eq!(gaps(0, 3).cause(), None);
    }

    #[test]
    fn several_things_are_told_in_the_plural() {
        assert_eq!(["delivery", "day", "piece of history"].map(plural), ["deliveries", "days", "pieces of history"]);
        assert_eq!(
            ["page_views", "orders", "address", "batch"].map(plural),
            ["page_views", "orders", "addresses", "batches"]
        );
        let refused =
            |stream: &str| Refused { stream: stream.to_owned(), objects: 2, held: 3, evidence: String::new() };
        let shortfall = Shortfall { refused_deletions: vec![refused("delivery")], ..Shortfall::default() };
        assert_eq!(shortfall.cause().unwrap(), "2 of 3 deliveries wait for consent to be deleted");
    }
}
