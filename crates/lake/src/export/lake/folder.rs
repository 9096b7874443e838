//! A lake in a folder: data files that lie once, generations of hard links to them, and a symbolic link to the newest.

use super::{DataFile, MANIFEST, Named, stand};
use bytes::Bytes;
use catchment_base::disk::{self, Access};
use catchment_base::error::{Error, Kind, Result};
use catchment_io::key::sha256;
use serde_json::Value;
use std::path::{Path, PathBuf};

const GENERATIONS: &str = "generations";

/// The connection's folder.
#[derive(Clone, Debug)]
pub(super) struct FolderLake {
    root: PathBuf,
}

impl FolderLake {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn current(&self) -> PathBuf {
        self.root.join("current")
    }

    fn generation(&self, number: i64) -> PathBuf {
        self.root.join(GENERATIONS).join(number.to_string())
    }

    pub(super) fn manifest_path(&self, number: i64) -> PathBuf {
        self.generation(number).join(MANIFEST)
    }

    pub(super) fn path(&self, dataset: &str, file: &str) -> PathBuf {
        self.root.join(dataset).join(file)
    }

    /// Where a generation has its link to a file.
    fn link_path(&self, generation: i64, dataset: &str, file: &str) -> PathBuf {
        self.generation(generation).join(dataset).join(file)
    }

    pub(super) fn probe(&self) -> Result<()> {
        disk::make_dir(&self.root, Access::Published)?;
        let path = self.root.join(".probe");
        disk::remove_file(&path)?;
        disk::write_new(&path, b"", Access::Published)?;
        disk::remove_file(&path)
    }

    /// The numbers of all generations that have a manifest.
    pub(super) fn generations(&self) -> Result<Vec<i64>> {
        let numbers = disk::entries(&self.root.join(GENERATIONS))?;
        let numbers = numbers.iter().filter_map(|path| path.file_name()?.to_str()?.parse::<i64>().ok());
        Ok(numbers.filter(|number| disk::exists(&self.manifest_path(*number))).collect())
    }

    /// The highest number of a folder with a manifest, and the database that the manifest names.
    pub(super) fn newest(&self) -> Result<Option<(i64, String)>> {
        let Some(number) = self.generations()?.into_iter().max() else { return Ok(None) };
        let manifest: Value = serde_json::from_slice(&disk::read(&self.manifest_path(number))?).map_err(|cause| {
            Error::new(Kind::Damaged, format!("the manifest of generation {number} cannot be read")).because(cause)
        })?;
        Ok(Some((number, manifest["database_id"].as_str().unwrap_or_default().to_owned())))
    }

    pub(super) fn manifest(&self, number: i64) -> Result<Option<Bytes>> {
        Ok(disk::read_if_there(&self.manifest_path(number))?.map(Bytes::from))
    }

    /// Makes the link point to this generation, even if it was removed or changed from outside.
    pub(super) fn lead_to(&self, number: i64) -> Result<()> {
        let target = Path::new(GENERATIONS).join(number.to_string());
        if disk::read_link(&self.current()).ok().flatten().as_deref() == Some(&target) {
            return Ok(());
        }
        disk::point_link(&self.current(), &target)
    }

    /// A link is known by the size and time that it shares with its file.
    pub(super) fn stands(&self, number: i64, dataset: &str, files: &[DataFile]) -> Result<bool> {
        let found = |file: &DataFile| {
            let link = disk::meta(&self.link_path(number, dataset, &file.file));
            link.filter(|link| disk::meta(&self.path(dataset, &file.file)).as_ref() == Some(link))
        };
        let read = |file: &DataFile| self.read_if_there(dataset, &file.file);
        stand(disk::meta(&self.manifest_path(number)), files, found, read)
    }

    pub(super) fn adopt(&self, number: i64, dataset: &str, files: &[DataFile]) -> Result<bool> {
        disk::make_dir(&self.root.join(dataset), Access::Published)?;
        for file in files {
            let (link, path) = (self.link_path(number, dataset, &file.file), self.path(dataset, &file.file));
            let bytes = disk::read_if_there(&link)?;
            if bytes.is_none_or(|bytes| sha256(&bytes) != file.sha256) {
                return Ok(false);
            }
            disk::link_new(&link, &path)?;
        }
        Ok(true)
    }

    pub(super) fn make_shelf(&self, number: i64, dataset: &str) -> Result<()> {
        disk::make_dir(&self.root.join(dataset), Access::Published)?;
        disk::make_dir(&self.generation(number).join(dataset), Access::Published)
    }

    /// What lies there under this name with other content is damaged: it is replaced, and the generations that hold it
    /// keep it.
    pub(super) fn put(&self, number: i64, dataset: &str, file: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path(dataset, file);
        match disk::read_if_there(&path)? {
            Some(found) if found == bytes => {}
            Some(_) => disk::replace(&path, bytes, Access::Published)?,
            None => disk::write_new(&path, bytes, Access::Published)?,
        }
        self.link(number, dataset, file)
    }

    pub(super) fn read(&self, dataset: &str, file: &str) -> Result<Bytes> {
        disk::read(&self.path(dataset, file)).map(Bytes::from)
    }

    pub(super) fn read_if_there(&self, dataset: &str, file: &str) -> Result<Option<Bytes>> {
        Ok(disk::read_if_there(&self.path(dataset, file))?.map(Bytes::from))
    }

    /// Two files without rows are the same file.
    pub(super) fn link(&self, number: i64, dataset: &str, file: &str) -> Result<()> {
        let link = self.link_path(number, dataset, file);
        if disk::exists(&link) { Ok(()) } else { disk::hard_link(&self.path(dataset, file), &link) }
    }

    pub(super) fn close_shelf(&self, number: i64, dataset: &str) -> Result<()> {
        let generation = self.generation(number);
        for folder in [&self.root.join(dataset), &self.root, &generation.join(dataset), &generation] {
            disk::sync_dir(folder)?;
        }
        Ok(())
    }

    pub(super) fn put_manifest(&self, number: i64, manifest: &str) -> Result<()> {
        disk::write_new(&self.manifest_path(number), manifest.as_bytes(), Access::Published)?;
        disk::sync_dir(&self.root.join(GENERATIONS))
    }

    pub(super) fn unlist(&self, number: i64) -> Result<()> {
        disk::remove_tree(&self.generation(number))
    }

    pub(super) fn remove(&self, files: &[Named]) -> Result<()> {
        files.iter().try_for_each(|named| disk::remove_file(&self.path(&named.dataset, &named.file)))
    }
}
