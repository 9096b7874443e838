//! How a fake instance shows what it holds: files, values, pages and statistics.

use super::*;

#[tokio::test]
async fn attachments_have_files_and_some_are_wrong() {
    let practice = served("short-file=1,empty-file=2,gone-file=3,forbidden-file=4", 20).await;
    let listed = result(&practice, "/api/now/attachment?sysparm_query=table_name=incident%5EORDERBYsys_id").await;
    let mut sizes = Vec::new();
    for row in listed.as_array().unwrap() {
        let link = row["download_link"].as_str().unwrap().strip_prefix(practice.url()).unwrap();
        let response = get(&practice, link).await;
        if response.status() != 200 {
            sizes.push(Err(response.status().as_u16()));
            continue;
        }
        let about: Value = serde_json::from_str(header(&response, "x-attachment-metadata")).unwrap();
        assert_eq!(about, *row);
        let (bytes, whole) = (response.bytes().await.unwrap(), practice.file(row["sys_id"].as_str().unwrap()));
        assert!(whole.starts_with(&bytes) && row["size_bytes"] == json!(whole.len().to_string()));
        sizes.push(Ok(bytes.len() * 2 / whole.len()));
    }
    // A half of it, nothing of it, gone, refused, and one that is whole.
    assert!([Ok(0), Ok(1)].contains(&sizes[0]), "an odd number of bytes is halved downwards");
    assert_eq!(sizes[1..], [Ok(0), Err(404), Err(403), Ok(2)]);
    answers! { practice, "
        at /api/now/
        attachment/{first}         200  /result {row}
        attachment/0/file          404
        table/incident/{incident}  200
    ", first = listed[0]["sys_id"].as_str().unwrap(), row = listed[0],
    incident = listed[0]["table_sys_id"].as_str().unwrap() }
}

#[tokio::test]
async fn values_are_raw_labels_or_both() {
    let practice = served("", 20).await;
    let Fact { sys_id, values, .. } = first(&practice, "incident");
    let caller = found(&practice, "sys_user", &format!("sys_id={}", values["caller_id"])).await.swap_remove(0);
    let states = [("1", "New"), ("2", "In Progress"), ("3", "On Hold"), ("6", "Resolved"), ("7", "Closed")];
    let state = states.iter().find(|(value, _)| *value == values["state"]).unwrap().1;
    answers! { practice, r#"
        at /api/now/table/incident/{incident}?sysparm_
        /api/now/table/incident/{incident}  200  /result/caller_id {"link": "{link}", "value": "{caller}"}
        & /result/state "{value}"  /result/active "{active}"
        exclude_reference_link=true         200  /result/caller_id "{caller}"
        display_value=true                  200  /result/caller_id {"link": "{link}", "display_value": {name}}
        & /result/state "{state}"
        display_value=all&sysparm_exclude_reference_link=true  200  /result/watch_list/display_value has ", "
        & /result/caller_id {"display_value": {name}, "value": "{caller}"}
        & /result/state {"display_value": "{state}", "value": "{value}"}
    "#, link = format!("{}/api/now/table/sys_user/{}", practice.url(), values["caller_id"]), incident = sys_id,
    caller = values["caller_id"], name = caller["name"], value = values["state"], active = values["active"], state }
    practice.change(update("incident", &sys_id, "work_notes", "Rebooted twice.")).unwrap();
    answers! { practice, r#"
        /api/now/table/incident/{sys_id}?sysparm_display_value=all&sysparm_fields=work_notes  200
        & /result/work_notes/value ""  /result/work_notes/display_value has "(work_notes)\nRebooted twice.\n"
    "#, sys_id }
}

#[tokio::test]
async fn pages_are_linked_and_counted() {
    let practice = served("", 20).await;
    let page = "/api/now/table/incident?sysparm_query=ORDERBYsys_id&sysparm_limit=8&sysparm_offset=8";
    let response = get(&practice, &format!("{page}&sysparm_fields=sys_id")).await;
    assert_eq!(header(&response, "x-total-count"), "20");
    let link = header(&response, "link");
    let told = link.split(",<").map(|one| {
        let (address, name) = one.split_once(">;rel=").unwrap();
        (address.rsplit_once("sysparm_offset=").unwrap().1, name)
    });
    let wanted = [("16", "\"next\""), ("0", "\"prev\""), ("0", "\"first\""), ("16", "\"last\"")];
    assert!(told.eq(wanted) && link.contains("sysparm_query=ORDERBYsys_id"), "{link}");
    let uncounted = get(&practice, &format!("{page}&sysparm_no_count=true")).await;
    let link = header(&uncounted, "link");
    assert!(link.contains("\"next\"") && !link.contains("\"last\""), "{link}");
    assert!(!uncounted.headers().contains_key("x-total-count"));
    answers! { practice, "
        {page}&sysparm_suppress_pagination_header=true  200  @link absent  @x-total-count there
    ", page }
    assert_eq!((practice.received().len(), practice.requests()), (3, 3));
}

#[tokio::test]
async fn stats_count_group_and_bound() {
    let practice = served("", 20).await;
    let facts = practice.truth("incident");
    let created = || facts.iter().map(|fact| fact.values["sys_created_on"].as_str());
    answers! { practice, r#"
        at /api/now/stats/incident?sysparm_count=true&
        sysparm_min_fields=sys_created_on&sysparm_max_fields=sys_created_on  200
        & /result/stats {"count": "20", "min": {"sys_created_on": "{min}"}, "max": {"sys_created_on": "{max}"}}
    "#, min = created().min().unwrap(), max = created().max().unwrap() }
    let groups = "/api/now/stats/incident?sysparm_count=true&sysparm_group_by=state&sysparm_query=state!=7";
    let groups = result(&practice, groups).await;
    for group in groups.as_array().unwrap() {
        let (field, value) = (&group["groupby_fields"][0]["field"], group["groupby_fields"][0]["value"].as_str());
        let own = facts.iter().filter(|fact| Some(fact.values["state"].as_str()) == value).count();
        assert_eq!((field, &group["stats"]["count"]), (&json!("state"), &json!(own.to_string())));
    }
    let states: BTreeSet<&str> = facts.iter().map(|fact| fact.values["state"].as_str()).collect();
    assert_eq!(groups.as_array().unwrap().len(), states.iter().filter(|state| **state != "7").count());
}

#[tokio::test]
async fn what_is_not_declared_is_refused() {
    let practice = served("", 3).await;
    answers! { practice, r#"
        at /api/now/
        table/incident?sysparm_view=x                         400
        table/incident?sysparm_limit=0                        400
        table/incident?sysparm_offset=-1                      400
        table/incident?sysparm_display_value=maybe            400
        table/incident?sysparm_no_count=1                     400
        table/incident?sysparm_query_no_domain=true           400
        table/incident?sysparm_query=state=1&number=2         400
        table/incident?sysparm_limit=1&sysparm_limit=2        400
        table/incident/0?sysparm_limit=1                      400
        stats/incident?sysparm_limit=1                        400
        attachment?number=1                                   400
        table/incident/0                                      404  /error/message "No Record found"
        v1/table/incident?number=none                         404
        v2/table/incident?number=none                         200
        v1/batch                                              400
        /oauth_token.do                                       405
        table/foo                                             400
        & . {"error": {"message": "Invalid table foo", "detail": null}, "status": "failure"}
    "# }
    let bare = client().get(format!("{}/api/now/table/incident", practice.url()));
    let bare = bare.basic_auth("practice", Some("practice-password")).send().await.unwrap();
    assert_eq!(bare.status(), 400, "nothing says that JSON is wanted");
    assert_eq!(practice.offences(), Vec::<String>::new());
    answers! { practice, "POST /api/now/v1/batch  405" }
    assert_eq!(practice.offences(), ["POST /api/now/v1/batch"]);
}
