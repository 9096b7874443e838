//! The counts of runs, added up from their tables: a report counts every run that it covers.

use crate::connection::report;
use catchment_base::error::Result;
use catchment_base::state::DeletionReason;
use catchment_lake::db::{Db, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The counts of some runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunTotals {
    /// The runs, in their order.
    #[serde(default)]
    pub runs: Vec<i64>,
    /// Requests sent.
    pub requests: u64,
    /// Those of them whose answer was not used.
    pub failed: u64,
    /// Bytes of the answers.
    pub bytes: u64,
    /// Milliseconds of pauses.
    pub waited_ms: u64,
    /// Generations published.
    pub generations: u64,
    /// Data files written for them.
    #[serde(default)]
    pub files_written: u64,
    /// What redaction found, the most frequent first.
    #[serde(default)]
    pub redactions: Vec<Found>,
    /// What became of the objects of each stream.
    #[serde(default)]
    pub changes: Vec<Change>,
}

/// What became of the objects of a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The stream.
    pub stream: String,
    /// Objects that were not held before.
    #[serde(default)]
    pub new: u64,
    /// Objects that were held otherwise before.
    #[serde(default)]
    pub changed: u64,
    /// Objects that are there again after they were gone.
    #[serde(default)]
    pub back: u64,
    /// Objects that are gone, also with what they lie in.
    #[serde(default)]
    pub gone: u64,
    /// Those of them that are in the site's trash.
    #[serde(default)]
    pub trashed: u64,
    /// Those of them that the site no longer has.
    #[serde(default)]
    pub purged: u64,
    /// Those of them that the account does not see.
    #[serde(default)]
    pub no_access: u64,
    /// Those of them that the settings do not ask for.
    #[serde(default)]
    pub out_of_scope: u64,
}

impl Change {
    /// How many objects are gone for each reason, those without any left out.
    pub fn reasons(&self) -> Vec<(DeletionReason, u64)> {
        let counts = [
            (DeletionReason::NoAccess, self.no_access),
            (DeletionReason::Purged, self.purged),
            (DeletionReason::Trashed, self.trashed),
            (DeletionReason::OutOfScope, self.out_of_scope),
        ];
        counts.into_iter().filter(|(_, objects)| *objects > 0).collect()
    }
}

/// How often redaction found a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The type.
    pub r#type: String,
    /// How often.
    pub findings: u64,
}

impl RunTotals {
    /// The totals of a run, together with those before it that failed and whose work it goes on with: what had landed.
    pub fn of_run(db: &Db, run: i64) -> Result<Self> {
        let rows: Vec<Numbered> =
            report::rows_with(db, "report/runs_of_report.sql", str::to_owned, params! { run: run })?;
        let mut runs = numbers(rows);
        if runs.len() > 1 {
            let landed = numbers(rows_of(db, "report/runs_landed.sql", &runs)?);
            runs.retain(|number| *number == run || landed.contains(number));
        }
        Self::of_runs(db, runs)
    }

    fn of_runs(db: &Db, runs: Vec<i64>) -> Result<Self> {
        let totals: Self = rows_of(db, "report/runs_requests.sql", &runs)?.pop().unwrap_or_default();
        let written: Option<Written> = match totals.generations {
            0 => None,
            _ => rows_of(db, "report/runs_files.sql", &runs)?.pop(),
        };
        let redactions = rows_of(db, "report/runs_redactions.sql", &runs)?;
        let changes = rows_of(db, "report/runs_changes.sql", &runs)?;
        let gone: Vec<Change> =
            if is_anything_gone(db, &runs)? { rows_of(db, "report/runs_gone.sql", &runs)? } else { Vec::new() };
        Ok(Self {
            runs,
            redactions,
            changes: together(changes, gone),
            files_written: written.map_or(0, |written| written.files_written),
            ..totals
        })
    }

    /// The same with at least as many files written: the record counts none that was written again under its name.
    pub fn with_files(self, written: u64) -> Self {
        Self { files_written: self.files_written.max(written), ..self }
    }

    /// The totals of these runs and of others.
    pub fn and(mut self, other: Self) -> Self {
        for found in other.redactions {
            match self.redactions.iter_mut().find(|known| known.r#type == found.r#type) {
                Some(known) => known.findings += found.findings,
                None => self.redactions.push(found),
            }
        }
        self.redactions.sort_by(|one, two| (two.findings, &one.r#type).cmp(&(one.findings, &two.r#type)));
        self.changes = together(self.changes, other.changes);
        self.runs.extend(other.runs);
        Self {
            runs: self.runs,
            requests: self.requests + other.requests,
            failed: self.failed + other.failed,
            bytes: self.bytes + other.bytes,
            waited_ms: self.waited_ms + other.waited_ms,
            generations: self.generations + other.generations,
            files_written: self.files_written + other.files_written,
            redactions: self.redactions,
            changes: self.changes,
        }
    }
}

/// Changes added up by their streams, in the order of these.
fn together(mut changes: Vec<Change>, others: Vec<Change>) -> Vec<Change> {
    for change in others {
        match changes.iter_mut().find(|known| known.stream == change.stream) {
            Some(known) => {
                known.new += change.new;
                known.changed += change.changed;
                known.back += change.back;
                known.gone += change.gone;
                known.trashed += change.trashed;
                known.purged += change.purged;
                known.no_access += change.no_access;
                known.out_of_scope += change.out_of_scope;
            }
            None => changes.push(change),
        }
    }
    changes.sort_by(|one, other| one.stream.cmp(&other.stream));
    changes
}

/// Whether anything is gone or back by some runs.
fn is_anything_gone(db: &Db, runs: &[i64]) -> Result<bool> {
    let runs = json!(runs).to_string();
    db.query_value(
        "select exists (
            select 1 from sync.deletion
            where list_contains(from_json($runs, '[\"bigint\"]'), run_id)
                or list_contains(from_json($runs, '[\"bigint\"]'), restored_run_id)
         )",
        params! { runs: runs },
    )
}

#[derive(Deserialize)]
struct Numbered {
    run_id: i64,
}

#[derive(Deserialize)]
struct Written {
    files_written: u64,
}

fn numbers(rows: Vec<Numbered>) -> Vec<i64> {
    rows.into_iter().map(|row| row.run_id).collect()
}

/// The rows of a report about some runs.
fn rows_of<T: DeserializeOwned>(db: &Db, file: &str, runs: &[i64]) -> Result<Vec<T>> {
    let numbers = runs.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    report::rows_with(db, file, |sql| sql.replace("$runs", &numbers), [])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_of_two_runs_are_added_by_type() {
        let found = |r#type: &str, findings| Found { r#type: r#type.to_owned(), findings };
        let first = RunTotals {
            runs: vec![1],
            requests: 4,
            redactions: vec![found("B", 5), found("A", 2)],
            ..RunTotals::default()
        };
        let second = RunTotals { runs: vec![2], requests: 3, redactions: vec![found("A", 4)], ..RunTotals::default() };
        let both = first.and(second);
        assert_eq!((both.runs, both.requests), (vec![1, 2], 7));
        assert_eq!(both.redactions, [found("A", 6), found("B", 5)]);
    }
}
