//! The lake's catalog and its sync tables, kept in step with what is published.

use super::opened::Paths;
use crate::config::Config;
use crate::edge::db::Db;
use crate::edge::disk;
use crate::edge::store::Store;
use crate::error::{Error, Result};
use crate::export::catalog::{self, Catalog};
use crate::export::mirror::{self, Mirror};
use crate::export::{self, Lake, ducklake};
use std::path::{Path, PathBuf};

/// The folder of the lake, for what only a folder can have.
pub fn folder(config: &Config) -> Result<&Path> {
    config.lake.folder().ok_or_else(|| {
        Error::usage(format!("the lake is in a bucket, {}, and has no catalog", config.lake)).hint(
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
    connection: String,
    store: Store,
    /// A private folder for what is made before it is put into a bucket.
    private: PathBuf,
}

impl Followers {
    /// Those of a connection.
    pub fn new(config: &Config, connection: &str) -> Result<Self> {
        let store = config.lake.open()?;
        let private = Paths::of(&config.data_dir, connection).spill.join("catalog");
        Ok(Self { mirror: Mirror::new(store.clone(), connection), connection: connection.to_owned(), store, private })
    }

    /// After a publication: every sync table has a file, the catalog shows what is current, and what no catalog shows any
    /// more is removed. Tells why the DuckLake catalog began anew, where it did.
    pub fn follow(&self, db: &Db) -> Result<Option<String>> {
        self.mirror.lay_out(db)?;
        let unfit = match self.store.as_folder() {
            Some(folder) if catalog::is_possible(folder) => catalog::write(folder, false)?.unfit,
            Some(_) => None,
            None => self.show(db)?,
        };
        export::retire(db, &Lake::new(self.store.clone(), &self.connection))?;
        Ok(unfit)
    }

    /// After generations were withdrawn for good: the same, and no former catalog is left that shows them.
    pub fn forget(&self, db: &Db) -> Result<Option<String>> {
        let unfit = self.follow(db)?;
        if let Some(folder) = self.store.as_folder().filter(|folder| catalog::is_possible(folder)) {
            catalog::write(folder, true)?;
            catalog::forget_former(folder)?;
        }
        Ok(unfit)
    }

    /// The catalog in the bucket shows the newest generation.
    fn show(&self, db: &Db) -> Result<Option<String>> {
        let lake = Lake::new(self.store.clone(), &self.connection);
        let Some(kept) = export::not_shown(db, &lake, &self.connection)? else { return Ok(None) };
        let unfit = ducklake::put(&self.store, &self.private, &kept)?;
        export::note_shown(db)?;
        Ok(unfit.map(|unfit| format!("{unfit}; other connections return to it with their next publications")))
    }

    /// At the end of a run that failed: the lake tells that as well, also where nothing was published yet.
    pub fn tell_failed(&self, db: &Db) -> Result<()> {
        self.mirror.lay_out(db)?;
        self.tell(db, false)?;
        match self.store.as_folder().filter(|folder| catalog::is_possible(folder)) {
            Some(folder) => catalog::write(folder, false).map(drop),
            None => Ok(()),
        }
    }

    /// At the end of a run, whatever it came to: how it ended is told at once, everything that happened after a
    /// publication and at least once an hour.
    pub fn tell(&self, db: &Db, published: bool) -> Result<()> {
        if published {
            export::explain(&self.store)?;
        }
        if published || mirror::is_due(db)? {
            self.mirror.append(db)?;
        }
        self.mirror.refresh(db)
    }
}
