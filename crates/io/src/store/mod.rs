//! The only user of object stores: files and small objects under keys, in a bucket or in a folder.
//!
//! A key is made by us and never of anybody's text: parts of letters, digits, `-`, `_`, `.` and `=`, with slashes
//! between them. What is written under one is whole or absent. Sizes, tries and times are bounded, and nothing
//! that must be right depends on a listing.

mod bucket;
mod folder;
mod options;
mod trouble;

pub use options::{Known, OPTIONS, option};

use bucket::Bucket;
use bytes::Bytes;
use catchment_base::disk::{self, Meta};
use catchment_base::error::{Error, Result};
use catchment_base::secret::Secret;
use folder::Folder;
use std::future::Future;
use std::ops::ControlFlow;
use std::path::Path;
use tokio::runtime::{Handle, RuntimeFlavor};

/// Bytes of an object that is read as a whole at most.
pub const MOST_BYTES: u64 = 64 << 20;

/// Characters of a key at most; S3 takes 1,024 bytes with the prefix.
const MOST_CHARACTERS: usize = 512;

/// A place for objects: a bucket with a prefix, or a folder.
#[derive(Clone, Debug)]
pub struct Store {
    place: Place,
}

#[derive(Clone, Debug)]
enum Place {
    Folder(Folder),
    Bucket(Bucket),
}

/// Which content of an object was seen, for [`Store::replace`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version(String);

/// What [`Store::create`] came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// The object holds these bytes, and nobody else's were there.
    Created,
    /// Something else is there, and stays.
    Exists,
}

/// What [`Store::replace`] came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// The object holds these bytes.
    Replaced,
    /// It no longer was what had been seen, and stays as it is.
    Changed,
}

impl Store {
    /// A folder, made when something is put into it. Only the user may read what is put there: files of
    /// attachments are not redacted.
    pub fn folder(root: &Path) -> Self {
        Self { place: Place::Folder(Folder::new(root)) }
    }

    /// A bucket with a prefix (with or without slashes around it) and options of [`OPTIONS`]. Asks nobody yet; fails
    /// on options that do not go together.
    pub fn bucket(name: &str, prefix: &str, options: &[(&str, Secret)]) -> Result<Self> {
        Ok(Self { place: Place::Bucket(Bucket::new(name, prefix.trim_matches('/'), options)?) })
    }

    /// The folder; nothing for a bucket.
    pub fn as_folder(&self) -> Option<&Path> {
        match &self.place {
            Place::Folder(folder) => Some(folder.root()),
            Place::Bucket(_) => None,
        }
    }

    /// The bucket's name; nothing for a folder.
    pub fn bucket_name(&self) -> Option<&str> {
        match &self.place {
            Place::Folder(_) => None,
            Place::Bucket(bucket) => Some(bucket.name()),
        }
    }

    /// The key with the prefix, as the bucket knows it; for a folder the key itself.
    pub fn object_key(&self, key: &str) -> String {
        match &self.place {
            Place::Folder(_) => key.to_owned(),
            Place::Bucket(bucket) => bucket.object_key(key),
        }
    }

    /// Where an object is found: `s3://bucket/prefix/key` or `file:///folder/key`.
    pub fn uri(&self, key: &str) -> String {
        match &self.place {
            Place::Folder(folder) => folder.uri(key),
            Place::Bucket(bucket) => bucket.uri(key),
        }
    }

    /// Bytes up to which an object is best put from memory; a folder takes the file itself.
    pub fn from_memory(&self) -> u64 {
        match &self.place {
            Place::Folder(_) => 0,
            Place::Bucket(_) => bucket::WHOLE,
        }
    }

    /// Puts a file that nobody writes to any more under a key, over whatever is there (in a folder of the same disk it
    /// becomes the object), never whole in memory: above 16 MiB in parts of 8 MiB, two
    /// at once. Before the first part `begun` is told the id of the upload in parts, so that [`Store::abort`] can
    /// take away what a crash left; a failure is followed by an abort. An upload whose very beginning was not
    /// answered has no id that is known here: only a rule of the bucket removes it.
    pub async fn put_file<F>(&self, key: &str, file: &Path, begun: impl FnOnce(String) -> F + Send) -> Result<()>
    where
        F: Future<Output = Result<()>> + Send,
    {
        check(key)?;
        match &self.place {
            Place::Folder(folder) => folder.put_file(key, file).await,
            Place::Bucket(bucket) => bucket.put_file(key, file, begun).await,
        }
    }

    /// Whether the object holds just what the file holds; both are read through, in pieces.
    pub async fn holds(&self, key: &str, file: &Path) -> Result<bool> {
        check(key)?;
        match &self.place {
            Place::Folder(folder) => folder.holds(key, file).await,
            Place::Bucket(bucket) => bucket.holds(key, file).await,
        }
    }

    /// Ends an upload in parts that was begun and not completed; one that is not there any more is fine.
    pub async fn abort(&self, key: &str, upload: &str) -> Result<()> {
        check(key)?;
        match &self.place {
            Place::Folder(_) => Ok(()),
            Place::Bucket(bucket) => bucket.abort(key, upload).await,
        }
    }

    /// The bytes of an object and which content they are; nothing where there is none. Fails above [`MOST_BYTES`].
    pub async fn get(&self, key: &str) -> Result<Option<(Bytes, Version)>> {
        check(key)?;
        match &self.place {
            Place::Folder(folder) => folder.get(key).await,
            Place::Bucket(bucket) => bucket.get(key).await,
        }
    }

    /// Reads an object in pieces, until its end or until `each` has enough; one that is not there has none.
    pub async fn read(&self, key: &str, each: impl FnMut(&[u8]) -> Result<ControlFlow<()>> + Send) -> Result<()> {
        check(key)?;
        match &self.place {
            Place::Folder(folder) => folder.read(key, each),
            Place::Bucket(bucket) => bucket.read(key, each).await,
        }
    }

    /// The bytes that an object has; nothing where there is none.
    pub async fn size(&self, key: &str) -> Result<Option<u64>> {
        check(key)?;
        match &self.place {
            Place::Folder(folder) => Ok(folder.size(key)),
            Place::Bucket(bucket) => bucket.size(key).await,
        }
    }

    /// Puts bytes under a key, over whatever is there.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<()> {
        check(key)?;
        match &self.place {
            Place::Folder(folder) => folder.put(key, bytes).await,
            Place::Bucket(bucket) => bucket.put(key, bytes).await,
        }
    }

    /// Puts bytes under a key that nothing is under. A write that was won and not answered is known by its bytes.
    pub async fn create(&self, key: &str, bytes: Bytes) -> Result<Creation> {
        check(key)?;
        match &self.place {
            Place::Folder(folder) => folder.create(key, bytes).await,
            Place::Bucket(bucket) => bucket.create(key, bytes).await,
        }
    }

    /// Puts bytes under a key whose content is still the version that was seen. In a folder that holds against
    /// everybody who takes turns, not against who writes at the same instant: one process holds a connection.
    pub async fn replace(&self, key: &str, bytes: Bytes, seen: &Version) -> Result<Replacement> {
        check(key)?;
        match &self.place {
            Place::Folder(folder) => folder.replace(key, bytes, seen).await,
            Place::Bucket(bucket) => bucket.replace(key, bytes, seen).await,
        }
    }

    /// Shows every object below a prefix of whole parts, or below the place for an empty one: its key and what is known
    /// of it. The order is the store's own.
    pub async fn list(&self, prefix: &str, each: impl FnMut(&str, Meta) -> Result<()>) -> Result<()> {
        if !prefix.is_empty() {
            check(prefix)?;
        }
        match &self.place {
            Place::Folder(folder) => folder.list(prefix, each),
            Place::Bucket(bucket) => bucket.list(prefix, each).await,
        }
    }

    /// Deletes an object; one that is not there is fine.
    pub async fn delete(&self, key: &str) -> Result<()> {
        check(key)?;
        match &self.place {
            Place::Folder(folder) => folder.delete(key),
            Place::Bucket(bucket) => bucket.delete(key).await,
        }
    }
}

/// Whether a text may stand between the slashes of a key.
pub fn is_part_of_key(part: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=');
    !part.is_empty() && !part.starts_with('.') && part.chars().all(plain)
}

fn check(key: &str) -> Result<()> {
    if key.len() <= MOST_CHARACTERS && key.split('/').all(is_part_of_key) {
        return Ok(());
    }
    Err(Error::failed(format!("`{}` is not a key of an object", catchment_base::error::printable(key)))
        .hint("a key has parts of letters, digits, '-', '_', '.' and '=', separated by slashes"))
}

/// Waits in code that is not async until the work is done. Needs a runtime of several threads, as the program has.
pub fn wait<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    match Handle::try_current() {
        Ok(handle) if handle.runtime_flavor() != RuntimeFlavor::CurrentThread => {
            tokio::task::block_in_place(|| handle.block_on(work))
        }
        _ => Err(Error::failed("an object store needs a runtime of several threads")),
    }
}

/// Does work on files where it holds nobody up.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|cause| Error::failed("working on a file failed unexpectedly").because(cause))?
}

/// The bytes of a file.
fn size_of(file: &Path) -> Result<u64> {
    disk::size(file).ok_or_else(|| {
        Error::failed(format!("there is no file {} to store", file.display()))
            .hint("somebody removed it meanwhile; run the command again")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain_and_lead_nowhere_else() {
        for key in ["a", "wiki/att1/2-0f.bin", "generations/1/manifest.json", "a=b/_c"] {
            assert!(check(key).is_ok(), "{key}");
        }
        let long = "a".repeat(MOST_CHARACTERS + 1);
        for key in ["", "/a", "a/", "a//b", "../a", "a/../b", "a/.b", "a b", "ä", "a\\b", "a?b", "a%2f", &long] {
            assert!(check(key).is_err(), "{key}");
        }
    }

    #[test]
    fn places_tell_where_objects_lie() {
        let folder = Store::folder(Path::new("/srv/a b"));
        assert_eq!((folder.uri("c/d"), folder.object_key("c/d")), ("file:///srv/a%20b/c/d".into(), "c/d".into()));
        assert_eq!((folder.bucket_name(), folder.as_folder()), (None, Some(Path::new("/srv/a b"))));
        let bucket = Store::bucket("files", "/x/y", &[("aws_region", Secret::new("eu-central-1".into()))]).unwrap();
        assert_eq!((bucket.uri("c/d"), bucket.object_key("c/d")), ("s3://files/x/y/c/d".into(), "x/y/c/d".into()));
        assert_eq!((bucket.bucket_name(), bucket.as_folder()), (Some("files"), None));
        assert_eq!(Store::bucket("files", "", &[]).unwrap().uri("c"), "s3://files/c");
    }

    #[test]
    fn plain_http_needs_consent() {
        let open = |options: &[(&str, &str)]| {
            let options: Vec<_> =
                options.iter().map(|(name, value)| (*name, Secret::new((*value).to_owned()))).collect();
            Store::bucket("files", "", &options)
        };
        let plain = ("aws_endpoint", "http://127.0.0.1:9000");
        let refused = open(&[plain]).err().unwrap();
        assert_eq!(refused.kind(), catchment_base::error::Kind::Usage);
        assert!(refused.hint_text().unwrap().contains("aws_allow_http"));
        assert!(open(&[plain, ("aws_allow_http", "false")]).is_err());
        assert!(open(&[plain, ("aws_allow_http", "true")]).is_ok());
        assert!(open(&[("aws_endpoint", "https://objects.example.com")]).is_ok());
        let odd = open(&[("aws_server_side_encryption", "hunter2")]).err().unwrap();
        assert_eq!(odd.to_string(), "the options of the bucket files do not fit together");
    }

    #[test]
    fn without_a_runtime_waiting_is_refused() {
        assert!(wait(async { Ok(()) }).is_err());
    }
}
