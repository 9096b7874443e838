//! The spool: files on their way from the site to the store, hashed as they come.
//!
//! Attachments are clear text of the site, so the folder is private and empty whenever no run works.

use crate::edge::disk::{self, Access};
use crate::error::{Error, Result};
use crate::key::hex;
use crate::source::download::Sink;
use aws_lc_rs::digest::{Context, SHA256};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

/// Bytes of the disk that are left to everybody else.
const RESERVE: u64 = 64 << 20;

/// The folder; emptied when it is made and when it is dropped.
pub struct Spool {
    dir: PathBuf,
}

impl Spool {
    /// The folder, empty.
    pub fn new(dir: &Path) -> Result<Self> {
        disk::remove_tree(dir)?;
        disk::make_dir(dir, Access::Private)?;
        Ok(Self { dir: dir.to_owned() })
    }

    /// A file for an attempt, where so many bytes fit on the disk.
    pub fn file(&self, upload: i64, bytes: u64) -> Result<SpoolFile> {
        let free = disk::free(&self.dir)?;
        if free < bytes.saturating_add(RESERVE) {
            return Err(Error::failed(format!("a file of {bytes} bytes does not fit on the disk of data_dir"))
                .hint("free space on the disk of data_dir and run the command again"));
        }
        let path = self.dir.join(upload.to_string());
        let file = disk::create_new(&path, Access::Private)?;
        Ok(SpoolFile { path, file, hash: Context::new(&SHA256) })
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // What cannot be removed now is removed at the next start.
        let _ = disk::remove_tree(&self.dir);
    }
}

/// One file; removed when it is dropped.
pub struct SpoolFile {
    path: PathBuf,
    file: disk::File,
    hash: Context,
}

impl SpoolFile {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The hash of what came, in hexadecimal digits.
    pub fn sha256(&self) -> String {
        hex(self.hash.clone().finish().as_ref())
    }
}

impl Sink for SpoolFile {
    fn restart(&mut self) -> Result<()> {
        self.hash = Context::new(&SHA256);
        self.file
            .set_len(0)
            .and_then(|()| self.file.rewind())
            .map_err(|cause| disk::failed("emptying", &self.path, cause))
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        self.hash.update(bytes);
        self.file.write_all(bytes).map_err(|cause| disk::failed("writing", &self.path, cause))
    }
}

impl Drop for SpoolFile {
    fn drop(&mut self) {
        // The folder is emptied at the end and at the start in any case.
        let _ = disk::remove_file(&self.path);
    }
}
