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
    let (mut keys, mut next) = (Vec::new(), Some(desk("request?limit=2")));
    while let Some(path) = next {
        let page = told(&practice, &path).await;
        assert_eq!(page["size"].as_u64().unwrap() as usize, page["values"].as_array().unwrap().len());
        assert_eq!(page["isLastPage"].as_bool().unwrap(), page["_links"].get("next").is_none());
        keys.extend(texts(&page["values"], "issueKey"));
        next = page["_links"]["next"].as_str().map(|link| link.strip_prefix(practice.url()).unwrap().to_owned());
    }
    let all = found(&practice, "project = HELP").await.len();
    assert!(keys.len() > 2 && keys.len() < all, "what the account sees as a customer: {} of {all}", keys.len());
    assert_eq!(status(&practice, &desk("request?requestOwnership=NOBODY")).await, 400);
    let open = told(&practice, &desk("request?requestStatus=OPEN_REQUESTS&limit=100")).await["size"].as_u64();
    let closed = told(&practice, &desk("request?requestStatus=CLOSED_REQUESTS&limit=100")).await["size"].as_u64();
    assert_eq!((open.unwrap() + closed.unwrap()) as usize, keys.len());
}

#[tokio::test]
async fn times_and_promises_are_others_at_every_reading() {
    let practice = served("", 80).await;
    let request = request_for(&practice, |fields| fields["resolution"].is_null());
    let path = desk(&format!("request/{}?expand=sla,participant,status,comment", request.id));
    let (one, other) = (told(&practice, &path).await, told(&practice, &path).await);
    assert_eq!(one["createdDate"]["epochMillis"], other["createdDate"]["epochMillis"]);
    assert_ne!(one["createdDate"]["friendly"], other["createdDate"]["friendly"]);
    let promises = |answer: &Value| answer["sla"]["values"].as_array().unwrap().clone();
    let cycle = |answer: &Value| promises(answer)[1]["ongoingCycle"].clone();
    assert_eq!(promises(&one)[1]["name"], "Time to resolution");
    assert!(cycle(&one)["elapsedTime"]["millis"].as_i64() < cycle(&other)["elapsedTime"]["millis"].as_i64());
    assert_eq!(cycle(&one)["startTime"]["epochMillis"], cycle(&other)["startTime"]["epochMillis"]);
    let field =
        told(&practice, &format!("/rest/api/3/issue/{}", request.id)).await["fields"]["customfield_10051"].take();
    assert_eq!(field["ongoingCycle"]["breachTime"]["epochMillis"], cycle(&one)["breachTime"]["epochMillis"]);
    let done = request_for(&practice, |fields| !fields["resolution"].is_null());
    let cycles = told(&practice, &desk(&format!("request/{}/sla", done.id))).await["values"][1].take();
    assert!(cycles.get("ongoingCycle").is_none() && cycles["completedCycles"][0]["stopTime"].is_object());
}

#[tokio::test]
async fn comments_are_public_or_internal() {
    let practice = served("", 80).await;
    let key = request_for(&practice, |_| true).value["key"].as_str().unwrap().to_owned();
    let id = practice.change(Change::Comment(key.clone(), "For us.".to_owned(), false)).unwrap();
    practice.change(Change::Comment(key.clone(), "For them.".to_owned(), true)).unwrap();
    let comments =
        async |query: &str| told(&practice, &desk(&format!("request/{key}/comment{query}"))).await["values"].take();
    let (all, public, internal) =
        (comments("").await, comments("?internal=false").await, comments("?public=false").await);
    assert_eq!(all.as_array().unwrap().len(), public.as_array().unwrap().len() + internal.as_array().unwrap().len());
    assert!(texts(&internal, "id").contains(&id) && !texts(&public, "id").contains(&id));
    let whole = listed(&practice, &format!("/rest/api/3/issue/{key}/comment"), "comments").await;
    assert!(whole.iter().any(|comment| comment["id"] == json!(id) && comment["jsdPublic"] == false));
}

#[tokio::test]
async fn a_request_tells_its_past_and_who_takes_part() {
    let practice = served("", 80).await;
    let key =
        request_for(&practice, |fields| fields["issuetype"]["id"] == "10005").value["key"].as_str().unwrap().to_owned();
    practice.change(Change::Transition(key.clone(), 10102)).unwrap();
    let request = told(&practice, &desk(&format!("request/{key}"))).await;
    assert_eq!(
        (&request["currentStatus"]["status"], &request["currentStatus"]["statusCategory"]),
        (&json!("Resolved"), &json!("DONE"))
    );
    let past = told(&practice, &desk(&format!("request/{key}/status"))).await;
    assert_eq!(past["values"][0]["status"], "Resolved");
    assert!(past["values"].as_array().unwrap().len() > 1);
    assert_eq!(request["requestTypeId"], "25");
    let people = told(&practice, &desk(&format!("request/{key}/participant"))).await;
    assert!(
        people["values"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["accountId"].is_string() && one["_links"]["jiraRest"].is_string())
    );
    let lost = get(&practice, &desk("request/ENG-1")).await;
    assert_eq!(
        (lost.status().as_u16(), body(lost).await["i18nErrorMessage"]["i18nKey"].as_str()),
        (404, Some("sd.customerview.error.issueNotFound"))
    );
    let requests = practice
        .truth("issue")
        .into_iter()
        .filter(|fact| fact.is_visible && fact.value["fields"]["project"]["key"] == "HELP");
    let mut decisions = Vec::new();
    for request in requests {
        let approvals = told(&practice, &desk(&format!("request/{}/approval", request.id))).await["values"].take();
        decisions.extend(texts(&approvals, "finalDecision"));
    }
    assert!(decisions.iter().any(|decision| decision == "approved"), "{decisions:?}");
}

#[tokio::test]
async fn a_desk_has_types_queues_customers_and_organizations() {
    let practice = served("", 80).await;
    assert_eq!(told(&practice, &desk("servicedesk")).await["values"][0]["projectKey"], "HELP");
    assert_eq!(
        texts(&told(&practice, &desk("servicedesk/1/requesttype")).await["values"], "issueTypeId"),
        ["10005", "10006"]
    );
    let fields = told(&practice, &desk("servicedesk/1/requesttype/25/field")).await["requestTypeFields"].take();
    assert_eq!(texts(&fields, "fieldId"), ["summary", "description", "customfield_10033"]);
    assert_eq!(fields[2]["validValues"].as_array().unwrap().len(), 3);
    let queues = told(&practice, &desk("servicedesk/1/queue?includeCount=true")).await["values"].take();
    let open = told(&practice, &desk("servicedesk/1/queue/11/issue?limit=100")).await;
    assert_eq!(queues[1]["issueCount"], open["size"]);
    let shown: Vec<&str> = open["values"][0]["fields"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(shown, ["created", "duedate", "issuetype", "reporter", "summary"]);
    let customers = get(&practice, &desk("servicedesk/1/customer")).await;
    assert_eq!(customers.status(), 412);
    let opted =
        known(request(Method::GET, &practice, &desk("servicedesk/1/customer"))).header("X-ExperimentalApi", "opt-in");
    let customers = body(opted.send().await.unwrap()).await;
    let of = async |organization: &str| {
        texts(&told(&practice, &desk(&format!("organization/{organization}/user"))).await["values"], "accountId").len()
    };
    assert_eq!((of("1").await + of("2").await) as u64, customers["size"].as_u64().unwrap());
    assert_eq!(told(&practice, &desk("organization")).await["size"], 2);
    assert_eq!(told(&practice, &desk("servicedesk/1/organization")).await["size"], 1);
    practice.change(Change::HideProject("HELP".to_owned())).unwrap();
    assert_eq!(
        (told(&practice, &desk("servicedesk")).await["size"].as_u64(), status(&practice, &desk("servicedesk/1")).await),
        (Some(0), 404)
    );
}
