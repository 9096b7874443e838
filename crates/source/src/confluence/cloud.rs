//! The streams of Confluence Cloud: REST API v2, and v1 for what v2 does not have.
//!
//! Facts: OpenAPI editions of 2026-05 (v2) and 2026-02 (v1). A listing of the comments of a site may leave replies out. Labels,
//! restrictions, permissions and views leave no mark on a page, so they are listed again by the clock.

use super::cql::{Order, Query};
use super::endpoint::{Api, Bodies, Endpoint, Ids, Many, Row};
use super::streams::{
    ATTACHMENT, ATTACHMENT_VERSION, AUDIT_EVENT, Again, BASE, COMMENT, COMMENTS, CONTENT, CONTENT_PROPERTY,
    CONTENT_RESTRICTION, HIERARCHY, INSTANCE, LABEL, LIKE, NAMELESS, ONE, PAGE_CONTENT, PAGE_VERSION, PAGE_VIEW,
    RESTRICTED, SPACE, SPACE_CATEGORY, SPACE_ICON, SPACE_PERMISSION, SPACE_PROPERTY, TASK, USER, WITHIN,
};
use crate::time::Form;
use crate::{Absence, Bin, Parent, SEARCH_INDEX, Stream};
use catchment_base::response::Envelope;

/// Ids that one request names (the parameter `id` of getPages and getBlogPosts; getAttachments has none).
const IDS_AT_ONCE: usize = 250;
/// Results of a page, at most (v2).
const MOST: u32 = 250;
/// Results of a page of groups and of people, at most: more are refused.
const MOST_PEOPLE: u32 = 200;
/// Results of a page of the search.
const MOST_FOUND: u32 = 50;
/// Versions of a page with their bodies, at most: more are cut without a word.
const MOST_VERSIONS: u32 = 50;
/// Results of a page of the search, without bodies and without what stands above.
const MOST_SELECTED: u32 = 200;
/// Results of a page of the audit log.
const MOST_EVENTS: u32 = 1000;

/// The search of v1.
const SEARCH: &str = "/rest/api/content/search";
/// Has the search find what is archived as well (operation `searchContentByCQL`, `contentStatuses`).
const ARCHIVED_TOO: &str = r#"{"contentStatuses":["current","archived"]}"#;

const NEWEST: &[(&str, &str)] = &[("sort", "-modified-date")];
const TRASHED: &[(&str, &str)] = &[("sort", "-modified-date"), ("status", "trashed")];
const STORAGE: &[(&str, &str)] = &[("body-format", "storage")];
const NEWEST_STORAGE: &[(&str, &str)] = &[("body-format", "storage"), ("sort", "-modified-date")];
const VIEW: &[(&str, &str)] = &[("body-format", "view")];
const EXPORT_VIEW: &[(&str, &str)] = &[("body-format", "export_view")];
const ADF: &[(&str, &str)] = &[("body-format", "atlas_doc_format")];
const ICON: &[(&str, &str)] = &[("include-icon", "true")];
const PAGE: &[&str; 1] = &["page"];
const POST: &[&str; 1] = &["blogpost"];
const VERSIONS: Envelope = Envelope { id: &["number"], ..WITHIN };
const PEOPLE: Envelope = Envelope { id: &["accountId"], ..NAMELESS };
/// What happened, when, by whom, from where, and to what. What an author is called and may do is as of the answer.
const EVENT: &[&str] = &[
    "creationDate",
    "author.accountId",
    "remoteAddress",
    "category",
    "summary",
    "description",
    "affectedObject.objectType",
    "affectedObject.name",
    "associatedObjects",
    "changedValues",
];
/// Who may: a user or a group. What both are called changes.
const SUBJECT: &[&str] = &["type", "accountId", "id"];
const RIGHTS: Envelope = Envelope { id: SUBJECT, ..RESTRICTED };
const ROLE: &[&str] = &["roleId", "principal.principalType", "principal.principalId"];

/// What is asked for, and how.
pub(super) const API: Api = Api {
    rows: ROWS,
    carried: &[],
    columns: &[],
    scopes_at_once: 100,
    keys: "keys",
    search: Endpoint::linked(SEARCH, MOST).with(&[("expand", "space")]),
    has_wrapped_hits: false,
    types: Some(TYPES),
    version: None,
    posts: &[TYPES],
    has_file_route: true,
};

/// Where ids of content are turned into types.
const TYPES: &str = "/api/v2/content/convert-ids-to-types";

/// Scopes first, containers and parents before what lies in them.
pub(super) const ROWS: &[Row] = &[
    spaces(),
    content("page", "/api/v2/spaces/{}/pages", "/api/v2/pages", "/api/v2/pages/{}"),
    content("blogpost", "/api/v2/spaces/{}/blogposts", "/api/v2/blogposts", "/api/v2/blogposts/{}"),
    attachments(),
    Row::swept(INSTANCE, "instance", Endpoint::once("/rest/api/settings/systemInfo")).shaped(Envelope {
        is_one: true,
        id: &["cloudId"],
        ..Envelope::list("")
    }),
    Row::part(SPACE_CATEGORY, "space_category", &["space"], Again::Swept, listed("/api/v2/spaces/{}/labels")),
    Row::part(SPACE_ICON, "space_icon", &["space"], Again::Swept, Endpoint::once("/api/v2/spaces/{}").with(ICON))
        .shaped(ONE)
        .with_files(),
    Row::part(SPACE_PROPERTY, "space_property", &["space"], Again::Swept, listed("/api/v2/spaces/{}/properties")),
    node("folder_node", "folder", "/api/v2/folders/{}"),
    node("whiteboard_node", "whiteboard", "/api/v2/whiteboards/{}"),
    node("database_node", "database", "/api/v2/databases/{}"),
    node("embed_node", "embed", "/api/v2/embeds/{}"),
    comments("footer_comment", "/api/v2/footer-comments", "/api/v2/footer-comments/{}"),
    comments("inline_comment", "/api/v2/inline-comments", "/api/v2/inline-comments/{}"),
    replies("footer_reply", &["footer_comment"], "/api/v2/footer-comments/{}/children"),
    replies("inline_reply", &["inline_comment"], "/api/v2/inline-comments/{}/children"),
    Row::swept(LABEL, "label", listed("/api/v2/labels")),
    labelled("page_label", "page", "/api/v2/labels/{}/pages"),
    labelled("blogpost_label", "blogpost", "/api/v2/labels/{}/blogposts"),
    labelled("attachment_label", "attachment", "/api/v2/labels/{}/attachments"),
    body("page_view_body", PAGE, Endpoint::once("/api/v2/pages/{}").with(VIEW)),
    body("page_export_view_body", PAGE, Endpoint::once("/api/v2/pages/{}").with(EXPORT_VIEW)),
    body("page_adf_body", PAGE, Endpoint::once("/api/v2/pages/{}").with(ADF)),
    body("blogpost_view_body", POST, Endpoint::once("/api/v2/blogposts/{}").with(VIEW)),
    body("blogpost_export_view_body", POST, Endpoint::once("/api/v2/blogposts/{}").with(EXPORT_VIEW)),
    body("blogpost_adf_body", POST, Endpoint::once("/api/v2/blogposts/{}").with(ADF)),
    versions(PAGE_VERSION, "page_version", PAGE, "/api/v2/pages/{}/versions"),
    versions(PAGE_VERSION, "blogpost_version", POST, "/api/v2/blogposts/{}/versions"),
    version_bodies("page_version_body", PAGE, "/api/v2/pages/{}/versions"),
    version_bodies("blogpost_version_body", POST, "/api/v2/blogposts/{}/versions"),
    versions(ATTACHMENT_VERSION, "attachment_version", &["attachment"], "/api/v2/attachments/{}/versions"),
    tasks(),
    Row::part(LIKE, "page_like", PAGE, Again::Swept, listed("/api/v2/pages/{}/likes/users")).shaped(PEOPLE),
    Row::part(LIKE, "blogpost_like", POST, Again::Swept, listed("/api/v2/blogposts/{}/likes/users")).shaped(PEOPLE),
    Row::part(CONTENT_PROPERTY, "page_property", PAGE, Again::Both, listed("/api/v2/pages/{}/properties")),
    Row::part(CONTENT_PROPERTY, "blogpost_property", POST, Again::Both, listed("/api/v2/blogposts/{}/properties")),
    Row::swept(USER, "user_group", Endpoint::counted("/rest/api/group", MOST_PEOPLE)),
    Row::part(USER, "group_member", &["user_group"], Again::Swept, members()).shaped(PEOPLE),
    Row::part(CONTENT_RESTRICTION, "page_restriction", PAGE, Again::Both, restrictions()).shaped(RIGHTS),
    Row::part(CONTENT_RESTRICTION, "blogpost_restriction", POST, Again::Both, restrictions()).shaped(RIGHTS),
    Row::part(SPACE_PERMISSION, "space_permission", &["space"], Again::Swept, listed("/api/v2/spaces/{}/permissions")),
    Row::part(SPACE_PERMISSION, "space_role", &["space"], Again::Swept, listed("/api/v2/spaces/{}/role-assignments"))
        .shaped(Envelope { id: ROLE, ..NAMELESS }),
    Row::swept(
        AUDIT_EVENT,
        "audit_event",
        Endpoint::counted("/rest/api/audit", MOST_EVENTS).since("startDate", Form::Milliseconds),
    )
    .shaped(Envelope { id: EVENT, is_within: false, ..NAMELESS })
    .of_events(),
    views("page_views", PAGE),
    views("blogpost_views", POST),
];

const fn listed(path: &'static str) -> Endpoint {
    Endpoint::linked(path, MOST)
}

const fn spaces() -> Row {
    Row { own: Some(Endpoint::once("/api/v2/spaces/{}")), ..Row::new("", SPACE, listed("/api/v2/spaces")) }
}

/// Pages or blog posts, by their space, of the site, and by their id.
const fn content(name: &'static str, of_space: &'static str, of_site: &'static str, own: &'static str) -> Row {
    let site = listed(of_site).within("space-id");
    Row {
        site: Some(site),
        newest: Some(site.with(NEWEST)),
        binned: Some(site.with(TRASHED)),
        found: Some(
            Endpoint::linked(SEARCH, MOST_SELECTED)
                .searching(Query { of_type: name, order: Order::Any })
                .with(&[("expand", "space,version,history"), ("cqlcontext", ARCHIVED_TOO)]),
        ),
        many: Some(Many { endpoint: Endpoint::linked(of_site, 0).with(STORAGE), ids: Ids::Argument("id") }),
        own: Some(Endpoint::once(own)),
        bodies: Some(Bodies { name: "body-format", with: "storage", without: None }),
        ..Row::new(name, Stream { name, ids_at_once: IDS_AT_ONCE, ..CONTENT }, listed(of_space).with(STORAGE))
    }
}

const fn attachments() -> Row {
    let site = listed("/api/v2/attachments");
    Row {
        newest: Some(site.with(NEWEST)),
        binned: Some(site.with(TRASHED)),
        own: Some(Endpoint::once("/api/v2/attachments/{}")),
        ..Row::new("attachment", ATTACHMENT, site)
    }
}

/// Comments of a kind, root comments at least.
const fn comments(name: &'static str, path: &'static str, own: &'static str) -> Row {
    Row {
        newest: Some(listed(path).with(NEWEST_STORAGE)),
        own: Some(Endpoint::once(own).with(STORAGE)),
        ..Row::new(COMMENT, Stream { name, ..COMMENTS }, listed(path).with(STORAGE))
    }
}

/// The replies to comments of a kind and to those, where the listing of comments does not show them: one listing for each
/// comment, whether there are any or not.
const fn replies(name: &'static str, to: &'static [&'static str; 1], path: &'static str) -> Row {
    let row = Row::part(COMMENT, name, to, Again::Both, Endpoint::threaded(path, MOST).with(STORAGE));
    let parent = Parent {
        stream: to[0],
        is_followed: true,
        relisted_every: None,
        running_every: None,
        unless_shown_by: Some(to[0]),
        of_status: &[],
    };
    let stream = Stream {
        id_space: BASE.id_space,
        statuses: BASE.statuses,
        parent: Some(parent),
        envelope: BASE.envelope,
        ..row.stream
    };
    Row { stream, ..row }
}

/// Objects of the tree that are no pages. The search lags behind them, so only the object itself says that it is gone.
const fn node(name: &'static str, of_type: &'static str, own: &'static str) -> Row {
    let search = Endpoint::linked(SEARCH, MOST_FOUND);
    let search = search.searching(Query { of_type, order: Order::Any });
    let row = Row::swept(HIERARCHY, name, search.with(&[("expand", "space,version,ancestors,history")]));
    let stream = Stream {
        id_space: BASE.id_space,
        statuses: BASE.statuses,
        absence: Absence::Looked { hides: true },
        ids_at_once: 1,
        bin: Bin::Nowhere,
        rests_on: Some(SEARCH_INDEX),
        ..row.stream
    };
    Row { stream, own: Some(Endpoint::once(own)), ..row }
}

/// The objects of a content type that have a label. A label is on few of them, and there are fewer labels than pages.
const fn labelled(name: &'static str, about: &'static str, path: &'static str) -> Row {
    let row = Row::part(LABEL, name, &["label"], Again::Swept, listed(path));
    Row { stream: Stream { about: Some(about), ..row.stream }, ..row }
}

/// A representation of bodies, which only single objects have.
const fn body(name: &'static str, of: &'static [&'static str; 1], endpoint: Endpoint) -> Row {
    Row::part(PAGE_CONTENT, name, of, Again::Followed, endpoint).shaped(ONE)
}

/// Versions, whose numbers are ordinals: the listing replaces them all.
const fn versions(
    dataset: &'static str,
    name: &'static str,
    of: &'static [&'static str; 1],
    path: &'static str,
) -> Row {
    Row::part(dataset, name, of, Again::Followed, listed(path)).shaped(VERSIONS)
}

/// The bodies of versions.
const fn version_bodies(name: &'static str, of: &'static [&'static str; 1], path: &'static str) -> Row {
    let listing = Endpoint::linked(path, MOST_VERSIONS).with(STORAGE);
    Row::part(PAGE_VERSION, name, of, Again::Followed, listing).shaped(VERSIONS)
}

const fn tasks() -> Row {
    let row = Row::swept(TASK, "task", listed("/api/v2/tasks").with(STORAGE).within("space-id"));
    Row { stream: Stream { containers: &["page", "blogpost"], ..row.stream }, ..row }
}

const fn members() -> Endpoint {
    Endpoint::counted("/rest/api/group/{name}/membersByGroupId", MOST_PEOPLE)
        .with(&[("expand", "isExternalCollaborator")])
}

const fn restrictions() -> Endpoint {
    // Both operations come with users and groups unless something else is asked for.
    Endpoint::once("/rest/api/content/{}/restriction/byOperation")
}

/// How often something was viewed, as of the time at which that was asked.
const fn views(name: &'static str, of: &'static [&'static str; 1]) -> Row {
    Row::part(PAGE_VIEW, name, of, Again::Swept, Endpoint::once("/rest/api/analytics/content/{}/views")).shaped(ONE)
}
