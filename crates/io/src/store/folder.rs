//! A folder as a store: a private file beside, synced, then its name.

use super::{Creation, MOST_BYTES, Replacement, Version, aside, size_of};
use bytes::Bytes;
use catchment_base::disk::{self, Access, Meta};
use catchment_base::error::{Error, Result};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use url::Url;

/// Bytes of two files that are compared at once.
const PIECE: u64 = 1 << 20;

/// The folder of a store.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn uri(&self, key: &str) -> String {
        let path = self.root.join(key);
        Url::from_file_path(&path).map_or_else(|()| path.display().to_string(), String::from)
    }

    pub(super) async fn put_file(&self, key: &str, file: &Path) -> Result<()> {
        let (path, file) = (self.root.join(key), file.to_owned());
        aside(move || {
            size_of(&file)?;
            let part = ready(&path)?;
            disk::link_or_copy(&file, &part)?;
            disk::rename(&part, &path)
        })
        .await
    }

    pub(super) async fn holds(&self, key: &str, file: &Path) -> Result<bool> {
        let (path, file) = (self.root.join(key), file.to_owned());
        aside(move || {
            let bytes = size_of(&file)?;
            if disk::size(&path) != Some(bytes) {
                return Ok(false);
            }
            for from in (0..bytes).step_by(usize::try_from(PIECE).unwrap_or(usize::MAX)) {
                let length = PIECE.min(bytes - from);
                if disk::read_at(&path, from, length)? != disk::read_at(&file, from, length)? {
                    return Ok(false);
                }
            }
            Ok(true)
        })
        .await
    }

    pub(super) async fn get(&self, key: &str) -> Result<Option<(Bytes, Version)>> {
        let path = self.root.join(key);
        aside(move || read(&path)).await
    }

    pub(super) fn read(&self, key: &str, mut each: impl FnMut(&[u8]) -> Result<ControlFlow<()>>) -> Result<()> {
        let path = self.root.join(key);
        let Some(bytes) = disk::size(&path) else { return Ok(()) };
        for from in (0..bytes).step_by(usize::try_from(PIECE).unwrap_or(usize::MAX)) {
            if each(&disk::read_at(&path, from, PIECE.min(bytes - from))?)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn size(&self, key: &str) -> Option<u64> {
        disk::size(&self.root.join(key))
    }

    pub(super) async fn put(&self, key: &str, bytes: Bytes) -> Result<()> {
        let path = self.root.join(key);
        aside(move || {
            let part = write_part(&path, &bytes)?;
            disk::rename(&part, &path)
        })
        .await
    }

    pub(super) async fn create(&self, key: &str, bytes: Bytes) -> Result<Creation> {
        let path = self.root.join(key);
        aside(move || {
            let part = write_part(&path, &bytes)?;
            let created = disk::link_new(&part, &path)?;
            disk::remove_file(&part)?;
            let ours = created || read(&path)?.is_some_and(|(found, _)| found == bytes);
            Ok(if ours { Creation::Created } else { Creation::Exists })
        })
        .await
    }

    pub(super) async fn replace(&self, key: &str, bytes: Bytes, seen: &Version) -> Result<Replacement> {
        let (path, seen) = (self.root.join(key), seen.clone());
        aside(move || {
            if read(&path)?.is_none_or(|(_, version)| version != seen) {
                return Ok(Replacement::Changed);
            }
            let part = write_part(&path, &bytes)?;
            disk::rename(&part, &path)?;
            Ok(Replacement::Replaced)
        })
        .await
    }

    pub(super) fn list(&self, prefix: &str, mut each: impl FnMut(&str, Meta) -> Result<()>) -> Result<()> {
        for path in disk::files_below(&self.root.join(prefix))? {
            let key = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
            // What begins with a dot is on its way to its name.
            let on_its_way = path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
            if let (Some(key), Some(meta), false) = (key, disk::meta(&path), on_its_way) {
                each(key, meta)?;
            }
        }
        Ok(())
    }

    pub(super) fn delete(&self, key: &str) -> Result<()> {
        disk::remove_file(&self.root.join(key))
    }
}

fn read(path: &Path) -> Result<Option<(Bytes, Version)>> {
    if disk::size(path).is_none() {
        return Ok(None);
    }
    let bytes = disk::read_bounded(disk::open(path)?, MOST_BYTES);
    let bytes = bytes.map_err(|cause| Error::failed(format!("reading {} failed", path.display())).because(cause))?;
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes);
    Ok(Some((bytes.into(), Version(format!("{digest:?}")))))
}

fn write_part(path: &Path, bytes: &[u8]) -> Result<PathBuf> {
    let part = ready(path)?;
    disk::write_new(&part, bytes, Access::Private)?;
    Ok(part)
}

/// Where a file is written before it gets its name; what a crash left there is removed.
fn ready(path: &Path) -> Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = path.with_file_name(format!(".{name}.part"));
    disk::make_dir(part.parent().unwrap_or(Path::new("/")), Access::Private)?;
    disk::remove_file(&part)?;
    Ok(part)
}
