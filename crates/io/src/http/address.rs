//! What an address says of where a request goes, and its parts.

use catchment_base::error::{Error, Result};
use url::{Host, Url};

/// Whether a URL lies at the base URL of a site or below it: same origin, no user name, and its path goes on from the base's.
pub fn is_inside(base: &Url, url: &Url) -> bool {
    let rest = url.path().strip_prefix(base.path().trim_end_matches('/'));
    // Whoever passes a request on may read an encoded slash as one, and dots behind it as a way up.
    let hidden = ["%2f", "%5c"].iter().any(|slash| url.path().to_ascii_lowercase().contains(slash));
    let below = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    url.origin() == base.origin() && below && !hidden && !has_user(url)
}

/// The URL below the base URL of a site with these parts as the end of its path. A part is encoded: it cannot become two.
pub fn below<'p>(base: &Url, parts: impl IntoIterator<Item = &'p str>) -> Result<Url> {
    let mut url = base.clone();
    let no_path = || Error::failed(format!("{base} can have no path"));
    url.path_segments_mut().map_err(|()| no_path())?.pop_if_empty().extend(parts);
    Ok(url)
}

/// The value of an argument of a URL.
pub fn argument(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// The URL without an argument.
pub fn without_argument(url: &Url, name: &str) -> Url {
    let others: Vec<(String, String)> =
        url.query_pairs().filter(|(known, _)| known != name).map(|(name, value)| (name.into(), value.into())).collect();
    let mut changed = url.clone();
    changed.query_pairs_mut().clear().extend_pairs(others);
    changed
}

/// The URL with another value of an argument, behind the others.
pub fn with_argument(url: &Url, name: &str, value: &str) -> Url {
    let mut changed = without_argument(url, name);
    changed.query_pairs_mut().append_pair(name, value);
    changed
}

/// Whether a URL holds a user name or a password: it would be sent as credentials.
pub fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Whether no proxy may come between: it would read what goes to a plain http origin, and knows another machine than
/// this one under a loopback address.
pub fn is_direct(url: &Url) -> bool {
    url.scheme() == "http" || is_loopback(url)
}

/// Whether a URL leads to this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.to_canonical().is_loopback(),
        None => false,
    }
}
