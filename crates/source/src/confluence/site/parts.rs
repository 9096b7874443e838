//! Parts of addresses: ids in paths, and arguments.

use crate::Stream;
use crate::confluence::answer;
use crate::confluence::endpoint::{Ids, Many};
use catchment_base::error::{Error, Result, printable};
use catchment_io::http::{Ask, argument};
use url::Url;

/// The argument of a search.
pub(super) const CQL: &str = "cql";
/// How a search for objects by their ids begins.
pub(super) const BY_IDS: &str = "id in (";

/// The id of an object, which has letters and digits alone: what could not be read goes by another name, and nobody is asked
/// for that.
pub(super) fn object_id(id: &str) -> Result<&str> {
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_id { Ok(id) } else { Err(Error::failed(format!("{} is no id of an object", printable(id)))) }
}

/// What a version is of, and its number.
pub(super) fn version_of(id: &str) -> Result<(&str, &str)> {
    let no_version = || Error::failed(format!("{} is no id of a version", printable(id)));
    let (of, number) = id.split_once(':').ok_or_else(no_version)?;
    Ok((object_id(of)?, object_id(number)?))
}

/// The name of a group, by which alone Data Center tells its members: as part of a path it leads nowhere else. An encoded slash
/// is no way out: servers and proxies refuse it, or take it for one that divides the path.
pub(super) fn proven(name: &str) -> Result<&str> {
    let leads_away =
        matches!(name, "." | "..") || name.contains(|c: char| c.is_control() || matches!(c, '/' | '\\' | ','));
    if name.is_empty() || leads_away {
        let what = format!(
            "no request can name the group {}: an address cannot hold the slash, backslash or comma in its name",
            printable(name)
        );
        let remedy = "no sync can read its members: acknowledge that, or give the group another name";
        return Err(Error::failed(what).remedy(remedy));
    }
    Ok(name)
}

/// What follows a page of a thread: its link, and the objects whose own listings are still to come, which no server is told.
pub(super) fn thread(stream: &Stream, ask: &Ask, page: &answer::Page<'_>) -> Option<String> {
    let known = ask.url.fragment().unwrap_or_default().split(',').map(str::to_owned);
    let shown = page.objects.iter().filter_map(|(place, object)| stream.envelope.id_at(place, object.get()));
    let waiting: Vec<String> = known.chain(shown).filter(|id| object_id(id).is_ok()).collect();
    let link = page.next.as_deref().unwrap_or_default();
    (!link.is_empty() || !waiting.is_empty()).then(|| format!("{link}#{}", waiting.join(",")))
}

/// Whether a request is for objects by their ids.
pub(super) fn names_ids(many: &Many, ask: &Ask) -> bool {
    ask.url.query_pairs().any(|(name, value)| match many.ids {
        Ids::Argument(argument) => name == argument,
        Ids::Search => name == CQL && value.starts_with(BY_IDS),
    })
}

/// From which result on a page was asked for.
pub(super) fn start(url: &Url) -> u64 {
    argument(url, "start").and_then(|start| start.parse().ok()).unwrap_or(0)
}

/// The arguments of an address, which are added and replaced while all others stay byte for byte.
pub(super) struct Query<'u>(&'u mut Url);

impl<'u> Query<'u> {
    /// Those of this address.
    pub(super) fn of(url: &'u mut Url) -> Self {
        Self(url)
    }

    /// Adds an argument.
    pub(super) fn put(&mut self, name: &str, value: &str) {
        self.0.query_pairs_mut().append_pair(name, value);
    }

    /// Puts an argument in the place of the one of this name, which stays where it is.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let of_name = format!("{name}=");
        let parts = self.0.query().unwrap_or_default().split('&');
        let parts =
            parts.map(|part| if part.starts_with(&of_name) { format!("{of_name}{value}") } else { part.to_owned() });
        let query = parts.collect::<Vec<_>>().join("&");
        self.0.set_query(Some(&query));
    }

    /// Takes the argument of this name out, and puts another one at the end where there is a value.
    pub(super) fn replace(&mut self, name: &str, value: Option<&str>) {
        let of_name = format!("{name}=");
        let parts = self.0.query().unwrap_or_default().split('&');
        let kept: Vec<&str> = parts.filter(|part| !part.is_empty() && !part.starts_with(&of_name)).collect();
        let query = kept.join("&");
        self.0.set_query((!query.is_empty()).then_some(&query));
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}
