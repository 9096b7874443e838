//! From a path to its operation, and the parameters that the operation declares.

use super::release::Release;
use crate::confluence::query::{Declared, Rule};
use axum::http::Method;
use url::form_urlencoded;

/// An operation, with what its path names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Spaces,
    Space(String),
    Permissions(String),
    SpaceProperties(String),
    Contents,
    Content(String),
    History(String),
    Scan,
    SearchContent,
    SearchAll,
    Child(String, &'static str),
    Labels(String),
    Properties(String),
    Restrictions(String),
    ViewRestrictions(String),
    Versions(String),
    Download(String, String),
    Me,
    User,
    Users,
    Groups,
    Members(String),
    ServerInformation,
    Events,
    /// JSON-RPC, with the method where its path names one.
    Remote(Option<String>),
}

const START: (&str, Rule) = ("start", Rule::Text);
const LIMIT: (&str, Rule) = ("limit", Rule::Text);
const EXPAND: (&str, Rule) = ("expand", Rule::Words(100));
const STATUS: (&str, Rule) = ("status", Rule::Some(&["current", "trashed", "any", "historical", "draft"]));
const CQL: [(&str, Rule); 2] = [("cql", Rule::Text), ("cqlcontext", Rule::Text)];
const TYPE: (&str, Rule) = ("type", Rule::One(&["page", "blogpost", "comment"]));
const LISTED: Declared = &[EXPAND, START, LIMIT];
const SPACES: Declared = &[
    ("spaceKey", Rule::Words(1000)),
    ("type", Rule::One(&["global", "personal"])),
    ("status", Rule::One(&["current", "archived"])),
    ("label", Rule::Words(100)),
    ("favourite", Rule::Flag),
    EXPAND,
    START,
    LIMIT,
];
const CONTENTS: Declared = &[
    TYPE,
    ("spaceKey", Rule::Text),
    ("title", Rule::Text),
    STATUS,
    ("postingDay", Rule::Text),
    ("ids", Rule::Ids(1000)),
    EXPAND,
    START,
    LIMIT,
];
const SCAN: Declared = &[("spaceKey", Rule::Text), STATUS, EXPAND, LIMIT, ("cursor", Rule::Text), TYPE];
/// Before 8.3 a scan is one of pages.
const OLD_SCAN: Declared = &[("spaceKey", Rule::Text), STATUS, EXPAND, LIMIT, ("cursor", Rule::Text)];
const SEARCH_ALL: Declared = &[
    CQL[0],
    CQL[1],
    ("excerpt", Rule::One(&["highlight", "indexed", "none"])),
    ("includeArchivedSpaces", Rule::Flag),
    EXPAND,
    START,
    LIMIT,
];
const COMMENTS: Declared = &[
    ("location", Rule::Some(&["inline", "footer", "resolved"])),
    ("depth", Rule::One(&["", "root", "all"])),
    ("parentVersion", Rule::Text),
    EXPAND,
    START,
    LIMIT,
];
const EVENTS: Declared = &[
    ("from", Rule::Text),
    ("to", Rule::Text),
    ("limit", Rule::Text),
    ("offset", Rule::Text),
    ("pageCursor", Rule::Text),
    ("categories", Rule::Text),
    ("actions", Rule::Text),
    ("userIds", Rule::Text),
    ("search", Rule::Text),
    ("scanLimit", Rule::Text),
];

impl Route {
    /// The operation of a path below the context path, in a version of the product.
    pub(super) fn of(path: &str, release: Release) -> Option<Self> {
        if let Some(file) = path.strip_prefix("/download/attachments/") {
            let (container, name) = file.split_once('/')?;
            return Some(Route::Download(container.to_owned(), decoded(name, true)));
        }
        let parts: Vec<String> = path.split('/').skip(1).map(|part| decoded(part, false)).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match parts[..] {
            ["rest", "api", ref rest @ ..] => Self::of_api(rest, release),
            ["rest", "experimental", "content", id, "version"] => Some(Route::Versions(id.to_owned())),
            ["rest", "auditing", "1.0", "events"] => Some(Route::Events),
            ["rpc", "json-rpc", "confluenceservice-v2", ref method @ ..] if !release.has(9, 1) && method.len() < 2 => {
                Some(Route::Remote(method.first().map(|method| (*method).to_owned())))
            }
            _ => None,
        }
    }

    fn of_api(parts: &[&str], release: Release) -> Option<Self> {
        let route = match *parts {
            ["space"] => Route::Spaces,
            ["space", key] => Route::Space(key.to_owned()),
            ["space", key, "permissions"] if release.has(9, 1) => Route::Permissions(key.to_owned()),
            ["space", key, "property"] => Route::SpaceProperties(key.to_owned()),
            ["search"] => Route::SearchAll,
            ["user"] => Route::User,
            ["user", "current"] => Route::Me,
            ["user", "list"] => Route::Users,
            ["group"] => Route::Groups,
            ["group", name, "member"] => Route::Members(name.to_owned()),
            ["server-information"] => Route::ServerInformation,
            ["content"] => Route::Contents,
            ["content", "search"] => Route::SearchContent,
            ["content", "scan"] if release.has(7, 18) => Route::Scan,
            ["content", "scan"] => return None,
            ["content", id] => Route::Content(id.to_owned()),
            ["content", id, ref rest @ ..] => Self::beside(id.to_owned(), rest)?,
            _ => return None,
        };
        Some(route)
    }

    /// What hangs on content.
    fn beside(id: String, parts: &[&str]) -> Option<Self> {
        match *parts {
            ["history"] => Some(Route::History(id)),
            ["child", "attachment"] => Some(Route::Child(id, "attachment")),
            ["child", "comment"] => Some(Route::Child(id, "comment")),
            ["child", "page"] => Some(Route::Child(id, "page")),
            ["label"] => Some(Route::Labels(id)),
            ["property"] => Some(Route::Properties(id)),
            ["restriction", "byOperation"] => Some(Route::Restrictions(id)),
            ["restriction", "relevantViewRestrictions"] => Some(Route::ViewRestrictions(id)),
            _ => None,
        }
    }

    /// The method it takes.
    pub(super) fn method(&self) -> Method {
        if matches!(self, Route::Remote(_)) { Method::POST } else { Method::GET }
    }

    /// Its parameters.
    pub(super) fn declared(&self, release: Release) -> Declared {
        match self {
            Route::Spaces => SPACES,
            Route::Space(_) | Route::History(_) | Route::Me | Route::Restrictions(_) => &[EXPAND],
            Route::Contents => CONTENTS,
            Route::Content(_) => &[STATUS, EXPAND, ("version", Rule::Text)],
            Route::Scan if release.has(8, 3) => SCAN,
            Route::Scan => OLD_SCAN,
            Route::SearchContent => &[CQL[0], CQL[1], EXPAND, START, LIMIT],
            Route::SearchAll => SEARCH_ALL,
            Route::Child(_, "attachment") => {
                &[("filename", Rule::Text), ("mediaType", Rule::Text), EXPAND, START, LIMIT]
            }
            Route::Child(_, "comment") => COMMENTS,
            Route::Child(..) => &[("parentVersion", Rule::Text), EXPAND, START, LIMIT],
            Route::Labels(_) => &[("prefix", Rule::Words(10)), START, LIMIT],
            Route::Versions(_) => &[START, LIMIT],
            Route::Properties(_) | Route::SpaceProperties(_) | Route::ViewRestrictions(_) => LISTED,
            Route::Users | Route::Groups | Route::Members(_) => LISTED,
            Route::Download(..) => &[
                ("version", Rule::Text),
                ("modificationDate", Rule::Text),
                ("cacheVersion", Rule::Text),
                ("api", Rule::Text),
            ],
            Route::User => &[("key", Rule::Text), ("username", Rule::Text), EXPAND],
            Route::Events => EVENTS,
            Route::Permissions(_) | Route::ServerInformation | Route::Remote(_) => &[],
        }
    }
}

/// A part of a path as it was before it was percent-encoded; in the names of files a plus is a blank.
fn decoded(part: &str, plus: bool) -> String {
    let part = part.replace('&', "%26").replace('=', "%3D");
    let part = if plus { part } else { part.replace('+', "%2B") };
    form_urlencoded::parse(part.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded_part_by_part_and_names_of_files_have_blanks_for_plus() {
        let release = Release::read("9.2.0").unwrap();
        let of = |path: &str| Route::of(path, release);
        assert_eq!(of("/rest/api/space/%7Ea+b"), Some(Route::Space("~a+b".to_owned())));
        assert_eq!(of("/rest/api/group/a%2Fb/member"), Some(Route::Members("a/b".to_owned())));
        let download = Route::Download("7".to_owned(), "a+b notes & 100%=x.txt".to_owned());
        assert_eq!(of("/download/attachments/7/a%2Bb+notes%20%26+100%25%3Dx.txt"), Some(download.clone()));
        assert_eq!(of("/download/attachments/7/a%2Bb+notes+&+100%25=x.txt"), Some(download));
        assert_eq!([of("/rest/api"), of("/rest/api/nowhere"), of("/"), of("")], [const { None }; 4]);
    }
}
