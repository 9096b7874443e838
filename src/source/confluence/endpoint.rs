//! How streams are asked for, as data: the table of a deployment has one [`Row`] a stream.

use super::cql;
use crate::source::time::Form;
use crate::source::{Absence, Stream};

/// What tells one deployment from the other.
pub(super) struct Api {
    /// Its streams.
    pub(super) rows: &'static [Row],
    /// Datasets that pages carry: they are no streams.
    pub(super) carried: &'static [&'static str],
    /// Spaces that one request names.
    pub(super) scopes_at_once: usize,
    /// The argument for keys of spaces.
    pub(super) keys: &'static str,
    /// Where ids of content are turned into types, which tells what exists.
    pub(super) types: Option<&'static str>,
    /// Whether attachments have a route to their files, beside the link that each carries.
    pub(super) has_file_route: bool,
}

impl Api {
    /// Whether it has a dataset.
    pub(super) fn has(&self, dataset: &str) -> bool {
        self.carried.contains(&dataset) || self.rows.iter().any(|row| row.dataset == dataset)
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
    /// What asks for bodies, where listings can leave them out.
    pub(super) bodies: Option<Bodies>,
}

/// A request, but for what it is about.
#[derive(Clone, Copy)]
pub(super) struct Endpoint {
    /// Its path below the base; `{}` stands for the id of the scope, the parent or the object, `{key}` for the key of the space.
    pub(super) path: &'static str,
    /// Arguments that are always the same; the value `{key}` stands for the key of the space.
    pub(super) arguments: &'static [(&'static str, &'static str)],
    /// What is searched for, where it is the search.
    pub(super) cql: Option<cql::Query>,
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
    /// By counting the results: links of this kind miscount them.
    Offset,
    /// By a token at this path of the answer, which goes into an argument.
    Token(&'static str, &'static str),
}

/// Objects by their ids.
#[derive(Clone, Copy)]
pub(super) struct Many {
    /// The request.
    pub(super) endpoint: Endpoint,
    /// The argument for the ids, separated by commas; the search has them in its query.
    pub(super) ids: &'static str,
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
        Self { path, arguments: &[], cql: None, scopes: None, since: None, paging: Paging::Once, most: 0 }
    }

    /// Pages that are followed by their links.
    pub(super) const fn linked(path: &'static str, most: u32) -> Self {
        Self { paging: Paging::Link, most, ..Self::once(path) }
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
        }
    }
}
