//! The streams of Confluence Cloud: the table from which listings, models and tests derive.

use crate::source::Stream;

/// Ids that one request names (the parameter `id` of getPages and getBlogPosts; getAttachments has none).
const IDS_AT_ONCE: usize = 250;

/// Parents before children.
pub const STREAMS: &[Stream] = &[
    Stream { name: "space", content_type: None, parent: None, objects: "results", bodies: false, ids_at_once: 1 },
    Stream {
        name: "page",
        content_type: Some("page"),
        parent: Some("space"),
        objects: "results",
        bodies: true,
        ids_at_once: IDS_AT_ONCE,
    },
    Stream {
        name: "blogpost",
        content_type: Some("blogpost"),
        parent: Some("space"),
        objects: "results",
        bodies: true,
        ids_at_once: IDS_AT_ONCE,
    },
    Stream {
        name: "attachment",
        content_type: Some("attachment"),
        parent: None,
        objects: "results",
        bodies: false,
        ids_at_once: 1,
    },
];
