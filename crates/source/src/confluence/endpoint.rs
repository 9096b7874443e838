//! How streams are asked for, as data: the table of a deployment has one [`Row`] a stream.

use super::cql;
use crate::refused::Refused;
use crate::time::Form;
use crate::{Absence, Stream};
use catchment_base::response::WalkKind;

/// Stands in a path for an id.
pub(super) const ID: &str = "{}";
/// Stands for an id that may hold other characters than letters and digits, as the name of a group does.
pub(super) const NAME: &str = "{name}";
/// Stands for the key of a space.
pub(super) const KEY: &str = "{key}";
/// Stand for the two parts of the id of a version: what it is of, and its number.
pub(super) const CONTENT: &str = "{content}";
pub(super) const VERSION: &str = "{version}";

/// What tells one deployment from the other.
pub(super) struct Api {
    /// Its streams.
    pub(super) rows: &'static [Row],
    /// Datasets that other objects carry: they are no streams.
    pub(super) carried: &'static [&'static str],
    /// Words of the setting `datasets` for what is read in any case, as columns of other datasets.
    pub(super) columns: &'static [&'static str],
    /// Spaces that one request names.
    pub(super) scopes_at_once: usize,
    /// The argument for keys of spaces.
    pub(super) keys: &'static str,
    /// The search for content whose conditions somebody else writes.
    pub(super) search: Endpoint,
    /// Whether its rows wrap the content that they are about.
    pub(super) has_wrapped_hits: bool,
    /// Where ids of content are turned into types, which tells what exists.
    pub(super) types: Option<&'static str>,
    /// Where the version of the product is told, where anything depends on it.
    pub(super) version: Option<&'static str>,
    /// The POSTs that only ask, by their paths.
    pub(super) posts: &'static [&'static str],
    /// Whether attachments have a route to their files, beside the link that each carries.
    pub(super) has_file_route: bool,
}

impl Api {
    /// Whether it is the one of Cloud, which alone tells the types of ids.
    pub(super) fn is_cloud(&self) -> bool {
        self.types.is_some()
    }

    /// Whether it has a dataset.
    pub(super) fn has(&self, dataset: &str) -> bool {
        let is_carried = self.carried.contains(&dataset) || self.columns.contains(&dataset);
        is_carried || self.rows.iter().any(|row| row.dataset == dataset)
    }
}

/// A stream, and the requests for it.
pub(super) struct Row {
    /// What the engine needs to know of it.
    pub(super) stream: Stream,
    /// The word of `content_types` or `datasets` that asks for it; none: it is always read.
    pub(super) dataset: &'static str,
    /// Its objects: of the site, of each scope or of each parent.
    pub(super) listing: Endpoint,
    /// Its objects in all scopes at once, where they are listed by scope.
    pub(super) site: Option<Endpoint>,
    /// The same, newest first, where it has a feed.
    pub(super) newest: Option<Endpoint>,
    /// What was thrown away, where there is a listing of that.
    pub(super) binned: Option<Endpoint>,
    /// Those of its objects that settings select, as the search finds them without bodies, where settings may select.
    pub(super) found: Option<Endpoint>,
    /// Several objects by their ids.
    pub(super) many: Option<Many>,
    /// One object by its own id.
    pub(super) own: Option<Endpoint>,
    /// What asks for bodies in [`Row::listing`], where that can leave them out.
    pub(super) bodies: Option<Bodies>,
    /// What takes the place of [`Row::listing`] before a version of the product.
    pub(super) older: Option<Older>,
    /// What takes the place of [`Row::listing`] and [`Row::site`] where the site has it: what changes meanwhile moves no object from
    /// page to page.
    pub(super) scan: Option<Scan>,
    /// Refusals of its listing that mean something else than their statuses do.
    pub(super) refused: &'static [Refused],
}

/// How older versions of the product are asked.
#[derive(Clone, Copy)]
pub(super) struct Older {
    /// The first version, major and minor, that is not asked like this.
    pub(super) before: (u32, u32),
    /// The request.
    pub(super) endpoint: Endpoint,
}

/// Listings whose pages go on behind an object, not behind a count of objects.
#[derive(Clone, Copy)]
pub(super) struct Scan {
    /// The first version, major and minor, that has it; nothing where a site that lacks it refuses it.
    pub(super) since: Option<(u32, u32)>,
    /// The objects of a scope; nothing where they are listed otherwise.
    pub(super) of_scope: Option<Endpoint>,
    /// The objects of the site.
    pub(super) of_site: Endpoint,
}

/// A request, but for what it is about.
#[derive(Clone, Copy)]
pub(super) struct Endpoint {
    /// Its path below the base; `{}` stands for the id of the scope, the parent or the object, `{name}` for one that may
    /// hold other characters, `{key}` for the key of the space, `{content}` for what a version is of.
    pub(super) path: &'static str,
    /// Arguments that are always the same; the value `{key}` stands for the key of the space, `{version}` for the number of a
    /// version.
    pub(super) arguments: &'static [(&'static str, &'static str)],
    /// What is searched for, where it is the search.
    pub(super) cql: Option<cql::Query>,
    /// What is sent as a list, where it is a POST; the value `{key}` stands for the key of the space.
    pub(super) sent: &'static [&'static str],
    /// The argument that names scopes by their ids, where there is one.
    pub(super) scopes: Option<&'static str>,
    /// The argument for the time since which something happened, where there is one.
    pub(super) since: Option<(&'static str, Form)>,
    /// How the next page is found.
    pub(super) paging: Paging,
    /// Results on a page, at most; 0 where the answer has no pages.
    pub(super) most: u32,
}

/// How the next page is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paging {
    /// There is none.
    Once,
    /// By the whole link of the answer.
    Link,
    /// The same; behind the last one come the listings for the objects that were shown, and for those that these show.
    Thread,
    /// By counting the results: links of this kind miscount them.
    Offset,
    /// By a token.
    Token {
        /// The path of the token in the answer.
        next: &'static str,
        /// The path of the word whether the page is the last one, where an answer has it.
        last: Option<&'static str>,
        /// The argument that the token goes into.
        argument: &'static str,
    },
}

/// Objects by their ids.
#[derive(Clone, Copy)]
pub(super) struct Many {
    /// The request.
    pub(super) endpoint: Endpoint,
    /// How it names them.
    pub(super) ids: Ids,
}

/// How a request names objects.
#[derive(Clone, Copy)]
pub(super) enum Ids {
    /// In this argument, separated by commas.
    Argument(&'static str),
    /// In its search.
    Search,
}

/// The argument that asks for bodies.
#[derive(Clone, Copy)]
pub(super) struct Bodies {
    /// Its name.
    pub(super) name: &'static str,
    /// Its value with bodies.
    pub(super) with: &'static str,
    /// Its value without; none: it is left out.
    pub(super) without: Option<&'static str>,
}

impl Endpoint {
    /// One answer.
    pub(super) const fn once(path: &'static str) -> Self {
        Self { path, arguments: &[], cql: None, sent: &[], scopes: None, since: None, paging: Paging::Once, most: 0 }
    }

    /// One answer to a POST that only asks.
    pub(super) const fn call(path: &'static str, sent: &'static [&'static str]) -> Self {
        Self { sent, ..Self::once(path) }
    }

    /// Pages that are followed by their links.
    pub(super) const fn linked(path: &'static str, most: u32) -> Self {
        Self { paging: Paging::Link, most, ..Self::once(path) }
    }

    /// Pages that are followed by their links, and what lies below their objects.
    pub(super) const fn threaded(path: &'static str, most: u32) -> Self {
        Self { paging: Paging::Thread, most, ..Self::once(path) }
    }

    /// Pages that are counted.
    pub(super) const fn counted(path: &'static str, most: u32) -> Self {
        Self { paging: Paging::Offset, most, ..Self::once(path) }
    }

    /// With arguments that are always the same.
    pub(super) const fn with(self, arguments: &'static [(&'static str, &'static str)]) -> Self {
        Self { arguments, ..self }
    }

    /// As a search.
    pub(super) const fn searching(self, query: cql::Query) -> Self {
        Self { cql: Some(query), ..self }
    }

    /// With the argument for a time.
    pub(super) const fn since(self, name: &'static str, form: Form) -> Self {
        Self { since: Some((name, form)), ..self }
    }

    /// With the argument that names scopes.
    pub(super) const fn within(self, scopes: &'static str) -> Self {
        Self { scopes: Some(scopes), ..self }
    }

    /// Whether a path below the base is one of its paths.
    pub(super) fn fits(&self, path: &str) -> bool {
        let is_part = |(part, said): (&str, &str)| part == said || (is_open(part) && !said.is_empty());
        let count = |path: &str| path.split('/').count();
        count(self.path) == count(path) && self.path.split('/').zip(path.split('/')).all(is_part)
    }

    /// How many parts of its path stand for something else.
    pub(super) fn open_parts(&self) -> usize {
        self.path.split('/').filter(|part| is_open(part)).count()
    }
}

/// Whether a part of a path stands for something else.
fn is_open(part: &str) -> bool {
    matches!(part, ID | NAME | KEY | CONTENT)
}

impl Row {
    /// A stream that is read by complete listings. Where pages are counted, what is deleted meanwhile moves objects to pages that
    /// were read already.
    pub(super) const fn new(dataset: &'static str, stream: Stream, listing: Endpoint) -> Self {
        let absence = match (stream.absence, listing.paging) {
            (Absence::Listed, Paging::Offset) => Absence::ListedTwice,
            (absence, _) => absence,
        };
        let stream = Stream { absence, ..stream };
        Self {
            stream,
            dataset,
            listing,
            site: None,
            newest: None,
            binned: None,
            found: None,
            many: None,
            own: None,
            bodies: None,
            older: None,
            scan: None,
            refused: &[],
        }
    }

    /// The listing of a walk by the scan, where a site of this version has one; `is_of_all` says whether all spaces are asked for. One
    /// that only some versions have is of these.
    pub(super) fn scanned(&self, kind: WalkKind, version: Option<(u32, u32)>, is_of_all: bool) -> Option<&Endpoint> {
        let is_there =
            |scan: &&Scan| scan.since.is_none_or(|since| is_of_all && version.is_some_and(|version| version >= since));
        match (self.scan.as_ref().filter(is_there)?, kind) {
            (scan, WalkKind::Listing) => scan.of_scope.as_ref(),
            (scan, WalkKind::Census) => Some(&scan.of_site),
            _ => None,
        }
    }

    /// Every request for it but those that name several objects.
    pub(super) fn endpoints(&self) -> impl Iterator<Item = &Endpoint> {
        let older = self.older.as_ref().map(|older| &older.endpoint);
        let scans = self.scan.as_ref().map(|scan| [scan.of_scope.as_ref(), Some(&scan.of_site)]);
        let of_site = [self.site.as_ref(), self.newest.as_ref(), self.binned.as_ref(), self.found.as_ref()];
        let further = of_site.into_iter().chain([self.own.as_ref(), older]);
        std::iter::once(&self.listing).chain(further.flatten()).chain(scans.into_iter().flatten().flatten())
    }
}
