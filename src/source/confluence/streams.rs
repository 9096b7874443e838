//! The streams of Confluence Cloud: the table from which listings, models and tests derive.

use crate::source::Stream;

/// Parents before children.
pub const STREAMS: &[Stream] = &[
    Stream { name: "space", content_type: None, parent: None, objects: "results", bodies: false },
    Stream { name: "page", content_type: Some("page"), parent: Some("space"), objects: "results", bodies: true },
    Stream {
        name: "blogpost",
        content_type: Some("blogpost"),
        parent: Some("space"),
        objects: "results",
        bodies: true,
    },
    Stream { name: "attachment", content_type: Some("attachment"), parent: None, objects: "results", bodies: false },
];
