//! How a listing goes on: one row a kind, with the arguments that it takes.

use catchment_base::error::{Error, Result};
use std::str::FromStr;

/// How a client gets from one page of a listing to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paging {
    /// There are no pages: everything comes at once.
    None,
    /// `offset` and `limit`.
    Offset,
    /// `page`, the first is 1, and `per_page`.
    Page,
    /// `meta.next_cursor` of the answer goes into the argument `cursor`.
    #[default]
    Cursor,
    /// The header `X-Next-Cursor` of the answer goes into the argument `cursor`.
    Header,
    /// The `id` of the last record goes into the argument `starting_after`, while `meta.has_more` is true.
    LastId,
    /// `meta.next` of the answer is the address of the next page.
    NextUrl,
    /// `meta.next` of the answer is path and query of the next page.
    NextPath,
    /// The header `Link` of the answer holds the address of the next page, with `rel="next"`.
    Link,
    /// `updated_after` and `after_id`: the records behind this time and id, in order of both.
    Keyset,
    /// Customers are listed by a POST: `meta.next_cursor` of the answer goes into the member `cursor` of the body.
    Body,
}

/// What a kind is called and takes.
struct Kind {
    paging: Paging,
    name: &'static str,
    /// The argument for the number of records; empty where there is none.
    size: &'static str,
    /// The arguments for the place.
    place: &'static [&'static str],
    doc: &'static str,
}

#[rustfmt::skip]
const KINDS: &[Kind] = &[
    Kind { paging: Paging::None, name: "none", size: "", place: &[], doc: "everything at once" },
    Kind { paging: Paging::Offset, name: "offset", size: "limit", place: &["offset"], doc: "the arguments offset and limit" },
    Kind { paging: Paging::Page, name: "page", size: "per_page", place: &["page"], doc: "the arguments page, from 1, and per_page" },
    Kind { paging: Paging::Cursor, name: "cursor", size: "limit", place: &["cursor"], doc: "meta.next_cursor becomes the argument cursor" },
    Kind { paging: Paging::Header, name: "header", size: "limit", place: &["cursor"], doc: "the header X-Next-Cursor becomes the argument cursor" },
    Kind { paging: Paging::LastId, name: "last-id", size: "limit", place: &["starting_after"], doc: "the last id becomes the argument starting_after, while meta.has_more" },
    Kind { paging: Paging::NextUrl, name: "next-url", size: "limit", place: &["cursor"], doc: "meta.next is the address of the next page" },
    Kind { paging: Paging::NextPath, name: "next-path", size: "limit", place: &["cursor"], doc: "meta.next is path and query of the next page" },
    Kind { paging: Paging::Link, name: "link", size: "limit", place: &["cursor"], doc: "the header Link names the next page" },
    Kind { paging: Paging::Keyset, name: "keyset", size: "limit", place: &["updated_after", "after_id"], doc: "the arguments updated_after and after_id" },
    Kind { paging: Paging::Body, name: "body", size: "limit", place: &["cursor"], doc: "POST /v1/customers/search, meta.next_cursor becomes the member cursor" },
];

impl Paging {
    fn kind(self) -> &'static Kind {
        KINDS.iter().find(|kind| kind.paging == self).unwrap_or(&KINDS[0])
    }

    /// Every kind.
    pub fn all() -> impl Iterator<Item = Paging> {
        KINDS.iter().map(|kind| kind.paging)
    }

    /// Its name, as `--paging` takes it.
    pub fn name(self) -> &'static str {
        self.kind().name
    }

    /// The argument for the number of records; empty where there is none.
    pub(super) fn size(self) -> &'static str {
        self.kind().size
    }

    /// Whether it takes this argument.
    pub(super) fn takes(self, argument: &str) -> bool {
        let kind = self.kind();
        kind.place.contains(&argument) || (!argument.is_empty() && kind.size == argument)
    }

    /// Whether the place is a cursor, opaque to the client.
    pub(super) fn has_cursor(self) -> bool {
        self.takes("cursor")
    }

    /// Whether the place is told by the records themselves.
    pub(super) fn goes_by_records(self) -> bool {
        matches!(self, Paging::LastId | Paging::Keyset)
    }
}

impl FromStr for Paging {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let kind = KINDS.iter().find(|kind| kind.name == name);
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        let unknown =
            || Error::usage(format!("there is no paging {name:?}")).hint(format!("known: {}", names.join(", ")));
        kind.map(|kind| kind.paging).ok_or_else(unknown)
    }
}

/// The kinds for the help text, one line each.
pub fn paging_help() -> String {
    let width = KINDS.iter().map(|kind| kind.name.len()).max().unwrap_or(0);
    KINDS.iter().map(|kind| format!("  {:width$}  {}\n", kind.name, kind.doc)).collect()
}
