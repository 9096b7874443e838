//! The streams of Jira Cloud: the platform by REST API v3, boards by Agile 1.0, service desks by the API of Service Management.
//!
//! Facts: OpenAPI editions of 2026-07 (v3), 2026-02 (Agile) and 2026-06 (Service Management). What leaves no mark on an issue is
//! listed again by the clock.

use super::desk::{
    DESK, approvals, boards, organization_members, organizations, participants, queues, request_types, requests,
    service_desks, slas, sprints,
};
use super::endpoint::{Api, End, Endpoint, Paging, Row};
use super::streams::{
    AUDIT_EVENT, CHANGELOG, COMMENT, COMPONENT, CUSTOMER, FIELD, ISSUE_TYPE, LINK_TYPE, PERMISSION, PRIORITY, PROJECT,
    RESOLUTION, ROLE, SECURITY, STATUS, USER, VERSION, WORKLOG, attachments, custom_fields, issues, links, votes,
    watchers,
};
use crate::time::Form;
use catchment_base::response::Carried;

/// Results of a page, at most: of projects, changelogs and comments more are cut without a word.
const MOST: u32 = 100;
/// Results of a page of groups and of their members.
const MOST_FEW: u32 = 50;
/// People of a page, and worklogs.
const MOST_PEOPLE: u32 = 1000;
const MOST_WORKLOGS: u32 = 5000;
/// Events of a page of the audit log.
const MOST_EVENTS: u32 = 1000;
/// Asks for methods that may change (Service Management).
const EXPERIMENTAL: &[(&str, &str)] = &[("X-ExperimentalApi", "opt-in")];
const PROJECTS: &[&str; 1] = &["project"];
/// The member by which people go.
const PERSON: &[&str] = &["accountId"];

const SEARCH: &str = "/rest/api/3/search/jql";
const COUNT: &str = "/rest/api/3/search/approximate-count";
const ISSUES_BY_IDS: &str = "/rest/api/3/issue/bulkfetch";
const WORKLOGS_BY_IDS: &str = "/rest/api/3/worklog/list";

/// What is asked for, and how.
pub(super) const API: Api = Api {
    rows: ROWS,
    search: SEARCH,
    issues: Some(ISSUES_BY_IDS),
    issue: "/rest/api/3/issue/{}",
    account: "/rest/api/3/myself",
    fields: "/rest/api/3/field",
    count: Some(COUNT),
    deleted_worklogs: "/rest/api/3/worklog/deleted",
    worklogs: WORKLOGS_BY_IDS,
    posts: &[SEARCH, COUNT, ISSUES_BY_IDS, WORKLOGS_BY_IDS],
    most_ids: 5000,
};

/// Scopes first, containers and parents before what lies in them.
pub(super) const ROWS: &[Row] = &[
    Row {
        own: Some(Endpoint::once("/rest/api/3/project/{}")),
        ..Row::new(
            "",
            PROJECT,
            Endpoint::paged("/rest/api/3/project/search", MOST).with(&[
                ("status", "live"),
                ("status", "archived"),
                ("status", "deleted"),
                ("expand", "description,lead"),
            ]),
        )
    },
    issues(),
    custom_fields(),
    Row::carried(
        CHANGELOG,
        "changelog",
        Carried::List { list: "changelog.histories", proof: "changelog.total" },
        "values",
        Endpoint::paged("/rest/api/3/issue/{}/changelog", MOST),
    ),
    Row::carried(
        COMMENT,
        "comment",
        Carried::List { list: "fields.comment.comments", proof: "fields.comment.total" },
        "comments",
        Endpoint::totalled("/rest/api/3/issue/{}/comment", MOST).with(&[("orderBy", "created")]),
    ),
    Row::carried(
        WORKLOG,
        "worklog",
        Carried::List { list: "fields.worklog.worklogs", proof: "fields.worklog.total" },
        "worklogs",
        Endpoint::totalled("/rest/api/3/issue/{}/worklog", MOST_WORKLOGS),
    ),
    attachments(),
    links(),
    votes("/rest/api/3/issue/{}/votes").of_people(PERSON),
    watchers("/rest/api/3/issue/{}/watchers").of_people(PERSON),
    Row::part(COMPONENT, "component", PROJECTS, "values", Endpoint::paged("/rest/api/3/project/{}/component", MOST)),
    Row::part(VERSION, "version", PROJECTS, "values", Endpoint::paged("/rest/api/3/project/{}/version", MOST)),
    Row::swept(FIELD, "field", "", Endpoint::once("/rest/api/3/field")),
    Row::swept(STATUS, "status", "", Endpoint::once("/rest/api/3/status")),
    Row::swept(ISSUE_TYPE, "issue_type", "", Endpoint::once("/rest/api/3/issuetype")),
    Row::swept(PRIORITY, "priority", "", Endpoint::once("/rest/api/3/priority")),
    Row::swept(RESOLUTION, "resolution", "", Endpoint::once("/rest/api/3/resolution")),
    Row::swept(LINK_TYPE, "link_type", "issueLinkTypes", Endpoint::once("/rest/api/3/issueLinkType")),
    Row::swept(USER, "user", "", Endpoint::bare("/rest/api/3/users/search", MOST_PEOPLE)).of_people(PERSON),
    Row::swept(USER, "user_group", "values", Endpoint::paged("/rest/api/3/group/bulk", MOST_FEW))
        .known_by(&["groupId"]),
    Row::part(
        USER,
        "group_member",
        &["user_group"],
        "values",
        Endpoint::paged("/rest/api/3/group/member", MOST_FEW)
            .with(&[("groupId", "{}"), ("includeInactiveUsers", "true")]),
    )
    .of_people(PERSON),
    Row::part(ROLE, "project_role", PROJECTS, "", Endpoint::once("/rest/api/3/project/{}/roledetails")),
    Row::part(
        ROLE,
        "role_actor",
        &["project_role"],
        "actors",
        Endpoint::once("/rest/api/3/project/{parent}/role/{part}"),
    )
    .of_people(&["id", "actorUser.accountId", "actorGroup.groupId"]),
    Row::swept(PERMISSION, "permission_scheme", "permissionSchemes", Endpoint::once("/rest/api/3/permissionscheme")),
    Row::part(
        PERMISSION,
        "permission_grant",
        &["permission_scheme"],
        "permissions",
        Endpoint::once("/rest/api/3/permissionscheme/{}/permission").with(&[("expand", "all")]),
    ),
    Row::part(
        PERMISSION,
        "project_permission",
        PROJECTS,
        "",
        Endpoint::once("/rest/api/3/project/{}/permissionscheme"),
    )
    .one(),
    Row::swept(SECURITY, "security_scheme", "issueSecuritySchemes", Endpoint::once("/rest/api/3/issuesecurityschemes")),
    Row::part(
        SECURITY,
        "security_member",
        &["security_scheme"],
        "values",
        Endpoint::paged("/rest/api/3/issuesecurityschemes/{}/members", MOST_FEW),
    ),
    boards(),
    sprints(),
    Row::swept(
        AUDIT_EVENT,
        "audit_event",
        "records",
        Endpoint::totalled("/rest/api/3/auditing/record", MOST_EVENTS)
            .since("from", Form::Iso)
            .going(Paging::Counted { start: "offset", size: "limit", end: End::Total("total") }),
    )
    .of_events(),
    service_desks(),
    organizations(),
    organization_members(PERSON),
    request_types(),
    queues(),
    Row::part(
        CUSTOMER,
        "customer",
        DESK,
        "values",
        Endpoint::desk("/rest/servicedeskapi/servicedesk/{}/customer").headed(EXPERIMENTAL),
    )
    .of_people(PERSON),
    requests(),
    slas(),
    participants(PERSON),
    approvals(),
];
