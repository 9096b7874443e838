//! What goes wrong with the generic REST fake, each fault by its effect.

use super::*;

#[tokio::test]
async fn a_listing_that_loops_tells_what_it_told_before() {
    for paging in [Paging::Cursor, Paging::Header, Paging::NextUrl, Paging::NextPath, Paging::Link, Paging::Body] {
        let practice = served(paging, "loop", 23).await;
        let looped = pages(&practice, paging, ("/v1/customers", 5), 4).await;
        assert!(looped.len() == 4 && looped[1].next == looped[0].next, "{}", paging.name());
        let practice = served(paging, "same-page", 23).await;
        let same = pages(&practice, paging, ("/v1/customers", 5), 4).await;
        let cursors: BTreeSet<_> = same.iter().map(|page| page.next.clone().unwrap()).collect();
        assert_eq!(cursors.len(), 4, "{}", paging.name());
        assert!(same.iter().all(|page| page.records == same[0].records), "{}", paging.name());
    }
    for paging in [Paging::Offset, Paging::Page, Paging::LastId, Paging::Keyset] {
        for fault in ["loop=3", "same-page=3"] {
            let practice = served(paging, fault, 23).await;
            let pages = pages(&practice, paging, ("/v1/customers", 5), 8).await;
            assert_eq!(pages.len(), 8, "{} {fault}", paging.name());
            assert!(pages[2].records == pages[0].records && pages[1].records != pages[0].records);
        }
    }
}

#[tokio::test]
async fn short_and_empty_pages_go_on() {
    for paging in [Paging::Cursor, Paging::Header, Paging::NextUrl, Paging::NextPath, Paging::Link, Paging::Body] {
        for (fault, shown) in [("short-page=2", 2), ("empty-page=2", 0)] {
            let practice = served(paging, fault, 23).await;
            let pages = pages(&practice, paging, ("/v1/customers", 5), MOST_PAGES).await;
            assert_eq!(pages[1].records.len(), shown, "{} {fault}", paging.name());
            assert_ne!(pages[1].next, pages[0].next, "{} {fault}", paging.name());
            let all: Vec<Value> = pages.into_iter().flat_map(|page| page.records).collect();
            assert_eq!(all, practice.truth().customers, "{} {fault}", paging.name());
        }
    }
    for (paging, found) in [(Paging::LastId, 23), (Paging::Keyset, 23), (Paging::Offset, 20), (Paging::Page, 20)] {
        let practice = served(paging, "short-page=2", 23).await;
        let walked = walk(&practice, paging, "/v1/customers", 5).await;
        assert_eq!(walked.len(), found, "{}", paging.name());
    }
    let offset = served(Paging::Offset, "empty-page=2", 23).await;
    let empty = json(&offset, "/v1/customers?offset=0").await["meta"].take();
    let second = json(&offset, "/v1/customers?offset=5").await;
    assert_eq!((&second["data"]["items"], &second["meta"]["total"]), (&json!([]), &empty["total"]));
}

#[tokio::test]
async fn a_link_can_lead_to_another_host() {
    for (paging, host) in [
        (Paging::NextUrl, "https://evil.example/"),
        (Paging::NextPath, "//evil.example/"),
        (Paging::Link, "https://evil"),
    ] {
        let practice = served(paging, "off-host=1", 23).await;
        let first = page(&practice, &Ask::At("/v1/customers?limit=5".to_owned()), paging).await;
        assert!(first.next.as_ref().unwrap().starts_with(host), "{:?}", first.next);
    }
}

#[tokio::test]
async fn an_answer_can_hold_something_else_than_records() {
    for (fault, told) in [
        ("error-inside=1", "/error/message text  /data absent  /meta absent"),
        ("error-flag=1", "/ok false  /data/items []"),
        ("no-records=1", "/data {}  /meta/total 23"),
        ("null-records=1", r#"/data {"items": null}"#),
    ] {
        answers! { served(Paging::Cursor, fault, 23).await, "
            when {fault}
            /v1/customers  200  {told}
            /v1/customers  200  /data/items/# 5
        ", fault, told }
    }
    answers! { served(Paging::Cursor, "no-records=1", 5).await, "/v1/customers/1001/orders  200  /orders absent" }
    answers! { served(Paging::Cursor, "wrong-total", 23).await, "/v1/customers  200  /meta/total 30" }
}

#[tokio::test]
async fn records_come_twice_out_of_order_or_changed_meanwhile() {
    for paging in Paging::all().filter(|paging| *paging != Paging::None) {
        let practice = served(paging, "duplicates", 23).await;
        let pages = pages(&practice, paging, ("/v1/customers", 5), 3).await;
        assert_eq!(pages[1].records.first(), pages[0].records.last(), "{}", paging.name());
        assert_eq!(pages[1].records.len(), 6, "{}", paging.name());
    }
    let sorted_by = async |fault: &str| {
        let rows = json(&served(Paging::None, fault, 23).await, "/v1/customers?sort=updated_at").await;
        let rows = rows["data"]["items"].as_array().unwrap().clone();
        (rows.iter().map(|row| row["updated_at"].as_str().unwrap().to_owned()).collect::<Vec<_>>()).is_sorted()
    };
    assert!(sorted_by("").await && !sorted_by("unsorted").await);
    let edited = served(Paging::Keyset, "changed-while-paging=1:1003", 23).await;
    let seen = walk(&edited, Paging::Keyset, "/v1/customers", 22).await;
    let versions = |rows: &[Value]| rows.iter().filter(|row| row["id"] == 1003).count();
    // Twice where it was on the first page already.
    assert_eq!(seen.len(), 22 + versions(&seen));
    assert_eq!(seen.last().unwrap()["id"], 1003);
    let shifted = served(Paging::Offset, "shift=1", 23).await;
    let shifted_pages = pages(&shifted, Paging::Offset, ("/v1/customers", 5), 2).await;
    assert_eq!(shifted_pages[1].records.first(), shifted_pages[0].records.last());
    assert_eq!(shifted.truth().customers[0]["id"], 1000);
}

#[tokio::test]
async fn one_record_can_be_wounded() {
    let raw = async |fault: &str| text(&served(Paging::None, fault, 5).await, "/v1/customers").await;
    let nameless: Value = serde_json::from_str(&raw("no-id=1002").await).unwrap();
    let lacking = nameless["data"]["items"].as_array().unwrap().iter().filter(|row| row.get("id").is_none()).count();
    assert_eq!(lacking, 1);
    assert!(raw("huge=1002:3").await.len() > 3 << 20);
    assert!(raw("deep=1002").await.contains(&"[".repeat(100_000)));
    assert!(raw("surrogate=1002").await.contains("\"name\":\"\\ud800"));
    assert!(text(&served(Paging::None, "surrogate=1002", 5).await, "/v1/customers/1002").await.contains("\\ud800"));
}

#[tokio::test]
async fn requests_are_refused_by_their_number() {
    for (fault, wanted) in [
        ("401=2", [200, 401, 200, 200]),
        ("403=1", [403, 200, 200, 200]),
        ("500=2", [200, 500, 200, 500]),
        ("503=3", [200, 200, 503, 200]),
        ("429-bare=2", [200, 429, 200, 429]),
        ("unavailable=2", [200, 200, 503, 503]),
    ] {
        let practice = served(Paging::Cursor, fault, 5).await;
        for wanted in wanted {
            assert_eq!(status(&practice, "/v1/customers").await, wanted, "{fault}");
        }
    }
    answers! { served(Paging::Cursor, "429=1", 5).await, r#"/v1/customers  429  @retry-after "1""# }
    answers! { served(Paging::Cursor, "no-orders=1001", 5).await, "
        /v1/customers/1001/orders  404
        /v1/customers/1002/orders  200
    " }
}

#[tokio::test]
async fn answers_are_mangled_on_their_way() {
    let bytes = async |fault: &str| get(&served(Paging::Cursor, fault, 5).await, "/v1/customers").await.bytes().await;
    let whole = bytes("").await.unwrap();
    assert!(bytes("truncate=1").await.is_err());
    assert_eq!(bytes("half=1").await.unwrap(), whole[..whole.len() / 2]);
    assert!(bytes("trailing=1").await.unwrap().len() > whole.len());
    assert_eq!(bytes("bom").await.unwrap(), [b"\xef\xbb\xbf", &whole[..]].concat());
    assert_eq!(bytes("gzip-members").await.unwrap()[..2], [0x1f, 0x8b]);
    assert!(bytes("html=1").await.unwrap().starts_with(b"<!DOCTYPE html>"));
    let error = "earthquake".parse::<catchment_practice::rest::Faults>().unwrap_err();
    assert!(error.hint_text().is_some_and(|hint| hint.contains("same-page") && hint.contains("gzip-members")));
}

#[tokio::test]
async fn times_are_bounded_otherwise_or_not_at_all() {
    let served = async |fault: &str| served(Paging::None, fault, 30).await;
    let plain = served("").await;
    let made: Vec<Value> = plain.truth().customers;
    let end = made[3]["created_at"].as_str().unwrap();
    let path = format!("/v1/customers?created_to={end}");
    let before = count(&json(&plain, &path).await["data"]["items"]);
    let same = made.iter().filter(|one| one["created_at"] == made[3]["created_at"]).count();
    for (fault, number) in [("inclusive-end", before + same), ("overlooked-window", 30)] {
        answers! { served(fault).await, "{path}  200  /data/items/# {number}", path, number }
    }
    answers! { served("widest-window=10").await, "
        at /v1/customers?
        created_from=2023-05-01T00:00:00Z&created_to=2023-05-11T00:00:00Z  200
        created_from=2023-05-01T00:00:00Z&created_to=2023-05-12T00:00:00Z  400
        created_from=2023-05-01T00:00:00Z                                  400
        created_to=2023-05-01T00:00:00Z                                    400
        sort=id                                                            400
    " }
}

#[tokio::test]
async fn customers_come_and_go_while_they_are_listed_or_are_shown_by_their_ids_alone() {
    let added = served(Paging::Cursor, "add-while-paging=1", 23).await;
    let seen = ids(&walk(&added, Paging::Cursor, "/v1/customers", 5).await);
    assert_eq!((seen.len(), seen.last()), (24, Some(&customer_id(23))));
    let deleted = served(Paging::Offset, "delete-while-paging=1:1001", 23).await;
    let seen = ids(&walk(&deleted, Paging::Offset, "/v1/customers", 5).await);
    assert!(seen.contains(&1001) && !seen.contains(&1006), "the one behind the first page moves up onto it");
    let practice = served(Paging::Cursor, "own=1003:403,own=1004:410,own=1005:200", 23).await;
    practice.change(Change::Unlist { id: 1006 }).unwrap();
    assert!(practice.change(Change::Unlist { id: 1 }).is_err());
    assert!(!ids(&walk(&practice, Paging::Cursor, "/v1/customers", 5).await).contains(&1006));
    answers! { practice, r#"
        at /v1/customers/
        1003  403
        1004  410
        1005  200  /error/code "merged"
        1006  200  /id 1006
    "# }
}
