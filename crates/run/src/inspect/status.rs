//! What a connection can say about itself: the rows of `sql/report/`, put together.

use super::asked::{self, Asked};
use super::totals::RunTotals;
use crate::connection::report::{can_be_read, rows};
use crate::publish::shortfall::{self, Outcome, Shortfall};
use crate::schema::changes::{self, SchemaChange};
use crate::upload::{self, UploadState};
use catchment_base::clock;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::state::{ChunkState, DeletionReason, GapKind, GapState, PublicationState, RunState};
use catchment_lake::db::Db;
use catchment_source::config::{Config, Connection};
use catchment_source::waits::Waiting;
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// Where a connection stands. Times are written as RFC 3339 in JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// The connection.
    pub connection: String,
    /// Whether a sync is at work.
    pub running: bool,
    /// What a sync that is at work waits for.
    pub waiting: Option<Wait>,
    /// What is published.
    pub outcome: Outcome,
    /// What it lacks.
    pub shortfall: Shortfall,
    /// The last run.
    pub last_run: Option<LastRun>,
    /// When the last finished run ended.
    pub last_ended_at: Option<DateTime<Utc>>,
    /// Its counts.
    pub totals: RunTotals,
    /// The datasets of the newest generation.
    pub datasets: Vec<DatasetState>,
    /// To when listings are complete; a stream as a whole has no scope.
    pub complete_to: Vec<CompleteTo>,
    /// What could not be read, still due or acknowledged.
    pub open: Vec<Gap>,
    /// The deletions that wait for consent, by scope and reason.
    #[serde(default)]
    pub held_back: Vec<HeldBack>,
    /// Changes of the schema that hold a dataset, and the newest ones.
    #[serde(default)]
    pub schema_changes: Vec<SchemaChange>,
    /// What is gone.
    pub deleted: Vec<Deleted>,
    /// Pieces of history.
    pub chunks: Vec<Chunks>,
    /// Files that exist, by stream and state; none where none are stored.
    pub files: Vec<UploadState>,
}

/// A pause that is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// When it ends.
    pub until: DateTime<Utc>,
    /// Who asked for it.
    pub why: String,
}

impl From<Waiting> for Wait {
    fn from(waiting: Waiting) -> Self {
        Self { until: waiting.until.and_utc(), why: waiting.why().to_owned() }
    }
}

/// The last run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastRun {
    /// Its number.
    pub run_id: i64,
    /// How it stands.
    pub state: RunState,
    /// Its outcome in words; `None` if it did not finish.
    pub outcome: Option<String>,
    /// How often a process worked on it.
    pub attempts: i64,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The version of the program.
    pub version: String,
    /// Why it failed or is incomplete, as a sentence.
    pub cause: Option<String>,
}

/// A dataset of the newest generation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetState {
    /// The generation.
    pub generation: i64,
    /// Its name.
    pub dataset: String,
    /// Whether its rows are of this generation.
    pub state: PublicationState,
    /// The generation that its rows are of.
    pub from_generation: i64,
    /// Why it is held.
    pub cause: Option<String>,
    /// Its rows.
    pub row_count: u64,
    /// Its files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// To when a listing is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompleteTo {
    /// The stream.
    pub stream: String,
    /// The space; empty for the stream as a whole.
    pub scope: String,
    /// By the site's clock.
    pub complete_to: DateTime<Utc>,
    /// What that rests on, where it is less than the records of the site, such as the search index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete_by: Option<String>,
}

/// Deletions that wait for consent, in one scope and for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldBack {
    /// The stream.
    pub stream: String,
    /// The id of the scope that the objects lie in; empty for none.
    pub scope: String,
    /// What people call that scope, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope_name: Option<String>,
    /// Why they are gone; nothing where they were not asked for by their ids yet.
    pub reason: Option<DeletionReason>,
    /// How many.
    pub objects: u64,
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// By this number it is acknowledged.
    pub id: i64,
    /// What it is.
    pub kind: GapKind,
    /// The stream.
    pub stream: String,
    /// The id of the space whose listing it is about; empty for none.
    pub scope: String,
    /// What people call that space, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope_name: Option<String>,
    /// The object's id, the kind of listing, the key of a space, or the path of a column's member.
    pub object: String,
    /// Why.
    pub cause: String,
    /// Whether it was accepted as missing.
    pub state: GapState,
    /// Whether it may be acknowledged: not where the login or the connection failed.
    pub can_be_accepted: bool,
}

/// How many objects are gone for a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deleted {
    /// The stream.
    pub stream: String,
    /// The reason.
    pub reason: DeletionReason,
    /// How many.
    pub objects: u64,
}

/// How many pieces of history are in a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chunks {
    /// The stream.
    pub stream: String,
    /// `scope`, `window` (of time), or `site` where everything is read at once.
    pub kind: String,
    /// How they stand.
    pub state: ChunkState,
    /// How many.
    pub chunks: u64,
    /// What was read of them.
    pub objects: u64,
}

/// The key of a space.
#[derive(Deserialize)]
struct ScopeName {
    scope: String,
    name: Option<String>,
}

/// When the last finished sync ended.
const LAST_ENDED: &str =
    "select max(ended_at) from sync.run where state in ('done', 'incomplete') and purge_id is null";

impl Status {
    /// The status of a connection that was never synced.
    fn never(connection: &Connection) -> Self {
        let shortfall = Shortfall { never_ended: true, ..Shortfall::default() };
        Self {
            connection: connection.name.clone(),
            running: false,
            waiting: None,
            outcome: shortfall.outcome(),
            shortfall,
            last_run: None,
            last_ended_at: None,
            totals: RunTotals::default(),
            datasets: Vec::new(),
            complete_to: Vec::new(),
            open: Vec::new(),
            held_back: Vec::new(),
            schema_changes: Vec::new(),
            deleted: Vec::new(),
            chunks: Vec::new(),
            files: Vec::new(),
        }
    }

    /// What is wrong with the last run, as the exit code of a sync says it; `None` if it is well, or still at work.
    pub fn verdict(&self) -> Option<Error> {
        let Some(run) = &self.last_run else {
            return Some(Error::failed("it was never synced").hint(format!("catchment sync {}", self.connection)));
        };
        let told = |what: &str| Error::failed(format!("run {} {what}", run.run_id));
        let name = &self.connection;
        let gaps = match self.open.is_empty() {
            true => String::new(),
            false => format!("'catchment status {name}' lists the gaps, and "),
        };
        let hint = format!("{gaps}'catchment audit {name} runs' lists the runs");
        let because = |error: Error| run.cause.iter().fold(error, |error, cause| error.because(cause.clone()));
        let error = match run.state {
            _ if self.running => None,
            RunState::Failed => Some(because(told("failed"))),
            RunState::Running | RunState::Interrupted => Some(because(told("was stopped before it finished"))),
            RunState::Done | RunState::Incomplete if self.datasets.is_empty() && self.shortfall.is_complete() => {
                let next = format!("'catchment sync {}' publishes it", self.connection);
                return Some(Error::new(Kind::Incomplete, "nothing has been published yet").hint(next));
            }
            RunState::Done | RunState::Incomplete => {
                let what = || self.shortfall.cause().unwrap_or_else(|| self.outcome.to_string());
                self.shortfall.kind().map(|kind| Error::new(kind, what()))
            }
        };
        let goes_on = matches!(run.state, RunState::Running | RunState::Interrupted);
        let continues = format!("'catchment sync {}' continues it", self.connection);
        error.map(|error| error.hint(if goes_on { continues } else { hint }))
    }

    /// The error if no run has finished for longer than `most`.
    pub fn too_old(&self, most: Duration) -> Option<Error> {
        let hint = format!("check what schedules 'catchment sync {}', and 'catchment audit {0} runs'", self.connection);
        let Some(ended) = self.last_ended_at else { return Some(Error::failed("no sync has finished yet").hint(hint)) };
        let age = (clock::now().and_utc() - ended).to_std().unwrap_or_default();
        (age > most).then(|| {
            let what = format!("the last finished sync ended {} minutes ago", age.as_secs() / 60);
            Error::failed(what).hint(hint)
        })
    }
}

/// The status of a connection, asked of its holder where there is one.
pub fn status(config: &Config, name: &str) -> Result<Status> {
    let connection = config.connection(name)?;
    if !asked::is_synced(config, name) {
        return Ok(Status::never(connection));
    }
    match asked::ask(config, name, "status")? {
        Asked::Holder(answer) => asked::read(&answer),
        Asked::Database(opened) => of(&opened.db, &opened.connection),
    }
}

/// The status as the database says it, where no sync is running.
pub fn of(db: &Db, connection: &Connection) -> Result<Status> {
    with(db, connection, shortfall::of(db)?)
}

/// The same where the shortfall is known.
pub fn with(db: &Db, connection: &Connection, shortfall: Shortfall) -> Result<Status> {
    let last_run: Option<LastRun> = rows(db, "report/last_run.sql")?.pop();
    let held_back = if shortfall.refused_deletions.is_empty() { Vec::new() } else { held_back(db, connection)? };
    Ok(Status {
        held_back,
        connection: connection.name.clone(),
        running: false,
        // Only the process that waits knows until when.
        waiting: None,
        outcome: shortfall.outcome(),
        shortfall,
        totals: last_run.as_ref().map_or_else(|| Ok(RunTotals::default()), |run| RunTotals::of_run(db, run.run_id))?,
        last_run,
        last_ended_at: db.query_value::<Option<NaiveDateTime>, _>(LAST_ENDED, [])?.map(|at| at.and_utc()),
        datasets: rows(db, "report/datasets.sql")?,
        complete_to: rows(db, "report/complete_to.sql")?,
        open: gaps(db, connection)?,
        schema_changes: changes::newest(db)?,
        deleted: rows(db, "report/deleted.sql")?,
        chunks: rows(db, "report/chunks.sql")?,
        files: upload::states(db, connection)?,
    })
}

/// What could not be read, with the names of the spaces that it is about.
fn gaps(db: &Db, connection: &Connection) -> Result<Vec<Gap>> {
    let mut gaps: Vec<Gap> = rows(db, "report/open.sql")?;
    if gaps.iter().any(|gap| !gap.scope.is_empty()) {
        let names = scope_names(db, connection)?;
        gaps.iter_mut().for_each(|gap| gap.scope_name = names.get(&gap.scope).cloned());
    }
    Ok(gaps)
}

/// The deletions that wait for consent, with the names of their scopes.
fn held_back(db: &Db, connection: &Connection) -> Result<Vec<HeldBack>> {
    let (mut waiting, names) = (rows::<HeldBack>(db, "report/held_back.sql")?, scope_names(db, connection)?);
    waiting.iter_mut().for_each(|waiting| waiting.scope_name = names.get(&waiting.scope).cloned());
    Ok(waiting)
}

/// What people call the scopes, as far as that is known.
fn scope_names(db: &Db, connection: &Connection) -> Result<BTreeMap<String, String>> {
    let file = format!("{}/report/scope_name.sql", connection.source);
    if catchment_lake::sql::find(&file).is_none() || !can_be_read(db, &file)? {
        return Ok(BTreeMap::new());
    }
    let names: Vec<ScopeName> = rows(db, &file)?;
    Ok(names.into_iter().filter_map(|ScopeName { scope, name }| Some((scope, name?))).collect())
}
