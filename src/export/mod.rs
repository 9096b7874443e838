//! Export: marts become Parquet datasets, whole or not at all.
//!
//! A dataset is cut by key into files that together cover every possible key ([`plan`]). Each file
//! carries a digest of its rows, so a build knows which files changed without keeping rows twice; only
//! those are written ([`parquet`]), the others are linked. A generation is reserved, written, read back,
//! stated in its manifest, pointed at, and then published ([`generation`]); at any crash the former or
//! the new one is what readers see.

mod generation;
mod manifest;
mod parquet;
mod plan;

pub use generation::{Content, Former, Lake, Published, State, former, publish, recover};
pub use manifest::Facts;
pub use plan::{DataFile, plan};

/// A column of a dataset, for its readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// The word of its class.
    pub class: String,
    /// What it says.
    pub comment: String,
}

impl Field {
    /// Whether bodies stand in it: large texts that do not repeat.
    fn is_body(&self) -> bool {
        self.class == "storage"
    }
}

/// A dataset: a relation to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    /// Its name, also its folder's.
    pub name: String,
    /// The relation it is read from.
    pub relation: String,
    /// The column it is sorted and cut by.
    pub key: String,
    /// Its columns, in order.
    pub fields: Vec<Field>,
}
