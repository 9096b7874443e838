//! The service desk.

use super::*;

/// A request of the service desk, by its key, for which something holds.
fn request_for(practice: &Practice, holds: impl Fn(&Value) -> bool) -> Fact {
    let mut facts = practice.truth("issue").into_iter().filter(|fact| fact.is_visible);
    facts.find(|fact| fact.value["fields"]["project"]["key"] == "HELP" && holds(&fact.value["fields"])).unwrap()
}

fn desk(path: &str) -> String {
    format!("/rest/servicedeskapi/{path}")
}

#[tokio::test]
async fn lists_are_followed_by_their_links() {
    let practice = served("", 80).await;
    let next = |page: &Value| {
        assert_eq!(page["size"], count(&page["values"]));
        assert_eq!(page["isLastPage"].as_bool().unwrap(), page["_links"].get("next").is_none());
        page["_links"]["next"].as_str().map(|link| link.strip_prefix(practice.url()).unwrap().to_owned())
    };
    let keys: Vec<String> = texts(&rows(&pages(&practice, desk("request?limit=2"), next).await, "values"), "issueKey");
    let all = found(&practice, "project = HELP").await.len();
    assert!(keys.len() > 2 && keys.len() < all, "what the account sees as a customer: {} of {all}", keys.len());
    assert_eq!(status(&practice, &desk("request?requestOwnership=NOBODY")).await, 400);
    let open = json(&practice, &desk("request?requestStatus=OPEN_REQUESTS&limit=100")).await["size"].as_u64();
    let closed = json(&practice, &desk("request?requestStatus=CLOSED_REQUESTS&limit=100")).await["size"].as_u64();
    assert_eq!((open.unwrap() + closed.unwrap()) as usize, keys.len());
}

#[tokio::test]
async fn times_and_promises_are_others_at_every_reading() {
    let practice = served("", 80).await;
    let request = request_for(&practice, |fields| fields["resolution"].is_null());
    let path = desk(&format!("request/{}?expand=sla,participant,status,comment", request.id));
    let (one, other) = (json(&practice, &path).await, json(&practice, &path).await);
    assert_eq!(one["createdDate"]["epochMillis"], other["createdDate"]["epochMillis"]);
    assert_ne!(one["createdDate"]["friendly"], other["createdDate"]["friendly"]);
    let promises = |answer: &Value| answer["sla"]["values"].as_array().unwrap().clone();
    let cycle = |answer: &Value| promises(answer)[1]["ongoingCycle"].clone();
    assert_eq!(promises(&one)[1]["name"], "Time to resolution");
    assert!(cycle(&one)["elapsedTime"]["millis"].as_i64() < cycle(&other)["elapsedTime"]["millis"].as_i64());
    assert_eq!(cycle(&one)["startTime"]["epochMillis"], cycle(&other)["startTime"]["epochMillis"]);
    let field =
        json(&practice, &format!("/rest/api/3/issue/{}", request.id)).await["fields"]["customfield_10051"].take();
    assert_eq!(field["ongoingCycle"]["breachTime"]["epochMillis"], cycle(&one)["breachTime"]["epochMillis"]);
    let done = request_for(&practice, |fields| !fields["resolution"].is_null());
    answers! { practice, "
        /rest/servicedeskapi/request/{done}/sla  200
        & /values/1/ongoingCycle absent  /values/1/completedCycles/0/stopTime/epochMillis whole
    ", done = done.id }
}

#[tokio::test]
async fn comments_are_public_or_internal() {
    let practice = served("", 80).await;
    let key = request_for(&practice, |_| true).value["key"].as_str().unwrap().to_owned();
    let id = practice.change(Change::Comment(key.clone(), "For us.".to_owned(), false)).unwrap();
    practice.change(Change::Comment(key.clone(), "For them.".to_owned(), true)).unwrap();
    let comments = async |query: &str| -> Vec<String> {
        texts(&json(&practice, &desk(&format!("request/{key}/comment{query}"))).await["values"], "id")
    };
    let (public, internal) = (comments("?internal=false").await, comments("?public=false").await);
    assert_eq!(comments("").await.len(), public.len() + internal.len());
    assert!(internal.contains(&id) && !public.contains(&id));
    let whole = listed(&practice, &format!("/rest/api/3/issue/{key}/comment"), "comments").await;
    assert!(whole.iter().any(|comment| comment["id"] == json!(id) && comment["jsdPublic"] == false));
}

#[tokio::test]
async fn a_request_tells_its_past_and_who_takes_part() {
    let practice = served("", 80).await;
    let request = request_for(&practice, |fields| fields["issuetype"]["id"] == "10005");
    let key = request.value["key"].as_str().unwrap().to_owned();
    practice.change(Change::Transition(key.clone(), 10102)).unwrap();
    answers! { practice, r#"
        at /rest/servicedeskapi/
        request/{key}         200  /currentStatus/status "Resolved"  /currentStatus/statusCategory "DONE"
        & /requestTypeId "25"
        request/{key}/status  200  /values/0/status "Resolved"  /values/# over 1
        request/ENG-1         404  /i18nErrorMessage/i18nKey "sd.customerview.error.issueNotFound"
    "#, key }
    let people = json(&practice, &desk(&format!("request/{key}/participant"))).await["values"].take();
    let is_told = |one: &Value| one["accountId"].is_string() && one["_links"]["jiraRest"].is_string();
    assert!(people.as_array().unwrap().iter().all(is_told));
    let mut decisions: Vec<String> = Vec::new();
    let facts = practice.truth("issue").into_iter().filter(|fact| fact.is_visible);
    for request in facts.filter(|fact| fact.value["fields"]["project"]["key"] == "HELP") {
        let approvals = json(&practice, &desk(&format!("request/{}/approval", request.id))).await["values"].take();
        decisions.extend(texts::<Vec<_>>(&approvals, "finalDecision"));
    }
    assert!(decisions.iter().any(|decision| decision == "approved"), "{decisions:?}");
}

#[tokio::test]
async fn a_desk_has_types_queues_customers_and_organizations() {
    let practice = served("", 80).await;
    let open = json(&practice, &desk("servicedesk/1/queue/11/issue?limit=100")).await;
    answers! { practice, r#"
        at /rest/servicedeskapi/
        servicedesk                           200  /values/0/projectKey "HELP"
        servicedesk/1/requesttype             200  /values/*/issueTypeId ["10005", "10006"]
        servicedesk/1/requesttype/25/field    200  /requestTypeFields/2/validValues/# 3
        & /requestTypeFields/*/fieldId ["summary", "description", "customfield_10033"]
        servicedesk/1/queue?includeCount=true 200  /values/1/issueCount {open}
        servicedesk/1/customer                412
        organization                          200  /size 2
        servicedesk/1/organization            200  /size 1
    "#, open = open["size"] }
    let shown: Vec<&str> = open["values"][0]["fields"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(shown, ["created", "duedate", "issuetype", "reporter", "summary"]);
    let opted = practice.request(Method::GET, &desk("servicedesk/1/customer")).header("X-ExperimentalApi", "opt-in");
    let customers = body(opted.send().await.unwrap()).await;
    let of = async |organization: &str| {
        count(&json(&practice, &desk(&format!("organization/{organization}/user"))).await["values"])
    };
    assert_eq!((of("1").await + of("2").await) as u64, customers["size"].as_u64().unwrap());
    practice.change(Change::HideProject("HELP".to_owned())).unwrap();
    answers! { practice, "
        at /rest/servicedeskapi/
        servicedesk    200  /size 0
        servicedesk/1  404
    " }
}
