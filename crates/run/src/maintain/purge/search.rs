//! The proof of an erasure: everything that a connection holds is searched, as plain text, for what is known of the person.

use super::edit::each_batch;
use super::forms;
use super::json;
use super::ledger::{self, RECORDS, Table};
use super::person::Person;
use crate::connection::opened::{Opened, Paths};
use crate::upload;
use catchment_base::disk::{self, Access};
use catchment_base::error::{Result, printable};
use catchment_io::key::Keys;
use catchment_io::store::Store;
use catchment_lake::db::{Db, Limits, literal};
use catchment_lake::land::Sealer;
use catchment_source::config::Place;
use regex::Regex;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Databases of others are read with as much memory, on one thread.
const LIMITS: Limits = Limits { memory: 256 << 20, threads: 1 };
/// The longest form that may stand across the border of two pieces of a file, in bytes.
const OVERLAP: usize = 4 << 10;

/// Looks for a person, and notes where it is.
pub struct Search<'a> {
    person: &'a Person<'a>,
    /// The pattern of its forms and pseudonyms; nothing where it is known by no form that is its alone.
    pattern: Option<Regex>,
    /// A folder of ours for what is read from elsewhere.
    spool: PathBuf,
    /// Where it was found.
    pub found: Vec<String>,
    /// What could not be searched, each with the reason.
    pub unread: Vec<String>,
    /// Backups that are not where they were made.
    pub moved: Vec<String>,
}

impl<'a> Search<'a> {
    /// Nothing was searched yet.
    pub fn new(person: &'a Person<'a>, keys: &Keys, spool: &Path) -> Result<Self> {
        let pattern = person.matcher().pattern(&person.pseudonyms(keys)?).as_deref().map(forms::regex).transpose()?;
        let unsearched = "datasets and files: what is known of the person is too little to look for";
        let unread = pattern.is_none().then(|| unsearched.to_owned()).into_iter().collect();
        Ok(Self { person, pattern, spool: spool.to_owned(), found: Vec::new(), unread, moved: Vec::new() })
    }

    /// Searches the database of a connection and its responses.
    pub fn connection(&mut self, opened: &Opened) -> Result<()> {
        self.responses(opened, (&opened.db, &opened.paths.sealed), "")?;
        self.database(&opened.db, "")
    }

    fn responses(&mut self, opened: &Opened, (db, sealed): (&Db, &Path), of: &str) -> Result<()> {
        let sealer = Sealer::new(&opened.keys, &opened.connection.name)?;
        let (person, mut found) = (self.person, Vec::new());
        each_batch(db, (&sealer, sealed), |responses| {
            for response in responses {
                let body = String::from_utf8_lossy(&response.body);
                let mut texts = json::tokens(&body).filter_map(|token| token.value());
                if texts.any(|text| person.is_in(&text)) || person.has_scope(&response.scope) {
                    found.push(format!("{of}the sealed response {} of {}", response.seq, response.stream));
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        self.found.extend(found);
        Ok(())
    }

    fn database(&mut self, db: &Db, of: &str) -> Result<()> {
        let found = self.columns_of(db)?;
        self.found.extend(found.into_iter().map(|place| format!("{of}{place}")));
        Ok(())
    }

    /// The columns of a database in which the person is.
    fn columns_of(&self, db: &Db) -> Result<Vec<String>> {
        let is_searched = |table: &Table| table.schema != "sync" || !RECORDS.contains(&table.name.as_str());
        let Some(pattern) = &self.pattern else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for table in ledger::tables(db)?.into_iter().filter(is_searched) {
            let columns = table.columns_with(db, pattern.as_str())?;
            let place =
                |(column, rows): (&str, i64)| format!("{}.{}, column {column}, {rows} rows", table.schema, table.name);
            found.extend(columns.into_iter().map(place));
        }
        Ok(found)
    }

    /// Searches the stored files of a connection; names those that cannot be searched.
    pub async fn stored(&mut self, opened: &Opened, store: Option<&Store>, place: &Place) -> Result<()> {
        let name = &opened.connection.name;
        let root = store.map(|store| upload::mark::root(store, name));
        if let Some((files, _)) = upload::mark::elsewhere(&opened.db, root.as_deref())? {
            self.unread.push(format!("{files} stored files, which are not in a store that the settings name"));
        }
        if store.is_some() {
            self.place(place, &|key| key.split('/').next() == Some(name)).await?;
        }
        Ok(())
    }

    /// Searches files of a place: datasets, catalogs, manifests or stored files.
    pub async fn place(&mut self, place: &Place, is_searched: &dyn Fn(&str) -> bool) -> Result<()> {
        let store = place.open()?;
        let reader = Db::reader(store.as_folder().unwrap_or(&self.spool))?;
        let mut keys = Vec::new();
        store
            .list("", |key, _| {
                if is_searched(key) {
                    keys.push(key.to_owned());
                }
                Ok(())
            })
            .await?;
        for key in keys {
            let uri = store.uri(&key);
            if self.person.is_in(&key) {
                self.found.push(format!("the name of {}", printable(&uri)));
            }
            match self.file((&store, &reader), &key).await {
                Ok(true) => self.found.push(printable(&uri)),
                Ok(false) => {}
                Err(cause) => self.unread.push(format!("{}: {}", printable(&uri), cause.one_line())),
            }
        }
        Ok(())
    }

    async fn file(&self, (store, reader): (&Store, &Db), key: &str) -> Result<bool> {
        match Path::new(key).extension().and_then(|ending| ending.to_str()) {
            Some("parquet") => self.with_path(store, key, |path| self.is_in_rows(reader, path)).await,
            Some("ducklake" | "duckdb") => self.with_path(store, key, |path| self.is_in_database(path)).await,
            _ => self.is_in_bytes(store, key).await,
        }
    }

    /// Hands over the path of a file; one of a bucket is copied.
    async fn with_path(&self, store: &Store, key: &str, read: impl Fn(&Path) -> Result<bool>) -> Result<bool> {
        if let Some(folder) = store.as_folder() {
            return read(&folder.join(key));
        }
        let copy = self.spool.join("searched");
        disk::make_dir(&self.spool, Access::Private)?;
        disk::remove_file(&copy)?;
        let mut bytes = Vec::new();
        store
            .read(key, |piece| {
                bytes.extend_from_slice(piece);
                Ok(ControlFlow::Continue(()))
            })
            .await?;
        disk::write_new(&copy, &bytes, Access::Private)?;
        let found = read(&copy);
        disk::remove_file(&copy)?;
        found
    }

    fn is_in_rows(&self, db: &Db, path: &Path) -> Result<bool> {
        let Some(pattern) = &self.pattern else { return Ok(false) };
        let rows = format!("read_parquet({})", literal(&path.to_string_lossy()));
        let columns = db.query(
            &format!("select column_name from (describe select * from {rows}) where contains(column_type, 'VARCHAR')"),
            [],
            |row| row.get::<_, String>(0),
        )?;
        ledger::is_in_rows(db, (&rows, &columns), pattern.as_str())
    }

    fn is_in_database(&self, path: &Path) -> Result<bool> {
        let db = Db::read_only(path, path.parent().unwrap_or(path), LIMITS)?;
        Ok(!self.columns_of(&db)?.is_empty())
    }

    async fn is_in_bytes(&self, store: &Store, key: &str) -> Result<bool> {
        let (mut held, mut is_in) = (Vec::new(), false);
        let Some(pattern) = &self.pattern else { return Ok(false) };
        store
            .read(key, |piece| {
                held.extend_from_slice(piece);
                is_in = pattern.is_match(&String::from_utf8_lossy(&held));
                held.drain(..held.len().saturating_sub(OVERLAP));
                Ok(if is_in { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            })
            .await?;
        Ok(is_in)
    }

    /// Searches the backups that were made of the connection.
    pub fn backups(&mut self, opened: &Opened) -> Result<()> {
        let sql = "select distinct folder from sync.backup order by folder";
        for folder in opened.db.query(sql, [], |row| row.get::<_, String>(0))? {
            let of = format!("the backup {}: ", printable(&folder));
            let paths = Paths::of(Path::new(&folder), &opened.connection.name);
            if !disk::exists(&paths.database) {
                self.moved.push(format!("the backup in {}, wherever it was moved", printable(&folder)));
                continue;
            }
            if let Err(cause) = self.backup(opened, &paths, &of) {
                self.unread.push(format!("{of}{}", cause.one_line()));
            }
        }
        Ok(())
    }

    fn backup(&mut self, opened: &Opened, paths: &Paths, of: &str) -> Result<()> {
        let db = Db::read_only(&paths.database, &paths.sealed, LIMITS)?;
        let before = self.found.len();
        self.database(&db, of)?;
        self.responses(opened, (&db, &paths.sealed), of)?;
        // One line says where: whoever reads it destroys the backup.
        let places = self.found.split_off(before);
        self.found.extend(places.first().map(|first| format!("{first}, and {} more places", places.len() - 1)));
        Ok(())
    }
}
