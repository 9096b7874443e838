//! Files of Data Center, its refusals and its faults.

use super::*;

#[tokio::test]
async fn bytes_come_from_the_site_itself_by_the_link_of_the_attachment() {
    let practice = site("9.2.0", "login-download=45").await;
    let files = walk(&practice, &search("type = attachment", "&limit=100"), 9).await;
    assert_eq!(files.len(), 40);
    for file in &files {
        let response = get(&practice, file["_links"]["download"].as_str().unwrap()).await;
        assert_eq!(
            (response.status().as_u16(), &file["extensions"]["mediaType"]),
            (200, &json!(header(&response, "content-type")))
        );
        let bytes = response.bytes().await.unwrap();
        assert_eq!(bytes.len() as u64, file["extensions"]["fileSize"].as_u64().unwrap());
        let truth = practice.truth();
        let version = truth.attachments.iter().find(|row| row.id == file["id"].as_str().unwrap()).unwrap().version;
        assert_eq!(practice.attachment_bytes(file["id"].as_str().unwrap(), version), bytes);
    }
    let link = files[0]["_links"]["download"].as_str().unwrap();
    answers! { practice, "
        {version}  404
        {page}     404
        {name}     404
    ", version = link.replace("version=", "version=9"), page = link.replace("attachments/", "attachments/1"),
    name = link.replace('?', "x?") }
    for _ in 41..45 {
        assert_eq!(header(&get(&practice, link).await, "content-type"), "application/pdf");
    }
    answers! { practice, r#"{link}  200  $ has "<form""#, link }
}

#[tokio::test]
async fn wrong_next_links_repeat_rows_or_lead_past_the_end() {
    let path = "/rest/api/content?type=page&spaceKey=ENG&limit=20";
    let plain = ids(&walk(&site("8.5.4", "").await, path, 99).await);
    let again = ids(&walk(&site("8.5.4", "undercounted-next").await, path, 99).await);
    let set = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<_>>();
    assert!(again.len() > plain.len() && set(&again) == set(&plain));
    let past = site("8.5.4", "next-past-end").await;
    assert_eq!(ids(&walk(&past, path, 99).await), plain);
    assert_eq!(past.requests(), 5, "67 pages fill four pages of the listing; the fifth is empty");
    let endless = ids(&walk(&site("8.5.4", "endless-next").await, path, 8).await);
    assert!(endless.len() > plain.len() && set(&endless) == set(&plain));
}

#[tokio::test]
async fn the_other_switches_show_by_their_effect() {
    let practice = site("9.2.0", "attachment-search-400=2").await;
    answers! { practice, r#"
        at /rest/api/content/search?cql=
        «type = attachment»           200
        «type = attachment»&start=25  200
        «type = attachment»&start=25  400
        «type = attachment»&start=25  200
        «type = page»&start=25        200
        /rest/api/space               200  @x-ausername "practice%40example.com"  @x-ratelimit-fillrate absent
    "# }
    answers! { site("9.2.0", &format!("poison={}", page_id(1))).await, "
        /rest/api/content?limit=5&expand=body.storage  500
        /rest/api/content?limit=5&expand=version       200
    " }
    let lost = site("9.2.0", "lost-space=OPS").await;
    answers! { lost, "
        /rest/api/content?spaceKey=OPS  404
        /rest/api/space/OPS             404
    " }
    let standings = lost.truth().content.into_iter().filter(|row| row.standing == Standing::Hidden).count();
    assert!(standings > 60, "{standings}");

    let unsorted = site("9.2.0", "unsorted").await;
    let found = ids(&walk(&unsorted, &search("type = page order by lastmodified desc", "&limit=50"), 99).await);
    let numbers: Vec<u64> = found.iter().map(|id| id.parse().unwrap()).collect();
    assert!(numbers.is_sorted());

    answers! { site("9.2.0", "rate-headers").await, r#"
        /rest/api/space  200  @x-ratelimit-fillrate "10"  @retry-after "0"
    "# }
    answers! { site("9.2.0", "anonymous").await, r#"
        /rest/api/user/current  200  @x-ausername "anonymous"  $ has "\"type\":\"anonymous\""
    "# }
}

#[tokio::test]
async fn what_is_not_declared_or_not_there_is_refused_in_the_words_of_data_center() {
    let practice = site("9.2.0", "").await;
    let trashed = practice.truth().content.into_iter().find(|row| row.standing == Standing::Trashed).unwrap().id;
    answers! { practice, r#"
        at /rest/api/
        content?color=red             400  /message has "'color'"
        content?type=space            400
        content?limit=-1              400
        content?limit=abc             404
        content?spaceKey=NOPE         404  /reason "Not Found"  /message ends "No space with key : NOPE"
        space/NOPE                    404
        nowhere                       404
        content/1/label               404
        /api/v2/pages                 404
        content/{trashed}             404
        content/{trashed}?status=any  200  /status "trashed"
    "#, trashed }
}
