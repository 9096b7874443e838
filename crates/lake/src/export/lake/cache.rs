//! A copy of what is current in a bucket, for questions: a private folder that is laid out as a lake in a folder is.
//!
//! The database that answers questions reaches no network, so what it reads is fetched here: of every connection the
//! manifest that its pointer names, the files that this names, and its sync tables. A data file never changes and is
//! named by its content; one that is there with its size is not fetched again. Where neither the pointer nor the file
//! that every run writes last ([`mirror::told_last`]) has changed, nothing else is asked for.
//!
//! Whatever is fetched is compared with what its manifest states and gets its name as a whole; only then `current`
//! leads to it. What is not current any more goes with the next refresh at which nobody reads. One process at a time
//! refreshes; who reads shares a lock, which keeps what is read.

use super::bucket::{BucketLake, Pointer, manifest_path};
use super::folder::FolderLake;
use crate::export::{catalog, manifest, mirror};
use bytes::Bytes;
use catchment_base::disk::{self, Access, Lock};
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_io::key::sha256;
use catchment_io::store::{self, Store};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The lock of who refreshes.
const REFRESHING: &str = ".refresh.lock";
/// The lock that all who read share.
const READING: &str = ".read.lock";
/// Files that are fetched at once.
const AT_ONCE: usize = 4;
/// How often an object is asked for that is not what it should be, and a pointer that leads to what is not there.
const TRIES: usize = 2;
/// What every Parquet file ends with.
const END: &[u8] = b"PAR1";
/// Digits in the name of a bucket's folder.
const DIGITS: usize = 16;

/// What is copied, and where to.
pub struct CopyOrder<'a> {
    /// The lake, a bucket.
    pub lake: &'a Store,
    /// The connections.
    pub connections: &'a [String],
    /// The private folder of all copies.
    pub root: &'a Path,
    /// What others are told of who refreshes.
    pub holder: &'a str,
    /// Whether files that are there are read and compared as well.
    pub thoroughly: bool,
    /// Is told how many bytes are about to be fetched.
    pub fetching: &'a dyn Fn(u64),
}

/// The copy, refreshed; nobody else refreshes it until it is read.
pub struct Cache {
    root: PathBuf,
    folder: PathBuf,
    _refreshing: Lock,
}

/// Keeps everything that the copy holds now.
pub struct Reading {
    _lock: Lock,
}

/// A data file as its manifest states it.
struct Wanted {
    /// Its path in the connection's part of the bucket.
    path: String,
    /// Where it lies in the copy.
    local: PathBuf,
    bytes: u64,
    sha256: String,
}

impl Cache {
    /// Fetches what is new, and removes what is not current any more unless somebody reads.
    pub async fn refresh(order: &CopyOrder<'_>) -> Result<Self> {
        disk::make_dir(order.root, Access::Private)?;
        let refreshing = lock(order.root, order.holder).await?;
        let address = order.lake.uri("");
        let folder = order.root.join(sha256(address.as_bytes()).chars().take(DIGITS).collect::<String>());
        disk::make_dir(&folder, Access::Private)?;
        let mut named = BTreeSet::new();
        for connection in order.connections {
            let part = Part {
                order,
                bucket: BucketLake::new(order.lake.clone(), connection),
                local: FolderLake::new(folder.join(connection)),
            };
            named.extend(part.refresh().await?);
        }
        let cache = Self { root: order.root.to_owned(), folder, _refreshing: refreshing };
        if let Ok(_alone) = Lock::take(&cache.root.join(READING), order.holder)? {
            cache.clear(order.connections, &named)?;
        }
        Ok(cache)
    }

    /// The folder, laid out as a lake.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Lets others refresh; what is there now stays for as long as what is given is held.
    pub fn read(self) -> Result<Reading> {
        // Alone with it is only who refreshes.
        let shared = Lock::share(&self.root.join(READING))?;
        let lock = shared.map_err(|holder| busy(&holder))?;
        Ok(Reading { _lock: lock })
    }

    /// Removes the copies of other buckets, of other connections, and every file that is not named.
    fn clear(&self, connections: &[String], named: &BTreeSet<PathBuf>) -> Result<()> {
        let is_other = |path: &PathBuf| *path != self.folder && !is_hidden(path);
        disk::entries(&self.root)?.iter().filter(|path| is_other(path)).try_for_each(|path| disk::remove_tree(path))?;
        for path in disk::entries(&self.folder)? {
            let is_connection = connections.iter().any(|connection| path.ends_with(connection));
            if !is_connection && (disk::exists(&path.join(mirror::PLACE)) || disk::exists(&path.join("generations"))) {
                disk::remove_tree(&path)?;
            }
        }
        for connection in connections {
            let files = disk::files_below(&self.folder.join(connection))?;
            files.iter().filter(|path| !named.contains(*path)).try_for_each(|path| disk::remove_file(path))?;
        }
        catalog::forget_former(&self.folder)
    }
}

/// Removes every copy, also under who reads it: what was taken out for good is not kept here either.
pub fn forget_copies(root: &Path, holder: &str) -> Result<()> {
    if !disk::exists(root) {
        return Ok(());
    }
    let _refreshing = store::wait(lock(root, holder))?;
    disk::entries(root)?.iter().filter(|path| !is_hidden(path)).try_for_each(|path| disk::remove_tree(path))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

async fn lock(root: &Path, holder: &str) -> Result<Lock> {
    Lock::wait(&root.join(REFRESHING), holder).await?.map_err(|holder| busy(&holder))
}

fn busy(holder: &str) -> Error {
    let holder = printable(holder.trim());
    Error::new(Kind::Busy, format!("what is new in the bucket is being fetched by {holder}"))
        .hint("wait for it and run the command again")
}

/// A connection's part of the bucket, and of the copy.
struct Part<'a> {
    order: &'a CopyOrder<'a>,
    bucket: BucketLake,
    local: FolderLake,
}

impl Part<'_> {
    /// Fetches what is new; gives every file that is current.
    async fn refresh(&self) -> Result<Vec<PathBuf>> {
        let mut missing = String::new();
        for _ in 0..TRIES {
            // What is not there any more was withdrawn meanwhile, and the pointer leads elsewhere.
            match self.generation().await? {
                Ok(mut named) => {
                    named.extend(self.sync_tables().await?);
                    return Ok(named);
                }
                Err(path) => missing = path,
            }
        }
        Err(Error::failed(format!(
            "{} is missing, and {} leads to it",
            self.bucket.uri(&missing),
            self.bucket.current()
        ))
        .hint("'catchment sync' publishes again what is missing in the bucket"))
    }

    /// Fetches the newest generation; gives its files, or the path of what it lacks.
    async fn generation(&self) -> Result<Result<Vec<PathBuf>, String>> {
        let Some(pointer) = self.bucket.pointer().await? else {
            disk::remove_file(&self.local.current())?;
            return Ok(Ok(Vec::new()));
        };
        let place = self.local.manifest_path(pointer.generation);
        let known = disk::read_if_there(&place)?.map(Bytes::from).filter(|bytes| sha256(bytes) == pointer.sha256);
        let is_known = known.is_some();
        let Some(stated) = (match known {
            Some(known) => Some(known),
            None => self.manifest(&pointer).await?,
        }) else {
            return Ok(Err(manifest_path(pointer.generation)));
        };
        let wanted = self.wanted(&pointer, &stated)?;
        if let Some(missing) = self.fetch(&wanted).await? {
            return Ok(Err(missing));
        }
        if !is_known {
            write(&place, &stated)?;
        }
        self.local.lead_to(pointer.generation)?;
        Ok(Ok(wanted.into_iter().map(|file| file.local).chain([place]).collect()))
    }

    async fn manifest(&self, pointer: &Pointer) -> Result<Option<Bytes>> {
        let path = manifest_path(pointer.generation);
        self.fetched(&path, |bytes| sha256(bytes) == pointer.sha256).await
    }

    /// The files that a manifest names. In a former layout they lay below generations, and who reads a folder looks for
    /// them from there.
    fn wanted(&self, pointer: &Pointer, stated: &Bytes) -> Result<Vec<Wanted>> {
        let place = self.local.manifest_path(pointer.generation);
        let below = place.parent().filter(|_| manifest::has_former_layout(stated)).unwrap_or(self.local.root());
        let stated: Value = serde_json::from_slice(stated).map_err(|cause| {
            let address = self.bucket.uri(&manifest_path(pointer.generation));
            Error::new(Kind::Damaged, format!("the manifest {address} cannot be read")).because(cause)
        })?;
        let datasets = stated["datasets"].as_object().into_iter().flatten();
        let files = datasets.flat_map(|(_, dataset)| dataset["files"].as_array().into_iter().flatten());
        let wanted = files.map(|file| {
            let path = file["path"].as_str().unwrap_or_default().to_owned();
            if !path.split('/').all(store::is_part_of_key) {
                let address = self.bucket.uri(&manifest_path(pointer.generation));
                return Err(Error::new(Kind::Damaged, format!("the manifest {address} names a file by no path"))
                    .hint("find out who wrote it; the next publication writes another one"));
            }
            let (bytes, sha256) = (file["bytes"].as_u64().unwrap_or_default(), file["sha256"].as_str());
            Ok(Wanted { local: below.join(&path), path, bytes, sha256: sha256.unwrap_or_default().to_owned() })
        });
        wanted.collect()
    }

    /// Fetches those of these files that are not there; gives the path of one that the bucket lacks.
    async fn fetch(&self, wanted: &[Wanted]) -> Result<Option<String>> {
        let mut lacking = Vec::new();
        for file in wanted {
            if !self.is_there(file)? {
                lacking.push(file);
            }
        }
        if !lacking.is_empty() {
            (self.order.fetching)(lacking.iter().map(|file| file.bytes).sum());
        }
        let fetches = lacking.into_iter().map(|file| async move {
            let is_right = |bytes: &Bytes| bytes.len() as u64 == file.bytes && sha256(bytes) == file.sha256;
            match self.fetched(&file.path, is_right).await? {
                Some(bytes) => write(&file.local, &bytes).map(|()| None),
                None => Ok(Some(file.path.clone())),
            }
        });
        let missing: Vec<Option<String>> = stream::iter(fetches).buffer_unordered(AT_ONCE).try_collect().await?;
        Ok(missing.into_iter().flatten().next())
    }

    fn is_there(&self, file: &Wanted) -> Result<bool> {
        if disk::size(&file.local) != Some(file.bytes) {
            return Ok(false);
        }
        Ok(!self.order.thoroughly || sha256(&disk::read(&file.local)?) == file.sha256)
    }

    /// An object that is what it should be; nothing where there is none.
    async fn fetched(&self, path: &str, is_right: impl Fn(&Bytes) -> bool) -> Result<Option<Bytes>> {
        for _ in 0..TRIES {
            match self.bucket.get(path).await? {
                Some(bytes) if !is_right(&bytes) => {}
                found => return Ok(found),
            }
        }
        Err(Error::failed(format!("{} did not come as it was published", self.bucket.uri(path))).hint(
            "run the command again; if it stays so, 'catchment sync' publishes again what is damaged in the bucket",
        ))
    }

    /// Fetches the sync tables that are new, last of all what tells whether there are any; gives their files.
    async fn sync_tables(&self) -> Result<Vec<PathBuf>> {
        let last = mirror::told_last()?;
        let newest = self.fetched(&last, |bytes| bytes.ends_with(END)).await?;
        let place = self.local.root().join(&last);
        let is_known = newest.is_some() && disk::read_if_there(&place)?.map(Bytes::from) == newest;
        if is_known && !self.order.thoroughly {
            return disk::files_below(&self.local.root().join(mirror::PLACE));
        }
        let mut listed = Vec::new();
        let is_table = |path: &str| {
            path.ends_with(".parquet") && path.split('/').count() == 3 && path.split('/').all(store::is_part_of_key)
        };
        let note = |path: &str, meta: disk::Meta| {
            if is_table(path) && path != last {
                listed.push((path.to_owned(), meta.bytes));
            }
        };
        self.bucket.list(mirror::PLACE, note).await?;
        let fetches = listed.iter().map(|(path, bytes)| self.sync_table(path, *bytes));
        let named: Vec<Option<PathBuf>> = stream::iter(fetches).buffer_unordered(AT_ONCE).try_collect().await?;
        let mut named: Vec<PathBuf> = named.into_iter().flatten().collect();
        if let Some(newest) = newest {
            write(&place, &newest)?;
            named.push(place);
        }
        Ok(named)
    }

    /// Fetches a file of a sync table. The one that every run replaces may be another one than was listed, and one
    /// that is too old may be gone.
    async fn sync_table(&self, path: &str, bytes: u64) -> Result<Option<PathBuf>> {
        let local = self.local.root().join(path);
        let is_replaced = path.ends_with(mirror::LATEST);
        if !is_replaced && disk::size(&local) == Some(bytes) {
            return Ok(Some(local));
        }
        let is_whole = |found: &Bytes| found.ends_with(END) && (is_replaced || found.len() as u64 == bytes);
        let Some(found) = self.fetched(path, is_whole).await? else { return Ok(None) };
        write(&local, &found)?;
        Ok(Some(local))
    }
}

/// Writes a file that gets its name when it is whole.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    disk::make_dir(path.parent().unwrap_or(path), Access::Private)?;
    disk::replace(path, bytes, Access::Private)
}
