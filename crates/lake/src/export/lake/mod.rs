//! Where datasets and generations lie: in a folder, with links, or in a bucket, with a pointer.
//!
//! Below the connection's folder a data file lies once, as `<dataset>/<file>`, named by its content and shared by every
//! generation that holds it; `generations/<N>/manifest.json` names the files of a generation by these paths. In a folder
//! `generations/<N>/<dataset>/` holds hard links to them, so that a glob sees one generation, and `current` is a symbolic
//! link to the newest. In a bucket `current.json` names the newest manifest; questions are asked of a copy ([`cache`]).

mod bucket;
mod cache;
mod folder;

pub use cache::{Cache, CopyOrder, Reading, forget_copies};

use super::plan::DataFile;
use bucket::BucketLake;
use bytes::Bytes;
use catchment_base::disk::Meta;
use catchment_base::error::{Error, Result};
use catchment_io::key::sha256;
use catchment_io::store::Store;
use folder::FolderLake;
use std::collections::HashMap;

/// The name of a generation's manifest.
const MANIFEST: &str = "manifest.json";

/// A connection's part of the lake.
#[derive(Clone, Debug)]
pub struct Lake {
    kind: Lies,
}

#[derive(Clone, Debug)]
enum Lies {
    Folder(FolderLake),
    Bucket(BucketLake),
}

/// A data file by its dataset and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its dataset.
    pub dataset: String,
    /// Its name.
    pub file: String,
}

/// Where a data file lies, relative to the connection's part of the lake.
pub(super) fn path(dataset: &str, file: &str) -> String {
    format!("{dataset}/{file}")
}

/// A generation that readers are led to.
pub struct Target<'a> {
    /// Its number.
    pub generation: i64,
    /// The hash of its manifest.
    pub sha256: &'a str,
    /// The database that made it.
    pub database_id: &'a str,
}

/// What lies in the lake: nothing for a folder, where it is looked up, what is known of every file for a bucket.
pub struct Seen(HashMap<String, Meta>);

/// Where the files of a dataset go in a generation.
pub struct Shelf<'a> {
    lake: &'a Lake,
    generation: i64,
    dataset: String,
}

impl Lake {
    /// The part of a connection.
    pub fn new(lake: Store, connection: &str) -> Self {
        let kind = match lake.as_folder() {
            Some(folder) => Lies::Folder(FolderLake::new(folder.join(connection))),
            None => Lies::Bucket(BucketLake::new(lake, connection)),
        };
        Self { kind }
    }

    /// Where readers begin: the link to the current generation, or the address of the pointer to its manifest.
    pub fn current(&self) -> String {
        match &self.kind {
            Lies::Folder(lake) => lake.current().display().to_string(),
            Lies::Bucket(lake) => lake.current(),
        }
    }

    /// The place itself, for messages.
    pub(super) fn root(&self) -> String {
        match &self.kind {
            Lies::Folder(lake) => lake.root().display().to_string(),
            Lies::Bucket(lake) => lake.root(),
        }
    }

    /// Proves that the lake can be written to as publication needs it, without leaving anything.
    pub fn probe(&self) -> Result<()> {
        let probed = match &self.kind {
            Lies::Folder(lake) => lake.probe(),
            Lies::Bucket(lake) => return lake.probe(),
        };
        probed.map_err(|cause| {
            Error::failed(format!("the lake {} cannot be written", self.root())).because(cause).hint(
                "give this account the right to write there, free space, or choose another place with `to` in \
                       [lake]",
            )
        })
    }

    /// The number of the newest generation that readers can see, with the id of the database that made it.
    pub(super) fn newest(&self) -> Result<Option<(i64, String)>> {
        match &self.kind {
            Lies::Folder(lake) => lake.newest(),
            Lies::Bucket(lake) => lake.newest(),
        }
    }

    /// The manifest of a generation; nothing if there is none.
    pub(super) fn manifest(&self, generation: i64) -> Result<Option<Bytes>> {
        match &self.kind {
            Lies::Folder(lake) => lake.manifest(generation),
            Lies::Bucket(lake) => lake.manifest(generation),
        }
    }

    /// Leads readers to a generation. Where they are led elsewhere by somebody whose generation (number and hash of
    /// the manifest) is not `ours`, it is refused.
    pub(super) fn lead_to(&self, to: &Target<'_>, ours: impl Fn(i64, &str) -> Result<bool>) -> Result<()> {
        match &self.kind {
            Lies::Folder(lake) => lake.lead_to(to.generation),
            Lies::Bucket(lake) => lake.lead_to(to, ours),
        }
    }

    /// Looks at what lies there of these datasets.
    pub(super) fn look<'d>(&self, datasets: impl Iterator<Item = &'d str>) -> Result<Seen> {
        match &self.kind {
            Lies::Folder(_) => Ok(Seen(HashMap::new())),
            Lies::Bucket(lake) => lake.look(datasets).map(Seen),
        }
    }

    /// Whether a generation stands with these files of a dataset.
    pub(super) fn stands(&self, seen: &Seen, generation: i64, dataset: &str, files: &[DataFile]) -> Result<bool> {
        match &self.kind {
            Lies::Folder(lake) => lake.stands(generation, dataset, files),
            Lies::Bucket(lake) => lake.stands(&seen.0, generation, dataset, files),
        }
    }

    /// Takes the files of a dataset to their place from where an older program laid them; tells whether all are there.
    pub(super) fn adopt(&self, seen: &Seen, generation: i64, dataset: &str, files: &[DataFile]) -> Result<bool> {
        match &self.kind {
            Lies::Folder(lake) => lake.adopt(generation, dataset, files),
            Lies::Bucket(lake) => lake.adopt(&seen.0, dataset, files),
        }
    }

    /// The content of a data file; nothing where it is missing.
    pub(super) fn file(&self, dataset: &str, file: &str) -> Result<Option<Bytes>> {
        match &self.kind {
            Lies::Folder(lake) => lake.read_if_there(dataset, file),
            Lies::Bucket(lake) => lake.read_if_there(dataset, file),
        }
    }

    /// Makes room for a generation.
    pub(super) fn begin(&self, generation: i64) -> Result<()> {
        match &self.kind {
            Lies::Folder(lake) => lake.unlist(generation),
            Lies::Bucket(_) => Ok(()),
        }
    }

    /// Makes a place for the files of a dataset.
    pub(super) fn shelf(&self, generation: i64, dataset: &str) -> Result<Shelf<'_>> {
        if let Lies::Folder(lake) = &self.kind {
            lake.make_shelf(generation, dataset)?;
        }
        Ok(Shelf { lake: self, generation, dataset: dataset.to_owned() })
    }

    /// Puts the manifest where it belongs: from then on the generation stands.
    pub(super) fn put_manifest(&self, generation: i64, manifest: &str) -> Result<()> {
        match &self.kind {
            Lies::Folder(lake) => lake.put_manifest(generation, manifest),
            Lies::Bucket(lake) => lake.put_manifest(generation, manifest),
        }
    }

    /// Takes away what leads readers to a generation: the files stay.
    pub(super) fn unlist(&self, generation: i64) -> Result<()> {
        match &self.kind {
            Lies::Folder(lake) => lake.unlist(generation),
            Lies::Bucket(lake) => lake.unlist(generation),
        }
    }

    /// Removes files that no generation names any more.
    pub(super) fn remove(&self, files: &[Named]) -> Result<()> {
        match &self.kind {
            _ if files.is_empty() => Ok(()),
            Lies::Folder(lake) => lake.remove(files),
            Lies::Bucket(lake) => lake.remove(files),
        }
    }
}

impl Shelf<'_> {
    /// Puts a file there, whole and durable. A file is named by its content: one that is there already is the same.
    pub(super) fn put(&self, file: &str, bytes: Bytes) -> Result<()> {
        match &self.lake.kind {
            Lies::Folder(lake) => lake.put(self.generation, &self.dataset, file, &bytes),
            Lies::Bucket(lake) => lake.put(&self.dataset, file, bytes),
        }
    }

    /// The bytes of a file, read from the lake.
    pub(super) fn read(&self, file: &str) -> Result<Bytes> {
        match &self.lake.kind {
            Lies::Folder(lake) => lake.read(&self.dataset, file),
            Lies::Bucket(lake) => lake.read(&self.dataset, file),
        }
    }

    /// The address of a file, for messages.
    pub(super) fn address(&self, file: &str) -> String {
        match &self.lake.kind {
            Lies::Folder(lake) => lake.path(&self.dataset, file).display().to_string(),
            Lies::Bucket(lake) => lake.address(&self.dataset, file),
        }
    }

    /// Keeps a file of a former generation.
    pub(super) fn keep(&self, file: &str) -> Result<()> {
        match &self.lake.kind {
            Lies::Folder(lake) => lake.link(self.generation, &self.dataset, file),
            Lies::Bucket(_) => Ok(()),
        }
    }

    /// Makes everything that was put there durable.
    pub(super) fn close(&self) -> Result<()> {
        match &self.lake.kind {
            Lies::Folder(lake) => lake.close_shelf(self.generation, &self.dataset),
            Lies::Bucket(_) => Ok(()),
        }
    }
}

/// What to do about a lake that the database does not know.
pub(super) const ADOPT: &str = "restore the newest database; or, if this one is from a backup, run 'catchment sync \
                                --adopt-lake', which compares everything with the source and publishes the next \
                                generation";
/// What to do about a lake of another database, where this one has published nothing.
pub(super) const LOST: &str = "restore the newest database from your backup; where it or its key is lost, run 'catchment sync \
                               --adopt-lake' once: what this database reads anew follows as the next generation, under new pseudonyms; \
                               or choose another lake";
pub(super) const RESTORE: &str =
    "restore the newest database from your backup, or choose another lake and sync from the beginning";

/// Whether a manifest stands and each of these files is what was written: it has its size, and what is newer than the
/// manifest that names it has its hash.
fn stand(
    manifest: Option<Meta>,
    files: &[DataFile],
    found: impl Fn(&DataFile) -> Option<Meta>,
    read: impl Fn(&DataFile) -> Result<Option<Bytes>>,
) -> Result<bool> {
    let Some(manifest) = manifest else { return Ok(false) };
    for file in files {
        let Some(found) = found(file).filter(|found| found.bytes == file.bytes) else { return Ok(false) };
        if found.modified_at > manifest.modified_at
            && read(file)?.map(|bytes| sha256(&bytes)).as_ref() != Some(&file.sha256)
        {
            return Ok(false);
        }
    }
    Ok(true)
}
