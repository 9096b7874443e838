//! The lake's catalog and its sync tables, kept in step with what is published; and the lake as it can be asked.

use crate::connection::opened::{self, Paths};
use catchment_base::disk;
use catchment_base::error::{Error, Result};
use catchment_io::store::Store;
use catchment_lake::db::Db;
use catchment_lake::export::catalog::{self, Catalog, When};
use catchment_lake::export::mirror::{self, Mirror};
use catchment_lake::export::{self, Cache, CopyOrder, Lake, Reading, ducklake};
use catchment_source::config::Config;
use std::path::PathBuf;

/// The folder of the data directory in which lakes in buckets are copied for questions.
const COPIES: &str = "lake-cache";

/// A lake that can be asked: a folder with a catalog. Where it is a copy of what a bucket holds, it stays what it is
/// for as long as this is held.
pub struct Readable {
    /// The folder.
    pub folder: PathBuf,
    _reading: Option<Reading>,
}

/// The lake as it can be asked; one in a bucket is copied, as far as it is not. `fetching` is told how many bytes are
/// about to be fetched.
pub async fn readable(config: &Config, fetching: &dyn Fn(u64)) -> Result<Readable> {
    if let Some(folder) = config.lake.folder() {
        if !disk::exists(&folder.join(catalog::LINK)) {
            return Err(Error::failed(format!("there is no catalog in {}", folder.display()))
                .hint("'catchment sync' writes it when something is published, 'catchment catalog' after a move"));
        }
        return Ok(Readable { folder: folder.to_owned(), _reading: None });
    }
    let cache = copy(config, "query", false, fetching).await?;
    let catalog = catalog::write(cache.folder(), When::Changed)?;
    if !disk::exists(&catalog.link) {
        return Err(nothing_published(config));
    }
    Ok(Readable { folder: cache.folder().to_owned(), _reading: Some(cache.read()?) })
}

/// Writes the catalog anew, for instance after the lake was moved. Of a lake in a bucket that is the catalog of its
/// copy, of which every file is looked at.
pub async fn catalog(config: &Config, fetching: &dyn Fn(u64)) -> Result<Catalog> {
    let catalog = match config.lake.folder() {
        Some(folder) if !disk::exists(folder) => return Err(nothing_published(config)),
        Some(folder) => catalog::write(folder, When::Always)?,
        None => catalog::write(copy(config, "catalog", true, fetching).await?.folder(), When::Always)?,
    };
    if catalog.connections.is_empty() {
        return Err(nothing_published(config));
    }
    Ok(catalog)
}

/// The copy of what is current in the bucket.
async fn copy(config: &Config, doing: &str, thoroughly: bool, fetching: &dyn Fn(u64)) -> Result<Cache> {
    let connections: Vec<String> = config.connections.keys().cloned().collect();
    let order = CopyOrder {
        lake: &config.lake.open()?,
        connections: &connections,
        root: &config.data_dir.join(COPIES),
        holder: &opened::holder(doing),
        thoroughly,
        fetching,
    };
    Cache::refresh(&order).await
}

fn nothing_published(config: &Config) -> Error {
    Error::failed(format!("nothing is published in {}", config.lake)).hint("catchment sync")
}

/// What is kept in step with a connection's publications.
pub struct Followers {
    mirror: Mirror,
    connection: String,
    lake: Lake,
    store: Store,
    /// A private folder for what is made before it is put into a bucket.
    private: PathBuf,
    /// The folder of what is copied from one.
    copies: PathBuf,
}

impl Followers {
    /// Those of a connection.
    pub fn new(config: &Config, connection: &str) -> Result<Self> {
        let store = config.lake.open()?;
        let private = Paths::of(&config.data_dir, connection).spill.join("catalog");
        let (mirror, copies) = (Mirror::new(store.clone(), connection), config.data_dir.join(COPIES));
        let lake = Lake::new(store.clone(), connection);
        Ok(Self { mirror, connection: connection.to_owned(), lake, store, private, copies })
    }

    /// The part of the lake that they follow.
    pub fn lake(&self) -> &Lake {
        &self.lake
    }

    /// After a publication: every sync table has a file, the catalog shows what is current, and what no catalog shows any
    /// more is removed. Tells why the DuckLake catalog began anew, where it did.
    pub fn follow(&self, db: &Db) -> Result<Option<String>> {
        self.mirror.lay_out(db)?;
        let unfit = match self.store.as_folder() {
            Some(folder) if catalog::is_possible(folder) => catalog::write(folder, When::Changed)?.unfit,
            Some(_) => None,
            None => self.show(db)?,
        };
        export::retire(db, &self.lake)?;
        Ok(unfit)
    }

    /// After generations were withdrawn for good: the same, and neither a former catalog nor a copy is left that shows
    /// them.
    pub fn forget(&self, db: &Db) -> Result<Option<String>> {
        let unfit = self.follow(db)?;
        if let Some(folder) = self.store.as_folder().filter(|folder| catalog::is_possible(folder)) {
            catalog::write(folder, When::Always)?;
            catalog::forget_former(folder)?;
        }
        export::forget_copies(&self.copies, &opened::holder("withdrawal"))?;
        Ok(unfit)
    }

    /// After something was taken out of the records of syncs: their files are written anew.
    pub fn write_anew(&self, db: &Db) -> Result<Option<String>> {
        self.mirror.write_anew(db)?;
        self.forget(db)
    }

    /// The catalog in the bucket shows the newest generation.
    fn show(&self, db: &Db) -> Result<Option<String>> {
        let Some(kept) = export::not_shown(db, &self.lake, &self.connection)? else { return Ok(None) };
        let unfit = ducklake::put(&self.store, &self.private, &kept)?;
        export::note_shown(db)?;
        Ok(unfit.map(|unfit| format!("{unfit}; other connections return to it with their next publications")))
    }

    /// At the end of a run that failed: the lake tells that as well, also where nothing was published yet.
    pub fn tell_failed(&self, db: &Db) -> Result<()> {
        self.mirror.lay_out(db)?;
        self.tell(db, false)?;
        match self.store.as_folder().filter(|folder| catalog::is_possible(folder)) {
            Some(folder) => catalog::write(folder, When::Changed).map(drop),
            None => Ok(()),
        }
    }

    /// At the end of every run, whatever its outcome: the outcome is written at once, the full history after a
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
