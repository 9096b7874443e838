//! The parameters of every operation, as the OpenAPI documents of Confluence Cloud declare them.

use super::query::{Declared, Rule};

const LIMIT: (&str, Rule) = ("limit", Rule::Within(1, 250));
const CURSOR: (&str, Rule) = ("cursor", Rule::Text);
const TITLE: (&str, Rule) = ("title", Rule::Text);
const DESCRIPTION: (&str, Rule) = ("description-format", Rule::One(&["plain", "view"]));
const ICON: (&str, Rule) = ("include-icon", Rule::Flag);
const LIST_BODY: (&str, Rule) = ("body-format", Rule::One(&["storage", "atlas_doc_format"]));
const BODY: (&str, Rule) = (
    "body-format",
    Rule::One(&[
        "storage",
        "atlas_doc_format",
        "view",
        "export_view",
        "anonymous_export_view",
        "styled_view",
        "editor",
    ]),
);
const VERSION: (&str, Rule) = ("version", Rule::Within(1, i32::MAX as u64));
const PAGE_SORT: (&str, Rule) = (
    "sort",
    Rule::One(&["id", "-id", "created-date", "-created-date", "modified-date", "-modified-date", "title", "-title"]),
);
const POST_SORT: (&str, Rule) =
    ("sort", Rule::One(&["id", "-id", "created-date", "-created-date", "modified-date", "-modified-date"]));
const PAGE_STATUS: (&str, Rule) = ("status", Rule::Some(&["current", "archived", "deleted", "trashed"]));
const POST_STATUS: (&str, Rule) = ("status", Rule::Some(&["current", "deleted", "trashed"]));

/// getSpaces.
pub(super) const SPACES: Declared = &[
    ("ids", Rule::Ids(250)),
    ("keys", Rule::Words(250)),
    (
        "type",
        Rule::One(&[
            "global",
            "collaboration",
            "knowledge_base",
            "personal",
            "system",
            "onboarding",
            "xflow_sample_space",
        ]),
    ),
    ("status", Rule::One(&["current", "archived"])),
    ("labels", Rule::Words(250)),
    ("favorited-by", Rule::Text),
    ("not-favorited-by", Rule::Text),
    ("sort", Rule::One(&["id", "-id", "key", "-key", "name", "-name"])),
    DESCRIPTION,
    ICON,
    CURSOR,
    LIMIT,
];
/// getSpaceById.
pub(super) const SPACE: Declared = &[
    DESCRIPTION,
    ICON,
    ("include-operations", Rule::Flag),
    ("include-properties", Rule::Flag),
    ("include-permissions", Rule::Flag),
    ("include-role-assignments", Rule::Flag),
    ("include-labels", Rule::Flag),
];
/// getPages.
pub(super) const PAGES: Declared = &[
    ("id", Rule::Ids(250)),
    ("space-id", Rule::Ids(100)),
    PAGE_SORT,
    PAGE_STATUS,
    TITLE,
    LIST_BODY,
    ("subtype", Rule::One(&["live", "page"])),
    CURSOR,
    LIMIT,
];
/// getPagesInSpace.
pub(super) const SPACE_PAGES: Declared =
    &[("depth", Rule::One(&["all", "root"])), PAGE_SORT, PAGE_STATUS, TITLE, LIST_BODY, CURSOR, LIMIT];
/// getBlogPosts.
pub(super) const POSTS: Declared =
    &[("id", Rule::Ids(250)), ("space-id", Rule::Ids(100)), POST_SORT, POST_STATUS, TITLE, LIST_BODY, CURSOR, LIMIT];
/// getBlogPostsInSpace.
pub(super) const SPACE_POSTS: Declared = &[POST_SORT, POST_STATUS, TITLE, LIST_BODY, CURSOR, LIMIT];
/// getPageById.
pub(super) const PAGE: Declared = &[
    BODY,
    ("get-draft", Rule::Flag),
    ("status", Rule::Some(&["current", "archived", "trashed", "deleted", "historical", "draft"])),
    VERSION,
    ("include-labels", Rule::Flag),
    ("include-properties", Rule::Flag),
    ("include-operations", Rule::Flag),
    ("include-likes", Rule::Flag),
    ("include-versions", Rule::Flag),
    ("include-version", Rule::Flag),
    ("include-favorited-by-current-user-status", Rule::Flag),
    ("include-webresources", Rule::Flag),
    ("include-collaborators", Rule::Flag),
    ("include-direct-children", Rule::Flag),
];
/// getBlogPostById.
pub(super) const POST: Declared = &[
    BODY,
    ("get-draft", Rule::Flag),
    ("status", Rule::Some(&["current", "trashed", "deleted", "historical", "draft"])),
    VERSION,
    ("include-labels", Rule::Flag),
    ("include-properties", Rule::Flag),
    ("include-operations", Rule::Flag),
    ("include-likes", Rule::Flag),
    ("include-versions", Rule::Flag),
    ("include-version", Rule::Flag),
    ("include-favorited-by-current-user-status", Rule::Flag),
    ("include-webresources", Rule::Flag),
    ("include-collaborators", Rule::Flag),
];
/// getAttachments, getPageAttachments, getBlogpostAttachments.
pub(super) const ATTACHMENTS: Declared = &[
    ("sort", Rule::One(&["created-date", "-created-date", "modified-date", "-modified-date"])),
    ("status", Rule::Some(&["current", "archived", "trashed"])),
    ("mediaType", Rule::Text),
    ("filename", Rule::Text),
    CURSOR,
    LIMIT,
];
/// getAttachmentById.
pub(super) const ATTACHMENT: Declared = &[
    VERSION,
    ("include-labels", Rule::Flag),
    ("include-properties", Rule::Flag),
    ("include-operations", Rule::Flag),
    ("include-versions", Rule::Flag),
    ("include-version", Rule::Flag),
    ("include-collaborators", Rule::Flag),
];
/// convertContentIdsToContentTypes.
pub(super) const CONVERT: Declared = &[];
/// downloadAttachment (v1).
pub(super) const DOWNLOAD: Declared = &[VERSION, ("status", Rule::Some(&["current", "archived", "trashed"]))];
/// What the servlet of the web pages takes; whoever asks it is refused anyway.
pub(super) const SERVLET: Declared =
    &[("version", Rule::Text), ("modificationDate", Rule::Text), ("cacheVersion", Rule::Text), ("api", Rule::Text)];
/// searchContentByCQL (v1); what the links of the real service add besides.
pub(super) const SEARCH: Declared = &[
    ("cql", Rule::Text),
    ("cqlcontext", Rule::Text),
    ("expand", Rule::Words(100)),
    CURSOR,
    ("limit", Rule::Text),
    ("start", Rule::Text),
    ("next", Rule::Text),
];
/// searchByCQL (v1).
pub(super) const SEARCH_ALL: Declared = &[
    ("cql", Rule::Text),
    ("cqlcontext", Rule::Text),
    ("expand", Rule::Words(100)),
    ("excerpt", Rule::One(&["highlight", "indexed", "none", "highlight_unescaped", "indexed_unescaped"])),
    ("includeArchivedSpaces", Rule::Flag),
    ("excludeCurrentSpaces", Rule::Flag),
    ("sitePermissionTypeFilter", Rule::One(&["all", "externalCollaborator", "none"])),
    CURSOR,
    NEXT,
    ("prev", Rule::Flag),
    ("limit", Rule::Text),
    ("start", Rule::Text),
];
/// getCurrentUser (v1).
pub(super) const ME: Declared = &[("expand", Rule::Words(8))];

const COMMENT_SORT: (&str, Rule) =
    ("sort", Rule::One(&["created-date", "-created-date", "modified-date", "-modified-date"]));
const PAGE_COMMENT_STATUS: (&str, Rule) =
    ("status", Rule::Some(&["current", "archived", "trashed", "deleted", "historical", "draft"]));
const POST_COMMENT_STATUS: (&str, Rule) =
    ("status", Rule::Some(&["current", "deleted", "trashed", "historical", "draft"]));
const RESOLUTION: (&str, Rule) = ("resolution-status", Rule::Some(&["resolved", "open", "dangling", "reopened"]));
const VERSION_SORT: (&str, Rule) = ("sort", Rule::One(&["modified-date", "-modified-date"]));
const LABEL_SORT: (&str, Rule) = ("sort", Rule::One(&["created-date", "-created-date", "id", "-id", "name", "-name"]));
const START: (&str, Rule) = ("start", Rule::Text);
/// The limit of v1, which says in its own words what does not fit.
const V1_LIMIT: (&str, Rule) = ("limit", Rule::Text);
/// What links to next pages of v1 add.
const NEXT: (&str, Rule) = ("next", Rule::Flag);
const EXPAND: (&str, Rule) = ("expand", Rule::Words(100));
const ACCOUNT: (&str, Rule) = ("accountId", Rule::Text);
const PRINCIPAL: (&str, Rule) = ("principal-type", Rule::One(&["USER", "GROUP", "ACCESS_CLASS"]));

/// Operations without parameters.
pub(super) const NOTHING: Declared = &[];
/// Listings without further parameters.
pub(super) const PAGED: Declared = &[CURSOR, LIMIT];
/// getFooterComments, getInlineComments, getFooterCommentChildren, getInlineCommentChildren.
pub(super) const COMMENTS: Declared = &[LIST_BODY, COMMENT_SORT, CURSOR, LIMIT];
/// getPageFooterComments.
pub(super) const PAGE_FOOTER: Declared = &[LIST_BODY, PAGE_COMMENT_STATUS, COMMENT_SORT, CURSOR, LIMIT];
/// getPageInlineComments.
pub(super) const PAGE_INLINE: Declared = &[LIST_BODY, PAGE_COMMENT_STATUS, RESOLUTION, COMMENT_SORT, CURSOR, LIMIT];
/// getBlogPostFooterComments.
pub(super) const POST_FOOTER: Declared = &[LIST_BODY, POST_COMMENT_STATUS, COMMENT_SORT, CURSOR, LIMIT];
/// getBlogPostInlineComments.
pub(super) const POST_INLINE: Declared = &[LIST_BODY, POST_COMMENT_STATUS, RESOLUTION, COMMENT_SORT, CURSOR, LIMIT];
/// getFooterCommentById, getInlineCommentById.
pub(super) const COMMENT: Declared = &[
    BODY,
    VERSION,
    ("include-properties", Rule::Flag),
    ("include-operations", Rule::Flag),
    ("include-likes", Rule::Flag),
    ("include-versions", Rule::Flag),
    ("include-version", Rule::Flag),
];
/// getPageVersions and their like.
pub(super) const VERSIONS: Declared = &[LIST_BODY, VERSION_SORT, CURSOR, LIMIT];
/// getAttachmentVersions.
pub(super) const FILE_VERSIONS: Declared = &[VERSION_SORT, CURSOR, LIMIT];
/// getLabels.
pub(super) const LABELS: Declared =
    &[("label-id", Rule::Ids(250)), ("prefix", Rule::Words(4)), LABEL_SORT, CURSOR, LIMIT];
/// getPageLabels and their like.
pub(super) const LABELS_OF: Declared =
    &[("prefix", Rule::One(&["my", "team", "global", "system"])), LABEL_SORT, CURSOR, LIMIT];
/// getSpaceLabels, getSpaceContentLabels.
pub(super) const SPACE_LABELS: Declared = &[("prefix", Rule::One(&["my", "team"])), LABEL_SORT, CURSOR, LIMIT];
/// getLabelPages.
pub(super) const LABELLED_PAGES: Declared = &[("space-id", Rule::Ids(100)), LIST_BODY, PAGE_SORT, CURSOR, LIMIT];
/// getLabelBlogPosts.
pub(super) const LABELLED_POSTS: Declared = &[("space-id", Rule::Ids(100)), LIST_BODY, POST_SORT, CURSOR, LIMIT];
/// getLabelAttachments.
pub(super) const LABELLED_FILES: Declared = &[COMMENT_SORT, CURSOR, LIMIT];
/// getPageLikeUsers and their like.
pub(super) const LIKES: Declared = &[CURSOR, ("limit", Rule::Within(0, 250))];
/// getPageContentProperties, getBlogpostContentProperties.
pub(super) const PROPERTIES: Declared = &[("key", Rule::Text), ("sort", Rule::One(&["key", "-key"])), CURSOR, LIMIT];
/// getSpaceProperties.
pub(super) const SPACE_PROPERTIES: Declared = &[("key", Rule::Text), CURSOR, LIMIT];
/// getTasks.
pub(super) const TASKS: Declared = &[
    LIST_BODY,
    ("include-blank-tasks", Rule::Flag),
    ("status", Rule::One(&["complete", "incomplete"])),
    ("task-id", Rule::Ids(250)),
    ("space-id", Rule::Ids(250)),
    ("page-id", Rule::Ids(250)),
    ("blogpost-id", Rule::Ids(250)),
    ("created-by", Rule::Words(250)),
    ("assigned-to", Rule::Words(250)),
    ("completed-by", Rule::Words(250)),
    ("created-at-from", Rule::Within(0, i64::MAX as u64)),
    ("created-at-to", Rule::Within(0, i64::MAX as u64)),
    ("due-at-from", Rule::Within(0, i64::MAX as u64)),
    ("due-at-to", Rule::Within(0, i64::MAX as u64)),
    ("completed-at-from", Rule::Within(0, i64::MAX as u64)),
    ("completed-at-to", Rule::Within(0, i64::MAX as u64)),
    CURSOR,
    LIMIT,
];
/// getTaskById.
pub(super) const TASK: Declared = &[LIST_BODY];
/// getFolderById and their like.
pub(super) const NODE: Declared = &[
    ("include-collaborators", Rule::Flag),
    ("include-direct-children", Rule::Flag),
    ("include-operations", Rule::Flag),
    ("include-properties", Rule::Flag),
];
/// getPageAncestors, getFolderAncestors and their like: no cursor.
pub(super) const ANCESTORS: Declared = &[LIMIT];
/// getAvailableSpaceRoles.
pub(super) const ROLES: Declared = &[
    ("space-id", Rule::Text),
    ("role-type", Rule::One(&["SYSTEM", "CUSTOM"])),
    ("principal-id", Rule::Text),
    PRINCIPAL,
    CURSOR,
    LIMIT,
];
/// getSpaceRoleAssignments.
pub(super) const ROLE_ASSIGNMENTS: Declared = &[
    ("role-id", Rule::Text),
    ("role-type", Rule::One(&["SYSTEM", "CUSTOM"])),
    ("principal-id", Rule::Text),
    PRINCIPAL,
    CURSOR,
    LIMIT,
];
/// getGroups (v1).
pub(super) const GROUPS: Declared =
    &[START, V1_LIMIT, NEXT, ("accessType", Rule::One(&["user", "admin", "site-admin"]))];
/// getGroupByGroupId (v1).
pub(super) const GROUP: Declared = &[("id", Rule::Text)];
/// getGroupMembersByGroupId (v1).
pub(super) const MEMBERS: Declared = &[START, V1_LIMIT, NEXT, ("shouldReturnTotalSize", Rule::Flag), EXPAND];
/// getUser (v1).
pub(super) const USER: Declared = &[ACCOUNT, EXPAND];
/// getBulkUserLookup (v1).
pub(super) const USER_LIST: Declared = &[("accountId", Rule::Words(10_000)), EXPAND];
/// getGroupMembershipsForUser (v1).
pub(super) const GROUPS_OF: Declared = &[ACCOUNT, START, V1_LIMIT];
/// searchUser (v1).
pub(super) const SEARCH_USERS: Declared = &[
    ("cql", Rule::Text),
    START,
    V1_LIMIT,
    EXPAND,
    ("sitePermissionTypeFilter", Rule::One(&["all", "externalCollaborator", "none"])),
];
/// getRestrictions (v1).
pub(super) const RESTRICTIONS: Declared = &[
    (
        "expand",
        Rule::Some(&[
            "restrictions.user",
            "read.restrictions.user",
            "update.restrictions.user",
            "restrictions.group",
            "read.restrictions.group",
            "update.restrictions.group",
            "content",
        ]),
    ),
    START,
    V1_LIMIT,
];
const SUBJECTS: (&str, Rule) = ("expand", Rule::Some(&["restrictions.user", "restrictions.group", "content"]));
/// getRestrictionsByOperation (v1).
pub(super) const BY_OPERATION: Declared = &[SUBJECTS];
/// getRestrictionsForOperation (v1).
pub(super) const RESTRICTION_OF: Declared = &[SUBJECTS, START, V1_LIMIT];
const SEARCHED: (&str, Rule) = ("searchString", Rule::Text);
/// getAuditRecords (v1).
pub(super) const AUDIT: Declared =
    &[("startDate", Rule::Text), ("endDate", Rule::Text), SEARCHED, START, V1_LIMIT, NEXT];
/// getAuditRecordsForTimePeriod (v1).
pub(super) const AUDIT_SINCE: Declared = &[
    ("number", Rule::Within(0, u32::MAX as u64)),
    (
        "units",
        Rule::One(&[
            "NANOS",
            "MICROS",
            "MILLIS",
            "SECONDS",
            "MINUTES",
            "HOURS",
            "HALF_DAYS",
            "DAYS",
            "WEEKS",
            "MONTHS",
            "YEARS",
            "DECADES",
            "CENTURIES",
        ]),
    ),
    SEARCHED,
    START,
    V1_LIMIT,
    NEXT,
];
/// getViews, getViewers (v1).
pub(super) const VIEWS: Declared = &[("fromDate", Rule::Text)];
/// What an avatar may be asked with.
pub(super) const ANYTHING: Declared = &[("size", Rule::Text), ("s", Rule::Text)];
