//! The streams of Jira Data Center: the platform by REST API v2, boards by Agile 1.0, service desks by the API of Service
//! Management.
//!
//! Facts: OpenAPI edition of 10.3; the audit log has an interface of its own, of which that tells nothing. Changelogs come with
//! issues alone. The roles of a project are told as a table of names and addresses, which is no list of objects; the members of
//! security levels and the customers of desks are not told. Who has which role, sees which level or is a customer is not read here.

use super::desk::{
    approvals, boards, organization_members, organizations, participants, queues, request_types, requests,
    service_desks, slas, sprints,
};
use super::endpoint::{Api, Endpoint, Paging, Row};
use super::streams::{
    AUDIT_EVENT, CHANGELOG, COMMENT, COMPONENT, FIELD, ISSUE_TYPE, LINK_TYPE, PERMISSION, PRIORITY, PROJECT,
    RESOLUTION, SEARCHED, SECURITY, STATUS, USER, VERSION, WORKLOG, attachments, custom_fields, issues, links, votes,
    watchers,
};
use crate::Stream;
use crate::time::Form;
use catchment_base::response::{Carried, Envelope};
use chrono::TimeDelta;

/// Results of a page, at most.
const MOST: u32 = 100;
const MOST_FEW: u32 = 50;
const MOST_PEOPLE: u32 = 1000;
const MOST_EVENTS: u32 = 200;
const PROJECTS: &[&str; 1] = &["project"];
/// The member by which people go.
const PERSON: &[&str] = &["key"];
/// What tells an event of the audit log from others: what happened, when, by whom, from where, and to what.
const EVENT: &[&str] =
    &["timestamp", "author.id", "source", "type.category", "type.action", "affectedObjects", "changedValues"];

const SEARCH: &str = "/rest/api/2/search";
const WORKLOGS_BY_IDS: &str = "/rest/api/2/worklog/list";

/// What is asked for, and how.
pub(super) const API: Api = Api {
    rows: ROWS,
    search: SEARCH,
    issues: None,
    issue: "/rest/api/2/issue/{}",
    account: "/rest/api/2/myself",
    fields: "/rest/api/2/field",
    count: None,
    deleted_worklogs: "/rest/api/2/worklog/deleted",
    worklogs: WORKLOGS_BY_IDS,
    posts: &[SEARCH, WORKLOGS_BY_IDS],
    most_ids: 1000,
};

/// An hour that comes twice where a clock is set back, and the lag of the index.
const OVERLAP: TimeDelta = TimeDelta::minutes(71);

/// Scopes first, containers and parents before what lies in them.
pub(super) const ROWS: &[Row] = &[
    Row {
        own: Some(Endpoint::once("/rest/api/2/project/{}")),
        ..Row::new(
            "",
            Stream { envelope: Envelope::list(""), ..PROJECT },
            Endpoint::once("/rest/api/2/project").with(&[("includeArchived", "true"), ("expand", "description,lead")]),
        )
    },
    overlapping(issues()),
    custom_fields(),
    Row::carried(
        CHANGELOG,
        "changelog",
        Carried::List { list: "changelog.histories", proof: "changelog.total" },
        "",
        SEARCHED,
    ),
    Row::carried(
        COMMENT,
        "comment",
        Carried::List { list: "fields.comment.comments", proof: "fields.comment.total" },
        "comments",
        Endpoint::totalled("/rest/api/2/issue/{}/comment", MOST).with(&[("orderBy", "created")]),
    ),
    Row::carried(
        WORKLOG,
        "worklog",
        Carried::List { list: "fields.worklog.worklogs", proof: "fields.worklog.total" },
        "worklogs",
        Endpoint::once("/rest/api/2/issue/{}/worklog").announcing("total"),
    ),
    attachments(),
    links(),
    votes("/rest/api/2/issue/{}/votes").of_people(PERSON),
    watchers("/rest/api/2/issue/{}/watchers").of_people(PERSON),
    Row::part(COMPONENT, "component", PROJECTS, "", Endpoint::once("/rest/api/2/project/{}/components")),
    Row::part(VERSION, "version", PROJECTS, "values", Endpoint::paged("/rest/api/2/project/{}/version", MOST)),
    Row::swept(FIELD, "field", "", Endpoint::once("/rest/api/2/field")),
    Row::swept(STATUS, "status", "", Endpoint::once("/rest/api/2/status")),
    Row::swept(ISSUE_TYPE, "issue_type", "", Endpoint::once("/rest/api/2/issuetype")),
    Row::swept(PRIORITY, "priority", "", Endpoint::once("/rest/api/2/priority")),
    Row::swept(RESOLUTION, "resolution", "", Endpoint::once("/rest/api/2/resolution")),
    Row::swept(LINK_TYPE, "link_type", "issueLinkTypes", Endpoint::once("/rest/api/2/issueLinkType")),
    Row::swept(
        USER,
        "user",
        "values",
        Endpoint { most: MOST_PEOPLE, ..Endpoint::once("/rest/api/2/user/list") }.going(Paging::Cursor {
            next: "nextCursor",
            last: "isLast",
            argument: "cursor",
            size: "maxResults",
        }),
    )
    .of_people(PERSON),
    Row::swept(
        USER,
        "user_group",
        "groups",
        Endpoint::once("/rest/api/2/groups/picker").with(&[("maxResults", "10000")]).announcing("total"),
    )
    .known_by(&["name"]),
    Row::part(
        USER,
        "group_member",
        &["user_group"],
        "values",
        Endpoint::paged("/rest/api/2/group/member", MOST_FEW)
            .with(&[("groupname", "{}"), ("includeInactiveUsers", "true")]),
    )
    .of_people(PERSON),
    Row::swept(PERMISSION, "permission_scheme", "permissionSchemes", Endpoint::once("/rest/api/2/permissionscheme")),
    Row::part(
        PERMISSION,
        "permission_grant",
        &["permission_scheme"],
        "permissions",
        Endpoint::once("/rest/api/2/permissionscheme/{}/permission").with(&[("expand", "all")]),
    ),
    Row::part(
        PERMISSION,
        "project_permission",
        PROJECTS,
        "",
        Endpoint::once("/rest/api/2/project/{}/permissionscheme"),
    )
    .one(),
    Row::swept(SECURITY, "security_scheme", "issueSecuritySchemes", Endpoint::once("/rest/api/2/issuesecurityschemes")),
    boards(),
    sprints(),
    Row::swept(
        AUDIT_EVENT,
        "audit_event",
        "entities",
        Endpoint { most: MOST_EVENTS, ..Endpoint::once("/rest/auditing/1.0/events") }.since("from", Form::Iso).going(
            Paging::Cursor {
                next: "pagingInfo.nextPageCursor",
                last: "pagingInfo.lastPage",
                argument: "pageCursor",
                size: "limit",
            },
        ),
    )
    .of_people(EVENT)
    .of_events(),
    service_desks(),
    organizations(),
    organization_members(PERSON),
    request_types(),
    queues(),
    requests(),
    slas(),
    participants(PERSON),
    approvals(),
];

/// What is searched for by minutes of a clock that may be set back.
const fn overlapping(row: Row) -> Row {
    Row { stream: Stream { overlap: OVERLAP, ..row.stream }, ..row }
}
