//! The spool: files on their way from the site to the store, hashed as they come.
//!
//! Attachments are clear text of the site, so the folder is private and empty whenever no run works. A file that the
//! store takes from memory as a whole stays there: writing it to the disk, reading it back and removing it takes
//! more time than putting it.

use catchment_base::disk::{self, Access};
use catchment_base::error::{Error, Result};
use catchment_io::key::Sha256;
use catchment_source::download::Sink;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

/// Bytes of the disk that are left to everybody else.
const RESERVE: u64 = 64 << 20;

/// The folder; emptied when it is made and when it is dropped.
pub struct Spool {
    dir: PathBuf,
    /// Bytes up to which a file stays in memory.
    whole: u64,
}

/// Removes the folder with whatever a run left in it that was killed.
pub fn empty(dir: &Path) -> Result<()> {
    disk::remove_tree(dir)
}

impl Spool {
    /// The folder, empty. Files up to `whole` bytes stay in memory.
    pub fn new(dir: &Path, whole: u64) -> Result<Self> {
        empty(dir)?;
        disk::make_dir(dir, Access::Private)?;
        Ok(Self { dir: dir.to_owned(), whole })
    }

    /// A file for an attempt, where so many bytes fit on the disk or into memory.
    pub fn file(&self, upload: i64, bytes: u64) -> Result<SpoolFile> {
        let path = self.dir.join(upload.to_string());
        let hash = Sha256::default();
        if bytes <= self.whole {
            return Ok(SpoolFile { path, whole: self.whole, held: Held::InMemory(Vec::new()), hash });
        }
        self.refuse_too_large(bytes)?;
        let held = Held::OnDisk(disk::create_new(&path, Access::Private)?);
        Ok(SpoolFile { path, whole: self.whole, held, hash })
    }

    fn refuse_too_large(&self, bytes: u64) -> Result<()> {
        let free = disk::free(&self.dir)?;
        if free < bytes.saturating_add(RESERVE) {
            return Err(Error::failed(format!("a file of {bytes} bytes does not fit on the disk of data_dir"))
                .hint("free space on the disk of data_dir and run the command again"));
        }
        Ok(())
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
    whole: u64,
    held: Held,
    hash: Sha256,
}

/// Where the bytes of a file are.
enum Held {
    InMemory(Vec<u8>),
    OnDisk(disk::File),
}

impl SpoolFile {
    /// Where it lies, unless it stayed in memory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its bytes where they stayed in memory; they are gone from here then.
    pub fn take_bytes(&mut self) -> Option<Vec<u8>> {
        match &mut self.held {
            Held::InMemory(bytes) => Some(std::mem::take(bytes)),
            Held::OnDisk(_) => None,
        }
    }

    /// The hash of what came, in hexadecimal digits.
    pub fn sha256(&self) -> String {
        self.hash.clone().finish()
    }

    /// A file that turns out to be larger than it was announced goes to the disk.
    fn make_room(&mut self, more: usize) -> Result<()> {
        if let Held::InMemory(bytes) = &self.held
            && (bytes.len() + more) as u64 > self.whole
        {
            let mut file = disk::create_new(&self.path, Access::Private)?;
            file.write_all(bytes).map_err(|cause| disk::failed("writing", &self.path, cause))?;
            self.held = Held::OnDisk(file);
        }
        Ok(())
    }
}

impl Sink for SpoolFile {
    fn restart(&mut self) -> Result<()> {
        self.hash = Sha256::default();
        match &mut self.held {
            Held::InMemory(bytes) => {
                bytes.clear();
                Ok(())
            }
            Held::OnDisk(file) => file
                .set_len(0)
                .and_then(|()| file.rewind())
                .map_err(|cause| disk::failed("emptying", &self.path, cause)),
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        self.hash.add(bytes);
        self.make_room(bytes.len())?;
        match &mut self.held {
            Held::InMemory(held) => {
                held.extend_from_slice(bytes);
                Ok(())
            }
            Held::OnDisk(file) => file.write_all(bytes).map_err(|cause| disk::failed("writing", &self.path, cause)),
        }
    }
}

impl Drop for SpoolFile {
    fn drop(&mut self) {
        if let Held::OnDisk(_) = self.held {
            // The folder is emptied at the end and at the start in any case.
            let _ = disk::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spooled(whole: u64, announced: u64, pieces: &[&[u8]]) -> (tempfile::TempDir, SpoolFile, bool) {
        let dir = tempfile::tempdir().unwrap();
        let spool = Spool::new(&dir.path().join("spool"), whole).unwrap();
        let mut file = spool.file(7, announced).unwrap();
        file.take(b"what came before it broke off").unwrap();
        file.restart().unwrap();
        pieces.iter().for_each(|piece| file.take(piece).unwrap());
        let on_disk = disk::exists(file.path());
        // Dropped it would empty the folder.
        std::mem::forget(spool);
        (dir, file, on_disk)
    }

    #[test]
    fn a_small_file_never_touches_the_disk_and_a_larger_one_goes_there_as_it_comes() {
        let content = b"0123456789".as_slice();
        let hash = catchment_io::key::sha256(content);
        for (whole, announced, in_memory) in [(64, 10, true), (0, 10, false), (64, 100, false)] {
            let (_dir, mut file, on_disk) = spooled(whole, announced, &[&content[..4], &content[4..]]);
            assert_eq!((on_disk, file.sha256()), (!in_memory, hash.clone()), "{whole} {announced}");
            match file.take_bytes() {
                Some(bytes) => assert_eq!((bytes.as_slice(), in_memory), (content, true)),
                None => assert_eq!((disk::read(file.path()).unwrap().as_slice(), in_memory), (content, false)),
            }
        }
    }

    #[test]
    fn a_file_larger_than_announced_goes_to_the_disk_as_a_whole() {
        let (_dir, mut file, on_disk) = spooled(40, 10, &[&[1; 39], &[2; 2]]);
        assert!(on_disk && file.take_bytes().is_none());
        assert_eq!(disk::read(file.path()).unwrap(), [vec![1; 39], vec![2; 2]].concat());
        let path = file.path().to_owned();
        drop(file);
        assert!(!disk::exists(&path));
    }
}
