//! Rules about names, folders and addresses that several sections share.

use super::dialect::Dialect;
use super::refusal::{Refusal, shortened};
use std::path::{Path, PathBuf};
use url::{Host, Url};

/// Characters of a name at most.
const MAX_NAME: usize = 40;

/// Names of the schemas that every connection's database has; beside them it has one for its source.
const SCHEMAS: [&str; 4] = ["information_schema", "land", "mart", "sync"];

/// What a name is made of, in words.
pub(super) const NAME_RULE: &str = "a lowercase letter, then at most 39 lowercase letters, digits and underscores";

/// Whether a text is a name as the file has them.
pub(super) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    let begins = chars.next().is_some_and(|c| c.is_ascii_lowercase());
    begins && text.len() <= MAX_NAME && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Whether a connection or a policy may have this name.
pub(super) fn check_name(name: &str, dialects: &[&Dialect]) -> Result<(), Refusal> {
    if SCHEMAS.contains(&name) || dialects.iter().any(|dialect| dialect.source == name) {
        return Err(Refusal::new(
            format!("a connection cannot be called `{name}`: its database uses that name"),
            "choose another name, such as `wiki`",
        ));
    }
    if is_name(name) {
        return Ok(());
    }
    Err(Refusal::new(
        format!("`{}` is an invalid connection name", shortened(name)),
        format!("it names a file and a folder: {NAME_RULE}"),
    ))
}

/// The folder that a setting names, relative to another one.
pub(super) fn folder_of(name: &str, text: &str, base: &Path) -> Result<PathBuf, Refusal> {
    let hint = format!("give a folder: {name} = \"/srv/catchment\"");
    if text.contains("://") {
        return Err(Refusal::new(format!("`{name}` is a URL, but must be a folder"), hint));
    }
    if text.starts_with('~') {
        return Err(Refusal::new(format!("`{name}`: `~` is not expanded"), hint));
    }
    // Collecting the parts drops the `.` among them.
    Ok(base.join(text).components().collect())
}

/// A URL without user, password, query and fragment. No refusal quotes what may hold a password or a token.
pub(super) fn address(text: &str, example: &str, without_user: &str) -> Result<Url, Refusal> {
    let url = Url::parse(text).map_err(|cause| Refusal::new("`url` is an invalid URL", example).because(cause))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::new("`url` contains a user name or a password", without_user));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Refusal::new("`url` contains a query or a fragment", "remove the `?` or `#` and what follows it"));
    }
    Ok(url)
}

/// Whether an address is on this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether an address is https, or plain http where that is accepted; `instead` says what to write.
pub(super) fn check_scheme(url: &Url, insecure_http: bool, instead: &str) -> Result<(), Refusal> {
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback(url) || insecure_http => Ok(()),
        "http" => Err(Refusal::new(
            format!("`url` is {}, but plain http is accepted only on this machine", shortened(url.as_str())),
            instead,
        )),
        other => Err(Refusal::new(
            format!("`url` begins with {}:, but must begin with https:", shortened(other)),
            "write https",
        )),
    }
}
