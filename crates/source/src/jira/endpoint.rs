//! How streams are asked for, as data: the table of a deployment has one [`Row`] a stream.

use crate::refused::Refused;
use crate::time::Form;
use crate::{Absence, Stream};

/// Stands in a path, or in the value of an argument, for the id of the project, the parent or the object.
pub(super) const ID: &str = "{}";
/// Stand in a path for the two parts of an id that has the one of its parent in front.
pub(super) const PARENT: &str = "{parent}";
pub(super) const PART: &str = "{part}";

/// What tells one deployment from the other.
pub(super) struct Api {
    /// Its streams.
    pub(super) rows: &'static [Row],
    /// The search for issues.
    pub(super) search: &'static str,
    /// Several issues by their ids, where there is an endpoint for that; else they are searched for.
    pub(super) issues: Option<&'static str>,
    /// One issue, and the account that asks.
    pub(super) issue: &'static str,
    pub(super) account: &'static str,
    /// The fields of issues.
    pub(super) fields: &'static str,
    /// How many issues a search has, where a question tells; else the search itself does.
    pub(super) count: Option<&'static str>,
    /// Worklogs that were deleted, and several by their ids.
    pub(super) deleted_worklogs: &'static str,
    pub(super) worklogs: &'static str,
    /// The POSTs that only ask, by their paths.
    pub(super) posts: &'static [&'static str],
    /// Results of a page of ids alone, at most.
    pub(super) most_ids: u32,
}

impl Api {
    /// Whether it is the one of Cloud, whose searches go on by a token and take times in milliseconds.
    pub(super) fn is_cloud(&self) -> bool {
        self.issues.is_some()
    }
}

/// A stream, and the requests for it.
pub(super) struct Row {
    /// What the engine needs to know of it.
    pub(super) stream: Stream,
    /// The word of `datasets` that asks for it; none: it is always read.
    pub(super) dataset: &'static str,
    /// Its objects: of the site, of each project or of each parent. Issues are searched for.
    pub(super) listing: Endpoint,
    /// One object by its own id.
    pub(super) own: Option<Endpoint>,
    /// Refusals of its listing that mean something else than their statuses do.
    pub(super) refused: &'static [Refused],
}

/// A request, but for what it is about.
#[derive(Clone, Copy)]
pub(super) struct Endpoint {
    /// Its path below the base.
    pub(super) path: &'static str,
    /// Arguments that are always the same, but for an id that their value is.
    pub(super) arguments: &'static [(&'static str, &'static str)],
    /// Headers that it needs.
    pub(super) headers: &'static [(&'static str, &'static str)],
    /// The argument for the time since which something happened, where there is one.
    pub(super) since: Option<(&'static str, Form)>,
    /// How the next page is found.
    pub(super) paging: Paging,
    /// Results on a page, at most; 0 where the answer has no pages.
    pub(super) most: u32,
    /// The path of how many there are, where an answer without pages tells.
    pub(super) announced: Option<&'static str>,
}

/// How the next page is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paging {
    /// There is none.
    Once,
    /// By counting the results.
    Counted {
        /// The argument for the number of the first result.
        start: &'static str,
        /// The argument for how many are wanted.
        size: &'static str,
        /// What proves the end.
        end: End,
    },
    /// By a cursor.
    Cursor {
        /// The path of the cursor in the answer.
        next: &'static str,
        /// The path of the flag that says that there is none.
        last: &'static str,
        /// The argument that it goes into.
        argument: &'static str,
        /// The argument for how many are wanted.
        size: &'static str,
    },
    /// As the search for issues goes on.
    Search,
}

/// What proves the end of pages that are counted: never a page that is short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The flag at this path; where an answer lacks it, an empty page.
    Flag(&'static str),
    /// The total at this path, or an empty page before.
    Total(&'static str),
    /// An empty page.
    Empty,
}

/// Pages of the platform that say whether they are the last one.
const PAGES: Paging = Paging::Counted { start: "startAt", size: "maxResults", end: End::Flag("isLast") };
/// Those that say how much there is.
const TOTALS: Paging = Paging::Counted { start: "startAt", size: "maxResults", end: End::Total("total") };
/// Those that are bare lists.
const BARE: Paging = Paging::Counted { start: "startAt", size: "maxResults", end: End::Empty };
/// Those of Service Management.
const DESK: Paging = Paging::Counted { start: "start", size: "limit", end: End::Flag("isLastPage") };

impl Endpoint {
    /// One answer.
    pub(super) const fn once(path: &'static str) -> Self {
        Self { path, arguments: &[], headers: &[], since: None, paging: Paging::Once, most: 0, announced: None }
    }

    /// Pages that say whether they are the last one.
    pub(super) const fn paged(path: &'static str, most: u32) -> Self {
        Self { paging: PAGES, most, ..Self::once(path) }
    }

    /// Pages that say how much there is.
    pub(super) const fn totalled(path: &'static str, most: u32) -> Self {
        Self { paging: TOTALS, most, ..Self::once(path) }
    }

    /// Pages that are bare lists.
    pub(super) const fn bare(path: &'static str, most: u32) -> Self {
        Self { paging: BARE, most, ..Self::once(path) }
    }

    /// Pages of Service Management.
    pub(super) const fn desk(path: &'static str) -> Self {
        Self { paging: DESK, most: 50, ..Self::once(path) }
    }

    /// With arguments that are always the same.
    pub(super) const fn with(self, arguments: &'static [(&'static str, &'static str)]) -> Self {
        Self { arguments, ..self }
    }

    /// With headers.
    pub(super) const fn headed(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    /// With the argument for a time.
    pub(super) const fn since(self, name: &'static str, form: Form) -> Self {
        Self { since: Some((name, form)), ..self }
    }

    /// With the path of how many there are.
    pub(super) const fn announcing(self, path: &'static str) -> Self {
        Self { announced: Some(path), ..self }
    }

    /// With another paging.
    pub(super) const fn going(self, paging: Paging) -> Self {
        Self { paging, ..self }
    }
}

impl Row {
    /// A stream that is read by complete listings. Where pages are counted, what is deleted meanwhile moves objects to pages that
    /// were read already.
    pub(super) const fn new(dataset: &'static str, stream: Stream, listing: Endpoint) -> Self {
        let absence = match (stream.absence, listing.paging) {
            (Absence::Listed, Paging::Counted { .. }) => Absence::ListedTwice,
            (absence, _) => absence,
        };
        Self { stream: Stream { absence, ..stream }, dataset, listing, own: None, refused: &[] }
    }
}
