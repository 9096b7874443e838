//! The consent of a person: how it is got, and the file that keeps its refresh token.
//!
//! The file lies in the data directory, sealed with its key, and is sealed anew where that changes. Whoever exchanges the
//! token holds a lock of its own: a check may run beside a sync, and a token is good once.

use catchment_base::disk::{self, Access, Lock};
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::Listing;
use catchment_base::secret::Secret;
use catchment_io::callback::Callback;
use catchment_io::key::{self, Keys};
use catchment_lake::land::Sealer;
use catchment_source::auth::{Held, Holding, Keep, Keeper};
use catchment_source::config::{Config, Connection, LOGIN_PORT};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The first line of the file, with the id of the key.
const FORMAT: &str = "catchment-token-1";
/// Bytes of a token at most.
const MOST: usize = 64 << 10;
/// The ending of its name.
const ENDING: &str = "token";
const LOCK_WORDS: &str = "exchanging the refresh token";
const LOCK_ENDING: &str = ".lock";

/// What a login came to.
pub struct LoggedIn {
    /// The id of the site.
    pub site_id: String,
    /// Where the refresh token is kept.
    pub file: PathBuf,
}

/// Leads a person to consent, by `tell`, which shows an address for the browser, and keeps what comes of it.
pub async fn login(config: &Config, name: &str, tell: impl FnOnce(&str) -> Result<()>) -> Result<LoggedIn> {
    let connection = config.connection(name)?;
    // Without a key nobody is asked.
    Keys::read(&config.data_dir)?;
    let port = connection.own.number(LOGIN_PORT).and_then(|port| u16::try_from(port).ok()).unwrap_or(0);
    let callback = Callback::listen(port).await?;
    let consent = catchment_source::of(connection)?.consent(connection, callback.url())?.ok_or_else(|| {
        Error::usage(format!("{name} needs no login: its credentials are settings")).hint(format!(
            "only a connection with oauth = \"consent\" asks a person; see docs/{}.md",
            connection.source
        ))
    })?;
    let state = key::fresh_text()?;
    tell(consent.address(&state).as_str())?;
    let code = callback.code(&state).await?;
    let agreed = consent.exchange(&code).await?;
    let file = TokenFile::of(&config.data_dir, name);
    let _lock = file.lock().await?;
    file.write(&Keys::read(&config.data_dir)?, &agreed.refresh)?;
    Ok(LoggedIn { site_id: agreed.site_id, file: file.path })
}

/// The keeper of a connection's refresh token.
pub fn keeper(config: &Config, connection: &Connection) -> Keeper {
    Arc::new(TokenFile::of(&config.data_dir, &connection.name))
}

/// Where the refresh token of a connection is kept.
struct TokenFile {
    name: String,
    data_dir: PathBuf,
    path: PathBuf,
}

/// A token that is held.
struct HeldToken {
    file: TokenFile,
    keys: Keys,
    token: Secret,
    _lock: Lock,
}

impl TokenFile {
    fn of(data_dir: &Path, name: &str) -> Self {
        let path = data_dir.join(format!("{name}.{ENDING}"));
        Self { name: name.to_owned(), data_dir: data_dir.to_owned(), path }
    }

    async fn lock(&self) -> Result<Lock> {
        Lock::wait(&self.lock_path(), LOCK_WORDS).await?.map_err(|_| self.is_exchanged())
    }

    fn lock_path(&self) -> PathBuf {
        disk::with_ending(&self.path, LOCK_ENDING)
    }

    fn is_exchanged(&self) -> Error {
        Error::new(Kind::Busy, format!("another process has been exchanging the refresh token of {}", self.name))
            .hint("wait until it has ended, then run this again")
    }

    fn listing(&self) -> Listing {
        Listing { stream: "refresh token", scope: self.name.clone() }
    }

    fn write(&self, keys: &Keys, token: &Secret) -> Result<()> {
        let sealed = Sealer::new(keys, &self.name)?.seal(&self.listing(), token.expose().as_bytes())?;
        let text = [head(keys).as_bytes(), &sealed].concat();
        disk::replace(&self.path, &text, Access::Private)
    }

    /// Whether it is there and these keys sealed it.
    fn is_sealed_with(&self, keys: &Keys) -> Result<bool> {
        Ok(disk::read_if_there(&self.path)?.is_some_and(|bytes| bytes.starts_with(head(keys).as_bytes())))
    }

    /// The keys that it is sealed with: where a change of them was interrupted, it may be the next ones.
    fn keys(&self) -> Result<Keys> {
        match Keys::read_next(&self.data_dir)? {
            Some(next) if self.is_sealed_with(&next)? => Ok(next),
            _ => Keys::read(&self.data_dir),
        }
    }

    fn read(&self, keys: &Keys) -> Result<Secret> {
        let lacks = |why: &str| {
            Error::new(Kind::Denied, format!("{why} for {}", self.name))
                .hint(format!("run 'catchment login {}'", self.name))
        };
        let bytes = disk::read_if_there(&self.path)?.ok_or_else(|| lacks("nobody has logged in"))?;
        let sealed =
            bytes.strip_prefix(head(keys).as_bytes()).ok_or_else(|| lacks("the key has changed since the login"))?;
        let opened = Sealer::new(keys, &self.name)?.open(&self.listing(), sealed.to_vec(), MOST);
        let text = opened.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        text.map(Secret::new).ok_or_else(|| lacks("the file of the login is damaged"))
    }
}

impl Keep for TokenFile {
    fn hold(&self) -> Holding<'_> {
        Box::pin(async {
            let lock = self.lock().await?;
            let keys = self.keys()?;
            let (token, file) = (self.read(&keys)?, Self::of(&self.data_dir, &self.name));
            Ok(Box::new(HeldToken { file, keys, token, _lock: lock }) as Box<dyn Held>)
        })
    }
}

/// The first line of a file that these keys sealed.
fn head(keys: &Keys) -> String {
    format!("{FORMAT} {}\n", keys.id())
}

/// The refresh tokens in a data directory, which nobody exchanges meanwhile.
pub struct Tokens {
    files: Vec<TokenFile>,
    _locks: Vec<Lock>,
}

impl Tokens {
    /// Takes the lock of each.
    pub fn hold(data_dir: &Path) -> Result<Self> {
        let mut paths = disk::entries(data_dir)?;
        paths.retain(|path| path.extension().is_some_and(|ending| ending == ENDING));
        let names = paths.iter().filter_map(|path| path.file_stem());
        let files: Vec<TokenFile> = names.map(|name| TokenFile::of(data_dir, &name.to_string_lossy())).collect();
        let lock = |file: &TokenFile| Lock::take(&file.lock_path(), LOCK_WORDS)?.map_err(|_| file.is_exchanged());
        let locks = files.iter().map(lock).collect::<Result<_>>()?;
        Ok(Self { files, _locks: locks })
    }

    /// Refuses where one that these keys sealed does not open.
    pub fn prove(&self, keys: &Keys) -> Result<()> {
        self.of(keys)?.into_iter().try_for_each(|file| file.read(keys).map(drop))
    }

    /// Seals those anew that are sealed with the former keys. What others sealed stays: who needs it is told to log in again.
    pub fn reseal(&self, former: &Keys, next: &Keys) -> Result<()> {
        self.of(former)?.into_iter().try_for_each(|file| file.write(next, &file.read(former)?))
    }

    /// Those that these keys sealed.
    fn of(&self, keys: &Keys) -> Result<Vec<&TokenFile>> {
        let mut files = Vec::new();
        for file in &self.files {
            if file.is_sealed_with(keys)? {
                files.push(file);
            }
        }
        Ok(files)
    }
}

impl Held for HeldToken {
    fn token(&self) -> &Secret {
        &self.token
    }

    fn replace(&self, token: &Secret) -> Result<()> {
        self.file.write(&self.keys, token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_token_is_kept_sealed_and_private_and_only_its_key_opens_it() {
        let dir = std::env::temp_dir().join(format!("catchment-login-{}", std::process::id()));
        disk::make_dir(&dir, Access::Private).unwrap();
        Keys::make(&dir).unwrap();
        let (file, keys) = (TokenFile::of(&dir, "wiki"), Keys::read(&dir).unwrap());
        let told = |keys: &Keys| file.read(keys).unwrap_err();
        assert!(told(&keys).one_line().contains("nobody has logged in"));
        assert_eq!(told(&keys).hint_text(), Some("run 'catchment login wiki'"));
        file.write(&keys, &Secret::new("refresh-1 of a test".to_owned())).unwrap();
        let held = file.hold().await.unwrap();
        assert_eq!(held.token().expose(), "refresh-1 of a test");
        held.replace(&Secret::new("refresh-2 of a test".to_owned())).unwrap();
        drop(held);
        let bytes = disk::read(&file.path).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("of a test"));
        assert_eq!(disk::mode(&file.path).unwrap(), 0o600);
        assert_eq!(file.read(&keys).unwrap().expose(), "refresh-2 of a test");
        assert!(told(&Keys::from_master(vec![7; 32]).unwrap()).one_line().contains("the key has changed"));
        disk::replace(&file.path, &bytes[..bytes.len() - 1], Access::Private).unwrap();
        assert!(told(&keys).one_line().contains("damaged"));
        assert!(Tokens::hold(&dir).unwrap().prove(&keys).unwrap_err().one_line().contains("damaged"));
        disk::remove_tree(&dir).unwrap();
    }

    #[tokio::test]
    async fn a_token_is_sealed_anew_with_the_next_key_and_opens_while_that_takes_its_place() {
        let dir = std::env::temp_dir().join(format!("catchment-login-rotate-{}", std::process::id()));
        disk::make_dir(&dir, Access::Private).unwrap();
        Keys::make(&dir).unwrap();
        let (file, former) = (TokenFile::of(&dir, "wiki"), Keys::read(&dir).unwrap());
        file.write(&former, &Secret::new("refresh-1 of a test".to_owned())).unwrap();
        let held = file.hold().await.unwrap();
        assert_eq!(Tokens::hold(&dir).err().unwrap().kind(), Kind::Busy);
        drop(held);
        let next = former.make_next(&dir).unwrap();
        // Twice, as after an interruption.
        for _ in 0..2 {
            Tokens::hold(&dir).unwrap().reseal(&former, &next).unwrap();
        }
        let held = file.hold().await.unwrap();
        assert_eq!(held.token().expose(), "refresh-1 of a test");
        held.replace(&Secret::new("refresh-2 of a test".to_owned())).unwrap();
        drop(held);
        Keys::take_next(&dir).unwrap();
        assert_eq!(file.hold().await.unwrap().token().expose(), "refresh-2 of a test");
        disk::remove_tree(&dir).unwrap();
    }
}
