//! Answers proven against the published OpenAPI documents.

use super::*;

#[tokio::test]
async fn the_platform_answers_as_it_is_documented() {
    let practice = served("", 40).await;
    let first = |kind: &str| practice.truth(kind).swap_remove(0).id;
    fits! { practice, "jira-cloud-v3", r#"
        at /rest/api/3/
        serverInfo  myself  issue/ENG-1  issue/ENG-1/changelog  issue/ENG-1/comment  issue/ENG-1/worklog
        issue/ENG-1/watchers  issue/ENG-1/votes  worklog/updated  worklog/deleted  attachment/{file}
        project/search?expand=lead,description,issueTypes,insight,url&status=live&status=archived
        project/ENG  project/ENG/component  project/ENG/version  project/ENG/role  project/ENG/role/10002
        project/ENG/roledetails  permissionscheme/0/permission?expand=all  users/search
        group/bulk  group/member?groupname=contractors  field  field/search  status  statuses/search  issuetype
        priority  priority/search  resolution  resolution/search  issueLinkType
        permissionscheme?expand=permissions  project/ENG/permissionscheme?expand=permissions
        issuesecurityschemes  issuesecurityschemes/10000/members  auditing/record
        POST search/jql {"jql": "project is not EMPTY", "fields": ["*all"], "expand": "names,schema,changelog"}
        POST search/approximate-count {"jql": "project = ENG"}
        POST issue/bulkfetch {"issueIdsOrKeys": ["10001", "10002"], "fields": ["*all"], "expand": ["changelog"]}
        POST comment/list {"ids": [{comment}]}  POST worklog/list {"ids": [{worklog}]}
    "#, file = first("attachment"), comment = first("comment"), worklog = first("worklog") };
}

#[tokio::test]
async fn data_center_answers_as_it_is_documented() {
    let practice = data_center("", 40).await;
    let worklog = practice.truth("worklog").swap_remove(0).id;
    fits! { practice, "jira-dc", r#"
        at /rest/api/2/
        myself  search?jql=«project = ENG»&expand=changelog  issue/ENG-1/comment  issue/ENG-1/worklog
        worklog/updated  worklog/deleted  project/ENG  project/ENG/version  project/ENG/role/10002
        user/list?maxResults=5  groups/picker?maxResults=2  issueLinkType  issuesecurityschemes
        permissionscheme?expand=permissions  permissionscheme/0/permission
        POST search {"jql": "project is not EMPTY", "fields": ["*all"], "expand": ["names", "schema", "changelog"]}
    "# };
    answers! { practice, r#"POST /rest/api/2/worklog/list {"ids": [{worklog}]}  200  /0/id "{worklog}""#, worklog }
}

#[tokio::test]
async fn boards_and_sprints_answer_as_they_are_documented() {
    fits! { served("", 40).await, "jira-software", "
        at /rest/agile/1.0/
        board  board/1  board/1/configuration  board/1/issue  board/1/backlog
    " };
}

#[tokio::test]
async fn the_service_desk_answers_as_it_is_documented() {
    let practice = served("", 60).await;
    let mut facts = practice.truth("issue").into_iter().filter(|fact| fact.is_visible);
    let request = facts.find(|fact| fact.value["fields"]["project"]["key"] == "HELP").unwrap().id;
    fits! { practice, "jira-service-management", "
        at /rest/servicedeskapi/
        info  servicedesk  servicedesk/1  servicedesk/1/requesttype  servicedesk/1/requesttype/25/field
        servicedesk/1/requesttypegroup  servicedesk/1/queue?includeCount=true  servicedesk/1/queue/11/issue
        servicedesk/1/organization  organization  organization/1/user
        request?expand=participant,status,sla,requestType,serviceDesk,attachment,action,comment
        request/{request}?expand=sla  request/{request}/sla  request/{request}/status  request/{request}/comment
        request/{request}/participant  request/{request}/approval  request/{request}/attachment
    ", request };
}
