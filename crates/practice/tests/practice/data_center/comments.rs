//! Comments, labels and properties of Data Center.

use super::*;
use catchment_practice::confluence::{TrueComment, comment_id};

#[tokio::test]
async fn comments_are_found_with_their_page_their_thread_and_their_text() {
    const PARTS: &str = "&limit=30&expand=version,container,ancestors,space,history,body.storage,\
                         extensions.inlineProperties,extensions.resolution";
    for version in VERSIONS {
        let practice = full_site(version, "").await;
        let edited = practice.truth().comments[3].id.clone();
        practice.change(Change::EditComment { comment: edited.clone(), body: "<p>now</p>".to_owned() }).unwrap();
        practice.change(Change::DeleteComment { comment: practice.truth().comments[4].id.clone() }).unwrap();
        practice.change(Change::Trash { id: practice.truth().comments[7].container_id.clone() }).unwrap();
        let found = walk(&practice, &search("type = comment order by lastmodified", PARTS), 99).await;
        assert_eq!(told_ids(&found), true_ids(&practice, "comment", Standing::Current), "{version}");
        assert!(found.len() > 50 && found.len() < 119, "{}", found.len());
        assert_eq!(found.last().unwrap()["body"]["storage"]["value"], "<p>now</p>");
        let truth = practice.truth();
        for row in &found {
            let of_row = truth.comments.iter().find(|comment| row["id"] == comment.id.as_str()).unwrap();
            assert_eq!(last_id(&row["ancestors"]), of_row.parent_id.as_deref(), "{row}");
            assert_eq!(row["container"]["id"], of_row.container_id.as_str());
            assert!(row["title"].as_str().unwrap().starts_with("Re: ") && row["space"]["key"].is_string());
            assert!(!row["body"]["storage"]["value"].as_str().unwrap().is_empty());
            let (extensions, is_inline) = (&row["extensions"], of_row.resolution.is_some());
            assert_eq!(extensions["location"], if is_inline { "inline" } else { "footer" });
            assert_eq!(extensions["resolution"]["status"].as_str(), of_row.resolution);
            assert_eq!(extensions["inlineProperties"]["markerRef"].is_string(), is_inline);
        }
        answers! { practice, r#"
            at /rest/api/content/
            {edited}?expand=history,version&status=current  200  /version/number {version}
            & /_links/webui has "focusedCommentId={edited}"
            {deleted}                                       404
        "#, edited, version = truth.comments[3].version, deleted = truth.comments[4].id }
        let old = format!("/rest/api/content/{edited}?status=historical&version=1&expand=body.storage");
        let old = json(&practice, &old).await;
        assert!(old["status"] == "historical" && old["body"]["storage"]["value"] != "<p>now</p>");
    }
    let scanned = walk(&full_site("10.0.3", "").await, "/rest/api/content/scan?type=comment&limit=50", 9).await;
    assert_eq!(scanned.len(), 120);
    let practice = full_site("10.0.3", &format!("poison={}", comment_id(0))).await;
    answers! { practice, "{path}  500", path = search("type = comment", PARTS) }
}

#[tokio::test]
async fn comments_of_a_page_are_its_roots_or_all_and_where_they_stand() {
    let practice = full_site("9.2.0", "").await;
    let truth = practice.truth();
    let reply = truth.comments.iter().find(|row| row.parent_id.is_some()).unwrap();
    let (page, above) = (&reply.container_id, reply.parent_id.clone().unwrap());
    let inline =
        Change::AddComment { container: page.clone(), selection: Some("s".to_owned()), body: "<p>i</p>".to_owned() };
    let settled = practice.change(inline.clone()).unwrap();
    let open = practice.change(inline).unwrap();
    practice.change(Change::ResolveComment { comment: settled.clone() }).unwrap();
    let truth = practice.truth();
    let expected = |lets: &dyn Fn(&TrueComment) -> bool| -> Vec<String> {
        let rows = truth.comments.iter().filter(|row| row.container_id == *page && lets(row));
        rows.map(|row| row.id.clone()).collect()
    };
    let told = async |more: &str| {
        ids(&walk(&practice, &format!("/rest/api/content/{page}/child/comment?limit=1{more}"), 99).await)
    };
    let roots = expected(&|row| row.parent_id.is_none());
    assert_eq!((told("").await, told("&depth=root").await), (roots.clone(), roots));
    let all = expected(&|_| true);
    assert!(all.contains(&reply.id));
    assert_eq!(told("&depth=all").await, all);
    assert_eq!(told("&depth=all&location=resolved").await, std::slice::from_ref(&settled));
    let unsettled = expected(&|row| row.resolution.is_some_and(|resolution| resolution != "resolved"));
    assert!(unsettled.contains(&open));
    assert_eq!(told("&depth=all&location=inline").await, unsettled);
    let both = expected(&|row| row.resolution != Some("resolved"));
    assert_eq!(told("&depth=all&location=inline&location=footer").await, both);
    let below = ids(&walk(&practice, &format!("/rest/api/content/{above}/child/comment"), 9).await);
    assert!(below.contains(&reply.id) && !below.contains(&above));
    let within = json(&practice, &format!("/rest/api/content/{page}?expand=children.comment")).await;
    assert_eq!(within["children"]["comment"]["size"], expected(&|row| row.parent_id.is_none()).len());
}

#[tokio::test]
async fn labels_and_properties_are_those_of_the_truth() {
    let practice = full_site("9.2.0", "").await;
    practice.change(Change::AddLabel { id: page_id(7), label: "fresh".to_owned() }).unwrap();
    let truth = practice.truth();
    let contents = search("type in (page, blogpost, attachment)", "&limit=100&expand=metadata.labels");
    let mut contents_found = walk(&practice, &contents, 99).await;
    let spaces = walk(&practice, "/rest/api/space?expand=metadata.labels", 9).await;
    let labelled = |row: &Value, id: String| -> Vec<(String, String)> {
        let labels = rows(&row["metadata"]["labels"]);
        labels.iter().map(|label| (id.clone(), label["name"].as_str().unwrap().to_owned())).collect()
    };
    let mut told: BTreeSet<_> =
        contents_found.iter().flat_map(|row| labelled(row, row["id"].as_str().unwrap().to_owned())).collect();
    told.extend(spaces.iter().flat_map(|row| labelled(row, row["id"].to_string())));
    assert_eq!(told, truth.labels);
    let on_page = walk(&practice, &format!("/rest/api/content/{}/label?limit=1", page_id(7)), 9).await;
    let fresh = on_page.iter().find(|label| label["name"] == "fresh").unwrap();
    assert_eq!((&fresh["prefix"], &fresh["label"], fresh["id"].is_string()), (&json!("global"), &json!("fresh"), true));
    answers! { practice, "/rest/api/content/{page}/label?prefix=my  200  /results []", page = page_id(7) }
    let (_, name) = truth.labels.iter().next().unwrap();
    let found = ids(&walk(&practice, &search(&format!("label = \"{name}\""), ""), 9).await);
    contents_found.retain(|row| truth.labels.contains(&(row["id"].as_str().unwrap().to_owned(), name.clone())));
    assert!(!found.is_empty());
    assert_eq!(found, ids(&contents_found));

    let spaces: BTreeSet<&String> = truth.spaces.iter().map(|space| &space.id).collect();
    let kept: BTreeSet<&String> = truth.properties.iter().map(|(id, _)| id).filter(|id| !spaces.contains(id)).collect();
    assert!(kept.len() > 20);
    for id in kept {
        let told = walk(&practice, &format!("/rest/api/content/{id}/property?limit=1&expand=version"), 99).await;
        let keys = truth.properties.iter().filter(|(target, _)| target == id).map(|(_, key)| key.clone());
        assert_eq!(texts::<BTreeSet<_>>(&told[..].into(), "key"), keys.collect());
        assert!(told.iter().all(|row| row["version"]["number"].is_u64() && row.get("value").is_some()));
    }
}
