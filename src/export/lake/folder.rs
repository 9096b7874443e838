//! A lake in a folder: whole generations of hard links, and a symbolic link to the newest.

use super::{DataFile, MANIFEST, stand};
use crate::edge::disk::{self, Access};
use crate::error::{Error, Kind, Result};
use bytes::Bytes;
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

    fn manifest_path(&self, number: i64) -> PathBuf {
        self.generation(number).join(MANIFEST)
    }

    pub(super) fn path(&self, generation: i64, dataset: &str, file: &str) -> PathBuf {
        self.generation(generation).join(dataset).join(file)
    }

    pub(super) fn probe(&self) -> Result<()> {
        disk::make_dir(&self.root, Access::Published)?;
        let path = self.root.join(".probe");
        disk::remove_file(&path)?;
        disk::write_new(&path, b"", Access::Published)?;
        disk::remove_file(&path)
    }

    /// The highest number of a folder with a manifest, and the database that the manifest names.
    pub(super) fn newest(&self) -> Result<Option<(i64, String)>> {
        let numbers = disk::entries(&self.root.join(GENERATIONS))?;
        let numbers = numbers.iter().filter_map(|path| path.file_name()?.to_str()?.parse::<i64>().ok());
        let Some(number) = numbers.filter(|number| disk::exists(&self.manifest_path(*number))).max() else {
            return Ok(None);
        };
        let manifest: Value = serde_json::from_slice(&disk::read(&self.manifest_path(number))?).map_err(|cause| {
            Error::new(Kind::Damaged, format!("the manifest of generation {number} cannot be read")).because(cause)
        })?;
        Ok(Some((number, manifest["database_id"].as_str().unwrap_or_default().to_owned())))
    }

    pub(super) fn manifest(&self, number: i64) -> Result<Option<Bytes>> {
        Ok(disk::read_if_there(&self.manifest_path(number))?.map(Bytes::from))
    }

    /// The link leads to this generation, also where somebody removed or turned it.
    pub(super) fn lead_to(&self, number: i64) -> Result<()> {
        let target = Path::new(GENERATIONS).join(number.to_string());
        if disk::read_link(&self.current()).ok().flatten().as_deref() == Some(&target) {
            return Ok(());
        }
        disk::point_link(&self.current(), &target)
    }

    pub(super) fn stands(&self, number: i64, dataset: &str, files: &[DataFile]) -> Result<bool> {
        let found = |file: &DataFile| disk::meta(&self.path(number, dataset, &file.file));
        let read = |file: &DataFile| self.read_if_there(number, dataset, &file.file);
        stand(disk::meta(&self.manifest_path(number)), files, found, read)
    }

    pub(super) fn make_shelf(&self, number: i64, dataset: &str) -> Result<()> {
        disk::make_dir(&self.generation(number).join(dataset), Access::Published)
    }

    pub(super) fn put(&self, number: i64, dataset: &str, file: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path(number, dataset, file);
        if disk::exists(&path) { Ok(()) } else { disk::write_new(&path, bytes, Access::Published) }
    }

    pub(super) fn read(&self, number: i64, dataset: &str, file: &str) -> Result<Bytes> {
        disk::read(&self.path(number, dataset, file)).map(Bytes::from)
    }

    pub(super) fn read_if_there(&self, number: i64, dataset: &str, file: &str) -> Result<Option<Bytes>> {
        Ok(disk::read_if_there(&self.path(number, dataset, file))?.map(Bytes::from))
    }

    pub(super) fn link(&self, former: i64, number: i64, dataset: &str, file: &str) -> Result<()> {
        disk::hard_link(&self.path(former, dataset, file), &self.path(number, dataset, file))
    }

    pub(super) fn close_shelf(&self, number: i64, dataset: &str) -> Result<()> {
        disk::sync_dir(&self.generation(number).join(dataset))?;
        disk::sync_dir(&self.generation(number))
    }

    pub(super) fn put_manifest(&self, number: i64, manifest: &str) -> Result<()> {
        disk::write_new(&self.manifest_path(number), manifest.as_bytes(), Access::Published)?;
        disk::sync_dir(&self.root.join(GENERATIONS))
    }

    pub(super) fn remove(&self, number: i64) -> Result<()> {
        disk::remove_tree(&self.generation(number))
    }
}
