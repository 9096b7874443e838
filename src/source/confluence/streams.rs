//! The streams of Confluence Cloud: the table from which listings, planning, models and tests derive.

use crate::response::Envelope;
use crate::source::{Absence, Changes, Statuses, Stream};

/// Ids that one request names (the parameter `id` of getPages and getBlogPosts; getAttachments has none).
const IDS_AT_ONCE: usize = 250;

/// The statuses of content (schema ContentStatus).
const STATUSES: Statuses =
    Statuses { here: &["current", "archived"], binned: &["trashed", "deleted"], unasked: &["draft", "historical"] };

/// What streams have in common.
const BASE: Stream = Stream {
    id_space: "content",
    statuses: STATUSES,
    envelope: Envelope::list("results"),
    changes: Changes::NewestFirst,
    absence: Absence::Looked { hides: true },
    ids_at_once: 1,
    ..Stream::LISTED
};

const CONTENT: Stream = Stream { scope: Some("space"), bodies: true, ids_at_once: IDS_AT_ONCE, is_dated: true, ..BASE };

/// Scopes first, containers before what lies in them.
pub const STREAMS: &[Stream] = &[
    Stream { name: "space", handle: Some("space_key"), id_space: "space", ..BASE },
    Stream { name: "page", is_chosen: true, ..CONTENT },
    Stream { name: "blogpost", is_chosen: true, ..CONTENT },
    Stream {
        name: "attachment",
        is_chosen: true,
        containers: &["page", "blogpost"],
        id_space: "attachment",
        has_files: true,
        ..BASE
    },
];
