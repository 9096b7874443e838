//! The operations of Jira Cloud, in versions 2 and 3 alike.

use super::ask::Argument;
use super::ask::Shape::{Flag, Number, Numbers, Text, Texts};
use super::route::{EXPAND, FIELDS, JQL, MOST, PAGE, Route, START, get, open, post};

const SEARCH: &[Argument] = &[
    JQL,
    ("nextPageToken", Text),
    MOST,
    FIELDS,
    EXPAND,
    ("properties", Texts),
    ("fieldsByKeys", Flag),
    ("reconcileIssues", Numbers),
];
const SEARCH_BY_GET: &[Argument] = &[
    JQL,
    ("nextPageToken", Text),
    MOST,
    FIELDS,
    EXPAND,
    ("properties", Texts),
    ("fieldsByKeys", Flag),
    ("reconcileIssues", Numbers),
    ("failFast", Flag),
];

/// The operations of the platform.
pub(super) const PLATFORM: &[Route] = &[
    open(get("serverInfo", &[], |desk| desk.server_info())),
    get("myself", &[], |desk| desk.myself()),
    open(get("search/jql", SEARCH_BY_GET, |desk| desk.search())),
    open(post("search/jql", SEARCH, |desk| desk.search())),
    open(post("search/approximate-count", &[JQL], |desk| desk.approximate_count())),
    open(get("search", SEARCH_BY_GET, |desk| desk.removed())),
    open(post("search", SEARCH, |desk| desk.removed())),
    post(
        "issue/bulkfetch",
        &[("issueIdsOrKeys", Texts), FIELDS, ("expand", Texts), ("fieldsByKeys", Flag), ("properties", Texts)],
        |desk| desk.bulk_fetch(),
    ),
    open(get("issue/{}", &[FIELDS, EXPAND, ("fieldsByKeys", Flag)], |desk| desk.one_issue())),
    get("issue/{}/changelog", PAGE, |desk| desk.changelog()),
    post(
        "changelog/bulkfetch",
        &[("issueIdsOrKeys", Texts), ("fieldIds", Texts), MOST, ("nextPageToken", Text)],
        |desk| desk.changelogs(),
    ),
    get("issue/{}/comment", &[START, MOST, ("orderBy", Text)], |desk| desk.comments()),
    post("comment/list", &[("ids", Numbers)], |desk| desk.comment_list()),
    get("issue/{}/worklog", &[START, MOST, ("startedAfter", Number), ("startedBefore", Number)], |desk| {
        desk.worklogs()
    }),
    get("worklog/updated", &[("since", Number)], |desk| desk.worklogs_updated()),
    get("worklog/deleted", &[("since", Number)], |desk| desk.worklogs_deleted()),
    post("worklog/list", &[("ids", Numbers)], |desk| desk.worklog_list()),
    get("attachment/{}", &[], |desk| desk.one_attachment()),
    get("attachment/content/{}", &[("redirect", Flag)], |desk| desk.attachment_content()),
    get("issue/{}/watchers", &[], |desk| desk.watchers()),
    get("issue/{}/votes", &[], |desk| desk.votes()),
    open(get(
        "project/search",
        &[START, MOST, ("keys", Texts), ("id", Numbers), ("status", Texts), EXPAND, ("orderBy", Text)],
        |desk| desk.project_search(),
    )),
    open(get("project/{}", &[EXPAND], |desk| desk.one_project())),
    get("project/{}/component", PAGE, |desk| desk.components()),
    get("project/{}/version", PAGE, |desk| desk.versions()),
    get("project/{}/role", &[], |desk| desk.roles()),
    get("project/{}/role/{}", &[], |desk| desk.role()),
    get("project/{}/roledetails", &[], |desk| desk.role_details()),
    get("project/{}/permissionscheme", &[EXPAND], |desk| desk.scheme_of_project()),
    get("users/search", PAGE, |desk| desk.users()),
    get("group/bulk", PAGE, |desk| desk.groups()),
    get(
        "group/member",
        &[START, MOST, ("groupId", Text), ("groupname", Text), ("includeInactiveUsers", Flag)],
        |desk| desk.members(),
    ),
    open(get("field", &[], |desk| desk.fields())),
    get("field/search", &[START, MOST, ("type", Texts)], |desk| desk.field_search()),
    get("status", &[], |desk| desk.statuses()),
    get("statuses/search", PAGE, |desk| desk.status_search()),
    get("issuetype", &[], |desk| desk.issue_types()),
    get("priority", &[], |desk| desk.priorities()),
    get("priority/search", PAGE, |desk| desk.priority_search()),
    get("resolution", &[], |desk| desk.resolutions()),
    get("resolution/search", PAGE, |desk| desk.resolution_search()),
    get("issueLinkType", &[], |desk| desk.link_types()),
    get("permissionscheme", &[EXPAND], |desk| desk.schemes()),
    get("permissionscheme/{}/permission", &[EXPAND], |desk| desk.grants()),
    get("issuesecurityschemes", &[], |desk| desk.security_schemes()),
    get("issuesecurityschemes/{}/members", PAGE, |desk| desk.security_members()),
    get(
        "auditing/record",
        &[("offset", Number), ("limit", Number), ("filter", Text), ("from", Text), ("to", Text)],
        |desk| desk.audit(),
    ),
];

/// What is served below no interface.
pub(super) const EDGE: &[Route] = &[open(get("tenant_info", &[], |desk| desk.tenant_info()))];
