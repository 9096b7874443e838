//! From a path to what answers it. Each row of a table is an operation; what it does not declare is refused.

use super::ask::Argument;
use super::ask::Shape::{Flag, Number, Numbers, Text, Texts};
use super::desk::Desk;
use crate::practice::reply::Reply;

/// An answer, or a refusal.
pub(super) type Answer = Result<Reply, Reply>;

/// An operation.
#[derive(Clone, Copy)]
pub(super) struct Route {
    pub(super) method: &'static str,
    /// Its path below that of the interface; `{}` stands for a part that varies.
    pub(super) path: &'static str,
    /// The arguments of its query, or for a POST the members of its body.
    pub(super) arguments: &'static [Argument],
    /// Whether it answers without an account too.
    pub(super) is_open: bool,
    /// Whether it is an experiment, which a header has to opt in to.
    pub(super) is_experimental: bool,
    pub(super) answer: fn(&Desk<'_>) -> Answer,
}

const fn get(path: &'static str, arguments: &'static [Argument], answer: fn(&Desk<'_>) -> Answer) -> Route {
    Route { method: "GET", path, arguments, is_open: false, is_experimental: false, answer }
}

const fn post(path: &'static str, arguments: &'static [Argument], answer: fn(&Desk<'_>) -> Answer) -> Route {
    Route { method: "POST", ..get(path, arguments, answer) }
}

const fn experimental(route: Route) -> Route {
    Route { is_experimental: true, ..route }
}

const fn open(route: Route) -> Route {
    Route { is_open: true, ..route }
}

/// The arguments of a page.
const START: Argument = ("startAt", Number);
const MOST: Argument = ("maxResults", Number);
const EXPAND: Argument = ("expand", Text);
const PAGE: &[Argument] = &[START, MOST];
const JQL: Argument = ("jql", Text);
const FIELDS: Argument = ("fields", Texts);

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

/// The operations of the platform on Cloud, in versions 2 and 3 alike.
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
    get("issuesecurityschemes", &[], |desk| desk.security_schemes()),
    get("issuesecurityschemes/{}/members", PAGE, |desk| desk.security_members()),
    get(
        "auditing/record",
        &[("offset", Number), ("limit", Number), ("filter", Text), ("from", Text), ("to", Text)],
        |desk| desk.audit(),
    ),
];

const OF_BOARD: &[Argument] = &[START, MOST, JQL, ("validateQuery", Flag), FIELDS, EXPAND];

/// The operations of boards and sprints.
const AGILE: &[Route] = &[
    get("board", &[START, MOST, ("type", Text), ("projectKeyOrId", Text)], |desk| desk.boards()),
    get("board/{}", &[], |desk| desk.board()),
    get("board/{}/sprint", &[START, MOST, ("state", Text)], |desk| desk.board_sprints()),
    get("board/{}/configuration", &[], |desk| desk.board_configuration()),
    get("board/{}/issue", OF_BOARD, |desk| desk.board_issues()),
    get("board/{}/backlog", OF_BOARD, |desk| desk.backlog()),
    get("sprint/{}", &[], |desk| desk.sprint()),
    get("sprint/{}/issue", OF_BOARD, |desk| desk.sprint_issues()),
];

/// The arguments of a page of the service desk.
const FROM: Argument = ("start", Number);
const LIMIT: Argument = ("limit", Number);
const RANGE: &[Argument] = &[FROM, LIMIT];

/// The operations of the service desk.
const SERVICE_DESK: &[Route] = &[
    open(get("info", &[], |desk| desk.desk_info())),
    get("servicedesk", RANGE, |desk| desk.service_desks()),
    get("servicedesk/{}", &[], |desk| desk.service_desk()),
    get("servicedesk/{}/requesttype", RANGE, |desk| desk.request_types()),
    get("servicedesk/{}/requesttype/{}/field", &[], |desk| desk.request_type_fields()),
    get("servicedesk/{}/requesttypegroup", RANGE, |desk| desk.request_type_groups()),
    get("servicedesk/{}/queue", &[FROM, LIMIT, ("includeCount", Flag)], |desk| desk.queues()),
    get("servicedesk/{}/queue/{}/issue", RANGE, |desk| desk.queue_issues()),
    experimental(get("servicedesk/{}/customer", RANGE, |desk| desk.customers())),
    get("servicedesk/{}/organization", RANGE, |desk| desk.desk_organizations()),
    experimental(get("requesttype", RANGE, |desk| desk.all_request_types())),
    get("organization", RANGE, |desk| desk.organizations()),
    get("organization/{}/user", RANGE, |desk| desk.organization_users()),
    get(
        "request",
        &[FROM, LIMIT, EXPAND, ("requestOwnership", Text), ("requestStatus", Text), ("serviceDeskId", Number)],
        |desk| desk.requests(),
    ),
    get("request/{}", &[EXPAND], |desk| desk.request()),
    get("request/{}/sla", RANGE, |desk| desk.request_promises()),
    get("request/{}/status", RANGE, |desk| desk.request_statuses()),
    get("request/{}/comment", &[FROM, LIMIT, ("public", Flag), ("internal", Flag)], |desk| desk.request_comments()),
    get("request/{}/participant", RANGE, |desk| desk.request_participants()),
    get("request/{}/approval", RANGE, |desk| desk.request_approvals()),
    get("request/{}/attachment", RANGE, |desk| desk.request_attachments()),
];

/// What is served below no interface.
const EDGE: &[Route] = &[open(get("tenant_info", &[], |desk| desk.tenant_info()))];

/// The paths of boards and of the service desk, which a site need not have.
pub(super) const AGILE_PATH: &str = "/rest/agile/1.0/";
pub(super) const DESK_PATH: &str = "/rest/servicedeskapi/";

/// The interfaces of a Cloud site: the path of each, the version of the platform's interface that it refers to, and its
/// operations.
const CLOUD: &[(&str, &str, &[Route])] = &[
    ("/rest/api/3/", "3", PLATFORM),
    ("/rest/api/2/", "2", PLATFORM),
    (AGILE_PATH, "2", AGILE),
    (DESK_PATH, "2", SERVICE_DESK),
    ("/_edge/", "3", EDGE),
];

/// What a path leads to.
pub(super) enum Found<'a> {
    /// An operation, the version of its interface, and the parts of the path that vary.
    Route(&'static Route, &'static str, Vec<&'a str>),
    /// An operation of another method.
    Method,
    Nothing,
}

/// The parts of a path that a pattern leaves open; nothing where it does not fit.
fn parts<'a>(pattern: &str, path: &'a str) -> Option<Vec<&'a str>> {
    let (wanted, given): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    let fits = wanted.len() == given.len();
    let is = |(wanted, given): (&&str, &&str)| *wanted == "{}" && !given.is_empty() || wanted == given;
    let fits = fits && wanted.iter().zip(&given).all(is);
    fits.then(|| wanted.iter().zip(&given).filter(|(wanted, _)| **wanted == "{}").map(|(_, given)| *given).collect())
}

/// What a method and a path lead to.
pub(super) fn find<'a>(method: &str, path: &'a str) -> Found<'a> {
    let interface =
        CLOUD.iter().find_map(|(prefix, version, routes)| Some((path.strip_prefix(prefix)?, *version, *routes)));
    let Some((rest, version, routes)) = interface else { return Found::Nothing };
    // A pattern without open parts goes before one with them.
    let mut fitting: Vec<(&Route, Vec<&str>)> =
        routes.iter().filter_map(|route| Some((route, parts(route.path, rest)?))).collect();
    fitting.sort_by_key(|(_, parts)| parts.len());
    let has_path = !fitting.is_empty();
    match fitting.into_iter().find(|(route, _)| route.method == method) {
        Some((route, parts)) => Found::Route(route, version, parts),
        None if has_path => Found::Method,
        None => Found::Nothing,
    }
}

/// Whether a request reads, by its method and its path and query: any GET, and a POST that an operation declares.
pub(super) fn is_read(method: &str, target: &str) -> bool {
    let path = target.split('?').next().unwrap_or_default();
    method == "GET" || (method == "POST" && matches!(find(method, path), Found::Route(..)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(method: &str, path: &str) -> String {
        match find(method, path) {
            Found::Route(route, version, parts) => format!("{version} {} {}", route.path, parts.join(",")),
            Found::Method => "method".to_owned(),
            Found::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn paths_lead_to_operations() {
        for (method, path, wanted) in [
            ("GET", "/rest/api/3/issue/ENG-1", "3 issue/{} ENG-1"),
            ("GET", "/rest/api/2/project/search", "2 project/search "),
            ("GET", "/rest/api/3/project/ENG/role/10", "3 project/{}/role/{} ENG,10"),
            ("POST", "/rest/api/3/issue/bulkfetch", "3 issue/bulkfetch "),
            ("GET", "/rest/api/3/attachment/content/4", "3 attachment/content/{} 4"),
            ("GET", "/_edge/tenant_info", "3 tenant_info "),
            ("DELETE", "/rest/api/3/issue/ENG-1", "method"),
            ("POST", "/rest/api/3/issue/ENG-1", "method"),
            ("GET", "/rest/api/3/bogus", "nothing"),
            ("GET", "/rest/api/3/issue/", "nothing"),
            ("GET", "/rest/api/4/field", "nothing"),
        ] {
            assert_eq!(told(method, path), wanted, "{method} {path}");
        }
    }

    #[test]
    fn reading_is_get_and_a_few_posts() {
        assert!(is_read("GET", "/anything") && is_read("POST", "/rest/api/3/search/jql?x=1"));
        assert!(!is_read("POST", "/rest/api/3/issue") && !is_read("PUT", "/rest/api/3/search/jql"));
        assert!(!is_read("DELETE", "/rest/api/3/issue/1"));
    }
}
