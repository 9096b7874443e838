//! Where tests keep their files.

use catchment_base::disk;
use std::path::{Path, PathBuf};

/// A disk in memory, on Linux.
const MEMORY: &str = "/dev/shm";
/// Bytes that it must have free.
const ROOM: u64 = 4 << 30;

/// The folder for work folders: in memory where there is room, for most of the time of a small sync on a disk is spent
/// waiting until what it wrote is safe there. `TMPDIR` names another one.
pub fn dir() -> PathBuf {
    let memory = Path::new(MEMORY);
    let is_chosen = std::env::var_os("TMPDIR").is_some();
    if !is_chosen && disk::free(memory).is_ok_and(|free| free >= ROOM) {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    }
}
