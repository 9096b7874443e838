//! The streams of Confluence Data Center and Server, REST API v1.
//!
//! Facts: OpenAPI edition of 10.0.3. Listings count their results: the links of answers miscount them, and page sizes are cut
//! without a word where bodies are expanded. The search reads times by the clock of the account and lags behind the objects, so
//! a feed is followed a day further down than it has shown before.

use super::cql::Query;
use super::endpoint::{Api, Bodies, Endpoint, Many, Paging, Row};
use super::streams::{
    ATTACHMENT, AUDIT_EVENT, Again, COMMENT, COMMENTS, CONTENT, CONTENT_PROPERTY, CONTENT_RESTRICTION, INSTANCE, LABEL,
    NAMELESS, ONE, PAGE_CONTENT, PAGE_VERSION, RESTRICTED, SPACE, SPACE_PERMISSION, USER, WITHIN,
};
use crate::response::Envelope;
use crate::source::time::Form;
use crate::source::{Bin, Stream};
use chrono::TimeDelta;

/// Results of a page without bodies, at most.
const MOST: u32 = 200;
/// Results of a page with bodies, at most.
const MOST_BODIES: u32 = 50;
/// Ids that one search names.
const IDS_AT_ONCE: usize = 50;
/// How far the search may lag behind the objects, and its clock behind ours.
const OVERLAP: TimeDelta = TimeDelta::hours(26);

const SEARCH: &str = "/rest/api/content/search";
const LISTING: &str = "/rest/api/content";
const LEAN: &str = "space,version,ancestors,history";
const WHOLE: &str = "space,version,ancestors,history,metadata.labels,body.storage";
const BODIES: Option<Bodies> = Some(Bodies { name: "expand", with: WHOLE, without: Some(LEAN) });
const PAGE: &[&str; 1] = &["page"];
const POST: &[&str; 1] = &["blogpost"];
const FILE_PARTS: &str = "version,container,space,history,metadata";
const REMARK_PARTS: &str =
    "version,container,ancestors,space,history,body.storage,extensions.inlineProperties,extensions.resolution";
const FILES: Expanded =
    Expanded { found: &[("expand", FILE_PARTS)], own: &[("status", "any"), ("expand", FILE_PARTS)] };
const REMARKS: Expanded =
    Expanded { found: &[("expand", REMARK_PARTS)], own: &[("status", "any"), ("expand", REMARK_PARTS)] };
const VIEW: &[(&str, &str)] = &[("expand", "version,body.view")];
const EXPORT_VIEW: &[(&str, &str)] = &[("expand", "version,body.export_view")];
const PEOPLE: Envelope = Envelope { id: &["userKey"], is_hashed: true, ..WITHIN };

/// What is asked for, and how.
pub(super) const API: Api =
    Api { rows: ROWS, carried: &[LABEL], scopes_at_once: 50, keys: "spaceKey", types: None, has_file_route: false };

/// Scopes first, containers and parents before what lies in them.
pub(super) const ROWS: &[Row] = &[
    spaces(),
    content(
        "page",
        &[("type", "page"), ("spaceKey", "{key}")],
        &[("type", "page")],
        &[("type", "page"), ("status", "trashed"), ("expand", LEAN)],
    ),
    content(
        "blogpost",
        &[("type", "blogpost"), ("spaceKey", "{key}")],
        &[("type", "blogpost")],
        &[("type", "blogpost"), ("status", "trashed"), ("expand", LEAN)],
    ),
    attached(ATTACHMENT, "attachment", "attachment", "attachment", FILES, MOST),
    Row::swept(INSTANCE, "instance", Endpoint::once("/rest/api/server-information")).shaped(Envelope {
        is_one: true,
        id: &["baseUrl"],
        ..Envelope::list("")
    }),
    attached(COMMENTS, COMMENT, "content_comment", "comment", REMARKS, MOST_BODIES),
    body("page_view_body", PAGE, VIEW),
    body("page_export_view_body", PAGE, EXPORT_VIEW),
    body("blogpost_view_body", POST, VIEW),
    body("blogpost_export_view_body", POST, EXPORT_VIEW),
    versions("page_version", PAGE),
    versions("blogpost_version", POST),
    Row::part(CONTENT_PROPERTY, "page_property", PAGE, Again::Both, properties()),
    Row::part(CONTENT_PROPERTY, "blogpost_property", POST, Again::Both, properties()),
    Row::swept(USER, "user", Endpoint::counted("/rest/api/user/list", MOST).with(&[("expand", "status")]))
        .shaped(Envelope { is_within: false, ..PEOPLE }),
    Row::swept(USER, "user_group", Endpoint::counted("/rest/api/group", MOST))
        .shaped(Envelope { id: &["name"], ..Envelope::list("results") }),
    Row::part(
        USER,
        "group_member",
        &["user_group"],
        Again::Swept,
        Endpoint::counted("/rest/api/group/{}/member", MOST).with(&[("expand", "status")]),
    )
    .shaped(PEOPLE),
    Row::part(CONTENT_RESTRICTION, "page_restriction", PAGE, Again::Both, restrictions()).shaped(RESTRICTED),
    Row::part(CONTENT_RESTRICTION, "blogpost_restriction", POST, Again::Both, restrictions()).shaped(RESTRICTED),
    Row::part(
        SPACE_PERMISSION,
        "space_permission",
        &["space"],
        Again::Swept,
        Endpoint::once("/rest/api/space/{key}/permissions"),
    )
    .shaped(Envelope { objects: "", ..NAMELESS }),
    Row::swept(
        AUDIT_EVENT,
        "audit_event",
        Endpoint {
            paging: Paging::Token("pagingInfo.nextPageCursor", "pageCursor"),
            ..Endpoint::counted("/rest/auditing/1.0/events", MOST).since("from", Form::Iso)
        },
    )
    .shaped(Envelope { objects: "entities", is_within: false, ..NAMELESS })
    .of_events(),
];

/// What is asked for of objects beside what they always tell: of those that a search finds, and of one by its id.
#[derive(Clone, Copy)]
struct Expanded {
    found: &'static [(&'static str, &'static str)],
    own: &'static [(&'static str, &'static str)],
}

const fn newest(of_type: &'static str) -> Query {
    Query { of_type, newest_first: true }
}

const fn spaces() -> Row {
    let listing =
        Endpoint::counted("/rest/api/space", MOST).with(&[("expand", "description.plain,homepage,metadata.labels")]);
    Row::new("", SPACE, listing)
}

/// Pages or blog posts, by their space, of the site, and by their ids.
const fn content(
    name: &'static str,
    of_space: &'static [(&'static str, &'static str)],
    of_site: &'static [(&'static str, &'static str)],
    binned: &'static [(&'static str, &'static str)],
) -> Row {
    let stream = Stream { name, ids_at_once: IDS_AT_ONCE, bin: Bin::Whole, overlap: OVERLAP, ..CONTENT };
    Row {
        site: Some(Endpoint::counted(LISTING, MOST).with(of_site)),
        newest: Some(Endpoint::counted(SEARCH, MOST).searching(newest(name))),
        binned: Some(Endpoint::counted(LISTING, MOST).with(binned)),
        found: Some(Endpoint::counted(SEARCH, MOST).searching(Query { of_type: name, newest_first: false })),
        many: Some(Many { endpoint: Endpoint::once(SEARCH), ids: "cql" }),
        own: Some(Endpoint::once("/rest/api/content/{}").with(&[("status", "any"), ("expand", LEAN)])),
        bodies: BODIES,
        ..Row::new(name, stream, Endpoint::counted(LISTING, MOST_BODIES).with(of_space))
    }
}

/// What lies in pages and is found by the search.
const fn attached(
    stream: Stream,
    dataset: &'static str,
    name: &'static str,
    of_type: &'static str,
    expanded: Expanded,
    most: u32,
) -> Row {
    let found = Endpoint::counted(SEARCH, most).with(expanded.found);
    let stream = Stream { name, id_space: "content", bin: Bin::Nowhere, overlap: OVERLAP, ..stream };
    Row {
        newest: Some(found.searching(newest(of_type))),
        own: Some(Endpoint::once("/rest/api/content/{}").with(expanded.own)),
        ..Row::new(dataset, stream, found.searching(Query { of_type, newest_first: false }))
    }
}

/// A representation of bodies.
const fn body(
    name: &'static str,
    of: &'static [&'static str; 1],
    expand: &'static [(&'static str, &'static str)],
) -> Row {
    Row::part(PAGE_CONTENT, name, of, Again::Followed, Endpoint::once("/rest/api/content/{}").with(expand)).shaped(ONE)
}

/// Versions, whose numbers are ordinals: the listing replaces them all.
const fn versions(name: &'static str, of: &'static [&'static str; 1]) -> Row {
    let listing = Endpoint::counted("/rest/experimental/content/{}/version", MOST);
    Row::part(PAGE_VERSION, name, of, Again::Followed, listing).shaped(Envelope { id: &["number"], ..WITHIN })
}

const fn properties() -> Endpoint {
    Endpoint::counted("/rest/api/content/{}/property", MOST).with(&[("expand", "version")])
}

const fn restrictions() -> Endpoint {
    Endpoint::once("/rest/api/content/{}/restriction/byOperation")
        .with(&[("expand", "restrictions.user,restrictions.group")])
}
