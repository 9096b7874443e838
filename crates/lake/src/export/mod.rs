//! Export: marts become Parquet datasets, whole or not at all.
//!
//! A dataset is cut by key into files that together cover every possible key ([`plan`]). Each file
//! carries a digest of its rows, so a build knows which files changed without keeping rows twice; only
//! those are written ([`parquet`]), with times as instants ([`columns`]); the others are kept. Where it is known which keys may have changed, the
//! files are made from the former ones and these rows, and nothing else is read ([`follow`]). A generation is
//! reserved, written, read back, stated in its manifest, pointed at, and then published ([`generation`]), in a
//! folder or in a bucket ([`lake`]); at any crash the former or the new one is what readers see. Beside them lie
//! the sync tables ([`mirror`]) and the catalogs of all connections: [`ducklake`] and, in a folder, the [`catalog`] of views.

mod adopt;
pub mod catalog;
mod columns;
pub mod ducklake;
mod follow;
mod generation;
mod lake;
mod manifest;
pub mod mirror;
mod parquet;
pub mod past;
mod plan;
mod readme;
pub mod reports;
mod retire;
mod shown;

pub use adopt::{adopt, adopt_maker, is_newer, is_older};
pub use generation::{Former, Published, former, newest_known, publish, recover, refuse, refuse_without_database};
pub use lake::{Cache, CopyOrder, Lake, Reading, forget_copies};
pub use manifest::{Altered, Changes, Facts, Progress};
pub use parquet::Answer;
pub use plan::{DataFile, Rewrite, plan};
pub use readme::explain;
pub use retire::{is_left, retire, shows_weaker, withdraw_before};
pub use shown::{not_shown, note_shown};

use arrow::datatypes::SchemaRef;
use serde_json::Value;

/// A column of a dataset, for its readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its number for life and those of what is nested in it, from the outside in.
    pub numbers: Vec<i32>,
    /// Its name.
    pub name: String,
    /// The word of its class.
    pub class: String,
    /// What it says.
    pub comment: String,
    /// Whether it is never null.
    pub required: bool,
    /// Whether bodies stand in it: large texts that do not repeat.
    pub is_body: bool,
}

/// A dataset: a relation to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    /// Its name, also its folder's.
    pub name: String,
    /// The relation it is read from.
    pub relation: String,
    /// What a row of it is.
    pub about: String,
    /// The column it is sorted and cut by: rows of one key stand in one file.
    pub key: String,
    /// The columns that tell rows of one key apart, and sort them.
    pub within: Vec<String>,
    /// Its columns, in order.
    pub fields: Vec<Field>,
    /// The streams of the source that feed it, sorted.
    pub streams: Vec<String>,
    /// The keys whose rows may differ from the newest generation; nothing: any row may.
    pub touched: Option<Touched>,
}

/// The keys of a dataset whose rows may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// A relation with the keys in its column `value`.
    pub keys: String,
    /// The statement that gives the present rows of these keys.
    pub rows: String,
}

/// Whether a dataset is new in a generation or carried from a former one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Built for this generation.
    Published,
    /// Carried, because of a check that failed.
    Held(String),
}

/// A dataset in a generation.
#[derive(Clone, Debug)]
pub struct Content {
    /// The dataset.
    pub dataset: Dataset,
    /// New or carried.
    pub state: State,
    /// The generation it was built for.
    pub from_generation: i64,
    /// The columns of its files, as the manifest states them.
    pub columns: Value,
    /// The schema to write files with.
    pub schema: SchemaRef,
    /// Its files.
    pub files: Vec<DataFile>,
    /// What its new files are made from; nothing: from the relation.
    pub rewrites: Option<Vec<Rewrite>>,
    /// The files of the former generation.
    pub former: Vec<DataFile>,
    /// Whether the lake had lost some of them.
    pub is_repair: bool,
}
