//! The key file of a data directory, and the keys derived from it.
//!
//! One file of 32 random bytes (hexadecimal, behind a format word). Sealing, pseudonym and hashing keys
//! are derived from it by HKDF-SHA-256, so that none of them can be computed from another. The key id is
//! public: it stands in the database, in tokens and in manifests, and tells whether a key fits.
//!
//! While the key is changed, the next one lies beside it, whole, until nothing needs the former one any more; then
//! it takes its place in one step. Whoever works with the keys shares the lock beside them, and who changes them
//! has it alone.

use aws_lc_rs::{digest, hkdf, rand};
use catchment_base::disk::{self, Access};
use catchment_base::error::{Error, Kind, Result};
use catchment_base::secret::SecretBytes;
use std::path::{Path, PathBuf};

const FORMAT: &str = "catchment-key-1";
const BYTES: usize = 32;

/// The keys of one data directory.
#[derive(Clone, Debug)]
pub struct Keys {
    id: String,
    master: SecretBytes,
}

impl Keys {
    /// Reads the key file of a data directory. A missing file is [`Kind::Damaged`]: it is never replaced.
    pub fn read(data_dir: &Path) -> Result<Self> {
        let path = file(data_dir);
        read_file(&path)?.ok_or_else(|| {
            Error::new(Kind::Damaged, format!("there is no key file {}", path.display())).hint(
                "'catchment init' creates one for a new data directory; for an existing one, restore the file from \
                 your backup: without it the stored responses cannot be opened",
            )
        })
    }

    /// The keys that are taking the place of the present ones; nothing where they are not being changed.
    pub fn read_next(data_dir: &Path) -> Result<Option<Self>> {
        read_file(&next_file(data_dir))
    }

    /// Makes the keys that shall take the place of these; durable when it returns.
    pub fn make_next(&self, data_dir: &Path) -> Result<Self> {
        loop {
            let master = fresh()?;
            let text = written(&master);
            let next = Self::from_master(master)?;
            // A response says by the key's id what it is sealed with: two keys of one id could not be told apart.
            if next.id != self.id {
                disk::replace(&next_file(data_dir), text.as_bytes(), Access::Private)?;
                return Ok(next);
            }
        }
    }

    /// Puts the next keys in the place of the present ones, which are gone then.
    pub fn take_next(data_dir: &Path) -> Result<()> {
        disk::rename(&next_file(data_dir), &file(data_dir))
    }

    /// Makes the key file of a new data directory; `false` if there is one already.
    ///
    /// Refused where databases lie beside a missing key: a new key could not open them.
    pub fn make(data_dir: &Path) -> Result<bool> {
        let path = file(data_dir);
        if disk::exists(&path) {
            return Ok(false);
        }
        disk::make_dir(data_dir, Access::Private)?;
        let databases = disk::entries(data_dir)?;
        if let Some(database) = databases.iter().find(|path| path.extension().is_some_and(|ending| ending == "duckdb"))
        {
            return Err(Error::new(Kind::Damaged, format!("{} is here, but its key file is not", database.display()))
                .hint("restore the key file from your backup, or move the databases away to start over"));
        }
        disk::write_new(&path, written(&fresh()?).as_bytes(), Access::Private)?;
        Ok(true)
    }

    /// Keys from master bytes.
    pub fn from_master(master: Vec<u8>) -> Result<Self> {
        let mut keys = Self { id: String::new(), master: SecretBytes::new(master) };
        keys.id = hex(&keys.derive("key id")?.expose()[..4]);
        Ok(keys)
    }

    /// The public name of the key: eight hexadecimal digits.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The key for one purpose, 32 bytes.
    pub fn derive(&self, purpose: &str) -> Result<SecretBytes> {
        let broken = |_| Error::failed(format!("deriving the {purpose} key failed"));
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, FORMAT.as_bytes());
        let mut key = vec![0; BYTES];
        let info = [purpose.as_bytes()];
        salt.extract(self.master.expose())
            .expand(&info, hkdf::HKDF_SHA256)
            .map_err(broken)?
            .fill(&mut key)
            .map_err(broken)?;
        Ok(SecretBytes::new(key))
    }
}

/// Where the key file of a data directory lies.
pub fn file(data_dir: &Path) -> PathBuf {
    data_dir.join("catchment.key")
}

/// Where the lock of the keys lies.
pub fn lock_file(data_dir: &Path) -> PathBuf {
    data_dir.join("catchment.key.lock")
}

fn next_file(data_dir: &Path) -> PathBuf {
    data_dir.join("catchment.key.next")
}

/// A text that nobody can guess: 64 hexadecimal digits.
pub fn fresh_text() -> Result<String> {
    fresh().map(|bytes| hex(&bytes))
}

fn fresh() -> Result<Vec<u8>> {
    let mut master = vec![0; BYTES];
    rand::fill(&mut master).map_err(|_| Error::failed("the system provided no random bytes"))?;
    Ok(master)
}

fn written(master: &[u8]) -> String {
    format!("{FORMAT} {}\n", hex(master))
}

fn read_file(path: &Path) -> Result<Option<Keys>> {
    let Some(bytes) = disk::read_if_there(path)? else { return Ok(None) };
    if disk::mode(path)? & 0o077 != 0 {
        return Err(Error::new(Kind::Damaged, format!("others can read the key file {}", path.display()))
            .hint(format!("chmod 600 {}", path.display())));
    }
    let text = String::from_utf8(bytes).unwrap_or_default();
    let master = text.trim().strip_prefix(FORMAT).and_then(|rest| from_hex(rest.trim()));
    let master = master.ok_or_else(|| {
        Error::new(Kind::Damaged, format!("{} is not a key file", path.display()))
            .hint("restore the file from your backup")
    })?;
    Keys::from_master(master).map(Some)
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of some bytes as lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// The SHA-256 of what comes in pieces.
#[derive(Clone)]
pub struct Sha256(digest::Context);

impl Default for Sha256 {
    fn default() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }
}

impl Sha256 {
    /// Adds a piece.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The hash as lower-case hexadecimal digits.
    pub fn finish(self) -> String {
        hex(self.0.finish().as_ref())
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 2 * BYTES || !text.is_ascii() {
        return None;
    }
    (0..BYTES).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_give_different_keys_and_the_id_names_the_master() {
        let one = Keys::from_master(vec![1; BYTES]).unwrap();
        let other = Keys::from_master(vec![2; BYTES]).unwrap();
        assert_ne!(one.derive("seal").unwrap().expose(), one.derive("pseudonym").unwrap().expose());
        assert_ne!(one.id(), other.id());
        assert_eq!(one.id().len(), 8);
    }

    #[test]
    fn hexadecimal_goes_there_and_back() {
        let bytes: Vec<u8> = (0..32).map(|at| at * 7).collect();
        assert_eq!(from_hex(&hex(&bytes)), Some(bytes));
        assert_eq!(from_hex("00"), None);
    }
}
