//! Answers proven against the published OpenAPI documents.

use super::super::{complaints, published, translate};
use super::*;

/// Where the published documents lag behind real sites: a property of a schema that holds something else there.
const LAGS: [(&str, &str, &str); 12] = [
    ("/components/schemas/ChangeDetails", "from", "null where there was nothing"),
    ("/components/schemas/ChangeDetails", "fromString", "null where there was nothing"),
    ("/components/schemas/ChangeDetails", "to", "null where there is nothing"),
    ("/components/schemas/ChangeDetails", "toString", "null where there is nothing"),
    ("/components/schemas/ChangeItemBean", "from", "null where there was nothing"),
    ("/components/schemas/ChangeItemBean", "fromString", "null where there was nothing"),
    ("/components/schemas/ChangeItemBean", "to", "null where there is nothing"),
    ("/components/schemas/IssueBean", "fields", "fields of Data Center hold more than objects"),
    ("/components/schemas/BulkIssueResults", "expand", "what can be expanded stands beside the issues"),
    ("/components/schemas/AuditRecordBean", "authorAccountId", "described beside the key that it replaces"),
    (CONFIGURATION, "location", "the example has id, key, name and address, as sites do"),
    (CONFIGURATION, "type", "the kind of board"),
];
const CONFIGURATION: &str =
    "/paths/~1rest~1agile~11.0~1board~1{boardId}~1configuration/get/responses/200/content/application~1json/schema";

/// An operation of a document, the method, and a request to it with what is sent.
type Asked = (&'static str, &'static str, &'static str, Option<Value>);

/// The complaints of a document about the answers to requests.
async fn complained(practice: &Practice, name: &str, requests: &[Asked]) -> Vec<String> {
    let Some(mut document) = published(name) else { return Vec::new() };
    translate(&mut document);
    for (schema, property, _) in LAGS {
        if let Some(Value::Object(properties)) = document.pointer_mut(&format!("{schema}/properties")) {
            properties.insert(property.to_owned(), json!({}));
        }
    }
    let mut found = Vec::new();
    for (operation, method, target, sent) in requests {
        let answer = match sent {
            Some(sent) => asked(practice, target, sent.clone()).await,
            None => told(practice, target).await,
        };
        found.extend(complaints(&document, (operation, method), &answer));
    }
    found
}

#[tokio::test]
async fn the_platform_answers_as_it_is_documented() {
    let practice = served("", 40).await;
    let file = practice.truth("attachment").swap_remove(0).id;
    let file: &'static str = format!("/rest/api/3/attachment/{file}").leak();
    let ids = |ids: &[u64]| Some(json!({"ids": ids}));
    let comment: u64 = practice.truth("comment")[0].id.parse().unwrap();
    let worklog: u64 = practice.truth("worklog")[0].id.parse().unwrap();
    let search = json!({"jql": "project is not EMPTY", "fields": ["*all"], "expand": "names,schema,changelog"});
    let fetch = json!({"issueIdsOrKeys": ["10001", "10002"], "fields": ["*all"], "expand": ["changelog"]});
    let requests: Vec<Asked> = [
        ("serverInfo", "serverInfo"),
        ("myself", "myself"),
        ("issue/{issueIdOrKey}", "issue/ENG-1"),
        ("issue/{issueIdOrKey}/changelog", "issue/ENG-1/changelog"),
        ("issue/{issueIdOrKey}/comment", "issue/ENG-1/comment"),
        ("issue/{issueIdOrKey}/worklog", "issue/ENG-1/worklog"),
        ("issue/{issueIdOrKey}/watchers", "issue/ENG-1/watchers"),
        ("issue/{issueIdOrKey}/votes", "issue/ENG-1/votes"),
        ("worklog/updated", "worklog/updated"),
        ("worklog/deleted", "worklog/deleted"),
        ("project/search", "project/search?expand=lead,description,issueTypes,insight,url&status=live&status=archived"),
        ("project/{projectIdOrKey}", "project/ENG"),
        ("project/{projectIdOrKey}/component", "project/ENG/component"),
        ("project/{projectIdOrKey}/version", "project/ENG/version"),
        ("project/{projectIdOrKey}/role", "project/ENG/role"),
        ("project/{projectIdOrKey}/role/{id}", "project/ENG/role/10002"),
        ("project/{projectIdOrKey}/roledetails", "project/ENG/roledetails"),
        ("permissionscheme/{schemeId}/permission", "permissionscheme/0/permission?expand=all"),
        ("users/search", "users/search"),
        ("group/bulk", "group/bulk"),
        ("group/member", "group/member?groupname=contractors"),
        ("field", "field"),
        ("field/search", "field/search"),
        ("status", "status"),
        ("statuses/search", "statuses/search"),
        ("issuetype", "issuetype"),
        ("priority", "priority"),
        ("priority/search", "priority/search"),
        ("resolution", "resolution"),
        ("resolution/search", "resolution/search"),
        ("issueLinkType", "issueLinkType"),
        ("permissionscheme", "permissionscheme?expand=permissions"),
        ("project/{projectKeyOrId}/permissionscheme", "project/ENG/permissionscheme?expand=permissions"),
        ("issuesecurityschemes", "issuesecurityschemes"),
        ("issuesecurityschemes/{issueSecuritySchemeId}/members", "issuesecurityschemes/10000/members"),
        ("auditing/record", "auditing/record"),
    ]
    .map(|(operation, path)| (operation, path, None))
    .into_iter()
    .chain([
        ("search/jql", "search/jql", Some(search)),
        ("search/approximate-count", "search/approximate-count", Some(json!({"jql": "project = ENG"}))),
        ("issue/bulkfetch", "issue/bulkfetch", Some(fetch)),
        ("comment/list", "comment/list", ids(&[comment])),
        ("worklog/list", "worklog/list", ids(&[worklog])),
    ])
    .map(|(operation, path, sent)| {
        let method = if sent.is_some() { "post" } else { "get" };
        let of = |path: &str| -> &'static str { format!("/rest/api/3/{path}").leak() };
        (of(operation), method, of(path), sent)
    })
    .chain([("/rest/api/3/attachment/{id}", "get", file, None)])
    .collect();
    let found = complained(&practice, "jira-cloud-v3.openapi.json", &requests).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn data_center_answers_as_it_is_documented() {
    let practice = data_center("", 40).await;
    let search = json!({"jql": "project is not EMPTY", "fields": ["*all"], "expand": ["names", "schema", "changelog"]});
    let worklog: u64 = practice.truth("worklog")[0].id.parse().unwrap();
    let requests: Vec<Asked> = [
        ("myself", "myself"),
        ("search", "search?jql=project%20%3D%20ENG&expand=changelog"),
        ("issue/{issueIdOrKey}/comment", "issue/ENG-1/comment"),
        ("issue/{issueIdOrKey}/worklog", "issue/ENG-1/worklog"),
        ("worklog/updated", "worklog/updated"),
        ("worklog/deleted", "worklog/deleted"),
        ("project/{projectIdOrKey}", "project/ENG"),
        ("project/{projectIdOrKey}/version", "project/ENG/version"),
        ("project/{projectIdOrKey}/role/{id}", "project/ENG/role/10002"),
        ("user/list", "user/list?maxResults=5"),
        ("groups/picker", "groups/picker?maxResults=2"),
        ("issueLinkType", "issueLinkType"),
        ("permissionscheme", "permissionscheme?expand=permissions"),
        ("permissionscheme/{schemeId}/permission", "permissionscheme/0/permission"),
        ("issuesecurityschemes", "issuesecurityschemes"),
    ]
    .map(|(operation, path)| (operation, path, None))
    .into_iter()
    .chain([("search", "search", Some(search))])
    .map(|(operation, path, sent)| {
        let method = if sent.is_some() { "post" } else { "get" };
        let of = |prefix: &str, path: &str| -> &'static str { format!("{prefix}/api/2/{path}").leak() };
        (of("", operation), method, of("/rest", path), sent)
    })
    .collect();
    let found = complained(&practice, "jira-dc.openapi.json", &requests).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    let listed = asked(&practice, "/rest/api/2/worklog/list", json!({"ids": [worklog]})).await;
    assert_eq!(listed[0]["id"], json!(worklog.to_string()));
}

#[tokio::test]
async fn boards_and_sprints_answer_as_they_are_documented() {
    let practice = served("", 40).await;
    let requests: Vec<Asked> = [
        ("board", "board"),
        ("board/{boardId}", "board/1"),
        ("board/{boardId}/configuration", "board/1/configuration"),
        ("board/{boardId}/issue", "board/1/issue"),
        ("board/{boardId}/backlog", "board/1/backlog"),
    ]
    .map(|(operation, path)| {
        let of = |path: &str| -> &'static str { format!("/rest/agile/1.0/{path}").leak() };
        (of(operation), "get", of(path), None)
    })
    .into();
    let found = complained(&practice, "jira-software.openapi.json", &requests).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn the_service_desk_answers_as_it_is_documented() {
    let practice = served("", 60).await;
    let request = practice
        .truth("issue")
        .into_iter()
        .find(|fact| fact.is_visible && fact.value["fields"]["project"]["key"] == "HELP");
    let id = request.unwrap().id;
    let requests: Vec<Asked> = [
        ("info", "info"),
        ("servicedesk", "servicedesk"),
        ("servicedesk/{serviceDeskId}", "servicedesk/1"),
        ("servicedesk/{serviceDeskId}/requesttype", "servicedesk/1/requesttype"),
        ("servicedesk/{serviceDeskId}/requesttype/{requestTypeId}/field", "servicedesk/1/requesttype/25/field"),
        ("servicedesk/{serviceDeskId}/requesttypegroup", "servicedesk/1/requesttypegroup"),
        ("servicedesk/{serviceDeskId}/queue", "servicedesk/1/queue?includeCount=true"),
        ("servicedesk/{serviceDeskId}/queue/{queueId}/issue", "servicedesk/1/queue/11/issue"),
        ("servicedesk/{serviceDeskId}/organization", "servicedesk/1/organization"),
        ("organization", "organization"),
        ("organization/{organizationId}/user", "organization/1/user"),
        ("request", "request?expand=participant,status,sla,requestType,serviceDesk,attachment,action,comment"),
        ("request/{issueIdOrKey}", "request/ID?expand=sla"),
        ("request/{issueIdOrKey}/sla", "request/ID/sla"),
        ("request/{issueIdOrKey}/status", "request/ID/status"),
        ("request/{issueIdOrKey}/comment", "request/ID/comment"),
        ("request/{issueIdOrKey}/participant", "request/ID/participant"),
        ("request/{issueIdOrKey}/approval", "request/ID/approval"),
        ("request/{issueIdOrKey}/attachment", "request/ID/attachment"),
    ]
    .map(|(operation, path)| {
        let of = |path: &str| -> &'static str {
            format!("/rest/servicedeskapi/{}", path.replace("ID?", &format!("{id}?")).replace("ID/", &format!("{id}/")))
                .leak()
        };
        (format!("/rest/servicedeskapi/{operation}").leak() as &'static str, "get", of(path), None)
    })
    .into();
    let found = complained(&practice, "jira-service-management.openapi.json", &requests).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
