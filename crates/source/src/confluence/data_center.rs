//! The streams of Confluence Data Center and Server, REST API v1.
//!
//! Facts: OpenAPI edition of 10.0.3. Listings count their results: the links of answers miscount them, and page sizes are cut
//! without a word where bodies are expanded. The search reads times by the clock of the account and lags behind the objects, so
//! a feed is followed a day further down than it has shown before.

use super::cql::{Order, Query};
use super::endpoint::{Api, Bodies, Endpoint, Ids, Many, Older, Paging, Row, Scan};
use super::streams::{
    ATTACHMENT, ATTACHMENT_VERSION, AUDIT_EVENT, Again, COMMENT, COMMENTS, CONTENT, CONTENT_PROPERTY,
    CONTENT_RESTRICTION, INSTANCE, LABEL, NAMELESS, ONE, PAGE_CONTENT, PAGE_VERSION, RESTRICTED, SPACE, SPACE_CATEGORY,
    SPACE_ICON, SPACE_PERMISSION, SPACE_PROPERTY, USER, WITHIN,
};
use crate::refused::{Meaning, Refused};
use crate::time::Form;
use crate::{Absence, Bin, SEARCH_INDEX, Stream};
use catchment_base::response::Envelope;
use chrono::TimeDelta;
use std::borrow::Cow;

/// Results of a page without bodies, at most.
const MOST: u32 = 200;
/// Results of a page with bodies, at most.
const MOST_BODIES: u32 = 50;
/// Ids that one search names.
const IDS_AT_ONCE: usize = 50;
/// How far the search may lag behind the objects, and its clock behind ours.
const OVERLAP: TimeDelta = TimeDelta::hours(26);

const LISTING: &str = "/rest/api/content";
const LEAN: &str = "space,version,ancestors,history";
/// What the listing of the whole site shows: labels, which change without a version, and attachments, which the search may lack.
const LISTED: &str = "space,version,ancestors,history,metadata.labels,children.attachment.version";
const WHOLE: &str = "space,version,ancestors,history,metadata.labels,body.storage";
/// The search that finds what lies in archived spaces too; its rows wrap the content that they are about.
const SEARCH: &str = "/rest/api/search";
const FOUND: &str = "content";
const FOUND_LEAN: &[(&str, &str)] = &[
    ("includeArchivedSpaces", "true"),
    ("excerpt", "none"),
    ("expand", "content.space,content.version,content.ancestors,content.history"),
];
const FOUND_LISTED: &[(&str, &str)] = &[
    ("includeArchivedSpaces", "true"),
    ("excerpt", "none"),
    (
        "expand",
        "content.space,content.version,content.ancestors,content.history,content.metadata.labels,\
         content.children.attachment.version",
    ),
];
const FOUND_WHOLE: &[(&str, &str)] = &[
    ("includeArchivedSpaces", "true"),
    ("excerpt", "none"),
    (
        "expand",
        "content.space,content.version,content.ancestors,content.history,content.metadata.labels,content.body.storage",
    ),
];
/// From 7.18 on, of pages alone: a version before 8.3 overlooks another type and gives pages.
const SCAN: Scan = Scan {
    since: None,
    of_scope: Some(scanned(MOST_BODIES, &[("spaceKey", "{key}"), ("expand", WHOLE)])),
    of_site: scanned(MOST, &[("expand", LISTED)]),
};
/// From 8.3 on, of comments as well: they come from the database, where the search lacks what its index lacks.
const SCAN_OF_COMMENTS: Scan = Scan {
    since: Some((8, 3)),
    of_scope: None,
    of_site: scanned(MOST_BODIES, &[("type", "comment"), ("expand", REMARK_PARTS)]),
};
const BODIES: Option<Bodies> = Some(Bodies { name: "expand", with: WHOLE, without: Some(LISTED) });
const PAGE: &[&str; 1] = &["page"];
const POST: &[&str; 1] = &["blogpost"];
const FILE_PARTS: &str = "version,container,space,history,metadata";
const REMARK_PARTS: &str =
    "version,container,ancestors,space,history,body.storage,extensions.inlineProperties,extensions.resolution";
const FILES: Expanded = Expanded {
    found: &[
        ("includeArchivedSpaces", "true"),
        ("excerpt", "none"),
        ("expand", "content.version,content.container,content.space,content.history,content.metadata"),
    ],
    own: &[("status", "any"), ("expand", FILE_PARTS)],
};
const REMARKS: Expanded = Expanded {
    found: &[
        ("includeArchivedSpaces", "true"),
        ("excerpt", "none"),
        (
            "expand",
            "content.version,content.container,content.ancestors,content.space,content.history,content.body.storage,\
             content.extensions.inlineProperties,content.extensions.resolution",
        ),
    ],
    own: &[("status", "any"), ("expand", REMARK_PARTS)],
};
const VIEW: &[(&str, &str)] = &[("expand", "version,body.view")];
const EXPORT_VIEW: &[(&str, &str)] = &[("expand", "version,body.export_view")];
const PEOPLE: Envelope = Envelope { id: &["userKey"], ..NAMELESS };
/// What happened, when, by whom, from where, and to what.
const EVENT: &[&str] =
    &["timestamp", "author.id", "source", "type.category", "type.action", "affectedObjects", "changedValues"];
/// Who may: a user or a group, which has no id but its name.
const RIGHTS: Envelope = Envelope { id: &["type", "userKey", "name"], ..RESTRICTED };
/// What is permitted and to whom; to nobody in particular where there is no subject. Older versions tell the last three.
const PERMISSION: &[&str] = &[
    "operation.operationKey",
    "operation.targetType",
    "subject.type",
    "subject.userKey",
    "subject.name",
    "type",
    "userName",
    "groupName",
];

/// What is asked for, and how.
pub(super) const API: Api = Api {
    rows: ROWS,
    carried: &[SPACE_CATEGORY],
    columns: &[LABEL],
    scopes_at_once: 50,
    keys: "spaceKey",
    search: Endpoint::counted(SEARCH, MOST).with(&[
        ("includeArchivedSpaces", "true"),
        ("excerpt", "none"),
        ("expand", "content.space"),
    ]),
    has_wrapped_hits: true,
    types: None,
    version: Some("/rest/api/server-information"),
    posts: &[PERMISSION_SETS],
    has_file_route: false,
};

/// Who may do what in a space, before 9.1 brought a resource for that: a call of JSON-RPC, whose method stands in the path.
const PERMISSION_SETS: &str = "/rpc/json-rpc/confluenceservice-v2/getSpacePermissionSets";
const NEEDS_ADMIN: (&str, &str) = (
    "Confluence shows the permissions of spaces to administrators alone",
    "let an administrator of Confluence read; others get an error of the server (CONFSERVER-99908)",
);
const NEEDS_LOGIN: (&str, &str) = (
    "Confluence asks administrators for their password again",
    "switch secure administrator sessions (WebSudo) off for the time of the sync",
);

/// How permissions of spaces are refused: with a page that asks for the password, and in the words of the server. An error
/// of the server that does not speak of permissions is one like any other: it is tried again.
const NOT_PERMITTED: &[Refused] = &[
    not_permitted(200, "doauthenticate.action", NEEDS_LOGIN),
    not_permitted(200, "NotPermittedException", NEEDS_ADMIN),
    not_permitted(500, "NotPermittedException", NEEDS_ADMIN),
    not_permitted(500, "PermissionException", NEEDS_ADMIN),
];

const fn not_permitted(status: u16, says: &'static str, told: (&'static str, &'static str)) -> Refused {
    Refused { status, says: Some(Cow::Borrowed(says)), means: Meaning::NoAccess, told: Some(told) }
}

/// Scopes first, containers and parents before what lies in them.
pub(super) const ROWS: &[Row] = &[
    spaces(),
    Row {
        scan: Some(SCAN),
        ..content(
            "page",
            &[("type", "page"), ("spaceKey", "{key}"), ("expand", WHOLE)],
            &[("type", "page"), ("expand", LISTED)],
            &[("type", "page"), ("status", "trashed"), ("expand", LEAN)],
        )
    },
    content(
        "blogpost",
        &[("type", "blogpost"), ("spaceKey", "{key}"), ("expand", WHOLE)],
        &[("type", "blogpost"), ("expand", LISTED)],
        &[("type", "blogpost"), ("status", "trashed"), ("expand", LEAN)],
    ),
    attached(ATTACHMENT, "attachment", "attachment", "attachment", FILES, MOST),
    Row::swept(INSTANCE, "instance", Endpoint::once("/rest/api/server-information")).shaped(Envelope {
        is_one: true,
        id: &["baseUrl"],
        ..Envelope::list("")
    }),
    Row {
        scan: Some(SCAN_OF_COMMENTS),
        ..attached(COMMENTS, COMMENT, "content_comment", "comment", REMARKS, MOST_BODIES)
    },
    body("page_view_body", PAGE, VIEW),
    body("page_export_view_body", PAGE, EXPORT_VIEW),
    body("blogpost_view_body", POST, VIEW),
    body("blogpost_export_view_body", POST, EXPORT_VIEW),
    versions(PAGE_VERSION, "page_version", PAGE),
    versions(PAGE_VERSION, "blogpost_version", POST),
    version_body("page_version_body", &["page_version"]),
    version_body("blogpost_version_body", &["blogpost_version"]),
    versions(ATTACHMENT_VERSION, "attachment_version", &["attachment"]),
    Row::part(
        SPACE_ICON,
        "space_icon",
        &["space"],
        Again::Swept,
        Endpoint::once("/rest/api/space/{key}").with(&[("expand", "icon")]),
    )
    .shaped(ONE)
    .with_files(),
    Row::part(
        SPACE_PROPERTY,
        "space_property",
        &["space"],
        Again::Swept,
        Endpoint::counted("/rest/api/space/{key}/property", MOST).with(&[("expand", "version")]),
    ),
    Row::part(CONTENT_PROPERTY, "page_property", PAGE, Again::Both, properties()),
    Row::part(CONTENT_PROPERTY, "blogpost_property", POST, Again::Both, properties()),
    Row::swept(USER, "user", Endpoint::counted("/rest/api/user/list", MOST).with(&[("expand", "status")]))
        .shaped(Envelope { is_within: false, ..PEOPLE }),
    // A group has no other id than its name, by which alone its members can be asked for, in a later run as well.
    Row::swept(USER, "user_group", Endpoint::counted("/rest/api/group", MOST))
        .shaped(Envelope { id: &["name"], ..Envelope::list("results") }),
    Row::part(
        USER,
        "group_member",
        &["user_group"],
        Again::Swept,
        Endpoint::counted("/rest/api/group/{name}/member", MOST).with(&[("expand", "status")]),
    )
    .shaped(PEOPLE),
    Row::part(CONTENT_RESTRICTION, "page_restriction", PAGE, Again::Both, restrictions()).shaped(RIGHTS),
    Row::part(CONTENT_RESTRICTION, "blogpost_restriction", POST, Again::Both, restrictions()).shaped(RIGHTS),
    permissions(),
    Row::swept(
        AUDIT_EVENT,
        "audit_event",
        Endpoint {
            paging: Paging::Token {
                next: "pagingInfo.nextPageCursor",
                last: Some("pagingInfo.lastPage"),
                argument: "pageCursor",
            },
            ..Endpoint::counted("/rest/auditing/1.0/events", MOST).since("from", Form::Iso)
        },
    )
    .shaped(Envelope { objects: "entities", id: EVENT, is_within: false, ..NAMELESS })
    .of_events(),
];

/// What is asked for of objects beside what they always tell: of those that a search finds, and of one by its id.
#[derive(Clone, Copy)]
struct Expanded {
    found: &'static [(&'static str, &'static str)],
    own: &'static [(&'static str, &'static str)],
}

const fn scanned(most: u32, arguments: &'static [(&'static str, &'static str)]) -> Endpoint {
    let paging = Paging::Token { next: "nextCursor", last: None, argument: "cursor" };
    Endpoint { paging, ..Endpoint::counted("/rest/api/content/scan", most).with(arguments) }
}

const fn newest(of_type: &'static str) -> Query {
    Query { of_type, order: Order::Modified }
}

const fn spaces() -> Row {
    let listing =
        Endpoint::counted("/rest/api/space", MOST).with(&[("expand", "description.plain,homepage,metadata.labels")]);
    // No request names the id of a space.
    Row::new("", Stream { absence: Absence::ListedTwice, ids_at_once: 0, ..SPACE }, listing)
}

/// Pages or blog posts, by their space, of the site, and by their ids.
const fn content(
    name: &'static str,
    of_space: &'static [(&'static str, &'static str)],
    of_site: &'static [(&'static str, &'static str)],
    binned: &'static [(&'static str, &'static str)],
) -> Row {
    let envelope = Envelope { wrapped: FOUND, ..CONTENT.envelope };
    let feed = Stream { overlap: OVERLAP, feed_is_since: true, ..CONTENT };
    let stream = Stream { name, ids_at_once: IDS_AT_ONCE, bin: Bin::Whole, envelope, ..feed };
    Row {
        site: Some(Endpoint::counted(LISTING, MOST).with(of_site)),
        newest: Some(Endpoint::counted(SEARCH, MOST).with(FOUND_LEAN).searching(newest(name))),
        binned: Some(Endpoint::counted(LISTING, MOST).with(binned)),
        found: Some(
            Endpoint::counted(SEARCH, MOST)
                .with(FOUND_LISTED)
                .searching(Query { of_type: name, order: Order::Created }),
        ),
        many: Some(Many { endpoint: Endpoint::once(SEARCH).with(FOUND_WHOLE), ids: Ids::Search }),
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
    let envelope = Envelope { wrapped: FOUND, ..stream.envelope };
    let feed = Stream { overlap: OVERLAP, feed_is_since: true, ..stream };
    let rests_on = Some(SEARCH_INDEX);
    let stream = Stream { name, id_space: "content", bin: Bin::Nowhere, envelope, rests_on, ..feed };
    Row {
        newest: Some(found.searching(newest(of_type))),
        own: Some(Endpoint::once("/rest/api/content/{}").with(expanded.own)),
        ..Row::new(dataset, stream, found.searching(Query { of_type, order: Order::Created }))
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
const fn versions(dataset: &'static str, name: &'static str, of: &'static [&'static str; 1]) -> Row {
    let listing = Endpoint::counted("/rest/experimental/content/{}/version", MOST);
    Row::part(dataset, name, of, Again::Followed, listing).shaped(Envelope { id: &["number"], ..WITHIN })
}

/// The body of a version. The present one may be no historical one, and then has none here.
const fn version_body(name: &'static str, of: &'static [&'static str; 1]) -> Row {
    const NONE: &[Refused] = &[Refused { status: 404, says: None, means: Meaning::Nothing, told: None }];
    let own = Endpoint::once("/rest/api/content/{content}").with(&[
        ("status", "historical"),
        ("version", "{version}"),
        ("expand", "version,body.storage"),
    ]);
    Row { refused: NONE, ..Row::part(PAGE_VERSION, name, of, Again::Followed, own).shaped(ONE) }
}

/// Who may do what in a space. The sets of older versions hold a permission for each who has it.
const fn permissions() -> Row {
    let listing = Endpoint::once("/rest/api/space/{key}/permissions");
    let older = Older { before: (9, 1), endpoint: Endpoint::call(PERMISSION_SETS, &["{key}"]) };
    let row = Row::part(SPACE_PERMISSION, "space_permission", &["space"], Again::Swept, listing);
    let row = row.shaped(Envelope { objects: "", wrapped: "spacePermissions", id: PERMISSION, ..NAMELESS });
    Row { older: Some(older), refused: NOT_PERMITTED, ..row }
}

const fn properties() -> Endpoint {
    Endpoint::counted("/rest/api/content/{}/property", MOST).with(&[("expand", "version")])
}

const fn restrictions() -> Endpoint {
    // Both operations come with users and groups unless something else is asked for.
    Endpoint::once("/rest/api/content/{}/restriction/byOperation")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refused::matching;

    #[test]
    fn an_error_of_the_server_is_a_missing_right_where_it_says_so() {
        let told = |status, body: &str| matching(NOT_PERMITTED, status, body.as_bytes()).and_then(|row| row.told);
        let thrown = "com.atlassian.confluence.api.service.exceptions.PermissionException: not permitted";
        for (status, body, expected) in [
            (500, thrown, Some(NEEDS_ADMIN)),
            (500, "com.atlassian.confluence.rpc.NotPermittedException: no", Some(NEEDS_ADMIN)),
            (500, "java.lang.NullPointerException", None),
            (500, "", None),
            (503, thrown, None),
            (200, "<form action=\"/doauthenticate.action\">", Some(NEEDS_LOGIN)),
            (200, r#"[{"operation":{"operationKey":"read"}}]"#, None),
        ] {
            assert_eq!(told(status, body), expected, "{status} {body}");
        }
    }
}
