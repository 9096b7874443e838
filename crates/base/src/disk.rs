//! The only place that touches files (the database file belongs to [`catchment_lake::db`]).
//!
//! Every error names its path. What is written here is private to the user (folders 0700, files 0600)
//! unless it is published; a write is durable when the function that made it returns: file and folder
//! are synced.

use crate::clock;
use crate::error::{Error, Kind, Result};
use chrono::{DateTime, NaiveDateTime, Utc};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

pub use std::fs::File;

/// The user's own file mode mask, once [`private_by_default`] has taken it away.
static MASK: OnceLock<u32> = OnceLock::new();

/// Who may read what is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Only the user himself: folders 0700, files 0600.
    Private,
    /// Whoever the user's mask lets, and nobody else writes: published datasets.
    Published,
}

/// Makes private whatever this process creates, also what libraries create for themselves: DuckDB's log
/// holds staged rows. What is published gets the rights that the user's own mask leaves. Called once, first of all.
pub fn private_by_default() {
    let former = rustix::process::umask(Mode::RWXG | Mode::RWXO);
    MASK.get_or_init(|| former.bits());
}

/// Lets no crash of this process leave its memory in a file: clear text and keys are in it. Called once, first of all.
///
/// # Errors
/// The system refuses a lower limit.
pub fn without_core_dumps() -> io::Result<()> {
    Ok(setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?)
}

/// Gives what was just made for publication the rights it shall have.
fn publish(path: &Path, most: u32) -> io::Result<()> {
    match MASK.get() {
        Some(mask) => fs::set_permissions(path, fs::Permissions::from_mode(most & !mask)),
        None => Ok(()),
    }
}

/// Makes a folder and its parents; a folder that is there already is fine.
pub fn make_dir(path: &Path, access: Access) -> Result<()> {
    let made = match access {
        Access::Private => fs::DirBuilder::new().recursive(true).mode(0o700).create(path),
        Access::Published => make_published_dir(path),
    };
    made.map_err(|cause| failed("creating the folder", path, cause))
}

fn make_published_dir(path: &Path) -> io::Result<()> {
    match make_one(path) {
        // Another sync may have made the folder above since: that it is there now does not say that this one could be made.
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            make_published_dir(path.parent().ok_or(cause)?)?;
            make_one(path)
        }
        made => made,
    }
}

/// A folder whose parent is there; one that is there already is fine, whatever the file system says of it.
fn make_one(path: &Path) -> io::Result<()> {
    match fs::DirBuilder::new().mode(0o755).create(path) {
        Ok(()) => publish(path, 0o755),
        Err(_) if path.is_dir() => Ok(()),
        Err(cause) => Err(cause),
    }
}

/// A new file that must not exist yet, nor be a symbolic link somebody planted.
pub fn create_new(path: &Path, access: Access) -> Result<File> {
    let mode = if access == Access::Private { 0o600 } else { 0o644 };
    let created = OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
    let file = created.map_err(|cause| failed("creating", path, cause))?;
    if access == Access::Published {
        publish(path, mode).map_err(|cause| failed("publishing", path, cause))?;
    }
    Ok(file)
}

/// Writes a new file and syncs it and its folder.
pub fn write_new(path: &Path, bytes: &[u8], access: Access) -> Result<()> {
    write_synced(path, bytes, access)?;
    sync_parent(path)
}

fn write_synced(path: &Path, bytes: &[u8], access: Access) -> Result<()> {
    let mut file = create_new(path, access)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|cause| {
        // Half a file would be taken for a whole one; that it cannot be removed either is no better news.
        let _ = fs::remove_file(path);
        failed("writing", path, cause)
    })
}

/// Replaces a file as a whole: readers see the old content or the new one.
pub fn replace(path: &Path, bytes: &[u8], access: Access) -> Result<()> {
    let beside = beside(path);
    remove_file(&beside)?;
    write_synced(&beside, bytes, access)?;
    rename(&beside, path)
}

/// A file that takes its name when it is whole: let go of before, it leaves nothing, and what had the name stays.
pub struct Draft {
    path: PathBuf,
    beside: PathBuf,
    has_its_name: bool,
}

impl Draft {
    /// Begins a file and gives what its bytes go to. Where a link has the name, the file takes the place of what that
    /// leads to.
    pub fn begin(path: &Path, access: Access) -> Result<(Self, File)> {
        let path = if exists(path) { real(path)? } else { path.to_owned() };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let process = rustix::process::getpid().as_raw_nonzero();
        let beside = path.with_file_name(format!(".{name}.{process}.part"));
        remove_file(&beside)?;
        let file = create_new(&beside, access)?;
        Ok((Self { path, beside, has_its_name: false }, file))
    }

    /// Gives the file its name. Its bytes are all written.
    pub fn finish(mut self) -> Result<()> {
        open(&self.beside)?.sync_all().map_err(|cause| failed("syncing", &self.beside, cause))?;
        rename(&self.beside, &self.path)?;
        self.has_its_name = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.has_its_name {
            // Why it is not whole is told; that it cannot be removed either is no better news.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// Points a symbolic link at a target, in one step for whoever reads through it.
pub fn point_link(link: &Path, target: &Path) -> Result<()> {
    let beside = beside(link);
    remove_file(&beside)?;
    std::os::unix::fs::symlink(target, &beside).map_err(|cause| failed("linking", &beside, cause))?;
    rename(&beside, link)
}

/// Where a symbolic link points, or nothing where there is no link.
pub fn read_link(link: &Path) -> Result<Option<PathBuf>> {
    absent_is_none(fs::read_link(link)).map_err(|cause| failed("reading the link", link, cause))
}

/// Another name for the same bytes.
pub fn hard_link(from: &Path, to: &Path) -> Result<()> {
    fs::hard_link(from, to).map_err(|cause| failed("linking", to, cause))
}

/// Another name for the same bytes, unless the name is taken; gives whether it was free.
pub fn link_new(from: &Path, to: &Path) -> Result<bool> {
    match fs::hard_link(from, to) {
        Ok(()) => sync_parent(to).map(|()| true),
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(cause) => Err(failed("linking", to, cause)),
    }
}

/// Copies a file to one that must not exist yet, in pieces, and syncs it.
pub fn copy_new(from: &Path, to: &Path, access: Access) -> Result<()> {
    let (mut source, mut copy) = (open(from)?, create_new(to, access)?);
    io::copy(&mut source, &mut copy).and_then(|_| copy.sync_all()).map_err(|cause| failed("copying to", to, cause))
}

/// Another name for a file that nobody writes to any more, or a copy where others may read it, the file systems differ
/// or know no links; private and synced.
pub fn link_or_copy(from: &Path, to: &Path) -> Result<()> {
    let private = mode(from)? & 0o077 == 0;
    if private && fs::hard_link(from, to).is_ok() {
        return open(to)?.sync_all().map_err(|cause| failed("syncing", to, cause));
    }
    copy_new(from, to, Access::Private)
}

/// So many bytes of a file from a place on; fewer are an error.
pub fn read_at(path: &Path, from: u64, length: u64) -> Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
    open(path)?.read_exact_at(&mut bytes, from).map_err(|cause| failed("reading", path, cause))?;
    Ok(bytes)
}

/// Moves a file within one file system and syncs the folder it arrives in.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(|cause| failed("renaming", to, cause))?;
    sync_parent(to)
}

/// Makes the entries of a folder durable.
pub fn sync_dir(path: &Path) -> Result<()> {
    File::open(path).and_then(|dir| dir.sync_all()).map_err(|cause| failed("syncing the folder", path, cause))
}

/// The bytes of a file, or nothing where there is none.
pub fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>> {
    absent_is_none(fs::read(path)).map_err(|cause| failed("reading", path, cause))
}

/// The bytes of a file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|cause| failed("reading", path, cause))
}

/// A file opened for reading.
pub fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(|cause| failed("opening", path, cause))
}

/// Whether something is there, link or not.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// What is known of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meta {
    /// Its size.
    pub bytes: u64,
    /// When it was written last, in UTC, by the clock of whoever keeps it.
    pub modified_at: NaiveDateTime,
}

/// What is known of a file; nothing where there is none.
pub fn meta(path: &Path) -> Option<Meta> {
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let modified_at = DateTime::<Utc>::from(metadata.modified().ok()?).naive_utc();
    Some(Meta { bytes: metadata.len(), modified_at })
}

/// The bytes a file has; nothing where there is none.
pub fn size(path: &Path) -> Option<u64> {
    meta(path).map(|meta| meta.bytes)
}

/// The path made absolute, links resolved.
pub fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|cause| failed("resolving", path, cause))
}

/// The path with every symbolic link in it resolved; it must be there.
pub fn real(path: &Path) -> Result<PathBuf> {
    fs::canonicalize(path).map_err(|cause| failed("resolving", path, cause))
}

/// When a file was written last, in UTC; nothing where there is none.
pub fn written_at(path: &Path) -> Result<Option<NaiveDateTime>> {
    let Some(metadata) = absent_is_none(fs::metadata(path)).map_err(|cause| failed("looking at", path, cause))? else {
        return Ok(None);
    };
    let time = metadata.modified().map_err(|cause| failed("looking at", path, cause))?;
    Ok(Some(DateTime::<Utc>::from(time).naive_utc()))
}

/// Makes a file that others wrote here for good: synced, and nobody's to write any more; readable as published files are.
pub fn seal_published(path: &Path) -> Result<()> {
    open(path)?.sync_all().map_err(|cause| failed("syncing", path, cause))?;
    publish(path, 0o444).map_err(|cause| failed("publishing", path, cause))?;
    sync_parent(path)
}

/// The account that runs this process: its number and, where the machine tells it, its name.
pub fn account() -> Result<String> {
    let id = rustix::process::getuid().as_raw();
    let accounts = read_if_there(Path::new("/etc/passwd"))?.unwrap_or_default();
    let accounts = String::from_utf8_lossy(&accounts);
    let named = accounts.lines().find_map(|line| {
        let mut parts = line.split(':');
        let (name, _, number) = (parts.next()?, parts.next()?, parts.next()?);
        (number.parse() == Ok(id)).then(|| name.to_owned())
    });
    Ok(named.map_or_else(|| format!("uid {id}"), |name| format!("{name} (uid {id})")))
}

/// The permission bits of a file.
pub fn mode(path: &Path) -> Result<u32> {
    let metadata = fs::metadata(path).map_err(|cause| failed("looking at", path, cause))?;
    Ok(metadata.permissions().mode() & 0o777)
}

/// Takes away everybody else's rights to a file.
pub fn make_private(path: &Path) -> Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(|cause| failed("protecting", path, cause))
}

/// How long another process may hold a lock that is waited for.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// A lock that the operating system gives up with the process, and the words its holder left in it.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock and leaves `words` in it, or gives the words of who holds it.
    pub fn take(path: &Path, words: &str) -> Result<std::result::Result<Self, String>> {
        let mut file = lock_file(path)?;
        if !is_taken(file.try_lock(), path)? {
            return words_in(file, path).map(Err);
        }
        file.set_len(0)
            .and_then(|()| file.write_all(words.as_bytes()))
            .map_err(|cause| failed("writing the lock", path, cause))?;
        Ok(Ok(Self { _file: file }))
    }

    /// Takes the lock as soon as nobody else holds it; where that takes longer than [`PATIENCE`], gives the words of who
    /// holds it.
    pub async fn wait(path: &Path, words: &str) -> Result<std::result::Result<Self, String>> {
        let until = clock::instant() + PATIENCE;
        loop {
            match Self::take(path, words)? {
                Err(_) if clock::instant() < until => clock::sleep(LOOK_AGAIN).await,
                taken => return Ok(taken),
            }
        }
    }

    /// Takes the lock beside others who share it, or gives the words of who holds it alone.
    pub fn share(path: &Path) -> Result<std::result::Result<Self, String>> {
        let file = lock_file(path)?;
        if !is_taken(file.try_lock_shared(), path)? {
            return words_in(file, path).map(Err);
        }
        Ok(Ok(Self { _file: file }))
    }
}

fn lock_file(path: &Path) -> Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
        .open(path)
        .map_err(|cause| failed("opening the lock", path, cause))
}

fn is_taken(tried: std::result::Result<(), fs::TryLockError>, path: &Path) -> Result<bool> {
    match tried {
        Ok(()) => Ok(true),
        Err(fs::TryLockError::WouldBlock) => Ok(false),
        Err(fs::TryLockError::Error(cause)) => Err(failed("taking the lock", path, cause)),
    }
}

fn words_in(mut file: File, path: &Path) -> Result<String> {
    let mut holder = String::new();
    file.read_to_string(&mut holder).map_err(|cause| failed("reading the lock", path, cause))?;
    Ok(holder)
}

/// Bytes that this user may still write on the disk of a folder.
pub fn free(path: &Path) -> Result<u64> {
    let disk = rustix::fs::statvfs(path).map_err(|cause| failed("looking at the disk of", path, cause.into()))?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// The entries of a folder, sorted; none where there is no folder.
pub fn entries(path: &Path) -> Result<Vec<PathBuf>> {
    let Some(dir) = absent_is_none(fs::read_dir(path)).map_err(|cause| failed("listing", path, cause))? else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for entry in dir {
        found.push(entry.map_err(|cause| failed("listing", path, cause))?.path());
    }
    found.sort();
    Ok(found)
}

/// All regular files below a folder, sorted; symbolic links are not followed.
pub fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in entries(path)? {
        let metadata = fs::symlink_metadata(&entry).map_err(|cause| failed("looking at", &entry, cause))?;
        if metadata.is_dir() {
            found.extend(files_below(&entry)?);
        } else if metadata.is_file() {
            found.push(entry);
        }
    }
    Ok(found)
}

/// Removes a file; one that is not there is fine.
pub fn remove_file(path: &Path) -> Result<()> {
    absent_is_none(fs::remove_file(path)).map(|_| ()).map_err(|cause| failed("removing", path, cause))
}

/// Removes a folder with everything in it; one that is not there is fine.
pub fn remove_tree(path: &Path) -> Result<()> {
    absent_is_none(fs::remove_dir_all(path)).map(|_| ()).map_err(|cause| failed("removing", path, cause))
}

/// Reads at most `limit` bytes from the start of a stream; more is an error of the caller's making.
pub fn read_bounded(mut from: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.by_ref().take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::other(format!("longer than {limit} bytes")));
    }
    Ok(bytes)
}

fn beside(path: &Path) -> PathBuf {
    with_ending(path, ".new")
}

/// The path with something behind its name.
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(ending);
    path.with_file_name(name)
}

fn sync_parent(path: &Path) -> Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => sync_dir(parent),
        _ => sync_dir(Path::new(".")),
    }
}

fn absent_is_none<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The error of a failed file operation, with the hint that its cause asks for.
pub fn failed(doing: &str, path: &Path, cause: io::Error) -> Error {
    let hint = match cause.kind() {
        io::ErrorKind::StorageFull => {
            Some("free space on this disk, or choose another folder, and run the command again")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Some("give this user the right to write there, or choose another folder")
        }
        _ if cause.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
            Some("a symbolic link is where a file of catchment belongs: find out who created it and remove it")
        }
        io::ErrorKind::AlreadyExists | io::ErrorKind::IsADirectory => {
            Some("something is there that catchment did not create: inspect it and move it away")
        }
        io::ErrorKind::NotFound => Some("check the path; relative paths are relative to the configuration file"),
        _ => None,
    };
    let error =
        Error::new(Kind::Failed, format!("{doing} {} failed", crate::error::printable(&path.display().to_string())));
    let error = match hint {
        Some(hint) => error.hint(hint),
        None => error,
    };
    error.because(cause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use std::thread;

    #[test]
    fn a_crash_leaves_no_memory_behind() {
        without_core_dumps().unwrap();
        assert_eq!(rustix::process::getrlimit(Resource::Core).maximum, Some(0));
    }

    #[test]
    fn folders_below_one_that_is_not_there_can_be_made_at_once() {
        const AT_ONCE: usize = 8;
        let top = std::env::temp_dir().join(format!("catchment-folders-{}", std::process::id()));
        for round in 0..200 {
            let (shared, begin) = (top.join(round.to_string()).join("lake"), Barrier::new(AT_ONCE));
            let make = |number: usize| {
                begin.wait();
                make_dir(&shared.join(number.to_string()), Access::Published)
            };
            thread::scope(|scope| {
                let made = (0..AT_ONCE).map(|number| scope.spawn(move || make(number))).collect::<Vec<_>>();
                for made in made {
                    made.join().unwrap().unwrap();
                }
            });
        }
        remove_tree(&top).unwrap();
    }
}
