//! How requests leave the machine: through which proxy, which certificates are trusted, and what the client calls itself.
//!
//! A proxy, be it of the settings or of the environment, is asked for nothing that it could read: plain http and this
//! machine are always reached directly.

use super::address::{has_user, is_direct};
use catchment_base::disk;
use catchment_base::error::{Error, Result, printable};
use reqwest::{Certificate, ClientBuilder, NoProxy, Proxy};
use std::path::PathBuf;
use url::Url;

/// What a client is called without a suffix.
pub(super) const AGENT: &str = concat!("catchment/", env!("CARGO_PKG_VERSION"));
/// How the address of a proxy may begin.
pub const PROXIES: [&str; 4] = ["http", "https", "socks5", "socks5h"];

/// What names the proxy of the settings.
pub const OF_SETTINGS: &str = "`proxy`";
/// The variables of the environment that name a proxy for https addresses, as reqwest reads them.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// How requests leave the machine; by default as the environment says.
#[derive(Clone, Debug, Default)]
pub struct Transport {
    /// The proxy, in place of one of the environment.
    pub proxy: Option<Url>,
    /// A file with certificates in PEM that are trusted beside those of the system.
    pub ca_file: Option<PathBuf>,
    /// What follows the name of the program in `User-Agent`.
    pub agent: Option<String>,
}

impl Transport {
    /// The proxy through which requests to an address may go: what names it, [`OF_SETTINGS`] or a variable of the environment, and its
    /// address: scheme, host and port. NO_PROXY of the environment may bypass it.
    pub fn proxy_to(&self, url: &Url) -> Option<(&'static str, String)> {
        let of_settings = self.proxy.clone().map(|proxy| (OF_SETTINGS, proxy));
        let of_environment = || VARIABLES.iter().find_map(|name| Some((*name, proxy_of(&std::env::var(name).ok()?)?)));
        let (name, proxy) = of_settings.or_else(of_environment).filter(|_| !is_direct(url))?;
        Some((name, shown(&proxy)))
    }

    /// The client with all of it, for an address.
    pub(super) fn put_on(&self, client: ClientBuilder, url: &Url) -> Result<ClientBuilder> {
        self.put_on_for(client, is_direct(url))
    }

    /// The same where it is known whether a proxy may come between.
    pub(super) fn put_on_for(&self, mut client: ClientBuilder, direct: bool) -> Result<ClientBuilder> {
        if direct {
            client = client.no_proxy();
        } else if let Some(proxy) = &self.proxy {
            let made = Proxy::all(proxy.clone()).map(|proxy| proxy.no_proxy(NoProxy::from_env()));
            let broken = |cause: reqwest::Error| {
                Error::usage(format!("the proxy {} cannot be used", shown(proxy)))
                    .because(cause.without_url())
                    .hint("check `proxy`")
            };
            client = client.proxy(made.map_err(broken)?);
        }
        let agent = self.agent.iter().fold(AGENT.to_owned(), |agent, suffix| format!("{agent} {suffix}"));
        Ok(client.tls_certs_merge(self.certificates()?).user_agent(agent))
    }

    fn certificates(&self) -> Result<Vec<Certificate>> {
        let Some(path) = &self.ca_file else { return Ok(Vec::new()) };
        let shown = printable(&path.display().to_string());
        let hint = "check `ca_file`: it must be a file of certificates in PEM (-----BEGIN CERTIFICATE-----)";
        let bytes = disk::read(path).map_err(|cause| {
            Error::usage(format!("the certificates in {shown} cannot be read")).because(cause).hint(hint)
        })?;
        let found = Certificate::from_pem_bundle(&bytes).ok().filter(|found| !found.is_empty());
        found.ok_or_else(|| Error::usage(format!("{shown} contains no certificate in PEM")).hint(hint))
    }
}

/// The address in a variable of the environment, where `http://` may be left out.
fn proxy_of(text: &str) -> Option<Url> {
    let whole = Url::parse(text).ok().filter(Url::has_host);
    whole.or_else(|| Url::parse(&format!("http://{text}")).ok())
}

/// Scheme, host and port of the address of a proxy. A password with a slash in it that is not percent-encoded would be read as
/// a port and a path, and the user name as the host: of such an address nothing is told.
fn shown(proxy: &Url) -> String {
    let behind = [Some(proxy.path()), proxy.query(), proxy.fragment()];
    if behind.into_iter().flatten().any(|part| part.contains('@')) {
        return "an address with a user name or a password that is not percent-encoded".to_owned();
    }
    let port = proxy.port().map_or_else(String::new, |port| format!(":{port}"));
    printable(&format!("{}://{}{port}", proxy.scheme(), proxy.host_str().unwrap_or_default()))
}

/// Whether a proxy may be used as its address says: no password would be kept in the settings, or sent in clear.
pub fn prove_proxy(url: &Url) -> Result<(), &'static str> {
    match () {
        () if !PROXIES.contains(&url.scheme()) => Err("must begin with http://, https://, socks5:// or socks5h://"),
        () if url.host().is_none() => Err("names no host"),
        () if has_user(url) => Err("contains a user name or a password"),
        () => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_told_without_its_password_and_only_where_it_may_be_used() {
        let proxy = |text: &str| Transport { proxy: proxy_of(text), ..Transport::default() };
        let to = |text: &str, url: &str| proxy(text).proxy_to(&Url::parse(url).unwrap()).map(|(_, address)| address);
        let site = "https://wiki.example.com";
        assert_eq!(to("http://jo:secret@proxy.example.com:3128", site).unwrap(), "http://proxy.example.com:3128");
        assert_eq!(to("jo:secret@proxy.example.com:3128", site).unwrap(), "http://proxy.example.com:3128");
        assert_eq!(to("socks5://proxy.example.com:1080", site).unwrap(), "socks5://proxy.example.com:1080");
        assert_eq!(
            to("http://proxy.example.com:3128/way?key=secret#x", site).unwrap(),
            "http://proxy.example.com:3128"
        );
        let misread = to("http://jo:12/34@proxy.example.com:3128", site).unwrap();
        assert_eq!(misread, "an address with a user name or a password that is not percent-encoded");
        for direct in ["http://wiki.example.com", "https://127.0.0.1:8090"] {
            assert_eq!(to("http://proxy.example.com:3128", direct), None, "{direct}");
        }
    }
}
