//! The consent of a person: how it is got, and the file that keeps its refresh token.
//!
//! The file lies in the data directory, sealed with its key. Whoever exchanges the token holds a lock of its own: a check
//! may run beside a sync, and a token is good once.

use crate::config::{Config, Connection, LOGIN_PORT};
use crate::edge::callback::Callback;
use crate::edge::disk::{self, Access, Lock};
use crate::error::{Error, Kind, Result};
use crate::key::{self, Keys};
use crate::land::Sealer;
use crate::response::Listing;
use crate::secret::Secret;
use crate::source;
use crate::source::auth::{Held, Holding, Keep, Keeper};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The first line of the file, with the id of the key.
const FORMAT: &str = "catchment-token-1";
/// Bytes of a token at most.
const MOST: usize = 64 << 10;
const LOCK_WORDS: &str = "exchanging the refresh token";

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
    let keys = Keys::read(&config.data_dir)?;
    let port = connection.own.number(LOGIN_PORT).and_then(|port| u16::try_from(port).ok()).unwrap_or(0);
    let callback = Callback::listen(port).await?;
    let consent = source::of(connection)?.consent(connection, callback.url())?.ok_or_else(|| {
        Error::usage(format!("{name} needs no login: its credentials are settings"))
            .hint("only a connection with oauth = \"consent\" asks a person; see docs/confluence.md")
    })?;
    let state = key::fresh_text()?;
    tell(consent.address(&state).as_str())?;
    let code = callback.code(&state).await?;
    let agreed = consent.exchange(&code).await?;
    let file = TokenFile::of(&config.data_dir, name);
    let _lock = file.lock().await?;
    file.write(&keys, &agreed.refresh)?;
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
        let path = data_dir.join(format!("{name}.token"));
        Self { name: name.to_owned(), data_dir: data_dir.to_owned(), path }
    }

    async fn lock(&self) -> Result<Lock> {
        let path = disk::with_ending(&self.path, ".lock");
        Lock::wait(&path, LOCK_WORDS).await?.map_err(|_| {
            Error::new(Kind::Busy, format!("another process has been exchanging the refresh token of {}", self.name))
                .hint("wait until it has ended, then run this again")
        })
    }

    fn listing(&self) -> Listing {
        Listing { stream: "refresh token", scope: self.name.clone() }
    }

    fn write(&self, keys: &Keys, token: &Secret) -> Result<()> {
        let sealed = Sealer::new(keys)?.seal(&self.listing(), token.expose().as_bytes())?;
        let text = [format!("{FORMAT} {}\n", keys.id()).as_bytes(), &sealed].concat();
        disk::replace(&self.path, &text, Access::Private)
    }

    fn read(&self, keys: &Keys) -> Result<Secret> {
        let lacks = |why: &str| {
            Error::new(Kind::Denied, format!("{why} for {}", self.name))
                .hint(format!("run 'catchment login {}'", self.name))
        };
        let bytes = disk::read_if_there(&self.path)?.ok_or_else(|| lacks("nobody has logged in"))?;
        let head = format!("{FORMAT} {}\n", keys.id());
        let sealed = bytes.strip_prefix(head.as_bytes()).ok_or_else(|| lacks("the key has changed since the login"))?;
        let opened = Sealer::new(keys)?.open(&self.listing(), sealed.to_vec(), MOST);
        let text = opened.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        text.map(Secret::new).ok_or_else(|| lacks("the file of the login is damaged"))
    }
}

impl Keep for TokenFile {
    fn hold(&self) -> Holding<'_> {
        Box::pin(async {
            let lock = self.lock().await?;
            let keys = Keys::read(&self.data_dir)?;
            let (token, file) = (self.read(&keys)?, Self::of(&self.data_dir, &self.name));
            Ok(Box::new(HeldToken { file, keys, token, _lock: lock }) as Box<dyn Held>)
        })
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
        let bytes = disk::read(&file.path).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("of a test"));
        assert_eq!(disk::mode(&file.path).unwrap(), 0o600);
        assert_eq!(file.read(&keys).unwrap().expose(), "refresh-2 of a test");
        assert!(told(&Keys::from_master(vec![7; 32]).unwrap()).one_line().contains("the key has changed"));
        disk::replace(&file.path, &bytes[..bytes.len() - 1], Access::Private).unwrap();
        assert!(told(&keys).one_line().contains("damaged"));
        disk::remove_tree(&dir).unwrap();
    }
}
