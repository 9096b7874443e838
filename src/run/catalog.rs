//! The lake's catalog and its sync tables, kept in step with what is published.

use crate::config::Config;
use crate::edge::db::Db;
use crate::edge::disk;
use crate::error::{Error, Result};
use crate::export::catalog::{self, Catalog};
use crate::export::mirror::{self, Mirror};
use crate::export::{self, Lake};
use std::path::{Path, PathBuf};

/// The folder of the lake, for what only a folder can have.
pub fn folder(config: &Config) -> Result<&Path> {
    config.lake.folder().ok_or_else(|| {
        Error::usage(format!("the lake lies in a bucket, {}: there is no catalog of it", config.lake)).hint(
            "a catalog is a DuckDB file on a local disk; read the manifest that current.json names, or copy the lake",
        )
    })
}

/// Writes the catalog anew, for instance after the lake was moved.
pub fn catalog(config: &Config) -> Result<Catalog> {
    let folder = folder(config)?;
    if !disk::exists(folder) {
        return Err(nothing_published(folder));
    }
    let catalog = catalog::write(folder, true)?;
    if catalog.connections.is_empty() {
        return Err(nothing_published(folder));
    }
    Ok(catalog)
}

fn nothing_published(folder: &Path) -> Error {
    Error::failed(format!("nothing is published in {}", folder.display())).hint("catchment sync")
}

/// What is kept in step with a connection's publications.
pub struct Followers {
    mirror: Mirror,
    lake: Lake,
    /// The lake's folder; nothing for a bucket.
    folder: Option<PathBuf>,
}

impl Followers {
    /// Those of a connection.
    pub fn new(config: &Config, connection: &str) -> Result<Self> {
        let folder = config.lake.folder().map(Path::to_owned);
        let lake = config.lake.open()?;
        Ok(Self { mirror: Mirror::new(lake.clone(), connection), lake: Lake::new(lake, connection), folder })
    }

    /// After a publication: every sync table has a file, the catalog shows what is current, and what no catalog shows any
    /// more is removed.
    pub fn follow(&self, db: &Db) -> Result<()> {
        self.mirror.lay_out(db)?;
        if let Some(folder) = self.folder.as_deref().filter(|folder| catalog::is_possible(folder)) {
            catalog::write(folder, false)?;
        }
        export::retire(db, &self.lake)
    }

    /// At the end of a run: what happened is appended to the sync tables, at least once an hour.
    pub fn tell(&self, db: &Db, published: bool) -> Result<()> {
        if published || mirror::is_due(db)? { self.mirror.append(db) } else { Ok(()) }
    }
}
